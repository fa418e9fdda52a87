/* The arena: a chain of blocks, each twice the last up to 16 MiB, bump-allocated.
 *
 *   first -> [used|free] -> [used|free] -> current [used|   free   ]
 *
 * A reset keeps only the largest block, so a session that has met its longest article soon allocates no more;
 * a rewind keeps all of them, so a loop over paragraphs does not either. */
#include <stdlib.h>

#include "base/base.h"

#define ALIGN 16u
#define FIRST_BLOCK ((size_t)64 << 10)
#define LARGEST_BLOCK ((size_t)16 << 20) /* but for what is asked for in one piece: half of a block may stay unused */

/* Under AddressSanitizer all that is not given out is poisoned, with a gap after each piece: it then sees a
 * step over a piece's end as it would after malloc. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WATCHED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(WATCHED)
#include <sanitizer/asan_interface.h>
#define GAP ALIGN
#define POISON(p, n) ASAN_POISON_MEMORY_REGION((p), (n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#else
#define GAP 0u
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#endif

struct ArenaBlock {
    ArenaBlock *next;
    size_t size, used; /* of the bytes after the header */
};
#define HEADER ((sizeof(ArenaBlock) + ALIGN - 1) / ALIGN * ALIGN)
static char *bytes_of(ArenaBlock *b) { return (char *)b + HEADER; }
/* What a block has given out from `used` on is free again. */
static void block_cut(ArenaBlock *b, size_t used)
{
    b->used = used;
    POISON(bytes_of(b) + used, b->size - used);
}

static void *libc_resize(void *context, void *pointer, size_t size)
{
    (void)context;
    if (size) return realloc(pointer, size);
    free(pointer);
    return NULL;
}
const sayso_allocator libc_allocator = {libc_resize, NULL};

void *mem_take(const sayso_allocator *a, size_t size) { return a->resize(a->context, NULL, size ? size : 1); }

void mem_give(const sayso_allocator *a, void *pointer)
{
    if (pointer) (void)a->resize(a->context, pointer, 0);
}

void arena_init(Arena *arena, const sayso_allocator *allocator, size_t ceiling)
{
    *arena = (Arena){.allocator = allocator, .ceiling = ceiling};
}

static void free_chain(Arena *arena, ArenaBlock *b)
{
    for (ArenaBlock *next; b; b = next) {
        next = b->next;
        arena->held -= b->size;
        UNPOISON(bytes_of(b), b->size); /* the allocator's again */
        mem_give(arena->allocator, b);
    }
}

/* Twice the current block up to the largest, but what is asked for at least and what the ceiling leaves at most;
 * 0: too much. */
static size_t block_size(const Arena *arena, size_t need)
{
    size_t room = arena->ceiling > arena->held ? arena->ceiling - arena->held : 0;
    if (room > SIZE_MAX - HEADER) room = SIZE_MAX - HEADER;
    if (need > room) return 0;
    size_t size = arena->current ? arena->current->size : FIRST_BLOCK / 2;
    size = size > LARGEST_BLOCK / 2 ? LARGEST_BLOCK : size * 2;
    if (size > room) size = room;
    return size > need ? size : need;
}

/* The block after the current one, left by a rewind, if it is large enough; else a new one. */
static bool next_block(Arena *arena, size_t need)
{
    ArenaBlock *left = arena->current ? arena->current->next : arena->first;
    if (left && left->size >= need) {
        block_cut(left, 0);
        arena->current = left;
        return true;
    }
    free_chain(arena, left);
    if (arena->current)
        arena->current->next = NULL;
    else
        arena->first = NULL;
    size_t size = block_size(arena, need);
    ArenaBlock *block = size ? mem_take(arena->allocator, HEADER + size) : NULL;
    if (!block) return false;
    *block = (ArenaBlock){NULL, size, 0};
    block_cut(block, 0);
    if (arena->current)
        arena->current->next = block;
    else
        arena->first = block;
    arena->current = block;
    arena->held += size;
    return true;
}

void *arena_take(Arena *arena, size_t count, size_t size)
{
    if (size && count > (SIZE_MAX - ALIGN - GAP) / size) return NULL;
    size_t bytes = (count * size + ALIGN - 1) / ALIGN * ALIGN + GAP;
    if (!bytes) bytes = ALIGN;
    ArenaBlock *b = arena->current;
    if (!b || b->size - b->used < bytes) {
        if (!next_block(arena, bytes)) return NULL;
        b = arena->current;
    }
    void *p = bytes_of(b) + b->used;
    UNPOISON(p, count * size);
    b->used += bytes;
    arena->used += bytes;
    return p;
}

ArenaMark arena_mark(const Arena *arena)
{
    return (ArenaMark){arena->current, arena->current ? arena->current->used : 0, arena->used};
}

void arena_rewind(Arena *arena, ArenaMark mark)
{
    arena->current = mark.block;
    if (mark.block) block_cut(mark.block, mark.block_used);
    arena->used = mark.used;
}

void arena_reset(Arena *arena)
{
    ArenaBlock *largest = arena->first;
    for (ArenaBlock *b = arena->first; b; b = b->next)
        if (b->size > largest->size) largest = b;
    ArenaBlock *others = NULL;
    for (ArenaBlock *b = arena->first, *next; b; b = next) {
        next = b->next;
        if (b == largest) continue;
        b->next = others;
        others = b;
    }
    free_chain(arena, others);
    if (largest) {
        largest->next = NULL;
        block_cut(largest, 0);
    }
    arena->first = largest;
    arena->current = largest;
    arena->used = 0;
}

void arena_free(Arena *arena)
{
    free_chain(arena, arena->first);
    arena->first = arena->current = NULL;
    arena->used = 0;
}

bool arena_text(Arena *arena, Text in, Text *out)
{
    char *copy = arena_take(arena, in.size + 1, 1);
    if (!copy) return false;
    if (in.size) memcpy(copy, in.data, in.size);
    copy[in.size] = 0;
    *out = text_of(copy, in.size);
    return true;
}

bool arena_grow(Arena *arena, void **items, uint32_t *capacity, uint32_t need, size_t size)
{
    if (need <= *capacity) return true;
    uint64_t want = *capacity ? (uint64_t)*capacity * 2 : 16;
    if (want < need) want = need;
    if (want > UINT32_MAX) want = UINT32_MAX;
    void *grown = arena_take(arena, (size_t)want, size);
    if (!grown) return false;
    if (*capacity) memcpy(grown, *items, (size_t)*capacity * size);
    *items = grown;
    *capacity = (uint32_t)want;
    return true;
}
