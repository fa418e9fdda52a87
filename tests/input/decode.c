/* Bytes of every encoding become UTF-8, and what is lost is told. */
#include "reader.h"

static void keeps_utf8_as_it_stands(void **state)
{
    (void)state;
    Reader r;
    reader_begin(&r);
    assert_int_equal(reader_read(&r, BYTES("\xEF\xBB\xBF“Café,”\r\n\0 x \x1b[0m\r"), ""), SAYSO_OK);
    assert_int_equal(r.article.warning_count, 0);
    assert_int_equal(r.article.text.size, 23);
    assert_memory_equal(r.article.text.data, "“Café,”\r\n\0 x \x1b[0m\r", 23);
    assert_int_equal(reader_read(&r, BYTES(""), ""), SAYSO_OK);
    assert_int_equal(r.article.text.size, 0);
    assert_int_equal(r.article.paragraph_count, 0);
    assert_int_equal(reader_read(&r, (Text){0}, ""), SAYSO_OK);
    assert_int_equal(reader_read(&r, BYTES("\xEF\xBB\xBF"), ""), SAYSO_OK);
    assert_int_equal(r.article.text.size, 0);
    reader_end(&r);
}

static void reads_the_rest_as_windows_1252(void **state)
{
    (void)state;
    Reader r;
    reader_begin(&r);
    assert_int_equal(reader_read(&r, BYTES("caf\xE9 \x93no\x94 \x80"), ""), SAYSO_OK);
    assert_text(r.article.text, "café “no” €");
    assert_int_equal(r.article.warning_count, 1);
    assert_text(r.article.warnings[0], "the text was not UTF-8 at byte 3; it is read as Windows-1252");
    /* as many bad bytes as characters: the whole is one encoding */
    assert_int_equal(reader_read(&r, BYTES("\xC3\xA9 \x92"), ""), SAYSO_OK);
    assert_text(r.article.text, "Ã© ’");
    assert_int_equal(reader_read(&r, BYTES("a\x81 \x9D"), ""), SAYSO_OK);
    assert_text(r.article.text, "a\xEF\xBF\xBD \xEF\xBF\xBD");
    assert_non_null(strstr(r.article.warnings[0].data, "no character for 2 of its bytes, the first at byte 1"));
    reader_end(&r);
}

static void keeps_utf8_around_bad_bytes(void **state)
{
    (void)state;
    const struct {
        Text bytes;
        const char *text, *warning;
    } cases[] = {
        {BYTES("“caf\xE9” \x93é"), "“café” “é",
         "2 bytes were not UTF-8, the first at byte 6; they are read as Windows-1252"},
        {BYTES("\xEF\xBB\xBF“é” \x92"), "“é” ’", "1 byte was not UTF-8, at byte 12; it is read as Windows-1252"},
        {BYTES("“é” \x81"), "“é” \xEF\xBF\xBD", "1 byte was not UTF-8, at byte 9; it is shown as U+FFFD"},
        /* cut off within the text and at its end; a real U+FFFD is a character like any other */
        {BYTES("“é \xE2\x80 ”\xEF\xBF\xBD"), "“é \xEF\xBF\xBD ”\xEF\xBF\xBD",
         "2 bytes were not UTF-8, the first at byte 6; they are read as Windows-1252, or shown as U+FFFD "
         "where that has no character"},
        {BYTES("“é” \xE2"), "“é” \xEF\xBF\xBD", "1 byte was not UTF-8, at byte 9; it is shown as U+FFFD"},
    };
    Reader r;
    reader_begin(&r);
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(reader_read(&r, cases[i].bytes, ""), SAYSO_OK);
        assert_text(r.article.text, cases[i].text);
        assert_int_equal(r.article.warning_count, 1);
        assert_text(r.article.warnings[0], cases[i].warning);
    }
    reader_end(&r);
}

static void reads_utf16_with_its_mark(void **state)
{
    (void)state;
    Reader r;
    reader_begin(&r);
    assert_int_equal(reader_read(&r, BYTES("\xFF\xFEh\0\xE9\0\x3D\xD8\x00\xDE"), ""), SAYSO_OK);
    assert_text(r.article.text, "hé\xF0\x9F\x98\x80");
    assert_int_equal(r.article.warning_count, 0);
    assert_int_equal(reader_read(&r, BYTES("\xFE\xFF\0h\0\xE9"), ""), SAYSO_OK);
    assert_text(r.article.text, "hé");
    /* a lone high surrogate, a lone low one, half a unit */
    assert_int_equal(reader_read(&r, BYTES("\xFE\xFF\xD8\x3D\0h\xDE\0\0"), ""), SAYSO_OK);
    assert_text(r.article.text, "\xEF\xBF\xBDh\xEF\xBF\xBD\xEF\xBF\xBD");
    assert_text(r.article.warnings[0],
                "the text is damaged UTF-16: 3 of its characters, the first at byte 2, are shown as U+FFFD");
    reader_end(&r);
}

static void shows_a_name_that_is_not_utf8(void **state)
{
    (void)state;
    Reader r;
    reader_begin(&r);
    sayso_article in = {.size = sizeof in, .id = BYTES("a\xFF" "b")};
    assert_int_equal(input_read(&in, 100, &r.arena, &r.scratch, &r.article, &r.error), SAYSO_OK);
    assert_text(r.article.id, "a\xEF\xBF\xBD" "b");
    assert_int_equal(r.article.warning_count, 1);
    reader_end(&r);
}

static void answers_any_bytes(void **state)
{
    (void)state;
    static const char pieces[] =
        "\xEF\xBB\xBF\xFF\xFE\xC3\xA9\xE2\x80\x9C\r\n\n\0  ..ab date 2026-01-01 \x80\x85\xF0\x9F";
    uint64_t random = 11;
    for (int round = 0; round < 20000; round++) {
        Reader r;
        reader_begin(&r);
        char bytes[64];
        uint32_t size = unit_below(&random, sizeof bytes);
        for (uint32_t i = 0; i < size; i++) bytes[i] = pieces[unit_below(&random, sizeof pieces - 1)];
        Status status = reader_read(&r, text_of(bytes, size), "");
        assert_true(status == SAYSO_OK || status == SAYSO_ERROR_INPUT);
        reader_end(&r);
    }
}

static void ends_without_memory(void **state)
{
    (void)state;
    Reader r;
    reader_begin(&r);
    arena_free(&r.arena);
    arena_init(&r.arena, &libc_allocator, 8);
    assert_int_equal(reader_read(&r, BYTES("some text"), ""), SAYSO_ERROR_MEMORY);
    reader_end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_utf8_as_it_stands),     cmocka_unit_test(reads_the_rest_as_windows_1252),
        cmocka_unit_test(keeps_utf8_around_bad_bytes), cmocka_unit_test(reads_utf16_with_its_mark),
        cmocka_unit_test(shows_a_name_that_is_not_utf8), cmocka_unit_test(answers_any_bytes),
        cmocka_unit_test(ends_without_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
