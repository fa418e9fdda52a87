/* Dates of whatever form -> YYYY-MM-DD. One of four readers takes the words: a number, year first, numbers with the
 * year last, a month's name. What they find is then held against the calendar and the clock, in one place. */
#include <stdio.h>
#include <time.h>

#include "intake/word/word.h"

#define LONGEST 120u /* bytes: what is longer is prose */
#define FIRST_YEAR 1700u

typedef struct Day {
    unsigned year, month, day;
} Day;

typedef struct Scan {
    Text words;
    size_t at;
} Scan;

static uint8_t peek(const Scan *s)
{
    return s->at < s->words.size ? (uint8_t)s->words.data[s->at] : 0;
}

static bool is_digit(uint8_t c)
{
    return char_is_digit(c);
}

/* How many digits stand here, and their number; false where there are none or more than `most`. */
static bool read_number(Scan *s, size_t most, unsigned *number, size_t *digits)
{
    size_t begin = s->at;
    *number = 0;
    for (; is_digit(peek(s)); s->at++)
        if (s->at - begin < most) *number = *number * 10 + (unsigned)(peek(s) - '0');
    *digits = s->at - begin;
    return *digits && *digits <= most;
}

static bool take(Scan *s, char c)
{
    if (peek(s) != (uint8_t)c || !c) return false;
    s->at++;
    return true;
}

/* ---- the calendar ---- */

static unsigned month_days(unsigned year, unsigned month)
{
    static const uint8_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap ? 1u : 0u);
}

static bool in_calendar(Day d)
{
    return d.year >= FIRST_YEAR && d.year <= 9999 && d.month >= 1 && d.month <= 12 && d.day >= 1 &&
           d.day <= month_days(d.year, d.month);
}

/* What content systems write where they know no date. */
static bool is_placeholder(Day d)
{
    return d.month == 1 && d.day == 1 && (d.year == 1900 || d.year == 1970);
}

static Day day_after(Day d)
{
    if (++d.day <= month_days(d.year, d.month)) return d;
    d.day = 1;
    if (++d.month <= 12) return d;
    d.month = 1;
    d.year++;
    return d;
}

static uint32_t order(Day d)
{
    return (d.year * 16 + d.month) * 32 + d.day;
}

/* The day in UTC of a Unix time. */
static bool day_of_clock(time_t seconds, Day *out)
{
    struct tm t;
    if (!gmtime_r(&seconds, &t)) return false;
    *out = (Day){(unsigned)t.tm_year + 1900, (unsigned)t.tm_mon + 1, (unsigned)t.tm_mday};
    return true;
}

/* ---- the forms ---- */

static bool whole_number(Text t)
{
    for (size_t i = 0; i < t.size; i++)
        if (!is_digit((uint8_t)t.data[i])) return false;
    return t.size;
}

static unsigned part(Text t, size_t from, size_t count)
{
    unsigned n = 0;
    for (size_t i = from; i < from + count; i++) n = n * 10 + (unsigned)(t.data[i] - '0');
    return n;
}

/* 20260307, with or without hours; or seconds, milliseconds or microseconds since 1970. */
static bool read_digits(Text t, Day *out)
{
    if (!whole_number(t)) return false;
    if (t.size == 8 || t.size == 12 || t.size == 14) {
        *out = (Day){part(t, 0, 4), part(t, 4, 2), part(t, 6, 2)};
        return true;
    }
    if (t.size != 9 && t.size != 10 && t.size != 13 && t.size != 16) return false;
    time_t seconds = 0;
    for (size_t i = 0; i < (t.size == 9 ? 9u : 10u); i++) seconds = seconds * 10 + (t.data[i] - '0');
    return day_of_clock(seconds, out);
}

/* Nothing, or what a time of day begins with. */
static bool ends_day(const Scan *s)
{
    uint8_t c = peek(s);
    return !is_digit(c) && c != '-' && c != '/' && (!is_letter(c) || c == 'T' || c == 't' || c == 'Z');
}

/* 2026-03-07, 2026/3/7, 2026.03.07, 20260307T1405 */
static bool read_year_first(Text t, Day *out)
{
    static const char separators[] = "-/.";
    Scan s = {t, 0};
    size_t digits;
    if (!read_number(&s, 8, &out->year, &digits)) return false;
    if (digits == 8) {
        *out = (Day){part(t, 0, 4), part(t, 4, 2), part(t, 6, 2)};
        return peek(&s) == 'T' || peek(&s) == 't';
    }
    const char *mark = peek(&s) ? strchr(separators, peek(&s)) : NULL;
    if (digits != 4 || !mark) return false;
    return take(&s, *mark) && read_number(&s, 2, &out->month, &digits) && take(&s, *mark) &&
           read_number(&s, 2, &out->day, &digits) && ends_day(&s);
}

/* 25/3/2026, 3/25/2026, 7.3.2026. Whether 3/4 is in March or in April nobody can say, so it is none; with points the
 * day stands first wherever they are used. */
typedef enum Numbers { NUMBERS_NONE, NUMBERS_DAY, NUMBERS_EITHER } Numbers;

static Numbers read_numbers(Text t, Day *out)
{
    static const char separators[] = "/.-";
    Scan s = {t, 0};
    unsigned first, second;
    size_t digits;
    if (!read_number(&s, 2, &first, &digits)) return NUMBERS_NONE;
    const char *mark = peek(&s) ? strchr(separators, peek(&s)) : NULL;
    if (!mark || !take(&s, *mark) || !read_number(&s, 2, &second, &digits) || !take(&s, *mark)) return NUMBERS_NONE;
    if (!read_number(&s, 4, &out->year, &digits) || digits != 4 || !ends_day(&s)) return NUMBERS_NONE;
    bool day_first = *mark == '.' || first > 12;
    if (!day_first && second <= 12 && first != second) return NUMBERS_EITHER;
    out->day = day_first ? first : second;
    out->month = day_first ? second : first;
    return NUMBERS_DAY;
}

static bool read_year_last(Text t, Day *out)
{
    return read_numbers(t, out) == NUMBERS_DAY;
}

/* 1 to 12, or 0. "Mar", "Mar.", "March", "Sept". */
static unsigned month_of(Text word)
{
    static const char *const names[] = {
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december"};
    for (unsigned m = 0; m < COUNT(names); m++) {
        size_t n = strlen(names[m]);
        if (word.size < 3 || word.size > n || strncasecmp(word.data, names[m], word.size)) continue;
        if (word.size == 3 || word.size == n || (m == 8 && word.size == 4)) return m + 1;
    }
    return 0;
}

/* The words of a date in which the month has its name, each told by its look. */
typedef enum Kind { WORD_END, WORD_OTHER, WORD_DAY, WORD_MONTH, WORD_YEAR, WORD_TIME } Kind;
typedef struct Word {
    Kind kind;
    unsigned value;
    bool two_digits;
} Word;

static Word number_word(Scan *s)
{
    Word w = {WORD_OTHER, 0, false};
    size_t digits;
    bool small = read_number(s, 4, &w.value, &digits);
    if (peek(s) == ':') { /* with its minutes and seconds */
        while (is_digit(peek(s)) || peek(s) == ':' || peek(s) == '.') s->at++;
        w.kind = WORD_TIME;
        return w;
    }
    if (small && digits == 4) w.kind = WORD_YEAR;
    if (small && digits <= 2) w.kind = WORD_DAY;
    w.two_digits = digits == 2;
    Text rest = text_of(s->words.data + s->at, s->words.size - s->at);
    static const char *const endings[] = {"st", "nd", "rd", "th"};
    for (size_t i = 0; i < COUNT(endings); i++)
        if (w.kind == WORD_DAY && rest.size >= 2 && !strncasecmp(rest.data, endings[i], 2)) s->at += 2;
    return w;
}

static Word next_word(Scan *s)
{
    while (s->at < s->words.size && !is_digit(peek(s)) && !is_letter(peek(s))) s->at++;
    if (s->at == s->words.size) return (Word){WORD_END, 0, false};
    if (is_digit(peek(s))) return number_word(s);
    size_t begin = s->at;
    while (is_letter(peek(s))) s->at++;
    unsigned month = month_of(text_of(s->words.data + begin, s->at - begin));
    return (Word){month ? WORD_MONTH : WORD_OTHER, month, false};
}

/* The orders in which a date's words stand. A year of two digits only as RFC 822 has it, before a time of day, where no
 * other number can be meant. */
static const struct {
    Kind kinds[4]; /* WORD_END: anything */
    uint8_t year, month, day;
    bool short_year;
} orders[] = {
    {{WORD_DAY, WORD_MONTH, WORD_YEAR, WORD_END}, 2, 1, 0, false},
    {{WORD_MONTH, WORD_DAY, WORD_YEAR, WORD_END}, 2, 0, 1, false},
    {{WORD_YEAR, WORD_MONTH, WORD_DAY, WORD_END}, 0, 1, 2, false},
    {{WORD_MONTH, WORD_DAY, WORD_TIME, WORD_YEAR}, 3, 0, 1, false},
    {{WORD_DAY, WORD_MONTH, WORD_DAY, WORD_TIME}, 2, 1, 0, true},
};

static bool fits(const Word *words, size_t order_index)
{
    for (size_t i = 0; i < 4; i++) {
        Kind kind = orders[order_index].kinds[i];
        if (kind != WORD_END && words[i].kind != kind) return false;
    }
    return !orders[order_index].short_year || words[2].two_digits;
}

static unsigned whole_year(unsigned year, bool is_short)
{
    return !is_short ? year : year < 70 ? 2000 + year : 1900 + year;
}

/* "7 March 2026", "Mar 7, 2026", "Mar 7 14:05:00 2026"; words before and after are let pass. */
static bool read_named(Text t, Day *out)
{
    Scan s = {t, 0};
    Word words[4];
    for (size_t i = 0; i < COUNT(words); i++) words[i] = next_word(&s);
    while (words[0].kind != WORD_END) {
        for (size_t i = 0; i < COUNT(orders); i++) {
            if (!fits(words, i)) continue;
            unsigned year = whole_year(words[orders[i].year].value, orders[i].short_year);
            *out = (Day){year, words[orders[i].month].value, words[orders[i].day].value};
            return true;
        }
        memmove(words, words + 1, 3 * sizeof *words);
        words[3] = next_word(&s);
    }
    return false;
}

static bool latest_day(const char *today, Day *out)
{
    if (!today) {
        if (!day_of_clock(time(NULL), out)) return false;
    } else if (!read_year_first(text_literal(today), out) || !in_calendar(*out)) {
        return false;
    }
    *out = day_after(*out);
    return true;
}

bool date_read(Text words, const char *today, char out[11])
{
    static bool (*const forms[])(Text, Day *) = {read_digits, read_year_first, read_year_last, read_named};
    Text t = text_strip(words);
    Day day = {0}, latest;
    if (!t.size || t.size > LONGEST || !latest_day(today, &latest)) return false;
    for (size_t i = 0; i < COUNT(forms); i++) {
        if (!forms[i](t, &day)) continue;
        if (!in_calendar(day) || is_placeholder(day) || order(day) > order(latest)) return false;
        snprintf(out, 11, "%04u-%02u-%02u", day.year % 10000, day.month % 100, day.day % 100);
        return true;
    }
    return false;
}

const char *date_fault(Text words)
{
    static bool (*const forms[])(Text, Day *) = {read_digits, read_year_first, read_year_last, read_named};
    Text t = text_strip(words);
    Day day = {0}, latest;
    if (t.size <= LONGEST && read_numbers(t, &day) == NUMBERS_EITHER)
        return "may be of two months; YYYY-MM-DD would say which";
    for (size_t i = 0; t.size && t.size <= LONGEST && i < COUNT(forms); i++) {
        if (!forms[i](t, &day)) continue;
        bool late = in_calendar(day) && latest_day(NULL, &latest) && order(day) > order(latest);
        return late ? "is still to come" : "is none that can be";
    }
    return "is in no form that is known here";
}
