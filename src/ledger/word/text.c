/* Texts that outlive a query, texts put together, and whether a text is one of a list. */
#include "ledger/word/word.h"

bool keep_text(Arena *arena, Text in, Text *out)
{
    return arena_text(arena, in, out);
}

bool text_join(Arena *arena, const Text *parts, size_t count, Text *out)
{
    size_t size = 0, at = 0;
    for (size_t i = 0; i < count; i++) size += parts[i].size;
    char *data = arena_take(arena, size + 1, 1);
    if (!data) return false;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].size) memcpy(data + at, parts[i].data, parts[i].size);
        at += parts[i].size;
    }
    data[size] = 0;
    *out = text_of(data, size);
    return true;
}

bool text_among(Text text, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(text, list[i])) return true;
    return false;
}

static const char joint[] = " … ";

bool contents_join(Text text, const sayso_attribution *a, Arena *arena, Text *out)
{
    size_t size = 0, at = 0;
    for (uint32_t i = 0; i < a->content_count; i++) size += text_slice(text, a->contents[i]).size + sizeof joint;
    char *joined = arena_take(arena, size + 1, 1);
    if (!joined) return false;
    for (uint32_t i = 0; i < a->content_count; i++) {
        Text part = text_slice(text, a->contents[i]);
        if (i) memcpy(joined + at, joint, sizeof joint - 1);
        at += i ? sizeof joint - 1 : 0;
        memcpy(joined + at, part.data, part.size);
        at += part.size;
    }
    *out = text_of(joined, at);
    return true;
}
