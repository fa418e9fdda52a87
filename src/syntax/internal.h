/* What the files of this folder share, and the trainer: what the net sees and gives, and what is made of that. */
#ifndef SAYSO_SYNTAX_INTERNAL_H
#define SAYSO_SYNTAX_INTERNAL_H

#include "net/net.h"
#include "syntax/sparse.h"
#include "syntax/syntax.h"

/* A class of tags is a pair. Section "syntax.tags": u8 upos · u8 xpos for each class. */
typedef struct TagPair {
    uint8_t upos, xpos;
} TagPair;
#define TAG_CLASSES 128u /* at most */

/* ---- inputs.c: what the net "synt" sees of a word ---- */
uint32_t syntax_inputs(const Word *word, uint64_t out[NET_INPUTS]);

/* What it gives of a word, in this order. */
#define ARC 64u      /* of the vectors whose product says how well a word governs another */
#define RELATION 64u /* of the vectors whose sum says by which relation */
#define RELATION_COLUMNS 64u /* scores of relations: RELATION_COUNT, to a multiple of 32 */
_Static_assert(RELATION_COUNT <= RELATION_COLUMNS, "");
enum {
    OUT_ROOT, /* how well the word is the root */
    OUT_HEAD, /* how well it governs any word */
    OUT_DEPENDENT_ARC,
    OUT_HEAD_ARC = OUT_DEPENDENT_ARC + ARC,
    OUT_DEPENDENT_RELATION = OUT_HEAD_ARC + ARC,
    OUT_HEAD_RELATION = OUT_DEPENDENT_RELATION + RELATION,
    OUT_TAGS = OUT_HEAD_RELATION + RELATION
};

/* ---- tree.c ---- */
#define ARC_REACH 160u /* words on each side among which a head is looked for */
#define ARC_SCALE 0.125f
#define DISTANCES 32u
uint32_t distance_class(int32_t distance); /* of head - dependent, not 0; below DISTANCES */

typedef struct Arcs { /* of one sentence */
    const float *outputs; /* of its first word */
    size_t stride;
    uint32_t count;        /* words */
    const NetPairs *pairs; /* the model's: of it the machine's ways to multiply */
    const float *distance; /* DISTANCES scores. Section "syntax.distances" */
} Arcs;
/* heads[0 .. count): local, NONE for the one root. False when memory ran out. */
bool tree_heads(const Arcs *arcs, Arena *scratch, uint32_t *heads);

/* ---- lemma.c ---- */

/* A class of the lemmatizer is a script: change the case, drop bytes from the end, append some. Section
 * "syntax.scripts": for each class u8 case · u8 drop · u8 length · bytes[13]. */
typedef enum LemmaCase { LEMMA_LOWER, LEMMA_KEEP, LEMMA_TITLE } LemmaCase;
#define SCRIPT_APPEND 13
typedef struct Script {
    uint8_t casing, drop, length;
    char append[SCRIPT_APPEND];
} Script;
#define LEMMA_FEATURES 24
uint32_t lemma_features(const Word *words, uint32_t count, uint32_t i, const TagPair *tags,
                        uint64_t out[LEMMA_FEATURES]);
/* The form as the script cases it, without dropping: at most 2 * form.size + 4 bytes; the length. */
size_t lemma_case(Text form, uint8_t casing, char *out);
/* Whether the script fits the cased form. */
bool script_fits(const Script *script, size_t cased_size);

/* ---- syntax.c ---- */

struct SyntaxModel {
    NetModel *net;
    NetPairs *relations; /* section "syntax.relations": the scores of RELATION_COUNT relations */
    float distance[DISTANCES];
    Sparse lemma;
    TagPair tags[TAG_CLASSES];
    uint32_t tag_count;
    Script scripts[SPARSE_CLASSES];
};

bool lemma_sentence(const SyntaxModel *model, const Article *article, const Word *words, uint32_t count,
                    const TagPair *tags, Arena *arena, Text *lemmas, uint32_t *hashes);

#endif
