/* Origins, and the lower bound. What leads nowhere is an origin, if anybody's latest revision still says so.
 *
 * Each settled source counts. All that is told without a name counts as one, however many outlets tell it: they may have it
 * from the same person. So does an outlet that does not say from whom it has it, but not where a named source could be its:
 * that one had spoken by then. Who is open never counts. */
#include "ledger/origin/trace.h"

static bool write_name(Tracer *t, Text a, const char *between, Text b, Text *out)
{
    const Text parts[] = {a, text_literal(between), b};
    return text_join(t->arena, parts, COUNT(parts), out);
}

/* "Dorn, Elling and Tarn" */
static bool write_names(Tracer *t, const Statement *s, Text *out)
{
    *out = s->names[0];
    for (uint32_t i = 1; i < s->actor_count; i++)
        if (!write_name(t, *out, i + 1 < s->actor_count ? ", " : " and ", s->names[i], out)) return false;
    return true;
}

static bool origin_name(Tracer *t, uint32_t root, Text *out)
{
    const Party *p = &t->parties[root];
    const Statement *s = statement(t, root);
    *out = p->name.size ? p->name : text_literal("a source not named");
    if (p->kind == PARTY_OUTLET) return true;
    if (p->kind == PARTY_NAMED)
        return !s->names || s->actor_count < 2 || p->actor != s->actor || write_names(t, s, out);
    return !p->through.size || write_name(t, *out, ", through ", p->through, out);
}

/* The surest kind that anybody's latest revision tells of each root; only the roots of such are origins. */
static bool find_standing(Tracer *t, PartyKind **out)
{
    PartyKind *kinds = *out = TAKE(t->arena, PartyKind, t->count + 1u);
    if (!kinds) return false;
    for (uint32_t i = 0; i < t->count; i++) kinds[i] = PARTY_OPEN + 1;
    for (uint32_t i = 0; i < t->count; i++) {
        uint32_t root = root_of(t, i);
        const Party *p = &t->parties[i];
        if (p->asserts && statement(t, i)->current && p->kind < kinds[root]) kinds[root] = p->kind;
    }
    return true;
}

/* The first statement of each root, by `rank`. */
static bool find_firsts(Tracer *t, uint32_t **out)
{
    uint32_t *first = *out = TAKE(t->arena, uint32_t, t->count + 1u);
    if (!first) return false;
    for (uint32_t i = 0; i < t->count; i++) first[i] = i;
    for (uint32_t i = 0; i < t->count; i++) {
        uint32_t root = root_of(t, i);
        if (t->parties[i].asserts && t->rank[i] < t->rank[first[root]]) first[root] = i;
    }
    return true;
}

static bool open_origin(Tracer *t, uint32_t root, PartyKind standing, uint32_t first)
{
    ClaimAnswer *a = t->answer;
    const Party *p = &t->parties[root];
    Origin *o = &a->origins[a->origin_count];
    *o = (Origin){.kind = p->source,
                  .actor = p->kind == PARTY_NAMED ? p->actor : 0,
                  .open = standing == PARTY_OPEN,
                  .first = first};
    a->origin_of[root] = a->origin_count++;
    return origin_name(t, root, &o->name);
}

/* Those that count first, and of these the earlier. */
static bool open_origins(Tracer *t)
{
    PartyKind *standing;
    uint32_t *first, count = 0;
    Keyed *rows = TAKE(t->arena, Keyed, t->count + 1u);
    if (!rows || !find_standing(t, &standing) || !find_firsts(t, &first)) return false;
    for (uint32_t i = 0; i < t->count; i++)
        if (standing[i] <= PARTY_OPEN) rows[count++] = (Keyed){standing[i] == PARTY_OPEN, t->rank[first[i]], i};
    if (!keyed_sort(rows, count, t->arena)) return false;
    t->answer->origins = TAKE(t->arena, Origin, count + 1u);
    if (!t->answer->origins) return false;
    for (uint32_t i = 0; i < count; i++)
        if (!open_origin(t, rows[i].item, standing[rows[i].item], first[rows[i].item])) return false;
    for (uint32_t i = 0; i < t->count; i++)
        if (t->parties[i].asserts) t->answer->origin_of[i] = t->answer->origin_of[root_of(t, i)];
    return true;
}

/* Statements come article by article: one that is of the same article as the origin's last adds no article. */
static bool count_statements(Tracer *t)
{
    ClaimAnswer *a = t->answer;
    uint32_t *last = TAKE(t->arena, uint32_t, a->origin_count + 1u), all = NONE;
    if (!last) return false;
    for (uint32_t i = 0; i < a->origin_count; i++) last[i] = NONE;
    a->claim.statement_count = a->claim.article_count = 0;
    for (uint32_t at = 0; at < t->count; at++) {
        uint32_t i = t->by_article[at], desk = t->desk_of[i], origin = a->origin_of[i];
        if (!statement(t, i)->current) continue;
        a->claim.statement_count++;
        a->claim.article_count += desk != all;
        all = desk;
        if (origin == NONE) continue;
        a->origins[origin].statement_count++;
        a->origins[origin].article_count += last[origin] != desk;
        last[origin] = desk;
    }
    return true;
}

/* ---- how many ---- */

typedef struct Weights {
    uint32_t named, unnamed, outlets;
    uint32_t named_since; /* the first day on which a named one may have spoken; 0: any */
} Weights;

static PartyKind kind_of(Tracer *t, const Origin *o) { return t->parties[root_of(t, o->first)].kind; }

static Weights weights_of(Tracer *t)
{
    Weights w = {.named_since = NONE};
    for (uint32_t i = 0; i < t->answer->origin_count; i++) {
        const Origin *o = &t->answer->origins[i];
        PartyKind kind = kind_of(t, o);
        if (o->open) continue;
        w.named += kind == PARTY_NAMED;
        w.unnamed += kind == PARTY_UNNAMED;
        w.outlets += kind == PARTY_OUTLET;
        uint32_t day = day_first(statement(t, o->first));
        if (kind == PARTY_NAMED && day < w.named_since) w.named_since = day;
    }
    return w;
}

/* Surely before any named source had spoken. */
static bool is_ahead(Tracer *t, const Origin *o, const Weights *w)
{
    uint32_t day = day_last(statement(t, o->first));
    return !w->named || (day && day < w->named_since);
}

static void weigh(Tracer *t)
{
    ClaimAnswer *a = t->answer;
    Weights w = weights_of(t);
    bool nameless = w.unnamed != 0;
    a->claim.open_count = 0;
    for (uint32_t i = 0; i < a->origin_count; i++) {
        Origin *o = &a->origins[i];
        PartyKind kind = kind_of(t, o);
        a->claim.open_count += o->open;
        if (o->open || kind == PARTY_NAMED) continue;
        bool ahead = kind != PARTY_OUTLET || is_ahead(t, o, &w);
        o->possibly_one = w.unnamed + w.outlets > 1 || !ahead;
        nameless = nameless || ahead;
    }
    a->claim.origin_count = w.named + nameless;
}

/* ---- who was first ---- */

static bool is_surely_before(const Statement *a, const Statement *b)
{
    uint32_t last = day_last(a), first = day_first(b);
    return last && first && last < first;
}

/* Revisions of one story are one report. */
static bool is_one_report(const Statement *a, const Statement *b)
{
    return a->article == b->article || (a->story && a->story == b->story);
}

/* The earliest who says so; where nobody does, the earliest. */
static uint32_t find_first(const Tracer *t)
{
    uint32_t first = NONE;
    for (uint32_t i = 0; i < t->count; i++) {
        bool asserts = t->parties[i].asserts, surer = first != NONE && asserts && !t->parties[first].asserts;
        bool worse = first != NONE && !asserts && t->parties[first].asserts;
        if (first == NONE || surer || (!worse && t->rank[i] < t->rank[first])) first = i;
    }
    return first;
}

static uint32_t find_last(const Tracer *t)
{
    uint32_t last = NONE;
    for (uint32_t i = 0; i < t->count; i++)
        if (day_last(statement(t, i)) && (last == NONE || t->rank[i] > t->rank[last])) last = i;
    return last;
}

/* Days alone, whatever hour stands behind them. */
static int compare_added(const Statement *a, const Statement *b)
{
    Text x = a->added, y = b->added;
    if (x.size < DAY_SIZE - 1 || y.size < DAY_SIZE - 1) return 0;
    return memcmp(x.data, y.data, DAY_SIZE - 1);
}

static void find_order(Tracer *t)
{
    ClaimAnswer *a = t->answer;
    uint32_t first = find_first(t), last = find_last(t);
    if (first == NONE) return;
    const Statement *f = statement(t, first);
    bool sure = day_last(f) != 0, origin_sure = sure;
    for (uint32_t i = 0; i < t->count; i++) {
        const Statement *s = statement(t, i);
        if (i == first || is_one_report(f, s)) continue;
        bool before = is_surely_before(f, s);
        sure = sure && before;
        origin_sure = origin_sure && (before || a->origin_of[i] == a->origin_of[first]);
        a->claim.told_alone |= t->parties[i].asserts == t->parties[first].asserts && compare_added(s, f) < 0;
    }
    a->claim.surely_first = sure;
    a->claim.first_day = day_last(f) ? f->day : text_of("", 0);
    a->claim.last_day = last == NONE ? text_of("", 0) : statement(t, last)->day;
    if (a->origin_of[first] != NONE) a->origins[a->origin_of[first]].surely_first = origin_sure;
}

bool origins_weigh(Tracer *t)
{
    ClaimAnswer *a = t->answer;
    a->claim.surely_first = a->claim.told_alone = false;
    if (!open_origins(t) || !count_statements(t)) return false;
    weigh(t);
    find_order(t);
    return true;
}
