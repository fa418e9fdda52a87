/* The calendar against a naive one that counts day by day. */
#include "unit.h"

#include "standing/internal.h"

static uint32_t naive_length(int32_t year, uint32_t month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap ? 1u : 0u);
}

static void days_follow_one_another(void **state)
{
    (void)state;
    Civil c = {1399, 1, 1};
    Day day = day_of(c.year, c.month, c.day);
    uint32_t weekday = day_weekday(day);
    for (; c.year < 2202; day++) {
        Civil got = day_civil(day);
        assert_true(got.year == c.year && got.month == c.month && got.day == c.day);
        assert_int_equal(day_of(c.year, c.month, c.day), day);
        assert_int_equal(day_weekday(day), weekday);
        assert_int_equal(month_length(c.year, c.month), naive_length(c.year, c.month));
        weekday = weekday % 7 + 1;
        if (++c.day > naive_length(c.year, c.month)) {
            c.day = 1;
            if (++c.month > 12) {
                c.month = 1;
                c.year++;
            }
        }
    }
}

/* ISO 8601: the week with the year's first Thursday is week 1. */
static void weeks_begin_on_monday(void **state)
{
    (void)state;
    Week before = day_week(day_of(1400, 1, 1));
    for (Day day = day_of(1400, 1, 2); day < day_of(2200, 1, 1); day++) {
        Week w = day_week(day);
        bool same = w.week == before.week && w.year == before.year;
        assert_true(same == (day_weekday(day) != 1));
        if (!same)
            assert_true(w.week == before.week + 1 || (w.week == 1 && w.year == before.year + 1 && before.week >= 52));
        before = w;
    }
}

static void known_days(void **state)
{
    (void)state;
    char out[DATE_SIZE];
    assert_int_equal(day_of(1970, 1, 1), 0);
    assert_int_equal(day_weekday(day_of(2026, 3, 7)), 6);
    assert_int_equal(day_weekday(day_of(2000, 1, 1)), 6);
    static const struct {
        int32_t year;
        uint32_t month, day;
        const char *week;
    } weeks[] = {{2026, 3, 7, "2026-W10"}, {2021, 1, 3, "2020-W53"}, {2024, 12, 30, "2025-W01"},
                 {2016, 1, 1, "2015-W53"}, {2023, 1, 1, "2022-W52"}, {2027, 1, 3, "2026-W53"}};
    for (size_t i = 0; i < COUNT(weeks); i++) {
        date_write_week(out, day_of(weeks[i].year, weeks[i].month, weeks[i].day));
        assert_string_equal(out, weeks[i].week);
    }
    date_write_range(out, day_of(2024, 2, 29), day_of(2024, 3, 1));
    assert_string_equal(out, "2024-02-29/2024-03-01");
    assert_int_equal(day_read(text_literal("2024-02-29")), day_of(2024, 2, 29));
    assert_int_equal(day_read(text_literal("2023-02-29")), NO_DAY);
    assert_int_equal(day_read(text_literal("")), NO_DAY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(days_follow_one_another),
                                       cmocka_unit_test(weeks_begin_on_monday), cmocka_unit_test(known_days)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
