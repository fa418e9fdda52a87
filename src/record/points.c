/* Byte offsets -> code points: see internal.h. */
#include "record/internal.h"

bool points_make(Text text, Arena *scratch, Points *out)
{
    size_t steps = text.size / POINTS_STEP + 1;
    *out = (Points){text, TAKE(scratch, uint32_t, steps)};
    if (!out->before) return false;
    uint32_t count = 0;
    for (size_t i = 0; i < steps; i++) {
        out->before[i] = count;
        size_t at = i * POINTS_STEP, left = text.size - at;
        count += (uint32_t)utf8_count(text_of(text.data + at, left < POINTS_STEP ? left : POINTS_STEP));
    }
    return true;
}

uint32_t points_at(const Points *points, uint32_t byte)
{
    uint32_t step = byte / POINTS_STEP, at = step * POINTS_STEP;
    return points->before[step] + (uint32_t)utf8_count(text_slice(points->text, (Span){at, byte}));
}
