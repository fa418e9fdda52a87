/* Texts that outlive a query, and a content's words as one text. */
#include "ledger/word/word.h"

bool keep_text(Arena *arena, Text in, Text *out)
{
    return arena_text(arena, in, out);
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
