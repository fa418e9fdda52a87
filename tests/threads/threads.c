/* Threads that share an engine write the same bytes as one alone: each thread reads all the samples, in its own order,
 * with a session of its own. Under ThreadSanitizer (./check --long) it also shows that nothing else is shared. */
#include <glob.h>
#include <pthread.h>

#include "public.h"

#define THREADS 4
#define ROUNDS 2

typedef struct Samples {
    size_t count;
    Bytes *articles, *wanted;
} Samples;

typedef struct Worker {
    const sayso_engine *engine;
    const Samples *samples;
    size_t number, differences;
} Worker;

static Bytes rendered(sayso_session *session, const Bytes *article)
{
    sayso_article in = {.size = sizeof in, .bytes = {article->data, article->size}, .id = {"sample", 6}};
    sayso_document *document;
    sayso_error error;
    Bytes out = {0};
    if (sayso_analyse(session, &in, &document, &error)) die("cannot read an article", &error);
    if (sayso_document_write(document, SAYSO_FORMAT_JSONL, NULL, bytes_add, &out, &error)) die("cannot write", &error);
    if (sayso_document_write(document, SAYSO_FORMAT_CONLLU, NULL, bytes_add, &out, &error)) die("cannot write", &error);
    sayso_document_free(document);
    return out;
}

static void *work(void *context)
{
    Worker *w = context;
    sayso_session *session = open_session(w->engine);
    for (size_t i = 0; i < w->samples->count * ROUNDS; i++) {
        size_t which = (i * (w->number + 1) + w->number) % w->samples->count;
        const Bytes *want = &w->samples->wanted[which];
        Bytes got = rendered(session, &w->samples->articles[which]);
        w->differences += got.size != want->size || memcmp(got.data, want->data, got.size) != 0;
        free(got.data);
    }
    sayso_session_close(session);
    return NULL;
}

static Samples load(const sayso_engine *engine)
{
    char pattern[4096];
    glob_t found;
    const char *root = getenv("SAYSO_SOURCE_ROOT");
    snprintf(pattern, sizeof pattern, "%s/data/sample/*.txt", root ? root : ".");
    if (glob(pattern, 0, NULL, &found)) die("no samples", NULL);
    Samples s = {found.gl_pathc, calloc(found.gl_pathc, sizeof(Bytes)), calloc(found.gl_pathc, sizeof(Bytes))};
    if (!s.articles || !s.wanted) die("out of memory", NULL);
    for (size_t i = 0; i < s.count; i++) {
        sayso_session *session = open_session(engine); /* a fresh one each: no history */
        s.articles[i] = read_bytes(found.gl_pathv[i]);
        s.wanted[i] = rendered(session, &s.articles[i]);
        sayso_session_close(session);
    }
    globfree(&found);
    return s;
}

int main(void)
{
    sayso_engine *engine = open_engine();
    Samples samples = load(engine);
    Worker workers[THREADS];
    pthread_t threads[THREADS];
    size_t differences = 0;
    for (size_t i = 0; i < THREADS; i++) {
        workers[i] = (Worker){engine, &samples, i, 0};
        if (pthread_create(&threads[i], NULL, work, &workers[i])) die("no thread", NULL);
    }
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        differences += workers[i].differences;
    }
    for (size_t i = 0; i < samples.count; i++) {
        free(samples.articles[i].data);
        free(samples.wanted[i].data);
    }
    free(samples.articles);
    free(samples.wanted);
    sayso_engine_close(engine);
    printf("%zu samples, %d threads, %zu renderings differ\n", samples.count, THREADS, differences);
    return differences != 0;
}
