/* Arrays as blobs. */
#include "ledger/word/word.h"

static void put(uint8_t *at, uint32_t number)
{
    for (unsigned i = 0; i < 4; i++) at[i] = (uint8_t)(number >> 8 * i);
}

bool pack_numbers(const uint32_t *numbers, size_t count, Arena *arena, const void **data, size_t *size)
{
    uint8_t *bytes = arena_take(arena, count, 4);
    if (!bytes) return false;
    for (size_t i = 0; i < count; i++) put(bytes + i * 4, numbers[i]);
    *data = bytes;
    *size = count * 4;
    return true;
}

bool pack_spans(const Span *spans, size_t count, Arena *arena, const void **data, size_t *size)
{
    uint8_t *bytes = arena_take(arena, count, 8);
    if (!bytes) return false;
    for (size_t i = 0; i < count; i++) {
        put(bytes + i * 8, spans[i].begin);
        put(bytes + i * 8 + 4, spans[i].end);
    }
    *data = bytes;
    *size = count * 8;
    return true;
}

bool pack_texts(const Text *texts, size_t count, Arena *arena, const void **data, size_t *size)
{
    size_t all = 0;
    for (size_t i = 0; i < count; i++) all += 4 + texts[i].size;
    uint8_t *bytes = arena_take(arena, all, 1);
    if (!bytes) return false;
    *data = bytes;
    *size = all;
    for (size_t i = 0; i < count; i++) {
        put(bytes, (uint32_t)texts[i].size);
        if (texts[i].size) memcpy(bytes + 4, texts[i].data, texts[i].size);
        bytes += 4 + texts[i].size;
    }
    return true;
}

bool unpack_numbers(const void *data, size_t size, Arena *arena, const uint32_t **out, uint32_t *count)
{
    Cursor c = {.data = data, .size = size};
    uint32_t *items = TAKE(arena, uint32_t, size / 4);
    *out = items;
    *count = items ? (uint32_t)(size / 4) : 0;
    for (uint32_t i = 0; i < *count; i++) items[i] = cursor_u32(&c);
    return items != NULL;
}

bool unpack_spans(const void *data, size_t size, Arena *arena, const Span **out, uint32_t *count)
{
    Cursor c = {.data = data, .size = size};
    Span *items = TAKE(arena, Span, size / 8);
    *out = items;
    *count = items ? (uint32_t)(size / 8) : 0;
    for (uint32_t i = 0; i < *count; i++) {
        items[i].begin = cursor_u32(&c);
        items[i].end = cursor_u32(&c);
    }
    return items != NULL;
}

bool unpack_texts(const void *data, size_t size, Arena *arena, const Text **out, uint32_t *count)
{
    Cursor c = {.data = data, .size = size};
    Text *items = TAKE(arena, Text, size / 4), found = {0};
    *out = items;
    *count = 0;
    if (!items) return false;
    while (c.at < c.size) {
        uint32_t length = cursor_u32(&c);
        const uint8_t *bytes = cursor_bytes(&c, length);
        if (!bytes) return true;
        found = text_of((const char *)bytes, length);
        if (!arena_text(arena, found, &items[(*count)++])) return false;
    }
    return true;
}
