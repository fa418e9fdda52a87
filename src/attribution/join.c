/* Joining: given a cue, what each word near it shows of being in its source or its content.
 *
 * The words are those of the cue's paragraph, at most JOIN_REACH on each side: an attribution hardly ever leaves its
 * paragraph. The way from a word to the cue through the tree is walked at most FAR steps, so a window costs no more
 * than its length whatever the tree's depth. */
#include "attribution/internal.h"

#define FAR 12u

Span join_window(const View *v, Span cue)
{
    uint32_t first = v->paragraph_first[cue.begin], end = v->paragraph_end[cue.begin];
    if (cue.begin - first > JOIN_REACH) first = cue.begin - JOIN_REACH;
    if (end - cue.end > JOIN_REACH) end = cue.end + JOIN_REACH;
    return (Span){first, end};
}

uint32_t topmost(const View *v, Span words)
{
    uint32_t best = words.begin;
    for (uint32_t i = words.begin; i < words.end; i++)
        if (!v->mark[i] && (v->mark[best] || v->depth[i] < v->depth[best])) best = i;
    return best;
}

/* Walks up from `word` until it meets the cue's line of governors. */
static void walk(const View *v, const uint32_t line[FAR], uint32_t line_length, uint32_t word, JoinCue *cue)
{
    uint32_t slot = word - cue->window.begin, hash = 0, at = word, top = RELATION_COUNT;
    for (uint32_t ups = 0; ups < FAR && at < v->count; ups++) {
        for (uint32_t downs = 0; downs < line_length; downs++) {
            if (line[downs] != at) continue;
            uint32_t below = downs ? v->relation[line[downs - 1]] : RELATION_COUNT;
            cue->steps[slot] = (uint8_t)(ups * 16 + downs);
            cue->top[slot] = (uint8_t)top;
            cue->path[slot] = (hash * 64 + below) * 16 + downs;
            return;
        }
        top = v->relation[at];
        if (ups < 4) hash = hash * 61 + top + 1;
        at = v->head[at];
    }
    cue->steps[slot] = 255;
    cue->top[slot] = RELATION_COUNT;
    cue->path[slot] = 0;
}

bool join_prepare(const View *v, Span words, float chance, Span window, Arena *arena, JoinCue *out)
{
    *out = (JoinCue){.words = words, .window = window, .head = topmost(v, words)};
    uint32_t n = out->window.end - out->window.begin;
    out->path = TAKE(arena, uint32_t, n);
    out->steps = TAKE(arena, uint8_t, n);
    out->top = TAKE(arena, uint8_t, n);
    if (!out->path || !out->steps || !out->top) return false;
    out->lemma = v->lemma[out->head];
    for (uint32_t i = words.begin; i < words.end; i++) out->phrase = out->phrase * 31 + v->lemma[i];
    out->chance = (uint8_t)(chance * 7.99f);
    uint32_t line[FAR], length = 0;
    for (uint32_t at = out->head; at < v->count && length < FAR; at = v->head[at]) line[length++] = at;
    for (uint32_t i = out->window.begin; i < out->window.end; i++) walk(v, line, length, i, out);
    return true;
}

static uint32_t chance_bucket(float p)
{
    return p < 0.02f ? 0 : p < 0.1f ? 1 : p < 0.3f ? 2 : p < 0.6f ? 3 : p < 0.85f ? 4 : 5;
}

/* Where the word lies as the cue sees it: before 0, after 1, within 2; how far; in which sentence. */
typedef struct Place {
    uint32_t side, far, sentence, steps, top, path;
} Place;

static Place place_of(const View *v, const JoinCue *cue, uint32_t i)
{
    uint32_t slot = i - cue->window.begin;
    Place p = {.steps = cue->steps[slot], .top = cue->top[slot], .path = cue->path[slot]};
    p.side = i < cue->words.begin ? 0 : i >= cue->words.end ? 1 : 2;
    p.far = distance_bucket(p.side == 0 ? cue->words.begin - i : p.side == 1 ? i + 1 - cue->words.end : 0);
    int64_t s = (int64_t)v->sentence[i] - (int64_t)v->sentence[cue->head];
    p.sentence = (uint32_t)(s < -2 ? 0 : s > 2 ? 4 : s + 2);
    return p;
}

static void input_word(Maker *m, const View *v, const JoinCue *cue, uint32_t i)
{
    f1(m, v->lemma[i]);
    f1(m, v->tag[i]);
    f1(m, v->bucket[i]);
    f1(m, v->mark[i]);
    f1(m, v->relation[i]);
    f2(m, v->quote_state[i], v->quote[i] != NONE && v->quote[i] == v->quote[cue->head]);
}

static void input_place(Maker *m, const View *v, const JoinCue *cue, const Place *p, uint32_t i)
{
    uint32_t where = p->side * 8 + p->sentence;
    f1(m, where);
    f2(m, where, p->far);
    f2(m, where, cue->lemma);
    f2(m, where, cue->chance);
    f2(m, p->side, v->act[cue->head]);
    f2(m, p->steps, p->side);
    f2(m, p->top, p->side);
    f3(m, p->top, p->steps & 15, p->side);
    f3(m, p->top, p->side, cue->lemma);
    f2(m, p->path, p->side);
    f3(m, p->path, p->side, v->act[cue->head]);
    f3(m, v->near[i] >= cue->words.begin && v->near[i] < cue->words.end, p->side, p->top);
    uint32_t l = v->left[i], r = v->right[i];
    f3(m, l >= cue->words.begin && l < cue->words.end, r >= cue->words.begin && r < cue->words.end,
       p->side == 0 ? v->right_between[i] : v->left_between[i]);
}

static void input_quote(Maker *m, const View *v, const JoinCue *cue, uint32_t i)
{
    uint32_t qi = v->quote[i];
    if (qi == NONE) {
        m->template++;
        return;
    }
    const Quote *q = &v->quotes[qi];
    uint32_t gap = q->end <= cue->words.begin  ? cue->words.begin - q->end
                   : q->open >= cue->words.end ? q->open - cue->words.end
                                               : 0;
    uint32_t tied =
        (v->sentence[q->open] == v->sentence[cue->head]) + 2u * (v->sentence[q->end - 1] == v->sentence[cue->head]);
    f3(m, v->quote_state[i], tied, distance_bucket(gap));
}

static void input_spotted(Maker *m, const Spotted *s, const Place *p, uint32_t i)
{
    uint32_t roles = 0;
    for (uint32_t r = 0; r < ROLES; r++) {
        uint32_t here = chance_bucket(s->role[r][i]);
        f2(m, here, p->side);
        f3(m, chance_bucket(s->begin[r][i]), here, chance_bucket(s->end[r][i]));
        roles = roles * 6 + here;
    }
    f2(m, roles, p->side);
}

static void input_edge(Maker *m, const View *v, const JoinCue *cue, uint32_t top, uint32_t side)
{
    uint32_t t = top == NONE ? v->count : top, h = v->head[t];
    uint32_t tie = h == cue->head            ? 1
                   : t == cue->head          ? 2
                   : h == v->head[cue->head] ? 3
                   : v->head[h] == cue->head ? 4
                                             : 0;
    f3(m, v->relation[t], tie, side);
}

uint32_t join_inputs(const View *v, const Spotted *s, const JoinCue *cue, uint32_t i, uint64_t out[NET_INPUTS])
{
    Maker m = {.out = out, .template = 3000};
    Place p = place_of(v, cue, i);
    input_word(&m, v, cue, i);
    input_place(&m, v, cue, &p, i);
    input_spotted(&m, s, &p, i);
    input_edge(&m, v, cue, v->top_start[i], p.side);
    input_edge(&m, v, cue, v->top_end[i], p.side);
    input_edge(&m, v, cue, v->top_start[view_at(v, i, 1)], p.side);
    input_edge(&m, v, cue, v->top_end[view_at(v, i, -1)], p.side);
    input_quote(&m, v, cue, i);
    return m.count;
}
