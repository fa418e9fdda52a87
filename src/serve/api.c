/* Questions as JSON and CSV: the program's own answers (cli/ask, cli/decide), byte for byte. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "serve/serve.h"

#define MOST_DRAWN 200u /* pairs of a picture */

typedef Status Answer(Ask *ask, Error *error);

static Ask ask_of(Request *r, Media media, Reply *reply)
{
    return (Ask){.format = media == MEDIA_CSV   ? ASK_CSV
                           : media == MEDIA_SVG ? ASK_SVG
                                                : ASK_JSON,
                 .mode = LEDGER_ASK,
                 .raw = true,
                 .elsewhere = true,
                 .ledger = r->ledger,
                 .arena = &r->arena,
                 .to = reply->to};
}

static char *copy_of(Request *r, const char *word)
{
    size_t size = strlen(word) + 1;
    char *copy = arena_take(&r->arena, size, 1);
    return copy ? memcpy(copy, word, size) : NULL;
}

/* One argument, or none. */
static Status put(Request *r, Media media, Reply *reply, Answer *answer, const char *word, Error *error)
{
    Ask ask = ask_of(r, media, reply);
    char *copy = copy_of(r, word ? word : "");
    Status status = copy ? scope_read(r, &ask.scope, error) : fail_memory(error);
    if (status) return status;
    ask.words = &copy;
    ask.word_count = word != NULL;
    return answer(&ask, error);
}

/* The argument of that name, which must be there. */
static Status put_named(Request *r, Media media, Reply *reply, Answer *answer, const char *name, Error *error)
{
    const char *value = argument_of(r, name);
    if (value) return put(r, media, reply, answer, value, error);
    return fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG, "%s is missing, as in %s?%s=gulls", name, r->path, name);
}

Status serve_health(Request *r, Media media, Reply *reply, Error *error)
{
    (void)r, (void)media;
    return sheet_json(reply->to, json_pack("{ss ss}", "status", "ok", "version", sayso_version()), error);
}

Status serve_about(Request *r, Media media, Reply *reply, Error *error)
{
    return put_named(r, media, reply, answer_about, "q", error);
}

Status serve_who(Request *r, Media media, Reply *reply, Error *error)
{
    if (media == MEDIA_LINES && argument_of(r, "name")) return stream_said(r, reply, error);
    return r->place ? put(r, media, reply, answer_who, r->place, error)
                    : put_named(r, media, reply, answer_who, "name", error);
}

Status serve_actors(Request *r, Media media, Reply *reply, Error *error)
{
    return put(r, media, reply, answer_actors, argument_of(r, "name"), error);
}

Status serve_actor(Request *r, Media media, Reply *reply, Error *error)
{
    return put(r, media, reply, answer_actor, r->place, error);
}

Status serve_claim(Request *r, Media media, Reply *reply, Error *error)
{
    return put(r, media, reply, answer_claim, r->place, error);
}

Status serve_article(Request *r, Media media, Reply *reply, Error *error)
{
    if (!strchr(r->place, ':')) return put(r, media, reply, answer_show, r->place, error);
    return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "'%.60s' is no article's number or name", r->place);
}

Status serve_statement(Request *r, Media media, Reply *reply, Error *error)
{
    if (strchr(r->place, ':')) return put(r, media, reply, answer_show, r->place, error);
    return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "'%.60s' is no statement, as 17:3 is", r->place);
}

Status serve_audit(Request *r, Media media, Reply *reply, Error *error)
{
    return put(r, media, reply, answer_audit, r->place, error);
}

Status serve_diff(Request *r, Media media, Reply *reply, Error *error)
{
    return put(r, media, reply, answer_diff, r->place, error);
}

Status deeds_wanted(const Request *r, bool *out, Error *error)
{
    const char *typed = argument_of(r, "deeds");
    *out = typed && !strcmp(typed, "yes");
    if (!typed || *out) return SAYSO_OK;
    return fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG, "deeds is '%.40s'; it is yes, or left out", typed);
}

Status serve_talks(Request *r, Media media, Reply *reply, Error *error)
{
    uint64_t limit = 0;
    if (media == MEDIA_SVG && number_read(r, "limit", 1, MOST_DRAWN, &limit, error))
        return fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG,
                    "a picture has %u pairs at most: limit is a number up to it", MOST_DRAWN);
    bool deeds;
    Status status = deeds_wanted(r, &deeds, error);
    return status ? status : put(r, media, reply, deeds ? answer_doings : answer_talks, argument_of(r, "name"), error);
}

/* ---- events ---- */

Status serve_events(Request *r, Media media, Reply *reply, Error *error)
{
    DeedAsk asked = {.ask = ask_of(r, media, reply)};
    const char *word = r->place ? r->place : argument_of(r, "article");
    char *copy = copy_of(r, word ? word : "");
    Status status = copy ? deeds_read(r, &asked, error) : fail_memory(error);
    if (status) return status;
    asked.ask.words = &copy;
    asked.ask.word_count = word != NULL;
    return answer_events(&asked.ask, error);
}

Status serve_decisions(Request *r, Media media, Reply *reply, Error *error)
{
    return put(r, media, reply, answer_decisions, NULL, error);
}

/* ---- counts ---- */

static Status read_trait(Counting *c, const char *name, size_t size, Error *error)
{
    for (int i = 0; i < TRAITS; i++) {
        const char *known = trait_name((Trait)i);
        if (strlen(known) != size || memcmp(known, name, size)) continue;
        for (uint32_t k = 0; k < c->count; k++)
            if (c->by[k] == (Trait)i) return fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG, "by has '%s' twice", known);
        c->by[c->count++] = (Trait)i;
        return SAYSO_OK;
    }
    return fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG,
                "there is no trait '%.*s'; it is source, outlet, month, kind, form, act, gender, country or named",
                (int)(size < 40 ? size : 40), name);
}

Status traits_read(const Request *r, Counting *c, Error *error)
{
    Status status = SAYSO_OK;
    const char *at = argument_of(r, "by");
    while (at && *at && !status) {
        size_t n = strcspn(at, ",");
        if (c->count == MOST_TRAITS)
            return fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG, "by takes at most %u traits", MOST_TRAITS);
        status = read_trait(c, at, n, error);
        at += n + (at[n] == ',');
    }
    return status;
}

Status serve_stats(Request *r, Media media, Reply *reply, Error *error)
{
    uint64_t sample = 0, top = 0;
    Counting c = {.ask = ask_of(r, media, reply)};
    Status status = scope_read(r, &c.ask.scope, error);
    c.ask.scope.by = NULL; /* here it names traits */
    if (!status) status = traits_read(r, &c, error);
    if (!status) status = number_read(r, "sample", 1, MOST_ROWS_SERVED, &sample, error);
    if (!status) status = number_read(r, "seed", 0, UINT32_MAX, &c.seed, error);
    if (!status) status = number_read(r, "top", 1, MOST_ROWS_SERVED, &top, error);
    if (status) return status;
    c.sample = (uint32_t)sample;
    c.top = top > 0;
    if (c.top) c.ask.scope.limit = (uint32_t)top;
    c.picture = media == MEDIA_SVG;
    if (c.picture && !c.count)
        return fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG, "by is missing: a picture shows one trait or two");
    return answer_stats(&c.ask, error);
}

/* ---- what came in last ---- no question of the program; the parts have the names that its answers give them */

json_t *json_of_newest(const NewArticle *n)
{
    json_t *object = json_object();
    set_integer(object, "id", n->id);
    set_text(object, "label", n->label);
    set_text(object, "url", n->url);
    set_text(object, "title", n->title);
    set_text(object, "outlet", n->outlet);
    set_text(object, "published", n->published);
    set_text(object, "added", n->added);
    set_integer(object, "words", n->words);
    set_integer(object, "statements", n->statements);
    return object;
}

Status serve_articles(Request *r, Media media, Reply *reply, Error *error)
{
    NewArticles all;
    uint64_t before = 0, limit = 20;
    if (media == MEDIA_LINES) return stream_articles(r, reply, error);
    Status status = number_read(r, "before", 1, INT64_MAX, &before, error);
    if (!status) status = number_read(r, "limit", 1, MOST_ROWS_SERVED, &limit, error);
    if (!status) status = ledger_newest(r->ledger, (int64_t)before, (uint32_t)limit, &r->arena, &all, error);
    if (status) return status;
    if (media == MEDIA_ATOM) {
        atom_of_newest(r, reply, &all);
        return SAYSO_OK;
    }
    json_t *rows = json_array();
    for (uint32_t i = 0; i < all.count; i++) json_array_append_new(rows, json_of_newest(&all.items[i]));
    if (media == MEDIA_CSV)
        return sheet_csv(reply->to, rows, "id label title outlet published added words statements url", error);
    json_t *object = json_object();
    json_object_set_new_nocheck(object, "articles", rows);
    if (all.more) set_integer(object, "before", all.items[all.count - 1].id);
    return sheet_json(reply->to, object, error);
}
