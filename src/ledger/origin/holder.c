/* Who stands how to a claim: one row a holder, by the name in all articles, or by the words within one article where
 * it is not settled. Own words go before what others report: one own statement makes a holder's position own, and only
 * what is own is counted. Statements come oldest first, so the last own one is the standing one. What an article's
 * latest revision has no more is nobody's position. */
#include "ledger/origin/origin.h"

typedef struct Table {
    const ClaimAnswer *answer;
    Arena *arena;
    Holder *items;
    uint64_t *keys;
    uint32_t count;
    Text *persons; /* of each statement: the key of a settled person's name, else empty */
} Table;

static Text name_of(const Statement *s) { return s->who.size ? s->who : s->source; }

/* Unnamed and unsettled holders are told apart by article, of whose copies the first counts. */
static bool key_of(const Table *t, uint32_t index, uint64_t *out)
{
    const Statement *s = &t->answer->statements.items[index];
    uint32_t whole = name_whole(t->persons, t->answer->statements.count, index);
    Text key;
    if (!name_key(whole == NONE ? name_of(s) : t->persons[whole], t->arena, &key)) return false;
    uint64_t seed = s->who.size ? 0 : hash_mix((uint64_t)s->family + 1);
    *out = hash_bytes(key.data, key.size, seed);
    return true;
}

static Holder *holder_of(Table *t, const Statement *s, uint64_t key, uint32_t index)
{
    for (uint32_t i = 0; i < t->count; i++)
        if (t->keys[i] == key) return &t->items[i];
    t->keys[t->count] = key;
    t->items[t->count] =
        (Holder){.actor = s->actor, .name = name_of(s), .kind = s->a.kind, .reported = true, .first = index};
    return &t->items[t->count++];
}

static bool is_one_word(Text name) { return !memchr(name.data, ' ', name.size); }

static void take(Holder *h, const Statement *s)
{
    h->times++;
    if (s->who.size && is_one_word(h->name) && !is_one_word(s->who)) {
        h->name = s->who;
        h->actor = s->actor;
    }
    if (!s->own && !h->reported) return;
    if (!h->actor) h->actor = s->actor;
    h->act = s->a.act;
    h->day = s->day;
    h->outlet = s->outlet;
    h->reported = !s->own;
    h->reported_by = h->reported ? s->reported_by : text_of("", 0);
}

/* Whose words they are nobody says ("it was reported that"): no holder. */
static bool has_holder(const Statement *s) { return s->current && name_of(s).size != 0; }

static bool find_persons(Table *t)
{
    for (uint32_t i = 0; i < t->answer->statements.count; i++) {
        const Statement *s = &t->answer->statements.items[i];
        bool person = s->who.size && s->a.kind == SAYSO_KIND_PERSON;
        t->persons[i] = (Text){0};
        if (person && !name_key(s->who, t->arena, &t->persons[i])) return false;
    }
    return true;
}

static bool fill(Table *t)
{
    for (uint32_t i = 0; i < t->answer->statements.count; i++) {
        const Statement *s = &t->answer->statements.items[i];
        uint64_t key;
        if (!has_holder(s)) continue;
        if (!key_of(t, i, &key)) return false;
        take(holder_of(t, s, key, i), s);
    }
    return true;
}

static void count_positions(ClaimAnswer *answer)
{
    answer->claim.confirmed = answer->claim.denied = 0;
    for (uint32_t i = 0; i < answer->holder_count; i++) {
        const Holder *h = &answer->holders[i];
        if (h->reported) continue;
        answer->claim.confirmed += h->act == SAYSO_ACT_CONFIRM;
        answer->claim.denied += h->act == SAYSO_ACT_DENY || h->act == SAYSO_ACT_DISMISS;
    }
}

Status holders_find(Ledger *ledger, Arena *arena, ClaimAnswer *answer, Error *error)
{
    (void)ledger;
    size_t room = answer->statements.count + 1u;
    Table t = {answer, arena, TAKE(arena, Holder, room), TAKE(arena, uint64_t, room), 0, TAKE(arena, Text, room)};
    if (!t.items || !t.keys || !t.persons || !find_persons(&t) || !fill(&t)) return fail_memory(error);
    answer->holders = t.items;
    answer->holder_count = t.count;
    count_positions(answer);
    return SAYSO_OK;
}
