/* The ledger, opened to be asked or to be written, by one process at once.
 *
 * SQLite's handles of one file share, in a process, what its writers and readers share with those of others (-shm): as
 * the first of them has opened it. Who asks opens it to be read alone, and then nobody here could write. So who is to
 * write opens the ledger while nobody here asks: waits until what takes long is done, then lets nobody in, until the
 * rest is done too, which is soon. Once it is open all may go on. */
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "serve/serve.h"

struct Gate {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    unsigned quick, slow; /* who asks */
    bool wanted, closed;  /* who is to write waits for those that take long · for all */
};

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
    pthread_mutex_destroy(&gate->lock);
    pthread_cond_destroy(&gate->changed);
    free(gate);
}

static void leave(Gate *gate, bool slow)
{
    pthread_mutex_lock(&gate->lock);
    if (slow)
        gate->slow--;
    else
        gate->quick--;
    pthread_cond_broadcast(&gate->changed);
    pthread_mutex_unlock(&gate->lock);
}

Status gate_ask(const Server *s, bool slow, Ledger **out, Error *error)
{
    Gate *gate = s->gate;
    pthread_mutex_lock(&gate->lock);
    while (gate->closed || (slow && gate->wanted)) pthread_cond_wait(&gate->changed, &gate->lock);
    if (slow)
        gate->slow++;
    else
        gate->quick++;
    pthread_mutex_unlock(&gate->lock);
    Status status = ledger_open(s->ledger, LEDGER_ASK, s->wait_s * 1000, out, error);
    if (status) leave(gate, slow);
    return status;
}

void gate_asked(const Server *s, bool slow, Ledger *ledger)
{
    if (!ledger) return;
    ledger_close(ledger);
    leave(s->gate, slow);
}

Status gate_keep(const Server *s, Ledger **out, Error *error)
{
    Gate *gate = s->gate;
    pthread_mutex_lock(&gate->lock);
    while (gate->wanted) pthread_cond_wait(&gate->changed, &gate->lock);
    gate->wanted = true;
    while (gate->slow) pthread_cond_wait(&gate->changed, &gate->lock);
    gate->closed = true;
    while (gate->quick) pthread_cond_wait(&gate->changed, &gate->lock);
    pthread_mutex_unlock(&gate->lock);
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
