/* Quotations that are signed and not reported, as press releases and lists of reactions have them:
 *
 *   “We welcome the inquiry.” — Hesper Tarn, chief executive         or the signature as a line of its own
 *   Crews are on their way. — North Power (@northpower)              a post, whose account signs it
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
    if (!(v->tokens->words[dash + 1].flags & WORD_UPPER) || v->tag[dash + 1] == XPOS_IN) return false;
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

/* "Crews are on their way. — North Power (@northpower)": a post, signed with the name of an account. */
static uint32_t signed_post(const View *v, uint32_t first)
{
    uint32_t end = v->paragraph_end[first], least = end - first > SIGNATURE_MOST ? end - SIGNATURE_MOST : first;
    if (v->mark[first] == MARK_QUOTE_OPEN) return NONE;
    for (uint32_t i = end - 1; i > least + 1; i--) {
        if (v->mark[i] != MARK_DASH) continue;
        uint32_t open = end - 1;
        while (open > i && v->mark[open] != MARK_OPEN) open--;
        bool handle =
            open > i && open + 1 < end && !(v->tokens->words[open + 1].flags & WORD_UPPER); /* "(@northpower)" */
        bool account = handle && v->mark[end - 1] == MARK_CLOSE && v->mark[i - 1] == MARK_TERMINAL;
        return account && is_signature(v, i) ? i : NONE;
    }
    return NONE;
}

/* What of a paragraph is signed: a quotation that it begins with, or a post that it is. */
static bool read_signed(const View *v, uint32_t first, const bool *taken, Reported *out)
{
    uint32_t q = v->quote[first], dash = q == NONE || taken[q] ? NONE : signature_of(v, &v->quotes[q]);
    *out = (Reported){.count = 1, .reading = READ_SIGNATURE};
    if (dash != NONE) {
        out->contents[0] = (Span){v->quotes[q].open, v->quotes[q].end};
    } else {
        dash = signed_post(v, first);
        if (dash == NONE) return false;
        out->reading = READ_POST;
        out->contents[0] = (Span){first, dash};
    }
    out->source = signer(v, dash);
    return true;
}

bool sign_quotes(const View *v, Arena *arena, Arena *scratch, Attributions *a)
{
    Reported *found = NULL, r;
    uint32_t count = 0, capacity = 0;
    bool *taken = quotes_taken(v, a, scratch);
    if (!taken) return false;
    for (uint32_t first = 0; first < v->count; first = v->paragraph_end[first]) {
        if (!read_signed(v, first, taken, &r)) continue;
        if (!arena_grow(scratch, (void **)&found, &capacity, count + 1, sizeof *found)) return false;
        found[count++] = r;
    }
    return !count || add_reported(found, count, arena, scratch, a);
}
