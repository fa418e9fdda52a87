/* Byte offsets -> code points, by a count for each 64 bytes and a count within them. Text of ASCII alone has no table.
 */
#include "core.h"

#define POINTS_STEP 64u

/* A byte that is no continuation begins a code point. */
static uint32_t count_points(const char *data, size_t size)
{
    uint32_t count = 0;
    for (size_t i = 0; i < size; i++) count += ((unsigned char)data[i] & 0xC0) != 0x80;
    return count;
}

int core_points_make(sayso_text text, Points *out)
{
    *out = (Points){.text = text};
    if (!text.size || count_points(text.data, text.size) == text.size) return 0;
    size_t steps = text.size / POINTS_STEP + 1;
    out->before = PyMem_Malloc(steps * sizeof *out->before);
    if (!out->before) {
        PyErr_NoMemory();
        return -1;
    }
    uint32_t count = 0;
    for (size_t i = 0; i < steps; i++) {
        out->before[i] = count;
        size_t at = i * POINTS_STEP, left = text.size - at;
        count += count_points(text.data + at, left < POINTS_STEP ? left : POINTS_STEP);
    }
    return 0;
}

void core_points_free(Points *points)
{
    PyMem_Free(points->before);
    points->before = NULL;
}

uint32_t core_points_at(const Points *points, uint32_t byte)
{
    if (!points->before) return byte;
    uint32_t step = byte / POINTS_STEP, at = step * POINTS_STEP;
    return points->before[step] + count_points(points->text.data + at, byte - at);
}
