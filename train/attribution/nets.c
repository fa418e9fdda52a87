/* What the nets of spotting and of joining share. */
#include <stdlib.h>

#include "train/attribution/trainer.h"

uint32_t hidden_width(const Trainer *t)
{
    return t->corpus.documents[0].syntax.hidden_width;
}
const uint8_t *hidden_of(const Trainer *t, uint32_t document, uint32_t word)
{
    return t->corpus.documents[document].syntax.hidden + (size_t)word * hidden_width(t);
}

void cut_inputs(Reader *b, const char *name, uint32_t most)
{
    uint32_t all = b->inputs.count, least = 3;
    for (dict_cut(&b->inputs, least); b->inputs.count > most; dict_cut(&b->inputs, least)) least++;
    note("%s's net: %u attributes of %u, seen %u times", name, b->inputs.count, all, least);
}

void open_reader(Trainer *t, Reader *b, Problem *p, uint32_t pieces)
{
    p->inputs = take((size_t)p->row_count * NET_INPUTS, sizeof *p->inputs);
    p->net_scores = shared((size_t)p->row_count * CHAIN_LABELS, sizeof *p->net_scores);
    p->input_count = b->inputs.count;
    p->input_counts = b->inputs.counts;
    p->sides = take((size_t)p->row_count * pieces, sizeof *p->sides);
    p->side_pieces = pieces;
    p->side_width = hidden_width(t);
    b->weights = shared(net_size(b->options.shape, b->inputs.count), sizeof(float));
}

uint32_t add_ours(const Trainer *t, uint32_t document, uint64_t hashes[NET_INPUTS], uint32_t n)
{
    if (is_ours(t, document) && n < NET_INPUTS) hashes[n++] = INPUT_OURS;
    return n;
}

void put_inputs(const Reader *b, const uint64_t *hashes, uint32_t n, uint32_t *to)
{
    for (uint32_t i = 0; i < NET_INPUTS; i++) to[i] = i < n ? dict_find(&b->inputs, hashes[i]) : NONE;
}

void learn_net(Reader *b, const Problem *p, uint32_t run, Chain *chain)
{
    CrfOptions o = b->chain_options;
    o.left_out = run < FOLDS ? run : NONE;
    float *net = run < FOLDS ? take(net_size(b->options.shape, b->inputs.count), sizeof *net) : b->weights;
    crf_train_net(p, &o, &b->options, net, chain);
    if (run == FOLDS) return;
    crf_net_scores(p, &b->options, net, run);
    free(net);
}

void pack_reader(const Reader *b, const Problem *p, float by_ours, const char *name, ModelWriter *writer)
{
    size_t size = net_size(b->options.shape, b->inputs.count);
    float *weights = take(size, sizeof *weights);
    memcpy(weights, b->weights, size * sizeof *weights);
    uint32_t ours = dict_find(&b->inputs, INPUT_OURS), width = b->options.shape.width;
    float *row = weights + (size_t)ours * width, *bias = net_side_bias(b->options.shape, b->inputs.count, weights);
    for (uint32_t k = 0; ours != NONE && k < width; k++) {
        bias[k] += by_ours * row[k];
        row[k] = 0;
    }
    net_scale(b->options.shape, weights, b->inputs.count, p->share);
    net_pack(writer, name, b->options.shape, &b->inputs, weights);
    free(weights);
}
