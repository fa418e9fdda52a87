/* Bins against a plain list of what was put into leaves: what is known of a bin is all that lies there, and what is kept is
 * no more than may be. */
#include "unit.h"

#include "ledger/copy/bins.h"

#define LEAVES 64u
#define EACH 400u /* postings of a leaf */
#define ID_BITS 28u

static uint8_t leaves[LEAVES][EACH * 8];
static uint64_t all[LEAVES * EACH];
static uint32_t count;

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Postings of hashes that several have, so that some bins lie in two leaves and some hold nothing. */
static void make_leaves(uint64_t *seed)
{
    uint64_t unit = ((uint64_t)1 << POSTING_BITS) / (LEAVES * EACH);
    for (count = 0; count < LEAVES * EACH; count++)
        all[count] = ((uint64_t)(count / 3 * 3) * unit + unit_below(seed, 2) * (unit / 2)) >> ID_BITS << ID_BITS | (count + 1);
    qsort(all, count, sizeof *all, by_value);
    for (uint32_t i = 0; i < count; i++)
        for (unsigned k = 0; k < 8; k++) leaves[i / EACH][i % EACH * 8 + k] = (uint8_t)(all[i] >> 8 * k);
}

/* From its first posting up to the next one's. */
static void learn(Bins *bins, uint32_t leaf, uint32_t wanted)
{
    uint64_t begin = leaf ? all[leaf * EACH] : 0;
    uint64_t end = leaf + 1 < LEAVES ? all[(leaf + 1) * EACH] : (uint64_t)1 << POSTING_BITS;
    bins_learn(bins, leaves[leaf], EACH, begin, end, wanted);
}

static bool take(void *context, int64_t id)
{
    uint64_t *sum = context;
    *sum += hash_mix((uint64_t)id);
    return true;
}

static uint32_t holds_all(const Bins *bins, uint64_t more)
{
    uint32_t known = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t found = 0, there = 0, from = all[i] >> ID_BITS << ID_BITS;
        if (!bins_know(bins, bin_of(from))) continue;
        PostingSink sink = {take, &found};
        assert_int_equal(bins_find(bins, from, ID_BITS, &sink, NULL), SAYSO_OK);
        for (uint32_t k = i; k < count && all[k] >> ID_BITS == all[i] >> ID_BITS; k++) there += hash_mix(all[k] & 0xFFFFFFF);
        for (uint32_t k = i; k && all[k - 1] >> ID_BITS == all[i] >> ID_BITS; k--) there += hash_mix(all[k - 1] & 0xFFFFFFF);
        if (more >> ID_BITS == all[i] >> ID_BITS) there += hash_mix(more & 0xFFFFFFF);
        assert_true(found == there);
        known++;
    }
    return known;
}

static void knows_what_leaves_hold(void **state)
{
    (void)state;
    uint64_t seed = 5;
    make_leaves(&seed);
    Bins *bins = bins_make(LEAVES * EACH * 2);
    assert_non_null(bins);
    assert_int_equal(holds_all(bins, 0), 0);
    learn(bins, 7, BINS);
    uint32_t one = holds_all(bins, 0);
    assert_in_range(one, EACH / 2, EACH);
    assert_false(bins_know(bins, bin_of(all[8 * EACH + EACH / 2])));
    for (uint32_t i = 0; i < LEAVES; i++) learn(bins, i, BINS);
    assert_true(holds_all(bins, 0) > LEAVES * (EACH - 8));
    assert_false(bins_full(bins));
    uint64_t more = all[7 * EACH + EACH / 2] >> ID_BITS << ID_BITS | 0xFFFFFF; /* a leaf gets one more */
    bins_put(bins, more);
    assert_true(holds_all(bins, more) > LEAVES * (EACH - 8));
    bins_clear(bins);
    assert_int_equal(holds_all(bins, 0), 0);
    bins_free(bins);
}

static void forgets_for_what_is_asked(void **state)
{
    (void)state;
    uint64_t seed = 6;
    make_leaves(&seed);
    Bins *bins = bins_make(4 * EACH);
    assert_non_null(bins);
    for (uint32_t round = 0; round < 500; round++) {
        uint32_t at = unit_below(&seed, LEAVES - 1) * EACH + EACH / 2;
        learn(bins, at / EACH, bin_of(all[at]));
        assert_true(bins_know(bins, bin_of(all[at])));
    }
    assert_in_range(holds_all(bins, 0), EACH, 4 * EACH);
    bins_free(bins);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {cmocka_unit_test(knows_what_leaves_hold),
                                              cmocka_unit_test(forgets_for_what_is_asked)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
