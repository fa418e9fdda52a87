/* The checked cursor: a read that does not fit sets `failed` and gives 0, so that a reader of a file checks once,
 * after the last field, and not after each. */
#include "base/base.h"

const uint8_t *cursor_bytes(Cursor *c, size_t size)
{
    if (c->failed || c->size - c->at < size) {
        c->failed = true;
        return NULL;
    }
    const uint8_t *p = c->data + c->at;
    c->at += size;
    return p;
}

static uint64_t little_endian(Cursor *c, unsigned bytes)
{
    const uint8_t *p = cursor_bytes(c, bytes);
    uint64_t x = 0;
    for (unsigned i = 0; p && i < bytes; i++) x |= (uint64_t)p[i] << (8 * i);
    return x;
}

uint8_t cursor_u8(Cursor *c) { return (uint8_t)little_endian(c, 1); }
uint16_t cursor_u16(Cursor *c) { return (uint16_t)little_endian(c, 2); }
uint32_t cursor_u32(Cursor *c) { return (uint32_t)little_endian(c, 4); }
uint64_t cursor_u64(Cursor *c) { return little_endian(c, 8); }
