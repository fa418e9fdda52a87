/* db: the seam to the database. No other room knows SQLite (sqlite.c) or makes tables (schema.c). */
#ifndef SAYSO_LEDGER_DB_H
#define SAYSO_LEDGER_DB_H

#include "ledger/word/word.h"

/* ---- database ----
 * A thin seam: prepared statements with parameters and columns. SQL here is what SQLite and PostgreSQL share, but for the
 * full-text search and what schema.c says. Statements are prepared once and kept, by the address of their SQL: a
 * literal. Failing to bind is remembered and told by query_next. */
typedef struct Db Db;
typedef struct Query Query;

Status db_open(const char *path, LedgerMode mode, unsigned wait_ms, Db **out, Error *error);
void db_close(Db *db);
unsigned db_wait(const Db *db); /* milliseconds that it waits for others' locks, as it was opened */
Status db_script(Db *db, const char *sql, Error *error); /* several statements, without parameters */
Status db_begin(Db *db, Error *error);                   /* takes the writer's lock at once */
Status db_commit(Db *db, Error *error);
void db_rollback(Db *db);
uint64_t db_turns(const Db *db); /* how often a transaction was taken back: numbers that it gave may be given again */
int64_t db_last_id(Db *db);
const char *db_path(const Db *db);
bool db_is_damaged(const Db *db); /* that was the last failure */

/* What the ledger keeps in memory as long as the database is open: NULL until db_keep_slot; `release` frees it. */
typedef enum DbSlot { DB_POSTINGS, DB_WORDS, DB_SIEVES, DB_SLOTS } DbSlot;
void *db_slot(const Db *db, DbSlot slot);
void db_keep_slot(Db *db, DbSlot slot, void *kept, void (*release)(void *kept));

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
/* The first column of the first row; 0 where there is none. */
Status query_number(Query *q, int64_t *out, Error *error);
int query_parameters(const Query *q); /* the highest number of its parameters */
/* Ends a query before its last row. */
void query_end(Query *q);
/* Columns from 0, borrowed until the next query_next. */
int64_t column_int(Query *q, int at); /* NULL: 0 */
double column_real(Query *q, int at);
Text column_text(Query *q, int at);   /* UTF-8; NULL: empty; damaged: U+FFFD, and query_next fails next */
Text column_raw(Query *q, int at);    /* as it lies, UTF-8 or not, for who proves it */
const void *column_blob(Query *q, int at, size_t *size);
bool column_null(Query *q, int at);

/* Marks the file as a ledger of our format, in its head · a sentence where what it is marked as is another. */
Status db_mark(Db *db, Error *error);
Status db_refuse(const Db *db, uint32_t application, uint32_t format, Error *error);
/* Who asks never waits for who writes from now on, and the other way round. */
void db_settle(Db *db);

Status schema_make(Db *db, Error *error);  /* in a transaction of the caller */
Status schema_renew(Db *db, Error *error); /* likewise: what later formats have beside the tables of format 1 that stay */
Status schema_deeds(Db *db, Error *error); /* likewise: what format 3 has beside format 2 */
Status schema_watches(Db *db, Error *error); /* likewise: what format 4 has beside format 3, and the mark */
Status schema_extend(Db *db, Error *error); /* likewise: what a ledger of this format may still lack */
typedef struct Schema {
    bool made;  /* the file is not empty */
    bool whole;  /* it lacks nothing of this format, but for seals */
    bool sealed; /* its rows have seals */
    uint32_t format;
} Schema;
Status schema_check(Db *db, Schema *out, Error *error);

/* ---- the file as a whole ---- */
/* To a file that is there, and empty; messages call it `name`. On failure the caller takes it away. */
Status db_backup(Db *db, const char *to, const char *name, Error *error);
Status db_compact(Db *db, uint64_t *before, uint64_t *after, Error *error);

/* ---- the file's pages, without SQLite ---- pages.c: rows of a damaged ledger, wherever they lie. The file is only read. */
typedef struct Pages Pages;
typedef enum FieldType { FIELD_LOST, FIELD_NULL, FIELD_INT, FIELD_REAL, FIELD_TEXT, FIELD_BLOB } FieldType;
typedef struct Field { /* LOST: its bytes are not there */
    FieldType type;
    int64_t integer;
    double real;
    Text bytes; /* of TEXT and BLOB */
} Field;
typedef struct PageRow { /* in the caller's arena */
    bool has_id;  /* it is of a table with row ids: where a column is the id, its field is NULL */
    int64_t id;
    uint32_t count;
    Field *fields;
    bool whole; /* no field is lost */
} PageRow;
/* With what a WAL beside it has. SAYSO_ERROR_IO where there is no such file, or nothing in it that could be a page. */
Status pages_open(const char *path, Pages **out, Error *error);
void pages_close(Pages *pages); /* NULL is allowed */
uint32_t pages_count(const Pages *pages);
bool pages_wal(const char *path); /* a WAL lies beside it, begins as one and holds something: in any other nothing was kept */
/* How many rows the page, from 1 on, has: none of a page that is no leaf, cannot be read, or is free. */
uint32_t page_rows(Pages *pages, uint32_t page);
/* Row `at` of it. false: there is none that could be one, or no memory for it. */
bool page_row(Pages *pages, uint32_t page, uint32_t at, Arena *arena, PageRow *out);

/* ---- seals ---- seal.c. In a transaction of the caller: the columns are made, all rows are sealed as they are now. */
Status seal_columns(Db *db, Error *error); /* of the tables of format 2: later ones have it from the beginning */
Status seal_all(Db *db, Error *error);
Status seal_begin(Db *db, Error *error);   /* the tables as they are now, and no row: sums that are not there yet begin */
Status seal_watch(Db *db, Error *error); /* what is written from now on through `db` is sealed */

/* Whether that is the seal of a row of the table with these columns: none has none of its own. */
bool seal_fits(const char *table, const Field *columns, size_t count, const Field *kept);

/* The columns under the seal of tables that are written most, in their order: a statement that writes such a row may set its
 * seal, seal('entity', …) of what it binds, else a trigger does. */
#define SEALED_ENTITY "article, number, type, name, country, gender, gender_by, form, mentions, roles"
#define SEALED_ATTRIBUTION                                                                                                 \
    "article, number, source_begin, source_end, entity, form, kind, cue_begin, cue_end, contents, manner, act, negated,"   \
    " to_begin, to_end, to_entity, to_form, via_begin, via_end, via_entity, via_form, when_begin, when_end, date, day,"    \
    " anonymity_begin, anonymity_end, within, confidence, confidence_who, confidence_act, clause, joint, dropped, claim"
#define SEALED_EVENT                                                                                                       \
    "article, number, type, mode, status, triggers, evidence, when_begin, when_end, date, day, place_begin, place_end,"    \
    " place_entity, place_form, said, passed, confidence"
#define SEALED_PARTY "article, number, side, place, words_begin, words_end, entity, form, country, sector, type, day"
#define SEALED_CLAIM "id, sieve, text, gist, same_as"
#define SEALED_QUOTE "claim, number, form, kind, words"
#define SEALED_REPRINT "article, of, share, words"
#define SEALED_STRETCH "article, of, stretches"
#define SEALED_POSTING "first, items"
#define SEALED_FRESH "id, items"

/* ---- scopes ---- what of the ledger a question may see, in any query over statements: parameters 9 to 14, bound by
 * bind_scope. scope.c */

/* The revision that was the latest when day ?9 ended; without it, that is now. r: the article */
#define CURRENT                                                                                                        \
    "(CASE WHEN ?9 IS NULL THEN r.current ELSE substr(r.added, 1, 10) <= ?9 AND NOT EXISTS (SELECT 1 FROM article n"   \
    " WHERE n.story = r.story AND n.revision > r.revision AND substr(n.added, 1, 10) <= ?9) END)"
/* No decision drops it, or none had then. t: the attribution */
#define STANDS                                                                                                         \
    "(t.dropped = 0 OR (?9 IS NOT NULL AND (SELECT substr(d.made, 1, 10) FROM decision d WHERE d.id = t.dropped) > ?9))"
/* A decision that holds, or held then. d */
#define HELD                                                                                                           \
    "(CASE WHEN ?9 IS NULL THEN d.undone IS NULL ELSE substr(d.made, 1, 10) <= ?9 AND (d.undone IS NULL OR"            \
    " substr(d.undone, 1, 10) > ?9) END)"
#define SEEN "((?9 IS NULL OR substr(r.added, 1, 10) <= ?9) AND (?10 IS NULL OR r.added >= ?10))"
#define IN_DAYS(day) "((?11 IS NULL OR " day " >= ?11) AND (?12 IS NULL OR " day " <= ?12))"
/* o: the outlet, which may be missing */
#define IN_KIND "((?13 IS NULL OR t.act = ?13) AND (?14 IS NULL OR o.key = ?14))"
bool bind_scope(Query *q, const Scope *scope, Arena *arena); /* false: no memory */
/* SAYSO_ERROR_ARGUMENT where its outlet is none of the ledger: that nothing is found would say too little. */
Status scope_check(Db *db, const Scope *scope, Arena *arena, Error *error);
uint32_t scope_limit(const Scope *scope);
bool scope_is_open(const Scope *scope); /* but for the limit and the order */

/* ---- proofs ---- what ledger_verify finds, told as it is found (keep/verify.c) */
typedef struct FaultSink {
    void (*tell)(void *context, int64_t article, const char *sentence); /* may be NULL */
    void *context;
    uint64_t faults;
} FaultSink;
void fault_tell(FaultSink *sink, int64_t article, const char *format, ...) PRINTF_LIKE(3, 4);
/* A status that says that the file is damaged becomes a fault, and what is proved goes on; others stay. */
Status fault_or(Db *db, FaultSink *sink, int64_t article, Status status, const Error *error);

Status seals_prove(Db *db, FaultSink *sink, Error *error); /* each row is what was kept */

struct Ledger {
    Db *db;
    LedgerMode mode;
    bool held;       /* a transaction of several articles is open */
    uint32_t from;   /* the older format from which it was brought up just now; 0: none */
};

#endif
