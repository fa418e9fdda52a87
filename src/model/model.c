/* Opening: every byte of the header passes the cursor, every range is checked against the file, the
 * checksum against the bytes. The checksum finds damage, not malice: whoever reads a section checks what would lead
 * it out of bounds; what a table's rows hold can change scores and nothing else. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/model.h"

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "table_row picks slots by the little-endian order of a bucket's check bytes"
#endif

static const char magic[8] = "sayso\0\r\n";

static Status damaged(Error *error, uint64_t at, const char *what)
{
    return fail(error, SAYSO_ERROR_MODEL, at, "the model file is damaged at byte %llu (%s); install it anew",
                (unsigned long long)at, what);
}

static Status read_header(Cursor *c, Model *out, Error *error)
{
    const uint8_t *start = cursor_bytes(c, sizeof magic);
    if (!start || memcmp(start, magic, sizeof magic))
        return fail(error, SAYSO_ERROR_MODEL, 0,
                    "this is not a sayso model file; name the one that came with the program");
    out->format = cursor_u32(c);
    uint32_t oldest = cursor_u32(c), order = cursor_u32(c);
    out->section_count = cursor_u32(c);
    uint64_t file_size = cursor_u64(c), checksum = cursor_u64(c);
    if (c->failed) return damaged(error, c->at, "cut off in its header");
    if (out->format < MODEL_OLDEST || oldest > MODEL_FORMAT)
        return fail(error, SAYSO_ERROR_MODEL, 8,
                    "the model file has format %u; this program reads %u to %u; install the model of this version",
                    out->format, MODEL_OLDEST, MODEL_FORMAT);
    if (order != 0x01020304) return damaged(error, 16, "byte order");
    if (out->section_count > MODEL_MAX_SECTIONS) return damaged(error, 20, "too many sections");
    if (file_size != c->size) return damaged(error, 24, "its size is not what it says; it may be cut off");
    if (hash_bytes(c->data + c->at, c->size - c->at, 0) != checksum) return damaged(error, 32, "checksum");
    snprintf(out->name, sizeof out->name, "%016llx", (unsigned long long)checksum);
    return SAYSO_OK;
}

/* `*end`: where the sections before it end. The next must begin there, so that none overlaps another and a
 * damaged count of sections, which the checksum does not cover, leaves a gap. */
static Status read_section(Cursor *c, size_t *end, Section *out, Error *error)
{
    size_t at = c->at;
    const uint8_t *name = cursor_bytes(c, 16);
    out->kind = (SectionKind)cursor_u32(c);
    (void)cursor_u32(c);
    uint64_t offset = cursor_u64(c), bytes = cursor_u64(c);
    if (c->failed || !name) return damaged(error, at, "section table");
    if (offset != *end || bytes > c->size - *end) return damaged(error, at, "a section out of its place");
    memcpy(out->name, name, 16);
    out->name[16] = 0;
    out->data = c->data + offset;
    out->size = (size_t)bytes;
    *end = model_align(*end + out->size);
    return *end <= c->size ? SAYSO_OK : damaged(error, at, "the last section is cut off");
}

Status model_read(const uint8_t *data, size_t size, Model *out, Error *error)
{
    Model model = {.data = data, .size = size};
    Cursor c = {.data = data, .size = size};
    *out = (Model){0};
    Status status = read_header(&c, &model, error);
    size_t end = model_align(MODEL_HEADER_BYTES + (size_t)model.section_count * MODEL_ENTRY_BYTES);
    if (!status && end > size) status = damaged(error, MODEL_HEADER_BYTES, "section table");
    for (uint32_t i = 0; !status && i < model.section_count; i++)
        status = read_section(&c, &end, &model.sections[i], error);
    if (!status && end != size) status = damaged(error, end, "bytes after the last section");
    if (!status) *out = model;
    return status;
}

static Status map_file(int file, const char *path, uint8_t **data, size_t *size, Error *error)
{
    struct stat st;
    if (fstat(file, &st) || !S_ISREG(st.st_mode) || st.st_size <= 0)
        return fail(error, SAYSO_ERROR_IO, NO_OFFSET, "the model file %s is empty or no file", path);
    *size = (size_t)st.st_size;
    *data = mmap(NULL, *size, PROT_READ, MAP_PRIVATE, file, 0);
    if (*data == MAP_FAILED)
        return fail(error, SAYSO_ERROR_IO, NO_OFFSET, "cannot map the model file %s: %s", path, strerror(errno));
    return SAYSO_OK;
}

Status model_open(const char *path, Model *out, Error *error)
{
    *out = (Model){0};
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe of that name must not hold us up */
    if (file < 0)
        return fail(error, SAYSO_ERROR_IO, NO_OFFSET, "cannot open the model file %s: %s", path, strerror(errno));
    uint8_t *data = NULL;
    size_t size = 0;
    Status status = map_file(file, path, &data, &size, error);
    close(file);
    if (status) return status;
    status = model_read(data, size, out, error);
    if (status)
        munmap(data, size);
    else
        out->mapped = true;
    return status;
}

void model_close(Model *model)
{
    if (model->mapped) munmap((void *)(uintptr_t)model->data, model->size);
    *model = (Model){0};
}

const Section *model_section(const Model *model, const char *name)
{
    for (uint32_t i = 0; i < model->section_count; i++)
        if (!strcmp(model->sections[i].name, name)) return &model->sections[i];
    return NULL;
}

Status table_open(const Model *model, const char *name, uint32_t width, Table *out, Error *error)
{
    const Section *s = model_section(model, name);
    if (!s || s->kind != SECTION_TABLE)
        return fail(error, SAYSO_ERROR_MODEL, NO_OFFSET,
                    "the model file has no table \"%s\"; install the model of this version", name);
    uint64_t at = (uint64_t)(s->data - model->data);
    Cursor c = {.data = s->data, .size = s->size};
    uint32_t w = cursor_u32(&c), n = cursor_u32(&c), scale_bits = cursor_u32(&c);
    (void)cursor_u32(&c);
    (void)cursor_bytes(&c, 48);
    if (c.failed || w != width || !w || w > TABLE_MAX_WIDTH || !n) return damaged(error, at, name);
    uint32_t bucket_size = 8 + 8 * w;
    if ((uint64_t)n * bucket_size != s->size - c.at) return damaged(error, at, name);
    *out = (Table){.buckets = s->data + c.at, .bucket_count = n, .bucket_size = bucket_size, .width = w};
    memcpy(&out->scale, &scale_bits, 4);
    if (!(out->scale > 0.0f && out->scale < 1e6f)) return damaged(error, at + 8, name);
    return SAYSO_OK;
}

static inline __attribute__((always_inline)) void sum(const Table *table, uint32_t width, const uint64_t *hashes,
                                                      size_t count, int32_t *sums)
{
    for (size_t i = 0; i < count; i++) {
        const int8_t *row = table_row(table, hashes[i]);
        if (!row) continue;
        for (uint32_t k = 0; k < width; k++) sums[k] += row[k];
    }
}

/* Rows of at most eight weights, a vector at a time and without a branch: whether a feature was learnt is a coin's toss, and
 * a wrong guess costs more than the sum. The eight bytes that end with the row are loaded, for before a row there is
 * always the bucket's head, and its weights are the last lanes. 16 bits hold 256 int8. */
typedef int8_t Bytes8 __attribute__((vector_size(8)));
typedef int16_t Sums8 __attribute__((vector_size(16)));
#define AT_ONCE 256u

static inline const int8_t *row_or_nothing(const Table *t, uint32_t width, uint64_t hash)
{
    static const int8_t nothing[8];
    const uint8_t *bucket = t->buckets + (size_t)(((hash >> 32) * t->bucket_count) >> 32) * t->bucket_size;
    uint64_t check = (uint8_t)hash ? (uint8_t)hash : 1, checks;
    memcpy(&checks, bucket, 8);
    uint64_t x = checks ^ 0x0101010101010101u * check;
    uint64_t zero = (x - 0x0101010101010101u) & ~x & 0x8080808080808080u;
    uint32_t slot = (uint32_t)__builtin_ctzll(zero | (uint64_t)1 << 63) >> 3;
    const int8_t *row = (const int8_t *)(bucket + (size_t)(slot + 1) * width);
    return zero ? row : nothing;
}

static inline __attribute__((always_inline)) void sum_narrow(const Table *t, uint32_t width, const uint64_t *hashes,
                                                             size_t count, int32_t *sums)
{
    for (size_t from = 0; from < count; from += AT_ONCE) {
        size_t n = count - from < AT_ONCE ? count - from : AT_ONCE;
        Sums8 total = {0};
        for (size_t i = 0; i < n; i++) table_prefetch(t, hashes[from + i]);
        for (size_t i = 0; i < n; i++) {
            Bytes8 row;
            memcpy(&row, row_or_nothing(t, width, hashes[from + i]), 8);
            total += __builtin_convertvector(row, Sums8);
        }
        for (uint32_t k = 0; k < width; k++) sums[k] += total[8 - width + k];
    }
}

/* The width is a constant in each branch but the last, so that the compiler unrolls and vectorises it. */
void table_sum(const Table *table, const uint64_t *hashes, size_t count, int32_t *sums)
{
    switch (table->width) {
    case 1: sum(table, 1, hashes, count, sums); break;
    case 5: sum_narrow(table, 5, hashes, count, sums); break;
    case 7: sum_narrow(table, 7, hashes, count, sums); break;
    default: sum(table, table->width, hashes, count, sums);
    }
}
