/* gzip members one after the other, by zlib. libarchive unpacks them as well, but cannot go on behind a damaged one,
 * and does not tell where one ends: in a WARC that is where a record does, whatever its header says. */
#include <zlib.h>

#include "intake/cut/cut.h"

#define MOST_RETURNS 64u      /* so many members' damage is looked for closely */
#define GZIP_WINDOW (15 + 16) /* zlib: the largest window, and gzip's header */

typedef struct Inflated {
    Opened opened;
    Stream *under; /* owned */
    z_stream z;
    uint8_t in[32 << 10];
    uint64_t members;
    bool inside;     /* of a member */
    bool ended;      /* `under` has no more */
    bool searching;  /* for a member's beginning, after damage */
    bool lone;       /* what follows the last member is not ours to judge */
    const char *bad; /* met behind what was given out: told by the next read */
    uint8_t *from;   /* in `in`: from where the next member is sought if this one is damaged */
    unsigned returns;
} Inflated;

/* 1: there is input; 0: its end; -1: a failure. */
static int refill(Inflated *g, Error *error)
{
    if (g->z.avail_in) return 1;
    if (g->ended) return 0;
    ssize_t n = stream_read(g->under, g->in, sizeof g->in, error);
    g->ended = n <= 0;
    g->z.next_in = g->from = g->in;
    g->z.avail_in = n > 0 ? (uInt)n : 0;
    return n > 0 ? 1 : (int)n;
}

/* At least `want` bytes of input in one piece, unless there are fewer. */
static int refill_to(Inflated *g, size_t want, Error *error)
{
    while (g->z.avail_in < want && !g->ended) {
        if (g->z.avail_in) memmove(g->in, g->z.next_in, g->z.avail_in);
        g->z.next_in = g->in;
        ssize_t n = stream_read(g->under, g->in + g->z.avail_in, sizeof g->in - g->z.avail_in, error);
        g->ended = n <= 0;
        if (n < 0) return -1;
        g->z.avail_in += (uInt)n;
    }
    return g->z.avail_in > 0;
}

/* Damage is noticed late: the next member may begin in what has been taken for more of this one. */
static void go_back(Inflated *g)
{
    if (!g->inside || g->from >= g->z.next_in || g->returns++ >= MOST_RETURNS) return;
    g->z.avail_in += (uInt)(g->z.next_in - g->from);
    g->z.next_in = g->from;
}

static ssize_t damaged(Inflated *g, Error *error, const char *what)
{
    go_back(g);
    g->inside = false;
    g->searching = true;
    g->bad = NULL;
    (void)fail(error, SAYSO_ERROR_INPUT, NO_OFFSET, "%s", what);
    return -1;
}

static void step(Inflated *g)
{
    g->z.next_in++;
    g->z.avail_in--;
}

/* To a member's beginning: 1; 0 where none follows; -1 on a failure. Zeros between members are padding of tapes. */
static int begin(Inflated *g, Error *error)
{
    for (;;) {
        if (refill_to(g, 4, error) < 0) return -1;
        if (!g->z.avail_in) return 0;
        if (sniff_gzip(g->z.next_in, g->z.avail_in)) break;
        if (g->lone && g->members && *g->z.next_in) return 0;
        if (!g->searching && *g->z.next_in) {
            g->members++; /* the failure is not the last one's */
            return (int)damaged(g, error, "what follows here is not gzip");
        }
        step(g);
    }
    if (inflateReset2(&g->z, GZIP_WINDOW) != Z_OK) return (int)damaged(g, error, "zlib cannot begin anew");
    g->inside = true;
    g->members++;
    g->from = g->z.next_in + 4;
    return 1;
}

/* Into all of `size` bytes, or to the member's end. */
static ssize_t inflate_some(Inflated *g, void *data, size_t size, Error *error)
{
    g->z.next_out = data;
    g->z.avail_out = size < 1u << 30 ? (uInt)size : 1u << 30;
    uInt room = g->z.avail_out;
    while (g->z.avail_out && g->inside && !g->bad) {
        int more = refill(g, error);
        if (more < 0) {
            g->inside = false;
            return -1;
        }
        int status = more ? inflate(&g->z, Z_NO_FLUSH) : Z_OK;
        if (status == Z_STREAM_END)
            g->inside = false;
        else if (!more)
            g->bad = "the gzip file is cut off";
        else if (status != Z_OK && status != Z_BUF_ERROR)
            g->bad = status == Z_MEM_ERROR                  ? "out of memory"
                     : g->z.msg && strstr(g->z.msg, "check") ? "the gzip file is damaged: its checksum is another's"
                                                             : "the gzip file is damaged";
    }
    if (g->z.avail_out == room && g->bad) return damaged(g, error, g->bad);
    if (g->z.avail_out < room) g->searching = false;
    return (ssize_t)(room - g->z.avail_out);
}

static ssize_t inflated_more(Opened *opened, void *data, size_t size, Error *error)
{
    Inflated *g = (Inflated *)opened;
    for (;;) {
        int begun = g->inside ? 1 : begin(g, error);
        if (begun <= 0) return begun;
        bool searching = g->searching;
        ssize_t n = inflate_some(g, data, size, error);
        /* what looked like a beginning and was none is not told again */
        if (n > 0 || (n < 0 && !(searching && g->searching))) return n;
        if (n < 0 && g->ended && !g->z.avail_in) return 0;
    }
}

static void inflated_end(Opened *opened)
{
    Inflated *g = (Inflated *)opened;
    inflateEnd(&g->z);
    stream_close(g->under);
    free(g);
}

Opened *open_inflated(Stream *under, bool lone, const uint64_t **members)
{
    Inflated *g = calloc(1, sizeof *g);
    if (!g || inflateInit2(&g->z, GZIP_WINDOW) != Z_OK) {
        free(g);
        stream_close(under);
        return NULL;
    }
    opened_init(&g->opened);
    g->opened.more = inflated_more;
    g->opened.end = inflated_end;
    g->under = under;
    g->lone = lone;
    *members = &g->members;
    return &g->opened;
}
