/* sayso actor: who is one person or body across articles, by which names, and what a person knows better of it. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "cli/decide/decide.h"

#define LIST_OPTIONS                                                                                                   \
    {"format", 'f', "FORMAT", 0, "table (the default), json or csv", 0},                                               \
        {"limit", KEY_LIMIT, "N", 0, "at most so many rows, 20 unless told otherwise", 0}, ASK_OPTIONS, {0}
static const struct argp_option listing[] = {LIST_OPTIONS};

/* ---- list ---- */

static void write_list(const Ask *ask, const Actors *all)
{
    Paper p = paper_of(ask);
    for (uint32_t i = 0; i < all->count; i++) paper_actor(&p, &all->items[i]);
    paper_more(&p, all->count, all->all);
    if (all->count) return;
    paper_format(&p, INK_PLAIN, "nobody is known to have said something");
    paper_line(&p, 0);
}

static json_t *json_of_actors(const Actors *all)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < all->count; i++) json_array_append_new(array, json_of_actor(&all->items[i]));
    return array;
}

Status answer_actors(Ask *ask, Error *error)
{
    Actors all;
    const char *name = ask->word_count ? actor_words(ask) : NULL;
    if (ask->word_count && !name) return fail_memory(error);
    Status status = ledger_actors(ask->ledger, name, &ask->scope, ask->arena, &all, error);
    if (status) return status;
    if (ask->format == ASK_CSV)
        return sheet_csv(ask->to, json_of_actors(&all), "id name type country gender statements", error);
    if (ask->format == ASK_JSON) {
        json_t *object = json_object();
        json_object_set_new_nocheck(object, "actors", json_of_actors(&all));
        set_integer(object, "all", (int64_t)all.all);
        return sheet_json(ask->to, object, error);
    }
    write_list(ask, &all);
    return SAYSO_OK;
}

static int run_list(int argc, char **argv)
{
    static const struct argp argp = {
        listing,  ask_parse,
        "[NAME]", "Prints those who said most, or those whom a name may mean, each with its number.\v" LEDGER_STATUS,
        NULL,     NULL,
        NULL};
    Ask ask = {0};
    return ask_run(&argp, argc, argv, &ask, answer_actors);
}

/* ---- show ---- */

typedef struct Shown {
    Actor actor;
    Form *forms;
    uint32_t count, most; /* most: rows */
} Shown;

static void write_shown(const Ask *ask, const Shown *s)
{
    Paper p = paper_of(ask);
    paper_actor(&p, &s->actor);
    paper_rule(&p);
    for (uint32_t i = 0; i < s->most; i++) {
        const Form *f = &s->forms[i];
        paper_number(&p, INK_PLAIN, 6, f->statements);
        paper_text(&p, INK_BOLD, f->name);
        if (f->inferred) paper_format(&p, INK_DIM, " · inferred: a surname alone, where nobody else bore it");
        paper_line(&p, 0);
    }
    paper_more(&p, s->most, s->count);
}

static json_t *json_of_forms(const Shown *s)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < s->most; i++) {
        json_t *object = json_object();
        set_text(object, "form", s->forms[i].name);
        set_integer(object, "statements", (int64_t)s->forms[i].statements);
        set_flag(object, "inferred", s->forms[i].inferred);
        json_array_append_new(array, object);
    }
    return array;
}

/* What tells two forms of one name apart (an office, a gender) is not shown: a reader sees one name. */
static void lay_together(Shown *s)
{
    uint32_t kept = 0;
    for (uint32_t i = 0, k; i < s->count; i++) {
        const Form *f = &s->forms[i];
        for (k = 0; k < kept && (!text_equal(s->forms[k].name, f->name) || s->forms[k].inferred != f->inferred); k++) continue;
        if (k < kept)
            s->forms[k].statements += f->statements;
        else
            s->forms[kept++] = *f;
    }
    s->count = kept;
}

Status answer_actor(Ask *ask, Error *error)
{
    Shown s;
    const char *name = ask_words(ask);
    if (!name) return fail_memory(error);
    Status status = find_actor(ask, name, &s.actor, error);
    if (!status) status = ledger_forms(ask->ledger, s.actor.id, ask->arena, &s.forms, &s.count, error);
    if (status) return status;
    lay_together(&s);
    s.most = ask->scope.limit && ask->scope.limit < s.count ? ask->scope.limit : s.count;
    if (ask->format == ASK_CSV) return sheet_csv(ask->to, json_of_forms(&s), "form statements inferred", error);
    if (ask->format == ASK_JSON) {
        json_t *object = json_of_actor(&s.actor);
        json_object_set_new_nocheck(object, "forms", json_of_forms(&s));
        set_integer(object, "all", s.count);
        return sheet_json(ask->to, object, error);
    }
    write_shown(ask, &s);
    return SAYSO_OK;
}

static error_t parse_show(int key, char *argument, struct argp_state *state)
{
    if (key == ARGP_KEY_NO_ARGS)
        argp_error(state, "name one actor, or give its number, as 'sayso actor list' prints it");
    return ask_parse(key, argument, state);
}

static int run_show(int argc, char **argv)
{
    static const struct argp argp = {
        listing,    parse_show,
        "NAME|#ID", "Prints one actor: every form of its name, and how much was said under it.\v" LEDGER_STATUS,
        NULL,       NULL,
        NULL};
    Ask ask = {0};
    return ask_run(&argp, argc, argv, &ask, answer_actor);
}

/* ---- merge, rename ---- */

Status answer_merge(Ask *ask, Error *error)
{
    Actor a, b;
    int64_t decision;
    Status status = find_actor(ask, ask->words[0], &a, error);
    if (!status) status = find_actor(ask, ask->words[1], &b, error);
    if (!status) status = ledger_merge(ask->ledger, a.id, b.id, &decision, error);
    if (status) return status;
    return tell_decided(ask, decision, error, "%.*s (#%lld) and %.*s (#%lld) are one", (int)a.name.size, a.name.data,
                        (long long)a.id, (int)b.name.size, b.name.data, (long long)b.id);
}

static error_t parse_pair(int key, char *argument, struct argp_state *state)
{
    const Ask *ask = state->input;
    if ((key == ARGP_KEY_END && ask->word_count != 2) || (key == ARGP_KEY_ARG && ask->word_count == 2))
        argp_error(state, "give two actors, each by its number or by a name in quotation marks");
    return ask_parse(key, argument, state);
}

static int run_merge(int argc, char **argv)
{
    static const struct argp argp = {
        ask_options,
        parse_pair,
        "ACTOR ACTOR",
        "Keeps that two actors are one: all their names and statements are one's from now on.\v" LEDGER_STATUS,
        NULL,
        NULL,
        NULL};
    Ask ask = {.mode = LEDGER_KEEP, .formats = ASK_JSON + 1};
    return ask_run(&argp, argc, argv, &ask, answer_merge);
}

Status answer_rename(Ask *ask, Error *error)
{
    Actor a;
    int64_t decision;
    Status status = find_actor(ask, ask->words[0], &a, error);
    if (!status) status = ledger_rename(ask->ledger, a.id, ask->words[1], &decision, error);
    if (status) return status;
    return tell_decided(ask, decision, error, "%.*s (#%lld) is shown as %.100s", (int)a.name.size, a.name.data,
                        (long long)a.id, ask->words[1]);
}

static error_t parse_rename(int key, char *argument, struct argp_state *state)
{
    const Ask *ask = state->input;
    if ((key == ARGP_KEY_END && ask->word_count != 2) || (key == ARGP_KEY_ARG && ask->word_count == 2))
        argp_error(state, "give an actor and its new name, in quotation marks: sayso actor rename 17 \"Ines Caldo\"");
    return ask_parse(key, argument, state);
}

static int run_rename(int argc, char **argv)
{
    static const struct argp argp = {
        ask_options, parse_rename, "ACTOR NAME", "Keeps by which name an actor is shown.\v" LEDGER_STATUS,
        NULL,    NULL,         NULL};
    Ask ask = {.mode = LEDGER_KEEP, .formats = ASK_JSON + 1};
    return ask_run(&argp, argc, argv, &ask, answer_rename);
}

/* ---- split ---- */

static Status no_form(const Actor *a, const Form *forms, uint32_t count, const char *typed, Error *error)
{
    char names[150];
    size_t at = 0;
    for (uint32_t i = 0; i < count && i < 4; i++) {
        int n = snprintf(names + at, sizeof names - at, "%s'%.*s'", i ? ", " : "",
                         (int)(forms[i].name.size < 30 ? forms[i].name.size : 30), forms[i].name.data);
        if (n < 0 || (size_t)n >= sizeof names - at) break;
        at += (size_t)n;
    }
    names[at] = 0;
    return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "'%.40s' is no form of #%lld; it has %s%s", typed,
                (long long)a->id, names, count > 4 ? " and others" : "");
}

/* As it is written; else, if one alone is so, in any case. */
static Status find_form(Ask *ask, const Actor *a, const char *typed, int64_t *out, Error *error)
{
    Form *forms;
    uint32_t count, alike = 0;
    Status status = ledger_forms(ask->ledger, a->id, ask->arena, &forms, &count, error);
    if (status) return status;
    *out = 0;
    for (uint32_t i = 0; i < count && !*out; i++)
        if (text_is(forms[i].name, typed)) *out = forms[i].id;
    for (uint32_t i = 0; i < count && !*out; i++)
        alike += forms[i].name.size == strlen(typed) && !strncasecmp(forms[i].name.data, typed, forms[i].name.size);
    for (uint32_t i = 0; i < count && !*out && alike == 1; i++)
        if (forms[i].name.size == strlen(typed) && !strncasecmp(forms[i].name.data, typed, forms[i].name.size))
            *out = forms[i].id;
    return *out ? SAYSO_OK : no_form(a, forms, count, typed, error);
}

Status answer_split(Ask *ask, Error *error)
{
    const Split *split = (const Split *)ask;
    const char *form_typed = ask->word_count > 1 ? ask->words[1] : NULL;
    Actor a;
    int64_t decision, form = 0, article = 0;
    Status status = find_actor(ask, ask->words[0], &a, error);
    if (!status && form_typed) status = find_form(ask, &a, form_typed, &form, error);
    if (!status && split->article) status = find_article(ask, split->article, &article, error);
    if (!status) status = ledger_split(ask->ledger, a.id, form, article, &decision, error);
    if (status) return status;
    return tell_decided(ask, decision, error, "%.100s%s%.100s is another than %.*s (#%lld)",
                        form_typed ? form_typed : "whom it names", split->article ? " in " : "",
                        split->article ? split->article : "", (int)a.name.size, a.name.data, (long long)a.id);
}

static error_t parse_split(int key, char *argument, struct argp_state *state)
{
    Split *split = state->input;
    size_t count = split->ask.word_count;
    if (key == KEY_ARTICLE)
        split->article = argument;
    else if ((key == ARGP_KEY_ARG && count == 2) || (key == ARGP_KEY_END && (!count || (count < 2 && !split->article))))
        argp_error(state, "give an actor and one form of its name, in quotation marks, or --article=ARTICLE");
    else
        return ask_parse(key, argument, state);
    return 0;
}

static int run_split(int argc, char **argv)
{
    static const struct argp_option arguments[] = {
        {"article", KEY_ARTICLE, "ARTICLE", 0, "whom this article calls so, and no other", 0},
        {"format", 'f', "FORMAT", 0, "table (the default) or json", 0},
        ASK_OPTIONS,
        {0}};
    static const struct argp argp = {arguments,
                                     parse_split,
                                     "ACTOR FORM\nACTOR [FORM] --article=ARTICLE",
                                     "Keeps that one form of an actor's name is somebody else, everywhere or in one "
                                     "article: an actor of its own.\v" LEDGER_STATUS,
                                     NULL,
                                     NULL,
                                     NULL};
    Split split = {.ask = {.mode = LEDGER_KEEP, .formats = ASK_JSON + 1}};
    return ask_run(&argp, argc, argv, &split.ask, answer_split);
}

int command_actor(int argc, char **argv)
{
    static const Verb verbs[] = {{"list", "those who said most, or whom a name may mean", run_list},
                                 {"show", "one actor, and every form of its name", run_show},
                                 {"merge", "two actors are one", run_merge},
                                 {"split", "a form of a name is somebody else", run_split},
                                 {"rename", "the name by which it is shown", run_rename},
                                 {"undo", "take a decision back", verb_undo}};
    return verb_run(verbs, COUNT(verbs), argc, argv);
}
