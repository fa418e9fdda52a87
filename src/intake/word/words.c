/* What is asked of words as they stand: ASCII's case, blanks, digits; bytes of Windows-1252. */
#include <strings.h>

#include "intake/word/word.h"

bool text_has_case(Text text, const char *word)
{
    size_t n = strlen(word);
    for (size_t at = 0; at + n <= text.size; at++)
        if (!strncasecmp(text.data + at, word, n)) return true;
    return false;
}

bool text_is_case(Text text, const char *word)
{
    return text.size == strlen(word) && (!text.size || !strncasecmp(text.data, word, text.size));
}

bool text_starts_case(Text text, const char *word)
{
    size_t n = strlen(word);
    return text.size >= n && !strncasecmp(text.data, word, n);
}

bool text_is_address(Text text)
{
    return text_starts(text, "http://") || text_starts(text, "https://");
}

Text text_strip(Text t)
{
    while (t.size && (uint8_t)t.data[0] <= ' ') t = text_of(t.data + 1, t.size - 1);
    while (t.size && (uint8_t)t.data[t.size - 1] <= ' ') t.size--;
    return t;
}

int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    return (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

uint32_t windows_1252(uint32_t c)
{
    static const uint16_t points[32] = {
        0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
    };
    return c >= 0x80 && c < 0xA0 ? points[c - 0x80] : c;
}

void utf8_mend(char *data, size_t size)
{
    for (size_t at = 0, next; at < size; at = next) {
        bool bad = utf8_at(text_of(data, size), at, &next) == 0xFFFD && next == at + 1;
        if (bad) data[at] = '?';
    }
}
