/* Spotting: one CRF on all articles and one a fold, each with a net; and each article as its fold's CRF sees it. */
#include <stdlib.h>

#include "train/attribution/trainer.h"

#define SPOT_SHARE 0.8f  /* of the net; the rest is the linear model's */
#define SPOT_ROWS 40000u /* some 4 MB */

void label(uint8_t *gold, Span words, uint8_t begin)
{
    for (uint32_t w = words.begin; w < words.end; w++) {
        if (gold[w]) continue;
        gold[w] = w > words.begin && (gold[w - 1] == begin || gold[w - 1] == begin + 1) ? (uint8_t)(begin + 1) : begin;
    }
}

uint8_t legal_label(uint8_t here, uint8_t before, bool first)
{
    if (!here || here % 2) return here;
    return !first && (before == here || before + 1 == here) ? here : (uint8_t)(here - 1);
}

uint32_t known(const Dict *dict, const uint64_t *hashes, uint32_t n, uint32_t *out)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t k = dict_find(dict, hashes[i]);
        if (k != NONE) out[count++] = k;
    }
    return count;
}

void make_spot(Trainer *t, uint32_t least)
{
    uint64_t hashes[SPOT_FEATURES];
    uint32_t found[SPOT_FEATURES];
    for (uint32_t d = 0; d < t->corpus.document_count; d++)
        for (uint32_t w = 0; w < t->views[d].count; w++)
            for (uint32_t n = spot_features(&t->views[d], w, hashes), i = 0; i < n; i++)
                (void)dict_add(&t->features, hashes[i]);
    note("spotting: %u features", t->features.count);
    dict_cut(&t->features, least);
    t->spot.labels = CHAIN_LABELS;
    t->spot.feature_count = t->features.count;
    t->spot.counts = t->features.counts;
    for (uint32_t a = 0; a < t->corpus.annotation_count; a++) {
        const Annotation *ann = &t->corpus.annotations[a];
        const View *v = &t->views[ann->document];
        uint8_t *gold = take(v->count + 1, 1);
        for (uint32_t i = 0; i < ann->count; i++) {
            const GoldAttribution *g = &ann->items[i];
            label(gold, g->source, BEGIN_SOURCE);
            label(gold, g->cue, BEGIN_CUE);
            for (uint32_t k = 0; k < g->content_count; k++) label(gold, g->contents[k], BEGIN_CONTENT);
        }
        for (uint32_t w = 0; w < v->count; w++) {
            bool first = w == v->paragraph_first[w];
            if (first) {
                problem_sequence(&t->spot, t->fold[ann->document], t->times[ann->document]);
                t->spot_document = grow(t->spot_document, t->spot.sequence_count, sizeof *t->spot_document);
                t->spot_document[t->spot.sequence_count - 1] = ann->document;
            }
            gold[w] = legal_label(gold[w], w ? gold[w - 1] : 0, first);
            uint32_t n = known(&t->features, hashes, spot_features(v, w, hashes), found);
            problem_row(&t->spot, found, n, gold[w], first ? 0 : edge_kind(v, w), false);
        }
        free(gold);
    }
    note("spotting: %u features seen %u times, %u words, %.0f features a word", t->features.count, least,
         t->spot.row_count, (double)t->spot.row_end[t->spot.row_count - 1] / t->spot.row_count);
}

void mix_spot(Trainer *t)
{
    t->spot.share = SPOT_SHARE;
    for (uint32_t r = 0; r < RUNS; r++)
        crf_mix_chains(&t->spot, t->spot_linear[r], t->spot_net_chain[r], t->spot_chain[r]);
}

void make_spot_net(Trainer *t)
{
    uint64_t hashes[NET_INPUTS];
    Reader *b = &t->spot_net;
    b->options = (NetOptions){
        .shape = {.width = 96, .states = 48, .blocks = 4, .outputs = CHAIN_LABELS, .side = hidden_width(t)},
        .step = 2e-3f,
        .input_dropout = 0.15f,
        .embedding_dropout = 0.15f,
        .dropout = 0.2f,
        .batch = 800,
        .seed = 71};
    b->chain_options = (CrfOptions){.epochs = 5, .step = 0.05f, .late_step = 0.3f, .seed = 19};
    for (uint32_t d = 0; d < t->corpus.document_count; d++)
        for (uint32_t w = 0; w < t->views[d].count; w++)
            for (uint32_t n = add_ours(t, d, hashes, spot_inputs(&t->views[d], w, hashes)), i = 0; i < n; i++)
                (void)dict_add(&b->inputs, hashes[i]);
    cut_inputs(b, "spotting", SPOT_ROWS);
    open_reader(t, b, &t->spot, 1);
    uint32_t row = 0;
    for (uint32_t a = 0; a < t->corpus.annotation_count; a++) {
        uint32_t d = t->corpus.annotations[a].document;
        for (uint32_t w = 0; w < t->views[d].count; w++, row++) {
            put_inputs(b, hashes, add_ours(t, d, hashes, spot_inputs(&t->views[d], w, hashes)),
                       t->spot.inputs + (size_t)row * NET_INPUTS);
            t->spot.sides[row] = hidden_of(t, d, w);
        }
    }
}

static const CrfOptions spot_options = {
    .epochs = 6, .step = 0.05f, .late_step = 0.3f, .dropout = 0.7f, .l2 = 0.3f, .seed = 17};

void learn_spot(Trainer *t, uint32_t run)
{
    CrfOptions o = spot_options;
    o.left_out = run < FOLDS ? run : NONE;
    crf_train(&t->spot, &o, t->spot_weights[run], t->spot_linear[run]);
    learn_net(&t->spot_net, &t->spot, run, t->spot_net_chain[run]);
}

/* ---- 3: each article as its fold's CRF sees it ---- */

void spot_all(Trainer *t)
{
    t->spotted = take(t->corpus.document_count, sizeof *t->spotted);
    bool *done = take(t->corpus.document_count, sizeof *done);
    Chain chains[FOLDS];
    for (uint32_t f = 0; f < FOLDS; f++) chain_exponentiate(t->spot_chain[f], &chains[f]);
    Arena scratch;
    arena_init(&scratch, &libc_allocator, SIZE_MAX);
    uint32_t next = 0;
    for (uint32_t a = 0; a < t->corpus.annotation_count; a++) {
        uint32_t d = t->corpus.annotations[a].document, f = t->fold[d];
        const View *v = &t->views[d];
        if (!done[d] && !spotted_take(&t->arena, v->count, &t->spotted[d])) die("out of memory");
        for (uint32_t w = 0; w < v->count; w = v->paragraph_end[w], next++) {
            Lattice l;
            if (done[d]) continue;
            if (!lattice_take(&scratch, t->spot.sequences[next].steps, &l)) die("out of memory");
            crf_run(&t->spot, &t->spot.sequences[next], t->spot_weights[f], &chains[f], &l);
            if (!spot_collect(&chains[f], &l, w, &t->arena, &t->spotted[d])) die("out of memory");
            arena_reset(&scratch);
        }
        done[d] = true;
    }
    arena_free(&scratch);
    free(done);
}

void measure_spot(Trainer *t, bool ours)
{
    uint32_t hits[ROLES] = {0}, spans[ROLES] = {0}, gold[ROLES] = {0};
    Arena scratch;
    arena_init(&scratch, &libc_allocator, SIZE_MAX);
    for (uint32_t s = 0; s < t->spot.sequence_count; s++) {
        const Sequence *q = &t->spot.sequences[s];
        if (is_ours(t, t->spot_document[s]) != ours) continue;
        Chain chain;
        chain_exponentiate(t->spot_chain[q->fold], &chain);
        Lattice l;
        if (!lattice_take(&scratch, q->steps, &l)) die("out of memory");
        crf_run(&t->spot, q, t->spot_weights[q->fold], &chain, &l);
        const uint8_t *labels = t->spot.gold + q->first;
        for (uint8_t r = 0; r < ROLES; r++) {
            uint8_t begin = (uint8_t)(1 + 2 * r);
            SpanList list = {0};
            if (!chain_spans(&chain, &l, begin, r, 0.05f, 0, &scratch, &list) || !choose_spans(&list, 0.4f, &scratch))
                die("out of memory");
            spans[r] += list.count;
            for (uint32_t i = 0; i < q->steps; i++) gold[r] += labels[i] == begin;
            for (uint32_t i = 0; i < list.count; i++) {
                Span w = list.items[i].words;
                bool hit = labels[w.begin] == begin && (w.end == q->steps || labels[w.end] != begin + 1);
                for (uint32_t k = w.begin + 1; k < w.end; k++) hit = hit && labels[k] == begin + 1;
                hits[r] += hit;
            }
        }
        arena_reset(&scratch);
    }
    arena_free(&scratch);
    for (uint32_t r = 0; r < ROLES; r++)
        note("  spotting alone, %s, %s: exact F1 %.1f", ours ? "ours" : "PolNeAR",
             r == ROLE_SOURCE ? "source"
             : r == ROLE_CUE  ? "cue"
                              : "content",
             200.0 * hits[r] / (spans[r] + gold[r]));
}
