/* See deep.h. */
#include "net/deep.h"

#include "net/lanes.h"

INLINE Floats at(const float *x)
{
    return *(const Floats *)x;
}
INLINE Floats larger(Floats a, Floats b)
{
    return either(a > b, a, b);
}

INLINE float largest(Floats v)
{
    float most = v[0];
    for (uint32_t i = 1; i < LANES; i++) most = v[i] > most ? v[i] : most;
    return most;
}

INLINE void quantise(Narrow *narrow, uint32_t rows, uint32_t width, const float *x, uint8_t *y, float *worth)
{
    for (uint32_t i = 0; i < rows; i++, x += width, y += width) {
        Floats most = {0};
        for (uint32_t k = 0; k < width; k += LANES) most = larger(most, larger(at(x + k), -at(x + k)));
        float top = largest(most), times = top > 1e-30f ? 127.0f / top : 0.0f;
        worth[i] = top / 127.0f;
        for (uint32_t k = 0; k < width; k += LANES) *(Bytes *)(y + k) = to_bytes(narrow, at(x + k) * times);
    }
}

INLINE void give(uint32_t rows, const KernelLayer *l, const int32_t *sums, const float *worth, float *y)
{
    for (uint32_t i = 0; i < rows; i++, sums += l->columns, y += l->columns)
        for (uint32_t k = 0; k < l->columns; k += LANES)
            *(Floats *)(y + k) =
                __builtin_convertvector(*(const Ints *)(sums + k), Floats) * (at(l->scale + k) * worth[i]) +
                at(l->bias + k);
}

INLINE void settle(uint32_t rows, uint32_t width, const float *gain, const float *bias, float *x)
{
    for (uint32_t i = 0; i < rows; i++, x += width) {
        Floats sum = {0}, square = {0};
        for (uint32_t k = 0; k < width; k += LANES) sum += at(x + k);
        float mean = sum_lanes(sum) / (float)width;
        for (uint32_t k = 0; k < width; k += LANES) square += (at(x + k) - mean) * (at(x + k) - mean);
        float factor = 1.0f / sqrtf(sum_lanes(square) / (float)width + 1e-12f);
        for (uint32_t k = 0; k < width; k += LANES)
            *(Floats *)(x + k) = (at(x + k) - mean) * factor * at(gain + k) + at(bias + k);
    }
}

INLINE void add(size_t count, const float *y, float *x)
{
    for (size_t k = 0; k < count; k += LANES) *(Floats *)(x + k) += at(y + k);
}

INLINE void gelu(size_t count, float *x)
{
    for (size_t k = 0; k < count; k += LANES) {
        Floats v = at(x + k);
        *(Floats *)(x + k) = 0.5f * v * (1.0f + bent(0.7978845608f * (v + 0.044715f * v * v * v)));
    }
}

/* e to a power of at most 0: a power of two by the exponent's bits, the rest by its series to the sixth. */
INLINE Floats power(Floats x)
{
    x = either(x > -87.0f, x, (Floats){0} - 87.0f);
    x = either(x < 0.0f, x, (Floats){0}) * 1.44269504f;
    Floats whole = (x + 12582912.0f) - 12582912.0f, f = (x - whole) * 0.69314718f;
    Floats y =
        1.0f +
        f * (1.0f + f * (0.5f + f * (0.16666667f + f * (0.041666667f + f * (0.0083333333f + f * 0.0013888889f)))));
    return (Floats)((Ints)y + __builtin_convertvector(whole, Ints) * (1 << 23));
}

/* scores -> shares that sum to 1; those from `count` on, up to whole lanes, are 0. */
INLINE void soften(uint32_t count, float *x)
{
    uint32_t lanes = deep_lanes(count);
    for (uint32_t k = count; k < lanes; k++) x[k] = -1e30f;
    Floats most = at(x), sum = {0};
    for (uint32_t k = LANES; k < lanes; k += LANES) most = larger(most, at(x + k));
    float top = largest(most);
    for (uint32_t k = 0; k < lanes; k += LANES) *(Floats *)(x + k) = power(at(x + k) - top);
    for (uint32_t k = count; k < lanes; k++) x[k] = 0;
    for (uint32_t k = 0; k < lanes; k += LANES) sum += at(x + k);
    float share = 1.0f / sum_lanes(sum);
    for (uint32_t k = 0; k < lanes; k += LANES) *(Floats *)(x + k) *= share;
}

/* Four rows at a time, so that what is loaded once serves four. Of a last block that is not full some are done twice.
 */
INLINE void attend_head(uint32_t rows, uint32_t width, const float *qkv, const float *keys, const float *values,
                        float *scores, float *out)
{
    uint32_t lanes = deep_lanes(rows);
    for (uint32_t first = 0; first < rows; first += 4) {
        uint32_t row[4];
        for (uint32_t i = 0; i < 4; i++) row[i] = first + i < rows ? first + i : rows - 1;
        for (uint32_t j = 0; j < lanes; j += LANES) {
            Floats sum[4] = {{0}};
            for (uint32_t k = 0; k < DEEP_HEAD; k++) {
                Floats key = at(keys + (size_t)k * lanes + j);
                for (uint32_t i = 0; i < 4; i++) sum[i] += qkv[(size_t)row[i] * 3 * width + k] * key;
            }
            for (uint32_t i = 0; i < 4; i++)
                *(Floats *)(scores + (size_t)i * lanes + j) = sum[i] * 0.17677670f; /* 1 / sqrt 32 */
        }
        for (uint32_t i = 0; i < 4; i++) soften(rows, scores + (size_t)i * lanes);
        Floats low[4] = {{0}}, high[4] = {{0}};
        for (uint32_t j = 0; j < rows; j++) {
            Floats a = at(values + (size_t)j * DEEP_HEAD), b = at(values + (size_t)j * DEEP_HEAD + LANES);
            for (uint32_t i = 0; i < 4; i++) {
                float p = scores[(size_t)i * lanes + j];
                low[i] += p * a;
                high[i] += p * b;
            }
        }
        for (uint32_t i = 0; i < 4; i++) {
            *(Floats *)(out + (size_t)row[i] * width) = low[i];
            *(Floats *)(out + (size_t)row[i] * width + LANES) = high[i];
        }
    }
}

INLINE void attend(uint32_t rows, uint32_t width, const float *qkv, float *room, float *out)
{
    uint32_t lanes = deep_lanes(rows);
    float *keys = room, *values = keys + (size_t)lanes * DEEP_HEAD, *scores = values + (size_t)lanes * DEEP_HEAD;
    memset(keys, 0, (size_t)lanes * DEEP_HEAD * sizeof *keys);
    for (uint32_t head = 0; head < width; head += DEEP_HEAD) {
        for (uint32_t i = 0; i < rows; i++) {
            const float *from = qkv + (size_t)i * 3 * width + head;
            for (uint32_t k = 0; k < DEEP_HEAD; k++) keys[(size_t)k * lanes + i] = from[width + k];
            memcpy(values + (size_t)i * DEEP_HEAD, from + 2 * (size_t)width, DEEP_HEAD * sizeof *values);
        }
        attend_head(rows, width, qkv + head, keys, values, scores, out + head);
    }
}

#define LOOPS(machine, ...)                                                                                            \
    __VA_ARGS__ static void quantise_##machine(uint32_t rows, uint32_t width, const float *x, uint8_t *y,              \
                                               float *worth)                                                           \
    {                                                                                                                  \
        quantise(narrow_##machine, rows, width, x, y, worth);                                                          \
    }                                                                                                                  \
    __VA_ARGS__ static void give_##machine(uint32_t rows, const KernelLayer *l, const int32_t *sums,                   \
                                           const float *worth, float *y)                                               \
    {                                                                                                                  \
        give(rows, l, sums, worth, y);                                                                                 \
    }                                                                                                                  \
    __VA_ARGS__ static void settle_##machine(uint32_t rows, uint32_t width, const float *gain, const float *bias,      \
                                             float *x)                                                                 \
    {                                                                                                                  \
        settle(rows, width, gain, bias, x);                                                                            \
    }                                                                                                                  \
    __VA_ARGS__ static void add_##machine(size_t count, const float *y, float *x)                                      \
    {                                                                                                                  \
        add(count, y, x);                                                                                              \
    }                                                                                                                  \
    __VA_ARGS__ static void gelu_##machine(size_t count, float *x)                                                     \
    {                                                                                                                  \
        gelu(count, x);                                                                                                \
    }                                                                                                                  \
    __VA_ARGS__ static void attend_##machine(uint32_t rows, uint32_t width, const float *qkv, float *room, float *out) \
    {                                                                                                                  \
        attend(rows, width, qkv, room, out);                                                                           \
    }

#define DEEP(machine)                                                                                                  \
    (Deep)                                                                                                             \
    {                                                                                                                  \
        quantise_##machine, give_##machine, settle_##machine, add_##machine, gelu_##machine, attend_##machine          \
    }

LOOPS(plain, )
#ifdef __x86_64__
LOOPS(avx2, AVX2)
LOOPS(avx512, AVX512)
#endif

uint32_t deeps_of_machine(Deep out[KERNELS])
{
    Kernel kernels[KERNELS];
    uint32_t count = kernels_of_machine(kernels);
    out[0] = DEEP(plain);
#ifdef __x86_64__
    const Deep wide[] = {DEEP(avx2), DEEP(avx512)};
    for (uint32_t i = 1; i < count; i++) out[i] = wide[i - 1];
#endif
    return count;
}

Deep deep_for(const Model *model)
{
    Deep deeps[KERNELS];
    uint32_t count = deeps_of_machine(deeps);
    return deeps[model->plain ? 0 : count - 1];
}
