/* The linear-chain conditional random field (Lafferty, McCallum, Pereira 2001): forward and backward sums in
 * probability space, rescaled each step (Rabiner 1989, V.A), and the probability of whole spans.
 *
 * A step costs labels^2 multiply-adds; nothing here depends on the order of threads or on SIMD. */
#include "attribution/internal.h"

bool lattice_take(Arena *arena, uint32_t n, Lattice *out)
{
    *out = (Lattice){.n = n};
    out->emission = TAKE(arena, float, (size_t)n * CHAIN_LABELS);
    out->alpha = TAKE(arena, float, (size_t)n * CHAIN_LABELS);
    out->beta = TAKE(arena, float, (size_t)n * CHAIN_LABELS);
    out->scale = TAKE(arena, float, n);
    out->kind = TAKE(arena, uint8_t, n);
    return out->emission && out->alpha && out->beta && out->scale && out->kind;
}

void chain_exponentiate(const Chain *in, Chain *out)
{
    *out = *in;
    for (uint32_t k = 0; k < CHAIN_KINDS; k++)
        for (uint32_t x = 0; x < CHAIN_LABELS; x++)
            for (uint32_t y = 0; y < CHAIN_LABELS; y++) {
                float e = in->edges[k][x][y];
                out->edges[k][x][y] = e <= CHAIN_NEVER ? 0.0f : exp_portable(e);
            }
    for (uint32_t y = 0; y < CHAIN_LABELS; y++)
        out->start[y] = in->start[y] <= CHAIN_NEVER ? 0.0f : exp_portable(in->start[y]);
}

/* Replaces scores by exp(score - largest); returns the sum of the largest ones. */
static float exponentiate_emissions(uint32_t labels, Lattice *l)
{
    float sum = 0;
    for (uint32_t i = 0; i < l->n; i++) {
        float *e = l->emission + cell(i, 0), most = e[0];
        for (uint32_t y = 1; y < labels; y++)
            if (e[y] > most) most = e[y];
        for (uint32_t y = 0; y < labels; y++) e[y] = exp_portable(e[y] - most);
        sum += most;
    }
    return sum;
}

static float normalise(float *v, uint32_t labels)
{
    float sum = 0;
    for (uint32_t y = 0; y < labels; y++) sum += v[y];
    if (!(sum > 1e-30f)) sum = 1e-30f;
    for (uint32_t y = 0; y < labels; y++) v[y] /= sum;
    return sum;
}

static void forward(const Chain *c, Lattice *l)
{
    uint32_t L = c->labels;
    for (uint32_t y = 0; y < L; y++) l->alpha[y] = c->start[y] * l->emission[y];
    l->scale[0] = normalise(l->alpha, L);
    for (uint32_t i = 1; i < l->n; i++) {
        const float *before = l->alpha + cell(i - 1, 0), *e = l->emission + cell(i, 0);
        float sum[CHAIN_LABELS] = {0};
        for (uint32_t x = 0; x < L; x++)
            for (uint32_t y = 0; y < CHAIN_LABELS; y++) sum[y] += before[x] * c->edges[l->kind[i]][x][y];
        float *a = l->alpha + cell(i, 0);
        for (uint32_t y = 0; y < L; y++) a[y] = sum[y] * e[y];
        l->scale[i] = normalise(a, L);
    }
}

static void backward(const Chain *c, Lattice *l)
{
    uint32_t L = c->labels;
    for (uint32_t y = 0; y < L; y++) l->beta[cell(l->n - 1, y)] = 1.0f;
    for (uint32_t i = l->n - 1; i > 0; i--) {
        const float *after = l->beta + cell(i, 0), *e = l->emission + cell(i, 0);
        float weighted[CHAIN_LABELS] = {0};
        for (uint32_t y = 0; y < L; y++) {
            float w = e[y] * after[y] / l->scale[i];
            weighted[y] = w < 1e20f ? w : 1e20f; /* of labels that no path reaches: 0 * infinity is no probability */
        }
        float *b = l->beta + cell(i - 1, 0);
        for (uint32_t x = 0; x < L; x++) {
            float sum = 0;
            for (uint32_t y = 0; y < L; y++) sum += c->edges[l->kind[i]][x][y] * weighted[y];
            b[x] = sum;
        }
    }
}

void chain_forward_backward(const Chain *c, Lattice *l)
{
    if (!l->n) return;
    l->peaks = exponentiate_emissions(c->labels, l);
    forward(c, l);
    backward(c, l);
}

float chain_log_z(const Lattice *l)
{
    float sum = l->n ? l->peaks : 0;
    for (uint32_t i = 0; i < l->n; i++) sum += log_portable(l->scale[i]);
    return sum;
}

/* P(the path goes on from `label` at step i to `inside` at i + 1), given that it is at `label`, unnormalised. */
static float goes_on(const Chain *c, const Lattice *l, uint32_t i, uint32_t label, uint32_t inside)
{
    if (i + 1 >= l->n) return 0;
    return c->edges[l->kind[i + 1]][label][inside] * l->emission[cell(i + 1, inside)] / l->scale[i + 1];
}

bool chain_spans(const Chain *c, const Lattice *l, uint32_t begin, uint8_t role, float least, uint32_t first,
                 Arena *arena, SpanList *out)
{
    uint32_t inside = begin + 1;
    /* a word is in at most 1 / least spans that are so likely: this bounds a sound lattice's steps, and any other's */
    uint64_t left = (uint64_t)((double)l->n * (1.0 + 1.0 / (double)least)) + 1;
    for (uint32_t i = 0; i < l->n; i++) {
        if (chain_marginal(l, i, begin) < least) continue;
        float reach = l->alpha[cell(i, begin)]; /* times beta: P(begins at i and runs to j at least) */
        for (uint32_t j = i, label = begin; j < l->n && left; j++, left--, label = inside) {
            float beta = l->beta[cell(j, label)];
            if (reach * beta < least) break;
            float on = goes_on(c, l, j, label, inside);
            float stop = j + 1 < l->n ? beta - on * l->beta[cell(j + 1, inside)] : beta;
            float p = reach * stop;
            if (p >= least) {
                if (!arena_grow(arena, (void **)&out->items, &out->capacity, out->count + 1, sizeof *out->items))
                    return false;
                out->items[out->count++] = (SpanChance){{first + i, first + j + 1}, p > 1 ? 1 : p, role};
            }
            reach *= on;
        }
    }
    return true;
}
