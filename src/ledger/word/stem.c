/* A word as others are compared with it: folded, and by a small stemmer. Where Porter's would join "policy" and "police", a claim would be joined that should not. */
#include "ledger/word/word.h"

void fold_word(Text word, Folded *out, bool *denies)
{
    out->size = 0;
    *denies = false;
    for (size_t at = 0; at < word.size && out->size < LONGEST_WORD;) {
        uint32_t c = utf8_at(word, at, &at);
        if (c == '\'' || c == 0x2019) {
            *denies = at + 1 == word.size && word.data[at] == 't' && out->size && out->data[out->size - 1] == 'n';
            break;
        }
        if (char_is_letter(c) || char_is_digit(c)) out->size += utf8_put(char_folded(c), out->data + out->size);
    }
    if (*denies && out->size > 1) out->size--;
}

static bool ends(const Folded *w, const char *ending)
{
    size_t n = strlen(ending);
    return w->size >= n && !memcmp(w->data + w->size - n, ending, n);
}

static bool is_vowel(char c) { return strchr("aeiouy", c) != NULL; }

static bool has_vowel(const Folded *w, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (is_vowel(w->data[i])) return true;
    return false;
}

/* "cut" from "cutting"; "fall", "miss" and "buzz" keep both letters. */
static void undouble(Folded *w)
{
    if (w->size < 4) return;
    char last = w->data[w->size - 1];
    if (last == w->data[w->size - 2] && !is_vowel(last) && !strchr("lsz", last)) w->size--;
}

static void take_verb_ending(Folded *w, size_t ending)
{
    if (w->size < ending + 3 || !has_vowel(w, w->size - ending)) return;
    w->size -= ending;
    undouble(w);
}

static void take_plural(Folded *w)
{
    if (ends(w, "ies") && w->size > 4) {
        w->size -= 2;
        w->data[w->size - 1] = 'y';
    } else if (ends(w, "sses") || ends(w, "shes") || ends(w, "ches") || ends(w, "xes")) {
        w->size -= 2;
    } else if (w->size > 3 && ends(w, "s") && !ends(w, "ss") && !ends(w, "us") && !ends(w, "is") && !ends(w, "news")) {
        w->size--;
    }
}

void stem(Folded *w)
{
    if (w->size < 4) return;
    take_plural(w);
    if (ends(w, "ied") && w->size > 4) {
        w->size -= 2;
        w->data[w->size - 1] = 'y';
    } else if (ends(w, "ed") && !ends(w, "eed")) {
        take_verb_ending(w, 2);
    } else if (ends(w, "ing")) {
        take_verb_ending(w, 3);
    }
    if (w->size > 3 && ends(w, "e")) w->size--;
}
