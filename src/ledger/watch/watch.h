/* watch: saved questions, what was found, and who was told.
 *
 *   keep.c    a watch goes in, comes out, is taken away
 *   index.c   all watches, by what they are looked up by            a statement ──> the few that may want it
 *   find.c    what they are looked up by, of a statement or an event; whether one wants it
 *   change.c  what changed: the first denial, a new origin, a revision
 *   match.c   articles that came in ──> alerts, in one transaction with how far it was looked
 *   alert.c teller.c   alerts come out; how far each was told, and each feed read
 *
 * A watch is looked up by one key alone, the rarest of its conditions: its claim, a word of the name that its speaker
 * must have, that with the rarest of its words, its outlet, its event. So what an article costs does not grow with
 * watches that have nothing to do with it. */
#ifndef SAYSO_LEDGER_WATCH_H
#define SAYSO_LEDGER_WATCH_H

#include "ledger/actor/actor.h"
#include "ledger/ask/ask.h"
#include "ledger/claim/claim.h"

/* ---- keep.c ---- */
Status watches_read(Db *db, Arena *arena, Watch **out, uint32_t *count, Error *error);

/* ---- index.c ---- */
typedef struct Wanted { /* a watch, as it is matched */
    Watch watch;
    uint64_t *words; /* stems of `about`, hashed */
    bool *beside;    /* of each: it stands right behind the one before it */
    uint32_t word_count;
    uint64_t outlet; /* of its key; 0: open */
    int64_t *actors; /* whom `who` may mean, ascending; once that was asked: */
    uint32_t actor_count;
    bool asked;
} Wanted;
typedef struct Key {
    uint64_t key;
    uint32_t wanted;
} Key;
typedef struct Index {
    Db *db;
    Arena *arena; /* of all that lies in it, and of whom names mean */
    Wanted *items;
    Key *keys; /* ascending */
    uint32_t count, key_count;
    bool events, statements; /* some want such */
} Index;
/* As the ledger's names and claims are at this moment. */
Status index_make(Db *db, const Watch *watches, uint32_t count, Arena *arena, Index *out, Error *error);
/* The first and the last + 1 of index.keys with that key. */
void index_find(const Index *index, uint64_t key, uint32_t *begin, uint32_t *end);
/* false: the name cannot mean the actor. */
Status wanted_means(Index *index, Wanted *wanted, int64_t actor, bool *out, Error *error);

typedef enum KeySeed {
    KEY_CLAIM_ID = 1,
    KEY_NAME,
    KEY_WORD,
    KEY_OF_OUTLET,
    KEY_EVENT,
    KEY_NAME_WORD,
    KEY_EVENT_NAME
} KeySeed;
static inline uint64_t key_of(KeySeed seed, uint64_t a, uint64_t b)
{
    return hash_mix(hash_mix(a + (uint64_t)seed * 0x9e3779b97f4a7c15u) ^ b) | 1;
}
uint64_t key_of_actor(int64_t actor); /* as a word of a name: "#17" */
uint64_t hash_text(Text text, uint64_t seed);

/* ---- find.c ---- */
typedef struct Matter {    /* a statement or an event, as watches look at it */
    const int64_t *actors; /* who says it, who takes part */
    uint32_t actor_count;
    uint64_t *names; /* words of their names */
    uint32_t name_count;
    uint64_t *words;  /* stems of its words, in their order */
    uint64_t *sorted; /* the same, ascending */
    uint32_t word_count;
    int64_t claim;
    uint64_t outlet;
    bool is_event;
    sayso_event_type type;
    sayso_act act;
    sayso_kind kind;
    uint64_t same; /* what makes two of them one, in copies of one report */
} Matter;
/* Fills names, words and sorted. */
Status matter_read(Db *db, Text words, Arena *arena, Matter *out, Error *error);
/* Indices of the watches that want it, but for what changed; ascending, each once. */
Status matter_find(Index *index, const Matter *matter, Arena *arena, uint32_t **out, uint32_t *count, Error *error);

/* ---- change.c ---- */
typedef struct Changes {
    unsigned reasons;
    uint32_t origins;
    const char *fields;
} Changes;
/* What a statement brings its claim beside what came in before its article; of other revisions of its story nothing
 * counts. */
Status changes_find(Ledger *ledger, const Statement *s, Arena *arena, Changes *out, Error *error);

/* ---- match.c ---- */
typedef struct Seen { /* what was found, in a table of open addresses */
    uint64_t key;     /* 0: empty */
    int64_t article;
    uint32_t item; /* of `items`; beyond them: past the limit */
} Seen;
typedef struct Found { /* what a test of one watch would have found: the first ones, and which all of them were */
    Alert *items;
    uint32_t count, capacity, limit;
    Seen *seen;
    uint32_t seen_count, room; /* room: a power of two */
} Found;
typedef struct Matcher {
    Ledger *ledger;
    Index *index;
    Found *dry;   /* NULL: what is found is kept */
    Arena *arena; /* of an article */
    Error *error;
    WatchRun run;
    int64_t last; /* the last alert's number */
} Matcher;
Status match_article(Matcher *m, int64_t article);

/* ---- alert.c ---- */
Status alert_number(Db *db, const char *name, int64_t *out,
                    Error *error); /* that the ledger keeps under that name; 0: none */
Status alert_number_keep(Db *db, const char *name, int64_t number, Error *error);

#endif
