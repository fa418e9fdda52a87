/* What train/attribution/again.py learns again.inc from: reads articles and prints what again.c weighs.
 *
 *   train-again MODEL FILE...     "# FILE", then a line a guess: its chance; cue, source, contents as BEGIN-END
 *                                 in bytes of the text; features
 *
 * Features stand as INDEX:VALUE where they are not 0. */
#include <stdlib.h>

#include "attribution/internal.h"
#include "pipeline/internal.h"
#include "train/train.h"

static void print_span(const Tokens *t, Span words, char before)
{
    Span b = words_bytes(t, words);
    printf("%c%u-%u", before, (unsigned)b.begin, (unsigned)b.end);
}

static void print_guess(void *context, const Reported *r, const float *features, uint32_t count, float p)
{
    const Tokens *t = context;
    printf("%.5f", (double)p);
    print_span(t, r->cue, '\t');
    print_span(t, r->source, '\t');
    for (uint32_t i = 0; i < r->count; i++) print_span(t, r->contents[i], i ? ',' : '\t');
    printf("\t%u", count);
    for (uint32_t i = 0; i < count; i++)
        if (features[i] != 0) printf(" %u:%.6g", i, (double)features[i]);
    printf("\n");
}

static void walk(sayso_engine *e, const char *path, Arena *arena, Arena *scratch)
{
    size_t size;
    char *data = read_file(path, &size);
    sayso_article in = {.size = sizeof in, .bytes = {data, size}};
    Reading r;
    Error error;
    arena_reset(arena);
    arena_reset(scratch);
    if (input_read(&in, DEFAULT_MAX_ARTICLE, arena, scratch, &r.article, &error)) die("%s: %s", path, error.message);
    arena_reset(scratch);
    if (token_run(&r.article, e->token, arena, scratch, &r.tokens, &error)) die("%s: %s", path, error.message);
    arena_reset(scratch);
    if (syntax_run(&r.article, &r.tokens, e->syntax, arena, scratch, &r.syntax, &error)) die("%s: %s", path, error.message);
    printf("# %s\n", path);
    attribution_watch(e->attribution, print_guess, &r.tokens);
    if (attribution_run(&r.article, &r.tokens, &r.syntax, e->attribution, arena, scratch, &r.attributions, &error))
        die("%s: %s", path, error.message);
    free(data);
}

int main(int argc, char **argv)
{
    Arena arena, scratch;
    sayso_engine *engine;
    sayso_error error;
    bool careful = argc > 1 && !strcmp(argv[1], "--careful");
    argc -= 2 * careful, argv += 2 * careful;
    if (argc < 3) {
        fprintf(stderr, "usage: train-again [--careful MODEL] MODEL FILE...\n");
        return 2;
    }
    sayso_engine_options options = {.size = sizeof options, .model_path = argv[1], .careful_path = careful ? argv[0] : NULL};
    if (sayso_engine_open(&options, &engine, &error)) die("%s", error.message);
    arena_init(&arena, &libc_allocator, DEFAULT_MAX_MEMORY);
    arena_init(&scratch, &libc_allocator, DEFAULT_MAX_MEMORY);
    for (int i = 2; i < argc; i++) walk(engine, argv[i], &arena, &scratch);
    arena_free(&arena);
    arena_free(&scratch);
    sayso_engine_close(engine);
    return 0;
}
