/* stages: the trained stages that a later trainer stands on, and the trainers themselves. */
#ifndef SAYSO_TRAIN_STAGES_H
#define SAYSO_TRAIN_STAGES_H

#include "attribution/attribution.h"
#include "train.h"

typedef struct Stages {
    Model models[4];
    uint32_t model_count;
    TokenModel *token;
    SyntaxModel *syntax;
} Stages;
/* Opens the part files of token and syntax, in that order. */
void stages_open(const char *const *parts, uint32_t count, Stages *out);
void stages_close(Stages *stages);

/* Learns attribution on CORPORA/polnear/train and the list of cues (data/words/cues.tsv) with `jobs` processes side by
 * side; the bytes do not depend on `jobs`. */
void train_attribution(const char *corpora, const char *cues, const char *const *parts, uint32_t part_count,
                       const char *out, uint32_t jobs);

#endif
