/* A session, and the one place where an article walks through the stages. What a stage gives lies in the
 * document's arena; what it needs on the way lies in the session's scratch, empty again for the next stage. */
#include "pipeline/internal.h"

sayso_status sayso_session_open(const sayso_engine *engine, const sayso_session_options *given, sayso_session **out,
                                sayso_error *error)
{
    if (!out) return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "sayso_session_open needs a place for its session");
    *out = NULL;
    if (!engine) return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "sayso_session_open needs an engine");
    sayso_session_options options = {0};
    Status status =
        given ? take_options(&options, sizeof options, given, sizeof given->size, "sayso_session_options", error)
              : SAYSO_OK;
    if (status) return status;
    if (options.max_article_bytes > HIGHEST_MAX_ARTICLE)
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "max_article_bytes is %zu; it may be %zu at most",
                    options.max_article_bytes, HIGHEST_MAX_ARTICLE);
    uint64_t ceiling = options.max_memory_bytes ? options.max_memory_bytes : DEFAULT_MAX_MEMORY;
    sayso_session *s = mem_take(&engine->allocator, sizeof *s);
    if (!s) return fail_memory(error);
    s->engine = engine;
    s->max_article = options.max_article_bytes ? options.max_article_bytes : DEFAULT_MAX_ARTICLE;
    s->max_memory = ceiling < SIZE_MAX ? (size_t)ceiling : SIZE_MAX;
    arena_init(&s->scratch, &engine->allocator, s->max_memory);
    *out = s;
    return SAYSO_OK;
}

void sayso_session_close(sayso_session *s)
{
    if (!s) return;
    const sayso_allocator *allocator = &s->engine->allocator;
    arena_free(&s->scratch);
    mem_give(allocator, s);
}

#ifdef SAYSO_CHECKS
#define CHECK(call)                                                                                          \
    do                                                                                                       \
        if (!(call)) return SAYSO_ERROR_INTERNAL;                                                            \
    while (0)
#else
#define CHECK(call) (void)0
#endif

static Status run_stages(sayso_session *s, const sayso_article *in, Arena *arena, Reading *r, Error *error)
{
    const sayso_engine *e = s->engine;
    Status status = input_read(in, s->max_article, arena, &s->scratch, &r->article, error);
    if (status) return status;
    CHECK(input_check(&r->article, error));
    arena_reset(&s->scratch);
    status = token_run(&r->article, e->token, arena, &s->scratch, &r->tokens, error);
    if (status) return status;
    CHECK(token_check(&r->article, &r->tokens, error));
    arena_reset(&s->scratch);
    status = syntax_run(&r->article, &r->tokens, e->syntax, arena, &s->scratch, &r->syntax, error);
    if (status) return status;
    CHECK(syntax_check(&r->tokens, &r->syntax, error));
    arena_reset(&s->scratch);
    status = attribution_run(&r->article, &r->tokens, &r->syntax, e->attribution, arena, &s->scratch, &r->attributions,
                             error);
    if (status) return status;
    CHECK(attribution_check(&r->tokens, &r->attributions, error));
    return SAYSO_OK;
}

/* The public attributions give bytes, the stage gives words. */
static Status place_contents(sayso_document *d, Error *error)
{
    const Attributions *a = &d->reading.attributions;
    d->contents = TAKE(&d->arena, sayso_span, a->content_count);
    if (!d->contents) return fail_memory(error);
    for (uint32_t i = 0; i < a->content_count; i++)
        d->contents[i] = words_bytes(&d->reading.tokens, a->contents[i]);
    return SAYSO_OK;
}

static sayso_document *document_new(const sayso_session *s)
{
    sayso_document *d = mem_take(&s->engine->allocator, sizeof *d);
    if (!d) return NULL;
    *d = (sayso_document){.allocator = s->engine->allocator};
    arena_init(&d->arena, &d->allocator, s->max_memory);
    return d;
}

sayso_status sayso_analyse(sayso_session *s, const sayso_article *given, sayso_document **out, sayso_error *error)
{
    if (!out) return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "sayso_analyse needs a place for its document");
    *out = NULL;
    if (!s || !given)
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "sayso_analyse needs a session and an article");
    sayso_article article = {0};
    Status status =
        take_options(&article, sizeof article, given, offsetof(sayso_article, id), "sayso_article", error);
    if (status) return status;
    if ((article.bytes.size && !article.bytes.data) || (article.id.size && !article.id.data) ||
        (article.published.size && !article.published.data))
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "sayso_article has a text of NULL with a size above 0");
    sayso_document *d = document_new(s);
    if (!d) return fail_memory(error);
    status = run_stages(s, &article, &d->arena, &d->reading, error);
    if (!status) status = place_contents(d, error);
    /* what an earlier, longer article left must not make this one fail twice */
    if (status == SAYSO_ERROR_MEMORY)
        arena_free(&s->scratch);
    else
        arena_reset(&s->scratch);
    if (status)
        sayso_document_free(d);
    else
        *out = d;
    return status;
}
