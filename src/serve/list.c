/* Pages of talks, counts, a lot: lists with a picture; and what programs can ask. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "serve/serve.h"

#define DRAWN 40u /* pairs of a picture: more cannot be told apart */

/* ---- talks ---- */

/* Of what is not there the page tells so, beside the form that asks for it. */
static Status find_pairs(Request *r, Talks *t, bool deeds, uint32_t *count, uint64_t *all, Error *error)
{
    TalksAnswer *words = TAKE(&r->arena, TalksAnswer, 1);
    DoingsAnswer *doings = TAKE(&r->arena, DoingsAnswer, 1);
    if (!words || !doings) return fail_memory(error);
    *words = (TalksAnswer){0};
    *doings = (DoingsAnswer){0};
    t->words = words;
    t->deeds = deeds ? doings : NULL;
    Status status = deeds ? ledger_doings(r->ledger, t->name, t->scope, &r->arena, doings, error)
                          : ledger_talks(r->ledger, t->name, t->scope, &r->arena, words, error);
    if (status) *words = (TalksAnswer){0}, *doings = (DoingsAnswer){0};
    *count = deeds ? doings->count : words->count;
    *all = deeds ? doings->all : words->all;
    return status;
}

Status page_talks(Request *r, Media media, Reply *reply, Error *error)
{
    Scope scope;
    Error own;
    bool deeds;
    uint32_t count = 0;
    uint64_t all = 0;
    if (media != MEDIA_PAGE) return serve_talks(r, media, reply, error);
    Talks talks = {.name = argument_of(r, "name"), .scope = &scope};
    Status status = scope_read(r, &scope, error);
    if (!status) status = deeds_wanted(r, &deeds, error);
    if (status) return status;
    status = find_pairs(r, &talks, deeds, &count, &all, &own);
    if (status && status != SAYSO_ERROR_ARGUMENT) return *error = own, status;
    Site site = site_of(r, status ? "" : "json csv");
    site.next = more_rows(r, &scope, all > count);
    talks.drawn = count <= DRAWN;
    show_talks(reply->to, &site, &talks);
    return SAYSO_OK;
}

/* ---- counts ---- */

/* "by" and "then": the page's form has a list each. */
static Status read_traits(Request *r, Counting *c, Error *error)
{
    const char *then = argument_of(r, "then");
    Status status = traits_read(r, c, error);
    if (status || !then) return status;
    for (int i = 0; i < TRAITS && c->count < MOST_TRAITS; i++)
        if (!strcmp(then, trait_name((Trait)i)) && !(c->count && c->by[0] == (Trait)i)) c->by[c->count++] = (Trait)i;
    return SAYSO_OK;
}

/* A picture has the month first. */
static bool can_be_drawn(const Counting *c)
{
    return c->count == 1 || (c->count == 2 && c->by[1] != TRAIT_MONTH);
}

static const char *name_traits(Request *r, const Counting *c)
{
    Text kept;
    char names[80] = "";
    for (uint32_t i = 0; i < c->count; i++) strcat(strcat(names, i ? "," : ""), trait_name(c->by[i]));
    return arena_text(&r->arena, text_literal(names), &kept) ? kept.data : NULL;
}

/* The interface's question has all traits in one argument. */
static Status ask_counts(Request *r, Media media, Reply *reply, Counting *c, Error *error)
{
    const char *names = name_traits(r, c);
    if (!names) return fail_memory(error);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < r->argument_count; i++)
        if (strcmp(r->arguments[i].name, "by") && strcmp(r->arguments[i].name, "then"))
            r->arguments[kept++] = r->arguments[i];
    r->argument_count = kept;
    if (!argument_add(r, "by", names, strlen(names))) return fail_memory(error);
    return serve_stats(r, media, reply, error);
}

Status page_counts(Request *r, Media media, Reply *reply, Error *error)
{
    CountAnswer counts;
    Scope scope;
    uint64_t top = 20;
    Counting c = {.count = 0};
    Status status = read_traits(r, &c, error);
    if (!c.count) c.by[c.count++] = TRAIT_OUTLET;
    if (!status && media != MEDIA_PAGE) return ask_counts(r, media, reply, &c, error);
    if (!status) status = scope_read(r, &scope, error);
    if (!status) status = number_read(r, "top", 1, MOST_ROWS_SERVED, &top, error);
    if (status) return status;
    scope.by = NULL; /* here it names traits */
    scope.limit = (uint32_t)top;
    status = ledger_count(r->ledger, c.by, c.count, &scope, false, &r->arena, &counts, error);
    if (status) return status;
    const Site site = site_of(r, "json csv");
    show_counts(reply->to, &site, &scope, &counts, can_be_drawn(&c));
    return SAYSO_OK;
}

/* ---- a lot ---- */

Status page_lot(Request *r, Media media, Reply *reply, Error *error)
{
    Statements all;
    Scope scope;
    uint64_t seed = 0;
    char next[24];
    Status status = scope_read(r, &scope, error);
    if (!status) status = number_read(r, "seed", 0, UINT32_MAX, &seed, error);
    if (status) return status;
    uint32_t size = scope.limit ? scope.limit : 20;
    if (media != MEDIA_PAGE) {
        char digits[16];
        (void)snprintf(digits, sizeof digits, "%u", size);
        return argument_add(r, "sample", digits, strlen(digits)) ? serve_stats(r, media, reply, error)
                                                                 : fail_memory(error);
    }
    status = ledger_sample(r->ledger, size, seed, &scope, false, &r->arena, &all, error);
    if (status) return status;
    Site site = site_of(r, "json csv");
    (void)snprintf(next, sizeof next, "%llu", (unsigned long long)(seed + 1) % UINT32_MAX);
    if (all.all > all.count) site.next = next_address(r, "seed", next);
    show_lot(reply->to, &site, &all);
    return SAYSO_OK;
}

/* ---- the interface ---- */

Status page_interface(Request *r, Media media, Reply *reply, Error *error)
{
    size_t count = 0;
    (void)media;
    const Site site = site_of(r, "");
    Offer *offers = TAKE(&r->arena, Offer, route_count);
    if (!offers) return fail_memory(error);
    for (size_t i = 0; i < route_count; i++)
        if (routes[i].about)
            offers[count++] = (Offer){routes[i].methods == METHOD_POST ? "POST" : "GET", routes[i].path,
                                      routes[i].about, routes[i].parameters};
    show_interface(reply->to, &site, offers, count);
    return SAYSO_OK;
}
