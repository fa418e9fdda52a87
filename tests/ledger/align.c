/* Common stretches: made by hand, and on random texts against the naive search for common runs. */
#include "unit.h"

#include "ledger/copy/copy.h"

#define LEAST 12u

static Arena arena;

static int clean(void **state)
{
    (void)state;
    arena_reset(&arena);
    return 0;
}

typedef struct Words {
    WordAt *items;
    uint32_t count;
} Words;

/* Word i stands in bytes [5 i, 5 i + 4). */
static Words random_words(uint64_t *seed, uint32_t count, uint32_t kinds)
{
    Words w = {TAKE(&arena, WordAt, count + 1), count};
    assert_non_null(w.items);
    for (uint32_t i = 0; i < count; i++)
        w.items[i] = (WordAt){{i * 5, i * 5 + 4}, hash_mix(1 + unit_below(seed, kinds))};
    return w;
}

static void copy(Words from, uint32_t at, Words to, uint32_t there, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) to.items[there + i].hash = from.items[at + i].hash;
}

typedef struct Found {
    Stretch *items;
    uint32_t count;
} Found;

/* The longest common subsequence of two stretches. */
static uint32_t common(const Words *a, Span x, const Words *b, Span y)
{
    static uint32_t row[5000];
    uint32_t n = (y.end - y.begin + 1) / 5;
    memset(row, 0, sizeof row);
    for (uint32_t i = x.begin / 5; i < (x.end + 1) / 5; i++)
        for (uint32_t j = 0, corner = 0; j < n; j++) {
            uint32_t above = row[j + 1], left = row[j];
            bool same = a->items[i].hash == b->items[y.begin / 5 + j].hash;
            row[j + 1] = same ? corner + 1 : above > left ? above : left;
            corner = above;
        }
    return row[n];
}

static Found find(Words a, Words b)
{
    Found f;
    assert_true(align(a.items, a.count, b.items, b.count, LEAST, &arena, &f.items, &f.count));
    for (uint32_t i = 0, end = 0; i < f.count; i++) {
        const Stretch *s = &f.items[i];
        assert_true(s->a.begin >= end && s->a.end > s->a.begin && s->a.end < a.count * 5);
        assert_true(s->b.end > s->b.begin && s->b.end < b.count * 5);
        assert_true(s->words >= LEAST);
        assert_int_equal(s->a.begin % 5 + s->b.begin % 5, 0);
        end = s->a.end;
        if (s->a.end - s->a.begin < 2000 && s->b.end - s->b.begin < 2000)
            assert_true(s->words <= common(&a, s->a, &b, s->b));
    }
    return f;
}

static void is(Stretch s, uint32_t a, uint32_t a_end, uint32_t b, uint32_t b_end, uint32_t words)
{
    assert_int_equal(s.a.begin, a * 5);
    assert_int_equal(s.a.end, a_end * 5 - 1);
    assert_int_equal(s.b.begin, b * 5);
    assert_int_equal(s.b.end, b_end * 5 - 1);
    assert_int_equal(s.words, words);
}

static void nothing_in_common(void **state)
{
    (void)state;
    uint64_t seed = 3;
    Words a = random_words(&seed, 500, 1000000), b = random_words(&seed, 500, 1000000), none = {a.items, 0};
    assert_int_equal(find(a, b).count, 0);
    assert_int_equal(find(none, b).count, 0);
    assert_int_equal(find(a, none).count, 0);
    copy(a, 100, b, 50, LEAST - 1);
    assert_int_equal(find(a, b).count, 0);
}

static void one_stretch(void **state)
{
    (void)state;
    uint64_t seed = 5;
    Words a = random_words(&seed, 500, 1000000), b = random_words(&seed, 400, 1000000);
    copy(a, 100, b, 50, LEAST);
    Found f = find(a, b);
    assert_int_equal(f.count, 1);
    is(f.items[0], 100, 100 + LEAST, 50, 50 + LEAST, LEAST);
    f = find(b, a);
    assert_int_equal(f.count, 1);
    is(f.items[0], 50, 50 + LEAST, 100, 100 + LEAST, LEAST);
}

/* A word replaced, one put in, three left out: one stretch. Twenty other words: two. */
static void gaps(void **state)
{
    (void)state;
    uint64_t seed = 7;
    Words a = random_words(&seed, 100, 1000000), b = random_words(&seed, 100, 1000000);
    copy(a, 0, b, 0, 10);   /* a[10] is not b[10] */
    copy(a, 11, b, 11, 10); /* b[21] is put in */
    copy(a, 21, b, 22, 10); /* a[31..33] are left out */
    copy(a, 34, b, 32, 10);
    Found f = find(a, b);
    assert_int_equal(f.count, 1);
    is(f.items[0], 0, 44, 0, 42, 40);
    copy(a, 64, b, 62, 30);
    f = find(a, b);
    assert_int_equal(f.count, 2);
    is(f.items[1], 64, 94, 62, 92, 30);
}

/* Its first words before a gap are too few for the table: they are found from behind. */
static void backwards(void **state)
{
    (void)state;
    uint64_t seed = 9;
    Words a = random_words(&seed, 60, 1000000), b = random_words(&seed, 60, 1000000);
    copy(a, 10, b, 20, 3);
    copy(a, 14, b, 24, 20);
    Found f = find(a, b);
    assert_int_equal(f.count, 1);
    is(f.items[0], 10, 34, 20, 44, 23);
}

static void reordered(void **state)
{
    (void)state;
    uint64_t seed = 11;
    Words a = random_words(&seed, 90, 1000000), b = random_words(&seed, 90, 1000000);
    copy(a, 0, b, 60, 30);
    copy(a, 30, b, 0, 30);
    copy(a, 60, b, 30, 30);
    Found f = find(a, b);
    assert_int_equal(f.count, 2); /* the last two stand side by side in both */
    is(f.items[0], 0, 30, 60, 90, 30);
    is(f.items[1], 30, 90, 0, 60, 60);
}

/* Whether word i of a lies in a run of `length` words that stands somewhere in b. */
static bool in_common_run(Words a, uint32_t i, Words b, uint32_t length)
{
    for (uint32_t from = i + 1 < length ? 0 : i + 1 - length; from <= i && from + length <= a.count; from++)
        for (uint32_t j = 0; j + length <= b.count; j++) {
            uint32_t n = 0;
            while (n < length && a.items[from + n].hash == b.items[j + n].hash) n++;
            if (n == length) return true;
        }
    return false;
}

/* What naive search finds in runs twice as long as they need be lies in a stretch, but for an edge that a stretch beside it
 * took part of. */
static void against_naive(void **state)
{
    (void)state;
    uint64_t seed = 13;
    uint32_t all = 0;
    for (uint32_t round = 0; round < 40; round++) {
        Words a = random_words(&seed, 200, 30 + round * 50), b = random_words(&seed, 200, 30 + round * 50);
        for (uint32_t k = 0; k < 5; k++)
            copy(a, unit_below(&seed, 150), b, unit_below(&seed, 150), 5 + unit_below(&seed, 45));
        Found f = find(a, b);
        for (uint32_t i = 0, left = 0; i < a.count; i++) {
            bool covered = false;
            for (uint32_t k = 0; k < f.count; k++) covered |= f.items[k].a.begin <= i * 5 && i * 5 < f.items[k].a.end;
            bool wanted = in_common_run(a, i, b, 2 * LEAST);
            all += wanted;
            left = wanted && !covered ? left + 1 : 0;
            assert_true(left < LEAST);
        }
        arena_reset(&arena);
    }
    assert_true(all > 1000);
}

/* All changed copies of long texts come out almost whole. */
static void replaced_words(void **state)
{
    (void)state;
    uint64_t seed = 15;
    for (uint32_t percent = 5; percent <= 20; percent += 5) {
        Words a = random_words(&seed, 5000, 5000), b = random_words(&seed, 5000, 5000);
        uint32_t same = 0, words = 0;
        for (uint32_t i = 0; i < 5000; i++)
            if (unit_below(&seed, 100) >= percent) b.items[i].hash = a.items[i].hash, same++;
        Found f = find(a, b);
        for (uint32_t i = 0; i < f.count; i++) words += f.items[i].words;
        assert_in_range(words, same * 9 / 10, same + 20);
        arena_reset(&arena);
    }
}

/* Work that grows with the square of these would not end. */
static void hostile(void **state)
{
    (void)state;
    uint64_t seed = 17;
    const uint32_t many = 300000;
    for (uint32_t kinds = 1; kinds <= 4; kinds++) {
        Words a = random_words(&seed, many, kinds), b = random_words(&seed, many, kinds);
        for (uint32_t i = 0; kinds > 2 && i < many; i++) a.items[i].hash = b.items[i].hash = hash_mix(i % kinds);
        (void)find(a, b);
        arena_reset(&arena);
    }
    Words a = random_words(&seed, many, 50000);
    Found f = find(a, a);
    assert_int_equal(f.count, 1);
    is(f.items[0], 0, many, 0, many, many);
    Words b = random_words(&seed, many, 50000); /* runs that begin alike everywhere, and lead nowhere */
    for (uint32_t i = 0; i < many; i++)
        if (i % 9 < 6) a.items[i].hash = b.items[i].hash = hash_mix(i % 9);
    (void)find(a, b);
}

static void memory_runs_out(void **state)
{
    (void)state;
    uint64_t seed = 19;
    Words a = random_words(&seed, 100, 50);
    UnitMemory memory = {.fail_at = 1};
    sayso_allocator allocator = {.resize = unit_resize, .context = &memory};
    Arena small;
    Found f;
    arena_init(&small, &allocator, SIZE_MAX);
    assert_false(align(a.items, a.count, a.items, a.count, LEAST, &small, &f.items, &f.count));
    arena_free(&small);
    assert_int_equal(memory.live, 0);
}

int main(void)
{
    arena_init(&arena, &libc_allocator, SIZE_MAX);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(nothing_in_common, clean), cmocka_unit_test_setup(one_stretch, clean),
        cmocka_unit_test_setup(gaps, clean),              cmocka_unit_test_setup(backwards, clean),
        cmocka_unit_test_setup(reordered, clean),         cmocka_unit_test_setup(against_naive, clean),
        cmocka_unit_test_setup(replaced_words, clean),    cmocka_unit_test_setup(hostile, clean),
        cmocka_unit_test_setup(memory_runs_out, clean),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&arena);
    return failed;
}
