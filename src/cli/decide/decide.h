/* decide: what a person knows better, of an actor, a claim, a statement; decision.c lists it and takes it back. */
#ifndef SAYSO_CLI_DECIDE_H
#define SAYSO_CLI_DECIDE_H

#include "cli/ask/ask.h"

int verb_undo(int argc, char **argv); /* of decisions, and for actors, claims and statements too: a number is one everywhere */

/* What a person knows better is kept: tells it, its number, and how it is taken back. */
Status tell_decided(Ask *ask, int64_t decision, Error *error, const char *format, ...) PRINTF_LIKE(4, 5);

#endif
