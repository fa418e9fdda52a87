/* What encoder.py packs, as the careful model. */
#include <stdlib.h>

#include "train/stages.h"

/* name (16 bytes), u64 size, the bytes; again and again */
static void add_sections(const char *path, ModelWriter *writer)
{
    size_t size, at = 0;
    char *data = read_file(path, &size);
    while (at + 24 <= size) {
        char name[17] = {0};
        uint64_t bytes = 0;
        memcpy(name, data + at, 16);
        for (uint32_t i = 0; i < 8; i++) bytes |= (uint64_t)(uint8_t)data[at + 16 + i] << (8 * i);
        at += 24;
        if (bytes > size - at) die("%s is cut off in %s", path, name);
        if (!model_writer_add(writer, name, SECTION_BYTES, data + at, bytes)) die("out of memory");
        at += bytes;
    }
    if (at != size) die("%s has %zu bytes too many", path, size - at);
    free(data);
}

int train_encoder(const char *sections, const char *card, const char *out)
{
    size_t size;
    char *text = read_file(card, &size);
    ModelWriter *writer = model_writer_new();
    add_sections(sections, writer);
    if (!model_writer_add(writer, "card", SECTION_BYTES, text, size)) die("out of memory");
    free(text);
    Error error;
    if (model_writer_finish(writer, out, &error)) die("%s", error.message);
    return 0;
}
