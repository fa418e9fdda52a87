/* Days, the date line at an article's head, and the caller's date over it. */
#include "reader.h"

static void knows_the_calendar(void **state)
{
    (void)state;
    static const char *const days[] = {"2026-03-07", "2024-02-29", "2000-02-29", "1400-01-01", "2200-12-31"};
    static const char *const none[] = {"2026-02-29",  "1900-02-29", "2026-13-01", "2026-00-01", "2026-04-31",
                                       "2026-01-00",  "1399-12-31", "2201-01-01", "2026-3-07",  "2026/03/07",
                                       "2026-03-07 ", "",           "+026-03-07"};
    for (size_t i = 0; i < COUNT(days); i++) assert_true(input_date_valid(text_literal(days[i])));
    for (size_t i = 0; i < COUNT(none); i++) assert_false(input_date_valid(text_literal(none[i])));
}

static void takes_the_date_line_off(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *text, *published;
    } cases[] = {
        {"date 2026-03-07 Text.\n", "Text.\n", "2026-03-07"},
        {" date 2026-03-07 Text.", "Text.", "2026-03-07"},
        {"\xEF\xBB\xBF" "date 2026-03-07 Text.", "Text.", "2026-03-07"},
        {"date 2026-03-07  Text.", " Text.", "2026-03-07"},
        {"date 2026-03-07\r\nText.", "Text.", "2026-03-07"},
        {"date 2026-03-07\nText.", "Text.", "2026-03-07"},
        {"date 2026-03-07", "", "2026-03-07"},
        {"date 2026-03-07, Text.", "date 2026-03-07, Text.", ""},
        {"date 2026-3-7 Text.", "date 2026-3-7 Text.", ""},
        {"Date 2026-03-07 Text.", "Date 2026-03-07 Text.", ""},
        {"Text.\ndate 2026-03-07 Text.", "Text.\ndate 2026-03-07 Text.", ""},
    };
    Reader r;
    reader_begin(&r);
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(reader_read(&r, text_literal(cases[i].bytes), ""), SAYSO_OK);
        assert_text(r.article.text, cases[i].text);
        assert_text(r.article.published, cases[i].published);
        assert_int_equal(r.article.warning_count, 0);
    }
    reader_end(&r);
}

static void warns_of_a_day_that_is_none(void **state)
{
    (void)state;
    Reader r;
    reader_begin(&r);
    assert_int_equal(reader_read(&r, text_literal("date 2026-02-30 Text."), ""), SAYSO_OK);
    assert_text(r.article.text, "Text.");
    assert_int_equal(r.article.published.size, 0);
    assert_text(r.article.warnings[0],
                "the date line says 2026-02-30, which is no day from 1400 to 2200; it is left out");
    reader_end(&r);
}

static void lets_the_caller_overrule(void **state)
{
    (void)state;
    Reader r;
    reader_begin(&r);
    assert_int_equal(reader_read(&r, text_literal("date 2026-03-07 Text."), "2025-01-02"), SAYSO_OK);
    assert_text(r.article.text, "Text.");
    assert_text(r.article.published, "2025-01-02");
    assert_int_equal(reader_read(&r, text_literal("Text."), "2025-13-02"), SAYSO_ERROR_ARGUMENT);
    assert_non_null(strstr(r.error.message, "2025-13-02"));
    reader_end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(knows_the_calendar), cmocka_unit_test(takes_the_date_line_off),
                                       cmocka_unit_test(warns_of_a_day_that_is_none),
                                       cmocka_unit_test(lets_the_caller_overrule)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
