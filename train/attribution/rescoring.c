/* Rescoring: a logistic model of the spans that each fold's own joiner proposes. */
#include <stdlib.h>

#include "train/attribution/trainer.h"

static bool is_gold(const GoldAttribution *g, const SpanChance *s)
{
    if (!g) return false;
    if (s->role == ROLE_SOURCE) return same(g->source, s->words);
    for (uint32_t k = 0; k < g->content_count; k++)
        if (same(g->contents[k], s->words)) return true;
    return false;
}

/* The feature that only articles by these guidelines have beside the one that all have. */
static uint64_t own_feature(uint64_t hash, bool ours)
{
    return (hash ^ hash >> 31) * 0x9e3779b97f4a7c15u + 1 + ours;
}

static void add_spans(Trainer *t, const Annotation *a, const SpanChance *cue, const JoinCue *jc, void *context)
{
    Proposals *p = context;
    Candidates c;
    propose(t, p, a->document, jc, &c);
    const GoldAttribution *g = gold_of(a, cue->words);
    const SpanList *lists[] = {&c.sources, &c.contents};
    uint64_t hashes[2 * SPAN_FEATURES];
    uint32_t found[2 * SPAN_FEATURES];
    for (uint32_t k = 0; k < COUNT(lists); k++)
        for (uint32_t i = 0; i < lists[k]->count; i++) {
            SpanContext sc;
            span_context(&t->spotted[a->document], lists[k], i, &sc);
            uint32_t n =
                span_features(&t->views[a->document], &t->spotted[a->document], jc, &lists[k]->items[i], &sc, hashes);
            for (uint32_t h = 0; h < n; h++) hashes[n + h] = own_feature(hashes[h], is_ours(t, a->document));
            n *= 2;
            for (uint32_t h = 0; !p->learning && h < n; h++) (void)dict_add(&t->span_features, hashes[h]);
            if (!p->learning) continue;
            problem_sequence(&t->span, t->fold[a->document], t->times[a->document]);
            problem_row(&t->span, found, known(&t->span_features, hashes, n, found), is_gold(g, &lists[k]->items[i]), 0,
                        false);
        }
}

/* A logistic model is a chain of one step and two labels. */
void make_span(Trainer *t, uint32_t least)
{
    for (uint32_t pass = 0; pass < 2; pass++) {
        Proposals p;
        proposals_begin(t, &p);
        p.learning = pass;
        each_cue(t, add_spans, &p);
        arena_free(&p.arena);
        if (pass == 0) dict_cut(&t->span_features, least);
        t->span.labels = 2;
        t->span.feature_count = t->span_features.count;
        t->span.counts = t->span_features.counts;
    }
    note("rescoring: %u features seen %u times, %u spans", t->span_features.count, least, t->span.sequence_count);
}

static const CrfOptions span_options = {
    .epochs = 5, .step = 0.05f, .late_step = 0.3f, .dropout = 0.4f, .l2 = 0.3f, .seed = 31};

void learn_span(Trainer *t, uint32_t run)
{
    CrfOptions o = span_options;
    o.left_out = run < FOLDS ? run : NONE;
    crf_train(&t->span, &o, t->span_weights[run], t->span_chain[run]);
}

/* A feature's own twins become part of it and nothing themselves. */
static void fold_twins(const Dict *dict, float ours, float *one)
{
    bool *twin = take(dict->count, sizeof *twin);
    for (uint32_t f = 0; f < dict->count; f++)
        for (uint32_t by = 0; by < 2; by++) {
            uint32_t k = dict_find(dict, own_feature(dict->keys[f], by));
            if (k == NONE) continue;
            one[f] += (by ? ours : 1 - ours) * one[k];
            twin[k] = true;
        }
    for (uint32_t f = 0; f < dict->count; f++)
        if (twin[f]) one[f] = 0;
    free(twin);
}

float *one_weight(const Dict *dict, const float *two, const Chain *chain, float ours)
{
    float *one = take(dict->count, sizeof *one);
    for (uint32_t f = 0; f < dict->count; f++) one[f] = two[2 * f + 1] - two[2 * f];
    fold_twins(dict, ours, one);
    for (uint8_t role = 0; role < ROLES; role++) {
        uint32_t always = dict_find(dict, feature(span_template(role), 0, 0, 0));
        if (always != NONE) one[always] += chain->start[1] - chain->start[0];
    }
    return one;
}

float score_span(const void *context, const uint64_t *features, uint32_t count)
{
    const SpanScorer *s = context;
    float sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t k = dict_find(s->dict, features[i]);
        if (k != NONE) sum += s->weights[k];
    }
    return sigmoid(sum);
}
