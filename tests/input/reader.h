/* reader: what the tests of the input stage share. */
#ifndef SAYSO_TEST_READER_H
#define SAYSO_TEST_READER_H

#include "input/internal.h"
#include "unit.h"

typedef struct Reader {
    Arena arena, scratch;
    Article article;
    Error error;
} Reader;

static inline void reader_begin(Reader *r)
{
    *r = (Reader){0};
    arena_init(&r->arena, &libc_allocator, SIZE_MAX / 2);
    arena_init(&r->scratch, &libc_allocator, SIZE_MAX / 2);
}

static inline void reader_end(Reader *r)
{
    arena_free(&r->arena);
    arena_free(&r->scratch);
}

/* Reads with a limit of 1 MiB; what was read keeps its promises. */
static inline Status reader_read(Reader *r, Text bytes, const char *published)
{
    sayso_article in = {
        .size = sizeof in, .bytes = bytes, .id = text_literal("id"), .published = text_literal(published)};
    Status status = input_read(&in, (size_t)1 << 20, &r->arena, &r->scratch, &r->article, &r->error);
    if (!status && !input_check(&r->article, &r->error)) {
        print_error("%s\n", r->error.message);
        assert_true(false);
    }
    return status;
}

#define BYTES(literal) text_of(literal, sizeof(literal) - 1)

static inline void assert_text(Text actual, const char *expected)
{
    assert_int_equal(actual.size, strlen(expected));
    assert_memory_equal(actual.data, expected, actual.size);
}

#endif
