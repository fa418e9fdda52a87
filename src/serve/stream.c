/* Long lists as JSON Lines: made a part at a time, and a part only when the one before was taken, so that a list of a
 * million costs no more memory than one of two hundred. Each part is asked of the ledger as it is then, by the place
 * where the last one ended: what comes in meanwhile stands before it, and is not in the list. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "serve/serve.h"

#define PART 200u         /* rows */
#define PART_ARTICLES 20u /* of which all statements are told */

static Status begin(Request *r, Error *error)
{
    uint64_t limit = UINT64_MAX;
    r->stream = (Stream){.before = 0};
    Status status = number_read(r, "limit", 1, MOST_ROWS_SERVED, &limit, error);
    if (!status) status = number_read(r, "before", 1, INT64_MAX, &r->stream.before, error);
    r->stream.left = limit;
    return status;
}

static uint32_t part_of(const Request *r, uint32_t most)
{
    return r->stream.left < most ? (uint32_t)r->stream.left : most;
}

/* ---- articles ---- */

static Status more_articles(Request *r, Reply *reply, Error *error)
{
    NewArticles all;
    Stream *s = &r->stream;
    Status status = ledger_newest(r->ledger, (int64_t)s->before, part_of(r, PART), &r->arena, &all, error);
    for (uint32_t i = 0; i < all.count && !status; i++)
        status = sheet_line(reply->to, json_of_newest(&all.items[i]), error);
    if (status) return status;
    s->left -= all.count;
    if (all.count) s->before = (uint64_t)all.items[all.count - 1].id;
    reply->more = all.more && s->left ? more_articles : NULL;
    return SAYSO_OK;
}

Status stream_articles(Request *r, Reply *reply, Error *error)
{
    Status status = begin(r, error);
    return status ? status : more_articles(r, reply, error);
}

/* ---- statements ---- article by article, the one that came in last first */

static Status put_article(Request *r, Reply *reply, int64_t article, Error *error)
{
    Statements said;
    Status status = ledger_statements(r->ledger, article, &r->arena, &said, error);
    for (uint32_t i = 0; !status && i < said.count && r->stream.left; i++, r->stream.left--)
        status = sheet_line(reply->to, json_of_statement(&said.items[i]), error);
    return status;
}

static Status more_statements(Request *r, Reply *reply, Error *error)
{
    NewArticles all;
    Stream *s = &r->stream;
    Status status = ledger_newest(r->ledger, (int64_t)s->before, PART_ARTICLES, &r->arena, &all, error);
    for (uint32_t i = 0; i < all.count && !status && s->left; i++)
        status = put_article(r, reply, all.items[i].id, error);
    if (status) return status;
    if (all.count) s->before = (uint64_t)all.items[all.count - 1].id;
    reply->more = all.more && s->left ? more_statements : NULL;
    return SAYSO_OK;
}

Status serve_statements(Request *r, Media media, Reply *reply, Error *error)
{
    (void)media;
    Status status = begin(r, error);
    return status ? status : more_statements(r, reply, error);
}

/* ---- what one said ---- */

static Status more_said(Request *r, Reply *reply, Error *error)
{
    Scope scope;
    WhoAnswer who;
    Stream *s = &r->stream;
    Status status = scope_read(r, &scope, error);
    if (status) return status;
    scope.limit = part_of(r, PART);
    s->after.day = s->day;
    if (s->after.article) scope.after = &s->after;
    status = ledger_who(r->ledger, argument_of(r, "name"), &scope, &r->arena, &who, error);
    if (!status && who.actors.count != 1)
        status = fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG,
                      "as JSON Lines one at a time is told: name is a number, as in #17");
    if (status) return status;
    const Statements *said = &who.said[0];
    for (uint32_t i = 0; i < said->count && !status; i++)
        status = sheet_line(reply->to, json_of_statement(&said->items[i]), error);
    if (status || !said->count) return status;
    const Statement *last = &said->items[said->count - 1];
    (void)snprintf(s->day, sizeof s->day, "%.*s", (int)last->first_day.size, last->first_day.data);
    s->after = (StatementKey){.article = last->article, .number = last->number, .reported = last->a.within != 0};
    s->left -= said->count;
    if (said->count == scope.limit && s->left) reply->more = more_said;
    return SAYSO_OK;
}

Status stream_said(Request *r, Reply *reply, Error *error)
{
    Status status = begin(r, error);
    return status ? status : more_said(r, reply, error);
}
