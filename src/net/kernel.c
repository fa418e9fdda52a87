/* See kernel.h. Four words and sixteen columns at a time: a weight is loaded once for the four words, a pair of a word's
 * values is multiplied with eight or sixteen columns by one instruction (pmaddwd). */
#include "net/kernel.h"

#ifdef __x86_64__
#include <cpuid.h>
#include <immintrin.h>
#endif

void kernel_plain(uint32_t words, uint32_t rows, uint32_t columns, const int16_t *x, size_t stride, const int16_t *packed, int32_t *sums)
{
    for (uint32_t i = 0; i < words; i++, x += stride, sums += columns) {
        memset(sums, 0, columns * sizeof *sums);
        for (uint32_t r = 0; r < rows; r += 2) {
            const int16_t *w = packed + (size_t)r * columns;
            for (uint32_t j = 0; j < columns; j++) sums[j] += x[r] * w[2 * j] + x[r + 1] * w[2 * j + 1];
        }
    }
}

#ifdef __x86_64__

/* `words` at most 4; the loops over i and c are unrolled: words and vectors are constants where this is inlined. */
#define TILE(Vector, load, store, add, pairs, broadcast, lanes)                                                    \
    do {                                                                                                           \
        Vector sum[4][2];                                                                                          \
        for (uint32_t i = 0; i < words; i++)                                                                       \
            for (uint32_t c = 0; c < vectors; c++) sum[i][c] = (Vector){0};                                        \
        const int16_t *at = packed;                                                                                \
        for (size_t r = 0; r < rows; r += 2, at += 2 * (size_t)columns) {                                          \
            Vector w[2];                                                                                           \
            for (uint32_t c = 0; c < vectors; c++) w[c] = load((const void *)(at + (size_t)c * 2 * lanes));        \
            for (uint32_t i = 0; i < words; i++) {                                                                 \
                int32_t pair;                                                                                      \
                memcpy(&pair, x + i * stride + r, 4);                                                              \
                Vector both = broadcast(pair);                                                                     \
                for (uint32_t c = 0; c < vectors; c++) sum[i][c] = add(sum[i][c], pairs(both, w[c]));              \
            }                                                                                                      \
        }                                                                                                          \
        for (uint32_t i = 0; i < words; i++)                                                                       \
            for (uint32_t c = 0; c < vectors; c++) store((void *)(sums + (size_t)i * columns + (size_t)c * lanes), sum[i][c]); \
    } while (0)

#define PANELS(tile, lanes)                                                                                        \
    for (uint32_t j = 0; j < columns;) {                                                                           \
        uint32_t vectors = columns - j >= 2 * lanes ? 2 : 1;                                                       \
        for (uint32_t i = 0; i < words;) {                                                                         \
            const int16_t *from = x + i * stride, *w = packed + (size_t)j * 2;                                     \
            int32_t *to = sums + (size_t)i * columns + j;                                                          \
            if (words - i >= 4 && vectors == 2)                                                                    \
                tile(4, 2, rows, columns, from, stride, w, to);                                                    \
            else if (vectors == 2)                                                                                 \
                tile(1, 2, rows, columns, from, stride, w, to);                                                    \
            else                                                                                                   \
                tile(1, 1, rows, columns, from, stride, w, to);                                                    \
            i += words - i >= 4 && vectors == 2 ? 4 : 1;                                                           \
        }                                                                                                          \
        j += vectors * lanes;                                                                                      \
    }

#define INLINE static inline __attribute__((always_inline))
#define AVX2 __attribute__((target("avx2")))

INLINE void tile_sse2(uint32_t words, uint32_t vectors, uint32_t rows, uint32_t columns, const int16_t *x, size_t stride,
                      const int16_t *packed, int32_t *sums)
{
    TILE(__m128i, _mm_loadu_si128, _mm_storeu_si128, _mm_add_epi32, _mm_madd_epi16, _mm_set1_epi32, 4);
}

AVX2 INLINE void tile_avx2(uint32_t words, uint32_t vectors, uint32_t rows, uint32_t columns, const int16_t *x, size_t stride,
                           const int16_t *packed, int32_t *sums)
{
    TILE(__m256i, _mm256_loadu_si256, _mm256_storeu_si256, _mm256_add_epi32, _mm256_madd_epi16, _mm256_set1_epi32, 8);
}

static void kernel_sse2(uint32_t words, uint32_t rows, uint32_t columns, const int16_t *x, size_t stride, const int16_t *packed, int32_t *sums)
{
    PANELS(tile_sse2, 4);
}

AVX2 static void kernel_avx2(uint32_t words, uint32_t rows, uint32_t columns, const int16_t *x, size_t stride, const int16_t *packed, int32_t *sums)
{
    PANELS(tile_avx2, 8);
}

/* The processor has AVX2 and the system keeps its registers. Not __builtin_cpu_supports: it would bring writable data
 * into the library. */
static bool has_avx2(void)
{
    uint32_t a, b, c, d, low, high;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE)) return false;
    __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return (low & 6) == 6 && __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_AVX2);
}

Kernel *kernel_best(void) { return has_avx2() ? kernel_avx2 : kernel_sse2; }

#else

Kernel *kernel_best(void) { return kernel_plain; }

#endif
