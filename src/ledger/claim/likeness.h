/* likeness: how probable it is that two contents say the same. A logistic model of some forty features, learnt
 * (train/likeness/likeness.py); "Related, perhaps the same" is what it finds likely. Nothing of it is stored.
 *
 *   text, gist ── body_make ──> Body: what is laid side by side, sorted, so that a pair costs a microsecond
 *   Body + who, when, how ──> Uttered ── likeness(a, b) ──> probability
 *
 *   body.c  a content's words, weighed by how rare they are      likeness.c  features, and the model
 *   rarity.inc, likeness.inc  tables that train/likeness/likeness.py makes */
#ifndef SAYSO_LEDGER_LIKENESS_H
#define SAYSO_LEDGER_LIKENESS_H

#include "ledger/claim/term.h"

typedef struct Weighed { /* a term with meaning; a pronoun as the name for which it stands */
    Term term;
    uint16_t times;
    float rarity; /* log(statements / statements that have it) */
} Weighed;

typedef struct Body { /* of a content. Arrays ascend by term or hash, each once */
    const Weighed *terms;
    const uint32_t *pairs;  /* of terms with meaning that stand side by side */
    const Weighed *roots;   /* words by their first letters: "endorse", "endorsement" */
    const uint32_t *quoted; /* hashes of quoted words in their order, 0 between stretches */
    uint32_t term_count, pair_count, root_count, quoted_count;
    uint32_t turns;      /* not, if, will, can, may, must: a bit each, from the lowest; then any others' */
    uint32_t quoted_words;
    bool bare;           /* nothing in it says that it is more than a noun phrase: a form of "be", "to", "that" */
    float weight;        /* sum of the terms' rarity */
    float root_weight;   /* of the roots' */
    float name_weight;   /* of the names alone */
    uint32_t numbers, strict; /* how many terms are such */
} Body;

/* Of a content's words and gist; `direct`: all of it is quoted, even where no mark says so. false: no memory. */
bool body_make(Text content, const Gist *gist, bool direct, const Senses *senses, Arena *arena, Body *out);
/* Whether they have a word or two quoted words in common: what have none need not be weighed. */
bool bodies_touch(const Body *a, const Body *b);
Term name_term(Text name); /* of the last word of a name; 0: it has none */
/* log of (all statements / those that have it), as learnt; of what was never met the highest. */
float rarity_of(Term term);

bool role_is_of_content(Role role); /* it says something by itself */

typedef struct Uttered { /* a content as somebody said it */
    const Body *body;
    int64_t actor; /* 0: open */
    Term name;     /* the last word of the actor's name, as a TERM_NAME; 0: not known */
    int32_t day;   /* since 1970-01-01; NO_DAY: not known */
    sayso_kind kind;
    sayso_act act;
    bool negated;
} Uttered;

/* From 0 to 1, and the same whichever comes first. */
float likeness(const Uttered *a, const Uttered *b);

enum { LIKENESS_FEATURES = 54 };
/* What the model weighs; the first is 1. For the trainer. */
void likeness_features(const Uttered *a, const Uttered *b, float out[LIKENESS_FEATURES]);
extern const char *const likeness_names[LIKENESS_FEATURES];

#endif
