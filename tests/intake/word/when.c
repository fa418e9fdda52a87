/* Dates of every usual form, and what looks like one and is none. */
#include "intake/word/word.h"
#include "unit.h"

#define TODAY "2026-03-07"
#define PROSE                                                                                                          \
    "The council met on March 7, 2026, and again a week later, and then it was said that nothing had been said at "    \
    "all "                                                                                                             \
    "of what had been said before."

static void check(const char *words, const char *expected)
{
    char day[11] = "";
    bool read = date_read(text_literal(words), TODAY, day);
    if (read == !*expected || strcmp(day, expected)) print_error("\"%s\" -> \"%s\"\n", words, day);
    assert_int_equal(read, *expected != 0);
    assert_string_equal(day, expected);
}

static void reads_every_usual_form(void **state)
{
    (void)state;
    static const struct {
        const char *words, *day;
    } cases[] = {
        {"2026-03-07", "2026-03-07"},
        {"  2026-03-07\n", "2026-03-07"},
        {"2026-3-7", "2026-03-07"},
        {"2026/03/07", "2026-03-07"},
        {"2026.03.07", "2026-03-07"},
        {"20260307", "2026-03-07"},
        {"20260307T140500Z", "2026-03-07"},
        {"202603071405", "2026-03-07"},
        {"20260307140500", "2026-03-07"},
        {"2026-03-07T14:05:00Z", "2026-03-07"},
        {"2026-03-07 14:05:00", "2026-03-07"},
        {"2026-03-07T14:05:00.123456+00:00", "2026-03-07"},
        {"2026-03-07Z", "2026-03-07"},
        {"Sat, 07 Mar 2026 14:05:00 GMT", "2026-03-07"},
        {"Sat, 7 Mar 2026 14:05 EST", "2026-03-07"},
        {"07 Mar 26 14:05 EST", "2026-03-07"},
        {"Sat, 07 Mar 98 14:05 EST", "1998-03-07"},
        {"Saturday, 07-Mar-2026 14:05:00 GMT", "2026-03-07"},
        {"Sat Mar  7 14:05:00 2026", "2026-03-07"},
        {"March 7, 2026", "2026-03-07"},
        {"March 7th, 2026", "2026-03-07"},
        {"Mar. 7, 2026 2:05 p.m.", "2026-03-07"},
        {"7 March 2026", "2026-03-07"},
        {"1st Mar 2026", "2026-03-01"},
        {"Sept. 9, 2025", "2025-09-09"},
        {"2026 March 7", "2026-03-07"},
        {"Published on Saturday 7 March 2026 at 14:05", "2026-03-07"},
        {"Updated: March 7, 2026 | First published: March 1, 2026", "2026-03-07"},
        {"25/12/2025", "2025-12-25"},
        {"12/25/2025", "2025-12-25"},
        {"25-12-2025", "2025-12-25"},
        {"3/3/2026", "2026-03-03"},
        {"7.3.2026", "2026-03-07"},
        {"1772892300", "2026-03-07"},       /* 14:05 in UTC */
        {"1772892300000", "2026-03-07"},    /* milliseconds */
        {"1772892300000000", "2026-03-07"}, /* microseconds */
        {"1700-01-01", "1700-01-01"},
        {"2024-02-29", "2024-02-29"},
        {"2000-02-29", "2000-02-29"},
        {"2026-03-08", "2026-03-08"}, /* it is tomorrow already somewhere */
    };
    for (size_t i = 0; i < COUNT(cases); i++) check(cases[i].words, cases[i].day);
}

/* 23:30 in New York is the next day in UTC, 00:30 in Tokyo the day before: a reader there saw this date. */
static void keeps_the_day_of_its_own_zone(void **state)
{
    (void)state;
    check("2026-03-06T23:30:00-05:00", "2026-03-06");
    check("2026-03-06T00:30:00+09:00", "2026-03-06");
    check("Fri, 06 Mar 2026 23:30:00 -0500", "2026-03-06");
}

static void refuses_what_is_no_date(void **state)
{
    (void)state;
    static const char *const none[] = {
        "",
        "   ",
        "next year",
        "today",
        "yesterday at noon",
        "March",
        "March 2026",
        "2026",
        "2026-03",
        "7 March",
        "0000-00-00",
        "0000-00-00 00:00:00",
        "0001-01-01T00:00:00Z",
        "1900-01-01",
        "1970-01-01",
        "1970-01-01T00:00:00Z",
        "1699-12-31",
        "2026-02-29",
        "1900-02-29",
        "2026-02-31",
        "2026-13-01",
        "2026-00-10",
        "2026-04-31",
        "2026-01-00",
        "February 31, 2026",
        "32 March 2026",
        "2026-03-09",
        "2027-03-07",
        "9999-12-31",
        "March 9, 2026",
        "03/04/2026",
        "4-3-2026",
        "13/13/2026",
        "0/0/2026",
        "07/03/26",
        "7 March 26",
        "March 7, 26",
        "0",
        "-1",
        "1",
        "123456",
        "99999999999999",
        "9999999999",
        "20261340",
        "2026-03-071",
        "2026-03-07-01",
        "12026-03-07",
        "Halmere 2026-03",
        "version 2.3.2026.1",
        "Marchioness 7, 2026",
        "null",
        "{{date}}",
        PROSE,
    };
    for (size_t i = 0; i < COUNT(none); i++) check(none[i], "");
}

static void asks_the_clock_where_no_day_is_given(void **state)
{
    (void)state;
    char day[11];
    assert_true(date_read(text_literal("2020-01-02"), NULL, day));
    assert_string_equal(day, "2020-01-02");
    assert_false(date_read(text_literal("2999-01-01"), NULL, day));
    assert_true(date_read(text_literal("2024-03-01"), "2024-02-29", day)); /* the day after a leap day */
    assert_false(date_read(text_literal("2024-03-02"), "2024-02-29", day));
    assert_true(date_read(text_literal("2026-01-01"), "2025-12-31", day));
    assert_false(date_read(text_literal("2026-01-02"), "2025-12-31", day));
}

/* Whatever the bytes, no more is read than there is, and what is read is a day. */
static void survives_random_bytes(void **state)
{
    (void)state;
    static const char bytes[] = "0123456789-/.: TZ,MarchDecSat\0\xFF+";
    uint64_t random = 20260307;
    for (int round = 0; round < 200000; round++) {
        size_t size = unit_below(&random, 24);
        char *words = malloc(size ? size : 1), day[11] = "";
        assert_non_null(words);
        for (size_t i = 0; i < size; i++) words[i] = bytes[unit_below(&random, sizeof bytes - 1)];
        if (date_read(text_of(words, size), TODAY, day)) {
            assert_int_equal(strlen(day), 10);
            assert_true(strcmp(day, "1700-01-01") >= 0 && strcmp(day, "2026-03-08") <= 0);
            char again[11];
            assert_true(date_read(text_literal(day), TODAY, again));
            assert_string_equal(again, day);
        }
        free(words);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_usual_form),  cmocka_unit_test(keeps_the_day_of_its_own_zone),
        cmocka_unit_test(refuses_what_is_no_date), cmocka_unit_test(asks_the_clock_where_no_day_is_given),
        cmocka_unit_test(survives_random_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
