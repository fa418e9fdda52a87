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
    " url, title, outlet.name, byline, published, added, text, program, model"
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
    Text *const places[] = {&out->label,     &out->url,   &out->title, &out->outlet,  &out->byline,
                            &out->published, &out->added, &out->text,  &out->program, &out->model};
    return keep_columns(q, 11, places, COUNT(places), arena) && keep_blobs(q, arena, out);
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
    *out = (KeptEntity){.type = (sayso_type)column_int(q, 0), .actor = column_int(q, 3)};
    Text *const places[] = {&out->name, &out->country};
    const void *data = column_blob(q, 4, &size);
    if (!keep_columns(q, 1, places, COUNT(places), arena) ||
        !unpack_spans(data, size, arena, &out->mentions, &out->mention_count))
        return false;
    data = column_blob(q, 5, &size);
    return unpack_spans(data, size, arena, &out->roles, &out->role_count);
}

static Status read_entities(Db *db, int64_t article, Arena *arena, KeptArticle *out, Error *error)
{
    Status status;
    void *items = NULL;
    uint32_t capacity = 0;
    Query *q = db_query(db,
                        "SELECT type, name, country, actor, mentions, roles FROM entity WHERE article = ?1"
                        " ORDER BY number",
                        error);
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

static const char attributions_sql[] =
    "SELECT number, form, confidence, entity, kind, act, source_begin, source_end, cue_begin, cue_end, to_begin, "
    "to_end,"
    " to_entity, via_begin, via_end, via_entity, when_begin, when_end, anonymity_begin, anonymity_end, within, claim,"
    " contents, date FROM attribution WHERE article = ?1 ORDER BY number";

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
    };
    const void *data = column_blob(q, 22, &size);
    return unpack_spans(data, size, arena, &out->contents, &out->content_count) &&
           keep_text(arena, column_text(q, 23), &out->date);
}

static Status read_attributions(Db *db, int64_t article, Arena *arena, KeptArticle *out, Error *error)
{
    Status status;
    void *items = NULL, *claims = NULL;
    uint32_t capacity = 0, claim_capacity = 0;
    Query *q = db_query(db, attributions_sql, error);
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
    return sound;
}

Status ledger_article(Ledger *ledger, int64_t article, Arena *arena, KeptArticle *out, Error *error)
{
    Status status = article_read(ledger, article, arena, out, error);
    if (status || is_sound(out)) return status;
    return fail(error, SAYSO_ERROR_IO, NO_OFFSET,
                "%s: what is stored of article %lld is damaged; 'sayso verify' tells where", db_path(ledger->db),
                (long long)article);
}

Status article_read(Ledger *ledger, int64_t article, Arena *arena, KeptArticle *out, Error *error)
{
    *out = (KeptArticle){.id = article};
    Status status = read_row(ledger->db, article, arena, out, error);
    if (!status) status = read_entities(ledger->db, article, arena, out, error);
    return status ? status : read_attributions(ledger->db, article, arena, out, error);
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

/* ---- finding ---- */

#define MOST_NAMED 5 /* articles that a sentence names */

static Status find_one(Db *db, const char *sql, Text typed, int64_t id, int64_t *out, Error *error)
{
    Status status;
    Query *q = db_query(db, sql, error);
    if (!q) return SAYSO_ERROR_IO;
    if (typed.size)
        bind_text(q, 1, typed);
    else
        bind_int(q, 1, id);
    if (!query_next(q, &status, error)) return status;
    *out = column_int(q, 0);
    query_end(q);
    return SAYSO_OK;
}

static bool is_number(const char *typed)
{
    size_t n = strspn(typed, "0123456789");
    return n && n < 19 && !typed[n];
}

/* "reports/04-denial.txt" is "04-denial" */
static Text base_of(Text path)
{
    size_t begin = path.size, end = path.size;
    while (begin && path.data[begin - 1] != '/') begin--;
    for (size_t i = end; i > begin + 1 && end == path.size; i--)
        if (path.data[i - 1] == '.') end = i - 1;
    return text_of(path.data + begin, end - begin);
}

typedef struct Sentence {
    char text[200];
    size_t size;
} Sentence;

static void say(Sentence *s, const char *between, int64_t id, Text words)
{
    if (s->size >= sizeof s->text - 1) return;
    int most = words.size < 40 ? (int)words.size : 40;
    int n =
        id ? snprintf(s->text + s->size, sizeof s->text - s->size, "%s%lld (%.*s)", s->size ? between : "",
                      (long long)id, most, words.data)
           : snprintf(s->text + s->size, sizeof s->text - s->size, "%s%.*s", s->size ? between : "", most, words.data);
    if (n > 0) s->size += (size_t)n;
}

/* *out where one has the label; a sentence where several have. */
static Status find_label(Db *db, Text label, int64_t *out, Error *error)
{
    Status status;
    Sentence named = {0};
    int found = 0;
    Query *q =
        db_query(db,
                 "SELECT article.id, coalesce(outlet.name, url, published, added) FROM article"
                 " LEFT JOIN outlet ON outlet.id = outlet WHERE label = ?1 AND current ORDER BY article.id LIMIT ?2",
                 error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, label);
    bind_int(q, 2, MOST_NAMED + 1);
    for (int64_t id; query_next(q, &status, error); found++) {
        id = column_int(q, 0);
        if (!found) *out = id;
        if (found < MOST_NAMED) say(&named, ", ", id, column_text(q, 1));
    }
    if (status || found < 2) return status;
    *out = 0;
    return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "%s%d articles are called '%.*s'; say which by its number: %s",
                found > MOST_NAMED ? "more than " : "", found > MOST_NAMED ? MOST_NAMED : found,
                (int)(label.size < 60 ? label.size : 60), label.data, named.text);
}

/* The labels before and after it in the order of their bytes. */
static Status none_found(Db *db, const char *typed, Text label, Error *error)
{
    static const char *const around[] = {
        "SELECT label FROM article WHERE label IS NOT NULL AND label < ?1 ORDER BY label DESC LIMIT 1",
        "SELECT label FROM article WHERE label IS NOT NULL AND label > ?1 ORDER BY label LIMIT 1"};
    Sentence near = {0};
    for (size_t i = 0; i < COUNT(around); i++) {
        Status status;
        Query *q = db_query(db, around[i], error);
        if (!q) return SAYSO_ERROR_IO;
        bind_text(q, 1, label.size ? label : text_literal(" "));
        if (query_next(q, &status, error)) {
            say(&near, " and ", 0, column_text(q, 0));
            query_end(q);
        }
        if (status) return status;
    }
    return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "no article '%.60s' is in the ledger%s%s%s", typed,
                near.size ? " (nearest: " : "; nothing in it has a name", near.text, near.size ? ")" : "");
}

static Status find_url(Db *db, Text typed, int64_t *out, Error *error)
{
    Arena arena;
    Text url;
    arena_init(&arena, &libc_allocator, SIZE_MAX);
    Status status = url_key(typed, &arena, &url) ? SAYSO_OK : fail_memory(error);
    if (!status && url.size)
        status = find_one(db, "SELECT id FROM article WHERE url = ?1 AND current", url, 0, out, error);
    arena_free(&arena);
    return status;
}

Status ledger_find_article(Ledger *ledger, const char *typed, int64_t *out, Error *error)
{
    Db *db = ledger->db;
    Status status = SAYSO_OK;
    Text name = text_literal(typed), base = base_of(name);
    *out = 0;
    if (is_number(typed))
        status = find_one(db, "SELECT id FROM article WHERE id = ?1", (Text){0}, strtoll(typed, NULL, 10), out, error);
    if (!status && !*out) status = find_url(db, name, out, error);
    if (!status && !*out) status = find_label(db, name, out, error);
    if (!status && !*out && !text_equal(base, name)) status = find_label(db, base, out, error);
    return status || *out ? status : none_found(db, typed, base, error);
}
