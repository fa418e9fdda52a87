/* sayso who: all that somebody said, and to whom. */
#include <jansson.h>

#include "cli/cli.h"

static void write_table(const Ask *ask, const WhoAnswer *a)
{
    Paper p = paper_of(ask);
    paper_text(&p, INK_BOLD, a->actor.name);
    paper_format(&p, INK_PLAIN, " · %s", sayso_type_name(a->actor.type));
    if (a->actor.country.size)
        paper_format(&p, INK_PLAIN, " · %.*s", (int)a->actor.country.size, a->actor.country.data);
    paper_format(&p, INK_PLAIN, " · %llu statement%s", (unsigned long long)a->actor.statements,
                 a->actor.statements == 1 ? "" : "s");
    paper_line(&p, 0);
    if (a->other_count) {
        paper_format(&p, INK_DIM, "not shown, of the same words:");
        for (uint32_t i = 0; i < a->other_count; i++) {
            paper_format(&p, INK_DIM, i ? ", " : " ");
            paper_text(&p, INK_DIM, a->others[i].name);
            paper_format(&p, INK_DIM, " (%llu)", (unsigned long long)a->others[i].statements);
        }
        paper_line(&p, 0);
    }
    paper_rule(&p);
    for (uint32_t i = 0; i < a->said.count; i++) paper_statement(&p, &a->said.items[i]);
    if (!a->said.count) {
        paper_format(&p, INK_PLAIN, "no statement in this time");
        paper_line(&p, 0);
    }
    if (a->said.more) {
        paper_format(&p, INK_DIM, "… there are more: --limit");
        paper_line(&p, 0);
    }
}

static json_t *to_json(const WhoAnswer *a)
{
    json_t *object = json_object(), *others = json_array();
    json_object_set_new_nocheck(object, "actor", json_of_actor(&a->actor));
    for (uint32_t i = 0; i < a->other_count; i++) json_array_append_new(others, json_of_actor(&a->others[i]));
    json_object_set_new_nocheck(object, "others", others);
    json_object_set_new_nocheck(object, "statements", json_of_statements(&a->said));
    json_object_set_new_nocheck(object, "more", json_boolean(a->said.more));
    return object;
}

static Status answer(Ask *ask, Error *error)
{
    WhoAnswer a;
    const char *name = ask_words(ask);
    if (!name) return fail_memory(error);
    Status status = ledger_who(ask->ledger, name, &ask->scope, ask->arena, &a, error);
    if (status) return status;
    if (ask->format == ASK_JSON) return sheet_json(ask->to, to_json(&a), error);
    if (ask->format == ASK_TABLE) {
        write_table(ask, &a);
        return SAYSO_OK;
    }
    json_t *rows = json_of_statements(&a.said);
    return sheet_csv(ask->to, rows, statement_columns, error);
}

static const struct argp_option arguments[] = {
    {"format", 'f', "FORMAT", 0, "table (the default), json or csv", 0}, SCOPE_OPTIONS, ASK_OPTIONS, {0}};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    if (key == ARGP_KEY_NO_ARGS) argp_error(state, "name somebody, as in: sayso who Corvane");
    return ask_parse(key, argument, state);
}

int command_who(int argc, char **argv)
{
    static const struct argp argp = {
        arguments,
        parse,
        "NAME",
        "Prints all that somebody said, newest first, with the words, the one spoken to and the "
        "article; then what others report that they said.\v" LEDGER_STATUS,
        NULL,
        NULL,
        NULL};
    Ask ask = {0};
    return ask_run(&argp, argc, argv, &ask, answer);
}
