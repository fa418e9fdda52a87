/* What people do by hand, from a page: sign in and out, decide, keep what was tried. A form that writes needs three
 * things: it comes from a page of this server (guard.c), from a browser that has signed in with a key that may write
 * (session.c), and with the token that stands in our forms alone. No key stands in an address or in a page. */
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "serve/serve.h"

static Status lead_to(Request *r, Reply *reply, const char *address, Error *error)
{
    Text kept;
    if (!arena_text(&r->arena, text_literal(address), &kept)) return fail_memory(error);
    reply->status = 303;
    reply->location = kept.data;
    return SAYSO_OK;
}

/* ---- signing in ---- */

/* A browser tells where its page is from: by TLS it is, and the cookie then goes no other way. */
static bool is_by_tls(const Request *r)
{
    return r->origin && !strncasecmp(r->origin, "https://", 8);
}

static Status set_cookie(Request *r, Reply *reply, const char *cookie, Error *error)
{
    Text kept;
    if (!arena_text(&r->arena, text_literal(cookie), &kept)) return fail_memory(error);
    reply->cookie = kept.data;
    return SAYSO_OK;
}

static Status sign_in(Request *r, Reply *reply, Error *error)
{
    char cookie[COOKIE_ROOM];
    const Site site = {.path = r->path, .query = "", .forms = ""};
    const char *key = argument_of(r, "key");
    if (key && session_begin(r->server, key, is_by_tls(r), cookie)) {
        Status status = set_cookie(r, reply, cookie, error);
        return status ? status : lead_to(r, reply, "/login", error);
    }
    reply->status = 403;
    show_login(reply->to, &site, "This key opens nothing here.");
    return SAYSO_OK;
}

Status page_login(Request *r, Media media, Reply *reply, Error *error)
{
    (void)media;
    const Site site = site_of(r, "");
    if (r->method == METHOD_POST) {
        Status status = form_read(r, error);
        return status ? status : sign_in(r, reply, error);
    }
    show_login(reply->to, &site, NULL);
    return SAYSO_OK;
}

Status page_logout(Request *r, Media media, Reply *reply, Error *error)
{
    char cookie[COOKIE_ROOM];
    (void)media;
    session_end(r->server, r->cookies, cookie);
    Status status = set_cookie(r, reply, cookie, error);
    return status ? status : lead_to(r, reply, "/login", error);
}

/* ---- forms that write ---- */

static bool is_ours(const Request *r)
{
    const char *token = argument_of(r, "token");
    return token && strlen(token) == TOKEN_ROOM - 1 && *r->csrf && !sodium_memcmp(token, r->csrf, TOKEN_ROOM - 1);
}

/* false: it is answered, with a word of why not. */
static bool form_may(Request *r, Reply *reply)
{
    if (is_ours(r)) return true;
    problem(r, reply, 403, "the form is not of this visit: sign in again, and send it from its page");
    return false;
}

static int64_t decision_in(const char *data, size_t size)
{
    json_t *told = json_loadb(data, size, 0, NULL);
    int64_t decision = json_integer_value(json_object_get(told, "decision"));
    json_decref(told);
    return decision;
}

Status page_decide(Request *r, Media media, Reply *reply, Error *error)
{
    char *data = NULL, address[48];
    size_t size = 0;
    (void)media;
    Status status = form_read(r, error);
    if (status) return status;
    if (!form_may(r, reply)) return SAYSO_OK;
    FILE *to = open_memstream(&data, &size);
    if (!to) return fail_memory(error);
    status = ruling_keep(r, argument_of(r, "kind"), NULL, to, error);
    bool whole = !fclose(to);
    int64_t decision = !status && whole ? decision_in(data, size) : 0;
    free(data);
    (void)snprintf(address, sizeof address, decision ? "/decisions#d%lld" : "/decisions", (long long)decision);
    return status ? status : lead_to(r, reply, address, error);
}

/* A form has its lines end with two bytes, whatever the text had. */
static Text without_returns(Request *r, const char *s)
{
    size_t size = strlen(s), n = 0;
    char *to = arena_take(&r->arena, size + 1, 1);
    for (size_t i = 0; to && i < size; i++)
        if (s[i] != '\r' || s[i + 1] != '\n') to[n++] = s[i];
    return text_of(to, n);
}

Status page_keep(Request *r, Media media, Reply *reply, Error *error)
{
    Tried t = {.document = NULL};
    LedgerAdded added;
    char address[48];
    (void)media;
    Status status = form_read(r, error);
    if (status) return status;
    if (!form_may(r, reply)) return SAYSO_OK;
    const char *text = argument_of(r, "text");
    if (!text) return fail(error, SAYSO_ERROR_INPUT, NO_OFFSET, "there is no text to be kept");
    Text whole = without_returns(r, text);
    if (!whole.data) return fail_memory(error);
    status = published_check(r, error);
    if (!status) status = piece_of(r, whole, INTAKE_TEXT, &t.piece, error);
    if (!status) status = tried_read(r, &t, error);
    if (!status) status = article_keep(r, &t, &added, error);
    tried_free(&t);
    if (status) return status;
    (void)snprintf(address, sizeof address, "/article/%lld", (long long)added.article);
    return lead_to(r, reply, address, error);
}

/* ---- what was decided ---- */

Status page_decisions(Request *r, Media media, Reply *reply, Error *error)
{
    Decision *all;
    uint32_t count;
    if (media != MEDIA_PAGE) return serve_decisions(r, media, reply, error);
    Status status = ledger_decisions(r->ledger, false, &r->arena, &all, &count, error);
    if (status) return status;
    const Site site = site_of(r, "json csv");
    show_decisions(reply->to, &site, all, count);
    return SAYSO_OK;
}
