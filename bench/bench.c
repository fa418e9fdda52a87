/* bench: how fast, and how much memory. No test: figures depend on the machine.
 *
 *   bench MODEL FILE…                 words a second, each stage and the whole way, on one thread; start-up
 *   bench --memory MODEL COUNT FILE…  reads COUNT articles, the files again and again; peak memory
 *
 * Each figure is the median of several rounds over all files. */
#include <sys/resource.h>
#include <time.h>

#include "pipeline/internal.h"
#include "public.h"

#define ROUNDS 5
enum { INPUT, TOKEN, SYNTAX, ENTITY, ATTRIBUTION, STANDING, EVENT, RECORD, STAGES };
static const char *const stage_names[] = {"input",       "token",    "syntax",        "entity",
                                          "attribution", "standing", "event", "record (jsonl)"};

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int drop(void *context, const char *data, size_t size)
{
    (void)data;
    *(size_t *)context += size;
    return 0;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}
static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, by_value);
    return values[count / 2];
}

static void must(Status status, const Error *error)
{
    if (status) die("bench", error);
}

typedef struct Articles {
    Bytes *items;
    size_t count;
} Articles;

static Articles load(char **paths, int count)
{
    Articles a = {calloc((size_t)count + 1, sizeof(Bytes)), (size_t)count};
    if (!a.items || !count) die("name some files", NULL);
    for (int i = 0; i < count; i++) a.items[i] = read_bytes(paths[i]);
    return a;
}

/* Walks one article through the stages, adding up the seconds of each; gives its words. */
static size_t walk(const sayso_engine *e, const Bytes *bytes, Arena *arena, Arena *scratch, double spent[STAGES])
{
    sayso_article in = {.size = sizeof in, .bytes = {bytes->data, bytes->size}};
    Reading r;
    Error error;
    size_t written = 0;
    double at[STAGES + 1];
    arena_reset(arena);
    at[INPUT] = seconds();
    must(input_read(&in, DEFAULT_MAX_ARTICLE, arena, scratch, &r.article, &error), &error);
    arena_reset(scratch);
    at[TOKEN] = seconds();
    must(token_run(&r.article, e->token, arena, scratch, &r.tokens, &error), &error);
    arena_reset(scratch);
    at[SYNTAX] = seconds();
    must(syntax_run(&r.article, &r.tokens, e->syntax, arena, scratch, &r.syntax, &error), &error);
    ArenaMark mark = arena_mark(scratch);
    at[ENTITY] = seconds();
    must(entity_run(&r.article, &r.tokens, &r.syntax, e->entity, arena, scratch, &r.entities, &error), &error);
    arena_rewind(scratch, mark);
    at[ATTRIBUTION] = seconds();
    must(attribution_run(&r.article, &r.tokens, &r.syntax, e->attribution, arena, scratch, &r.attributions, &error),
         &error);
    arena_reset(scratch);
    at[STANDING] = seconds();
    must(standing_run(&r.article, &r.tokens, &r.syntax, &r.entities, &r.attributions, e->standing, arena, scratch,
                      &r.standings, &error),
         &error);
    arena_reset(scratch);
    at[EVENT] = seconds();
    must(event_run(&r.article, &r.tokens, &r.syntax, &r.entities, &r.attributions, &r.standings, e->event, arena, scratch,
                   &r.events, &error),
         &error);
    arena_reset(scratch);
    at[RECORD] = seconds();
    must(record_write(&r, SAYSO_FORMAT_JSONL, NULL, (Sink){drop, &written}, scratch, &error), &error);
    arena_reset(scratch);
    at[STAGES] = seconds();
    for (int i = 0; i < STAGES; i++) spent[i] += at[i + 1] - at[i];
    return r.tokens.word_count;
}

static void stages(const sayso_engine *engine, const Articles *articles)
{
    Arena arena, scratch;
    double spent[STAGES][ROUNDS] = {0}, whole = 0, medians[STAGES];
    size_t words = 0;
    arena_init(&arena, &libc_allocator, DEFAULT_MAX_MEMORY);
    arena_init(&scratch, &libc_allocator, DEFAULT_MAX_MEMORY);
    for (int round = -1; round < ROUNDS; round++) { /* the first one warms up */
        double sums[STAGES] = {0};
        words = 0;
        for (size_t i = 0; i < articles->count; i++) words += walk(engine, &articles->items[i], &arena, &scratch, sums);
        for (int i = 0; i < STAGES && round >= 0; i++) spent[i][round] = sums[i];
    }
    arena_free(&arena);
    arena_free(&scratch);
    for (int i = 0; i < STAGES; i++) whole += medians[i] = median(spent[i], ROUNDS);
    printf("%zu articles, %zu words, median of %d rounds\n\n%-16s %12s %8s\n", articles->count, words, ROUNDS, "stage",
           "words/s", "share");
    for (int i = 0; i < STAGES; i++)
        printf("%-16s %12.0f %7.1f%%\n", stage_names[i], (double)words / medians[i], 100.0 * medians[i] / whole);
}

static size_t read_one(sayso_session *session, const Bytes *bytes)
{
    sayso_article in = {.size = sizeof in, .bytes = {bytes->data, bytes->size}};
    sayso_document *document;
    sayso_error error;
    size_t written = 0;
    must(sayso_analyse(session, &in, &document, &error), &error);
    must(sayso_document_write(document, SAYSO_FORMAT_JSONL, NULL, drop, &written, &error), &error);
    size_t words = sayso_document_words(document);
    sayso_document_free(document);
    return words;
}

static void whole_way(const sayso_engine *engine, const Articles *articles)
{
    double rounds[ROUNDS];
    size_t words = 0;
    sayso_session *session = open_session(engine);
    for (int round = -1; round < ROUNDS; round++) {
        double start = seconds();
        words = 0;
        for (size_t i = 0; i < articles->count; i++) words += read_one(session, &articles->items[i]);
        if (round >= 0) rounds[round] = seconds() - start;
    }
    sayso_session_close(session);
    printf("%-16s %12.0f %8s   raw text to JSON Lines, one thread\n", "whole way",
           (double)words / median(rounds, ROUNDS), "");
}

static sayso_engine *open_model(const char *path)
{
    sayso_engine *engine;
    sayso_error error;
    sayso_engine_options options = {.size = sizeof options, .model_path = path};
    must(sayso_engine_open(&options, &engine, &error), &error);
    return engine;
}

static void start_up(const char *model)
{
    double rounds[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        double start = seconds();
        sayso_engine_close(open_model(model));
        rounds[round] = (seconds() - start) * 1e3;
    }
    printf("%-16s %9.1f ms\n", "start-up", median(rounds, ROUNDS));
}

static void memory(const char *model, size_t count, const Articles *articles)
{
    sayso_engine *engine = open_model(model);
    sayso_session *session = open_session(engine);
    size_t words = 0;
    for (size_t i = 0; i < count; i++) words += read_one(session, &articles->items[i % articles->count]);
    sayso_session_close(session);
    sayso_engine_close(engine);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("%-16s %9.1f MB   %zu articles, %zu words\n", "peak memory", (double)usage.ru_maxrss / 1e3, count, words);
}

int main(int argc, char **argv)
{
    bool for_memory = argc > 4 && !strcmp(argv[1], "--memory");
    if (!for_memory && (argc < 3 || argv[1][0] == '-')) return fputs("usage: bench/bench [--texts DIR]\n", stderr), 2;
    int first = for_memory ? 4 : 2;
    Articles articles = load(argv + first, argc - first);
    if (for_memory)
        memory(argv[2], (size_t)strtoul(argv[3], NULL, 10), &articles);
    else {
        sayso_engine *engine = open_model(argv[1]);
        stages(engine, &articles);
        whole_way(engine, &articles);
        sayso_engine_close(engine);
        start_up(argv[1]);
    }
    for (size_t i = 0; i < articles.count; i++) free(articles.items[i].data);
    free(articles.items);
    return 0;
}
