/* The arena against its promises: pieces are aligned and apart, a rewind and a reset give memory back, the
 * ceiling holds, a failing allocator is no crash, nothing is left at the end. */
#include "unit.h"

typedef struct Piece {
    uint8_t *at;
    size_t size;
    uint8_t fill;
} Piece;

static void fill(Piece *p) { memset(p->at, p->fill, p->size); }
static void assert_whole(const Piece *p)
{
    for (size_t i = 0; i < p->size; i++) assert_int_equal(p->at[i], p->fill);
}

static size_t held(const Arena *arena) { return arena->held; }

/* Random takes, nested marks and rewinds, beside a plain list of what must still be whole. */
static void random_walk(void **state)
{
    (void)state;
    uint64_t random = 7;
    UnitMemory memory = {0};
    sayso_allocator allocator = {unit_resize, &memory};
    for (int round = 0; round < 50; round++) {
        Arena arena;
        arena_init(&arena, &allocator, (size_t)1 << 30);
        Piece pieces[400];
        ArenaMark marks[16];
        size_t kept[16], count = 0, depth = 0;
        for (int step = 0; step < 400; step++) {
            uint32_t what = unit_below(&random, 10);
            if (what == 0 && depth < COUNT(marks)) {
                kept[depth] = count;
                marks[depth++] = arena_mark(&arena);
            } else if (what == 1 && depth) {
                depth -= 1 + unit_below(&random, (uint32_t)depth);
                arena_rewind(&arena, marks[depth]);
                count = kept[depth];
            } else if (what == 2 && !unit_below(&random, 8)) {
                arena_reset(&arena);
                count = depth = 0;
            } else {
                size_t size = unit_below(&random, 20) ? unit_below(&random, 3000) : unit_below(&random, 400000);
                Piece p = {arena_take(&arena, size, 1), size, (uint8_t)step};
                assert_non_null(p.at);
                assert_int_equal((uintptr_t)p.at % 16, 0);
                fill(&p);
                pieces[count++] = p;
            }
        }
        for (size_t i = 0; i < count; i++) assert_whole(&pieces[i]);
        arena_free(&arena);
        assert_int_equal(memory.live, 0);
        assert_int_equal(held(&arena), 0);
    }
}

static void rewind_to_nothing(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, &libc_allocator, (size_t)1 << 30);
    ArenaMark empty = arena_mark(&arena);
    void *first = arena_take(&arena, 100, 1);
    size_t once = held(&arena);
    for (int i = 0; i < 1000; i++) {
        arena_rewind(&arena, empty);
        assert_int_equal(arena.used, 0);
        assert_ptr_equal(arena_take(&arena, 100, 1), first); /* the block was kept */
    }
    assert_int_equal(held(&arena), once);
    arena_free(&arena);
    assert_non_null(arena_take(&arena, 1, 1)); /* usable after a free */
    arena_free(&arena);
}

static void loop_allocates_no_more(void **state)
{
    (void)state;
    UnitMemory memory = {0};
    sayso_allocator allocator = {unit_resize, &memory};
    Arena arena;
    arena_init(&arena, &allocator, (size_t)1 << 30);
    size_t calls = 0;
    for (int round = 0; round < 20; round++) {
        arena_reset(&arena);
        for (int i = 0; i < 100; i++) assert_non_null(arena_take(&arena, 20000, 1));
        if (round == 2) calls = memory.calls;
    }
    assert_int_equal(memory.calls, calls);
    arena_free(&arena);
}

static void ceiling_holds(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, &libc_allocator, 1000000);
    assert_null(arena_take(&arena, 1000001, 1));
    size_t taken = 0;
    while (arena_take(&arena, 1000, 1)) {
        taken += 1000;
        assert_true(held(&arena) <= 1000000);
    }
    assert_true(taken > 900000); /* all but the ends of blocks could be used */
    arena_reset(&arena);
    assert_non_null(arena_take(&arena, 1000, 1));
    arena_free(&arena);

    arena_init(&arena, &libc_allocator, 0);
    assert_null(arena_take(&arena, 1, 1));
    arena_free(&arena);
}

static void sizes_that_overflow(void **state)
{
    (void)state;
    static const size_t sizes[][2] = {{SIZE_MAX, 1},         {1, SIZE_MAX},      {SIZE_MAX, SIZE_MAX},
                                      {SIZE_MAX / 2 + 1, 2}, {SIZE_MAX - 15, 1}, {SIZE_MAX - 64, 1}};
    UnitMemory memory = {0};
    sayso_allocator allocator = {unit_resize, &memory};
    Arena arena;
    arena_init(&arena, &allocator, SIZE_MAX);
    for (size_t i = 0; i < COUNT(sizes); i++) assert_null(arena_take(&arena, sizes[i][0], sizes[i][1]));
    assert_non_null(arena_take(&arena, 0, 0)); /* nothing is a piece too */
    assert_non_null(arena_take(&arena, 0, SIZE_MAX));
    arena_free(&arena);
}

static void failing_allocator(void **state)
{
    (void)state;
    for (size_t fail_at = 1; fail_at < 8; fail_at++) {
        UnitMemory memory = {.fail_at = fail_at};
        sayso_allocator allocator = {unit_resize, &memory};
        Arena arena;
        arena_init(&arena, &allocator, (size_t)1 << 30);
        size_t refused = 0;
        for (size_t i = 0; i < 200; i++) refused += !arena_take(&arena, 40000, 1);
        assert_int_equal(refused, 1); /* and the next take went on */
        arena_free(&arena);
        assert_int_equal(memory.live, 0);
    }
}

static void text_is_copied(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, &libc_allocator, (size_t)1 << 20);
    Text copy;
    assert_true(arena_text(&arena, text_of("a\0b", 3), &copy));
    assert_true(text_equal(copy, text_of("a\0b", 3)));
    assert_int_equal(copy.data[3], 0);
    assert_true(arena_text(&arena, text_of(NULL, 0), &copy));
    assert_int_equal(copy.size, 0);
    assert_string_equal(copy.data, "");
    arena_free(&arena);
}

static void grown_arrays_keep_their_items(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, &libc_allocator, (size_t)1 << 26);
    uint32_t *items = NULL, capacity = 0;
    for (uint32_t i = 0; i < 100000; i++) {
        void *grown = items;
        assert_true(arena_grow(&arena, &grown, &capacity, i + 1, sizeof *items));
        items = grown;
        items[i] = i * 3;
    }
    for (uint32_t i = 0; i < 100000; i++) assert_int_equal(items[i], i * 3);
    void *grown = items;
    assert_false(arena_grow(&arena, &grown, &capacity, UINT32_MAX, sizeof *items)); /* over the ceiling */
    assert_ptr_equal(grown, items);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_walk),         cmocka_unit_test(rewind_to_nothing),
        cmocka_unit_test(loop_allocates_no_more), cmocka_unit_test(ceiling_holds),
        cmocka_unit_test(sizes_that_overflow), cmocka_unit_test(failing_allocator),
        cmocka_unit_test(text_is_copied),      cmocka_unit_test(grown_arrays_keep_their_items),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
