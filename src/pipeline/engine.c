/* The engine: the model file, opened once, and what each stage makes of it. */
#include <stdio.h>

#include "pipeline/internal.h"

const char *sayso_version(void) { return SAYSO_VERSION; }

const char *sayso_status_name(sayso_status status)
{
    static const char *const names[] = {"ok", "argument", "memory", "limit", "io", "model", "input", "internal"};
    return (size_t)status < COUNT(names) ? names[status] : "unknown";
}

Status take_options(void *ours, size_t size, const void *theirs, size_t least, const char *name, Error *error)
{
    size_t given;
    memcpy(&given, theirs, sizeof given);
    if (given < least || given > (size_t)1 << 16)
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "%s.size is %zu; set it to sizeof(%s)", name, given, name);
    for (size_t i = size; i < given; i++)
        if (((const uint8_t *)theirs)[i])
            return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET,
                        "%s has a field that sayso %s does not know; install the version of your header", name,
                        SAYSO_VERSION);
    memcpy(ours, theirs, given < size ? given : size);
    return SAYSO_OK;
}

/* Two models read as neither alone: their name is of both. */
static void name_models(sayso_engine *e)
{
    memcpy(e->name, e->model.name, sizeof e->name);
    if (!e->careful.data) return;
    uint64_t both = hash_bytes(e->careful.name, strlen(e->careful.name), hash_bytes(e->model.name, strlen(e->model.name), 0));
    snprintf(e->name, sizeof e->name, "%016llx", (unsigned long long)both);
}

static Status open_stages(sayso_engine *e, const sayso_engine_options *options, Error *error)
{
    Status status = token_open(&e->model, &e->allocator, &e->token, error);
    if (!status) status = syntax_open(&e->model, &e->allocator, &e->syntax, error);
    if (!status)
        status = entity_open(&e->model, options->names_path, options->warn, options->warn_context, &e->allocator, &e->entity,
                             error);
    if (!status) status = attribution_open(&e->model, e->careful.data ? &e->careful : NULL, syntax_hidden_width(e->syntax), &e->allocator, &e->attribution, error);
    if (!status) status = standing_open(&e->model, &e->allocator, &e->standing, error);
    if (!status) status = event_open(&e->model, &e->allocator, &e->event, error);
    return status;
}

sayso_status sayso_engine_open(const sayso_engine_options *given, sayso_engine **out, sayso_error *error)
{
    if (!out) return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "sayso_engine_open needs a place for its engine");
    *out = NULL;
    if (!given)
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "sayso_engine_open needs options with a model_path");
    sayso_engine_options options = {0};
    Status status = take_options(&options, sizeof options, given, offsetof(sayso_engine_options, allocator),
                                 "sayso_engine_options", error);
    if (status) return status;
    if (!options.model_path)
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET,
                    "sayso_engine_options.model_path is NULL; name the model file");
    if (options.allocator && !options.allocator->resize)
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "sayso_allocator.resize is NULL");
    const sayso_allocator *allocator = options.allocator ? options.allocator : &libc_allocator;
    sayso_engine *e = mem_take(allocator, sizeof *e);
    if (!e) return fail_memory(error);
    *e = (sayso_engine){.allocator = *allocator};
    status = model_open(options.model_path, &e->model, error);
    if (!status && options.careful_path) status = model_open(options.careful_path, &e->careful, error);
    e->model.plain = e->careful.plain = options.plain;
    name_models(e);
    if (!status) status = open_stages(e, &options, error);
    if (status)
        sayso_engine_close(e);
    else
        *out = e;
    return status;
}

void sayso_engine_close(sayso_engine *e)
{
    if (!e) return;
    if (e->event) event_close(e->event, &e->allocator);
    if (e->standing) standing_close(e->standing, &e->allocator);
    if (e->attribution) attribution_close(e->attribution, &e->allocator);
    if (e->entity) entity_close(e->entity, &e->allocator);
    if (e->syntax) syntax_close(e->syntax, &e->allocator);
    if (e->token) token_close(e->token, &e->allocator);
    model_close(&e->model);
    model_close(&e->careful);
    sayso_allocator allocator = e->allocator;
    mem_give(&allocator, e);
}

sayso_text sayso_engine_model(const sayso_engine *engine)
{
    return engine ? text_literal(engine->name) : text_literal("");
}

sayso_text sayso_engine_card(const sayso_engine *engine)
{
    const Section *card = engine ? model_section(&engine->model, "card") : NULL;
    return card ? text_of((const char *)card->data, card->size) : text_literal("{}");
}

void sayso_engine_country(const sayso_engine *engine, sayso_text outlet, sayso_text url, char country[4])
{
    ListEntry entry;
    memset(country, 0, 4);
    if (engine && entity_outlet(engine->entity, outlet, url, &entry)) memcpy(country, entry.country, 3);
}
