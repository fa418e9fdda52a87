/* Text that grows, and lines for people out of text of all kinds. */
#include "intake/page.h"

void build(Builder *b, Text text)
{
    if (b->failed || !text.size) return;
    if (text.size > UINT32_MAX / 2 - b->size ||
        !arena_grow(b->arena, (void **)&b->data, &b->capacity, b->size + (uint32_t)text.size, 1)) {
        b->failed = true;
        return;
    }
    memcpy(b->data + b->size, text.data, text.size);
    b->size += (uint32_t)text.size;
}

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

Text text_trim(Text t)
{
    size_t next, last;
    while (t.size && char_is_space(utf8_at(t, 0, &next))) t = text_of(t.data + next, t.size - next);
    while (t.size) {
        for (last = t.size - 1; last && ((uint8_t)t.data[last] & 0xC0) == 0x80;) last--;
        if (!char_is_space(utf8_at(t, last, &next))) break;
        t.size = last;
    }
    return t;
}

bool text_line(Text text, Arena *arena, Text *out)
{
    Text t = text_trim(text);
    char *line = arena_take(arena, t.size + 4, 3); /* a byte that is no UTF-8 becomes U+FFFD */
    size_t size = 0;
    bool gap = false;
    if (!line) return false;
    for (size_t at = 0; at < t.size;) {
        uint32_t c = utf8_at(t, at, &at);
        if (char_is_space(c) || c < 0x20 || c == 0x7F) {
            gap = true;
            continue;
        }
        if (gap && size) line[size++] = ' ';
        gap = false;
        size += utf8_put(c, line + size);
    }
    *out = text_of(line, size);
    return true;
}
