/* Opening the careful model's part, and the way from words to states. See encoder.h. */
#include "encoder/internal.h"

#define JOIN_COLUMNS 128u
#define NEAR_STEPS 11u
#define NEARS (1u + 2u * (NEAR_STEPS + 1u))
#define HEAD_COLUMNS                                                                                                   \
    (16u + 3u * JOIN_COLUMNS) /* spotting's, outside contents and inside, to a whole number of lanes; of a word, of a  \
                                 cue's first and last word */
#define EDGES (2 * ENCODER_SPOT * ENCODER_SPOT + ENCODER_JOIN * ENCODER_JOIN) /* the last floats */
#define MOST_LAYERS 24u
#define WIDEST 1024u

typedef struct Block {
    KernelLayer qkv, out, up, down;
    const float *norm1[2], *norm2[2]; /* gain, bias */
} Block;

struct EncoderModel {
    Kernel kernel;
    Deep deep;
    Pieces pieces;
    uint32_t width, inner, blocks, class_piece, mark_piece, mark_case;
    const int8_t *rows;
    const uint8_t *row_worth; /* little-endian floats; unaligned */
    float *floats;            /* all of the part enc.floats */
    int32_t *column_sums;     /* of all layers */
    const float *places, *cases, *norm[2];
    Block *block;
    KernelLayer head;
    const float *near, *join, *join_bias, *spot_edges, *join_edges, *inside_edges;
};

/* ---- opening ---- */

static Status damaged(const char *name, Error *error)
{
    return fail(error, SAYSO_ERROR_MODEL, NO_OFFSET,
                "the careful model's part \"%s\" is missing or damaged; install the careful model of this version",
                name);
}

typedef struct Shape {
    uint32_t pieces, width, inner, blocks, class_piece, mark_piece, unknown, mark_case;
} Shape;

static bool read_shape(const Model *model, Shape *out)
{
    const Section *s = model_section(model, "enc.shape");
    if (!s || s->size != sizeof *out) return false;
    Cursor c = {.data = s->data, .size = s->size};
    uint32_t *fields[] = {&out->pieces,      &out->width,      &out->inner,   &out->blocks,
                          &out->class_piece, &out->mark_piece, &out->unknown, &out->mark_case};
    for (uint32_t i = 0; i < COUNT(fields); i++) *fields[i] = cursor_u32(&c);
    return out->pieces && out->pieces < 1u << 20 && out->width && out->width % DEEP_HEAD == 0 && out->width <= WIDEST &&
           out->inner && out->inner % 16 == 0 && out->inner <= 4 * WIDEST && out->blocks &&
           out->blocks <= MOST_LAYERS && out->class_piece < out->pieces && out->mark_piece < out->pieces &&
           out->unknown < out->pieces && out->mark_case < CASES;
}

static size_t layer_floats(uint32_t columns)
{
    return 2 * (size_t)columns;
} /* scale, bias */

static size_t count_floats(const Shape *s)
{
    size_t w = s->width,
           block = 4 * w + layer_floats(3 * s->width) + 2 * layer_floats(s->width) + layer_floats(s->inner);
    return (ENCODER_WINDOW + CASES + 2) * w + s->blocks * block + layer_floats(HEAD_COLUMNS) + NEARS * JOIN_COLUMNS +
           16 * JOIN_COLUMNS + 16 + EDGES;
}

static size_t count_weights(const Shape *s)
{
    size_t w = s->width;
    return s->blocks * (w * 3 * w + w * w + 2 * w * s->inner) + w * HEAD_COLUMNS;
}

static size_t count_columns(const Shape *s)
{
    return s->blocks * (size_t)(5 * s->width + s->inner) + HEAD_COLUMNS;
}

#define MOST_FLOAT 1e3f /* what is learnt stays below 10; more might overflow on the way */
#define MOST_EDGE 20.0f
#define NEVER (-1e9f) /* an edge that cannot be */

static float float_at(const uint8_t *p)
{
    Cursor c = {.data = p, .size = 4};
    uint32_t bits = cursor_u32(&c);
    float x;
    memcpy(&x, &bits, 4);
    return x;
}

static bool are_worths(const Section *s)
{
    for (size_t i = 0; i < s->size; i += 4) {
        float x = float_at(s->data + i);
        if (!(x >= 0 && x < MOST_FLOAT)) return false; /* NaN too */
    }
    return true;
}

static Status read_floats(const Section *s, size_t count, const sayso_allocator *allocator, float **out, Error *error)
{
    if (!s || s->size != count * 4) return damaged("enc.floats", error);
    *out = mem_take(allocator, count * sizeof **out);
    if (!*out) return fail_memory(error);
    for (size_t i = 0; i < count; i++) {
        float x = (*out)[i] = float_at(s->data + i * 4);
        bool edge = i >= count - EDGES,
             fits = edge ? x == NEVER || (x >= -MOST_EDGE && x <= MOST_EDGE) : x > -MOST_FLOAT && x < MOST_FLOAT;
        if (!fits) return damaged("enc.floats", error); /* NaN too */
    }
    return SAYSO_OK;
}

typedef struct Taker { /* the next floats, weights, column sums */
    const float *floats;
    const int8_t *weights;
    int32_t *sums;
} Taker;

static const float *take(Taker *t, size_t count)
{
    const float *at = t->floats;
    t->floats += count;
    return at;
}

/* Weights lie packed in the file; what is only read is never written through the kernel's pointers. */
static KernelLayer take_layer(Taker *t, uint32_t rows, uint32_t columns)
{
    KernelLayer l = {
        .rows = rows, .columns = columns, .packed = (int8_t *)(uintptr_t)t->weights, .column_sums = t->sums};
    l.scale = (float *)(uintptr_t)take(t, columns);
    l.bias = (float *)(uintptr_t)take(t, columns);
    memset(l.column_sums, 0, columns * sizeof *l.column_sums);
    for (uint32_t r = 0; r < rows; r += 4) {
        const int8_t *w = t->weights + (size_t)r * columns;
        for (uint32_t j = 0; j < columns; j++, w += 4) l.column_sums[j] += KERNEL_ZERO * (w[0] + w[1] + w[2] + w[3]);
    }
    t->weights += (size_t)rows * columns;
    t->sums += columns;
    return l;
}

static void take_block(Taker *t, const Shape *s, Block *b)
{
    for (uint32_t i = 0; i < 2; i++) b->norm1[i] = take(t, s->width);
    for (uint32_t i = 0; i < 2; i++) b->norm2[i] = take(t, s->width);
    b->qkv = take_layer(t, s->width, 3 * s->width);
    b->out = take_layer(t, s->width, s->width);
    b->up = take_layer(t, s->width, s->inner);
    b->down = take_layer(t, s->inner, s->width);
}

static void lay_out(EncoderModel *m, const Shape *s, Taker *t)
{
    m->places = take(t, ENCODER_WINDOW * (size_t)s->width);
    m->cases = take(t, CASES * (size_t)s->width);
    for (uint32_t i = 0; i < 2; i++) m->norm[i] = take(t, s->width);
    for (uint32_t i = 0; i < s->blocks; i++) take_block(t, s, &m->block[i]);
    m->head = take_layer(t, s->width, HEAD_COLUMNS);
    m->near = take(t, NEARS * (size_t)JOIN_COLUMNS);
    m->join = take(t, 16 * (size_t)JOIN_COLUMNS);
    m->join_bias = take(t, 16);
    m->spot_edges = take(t, (size_t)ENCODER_SPOT * ENCODER_SPOT);
    m->join_edges = take(t, (size_t)ENCODER_JOIN * ENCODER_JOIN);
    m->inside_edges = take(t, (size_t)ENCODER_SPOT * ENCODER_SPOT);
}

static Status open_parts(const Model *model, const sayso_allocator *allocator, EncoderModel *m, Error *error)
{
    Shape s;
    if (!read_shape(model, &s)) return damaged("enc.shape", error);
    const Section *rows = model_section(model, "enc.rows"), *worth = model_section(model, "enc.worth"),
                  *weights = model_section(model, "enc.weights"), *pieces = model_section(model, "enc.pieces"),
                  *folds = model_section(model, "enc.folds");
    if (!rows || rows->size != (size_t)s.pieces * s.width) return damaged("enc.rows", error);
    if (!worth || worth->size != (size_t)s.pieces * 4) return damaged("enc.worth", error);
    if (!weights || weights->size != count_weights(&s)) return damaged("enc.weights", error);
    if (!folds || folds->size % 8) return damaged("enc.folds", error);
    if (!pieces || pieces->size > INT32_MAX || pieces_count(pieces) != s.pieces) return damaged("enc.pieces", error);
    if (!are_worths(worth)) return damaged("enc.worth", error);
    m->width = s.width, m->inner = s.inner, m->blocks = s.blocks, m->class_piece = s.class_piece,
    m->mark_piece = s.mark_piece, m->mark_case = s.mark_case;
    m->rows = (const int8_t *)rows->data, m->row_worth = worth->data;
    Status status = read_floats(model_section(model, "enc.floats"), count_floats(&s), allocator, &m->floats, error);
    if (status) return status;
    m->block = mem_take(allocator, s.blocks * sizeof *m->block);
    m->column_sums = mem_take(allocator, count_columns(&s) * sizeof *m->column_sums);
    if (!m->block || !m->column_sums || !pieces_open(pieces, folds, s.unknown, allocator, &m->pieces))
        return fail_memory(error);
    Taker t = {m->floats, (const int8_t *)weights->data, m->column_sums};
    lay_out(m, &s, &t);
    return SAYSO_OK;
}

Status encoder_open(const Model *model, const sayso_allocator *allocator, EncoderModel **out, Error *error)
{
    *out = NULL;
    EncoderModel *m = mem_take(allocator, sizeof *m);
    if (!m) return fail_memory(error);
    *m = (EncoderModel){.kernel = kernel_for(model), .deep = deep_for(model)};
    Status status = open_parts(model, allocator, m, error);
    if (status)
        encoder_close(m, allocator);
    else
        *out = m;
    return status;
}

void encoder_close(EncoderModel *m, const sayso_allocator *allocator)
{
    if (!m) return;
    pieces_close(&m->pieces, allocator);
    if (m->floats) mem_give(allocator, m->floats);
    if (m->block) mem_give(allocator, m->block);
    if (m->column_sums) mem_give(allocator, m->column_sums);
    mem_give(allocator, m);
}

const float *encoder_spot_edges(const EncoderModel *m)
{
    return m->spot_edges;
}
const float *encoder_join_edges(const EncoderModel *m)
{
    return m->join_edges;
}
const float *encoder_inside_edges(const EncoderModel *m)
{
    return m->inside_edges;
}

/* ---- windows ---- */

uint32_t letter_case(Text word)
{
    uint32_t upper = 0, lower = 0;
    bool first_upper = false;
    for (size_t i = 0; i < word.size; i++) {
        bool up = word.data[i] >= 'A' && word.data[i] <= 'Z', low = word.data[i] >= 'a' && word.data[i] <= 'z';
        if (up && !upper && !lower) first_upper = true;
        upper += up;
        lower += low;
    }
    if (!upper) return lower ? 1 : 0;
    if (!lower) return upper > 1 ? 3 : 2;
    return first_upper && upper == 1 ? 2 : 4;
}

typedef struct Cut {   /* the article's pieces, word by word */
    uint32_t *piece;   /* all, one after the other; a paragraph's first word has the mark before its own */
    uint32_t *begin;   /* words + 1: of each word's */
    uint8_t *sentence; /* 1: a sentence begins with the word */
    uint32_t capacity;
} Cut;

static bool cut_words(const EncoderModel *m, const Article *a, const Tokens *t, Arena *scratch, Cut *out)
{
    *out = (Cut){.begin = TAKE(scratch, uint32_t, (size_t)t->word_count + 1),
                 .sentence = TAKE(scratch, uint8_t, (size_t)t->word_count + 1)};
    if (!out->begin || !out->sentence) return false;
    memset(out->sentence, 0, t->word_count);
    for (uint32_t s = 0; s < t->sentence_count; s++) out->sentence[t->sentences[s].first] = 1;
    uint32_t count = 0;
    for (uint32_t w = 0; w < t->word_count; w++) {
        if (!arena_grow(scratch, (void **)&out->piece, &out->capacity, count + 1 + MOST_PIECES, sizeof *out->piece))
            return false;
        out->begin[w] = count;
        if (t->words[w].flags & WORD_PARAGRAPH) out->piece[count++] = m->mark_piece;
        count += pieces_of(&m->pieces, word_text(a, &t->words[w]), out->piece + count);
    }
    out->begin[t->word_count] = count;
    return true;
}

/* Words from `first` on that a window holds: to a paragraph's beginning where that leaves four tenths of them, else to
 * a sentence's. */
static uint32_t window_end(const Tokens *t, const Cut *c, uint32_t first)
{
    uint32_t end = first;
    while (end < t->word_count && c->begin[end + 1] - c->begin[first] <= ENCODER_WINDOW - 1) end++;
    if (end == t->word_count) return end;
    for (uint32_t pass = 0; pass < 2; pass++)
        for (uint32_t k = end; k > first && 10 * (k - first) >= 4 * (end - first); k--)
            if (pass ? c->sentence[k] : t->words[k].flags & WORD_PARAGRAPH) return k;
    return end > first ? end : first + 1;
}

/* ---- layers ---- */

#define STRIP 64u /* rows that are widened at once */

typedef struct Room { /* for a window */
    float *x, *y, *qkv, *attention, *wide;
    uint8_t *bytes;
    float *worth;
    int32_t *sums;
    uint32_t *piece, *first; /* pieces of the window; a word's first */
} Room;

static bool take_room(const EncoderModel *m, Arena *scratch, Room *r)
{
    size_t n = ENCODER_WINDOW, w = m->width, widest = m->inner > 3 * m->width ? m->inner : 3 * m->width;
    if (widest < HEAD_COLUMNS) widest = HEAD_COLUMNS;
    *r = (Room){.x = TAKE(scratch, float, n *w),
                .y = TAKE(scratch, float, n *w),
                .qkv = TAKE(scratch, float, n * 3 * w),
                .attention = TAKE(scratch, float, deep_room(ENCODER_WINDOW)),
                .wide = TAKE(scratch, float, STRIP *widest),
                .bytes = TAKE(scratch, uint8_t, (n * w > STRIP * widest ? n * w : STRIP * widest)),
                .worth = TAKE(scratch, float, n),
                .sums = TAKE(scratch, int32_t, STRIP * widest),
                .piece = TAKE(scratch, uint32_t, n),
                .first = TAKE(scratch, uint32_t, n)};
    return r->x && r->y && r->qkv && r->attention && r->wide && r->bytes && r->worth && r->sums && r->piece && r->first;
}

/* y = layer(x), a strip of rows at a time. */
static void apply(const EncoderModel *m, const KernelLayer *l, uint32_t rows, const float *x, Room *r, float *y)
{
    for (uint32_t at = 0; at < rows; at += STRIP) {
        uint32_t n = rows - at < STRIP ? rows - at : STRIP;
        m->deep.quantise(n, l->rows, x + (size_t)at * l->rows, r->bytes, r->worth);
        m->kernel.multiply(n, l, r->bytes, l->rows, r->sums);
        m->deep.give(n, l, r->sums, r->worth, y + (size_t)at * l->columns);
    }
}

static void feed_forward(const EncoderModel *m, const Block *b, uint32_t rows, Room *r)
{
    for (uint32_t at = 0; at < rows; at += STRIP) {
        uint32_t n = rows - at < STRIP ? rows - at : STRIP;
        apply(m, &b->up, n, r->x + (size_t)at * m->width, r, r->wide);
        m->deep.gelu((size_t)n * m->inner, r->wide);
        apply(m, &b->down, n, r->wide, r, r->y + (size_t)at * m->width);
    }
}

static void embed(const EncoderModel *m, uint32_t rows, const uint8_t *cases, Room *r)
{
    for (uint32_t i = 0; i < rows; i++) {
        float worth = float_at(m->row_worth + (size_t)r->piece[i] * 4);
        const int8_t *row = m->rows + (size_t)r->piece[i] * m->width;
        const float *place = m->places + (size_t)i * m->width, *letter = m->cases + (size_t)cases[i] * m->width;
        for (uint32_t k = 0; k < m->width; k++)
            r->x[(size_t)i * m->width + k] = (float)row[k] * worth + place[k] + letter[k];
    }
    m->deep.settle(rows, m->width, m->norm[0], m->norm[1], r->x);
}

static void transform(const EncoderModel *m, uint32_t rows, Room *r)
{
    for (const Block *b = m->block; b < m->block + m->blocks; b++) {
        apply(m, &b->qkv, rows, r->x, r, r->qkv);
        m->deep.attend(rows, m->width, r->qkv, r->attention, r->y);
        apply(m, &b->out, rows, r->y, r, r->qkv);
        m->deep.add((size_t)rows * m->width, r->qkv, r->x);
        m->deep.settle(rows, m->width, b->norm1[0], b->norm1[1], r->x);
        feed_forward(m, b, rows, r);
        m->deep.add((size_t)rows * m->width, r->y, r->x);
        m->deep.settle(rows, m->width, b->norm2[0], b->norm2[1], r->x);
    }
}

/* The window's pieces, and where each of its words begins among them; how many pieces. */
static uint32_t gather(const EncoderModel *m, const Article *a, const Tokens *t, const Cut *c, Span words,
                       uint8_t *cases, Room *r)
{
    uint32_t n = 0;
    cases[n] = (uint8_t)m->mark_case;
    r->piece[n++] = m->class_piece;
    for (uint32_t w = words.begin; w < words.end; w++) {
        bool opens = t->words[w].flags & WORD_PARAGRAPH;
        uint8_t letter = (uint8_t)letter_case(word_text(a, &t->words[w]));
        r->first[w - words.begin] = n + opens;
        for (uint32_t k = c->begin[w]; k < c->begin[w + 1] && n < ENCODER_WINDOW; k++) {
            cases[n] = opens && k == c->begin[w] ? (uint8_t)m->mark_case : letter;
            r->piece[n++] = c->piece[k];
        }
    }
    return n;
}

static bool take_encoded(const EncoderModel *m, uint32_t words, Arena *arena, Encoded *out)
{
    *out = (Encoded){.words = words,
                     .width = m->width,
                     .spot = TAKE(arena, float, (size_t)words *ENCODER_SPOT),
                     .inside = TAKE(arena, float, (size_t)words *ENCODER_SPOT),
                     .state = TAKE(arena, uint8_t, (size_t)words * m->width),
                     .worth = TAKE(arena, float, words)};
    return out->spot && out->inside && out->state && out->worth;
}

/* The states of the window's words, one after the other in r->y, and what they give. */
static void keep_states(const EncoderModel *m, Span words, Room *r, Encoded *out)
{
    KernelLayer spot = m->head;
    for (uint32_t at = words.begin; at < words.end; at += STRIP) {
        uint32_t n = words.end - at < STRIP ? words.end - at : STRIP;
        for (uint32_t i = 0; i < n; i++)
            memcpy(r->y + (size_t)i * m->width, r->x + (size_t)r->first[at - words.begin + i] * m->width,
                   m->width * sizeof *r->y);
        uint8_t *state = out->state + (size_t)at * m->width;
        m->deep.quantise(n, m->width, r->y, state, out->worth + at);
        m->kernel.multiply(n, &spot, state, m->width, r->sums);
        m->deep.give(n, &spot, r->sums, out->worth + at, r->wide);
        for (uint32_t i = 0; i < n; i++) {
            const float *head = r->wide + (size_t)i * HEAD_COLUMNS;
            memcpy(out->spot + (size_t)(at + i) * ENCODER_SPOT, head, ENCODER_SPOT * sizeof *head);
            memcpy(out->inside + (size_t)(at + i) * ENCODER_SPOT, head + ENCODER_SPOT, ENCODER_SPOT * sizeof *head);
        }
    }
}

bool encoder_run(const EncoderModel *m, const Article *article, const Tokens *tokens, Arena *arena, Arena *scratch,
                 Encoded *out)
{
    if (!take_encoded(m, tokens->word_count, arena, out)) return false;
    ArenaMark mark = arena_mark(scratch);
    Cut cut;
    Room room;
    uint8_t cases[ENCODER_WINDOW];
    if (!cut_words(m, article, tokens, scratch, &cut) || !take_room(m, scratch, &room)) return false;
    for (uint32_t first = 0, end; first < tokens->word_count; first = end) {
        end = window_end(tokens, &cut, first);
        uint32_t rows = gather(m, article, tokens, &cut, (Span){first, end}, cases, &room);
        embed(m, rows, cases, &room);
        transform(m, rows, &room);
        keep_states(m, (Span){first, end}, &room, out);
    }
    arena_rewind(scratch, mark);
    return true;
}

bool encoder_inside(const Encoded *all, const uint32_t *words, uint32_t count, Arena *arena, Encoded *out)
{
    size_t n = (size_t)count + 1;
    *out = (Encoded){.words = count,
                     .width = all->width,
                     .spot = TAKE(arena, float, n *ENCODER_SPOT),
                     .state = TAKE(arena, uint8_t, n * all->width),
                     .worth = TAKE(arena, float, n)};
    if (!out->spot || !out->state || !out->worth) return false;
    for (size_t i = 0; i < count; i++) {
        size_t from = words[i];
        memcpy(out->spot + i * ENCODER_SPOT, all->inside + from * ENCODER_SPOT, ENCODER_SPOT * sizeof *out->spot);
        memcpy(out->state + i * all->width, all->state + from * all->width, all->width);
        out->worth[i] = all->worth[from];
    }
    return true;
}

/* ---- joining ---- */

/* 0: the word is in the cue; then by distance, those before it, those behind. */
static uint32_t near_of(uint32_t word, Span cue)
{
    static const uint8_t steps[NEAR_STEPS] = {1, 2, 3, 4, 6, 9, 14, 22, 35, 60, 100};
    uint32_t d = word < cue.begin ? cue.begin - word : word >= cue.end ? word - cue.end + 1 : 0, at = 0;
    if (!d) return 0;
    while (at < NEAR_STEPS && d > steps[at]) at++;
    return 1 + (word < cue.begin ? 0 : NEAR_STEPS + 1) + at;
}

/* What the head gives of some words that follow each other. */
static void head_of(const EncoderModel *m, const Encoded *e, uint32_t first, uint32_t n, int32_t *sums, float *out)
{
    m->kernel.multiply(n, &m->head, e->state + (size_t)first * m->width, m->width, sums);
    m->deep.give(n, &m->head, sums, e->worth + first, out);
}

bool encoder_join(const EncoderModel *m, const Encoded *e, Span cue, Span window, Arena *scratch, float *out)
{
    ArenaMark mark = arena_mark(scratch);
    float *head = TAKE(scratch, float, (size_t)STRIP *HEAD_COLUMNS),
          *hidden = TAKE(scratch, float, (size_t)STRIP *JOIN_COLUMNS);
    int32_t *sums = TAKE(scratch, int32_t, (size_t)STRIP * HEAD_COLUMNS);
    if (!head || !hidden || !sums) return false;
    float of_cue[JOIN_COLUMNS], scores[16];
    head_of(m, e, cue.begin, 1, sums, head);
    head_of(m, e, cue.end - 1, 1, sums, head + HEAD_COLUMNS);
    for (uint32_t k = 0; k < JOIN_COLUMNS; k++)
        of_cue[k] = head[16 + JOIN_COLUMNS + k] + head[HEAD_COLUMNS + 16 + 2 * JOIN_COLUMNS + k];
    for (uint32_t at = window.begin; at < window.end; at += STRIP) {
        uint32_t n = window.end - at < STRIP ? window.end - at : STRIP;
        head_of(m, e, at, n, sums, head);
        for (uint32_t i = 0; i < n; i++) {
            const float *near = m->near + (size_t)near_of(at + i, cue) * JOIN_COLUMNS,
                        *word = head + (size_t)i * HEAD_COLUMNS + 16;
            for (uint32_t k = 0; k < JOIN_COLUMNS; k++)
                hidden[(size_t)i * JOIN_COLUMNS + k] = word[k] + near[k] + of_cue[k];
        }
        m->deep.gelu((size_t)n * JOIN_COLUMNS, hidden);
        for (uint32_t i = 0; i < n; i++, out += ENCODER_JOIN) {
            m->kernel.products(JOIN_COLUMNS, 16, hidden + (size_t)i * JOIN_COLUMNS, m->join, scores);
            for (uint32_t y = 0; y < ENCODER_JOIN; y++) out[y] = scores[y] + m->join_bias[y];
        }
    }
    arena_rewind(scratch, mark);
    return true;
}
