/* The ledger among itself.
 *
 *   draft.c           what is worked out without the ledger     fingerprint.c gist.c sense.c stem.c same.c name.c
 *   db.c schema.c     the database: the one file that knows SQLite, and the tables
 *   open.c add.c rows.c keep.c visit.c                          keeping     words.c day.c url.c pack.c: what they share
 *   verify.c joints.c compare.c                                 proving, comparing
 *   reprint.c posting.c align.c claim.c                                 what joins articles, in the transaction that adds one
 *   origin.c holder.c                                           how a claim came here, and who stands how to it
 *   who.c about.c talks.c audit.c stats.c statement.c           the questions */
#ifndef SAYSO_LEDGER_INTERNAL_H
#define SAYSO_LEDGER_INTERNAL_H

#include "ledger/ledger.h"

/* ---- database ----
 * A thin seam: prepared statements with parameters and columns. SQL here is what SQLite and PostgreSQL share, but for the
 * full-text search and what schema.c says. Statements are prepared once and kept, by the address of their SQL: a
 * literal. Failing to bind is remembered and told by query_next. */
typedef struct Db Db;
typedef struct Query Query;

Status db_open(const char *path, LedgerMode mode, unsigned wait_ms, Db **out, Error *error);
void db_close(Db *db);
Status db_script(Db *db, const char *sql, Error *error); /* several statements, without parameters */
Status db_begin(Db *db, Error *error);                   /* takes the writer's lock at once */
Status db_commit(Db *db, Error *error);
void db_rollback(Db *db);
int64_t db_last_id(Db *db);
const char *db_path(const Db *db);
bool db_is_damaged(const Db *db); /* that was the last failure */

/* What the ledger keeps in memory as long as the database is open: NULL until db_keep_cache; `release` frees it. */
void *db_cache(const Db *db);
void db_keep_cache(Db *db, void *cache, void (*release)(void *cache));

/* NULL where it cannot be prepared, which `error` then tells. The query is reset and its parameters are NULL. */
Query *db_query(Db *db, const char *sql, Error *error);
/* Parameters from 1. Text and blobs are borrowed until the query ends. */
void bind_int(Query *q, int at, int64_t value);
void bind_id(Query *q, int at, int64_t id); /* 0: NULL */
void bind_real(Query *q, int at, double value);
void bind_text(Query *q, int at, Text value); /* empty: NULL */
void bind_blob(Query *q, int at, const void *data, size_t size);
/* Whether there is a (next) row. At the end, or on a failure, the query is reset; a failure is in *status. */
bool query_next(Query *q, Status *status, Error *error);
/* For what gives no rows. */
Status query_run(Query *q, Error *error);
/* Ends a query before its last row. */
void query_end(Query *q);
/* Columns from 0, borrowed until the next query_next. */
int64_t column_int(Query *q, int at); /* NULL: 0 */
double column_real(Query *q, int at);
Text column_text(Query *q, int at);   /* NULL: empty */
const void *column_blob(Query *q, int at, size_t *size);
bool column_null(Query *q, int at);

/* Marks the file as a ledger of our format, in its head · a sentence where what it is marked as is another. */
Status db_mark(Db *db, Error *error);
Status db_refuse(const Db *db, uint32_t application, uint32_t format, Error *error);
/* Who asks never waits for who writes from now on, and the other way round. */
void db_settle(Db *db);

Status schema_make(Db *db, Error *error); /* in a transaction of the caller */
Status schema_check(Db *db, bool *made, Error *error); /* *made: false where the file is still empty */

struct Ledger {
    Db *db;
    LedgerMode mode;
};

/* ---- words ---- what fingerprints and gists are made of: letters and digits, folded, without punctuation */
typedef struct WordAt {
    Span span;
    uint64_t hash; /* of the folded word */
} WordAt;
/* All words of `text`, in order. false when memory ran out. */
bool words_of(Text text, Arena *arena, WordAt **out, uint32_t *count);
uint64_t word_hash(Text word);     /* of the first word of `word`, as words_of gives it; 0: there is none */
uint32_t char_folded(uint32_t c);  /* small, without the marks of Latin letters */

/* The key under which a name is the same in all articles: folded, spaces one, dots of abbreviations and a leading "the" out. */
bool name_key(Text name, Arena *arena, Text *out);
/* Which of `keys` the one word keys[index] is short for: "haleko" for "dorrit haleko", where no other name ends so. NONE: none,
 * or it is no one word. */
uint32_t name_whole(const Text *keys, uint32_t count, uint32_t index);

/* ---- days ---- "2026-03-04" of that day, of 2026-03-04/2026-03-06; "2026-03-01" of 2026-03; the Monday of 2026-W10 */
#define DAY_SIZE 11
bool first_day(Text date, char out[DAY_SIZE]); /* false: none is told */
/* The day by which a statement is found: the first of its date, else the article's; empty where both are unknown. */
Text statement_day(const sayso_attribution *a, Text published, char room[DAY_SIZE]);

/* ---- packed ---- arrays as blobs of little-endian uint32, which are what they were on every machine */
bool pack_numbers(const uint32_t *numbers, size_t count, Arena *arena, const void **data, size_t *size);
bool pack_spans(const Span *spans, size_t count, Arena *arena, const void **data, size_t *size);
bool pack_texts(const Text *texts, size_t count, Arena *arena, const void **data, size_t *size);
/* What a blob holds; false where memory ran out. What is no whole number of items is cut: ledger_verify tells. */
bool unpack_numbers(const void *data, size_t size, Arena *arena, const uint32_t **out, uint32_t *count);
bool unpack_spans(const void *data, size_t size, Arena *arena, const Span **out, uint32_t *count);
bool unpack_texts(const void *data, size_t size, Arena *arena, const Text **out, uint32_t *count);

/* ---- URLs ---- scheme and host small, without default port and fragment; what is no URL as it is */
bool url_key(Text url, Arena *arena, Text *out);

/* ---- fingerprints ---- hashes of runs of words, chosen by the words alone (winnowing: Schleimer, Wilkerson, Aiken 2003),
 * so that copied stretches choose the same ones wherever they stand: of RUN + WINDOW - 1 equal words at least one */
#define FINGERPRINT_RUN 4u     /* words that are hashed together */
#define FINGERPRINT_WINDOW 10u /* runs of which one is chosen */
typedef struct Fingerprints {
    uint64_t *items; /* ascending, each once */
    uint32_t count;
} Fingerprints;
bool fingerprints_make(const WordAt *words, uint32_t count, Arena *arena, Fingerprints *out);

/* ---- gist ---- what of a content must agree with another for the two to say the same */
#define GIST_KEYS 4
typedef struct Gist {
    uint64_t exact;      /* of all that its words mean, in their order; 0: too little to be a claim */
    uint32_t *terms;     /* the same, a number each: term.h */
    uint32_t term_count;
    bool loose;          /* it leans on its day or speaks of nobody by name: later the same words may be about something else */
    uint64_t keys[GIST_KEYS]; /* under which near ones are looked up */
    uint32_t key_count;
} Gist;
/* One of each attribution of the document. */
Status gists_make(const sayso_document *document, Arena *arena, Gist **out, Error *error);
bool gists_same(const Gist *a, const Gist *b);
bool gist_write(const Gist *gist, Arena *arena, const void **data, size_t *size); /* as the ledger keeps it */
bool gist_read(const void *data, size_t size, Arena *arena, Gist *out);           /* false: damaged, or no memory */

/* ---- postings ---- what has posted a hash: articles their fingerprints, claims their keys; tables fresh, posting. In the
 * transaction that adds or reads anew an article: begin, find and put in any order, end. A handle is of no use after the
 * transaction; one that is taken back needs no end. */
typedef enum PostingOf { POSTING_FINGERPRINT, POSTING_CLAIM } PostingOf;
typedef struct Postings Postings;
typedef struct PostingSink {
    bool (*take)(void *context, int64_t id); /* false: memory ran out */
    void *context;
} PostingSink;
Status postings_begin(Db *db, Arena *scratch, Postings **out, Error *error);
/* Gives `sink` the ids that have posted `hash`, in no order; those that were put just now too. */
Status postings_find(Postings *postings, PostingOf of, uint64_t hash, const PostingSink *sink, Error *error);
/* Once a hash and id. */
Status postings_put(Postings *postings, PostingOf of, uint64_t hash, int64_t id, Error *error);
Status postings_end(Postings *postings, Arena *scratch, Error *error);

struct Draft {
    const Report *report; /* a copy in the arena; its texts are borrowed */
    Text text;
    uint8_t sha256[32];
    WordAt *words;
    uint32_t word_count;
    Fingerprints fingerprints;
    Gist *gists; /* of each attribution */
};

/* ---- what joins articles ---- in the transaction that adds `article`: its row is there, before claims_place its
 * entities too; its attributions come after, with the claims found there */

/* Keeps the fingerprints; finds earlier articles that share stretches, aligns the texts, keeps what they share
 * (tables reprint, stretch) and the article's family. *of: the article that this one is a copy of, or 0. */
Status reprints_find(Db *db, Postings *postings, int64_t article, const Draft *draft, Arena *scratch, int64_t *of,
                     double *copied, Error *error);

/* Gives each attribution of `draft` its claim, a known or a new one: claims[i], 0 where the content is none. */
Status claims_place(Db *db, Postings *postings, const Draft *draft, Arena *scratch, int64_t *claims, LedgerAdded *counts,
                    Error *error);
/* The statements of `article` are about to be taken out of their claims (it is read anew): counts are mended. */
Status claims_leave(Db *db, int64_t article, Error *error);

/* Two texts' common stretches, of at least `least` words, ascending, apart in `a`. */
typedef struct Stretch {
    Span a, b;      /* bytes */
    uint32_t words; /* that agree */
} Stretch;
bool align(const WordAt *a, uint32_t a_count, const WordAt *b, uint32_t b_count, uint32_t least, Arena *arena,
           Stretch **out, uint32_t *count);

/* ---- rows ---- of one article, in a transaction of the caller */

typedef struct Actors { /* of each entity, by its number - 1; 0: none */
    int64_t *items;
    uint32_t count;
} Actors;
Status rows_entities(Db *db, int64_t article, const sayso_document *document, Arena *scratch, Actors *out, Error *error);
Status rows_attributions(Db *db, int64_t article, const Draft *draft, const Actors *actors, const int64_t *claims,
                         Arena *scratch, Error *error);
Status rows_maker(Db *db, const Report *report, int64_t *out, Error *error);
Status rows_outlet(Db *db, Text name, Arena *scratch, int64_t *out, Error *error); /* *out: 0 of no name */
/* Adds (by 1) or takes out (by -1) what schema.c counts, as the rows of `article` have it. */
Status rows_count(Db *db, int64_t article, int by, Error *error);

/* ---- proofs ---- */

/* As ledger_article, and it believes what is stored: for ledger_verify, which tells of it. */
Status article_read(Ledger *ledger, int64_t article, Arena *arena, KeptArticle *out, Error *error);
const char *span_flaw(Text text, Span span); /* "lies outside the text"; NULL: it has none */

typedef struct FaultSink {
    void (*tell)(void *context, int64_t article, const char *sentence); /* may be NULL */
    void *context;
    uint64_t faults;
} FaultSink;
void fault_tell(FaultSink *sink, int64_t article, const char *format, ...) PRINTF_LIKE(3, 4);
/* A status that says that the file is damaged becomes a fault, and what is proved goes on; others stay. */
Status fault_or(Db *db, FaultSink *sink, int64_t article, Status status, const Error *error);
Status file_prove(Db *db, FaultSink *sink, Error *error);   /* what SQLite can: pages, keys, the full-text index */
Status joints_prove(Db *db, FaultSink *sink, Error *error); /* what queries can: numbers, counts, who is who */

/* ---- questions ---- */

/* Copies of texts that outlive the query. */
bool keep_text(Arena *arena, Text in, Text *out);
/* The stretches of its contents in `text`, " … " between them. */
bool contents_join(Text text, const sayso_attribution *a, Arena *arena, Text *out);
/* What a query for statements begins with; t is the attribution, r its article, o the article's outlet. */
#define STATEMENT_SELECT                                                                                               \
    "SELECT t.article, t.number, t.source_begin, t.source_end, t.cue_begin, t.cue_end, t.to_begin, t.to_end,"          \
    " t.via_begin, t.via_end, t.when_begin, t.when_end, t.anonymity_begin, t.anonymity_end, t.entity, t.to_entity,"    \
    " t.via_entity, t.kind, t.form, t.act, t.within, t.confidence, t.claim, t.actor, t.to_actor, t.via_actor,"         \
    " t.contents, t.date, t.day, s.name, d.name, v.name, r.label, r.url, r.title, r.published, r.family, r.current,"   \
    " o.name, r.text, u.source_begin, u.source_end, u.entity, u.actor, u.within"                                                                    \
    " FROM attribution t JOIN article r ON r.id = t.article LEFT JOIN outlet o ON o.id = r.outlet"                     \
    " LEFT JOIN actor s ON s.id = t.actor LEFT JOIN actor d ON d.id = t.to_actor LEFT JOIN actor v ON v.id = t.via_actor" \
    " LEFT JOIN attribution u ON u.article = t.article AND u.number = t.within "
/* Adds the rows of such a query to `out`, at most until it holds `limit`; then out->more is set if there are others. */
Status statements_read(Query *q, uint32_t limit, Arena *arena, Statements *out, Error *error);
/* Parameters `at` and `at` + 1 of SCOPE_OF_DAY: the scope's days. */
#define SCOPE_OF_DAY(column, since, until)                                                                             \
    "(" since " IS NULL OR " column " >= " since ") AND (" until " IS NULL OR " column " <= " until ")"
void bind_scope(Query *q, int at, const Scope *scope);
uint32_t scope_limit(const Scope *scope);
/* The actors whom the words of `name` may mean, who said most first, at most `limit`; SAYSO_ERROR_ARGUMENT where there
 * is none. */
Status actors_find(Ledger *ledger, const char *name, uint32_t limit, Arena *arena, Actor **out, uint32_t *count,
                   Error *error);

/* Origins and holders of a claim whose statements are there: fills the rest of `answer`. */
Status origins_find(Ledger *ledger, Arena *arena, ClaimAnswer *answer, Error *error);
Status holders_find(Ledger *ledger, Arena *arena, ClaimAnswer *answer, Error *error);

#endif
