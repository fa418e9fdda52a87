/* Parentheses with the verb first, which the chains know where a quotation stands before them:
 *
 *   But, say the scientists, tiny strands survive.      Leaving them there, said the Courier last week, would be a
 * shame.
 *
 * What stands between the commas is a verb of saying and a noun phrase; the sentence round it is what is said. An
 * attribution that has the verb for its cue is made anew. */
#include "attribution/internal.h"

#define NOUNS_MOST 8u /* words of the noun phrase */
#define SAID_LEAST 4u /* words of the sentence round it */

static bool is_finite(const View *v, uint32_t w)
{
    return v->tag[w] == XPOS_VBD || v->tag[w] == XPOS_VBZ || v->tag[w] == XPOS_VBP || v->tag[w] == XPOS_VB;
}

/* The noun phrase right behind the verb, by its tags: words before a noun, nouns, and of …; begin == end: none. */
static Span phrase_behind(const View *v, uint32_t verb, uint32_t end)
{
    uint32_t i = verb + 1, most = i + NOUNS_MOST < end ? i + NOUNS_MOST : end;
    Span none = {0, 0};
    while (i < most && (v->tag[i] == XPOS_DT || v->tag[i] == XPOS_PRPS || v->tag[i] == XPOS_JJ || v->tag[i] == XPOS_CD))
        i++;
    uint32_t first = i;
    while (i < most && (is_noun(v, i) || v->tag[i] == XPOS_POS || v->mark[i] == MARK_HYPHEN)) i++;
    return i > first && is_noun(v, i - 1) ? (Span){verb + 1, i} : none;
}

/* "last week", "on Monday": a time that may stand behind the speaker. */
static uint32_t past_time(const View *v, uint32_t i, uint32_t end)
{
    uint32_t most = i + 4 < end ? i + 4 : end;
    while (
        i < most && !v->mark[i] &&
        (v->tag[i] == XPOS_IN || v->tag[i] == XPOS_JJ || v->tag[i] == XPOS_DT || v->tag[i] == XPOS_CD || is_noun(v, i)))
        i++;
    return i;
}

/* "Bell, a pilot with two boats": beside the name stands what the bearer is, and no rest of a clause. */
static bool is_beside(const View *v, uint32_t begin, uint32_t end)
{
    uint8_t t = v->tag[begin];
    if (t == XPOS_IN || t == XPOS_TO || t == XPOS_VBG || t == XPOS_VBN || t == XPOS_RB || t == XPOS_CC) return false;
    if (t == XPOS_WP || t == XPOS_WDT) return true;
    for (uint32_t i = begin; i < end && v->tag[i] != XPOS_WDT && v->tag[i] != XPOS_WP; i++)
        if (v->tag[i] == XPOS_MD || v->tag[i] == XPOS_VBD || v->tag[i] == XPOS_VBZ || v->tag[i] == XPOS_VBP)
            return false;
    return true;
}

static void add_piece(Reported *r, uint32_t begin, uint32_t end)
{
    if (begin < end && r->count < REPORTED_PIECES) r->contents[r->count++] = (Span){begin, end};
}

static bool read_inversion(const Grammar *g, uint32_t verb, Reported *out)
{
    const View *v = g->v;
    const Sentence *s = &v->tokens->sentences[v->sentence[verb]];
    if (!is_finite(v, verb) || v->bucket[verb] < 6 || verb < s->first + 2 || v->mark[verb - 1] != MARK_COMMA)
        return false;
    if (v->quote_state[verb - 2] == QUOTE_CLOSE || v->quote[verb] != NONE) return false;
    if (g->subject[verb] != NONE && g->subject[verb] < verb) return false;
    Span who = phrase_behind(v, verb, s->end);
    if (who.begin == who.end) return false;
    uint32_t comma = v->mark[who.end] == MARK_COMMA ? who.end : past_time(v, (uint32_t)who.end, s->end);
    if (comma + 1 >= s->end || v->mark[comma] != MARK_COMMA) return false;
    uint32_t end = s->end;
    while (end > comma + 1 && v->mark[end - 1] == MARK_TERMINAL) end--;
    if (is_beside(v, comma + 1, end)) return false;
    *out = (Reported){
        .head = verb, .source = who, .cue = {verb, verb + 1}, .reading = READ_PARENTHESIS, .own_subject = true};
    add_piece(out, s->first, verb - 1);
    add_piece(out, comma + 1, end);
    return out->count == 2 && end - comma - 1 + verb - 1 - s->first >= SAID_LEAST;
}

static bool touches(const Attribution *x, Span words)
{
    return x->cue.begin < words.end && words.begin < x->cue.end;
}

bool inversions_find(const Grammar *g, Arena *arena, Arena *scratch, Attributions *a)
{
    Reported *found = NULL, r;
    uint32_t count = 0, capacity = 0, kept = 0, at = 0;
    for (uint32_t w = 0; w < g->v->count; w++) {
        bool again = count && g->v->sentence[found[count - 1].head] == g->v->sentence[w]; /* one a sentence */
        if (again || !read_inversion(g, w, &r)) continue;
        if (!arena_grow(scratch, (void **)&found, &capacity, count + 1, sizeof r)) return false;
        found[count++] = r;
    }
    if (!count) return true;
    for (uint32_t i = 0; i < a->count; i++) { /* both ascend by cue */
        while (at + 1 < count && found[at].cue.end <= a->items[i].cue.begin) at++;
        bool same = touches(&a->items[i], found[at].cue);
        if (same && !spans_apart(a->items[i].source, found[at].source)) { /* it has its speaker: it stays */
            found[at].count = 0;
            same = false;
        }
        if (!same) a->items[kept++] = a->items[i];
    }
    a->count = kept;
    uint32_t left = 0;
    for (uint32_t i = 0; i < count; i++)
        if (found[i].count) found[left++] = found[i];
    return attributions_compact(a, scratch) && add_reported(found, left, arena, scratch, a);
}
