/* Sorted rows instead of hash maps, and the order of time. */
#include "ledger/origin/trace.h"

static bool is_before(const Keyed *a, const Keyed *b)
{
    return a->key != b->key ? a->key < b->key : a->order < b->order;
}

static void merge(const Keyed *from, Keyed *to, uint32_t begin, uint32_t middle, uint32_t end)
{
    uint32_t a = begin, b = middle;
    for (uint32_t i = begin; i < end; i++) {
        bool second = a == middle || (b < end && is_before(&from[b], &from[a]));
        to[i] = from[second ? b++ : a++];
    }
}

bool keyed_sort(Keyed *items, uint32_t count, Arena *arena)
{
    ArenaMark mark = arena_mark(arena);
    Keyed *from = items, *to = TAKE(arena, Keyed, count + 1u);
    if (!to) return false;
    for (uint64_t width = 1; width < count; width *= 2) {
        for (uint64_t at = 0; at < count; at += width * 2) {
            uint64_t middle = at + width < count ? at + width : count, end = middle + width < count ? middle + width : count;
            merge(from, to, (uint32_t)at, (uint32_t)middle, (uint32_t)end);
        }
        Keyed *swap = from;
        from = to;
        to = swap;
    }
    if (from != items) memcpy(items, from, count * sizeof *items);
    arena_rewind(arena, mark);
    return true;
}

uint32_t keyed_first(const Keyed *items, uint32_t count, uint64_t key)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (items[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && items[low].key == key ? low : count;
}

/* ---- time ---- */

static uint32_t number_of(Text day)
{
    uint32_t number = 0;
    if (day.size < DAY_SIZE - 1) return 0;
    for (size_t i = 0; i < DAY_SIZE - 1; i++)
        if (char_is_digit((uint8_t)day.data[i])) number = number * 10 + (uint32_t)(day.data[i] - '0');
    return number;
}

uint32_t day_first(const Statement *s) { return number_of(s->first_day); }
uint32_t day_last(const Statement *s) { return number_of(s->last_day.size ? s->last_day : s->first_day); }

uint64_t moment_of(const Statement *s)
{
    uint32_t last = day_last(s);
    return last ? (uint64_t)last << 32 | day_first(s) : UINT64_MAX;
}

/* Of one day: by what the article itself tells, not by when it came; an article's own in their order, its earlier revisions' first. */
static uint64_t place_of(const Statement *s)
{
    uint64_t name = hash_bytes(s->label.data, s->label.size, hash_bytes(s->url.data, s->url.size, s->label.size + s->url.size));
    if (!s->label.size && !s->url.size) name = (uint64_t)s->article;
    return hash_mix(name) << 21 | (uint64_t)s->current << 20 | (s->number & 0xFFFFFu);
}

bool statements_rank(const Statements *statements, Arena *arena, uint32_t **rank)
{
    uint32_t count = statements->count;
    Keyed *rows = TAKE(arena, Keyed, count + 1u);
    *rank = TAKE(arena, uint32_t, count + 1u);
    if (!rows || !*rank) return false;
    for (uint32_t i = 0; i < count; i++) {
        const Statement *s = &statements->items[i];
        rows[i] = (Keyed){moment_of(s), place_of(s), i};
    }
    if (!keyed_sort(rows, count, arena)) return false;
    for (uint32_t i = 0; i < count; i++) (*rank)[rows[i].item] = i;
    return true;
}
