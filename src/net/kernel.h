/* kernel: the loops of the net that cost, compiled for several machines. Products are int8 times int8, summed as int32; floats
 * are added and multiplied one by one in an order of their own, never fused: every way of doing it gives the same bits. */
#ifndef SAYSO_NET_KERNEL_H
#define SAYSO_NET_KERNEL_H

#include "model/model.h"

/* What is multiplied with weights is a byte, 128 more than its value. */
#define KERNEL_ZERO 128

/* Weights lie as the machine multiplies them: four rows side by side, column after column.
 *
 *   packed[row / 4][column][row % 4] */
static inline size_t kernel_place(uint32_t columns, uint32_t row, uint32_t column)
{
    return ((size_t)(row / 4) * columns + column) * 4 + row % 4;
}

typedef struct KernelLayer {
    uint32_t rows, columns; /* rows a multiple of 4, columns of 16 */
    int8_t *packed;
    int32_t *column_sums;   /* of the weights, times KERNEL_ZERO */
    float *scale, *bias;    /* by column; the scale with its input's folded in */
} KernelLayer;

/* Fills the layer's `packed` and `column_sums` from the weights, a column after the other. */
void kernel_pack(KernelLayer *layer, const int8_t *weights);

typedef struct Kernel {
    const char *name;
    /* sums[i * columns + j] = sum over r < rows of (x[i * stride + r] - KERNEL_ZERO) * weight(r, j) */
    void (*multiply)(uint32_t words, const KernelLayer *layer, const uint8_t *x, size_t stride, int32_t *sums);
    /* x = the sum of `count` rows, NET_INPUTS at most, times `scale` */
    void (*add_rows)(uint32_t count, const int8_t *const *rows, uint32_t width, float scale, float *x);
    /* y = (x - mean x) / deviation of x, as bytes, `scale` to one */
    void (*normalise)(uint32_t words, uint32_t width, float scale, const float *x, uint8_t *y);
    /* x += value * sigmoid(gate): the layer's columns are 2 width, the values, then the gates */
    void (*add_gated)(uint32_t words, const KernelLayer *layer, const int32_t *sums, float *x);
    /* The gates of the recurrence: the first and last third of the columns through sigmoid, the middle one through tanh */
    void (*open_gates)(uint32_t words, const KernelLayer *layer, const int32_t *sums, float *open);
    /* The recurrence of one direction over `words` rows of gates, 6 states each: forget, candidate and out stand at 0, 2 and 4
     * states; y: rows of 2 states, `scale` to one. */
    void (*recur)(uint32_t words, uint32_t states, bool backwards, float scale, const float *open, uint8_t *y);
    void (*add)(uint32_t words, const KernelLayer *layer, const int32_t *sums, float *x); /* x += what the layer gives */
    void (*give)(uint32_t words, const KernelLayer *layer, const int32_t *sums, float *y); /* y = … */
    void (*bend)(uint32_t count, float scale, const float *a, const float *b, uint8_t *y); /* y = tanh(a + b), `scale` to one */
    /* out[j] = sum over k < size of a[k] * b[k * columns + j]; columns a multiple of 16 */
    void (*products)(uint32_t size, uint32_t columns, const float *a, const float *b, float *out);
} Kernel;

#define KERNELS 3u /* at most */
/* The ways that this machine knows, the plainest first, the fastest last; how many. */
uint32_t kernels_of_machine(Kernel out[KERNELS]);
Kernel kernel_for(const Model *model); /* the fastest, or the plain one where the model is to be read so */

#endif
