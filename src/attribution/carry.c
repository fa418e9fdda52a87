/* Quotes that run over paragraphs. News copy leaves a quote open at the end of a paragraph and opens it again at the
 * next; the chains read a paragraph at a time, so what was found in one is carried on here:
 *
 *   Bell said: “We waited.          a content in a quote left open
 *   “We waited all night.           carried forwards
 *   “Nobody came,” …
 *
 * and to both sides of the cue (“It will hold,” he said. “It must.”), and backwards, where the cue comes in the last paragraph. A
 * content that stops short of its quote's end, or begins after its beginning, is not carried on that way; a quote that
 * another attribution has is left to it. */
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

static void put(Carrier *c, uint32_t quote)
{
    c->taken[quote] = true;
    c->out[c->count++] = (Span){c->v->quotes[quote].open, c->v->quotes[quote].end};
}

/* The quote that stands between the end of the cue's sentence and the end of the paragraph, where what is quoted before
 * the cue goes on: “It will hold,” he said. “Nobody leans on it.” */
static uint32_t resumed(const Carrier *c, const Attribution *x)
{
    const View *v = c->v;
    Span last = c->a->contents[x->content_first + x->content_count - 1];
    uint32_t before = v->quote[last.end - 1];
    if (x->cue.begin >= x->cue.end || last.end > x->cue.begin || before == NONE) return NONE;
    uint32_t next = v->tokens->sentences[v->sentence[x->cue.begin]].end;
    if (next == v->paragraph_end[x->cue.begin] || v->quote_state[next] != QUOTE_OPEN) return NONE;
    uint32_t q = v->quote[next];
    bool alone = v->quotes[q].end == v->paragraph_end[next] && v->quotes[q].single == v->quotes[before].single;
    return alone && !c->taken[q] ? q : NONE;
}

/* The quote right before the words of source and cue, where only what follows them was found: “It will hold,” he said. */
static uint32_t fronted(const Carrier *c, const Attribution *x)
{
    const View *v = c->v;
    bool source = x->source.begin < x->source.end;
    uint32_t low = source && x->source.begin < x->cue.begin ? x->source.begin : x->cue.begin;
    if (x->cue.begin >= x->cue.end || low < 2 || c->a->contents[x->content_first].begin < low) return NONE;
    uint8_t last = v->mark[low - 2];
    bool ends = v->quote_state[low - 1] == QUOTE_CLOSE && (last == MARK_COMMA || last == MARK_TERMINAL);
    if (!ends || v->sentence[low - 1] != v->sentence[low]) return NONE;
    uint32_t q = v->quote[low - 1]; /* within a sentence it would be a title or a term */
    bool whole = v->tokens->words[v->quotes[q].open].flags & WORD_SENTENCE;
    return whole && !c->taken[q] ? q : NONE;
}

static void carry(Carrier *c, Attribution *x)
{
    const Span *old = c->a->contents + x->content_first;
    const Quote *quotes = c->v->quotes;
    Span begin = old[0], end = old[x->content_count - 1];
    uint32_t first = c->v->quote[begin.begin], last = c->v->quote[end.end - 1], from = first;
    bool back = first != NONE && begin.begin <= quotes[first].open + 1;
    bool on = last != NONE && end.end + 1 >= quotes[last].end;
    uint32_t more = resumed(c, x), front = fronted(c, x);
    x->content_first = c->count;
    if (front != NONE) put(c, front);
    while (back && from > 0 && goes_on(c->v, from - 1) && !c->taken[from - 1]) from--;
    for (uint32_t q = from; q < first && back; q++) put(c, q);
    for (uint32_t i = 0; i < x->content_count; i++) c->out[c->count++] = old[i];
    if (more != NONE) {
        put(c, more);
        last = more;
        on = true;
    }
    for (uint32_t q = last; on && goes_on(c->v, q) && !c->taken[q + 1]; q++) put(c, q + 1);
    x->content_count = c->count - x->content_first;
}

bool carry_quotes(const View *v, Arena *arena, Arena *scratch, Attributions *a)
{
    Carrier c = {.v = v, .a = a, .taken = quotes_taken(v, a, scratch)};
    c.out = TAKE(arena, Span, (size_t)a->content_count + v->quote_count);
    if (!c.taken || !c.out) return false;
    for (uint32_t i = 0; i < a->count; i++) carry(&c, &a->items[i]);
    a->contents = c.out;
    a->content_count = c.count;
    return true;
}
