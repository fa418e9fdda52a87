/* watch: saved questions, and who is told what they found.
 *
 *   command.c saved.c share.c   the verbs: add, list, show, remove, test; a file that a team keeps
 *   told.c                      an alert, for programs and for people, with its evidence
 *
 * Matching is the ledger's (ledger/watch). */
#ifndef SAYSO_WATCH_H
#define SAYSO_WATCH_H

#include "cli/ask/ask.h"

/* ---- told.c ---- */
/* With the statement or event, its claim and the hands through which it came, as the ledger has them now. NULL: `error` says why. */
json_t *json_of_alert(Ledger *ledger, const Alert *alert, Arena *arena, Error *error);
Status paper_alert(Paper *p, Ledger *ledger, const Alert *alert, Arena *arena, Error *error);
/* "the first denial …; an origin …": why it is told, in the arena; empty where nothing changed. NULL: no memory. */
const char *alert_why(const Alert *alert, Arena *arena);
/* The statement that was found, as it is now; *out: NULL where it is gone, or another is read in its place. */
Status alert_statement(Ledger *ledger, const Alert *alert, Arena *arena, const Statement **out, Error *error);

/* ---- saved.c ---- */
json_t *json_of_watch(const Watch *watch);
int watch_run_add(int argc, char **argv);
int watch_run_list(int argc, char **argv);
int watch_run_show(int argc, char **argv);
int watch_run_remove(int argc, char **argv);
int watch_run_test(int argc, char **argv);
sayso_kind kind_parse(const char *typed, struct argp_state *state);

/* ---- share.c ---- */
int watch_run_export(int argc, char **argv);
int watch_run_import(int argc, char **argv);

#endif
