/* See net.h. All weights lie in one array, all gradients of what is not a row in another of the same order:
 *
 *   rows[row count][W] | side[side][W], bias[W], where there is one | per block: conv  weights[3 W][2 W], bias[2 W]
 *                                   gate  weights[W][6 S], bias[6 S], out[2 S][W], bias[W]   | output[W][O], bias[O]
 *
 * W is the shape's width, S its states, O its outputs, padded to a multiple of GEMM_PANEL. A gate's 6 S columns are forget,
 * candidate, out: each S forwards, S backwards. */
#include <math.h>
#include <stdlib.h>

#include "train/learn/gemm.h"
#include "train/learn/net.h"

#define LANES 16u

typedef struct Dense { /* a matrix of weights with its bias; places in the array */
    size_t weights, bias;
    uint32_t rows, columns;
} Dense;

typedef struct Block {
    bool gate;
    Dense in, out;    /* out: of a gate */
    float *normal, *inverse; /* words * width; 1 / deviation a word */
    float *wide;      /* conv: words * 3 width, the word before, the word, the word after */
    float *open;      /* words * 2 width or words * 6 * states, squashed in place */
    float *state, *shut; /* gate: h, and o h; words * 2 states */
    float *mask;      /* words * width: dropout */
} Block;

struct Net {
    NetOptions o;
    NetShape shape;
    uint32_t rows, room;
    const uint32_t *counts;
    size_t row_floats, size;
    float *weights;
    float *first, *second;  /* Adam's moments */
    float first_left, second_left; /* of their zeros at the start */
    float *gradient;        /* of all but the rows */
    Block blocks[NET_MOST_BLOCKS];
    Dense output, side;
    float *x, *dx, *embedding_mask, *normal, *inverse, *scores, *wide, *open, *shut, *turned;
    uint32_t *kept;         /* words * NET_INPUTS after dropout */
    uint32_t *slot;         /* by row: its place among the touched ones + 1 */
    uint32_t *touched, touched_count, touched_room;
    float *row_gradient;
    Random random;
};

/* ---- the array ---- */

static Dense dense(size_t *at, uint32_t rows, uint32_t columns)
{
    Dense d = {*at, *at + (size_t)rows * columns, rows, columns};
    *at = d.bias + columns;
    return d;
}

static size_t lay_out(NetShape shape, uint32_t rows, Block blocks[NET_MOST_BLOCKS], Dense *side, Dense *output)
{
    uint32_t width = shape.width, states = shape.states;
    size_t at = (size_t)rows * width;
    if (shape.side) *side = dense(&at, shape.side, width);
    for (uint32_t b = 0; b < shape.blocks; b++) {
        blocks[b].gate = b % 2;
        blocks[b].in = blocks[b].gate ? dense(&at, width, 6 * states) : dense(&at, 3 * width, 2 * width);
        if (blocks[b].gate) blocks[b].out = dense(&at, 2 * states, width);
    }
    *output = dense(&at, width, net_columns(shape));
    return at;
}

float *net_side_bias(NetShape shape, uint32_t rows, float *weights)
{
    return weights + ((size_t)rows + shape.side) * shape.width;
}

size_t net_size(NetShape shape, uint32_t rows)
{
    Block blocks[NET_MOST_BLOCKS] = {0};
    Dense side, output;
    return lay_out(shape, rows, blocks, &side, &output);
}

static size_t most_weights(const Net *n)
{
    size_t w = n->shape.width, most = w * net_columns(n->shape);
    if (most < n->shape.side * w) most = n->shape.side * w;
    if (most < 6 * w * w) most = 6 * w * w;
    return most < 6 * n->shape.states * w ? 6 * n->shape.states * w : most;
}

Net *net_new(const NetOptions *options, uint32_t rows, const uint32_t *counts, float *weights)
{
    if (options->shape.width % GEMM_PANEL || 6 * options->shape.states % GEMM_PANEL || options->shape.width > NET_WIDEST)
        die("a net of width %u and %u states cannot be learnt", options->shape.width, options->shape.states);
    Net *n = take(1, sizeof *n);
    n->o = *options;
    n->shape = options->shape;
    n->rows = rows;
    n->counts = counts;
    n->weights = weights;
    n->row_floats = (size_t)rows * n->shape.width;
    n->size = lay_out(n->shape, rows, n->blocks, &n->side, &n->output);
    n->random.state = options->seed;
    n->first_left = n->second_left = 1;
    n->first = take(n->size, sizeof(float));
    n->second = take(n->size, sizeof(float));
    n->gradient = take(n->size - n->row_floats, sizeof(float));
    n->slot = take(rows, sizeof *n->slot);
    n->turned = take(most_weights(n), sizeof(float));
    return n;
}

Net *net_new_reader(const NetOptions *options, uint32_t rows, float *weights)
{
    Net *n = take(1, sizeof *n);
    n->o = *options;
    n->shape = options->shape;
    n->rows = rows;
    n->weights = weights;
    n->row_floats = (size_t)rows * n->shape.width;
    n->size = lay_out(n->shape, rows, n->blocks, &n->side, &n->output);
    return n;
}

static void start_dense(Net *n, Dense d, float scale)
{
    float reach = scale * sqrtf(3.0f / (float)d.rows);
    for (size_t i = 0; i < (size_t)d.rows * d.columns; i++)
        n->weights[d.weights + i] = reach * (2 * random_unit(&n->random) - 1);
}

void net_start(Net *n)
{
    for (size_t i = 0; i < n->row_floats; i++) n->weights[i] = 0.1f * (2 * random_unit(&n->random) - 1);
    uint32_t states = n->shape.states;
    for (uint32_t b = 0; b < n->shape.blocks; b++) {
        start_dense(n, n->blocks[b].in, 1.0f);
        if (!n->blocks[b].gate) continue;
        start_dense(n, n->blocks[b].out, 1.0f);
        for (uint32_t k = 0; k < 2 * states; k++)
            n->weights[n->blocks[b].in.bias + k] = -1.0f + 4.0f * (float)(k % states) / (float)(states - 1);
    }
    if (n->shape.side) start_dense(n, n->side, 0.5f);
    start_dense(n, n->output, 0.1f);
}

void net_free(Net *n)
{
    float *all[] = {n->first, n->second, n->gradient, n->x, n->dx, n->embedding_mask, n->normal, n->inverse,
                    n->scores, n->wide, n->open, n->shut, n->turned, n->row_gradient};
    for (size_t i = 0; i < COUNT(all); i++) free(all[i]);
    for (uint32_t b = 0; b < n->shape.blocks; b++) {
        float *of[] = {n->blocks[b].normal, n->blocks[b].inverse, n->blocks[b].wide, n->blocks[b].open,
                       n->blocks[b].state,  n->blocks[b].shut,    n->blocks[b].mask};
        for (size_t i = 0; i < COUNT(of); i++) free(of[i]);
    }
    free(n->kept);
    free(n->slot);
    free(n->touched);
    free(n);
}

static void room_for(float **array, size_t count) { *array = grow(*array, count, sizeof(float)); }

static void make_room(Net *n, uint32_t words)
{
    if (words <= n->room) return;
    n->room = words;
    size_t width = n->shape.width, states = n->shape.states, w = words * width;
    size_t opened = 6 * states > 2 * width ? 6 * states : 2 * width;
    float **single[] = {&n->x, &n->dx, &n->embedding_mask, &n->normal};
    for (size_t i = 0; i < COUNT(single); i++) room_for(single[i], w);
    room_for(&n->inverse, words);
    room_for(&n->scores, (size_t)words * net_columns(n->shape));
    room_for(&n->wide, 3 * w);
    room_for(&n->open, words * opened);
    room_for(&n->shut, words * 2 * states);
    n->kept = grow(n->kept, (size_t)words * NET_INPUTS, sizeof *n->kept);
    for (uint32_t b = 0; b < n->shape.blocks; b++) {
        Block *k = &n->blocks[b];
        room_for(&k->normal, w);
        room_for(&k->inverse, words);
        room_for(&k->mask, w);
        if (!k->gate) room_for(&k->wide, 3 * w);
        room_for(&k->open, words * (k->gate ? 6 * states : 2 * width));
        if (!k->gate) continue;
        room_for(&k->state, words * 2 * states);
        room_for(&k->shut, words * 2 * states);
    }
}

/* ---- small steps ---- */

static inline float sum_lanes(const float lane[LANES])
{
    float s = 0;
    for (uint32_t i = 0; i < LANES; i++) s += lane[i];
    return s;
}

WIDE static void normalise(uint32_t width, uint32_t words, const float *x, float *y, float *inverse)
{
    for (uint32_t i = 0; i < words; i++, x += width, y += width) {
        float sum[LANES] = {0}, square[LANES] = {0};
        for (uint32_t k = 0; k < width; k += LANES)
            for (uint32_t l = 0; l < LANES; l++) {
                sum[l] += x[k + l];
                square[l] += x[k + l] * x[k + l];
            }
        float mean = sum_lanes(sum) / (float)width, variance = sum_lanes(square) / (float)width - mean * mean;
        inverse[i] = 1.0f / sqrtf((variance > 0 ? variance : 0) + 1e-5f);
        for (uint32_t k = 0; k < width; k++) y[k] = (x[k] - mean) * inverse[i];
    }
}

/* dx += gradient by x, given dy by y = normalise(x) */
WIDE static void normalise_back(uint32_t width, uint32_t words, const float *y, const float *inverse, const float *dy, float *dx)
{
    for (uint32_t i = 0; i < words; i++, y += width, dy += width, dx += width) {
        float sum[LANES] = {0}, dot[LANES] = {0};
        for (uint32_t k = 0; k < width; k += LANES)
            for (uint32_t l = 0; l < LANES; l++) {
                sum[l] += dy[k + l];
                dot[l] += dy[k + l] * y[k + l];
            }
        float mean = sum_lanes(sum) / (float)width, along = sum_lanes(dot) / (float)width;
        for (uint32_t k = 0; k < width; k++) dx[k] += inverse[i] * (dy[k] - mean - y[k] * along);
    }
}

WIDE static void add_masked(size_t count, const float *mask, const float *y, float *x)
{
    for (size_t i = 0; i < count; i++) x[i] += y[i] * mask[i];
}
WIDE static void add_scaled(size_t count, float scale, const float *y, float *x)
{
    for (size_t i = 0; i < count; i++) x[i] += scale * y[i];
}
WIDE static void multiply(size_t count, const float *a, const float *b, float *out)
{
    for (size_t i = 0; i < count; i++) out[i] = a[i] * b[i];
}

static void apply(Net *n, Dense d, uint32_t words, const float *x, float *y)
{
    for (uint32_t i = 0; i < words; i++) memcpy(y + (size_t)i * d.columns, n->weights + d.bias, d.columns * sizeof *y);
    gemm(words, d.columns, d.rows, (Matrix){x, d.rows, 1}, n->weights + d.weights, y, true);
}

/* The weights' gradient grows by x' dy. */
static void dense_back(Net *n, Dense d, uint32_t words, const float *x, const float *dy)
{
    float *g = n->gradient - n->row_floats;
    gemm(d.rows, d.columns, words, (Matrix){x, 1, d.rows}, dy, g + d.weights, true);
    for (uint32_t i = 0; i < words; i++) add_scaled(d.columns, 1, dy + (size_t)i * d.columns, g + d.bias);
}

/* And dx = dy weights'. */
static void apply_back(Net *n, Dense d, uint32_t words, const float *x, const float *dy, float *dx)
{
    dense_back(n, d, words, x, dy);
    transpose(d.rows, d.columns, n->weights + d.weights, n->turned);
    gemm(words, d.rows, d.columns, (Matrix){dy, d.columns, 1}, n->turned, dx, false);
}

static void draw_mask(Net *n, float *mask, size_t count, float dropout)
{
    uint32_t keep = (uint32_t)((1.0f - dropout) * 65536.0f);
    float scale = 1.0f / (1.0f - dropout);
    for (size_t i = 0; i < count; i += 2) {
        uint32_t r = random_u32(&n->random);
        mask[i] = (r & 0xffff) < keep ? scale : 0;
        mask[i + 1] = r >> 16 < keep ? scale : 0;
    }
}

/* ---- conv ---- */

static void widen(uint32_t width, const NetBatch *b, const float *x, float *wide)
{
    memset(wide, 0, (size_t)b->words * 3 * width * sizeof *wide);
    for (uint32_t s = 0, i = 0; s < b->sequences; s++)
        for (uint32_t first = i; i < b->end[s]; i++) {
            float *to = wide + (size_t)i * 3 * width;
            if (i > first) memcpy(to, x + (size_t)(i - 1) * width, width * sizeof *x);
            memcpy(to + width, x + (size_t)i * width, width * sizeof *x);
            if (i + 1 < b->end[s]) memcpy(to + 2 * width, x + (size_t)(i + 1) * width, width * sizeof *x);
        }
}

WIDE static void narrow(uint32_t width, const NetBatch *b, const float *wide, float *x)
{
    for (uint32_t s = 0, i = 0; s < b->sequences; s++)
        for (uint32_t first = i; i < b->end[s]; i++) {
            float *to = x + (size_t)i * width;
            const float *at = wide + (size_t)i * 3 * width;
            for (uint32_t k = 0; k < width; k++) to[k] = at[width + k];
            if (i > first)
                for (uint32_t k = 0; k < width; k++) to[k] += (at - 3 * width)[2 * width + k];
            if (i + 1 < b->end[s])
                for (uint32_t k = 0; k < width; k++) to[k] += (at + 3 * width)[k];
        }
}

WIDE static void glu(uint32_t width, uint32_t words, float *open, float *y)
{
    for (uint32_t i = 0; i < words; i++, open += 2 * width, y += width)
        for (uint32_t k = 0; k < width; k++) {
            open[width + k] = net_sigmoid(open[width + k]);
            y[k] = open[k] * open[width + k];
        }
}

WIDE static void glu_back(uint32_t width, uint32_t words, const float *open, const float *dy, float *d)
{
    for (uint32_t i = 0; i < words; i++, open += 2 * width, dy += width, d += 2 * width)
        for (uint32_t k = 0; k < width; k++) {
            float s = open[width + k];
            d[k] = dy[k] * s;
            d[width + k] = dy[k] * open[k] * s * (1 - s);
        }
}

/* ---- gate ---- */

WIDE static void squash_gates(uint32_t states, uint32_t words, float *open)
{
    for (uint32_t i = 0; i < words; i++, open += 6 * states) {
        for (uint32_t k = 0; k < 2 * states; k++) open[k] = net_sigmoid(open[k]);
        for (uint32_t k = 2 * states; k < 4 * states; k++) open[k] = net_tanh(open[k]);
        for (uint32_t k = 4 * states; k < 6 * states; k++) open[k] = net_sigmoid(open[k]);
    }
}

/* One direction of one sequence: `side` 0 forwards, states backwards. */
WIDE static void recur(uint32_t states, const float *open, float *state, float *shut, uint32_t first, uint32_t end, uint32_t side)
{
    float h[NET_WIDEST] = {0};
    for (uint32_t t = first; t < end; t++) {
        size_t i = side ? end - 1 - (t - first) : t;
        const float *o = open + i * 6 * states + side;
        for (uint32_t k = 0; k < states; k++) {
            h[k] = o[k] * h[k] + (1 - o[k]) * o[2 * states + k];
            state[i * 2 * states + side + k] = h[k];
            shut[i * 2 * states + side + k] = h[k] * o[4 * states + k];
        }
    }
}

WIDE static void recur_back(uint32_t states, const float *open, const float *state, const float *dshut, float *d, uint32_t first,
                            uint32_t end, uint32_t side)
{
    float dh[NET_WIDEST] = {0}, none[NET_WIDEST] = {0};
    for (uint32_t t = first; t < end; t++) { /* against the recurrence's own way */
        size_t i = side ? t : end - 1 - (t - first);
        bool start = i == (side ? end - 1 : first);
        const float *o = open + i * 6 * states + side, *h = state + i * 2 * states + side, *g = dshut + i * 2 * states + side;
        const float *before = start ? none : side ? h + 2 * states : h - 2 * states;
        float *to = d + i * 6 * states + side;
        for (uint32_t k = 0; k < states; k++) {
            float f = o[k], c = o[2 * states + k], out = o[4 * states + k];
            dh[k] += g[k] * out;
            to[4 * states + k] = g[k] * h[k] * out * (1 - out);
            to[k] = dh[k] * (before[k] - c) * f * (1 - f);
            to[2 * states + k] = dh[k] * (1 - f) * (1 - c * c);
            dh[k] *= f;
        }
    }
}

/* ---- forward ---- */

static void keep_inputs(Net *n, const NetBatch *b, bool learning)
{
    memcpy(n->kept, b->inputs, (size_t)b->words * NET_INPUTS * sizeof *n->kept);
    if (!learning) return;
    for (size_t i = 0; i < (size_t)b->words * NET_INPUTS; i++) {
        if (n->kept[i] == NONE) continue;
        float rare = 0.5f / (float)(n->counts[n->kept[i]] + 1);
        if (random_unit(&n->random) < n->o.input_dropout + rare) n->kept[i] = NONE;
    }
}

WIDE static void add_rows(uint32_t width, const uint32_t *kept, const float *rows, float scale, float *x)
{
    float sum[NET_WIDEST] = {0};
    for (uint32_t t = 0; t < NET_INPUTS; t++) {
        if (kept[t] == NONE) continue;
        const float *row = rows + (size_t)kept[t] * width;
        for (uint32_t k = 0; k < width; k++) sum[k] += row[k];
    }
    for (uint32_t k = 0; k < width; k++) x[k] = sum[k] * scale;
}

static float input_scale(const Net *n, bool learning) { return learning ? 1.0f / (1.0f - n->o.input_dropout) : 1.0f; }

static void embed(Net *n, const NetBatch *b, bool learning)
{
    uint32_t width = n->shape.width;
    keep_inputs(n, b, learning);
    for (uint32_t i = 0; i < b->words; i++)
        add_rows(width, n->kept + (size_t)i * NET_INPUTS, n->weights, input_scale(n, learning), n->x + (size_t)i * width);
    if (n->shape.side) {
        apply(n, n->side, b->words, b->side, n->wide);
        add_scaled((size_t)b->words * width, 1, n->wide, n->x);
    }
    if (!learning) return;
    size_t count = (size_t)b->words * width;
    draw_mask(n, n->embedding_mask, count, n->o.embedding_dropout);
    multiply(count, n->x, n->embedding_mask, n->x);
}

static void block_forward(Net *n, Block *k, const NetBatch *b, bool learning)
{
    uint32_t width = n->shape.width, states = n->shape.states;
    float *y = n->normal; /* what the block gives */
    normalise(width, b->words, n->x, k->normal, k->inverse);
    if (k->gate) {
        apply(n, k->in, b->words, k->normal, k->open);
        squash_gates(states, b->words, k->open);
        for (uint32_t s = 0, first = 0; s < b->sequences; first = b->end[s++])
            for (uint32_t side = 0; side <= states; side += states) recur(states, k->open, k->state, k->shut, first, b->end[s], side);
        apply(n, k->out, b->words, k->shut, y);
    } else {
        widen(width, b, k->normal, k->wide);
        apply(n, k->in, b->words, k->wide, k->open);
        glu(width, b->words, k->open, y);
    }
    size_t count = (size_t)b->words * width;
    if (!learning) {
        add_scaled(count, 1, y, n->x);
        return;
    }
    draw_mask(n, k->mask, count, n->o.dropout);
    add_masked(count, k->mask, y, n->x);
}

const float *net_forward(Net *n, const NetBatch *b, bool learning)
{
    make_room(n, b->words);
    embed(n, b, learning);
    for (uint32_t k = 0; k < n->shape.blocks; k++) block_forward(n, &n->blocks[k], b, learning);
    normalise(n->shape.width, b->words, n->x, n->normal, n->inverse);
    apply(n, n->output, b->words, n->normal, n->scores);
    return n->scores;
}

/* ---- backward ---- */

static float *row_gradient(Net *n, uint32_t row)
{
    size_t width = n->shape.width;
    if (!n->slot[row]) {
        if (n->touched_count == n->touched_room) {
            n->touched_room = n->touched_room * 2 + 4096;
            n->touched = grow(n->touched, n->touched_room, sizeof *n->touched);
            n->row_gradient = grow(n->row_gradient, (size_t)n->touched_room * width, sizeof *n->row_gradient);
        }
        memset(n->row_gradient + (size_t)n->touched_count * width, 0, width * sizeof(float));
        n->touched[n->touched_count++] = row;
        n->slot[row] = n->touched_count;
    }
    return n->row_gradient + (size_t)(n->slot[row] - 1) * width;
}

static void embed_back(Net *n, const NetBatch *b)
{
    uint32_t width = n->shape.width;
    multiply((size_t)b->words * width, n->dx, n->embedding_mask, n->dx);
    float scale = input_scale(n, true);
    if (n->shape.side) dense_back(n, n->side, b->words, b->side, n->dx);
    for (uint32_t i = 0; i < b->words; i++)
        for (uint32_t t = 0; t < NET_INPUTS; t++) {
            uint32_t row = n->kept[(size_t)i * NET_INPUTS + t];
            if (row == NONE) continue;
            float *g = row_gradient(n, row);
            const float *d = n->dx + (size_t)i * width;
            add_scaled(width, scale, d, g);
        }
}

static void block_backward(Net *n, Block *k, const NetBatch *b)
{
    uint32_t width = n->shape.width, states = n->shape.states;
    float *dy = n->normal;
    multiply((size_t)b->words * width, n->dx, k->mask, dy);
    if (k->gate) {
        apply_back(n, k->out, b->words, k->shut, dy, n->shut);
        for (uint32_t s = 0, first = 0; s < b->sequences; first = b->end[s++])
            for (uint32_t side = 0; side <= states; side += states)
                recur_back(states, k->open, k->state, n->shut, n->open, first, b->end[s], side);
        apply_back(n, k->in, b->words, k->normal, n->open, dy);
    } else {
        glu_back(width, b->words, k->open, dy, n->open);
        apply_back(n, k->in, b->words, k->wide, n->open, n->wide);
        narrow(width, b, n->wide, dy);
    }
    normalise_back(width, b->words, k->normal, k->inverse, dy, n->dx);
}

void net_backward(Net *n, const NetBatch *b, const float *gradient)
{
    size_t width = n->shape.width;
    float *dy = n->wide;
    apply_back(n, n->output, b->words, n->normal, gradient, dy);
    memset(n->dx, 0, b->words * width * sizeof(float));
    normalise_back(n->shape.width, b->words, n->normal, n->inverse, dy, n->dx);
    for (uint32_t k = n->shape.blocks; k-- > 0;) block_backward(n, &n->blocks[k], b);
    embed_back(n, b);
}

void net_scale(NetShape shape, float *weights, uint32_t rows, float factor)
{
    Block blocks[NET_MOST_BLOCKS] = {0};
    Dense side, output;
    size_t end = lay_out(shape, rows, blocks, &side, &output);
    for (size_t i = output.weights; i < end; i++) weights[i] *= factor;
}

void net_gradient(const Net *n, float *out)
{
    size_t width = n->shape.width;
    memset(out, 0, n->size * sizeof *out);
    for (uint32_t i = 0; i < n->touched_count; i++)
        memcpy(out + (size_t)n->touched[i] * width, n->row_gradient + (size_t)i * width, width * sizeof *out);
    memcpy(out + n->row_floats, n->gradient, (n->size - n->row_floats) * sizeof *out);
}

void net_merge(Net *n, Net *other)
{
    size_t width = n->shape.width, dense_floats = n->size - n->row_floats;
    add_scaled(dense_floats, 1, other->gradient, n->gradient);
    memset(other->gradient, 0, dense_floats * sizeof(float));
    for (uint32_t i = 0; i < other->touched_count; i++) {
        uint32_t row = other->touched[i];
        add_scaled(width, 1, other->row_gradient + (size_t)i * width, row_gradient(n, row));
        other->slot[row] = 0;
    }
    other->touched_count = 0;
}

/* ---- Adam ---- */

typedef struct Rate {
    float step, decay, first, second; /* the moments' corrections */
} Rate;

WIDE static void adam(size_t count, Rate r, const float *g, float *weight, float *first, float *second)
{
    for (size_t i = 0; i < count; i++) {
        first[i] = 0.9f * first[i] + 0.1f * g[i];
        second[i] = 0.99f * second[i] + 0.01f * g[i] * g[i];
        weight[i] += r.step * (first[i] * r.first / (sqrtf(second[i] * r.second) + 1e-6f) - r.decay * weight[i]);
    }
}

void net_update(Net *n, float step)
{
    n->first_left *= 0.9f;
    n->second_left *= 0.99f;
    Rate r = {step, n->o.decay, 1.0f / (1.0f - n->first_left), 1.0f / (1.0f - n->second_left)};
    size_t dense_floats = n->size - n->row_floats;
    adam(dense_floats, r, n->gradient, n->weights + n->row_floats, n->first + n->row_floats, n->second + n->row_floats);
    memset(n->gradient, 0, dense_floats * sizeof(float));
    for (uint32_t i = 0; i < n->touched_count; i++) {
        size_t width = n->shape.width, at = n->touched[i] * width;
        adam(width, r, n->row_gradient + (size_t)i * width, n->weights + at, n->first + at, n->second + at);
        n->slot[n->touched[i]] = 0;
    }
    n->touched_count = 0;
}
