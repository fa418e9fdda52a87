/* sparse: linear classifiers of many classes. A feature has weights for the few classes that it speaks for or
 * against, so a row lists (class, weight) pairs instead of all classes: a fifth of the memory and of the time.
 *
 *   section  u32 classes · u32 bucket count · u32 pair count · f32 scale · padding to 64 · buckets · pairs
 *   bucket   u16 check[8] · u8 length[8] · u32 first pair · u32 0          32 bytes, half a cache line
 *   pairs    u8 class · i8 weight; a bucket's rows lie behind each other in the order of its slots
 *
 * The hash's high half picks the bucket, its low 16 bits (0 read as 1) the slot. 0 marks an empty slot. */
#ifndef SAYSO_SYNTAX_SPARSE_H
#define SAYSO_SYNTAX_SPARSE_H

#include "model/model.h"

#define SPARSE_CLASSES 256u /* at most */
#define SPARSE_FEATURES 160u

typedef struct Sparse {
    const uint8_t *buckets, *pairs;
    uint32_t bucket_count, classes;
    float scale; /* a weight is its int8 times this */
} Sparse;

Status sparse_open(const Model *model, const char *name, Sparse *out, Error *error);
/* sums[0 .. classes) = the sums of the features' weights; count <= SPARSE_FEATURES */
void sparse_sum(const Sparse *table, const uint64_t *hashes, uint32_t count, int32_t sums[SPARSE_CLASSES]);
/* The pairs of one feature, 0 where it has none. For tests. */
uint32_t sparse_row(const Sparse *table, uint64_t hash, const uint8_t **pairs);

#endif
