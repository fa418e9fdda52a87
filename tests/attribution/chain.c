/* The chain against the naive sum over all label sequences. */
#include <math.h>

#include "attribution/internal.h"
#include "unit.h"

#define STEPS 5u
#define LABELS CHAIN_LABELS

typedef struct Naive {
    double z, marginal[STEPS][LABELS], span[STEPS][STEPS + 1][ROLES]; /* [begin][end][role] */
} Naive;

static uint32_t next_random(uint32_t *state) { return *state = *state * 1664525u + 1013904223u; }
static float small(uint32_t *state) { return (float)(next_random(state) >> 8) / 8388608.0f - 1.0f; }

static bool legal(uint32_t before, uint32_t label)
{
    return !label || label % 2 || before == label || before + 1 == label;
}

static void random_chain(uint32_t *state, Chain *c)
{
    *c = (Chain){.labels = LABELS};
    for (uint32_t y = 0; y < LABELS; y++) {
        c->start[y] = !y || y % 2 ? small(state) : CHAIN_NEVER;
        for (uint32_t k = 0; k < CHAIN_KINDS; k++)
            for (uint32_t x = 0; x < LABELS; x++) c->edges[k][x][y] = legal(x, y) ? small(state) : CHAIN_NEVER;
    }
}

static void add_spans(Naive *n, const uint32_t path[STEPS], double p)
{
    for (uint32_t i = 0; i < STEPS; i++) {
        if (path[i] % 2 == 0) continue;
        uint32_t end = i + 1;
        while (end < STEPS && path[end] == path[i] + 1) end++;
        n->span[i][end][path[i] / 2] += p;
    }
}

static void naive_sum(const Chain *c, float emission[STEPS][LABELS], const uint8_t kind[STEPS], Naive *n)
{
    *n = (Naive){0};
    uint32_t path[STEPS] = {0}, paths = 1;
    for (uint32_t i = 0; i < STEPS; i++) paths *= LABELS;
    for (uint32_t code = 0; code < paths; code++) {
        double score = 0;
        for (uint32_t i = 0, rest = code; i < STEPS; i++, rest /= LABELS) {
            path[i] = rest % LABELS;
            score += (double)emission[i][path[i]] +
                     (double)(i ? c->edges[kind[i]][path[i - 1]][path[i]] : c->start[path[i]]);
        }
        double p = score < -1e8 ? 0 : exp(score);
        n->z += p;
        for (uint32_t i = 0; i < STEPS; i++) n->marginal[i][path[i]] += p;
        add_spans(n, path, p);
    }
}

static void agrees_with_all_paths(void **state)
{
    (void)state;
    uint32_t seed = 7;
    for (uint32_t round = 0; round < 20; round++) {
        Chain c, e;
        random_chain(&seed, &c);
        chain_exponentiate(&c, &e);
        float emission[STEPS][LABELS];
        uint8_t kind[STEPS];
        Arena arena;
        arena_init(&arena, &libc_allocator, SIZE_MAX);
        Lattice l;
        assert_true(lattice_take(&arena, STEPS, &l));
        for (uint32_t i = 0; i < STEPS; i++) {
            l.kind[i] = kind[i] = (uint8_t)(next_random(&seed) >> 16) % CHAIN_KINDS;
            for (uint32_t y = 0; y < LABELS; y++) l.emission[i * LABELS + y] = emission[i][y] = 3 * small(&seed);
        }
        Naive n;
        naive_sum(&c, emission, kind, &n);
        chain_forward_backward(&e, &l);
        assert_true(fabs(log(n.z) - (double)chain_log_z(&l)) < 1e-4);
        for (uint32_t i = 0; i < STEPS; i++)
            for (uint32_t y = 0; y < LABELS; y++)
                assert_true(fabs(n.marginal[i][y] / n.z - (double)chain_marginal(&l, i, y)) < 1e-5);
        for (uint8_t r = 0; r < ROLES; r++) {
            SpanList spans = {0};
            assert_true(chain_spans(&e, &l, 1 + 2u * r, r, 1e-4f, 0, &arena, &spans));
            double sum = 0, want = 0;
            for (uint32_t i = 0; i < STEPS; i++)
                for (uint32_t j = 0; j <= STEPS; j++) want += n.span[i][j][r] / n.z >= 2e-4 ? n.span[i][j][r] / n.z : 0;
            for (uint32_t i = 0; i < spans.count; i++) {
                Span w = spans.items[i].words;
                assert_true(fabs(n.span[w.begin][w.end][r] / n.z - (double)spans.items[i].p) < 1e-5);
                sum += (double)spans.items[i].p;
            }
            assert_true(sum > want - 0.01);
        }
        arena_free(&arena);
    }
}

static void forced_outside_stays_outside(void **state)
{
    (void)state;
    uint32_t seed = 3;
    Chain c, e;
    random_chain(&seed, &c);
    chain_exponentiate(&c, &e);
    Arena arena;
    arena_init(&arena, &libc_allocator, SIZE_MAX);
    Lattice l;
    assert_true(lattice_take(&arena, STEPS, &l));
    for (uint32_t i = 0; i < STEPS; i++) {
        l.kind[i] = 0;
        for (uint32_t y = 0; y < LABELS; y++) l.emission[i * LABELS + y] = i == 2 && y ? CHAIN_NEVER : small(&seed);
    }
    chain_forward_backward(&e, &l);
    assert_true(fabs((double)chain_marginal(&l, 2, 0) - 1) < 1e-5);
    SpanList spans = {0};
    assert_true(chain_spans(&e, &l, BEGIN_CONTENT, ROLE_CONTENT, 1e-6f, 0, &arena, &spans));
    for (uint32_t i = 0; i < spans.count; i++)
        assert_true(spans.items[i].words.end <= 2 || spans.items[i].words.begin > 2);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(agrees_with_all_paths),
                                       cmocka_unit_test(forced_outside_stays_outside)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
