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
    if (!(options.min_confidence >= 0 && options.min_confidence <= 1))
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "min_confidence is no number from 0 to 1");
    uint64_t ceiling = options.max_memory_bytes ? options.max_memory_bytes : DEFAULT_MAX_MEMORY;
    sayso_session *s = mem_take(&engine->allocator, sizeof *s);
    if (!s) return fail_memory(error);
    s->engine = engine;
    s->max_article = options.max_article_bytes ? options.max_article_bytes : DEFAULT_MAX_ARTICLE;
    s->min_confidence = (float)options.min_confidence;
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
#define CHECK(call)                                                                                                    \
    do                                                                                                                 \
        if (!(call)) return SAYSO_ERROR_INTERNAL;                                                                      \
    while (0)
#else
#define CHECK(call) (void)0
#endif

/* Memory follows the words, of which prose has one in five bytes. What has one in three is a heap of marks. */
#define LEAST_BYTES_A_WORD 4u
#define FEW_WORDS 65536u /* cost little, whatever they are */

static Status check_words(const sayso_session *s, const Tokens *tokens, Error *error)
{
    size_t limit = s->max_article / LEAST_BYTES_A_WORD;
    if (tokens->word_count <= limit || tokens->word_count <= FEW_WORDS) return SAYSO_OK;
    return fail(error, SAYSO_ERROR_LIMIT, NO_OFFSET,
                "the article has %u words and marks and the limit is %zu; split it, or raise max_article_bytes",
                tokens->word_count, limit);
}

static Status bound_nesting(sayso_session *s, Reading *r, Arena *arena, Error *error)
{
    uint32_t left_out = 0;
    if (!attributions_shallow(&r->attributions, MOST_NESTED, &s->scratch, &left_out)) return fail_memory(error);
    if (!left_out) return SAYSO_OK;
    return input_warn(&r->article, arena, error, "%u attribution%s left out: nested within more than %u others",
                      left_out, left_out == 1 ? " is" : "s are", MOST_NESTED);
}

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
    status = check_words(s, &r->tokens, error);
    if (status) return status;
    arena_reset(&s->scratch);
    status = syntax_run(&r->article, &r->tokens, e->syntax, arena, &s->scratch, &r->syntax, error);
    if (status) return status;
    CHECK(syntax_check(&r->tokens, &r->syntax, error));
    ArenaMark mark = arena_mark(&s->scratch); /* what the syntax stage keeps for the nets lies below */
    status = entity_run(&r->article, &r->tokens, &r->syntax, e->entity, arena, &s->scratch, &r->entities, error);
    if (status) return status;
    CHECK(entity_check(&r->tokens, &r->entities, error));
    arena_rewind(&s->scratch, mark);
    status = attribution_run(&r->article, &r->tokens, &r->syntax, e->attribution, arena, &s->scratch, &r->attributions,
                             error);
    r->syntax.hidden = NULL;
    if (!status && !attributions_keep(&r->attributions, s->min_confidence, &s->scratch)) status = fail_memory(error);
    if (!status) status = bound_nesting(s, r, arena, error);
    if (status) return status;
    CHECK(attribution_check(&r->tokens, &r->attributions, error));
    arena_reset(&s->scratch);
    status = standing_run(&r->article, &r->tokens, &r->syntax, &r->entities, &r->attributions, e->standing, arena,
                          &s->scratch, &r->standings, error);
    if (status) return status;
    CHECK(standing_check(&r->tokens, &r->entities, &r->attributions, &r->standings, error));
    arena_reset(&s->scratch);
    status = event_run(&r->article, &r->tokens, &r->syntax, &r->entities, &r->attributions, &r->standings, e->event,
                       arena, &s->scratch, &r->events, error);
    if (status) return status;
    CHECK(event_check(&r->tokens, &r->entities, &r->attributions, &r->events, error));
    return SAYSO_OK;
}

static sayso_span *bytes_of_all(sayso_document *d, const Span *words, uint32_t count)
{
    sayso_span *bytes = TAKE(&d->arena, sayso_span, count);
    for (uint32_t i = 0; bytes && i < count; i++) bytes[i] = words_bytes(&d->reading.tokens, words[i]);
    return bytes;
}

static uint32_t count_mentioned(const Entities *e)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < e->count; i++) {
        uint32_t end = e->items[i].mention_first + e->items[i].mention_count;
        if (end > count) count = end;
    }
    return count;
}

static sayso_span *bytes_of_mentions(sayso_document *d)
{
    const Entities *e = &d->reading.entities;
    uint32_t count = count_mentioned(e);
    sayso_span *bytes = TAKE(&d->arena, sayso_span, count);
    for (uint32_t i = 0; bytes && i < count; i++)
        bytes[i] = words_bytes(&d->reading.tokens, e->mentions[e->mentioned[i]].words);
    return bytes;
}

/* A name may lie in the model or in the user's list, which the document outlives. */
static bool keep_names(sayso_document *d)
{
    Entities *e = &d->reading.entities;
    for (uint32_t i = 0; i < e->count; i++)
        if (!arena_text(&d->arena, e->items[i].name, &e->items[i].name)) return false;
    return true;
}

static uint32_t *ids_of_joint(sayso_document *d)
{
    const Standings *s = &d->reading.standings;
    uint32_t *ids = TAKE(&d->arena, uint32_t, s->joint_count);
    for (uint32_t i = 0; ids && i < s->joint_count; i++) ids[i] = s->joint[i] + 1;
    return ids;
}

static bool place_events(sayso_document *d)
{
    const Events *e = &d->reading.events;
    d->triggers = bytes_of_all(d, e->triggers, e->told_count);
    d->evidence = bytes_of_all(d, e->evidence, e->told_count);
    d->parties = TAKE(&d->arena, sayso_event_party, e->party_count);
    d->according_to = TAKE(&d->arena, uint32_t, e->by_count);
    if (!d->triggers || !d->evidence || !d->parties || !d->according_to) return false;
    for (uint32_t i = 0; i < e->by_count; i++) d->according_to[i] = e->by[i] + 1;
    for (uint32_t i = 0; i < e->party_count; i++) {
        const EventParty *p = &e->parties[i];
        const char *sector = sector_name(p->sector);
        d->parties[i] = (sayso_event_party){.words = words_bytes(&d->reading.tokens, p->words),
                                            .entity = p->entity == NONE ? 0 : p->entity + 1,
                                            .country = text_literal(p->country),
                                            .sector = text_literal(sector ? sector : "")};
    }
    return true;
}

/* The public structs give bytes, the stages give words. */
static Status place_spans(sayso_document *d, Error *error)
{
    const Reading *r = &d->reading;
    d->contents = bytes_of_all(d, r->attributions.contents, r->attributions.content_count);
    d->roles = bytes_of_all(d, r->entities.roles, r->entities.role_count);
    d->mentions = bytes_of_mentions(d);
    d->joint = ids_of_joint(d);
    return d->contents && d->roles && d->mentions && d->joint && place_events(d) && keep_names(d) ? SAYSO_OK
                                                                                                  : fail_memory(error);
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
    Status status = take_options(&article, sizeof article, given, offsetof(sayso_article, id), "sayso_article", error);
    if (status) return status;
    if ((article.bytes.size && !article.bytes.data) || (article.id.size && !article.id.data) ||
        (article.published.size && !article.published.data))
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "sayso_article has a text of NULL with a size above 0");
    sayso_document *d = document_new(s);
    if (!d) return fail_memory(error);
    status = run_stages(s, &article, &d->arena, &d->reading, error);
    if (!status) status = place_spans(d, error);
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
