/* What the questions share: which ledger, which days, how many rows, in which form; and the failures told. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/ask/ask.h"

/* ---- arguments ---- */

static const char *const format_names[] = {"table", "json", "csv", "graphml", "dot", "svg"};

static AskFormat parse_format(const Ask *ask, const char *name, struct argp_state *state)
{
    const Names names = {"format", format_names, ask->formats,
                         ask->formats > ASK_CSV + 1    ? "table, json, csv, graphml, dot and svg"
                         : ask->formats > ASK_JSON + 1 ? "table, json and csv"
                                                       : "table and json"};
    return (AskFormat)choice_parse(&names, name, state);
}

#define MOST_ROWS 1000000u

static sayso_act parse_act(const char *typed, struct argp_state *state)
{
    const char *items[SAYSO_ACT_THINK + 1];
    for (size_t i = 0; i < COUNT(items); i++) items[i] = sayso_act_name((sayso_act)i);
    const Names names = {"act", items, COUNT(items),
                         "state, claim, confirm, deny, decline, dismiss, accuse, condemn, praise, warn, promise, urge, "
                         "ask, suggest and think"};
    return (sayso_act)choice_parse(&names, typed, state);
}

static Order parse_order(const char *typed, struct argp_state *state)
{
    static const char *const items[] = {[ORDER_ORIGINS] = "origins", [ORDER_DATE] = "date"};
    static const Names names = {"order", items, COUNT(items), "origins and date"};
    return (Order)choice_parse(&names, typed, state);
}

static void check_scope(const Scope *s, struct argp_state *state)
{
    if (s->since && s->until && strcmp(s->since, s->until) > 0)
        argp_error(state, "--since=%s is after --until=%s: no day is left", s->since, s->until);
    if (s->added_since && s->as_of && strcmp(s->added_since, s->as_of) > 0)
        argp_error(state, "--added-since=%s is after --as-of=%s: no day is left", s->added_since, s->as_of);
}

static error_t parse_scope(int key, char *argument, struct argp_state *state)
{
    Ask *ask = state->input;
    Scope *scope = &ask->scope;
    switch (key) {
    case KEY_SINCE: scope->since = day_parse("since", argument, state); return 0;
    case KEY_UNTIL: scope->until = day_parse("until", argument, state); return 0;
    case KEY_ADDED_SINCE: scope->added_since = day_parse("added-since", argument, state); return 0;
    case KEY_AS_OF: scope->as_of = day_parse("as-of", argument, state); return 0;
    case KEY_BY: scope->by = argument; return 0;
    case KEY_OUTLET: scope->outlet = argument; return 0;
    case KEY_ORDER: scope->order = parse_order(argument, state); return 0;
    case KEY_ACT:
        scope->act = parse_act(argument, state);
        scope->has_act = true;
        return 0;
    case KEY_LIMIT: scope->limit = (uint32_t)number_parse("limit", argument, 1, MOST_ROWS, state); return 0;
    case ARGP_KEY_END: check_scope(scope, state); return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

static void add_word(Ask *ask, char *argument, struct argp_state *state)
{
    if (!ask->words) ask->words = calloc((size_t)state->argc, sizeof *ask->words);
    if (!ask->words) argp_failure(state, EXIT_UNREAD, ENOMEM, "the arguments");
    ask->words[ask->word_count++] = argument;
}

error_t ask_parse(int key, char *argument, struct argp_state *state)
{
    Ask *ask = state->input;
    switch (key) {
    case KEY_LEDGER:
        ask->path = argument;
        return 0;
    case KEY_WAIT:
        ask->wait_s = (unsigned)number_parse("wait", argument, 0, 86400, state);
        return 0;
    case KEY_ALL:
        ask->all = true;
        return 0;
    case 'q':
        ask->quiet = true;
        return 0;
    case 'f':
        ask->format = parse_format(ask, argument, state);
        return 0;
    case ARGP_KEY_ARG:
        add_word(ask, argument, state);
        return 0;
    default:
        return parse_scope(key, argument, state);
    }
}

const char *ask_words(const Ask *ask)
{
    size_t size = 1, at = 0;
    for (size_t i = 0; i < ask->word_count; i++) size += strlen(ask->words[i]) + 1;
    char *all = arena_take(ask->arena, size, 1);
    if (!all) return NULL;
    for (size_t i = 0; i < ask->word_count; i++) {
        size_t n = strlen(ask->words[i]);
        if (i) all[at++] = ' ';
        memcpy(all + at, ask->words[i], n);
        at += n;
    }
    all[at] = 0;
    return all;
}

/* ---- the ledger's place ---- */

static char *with_end(const char *folder, const char *end)
{
    char *path;
    return asprintf(&path, "%s%s", folder, end) < 0 ? NULL : path;
}

/* $XDG_DATA_HOME/sayso, or ~/.local/share/sayso; each folder on the way is made where it is not. */
static char *own_folder(void)
{
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    if (data && *data == '/') return with_end(data, "/sayso");
    return home && *home == '/' ? with_end(home, "/.local/share/sayso") : NULL;
}

static void make_folders(char *path)
{
    for (char *p = path + 1; *p; p++) {
        if (*p != '/') continue;
        *p = 0;
        (void)mkdir(path, 0777);
        *p = '/';
    }
    (void)mkdir(path, 0777); /* where one cannot be made, opening the ledger says so */
}

char *ledger_path(const char *typed, bool make)
{
    const char *environment = getenv("SAYSO_LEDGER");
    if (!typed && environment && *environment) typed = environment;
    char *folder = typed ? NULL : own_folder();
    if (folder && make) make_folders(folder);
    char *path = typed ? strdup(typed) : folder ? with_end(folder, "/ledger.sqlite") : NULL;
    if (!path) complain(NULL, "which ledger? Name it with --ledger FILE or SAYSO_LEDGER");
    free(folder);
    return path;
}

/* ---- the way of a question ---- */

int ledger_failed(const Error *error)
{
    if (*error->message) complain(NULL, error->message);
    return error->status == SAYSO_ERROR_IO ? EXIT_LEDGER : EXIT_UNREAD;
}

/* A question makes no ledger, nor does one that would keep what it is told, unless it says so. */
static Status open_ledger(Ask *ask, const char *path, Error *error)
{
    bool there = !access(path, F_OK) || ask->makes;
    if (!there && ask->optional && !ask->path) return SAYSO_OK;
    Status status = ledger_open(path, there ? ask->mode : LEDGER_ASK, ask->wait_s * 1000, &ask->ledger, error);
    const char *told = status ? NULL : ledger_told(ask->ledger);
    if (told && !ask->quiet) complain(NULL, told);
    return status;
}

const struct argp_option ask_options[] = {
    {"format", 'f', "FORMAT", 0, "table (the default) or json", 0}, ASK_OPTIONS, {0}};

static Status answer_with(Ask *ask, Status (*answer)(Ask *ask, Error *error), Error *error)
{
    Arena arena;
    arena_init(&arena, &libc_allocator, (size_t)4 << 30);
    ask->arena = &arena;
    ask->to = stdout;
    ask->look = look_of(STDOUT_FILENO);
    ask->links = ask->look.colour && ask->format == ASK_TABLE && !ask->raw && terminal_has_links();
    if (isatty(STDOUT_FILENO)) ask->to = terminal_open(stdout, ask->look.colour && ask->format == ASK_TABLE && !ask->raw);
    Status status = ask->to ? answer(ask, error) : fail_memory(error);
    if (ask->to && ask->to != stdout) (void)fclose(ask->to);
    arena_free(&arena);
    return status;
}

bool ask_is_scoped(const Ask *ask)
{
    const Scope *s = &ask->scope;
    return s->since || s->until || s->added_since || s->as_of || s->by || s->outlet || s->has_act;
}

int ask_run(const struct argp *argp, int argc, char **argv, Ask *ask, Status (*answer)(Ask *ask, Error *error))
{
    Error error = {0};
    if (!ask->formats) ask->formats = ASK_CSV + 1;
    ask->wait_s = 30;
    config_parse(argp, argc, argv, ask);
    char *path = ledger_path(ask->path, ask->makes);
    if (!path) {
        free(ask->words);
        return EXIT_USAGE;
    }
    Status status = open_ledger(ask, path, &error);
    if (!status) status = answer_with(ask, answer, &error);
    int code = status ? ledger_failed(&error) : ask->empty ? EXIT_UNREAD : EXIT_READ;
    ledger_close(ask->ledger);
    free(path);
    free(ask->words);
    return code;
}

Paper paper_of(const Ask *ask)
{
    uint32_t width = ask->look.width > PAPER_NARROWEST ? ask->look.width : PAPER_NARROWEST;
    return (Paper){.to = ask->to, .width = width, .colour = ask->look.colour, .links = ask->links};
}
