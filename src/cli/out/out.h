/* out: what the ledger keeps, in forms that others read. */
#ifndef SAYSO_CLI_OUT_H
#define SAYSO_CLI_OUT_H

#include "cli/ask/ask.h"

/* What a person mended, as labels; each statement, as claims.md's figures have it: JSON Lines. */
Status export_labels(Ask *ask, Error *error);
Status export_statements(Ask *ask, Error *error);
Status export_rows(Ask *ask, Error *error); /* the same as a table */
Status export_workbook(Ask *ask, Error *error); /* and as a spreadsheet */

#endif
