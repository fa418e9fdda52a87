/* On whose word a deed rests, by the law of claims: each telling becomes a statement, of which origin/ says who leads back to
 * whom. What is told on a source's word is that source's statement, narrowed to the words that tell the deed; what the
 * article tells itself is its outlet's. Who denies the deed is a holder who denies. */
#include "ledger/deed/deed.h"

/* ---- statements ---- */

static bool is_denied(const Telling *t)
{
    return t->e.status == SAYSO_STATUS_DENIED || t->e.status == SAYSO_STATUS_NEGATED;
}

static bool is_told_so(const Telling *t)
{
    return t->e.status == SAYSO_STATUS_ASSERTED || t->e.status == SAYSO_STATUS_REPORTED;
}

/* The outlet's own word, or that of whoever the article leaves unnamed. */
static Statement own_statement(const Telling *t)
{
    Text outlet = t->outlet.size ? t->outlet : t->label;
    char first[DAY_SIZE], last[DAY_SIZE];
    Text day = interval_of(t->published, first, last) ? t->published : (Text){0};
    return (Statement){.article = t->article,
                       .story = t->story,
                       .family = t->family,
                       .a = {.kind = SAYSO_KIND_AUTHOR, .act = SAYSO_ACT_STATE, .form = SAYSO_FORM_INDIRECT, .clause = 1},
                       .source = is_denied(t) ? outlet : (Text){0},
                       .content = t->evidence,
                       .label = t->label,
                       .outlet = t->outlet,
                       .title = t->title,
                       .url = t->url,
                       .published = t->published,
                       .added = t->added,
                       .day = day,
                       .first_day = day,
                       .last_day = day,
                       .current = t->current,
                       .own = true};
}

static Status read_said(Desk *desk, const Telling *t, Statement *out)
{
    Statements read = {0};
    Status status = statement_read(desk->ledger->db, t->article, t->e.according_to[0], desk->scope, desk->arena, &read,
                                   desk->error);
    if (status) return status;
    *out = read.count ? read.items[0] : own_statement(t);
    if (!read.count) out->a.kind = SAYSO_KIND_UNKNOWN; /* damaged: nobody's */
    return SAYSO_OK;
}

/* What it says is the deed, whatever else the source said there. */
static Status make_statement(Desk *desk, const Telling *t, Statement *out)
{
    Status status = SAYSO_OK;
    if (t->e.according_to_count)
        status = read_said(desk, t, out);
    else
        *out = own_statement(t);
    if (status) return status;
    out->a.contents = t->e.evidence;
    out->a.content_count = t->e.told_count;
    if (is_denied(t)) {
        out->a.act = SAYSO_ACT_DENY;
        out->a.negated = 0;
    }
    return SAYSO_OK;
}

static Status make_statements(Desk *desk, Deed *out)
{
    Statements *all = &out->rests.statements;
    Status status = SAYSO_OK;
    all->items = TAKE(desk->arena, Statement, out->count + (size_t)1);
    if (!all->items) return fail_memory(desk->error);
    for (uint32_t i = 0; i < out->count && !status; i++) {
        if (!is_told_so(&out->tellings[i]) && !is_denied(&out->tellings[i])) continue; /* alone: such join nothing */
        status = make_statement(desk, &out->tellings[i], &all->items[all->count++]);
    }
    all->all = all->count;
    return status;
}

/* ---- who denies it ---- */

static bool is_there(const Deed *d, const Holder *h)
{
    for (uint32_t i = 0; i < d->denial_count; i++)
        if (h->actor ? d->denials[i].actor == h->actor : !d->denials[i].actor && text_equal(d->denials[i].name, h->name))
            return true;
    return false;
}

static bool add_denial(Desk *desk, Deed *d, uint32_t *capacity, const ClaimAnswer *of, const Holder *h, uint32_t event)
{
    void *items = d->denials;
    const Statement *s = &of->statements.items[h->last];
    if (is_there(d, h)) return true;
    if (!arena_grow(desk->arena, &items, capacity, d->denial_count + 1, sizeof(Denial))) return false;
    d->denials = items;
    d->denials[d->denial_count++] = (Denial){.name = h->name,
                                             .day = h->day,
                                             .outlet = h->outlet,
                                             .actor = h->actor,
                                             .article = s->article,
                                             .statement = s->number,
                                             .event = event,
                                             .of_claim = !event};
    return true;
}

static Status add_own_denials(Desk *desk, Deed *d, uint32_t *capacity)
{
    for (uint32_t i = 0; i < d->rests.holder_count; i++) {
        const Holder *h = &d->rests.holders[i];
        if (h->act != SAYSO_ACT_DENY || h->negated) continue;
        if (!add_denial(desk, d, capacity, &d->rests, h, d->tellings[h->last].e.id)) return fail_memory(desk->error);
    }
    return SAYSO_OK;
}

/* Somebody settled denies, in his own words, a statement that tells of it. */
static Status add_denials_of(Desk *desk, Deed *d, uint32_t *capacity, int64_t claim)
{
    ClaimAnswer a = {.claim = {.id = claim}};
    Status status = claim_now(desk->ledger->db, &a.claim.id, desk->error);
    if (!status)
        status = statements_of_claim(desk->ledger->db, a.claim.id, desk->scope, desk->arena, &a.statements, desk->error);
    if (!status) status = holders_find(desk->arena, &a, desk->error);
    for (uint32_t i = 0; i < a.holder_count && !status; i++) {
        const Holder *h = &a.holders[i];
        if (h->act != SAYSO_ACT_DENY || h->negated || h->reported || !h->actor) continue;
        if (!add_denial(desk, d, capacity, &a, h, 0)) return fail_memory(desk->error);
    }
    return status;
}

static Status find_denials(Desk *desk, Deed *d)
{
    uint32_t capacity = 0;
    int64_t before = 0;
    Status status = add_own_denials(desk, d, &capacity);
    for (uint32_t i = 0; i < d->rests.statements.count && !status; i++) {
        int64_t claim = d->rests.statements.items[i].claim;
        if (!claim || claim == before || !is_told_so(&d->tellings[i])) continue;
        before = claim;
        status = add_denials_of(desk, d, &capacity, claim);
    }
    return status;
}

/* ---- the whole ---- */

/* The surest first, of a latest revision before an earlier one's. */
static uint32_t rank_of(const Telling *t) { return (uint32_t)t->e.status + (t->current ? 100 : 0); }

static void count_told(Deed *d)
{
    int64_t before = 0;
    for (uint32_t i = 0; i < d->count; i++) {
        const Telling *t = &d->tellings[i];
        if (rank_of(t) > rank_of(&d->tellings[d->head])) d->head = i;
        if (!t->current || !is_told_so(t)) continue;
        d->told++;
        d->articles += t->article != before;
        before = t->article;
    }
}

Status deed_fill(Desk *desk, const Members *members, Deed *out)
{
    *out = (Deed){.tellings = TAKE(desk->arena, Telling, members->count + (size_t)1)};
    if (!out->tellings) return fail_memory(desk->error);
    for (uint32_t i = 0; i < members->count; i++) out->tellings[out->count++] = desk->items[members->items[i]]->telling;
    count_told(out);
    Status status = make_statements(desk, out);
    if (!status) status = origins_find(desk->ledger, desk->arena, &out->rests, desk->error);
    if (!status) status = holders_find(desk->arena, &out->rests, desk->error);
    return status ? status : find_denials(desk, out);
}
