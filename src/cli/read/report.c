/* A document as the ledger takes it: what the article says of itself, and who read it. */
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
    if (!text_words(sayso_document_text(r->document))) {
        result_failed(r, "there is no word in it: it is no article");
        return;
    }
    if (!report) {
        result_failed(r, "out of memory; split the article, or read with fewer --jobs");
        return;
    }
    *report = report_of(r->document, maker, &r->arena);
    report->identity = r->found.identity;
    report->fetched = r->found.fetched;
    if (ledger_draft(report, &r->arena, &r->draft, &error)) result_failed(r, error.message);
}
