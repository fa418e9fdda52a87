/* Three passes over the features of one decision, each starting the loads of the next: buckets, rows, sums. The
 * tables are larger than the near caches, so the order decides the speed. */
#include "syntax/sparse.h"

#define BUCKET 32u

static Status damaged(const Section *s, const Model *m, Error *error)
{
    uint64_t at = (uint64_t)(s->data - m->data);
    return fail(error, SAYSO_ERROR_MODEL, at, "the model file is damaged at byte %llu (%s); install it anew", (unsigned long long)at, s->name);
}

static uint32_t u32_at(const uint8_t *p)
{
    uint32_t x;
    memcpy(&x, p, 4);
    return x;
}

/* Every row lies inside the pairs, every pair names a class: after this the sums need no check. */
static bool rows_inside(const Sparse *t, uint32_t pair_count)
{
    for (uint32_t b = 0; b < t->bucket_count; b++) {
        const uint8_t *bucket = t->buckets + (size_t)b * BUCKET;
        uint64_t end = u32_at(bucket + 24);
        for (uint32_t i = 0; i < 8; i++) end += bucket[16 + i];
        if (end > pair_count) return false;
    }
    for (uint32_t i = 0; i < pair_count; i++)
        if (t->pairs[(size_t)i * 2] >= t->classes) return false;
    return true;
}

Status sparse_open(const Model *model, const char *name, Sparse *out, Error *error)
{
    const Section *s = model_section(model, name);
    if (!s) return fail(error, SAYSO_ERROR_MODEL, NO_OFFSET, "the model file has no section \"%s\"; install the model of this version", name);
    Cursor c = {.data = s->data, .size = s->size};
    out->classes = cursor_u32(&c);
    out->bucket_count = cursor_u32(&c);
    uint32_t pair_count = cursor_u32(&c), scale = cursor_u32(&c);
    memcpy(&out->scale, &scale, 4);
    (void)cursor_bytes(&c, 48);
    if (c.failed || !out->classes || out->classes > SPARSE_CLASSES || !out->bucket_count) return damaged(s, model, error);
    if ((uint64_t)out->bucket_count * BUCKET + (uint64_t)pair_count * 2 != s->size - c.at) return damaged(s, model, error);
    out->buckets = cursor_bytes(&c, (size_t)out->bucket_count * BUCKET);
    out->pairs = s->data + c.at;
    return rows_inside(out, pair_count) ? SAYSO_OK : damaged(s, model, error);
}

static inline const uint8_t *bucket_of(const Sparse *t, uint64_t hash)
{
    return t->buckets + (size_t)(((hash >> 32) * t->bucket_count) >> 32) * BUCKET;
}

/* The high bits of the 16-bit lanes of `checks` that hold `check`; exact for the lowest. */
static inline uint64_t lanes_equal(const uint8_t *checks, uint64_t check)
{
    uint64_t x;
    memcpy(&x, checks, 8);
    x ^= check * 0x0001000100010001u;
    return (x - 0x0001000100010001u) & ~x & 0x8000800080008000u;
}

typedef struct Row {
    const uint8_t *pairs;
    uint32_t count;
} Row;

static inline Row row_of(const Sparse *t, uint64_t hash)
{
    const uint8_t *bucket = bucket_of(t, hash);
    uint64_t check = (uint16_t)hash ? (uint16_t)hash : 1, low = lanes_equal(bucket, check), high = lanes_equal(bucket + 8, check);
    if (!(low | high)) return (Row){t->pairs, 0};
    uint32_t slot = low ? (uint32_t)__builtin_ctzll(low) >> 4 : 4 + ((uint32_t)__builtin_ctzll(high) >> 4);
    uint64_t lengths;
    memcpy(&lengths, bucket + 16, 8);
    uint64_t before = slot ? lengths & (UINT64_MAX >> (64 - 8 * slot)) : 0;
    before = (before & 0x00FF00FF00FF00FFu) + (before >> 8 & 0x00FF00FF00FF00FFu);
    uint32_t first = u32_at(bucket + 24) + (uint32_t)(before * 0x0001000100010001u >> 48);
    return (Row){t->pairs + (size_t)first * 2, bucket[16 + slot]};
}

uint32_t sparse_row(const Sparse *t, uint64_t hash, const uint8_t **pairs)
{
    Row row = row_of(t, hash);
    *pairs = row.pairs;
    return row.count;
}

void sparse_sum(const Sparse *t, const uint64_t *hashes, uint32_t count, int32_t sums[SPARSE_CLASSES])
{
    Row rows[SPARSE_FEATURES];
    uint32_t n = 0;
    memset(sums, 0, t->classes * sizeof *sums);
    for (uint32_t i = 0; i < count; i++) __builtin_prefetch(bucket_of(t, hashes[i]));
    for (uint32_t i = 0; i < count; i++) {
        rows[n] = row_of(t, hashes[i]);
        __builtin_prefetch(rows[n].pairs);
        n += rows[n].count != 0;
    }
    for (uint32_t i = 0; i < n; i++) {
        const uint8_t *p = rows[i].pairs, *end = p + (size_t)rows[i].count * 2;
        for (; p < end; p += 2) sums[p[0]] += (int8_t)p[1];
    }
}
