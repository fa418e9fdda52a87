/* A feed's bytes -> XML that libxml2 reads to its end. Feeds are made by templates, and libxml2's recovery costs
 * letters: after "AT&T" it goes on with "AT". What is washed:
 *
 *   bytes        become UTF-8; those that are none are read as Windows-1252
 *   & and <      that begin nothing are escaped; entities become numbers (after its first complaint libxml2
 *                loses even its own five), unknown ones stay as they stand
 *   characters   that XML forbids become blanks
 *   tags         are paired: an end tag ends what was opened since its beginning; libxml2 would end one element
 *                with it, whichever that is, and from there on an item's title is another one's text
 *   <!-- --> <? ?> <!DOCTYPE >  are left out: with no document type there are no entities, whatever the feed would like
 *
 * A document type with declarations of its own, and a tag with so many attributes that it can only be an attack
 * (libxml2 compares each with each), end the feed. Lines stay lines, so that libxml2's numbers are the file's. */
#include <libxml/HTMLparser.h>
#include <stdio.h>
#include <strings.h>

#include "intake/feed/wash.h"

#define HEAD 512u           /* bytes in which the XML declaration ends */
#define AHEAD 48u           /* bytes that are looked at to know what one is */
#define MAX_ATTRIBUTES 256u /* in a tag */

static const char refused_type[] =
    "its document type declares entities or elements of its own, which are never read; take its <!DOCTYPE> out";
static const char refused_tag[] = "one of its tags has more than 256 attributes, which no feed needs";

void wash_free(Wash *w)
{
    bytes_free(&w->raw);
    bytes_free(&w->text);
    bytes_free(&w->name);
    bytes_free(&w->open);
}

/* ---- bytes -> UTF-8 ---- */

static bool add_point(Bytes *out, uint32_t c)
{
    char bytes[4];
    return bytes_add(out, bytes, utf8_put(c == 0xFFFE || c == 0xFFFF ? 0xFFFD : c, bytes));
}

static void drop_front(Bytes *b, size_t size)
{
    b->size -= size;
    if (b->size) memmove(b->data, b->data + size, b->size);
}

static size_t ascii_run(Text t, size_t at)
{
    size_t end = at;
    while (end < t.size && (uint8_t)t.data[end] < 0x80) end++;
    return end - at;
}

/* How many of the bytes were decoded; SIZE_MAX when memory ran out. */
static size_t decode_bytes(Text in, bool utf8, bool last, Bytes *out)
{
    for (size_t at = 0, next;; at = next) {
        size_t run = ascii_run(in, at);
        if (!bytes_add(out, in.data + at, run)) return SIZE_MAX;
        at += run;
        if (at == in.size || (utf8 && !last && in.size - at < 4)) return at;
        next = at + 1;
        uint32_t c = utf8 ? utf8_at(in, at, &next) : (uint8_t)in.data[at];
        if (next == at + 1) c = windows_1252((uint8_t)in.data[at]);
        if (!add_point(out, c)) return SIZE_MAX;
    }
}

static uint32_t unit_at(const char *data, bool big)
{
    uint8_t a = (uint8_t)data[0], b = (uint8_t)data[1];
    return big ? (uint32_t)a << 8 | b : (uint32_t)b << 8 | a;
}

static size_t decode_utf16(Text in, bool big, bool last, Bytes *out)
{
    size_t at = 0;
    while (in.size - at >= 4 || (last && in.size - at >= 2)) {
        uint32_t c = unit_at(in.data + at, big);
        uint32_t low = in.size - at >= 4 ? unit_at(in.data + at + 2, big) : 0;
        bool pair = c >= 0xD800 && c < 0xDC00 && low >= 0xDC00 && low < 0xE000;
        if (pair) c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        if (!add_point(out, c)) return SIZE_MAX;
        at += pair ? 4 : 2;
    }
    return at;
}

static bool decode(Wash *w, bool last)
{
    Text in = text_of(w->raw.data, w->raw.size);
    size_t done = in.size;
    if (w->encoding == WASH_OTHER) {
        if (!bytes_add(&w->text, in.data, in.size)) return false;
    } else if (w->encoding == WASH_UTF8 || w->encoding == WASH_WESTERN)
        done = decode_bytes(in, w->encoding == WASH_UTF8, last, &w->text);
    else
        done = decode_utf16(in, w->encoding == WASH_UTF16_BIG, last, &w->text);
    if (done == SIZE_MAX) return false;
    drop_front(&w->raw, done);
    return true;
}

/* ---- its encoding ---- */

static bool is_one_of(Text name, const char *const *names)
{
    for (; *names; names++) {
        if (strlen(*names) == name.size && !strncasecmp(*names, name.data, name.size)) return true;
    }
    return false;
}

/* The value of encoding="…" in the XML declaration; empty. */
static Text declared(Text head)
{
    const char *end = text_starts(head, "<?xml") ? memmem(head.data, head.size, "?>", 2) : NULL;
    const char *at = end ? memmem(head.data, (size_t)(end - head.data), "encoding", 8) : NULL;
    if (!at) return text_of("", 0);
    at += 8;
    while (at < end && (*at == ' ' || *at == '=')) at++;
    char quote = *at;
    const char *close = quote == '"' || quote == '\'' ? memchr(at + 1, quote, (size_t)(end - at - 1)) : NULL;
    return close ? text_of(at + 1, (size_t)(close - at - 1)) : text_of("", 0);
}

/* To libxml2, or to iconv behind it. */
static bool is_known(Text name)
{
    char *copy = copy_of(name.data, name.size);
    xmlCharEncodingHandlerPtr handler = copy ? xmlFindCharEncodingHandler(copy) : NULL;
    free(copy);
    if (!handler) return false;
    xmlCharEncCloseFunc(handler);
    return true;
}

static void begin(Wash *w)
{
    /* what says UTF-16 and can be read byte by byte is not */
    static const char *const is_utf8[] = {"",       "utf-8",    "utf8",     "us-ascii", "ascii",
                                          "utf-16", "utf-16le", "utf-16be", NULL};
    static const char *const is_western[] = {"iso-8859-1",   "iso8859-1", "latin1", "latin-1",
                                             "windows-1252", "cp1252",    NULL};
    Text head = text_of(w->raw.data, w->raw.size);
    size_t skip = 0;
    w->begun = true;
    if (head.size > 1 && (!memcmp(head.data, "\xFF\xFE", 2) || !memcmp(head.data, "<", 2)))
        w->encoding = WASH_UTF16_LITTLE;
    else if (head.size > 1 && (!memcmp(head.data, "\xFE\xFF", 2) || !memcmp(head.data, "\0<", 2)))
        w->encoding = WASH_UTF16_BIG;
    else if (text_starts(head, "\xEF\xBB\xBF"))
        skip = 3;
    if (w->encoding != WASH_UTF8) skip = head.data[0] != '<' && head.data[0] ? 2 : 0;
    while (!w->encoding && skip < head.size && head.data[skip] && strchr(" \t\r\n", head.data[skip])) skip++;
    Text name = declared(text_of(head.data + skip, head.size - skip));
    if (!w->encoding && !is_one_of(name, is_utf8))
        w->encoding = is_one_of(name, is_western) ? WASH_WESTERN : is_known(name) ? WASH_OTHER : WASH_UTF8;
    w->declares = w->encoding == WASH_OTHER;
    drop_front(&w->raw, skip);
}

/* ---- characters ---- */

static uint8_t small(char c)
{
    return (uint8_t)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}
static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
static bool is_hex(char c)
{
    return is_digit(c) || (small(c) >= 'a' && small(c) <= 'f');
}
static bool is_name_start(char c)
{
    return is_letter(c) || c == '_' || c == ':' || (uint8_t)c >= 0x80;
}

static bool is_xml_point(uint32_t c)
{
    return c == 9 || c == 10 || c == 13 || (c >= 32 && c != 0xFFFE && c != 0xFFFF);
}

static bool add_literal(Bytes *out, const char *literal)
{
    return bytes_add(out, literal, strlen(literal));
}

/* &#…; and &#x…; : how long it is, and its character; 0: it is none. */
static size_t number_at(Text t, uint32_t *point)
{
    bool hex = t.size > 2 && (t.data[2] == 'x' || t.data[2] == 'X');
    size_t begin_at = hex ? 3 : 2, at = begin_at;
    uint64_t value = 0;
    for (; at < t.size && at < AHEAD && is_hex(t.data[at]); at++) {
        uint8_t c = small(t.data[at]);
        if (!hex && c > '9') return 0;
        value = value * (hex ? 16 : 10) + (c > '9' ? c - 'a' + 10u : c - '0' + 0u);
        if (value > 0x10FFFF) value = 0x110000;
    }
    if (at == begin_at || at >= t.size || t.data[at] != ';') return 0;
    *point = (value >= 0xD800 && value < 0xE000) || value > 0x10FFFF ? 0xFFFD : windows_1252((uint32_t)value);
    return at + 1;
}

/* &name; : how long it is; 0: it is none. */
static size_t name_at(Text t, char name[AHEAD])
{
    size_t at = 1;
    for (; at < t.size && at < AHEAD - 1 && (is_letter(t.data[at]) || is_digit(t.data[at])); at++)
        name[at - 1] = t.data[at];
    name[at - 1] = 0;
    return at > 1 && at < t.size && t.data[at] == ';' ? at + 1 : 0;
}

/* Writes what an ampersand at the beginning of `t` stands for, and gives how many bytes that was; 0 when memory ran
 * out. */
static size_t wash_entity(Text t, Bytes *out)
{
    char name[AHEAD], number[16];
    uint32_t point = 0;
    size_t size = t.size > 1 && t.data[1] == '#' ? number_at(t, &point) : name_at(t, name);
    if (size && !point && t.data[1] != '#') {
        const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);
        point = entity ? entity->value : !strcmp(name, "apos") ? '\'' : 0;
        if (!point) size = 0;
    }
    if (!size) return add_literal(out, "&#38;") ? 1 : 0;
    snprintf(number, sizeof number, "&#%u;", is_xml_point(point) ? point : 32);
    return add_literal(out, number) ? size : 0;
}

/* ---- tags ---- */

static bool push_name(Wash *w)
{
    if (w->depth < WASH_DEPTH) {
        w->open_at[w->depth] = w->open.size;
        if (!bytes_add(&w->open, w->name.data, w->name.size) || !bytes_add(&w->open, "", 1)) return false;
    }
    w->depth++;
    return true;
}

static bool pop_name(Wash *w, Bytes *out)
{
    const char *name = w->open.data + w->open_at[--w->depth];
    bool ok = add_literal(out, "</") && add_literal(out, name) && add_literal(out, ">");
    w->open.size = w->open_at[w->depth];
    return ok;
}

static bool is_open(const Wash *w, unsigned at)
{
    const char *name = w->open.data + w->open_at[at];
    return strlen(name) == w->name.size && !strncasecmp(name, w->name.data, w->name.size);
}

/* An end tag closes all that was opened since its beginning; one without a beginning is left out. */
static bool close_name(Wash *w, Bytes *out)
{
    if (w->depth > WASH_DEPTH) { /* nobody reads so deep */
        w->depth--;
        return true;
    }
    unsigned at = w->depth;
    while (at && !is_open(w, at - 1)) at--;
    if ((!at || at != w->depth) && !w->mended) w->mended = w->line + 1;
    bool ok = true;
    while (at && ok && w->depth >= at) ok = pop_name(w, out);
    return ok;
}

/* What a tag's ">" does. */
static bool finish_tag(Wash *w, Bytes *out)
{
    w->state = WASH_TEXT;
    if (w->kind == TAG_END) return close_name(w, out);
    return w->kind != TAG_BEGIN || (bytes_add(out, ">", 1) && (w->before == '/' || push_name(w)));
}

static bool read_name(Wash *w, char c)
{
    bool leads = !w->name.size && c == '/'; /* of an end tag */
    if (leads) return true;
    w->in_name = is_name_start(c) || is_digit(c) || c == '-' || c == '.';
    return !w->in_name || w->name.size > 1000 || bytes_add(&w->name, &c, 1);
}

/* A character of a tag, outside of quotation marks and inside. */
static bool wash_tag(Wash *w, char c, Bytes *out)
{
    if (w->in_name && !read_name(w, c)) return false;
    if (w->state == WASH_QUOTED)
        w->state = c == w->quote ? WASH_TAG : WASH_QUOTED;
    else if (c == '>')
        return finish_tag(w, out);
    else if ((c == '"' || c == '\'') && w->kind != TAG_END) {
        w->quote = c;
        w->state = WASH_QUOTED;
    } else if (c == '=' && ++w->attributes > MAX_ATTRIBUTES)
        w->refusal = refused_tag;
    else if (c == '[' && w->kind == TAG_TYPE)
        w->refusal = refused_type;
    w->before = c;
    return (w->kind != TAG_BEGIN && c != '\n') || bytes_add(out, &c, 1);
}

static bool open_tag(Wash *w, Text t, Bytes *out)
{
    bool is_type = t.size > 8 && !strncasecmp(t.data, "<!DOCTYPE", 9);
    w->state = WASH_TAG;
    w->kind = t.data[1] == '/' ? TAG_END : is_type ? TAG_TYPE : t.data[1] == '!' ? TAG_OTHER : TAG_BEGIN;
    w->attributes = 0;
    w->name.size = 0;
    w->in_name = true;
    w->before = 0;
    return w->kind != TAG_BEGIN || bytes_add(out, "<", 1);
}

/* What "<" at the beginning of `t` begins. */
static bool wash_open(Wash *w, Text t, Bytes *out)
{
    char next = t.size > 1 ? t.data[1] : 0;
    bool first = w->declares;
    w->declares = false;
    if (text_starts(t, "<!--"))
        w->state = WASH_COMMENT;
    else if (text_starts(t, "<![CDATA[")) {
        w->state = WASH_CDATA;
        return bytes_add(out, "<", 1);
    } else if (next == '?') {
        w->state = WASH_INSTRUCTION;
        w->declares = first;
        return !first || bytes_add(out, "<", 1);
    } else if (next == '!' || next == '/' || is_name_start(next))
        return open_tag(w, t, out);
    else
        return add_literal(out, "&#60;");
    return true;
}

/* The end of a section that a mark ends: how many bytes, 0: not here. */
static size_t section_end(Wash *w, Text t)
{
    const char *mark = w->state == WASH_CDATA ? "]]>" : w->state == WASH_COMMENT ? "-->" : "?>";
    return text_starts(t, mark) ? strlen(mark) : 0;
}

/* One step of a section: gives the bytes that it took. */
static size_t wash_section(Wash *w, Text t, Bytes *out, bool *ok)
{
    bool kept = w->state == WASH_CDATA || (w->state == WASH_INSTRUCTION && w->declares);
    size_t end = section_end(w, t), size = end ? end : 1;
    bool plain = is_xml_point((uint8_t)*t.data);
    if (kept)
        *ok = plain ? bytes_add(out, t.data, size) : bytes_add(out, " ", 1);
    else if (*t.data == '\n')
        *ok = bytes_add(out, "\n", 1);
    if (end && kept) w->declares = false;
    if (end) w->state = WASH_TEXT;
    return size;
}

/* Takes one thing off `t`: how many bytes it had. */
static size_t wash_one(Wash *w, Text t, Bytes *out, bool *ok)
{
    char c = *t.data;
    bool in_tag = w->state == WASH_TAG || w->state == WASH_QUOTED;
    if (w->state >= WASH_CDATA) return wash_section(w, t, out, ok);
    if (c == '&' && (!in_tag || w->kind == TAG_BEGIN)) {
        size_t size = wash_entity(t, out);
        w->in_name = false;
        *ok = size;
        return size ? size : 1;
    }
    if (!is_xml_point((uint8_t)c)) c = ' ';
    if (in_tag)
        *ok = wash_tag(w, c, out);
    else if (c == '<')
        *ok = wash_open(w, t, out);
    else if (text_starts(t, "]]>")) { /* which XML has only where a CDATA section ends */
        *ok = add_literal(out, "]]&#62;");
        return 3;
    } else
        *ok = bytes_add(out, &c, 1);
    return 1;
}

static unsigned count_lines(Text t)
{
    unsigned n = 0;
    for (size_t i = 0; i < t.size; i++) n += t.data[i] == '\n';
    return n;
}

/* Text that means nothing but itself. */
static size_t plain_run(const Wash *w, Text t)
{
    size_t n = 0;
    if (w->state != WASH_TEXT && w->state != WASH_CDATA) return 0;
    for (; n < t.size; n++) {
        uint8_t c = (uint8_t)t.data[n];
        if (c == '<' || c == '&' || c == ']' || (c < 32 && c != '\n')) break;
    }
    return n;
}

bool wash(Wash *w, const void *data, size_t size, bool last, Bytes *out)
{
    if (size && !bytes_add(&w->raw, data, size)) return false;
    if (!w->begun && w->raw.size < HEAD && !last) return true;
    if (!w->begun && w->raw.size) begin(w);
    if (!w->raw.size && !w->text.size) return true;
    if (w->raw.size && !decode(w, last)) return false;
    Text t = text_of(w->text.data, w->text.size);
    size_t at = 0, most = last ? t.size : t.size < AHEAD ? 0 : t.size - AHEAD;
    for (bool ok = true; at < most && !w->refusal;) {
        Text rest = text_of(t.data + at, t.size - at);
        size_t run = plain_run(w, text_of(rest.data, most - at));
        if (run)
            ok = bytes_add(out, rest.data, run);
        else
            run = wash_one(w, rest, out, &ok);
        if (!ok) return false;
        w->line += count_lines(text_of(rest.data, run));
        at += run;
    }
    drop_front(&w->text, at);
    return true;
}
