/* sayso who: all that somebody said, and to whom; where a name may be several people, each of them. */
#include <jansson.h>
#include <stdio.h>

#include "cli/ask/ask.h"

/* ---- for people ---- */

static void put_nothing(Paper *p, bool scoped)
{
    paper_format(p, INK_PLAIN, scoped ? "no statement of this scope"
                                      : "named in the ledger, and nothing is known to be said; 'sayso about' finds words");
    paper_line(p, 0);
}

static void put_one(Paper *p, const WhoAnswer *a, uint32_t index, bool scoped)
{
    const Statements *said = &a->said[index];
    paper_actor(p, &a->actors.items[index]);
    paper_rule(p);
    for (uint32_t i = 0; i < said->count; i++) paper_statement(p, &said->items[i]);
    if (!said->count) put_nothing(p, scoped);
    paper_more(p, said->count, said->all);
}

static void put_meant(Paper *p, const WhoAnswer *a)
{
    paper_format(p, INK_DIM, "%llu are meant:", (unsigned long long)a->actors.all);
    for (uint32_t i = 0; i < a->actors.count; i++) {
        const Actor *actor = &a->actors.items[i];
        paper_format(p, INK_DIM, i ? ", " : " ");
        paper_text(p, INK_DIM, actor->name);
        paper_format(p, INK_DIM, " #%lld (%llu)", (long long)actor->id, (unsigned long long)actor->statements);
    }
    if (a->actors.all > a->actors.count)
        paper_format(p, INK_DIM, " and %llu more: --limit", (unsigned long long)(a->actors.all - a->actors.count));
    paper_line(p, 0);
}

/* Of several, who says nothing here stands in the first line alone. */
static void write_table(const Ask *ask, const WhoAnswer *a)
{
    Paper p = paper_of(ask);
    uint32_t shown = 0;
    if (a->actors.all > 1) put_meant(&p, a);
    for (uint32_t i = 0; i < a->actors.count; i++) {
        if (a->actors.all > 1 && !a->said[i].count) continue;
        if (a->actors.all > 1) paper_line(&p, 0);
        put_one(&p, a, i, ask_is_scoped(ask));
        shown++;
    }
    if (!shown) put_nothing(&p, ask_is_scoped(ask));
}

/* ---- for programs ---- */

static json_t *to_json(const WhoAnswer *a)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < a->actors.count; i++) {
        json_t *object = json_object();
        json_object_set_new_nocheck(object, "actor", json_of_actor(&a->actors.items[i]));
        json_object_set_new_nocheck(object, "statements", json_of_statements(&a->said[i]));
        set_integer(object, "all", (int64_t)a->said[i].all);
        json_array_append_new(array, object);
    }
    json_t *answer = json_object();
    json_object_set_new_nocheck(answer, "actors", array);
    set_integer(answer, "all", (int64_t)a->actors.all);
    return answer;
}

static json_t *rows_of(const WhoAnswer *a)
{
    json_t *rows = json_array();
    for (uint32_t i = 0; i < a->actors.count; i++)
        for (uint32_t k = 0; k < a->said[i].count; k++) {
            json_t *row = json_of_statement(&a->said[i].items[k]);
            json_object_set_new_nocheck(row, "actor", json_of_actor(&a->actors.items[i]));
            json_array_append_new(rows, row);
        }
    return rows;
}

Status answer_who(Ask *ask, Error *error)
{
    WhoAnswer a;
    const char *name = actor_words(ask);
    if (!name) return fail_memory(error);
    Status status = ledger_who(ask->ledger, name, &ask->scope, ask->arena, &a, error);
    if (status) return status;
    ask->empty = true;
    for (uint32_t i = 0; i < a.actors.count; i++) ask->empty = ask->empty && !a.said[i].count;
    if (ask->format == ASK_JSON) return sheet_json(ask->to, to_json(&a), error);
    if (ask->format == ASK_TABLE) {
        write_table(ask, &a);
        return SAYSO_OK;
    }
    char columns[1024];
    snprintf(columns, sizeof columns, "actor.id actor.name %s", statement_columns);
    return sheet_csv(ask->to, rows_of(&a), columns, error);
}

static const struct argp_option arguments[] = {{"format", 'f', "FORMAT", 0, "table (the default), json or csv", 0},
                                               SCOPE_OPTIONS,
                                               CHOICE_OPTIONS,
                                               ASK_OPTIONS,
                                               {0}};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    if (key == ARGP_KEY_NO_ARGS)
        argp_error(state,
                   "name somebody, as in: sayso who Corvane; a number, #17, in quotation marks or without its sign");
    return ask_parse(key, argument, state);
}

int command_who(int argc, char **argv)
{
    static const struct argp argp = {
        arguments,
        parse,
        "NAME",
        "Prints all that somebody said, newest first, with the words, the one spoken to and the article; then what "
        "others "
        "report that they said. A name may be a surname, have a title or an initial before it, or be an actor's "
        "number, "
        "\"#17\"; everyone who may be meant is shown, the most quoted first.\v" LEDGER_STATUS,
        NULL,
        NULL,
        NULL};
    Ask ask = {0};
    return ask_run(&argp, argc, argv, &ask, answer_who);
}
