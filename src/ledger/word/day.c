/* The first day of what sayso dates: 2026-03-04, 2026-03, 2026, 2026-W10, or of start/end. */
#include <stdio.h>

#include "ledger/word/word.h"

static bool digits(Text t, size_t at, size_t count, unsigned *out)
{
    if (t.size < at + count) return false;
    *out = 0;
    for (size_t i = at; i < at + count; i++) {
        if (!char_is_digit((uint8_t)t.data[i])) return false;
        *out = *out * 10 + (unsigned)(t.data[i] - '0');
    }
    return true;
}

static unsigned month_days(unsigned year, unsigned month)
{
    static const unsigned days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap ? 1u : 0u);
}

/* 0 is Monday. Sakamoto's table: what the months before this one leave over seven. */
static unsigned weekday(unsigned year, unsigned month, unsigned day)
{
    static const unsigned left[12] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
    if (month < 3) year--;
    return (year + year / 4 - year / 100 + year / 400 + left[month - 1] + day + 6) % 7;
}

/* The Monday of an ISO week: week 1 is the one that holds January 4th. */
static void monday_of(unsigned *year, unsigned week, unsigned *month, unsigned *day)
{
    *month = 1;
    *day = 4 + (week - 1) * 7;
    unsigned back = weekday(*year, 1, 4);
    if (*day <= back) { /* week 1 began in December */
        --*year;
        *month = 12;
        *day += 31;
    }
    *day -= back;
    while (*day > month_days(*year, *month)) {
        *day -= month_days(*year, *month);
        if (++*month > 12) {
            *month = 1;
            ++*year;
        }
    }
}

bool first_day(Text date, char out[DAY_SIZE])
{
    unsigned year, month = 1, day = 1, week;
    if (!digits(date, 0, 4, &year) || !year) return false;
    if (date.size > 5 && date.data[4] == '-' && date.data[5] == 'W') {
        if (!digits(date, 6, 2, &week) || week < 1 || week > 53) return false;
        monday_of(&year, week, &month, &day);
    } else if (date.size > 4 && date.data[4] == '-') {
        if (!digits(date, 5, 2, &month) || month < 1 || month > 12) return false;
        if (date.size > 7 && date.data[7] == '-' && !digits(date, 8, 2, &day)) return false;
        if (day < 1 || day > month_days(year, month)) return false;
    }
    (void)snprintf(out, DAY_SIZE, "%04u-%02u-%02u", year % 10000, month % 100, day % 100);
    return true;
}

Text statement_day(const sayso_attribution *a, Text published, char room[DAY_SIZE])
{
    if (first_day(a->date, room)) return text_of(room, DAY_SIZE - 1);
    return first_day(published, room) ? text_of(room, DAY_SIZE - 1) : (Text){0};
}
