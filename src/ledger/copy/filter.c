/* Which keys lie under no leaf: most of what is looked up is there for the first time.
 *
 *   key (35 bits)   [ bin: 18 │ 17 ]       a bin is a range of keys, and 512 bits of a Bloom filter (Bloom 1970)
 *   a leaf          [first … last key]     whoever has read it knows all keys of that range, so of the bins within it
 *   known           a bit a bin            what such a bin does not have lies under no leaf; of others nothing is said
 *
 * It is filled by the leaves that are read anyway, and what is put into leaves is put here too. It says less, and never wrong,
 * where ledgers are larger than a few million attributions: its size, 16 MB, is all that it takes. */
#include "ledger/copy/filter.h"

#define BIN_BITS 18u
#define BINS (1u << BIN_BITS)
#define LOW_BITS (FILTER_KEY_BITS - BIN_BITS)

struct PostingFilter {
    uint64_t known[BINS / 64];
    uint64_t bins[BINS][8];
};

PostingFilter *filter_make(void) { return calloc(1, sizeof(PostingFilter)); } /* pages that nobody writes cost nothing */

void filter_clear(PostingFilter *f) { memset(f, 0, sizeof *f); }

static uint32_t bin_of(uint64_t key) { return (uint32_t)(key >> LOW_BITS) & (BINS - 1); }

static bool is_known(const PostingFilter *f, uint32_t bin) { return f->known[bin / 64] >> bin % 64 & 1; }

/* Three bits of a bin. */
static bool has_bits(const uint64_t bin[8], uint64_t hash)
{
    for (unsigned i = 0; i < 3; i++, hash >>= 9)
        if (!(bin[hash >> 6 & 7] >> (hash & 63) & 1)) return false;
    return true;
}

void filter_put(PostingFilter *f, uint64_t key)
{
    uint64_t *bin = f->bins[bin_of(key)], hash = hash_mix(key);
    for (unsigned i = 0; i < 3; i++, hash >>= 9) bin[hash >> 6 & 7] |= (uint64_t)1 << (hash & 63);
}

bool filter_lacks(const PostingFilter *f, uint64_t key)
{
    uint32_t bin = bin_of(key);
    return is_known(f, bin) && !has_bits(f->bins[bin], hash_mix(key));
}

/* The bins that lie within [first, last], from *begin to before *end. */
static void bins_within(uint64_t first, uint64_t last, uint32_t *begin, uint32_t *end)
{
    uint64_t low = ((uint64_t)1 << LOW_BITS) - 1;
    *begin = (uint32_t)((first + low) >> LOW_BITS);
    *end = (uint32_t)((last + 1) >> LOW_BITS);
}

bool filter_wants(const PostingFilter *f, uint64_t key, uint64_t first, uint64_t last)
{
    uint32_t begin, end, bin = bin_of(key);
    bins_within(first, last, &begin, &end);
    return !is_known(f, bin) && bin >= begin && bin < end;
}

void filter_know(PostingFilter *f, uint64_t first, uint64_t last)
{
    uint32_t begin, end;
    bins_within(first, last, &begin, &end);
    for (uint32_t bin = begin; bin < end && bin < BINS; bin++) f->known[bin / 64] |= (uint64_t)1 << bin % 64;
}
