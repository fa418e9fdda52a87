/* sparse: linear classifiers of many classes. A feature has weights for the few classes that it speaks for or
 * against, so its row lists (class, weight) pairs; the rows of common features, which have an opinion on everything, are
 * plain arrays of weights.
 *
 *   section  u32 classes · u32 bucket count · u32 unit count · f32 scale · padding to 64 · buckets · units
 *   bucket   u16 check[6] · u8 length[6] · u16 plain · u32 base · 20 units of its own      one cache line
 *   unit     u8 class · i8 weight; in a plain row two weights
 *
 * The hash's high half picks the bucket, its low 16 bits (0 read as 1) the slot; 0 marks an empty slot. The rows of a
 * bucket lie behind each other, shortest first: row i begins at the sum of the lengths before it. The rows that end
 * within the first 20 are in the bucket, so most features cost one cache line; the others, at the same place counted
 * from `base` (modulo 2^32), are among the units behind the buckets. Bit i of `plain` says that row i is plain: as
 * many weights as there are classes, and zeros up to a multiple of 16. */
#ifndef SAYSO_SYNTAX_SPARSE_H
#define SAYSO_SYNTAX_SPARSE_H

#include "model/model.h"

#define SPARSE_CLASSES 256u /* at most */
#define SPARSE_FEATURES 32u

typedef struct Sparse {
    const uint8_t *buckets, *units;
    uint32_t bucket_count, classes;
    float scale; /* a weight is its int8 times this */
} Sparse;

Status sparse_open(const Model *model, const char *name, Sparse *out, Error *error);
/* sums[0 .. classes) = the sums of the features' weights; count <= SPARSE_FEATURES, so that 16 bits hold any sum. */
void sparse_sum(const Sparse *table, const uint64_t *hashes, uint32_t count, int16_t sums[SPARSE_CLASSES]);

typedef struct SparseRow {
    const uint8_t *units;
    uint32_t length; /* in units; 0: the feature was never learnt */
    bool plain;
} SparseRow;
SparseRow sparse_row(const Sparse *table, uint64_t hash); /* for tests */

#endif
