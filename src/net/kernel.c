/* See kernel.h. Products: some words and 8 to 32 columns at a time, so that a weight is loaded once for the words. A panel of
 * columns stays in the first-level cache while all words pass by. */
#include "net/lanes.h"

/* NET_INPUTS rows of int8 fit int16 sums. */
INLINE void add_rows(uint32_t count, const int8_t *const *rows, uint32_t width, float scale, float *x)
{
    for (uint32_t k = 0; k < width; k += LANES) {
        Shorts sum = {0};
        for (uint32_t i = 0; i < count; i++) sum += __builtin_convertvector(*(const Signed *)(rows[i] + k), Shorts);
        *(Floats *)(x + k) = __builtin_convertvector(sum, Floats) * scale;
    }
}

INLINE void normalise(Narrow *narrow, uint32_t words, uint32_t width, float scale, const float *x, uint8_t *y)
{
    for (uint32_t i = 0; i < words; i++, x += width, y += width) {
        Floats sum = {0}, square = {0};
        for (uint32_t k = 0; k < width; k += LANES) {
            Floats v = *(const Floats *)(x + k);
            sum += v;
            square += v * v;
        }
        float mean = sum_lanes(sum) / (float)width, variance = sum_lanes(square) / (float)width - mean * mean;
        float factor = scale / sqrtf((variance > 0 ? variance : 0) + 1e-5f);
        for (uint32_t k = 0; k < width; k += LANES) *(Bytes *)(y + k) = to_bytes(narrow, (*(const Floats *)(x + k) - mean) * factor);
    }
}

INLINE void add_gated(uint32_t words, const KernelLayer *l, const int32_t *sums, float *x)
{
    uint32_t width = l->columns / 2;
    for (uint32_t i = 0; i < words; i++, sums += 2 * width, x += width)
        for (uint32_t k = 0; k < width; k += LANES)
            *(Floats *)(x + k) += scaled(l, sums, k) * opened(scaled(l, sums, width + k));
}

INLINE void open_gates(uint32_t words, const KernelLayer *l, const int32_t *sums, float *open)
{
    uint32_t third = l->columns / 3;
    for (uint32_t i = 0; i < words; i++, sums += l->columns, open += l->columns)
        for (uint32_t k = 0; k < third; k += LANES) {
            *(Floats *)(open + k) = opened(scaled(l, sums, k));
            *(Floats *)(open + third + k) = bent(scaled(l, sums, third + k));
            *(Floats *)(open + 2 * third + k) = opened(scaled(l, sums, 2 * third + k));
        }
}

INLINE void recur(Narrow *narrow, uint32_t words, uint32_t states, bool backwards, float scale, const float *open, uint8_t *y)
{
    for (uint32_t k = 0; k < states; k += LANES) {
        Floats h = {0};
        for (uint32_t t = 0; t < words; t++) {
            size_t i = backwards ? words - 1 - t : t;
            const float *o = open + i * 6 * states + k;
            Floats forget = *(const Floats *)o;
            h = forget * h + (1.0f - forget) * *(const Floats *)(o + 2 * states);
            *(Bytes *)(y + i * 2 * states + k) = to_bytes(narrow, h * *(const Floats *)(o + 4 * states) * scale);
        }
    }
}

INLINE void add(uint32_t words, const KernelLayer *l, const int32_t *sums, float *x)
{
    for (uint32_t i = 0; i < words; i++, sums += l->columns, x += l->columns)
        for (uint32_t k = 0; k < l->columns; k += LANES) *(Floats *)(x + k) += scaled(l, sums, k);
}

INLINE void give(uint32_t words, const KernelLayer *l, const int32_t *sums, float *y)
{
    for (uint32_t i = 0; i < words; i++, sums += l->columns, y += l->columns)
        for (uint32_t k = 0; k < l->columns; k += LANES) *(Floats *)(y + k) = scaled(l, sums, k);
}

INLINE void bend(Narrow *narrow, uint32_t count, float scale, const float *a, const float *b, uint8_t *y)
{
    for (uint32_t k = 0; k < count; k += LANES)
        *(Bytes *)(y + k) = to_bytes(narrow, bent(*(const Floats *)(a + k) + *(const Floats *)(b + k)) * scale);
}

INLINE void products(uint32_t size, uint32_t columns, const float *a, const float *b, float *out)
{
    for (uint32_t j = 0; j < columns; j += LANES) {
        Floats sum = {0};
        for (uint32_t k = 0; k < size; k++) sum += a[k] * *(const Floats *)(b + (size_t)k * columns + j);
        *(Floats *)(out + j) = sum;
    }
}

#define FLOATS(machine, narrow, ...)                                                                                           \
    __VA_ARGS__ static void add_rows_##machine(uint32_t count, const int8_t *const *rows, uint32_t width, float scale, \
                                               float *x)                                                               \
    {                                                                                                                  \
        add_rows(count, rows, width, scale, x);                                                                        \
    }                                                                                                                  \
    __VA_ARGS__ static void normalise_##machine(uint32_t words, uint32_t width, float scale, const float *x, uint8_t *y)\
    {                                                                                                                  \
        normalise(narrow, words, width, scale, x, y);                                                                          \
    }                                                                                                                  \
    __VA_ARGS__ static void add_gated_##machine(uint32_t words, const KernelLayer *l, const int32_t *sums, float *x)   \
    {                                                                                                                  \
        add_gated(words, l, sums, x);                                                                                  \
    }                                                                                                                  \
    __VA_ARGS__ static void open_gates_##machine(uint32_t words, const KernelLayer *l, const int32_t *sums, float *y)  \
    {                                                                                                                  \
        open_gates(words, l, sums, y);                                                                                 \
    }                                                                                                                  \
    __VA_ARGS__ static void recur_##machine(uint32_t words, uint32_t states, bool backwards, float scale,              \
                                            const float *open, uint8_t *y)                                            \
    {                                                                                                                  \
        recur(narrow, words, states, backwards, scale, open, y);                                                               \
    }                                                                                                                  \
    __VA_ARGS__ static void add_##machine(uint32_t words, const KernelLayer *l, const int32_t *sums, float *x)         \
    {                                                                                                                  \
        add(words, l, sums, x);                                                                                        \
    }                                                                                                                  \
    __VA_ARGS__ static void give_##machine(uint32_t words, const KernelLayer *l, const int32_t *sums, float *y)        \
    {                                                                                                                  \
        give(words, l, sums, y);                                                                                       \
    }                                                                                                                  \
    __VA_ARGS__ static void bend_##machine(uint32_t count, float scale, const float *a, const float *b, uint8_t *y)    \
    {                                                                                                                  \
        bend(narrow, count, scale, a, b, y);                                                                                   \
    }                                                                                                                  \
    __VA_ARGS__ static void products_##machine(uint32_t size, uint32_t columns, const float *a, const float *b,        \
                                               float *out)                                                             \
    {                                                                                                                  \
        products(size, columns, a, b, out);                                                                            \
    }

#define KERNEL(machine) \
    (Kernel){#machine, multiply_##machine, add_rows_##machine, normalise_##machine, add_gated_##machine, open_gates_##machine, recur_##machine, add_##machine, give_##machine, bend_##machine, products_##machine}

void kernel_pack(KernelLayer *l, const int8_t *weights)
{
    for (uint32_t j = 0; j < l->columns; j++) {
        int32_t sum = 0;
        for (uint32_t r = 0; r < l->rows; r++, weights++) {
            l->packed[kernel_place(l->columns, r, j)] = *weights;
            sum += *weights;
        }
        l->column_sums[j] = KERNEL_ZERO * sum;
    }
}

/* ---- plain ---- */

static void multiply_plain(uint32_t words, const KernelLayer *l, const uint8_t *x, size_t stride, int32_t *sums)
{
    for (uint32_t i = 0; i < words; i++, x += stride, sums += l->columns) {
        memset(sums, 0, l->columns * sizeof *sums);
        for (uint32_t r = 0; r < l->rows; r += 4) {
            const int8_t *w = l->packed + (size_t)r * l->columns;
            for (uint32_t j = 0; j < l->columns; j++, w += 4)
                for (uint32_t k = 0; k < 4; k++) sums[j] += (x[r + k] - KERNEL_ZERO) * w[k];
        }
    }
}

FLOATS(plain, narrow_plain, )

#ifdef __x86_64__

/* ---- AVX2: bytes are widened to 16 bits; a pair of products is added by one instruction (vpmaddwd) ---- */

/* Eight columns of `words` words; `words` is a constant where this is inlined. A sum's two halves lie side by side. */
AVX2 INLINE void tile_avx2(uint32_t words, const KernelLayer *l, uint32_t column, const uint8_t *x, size_t stride, int32_t *sums)
{
    __m256i low[4], high[4];
    for (uint32_t i = 0; i < words; i++) low[i] = high[i] = _mm256_setzero_si256();
    const int8_t *w = l->packed + (size_t)column * 4;
    for (uint32_t r = 0; r < l->rows; r += 4, w += 4 * (size_t)l->columns) {
        __m256i first = _mm256_cvtepi8_epi16(_mm_loadu_si128((const void *)w)),
                second = _mm256_cvtepi8_epi16(_mm_loadu_si128((const void *)(w + 16)));
        for (uint32_t i = 0; i < words; i++) {
            int32_t four;
            memcpy(&four, x + i * stride + r, 4);
            __m128i signed_four = _mm_sub_epi16(_mm_cvtepu8_epi16(_mm_cvtsi32_si128(four)), _mm_set1_epi16(KERNEL_ZERO));
            __m256i each = _mm256_broadcastq_epi64(signed_four);
            low[i] = _mm256_add_epi32(low[i], _mm256_madd_epi16(each, first));
            high[i] = _mm256_add_epi32(high[i], _mm256_madd_epi16(each, second));
        }
    }
    for (uint32_t i = 0; i < words; i++) {
        __m256i both = _mm256_permute4x64_epi64(_mm256_hadd_epi32(low[i], high[i]), 0xD8);
        _mm256_storeu_si256((void *)(sums + i * l->columns), both);
    }
}

AVX2 static void multiply_avx2(uint32_t words, const KernelLayer *l, const uint8_t *x, size_t stride, int32_t *sums)
{
    for (uint32_t j = 0; j < l->columns; j += 8) {
        uint32_t i = 0;
        for (; i + 4 <= words; i += 4) tile_avx2(4, l, j, x + i * stride, stride, sums + (size_t)i * l->columns + j);
        for (; i < words; i++) tile_avx2(1, l, j, x + i * stride, stride, sums + (size_t)i * l->columns + j);
    }
}

FLOATS(avx2, narrow_avx2, AVX2)

/* ---- AVX-512: four products of an unsigned with a signed byte are added by one instruction (vpdpbusd): the
 * sum begins with what the 128 too much of each value makes of the column's weights ---- */

/* 16 columns a vector; `words` and `vectors` are constants where this is inlined. */
AVX512 INLINE void tile_avx512(uint32_t words, uint32_t vectors, const KernelLayer *l, uint32_t column, const uint8_t *x,
                               size_t stride, int32_t *sums)
{
    __m512i sum[8][2];
    for (uint32_t c = 0; c < vectors; c++) {
        __m512i begin = _mm512_sub_epi32(_mm512_setzero_si512(), _mm512_loadu_si512(l->column_sums + column + 16 * c));
        for (uint32_t i = 0; i < words; i++) sum[i][c] = begin;
    }
    const int8_t *w = l->packed + (size_t)column * 4;
    for (uint32_t r = 0; r < l->rows; r += 4, w += 4 * (size_t)l->columns) {
        __m512i weights[2];
        for (uint32_t c = 0; c < vectors; c++) weights[c] = _mm512_loadu_si512(w + 64 * c);
        for (uint32_t i = 0; i < words; i++) {
            int32_t four;
            memcpy(&four, x + i * stride + r, 4);
            __m512i each = _mm512_set1_epi32(four);
            for (uint32_t c = 0; c < vectors; c++) sum[i][c] = _mm512_dpbusd_epi32(sum[i][c], each, weights[c]);
        }
    }
    for (uint32_t i = 0; i < words; i++)
        for (uint32_t c = 0; c < vectors; c++) _mm512_storeu_si512(sums + i * (size_t)l->columns + 16 * c, sum[i][c]);
}

AVX512 static void multiply_avx512(uint32_t words, const KernelLayer *l, const uint8_t *x, size_t stride, int32_t *sums)
{
    for (uint32_t j = 0; j < l->columns;) {
        uint32_t vectors = l->columns - j >= 32 ? 2 : 1;
        for (uint32_t i = 0; i < words;) {
            const uint8_t *from = x + i * stride;
            int32_t *to = sums + (size_t)i * l->columns + j;
            bool many = words - i >= 8 && vectors == 2;
            if (many)
                tile_avx512(8, 2, l, j, from, stride, to);
            else if (vectors == 2)
                tile_avx512(1, 2, l, j, from, stride, to);
            else
                tile_avx512(1, 1, l, j, from, stride, to);
            i += many ? 8 : 1;
        }
        j += vectors * 16;
    }
}

FLOATS(avx512, narrow_avx512, AVX512)

/* What the processor has and the system keeps the registers of. Not __builtin_cpu_supports: it would bring writable data
 * into the library. */
static void look_at_machine(bool *avx2, bool *avx512)
{
    uint32_t a, b, c, d, low, high;
    *avx2 = *avx512 = false;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE)) return;
    __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return;
    *avx2 = (low & 6) == 6 && (b & bit_AVX2);
    uint32_t wanted = bit_AVX512F | bit_AVX512BW | bit_AVX512VL | bit_AVX512DQ;
    *avx512 = *avx2 && (low & 0xE6) == 0xE6 && (b & wanted) == wanted && (c & bit_AVX512VNNI);
}

uint32_t kernels_of_machine(Kernel out[KERNELS])
{
    uint32_t n = 0;
    bool avx2, avx512;
    look_at_machine(&avx2, &avx512);
    out[n++] = KERNEL(plain);
    if (avx2) out[n++] = KERNEL(avx2);
    if (avx512) out[n++] = KERNEL(avx512);
    return n;
}

#else

uint32_t kernels_of_machine(Kernel out[KERNELS])
{
    out[0] = KERNEL(plain);
    return 1;
}

#endif

Kernel kernel_for(const Model *model)
{
    Kernel kernels[KERNELS];
    uint32_t count = kernels_of_machine(kernels);
    return kernels[model->plain ? 0 : count - 1];
}
