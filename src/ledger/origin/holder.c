/* Who stands how to a claim: one row a holder, by the actor in all articles, or by the words within one article where it is
 * not settled. Of sources named together each is a holder. Own words go before what others report: one own statement makes a
 * holder's position own, and only what is own is counted. The newest own one is the standing one: what lasts until then, so
 * that "in March" is newer than the 5th; what has no day is older than all that has. What an article's latest revision has
 * no more is nobody's position, and what is told as not done (negated) confirms and denies nothing. */
#include "ledger/origin/trace.h"

#define SEED_NAME 1u
#define SEED_FAMILY 2u

typedef struct Stance { /* a statement of one holder's */
    int64_t actor;
    Text name;
} Stance;

typedef struct Table {
    const ClaimAnswer *answer;
    Arena *arena;
    Numbering names;
    Keyed *rows; /* key: of the holder; order: older first; item: the stance's index */
    Stance *stances;
    uint32_t *statement_of; /* of each stance */
    uint32_t *rank;         /* of each statement */
    uint32_t count;
} Table;

static Text name_at(const Statement *s, uint32_t place)
{
    if (name_count(s) > 1) return s->names && s->names[place].size ? s->names[place] : s->source;
    return s->who.size ? s->who : s->source;
}

/* Unnamed and unsettled holders are told apart by article, of whose copies the first counts. */
static bool key_of(Table *t, const Statement *s, const Stance *stance, uint64_t *out)
{
    Text key;
    if (stance->actor) {
        *out = hash_mix((uint64_t)stance->actor);
        return true;
    }
    if (!name_key(stance->name, t->arena, &key)) return false;
    uint32_t number = numbering_of(&t->names, s->who.size ? SEED_NAME : (uint64_t)s->family + SEED_FAMILY, key);
    *out = hash_mix((uint64_t)number | (uint64_t)1 << 62);
    return number > 0;
}

/* Own stances after reported ones, the newest last. */
static uint64_t age_of(const Table *t, const Statement *s, uint32_t index)
{
    uint64_t rank = day_last(s) ? (uint64_t)t->rank[index] + 1 : 0;
    return (uint64_t)s->own << 63 | rank << 31 | (t->rank[index] & 0x7fffffffu);
}

static bool put_stance(Table *t, uint32_t index, uint32_t place)
{
    const Statement *s = &t->answer->statements.items[index];
    Stance *stance = &t->stances[t->count];
    uint64_t key;
    *stance = (Stance){name_count(s) > 1 ? s->actors[place] : s->actor, name_at(s, place)};
    if (!stance->name.size) return true; /* whose words they are nobody says ("it was reported that") */
    if (!key_of(t, s, stance, &key)) return false;
    t->statement_of[t->count] = index;
    t->rows[t->count] = (Keyed){key, age_of(t, s, index), t->count};
    t->count++;
    return true;
}

static bool put_stances(Table *t)
{
    const Statements *all = &t->answer->statements;
    for (uint32_t i = 0; i < all->count; i++)
        for (uint32_t k = 0; all->items[i].current && k < name_count(&all->items[i]); k++)
            if (!put_stance(t, i, k)) return false;
    return keyed_sort(t->rows, t->count, t->arena);
}

/* The rows of one holder: the last stands. */
static Holder holder_of(const Table *t, const Keyed *rows, uint32_t count)
{
    uint32_t at = rows[count - 1].item, index = t->statement_of[at];
    const Statement *s = &t->answer->statements.items[index];
    return (Holder){.actor = t->stances[at].actor,
                    .name = t->stances[at].name,
                    .kind = s->a.kind,
                    .act = s->a.act,
                    .negated = s->a.negated != 0,
                    .reported = !s->own,
                    .reported_by = s->own ? text_of("", 0) : s->reported_by,
                    .day = s->day,
                    .outlet = s->outlet,
                    .times = count,
                    .last = index};
}

static bool make_holders(Table *t, Holder **out, uint32_t *count)
{
    *out = TAKE(t->arena, Holder, t->count + 1u);
    *count = 0;
    if (!*out) return false;
    for (uint32_t at = 0, end; at < t->count; at = end) {
        for (end = at + 1; end < t->count && t->rows[end].key == t->rows[at].key;) end++;
        (*out)[(*count)++] = holder_of(t, t->rows + at, end - at);
    }
    return true;
}

/* The newest stance first, those without a day last; of one statement's in the order of its names. */
static bool sort_holders(const Table *t, const Holder *holders, uint32_t count, Holder **out)
{
    Keyed *rows = TAKE(t->arena, Keyed, count + 1u);
    *out = TAKE(t->arena, Holder, count + 1u);
    if (!rows || !*out) return false;
    for (uint32_t i = 0; i < count; i++) {
        const Holder *h = &holders[i];
        const Statement *s = &t->answer->statements.items[h->last];
        uint32_t place = 0;
        while (place + 1 < name_count(s) && s->actors[place] != h->actor) place++;
        uint64_t rank = day_last(s) ? t->rank[h->last] : (uint64_t)t->rank[h->last] + UINT32_MAX;
        rows[i] = (Keyed){day_last(s) ? UINT32_MAX - rank : rank, place, i};
    }
    if (!keyed_sort(rows, count, t->arena)) return false;
    for (uint32_t i = 0; i < count; i++) (*out)[i] = holders[rows[i].item];
    return true;
}

static void count_positions(ClaimAnswer *answer)
{
    answer->claim.confirmed = answer->claim.denied = 0;
    for (uint32_t i = 0; i < answer->holder_count; i++) {
        const Holder *h = &answer->holders[i];
        if (h->reported || h->negated) continue;
        answer->claim.confirmed += h->act == SAYSO_ACT_CONFIRM;
        answer->claim.denied += h->act == SAYSO_ACT_DENY || h->act == SAYSO_ACT_DISMISS;
    }
}

Status holders_find(Arena *arena, ClaimAnswer *answer, Error *error)
{
    size_t room = 1;
    for (uint32_t i = 0; i < answer->statements.count; i++) room += name_count(&answer->statements.items[i]);
    Table t = {.answer = answer,
               .arena = arena,
               .rows = TAKE(arena, Keyed, room),
               .stances = TAKE(arena, Stance, room),
               .statement_of = TAKE(arena, uint32_t, room)};
    Holder *holders;
    numbering_begin(&t.names, arena);
    if (!t.rows || !t.stances || !t.statement_of || !statements_rank(&answer->statements, arena, &t.rank))
        return fail_memory(error);
    if (!put_stances(&t) || !make_holders(&t, &holders, &answer->holder_count) ||
        !sort_holders(&t, holders, answer->holder_count, &answer->holders))
        return fail_memory(error);
    count_positions(answer);
    return SAYSO_OK;
}
