/* How a claim came here: each statement leads back to another or is an origin's own.
 *
 *   article ──copy──> the earlier article's statement
 *      │                       │
 *      └──passed on from──> outlet's own report ──> source: a name · unnamed, through this outlet · left open
 *
 * First each statement gets the party on whose word it rests, then what it leads back to, the surest reason first. What leads
 * nowhere is an origin. Who denies, declines, dismisses, asks, or is told not to have said it, has a position on the claim
 * (holder.c) and is no origin of it. */
#include "ledger/origin/trace.h"

static bool take_room(Tracer *t)
{
    ClaimAnswer *a = t->answer;
    size_t room = t->count + (size_t)1;
    t->parties = TAKE(t->arena, Party, room);
    t->desks = TAKE(t->arena, Desk, room);
    uint32_t **const arrays[] = {&t->by_article, &t->desk_of, &t->top,        &t->moved,
                                 &t->group,      &t->group_size, &a->origin_of, &a->hand_from};
    for (size_t i = 0; i < COUNT(arrays); i++)
        if (!(*arrays[i] = TAKE(t->arena, uint32_t, room))) return false;
    a->hand = TAKE(t->arena, Hand, room);
    return t->parties && t->desks && a->hand;
}

static void clear(Tracer *t)
{
    ClaimAnswer *a = t->answer;
    a->origins = NULL;
    a->origin_count = 0;
    for (uint32_t i = 0; i < t->count; i++) {
        a->origin_of[i] = t->moved[i] = NONE;
        a->hand[i] = HAND_FIRST;
        a->hand_from[i] = t->top[i] = i;
        t->group_size[i] = 0;
    }
}

Status origins_find(Ledger *ledger, Arena *arena, ClaimAnswer *answer, Error *error)
{
    static Status (*const steps[])(Tracer *t) = {parties_find, leads_copied, leads_passed, leads_quoted,
                                                 leads_within, leads_same,   leads_office,  leads_alike};
    Tracer t = {.ledger = ledger, .arena = arena, .error = error, .answer = answer, .count = answer->statements.count};
    numbering_begin(&t.names, arena);
    if (!take_room(&t) || !statements_rank(&answer->statements, arena, &t.rank)) return fail_memory(error);
    clear(&t);
    for (size_t i = 0; i < COUNT(steps); i++) {
        Status status = steps[i](&t);
        if (status) return status;
    }
    return origins_weigh(&t) ? SAYSO_OK : fail_memory(error);
}
