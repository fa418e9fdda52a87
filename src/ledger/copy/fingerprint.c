/* Winnowing (Schleimer, Wilkerson, Aiken 2003): every run of RUN words has a hash, and of each WINDOW runs that begin side
 * by side the smallest is chosen. Which one is chosen depends on these words alone, so that a stretch of RUN + WINDOW - 1
 * words chooses the same one in every article. Two of WINDOW + 1 runs are chosen in the mean.
 *
 *   words    w0 w1 w2 w3 w4 w5 w6 w7 w8 …
 *   runs     ├── h0 ─┤
 *               ├── h1 ─┤          the window h0…hn gives its smallest, then h1…hn+1, …
 *
 * Linear in the words. */
#include <stdlib.h>

#include "ledger/copy/copy.h"

#define RUN FINGERPRINT_RUN
#define WINDOW FINGERPRINT_WINDOW

/* The hash of each run: a polynomial over the words' hashes, in which the oldest word is taken out and a new one let in. */
static void hash_runs(const WordAt *words, uint32_t runs, uint64_t *out)
{
    const uint64_t base = 0x9e3779b97f4a7c15u;
    uint64_t sum = 0, oldest = 1;
    for (uint32_t i = 1; i < RUN; i++) oldest *= base;
    for (uint32_t i = 0; i < runs + RUN - 1; i++) {
        if (i >= RUN) sum -= words[i - RUN].hash * oldest;
        sum = sum * base + words[i].hash;
        if (i + 1 >= RUN) out[i + 1 - RUN] = hash_mix(sum);
    }
}

/* Where the smallest of hashes[begin, end) stands; the last of equals, which stays chosen longest. */
static uint32_t smallest(const uint64_t *hashes, uint32_t begin, uint32_t end)
{
    uint32_t best = begin;
    for (uint32_t i = begin + 1; i < end; i++)
        if (hashes[i] <= hashes[best]) best = i;
    return best;
}

/* Of each window's smallest, one a place; `out` holds as many as there are runs. */
static uint32_t winnow(const uint64_t *hashes, uint32_t runs, uint64_t *out)
{
    uint32_t count = 0, best = smallest(hashes, 0, runs < WINDOW ? runs : WINDOW);
    out[count++] = hashes[best];
    for (uint32_t end = WINDOW + 1; end <= runs; end++) {
        uint32_t before = best;
        if (best + WINDOW < end) best = smallest(hashes, end - WINDOW, end);
        else if (hashes[end - 1] < hashes[best]) best = end - 1;
        if (best != before && hashes[best] != out[count - 1]) out[count++] = hashes[best];
    }
    return count;
}

bool fingerprints_make(const WordAt *words, uint32_t count, Arena *arena, Fingerprints *out)
{
    *out = (Fingerprints){0};
    if (count < RUN) return true;
    uint32_t runs = count - RUN + 1;
    uint64_t *hashes = TAKE(arena, uint64_t, runs), *chosen = TAKE(arena, uint64_t, runs);
    if (!hashes || !chosen) return false;
    hash_runs(words, runs, hashes);
    uint32_t have = winnow(hashes, runs, chosen);
    qsort(chosen, have, sizeof *chosen, u64_compare);
    for (uint32_t i = 0; i < have; i++)
        if (!i || chosen[i] != chosen[i - 1]) chosen[out->count++] = chosen[i];
    out->items = chosen;
    return true;
}
