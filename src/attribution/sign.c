/* Quotations that are signed and not reported, as press releases and lists of reactions have them:
 *
 *   “We welcome the inquiry.” — Hesper Tarn, chief executive         or the signature as a line of its own
 *
 * The name after the dash is the source; there is no cue. */
#include "attribution/internal.h"

#define SIGNATURE_MOST 25u /* words */

/* A dash, then a name with what is said of its bearer, to the paragraph's end, and no sentence. */
static bool is_signature(const View *v, uint32_t dash)
{
    uint32_t end = v->paragraph_end[dash];
    bool name = false;
    if (end > dash + 2 && v->mark[end - 1] == MARK_TERMINAL) end--; /* "— Tarn." */
    if (v->mark[dash] != MARK_DASH || end - dash > SIGNATURE_MOST || end - dash < 2) return false;
    if (!(v->tokens->words[dash + 1].flags & WORD_UPPER)) return false;
    for (uint32_t i = dash + 1; i < end; i++) {
        uint8_t t = v->tag[i], m = v->mark[i];
        if (t == XPOS_VBD || t == XPOS_VBZ || t == XPOS_VBP || t == XPOS_MD || t == XPOS_PRP) return false;
        if (m == MARK_TERMINAL || m == MARK_DASH || m == MARK_QUOTE_OPEN || m == MARK_QUOTE_CLOSE) return false;
        name = name || t == XPOS_NNP || t == XPOS_NNPS;
    }
    return name;
}

static Span signer(const View *v, uint32_t dash)
{
    uint32_t end = v->paragraph_end[dash];
    return (Span){dash + 1, end - (v->mark[end - 1] == MARK_TERMINAL)};
}

/* The quotation is a sentence: it ends as one. A title of a work is none. */
static bool is_statement(const View *v, const Quote *q)
{
    return q->closed && q->end - q->open > 3 && v->mark[q->end - 2] == MARK_TERMINAL;
}

/* The dash of the signature under quote q, or NONE. */
static uint32_t signature_of(const View *v, const Quote *q)
{
    bool last = q->end == v->paragraph_end[q->open];
    if (q->open != v->paragraph_first[q->open] || q->end >= v->count || !is_statement(v, q)) return NONE;
    if (!last && v->paragraph_first[q->end] != q->open) return NONE;
    return is_signature(v, q->end) ? q->end : NONE;
}

static bool *quoted_already(const View *v, const Attributions *a, Arena *scratch)
{
    bool *taken = TAKE(scratch, bool, (size_t)v->quote_count + 1);
    if (!taken) return NULL;
    memset(taken, 0, (size_t)v->quote_count + 1);
    for (uint32_t i = 0; i < a->content_count; i++)
        for (uint32_t w = a->contents[i].begin; w < a->contents[i].end; w++)
            if (v->quote[w] != NONE) taken[v->quote[w]] = true;
    return taken;
}

bool sign_quotes(const View *v, Arena *arena, Arena *scratch, Attributions *a)
{
    Reported *found = NULL;
    uint32_t count = 0, capacity = 0;
    bool *taken = quoted_already(v, a, scratch);
    if (!taken) return false;
    for (uint32_t q = 0; q < v->quote_count; q++) {
        uint32_t dash = taken[q] ? NONE : signature_of(v, &v->quotes[q]);
        if (dash == NONE) continue;
        if (!arena_grow(scratch, (void **)&found, &capacity, count + 1, sizeof *found)) return false;
        found[count++] = (Reported){.source = signer(v, dash),
                                    .count = 1,
                                    .reading = READ_SIGNATURE,
                                    .contents = {{v->quotes[q].open, v->quotes[q].end}}};
    }
    return !count || add_reported(found, count, arena, scratch, a);
}
