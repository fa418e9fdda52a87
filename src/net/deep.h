/* deep: the loops of a transformer that are not the kernel's, compiled for several machines like them, with the same bits on each. */
#ifndef SAYSO_NET_DEEP_H
#define SAYSO_NET_DEEP_H

#include "net/kernel.h"

typedef struct Deep {
    /* y = x as bytes, 127 to the largest of its row, and what one of them is worth */
    void (*quantise)(uint32_t rows, uint32_t width, const float *x, uint8_t *y, float *worth);
    /* y = what a layer gives of such bytes */
    void (*give)(uint32_t rows, const KernelLayer *layer, const int32_t *sums, const float *worth, float *y);
    /* x = (x - mean) / deviation * gain + bias, by row */
    void (*settle)(uint32_t rows, uint32_t width, const float *gain, const float *bias, float *x);
    /* x += y */
    void (*add)(size_t count, const float *y, float *x);
    /* x = x * P(a normal variable is less), by the tanh of a cubic (Hendrycks, Gimpel 2016) */
    void (*gelu)(size_t count, float *x);
    /* Attention (Vaswani et al. 2017) of `rows` pieces to each other: qkv has 3 width numbers a row, a head's 32 side by side; out: width.
     * room: deep_room(rows) floats. */
    void (*attend)(uint32_t rows, uint32_t width, const float *qkv, float *room, float *out);
} Deep;

#define DEEP_HEAD 32u /* numbers of a head */
static inline uint32_t deep_lanes(uint32_t rows) { return (rows + 15) / 16 * 16; }
static inline size_t deep_room(uint32_t rows) { return (size_t)deep_lanes(rows) * (2 * DEEP_HEAD + 4); }

/* As kernels_of_machine, kernel_for: the same machines in the same order. */
uint32_t deeps_of_machine(Deep out[KERNELS]);
Deep deep_for(const Model *model);

#endif
