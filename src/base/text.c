/* Text and UTF-8: decoding that never reads past the end, and character classes without a locale. */
#include "base/base.h"

Text text_literal(const char *literal) { return text_of(literal, strlen(literal)); }

bool text_equal(Text a, Text b) { return a.size == b.size && (!a.size || !memcmp(a.data, b.data, a.size)); }

bool text_is(Text a, const char *literal) { return text_equal(a, text_literal(literal)); }

bool text_starts(Text a, const char *literal)
{
    size_t n = strlen(literal);
    return a.size >= n && (!n || !memcmp(a.data, literal, n));
}

int text_compare(Text a, Text b)
{
    size_t n = a.size < b.size ? a.size : b.size;
    int order = n ? memcmp(a.data, b.data, n) : 0;
    return order ? order : (a.size > b.size) - (a.size < b.size);
}

/* The length of a valid sequence at `at`, and its code point; 0 where it is not one. The lower bound of
 * the second byte rules out overlong forms and, with the upper one, surrogates and all above U+10FFFF. */
static size_t decode(Text t, size_t at, uint32_t *c)
{
    const uint8_t *p = (const uint8_t *)t.data + at;
    size_t left = t.size - at;
    uint8_t a = p[0];
    if (a < 0x80) {
        *c = a;
        return 1;
    }
    size_t n = a >= 0xF0 ? 4 : a >= 0xE0 ? 3 : 2;
    if (a < 0xC2 || a > 0xF4 || n > left) return 0;
    uint8_t low = a == 0xE0 ? 0xA0 : a == 0xF0 ? 0x90 : 0x80;
    uint8_t high = a == 0xED ? 0x9F : a == 0xF4 ? 0x8F : 0xBF;
    if (p[1] < low || p[1] > high) return 0;
    uint32_t x = a & (0x7Fu >> n);
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80) return 0;
        x = x << 6 | (p[i] & 0x3Fu);
    }
    *c = x;
    return n;
}

uint32_t utf8_at(Text text, size_t at, size_t *next)
{
    uint32_t c = 0xFFFD;
    size_t n = decode(text, at, &c);
    *next = at + (n ? n : 1);
    return c;
}

size_t utf8_put(uint32_t c, char out[4])
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = 0xFFFD;
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i; i--, c >>= 6) out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)((0xF00u >> n & 0xF0u) | c);
    return n;
}

bool utf8_valid(Text text, size_t *bad)
{
    uint32_t c;
    for (size_t i = 0, n; i < text.size; i += n)
        if (!(n = decode(text, i, &c))) {
            if (bad) *bad = i;
            return false;
        }
    return true;
}

size_t utf8_count(Text text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++) count += ((uint8_t)text.data[i] & 0xC0) != 0x80;
    return count;
}

bool char_is_space(uint32_t c)
{
    return (c >= 9 && c <= 13) || c == ' ' || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
           c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool char_is_unseen(uint32_t c)
{
    return c == 0xAD || (c > 0xAD && char_is_unsafe(c));
}

bool char_is_unsafe(uint32_t c)
{
    if (c < 160) return c < 32 || c >= 127;
    return c == 0x61C || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
}

bool char_joins(uint32_t c)
{
    return c == '\'' || c == 0x2019 || c == 0x2BC || c == 0xAD || (c >= 0x200B && c <= 0x200D) || c == 0xFEFF ||
           (c >= 0x300 && c <= 0x36F);
}

bool char_is_digit(uint32_t c) { return c >= '0' && c <= '9'; }

/* Case by ranges: ASCII, Latin-1, Latin Extended-A and Additional (even upper, odd lower, but for two stretches
 * the other way round), Greek, Cyrillic. English news needs no more; the rest of the world's scripts are
 * letters without case here. */
static bool pair_even_upper(uint32_t c)
{
    return (c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177) || (c >= 0x460 && c <= 0x481) ||
           (c >= 0x48A && c <= 0x4BF) || (c >= 0x4D0 && c <= 0x52F) || (c >= 0x1E00 && c <= 0x1E95) ||
           (c >= 0x1EA0 && c <= 0x1EFF);
}
static bool pair_odd_upper(uint32_t c) { return (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E); }

uint32_t char_lower(uint32_t c)
{
    if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
    if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 32;
    if (c == 0x130) return 'i';
    if (c == 0x178) return 0xFF;
    if (pair_even_upper(c)) return c | 1;
    if (pair_odd_upper(c)) return c + (c & 1);
    if (c >= 0x391 && c <= 0x3A9 && c != 0x3A2) return c + 32;
    if (c >= 0x410 && c <= 0x42F) return c + 32;
    if (c >= 0x400 && c <= 0x40F) return c + 80;
    return c;
}

bool char_is_upper(uint32_t c) { return char_lower(c) != c; }

bool char_is_lower(uint32_t c)
{
    if (c < 0x80) return c >= 'a' && c <= 'z';
    if (c >= 0xDF && c <= 0xFF) return c != 0xF7;
    if (pair_even_upper(c)) return c & 1;
    if (pair_odd_upper(c)) return !(c & 1);
    return (c >= 0x3B1 && c <= 0x3C9) || (c >= 0x430 && c <= 0x45F);
}

bool char_is_letter(uint32_t c)
{
    if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (c < 0xC0) return c == 0xAA || c == 0xB5 || c == 0xBA;
    if (c == 0xD7 || c == 0xF7 || char_is_space(c)) return false;
    if (c >= 0x2000 && c <= 0x2BFF) return c == 0x200C || c == 0x200D; /* punctuation, symbols, arrows */
    if (c >= 0x2E00 && c <= 0x2E7F) return false;
    if (c >= 0x3000 && c <= 0x303F) return c == 0x3005 || c == 0x3006;
    if (c >= 0xE000 && c <= 0xF8FF) return false;                      /* private */
    if (c >= 0xFE10 && c <= 0xFE6F) return false;                      /* forms of punctuation */
    if (c >= 0xFF00 && c <= 0xFF20) return c >= 0xFF10 && c <= 0xFF19; /* fullwidth */
    if ((c >= 0xFF3B && c <= 0xFF40) || (c >= 0xFF5B && c <= 0xFF65)) return false;
    if (c == 0xFEFF || (c >= 0xFFF0 && c <= 0xFFFF)) return false;
    return c < 0x1F000 || c >= 0x20000; /* emoji between */
}

size_t text_words(Text text)
{
    size_t count = 0;
    bool inside = false;
    for (size_t at = 0, next; at < text.size; at = next) {
        uint32_t c = utf8_at(text, at, &next);
        if (char_joins(c)) continue;
        bool word = char_is_digit(c) || char_is_letter(c);
        count += word && !inside;
        inside = word;
    }
    return count;
}

bool cell_is_formula(Text cell)
{
    size_t at = 0;
    while (at < cell.size && cell.data[at] == '\'') at++;
    return at < cell.size && cell.data[at] && strchr("=+-@\t\r\n", cell.data[at]);
}
