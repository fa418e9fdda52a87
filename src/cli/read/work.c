/* Articles side by side, used in their order.
 *
 *   intake ──> worker ──┐     ring of results          ┌── used next: written, or added to a ledger
 *          ──> worker ──┼──> [ 7 ][ 8 ][   ][ 6 ] ─────┘
 *          ──> worker ──┘
 *
 * Workers take the next piece under the intake's lock, find the article in it, read it and put the result into slot
 * (number mod slots); the main thread uses slot after slot. A worker that would run a whole ring ahead waits, so a
 * million articles take no more memory than a few. One worker goes the same way as many: jobs change the time, never
 * the bytes. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/read/read.h"

typedef struct Work {
    const Options *options;
    const Use *use;
    Intake *intake;
    pthread_mutex_t taking; /* of the intake and of the order in which slots are taken */
    pthread_mutex_t lock;   /* of all below */
    pthread_cond_t changed;
    Result *ring;
    size_t slots;
    uint64_t taken, written;
    bool ended, stopped; /* no pieces are left; nothing more can be used */
    bool unconfined;     /* the sandbox was refused */
} Work;

typedef struct Worker {
    Work *work;
    sayso_session *session;
    pthread_t thread;
} Worker;

/* ---- one article ---- */

void result_note(Result *r, const char *kind, const char *sentence, size_t size)
{
    size_t before = r->notes.size; /* a note is whole or not there */
    if (!buffer_add(&r->notes, kind, strlen(kind)) || !buffer_add(&r->notes, sentence, size) ||
        !buffer_add(&r->notes, "", 1))
        r->notes.size = before;
}

void result_failed(Result *r, const char *sentence)
{
    size_t before = r->notes.size;
    result_note(r, "", sentence, strlen(sentence));
    r->failed = true;
    r->untold = r->notes.size == before;
}

/* The library's remedies speak to programmers; here are those of the command line. */
static void failed_analysis(Result *r, const Options *options, const sayso_error *error)
{
    char sentence[256];
    uint64_t length = r->piece.length;
    size_t limit = options->intake.max_article;
    if (error->status == SAYSO_ERROR_LIMIT && error->offset == NO_OFFSET) /* of the words */
        snprintf(sentence, sizeof sentence,
                 "%.*s, one for each four bytes that --max-article allows; split it, or raise that",
                 (int)strcspn(error->message, ";"), error->message);
    else if (error->status == SAYSO_ERROR_LIMIT)
        snprintf(sentence, sizeof sentence,
                 "the article is %s%llu bytes long and the limit is %zu; raise it with --max-article",
                 length ? "" : "at least ", length ? (unsigned long long)length : limit + 1ull, limit);
    else if (error->status == SAYSO_ERROR_MEMORY)
        snprintf(sentence, sizeof sentence, "out of memory; split the article, or read with fewer --jobs");
    else
        snprintf(sentence, sizeof sentence, "%s", error->message);
    result_failed(r, sentence);
}

static void note_warnings(Result *r)
{
    for (uint32_t i = 0; i < r->found.warning_count; i++)
        result_note(r, "warning: ", r->found.warnings[i].data, r->found.warnings[i].size);
    for (size_t i = 0; i < sayso_document_warnings(r->document); i++) {
        sayso_text warning = sayso_document_warning(r->document, i);
        result_note(r, "warning: ", warning.data, warning.size);
    }
}

static void read_one(Worker *worker, Result *r)
{
    const Work *w = worker->work;
    sayso_error error;
    if (r->piece.problem && r->piece.remark) {
        if (!w->options->quiet) result_note(r, "note: ", r->piece.problem, strlen(r->piece.problem));
        return;
    }
    if (r->piece.problem) {
        result_failed(r, r->piece.problem);
        return;
    }
    if (r->piece.unchanged) return;
    if (piece_read(&r->piece, &w->options->intake, &r->arena, &r->found, &error)) {
        if (error.status == SAYSO_ERROR_LIMIT) /* of a page or an object, which may be longer than an article */
            result_failed(r, error.message);
        else
            failed_analysis(r, w->options, &error);
        return;
    }
    const Found *f = &r->found;
    sayso_article article = {.size = sizeof article, .bytes = f->text, .id = f->id, .published = f->published,
                             .url = f->url, .title = f->title, .outlet = f->outlet, .byline = f->byline};
    if (w->options->published) article.published = text_literal(w->options->published);
    if (sayso_analyse(worker->session, &article, &r->document, &error)) {
        failed_analysis(r, w->options, &error);
        return;
    }
    r->words = sayso_document_words(r->document);
    if (!text_words(sayso_document_text(r->document))) {
        bool empty = !sayso_document_text(r->document).size;
        result_failed(r, empty ? "it is empty: it is no article" : "there is no word in it: it is no article");
        return;
    }
    if (!w->options->quiet) note_warnings(r);
    w->use->make(w->use->context, r);
}

/* ---- workers ---- */

/* Whether a slot is free; waits for one. */
static bool has_room(Work *w)
{
    pthread_mutex_lock(&w->lock);
    while (!w->ended && !w->stopped && w->taken - w->written >= w->slots) pthread_cond_wait(&w->changed, &w->lock);
    bool going = !w->ended && !w->stopped;
    pthread_mutex_unlock(&w->lock);
    return going;
}

/* The slot to fill, or NULL where no work is left. The intake may wait for a slow host: the ring's own lock is free
 * meanwhile, so that what is ready is used. */
static Result *take(Work *w)
{
    Result *r = NULL;
    pthread_mutex_lock(&w->taking);
    if (has_room(w)) {
        r = &w->ring[w->taken % w->slots];
        bool more = intake_next(w->intake, &r->piece);
        pthread_mutex_lock(&w->lock);
        w->taken += more;
        if (!more) w->ended = true;
        if (!more) r = NULL;
        pthread_mutex_unlock(&w->lock);
    }
    if (!r) pthread_cond_broadcast(&w->changed);
    pthread_mutex_unlock(&w->taking);
    return r;
}

/* Nothing is read by who cannot be confined. */
static void give_up(Work *w)
{
    complain(NULL, "the sandbox cannot be entered; --no-sandbox goes without it");
    pthread_mutex_lock(&w->lock);
    w->ended = w->unconfined = true;
    pthread_cond_broadcast(&w->changed);
    pthread_mutex_unlock(&w->lock);
}

static void *run_worker(void *context)
{
    Worker *worker = context;
    if (!sandbox_reader()) {
        give_up(worker->work);
        return NULL;
    }
    for (Result *r; (r = take(worker->work));) {
        read_one(worker, r);
        pthread_mutex_lock(&worker->work->lock);
        r->ready = true;
        pthread_cond_broadcast(&worker->work->changed);
        pthread_mutex_unlock(&worker->work->lock);
    }
    return NULL;
}

/* ---- the writer ---- */

static void wait_a_little(Work *w)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += 200000000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_cond_timedwait(&w->changed, &w->lock, &until);
}

/* The next result in order, or NULL at the end. */
static Result *await(Work *w, Progress *progress)
{
    pthread_mutex_lock(&w->lock);
    Result *r = &w->ring[w->written % w->slots];
    while (!r->ready && !(w->ended && w->written == w->taken)) {
        if (progress->wanted) {
            wait_a_little(w);
            progress_draw(progress);
        } else {
            pthread_cond_wait(&w->changed, &w->lock);
        }
    }
    if (!r->ready) r = NULL;
    pthread_mutex_unlock(&w->lock);
    return r;
}

static void release(Work *w, Result *r, bool stop)
{
    piece_free(&r->piece);
    sayso_document_free(r->document);
    arena_reset(&r->arena);
    buffer_clear(&r->id);
    buffer_clear(&r->rendering);
    buffer_clear(&r->text);
    buffer_clear(&r->notes);
    r->piece = (Piece){0};
    r->found = (Found){0};
    r->document = NULL;
    r->draft = NULL;
    r->words = 0;
    r->failed = r->untold = false;
    pthread_mutex_lock(&w->lock);
    r->ready = false;
    w->written++;
    if (stop) w->stopped = w->ended = true;
    pthread_cond_broadcast(&w->changed);
    pthread_mutex_unlock(&w->lock);
}

static void write_notes(Notes *notes, const Result *r)
{
    for (size_t at = 0; at < r->notes.size; at += strlen(r->notes.data + at) + 1)
        notes_add(notes, r->piece.label ? r->piece.label : "an article", r->notes.data + at);
    if (r->untold)
        notes_add(notes, r->piece.label ? r->piece.label : "an article", "out of memory; read with fewer --jobs");
}

/* Uses all results; after a failure that ends all, lets what is under way end. Returns the exit code. */
static int use_results(Work *w, Progress *progress)
{
    int code = EXIT_READ;
    bool usable = true;
    Notes notes = {0};
    for (Result *r; (r = await(w, progress));) {
        if (usable && (r->notes.size || w->use->on_terminal)) progress_hide(progress);
        bool read = r->document != NULL; /* who keeps it may take it */
        if (usable && !r->failed && read && !(usable = w->use->keep(w->use->context, r))) code = EXIT_UNREAD;
        if (w->use->tell)
            w->use->tell(w->use->context, r);
        else
            write_notes(&notes, r);
        if (r->failed) code = EXIT_UNREAD;
        progress->articles += read;
        progress->words += r->words;
        release(w, r, !usable);
        progress_draw(progress);
    }
    progress_hide(progress);
    notes_flush(&notes);
    return code;
}

/* ---- all of it ---- */

static unsigned job_count(const Options *options)
{
    if (options->jobs) return options->jobs;
    long cores = intake_is_many(&options->intake) ? sysconf(_SC_NPROCESSORS_ONLN) : 1;
    return cores < 1 ? 1 : cores > 64 ? 64 : (unsigned)cores;
}

/* The ceiling of each session follows from the longest article alone, so that what is read depends neither on the
 * machine nor on --jobs. */
static size_t memory_each(const Options *options)
{
    const uint64_t least = (uint64_t)256 << 20, most = (uint64_t)4 << 30;
    uint64_t need = (uint64_t)options->intake.max_article * 512;
    return (size_t)(need < least ? least : need > most ? most : need);
}

/* How many could be opened and started; 0 after a complaint. */
static unsigned start_workers(Work *w, const sayso_engine *engine, Worker *workers, unsigned jobs)
{
    sayso_session_options options = {.size = sizeof options,
                                     .max_article_bytes = w->options->intake.max_article,
                                     .max_memory_bytes = memory_each(w->options),
                                     .min_confidence = w->options->min_confidence};
    sayso_error error;
    unsigned started = 0;
    for (; started < jobs; started++) {
        Worker *worker = &workers[started];
        worker->work = w;
        if (sayso_session_open(engine, &options, &worker->session, &error)) break;
        int problem = pthread_create(&worker->thread, NULL, run_worker, worker);
        if (!problem) continue;
        snprintf(error.message, sizeof error.message, "cannot start a thread: %s", reason(problem));
        break;
    }
    if (started < jobs && !started) complain(NULL, error.message);
    if (started < jobs) sayso_session_close(workers[started].session);
    return started;
}

static bool make_ring(Work *w, unsigned jobs)
{
    w->slots = 2 * (size_t)jobs + 2;
    w->ring = calloc(w->slots, sizeof *w->ring);
    for (size_t i = 0; w->ring && i < w->slots; i++)
        arena_init(&w->ring[i].arena, &libc_allocator, memory_each(w->options));
    return w->ring;
}

static void free_ring(Work *w)
{
    for (size_t i = 0; w->ring && i < w->slots; i++) {
        arena_free(&w->ring[i].arena);
        buffer_free(&w->ring[i].id);
        buffer_free(&w->ring[i].rendering);
        buffer_free(&w->ring[i].text);
        buffer_free(&w->ring[i].notes);
    }
    free(w->ring);
}

static int work_with(Work *w, const sayso_engine *engine, unsigned jobs)
{
    sayso_error error = {.message = "out of memory"};
    Worker *workers = calloc(jobs, sizeof *workers);
    int code = EXIT_UNREAD;
    unsigned started = 0;
    if (workers && make_ring(w, jobs) && !intake_open(&w->options->intake, &w->intake, &error))
        started = start_workers(w, engine, workers, jobs);
    else
        complain(NULL, error.message);
    Progress progress;
    progress_begin(&progress, !w->options->quiet && !w->use->on_terminal, w->use->done);
    if (started) code = use_results(w, &progress);
    for (unsigned i = 0; i < started; i++) {
        pthread_join(workers[i].thread, NULL);
        sayso_session_close(workers[i].session);
    }
    if (w->unconfined) code = EXIT_UNREAD;
    free_ring(w);
    intake_close(w->intake);
    free(workers);
    return code;
}

static Status confine(const Options *options, const Use *use, Error *error)
{
    SandboxNeeds needs = use->needs;
    needs.off = options->no_sandbox;
    needs.network = intake_fetches(&options->intake);
    needs.programs[0] = "pdftotext";
    return sandbox_enter(&needs, error);
}

int work(const Options *options, const sayso_engine *engine, const Use *use)
{
    Error error;
    if (confine(options, use, &error)) {
        complain(NULL, error.message);
        return EXIT_UNREAD;
    }
    return work_again(options, engine, use);
}

int work_again(const Options *options, const sayso_engine *engine, const Use *use)
{
    Work w = {.options = options,
              .use = use,
              .taking = PTHREAD_MUTEX_INITIALIZER,
              .lock = PTHREAD_MUTEX_INITIALIZER,
              .changed = PTHREAD_COND_INITIALIZER};
    return work_with(&w, engine, job_count(options));
}
