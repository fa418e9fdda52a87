/* sayso watch export, import: watches as lines of JSON, in a file that a team keeps beside what else it keeps. A claim
 * goes by its words: another ledger numbers it otherwise. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "watch/watch.h"

static error_t parse_none(int key, char *argument, struct argp_state *state)
{
    if (key == ARGP_KEY_ARG) argp_error(state, "it takes no names");
    return ask_parse(key, argument, state);
}

static Status answer_export(Ask *ask, Error *error)
{
    Watch *all;
    uint32_t count;
    Status status = ledger_watches(ask->ledger, ask->arena, &all, &count, error);
    for (uint32_t i = 0; !status && i < count; i++) {
        Watch w = all[i];
        w.id = 0; /* this ledger's own */
        status = sheet_line(ask->to, json_of_watch(&w), error);
    }
    return status;
}

int watch_run_export(int argc, char **argv)
{
    static const struct argp_option arguments[] = {ASK_OPTIONS, {0}};
    static const struct argp argp = {
        arguments, parse_none,
        NULL,      "Prints all watches as JSON Lines, for 'sayso watch import' on another ledger.\v" LEDGER_STATUS,
        NULL,      NULL,
        NULL};
    Ask ask = {0};
    return ask_run(&argp, argc, argv, &ask, answer_export);
}

/* ---- import ---- */

static Text member(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_string(value) ? text_of(json_string_value(value), json_string_length(value)) : (Text){0};
}

/* false: it names none of them. */
static bool choose(const json_t *object, const char *key, const char *(*name)(int value), int most, bool *has, int *out)
{
    Text typed = member(object, key);
    *has = typed.size > 0;
    for (int i = 0; *has && i <= most; i++)
        if (text_is(typed, name(i))) return *out = i, true;
    return !*has;
}

static const char *type_name(int value)
{
    return sayso_event_type_name((sayso_event_type)value);
}
static const char *act_name(int value)
{
    return sayso_act_name((sayso_act)value);
}
static const char *kind_name(int value)
{
    return sayso_kind_name((sayso_kind)value);
}

static Status take_object(Import *in, const json_t *object, Error *error)
{
    static const char *const known[] = {"name",  "who", "about", "claim_text", "outlet",
                                        "event", "act", "kind",  "new_origin", "contradicts"};
    const char *key;
    json_t *value;
    int type = 0, act = 0, kind = 0;
    int64_t id;
    Error own;
    Watch w = {.name = member(object, "name"),
               .who = member(object, "who"),
               .about = member(object, "about"),
               .claim_text = member(object, "claim_text"),
               .outlet = member(object, "outlet"),
               .new_origin = json_is_true(json_object_get(object, "new_origin")),
               .contradicts = json_is_true(json_object_get(object, "contradicts"))};
    json_object_foreach((json_t *)(uintptr_t)object, key, value)
    {
        bool good = false;
        for (size_t i = 0; i < COUNT(known); i++)
            good |= !strcmp(key, known[i]) && json_is_boolean(value) == (i >= 8) && (i >= 8 || json_is_string(value));
        if (!good)
            return import_bad_line(in, "it has what no watch has; 'sayso watch export' prints what one may have", error);
    }
    if (!choose(object, "event", type_name, SAYSO_EVENT_ASSAULT, &w.has_type, &type) ||
        !choose(object, "act", act_name, SAYSO_ACT_THINK, &w.has_act, &act) ||
        !choose(object, "kind", kind_name, SAYSO_KIND_AUTHOR, &w.has_kind, &kind))
        return import_bad_line(in, "its event, act or kind is none that there is", error);
    w.type = (sayso_event_type)type;
    w.act = (sayso_act)act;
    w.kind = (sayso_kind)kind;
    Status status = ledger_watch_add(in->ask.ledger, &w, in->ask.arena, &id, &own);
    if (status == SAYSO_ERROR_ARGUMENT) return import_bad_line(in, own.message, error);
    if (status) return fail(error, status, NO_OFFSET, "%s", own.message);
    in->taken += id != 0;
    in->known += id == 0;
    return SAYSO_OK;
}

#define MOST_LINE ((size_t)1 << 20)

int watch_run_import(int argc, char **argv)
{
    static const struct argp_option arguments[] = {ASK_OPTIONS, {0}};
    static const struct argp argp = {
        arguments,
        import_parse,
        "FILE|-",
        "Takes in watches that 'sayso watch export' printed. Those that are there are left as they are. The ledger is "
        "made where it is not.\v" LEDGER_STATUS,
        NULL,
        NULL,
        NULL};
    Import in = {.ask = {.mode = LEDGER_KEEP, .makes = true},
                 .wrote = "sayso watch export",
                 .one = "watch",
                 .several = "watches",
                 .most_line = MOST_LINE,
                 .flags = JSON_REJECT_DUPLICATES,
                 .take = take_object};
    return ask_run(&argp, argc, argv, &in.ask, import_answer);
}
