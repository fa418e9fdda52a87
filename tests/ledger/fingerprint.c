/* Fingerprints against the definition of winnowing, and what they promise of copied stretches. */
#include "unit.h"

#include "ledger/copy/copy.h"

#define RUN FINGERPRINT_RUN
#define WINDOW FINGERPRINT_WINDOW
#define PROMISED (RUN + WINDOW - 1)

static Arena arena;

static int clean(void **state)
{
    (void)state;
    arena_reset(&arena);
    return 0;
}

static WordAt *random_words(uint64_t *seed, uint32_t count, uint32_t kinds)
{
    WordAt *words = TAKE(&arena, WordAt, count);
    assert_non_null(words);
    for (uint32_t i = 0; i < count; i++)
        words[i] = (WordAt){{i * 5, i * 5 + 4}, hash_mix(1 + unit_below(seed, kinds))};
    return words;
}

static Fingerprints make(const WordAt *words, uint32_t count)
{
    Fingerprints f;
    assert_true(fingerprints_make(words, count, &arena, &f));
    for (uint32_t i = 1; i < f.count; i++) assert_true(f.items[i - 1] < f.items[i]);
    return f;
}

static bool has(const Fingerprints *f, uint64_t item)
{
    for (uint32_t i = 0; i < f->count; i++)
        if (f->items[i] == item) return true;
    return false;
}

/* Exactly the smallest of each window's runs; the hash of a run is the fingerprint of its words alone. */
static void as_defined(void **state)
{
    (void)state;
    uint64_t seed = 3;
    for (uint32_t round = 0; round < 60; round++) {
        uint32_t count = PROMISED + unit_below(&seed, 200), kinds = 2 + unit_below(&seed, 60);
        const WordAt *words = random_words(&seed, count, kinds);
        Fingerprints f = make(words, count);
        uint32_t runs = count - RUN + 1, met = 0;
        uint64_t hashes[400];
        for (uint32_t i = 0; i < runs; i++) hashes[i] = make(words + i, RUN).items[0];
        bool *used = TAKE(&arena, bool, f.count);
        memset(used, 0, f.count);
        for (uint32_t i = 0; i + WINDOW <= runs; i++) {
            uint64_t least = hashes[i];
            for (uint32_t k = 1; k < WINDOW; k++)
                if (hashes[i + k] < least) least = hashes[i + k];
            assert_true(has(&f, least));
            for (uint32_t k = 0; k < f.count; k++) used[k] |= f.items[k] == least;
        }
        for (uint32_t k = 0; k < f.count; k++) met += used[k];
        assert_int_equal(met, f.count);
    }
}

static void short_texts(void **state)
{
    (void)state;
    uint64_t seed = 5;
    const WordAt *words = random_words(&seed, PROMISED, 1000);
    for (uint32_t n = 0; n < RUN; n++) assert_int_equal(make(words, n).count, 0);
    assert_int_equal(make(words, RUN).count, 1);
    for (uint32_t n = RUN; n <= PROMISED; n++) assert_int_equal(make(words, n).count, 1);
}

/* Wherever a stretch of so many words stands, one of its fingerprints is there too. */
static void copied_stretches_share(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (uint32_t round = 0; round < 200; round++) {
        WordAt *a = random_words(&seed, 300, 100000), *b = random_words(&seed, 200, 100000);
        uint32_t from = unit_below(&seed, 300 - PROMISED), to = unit_below(&seed, 200 - PROMISED);
        for (uint32_t i = 0; i < PROMISED; i++) b[to + i].hash = a[from + i].hash;
        Fingerprints fa = make(a, 300), fb = make(b, 200);
        uint32_t shared = 0;
        for (uint32_t i = 0; i < fb.count; i++) shared += has(&fa, fb.items[i]);
        assert_true(shared >= 1);
        arena_reset(&arena);
    }
}

static void two_of_a_window_and_one(void **state)
{
    (void)state;
    uint64_t seed = 9;
    uint32_t count = make(random_words(&seed, 100000, 100000), 100000).count;
    assert_in_range(count, 100000 * 19 / 10 / (WINDOW + 1), 100000 * 21 / 10 / (WINDOW + 1));
}

static void a_word_a_million_times(void **state)
{
    (void)state;
    uint64_t seed = 11;
    assert_int_equal(make(random_words(&seed, 1000000, 1), 1000000).count, 1);
}

static void memory_runs_out(void **state)
{
    (void)state;
    UnitMemory memory = {.fail_at = 1};
    sayso_allocator allocator = {.resize = unit_resize, .context = &memory};
    Arena small;
    uint64_t seed = 13;
    Fingerprints f;
    arena_init(&small, &allocator, SIZE_MAX);
    assert_false(fingerprints_make(random_words(&seed, 100, 50), 100, &small, &f));
    arena_free(&small);
    assert_int_equal(memory.live, 0);
}

int main(void)
{
    arena_init(&arena, &libc_allocator, SIZE_MAX);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(as_defined, clean),
        cmocka_unit_test_setup(short_texts, clean),
        cmocka_unit_test_setup(copied_stretches_share, clean),
        cmocka_unit_test_setup(two_of_a_window_and_one, clean),
        cmocka_unit_test_setup(a_word_a_million_times, clean),
        cmocka_unit_test_setup(memory_runs_out, clean),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&arena);
    return failed;
}
