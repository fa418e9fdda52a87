/* Every statement of the ledger, claim after claim: each claim is asked once, however many statements it has. */
#include "ledger/ask/ask.h"

#define BATCH 256u
#define JOINT_SIZE (sizeof " … " - 1) /* between the stretches of a content (word/text.c) */

typedef Status Take(void *context, const Statement *statement, const Statement *origin, const Related *related,
                    uint32_t related_count, Error *error);

typedef struct Exporter {
    Ledger *ledger;
    bool current;
    Arena *arena;
    Take *take;
    void *context;
    Error *error;
    Finder *finder; /* of what is related: it reads for many claims at once */
} Exporter;

/* ---- code points ---- */

typedef struct Mark { /* a place of the text whose code points are known */
    uint32_t byte, point;
} Mark;

static uint32_t count_from(Text text, uint32_t begin, uint32_t end)
{
    return (uint32_t)utf8_count(text_slice(text, (Span){begin, end}));
}

static Span points_of(Text text, Mark near, Span bytes)
{
    uint32_t begin = bytes.begin < near.byte ? near.point - count_from(text, bytes.begin, near.byte)
                                             : near.point + count_from(text, near.byte, bytes.begin);
    return (Span){begin, begin + count_from(text, bytes.begin, bytes.end)};
}

/* What stands before the statement is counted once; its spans are near to one another. */
static bool count_points(Text text, Arena *arena, Statement *s)
{
    Span *points = TAKE(arena, Span, s->a.content_count + 1u);
    Mark near = {.byte = s->a.content_count ? s->a.contents[0].begin : 0};
    if (!points) return false;
    near.point = count_from(text, 0, near.byte);
    for (uint32_t i = 0; i < s->a.content_count; i++) points[i] = points_of(text, near, s->a.contents[i]);
    s->points = points;
    s->source_points = points_of(text, near, s->a.source);
    s->cue_points = points_of(text, near, s->a.cue);
    return true;
}

static Status add_points(const Exporter *e, Statement *s)
{
    Status status;
    Query *q = db_query(e->ledger->db,
                        "SELECT text, (SELECT gender_by FROM entity WHERE article = ?1 AND number = ?2) FROM article"
                        " WHERE id = ?1",
                        e->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, s->article);
    bind_int(q, 2, s->a.entity);
    if (!query_next(q, &status, e->error)) return status;
    if (s->gender) s->gender_by = (sayso_evidence)column_int(q, 1);
    bool counted = count_points(column_text(q, 0), e->arena, s);
    query_end(q);
    return counted ? SAYSO_OK : fail_memory(e->error);
}

/* ---- one claim ---- */

/* The statement that it leads back to, where that is an origin that counts. */
static const Statement *origin_of(const ClaimAnswer *a, uint32_t i)
{
    if (a->origin_of[i] == NONE || a->origins[a->origin_of[i]].open) return NULL;
    while (a->hand_from[i] != i) i = a->hand_from[i];
    return &a->statements.items[i];
}

static Status give_all(const Exporter *e, ClaimAnswer *a)
{
    Status status = SAYSO_OK;
    for (uint32_t i = 0; i < a->statements.count && !status; i++) {
        Statement *s = &a->statements.items[i];
        if (e->current && !s->current) continue;
        status = add_points(e, s);
        if (!status) status = e->take(e->context, s, origin_of(a, i), a->related, a->related_count, e->error);
    }
    return status;
}

/* Claims and probabilities, and whether it is another authority: each claim tells its own statements. */
static Status find_related(const Exporter *e, ClaimAnswer *a)
{
    RelatedScore *scores;
    Status status = related_scores(e->finder, a->claim.id, e->arena, &scores, &a->related_count, e->error);
    if (status || !a->related_count) return status;
    if (!(a->related = TAKE(e->arena, Related, a->related_count))) return fail_memory(e->error);
    for (uint32_t i = 0; i < a->related_count && !status; i++) {
        a->related[i] = (Related){.claim = scores[i].claim, .probability = (double)scores[i].probability};
        if (a->related[i].probability < LEAST_AUTHORITY) continue;
        status = related_read(e->ledger->db, &scores[i], &(Scope){0}, e->arena, &a->related[i], e->error);
        if (!status) status = authority_of(e->ledger, a, &a->related[i], e->arena, e->error);
    }
    return status;
}

static Status give_claim(const Exporter *e, int64_t claim)
{
    ClaimAnswer a;
    Status status = claim_answer(e->ledger, claim, &(Scope){0}, e->arena, &a, e->error);
    if (!status) status = find_related(e, &a);
    return status ? status : give_all(e, &a);
}

/* ---- what is no claim ---- */

static Status give_alone(const Exporter *e, const Statement *s)
{
    Statement own = *s;
    ClaimAnswer a = {.statements = {&own, 1, 1, 0}};
    Status status = origins_find(e->ledger, e->arena, &a, e->error);
    return status ? status : give_all(e, &a);
}

static Status give_article(const Exporter *e, int64_t article)
{
    Statements all;
    Status status = ledger_statements(e->ledger, article, e->arena, &all, e->error);
    for (uint32_t i = 0; i < all.count && !status; i++)
        if (!all.items[i].claim) status = give_alone(e, &all.items[i]);
    return status;
}

/* ---- all ---- */

/* The next BATCH of them behind `after`, and what is given of each. */
typedef Status Next(const Exporter *e, int64_t after, int64_t *out, size_t *count);
typedef Status Give(const Exporter *e, int64_t id);

static Status next_claims(const Exporter *e, int64_t after, int64_t *out, size_t *count)
{
    Status status;
    *count = 0;
    Query *q = db_query(e->ledger->db, "SELECT id FROM claim WHERE id > ?1 AND statements > 0 ORDER BY id LIMIT ?2", e->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, after);
    bind_int(q, 2, BATCH);
    while (query_next(q, &status, e->error))
        if (*count < BATCH) out[(*count)++] = column_int(q, 0);
    return status;
}

static Status next_articles(const Exporter *e, int64_t after, int64_t *out, size_t *count)
{
    return ledger_articles(e->ledger, after, e->current, out, BATCH, count, e->error);
}

static Status give_each(const Exporter *e, Next *next, Give *give)
{
    int64_t ids[BATCH], after = 0;
    size_t count = BATCH;
    Status status = SAYSO_OK;
    ArenaMark mark = arena_mark(e->arena);
    while (!status && count == BATCH) {
        status = next(e, after, ids, &count);
        for (size_t i = 0; i < count && !status; i++) {
            status = give(e, ids[i]);
            arena_rewind(e->arena, mark);
            after = ids[i];
        }
    }
    return status;
}

Status ledger_export_statements(Ledger *ledger, bool current, Arena *arena, Take *take, void *context, Error *error)
{
    Arena own;
    const Scope whole = {0};
    Exporter e = {ledger, current, arena, take, context, error, NULL};
    arena_init(&own, arena->allocator, arena->ceiling);
    Status status = finder_make(ledger->db, &whole, &own, &e.finder, error);
    if (!status) status = give_each(&e, next_claims, give_claim);
    if (!status) status = give_each(&e, next_articles, give_article);
    arena_free(&own);
    return status;
}

/* ---- quoted stretches ---- */

Status ledger_quotes(const Statement *s, Arena *arena, const Text **out, uint32_t *count, Error *error)
{
    Span *stretches, *parts = TAKE(arena, Span, s->a.content_count + 1u);
    const Senses *senses = senses_make(arena);
    *count = 0;
    if (!parts || !senses) return fail_memory(error);
    uint32_t at = 0;
    for (uint32_t i = 0; i < s->a.content_count; i++) {
        uint32_t size = s->a.contents[i].end - s->a.contents[i].begin;
        parts[i] = (Span){at, at + size};
        at += size + (uint32_t)JOINT_SIZE;
    }
    sayso_attribution a = {.contents = parts, .content_count = s->a.content_count, .form = s->a.form};
    if (!quotes_find(s->content, &a, senses, arena, &stretches, count)) return fail_memory(error);
    Text *texts = TAKE(arena, Text, *count + 1u);
    if (!texts) return fail_memory(error);
    for (uint32_t i = 0; i < *count; i++) texts[i] = text_slice(s->content, stretches[i]);
    *out = texts;
    return SAYSO_OK;
}
