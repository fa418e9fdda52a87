/* deed: which events of several articles are one deed, and on whose word it rests.
 *
 *   event, party ── telling.c ──> Telling, and what it is compared by ── matter.c kin.c ──> whether two are surely one
 *   by whom and when: looked up ── join.c ──> the tellings of one deed ── rests.c ──> origins, who denies it
 *   list.c  deeds in scope      one.c  a deed, and what is related to it      doings.c  who does what to whom
 *
 * Nothing is kept but the events: a deed is a function of the rows that are there, so that it does not depend on the order
 * in which articles come, and follows what a person decides on actors and statements at once. An event looks up those of the
 * same type by the same parties within some weeks; what it costs does not grow with the ledger, but with how often these two
 * meet. */
#ifndef SAYSO_LEDGER_DEED_H
#define SAYSO_LEDGER_DEED_H

#include "ledger/actor/actor.h"
#include "ledger/ask/ask.h"

#define MOST_STEMS 8u

typedef struct Kin { /* what two events are compared by */
    int64_t *sides[2]; /* actors, each once, ascending: who does it · to whom */
    uint32_t counts[2];
    bool whole;        /* all parties are settled, and two are there */
    bool joins;        /* `whole`, dated somehow, and told as done, denied or not done */
    int32_t first, last, published; /* days; NO_DAY: its own date is not told · not known */
    Text place;        /* a key; empty: not told */
    Folded stems[MOST_STEMS]; /* of its triggers' words */
    uint32_t stem_count;
    const WordAt *words; /* of its first clause */
    uint32_t word_count;
    uint64_t *matter; /* stems of its clauses' further words, hashed */
    uint32_t matter_count;
} Kin;

typedef struct Event { /* of the ledger, as it is looked at */
    Telling telling;
    Kin kin;
    bool apart_known, apart; /* the article tells another one from it that could be the same */
    uint32_t deed;           /* that it was given to; NONE */
} Event;

/* Events that were read, each once, as long as a question lasts. */
typedef struct Desk {
    Ledger *ledger;
    const Scope *scope; /* what may be seen: days of it are the caller's */
    Arena *arena;
    Error *error;
    Event **items;      /* stay where they are */
    uint32_t count, capacity;
    uint32_t *slots;    /* by article and number: index + 1, 0: empty */
    uint32_t mask;
} Desk;
bool desk_make(Ledger *ledger, const Scope *scope, Arena *arena, Error *error, Desk *out); /* false: no memory */

/* ---- telling.c ---- */
/* *out: its index; NONE where it is not there, or not to be seen. */
Status desk_event(Desk *desk, int64_t article, uint32_t number, uint32_t *out);

/* ---- matter.c ---- pure: what a clause tells beside trigger, parties, place and day */
bool matter_make(const Telling *telling, Arena *arena, Kin *out); /* false: no memory */
bool matter_common(const Kin *a, const Kin *b);
bool folded_akin(const Folded *a, const Folded *b); /* stems: "endors" and "endorsement", "criticiz" and "criticism" */

/* ---- kin.c ---- pure */
bool kin_make(Text text, const Telling *telling, Arena *arena, Kin *out); /* false: no memory */
typedef enum Tie { TIE_NONE, TIE_SOME, TIE_DAY, TIE_COPY } Tie; /* the surest last */
/* How surely two events of different articles are one deed. why: what speaks against it where none; may be NULL. */
Tie kin_tie(const Event *a, const Event *b, const char **why);
bool same_parties(const Kin *a, const Kin *b);
/* What all of them tell, by article, cannot be of one deed: ties of `least` hold them together. */
bool kin_contradict(const Event *const *events, uint32_t count, Tie least);

/* ---- join.c ---- */
typedef struct Members { /* indices of the desk, in the order in which they were told */
    uint32_t *items;
    uint32_t count;
} Members;
/* All events that are one deed with this one, itself too. */
Status deed_members(Desk *desk, uint32_t event, Members *out);
/* Events by the same parties and of the same type within some weeks, itself not. */
Status deed_beside(Desk *desk, uint32_t event, Members *out);

/* ---- rests.c ---- */
Status deed_fill(Desk *desk, const Members *members, Deed *out);

#endif
