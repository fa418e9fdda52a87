/* pairs: scores of pairs of words, by a layer over the sum of what the net gives of the two.
 *
 *   scores(a, b) = tanh(left of a + right of b) * weights + biases */
#ifndef SAYSO_NET_PAIRS_H
#define SAYSO_NET_PAIRS_H

#include "net/net.h"

typedef struct NetPairs NetPairs;

/* The section: u32 inputs · u32 outputs (both multiples of 16) · floats: scales, biases, each of outputs · int8 weights, an
 * output after the other. */
Status pairs_open(const Model *model, const char *section, const sayso_allocator *allocator, NetPairs **out, Error *error);
void pairs_close(NetPairs *pairs, const sayso_allocator *allocator);
uint32_t pairs_inputs(const NetPairs *pairs);
uint32_t pairs_outputs(const NetPairs *pairs);

#define PAIRS_MOST 64u /* at once */
/* Scores of `count` pairs, pairs_outputs floats each: left[i] and right[i] point at pairs_inputs floats. */
void pairs_run(const NetPairs *pairs, uint32_t count, const float *const left[PAIRS_MOST],
               const float *const right[PAIRS_MOST], float *scores);

/* ---- products ---- */

/* Products of vectors with vectors, each of the first with each of the second. */
typedef struct NetProducts {
    uint32_t size; /* of a vector */
    uint32_t left_count, right_count;
    const float *left, *right;
    size_t stride; /* floats from one vector to the next, on both sides */
} NetProducts;

/* Floats a row of the output: the vectors on the right, to a multiple of 16. */
static inline uint32_t products_columns(uint32_t right_count) { return (right_count + 15) / 16 * 16; }
/* out[i * products_columns + j] = left i * right j. Of `pairs` the machine's ways are taken. False when memory ran out. */
bool pairs_products(const NetPairs *pairs, const NetProducts *of, Arena *scratch, float *out);

#endif
