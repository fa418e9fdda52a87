/* The ledger, opened to be asked or to be written, by one process at once.
 *
 * Who has asked leaves the ledger open for the next: its pages are in memory, its questions are prepared. It is taken
 * again while the files are what they were before it was opened, and closed soon after nobody has asked: who writes
 * elsewhere puts its work in order, and takes the WAL away, when nobody else has the ledger open.
 *
 * SQLite's handles of one file share, in a process, what its writers and readers share with those of others (-shm): as
 * the first of them has opened it. Who asks opens it to be read alone, and then nobody here could write. So who is to
 * write opens the ledger while nobody here asks: waits until what takes long is done, then lets nobody in, until the
 * rest is done too, which is soon. Once it is open all may go on. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "serve/serve.h"

#define MOST_IDLE 8u
#define IDLE_MS 250
#define HELD_KB 12288u /* of the file, by each that is open */

typedef struct Opened {
    Ledger *ledger;
    Stamp stamp; /* from before it was opened */
    int64_t since;
} Opened;

struct Gate {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    unsigned quick, slow;   /* who asks */
    bool wanted, closed;    /* who is to write waits for those that take long · for all */
    Opened idle[MOST_IDLE]; /* the last is the warmest */
    uint32_t idle_count;
};

static int64_t now(void) /* milliseconds */
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

Gate *gate_open(void)
{
    Gate *gate = calloc(1, sizeof *gate);
    if (!gate) return NULL;
    pthread_mutex_init(&gate->lock, NULL);
    pthread_cond_init(&gate->changed, NULL);
    return gate;
}

void gate_close(Gate *gate)
{
    if (!gate) return;
    for (uint32_t i = 0; i < gate->idle_count; i++) ledger_close(gate->idle[i].ledger);
    pthread_mutex_destroy(&gate->lock);
    pthread_cond_destroy(&gate->changed);
    free(gate);
}

/* Under the lock: takes out those that have been idle since before `moment`, to be closed without it. */
static uint32_t take_idle(Gate *gate, int64_t moment, Ledger *out[MOST_IDLE])
{
    uint32_t count = 0;
    while (count < gate->idle_count && gate->idle[count].since < moment) {
        out[count] = gate->idle[count].ledger;
        count++;
    }
    gate->idle_count -= count;
    memmove(gate->idle, gate->idle + count, gate->idle_count * sizeof *gate->idle);
    return count;
}

static void close_all(Ledger **all, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) ledger_close(all[i]);
}

void gate_tidy(const Server *s)
{
    Ledger *old[MOST_IDLE];
    pthread_mutex_lock(&s->gate->lock);
    uint32_t count = take_idle(s->gate, now() - IDLE_MS, old);
    pthread_mutex_unlock(&s->gate->lock);
    close_all(old, count);
}

static void leave(Gate *gate, bool slow)
{
    if (slow)
        gate->slow--;
    else
        gate->quick--;
    pthread_cond_broadcast(&gate->changed);
}

static Status open_anew(const Server *s, Ledger **out, Error *error)
{
    Status status = ledger_open(s->ledger, LEDGER_ASK, s->wait_s * 1000, out, error);
    if (status) return status;
    if (!(status = ledger_cache(*out, HELD_KB, error))) return SAYSO_OK;
    ledger_close(*out);
    *out = NULL;
    return status;
}

Status gate_ask(const Server *s, bool slow, Asked *out, Error *error)
{
    Gate *gate = s->gate;
    Ledger *old[MOST_IDLE];
    uint32_t count = 0;
    *out = (Asked){.slow = slow};
    stamp_of(s->ledger, &out->stamp);
    pthread_mutex_lock(&gate->lock);
    while (gate->closed || (slow && gate->wanted)) pthread_cond_wait(&gate->changed, &gate->lock);
    if (slow)
        gate->slow++;
    else
        gate->quick++;
    while (gate->idle_count && !out->ledger) {
        const Opened *last = &gate->idle[--gate->idle_count];
        if (!memcmp(&last->stamp, &out->stamp, sizeof out->stamp))
            out->ledger = last->ledger;
        else
            old[count++] = last->ledger;
    }
    pthread_mutex_unlock(&gate->lock);
    close_all(old, count);
    if (out->ledger) return SAYSO_OK;
    Status status = open_anew(s, &out->ledger, error);
    if (!status) return SAYSO_OK;
    pthread_mutex_lock(&gate->lock);
    leave(gate, slow);
    pthread_mutex_unlock(&gate->lock);
    return status;
}

/* Whom who writes waits for closes it: nothing is open here but for who asks. */
void gate_asked(const Server *s, Asked *asked, bool again)
{
    Gate *gate = s->gate;
    Ledger *old = asked->ledger;
    if (!old) return;
    pthread_mutex_lock(&gate->lock);
    bool kept = again && !gate->wanted && gate->idle_count < MOST_IDLE;
    if (kept) gate->idle[gate->idle_count++] = (Opened){old, asked->stamp, now()};
    if (kept) leave(gate, asked->slow);
    pthread_mutex_unlock(&gate->lock);
    asked->ledger = NULL;
    if (kept) return;
    ledger_close(old);
    pthread_mutex_lock(&gate->lock);
    leave(gate, asked->slow);
    pthread_mutex_unlock(&gate->lock);
}

Status gate_keep(const Server *s, Ledger **out, Error *error)
{
    Gate *gate = s->gate;
    Ledger *old[MOST_IDLE];
    pthread_mutex_lock(&gate->lock);
    while (gate->wanted) pthread_cond_wait(&gate->changed, &gate->lock);
    gate->wanted = true;
    while (gate->slow) pthread_cond_wait(&gate->changed, &gate->lock);
    gate->closed = true;
    while (gate->quick) pthread_cond_wait(&gate->changed, &gate->lock);
    uint32_t count = take_idle(gate, now() + 1, old);
    pthread_mutex_unlock(&gate->lock);
    close_all(old, count);
    /* the ledger that is served was there: one that is gone is not made anew, empty, by what is sent to it */
    bool gone = access(s->ledger, F_OK) != 0;
    Status status = gone ? fail(error, SAYSO_ERROR_IO, NO_OFFSET, "%s: the ledger is not there any more", s->ledger)
                         : ledger_open(s->ledger, LEDGER_KEEP, s->wait_s * 1000, out, error);
    pthread_mutex_lock(&gate->lock);
    gate->wanted = gate->closed = false;
    pthread_cond_broadcast(&gate->changed);
    pthread_mutex_unlock(&gate->lock);
    return status;
}
