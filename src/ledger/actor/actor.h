/* actor: who is one person or body across articles (claims.md, "One person is one actor").
 *
 *   entity of an article ── form.c ──> form: a name with all that tells its bearers apart (given name, middle, suffix,
 * gender, office.c        office; a surname alone with the outlet's country and the weeks) nickname.c          │ forms
 * of one block (a surname; a body's name or initials) ── settle.c ──> actor: the forms that are one
 *
 * Which forms are one is worked out from the forms of a block alone, so that it does not depend on the order in which
 * articles come; it is worked out anew when a form of the block is new or its weight has doubled. Statements name
 * forms; merging and splitting change forms' actors and no statement.
 *
 *   place.c  an article's entities get their forms          find.c    whom a typed name may mean
 *   decide.c merge, split, rename, and what holds of them   prove.c   what ledger_verify asks of all that */
#ifndef SAYSO_LEDGER_ACTOR_H
#define SAYSO_LEDGER_ACTOR_H

#include "ledger/db/db.h"

typedef struct ActorScene { /* where an article stands */
    Text published;         /* its day; empty: not known */
    Text country;           /* its outlet's; empty: not known */
    const uint8_t *sha256;  /* of its text, for decisions about it */
} ActorScene;

/* In the transaction that adds or reads an article: the form of each entity, forms[i], 0 where it is nobody who can
 * act. Makes forms and actors, and settles their blocks anew. */
Status actors_place(Db *db, const Told *told, const ActorScene *scene, Arena *scratch, int64_t *forms, Error *error);
/* The entities of `article` are about to go: their forms stand in one article less. */
Status actors_leave(Db *db, int64_t article, Arena *scratch, Error *error);

/* Whom the words of `name` may mean, those who said most first, at most `limit` of them; SAYSO_ERROR_ARGUMENT where
 * there is nobody. */
Status actors_find(Db *db, const char *name, uint32_t limit, Arena *arena, Actors *out, Error *error);

/* Writes a decision down, on actors or on a statement: sha256 of its article, or NULL. made: now, where it is empty. was: what
 * the field was read as. */
Status decision_write(Db *db, const Decision *d, const uint8_t *sha256, Text was, int64_t *out, Error *error);
/* A decision on actors (ledger.h) was made, taken back or brought in: the blocks that it names are settled anew. */
Status actors_decided(Db *db, int64_t decision, Arena *scratch, Error *error);

Status actors_prove(Db *db, FaultSink *sink, Error *error);
/* Lays each form to its actor anew, by the rules of this version; in a transaction of the caller. */
Status actors_settle(Db *db, Error *error);

#endif
