/* Events: which are asked for; as pages. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "serve/serve.h"

/* ---- which ---- */

Status deed_type_read(const char *typed, DeedScope *out, Error *error)
{
    if (!typed) return SAYSO_OK;
    out->has_type = true;
    for (int i = 0; i <= SAYSO_EVENT_ASSAULT; i++)
        if (!strcasecmp(typed, sayso_event_type_name(out->type = (sayso_event_type)i))) return SAYSO_OK;
    return fail(
        error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG,
        "there is no type '%.40s'; it is AGREE, CONSULT, SUPPORT, CONCEDE, COOPERATE, AID, RETREAT, REQUEST, ACCUSE, "
        "REJECT, THREATEN, PROTEST, SANCTION, MOBILIZE, COERCE or ASSAULT",
        typed);
}

Status deed_status_read(const char *typed, DeedScope *out, Error *error)
{
    if (!typed) return SAYSO_OK;
    out->has_status = true;
    for (int i = 0; i <= SAYSO_STATUS_ASSERTED; i++)
        if (!strcmp(typed, sayso_event_status_name(out->status = (sayso_event_status)i))) return SAYSO_OK;
    return fail(
        error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG,
        "there is no status '%.40s'; it is asserted, reported, denied, negated, hypothetical, future or demanded",
        typed);
}

static Status read_country(const Request *r, DeedAsk *out, Error *error)
{
    const char *typed = argument_of(r, "country");
    if (!typed) return SAYSO_OK;
    out->which.country = out->country;
    if (country_read(typed, out->country)) return SAYSO_OK;
    return fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG,
                "country is '%.40s'; give three letters of ISO 3166-1, as in IRN", typed);
}

Status deeds_read(const Request *r, DeedAsk *out, Error *error)
{
    DeedScope *w = &out->which;
    w->who = argument_of(r, "who");
    w->to = argument_of(r, "to");
    w->mode = argument_of(r, "mode");
    w->place = argument_of(r, "place");
    w->about = argument_of(r, "about");
    Status status = scope_read(r, &out->ask.scope, error);
    if (!status && !argument_of(r, "order")) out->ask.scope.order = ORDER_DATE; /* as the program has it */
    if (!status) status = deed_type_read(argument_of(r, "type"), w, error);
    if (!status) status = deed_status_read(argument_of(r, "status"), w, error);
    return status ? status : read_country(r, out, error);
}

/* ---- a list ---- */

/* "article": all events of one. */
static Status read_article(Request *r, DeedScope *out, Error *error)
{
    uint32_t number;
    const char *typed = argument_of(r, "article");
    if (!typed) return SAYSO_OK;
    Status status = ledger_find_event(r->ledger, typed, &out->article, &number, error);
    if (status || !number) return status;
    return fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG,
                "article is '%.60s', which is an event: it has a page at /event/", typed);
}

/* What is not there is told on the page, beside the form that asks for it. */
static Status find_deeds(Request *r, DeedAsk *asked, DeedsAnswer *out, const char **fault, Error *error)
{
    Status status = ledger_deeds(r->ledger, &asked->which, &asked->ask.scope, &r->arena, out, error);
    *fault = NULL;
    if (status != SAYSO_ERROR_ARGUMENT) return status;
    *fault = error->message;
    *out = (DeedsAnswer){0};
    return SAYSO_OK;
}

Status page_events(Request *r, Media media, Reply *reply, Error *error)
{
    DeedAsk asked = {.which = {0}};
    DeedsAnswer found;
    const char *fault;
    if (media == MEDIA_JSON || media == MEDIA_CSV) return serve_events(r, media, reply, error);
    Status status = deeds_read(r, &asked, error);
    if (!status) status = read_article(r, &asked.which, error);
    if (!status) status = find_deeds(r, &asked, &found, &fault, error);
    if (status) return status;
    if (media == MEDIA_ATOM && fault) return SAYSO_ERROR_ARGUMENT;
    if (media == MEDIA_ATOM) {
        atom_of_deeds(r, reply, &found);
        return SAYSO_OK;
    }
    Site site = site_of(r, fault ? "" : "json csv atom");
    site.next = more_rows(r, &asked.ask.scope, found.all > found.count);
    const DeedList list = {&asked.which, &asked.ask.scope, argument_of(r, "article"), &found, fault};
    show_deeds(reply->to, &site, &list);
    return SAYSO_OK;
}

/* ---- one ---- */

/* An article alone leads to the list of its events. */
static Status lead_to_list(Request *r, int64_t article, Reply *reply, Error *error)
{
    char address[64];
    Text kept;
    (void)snprintf(address, sizeof address, "/events?article=%lld", (long long)article);
    if (!arena_text(&r->arena, text_literal(address), &kept)) return fail_memory(error);
    reply->status = 303;
    reply->location = kept.data;
    return SAYSO_OK;
}

Status page_event(Request *r, Media media, Reply *reply, Error *error)
{
    Deed deed;
    Scope scope;
    int64_t article;
    uint32_t number;
    if (media != MEDIA_PAGE) return serve_events(r, media, reply, error);
    Status status = scope_read(r, &scope, error);
    if (!status) status = ledger_find_event(r->ledger, r->place, &article, &number, error);
    if (!status && !number) return lead_to_list(r, article, reply, error);
    if (!status) status = ledger_deed(r->ledger, article, number, &scope, &r->arena, &deed, error);
    if (status) return status;
    const Site site = site_of(r, "json csv");
    show_deed(reply->to, &site, &deed);
    return SAYSO_OK;
}
