/* A document as the ledger takes it and gives it: what the article says of itself, and who read it. */
#include <stdio.h>

#include "cli/read/read.h"

Maker maker_of(const sayso_engine *engine, bool names)
{
    Maker maker;
    Text model = sayso_engine_model(engine);
    snprintf(maker.program, sizeof maker.program, "sayso %s", sayso_version());
    maker.engine = engine;
    snprintf(maker.model, sizeof maker.model, "%.*s%s", (int)model.size, model.data, names ? "+names" : "");
    return maker;
}

/* Of the outlet, as the lists know it; empty where there is no memory for it. */
static Text country_of(const sayso_document *d, const sayso_engine *engine, Arena *arena)
{
    char country[4];
    Text kept;
    sayso_engine_country(engine, sayso_document_outlet(d), sayso_document_url(d), country);
    return arena_text(arena, text_literal(country), &kept) ? kept : (Text){0};
}

Report report_of(const sayso_document *d, const Maker *maker, Arena *arena)
{
    return (Report){.document = d,
                    .label = sayso_document_id(d),
                    .url = sayso_document_url(d),
                    .title = sayso_document_title(d),
                    .outlet = sayso_document_outlet(d),
                    .byline = sayso_document_writer(d),
                    .published = sayso_document_published(d),
                    .program = text_literal(maker->program),
                    .model = text_literal(maker->model),
                    .format = RECORD_READ,
                    .country = country_of(d, maker->engine, arena)};
}

void result_draft(Result *r, const Maker *maker)
{
    Error error;
    Report *report = TAKE(&r->arena, Report, 1);
    if (!report) {
        result_failed(r, "out of memory; split the article, or read with fewer --jobs");
        return;
    }
    *report = report_of(r->document, maker, &r->arena);
    report->identity = r->found.identity;
    report->fetched = r->found.fetched;
    if (ledger_draft(report, &r->arena, &r->draft, &error)) result_failed(r, error.message);
}

void result_take(Result *r, Drafted *out)
{
    Arena arena = out->arena;
    if (!arena.allocator) arena_init(&arena, r->arena.allocator, r->arena.ceiling);
    *out = (Drafted){r->arena, r->document, r->draft};
    r->arena = arena;
    r->document = NULL;
    r->draft = NULL;
}

void drafted_end(Drafted *d)
{
    sayso_document_free(d->document);
    if (d->arena.allocator) arena_reset(&d->arena);
    d->document = NULL;
    d->draft = NULL;
}

void drafted_free(Drafted *d)
{
    drafted_end(d);
    if (d->arena.allocator) arena_free(&d->arena);
}

static bool kept_entities(const sayso_document *d, Arena *arena, KeptArticle *out)
{
    size_t count = sayso_document_entities(d);
    KeptEntity *items = TAKE(arena, KeptEntity, count + 1);
    if (!items) return false;
    for (size_t i = 0; i < count; i++) {
        sayso_entity e;
        if (sayso_document_entity(d, i, &e, sizeof e)) return false;
        items[i] = (KeptEntity){.type = e.type,
                                .name = e.name,
                                .country = e.country,
                                .mentions = e.mentions,
                                .roles = e.roles,
                                .mention_count = e.mention_count,
                                .role_count = e.role_count,
                                .gender = e.gender,
                                .gender_by = e.gender_by};
    }
    out->entities = items;
    out->entity_count = (uint32_t)count;
    return true;
}

Status document_kept(const KeptArticle *article, const sayso_document *d, Arena *arena, KeptArticle *out, Error *error)
{
    *out = article ? *article
                   : (KeptArticle){.current = true,
                                   .label = sayso_document_id(d),
                                   .url = sayso_document_url(d),
                                   .title = sayso_document_title(d),
                                   .outlet = sayso_document_outlet(d),
                                   .byline = sayso_document_writer(d),
                                   .published = sayso_document_published(d),
                                   .text = sayso_document_text(d),
                                   .format = RECORD_READ};
    out->has_events = true;
    bool kept = kept_entities(d, arena, out) &&
                ledger_take_attributions(d, arena, &out->attributions, &out->attribution_count) &&
                ledger_take_events(d, arena, &out->events, &out->event_count);
    return kept ? SAYSO_OK : fail_memory(error);
}
