/* intake: whatever came -> articles, one after the other, with what was said of them.
 *
 *   PATH, URL, "-" ── intake_next ──> Piece ── piece_read ──> Found ──> sayso_article
 *                     one thread at a time:    side by side:
 *                     opens, fetches,          a page's text out of its HTML,
 *                     unpacks, cuts            an article out of a JSON object
 *
 * What costs is in the second half, so that it runs side by side. A file is never in memory whole unless it is one
 * article: archives, WARC, JSON Lines and feeds are streamed, and a piece holds at most `max_article` + 1 bytes of an
 * article (a page or a JSON object: PAGE_FACTOR times that), enough to know that there are too many.
 *
 * Nothing is lost and nothing stops the rest: what cannot be read comes out in its turn, as a piece with a sentence
 * that names the place and the remedy. */
#ifndef SAYSO_INTAKE_H
#define SAYSO_INTAKE_H

#include <sys/types.h>

#include "base/base.h"

typedef enum IntakeFormat {
    INTAKE_ANY,     /* told by looking */
    INTAKE_TEXT,    /* plain text, one article */
    INTAKE_PAGE,    /* HTML5, one article */
    INTAKE_FEED,    /* RSS 0.9x to 2.0, RSS 1.0, Atom 1.0: an article an item */
    INTAKE_JSON,    /* one JSON value: an object is an article, of an array each object is one */
    INTAKE_JSONL,   /* an object a line */
    INTAKE_NINJS,   /* IPTC ninjs 1 to 3, one object, an array or a line each */
    INTAKE_RECORD,  /* sayso's own records: their text and what `article` says of it, to be read anew */
    INTAKE_TABLE,   /* CSV, TSV and the like: a row an article */
    INTAKE_SGML,    /* as Gigaword and TREC have it: a <DOC> an article */
    INTAKE_PDF,     /* one article, its text by pdftotext */
    INTAKE_WARC,    /* WARC 0.17 to 1.1 and ARC, also a gzip member a record: a page or text a response */
    INTAKE_ARCHIVE, /* .zip, .tar and whatever else libarchive opens, and single compressed files */
    INTAKE_FORMATS
} IntakeFormat;

/* "page"; static. */
const char *intake_format_name(IntakeFormat format);

/* Where an article's parts stand in a JSON object: names joined by points, as in "content.body"; in a table, the
 * column's name, or its number where the table has no names. */
typedef enum IntakeField {
    FIELD_TEXT, FIELD_ID, FIELD_URL, FIELD_TITLE, FIELD_OUTLET, FIELD_BYLINE, FIELD_PUBLISHED, INTAKE_FIELDS
} IntakeField;
extern const char *const intake_field_names[INTAKE_FIELDS]; /* "text", "id", … */

typedef struct IntakePlace { /* a file's identity, however it is named */
    bool known;
    dev_t device;
    ino_t number;
} IntakePlace;

typedef struct IntakeFetch { /* how the fetching of a URL went */
    const char *url;     /* as it was named */
    unsigned status;     /* of HTTP, the last answer's; 0: there was none */
    bool unchanged;
    int64_t retry_after; /* seconds that the host asks to wait; 0: none are told */
    int64_t max_age;     /* seconds for which its answer is good; 0: none are told */
    const char *problem; /* NULL: it came */
} IntakeFetch;

/* What is learnt of hosts (robots.txt, when each was last asked), kept from one intake to the next; of one at a time. It waits for no
 * host that asks to come again later: IntakeFetch tells. pace: all pauses are so many times as short, 1 unless one tests. */
typedef struct IntakeHosts IntakeHosts;
IntakeHosts *intake_hosts_open(unsigned pace); /* NULL: no memory */
void intake_hosts_close(IntakeHosts *hosts);   /* NULL is allowed */

typedef struct IntakeOptions {
    const char *const *inputs; /* paths, http and https URLs, "-"; borrowed until intake_close */
    size_t input_count;        /* 0: standard input alone */
    IntakeFormat format;
    const char *fields[INTAKE_FIELDS]; /* NULL: the names that are usual */
    size_t max_article;                /* bytes */
    bool recursive;                    /* the folders in a folder are read, too */
    bool follow;                       /* a feed's pages are fetched, and they are the articles */
    bool allow_private;                /* addresses of private networks may be fetched */
    IntakePlace output;                /* skipped in folders: it would be read the next time */
    /* ETag and Last-Modified of an earlier fetch, for conditional requests. NULL: none are kept. `load` fills at most
     * `size` bytes each and says whether there was one; `keep` is told after a page was delivered. */
    bool (*load_visit)(void *context, const char *url, char *etag, char *modified, size_t size);
    void (*keep_visit)(void *context, const char *url, const char *etag, const char *modified);
    void *visit_context;
    IntakeHosts *hosts; /* NULL: nothing is kept */
    void (*tell_fetch)(void *context, const IntakeFetch *fetch); /* NULL: nobody asks */
    void *fetch_context;
} IntakeOptions;

/* One article as it came, or the sentence that says why there is none. All strings are owned, NULL where unknown. */
typedef struct Piece {
    IntakeFormat format; /* TEXT, PAGE, JSON, NINJS or RECORD: how `bytes` are to be read */
    char *label;         /* for messages: "FILE", "FILE: MEMBER", "FILE: line 17", a URL, "standard input" */
    char *id;            /* the caller's name for it: a file's name without its ending, "stdin", a feed item's id */
    char *data;
    size_t size;
    uint64_t length;     /* how long it is where only its beginning was read; 0: not known */
    /* what the way in already knows: a feed's item, a response's headers, a WARC record's */
    char *url, *title, *outlet, *byline, *published;
    char *list;          /* JSON: the path of the list that it is an item of */
    char *from;          /* the address that it was fetched from, by us; NULL: what lies here says it all */
    char *charset;       /* of an HTTP response's Content-Type */
    bool fragment;       /* PAGE: HTML that is the article's text alone (a feed's item): nothing is chosen of it */
    char *problem;       /* a sentence: it cannot be read */
    bool remark;         /* the problem is none, but a word to who reads along: nothing is lost that was asked for */
    bool unchanged;      /* not fetched again: the server says it is as it was; no problem and no bytes */
    IntakePlace place;   /* the file's that it lies in */
} Piece;

typedef struct Intake Intake;
Status intake_open(const IntakeOptions *options, Intake **out, Error *error);
/* The next piece, to be freed by piece_free; false at the end. One thread at a time. */
bool intake_next(Intake *intake, Piece *out);
void intake_close(Intake *intake); /* NULL is allowed */
/* Several articles may come. */
bool intake_is_many(const IntakeOptions *options);
bool intake_fetches(const IntakeOptions *options); /* it may ask hosts */
void piece_free(Piece *piece);

/* What an article is made of. Strings lie in the arena, or in the piece, and may be empty. */
typedef struct Found {
    Text text; /* as bytes: UTF-8 unless it is INTAKE_TEXT, which the library decodes */
    Text id, url, title, outlet, byline;
    /* What it is known by: who wrote it chooses what it calls itself, but not where it was fetched. Its URL; what was
     * fetched elsewhere than on its URL's registrable domain: the address and, of many there, a blank and its URL.
     * Empty: its text */
    Text identity;
    Text told;           /* the URL that it calls itself where that is another's; else empty */
    bool fetched;
    Text published;      /* YYYY-MM-DD or empty */
    Text warnings[4];    /* sentences */
    uint32_t warning_count;
} Found;

/* Reads a piece without a problem: safe to call from any thread. SAYSO_ERROR_INPUT where it holds no article,
 * SAYSO_ERROR_LIMIT where it is too long, but for TEXT, which the library judges; the sentence does not name the piece.
 * `options` as intake_open had them. */
Status piece_read(const Piece *piece, const IntakeOptions *options, Arena *arena, Found *out, Error *error);

#endif
