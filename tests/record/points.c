/* Code points against counting from the start. */
#include "record/internal.h"
#include "unit.h"

static void agrees_with_counting(void **state)
{
    (void)state;
    static const char *const pieces[] = {"a", "é", "“", "\xF0\x9F\x98\x80", "\n"};
    uint64_t random = 3;
    char text[3000];
    for (int round = 0; round < 200; round++) {
        size_t size = 0, wanted = unit_below(&random, 2900);
        while (size < wanted) {
            const char *piece = pieces[unit_below(&random, COUNT(pieces))];
            memcpy(text + size, piece, strlen(piece));
            size += strlen(piece);
        }
        Arena arena;
        Points points;
        arena_init(&arena, &libc_allocator, SIZE_MAX / 2);
        assert_true(points_make(text_of(text, size), &arena, &points));
        for (uint32_t at = 0; at <= size; at++)
            assert_int_equal(points_at(&points, at), utf8_count(text_of(text, at)));
        arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(agrees_with_counting)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
