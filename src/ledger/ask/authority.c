/* Whether a related statement is an authority of its own: laid beside those on whose word the claim rests, it is one
 * origin more. So what makes two statements of one claim one origin (origin/trace.h: who speaks for another, one
 * quotation, copies, outlets) makes a related one no other authority either. What is in an article of the claim is the
 * same hand. */
#include "ledger/ask/ask.h"

#define MOST_LAID 32u /* origins of the claim, the first ones */

/* Who says it stands in the claim too, if only as one of whom others report it; or the article does. */
static bool is_of_claim(const ClaimAnswer *of, const Statement *s)
{
    for (uint32_t i = 0; i < of->statements.count; i++) {
        const Statement *own = &of->statements.items[i];
        if (own->article == s->article || (own->actor && own->actor == s->actor)) return true;
    }
    return false;
}

/* How many origins these statements have, the last of which says the same in other words. */
static Status count_origins(Ledger *ledger, Statement *statements, uint32_t count, Arena *arena, uint32_t *out,
                            Error *error)
{
    ClaimAnswer a = {.statements = {.items = statements, .count = count, .all = count}};
    Status status = origins_find(ledger, arena, &a, error);
    *out = a.claim.origin_count;
    return status;
}

Status authority_of(Ledger *ledger, const ClaimAnswer *of, Related *r, Arena *arena, Error *error)
{
    uint32_t count = 0, before = 0, with = 0;
    r->authority = false;
    if (r->probability < LEAST_AUTHORITY || !r->statement.current || is_of_claim(of, &r->statement)) return SAYSO_OK;
    Statement *laid = TAKE(arena, Statement, MOST_LAID + 1);
    if (!laid) return fail_memory(error);
    for (uint32_t i = 0; i < of->origin_count && count < MOST_LAID; i++)
        if (!of->origins[i].open) laid[count++] = of->statements.items[of->origins[i].first];
    if (!count) return SAYSO_OK; /* nobody knows who says it: it may be this one */
    laid[count] = r->statement;
    Status status = count_origins(ledger, laid, count, arena, &before, error);
    if (!status) status = count_origins(ledger, laid, count + 1, arena, &with, error);
    r->authority = !status && with > before;
    return status;
}
