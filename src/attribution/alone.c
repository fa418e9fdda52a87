/* What the chains missed outside all contents, and of which the grammar and the verb leave no doubt. Whose content
 * holds it, a later stage finds from the spans. */
#include "attribution/internal.h"

typedef struct Alone {
    bool *cue;               /* by word: some attribution's cue has it */
    uint32_t *held, *source; /* by word: words before it that contents or cues, that sources have */
    Reported *found;         /* ascending by cue */
    uint32_t count, capacity;
} Alone;

static void measure(Alone *n, const View *v, const Attributions *a, uint32_t *reach)
{
    memset(n->cue, 0, v->count);
    memset(reach, 0, ((size_t)v->count + 1) * sizeof *reach);
    memset(n->source, 0, ((size_t)v->count + 1) * sizeof *n->source);
    for (uint32_t i = 0; i < a->content_count; i++) {
        Span s = a->contents[i];
        if (s.end > reach[s.begin]) reach[s.begin] = (uint32_t)s.end;
    }
    for (uint32_t i = 0; i < a->count; i++) {
        const Attribution *x = &a->items[i];
        for (uint32_t w = (uint32_t)x->cue.begin; w < x->cue.end; w++) n->cue[w] = true;
        for (uint32_t w = (uint32_t)x->source.begin; w < x->source.end; w++) n->source[w + 1] = 1;
    }
    n->held[0] = 0;
    for (uint32_t i = 0; i < v->count; i++) {
        if (i && reach[i - 1] > reach[i]) reach[i] = reach[i - 1];
        n->held[i + 1] = n->held[i] + (reach[i] > i || n->cue[i]);
        n->source[i + 1] += n->source[i];
    }
}

static uint32_t held_in(const Alone *n, Span s)
{
    return n->held[s.end] - n->held[s.begin];
}
static uint32_t sources_in(const Alone *n, Span s)
{
    return n->source[s.end] - n->source[s.begin];
}

/* A source may be another's too. */
static bool is_untouched(const Alone *n, const Reported *r)
{
    uint32_t touched = held_in(n, r->cue) + sources_in(n, r->cue) + held_in(n, r->source);
    for (uint32_t i = 0; i < r->count; i++) touched += held_in(n, r->contents[i]) + sources_in(n, r->contents[i]);
    return !touched && (!n->count || n->found[n->count - 1].cue.end <= r->cue.begin);
}

static bool is_sure(const Reported *r)
{
    bool sure = r->reading == READ_QUOTATION || r->reading == READ_OBJECT || r->reading == READ_PASSIVE;
    bool owned = r->source.begin < r->source.end && (r->reading == READ_CLAUSE || r->reading == READ_NOUN);
    return !r->self && (sure || owned);
}

bool alone_find(const Grammar *g, Arena *arena, Arena *scratch, Attributions *a)
{
    const View *v = g->v;
    size_t words = (size_t)v->count + 1;
    uint32_t *reach = TAKE(scratch, uint32_t, words);
    Alone n = {.cue = TAKE(scratch, bool, words),
               .held = TAKE(scratch, uint32_t, words),
               .source = TAKE(scratch, uint32_t, words)};
    Reported r;
    if (!reach || !n.cue || !n.held || !n.source) return false;
    measure(&n, v, a, reach);
    for (uint32_t i = 0; i < v->count; i++) {
        if (n.cue[i] || !grammar_read(g, i, &r) || !is_sure(&r) || !is_untouched(&n, &r)) continue;
        if (!arena_grow(scratch, (void **)&n.found, &n.capacity, n.count + 1, sizeof r)) return false;
        n.found[n.count++] = r;
    }
    return !n.count || add_reported(n.found, n.count, arena, scratch, a);
}
