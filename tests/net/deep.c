/* Every way of the machine gives the bits of the plain one, whatever the shape; the plain one gives what a few lines of
 * double arithmetic give, nearly. */
#include "net/deep.h"

#include <math.h>

#include "unit.h"

#define MOST_ROWS 33u
#define MOST_WIDTH 96u
#define MOST (MOST_ROWS * 3 * MOST_WIDTH)

static float x[MOST], out[KERNELS][MOST], room[(MOST_ROWS + 15) * (2 * DEEP_HEAD + 4)], gain[MOST_WIDTH],
    bias[MOST_WIDTH];
static const uint32_t some_rows[] = {1, 2, 3, 4, 5, 15, 16, 17, 33};
static const uint32_t some_widths[] = {32, 64, 96};

static void any_floats(uint64_t *random, float most, float *to, size_t count)
{
    for (size_t i = 0; i < count; i++) to[i] = ((float)unit_below(random, 1u << 24) / 8388608.0f - 1) * most;
}

static void near(double a, double b, double within)
{
    if (fabs(a - b) > within * (1 + fabs(b))) unit_fail("%g is not near %g", a, b);
}

/* Calls `check` for each shape with x filled; two sizes of numbers. */
typedef void Check(const Deep *deep, uint32_t way, uint32_t rows, uint32_t width);
static void each_shape(Check *check)
{
    Deep deep[KERNELS];
    uint32_t count = deeps_of_machine(deep);
    uint64_t random = 11;
    for (size_t w = 0; w < COUNT(some_widths); w++)
        for (size_t r = 0; r < COUNT(some_rows); r++)
            for (uint32_t big = 0; big < 2; big++) {
                any_floats(&random, big ? 1e4f : 4, x, COUNT(x));
                any_floats(&random, 2, gain, COUNT(gain));
                any_floats(&random, 2, bias, COUNT(bias));
                for (uint32_t k = 0; k < count; k++) {
                    memset(out[k], 0x5a, sizeof out[k]);
                    check(&deep[k], k, some_rows[r], some_widths[w]);
                    assert_memory_equal(out[0], out[k], sizeof out[0]);
                }
            }
}

static void settles(const Deep *deep, uint32_t way, uint32_t rows, uint32_t width)
{
    memcpy(out[way], x, rows * width * sizeof *x);
    deep->settle(rows, width, gain, bias, out[way]);
    for (uint32_t i = 0; i < rows && !way; i++) {
        double sum = 0, square = 0;
        for (uint32_t k = 0; k < width; k++) sum += (double)x[i * width + k];
        for (uint32_t k = 0; k < width; k++) square += pow((double)x[i * width + k] - sum / width, 2);
        for (uint32_t k = 0; k < width; k++)
            near((double)out[0][i * width + k],
                 ((double)x[i * width + k] - sum / width) / sqrt(square / width + 1e-12) * (double)gain[k] +
                     (double)bias[k],
                 1e-4);
    }
}
static void layer_norm(void **state)
{
    (void)state;
    each_shape(settles);
}

static void bends(const Deep *deep, uint32_t way, uint32_t rows, uint32_t width)
{
    memcpy(out[way], x, rows * width * sizeof *x);
    deep->gelu((size_t)rows * width, out[way]);
    for (uint32_t i = 0; i < rows * width && !way; i++) {
        double v = (double)x[i], wanted = v * 0.5 * (1 + erf(v / sqrt(2)));
        if (fabs((double)out[0][i] - wanted) > 5e-3)
            unit_fail("gelu of %g is %g, not %g", v, (double)out[0][i], wanted);
    }
}
static void gelu(void **state)
{
    (void)state;
    each_shape(bends);
}

static uint8_t bytes[KERNELS][MOST];
static float worth[KERNELS][MOST_ROWS];
static void shrinks(const Deep *deep, uint32_t way, uint32_t rows, uint32_t width)
{
    memset(bytes[way], 0, sizeof bytes[way]);
    deep->quantise(rows, width, x, bytes[way], worth[way]);
    assert_memory_equal(bytes[0], bytes[way], sizeof bytes[0]);
    assert_memory_equal(worth[0], worth[way], rows * sizeof(float));
    for (uint32_t i = 0; i < rows * width && !way; i++) {
        double back = ((double)bytes[0][i] - KERNEL_ZERO) * (double)worth[0][i / width];
        if (fabs(back - (double)x[i]) > 0.5001 * (double)worth[0][i / width])
            unit_fail("%g came back as %g", (double)x[i], back);
    }
}
static void quantise(void **state)
{
    (void)state;
    each_shape(shrinks);
    Deep deep[KERNELS];
    float nothing[32] = {0}, one = 1;
    for (uint32_t n = deeps_of_machine(deep), k = 0; k < n; k++) {
        deep[k].quantise(1, 32, nothing, bytes[0], &one);
        assert_true(one == 0.0f);
        for (uint32_t i = 0; i < 32; i++) assert_int_equal(bytes[0][i], KERNEL_ZERO);
    }
}

static void attends(const Deep *deep, uint32_t way, uint32_t rows, uint32_t width)
{
    deep->attend(rows, width, x, room, out[way]);
    for (uint32_t head = 0; head < width && !way; head += DEEP_HEAD)
        for (uint32_t i = 0; i < rows; i++) {
            double score[MOST_ROWS], top = -1e300, sum = 0;
            for (uint32_t j = 0; j < rows; j++) {
                score[j] = 0;
                for (uint32_t k = 0; k < DEEP_HEAD; k++)
                    score[j] += (double)x[i * 3 * width + head + k] * (double)x[j * 3 * width + width + head + k] /
                                sqrt(DEEP_HEAD);
                top = score[j] > top ? score[j] : top;
            }
            for (uint32_t j = 0; j < rows; j++) sum += score[j] = exp(score[j] - top);
            for (uint32_t k = 0; k < DEEP_HEAD; k++) {
                double wanted = 0;
                for (uint32_t j = 0; j < rows; j++)
                    wanted += score[j] / sum * (double)x[j * 3 * width + 2 * width + head + k];
                near((double)out[0][i * width + head + k], wanted, 1e-3);
            }
        }
}
static void attention(void **state)
{
    (void)state;
    each_shape(attends);
}

static int32_t sums[MOST];
static void gives(const Deep *deep, uint32_t way, uint32_t rows, uint32_t width)
{
    KernelLayer layer = {.rows = 4, .columns = width, .scale = gain, .bias = bias};
    for (uint32_t i = 0; i < rows * width; i++) sums[i] = (int32_t)x[i] * 100;
    deep->give(rows, &layer, sums, x, out[way]);
    for (uint32_t i = 0; i < rows * width && !way; i++)
        near((double)out[0][i],
             (double)sums[i] * (double)gain[i % width] * (double)x[i / width] + (double)bias[i % width], 1e-5);
    deep->add((size_t)rows * width, x, out[way]);
}
static void give_and_add(void **state)
{
    (void)state;
    each_shape(gives);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(layer_norm), cmocka_unit_test(gelu), cmocka_unit_test(quantise),
                                       cmocka_unit_test(attention), cmocka_unit_test(give_and_add)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
