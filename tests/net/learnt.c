/* The trainer's net: its gradients are those of finite differences, those of two halves add up to those of the whole;
 * and once its weights are rounded, the program's integers say what its floats say. A file that says otherwise than it
 * should is refused or read within its bounds. */
#include <math.h>
#include <unistd.h>

#include "train/learn/gemm.h"
#include "train/learn/net.h"
#include "unit.h"

#define ROWS 40u
#define ATTRIBUTES 5u

static const NetShape shapes[] = {
    {.width = 32, .states = 16, .blocks = 2, .outputs = 5},
    {.width = 32, .states = 32, .blocks = 2, .outputs = 33, .side = 16},
    {.width = 32, .states = 48, .blocks = 3, .outputs = 20, .side = 48},
    {.width = 64, .states = 16, .blocks = 4, .outputs = 47},
    {.width = 32, .states = 16, .blocks = 4, .outputs = 64, .side = 64},
    {.width = 64, .states = 32, .blocks = 1, .outputs = 1},
};
static const uint32_t few_words[] = {4, 9};

static uint64_t attribute(uint32_t row)
{
    return feature(1, row, 0, 0);
}
static uint32_t row_at(uint32_t word, uint32_t k)
{
    return (word * 7 + k * 11 + word * k) % ROWS;
}
static int8_t side_at(uint32_t word, uint32_t k)
{
    return (int8_t)((int32_t)(word * 29 + k * 53 + word * k) % 75 - 37);
}

typedef struct Tiny {
    NetShape shape;
    Dict dict;
    float *weights, *side;
    size_t size;
    uint32_t counts[ROWS];
    Net *net;
    uint32_t *inputs, *end;
    NetBatch batch;
} Tiny;

/* A sequence longer than a piece is several to the trainer. */
static uint32_t put_ends(const uint32_t *lengths, uint32_t count, uint32_t *end)
{
    uint32_t n = 0, at = 0;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t left = lengths[i]; left;) {
            uint32_t part = left < NET_PIECE ? left : NET_PIECE;
            end[n++] = at += part;
            left -= part;
        }
    return n;
}

static void make_batch(Tiny *t, const uint32_t *lengths, uint32_t count)
{
    uint32_t words = 0, parts = 0;
    for (uint32_t i = 0; i < count; i++) words += lengths[i], parts += lengths[i] / NET_PIECE + 1;
    t->inputs = take((size_t)words * NET_INPUTS, sizeof *t->inputs);
    t->end = take(parts, sizeof *t->end);
    for (uint32_t i = 0; i < words; i++)
        for (uint32_t k = 0; k < NET_INPUTS; k++) t->inputs[i * NET_INPUTS + k] = k < ATTRIBUTES ? row_at(i, k) : NONE;
    t->side = take((size_t)words * t->shape.side + 1, sizeof *t->side);
    for (uint32_t i = 0; i < words * t->shape.side; i++)
        t->side[i] = (float)side_at(i / t->shape.side, i % t->shape.side) / NET_SIDE_SCALE;
    t->batch = (NetBatch){words, put_ends(lengths, count, t->end), t->end, t->inputs, t->shape.side ? t->side : NULL};
}

static void make_tiny(Tiny *t, const NetOptions *o, const uint32_t *lengths, uint32_t count)
{
    *t = (Tiny){.shape = o->shape, .size = net_size(o->shape, ROWS)};
    for (uint32_t r = 0; r < ROWS; r++) {
        (void)dict_add(&t->dict, attribute(r));
        t->counts[r] = UINT32_MAX - 1; /* common: never dropped for being rare */
    }
    t->weights = take(t->size, sizeof *t->weights);
    t->net = net_new(o, ROWS, t->counts, t->weights);
    net_start(t->net);
    make_batch(t, lengths, count);
}

static void free_tiny(Tiny *t)
{
    net_free(t->net);
    free(t->weights), free(t->side), free(t->inputs), free(t->end);
    dict_free(&t->dict);
}

static float *take_wanted(const Tiny *t, float height)
{
    uint32_t columns = net_columns(t->shape);
    float *wanted = take((size_t)t->batch.words * columns, sizeof *wanted);
    for (uint32_t i = 0; i < t->batch.words * columns; i++)
        wanted[i] = i % columns < t->shape.outputs ? height * sinf((float)i) : 0;
    return wanted;
}

/* ---- gradients ---- */

static double dot(const float *a, const float *b, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += (double)a[i] * (double)b[i];
    return sum;
}

static double moved(Tiny *t, size_t weight, float by, const float *wanted)
{
    float kept = t->weights[weight];
    t->weights[weight] = kept + by;
    double out = dot(net_forward(t->net, &t->batch, false), wanted, (size_t)t->batch.words * net_columns(t->shape));
    t->weights[weight] = kept;
    return out;
}

static void gradient_is_difference(NetShape shape)
{
    NetOptions o = {.shape = shape, .step = 1e-3f, .seed = 7};
    Tiny t;
    make_tiny(&t, &o, few_words, COUNT(few_words));
    float *wanted = take_wanted(&t, 5), *gradient = take(t.size, sizeof *gradient);
    (void)net_forward(t.net, &t.batch, true);
    net_backward(t.net, &t.batch, wanted);
    net_gradient(t.net, gradient);
    uint32_t looked = 0;
    for (size_t i = 0; i < t.size; i += i < (size_t)ROWS * shape.width ? 47 : 151) {
        float small = 4e-3f;
        double expected = (moved(&t, i, small, wanted) - moved(&t, i, -small, wanted)) / (2 * (double)small);
        if (fabs(expected - (double)gradient[i]) > 0.02 * fabs(expected) + 0.02) {
            print_error("width %u states %u blocks %u outputs %u side %u: weight %zu of %zu\n", shape.width,
                        shape.states, shape.blocks, shape.outputs, shape.side, i, t.size);
            assert_float_equal((double)gradient[i], expected, 0);
        }
        looked += fabs(expected) > 0.05;
    }
    assert_true(looked > 20); /* and there was something to compare */
    free(gradient), free(wanted);
    free_tiny(&t);
}

static void gradients_are_differences(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < COUNT(shapes); i++) gradient_is_difference(shapes[i]);
}

/* The batch's words before `at` or from there on, as a batch. `end` is room for its ends. */
static NetBatch half_of(const Tiny *t, uint32_t sequences, bool second, uint32_t *end)
{
    const NetBatch *b = &t->batch;
    uint32_t from = second ? b->end[sequences - 1] : 0, first = second ? sequences : 0,
             n = second ? b->sequences - sequences : sequences;
    for (uint32_t i = 0; i < n; i++) end[i] = b->end[first + i] - from;
    return (NetBatch){end[n - 1], n, end, b->inputs + (size_t)from * NET_INPUTS,
                      b->side ? b->side + (size_t)from * t->shape.side : NULL};
}

static void learn_half(Net *net, const NetBatch *b, const float *wanted)
{
    (void)net_forward(net, b, true);
    net_backward(net, b, wanted);
}

static void assert_same_gradient(const Net *a, const Net *b, size_t size)
{
    float *x = take(size, sizeof *x), *y = take(size, sizeof *y), most = 0;
    net_gradient(a, x);
    net_gradient(b, y);
    for (size_t i = 0; i < size; i++) {
        assert_true(fabsf(x[i] - y[i]) <= 1e-3f + 1e-4f * fabsf(y[i]));
        most = fmaxf(most, fabsf(y[i]));
    }
    assert_true(most > 1);
    free(x), free(y);
}

static void halves_add_up(void **state)
{
    (void)state;
    static const uint32_t lengths[] = {4, 1, 9, 1, 6};
    for (uint32_t i = 0; i < COUNT(shapes); i++) {
        NetOptions o = {
            .shape = shapes[i], .step = 1e-3f, .seed = 0x9e3779b97f4a7c15u}; /* a small one's first draws are 0 */
        Tiny t;
        make_tiny(&t, &o, lengths, COUNT(lengths));
        Net *first = net_new(&o, ROWS, t.counts, t.weights), *second = net_new(&o, ROWS, t.counts, t.weights);
        uint32_t end[2][COUNT(lengths)];
        NetBatch a = half_of(&t, 2, false, end[0]), b = half_of(&t, 2, true, end[1]);
        float *wanted = take_wanted(&t, 5), *gradient = take(t.size, sizeof *gradient);
        for (uint32_t round = 0; round < 2; round++) { /* the second time on top of the first, with what was cleared */
            learn_half(t.net, &t.batch, wanted);
            learn_half(first, &a, wanted);
            learn_half(second, &b, wanted + (size_t)a.words * net_columns(t.shape));
            net_merge(first, second);
            assert_same_gradient(first, t.net, t.size);
            net_gradient(second, gradient);
            for (size_t k = 0; k < t.size; k++) assert_true(gradient[k] == 0);
        }
        free(wanted), free(gradient);
        net_free(first), net_free(second);
        free_tiny(&t);
    }
}

/* ---- what the program reads ---- */

static uint32_t attributes_of(const void *context, uint32_t word, uint64_t out[NET_INPUTS])
{
    (void)context;
    for (uint32_t k = 0; k < ATTRIBUTES; k++) out[k] = attribute(row_at(word, k));
    return ATTRIBUTES;
}

static void side_of(const void *context, uint32_t word, uint8_t *out)
{
    for (uint32_t k = 0; k < ((const NetShape *)context)->side; k++)
        out[k] = (uint8_t)(side_at(word, k) + NET_SIDE_ZERO);
}

static NetReader reader_of(const NetShape *shape)
{
    return (NetReader){.inputs = attributes_of, .side = shape->side ? side_of : NULL, .context = shape};
}

static NetNeeds needs_of(NetShape shape)
{
    return (NetNeeds){shape.side, shape.outputs, shape.outputs};
}

static void write_net(Tiny *t, const char *path)
{
    ModelWriter *writer = model_writer_new();
    net_pack(writer, "tiny", t->shape, &t->dict, t->weights);
    Error error;
    assert_int_equal(model_writer_finish(writer, path, &error), SAYSO_OK);
}

/* The tiny net as the program reads it. */
typedef struct Written {
    char path[32];
    Model model;
    NetModel *net;
    Arena arena;
} Written;

static void write_and_open(Tiny *t, Written *w)
{
    strcpy(w->path, "/tmp/sayso-net-XXXXXX");
    int file = mkstemp(w->path);
    assert_true(file >= 0);
    close(file);
    write_net(t, w->path);
    Error error;
    arena_init(&w->arena, &libc_allocator, SIZE_MAX);
    assert_int_equal(model_open(w->path, &w->model, &error), SAYSO_OK);
    assert_int_equal(net_open(&w->model, "tiny", needs_of(t->shape), &libc_allocator, &w->net, &error), SAYSO_OK);
    NetShape read = net_shape(w->net);
    assert_memory_equal(&read, &t->shape, sizeof read);
}

static void close_written(Written *w)
{
    net_close(w->net, &libc_allocator);
    model_close(&w->model);
    arena_free(&w->arena);
    unlink(w->path);
}

static void make_spans(const uint32_t *lengths, uint32_t count, Span *out)
{
    for (uint32_t i = 0, at = 0; i < count; at += lengths[i++]) out[i] = (Span){at, at + lengths[i]};
}

/* To have weights that are not as they were drawn. */
static void learn_a_little(Tiny *t, float step)
{
    float *wanted = take_wanted(t, 3), *gradient = take_wanted(t, 3);
    uint32_t columns = net_columns(t->shape);
    for (uint32_t round = 0; round < 30; round++) {
        const float *scores = net_forward(t->net, &t->batch, true);
        for (uint32_t i = 0; i < t->batch.words * columns; i++)
            gradient[i] = i % columns < t->shape.outputs ? wanted[i] - scores[i] : 0;
        net_backward(t->net, &t->batch, gradient);
        net_update(t->net, step);
    }
    free(wanted), free(gradient);
}

/* The trainer's words 0 .. of the same sequences beside the program's. */
static void assert_says_the_same(Tiny *t, const uint32_t *lengths, uint32_t count)
{
    Written w;
    Span *spans = take(count, sizeof *spans);
    make_spans(lengths, count, spans);
    write_and_open(t, &w);
    double wrong = 0, square = 0;
    uint32_t words = t->batch.words, stride = net_stride(t->shape), columns = net_columns(t->shape);
    float *read = take((size_t)words * stride, sizeof *read);
    NetReader reader = reader_of(&t->shape);
    assert_true(net_run(w.net, &reader, spans, count, &w.arena, read, NULL));
    assert_int_equal(w.arena.used, 0);
    const float *learnt = net_forward(t->net, &t->batch, false);
    for (uint32_t i = 0; i < words; i++)
        for (uint32_t k = 0; k < t->shape.outputs; k++) {
            double a = (double)read[(size_t)i * stride + k], b = (double)learnt[(size_t)i * columns + k];
            wrong += (a - b) * (a - b);
            square += b * b;
            assert_true(fabs(a - b) < 0.25);
        }
    if (!(wrong < square * 0.03 * 0.03))
        print_error("width %u blocks %u side %u: off by %f of it\n", t->shape.width, t->shape.blocks, t->shape.side,
                    sqrt(wrong / square));
    assert_true(wrong < square * 0.03 * 0.03);             /* what goes into a product is rounded to a byte */
    assert_true(square > 0.25 * words * t->shape.outputs); /* and they say something */
    free(read), free(spans);
    close_written(&w);
}

static void integers_say_what_floats_say(void **state)
{
    (void)state;
    static const uint32_t lengths[] = {4, 1, 1, 9, 1, 70, 64, 65, 1};
    for (uint32_t i = 0; i < COUNT(shapes); i++) {
        NetOptions o = {.shape = shapes[i], .seed = 9, .dropout = 0.1f, .embedding_dropout = 0.1f};
        Tiny t;
        make_tiny(&t, &o, lengths, COUNT(lengths));
        learn_a_little(&t, 1e-2f);
        assert_says_the_same(&t, lengths, COUNT(lengths));
        free_tiny(&t);
    }
}

/* More sequences than a piece takes, and longer ones than a piece; these are read piece by piece. */
static void long_and_many_sequences(void **state)
{
    (void)state;
    uint32_t lengths[150];
    for (uint32_t i = 0; i < COUNT(lengths); i++) lengths[i] = i % 3 + 1;
    lengths[3] = 2 * NET_PIECE + 5;
    lengths[4] = NET_PIECE;
    lengths[80] = NET_PIECE + 1;
    lengths[81] = 255;
    lengths[83] = 300;
    for (uint32_t i = 1; i < 3; i++) {
        NetOptions o = {.shape = shapes[i], .seed = 9};
        Tiny t;
        make_tiny(&t, &o, lengths, COUNT(lengths));
        net_scale(t.shape, t.weights, ROWS, 20);
        assert_says_the_same(&t, lengths, COUNT(lengths));
        free_tiny(&t);
    }
}

/* All at once or one by one, each sequence gives the same bytes; beyond a piece the memory does not grow. */
static void sequences_do_not_meet(void **state)
{
    (void)state;
    static const uint32_t lengths[] = {3, 1, NET_PIECE - 1, 1, 2 * NET_PIECE, 40, 260, 1};
    NetOptions o = {.shape = shapes[2], .seed = 9};
    Tiny t;
    Written w;
    Span spans[COUNT(lengths)];
    make_spans(lengths, COUNT(lengths), spans);
    make_tiny(&t, &o, lengths, COUNT(lengths));
    write_and_open(&t, &w);
    size_t stride = net_stride(t.shape), width = t.shape.width, words = t.batch.words;
    float *whole = take(words * stride, sizeof *whole), *parts = take(words * stride, sizeof *parts);
    uint8_t *hidden = take(words * width, 1), *hidden_parts = take(words * width, 1);
    NetReader reader = reader_of(&t.shape);
    assert_true(net_run(w.net, &reader, spans, 1, &w.arena, whole, hidden));
    assert_true(w.arena.held < 500000); /* three words */
    assert_true(net_run(w.net, &reader, &spans[4], 1, &w.arena, whole, hidden));
    size_t held = w.arena.held;
    assert_true(net_run(w.net, &reader, spans, COUNT(spans), &w.arena, whole, hidden));
    for (uint32_t i = 0; i < COUNT(spans); i++)
        assert_true(net_run(w.net, &reader, &spans[i], 1, &w.arena, parts + spans[i].begin * stride,
                            hidden_parts + spans[i].begin * width));
    assert_memory_equal(whole, parts, words * stride * sizeof *whole);
    assert_memory_equal(hidden, hidden_parts, words * width);
    assert_true(net_run(w.net, &reader, spans, 0, &w.arena, parts, hidden_parts));
    assert_int_equal(w.arena.used, 0);
    assert_int_equal(w.arena.held, held);
    assert_true(held < 8000000);
    free(whole), free(parts), free(hidden), free(hidden_parts);
    close_written(&w);
    free_tiny(&t);
}

/* An output layer that gives what it sees: the trainer's scores are then its normalised words. */
static void make_output_identity(Tiny *t)
{
    uint32_t columns = net_columns(t->shape);
    float *output = t->weights + t->size - (size_t)(t->shape.width + 1) * columns;
    memset(output, 0, (size_t)(t->shape.width + 1) * columns * sizeof *output);
    for (uint32_t k = 0; k < t->shape.width; k++) output[(size_t)k * columns + k] = 1;
}

static void hidden_is_what_the_output_sees(void **state)
{
    (void)state;
    static const uint32_t lengths[] = {4, 1, NET_PIECE + 7, 1, 9};
    for (uint32_t side = 0; side <= 32; side += 32) {
        NetOptions o = {.shape = {.width = 64, .states = 16, .blocks = 3, .outputs = 64, .side = side}, .seed = 3};
        Tiny t;
        Written w;
        Span spans[COUNT(lengths)];
        make_spans(lengths, COUNT(lengths), spans);
        make_tiny(&t, &o, lengths, COUNT(lengths));
        make_output_identity(&t);
        write_and_open(&t, &w);
        size_t count = (size_t)t.batch.words * 64;
        float *scores = take(count, sizeof *scores), *alone = take(count, sizeof *alone), most = 0;
        uint8_t *hidden = take(count, 1);
        double off = 0;
        NetReader reader = reader_of(&t.shape);
        assert_true(net_run(w.net, &reader, spans, COUNT(spans), &w.arena, scores, hidden));
        assert_true(net_run(w.net, &reader, spans, COUNT(spans), &w.arena, alone, NULL));
        assert_memory_equal(scores, alone, count * sizeof *scores);
        const float *learnt = net_forward(t.net, &t.batch, false);
        for (size_t i = 0; i < count; i++) {
            float cut = fmaxf(-127, fminf(127, learnt[i] * NET_SIDE_SCALE)), seen = (float)(hidden[i] - NET_SIDE_ZERO);
            off += (double)((seen - cut) * (seen - cut));
            assert_true(fabsf(scores[i] - seen / NET_SIDE_SCALE) < 1e-4f);
            most = fmaxf(most, fabsf(learnt[i]));
        }
        off = sqrt(off / (double)count);
        if (!(off < 0.75)) print_error("side %u: off by %f\n", side, off);
        assert_true(off < 0.75); /* of NET_SIDE_SCALE: the last rounding alone makes 0.29, the blocks' the rest */
        assert_true(most > 1.5f);
        free(scores), free(alone), free(hidden);
        close_written(&w);
        free_tiny(&t);
    }
}

static void no_memory(void **state)
{
    (void)state;
    NetOptions o = {.shape = shapes[1], .seed = 9};
    Tiny t;
    Written w;
    make_tiny(&t, &o, few_words, COUNT(few_words));
    write_and_open(&t, &w);
    enum { WORDS = 500 };
    static float scores[WORDS * 48];
    NetReader reader = reader_of(&t.shape);
    Span span = {0, WORDS};
    UnitMemory memory = {.fail_at = 1};
    const sayso_allocator failing = {unit_resize, &memory};
    NetModel *net;
    Error error;
    assert_int_equal(net_open(&w.model, "tiny", needs_of(t.shape), &failing, &net, &error), SAYSO_ERROR_MEMORY);
    assert_null(net);
    for (size_t fail_at = 1;; fail_at++) {
        Arena small;
        memory = (UnitMemory){.fail_at = fail_at};
        arena_init(&small, &failing, SIZE_MAX);
        bool done = net_run(w.net, &reader, &span, 1, &small, scores, NULL);
        arena_free(&small);
        assert_int_equal(memory.live, 0);
        assert_true(done == (memory.calls < fail_at));
        if (done) break;
        assert_true(fail_at < 100);
    }
    close_written(&w);
    free_tiny(&t);
}

/* Learning gives the same bytes on every machine: the products' sums go by k, one after the other, each step
 * rounded once. */
static void products_are_plain(void **state)
{
    (void)state;
    enum { M = 21, N = 64, K = 37 };
    static float a[M * K], b[K * N], fast[M * N], plain[M * N];
    Random random = {11};
    for (uint32_t i = 0; i < COUNT(a); i++) a[i] = random_unit(&random) - 0.5f;
    for (uint32_t i = 0; i < COUNT(b); i++) b[i] = random_unit(&random) - 0.5f;
    for (uint32_t turned = 0; turned < 2; turned++) {
        Matrix m = turned ? (Matrix){a, 1, M} : (Matrix){a, K, 1};
        gemm(M, N, K, m, b, fast, false);
        for (uint32_t i = 0; i < M; i++)
            for (uint32_t j = 0; j < N; j++) {
                float sum = 0;
                for (uint32_t k = 0; k < K; k++) sum = fmaf(a[i * m.row + k * m.step], b[k * N + j], sum);
                plain[i * N + j] = sum;
            }
        assert_memory_equal(fast, plain, sizeof plain);
    }
}

/* ---- files that are not as they should be ---- */

enum { KEYS, NET_ROWS, WEIGHTS, SCALES, PARTS };
static const char *const part_names[PARTS] = {"net.tiny.keys", "net.tiny.rows", "net.tiny.weights", "net.tiny.scales"};

/* The sections of a good file, to be changed one at a time. */
typedef struct Body {
    SectionKind kind;
    uint8_t *data;
    size_t size;
    bool missing;
} Body;
typedef struct Bodies {
    Body part[PARTS];
} Bodies;

static Bodies copy_of(const Model *good)
{
    Bodies b;
    for (uint32_t i = 0; i < PARTS; i++) {
        const Section *s = model_section(good, part_names[i]);
        b.part[i] = (Body){s->kind, take(s->size + 64, 1), s->size, false};
        memcpy(b.part[i].data, s->data, s->size);
    }
    return b;
}

/* The side that the file says, any outputs: what is wrong is found by itself, not for lack of use. */
static NetNeeds needs_of_bodies(const Bodies *b)
{
    NetNeeds needs = {0, 0, UINT32_MAX};
    if (b->part[SCALES].size >= 20) memcpy(&needs.side, b->part[SCALES].data + 16, 4);
    return needs;
}

static Status open_bodies(const Bodies *b, const sayso_allocator *allocator, NetModel **net, Model *model, char **held)
{
    char path[] = "/tmp/sayso-net-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    ModelWriter *writer = model_writer_new();
    for (uint32_t i = 0; i < PARTS; i++)
        if (!b->part[i].missing)
            assert_true(model_writer_add(writer, part_names[i], b->part[i].kind, b->part[i].data, b->part[i].size));
    Error error;
    assert_int_equal(model_writer_finish(writer, path, &error), SAYSO_OK);
    size_t size;
    *held = read_file(path, &size);
    unlink(path);
    assert_int_equal(model_read((const uint8_t *)*held, size, model, &error), SAYSO_OK);
    return net_open(model, "tiny", needs_of_bodies(b), allocator, net, &error);
}

/* What is accepted reads within its bounds and gives numbers. */
static void read_some(const NetModel *net)
{
    Arena arena;
    NetShape shape = net_shape(net);
    NetReader reader = reader_of(&shape);
    static const uint32_t lengths[] = {1, 70, 12};
    Span spans[COUNT(lengths)];
    make_spans(lengths, COUNT(lengths), spans);
    float *scores = take((size_t)83 * net_stride(shape), sizeof *scores);
    uint8_t *hidden = take(83, shape.width);
    arena_init(&arena, &libc_allocator, SIZE_MAX);
    assert_true(net_run(net, &reader, spans, COUNT(spans), &arena, scores, hidden));
    for (uint32_t i = 0; i < 83 * net_stride(shape); i++) assert_true(isfinite(scores[i]));
    free(scores), free(hidden);
    arena_free(&arena);
}

static void expect(Bodies *b, Status expected)
{
    Model model;
    NetModel *net;
    char *held;
    UnitMemory memory = {0};
    const sayso_allocator counting = {unit_resize, &memory};
    assert_int_equal(open_bodies(b, &counting, &net, &model, &held), expected);
    if (!expected) {
        read_some(net);
        net_close(net, &counting);
    } else {
        assert_null(net);
    }
    assert_int_equal(memory.live, 0);
    model_close(&model);
    free(held);
    for (uint32_t i = 0; i < PARTS; i++) free(b->part[i].data);
}

/* All the bytes of one section after its head become `value`. */
static void filled(const Model *good, uint32_t which, uint8_t value, Status expected)
{
    static const size_t heads[PARTS] = {64, 0, 0, 20};
    Bodies b = copy_of(good);
    memset(b.part[which].data + heads[which], value, b.part[which].size - heads[which]);
    expect(&b, expected);
}

static void resized(const Model *good, uint32_t which, size_t size, Status expected)
{
    Bodies b = copy_of(good);
    b.part[which].size = size;
    expect(&b, expected);
}

static void written(const Model *good, size_t at, const void *four_bytes, Status expected)
{
    Bodies b = copy_of(good);
    memcpy(b.part[SCALES].data + at, four_bytes, 4);
    expect(&b, expected);
}

static void spoil_sizes(const Model *good)
{
    for (uint32_t i = 0; i < PARTS; i++) {
        size_t size = model_section(good, part_names[i])->size;
        resized(good, i, size - 1, SAYSO_ERROR_MODEL);
        resized(good, i, size + 1, SAYSO_ERROR_MODEL);
        if (i != NET_ROWS) resized(good, i, 0, SAYSO_ERROR_MODEL);
        Bodies b = copy_of(good);
        b.part[i].missing = true;
        expect(&b, SAYSO_ERROR_MODEL);
        if (i == KEYS) continue;
        b = copy_of(good);
        b.part[i].kind = SECTION_TABLE;
        expect(&b, SAYSO_ERROR_MODEL);
    }
    resized(good, NET_ROWS, 0, SAYSO_OK); /* no row is found */
    for (size_t size = 1; size < 32; size++) resized(good, SCALES, size, SAYSO_ERROR_MODEL);
}

static void spoil_shape(const Model *good)
{
    static const uint32_t wrong[5][6] = {{0, 33, 8, 48, 272, UINT32_MAX},    /* width */
                                         {0, 17, 32, 272, 1u << 31, 15},     /* states */
                                         {99, 9, 0, 1, 3, UINT32_MAX},       /* blocks */
                                         {0, 65, 1025, 16, 1u << 31, 10000}, /* outputs */
                                         {0, 17, 528, 32, 1u << 31, 8}};     /* side */
    for (uint32_t i = 0; i < 5; i++)
        for (uint32_t k = 0; k < 6; k++) written(good, i * 4, &wrong[i][k], SAYSO_ERROR_MODEL);
}

static void spoil_numbers(const Model *good)
{
    static const float wrong[] = {NAN, INFINITY, -INFINITY, 100, -100, 1e30f};
    size_t size = model_section(good, part_names[SCALES])->size;
    for (uint32_t i = 0; i < COUNT(wrong); i++) {
        written(good, 20, &wrong[i], SAYSO_ERROR_MODEL);
        written(good, 24, &wrong[i], SAYSO_ERROR_MODEL);
        written(good, size / 8 * 4, &wrong[i], SAYSO_ERROR_MODEL);
        written(good, size - 4, &wrong[i], SAYSO_ERROR_MODEL);
    }
    filled(good, KEYS, 255, SAYSO_OK);     /* rows that are not there */
    filled(good, NET_ROWS, 128, SAYSO_OK); /* the largest weights that int8 holds */
    filled(good, NET_ROWS, 127, SAYSO_OK);
    filled(good, WEIGHTS, 128, SAYSO_OK);
    filled(good, SCALES, 0x42, SAYSO_OK); /* scales of 48.6 */
    filled(good, SCALES, 0xc2, SAYSO_OK); /* of -48.6 */
    filled(good, SCALES, 0xff, SAYSO_ERROR_MODEL);
    filled(good, SCALES, 0x7f, SAYSO_ERROR_MODEL);
}

/* A good net that is not the one its user relies on. */
static void nets_of_no_use(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < COUNT(shapes); i++) {
        NetOptions o = {.shape = shapes[i], .seed = 9};
        uint32_t n = o.shape.outputs, side = o.shape.side;
        const struct {
            NetNeeds needs;
            Status expected;
        } cases[] = {
            {{side, n, n}, SAYSO_OK},
            {{side, 1, NET_MOST_OUTPUTS}, SAYSO_OK},
            {{side, n + 1, NET_MOST_OUTPUTS}, SAYSO_ERROR_MODEL},
            {{side, 0, n - 1}, SAYSO_ERROR_MODEL},
            {{side + 16, n, n}, SAYSO_ERROR_MODEL},
            {{side ? 0 : 32, n, n}, SAYSO_ERROR_MODEL},
        };
        Tiny t;
        Written w;
        make_tiny(&t, &o, few_words, COUNT(few_words));
        write_and_open(&t, &w);
        for (uint32_t k = 0; k < COUNT(cases); k++) {
            UnitMemory memory = {0};
            const sayso_allocator counting = {unit_resize, &memory};
            NetModel *net;
            Error error;
            assert_int_equal(net_open(&w.model, "tiny", cases[k].needs, &counting, &net, &error), cases[k].expected);
            assert_int_equal(memory.live, cases[k].expected == SAYSO_OK);
            if (cases[k].expected) assert_non_null(strstr(error.message, part_names[SCALES]));
            net_close(net, &counting);
        }
        close_written(&w);
        free_tiny(&t);
    }
}

static void spoilt_files(void **state)
{
    (void)state;
    NetOptions o = {.shape = {.width = 32, .states = 16, .blocks = 2, .outputs = 21, .side = 16}, .seed = 9};
    Tiny t;
    Written w;
    make_tiny(&t, &o, few_words, COUNT(few_words));
    write_and_open(&t, &w);
    Bodies b = copy_of(&w.model);
    expect(&b, SAYSO_OK);
    spoil_sizes(&w.model);
    spoil_shape(&w.model);
    spoil_numbers(&w.model);
    close_written(&w);
    free_tiny(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gradients_are_differences),
        cmocka_unit_test(halves_add_up),
        cmocka_unit_test(integers_say_what_floats_say),
        cmocka_unit_test(long_and_many_sequences),
        cmocka_unit_test(sequences_do_not_meet),
        cmocka_unit_test(hidden_is_what_the_output_sees),
        cmocka_unit_test(no_memory),
        cmocka_unit_test(products_are_plain),
        cmocka_unit_test(nets_of_no_use),
        cmocka_unit_test(spoilt_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
