/* One deed, and beside it what perhaps is the same: events of the same type by the same parties within a month, with what
 * speaks against taking them for it. */
#include "ledger/deed/deed.h"

#define MOST_RELATED_DEEDS 50u

static bool is_member(const Members *m, uint32_t event)
{
    for (uint32_t i = 0; i < m->count; i++)
        if (m->items[i] == event) return true;
    return false;
}

/* What ties, and is still none of it, is left out for what its article or all the others tell. */
static const char *reason(const Event *of, const Event *other)
{
    const char *why;
    if (kin_tie(of, other, &why) == TIE_NONE) return why;
    if (of->telling.article == other->telling.article) return "the same article tells both";
    return of->apart || other->apart ? "one of the articles tells two such deeds" : "what the articles tell together cannot be of one deed";
}

static Status add_related(Desk *desk, uint32_t event, const Members *members, Deed *out)
{
    Members beside;
    Status status = deed_beside(desk, event, &beside);
    if (status) return status;
    out->related = TAKE(desk->arena, RelatedDeed, beside.count + (size_t)1);
    if (!out->related) return fail_memory(desk->error);
    for (uint32_t i = 0; i < beside.count && out->related_count < MOST_RELATED_DEEDS; i++) {
        const Event *other = desk->items[beside.items[i]];
        if (is_member(members, beside.items[i]) || !other->telling.current) continue;
        out->related[out->related_count++] = (RelatedDeed){other->telling, reason(desk->items[event], other)};
    }
    return SAYSO_OK;
}

Status ledger_deed(Ledger *ledger, int64_t article, uint32_t number, const Scope *scope, Arena *arena, Deed *out, Error *error)
{
    Desk desk;
    Members members;
    uint32_t event;
    Scope whole = {.as_of = scope->as_of};
    *out = (Deed){0};
    if (!desk_make(ledger, &whole, arena, error, &desk)) return fail_memory(error);
    Status status = desk_event(&desk, article, number, &event);
    if (!status && event == NONE)
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET,
                    "article %lld has no event %u, or a decision drops the statement that tells it", (long long)article, number);
    if (!status) status = deed_members(&desk, event, &members);
    if (!status) status = deed_fill(&desk, &members, out);
    return status ? status : add_related(&desk, event, &members, out);
}
