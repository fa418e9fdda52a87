/* claim: which contents say the same.
 *
 *   gist.c sense.c stem.c  what a content's words mean      same.c   whether two say the same
 *   place.c                the claim of each new statement */
#ifndef SAYSO_LEDGER_CLAIM_H
#define SAYSO_LEDGER_CLAIM_H

#include "ledger/copy/copy.h"

/* ---- gist ---- what of a content must agree with another for the two to say the same */
#define GIST_KEYS 4
typedef struct Gist {
    uint64_t exact;      /* of all that its words mean, in their order; 0: too little to be a claim */
    uint32_t *terms;     /* the same, a number each: term.h */
    uint32_t term_count;
    bool loose;          /* it leans on its day or speaks of nobody by name: later the same words may be about something else */
    uint64_t keys[GIST_KEYS]; /* under which near ones are looked up */
    uint32_t key_count;
} Gist;
/* One of each attribution. false: no memory. */
bool gists_make(const Told *told, Arena *arena, Gist **out);
bool gists_same(const Gist *a, const Gist *b);
bool gist_write(const Gist *gist, Arena *arena, const void **data, size_t *size); /* as the ledger keeps it */
bool gist_read(const void *data, size_t size, Arena *arena, Gist *out);           /* false: damaged, or no memory */

/* Gives each attribution its claim, a known or a new one: claims[i], 0 where the content is none. `published` dates what
 * tells no day of its own. */
Status claims_place(Db *db, Postings *postings, const Told *told, const Gist *gists, Text published, Arena *scratch,
                    int64_t *claims, LedgerAdded *counts, Error *error);
/* The statements of `article` are about to be taken out of their claims (it is read anew): counts are mended. */
Status claims_leave(Db *db, int64_t article, Error *error);


#endif
