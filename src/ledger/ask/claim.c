/* One claim: its statements, where they came from, who stands how to it, and what perhaps says the same. */
#include "ledger/ask/ask.h"

static Status read_claim(Ledger *ledger, int64_t id, Arena *arena, Claim *out, Error *error)
{
    Status now = claim_now(ledger->db, &id, error);
    Query *q = now ? NULL : db_query(ledger->db, "SELECT text FROM claim WHERE id = ?1", error);
    if (!q) return now ? now : SAYSO_ERROR_IO;
    bind_int(q, 1, id);
    Status status;
    if (!query_next(q, &status, error))
        return status ? status
                      : fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET,
                             "there is no claim %lld; 'sayso about' finds claims", (long long)id);
    *out = (Claim){.id = id};
    bool kept = keep_text(arena, column_text(q, 0), &out->text);
    query_end(q);
    return kept ? SAYSO_OK : fail_memory(error);
}

Status claim_answer(Ledger *ledger, int64_t id, const Scope *scope, Arena *arena, ClaimAnswer *out, Error *error)
{
    *out = (ClaimAnswer){0};
    Status status = read_claim(ledger, id, arena, &out->claim, error);
    if (!status) status = statements_of_claim(ledger->db, out->claim.id, scope, arena, &out->statements, error);
    if (!status) status = origins_find(ledger, arena, out, error);
    return status ? status : holders_find(arena, out, error);
}

static bool is_told_before(const Related *related, uint32_t index)
{
    for (uint32_t i = 0; i < index; i++)
        if (related[i].authority && related[i].statement.actor == related[index].statement.actor)
            return true;
    return false;
}

/* Other settled speakers: each is told once, however often he says it. */
static void count_authorities(ClaimAnswer *a)
{
    for (uint32_t i = 0; i < a->related_count; i++) {
        const Related *r = &a->related[i];
        a->authorities += r->authority && !is_told_before(a->related, i);
    }
}

Status ledger_claim(Ledger *ledger, int64_t id, const Scope *scope, Arena *arena, ClaimAnswer *out, Error *error)
{
    Status status = claim_answer(ledger, id, scope, arena, out, error);
    if (!status) status = related_find(ledger, out, scope, arena, &out->related, &out->related_count, error);
    if (!status) count_authorities(out);
    return status;
}

Status ledger_claim_alone(Ledger *ledger, int64_t id, const Scope *scope, Arena *arena, ClaimAnswer *out, Error *error)
{
    return claim_answer(ledger, id, scope, arena, out, error);
}
