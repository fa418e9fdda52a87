/* Days of the proleptic Gregorian calendar as numbers. Years are reckoned from March, so that the leap day is a year's
 * last and the months before it have fixed lengths; 400 years are 146,097 days. */
#include "standing/internal.h"

#define ERA_DAYS 146097
#define EPOCH 719468 /* days from 0000-03-01 to 1970-01-01 */

static int32_t floor_divide(int32_t a, int32_t b)
{
    return a / b - (a % b < 0);
}

Day day_of(int32_t year, uint32_t month, uint32_t day)
{
    if (month <= 2) year--;
    int32_t era = floor_divide(year, 400), of_era = year - era * 400;
    int32_t of_year = (153 * ((int32_t)month + (month > 2 ? -3 : 9)) + 2) / 5 + (int32_t)day - 1;
    return era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 + of_year - EPOCH;
}

Civil day_civil(Day day)
{
    day += EPOCH;
    int32_t era = floor_divide(day, ERA_DAYS), of_era = day - era * ERA_DAYS;
    int32_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int32_t of_year = of_era - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;
    Civil c = {.day = (uint32_t)(of_year - (153 * month + 2) / 5 + 1),
               .month = (uint32_t)(month < 10 ? month + 3 : month - 9)};
    c.year = era * 400 + year + (c.month <= 2);
    return c;
}

uint32_t day_weekday(Day day)
{
    int32_t w = (day + 3) % 7; /* 1970-01-01 was a Thursday */
    return (uint32_t)(w < 0 ? w + 7 : w) + 1;
}

Week day_week(Day day)
{
    Day thursday = day + 4 - (Day)day_weekday(day);
    int32_t year = day_civil(thursday).year;
    return (Week){year, (uint32_t)(thursday - day_of(year, 1, 1)) / 7 + 1};
}

uint32_t month_length(int32_t year, uint32_t month)
{
    Day next = month == 12 ? day_of(year + 1, 1, 1) : day_of(year, month + 1, 1);
    return (uint32_t)(next - day_of(year, month, 1));
}

Day day_read(Text date)
{
    if (!input_date_valid(date)) return NO_DAY;
    const char *d = date.data;
    uint32_t n[8], k = 0;
    for (size_t i = 0; i < date.size; i++)
        if (char_is_digit((uint8_t)d[i])) n[k++] = (uint32_t)(d[i] - '0');
    return day_of((int32_t)(n[0] * 1000 + n[1] * 100 + n[2] * 10 + n[3]), n[4] * 10 + n[5], n[6] * 10 + n[7]);
}

/* Digits of a number from 0 to 9999, zeros before it. */
static char *put_digits(char *at, int32_t number, int count)
{
    for (int i = count - 1; i >= 0; i--, number /= 10) at[i] = (char)('0' + number % 10);
    return at + count;
}

static char *put_day(char *at, Day day)
{
    Civil c = day_civil(day);
    at = put_digits(at, c.year, 4);
    *at++ = '-';
    at = put_digits(at, (int32_t)c.month, 2);
    *at++ = '-';
    return put_digits(at, (int32_t)c.day, 2);
}

void date_write_day(char out[DATE_SIZE], Day day)
{
    *put_day(out, day) = 0;
}

void date_write_range(char out[DATE_SIZE], Day first, Day last)
{
    char *at = put_day(out, first);
    *at++ = '/';
    *put_day(at, last) = 0;
}

void date_write_week(char out[DATE_SIZE], Day day)
{
    Week w = day_week(day);
    char *at = put_digits(out, w.year, 4);
    *at++ = '-';
    *at++ = 'W';
    *put_digits(at, (int32_t)w.week, 2) = 0;
}

void date_write_month(char out[DATE_SIZE], int32_t year, uint32_t month)
{
    char *at = put_digits(out, year, 4);
    *at++ = '-';
    *put_digits(at, (int32_t)month, 2) = 0;
}

void date_write_year(char out[DATE_SIZE], int32_t year)
{
    *put_digits(out, year, 4) = 0;
}
