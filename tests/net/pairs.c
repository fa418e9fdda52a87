/* Scores of pairs are those of the ten lines; sections that are damaged are refused. */
#include "net/pairs.h"

#include <math.h>

#include "unit.h"

#define MOST_BODY (8 + 256 * 8 + 128 * 256 + 64)

typedef struct Layer {
    uint32_t inputs, outputs;
    float scale[256], bias[256];
    int8_t weight[256 * 128]; /* an output after the other */
    uint8_t body[MOST_BODY];
    size_t size;
    Model model;
} Layer;

static void put(Layer *l, const void *bytes, size_t size)
{
    memcpy(l->body + l->size, bytes, size);
    l->size += size;
}

static void make_layer(Layer *l, uint32_t inputs, uint32_t outputs, uint64_t seed)
{
    *l = (Layer){.inputs = inputs, .outputs = outputs};
    for (uint32_t j = 0; j < outputs; j++) {
        l->scale[j] = (float)(1 + unit_below(&seed, 1000)) / 10000;
        l->bias[j] = (float)unit_below(&seed, 1000) / 100 - 5;
    }
    for (uint32_t i = 0; i < inputs * outputs; i++) l->weight[i] = (int8_t)((int32_t)unit_below(&seed, 256) - 128);
    put(l, &inputs, 4);
    put(l, &outputs, 4);
    put(l, l->scale, outputs * 4);
    put(l, l->bias, outputs * 4);
    put(l, l->weight, (size_t)inputs * outputs);
    l->model = (Model){.data = l->body, .size = l->size, .section_count = 1};
    l->model.sections[0] = (Section){.name = "p", .kind = SECTION_BYTES, .data = l->body, .size = l->size};
}

/* What is bent is rounded to an integer, as pairs.c says. */
static float naive(const Layer *l, const float *left, const float *right, uint32_t output)
{
    int32_t sum = 0;
    for (uint32_t r = 0; r < l->inputs; r++)
        sum += (int32_t)lrintf(net_tanh(left[r] + right[r]) * 127) * l->weight[output * l->inputs + r];
    return (float)sum * (l->scale[output] / 127) + l->bias[output];
}

static void same_scores(const Layer *l, uint32_t count, uint64_t seed)
{
    static float words[PAIRS_MOST + 1][128], scores[PAIRS_MOST * 256 + 1];
    const float *left[PAIRS_MOST], *right[PAIRS_MOST];
    for (uint32_t i = 0; i < COUNT(words); i++)
        for (uint32_t k = 0; k < 128; k++) words[i][k] = (float)unit_below(&seed, 2000) / (i % 5 ? 1000 : 1) - 1;
    for (uint32_t i = 0; i < count; i++) {
        left[i] = words[unit_below(&seed, COUNT(words))];
        right[i] = words[unit_below(&seed, COUNT(words))];
    }
    NetPairs *p;
    Error error;
    assert_int_equal(pairs_open(&l->model, "p", &libc_allocator, &p, &error), SAYSO_OK);
    assert_int_equal(pairs_inputs(p), l->inputs);
    assert_int_equal(pairs_outputs(p), l->outputs);
    scores[count * l->outputs] = 77;
    pairs_run(p, count, left, right, scores);
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t j = 0; j < l->outputs; j++) {
            float wanted = naive(l, left[i], right[i], j);
            assert_memory_equal(&scores[i * l->outputs + j], &wanted, sizeof wanted);
        }
    assert_true(scores[count * l->outputs] == 77); /* nothing behind them is touched */
    pairs_close(p, &libc_allocator);
}

static void scores(void **state)
{
    (void)state;
    static Layer l;
    static const uint32_t shapes[][2] = {{16, 16}, {64, 64}, {48, 80}, {128, 256}, {16, 256}, {128, 16}},
                          counts[] = {0, 1, 3, 7, 8, 9, 63, PAIRS_MOST};
    for (uint32_t i = 0; i < COUNT(shapes); i++) {
        make_layer(&l, shapes[i][0], shapes[i][1], i + 1);
        for (uint32_t k = 0; k < COUNT(counts); k++) same_scores(&l, counts[k], k + 1);
    }
}

static void refused(const Layer *l, const char *name)
{
    NetPairs *p = (NetPairs *)(void *)&p;
    Error error;
    UnitMemory counts = {0};
    const sayso_allocator allocator = {unit_resize, &counts};
    assert_int_equal(pairs_open(&l->model, name, &allocator, &p, &error), SAYSO_ERROR_MODEL);
    assert_null(p);
    assert_int_equal(counts.live, 0);
    assert_non_null(strstr(error.message, name));
}

static void changed(uint32_t at, const void *bytes)
{
    static Layer l;
    make_layer(&l, 32, 48, 5);
    memcpy(l.body + at, bytes, 4);
    refused(&l, "p");
}

static void damage(void **state)
{
    (void)state;
    static Layer l;
    make_layer(&l, 32, 48, 5);
    refused(&l, "q");
    for (size_t size = 0; size < l.size; size++) {
        l.model.sections[0].size = size;
        refused(&l, "p");
    }
    l.model.sections[0].size = l.size + 1;
    refused(&l, "p");
    l.model.sections[0].size = l.size;
    l.model.sections[0].kind = SECTION_TABLE;
    refused(&l, "p");
    static const uint32_t sizes[] = {0, 1, 8, 33, 144, 272, 0x80000000, UINT32_MAX};
    static const float numbers[] = {NAN, INFINITY, -INFINITY, 100, -100, 1e30f};
    for (uint32_t i = 0; i < COUNT(sizes); i++) changed(0, &sizes[i]), changed(4, &sizes[i]);
    for (uint32_t i = 0; i < COUNT(numbers); i++)
        changed(8, &numbers[i]), changed(8 + 47 * 4, &numbers[i]), changed(8 + 48 * 4, &numbers[i]),
            changed(8 + 95 * 4, &numbers[i]);
}

/* Sizes that would be too large, or no multiples, with a body that fits them. */
static void sizes_that_fit_their_body(void **state)
{
    (void)state;
    static Layer l;
    static const uint32_t shapes[][2] = {{8, 16}, {16, 24}, {0, 16}, {16, 0}};
    for (uint32_t i = 0; i < COUNT(shapes); i++) {
        make_layer(&l, shapes[i][0], shapes[i][1], 1);
        refused(&l, "p");
    }
    make_layer(&l, 128, 240, 1);
    uint32_t more[] = {144, 128, 16, 272};
    for (uint32_t i = 0; i < COUNT(more); i += 2) {
        memcpy(l.body, &more[i], 8);
        l.model.sections[0].size = 8 + more[i + 1] * 8 + more[i] * more[i + 1];
        assert_true(l.model.sections[0].size <= sizeof l.body);
        refused(&l, "p");
    }
}

static void no_memory(void **state)
{
    (void)state;
    static Layer l;
    make_layer(&l, 32, 48, 5);
    UnitMemory counts = {.fail_at = 1};
    const sayso_allocator allocator = {unit_resize, &counts};
    NetPairs *p;
    Error error;
    assert_int_equal(pairs_open(&l.model, "p", &allocator, &p, &error), SAYSO_ERROR_MEMORY);
    assert_null(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(scores), cmocka_unit_test(damage),
                                       cmocka_unit_test(sizes_that_fit_their_body), cmocka_unit_test(no_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
