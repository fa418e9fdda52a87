/* Quotes that run over paragraphs. News copy leaves a quote open at the end of a paragraph and opens it again at the
 * next; the chains read a paragraph at a time, so what was found in one is carried on here:
 *
 *   Bell said: “We waited.          a content in a quote left open
 *   “We waited all night.           carried forwards
 *   “Nobody came,” …
 *
 * and backwards, where the cue comes in the last paragraph. A content that stops short of its quote's end, or begins
 * after its beginning, is not carried on that way; a quote that another attribution has is left to it. */
#include "attribution/internal.h"

/* Whether quote q goes on as quote q + 1, the first thing of the next paragraph. */
static bool goes_on(const View *v, uint32_t q)
{
    if (q + 1 >= v->quote_count) return false;
    const Quote *a = &v->quotes[q], *b = &v->quotes[q + 1];
    return !a->closed && a->end == v->paragraph_end[a->open] && b->open == a->end && a->single == b->single;
}

typedef struct Carrier {
    const View *v;
    Attributions *a;
    bool *taken; /* by quote: some attribution has words of it */
    Span *out;   /* the contents anew */
    uint32_t count;
} Carrier;

static void take_quotes(Carrier *c)
{
    for (uint32_t i = 0; i < c->a->content_count; i++)
        for (uint32_t w = c->a->contents[i].begin; w < c->a->contents[i].end; w++)
            if (c->v->quote[w] != NONE) c->taken[c->v->quote[w]] = true;
}

static void put(Carrier *c, uint32_t quote)
{
    c->taken[quote] = true;
    c->out[c->count++] = (Span){c->v->quotes[quote].open, c->v->quotes[quote].end};
}

static void carry(Carrier *c, Attribution *x)
{
    const Span *old = c->a->contents + x->content_first;
    const Quote *quotes = c->v->quotes;
    Span begin = old[0], end = old[x->content_count - 1];
    uint32_t first = c->v->quote[begin.begin], last = c->v->quote[end.end - 1], from = first;
    bool back = first != NONE && begin.begin <= quotes[first].open + 1, on = last != NONE && end.end + 1 >= quotes[last].end;
    x->content_first = c->count;
    while (back && from > 0 && goes_on(c->v, from - 1) && !c->taken[from - 1]) from--;
    for (uint32_t q = from; q < first && back; q++) put(c, q);
    for (uint32_t i = 0; i < x->content_count; i++) c->out[c->count++] = old[i];
    for (uint32_t q = last; on && goes_on(c->v, q) && !c->taken[q + 1]; q++) put(c, q + 1);
    x->content_count = c->count - x->content_first;
}

bool carry_quotes(const View *v, Arena *arena, Arena *scratch, Attributions *a)
{
    Carrier c = {.v = v, .a = a, .taken = TAKE(scratch, bool, v->quote_count + 1)};
    c.out = TAKE(arena, Span, (size_t)a->content_count + v->quote_count);
    if (!c.taken || !c.out) return false;
    memset(c.taken, 0, v->quote_count + 1);
    take_quotes(&c);
    for (uint32_t i = 0; i < a->count; i++) carry(&c, &a->items[i]);
    a->contents = c.out;
    a->content_count = c.count;
    return true;
}
