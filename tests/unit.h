/* unit: what every unit test includes. cmocka, the same random numbers everywhere, and where things lie. */
#ifndef SAYSO_UNIT_H
#define SAYSO_UNIT_H

/* cmocka wants these before it */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* base.h has a better one */

#include <stdio.h>
#include <stdlib.h>

#include "base/base.h"

#define UNIT_SKIPPED 77 /* what a test program returns that cannot run here */

/* Ends the test with a sentence. */
#define unit_fail(...) (print_error(__VA_ARGS__), print_error("\n"), assert_true(false))

/* xorshift: the state must not be 0 */
static inline uint64_t unit_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state * 0x2545f4914f6cdd1du;
}
static inline uint32_t unit_below(uint64_t *state, uint32_t n)
{
    return (uint32_t)((unit_random(state) >> 32) * n >> 32);
}

/* "" where meson did not say */
static inline const char *unit_path(const char *variable)
{
    const char *value = getenv(variable);
    return value ? value : "";
}

/* An allocator that counts what it gave and fails at one of its calls. */
typedef struct UnitMemory {
    size_t calls, fail_at, live; /* fail_at counts from 1; 0: never */
} UnitMemory;
static inline void *unit_resize(void *context, void *pointer, size_t size)
{
    UnitMemory *m = context;
    if (!size) {
        m->live -= pointer != NULL;
        free(pointer);
        return NULL;
    }
    if (++m->calls == m->fail_at || size > (size_t)1 << 40) return NULL; /* sanitizers abort at such a size */
    void *p = realloc(pointer, size);
    m->live += p && !pointer;
    return p;
}

#endif
