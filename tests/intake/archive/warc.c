/* WARC files written by hand: what becomes a piece, what a response's encodings come to, and what is left of a file
 * whose records lie. */
#include <zlib.h>

#include "intake/ways.h"

/* ---- writing ---- */

typedef struct Out {
    char *data;
    size_t size, room;
} Out;

static Out out_open(void)
{
    return (Out){0};
}

static void put(Out *out, const void *data, size_t size)
{
    if (out->size + size >= out->room) {
        out->room = 2 * (out->size + size) + 1;
        out->data = realloc(out->data, out->room);
        assert_non_null(out->data);
    }
    memcpy(out->data + out->size, data, size);
    out->size += size;
    out->data[out->size] = 0;
}
static void put_text(Out *out, const char *text)
{
    put(out, text, strlen(text));
}
static void out_free(Out *out)
{
    free(out->data);
    *out = (Out){0};
}

/* A record whose header says `said` as its Content-Length; NULL: the truth, "": none. */
static void put_record(Out *out, const char *type, const char *media, const char *uri, const char *block, size_t size,
                       const char *said)
{
    char head[1024], truth[32];
    snprintf(truth, sizeof truth, "%zu", size);
    int n = snprintf(head, sizeof head,
                     "WARC/1.1\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\n"
                     "WARC-Date: 2026-03-07T10:00:00Z\r\nContent-Type: %s\r\n",
                     type, uri, media);
    put(out, head, (size_t)n);
    if (!said || *said) {
        put_text(out, "Content-Length: ");
        put_text(out, said ? said : truth);
        put_text(out, "\r\n");
    }
    put_text(out, "\r\n");
    put(out, block, size);
    put_text(out, "\r\n\r\n");
}

static void put_page(Out *out, const char *uri, const char *block, const char *said)
{
    put_record(out, "response", "application/http; msgtype=response", uri, block, strlen(block), said);
}

#define PAGE(words) "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html>" words

static void put_gzip(Out *out, const void *data, size_t size, int window)
{
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY), Z_OK);
    uLong bound = deflateBound(&z, (uLong)size);
    uint8_t *packed = malloc(bound), *in = malloc(size + 1);
    assert_true(packed && in);
    memcpy(in, data, size);
    z.next_in = in;
    z.avail_in = (uInt)size;
    z.next_out = packed;
    z.avail_out = (uInt)bound;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    put(out, packed, z.total_out);
    deflateEnd(&z);
    free(packed);
    free(in);
}

static void assert_file(const Out *file, const char *expected)
{
    write_file("crawl.warc", file->data, file->size);
    assert_said("crawl.warc", expected);
}

/* ---- what becomes a piece ---- */

static void takes_pages_and_text(void **state)
{
    (void)state;
    Out out = out_open();
    put_record(&out, "warcinfo", "application/warc-fields", "", BYTES("software: none\r\n"), NULL);
    put_page(&out, "https://halmere.example/1", PAGE("One."), NULL);
    put_record(&out, "request", "application/http; msgtype=request", "https://halmere.example/1",
               BYTES("GET / HTTP/1.1\r\n\r\n"), NULL);
    put_page(&out, "https://halmere.example/2", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\nNo.", NULL);
    put_page(&out, "https://halmere.example/3", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG", NULL);
    put_page(&out, "https://halmere.example/4", "HTTP/1.0 200\r\ncontent-TYPE:text/plain\r\n\r\nFour.", NULL);
    put_page(&out, "https://halmere.example/5", "HTTP/2 200 OK\r\n\r\n<!doctype html>Five.", NULL);
    put_record(&out, "resource", "text/html", "https://halmere.example/6", BYTES("<html>Six."), NULL);
    put_record(&out, "conversion", "text/plain", "https://halmere.example/7", BYTES("Seven."), NULL);
    put_record(&out, "resource", "application/pdf", "https://halmere.example/8", BYTES("%PDF"), NULL);
    put_record(&out, "metadata", "text/plain", "https://halmere.example/9", BYTES("no"), NULL);
    put_text(&out,
             "WARC/1.0\nwarc-type: response\nWARC-Record-ID: <urn:uuid:0b1c>\nWARC-Target-URI: <https://a.example/>\n"
             "Content-Type: application/http\nContent-Length: 44\n\n"
             "HTTP/1.1 200 OK\nContent-Type:text/html\n\nTen.\n\n");
    static const char expected[] =
        "crawl.warc: record 2 [crawl-2] page '<html>One.' <https://halmere.example/1> (utf-8)\n"
        "crawl.warc: record 6 [crawl-6] text 'Four.' <https://halmere.example/4>\n"
        "crawl.warc: record 7 [crawl-7] page '<!doctype html>Five.' <https://halmere.example/5>\n"
        "crawl.warc: record 8 [crawl-8] page '<html>Six.' <https://halmere.example/6>\n"
        "crawl.warc: record 9 [crawl-9] text 'Seven.' <https://halmere.example/7>\n"
        "crawl.warc: record 12 [0b1c] page 'Ten.' <https://a.example/>\n";
    assert_file(&out, expected);
    Out packed = out_open();
    put_gzip(&packed, out.data, out.size, 15 + 16);
    assert_file(&packed, expected);
    out_free(&packed);
    /* members of 100 bytes, which end wherever they do */
    for (size_t at = 0; at < out.size; at += 100)
        put_gzip(&packed, out.data + at, out.size - at < 100 ? out.size - at : 100, 15 + 16);
    assert_file(&packed, expected);
    out_free(&packed);
    out_free(&out);
}

static void put_encoded(Out *out, const char *header, const void *body, size_t size)
{
    Out block = out_open();
    put_text(&block, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n");
    put_text(&block, header);
    put_text(&block, "\r\n");
    put(&block, body, size);
    put_record(out, "response", "application/http", "u", block.data, block.size, NULL);
    out_free(&block);
}

static void undoes_encodings(void **state)
{
    (void)state;
    Out out = out_open(), zipped = out_open(), zlib = out_open(), raw = out_open(), both = out_open();
    put_gzip(&zipped, BYTES("<p>Packed."), 15 + 16);
    put_gzip(&zlib, BYTES("<p>Packed."), 15);
    put_gzip(&raw, BYTES("<p>Packed."), -15);
    char size[16];
    snprintf(size, sizeof size, "%zx\r\n", zipped.size);
    put_text(&both, size);
    put(&both, zipped.data, zipped.size);
    put_text(&both, "\r\n0\r\n\r\n");
    put_encoded(&out, "Transfer-Encoding: chunked\r\n",
                BYTES("4\r\n<p>C\r\n6;a=b\r\nhunks.\r\n0\r\nTrailer: x\r\n\r\n"));
    put_encoded(&out, "Transfer-Encoding: chunked\r\n", BYTES("<p>No chunks."));
    put_encoded(&out, "Transfer-Encoding: chunked\r\n", BYTES("4\r\n<p>C\r\nffffffffffffff\r\nut off"));
    put_encoded(&out, "Content-Encoding: gzip\r\n", zipped.data, zipped.size);
    put_encoded(&out, "Content-Encoding: deflate\r\n", zlib.data, zlib.size);
    put_encoded(&out, "Content-Encoding: deflate\r\n", raw.data, raw.size);
    put_encoded(&out, "Content-Encoding: gzip\r\n", BYTES("<p>Plain."));
    put_encoded(&out, "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", both.data, both.size);
    put_encoded(&out, "Content-Encoding: br\r\n", BYTES("\x1\x2\x3"));
    put_encoded(&out, "Content-Encoding: gzip\r\n", zipped.data, zipped.size - 6);
    assert_file(&out, "crawl.warc: record 1 [crawl-1] page '<p>Chunks.' <u>\n"
                      "crawl.warc: record 2 [crawl-2] page '<p>No chunks.' <u>\n"
                      "crawl.warc: record 3 [crawl-3] page '<p>Cut off' <u>\n"
                      "crawl.warc: record 4 [crawl-4] page '<p>Packed.' <u>\n"
                      "crawl.warc: record 5 [crawl-5] page '<p>Packed.' <u>\n"
                      "crawl.warc: record 6 [crawl-6] page '<p>Packed.' <u>\n"
                      "crawl.warc: record 7 [crawl-7] page '<p>Plain.' <u>\n"
                      "crawl.warc: record 8 [crawl-8] page '<p>Packed.' <u>\n"
                      "crawl.warc: record 9 [crawl-9] ! its Content-Encoding, br, cannot be undone here\n"
                      "crawl.warc: record 10 [crawl-10] page '<p>Packed.' <u>\n");
    out_free(&zipped), out_free(&zlib), out_free(&raw), out_free(&both), out_free(&out);
}

static void keeps_no_more_than_tells_too_much(void **state)
{
    (void)state;
    Out out = out_open(), body = out_open(), bomb = out_open();
    for (int i = 0; i < 100000; i++) put_text(&body, "0123456789");
    put_gzip(&bomb, body.data, body.size, 15 + 16);
    put_record(&out, "resource", "text/plain", "u", body.data, body.size, NULL);
    put_encoded(&out, "Content-Encoding: gzip\r\n", bomb.data, bomb.size);
    put_page(&out, "u", PAGE("Last."), NULL);
    write_file("crawl.warc", out.data, out.size);
    Said said = said_by_one("crawl.warc", INTAKE_ANY, 1000);
    assert_int_equal(said.pieces, 3);
    assert_int_equal(said.problems, 0);
    assert_int_equal(said.bytes, 1001 + 8001 + strlen("<html>Last."));
    assert_non_null(strstr(said.text, " of 1000000 "));
    free(said.text);
    out_free(&bomb), out_free(&body), out_free(&out);
}

/* What is not for us is passed without reading it, where it can be: a record of megabytes, and one that ends beyond. */
static void passes_long_records(void **state)
{
    (void)state;
    size_t size = 3u << 20;
    char *film = calloc(1, size);
    assert_non_null(film);
    Out out = out_open();
    put_record(&out, "resource", "video/mp4", "u1", film, size, NULL);
    put_page(&out, "u2", PAGE("Two."), NULL);
    put_record(&out, "resource", "video/mp4", "u3", film, size, "2000000");
    put_page(&out, "u4", PAGE("Four."), NULL);
    put_record(&out, "resource", "video/mp4", "u5", film, size, "4000000");
    put_page(&out, "u6", PAGE("Six."), NULL);
    write_file("crawl.warc", out.data, out.size);
    Said said = said_by_one("crawl.warc", INTAKE_ANY, 1000);
    assert_int_equal(said.pieces, 5);
    assert_int_equal(said.problems, 2);
    assert_true(strstr(said.text, "<u2> (utf-8)\n") && strstr(said.text, "<u4> (utf-8)\n") &&
                strstr(said.text, "<u6> (utf-8)\n"));
    assert_non_null(strstr(said.text, "does not end where it says, after 2000000 bytes"));
    assert_non_null(strstr(said.text, "says that it has 4000000 bytes, and only 3"));
    free(said.text);
    free(film);
    out_free(&out);
}

/* ---- lies ---- */

static void passes_lengths_that_are_none(void **state)
{
    (void)state;
    static const struct {
        const char *said, *sentence;
    } cases[] = {
        {"-5", "says that its length is '-5', which is none; it is left out"},
        {"", "has no Content-Length; it is left out"},
        {"99999999999999999999999", "says that its length is '99999999999999999999999', which is none; it is left out"},
        {"0x20", "says that its length is '0x20', which is none; it is left out"},
        {"1 2", "says that its length is '1 2', which is none; it is left out"},
        {"999999999999999999", NULL},
        {"7", NULL},
        {"300", NULL},
        {"7\r\nContent-Length: 8", "says that its length is '8', which is none; it is left out"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        Out out = out_open();
        char expected[1024], sentence[256];
        put_page(&out, "https://halmere.example/1", PAGE("First."), NULL);
        size_t at = out.size;
        put_page(&out, "https://halmere.example/2", PAGE("The liar."), cases[i].said);
        put_page(&out, "https://halmere.example/3", PAGE("Third."), NULL);
        put_page(&out, "https://halmere.example/4", PAGE("Fourth."), NULL);
        size_t block = (size_t)(strstr(strstr(out.data + at, "Content-Type"), "\r\n\r\n") + 4 - out.data);
        if (cases[i].sentence)
            snprintf(sentence, sizeof sentence, "the record at byte %zu %s", at, cases[i].sentence);
        else if (strlen(cases[i].said) > 3)
            snprintf(sentence, sizeof sentence,
                     "the record at byte %zu says that it has %s bytes, and only %zu are there; it is left out", at,
                     cases[i].said, out.size - block);
        else
            snprintf(sentence, sizeof sentence,
                     "the record at byte %zu does not end where it says, after %s bytes; it is left out", at,
                     cases[i].said);
        snprintf(expected, sizeof expected,
                 "crawl.warc: record 1 [crawl-1] page '<html>First.' <https://halmere.example/1> (utf-8)\n"
                 "crawl.warc: record 2 [crawl-2] ! %s\n"
                 "crawl.warc: record 3 [crawl-3] page '<html>Third.' <https://halmere.example/3> (utf-8)\n"
                 "crawl.warc: record 4 [crawl-4] page '<html>Fourth.' <https://halmere.example/4> (utf-8)\n",
                 sentence);
        assert_file(&out, expected);
        out_free(&out);
    }
}

/* A member a record: a lie does not reach over the member's end. */
static void believes_a_members_end(void **state)
{
    (void)state;
    static const char *const lies[] = {"7", "300", "999999999999999999"};
    for (size_t i = 0; i < COUNT(lies); i++) {
        Out file = out_open();
        for (int record = 1; record <= 3; record++) {
            Out out = out_open();
            put_page(&out, "u", record == 2 ? PAGE("The liar.") : PAGE("Honest."), record == 2 ? lies[i] : NULL);
            put_gzip(&file, out.data, out.size, 15 + 16);
            out_free(&out);
        }
        write_file("crawl.warc.gz", file.data, file.size);
        out_free(&file);
        Said said = said_by_one("crawl.warc.gz", INTAKE_ANY, 1000);
        assert_int_equal(said.pieces, 3);
        assert_int_equal(said.problems, 1);
        assert_non_null(strstr(said.text, "record 2 [crawl.warc-2] ! the record at byte "));
        assert_non_null(strstr(said.text, "record 3 [crawl.warc-3] page '<html>Honest.'"));
        free(said.text);
    }
}

/* A page may say what it likes of records: where the lengths hold, it makes none. */
static void makes_no_record_of_a_pages_words(void **state)
{
    (void)state;
    static const char forged[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nTrue.\r\n\r\nWARC/1.0\r\n"
                                 "WARC-Type: resource\r\nWARC-Target-URI: https://trusted.example/\r\n"
                                 "Content-Type: text/plain\r\nContent-Length: 7\r\n\r\nForged.\r\n\r\n";
    Out out = out_open();
    put_page(&out, "https://halmere.example/1", forged, NULL);
    put_page(&out, "https://halmere.example/2", PAGE("Next."), NULL);
    write_file("crawl.warc", out.data, out.size);
    out_free(&out);
    Said said = said_by_one("crawl.warc", INTAKE_ANY, 1000);
    assert_int_equal(said.pieces, 2);
    assert_int_equal(said.problems, 0);
    assert_null(strstr(said.text, "<https://trusted.example/>"));
    free(said.text);
}

static void goes_on_behind_damage(void **state)
{
    (void)state;
    Out file = out_open();
    size_t ends[5] = {0};
    for (int record = 1; record <= 4; record++) {
        Out out = out_open();
        char uri[16];
        snprintf(uri, sizeof uri, "u%d", record);
        put_page(&out, uri, PAGE("In the harbour of Port Vellan nothing moved on Friday."), NULL);
        put_gzip(&file, out.data, out.size, 15 + 16);
        ends[record] = file.size;
        out_free(&out);
    }
    const char *input = "crawl.warc.gz";
    for (size_t at = ends[1] + 12; at < ends[2] - 1; at += 7) {
        char before = file.data[at];
        file.data[at] = (char)~before;
        write_file(input, file.data, file.size);
        file.data[at] = before;
        Said said = said_by_one(input, INTAKE_ANY, 1000);
        assert_non_null(strstr(said.text, "<u1>"));
        assert_non_null(strstr(said.text, "<u3>"));
        assert_non_null(strstr(said.text, "<u4>"));
        assert_true(said.problems >= 1);
        free(said.text);
    }
    for (size_t size = ends[3] + 4; size < ends[4]; size += 11) { /* cut off within the last */
        write_file(input, file.data, size);
        Said said = said_by_one(input, INTAKE_ANY, 1000);
        assert_int_equal(said.pieces, 4);
        assert_int_equal(said.problems, 1);
        assert_non_null(strstr(said.text, "! the record at byte "));
        assert_non_null(strstr(said.text, "cut off"));
        free(said.text);
    }
    out_free(&file);
}

static void survives_anything(void **state)
{
    (void)state;
    Out out = out_open(), packed = out_open();
    put_page(&out, "u", PAGE("One."), NULL);
    put_encoded(&out, "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", BYTES("4\r\n<p>C\r\n0\r\n\r\n"));
    put_page(&out, "u", PAGE("Two."), "300");
    put_gzip(&packed, out.data, out.size, 15 + 16);
    uint64_t random = 11;
    for (int round = 0; round < 1500; round++) {
        const Out *from = round % 2 ? &out : &packed;
        size_t size = round % 5 ? from->size : unit_below(&random, (uint32_t)from->size) + 1;
        char *copy = malloc(size);
        assert_non_null(copy);
        memcpy(copy, from->data, size);
        for (int i = 0; i < 3; i++) copy[unit_below(&random, (uint32_t)size)] = (char)unit_random(&random);
        write_file("crawl", copy, size);
        free(copy);
        const char *input = "crawl";
        Said said = said_by_one(input, INTAKE_WARC, 1000);
        assert_true(said.pieces <= 20);
        free(said.text);
    }
    out_free(&out), out_free(&packed);
    static const char *const odd[] = {"",
                                      "WARC/1.0",
                                      "WARC/1.0\r\n",
                                      "WARC/1.0\r\n\r\n",
                                      "\r\n\r\n",
                                      "WARC/9.9\r\n\r\n",
                                      "WARC/1.0\r\nContent-Length: 0\r\n\r\n",
                                      "WARC/1.0\r\n:\r\n::\r\n \r\n\r\n"};
    for (size_t i = 0; i < COUNT(odd); i++) {
        write_text("crawl", odd[i]);
        Said said = said_by_one("crawl", INTAKE_WARC, 1000);
        assert_true(said.pieces <= 1 && said.problems == said.pieces);
        free(said.text);
    }
}

/* Headers without an end take no memory, and a record behind them is found. */
static void ends_endless_headers(void **state)
{
    (void)state;
    Out out = out_open();
    put_text(&out, "WARC/1.0\r\nX: ");
    for (int i = 0; i < 20000; i++) put_text(&out, "0123456789");
    put_text(&out, "\r\n");
    for (int i = 0; i < 20000; i++) put_text(&out, "X: y\r\n");
    put_text(&out, "\r\n");
    put_page(&out, "u", PAGE("Found."), NULL);
    assert_file(&out, "crawl.warc: record 1 [crawl-1] ! the headers of the record at byte 0 do not end\n"
                      "crawl.warc: record 2 [crawl-2] page '<html>Found.' <u> (utf-8)\n");
    out_free(&out);
}

/* What crawlers of before 2009 wrote, and what wget and browsertrix write for themselves. */
static void reads_arc(void **state)
{
    (void)state;
    static const char first[] = "filedesc://x.arc 127.0.0.1 20260305000000 text/plain 20\n1 0 LiveWeb Capture\n\n";
    static const char *const records[] = {
        "http://a.example/1 127.0.0.1 20260305000000 text/html 74\n" PAGE("One. Two.") "\n",
        "http://a.example/robots.txt 127.0.0.1 20260305000000 text/plain 48\nHTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nNo.\n",
        "dns:a.example 127.0.0.1 20260305000000 text/dns 3\nabc\n",
        "http://a.example/2 127.0.0.1 20260305000000 text/plain 200 - - 0 x.arc 6\nThree.\n",
        "http://a.example/3 127.0.0.1 20260305000000 text/plain 999\nFour.",
    };
    Out out = out_open(), packed = out_open();
    put_text(&out, first);
    put_gzip(&packed, first, sizeof first - 1, 15 + 16);
    for (size_t i = 0; i < COUNT(records); i++) {
        put_text(&out, records[i]);
        put_gzip(&packed, records[i], strlen(records[i]), 15 + 16);
    }
    write_file("a.arc", out.data, out.size);
    write_file("b.arc.gz", packed.data, packed.size);
    static const char *const names[] = {"a.arc", "b.arc.gz"};
    for (size_t i = 0; i < COUNT(names); i++) {
        Said said = said_by_one(names[i], INTAKE_ANY, 1000);
        assert_int_equal(said.pieces, 3);
        assert_int_equal(said.problems, 1);
        assert_non_null(strstr(said.text, ": record 2 ["));
        assert_non_null(strstr(said.text, "] page '<html>One. Two.' <http://a.example/1> (utf-8)\n"));
        assert_non_null(strstr(said.text, "] text 'Three.' <http://a.example/2>\n"));
        assert_non_null(strstr(said.text, "says that it has 999 bytes, and only 5 are there; it is left out\n"));
        free(said.text);
    }
    out_free(&out);
    out_free(&packed);
}

static void passes_what_crawlers_write_for_themselves(void **state)
{
    (void)state;
    Out out = out_open();
    put_text(&out, "WARC/0.18\r\nWARC-Type: warcinfo\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n"
                   "WARC/0.17\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nOne.\r\n\r\n");
    static const char *const uris[] = {"metadata://gnu.org/software/wget/warc/MANIFEST.txt",
                                       "<metadata://gnu.org/software/wget/warc/wget_arguments.txt>",
                                       "metadata://gnu.org/software/wget/warc/wget.log", "urn:text:https://a.example/1",
                                       "https://a.example/robots.txt"};
    for (size_t i = 0; i < COUNT(uris); i++) put_record(&out, "resource", "text/plain", uris[i], "No.", 3, NULL);
    put_page(&out, "https://a.example/robots.txt", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nNo.", NULL);
    put_page(&out, "https://a.example/robots.txt/news", PAGE("Two."), NULL);
    write_file("a.warc", out.data, out.size);
    assert_said("a.warc", "a.warc: record 2 [a-2] text 'One.'\n"
                          "a.warc: record 9 [a-9] page '<html>Two.' <https://a.example/robots.txt/news> (utf-8)\n");
    out_free(&out);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, ways_begin, ways_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(takes_pages_and_text),
        IN_FOLDER(undoes_encodings),
        IN_FOLDER(keeps_no_more_than_tells_too_much),
        IN_FOLDER(passes_long_records),
        IN_FOLDER(passes_lengths_that_are_none),
        IN_FOLDER(believes_a_members_end),
        IN_FOLDER(makes_no_record_of_a_pages_words),
        IN_FOLDER(goes_on_behind_damage),
        IN_FOLDER(reads_arc),
        IN_FOLDER(passes_what_crawlers_write_for_themselves),
        IN_FOLDER(survives_anything),
        IN_FOLDER(ends_endless_headers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
