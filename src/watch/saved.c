/* sayso watch add, list, show, remove, test: a question is saved, looked at, tried. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "watch/watch.h"

enum { KEY_CLAIM = 0x500, KEY_EVENT, KEY_KIND, KEY_NEW_ORIGIN, KEY_CONTRADICTS, KEY_NAME };

typedef struct WatchAsk {
    Ask ask; /* first: the argument parser fills it */
    Watch watch;
    const char *claim;
} WatchAsk;

/* ---- a watch ---- */

json_t *json_of_watch(const Watch *w)
{
    json_t *object = json_object();
    if (w->id) set_integer(object, "id", w->id);
    set_text(object, "name", w->name);
    set_text(object, "who", w->who);
    set_text(object, "about", w->about);
    if (w->id && w->claim) set_integer(object, "claim", w->claim);
    set_text(object, "claim_text", w->claim_text);
    set_text(object, "outlet", w->outlet);
    if (w->has_type) set_text(object, "event", text_literal(sayso_event_type_name(w->type)));
    if (w->has_act) set_text(object, "act", text_literal(sayso_act_name(w->act)));
    if (w->has_kind) set_text(object, "kind", text_literal(sayso_kind_name(w->kind)));
    if (w->new_origin) set_flag(object, "new_origin", true);
    if (w->contradicts) set_flag(object, "contradicts", true);
    if (w->id) set_text(object, "made", w->made);
    if (w->id) set_integer(object, "alerts", (int64_t)w->alerts);
    return object;
}

static void put_condition(Paper *p, const char *name, Text value)
{
    if (!value.size) return;
    paper_format(p, INK_DIM, " · %s ", name);
    paper_text(p, INK_PLAIN, value);
}

static void put_watch(Paper *p, const Watch *w)
{
    paper_number(p, INK_BOLD, 5, (uint64_t)w->id);
    p->indent = 7;
    paper_text(p, INK_BOLD, w->name);
    put_condition(p, "who", w->who);
    put_condition(p, "about", w->about);
    put_condition(p, "claim", w->claim_text);
    put_condition(p, "outlet", w->outlet);
    if (w->has_type) put_condition(p, "event", text_literal(sayso_event_type_name(w->type)));
    if (w->has_act) put_condition(p, "act", text_literal(sayso_act_name(w->act)));
    if (w->has_kind) put_condition(p, "kind", text_literal(sayso_kind_name(w->kind)));
    if (w->new_origin) paper_format(p, INK_PLAIN, " · a new origin");
    if (w->contradicts) paper_format(p, INK_PLAIN, " · contradicts");
    paper_format(p, INK_DIM, " · %llu found", (unsigned long long)w->alerts);
    paper_line(p, 0);
}

/* ---- add ---- */

static sayso_kind parse_kind(const char *typed, struct argp_state *state)
{
    const char *items[SAYSO_KIND_AUTHOR + 1];
    for (size_t i = 0; i < COUNT(items); i++) items[i] = sayso_kind_name((sayso_kind)i);
    const Names names = {"kind", items, COUNT(items),
                         "person, unnamed, group, organization, outlet, document and author"};
    return (sayso_kind)choice_parse(&names, typed, state);
}

static Status answer_add(Ask *ask, Error *error)
{
    WatchAsk *a = (WatchAsk *)ask;
    Watch *w = &a->watch, saved;
    int64_t id;
    char number[24];
    if (ask->scope.outlet) w->outlet = text_literal(ask->scope.outlet);
    w->act = ask->scope.act;
    w->has_act = ask->scope.has_act;
    Status status = a->claim ? find_claim(ask, a->claim, &w->claim, error) : SAYSO_OK;
    if (!status) status = ledger_watch_add(ask->ledger, w, ask->arena, &id, error);
    if (status) return status;
    if (!id) {
        fputs("such a watch is there already\n", ask->to);
        return SAYSO_OK;
    }
    (void)snprintf(number, sizeof number, "%lld", (long long)id);
    status = ledger_watch_find(ask->ledger, number, ask->arena, &saved, error);
    if (status) return status;
    if (ask->format == ASK_JSON) return sheet_json(ask->to, json_of_watch(&saved), error);
    fprintf(ask->to, "watch %lld, '", (long long)id);
    put_safe_text(ask->to, saved.name);
    fprintf(ask->to,
            "': 'sayso watch run' matches what comes in from now on; 'sayso watch test %lld' tells what it would have "
            "found\n",
            (long long)id);
    return SAYSO_OK;
}

static error_t parse_add(int key, char *argument, struct argp_state *state)
{
    WatchAsk *a = state->input;
    Watch *w = &a->watch;
    switch (key) {
    case KEY_WHO:
        w->who = text_literal(argument);
        return 0;
    case KEY_ABOUT:
        w->about = text_literal(argument);
        return 0;
    case KEY_NAME:
        w->name = text_literal(argument);
        return 0;
    case KEY_CLAIM:
        a->claim = argument;
        return 0;
    case KEY_EVENT:
        w->type = event_type_parse(argument, state);
        w->has_type = true;
        return 0;
    case KEY_KIND:
        w->kind = parse_kind(argument, state);
        w->has_kind = true;
        return 0;
    case KEY_NEW_ORIGIN:
        w->new_origin = true;
        return 0;
    case KEY_CONTRADICTS:
        w->contradicts = true;
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "'%s' stands alone; say what it is by --who, --about, --claim, --outlet or --event",
                   argument);
        return 0;
    default:
        return ask_parse(key, argument, state);
    }
}

int watch_run_add(int argc, char **argv)
{
    static const struct argp_option arguments[] = {
        {"who", KEY_WHO, "NAME", 0, "what this person or body says; of events, takes part in", 0},
        {"about", KEY_ABOUT, "WORDS", 0, "what has all of these words; in quotation marks side by side", 0},
        {"claim", KEY_CLAIM, "CLAIM", 0, "what is said of this claim: its number, or a statement's, ARTICLE:N", 0},
        {"outlet", KEY_OUTLET, "NAME", 0, "in this outlet's articles", 0},
        {"event", KEY_EVENT, "TYPE", 0,
         "events of this type of PLOVER, told as done or denied: ASSAULT, ACCUSE and so on", 0},
        {"act", KEY_ACT, "ACT", 0, "of this act alone: state, deny, confirm, warn and so on", 0},
        {"kind", KEY_KIND, "KIND", 0, "of this kind of source alone: person, unnamed, organization and so on", 0},
        {"new-origin", KEY_NEW_ORIGIN, NULL, 0, "only what brings its claim an independent origin more", 0},
        {"contradicts", KEY_CONTRADICTS, NULL, 0, "only what stands against what another has said of the claim", 0},
        {"name", KEY_NAME, "NAME", 0, "what the watch is called; made of its conditions unless told otherwise", 0},
        {"format", 'f', "FORMAT", 0, "table (the default) or json", 0},
        ASK_OPTIONS,
        {0}};
    static const struct argp argp = {
        arguments,
        parse_add,
        NULL,
        "Saves a question: 'sayso watch run' matches what comes in against it. All that is asked for must hold, and "
        "one of --who, "
        "--about, --claim, --outlet and --event is asked for. The ledger is made where it is not.\v" LEDGER_STATUS,
        NULL,
        NULL,
        NULL};
    WatchAsk a = {.ask = {.mode = LEDGER_KEEP, .makes = true, .formats = ASK_JSON + 1}};
    return ask_run(&argp, argc, argv, &a.ask, answer_add);
}

/* ---- list ---- */

static Status answer_list(Ask *ask, Error *error)
{
    Watch *all;
    uint32_t count;
    Status status = ledger_watches(ask->ledger, ask->arena, &all, &count, error);
    if (status) return status;
    ask->empty = !count;
    if (ask->format != ASK_TABLE) {
        json_t *rows = json_array();
        for (uint32_t i = 0; i < count; i++) json_array_append_new(rows, json_of_watch(&all[i]));
        if (ask->format == ASK_JSON) return sheet_json(ask->to, rows, error);
        return sheet_csv(ask->to, rows,
                         "id name who about claim claim_text outlet event act kind new_origin contradicts made alerts",
                         error);
    }
    Paper p = paper_of(ask);
    for (uint32_t i = 0; i < count; i++) put_watch(&p, &all[i]);
    if (count) return SAYSO_OK;
    paper_format(&p, INK_PLAIN, "there is no watch; 'sayso watch add' makes one");
    paper_line(&p, 0);
    return SAYSO_OK;
}

static error_t parse_none(int key, char *argument, struct argp_state *state)
{
    if (key == ARGP_KEY_ARG) argp_error(state, "it takes no names");
    return ask_parse(key, argument, state);
}

int watch_run_list(int argc, char **argv)
{
    static const struct argp_option arguments[] = {
        {"format", 'f', "FORMAT", 0, "table (the default), json or csv", 0}, ASK_OPTIONS, {0}};
    static const struct argp argp = {arguments, parse_none, NULL, "Prints the watches that there are.\v" LEDGER_STATUS,
                                     NULL,      NULL,       NULL};
    Ask ask = {0};
    return ask_run(&argp, argc, argv, &ask, answer_list);
}

/* ---- alerts, listed ---- */

static Status write_alerts(Ask *ask, const Alert *all, uint32_t count, Error *error)
{
    Status status = SAYSO_OK;
    json_t *rows = ask->format == ASK_JSON ? json_array() : NULL;
    Paper p = paper_of(ask);
    for (uint32_t i = 0; i < count && !status; i++) {
        ArenaMark mark = arena_mark(ask->arena);
        json_t *row = rows ? json_of_alert(ask->ledger, &all[i], ask->arena, error) : NULL;
        if (rows && !row) status = error->status;
        if (row) json_array_append_new(rows, row);
        if (!rows) status = paper_alert(&p, ask->ledger, &all[i], ask->arena, error);
        arena_rewind(ask->arena, mark);
    }
    if (!rows) return status;
    if (!status) return sheet_json(ask->to, rows, error);
    json_decref(rows);
    return status;
}

static error_t parse_one(int key, char *argument, struct argp_state *state)
{
    const Ask *ask = state->input;
    if (key == ARGP_KEY_NO_ARGS || (key == ARGP_KEY_ARG && ask->word_count))
        argp_error(state, "give one watch: its number or its name, as 'sayso watch list' prints them");
    return ask_parse(key, argument, state);
}

#define MOST_SHOWN 20u
#define LIMIT_OPTION                                                                                                   \
    {                                                                                                                  \
        "limit", KEY_LIMIT, "N", 0, "at most so many, 20 unless told otherwise", 0                                     \
    }

static uint32_t limit_of(const Ask *ask)
{
    return ask->scope.limit ? ask->scope.limit : MOST_SHOWN;
}

static Status answer_one(Ask *ask, Error *error)
{
    Watch w;
    Alert *all;
    uint32_t count;
    Status status = ledger_watch_find(ask->ledger, ask->words[0], ask->arena, &w, error);
    if (!status) status = ledger_alerts(ask->ledger, w.id, 0, true, limit_of(ask), ask->arena, &all, &count, error);
    if (status) return status;
    if (ask->format == ASK_JSON) return write_alerts(ask, all, count, error);
    Paper p = paper_of(ask);
    put_watch(&p, &w);
    if (count) paper_rule(&p);
    status = write_alerts(ask, all, count, error);
    if (!status) paper_more(&p, count, w.alerts);
    return status;
}

int watch_run_show(int argc, char **argv)
{
    static const struct argp_option arguments[] = {
        {"format", 'f', "FORMAT", 0, "table (the default) or json: what was found", 0}, LIMIT_OPTION, ASK_OPTIONS, {0}};
    static const struct argp argp = {
        arguments, parse_one, "WATCH", "Prints a watch and what it found, the last first.\v" LEDGER_STATUS,
        NULL,      NULL,      NULL};
    Ask ask = {.formats = ASK_JSON + 1};
    return ask_run(&argp, argc, argv, &ask, answer_one);
}

/* ---- test ---- */

#define MONTH_S (31 * 24 * 3600)

static Status answer_test(Ask *ask, Error *error)
{
    Watch w;
    Alert *all;
    WatchRun run;
    uint32_t count;
    char day[40];
    time_t from = time(NULL) - MONTH_S;
    struct tm parts;
    (void)strftime(day, sizeof day, "%Y-%m-%d", gmtime_r(&from, &parts));
    const char *since = ask->scope.since ? ask->scope.since : day;
    Status status = ledger_watch_find(ask->ledger, ask->words[0], ask->arena, &w, error);
    if (!status)
        status = ledger_watch_test(ask->ledger, w.id, since, limit_of(ask), ask->arena, &all, &count, &run, error);
    if (status) return status;
    ask->empty = !count;
    status = write_alerts(ask, all, count, error);
    if (status || ask->format == ASK_JSON) return status;
    fprintf(ask->to, "since %s: %llu article%s, %llu found, of which %u are shown\n", since,
            (unsigned long long)run.articles, run.articles == 1 ? "" : "s", (unsigned long long)run.alerts, count);
    return SAYSO_OK;
}

int watch_run_test(int argc, char **argv)
{
    static const struct argp_option arguments[] = {
        {"format", 'f', "FORMAT", 0, "table (the default) or json", 0},
        {"since", KEY_SINCE, "YYYY-MM-DD", 0, "in what came in from this day on; 31 days unless told otherwise", 0},
        LIMIT_OPTION,
        ASK_OPTIONS,
        {0}};
    static const struct argp argp = {
        arguments,
        parse_one,
        "WATCH",
        "Prints what a watch would have found in the last month, as articles came in. Nothing is kept.\v" LEDGER_STATUS,
        NULL,
        NULL,
        NULL};
    Ask ask = {.formats = ASK_JSON + 1};
    return ask_run(&argp, argc, argv, &ask, answer_test);
}

/* ---- remove ---- */

static Status answer_remove(Ask *ask, Error *error)
{
    Status status = SAYSO_OK;
    for (size_t i = 0; i < ask->word_count && !status; i++) {
        Watch w;
        status = ledger_watch_find(ask->ledger, ask->words[i], ask->arena, &w, error);
        if (!status) status = ledger_watch_remove(ask->ledger, w.id, error);
        if (status || ask->quiet) continue;
        fputs("watch '", ask->to);
        put_safe_text(ask->to, w.name);
        fprintf(ask->to, "' is taken away, with %llu that it found\n", (unsigned long long)w.alerts);
    }
    return status;
}

static error_t parse_some(int key, char *argument, struct argp_state *state)
{
    if (key == ARGP_KEY_NO_ARGS) argp_error(state, "give watches: numbers or names, as 'sayso watch list' prints them");
    return ask_parse(key, argument, state);
}

int watch_run_remove(int argc, char **argv)
{
    static const struct argp_option arguments[] = {{"quiet", 'q', NULL, 0, "print nothing", 0}, ASK_OPTIONS, {0}};
    static const struct argp argp = {
        arguments, parse_some, "WATCH...", "Takes watches away, with what they found.\v" LEDGER_STATUS,
        NULL,      NULL,       NULL};
    Ask ask = {.mode = LEDGER_KEEP};
    return ask_run(&argp, argc, argv, &ask, answer_remove);
}
