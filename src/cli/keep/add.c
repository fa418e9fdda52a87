/* sayso add: reads reports, side by side, and keeps them in a ledger, one after the other. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/keep/keep.h"

typedef struct Counts {
    uint64_t added, known, revised, copies, claims_new, claims_known;
} Counts;

/* Articles that are kept at once: one at a time where each is told as it is kept, and fewer where they come slowly, for others
 * wait meanwhile, or are long. */
#define TOGETHER 128u
#define TOGETHER_S 2
#define TOGETHER_BYTES ((size_t)1 << 20) /* of text */

typedef struct Adder {
    Options options; /* first: the argument parser fills it */
    bool verbose, durable;
    Ledger *ledger;
    Visits visits; /* its lock: of the ledger, too; who fetches asks from a thread of its own */
    Maker maker;
    Arena scratch;
    Counts counts, sure; /* sure: as of the last articles that the ledger has released */
    Drafted waits[TOGETHER]; /* those since: one that fails takes them with it, and they are added again */
    unsigned waiting;
    size_t waiting_bytes;
    struct timespec since; /* when the first of them came */
    bool ledger_failed;
} Adder;

/* ---- in a worker ---- */

static void make(void *context, Result *r)
{
    const Adder *adder = context;
    result_draft(r, &adder->maker);
}

/* ---- in order ---- */

static void tell(const Adder *adder, const Result *r, const LedgerAdded *done)
{
    static const char *const outcomes[] = {
        [LEDGER_ADDED] = "added", [LEDGER_KNOWN] = "known", [LEDGER_REVISED] = "revised"};
    if (!adder->verbose) return;
    printf("%s %lld ", outcomes[done->outcome], (long long)done->article);
    put_safe(stdout, r->piece.label);
    if (done->reprint_of) printf(" (%.0f%% of it is a copy of %lld)", done->copied * 100, (long long)done->reprint_of);
    putchar('\n');
    fflush(stdout);
}

static void count(Counts *c, const LedgerAdded *done)
{
    c->added += done->outcome == LEDGER_ADDED;
    c->known += done->outcome == LEDGER_KNOWN;
    c->revised += done->outcome == LEDGER_REVISED;
    c->copies += done->reprint_of != 0;
    c->claims_new += done->claims_new;
    c->claims_known += done->claims_known;
}

static void forget_waiting(Adder *adder)
{
    for (unsigned i = 0; i < adder->waiting; i++) drafted_end(&adder->waits[i]);
    adder->waiting = 0;
    adder->waiting_bytes = 0;
}

/* What waited is kept, and can be told. */
static Status release(Adder *adder, Error *error)
{
    Status status = ledger_release(adder->ledger, error);
    forget_waiting(adder);
    if (!status) adder->sure = adder->counts;
    return status;
}

static Status add(Adder *adder, const Draft *draft, LedgerAdded *out, Error *error)
{
    arena_reset(&adder->scratch);
    Status status = ledger_add(adder->ledger, draft, &adder->scratch, out, error);
    if (!status) count(&adder->counts, out);
    return status;
}

/* One failed, and the ledger has taken back all that waited: they are added again, each alone. They were added before, so that where
 * one fails now it is not for what it is. */
static Status add_waiting_again(Adder *adder, Error *error)
{
    Status status = SAYSO_OK;
    LedgerAdded done;
    adder->counts = adder->sure;
    for (unsigned i = 0; i < adder->waiting && !status; i++) {
        status = add(adder, adder->waits[i].draft, &done, error);
        if (!status) adder->sure = adder->counts;
    }
    forget_waiting(adder);
    return status;
}

static Status wait_for_more(Adder *adder, Result *r, Error *error)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    if (!adder->waiting) adder->since = now;
    adder->waiting_bytes += sayso_document_text(r->document).size;
    result_take(r, &adder->waits[adder->waiting++]);
    bool full = adder->waiting >= TOGETHER || adder->waiting_bytes >= TOGETHER_BYTES;
    return full || adder->verbose || now.tv_sec - adder->since.tv_sec >= TOGETHER_S ? release(adder, error) : SAYSO_OK;
}

/* *lost: the ledger keeps nothing any more, or has lost what waited. */
static Status keep_one(Adder *adder, Result *r, LedgerAdded *done, bool *lost, Error *error)
{
    Status status = ledger_hold(adder->ledger, error);
    *lost = status != SAYSO_OK;
    if (!status) status = add(adder, r->draft, done, error);
    if (status && adder->waiting) {
        status = add_waiting_again(adder, error);
        *lost = status != SAYSO_OK;
        if (!status) status = add(adder, r->draft, done, error);
        if (!status) adder->sure = adder->counts;
    }
    if (status) return status;
    visits_end_page(&adder->visits, &r->piece);
    if (!ledger_holds(adder->ledger)) return SAYSO_OK;
    status = wait_for_more(adder, r, error);
    *lost = status != SAYSO_OK;
    return status;
}

static bool keep(void *context, Result *r)
{
    Adder *adder = context;
    LedgerAdded done;
    Error error;
    bool lost = false;
    pthread_mutex_lock(&adder->visits.lock);
    Status status = keep_one(adder, r, &done, &lost, &error);
    pthread_mutex_unlock(&adder->visits.lock);
    if (status) {
        adder->ledger_failed = status == SAYSO_ERROR_IO || lost;
        if (adder->ledger_failed) complain(NULL, error.message);
        if (!adder->ledger_failed) result_failed(r, error.message);
        return !adder->ledger_failed;
    }
    tell(adder, r, &done);
    return true;
}

/* ---- the command ---- */

static void put_summary(const Counts *a)
{
    printf("%llu article%s added", (unsigned long long)a->added, a->added == 1 ? "" : "s");
    if (a->revised) printf(", %llu revised", (unsigned long long)a->revised);
    if (a->known) printf(", %llu already there", (unsigned long long)a->known);
    const char *copies = a->copies == 1 ? "copy" : "copies";
    if (a->copies) printf("; %llu %s of earlier articles", (unsigned long long)a->copies, copies);
    printf("; %llu new claims, ", (unsigned long long)a->claims_new);
    printf("%llu made before\n", (unsigned long long)a->claims_known);
}

static int add_with(Adder *adder, const sayso_engine *engine)
{
    adder->maker = maker_of(engine, adder->options.names != NULL);
    Use use = {.context = adder, .done = "added", .make = make, .keep = keep};
    Beside beside;
    int code = EXIT_UNREAD;
    if (beside_of(adder->ledger, &use.needs, &beside))
        code = work(&adder->options, engine, &use);
    else
        complain(NULL, "out of memory");
    Error error;
    if (release(adder, &error)) {
        complain(NULL, error.message);
        adder->ledger_failed = true;
    }
    if (adder->ledger_failed) code = EXIT_LEDGER;
    if (!adder->options.quiet) put_summary(&adder->sure);
    return code;
}

static int add_to(Adder *adder, const char *path)
{
    Error error;
    sayso_engine *engine = engine_of(&adder->options);
    if (!engine) return EXIT_UNREAD;
    int code = EXIT_LEDGER;
    if (ledger_open(path, LEDGER_KEEP, adder->options.wait_s * 1000, &adder->ledger, &error) ||
        (adder->durable && ledger_durable(adder->ledger, &error))) {
        complain(NULL, error.message);
    } else {
        const char *told = ledger_told(adder->ledger);
        if (told && !adder->options.quiet) complain(NULL, told);
        arena_init(&adder->scratch, &libc_allocator, (size_t)4 << 30);
        visits_begin(&adder->visits, adder->ledger, &adder->options.intake);
        code = add_with(adder, engine);
        visits_end(&adder->visits, code == EXIT_READ);
        for (size_t i = 0; i < TOGETHER; i++) drafted_free(&adder->waits[i]);
        arena_free(&adder->scratch);
    }
    ledger_close(adder->ledger);
    sayso_engine_close(engine);
    return code;
}

enum { KEY_VERBOSE = 'v' };
static const struct argp_option arguments[] = {
    {"ledger", KEY_LEDGER, "FILE", 0,
     "the ledger, made where it is not; SAYSO_LEDGER names one too, else it is your own, in your data folder", 0},
    {"wait", KEY_WAIT, "SECONDS", 0,
     "how long to wait for another program that writes to the ledger, 30 unless told otherwise", 0},
    {"jobs", 'j', "N", 0, "articles read side by side; as many as there are processors unless told otherwise", 0},
    INPUT_OPTIONS,
    {"verbose", KEY_VERBOSE, NULL, 0, "a line for each article, once it is kept", 0},
    {"durable", KEY_DURABLE, NULL, 0, "what is told to be kept outlasts a loss of power, too; slower", 0},
    {"quiet", 'q', NULL, 0, "no progress, no warnings, no summary; what cannot be read is still named", 0},
    {0}};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    Adder *adder = state->input;
    if (key == KEY_VERBOSE)
        adder->verbose = true;
    else if (key == KEY_DURABLE)
        adder->durable = true;
    else if (key == ARGP_KEY_NO_ARGS && isatty(STDIN_FILENO))
        argp_error(state, "name a file, a folder or a URL, or give text on standard input");
    else
        return options_parse(key, argument, state);
    return 0;
}

int command_add(int argc, char **argv)
{
    static const struct argp argp = {
        arguments,
        parse,
        "[FILE|DIR|URL|-]...",
        "Reads news reports and keeps who said what in a ledger. What is there already is left as it is; an article "
        "that changed is kept beside its earlier self.\v"
        "Each article is kept whole or not at all. Of a folder every file in it is read, with -r also those in its "
        "folders, of an archive every member, of a table every row, "
        "of a feed every item. The exit status is 0 when all was kept, 1 when some of it could not be read, 2 for a "
        "mistake in the command, 3 when the ledger cannot be written.",
        NULL,
        NULL,
        NULL};
    Adder adder = {.visits.lock = PTHREAD_MUTEX_INITIALIZER};
    options_parse_all(&argp, argc, argv, &adder.options);
    char *path = ledger_path(adder.options.ledger, true);
    int code = path ? add_to(&adder, path) : EXIT_USAGE;
    free(path);
    options_free(&adder.options);
    return code;
}
