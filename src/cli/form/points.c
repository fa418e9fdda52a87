/* Bytes -> code points: counted once at every STEP bytes, the rest where it is asked for. */
#include <stdlib.h>

#include "cli/form/form.h"

#define STEP 64u

static bool is_start(char c)
{
    return ((uint8_t)c & 0xC0) != 0x80;
}

bool code_points_make(Text text, Points *out)
{
    uint32_t count = 0;
    *out = (Points){text, malloc((text.size / STEP + 1) * sizeof *out->at)};
    if (!out->at) return false;
    for (size_t i = 0; i < text.size; i++) {
        if (i % STEP == 0) out->at[i / STEP] = count;
        count += is_start(text.data[i]);
    }
    if (text.size % STEP == 0) out->at[text.size / STEP] = count;
    return true;
}

uint32_t code_point_at(const Points *p, uint32_t byte)
{
    uint32_t count = p->at[byte / STEP];
    for (uint32_t i = byte - byte % STEP; i < byte; i++) count += is_start(p->text.data[i]);
    return count;
}

void code_points_free(Points *p)
{
    free(p->at);
    *p = (Points){0};
}
