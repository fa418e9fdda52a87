/* keep: what goes into a ledger and out of it again, and what is done to it as a whole: a file a command. */
#ifndef SAYSO_CLI_KEEP_H
#define SAYSO_CLI_KEEP_H

#include "cli/ask/ask.h"

int ledger_run_rescue(int argc, char **argv); /* a verb of ledger: rescue.c */

#endif
