/* Every way of the machine gives the bits of the plain one, whatever the number of words and the shape; the plain
 * product is that of the ten lines. Buffers are compared whole, and what lies behind the plain one's is looked at, so that a
 * write past what was asked for shows. */
#include "net/net.h"

#include <math.h>

#include "unit.h"

#define MOST_WORDS 65u
#define MOST_ROWS 768u
#define MOST_COLUMNS 416u
static const uint32_t some_words[] = {0, 1, 3, 7, 8, 9, 64, 65};

typedef struct Kernels {
    Kernel way[KERNELS];
    uint32_t count;
} Kernels;
static Kernels all_kernels(void)
{
    Kernels k = {.count = 0};
    k.count = kernels_of_machine(k.way);
    assert_in_range(k.count, 1, KERNELS);
    assert_string_equal(k.way[0].name, "plain");
    return k;
}

/* ---- inputs ---- */

typedef enum Kind { ANY, EXTREME, LEVEL, TINY, HUGE_ONES, KINDS } Kind;

static float any_float(uint64_t *random, Kind kind)
{
    float unit = (float)unit_below(random, 1u << 24) / 8388608.0f - 1; /* [-1, 1) */
    switch (kind) {
    case EXTREME:
        return unit_below(random, 2) ? 1e5f : -1e5f;
    case LEVEL:
        return 1000;
    case TINY:
        return unit * 1e-20f;
    case HUGE_ONES:
        return unit * 1e12f;
    default:
        return unit * 10;
    }
}
static void any_floats(uint64_t *random, Kind kind, float *out, size_t count)
{
    for (size_t i = 0; i < count; i++) out[i] = any_float(random, kind);
}
static void any_bytes(uint64_t *random, Kind kind, int8_t *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        out[i] =
            (int8_t)(kind == EXTREME ? (unit_below(random, 2) ? 127 : -128) : (int32_t)unit_below(random, 256) - 128);
}
/* Likewise what is multiplied with weights. */
static void any_values(uint64_t *random, Kind kind, uint8_t *out, size_t count)
{
    any_bytes(random, kind, (int8_t *)out, count);
    for (size_t i = 0; i < count; i++) out[i] = (uint8_t)((int8_t)out[i] + KERNEL_ZERO);
}
static void any_sums(uint64_t *random, Kind kind, int32_t *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        out[i] = kind == EXTREME ? (unit_below(random, 2) ? INT32_MAX : INT32_MIN)
                                 : (int32_t)unit_random(random) >> unit_below(random, 24);
}

#define UNTOUCHED 0x5a
static void assert_untouched(const void *from, const void *end)
{
    for (const uint8_t *at = from; at < (const uint8_t *)end; at++) assert_int_equal(*at, UNTOUCHED);
}

/* ---- products ---- */

static uint8_t x[MOST_WORDS * MOST_ROWS];
static int8_t weights[MOST_ROWS * MOST_COLUMNS], packed[MOST_ROWS * MOST_COLUMNS];
static int32_t column_sums[MOST_COLUMNS];
static int32_t sums[KERNELS][MOST_WORDS * MOST_COLUMNS + 64];

static int32_t naive_sum(const uint8_t *word, uint32_t rows, uint32_t column)
{
    int32_t sum = 0;
    for (uint32_t r = 0; r < rows; r++) sum += (word[r] - KERNEL_ZERO) * weights[column * rows + r];
    return sum;
}

static void same_sums(uint32_t words, uint32_t rows, uint32_t columns, size_t stride)
{
    Kernels k = all_kernels();
    KernelLayer layer = {rows, columns, packed, column_sums, NULL, NULL};
    kernel_pack(&layer, weights);
    for (uint32_t i = 0; i < k.count; i++) {
        memset(sums[i], UNTOUCHED, sizeof sums[i]);
        k.way[i].multiply(words, &layer, x, stride, sums[i]);
        assert_memory_equal(sums[0], sums[i], sizeof sums[0]);
    }
    assert_untouched(sums[0] + (size_t)words * columns, sums[1]);
    for (uint32_t i = 0; i < words; i++)
        for (uint32_t j = i % 7; j < columns; j += 7)
            assert_int_equal(sums[0][i * columns + j], naive_sum(x + i * stride, rows, j));
}

static void products(void **state)
{
    (void)state;
    static const uint32_t some_rows[] = {4, 16, 48, 132, 512, MOST_ROWS},
                          some_columns[] = {16, 32, 48, 240, MOST_COLUMNS};
    uint64_t random = 3;
    for (Kind kind = ANY; kind <= EXTREME; kind++) {
        any_values(&random, kind, x, COUNT(x));
        any_bytes(&random, kind, weights, COUNT(weights));
        for (size_t r = 0; r < COUNT(some_rows); r++)
            for (size_t c = 0; c < COUNT(some_columns); c++)
                for (size_t w = 0; w < COUNT(some_words); w++)
                    same_sums(some_words[w], some_rows[r], some_columns[c], some_rows[r]);
    }
}

static void largest_sums(void **state)
{
    (void)state;
    static const int8_t ends[] = {-128, 127};
    for (uint32_t i = 0; i < 4; i++) {
        memset(x, ends[i % 2] + KERNEL_ZERO, sizeof x);
        memset(weights, ends[i / 2], sizeof weights);
        same_sums(9, MOST_ROWS, 48, MOST_ROWS);
        assert_int_equal(sums[0][0], (int32_t)MOST_ROWS * ends[i % 2] * ends[i / 2]);
    }
}

/* Not every way of multiplying takes them. */
static void sums_of_columns(void **state)
{
    (void)state;
    KernelLayer layer = {MOST_ROWS, 48, packed, column_sums, NULL, NULL};
    uint64_t random = 7;
    for (Kind kind = ANY; kind <= EXTREME; kind++) {
        any_bytes(&random, kind, weights, COUNT(weights));
        memset(column_sums, UNTOUCHED, sizeof column_sums);
        kernel_pack(&layer, weights);
        for (uint32_t j = 0; j < 48; j++) {
            int32_t sum = 0;
            for (uint32_t r = 0; r < MOST_ROWS; r++) sum += weights[j * MOST_ROWS + r];
            assert_int_equal(column_sums[j], KERNEL_ZERO * sum);
        }
        assert_untouched(column_sums + 48, column_sums + MOST_COLUMNS);
    }
}

static void plain_where_asked_for(void **state)
{
    (void)state;
    Kernels k = all_kernels();
    assert_string_equal(kernel_for(&(Model){.plain = true}).name, "plain");
    assert_string_equal(kernel_for(&(Model){.plain = false}).name, k.way[k.count - 1].name);
}

static void rows_may_overlap(void **state) /* as the words' neighbourhoods do */
{
    (void)state;
    uint64_t random = 5;
    any_values(&random, ANY, x, COUNT(x));
    any_bytes(&random, ANY, weights, COUNT(weights));
    for (size_t w = 0; w < COUNT(some_words); w++) same_sums(some_words[w], 48, 32, 16);
}

/* ---- floats ---- */

#define FLOATS (MOST_WORDS * 6 * NET_WIDEST) /* of the widest layer */
static float from[FLOATS], to[KERNELS][FLOATS], scale[6 * NET_WIDEST], bias[6 * NET_WIDEST];
static int32_t given[FLOATS];
static uint8_t shut[KERNELS][MOST_WORDS * 2 * NET_WIDEST];

static void some_layer(uint64_t *random, Kind kind, uint32_t columns, KernelLayer *out)
{
    any_sums(random, kind, given, (size_t)MOST_WORDS * columns);
    any_floats(random, kind == LEVEL ? ANY : kind, bias, columns);
    for (uint32_t j = 0; j < columns; j++) scale[j] = any_float(random, kind) * 1e-4f;
    *out = (KernelLayer){4, columns, packed, column_sums, scale, bias};
}

typedef void OfLayer(uint32_t words, const KernelLayer *layer, const int32_t *sums, float *out);
typedef OfLayer *LayerOf(const Kernel *k);
static OfLayer *add_gated_of(const Kernel *k)
{
    return k->add_gated;
}
static OfLayer *open_gates_of(const Kernel *k)
{
    return k->open_gates;
}
static OfLayer *add_of(const Kernel *k)
{
    return k->add;
}
static OfLayer *give_of(const Kernel *k)
{
    return k->give;
}

static void same_layers(LayerOf *of, uint32_t columns)
{
    Kernels k = all_kernels();
    uint64_t random = columns + 1;
    KernelLayer layer;
    for (Kind kind = ANY; kind < KINDS; kind++)
        for (size_t w = 0; w < COUNT(some_words); w++) {
            some_layer(&random, kind, columns, &layer);
            any_floats(&random, kind, from, (size_t)MOST_WORDS * columns);
            for (uint32_t i = 0; i < k.count; i++) {
                memcpy(to[i], from, sizeof from);
                of (&k.way[i])(some_words[w], &layer, given, to[i]);
                assert_memory_equal(to[0], to[i], sizeof to[0]);
            }
        }
}

static void layers(void **state)
{
    (void)state;
    for (uint32_t columns = 16; columns <= MOST_COLUMNS; columns += columns < 96 ? 16 : 80) {
        same_layers(add_of, columns);
        same_layers(give_of, columns);
        if (columns % 32 == 0) same_layers(add_gated_of, columns);
    }
    static const uint32_t some_states[] = {16, 32, 48, 80, NET_WIDEST};
    for (size_t i = 0; i < COUNT(some_states); i++) same_layers(open_gates_of, 6 * some_states[i]);
}

static void normalising(void **state)
{
    (void)state;
    Kernels k = all_kernels();
    uint64_t random = 9;
    for (uint32_t width = 16; width <= NET_WIDEST; width += width < 64 ? 16 : 48)
        for (Kind kind = ANY; kind < KINDS; kind++)
            for (size_t w = 0; w < COUNT(some_words); w++) {
                any_floats(&random, kind, from, (size_t)MOST_WORDS * width);
                for (uint32_t i = 0; i < k.count; i++) {
                    memset(shut[i], UNTOUCHED, sizeof shut[i]);
                    k.way[i].normalise(some_words[w], width, 20, from, shut[i]);
                    assert_memory_equal(shut[0], shut[i], sizeof shut[0]);
                }
                assert_untouched(shut[0] + (size_t)some_words[w] * width, shut[1]);
            }
}

static void normal_is_normal(void **state) /* and not the same nonsense everywhere */
{
    (void)state;
    enum { WIDTH = 48 };
    uint8_t y[WIDTH];
    for (uint32_t i = 0; i < WIDTH; i++) from[i] = i % 2 ? 7 : 3;
    all_kernels().way[0].normalise(1, WIDTH, 20, from, y);
    for (uint32_t i = 0; i < WIDTH; i++) assert_int_equal(y[i], KERNEL_ZERO + (i % 2 ? 20 : -20));
}

static void recurrence(void **state)
{
    (void)state;
    Kernels k = all_kernels();
    uint64_t random = 13;
    for (uint32_t states = 16; states <= NET_WIDEST; states += states < 64 ? 16 : 64)
        for (uint32_t backwards = 0; backwards < 2; backwards++)
            for (size_t w = 0; w < COUNT(some_words); w++) {
                for (size_t i = 0; i < COUNT(from);
                     i++) /* gates: within [0, 1], to the ends; candidates within [-1, 1] */
                    from[i] = i % (6 * states) / (2 * states) == 1 ? net_tanh(any_float(&random, ANY))
                                                                   : net_sigmoid(any_float(&random, ANY) * 2);
                for (uint32_t i = 0; i < k.count; i++) {
                    memset(shut[i], UNTOUCHED, sizeof shut[i]);
                    k.way[i].recur(some_words[w], states, backwards, 127, from + backwards * states,
                                   shut[i] + backwards * states);
                    assert_memory_equal(shut[0], shut[i], sizeof shut[0]);
                }
            }
}

/* One state of it by hand, both ways. */
static void recurrence_is_its_equation(void **state)
{
    (void)state;
    enum { WORDS = 5, STATES = 16 };
    uint64_t random = 17;
    for (size_t i = 0; i < WORDS * 6 * STATES; i++) from[i] = net_sigmoid(any_float(&random, ANY));
    for (uint32_t backwards = 0; backwards < 2; backwards++) {
        float h = 0;
        all_kernels().way[0].recur(WORDS, STATES, backwards, 127, from + backwards * STATES,
                                   shut[0] + backwards * STATES);
        for (uint32_t t = 0; t < WORDS; t++) {
            uint32_t word = backwards ? WORDS - 1 - t : t, at = backwards * STATES + 3;
            const float *o = from + word * 6 * STATES + at;
            h = o[0] * h + (1 - o[0]) * o[2 * STATES];
            float wanted = h * o[4 * STATES] * 127, got = (float)(shut[0][word * 2 * STATES + at] - KERNEL_ZERO);
            assert_true(got - wanted < 0.51f && wanted - got < 0.51f);
        }
    }
}

static void bending(void **state)
{
    (void)state;
    Kernels k = all_kernels();
    uint64_t random = 23;
    for (Kind kind = ANY; kind < KINDS; kind++)
        for (uint32_t count = 0; count < 1000; count = count * 2 + 16) {
            any_floats(&random, kind, from, 2048);
            for (uint32_t i = 0; i < k.count; i++) {
                memset(shut[i], UNTOUCHED, 4096);
                k.way[i].bend(count, 127, from, from + 1024, shut[i]);
                assert_memory_equal(shut[0], shut[i], 4096);
            }
            assert_untouched(shut[0] + count, shut[0] + 4096);
            for (uint32_t i = 0; i < count; i++)
                assert_int_equal(shut[0][i], KERNEL_ZERO + lrintf(net_tanh(from[i] + from[1024 + i]) * 127));
        }
}

static void adding_rows(void **state)
{
    (void)state;
    Kernels k = all_kernels();
    uint64_t random = 29;
    const int8_t *rows[NET_INPUTS];
    for (Kind kind = ANY; kind <= EXTREME; kind++)
        for (uint32_t width = 16; width <= NET_WIDEST; width += 16)
            for (uint32_t count = 0; count <= NET_INPUTS; count += count < 3 ? 1 : 37) {
                if (kind == EXTREME)
                    memset(weights, -128, sizeof weights);
                else
                    any_bytes(&random, kind, weights, 2000);
                for (uint32_t r = 0; r < count; r++) rows[r] = weights + unit_below(&random, 1000);
                for (uint32_t i = 0; i < k.count; i++) {
                    memset(to[i], UNTOUCHED, 4096);
                    k.way[i].add_rows(count, rows, width, 0.37f, to[i]);
                    assert_memory_equal(to[0], to[i], 4096);
                }
                assert_untouched(to[0] + width, to[0] + 1024);
                for (uint32_t j = 0; j < width; j++) {
                    int32_t sum = 0;
                    for (uint32_t r = 0; r < count; r++) sum += rows[r][j];
                    assert_true(to[0][j] == (float)sum * 0.37f);
                }
            }
}

static void float_products(void **state)
{
    (void)state;
    Kernels k = all_kernels();
    uint64_t random = 31;
    for (Kind kind = ANY; kind < KINDS; kind++)
        for (uint32_t size = 0; size <= 64; size = size * 2 + 1)
            for (uint32_t columns = 16; columns <= 384; columns += columns < 64 ? 16 : 80) {
                any_floats(&random, kind, from, (size_t)64 * columns + 64);
                for (uint32_t i = 0; i < k.count; i++) {
                    memset(to[i], UNTOUCHED, columns * sizeof(float) + 1024); /* nothing need be there */
                    k.way[i].products(size, columns, from, from + 64, to[i]);
                    assert_memory_equal(to[0], to[i], columns * sizeof(float) + 1024);
                }
                assert_untouched(to[0] + columns, to[0] + columns + 256);
                for (uint32_t j = 0; j < columns; j++) {
                    float sum = 0;
                    for (uint32_t r = 0; r < size; r++) sum += from[r] * from[64 + r * columns + j];
                    assert_true(to[0][j] == sum);
                }
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(products),         cmocka_unit_test(largest_sums),
        cmocka_unit_test(sums_of_columns),  cmocka_unit_test(plain_where_asked_for),
        cmocka_unit_test(rows_may_overlap), cmocka_unit_test(layers),
        cmocka_unit_test(normalising),      cmocka_unit_test(normal_is_normal),
        cmocka_unit_test(recurrence),       cmocka_unit_test(recurrence_is_its_equation),
        cmocka_unit_test(bending),          cmocka_unit_test(adding_rows),
        cmocka_unit_test(float_products),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
