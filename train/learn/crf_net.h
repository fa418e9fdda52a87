/* crf_net: a chain whose emissions come from a net, and its mean with one whose emissions are a linear model's.
 *
 * For a mean the two are learnt apart and their scores averaged. Learnt together under one loss, the linear part explains the
 * articles first and leaves the net little to learn from (docs/accuracy.md). */
#ifndef SAYSO_TRAIN_CRF_NET_H
#define SAYSO_TRAIN_CRF_NET_H

#include "train/learn/crf.h"
#include "train/learn/net.h"

/* `net_weights`: net_size(p->input_count), the caller's. Of `options` the dropout and L2 are not used. */
void crf_train_net(const Problem *p, const CrfOptions *options, const NetOptions *net, float *net_weights,
                   Chain *chain);
/* What the learnt net says of the sequences of a fold (NONE: of all), into their rows of p->net_scores. */
void crf_net_scores(const Problem *p, const NetOptions *net, float *net_weights, uint32_t fold);
/* The edges of what the two say together, the net with the problem's share. */
void crf_mix_chains(const Problem *p, const Chain *linear, const Chain *net, Chain *out);

#endif
