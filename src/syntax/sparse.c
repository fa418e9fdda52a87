/* Three passes over the features of one decision: the first starts the loads of the buckets, the second finds the rows
 * and starts the loads of those that lie outside, the third sums. The tables are larger than the near caches, so the
 * loads decide the speed. */
#include "syntax/sparse.h"

#define BUCKET 64u
#define SLOTS 6u
#define OWN 20u /* units in the bucket */
enum { AT_LENGTH = 12, AT_PLAIN = 18, AT_BASE = 20, AT_UNITS = 24 };

static Status damaged(const Section *s, const Model *m, Error *error)
{
    uint64_t at = (uint64_t)(s->data - m->data);
    return fail(error, SAYSO_ERROR_MODEL, at, "the model file is damaged at byte %llu (%s); install it anew",
                (unsigned long long)at, s->name);
}

static uint32_t u32_at(const uint8_t *p)
{
    uint32_t x;
    memcpy(&x, p, 4);
    return x;
}

static uint32_t plain_length(const Sparse *t) { return (t->classes + 15) / 16 * 8; }

/* A plain row has a length of its own; in any other each unit names a class. */
static bool row_good(const Sparse *t, SparseRow row)
{
    if (row.plain) return row.length == plain_length(t);
    for (uint32_t i = 0; i < row.length; i++)
        if (row.units[(size_t)i * 2] >= t->classes) return false;
    return true;
}

/* Every row lies inside the units and is good: after this the sums need no check. */
static bool rows_good(const Sparse *t, uint32_t unit_count)
{
    for (uint32_t b = 0; b < t->bucket_count; b++) {
        const uint8_t *bucket = t->buckets + (size_t)b * BUCKET;
        uint32_t at = 0, base = u32_at(bucket + AT_BASE);
        for (uint32_t i = 0; i < SLOTS; i++) {
            SparseRow row = {bucket + AT_UNITS + (size_t)at * 2, bucket[AT_LENGTH + i], bucket[AT_PLAIN] >> i & 1};
            uint32_t begin = base + at;
            at += row.length;
            if (at > OWN) {
                if (begin > unit_count || row.length > unit_count - begin) return false;
                row.units = t->units + (size_t)begin * 2;
            }
            if (!row_good(t, row)) return false;
        }
    }
    return true;
}

Status sparse_open(const Model *model, const char *name, Sparse *out, Error *error)
{
    const Section *s = model_section(model, name);
    if (!s)
        return fail(error, SAYSO_ERROR_MODEL, NO_OFFSET,
                    "the model file has no section \"%s\"; install the model of this version", name);
    Cursor c = {.data = s->data, .size = s->size};
    out->classes = cursor_u32(&c);
    out->bucket_count = cursor_u32(&c);
    uint32_t unit_count = cursor_u32(&c), scale = cursor_u32(&c);
    memcpy(&out->scale, &scale, 4);
    (void)cursor_bytes(&c, 48);
    if (c.failed || !out->classes || out->classes > SPARSE_CLASSES || !out->bucket_count)
        return damaged(s, model, error);
    if ((uint64_t)out->bucket_count * BUCKET + (uint64_t)unit_count * 2 != s->size - c.at)
        return damaged(s, model, error);
    out->buckets = cursor_bytes(&c, (size_t)out->bucket_count * BUCKET);
    out->units = s->data + c.at;
    return rows_good(out, unit_count) ? SAYSO_OK : damaged(s, model, error);
}

static inline const uint8_t *bucket_of(const Sparse *t, uint64_t hash)
{
    return t->buckets + (size_t)(((hash >> 32) * t->bucket_count) >> 32) * BUCKET;
}

/* The high bits of the 16-bit lanes of `checks` that hold `check`; exact for the lowest. */
static inline uint64_t lanes_equal(uint64_t checks, uint64_t check)
{
    uint64_t x = checks ^ check * 0x0001000100010001u;
    return (x - 0x0001000100010001u) & ~x & 0x8000800080008000u;
}

static inline uint64_t u64_at(const uint8_t *p)
{
    uint64_t x;
    memcpy(&x, p, 8);
    return x;
}

static inline SparseRow row_of(const Sparse *t, uint64_t hash)
{
    const uint8_t *bucket = bucket_of(t, hash);
    uint64_t check = (uint16_t)hash ? (uint16_t)hash : 1;
    uint64_t low = lanes_equal(u64_at(bucket), check), high = lanes_equal(u64_at(bucket + 8), check) & 0xFFFFFFFFu;
    if (!(low | high)) return (SparseRow){t->units, 0, false};
    uint32_t slot = low ? (uint32_t)__builtin_ctzll(low) >> 4 : 4 + ((uint32_t)__builtin_ctzll(high) >> 4);
    uint64_t before = u64_at(bucket + AT_LENGTH) & (((uint64_t)1 << 8 * slot) - 1);
    before = (before & 0x00FF00FF00FF00FFu) + (before >> 8 & 0x00FF00FF00FF00FFu);
    uint32_t at = (uint32_t)(before * 0x0001000100010001u >> 48), length = bucket[AT_LENGTH + slot];
    bool plain = bucket[AT_PLAIN] >> slot & 1;
    if (at + length <= OWN) return (SparseRow){bucket + AT_UNITS + (size_t)at * 2, length, plain};
    return (SparseRow){t->units + (size_t)(uint32_t)(u32_at(bucket + AT_BASE) + at) * 2, length, plain};
}

SparseRow sparse_row(const Sparse *t, uint64_t hash) { return row_of(t, hash); }

typedef int16_t Sums8 __attribute__((vector_size(16)));
typedef int8_t Bytes8 __attribute__((vector_size(8)));

/* Eight sums at a time, said with vectors, for compilers leave the plain loop as it is. */
static inline void add_plain(int16_t *sums, const uint8_t *weights, uint32_t count)
{
    for (uint32_t k = 0; k < count; k += 8) {
        Sums8 at;
        Bytes8 bytes;
        memcpy(&bytes, weights + k, 8);
        memcpy(&at, sums + k, 16);
        at += __builtin_convertvector(bytes, Sums8);
        memcpy(sums + k, &at, 16);
    }
}

static inline void add_row(int16_t *sums, SparseRow row)
{
    if (row.plain) {
        add_plain(sums, row.units, row.length * 2);
        return;
    }
    for (const uint8_t *p = row.units, *end = p + (size_t)row.length * 2; p < end; p += 2)
        sums[p[0]] = (int16_t)(sums[p[0]] + (int8_t)p[1]);
}

void sparse_sum(const Sparse *t, const uint64_t *hashes, uint32_t count, int16_t sums[SPARSE_CLASSES])
{
    SparseRow rows[SPARSE_FEATURES];
    uint32_t n = 0;
    memset(sums, 0, (size_t)plain_length(t) * 2 * sizeof *sums);
    for (uint32_t i = 0; i < count; i++) __builtin_prefetch(bucket_of(t, hashes[i]));
    for (uint32_t i = 0; i < count; i++) {
        rows[n] = row_of(t, hashes[i]);
        __builtin_prefetch(rows[n].units);
        __builtin_prefetch(rows[n].units + rows[n].length); /* the row's middle; its end is in that line or the next */
        n += rows[n].length != 0;
    }
    for (uint32_t i = 0; i < n; i++) add_row(sums, rows[i]);
}
