/* Rescoring: a candidate span of a source or content looked at whole. A chain sees one word and its neighbour; here both
 * ends are known, so that quotes and phrases left in halves, dependents left outside and the gap to the cue can count. */
#include "attribution/internal.h"

#define SPOTTED_BACK 60u /* words before a span from which a spotted one that overlaps it is looked for */

static uint32_t least(uint32_t a, uint32_t b) { return a < b ? a : b; }

/* Steps of a half in log-odds, from -8 to 8. */
static uint32_t odds_bucket(float p)
{
    float odds = log_portable(p > 1e-4f ? p : 1e-4f) - log_portable(1 - p > 1e-4f ? 1 - p : 1e-4f);
    return (uint32_t)((odds < -8 ? -8 : odds > 8 ? 8 : odds) * 2 + 16.5f);
}

static void chances(Maker *m, const SpanChance *s, const SpanContext *c)
{
    float rival = c->rival > 0 ? s->p / (s->p + c->rival) : 1;
    f1(m, odds_bucket(s->p));
    f1(m, odds_bucket(rival));
    f2(m, odds_bucket(c->begin), odds_bucket(c->end));
    f2(m, least(c->rank, 5), odds_bucket(s->p));
    f1(m, odds_bucket(c->begin));
    f1(m, odds_bucket(c->end));
    float spotted = c->spotted_rival > 0 ? c->spotted / (c->spotted + c->spotted_rival) : c->spotted > 0;
    f1(m, odds_bucket(c->spotted));
    f2(m, odds_bucket(c->spotted), odds_bucket(s->p));
    f2(m, odds_bucket(c->spotted_rival), odds_bucket(c->spotted));
    f2(m, odds_bucket(spotted), odds_bucket(rival));
}

static bool inside(Span w, uint32_t word) { return word >= w.begin && word < w.end; }

/* The words of the span that are governed from outside it, punctuation aside. */
typedef struct Roots {
    uint32_t count, first, second; /* the view's count where there is none */
} Roots;

static Roots roots_of(const View *v, Span w)
{
    Roots r = {0, v->count, v->count};
    for (uint32_t i = w.begin; i < w.end; i++) {
        if (inside(w, v->head[i]) || v->mark[i]) continue;
        if (!r.count++)
            r.first = i;
        else if (r.second == v->count)
            r.second = i;
    }
    return r;
}

/* What the cue's topmost word is to a word: its head, what it hangs on, a sister; or that word is the sentence's root. */
static uint32_t tie_to(const View *v, const JoinCue *cue, uint32_t word)
{
    uint32_t h = v->head[word], above = v->head[cue->head];
    return h == cue->head ? 1 : word == above ? 2 : h == above ? 3 : h == v->count ? 4 : 0;
}

/* Whether the span governs its neighbour and yet leaves it out: 0 no, 1 a word, 2 punctuation. */
static uint32_t leaves_out(const View *v, Span w, uint32_t neighbour)
{
    return neighbour != v->count && inside(w, v->head[neighbour]) ? 1u + (v->mark[neighbour] != 0) : 0;
}

/* What of the tree the span cuts: words governed from outside, and neighbours governed from inside. */
static void tree(Maker *m, const View *v, const JoinCue *cue, Span w, uint32_t before, uint32_t after)
{
    Roots found = roots_of(v, w);
    uint32_t root = found.first, second = found.second, roots = least(found.count, 4);
    uint32_t tie = tie_to(v, cue, root), left = leaves_out(v, w, before), right = leaves_out(v, w, after);
    uint32_t whole = (v->sub_first[root] == w.begin) + 2u * (v->sub_end[root] == w.end) +
                     4u * (v->sub_first[root] < w.begin) + 8u * (v->sub_end[root] > w.end);
    f2(m, roots, v->relation[root]);
    f3(m, roots, tie, v->relation[root]);
    f3(m, left, right, roots);
    f3(m, left, right, v->relation[root]);
    f2(m, left ? v->relation[before] : 99, v->relation[root]);
    f2(m, right ? v->relation[after] : 99, v->relation[root]);
    f3(m, whole, roots, tie);
    f3(m, whole, v->relation[root], v->tag[root]);
    f3(m, v->relation[root], v->relation[second], roots);
    f3(m, tie, v->relation[root], cue->lemma);
    f3(m, tie, v->relation[root], v->act[cue->head]);
    f2(m, v->lemma[root], tie);
    f2(m, before == v->count ? 99 : v->relation[before], v->head[before] == v->head[root]);
    f2(m, after == v->count ? 99 : v->relation[after], v->head[after] == v->head[root]);
}

static void quotation(Maker *m, const View *v, Span w, uint32_t before, uint32_t after)
{
    uint32_t first = v->quote[w.begin], last = v->quote[w.end - 1];
    uint32_t cut_left = first != NONE && v->quotes[first].open < w.begin;
    uint32_t cut_right = last != NONE && v->quotes[last].end > w.end;
    uint32_t whole =
        first != NONE && first == last && v->quotes[first].open == w.begin && v->quotes[first].end == w.end;
    uint32_t quoted = (first != NONE) + 2u * (last != NONE);
    f3(m, cut_left * 2 + cut_right, whole, quoted);
    f3(m, cut_left, v->quote_state[before], v->quote_state[w.begin]);
    f3(m, cut_right, v->quote_state[w.end - 1], v->quote_state[after]);
    f3(m, whole, v->mark[before], v->mark[after]);
}

static void ends(Maker *m, const View *v, Span w, uint32_t before, uint32_t after)
{
    uint32_t first = w.begin, last = w.end - 1;
    f2(m, v->tag[before], v->tag[first]);
    f2(m, v->tag[last], v->tag[after]);
    f2(m, v->lemma[before], v->lemma[first]);
    f2(m, v->lemma[last], v->lemma[after]);
    f1(m, v->lemma[first]);
    f1(m, v->lemma[before]);
    f1(m, v->lemma[after]);
    f1(m, v->lemma[last]);
    f2(m, v->tag[first], v->tag[last]);
    f3(m, v->mark[before], v->mark[last], v->mark[after]);
    f3(m, v->mark[before], v->mark[first], v->tag[after]);
    f2(m, v->lemma[after], v->relation[after]);
    f3(m, v->mark[last], v->lemma[after], v->tag[after]);
}

static void place(Maker *m, const View *v, const JoinCue *cue, Span w)
{
    const Sentence *s = v->tokens->sentences;
    uint32_t si = v->sentence[w.begin], se = v->sentence[w.end - 1], sc = v->sentence[cue->head];
    uint32_t side = w.end <= cue->words.begin ? 0 : 1;
    uint32_t gap = !side ? cue->words.begin - w.end : w.begin > cue->words.end ? w.begin - cue->words.end : 0;
    uint32_t starts = s[si].first == w.begin, stops = s[se].end == w.end,
             length = distance_bucket((w.end - w.begin) / 2);
    uint32_t between = 0, inside = 0;
    for (uint32_t i = side ? cue->words.end : w.end, k = 0; k < gap && k < 6; k++)
        between |= 1u << (v->mark[i + k] % 16);
    for (uint32_t i = w.begin; i < w.end; i++) inside += v->bucket[i] >= 5;
    f3(m, side, distance_bucket(gap), least(se - si, 3));
    f3(m, side, distance_bucket(gap), between);
    f3(m, starts, stops, least(se - si, 3));
    f3(m, starts, stops, side * 4 + (sc == si) + 2u * (sc == se));
    f3(m, length, side, distance_bucket(gap));
    f3(m, length, side, cue->lemma);
    f3(m, length, side, v->act[cue->head]);
    f2(m, least(inside, 4), length);
    f3(m, side, cue->lemma, distance_bucket(gap));
    f2(m, w.end - w.begin < 6 ? w.end - w.begin : 6, v->tag[w.begin]);
}

static uint32_t tenth(float p) { return (uint32_t)(p * 9.99f); }

static void spotted_words(Maker *m, const Spotted *s, Span w, uint8_t role, uint32_t before, uint32_t after)
{
    float sum = 0, lowest = 1;
    for (uint32_t i = w.begin; i < w.end; i++) {
        sum += s->role[role][i];
        if (s->role[role][i] < lowest) lowest = s->role[role][i];
    }
    f1(m, tenth(sum / (float)(w.end - w.begin)));
    f1(m, tenth(lowest));
    f2(m, tenth(s->role[role][before]), tenth(s->role[role][w.begin]));
    f2(m, tenth(s->role[role][w.end - 1]), tenth(s->role[role][after]));
    f2(m, tenth(s->begin[role][w.begin]), tenth(s->begin[role][after]));
    f2(m, tenth(s->begin[role][w.begin]), tenth(s->end[role][w.end - 1]));
    f2(m, tenth(s->end[role][before]), tenth(s->end[role][w.end - 1]));
}

uint32_t span_features(const View *v, const Spotted *spotted, const JoinCue *cue, const SpanChance *s,
                       const SpanContext *c, uint64_t out[SPAN_FEATURES])
{
    Maker m = {.out = out, .template = span_template(s->role)};
    uint32_t before = view_at(v, s->words.begin, -1), after = view_at(v, s->words.end - 1, 1);
    f1(&m, 0);
    chances(&m, s, c);
    tree(&m, v, cue, s->words, before, after);
    quotation(&m, v, s->words, before, after);
    ends(&m, v, s->words, before, after);
    place(&m, v, cue, s->words);
    spotted_words(&m, spotted, s->words, s->role, before, after);
    return m.count;
}

uint32_t spans_from(const SpanList *list, uint32_t begin)
{
    uint32_t low = 0, high = list->count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (list->items[middle].words.begin < begin)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* What spotting, which knows of no cue, thinks of the span and of those that overlap it and begin near its beginning. */
static void ask_spotting(const SpanList *list, Span w, SpanContext *out)
{
    uint32_t from = w.begin > SPOTTED_BACK ? w.begin - SPOTTED_BACK : 0;
    for (uint32_t i = spans_from(list, from); i < list->count && list->items[i].words.begin < w.end; i++) {
        const SpanChance *s = &list->items[i];
        if (s->words.begin == w.begin && s->words.end == w.end)
            out->spotted = s->p;
        else if (!spans_apart(s->words, w) && s->p > out->spotted_rival)
            out->spotted_rival = s->p;
    }
}

/* Of each span: the chance that something begins where it begins and ends where it ends, its likeliest rival and rank.
 * Quadratic, over MOST_CANDIDATES at most. */
void span_context(const Spotted *spotted, const SpanList *list, uint32_t at, SpanContext *out)
{
    const SpanChance *me = &list->items[at];
    *out = (SpanContext){0};
    ask_spotting(&spotted->spans[me->role], me->words, out);
    for (uint32_t i = 0; i < list->count; i++) {
        const SpanChance *s = &list->items[i];
        if (s->words.begin == me->words.begin) out->begin += s->p;
        if (s->words.end == me->words.end) out->end += s->p;
        if (i == at || spans_apart(s->words, me->words)) continue;
        if (s->p > out->rival) out->rival = s->p;
        out->rank += s->p > me->p;
    }
}
