/* Feeds are asked one after the other, each when it is due, and what comes is added.
 *
 *   well      next after --every, or as long as the host says that its answer is good (Cache-Control), a day at most
 *   failed    next after a while that doubles with each failure, to a day; not before the host says so (Retry-After)
 *
 * Time is the machine's own clock of seconds since it started: a clock on the wall that jumps moves nothing. What the
 * ledger keeps of a feed goes by the wall, for it outlasts us; what lies more than a day ahead is due. What fails is
 * told when it begins and when it ends. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "watch/watch.h"

#define DAY_S 86400
#define MOST_SAID 4096u

int64_t monotonic_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t back_off(uint32_t tries, int64_t first, int64_t most)
{
    int64_t wait = first;
    for (uint32_t i = 1; i < tries && wait < most; i++) wait *= 2;
    if (wait > most) wait = most;
    return wait - wait / 10 + randombytes_uniform((uint32_t)(wait / 5 + 1));
}

/* ---- which ---- */

bool feed_add(Follower *f, const char *url)
{
    for (size_t i = 0; i < f->count; i++)
        if (!strcmp(f->feeds[i].url, url)) return true;
    Feed *more = realloc(f->feeds, (f->count + 1) * sizeof *more);
    char *copy = more ? strdup(url) : NULL;
    if (more) f->feeds = more;
    if (copy) more[f->count++] = (Feed){.url = copy};
    return copy;
}

void feeds_free(Follower *f)
{
    for (size_t i = 0; i < f->count; i++) free(f->feeds[i].url);
    free(f->feeds);
    free(f->said);
}

/* Who runs once is started by another clock, which may be a little early. */
Status feeds_begin(Follower *f, bool once)
{
    Status status = SAYSO_OK;
    f->counts->feeds = f->count;
    for (size_t i = 0; i < f->count && !status; i++) {
        FeedState known;
        Feed *feed = &f->feeds[i];
        status = ledger_feed(f->ledger, feed->url, &f->scratch, &known, &f->error);
        if (status) break;
        int64_t wait = known.due - (int64_t)time(NULL), early = once && !known.failures ? f->every_s / 2 : 0;
        if (wait > DAY_S) wait = 0; /* nothing is put off so long: the clock was set back since */
        wait -= early;
        feed->due = monotonic_ms() + (wait > 0 ? wait * 1000 : 0);
        feed->failures = known.failures;
        (void)snprintf(feed->problem, sizeof feed->problem, "%.*s", (int)known.problem.size, known.problem.data);
        f->counts->feeds_failing += feed->failures > 0;
        arena_reset(&f->scratch);
    }
    return status;
}

int64_t feeds_due(const Follower *f)
{
    int64_t first = INT64_MAX;
    for (size_t i = 0; i < f->count; i++)
        if (f->feeds[i].due < first) first = f->feeds[i].due;
    return first;
}

/* ---- what comes ---- */

static void make(void *context, Result *r)
{
    const Follower *f = context;
    result_draft(r, &f->maker);
}

/* Each alone: what is between two may be a host's patience, and others write meanwhile. */
static bool keep(void *context, Result *r)
{
    Follower *f = context;
    LedgerAdded done;
    arena_reset(&f->scratch);
    pthread_mutex_lock(&f->visits.lock);
    Status status = ledger_add(f->ledger, r->draft, &f->scratch, &done, &f->error);
    if (!status) visits_end_page(&f->visits, &r->piece);
    pthread_mutex_unlock(&f->visits.lock);
    if (status == SAYSO_ERROR_IO) return f->failed = status, false;
    if (status) result_failed(r, f->error.message), f->left_out = true;
    if (!status && done.outcome != LEDGER_KNOWN) f->counts->articles++;
    return true;
}

/* Of items what fails each time is told once. */
static bool is_said(Follower *f, const char *label, const char *sentence)
{
    uint64_t hash = hash_bytes(label, strlen(label), hash_bytes(sentence, strlen(sentence), 1));
    for (size_t i = 0; i < f->said_count; i++)
        if (f->said[i] == hash) return true;
    if (!f->said) f->said = calloc(MOST_SAID, sizeof *f->said);
    if (f->said_count == MOST_SAID) f->said_count = 0;
    if (f->said) f->said[f->said_count++] = hash;
    return false;
}

static void tell(void *context, const Result *r)
{
    Follower *f = context;
    const char *label = r->piece.label ? r->piece.label : "an article";
    if (r->failed && r->piece.problem && !strcmp(label, f->at->url) && (!f->fetched || *f->at->problem))
        return; /* the feed did not come: that is told below */
    for (size_t at = 0; at < r->notes.size; at += strlen(r->notes.data + at) + 1)
        if (!f->options.quiet && !is_said(f, label, r->notes.data + at)) complain(label, r->notes.data + at);
}

/* Of the feed, not of the pages that it names. */
static void tell_fetch(void *context, const IntakeFetch *fetch)
{
    Follower *f = context;
    if (f->fetched || strcmp(fetch->url, f->at->url)) return;
    f->fetched = true;
    f->last = *fetch;
    (void)snprintf(f->at->problem, sizeof f->at->problem, "%s", fetch->problem ? fetch->problem : "");
    f->last.url = f->last.problem = NULL;
}

/* ---- when again ---- */

static int64_t next_of(const Follower *f, const Feed *feed)
{
    int64_t every = f->every_s,
            wait = feed->failures ? back_off(feed->failures, every, DAY_S) : back_off(1, every, every);
    if (!feed->failures && f->last.max_age > wait) wait = f->last.max_age;
    if (f->last.retry_after > wait) wait = f->last.retry_after;
    if (f->last.status == 410) wait = DAY_S;
    return wait > DAY_S ? DAY_S : wait;
}

static Status keep_state(Follower *f, Feed *feed, Error *error)
{
    int64_t wait = next_of(f, feed);
    FeedState state = {.url = text_literal(feed->url),
                       .problem = text_literal(feed->problem),
                       .due = (int64_t)time(NULL) + wait / f->pace,
                       .failures = feed->failures};
    feed->due = monotonic_ms() + wait * 1000 / f->pace;
    return ledger_feed_keep(f->ledger, &state, !feed->failures, error);
}

static void tell_state(Follower *f, const Feed *feed, uint32_t before)
{
    char sentence[400];
    f->counts->fetches++;
    f->counts->fetch_failures += feed->failures > 0;
    f->counts->feeds_failing += (feed->failures > 0) - (unsigned long long)(before > 0);
    if (f->options.quiet || (before > 0) == (feed->failures > 0)) return;
    if (feed->failures)
        (void)snprintf(sentence, sizeof sentence, "%s; it is tried again, and told when it comes", feed->problem);
    else
        (void)snprintf(sentence, sizeof sentence, "it comes again");
    complain(feed->url, sentence);
}

static Status follow_one(Follower *f, Feed *feed, Error *error)
{
    const Use use = {.context = f, .done = "added", .make = make, .keep = keep, .tell = tell};
    const char *const inputs[] = {feed->url};
    uint32_t before = feed->failures;
    f->at = feed;
    f->fetched = false;
    f->failed = SAYSO_OK;
    f->left_out = false;
    f->last = (IntakeFetch){.status = 0};
    f->options.intake.inputs = inputs;
    f->options.intake.input_count = 1;
    visits_begin(&f->visits, f->ledger, &f->options.intake);
    f->options.intake.tell_fetch = tell_fetch;
    f->options.intake.fetch_context = f;
    int code = work_again(&f->options, f->engine, &use);
    Status status = f->failed;
    if (!f->fetched) (void)snprintf(feed->problem, sizeof feed->problem, "it was not asked");
    feed->failures = *feed->problem ? before + 1 : 0;
    /* what is not in the ledger is fetched again; an item that cannot be read is not, but a page that may come later is
     */
    visits_end(&f->visits, !status && !f->left_out && (code == EXIT_READ || !f->options.intake.follow));
    if (status) {
        feed->failures = before;
        return fail(error, status, NO_OFFSET, "%s", f->error.message);
    }
    tell_state(f, feed, before);
    return keep_state(f, feed, error);
}

Status feeds_follow(Follower *f, bool (*ended)(void *context), void *context, Error *error)
{
    Status status = SAYSO_OK;
    for (size_t i = 0; i < f->count && !status && !ended(context); i++) {
        f->counts->beat = monotonic_ms() / 1000;
        if (f->feeds[i].due <= monotonic_ms()) status = follow_one(f, &f->feeds[i], error);
    }
    return status;
}
