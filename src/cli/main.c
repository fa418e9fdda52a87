/* The program's front door: a command's name, then that command's own arguments. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/word/word.h"
#include "sandbox/sandbox.h"

typedef struct Command {
    const char *name;
    char *title; /* what argp calls the program */
    const char *about;
    int (*run)(int argc, char **argv);
} Command;

#define TITLE(name) static char title_##name[] = "sayso " #name
TITLE(read);
TITLE(add);
TITLE(who);
TITLE(about);
TITLE(claim);
TITLE(show);
TITLE(talks);
TITLE(events);
TITLE(audit);
TITLE(stats);
TITLE(report);
TITLE(actor);
TITLE(statement);
TITLE(decision);
TITLE(remove);
TITLE(reread);
TITLE(export);
TITLE(diff);
TITLE(verify);
TITLE(ledger);
TITLE(serve);
TITLE(key);
TITLE(mcp);
TITLE(watch);
TITLE(dump);
TITLE(model);

/* As a person meets them: reading, then asking, then mending what is wrong, then looking after it all. A command with a
 * group begins that group. */
static const struct {
    Command command;
    const char *group;
} commands[] = {
    {{"read", title_read, "read news reports, print who said what", command_read}, "reading"},
    {{"add", title_add, "read news reports, keep who said what in a ledger", command_add}, NULL},
    {{"audit", title_audit, "on whose say-so an article stands, kept or not yet", command_audit}, NULL},
    {{"who", title_who, "all that somebody said, and to whom", command_who}, "asking the ledger"},
    {{"about", title_about, "claims on something: standing and origins", command_about}, NULL},
    {{"claim", title_claim, "one claim: its origins, hands and statements; join, part", command_claim}, NULL},
    {{"show", title_show, "an article, or one statement in its paragraph", command_show}, NULL},
    {{"events", title_events, "who did what to whom, on whose word, and who denies it", command_events}, NULL},
    {{"talks", title_talks, "who talks to whom, as a table or a graph", command_talks}, NULL},
    {{"watch", title_watch, "be told: saved questions, matched against what comes in", command_watch}, NULL},
    {{"stats", title_stats, "what is in the ledger; counts by outlet, month, kind, gender", command_stats},
     "counting, printing, publishing"},
    {{"report", title_report, "an article or a claim as a web page", command_report}, NULL},
    {{"serve", title_serve, "the ledger as pages and for programs, over HTTP", command_serve}, NULL},
    {{"key", title_key, "who may read and write over HTTP: add, list, remove", command_key}, NULL},
    {{"mcp", title_mcp, "the ledger as tools for an assistant", command_mcp}, NULL},
    {{"export", title_export, "articles or statements as JSON Lines, tables, spreadsheets", command_export}, NULL},
    {{"actor", title_actor, "who is one across articles: list, show, merge, split, rename", command_actor},
     "mending what it got wrong"},
    {{"statement", title_statement, "what was misread: fix, drop", command_statement}, NULL},
    {{"decision", title_decision, "what was mended by hand: list, undo, export, import", command_decision}, NULL},
    {{"remove", title_remove, "take an article out, with what rests on it", command_remove}, NULL},
    {{"reread", title_reread, "read the ledger's articles anew, tell what changed", command_reread}, "looking after it"},
    {{"diff", title_diff, "what changed between an article's revisions", command_diff}, NULL},
    {{"verify", title_verify, "prove every span of the ledger against its text", command_verify}, NULL},
    {{"ledger", title_ledger, "the ledger as a file: backup, compact, rescue", command_ledger}, NULL},
    {{"model", title_model, "print what the model file says of itself", command_model}, NULL},
    {{"dump", title_dump, "print what one stage makes of an article", command_dump}, NULL},
};

static void print_help(FILE *to)
{
    fputs("Usage: sayso COMMAND [OPTION...] [ARGUMENT]...\n"
          "Reads English news reports and says who said what, with the words as evidence;\n"
          "keeps them in a ledger that can be asked.\n",
          to);
    for (size_t i = 0; i < COUNT(commands); i++) {
        if (commands[i].group) fprintf(to, "\n%s\n", commands[i].group);
        fprintf(to, "  %-9s  %s\n", commands[i].command.name, commands[i].command.about);
    }
    fputs("\n  --help, --version\n\n"
          "'sayso COMMAND --help' tells a command's options. 'man sayso' tells all; where\n"
          "sayso is built but not installed, 'man man/sayso.1' in its source folder.\n",
          to);
}

static void print_version(FILE *to, struct argp_state *state)
{
    (void)state;
    char kinds[64];
    fprintf(to, "sayso %s\nsandbox: %s\n", sayso_version(), sandbox_kinds(kinds, sizeof kinds));
}

static const Command *find_command(const char *name)
{
    for (size_t i = 0; i < COUNT(commands); i++)
        if (!strcmp(name, commands[i].command.name)) return &commands[i].command;
    return NULL;
}

static const char *nearest_command(const char *typed)
{
    const char *names[COUNT(commands)];
    for (size_t i = 0; i < COUNT(commands); i++) names[i] = commands[i].command.name;
    return nearest_name(typed, names, COUNT(commands));
}

static int unknown(const char *typed)
{
    const char *nearest = nearest_command(typed);
    char sentence[512];
    if (typed[0] == '-' && typed[1])
        snprintf(sentence, sizeof sentence, "options stand after the command: sayso read %.200s …", typed);
    else if (!strcmp(typed, "-") || !access(typed, F_OK))
        snprintf(sentence, sizeof sentence, "there is no command '%.200s'; did you mean 'sayso read %.200s'?", typed,
                 typed);
    else if (nearest)
        snprintf(sentence, sizeof sentence, "there is no command '%.40s'; did you mean '%s'?", typed, nearest);
    else
        snprintf(sentence, sizeof sentence, "there is no command '%.40s'; 'sayso --help' lists them", typed);
    complain(NULL, sentence);
    return EXIT_USAGE;
}

static int run_command(const Command *command, int argc, char **argv)
{
    argv[0] = program_invocation_name = program_invocation_short_name = command->title;
    return config_read(command->name) ? command->run(argc, argv) : EXIT_USAGE;
}

/* A closed standard descriptor would be given to the next file opened: complaints would land in the output. The holes
 * are filled with what fails when it is used, as a closed one does. */
static bool hold_standard(void)
{
    for (int fd = 0; fd < 3; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF && open("/dev/null", fd ? O_RDONLY : O_WRONLY) != fd) return false;
    return true;
}

int main(int argc, char **argv)
{
    if (!hold_standard()) return EXIT_UNREAD;
    (void)signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is a failure to write, and is told */
    argp_err_exit_status = EXIT_USAGE;
    argp_program_version_hook = print_version;
    if (atexit(finish_standard_output)) return EXIT_UNREAD;
    if (argc < 2) {
        print_help(stderr);
        return EXIT_USAGE;
    }
    const char *first = argv[1];
    bool help = !strcmp(first, "--help") || !strcmp(first, "-h") || !strcmp(first, "-?") || !strcmp(first, "help");
    if (help && argc > 2 && find_command(argv[2])) {
        char option[] = "--help", *verb = argc > 3 ? argv[3] : NULL; /* "sayso help actor merge" */
        char *arguments[] = {argv[0], verb ? verb : option, verb ? option : NULL, NULL};
        return run_command(find_command(argv[2]), verb ? 3 : 2, arguments);
    }
    if (help && argc > 2 && argv[2][0] != '-') return unknown(argv[2]);
    if (help) print_help(stdout);
    if (!strcmp(first, "--version") || !strcmp(first, "-V"))
        print_version(stdout, NULL);
    else if (!help)
        return find_command(first) ? run_command(find_command(first), argc - 1, argv + 1) : unknown(first);
    return EXIT_READ;
}
