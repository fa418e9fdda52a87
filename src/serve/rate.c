/* How often somebody may ask: a bucket for each address and one for each key, which fills again by the second. Who
 * finds it empty is told when to come again. The table is of one thread, and its size is fixed: where many ask at once,
 * a new one takes the place of whom was not seen the longest among its neighbours. */
#include <netinet/in.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "serve/serve.h"

#define BUCKETS 4096u
#define NEIGHBOURS 8u
#define AT_ONCE 10.0 /* times what a second allows */

typedef struct Bucket {
    uint64_t who; /* 0: empty */
    double left, seen;
} Bucket;

struct Rates {
    double rate;
    uint8_t secret[crypto_shorthash_KEYBYTES]; /* nobody can choose whose neighbour they are */
    Bucket buckets[BUCKETS];
};

Rates *rates_open(unsigned rate)
{
    Rates *all = calloc(1, sizeof *all);
    if (!all) return NULL;
    all->rate = rate;
    randombytes_buf(all->secret, sizeof all->secret);
    return all;
}

void rates_close(Rates *all)
{
    free(all);
}

static double now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static uint64_t name_of(const Rates *all, const void *data, size_t size)
{
    uint64_t name;
    uint8_t hash[crypto_shorthash_BYTES];
    (void)crypto_shorthash(hash, data, size, all->secret);
    memcpy(&name, hash, sizeof name);
    return name ? name : 1;
}

static Bucket *bucket_of(Rates *all, uint64_t who, double t)
{
    size_t first = (size_t)(who % (BUCKETS / NEIGHBOURS)) * NEIGHBOURS;
    Bucket *oldest = &all->buckets[first];
    for (size_t i = first; i < first + NEIGHBOURS; i++) {
        Bucket *b = &all->buckets[i];
        if (b->who == who) return b;
        if (b->seen < oldest->seen) oldest = b;
    }
    *oldest = (Bucket){.who = who, .left = all->rate * AT_ONCE, .seen = t};
    return oldest;
}

/* Seconds to wait; 0: it may go on. */
static unsigned take(Rates *all, const void *data, size_t size)
{
    double t = now();
    Bucket *b = bucket_of(all, name_of(all, data, size), t);
    b->left += (t - b->seen) * all->rate;
    b->seen = t;
    if (b->left > all->rate * AT_ONCE) b->left = all->rate * AT_ONCE;
    if (b->left < 1) return (unsigned)((1 - b->left) / all->rate) + 1;
    b->left -= 1;
    return 0;
}

/* Of IPv6 one has a whole /64. */
static size_t address_of(const struct sockaddr *from, uint8_t out[9])
{
    if (from && from->sa_family == AF_INET6) {
        out[0] = 6;
        memcpy(out + 1, &((const struct sockaddr_in6 *)(const void *)from)->sin6_addr, 8);
        return 9;
    }
    out[0] = 4;
    if (!from || from->sa_family != AF_INET) return 1;
    memcpy(out + 1, &((const struct sockaddr_in *)(const void *)from)->sin_addr, 4);
    return 5;
}

unsigned rate_take(Rates *all, const struct sockaddr *from, const char *authorization)
{
    uint8_t address[9];
    if (!(all->rate > 0)) return 0;
    unsigned wait = take(all, address, address_of(from, address));
    return wait || !authorization ? wait : take(all, authorization, strlen(authorization));
}
