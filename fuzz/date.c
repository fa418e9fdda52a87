/* Any words as a date: a day of the calendar that is not after tomorrow, or none; blanks around change nothing, and
 * what is read is read again as itself. */
#include "found.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char today[] = "2026-03-07", tomorrow[] = "2026-03-08";
    char day[11], again[11], *padded = malloc(size + 2);
    Text words = text_of((const char *)data, size);
    PROPERTY(padded);
    bool read = date_read(words, today, day);
    padded[0] = ' ';
    if (size) memcpy(padded + 1, data, size);
    padded[size + 1] = '\n';
    PROPERTY(date_read(text_of(padded, size + 2), today, again) == read);
    free(padded);
    if (!read) return 0;
    check_day(text_literal(day));
    PROPERTY(!strcmp(day, again) && strcmp(day, tomorrow) <= 0);
    PROPERTY(date_read(text_literal(day), today, again) && !strcmp(day, again));
    return 0;
}
