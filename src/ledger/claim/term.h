/* term: what a content's words mean, one number each, so that two contents can be laid side by side.
 *
 *   "Corvane received no audit on Friday" ──> NAME corvane · STEM receiv · TURN not · STEM audit · DAY friday
 *
 * Words of grammar have none. A term is hash << 3 | kind. */
#ifndef SAYSO_LEDGER_TERM_H
#define SAYSO_LEDGER_TERM_H

#include "ledger/claim/claim.h"

typedef uint32_t Term;

typedef enum TermKind {
    TERM_STEM,   /* what a word says; another may stand for it, seldom */
    TERM_STRICT, /* that has an opposite or a neighbour: "raise", "north", "woman" */
    TERM_NAME,   /* the last word of somebody's full name */
    TERM_NUMBER, /* by value */
    TERM_TURN,   /* turns what the rest says: "not", "if", "could", "former", a passive */
    TERM_GIVEN,  /* the first word of the name before it */
    TERM_WHO,    /* a pronoun, as the last word of the name of whom it stands for */
    TERM_DAY     /* a day's or month's name */
} TermKind;

static inline TermKind term_kind(Term t) { return (TermKind)(t & 7u); }
static inline Term term_of(uint64_t hash, TermKind kind) { return (Term)(hash << 3) | (Term)kind; }
/* Of a folded word, a stem, or the sense of one. */
static inline Term term_of_word(const char *data, size_t size, TermKind kind)
{
    return term_of(hash_bytes(data, size, (uint64_t)kind + 1), kind);
}
static inline bool term_has_meaning(Term t) { return term_kind(t) <= TERM_NUMBER; }
Term term_turn(const char *sense); /* "not" */

typedef enum Role {
    ROLE_NONE, /* an ordinary word */
    ROLE_PASS, /* says nothing here */
    ROLE_TURN,
    ROLE_STRICT,
    ROLE_FORM,   /* an irregular form of `sense` */
    ROLE_NUMBER, /* of the value `sense` */
    ROLE_SCALE,  /* multiplies the number before it */
    ROLE_DAY,
    ROLE_MONTH,
    ROLE_BE,
    ROLE_FIRST, /* the speaker */
    ROLE_PRONOUN,
    ROLE_CARRIER, /* "a report that": what follows is the content */
    ROLE_SPEECH,  /* an ordinary word; behind somebody's name his saying: "Haleko's call for" */
    ROLE_DETERMINER
} Role;

typedef struct Meaning {
    Role role;
    Text sense;
} Meaning;

Meaning senses_find(const Senses *senses, const Folded *word);

/* ---- quoted words ---- quote.c */
bool quotes_make(Text text, const Span *stretches, uint32_t count, const Senses *senses, Arena *arena, Quotes *out);
typedef struct Run { /* of words in a row, from a[a] and b[b] on */
    uint32_t a, b, size;
} Run;
/* The longest that both have, the first of several; `most` words of it at most. */
Run longest_run(const uint32_t *a, uint32_t a_count, const uint32_t *b, uint32_t b_count, uint32_t most);
/* The size of the longest. *turned: one of them denies it, or has another number or the opposite beside it. */
uint32_t quotes_run(const uint32_t *a, uint32_t a_count, const uint32_t *b, uint32_t b_count, bool *turned);
/* Every stretch of `some` stands whole in one of `all`. */
bool quotes_hold(const uint32_t *all, uint32_t all_count, const uint32_t *some, uint32_t some_count);
/* The words of the longest stretch of the one, with two words that say something, that stands whole in the other; 0: none.
 * *says: of these, how many say something. */
uint32_t quotes_piece(const Quotes *a, const uint32_t *b, uint32_t b_count, uint32_t *says);

/* ---- gists beside one another ---- */
uint32_t gist_meaning(const Gist *gist);                 /* its terms with meaning */
uint32_t gists_shared(const Gist *a, const Gist *b);     /* those that both have */

#endif
