/* What lies in the leaves, kept in memory: an article looks up some two hundred hashes, which fall anywhere, and most
 * are there for the first time.
 *
 *   posting (63 bits)   [ bin: 18 │ 45, kept as three times 16 ]     a bin is a range of postings
 *   a leaf              [first ……………… next first)                    who has read it knows the bins that lie within
 *
 * A million attributions have 7 million postings, 28 a bin, in six bytes each. Beyond `most` of them other bins, round
 * and round, are forgotten for what is asked now. */
#include <stdlib.h>

#include "ledger/copy/bins.h"

typedef struct Low { /* of a posting the bits below the bin's */
    uint16_t parts[3];
} Low;

typedef struct Bin {
    Low *items;
    uint32_t count;
    bool known;
} Bin;

struct Bins {
    uint64_t count, most; /* postings, of all bins */
    uint32_t oldest;      /* the next one that is forgotten */
    Bin bins[BINS];
};

static Low low_of(uint64_t posting)
{
    return (Low){{(uint16_t)posting, (uint16_t)(posting >> 16), (uint16_t)(posting >> 32 & 0x1FFF)}};
}

static uint64_t value_of(Low low)
{
    return low.parts[0] | (uint64_t)low.parts[1] << 16 | (uint64_t)low.parts[2] << 32;
}

Bins *bins_make(uint64_t most)
{
    Bins *b = calloc(1, sizeof *b);
    if (b) b->most = most;
    return b;
}

static void forget(Bins *b, Bin *bin)
{
    b->count -= bin->count;
    free(bin->items);
    *bin = (Bin){0};
}

void bins_clear(Bins *b)
{
    for (uint32_t i = 0; i < BINS; i++)
        if (b->bins[i].known) forget(b, &b->bins[i]);
}

void bins_free(Bins *b)
{
    if (b) bins_clear(b);
    free(b);
}

bool bins_know(const Bins *b, uint32_t bin)
{
    return b->bins[bin].known;
}

Status bins_find(const Bins *b, uint64_t from, unsigned id_bits, const PostingSink *sink, Error *error)
{
    const Bin *bin = &b->bins[bin_of(from)];
    uint64_t hash = value_of(low_of(from)) >> id_bits, most = ((uint64_t)1 << id_bits) - 1;
    for (uint32_t i = 0; i < bin->count; i++) {
        uint64_t value = value_of(bin->items[i]);
        if (value >> id_bits == hash && !sink->take(sink->context, (int64_t)(value & most))) return fail_memory(error);
    }
    return SAYSO_OK;
}

static bool take_room(Bins *b, Bin *bin, uint32_t count)
{
    Low *items = realloc(bin->items, (bin->count + count) * sizeof *items);
    if (!items) return false;
    bin->items = items;
    bin->count += count;
    b->count += count;
    return true;
}

void bins_put(Bins *b, uint64_t posting)
{
    Bin *bin = &b->bins[bin_of(posting)];
    if (!bin->known) return;
    if (take_room(b, bin, 1))
        bin->items[bin->count - 1] = low_of(posting);
    else
        forget(b, bin);
}

bool bins_full(const Bins *b)
{
    return b->count > b->most - b->most / 64;
}

static uint64_t posting_at(const uint8_t *at)
{
    uint64_t value = 0;
    for (int i = 0; i < 8; i++) value |= (uint64_t)at[i] << 8 * i;
    return value;
}

static void make_room(Bins *b, size_t count)
{
    for (uint32_t i = 0; i < BINS && b->count + count > b->most; i++, b->oldest = (b->oldest + 1) % BINS)
        if (b->bins[b->oldest].known) forget(b, &b->bins[b->oldest]);
}

static void learn(Bins *b, uint32_t number, const uint8_t *postings, uint32_t count)
{
    Bin *bin = &b->bins[number];
    if (bin->known || (count && !take_room(b, bin, count))) return;
    for (uint32_t i = 0; i < count; i++) bin->items[i] = low_of(posting_at(postings + (size_t)i * 8));
    bin->known = true;
}

void bins_learn(Bins *b, const uint8_t *postings, size_t count, uint64_t begin, uint64_t end, uint32_t wanted)
{
    uint64_t width = (uint64_t)1 << BIN_WIDTH, first = (begin + width - 1) >> BIN_WIDTH, last = end >> BIN_WIDTH;
    bool full = bins_full(b);
    for (size_t at = 0; first < last && first < BINS; first++) {
        while (at < count && posting_at(postings + at * 8) >> BIN_WIDTH < first) at++;
        size_t from = at;
        while (at < count && posting_at(postings + at * 8) >> BIN_WIDTH == first) at++;
        if (full && first != wanted) continue;
        make_room(b, at - from);
        learn(b, (uint32_t)first, at > from ? postings + from * 8 : NULL, (uint32_t)(at - from));
    }
}
