/* syntax_train: learns tags, lemmas and trees. */
#ifndef SAYSO_SYNTAX_TRAIN_H
#define SAYSO_SYNTAX_TRAIN_H

#include "train/corpora/conllu.h"
#include "train/learn/learner.h"
#include "train/learn/net.h"
#include "syntax/internal.h"

/* Learns from the treebanks in CORPORA/ud and, by what nets learnt from these say of it, the text in CORPORA/polnear/train.
 * `dev`: a treebank to measure on while learning, or NULL. */
int train_syntax(const char *corpora, const char *token_part, const char *out, const char *dev);

/* ---- syntax_net.c: a net of tags and trees ---- */

typedef struct Lesson { /* a sentence */
    const Word *words;
    uint32_t count;
    uint32_t *tag;     /* class, or NONE: not to be learnt */
    uint32_t *head;    /* local; `count` for the root */
    uint8_t *relation;
} Lesson;
typedef struct Lessons {
    Lesson *items;
    uint32_t count;
} Lessons;

typedef struct Tail {        /* what comes after the net */
    float relation[RELATION][RELATION_COLUMNS], bias[RELATION_COLUMNS], distance[DISTANCES];
} Tail;

typedef struct SyntaxNet {
    NetShape shape;
    TagPair tags[TAG_CLASSES];
    uint32_t tag_count;
    const Dict *inputs; /* its rows; borrowed */
    float *weights;     /* net_size() */
    Tail tail;
} SyntaxNet;

typedef struct SyntaxPlan {
    NetOptions net;     /* its shape's outputs are set by the learner */
    uint32_t epochs;
    uint32_t slices;    /* an epoch sees all of the gold and one of so many parts of the silver */
    const Lessons *gold, *silver; /* silver may be NULL */
    const Lessons *dev; /* to measure on, or NULL */
    const char *name;
} SyntaxPlan;

void syntax_net_start(SyntaxNet *net, const Dict *inputs, const TagPair *tags, uint32_t tag_count, NetShape shape);
void syntax_net_free(SyntaxNet *net);
void syntax_net_learn(SyntaxNet *net, const SyntaxPlan *plan);
/* Fills what `nets` together say of the sentence into its tag, head and relation; false where these heads make no tree. */
bool syntax_nets_say(SyntaxNet *const *nets, uint32_t count, Lesson *lesson);
void syntax_net_pack(SyntaxNet *net, ModelWriter *writer);

/* ---- syntax_lemma.c ---- */

typedef struct Lemmatizer {
    Learner learner;
    Script scripts[SPARSE_CLASSES];
} Lemmatizer;
void train_lemmatizer(Lemmatizer *l, const Treebank *bank, const TagPair *tags, uint32_t epochs);

#endif
