/* saying: a statement's quoted words among those that claims have. */
#ifndef SAYSO_LEDGER_SAYING_H
#define SAYSO_LEDGER_SAYING_H

#include "ledger/claim/term.h"

typedef struct SayingRow { /* of table quote */
    int64_t claim;
    const uint32_t *words;
    uint32_t count;
} SayingRow;

typedef struct Saying {
    Db *db;
    Postings *index;
    const ClaimScene *scene;
    const sayso_attribution *a;
    const Gist *gist;
    const Quotes *quotes;
    Arena *arena;
    uint64_t *keys; /* under which it is looked up, and posted */
    uint32_t key_count;
    bool *full;     /* of each key: so many claims lie there that one more is not posted */
    struct SayingFound *found; /* NULL: it was not looked up */
} Saying;

bool saying_open(Db *db, Postings *index, const ClaimScene *scene, uint32_t attribution, Arena *arena, Saying *out);
/* *claim: of which the same speaker has been quoted with the same words; 0: there is none. */
Status saying_find(Saying *s, int64_t *claim, Error *error);
/* What is quoted becomes the claim's, as far as it has not been quoted before. */
Status saying_keep(Saying *s, int64_t claim, bool known, Error *error);

#endif
