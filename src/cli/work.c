/* Articles side by side, written in their order.
 *
 *   inputs ──> worker ──┐     ring of results          ┌── written next
 *          ──> worker ──┼──> [ 7 ][ 8 ][   ][ 6 ] ─────┘
 *          ──> worker ──┘
 *
 * Workers take the next input under the lock and put its result into slot (number mod slots); the main thread
 * writes slot after slot. A worker that would run a whole ring ahead waits, so a million files take no
 * more memory than a few. One worker goes the same way as many: jobs change the time, never the bytes. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"

typedef struct Work {
    const Options *options;
    Inputs *inputs;
    sayso_write_options look;
    bool wants_text;
    pthread_mutex_t lock; /* of all below */
    pthread_cond_t changed;
    Result *ring;
    size_t slots;
    uint64_t taken, written;
    bool ended, stopped; /* no inputs are left; nothing more can be written */
} Work;

typedef struct Worker {
    Work *work;
    sayso_session *session;
    pthread_t thread;
    Buffer bytes;
} Worker;

/* ---- one article ---- */

/* "sayso: FILE: [warning: ]SENTENCE"; the message is written later, in its article's turn. */
static void note(Result *r, const char *kind, const char *sentence, size_t size)
{
    size_t before = r->notes.size; /* a note is whole or not there */
    if (!buffer_add(&r->notes, kind, strlen(kind)) || !buffer_add(&r->notes, sentence, size) ||
        !buffer_add(&r->notes, "", 1))
        r->notes.size = before;
}

static void failed(Result *r, const char *sentence)
{
    r->failed = true;
    note(r, "", sentence, strlen(sentence));
}

/* The library's remedies speak to programmers; here are those of the command line. */
static void failed_analysis(Result *r, const Options *options, const sayso_error *error, uint64_t length)
{
    char sentence[256];
    if (error->status == SAYSO_ERROR_LIMIT)
        snprintf(sentence, sizeof sentence,
                 "the article is %s%llu bytes long and the limit is %zu; raise it with --max-article",
                 length ? "" : "at least ", length ? (unsigned long long)length : options->max_article + 1ull,
                 options->max_article);
    else if (error->status == SAYSO_ERROR_MEMORY)
        snprintf(sentence, sizeof sentence, "out of memory; split the article, or read with fewer --jobs");
    else
        snprintf(sentence, sizeof sentence, "%s", error->message);
    failed(r, sentence);
}

static int to_buffer(void *context, const char *data, size_t size) { return !buffer_add(context, data, size); }

static void render(Work *w, const sayso_document *document, Result *r)
{
    sayso_error error = {0};
    sayso_text id = sayso_document_id(document), text = sayso_document_text(document);
    bool kept = buffer_add(&r->id, id.data, id.size) && buffer_add(&r->id, "", 1) &&
                (!w->wants_text || buffer_add(&r->text, text.data, text.size));
    if (!kept || sayso_document_write(document, w->options->format, &w->look, to_buffer, &r->rendering, &error))
        failed(r, "out of memory; split the article, or read with fewer --jobs");
    r->words = sayso_document_words(document);
    for (size_t i = 0; !w->options->quiet && i < sayso_document_warnings(document); i++) {
        sayso_text warning = sayso_document_warning(document, i);
        note(r, "warning: ", warning.data, warning.size);
    }
}

static void read_one(Worker *worker, Result *r)
{
    const Options *options = worker->work->options;
    const char *sentence = r->input.problem;
    uint64_t length = 0;
    if (!sentence && r->input.error) sentence = reason(r->input.error);
    if (sentence || !bytes_read(&r->input, options->max_article, &worker->bytes, &r->place, &length, &sentence)) {
        failed(r, sentence);
        return;
    }
    sayso_article article = {.size = sizeof article,
                             .bytes = {worker->bytes.data, worker->bytes.size},
                             .id = input_id(&r->input)};
    if (options->published) article.published = (sayso_text){options->published, strlen(options->published)};
    sayso_document *document;
    sayso_error error;
    if (sayso_analyse(worker->session, &article, &document, &error)) {
        failed_analysis(r, options, &error, length);
        return;
    }
    render(worker->work, document, r);
    sayso_document_free(document);
}

/* ---- workers ---- */

/* The slot to fill, or NULL where no work is left. */
static Result *take(Work *w)
{
    Result *r = NULL;
    pthread_mutex_lock(&w->lock);
    while (!w->ended && !w->stopped && w->taken - w->written >= w->slots) pthread_cond_wait(&w->changed, &w->lock);
    if (!w->ended && !w->stopped) {
        r = &w->ring[w->taken % w->slots];
        if (inputs_next(w->inputs, &r->input)) {
            w->taken++;
        } else {
            w->ended = true;
            r = NULL;
        }
    }
    if (!r) pthread_cond_broadcast(&w->changed);
    pthread_mutex_unlock(&w->lock);
    return r;
}

static void *run_worker(void *context)
{
    Worker *worker = context;
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
    free(r->input.path);
    buffer_clear(&r->id);
    buffer_clear(&r->rendering);
    buffer_clear(&r->text);
    buffer_clear(&r->notes);
    r->input = (Input){0};
    r->place = (Place){0};
    r->words = 0;
    r->failed = false;
    pthread_mutex_lock(&w->lock);
    r->ready = false;
    w->written++;
    if (stop) w->stopped = w->ended = true;
    pthread_cond_broadcast(&w->changed);
    pthread_mutex_unlock(&w->lock);
}

static void write_notes(const Result *r)
{
    for (size_t at = 0; at < r->notes.size; at += strlen(r->notes.data + at) + 1)
        complain(input_label(&r->input), r->notes.data + at);
}

/* Writes all results; after a failure to write, lets what is under way end. Returns the exit code. */
static int write_results(Work *w, Output *output, Progress *progress)
{
    int code = EXIT_READ;
    bool writable = true;
    for (Result *r; (r = await(w, progress));) {
        if (writable && (r->notes.size || output_to_terminal(output))) progress_hide(progress);
        if (writable) write_notes(r);
        if (writable && !r->failed && !(writable = output_result(output, r))) code = EXIT_UNREAD;
        if (r->failed) code = EXIT_UNREAD;
        progress->articles++;
        progress->words += r->words;
        release(w, r, !writable);
        progress_draw(progress);
    }
    progress_hide(progress);
    return code;
}

/* ---- all of it ---- */

static unsigned job_count(const Options *options)
{
    if (options->jobs) return options->jobs;
    long cores = inputs_are_many(options) ? sysconf(_SC_NPROCESSORS_ONLN) : 1;
    return cores < 1 ? 1 : cores > 64 ? 64 : (unsigned)cores;
}

/* The ceiling of each session follows from the longest article alone, so that what is read depends neither on the
 * machine nor on --jobs. */
static size_t memory_each(const Options *options)
{
    const uint64_t least = (uint64_t)256 << 20, most = (uint64_t)4 << 30;
    uint64_t need = (uint64_t)options->max_article * 512;
    return (size_t)(need < least ? least : need > most ? most : need);
}

/* How many could be opened and started; 0 after a complaint. */
static unsigned start_workers(Work *w, const sayso_engine *engine, Worker *workers, unsigned jobs)
{
    sayso_session_options options = {.size = sizeof options,
                                     .max_article_bytes = w->options->max_article,
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

static int work_with(Work *w, const sayso_engine *engine, Output *output, unsigned jobs)
{
    Worker *workers = calloc(jobs, sizeof *workers);
    w->slots = 2 * (size_t)jobs + 2;
    w->ring = calloc(w->slots, sizeof *w->ring);
    w->inputs = inputs_open(w->options, output_place(output));
    int code = EXIT_UNREAD;
    unsigned started = 0;
    if (workers && w->ring && w->inputs)
        started = start_workers(w, engine, workers, jobs);
    else
        complain(NULL, "out of memory");
    Progress progress;
    progress_begin(&progress, !w->options->quiet && !output_to_terminal(output));
    if (started) code = write_results(w, output, &progress);
    for (unsigned i = 0; i < started; i++) {
        pthread_join(workers[i].thread, NULL);
        sayso_session_close(workers[i].session);
        buffer_free(&workers[i].bytes);
    }
    for (size_t i = 0; w->ring && i < w->slots; i++) {
        buffer_free(&w->ring[i].id);
        buffer_free(&w->ring[i].rendering);
        buffer_free(&w->ring[i].text);
        buffer_free(&w->ring[i].notes);
    }
    inputs_close(w->inputs);
    free(w->ring);
    free(workers);
    return code;
}

static int work_to(const Options *options, const sayso_engine *engine)
{
    Output *output = output_open(options);
    if (!output) return EXIT_UNREAD;
    Work w = {.options = options,
              .look = output_look(output),
              .wants_text = output_wants_text(output),
              .lock = PTHREAD_MUTEX_INITIALIZER,
              .changed = PTHREAD_COND_INITIALIZER};
    w.look.explain = options->explain;
    int code = work_with(&w, engine, output, job_count(options));
    if (!output_close(output) && code == EXIT_READ) code = EXIT_UNREAD;
    return code;
}

static void warn(void *context, const char *sentence)
{
    (void)context;
    complain(NULL, sentence);
}

int work(const Options *options)
{
    sayso_engine_options wanted = {.size = sizeof wanted,
                                   .model_path = options->model,
                                   .names_path = options->names,
                                   .warn = options->quiet ? NULL : warn};
    sayso_engine *engine = engine_find(&wanted);
    if (!engine) return EXIT_UNREAD;
    int code = work_to(options, engine);
    sayso_engine_close(engine);
    return code;
}
