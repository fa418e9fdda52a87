/* A model of somebody who means harm (change.h). Whatever a section holds, it is refused at opening or gives wrong
 * answers; it never leads out of bounds. */
#include "change.h"
#include "pipeline/internal.h"

static const char article[] =
    "date 2026-03-07 Pete Hegseth said Friday that the United States is \xe2\x80\x9cnot concerned\xe2\x80\x9d about "
    "it.\n"
    "\xe2\x80\x9cWe don't know,\xe2\x80\x9d he said. \"It's all 3.5 U.S. (tracked) things\xe2\x80\xa6\" -- "
    "http://a.b/c\n"
    "Officials, who weren't named, told the paper: \xe2\x80\x98No.\xe2\x80\x99 Caf\xc3\xa9 owners agreed.\n";

static struct sayso_engine engine;
static Changed file;

static int drop(void *context, const char *data, size_t size)
{
    *(uint64_t *)context ^= hash_bytes(data, size, 0);
    return 0;
}

static void read_article(void)
{
    sayso_session *session;
    sayso_document *document;
    sayso_article in = {.size = sizeof in, .bytes = {article, sizeof article - 1}};
    sayso_session_options options = {.size = sizeof options, .max_memory_bytes = (size_t)64 << 20};
    PROPERTY(!sayso_session_open(&engine, &options, &session, NULL));
    sayso_status status = sayso_analyse(session, &in, &document, NULL);
    PROPERTY(status == SAYSO_OK || status == SAYSO_ERROR_MEMORY);
    for (int format = SAYSO_FORMAT_TABLE; document && format <= SAYSO_FORMAT_DUMP_EVENT; format++) {
        uint64_t hash = 0;
        status = sayso_document_write(document, (sayso_format)format, NULL, drop, &hash, NULL);
        PROPERTY(status == SAYSO_OK || status == SAYSO_ERROR_MEMORY);
    }
    sayso_document_free(document);
    sayso_session_close(session);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Changes changes;
    changed_read(&file, fuzz_model_path());
    changes_make(&file, data, size, &changes);
    const Model *model = &file.model;
    engine = (struct sayso_engine){.allocator = libc_allocator, .model = *model};
    Error error;
    Status status = token_open(model, &engine.allocator, &engine.token, &error);
    if (!status) status = syntax_open(model, &engine.allocator, &engine.syntax, &error);
    if (!status) status = entity_open(model, NULL, NULL, NULL, &engine.allocator, &engine.entity, &error);
    if (!status)
        status = attribution_open(model, NULL, syntax_hidden_width(engine.syntax), &engine.allocator,
                                  &engine.attribution, &error);
    if (!status) status = standing_open(model, &engine.allocator, &engine.standing, &error);
    if (!status) status = event_open(model, &engine.allocator, &engine.event, &error);
    if (!status)
        read_article();
    else
        PROPERTY(status == SAYSO_ERROR_MODEL && error.message[0] && utf8_valid(text_literal(error.message), NULL));
    if (engine.event) event_close(engine.event, &engine.allocator);
    if (engine.standing) standing_close(engine.standing, &engine.allocator);
    if (engine.attribution) attribution_close(engine.attribution, &engine.allocator);
    if (engine.entity) entity_close(engine.entity, &engine.allocator);
    if (engine.syntax) syntax_close(engine.syntax, &engine.allocator);
    if (engine.token) token_close(engine.token, &engine.allocator);
    changes_undo(&changes);
    return 0;
}
