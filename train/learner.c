/* The averaged perceptron. The mean of the weights over all steps is weights - sums / steps, where each change has been
 * added to the sums times the step it was made in (Daumé 2006): no weight is touched but at its changes. */
#include <math.h>
#include <stdlib.h>

#include "learner.h"

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
    uint32_t index, bucket;
    float size;
} Ranked;

static int by_importance(const void *a, const void *b)
{
    const Ranked *x = a, *y = b;
    return x->size != y->size ? (x->size < y->size) - (x->size > y->size) : (x->index > y->index) - (x->index < y->index);
}

typedef struct Packing {
    uint8_t *buckets, *pairs;
    uint32_t *rows; /* [bucket][8] feature + 1 */
    uint32_t bucket_count, pair_count, kept;
} Packing;

/* Gives each feature a slot of its bucket, the most important first; what finds none is dropped. */
static void place_rows(Learner *l, const Ranked *order, uint32_t n, Packing *p)
{
    for (uint32_t i = 0; i < n; i++) {
        uint64_t hash = l->dict.keys[order[i].index];
        uint32_t b = (uint32_t)(((hash >> 32) * p->bucket_count) >> 32), slot = 0;
        uint16_t check = (uint16_t)hash ? (uint16_t)hash : 1, there = 0;
        for (; slot < 8; slot++) {
            memcpy(&there, p->buckets + (size_t)b * 32 + slot * 2, 2);
            if (!there || there == check) break;
        }
        if (slot == 8 || there) {
            memset(l->weights + (size_t)order[i].index * l->classes, 0, l->classes * sizeof(float));
            continue;
        }
        memcpy(p->buckets + (size_t)b * 32 + slot * 2, &check, 2);
        p->rows[(size_t)b * 8 + slot] = order[i].index + 1;
        p->kept++;
    }
}

static void write_row(const Learner *l, uint32_t index, Packing *p, uint8_t *length)
{
    const float *row = l->weights + (size_t)index * l->classes;
    for (uint32_t k = 0; k < l->classes && *length < 255; k++)
        if (row[k] != 0.0f) {
            p->pairs[(size_t)p->pair_count * 2] = (uint8_t)k;
            p->pairs[(size_t)p->pair_count * 2 + 1] = (uint8_t)(int8_t)row[k];
            p->pair_count++;
            ++*length;
        }
}

static void write_rows(const Learner *l, Packing *p)
{
    for (uint32_t b = 0; b < p->bucket_count; b++) {
        uint8_t *bucket = p->buckets + (size_t)b * 32;
        memcpy(bucket + 24, &p->pair_count, 4);
        for (uint32_t slot = 0; slot < 8; slot++)
            if (p->rows[(size_t)b * 8 + slot]) write_row(l, p->rows[(size_t)b * 8 + slot] - 1, p, bucket + 16 + slot);
    }
}

static void add_section(const Learner *l, const Packing *p, float scale, ModelWriter *writer, const char *name)
{
    size_t buckets = (size_t)p->bucket_count * 32, size = 64 + buckets + (size_t)p->pair_count * 2;
    uint8_t *body = take(size, 1);
    memcpy(body, &l->classes, 4);
    memcpy(body + 4, &p->bucket_count, 4);
    memcpy(body + 8, &p->pair_count, 4);
    memcpy(body + 12, &scale, 4);
    memcpy(body + 64, p->buckets, buckets);
    memcpy(body + 64 + buckets, p->pairs, (size_t)p->pair_count * 2);
    if (!model_writer_add(writer, name, SECTION_BYTES, body, size)) die("cannot add %s", name);
    note("%-14s %8u of %8u features, %9u weights, %u classes, %5.2f MB, scale %g", name, p->kept, l->dict.count, p->pair_count,
         l->classes, (double)size / 1e6, (double)scale);
    free(body);
}

void learner_pack(Learner *l, ModelWriter *writer, const char *name, float quantile, uint32_t least, uint32_t most_rows)
{
    float scale = scale_of(l, quantile);
    Ranked *order = take(l->dict.count + 1, sizeof *order);
    uint32_t n = 0;
    for (uint32_t i = 0; i < l->dict.count; i++) {
        float size = round_row(l->weights + (size_t)i * l->classes, l->classes, scale, least);
        if (size > 0) order[n++] = (Ranked){i, 0, size};
    }
    qsort(order, n, sizeof *order, by_importance);
    for (uint32_t i = most_rows; most_rows && i < n; i++)
        memset(l->weights + (size_t)order[i].index * l->classes, 0, l->classes * sizeof(float));
    if (most_rows && n > most_rows) n = most_rows;
    Packing p = {.bucket_count = n / 6 + 1};
    p.buckets = take(p.bucket_count, 32);
    p.rows = take((size_t)p.bucket_count * 8, sizeof *p.rows);
    place_rows(l, order, n, &p);
    size_t weights = 0;
    for (size_t i = 0; i < (size_t)l->dict.count * l->classes; i++) weights += l->weights[i] != 0.0f;
    p.pairs = take(weights + 1, 2);
    write_rows(l, &p);
    add_section(l, &p, scale, writer, name);
    for (size_t i = 0; i < (size_t)l->dict.count * l->classes; i++) l->weights[i] *= scale;
    free(order);
    free(p.buckets);
    free(p.rows);
    free(p.pairs);
}
