/* flat: statements with their articles, one line each, as train/likeness/likeness.py writes them.
 *
 *   A <day since 1970> <bytes> <label>        then the text and a line end
 *   E <type> <mentions> <begin> <end> … <tab> <name>
 *   S <entity> <kind> <form> <act> <negated> <actor> <clause> <begin> <end> …     bytes of the text */
#ifndef SAYSO_TRAIN_FLAT_H
#define SAYSO_TRAIN_FLAT_H

#include "ledger/claim/likeness.h"

typedef struct FlatArticle {
    Text label;
    Told told;
    int32_t day;
    uint32_t first; /* of its statements */
} FlatArticle;

typedef struct FlatStatement {
    uint32_t article;
    sayso_attribution a;
    int64_t actor;
    int32_t day;
    Term name; /* of the actor */
    Text content;
    Gist gist;
    Body body;
} FlatStatement;

typedef struct Flat {
    Arena arena;
    FlatArticle *articles;
    FlatStatement *items;
    uint32_t article_count, count, article_capacity, capacity;
} Flat;

bool flat_read(const char *path, Flat *out);
Uttered flat_saying(const FlatStatement *s);

#endif
