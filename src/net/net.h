/* net: a small recurrent and convolutional network that scores the labels of the words of a sequence.
 *
 *   attributes of a word -> rows summed -> x
 *     x += conv(norm x)    the words at -1, 0, +1; gated linear units (Dauphin et al. 2017)
 *     x += gate(norm x)    h = f h' + (1 - f) c, y = o h, forwards and backwards (Bradbury et al. 2017)
 *     … NET_BLOCKS of them in turn
 *   scores = norm x * output
 *
 * Weights and rows are int8, what they are multiplied with is int16, sums are int32: the same bits on every machine. */
#ifndef SAYSO_NET_H
#define SAYSO_NET_H

#include "model/model.h"

#ifndef NET_WIDTH
#define NET_WIDTH 96u    /* of a word's vector */
#define NET_STATES 48u   /* of the recurrence, in each direction */
#define NET_BLOCKS 4u    /* conv, gate, conv, gate */
#endif
#define NET_LABELS 7u
#define NET_SCORES 8u    /* floats a word in the output, the last one 0 */
#define NET_INPUTS 40u   /* attributes a word, at most */
#define NET_PIECE                                                                                                      \
    1024u /* words that are read at once; a longer sequence falls into pieces that do not see each other */

typedef struct NetModel NetModel; /* borrows the Model */

/* The sections of the net NAME: net.NAME.keys (table: attribute -> three bytes, the row's number), net.NAME.rows (int8),
 * net.NAME.weights (int8, a column after the other), net.NAME.scales (floats: of the rows; then by layer of its
 * columns, and their biases). `name` has four letters. */
Status net_open(const Model *model, const char *name, const sayso_allocator *allocator, NetModel **out, Error *error);
void net_close(NetModel *model, const sayso_allocator *allocator);

/* Gives the attributes of a word, NET_INPUTS at most; returns how many. */
typedef uint32_t NetInputs(const void *context, uint32_t word, uint64_t out[NET_INPUTS]);
/* Scores of words [first, first + words): words * NET_SCORES floats. What it took of the scratch is given back; false
 * when memory ran out. Takes some 3 MB, and time linear in `words`. */
bool net_run(const NetModel *model, NetInputs *inputs, const void *context, uint32_t first, uint32_t words,
             Arena *scratch, float *out);

/* ---- for the trainer and the tests: the layers in the order of the sections ---- */
#define NET_LAYERS (NET_BLOCKS / 2 * 3 + 1)
typedef struct NetLayer {
    uint32_t rows, columns; /* inputs, outputs */
} NetLayer;
NetLayer net_layer(uint32_t layer);

/* The squashing functions, the same in the program and in the trainer: a Padé approximant of tanh, error below 1e-4. */
static inline float net_tanh(float x)
{
    x = x < 4.97f ? x : 4.97f;
    x = x > -4.97f ? x : -4.97f;
    float s = x * x;
    return x * (135135.0f + s * (17325.0f + s * (378.0f + s))) /
           (135135.0f + s * (62370.0f + s * (3150.0f + s * 28.0f)));
}
static inline float net_sigmoid(float x) { return 0.5f + 0.5f * net_tanh(0.5f * x); }

#endif
