/* crf_net: a chain whose emissions come from a net, and its mean with one whose emissions are a linear model's.
 *
 * The two are learnt apart and their scores averaged. Learnt together under one loss, the linear part explains the
 * articles first and leaves the net little to learn from: on the first fold of PolNeAR spotting then gains
 * 1.8 / -0.4 / 0.7 points of source, cue, content; apart and averaged, 3.7 / 2.1 / 5.1. */
#ifndef SAYSO_TRAIN_CRF_NET_H
#define SAYSO_TRAIN_CRF_NET_H

#include "crf.h"
#include "net.h"

/* `net_weights`: net_size(p->input_count), the caller's. Of `options` the dropout and L2 are not used. */
void crf_train_net(const Problem *p, const CrfOptions *options, const NetOptions *net, float *net_weights,
                   Chain *chain);
/* What the learnt net says of the sequences of a fold (NONE: of all), into their rows of p->net_scores. */
void crf_net_scores(const Problem *p, const NetOptions *net, float *net_weights, uint32_t fold);
/* Makes of a linear chain and a net's one chain whose scores are their mean, the net with weight `share`: scales both
 * weights and leaves the mean of the edges in `chain`. */
void crf_mix(const Problem *p, float share, float *weights, Chain *chain, float *net_weights, const Chain *net_chain);

#endif
