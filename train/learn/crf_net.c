/* See crf_net.h. The net reads a batch of sequences at once; the edges learn after each sequence. */
#include <stdlib.h>

#include "train/learn/crf_net.h"

#define L CHAIN_LABELS

typedef struct Learner {
    const Problem *p;
    const CrfOptions *o;
    const NetOptions *net_options;
    uint32_t columns; /* of the net's scores */
    Net *net;
    Chain chain, chain_sum; /* edge scores; their AdaGrad sums */
    Lattice lattice;
    uint32_t *end, *inputs, room; /* a batch as the net reads it */
    float *side;
    float *gradient;
} Learner;

/* How many of the sequences make a batch, and its words. */
static uint32_t batch_of(const Problem *p, const uint32_t *order, uint32_t n, uint32_t least, uint32_t *words)
{
    uint32_t count = 0;
    for (*words = 0; count < n && *words < least; count++) *words += p->sequences[order[count]].steps;
    return count;
}

/* The sides of the problem's rows [first, first + count). */
static void take_sides(const Problem *p, uint32_t first, uint32_t count, float *out)
{
    for (size_t i = (size_t)first * p->side_pieces, end = i + (size_t)count * p->side_pieces; i < end; i++)
        for (uint32_t k = 0; k < p->side_width; k++) *out++ = (float)(p->sides[i][k] - NET_SIDE_ZERO) / NET_SIDE_SCALE;
}

static NetBatch gather(Learner *t, const uint32_t *order, uint32_t count, uint32_t words)
{
    const Problem *p = t->p;
    if (words > t->room) {
        t->room = words;
        t->end = grow(t->end, words, sizeof *t->end);
        t->inputs = grow(t->inputs, (size_t)words * NET_INPUTS, sizeof *t->inputs);
        t->side = grow(t->side, (size_t)words * p->side_pieces * p->side_width, sizeof *t->side);
        t->gradient = grow(t->gradient, (size_t)words * t->columns, sizeof *t->gradient);
    }
    uint32_t at = 0;
    for (uint32_t i = 0; i < count; i++) {
        const Sequence *s = &p->sequences[order[i]];
        memcpy(t->inputs + (size_t)at * NET_INPUTS, p->inputs + (size_t)s->first * NET_INPUTS,
               (size_t)s->steps * NET_INPUTS * sizeof *p->inputs);
        if (p->sides) take_sides(p, s->first, s->steps, t->side + (size_t)at * p->side_pieces * p->side_width);
        t->end[i] = at += s->steps;
    }
    return (NetBatch){words, count, t->end, t->inputs, t->side};
}

/* Runs the chain on the net's scores of a sequence, moves its edges, leaves the scores' gradient; gives the loss. */
static double learn_sequence(Learner *t, const Sequence *s, const float *scores, float *gradient, float step)
{
    const Problem *p = t->p;
    Lattice *l = &t->lattice;
    l->n = s->steps;
    double loss = 0;
    for (uint32_t i = 0; i < s->steps; i++) {
        for (uint32_t y = 0; y < L; y++)
            l->emission[i * L + y] = p->outside[s->first + i] && y ? CHAIN_NEVER : scores[i * t->columns + y];
        l->kind[i] = p->kind[s->first + i];
        const uint8_t *gold = p->gold + s->first + i;
        loss -= (double)(l->emission[i * L + *gold] +
                         (i ? t->chain.edges[l->kind[i]][gold[-1]][*gold] : t->chain.start[*gold]));
    }
    Chain exponentiated;
    chain_exponentiate(&t->chain, &exponentiated);
    chain_forward_backward(&exponentiated, l);
    memset(gradient, 0, (size_t)s->steps * t->columns * sizeof *gradient);
    for (uint32_t i = 0; i < s->steps; i++)
        for (uint32_t y = 0; y < p->labels; y++)
            gradient[i * t->columns + y] = (float)(p->gold[s->first + i] == y) - chain_marginal(l, i, y);
    crf_update_edges(p, s, l, &exponentiated, step, &t->chain, &t->chain_sum);
    return loss + (double)chain_log_z(l);
}

static double learn_batch(Learner *t, const uint32_t *order, uint32_t count, uint32_t words, float step, float net_step)
{
    NetBatch batch = gather(t, order, count, words);
    const float *scores = net_forward(t->net, &batch, true);
    double loss = 0;
    for (uint32_t i = 0; i < count; i++) {
        size_t at = (size_t)(i ? t->end[i - 1] : 0) * t->columns;
        loss += learn_sequence(t, &t->p->sequences[order[i]], scores + at, t->gradient + at, step);
    }
    net_backward(t->net, &batch, t->gradient);
    net_update(t->net, net_step);
    return loss;
}

/* Up in the first twentieth, then down to nothing. */
static float rate(double done) { return (float)(done < 0.05 ? done / 0.05 : (1.0 - done) / 0.95); }

static double learn_epoch(Learner *t, const uint32_t *order, uint32_t n, uint32_t epoch)
{
    float step = t->o->step * (epoch + 2 >= t->o->epochs ? t->o->late_step : 1.0f);
    double loss = 0;
    for (uint32_t i = 0, words, count; i < n; i += count) {
        count = batch_of(t->p, order + i, n - i, t->net_options->batch, &words);
        float net_step = t->net_options->step * rate(((double)epoch + (double)i / n) / t->o->epochs);
        loss += learn_batch(t, order + i, count, words, step, net_step);
    }
    return loss;
}

void crf_train_net(const Problem *p, const CrfOptions *o, const NetOptions *net, float *net_weights, Chain *chain)
{
    Learner t = {.p = p, .o = o, .net_options = net, .columns = net_columns(net->shape),
                 .net = net_new(net, p->input_count, p->input_counts, net_weights)};
    net_start(t.net);
    crf_start_chain(&t.chain, p->labels);
    crf_start_chain(chain, p->labels);
    Random random = {o->seed};
    uint32_t longest = 1, n, *order = problem_order(p, o->left_out, &n);
    for (uint32_t i = 0; i < n; i++)
        if (p->sequences[order[i]].steps > longest) longest = p->sequences[order[i]].steps;
    Arena arena;
    arena_init(&arena, &libc_allocator, SIZE_MAX);
    if (!lattice_take(&arena, longest, &t.lattice)) die("out of memory");
    for (uint32_t epoch = 0; epoch < o->epochs; epoch++) {
        random_shuffle(&random, order, n);
        double loss = learn_epoch(&t, order, n, epoch);
        if (epoch >= 1) crf_add_chain(&t.chain, 1.0f / (float)(o->epochs - 1), chain);
        note("  fold %d net, epoch %u: loss %.0f", o->left_out == NONE ? -1 : (int)o->left_out, epoch + 1, loss);
    }
    net_free(t.net);
    arena_free(&arena);
    free(t.end);
    free(t.inputs);
    free(t.side);
    free(t.gradient);
    free(order);
}

void crf_net_scores(const Problem *p, const NetOptions *options, float *net_weights, uint32_t fold)
{
    Net *net = net_new(options, p->input_count, p->input_counts, net_weights);
    uint32_t columns = net_columns(options->shape);
    for (uint32_t i = 0; i < p->sequence_count; i++) {
        const Sequence *s = &p->sequences[i];
        if (fold != NONE && s->fold != fold) continue;
        float *side = take((size_t)s->steps * p->side_pieces * p->side_width + 1, sizeof *side);
        if (p->sides) take_sides(p, s->first, s->steps, side);
        NetBatch one = {s->steps, 1, &s->steps, p->inputs + (size_t)s->first * NET_INPUTS, side};
        const float *scores = net_forward(net, &one, false);
        for (uint32_t w = 0; w < s->steps; w++)
            memcpy(p->net_scores + (size_t)(s->first + w) * L, scores + (size_t)w * columns, L * sizeof *scores);
        free(side);
    }
    net_free(net);
}

void crf_mix_chains(const Problem *p, const Chain *linear, const Chain *net, Chain *out)
{
    crf_start_chain(out, p->labels);
    crf_add_chain(linear, 1 - p->share, out);
    crf_add_chain(net, p->share, out);
}
