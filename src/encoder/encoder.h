/* encoder: words -> what a pretrained transformer makes of them: how likely each begins or goes on a source, a cue, a content, and,
 * for a cue, which words are its own. The careful model's part (sayso-careful.model); without it nobody calls this folder.
 *
 *   words -> pieces (piece.c) -> windows of at most ENCODER_WINDOW pieces -> layers of attention (net/deep.h) -> a state a word
 *         -> scores of seven labels a word, of five labels a word and cue
 *
 * BERT's form (Devlin et al. 2019), pieces as it has them (Wu et al. 2016). A word's state is that of its first piece. Weights are
 * bytes; what is multiplied with them is bytes, each row by its own largest number: the same bits on every machine. */
#ifndef SAYSO_ENCODER_H
#define SAYSO_ENCODER_H

#include "token/token.h"

#define ENCODER_WINDOW 256u
#define ENCODER_SPOT 7u /* labels of a word, as in spotting */
#define ENCODER_JOIN 5u /* labels of a word beside a cue, as in joining */

typedef struct EncoderModel EncoderModel; /* borrows the Model */

Status encoder_open(const Model *model, const sayso_allocator *allocator, EncoderModel **out, Error *error);
void encoder_close(EncoderModel *model, const sayso_allocator *allocator);

/* What goes from one label to the next costs, [before][here]: -1e9 where it cannot be. */
const float *encoder_spot_edges(const EncoderModel *model);
const float *encoder_join_edges(const EncoderModel *model);
const float *encoder_inside_edges(const EncoderModel *model); /* as for spotting */

typedef struct Encoded { /* of an article, in the arena that encoder_run was given */
    uint32_t words, width;
    float *spot;    /* words * ENCODER_SPOT scores */
    float *inside;  /* likewise, of what is said inside a content, for whoever knows that the word lies in one; NULL of contents alone */
    uint8_t *state; /* words * width bytes, KERNEL_ZERO more than their value */
    float *worth;   /* words: what one of a state's bytes is worth */
} Encoded;

/* Takes some 450 bytes a word of the arena; of the scratch 3 MB and some 20 bytes a word, which it gives back. False when memory ran out. */
bool encoder_run(const EncoderModel *model, const Article *article, const Tokens *tokens, Arena *arena, Arena *scratch, Encoded *out);
/* Words that lie in contents as an article of their own: `spot` is what is `inside`. In the arena. False when memory ran out. */
bool encoder_inside(const Encoded *all, const uint32_t *words, uint32_t count, Arena *arena, Encoded *out);
/* Scores of the words of a window for a cue: ENCODER_JOIN a word. False when memory ran out. */
bool encoder_join(const EncoderModel *model, const Encoded *encoded, Span cue, Span window, Arena *scratch, float *out);

#endif
