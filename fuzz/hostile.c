/* A model of somebody who means harm: the real one with some bytes changed, its checksum right. Whatever a section holds,
 * it is refused at opening or gives wrong answers; it never leads out of bounds.
 *
 * The input is a list of changes, eight bytes each:
 *   u8 section · u8 how · u16 value · u32 place in the section
 * how: bit 0: the place is among the first 256 bytes; bits 1-2: bytes changed (1, 2, 4, all of the next 64); bit 3: the value is one
 * of those that break sums. */
#include "fuzz.h"
#include "pipeline/internal.h"

static const char article[] =
    "date 2026-03-07 Pete Hegseth said Friday that the United States is \xe2\x80\x9cnot concerned\xe2\x80\x9d about "
    "it.\n"
    "\xe2\x80\x9cWe don't know,\xe2\x80\x9d he said. \"It's all 3.5 U.S. (tracked) things\xe2\x80\xa6\" -- "
    "http://a.b/c\n"
    "Officials, who weren't named, told the paper: \xe2\x80\x98No.\xe2\x80\x99 Caf\xc3\xa9 owners agreed.\n";

static struct sayso_engine engine;
static uint8_t *bytes; /* the model file, ours to change */
static Model model;

static void start(void)
{
    if (bytes) return;
    FILE *file = fopen(fuzz_model_path(), "rb");
    PROPERTY(file && !fseek(file, 0, SEEK_END));
    size_t size = (size_t)ftell(file);
    rewind(file);
    bytes = malloc(size);
    PROPERTY(bytes && fread(bytes, 1, size, file) == size);
    fclose(file);
    PROPERTY(!model_read(bytes, size, &model, NULL) && model.section_count);
}

typedef struct Change {
    uint8_t *at;
    size_t size;
    uint8_t before[64];
} Change;

static uint32_t value_of(uint8_t how, uint16_t value)
{
    static const uint32_t breaking[] = {0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000,
                                        0xffffffff, 0x7fc00000, 0x7f800000, 0xff800000, 0x3f800000};
    return how & 8 ? breaking[value % COUNT(breaking)] : value;
}

static Change make_change(const uint8_t *record)
{
    const Section *s = &model.sections[record[0] % model.section_count];
    uint32_t place, value = value_of(record[1], (uint16_t)(record[2] | record[3] << 8));
    static const size_t sizes[] = {1, 2, 4, 64};
    memcpy(&place, record + 4, 4);
    size_t among = record[1] & 1 && s->size > 256 ? 256 : s->size;
    Change c = {.size = sizes[record[1] >> 1 & 3]};
    if (!among) return (Change){0};
    size_t at = place % among;
    if (c.size > s->size - at) c.size = s->size - at;
    c.at = bytes + (s->data - model.data) + at;
    memcpy(c.before, c.at, c.size);
    for (size_t i = 0; i < c.size; i++) c.at[i] = (uint8_t)(value >> 8 * (i % 4));
    return c;
}

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
    start();
    Change changes[32];
    size_t count = 0;
    for (size_t at = 0; at + 8 <= size && count < COUNT(changes); at += 8) changes[count++] = make_change(data + at);
    engine = (struct sayso_engine){.allocator = libc_allocator, .model = model};
    Error error;
    Status status = token_open(&model, &engine.allocator, &engine.token, &error);
    if (!status) status = syntax_open(&model, &engine.allocator, &engine.syntax, &error);
    if (!status) status = entity_open(&model, NULL, NULL, NULL, &engine.allocator, &engine.entity, &error);
    if (!status) status = attribution_open(&model, NULL, syntax_hidden_width(engine.syntax), &engine.allocator, &engine.attribution, &error);
    if (!status) status = standing_open(&model, &engine.allocator, &engine.standing, &error);
    if (!status) status = event_open(&model, &engine.allocator, &engine.event, &error);
    if (!status)
        read_article();
    else
        PROPERTY(status == SAYSO_ERROR_MODEL && error.message[0]);
    if (engine.event) event_close(engine.event, &engine.allocator);
    if (engine.standing) standing_close(engine.standing, &engine.allocator);
    if (engine.attribution) attribution_close(engine.attribution, &engine.allocator);
    if (engine.entity) entity_close(engine.entity, &engine.allocator);
    if (engine.syntax) syntax_close(engine.syntax, &engine.allocator);
    if (engine.token) token_close(engine.token, &engine.allocator);
    for (; count; count--)
        if (changes[count - 1].size) memcpy(changes[count - 1].at, changes[count - 1].before, changes[count - 1].size);
    return 0;
}
