/* The trainer's net: its gradients are those of finite differences; and once its weights are rounded, the program's
 * integers say what its floats say. A file that says otherwise than it should is refused or read within its bounds. */
#include <math.h>
#include <unistd.h>

#include "gemm.h"
#include "net.h"
#include "unit.h"

#define ROWS 40u
#define WORDS 13u
#define ATTRIBUTES 5u

static uint64_t attribute(uint32_t row) { return feature(1, row, 0, 0); }
static uint32_t row_at(uint32_t word, uint32_t k) { return (word * 7 + k * 11 + word * k) % ROWS; }

typedef struct Tiny {
    Dict dict;
    float *weights;
    uint32_t counts[ROWS];
    Net *net;
    uint32_t inputs[WORDS * NET_INPUTS], end[2];
    NetBatch batch;
} Tiny;

static void make_tiny(Tiny *t, const NetOptions *o)
{
    *t = (Tiny){.end = {4, WORDS}};
    for (uint32_t r = 0; r < ROWS; r++) {
        (void)dict_add(&t->dict, attribute(r));
        t->counts[r] = UINT32_MAX - 1; /* common: never dropped for being rare */
    }
    t->weights = take(net_size(ROWS), sizeof *t->weights);
    t->net = net_new(o, ROWS, t->counts, t->weights);
    net_start(t->net);
    for (uint32_t i = 0; i < WORDS; i++)
        for (uint32_t k = 0; k < NET_INPUTS; k++) t->inputs[i * NET_INPUTS + k] = k < ATTRIBUTES ? row_at(i, k) : NONE;
    t->batch = (NetBatch){WORDS, 2, t->end, t->inputs};
}

static void free_tiny(Tiny *t)
{
    net_free(t->net);
    free(t->weights);
    dict_free(&t->dict);
}

static double dot(const float *a, const float *b, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += (double)a[i] * (double)b[i];
    return sum;
}

static void gradients_are_differences(void **state)
{
    (void)state;
    NetOptions o = {.step = 1e-3f, .seed = 7};
    Tiny t;
    make_tiny(&t, &o);
    size_t size = net_size(ROWS), dense = (size_t)ROWS * NET_WIDTH;
    float wanted[WORDS * NET_SCORES];
    for (uint32_t i = 0; i < COUNT(wanted); i++) wanted[i] = i % NET_SCORES < NET_LABELS ? 5 * sinf((float)i) : 0;
    (void)net_forward(t.net, &t.batch, true);
    net_backward(t.net, &t.batch, wanted);
    float *gradient = take(size, sizeof *gradient);
    net_gradient(t.net, gradient);
    uint32_t looked = 0;
    for (size_t i = 0; i < size; i += i < dense ? 97 : 499) {
        float kept = t.weights[i], small = 4e-3f;
        t.weights[i] = kept + small;
        double up = dot(net_forward(t.net, &t.batch, false), wanted, COUNT(wanted));
        t.weights[i] = kept - small;
        double down = dot(net_forward(t.net, &t.batch, false), wanted, COUNT(wanted));
        t.weights[i] = kept;
        double expected = (up - down) / (2 * (double)small);
        if (fabs(expected - (double)gradient[i]) > 0.02 * fabs(expected) + 0.01)
            assert_float_equal((double)gradient[i], expected, 0);
        looked += fabs(expected) > 0.05;
    }
    assert_true(looked > 30); /* and there was something to compare */
    free(gradient);
    free_tiny(&t);
}

static uint32_t attributes_of(const void *context, uint32_t word, uint64_t out[NET_INPUTS])
{
    (void)context;
    for (uint32_t k = 0; k < ATTRIBUTES; k++) out[k] = attribute(row_at(word, k));
    return ATTRIBUTES;
}

static void write_net(Tiny *t, const char *path)
{
    ModelWriter *writer = model_writer_new();
    net_pack(writer, "tiny", &t->dict, t->weights);
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
    assert_int_equal(net_open(&w->model, "tiny", &libc_allocator, &w->net, &error), SAYSO_OK);
}

static void close_written(Written *w)
{
    net_close(w->net, &libc_allocator);
    model_close(&w->model);
    arena_free(&w->arena);
    unlink(w->path);
}

static void integers_say_what_floats_say(void **state)
{
    (void)state;
    NetOptions o = {.step = 1e-2f, .seed = 9, .dropout = 0.1f, .embedding_dropout = 0.1f};
    Tiny t;
    make_tiny(&t, &o);
    float wanted[WORDS * NET_SCORES] = {0};
    for (uint32_t step = 0; step < 30; step++) { /* to have weights that are not as they were drawn */
        const float *scores = net_forward(t.net, &t.batch, true);
        for (uint32_t i = 0; i < COUNT(wanted); i++)
            wanted[i] = i % NET_SCORES < NET_LABELS ? 3 * sinf((float)i) - scores[i] : 0;
        net_backward(t.net, &t.batch, wanted);
        net_update(t.net, o.step);
    }
    Written w;
    write_and_open(&t, &w);
    float read[WORDS * NET_SCORES], most = 0;
    assert_true(net_run(w.net, attributes_of, NULL, 0, t.end[0], &w.arena, read));
    assert_true(net_run(w.net, attributes_of, NULL, t.end[0], WORDS - t.end[0], &w.arena, read + t.end[0] * NET_SCORES));
    const float *learnt = net_forward(t.net, &t.batch, false);
    for (uint32_t i = 0; i < COUNT(read); i++) {
        if (i % NET_SCORES >= NET_LABELS) continue;
        assert_true(fabsf(read[i] - learnt[i]) < 0.01f);
        most = fmaxf(most, fabsf(read[i]));
    }
    assert_true(most > 1); /* and they say something */
    close_written(&w);
    free_tiny(&t);
}

/* A sequence longer than a piece is read piece by piece. */
static void long_sequences(void **state)
{
    (void)state;
    NetOptions o = {.step = 1e-2f, .seed = 9};
    Tiny t;
    make_tiny(&t, &o);
    Written w;
    write_and_open(&t, &w);
    uint32_t words = 2 * NET_PIECE + 5;
    float *whole = take((size_t)words * NET_SCORES, sizeof *whole),
          *parts = take((size_t)words * NET_SCORES, sizeof *parts);
    assert_true(net_run(w.net, attributes_of, NULL, 0, words, &w.arena, whole));
    size_t held = w.arena.held;
    for (uint32_t first = 0; first < words; first += NET_PIECE) {
        uint32_t n = words - first < NET_PIECE ? words - first : NET_PIECE;
        assert_true(net_run(w.net, attributes_of, NULL, first, n, &w.arena, parts + (size_t)first * NET_SCORES));
    }
    assert_memory_equal(whole, parts, (size_t)words * NET_SCORES * sizeof *whole);
    assert_int_equal(w.arena.used, 0);
    assert_int_equal(w.arena.held, held);
    assert_true(held < 8000000);
    free(whole);
    free(parts);
    close_written(&w);
    free_tiny(&t);
}

/* Learning gives the same bytes on every machine: the products' sums go by k, one after the other. */
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
                for (uint32_t k = 0; k < K; k++) sum += a[i * m.row + k * m.step] * b[k * N + j];
                plain[i * N + j] = sum;
            }
        assert_memory_equal(fast, plain, sizeof plain);
    }
}

/* ---- files that are not as they should be ---- */

typedef struct Body {
    const char *name;
    SectionKind kind;
    const uint8_t *data;
    size_t size;
} Body;

static Status open_bodies(const Body bodies[4], NetModel **net, Model *model, char **held)
{
    char path[] = "/tmp/sayso-net-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    ModelWriter *writer = model_writer_new();
    for (uint32_t i = 0; i < 4; i++)
        assert_true(model_writer_add(writer, bodies[i].name, bodies[i].kind, bodies[i].data, bodies[i].size));
    Error error;
    assert_int_equal(model_writer_finish(writer, path, &error), SAYSO_OK);
    size_t size;
    *held = read_file(path, &size);
    unlink(path);
    assert_int_equal(model_read((const uint8_t *)*held, size, model, &error), SAYSO_OK);
    return net_open(model, "tiny", &libc_allocator, net, &error);
}

/* All the bytes of one section become `value`, and the section loses `less` bytes. */
static void spoil(const Model *good, uint32_t which, int value, size_t less, Status expected)
{
    static const char *const names[] = {"net.tiny.keys", "net.tiny.rows", "net.tiny.weights", "net.tiny.scales"};
    Body bodies[4];
    uint8_t *copy = NULL;
    for (uint32_t i = 0; i < 4; i++) {
        const Section *s = model_section(good, names[i]);
        bodies[i] = (Body){names[i], s->kind, s->data, s->size};
        if (i != which) continue;
        size_t from = i == 0 ? 64 : 0; /* a table's head stays */
        copy = take(s->size, 1);
        memcpy(copy, s->data, s->size);
        if (value >= 0) memset(copy + from, value, s->size - from);
        bodies[i].data = copy;
        bodies[i].size = s->size - less;
    }
    Model model;
    NetModel *net;
    char *held;
    assert_int_equal(open_bodies(bodies, &net, &model, &held), expected);
    if (!expected) {
        Arena arena;
        arena_init(&arena, &libc_allocator, SIZE_MAX);
        float scores[WORDS * NET_SCORES];
        assert_true(net_run(net, attributes_of, NULL, 0, WORDS, &arena, scores));
        for (uint32_t i = 0; i < COUNT(scores); i++) assert_true(isfinite(scores[i]));
        arena_free(&arena);
        net_close(net, &libc_allocator);
    } else {
        assert_null(net);
    }
    model_close(&model);
    free(held);
    free(copy);
}

static void spoilt_files(void **state)
{
    (void)state;
    NetOptions o = {.step = 1e-2f, .seed = 9};
    Tiny t;
    make_tiny(&t, &o);
    char path[] = "/tmp/sayso-net-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    write_net(&t, path);
    Model good;
    Error error;
    assert_int_equal(model_open(path, &good, &error), SAYSO_OK);
    spoil(&good, 0, -1, 0, SAYSO_OK);
    spoil(&good, 0, 255, 0, SAYSO_OK);  /* rows that are not there */
    spoil(&good, 1, 128, 0, SAYSO_OK);  /* the largest weights that int8 holds */
    spoil(&good, 2, 128, 0, SAYSO_OK);
    spoil(&good, 3, 0x42, 0, SAYSO_OK); /* scales of 48.6 */
    spoil(&good, 3, 0xff, 0, SAYSO_ERROR_MODEL); /* scales that are no numbers */
    spoil(&good, 3, 0x7f, 0, SAYSO_ERROR_MODEL); /* scales that are too large */
    spoil(&good, 1, -1, 1, SAYSO_ERROR_MODEL);
    spoil(&good, 2, -1, 1, SAYSO_ERROR_MODEL);
    spoil(&good, 3, -1, 4, SAYSO_ERROR_MODEL);
    model_close(&good);
    unlink(path);
    free_tiny(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(gradients_are_differences),
                                       cmocka_unit_test(integers_say_what_floats_say), cmocka_unit_test(long_sequences),
                                       cmocka_unit_test(products_are_plain), cmocka_unit_test(spoilt_files)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
