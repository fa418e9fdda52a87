/* See gemm.h. A tile of ROWS x 32 sums stays in registers while k runs; b's panel of 32 columns comes from the
 * second-level cache. */
#include "train/learn/gemm.h"

#ifdef __x86_64__
#include <immintrin.h>
#endif

#define ROWS 8u
typedef float Vector __attribute__((vector_size(64), aligned(4), may_alias));

/* Multiplication and addition are one operation, rounded once, on every machine. */
#define FUSE_EACH(x, b, c) \
    for (uint32_t l = 0; l < 16; l++) c[l] = __builtin_fmaf(x, b[l], c[l])
#define FUSE_AVX512(x, b, c) c = (Vector)_mm512_fmadd_ps(_mm512_set1_ps(x), (__m512)b, (__m512)c)

#define TILE(count, fuse)                                                              \
    do {                                                                               \
        Vector low[count], high[count];                                                \
        for (uint32_t i = 0; i < count; i++) {                                         \
            Vector *at = (Vector *)(c + i * n);                                        \
            low[i] = add ? at[0] : (Vector){0};                                        \
            high[i] = add ? at[1] : (Vector){0};                                       \
        }                                                                              \
        for (uint32_t s = 0; s < k; s++) {                                             \
            const Vector *v = (const Vector *)(b + (size_t)s * n);                     \
            Vector b0 = v[0], b1 = v[1];                                               \
            for (uint32_t i = 0; i < count; i++) {                                     \
                float x = a.data[i * a.row + s * a.step];                              \
                fuse(x, b0, low[i]);                                                   \
                fuse(x, b1, high[i]);                                                  \
            }                                                                          \
        }                                                                              \
        for (uint32_t i = 0; i < count; i++) {                                         \
            Vector *at = (Vector *)(c + i * n);                                        \
            at[0] = low[i];                                                            \
            at[1] = high[i];                                                           \
        }                                                                              \
    } while (0)

typedef void Tile(uint32_t n, uint32_t k, Matrix a, const float *b, float *c, bool add);
#define TILES(name, fuse, ...)                                                                                         \
    __VA_ARGS__ static void name(uint32_t n, uint32_t k, Matrix a, const float *b, float *c, bool add)                 \
    {                                                                                                                  \
        TILE(ROWS, fuse);                                                                                              \
    }                                                                                                                  \
    __VA_ARGS__ static void name##_one(uint32_t n, uint32_t k, Matrix a, const float *b, float *c, bool add)           \
    {                                                                                                                  \
        TILE(1u, fuse);                                                                                                \
    }

TILES(tile, FUSE_EACH, )
#ifdef __x86_64__ /* target_clones would come too late: gcc has split the vectors by then */
TILES(tile_avx2, FUSE_EACH, __attribute__((target("avx2,fma"))))
TILES(tile_avx512, FUSE_AVX512, __attribute__((target("avx512f,fma"))))
#endif

static void choose_tiles(Tile **rows, Tile **one)
{
    *rows = tile;
    *one = tile_one;
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx512f")) {
        *rows = tile_avx512;
        *one = tile_avx512_one;
    } else if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        *rows = tile_avx2;
        *one = tile_avx2_one;
    }
#endif
}

void gemm(uint32_t m, uint32_t n, uint32_t k, Matrix a, const float *b, float *c, bool add)
{
    Tile *rows, *one;
    choose_tiles(&rows, &one);
    for (uint32_t j = 0; j < n; j += GEMM_PANEL)
        for (uint32_t i = 0; i < m;) {
            Matrix from = {a.data + i * a.row, a.row, a.step};
            float *to = c + (size_t)i * n + j;
            if (i + ROWS <= m) {
                rows(n, k, from, b + j, to, add);
                i += ROWS;
            } else {
                one(n, k, from, b + j, to, add);
                i++;
            }
        }
}

void transpose(uint32_t rows, uint32_t columns, const float *in, float *out)
{
    for (uint32_t i = 0; i < rows; i++)
        for (uint32_t j = 0; j < columns; j++) out[(size_t)j * rows + i] = in[(size_t)i * columns + j];
}
