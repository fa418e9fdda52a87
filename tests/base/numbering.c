/* Texts as numbers, against a list that is looked through. */
#include "unit.h"

#define TEXTS 3000u

typedef struct Known {
    char text[8];
    size_t size;
    uint64_t before;
    uint32_t number;
} Known;

static void against_a_list(void **state)
{
    (void)state;
    static Known known[TEXTS];
    Arena arena;
    Numbering numbering;
    uint64_t seed = 7;
    uint32_t count = 0;
    arena_init(&arena, &libc_allocator, SIZE_MAX);
    numbering_begin(&numbering, &arena);
    for (uint32_t i = 0; i < TEXTS; i++) {
        Known k = {.size = unit_below(&seed, 4), .before = unit_below(&seed, 3)};
        for (size_t c = 0; c < k.size; c++) k.text[c] = (char)unit_below(&seed, 6); /* NUL among them */
        k.number = numbering_of(&numbering, k.before, text_of(k.text, k.size));
        uint32_t at = 0;
        while (at < count && (known[at].size != k.size || known[at].before != k.before ||
                              memcmp(known[at].text, k.text, k.size) != 0))
            at++;
        if (at == count) known[count++] = k;
        assert_int_equal(k.number, at + 1);
    }
    assert_true(count > 500);
    arena_free(&arena);
}

/* The old hash of these two is one: 0x9e…15 * 16, blocks of eight bytes, multiplied. */
static void no_hash_alone(void **state)
{
    (void)state;
    Arena arena;
    Numbering numbering;
    const char *a = "ilsabet corvanea", *b = "iifqpaa dyrgfync";
    assert_int_equal(hash_bytes(a, 16, 1), hash_bytes(b, 16, 1));
    arena_init(&arena, &libc_allocator, SIZE_MAX);
    numbering_begin(&numbering, &arena);
    assert_int_not_equal(numbering_of(&numbering, 1, text_literal(a)), numbering_of(&numbering, 1, text_literal(b)));
    arena_free(&arena);
}

static void memory_runs_out(void **state)
{
    (void)state;
    Arena arena;
    Numbering numbering;
    char text[16];
    uint32_t i = 0;
    arena_init(&arena, &libc_allocator, 100000);
    numbering_begin(&numbering, &arena);
    do (void)snprintf(text, sizeof text, "%u", i++);
    while (numbering_of(&numbering, 0, text_literal(text)) && i < 100000);
    assert_true(i > 100 && i < 100000);
    assert_true(numbering.failed);
    assert_int_equal(numbering_of(&numbering, 0, text_literal("0")), 0);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(against_a_list),
        cmocka_unit_test(no_hash_alone),
        cmocka_unit_test(memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
