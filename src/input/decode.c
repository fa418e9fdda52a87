/* Bytes of whatever encoding -> UTF-8. UTF-8 is copied; UTF-16 with its mark, Windows-1252, and UTF-8 with some bad
 * bytes are decoded twice by the same code, once to measure and once to write, so that the text is taken at its size. */
#include "input/internal.h"

#define LOST 0xFFFDu

typedef struct Source {
    Text bytes;
    size_t at;
    bool big;            /* UTF-16: high byte first */
    size_t lost, lost_at; /* code points that could not be read, and where the first was */
} Source;

typedef uint32_t Next(Source *source);

static uint32_t lose(Source *s, size_t at)
{
    if (!s->lost++) s->lost_at = at;
    return LOST;
}

/* 0x80 to 0x9F; 0 where Windows-1252 has nothing. The rest is Latin-1. */
static const uint16_t windows[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

static uint32_t next_windows(Source *s)
{
    uint8_t c = (uint8_t)s->bytes.data[s->at++];
    if (c < 0x80 || c > 0x9F) return c;
    return windows[c - 0x80] ? windows[c - 0x80] : lose(s, s->at - 1);
}

/* The bytes at `at`, where no character stands, that begin as one of several bytes does and are cut off; else 0. A lead
 * byte alone is none, but for the text's last: before other text it is rather a letter of Windows-1252. */
static size_t cut_off(Text t, size_t at)
{
    uint8_t lead = (uint8_t)t.data[at];
    size_t whole = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2, n = 1;
    if (lead < 0xC2 || lead > 0xF4) return 0;
    while (n < whole && at + n < t.size && ((uint8_t)t.data[at + n] & 0xC0) == 0x80) n++;
    return n > 1 || at + n == t.size ? n : 0;
}

/* UTF-8, whose bad bytes came in from elsewhere. */
static uint32_t next_mixed(Source *s)
{
    size_t at = s->at, next;
    uint32_t c = utf8_at(s->bytes, at, &next);
    bool good = c != LOST || next - at > 1;
    size_t cut = good ? 0 : cut_off(s->bytes, at);
    if (!good && !cut) return next_windows(s);
    s->at = good ? next : at + cut;
    return good ? c : lose(s, at);
}

static uint32_t unit(const Source *s, size_t at)
{
    uint32_t a = (uint8_t)s->bytes.data[at], b = (uint8_t)s->bytes.data[at + 1];
    return s->big ? a << 8 | b : b << 8 | a;
}

static uint32_t next_utf16(Source *s)
{
    size_t at = s->at, size = s->bytes.size;
    if (size - at < 2) {
        s->at = size;
        return lose(s, at);
    }
    uint32_t high = unit(s, at);
    s->at += 2;
    if (high < 0xD800 || high > 0xDFFF) return high;
    uint32_t low = high < 0xDC00 && size - at >= 4 ? unit(s, at + 2) : 0;
    if (low < 0xDC00 || low > 0xDFFF) return lose(s, at);
    s->at += 2;
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

static size_t run(Source *s, Next *next, char *out)
{
    size_t size = 0;
    char one[4];
    while (s->at < s->bytes.size) size += utf8_put(next(s), out ? out + size : one);
    return size;
}

static Status convert(Source *source, Next *next, Arena *arena, Text *out, Error *error)
{
    Source measured = *source;
    size_t size = run(&measured, next, NULL);
    /* + 4: utf8_put may not write past its character, but the compiler need not know */
    char *text = arena_take(arena, size + 4, 1);
    if (!text) return fail_memory(error);
    *out = text_of(text, run(source, next, text));
    return SAYSO_OK;
}

static Status decode_windows(Text bytes, size_t from, size_t bad, Arena *arena, Article *article, Error *error)
{
    Source source = {.bytes = bytes, .at = from};
    Status status = convert(&source, next_windows, arena, &article->text, error);
    if (status) return status;
    if (!source.lost)
        return input_warn(article, arena, error, "the text was not UTF-8 at byte %zu; it is read as Windows-1252", bad);
    return input_warn(article, arena, error,
                      "the text was not UTF-8 at byte %zu; it is read as Windows-1252, which has no character for %zu "
                      "of its bytes, the first at byte %zu: they are shown as U+FFFD",
                      bad, source.lost, source.lost_at);
}

/* How many bytes are no UTF-8, and how many characters of several bytes are. */
static void weigh(Text bytes, size_t from, size_t *bad, size_t *good)
{
    *bad = *good = 0;
    for (size_t at = from, next; at < bytes.size; at = next) {
        uint32_t c = utf8_at(bytes, at, &next);
        *bad += c == LOST && next - at == 1;
        *good += next - at > 1;
    }
}

static Status decode_mixed(Text bytes, size_t from, size_t bad, size_t count, Arena *arena, Article *article,
                           Error *error)
{
    Source source = {.bytes = bytes, .at = from};
    Status status = convert(&source, next_mixed, arena, &article->text, error);
    if (status) return status;
    if (count == 1)
        return input_warn(article, arena, error, "1 byte was not UTF-8, at byte %zu; it is %s", bad,
                          source.lost ? "shown as U+FFFD" : "read as Windows-1252");
    return input_warn(article, arena, error,
                      "%zu bytes were not UTF-8, the first at byte %zu; they are read as Windows-1252%s", count, bad,
                      source.lost ? ", or shown as U+FFFD where that has no character" : "");
}

/* One bad byte does not make a whole article another encoding: the more frequent kind decides. */
static Status decode_damaged(Text bytes, size_t from, size_t bad, Arena *arena, Article *article, Error *error)
{
    size_t count, good;
    weigh(bytes, from, &count, &good);
    return good > count ? decode_mixed(bytes, from, bad, count, arena, article, error)
                        : decode_windows(bytes, from, bad, arena, article, error);
}

static Status decode_utf16(Text bytes, bool big, Arena *arena, Article *article, Error *error)
{
    Source source = {.bytes = bytes, .at = 2, .big = big};
    Status status = convert(&source, next_utf16, arena, &article->text, error);
    if (status || !source.lost) return status;
    return input_warn(article, arena, error,
                      "the text is damaged UTF-16: %zu of its characters, the first at byte %zu, are shown as U+FFFD",
                      source.lost, source.lost_at);
}

Status input_decode(Text bytes, Arena *arena, Article *article, Error *error)
{
    if (text_starts(bytes, "\xFF\xFE")) return decode_utf16(bytes, false, arena, article, error);
    if (text_starts(bytes, "\xFE\xFF")) return decode_utf16(bytes, true, arena, article, error);
    size_t mark = text_starts(bytes, "\xEF\xBB\xBF") ? 3 : 0, bad = 0;
    Text text = text_of(bytes.data + mark, bytes.size - mark);
    if (!utf8_valid(text, &bad)) return decode_damaged(bytes, mark, bad + mark, arena, article, error);
    return arena_text(arena, text, &article->text) ? SAYSO_OK : fail_memory(error);
}
