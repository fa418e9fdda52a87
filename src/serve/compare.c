/* Several articles side by side: of each settled source, its statements in each of them. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "serve/serve.h"

#define MOST_COMPARED 8u

/* "5,11" */
static Status read_numbers(const Request *r, int64_t out[MOST_COMPARED], uint32_t *count, Error *error)
{
    const char *at = argument_of(r, "articles");
    *count = 0;
    while (at && *at) {
        size_t digits = strspn(at, "0123456789"), gap = strspn(at + digits, ", ");
        if (!digits || digits > 18 || (!gap && at[digits]))
            return fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG,
                        "articles are numbers with commas between, as in 5,11");
        if (*count == MOST_COMPARED)
            return fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG, "at most %u articles are compared", MOST_COMPARED);
        int64_t id = strtoll(at, NULL, 10);
        bool twice = false;
        for (uint32_t i = 0; i < *count; i++) twice |= out[i] == id;
        if (!twice) out[(*count)++] = id;
        at += digits + gap;
    }
    return SAYSO_OK;
}

static Voice *voice_of(Comparison *c, int64_t actor)
{
    for (uint32_t i = 0; i < c->voice_count; i++)
        if (c->voices[i].actor == actor) return &c->voices[i];
    return NULL;
}

static Status add_statement(Request *r, Comparison *c, const Statement *s, int64_t actor, Text name, uint32_t *room,
                            Error *error)
{
    Voice *v = voice_of(c, actor);
    if (!v) {
        if (!arena_grow(&r->arena, (void **)&c->voices, room, c->voice_count + 1, sizeof *v)) return fail_memory(error);
        v = &c->voices[c->voice_count++];
        *v = (Voice){.actor = actor, .name = name};
    }
    if (!v->count || v->statements[v->count - 1]->article != s->article) v->articles++;
    if (!arena_grow(&r->arena, (void **)&v->statements, &v->room, v->count + 1, sizeof *v->statements))
        return fail_memory(error);
    v->statements[v->count++] = s;
    return SAYSO_OK;
}

/* Own words and what others report of them alike: either way the article lets them speak. */
static Status add_article(Request *r, Comparison *c, int64_t id, uint32_t *room, Error *error)
{
    KeptArticle k;
    Statements all;
    Status status = ledger_article(r->ledger, id, &r->arena, &k, error);
    if (!status) status = ledger_statements(r->ledger, id, &r->arena, &all, error);
    if (status) return status;
    c->articles[c->article_count++] = (Compared){k.id, k.label, k.title, k.outlet, k.published};
    for (uint32_t i = 0; i < all.count && !status; i++) {
        const Statement *s = &all.items[i];
        if (s->actor && s->actor_count < 2) status = add_statement(r, c, s, s->actor, s->who, room, error);
        for (uint32_t n = 0; n < s->actor_count && s->actor_count > 1 && !status; n++)
            status = add_statement(r, c, s, s->actors[n], s->names[n], room, error);
    }
    return status;
}

/* Whom the most articles quote, then who says most, then who comes first. */
static bool comes_before(const void *a, const void *b)
{
    const Voice *x = a, *y = b;
    if (x->articles != y->articles) return x->articles > y->articles;
    return x->count != y->count ? x->count > y->count : x->actor < y->actor;
}

static json_t *json_of_voice(const Voice *v)
{
    json_t *object = json_object(), *statements = json_array();
    set_integer(object, "actor", v->actor);
    set_text(object, "name", v->name);
    set_integer(object, "articles", v->articles);
    for (uint32_t i = 0; i < v->count; i++)
        json_array_append_new(statements,
                              json_sprintf("%lld:%u", (long long)v->statements[i]->article, v->statements[i]->number));
    json_object_set_new_nocheck(object, "statements", statements);
    return object;
}

static json_t *json_of_comparison(const Comparison *c)
{
    json_t *object = json_object(), *articles = json_array(), *voices = json_array();
    for (uint32_t i = 0; i < c->article_count; i++) {
        const Compared *a = &c->articles[i];
        json_t *one = json_object();
        set_integer(one, "id", a->id);
        set_text(one, "label", a->label);
        set_text(one, "title", a->title);
        set_text(one, "outlet", a->outlet);
        set_text(one, "published", a->published);
        json_array_append_new(articles, one);
    }
    for (uint32_t i = 0; i < c->voice_count; i++) json_array_append_new(voices, json_of_voice(&c->voices[i]));
    json_object_set_new_nocheck(object, "articles", articles);
    json_object_set_new_nocheck(object, "sources", voices);
    return object;
}

Status page_compare(Request *r, Media media, Reply *reply, Error *error)
{
    int64_t ids[MOST_COMPARED];
    uint32_t count, room = 0;
    Compared articles[MOST_COMPARED];
    Comparison c = {.articles = articles, .typed = argument_of(r, "articles")};
    Status status = read_numbers(r, ids, &count, error);
    for (uint32_t i = 0; i < count && !status; i++) status = add_article(r, &c, ids[i], &room, error);
    if (status) return status;
    sort_in_place(c.voices, c.voice_count, sizeof *c.voices, comes_before);
    if (media == MEDIA_JSON) return sheet_json(reply->to, json_of_comparison(&c), error);
    const Site site = site_of(r, "json");
    show_comparison(reply->to, &site, &c);
    return SAYSO_OK;
}
