/* What the files of this folder share. Nobody outside includes it, but the trainer and the unit tests. */
#ifndef SAYSO_TOKEN_INTERNAL_H
#define SAYSO_TOKEN_INTERNAL_H

#include "token/token.h"

/* ---- split.c: text -> words ---- */

typedef struct WordList {
    Word *items;
    uint32_t count, capacity;
    Arena *arena;
    bool failed; /* memory ran out */
} WordList;

/* Appends the words of a paragraph: begin, end and the flags SPACE, JOINED and PARAGRAPH. */
void split_paragraph(Text text, Span paragraph, WordList *out);

/* At least as many as the words of the text: two for each run of letters, digits and bytes above 127, one for each other
 * byte that is no white space. Letters above 127 that are punctuation are words of their own, but stand in runs whose
 * bytes outnumber them: the list grows where the bound is missed. */
uint32_t split_bound(Text text);

/* ---- look.c: what a word looks like ---- */

/* Fills the hashes, the mark and the flags UPPER and LETTERS from the text; begin, end and the other flags
 * are there already. `mark` of straight quotes is settled by mark_quotes. */
void word_look(Text text, Word *word);
/* Settles the direction of the quotes in the words of one paragraph. */
void mark_quotes(Text text, Word *words, uint32_t count);

/* ---- cluster.c: word -> class ----
 * Section "token.cluster": u32 slot count (a power of two) · u32 class count · slots of u32 key, by open
 * addressing from key & (slots - 1) · u16 class of each slot, 0 in an empty one */
typedef struct Clusters {
    const uint8_t *keys, *classes;
    uint32_t mask;
} Clusters;
Status clusters_open(const Model *model, Clusters *out, Error *error);
uint16_t cluster_of(const Clusters *clusters, uint32_t lower);

/* ---- sentence.c: where sentences end ---- */

#define BOUNDARY_FEATURES 40
typedef struct Boundary { /* what has been seen since the sentence began */
    uint32_t first, quote_open, single_open, brackets;
} Boundary;
/* Whether a sentence could end before words[i]; most places cannot, and cost nothing more. */
bool boundary_possible(const Word *words, uint32_t i);
/* The features of the place before words[i], 0 < i < count, inside a paragraph. */
uint32_t boundary_features(const Word *words, uint32_t count, uint32_t i, const Boundary *state,
                           uint64_t out[BOUNDARY_FEATURES]);
void boundary_start(Boundary *state, uint32_t first);
void boundary_see(Boundary *state, const Word *word);

struct TokenModel {
    Table sentence; /* width 1: above 0, a sentence ends */
    Clusters clusters;
    bool has_sentence;
};

#endif
