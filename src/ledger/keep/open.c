/* Opening and closing a ledger. The tables are made, or brought up from an older format, in one transaction: of two programs
 * that do so at once, the second finds it done. */
#include <stdlib.h>

#include "ledger/keep/keep.h"

static bool lacks(const Schema *s) { return s->format < LEDGER_FORMAT || !s->whole || !s->sealed; }

static Status bring_up(Db *db, Error *error)
{
    Arena scratch;
    arena_init(&scratch, &libc_allocator, SIZE_MAX);
    Status status = upgrade(db, &scratch, error);
    arena_free(&scratch);
    return status;
}

/* What a ledger of this format or of formats 2 and 3 lacks. Rows that have seals keep them: what was changed behind the program's
 * back must not be sealed as it is now. */
static Status complete(Db *db, const Schema *schema, Error *error)
{
    Status status = schema->whole ? SAYSO_OK : schema_extend(db, error);
    if (!status && schema->format < 3) status = schema_deeds(db, error);
    if (!status && schema->format < 4) status = schema_watches(db, error);
    if (!status && !schema->sealed) status = seal_columns(db, error);
    if (status) return status;
    return schema->whole && schema->sealed ? seal_begin(db, error) : seal_all(db, error);
}

/* *from: the older format that it had, which a person should know; else 0. */
static Status make(Db *db, uint32_t *from, Error *error)
{
    Schema schema = {0};
    Status status = db_begin(db, error);
    if (status) return status;
    status = schema_check(db, &schema, error); /* again, now that nobody else can */
    bool old = schema.made && schema.format < LEDGER_FORMAT, first = !schema.made || schema.format == 1;
    if (!status && !schema.made) status = schema_make(db, error);
    else if (!status && first) status = bring_up(db, error);
    if (!status && first) status = seal_all(db, error);
    if (!status && !first && lacks(&schema)) status = complete(db, &schema, error);
    if (!status) status = seal_watch(db, error);
    if (!status && old && !first) status = actors_settle(db, error); /* format 4 parts some namesakes that stood together */
    if (!status) status = keep_commit(db, error);
    if (status) keep_rollback(db);
    *from = !status && old ? schema.format : 0;
    return status;
}

/* Who asks does not write, but to bring up what cannot be asked otherwise: then the ledger is closed, and opened again. */
static Status bring_up_to_ask(Ledger *ledger, unsigned wait_ms, Error *error)
{
    Db *db;
    Error own;
    char *path = strdup(db_path(ledger->db));
    if (!path) return fail_memory(error);
    db_close(ledger->db);
    ledger->db = NULL;
    Status status = db_open(path, LEDGER_KEEP, wait_ms, &db, &own);
    if (!status) status = make(db, &ledger->from, &own);
    db_close(db);
    if (!status)
        status = db_open(path, ledger->mode, wait_ms, &ledger->db, error);
    else if (status == SAYSO_ERROR_MEMORY)
        (void)fail_memory(error);
    else
        status = fail(error, SAYSO_ERROR_IO, NO_OFFSET,
                      "the ledger is of an older format and cannot be brought up to this one: %s", own.message);
    free(path);
    return status;
}

static Status prepare(Ledger *ledger, unsigned wait_ms, Error *error)
{
    Db *db = ledger->db;
    Schema schema = {0};
    bool keeps = ledger->mode == LEDGER_KEEP;
    Status status = schema_check(db, &schema, error);
    bool old = schema.made && schema.format < LEDGER_FORMAT;
    if (status) return status;
    if (!schema.made && !keeps)
        return fail(error, SAYSO_ERROR_IO, NO_OFFSET, "%s: the ledger is empty; 'sayso add' fills it", db_path(db));
    if (old && ledger->mode == LEDGER_LOOK)
        return fail(error, SAYSO_ERROR_IO, NO_OFFSET,
                    "%s: the ledger is of format %u and has to be brought up to format %d, which a dry run does not do;"
                    " 'sayso stats' does, or whatever else opens it", db_path(db), schema.format, LEDGER_FORMAT);
    if (keeps) status = lacks(&schema) ? make(db, &ledger->from, error) : seal_watch(db, error);
    if (!keeps && old) status = bring_up_to_ask(ledger, wait_ms, error);
    if (!status && keeps) db_settle(db);
    return status;
}

Status ledger_open(const char *path, LedgerMode mode, unsigned wait_ms, Ledger **out, Error *error)
{
    *out = NULL;
    Ledger *ledger = calloc(1, sizeof *ledger);
    if (!ledger) return fail_memory(error);
    ledger->mode = mode;
    Status status = db_open(path, mode, wait_ms, &ledger->db, error);
    if (!status) status = prepare(ledger, wait_ms, error);
    if (status) {
        ledger_close(ledger);
        return status;
    }
    *out = ledger;
    return SAYSO_OK;
}

const char *ledger_told(const Ledger *ledger)
{
    static const char *const told[] = {
        [1] = "the ledger was brought up to format 4: actors and claims were joined anew; 'sayso reread' reads its articles as "
              "this version does",
        [2] = "the ledger was brought up to format 4, which keeps events and watches, and its actors were joined anew; its articles have "
              "no events until 'sayso reread' has read them anew",
        [3] = "the ledger was brought up to format 4, which keeps watches, and its actors were joined anew"};
    return ledger->from < COUNT(told) ? told[ledger->from] : NULL;
}

const char *ledger_place(const Ledger *ledger) { return db_path(ledger->db); }

/* In WAL mode all are there once it is open. */
bool ledger_makes_files(Ledger *ledger)
{
    Status status;
    Query *q = db_query(ledger->db, "SELECT journal_mode FROM pragma_journal_mode", NULL);
    bool wal = q && query_next(q, &status, NULL) && text_is(column_text(q, 0), "wal");
    if (q) query_end(q);
    return !wal;
}

void ledger_close(Ledger *ledger)
{
    if (!ledger) return;
    if (ledger->held) keep_rollback(ledger->db);
    db_close(ledger->db);
    free(ledger);
}
