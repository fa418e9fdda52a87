/* Where sentences end: a linear classifier over the words round a place. Only places after a mark or before a
 * word that could begin a sentence are looked at; in running text that is one in four. */
#include "token/internal.h"

void boundary_start(Boundary *b, uint32_t first) { *b = (Boundary){.first = first}; }

void boundary_see(Boundary *b, const Word *w)
{
    switch (w->mark) {
    case MARK_QUOTE_OPEN: b->quote_open = 1; break;
    case MARK_QUOTE_CLOSE: b->quote_open = 0; break;
    case MARK_SINGLE_OPEN: b->single_open = 1; break;
    case MARK_SINGLE_CLOSE: b->single_open = 0; break;
    case MARK_OPEN: b->brackets++; break;
    case MARK_CLOSE: b->brackets = b->brackets ? b->brackets - 1 : 0; break;
    default: break;
    }
}

bool boundary_possible(const Word *words, uint32_t i)
{
    const Word *a = &words[i - 1], *b = &words[i];
    if (b->flags & WORD_JOINED) return false;
    return (a->mark != MARK_NONE && a->mark != MARK_HYPHEN) || (b->flags & WORD_UPPER) || b->mark != MARK_NONE ||
           !(b->flags & WORD_LETTERS);
}

static uint32_t bucket(uint32_t n) { return n < 6 ? n : n < 10 ? 6 : n < 20 ? 7 : n < 40 ? 8 : 9; }

/* A word's kind: its mark, or how it is written. */
static uint32_t kind(const Word *w) { return w->mark ? w->mark : 32u + (w->flags & (WORD_UPPER | WORD_LETTERS)); }

uint32_t boundary_features(const Word *words, uint32_t count, uint32_t i, const Boundary *state,
                           uint64_t out[BOUNDARY_FEATURES])
{
    static const Word edge = {.lower = 1, .shape = 1, .mark = MARK_OTHER};
    const Word *a = &words[i - 1], *b = &words[i];
    const Word *a2 = i >= state->first + 2 ? &words[i - 2] : &edge, *a3 = i >= state->first + 3 ? &words[i - 3] : &edge;
    const Word *b2 = i + 1 < count ? &words[i + 1] : &edge, *b3 = i + 2 < count ? &words[i + 2] : &edge;
    uint32_t space = b->flags & WORD_SPACE, n = 0;
    uint32_t inside = state->quote_open | state->single_open << 1 | (state->brackets ? 4u : 0) | space << 3;
    uint32_t ka = kind(a), kb = kind(b), ka2 = kind(a2), kb2 = kind(b2), length = bucket(i - state->first);
#define F(t, x, y, z) out[n++] = feature(900 + (t), (x), (y), (z))
    F(0, 0, 0, 0);
    F(1, a->lower, space, 0);
    F(2, b->lower, space, 0);
    F(3, a->lower, b->lower, space);
    F(4, a->lower, kb, space);
    F(5, ka, b->form, space);
    F(6, a2->lower, ka, kb);
    F(7, ka, kb, inside);
    F(8, ka2 << 8 | ka, kb << 8 | kb2, space);
    F(9, a->shape, b->shape, space);
    F(10, a->shape, a2->shape, kb);
    F(11, b->shape, b2->shape, ka);
    F(12, ka, kb, length);
    F(13, a->lower, length, inside);
    F(14, b2->lower, kb, ka);
    F(15, a2->lower, a->lower, kb);
    F(16, b->lower, b2->lower, ka);
    F(17, a->cluster, b->cluster, space);
    F(18, ka, b->cluster, inside);
    F(19, a2->cluster, ka, b->cluster);
    F(20, kind(a3) << 8 | ka2, ka << 8 | kb, 0);
    F(21, ka << 8 | kb, kb2 << 8 | kind(b3), space);
    F(22, ka << 8 | kb, b2->cluster, inside);
    F(23, a->form, kb, kb2);
    F(24, b->suffix3, ka, space);
    F(25, b->form, a->lower, inside);
    F(26, words[state->first].lower, ka, kb);
    F(27, ka << 8 | kb, length, inside);
    F(28, a2->lower, a->lower, b->lower);
#undef F
    return n;
}
