/* related: what perhaps says the same as a claim, found and weighed when it is asked; nothing of it is kept.
 *
 *   candidate.c  three look-ups: by speaker, by rare words, by words in a row
 *   related.c    the likest of them (likeness.h)      finder.c  what is kept from claim to claim */
#ifndef SAYSO_LEDGER_RELATED_H
#define SAYSO_LEDGER_RELATED_H

#include "ledger/claim/likeness.h"

#define MOST_RELATED 50u
typedef struct RelatedScore { /* a claim, and its likest statement */
    int64_t claim, article;
    uint32_t number;
    float probability; /* at least 0.1 */
    bool authority;    /* of a settled speaker who is none of the claim's */
} RelatedScore;
/* What is read once for many claims. Lives in `arena`, which nobody else may take from as long as it does (at a bound it
 * gives back all that it took); about 100 MB at most. */
typedef struct Finder Finder;
Status finder_make(Db *db, Arena *arena, Finder **out, Error *error);
/* The likeliest first, MOST_RELATED at most. `arena`: another; what is not the answer is scratch there. */
Status related_scores(Finder *finder, int64_t claim, Arena *arena, RelatedScore **out, uint32_t *count, Error *error);

#endif
