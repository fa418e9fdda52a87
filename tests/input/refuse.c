/* What is no article is refused with its name and a remedy; odd bytes in text are not. */
#include "reader.h"

static void refuses_by_first_bytes(void **state)
{
    (void)state;
    const struct {
        Text bytes;
        const char *said;
    } cases[] = {
        {BYTES("%PDF-1.7\n"), "a PDF file"},
        {BYTES("\x89PNG\r\n\x1a\n"), "a PNG picture"},
        {BYTES("PK\x03\x04"), "a ZIP archive"},
        {BYTES("\x1F\x8B\x08"), "gzip-compressed"},
        {BYTES("\x7F" "ELF\x02"), "a program"},
        {BYTES("\xFF\xFE\0\0h\0\0\0"), "UTF-32"},
        {BYTES("<!DOCTYPE html><p>"), "a web page"},
        {BYTES("\xEF\xBB\xBF \r\n<HTML lang=en>"), "a web page"},
        {BYTES("<?xml version=\"1.0\"?><rss>"), "an XML document"},
    };
    Reader r;
    reader_begin(&r);
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(reader_read(&r, cases[i].bytes, ""), SAYSO_ERROR_INPUT);
        assert_non_null(strstr(r.error.message, cases[i].said));
    }
    reader_end(&r);
}

static void refuses_by_control_bytes(void **state)
{
    (void)state;
    static char bytes[2000];
    uint64_t random = 5;
    Reader r;
    reader_begin(&r);
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)unit_random(&random);
    assert_int_equal(reader_read(&r, text_of(bytes, sizeof bytes), ""), SAYSO_ERROR_INPUT);
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = i % 2 ? 0 : 'a';
    assert_int_equal(reader_read(&r, text_of(bytes, sizeof bytes), ""), SAYSO_ERROR_INPUT);
    assert_non_null(strstr(r.error.message, "UTF-16 without its mark"));
    reader_end(&r);
}

static void lets_text_with_odd_bytes_pass(void **state)
{
    (void)state;
    Reader r;
    reader_begin(&r);
    assert_int_equal(reader_read(&r, BYTES("a\0b\x01" "c\x1b[31m"), ""), SAYSO_OK);
    assert_int_equal(reader_read(&r, BYTES("P"), ""), SAYSO_OK);
    assert_int_equal(reader_read(&r, BYTES("The <html> tag"), ""), SAYSO_OK);
    reader_end(&r);
}

static void tells_both_lengths_over_the_limit(void **state)
{
    (void)state;
    Reader r;
    reader_begin(&r);
    sayso_article in = {.size = sizeof in, .bytes = BYTES("12345678901")};
    assert_int_equal(input_read(&in, 10, &r.arena, &r.scratch, &r.article, &r.error), SAYSO_ERROR_LIMIT);
    assert_string_equal(r.error.message,
                        "the article is 11 bytes long and the limit is 10; split it, or raise max_article_bytes");
    assert_int_equal(input_read(&in, 11, &r.arena, &r.scratch, &r.article, &r.error), SAYSO_OK);
    reader_end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_by_first_bytes), cmocka_unit_test(refuses_by_control_bytes),
        cmocka_unit_test(lets_text_with_odd_bytes_pass), cmocka_unit_test(tells_both_lengths_over_the_limit)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
