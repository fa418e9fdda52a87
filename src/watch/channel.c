/* When one is told.
 *
 *   alerts after the last that was told ──> at night: later · more than so many an hour: held back, told as a number
 * when the hour is over · else sent ──> taken: the next one · not taken: again, after a while that doubles
 *
 * How far one was told stands in the ledger once it was taken. A kill between the two tells that one again; who takes
 * it knows it by its number. Hours of the wall may jump: an hour that lies ahead is over. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "watch/watch.h"

#define HOUR_S 3600
#define BATCH 20000u /* alerts that are told at once: some ten megabytes */

/* ---- quiet hours ---- */

bool manners_read(const char *typed, int *from, int *to)
{
    char end;
    return sscanf(typed, "%2d-%2d%c", from, to, &end) == 2 && *from >= 0 && *from < 24 && *to >= 0 && *to < 24 &&
           *from != *to && typed[strspn(typed, "0123456789-")] == 0;
}

bool hour_is_quiet(const Manners *m, int hour)
{
    if (m->quiet_from == m->quiet_to) return false;
    if (m->quiet_from < m->quiet_to) return hour >= m->quiet_from && hour < m->quiet_to;
    return hour >= m->quiet_from || hour < m->quiet_to;
}

static bool is_quiet(const Manners *m, int64_t now)
{
    struct tm parts;
    time_t at = (time_t)now;
    return localtime_r(&at, &parts) && hour_is_quiet(m, parts.tm_hour);
}

/* ---- one that is told ---- */

Status channel_begin(Channel *c, Ledger *ledger, Error *error)
{
    Arena arena;
    arena_init(&arena, &libc_allocator, SIZE_MAX);
    Status status = ledger_teller(ledger, c->name, &arena, &c->teller, error);
    int64_t told = c->teller.told;
    if (!status && c->recover) status = c->recover(c, ledger, &c->teller, &arena, error);
    (void)snprintf(c->problem, sizeof c->problem, "%.*s", (int)c->teller.problem.size, c->teller.problem.data);
    c->teller.name = text_literal(c->name);
    c->teller.problem = text_literal(c->problem);
    if (!status && c->teller.told != told) status = ledger_teller_keep(ledger, &c->teller, error);
    arena_free(&arena);
    return status;
}

static Status keep(Channel *c, Ledger *ledger, Error *error)
{
    c->teller.problem = text_literal(c->problem);
    return ledger_teller_keep(ledger, &c->teller, error);
}

typedef struct Turn {
    Channel *c;
    Ledger *ledger;
    const Manners *manners;
    int64_t now;
    Counts *counts;
    Arena arena;
    Error *error;
} Turn;

static Status took(Turn *t, int64_t told, uint32_t count)
{
    Channel *c = t->c;
    if (*c->problem && t->manners->tells) complain(c->name, "it takes alerts again");
    *c->problem = 0;
    c->teller.tries = 0;
    c->teller.told = told;
    c->teller.count += count;
    c->teller.due = c->period ? t->now + c->period / t->manners->pace : 0;
    t->counts->told += count;
    return keep(c, t->ledger, t->error);
}

static Status refused(Turn *t, bool first)
{
    char sentence[400];
    Channel *c = t->c;
    t->counts->tell_failures++;
    c->teller.tries++;
    int64_t wait = back_off(c->teller.tries, 30, HOUR_S);
    if (c->retry_after > wait) wait = c->retry_after < 24 * HOUR_S ? c->retry_after : 24 * HOUR_S;
    c->teller.due = t->now + wait / t->manners->pace;
    (void)snprintf(sentence, sizeof sentence, "%s; what is to be told waits in the ledger", c->problem);
    if (first && t->manners->tells) complain(c->name, sentence);
    return keep(c, t->ledger, t->error);
}

/* Whether it was taken is in *go. */
static Status settle(Turn *t, Sent sent, bool was_well, int64_t told, uint32_t count, bool *go)
{
    *go = sent == SENT_DONE;
    if (sent == SENT_BROKEN) return t->error->status ? t->error->status : SAYSO_ERROR_IO;
    return *go ? took(t, told, count) : refused(t, was_well);
}

/* ---- too many ---- */

static Status tell_held(Turn *t, bool *go)
{
    Alert *rows;
    uint32_t count, all = 0;
    WatchStatus status_now;
    Channel *c = t->c;
    bool well = !*c->problem;
    *go = true;
    /* the last one first: what another run finds meanwhile is neither counted nor passed over */
    Status status = ledger_watch_status(t->ledger, &status_now, t->error);
    if (!status)
        status = ledger_alerts_waiting(t->ledger, c->teller.told, status_now.last, &t->arena, &rows, &count, t->error);
    if (status || !count) return status;
    for (uint32_t i = 0; i < count; i++) all += rows[i].copies;
    Sent sent = c->held(c, rows, count, status_now.last, t->error);
    if (sent == SENT_DONE) t->counts->held += all;
    return settle(t, sent, well, status_now.last, 1, go);
}

/* A new hour begins where the old one is over, or lies ahead: the clock was set back. What it held back is told. */
static Status turn_hour(Turn *t, bool *go)
{
    Channel *c = t->c;
    int64_t hour = HOUR_S / t->manners->pace;
    bool was_full = t->manners->most_an_hour && c->teller.count >= t->manners->most_an_hour;
    *go = true;
    if (c->teller.hour && c->teller.hour <= t->now && t->now < c->teller.hour + hour) return SAYSO_OK;
    bool first = !c->teller.hour;
    c->teller.hour = t->now;
    c->teller.count = 0;
    return first || !was_full || !c->held ? SAYSO_OK : tell_held(t, go);
}

static bool is_full(const Turn *t)
{
    return t->c->held && t->manners->most_an_hour && t->c->teller.count >= t->manners->most_an_hour;
}

/* ---- all that waits ---- */

static Status tell_some(Turn *t, bool *go)
{
    Alert *all;
    uint32_t count;
    Channel *c = t->c;
    Status status =
        ledger_alerts(t->ledger, 0, c->teller.told, false, c->whole ? BATCH : 1, &t->arena, &all, &count, t->error);
    *go = !status && count;
    if (!*go) return status;
    int64_t told = c->teller.told;
    bool well = !*c->problem;
    c->retry_after = 0;
    Sent sent = c->send(c, t->ledger, all, count, &told, &t->arena, t->error);
    return settle(t, sent, well, told, count, go);
}

static bool is_due(const Turn *t)
{
    int64_t due = t->c->teller.due;
    return due <= t->now || due > t->now + 25 * HOUR_S; /* a clock that was set back */
}

Status channel_tell(Channel *c, Ledger *ledger, const Manners *manners, Counts *counts, bool (*ended)(void *context),
                    void *context, Error *error)
{
    bool go = true;
    int64_t now = (int64_t)time(NULL);
    Turn t = {.c = c, .ledger = ledger, .manners = manners, .now = now, .counts = counts, .error = error};
    if (!is_due(&t) || (!c->ever && is_quiet(manners, now))) return SAYSO_OK;
    *error = (Error){0};
    arena_init(&t.arena, &libc_allocator, SIZE_MAX);
    Status status = turn_hour(&t, &go);
    while (!status && go && is_due(&t) && !is_full(&t) && !ended(context)) {
        arena_reset(&t.arena);
        counts->beat = monotonic_ms() / 1000;
        t.now = (int64_t)time(NULL);
        status = tell_some(&t, &go);
    }
    arena_free(&t.arena);
    return status;
}
