/* Seals: a row of what was read, or made of it, keeps a hash of itself, so that what is changed behind the program's back is
 * told by ledger_verify, whichever byte it was.
 *
 *   row ──> seal('table', column, column, …)                SHA-256, its first 16 bytes, in the column `seal`
 *   row of a list (postings) ──> mark('table', …)           64 bits of the fast hash: a page of them is written all the time
 *   rows of which none may go (words of names, decisions)   the sum of their hashes, in ledger ('sum of TABLE')
 *   tables, indices, triggers                               likewise, of sqlite_schema in ledger ('schema')
 *   said, the index of words                                the sum of what it holds is made anew of the texts, by verify
 *
 * Triggers that this connection alone has (TEMP) seal what is written. Rows that come by the dozen with each article are sealed by the
 * statement that adds them, and have no trigger for it: beside one SQLite keeps, for each row, a journal of the pages it touches. What
 * counts (statements, articles, spans of days) is in no seal: joints.c counts it. A seal proves no origin: who may write the
 * file may seal it. It does so to no row that another program wrote without one. */
#include <sodium/crypto_hash_sha256.h>
#include <sqlite3.h>

#include "ledger/db/seal.h"

/* ---- functions ---- */

#define SEAL_SIZE 16
#define BUFFER 1024u

typedef struct Digest {
    crypto_hash_sha256_state state;
    bool long_one; /* what was in the buffer went into the state */
    size_t used;
    uint8_t buffer[BUFFER];
} Digest;

static void flush(Digest *d)
{
    if (!d->long_one) (void)crypto_hash_sha256_init(&d->state);
    d->long_one = true;
    (void)crypto_hash_sha256_update(&d->state, d->buffer, d->used);
    d->used = 0;
}

static void put(Digest *d, const void *data, size_t size)
{
    if (!size) return;
    if (size > BUFFER - d->used) flush(d);
    if (size > BUFFER) {
        (void)crypto_hash_sha256_update(&d->state, data, size);
        return;
    }
    memcpy(d->buffer + d->used, data, size);
    d->used += size;
}

static void put_number(Digest *d, uint64_t number)
{
    uint8_t bytes[8];
    for (unsigned i = 0; i < 8; i++) bytes[i] = (uint8_t)(number >> 8 * i);
    put(d, bytes, sizeof bytes);
}

static Field field_of(sqlite3_value *value)
{
    switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER: return (Field){.type = FIELD_INT, .integer = sqlite3_value_int64(value)};
    case SQLITE_FLOAT: return (Field){.type = FIELD_REAL, .real = sqlite3_value_double(value)};
    case SQLITE_TEXT: {
        const char *text = (const char *)sqlite3_value_text(value);
        return (Field){.type = FIELD_TEXT, .bytes = {text, (size_t)sqlite3_value_bytes(value)}};
    }
    case SQLITE_BLOB: {
        const void *data = sqlite3_value_blob(value);
        return (Field){.type = FIELD_BLOB, .bytes = {data, (size_t)sqlite3_value_bytes(value)}};
    }
    default: return (Field){.type = FIELD_NULL};
    }
}

/* Its type, then eight bytes of a number, or of its size and the bytes: no two rows give the same. */
static void put_field(Digest *d, const Field *field)
{
    static const uint8_t types[] = {[FIELD_LOST] = 0,           [FIELD_NULL] = SQLITE_NULL, [FIELD_INT] = SQLITE_INTEGER,
                                    [FIELD_REAL] = SQLITE_FLOAT, [FIELD_TEXT] = SQLITE_TEXT, [FIELD_BLOB] = SQLITE_BLOB};
    put(d, &types[field->type], 1);
    if (field->type == FIELD_INT) {
        put_number(d, (uint64_t)field->integer);
    } else if (field->type == FIELD_REAL) {
        uint64_t bits;
        memcpy(&bits, &field->real, sizeof bits);
        put_number(d, bits);
    } else if (field->type == FIELD_TEXT || field->type == FIELD_BLOB) {
        put_number(d, field->bytes.size);
        put(d, field->bytes.data, field->bytes.size);
    }
}

static void begin(Digest *d)
{
    d->used = 0;
    d->long_one = false;
}

static void end(Digest *d, uint8_t out[32])
{
    if (!d->long_one) {
        (void)crypto_hash_sha256(out, d->buffer, d->used);
        return;
    }
    flush(d);
    (void)crypto_hash_sha256_final(&d->state, out);
}

static void seal_of(int count, sqlite3_value **values, uint8_t out[32])
{
    Digest d;
    begin(&d);
    for (int i = 0; i < count; i++) {
        Field field = field_of(values[i]);
        put_field(&d, &field);
    }
    end(&d, out);
}

bool seal_fits(const char *table, const Field *columns, size_t count, const Field *kept)
{
    Digest d;
    uint8_t hash[32];
    const Field name = {.type = FIELD_TEXT, .bytes = text_literal(table)};
    if (kept->type != FIELD_BLOB || kept->bytes.size != SEAL_SIZE) return false;
    begin(&d);
    put_field(&d, &name);
    for (size_t i = 0; i < count; i++) put_field(&d, &columns[i]);
    end(&d, hash);
    return !memcmp(kept->bytes.data, hash, SEAL_SIZE);
}

static uint64_t mark_of(int count, sqlite3_value **values)
{
    uint64_t hash = (uint64_t)count;
    for (int i = 0; i < count; i++) {
        sqlite3_value *value = values[i];
        int type = sqlite3_value_type(value);
        hash = hash_mix(hash + (uint64_t)type);
        if (type == SQLITE_INTEGER) {
            hash = hash_mix(hash ^ (uint64_t)sqlite3_value_int64(value));
        } else if (type != SQLITE_NULL) {
            const void *data = type == SQLITE_BLOB ? sqlite3_value_blob(value) : (const void *)sqlite3_value_text(value);
            hash = hash_bytes(data, (size_t)sqlite3_value_bytes(value), hash);
        }
    }
    return hash;
}

static void seal(sqlite3_context *context, int count, sqlite3_value **values)
{
    uint8_t hash[32];
    seal_of(count, values, hash);
    sqlite3_result_blob(context, hash, SEAL_SIZE, SQLITE_TRANSIENT);
}

static void mark(sqlite3_context *context, int count, sqlite3_value **values)
{
    uint8_t bytes[8];
    uint64_t hash = mark_of(count, values);
    for (unsigned i = 0; i < sizeof bytes; i++) bytes[i] = (uint8_t)(hash >> 8 * i);
    sqlite3_result_blob(context, bytes, sizeof bytes, SQLITE_TRANSIENT);
}

/* seal_plus(sum, column, …), seal_minus(sum, column, …): a row more, a row less */
static void plus(sqlite3_context *context, int count, sqlite3_value **values)
{
    uint64_t sum = (uint64_t)sqlite3_value_int64(values[0]), hash = mark_of(count - 1, values + 1);
    bool less = sqlite3_user_data(context) != NULL;
    sqlite3_result_int64(context, (sqlite3_int64)(less ? sum - hash : sum + hash));
}

/* seal_sum(column, …) of all rows, in whatever order */
static void sum_step(sqlite3_context *context, int count, sqlite3_value **values)
{
    uint64_t *sum = sqlite3_aggregate_context(context, sizeof *sum);
    if (sum)
        *sum += mark_of(count, values);
    else
        sqlite3_result_error_nomem(context);
}

static void sum_end(sqlite3_context *context)
{
    const uint64_t *sum = sqlite3_aggregate_context(context, 0);
    sqlite3_result_int64(context, sum ? (sqlite3_int64)*sum : 0);
}

/* seal_flaw(seal, 'table', column, …): what is wrong with the row, or NULL */
static void flaw(sqlite3_context *context, int count, sqlite3_value **values)
{
    uint8_t hash[32];
    const char *wrong = NULL;
    size_t size = (size_t)sqlite3_value_bytes(values[0]);
    if (size == SEAL_SIZE) {
        seal_of(count - 1, values + 1, hash);
    } else {
        uint64_t marked = mark_of(count - 1, values + 1);
        for (unsigned i = 0; i < 8; i++) hash[i] = (uint8_t)(marked >> 8 * i);
    }
    if (sqlite3_value_type(values[0]) == SQLITE_NULL)
        wrong = "has no seal";
    else if ((size != SEAL_SIZE && size != 8) || memcmp(sqlite3_value_blob(values[0]), hash, size) != 0)
        wrong = "is not what was kept: the seal differs";
    for (int i = 1; i < count && !wrong; i++) {
        if (sqlite3_value_type(values[i]) != SQLITE_TEXT) continue;
        const char *text = (const char *)sqlite3_value_text(values[i]);
        if (text && !utf8_valid(text_of(text, (size_t)sqlite3_value_bytes(values[i])), &(size_t){0}))
            wrong = "has a text that is not UTF-8";
    }
    if (wrong) sqlite3_result_text(context, wrong, -1, SQLITE_STATIC);
}

int seal_functions(sqlite3 *handle)
{
    static const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    static char less; /* its address alone says so */
    int code = sqlite3_create_function(handle, "seal", -1, flags, NULL, seal, NULL, NULL);
    if (!code) code = sqlite3_create_function(handle, "mark", -1, flags, NULL, mark, NULL, NULL);
    if (!code) code = sqlite3_create_function(handle, "seal_plus", -1, flags, NULL, plus, NULL, NULL);
    if (!code) code = sqlite3_create_function(handle, "seal_minus", -1, flags, &less, plus, NULL, NULL);
    if (!code) code = sqlite3_create_function(handle, "seal_sum", -1, flags, NULL, NULL, sum_step, sum_end);
    return code ? code : sqlite3_create_function(handle, "seal_flaw", -1, flags, NULL, flaw, NULL, NULL);
}

/* ---- what is sealed ---- */

typedef struct Sealed {
    const char *add, *all;     /* the column is made, NULL: it is there from the beginning · every row is sealed */
    const char *made, *change; /* triggers; NULL: whoever writes such a row seals it */
    const char *prove;         /* an article or 0, what it is, what is wrong */
} Sealed;

/* row: what tells the row of `new`; when: " AND …", for tables of which columns are often set to what they are */
#define COLUMN(table) "ALTER TABLE " table " ADD COLUMN seal BLOB"
#define ON_NEW(function, table, row, columns)                                                                              \
    "CREATE TEMP TRIGGER seal_new_" table " AFTER INSERT ON main." table " WHEN new.seal IS NULL BEGIN UPDATE " table      \
    " SET seal = " function "('" table "', " columns ") WHERE " row "; END"
#define ALL(function, table, columns) "UPDATE " table " SET seal = " function "('" table "', " columns ")"
#define FLAWS(table, article, name, columns)                                                                               \
    "SELECT " article ", " name ", seal_flaw(seal, '" table "', " columns ") AS flaw FROM " table " WHERE flaw IS NOT NULL"
#define SEALED_WITH(add, made, table, article, name, row, when, columns)                                                   \
    {                                                                                                                      \
        add, ALL("seal", table, columns), made,                                                                            \
        "CREATE TEMP TRIGGER seal_changed_" table " AFTER UPDATE OF " columns " ON main." table                            \
        " WHEN new.seal IS old.seal" when " BEGIN UPDATE " table " SET seal = seal('" table "', " columns ") WHERE " row   \
        "; END",                                                                                                           \
        FLAWS(table, article, name, columns)                                                                               \
    }
#define SEALED_BUT(table, article, name, row, when, columns)                                                               \
    SEALED_WITH(COLUMN(table), ON_NEW("seal", table, row, columns), table, article, name, row, when, columns)
#define SEALED(table, article, name, row, columns) SEALED_BUT(table, article, name, row, "", columns)
/* Whoever adds a row seals it; SINCE: the column is there from the beginning. */
#define SEALED_ROW(table, article, name, row, columns)                                                                     \
    SEALED_WITH(COLUMN(table), NULL, table, article, name, row, "", columns)
#define SEALED_SINCE(table, article, name, row, columns) SEALED_WITH(NULL, NULL, table, article, name, row, "", columns)
/* A table that had the column from the beginning, and whose rows are few. */
#define SEALED_FROM(table, article, name, row, columns)                                                                    \
    SEALED_WITH(NULL, ON_NEW("seal", table, row, columns), table, article, name, row, "", columns)
/* Whoever writes one at all marks it. */
#define MARKED(table, name, columns)                                                                                       \
    {COLUMN(table), ALL("mark", table, columns), NULL, NULL, FLAWS(table, "0", name, columns)}
#define BY_ID "id = new.id"
#define BY_NUMBER "article = new.article AND number = new.number"

static const Sealed sealed[] = {
    SEALED("maker", "0", "'who read, ' || id || ','", BY_ID, "id, program, model, format"),
    SEALED("outlet", "0", "'outlet ' || id || ' (' || name || ')'", BY_ID, "id, key, name, country"),
    /* its text stands in sha256 */
    SEALED("article", "id", "'it'", BY_ID,
           "id, story, revision, current, label, url, title, outlet, byline, published, added, maker, sha256, words, family,"
           " byline_begin, byline_end, credits, warnings"),
    SEALED("identity", "article", "'what it is known by'", "article = new.article", "article, key, loose, fetched"),
    SEALED_ROW("reprint", "article", "'what it has in common with article ' || of", "article = new.article AND of = new.of",
           SEALED_REPRINT),
    SEALED_ROW("stretch", "article", "'where it has words in common with article ' || of",
           "article = new.article AND of = new.of", SEALED_STRETCH),
    SEALED_ROW("entity", "article", "'entity ' || number", BY_NUMBER, SEALED_ENTITY),
    SEALED_ROW("attribution", "article", "'attribution ' || number", BY_NUMBER, SEALED_ATTRIBUTION),
    SEALED("joint", "article", "'source ' || (place + 1) || ' of attribution ' || number", BY_NUMBER " AND place = new.place",
           "article, number, place, entity, form, day, within"),
    SEALED_SINCE("eventful", "article", "'how many events it has'", "article = new.article", "article, events, parties"),
    SEALED_SINCE("event", "article", "'event ' || number", BY_NUMBER, SEALED_EVENT),
    SEALED_SINCE("party", "article", "iif(side, 'recipient ', 'actor ') || (place + 1) || ' of event ' || number",
                 BY_NUMBER " AND side = new.side AND place = new.place", SEALED_PARTY),
    SEALED_ROW("claim", "0", "'claim ' || id", BY_ID, SEALED_CLAIM),
    SEALED_ROW("quote", "0", "'what has been quoted of claim ' || claim", "claim = new.claim AND number = new.number",
           SEALED_QUOTE),
    SEALED_BUT("form", "0", "'form ' || id || ' (' || name || ')'", BY_ID,
              " AND (new.name IS NOT old.name OR new.country IS NOT old.country OR new.actor IS NOT old.actor OR new.inferred"
              " IS NOT old.inferred OR new.gender IS NOT old.gender OR new.key IS NOT old.key)",
              "id, key, type, block, name, country, gender, actor, inferred"),
    SEALED("actor", "0", "'actor ' || id || ' (' || name || ')'", BY_ID, "id, type, name, country, gender"),
    SEALED("decision", "0", "'decision ' || id", BY_ID,
           "id, kind, made, undone, subject, object, was, label, sha256, number, words, claim"),
    SEALED_FROM("watch", "0", "'watch ' || id || ' (' || name || ')'", BY_ID,
                 "id, name, made, who, about, claim, claim_text, outlet, type, act, kind, wants"),
    SEALED_FROM("alert", "article", "'alert ' || id", BY_ID,
                 "id, watch, article, number, sort, reasons, fields, claim, origins, family, same, made, words"),
    SEALED_FROM("teller", "0", "'what was told to ' || name", "name = new.name", "name, told, tries, due, hour, count, problem"),
    MARKED("posting", "'a list of fingerprints'", SEALED_POSTING),
    MARKED("fresh", "'a list of fingerprints that waits'", SEALED_FRESH),
};

typedef struct Summed {
    const char *all, *made, *changed, *gone; /* made anew · triggers */
    const char *prove;                       /* a row where the sum differs */
} Summed;

#define OF_TABLE(table) " WHERE key = 'sum of " table "'"
#define SUMMED(table, new, old, columns)                                                                                    \
    {                                                                                                                      \
        "INSERT INTO ledger (key, value) VALUES ('sum of " table "', (SELECT seal_sum(" columns ") FROM " table            \
        ")) ON CONFLICT (key) DO UPDATE SET value = excluded.value",                                                       \
        "CREATE TEMP TRIGGER sum_new_" table " AFTER INSERT ON main." table                                                \
        " BEGIN UPDATE ledger SET value = seal_plus(value, " new ")" OF_TABLE(table) "; END",                               \
        "CREATE TEMP TRIGGER sum_changed_" table " AFTER UPDATE OF " columns " ON main." table                             \
        " BEGIN UPDATE ledger SET value = seal_plus(seal_minus(value, " old "), " new ")" OF_TABLE(table) "; END",          \
        "CREATE TEMP TRIGGER sum_gone_" table " AFTER DELETE ON main." table                                               \
        " BEGIN UPDATE ledger SET value = seal_minus(value, " old ")" OF_TABLE(table) "; END",                              \
        "SELECT 0, 'a row of table " table "', 'is gone, or is not what was kept' WHERE (SELECT seal_sum(" columns         \
        ") FROM " table ") IS NOT (SELECT CAST(value AS INTEGER) FROM ledger" OF_TABLE(table) ")"                                            \
    }

static const Summed summed[] = {
    SUMMED("form_word", "new.word, new.form", "old.word, old.form", "word, form"),
    SUMMED("form_way", "new.way, new.form", "old.way, old.form", "way, form"),
    SUMMED("decision", "new.id, new.kind", "old.id, old.kind", "id, kind"),
    SUMMED("identity", "new.article, new.key", "old.article, old.key", "article, key"),
    SUMMED("reprint", "new.article, new.of", "old.article, old.of", "article, of"),
    SUMMED("eventful", "new.article, new.events", "old.article, old.events", "article, events"),
    SUMMED("watch", "new.id, new.name", "old.id, old.name", "id, name"),
    SUMMED("alert", "new.id, new.watch", "old.id, old.watch", "id, watch"),
};

#define SCHEMA_SUM "(SELECT seal_sum(type, name, tbl_name, sql) FROM sqlite_schema)"

/* ---- sealing ---- */

Status seal_columns(Db *db, Error *error)
{
    Status status = SAYSO_OK;
    for (size_t i = 0; i < COUNT(sealed) && !status; i++)
        if (sealed[i].add) status = db_script(db, sealed[i].add, error);
    return status;
}

Status seal_all(Db *db, Error *error)
{
    Status status = SAYSO_OK;
    for (size_t i = 0; i < COUNT(sealed) && !status; i++) status = db_script(db, sealed[i].all, error);
    for (size_t i = 0; i < COUNT(summed) && !status; i++) status = db_script(db, summed[i].all, error);
    return status ? status : seal_begin(db, error);
}

Status seal_begin(Db *db, Error *error)
{
    Status status = db_script(db, "INSERT OR IGNORE INTO ledger (key, value) VALUES ('sum of eventful', '0'), ('sum of watch', '0'),"
                                  " ('sum of alert', '0')", error);
    if (status) return status;
    return db_script(db, "INSERT INTO ledger (key, value) VALUES ('schema', " SCHEMA_SUM
                         ") ON CONFLICT (key) DO UPDATE SET value = excluded.value", error);
}

Status seal_watch(Db *db, Error *error)
{
    Status status = SAYSO_OK;
    for (size_t i = 0; i < COUNT(sealed) && !status; i++) {
        if (sealed[i].made) status = db_script(db, sealed[i].made, error);
        if (!status && sealed[i].change) status = db_script(db, sealed[i].change, error);
    }
    for (size_t i = 0; i < COUNT(summed) && !status; i++) {
        status = db_script(db, summed[i].made, error);
        if (!status) status = db_script(db, summed[i].changed, error);
        if (!status) status = db_script(db, summed[i].gone, error);
    }
    return status;
}

/* ---- proving ---- */

#define MOST_TOLD 100 /* rows of a table: one that is all wrong says no more with a million */

static Status prove(Db *db, const char *sql, FaultSink *sink, Error *error)
{
    Status status;
    Query *q = db_query(db, sql, error);
    if (!q) return fault_or(db, sink, 0, SAYSO_ERROR_IO, error);
    for (int told = 0; query_next(q, &status, error); told++) {
        Text name = column_text(q, 1), wrong = column_text(q, 2);
        if (told < MOST_TOLD)
            fault_tell(sink, column_int(q, 0), "%.*s %.*s", (int)(name.size < 200 ? name.size : 200), name.data, (int)wrong.size,
                       wrong.data);
    }
    return fault_or(db, sink, 0, status, error);
}

Status seals_prove(Db *db, FaultSink *sink, Error *error)
{
    Schema schema;
    Status status = schema_check(db, &schema, error);
    if (!status && !schema.sealed) {
        fault_tell(sink, 0, "the ledger has no seals yet: its names, days and outlets cannot be proved; whatever writes to it next"
                            " seals it as it is");
        return SAYSO_OK;
    }
    if (status) return fault_or(db, sink, 0, status, error);
    for (size_t i = 0; i < COUNT(sealed) && !status; i++) status = prove(db, sealed[i].prove, sink, error);
    for (size_t i = 0; i < COUNT(summed) && !status; i++) status = prove(db, summed[i].prove, sink, error);
    if (status) return status;
    return prove(db,
                 "SELECT 0, 'the tables of the ledger', 'are not those that were made: one has been changed' WHERE"
                 " (SELECT CAST(value AS INTEGER) FROM ledger WHERE key = 'schema') IS NOT " SCHEMA_SUM,
                 sink, error);
}
