/* exp and log against libm in double precision, within the error that base.h promises, and their bits at a few
 * places, which must be the same on every machine. */
#include <math.h>

#include "unit.h"

static uint32_t bits_of(float x)
{
    uint32_t bits;
    memcpy(&bits, &x, 4);
    return bits;
}
static float float_of(uint32_t bits)
{
    float x;
    memcpy(&x, &bits, 4);
    return x;
}

static void exp_is_near(void **state)
{
    (void)state;
    double worst = 0;
    for (int32_t i = -8700000; i <= 8700000; i += 7) {
        float x = (float)i * 1e-5f;
        double want = exp((double)x), off = fabs((double)exp_portable(x) - want) / want;
        if (off > worst) worst = off;
    }
    print_message("largest relative error of exp: %g\n", worst);
    assert_true(worst < 2e-6);
}

static void exp_clamps(void **state)
{
    (void)state;
    float low = exp_portable(-87.0f), high = exp_portable(87.0f);
    static const float below[] = {-87.5f, -1e9f, -INFINITY, NAN}, above[] = {87.5f, 1e9f, INFINITY};
    for (size_t i = 0; i < COUNT(below); i++) assert_int_equal(bits_of(exp_portable(below[i])), bits_of(low));
    for (size_t i = 0; i < COUNT(above); i++) assert_int_equal(bits_of(exp_portable(above[i])), bits_of(high));
    assert_true(isnormal(low) && isnormal(high));
    assert_int_equal(bits_of(exp_portable(0.0f)), bits_of(1.0f));
}

static void log_is_near(void **state)
{
    (void)state;
    double worst = 0;
    for (uint32_t bits = bits_of(1.1e-30f); bits < bits_of(3e38f); bits += 977) {
        float x = float_of(bits);
        double want = log((double)x), off = fabs((double)log_portable(x) - want) / fmax(1.0, fabs(want));
        if (off > worst) worst = off;
    }
    print_message("largest error of log: %g\n", worst);
    assert_true(worst < 1e-6);
    static const float low[] = {1e-31f, 0.0f, -1.0f, -INFINITY, NAN};
    for (size_t i = 0; i < COUNT(low); i++)
        assert_int_equal(bits_of(log_portable(low[i])), bits_of(log_portable(1e-30f)));
    assert_int_equal(bits_of(log_portable(1.0f)), bits_of(0.0f));
}

static void sigmoid_is_near(void **state)
{
    (void)state;
    for (int i = -1000; i <= 1000; i++) {
        float x = (float)i * 0.1f;
        assert_true(fabs((double)sigmoid(x) - 1.0 / (1.0 + exp(-(double)x))) < 1e-6);
        assert_true(sigmoid(x) >= 0.0f && sigmoid(x) <= 1.0f);
    }
}

/* A hash of many results' bits: one fused multiply-add or one double in between would change it. */
static void same_bits_everywhere(void **state)
{
    (void)state;
    uint64_t hash = 0;
    for (int i = -8000; i <= 8000; i++) {
        float results[3] = {exp_portable((float)i * 0.01f), log_portable(1e-3f + (float)(i + 8000) * 0.37f),
                            sigmoid((float)i * 0.01f)};
        for (size_t k = 0; k < COUNT(results); k++) hash = hash_mix(hash ^ bits_of(results[k]));
    }
    assert_int_equal(hash, 0xe1601112aa254c0u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exp_is_near),     cmocka_unit_test(exp_clamps),           cmocka_unit_test(log_is_near),
        cmocka_unit_test(sigmoid_is_near), cmocka_unit_test(same_bits_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
