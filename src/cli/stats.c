/* sayso stats: what is in a ledger. */
#include <jansson.h>

#include "cli/cli.h"

static void put_count(Paper *p, uint64_t count, const char *what)
{
    paper_number(p, INK_BOLD, 12, count);
    paper_format(p, INK_PLAIN, "%s", what);
    paper_line(p, 0);
}

static void put_shares(Paper *p, const char *title, const uint64_t *counts, size_t size, const char *(*name)(size_t))
{
    paper_line(p, 0);
    paper_format(p, INK_BOLD, "%s", title);
    paper_line(p, 0);
    for (size_t i = 0; i < size; i++) {
        if (!counts[i]) continue;
        paper_number(p, INK_PLAIN, 12, counts[i]);
        paper_format(p, INK_PLAIN, "%s", name(i));
        paper_line(p, 0);
    }
}

static const char *kind_of(size_t i)
{
    return i ? sayso_kind_name((sayso_kind)i) : "not settled";
}

static const char *act_of(size_t i)
{
    return sayso_act_name((sayso_act)i);
}

static void put_tallies(Paper *p, const char *title, const Tally *items, uint32_t count)
{
    if (!count) return;
    paper_line(p, 0);
    paper_format(p, INK_BOLD, "%s", title);
    paper_line(p, 0);
    for (uint32_t i = 0; i < count; i++) {
        paper_number(p, INK_PLAIN, 12, items[i].count);
        paper_text(p, INK_PLAIN, items[i].name);
        paper_line(p, 0);
    }
}

static void write_table(const Ask *ask, const StatsAnswer *a)
{
    Paper p = paper_of(ask);
    const struct {
        uint64_t count;
        const char *what;
    } counts[] = {{a->articles, "articles"}, {a->revisions, "earlier revisions of them"},
                  {a->words, "words"},       {a->attributions, "attributions"},
                  {a->claims, "claims"},     {a->actors, "persons, bodies, outlets and countries named"},
                  {a->outlets, "outlets"},   {a->reprints, "pairs of articles that share passages"},
                  {a->bytes, "bytes"}};
    for (size_t i = 0; i < COUNT(counts); i++) put_count(&p, counts[i].count, counts[i].what);
    if (a->first_day.size) {
        p.indent = 14;
        paper_column(&p, 14);
        paper_text(&p, INK_PLAIN, a->first_day);
        paper_format(&p, INK_PLAIN, " to ");
        paper_text(&p, INK_PLAIN, a->last_day);
        paper_line(&p, 0);
    }
    put_shares(&p, "kinds of sources", a->kinds, COUNT(a->kinds), kind_of);
    put_shares(&p, "acts", a->acts, COUNT(a->acts), act_of);
    put_tallies(&p, "who said most", a->sources, a->source_count);
    put_tallies(&p, "outlets with most articles", a->top_outlets, a->outlet_count);
}

static json_t *json_of_shares(const uint64_t *counts, size_t size, const char *(*name)(size_t))
{
    json_t *object = json_object();
    for (size_t i = 0; i < size; i++)
        if (counts[i]) json_object_set_new_nocheck(object, name(i), json_integer((json_int_t)counts[i]));
    return object;
}

static json_t *json_of_tallies(const Tally *items, uint32_t count)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < count; i++) {
        json_t *object = json_object();
        set_text(object, "name", items[i].name);
        json_object_set_new_nocheck(object, "count", json_integer((json_int_t)items[i].count));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *to_json(const StatsAnswer *a)
{
    json_t *object =
        json_pack("{sI sI sI sI sI sI sI sI sI}", "articles", (json_int_t)a->articles, "revisions",
                  (json_int_t)a->revisions, "words", (json_int_t)a->words, "attributions", (json_int_t)a->attributions,
                  "claims", (json_int_t)a->claims, "actors", (json_int_t)a->actors, "outlets", (json_int_t)a->outlets,
                  "reprints", (json_int_t)a->reprints, "bytes", (json_int_t)a->bytes);
    set_text(object, "first", a->first_day);
    set_text(object, "last", a->last_day);
    json_object_set_new_nocheck(object, "kinds", json_of_shares(a->kinds, COUNT(a->kinds), kind_of));
    json_object_set_new_nocheck(object, "acts", json_of_shares(a->acts, COUNT(a->acts), act_of));
    json_object_set_new_nocheck(object, "sources", json_of_tallies(a->sources, a->source_count));
    json_object_set_new_nocheck(object, "top_outlets", json_of_tallies(a->top_outlets, a->outlet_count));
    return object;
}

/* Every figure as a row: what, name, count. */
static json_t *rows_of(json_t *answer)
{
    json_t *rows = json_array(), *value, *inner;
    const char *key, *name;
    size_t i;
    json_object_foreach(answer, key, value)
    {
        if (json_is_integer(value)) json_array_append_new(rows, json_pack("{ss sO}", "what", key, "count", value));
        if (json_is_object(value))
            json_object_foreach(value, name, inner)
                json_array_append_new(rows, json_pack("{ss ss sO}", "what", key, "name", name, "count", inner));
        json_array_foreach(value, i, inner)
            json_array_append_new(rows, json_pack("{ss sO? sO}", "what", key, "name", json_object_get(inner, "name"),
                                                  "count", json_object_get(inner, "count")));
    }
    return rows;
}

static Status answer(Ask *ask, Error *error)
{
    StatsAnswer a;
    Status status = ledger_stats(ask->ledger, &ask->scope, ask->arena, &a, error);
    if (status) return status;
    if (ask->format == ASK_JSON) return sheet_json(ask->to, to_json(&a), error);
    if (ask->format == ASK_TABLE) {
        write_table(ask, &a);
        return SAYSO_OK;
    }
    json_t *all = to_json(&a), *rows = rows_of(all);
    json_decref(all);
    return sheet_csv(ask->to, rows, "what name count", error);
}

static const struct argp_option arguments[] = {
    {"format", 'f', "FORMAT", 0, "table (the default), json or csv", 0},
    {"limit", KEY_LIMIT, "N", 0, "at most so many of those who said most, 20 unless told otherwise", 0},
    ASK_OPTIONS,
    {0}};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    if (key == ARGP_KEY_ARG) argp_error(state, "it takes no names; 'sayso who' tells of one");
    return ask_parse(key, argument, state);
}

int command_stats(int argc, char **argv)
{
    static const struct argp argp = {arguments, parse, "",  "Prints what is in the ledger.\v" LEDGER_STATUS,
                                     NULL,      NULL,  NULL};
    Ask ask = {0};
    return ask_run(&argp, argc, argv, &ask, answer);
}
