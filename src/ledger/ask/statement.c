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
    AT_NEGATED,
    AT_CLAUSE,
    AT_WITHIN,
    AT_JOINT,
    AT_CONFIDENCE,
    AT_CONFIDENCE_WHO,
    AT_CONFIDENCE_ACT,
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
    AT_COUNTRY,
    AT_GENDER,
    AT_INFERRED,
    AT_LABEL,
    AT_URL,
    AT_TITLE,
    AT_PUBLISHED,
    AT_ADDED,
    AT_FAMILY,
    AT_CURRENT,
    AT_OUTLET,
    AT_TEXT,
    AT_OUTER,
    AT_OUTER_ENTITY = AT_OUTER + 2,
    AT_OUTER_ACTOR,
    AT_OUTER_WITHIN,
    AT_STORY
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
        .negated = column_int(q, AT_NEGATED) != 0,
        .clause = column_int(q, AT_CLAUSE) != 0,
        .confidence_who = (float)column_real(q, AT_CONFIDENCE_WHO),
        .confidence_act = (float)column_real(q, AT_CONFIDENCE_ACT),
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
                 {AT_COUNTRY, &s->country}};
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

/* "2016-07" as it is told, and the days that it may be. */
static bool read_days(Query *q, Arena *arena, Statement *s)
{
    char first[DAY_SIZE], last[DAY_SIZE];
    Text told = s->a.date.size && interval_of(s->a.date, first, last) ? s->a.date : s->published;
    Text added = column_text(q, AT_ADDED);
    if (added.size > DAY_SIZE - 1) added.size = DAY_SIZE - 1;
    s->day = s->first_day = s->last_day = (Text){0};
    if (!keep_text(arena, added, &s->added)) return false;
    if (!interval_of(told, first, last)) return true;
    s->day = told;
    return keep_text(arena, text_of(first, DAY_SIZE - 1), &s->first_day) &&
           keep_text(arena, text_of(last, DAY_SIZE - 1), &s->last_day);
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
                     .inferred = column_int(q, AT_INFERRED) != 0,
                     .gender = (sayso_gender)column_int(q, AT_GENDER),
                     .actor_count = (uint32_t)column_int(q, AT_JOINT),
                     .family = column_int(q, AT_FAMILY),
                     .story = column_int(q, AT_STORY),
                     .current = column_int(q, AT_CURRENT) != 0};
    if (!read_attribution(q, text, arena, &s->a)) return false;
    s->own = is_own(q, s);
    return read_words(text, arena, s) && read_names(q, text, arena, s) && read_days(q, arena, s);
}

/* ---- who are named together ---- */

#define MOST_JOINT 64u

static Status read_joint(Db *db, Arena *arena, Statement *s, Error *error)
{
    Status status;
    uint32_t most = s->actor_count < MOST_JOINT ? s->actor_count : MOST_JOINT, count = 0, entity_count = 1;
    int64_t *actors = TAKE(arena, int64_t, most + 1u);
    Text *names = TAKE(arena, Text, most + 1u);
    uint32_t *entities = TAKE(arena, uint32_t, most + 1u);
    if (!actors || !names || !entities) return fail_memory(error);
    Query *q = db_query(db, "SELECT j.entity, f.actor, a.name FROM joint j LEFT JOIN form f ON f.id = j.form LEFT JOIN actor a"
                            " ON a.id = f.actor WHERE j.article = ?1 AND j.number = ?2 ORDER BY j.place", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, s->article);
    bind_int(q, 2, s->number);
    entities[0] = s->a.entity;
    if (s->actor) {
        actors[count] = s->actor;
        names[count++] = s->who;
    }
    while (query_next(q, &status, error)) {
        int64_t actor = column_int(q, 1);
        if (entity_count < most) entities[entity_count++] = (uint32_t)column_int(q, 0);
        if (!actor || count >= most) continue;
        actors[count] = actor;
        if (keep_text(arena, column_text(q, 2), &names[count++])) continue;
        query_end(q);
        return fail_memory(error);
    }
    s->a.entities = entities;
    s->a.entity_count = entity_count;
    s->actors = actors;
    s->names = names;
    s->actor_count = count;
    return status;
}

Status statements_read(Db *db, Query *q, Arena *arena, Statements *out, Error *error)
{
    uint32_t before = out->count;
    Status status = SAYSO_OK;
    while (query_next(q, &status, error)) {
        if (!arena_grow(arena, (void **)&out->items, &out->room, out->count + 1, sizeof *out->items) ||
            !read_statement(q, arena, &out->items[out->count])) {
            query_end(q);
            return fail_memory(error);
        }
        out->count++;
        out->all++;
    }
    for (uint32_t i = before; i < out->count && !status; i++)
        if (out->items[i].actor_count) status = read_joint(db, arena, &out->items[i], error);
    return status;
}

Status statement_read(Db *db, int64_t article, uint32_t number, const Scope *scope, Arena *arena, Statements *out, Error *error)
{
    Query *q = db_query(db, STATEMENT_SELECT "WHERE t.article = ?1 AND t.number = ?2", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    bind_int(q, 2, number);
    if (!bind_scope(q, scope, arena)) return fail_memory(error);
    return statements_read(db, q, arena, out, error);
}

Status statements_of_claim(Db *db, int64_t claim, const Scope *scope, Arena *arena, Statements *out, Error *error)
{
    Query *q = db_query(db, STATEMENT_SELECT "WHERE t.claim = ?1 AND " STANDS " AND " SEEN " AND " IN_DAYS("t.day")
                                             " ORDER BY t.day, t.article, t.number", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, claim);
    if (!bind_scope(q, scope, arena)) return fail_memory(error);
    return statements_read(db, q, arena, out, error);
}

Status ledger_statements(Ledger *ledger, int64_t article, Arena *arena, Statements *out, Error *error)
{
    *out = (Statements){0};
    Query *q = db_query(ledger->db, STATEMENT_SELECT "WHERE t.article = ?1 AND " STANDS " ORDER BY t.number", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    return statements_read(ledger->db, q, arena, out, error);
}
