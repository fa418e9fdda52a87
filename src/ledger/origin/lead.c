/* A statement leads back to one other at most, and no chain of them closes to a ring. Where a chain ends is kept as it is in
 * a union-find: chains of ten thousand are walked once. */
#include "ledger/origin/trace.h"

bool is_led(const Tracer *t, uint32_t index) { return t->answer->hand_from[index] != index; }

uint32_t root_of(Tracer *t, uint32_t index)
{
    uint32_t *top = t->top;
    while (top[index] != index) {
        top[index] = top[top[index]]; /* halves the way */
        index = top[index];
    }
    return index;
}

bool lead(Tracer *t, uint32_t from, uint32_t to, Hand hand)
{
    const Party *p = &t->parties[from], *o = &t->parties[to];
    if (from == to || is_led(t, from) || !p->asserts || !o->asserts) return false;
    if (o->kind == PARTY_OPEN ? p->kind != PARTY_OPEN : p->kind == PARTY_NAMED && o->kind != PARTY_NAMED) return false;
    uint32_t root = root_of(t, to);
    if (root == from) return false;
    t->answer->hand_from[from] = to;
    t->answer->hand[from] = hand;
    t->top[from] = root;
    return true;
}

/* ---- the same party's ---- */

/* The group's first that leads nowhere yet, one's own word before what others tell of it, and people before the outlet that
 * tells it. */
static bool sort_groups(const Tracer *t, Keyed **out, uint32_t *count)
{
    Keyed *rows = TAKE(t->arena, Keyed, t->count + 1u);
    *out = rows;
    *count = 0;
    if (!rows) return false;
    for (uint32_t i = 0; i < t->count; i++) {
        const Party *p = &t->parties[i];
        if (!p->asserts || is_led(t, i)) continue;
        uint64_t order = (uint64_t)p->nested << 33 | (uint64_t)(p->kind == PARTY_OUTLET) << 32 | t->rank[i];
        rows[(*count)++] = (Keyed){t->group[i], order, i};
    }
    return keyed_sort(rows, *count, t->arena);
}

Status leads_same(Tracer *t)
{
    Keyed *rows;
    uint32_t count, head = 0;
    if (!sort_groups(t, &rows, &count)) return fail_memory(t->error);
    for (uint32_t at = 0; at < count; at++) {
        if (rows[at].key != rows[head].key) head = at;
        uint32_t first = rows[head].item, i = rows[at].item;
        if (at != head) (void)lead(t, i, first, t->parties[i].kind == PARTY_NAMED ? HAND_SAME : HAND_ANOTHER);
    }
    /* who shares a quotation with another speaker is one with that one, in whatever other words too */
    for (uint32_t at = 0; at < count; at++) {
        uint32_t to = t->moved[rows[at].key];
        if (to != NONE) (void)lead(t, rows[at].item, to, HAND_UTTERED);
    }
    return SAYSO_OK;
}
