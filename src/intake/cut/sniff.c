/* Which format it is, by the first bytes. What might be prose is prose: a wrong guess at JSON or HTML would lose an
 * article, so that they must show more than their first character. */
#include <strings.h>
#include <zlib.h>

#include "intake/cut/cut.h"

bool name_ends(const char *name, const char *ending)
{
    size_t n = name ? strlen(name) : 0, m = strlen(ending);
    return n > m && !strcasecmp(name + n - m, ending);
}

static bool name_ends_any(const char *name, const char *const *endings, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (name_ends(name, endings[i])) return true;
    return false;
}

/* ---- archives ---- */

static const struct {
    uint16_t at, size;
    char bytes[12];
} marks[] = {
    {0, 4, "PK\3\4"},
    {0, 4, "PK\5\6"},
    {0, 6,
     "\xFD"
     "7zXZ\0"},
    {0, 4, "\x28\xB5\x2F\xFD"},
    {0, 6, "7z\xBC\xAF\x27\x1C"},
    {0, 6, "Rar!\x1A\7"},
    {0, 4, "\4\x22\x4D\x18"},
    {0, 5, "LZIP\1"},
    {0, 2, "\x1F\x9D"},
    {0, 8, "!<arch>\n"},
    {0, 8, "MSCF\0\0\0\0"},
    {0, 6, "xar!\0\x1C"},
    {257, 6, "ustar\0"},
    {257, 6, "ustar "},
    {2, 5, "-lh5-"},
    {32768, 6,
     "\1"
     "CD001"},
    {0, 4, "\xED\xAB\xEE\xDB"},
    {0, 8, "]\0\0\x80\0\xFF\xFF\xFF"},
};

/* Numbers in octal or hexadecimal alone: an article may begin with the date of 7 July 2001. */
static bool is_cpio(const uint8_t *d, size_t size)
{
    if (size < 64 || memcmp(d, "0707", 4)) return false;
    for (size_t i = 4; i < 64; i++)
        if (hex_digit((char)d[i]) < 0) return false;
    return true;
}

static bool is_bzip2(const uint8_t *d, size_t size)
{
    static const uint8_t block[] = {0x31, 0x41, 0x59, 0x26, 0x53, 0x59}, end[] = {0x17, 0x72, 0x45, 0x38, 0x50, 0x90};
    if (size < 10 || memcmp(d, "BZh", 3) || d[3] < '1' || d[3] > '9') return false;
    return !memcmp(d + 4, block, 6) || !memcmp(d + 4, end, 6);
}

bool sniff_gzip(const uint8_t *d, size_t size)
{
    return size >= 4 && d[0] == 0x1F && d[1] == 0x8B && d[2] == 8 && d[3] < 0x20;
}

/* A tar of before POSIX has no mark, but as all have a sum of its header. */
static bool is_tar(const uint8_t *d, size_t size)
{
    if (size < 512 || !d[0]) return false;
    unsigned sum = 0, said = 0;
    for (size_t i = 0; i < 512; i++) sum += i >= 148 && i < 156 ? ' ' : d[i];
    size_t at = 148;
    while (at < 156 && d[at] == ' ') at++;
    for (; at < 156 && d[at] >= '0' && d[at] <= '7'; at++) said = said * 8 + (d[at] - '0');
    return said == sum;
}

static bool is_archive(const uint8_t *d, size_t size)
{
    for (size_t i = 0; i < COUNT(marks); i++)
        if (size >= (size_t)marks[i].at + marks[i].size && !memcmp(d + marks[i].at, marks[i].bytes, marks[i].size))
            return true;
    return sniff_gzip(d, size) || is_bzip2(d, size) || is_cpio(d, size) || is_tar(d, size);
}

/* The first bytes, out of their packing where they are packed. */
typedef struct Front {
    uint8_t bytes[16];
    size_t size;
} Front;

static Front front_of(const uint8_t *d, size_t size)
{
    Front f = {0};
    z_stream z = {0};
    if (!sniff_gzip(d, size) || inflateInit2(&z, 15 + 16) != Z_OK) {
        f.size = size < sizeof f.bytes ? size : sizeof f.bytes;
        memcpy(f.bytes, d, f.size);
        return f;
    }
    uint8_t in[512];
    size_t n = size < sizeof in ? size : sizeof in;
    memcpy(in, d, n);
    z.next_in = in;
    z.avail_in = (uInt)n;
    z.next_out = f.bytes;
    z.avail_out = sizeof f.bytes;
    (void)inflate(&z, Z_NO_FLUSH);
    f.size = sizeof f.bytes - z.avail_out;
    inflateEnd(&z);
    return f;
}

static bool front_is(const Front *f, const char *with)
{
    size_t n = strlen(with);
    return f->size >= n && !memcmp(f->bytes, with, n);
}

bool sniff_arc(const uint8_t *d, size_t size)
{
    Front f = front_of(d, size);
    return front_is(&f, "filedesc://");
}

static bool is_warc(const uint8_t *d, size_t size)
{
    Front f = front_of(d, size);
    return front_is(&f, "WARC/1.") || front_is(&f, "WARC/0.1") || front_is(&f, "filedesc://");
}

/* A line or two of a server's may stand before it. */
static bool is_pdf(const uint8_t *d, size_t size)
{
    static const char mark[] = "%PDF-1.", mark2[] = "%PDF-2.";
    size_t seen = size < 1024 ? size : 1024;
    if (size >= 7 && (!memcmp(d, mark, 7) || !memcmp(d, mark2, 7))) return true;
    const uint8_t *at = memmem(d, seen, mark, 7);
    return at && at > d && at[-1] == '\n' && memmem(at, size - (size_t)(at - d), " obj", 4);
}

/* ---- pages and feeds ---- */

static Text after_white(Text t)
{
    size_t n = 0;
    while (n < t.size && walk_is_white((uint8_t)t.data[n])) n++;
    return text_of(t.data + n, t.size - n);
}

/* What follows the first `end`; empty where there is none. */
static Text after(Text t, const char *end)
{
    size_t n = strlen(end);
    const char *p = t.size >= n ? memmem(t.data, t.size, end, n) : NULL;
    return p ? text_of(p + n, t.size - (size_t)(p + n - t.data)) : text_of(t.data + t.size, 0);
}

/* Behind the declaration, comments, instructions, and a document type but HTML's. */
static Text to_root(Text t)
{
    for (;;) {
        t = after_white(t);
        if (text_starts_case(t, "<!--"))
            t = after(t, "-->");
        else if (text_starts_case(t, "<?"))
            t = after(t, "?>");
        else if (text_starts_case(t, "<!doctype") &&
                 !text_starts_case(after_white(text_of(t.data + 9, t.size - 9)), "html")) {
            const char *open = memchr(t.data, '[', t.size), *close = memchr(t.data, '>', t.size);
            t = after(t, open && (!close || open < close) ? "]" : ">");
            if (open && (!close || open < close)) t = after(t, ">");
        } else
            return t;
    }
}

static size_t tag_size(Text t)
{
    size_t n = 1;
    while (n < t.size && t.data[n] && (is_letter(t.data[n]) || strchr("0123456789:-", t.data[n]))) n++;
    return n;
}

/* The tag's name without its prefix is one of `names`, and the tag ends as one does. */
static bool is_tag(Text t, const char *const *names, size_t count)
{
    size_t n = tag_size(t), from = 1;
    if (n < 2 || n >= t.size) return false;
    if (!walk_is_white((uint8_t)t.data[n]) && t.data[n] != '>' && t.data[n] != '/') return false;
    for (size_t i = 1; i < n; i++)
        if (t.data[i] == ':') from = i + 1;
    for (size_t i = 0; i < count; i++)
        if (strlen(names[i]) == n - from && !strncasecmp(t.data + from, names[i], n - from)) return true;
    return false;
}

/* </NAME of the tag that `t` begins with stands in it, too. */
static bool is_closed(Text t)
{
    size_t n = tag_size(t);
    for (size_t i = n; i + n + 1 < t.size; i++)
        if (t.data[i] == '<' && t.data[i + 1] == '/' && !strncasecmp(t.data + i + 2, t.data + 1, n - 1)) return true;
    return false;
}

static bool has_tag(Text t, const char *tag)
{
    for (size_t i = 0; i < t.size; i++)
        if (t.data[i] == '<' && text_starts_case(text_of(t.data + i, t.size - i), tag)) return true;
    return false;
}

static IntakeFormat look_markup(Text t, const char *name)
{
    static const char *const page[] = {"html", "head", "body"}, *const feed[] = {"rss", "feed", "rdf"},
                             *const part[] = {"article", "main",       "section", "div",    "p",
                                              "h1",      "h2",         "title",   "meta",   "link",
                                              "table",   "blockquote", "header",  "script", "style"},
                             *const endings[] = {".html", ".htm", ".xhtml", ".shtml"}, *const doc[] = {"doc"};
    Text root = to_root(t);
    if (is_tag(root, doc, COUNT(doc)) && has_tag(root, "<TEXT")) return INTAKE_SGML;
    if (text_starts_case(root, "<!doctype") || is_tag(root, page, COUNT(page))) return INTAKE_PAGE;
    if (is_tag(root, feed, COUNT(feed))) return INTAKE_FEED;
    if (name_ends_any(name, endings, COUNT(endings))) return INTAKE_PAGE;
    if (is_tag(root, part, COUNT(part)) && is_closed(root)) return INTAKE_PAGE;
    return INTAKE_TEXT;
}

/* ---- JSON ---- */

typedef struct Keys {
    bool any, whole, format, article, uri, ninjs;
} Keys;

static void note_key(Keys *k, Text key, const Walk *w)
{
    static const char *const ninjs[] = {"body_text", "body_xhtml",     "bodies",
                                        "headlines", "versioncreated", "versionCreated"};
    char c = walk_here(w);
    if (text_is(key, "format"))
        k->format = (c == '1' || c == '2') && w->at + 1 < w->text.size && !char_is_digit((uint8_t)w->text.data[w->at + 1]);
    if (text_is(key, "article")) k->article = c == '{';
    if (text_is(key, "uri")) k->uri = c == '"';
    for (size_t i = 0; i < COUNT(ninjs); i++) k->ninjs |= text_is(key, ninjs[i]);
}

/* The members of the object at w->at, as far as they are there. */
static Keys walk_object(Walk *w)
{
    Keys k = {0};
    w->at++;
    for (Text key;;) {
        walk_white(w);
        if (walk_here(w) == '}') {
            w->at++;
            k.any = k.whole = true;
            return k;
        }
        if (!walk_name(w, &key)) return k;
        k.any = true;
        note_key(&k, key, w);
        if (!walk_value(w)) return k;
        walk_white(w);
        if (walk_here(w) == ',')
            w->at++;
        else if (walk_here(w) != '}')
            return k;
    }
}

static Text after_mark(const uint8_t *data, size_t size)
{
    Text t = text_of((const char *)data, size);
    if (text_starts(t, "\xEF\xBB\xBF")) t = text_of(t.data + 3, t.size - 3);
    return after_white(t);
}

static const char *const lines_endings[] = {".jsonl", ".ndjson", ".jsonlines"};

static bool is_lines(Text t, const char *name)
{
    if (!t.size || t.data[0] != '{') return false;
    Walk w = {t, 0};
    Keys k = walk_object(&w);
    if (k.whole && !memchr(t.data, '\n', w.at)) {
        size_t end = w.at;
        walk_white(&w);
        if (walk_here(&w) == '{' && memchr(t.data + end, '\n', w.at - end)) return true;
    }
    return name_ends_any(name, lines_endings, COUNT(lines_endings));
}

bool sniff_lines(const uint8_t *data, size_t size, const char *name)
{
    return is_lines(after_mark(data, size), name);
}

static IntakeFormat look_json(Text t, const char *name)
{
    static const char *const endings[] = {".json", ".ninjs"};
    bool lines = is_lines(t, name), named = name_ends_any(name, endings, COUNT(endings));
    Walk w = {t, t.data[0] == '['};
    walk_white(&w);
    Keys k = {0};
    if (walk_here(&w) == '{') k = walk_object(&w);
    if (!k.any) return lines ? INTAKE_JSONL : named ? INTAKE_JSON : INTAKE_TEXT;
    if (k.format && k.article) return INTAKE_RECORD;
    if (k.uri && k.ninjs) return INTAKE_NINJS;
    return lines ? INTAKE_JSONL : INTAKE_JSON;
}

/* ---- tables ---- */

/* The first line alone, cheap for all the prose that comes: two names that columns have, or two tabs. */
static bool may_be_table(Text t)
{
    unsigned known = 0, tabs = 0;
    for (size_t at = 0, end; at < t.size; at = end + 1) {
        for (end = at; end < t.size && !strchr(",\t;|\r\n", t.data[end]); end++) {
        }
        Text name = text_strip(text_of(t.data + at, end - at));
        if (name.size > 2 && name.data[0] == '"') name = text_of(name.data + 1, name.size - 2);
        known += usual_field(name) < INTAKE_FIELDS;
        if (end == t.size || t.data[end] == '\r' || t.data[end] == '\n') break;
        tabs += t.data[end] == '\t';
    }
    return known >= 2 || tabs >= 2;
}

static bool is_table(Text t, bool whole, const char *name)
{
    static const char *const endings[] = {".csv", ".tsv", ".tab", ".psv"};
    static const IntakeOptions usual;
    TableLook look;
    if (name_ends_any(name, endings, COUNT(endings))) return true;
    if (!may_be_table(t)) return false;
    table_look((const uint8_t *)t.data, t.size, whole, &usual, &look);
    return table_is_plain(&look);
}

/* ---- all ---- */

Wide sniff_wide(const uint8_t *d, size_t size)
{
    if (size >= 2 && d[0] == 0xFF && d[1] == 0xFE) return size >= 4 && !d[2] && !d[3] ? WIDE_NOT : WIDE_MARKED_LITTLE;
    if (size >= 2 && d[0] == 0xFE && d[1] == 0xFF) return WIDE_MARKED_BIG;
    size_t seen = (size < 1024 ? size : 1024) / 2, good[2] = {0, 0};
    for (size_t i = 0; i < seen; i++)
        for (unsigned big = 0; big < 2; big++) {
            uint8_t high = d[2 * i + !big], low = d[2 * i + big];
            good[big] += !high && (low == '\n' || low == '\r' || low == '\t' || (low >= ' ' && low < 0x7F));
        }
    for (unsigned big = 0; big < 2; big++)
        if (seen >= 4 && good[big] * 4 >= seen * 3) return big ? WIDE_BIG : WIDE_LITTLE;
    return WIDE_NOT;
}

#define NARROW 4096u /* characters of UTF-16 that are looked at */

/* UTF-16's ASCII, as far as `out` holds it. */
static Text narrowed(const uint8_t *d, size_t size, Wide wide, char *out, size_t room)
{
    size_t n = 0, low = wide == WIDE_MARKED_BIG || wide == WIDE_BIG;
    for (size_t i = wide >= WIDE_LITTLE ? 0 : 2; i + 1 < size && n < room; i += 2)
        out[n++] = d[i + !low] ? '?' : (char)d[i + low];
    return text_of(out, n);
}

/* What is looked at, from its first character on; of UTF-16 it lies in `narrow`. */
static Text text_ahead(const uint8_t *data, size_t size, Wide *wide, char narrow[NARROW])
{
    *wide = sniff_wide(data, size);
    return *wide ? after_white(narrowed(data, size, *wide, narrow, NARROW)) : after_mark(data, size);
}

IntakeFormat sniff(const uint8_t *data, size_t size, const char *name)
{
    char narrow[NARROW];
    if (is_warc(data, size)) return INTAKE_WARC;
    if (is_archive(data, size)) return INTAKE_ARCHIVE;
    if (is_pdf(data, size)) return INTAKE_PDF;
    Wide wide;
    Text t = text_ahead(data, size, &wide, narrow);
    IntakeFormat seen = INTAKE_TEXT;
    if (t.size && t.data[0] == '<') seen = look_markup(t, name);
    if (t.size && (t.data[0] == '{' || t.data[0] == '[')) seen = look_json(t, name);
    if (seen == INTAKE_TEXT && name_ends_any(name, lines_endings, COUNT(lines_endings))) seen = INTAKE_JSONL;
    bool whole = size < LOOK && (!wide || t.size < NARROW);
    return seen == INTAKE_TEXT && is_table(t, whole, name) ? INTAKE_TABLE : seen;
}

char *sniff_refused(const uint8_t *data, size_t size)
{
    char narrow[NARROW];
    Wide wide;
    Text t = text_ahead(data, size, &wide, narrow);
    return t.size && t.data[0] == '<' ? kind_refused(t, to_root(t), size < LOOK) : NULL;
}
