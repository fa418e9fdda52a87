/* UTF-8 against a naive decoder over every code point and random bytes; classes of code points against what
 * Unicode says of a few of each. */
#include "unit.h"

/* The ten-line naive one: count the leading ones, gather, then refuse what the standard refuses. */
static uint32_t naive(Text t, size_t at, size_t *next)
{
    uint8_t first = (uint8_t)t.data[at];
    size_t n = 0;
    while (n < 8 && first & (0x80u >> n)) n++;
    uint32_t c = n ? first & (0x7Fu >> n) : first;
    bool ok = n == 0 || (n >= 2 && n <= 4 && at + n <= t.size);
    for (size_t i = 1; ok && i < n; i++) {
        ok = ((uint8_t)t.data[at + i] & 0xC0) == 0x80;
        c = c << 6 | ((uint8_t)t.data[at + i] & 0x3Fu);
    }
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    ok = ok && c >= least[n] && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
    *next = at + (ok && n ? n : 1);
    return ok ? c : 0xFFFD;
}

static void assert_same(Text t)
{
    size_t bad = SIZE_MAX, first_bad = SIZE_MAX;
    for (size_t i = 0; i < t.size;) {
        size_t next, want_next;
        uint32_t c = utf8_at(t, i, &next), want = naive(t, i, &want_next);
        assert_int_equal(c, want);
        assert_int_equal(next, want_next);
        if (first_bad == SIZE_MAX && want == 0xFFFD && next == i + 1) first_bad = i;
        i = next;
    }
    assert_int_equal(utf8_valid(t, &bad), first_bad == SIZE_MAX);
    assert_int_equal(bad, first_bad);
}

static void every_code_point(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x110000; c++) {
        char bytes[4];
        size_t n = utf8_put(c, bytes), next;
        bool is_one = c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
        assert_int_equal(utf8_at(text_of(bytes, n), 0, &next), is_one ? c : 0xFFFD);
        assert_int_equal(next, n);
        assert_int_equal(utf8_count(text_of(bytes, n)), 1);
        for (size_t cut = 1; cut < n; cut++) assert_same(text_of(bytes, cut));
    }
}

static void every_three_bytes(void **state)
{
    (void)state;
    static const uint8_t third[] = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
    for (uint32_t pair = 0; pair < 65536; pair++)
        for (size_t i = 0; i < COUNT(third); i++) {
            char *bytes = malloc(3); /* on the heap, so that a step over the end is seen */
            assert_non_null(bytes);
            bytes[0] = (char)(pair >> 8);
            bytes[1] = (char)pair;
            bytes[2] = (char)third[i];
            assert_same(text_of(bytes, 3));
            free(bytes);
        }
}

static void random_bytes(void **state)
{
    (void)state;
    uint64_t random = 42;
    static const uint8_t likely[] = {0x80, 0xBF, 0xC2, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0x9F, 0xA0, 0x8F, 0x90, 'a'};
    for (int round = 0; round < 20000; round++) {
        char bytes[24];
        size_t size = unit_below(&random, sizeof bytes + 1);
        for (size_t i = 0; i < size; i++)
            bytes[i] = (char)(round % 2 ? likely[unit_below(&random, COUNT(likely))] : (uint8_t)unit_random(&random));
        assert_same(text_of(bytes, size));
    }
    assert_true(utf8_valid(text_of(NULL, 0), NULL));
    assert_int_equal(utf8_count(text_of(NULL, 0)), 0);
}

static void case_of_letters(void **state)
{
    (void)state;
    static const uint32_t pairs[][2] = {{'A', 'a'},       {'Z', 'z'},       {0xC0, 0xE0},     {0xDE, 0xFE},     {0x100, 0x101},
                                        {0x139, 0x13A},   {0x14A, 0x14B},   {0x178, 0xFF},    {0x179, 0x17A},   {0x391, 0x3B1},
                                        {0x3A9, 0x3C9},   {0x410, 0x430},   {0x42F, 0x44F},   {0x401, 0x451},   {0x1E00, 0x1E01},
                                        {0x1EA0, 0x1EA1}, {0x1EFE, 0x1EFF}, {0x490, 0x491}};
    for (size_t i = 0; i < COUNT(pairs); i++) {
        assert_int_equal(char_lower(pairs[i][0]), pairs[i][1]);
        assert_true(char_is_upper(pairs[i][0]));
        assert_false(char_is_lower(pairs[i][0]));
        assert_true(char_is_lower(pairs[i][1]));
        assert_false(char_is_upper(pairs[i][1]));
    }
    static const uint32_t neither[] = {'0', ' ', '@', '[', '`', '{', 0xD7, 0xF7, 0x3A2, 0x4E00, 0x2019, 0x5D0};
    for (size_t i = 0; i < COUNT(neither); i++) assert_false(char_is_upper(neither[i]) || char_is_lower(neither[i]));
}

/* What must hold of every code point, whatever the tables say. */
static void classes_agree(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        uint32_t lower = char_lower(c);
        assert_int_equal(char_lower(lower), lower);
        assert_false(char_is_upper(c) && char_is_lower(c));
        if (char_is_upper(c)) assert_true(char_is_letter(c));
        if (char_is_upper(c)) assert_true(char_is_lower(lower));
        if (char_is_lower(c)) assert_true(char_is_letter(c));
        if (char_is_space(c)) assert_false(char_is_letter(c) || char_is_digit(c));
        if (char_is_digit(c)) assert_false(char_is_letter(c));
    }
}

static void letters_and_marks(void **state)
{
    (void)state;
    static const uint32_t letters[] = {'a', 'Z', 0xAA, 0xB5, 0xE9, 0x142, 0x301, 0x3B1, 0x416, 0x5D0, 0x627, 0x915, 0x3042, 0x4E00, 0xAC00, 0x20000};
    static const uint32_t others[] = {'0', '\'', '-', ' ', 0xA0, 0xAB, 0xB7, 0xBB, 0xBF, 0xD7, 0xF7, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C,
                                      0x201D, 0x2026, 0x20AC, 0x2122, 0x2190, 0x3000, 0x3002, 0xFF02, 0xFF3B, 0xFF5D, 0xFFFD, 0xFEFF, 0x1F600};
    for (size_t i = 0; i < COUNT(letters); i++) assert_true(char_is_letter(letters[i]));
    for (size_t i = 0; i < COUNT(others); i++) assert_false(char_is_letter(others[i]));
}

static void white_space(void **state)
{
    (void)state;
    /* White_Space of Unicode 15, PropList.txt */
    static const uint32_t ranges[][2] = {{9, 13},          {0x20, 0x20},     {0x85, 0x85},     {0xA0, 0xA0},     {0x1680, 0x1680},
                                         {0x2000, 0x200A}, {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}};
    size_t at = 0;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        while (at < COUNT(ranges) && c > ranges[at][1]) at++;
        assert_int_equal(char_is_space(c), at < COUNT(ranges) && c >= ranges[at][0]);
    }
}

static void what_is_unsafe(void **state)
{
    (void)state;
    static const uint32_t ranges[][2] = {{0, 31},          {127, 159},       {0x61C, 0x61C},  {0x200B, 0x200F},
                                         {0x202A, 0x202E}, {0x2060, 0x2069}, {0xFEFF, 0xFEFF}};
    size_t at = 0;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        while (at < COUNT(ranges) && c > ranges[at][1]) at++;
        assert_int_equal(char_is_unsafe(c), at < COUNT(ranges) && c >= ranges[at][0]);
    }
}

static void counting_words(void **state)
{
    (void)state;
    assert_int_equal(text_words(text_literal("")), 0);
    assert_int_equal(text_words(text_literal(" … — “” ")), 0);
    assert_int_equal(text_words(text_literal("“Dogs' tails,” 3,000 of them: the ministry’s co-operation")), 10);
}

static int sign(int x) { return (x > 0) - (x < 0); }

static void comparing(void **state)
{
    (void)state;
    static const char *const sorted[] = {"", "A", "AB", "a", "a\x7f", "a\xc3\xa9", "b", "\xc3\xa9", "\xff"};
    for (int i = 0; i < (int)COUNT(sorted); i++)
        for (int j = 0; j < (int)COUNT(sorted); j++) {
            Text a = text_literal(sorted[i]), b = text_literal(sorted[j]);
            assert_int_equal(sign(text_compare(a, b)), sign(i - j));
            assert_int_equal(text_equal(a, b), i == j);
            assert_int_equal(text_is(a, sorted[j]), i == j);
        }
    assert_true(text_starts(text_literal("date 2026"), "date "));
    assert_false(text_starts(text_literal("dat"), "date "));
    assert_true(text_starts(text_of(NULL, 0), ""));
    assert_true(text_equal(text_of(NULL, 0), text_literal("")));
    assert_false(text_equal(text_of("a\0b", 3), text_of("a\0c", 3)));
    assert_true(text_is(text_slice(text_literal("who said what"), (Span){4, 8}), "said"));
}

static void formulas_in_cells(void **state)
{
    (void)state;
    static const char *const formulas[] = {"=1", "+1", "-", "@mayor", "\tx", "\rx", "\nx", "'=1", "''-x"};
    static const char *const text[] = {"", "'", "''", "a=1", "'tis", " =1", "“-", "5-4"};
    for (size_t i = 0; i < COUNT(formulas); i++) assert_true(cell_is_formula(text_literal(formulas[i])));
    for (size_t i = 0; i < COUNT(text); i++) assert_false(cell_is_formula(text_literal(text[i])));
    assert_false(cell_is_formula(text_of("\0=", 2)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point), cmocka_unit_test(every_three_bytes), cmocka_unit_test(random_bytes),
        cmocka_unit_test(case_of_letters),  cmocka_unit_test(classes_agree),     cmocka_unit_test(letters_and_marks),
        cmocka_unit_test(white_space),      cmocka_unit_test(comparing),         cmocka_unit_test(what_is_unsafe),
        cmocka_unit_test(counting_words),   cmocka_unit_test(formulas_in_cells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
