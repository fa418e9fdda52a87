/* Learning attribution, in the order in which the stage works:
 *
 *   1  the cue lexicon, each article's own counts left out
 *   2  spotting: one CRF on all articles, and one for each of FOLDS folds without it
 *   3  each fold spotted by the CRF that has not seen it: cues that look as they will look to the program
 *   4  joining: likewise, on those cues
 *   5  rescoring: a logistic model of the spans that each fold's own joiner proposes
 *   6  choosing: logistic models on drafts made by the fold's own joiner; the acceptance threshold by their F1
 *
 * In 2 a net is learnt beside the linear CRF, and their scores averaged; in 4 a net alone (crf_net.h).
 *
 * The folds' CRFs and nets are thrown away. The folds run side by side in processes that share the arrays they fill. */
#include <math.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "train/learn/crf_net.h"
#include "train/corpora/polnear.h"
#include "train/stages.h"

#define FOLDS 5u
#define RUNS (FOLDS + 1u) /* the last is the one on all */
#define CUE_THRESHOLD 0.25f /* of choosing among cues: low, for choosing has the last word */

typedef struct Count {
    uint32_t cue, all;
} Count;

typedef struct Reader { /* a net and its chain */
    NetOptions options;
    CrfOptions chain_options;
    Dict inputs;
    float *weights; /* of the run on all; shared between processes */
} Reader;

typedef struct Trainer {
    Corpus corpus;
    Dict lexicon;  /* keys; counts of all documents beside */
    Count *counts;
    Dict listed; /* keys of data/words/cues.tsv; the act beside */
    uint8_t *acts;
    View *views;   /* by document */
    Dict features, span_features;
    uint32_t jobs;
    Problem spot, join, span;
    float *spot_weights[RUNS], *span_weights[RUNS]; /* shared between processes */
    Chain *spot_chain[RUNS], *join_chain[RUNS], *span_chain[RUNS]; /* spot's: both parts' together */
    Chain *spot_linear[RUNS], *spot_net_chain[RUNS]; /* of spotting's two parts */
    Reader spot_net, join_net;
    Spotted *spotted; /* by document, by the fold's own CRF */
    Arena arena;
} Trainer;

static uint32_t fold_of(uint32_t document) { return document % FOLDS; }

static void *shared(size_t count, size_t size)
{
    void *p = mmap(NULL, count * size + 1, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) die("out of memory");
    return p;
}

/* Runs `task` for each run, `jobs` processes at a time. */
static void run_all(Trainer *t, void (*task)(Trainer *, uint32_t run))
{
    uint32_t running = 0;
    for (uint32_t run = RUNS; run-- > 0;) {
        if (running == t->jobs) {
            int status;
            if (wait(&status) < 0 || status) die("a fold failed");
            running--;
        }
        fflush(NULL);
        pid_t child = fork();
        if (child < 0) die("cannot fork");
        if (!child) {
            task(t, run);
            _exit(0);
        }
        running++;
    }
    for (int status; running; running--)
        if (wait(&status) < 0 || status) die("a fold failed");
}

/* ---- 1: the lexicon ---- */

static void count_words(const CorpusDocument *d, const Annotation *a, Dict *dict, Count **counts)
{
    uint8_t *cue = take(d->tokens.word_count + 1, 1);
    for (uint32_t i = 0; i < a->count; i++)
        for (uint32_t w = a->items[i].cue.begin; w < a->items[i].cue.end; w++) cue[w] = 1;
    for (uint32_t w = 0; w < d->tokens.word_count; w++) {
        uint32_t before = dict->count, k = dict_add(dict, lexicon_key(d->syntax.lemma_hash[w], d->syntax.upos[w]));
        if (dict->count != before) {
            *counts = grow(*counts, dict->count, sizeof **counts);
            (*counts)[k] = (Count){0, 0};
        }
        (*counts)[k].all++;
        (*counts)[k].cue += cue[w];
    }
    free(cue);
}

static uint8_t chance(Count c) { return (uint8_t)((float)c.cue * 127.0f / ((float)c.all + 3.0f)); }

static uint8_t act_of(const Trainer *t, uint64_t key)
{
    uint32_t k = dict_find(&t->listed, key);
    return k == NONE ? 0 : t->acts[k];
}

/* lemma<tab>verb|noun|adj<tab>act; # begins a comment. Lemmas of several words are for later stages. */
static void read_list(Trainer *t, const char *path)
{
    static const char *const acts[] = {"state", "claim", "confirm", "deny", "decline", "dismiss", "accuse", "condemn",
                                       "praise", "warn", "promise", "urge", "ask", "suggest", "think"};
    char *data = read_file(path, NULL), *rest = data;
    for (char *line; (line = strsep(&rest, "\n"));) {
        char *lemma = strsep(&line, "\t"), *part = strsep(&line, "\t");
        if (!part || !line || *lemma == '#' || strchr(lemma, ' ')) continue;
        uint8_t upos = !strcmp(part, "verb") ? UPOS_VERB : !strcmp(part, "noun") ? UPOS_NOUN : UPOS_ADJ, act = 0;
        if (upos == UPOS_ADJ && strcmp(part, "adj")) die("%s: \"%s\" is neither verb nor noun nor adj", path, part);
        while (act < COUNT(acts) && strcmp(acts[act], line)) act++;
        if (act == COUNT(acts)) die("%s: \"%s\" is no act", path, line);
        uint32_t k = dict_add(&t->listed, lexicon_key(lemma_hash(text_literal(lemma)), upos));
        t->acts = grow(t->acts, t->listed.count, 1);
        t->acts[k] = (uint8_t)(act + 1);
    }
    free(data);
}

typedef struct Without { /* the lexicon without one article */
    const Trainer *t;
    Dict own;
    Count *own_counts;
} Without;

static LexiconEntry look_up_without(const void *context, uint64_t key)
{
    const Without *w = context;
    uint32_t k = dict_find(&w->t->lexicon, key), o = dict_find(&w->own, key);
    Count c = k == NONE ? (Count){0, 0} : w->t->counts[k];
    if (o != NONE) c = (Count){c.cue - w->own_counts[o].cue, c.all - w->own_counts[o].all};
    return (LexiconEntry){chance(c), act_of(w->t, key)};
}

static void make_views(Trainer *t)
{
    for (uint32_t i = 0; i < t->corpus.annotation_count; i++) {
        const Annotation *a = &t->corpus.annotations[i];
        count_words(&t->corpus.documents[a->document], a, &t->lexicon, &t->counts);
    }
    t->views = take(t->corpus.document_count, sizeof *t->views);
    for (uint32_t d = 0; d < t->corpus.document_count; d++) {
        CorpusDocument *doc = &t->corpus.documents[d];
        Without w = {.t = t};
        for (uint32_t i = 0; i < t->corpus.annotation_count; i++)
            if (t->corpus.annotations[i].document == d)
                count_words(doc, &t->corpus.annotations[i], &w.own, &w.own_counts);
        if (!view_make(&doc->tokens, &doc->syntax, (Lexicon){look_up_without, &w}, &t->arena, &t->views[d]))
            die("out of memory");
        dict_free(&w.own);
        free(w.own_counts);
    }
}

/* One slot of the table: u32 key, u8 p, u8 act, two bytes of nothing. */
static void put_slot(uint8_t *body, uint32_t slots, uint64_t key, uint8_t p, uint8_t act)
{
    static const uint8_t empty[4];
    uint32_t slot = (uint32_t)key & (slots - 1), probes = 1;
    for (; memcmp(body + (size_t)slot * 8, empty, 4); slot = (slot + 1) & (slots - 1))
        if (++probes > LEXICON_PROBES) die("the lexicon's slots lie too close; give it more");
    put_u32(body + (size_t)slot * 8, (uint32_t)(key >> 32) | 1);
    body[(size_t)slot * 8 + 4] = p;
    body[(size_t)slot * 8 + 5] = act;
}

static void write_lexicon(const Trainer *t, ModelWriter *writer)
{
    uint32_t n = t->listed.count, slots = 16;
    for (uint32_t k = 0; k < t->lexicon.count; k++) n += chance(t->counts[k]) > 0;
    while (slots < n * 2) slots *= 2;
    uint8_t *body = take(slots, 8);
    for (uint32_t k = 0; k < t->lexicon.count; k++) {
        uint64_t key = t->lexicon.keys[k];
        if (chance(t->counts[k]) || act_of(t, key)) put_slot(body, slots, key, chance(t->counts[k]), act_of(t, key));
    }
    for (uint32_t k = 0; k < t->listed.count; k++)
        if (dict_find(&t->lexicon, t->listed.keys[k]) == NONE) put_slot(body, slots, t->listed.keys[k], 0, t->acts[k]);
    if (!model_writer_add(writer, "attr.lexicon", SECTION_BYTES, body, (size_t)slots * 8)) die("out of memory");
    free(body);
}

/* ---- 2: spotting ---- */

static void label(uint8_t *gold, Span words, uint8_t begin)
{
    for (uint32_t w = words.begin; w < words.end; w++) {
        if (gold[w]) continue;
        gold[w] = w > words.begin && (gold[w - 1] == begin || gold[w - 1] == begin + 1) ? (uint8_t)(begin + 1) : begin;
    }
}

/* A label that goes on from another paragraph or from a span that was cut begins there. */
static uint8_t legal_label(uint8_t here, uint8_t before, bool first)
{
    if (!here || here % 2) return here;
    return !first && (before == here || before + 1 == here) ? here : (uint8_t)(here - 1);
}

static uint32_t known(const Dict *dict, const uint64_t *hashes, uint32_t n, uint32_t *out)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t k = dict_find(dict, hashes[i]);
        if (k != NONE) out[count++] = k;
    }
    return count;
}

static void make_spot(Trainer *t, uint32_t least)
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
            if (first) problem_sequence(&t->spot, fold_of(ann->document));
            gold[w] = legal_label(gold[w], w ? gold[w - 1] : 0, first);
            uint32_t n = known(&t->features, hashes, spot_features(v, w, hashes), found);
            problem_row(&t->spot, found, n, gold[w], first ? 0 : edge_kind(v, w), false);
        }
        free(gold);
    }
    note("spotting: %u features seen %u times, %u words, %.0f features a word", t->features.count, least,
         t->spot.row_count, (double)t->spot.row_end[t->spot.row_count - 1] / t->spot.row_count);
}

/* ---- the nets ---- */

static uint32_t hidden_width(const Trainer *t) { return t->corpus.documents[0].syntax.hidden_width; }
static const uint8_t *hidden_of(const Trainer *t, uint32_t document, uint32_t word)
{
    return t->corpus.documents[document].syntax.hidden + (size_t)word * hidden_width(t);
}

/* As many of the commonest attributes as the net's share of the model file holds. */
static void cut_inputs(Reader *b, const char *name, uint32_t most)
{
    uint32_t all = b->inputs.count, least = 3;
    for (dict_cut(&b->inputs, least); b->inputs.count > most; dict_cut(&b->inputs, least)) least++;
    note("%s's net: %u attributes of %u, seen %u times", name, b->inputs.count, all, least);
}

static void open_reader(Trainer *t, Reader *b, Problem *p, uint32_t pieces)
{
    p->inputs = take((size_t)p->row_count * NET_INPUTS, sizeof *p->inputs);
    p->net_scores = shared((size_t)p->row_count * CHAIN_LABELS, sizeof *p->net_scores);
    p->input_count = b->inputs.count;
    p->input_counts = b->inputs.counts;
    p->sides = take((size_t)p->row_count * pieces, sizeof *p->sides);
    p->side_pieces = pieces;
    p->side_width = hidden_width(t);
    b->weights = shared(net_size(b->options.shape, b->inputs.count), sizeof(float));
}

static void put_inputs(const Reader *b, const uint64_t *hashes, uint32_t n, uint32_t *to)
{
    for (uint32_t i = 0; i < NET_INPUTS; i++) to[i] = i < n ? dict_find(&b->inputs, hashes[i]) : NONE;
}

/* A fold's net is thrown away but for what it says of the fold. */
static void learn_net(Reader *b, const Problem *p, uint32_t run, Chain *chain)
{
    CrfOptions o = b->chain_options;
    o.left_out = run < FOLDS ? run : NONE;
    float *net = run < FOLDS ? take(net_size(b->options.shape, b->inputs.count), sizeof *net) : b->weights;
    crf_train_net(p, &o, &b->options, net, chain);
    if (run == FOLDS) return;
    crf_net_scores(p, &b->options, net, run);
    free(net);
}

static void mix_spot(Trainer *t, float share)
{
    t->spot.share = share;
    for (uint32_t r = 0; r < RUNS; r++)
        crf_mix_chains(&t->spot, t->spot_linear[r], t->spot_net_chain[r], t->spot_chain[r]);
}

#define SPOT_SHARE 0.8f /* of the net; the rest is the linear model's */
#define SPOT_ROWS 40000u /* some 4 MB */
#define JOIN_ROWS 30000u /* some 2 MB */

static void make_spot_net(Trainer *t)
{
    uint64_t hashes[NET_INPUTS];
    Reader *b = &t->spot_net;
    b->options = (NetOptions){.shape = {.width = 96, .states = 48, .blocks = 4, .outputs = CHAIN_LABELS,
                                        .side = hidden_width(t)},
                              .step = 2e-3f, .input_dropout = 0.15f, .embedding_dropout = 0.15f, .dropout = 0.2f,
                              .batch = 800, .seed = 71};
    b->chain_options = (CrfOptions){.epochs = 5, .step = 0.05f, .late_step = 0.3f, .seed = 19};
    for (uint32_t d = 0; d < t->corpus.document_count; d++)
        for (uint32_t w = 0; w < t->views[d].count; w++)
            for (uint32_t n = spot_inputs(&t->views[d], w, hashes), i = 0; i < n; i++)
                (void)dict_add(&b->inputs, hashes[i]);
    cut_inputs(b, "spotting", SPOT_ROWS);
    open_reader(t, b, &t->spot, 1);
    uint32_t row = 0;
    for (uint32_t a = 0; a < t->corpus.annotation_count; a++) {
        uint32_t d = t->corpus.annotations[a].document;
        for (uint32_t w = 0; w < t->views[d].count; w++, row++) {
            put_inputs(b, hashes, spot_inputs(&t->views[d], w, hashes), t->spot.inputs + (size_t)row * NET_INPUTS);
            t->spot.sides[row] = hidden_of(t, d, w);
        }
    }
}

static const CrfOptions spot_options = {
    .epochs = 6, .step = 0.05f, .late_step = 0.3f, .dropout = 0.7f, .l2 = 0.3f, .seed = 17};

static void learn_spot(Trainer *t, uint32_t run)
{
    CrfOptions o = spot_options;
    o.left_out = run < FOLDS ? run : NONE;
    crf_train(&t->spot, &o, t->spot_weights[run], t->spot_linear[run]);
    learn_net(&t->spot_net, &t->spot, run, t->spot_net_chain[run]);
}

/* ---- 3: each article as its fold's CRF sees it ---- */

static void spot_all(Trainer *t)
{
    t->spotted = take(t->corpus.document_count, sizeof *t->spotted);
    bool *done = take(t->corpus.document_count, sizeof *done);
    Chain chains[FOLDS];
    for (uint32_t f = 0; f < FOLDS; f++) chain_exponentiate(t->spot_chain[f], &chains[f]);
    Arena scratch;
    arena_init(&scratch, &libc_allocator, SIZE_MAX);
    uint32_t next = 0;
    for (uint32_t a = 0; a < t->corpus.annotation_count; a++) {
        uint32_t d = t->corpus.annotations[a].document, f = fold_of(d);
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

/* Exact F1 of the spans that spotting alone would give, on held-out folds: the yardstick for joining. */
static void measure_spot(Trainer *t)
{
    uint32_t hits[ROLES] = {0}, spans[ROLES] = {0}, gold[ROLES] = {0};
    Arena scratch;
    arena_init(&scratch, &libc_allocator, SIZE_MAX);
    for (uint32_t s = 0; s < t->spot.sequence_count; s++) {
        const Sequence *q = &t->spot.sequences[s];
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
        note("  spotting alone, %s: exact F1 %.1f",
             r == ROLE_SOURCE ? "source"
             : r == ROLE_CUE  ? "cue"
                              : "content",
             200.0 * hits[r] / (spans[r] + gold[r]));
}

static uint32_t overlap(Span a, Span b)
{
    uint32_t begin = a.begin > b.begin ? a.begin : b.begin, end = a.end < b.end ? a.end : b.end;
    return begin < end ? end - begin : 0;
}

static const GoldAttribution *gold_of(const Annotation *a, Span cue)
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

static bool same(Span a, Span b)
{
    return (a.begin == b.begin && a.end == b.end) || (a.begin >= a.end && b.begin >= b.end);
}

/* ---- 4: joining ---- */

typedef void EachCue(Trainer *t, const Annotation *a, const SpanChance *cue, const JoinCue *jc, void *context);

static void each_cue(Trainer *t, EachCue *visit, void *context)
{
    Arena scratch;
    arena_init(&scratch, &libc_allocator, SIZE_MAX);
    for (uint32_t a = 0; a < t->corpus.annotation_count; a++) {
        const Annotation *ann = &t->corpus.annotations[a];
        uint32_t d = ann->document;
        for (uint32_t i = 0; i < t->spotted[d].spans[ROLE_CUE].count; i++) {
            JoinCue jc;
            const SpanChance *cue = &t->spotted[d].spans[ROLE_CUE].items[i];
            if (!join_prepare(&t->views[d], cue->words, cue->p, join_window(&t->views[d], cue->words), &scratch, &jc)) die("out of memory");
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
    problem_sequence(&t->join, fold_of(a->document));
    for (uint32_t w = jc->window.begin; w < jc->window.end; w++) {
        bool first = w == jc->window.begin, in_cue = w >= cue->words.begin && w < cue->words.end;
        gold[w] = legal_label(gold[w], w ? gold[w - 1] : 0, first);
        problem_row(&t->join, NULL, 0, gold[w], first ? 0 : edge_kind(v, w), in_cue);
    }
    free(gold);
}

static void count_join_inputs(Trainer *t, const Annotation *a, const SpanChance *cue, const JoinCue *jc, void *context)
{
    uint64_t hashes[NET_INPUTS];
    (void)cue, (void)context;
    for (uint32_t w = jc->window.begin; w < jc->window.end; w++)
        for (uint32_t n = join_inputs(&t->views[a->document], &t->spotted[a->document], jc, w, hashes), i = 0; i < n; i++)
            (void)dict_add(&t->join_net.inputs, hashes[i]);
}

static void add_join_inputs(Trainer *t, const Annotation *a, const SpanChance *cue, const JoinCue *jc, void *context)
{
    uint64_t hashes[NET_INPUTS];
    uint32_t *row = context;
    (void)cue;
    for (uint32_t w = jc->window.begin; w < jc->window.end; w++, (*row)++) {
        uint32_t n = join_inputs(&t->views[a->document], &t->spotted[a->document], jc, w, hashes);
        put_inputs(&t->join_net, hashes, n, t->join.inputs + (size_t)*row * NET_INPUTS);
        t->join.sides[*row * 2] = hidden_of(t, a->document, w);
        t->join.sides[*row * 2 + 1] = hidden_of(t, a->document, jc->head);
    }
}

static void make_join(Trainer *t)
{
    Reader *b = &t->join_net;
    b->options = (NetOptions){.shape = {.width = 64, .states = 32, .blocks = 4, .outputs = JOIN_LABELS,
                                        .side = 2 * hidden_width(t)},
                              .step = 2e-3f, .input_dropout = 0.15f, .embedding_dropout = 0.15f, .dropout = 0.2f,
                              .batch = 1200, .seed = 73};
    b->chain_options = (CrfOptions){.epochs = 4, .step = 0.05f, .late_step = 0.3f, .seed = 29};
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

static void learn_join(Trainer *t, uint32_t run) { learn_net(&t->join_net, &t->join, run, t->join_chain[run]); }

/* ---- 5: rescoring ---- */

typedef struct Proposals { /* the fold's own joiner at work, cue by cue, in the order of t->join.sequences */
    Chain chains[FOLDS];
    Arena arena;
    uint32_t next;
    bool learning; /* first the dictionary, then the rows */
} Proposals;

static void proposals_begin(const Trainer *t, Proposals *p)
{
    *p = (Proposals){.next = 0};
    for (uint32_t f = 0; f < FOLDS; f++) chain_exponentiate(t->join_chain[f], &p->chains[f]);
    arena_init(&p->arena, &libc_allocator, SIZE_MAX);
}

static void propose(Trainer *t, Proposals *p, uint32_t document, const JoinCue *jc, Candidates *out)
{
    uint32_t f = fold_of(document);
    const Sequence *s = &t->join.sequences[p->next++];
    Lattice l;
    arena_reset(&p->arena);
    if (!lattice_take(&p->arena, s->steps, &l)) die("out of memory");
    crf_run(&t->join, s, NULL, &p->chains[f], &l);
    if (!candidates_make(&p->chains[f], &l, &t->spotted[document], jc, &p->arena, out)) die("out of memory");
}

static bool is_gold(const GoldAttribution *g, const SpanChance *s)
{
    if (!g) return false;
    if (s->role == ROLE_SOURCE) return same(g->source, s->words);
    for (uint32_t k = 0; k < g->content_count; k++)
        if (same(g->contents[k], s->words)) return true;
    return false;
}

static void add_spans(Trainer *t, const Annotation *a, const SpanChance *cue, const JoinCue *jc, void *context)
{
    Proposals *p = context;
    Candidates c;
    propose(t, p, a->document, jc, &c);
    const GoldAttribution *g = gold_of(a, cue->words);
    const SpanList *lists[] = {&c.sources, &c.contents};
    uint64_t hashes[SPAN_FEATURES];
    uint32_t found[SPAN_FEATURES];
    for (uint32_t k = 0; k < COUNT(lists); k++)
        for (uint32_t i = 0; i < lists[k]->count; i++) {
            SpanContext sc;
            span_context(&t->spotted[a->document], lists[k], i, &sc);
            uint32_t n =
                span_features(&t->views[a->document], &t->spotted[a->document], jc, &lists[k]->items[i], &sc, hashes);
            for (uint32_t h = 0; !p->learning && h < n; h++) (void)dict_add(&t->span_features, hashes[h]);
            if (!p->learning) continue;
            problem_sequence(&t->span, fold_of(a->document));
            problem_row(&t->span, found, known(&t->span_features, hashes, n, found), is_gold(g, &lists[k]->items[i]), 0,
                        false);
        }
}

/* A logistic model is a chain of one step and two labels. */
static void make_span(Trainer *t, uint32_t least)
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

static void learn_span(Trainer *t, uint32_t run)
{
    CrfOptions o = span_options;
    o.left_out = run < FOLDS ? run : NONE;
    crf_train(&t->span, &o, t->span_weights[run], t->span_chain[run]);
}

/* The two labels' weights as one, the start as part of the feature that is always there. */
static float *one_weight(const Dict *dict, const float *two, const Chain *chain)
{
    float *one = take(dict->count, sizeof *one);
    for (uint32_t f = 0; f < dict->count; f++) one[f] = two[2 * f + 1] - two[2 * f];
    for (uint8_t role = 0; role < ROLES; role++) {
        uint32_t always = dict_find(dict, feature(span_template(role), 0, 0, 0));
        if (always != NONE) one[always] += chain->start[1] - chain->start[0];
    }
    return one;
}

typedef struct SpanScorer {
    const Dict *dict;
    const float *weights;
} SpanScorer;

static float score_span(const void *context, const uint64_t *features, uint32_t count)
{
    const SpanScorer *s = context;
    float sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t k = dict_find(s->dict, features[i]);
        if (k != NONE) sum += s->weights[k];
    }
    return sigmoid(sum);
}

/* ---- 6: choosing ---- */

typedef struct Example {
    float x[CHOICE_FEATURES];
    bool found, right; /* as score.py: source touches and content Jaccard >= 1/2; all three exact */
    bool any;          /* there is a content at all */
    uint8_t spans[ROLES], hits[ROLES]; /* how many of each role, how many of them exact */
} Example;

typedef struct Examples {
    Example *items;
    uint32_t count, gold, gold_spans[ROLES];
    Choice choice;
    Proposals proposals;
    SpanScorer scorers[FOLDS];
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

static void make_example(Trainer *t, const Annotation *a, const SpanChance *cue, const JoinCue *jc, void *context)
{
    Examples *e = context;
    const View *v = &t->views[a->document];
    const Spotted *spotted = &t->spotted[a->document];
    Arena *arena = &e->proposals.arena;
    Rescorer rescorer = {score_span, &e->scorers[fold_of(a->document)]};
    Candidates c;
    Draft d;
    propose(t, &e->proposals, a->document, jc, &c);
    if (!candidates_rescore(v, spotted, jc, rescorer, arena, &c.sources) ||
        !candidates_rescore(v, spotted, jc, rescorer, arena, &c.contents) ||
        !draft_make(cue, spotted->begin[ROLE_CUE][cue->words.begin], &c, &e->choice, arena, &d))
        die("out of memory");
    Example *x = &e->items[e->count++];
    *x = (Example){.any = d.contents.count > 0};
    choice_features(&d, x->x);
    const GoldAttribution *g = gold_of(a, cue->words);
    if (g) judge(&d, g, x);
    count_hits(&d, a, x);
}

/* Logistic regression by plain gradient descent on the whole: a dozen weights, convex, small. */
static void logistic(const Examples *e, bool right, float out[CHOICE_FEATURES])
{
    double w[CHOICE_FEATURES] = {0}, moment[CHOICE_FEATURES] = {0};
    for (uint32_t round = 0; round < 1500; round++) {
        double gradient[CHOICE_FEATURES] = {0};
        uint32_t n = 0;
        for (uint32_t i = 0; i < e->count; i++) {
            const Example *x = &e->items[i];
            if (!x->any) continue;
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

static double f1_of(uint32_t hits, uint32_t kept, uint32_t gold) { return 200.0 * hits / (kept + gold); }

/* The threshold at which the five figures of score.py are best together, on held-out folds. */
static void choose_threshold(Examples *e)
{
    double best = 0;
    for (float accept = 0.05f; accept < 0.8f; accept += 0.05f) {
        uint32_t kept = 0, found = 0, right = 0, spans[ROLES] = {0}, hits[ROLES] = {0};
        for (uint32_t i = 0; i < e->count; i++) {
            const Example *x = &e->items[i];
            if (!x->any || sigmoid(dot(e->choice.accepting, x->x)) < accept) continue;
            kept++;
            found += x->found;
            right += x->right;
            for (uint32_t r = 0; r < ROLES; r++) {
                spans[r] += x->spans[r];
                hits[r] += x->hits[r];
            }
        }
        double f[ROLES], sum = f1_of(found, kept, e->gold) + f1_of(right, kept, e->gold);
        for (uint32_t r = 0; r < ROLES; r++) sum += f[r] = f1_of(hits[r], spans[r], e->gold_spans[r]);
        note("  accept %.2f: %5u kept, F1 source %.1f cue %.1f content %.1f, whole exact %.1f found %.1f",
             (double)accept, kept, f[ROLE_SOURCE], f[ROLE_CUE], f[ROLE_CONTENT], f1_of(right, kept, e->gold),
             f1_of(found, kept, e->gold));
        if (sum > best) {
            best = sum;
            e->choice.accept = accept;
        }
    }
    note("  accept %.2f it is", (double)e->choice.accept);
}

static void report_trust(const Examples *e)
{
    uint32_t n[10] = {0}, right[10] = {0}, all = 0;
    double sum[10] = {0}, ece = 0;
    for (uint32_t i = 0; i < e->count; i++) {
        const Example *x = &e->items[i];
        if (!x->any || sigmoid(dot(e->choice.accepting, x->x)) < e->choice.accept) continue;
        float p = sigmoid(dot(e->choice.trusting, x->x));
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

static Choice choose(Trainer *t)
{
    Examples e = {.choice = {.cue = CUE_THRESHOLD, .source = 0.3f, .content = 0.35f}};
    e.items = take(t->join.sequence_count, sizeof *e.items);
    for (uint32_t f = 0; f < FOLDS; f++)
        e.scorers[f] =
            (SpanScorer){&t->span_features, one_weight(&t->span_features, t->span_weights[f], t->span_chain[f])};
    proposals_begin(t, &e.proposals);
    for (uint32_t a = 0; a < t->corpus.annotation_count; a++) {
        const Annotation *ann = &t->corpus.annotations[a];
        e.gold += ann->count;
        for (uint32_t i = 0; i < ann->count; i++) {
            e.gold_spans[ROLE_SOURCE] += ann->items[i].source.begin < ann->items[i].source.end;
            e.gold_spans[ROLE_CUE]++;
            e.gold_spans[ROLE_CONTENT] += ann->items[i].content_count;
        }
    }
    each_cue(t, make_example, &e);
    arena_free(&e.proposals.arena);
    for (uint32_t f = 0; f < FOLDS; f++) free((void *)(uintptr_t)e.scorers[f].weights);
    logistic(&e, false, e.choice.accepting);
    choose_threshold(&e);
    /* of those that are accepted alone: that is what the confidence is printed for */
    for (uint32_t i = 0; i < e.count; i++)
        e.items[i].any &= sigmoid(dot(e.choice.accepting, e.items[i].x)) >= e.choice.accept;
    logistic(&e, true, e.choice.trusting);
    report_trust(&e);
    free(e.items);
    return e.choice;
}

/* ---- the part file ---- */

static void write_floats(ModelWriter *writer, const char *name, const float *values, uint32_t count)
{
    uint8_t *body = take(count, 4);
    for (uint32_t i = 0; i < count; i++) put_f32(body + (size_t)i * 4, values[i]);
    if (!model_writer_add(writer, name, SECTION_BYTES, body, (size_t)count * 4)) die("out of memory");
    free(body);
}

static void write_chain(ModelWriter *writer, const char *name, const Chain *c)
{
    float values[CHAIN_FLOATS];
    memcpy(values, c->edges, sizeof c->edges);
    memcpy(values + CHAIN_KINDS * CHAIN_LABELS * CHAIN_LABELS, c->start, sizeof c->start);
    write_floats(writer, name, values, CHAIN_FLOATS);
}

static void write_choice(ModelWriter *writer, const Choice *c)
{
    float values[CHOICE_FLOATS] = {c->cue, c->source, c->content, c->accept};
    memcpy(values + 4, c->accepting, sizeof c->accepting);
    memcpy(values + 4 + CHOICE_FEATURES, c->trusting, sizeof c->trusting);
    write_floats(writer, "attr.choice", values, CHOICE_FLOATS);
}

static void take_chains(Chain **chains)
{
    for (uint32_t r = 0; r < RUNS; r++) chains[r] = shared(1, sizeof(Chain));
}

static void take_weights(float **weights, Chain **chains, size_t count)
{
    for (uint32_t r = 0; r < RUNS; r++) weights[r] = shared(count, sizeof(float));
    take_chains(chains);
}

/* The two parts are packed with their shares folded in. */
static void scale_linear(const Problem *p, float *weights)
{
    for (size_t i = 0; i < (size_t)p->feature_count * p->labels; i++) weights[i] *= 1 - p->share;
}

static void pack_reader(const Reader *b, const Problem *p, const char *name, ModelWriter *writer)
{
    net_scale(b->options.shape, b->weights, b->inputs.count, p->share);
    net_pack(writer, name, b->options.shape, &b->inputs, b->weights);
}

void train_attribution(const char *corpora, const char *cues, uint32_t jobs, const char *token, const char *syntax,
                       const char *out)
{
    Stages stages;
    stages_open(token, syntax, &stages);
    Trainer t = {.jobs = jobs};
    arena_init(&t.arena, &libc_allocator, SIZE_MAX);
    char dir[4096];
    snprintf(dir, sizeof dir, "%s/polnear/train", corpora);
    polnear_read(dir, stages.token, stages.syntax, &t.corpus);
    note("attribution: %u articles, %u annotations", t.corpus.document_count, t.corpus.annotation_count);
    read_list(&t, cues);
    make_views(&t);
    make_spot(&t, 12);
    make_spot_net(&t);
    take_weights(t.spot_weights, t.spot_chain, (size_t)t.spot.feature_count * CHAIN_LABELS);
    take_chains(t.spot_linear);
    take_chains(t.spot_net_chain);
    run_all(&t, learn_spot);
    mix_spot(&t, SPOT_SHARE);
    measure_spot(&t);
    spot_all(&t);
    for (uint32_t d = 0; d < t.corpus.document_count; d++)
        if (!choose_spans(&t.spotted[d].spans[ROLE_CUE], CUE_THRESHOLD, &t.arena)) die("out of memory");
    make_join(&t);
    take_chains(t.join_chain);
    run_all(&t, learn_join);
    make_span(&t, 3);
    take_weights(t.span_weights, t.span_chain, (size_t)t.span.feature_count * 2);
    run_all(&t, learn_span);
    Choice choice = choose(&t);

    ModelWriter *writer = model_writer_new();
    write_lexicon(&t, writer);
    scale_linear(&t.spot, t.spot_weights[FOLDS]);
    (void)table_pack(writer, "attr.spot", CHAIN_LABELS, &t.features, t.spot_weights[FOLDS], 0, 0.9995f);
    float *span = one_weight(&t.span_features, t.span_weights[FOLDS], t.span_chain[FOLDS]);
    (void)table_pack(writer, "attr.span", 1, &t.span_features, span, 0, 0.9999f);
    free(span);
    pack_reader(&t.spot_net, &t.spot, "spot", writer);
    pack_reader(&t.join_net, &t.join, "join", writer);
    write_chain(writer, "attr.spot.edges", t.spot_chain[FOLDS]);
    write_chain(writer, "attr.join.edges", t.join_chain[FOLDS]);
    write_choice(writer, &choice);
    Error error;
    if (model_writer_finish(writer, out, &error)) die("%s", error.message);
    stages_close(&stages);
}
