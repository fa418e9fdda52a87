/* sayso stats: what is in a ledger; counts by what is asked for (count.c). */
#include <jansson.h>
#include <string.h>

#include "cli/ask/ask.h"

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

/* One, or what was read by different ones differs by more than what was written. */
static void put_readers(Paper *p, const StatsAnswer *a)
{
    if (!a->reader_count) return;
    paper_line(p, 0);
    paper_format(p, INK_BOLD, "read by");
    paper_line(p, 0);
    for (uint32_t i = 0; i < a->reader_count; i++) {
        paper_column(p, 14);
        paper_text(p, INK_PLAIN, a->readers[i]);
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
    put_readers(&p, a);
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
    json_t *readers = json_array();
    for (uint32_t i = 0; i < a->reader_count; i++)
        json_array_append_new(readers, json_stringn_nocheck(a->readers[i].data, a->readers[i].size));
    json_object_set_new_nocheck(object, "readers", readers);
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
            json_array_append_new(rows, json_is_string(inner)
                                            ? json_pack("{ss sO}", "what", key, "name", inner)
                                            : json_pack("{ss sO? sO}", "what", key, "name", json_object_get(inner, "name"),
                                                        "count", json_object_get(inner, "count")));
    }
    return rows;
}

Status answer_stats(Ask *ask, Error *error)
{
    Counting *c = (Counting *)ask;
    if (c->sample) return answer_sample(c, error);
    if (c->count) return answer_counts(c, error);
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
    {"by", KEY_BY, "TRAIT[,TRAIT]", 0,
     "count statements by source, outlet, month, kind, form, act, gender, country or named, one to three of them", 0},
    {"top", KEY_TOP, "N", 0, "the N values with most statements, the others together; 20 in a table, 6 lines, unless told", 0},
    {"all", KEY_ALL, NULL, 0, "count what others' contents hold, too", 0},
    {"sample", KEY_SAMPLE, "N", 0, "print N statements, drawn by lot, to be read by eye", 0},
    {"seed", KEY_SEED, "N", 0, "another lot", 0},
    {"format", 'f', "FORMAT", 0, "table (the default), json or csv; with --by also svg, drawn by gnuplot", 0},
    {"limit", KEY_LIMIT, "N", 0, "without --by: at most so many of those who said most, 20 unless told otherwise", 0},
    CHOICE_OPTIONS,
    DAY_OPTIONS,
    ASK_OPTIONS,
    {0}};

static Trait parse_trait(const char *typed, struct argp_state *state)
{
    const char *items[TRAITS];
    for (size_t i = 0; i < COUNT(items); i++) items[i] = trait_name((Trait)i);
    const Names names = {"trait", items, COUNT(items),
                         "source, outlet, month, kind, form, act, gender, country and named"};
    return (Trait)choice_parse(&names, typed, state);
}

static void parse_by(Counting *c, char *argument, struct argp_state *state)
{
    c->count = 0;
    for (char *at = argument, *end; at; at = end ? end + 1 : NULL) {
        if ((end = strchr(at, ','))) *end = 0;
        if (c->count == MOST_TRAITS) argp_error(state, "--by takes at most %u traits", MOST_TRAITS);
        Trait trait = parse_trait(at, state);
        for (uint32_t i = 0; i < c->count; i++)
            if (c->by[i] == trait) argp_error(state, "--by has '%s' twice", at);
        c->by[c->count++] = trait;
    }
}

static void check(const Counting *c, struct argp_state *state)
{
    if (!c->count && !c->sample && (ask_is_scoped(&c->ask) || c->ask.all || c->picture || c->top))
        argp_error(state, "days, an outlet, an act, --all, --top and --format=svg are for --by or --sample; say by what, as in "
                          "--by outlet");
    if (c->count && c->limited) argp_error(state, "--limit is for the whole ledger; with --by say --top=%u", c->ask.scope.limit);
    if (c->sample && c->limited) argp_error(state, "--limit is for the whole ledger; --sample=%u says how many itself", c->sample);
    if (c->seeded && !c->sample) argp_error(state, "--seed is for --sample=N: another lot of N statements");
    if (c->sample && (c->count || c->picture || c->top)) argp_error(state, "--sample stands for itself: without --by");
    if (c->picture && c->count > 2) argp_error(state, "a picture shows one trait or two");
    if (c->picture && c->count > 1 && c->by[1] == TRAIT_MONTH)
        argp_error(state, "a picture has the month first, as in --by month,%s", trait_name(c->by[0]));
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    Counting *c = state->input;
    switch (key) {
    case KEY_BY: parse_by(c, argument, state); return 0;
    case KEY_TOP:
        c->ask.scope.limit = (uint32_t)number_parse("top", argument, 1, 1000000, state);
        c->top = true;
        return 0;
    case KEY_SAMPLE: c->sample = (uint32_t)number_parse("sample", argument, 1, 1000000, state); return 0;
    case KEY_SEED:
        c->seed = number_parse("seed", argument, 0, UINT32_MAX, state);
        c->seeded = !config_says();
        return 0;
    case KEY_LIMIT: c->limited = !config_says(); return ask_parse(key, argument, state);
    case 'f':
        c->picture = !strcmp(argument, "svg");
        return c->picture ? 0 : ask_parse(key, argument, state);
    case ARGP_KEY_ARG: argp_error(state, "it takes no names; 'sayso who' tells of one"); return 0;
    case ARGP_KEY_END: check(c, state); return ask_parse(key, argument, state);
    default: return ask_parse(key, argument, state);
    }
}

int command_stats(int argc, char **argv)
{
    static const struct argp argp = {
        arguments,
        parse,
        "",
        "Prints what is in the ledger; with --by, how many statements there are of each outlet, month, kind and so on, and "
        "between what their share is likely to lie.\v" LEDGER_STATUS,
        NULL,
        NULL,
        NULL};
    Counting c = {0};
    return ask_run(&argp, argc, argv, &c.ask, answer_stats);
}
