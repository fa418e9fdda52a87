/* Spotting: what a word shows of the source, cue or content that it may belong to.
 * About 120 features a word, one a line of the functions below. */
#include "attribution/internal.h"

static void words_around(Maker *m, const View *v, const uint32_t at[7])
{
    const uint32_t *w = at + 3; /* w[-3..3] */
    for (int k = -1; k <= 1; k++) f1(m, v->form[w[k]]);
    for (int k = -2; k <= 2; k++) f1(m, v->tag[w[k]]);
    for (int k = -1; k <= 1; k++) f1(m, v->lemma[w[k]]);
    f1(m, v->cluster[w[0]]);
    f1(m, v->shape[w[0]]);
    f1(m, v->suffix3[w[0]]);
    for (int k = -2; k <= 1; k++) f2(m, v->tag[w[k]], v->tag[w[k + 1]]);
    for (int k = -2; k <= 0; k++) f3(m, v->tag[w[k]], v->tag[w[k + 1]], v->tag[w[k + 2]]);
    for (int k = -1; k <= 0; k++) {
        f2(m, v->lemma[w[k]], v->lemma[w[k + 1]]);
        f2(m, v->lemma[w[k]], v->tag[w[k + 1]]);
        f2(m, v->tag[w[k]], v->lemma[w[k + 1]]);
    }
    f3(m, v->lemma[w[-1]], v->lemma[w[0]], v->lemma[w[1]]);
    f3(m, v->lemma[w[-1]], v->tag[w[0]], v->lemma[w[1]]);
}

static void reporting_words(Maker *m, const View *v, uint32_t i, const uint32_t at[7])
{
    const uint32_t *w = at + 3;
    for (int k = -2; k <= 2; k++) f1(m, v->bucket[w[k]]);
    f2(m, v->bucket[i], v->tag[i]);
    f3(m, v->bucket[w[-1]], v->bucket[i], v->bucket[w[1]]);
    f2(m, v->bucket[w[1]], v->tag[i]);
    f2(m, v->bucket[w[-1]], v->tag[i]);
    uint32_t l = v->left[i], r = v->right[i];
    uint32_t dl = l == v->count ? 9 : distance_bucket(i - l), dr = r == v->count ? 9 : distance_bucket(r - i);
    f1(m, v->lemma[l]);
    f2(m, v->bucket[l], dl);
    f2(m, v->lemma[l], v->left_between[i]);
    f3(m, v->bucket[l], dl, v->left_between[i]);
    f1(m, v->lemma[r]);
    f2(m, v->bucket[r], dr);
    f2(m, v->lemma[r], v->right_between[i]);
    f3(m, v->bucket[r], dr, v->right_between[i]);
    f3(m, dl, dr, v->tag[i]);
    for (int k = -1; k <= 1; k++) f2(m, v->act[w[k]], v->bucket[w[k]]);
    f2(m, v->act[i], v->tag[i]);
    f3(m, v->act[i], v->relation[i], v->tag[i]);
    f3(m, v->act[i], v->tag[w[-1]], v->tag[w[1]]);
    f3(m, v->act[l], dl, v->left_between[i]);
    f3(m, v->act[r], dr, v->right_between[i]);
    f3(m, v->sentence[l] == v->sentence[i], v->sentence[r] == v->sentence[i], v->tag[i]);
}

static uint32_t quote_length(const Quote *q) { return distance_bucket((q->end - q->open) / 2); }

static void quotation(Maker *m, const View *v, uint32_t i, const uint32_t at[7])
{
    const uint32_t *w = at + 3;
    const uint8_t *s = v->quote_state;
    uint32_t first = v->paragraph_first[i];
    const Quote *q = v->quote[i] == NONE ? NULL : &v->quotes[v->quote[i]];
    uint32_t kind = q ? 1u + q->closed + 2u * q->single : 0;
    uint32_t state = s[i] + 4u * kind;
    f1(m, state);
    f2(m, state, v->tag[i]);
    f3(m, s[w[-1]], state, s[w[1]]);
    f3(m, v->tag[w[-1]], state, v->tag[w[1]]);
    f2(m, state, v->bucket[v->left[i]]);
    f2(m, state, v->bucket[v->right[i]]);
    f3(m, state, v->left_between[i], v->right_between[i]);
    f2(m, state, s[first] == QUOTE_OPEN);
    f3(m, state, v->bucket[i], v->tag[i]);
    f3(m, s[w[-2]], s[w[-1]], v->bucket[i]);
    f3(m, s[w[1]], s[w[2]], v->bucket[i]);
    if (!q) {
        m->template += 10;
        return;
    }
    uint32_t before = q->open > first ? q->open - 1 : v->count;
    uint32_t after = q->end < v->paragraph_end[i] ? q->end : v->count;
    uint32_t inside_last = q->end - q->open > 2 ? q->end - 2 : q->open;
    f2(m, state, distance_bucket(i - q->open));
    f2(m, state, distance_bucket(q->end - 1 - i));
    f2(m, state, quote_length(q));
    f2(m, state, v->lemma[before]);
    f2(m, state, v->lemma[after]);
    f3(m, state, v->tag[before], v->tag[after]);
    f3(m, state, v->mark[inside_last], v->bucket[after]);
    f3(m, quote_length(q), v->mark[inside_last], v->sentence[q->open] != v->sentence[q->end - 1]);
    f3(m, state, before == v->count, after == v->count);
    f3(m, state, v->bucket[before], v->bucket[after]);
}

static void place(Maker *m, const View *v, uint32_t i)
{
    const Sentence *s = &v->tokens->sentences[v->sentence[i]];
    uint32_t first = v->paragraph_first[i], end = v->paragraph_end[i];
    f1(m, distance_bucket(i - s->first));
    f1(m, distance_bucket(s->end - 1 - i));
    f2(m, i - s->first == 0, v->tag[i]);
    f3(m, s->first == first, s->end == end, distance_bucket(i - s->first));
    f2(m, distance_bucket(s->end - s->first), s->first == first && s->end == end);
    f1(m, v->form[s->first]);
    /* the sentence before and after, inside the paragraph; the quote state where the paragraph before ends */
    uint32_t before = s->first > first ? s->first - 1 : v->count, after = s->end < end ? s->end : v->count;
    f3(m, v->quote_state[before], v->quote_state[after], v->quote_state[i]);
    f2(m, v->bucket[v->left[s->first]], s->first > first);
    f2(m, v->bucket[v->right[s->end - 1]], s->end < end);
    f2(m, first ? v->quote_state[first - 1] : 9, v->quote_state[i]);
    f3(m, v->mark[s->end - 1], v->quote_state[s->first], v->quote_state[i]);
}

static void tree(Maker *m, const View *v, uint32_t i, const uint32_t at[7])
{
    const uint32_t *w = at + 3;
    uint32_t h = v->head[i], g = v->head[h], rel = v->relation[i];
    uint32_t side = h == v->count ? 2 : h > i;
    f1(m, rel);
    f1(m, v->lemma[h]);
    f2(m, v->tag[h], side);
    f2(m, rel, v->lemma[h]);
    f2(m, rel, v->bucket[h]);
    f3(m, rel, v->tag[i], v->tag[h]);
    f2(m, rel, v->relation[h]);
    f3(m, rel, v->relation[h], v->lemma[g]);
    f3(m, rel, v->relation[h], v->bucket[g]);
    f3(m, rel, v->relation[h], v->relation[g]);
    f2(m, v->lemma[i], rel);
    f2(m, v->bucket[i], rel);
    f1(m, v->depth[i]);
    f1(m, children_of(v, i));
    f2(m, children_of(v, i), v->bucket[i]);
    f2(m, children_of(v, i), v->act[i]);
    f3(m, rel, v->act[h], v->tag[i]);
    f2(m, children_of(v, i), v->lemma[i]);
    f2(m, children_of(v, h), rel);
    static const uint8_t telling[] = {REL_NSUBJ, REL_OBJ,       REL_CCOMP, REL_XCOMP, REL_OBL, REL_MARK,
                                      REL_ADVCL, REL_PARATAXIS, REL_APPOS, REL_ACL,   REL_AUX, REL_ADVMOD};
    for (size_t k = 0; k < COUNT(telling); k++) {
        if (v->children[i] >> telling[k] & 1) m->out[m->count++] = feature(m->template, telling[k], v->lemma[i], 0);
    }
    m->template++;
    f2(m, v->relation[w[-1]], rel);
    f2(m, rel, v->relation[w[1]]);
    f3(m, v->head[w[1]] == i, v->head[w[-1]] == i, rel);
    f3(m, h == w[1], h == w[-1], v->bucket[h]);
    f2(m, v->relation[w[-1]], v->relation[w[1]]);

    uint32_t n = v->near[i];
    uint32_t ups = v->ups[i] < 6 ? v->ups[i] : 6, downs = v->downs[i] < 4 ? v->downs[i] : 4, steps = ups * 8 + downs;
    uint32_t where = n == v->count ? 3 : n == i ? 2 : n > i;
    f2(m, v->lemma[n], where);
    f3(m, v->bucket[n], steps, where);
    f3(m, v->act[n], v->near_path[i], where);
    f3(m, v->near_relation[i], steps, where);
    f3(m, v->near_relation[i], where, v->lemma[n]);
    f2(m, v->near_path[i], where);
    f3(m, v->near_path[i], where, v->bucket[n]);
    f3(m, v->near_relation[i], v->tag[i], where);
    f3(m, v->near_relation[i], v->quote_state[i], where);
    f3(m, v->near_relation[w[-1]], v->near_relation[i], where);
    f3(m, v->near_relation[i], v->near_relation[w[1]], where);
    f3(m, v->near[w[-1]] == n, v->near[w[1]] == n, v->near_relation[i]);
}

/* The topmost word whose subtree starts or ends at a word tells where phrases have their edges. */
static void edge(Maker *m, const View *v, uint32_t top)
{
    uint32_t t = top == NONE ? v->count : top, h = v->head[t];
    f1(m, v->relation[t]);
    f2(m, v->relation[t], v->lemma[h]);
    f2(m, v->relation[t], v->bucket[h]);
    f3(m, v->relation[t], v->bucket[h], h > t);
}

static void edges(Maker *m, const View *v, uint32_t i, const uint32_t at[7])
{
    const uint32_t *w = at + 3;
    edge(m, v, v->top_start[i]);
    edge(m, v, v->top_end[i]);
    edge(m, v, v->top_start[w[1]]);
    edge(m, v, v->top_end[w[-1]]);
}

uint32_t spot_features(const View *v, uint32_t i, uint64_t out[SPOT_FEATURES])
{
    Maker m = {.out = out};
    uint32_t at[7];
    for (int k = -3; k <= 3; k++) at[k + 3] = view_at(v, i, k);
    f1(&m, 0);
    words_around(&m, v, at);
    reporting_words(&m, v, i, at);
    quotation(&m, v, i, at);
    place(&m, v, i);
    tree(&m, v, i, at);
    edges(&m, v, i, at);
    return m.count;
}

/* ---- the net's inputs ---- */

static void input_words(Maker *m, const View *v, uint32_t i)
{
    f1(m, v->form[i]);
    f1(m, v->lemma[i]);
    f1(m, v->cluster[i]);
    f1(m, v->tag[i]);
    f1(m, v->bucket[i]);
    f1(m, v->mark[i]);
}

static void input_quotes(Maker *m, const View *v, uint32_t i)
{
    const Quote *q = v->quote[i] == NONE ? NULL : &v->quotes[v->quote[i]];
    uint32_t state = v->quote_state[i] + 4u * (q ? 1u + q->closed + 2u * q->single : 0), first = v->paragraph_first[i];
    f2(m, state, v->quote_state[first] == QUOTE_OPEN);
    f2(m, state, q ? distance_bucket(i - q->open) : 9);
    f2(m, state, q ? distance_bucket(q->end - 1 - i) : 9);
    f2(m, state, first ? v->quote_state[first - 1] : 9);
}

static void input_tree(Maker *m, const View *v, uint32_t i)
{
    uint32_t h = v->head[i], rel = v->relation[i];
    f1(m, rel);
    f1(m, v->lemma[h]);
    f2(m, v->tag[h], h == v->count ? 2 : h > i);
    f2(m, rel, v->relation[h]);
    f2(m, rel, v->bucket[h]);
    f1(m, children_of(v, i));
    f1(m, v->depth[i]);
    uint32_t n = v->near[i], ups = v->ups[i] < 6 ? v->ups[i] : 6, downs = v->downs[i] < 4 ? v->downs[i] : 4;
    uint32_t where = n == v->count ? 3 : n == i ? 2 : n > i;
    f2(m, v->lemma[n], where);
    f3(m, v->bucket[n], ups * 8 + downs, where);
    f2(m, v->near_relation[i], where);
    f2(m, v->near_path[i], where);
    uint32_t top[2] = {v->top_start[i], v->top_end[i]};
    for (uint32_t k = 0; k < 2; k++) {
        uint32_t t = top[k] == NONE ? v->count : top[k];
        f2(m, v->relation[t], v->bucket[v->head[t]]);
        f2(m, v->relation[t], v->lemma[v->head[t]]);
    }
}

static void input_place(Maker *m, const View *v, uint32_t i)
{
    const Sentence *s = &v->tokens->sentences[v->sentence[i]];
    uint32_t l = v->left[i], r = v->right[i];
    f2(m, l == v->count ? 9 : distance_bucket(i - l), v->left_between[i]);
    f2(m, r == v->count ? 9 : distance_bucket(r - i), v->right_between[i]);
    f3(m, v->sentence[l] == v->sentence[i], v->sentence[r] == v->sentence[i], v->tag[i]);
    f3(m, s->first == v->paragraph_first[i], s->end == v->paragraph_end[i], distance_bucket(i - s->first));
    f1(m, distance_bucket(s->end - 1 - i));
}

uint32_t spot_inputs(const View *v, uint32_t i, uint64_t out[NET_INPUTS])
{
    Maker m = {.out = out, .template = 1000};
    input_words(&m, v, i);
    input_quotes(&m, v, i);
    input_tree(&m, v, i);
    input_place(&m, v, i);
    return m.count;
}
