/* Choosing: from spans with their probabilities to attributions.
 *
 * Spans of one role must not overlap; of all such sets the one is taken whose sum of (p - threshold) is largest
 * (weighted interval scheduling). That beats the single best label sequence, since a span's exact ends matter. */
#include "attribution/internal.h"

static bool ends_earlier(const void *x, const void *y)
{
    const SpanChance *a = x, *b = y;
    return a->words.end != b->words.end ? a->words.end < b->words.end : a->words.begin < b->words.begin;
}

/* The last of items[0..count) that ends at or before `begin`, plus one. */
static uint32_t before(const SpanChance *items, uint32_t count, uint32_t begin)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (items[middle].words.end <= begin)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool choose_spans(SpanList *list, float threshold, Arena *scratch)
{
    SpanChance *items = list->items;
    uint32_t n = list->count;
    sort_in_place(items, n, sizeof *items, ends_earlier);
    double *best = TAKE(scratch, double, (size_t)n + 1); /* a float would forget what is added late in a long article */
    bool *taken = TAKE(scratch, bool, (size_t)n + 1);
    if (!best || !taken) return false;
    best[0] = 0;
    for (uint32_t i = 0; i < n; i++) {
        double with = best[before(items, i, items[i].words.begin)] + (double)items[i].p - (double)threshold;
        taken[i] = with > best[i];
        best[i + 1] = taken[i] ? with : best[i];
    }
    uint32_t kept = n; /* move the chosen to the back, then to the front: ascending */
    for (uint32_t i = n; i > 0;) {
        if (!taken[i - 1]) {
            i--;
            continue;
        }
        SpanChance chosen = items[i - 1];
        i = before(items, i - 1, chosen.words.begin);
        items[--kept] = chosen;
    }
    if (kept < n) memmove(items, items + kept, (n - kept) * sizeof *items);
    list->count = n - kept;
    return true;
}

float logit(float p)
{
    p = p < 0.001f ? 0.001f : p > 0.999f ? 0.999f : p;
    return log_portable(p) - log_portable(1 - p);
}

void choice_features(const Draft *d, float out[CHOICE_FEATURES])
{
    bool source = d->source.begin < d->source.end;
    uint32_t i = 0;
    out[i++] = 1;
    out[i++] = logit(d->cue_p);
    out[i++] = logit(d->begin_p);
    out[i++] = source ? logit(d->source_p) : 0;
    out[i++] = source ? 0 : logit(1 - d->any_source_p);
    out[i++] = !source;
    out[i++] = logit(d->content_p);
    out[i++] = logit(d->best_content_p);
    out[i++] = logit(d->nothing_p);
    out[i++] = d->contents.count > 1;
    out[i++] = (float)distance_bucket(d->content_words);
    out[i++] = (float)distance_bucket(d->cue.end - d->cue.begin);
}

float choice_logit(const float weights[CHOICE_FEATURES], const Draft *d)
{
    float x[CHOICE_FEATURES], sum = 0;
    choice_features(d, x);
    for (uint32_t i = 0; i < CHOICE_FEATURES; i++) sum += weights[i] * x[i];
    return sum;
}

/* P(every word is outside): no source and no content for this cue. */
static float nothing(const Chain *chain, const Lattice *l)
{
    float p = l->alpha[0];
    for (uint32_t i = 1; i < l->n; i++) p *= chain->edges[l->kind[i]][0][0] * l->emission[cell(i, 0)] / l->scale[i];
    return p * l->beta[cell(l->n - 1, 0)];
}

/* The best set of contents; where none passes the threshold, the single likeliest. */
static bool choose_contents(SpanList *list, float threshold, Arena *scratch)
{
    SpanChance best = {.p = 0};
    for (uint32_t i = 0; i < list->count; i++)
        if (list->items[i].p > best.p) best = list->items[i];
    if (!choose_spans(list, threshold, scratch)) return false;
    if (!list->count && best.p > 0) list->items[list->count++] = best;
    return true;
}

/* At most MOST_CANDIDATES, the first in the text where even the likely ones are more: a text in which everything is a
 * little likely must not cost their square. */
static bool likeliest(const Chain *join, const Lattice *l, uint32_t begin, uint8_t role, uint32_t first, Arena *arena,
                      SpanList *out)
{
    for (float least = CANDIDATE_LEAST; least < 1; least *= 2) {
        out->count = 0;
        if (!chain_spans(join, l, begin, role, least, first, arena, out)) return false;
        if (out->count <= MOST_CANDIDATES) break;
    }
    if (out->count > MOST_CANDIDATES) out->count = MOST_CANDIDATES;
    return true;
}

static bool is_in(const SpanList *list, uint32_t count, Span w)
{
    for (uint32_t i = 0; i < count; i++)
        if (list->items[i].words.begin == w.begin && list->items[i].words.end == w.end) return true;
    return false;
}

static bool add_spotted(const SpanList *spotted, const JoinCue *cue, Arena *arena, SpanList *out)
{
    uint32_t own = out->count;
    for (uint32_t i = spans_from(spotted, cue->window.begin); i < spotted->count && out->count < MOST_CANDIDATES; i++) {
        SpanChance s = spotted->items[i];
        if (s.words.begin >= cue->window.end) break;
        if (s.p < SPOTTED_CANDIDATE || s.words.end > cue->window.end) continue;
        if (!spans_apart(s.words, cue->words) || is_in(out, own, s.words)) continue;
        if (!arena_grow(arena, (void **)&out->items, &out->capacity, out->count + 1, sizeof s)) return false;
        s.p = CANDIDATE_LEAST;
        out->items[out->count++] = s;
    }
    return true;
}

bool candidates_make(const Chain *join, const Lattice *l, const Spotted *spotted, const JoinCue *cue, Arena *arena,
                     Candidates *out)
{
    *out = (Candidates){.nothing_p = nothing(join, l)};
    return likeliest(join, l, JOIN_BEGIN_SOURCE, ROLE_SOURCE, cue->window.begin, arena, &out->sources) &&
           likeliest(join, l, JOIN_BEGIN_CONTENT, ROLE_CONTENT, cue->window.begin, arena, &out->contents) &&
           add_spotted(&spotted->spans[ROLE_SOURCE], cue, arena, &out->sources) &&
           add_spotted(&spotted->spans[ROLE_CONTENT], cue, arena, &out->contents);
}

bool candidates_rescore(const View *v, const Spotted *spotted, const JoinCue *cue, Rescorer rescorer, Arena *scratch,
                        SpanList *list)
{
    uint64_t features[SPAN_FEATURES];
    float *p = TAKE(scratch, float, list->count);
    if (!p) return false;
    for (uint32_t i = 0; i < list->count; i++) {
        SpanContext context;
        span_context(spotted, list, i, &context);
        p[i] = rescorer.rescore(rescorer.context, features,
                                span_features(v, spotted, cue, &list->items[i], &context, features));
    }
    for (uint32_t i = 0; i < list->count; i++) list->items[i].p = p[i];
    return true;
}

/* The likeliest source, or none where that is below the threshold; and contents that leave its words alone. */
static void take_source(Candidates *c, float threshold, Draft *out)
{
    for (uint32_t i = 0; i < c->sources.count; i++) {
        const SpanChance *s = &c->sources.items[i];
        out->any_source_p += s->p;
        if (s->p <= out->source_p) continue;
        out->source_p = s->p;
        out->source = s->words;
    }
    if (out->source_p < threshold) out->source = (Span){0, 0};
    uint32_t kept = 0;
    for (uint32_t i = 0; i < c->contents.count; i++) {
        if (spans_apart(c->contents.items[i].words, out->source)) c->contents.items[kept++] = c->contents.items[i];
    }
    c->contents.count = kept;
}

bool draft_make(const SpanChance *cue, float begin_p, Candidates *candidates, const Choice *choice, Arena *arena,
                Draft *out)
{
    *out = (Draft){.cue = cue->words, .cue_p = cue->p, .begin_p = begin_p, .content_p = 1, .nothing_p = candidates->nothing_p};
    take_source(candidates, choice->source, out);
    out->contents = candidates->contents;
    if (!choose_contents(&out->contents, choice->content, arena)) return false;
    for (uint32_t i = 0; i < out->contents.count; i++) {
        const SpanChance *c = &out->contents.items[i];
        out->content_p *= c->p;
        if (c->p > out->best_content_p) out->best_content_p = c->p;
        out->content_words += c->words.end - c->words.begin;
    }
    return true;
}
