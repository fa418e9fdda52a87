/* Which bytes stand inside quotation marks. The token stage has told opening marks from closing ones; here the
 * outermost are paired, paragraph by paragraph. One that is left open runs to its paragraph's end: that is how
 * news copy quotes over several paragraphs. */
#include "record/internal.h"

static uint8_t closing(uint8_t mark)
{
    return mark == MARK_QUOTE_OPEN ? MARK_QUOTE_CLOSE : mark == MARK_SINGLE_OPEN ? MARK_SINGLE_CLOSE : MARK_NONE;
}

static bool ends_paragraph(const Tokens *t, uint32_t word)
{
    return word + 1 == t->word_count || (t->words[word + 1].flags & WORD_PARAGRAPH);
}

/* Writes the spans where `out` is given; returns how many there are. */
static uint32_t find(const Tokens *t, Span *out)
{
    uint32_t count = 0, begin = 0;
    uint8_t awaited = MARK_NONE;
    for (uint32_t i = 0; i < t->word_count; i++) {
        const Word *w = &t->words[i];
        if (!awaited) {
            awaited = closing(w->mark);
            begin = w->begin;
        } else if (w->mark == awaited) {
            awaited = MARK_OTHER; /* closed here */
        }
        if (!awaited || (awaited != MARK_OTHER && !ends_paragraph(t, i))) continue;
        if (out) out[count] = (Span){begin, w->end};
        count++;
        awaited = MARK_NONE;
    }
    return count;
}

bool quoted_make(const Reading *reading, Arena *scratch, Quoted *out)
{
    uint32_t count = find(&reading->tokens, NULL);
    *out = (Quoted){TAKE(scratch, Span, count), count};
    if (!out->spans) return false;
    (void)find(&reading->tokens, out->spans);
    return true;
}

bool quoted_at(const Quoted *quoted, uint32_t byte)
{
    uint32_t low = 0, high = quoted->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (byte >= quoted->spans[middle].end)
            low = middle + 1;
        else
            high = middle;
    }
    return low < quoted->count && byte >= quoted->spans[low].begin;
}
