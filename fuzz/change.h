/* change: a model file of somebody who means harm: the real one with some bytes changed, its checksum right.
 *
 * The input is a list of changes, eight bytes each:
 *   u8 section · u8 how · u16 value · u32 place in the section
 * how: bit 0: the place is among the first 256 bytes; bits 1-2: bytes changed (1, 2, 4, all of the next 64); bit 3: the
 * value is one of those that break sums. */
#ifndef SAYSO_FUZZ_CHANGE_H
#define SAYSO_FUZZ_CHANGE_H

#include "fuzz.h"
#include "model/model.h"

typedef struct Changed { /* the model file, ours to change */
    uint8_t *bytes;
    Model model;
} Changed;

static inline void changed_read(Changed *c, const char *path)
{
    if (c->bytes) return;
    FILE *file = fopen(path, "rb");
    PROPERTY(file && !fseek(file, 0, SEEK_END));
    size_t size = (size_t)ftell(file);
    rewind(file);
    c->bytes = malloc(size);
    PROPERTY(c->bytes && fread(c->bytes, 1, size, file) == size);
    fclose(file);
    PROPERTY(!model_read(c->bytes, size, &c->model, NULL) && c->model.section_count);
}

typedef struct Change {
    uint8_t *at;
    size_t size;
    uint8_t before[64];
} Change;

static inline uint32_t value_of(uint8_t how, uint16_t value)
{
    static const uint32_t breaking[] = {0,          1,          0x7f,       0x80,       0xff,       0x7fff,
                                        0x8000,     0xffff,     0x10000,    0x7fffffff, 0x80000000, 0xffffffff,
                                        0x7fc00000, 0x7f800000, 0xff800000, 0x3f800000};
    return how & 8 ? breaking[value % COUNT(breaking)] : value;
}

static inline Change make_change(const Changed *c, const uint8_t *record)
{
    const Section *s = &c->model.sections[record[0] % c->model.section_count];
    uint32_t place, value = value_of(record[1], (uint16_t)(record[2] | record[3] << 8));
    static const size_t sizes[] = {1, 2, 4, 64};
    memcpy(&place, record + 4, 4);
    size_t among = record[1] & 1 && s->size > 256 ? 256 : s->size;
    Change change = {.size = sizes[record[1] >> 1 & 3]};
    if (!among) return (Change){0};
    size_t at = place % among;
    if (change.size > s->size - at) change.size = s->size - at;
    change.at = c->bytes + (s->data - c->model.data) + at;
    memcpy(change.before, change.at, change.size);
    for (size_t i = 0; i < change.size; i++) change.at[i] = (uint8_t)(value >> 8 * (i % 4));
    return change;
}

#define MOST_CHANGES 32u
typedef struct Changes {
    Change items[MOST_CHANGES];
    size_t count;
} Changes;

static inline void changes_make(const Changed *c, const uint8_t *data, size_t size, Changes *out)
{
    out->count = 0;
    for (size_t at = 0; at + 8 <= size && out->count < MOST_CHANGES; at += 8)
        out->items[out->count++] = make_change(c, data + at);
}

/* The last first: changes may lie upon each other. */
static inline void changes_undo(Changes *changes)
{
    for (; changes->count; changes->count--) {
        const Change *last = &changes->items[changes->count - 1];
        if (last->size) memcpy(last->at, last->before, last->size);
    }
}

#endif
