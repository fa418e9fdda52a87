/* polnear: the PolNeAR corpus as the attribution trainer sees it: articles read by our own stages, and the
 * annotators' attributions as spans of our words. */
#ifndef SAYSO_TRAIN_POLNEAR_H
#define SAYSO_TRAIN_POLNEAR_H

#include "attribution/attribution.h"
#include "train/train.h"

#define GOLD_PIECES 8u
typedef struct GoldAttribution {
    Span source, cue; /* words; begin == end: none */
    Span contents[GOLD_PIECES];
    uint32_t content_count;
} GoldAttribution;

typedef struct Annotation { /* one annotator's file */
    uint32_t document;
    GoldAttribution *items;
    uint32_t count;
} Annotation;

typedef struct CorpusDocument {
    char *name;
    bool ours; /* read by our guidelines (data/corpus), not PolNeAR's */
    Article article;
    Tokens tokens;
    Syntax syntax;
} CorpusDocument;

typedef struct Corpus {
    CorpusDocument *documents; /* by folder, then by name */
    uint32_t document_count;
    Annotation *annotations; /* by folder, then by file name */
    uint32_t annotation_count;
    Arena arena;
} Corpus;

/* Reads DIR/text and DIR/attributions; dies on a mistake. With `syntax` NULL the articles have words alone. */
void polnear_read(const char *dir, const TokenModel *token, const SyntaxModel *syntax, Corpus *out);
/* Adds to it, or to a Corpus that is all zero, another folder of that form, without the articles that the file `leave` names, a
 * line each. With `ours` it is read by our guidelines: attributions whose cue stands in another's content are left out, as
 * PolNeAR has none. */
void polnear_add(const char *dir, const char *leave, bool ours, const TokenModel *token, const SyntaxModel *syntax, Corpus *corpus);
void polnear_free(Corpus *corpus);

#endif
