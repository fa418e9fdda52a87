/* See net.h. The trainer's layout, a block after the other, with the columns' scales beside:
 *
 *   side   rows the side, columns W; where there is one
 *   conv   rows 3 W, columns 2 W: the value, its gate
 *   gate   rows W, columns 6 S: forget, candidate, out, each S forwards and S backwards; then rows 2 S, columns W
 *   output rows W, columns the outputs, to a multiple of 16
 *
 * What goes into a product is a byte: a normalised word, cut at +-6.35; a state, within +-1. Every scale
 * is checked at opening, so that no float overflows whatever the file says. */
#include <stdio.h>

#include "net/net.h"

#define STATE_SCALE 127.0f
#define TILE_WORDS 64u       /* whose sums are made at once, so that they stay in the cache */

struct NetModel {
    NetShape shape;
    Table keys;
    const int8_t *rows;
    uint32_t row_count;
    float row_scale;
    KernelLayer layers[NET_MOST_LAYERS];
    Kernel kernel;
};

static bool is_side(NetShape s, uint32_t layer) { return s.side && !layer; }
static bool is_output(NetShape s, uint32_t layer) { return layer + 1 == net_layers(s); }

NetLayer net_layer(NetShape s, uint32_t layer)
{
    if (is_output(s, layer)) return (NetLayer){s.width, net_stride(s)};
    if (is_side(s, layer)) return (NetLayer){s.side, s.width};
    uint32_t part = (layer - (s.side > 0)) % 3;
    if (part == 0) return (NetLayer){3 * s.width, 2 * s.width};
    return part == 1 ? (NetLayer){s.width, 6 * s.states} : (NetLayer){2 * s.states, s.width};
}

NetShape net_shape(const NetModel *m) { return m->shape; }

/* ---- opening ---- */

static Status damaged(const char *name, Error *error)
{
    return fail(error, SAYSO_ERROR_MODEL, NO_OFFSET,
                "the model file's part \"%s\" is missing or damaged; install the model of this version", name);
}

static size_t weight_count(NetShape s)
{
    size_t n = 0;
    for (uint32_t i = 0; i < net_layers(s); i++) n += (size_t)net_layer(s, i).rows * net_layer(s, i).columns;
    return n;
}

static size_t float_count(NetShape s) /* scales and biases of the columns */
{
    size_t n = 0;
    for (uint32_t i = 0; i < net_layers(s); i++) n += 2 * (size_t)net_layer(s, i).columns;
    return n;
}

static const Section *bytes_of(const Model *model, const char *name)
{
    const Section *s = model_section(model, name);
    return s && s->kind == SECTION_BYTES ? s : NULL;
}

static bool read_float(Cursor *c, float *out)
{
    uint32_t bits = cursor_u32(c);
    memcpy(out, &bits, 4);
    return !c->failed && *out > -100.0f && *out < 100.0f; /* NaN is neither */
}

static bool read_shape(Cursor *c, NetShape *out)
{
    out->width = cursor_u32(c);
    out->states = cursor_u32(c);
    out->blocks = cursor_u32(c);
    out->outputs = cursor_u32(c);
    out->side = cursor_u32(c);
    return !c->failed && out->width && out->width <= NET_WIDEST && out->width % 16 == 0 && out->states &&
           out->states <= NET_WIDEST && out->states % 16 == 0 && out->blocks <= NET_MOST_BLOCKS && out->outputs &&
           out->outputs <= NET_MOST_OUTPUTS && out->side <= NET_MOST_SIDE && out->side % 16 == 0;
}

/* An input's scale and its columns' make one factor. */
static float input_scale(NetShape s, uint32_t layer)
{
    if (is_side(s, layer)) return NET_SIDE_SCALE;
    return !is_output(s, layer) && (layer - (s.side > 0)) % 3 == 2 ? STATE_SCALE : NET_SIDE_SCALE;
}

static bool read_layers(NetModel *m, const uint8_t *weights, Cursor *scales, int8_t *packed, int32_t *sums,
                        float *floats)
{
    for (uint32_t i = 0; i < net_layers(m->shape); i++) {
        NetLayer shape = net_layer(m->shape, i);
        KernelLayer *l = &m->layers[i];
        *l = (KernelLayer){shape.rows, shape.columns, packed, sums, floats, floats + shape.columns};
        kernel_pack(l, (const int8_t *)weights);
        weights += (size_t)l->rows * l->columns;
        for (uint32_t j = 0; j < 2 * l->columns; j++) {
            if (!read_float(scales, &floats[j])) return false;
            if (j < l->columns) floats[j] /= input_scale(m->shape, i);
        }
        packed += (size_t)l->rows * l->columns;
        sums += l->columns;
        floats += 2 * (size_t)l->columns;
    }
    return true;
}

typedef struct Sections {
    const Section *rows, *weights;
    Cursor scales; /* after the shape */
} Sections;

static bool serves(NetShape s, NetNeeds needs)
{
    return s.side == needs.side && s.outputs >= needs.least_outputs && s.outputs <= needs.most_outputs;
}

static Status find_sections(const Model *model, const char *name, NetNeeds needs, NetModel *out, Sections *s, Error *error)
{
    char keys[17], rows[17], weights[17], scales[17];
    snprintf(keys, sizeof keys, "net.%.4s.keys", name);
    snprintf(rows, sizeof rows, "net.%.4s.rows", name);
    snprintf(weights, sizeof weights, "net.%.4s.weights", name);
    snprintf(scales, sizeof scales, "net.%.4s.scales", name);
    Status status = table_open(model, keys, 3, &out->keys, error);
    if (status) return status;
    const Section *floats = bytes_of(model, scales);
    if (!floats) return damaged(scales, error);
    s->scales = (Cursor){.data = floats->data, .size = floats->size};
    if (!read_shape(&s->scales, &out->shape) || !serves(out->shape, needs) ||
        floats->size != 20 + (1 + float_count(out->shape)) * 4)
        return damaged(scales, error);
    s->rows = bytes_of(model, rows);
    s->weights = bytes_of(model, weights);
    uint32_t width = out->shape.width;
    if (!s->rows || s->rows->size % width || s->rows->size / width > UINT32_MAX) return damaged(rows, error);
    if (!s->weights || s->weights->size != weight_count(out->shape)) return damaged(weights, error);
    out->rows = (const int8_t *)s->rows->data;
    out->row_count = (uint32_t)(s->rows->size / width);
    return SAYSO_OK;
}

Status net_open(const Model *model, const char *name, NetNeeds needs, const sayso_allocator *allocator, NetModel **out,
                Error *error)
{
    *out = NULL;
    NetModel read = {.kernel = kernel_for(model)};
    Sections s;
    Status status = find_sections(model, name, needs, &read, &s, error);
    if (status) return status;
    size_t packed_at = (sizeof read + 63) / 64 * 64, floats_at = packed_at + weight_count(read.shape),
           sums_at = floats_at + float_count(read.shape) * sizeof(float);
    NetModel *m = mem_take(allocator, sums_at + float_count(read.shape) / 2 * sizeof(int32_t));
    if (!m) return fail_memory(error);
    *m = read;
    if (!read_float(&s.scales, &m->row_scale) ||
        !read_layers(m, s.weights->data, &s.scales, (int8_t *)m + packed_at,
                     (int32_t *)(void *)((uint8_t *)m + sums_at), (float *)(void *)((uint8_t *)m + floats_at))) {
        mem_give(allocator, m);
        return damaged(name, error);
    }
    *out = m;
    return SAYSO_OK;
}

void net_close(NetModel *model, const sayso_allocator *allocator) { mem_give(allocator, model); }

/* ---- running: a piece ---- */

/* Some sequences side by side, a row for each word, and a row of zeros before, between and after the sequences, so that a
 * word's neighbours are its row's. */
typedef struct Piece {
    const Span *sequences; /* of words */
    uint32_t count, rows;  /* rows: words + count + 1 */
    float *x;       /* rows * width: the sum of the embeddings and of what the blocks give */
    uint8_t *flat;  /* (rows + 2) * width: x normalised, from the second row on */
    int32_t *sums;  /* TILE_WORDS * the widest layer */
    float *open;    /* rows * 6 states */
    uint8_t *shut;  /* rows * 2 states */
    uint8_t *side;  /* rows * side */
} Piece;

static size_t widest(NetShape s)
{
    size_t w = 2 * (size_t)s.width;
    if (6 * (size_t)s.states > w) w = 6 * (size_t)s.states;
    return net_stride(s) > w ? net_stride(s) : w;
}

static bool take_piece(Arena *arena, NetShape s, size_t rows, Piece *p)
{
    *p = (Piece){0};
    p->x = TAKE(arena, float, rows * s.width);
    p->flat = TAKE(arena, uint8_t, (rows + 2) * s.width);
    p->sums = TAKE(arena, int32_t, TILE_WORDS * widest(s));
    p->open = TAKE(arena, float, rows * 6 * s.states);
    p->shut = TAKE(arena, uint8_t, rows * 2 * s.states);
    p->side = TAKE(arena, uint8_t, rows * s.side);
    return p->x && p->flat && p->sums && p->open && p->shut && p->side;
}

static const int8_t *row_of(const NetModel *m, uint64_t attribute)
{
    const int8_t *key = table_row(&m->keys, attribute);
    if (!key) return NULL;
    uint32_t row = (uint32_t)(uint8_t)key[0] | (uint32_t)(uint8_t)key[1] << 8 | (uint32_t)(uint8_t)key[2] << 16;
    return row < m->row_count ? m->rows + (size_t)row * m->shape.width : NULL;
}

/* Words are embedded in three steps a word apart, so that what a step asks the memory for has come when the next needs it: the
 * keys of the attributes, then the rows that they name, then the sum. */
#define STEPS 3u
typedef struct Looked {
    uint64_t attributes[NET_INPUTS];
    const int8_t *rows[NET_INPUTS];
    uint32_t count;
    float *x;
} Looked;

static void look_up_keys(const NetModel *m, const NetReader *r, uint32_t word, float *x, Looked *l)
{
    l->x = x;
    l->count = r->inputs(r->context, word, l->attributes);
    for (uint32_t i = 0; i < l->count; i++) table_prefetch(&m->keys, l->attributes[i]);
}

static void look_up_rows(const NetModel *m, Looked *l)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < l->count; i++) {
        l->rows[n] = row_of(m, l->attributes[i]);
        if (!l->rows[n]) continue;
        __builtin_prefetch(l->rows[n]);
        __builtin_prefetch(l->rows[n] + m->shape.width - 1);
        n++;
    }
    l->count = n;
}

static void embed_words(const NetModel *m, const NetReader *r, Span words, float *x)
{
    Looked looked[STEPS];
    uint32_t count = words.end - words.begin, width = m->shape.width;
    for (uint32_t i = 0; i < count + STEPS - 1; i++) {
        if (i < count) look_up_keys(m, r, words.begin + i, x + (size_t)i * width, &looked[i % STEPS]);
        if (i >= 1 && i - 1 < count) look_up_rows(m, &looked[(i - 1) % STEPS]);
        if (i < 2) continue;
        const Looked *l = &looked[(i - 2) % STEPS];
        m->kernel.add_rows(l->count, l->rows, width, m->row_scale, l->x);
    }
}

static void embed_piece(const NetModel *m, const NetReader *r, const Piece *p)
{
    float *x = p->x;
    uint32_t width = m->shape.width;
    memset(x, 0, width * sizeof *x);
    for (uint32_t s = 0; s < p->count; s++) {
        embed_words(m, r, p->sequences[s], x + width);
        x += (size_t)(p->sequences[s].end - p->sequences[s].begin + 1) * width;
        memset(x, 0, width * sizeof *x);
    }
}

static void normalise(const NetModel *m, const Piece *p)
{
    size_t width = m->shape.width, row = 0;
    m->kernel.normalise(p->rows, m->shape.width, NET_SIDE_SCALE, p->x, p->flat + width);
    memset(p->flat, KERNEL_ZERO, 2 * width);
    for (uint32_t s = 0; s < p->count; s++) {
        row += p->sequences[s].end - p->sequences[s].begin + 1;
        memset(p->flat + (row + 1) * width, KERNEL_ZERO, width);
    }
    memset(p->flat + (row + 2) * width, KERNEL_ZERO, width);
}

static void take_side(const NetModel *m, const NetReader *r, const Piece *p)
{
    size_t side = m->shape.side;
    uint8_t *to = p->side;
    memset(to, KERNEL_ZERO, p->rows * side);
    for (uint32_t s = 0; s < p->count; s++, to += side)
        for (uint32_t w = p->sequences[s].begin; w < p->sequences[s].end; w++) r->side(r->context, w, to += side);
}

typedef void Finish(uint32_t words, const KernelLayer *layer, const int32_t *sums, float *y);

/* What the layer makes of the rows x, given to `finish`, whose rows are `step` floats. */
static void apply(const NetModel *m, const KernelLayer *l, const Piece *p, const uint8_t *x, size_t stride,
                  Finish *finish, float *y, size_t step)
{
    for (uint32_t i = 0; i < p->rows; i += TILE_WORDS) {
        uint32_t n = p->rows - i < TILE_WORDS ? p->rows - i : TILE_WORDS;
        m->kernel.multiply(n, l, x + i * stride, stride, p->sums);
        finish(n, l, p->sums, y + i * step);
    }
}

static void gate(const NetModel *m, const KernelLayer *in, const KernelLayer *out, const Piece *p)
{
    uint32_t width = m->shape.width, states = m->shape.states, row = 1;
    apply(m, in, p, p->flat + width, width, m->kernel.open_gates, p->open, 6 * states);
    memset(p->shut, KERNEL_ZERO, (size_t)p->rows * 2 * states);
    for (uint32_t s = 0; s < p->count; s++) {
        uint32_t end = row + p->sequences[s].end - p->sequences[s].begin;
        for (uint32_t side = 0; side < 2; side++)
            m->kernel.recur(end - row, states, side, STATE_SCALE, p->open + (size_t)row * 6 * states + side * states,
                            p->shut + (size_t)row * 2 * states + side * states);
        row = end + 1;
    }
    apply(m, out, p, p->shut, 2 * states, m->kernel.add, p->x, width);
}

/* The outputs of the words alone, without the rows between. */
static void give(const NetModel *m, const KernelLayer *l, const Piece *p, float *out)
{
    uint32_t width = m->shape.width, row = 1;
    for (uint32_t s = 0; s < p->count; s++, row++)
        for (uint32_t left = p->sequences[s].end - p->sequences[s].begin; left;) {
            uint32_t n = left < TILE_WORDS ? left : TILE_WORDS;
            m->kernel.multiply(n, l, p->flat + (size_t)(row + 1) * width, width, p->sums);
            m->kernel.give(n, l, p->sums, out);
            out += (size_t)n * l->columns;
            row += n;
            left -= n;
        }
}

static void keep_hidden(const NetModel *m, const Piece *p, uint8_t *out)
{
    size_t width = m->shape.width, row = 1;
    for (uint32_t s = 0; s < p->count; s++, row++) {
        size_t words = p->sequences[s].end - p->sequences[s].begin;
        memcpy(out, p->flat + (row + 1) * width, words * width);
        out += words * width;
        row += words;
    }
}

static void run_piece(const NetModel *m, const NetReader *r, const Piece *p, float *out, uint8_t *hidden)
{
    const KernelLayer *l = m->layers;
    uint32_t width = m->shape.width;
    embed_piece(m, r, p);
    if (m->shape.side) {
        take_side(m, r, p);
        apply(m, l, p, p->side, m->shape.side, m->kernel.add, p->x, width);
        l++;
    }
    for (uint32_t b = 0; b < m->shape.blocks; b++) {
        normalise(m, p);
        if (b % 2) {
            gate(m, l, l + 1, p);
            l += 2;
        } else {
            apply(m, l, p, p->flat, width, m->kernel.add_gated, p->x, width); /* a row and its neighbours lie side by side */
            l++;
        }
    }
    normalise(m, p);
    give(m, l, p, out);
    if (hidden) keep_hidden(m, p, hidden);
}

/* Cuts what is longer than a piece. `at` is the next sequence, `done` how much of it has been read. */
static Span next_part(const Span *sequences, uint32_t *at, uint32_t *done)
{
    Span s = {sequences[*at].begin + *done, sequences[*at].end};
    if (s.end - s.begin > NET_PIECE) {
        s.end = s.begin + NET_PIECE;
        *done += NET_PIECE;
    } else {
        *done = 0;
        (*at)++;
    }
    return s;
}

#define PIECE_SEQUENCES 64u
#define PIECE_WORDS 256u /* a piece that has so many takes no further sequence */
#define PIECE_ROWS (PIECE_WORDS + NET_PIECE + PIECE_SEQUENCES + 1)

/* As many as the longest piece can have. */
static size_t most_rows(const Span *sequences, uint32_t count)
{
    size_t words = count ? sequences[count - 1].end - sequences[0].begin : 0;
    return words + count + 1 < PIECE_ROWS ? words + count + 1 : PIECE_ROWS;
}

bool net_run(const NetModel *m, const NetReader *reader, const Span *sequences, uint32_t count, Arena *scratch,
             float *out, uint8_t *hidden)
{
    ArenaMark mark = arena_mark(scratch);
    Piece p;
    Span parts[PIECE_SEQUENCES];
    if (!take_piece(scratch, m->shape, most_rows(sequences, count), &p)) return false;
    p.sequences = parts;
    for (uint32_t at = 0, done = 0; at < count;) {
        uint32_t words = 0;
        for (p.count = 0; at < count && p.count < PIECE_SEQUENCES && words < PIECE_WORDS; p.count++) {
            parts[p.count] = next_part(sequences, &at, &done);
            words += parts[p.count].end - parts[p.count].begin;
        }
        p.rows = words + p.count + 1;
        run_piece(m, reader, &p, out, hidden);
        out += (size_t)words * net_stride(m->shape);
        if (hidden) hidden += (size_t)words * m->shape.width;
    }
    arena_rewind(scratch, mark);
    return true;
}
