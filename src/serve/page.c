/* Questions as pages: what is asked here is shown by show; any other form of a page is the interface's answer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "serve/serve.h"

/* ---- where a page stands ---- */

Site site_of(Request *r, const char *forms)
{
    return (Site){.path = r->path,
                  .query = r->query,
                  .forms = forms,
                  .visitor = r->visitor == MAY_WRITE  ? VISITOR_WRITES
                             : r->visitor == MAY_READ ? VISITOR_READS
                                                      : VISITOR_UNKNOWN,
                  .token = r->visitor == MAY_WRITE && *r->csrf ? r->csrf : NULL};
}

const char *next_address(Request *r, const char *name, const char *value)
{
    const char *rest = query_without(r, name);
    size_t size = rest ? strlen(r->path) + strlen(rest) + strlen(name) + strlen(value) + 4 : 0;
    char *address = rest ? arena_take(&r->arena, size, 1) : NULL;
    if (address) (void)snprintf(address, size, "%s?%s%s%s=%s", r->path, rest, *rest ? "&" : "", name, value);
    return address;
}

static const char *next_number(Request *r, const char *name, int64_t value)
{
    char digits[24];
    (void)snprintf(digits, sizeof digits, "%lld", (long long)value);
    return next_address(r, name, digits);
}

const char *more_rows(Request *r, const Scope *scope, bool cut)
{
    uint32_t shown = scope->limit ? scope->limit : 20;
    return cut && shown < MOST_ROWS_SERVED ? next_number(r, "limit", shown < 250 ? shown * 4 : MOST_ROWS_SERVED) : NULL;
}

static Status read_id(const Request *r, int64_t *out, Error *error)
{
    const char *at = r->place;
    size_t digits = strspn(at, "0123456789");
    *out = digits && digits < 19 && !at[digits] ? strtoll(at, NULL, 10) : 0;
    return *out > 0 ? SAYSO_OK : fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "'%.60s' is no number", at);
}

/* ---- home ---- */

/* Whom the words may name, as far as they may name anybody. */
static Status find_meant(Request *r, const char *words, Actors *out, Error *error)
{
    const Scope few = {.limit = 5};
    Status status = ledger_actors(r->ledger, words, &few, &r->arena, out, error);
    if (status == SAYSO_ERROR_ARGUMENT) *out = (Actors){0};
    return status == SAYSO_ERROR_ARGUMENT ? SAYSO_OK : status;
}

static Status search(Request *r, Media media, Reply *reply, const Scope *scope, Error *error)
{
    AboutAnswer found;
    Actors meant = {0};
    Site site = site_of(r, "json csv atom");
    Home home = {.words = argument_of(r, "q"), .scope = scope, .meant = &meant};
    Status status = ledger_about(r->ledger, home.words, scope, &r->arena, &found, error);
    if (!status) home.found = &found;
    if (status == SAYSO_ERROR_ARGUMENT) home.fault = error->message;
    if (status && status != SAYSO_ERROR_ARGUMENT) return status;
    if (media == MEDIA_ATOM && !home.found) return status;
    if (media == MEDIA_ATOM) {
        atom_of_claims(r, reply, home.words, &found);
        return SAYSO_OK;
    }
    Error own;
    status = find_meant(r, home.words, &meant, &own);
    if (status) return *error = own, status;
    if (!home.found) site.forms = "";
    if (home.found) site.next = more_rows(r, scope, found.all > found.count);
    show_home(reply->to, &site, &home);
    return SAYSO_OK;
}

Status page_home(Request *r, Media media, Reply *reply, Error *error)
{
    Scope scope;
    NewArticles newest;
    uint64_t before = 0;
    bool searched = argument_of(r, "q") != NULL;
    if (media == MEDIA_JSON || media == MEDIA_CSV)
        return searched ? serve_about(r, media, reply, error) : serve_articles(r, media, reply, error);
    Status status = scope_read(r, &scope, error);
    if (!status && searched) return search(r, media, reply, &scope, error);
    if (!status && media == MEDIA_ATOM) return serve_articles(r, media, reply, error);
    if (!status) status = number_read(r, "before", 1, INT64_MAX, &before, error);
    if (!status)
        status = ledger_newest(r->ledger, (int64_t)before, scope.limit ? scope.limit : 20, &r->arena, &newest, error);
    if (status) return status;
    Site site = site_of(r, "json csv atom");
    if (newest.more) site.next = next_number(r, "before", newest.items[newest.count - 1].id);
    const Home home = {.scope = &scope, .newest = &newest};
    show_home(reply->to, &site, &home);
    return SAYSO_OK;
}

/* ---- an article ---- */

Status page_article(Request *r, Media media, Reply *reply, Error *error)
{
    int64_t id;
    AuditAnswer audit;
    if (media != MEDIA_PAGE) return serve_article(r, media, reply, error);
    Status status = read_id(r, &id, error);
    if (!status) status = ledger_audit(r->ledger, id, &r->arena, &audit, error);
    if (status) return status;
    const Site site = site_of(r, "json");
    return show_article(reply->to, &site, &audit.article, &audit, &r->arena, error);
}

/* A statement stands in its article. */
Status page_statement(Request *r, Media media, Reply *reply, Error *error)
{
    int64_t article;
    uint32_t number;
    char address[64];
    Text kept;
    if (media != MEDIA_PAGE) return serve_statement(r, media, reply, error);
    Status status = ledger_find_statement(r->ledger, r->place, &article, &number, error);
    if (status) return status;
    (void)snprintf(address, sizeof address, number ? "/article/%lld#s%u" : "/article/%lld", (long long)article, number);
    if (!arena_text(&r->arena, text_literal(address), &kept)) return fail_memory(error);
    reply->status = 303;
    reply->location = kept.data;
    return SAYSO_OK;
}

/* ---- a claim ---- */

Status page_claim(Request *r, Media media, Reply *reply, Error *error)
{
    int64_t id;
    Scope scope;
    ClaimAnswer claim;
    if (media != MEDIA_PAGE) return serve_claim(r, media, reply, error);
    Status status = read_id(r, &id, error);
    if (!status) status = scope_read(r, &scope, error);
    if (!status) status = ledger_claim(r->ledger, id, &scope, &r->arena, &claim, error);
    if (status) return status;
    const Site site = site_of(r, "json csv");
    return show_claim(reply->to, &site, &claim, &r->arena, error);
}

/* ---- people ---- */

Status page_people(Request *r, Media media, Reply *reply, Error *error)
{
    Scope scope;
    Actors all;
    Error own;
    if (media != MEDIA_PAGE) return serve_actors(r, media, reply, error);
    const char *name = argument_of(r, "name");
    Status status = scope_read(r, &scope, error);
    if (status) return status;
    status = ledger_actors(r->ledger, name, &scope, &r->arena, &all, &own);
    if (status == SAYSO_ERROR_ARGUMENT) all = (Actors){0};
    if (status && status != SAYSO_ERROR_ARGUMENT) return *error = own, status;
    Site site = site_of(r, status ? "" : "json csv");
    site.next = more_rows(r, &scope, all.all > all.count);
    show_people(reply->to, &site, name, &all);
    return SAYSO_OK;
}

/* "2026-03-05_17_3": where a list went on; with an "r" before it, in what others report. */
static Status read_after(Request *r, StatementKey *out, Error *error)
{
    const char *typed = argument_of(r, "after"), *at = typed;
    char *end = NULL, *day;
    *out = (StatementKey){0};
    if (!typed) return SAYSO_OK;
    out->reported = *at == 'r';
    at += out->reported;
    size_t size = strcspn(at, "_");
    if (!(day = arena_take(&r->arena, size + 1, 1))) return fail_memory(error);
    memcpy(day, at, size);
    day[size] = 0;
    out->day = day;
    if (at[size]) out->article = strtoll(at + size + 1, &end, 10);
    if (end && *end == '_') out->number = (uint32_t)strtoul(end + 1, &end, 10);
    if (end && !*end && out->article > 0 && (!*day || is_day(day))) return SAYSO_OK;
    return fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG, "after is '%.60s', which is no statement's place in a list",
                typed);
}

static const char *after_last(Request *r, const Statements *said, uint32_t limit)
{
    char key[80];
    if (said->count < limit) return NULL;
    const Statement *last = &said->items[said->count - 1];
    (void)snprintf(key, sizeof key, "%s%.*s_%lld_%u", last->a.within ? "r" : "", (int)last->first_day.size,
                   last->first_day.data, (long long)last->article, last->number);
    return next_address(r, "after", key);
}

static Status show_one(Request *r, Reply *reply, const char *name, const Scope *scope, const WhoAnswer *who,
                       Error *error)
{
    Form *forms;
    uint32_t count;
    TalksAnswer talks;
    const Actor *actor = &who->actors.items[0];
    const Scope few = {.limit = 12};
    Status status = ledger_forms(r->ledger, actor->id, &r->arena, &forms, &count, error);
    if (!status) status = ledger_talks(r->ledger, name, &few, &r->arena, &talks, error);
    if (status) return status;
    Site site = site_of(r, "json csv atom");
    site.next = after_last(r, &who->said[0], scope->limit ? scope->limit : 20);
    const Person person = {actor, forms, count, &who->said[0], &talks};
    show_person(reply->to, &site, &person);
    return SAYSO_OK;
}

Status page_person(Request *r, Media media, Reply *reply, Error *error)
{
    char name[32];
    int64_t id;
    Scope scope;
    StatementKey after;
    WhoAnswer who;
    if (media == MEDIA_JSON || media == MEDIA_CSV) return serve_who(r, media, reply, error);
    Status status = read_id(r, &id, error);
    if (!status) status = scope_read(r, &scope, error);
    if (!status) status = read_after(r, &after, error);
    if (status) return status;
    (void)snprintf(name, sizeof name, "#%lld", (long long)id);
    if (argument_of(r, "after")) scope.after = &after;
    status = ledger_who(r->ledger, name, &scope, &r->arena, &who, error);
    if (status || !who.actors.count)
        return status ? status : fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "there is no actor %s", name);
    if (media == MEDIA_PAGE) return show_one(r, reply, name, &scope, &who, error);
    atom_of_statements(r, reply, who.actors.items[0].name, &who.said[0]);
    return SAYSO_OK;
}
