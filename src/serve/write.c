/* What is kept: an article that is sent, a decision. Who writes needs a key that may, sent in so many words (Bearer):
 * what a browser sends of its own accord opens nothing here, so that no page of others can write through it. */
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

/* What stands after "?" tells of a text what it does not tell itself. */
static Status piece_of(Request *r, Piece *out, Error *error)
{
    *out = (Piece){.format = is_type(r, "text/plain")  ? INTAKE_TEXT
                             : is_type(r, "text/html") ? INTAKE_PAGE
                                                       : INTAKE_JSON,
                   .label = copy_of("the body"),
                   .id = copy_of(argument_of(r, "id") ? argument_of(r, "id") : "sent"),
                   .data = malloc(r->body.size + 1),
                   .size = r->body.size,
                   .url = copy_of(argument_of(r, "url")),
                   .title = copy_of(argument_of(r, "title")),
                   .outlet = copy_of(argument_of(r, "outlet")),
                   .byline = copy_of(argument_of(r, "byline")),
                   .published = copy_of(argument_of(r, "published"))};
    if (!out->data || !out->id || !out->label) return fail_memory(error);
    if (r->body.size) memcpy(out->data, r->body.data, r->body.size);
    out->data[r->body.size] = 0;
    return SAYSO_OK;
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
    Status status = url ? tried_fetch(r, url, t, error) : piece_of(r, &t->piece, error);
    if (!status && !url) status = tried_read(r, t, error);
    json_decref(body);
    return status;
}

static Status keep(Request *r, const Tried *t, LedgerAdded *out, Error *error)
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

Status write_article(Request *r, Media media, Reply *reply, Error *error)
{
    Tried t = {.document = NULL};
    LedgerAdded added;
    (void)media;
    const char *day = argument_of(r, "published");
    if (day && !is_day(day))
        return fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG, "published is '%.40s'; give a day as YYYY-MM-DD", day);
    if (!is_type(r, "text/plain") && !is_type(r, "text/html") && !is_type(r, "application/json"))
        return fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG,
                    "an article is sent as text/plain, text/html or application/json");
    Status status = read_body(r, &t, error);
    if (!status) status = keep(r, &t, &added, error);
    tried_free(&t);
    return status ? status : told(r, reply, &added, error);
}

/* ---- a decision ---- */

typedef struct Ruling {
    const char *kind;
    const char *parts[3]; /* of the object, in the order in which the program takes them; NULL: no more */
    Status (*answer)(Ask *ask, Error *error);
} Ruling;

static const Ruling rulings[] = {
    {"merge", {"actor", "other"}, answer_merge},
    {"rename", {"actor", "name"}, answer_rename},
    {"join", {"claim", "statement"}, answer_join},
    {"part", {"claim", "statement"}, answer_part},
    {"fix", {"statement", "field", "value"}, answer_fix},
    {"drop", {"statement"}, answer_drop},
    {"undo", {"decision"}, answer_undo},
};

static const Ruling *ruling_of(const json_t *body)
{
    const char *kind = json_string_value(json_object_get(body, "kind"));
    for (size_t i = 0; kind && i < COUNT(rulings); i++)
        if (!strcmp(rulings[i].kind, kind)) return &rulings[i];
    return NULL;
}

/* Numbers may be numbers or strings. */
static char *word_of(Request *r, const json_t *value)
{
    char digits[24];
    (void)snprintf(digits, sizeof digits, "%lld", (long long)json_integer_value(value));
    const char *s = json_is_integer(value) ? digits : json_string_value(value);
    size_t size = s ? strlen(s) + 1 : 0;
    char *word = s ? arena_take(&r->arena, size, 1) : NULL;
    if (word) memcpy(word, s, size);
    return word;
}

/* The words as the program takes them: of a fix, FIELD=VALUE in one. */
static bool words_of_ruling(Request *r, const Ruling *d, const json_t *body, char *words[3], size_t *count)
{
    for (*count = 0; *count < COUNT(d->parts) && d->parts[*count]; ++*count)
        if (!(words[*count] = word_of(r, json_object_get(body, d->parts[*count])))) return false;
    if (d->answer != answer_fix) return true;
    size_t size = strlen(words[1]) + strlen(words[2]) + 2;
    char *both = arena_take(&r->arena, size, 1);
    if (!both || strchr(words[1], '=')) return false;
    (void)snprintf(both, size, "%s=%s", words[1], words[2]);
    words[1] = both;
    *count = 2;
    return true;
}

static Status decide(Request *r, Reply *reply, const Ruling *d, char **words, size_t count, Error *error)
{
    Ask ask = {.format = ASK_JSON,
               .mode = LEDGER_KEEP,
               .raw = true,
               .elsewhere = true,
               .quiet = true,
               .arena = &r->arena,
               .to = reply->to,
               .words = words,
               .word_count = count};
    Status status = gate_keep(r->server, &ask.ledger, error);
    if (status) return status;
    status = d->answer(&ask, error);
    ledger_close(ask.ledger);
    if (!status && d->answer == answer_undo)
        status = sheet_line(reply->to, json_pack("{ss}", "undone", words[0]), error);
    if (!status) reply->status = 201;
    return status;
}

Status write_decision(Request *r, Media media, Reply *reply, Error *error)
{
    char *words[3];
    size_t count;
    (void)media;
    if (!is_type(r, "application/json"))
        return fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG, "a decision is sent as application/json");
    json_t *body = json_loadb(r->body.data ? r->body.data : "", r->body.size, JSON_REJECT_DUPLICATES, NULL);
    const Ruling *d = ruling_of(body);
    Status status;
    if (!d)
        status = fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG,
                      "a decision is an object with a kind: merge, rename, join, part, fix, drop or undo, as in "
                      "{\"kind\": \"join\", \"claim\": 31, \"statement\": \"5:11\"}");
    else if (!words_of_ruling(r, d, body, words, &count))
        status = fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG, "of %s there must be: %s%s%s%s%s", d->kind, d->parts[0],
                      d->parts[1] ? ", " : "", d->parts[1] ? d->parts[1] : "", d->parts[2] ? ", " : "",
                      d->parts[2] ? d->parts[2] : "");
    else
        status = decide(r, reply, d, words, count, error);
    json_decref(body);
    return status;
}
