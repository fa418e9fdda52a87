/* What a word looks like, hashed once. One pass over its code points keeps three running hashes (as written,
 * lower case, shape) and the last four code points for the suffixes, so a word of a megabyte costs no memory. */
#include "token/internal.h"

#define STEP 0x9e3779b97f4a7c15u

static inline uint64_t step(uint64_t h, uint32_t c) { return (h ^ c) * STEP + (h >> 29); }
static inline uint32_t finish(uint64_t h) { return (uint32_t)((h ^ h >> 31) * 0xd6e8feb86659fd93u >> 32); }

static uint32_t straighten(uint32_t c)
{
    switch (c) {
    case 0x2018: case 0x2019: case 0x201A: case '`': case 0xB4: return '\'';
    case 0x201C: case 0x201D: case 0x201E: case 0xAB: case 0xBB: return '"';
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015: return '-';
    default: return c;
    }
}

typedef struct Letter {
    uint32_t lower; /* lower case, digits as 0, quotation marks and dashes straightened */
    uint32_t shape; /* X x d, or itself */
} Letter;

static inline Letter letter_of(uint32_t c)
{
    if (c < 0x80) {
        if (c >= 'a' && c <= 'z') return (Letter){c, 'x'};
        if (c >= 'A' && c <= 'Z') return (Letter){c + 32, 'X'};
        if (c >= '0' && c <= '9') return (Letter){'0', 'd'};
    }
    if (char_is_upper(c)) return (Letter){char_lower(c), 'X'};
    if (char_is_letter(c)) return (Letter){c, 'x'};
    c = straighten(c);
    return (Letter){c, c};
}

static uint32_t suffix(const uint32_t *recent, uint32_t count, uint32_t length)
{
    uint64_t h = length;
    for (uint32_t i = length < count ? length : count; i; i--) h = step(h, recent[(count - i) & 3]);
    return finish(h);
}

static uint8_t mark_of(uint32_t first, uint32_t count)
{
    switch (first) {
    case 0x201C: case 0x201E: case 0xAB: return MARK_QUOTE_OPEN;
    case 0x201D: case 0xBB: return MARK_QUOTE_CLOSE;
    case '"': return MARK_QUOTE_OPEN; /* settled by mark_quotes */
    case '`': return count == 2 ? MARK_QUOTE_OPEN : MARK_SINGLE_OPEN;
    case '\'': case 0x2019: return count == 2 ? MARK_QUOTE_CLOSE : MARK_SINGLE_CLOSE;
    case 0x2018: return MARK_SINGLE_OPEN;
    case ',': return MARK_COMMA;
    case '.': case '!': case '?': case 0x2026: return MARK_TERMINAL;
    case ':': case ';': return MARK_COLON;
    case '-': case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015: return MARK_DASH;
    case '(': case '[': case '{': return MARK_OPEN;
    case ')': case ']': case '}': return MARK_CLOSE;
    default: return MARK_OTHER;
    }
}

static uint8_t mark_joined(uint8_t mark, uint32_t count, uint8_t flags)
{
    bool single = mark == MARK_SINGLE_OPEN || mark == MARK_SINGLE_CLOSE;
    if (single && (flags & WORD_JOINED)) return MARK_NONE; /* the possessive of "workers'" */
    if (mark == MARK_DASH && count == 1 && !(flags & WORD_SPACE)) return MARK_HYPHEN;
    return mark;
}

void word_look(Text text, Word *w)
{
    uint64_t form = 1, lower = 2, shape = 3, prefix = 4;
    uint32_t recent[4] = {0}, count = 0, run = 0, last = 0, first = 0;
    uint8_t flags = w->flags;
    for (size_t at = w->begin, next; at < w->end; at = next, count++) {
        uint32_t c = (uint8_t)text.data[at];
        if (c < 0x80)
            next = at + 1;
        else
            c = utf8_at(text, at, &next);
        if (c >= 0x80 && char_is_unseen(c)) {
            count--;
            continue;
        }
        if (!count) first = c;
        Letter l = letter_of(c);
        form = step(form, c);
        lower = step(lower, l.lower);
        run = l.shape == last ? run + 1 : 0;
        last = l.shape;
        if (run < 3) shape = step(shape, l.shape);
        if (l.shape == 'X' && !count) flags |= WORD_UPPER;
        if (l.shape == 'X' || l.shape == 'd' || l.shape == 'x') flags |= WORD_LETTERS;
        if (count < 3) prefix = step(prefix, l.lower);
        if (count == 1) w->prefix2 = finish(prefix);
        recent[count & 3] = l.lower;
    }
    if (count < 2) w->prefix2 = finish(prefix);
    w->form = finish(form);
    w->lower = finish(lower);
    w->shape = finish(shape);
    w->prefix3 = finish(prefix);
    w->suffix1 = suffix(recent, count, 1);
    w->suffix2 = suffix(recent, count, 2);
    w->suffix3 = suffix(recent, count, 3);
    w->suffix4 = suffix(recent, count, 4);
    w->flags = flags;
    w->mark = flags & WORD_LETTERS ? MARK_NONE : mark_joined(mark_of(first, count), count, flags);
}

size_t word_fold(Text word, char *out)
{
    size_t size = 0;
    for (size_t at = 0; at < word.size;) {
        uint32_t c = utf8_at(word, at, &at);
        if (!char_is_unseen(c)) size += utf8_put(char_is_digit(c) ? c : letter_of(c).lower, out + size);
    }
    return size;
}

/* ---- the direction of quotes that open and close alike ---- */

/* ''so'' beside ``so'', »so« beside «so» */
static bool is_either_way(Text text, const Word *w)
{
    const char *at = text.data + w->begin;
    size_t size = w->end - w->begin;
    return size == 2 && (!memcmp(at, "''", 2) || !memcmp(at, "\xC2\xAB", 2) || !memcmp(at, "\xC2\xBB", 2));
}

static bool space_after(const Word *words, uint32_t count, uint32_t i)
{
    return i + 1 == count || (words[i + 1].flags & WORD_SPACE);
}

/* "word" has its space outside. Where both sides have one or neither has, the state of the paragraph decides. */
static bool opens(const Word *words, uint32_t count, uint32_t i, bool open)
{
    bool before = (words[i].flags & WORD_SPACE) || words[i - 1].mark == MARK_OPEN || words[i - 1].mark == MARK_DASH ||
                  words[i - 1].mark == MARK_QUOTE_OPEN || words[i - 1].mark == MARK_SINGLE_OPEN;
    bool after = space_after(words, count, i);
    return before != after ? before : !open;
}

void mark_quotes(Text text, Word *words, uint32_t count)
{
    bool open = false, single = false;
    for (uint32_t i = 0; i < count; i++) {
        Word *w = &words[i];
        if (w->flags & WORD_LETTERS) continue;
        char c = text.data[w->begin];
        if (c == '"' || is_either_way(text, w)) {
            bool o = i ? opens(words, count, i, open) : true;
            w->mark = o ? MARK_QUOTE_OPEN : MARK_QUOTE_CLOSE;
        } else if (c == '\'' && w->end - w->begin == 1 && w->mark != MARK_NONE) {
            bool o = i ? opens(words, count, i, single) : !space_after(words, count, i);
            w->mark = o ? MARK_SINGLE_OPEN : MARK_SINGLE_CLOSE;
        } else if (w->mark == MARK_HYPHEN && space_after(words, count, i)) {
            w->mark = MARK_DASH;
        }
        if (w->mark == MARK_QUOTE_OPEN || w->mark == MARK_QUOTE_CLOSE) open = w->mark == MARK_QUOTE_OPEN;
        if (w->mark == MARK_SINGLE_OPEN || w->mark == MARK_SINGLE_CLOSE) single = w->mark == MARK_SINGLE_OPEN;
    }
}
