/* seal: what the handle needs to seal rows. Within this room. */
#ifndef SAYSO_LEDGER_SEAL_H
#define SAYSO_LEDGER_SEAL_H

#include "ledger/db/db.h"

struct sqlite3;
int seal_functions(struct sqlite3 *handle); /* seal, mark, seal_flaw, seal_sum: a code of SQLite's */

#endif
