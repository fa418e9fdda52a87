/* The days of what sayso dates: 2026-03-04, 2026-03, 2026, 2026-W10, and start/end of any of them: an interval, both ends in. */
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

typedef struct Day {
    unsigned year, month, day;
} Day;

static Day day_after(Day d, unsigned days)
{
    for (d.day += days; d.day > month_days(d.year, d.month);) {
        d.day -= month_days(d.year, d.month);
        if (++d.month > 12) {
            d.month = 1;
            d.year++;
        }
    }
    return d;
}

/* The Monday of an ISO week: week 1 is the one that holds January 4th. */
static Day monday_of(unsigned year, unsigned week)
{
    Day d = {year, 1, 4 + (week - 1) * 7};
    unsigned back = weekday(year, 1, 4);
    if (d.day <= back) d = (Day){year - 1, 12, d.day + 31}; /* week 1 began in December */
    d.day -= back;
    return day_after(d, 0);
}

static bool week_of(Text date, Day *first, Day *last)
{
    unsigned week;
    if (!digits(date, 6, 2, &week) || week < 1 || week > 53) return false;
    *first = monday_of(first->year, week);
    *last = day_after(*first, 6);
    return true;
}

/* Of one end of start/end, or of all there is. */
static bool part_of(Text date, Day *first, Day *last)
{
    *first = (Day){0, 1, 1};
    if (!digits(date, 0, 4, &first->year) || !first->year) return false;
    *last = (Day){first->year, 12, 31};
    if (date.size < 5 || date.data[4] != '-') return true;
    if (date.size > 5 && date.data[5] == 'W') return week_of(date, first, last);
    if (!digits(date, 5, 2, &first->month) || first->month < 1 || first->month > 12) return false;
    *last = (Day){first->year, first->month, month_days(first->year, first->month)};
    if (date.size < 8 || date.data[7] == '/') return true;
    if (!digits(date, 8, 2, &first->day) || first->day < 1 || first->day > last->day) return false;
    last->day = first->day;
    return true;
}

static void write_day(Day d, char out[DAY_SIZE])
{
    (void)snprintf(out, DAY_SIZE, "%04u-%02u-%02u", d.year % 10000, d.month % 100, d.day % 100);
}

bool interval_of(Text date, char first[DAY_SIZE], char last[DAY_SIZE])
{
    Day begin, end, until, skipped;
    if (!part_of(date, &begin, &end)) return false;
    const char *slash = memchr(date.data, '/', date.size);
    write_day(begin, first);
    write_day(end, last);
    if (!slash) return true;
    size_t at = (size_t)(slash - date.data) + 1;
    if (!part_of(text_of(date.data + at, date.size - at), &skipped, &until)) return true; /* open at its end */
    char other[DAY_SIZE];
    write_day(until, other);
    if (memcmp(other, last, DAY_SIZE) > 0) memcpy(last, other, DAY_SIZE);
    return true;
}

bool ledger_days(Text date, char first[DAY_SIZE], char last[DAY_SIZE]) { return interval_of(date, first, last); }

bool first_day(Text date, char out[DAY_SIZE])
{
    char last[DAY_SIZE];
    return interval_of(date, out, last);
}

Text date_day(Text date, Text published, char room[DAY_SIZE])
{
    if (first_day(date, room)) return text_of(room, DAY_SIZE - 1);
    return first_day(published, room) ? text_of(room, DAY_SIZE - 1) : (Text){0};
}

/* ---- counted ---- Howard Hinnant's days_from_civil and its inverse */

int32_t day_count(Text day)
{
    int n[3] = {0}, part = 0;
    for (size_t i = 0; i < day.size && i < 10; i++) {
        if (day.data[i] == '-' && part < 2)
            part++;
        else if (char_is_digit((uint8_t)day.data[i]))
            n[part] = n[part] * 10 + (day.data[i] - '0');
        else
            return NO_DAY;
    }
    if (part != 2 || n[0] < 1 || n[0] > 9999 || n[1] < 1 || n[1] > 12) return NO_DAY;
    int y = n[1] <= 2 ? n[0] - 1 : n[0], era = y / 400, of_era = y - era * 400;
    int of_year = (153 * (n[1] > 2 ? n[1] - 3 : n[1] + 9) + 2) / 5 + n[2] - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

Text day_name(int32_t day, char room[DAY_ROOM])
{
    int z = day + 719468, era = z / 146097, of_era = z - era * 146097;
    int year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int of_year = of_era - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;
    int d = of_year - (153 * month + 2) / 5 + 1, m = month < 10 ? month + 3 : month - 9;
    year += era * 400 + (m <= 2);
    if (year < 1 || year > 9999) return text_literal(year < 1 ? "0001-01-01" : "9999-12-31");
    snprintf(room, DAY_ROOM, "%04d-%02d-%02d", year, m, d);
    return text_of(room, 10);
}
