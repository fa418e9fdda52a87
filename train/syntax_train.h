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

typedef struct Tagger {
    Learner learner;
    TagPair pairs[SPARSE_CLASSES];
} Tagger;
/* Learns from every sentence but those of fold `without`. */
void train_tagger(Tagger *t, const Treebank *bank, uint32_t without, uint32_t epochs);
void tagger_tag(const Tagger *t, const Word *words, uint32_t count, TagPair *tags);
void tagger_free(Tagger *t);

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
void train_parser(Parser *p, const Treebank *bank, const TagPair *tags, uint32_t epochs);
void parser_parse(const Parser *p, ParseState *state);

#endif
