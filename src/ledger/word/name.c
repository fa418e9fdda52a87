/* Names as keys: "The Harbour Authority", "harbour authority" and "Harbour-Authority" have one, "harbour authority". */
#include "ledger/word/word.h"

/* What joins its neighbours: dots of abbreviations ("U.S." is "us"), apostrophes, combining marks. */
static bool is_joiner(uint32_t c)
{
    return c == '.' || c == '\'' || c == 0x2018 || c == 0x2019 || c == 0x2BC || c == 0xAD || (c >= 0x300 && c <= 0x36F);
}

typedef struct Key {
    char *data;
    size_t size;
    bool gap; /* a space before what comes next */
} Key;

static void put(Key *key, uint32_t c)
{
    if (key->gap && key->size) key->data[key->size++] = ' ';
    key->gap = false;
    key->size += utf8_put(c, key->data + key->size);
}

static void put_word(Key *key, const char *word)
{
    key->gap = true;
    for (; *word; word++) put(key, (uint8_t)*word);
    key->gap = true;
}

static void fold_name(Text name, Key *key)
{
    for (size_t i = 0, next; i < name.size; i = next) {
        uint32_t c = utf8_at(name, i, &next);
        if (is_joiner(c)) continue;
        if (char_is_digit(c) || char_is_letter(c))
            put(key, char_folded(c));
        else if (c == '&')
            put_word(key, "and");
        else
            key->gap = true;
    }
}

bool name_key(Text name, Arena *arena, Text *out)
{
    /* folding makes no letter longer, bad bytes grow from one to three, and "&" to " and " */
    Key key = {.data = arena_take(arena, name.size * 5 + 5, 1)};
    if (!key.data) return false;
    fold_name(name, &key);
    *out = text_of(key.data, key.size);
    if (text_starts(*out, "the ") && out->size > 4) *out = text_of(key.data + 4, key.size - 4);
    if (!out->size) *out = name; /* all signs, as a band's name may be */
    return true;
}
