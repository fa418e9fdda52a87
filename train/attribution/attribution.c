/* Learning attribution, in the order in which the stage works:
 *
 *   1  the cue lexicon, each article's own counts left out
 *   2  spotting: one CRF on all articles, and one for each of FOLDS folds without it
 *   3  each fold spotted by the CRF that has not seen it: cues that look as they will look to the program
 *   4  joining: likewise, on those cues
 *   5  rescoring: a logistic model of the spans that each fold's own joiner proposes
 *   6  choosing: logistic models on drafts made by the fold's own joiner; the acceptance threshold by their F1
 *
 * Of PolNeAR's articles by its annotators, and of our corpus' by our guidelines (data/corpus), each of these OURS_TIMES
 * an epoch; the nets are told which. An article that both have is read by both.
 *
 * In 2 a net is learnt beside the linear CRF, and their scores averaged; in 4 a net alone (crf_net.h).
 *
 * The folds' CRFs and nets are thrown away. The folds run side by side in processes that share the arrays they fill. */
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "train/attribution/trainer.h"

void *shared(size_t count, size_t size)
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
static float *scaled_linear(const Problem *p, const float *weights)
{
    size_t count = (size_t)p->feature_count * p->labels;
    float *out = take(count, sizeof *out);
    for (size_t i = 0; i < count; i++) out[i] = (1 - p->share) * weights[i];
    return out;
}

/* As the program is to read: by our guidelines (`ours` 1), by PolNeAR's (0), or between. */
static void write_part(const Trainer *t, float ours, const Choice *choice, const char *path)
{
    ModelWriter *writer = model_writer_new();
    write_lexicon(t, writer);
    float *spot = scaled_linear(&t->spot, t->spot_weights[FOLDS]);
    (void)table_pack(writer, "attr.spot", CHAIN_LABELS, &t->features, spot, 0, 0.9995f);
    free(spot);
    float *span = one_weight(&t->span_features, t->span_weights[FOLDS], t->span_chain[FOLDS], ours);
    (void)table_pack(writer, "attr.span", 1, &t->span_features, span, 0, 0.9999f);
    free(span);
    pack_reader(&t->spot_net, &t->spot, ours, "spot", writer);
    pack_reader(&t->join_net, &t->join, ours, "join", writer);
    write_chain(writer, "attr.spot.edges", t->spot_chain[FOLDS]);
    write_chain(writer, "attr.join.edges", t->join_chain[FOLDS]);
    write_choice(writer, choice);
    Error error;
    if (model_writer_finish(writer, path, &error)) die("%s", error.message);
}

/* ---- the articles ---- */

/* An article of the corpus is in the fold in which PolNeAR's reading of it is. */
static void lay_folds(Trainer *t)
{
    Corpus *c = &t->corpus;
    t->fold = take(c->document_count, sizeof *t->fold);
    t->times = take(c->document_count, sizeof *t->times);
    for (uint32_t d = 0; d < c->document_count; d++) {
        uint32_t k = 0;
        while (!is_same_text(t, k, d)) k++;
        t->fold[d] = k % FOLDS;
        t->times[d] = is_ours(t, d) ? OURS_TIMES : 1;
    }
}

void train_attribution(const AttributionCorpora *from, const char *cues, uint32_t jobs, const char *token,
                       const char *syntax, const char *out)
{
    Stages stages;
    stages_open(token, syntax, &stages);
    Trainer t = {.jobs = jobs};
    arena_init(&t.arena, &libc_allocator, SIZE_MAX);
    polnear_add(from->polnear, from->leave, false, stages.token, stages.syntax, &t.corpus);
    polnear_add(from->ours, from->leave, true, stages.token, stages.syntax, &t.corpus);
    lay_folds(&t);
    note("attribution: %u articles, %u annotations", t.corpus.document_count, t.corpus.annotation_count);
    read_list(&t, cues);
    make_views(&t);
    make_spot(&t, 12);
    make_spot_net(&t);
    take_weights(t.spot_weights, t.spot_chain, (size_t)t.spot.feature_count * CHAIN_LABELS);
    take_chains(t.spot_linear);
    take_chains(t.spot_net_chain);
    run_all(&t, learn_spot);
    mix_spot(&t);
    measure_spot(&t, false);
    measure_spot(&t, true);
    spot_all(&t);
    for (uint32_t d = 0; d < t.corpus.document_count; d++)
        if (!choose_spans(&t.spotted[d].spans[ROLE_CUE], CUE_THRESHOLD, &t.arena)) die("out of memory");
    make_join(&t);
    take_chains(t.join_chain);
    run_all(&t, learn_join);
    make_span(&t, 3);
    take_weights(t.span_weights, t.span_chain, (size_t)t.span.feature_count * 2);
    run_all(&t, learn_span);
    Choice choices[2];
    choose(&t, choices);
    write_part(&t, READ_BY_OURS, &choices[READ_BY_OURS > 0], out);
    stages_close(&stages);
}
