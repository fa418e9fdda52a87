/* stages: the trained stages that a later trainer stands on, and the trainers themselves. */
#ifndef SAYSO_TRAIN_STAGES_H
#define SAYSO_TRAIN_STAGES_H

#include "attribution/attribution.h"
#include "train/train.h"

typedef struct Stages {
    Model token_file, syntax_file;
    TokenModel *token;
    SyntaxModel *syntax;
} Stages;
/* Opens the two part files, or one model file named twice; dies where one is damaged. */
void stages_open(const char *token, const char *syntax, Stages *out);
void stages_close(Stages *stages);

typedef struct AttributionCorpora {
    const char *polnear, *ours; /* folders of PolNeAR's form: its train split, and the corpus (train/corpora/corpus_brat.py) */
    const char *leave;          /* a file: names of articles that are not learnt from by whomever's guidelines, a line each */
} AttributionCorpora;
/* Learns attribution on both and the list of cues (data/words/cues.tsv) with `jobs` processes side by side; the bytes do not
 * depend on `jobs`. */
void train_attribution(const AttributionCorpora *from, const char *cues, uint32_t jobs, const char *token, const char *syntax,
                       const char *out);

/* What train/attribution/encoder.py reads and gives: the articles of a folder of PolNeAR's form as words, by a model file or a part with tokens;
 * what it packs, with its card, as the careful model. */
int train_words(const char *dir, const char *model, const char *out);
int train_encoder(const char *sections, const char *card, const char *out);

/* Learns entity.guess on CORPORA/polnear/train; `lists`: the part with the word lists. */
int train_entity(const char *corpora, const char *token, const char *syntax, const char *lists, const char *out);

#endif
