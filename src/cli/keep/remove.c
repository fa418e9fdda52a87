/* sayso remove: takes an article out of the ledger, with all that rests on it, and tells what that changed. */
#include <jansson.h>
#include <stdio.h>

#include "cli/keep/keep.h"

static void put_count(FILE *to, const char *before, uint32_t count, const char *one, const char *many)
{
    fprintf(to, "%s%u %s", before, count, count == 1 ? one : many);
}

static void write_line(FILE *to, const KeptArticle *k, const LedgerRemoved *r)
{
    fprintf(to, "article %lld (", (long long)k->id);
    put_safe_text(to, k->label.size ? k->label : k->url);
    fputs(") is removed:", to);
    put_count(to, " ", r->statements, "statement", "statements");
    put_count(to, ", ", r->claims, "claim that nobody makes any more", "claims that nobody makes any more");
    put_count(to, ", ", r->entities, "entity", "entities");
    if (r->copies) put_count(to, "; ", r->copies, "copy of it stands for itself", "copies of it stand for themselves");
    if (r->current) fprintf(to, "; article %lld is its latest revision now", (long long)r->current);
    putc('\n', to);
}

static json_t *to_json(const KeptArticle *k, const LedgerRemoved *r)
{
    json_t *object = json_object();
    set_integer(object, "article", k->id);
    set_text(object, "label", k->label);
    set_text(object, "url", k->url);
    set_integer(object, "statements", r->statements);
    set_integer(object, "claims", r->claims);
    set_integer(object, "entities", r->entities);
    set_integer(object, "copies", r->copies);
    if (r->current) set_integer(object, "current", r->current);
    return object;
}

static Status remove_one(Ask *ask, int64_t id, int64_t *left, Error *error)
{
    KeptArticle k;
    LedgerRemoved removed;
    arena_reset(ask->arena);
    Status status = ledger_article(ask->ledger, id, ask->arena, &k, error);
    if (!status) status = ledger_remove(ask->ledger, id, ask->arena, &removed, error);
    if (status) return status;
    *left = removed.current;
    if (ask->format == ASK_JSON) return sheet_line(ask->to, to_json(&k, &removed), error);
    if (!ask->quiet) write_line(ask->to, &k, &removed);
    return SAYSO_OK;
}

static Status answer(Ask *ask, Error *error)
{
    Status status = SAYSO_OK;
    for (size_t i = 0; !status && i < ask->word_count; i++) {
        int64_t id, left = 0;
        status = find_article(ask, ask->words[i], &id, error);
        if (!status) status = remove_one(ask, id, &left, error);
        while (!status && ask->all && left) status = remove_one(ask, left, &left, error);
    }
    return status;
}

static const struct argp_option arguments[] = {{"format", 'f', "FORMAT", 0, "table (the default) or json", 0},
                                               {"all", KEY_ALL, NULL, 0, "all its revisions", 0},
                                               {"quiet", 'q', NULL, 0, "print nothing", 0},
                                               ASK_OPTIONS,
                                               {0}};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    if (key == ARGP_KEY_NO_ARGS) argp_error(state, "name an article: its number, its URL or the name of its file");
    return ask_parse(key, argument, state);
}

int command_remove(int argc, char **argv)
{
    static const struct argp argp = {
        arguments,
        parse,
        "ARTICLE...",
        "Takes an article out of the ledger: one revision, its statements, and all that rests on them; prints what "
        "went. It is not asked for again: a copy of the ledger's file is the way back. What was decided by hand of its "
        "statements "
        "stays, and does nothing.\v" LEDGER_STATUS,
        NULL,
        NULL,
        NULL};
    Ask ask = {.mode = LEDGER_KEEP, .formats = ASK_JSON + 1};
    return ask_run(&argp, argc, argv, &ask, answer);
}
