/* claim: which contents say the same, and which perhaps do.
 *
 *   gist.c sense.c         what a content's words mean      same.c saying.c  whether two say the same, by words, by quotes
 *   quote.c                what of it is quoted             place.c merge.c  the claim of each new statement
 *   finder.c candidate.c   what perhaps says the same       body.c likeness.c related.c  how likely that is
 *   beside.c               two contents side by side */
#ifndef SAYSO_LEDGER_CLAIM_H
#define SAYSO_LEDGER_CLAIM_H

#include "ledger/copy/copy.h"

/* ---- quoted words ---- quote.c */
typedef struct Quotes {
    uint32_t *words; /* hashes of the quoted words, never 0; a 0 ends each stretch */
    bool *says;      /* of each: it is no mere word of grammar */
    uint32_t count;
    uint64_t *pairs, *runs; /* keys: to be mixed with the speaker · for whoever speaks */
    uint32_t pair_count, run_count;
} Quotes;
/* The small words that rules name. Lies in the arena; NULL: no memory. */
typedef struct Senses Senses;
Senses *senses_make(Arena *arena);
/* The stretches of a content within quotation marks, without them; not what the content itself lays into another's
 * mouth: "Haleko's call for “a truce”". */
bool quotes_find(Text text, const sayso_attribution *a, const Senses *senses, Arena *arena, Span **out,
                 uint32_t *count);

/* ---- gist ---- what of a content must agree with another for the two to say the same */
#define GIST_KEYS 4
#define GIST_SPEAKERS 4 /* of more named together the first four */
typedef struct Gist {
    uint64_t exact;      /* of all that its words mean, in their order; 0: too little to be a claim */
    uint32_t *terms;     /* the same, a number each: term.h */
    uint32_t term_count;
    bool loose;          /* it leans on its day or speaks of nobody by name: later the same words may be about something else */
    uint64_t keys[GIST_KEYS]; /* under which near ones are looked up */
    uint32_t key_count;
    Quotes quotes;     /* what of it is quoted */
    uint64_t speakers[GIST_SPEAKERS]; /* the last words of the names of those who speak; none of an open speaker */
    uint32_t speaker_count;
} Gist;
/* One of each attribution. false: no memory. */
bool gists_make(const Told *told, Arena *arena, Gist **out);
bool gists_same(const Gist *a, const Gist *b);
bool gist_write(const Gist *gist, Arena *arena, const void **data, size_t *size); /* as the ledger keeps it */
bool gist_read(const void *data, size_t size, Arena *arena, Gist *out);           /* false: damaged, or no memory */

typedef struct ClaimScene { /* an article's statements, and who speaks in them */
    const Told *told;
    const Gist *gists;    /* of each attribution */
    const int64_t *forms; /* of each entity */
    Text published;       /* dates what tells no day of its own */
    const int64_t *before; /* of each attribution the claim that it was in an older format, whose number it keeps; or NULL */
} ClaimScene;
/* Gives each attribution its claim, a known or a new one: claims[i], 0 where the content is none. */
Status claims_place(Db *db, Postings *postings, const ClaimScene *scene, Arena *scratch, int64_t *claims,
                    LedgerAdded *counts, Error *error);
/* *claim becomes what it was found to be; it stays itself where it is one. */
Status claim_now(Db *db, int64_t *claim, Error *error);
/* The statements of `article` are about to be taken out of their claims (it is read anew): counts are mended. */
Status claims_leave(Db *db, int64_t article, Error *error);

/* ---- related ---- what perhaps says the same as a claim, found and weighed when it is asked; nothing of it is kept. related.c */
#define MOST_RELATED 50u
typedef struct RelatedScore { /* a claim, and its likest statement */
    int64_t claim, article;
    uint32_t number;
    float probability; /* at least 0.1 */
} RelatedScore;
/* What is read once for many claims. Lives in `arena`, which nobody else may take from as long as it does (at a bound it
 * gives back all that it took); about 100 MB at most. `scope`: its days alone; borrowed as long. */
typedef struct Finder Finder;
Status finder_make(Db *db, const Scope *scope, Arena *arena, Finder **out, Error *error);
/* The likeliest first, MOST_RELATED at most. `arena`: another; what is not the answer is scratch there. */
Status related_scores(Finder *finder, int64_t claim, Arena *arena, RelatedScore **out, uint32_t *count, Error *error);

/* ---- side by side ---- beside.c */
typedef struct Beside Beside;
bool beside_make(Text content, Arena *arena, Beside **out); /* false: no memory */
/* Lays a content beside that one: fills `shared`, `here` and `there`. */
bool beside_lay(const Beside *beside, Text content, Arena *arena, Related *out);

#endif
