/* Writing a model file: for the trainer and the tests. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "model/model.h"

typedef struct Pending {
    char name[16];
    SectionKind kind;
    uint8_t *body;
    size_t size;
} Pending;

struct ModelWriter {
    Pending sections[MODEL_MAX_SECTIONS];
    uint32_t count;
};

ModelWriter *model_writer_new(void) { return calloc(1, sizeof(ModelWriter)); }

bool model_writer_add(ModelWriter *w, const char *name, SectionKind kind, const void *body, size_t size)
{
    if (w->count == MODEL_MAX_SECTIONS || strlen(name) > 16) return false;
    Pending *s = &w->sections[w->count];
    s->body = malloc(size ? size : 1);
    if (!s->body) return false;
    if (size) memcpy(s->body, body, size);
    memset(s->name, 0, sizeof s->name);
    memcpy(s->name, name, strlen(name));
    s->kind = kind;
    s->size = size;
    w->count++;
    return true;
}

static void put(uint8_t *at, uint64_t value, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++) at[i] = (uint8_t)(value >> (8 * i));
}

static bool write_all(const char *path, const uint8_t *data, size_t size)
{
    FILE *f = fopen(path, "wb");
    if (!f) return false;
    bool ok = fwrite(data, 1, size, f) == size;
    return !fclose(f) && ok;
}

static Status write_file(const char *path, const uint8_t *data, size_t size, Error *error)
{
    char part[4096];
    int n = snprintf(part, sizeof part, "%s.part", path);
    if (n < 0 || (size_t)n >= sizeof part)
        return fail(error, SAYSO_ERROR_IO, NO_OFFSET, "the path %.100s… is too long", path);
    if (write_all(part, data, size) && !rename(part, path)) return SAYSO_OK;
    Status status = fail(error, SAYSO_ERROR_IO, NO_OFFSET, "cannot write %s: %s", path, strerror(errno));
    (void)remove(part);
    return status;
}

static size_t bodies_at(const ModelWriter *w)
{
    return model_align(MODEL_HEADER_BYTES + (size_t)w->count * MODEL_ENTRY_BYTES);
}

static void lay_out(const ModelWriter *w, uint8_t *data, size_t size)
{
    memcpy(data, "sayso\0\r\n", 8);
    put(data + 8, MODEL_FORMAT, 4);
    put(data + 12, MODEL_OLDEST, 4);
    put(data + 16, 0x01020304, 4);
    put(data + 20, w->count, 4);
    put(data + 24, size, 8);
    size_t at = bodies_at(w);
    for (uint32_t i = 0; i < w->count; i++) {
        const Pending *s = &w->sections[i];
        uint8_t *entry = data + MODEL_HEADER_BYTES + (size_t)i * MODEL_ENTRY_BYTES;
        memcpy(entry, s->name, 16);
        put(entry + 16, (uint64_t)s->kind, 4);
        put(entry + 24, at, 8);
        put(entry + 32, s->size, 8);
        memcpy(data + at, s->body, s->size);
        at += model_align(s->size);
    }
    put(data + 32, hash_bytes(data + MODEL_HEADER_BYTES, size - MODEL_HEADER_BYTES, 0), 8);
}

Status model_writer_finish(ModelWriter *w, const char *path, Error *error)
{
    size_t size = bodies_at(w);
    for (uint32_t i = 0; i < w->count; i++) size += model_align(w->sections[i].size);
    uint8_t *data = calloc(1, size);
    Status status = data ? SAYSO_OK : fail_memory(error);
    if (data) {
        lay_out(w, data, size);
        status = write_file(path, data, size, error);
    }
    for (uint32_t i = 0; i < w->count; i++) free(w->sections[i].body);
    free(w);
    free(data);
    return status;
}
