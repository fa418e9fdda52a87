/* Marks: elements that nest whatever the spans do, and a page that escapes. */
#include <stdio.h>
#include <stdlib.h>

#include "show/internal.h"
#include "unit.h"

static void open_mark(const Marker *m, const Mark *mark)
{
    fprintf(m->to, "<%c>", 'a' + (int)mark->statement);
}
static void close_mark(const Marker *m, const Mark *mark)
{
    fprintf(m->to, "</%c>", 'a' + (int)mark->statement);
}
static void number_mark(const Marker *m, const Mark *mark)
{
    fprintf(m->to, "%u", mark->statement);
}

/* Each statement has one span; what is written is the caller's to free. */
static char *written(const char *text, const Span *spans, uint32_t count)
{
    Arena arena;
    Error error;
    char *out = NULL;
    size_t size = 0;
    Mark *marks = calloc(count + 1, sizeof *marks);
    assert_non_null(marks);
    arena_init(&arena, &libc_allocator, (size_t)1 << 20);
    for (uint32_t i = 0; i < count; i++) marks[i] = (Mark){spans[i], i, MARK_CONTENT, true};
    FILE *to = open_memstream(&out, &size);
    const Marker marker = {to, NULL, open_mark, close_mark, number_mark};
    assert_int_equal(marks_write(&marker, text_literal(text), marks, count, &arena, &error), SAYSO_OK);
    fclose(to);
    free(marks);
    arena_free(&arena);
    return out;
}

static void nests_spans(void **state)
{
    (void)state;
    static const struct {
        const char *text, *expected;
        Span spans[3];
        uint32_t count;
    } cases[] = {
        {"One two.", "<p>One two.</p>\n", {{0, 0}}, 0},
        {"One two.", "<p><a>One0</a> two.</p>\n", {{0, 3}}, 1},
        {"abcdef", "<p><a>a<b>bc1</b>d0</a>ef</p>\n", {{0, 4}, {1, 3}}, 2},
        {"abcdef", "<p><a>a<b>bc</b>0</a><b>de1</b>f</p>\n", {{0, 3}, {1, 5}}, 2}, /* they cross */
        {"abcdef", "<p><a><b>abc1</b>0</a>def</p>\n", {{0, 3}, {0, 3}}, 2},
        {"ab\n\n cd\n", "<p><a>ab</a></p>\n<p><a> c0</a>d</p>\n", {{0, 6}}, 1}, /* over two paragraphs */
        {"ab\n\ncd", "<p>a<a>b0</a></p>\n<p><b>c1</b>d</p>\n", {{1, 2}, {4, 5}}, 2},
        {"a<b>\"'&\xE2\x80\xAE\xC2\xAD"
         "c",
         "<p>a&#60;b&#62;&#34;&#39;&#38;\xEF\xBF\xBD"
         "c</p>\n",
         {{0, 0}},
         0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *out = written(cases[i].text, cases[i].spans, cases[i].count);
        assert_string_equal(out, cases[i].expected);
        free(out);
    }
}

/* Random spans: every element that is opened is closed in turn, and the text is all there. */
static void nests_any_spans(void **state)
{
    (void)state;
    uint64_t seed = 1;
    for (int round = 0; round < 2000; round++) {
        char text[41], stack[400];
        Span spans[12];
        size_t depth = 0, n = 0, opened = 0;
        for (size_t i = 0; i < 40; i++) text[i] = (seed = hash_mix(seed + 1)) % 9 ? 'A' : '\n';
        text[40] = 0;
        for (size_t i = 0; i < 12; i++) {
            uint32_t a = (uint32_t)((seed = hash_mix(seed + 1)) % 40), b = (uint32_t)((seed = hash_mix(seed + 1)) % 40);
            spans[i] = (Span){a < b ? a : b, a < b ? b : a};
        }
        char *out = written(text, spans, 12);
        for (const char *at = out; *at; at++) {
            n += *at == 'A';
            if (*at != '<') continue;
            bool end = at[1] == '/';
            char name = at[1 + end];
            opened += !end;
            if (!end)
                stack[depth++] = name;
            else
                assert_int_equal(depth ? stack[--depth] : 0, name);
        }
        size_t letters = 0;
        for (size_t i = 0; i < 40; i++) letters += text[i] == 'A';
        assert_int_equal(n, letters);
        assert_int_equal(depth, 0);
        assert_true(opened > 0);
        free(out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nests_spans), cmocka_unit_test(nests_any_spans)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
