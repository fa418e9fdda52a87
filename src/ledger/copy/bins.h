/* bins: what lies in the leaves of posting.c, as far as they were read, in memory. */
#ifndef SAYSO_LEDGER_BINS_H
#define SAYSO_LEDGER_BINS_H

#include "ledger/copy/copy.h"

#define POSTING_BITS 63u /* a posting is below 2^63 */
#define BIN_BITS 18u
#define BINS (1u << BIN_BITS)
#define BIN_WIDTH (POSTING_BITS - BIN_BITS)

typedef struct Bins Bins;
Bins *bins_make(uint64_t most); /* postings; NULL: no memory */
void bins_free(Bins *bins);     /* NULL: nothing happens */
void bins_clear(Bins *bins);
static inline uint32_t bin_of(uint64_t posting) { return (uint32_t)(posting >> BIN_WIDTH) & (BINS - 1); }
/* Whether all postings of the bin are here; then those of one hash, the lowest of which is `from`, go to `sink`. */
bool bins_know(const Bins *bins, uint32_t bin);
bool bins_full(const Bins *bins); /* what is learnt takes the room of what was known */
Status bins_find(const Bins *bins, uint64_t from, unsigned id_bits, const PostingSink *sink, Error *error);
/* A leaf has one more: its bin, where it is known, has it too. */
void bins_put(Bins *bins, uint64_t posting);
/* `postings`, ascending, little-endian, are all that lie from `begin` to before `end`: the bins that lie within are known from
 * now on. Where there is no room, that of `wanted` alone; where there is no memory, none. */
void bins_learn(Bins *bins, const uint8_t *postings, size_t count, uint64_t begin, uint64_t end, uint32_t wanted);

#endif
