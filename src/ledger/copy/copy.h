/* copy: who copied which stretch of whom.
 *
 *   fingerprint.c  a text's runs of words, few of them chosen    posting.c  who has posted which (claims post here, too)
 *   align.c        what two texts have in common                 reprint.c  stretches and families kept */
#ifndef SAYSO_LEDGER_COPY_H
#define SAYSO_LEDGER_COPY_H

#include "ledger/db/db.h"

/* ---- fingerprints ---- hashes of runs of words, chosen by the words alone (winnowing: Schleimer, Wilkerson, Aiken 2003),
 * so that copied stretches choose the same ones wherever they stand: of RUN + WINDOW - 1 equal words at least one */
#define FINGERPRINT_RUN 4u     /* words that are hashed together */
#define FINGERPRINT_WINDOW 10u /* runs of which one is chosen */
typedef struct Fingerprints {
    uint64_t *items; /* ascending, each once */
    uint32_t count;
} Fingerprints;
bool fingerprints_make(const WordAt *words, uint32_t count, Arena *arena, Fingerprints *out);

/* ---- postings ---- what has posted a hash: articles their fingerprints, claims their keys; tables fresh, posting. In the
 * transaction that adds or reads anew an article: begin, find and put in any order, end. A handle is of no use after the
 * transaction; one that is taken back needs no end. */
typedef enum PostingOf { POSTING_FINGERPRINT, POSTING_CLAIM } PostingOf;
typedef struct Postings Postings;
typedef struct PostingSink {
    bool (*take)(void *context, int64_t id); /* false: memory ran out */
    void *context;
} PostingSink;
Status postings_begin(Db *db, Arena *scratch, Postings **out, Error *error);
/* Gives `sink` the ids that have posted `hash`, in no order; those that were put just now too. */
Status postings_find(Postings *postings, PostingOf of, uint64_t hash, const PostingSink *sink, Error *error);
/* Once a hash and id. */
Status postings_put(Postings *postings, PostingOf of, uint64_t hash, int64_t id, Error *error);
Status postings_end(Postings *postings, Arena *scratch, Error *error);

/* Two texts' common stretches, of at least `least` words, ascending, apart in `a`. */
typedef struct Stretch {
    Span a, b;      /* bytes */
    uint32_t words; /* that agree */
} Stretch;
bool align(const WordAt *a, uint32_t a_count, const WordAt *b, uint32_t b_count, uint32_t least, Arena *arena,
           Stretch **out, uint32_t *count);

/* The next of those that a row of table stretch has packed; false at its end. */
#define STRETCH_SIZE 20u
bool stretch_next(Cursor *c, Stretch *out);

/* What of a draft copies are found by. */
typedef struct CopyInput {
    WordAt *words;
    uint32_t word_count;
    Fingerprints fingerprints;
} CopyInput;
/* Keeps the fingerprints; finds earlier articles that share stretches, aligns the texts, keeps what they share
 * (tables reprint, stretch) and the article's family. *of: the article that this one is a copy of, or 0. */
Status reprints_find(Db *db, Postings *postings, int64_t article, const CopyInput *in, Arena *scratch, int64_t *of,
                     double *copied, Error *error);


#endif
