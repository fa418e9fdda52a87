/* What was found, weighed: of each claim its likest statement, the likeliest first. */
#include <stdlib.h>

#include "ledger/claim/finder.h"

#define LEAST_PROBABLE 0.1f

/* Of an outer content and its own inner one neither says the other. What one speaker says twice in one article is one
 * telling, not two; what an open one says there may be the same. */
static bool may_be_related(const Finder *f, const Spoken *s)
{
    for (uint32_t i = 0; i < f->own_count; i++) {
        const Spoken *own = &f->own[i];
        if (own->article != s->article) continue;
        if (own->within == s->number || s->within == own->number) return false;
        if (!own->saying.actor || !s->saying.actor || own->saying.actor == s->saying.actor) return false;
    }
    return true;
}

static float best_likeness(const Finder *f, const Uttered *s)
{
    float best = 0;
    for (uint32_t i = 0; i < f->speaker_count; i++) {
        float p = likeness(&f->speakers[i], s);
        if (p > best) best = p;
    }
    return best;
}

static int by_probability(const void *a, const void *b)
{
    const RelatedScore *x = a, *y = b;
    if (x->probability > y->probability || x->probability < y->probability) return x->probability > y->probability ? -1 : 1;
    if (x->article != y->article) return x->article < y->article ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

/* Of each claim the likest statement stays. */
static uint32_t likest(RelatedScore *scores, uint32_t count, uint32_t most)
{
    uint32_t kept = 0;
    if (count) qsort(scores, count, sizeof *scores, by_probability);
    for (uint32_t i = 0, k; i < count && kept < most; i++) {
        for (k = 0; k < kept && scores[k].claim != scores[i].claim; k++) continue;
        if (k == kept) scores[kept++] = scores[i];
    }
    return kept;
}

static Status weigh(Finder *f, Arena *arena, RelatedScore **out, uint32_t *count)
{
    RelatedScore *scores = *out = TAKE(arena, RelatedScore, f->found_count + 1u);
    Status status = SAYSO_OK;
    uint32_t n = 0;
    if (!scores) return fail_memory(f->error);
    for (uint32_t i = 0; i < f->found_count; i++) {
        Spoken *s = &f->found[i];
        if (!may_be_related(f, s) || shelf_slot(&f->parted, pair_key(f->claim, s->claim))->key) continue;
        if ((status = finder_body(f, s))) return status;
        if (!bodies_touch(f->speakers[0].body, s->saying.body)) continue;
        float p = best_likeness(f, &s->saying);
        if (p < LEAST_PROBABLE) continue;
        scores[n++] = (RelatedScore){s->claim, s->article, s->number, p};
    }
    *count = likest(scores, n, MOST_RELATED);
    return SAYSO_OK;
}

Status related_scores(Finder *f, int64_t claim, Arena *arena, RelatedScore **out, uint32_t *count, Error *error)
{
    *out = NULL;
    *count = 0;
    Status status = finder_begin(f, claim, arena, error);
    if (status || !f->speaker_count) return status;
    if (!(status = candidates_find(f))) status = weigh(f, arena, out, count);
    if (status) *count = 0;
    return status;
}
