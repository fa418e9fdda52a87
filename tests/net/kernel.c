/* The fast products give the bits of the plain ones, whatever the number of words and columns. */
#include "net/kernel.h"
#include "unit.h"

#define MOST_WORDS 11u
#define MOST_ROWS 288u
#define MOST_COLUMNS 96u

static uint32_t draw(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

static void same_sums(uint32_t words, uint32_t rows, uint32_t columns, bool extreme, uint64_t seed)
{
    static int16_t x[MOST_WORDS * MOST_ROWS], packed[MOST_ROWS * MOST_COLUMNS];
    static int32_t plain[MOST_WORDS * MOST_COLUMNS], fast[MOST_WORDS * MOST_COLUMNS];
    for (size_t i = 0; i < COUNT(x); i++) x[i] = extreme ? -32767 : (int16_t)((int32_t)(draw(&seed) % 65535) - 32767);
    for (size_t i = 0; i < COUNT(packed); i++)
        packed[i] = extreme ? -128 : (int16_t)((int32_t)(draw(&seed) % 256) - 128);
    kernel_plain(words, rows, columns, x, rows, packed, plain);
    kernel_best()(words, rows, columns, x, rows, packed, fast);
    assert_memory_equal(plain, fast, (size_t)words * columns * sizeof *plain);
    if (extreme) assert_int_equal(plain[0], (int32_t)rows * 32767 * 128);
}

static void fast_is_plain(void **state)
{
    (void)state;
    for (uint32_t words = 1; words <= MOST_WORDS; words++)
        for (uint32_t columns = 8; columns <= MOST_COLUMNS; columns += 8)
            for (uint32_t rows = 2; rows <= MOST_ROWS; rows += 94)
                same_sums(words, rows, columns, false, words * 1000 + columns + rows);
}

static void largest_sums_fit(void **state)
{
    (void)state;
    same_sums(5, 3 * NET_WIDTH, 40, true, 1);
}

static void rows_may_overlap(void **state) /* as the words' neighbourhoods do */
{
    (void)state;
    enum { ROWS = 24, COLUMNS = 16, WORDS = 7, STEP = 8 };
    int16_t x[WORDS * STEP + ROWS], packed[ROWS * COLUMNS];
    int32_t sums[WORDS * COLUMNS];
    uint64_t seed = 3;
    for (size_t i = 0; i < COUNT(x); i++) x[i] = (int16_t)(draw(&seed) % 1000);
    for (uint32_t r = 0; r < ROWS; r++)
        for (uint32_t j = 0; j < COLUMNS; j++) packed[kernel_place(COLUMNS, r, j)] = (int16_t)(r == j);
    kernel_best()(WORDS, ROWS, COLUMNS, x, STEP, packed, sums);
    for (uint32_t i = 0; i < WORDS; i++)
        for (uint32_t j = 0; j < COLUMNS; j++) assert_int_equal(sums[i * COLUMNS + j], x[i * STEP + j]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(fast_is_plain), cmocka_unit_test(largest_sums_fit),
                                       cmocka_unit_test(rows_may_overlap)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
