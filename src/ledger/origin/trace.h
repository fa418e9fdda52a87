/* trace: what the files that lead statements back to their origins share.
 *
 *   order.c    sorting by keys; when a statement was made
 *   party.c    on whose word each statement rests
 *   lead.c     one statement leads back to another, never in a ring
 *   copied.c   … because its passage was copied
 *   quoted.c   … because it is the same utterance
 *   passed.c   … because an outlet passed it on, or one article tells it twice
 *   office.c   … because one speaks for the other       alike.c  … because nobody would print them as two
 *   weigh.c    what leads nowhere is an origin: which of them count, and which was first
 *
 * Everything is looked up in sorted arrays: a claim of n statements takes n log n steps. */
#ifndef SAYSO_LEDGER_TRACE_H
#define SAYSO_LEDGER_TRACE_H

#include "ledger/origin/origin.h"

/* ---- order ---- */
typedef struct Keyed { /* rows that are looked up by `key`, of which the one of the lowest `order` comes first */
    uint64_t key, order;
    uint32_t item;
} Keyed;
bool keyed_sort(Keyed *items, uint32_t count, Arena *arena);                /* false: no memory */
uint32_t keyed_first(const Keyed *items, uint32_t count, uint64_t key);     /* its first place; count where there is none */

/* 20160731 of the day on which a statement had surely been made, or surely not yet; 0: nobody knows. */
uint32_t day_last(const Statement *s);
uint32_t day_first(const Statement *s);
/* Sorts as statements were made, as far as that is told: what had surely been said before. "Last month" is no day that
 * could be ahead of a day in it. What is not dated comes last. */
uint64_t moment_of(const Statement *s);
bool statements_rank(const Statements *statements, Arena *arena, uint32_t **rank);

/* ---- parties ---- */
typedef enum PartyKind { /* the surest first: none leads to what is less sure */
    PARTY_NAMED,   /* somebody who is settled */
    PARTY_UNNAMED, /* people whom an outlet knows and does not name */
    PARTY_OUTLET,  /* the outlet itself, which does not tell from whom it has it */
    PARTY_OPEN     /* a description, a pronoun, a group, nobody: it may be anyone */
} PartyKind;

typedef struct Party { /* on whose word a statement rests */
    PartyKind kind;
    sayso_kind source;
    uint64_t who;       /* of a named one: the same for the same actor; 0: of several named together */
    int64_t actor;
    uint64_t key;       /* the same for the same party */
    uint64_t outlet;    /* the key of the outlet that this article had it from, its own if from none */
    uint64_t own;       /* the key of the article's own outlet */
    Text name, through; /* of the party · of `outlet` */
    bool asserts;       /* it says so, and is not told to have denied, asked or not said it */
    bool nested;        /* told by another one's words */
} Party;

#define MOST_CREDITS 8u

typedef struct Desk { /* one article's statements */
    int64_t article;
    uint32_t begin, end; /* in by_article */
    uint64_t own;        /* the key of its outlet */
    Text outlet;
    uint64_t credits[MOST_CREDITS]; /* keys of the outlets that it thanks */
    uint32_t credit_count;
} Desk;

typedef struct Tracer {
    Ledger *ledger;
    Arena *arena;
    Error *error;
    Numbering names;        /* what keys of names are made of */
    ClaimAnswer *answer;
    uint32_t count;       /* statements */
    Party *parties;
    uint32_t *rank;       /* of each statement, by moment_of */
    uint32_t *by_article; /* statements by article, number */
    Desk *desks;          /* by article */
    uint32_t desk_count;
    uint32_t *desk_of;    /* of each statement */
    uint32_t *top;        /* of each statement: one nearer to where it leads in the end; lead.c */
    uint32_t *moved;      /* of each statement whose index is a party's group: the statement that it leads to; quoted.c */
    uint32_t *group;      /* of each statement: the lowest index of its party's; its own where it has none */
    uint32_t *group_size; /* of each group: its statements */
} Tracer;

static inline const Statement *statement(const Tracer *t, uint32_t i) { return &t->answer->statements.items[i]; }
/* Who are settled as those whose words they are; one where nobody is. */
static inline uint32_t name_count(const Statement *s)
{
    return s->actors && s->actor_count > 1 ? s->actor_count : 1;
}
/* The same for the same name alone, after `seed` · of an outlet. 0: no memory */
uint64_t key_of_name(Tracer *t, uint64_t seed, Text name);
bool outlet_key(Tracer *t, Text name, uint64_t *out);
const Desk *desk_find(const Tracer *t, int64_t article); /* NULL: no statement of it is here */
Status parties_find(Tracer *t);

/* ---- leads ---- */
uint32_t root_of(Tracer *t, uint32_t index);
bool is_led(const Tracer *t, uint32_t index);
/* false: it leads elsewhere already, it would close a ring, or `to` is less sure. */
bool lead(Tracer *t, uint32_t from, uint32_t to, Hand hand);
Status leads_copied(Tracer *t);
Status leads_quoted(Tracer *t);
Status leads_passed(Tracer *t);  /* through another outlet */
Status leads_within(Tracer *t);  /* within one article */
Status leads_same(Tracer *t);    /* the same party's */
Status leads_office(Tracer *t);  /* who speaks for another */
Status leads_alike(Tracer *t);   /* half a name */

bool origins_weigh(Tracer *t);

#endif
