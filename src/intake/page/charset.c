/* A page's bytes -> UTF-8. The byte order mark, the response's header, the page's own <meta>, in this order; but what
 * is UTF-8 with characters of several bytes is UTF-8, whatever western name it bears: by chance that does not happen.
 */
#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

#include "intake/page/internal.h"

/* Bytes in which a page has to name its encoding: the standard has 1024, but browsers go on where that begins late. */
#define LOOK 4096u
#define NAME_SIZE 40u

typedef char Name[NAME_SIZE + 1];

static bool is_name(uint8_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
           c == '.' || c == ':';
}

/* The name at the head of `t`, after blanks and quotation marks; no slash, with which iconv would take orders. */
static void copy_name(Text t, Name out)
{
    size_t at = 0, size = 0;
    while (at < t.size && strchr(" \t\r\n\"'", t.data[at]) && t.data[at]) at++;
    for (; at < t.size && is_name((uint8_t)t.data[at]) && size < NAME_SIZE; at++) out[size++] = t.data[at];
    out[size] = 0;
}

/* ---- the page's own word ---- As the HTML standard's prescan has it: comments, other tags and their attributes are
 * passed; besides, what stands within a script or a style is no tag. */

typedef struct Scan {
    Text page;
    size_t at;
} Scan;

static bool at_word(const Scan *s, const char *word)
{
    return text_starts_case(text_of(s->page.data + s->at, s->page.size - s->at), word);
}

/* Behind the next `word`, or at the end. */
static void pass(Scan *s, const char *word)
{
    while (s->at < s->page.size && !at_word(s, word)) s->at++;
    s->at = s->at < s->page.size ? s->at + strlen(word) : s->page.size;
}

static Text unquoted(Scan *s, const char *ends)
{
    size_t begin = s->at;
    while (s->at < s->page.size && !is_blank(s->page.data[s->at]) && !strchr(ends, s->page.data[s->at])) s->at++;
    return text_of(s->page.data + begin, s->at - begin);
}

/* The next attribute of the tag; false at its end. */
static bool next_attribute(Scan *s, Text *name, Text *value)
{
    while (s->at < s->page.size && (is_blank(s->page.data[s->at]) || s->page.data[s->at] == '/')) s->at++;
    if (s->at >= s->page.size || s->page.data[s->at] == '>') return false;
    *value = text_of("", 0);
    size_t before = s->at;
    *name = unquoted(s, "=/>");
    if (s->at == before) s->at++; /* a lone "=" */
    while (s->at < s->page.size && is_blank(s->page.data[s->at])) s->at++;
    if (s->at >= s->page.size || s->page.data[s->at] != '=') return true;
    for (s->at++; s->at < s->page.size && is_blank(s->page.data[s->at]);) s->at++;
    if (s->at >= s->page.size) return true;
    char quote = s->page.data[s->at];
    if (quote != '"' && quote != '\'') {
        *value = unquoted(s, ">");
        return true;
    }
    size_t begin = ++s->at;
    while (s->at < s->page.size && s->page.data[s->at] != quote) s->at++;
    *value = text_of(s->page.data + begin, s->at - begin);
    s->at += s->at < s->page.size;
    return true;
}

/* "text/html; charset=utf-8" */
static Text charset_in(Text content)
{
    for (size_t at = 0; at + 7 < content.size; at++) {
        if (strncasecmp(content.data + at, "charset", 7)) continue;
        size_t next = at + 7;
        while (next < content.size && is_blank(content.data[next])) next++;
        if (next < content.size && content.data[next] == '=')
            return text_of(content.data + next + 1, content.size - next - 1);
    }
    return text_of("", 0);
}

/* The encoding that a <meta> names: its charset, or with http-equiv=Content-Type its content. */
static void read_meta(Scan *s, Name out)
{
    Text name, value, charset = {0}, content = {0};
    bool pragma = false;
    while (next_attribute(s, &name, &value)) {
        if (text_is_case(name, "http-equiv")) pragma = text_is_case(value, "content-type");
        if (text_is_case(name, "content") && !content.size) content = charset_in(value);
        if (text_is_case(name, "charset") && !charset.size) charset = value;
    }
    if (charset.size)
        copy_name(charset, out);
    else if (pragma && content.size)
        copy_name(content, out);
}

static void pass_tag(Scan *s)
{
    Text name, value;
    bool script = at_word(s, "<script"), style = at_word(s, "<style");
    while (s->at < s->page.size && !is_blank(s->page.data[s->at]) && s->page.data[s->at] != '>') s->at++;
    while (next_attribute(s, &name, &value)) {
    }
    if (script || style) pass(s, script ? "</script" : "</style");
}

static void look_for_name(Text page, Name out)
{
    Scan s = {text_of(page.data, page.size < LOOK ? page.size : LOOK), 0};
    *out = 0;
    while (s.at < s.page.size && !*out) {
        char next = s.at + 1 < s.page.size ? s.page.data[s.at + 1] : 0;
        if (s.page.data[s.at] != '<')
            s.at++;
        else if (at_word(&s, "<!--"))
            s.at += 2, pass(&s, "-->");
        else if (at_word(&s, "<meta") && s.page.size - s.at > 5 &&
                 (is_blank(s.page.data[s.at + 5]) || s.page.data[s.at + 5] == '/'))
            s.at += 5, read_meta(&s, out);
        else if (is_letter(next))
            pass_tag(&s);
        else if (next == '!' || next == '/' || next == '?')
            pass(&s, ">");
        else
            s.at++;
    }
}

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (!strcasecmp(name, *names)) return true;
    return false;
}

static bool is_utf8(const char *name)
{
    /* a page whose <meta> could be read byte by byte is not UTF-16: the standard has it be UTF-8 */
    static const char *const names[] = {"utf-8", "utf8", "unicode-1-1-utf-8", "utf-16", "utf-16le", "utf-16be", NULL};
    return is_one_of(name, names);
}

/* What browsers read as Windows-1252, whatever the name promises. */
static bool is_western(const char *name)
{
    static const char *const names[] = {
        "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "l1", "ascii", "us-ascii", "windows-1252",
        "cp1252", "x-cp1252", "ansi", "iso-8859-15", NULL};
    return is_one_of(name, names);
}

/* Bytes that are no UTF-8 are read as Windows-1252; with `mixed` the others are left. */
static bool read_western(Text bytes, bool mixed, Arena *arena, Text *out)
{
    char *data = arena_take(arena, bytes.size + 1, 3);
    size_t size = 0;
    if (!data) return false;
    for (size_t at = 0; at < bytes.size;) {
        size_t next = at + 1;
        uint32_t c = mixed ? utf8_at(bytes, at, &next) : 0xFFFD;
        if (next == at + 1) c = windows_1252((uint8_t)bytes.data[at]);
        size += utf8_put(c, data + size);
        at = next;
    }
    *out = text_of(data, size);
    return true;
}

/* Encodings that pages have: iconv knows many hundred more, of which some have state, and some have had holes. */
static bool is_of_pages(const char *name)
{
    static const char *const begins[] = {
        "iso-8859-", "iso8859-", "iso_8859-", "windows-", "cp", "x-cp", "koi", "ibm", "mac", "x-mac-", "gb", "big5",
        "euc-", "x-euc-", "shift", "sjis", "x-sjis", "ms_kanji", "iso-2022-jp", "utf-16", "utf-32", "tis-620",
        "tis620", "viscii", "ks_c", "ksc", "hz-gb", "johab", "l", "armscii", "georgian"};
    for (size_t i = 0; i < COUNT(begins); i++)
        if (text_starts_case(text_literal(name), begins[i])) return true;
    return false;
}

typedef enum Result { DONE, UNKNOWN, NO_MEMORY } Result;

/* By iconv; what it cannot read is U+FFFD. A character takes at least a byte and becomes four at most. */
static Result read_named(Text bytes, const char *name, Arena *arena, Text *out, size_t *lost)
{
    iconv_t cd = is_of_pages(name) ? iconv_open("UTF-8", name) : (iconv_t)-1;
    if (cd == (iconv_t)-1) return UNKNOWN;
    size_t left = bytes.size, room = 4 * (bytes.size + 4), all = room;
    char *data = arena_take(arena, room, 1), *to = data;
    char *from = (char *)(uintptr_t)bytes.data; /* iconv only reads it, but says otherwise */
    while (data && left) {
        if (iconv(cd, &from, &left, &to, &room) != (size_t)-1 || errno == E2BIG || !left || room < 4) break;
        size_t n = utf8_put(0xFFFD, to);
        ++*lost;
        to += n;
        room -= n;
        from++;
        left--;
    }
    if (data) iconv(cd, NULL, NULL, &to, &room);
    iconv_close(cd);
    if (!data) return NO_MEMORY;
    *out = text_of(data, all - room);
    return DONE;
}

/* A name that says nothing is left; UTF-8 is taken where it can be UTF-8. */
static bool read_unnamed(Text bytes, Text *out, Arena *arena)
{
    *out = bytes;
    return utf8_valid(bytes, NULL) || read_western(bytes, true, arena, out);
}

static Result read_as(Text bytes, const char *name, Arena *arena, Text *out, size_t *lost)
{
    if (!*name || is_utf8(name)) return read_unnamed(bytes, out, arena) ? DONE : NO_MEMORY;
    if (is_western(name) && utf8_valid(bytes, NULL)) {
        *out = bytes;
        return DONE;
    }
    if (is_western(name)) return read_western(bytes, false, arena, out) ? DONE : NO_MEMORY;
    return read_named(bytes, name, arena, out, lost);
}

bool charset_read(Text bytes, const char *charset, Arena *work, Arena *arena, Found *found, Text *out)
{
    Name names[2];
    size_t lost = 0;
    if (text_starts(bytes, "\xFF\xFE")) return read_named(bytes, "UTF-16", work, out, &lost) != NO_MEMORY;
    if (text_starts(bytes, "\xFE\xFF")) return read_named(bytes, "UTF-16", work, out, &lost) != NO_MEMORY;
    if (text_starts(bytes, "\xEF\xBB\xBF")) return read_unnamed(text_of(bytes.data + 3, bytes.size - 3), out, work);
    copy_name(charset ? text_literal(charset) : text_of("", 0), names[0]);
    look_for_name(bytes, names[1]);
    for (size_t i = 0; i < COUNT(names); i++) {
        if (!*names[i]) continue;
        Result result = read_as(bytes, names[i], work, out, &lost);
        if (result == DONE && lost)
            return found_warn(found, arena,
                              "%zu byte%s of the page %s no characters of \"%s\", as which it is read; they are "
                              "shown as U+FFFD",
                              lost, lost > 1 ? "s" : "", lost > 1 ? "are" : "is", names[i]);
        if (result != UNKNOWN) return result == DONE;
        if (!found_warn(found, arena,
                        "the page says that it is encoded as \"%s\", which is no encoding known here; "
                        "it is read as %s",
                        names[i], utf8_valid(bytes, NULL) ? "UTF-8" : "Windows-1252"))
            return false;
    }
    return read_unnamed(bytes, out, work);
}
