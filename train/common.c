/* What the trainers share: memory, files, random numbers, the feature dictionary, packing of tables. */
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <time.h>
#include <zlib.h>

#include "train/train.h"

_Noreturn void die(const char *format, ...)
{
    va_list a;
    va_start(a, format);
    fputs("sayso-train: ", stderr);
    vfprintf(stderr, format, a);
    fputc('\n', stderr);
    va_end(a);
    exit(1);
}

void note(const char *format, ...)
{
    static time_t start;
    if (!start) start = time(NULL);
    va_list a;
    va_start(a, format);
    fprintf(stderr, "[%5ld s] ", (long)(time(NULL) - start));
    vfprintf(stderr, format, a);
    fputc('\n', stderr);
    va_end(a);
}

void *take(size_t count, size_t size)
{
    void *p = calloc(count ? count : 1, size ? size : 1);
    if (!p) die("out of memory");
    return p;
}

void *grow(void *items, size_t count, size_t size)
{
    void *p = reallocarray(items, count ? count : 1, size);
    if (!p) die("out of memory");
    return p;
}

char *read_file(const char *path, size_t *size)
{
    gzFile f = gzopen(path, "rb"); /* reads plain files as they are */
    if (!f) die("cannot open %s: %s", path, strerror(errno));
    char *data = NULL;
    size_t used = 0, room = 0;
    for (int n = 1; n > 0; used += (size_t)n) {
        if (room - used < 65536) data = grow(data, room = room * 2 + 131072, 1);
        n = gzread(f, data + used, 65535);
        if (n < 0) die("cannot read %s", path);
    }
    gzclose(f);
    data[used] = 0;
    if (size) *size = used;
    return data;
}

void put_u32(uint8_t *at, uint32_t value)
{
    for (unsigned i = 0; i < 4; i++) at[i] = (uint8_t)(value >> (8 * i));
}

void put_f32(uint8_t *at, float value)
{
    uint32_t bits;
    memcpy(&bits, &value, 4);
    put_u32(at, bits);
}

uint32_t random_u32(Random *r)
{
    uint64_t x = r->state;
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    r->state = x;
    return (uint32_t)(x >> 32);
}
uint32_t random_below(Random *r, uint32_t n) { return (uint32_t)(((uint64_t)random_u32(r) * n) >> 32); }
float random_unit(Random *r) { return (float)(random_u32(r) >> 8) * (1.0f / 16777216.0f); }
void random_shuffle(Random *r, uint32_t *items, uint32_t count)
{
    for (uint32_t i = count; i > 1; i--) {
        uint32_t j = random_below(r, i), t = items[i - 1];
        items[i - 1] = items[j];
        items[j] = t;
    }
}

static uint32_t slot_of(const Dict *d, uint64_t hash)
{
    uint32_t mask = d->slot_count - 1, s = (uint32_t)hash_mix(hash) & mask;
    while (d->slots[s] && d->keys[d->slots[s] - 1] != hash) s = (s + 1) & mask;
    return s;
}

static void rehash(Dict *d, uint32_t slot_count)
{
    free(d->slots);
    d->slots = take(slot_count, sizeof *d->slots);
    d->slot_count = slot_count;
    for (uint32_t i = 0; i < d->count; i++) d->slots[slot_of(d, d->keys[i])] = i + 1;
    d->keys = grow(d->keys, slot_count, sizeof *d->keys);
    d->counts = grow(d->counts, slot_count, sizeof *d->counts);
}

uint32_t dict_add(Dict *d, uint64_t hash)
{
    if (d->count * 2 >= d->slot_count) rehash(d, d->slot_count ? d->slot_count * 2 : 1024);
    uint32_t s = slot_of(d, hash);
    if (!d->slots[s]) {
        d->keys[d->count] = hash;
        d->counts[d->count] = 0;
        d->slots[s] = ++d->count;
    }
    uint32_t i = d->slots[s] - 1;
    d->counts[i]++;
    return i;
}

uint32_t dict_find(const Dict *d, uint64_t hash)
{
    if (!d->slot_count) return NONE;
    uint32_t s = slot_of(d, hash);
    return d->slots[s] ? d->slots[s] - 1 : NONE;
}

void dict_cut(Dict *d, uint32_t least)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < d->count; i++)
        if (d->counts[i] >= least) {
            d->keys[n] = d->keys[i];
            d->counts[n++] = d->counts[i];
        }
    d->count = n;
    uint32_t slots = 1024;
    while (slots <= n * 2) slots *= 2;
    rehash(d, slots);
}

void dict_free(Dict *d)
{
    free(d->keys);
    free(d->counts);
    free(d->slots);
    *d = (Dict){0};
}

/* ---- packing ---- */

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static float quantile_of(const float *weights, size_t n, float quantile)
{
    float *sorted = take(n + 1, sizeof *sorted);
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
        if (weights[i] != 0.0f) sorted[m++] = fabsf(weights[i]);
    qsort(sorted, m, sizeof *sorted, by_size);
    float q = m ? sorted[(size_t)((double)(m - 1) * (double)quantile)] : 1.0f;
    free(sorted);
    return q > 0 ? q : 1.0f;
}

typedef struct Candidate {
    uint32_t index, count;
} Candidate;

static int by_count(const void *a, const void *b) /* commonest first, then by index: one order everywhere */
{
    const Candidate *x = a, *y = b;
    return x->count != y->count ? (x->count < y->count) - (x->count > y->count)
                                : (x->index > y->index) - (x->index < y->index);
}

uint32_t table_pack(ModelWriter *writer, const char *name, uint32_t width, const Dict *dict, const float *weights,
                    uint32_t rows, float quantile)
{
    float scale = quantile_of(weights, (size_t)dict->count * width, quantile) / 127.0f;
    int8_t *packed = take((size_t)dict->count * width + 1, 1);
    Candidate *order = take(dict->count + 1, sizeof *order);
    uint32_t n = 0;
    for (uint32_t i = 0; i < dict->count; i++) {
        bool any = false;
        for (uint32_t k = 0; k < width; k++) {
            float w = roundf(weights[(size_t)i * width + k] / scale);
            w = w > 127 ? 127 : w < -127 ? -127 : w;
            packed[(size_t)i * width + k] = (int8_t)w;
            any |= w != 0;
        }
        if (any) order[n++] = (Candidate){i, dict->counts[i]};
    }
    qsort(order, n, sizeof *order, by_count);
    if (rows && n > rows) n = rows;

    uint32_t bucket_count = n / 5 + 1, bucket_size = (8 + 8 * width + 7) / 8 * 8;
    size_t size = 64 + (size_t)bucket_count * bucket_size;
    uint8_t *body = take(size, 1);
    put_u32(body, width);
    put_u32(body + 4, bucket_count);
    put_f32(body + 8, scale);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t hash = dict->keys[order[i].index];
        uint8_t *bucket = body + 64 + (size_t)(((hash >> 32) * bucket_count) >> 32) * bucket_size;
        uint8_t check = (uint8_t)hash ? (uint8_t)hash : 1;
        uint32_t slot = 0;
        while (slot < 8 && bucket[slot] && bucket[slot] != check) slot++;
        if (slot == 8 || bucket[slot]) continue; /* full, or taken by a commoner feature that looks the same */
        bucket[slot] = check;
        memcpy(bucket + 8 + (size_t)slot * width, packed + (size_t)order[i].index * width, width);
        kept++;
    }
    if (!model_writer_add(writer, name, SECTION_TABLE, body, size)) die("cannot add table %s", name);
    note("table %-16s %8u of %8u features kept, %5.2f MB, scale %g", name, kept, dict->count, (double)size / 1e6,
         (double)scale);
    free(body);
    free(order);
    free(packed);
    return kept;
}

ModelWriter *writer_from(const char *const *paths, size_t count)
{
    ModelWriter *writer = model_writer_new();
    for (size_t i = 0; i < count; i++) {
        Model model;
        Error error;
        if (model_open(paths[i], &model, &error)) die("%s", error.message);
        for (uint32_t k = 0; k < model.section_count; k++) {
            const Section *s = &model.sections[k];
            if (!model_writer_add(writer, s->name, s->kind, s->data, s->size)) die("cannot add section %s", s->name);
        }
        model_close(&model);
    }
    return writer;
}
