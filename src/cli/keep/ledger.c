/* sayso ledger: what is done to the ledger as a file: a copy of it, and no room that it does not need. */
#include <stdio.h>

#include "cli/keep/keep.h"

static Status answer_backup(Ask *ask, Error *error)
{
    uint64_t articles;
    Status status = ledger_backup(ask->ledger, ask->words[0], &articles, error);
    if (!status && !ask->quiet)
        fprintf(ask->to, "%llu article%s copied\n", (unsigned long long)articles, articles == 1 ? "" : "s");
    return status;
}

static error_t parse_backup(int key, char *argument, struct argp_state *state)
{
    const Ask *ask = state->input;
    if (key == ARGP_KEY_NO_ARGS || (key == ARGP_KEY_ARG && ask->word_count)) argp_error(state, "name one file, which is made");
    return ask_parse(key, argument, state);
}

static int run_backup(int argc, char **argv)
{
    static const struct argp_option arguments[] = {{"quiet", 'q', NULL, 0, "print nothing", 0}, ASK_OPTIONS, {0}};
    static const struct argp argp = {arguments,
                                     parse_backup,
                                     "FILE",
                                     "Copies the ledger to a new file, as it is at one moment, whoever writes to it. The file is "
                                     "there when it is whole and on the disk, and takes the place of none.\v" LEDGER_STATUS,
                                     NULL,
                                     NULL,
                                     NULL};
    Ask ask = {.mode = LEDGER_LOOK};
    return ask_run(&argp, argc, argv, &ask, answer_backup);
}

static Status answer_compact(Ask *ask, Error *error)
{
    uint64_t before, after;
    Status status = ledger_compact(ask->ledger, &before, &after, error);
    if (!status && !ask->quiet)
        fprintf(ask->to, "%.1f MB, and %.1f MB before\n", (double)after / 1e6, (double)before / 1e6);
    return status;
}

static error_t parse_compact(int key, char *argument, struct argp_state *state)
{
    if (key == ARGP_KEY_ARG) argp_error(state, "it takes no names: the whole ledger is written anew");
    return ask_parse(key, argument, state);
}

static int run_compact(int argc, char **argv)
{
    static const struct argp_option arguments[] = {{"quiet", 'q', NULL, 0, "print nothing", 0}, ASK_OPTIONS, {0}};
    static const struct argp argp = {arguments,
                                     parse_compact,
                                     "",
                                     "Writes the ledger anew, without the room of what was removed or replaced. Until it is done it "
                                     "takes as much room again, and others who write wait.\v" LEDGER_STATUS,
                                     NULL,
                                     NULL,
                                     NULL};
    Ask ask = {.mode = LEDGER_KEEP};
    return ask_run(&argp, argc, argv, &ask, answer_compact);
}

int command_ledger(int argc, char **argv)
{
    static const Verb verbs[] = {{"backup", "copy it to a new file, while others write", run_backup},
                                 {"compact", "give back the room that it does not need", run_compact},
                                 {"rescue", "bring what is left of a damaged one into a new one", ledger_run_rescue}};
    return verb_run(verbs, COUNT(verbs), argc, argv);
}
