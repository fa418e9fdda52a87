/* What was passed on: through another outlet, or within one article.
 *
 * An outlet and the source on whose word it tells are one origin, the source's, and so are two passages of one article: "a
 * summary first, officials said Monday; then who it was". */
#include "ledger/origin/trace.h"

/* ---- through another outlet ---- */

typedef struct Reports { /* statements by whose they are and what kind of party they rest on */
    Keyed *rows;
    uint32_t count;
} Reports;

/* own: those of the outlet's own articles, else those of others that came through it */
static uint64_t report_key(uint64_t outlet, uint64_t party, bool own)
{
    return hash_mix(outlet ^ hash_mix(party * 2 + own + 1));
}

#define BY_KIND ((uint64_t)1 << 40) /* groups are below */

static bool sort_reports(Tracer *t, Reports *out)
{
    *out = (Reports){.rows = TAKE(t->arena, Keyed, t->count * (size_t)3 + 1)};
    if (!out->rows) return false;
    for (uint32_t i = 0; i < t->count; i++) {
        const Party *p = &t->parties[i];
        uint64_t order = (uint64_t)p->nested << 32 | t->rank[i];
        if (!p->asserts) continue;
        out->rows[out->count++] = (Keyed){report_key(p->own, BY_KIND + p->kind, true), order, i};
        out->rows[out->count++] = (Keyed){report_key(p->own, t->group[i], true), order, i};
        if (p->outlet != p->own)
            out->rows[out->count++] = (Keyed){report_key(p->outlet, BY_KIND + p->kind, false), order, i};
    }
    return keyed_sort(out->rows, out->count, t->arena);
}

static bool lead_to_report(Tracer *t, const Reports *r, uint32_t index, uint64_t party, bool own)
{
    uint32_t at = keyed_first(r->rows, r->count, report_key(t->parties[index].outlet, party, own));
    return at < r->count && lead(t, index, r->rows[at].item, HAND_PASSED);
}

static bool lead_to_any(Tracer *t, const Reports *r, uint32_t index, const PartyKind kinds[2], bool own)
{
    return lead_to_report(t, r, index, BY_KIND + kinds[0], own) || lead_to_report(t, r, index, BY_KIND + kinds[1], own);
}

/* The outlet's own report from the same party; of one who is not named here any
 * source's; then what others had through it. */
static void pass_on(Tracer *t, const Reports *r, uint32_t index)
{
    static const PartyKind unnamed[] = {PARTY_UNNAMED, PARTY_NAMED}, named[] = {PARTY_NAMED, PARTY_UNNAMED};
    const Party *p = &t->parties[index];
    if (p->outlet == p->own) return;
    if (p->kind == PARTY_NAMED)
        (void)lead_to_report(t, r, index, t->group[index], true);
    else if (lead_to_any(t, r, index, p->kind == PARTY_UNNAMED ? unnamed : named, true) ||
             lead_to_report(t, r, index, BY_KIND + PARTY_OUTLET, true))
        return;
    if (p->kind == PARTY_OUTLET) (void)lead_to_any(t, r, index, named, false);
    if (p->kind == PARTY_OPEN) (void)lead_to_report(t, r, index, BY_KIND + PARTY_OUTLET, false);
}

static bool thank(Tracer *t, const Reports *r, uint32_t index, uint64_t outlet, PartyKind kind)
{
    uint32_t at = keyed_first(r->rows, r->count, report_key(outlet, BY_KIND + kind, true));
    return at < r->count && lead(t, index, r->rows[at].item, HAND_PASSED);
}

/* The article thanks an outlet whose own report has the claim from the same kind of source, unnamed too; what it tells by
 * itself, from any. */
static void give_thanks(Tracer *t, const Reports *r, uint32_t index)
{
    const Party *p = &t->parties[index];
    const Desk *desk = &t->desks[t->desk_of[index]];
    for (uint32_t i = 0; i < desk->credit_count; i++) {
        uint64_t outlet = desk->credits[i];
        if (outlet == p->own) continue;
        if (p->kind == PARTY_OUTLET && (thank(t, r, index, outlet, PARTY_NAMED) || thank(t, r, index, outlet, PARTY_UNNAMED)))
            return;
        if (thank(t, r, index, outlet, p->kind)) return;
    }
}

/* Its own report, from somebody whose name it would not tell. */
static bool needs_thanks(const Tracer *t, uint32_t index)
{
    const Party *p = &t->parties[index];
    return p->asserts && !is_led(t, index) && p->kind != PARTY_NAMED && p->outlet == p->own;
}

Status leads_passed(Tracer *t)
{
    Reports reports;
    if (!sort_reports(t, &reports)) return fail_memory(t->error);
    for (uint32_t i = 0; i < t->count; i++)
        if (t->parties[i].asserts && !is_led(t, i)) pass_on(t, &reports, i);
    for (uint32_t i = 0; i < t->count; i++)
        if (needs_thanks(t, i)) give_thanks(t, &reports, i);
    return SAYSO_OK;
}

/* ---- within one article ---- */

/* The surest source of the article's that has the claim, of these the first; NONE: all are open. */
static uint32_t surest_of(const Tracer *t, const Desk *desk)
{
    uint32_t best = NONE;
    for (uint32_t at = desk->begin; at < desk->end; at++) {
        uint32_t i = t->by_article[at];
        const Party *p = &t->parties[i];
        if (p->asserts && p->kind < (best == NONE ? PARTY_OPEN : t->parties[best].kind)) best = i;
    }
    return best;
}

/* Not the one who is named beside: the article says why it does not name this one, or that the other confirms it. */
static bool is_another(const Tracer *t, uint32_t unnamed, uint32_t named)
{
    const Party *p = &t->parties[unnamed];
    return statement(t, unnamed)->anonymity.size || statement(t, named)->a.act == SAYSO_ACT_CONFIRM || p->outlet != p->own;
}

static void gather_desk(Tracer *t, const Desk *desk)
{
    uint32_t best = surest_of(t, desk);
    for (uint32_t at = desk->begin; best != NONE && at < desk->end; at++) {
        uint32_t i = t->by_article[at];
        const Party *p = &t->parties[i], *b = &t->parties[best];
        if (!p->asserts || is_led(t, i) || p->kind <= b->kind) continue;
        if (p->kind == PARTY_UNNAMED && is_another(t, i, best)) continue;
        if (p->kind == PARTY_OUTLET && p->outlet != b->outlet && p->outlet != p->own) continue;
        (void)lead(t, i, best, p->kind == PARTY_OUTLET ? HAND_PASSED : HAND_UTTERED);
    }
}

static bool overlap(const Statement *a, const Statement *b)
{
    Span x = a->a.contents[0], y = b->a.contents[0];
    return x.begin < y.end && y.begin < x.end;
}

/* Two who are read to have said the very same passage were one: the article has it once. It is the surer's, else the inner
 * one's, who has said it himself. */
static void join_passages(Tracer *t, const Desk *desk)
{
    for (uint32_t at = desk->begin + 1; at < desk->end; at++) {
        uint32_t a = t->by_article[at - 1], b = t->by_article[at];
        const Statement *s = statement(t, a), *o = statement(t, b);
        if (t->group[a] == t->group[b] || !s->a.content_count || !o->a.content_count || !overlap(s, o)) continue;
        const Party *p = &t->parties[a], *q = &t->parties[b];
        bool later = q->kind != p->kind ? q->kind < p->kind : o->a.within == s->number;
        uint32_t from = later ? a : b, to = later ? b : a;
        (void)lead(t, from, to, t->parties[from].kind == PARTY_OUTLET ? HAND_PASSED : HAND_UTTERED);
    }
}

Status leads_within(Tracer *t)
{
    for (uint32_t i = 0; i < t->desk_count; i++) {
        join_passages(t, &t->desks[i]);
        gather_desk(t, &t->desks[i]);
    }
    return SAYSO_OK;
}
