/* See net.h. The trainer's layout, a block after the other, with the columns' scales beside:
 *
 *   conv   rows 3 W, columns 2 W: the value, its gate
 *   gate   rows W, columns 6 S: forget, candidate, out, each S forwards and S backwards; then rows 2 S, columns W
 *   output rows W, columns 8
 *
 * What goes into a product is int16: a normalised word is within +-sqrt(W) < 10, a state within +-1. Every scale is
 * checked at opening, so that no float overflows whatever the file says. */
#include <math.h>
#include <stdio.h>

#include "net/kernel.h"

#define W NET_WIDTH
#define S NET_STATES
#define GATE (6 * S)
#define WIDEST (GATE > 2 * W ? GATE : 2 * W)
#define NORMAL_SCALE 3200.0f /* of a normalised word */
#define STATE_SCALE 32000.0f
#define LANES 16u

typedef struct Layer {
    uint32_t rows, columns;
    int16_t *packed;
    float *scale, *bias; /* by column; the scale with its input's folded in */
} Layer;

struct NetModel {
    Table keys;
    const int8_t *rows;
    uint32_t row_count;
    float row_scale;
    Layer layers[NET_LAYERS];
    Kernel *kernel;
};

NetLayer net_layer(uint32_t layer)
{
    if (layer == NET_LAYERS - 1) return (NetLayer){W, NET_SCORES};
    return layer % 3 == 0 ? (NetLayer){3 * W, 2 * W} : layer % 3 == 1 ? (NetLayer){W, GATE} : (NetLayer){2 * S, W};
}

/* ---- opening ---- */

static Status damaged(const char *name, Error *error)
{
    return fail(error, SAYSO_ERROR_MODEL, NO_OFFSET,
                "the model file's part \"%s\" is missing or damaged; install the model of this version", name);
}

static size_t weight_count(void)
{
    size_t n = 0;
    for (uint32_t i = 0; i < NET_LAYERS; i++) n += (size_t)net_layer(i).rows * net_layer(i).columns;
    return n;
}

static size_t float_count(void) /* scales and biases of the columns */
{
    size_t n = 0;
    for (uint32_t i = 0; i < NET_LAYERS; i++) n += 2 * (size_t)net_layer(i).columns;
    return n;
}

static const Section *bytes_of(const Model *model, const char *name, size_t size)
{
    const Section *s = model_section(model, name);
    return s && s->kind == SECTION_BYTES && s->size == size ? s : NULL;
}

static bool read_float(Cursor *c, float *out)
{
    uint32_t bits = cursor_u32(c);
    memcpy(out, &bits, 4);
    return !c->failed && *out > -100.0f && *out < 100.0f; /* NaN is neither */
}

/* An input's scale and its columns' make one factor. */
static float input_scale(uint32_t layer)
{
    return layer != NET_LAYERS - 1 && layer % 3 == 2 ? STATE_SCALE : NORMAL_SCALE;
}

static bool read_layers(NetModel *m, const uint8_t *weights, Cursor *scales, int16_t *packed, float *floats)
{
    for (uint32_t i = 0; i < NET_LAYERS; i++) {
        NetLayer shape = net_layer(i);
        Layer *l = &m->layers[i];
        *l = (Layer){shape.rows, shape.columns, packed, floats, floats + shape.columns};
        for (uint32_t j = 0; j < l->columns; j++)
            for (uint32_t r = 0; r < l->rows; r++) packed[kernel_place(l->columns, r, j)] = (int8_t)*weights++;
        for (uint32_t j = 0; j < 2 * l->columns; j++) {
            if (!read_float(scales, &floats[j])) return false;
            if (j < l->columns) floats[j] /= input_scale(i);
        }
        packed += (size_t)l->rows * l->columns;
        floats += 2 * (size_t)l->columns;
    }
    return true;
}

typedef struct Sections {
    const Section *rows, *weights, *scales;
} Sections;

static Status find_sections(const Model *model, const char *name, NetModel *out, Sections *s, Error *error)
{
    char keys[17], rows[17], weights[17], scales[17];
    snprintf(keys, sizeof keys, "net.%.4s.keys", name);
    snprintf(rows, sizeof rows, "net.%.4s.rows", name);
    snprintf(weights, sizeof weights, "net.%.4s.weights", name);
    snprintf(scales, sizeof scales, "net.%.4s.scales", name);
    Status status = table_open(model, keys, 3, &out->keys, error);
    if (status) return status;
    s->rows = model_section(model, rows);
    s->weights = bytes_of(model, weights, weight_count());
    s->scales = bytes_of(model, scales, (1 + float_count()) * 4);
    if (!s->rows || s->rows->kind != SECTION_BYTES || s->rows->size % W || s->rows->size / W > UINT32_MAX)
        return damaged(rows, error);
    if (!s->weights) return damaged(weights, error);
    if (!s->scales) return damaged(scales, error);
    out->rows = (const int8_t *)s->rows->data;
    out->row_count = (uint32_t)(s->rows->size / W);
    return SAYSO_OK;
}

Status net_open(const Model *model, const char *name, const sayso_allocator *allocator, NetModel **out, Error *error)
{
    *out = NULL;
    NetModel read = {.kernel = kernel_best()};
    Sections s;
    Status status = find_sections(model, name, &read, &s, error);
    if (status) return status;
    size_t packed_at = (sizeof read + 63) / 64 * 64, floats_at = packed_at + weight_count() * sizeof(int16_t);
    NetModel *m = mem_take(allocator, floats_at + float_count() * sizeof(float));
    if (!m) return fail_memory(error);
    *m = read;
    Cursor c = {.data = s.scales->data, .size = s.scales->size};
    if (!read_float(&c, &m->row_scale) ||
        !read_layers(m, s.weights->data, &c, (int16_t *)(void *)((uint8_t *)m + packed_at),
                     (float *)(void *)((uint8_t *)m + floats_at))) {
        mem_give(allocator, m);
        return damaged("net.*.scales", error);
    }
    *out = m;
    return SAYSO_OK;
}

void net_close(NetModel *model, const sayso_allocator *allocator) { mem_give(allocator, model); }

/* ---- running: a piece ---- */

typedef struct Piece {
    uint32_t words;
    float *x;       /* words * W: the sum of the rows and of what the blocks give */
    int16_t *flat;  /* (words + 2) * W: x normalised; a row of zeros before and after */
    int32_t *sums;  /* words * WIDEST */
    float *open;    /* words * WIDEST */
    int16_t *shut;  /* words * 2 S */
} Piece;

static bool take_piece(Arena *arena, uint32_t words, Piece *p)
{
    size_t n = words;
    *p = (Piece){.words = words};
    p->x = TAKE(arena, float, n * W);
    p->flat = TAKE(arena, int16_t, (n + 2) * W);
    p->sums = TAKE(arena, int32_t, n * WIDEST);
    p->open = TAKE(arena, float, n * WIDEST);
    p->shut = TAKE(arena, int16_t, n * 2 * S);
    return p->x && p->flat && p->sums && p->open && p->shut;
}

static const int8_t *row_of(const NetModel *m, uint64_t attribute)
{
    const int8_t *key = table_row(&m->keys, attribute);
    if (!key) return NULL;
    uint32_t row = (uint32_t)(uint8_t)key[0] | (uint32_t)(uint8_t)key[1] << 8 | (uint32_t)(uint8_t)key[2] << 16;
    return row < m->row_count ? m->rows + (size_t)row * W : NULL;
}

/* NET_INPUTS rows of int8 fit int16 sums. */
static void add_rows(uint32_t count, const int8_t *const *rows, float scale, float *x)
{
    int16_t sum[W] = {0};
    for (uint32_t i = 0; i < count; i++) {
        const int8_t *row = rows[i];
        for (uint32_t k = 0; k < W; k++) sum[k] = (int16_t)(sum[k] + row[k]);
    }
    for (uint32_t k = 0; k < W; k++) x[k] = (float)sum[k] * scale;
}

static void embed(const NetModel *m, const uint64_t *attributes, uint32_t count, float *x)
{
    const int8_t *rows[NET_INPUTS];
    uint32_t n = 0;
    for (uint32_t i = 0; i < count; i++) {
        rows[n] = row_of(m, attributes[i]);
        if (!rows[n]) continue;
        __builtin_prefetch(rows[n]);
        n++;
    }
    add_rows(n, rows, m->row_scale, x);
}

/* To the nearest integer, cut at +-32000: adding 1.5 * 2^23 leaves it in the float's low bits, and is no branch. */
static inline int16_t to_int16(float x)
{
    x = x < 32000.0f ? x : 32000.0f;
    x = x > -32000.0f ? x : -32000.0f;
    x += 12582912.0f;
    uint32_t bits;
    memcpy(&bits, &x, 4);
    return (int16_t)(bits & 0xffff);
}

static inline float sum_lanes(float lane[LANES])
{
    for (uint32_t half = LANES / 2; half; half /= 2)
        for (uint32_t i = 0; i < half; i++) lane[i] += lane[i + half];
    return lane[0];
}

static void normalise(const Piece *p)
{
    memset(p->flat, 0, W * sizeof *p->flat);
    memset(p->flat + ((size_t)p->words + 1) * W, 0, W * sizeof *p->flat);
    for (uint32_t i = 0; i < p->words; i++) {
        const float *x = p->x + (size_t)i * W;
        int16_t *y = p->flat + ((size_t)i + 1) * W;
        float sum[LANES] = {0}, square[LANES] = {0};
        for (uint32_t k = 0; k < W; k += LANES)
            for (uint32_t l = 0; l < LANES; l++) {
                sum[l] += x[k + l];
                square[l] += x[k + l] * x[k + l];
            }
        float mean = sum_lanes(sum) / (float)W, variance = sum_lanes(square) / (float)W - mean * mean;
        float factor = NORMAL_SCALE / sqrtf((variance > 0 ? variance : 0) + 1e-5f);
        for (uint32_t k = 0; k < W; k++) y[k] = to_int16((x[k] - mean) * factor);
    }
}

static void to_floats(uint32_t words, const Layer *l, const int32_t *sums, float *y)
{
    const float *scale = l->scale, *bias = l->bias;
    for (uint32_t i = 0; i < words; i++, sums += l->columns, y += l->columns)
        for (uint32_t j = 0; j < l->columns; j++) y[j] = (float)sums[j] * scale[j] + bias[j];
}

static void apply(const NetModel *m, const Layer *l, const Piece *p, const int16_t *x, size_t stride)
{
    m->kernel(p->words, l->rows, l->columns, x, stride, l->packed, p->sums);
    to_floats(p->words, l, p->sums, p->open);
}

static void add_gated(uint32_t words, const float *o, float *x)
{
    for (uint32_t i = 0; i < words; i++, o += 2 * W, x += W)
        for (uint32_t k = 0; k < W; k++) x[k] += o[k] * net_sigmoid(o[W + k]);
}

static void conv(const NetModel *m, const Layer *l, const Piece *p)
{
    apply(m, l, p, p->flat, W); /* a word's row, the one before and the one after lie side by side */
    add_gated(p->words, p->open, p->x);
}

static void squash_gates(const Piece *p)
{
    float *o = p->open;
    for (uint32_t i = 0; i < p->words; i++, o += GATE) {
        for (uint32_t k = 0; k < 2 * S; k++) o[k] = net_sigmoid(o[k]);
        for (uint32_t k = 2 * S; k < 4 * S; k++) o[k] = net_tanh(o[k]);
        for (uint32_t k = 4 * S; k < 6 * S; k++) o[k] = net_sigmoid(o[k]);
    }
}

/* `side` 0: forwards, S: backwards. */
static void recur(const Piece *p, uint32_t side)
{
    float h[S] = {0};
    for (uint32_t t = 0; t < p->words; t++) {
        size_t i = side ? p->words - 1 - t : t;
        const float *o = p->open + i * GATE + side;
        int16_t *y = p->shut + i * 2 * S + side;
        for (uint32_t k = 0; k < S; k++) {
            h[k] = o[k] * h[k] + (1 - o[k]) * o[2 * S + k];
            y[k] = to_int16(h[k] * o[4 * S + k] * STATE_SCALE);
        }
    }
}

static void gate(const NetModel *m, const Layer *in, const Layer *out, const Piece *p)
{
    apply(m, in, p, p->flat + W, W);
    squash_gates(p);
    recur(p, 0);
    recur(p, S);
    apply(m, out, p, p->shut, 2 * S);
    for (size_t i = 0; i < (size_t)p->words * W; i++) p->x[i] += p->open[i];
}

static void run_piece(const NetModel *m, NetInputs *inputs, const void *context, uint32_t first, const Piece *p,
                      float *out)
{
    uint64_t attributes[NET_INPUTS];
    for (uint32_t i = 0; i < p->words; i++)
        embed(m, attributes, inputs(context, first + i, attributes), p->x + (size_t)i * W);
    for (uint32_t l = 0; l + 1 < NET_LAYERS; l += 3) {
        normalise(p);
        conv(m, &m->layers[l], p);
        normalise(p);
        gate(m, &m->layers[l + 1], &m->layers[l + 2], p);
    }
    normalise(p);
    apply(m, &m->layers[NET_LAYERS - 1], p, p->flat + W, W);
    memcpy(out, p->open, (size_t)p->words * NET_SCORES * sizeof *out);
}

bool net_run(const NetModel *m, NetInputs *inputs, const void *context, uint32_t first, uint32_t words, Arena *scratch,
             float *out)
{
    ArenaMark mark = arena_mark(scratch);
    Piece p;
    if (!take_piece(scratch, words < NET_PIECE ? words : NET_PIECE, &p)) return false;
    for (uint32_t done = 0; done < words; done += p.words) {
        p.words = words - done < NET_PIECE ? words - done : NET_PIECE;
        run_piece(m, inputs, context, first + done, &p, out + (size_t)done * NET_SCORES);
    }
    arena_rewind(scratch, mark);
    return true;
}
