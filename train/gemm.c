/* See gemm.h. A tile of ROWS x 32 sums stays in registers while k runs; b's panel of 32 columns comes from the
 * second-level cache. */
#include "gemm.h"

#define ROWS 8u
typedef float Vector __attribute__((vector_size(64), aligned(4), may_alias));

#define TILE(count)                                                                    \
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
                low[i] += x * b0;                                                      \
                high[i] += x * b1;                                                     \
            }                                                                          \
        }                                                                              \
        for (uint32_t i = 0; i < count; i++) {                                         \
            Vector *at = (Vector *)(c + i * n);                                        \
            at[0] = low[i];                                                            \
            at[1] = high[i];                                                           \
        }                                                                              \
    } while (0)

typedef void Tile(uint32_t n, uint32_t k, Matrix a, const float *b, float *c, bool add);
#define TILES(name, ...)                                                                                               \
    __VA_ARGS__ static void name(uint32_t n, uint32_t k, Matrix a, const float *b, float *c, bool add)                 \
    {                                                                                                                  \
        TILE(ROWS);                                                                                                    \
    }                                                                                                                  \
    __VA_ARGS__ static void name##_one(uint32_t n, uint32_t k, Matrix a, const float *b, float *c, bool add)           \
    {                                                                                                                  \
        TILE(1u);                                                                                                      \
    }

TILES(tile, )
#ifdef __x86_64__ /* target_clones would come too late: gcc has split the vectors by then */
TILES(tile_avx2, __attribute__((target("avx2"))))
TILES(tile_avx512, __attribute__((target("avx512f"))))
#endif

static void choose_tiles(Tile **rows, Tile **one)
{
    *rows = tile;
    *one = tile_one;
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx512f")) {
        *rows = tile_avx512;
        *one = tile_avx512_one;
    } else if (__builtin_cpu_supports("avx2")) {
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
