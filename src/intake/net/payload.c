/* An HTTP response as an archive keeps it: its head taken off, its encodings undone in place, no more than what fits.
 */
#include <strings.h>
#include <zlib.h>

#include "intake/net/net.h"

#define MOST_HEADERS 1000u

typedef struct Head {
    char type[256], coding[64], transfer[64];
} Head;

static void keep(Text value, char *to, size_t size)
{
    value = text_strip(value);
    if (value.size >= size) value.size = size - 1;
    memcpy(to, value.data, value.size);
    to[value.size] = 0;
}

static bool names(Text line, size_t colon, const char *name)
{
    return colon == strlen(name) && !strncasecmp(line.data, name, colon);
}

static void read_header(Text line, Head *head)
{
    const char *p = memchr(line.data, ':', line.size);
    if (!p) return;
    size_t colon = (size_t)(p - line.data);
    Text value = text_of(p + 1, line.size - colon - 1);
    if (names(line, colon, "Content-Type")) keep(value, head->type, sizeof head->type);
    if (names(line, colon, "Content-Encoding")) keep(value, head->coding, sizeof head->coding);
    if (names(line, colon, "Transfer-Encoding")) keep(value, head->transfer, sizeof head->transfer);
}

/* The line at *at without its end; false at the end of all. */
static bool next_line(Text all, size_t *at, Text *line)
{
    if (*at >= all.size) return false;
    const char *begin = all.data + *at, *end = memchr(begin, '\n', all.size - *at);
    size_t n = end ? (size_t)(end - begin) : all.size - *at;
    *at += n + (end != NULL);
    *line = text_of(begin, n && begin[n - 1] == '\r' ? n - 1 : n);
    return true;
}

/* "HTTP/1.1 200 OK" -> 200; 0 for what is no status line. */
static unsigned status_of(Text line)
{
    if (!text_starts(line, "HTTP/")) return 0;
    const char *p = memchr(line.data, ' ', line.size);
    size_t left = p ? line.size - (size_t)(p - line.data) : 0;
    if (left < 4) return 0;
    unsigned status = 0;
    for (size_t i = 1; i < 4; i++) {
        if (!char_is_digit((uint8_t)p[i])) return 0;
        status = status * 10 + (unsigned)(p[i] - '0');
    }
    return left > 4 && char_is_digit((uint8_t)p[4]) ? 0 : status;
}

static void cut_front(Bytes *b, size_t n)
{
    memmove(b->data, b->data + n, b->size - n);
    b->size -= n;
}

/* ---- chunks ---- */

/* The size that a chunk's first line says; false where it says none. */
static bool chunk_size(Text line, size_t *size)
{
    size_t n = 0;
    for (*size = 0; n < line.size && n < 15; n++) {
        int digit = hex_digit(line.data[n]);
        if (digit < 0) break;
        *size = *size * 16 + (size_t)digit;
    }
    return n && (n == line.size || line.data[n] == ';' || line.data[n] == ' ' || line.data[n] == '\t');
}

/* Some crawlers undo the chunks and leave the header that tells of them: then the body stays as it is. */
static void undo_chunks(Bytes *b)
{
    Text all = text_of(b->data, b->size), line;
    size_t at = 0, out = 0, size;
    for (bool first = true; next_line(all, &at, &line); first = false) {
        if (!line.size && !first) continue;
        if (!chunk_size(line, &size)) {
            if (first) return;
            break;
        }
        if (!size) break;
        if (size > all.size - at) size = all.size - at;
        memmove(b->data + out, b->data + at, size);
        out += size;
        at += size;
    }
    b->size = out;
}

/* ---- packing ---- */

/* At most `most` + 1 bytes. What is good of a damaged body is kept. */
static bool inflate_into(const Bytes *in, int window, size_t most, Bytes *out)
{
    z_stream z = {0};
    if (inflateInit2(&z, window) != Z_OK) return false;
    z.next_in = (Bytef *)in->data;
    z.avail_in = in->size < UINT32_MAX ? (uInt)in->size : UINT32_MAX;
    uint8_t part[16 << 10];
    int status = Z_OK;
    bool ok = true;
    while (ok && status == Z_OK && out->size <= most) {
        z.next_out = part;
        z.avail_out = sizeof part;
        status = inflate(&z, Z_NO_FLUSH);
        size_t n = sizeof part - z.avail_out, room = most + 1 - out->size;
        ok = bytes_add(out, part, n < room ? n : room);
    }
    inflateEnd(&z);
    return ok && (out->size || status == Z_STREAM_END);
}

/* "deflate" is zlib's form by the letter and raw in many a server's hands. A body that is not packed at all, since the
 * crawler undid that, stays. */
static bool unpack(Bytes *b, bool gzip, size_t most)
{
    static const int windows[] = {15 + 16, 15, -15};
    for (size_t i = gzip ? 0 : 1; i < (gzip ? 1 : COUNT(windows)); i++) {
        Bytes out = {0};
        if (inflate_into(b, windows[i], most, &out)) {
            bytes_free(b);
            *b = out;
            return true;
        }
        bytes_free(&out);
    }
    return false;
}

static bool is(const char *word, const char *what)
{
    return !strcasecmp(word, what);
}

static void undo_packing(Bytes *b, const char *coding, size_t most, Payload *out)
{
    if (!*coding || is(coding, "identity") || !b->size) return;
    bool gzip = is(coding, "gzip") || is(coding, "x-gzip"), deflate = is(coding, "deflate");
    if ((gzip || deflate) && unpack(b, gzip, most)) return;
    /* plain in spite of its header: markup and text show no control characters */
    for (size_t i = 0; i < b->size && i < 512; i++)
        if ((uint8_t)b->data[i] < 9 || ((uint8_t)b->data[i] > 13 && (uint8_t)b->data[i] < 32)) {
            keep(text_literal(coding), out->encoding, sizeof out->encoding);
            return;
        }
}

/* ---- all ---- */

static void read_charset(const char *type, char *charset, size_t size)
{
    *charset = 0;
    const char *p = strcasestr(type, "charset=");
    if (!p) return;
    p += 8;
    if (*p == '"' || *p == '\'') p++;
    keep(text_of(p, strcspn(p, "\"'; \t,")), charset, size);
}

IntakeFormat media_format(const char *type, char *charset, size_t size)
{
    static const struct {
        const char *name;
        IntakeFormat format;
    } all[] = {{"text/html", INTAKE_PAGE}, {"application/xhtml+xml", INTAKE_PAGE}, {"text/plain", INTAKE_TEXT}};
    size_t n = strcspn(type, "; \t,");
    read_charset(type, charset, size);
    for (size_t i = 0; i < COUNT(all); i++)
        if (strlen(all[i].name) == n && !strncasecmp(type, all[i].name, n)) return all[i].format;
    return INTAKE_ANY;
}

bool payload_read(Bytes *b, size_t most, Payload *out)
{
    *out = (Payload){0};
    Head head = {0};
    Text all = text_of(b->data, b->size), line;
    size_t at = 0;
    if (!next_line(all, &at, &line) || !(out->status = status_of(line))) return false;
    for (unsigned i = 0; i < MOST_HEADERS && next_line(all, &at, &line) && line.size; i++) read_header(line, &head);
    cut_front(b, at);
    if (out->status != 200) return true;
    out->format = media_format(head.type, out->charset, sizeof out->charset);
    if (is(head.transfer, "chunked")) undo_chunks(b);
    undo_packing(b, head.coding, most, out);
    if (!*head.type && sniff((const uint8_t *)b->data, b->size, NULL) == INTAKE_PAGE) out->format = INTAKE_PAGE;
    if (b->size > most) b->size = most + 1;
    return true;
}
