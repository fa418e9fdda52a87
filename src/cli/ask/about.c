/* sayso about: what is claimed, who stands how to it and on how many origins; and what is said that claims nothing. */
#include <jansson.h>

#include "cli/ask/ask.h"

/* ---- for people ---- */

static void put_statements(Paper *p, const Statements *all, bool claims)
{
    if (!all->count && !all->all) return;
    if (claims) paper_line(p, 0);
    paper_format(p, INK_BOLD, "said, and no claim");
    paper_line(p, 0);
    for (uint32_t i = 0; i < all->count; i++) paper_statement(p, &all->items[i]);
    paper_more(p, all->count, all->all);
}

static void write_table(const Ask *ask, const AboutAnswer *a)
{
    Paper p = paper_of(ask);
    for (uint32_t i = 0; i < a->count; i++) {
        if (i) paper_line(&p, 0);
        paper_claim_head(&p, &a->items[i]);
        paper_holders(&p, &a->items[i]);
    }
    if (a->all > a->count) paper_line(&p, 0);
    paper_more(&p, a->count, a->all);
    put_statements(&p, &a->statements, a->count);
    if (a->count || a->statements.all) return;
    paper_format(&p, INK_PLAIN, ask_is_scoped(ask) ? "no statement of this scope has all of these words"
                                                   : "no statement has all of these words");
    paper_line(&p, 0);
}

/* ---- for programs ---- */

static json_t *claims_of(const AboutAnswer *a)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < a->count; i++) json_array_append_new(array, json_of_claim(&a->items[i], NONE));
    return array;
}

static json_t *to_json(const AboutAnswer *a)
{
    json_t *object = json_object();
    json_object_set_new_nocheck(object, "claims", claims_of(a));
    set_integer(object, "all", (int64_t)a->all);
    json_object_set_new_nocheck(object, "statements", json_of_statements(&a->statements));
    set_integer(object, "all_statements", (int64_t)a->statements.all);
    return object;
}

/* Claims, then statements: their words stand in the same column. */
static json_t *rows_of(const AboutAnswer *a)
{
    json_t *rows = claims_of(a);
    for (uint32_t i = 0; i < a->statements.count; i++) {
        const Statement *s = &a->statements.items[i];
        json_t *row = json_object();
        json_object_set_new_nocheck(row, "statement", json_sprintf("%lld:%u", (long long)s->article, s->number));
        set_text(row, "text", s->content);
        set_text(row, "first", s->day);
        json_array_append_new(rows, row);
    }
    return rows;
}

Status answer_about(Ask *ask, Error *error)
{
    AboutAnswer a;
    const char *words = ask_words(ask);
    if (!words) return fail_memory(error);
    Status status = ledger_about(ask->ledger, words, &ask->scope, ask->arena, &a, error);
    if (status) return status;
    ask->empty = !a.count && !a.statements.all;
    if (ask->format == ASK_JSON) return sheet_json(ask->to, to_json(&a), error);
    if (ask->format == ASK_TABLE) {
        write_table(ask, &a);
        return SAYSO_OK;
    }
    return sheet_csv(ask->to, rows_of(&a),
                     "id statement text first last statement_count article_count origin_count open_count confirmed "
                     "denied",
                     error);
}

static const struct argp_option arguments[] = {
    {"format", 'f', "FORMAT", 0, "table (the default), json or csv", 0},
    {"by", KEY_BY, "NAME", 0, "what this person or body says alone", 0},
    {"order", KEY_ORDER, "ORDER", 0, "origins (the default): those of the most first; or date: the newest first", 0},
    SCOPE_OPTIONS,
    CHOICE_OPTIONS,
    ASK_OPTIONS,
    {0}};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    if (key == ARGP_KEY_NO_ARGS) argp_error(state, "give words to look for, as in: sayso about audit dredging");
    return ask_parse(key, argument, state);
}

int command_about(int argc, char **argv)
{
    static const struct argp argp = {
        arguments,
        parse,
        "WORDS...",
        "Prints the claims that have all of the words, whatever their endings, then the statements with them that are "
        "no "
        "claim; words within quotation marks side by side. Claims of the most independent origins come "
        "first.\v" LEDGER_STATUS,
        NULL,
        NULL,
        NULL};
    Ask ask = {0};
    return ask_run(&argp, argc, argv, &ask, answer_about);
}
