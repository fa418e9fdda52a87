/* Copies. A passage is a copy where what two articles share goes beyond what the speaker said: two reporters in one room
 * write down the same words, but not the same eight words around them. Or the whole article is a copy. */
#include "ledger/copy/copy.h"
#include "ledger/origin/trace.h"

#define LEAST_COPIED 80u    /* percent of a content that must lie in a stretch */
#define LEAST_NARRATION 8u  /* words of a stretch that are no speaker's */
#define MOST_PASSAGES 16u   /* statements of one claim in one stretch that are looked at */

typedef struct Spoken { /* what an article's speakers say: all of its contents, ascending, apart */
    Span *items;
    uint32_t count;
    bool read;
} Spoken;

static uint32_t overlap(Span a, Span b)
{
    uint32_t begin = a.begin > b.begin ? a.begin : b.begin, end = a.end < b.end ? a.end : b.end;
    return begin < end ? end - begin : 0;
}

static bool is_copied(const Statement *s, Span here)
{
    uint32_t inside = 0, all = 0;
    for (uint32_t i = 0; i < s->a.content_count; i++) {
        inside += overlap(s->a.contents[i], here);
        all += s->a.contents[i].end - s->a.contents[i].begin;
    }
    return all && inside * (uint64_t)100 >= all * (uint64_t)LEAST_COPIED;
}

/* ---- narration ---- */

static bool take_spans(Tracer *t, const void *data, size_t size, Keyed **rows, uint32_t *capacity, uint32_t *count)
{
    Cursor c = {.data = data, .size = size};
    while (c.size - c.at >= 8) {
        if (!arena_grow(t->arena, (void **)rows, capacity, *count + 1, sizeof **rows)) return false;
        uint32_t begin = cursor_u32(&c), end = cursor_u32(&c);
        (*rows)[(*count)++] = (Keyed){begin, end, end};
    }
    return true;
}

static bool merge_spans(Tracer *t, Keyed *rows, uint32_t count, Spoken *out)
{
    *out = (Spoken){.items = TAKE(t->arena, Span, count + 1u), .read = true};
    if (!out->items || !keyed_sort(rows, count, t->arena)) return false;
    for (uint32_t i = 0; i < count; i++) {
        Span *last = out->count ? &out->items[out->count - 1] : NULL;
        if (!last || rows[i].key > last->end)
            out->items[out->count++] = (Span){(uint32_t)rows[i].key, rows[i].item};
        else if (rows[i].item > last->end)
            last->end = rows[i].item;
    }
    return true;
}

static Status read_spoken(Tracer *t, int64_t article, Spoken *out)
{
    Status status;
    Keyed *rows = NULL;
    uint32_t capacity = 0, count = 0;
    bool kept = true;
    Query *q = db_query(t->ledger->db, "SELECT contents FROM attribution WHERE article = ?1", t->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    while (query_next(q, &status, t->error)) {
        size_t size;
        const void *data = column_blob(q, 0, &size);
        kept = kept && take_spans(t, data, size, &rows, &capacity, &count);
    }
    if (status) return status;
    return kept && merge_spans(t, rows, count, out) ? SAYSO_OK : fail_memory(t->error);
}

/* As many words of the stretch as it has bytes outside all contents. */
static uint32_t narration(const Spoken *spoken, const Stretch *copy)
{
    uint64_t all = copy->a.end - copy->a.begin, said = 0;
    for (uint32_t i = 0; i < spoken->count; i++) said += overlap(spoken->items[i], copy->a);
    return all && said <= all ? (uint32_t)(copy->words * (all - said) / all) : 0;
}

/* ---- leads ---- */

typedef struct Passage { /* the statements that lie in one side of a stretch */
    uint32_t items[MOST_PASSAGES];
    uint32_t count;
} Passage;

static void find_passage(const Tracer *t, const Desk *desk, Span span, Passage *out)
{
    out->count = 0;
    for (uint32_t at = desk->begin; at < desk->end && out->count < MOST_PASSAGES; at++) {
        uint32_t i = t->by_article[at];
        if (t->parties[i].asserts && is_copied(statement(t, i), span)) out->items[out->count++] = i;
    }
}

/* The earlier one that our statement is a copy of: the same party's, else of the same kind, else any. One who is not named
 * there but here was the same one all along. */
static void lead_to_copied(Tracer *t, uint32_t index, const Passage *there)
{
    uint32_t best = NONE;
    unsigned grade = 0;
    for (uint32_t k = 0; k < there->count; k++) {
        uint32_t i = there->items[k];
        unsigned g = t->group[i] == t->group[index] ? 3 : t->parties[i].kind == t->parties[index].kind ? 2 : 1;
        if (g <= grade) continue;
        best = i;
        grade = g;
    }
    if (best == NONE || lead(t, index, best, HAND_REPRINT)) return;
    if (t->parties[best].kind > t->parties[index].kind) (void)lead(t, best, index, HAND_UTTERED);
}

static bool one_family(const Tracer *t, const Desk *a, const Desk *b)
{
    return statement(t, t->by_article[a->begin])->family == statement(t, t->by_article[b->begin])->family;
}

static Status follow_stretch(Tracer *t, const Desk *desk, const Desk *of, const Stretch *copy, Spoken *spoken)
{
    Passage here, there;
    find_passage(t, desk, copy->a, &here);
    if (here.count) find_passage(t, of, copy->b, &there);
    if (!here.count || !there.count) return SAYSO_OK;
    bool whole = one_family(t, desk, of);
    Status status = whole || spoken->read ? SAYSO_OK : read_spoken(t, desk->article, spoken);
    if (status || (!whole && narration(spoken, copy) < LEAST_NARRATION)) return status;
    for (uint32_t k = 0; k < here.count; k++) lead_to_copied(t, here.items[k], &there);
    return SAYSO_OK;
}

static Status follow_stretches(Tracer *t, const Desk *desk, Query *q, Spoken *spoken)
{
    const Desk *of = desk_find(t, column_int(q, 0));
    Cursor c = {0};
    Stretch copy;
    Status status = SAYSO_OK;
    if (!of || of == desk) return SAYSO_OK;
    c.data = column_blob(q, 1, &c.size);
    while (!status && stretch_next(&c, &copy)) status = follow_stretch(t, desk, of, &copy, spoken);
    return status;
}

static Status follow_desk(Tracer *t, const Desk *desk)
{
    Status status, failed = SAYSO_OK;
    Spoken spoken = {0};
    Query *q = db_query(t->ledger->db, "SELECT of, stretches FROM stretch WHERE article = ?1 ORDER BY of", t->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, desk->article);
    while (query_next(q, &status, t->error)) {
        failed = follow_stretches(t, desk, q, &spoken);
        if (!failed) continue;
        query_end(q);
        return failed;
    }
    return status;
}

/* Copies of a third that has no statement here: the same party's words in one family were written once. */
static bool follow_families(Tracer *t)
{
    Keyed *rows = TAKE(t->arena, Keyed, t->count + 1u);
    uint32_t count = 0, head = 0;
    if (!rows) return false;
    for (uint32_t i = 0; i < t->count; i++) {
        const Party *p = &t->parties[i];
        uint64_t who = p->kind == PARTY_NAMED ? t->group[i] : key_of_name(t, NONE, p->name);
        if (!who && t->names.failed) return false;
        uint64_t key = hash_mix(who ^ hash_mix((uint64_t)statement(t, i)->family)) + p->kind;
        if (p->asserts) rows[count++] = (Keyed){key, t->rank[i], i};
    }
    if (!keyed_sort(rows, count, t->arena)) return false;
    for (uint32_t at = 1; at < count; at++) {
        if (rows[at].key != rows[head].key) head = at;
        uint32_t first = rows[head].item, i = rows[at].item;
        if (statement(t, i)->article != statement(t, first)->article) (void)lead(t, i, first, HAND_REPRINT);
    }
    return true;
}

Status leads_copied(Tracer *t)
{
    Status status = SAYSO_OK;
    for (uint32_t i = 0; t->desk_count > 1 && i < t->desk_count && !status; i++) status = follow_desk(t, &t->desks[i]);
    if (status) return status;
    return follow_families(t) ? SAYSO_OK : fail_memory(t->error);
}
