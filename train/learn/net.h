/* net: learns the network of src/net together with a chain: it is given the gradient of its scores and knows of no
 * loss of its own. Floats; Adam (Kingma, Ba 2015); gradients by hand, tested against finite differences. */
#ifndef SAYSO_TRAIN_NET_H
#define SAYSO_TRAIN_NET_H

#include "net/net.h"
#include "train/train.h"

typedef struct NetOptions {
    NetShape shape;
    float step;             /* Adam's, at its height */
    float input_dropout;    /* of an attribute of a word */
    float embedding_dropout, dropout; /* of an element of the summed rows; of what a block gives */
    float decay;
    uint32_t batch;         /* words, at least */
    uint64_t seed;
} NetOptions;

/* Some sequences, one after the other. */
typedef struct NetBatch {
    uint32_t words, sequences;
    const uint32_t *end;    /* by sequence: the word after its last */
    const uint32_t *inputs; /* words * NET_INPUTS rows, or NONE */
    const float *side;      /* words * the shape's side; NULL where it has none */
} NetBatch;

typedef struct Net Net;
/* Columns of the scores and of the output layer while it is learnt: the shape's outputs, to a multiple of 32. */
static inline uint32_t net_columns(NetShape shape) { return (shape.outputs + 31) / 32 * 32; }
size_t net_size(NetShape shape, uint32_t rows); /* floats of its weights */
/* `weights` are net_size floats of the caller's, rows first; `counts`: how often a row is seen. */
Net *net_new(const NetOptions *options, uint32_t rows, const uint32_t *counts, float *weights);
/* One that reads and never learns: net_backward and net_update are not called. */
Net *net_new_reader(const NetOptions *options, uint32_t rows, float *weights);
void net_start(Net *net);        /* draws the weights to begin with */
void net_free(Net *net);
/* Scores of the batch, words * net_columns, valid until the next call; with dropout where `learning`. */
const float *net_forward(Net *net, const NetBatch *batch, bool learning);
/* `gradient` (words * net_columns): of what is to grow, by score. After net_forward of the same batch. */
void net_backward(Net *net, const NetBatch *batch, const float *gradient);
/* Adds the gradients of another net of the same weights, and clears them there. */
void net_merge(Net *net, Net *other);
void net_update(Net *net, float step);
void net_gradient(const Net *net, float *out); /* net_size floats: what net_update would follow; for the tests */

/* The bias of the side, `width` floats, which every word gets; the shape has a side. */
float *net_side_bias(NetShape shape, uint32_t rows, float *weights);
/* Multiplies what the net says. */
void net_scale(NetShape shape, float *weights, uint32_t rows, float factor);
/* Adds the sections of the net `name`; `weights` become what the int8 stand for, rows that were lost in packing 0. */
void net_pack(ModelWriter *writer, const char *name, NetShape shape, const Dict *inputs, float *weights);

#endif
