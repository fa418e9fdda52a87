/* WARC 1.0, 1.1, 0.17 and 0.18, and ARC, the form before it, plain, packed whole or a gzip member a record, streamed: a
 * record's block is kept as far as an article may be long, the rest read past.
 *
 *   WARC/1.1            a line
 *   Name: value         lines, to an empty one
 *
 *   <block>             Content-Length bytes
 *                       two empty lines; then the next record, or in gzip a new member
 *
 *   ARC:  URL address date type length     a line, in its second version with more fields in between; then the block
 *
 * Content-Length is believed where the next record, or the end, follows the block. Where it does not, the length is a
 * lie, and the record is not given out: its text would run into others. What is sought then is the next line "WARC/1."
 * behind an empty one or at a member's beginning: from the block's beginning on where the file can be gone back in. The
 * same line within a block whose length holds is the page's own, and no record. */
#include <stdio.h>
#include <strings.h>

#include "intake/archive/archive.h"
#include "intake/net/net.h"

#define MOST_LINE 16384u /* of a header */
#define MOST_HEAD 65536u /* of all of a record's headers together, and of a response's */
#define MOST_RETURNS 64u /* lies after which the file is gone back in: each costs a block */
#define LONG_SKIP ((uint64_t)1 << 20)

typedef struct Record {
    uint64_t number, offset, length, block; /* offset of its first byte and of its block's */
    bool has_length, bad_length;
    char *type, *uri, *media, *id;
    char *inner; /* ARC: what the block is where it is no response */
    char *said;  /* the Content-Length's words where they are no length */
} Record;

typedef struct Warc {
    Way way;
    const IntakeOptions *options;
    char *label, *base; /* base: of ids */
    bool arc;
    Reader reader;
    Record record;
    Bytes line, block;
    uint64_t size; /* of the file, UINT64_MAX where it is not known or cannot be gone back in */
    unsigned returns;
    bool failed; /* behind the record that was given out; so it is the next one's */
    Error failure;
    bool at_version; /* the line that begins a record has been read; it was at `next` */
    uint64_t next;
    bool ended;
} Warc;

typedef enum Got { GOT_END, GOT_YES, GOT_NO, GOT_FAILURE } Got;

/* ---- problems ---- */

static void begin_piece(Warc *w, Piece *out)
{
    const Record *r = &w->record;
    unsigned long long n = r->number;
    piece_begin(out, format_words("%s: record %llu", w->label, n),
                r->id ? copy_of(r->id, strlen(r->id)) : format_words("%s-%llu", w->base, n));
    if (r->uri) out->url = copy_of(r->uri, strlen(r->uri));
}

#define PROBLEM(w, out, ...) (begin_piece((w), (out)), piece_problem((out), __VA_ARGS__))

static unsigned long long offset_of(const Warc *w)
{
    return w->record.offset;
}

/* ---- lines ---- */

/* The line without its end, as far as MOST_LINE goes. */
static Got read_line(Warc *w, Error *error)
{
    w->line.size = 0;
    for (bool any = false;; any = true) {
        int more = reader_fill(&w->reader, error);
        if (more < 0) return GOT_FAILURE;
        if (!more) return any ? GOT_YES : GOT_END;
        const uint8_t *begin = w->reader.data + w->reader.at, *end = memchr(begin, '\n', w->reader.end - w->reader.at);
        size_t n = end ? (size_t)(end - begin) : w->reader.end - w->reader.at;
        size_t room = MOST_LINE - w->line.size;
        if (!bytes_add(&w->line, begin, n < room ? n : room)) {
            (void)fail_memory(error);
            return GOT_FAILURE;
        }
        w->reader.at += n + (end != NULL);
        if (end) break;
    }
    if (w->line.size && w->line.data[w->line.size - 1] == '\r') w->line.size--;
    return GOT_YES;
}

static Text line_of(const Warc *w)
{
    return text_of(w->line.data, w->line.size);
}

/* The fields of an ARC's line, cut at blanks: their number, as far as `fields` goes; 0 for another line. */
static size_t arc_fields(Text line, Text fields[10])
{
    size_t n = 0, at = 0;
    while (at < line.size && n < 10) {
        size_t end = at;
        while (end < line.size && line.data[end] != ' ') end++;
        fields[n++] = text_of(line.data + at, end - at);
        at = end + 1;
    }
    bool good = (n == 5 || n == 10) && at >= line.size && memchr(fields[0].data, ':', fields[0].size) &&
                fields[2].size >= 8 && fields[2].size <= 17;
    for (size_t i = 0; good && i < fields[2].size; i++) good = char_is_digit((uint8_t)fields[2].data[i]);
    for (size_t i = 0; good && i < fields[n - 1].size; i++) good = char_is_digit((uint8_t)fields[n - 1].data[i]);
    return good && fields[n - 1].size ? n : 0;
}

static bool is_version(const Warc *w, Text line)
{
    static const char *const all[] = {"WARC/1.0", "WARC/1.1", "WARC/0.17", "WARC/0.18"};
    Text fields[10];
    if (w->arc) return arc_fields(line, fields) > 0;
    for (size_t i = 0; i < COUNT(all); i++)
        if (text_is(line, all[i])) return true;
    return false;
}

/* ---- finding a record's beginning ---- */

static bool fresh_record(const Warc *w)
{
    const Reader *r = &w->reader;
    if (!r->fresh || r->at) return false;
    if (!w->arc) return r->end >= 7 && (!memcmp(r->data, "WARC/1.", 7) || !memcmp(r->data, "WARC/0.", 7));
    const uint8_t *end = memchr(r->data, '\n', r->end);
    Text fields[10];
    size_t size = end ? (size_t)(end - r->data) : 0;
    if (size && r->data[size - 1] == '\r') size--;
    return size && arc_fields(text_of((const char *)r->data, size), fields);
}

/* To the next record, whatever lies before it; damage on the way is passed. */
static Got search(Warc *w)
{
    bool blank = false;
    Error error;
    for (unsigned failures = 0; failures < 1000;) {
        bool fresh = reader_fill(&w->reader, &error) > 0 && fresh_record(w);
        uint64_t offset = reader_offset(&w->reader);
        Got got = read_line(w, &error);
        if (got == GOT_END) return GOT_END;
        failures += got == GOT_FAILURE;
        if (got == GOT_YES && (blank || fresh) && is_version(w, line_of(w))) {
            w->next = offset;
            w->at_version = true;
            return GOT_YES;
        }
        blank = got == GOT_YES && !w->line.size;
    }
    return GOT_END;
}

/* To a record's first line; GOT_NO where something else stands there. */
static Got find_version(Warc *w, Error *error)
{
    if (w->at_version) {
        w->at_version = false;
        w->record.offset = w->next;
        return GOT_YES;
    }
    for (;;) {
        w->record.offset = reader_offset(&w->reader);
        Got got = read_line(w, error);
        if (got != GOT_YES) return got;
        if (w->line.size) return is_version(w, line_of(w)) ? GOT_YES : GOT_NO;
    }
}

/* ---- headers ---- */

static void clear_record(Record *r)
{
    char *all[] = {r->type, r->uri, r->media, r->id, r->inner, r->said};
    for (size_t i = 0; i < COUNT(all); i++) free(all[i]);
    *r = (Record){.number = r->number, .offset = r->offset};
}

/* Digits alone, no more than fit; the header twice must say the same. */
static void take_length(Record *r, Text value)
{
    uint64_t n = 0;
    bool bad = !value.size || value.size > 18;
    for (size_t i = 0; i < value.size && !bad; i++) {
        bad = !char_is_digit((uint8_t)value.data[i]);
        n = n * 10 + (uint64_t)(value.data[i] - '0');
    }
    bad |= r->has_length && n != r->length;
    if (bad && !r->said) r->said = safe_copy(value.data, value.size < 40 ? value.size : 40);
    r->bad_length |= bad;
    r->has_length = true;
    r->length = n;
}

static void take(char **to, Text value)
{
    if (!*to) *to = safe_copy(value.data, value.size);
}

/* "<urn:uuid:2f0c…>" -> "2f0c…", "<http://…>" as WARC 1.0 has it -> "http://…" */
static Text bare(Text value)
{
    if (value.size >= 2 && value.data[0] == '<' && value.data[value.size - 1] == '>')
        value = text_of(value.data + 1, value.size - 2);
    if (text_starts(value, "urn:uuid:")) value = text_of(value.data + 9, value.size - 9);
    return value;
}

static void take_header(Record *r, Text line)
{
    const char *p = memchr(line.data, ':', line.size);
    if (!p) return;
    Text name = text_strip(text_of(line.data, (size_t)(p - line.data)));
    Text value = text_strip(text_of(p + 1, line.size - (size_t)(p + 1 - line.data)));
    const struct {
        const char *name;
        char **to;
        bool bare;
    } all[] = {{"WARC-Type", &r->type, false},
               {"WARC-Target-URI", &r->uri, true},
               {"Content-Type", &r->media, false},
               {"WARC-Record-ID", &r->id, true}};
    for (size_t i = 0; i < COUNT(all); i++)
        if (name.size == strlen(all[i].name) && !strncasecmp(name.data, all[i].name, name.size))
            take(all[i].to, all[i].bare ? bare(value) : value);
    if (name.size == 14 && !strncasecmp(name.data, "Content-Length", 14)) take_length(r, value);
}

/* An ARC's line stands for all headers. What a web server gave begins with the server's own. */
static Got read_arc_line(Warc *w)
{
    Record *r = &w->record;
    Text fields[10];
    size_t n = arc_fields(line_of(w), fields);
    if (!n) return GOT_NO;
    bool web = text_is_address(fields[0]);
    take(&r->type, text_literal(web ? "response" : "filedesc"));
    take(&r->uri, fields[0]);
    take(&r->media, text_literal("application/http"));
    take(&r->inner, fields[3]);
    take_length(r, fields[n - 1]);
    r->block = reader_offset(&w->reader);
    return GOT_YES;
}

/* To the block's beginning. GOT_NO: these are no headers. */
static Got read_headers(Warc *w, Error *error)
{
    clear_record(&w->record);
    w->record.number++;
    if (w->arc) return read_arc_line(w);
    for (size_t total = 0; total <= MOST_HEAD;) {
        Got got = read_line(w, error);
        if (got != GOT_YES) return got;
        if (!w->line.size) {
            w->record.block = reader_offset(&w->reader);
            return GOT_YES;
        }
        total += w->line.size + 1;
        take_header(&w->record, line_of(w));
    }
    return GOT_NO;
}

/* ---- blocks ---- */

static bool is_type(const Record *r, const char *type)
{
    return r->type && !strcasecmp(r->type, type);
}

static bool is_response(const Record *r)
{
    static const char http[] = "application/http";
    return is_type(r, "response") && r->media && !strncasecmp(r->media, http, sizeof http - 1);
}

/* What a record's block is: its own Content-Type tells, or within it the response's. */
static IntakeFormat format_of(const Record *r, char *charset, size_t size)
{
    if (!is_type(r, "resource") && !is_type(r, "conversion")) return INTAKE_ANY;
    return r->media ? media_format(r->media, charset, size) : INTAKE_ANY;
}

/* Past many bytes without reading them, where the file can be gone back in. */
static uint64_t jump(Warc *w, uint64_t n)
{
    uint64_t at = reader_offset(&w->reader);
    if (w->size == UINT64_MAX || n < LONG_SKIP || at >= w->size) return 0;
    if (n > w->size - at) n = w->size - at;
    return reader_seek(&w->reader, at + n) ? n : 0;
}

/* GOT_YES: all of the block was there, its first `keep` bytes are in w->block. GOT_NO: another record or the end came
 * first; *there is what was. */
static Got read_block(Warc *w, uint64_t keep, uint64_t *there, Error *error)
{
    uint64_t left = w->record.length;
    w->block.size = 0;
    if (w->size != UINT64_MAX && left > w->size - w->record.block) {
        *there = w->size - w->record.block;
        return GOT_NO;
    }
    while (left) {
        *there = w->record.length - left;
        if (w->block.size >= keep) left -= jump(w, left);
        if (!left) break;
        int more = reader_fill(&w->reader, error);
        if (more < 0) return GOT_FAILURE;
        if (!more || fresh_record(w)) return GOT_NO;
        size_t n = w->reader.end - w->reader.at;
        if (n > left) n = (size_t)left;
        uint64_t room = keep - w->block.size;
        if (room && !bytes_add(&w->block, w->reader.data + w->reader.at, n < room ? n : (size_t)room)) {
            (void)fail_memory(error);
            return GOT_FAILURE;
        }
        w->reader.at += n;
        left -= n;
    }
    return GOT_YES;
}

/* A member's own end says whether it was whole. What goes wrong behind it is another record's. */
static Got keep_failure(Warc *w, const Error *error)
{
    if (w->reader.members && *w->reader.members == w->reader.member) return GOT_FAILURE;
    w->failed = true;
    w->failure = *error;
    return GOT_YES;
}

/* Whether behind the block a record begins, or nothing is left. Empty lines are two by the letter and any in fact. */
static Got at_next(Warc *w, Error *error)
{
    uint64_t block_end = reader_offset(&w->reader);
    for (;;) {
        int more = reader_fill(&w->reader, error);
        if (more < 0) return keep_failure(w, error);
        if (!more || (w->reader.fresh && !w->reader.at)) return GOT_YES;
        uint8_t c = w->reader.data[w->reader.at];
        if (c != '\r' && c != '\n') break;
        w->reader.at++;
    }
    uint64_t offset = reader_offset(&w->reader);
    Got got = read_line(w, error);
    if (got != GOT_YES) return got == GOT_END ? GOT_YES : got;
    w->at_version = offset > block_end && is_version(w, line_of(w));
    w->next = offset;
    return w->at_version ? GOT_YES : GOT_NO;
}

/* ---- a record -> a piece ---- */

static void give(Warc *w, IntakeFormat format, const char *charset, uint64_t length, Piece *out)
{
    begin_piece(w, out);
    piece_data(out, format, &w->block);
    if (length > out->size) out->length = length;
    if (*charset) out->charset = copy_of(charset, strlen(charset));
}

static bool give_response(Warc *w, Piece *out)
{
    Payload p;
    uint64_t before = w->block.size;
    if (!payload_read(&w->block, limit_of(w->options, INTAKE_PAGE), &p)) {
        PROBLEM(w, out, "the record at byte %llu is no HTTP response", offset_of(w));
        return true;
    }
    if (p.status != 200 || p.format == INTAKE_ANY) return false;
    if (*p.encoding) {
        PROBLEM(w, out, "its Content-Encoding, %s, cannot be undone here", p.encoding);
        return true;
    }
    uint64_t cut = w->record.length > before ? w->record.length - before : 0;
    give(w, p.format, p.charset, w->block.size + cut, out);
    return true;
}

/* What crawlers write for themselves, and to robots: no report is among it. "urn:text:" is the text of a page that is
 * there as a page. */
static bool is_crawlers_own(const Record *r)
{
    static const char *const own[] = {"metadata:",     "urn:text:", "urn:fulltext:", "urn:view:",
                                      "urn:pageinfo:", "dns:",      "filedesc:"};
    Text uri = r->uri ? text_literal(r->uri) : text_of("", 0);
    for (size_t i = 0; i < COUNT(own); i++)
        if (text_starts(uri, own[i])) return true;
    const char *host = r->uri ? strstr(r->uri, "://") : NULL, *path = host ? strchr(host + 3, '/') : NULL;
    return path && !strncmp(path, "/robots.txt", 11) && (!path[11] || path[11] == '?');
}

static bool give_record(Warc *w, Piece *out)
{
    char charset[64] = "";
    IntakeFormat format = format_of(&w->record, charset, sizeof charset);
    if (is_crawlers_own(&w->record)) return false;
    bool bare = w->arc && (w->block.size < 5 || memcmp(w->block.data, "HTTP/", 5));
    if (is_response(&w->record) && !bare) return give_response(w, out);
    if (bare && w->record.inner) format = media_format(w->record.inner, charset, sizeof charset);
    if (format == INTAKE_ANY) return false;
    if (w->block.size > limit_of(w->options, format)) w->block.size = limit_of(w->options, format) + 1;
    give(w, format, charset, w->record.length, out);
    return true;
}

static uint64_t kept_of(const Warc *w)
{
    char charset[64];
    size_t most = limit_of(w->options, INTAKE_PAGE) + 1;
    if (is_crawlers_own(&w->record)) return 0;
    if (is_response(&w->record)) return (uint64_t)most + MOST_HEAD;
    return format_of(&w->record, charset, sizeof charset) == INTAKE_ANY ? 0 : most;
}

/* ---- one after the other ---- */

/* Behind a lie: back to the block's beginning, from where the next record is sought. */
static void go_back(Warc *w)
{
    bool behind = w->size != UINT64_MAX && reader_offset(&w->reader) != w->record.block;
    if (behind && w->returns++ < MOST_RETURNS) (void)reader_seek(&w->reader, w->record.block);
    if (fresh_record(w)) return;
    w->ended = search(w) != GOT_YES;
}

static void tell_failure(Warc *w, const Error *error, Piece *out)
{
    PROBLEM(w, out, "the record at byte %llu: %s", offset_of(w), error->message);
    w->ended = search(w) != GOT_YES;
}

static void tell_length(Warc *w, Piece *out)
{
    const Record *r = &w->record;
    if (!r->has_length)
        PROBLEM(w, out, "the record at byte %llu has no Content-Length; it is left out", offset_of(w));
    else
        PROBLEM(w, out, "the record at byte %llu says that its length is '%s', which is none; it is left out",
                offset_of(w), r->said ? r->said : "");
    go_back(w);
}

/* GOT_YES: `out` is a piece or a problem. GOT_NO: nothing for us. */
static Got next_block(Warc *w, Piece *out)
{
    Error error = {0};
    Record *r = &w->record;
    unsigned long long offset = r->offset, length = r->length;
    uint64_t there = 0;
    if (!r->has_length || r->bad_length) {
        tell_length(w, out);
        return GOT_YES;
    }
    Got got = read_block(w, kept_of(w), &there, &error);
    if (got == GOT_NO) {
        PROBLEM(w, out, "the record at byte %llu says that it has %llu bytes, and only %llu are there; it is left out",
                offset, length, (unsigned long long)there);
        go_back(w);
        return GOT_YES;
    }
    if (got == GOT_YES) got = at_next(w, &error);
    if (got == GOT_YES) return give_record(w, out) ? GOT_YES : GOT_NO;
    if (got == GOT_FAILURE) {
        tell_failure(w, &error, out);
        return GOT_YES;
    }
    PROBLEM(w, out, "the record at byte %llu does not end where it says, after %llu bytes; it is left out", offset,
            length);
    go_back(w);
    return GOT_YES;
}

static Got tell_beginning(Warc *w, Got got, const Error *error, Piece *out)
{
    if (got == GOT_FAILURE) w->record.offset = reader_offset(&w->reader);
    w->record.number++;
    clear_record(&w->record);
    if (got == GOT_FAILURE)
        PROBLEM(w, out, "the record at byte %llu: %s", offset_of(w), error->message);
    else
        PROBLEM(w, out, "at byte %llu %s record should begin, and none does", offset_of(w),
                w->arc ? "an ARC" : "a WARC");
    w->ended = search(w) != GOT_YES;
    return GOT_YES;
}

static Got tell_headers(Warc *w, Got got, const Error *error, Piece *out)
{
    if (got == GOT_FAILURE) {
        tell_failure(w, error, out);
        return GOT_YES;
    }
    PROBLEM(w, out, "the headers of the record at byte %llu do not end", offset_of(w));
    w->ended = got == GOT_END || search(w) != GOT_YES;
    return GOT_YES;
}

static Got next_record(Warc *w, Piece *out)
{
    Error error = w->failure;
    Got got = w->failed ? GOT_FAILURE : find_version(w, &error);
    w->failed = false;
    if (got == GOT_END) return GOT_END;
    if (got != GOT_YES) return tell_beginning(w, got, &error, out);
    got = read_headers(w, &error);
    return got == GOT_YES ? next_block(w, out) : tell_headers(w, got, &error, out);
}

static bool warc_next(Way *way, Piece *out)
{
    Warc *w = (Warc *)way;
    Got got = GOT_NO;
    while (!w->ended && got == GOT_NO) got = next_record(w, out);
    return got == GOT_YES;
}

static void warc_close(Way *way)
{
    Warc *w = (Warc *)way;
    clear_record(&w->record);
    reader_close(&w->reader);
    bytes_free(&w->line);
    bytes_free(&w->block);
    free(w->label);
    free(w->base);
    free(w);
}

static uint64_t size_of(Stream *stream)
{
    Opened *o = opened_of(stream);
    if (!o || !o->seek) return UINT64_MAX;
    int64_t size = o->seek(o, 0, SEEK_END);
    return size < 0 || o->seek(o, 0, SEEK_SET) ? UINT64_MAX : (uint64_t)size;
}

/* Packed or not: the first bytes tell. */
static Stream *unpacked(Stream *stream, const uint64_t **members)
{
    Opened *o = opened_of(stream);
    if (o && !opened_look(o)) {
        stream_close(stream);
        return NULL;
    }
    if (!sniff_gzip(stream->ahead, stream->ahead_size)) return stream;
    Opened *inflated = open_inflated(stream, false, members);
    return inflated ? &inflated->stream : NULL;
}

Way *way_warc(Stream *stream, const IntakeOptions *options, const char *label)
{
    const uint64_t *members = NULL;
    Opened *o = opened_of(stream);
    bool arc = (!o || opened_look(o)) && sniff_arc(stream->ahead, stream->ahead_size);
    Stream *records = unpacked(stream, &members);
    Warc *w = calloc(1, sizeof *w);
    if (!w || !records) {
        stream_close(records);
        free(w);
        return NULL;
    }
    w->way = (Way){warc_next, warc_close};
    w->options = options;
    w->label = strdup(label);
    w->base = id_of_label(label);
    w->size = size_of(records);
    w->arc = arc;
    bool ready = reader_init(&w->reader, records);
    w->reader.members = members;
    if (ready && w->label && w->base) return &w->way;
    warc_close(&w->way);
    return NULL;
}
