/* kernel: the products of the net. int16 times int16, summed as int32, so every way of doing it gives the same bits. */
#ifndef SAYSO_NET_KERNEL_H
#define SAYSO_NET_KERNEL_H

#include "net/net.h"

/* Weights lie as the machine multiplies them: two rows side by side, column after column.
 *
 *   packed[row / 2][column][row % 2] */
static inline size_t kernel_place(uint32_t columns, uint32_t row, uint32_t column)
{
    return ((size_t)(row / 2) * columns + column) * 2 + row % 2;
}

/* sums[i * columns + j] = sum over r < rows of x[i * stride + r] * weight(r, j). `rows` is even, `columns` a multiple of 8,
 * the sums fit (rows * 32767 * 128 < 2^31: NET_WIDTH * 3 rows do). */
typedef void Kernel(uint32_t words, uint32_t rows, uint32_t columns, const int16_t *x, size_t stride,
                    const int16_t *packed, int32_t *sums);
Kernel kernel_plain;
Kernel *kernel_best(void); /* the fastest on this machine */

#endif
