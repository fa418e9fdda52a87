/* Opening and closing a ledger. The tables are made in one transaction: of two programs that make a ledger at once, the
 * second finds it made. */
#include <stdlib.h>

#include "ledger/keep/keep.h"

static Status make(Db *db, Error *error)
{
    bool made;
    Status status = db_begin(db, error);
    if (status) return status;
    status = schema_check(db, &made, error); /* again, now that nobody else can */
    if (!status && !made) status = schema_make(db, error);
    if (!status) status = db_commit(db, error);
    if (status) db_rollback(db);
    return status;
}

static Status prepare(Db *db, LedgerMode mode, Error *error)
{
    bool made;
    Status status = schema_check(db, &made, error);
    if (!status && !made)
        status = mode == LEDGER_KEEP
                     ? make(db, error)
                     : fail(error, SAYSO_ERROR_IO, NO_OFFSET, "%s: the ledger is empty; 'sayso add' fills it", db_path(db));
    if (!status && mode == LEDGER_KEEP) db_settle(db);
    return status;
}

Status ledger_open(const char *path, LedgerMode mode, unsigned wait_ms, Ledger **out, Error *error)
{
    *out = NULL;
    Ledger *ledger = calloc(1, sizeof *ledger);
    if (!ledger) return fail_memory(error);
    ledger->mode = mode;
    Status status = db_open(path, mode, wait_ms, &ledger->db, error);
    if (!status) status = prepare(ledger->db, mode, error);
    if (status) {
        ledger_close(ledger);
        return status;
    }
    *out = ledger;
    return SAYSO_OK;
}

void ledger_close(Ledger *ledger)
{
    if (!ledger) return;
    db_close(ledger->db);
    free(ledger);
}
