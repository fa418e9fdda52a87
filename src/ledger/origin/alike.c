/* Origins that nobody would print as two: "Bill" and "Bill Clinton", of whom an article has half the name. */
#include "ledger/origin/trace.h"

#define MOST_ROOTS 64u  /* that are laid side by side: more than so many are two or more in any case */

static bool is_word_of(Text word, Text name)
{
    if (!word.size || memchr(word.data, ' ', word.size) || name.size <= word.size) return false;
    for (size_t at = 0, end; at < name.size; at = end + 1) {
        for (end = at; end < name.size && name.data[end] != ' ';) end++;
        if (text_equal(text_of(name.data + at, end - at), word)) return true;
    }
    return false;
}

static bool is_half_of(const Party *a, const Party *b)
{
    bool persons = a->source == SAYSO_KIND_PERSON && b->source == SAYSO_KIND_PERSON;
    return persons && (is_word_of(a->name, b->name) || is_word_of(b->name, a->name));
}

Status leads_alike(Tracer *t)
{
    uint32_t roots[MOST_ROOTS], count = 0;
    for (uint32_t i = 0; i < t->count && count < MOST_ROOTS; i++)
        if (t->parties[i].asserts && t->parties[i].kind == PARTY_NAMED && !is_led(t, i)) roots[count++] = i;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < count; k++) {
            uint32_t first = t->rank[roots[i]] < t->rank[roots[k]] ? roots[i] : roots[k];
            uint32_t later = first == roots[i] ? roots[k] : roots[i];
            if (i < k && is_half_of(&t->parties[first], &t->parties[later])) (void)lead(t, later, first, HAND_UTTERED);
        }
    return SAYSO_OK;
}
