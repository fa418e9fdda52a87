/* UTF-16 -> UTF-8, as it is read: for what is cut by its bytes, JSON and tables, and for what has no mark. */
#include "intake/cut/cut.h"

typedef struct Narrowed {
    Opened opened;
    Opened *under; /* owned */
    bool big, begun, ended;
    uint8_t in[4 << 10];
    size_t size;  /* bytes in `in` */
    char out[8 << 10]; /* a unit of two bytes becomes three at most, a pair four */
    size_t at, end;
} Narrowed;

static uint32_t unit(const Narrowed *n, size_t at)
{
    uint32_t a = n->in[at], b = n->in[at + 1];
    return n->big ? a << 8 | b : b << 8 | a;
}

/* The code point at `at`: how many bytes it takes; 0 where its other half has not come yet. */
static size_t take(const Narrowed *n, size_t at, uint32_t *c)
{
    size_t left = n->size - at;
    if (left < 2) {
        *c = 0xFFFD;
        return n->ended ? left : 0;
    }
    uint32_t high = unit(n, at);
    *c = high >= 0xD800 && high < 0xE000 ? 0xFFFD : high;
    if (high < 0xD800 || high >= 0xDC00) return 2;
    if (left < 4) return n->ended ? 2 : 0;
    uint32_t low = unit(n, at + 2);
    if (low < 0xDC00 || low >= 0xE000) return 2;
    *c = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
    return 4;
}

static bool refill(Narrowed *n, Error *error)
{
    ssize_t more = stream_read(&n->under->stream, n->in + n->size, sizeof n->in - n->size, error);
    if (more < 0) return false;
    n->ended = !more;
    n->size += (size_t)more;
    size_t at = 0;
    n->at = n->end = 0;
    for (uint32_t c; at < n->size;) {
        size_t taken = take(n, at, &c);
        if (!taken) break;
        at += taken;
        if (n->begun || c != 0xFEFF) n->end += utf8_put(c, n->out + n->end);
        n->begun = true;
    }
    n->size -= at;
    memmove(n->in, n->in + at, n->size);
    return true;
}

static ssize_t narrowed_more(Opened *opened, void *data, size_t size, Error *error)
{
    Narrowed *n = (Narrowed *)opened;
    while (n->at == n->end) {
        if (n->ended) return 0;
        if (!refill(n, error)) return -1;
    }
    size_t all = n->end - n->at;
    if (size > all) size = all;
    memcpy(data, n->out + n->at, size);
    n->at += size;
    return (ssize_t)size;
}

static void narrowed_end(Opened *opened)
{
    stream_close(&((Narrowed *)opened)->under->stream);
    free(opened);
}

Opened *open_narrowed(Opened *under)
{
    Narrowed *n = calloc(1, sizeof *n);
    Wide wide = sniff_wide(under->stream.ahead, under->stream.ahead_size);
    if (!n) {
        stream_close(&under->stream);
        return NULL;
    }
    opened_init(&n->opened);
    n->opened.more = narrowed_more;
    n->opened.end = narrowed_end;
    n->under = under;
    n->big = wide == WIDE_BIG || wide == WIDE_MARKED_BIG;
    return &n->opened;
}
