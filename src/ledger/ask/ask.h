/* ask: the questions, a file each; statement.c reads a row of any of them. */
#ifndef SAYSO_LEDGER_ASK_H
#define SAYSO_LEDGER_ASK_H

#include "ledger/keep/keep.h"
#include "ledger/origin/origin.h"

/* ---- statements ---- */

/* What a query for statements begins with; t is the attribution, r its article, o the article's outlet, u the attribution
 * around it. Parameters 9 to 14 are the scope's. */
#define STATEMENT_SELECT                                                                                               \
    "SELECT t.article, t.number, t.source_begin, t.source_end, t.cue_begin, t.cue_end, t.to_begin, t.to_end,"          \
    " t.via_begin, t.via_end, t.when_begin, t.when_end, t.anonymity_begin, t.anonymity_end, t.entity, t.to_entity,"    \
    " t.via_entity, t.kind, t.manner, t.act, t.negated, t.clause, t.within, t.joint, t.confidence,"                    \
    " coalesce(t.confidence_who, -1), coalesce(t.confidence_act, -1), t.claim, sf.actor, df.actor, vf.actor,"          \
    " t.contents, t.date, t.day, s.name, d.name, v.name, s.country, s.gender, sf.inferred, r.label, r.url, r.title,"   \
    " r.published, r.added, r.family, " CURRENT ", o.name, r.text, u.source_begin, u.source_end, u.entity, uf.actor,"  \
    " u.within, r.story FROM attribution t JOIN article r ON r.id = t.article LEFT JOIN outlet o ON o.id = r.outlet"            \
    " LEFT JOIN form sf ON sf.id = t.form LEFT JOIN actor s ON s.id = sf.actor"                                        \
    " LEFT JOIN form df ON df.id = t.to_form LEFT JOIN actor d ON d.id = df.actor"                                     \
    " LEFT JOIN form vf ON vf.id = t.via_form LEFT JOIN actor v ON v.id = vf.actor"                                    \
    " LEFT JOIN attribution u ON u.article = t.article AND u.number = t.within LEFT JOIN form uf ON uf.id = u.form "
/* Adds the rows of such a query to `out`; out->all grows as its count does. */
Status statements_read(Db *db, Query *q, Arena *arena, Statements *out, Error *error);
/* Adds the statement of that number; nothing where it is not there. */
Status statement_read(Db *db, int64_t article, uint32_t number, const Scope *scope, Arena *arena, Statements *out, Error *error);
/* Of one claim: all in scope, oldest first. */
Status statements_of_claim(Db *db, int64_t claim, const Scope *scope, Arena *arena, Statements *out, Error *error);

/* The claim without what it is related to. */
Status claim_answer(Ledger *ledger, int64_t claim, const Scope *scope, Arena *arena, ClaimAnswer *out, Error *error);

/* What perhaps says the same as a claim. related.c */
Status related_find(Ledger *ledger, const ClaimAnswer *of, const Scope *scope, Arena *arena, Related **out, uint32_t *count,
                    Error *error);
/* A related statement with which it is made out. related.c */
Status related_read(Db *db, const RelatedScore *score, const Scope *scope, Arena *arena, Related *out, Error *error);
/* r->authority: it is another settled speaker's word, likely enough the same, whom none of the claim's origins is. authority.c */
#define LEAST_AUTHORITY 0.5
Status authority_of(Ledger *ledger, const ClaimAnswer *of, Related *r, Arena *arena, Error *error);

#endif
