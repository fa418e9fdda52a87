/* token: article -> sentences and words.
 *
 * Words are syntactic words in the Universal Dependencies way: "don't" is the two words "do" "n't", "Iran's"
 * the two "Iran" "'s". Each is a slice of the text. A surface token of several words is a first word and
 * followers flagged WORD_JOINED. What a word looks like is hashed here once, for all later stages. */
#ifndef SAYSO_TOKEN_H
#define SAYSO_TOKEN_H

#include "input/input.h"
#include "model/model.h"

typedef enum Mark { /* what kind of punctuation a word is; quotation marks are told apart by their shape and spacing */
    MARK_NONE,          /* no punctuation */
    MARK_OTHER,         /* punctuation that no other kind names, symbols */
    MARK_QUOTE_OPEN,    /* “ „ « `` and " before a word */
    MARK_QUOTE_CLOSE,   /* ” » '' and " after one */
    MARK_SINGLE_OPEN,   /* ‘ and ' before a word, where it is no apostrophe */
    MARK_SINGLE_CLOSE,  /* ’ and ' after a word, likewise */
    MARK_COMMA,
    MARK_TERMINAL,      /* . ! ? … */
    MARK_COLON,         /* : ; */
    MARK_DASH,          /* - -- – — standing alone between words */
    MARK_HYPHEN,        /* - inside a compound */
    MARK_OPEN,          /* ( [ { */
    MARK_CLOSE          /* ) ] } */
} Mark;

enum { /* Word.flags */
    WORD_SPACE = 1,     /* white space (or the paragraph's start) before it */
    WORD_JOINED = 2,    /* with the word before it one surface token */
    WORD_SENTENCE = 4,  /* first of its sentence */
    WORD_PARAGRAPH = 8, /* first of its paragraph */
    WORD_UPPER = 16,    /* begins with an upper-case letter */
    WORD_LETTERS = 32   /* has a letter or digit */
};

typedef struct Word {
    uint32_t begin, end; /* bytes of the text */
    uint32_t form;       /* hash of the word as written */
    uint32_t lower;      /* hash of it in lower case, digits as 0, quotation marks and dashes straightened */
    uint32_t shape;      /* hash of its shape: Xxxx, dd, x-x; runs shortened to 3 */
    uint32_t suffix2, suffix3, prefix3; /* hashes of the lower-case word's last 2, 3 and first 3 code points */
    uint32_t suffix1, suffix4, prefix2; /* likewise; a shorter word is its own suffix and prefix */
    uint8_t mark;        /* Mark */
    uint8_t flags;
    uint16_t cluster;    /* word cluster learnt from unlabelled news; 0: none */
} Word;

typedef struct Sentence {
    uint32_t first, end; /* words, half-open, at least one; together they cover all words */
    uint32_t paragraph;
} Sentence;

typedef struct Tokens {
    Word *words;
    Sentence *sentences;
    uint32_t word_count, sentence_count;
} Tokens;

typedef struct TokenModel TokenModel; /* tables borrowed from the Model */

Status token_open(const Model *model, const sayso_allocator *allocator, TokenModel **out, Error *error);
void token_close(TokenModel *model, const sayso_allocator *allocator);
Status token_run(const Article *in, const TokenModel *model, Arena *arena, Arena *scratch, Tokens *out, Error *error);
bool token_check(const Article *article, const Tokens *tokens, Error *error);

/* Small, without unseen marks, quotation marks and dashes straight: at most twice its bytes. Returns how many. */
size_t word_fold(Text word, char *out);
static inline Text word_text(const Article *a, const Word *w)
{
    return text_of(a->text.data + w->begin, w->end - w->begin);
}

#endif
