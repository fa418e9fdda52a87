/* sayso watch run: round after round, until a signal ends it, or once.
 *
 *   feeds that are due ──> the ledger ──> articles that were not looked at ──> alerts ──> each who is told
 *
 * Each article and each later arrow is a transaction of the ledger that says how far it went: who is killed between
 * two goes on there. A ledger that cannot be written (a disk that is full) is told once, and tried again after a
 * while. */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "watch/watch.h"

enum {
    KEY_ONCE = 0x600,
    KEY_FEEDS,
    KEY_EVERY,
    KEY_ATOM,
    KEY_HOOK,
    KEY_SECRET,
    KEY_MAIL,
    KEY_FROM,
    KEY_SMTP,
    KEY_LOGIN,
    KEY_DIGEST,
    KEY_QUIET_HOURS,
    KEY_MOST,
    KEY_STATUS_PORT,
    KEY_PACE
};

#define MOST_CHANNELS 5u
#define CACHE_KB 16384u /* of the ledger, in memory: it stays for months */
#define LOOK_S 10       /* so often is looked for what other programs have added */
#define TROUBLE_S 30    /* after a failure of the ledger, at first */
#define TROUBLE_MOST_S 600

typedef struct Run {
    Follower follower; /* first: options_parse fills its options */
    bool once, has_port, quiet;
    unsigned port;
    Health *health; /* NULL: nobody is told */
    const char *output, *atom, *hook, *secret_file;
    MailTo mail;
    Manners manners;
    const char **sources; /* feeds as they were typed */
    size_t source_count;
    Channel *channels[MOST_CHANNELS];
    size_t channel_count;
    Counts counts;
    sigset_t ends;
    bool ended, feed_failed;
    unsigned troubles; /* of the ledger, one after the other */
} Run;

/* ---- arguments ---- */

static const struct argp_option arguments[] = {
    {"once", KEY_ONCE, NULL, 0, "one round, then it ends: for cron and timers", 0},
    {"feeds", KEY_FEEDS, "FILE.opml|URL", 0,
     "a list of feeds as feed readers export them, or one feed or page; may be repeated", 0},
    {"every", KEY_EVERY, "MINUTES", 0,
     "how often a feed is asked, 15 unless told otherwise; less often where its host says so", 0},
    {"output", 'o', "FILE", 0, "alerts go behind what this file has, instead of to standard output", 0},
    {"atom", KEY_ATOM, "DIR", 0, "an Atom file for each watch in this folder, too", 0},
    {"webhook", KEY_HOOK, "URL", 0, "each alert is sent there by POST, too, until it is taken", 0},
    {"webhook-secret", KEY_SECRET, "FILE", 0, "its first line signs what is sent; SAYSO_WEBHOOK_SECRET is one, too", 0},
    {"mail", KEY_MAIL, "ADDRESS", 0, "all that was found is mailed there, too", 0},
    {"mail-from", KEY_FROM, "ADDRESS", 0, "who the mail is from", 0},
    {"mail-every", KEY_DIGEST, "PERIOD", 0, "hour (the default) or day: at most one mail in it", 0},
    {"smtp", KEY_SMTP, "URL", 0, "the server that takes mail, smtp://localhost unless told otherwise", 0},
    {"smtp-login", KEY_LOGIN, "FILE", 0, "a line with the user's name there, a line with the password", 0},
    {"quiet-hours", KEY_QUIET_HOURS, "FROM-TO", 0,
     "nobody is told in these hours of the clock here, as in 22-7; what is found waits", 0},
    {"most-an-hour", KEY_MOST, "N", 0,
     "at most so many are told one by one in an hour; how many more there were is told when it is over", 0},
    {"status-port", KEY_STATUS_PORT, "PORT", 0,
     "/healthz and /metrics on this port of this machine; 0 takes a free one, which is told", 0},
    {"ledger", KEY_LEDGER, "FILE", 0,
     "the ledger, made where it is not; SAYSO_LEDGER names one too, else it is your own, in your data folder", 0},
    {"wait", KEY_WAIT, "SECONDS", 0,
     "how long to wait for another program that writes to the ledger, 30 unless told otherwise", 0},
    {"follow", KEY_FOLLOW, NULL, 0, "fetch the pages that a feed names, instead of what it has of them", 0},
    {"allow-private", KEY_PRIVATE, NULL, 0, "fetch from private addresses, and send to them, too", 0},
    {"max-article", KEY_MAX_ARTICLE, "BYTES", 0,
     "the longest article, 1M unless told otherwise; K, M and G may follow the number", 0},
    {"names", KEY_NAMES, "FILE", 0, "a list of names of your own, which overrules the one that came with the program",
     0},
    {"careful", KEY_CAREFUL, NULL, 0, "read with the careful model, too: better, and much slower", 0},
    {"model", KEY_MODEL, "FILE", 0, "the model file, instead of the one that came with the program", 0},
    {"no-sandbox", KEY_NO_SANDBOX, NULL, 0, "read with all rights of who calls", 0},
    {"quiet", 'q', NULL, 0, "nothing on standard error but what ends it", 0},
    {"pace", KEY_PACE, "N", OPTION_HIDDEN, "for tests: all waiting is so many times as short", 0},
    {0}};

static void add_source(Run *r, const char *source, struct argp_state *state)
{
    const char **more = realloc(r->sources, (r->source_count + 1) * sizeof *more);
    if (!more) argp_failure(state, EXIT_UNREAD, ENOMEM, "the arguments");
    r->sources = more;
    r->sources[r->source_count++] = source;
}

static void check(Run *r, struct argp_state *state)
{
    if (r->mail.to && !r->mail.from) argp_error(state, "--mail needs --mail-from, too");
    if (r->secret_file && !r->hook) argp_error(state, "--webhook-secret signs what --webhook sends; there is none");
    if (r->manners.pace > 1 && !r->follower.options.intake.allow_private)
        argp_error(state, "--pace is for tests, with --allow-private");
}

static error_t parse_telling(int key, char *argument, struct argp_state *state)
{
    static const char *const periods[] = {"hour", "day"};
    static const Names names = {"period", periods, COUNT(periods), "hour and day"};
    Run *r = state->input;
    switch (key) {
    case 'o':
        r->output = argument;
        return 0;
    case KEY_ATOM:
        r->atom = argument;
        return 0;
    case KEY_HOOK:
        r->hook = argument;
        return 0;
    case KEY_SECRET:
        r->secret_file = argument;
        return 0;
    case KEY_MAIL:
        r->mail.to = argument;
        return 0;
    case KEY_FROM:
        r->mail.from = argument;
        return 0;
    case KEY_SMTP:
        r->mail.server = argument;
        return 0;
    case KEY_LOGIN:
        r->mail.login_file = argument;
        return 0;
    case KEY_DIGEST:
        r->mail.daily = choice_parse(&names, argument, state) == 1;
        return 0;
    case KEY_QUIET_HOURS:
        if (!manners_read(argument, &r->manners.quiet_from, &r->manners.quiet_to))
            argp_error(state, "--quiet-hours is '%s'; give two hours of the clock, as in 22-7", argument);
        return 0;
    case KEY_MOST:
        r->manners.most_an_hour = (unsigned)number_parse("most-an-hour", argument, 1, 1000000, state);
        return 0;
    case ARGP_KEY_END:
        check(r, state);
        return 0;
    default:
        return options_parse(key, argument, state);
    }
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    Run *r = state->input;
    switch (key) {
    case KEY_ONCE:
        r->once = true;
        return 0;
    case KEY_FEEDS:
    case ARGP_KEY_ARG:
        add_source(r, argument, state);
        return 0;
    case KEY_EVERY:
        r->follower.every_s = (unsigned)number_parse("every", argument, 1, 1440, state) * 60;
        return 0;
    case KEY_PACE:
        r->manners.pace = (unsigned)number_parse("pace", argument, 1, 100000, state);
        return 0;
    case KEY_STATUS_PORT:
        r->port = (unsigned)number_parse("status-port", argument, 0, 65535, state);
        r->has_port = true;
        return 0;
    default:
        return parse_telling(key, argument, state);
    }
}

/* ---- beginning ---- */

static bool take_source(Run *r, const char *source)
{
    char **urls = NULL;
    size_t count = 0;
    bool good = true;
    if (!strncasecmp(source, "http://", 7) || !strncasecmp(source, "https://", 8))
        return feed_add(&r->follower, source);
    if (!opml_read(source, &urls, &count)) return false;
    for (size_t i = 0; i < count; i++) {
        good = good && feed_add(&r->follower, urls[i]);
        free(urls[i]);
    }
    free(urls);
    return good;
}

static bool add_channel(Run *r, Channel *c)
{
    if (c) r->channels[r->channel_count++] = c;
    return c;
}

static bool open_channels(Run *r)
{
    bool allow = r->follower.options.intake.allow_private;
    return add_channel(r, lines_open(r->output)) && (!r->atom || add_channel(r, atom_open(r->atom))) &&
           (!r->hook || add_channel(r, hook_open(r->hook, r->secret_file, allow))) &&
           (!r->mail.to || add_channel(r, mail_open(&r->mail)));
}

static Status begin_channels(Run *r, Error *error)
{
    Status status = SAYSO_OK;
    for (size_t i = 0; i < r->channel_count && !status; i++)
        status = channel_begin(r->channels[i], r->follower.ledger, error);
    return status;
}

static Status confine(Run *r, Beside *beside, Error *error)
{
    SandboxNeeds needs = {.off = r->follower.options.no_sandbox,
                          .network = r->follower.count || r->hook || r->mail.to || r->has_port,
                          .programs = {"pdftotext"}};
    if (!beside_of(r->follower.ledger, &needs, beside)) return fail_memory(error);
    needs.folders[1] = r->atom;
    return sandbox_enter(&needs, error);
}

/* ---- rounds ---- */

static bool has_ended(void *context)
{
    Run *r = context;
    const struct timespec now = {0, 0};
    if (!r->ended && sigtimedwait(&r->ends, NULL, &now) > 0) r->ended = true;
    return r->ended;
}

static bool goes_on(void *context)
{
    return !has_ended(context);
}

static Status match(Run *r, Error *error)
{
    WatchRun run;
    Status status = ledger_watch_match(r->follower.ledger, goes_on, r, &run, error);
    r->counts.alerts += run.alerts;
    r->counts.copies += run.copies;
    return status;
}

static Status tell(Run *r, Error *error)
{
    Status status = SAYSO_OK;
    WatchStatus now = {0};
    int64_t least = INT64_MAX;
    for (size_t i = 0; i < r->channel_count && !status && !has_ended(r); i++) {
        status = channel_tell(r->channels[i], r->follower.ledger, &r->manners, &r->counts, has_ended, r, error);
        if (r->channels[i]->teller.told < least) least = r->channels[i]->teller.told;
    }
    if (!status) status = ledger_watch_status(r->follower.ledger, &now, error);
    if (!status && least < INT64_MAX) r->counts.waiting = (unsigned long long)(now.last - least);
    return status;
}

static Status go_round(Run *r, Error *error)
{
    Status status = feeds_follow(&r->follower, has_ended, r, error);
    if (!status) status = match(r, error);
    if (!status) status = tell(r, error);
    r->counts.rounds++;
    r->counts.beat = monotonic_ms() / 1000;
    return status;
}

/* Told when it begins and when it ends. */
static void tell_trouble(Run *r, Status status, const Error *error)
{
    char sentence[sizeof error->message + 60];
    bool before = r->troubles > 0;
    r->troubles = status ? r->troubles + 1 : 0;
    r->counts.ledger_fails = status != SAYSO_OK;
    if (status && !before) {
        (void)snprintf(sentence, sizeof sentence, "%s; it is tried again, and nothing is lost", error->message);
        complain(NULL, sentence);
    }
    if (!status && before) complain(NULL, "the ledger can be written again");
}

static void sleep_until_next(Run *r)
{
    int64_t look = (int64_t)LOOK_S * 1000 / r->manners.pace, due = feeds_due(&r->follower) - monotonic_ms();
    int64_t wait = r->troubles  ? back_off(r->troubles, TROUBLE_S, TROUBLE_MOST_S) * 1000 / r->manners.pace
                   : due < look ? due
                                : look;
    if (wait < 20) wait = 20;
    const struct timespec for_so_long = {wait / 1000, wait % 1000 * 1000000};
    if (sigtimedwait(&r->ends, NULL, &for_so_long) > 0) r->ended = true;
}

/* Nobody reads standard output any more: then it has no more sense. */
static bool is_over(Status status, const Error *error)
{
    return status && !strncmp(error->message, "standard output: ", 17);
}

static int go_on(Run *r)
{
    Error error = {0};
    while (!has_ended(r)) {
        Status status = go_round(r, &error);
        if (is_over(status, &error)) return complain(NULL, error.message), EXIT_UNREAD;
        if (r->once && status) return ledger_failed(&error);
        if (r->once) break;
        tell_trouble(r, status, &error);
        sleep_until_next(r);
    }
    bool failing = r->counts.feeds_failing > 0;
    for (size_t i = 0; i < r->channel_count; i++) failing = failing || *r->channels[i]->problem;
    return r->once && failing ? EXIT_UNREAD : EXIT_READ;
}

static void block_signals(Run *r)
{
    (void)sigemptyset(&r->ends);
    (void)sigaddset(&r->ends, SIGTERM);
    (void)sigaddset(&r->ends, SIGINT);
    (void)pthread_sigmask(SIG_BLOCK, &r->ends, NULL); /* of all threads to come */
    (void)signal(SIGPIPE, SIG_IGN);
}

static bool tell_health(Run *r)
{
    unsigned port = 0;
    if (!r->has_port) return true;
    r->health = health_open(r->port, &r->counts, &port);
    if (r->health && !r->quiet) fprintf(stderr, "sayso: status at http://127.0.0.1:%u/metrics\n", port);
    return r->health;
}

static int run_with(Run *r)
{
    Error error = {0};
    Beside beside;
    Follower *f = &r->follower;
    const char *told = ledger_told(f->ledger);
    if (told && !r->quiet) complain(NULL, told);
    if (!open_channels(r)) return EXIT_UNREAD;
    Status status = begin_channels(r, &error);
    if (!status) status = feeds_begin(f, r->once);
    if (status) return ledger_failed(*error.message ? &error : &f->error);
    if (confine(r, &beside, &error)) return complain(NULL, error.message), EXIT_UNREAD;
    if (!tell_health(r)) return EXIT_UNREAD; /* behind it: its thread is confined, too */
    return go_on(r);
}

/* What reads is needed for feeds alone: what lies in the ledger is matched without a model. */
static int with_engine(Run *r)
{
    Follower *f = &r->follower;
    sayso_engine *engine = f->count ? engine_of(&f->options) : NULL;
    if (f->count && !engine) return EXIT_UNREAD;
    f->engine = engine;
    if (engine) f->maker = maker_of(engine, f->options.names != NULL);
    f->options.intake.hosts = f->count ? intake_hosts_open(r->manners.pace) : NULL;
    f->options.jobs = 1;
    int code = f->count && !f->options.intake.hosts ? (complain(NULL, "out of memory"), EXIT_UNREAD) : run_with(r);
    intake_hosts_close(f->options.intake.hosts);
    sayso_engine_close(engine);
    return code;
}

static int with_ledger(Run *r, const char *path)
{
    Error error;
    Follower *f = &r->follower;
    if (ledger_open(path, LEDGER_KEEP, f->options.wait_s * 1000, &f->ledger, &error) ||
        ledger_cache(f->ledger, CACHE_KB, &error)) {
        ledger_close(f->ledger);
        return complain(NULL, error.message), EXIT_LEDGER;
    }
    block_signals(r);
    r->counts.beat = monotonic_ms() / 1000;
    arena_init(&f->scratch, &libc_allocator, (size_t)4 << 30);
    int code = with_engine(r);
    arena_free(&f->scratch);
    health_close(r->health);
    for (size_t i = 0; i < r->channel_count; i++) r->channels[i]->close(r->channels[i]);
    ledger_close(f->ledger);
    return code;
}

int watch_run_run(int argc, char **argv)
{
    static const struct argp argp = {arguments,
                                     parse,
                                     "[FILE.opml|URL]...",
                                     "Follows feeds, keeps what comes, matches it against the watches, and tells each "
                                     "of what was found: a line of JSON on standard output, "
                                     "and as --atom, --webhook and --mail say. Without feeds it matches what other "
                                     "programs add to the ledger. SIGTERM and SIGINT end it.\v"
                                     "Hosts are asked one at a time, as their robots.txt, Retry-After and "
                                     "Cache-Control have it. What was found is told once, after a kill, "
                                     "too. The exit status is 0, with --once 1 where a feed or a way of telling "
                                     "failed, 2 for a mistake in the command, 3 when the ledger "
                                     "cannot be written.",
                                     NULL,
                                     NULL,
                                     NULL};
    Run r = {.manners.pace = 1, .mail.server = "smtp://localhost"};
    r.follower.options = options_usual();
    r.follower.every_s = 15 * 60;
    r.follower.counts = &r.counts;
    (void)pthread_mutex_init(&r.follower.visits.lock, NULL);
    if (sodium_init() < 0) return complain(NULL, "libsodium cannot be used here"), EXIT_UNREAD;
    config_parse(&argp, argc, argv, &r);
    r.quiet = r.follower.options.quiet;
    r.manners.tells = !r.quiet;
    r.follower.pace = r.manners.pace;
    bool good = true;
    for (size_t i = 0; i < r.source_count && good; i++) good = take_source(&r, r.sources[i]);
    char *path = good ? ledger_path(r.follower.options.ledger, true) : NULL;
    int code = path ? with_ledger(&r, path) : good ? EXIT_USAGE : EXIT_UNREAD;
    free(path);
    free(r.sources);
    feeds_free(&r.follower);
    options_free(&r.follower.options);
    return code;
}
