/* The view: what the features of both chains look at, computed once an article in time proportional to it.
 *
 * Every array has one entry a word and one more that stands for all words beyond the paragraph, so that a
 * feature never asks whether its neighbour exists. */
#include "attribution/internal.h"

uint64_t lexicon_key(uint32_t lemma_hash, uint8_t upos)
{
    uint8_t coarse = upos == UPOS_AUX ? UPOS_VERB : upos == UPOS_PROPN ? UPOS_NOUN : upos;
    return feature(7919, lemma_hash, coarse, 0);
}

uint32_t distance_bucket(uint32_t d)
{
    return d <= 3 ? d : d <= 5 ? 4 : d <= 8 ? 5 : d <= 14 ? 6 : d <= 25 ? 7 : 8;
}

static bool take_arrays(View *v, Arena *arena)
{
    size_t n = (size_t)v->count + 1;
    uint32_t **wide[] = {&v->lemma, &v->form, &v->shape, &v->suffix3, &v->head,
                         &v->sentence, &v->paragraph_first, &v->paragraph_end, &v->quote, &v->sub_first, &v->sub_end,
                         &v->top_start, &v->top_end, &v->order, &v->near, &v->near_path, &v->left, &v->right};
    uint8_t **narrow[] = {&v->tag, &v->relation, &v->base, &v->bucket, &v->act, &v->mark, &v->quote_state, &v->depth,
                          &v->ups, &v->downs, &v->near_relation, &v->left_between, &v->right_between};
    for (size_t i = 0; i < COUNT(wide); i++)
        if (!(*wide[i] = TAKE(arena, uint32_t, n))) return false;
    for (size_t i = 0; i < COUNT(narrow); i++) {
        if (!(*narrow[i] = TAKE(arena, uint8_t, n))) return false;
        memset(*narrow[i], 0, n);
    }
    v->cluster = TAKE(arena, uint16_t, n);
    v->children = TAKE(arena, uint64_t, n);
    return v->cluster && v->children;
}

/* ---- words ---- */

static void base_relations(uint8_t base[RELATION_COUNT])
{
    for (uint8_t r = 0; r < RELATION_COUNT; r++) {
        const char *name = relation_name(r), *colon = strchr(name, ':');
        base[r] = r;
        if (colon) (void)relation_find(text_of(name, (size_t)(colon - name)), &base[r]);
    }
}

static void copy_words(View *v, Lexicon lexicon)
{
    uint8_t base[RELATION_COUNT];
    base_relations(base);
    for (uint32_t i = 0; i < v->count; i++) {
        const Word *w = &v->tokens->words[i];
        v->lemma[i] = v->syntax->lemma_hash[i];
        v->form[i] = w->lower;
        v->shape[i] = w->shape;
        v->suffix3[i] = w->suffix3;
        v->cluster[i] = w->cluster;
        v->tag[i] = v->syntax->xpos[i];
        v->relation[i] = v->syntax->relation[i];
        v->base[i] = base[v->relation[i]];
        v->mark[i] = w->mark;
        v->head[i] = v->syntax->head[i] == NONE ? v->count : v->syntax->head[i];
        if (!(w->flags & WORD_LETTERS)) continue;
        LexiconEntry entry = lexicon.look_up(lexicon.context, lexicon_key(v->lemma[i], v->syntax->upos[i]));
        v->bucket[i] = lexicon_bucket(entry.p);
        v->act[i] = entry.act < LEXICON_ACTS ? entry.act : 0;
    }
    uint32_t beyond = v->count;
    v->lemma[beyond] = v->form[beyond] = v->shape[beyond] = 1;
    v->suffix3[beyond] = 1;
    v->tag[beyond] = XPOS_COUNT;
    v->relation[beyond] = v->base[beyond] = RELATION_COUNT;
    v->cluster[beyond] = UINT16_MAX;
    v->head[beyond] = beyond;
}

static void lay_out(View *v)
{
    const Tokens *t = v->tokens;
    for (uint32_t s = 0; s < t->sentence_count;) {
        uint32_t e = s;
        while (e < t->sentence_count && t->sentences[e].paragraph == t->sentences[s].paragraph) e++;
        uint32_t first = t->sentences[s].first, end = t->sentences[e - 1].end;
        for (uint32_t i = first; i < end; i++) {
            v->paragraph_first[i] = first;
            v->paragraph_end[i] = end;
        }
        for (; s < e; s++)
            for (uint32_t i = t->sentences[s].first; i < t->sentences[s].end; i++) v->sentence[i] = s;
    }
    v->sentence[v->count] = NONE;
    v->paragraph_first[v->count] = v->paragraph_end[v->count] = v->count;
}

/* ---- quotation ---- */

static bool add_quote(View *v, Arena *arena, Quote q)
{
    if (!arena_grow(arena, (void **)&v->quotes, &v->quote_capacity, v->quote_count + 1, sizeof q)) return false;
    for (uint32_t i = q.open; i < q.end; i++) {
        v->quote[i] = v->quote_count;
        v->quote_state[i] = i == q.open ? QUOTE_OPEN : q.closed && i + 1 == q.end ? QUOTE_CLOSE : QUOTE_IN;
    }
    v->quotes[v->quote_count++] = q;
    return true;
}

/* Whether a single mark opens a quotation in the British way, in which double marks are part of the words: where words
 * begin, not within them as an apostrophe may, and with a closing one to come. */
static bool opens_british(const View *v, uint32_t at, uint32_t last_close)
{
    bool begins = (v->tokens->words[at].flags & WORD_SENTENCE) || at == v->paragraph_first[at];
    return at < last_close && (begins || v->mark[at - 1] == MARK_COMMA || v->mark[at - 1] == MARK_COLON);
}

/* Whether a quote left open at the end of that paragraph goes on in the next. */
static bool next_opens(const View *v, uint32_t end, bool single)
{
    return end < v->count && v->mark[end] == (single ? MARK_SINGLE_OPEN : MARK_QUOTE_OPEN);
}

/* A quote begins at an opening mark and runs to the closing mark of its kind, or, as news copy leaves the mark out
 * where the next paragraph goes on, to the paragraph's end. Another opening mark before that ends it there. Single
 * marks inside double ones are part of the words; one left open counts only where it opens the paragraph, for else it
 * may be an apostrophe, or where the next paragraph opens with one too. Double marks inside British single ones are part
 * of the words. */
static bool pair_quotes(View *v, Arena *arena, uint32_t first, uint32_t end)
{
    uint32_t open = NONE, last_close = first;
    bool single = false, british = false;
    for (uint32_t i = first; i < end; i++)
        if (v->mark[i] == MARK_SINGLE_CLOSE) last_close = i;
    for (uint32_t i = first; i < end; i++) {
        Mark m = (Mark)v->mark[i];
        if (m == MARK_SINGLE_OPEN && (open == NONE || single)) british = opens_british(v, i, last_close);
        if (m == MARK_QUOTE_OPEN && open != NONE && single && british && i < last_close) continue;
        bool opens = m == MARK_QUOTE_OPEN || (m == MARK_SINGLE_OPEN && (open == NONE || single));
        bool closes = open != NONE && m == (single ? MARK_SINGLE_CLOSE : MARK_QUOTE_CLOSE);
        if (closes && !add_quote(v, arena, (Quote){open, i + 1, true, single})) return false;
        if (opens && open != NONE && !single && !add_quote(v, arena, (Quote){open, i, false, false})) return false;
        if (opens) {
            open = i;
            single = m == MARK_SINGLE_OPEN;
        } else if (closes) {
            open = NONE;
        }
    }
    if (open != NONE && open != first && !next_opens(v, end, single)) { /* a mark forgotten or one too many */
        if (single) return true;
        end = v->tokens->sentences[v->sentence[open]].end;
    }
    if (open != NONE) return add_quote(v, arena, (Quote){open, end, false, single});
    return true;
}

/* ---- the tree ---- */

_Static_assert(RELATION_COUNT <= 64, "a set of relations is the bits of a uint64_t");

/* Words in an order that puts each before those it governs: leaves are peeled off and the order read backwards. */
static bool order_tree(View *v, Arena *scratch)
{
    uint32_t *waiting = TAKE(scratch, uint32_t, (size_t)v->count + 1);
    if (!waiting) return false;
    memset(waiting, 0, ((size_t)v->count + 1) * sizeof *waiting);
    for (uint32_t i = 0; i < v->count; i++) waiting[v->head[i]]++;
    uint32_t head = v->count, tail = v->count; /* order[tail..head) from the back: peeled, not yet passed on */
    for (uint32_t i = 0; i < v->count; i++)
        if (!waiting[i]) v->order[--tail] = i;
    while (head > tail) {
        uint32_t up = v->head[v->order[--head]];
        if (up < v->count && !--waiting[up]) v->order[--tail] = up;
    }
    return tail == 0;
}

static void measure_tree(View *v)
{
    for (uint32_t i = 0; i <= v->count; i++) {
        v->sub_first[i] = i;
        v->sub_end[i] = i + 1;
        v->top_start[i] = v->top_end[i] = NONE;
        v->children[i] = 0;
    }
    for (uint32_t k = v->count; k-- > 0;) {
        uint32_t i = v->order[k], up = v->head[i];
        if (up == v->count) continue;
        if (v->sub_first[i] < v->sub_first[up]) v->sub_first[up] = v->sub_first[i];
        if (v->sub_end[i] > v->sub_end[up]) v->sub_end[up] = v->sub_end[i];
        v->children[up] |= (uint64_t)1 << v->base[i];
    }
    for (uint32_t k = 0; k < v->count; k++) {
        uint32_t i = v->order[k], up = v->head[i];
        v->depth[i] = up == v->count ? 0 : v->depth[up] < 15 ? (uint8_t)(v->depth[up] + 1) : 15;
        if (v->top_start[v->sub_first[i]] == NONE) v->top_start[v->sub_first[i]] = i;
        if (v->top_end[v->sub_end[i] - 1] == NONE) v->top_end[v->sub_end[i] - 1] = i;
    }
}

/* Often a cue, or on the list and hardly ever seen. */
static bool reporting(const View *v, uint32_t i) { return v->bucket[i] >= 4 || (v->act[i] && !v->bucket[i]); }

/* The nearest reporting word by the tree, at 2 a step up and 3 a step down: first the best one below each word, from
 * the leaves up, then the better of that and the way over the head, from the root down. Ties go to what came first. */
static bool nearest_by_tree(View *v, Arena *scratch)
{
    uint32_t *cost = TAKE(scratch, uint32_t, (size_t)v->count + 1);
    if (!cost) return false;
    for (uint32_t i = 0; i <= v->count; i++) {
        bool r = i < v->count && reporting(v, i);
        v->near[i] = r ? i : v->count;
        cost[i] = r ? 0 : 1u << 20;
        v->ups[i] = v->downs[i] = 0;
        v->near_path[i] = 0;
        v->near_relation[i] = RELATION_COUNT;
    }
    for (uint32_t k = v->count; k-- > 0;) {
        uint32_t i = v->order[k], up = v->head[i];
        if (up == v->count || cost[i] + 3 >= cost[up]) continue;
        cost[up] = cost[i] + 3;
        v->near[up] = v->near[i];
        v->downs[up] = v->downs[i] < 15 ? (uint8_t)(v->downs[i] + 1) : 15;
        v->near_path[up] = v->near_path[i] * 61 + v->relation[i] + 1;
    }
    for (uint32_t k = 0; k < v->count; k++) {
        uint32_t i = v->order[k], up = v->head[i];
        if (up == v->count || cost[up] + 2 >= cost[i]) continue;
        cost[i] = cost[up] + 2;
        v->near[i] = v->near[up];
        v->ups[i] = v->ups[up] < 15 ? (uint8_t)(v->ups[up] + 1) : 15;
        v->downs[i] = v->downs[up];
        v->near_relation[i] = v->ups[up] ? v->near_relation[up] : v->relation[i];
        v->near_path[i] = v->ups[i] <= 3 ? v->near_path[up] * 67 + v->relation[i] + 101 : v->near_path[up];
    }
    return true;
}

/* ---- reporting words to the left and right ---- */

static uint8_t stands_between(const View *v, uint32_t i)
{
    static const uint8_t of_mark[] = {[MARK_QUOTE_OPEN] = BETWEEN_QUOTE, [MARK_QUOTE_CLOSE] = BETWEEN_QUOTE,
                                      [MARK_SINGLE_OPEN] = BETWEEN_QUOTE, [MARK_SINGLE_CLOSE] = BETWEEN_QUOTE,
                                      [MARK_COMMA] = BETWEEN_COMMA, [MARK_COLON] = BETWEEN_DASH,
                                      [MARK_DASH] = BETWEEN_DASH, [MARK_CLOSE] = 0};
    if (v->mark[i]) return of_mark[v->mark[i]];
    switch (v->tag[i]) {
    case XPOS_VB: case XPOS_VBD: case XPOS_VBG: case XPOS_VBN: case XPOS_VBP: case XPOS_VBZ: case XPOS_MD:
        return BETWEEN_VERB;
    case XPOS_NN: case XPOS_NNS: case XPOS_NNP: case XPOS_NNPS: case XPOS_PRP:
        return BETWEEN_NOUN;
    case XPOS_IN: case XPOS_WDT:
        return v->base[i] == REL_MARK ? BETWEEN_THAT : 0;
    default:
        return 0;
    }
}

static void nearest_by_side(View *v, uint32_t first, uint32_t end)
{
    uint32_t last = v->count;
    uint8_t between = 0;
    for (uint32_t i = first; i < end; i++) {
        v->left[i] = last;
        v->left_between[i] = between;
        between |= stands_between(v, i);
        if (reporting(v, i)) {
            last = i;
            between = 0;
        }
    }
    last = v->count;
    between = 0;
    for (uint32_t i = end; i-- > first;) {
        v->right[i] = last;
        v->right_between[i] = between;
        between |= stands_between(v, i);
        if (reporting(v, i)) {
            last = i;
            between = 0;
        }
    }
}

bool view_make(const Tokens *tokens, const Syntax *syntax, Lexicon lexicon, Arena *arena,
               View *out)
{
    *out = (View){.tokens = tokens, .syntax = syntax, .count = tokens->word_count};
    View *v = out;
    if (!take_arrays(v, arena)) return false;
    copy_words(v, lexicon);
    lay_out(v);
    if (!order_tree(v, arena)) return false;
    measure_tree(v);
    if (!nearest_by_tree(v, arena)) return false;
    for (uint32_t i = 0; i <= v->count; i++) v->quote[i] = NONE;
    for (uint32_t first = 0; first < v->count; first = v->paragraph_end[first]) {
        if (!pair_quotes(v, arena, first, v->paragraph_end[first])) return false;
        nearest_by_side(v, first, v->paragraph_end[first]);
    }
    v->left[v->count] = v->right[v->count] = v->count;
    return true;
}

uint8_t edge_kind(const View *v, uint32_t i)
{
    uint8_t before = v->mark[i - 1], here = v->mark[i];
    bool sentence = v->sentence[i] != v->sentence[i - 1];
    if (v->quote_state[i - 1] == QUOTE_CLOSE) return sentence ? 1 : 2;
    if (v->quote_state[i] == QUOTE_OPEN) return sentence ? 3 : 4;
    if (sentence) return v->quote_state[i] ? 5 : 6;
    if (before == MARK_COMMA) return v->quote_state[i] ? 7 : 8;
    if (here == MARK_COMMA) return 9;
    if (here == MARK_TERMINAL || here == MARK_COLON || here == MARK_DASH) return 10;
    if (before == MARK_COLON || before == MARK_DASH) return 11;
    return 0;
}
