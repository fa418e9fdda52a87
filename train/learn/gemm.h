/* gemm: matrix products of the trainer. Each element of C is summed over k in ascending order, one fused multiply-add
 * after the other, whatever the width of the machine's vectors: the same bits with SSE2, AVX2 and AVX-512. */
#ifndef SAYSO_TRAIN_GEMM_H
#define SAYSO_TRAIN_GEMM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Compiled for several machines, picked when the program starts; without fused multiply-add in any (-ffp-contract=off). */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define WIDE __attribute__((target_clones("default", "avx2", "avx512f")))
#else
#define WIDE
#endif

#define GEMM_PANEL 32u /* n is a multiple of it */
typedef struct Matrix { /* element (i, k) is data[i * row + k * step] */
    const float *data;
    size_t row, step;
} Matrix;

/* c[m][n] = (add ? c : 0) + a[m][k] b[k][n]; rows of b and c are n long. */
void gemm(uint32_t m, uint32_t n, uint32_t k, Matrix a, const float *b, float *c, bool add);
void transpose(uint32_t rows, uint32_t columns, const float *in, float *out);

#endif
