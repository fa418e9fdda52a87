/* sayso watch status: how it stands, asked of the ledger, whether a run is under way or not. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "watch/watch.h"

typedef struct Standing {
    WatchStatus now;
    Teller *tellers;
    FeedState *feeds;
    uint32_t teller_count, feed_count;
} Standing;

static Status read_standing(Ask *ask, Standing *s, Error *error)
{
    Status status = ledger_watch_status(ask->ledger, &s->now, error);
    if (!status) status = ledger_tellers(ask->ledger, ask->arena, &s->tellers, &s->teller_count, error);
    return status ? status : ledger_feeds(ask->ledger, ask->arena, &s->feeds, &s->feed_count, error);
}

static uint64_t waiting(const Standing *s, const Teller *t)
{
    return (uint64_t)(s->now.last - t->told);
}

static void moment_of(int64_t at, char out[32])
{
    struct tm parts;
    time_t t = (time_t)at;
    if (!gmtime_r(&t, &parts) || !strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", &parts)) out[0] = 0;
}

static json_t *json_of_teller(const Standing *s, const Teller *t)
{
    json_t *object = json_object();
    set_text(object, "name", t->name);
    set_integer(object, "told", t->told);
    set_integer(object, "waiting", (int64_t)waiting(s, t));
    if (t->tries) set_integer(object, "tries", t->tries);
    set_text(object, "problem", t->problem);
    return object;
}

static json_t *json_of_feed(const FeedState *f)
{
    char next[32];
    json_t *object = json_object();
    moment_of(f->due, next);
    set_text(object, "url", f->url);
    set_text(object, "seen", f->seen);
    set_text(object, "next", text_literal(next));
    set_integer(object, "failures", f->failures);
    set_text(object, "problem", f->problem);
    return object;
}

static json_t *json_of_standing(const Standing *s)
{
    json_t *object = json_object(), *tellers = json_array(), *feeds = json_array();
    set_integer(object, "watches", (int64_t)s->now.watches);
    set_integer(object, "alerts", (int64_t)s->now.alerts);
    set_integer(object, "articles_waiting", (int64_t)s->now.waiting);
    for (uint32_t i = 0; i < s->teller_count; i++) json_array_append_new(tellers, json_of_teller(s, &s->tellers[i]));
    for (uint32_t i = 0; i < s->feed_count; i++) json_array_append_new(feeds, json_of_feed(&s->feeds[i]));
    json_object_set_new_nocheck(object, "told", tellers);
    json_object_set_new_nocheck(object, "feeds", feeds);
    return object;
}

static void put_problem(Paper *p, Text problem)
{
    if (!problem.size) return;
    paper_format(p, INK_RED, " · ");
    paper_text(p, INK_RED, problem);
}

static void put_standing(Paper *p, const Standing *s)
{
    paper_format(p, INK_PLAIN, "%llu watch%s · %llu found · %llu article%s to be looked at",
                 (unsigned long long)s->now.watches, s->now.watches == 1 ? "" : "es", (unsigned long long)s->now.alerts,
                 (unsigned long long)s->now.waiting, s->now.waiting == 1 ? "" : "s");
    paper_line(p, 0);
    for (uint32_t i = 0; i < s->teller_count; i++) {
        const Teller *t = &s->tellers[i];
        p->indent = 4;
        paper_format(p, INK_DIM, "told: ");
        paper_text(p, INK_PLAIN, t->name);
        if (waiting(s, t)) paper_format(p, INK_BOLD, " · %llu waiting", (unsigned long long)waiting(s, t));
        put_problem(p, t->problem);
        paper_line(p, 0);
    }
    for (uint32_t i = 0; i < s->feed_count; i++) {
        const FeedState *f = &s->feeds[i];
        p->indent = 4;
        paper_format(p, INK_DIM, "feed: ");
        paper_text(p, INK_PLAIN, f->url);
        paper_format(p, INK_DIM, f->seen.size ? " · last seen " : " · never seen");
        paper_text(p, INK_DIM, f->seen);
        if (f->failures) paper_format(p, INK_RED, " · failed %u time%s", f->failures, f->failures == 1 ? "" : "s");
        put_problem(p, f->problem);
        paper_line(p, 0);
    }
}

static Status answer_status(Ask *ask, Error *error)
{
    Standing s;
    Status status = read_standing(ask, &s, error);
    if (status) return status;
    if (ask->format == ASK_JSON) return sheet_json(ask->to, json_of_standing(&s), error);
    Paper p = paper_of(ask);
    put_standing(&p, &s);
    return SAYSO_OK;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    if (key == ARGP_KEY_ARG) argp_error(state, "it takes no names");
    return ask_parse(key, argument, state);
}

int watch_run_status(int argc, char **argv)
{
    static const struct argp argp = {ask_options,
                                     parse,
                                     NULL,
                                     "Prints how the watches stand: what was found, who was told how far, which feeds "
                                     "come and which fail.\v" LEDGER_STATUS,
                                     NULL,
                                     NULL,
                                     NULL};
    Ask ask = {.formats = ASK_JSON + 1};
    return ask_run(&argp, argc, argv, &ask, answer_status);
}
