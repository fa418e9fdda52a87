/* Words as the ledger compares them: "Ministry’s", "ministry's" and "MINISTRYS" are one word, "co-operate" is two. */
#include "ledger/word/word.h"

/* The letter under the marks, from U+00E0 to U+00FF and from U+0100 to U+017F; '.' where there is none. */
static const char latin_1[] = "aaaaaa.ceeeeiiiidnooooo.ouuuuy.y";
static const char extended[] = "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkkk"
                               "llllllllllnnnnnnnnnoooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
_Static_assert(sizeof latin_1 == 32 + 1 && sizeof extended == 128 + 1, "a letter is missing");

uint32_t char_folded(uint32_t c)
{
    c = char_lower(c);
    char base = '.';
    if (c >= 0xE0 && c <= 0xFF) base = latin_1[c - 0xE0];
    if (c >= 0x100 && c <= 0x17F) base = extended[c - 0x100];
    return base == '.' ? c : (uint32_t)base;
}

static bool is_of_word(uint32_t c) { return char_is_digit(c) || (char_is_letter(c) && !char_joins(c)); }

#define HASH_START 0xcbf29ce484222325u

/* Most bytes are ASCII: the letter or digit, folded; 1: it joins; 0: ends a word. */
static const uint8_t ascii[128] = {
    ['\''] = 1,  ['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5', ['6'] = '6', ['7'] = '7',
    ['8'] = '8', ['9'] = '9', ['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd', ['E'] = 'e', ['F'] = 'f', ['G'] = 'g',
    ['H'] = 'h', ['I'] = 'i', ['J'] = 'j', ['K'] = 'k', ['L'] = 'l', ['M'] = 'm', ['N'] = 'n', ['O'] = 'o', ['P'] = 'p',
    ['Q'] = 'q', ['R'] = 'r', ['S'] = 's', ['T'] = 't', ['U'] = 'u', ['V'] = 'v', ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y',
    ['Z'] = 'z', ['a'] = 'a', ['b'] = 'b', ['c'] = 'c', ['d'] = 'd', ['e'] = 'e', ['f'] = 'f', ['g'] = 'g', ['h'] = 'h',
    ['i'] = 'i', ['j'] = 'j', ['k'] = 'k', ['l'] = 'l', ['m'] = 'm', ['n'] = 'n', ['o'] = 'o', ['p'] = 'p', ['q'] = 'q',
    ['r'] = 'r', ['s'] = 's', ['t'] = 't', ['u'] = 'u', ['v'] = 'v', ['w'] = 'w', ['x'] = 'x', ['y'] = 'y', ['z'] = 'z'};

/* What stands at `at`: as above, of any code point. */
static uint32_t letter_at(Text text, size_t at, size_t *next)
{
    uint8_t byte = (uint8_t)text.data[at];
    if (byte < 0x80) {
        *next = at + 1;
        return ascii[byte];
    }
    uint32_t c = utf8_at(text, at, next);
    return is_of_word(c) ? char_folded(c) : char_joins(c);
}

/* The word that begins at or after *at, which moves behind it. */
static bool next_word(Text text, size_t *at, WordAt *out)
{
    size_t next = *at, end = 0;
    uint64_t hash = HASH_START;
    for (size_t i = *at; i < text.size; i = next) {
        uint32_t c = letter_at(text, i, &next);
        if (c > 1) {
            if (!end) out->span.begin = (uint32_t)i;
            end = next;
            hash = (hash ^ c) * 0x100000001b3u;
        } else if (end && !c) {
            break;
        }
    }
    *at = next;
    out->span.end = (uint32_t)end;
    out->hash = hash_mix(hash);
    return end > 0;
}

bool words_of(Text text, Arena *arena, WordAt **out, uint32_t *count)
{
    void *items = NULL;
    uint32_t capacity = 0, have = 0;
    if (!arena_grow(arena, &items, &capacity, (uint32_t)(text.size / 5) + 1, sizeof(WordAt))) return false;
    WordAt word;
    for (size_t at = 0; next_word(text, &at, &word); have++) {
        if (!arena_grow(arena, &items, &capacity, have + 1, sizeof word)) return false;
        ((WordAt *)items)[have] = word;
    }
    *out = items;
    *count = have;
    return true;
}

uint64_t word_hash(Text word)
{
    WordAt found;
    size_t at = 0;
    return next_word(word, &at, &found) ? found.hash : 0;
}
