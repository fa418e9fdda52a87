/* Days, and the line `date YYYY-MM-DD ` that may stand at an article's head. */
#include "input/internal.h"

#define DATE_SIZE 10u

static bool has_date_form(Text t)
{
    static const char form[] = "dddd-dd-dd";
    if (t.size < DATE_SIZE) return false;
    for (size_t i = 0; i < DATE_SIZE; i++)
        if (form[i] == 'd' ? !char_is_digit((uint8_t)t.data[i]) : t.data[i] != form[i]) return false;
    return true;
}

static unsigned number(const char *digits, size_t count)
{
    unsigned n = 0;
    for (size_t i = 0; i < count; i++) n = n * 10 + (unsigned)(digits[i] - '0');
    return n;
}

static unsigned month_days(unsigned year, unsigned month)
{
    static const uint8_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap ? 1u : 0u);
}

bool input_date_valid(Text t)
{
    if (t.size != DATE_SIZE || !has_date_form(t)) return false;
    unsigned year = number(t.data, 4), month = number(t.data + 5, 2), day = number(t.data + 8, 2);
    return year >= 1400 && year <= 2200 && month >= 1 && month <= 12 && day >= 1 && day <= month_days(year, month);
}

/* The bytes of the header up to and with what ends it (one space, or the line's end), or 0. Blanks before the
 * word are let pass: the reports that we are given have one. */
static size_t header_size(Text t, Text *date)
{
    size_t at = 0;
    while (at < t.size && (t.data[at] == ' ' || t.data[at] == '\t')) at++;
    Text rest = text_of(t.data + at, t.size - at);
    if (!text_starts(rest, "date ")) return 0;
    at += 5;
    *date = text_of(t.data + at, t.size - at);
    if (!has_date_form(*date)) return 0;
    date->size = DATE_SIZE;
    at += DATE_SIZE;
    if (at == t.size) return at;
    if (t.data[at] == ' ' || t.data[at] == '\n') return at + 1;
    return t.data[at] == '\r' ? at + 1 + (at + 1 < t.size && t.data[at + 1] == '\n') : 0;
}

Status input_header(Arena *arena, Article *article, Error *error)
{
    Text date = {0};
    size_t size = header_size(article->text, &date);
    if (!size) return SAYSO_OK;
    article->text = text_of(article->text.data + size, article->text.size - size);
    if (!input_date_valid(date))
        return input_warn(article, arena, error,
                          "the date line says %.10s, which is no day from 1400 to 2200; it is left out", date.data);
    if (article->published.size) return SAYSO_OK;
    return arena_text(arena, date, &article->published) ? SAYSO_OK : fail_memory(error);
}
