/* Joining, on the cues that each fold's spotting finds. */
#include <stdlib.h>

#include "train/attribution/trainer.h"

#define JOIN_ROWS 30000u /* some 2 MB */
#define JOIN_EPOCHS 4u
#define FOLD_EPOCHS 2u /* of a net that is thrown away */

uint32_t overlap(Span a, Span b)
{
    uint32_t begin = a.begin > b.begin ? a.begin : b.begin, end = a.end < b.end ? a.end : b.end;
    return begin < end ? end - begin : 0;
}

const GoldAttribution *gold_of(const Annotation *a, Span cue)
{
    const GoldAttribution *best = NULL;
    uint32_t most = 0;
    for (uint32_t i = 0; i < a->count; i++) {
        uint32_t shared_words = overlap(a->items[i].cue, cue);
        if (shared_words > most) {
            most = shared_words;
            best = &a->items[i];
        }
    }
    return best;
}

bool same(Span a, Span b)
{
    return (a.begin == b.begin && a.end == b.end) || (a.begin >= a.end && b.begin >= b.end);
}

void each_cue(Trainer *t, EachCue *visit, void *context)
{
    Arena scratch;
    arena_init(&scratch, &libc_allocator, SIZE_MAX);
    for (uint32_t a = 0; a < t->corpus.annotation_count; a++) {
        const Annotation *ann = &t->corpus.annotations[a];
        uint32_t d = ann->document;
        for (uint32_t i = 0; i < t->spotted[d].spans[ROLE_CUE].count; i++) {
            JoinCue jc;
            const SpanChance *cue = &t->spotted[d].spans[ROLE_CUE].items[i];
            if (!join_prepare(&t->views[d], cue->words, cue->p, join_window(&t->views[d], cue->words), &scratch, &jc))
                die("out of memory");
            visit(t, ann, cue, &jc, context);
            arena_reset(&scratch);
        }
    }
    arena_free(&scratch);
}

static void add_join(Trainer *t, const Annotation *a, const SpanChance *cue, const JoinCue *jc, void *context)
{
    (void)context;
    const View *v = &t->views[a->document];
    const GoldAttribution *g = gold_of(a, cue->words);
    uint8_t *gold = take(v->count + 1, 1);
    if (g) {
        label(gold, g->source, JOIN_BEGIN_SOURCE);
        for (uint32_t k = 0; k < g->content_count; k++) label(gold, g->contents[k], JOIN_BEGIN_CONTENT);
    }
    for (uint32_t w = cue->words.begin; w < cue->words.end; w++) gold[w] = 0;
    problem_sequence(&t->join, t->fold[a->document], t->times[a->document]);
    for (uint32_t w = jc->window.begin; w < jc->window.end; w++) {
        bool first = w == jc->window.begin, in_cue = w >= cue->words.begin && w < cue->words.end;
        gold[w] = legal_label(gold[w], w ? gold[w - 1] : 0, first);
        problem_row(&t->join, NULL, 0, gold[w], first ? 0 : edge_kind(v, w), in_cue);
    }
    free(gold);
}

static uint32_t all_join_inputs(const Trainer *t, uint32_t d, const JoinCue *jc, uint32_t w,
                                uint64_t hashes[NET_INPUTS])
{
    return add_ours(t, d, hashes, join_inputs(&t->views[d], &t->spotted[d], jc, w, hashes));
}

static void count_join_inputs(Trainer *t, const Annotation *a, const SpanChance *cue, const JoinCue *jc, void *context)
{
    uint64_t hashes[NET_INPUTS];
    (void)cue, (void)context;
    for (uint32_t w = jc->window.begin; w < jc->window.end; w++)
        for (uint32_t n = all_join_inputs(t, a->document, jc, w, hashes), i = 0; i < n; i++)
            (void)dict_add(&t->join_net.inputs, hashes[i]);
}

static void add_join_inputs(Trainer *t, const Annotation *a, const SpanChance *cue, const JoinCue *jc, void *context)
{
    uint64_t hashes[NET_INPUTS];
    uint32_t *row = context;
    (void)cue;
    for (uint32_t w = jc->window.begin; w < jc->window.end; w++, (*row)++) {
        uint32_t n = all_join_inputs(t, a->document, jc, w, hashes);
        put_inputs(&t->join_net, hashes, n, t->join.inputs + (size_t)*row * NET_INPUTS);
        t->join.sides[*row * 2] = hidden_of(t, a->document, w);
        t->join.sides[*row * 2 + 1] = hidden_of(t, a->document, jc->head);
    }
}

void make_join(Trainer *t)
{
    Reader *b = &t->join_net;
    b->options = (NetOptions){
        .shape = {.width = 64, .states = 32, .blocks = 4, .outputs = JOIN_LABELS, .side = 2 * hidden_width(t)},
        .step = 2e-3f,
        .input_dropout = 0.15f,
        .embedding_dropout = 0.15f,
        .dropout = 0.2f,
        .batch = 1200,
        .seed = 73};
    b->chain_options = (CrfOptions){.step = 0.05f, .late_step = 0.3f, .seed = 29};
    t->join.labels = JOIN_LABELS;
    t->join.share = 1;
    each_cue(t, add_join, NULL);
    each_cue(t, count_join_inputs, NULL);
    note("joining: %u cues, %u words", t->join.sequence_count, t->join.row_count);
    cut_inputs(b, "joining", JOIN_ROWS);
    open_reader(t, b, &t->join, 2);
    uint32_t row = 0;
    each_cue(t, add_join_inputs, &row);
}

void learn_join(Trainer *t, uint32_t run)
{
    t->join_net.chain_options.epochs = run < FOLDS ? FOLD_EPOCHS : JOIN_EPOCHS;
    learn_net(&t->join_net, &t->join, run, t->join_chain[run]);
}

void proposals_begin(const Trainer *t, Proposals *p)
{
    *p = (Proposals){.next = 0};
    for (uint32_t f = 0; f < FOLDS; f++) chain_exponentiate(t->join_chain[f], &p->chains[f]);
    arena_init(&p->arena, &libc_allocator, SIZE_MAX);
}

void propose(Trainer *t, Proposals *p, uint32_t document, const JoinCue *jc, Candidates *out)
{
    uint32_t f = t->fold[document];
    const Sequence *s = &t->join.sequences[p->next++];
    Lattice l;
    arena_reset(&p->arena);
    if (!lattice_take(&p->arena, s->steps, &l)) die("out of memory");
    crf_run(&t->join, s, NULL, &p->chains[f], &l);
    if (!candidates_make(&p->chains[f], &l, &t->spotted[document], jc, &p->arena, out)) die("out of memory");
}
