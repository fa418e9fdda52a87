/* syntax_train: learns tags, lemmas and trees. */
#ifndef SAYSO_SYNTAX_TRAIN_H
#define SAYSO_SYNTAX_TRAIN_H

#include "conllu.h"
#include "learner.h"
#include "syntax/internal.h"

int train_syntax(const char *corpora, const char *token_part, const char *out);

/* Which sentences of a treebank: all whose fold is `fold` (or is not), folds by blocks of sentences. */
#define FOLDS 5u
#define ALL_FOLDS 99u
static inline uint32_t fold_of(uint32_t sentence) { return sentence / 20 % FOLDS; }

/* The tagger and the guesser of hints are one kind of learner: a label of two bytes a word, from left to right. */
typedef struct Label {
    uint8_t a, b; /* upos, xpos; or relation, side */
} Label;
typedef struct Labeller {
    Learner learner;
    bool hints;
    Label labels[SPARSE_CLASSES];
} Labeller;
typedef struct LabelPlan {
    const Treebank *bank;
    const Label *gold;
    const TagPair *tags; /* for hints; NULL for tags */
    uint32_t epochs, least;
    float dropout;
} LabelPlan;
/* Learns from every sentence but those of fold `without`. */
void train_labeller(Labeller *l, const LabelPlan *plan, uint32_t without);
void labeller_run(const Labeller *l, const Word *words, uint32_t count, const TagPair *tags, Label *labels);

typedef struct Lemmatizer {
    Learner learner;
    Script scripts[SPARSE_CLASSES];
} Lemmatizer;
void train_lemmatizer(Lemmatizer *l, const Treebank *bank, const TagPair *tags, uint32_t epochs);

typedef struct Parser {
    Learner learner;
    Action actions[SPARSE_CLASSES];
} Parser;
/* Heads made projective: `heads` as Syntax.head. */
void lift(const Treebank *bank, uint32_t *heads);
typedef struct ParsePlan {
    uint32_t epochs, least; /* least: features seen less often are dropped */
    float dropout, margin;
} ParsePlan;
void train_parser(Parser *p, const Treebank *bank, const TagPair *tags, const Hint *hints, const ParsePlan *plan);

#endif
