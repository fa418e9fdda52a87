/* See crf.h. A feature's weights and its AdaGrad sums lie side by side: one or two cache lines an update. */
#include <math.h>
#include <stdlib.h>

#include "train/learn/crf.h"

#define L CHAIN_LABELS

void problem_sequence(Problem *p, uint32_t fold, uint32_t times)
{
    if (p->sequence_count == p->sequence_capacity) {
        p->sequence_capacity = p->sequence_capacity * 2 + 1024;
        p->sequences = grow(p->sequences, p->sequence_capacity, sizeof *p->sequences);
    }
    p->sequences[p->sequence_count++] = (Sequence){p->row_count, 0, fold, times};
}

void problem_row(Problem *p, const uint32_t *features, uint32_t count, uint8_t gold, uint8_t kind, bool outside)
{
    if (p->row_count == p->row_capacity) {
        p->row_capacity = p->row_capacity * 2 + 65536;
        p->row_end = grow(p->row_end, p->row_capacity, sizeof *p->row_end);
        p->gold = grow(p->gold, p->row_capacity, 1);
        p->kind = grow(p->kind, p->row_capacity, 1);
        p->outside = grow(p->outside, p->row_capacity, 1);
    }
    uint64_t begin = p->row_count ? p->row_end[p->row_count - 1] : 0;
    if (begin + count > p->feature_room) {
        p->feature_room = p->feature_room * 2 + (1u << 20);
        p->features = grow(p->features, p->feature_room, sizeof *p->features);
    }
    if (count) memcpy(p->features + begin, features, count * sizeof *features);
    p->row_end[p->row_count] = begin + count;
    p->gold[p->row_count] = gold;
    p->kind[p->row_count] = kind;
    p->outside[p->row_count] = outside;
    p->row_count++;
    p->sequences[p->sequence_count - 1].steps++;
}

uint32_t *problem_order(const Problem *p, uint32_t left_out, uint32_t *count)
{
    size_t most = 0;
    for (uint32_t i = 0; i < p->sequence_count; i++) most += p->sequences[i].times;
    uint32_t *order = take(most + 1, sizeof *order);
    *count = 0;
    for (uint32_t i = 0; i < p->sequence_count; i++)
        for (uint32_t k = 0; p->sequences[i].fold != left_out && p->sequences[i].steps && k < p->sequences[i].times; k++)
            order[(*count)++] = i;
    return order;
}

void problem_free(Problem *p)
{
    free(p->sequences);
    free(p->row_end);
    free(p->gold);
    free(p->kind);
    free(p->outside);
    free(p->features);
    free(p->inputs);
    *p = (Problem){0};
}

static uint64_t row_begin(const Problem *p, uint32_t row) { return row ? p->row_end[row - 1] : 0; }

/* B_r and I_r follow the pattern of the labels: 0, then begin and inside in turn. Inside needs begin or inside of its own role. */
static bool legal(uint32_t before, uint32_t label)
{
    return !label || label % 2 || before == label || before + 1 == label;
}

void crf_start_chain(Chain *c, uint32_t labels)
{
    *c = (Chain){.labels = labels};
    for (uint32_t y = 0; y < L; y++) {
        c->start[y] = y < labels && (!y || y % 2) ? 0.0f : CHAIN_NEVER;
        for (uint32_t k = 0; k < CHAIN_KINDS; k++)
            for (uint32_t x = 0; x < L; x++)
                c->edges[k][x][y] = x < labels && y < labels && legal(x, y) ? 0.0f : CHAIN_NEVER;
    }
}

#define LANES 8u /* labels, rounded up to what the machine adds at once */
typedef struct Slot { /* one feature: a cache line */
    float weight[LANES], sum[LANES];
} Slot;

typedef struct Learner {
    const Problem *p;
    const CrfOptions *o;
    Slot *slots;
    Chain chain, chain_sum; /* edge scores; their AdaGrad sums */
    Random random;
    uint64_t *kept;  /* one sequence's features after dropout, as row ends */
    uint32_t *features;
    float scale;     /* of a kept feature */
} Learner;

static void drop(Learner *t, const Sequence *s)
{
    const Problem *p = t->p;
    uint64_t n = 0;
    uint32_t keep = (uint32_t)((1.0 - (double)t->o->dropout) * 4294967295.0);
    for (uint32_t i = 0; i < s->steps; i++) {
        for (uint64_t f = row_begin(p, s->first + i); f < p->row_end[s->first + i]; f++)
            if (random_u32(&t->random) <= keep) t->features[n++] = p->features[f];
        t->kept[i] = n;
    }
}

static void emit(Learner *t, const Sequence *s, Lattice *l)
{
    const Problem *p = t->p;
    for (uint32_t i = 0; i < s->steps; i++) {
        float *e = l->emission + i * L;
        float sum[LANES] = {0};
        for (uint64_t f = i ? t->kept[i - 1] : 0; f < t->kept[i]; f++)
            for (uint32_t y = 0; y < LANES; y++) sum[y] += t->slots[t->features[f]].weight[y];
        for (uint32_t y = 0; y < L; y++) e[y] = p->outside[s->first + i] && y ? CHAIN_NEVER : sum[y] * t->scale;
        l->kind[i] = p->kind[s->first + i];
    }
}

static void adagrad(float *weight, float *sum, float gradient, float step)
{
    *sum += gradient * gradient;
    *weight += step * gradient / (sqrtf(*sum) + 1e-3f);
}

static void update_features(Learner *t, const Sequence *s, const Lattice *l, float step)
{
    const Problem *p = t->p;
    for (uint32_t i = 0; i < s->steps; i++) {
        float delta[LANES] = {0};
        for (uint32_t y = 0; y < p->labels; y++)
            delta[y] = ((p->gold[s->first + i] == y) - chain_marginal(l, i, y)) * t->scale;
        for (uint64_t f = i ? t->kept[i - 1] : 0; f < t->kept[i]; f++) {
            Slot *slot = &t->slots[t->features[f]];
            float decay = t->o->l2 / (float)p->counts[t->features[f]];
            for (uint32_t y = 0; y < LANES; y++) {
                float g = delta[y] - decay * slot->weight[y];
                slot->sum[y] += g * g;
                slot->weight[y] += step * g / (sqrtf(slot->sum[y]) + 1e-3f);
            }
        }
    }
}

void crf_update_edges(const Problem *p, const Sequence *s, const Lattice *l, const Chain *exponentiated, float step,
                      Chain *chain, Chain *sum)
{
    uint32_t labels = p->labels;
    for (uint32_t y = 0; y < labels; y++)
        if (chain->start[y] > CHAIN_NEVER)
            adagrad(&chain->start[y], &sum->start[y], (p->gold[s->first] == y) - chain_marginal(l, 0, y), step);
    for (uint32_t i = 1; i < s->steps; i++) {
        uint32_t k = l->kind[i];
        for (uint32_t x = 0; x < labels; x++)
            for (uint32_t y = 0; y < labels; y++) {
                if (chain->edges[k][x][y] <= CHAIN_NEVER) continue;
                float chance = l->alpha[(i - 1) * L + x] * exponentiated->edges[k][x][y] * l->emission[i * L + y] *
                               l->beta[i * L + y] / l->scale[i];
                bool gold = p->gold[s->first + i - 1] == x && p->gold[s->first + i] == y;
                adagrad(&chain->edges[k][x][y], &sum->edges[k][x][y], (float)gold - chance, step);
            }
    }
}

void crf_add_chain(const Chain *chain, float share, Chain *mean)
{
    for (uint32_t y = 0; y < L; y++) {
        if (mean->start[y] > CHAIN_NEVER) mean->start[y] += share * chain->start[y];
        for (uint32_t k = 0; k < CHAIN_KINDS; k++)
            for (uint32_t x = 0; x < L; x++)
                if (mean->edges[k][x][y] > CHAIN_NEVER) mean->edges[k][x][y] += share * chain->edges[k][x][y];
    }
}

static void add_to_mean(const Learner *t, float *weights, Chain *mean, float share)
{
    for (uint32_t f = 0; f < t->p->feature_count; f++)
        for (uint32_t y = 0; y < t->p->labels; y++)
            weights[(size_t)f * t->p->labels + y] += share * t->slots[f].weight[y];
    crf_add_chain(&t->chain, share, mean);
}

static double gold_score(const Learner *t, const Sequence *s, const Lattice *l)
{
    double sum = 0;
    for (uint32_t i = 0; i < s->steps; i++) {
        const uint8_t *gold = t->p->gold + s->first + i;
        sum += (double)(l->emission[cell(i, *gold)] +
                        (i ? t->chain.edges[l->kind[i]][gold[-1]][*gold] : t->chain.start[*gold]));
    }
    return sum;
}

void crf_train(const Problem *p, const CrfOptions *o, float *weights, Chain *chain)
{
    Learner t = {.p = p, .o = o, .random = {o->seed}, .scale = 1.0f / (1.0f - o->dropout)};
    t.slots = aligned_alloc(64, (size_t)p->feature_count * sizeof *t.slots);
    if (!t.slots) die("out of memory");
    memset(t.slots, 0, (size_t)p->feature_count * sizeof *t.slots);
    crf_start_chain(&t.chain, p->labels);
    crf_start_chain(chain, p->labels);
    uint32_t longest = 1, n, *order = problem_order(p, o->left_out, &n);
    uint64_t most = 1;
    for (uint32_t i = 0; i < n; i++) {
        const Sequence *s = &p->sequences[order[i]];
        uint64_t features = p->row_end[s->first + s->steps - 1] - row_begin(p, s->first);
        if (s->steps > longest) longest = s->steps;
        if (features > most) most = features;
    }
    t.kept = take(longest, sizeof *t.kept);
    t.features = take(most, sizeof *t.features);
    Arena arena;
    arena_init(&arena, &libc_allocator, SIZE_MAX);
    Lattice lattice;
    if (!lattice_take(&arena, longest, &lattice)) die("out of memory");
    for (uint32_t epoch = 0; epoch < o->epochs; epoch++) {
        float step = o->step * (epoch + 2 >= o->epochs ? o->late_step : 1.0f);
        double loss = 0;
        random_shuffle(&t.random, order, n);
        Chain exponentiated;
        for (uint32_t i = 0; i < n; i++) {
            const Sequence *s = &p->sequences[order[i]];
            lattice.n = s->steps;
            drop(&t, s);
            emit(&t, s, &lattice);
            loss -= gold_score(&t, s, &lattice);
            chain_exponentiate(&t.chain, &exponentiated);
            chain_forward_backward(&exponentiated, &lattice);
            loss += (double)chain_log_z(&lattice);
            update_features(&t, s, &lattice, step);
            crf_update_edges(p, s, &lattice, &exponentiated, step, &t.chain, &t.chain_sum);
        }
        if (epoch >= 1) add_to_mean(&t, weights, chain, 1.0f / (float)(o->epochs - 1));
        note("  fold %d epoch %u: loss %.0f", o->left_out == NONE ? -1 : (int)o->left_out, epoch + 1, loss);
    }
    arena_free(&arena);
    free(t.slots);
    free(t.kept);
    free(t.features);
    free(order);
}

void crf_run(const Problem *p, const Sequence *s, const float *weights, const Chain *exponentiated, Lattice *l)
{
    l->n = s->steps;
    for (uint32_t i = 0; i < s->steps; i++) {
        float sum[L] = {0};
        for (uint64_t f = row_begin(p, s->first + i); f < p->row_end[s->first + i]; f++)
            for (uint32_t y = 0; y < p->labels; y++) sum[y] += weights[(size_t)p->features[f] * p->labels + y];
        for (uint32_t y = 0; p->share > 0 && y < p->labels; y++)
            sum[y] = (1 - p->share) * sum[y] + p->share * p->net_scores[(size_t)(s->first + i) * L + y];
        for (uint32_t y = 0; y < L; y++) l->emission[i * L + y] = p->outside[s->first + i] && y ? CHAIN_NEVER : sum[y];
        l->kind[i] = p->kind[s->first + i];
    }
    chain_forward_backward(exponentiated, l);
}
