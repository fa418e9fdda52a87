/* crf: learns the chains of the attribution stage.
 *
 * Conditional log-likelihood by stochastic gradient with AdaGrad (Duchi, Hazan, Singer 2011), one sequence at a time;
 * features are dropped at random (Hinton et al. 2012, here on a linear model's inputs), which on this data is worth as
 * much as any feature; L2 is divided by a feature's count, so that it presses once an epoch on each; the mean of the
 * weights at the ends of the later epochs is kept. */
#ifndef SAYSO_TRAIN_CRF_H
#define SAYSO_TRAIN_CRF_H

#include "attribution/internal.h"
#include "train/train.h"

typedef struct Sequence {
    uint32_t first, steps; /* rows of the problem */
    uint32_t fold;
    uint32_t times; /* it is learnt from, an epoch */
} Sequence;

typedef struct Problem {
    uint32_t labels;
    const uint32_t *counts; /* occurrences, by feature */
    uint32_t feature_count;
    Sequence *sequences;
    uint32_t sequence_count, sequence_capacity;
    uint32_t row_count, row_capacity;
    uint64_t *row_end;  /* by row: features[row_end[row - 1] .. row_end[row]) */
    uint8_t *gold, *kind;
    uint8_t *outside;   /* by row: 1 where only label 0 is allowed */
    uint32_t *features;
    uint64_t feature_room;
    uint32_t *inputs;       /* row_count * NET_INPUTS rows of the net (crf_net.h), or NULL: no net */
    const uint8_t **sides;   /* row_count * side_pieces: each `side_width` numbers of the net's side; or NULL */
    uint32_t side_pieces, side_width;
    uint32_t input_count;   /* rows of the net */
    const uint32_t *input_counts;
    float *net_scores;      /* row_count * CHAIN_LABELS; or NULL */
    float share;            /* of the net in what crf_run says; the rest is the linear model's */
} Problem;

void problem_sequence(Problem *p, uint32_t fold, uint32_t times);            /* starts one */
void problem_row(Problem *p, const uint32_t *features, uint32_t count, uint8_t gold, uint8_t kind, bool outside);
void problem_free(Problem *p);

typedef struct CrfOptions {
    uint32_t epochs;
    float step, late_step; /* the last two epochs use step * late_step */
    float dropout, l2;
    uint64_t seed;
    uint32_t left_out; /* the fold that is not learnt from, or NONE */
} CrfOptions;

/* The sequences of an epoch, but those of the fold `left_out` (NONE: of none), each as often as it says; free(). */
uint32_t *problem_order(const Problem *p, uint32_t left_out, uint32_t *count);

/* weights: feature_count * labels, cleared by the caller; chain: the edges. */
void crf_train(const Problem *p, const CrfOptions *options, float *weights, Chain *chain);
/* Fills the lattice of a sequence (taken by the caller with lattice_take) with emissions and runs it. */
void crf_run(const Problem *p, const Sequence *s, const float *weights, const Chain *exponentiated, Lattice *lattice);

/* The edges alone: all legal ones 0; a step along the gradient, with AdaGrad's sums in `sum`; the mean of some. */
void crf_start_chain(Chain *chain, uint32_t labels);
void crf_update_edges(const Problem *p, const Sequence *s, const Lattice *l, const Chain *exponentiated, float step,
                      Chain *chain, Chain *sum);
void crf_add_chain(const Chain *chain, float share, Chain *mean);

#endif
