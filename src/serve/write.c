/* What programs keep: an article that is sent, a decision. Who writes needs a key that may, sent in so many words
 * (Bearer): what a browser sends of its own accord opens nothing here, so that no page of others can write through it.
 * What people keep from pages: hand.c. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "serve/serve.h"

static bool is_type(const Request *r, const char *type)
{
    size_t size = strlen(type);
    return r->type && !strncasecmp(r->type, type, size) &&
           (!r->type[size] || r->type[size] == ';' || r->type[size] == ' ');
}

/* ---- an article ---- */

static char *copy_of(const char *s)
{
    return s ? strdup(s) : NULL;
}

/* What stands after "?", or in a form, tells of a text what it does not tell itself. */
Status piece_of(Request *r, Text text, IntakeFormat format, Piece *out, Error *error)
{
    *out = (Piece){.format = format,
                   .label = copy_of("the body"),
                   .id = copy_of(argument_of(r, "id") ? argument_of(r, "id") : "sent"),
                   .data = malloc(text.size + 1),
                   .size = text.size,
                   .url = copy_of(argument_of(r, "url")),
                   .title = copy_of(argument_of(r, "title")),
                   .outlet = copy_of(argument_of(r, "outlet")),
                   .byline = copy_of(argument_of(r, "byline")),
                   .published = copy_of(argument_of(r, "published"))};
    if (!out->data || !out->id || !out->label) return fail_memory(error);
    if (text.size) memcpy(out->data, text.data, text.size);
    out->data[text.size] = 0;
    return SAYSO_OK;
}

static Status piece_of_body(Request *r, Piece *out, Error *error)
{
    return piece_of(r, r->body,
                    is_type(r, "text/plain")  ? INTAKE_TEXT
                    : is_type(r, "text/html") ? INTAKE_PAGE
                                              : INTAKE_JSON,
                    out, error);
}

/* {"url": …} and nothing else: it is fetched. */
static const char *url_alone(const json_t *body)
{
    return json_object_size(body) == 1 ? json_string_value(json_object_get(body, "url")) : NULL;
}

static Status read_body(Request *r, Tried *t, Error *error)
{
    json_t *body =
        is_type(r, "application/json") ? json_loadb(r->body.data ? r->body.data : "", r->body.size, 0, NULL) : NULL;
    const char *url = url_alone(body);
    Status status = url ? tried_fetch(r, url, t, error) : piece_of_body(r, &t->piece, error);
    if (!status && !url) status = tried_read(r, t, error);
    json_decref(body);
    return status;
}

Status article_keep(Request *r, const Tried *t, LedgerAdded *out, Error *error)
{
    Ledger *ledger;
    Arena scratch;
    Status status = gate_keep(r->server, &ledger, error);
    if (status) return status;
    arena_init(&scratch, &libc_allocator, SIZE_MAX);
    status = ledger_add(ledger, t->draft, &scratch, out, error);
    arena_free(&scratch);
    ledger_close(ledger);
    return status;
}

static json_t *json_of_added(const LedgerAdded *a)
{
    static const char *const outcomes[] = {
        [LEDGER_ADDED] = "added", [LEDGER_KNOWN] = "known", [LEDGER_REVISED] = "revised"};
    json_t *object = json_object();
    set_text(object, "outcome", text_literal(outcomes[a->outcome]));
    set_integer(object, "article", a->article);
    if (a->reprint_of) set_integer(object, "copy_of", a->reprint_of);
    if (a->reprint_of) json_object_set_new_nocheck(object, "copied", json_real(a->copied));
    set_integer(object, "claims_new", a->claims_new);
    set_integer(object, "claims_known", a->claims_known);
    return object;
}

static Status told(Request *r, Reply *reply, const LedgerAdded *added, Error *error)
{
    char address[48];
    Text kept;
    (void)snprintf(address, sizeof address, "/article/%lld", (long long)added->article);
    if (!arena_text(&r->arena, text_literal(address), &kept)) return fail_memory(error);
    reply->location = kept.data;
    reply->status = added->outcome == LEDGER_KNOWN ? 200 : 201;
    return sheet_json(reply->to, json_of_added(added), error);
}

Status published_check(const Request *r, Error *error)
{
    const char *day = argument_of(r, "published");
    if (!day || is_day(day)) return SAYSO_OK;
    return fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG, "published is '%.40s'; give a day as YYYY-MM-DD", day);
}

Status write_article(Request *r, Media media, Reply *reply, Error *error)
{
    Tried t = {.document = NULL};
    LedgerAdded added;
    (void)media;
    Status status = published_check(r, error);
    if (status) return status;
    if (!is_type(r, "text/plain") && !is_type(r, "text/html") && !is_type(r, "application/json"))
        return fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG,
                    "an article is sent as text/plain, text/html or application/json");
    status = read_body(r, &t, error);
    if (!status) status = article_keep(r, &t, &added, error);
    tried_free(&t);
    return status ? status : told(r, reply, &added, error);
}

/* ---- a decision ---- */

typedef struct Ruling {
    const char *kind;
    const char *parts[3]; /* in the order in which the program takes them; NULL: no more */
    Status (*answer)(Ask *ask, Error *error);
} Ruling;

static const Ruling rulings[] = {
    {"merge", {"actor", "other"}, answer_merge},   {"split", {"actor", "form", "article"}, answer_split},
    {"rename", {"actor", "name"}, answer_rename},  {"join", {"claim", "statement"}, answer_join},
    {"part", {"claim", "statement"}, answer_part}, {"fix", {"statement", "field", "value"}, answer_fix},
    {"drop", {"statement"}, answer_drop},          {"undo", {"decision"}, answer_undo},
};

static const Ruling *ruling_of(const char *kind)
{
    for (size_t i = 0; kind && i < COUNT(rulings); i++)
        if (!strcmp(rulings[i].kind, kind)) return &rulings[i];
    return NULL;
}

/* A part of the object; of a form where there is none. Numbers may be numbers or strings. NULL: it is not there. */
static char *word_of(Request *r, const json_t *body, const char *name)
{
    char digits[24];
    const json_t *value = json_object_get(body, name);
    (void)snprintf(digits, sizeof digits, "%lld", (long long)json_integer_value(value));
    const char *s = !body ? argument_of(r, name) : json_is_integer(value) ? digits : json_string_value(value);
    size_t size = s ? strlen(s) + 1 : 0;
    char *word = s ? arena_take(&r->arena, size, 1) : NULL;
    if (word) memcpy(word, s, size);
    return word;
}

typedef struct Words {
    char *items[3];
    size_t count;
    const char *article; /* of a split alone; or NULL */
} Words;

/* The words as the program takes them: of a fix, FIELD=VALUE in one; of a split, a form, an article or both. */
static bool words_of_ruling(Request *r, const Ruling *d, const json_t *body, Words *out)
{
    *out = (Words){.count = 0};
    if (d->answer == answer_split) {
        char *actor = word_of(r, body, "actor"), *form = word_of(r, body, "form");
        out->article = word_of(r, body, "article");
        out->items[out->count++] = actor;
        if (form) out->items[out->count++] = form;
        return actor && (form || out->article);
    }
    for (; out->count < COUNT(d->parts) && d->parts[out->count]; ++out->count)
        if (!(out->items[out->count] = word_of(r, body, d->parts[out->count]))) return false;
    if (d->answer != answer_fix) return true;
    size_t size = strlen(out->items[1]) + strlen(out->items[2]) + 2;
    char *both = arena_take(&r->arena, size, 1);
    if (!both || strchr(out->items[1], '=')) return false;
    (void)snprintf(both, size, "%s=%s", out->items[1], out->items[2]);
    out->items[1] = both;
    out->count = 2;
    return true;
}

static Status keep_ruling(Request *r, FILE *to, const Ruling *d, Words *words, Error *error)
{
    Split split = {.ask = {.format = ASK_JSON,
                           .mode = LEDGER_KEEP,
                           .raw = true,
                           .elsewhere = true,
                           .quiet = true,
                           .arena = &r->arena,
                           .to = to,
                           .words = words->items,
                           .word_count = words->count},
                   .article = words->article};
    Status status = gate_keep(r->server, &split.ask.ledger, error);
    if (status) return status;
    status = d->answer(&split.ask, error);
    ledger_close(split.ask.ledger);
    if (!status && d->answer == answer_undo)
        status = sheet_line(to, json_pack("{ss}", "undone", words->items[0]), error);
    return status;
}

Status ruling_keep(Request *r, const char *kind, const json_t *body, FILE *to, Error *error)
{
    const Ruling *d = ruling_of(kind);
    Words words;
    if (!d)
        return fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG,
                    "a decision is an object with a kind: merge, split, rename, join, part, fix, drop or undo, as in "
                    "{\"kind\": \"join\", \"claim\": 31, \"statement\": \"5:11\"}");
    if (!words_of_ruling(r, d, body, &words))
        return fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG, "of %s there must be: %s%s%s%s%s", d->kind, d->parts[0],
                    d->parts[1] ? ", " : "", d->parts[1] ? d->parts[1] : "",
                    !d->parts[2]                ? ""
                    : d->answer == answer_split ? " or "
                                                : ", ",
                    d->parts[2] ? d->parts[2] : "");
    return keep_ruling(r, to, d, &words, error);
}

Status write_decision(Request *r, Media media, Reply *reply, Error *error)
{
    (void)media;
    if (!is_type(r, "application/json"))
        return fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG, "a decision is sent as application/json");
    json_t *body = json_loadb(r->body.data ? r->body.data : "", r->body.size, JSON_REJECT_DUPLICATES, NULL);
    if (!body) body = json_null();
    Status status = ruling_keep(r, json_string_value(json_object_get(body, "kind")), body, reply->to, error);
    json_decref(body);
    if (!status) reply->status = 201;
    return status;
}
