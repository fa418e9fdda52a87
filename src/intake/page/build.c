/* Text that grows, and lines for people out of text of all kinds. */
#include "intake/page/internal.h"

void build(Builder *b, Text text)
{
    if (b->failed || !text.size) return;
    if (text.size > UINT32_MAX / 2 - b->size ||
        !arena_grow(b->arena, (void **)&b->data, &b->capacity, b->size + (uint32_t)text.size, 1)) {
        b->failed = true;
        return;
    }
    memcpy(b->data + b->size, text.data, text.size);
    b->size += (uint32_t)text.size;
}

Text text_trim(Text t)
{
    size_t next, last;
    while (t.size && char_is_space(utf8_at(t, 0, &next))) t = text_of(t.data + next, t.size - next);
    while (t.size) {
        for (last = t.size - 1; last && ((uint8_t)t.data[last] & 0xC0) == 0x80;) last--;
        if (!char_is_space(utf8_at(t, last, &next))) break;
        t.size = last;
    }
    return t;
}

bool text_line(Text text, Arena *arena, Text *out)
{
    Text t = text_trim(text);
    char *line = arena_take(arena, t.size + 4, 3); /* a byte that is no UTF-8 becomes U+FFFD */
    size_t size = 0;
    bool gap = false;
    if (!line) return false;
    for (size_t at = 0; at < t.size;) {
        uint32_t c = utf8_at(t, at, &at);
        if (char_is_space(c) || c < 0x20 || c == 0x7F) {
            gap = true;
            continue;
        }
        if (gap && size) line[size++] = ' ';
        gap = false;
        size += utf8_put(c, line + size);
    }
    *out = text_of(line, size);
    return true;
}
