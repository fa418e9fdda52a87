/* sayso about and sayso claim: what is claimed, who stands how to it, and how many independent origins it has. */
#include <jansson.h>

#include "cli/cli.h"

/* ---- for people ---- */

static void put_counts(Paper *p, const ClaimAnswer *a)
{
    const Claim *c = &a->claim;
    paper_format(p, INK_DIM, "claim %lld · %llu statement%s in %llu article%s · ", (long long)c->id,
                 (unsigned long long)c->statement_count, c->statement_count == 1 ? "" : "s",
                 (unsigned long long)c->article_count, c->article_count == 1 ? "" : "s");
    paper_format(p, INK_BOLD, "%s%u independent origin%s", a->statements.more ? "at least " : "", c->origin_count,
                 c->origin_count == 1 ? "" : "s");
    if (c->confirmed) paper_format(p, INK_GREEN, " · %u confirmed", c->confirmed);
    if (c->denied) paper_format(p, INK_RED, " · %u denied or dismissed", c->denied);
    if (c->first_day.size) paper_format(p, INK_DIM, " · first %.*s", (int)c->first_day.size, c->first_day.data);
    paper_line(p, 0);
}

static Ink ink_of(sayso_act act)
{
    return act == SAYSO_ACT_CONFIRM                                                        ? INK_GREEN
           : act == SAYSO_ACT_DENY || act == SAYSO_ACT_DISMISS || act == SAYSO_ACT_DECLINE ? INK_RED
                                                                                           : INK_PLAIN;
}

/* A source's words may end in the comma of an apposition. */
static Text without_comma(Text name)
{
    while (name.size && (name.data[name.size - 1] == ',' || name.data[name.size - 1] == ' ')) name.size--;
    return name;
}

static void put_holder(Paper *p, const Holder *h)
{
    p->indent = 4;
    paper_column(p, 4);
    paper_text(p, INK_BOLD, h->name.size ? without_comma(h->name) : text_literal("(no source is named)"));
    if (h->kind == SAYSO_KIND_UNNAMED) paper_format(p, INK_DIM, " (unnamed)");
    paper_format(p, INK_DIM, ": ");
    paper_format(p, ink_of(h->act), "%s", sayso_act_name(h->act));
    if (h->times > 1) paper_format(p, INK_DIM, " ×%u", h->times);
    if (h->day.size) paper_format(p, INK_DIM, " · ");
    paper_text(p, INK_DIM, h->day);
    if (h->outlet.size) paper_format(p, INK_DIM, " · ");
    paper_text(p, INK_DIM, h->outlet);
    if (h->reported) {
        paper_format(p, INK_DIM, " · merely reported by ");
        paper_text(p, INK_DIM, h->reported_by.size ? h->reported_by : text_literal("another source"));
    }
    paper_line(p, 0);
}

static void put_holders(Paper *p, const ClaimAnswer *a)
{
    for (uint32_t i = 0; i < a->holder_count; i++) put_holder(p, &a->holders[i]);
}

static const char *const hands[] = {[HAND_FIRST] = "the origin",
                                    [HAND_SAME] = "the same source as in",
                                    [HAND_REPRINT] = "a copy of",
                                    [HAND_PASSED] = "passed on from",
                                    [HAND_ANOTHER] = "an unnamed source through the same outlet as in"};
static const char *const hand_names[] = {[HAND_FIRST] = "first",
                                         [HAND_SAME] = "same",
                                         [HAND_REPRINT] = "reprint",
                                         [HAND_PASSED] = "passed",
                                         [HAND_ANOTHER] = "another"};

static void put_hand(Paper *p, const ClaimAnswer *a, uint32_t i)
{
    uint32_t from = a->hand_from[i];
    paper_format(p, INK_DIM, "%s", hands[a->hand[i]]);
    if (a->hand[i] != HAND_FIRST && from != i) {
        paper_format(p, INK_DIM, " ");
        paper_place(p, &a->statements.items[from]);
    }
}

/* An origin, and each hand through which it came, oldest first. */
static void put_origin(Paper *p, const ClaimAnswer *a, uint32_t index, uint32_t shown)
{
    const Origin *o = &a->origins[index];
    paper_number(p, INK_BOLD, 2, index + 1);
    paper_text(p, INK_BOLD, o->name);
    paper_format(p, INK_DIM, " · %u statement%s in %u article%s", o->statement_count,
                 o->statement_count == 1 ? "" : "s", o->article_count, o->article_count == 1 ? "" : "s");
    if (o->possibly_one) paper_format(p, INK_RED, " · possibly one with the other unnamed");
    paper_line(p, 0);
    for (uint32_t i = 0; i < shown; i++) {
        if (a->origin_of[i] != index) continue;
        const Statement *s = &a->statements.items[i];
        p->indent = 4;
        paper_text(p, INK_PLAIN, s->day.size ? s->day : text_literal("undated"));
        p->indent = 16;
        paper_column(p, 16);
        paper_text(p, INK_PLAIN, s->outlet.size ? s->outlet : s->label);
        paper_format(p, INK_DIM, " · ");
        paper_place(p, s);
        paper_format(p, INK_DIM, " · ");
        put_hand(p, a, i);
        paper_line(p, 0);
    }
}

static void put_title(Paper *p, const char *title)
{
    paper_line(p, 0);
    paper_format(p, INK_BOLD, "%s", title);
    paper_line(p, 0);
}

static void put_text(Paper *p, const Claim *c)
{
    p->indent = 0;
    paper_text(p, INK_BOLD, c->text);
    paper_line(p, 0);
}

/* The limit cuts what is shown, not what is asked: the origins stay what they are. */
static uint32_t shown_of(const Ask *ask, const ClaimAnswer *a)
{
    return ask->scope.limit && ask->scope.limit < a->statements.count ? ask->scope.limit : a->statements.count;
}

static void write_claim(const Ask *ask, const ClaimAnswer *a)
{
    Paper p = paper_of(ask);
    uint32_t shown = shown_of(ask, a);
    put_text(&p, &a->claim);
    put_counts(&p, a);
    paper_rule(&p);
    paper_format(&p, INK_BOLD, "standing");
    paper_line(&p, 0);
    put_holders(&p, a);
    put_title(&p, a->origin_count ? "origins" : "origins: nobody is known to have asserted it");
    for (uint32_t i = 0; i < a->origin_count; i++) put_origin(&p, a, i, shown);
    put_title(&p, "statements");
    for (uint32_t i = 0; i < shown; i++) paper_statement(&p, &a->statements.items[i]);
    if (shown < a->statements.count)
        paper_format(&p, INK_DIM, "… there are %u more: --limit", a->statements.count - shown);
    if (a->statements.more)
        paper_format(&p, INK_DIM, "… what was said after these %u statements was not looked at: --since",
                     a->statements.count);
    if (p.column) paper_line(&p, 0);
}

static void write_about(const Ask *ask, const AboutAnswer *a)
{
    Paper p = paper_of(ask);
    for (uint32_t i = 0; i < a->count; i++) {
        if (i) paper_line(&p, 0);
        put_text(&p, &a->items[i].claim);
        put_counts(&p, &a->items[i]);
        put_holders(&p, &a->items[i]);
    }
    if (!a->count) {
        paper_format(&p, INK_PLAIN, "no claim has all of these words");
        paper_line(&p, 0);
    }
    if (a->more) {
        paper_line(&p, 0);
        paper_format(&p, INK_DIM, "… there are more: --limit");
        paper_line(&p, 0);
    }
}

/* ---- for programs ---- */

static json_t *json_of_holder(const Holder *h)
{
    json_t *object = json_object();
    set_text(object, "name", h->name);
    if (h->actor) json_object_set_new_nocheck(object, "actor", json_integer(h->actor));
    set_text(object, "kind", text_literal(sayso_kind_name(h->kind)));
    set_text(object, "act", text_literal(sayso_act_name(h->act)));
    json_object_set_new_nocheck(object, "merely_reported", json_boolean(h->reported));
    set_text(object, "reported_by", h->reported_by);
    set_text(object, "day", h->day);
    set_text(object, "outlet", h->outlet);
    json_object_set_new_nocheck(object, "times", json_integer(h->times));
    return object;
}

static json_t *json_of_origin(const Origin *o)
{
    json_t *object = json_object();
    set_text(object, "name", o->name);
    set_text(object, "kind", text_literal(sayso_kind_name(o->kind)));
    json_object_set_new_nocheck(object, "possibly_one", json_boolean(o->possibly_one));
    json_object_set_new_nocheck(object, "statements", json_integer(o->statement_count));
    json_object_set_new_nocheck(object, "articles", json_integer(o->article_count));
    return object;
}

/* A statement, and the way by which it came: its origin (from 1), and the statement before it. */
static json_t *json_of_hand(const ClaimAnswer *a, uint32_t i)
{
    json_t *object = json_of_statement(&a->statements.items[i]);
    if (a->origin_of[i] == NONE) return object;
    const Statement *from = &a->statements.items[a->hand_from[i]];
    json_object_set_new_nocheck(object, "origin", json_integer((json_int_t)a->origin_of[i] + 1));
    json_object_set_new_nocheck(object, "hand", json_string(hand_names[a->hand[i]]));
    if (a->hand_from[i] != i)
        json_object_set_new_nocheck(object, "from", json_sprintf("%lld:%u", (long long)from->article, from->number));
    return object;
}

json_t *json_of_claim(const ClaimAnswer *a, uint32_t shown)
{
    const Claim *c = &a->claim;
    json_t *object = json_object(), *holders = json_array(), *origins = json_array(), *statements = json_array();
    json_object_set_new_nocheck(object, "id", json_integer(c->id));
    set_text(object, "text", c->text);
    set_text(object, "first", c->first_day);
    set_text(object, "last", c->last_day);
    json_object_set_new_nocheck(object, "statement_count", json_integer((json_int_t)c->statement_count));
    json_object_set_new_nocheck(object, "article_count", json_integer((json_int_t)c->article_count));
    json_object_set_new_nocheck(object, "origin_count", json_integer(c->origin_count));
    json_object_set_new_nocheck(object, "confirmed", json_integer(c->confirmed));
    json_object_set_new_nocheck(object, "denied", json_integer(c->denied));
    for (uint32_t i = 0; i < a->holder_count; i++) json_array_append_new(holders, json_of_holder(&a->holders[i]));
    json_object_set_new_nocheck(object, "standing", holders);
    for (uint32_t i = 0; i < a->origin_count; i++) json_array_append_new(origins, json_of_origin(&a->origins[i]));
    json_object_set_new_nocheck(object, "origins", origins);
    json_object_set_new_nocheck(object, "at_least", json_boolean(a->statements.more)); /* so many origins */
    for (uint32_t i = 0; shown != NONE && i < shown; i++) json_array_append_new(statements, json_of_hand(a, i));
    if (shown != NONE)
        json_object_set_new_nocheck(object, "statements", statements);
    else
        json_decref(statements);
    return object;
}

/* ---- the commands ---- */

static Status answer_claim(Ask *ask, Error *error)
{
    ClaimAnswer a;
    char *rest;
    int64_t id = strtoll(ask->words[0], &rest, 10);
    if (*rest || id <= 0 || id == INT64_MAX)
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "'%.40s' is no claim's number; 'sayso about' finds claims",
                    ask->words[0]);
    Status status = ledger_claim(ask->ledger, id, &ask->scope, ask->arena, &a, error);
    if (status) return status;
    if (ask->format == ASK_JSON) return sheet_json(ask->to, json_of_claim(&a, shown_of(ask, &a)), error);
    if (ask->format == ASK_TABLE) {
        write_claim(ask, &a);
        return SAYSO_OK;
    }
    json_t *rows = json_array();
    for (uint32_t i = 0; i < shown_of(ask, &a); i++) json_array_append_new(rows, json_of_hand(&a, i));
    char columns[1024];
    snprintf(columns, sizeof columns, "origin hand from %s", statement_columns);
    return sheet_csv(ask->to, rows, columns, error);
}

static Status answer_about(Ask *ask, Error *error)
{
    AboutAnswer a;
    const char *words = ask_words(ask);
    if (!words) return fail_memory(error);
    Status status = ledger_about(ask->ledger, words, &ask->scope, ask->arena, &a, error);
    if (status) return status;
    if (ask->format == ASK_TABLE) {
        write_about(ask, &a);
        return SAYSO_OK;
    }
    json_t *rows = json_array();
    for (uint32_t i = 0; i < a.count; i++) json_array_append_new(rows, json_of_claim(&a.items[i], NONE));
    if (ask->format == ASK_JSON) return sheet_json(ask->to, rows, error);
    return sheet_csv(ask->to, rows, "id text first last statement_count article_count origin_count confirmed denied",
                     error);
}

static const struct argp_option arguments[] = {
    {"format", 'f', "FORMAT", 0, "table (the default), json or csv", 0}, SCOPE_OPTIONS, ASK_OPTIONS, {0}};

static error_t parse_claim(int key, char *argument, struct argp_state *state)
{
    const Ask *ask = state->input;
    if (key == ARGP_KEY_NO_ARGS || (key == ARGP_KEY_ARG && ask->word_count))
        argp_error(state, "give one claim's number, as 'sayso about' prints it");
    return ask_parse(key, argument, state);
}

int command_claim(int argc, char **argv)
{
    static const struct argp argp = {
        arguments,
        parse_claim,
        "ID",
        "Prints one claim: who stands how to it, its independent origins, through which hands "
        "each came, and every statement with its words.\v" LEDGER_STATUS,
        NULL,
        NULL,
        NULL};
    Ask ask = {0};
    return ask_run(&argp, argc, argv, &ask, answer_claim);
}

static error_t parse_about(int key, char *argument, struct argp_state *state)
{
    if (key == ARGP_KEY_NO_ARGS) argp_error(state, "give words to look for, as in: sayso about audit dredging");
    return ask_parse(key, argument, state);
}

int command_about(int argc, char **argv)
{
    static const struct argp argp = {
        arguments,
        parse_about,
        "WORDS...",
        "Prints the claims that have all of the words, whatever their endings; words within "
        "quotation marks side by side. Those of the most independent origins come first.\v" LEDGER_STATUS,
        NULL,
        NULL,
        NULL};
    Ask ask = {0};
    return ask_run(&argp, argc, argv, &ask, answer_about);
}
