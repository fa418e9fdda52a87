/* The parts of the encoder's folder. */
#ifndef SAYSO_ENCODER_INTERNAL_H
#define SAYSO_ENCODER_INTERNAL_H

#include "encoder/encoder.h"
#include "net/net.h"

/* ---- piece.c ---- */
#define MOST_PIECES 16u /* of a word; what is longer is cut */

typedef struct Pieces {
    const char *text; /* the vocabulary, a piece a line; one that goes on a word begins with ## */
    uint32_t *begin;  /* count + 1 offsets of lines */
    uint32_t count;
    uint32_t *slots; /* by hash, number + 1 */
    uint32_t mask;
    const uint8_t *folds; /* ascending pairs of u32: a code point; what stands for it, with FOLD_… */
    uint32_t fold_count;
    uint32_t unknown;
} Pieces;
/* Of what stands for a code point; 0 without them: it is left out. */
#define FOLD_ALONE (1u << 31)
#define FOLD_SPACE (1u << 30)
#define FOLD_POINT ((1u << 21) - 1)

uint32_t pieces_count(const Section *vocabulary);
/* Fewer than 2^20 pieces. False when memory ran out. */
bool pieces_open(const Section *vocabulary, const Section *folds, uint32_t unknown, const sayso_allocator *allocator,
                 Pieces *out);
void pieces_close(Pieces *pieces, const sayso_allocator *allocator);
/* The pieces of a word, at least one; how many. */
uint32_t pieces_of(const Pieces *pieces, Text word, uint32_t out[MOST_PIECES]);

/* ---- encoder.c ---- */
enum { CASES = 5 };
/* none, lower, Title, UPPER, miXed: by the letters of the word. That of the marks (the window's first piece, a
 * paragraph's) is the model's: it tells by whose guidelines the text is to be read. */
uint32_t letter_case(Text word);

#endif
