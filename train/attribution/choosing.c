/* Choosing: logistic models on drafts made by the fold's own joiner; the acceptance threshold by their F1. */
#include <math.h>
#include <stdlib.h>

#include "train/attribution/trainer.h"

#define SOURCE_THRESHOLD 0.3f
#define CONTENT_THRESHOLD 0.35f

typedef struct Example {
    float x[CHOICE_FEATURES];
    bool found, right; /* as score.py: source touches and content Jaccard >= 1/2; all three exact */
    bool any;          /* there is a content at all */
    bool ours;
    uint8_t spans[ROLES], hits[ROLES]; /* how many of each role, how many of them exact */
} Example;

typedef struct Examples {
    Example *items;
    uint32_t count, gold[2], gold_spans[2][ROLES]; /* of PolNeAR's, of ours */
    Proposals proposals;
    SpanScorer scorers[FOLDS][2];
} Examples;

static void judge(const Draft *d, const GoldAttribution *g, Example *out)
{
    uint32_t shared_words = 0, of_gold = 0;
    bool exact = same(d->cue, g->cue) && same(d->source, g->source) && d->contents.count == g->content_count;
    for (uint32_t k = 0; k < g->content_count; k++) {
        of_gold += g->contents[k].end - g->contents[k].begin;
        for (uint32_t i = 0; i < d->contents.count; i++)
            shared_words += overlap(d->contents.items[i].words, g->contents[k]);
        exact = exact && k < d->contents.count && same(d->contents.items[k].words, g->contents[k]);
    }
    bool no_source = g->source.begin == g->source.end && d->source.begin == d->source.end;
    bool touches = overlap(d->source, g->source) || no_source;
    out->found = touches && 2 * shared_words >= of_gold + d->content_words - shared_words;
    out->right = exact;
}

static bool is_content(const Annotation *a, Span words)
{
    for (uint32_t i = 0; i < a->count; i++)
        for (uint32_t j = 0; j < a->items[i].content_count; j++)
            if (same(words, a->items[i].contents[j])) return true;
    return false;
}

static void count_hits(const Draft *d, const Annotation *a, Example *out)
{
    out->spans[ROLE_CUE] = 1;
    out->spans[ROLE_SOURCE] = d->source.begin < d->source.end;
    out->spans[ROLE_CONTENT] = (uint8_t)d->contents.count;
    bool source = false, cue = false;
    for (uint32_t i = 0; i < a->count; i++) {
        const GoldAttribution *g = &a->items[i];
        cue |= same(d->cue, g->cue);
        source |= out->spans[ROLE_SOURCE] && same(d->source, g->source);
    }
    for (uint32_t k = 0; k < d->contents.count; k++)
        out->hits[ROLE_CONTENT] += is_content(a, d->contents.items[k].words);
    out->hits[ROLE_CUE] = cue;
    out->hits[ROLE_SOURCE] = source;
}

static const Choice thresholds = {.source = SOURCE_THRESHOLD, .content = CONTENT_THRESHOLD};

static void make_example(Trainer *t, const Annotation *a, const SpanChance *cue, const JoinCue *jc, void *context)
{
    Examples *e = context;
    const View *v = &t->views[a->document];
    const Spotted *spotted = &t->spotted[a->document];
    Arena *arena = &e->proposals.arena;
    Rescorer rescorer = {score_span, &e->scorers[t->fold[a->document]][is_ours(t, a->document)]};
    Candidates c;
    Draft d;
    propose(t, &e->proposals, a->document, jc, &c);
    if (!candidates_rescore(v, spotted, jc, rescorer, arena, &c.sources) ||
        !candidates_rescore(v, spotted, jc, rescorer, arena, &c.contents) ||
        !draft_make(cue, spotted->begin[ROLE_CUE][cue->words.begin], &c, &thresholds, arena, &d))
        die("out of memory");
    Example *x = &e->items[e->count++];
    *x = (Example){.any = d.contents.count > 0, .ours = is_ours(t, a->document)};
    choice_features(&d, x->x);
    const GoldAttribution *g = gold_of(a, cue->words);
    if (g) judge(&d, g, x);
    count_hits(&d, a, x);
}

/* Logistic regression by plain gradient descent on the whole: a dozen weights, convex, small. */
static void logistic(const Examples *e, bool ours, bool right, float out[CHOICE_FEATURES])
{
    double w[CHOICE_FEATURES] = {0}, moment[CHOICE_FEATURES] = {0};
    for (uint32_t round = 0; round < 1500; round++) {
        double gradient[CHOICE_FEATURES] = {0};
        uint32_t n = 0;
        for (uint32_t i = 0; i < e->count; i++) {
            const Example *x = &e->items[i];
            if (!x->any || x->ours != ours) continue;
            double z = 0;
            for (uint32_t k = 0; k < CHOICE_FEATURES; k++) z += w[k] * (double)x->x[k];
            double miss = (right ? x->right : x->found) - (double)sigmoid((float)z);
            for (uint32_t k = 0; k < CHOICE_FEATURES; k++) gradient[k] += miss * (double)x->x[k];
            n++;
        }
        for (uint32_t k = 0; k < CHOICE_FEATURES; k++) {
            moment[k] = 0.9 * moment[k] + gradient[k] / n;
            w[k] += 0.03 * moment[k];
        }
    }
    for (uint32_t k = 0; k < CHOICE_FEATURES; k++) out[k] = (float)w[k];
}

static float dot(const float *w, const float *x)
{
    float sum = 0;
    for (uint32_t k = 0; k < CHOICE_FEATURES; k++) sum += w[k] * x[k];
    return sum;
}

static double f1_of(uint32_t hits, uint32_t kept, uint32_t gold)
{
    return 200.0 * hits / (kept + gold);
}

/* The threshold at which the five figures of score.py are best together, on held-out folds, by one kind of guidelines.
 */
static void choose_threshold(const Examples *e, bool ours, Choice *c)
{
    uint32_t gold = e->gold[ours];
    double best = 0;
    for (float accept = 0.05f; accept < 0.8f; accept += 0.05f) {
        uint32_t kept = 0, found = 0, right = 0, spans[ROLES] = {0}, hits[ROLES] = {0};
        for (uint32_t i = 0; i < e->count; i++) {
            const Example *x = &e->items[i];
            if (!x->any || x->ours != ours || sigmoid(dot(c->accepting, x->x)) < accept) continue;
            kept++;
            found += x->found;
            right += x->right;
            for (uint32_t r = 0; r < ROLES; r++) {
                spans[r] += x->spans[r];
                hits[r] += x->hits[r];
            }
        }
        double f[ROLES], sum = f1_of(found, kept, gold) + f1_of(right, kept, gold);
        for (uint32_t r = 0; r < ROLES; r++) sum += f[r] = f1_of(hits[r], spans[r], e->gold_spans[ours][r]);
        note("  accept %.2f: %5u kept, F1 source %.1f cue %.1f content %.1f, whole exact %.1f found %.1f",
             (double)accept, kept, f[ROLE_SOURCE], f[ROLE_CUE], f[ROLE_CONTENT], f1_of(right, kept, gold),
             f1_of(found, kept, gold));
        if (sum > best) {
            best = sum;
            c->accept = accept;
        }
    }
    note("  accept %.2f it is, by %s guidelines", (double)c->accept, ours ? "our" : "PolNeAR's");
}

static void report_trust(const Examples *e, bool ours, const Choice *c)
{
    uint32_t n[10] = {0}, right[10] = {0}, all = 0;
    double sum[10] = {0}, ece = 0;
    for (uint32_t i = 0; i < e->count; i++) {
        const Example *x = &e->items[i];
        if (!x->any || x->ours != ours || sigmoid(dot(c->accepting, x->x)) < c->accept) continue;
        float p = sigmoid(dot(c->trusting, x->x));
        uint32_t bin = p >= 1 ? 9 : (uint32_t)(p * 10);
        n[bin]++;
        all++;
        right[bin] += x->right;
        sum[bin] += (double)p;
    }
    for (uint32_t b = 0; b < 10; b++) {
        if (!n[b]) continue;
        ece += fabs(sum[b] - right[b]) / all;
        note("  confidence %.1f-%.1f: %5u, says %.3f, is %.3f", b / 10.0, (b + 1) / 10.0, n[b], sum[b] / n[b],
             (double)right[b] / n[b]);
    }
    note("  calibration error (ECE, ten bins, held-out folds) %.4f", ece);
}

/* What is learnt from the articles by one kind of guidelines. */
static void choose_by(Examples *e, bool ours, Choice *c)
{
    *c = (Choice){.cue = CUE_THRESHOLD, .source = SOURCE_THRESHOLD, .content = CONTENT_THRESHOLD};
    logistic(e, ours, false, c->accepting);
    choose_threshold(e, ours, c);
    /* of those that are accepted alone: that is what the confidence is printed for */
    for (uint32_t i = 0; i < e->count; i++)
        e->items[i].any &= e->items[i].ours != ours || sigmoid(dot(c->accepting, e->items[i].x)) >= c->accept;
    logistic(e, ours, true, c->trusting);
    report_trust(e, ours, c);
}

static void count_gold(const Trainer *t, Examples *e)
{
    for (uint32_t a = 0; a < t->corpus.annotation_count; a++) {
        const Annotation *ann = &t->corpus.annotations[a];
        bool ours = is_ours(t, ann->document);
        e->gold[ours] += ann->count;
        for (uint32_t i = 0; i < ann->count; i++) {
            e->gold_spans[ours][ROLE_SOURCE] += ann->items[i].source.begin < ann->items[i].source.end;
            e->gold_spans[ours][ROLE_CUE]++;
            e->gold_spans[ours][ROLE_CONTENT] += ann->items[i].content_count;
        }
    }
}

void choose(Trainer *t, Choice out[2])
{
    Examples e = {.items = take(t->join.sequence_count, sizeof *e.items)};
    for (uint32_t f = 0; f < FOLDS; f++)
        for (uint32_t by = 0; by < 2; by++)
            e.scorers[f][by] = (SpanScorer){
                &t->span_features, one_weight(&t->span_features, t->span_weights[f], t->span_chain[f], (float)by)};
    proposals_begin(t, &e.proposals);
    count_gold(t, &e);
    each_cue(t, make_example, &e);
    arena_free(&e.proposals.arena);
    for (uint32_t f = 0; f < FOLDS; f++)
        for (uint32_t by = 0; by < 2; by++) free((void *)(uintptr_t)e.scorers[f][by].weights);
    for (uint32_t by = 0; by < 2; by++) choose_by(&e, by, &out[by]);
    free(e.items);
}
