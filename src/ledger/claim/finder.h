/* finder: what a search for related claims holds, and how it reads statements and bodies. For candidate.c and related.c. */
#ifndef SAYSO_LEDGER_FINDER_H
#define SAYSO_LEDGER_FINDER_H

#include "ledger/claim/likeness.h"

#define MOST_OWN 256u    /* statements of the claim that are looked at */
#define MOST_SPEAKERS 8u /* of them, to be compared */

typedef struct Spoken { /* a statement, as far as it is compared */
    int64_t article, claim;
    uint32_t number, within;
    Uttered saying; /* its body: NULL until finder_body */
    bool direct;
} Spoken;

typedef struct Kept {
    int64_t key; /* 0: free */
    void *item;
} Kept;

typedef struct Shelf { /* open addressing */
    Kept *slots;
    uint32_t count, size; /* size: a power of two */
} Shelf;

struct Finder {
    Db *db;
    const Scope *scope; /* what is not in it is not seen */
    Arena *arena, *scratch; /* as long as it lives · of the claim that is asked about */
    ArenaMark empty;
    Senses *senses;
    Shelf statements; /* Spoken, by article << 20 | number */
    Shelf bodies;     /* Body, by claim << 1 | direct: whether all of it is quoted, the statement tells, not the claim */
    Shelf parted;     /* pairs of claims, by pair_key, that a person found not to say the same */
    /* of the claim that is asked about */
    int64_t claim;
    Text text;
    Spoken *own;
    Uttered speakers[MOST_SPEAKERS];
    uint32_t own_count, speaker_count;
    Spoken *found; /* what perhaps says the same */
    uint32_t found_count, found_capacity;
    Shelf seen; /* what was found, by article << 20 | number */
    Error *error;
};

static inline int64_t statement_key(int64_t article, uint32_t number) { return article << 20 | number; }
int64_t pair_key(int64_t claim_a, int64_t claim_b); /* whichever comes first */

bool shelf_make(Shelf *s, uint32_t size, Arena *arena);
Kept *shelf_slot(const Shelf *s, int64_t key); /* where it is, or belongs */
bool shelf_put(Shelf *s, int64_t key, void *item, Arena *arena);

/* Reads the text, the statements and the speakers of the claim; SAYSO_ERROR_ARGUMENT where there is none. What was kept is
 * forgotten where it has become too much. */
Status finder_begin(Finder *f, int64_t claim, Arena *scratch, Error *error);
Status finder_body(Finder *f, Spoken *s);

/* What a query for Spoken begins with, and how it goes on behind its FROM: t is the attribution; 9 to 12 are the scope's. */
#define SPOKEN                                                                                                         \
    "SELECT t.article, t.number, t.claim, t.within, t.kind, t.act, t.negated, t.manner, t.day, f.actor, f.name"
#define SPOKEN_FROM                                                                                                    \
    " JOIN article r ON r.id = t.article LEFT JOIN form f ON f.id = t.form"                                            \
    " WHERE t.claim IS NOT NULL AND " STANDS " AND " CURRENT " AND " SEEN " AND " IN_DAYS("t.day") " AND "
/* Adds what such a query brings to what was found. `speaker`: of sources named together, the one by whom they are looked
 * for; 0: the first. */
Status finder_take(Finder *f, Query *q, int64_t speaker);

/* candidate.c: fills `found`. */
Status candidates_find(Finder *f);

#endif
