/* net: http and https by libcurl (fetch.c), as robots.txt asks (robots.c), to no private address (address.c); and an HTTP
 * response out of its bytes, fetched or kept (payload.c). */
#ifndef SAYSO_INTAKE_NET_H
#define SAYSO_INTAKE_NET_H

#include "intake/cut/cut.h"

typedef struct Fetcher Fetcher; /* a libcurl handle, the robots.txt of the hosts seen, when each was last asked */
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
/* The one that is kept there, which fetches as `options` say from now on; NULL: no memory. Not the caller's. */
Fetcher *hosts_fetcher(IntakeHosts *hosts, const IntakeOptions *options);

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

/* ---- an HTTP response out of its bytes ---- */
typedef struct Payload {
    unsigned status;
    IntakeFormat format; /* PAGE, TEXT, or ANY for what is neither */
    char charset[64];
    char encoding[32]; /* that nobody here can undo; "" */
} Payload;
/* Takes head and encodings off `block`, leaving the body's first `most` bytes at most. false: it is no response, or
 * memory ran out (then block->data is NULL). */
bool payload_read(Bytes *block, size_t most, Payload *out);
/* PAGE, TEXT or ANY, and the charset, of a Content-Type. */
IntakeFormat media_format(const char *type, char *charset, size_t size);

#endif
