/* The table of cues in the model file. */
#include "standing/internal.h"

static uint32_t u32_at(const uint8_t *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

Status cues_open(const Model *model, CueTable *out, Error *error)
{
    *out = (CueTable){0};
    const Section *s = model_section(model, "list.cues");
    if (!s) return SAYSO_OK;
    uint32_t slots = s->size >= CUES_HEADER ? u32_at(s->data) : 0;
    if (s->kind != SECTION_BYTES || !slots || (slots & (slots - 1)) ||
        s->size != CUES_HEADER + (size_t)slots * CUES_SLOT)
        return fail(error, SAYSO_ERROR_MODEL, NO_OFFSET,
                    "the model file's part \"list.cues\" is damaged; install the model of this version");
    *out = (CueTable){s->data + CUES_HEADER, slots};
    return SAYSO_OK;
}

CueSlot cues_look_up(const CueTable *table, uint64_t key)
{
    uint32_t want = cues_check(key), mask = table->slot_count - 1;
    if (!table->slot_count) return (CueSlot){0};
    for (uint32_t slot = (uint32_t)key & mask, tries = 0; tries < CUES_TRIES; tries++, slot = (slot + 1) & mask) {
        const uint8_t *s = table->slots + (size_t)slot * CUES_SLOT;
        uint32_t check = u32_at(s);
        if (check == want) return (CueSlot){.act = s[4] <= ACT_COUNT ? s[4] : 0, .found = true, .continues = s[5] != 0};
        if (!check) break;
    }
    return (CueSlot){0};
}
