/* exp and log whose bits depend on nothing but IEEE single precision: no libm, no fused multiply-add. */
#include <float.h>

#include "base/base.h"

_Static_assert(FLT_EVAL_METHOD == 0 || FLT_EVAL_METHOD == 16,
               "floats must be computed as floats: build for SSE2, not for the x87");

/* exp x = 2^k * e^r with |r| <= ln2/2; e^r by its Taylor polynomial of degree 7. */
float exp_portable(float x)
{
    if (x > 87.0f) x = 87.0f;
    if (!(x > -87.0f)) x = -87.0f;
    float t = x * 1.44269504f;
    int32_t k = (int32_t)(t >= 0 ? t + 0.5f : t - 0.5f);
    float r = x - (float)k * 0.693359375f;
    r -= (float)k * -2.12194440e-4f;
    float p =
        1.0f + r * (1.0f + r * (0.5f + r * (0.166666667f +
                                            r * (0.0416666667f +
                                                 r * (0.00833333333f + r * (0.00138888889f + r * 0.000198412698f))))));
    uint32_t bits = (uint32_t)(k + 127) << 23;
    float scale;
    memcpy(&scale, &bits, 4);
    return p * scale;
}

/* log x = k ln2 + log m with m in [sqrt(1/2), sqrt 2), log m = 2 atanh((m-1)/(m+1)). */
float log_portable(float x)
{
    if (!(x > 1e-30f)) x = 1e-30f;
    uint32_t bits;
    memcpy(&bits, &x, 4);
    int32_t k = (int32_t)(bits >> 23) - 127;
    bits = (bits & 0x7FFFFFu) | 0x3F800000u;
    float m;
    memcpy(&m, &bits, 4);
    if (m > 1.41421356f) {
        m *= 0.5f;
        k++;
    }
    float s = (m - 1.0f) / (m + 1.0f), q = s * s;
    float p = 2.0f * s * (1.0f + q * (0.333333333f + q * (0.2f + q * (0.142857143f + q * 0.111111111f))));
    return (float)k * 0.693147181f + p;
}
