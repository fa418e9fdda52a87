/* Origins that nobody would print as two: "Bill" and "Bill Clinton", of whom an article has half the name; and one outlet's two
 * articles that tell the same in the very same words, whoever they say it comes from. */
#include "ledger/origin/trace.h"

#define MOST_ROOTS 64u  /* that are laid side by side: more than so many are two or more in any case */
#define LEAST_WORDS 6u  /* of a content that is no common phrase */

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

static bool same_words(const Tracer *t, uint32_t a, uint32_t b)
{
    WordAt *x, *y;
    uint32_t x_count, y_count;
    if (!words_of(statement(t, a)->content, t->arena, &x, &x_count) || !words_of(statement(t, b)->content, t->arena, &y, &y_count))
        return false;
    if (x_count != y_count || x_count < LEAST_WORDS) return false;
    for (uint32_t i = 0; i < x_count; i++)
        if (x[i].hash != y[i].hash) return false;
    return true;
}

static bool are_one(const Tracer *t, uint32_t a, uint32_t b)
{
    const Party *p = &t->parties[a], *q = &t->parties[b];
    return is_half_of(p, q) || (p->own == q->own && statement(t, a)->article != statement(t, b)->article && same_words(t, a, b));
}

Status leads_alike(Tracer *t)
{
    uint32_t roots[MOST_ROOTS], count = 0;
    ArenaMark mark = arena_mark(t->arena);
    for (uint32_t i = 0; i < t->count && count < MOST_ROOTS; i++)
        if (t->parties[i].asserts && t->parties[i].kind == PARTY_NAMED && !is_led(t, i)) roots[count++] = i;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < count; k++) {
            uint32_t first = t->rank[roots[i]] < t->rank[roots[k]] ? roots[i] : roots[k];
            uint32_t later = first == roots[i] ? roots[k] : roots[i];
            if (i < k && are_one(t, first, later)) (void)lead(t, later, first, HAND_UTTERED);
        }
    arena_rewind(t->arena, mark);
    return SAYSO_OK;
}
