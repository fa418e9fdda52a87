/* Which content holds which attribution: the innermost one round the cue that holds the rest too. */
#include "standing/internal.h"

/* Contents ascend: the last that begins at or before the words is the one that may hold them. */
static bool held(const Sight *s, uint32_t owner, Span words)
{
    const Attribution *a = &s->attributions->items[owner];
    const Span *contents = s->attributions->contents + a->content_first;
    uint32_t low = 0, high = a->content_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (contents[middle].begin <= words.begin)
            low = middle + 1;
        else
            high = middle;
    }
    return low && span_holds(contents[low - 1], words);
}

static bool holds(const Sight *s, uint32_t owner, uint32_t inner)
{
    const Attribution *a = &s->attributions->items[inner];
    if (has_cue(s, inner) && !held(s, owner, a->cue)) return false;
    if (a->source.begin < a->source.end && !held(s, owner, a->source)) return false;
    for (uint32_t k = 0; k < a->content_count; k++)
        if (!held(s, owner, s->attributions->contents[a->content_first + k])) return false;
    return true;
}

/* No chain of these closes: what holds another has its cue or source more. One that has neither is held by none. */
static uint32_t holder(const Sight *s, uint32_t attribution)
{
    const Attribution *a = &s->attributions->items[attribution];
    if (!has_cue(s, attribution) && a->source.begin >= a->source.end) return NONE;
    uint32_t c = s->inside[place_of(s, attribution)];
    for (uint32_t depth = 0; c != NONE && depth < REACH; depth++, c = s->enclosing[c])
        if (s->owner[c] != attribution && holds(s, s->owner[c], attribution)) return s->owner[c];
    return NONE;
}

void within_find(Sight *s)
{
    for (uint32_t i = 0; i < s->attributions->count; i++) s->standings[i].within = holder(s, i);
}
