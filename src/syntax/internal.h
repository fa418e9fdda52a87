/* What the files of this folder share, and the trainer: the features, made by one function each for both. */
#ifndef SAYSO_SYNTAX_INTERNAL_H
#define SAYSO_SYNTAX_INTERNAL_H

#include "syntax/sparse.h"
#include "syntax/syntax.h"

/* ---- tag.c ---- */

/* A class of the tagger is a pair of tags. Section "syntax.tags": u8 upos · u8 xpos for each class. */
typedef struct TagPair {
    uint8_t upos, xpos;
} TagPair;
#define TAG_FEATURES 64
/* The features of word i of a sentence of `count` words; tags[0 .. i) are known. */
uint32_t tag_features(const Word *words, uint32_t count, uint32_t i, const TagPair *tags, uint64_t out[TAG_FEATURES]);

/* ---- hint.c ---- */

/* What a word's arc will probably be. Section "syntax.hints": u8 relation · u8 side for each class. */
typedef struct Hint {
    uint8_t relation, side; /* side of the head: 0 left, 1 right, 2 none, for the root */
} Hint;
#define HINT_FEATURES 48
/* hints[0 .. i) and all tags are known. */
uint32_t hint_features(const Word *words, uint32_t count, uint32_t i, const TagPair *tags, const Hint *hints,
                       uint64_t out[HINT_FEATURES]);

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

/* ---- parse.c ---- */

/* The arc-hybrid system (Kuhlmann, Gómez-Rodríguez, Satta 2011): SHIFT moves the next word onto the stack; LEFT
 * makes the next word the head of the stack's top and pops that; RIGHT makes the second of the stack the head of the
 * top and pops that. The root stands behind the last word. Always 2n steps, always a tree. */
typedef enum Move { MOVE_SHIFT, MOVE_LEFT, MOVE_RIGHT } Move;
typedef struct Action { /* a class of the parser. Section "syntax.actions": u8 move · u8 relation for each */
    uint8_t move, relation;
} Action;

typedef struct Node {
    uint32_t word, cluster, tag; /* feature values; tag: upos << 8 | xpos */
    uint32_t hint;               /* relation << 8 | side */
    uint32_t head;               /* local; NONE while unknown, and for the root */
    uint32_t left[2], right[2];  /* children: the outermost and the next to it on each side */
    uint64_t left_set, right_set; /* relations of the children, a bit each */
    uint8_t relation, left_count, right_count;
    uint8_t quote; /* 0 outside quotation marks; inside, the pair's number modulo 15 + 1 */
} Node;

typedef struct ParseState {
    Node *nodes;
    uint32_t *stack;
    uint32_t count, depth, next;
} ParseState;

#define PARSE_FEATURES 150
void parse_start(ParseState *state, Node *nodes, uint32_t *stack, const Word *words, const TagPair *tags,
                 const Hint *hints, uint32_t count);
bool parse_allows(const ParseState *state, Move move);
bool parse_forced(const ParseState *state, Action *action); /* only the root is left to attach */
void parse_do(ParseState *state, Action action);
uint32_t parse_features(const ParseState *state, uint64_t out[PARSE_FEATURES]);
static inline bool parse_done(const ParseState *s) { return s->next == s->count && !s->depth; }

/* ---- syntax.c ---- */

struct SyntaxModel {
    Sparse tag, lemma, hint, parse;
    TagPair tags[SPARSE_CLASSES];
    Hint hints[SPARSE_CLASSES];
    Script scripts[SPARSE_CLASSES];
    Action actions[SPARSE_CLASSES];
};

/* Scratch for one sentence, of the size of the longest. */
typedef struct SyntaxScratch {
    TagPair *tags;
    Hint *hints;
    Node *nodes;
    uint32_t *stack;
} SyntaxScratch;

void tag_sentence(const SyntaxModel *model, const Word *words, uint32_t count, TagPair *tags);
void hint_sentence(const SyntaxModel *model, const Word *words, uint32_t count, const TagPair *tags, Hint *hints);
bool lemma_sentence(const SyntaxModel *model, const Article *article, const Word *words, uint32_t count,
                    const TagPair *tags, Arena *arena, Text *lemmas, uint32_t *hashes);
void parse_sentence(const SyntaxModel *model, ParseState *state);

#endif
