/* A row of the question's tables -> a Statement: one attribution with the words, the names and the article that a
 * reader needs beside it. Every question selects the same columns (STATEMENT_SELECT), so that there is one reader of
 * them. */
#include "ledger/ask/ask.h"

enum {
    AT_ARTICLE,
    AT_NUMBER,
    AT_SOURCE,
    AT_CUE = AT_SOURCE + 2,
    AT_TO = AT_CUE + 2,
    AT_VIA = AT_TO + 2,
    AT_WHEN = AT_VIA + 2,
    AT_ANONYMITY = AT_WHEN + 2,
    AT_ENTITY = AT_ANONYMITY + 2,
    AT_TO_ENTITY,
    AT_VIA_ENTITY,
    AT_KIND,
    AT_FORM,
    AT_ACT,
    AT_WITHIN,
    AT_CONFIDENCE,
    AT_CLAIM,
    AT_ACTOR,
    AT_TO_ACTOR,
    AT_VIA_ACTOR,
    AT_CONTENTS,
    AT_DATE,
    AT_DAY,
    AT_WHO,
    AT_WHOM,
    AT_THROUGH,
    AT_LABEL,
    AT_URL,
    AT_TITLE,
    AT_PUBLISHED,
    AT_FAMILY,
    AT_CURRENT,
    AT_OUTLET,
    AT_TEXT,
    AT_OUTER,
    AT_OUTER_ENTITY = AT_OUTER + 2,
    AT_OUTER_ACTOR,
    AT_OUTER_WITHIN
};

/* What the ledger holds is not believed: a span outside the text is none. */
static Span span_at(Query *q, int at, Text text)
{
    int64_t begin = column_int(q, at), end = column_int(q, at + 1);
    bool good = begin >= 0 && begin < end && (uint64_t)end <= text.size;
    return good ? (Span){(uint32_t)begin, (uint32_t)end} : (Span){0};
}

static bool read_contents(Query *q, Text text, Arena *arena, sayso_attribution *a)
{
    size_t size;
    Cursor c = {.data = column_blob(q, AT_CONTENTS, &size)};
    c.size = size;
    Span *spans = TAKE(arena, Span, size / 8 + 1);
    if (!spans) return false;
    uint32_t count = 0;
    while (c.size - c.at >= 8) {
        Span s;
        s.begin = cursor_u32(&c);
        s.end = cursor_u32(&c);
        if (s.begin < s.end && s.end <= text.size) spans[count++] = s;
    }
    a->contents = spans;
    a->content_count = count;
    return true;
}

static bool read_attribution(Query *q, Text text, Arena *arena, sayso_attribution *a)
{
    *a = (sayso_attribution){
        .id = (uint32_t)column_int(q, AT_NUMBER),
        .source = span_at(q, AT_SOURCE, text),
        .cue = span_at(q, AT_CUE, text),
        .form = (sayso_form)column_int(q, AT_FORM),
        .confidence = (float)column_real(q, AT_CONFIDENCE),
        .entity = (uint32_t)column_int(q, AT_ENTITY),
        .kind = (sayso_kind)column_int(q, AT_KIND),
        .act = (sayso_act)column_int(q, AT_ACT),
        .to = {span_at(q, AT_TO, text), (uint32_t)column_int(q, AT_TO_ENTITY)},
        .via = {span_at(q, AT_VIA, text), (uint32_t)column_int(q, AT_VIA_ENTITY)},
        .when = span_at(q, AT_WHEN, text),
        .anonymity = span_at(q, AT_ANONYMITY, text),
        .within = (uint32_t)column_int(q, AT_WITHIN),
    };
    return keep_text(arena, column_text(q, AT_DATE), &a->date) && read_contents(q, text, arena, a);
}

static bool read_words(Text text, Arena *arena, Statement *s)
{
    const sayso_attribution *a = &s->a;
    return keep_text(arena, text_slice(text, a->source), &s->source) &&
           keep_text(arena, text_slice(text, a->cue), &s->cue) && contents_join(text, a, arena, &s->content) &&
           keep_text(arena, text_slice(text, a->to.words), &s->to) &&
           keep_text(arena, text_slice(text, a->via.words), &s->via) &&
           keep_text(arena, text_slice(text, a->when), &s->when) &&
           keep_text(arena, text_slice(text, a->anonymity), &s->anonymity);
}

static bool read_names(Query *q, Text text, Arena *arena, Statement *s)
{
    const struct {
        int at;
        Text *out;
    } names[] = {{AT_WHO, &s->who}, {AT_WHOM, &s->whom},   {AT_THROUGH, &s->through},     {AT_LABEL, &s->label},
                 {AT_URL, &s->url}, {AT_TITLE, &s->title}, {AT_PUBLISHED, &s->published}, {AT_OUTLET, &s->outlet},
                 {AT_DAY, &s->day}};
    for (size_t i = 0; i < COUNT(names); i++)
        if (!keep_text(arena, column_text(q, names[i].at), names[i].out)) return false;
    Span outer = s->own ? (Span){0} : span_at(q, AT_OUTER, text);
    return keep_text(arena, text_slice(text, outer), &s->reported_by);
}

/* "I have said that I did not receive it": what one tells of oneself is no other's word. What is told of that in turn
 * is. */
static bool is_own(Query *q, const Statement *s)
{
    if (!s->a.within) return true;
    int64_t entity = column_int(q, AT_OUTER_ENTITY), actor = column_int(q, AT_OUTER_ACTOR);
    bool same = (entity && entity == s->a.entity) || (actor && actor == s->actor);
    return same && !column_int(q, AT_OUTER_WITHIN);
}

static bool read_statement(Query *q, Arena *arena, Statement *s)
{
    Text text = column_text(q, AT_TEXT);
    *s = (Statement){.article = column_int(q, AT_ARTICLE),
                     .number = (uint32_t)column_int(q, AT_NUMBER),
                     .claim = column_int(q, AT_CLAIM),
                     .actor = column_int(q, AT_ACTOR),
                     .to_actor = column_int(q, AT_TO_ACTOR),
                     .via_actor = column_int(q, AT_VIA_ACTOR),
                     .family = column_int(q, AT_FAMILY),
                     .current = column_int(q, AT_CURRENT) != 0};
    if (!read_attribution(q, text, arena, &s->a)) return false;
    s->own = is_own(q, s);
    return read_words(text, arena, s) && read_names(q, text, arena, s);
}

Status statements_read(Query *q, uint32_t limit, Arena *arena, Statements *out, Error *error)
{
    uint32_t capacity = out->count;
    Status status = SAYSO_OK;
    while (query_next(q, &status, error)) {
        if (out->count == limit) {
            out->more = true;
            query_end(q);
            break;
        }
        if (!arena_grow(arena, (void **)&out->items, &capacity, out->count + 1, sizeof *out->items) ||
            !read_statement(q, arena, &out->items[out->count])) {
            query_end(q);
            return fail_memory(error);
        }
        out->count++;
    }
    return status;
}

/* ---- scope ---- */

void bind_scope(Query *q, int at, const Scope *scope)
{
    bind_text(q, at, text_literal(scope->since ? scope->since : ""));
    bind_text(q, at + 1, text_literal(scope->until ? scope->until : ""));
}

uint32_t scope_limit(const Scope *scope)
{
    return scope->limit ? scope->limit : 20;
}
