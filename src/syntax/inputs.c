/* What the net sees of a word: how it is written, whole and in parts. What stands round it the net sees for itself. */
#include "syntax/internal.h"

uint32_t syntax_inputs(const Word *w, uint64_t out[NET_INPUTS])
{
    uint32_t n = 0;
#define F(t, x, y) out[n++] = feature(900 + (t), (x), (y), 0)
    F(0, w->lower, 0);
    F(1, w->form, 0);
    F(2, w->shape, 0);
    F(3, w->suffix1, w->flags & WORD_UPPER);
    F(4, w->suffix2, 0);
    F(5, w->suffix3, 0);
    F(6, w->suffix4, 0);
    F(7, w->prefix2, 0);
    F(8, w->prefix3, 0);
    F(9, w->cluster, 0);
    F(10, w->mark, w->flags);
#undef F
    return n;
}

uint32_t distance_class(int32_t d)
{
    uint32_t n = (uint32_t)(d < 0 ? -d : d);
    uint32_t c = n <= 6 ? n - 1 : n <= 8 ? 6 : n <= 11 ? 7 : n <= 15 ? 8 : n <= 20 ? 9 : n <= 30 ? 10 : n <= 50 ? 11 : 12;
    return c + (d < 0 ? 16 : 0);
}
