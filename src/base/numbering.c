/* Texts as numbers. The hash only finds the place; what is equal is told by the text itself, so that nobody can make two
 * texts be one. Open addressing, half full at most, doubled as it fills: the old table stays in the arena. */
#include "base/base.h"

struct NumberingRow {
    uint64_t before, hash;
    Text text;
};

void numbering_begin(Numbering *n, Arena *arena)
{
    *n = (Numbering){.arena = arena};
    hash_seed(&n->seed);
}

static bool make_room(Numbering *n)
{
    if (n->slots && n->count < n->mask / 2) return true;
    uint32_t mask = n->slots ? n->mask * 2 + 1 : 63;
    uint32_t *slots = n->count < UINT32_MAX / 4 ? TAKE(n->arena, uint32_t, (size_t)mask + 1) : NULL;
    if (!slots) return false;
    memset(slots, 0, ((size_t)mask + 1) * sizeof *slots);
    for (uint32_t i = 0; i < n->count; i++) {
        uint32_t at = (uint32_t)n->rows[i].hash & mask;
        while (slots[at]) at = (at + 1) & mask;
        slots[at] = i + 1;
    }
    n->slots = slots;
    n->mask = mask;
    return true;
}

static uint32_t add(Numbering *n, uint32_t *slot, const NumberingRow *row)
{
    void *rows = n->rows;
    Text own;
    if (!arena_text(n->arena, row->text, &own) || !arena_grow(n->arena, &rows, &n->capacity, n->count + 1, sizeof *row))
        return 0;
    n->rows = rows;
    n->rows[n->count] = (NumberingRow){row->before, row->hash, own};
    return *slot = ++n->count;
}

uint32_t numbering_of(Numbering *n, uint64_t before, Text text)
{
    if (n->failed || !make_room(n)) {
        n->failed = true;
        return 0;
    }
    const HashSeed seed = n->seed;
    uint64_t parts[2] = {before, hash_keyed(text.data, text.size, &seed)};
    NumberingRow row = {before, hash_keyed(parts, sizeof parts, &seed), text};
    uint32_t at = (uint32_t)row.hash & n->mask;
    for (; n->slots[at]; at = (at + 1) & n->mask) {
        const NumberingRow *there = &n->rows[n->slots[at] - 1];
        if (there->hash == row.hash && there->before == before && text_equal(there->text, text)) return n->slots[at];
    }
    uint32_t number = add(n, &n->slots[at], &row);
    n->failed = !number;
    return number;
}
