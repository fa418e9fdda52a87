/* conllu: treebanks in CoNLL-U as the stages see articles: text with paragraphs, words with looks and spans,
 * gold sentences, tags, lemmas and trees. */
#ifndef SAYSO_TRAIN_CONLLU_H
#define SAYSO_TRAIN_CONLLU_H

#include "syntax/syntax.h"
#include "train/train.h"

typedef struct Treebank {
    Article article; /* the text as the words and SpaceAfter spell it, paragraphs apart by an empty line */
    Tokens tokens;
    Syntax gold;     /* head: index into tokens.words, as in Syntax */
    uint32_t word_room, sentence_room, paragraph_room;
    size_t text_room;
} Treebank;

/* Appends a file (plain or .gz). Dies on what is not CoNLL-U. */
void treebank_read(Treebank *bank, const char *path);
/* Appends CoNLL-U in memory; `name` is for complaints. */
void treebank_add(Treebank *bank, const char *data, const char *name);
/* Call once when all files are in: fills the looks of all words. */
void treebank_finish(Treebank *bank);
/* Gives the words their classes, from a part that has them. */
void treebank_classes(Treebank *bank, const char *part);
void treebank_free(Treebank *bank);

/* The paragraphs, a line each. */
void treebank_write_raw(const Treebank *bank, FILE *out);
void conllu_write(FILE *out, const Article *article, const Tokens *tokens, const Syntax *syntax);

/* An article of plain lines: each that is not blank is a paragraph. Borrows the text. */
Article article_of_lines(Text text);

#endif
