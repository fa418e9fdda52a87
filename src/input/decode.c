/* Bytes of whatever encoding -> UTF-8. Three ways: UTF-8 is copied; UTF-16 with its mark and Windows-1252 are
 * decoded twice by the same code, once to measure and once to write, so that the text is taken at its size. */
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

static Status decode_windows(Text bytes, size_t bad, Arena *arena, Article *article, Error *error)
{
    Source source = {.bytes = bytes};
    Status status = convert(&source, next_windows, arena, &article->text, error);
    if (status) return status;
    if (!source.lost)
        return input_warn(article, arena, error, "the text was not UTF-8 at byte %zu; it is read as Windows-1252", bad);
    return input_warn(article, arena, error,
                      "the text was not UTF-8 at byte %zu; it is read as Windows-1252, which has no character for %zu "
                      "of its bytes, the first at byte %zu: they are shown as U+FFFD",
                      bad, source.lost, source.lost_at);
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
    if (!utf8_valid(text, &bad)) return decode_windows(text, bad + mark, arena, article, error);
    return arena_text(arena, text, &article->text) ? SAYSO_OK : fail_memory(error);
}
