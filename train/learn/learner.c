/* The averaged perceptron. The mean of the weights over all steps is weights - sums / steps, where each change has been
 * added to the sums times the step it was made in (Daumé 2006): no weight is touched but at its changes. */
#include <math.h>
#include <stdlib.h>

#include "train/learn/learner.h"

void learner_start(Learner *l, uint32_t classes, uint32_t least)
{
    dict_cut(&l->dict, least);
    l->classes = classes;
    l->weights = take((size_t)l->dict.count * classes, sizeof(float));
    l->sums = take((size_t)l->dict.count * classes, sizeof(float));
    l->step = 1;
}

void learner_free(Learner *l)
{
    dict_free(&l->dict);
    free(l->weights);
    free(l->sums);
    *l = (Learner){0};
}

uint32_t learner_ids(const Learner *l, const uint64_t *hashes, uint32_t count, uint32_t *ids)
{
    uint32_t n = 0, mask = l->dict.slot_count - 1;
    for (uint32_t i = 0; i < count; i++) __builtin_prefetch(&l->dict.slots[(uint32_t)hash_mix(hashes[i]) & mask]);
    for (uint32_t i = 0; i < count; i++) {
        ids[n] = dict_find(&l->dict, hashes[i]);
        if (ids[n] == NONE) continue;
        __builtin_prefetch(&l->weights[(size_t)ids[n] * l->classes]);
        n++;
    }
    return n;
}

uint32_t thin(Random *random, uint32_t *ids, uint32_t count, float probability)
{
    if (probability <= 0) return count;
    uint32_t n = 0;
    for (uint32_t i = 0; i < count; i++)
        if (random_unit(random) >= probability) ids[n++] = ids[i];
    return n;
}

void learner_scores(const Learner *l, const uint32_t *ids, uint32_t count, float *scores)
{
    memset(scores, 0, l->classes * sizeof *scores);
    for (uint32_t i = 0; i < count; i++) {
        const float *row = l->weights + (size_t)ids[i] * l->classes;
        for (uint32_t k = 0; k < l->classes; k++) scores[k] += row[k];
    }
}

void learner_move(Learner *l, const uint32_t *ids, uint32_t count, uint32_t class, float amount)
{
    float sum = amount * (float)l->step;
    for (uint32_t i = 0; i < count; i++) {
        size_t at = (size_t)ids[i] * l->classes + class;
        l->weights[at] += amount;
        l->sums[at] += sum;
    }
}

void learner_average(Learner *l)
{
    size_t n = (size_t)l->dict.count * l->classes;
    for (size_t i = 0; i < n; i++) l->weights[i] -= l->sums[i] / (float)l->step;
}

/* ---- packing ---- */

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static float scale_of(const Learner *l, float quantile)
{
    size_t n = (size_t)l->dict.count * l->classes, m = 0;
    for (size_t i = 0; i < n; i++) m += l->weights[i] != 0.0f;
    float *sorted = take(m + 1, sizeof *sorted);
    m = 0;
    for (size_t i = 0; i < n; i++)
        if (l->weights[i] != 0.0f) sorted[m++] = fabsf(l->weights[i]);
    qsort(sorted, m, sizeof *sorted, by_size);
    float q = m ? sorted[(size_t)((double)(m - 1) * (double)quantile)] : 127.0f;
    free(sorted);
    return q / 127.0f;
}

/* Weights become whole numbers; the sum of a row's sizes says how much it matters. */
static float round_row(float *row, uint32_t classes, float scale, uint32_t least)
{
    float size = 0;
    for (uint32_t k = 0; k < classes; k++) {
        float w = roundf(row[k] / scale);
        w = w > 127 ? 127 : w < -127 ? -127 : w;
        row[k] = fabsf(w) < (float)least ? 0 : w;
        size += fabsf(row[k]);
    }
    return size;
}

typedef struct Ranked {
    uint32_t index;
    float size;
} Ranked;

static int by_importance(const void *a, const void *b)
{
    const Ranked *x = a, *y = b;
    return x->size != y->size ? (x->size < y->size) - (x->size > y->size)
                              : (x->index > y->index) - (x->index < y->index);
}

#define BUCKET 64u
#define SLOTS 6u
#define OWN 20u
#define AT_LENGTH 12u
#define AT_PLAIN 18u
#define AT_BASE 20u
#define AT_UNITS 24u
#define LONG 12u /* a longer row becomes a plain one */

typedef struct Packing {
    uint8_t *buckets, *units;
    uint32_t *rows; /* [bucket][SLOTS] feature + 1 */
    uint32_t bucket_count, unit_count, kept;
} Packing;

static uint16_t check_of(uint64_t hash) { return (uint16_t)hash ? (uint16_t)hash : 1; }

/* Gives each feature a slot of its bucket, the most important first; what finds none, or looks the same as one that is
 * there, is dropped. */
static void place_rows(Learner *l, const Ranked *order, uint32_t n, Packing *p)
{
    for (uint32_t i = 0; i < n; i++) {
        uint64_t hash = l->dict.keys[order[i].index];
        uint32_t *rows = p->rows + (size_t)(((hash >> 32) * p->bucket_count) >> 32) * SLOTS, slot = 0;
        while (slot < SLOTS && rows[slot] && check_of(l->dict.keys[rows[slot] - 1]) != check_of(hash)) slot++;
        if (slot < SLOTS && !rows[slot]) {
            rows[slot] = order[i].index + 1;
            p->kept++;
        } else {
            memset(l->weights + (size_t)order[i].index * l->classes, 0, l->classes * sizeof(float));
        }
    }
}

static bool is_plain(const Learner *l, uint32_t index)
{
    const float *row = l->weights + (size_t)index * l->classes;
    uint32_t n = 0;
    for (uint32_t k = 0; k < l->classes; k++) n += row[k] != 0.0f;
    return n > LONG;
}

static uint32_t row_length(const Learner *l, uint32_t index)
{
    const float *row = l->weights + (size_t)index * l->classes;
    uint32_t n = 0;
    if (is_plain(l, index)) return (l->classes + 15) / 16 * 8;
    for (uint32_t k = 0; k < l->classes; k++) n += row[k] != 0.0f;
    return n;
}

static void write_row(const Learner *l, uint32_t index, uint8_t *to)
{
    const float *row = l->weights + (size_t)index * l->classes;
    bool plain = is_plain(l, index);
    for (uint32_t k = 0; k < l->classes; k++) {
        if (!plain && row[k] == 0.0f) continue;
        if (!plain) *to++ = (uint8_t)k;
        *to++ = (uint8_t)(int8_t)row[k];
    }
}

static void sort_rows(const Learner *l, uint32_t *rows)
{
    for (uint32_t i = 1; i < SLOTS; i++)
        for (uint32_t k = i; k && rows[k] && row_length(l, rows[k] - 1) < row_length(l, rows[k - 1] - 1); k--) {
            uint32_t t = rows[k];
            rows[k] = rows[k - 1];
            rows[k - 1] = t;
        }
}

static void write_bucket(const Learner *l, Packing *p, uint32_t *rows, uint8_t *bucket)
{
    uint32_t at = 0, base = 0;
    bool own = true;
    sort_rows(l, rows);
    for (uint32_t i = 0; i < SLOTS && rows[i]; i++) {
        uint32_t index = rows[i] - 1, length = row_length(l, index);
        uint16_t check = check_of(l->dict.keys[index]);
        memcpy(bucket + i * 2, &check, 2);
        bucket[AT_LENGTH + i] = (uint8_t)length;
        if (own && at + length > OWN) {
            own = false;
            base = p->unit_count - at; /* modulo 2^32 */
        }
        if (is_plain(l, index)) bucket[AT_PLAIN] |= (uint8_t)(1u << i);
        write_row(l, index, own ? bucket + AT_UNITS + (size_t)at * 2 : p->units + (size_t)p->unit_count * 2);
        if (!own) p->unit_count += length;
        at += length;
    }
    memcpy(bucket + AT_BASE, &base, 4);
}

static void write_rows(const Learner *l, Packing *p)
{
    for (uint32_t b = 0; b < p->bucket_count; b++)
        write_bucket(l, p, p->rows + (size_t)b * SLOTS, p->buckets + (size_t)b * BUCKET);
}

static void add_section(const Learner *l, const Packing *p, float scale, ModelWriter *writer, const char *name)
{
    size_t buckets = (size_t)p->bucket_count * BUCKET, size = 64 + buckets + (size_t)p->unit_count * 2;
    uint8_t *body = take(size, 1);
    memcpy(body, &l->classes, 4);
    memcpy(body + 4, &p->bucket_count, 4);
    memcpy(body + 8, &p->unit_count, 4);
    memcpy(body + 12, &scale, 4);
    memcpy(body + 64, p->buckets, buckets);
    memcpy(body + 64 + buckets, p->units, (size_t)p->unit_count * 2);
    if (!model_writer_add(writer, name, SECTION_BYTES, body, size)) die("cannot add %s", name);
    note("%-14s %8u of %8u features, %9u units outside, %u classes, %5.2f MB, scale %g", name, p->kept, l->dict.count,
         p->unit_count, l->classes, (double)size / 1e6, (double)scale);
    free(body);
}

/* The rows that are not zero, the most important first; weights become whole numbers. */
static Ranked *rank_rows(Learner *l, float scale, const PackPlan *plan, uint32_t *count)
{
    Ranked *order = take(l->dict.count + 1, sizeof *order);
    uint32_t n = 0;
    for (uint32_t i = 0; i < l->dict.count; i++) {
        float size = round_row(l->weights + (size_t)i * l->classes, l->classes, scale, plan->least);
        if (size > 0) order[n++] = (Ranked){i, size};
    }
    qsort(order, n, sizeof *order, by_importance);
    for (uint32_t i = plan->rows; plan->rows && i < n; i++)
        memset(l->weights + (size_t)order[i].index * l->classes, 0, l->classes * sizeof(float));
    *count = plan->rows && n > plan->rows ? plan->rows : n;
    return order;
}

void learner_pack(Learner *l, ModelWriter *writer, const char *name, const PackPlan *plan)
{
    float scale = scale_of(l, plan->quantile);
    uint32_t n;
    Ranked *order = rank_rows(l, scale, plan, &n);
    Packing p = {.bucket_count = (uint32_t)((uint64_t)n * 10 / (plan->load ? plan->load : 46)) + 1};
    p.buckets = take(p.bucket_count, BUCKET);
    p.rows = take((size_t)p.bucket_count * SLOTS, sizeof *p.rows);
    place_rows(l, order, n, &p);
    size_t units = 0;
    for (size_t i = 0; i < (size_t)p.bucket_count * SLOTS; i++)
        if (p.rows[i]) units += row_length(l, p.rows[i] - 1);
    p.units = take(units + 1, 2);
    write_rows(l, &p);
    add_section(l, &p, scale, writer, name);
    for (size_t i = 0; i < (size_t)l->dict.count * l->classes; i++) l->weights[i] *= scale;
    free(order);
    free(p.buckets);
    free(p.rows);
    free(p.units);
}
