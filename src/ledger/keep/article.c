/* An article as it was kept: its row, its entities and attributions, in the form in which sayso.h gives them. */
#include <stdio.h>
#include <stdlib.h>

#include "ledger/keep/keep.h"

/* Texts of the columns from `first` on, each into its place. */
static bool keep_columns(Query *q, int first, Text *const places[], size_t count, Arena *arena)
{
    for (size_t i = 0; i < count; i++)
        if (!keep_text(arena, column_text(q, first + (int)i), places[i])) return false;
    return true;
}

static uint32_t column_u32(Query *q, int at) { return (uint32_t)column_int(q, at); }

static Span column_span(Query *q, int at) { return (Span){column_u32(q, at), column_u32(q, at + 1)}; }

/* ---- the article's row ---- */

static const char article_sql[] =
    "SELECT story, revision, current, words, family, byline_begin, byline_end, format, sha256, credits, warnings, "
    "label,"
    " url, title, outlet.name, byline, published, added, program, model, country, text"
    " FROM article JOIN maker ON maker.id = maker LEFT JOIN outlet ON outlet.id = outlet WHERE article.id = ?1";

static bool keep_blobs(Query *q, Arena *arena, KeptArticle *out)
{
    size_t size;
    const void *data = column_blob(q, 8, &size);
    memset(out->sha256, 0, sizeof out->sha256);
    if (size == sizeof out->sha256) memcpy(out->sha256, data, size);
    data = column_blob(q, 9, &size);
    if (!unpack_numbers(data, size, arena, &out->credits, &out->credit_count)) return false;
    data = column_blob(q, 10, &size);
    return unpack_texts(data, size, arena, &out->warnings, &out->warning_count);
}

static bool keep_article(Query *q, Arena *arena, KeptArticle *out)
{
    out->story = column_int(q, 0);
    out->revision = column_u32(q, 1);
    out->current = column_int(q, 2) != 0;
    out->words = column_u32(q, 3);
    out->family = column_int(q, 4);
    out->byline_span = column_span(q, 5);
    out->format = column_u32(q, 7);
    Text *const places[] = {&out->label,     &out->url,   &out->title,   &out->outlet, &out->byline,
                            &out->published, &out->added, &out->program, &out->model,  &out->country};
    return keep_columns(q, 11, places, COUNT(places), arena) &&
           keep_text(arena, column_raw(q, 11 + (int)COUNT(places)), &out->text) && keep_blobs(q, arena, out);
}

static Status read_row(Db *db, int64_t article, Arena *arena, KeptArticle *out, Error *error)
{
    Status status;
    Query *q = db_query(db, article_sql, error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    if (!query_next(q, &status, error)) {
        if (status) return status;
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "no article %lld is in the ledger", (long long)article);
    }
    bool kept = keep_article(q, arena, out);
    query_end(q);
    return kept ? SAYSO_OK : fail_memory(error);
}

/* ---- entities ---- */

static bool keep_entity(Query *q, Arena *arena, KeptEntity *out)
{
    size_t size;
    *out = (KeptEntity){.type = (sayso_type)column_int(q, 0),
                        .actor = column_int(q, 3),
                        .gender = (sayso_gender)column_int(q, 6),
                        .gender_by = (sayso_evidence)column_int(q, 7)};
    Text *const places[] = {&out->name, &out->country};
    const void *data = column_blob(q, 4, &size);
    if (!keep_columns(q, 1, places, COUNT(places), arena) ||
        !unpack_spans(data, size, arena, &out->mentions, &out->mention_count))
        return false;
    data = column_blob(q, 5, &size);
    return unpack_spans(data, size, arena, &out->roles, &out->role_count);
}

static const char entities_sql[] =
    "SELECT e.type, e.name, e.country, f.actor, e.mentions, e.roles, e.gender, e.gender_by FROM entity e"
    " LEFT JOIN form f ON f.id = e.form WHERE e.article = ?1 ORDER BY e.number";
static const char old_entities_sql[] =
    "SELECT type, name, country, NULL, mentions, roles, 0, 0 FROM old_entity WHERE article = ?1 ORDER BY number";

static Status read_entities(Db *db, int64_t article, bool old, Arena *arena, KeptArticle *out, Error *error)
{
    Status status;
    void *items = NULL;
    uint32_t capacity = 0;
    Query *q = db_query(db, old ? old_entities_sql : entities_sql, error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    for (; query_next(q, &status, error); out->entity_count++) {
        if (arena_grow(arena, &items, &capacity, out->entity_count + 1, sizeof(KeptEntity)) &&
            keep_entity(q, arena, (KeptEntity *)items + out->entity_count))
            continue;
        query_end(q);
        return fail_memory(error);
    }
    out->entities = items;
    return status;
}

/* ---- attributions ---- */

#define COLUMNS                                                                                                            ", confidence, entity, kind, act, source_begin, source_end, cue_begin, cue_end, to_begin, to_end, to_entity,"          " via_begin, via_end, via_entity, when_begin, when_end, anonymity_begin, anonymity_end, within, claim, contents, date"
static const char attributions_sql[] =
    "SELECT number, manner" COLUMNS ", negated, clause, coalesce(confidence_who, -1), coalesce(confidence_act, -1), joint"
    " FROM attribution WHERE article = ?1 ORDER BY number";
/* Of format 1, which did not tell contents from topics. */
static const char old_attributions_sql[] =
    "SELECT number, form" COLUMNS ", 0, 1, -1, -1, 0 FROM old_attribution WHERE article = ?1 ORDER BY number";

static bool keep_attribution(Query *q, Arena *arena, sayso_attribution *out)
{
    size_t size;
    *out = (sayso_attribution){
        .id = column_u32(q, 0),
        .form = (sayso_form)column_int(q, 1),
        .confidence = (float)column_real(q, 2),
        .entity = column_u32(q, 3),
        .kind = (sayso_kind)column_int(q, 4),
        .act = (sayso_act)column_int(q, 5),
        .source = column_span(q, 6),
        .cue = column_span(q, 8),
        .to = {column_span(q, 10), column_u32(q, 12)},
        .via = {column_span(q, 13), column_u32(q, 15)},
        .when = column_span(q, 16),
        .anonymity = column_span(q, 18),
        .within = column_u32(q, 20),
        .negated = column_int(q, 24) != 0,
        .clause = column_int(q, 25) != 0,
        .confidence_who = (float)column_real(q, 26),
        .confidence_act = (float)column_real(q, 27),
        .entity_count = column_u32(q, 28),
    };
    const void *data = column_blob(q, 22, &size);
    return unpack_spans(data, size, arena, &out->contents, &out->content_count) &&
           keep_text(arena, column_text(q, 23), &out->date);
}

/* Who are named together with the first. */
static Status read_joint(Db *db, int64_t article, Arena *arena, sayso_attribution *a, Error *error)
{
    Status status;
    uint32_t *entities = TAKE(arena, uint32_t, (size_t)a->entity_count + 1), count = 0;
    Query *q = entities ? db_query(db, "SELECT entity FROM joint WHERE article = ?1 AND number = ?2 ORDER BY place", error)
                        : NULL;
    if (!q) return entities ? SAYSO_ERROR_IO : fail_memory(error);
    bind_int(q, 1, article);
    bind_int(q, 2, a->id);
    entities[count++] = a->entity;
    while (query_next(q, &status, error))
        if (count < a->entity_count) entities[count++] = column_u32(q, 0);
    a->entities = entities;
    a->entity_count = count;
    return status;
}

static Status read_attributions(Db *db, int64_t article, bool old, Arena *arena, KeptArticle *out, Error *error)
{
    Status status;
    void *items = NULL, *claims = NULL;
    uint32_t capacity = 0, claim_capacity = 0;
    Query *q = db_query(db, old ? old_attributions_sql : attributions_sql, error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    for (; query_next(q, &status, error); out->attribution_count++) {
        uint32_t n = out->attribution_count;
        if (arena_grow(arena, &items, &capacity, n + 1, sizeof(sayso_attribution)) &&
            arena_grow(arena, &claims, &claim_capacity, n + 1, sizeof(int64_t)) &&
            keep_attribution(q, arena, (sayso_attribution *)items + n)) {
            ((int64_t *)claims)[n] = column_int(q, 21);
            continue;
        }
        query_end(q);
        return fail_memory(error);
    }
    out->attributions = items;
    out->claims = claims;
    for (uint32_t i = 0; i < out->attribution_count && !status; i++)
        if (out->attributions[i].entity_count) status = read_joint(db, article, arena, (sayso_attribution *)items + i, error);
    return status;
}

/* ---- what cannot be ---- a damaged ledger, or one that somebody else has made, is not believed */

/* No letter begins before `at` and ends after it. */
static bool is_boundary(Text t, uint32_t at) { return at == t.size || ((uint8_t)t.data[at] & 0xC0) != 0x80; }

const char *span_flaw(Text t, Span s)
{
    if (s.begin > s.end) return "ends before it begins";
    if (s.end > t.size) return "lies outside the text";
    return is_boundary(t, s.begin) && is_boundary(t, s.end) ? NULL : "cuts a letter";
}

static bool are_sound(Text t, const Span *spans, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (span_flaw(t, spans[i])) return false;
    return true;
}

static bool is_sound_attribution(const KeptArticle *k, const sayso_attribution *a)
{
    const Span spans[] = {a->source, a->cue, a->to.words, a->via.words, a->when, a->anonymity};
    bool numbers = a->entity <= k->entity_count && a->to.entity <= k->entity_count && a->via.entity <= k->entity_count;
    bool kinds = a->kind <= SAYSO_KIND_AUTHOR && a->act <= SAYSO_ACT_THINK && a->form <= SAYSO_FORM_DIRECT;
    for (uint32_t i = 0; i < a->entity_count; i++) numbers = numbers && a->entities[i] <= k->entity_count;
    return numbers && kinds && are_sound(k->text, spans, COUNT(spans)) &&
           are_sound(k->text, a->contents, a->content_count);
}

static bool is_sound(const KeptArticle *k)
{
    bool sound = utf8_valid(k->text, &(size_t){0}) && !span_flaw(k->text, k->byline_span);
    for (uint32_t i = 0; i < k->entity_count && sound; i++) {
        const KeptEntity *e = &k->entities[i];
        sound = e->type <= SAYSO_TYPE_PEOPLE && are_sound(k->text, e->mentions, e->mention_count) &&
                are_sound(k->text, e->roles, e->role_count);
    }
    for (uint32_t i = 0; i < k->attribution_count && sound; i++) sound = is_sound_attribution(k, &k->attributions[i]);
    for (uint32_t i = 0; i < k->event_count && sound; i++) sound = event_sound(k, &k->events[i]);
    return sound;
}

Status article_sound(Db *db, const KeptArticle *kept, Error *error)
{
    if (is_sound(kept)) return SAYSO_OK;
    return fail(error, SAYSO_ERROR_IO, NO_OFFSET,
                "%s: what is stored of article %lld is damaged; 'sayso verify' tells where", db_path(db),
                (long long)kept->id);
}

Status ledger_article(Ledger *ledger, int64_t article, Arena *arena, KeptArticle *out, Error *error)
{
    Status status = article_read(ledger->db, article, false, arena, out, error);
    return status ? status : article_sound(ledger->db, out, error);
}

Status article_read(Db *db, int64_t article, bool old, Arena *arena, KeptArticle *out, Error *error)
{
    *out = (KeptArticle){.id = article};
    Status status = read_row(db, article, arena, out, error);
    if (!status) status = read_entities(db, article, old, arena, out, error);
    if (!status) status = read_attributions(db, article, old, arena, out, error);
    return status || old ? status : events_read(db, article, arena, out, error); /* format 1 had none */
}

bool told_of_kept(const KeptArticle *k, Arena *arena, Told *out)
{
    sayso_entity *entities = TAKE(arena, sayso_entity, k->entity_count + 1u);
    if (!entities) return false;
    for (uint32_t i = 0; i < k->entity_count; i++) {
        const KeptEntity *e = &k->entities[i];
        entities[i] = (sayso_entity){.id = i + 1,
                                     .type = e->type,
                                     .name = e->name,
                                     .country = e->country,
                                     .mentions = e->mentions,
                                     .mention_count = e->mention_count,
                                     .roles = e->roles,
                                     .role_count = e->role_count,
                                     .gender = e->gender,
                                     .gender_by = e->gender_by};
    }
    *out = (Told){.text = k->text,
                  .entities = entities,
                  .entity_count = k->entity_count,
                  .attributions = k->attributions,
                  .attribution_count = k->attribution_count,
                  .credits = k->credits,
                  .credit_count = k->credit_count,
                  .warnings = k->warnings,
                  .warning_count = k->warning_count,
                  .events = k->events,
                  .event_count = k->event_count,
                  .has_events = k->has_events,
                  .byline = k->byline_span};
    return true;
}

Status ledger_articles(Ledger *ledger, int64_t after, bool current, int64_t *out, size_t size, size_t *count,
                       Error *error)
{
    Status status;
    *count = 0;
    Query *q = db_query(ledger->db,
                        "SELECT id FROM article WHERE id > ?1 AND (current OR NOT ?2) ORDER BY id LIMIT ?3", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, after);
    bind_int(q, 2, current);
    bind_int(q, 3, (int64_t)size);
    while (query_next(q, &status, error))
        if (*count < size) out[(*count)++] = column_int(q, 0);
    return status;
}
