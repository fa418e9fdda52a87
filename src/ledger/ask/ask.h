/* ask: the questions, a file each; statement.c reads a row of any of them. */
#ifndef SAYSO_LEDGER_ASK_H
#define SAYSO_LEDGER_ASK_H

#include "ledger/claim/related.h"
#include "ledger/keep/keep.h"
#include "ledger/origin/origin.h"


/* What a query for statements begins with; t is the attribution, r its article, o the article's outlet. */
#define STATEMENT_SELECT                                                                                               \
    "SELECT t.article, t.number, t.source_begin, t.source_end, t.cue_begin, t.cue_end, t.to_begin, t.to_end,"          \
    " t.via_begin, t.via_end, t.when_begin, t.when_end, t.anonymity_begin, t.anonymity_end, t.entity, t.to_entity,"    \
    " t.via_entity, t.kind, t.form, t.act, t.within, t.confidence, t.claim, t.actor, t.to_actor, t.via_actor,"         \
    " t.contents, t.date, t.day, s.name, d.name, v.name, r.label, r.url, r.title, r.published, r.family, r.current,"   \
    " o.name, r.text, u.source_begin, u.source_end, u.entity, u.actor, u.within"                                                                    \
    " FROM attribution t JOIN article r ON r.id = t.article LEFT JOIN outlet o ON o.id = r.outlet"                     \
    " LEFT JOIN actor s ON s.id = t.actor LEFT JOIN actor d ON d.id = t.to_actor LEFT JOIN actor v ON v.id = t.via_actor" \
    " LEFT JOIN attribution u ON u.article = t.article AND u.number = t.within "
/* Adds the rows of such a query to `out`, at most until it holds `limit`; then out->more is set if there are others. */
Status statements_read(Query *q, uint32_t limit, Arena *arena, Statements *out, Error *error);
/* Parameters `at` and `at` + 1 of SCOPE_OF_DAY: the scope's days. */
#define SCOPE_OF_DAY(column, since, until)                                                                             \
    "(" since " IS NULL OR " column " >= " since ") AND (" until " IS NULL OR " column " <= " until ")"
void bind_scope(Query *q, int at, const Scope *scope);
uint32_t scope_limit(const Scope *scope);
/* The actors whom the words of `name` may mean, who said most first, at most `limit`; SAYSO_ERROR_ARGUMENT where there
 * is none. */
Status actors_find(Ledger *ledger, const char *name, uint32_t limit, Arena *arena, Actor **out, uint32_t *count,
                   Error *error);

/* "Related, perhaps the same" (claim/related.h) with the words, for a reader: of the claim of `of`. */
Status related_find(Ledger *ledger, const ClaimAnswer *of, Arena *arena, Related **out, uint32_t *count, Error *error);

#endif
