/* trainer: what the files that learn attribution share; attribution.c tells their order. */
#ifndef SAYSO_TRAIN_TRAINER_H
#define SAYSO_TRAIN_TRAINER_H

#include "train/corpora/polnear.h"
#include "train/learn/crf_net.h"
#include "train/stages.h"

#define FOLDS 3u
#define RUNS (FOLDS + 1u)                /* the last is the one on all */
#define INPUT_OURS feature(900, 0, 0, 0) /* of both nets */
#define OURS_TIMES 2u                    /* that an article of the corpus is learnt from, an epoch */
#define READ_BY_OURS 0.0f                /* by whose guidelines the program reads: 1 ours, 0 PolNeAR's */
#define CUE_THRESHOLD 0.25f              /* of choosing among cues: low, for choosing has the last word */

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
    uint32_t *fold, *times; /* by document */
    Dict lexicon;           /* keys; counts of all documents beside */
    Count *counts;
    Dict listed; /* keys of data/words/cues.tsv; the act beside */
    uint8_t *acts;
    View *views; /* by document */
    Dict features, span_features;
    uint32_t jobs;
    Problem spot, join, span;
    uint32_t *spot_document;                                       /* by sequence of spot */
    float *spot_weights[RUNS], *span_weights[RUNS];                /* shared between processes */
    Chain *spot_chain[RUNS], *join_chain[RUNS], *span_chain[RUNS]; /* spot's: both parts' together */
    Chain *spot_linear[RUNS], *spot_net_chain[RUNS];               /* of spotting's two parts */
    Reader spot_net, join_net;
    Spotted *spotted; /* by document, by the fold's own CRF */
    Arena arena;
} Trainer;

/* Cleared memory that the folds' processes share. */
void *shared(size_t count, size_t size);
static inline bool is_ours(const Trainer *t, uint32_t document)
{
    return t->corpus.documents[document].ours;
}
static inline bool is_same_text(const Trainer *t, uint32_t a, uint32_t b)
{
    return a == b || !strcmp(t->corpus.documents[a].name, t->corpus.documents[b].name);
}

/* ---- lexicon.c ---- */
void read_list(Trainer *t, const char *path);
void make_views(Trainer *t);
void write_lexicon(const Trainer *t, ModelWriter *writer);

/* ---- nets.c ---- */
uint32_t hidden_width(const Trainer *t);
const uint8_t *hidden_of(const Trainer *t, uint32_t document, uint32_t word);
/* As many of the commonest attributes as the net's share of the model file holds. */
void cut_inputs(Reader *b, const char *name, uint32_t most);
/* Room in the problem for the net's inputs and sides, and for its weights. */
void open_reader(Trainer *t, Reader *b, Problem *p, uint32_t pieces);
/* Beside a word's own inputs: that the article is read by our guidelines. The program reads in one way alone
 * (READ_BY_OURS), so what that is worth goes into a bias (pack_reader). */
uint32_t add_ours(const Trainer *t, uint32_t document, uint64_t hashes[NET_INPUTS], uint32_t n);
void put_inputs(const Reader *b, const uint64_t *hashes, uint32_t n, uint32_t *to);
/* A fold's net is thrown away but for what it says of the fold. */
void learn_net(Reader *b, const Problem *p, uint32_t run, Chain *chain);
/* Of a net that is told by whose guidelines to read: `ours`, as one_weight has it. */
void pack_reader(const Reader *b, const Problem *p, float ours, const char *name, ModelWriter *writer);

/* ---- spotting.c ---- */
void label(uint8_t *gold, Span words, uint8_t begin);
/* A label that goes on from another paragraph or from a span that was cut begins there. */
uint8_t legal_label(uint8_t here, uint8_t before, bool first);
uint32_t known(const Dict *dict, const uint64_t *hashes, uint32_t n, uint32_t *out);
void make_spot(Trainer *t, uint32_t least); /* features seen less often are left out */
void make_spot_net(Trainer *t);
void learn_spot(Trainer *t, uint32_t run);
void mix_spot(Trainer *t); /* the edges of the two parts together */
/* Tells the exact F1 of the spans that spotting alone would give, on held-out folds, by one kind of guidelines. */
void measure_spot(Trainer *t, bool ours);
void spot_all(Trainer *t);

/* ---- joining.c ---- */
uint32_t overlap(Span a, Span b);
bool same(Span a, Span b);
const GoldAttribution *gold_of(const Annotation *a, Span cue);
typedef void EachCue(Trainer *t, const Annotation *a, const SpanChance *cue, const JoinCue *jc, void *context);
void each_cue(Trainer *t, EachCue *visit, void *context);
void make_join(Trainer *t);
void learn_join(Trainer *t, uint32_t run);

typedef struct Proposals { /* the fold's own joiner at work, cue by cue, in the order of t->join.sequences */
    Chain chains[FOLDS];
    Arena arena;
    uint32_t next;
    bool learning; /* first the dictionary, then the rows */
} Proposals;
void proposals_begin(const Trainer *t, Proposals *p);
void propose(Trainer *t, Proposals *p, uint32_t document, const JoinCue *jc, Candidates *out);

/* ---- rescoring.c ---- */
typedef struct SpanScorer {
    const Dict *dict;
    const float *weights;
} SpanScorer;
void make_span(Trainer *t, uint32_t least);
void learn_span(Trainer *t, uint32_t run);
/* The two labels' weights as one, the start as part of the feature that is always there, as a text is to be read by our
 * guidelines (`ours` 1), by PolNeAR's (0), or between; free(). */
float *one_weight(const Dict *dict, const float *two, const Chain *chain, float ours);
float score_span(const void *context, const uint64_t *features, uint32_t count); /* context: a SpanScorer */

/* ---- choosing.c ---- */
/* By PolNeAR's guidelines, by ours. */
void choose(Trainer *t, Choice out[2]);

#endif
