/* train: what the trainers share. Programs, not a library: they print to standard error and exit on a
 * mistake. Everything is deterministic: the same corpora give the same bytes. */
#ifndef SAYSO_TRAIN_H
#define SAYSO_TRAIN_H

#include <stdio.h>

#include "model/model.h"

_Noreturn void die(const char *format, ...) PRINTF_LIKE(1, 2);
void note(const char *format, ...) PRINTF_LIKE(1, 2); /* a line on standard error with the seconds since the start */
void *take(size_t count, size_t size);                /* cleared; dies when there is none */
void *grow(void *items, size_t count, size_t size);   /* dies likewise */
char *read_file(const char *path, size_t *size);      /* whole; *.gz is unpacked (zlib); NUL-terminated; free() */

/* Little-endian, as the model file has them. */
void put_u32(uint8_t *at, uint32_t value);
void put_f32(uint8_t *at, float value);

/* xorshift: the same numbers everywhere. Seed must not be 0. */
typedef struct Random { uint64_t state; } Random;
uint32_t random_u32(Random *r);
uint32_t random_below(Random *r, uint32_t n);
float random_unit(Random *r); /* [0, 1) */
void random_shuffle(Random *r, uint32_t *items, uint32_t count);

/* Feature dictionary: 64-bit feature hash -> dense index from 0, with counts. */
typedef struct Dict {
    uint64_t *keys;   /* by index */
    uint32_t *counts; /* by index */
    uint32_t *slots;  /* open addressing, index + 1 */
    uint32_t count, slot_count;
} Dict;
uint32_t dict_add(Dict *dict, uint64_t hash);             /* counts one; gives the index */
uint32_t dict_find(const Dict *dict, uint64_t hash);      /* NONE where it is not */
void dict_cut(Dict *dict, uint32_t least);                /* drops the rarer ones; indices change */
void dict_free(Dict *dict);

/* Packs weights[dict->count][width] into a table section of int8 rows: `scale` is chosen so that the given quantile
 * (0.9999, say) of the absolute weights fits, the rest is clipped. Rows that are all zero are left out. `rows` is
 * the most rows to keep (by count; 0: all). Returns how many were kept. */
uint32_t table_pack(ModelWriter *writer, const char *name, uint32_t width, const Dict *dict, const float *weights,
                    uint32_t rows, float quantile);

/* Files with some sections each, one a trainer, are joined into one writer, in order. */
ModelWriter *writer_from(const char *const *paths, size_t count);

#endif
