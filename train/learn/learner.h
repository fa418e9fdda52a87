/* learner: an averaged perceptron of many classes over hashed features, and its packing as a Sparse table. */
#ifndef SAYSO_TRAIN_LEARNER_H
#define SAYSO_TRAIN_LEARNER_H

#include "syntax/sparse.h"
#include "train/train.h"

typedef struct Learner {
    Dict dict;
    uint32_t classes;
    float *weights, *sums; /* [dict.count][classes]; sums: each change times the step it was made in */
    uint64_t step;
} Learner;

/* First every feature is shown (dict_add), then the rare ones are dropped and the weights taken. */
void learner_start(Learner *l, uint32_t classes, uint32_t least);
void learner_free(Learner *l);
/* The ids of the known features among `hashes`; their number. */
uint32_t learner_ids(const Learner *l, const uint64_t *hashes, uint32_t count, uint32_t *ids);
/* Drops each id with a probability: features that are sometimes missing do not lean on each other. */
uint32_t thin(Random *random, uint32_t *ids, uint32_t count, float probability);
void learner_scores(const Learner *l, const uint32_t *ids, uint32_t count, float *scores);
/* Moves the features' weights of a class by `amount`. */
void learner_move(Learner *l, const uint32_t *ids, uint32_t count, uint32_t class, float amount);
/* Replaces the weights by their mean over all steps. */
void learner_average(Learner *l);
typedef struct PackPlan {
    float quantile; /* of the weights' sizes, fits into 127 steps; the rest is clipped */
    uint32_t least; /* weights of fewer steps are left out */
    uint32_t rows;  /* the most rows to keep, by the sum of their sizes; 0: all */
    uint32_t load;  /* rows a bucket of six on the average, in tenths; 0: 46. The fuller, the more find no slot */
} PackPlan;
/* Adds the section; weights become what the section holds (whole numbers times its scale), so that both sides can
 * be compared. */
void learner_pack(Learner *l, ModelWriter *writer, const char *name, const PackPlan *plan);

#endif
