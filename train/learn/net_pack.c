/* The learnt net as sections of the model file: see src/net/net.h and net.c for what they hold. */
#include <math.h>
#include <stdlib.h>

#include "train/learn/net.h"

typedef struct Pack {
    ModelWriter *writer;
    const char *name; /* of the net */
} Pack;

static void add(const Pack *p, const char *part, SectionKind kind, uint8_t *body, size_t size)
{
    char name[17];
    snprintf(name, sizeof name, "net.%s.%s", p->name, part);
    if (!model_writer_add(p->writer, name, kind, body, size)) die("cannot add the section %s", name);
    note("section %-16s %5.2f MB", name, (double)size / 1e6);
    free(body);
}

static int8_t rounded(float *weight, float scale)
{
    float w = roundf(*weight / scale);
    w = w > 127 ? 127 : w < -127 ? -127 : w;
    *weight = w * scale;
    return (int8_t)w;
}

/* ---- the rows ---- */

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static float row_scale(const float *weights, size_t count)
{
    float *sorted = take(count, sizeof *sorted);
    for (size_t i = 0; i < count; i++) sorted[i] = fabsf(weights[i]);
    qsort(sorted, count, sizeof *sorted, by_size);
    float scale = count ? sorted[(size_t)((double)(count - 1) * 0.9999)] / 127.0f : 0;
    free(sorted);
    return scale > 0 ? scale : 1;
}

/* A bucket's eight slots hold a check byte and three bytes of the row's number each. A row whose bucket is full, or
 * whose check is taken, is not found: `lost`. */
static void add_keys(const Pack *pack, const Dict *dict, bool *lost)
{
    uint32_t buckets = dict->count / 4 + 1, size = 8 + 8 * 3;
    uint8_t *body = take(64 + (size_t)buckets * size, 1);
    put_u32(body, 3);
    put_u32(body + 4, buckets);
    put_f32(body + 8, 1.0f);
    for (uint32_t i = 0; i < dict->count; i++) {
        uint64_t hash = dict->keys[i];
        uint8_t *bucket = body + 64 + (size_t)(((hash >> 32) * buckets) >> 32) * size,
                check = (uint8_t)hash ? (uint8_t)hash : 1;
        uint32_t slot = 0;
        while (slot < 8 && bucket[slot] && bucket[slot] != check) slot++;
        lost[i] = slot == 8 || bucket[slot];
        if (lost[i]) continue;
        bucket[slot] = check;
        for (uint32_t b = 0; b < 3; b++) bucket[8 + slot * 3 + b] = (uint8_t)(i >> (8 * b));
    }
    add(pack, "keys", SECTION_TABLE, body, 64 + (size_t)buckets * size);
}

static float add_rows(const Pack *pack, uint32_t width, uint32_t rows, const bool *lost, float *weights)
{
    float scale = row_scale(weights, (size_t)rows * width);
    uint8_t *body = take((size_t)rows, width);
    for (size_t i = 0; i < (size_t)rows * width; i++) {
        if (lost[i / width]) weights[i] = 0;
        body[i] = (uint8_t)rounded(&weights[i], scale);
    }
    add(pack, "rows", SECTION_BYTES, body, (size_t)rows * width);
    return scale;
}

/* ---- the layers ---- */

static float column_scale(const float *column, uint32_t rows, uint32_t stride)
{
    float most = 0;
    for (uint32_t r = 0; r < rows; r++) most = fmaxf(most, fabsf(column[(size_t)r * stride]));
    return most > 0 ? most / 127.0f : 1;
}

/* One layer of the trainer's array: weights[rows][stride], bias[stride], of which the first `columns` count. */
static float *pack_layer(NetLayer shape, uint32_t stride, float *weights, int8_t **bytes, uint8_t **floats)
{
    float *bias = weights + (size_t)shape.rows * stride;
    for (uint32_t j = 0; j < shape.columns; j++) {
        float scale = column_scale(weights + j, shape.rows, stride);
        for (uint32_t r = 0; r < shape.rows; r++) *(*bytes)++ = rounded(&weights[(size_t)r * stride + j], scale);
        put_f32(*floats + 4 * (size_t)j, scale);
        put_f32(*floats + 4 * ((size_t)shape.columns + j), bias[j]);
    }
    *floats += 8 * (size_t)shape.columns;
    return bias + stride;
}

static void put_shape(uint8_t *at, NetShape s)
{
    put_u32(at, s.width);
    put_u32(at + 4, s.states);
    put_u32(at + 8, s.blocks);
    put_u32(at + 12, s.outputs);
    put_u32(at + 16, s.side);
}

void net_pack(ModelWriter *writer, const char *name, NetShape shape, const Dict *dict, float *weights)
{
    const Pack to = {writer, name}, *pack = &to;
    bool *lost = take(dict->count, sizeof *lost);
    add_keys(pack, dict, lost);
    float scale = add_rows(pack, shape.width, dict->count, lost, weights);
    free(lost);
    size_t weight_count = 0, float_count = 1;
    for (uint32_t l = 0; l < net_layers(shape); l++) {
        weight_count += (size_t)net_layer(shape, l).rows * net_layer(shape, l).columns;
        float_count += 2 * (size_t)net_layer(shape, l).columns;
    }
    uint8_t *bytes = take(weight_count, 1), *floats = take(20 + float_count * 4, 1), *next_floats = floats + 24;
    int8_t *next_bytes = (int8_t *)bytes;
    put_shape(floats, shape);
    put_f32(floats + 20, scale);
    float *at = weights + (size_t)dict->count * shape.width;
    for (uint32_t l = 0; l < net_layers(shape); l++)
        at = pack_layer(net_layer(shape, l), l + 1 == net_layers(shape) ? net_columns(shape) : net_layer(shape, l).columns,
                        at, &next_bytes, &next_floats);
    add(pack, "weights", SECTION_BYTES, bytes, weight_count);
    add(pack, "scales", SECTION_BYTES, floats, 20 + float_count * 4);
}
