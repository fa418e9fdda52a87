/* model: the model file, mapped, checked once at opening, then only read.
 *
 *   header  8 "sayso\0\r\n" · u32 format · u32 oldest reader · u32 byte order 0x01020304 · u32 section count
 *           u64 file size · u64 checksum of all bytes after the header (hash_bytes, seed 0)
 *   table   per section: 16 name, NUL-padded · u32 kind · u32 reserved · u64 offset · u64 size
 *   bodies  in the table's order, each at the first multiple of 64 after the one before; zeros up to one at the end
 *
 * A feature table maps a 64-bit feature hash to a row of `width` int8 weights. Eight rows make a bucket:
 *
 *   bucket  u8 check[8] · int8 row[8][width]
 *
 * The hash's high half picks the bucket, its low byte (1..255) the slot; 0 marks an empty slot. A feature that was
 * never learnt meets a stranger's row once in some forty lookups at three quarters full. For width 7 a
 * bucket is one cache line. Sums are int32: the same bits with and without SIMD. */
#ifndef SAYSO_MODEL_H
#define SAYSO_MODEL_H

#include "base/base.h"

#define MODEL_FORMAT 1u
#define MODEL_OLDEST 1u
#define MODEL_HEADER_BYTES 40u
#define MODEL_ENTRY_BYTES 40u
static inline size_t model_align(size_t x) { return (x + 63) / 64 * 64; }

typedef enum SectionKind { SECTION_BYTES = 1, SECTION_TABLE = 2 } SectionKind;

typedef struct Section {
    char name[17];
    SectionKind kind;
    const uint8_t *data;
    size_t size;
} Section;

#define MODEL_MAX_SECTIONS 64
typedef struct Model {
    const uint8_t *data;
    size_t size;
    bool mapped;
    bool plain; /* what is opened from it uses no wide instructions */
    uint32_t format;
    uint32_t section_count;
    char name[17]; /* its checksum, in hexadecimal digits */
    Section sections[MODEL_MAX_SECTIONS];
} Model;

/* Maps and checks a file. The model must not move (tables point into the mapping). */
Status model_open(const char *path, Model *out, Error *error);
/* The same over bytes in memory, borrowed; they need no alignment. On failure *out is all zero. */
Status model_read(const uint8_t *data, size_t size, Model *out, Error *error);
void model_close(Model *model);
/* NULL where there is none of that name. */
const Section *model_section(const Model *model, const char *name);

#define TABLE_MAX_WIDTH 1024u
typedef struct Table {
    const uint8_t *buckets;
    uint32_t bucket_count, bucket_size, width;
    float scale; /* a weight is its int8 times this */
} Table;

/* Body of a table section: u32 width, u32 bucket count, f32 scale, u32 0, padding to 64, buckets.
 * `width` is what the caller expects; anything else is an error. */
Status table_open(const Model *model, const char *name, uint32_t width, Table *out, Error *error);

/* The row of a feature, or NULL. */
static inline const int8_t *table_row(const Table *table, uint64_t hash)
{
    const uint8_t *bucket =
        table->buckets + (size_t)(((hash >> 32) * table->bucket_count) >> 32) * table->bucket_size;
    uint8_t check = (uint8_t)hash ? (uint8_t)hash : 1;
    uint64_t checks;
    memcpy(&checks, bucket, 8);
    /* the bytes equal to check: exact for the lowest match, which is the only one taken */
    uint64_t x = checks ^ (0x0101010101010101u * check);
    uint64_t zero = (x - 0x0101010101010101u) & ~x & 0x8080808080808080u;
    if (!zero) return NULL;
    uint32_t slot = (uint32_t)__builtin_ctzll(zero) >> 3;
    return (const int8_t *)(bucket + 8 + (size_t)slot * table->width);
}
static inline void table_prefetch(const Table *table, uint64_t hash)
{
    __builtin_prefetch(table->buckets + (size_t)(((hash >> 32) * table->bucket_count) >> 32) * table->bucket_size);
}
/* sums[0..width) += the rows of `count` features */
void table_sum(const Table *table, const uint64_t *hashes, size_t count, int32_t *sums);

/* The feature hash of template `t` with up to three values. Values are any 32-bit hash or id. */
static inline uint64_t feature(uint32_t t, uint32_t a, uint32_t b, uint32_t c)
{
    uint64_t x = ((uint64_t)a * 0x9e3779b97f4a7c15u) ^ ((uint64_t)b * 0xc2b2ae3d27d4eb4fu + 0x165667b19e3779f9u) ^
                 ((uint64_t)c * 0xff51afd7ed558ccdu + t * 0x27d4eb2f165667c5u);
    x ^= x >> 29;
    x *= 0xbf58476d1ce4e5b9u;
    return x ^ (x >> 32);
}

/* ---- writing, for the trainer and the tests ---- */
typedef struct ModelWriter ModelWriter;
ModelWriter *model_writer_new(void);
/* Copies the body. NULL-terminated name of at most 16 bytes. false when memory ran out. */
bool model_writer_add(ModelWriter *writer, const char *name, SectionKind kind, const void *body, size_t size);
/* Writes the file beside `path` and renames it, since the old one may be mapped; frees the writer in any case. */
Status model_writer_finish(ModelWriter *writer, const char *path, Error *error);

#endif
