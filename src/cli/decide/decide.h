/* decide: what a person knows better, of an actor, a claim, a statement; decision.c lists it and takes it back. */
#ifndef SAYSO_CLI_DECIDE_H
#define SAYSO_CLI_DECIDE_H

#include "cli/ask/ask.h"

/* Questions, as those of ask.h. */
Status answer_claim(Ask *ask, Error *error);
Status answer_actors(Ask *ask, Error *error);
Status answer_actor(Ask *ask, Error *error);
Status answer_decisions(Ask *ask, Error *error);
/* What is decided; the ledger is open to be written. answer_fix: a statement, then FIELD=VALUE each. */
Status answer_merge(Ask *ask, Error *error);
typedef struct Split {
    Ask ask;             /* first: the argument parser fills it. An actor, and a form of its name perhaps */
    const char *article; /* whom it calls so, and no other; NULL: everywhere */
} Split;
Status answer_split(Ask *ask, Error *error); /* the Ask is a Split's */
Status answer_rename(Ask *ask, Error *error);
Status answer_join(Ask *ask, Error *error);
Status answer_part(Ask *ask, Error *error);
Status answer_fix(Ask *ask, Error *error);
Status answer_drop(Ask *ask, Error *error);
Status answer_undo(Ask *ask, Error *error); /* tells nothing as JSON */

int verb_undo(int argc, char **argv); /* of decisions, and for actors, claims and statements too: a number is one everywhere */

/* What a person knows better is kept: tells it, its number, and how it is taken back. */
Status tell_decided(Ask *ask, int64_t decision, Error *error, const char *format, ...) PRINTF_LIKE(4, 5);

#endif
