/* Text that was encoded twice: its UTF-8 was taken for Windows-1252 and written as UTF-8 again. "’" has become "â€™",
 * "é" "Ã©".
 *
 * What stands for bytes that are one character of UTF-8 is that character, where there are at least two and hardly
 * anything that only begins like one: then it is no chance. The last byte of "”" is none of Windows-1252, and often
 * lost: "â€" with U+FFFD, or with nothing, behind it is "”" then. */
#include "intake/word/word.h"

#define LEAST 2u

/* The byte that the character was taken from; -1 where none has it. */
static int byte_of(uint32_t c)
{
    if (c < 0x100) return (int)c;
    for (uint32_t b = 0x80; b < 0xA0; b++)
        if (windows_1252(b) == c && c != 0xFFFD) return (int)b;
    return -1;
}

/* One character that was written as several, at `at`: behind it, or 0. `lone`: bytes of "”" were lost. */
static size_t one_of_many(Text t, size_t at, uint32_t *character, bool *lone)
{
    char bytes[4];
    size_t size = 0, want, next;
    int lead = byte_of(utf8_at(t, at, &next));
    if (lead < 0xC2 || lead > 0xF4) return 0;
    want = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    bytes[size++] = (char)lead;
    for (size_t here = next; size < want && here < t.size; here = next) {
        uint32_t c = utf8_at(t, here, &next);
        int b = byte_of(c);
        bool mark = size == 2 && (uint8_t)bytes[0] == 0xE2 && (uint8_t)bytes[1] == 0x80;
        *lone = mark && (b < 0x80 || b >= 0xC0);
        if (*lone) {
            *character = 0x201D;
            return c == 0xFFFD ? next : here;
        }
        if (b < 0x80 || b >= 0xC0) return 0;
        bytes[size++] = (char)b;
    }
    size_t end;
    if (size < want) return 0;
    *character = utf8_at(text_of(bytes, size), 0, &end);
    *lone = false;
    return *character != 0xFFFD && end == size ? next : 0;
}

/* How many there are, and how many characters only look as one's beginning; with `out`, where there is room for as much
 * as `t` has, it is written without them. */
static void walk(Text t, uint32_t *many, uint32_t *others, char *out, size_t *size)
{
    for (size_t at = 0, next; at < t.size; at = next) {
        if ((uint8_t)t.data[at] < 0xC3) { /* what a lead byte has become begins later */
            if (out) out[(*size)++] = t.data[at];
            next = at + 1;
            continue;
        }
        uint32_t c, was = utf8_at(t, at, &next);
        bool lone = false;
        size_t end = one_of_many(t, at, &c, &lone);
        if (end) {
            ++*many;
            next = end;
            was = c;
        } else if (was >= 0xC2 && was <= 0xF4 && next < t.size && (uint8_t)t.data[next] >= 0x80)
            ++*others;
        if (out) *size += utf8_put(was, out + *size);
    }
}

bool text_untwice(Text in, Arena *arena, Text *out, bool *mended)
{
    uint32_t many = 0, others = 0;
    *out = in;
    *mended = false;
    walk(in, &many, &others, NULL, NULL);
    if (many < LEAST || others * 10 > many) return true;
    char *data = TAKE(arena, char, in.size);
    size_t size = 0;
    if (!data) return false;
    walk(in, &many, &others, data, &size);
    *out = text_of(data, size);
    *mended = true;
    return true;
}

bool found_untwice(Found *found, Arena *arena)
{
    Text *const all[] = {&found->text, &found->title, &found->outlet, &found->byline};
    bool any = false, mended;
    for (size_t i = 0; i < COUNT(all); i++) {
        if (!all[i]->size) continue;
        if (!text_untwice(*all[i], arena, all[i], &mended)) return false;
        any |= mended;
    }
    return !any || found_warn(found, arena, "the text was encoded twice; it is mended");
}
