/* cli: the program. It stands on sayso.h, on the ways in and on the ledger, as any other user of them.
 *
 *   main ─┬ read, dump, model ───────────────┐
 *         ├ add ─────────────────────────────┴ read: work ── articles side by side, kept or written in their order
 *         ├ audit, report ──────────────────── ask: draft ── one article, kept or not yet
 *         ├ who about show talks stats diff ─┬ ask: ask ── a ledger, a scope, a format
 *         ├ actor claim statement decision ──┤      meant ── whom and what the words mean
 *         ├ reread remove verify ledger ─────┤
 *         └ export ──────────────────────────┴ form: how answers look
 *
 * watch and serve are folders of their own, beside this one.
 * The rooms, in the data's order: word, read, form, ask, decide, keep, out; each has a header that says what is in it. */
#ifndef SAYSO_CLI_H
#define SAYSO_CLI_H

enum { EXIT_READ = 0, EXIT_UNREAD = 1, EXIT_USAGE = 2, EXIT_LEDGER = 3 };

/* ---- the commands ---- argv[0] is "sayso NAME" */
int command_read(int argc, char **argv);
int command_dump(int argc, char **argv);
int command_model(int argc, char **argv);
int command_add(int argc, char **argv);
int command_reread(int argc, char **argv);
int command_who(int argc, char **argv);
int command_about(int argc, char **argv);
int command_claim(int argc, char **argv);
int command_events(int argc, char **argv);
int command_talks(int argc, char **argv);
int command_audit(int argc, char **argv);
int command_report(int argc, char **argv);
int command_stats(int argc, char **argv);
int command_export(int argc, char **argv);
int command_diff(int argc, char **argv);
int command_verify(int argc, char **argv);
int command_ledger(int argc, char **argv);
int command_show(int argc, char **argv);
int command_actor(int argc, char **argv);
int command_statement(int argc, char **argv);
int command_decision(int argc, char **argv);
int command_remove(int argc, char **argv);
int command_serve(int argc, char **argv); /* serve/serve.c */
int command_key(int argc, char **argv);   /* serve/key.c */
int command_mcp(int argc, char **argv);   /* serve/mcp.c */
int command_watch(int argc, char **argv); /* watch/command.c */

#endif
