/* JSON as it comes -> JSON that jansson takes: written anew when it has refused, so that what is wrong in a member that
 * nobody asked for loses no article.
 *
 *   12345678901234567890, 1e400       in quotation marks, their digits kept
 *   NaN, Infinity, -Infinity          null
 *   "a\uD83D", bytes that are none    U+FFFD; bytes that are not UTF-8 as Windows-1252
 *   a line's end in a string          \u000a
 *   "a\u0000b": in a member's name    "a\ufffdb":
 *
 * Nothing else is mended: what is cut off, or has no comma, stays refused. */
#include <stdio.h>

#include "intake/object/object.h"
#include "intake/word/word.h"

#define LONGEST_NUMBER 18u /* digits that fit in 64 bits, whatever they are */

typedef struct Amend {
    Text in;
    size_t at;
    char *out; /* six times as long as `in` */
    size_t size;
    bool lost, foreign;
} Amend;

static void put(Amend *a, const char *data, size_t size)
{
    memcpy(a->out + a->size, data, size);
    a->size += size;
}

/* ---- strings ---- */

static int escape_at(Text t, size_t at)
{
    int n = 0;
    if (at + 6 > t.size || t.data[at] != '\\' || t.data[at + 1] != 'u') return -1;
    for (size_t i = at + 2; i < at + 6; i++) {
        int digit = hex_digit(t.data[i]);
        if (digit < 0) return -1;
        n = n * 16 + digit;
    }
    return n;
}

static bool is_high(int c)
{
    return c >= 0xD800 && c < 0xDC00;
}
static bool is_low(int c)
{
    return c >= 0xDC00 && c < 0xE000;
}

static void put_escape(Amend *a, int c, bool name)
{
    bool pair = is_high(c) && is_low(escape_at(a->in, a->at + 6)), lone = !pair && (is_high(c) || is_low(c));
    if (lone || (!c && name))
        put(a, "\\ufffd", 6);
    else
        put(a, a->in.data + a->at, pair ? 12 : 6);
    a->lost |= lone;
    a->at += pair ? 12 : 6;
}

/* A surrogate in three bytes is a character of nobody's. */
static bool is_surrogate(Text t, size_t at)
{
    return at + 2 < t.size && t.data[at] == '\xED' && (uint8_t)t.data[at + 1] >= 0xA0 &&
           ((uint8_t)t.data[at + 1] & 0xC0) == 0x80 && ((uint8_t)t.data[at + 2] & 0xC0) == 0x80;
}

static void put_character(Amend *a)
{
    size_t next;
    uint32_t c = utf8_at(a->in, a->at, &next);
    if (c == 0xFFFD && next == a->at + 1) {
        bool surrogate = is_surrogate(a->in, a->at);
        c = surrogate ? 0xFFFD : windows_1252((uint8_t)a->in.data[a->at]);
        a->lost |= c == 0xFFFD;
        a->foreign |= c != 0xFFFD;
        if (surrogate) next = a->at + 3;
    }
    if (c < 32 || c == 127) {
        char escape[8];
        put(a, escape, (size_t)snprintf(escape, sizeof escape, "\\u%04x", (unsigned)c));
    } else
        a->size += utf8_put(c, a->out + a->size);
    a->at = next;
}

/* What follows the string that begins at `at` is a colon. */
static bool is_name(const Amend *a)
{
    Walk w = {a->in, a->at};
    Text inside;
    if (!walk_string(&w, &inside)) return false;
    walk_white(&w);
    return walk_here(&w) == ':';
}

static void put_string(Amend *a)
{
    bool name = is_name(a);
    put(a, "\"", 1);
    for (a->at++; a->at < a->in.size && a->in.data[a->at] != '"';) {
        int c = escape_at(a->in, a->at);
        if (c >= 0)
            put_escape(a, c, name);
        else if (a->in.data[a->at] == '\\' && a->at + 1 < a->in.size && (uint8_t)a->in.data[a->at + 1] >= ' ' &&
                 (uint8_t)a->in.data[a->at + 1] < 0x80) {
            put(a, a->in.data + a->at, 2);
            a->at += 2;
        } else
            put_character(a);
    }
    if (a->at < a->in.size) {
        put(a, "\"", 1);
        a->at++;
    }
}

/* ---- numbers and names ---- */

static void put_number(Amend *a)
{
    size_t begin = a->at, end = begin, digits = 0;
    bool power = false;
    for (; end < a->in.size && a->in.data[end] && strchr("+-.0123456789eE", a->in.data[end]); end++) {
        power |= (a->in.data[end] | 32) == 'e';
        digits += char_is_digit((uint8_t)a->in.data[end]);
    }
    bool wide = digits > LONGEST_NUMBER || power;
    if (wide) put(a, "\"", 1);
    put(a, a->in.data + begin, end - begin);
    if (wide) put(a, "\"", 1);
    a->at = end;
}

static bool put_name(Amend *a)
{
    static const char *const names[] = {"NaN", "nan", "Infinity", "-Infinity", "inf", "-inf"};
    for (size_t i = 0; i < COUNT(names); i++) {
        size_t n = strlen(names[i]);
        if (a->in.size - a->at < n || memcmp(a->in.data + a->at, names[i], n)) continue;
        if (a->in.size - a->at > n && is_letter(a->in.data[a->at + n])) continue;
        put(a, "null", 4);
        a->at += n;
        return true;
    }
    return false;
}

bool json_amend(Text in, Arena *arena, Text *out, bool *lost, bool *foreign)
{
    Amend a = {.in = in, .out = arena_take(arena, in.size + 4, 6)};
    if (!a.out) return false;
    while (a.at < in.size) {
        char c = in.data[a.at];
        if (c == '"')
            put_string(&a);
        else if (!put_name(&a)) {
            if (char_is_digit((uint8_t)c) || c == '-')
                put_number(&a);
            else
                put(&a, in.data + a.at++, 1);
        }
    }
    *out = text_of(a.out, a.size);
    *lost = a.lost;
    *foreign = a.foreign;
    return true;
}
