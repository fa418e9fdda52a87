/* attribution: trees -> who said what. Cue, source and content spans, joined. */
#ifndef SAYSO_ATTRIBUTION_H
#define SAYSO_ATTRIBUTION_H

#include "syntax/syntax.h"

typedef enum Turn { /* whose label is a name, a part ("HOST"), or the letter or word of who asks or answers */
    TURN_NONE, TURN_NAMED, TURN_PART, TURN_ASKS, TURN_ANSWERS
} Turn;

typedef struct Attribution {
    Span source, cue;       /* words, half-open; begin == end means absent, never both */
    uint32_t content_first; /* contents[content_first .. + content_count) */
    uint32_t content_count; /* at least one */
    uint8_t form;           /* sayso_form */
    bool by_grammar;        /* found by the grammar alone, mostly inside another's content; the others by what was learnt */
    uint8_t turn;           /* Turn: of an interview, the source is its label, all of it the speaker's words */
    bool set_off;           /* a post, a letter: its content is all its speaker's words, without quotation marks */
    float confidence;       /* probability that source, cue and content are all right */
} Attribution;

typedef struct Attributions {
    Attribution *items; /* in the order of their cues, or, without one, of their contents */
    Span *contents;     /* words, half-open, ascending within an attribution */
    uint32_t count, content_count;
} Attributions;

/* Leaves out the attributions below a confidence. False when memory ran out. */
bool attributions_keep(Attributions *attributions, float least, Arena *scratch);

/* Leaves out those of which a content lies within more than `most` others, *left_out of them: each repeats the words of those
 * inside it, so that a text without end to its nesting would be told in the square of its length. False when memory ran out. */
#define MOST_NESTED 8u
bool attributions_shallow(Attributions *attributions, uint32_t most, Arena *scratch, uint32_t *left_out);

typedef struct Nesting { /* NONE where there is none */
    uint32_t *owner;     /* by content: its attribution */
    uint32_t *enclosing; /* by content: the innermost other one round it */
    uint32_t *inside;    /* by word: the innermost content round it */
} Nesting;
/* In the scratch. False when memory ran out. Contents that cross one another, which no sentence of English has, are closed with the
 * one below them. */
bool attributions_nest(const Attributions *attributions, uint32_t words, Arena *scratch, Nesting *out);

typedef struct AttributionModel AttributionModel;

/* `hidden_width`: of what the syntax stage's net makes of a word. `careful`: the careful model, or NULL to read the fast way. */
Status attribution_open(const Model *model, const Model *careful, uint32_t hidden_width, const sayso_allocator *allocator,
                        AttributionModel **out, Error *error);
void attribution_close(AttributionModel *model, const sayso_allocator *allocator);
Status attribution_run(const Article *article, const Tokens *tokens, const Syntax *syntax,
                       const AttributionModel *model, Arena *arena, Arena *scratch, Attributions *out, Error *error);
bool attribution_check(const Tokens *tokens, const Attributions *attributions, Error *error);

/* The bytes of a span of words. */
static inline Span words_bytes(const Tokens *tokens, Span words)
{
    if (words.begin >= words.end) return (Span){0, 0};
    return (Span){tokens->words[words.begin].begin, tokens->words[words.end - 1].end};
}

#endif
