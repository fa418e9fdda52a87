/* "Related, perhaps the same": the scores that claim/related.c finds with what a reader needs to judge them: the statement, and
 * the words of both side by side. */
#include "ledger/ask/ask.h"

Status related_read(Db *db, const RelatedScore *score, const Scope *scope, Arena *arena, Related *out, Error *error)
{
    Statements one = {.count = 0};
    Status status = statement_read(db, score->article, score->number, scope, arena, &one, error);
    if (status) return status;
    if (!one.count) return fail(error, SAYSO_ERROR_IO, NO_OFFSET, "a statement that was found is missing");
    *out = (Related){.claim = score->claim,
                     .statement = one.items[0],
                     .probability = (double)score->probability};
    return SAYSO_OK;
}

static Status fill(Ledger *ledger, const ClaimAnswer *of, const RelatedScore *scores, uint32_t count, const Scope *scope, Arena *arena,
                   Related *out, Error *error)
{
    Beside *beside;
    if (!beside_make(of->claim.text, arena, &beside)) return fail_memory(error);
    for (uint32_t i = 0; i < count; i++) {
        Status status = related_read(ledger->db, &scores[i], scope, arena, &out[i], error);
        if (!status) status = authority_of(ledger, of, &out[i], arena, error);
        if (status) return status;
        if (!beside_lay(beside, out[i].statement.content, arena, &out[i])) return fail_memory(error);
    }
    return SAYSO_OK;
}

Status related_find(Ledger *ledger, const ClaimAnswer *of, const Scope *scope, Arena *arena, Related **out, uint32_t *count,
                    Error *error)
{
    Arena own;
    Finder *finder;
    RelatedScore *scores = NULL;
    *out = NULL;
    *count = 0;
    arena_init(&own, arena->allocator, arena->ceiling);
    Status status = finder_make(ledger->db, scope, &own, &finder, error);
    if (!status) status = related_scores(finder, of->claim.id, arena, &scores, count, error);
    arena_free(&own);
    if (status || !*count) return status;
    Related *related = TAKE(arena, Related, *count);
    status = related ? fill(ledger, of, scores, *count, scope, arena, related, error) : fail_memory(error);
    if (status)
        *count = 0;
    else
        *out = related;
    return status;
}
