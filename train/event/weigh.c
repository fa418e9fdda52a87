/* What train/event/weigh.py learns weigh.inc from: reads articles and prints what weigh.c weighs.
 *
 *   train-weigh MODEL FILE...     "# FILE", then a line a deed: its chance; type; status; trigger as BEGIN-END in bytes
 * of the text; parties of both sides likewise; features as INDEX:VALUE where they are not 0 */
#include <stdlib.h>

#include "event/internal.h"
#include "pipeline/internal.h"
#include "train/train.h"

static void print_deed(void *context, const Deed *d, const float *features, uint32_t count, float p)
{
    const Tokens *t = context;
    Span b = words_bytes(t, d->words);
    printf("%.5f\t%s\t%s\t%u-%u\t", (double)p, event_type_name(d->type), event_status_name(d->status),
           (unsigned)b.begin, (unsigned)b.end);
    for (uint8_t i = 0; i < d->actor_count; i++) printf("%s%u", i ? "," : "", (unsigned)t->words[d->actors[i]].begin);
    printf("\t");
    for (uint8_t i = 0; i < d->recipient_count; i++)
        printf("%s%u", i ? "," : "", (unsigned)t->words[d->recipients[i]].begin);
    printf("\t%u", count);
    for (uint32_t i = 0; i < count; i++)
        if (features[i] != 0) printf(" %u:%.6g", i, (double)features[i]);
    printf("\n");
}

static void check(Status status, const char *path, const Error *error)
{
    if (status) die("%s: %s", path, error->message);
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
    check(input_read(&in, DEFAULT_MAX_ARTICLE, arena, scratch, &r.article, &error), path, &error);
    arena_reset(scratch);
    check(token_run(&r.article, e->token, arena, scratch, &r.tokens, &error), path, &error);
    arena_reset(scratch);
    check(syntax_run(&r.article, &r.tokens, e->syntax, arena, scratch, &r.syntax, &error), path, &error);
    ArenaMark mark = arena_mark(scratch); /* the syntax stage keeps there what the nets need */
    check(entity_run(&r.article, &r.tokens, &r.syntax, e->entity, arena, scratch, &r.entities, &error), path, &error);
    arena_rewind(scratch, mark);
    check(attribution_run(&r.article, &r.tokens, &r.syntax, e->attribution, arena, scratch, &r.attributions, &error),
          path, &error);
    arena_reset(scratch);
    check(standing_run(&r.article, &r.tokens, &r.syntax, &r.entities, &r.attributions, e->standing, arena, scratch,
                       &r.standings, &error),
          path, &error);
    arena_reset(scratch);
    printf("# %s\n", path);
    event_watch(e->event, print_deed, &r.tokens);
    check(event_run(&r.article, &r.tokens, &r.syntax, &r.entities, &r.attributions, &r.standings, e->event, arena,
                    scratch, &r.events, &error),
          path, &error);
    free(data);
}

int main(int argc, char **argv)
{
    Arena arena, scratch;
    sayso_engine *engine;
    sayso_error error;
    if (argc < 3) {
        fprintf(stderr, "usage: train-weigh MODEL FILE...\n");
        return 2;
    }
    sayso_engine_options options = {.size = sizeof options, .model_path = argv[1]};
    if (sayso_engine_open(&options, &engine, &error)) die("%s", error.message);
    arena_init(&arena, &libc_allocator, DEFAULT_MAX_MEMORY);
    arena_init(&scratch, &libc_allocator, DEFAULT_MAX_MEMORY);
    for (int i = 2; i < argc; i++) walk(engine, argv[i], &arena, &scratch);
    arena_free(&arena);
    arena_free(&scratch);
    sayso_engine_close(engine);
    return 0;
}
