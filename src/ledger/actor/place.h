/* place: the entities of one article on their way to forms. */
#ifndef SAYSO_ACTOR_PLACE_H
#define SAYSO_ACTOR_PLACE_H

#include "ledger/actor/settle.h"

typedef struct Placed { /* an entity */
    FormKey key;
    Name name;
    bool acts;
    uint32_t as; /* the entity whose form it has: its own, or who bears the surname in this article */
} Placed;

typedef struct Place {
    Db *db;
    const Told *told;
    const ActorScene *scene;
    Arena *arena;
    Pass pass;
    Placed *items;
    int64_t *forms;
    int64_t span;
    Text mark; /* of this article, where a person said that some of its names are others' */
} Place;

typedef struct Known { /* a row of `form` */
    int64_t id, articles, first, last;
    Text name;         /* copied */
    bool fresh, named; /* made just now · it has a country */
} Known;

/* ---- article.c ---- */
Status place_names(Place *p,
                   Error *error); /* fills items: who acts, under which name, and who is whom within the article */
Status place_splits(Place *p, Error *error); /* marks the names that a person said are others' here */

/* ---- place.c ---- */
/* Found, or made without an article. */
Status place_form(Place *p, const FormKey *key, sayso_type type, Text name, Text country, Known *out, Error *error);
/* What leans on the form, and its block, are settled anew. */
Status place_stir(Pass *pass, int64_t form, bool windows, Error *error);

/* ---- bond.c ---- */
Status place_bonds(Place *p, Error *error); /* what the article tells of two forms: they are one, or X Jr. is not X */

#endif
