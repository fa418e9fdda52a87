/* base: what every stage stands on. Arena, text, UTF-8, hash, checked cursor, error. Needs libc, and libsodium for hashes. */
#ifndef SAYSO_BASE_H
#define SAYSO_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "sayso.h"

typedef sayso_text Text;
typedef sayso_span Span;
typedef sayso_error Error;
typedef sayso_status Status;

#define NO_OFFSET UINT64_MAX
#define NONE UINT32_MAX /* the id of nothing, in every array of ids */
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#if defined(__GNUC__)
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))
#else
#define PRINTF_LIKE(f, a)
#endif

/* ---- error ---- */

/* Fills `error` (NULL is allowed) and returns `status`, so that a failing function ends `return fail(…)`. */
Status fail(Error *error, Status status, uint64_t offset, const char *format, ...) PRINTF_LIKE(4, 5);
Status fail_memory(Error *error);

/* ---- arena ----
 * Memory that is given back all at once. Blocks are chained, kept over arena_reset, and freed by
 * arena_free. Over the ceiling, or when the allocator gives nothing, arena_take returns NULL: the caller
 * ends with fail_memory. Memory is not cleared. */
typedef struct ArenaBlock ArenaBlock;
typedef struct Arena {
    const sayso_allocator *allocator;
    ArenaBlock *first, *current;
    size_t used, held, ceiling; /* bytes given out since the reset, bytes of all blocks, most bytes of all blocks */
} Arena;

void arena_init(Arena *arena, const sayso_allocator *allocator, size_t ceiling);
void arena_reset(Arena *arena); /* keeps one block, the largest; marks are void */
/* What was taken since the mark is given back, and with it later marks; its blocks are kept for the next taker. */
typedef struct ArenaMark {
    ArenaBlock *block;
    size_t block_used, used;
} ArenaMark;
ArenaMark arena_mark(const Arena *arena);
void arena_rewind(Arena *arena, ArenaMark mark);
void arena_free(Arena *arena);
void *arena_take(Arena *arena, size_t count, size_t size); /* count * size bytes, aligned to 16 */
#define TAKE(arena, type, count) ((type *)arena_take((arena), (count), sizeof(type)))
bool arena_text(Arena *arena, Text in, Text *out); /* a copy, NUL-terminated; false when memory ran out */

/* A growing array in an arena: amortised doubling, the old copy stays until the reset. */
bool arena_grow(Arena *arena, void **items, uint32_t *capacity, uint32_t need, size_t size);

extern const sayso_allocator libc_allocator;
void *mem_take(const sayso_allocator *allocator, size_t size);
void mem_give(const sayso_allocator *allocator, void *pointer);

/* ---- text ---- */

static inline Text text_of(const char *data, size_t size) { return (Text){data, size}; }
static inline Text text_slice(Text t, Span s) { return (Text){t.data + s.begin, (size_t)(s.end - s.begin)}; }
Text text_literal(const char *literal);
bool text_equal(Text a, Text b);
bool text_is(Text a, const char *literal);
bool text_starts(Text a, const char *literal);
int text_compare(Text a, Text b); /* by bytes, shorter first */

/* ---- UTF-8 ---- */

/* Decodes the code point at `at` (at < text.size) and sets *next. Bytes that are not UTF-8 (overlong,
 * surrogates, above U+10FFFF, cut off) give U+FFFD and advance by one. */
uint32_t utf8_at(Text text, size_t at, size_t *next);
size_t utf8_put(uint32_t code_point, char out[4]); /* bytes written; what is no code point as U+FFFD */
bool utf8_valid(Text text, size_t *bad);           /* false, and where */
size_t utf8_count(Text text);                      /* code points */
size_t text_words(Text text); /* as a reader counts them: of letters and digits, "isn't" one, "co-operate" two */

/* Classes of code points, without the process's locale. Letters outside the tables of text.c are caseless. */
bool char_is_space(uint32_t c); /* all of Unicode's white space */
bool char_is_digit(uint32_t c); /* 0-9 */
bool char_joins(uint32_t c);    /* may stand inside a word without being part of it: apostrophes, soft hyphens, joiners,
                                 * combining marks */
/* What a spreadsheet would take for a formula in a cell of CSV: "=", "+", "-", "@", a tab or a line's end stands first, be it
 * behind apostrophes. CSV is written with one apostrophe more in front of it, and read with one less. */
bool cell_is_formula(Text cell);
/* What a terminal obeys or hides: control characters, what turns a line's direction round, what has no width. A name
 * with one of them could read as another. */
bool char_is_unsafe(uint32_t c);
bool char_is_unseen(uint32_t c); /* soft hyphens, marks of no width and of direction: no part of what a word is */
bool char_is_upper(uint32_t c);
bool char_is_lower(uint32_t c);
bool char_is_letter(uint32_t c); /* any letter or mark that can stand in a word; above U+00BF all but the blocks of
                                  * punctuation, symbols and spaces */
uint32_t char_lower(uint32_t c);

/* ---- hash ---- the same on every machine; not against an adversary who knows it */
static inline uint64_t hash_mix(uint64_t x)
{
    x ^= x >> 32;
    x *= 0xd6e8feb86659fd93u;
    x ^= x >> 32;
    x *= 0xd6e8feb86659fd93u;
    x ^= x >> 32;
    return x;
}
uint64_t hash_bytes(const void *data, size_t size, uint64_t seed);

/* Against an adversary: SipHash-2-4. Who does not know the seed can neither make two keys collide nor choose their order. */
typedef struct HashSeed {
    uint8_t bytes[16];
} HashSeed;
void hash_seed(HashSeed *out); /* another one each time */
uint64_t hash_keyed(const void *data, size_t size, const HashSeed *seed);

/* SHA-256 (FIPS 180-4) of `data`. */
void sha256(const void *data, size_t size, uint8_t out[32]);

/* ---- texts as numbers ---- equal texts after the same `before` have equal numbers, from 1 up, by the texts themselves; a
 * number may be the next one's `before` */
typedef struct NumberingRow NumberingRow;
typedef struct Numbering {
    Arena *arena;
    HashSeed seed;
    NumberingRow *rows; /* number n is rows[n - 1] */
    uint32_t *slots; /* numbers, 0: empty */
    uint32_t count, capacity, mask;
    bool failed; /* memory ran out; once set, every text's number is 0 */
} Numbering;
void numbering_begin(Numbering *numbers, Arena *arena); /* a rewind of the arena ends them */
uint32_t numbering_of(Numbering *numbers, uint64_t before, Text text); /* copies the text */

/* ---- sorting ---- a heap sort: no recursion, no memory, the same order everywhere */
typedef bool ComesBefore(const void *a, const void *b);
void sort_in_place(void *items, uint32_t count, size_t size, ComesBefore *before);
int u64_compare(const void *a, const void *b); /* of two uint64_t, as qsort and bsearch want it: ascending */

/* ---- checked cursor ---- every byte of a file that is not ours passes through it */
typedef struct Cursor {
    const uint8_t *data;
    size_t size, at;
    bool failed; /* once set, every read gives 0 */
} Cursor;
uint8_t cursor_u8(Cursor *c);
uint16_t cursor_u16(Cursor *c); /* little-endian */
uint32_t cursor_u32(Cursor *c);
uint64_t cursor_u64(Cursor *c);
const uint8_t *cursor_bytes(Cursor *c, size_t size); /* NULL when there are fewer */

/* ---- numbers that are the same on every machine ---- no libm, no fused multiply-add (-ffp-contract=off) */
float exp_portable(float x); /* relative error below 2e-6; clamps to [exp(-87), exp(87)] */
float log_portable(float x); /* x > 0; below 1e-30 as log(1e-30) */
static inline float sigmoid(float x)
{
    return x >= 0 ? 1.0f / (1.0f + exp_portable(-x)) : 1.0f - 1.0f / (1.0f + exp_portable(x));
}

#endif
