/* saying: a statement's quoted words among those that claims have. */
#ifndef SAYSO_LEDGER_SAYING_H
#define SAYSO_LEDGER_SAYING_H

#include "ledger/claim/term.h"

#define SAYING_ALSO 8u
typedef struct Saying {
    Db *db;
    Postings *index;
    const ClaimScene *scene;
    const sayso_attribution *a;
    const Gist *gist;
    const int64_t *kin; /* claims that this one is told apart from: of what stands around it and within it */
    uint32_t kin_count;
    const Quotes *quotes;
    Arena *arena;
    uint64_t *keys; /* under which it is looked up, and posted */
    uint32_t key_count;
    bool *full;     /* of each key: so many claims lie there that one more is not posted */
    struct SayingFound *found; /* NULL: it was not looked up */
    int64_t also[SAYING_ALSO]; /* other claims of which as much is quoted here: all are one */
    uint32_t also_count;
} Saying;

bool saying_open(Db *db, Postings *index, const ClaimScene *scene, uint32_t attribution, Arena *arena, Saying *out);
/* *claim: of which the same speaker has been quoted with the same words; 0: there is none. */
Status saying_find(Saying *s, int64_t *claim, Error *error);
/* What is quoted becomes the claim's, as far as it has not been quoted before. */
Status saying_keep(Saying *s, int64_t claim, bool known, Error *error);

/* *out: a statement of the one stands within a statement of the other, so that they are two; of the claim with fewer
 * statements 64 are looked at. `claims`: of the first `count` statements of the article that is being placed, whose rows
 * come later. */
Status claims_hold(Db *db, int64_t a, int64_t b, const Told *told, const int64_t *claims, uint32_t count, bool *out,
                   Error *error);
/* The two are one, *out: the lower. claims: of the statements of the article that is being placed, whose rows come later. */
Status claims_merge(Db *db, int64_t a, int64_t b, int64_t *claims, uint32_t count, int64_t *out, Error *error);

#endif
