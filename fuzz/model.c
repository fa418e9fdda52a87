/* The model file: any bytes, as they are and with size and checksum mended so that they come past the door. What must hold:
 * refused with SAYSO_ERROR_MODEL, or every section lies inside the file and tables can be looked through. */
#include "attribution/attribution.h"
#include "encoder/encoder.h"
#include "fuzz.h"
#include "net/net.h"

static void put(uint8_t *at, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) at[i] = (uint8_t)(value >> (8 * i));
}

static void look_through(const Model *model, const Section *s)
{
    Table table;
    int32_t sums[TABLE_MAX_WIDTH] = {0};
    uint32_t width = 0;
    if (s->size >= 4) memcpy(&width, s->data, 4);
    if (table_open(model, s->name, width, &table, NULL)) return;
    PROPERTY(table.width == width && width && width <= TABLE_MAX_WIDTH && table.scale > 0.0f);
    uint64_t hashes[256];
    for (size_t i = 0; i < COUNT(hashes); i++) hashes[i] = hash_mix(i);
    hashes[0] = 0;
    hashes[1] = UINT64_MAX;
    table_sum(&table, hashes, COUNT(hashes), sums);
}

static void open_stages(const Model *model)
{
    TokenModel *token = NULL;
    SyntaxModel *syntax = NULL;
    AttributionModel *attribution = NULL;
    if (!token_open(model, &libc_allocator, &token, NULL)) token_close(token, &libc_allocator);
    uint32_t hidden_width = 96;
    if (!syntax_open(model, &libc_allocator, &syntax, NULL)) {
        hidden_width = syntax_hidden_width(syntax);
        PROPERTY(hidden_width && hidden_width <= NET_WIDEST);
        syntax_close(syntax, &libc_allocator);
    }
    if (!attribution_open(model, NULL, hidden_width, &libc_allocator, &attribution, NULL))
        attribution_close(attribution, &libc_allocator);
    EncoderModel *encoder = NULL;
    if (!encoder_open(model, &libc_allocator, &encoder, NULL)) encoder_close(encoder, &libc_allocator);
}

static void read_model(const uint8_t *data, size_t size)
{
    Model model;
    Error error;
    Status status = model_read(data, size, &model, &error);
    if (status) {
        PROPERTY(status == SAYSO_ERROR_MODEL && error.status == status && !model.section_count);
        PROPERTY(utf8_valid(text_literal(error.message), NULL));
        return;
    }
    for (uint32_t i = 0; i < model.section_count; i++) {
        const Section *s = &model.sections[i];
        PROPERTY(s->data >= data && s->data <= data + size && s->size <= (size_t)(data + size - s->data));
        PROPERTY(strlen(s->name) <= 16);
        (void)hash_bytes(s->data, s->size, 0);
        look_through(&model, s);
    }
    open_stages(&model);
    model_close(&model);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_model(data, size);
    if (size < MODEL_HEADER_BYTES) return 0;
    uint8_t *mended = malloc(size);
    PROPERTY(mended);
    memcpy(mended, data, size);
    memcpy(mended, "sayso\0\r\n", 8);
    put(mended + 8, MODEL_FORMAT, 4);
    put(mended + 12, MODEL_OLDEST, 4);
    put(mended + 16, 0x01020304, 4);
    put(mended + 24, size, 8);
    put(mended + 32, hash_bytes(mended + MODEL_HEADER_BYTES, size - MODEL_HEADER_BYTES, 0), 8);
    read_model(mended, size);
    free(mended);
    return 0;
}
