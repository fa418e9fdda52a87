/* keep: what was read goes in, comes out as it was, is mended, and is proved.
 *
 *   draft.c identity.c             what is worked out without the ledger; which article it is again
 *   open.c upgrade.c               a ledger is opened, an older one brought up
 *   add.c rows.c words.c remove.c  in, and out of it again
 *   events.c                       who did what to whom in it: in, out, proved
 *   article.c find.c revision.c    an article as it was kept, by what a person types, and the one before it
 *   file.c                         a copy of it, its room, what it outlasts
 *   salvage.c rescue.c             a damaged one's articles, whatever leads to them
 *   visit.c                        what hosts said of pages
 *   decide.c mend.c wait.c         what a person knows better of statements
 *   verify.c joints.c said.c       proofs
 *   compare.c                      what changed between two readings */
#ifndef SAYSO_LEDGER_KEEP_H
#define SAYSO_LEDGER_KEEP_H

#include "ledger/actor/actor.h"
#include "ledger/claim/claim.h"

struct Draft {
    Report report; /* its texts are borrowed, or clean copies */
    Told told;
    uint8_t sha256[32];
    CopyInput copy;
    Gist *gists; /* of each attribution */
    Text loose;  /* the identity, loosely: url_loose */
};

/* ---- rows ---- of one article, in a transaction of the caller */

typedef struct RowsInput {
    const Told *told;
    const int64_t *forms;   /* of each entity */
    const int64_t *claims;  /* of each attribution, 0: none */
    const int64_t *dropped; /* of each attribution: the decision that drops it, 0: none */
    Text published;
} RowsInput;
Status rows_entities(Db *db, int64_t article, const Told *told, const int64_t *forms, Arena *scratch, Error *error);
Status rows_attributions(Db *db, int64_t article, const RowsInput *in, Arena *scratch, Error *error);
Status rows_events(Db *db, int64_t article, const Told *told, const int64_t *forms, Text published, Arena *scratch, Error *error);
/* Takes them out again, with their words, forms and claims; what is counted is the caller's to mend before. */
Status rows_clear(Db *db, int64_t article, const KeptArticle *kept, Arena *scratch, Error *error);
Status rows_maker(Db *db, const Report *report, int64_t *out, Error *error);
Status rows_outlet(Db *db, Text name, Text country, Arena *scratch, int64_t *out, Error *error); /* *out: 0 of no name */
/* Adds (by 1) or takes out (by -1) what schema.c counts, as the rows of `article` have it. */
Status rows_count(Db *db, int64_t article, int by, Error *error);

/* Words wait until the transaction ends, and go into the index all at once: it writes a piece of its own at each savepoint
 * and statement that may fail, whose merging is most of what it costs. words.c */
Status words_wait(Db *db, int64_t article, uint32_t number, Text words, Error *error);
Status words_flush(Db *db, Error *error);
/* The end of a transaction, its words with it. */
Status keep_commit(Db *db, Error *error);
void keep_rollback(Db *db);

#define SAID_BITS 20 /* of the number of an attribution in the index of words */
static inline int64_t said_row(int64_t article, uint32_t number) { return article << SAID_BITS | (int64_t)number; }

/* ---- identity ---- */
typedef struct Known { /* an article that is there; 0: none */
    int64_t article, story, revision;
    bool same; /* of the same text */
} Known;
Status identity_known(Db *db, const Draft *draft, Arena *scratch, Known *out, Error *error);
Status identity_keep(Db *db, int64_t article, const Draft *draft, Error *error);

/* ---- statements of an article, placed ---- add.c */
/* As ledger_add, in a transaction of the caller. */
Status draft_add(Db *db, const Draft *draft, Arena *scratch, LedgerAdded *out, Error *error);
Status next_article_id(Db *db, int64_t *out, Error *error); /* of an article that is added */
/* Likewise, as the next revision of what is known, or as new; out->article is its number, which is free. */
Status draft_add_as(Db *db, const Draft *draft, const Known *known, Arena *scratch, LedgerAdded *out, Error *error);
typedef struct Placing {
    const Told *told;
    const Gist *gists; /* of each attribution */
    ActorScene scene;
    const int64_t *claims; /* of each attribution what it was in an older format, or NULL */
    bool fresh;        /* told is as it was read just now, and not what decisions have mended */
} Placing;
Status statements_place(Db *db, Postings *postings, int64_t article, const Placing *in, Arena *scratch, LedgerAdded *out,
                        Error *error);
/* Places what is kept of an article, or what decisions make of it, again: its statements are out. claims: as Placing has them. */
Status kept_place(Db *db, const KeptArticle *kept, const Told *told, const int64_t *claims, Arena *scratch, Error *error);
/* What is kept of an article as it was told. */
bool told_of_kept(const KeptArticle *kept, Arena *arena, Told *out);
/* An older ledger's tables and statements are brought up to this format, in a transaction of the caller. */
Status upgrade(Db *db, Arena *scratch, Error *error);

/* ---- what a person knows better of statements ---- decide.c */
typedef struct Held { /* what holds of the articles of one text, the oldest first */
    const Decision *items;
    uint32_t count;
} Held;
Status decisions_held(Db *db, const uint8_t sha256[32], Arena *arena, Held *out, Error *error);
/* Mends attributions in place, gives the decision that drops each. fresh: they are as they were read just now. */
Status decided_before(Db *db, const Held *held, bool fresh, const Told *told, sayso_attribution *attributions,
                      int64_t *dropped, Arena *scratch, Error *error);
/* Likewise the claims that a person has joined or parted; the article's rows are there. */
Status decided_claims(Db *db, int64_t article, const Held *held, const Told *told, Arena *scratch, Error *error);
/* The article may bring a claim for which decisions that were brought in have waited: they bear now. */
Status decided_later(Db *db, int64_t article, const Told *told, Arena *scratch, Error *error);

/* The claim of which `text` is the text, or what a statement of it says; 0: none. wait.c */
Status claim_by_text(Db *db, Text text, Arena *arena, int64_t *out, Error *error);

/* ---- proofs ---- */

/* As ledger_article, and it believes what is stored: for ledger_verify, which tells of it. */
/* old: of the tables of format 1, while it is brought up. */
Status article_read(Db *db, int64_t article, bool old, Arena *arena, KeptArticle *out, Error *error);
/* ---- events ---- events.c */
/* Of an event's row (e), in the order in which event_of_row takes them. */
#define EVENT_COLUMNS                                                                                                  \
    "e.number, e.type, e.mode, e.status, e.triggers, e.evidence, e.when_begin, e.when_end, e.date, e.place_begin,"     \
    " e.place_end, e.place_entity, e.said, e.passed, e.confidence"
#define EVENT_COLUMN_COUNT 15
/* Of the columns from `first` on, without its parties. false: no memory. */
bool event_of_row(Query *q, int first, Arena *arena, sayso_event *out);
Status events_read(Db *db, int64_t article, Arena *arena, KeptArticle *out, Error *error);
bool event_sound(const KeptArticle *article, const sayso_event *event);
Status events_prove(Db *db, const KeptArticle *article, FaultSink *sink, uint64_t *spans, Error *error);

/* SAYSO_ERROR_IO where a span, a kind or a number of what was read so cannot be. */
Status article_sound(Db *db, const KeptArticle *kept, Error *error);
const char *span_flaw(Text text, Span span); /* "lies outside the text"; NULL: it has none */

Status file_prove(Db *db, FaultSink *sink, Error *error);   /* what SQLite can: pages, keys, the full-text index */
Status joints_prove(Db *db, FaultSink *sink, Error *error); /* what queries can: numbers, counts, who is who */
/* The index of words against the words of all statements, in a transaction of the caller, who takes it back. said.c */
typedef struct SaidProof {
    Db *db; /* NULL: it could not begin, and the others do nothing */
    uint64_t sum;
    uint32_t waiting;
} SaidProof;
Status said_begin(SaidProof *proof, Db *db, Error *error);
Status said_put(SaidProof *proof, int64_t row, Text words, Error *error);
Status said_end(SaidProof *proof, bool *same, Error *error);

#endif
