/* sayso events: who did what to whom, how many articles and origins tell it, and who denies it; one of them with each
 * telling. */
#include <jansson.h>
#include <stdio.h>
#include <strings.h>

#include "cli/ask/ask.h"

/* ---- a list ---- */

static void write_table(const Ask *ask, const DeedsAnswer *a)
{
    Paper p = paper_of(ask);
    for (uint32_t i = 0; i < a->count; i++) {
        if (i) paper_line(&p, 0);
        paper_deed_head(&p, &a->items[i]);
    }
    if (!a->count) {
        paper_format(&p, INK_PLAIN, "no event of this kind is in the ledger");
        paper_line(&p, 0);
    }
    paper_more(&p, a->count, a->all);
    if (a->more) {
        paper_format(&p, INK_DIM, "of the newest %llu events alone: days or names would tell more", (unsigned long long)a->found);
        paper_line(&p, 0);
    }
    if (!a->unread) return;
    paper_format(&p, INK_DIM, "%llu article%s came here before the ledger kept events: 'sayso reread' reads them anew",
                 (unsigned long long)a->unread, a->unread == 1 ? "" : "s");
    paper_line(&p, 0);
}

static json_t *deeds_of(const DeedsAnswer *a)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < a->count; i++) json_array_append_new(array, json_of_deed(&a->items[i], false));
    return array;
}

static json_t *to_json(const DeedsAnswer *a)
{
    json_t *object = json_object();
    json_object_set_new_nocheck(object, "deeds", deeds_of(a));
    set_integer(object, "all", (int64_t)a->all);
    set_integer(object, "events", (int64_t)a->found);
    set_flag(object, "more", a->more);
    set_integer(object, "unread_articles", (int64_t)a->unread);
    return object;
}

/* In a row the members of a list stand in one cell, "; " between. */
static void join_members(json_t *row, const char *key, const char *list, const char *member, const char *otherwise)
{
    Buffer cell = {0};
    size_t i;
    const json_t *one;
    json_array_foreach(json_object_get(row, list), i, one)
    {
        const json_t *value = json_object_get(one, member);
        if (!value && otherwise) value = json_object_get(one, otherwise);
        if ((i && !buffer_add(&cell, "; ", 2)) ||
            (value && !buffer_add(&cell, json_string_value(value), json_string_length(value))))
            break;
    }
    if (cell.size) json_object_set_new_nocheck(row, key, json_stringn_nocheck(cell.data, cell.size));
    buffer_free(&cell);
}

static json_t *rows_of(const DeedsAnswer *a)
{
    json_t *rows = deeds_of(a);
    size_t i;
    json_t *row;
    json_array_foreach(rows, i, row)
    {
        join_members(row, "actor_countries", "actors", "country", NULL);
        join_members(row, "actor_sectors", "actors", "sector", NULL);
        join_members(row, "recipient_countries", "recipients", "country", NULL);
        join_members(row, "recipient_sectors", "recipients", "sector", NULL);
        join_members(row, "denied_by", "denials", "name", NULL);
        join_members(row, "actors", "actors", "name", "text");
        join_members(row, "recipients", "recipients", "name", "text");
    }
    return rows;
}

static Status answer_list(DeedAsk *asked, Error *error)
{
    DeedsAnswer a;
    Ask *ask = &asked->ask;
    Status status = ledger_deeds(ask->ledger, &asked->which, &ask->scope, ask->arena, &a, error);
    if (status) return status;
    ask->empty = !a.count;
    if (ask->format == ASK_JSON) return sheet_json(ask->to, to_json(&a), error);
    if (ask->format == ASK_CSV) return sheet_csv(ask->to, rows_of(&a), deed_columns, error);
    write_table(ask, &a);
    return SAYSO_OK;
}

/* ---- one ---- */

static json_t *tellings_of(const Deed *d)
{
    json_t *whole = json_of_deed(d, true), *rows = json_incref(json_object_get(whole, "tellings"));
    json_decref(whole);
    return rows;
}

static Status answer_one(DeedAsk *asked, int64_t article, uint32_t number, Error *error)
{
    Deed d;
    Ask *ask = &asked->ask;
    Status status = ledger_deed(ask->ledger, article, number, &ask->scope, ask->arena, &d, error);
    if (status) return status;
    if (ask->format == ASK_JSON) return sheet_json(ask->to, json_of_deed(&d, true), error);
    if (ask->format == ASK_CSV)
        return sheet_csv(ask->to, tellings_of(&d),
                         "id article.id article.label article.outlet article.published status mode trigger evidence when date "
                         "place according_to.statement according_to.name according_to.text origin hand from confidence "
                         "article.url current", error);
    Paper p = paper_of(ask);
    paper_deed(&p, &d, ask->scope.limit);
    return SAYSO_OK;
}

Status answer_events(Ask *ask, Error *error)
{
    DeedAsk *asked = (DeedAsk *)ask;
    uint32_t number = 0;
    if (!ask->word_count) return answer_list(asked, error);
    Status status = find_event(ask, ask->words[0], &asked->which.article, &number, error);
    if (status) return status;
    return number ? answer_one(asked, asked->which.article, number, error) : answer_list(asked, error);
}

/* ---- the command ---- */

sayso_event_type event_type_parse(const char *typed, struct argp_state *state)
{
    const char *items[SAYSO_EVENT_ASSAULT + 1];
    for (size_t i = 0; i < COUNT(items); i++) {
        items[i] = sayso_event_type_name((sayso_event_type)i);
        if (!strcasecmp(items[i], typed)) return (sayso_event_type)i;
    }
    const Names names = {"type", items, COUNT(items),
                         "AGREE, CONSULT, SUPPORT, CONCEDE, COOPERATE, AID, RETREAT, REQUEST, ACCUSE, REJECT, THREATEN, PROTEST, "
                         "SANCTION, MOBILIZE, COERCE and ASSAULT"};
    return (sayso_event_type)choice_parse(&names, typed, state);
}

static sayso_event_status parse_status(const char *typed, struct argp_state *state)
{
    const char *items[SAYSO_STATUS_ASSERTED + 1];
    for (size_t i = 0; i < COUNT(items); i++) items[i] = sayso_event_status_name((sayso_event_status)i);
    const Names names = {"status", items, COUNT(items),
                         "asserted, reported, denied, negated, hypothetical, future and demanded"};
    return (sayso_event_status)choice_parse(&names, typed, state);
}

bool country_read(const char *typed, char out[4])
{
    size_t n = 0;
    for (; n < 3; n++) {
        uint32_t c = (uint8_t)typed[n];
        if (char_is_lower(c)) c -= 'a' - 'A';
        if (c < 'A' || c > 'Z') return false;
        out[n] = (char)c;
    }
    out[n] = 0;
    return !typed[n];
}

static const char *parse_country(DeedAsk *a, const char *typed, struct argp_state *state)
{
    if (!country_read(typed, a->country))
        argp_error(state, "--country=%s is no country's code: three letters of ISO 3166-1, as in IRN", typed);
    return a->country;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    DeedAsk *a = state->input;
    DeedScope *w = &a->which;
    switch (key) {
    case KEY_WHO: w->who = argument; return 0;
    case KEY_TO: w->to = argument; return 0;
    case KEY_TYPE:
        w->type = event_type_parse(argument, state);
        w->has_type = true;
        return 0;
    case KEY_MODE: w->mode = argument; return 0;
    case KEY_STATUS:
        w->status = parse_status(argument, state);
        w->has_status = true;
        return 0;
    case KEY_COUNTRY: w->country = parse_country(a, argument, state); return 0;
    case KEY_PLACE: w->place = argument; return 0;
    case KEY_ABOUT: w->about = argument; return 0;
    case ARGP_KEY_ARG:
        if (a->ask.word_count) argp_error(state, "give one event, ARTICLE:N, as the list prints it, or one article");
        return ask_parse(key, argument, state);
    default: return ask_parse(key, argument, state);
    }
}

static const struct argp_option arguments[] = {
    {"format", 'f', "FORMAT", 0, "table (the default), json or csv", 0},
    {"who", KEY_WHO, "NAME", 0, "what this person, body or country does", 0},
    {"to", KEY_TO, "NAME", 0, "what is done to this one", 0},
    {"type", KEY_TYPE, "TYPE", 0, "of this type of PLOVER alone: ASSAULT, ACCUSE, AGREE and so on", 0},
    {"mode", KEY_MODE, "MODE", 0, "of this mode of the type alone", 0},
    {"status", KEY_STATUS, "STATUS", 0, "told so alone: asserted, reported, denied, negated, hypothetical, future, demanded", 0},
    {"country", KEY_COUNTRY, "CODE", 0, "where one of this country takes part, ISO 3166-1: IRN", 0},
    {"place", KEY_PLACE, "PLACE", 0, "that took place there, in an article's words", 0},
    {"about", KEY_ABOUT, "WORDS", 0, "whose clause has all of these words", 0},
    {"outlet", KEY_OUTLET, "NAME", 0, "that an article of this outlet tells", 0},
    {"order", KEY_ORDER, "ORDER", 0, "date (the default): the newest first; or origins: those of the most first", 0},
    SCOPE_OPTIONS,
    ASK_OPTIONS,
    {0}};

int command_events(int argc, char **argv)
{
    static const struct argp argp = {
        arguments,
        parse,
        "[ARTICLE|ARTICLE:N]",
        "Prints who did what to whom, in how many articles and on how many independent origins' word; of one article, or of "
        "all. One event, ARTICLE:N, is shown with each telling, who denies it, and what is perhaps the same deed and not "
        "counted. A day with a question mark is the one on which it was told.\v" LEDGER_STATUS,
        NULL,
        NULL,
        NULL};
    DeedAsk asked = {.ask.scope.order = ORDER_DATE};
    return ask_run(&argp, argc, argv, &asked.ask, answer_events);
}
