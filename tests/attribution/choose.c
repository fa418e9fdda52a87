/* Choosing spans against the naive search over all sets that do not overlap. */
#include <math.h>

#include "attribution/internal.h"
#include "unit.h"

#define MOST 12u

static uint32_t next_random(uint32_t *state) { return (*state = *state * 1664525u + 1013904223u) >> 8; }

static float naive_best(const SpanChance *items, uint32_t n, float threshold)
{
    float best = 0;
    for (uint32_t set = 0; set < 1u << n; set++) {
        float sum = 0;
        bool apart = true;
        for (uint32_t i = 0; i < n && apart; i++) {
            if (!(set >> i & 1)) continue;
            sum += items[i].p - threshold;
            for (uint32_t j = 0; j < i; j++)
                if (set >> j & 1 && items[i].words.begin < items[j].words.end &&
                    items[j].words.begin < items[i].words.end)
                    apart = false;
        }
        if (apart && sum > best) best = sum;
    }
    return best;
}

static void finds_the_best_set(void **state)
{
    (void)state;
    uint32_t seed = 11;
    for (uint32_t round = 0; round < 300; round++) {
        SpanChance items[MOST];
        SpanList list = {.items = items, .count = next_random(&seed) % (MOST + 1), .capacity = MOST};
        for (uint32_t i = 0; i < list.count; i++) {
            uint32_t begin = next_random(&seed) % 20;
            items[i] =
                (SpanChance){{begin, begin + 1 + next_random(&seed) % 6}, (float)(next_random(&seed) % 1000) / 1000, 0};
        }
        float want = naive_best(items, list.count, 0.3f), got = 0;
        Arena arena;
        arena_init(&arena, &libc_allocator, SIZE_MAX);
        assert_true(choose_spans(&list, 0.3f, &arena));
        for (uint32_t i = 0; i < list.count; i++) {
            got += list.items[i].p - 0.3f;
            if (i) assert_true(list.items[i - 1].words.end <= list.items[i].words.begin);
        }
        assert_true(fabsf(got - want) < 1e-4f);
        arena_free(&arena);
    }
}

static void scores_are_probabilities(void **state)
{
    (void)state;
    float weights[CHOICE_FEATURES];
    for (uint32_t i = 0; i < CHOICE_FEATURES; i++) weights[i] = i % 2 ? 50.0f : -50.0f;
    Draft d = {.cue = {0, 1}, .cue_p = 1, .begin_p = 0, .content_p = 1, .nothing_p = 0};
    float p = choice_score(weights, &d);
    assert_true(p >= 0 && p <= 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(finds_the_best_set),
                                       cmocka_unit_test(scores_are_probabilities)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
