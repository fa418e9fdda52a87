/* sayso export --format=labels: what was mended by hand, as labels that a trainer or a test reads: a line each, with
 * the words and their places in code points, so that they hold beside the article's text whatever reads it later. */
#include <jansson.h>
#include <string.h>

#include "cli/out/out.h"

static json_t *span_of(const Points *points, Span s)
{
    return json_pack("[II]", (json_int_t)code_point_at(points, s.begin), (json_int_t)code_point_at(points, s.end));
}

static void set_span(json_t *object, const char *key, const Points *points, Span s)
{
    if (s.begin < s.end) json_object_set_new_nocheck(object, key, span_of(points, s));
}

/* Where a dropped statement stood, or one that is read otherwise now: its stretches, one behind the other. */
#define BETWEEN " … "
static json_t *found_again(const KeptArticle *k, const Points *points, Text words)
{
    json_t *array = json_array();
    size_t at = 0;
    for (size_t begin = 0; begin < words.size;) {
        const char *gap = memmem(words.data + begin, words.size - begin, BETWEEN, sizeof BETWEEN - 1);
        size_t end = gap ? (size_t)(gap - words.data) : words.size;
        const char *here = memmem(k->text.data + at, k->text.size - at, words.data + begin, end - begin);
        if (!here) break;
        at = (size_t)(here - k->text.data);
        json_array_append_new(array, span_of(points, (Span){(uint32_t)at, (uint32_t)(at + end - begin)}));
        at += end - begin;
        begin = gap ? end + sizeof BETWEEN - 1 : words.size;
    }
    return array;
}

static bool has_words(const KeptArticle *k, const sayso_attribution *a, Text words)
{
    if (!a->content_count) return false;
    Text first = text_slice(k->text, a->contents[0]);
    return words.size >= first.size && !memcmp(words.data, first.data, first.size);
}

static void set_places(json_t *object, const KeptArticle *k, const Points *points, const Decision *d)
{
    const sayso_attribution *a = NULL;
    for (uint32_t i = 0; !a && i < k->attribution_count; i++)
        if (k->attributions[i].id == d->number && has_words(k, &k->attributions[i], d->words)) a = &k->attributions[i];
    if (!a) {
        json_object_set_new_nocheck(object, "content", found_again(k, points, d->words));
        return;
    }
    json_t *content = json_array();
    set_span(object, "source", points, a->source);
    set_span(object, "cue", points, a->cue);
    for (uint32_t i = 0; i < a->content_count; i++) json_array_append_new(content, span_of(points, a->contents[i]));
    json_object_set_new_nocheck(object, "content", content);
}

static Status put_label(Ask *ask, const Decision *d, Error *error)
{
    KeptArticle k;
    Points points;
    Status status = ledger_article(ask->ledger, d->article, ask->arena, &k, error);
    if (status) return status;
    if (!code_points_make(k.text, &points)) return fail_memory(error);
    json_t *object = json_object();
    json_object_set_new_nocheck(object, "article", json_stringn_nocheck(d->label.data, d->label.size));
    json_object_set_new_nocheck(object, "sha256", json_stringn_nocheck(d->sha256.data, d->sha256.size));
    set_integer(object, "number", d->number);
    set_places(object, &k, &points, d);
    set_text(object, "text", d->words);
    bool drop = d->kind == DECISION_DROP;
    set_text(object, "field", drop ? text_literal("statement") : d->subject);
    json_object_set_new_nocheck(object, "value",
                                drop             ? json_string("none")
                                : d->object.size ? json_stringn_nocheck(d->object.data, d->object.size)
                                                 : json_null());
    code_points_free(&points);
    return sheet_line(ask->to, object, error);
}

Status export_labels(Ask *ask, Error *error)
{
    Decision *all;
    uint32_t count;
    Status status = ledger_decisions(ask->ledger, false, ask->arena, &all, &count, error);
    for (uint32_t i = 0; !status && i < count; i++) {
        const Decision *d = &all[i];
        ArenaMark mark = arena_mark(ask->arena);
        if (d->article && (d->kind == DECISION_FIX || d->kind == DECISION_DROP)) status = put_label(ask, d, error);
        arena_rewind(ask->arena, mark);
    }
    return status;
}
