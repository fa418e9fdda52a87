/* keep: what was read goes in, comes out as it was, and is proved.
 *
 *   draft.c              what is worked out without the ledger
 *   open.c add.c rows.c article.c revision.c visit.c
 *   verify.c joints.c compare.c */
#ifndef SAYSO_LEDGER_KEEP_H
#define SAYSO_LEDGER_KEEP_H

#include "ledger/claim/claim.h"

struct Draft {
    Report report; /* its texts are borrowed, or clean copies */
    Told told;
    uint8_t sha256[32];
    CopyInput copy;
    Gist *gists; /* of each attribution */
};

/* ---- rows ---- of one article, in a transaction of the caller */

typedef struct Actors { /* of each entity, by its number - 1; 0: none */
    int64_t *items;
    uint32_t count;
} Actors;
Status rows_entities(Db *db, int64_t article, const Told *told, Arena *scratch, Actors *out, Error *error);
Status rows_attributions(Db *db, int64_t article, const Draft *draft, const Actors *actors, const int64_t *claims,
                         Arena *scratch, Error *error);
Status rows_maker(Db *db, const Report *report, int64_t *out, Error *error);
Status rows_outlet(Db *db, Text name, Arena *scratch, int64_t *out, Error *error); /* *out: 0 of no name */
/* Adds (by 1) or takes out (by -1) what schema.c counts, as the rows of `article` have it. */
Status rows_count(Db *db, int64_t article, int by, Error *error);

/* ---- proofs ---- */

/* As ledger_article, and it believes what is stored: for ledger_verify, which tells of it. */
Status article_read(Ledger *ledger, int64_t article, Arena *arena, KeptArticle *out, Error *error);
const char *span_flaw(Text text, Span span); /* "lies outside the text"; NULL: it has none */

Status file_prove(Db *db, FaultSink *sink, Error *error);   /* what SQLite can: pages, keys, the full-text index */
Status joints_prove(Db *db, FaultSink *sink, Error *error); /* what queries can: numbers, counts, who is who */


#endif
