/* keep: what goes into a ledger and out of it again, and what is done to it as a whole: a file a command. */
#ifndef SAYSO_CLI_KEEP_H
#define SAYSO_CLI_KEEP_H

#include <pthread.h>

#include "cli/ask/ask.h"

/* ---- visits ---- what hosts said of pages' ages, for conditional requests, as an intake asks them. visits.c */
typedef struct Visited Visited;
typedef struct Visits { /* the lock is the caller's to make: it is held whenever the ledger is used here */
    pthread_mutex_t lock;
    Ledger *ledger;
    bool follow;
    Visited *items;
    size_t count;
} Visits;
void visits_begin(Visits *visits, Ledger *ledger, IntakeOptions *options); /* options: asks there from now on */
void visits_end_page(Visits *visits, const Piece *piece); /* the page's article is kept; the caller holds the lock */
void visits_end(Visits *visits, bool keep_them);          /* after all that was fetched was added */

int ledger_run_rescue(int argc, char **argv); /* a verb of ledger: rescue.c */

#endif
