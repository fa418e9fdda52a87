/* The ways in among themselves.
 *
 *   intake.c   the arguments one after the other; folders; which format it is (sniff.c)
 *   opened.c   bytes from a file, standard input, an archive's member, the network: all are a Stream
 *   gzip.c                            gzip's members inflated, behind a damaged one too
 *   archive.c warc.c lines.c table.c feed.c   a stream cut into pieces (cut.h: what they share)
 *   look.c                            what kind of table it is
 *   kind.c                            what XML is refused by name
 *   office.c                          the text of a .docx or .odt
 *   book.c sheet.c                    a spreadsheet's sheets; a sheet's rows as CSV, for table.c
 *   spool.c                           what is read more than once
 *   wide.c                            UTF-16 -> UTF-8
 *   payload.c                         an HTTP response out of a WARC's record
 *   piece.c                           labels, problems, what is read out of a piece
 *   wash.c                            a feed's bytes -> XML that libxml2 reads
 *   fetch.c robots.c address.c        http and https by libcurl
 *   page/                             a page's article; whose a URL is
 *   object/                           an article in a JSON object; where a list of them is; what is mended
 *   word/                             dates of whatever form -> YYYY-MM-DD; what is asked of words */
#ifndef SAYSO_INTAKE_INTERNAL_H
#define SAYSO_INTAKE_INTERNAL_H

#include "intake/intake.h"
#include "intake/object/object.h"
#include "intake/page/page.h"
#include "intake/word/word.h"

#define PAGE_FACTOR 8u /* a page or a JSON object may be so many times as long as an article */

/* ---- bytes from wherever ---- */
/* Reads at most `size` bytes into `data`: how many, 0 at the end, -1 on a failure, which `error` then tells. */
typedef struct Stream Stream;
struct Stream {
    ssize_t (*read)(Stream *stream, void *data, size_t size, Error *error);
    void (*close)(Stream *stream); /* may be NULL */
    /* what was looked at and is read again first */
    const uint8_t *ahead;
    size_t ahead_size;
};

/* ---- a way in that yields many pieces ---- */
typedef struct Way Way;
struct Way {
    bool (*next)(Way *way, Piece *out); /* false at the end; a failure is a piece with a problem, then the end */
    void (*close)(Way *way);
};

/* Each takes the stream over and closes it. `label` names it in messages, `depth` counts archives in archives.
 * NULL when memory ran out. */
Way *way_warc(Stream *stream, const IntakeOptions *options, const char *label);
Way *way_archive(Stream *stream, const IntakeOptions *options, const char *label, unsigned depth);
Way *way_lines(Stream *stream, const IntakeOptions *options, const char *label, IntakeFormat format);
/* `list`: the path of the list whose items they are, in an object; NULL: none. Taken over. */
Way *way_array(Stream *stream, const IntakeOptions *options, const char *label, IntakeFormat format, char *list);
/* A row an article, each an object in JSON. */
Way *way_table(Stream *stream, const IntakeOptions *options, const char *label);
Way *way_feed(Stream *stream, const IntakeOptions *options, const char *label, const char *url);
typedef struct Fetcher Fetcher; /* a libcurl handle, the robots.txt of the hosts seen, when each was last asked */
/* As way_feed, and the items' pages are fetched by `fetcher`, which is borrowed, so that the second between two
 * requests to a host is kept over feed and pages. */
Way *way_feed_by(Stream *stream, const IntakeOptions *options, const char *label, const char *url,
                 Fetcher *fetcher);

/* ---- the network ---- */
Fetcher *fetcher_open(const IntakeOptions *options);
void fetcher_close(Fetcher *fetcher);
/* Fetches `url` into `out`: bytes, charset, url (the last of the redirects), id, format by Content-Type and look, or a
 * problem, or `unchanged`. At most PAGE_FACTOR * max_article + 1 bytes. */
void fetcher_get(Fetcher *fetcher, const char *url, Piece *out);
bool is_url(const char *input);
/* What it waits for; milliseconds. Tests give their own. */
typedef struct FetchPace {
    uint32_t connect, whole, stall; /* at most: for a connection, a response, one under 100 bytes a second */
    uint32_t gap;                   /* at least, from the end of one request to a host to the next */
    uint32_t crawl_delay, retry;    /* at most, of what a host asks for */
} FetchPace;
Fetcher *fetcher_open_at(const IntakeOptions *options, const FetchPace *pace);

/* robots.txt as RFC 9309 reads it: what it asks of `product`. NULL when memory ran out. */
typedef struct Robots Robots;
Robots *robots_read(Text file, const char *product);
bool robots_allow(const Robots *robots, Text path); /* `path` with its query; NULL robots allow all */
uint32_t robots_delay(const Robots *robots);        /* milliseconds between requests; 0: none is asked for */
size_t robots_size(const Robots *robots);           /* bytes of memory */
void robots_free(Robots *robots);                   /* NULL is allowed */

/* What no host of the public network has: loopback, private, link-local, shared, multicast, reserved. */
struct sockaddr;
bool address_is_private(const struct sockaddr *address);

/* ---- formats by looking ---- The first bytes (at least 4 KiB where there are so many) and the name. */
IntakeFormat sniff(const uint8_t *data, size_t size, const char *name);


#endif
