/* What a statement brings its claim, beside what the ledger had before its article came.
 *
 *   origins and hands are those that the claim has now, which later articles may have told better; what is before goes
 * by the numbers of articles, in the order in which they came in. */
#include "ledger/watch/watch.h"

const char *reason_name(unsigned bit)
{
    static const char *const names[REASON_COUNT] = {"new",   "first_denial", "new_origin", "contradicts",
                                                    "named", "revised",      "dropped"};
    return bit < REASON_COUNT ? names[bit] : "";
}

const char *reason_words(unsigned bit)
{
    static const char *const words[REASON_COUNT] = {
        "nobody in the ledger had said so",        "nobody had denied or dismissed it", "an origin beside those before",
        "it stands against what another has said", "the source was unnamed until now",  "a revision says it otherwise",
        "a revision does not have it any more"};
    return bit < REASON_COUNT ? words[bit] : "";
}

/* ---- how a statement stands to its claim ---- */

static bool denies(const Statement *s)
{
    return (s->a.act == SAYSO_ACT_DENY || s->a.act == SAYSO_ACT_DISMISS) && !s->a.negated;
}

static bool asserts(const ClaimAnswer *a, uint32_t i)
{
    return a->origin_of[i] != NONE;
}

static bool is_named(const Statement *s)
{
    return s->actor && (s->a.kind == SAYSO_KIND_PERSON || s->a.kind == SAYSO_KIND_ORGANIZATION);
}

static bool same_speaker(const Statement *a, const Statement *b)
{
    return a->actor && a->actor == b->actor;
}

typedef struct Before { /* what others said before; other_…: or in the same article */
    bool any, denied, asserted, other_denied, other_asserted, unnamed_alone;
    uint32_t origins; /* that count */
    bool own_origin;  /* the statement's is among them */
} Before;

static bool counts(const ClaimAnswer *a, uint32_t i)
{
    return asserts(a, i) && !a->origins[a->origin_of[i]].open;
}

static Status look_before(const ClaimAnswer *a, uint32_t at, Arena *arena, Before *out, Error *error)
{
    const Statement *own = &a->statements.items[at];
    bool *seen = TAKE(arena, bool, a->origin_count + 1u);
    if (!seen) return fail_memory(error);
    memset(seen, 0, a->origin_count + 1u);
    *out = (Before){.unnamed_alone = true};
    for (uint32_t i = 0; i < a->statements.count; i++) {
        const Statement *s = &a->statements.items[i];
        bool other = i != at && !same_speaker(s, own), here = s->article == own->article;
        out->other_denied |= here && denies(s) && other;
        out->other_asserted |= here && asserts(a, i) && other;
        if (s->article >= own->article || s->story == own->story) continue;
        out->any = true;
        out->denied |= denies(s);
        out->asserted |= asserts(a, i);
        out->other_denied |= denies(s) && other;
        out->other_asserted |= asserts(a, i) && other;
        out->unnamed_alone &= !asserts(a, i) || s->a.kind == SAYSO_KIND_UNNAMED;
        if (!counts(a, i) || seen[a->origin_of[i]]) continue;
        seen[a->origin_of[i]] = true;
        out->origins++;
    }
    out->own_origin = counts(a, at) && seen[a->origin_of[at]];
    return SAYSO_OK;
}

static void weigh(const ClaimAnswer *a, uint32_t at, const Before *before, Changes *out)
{
    const Statement *s = &a->statements.items[at];
    bool brings = counts(a, at) && !before->own_origin;
    out->origins = before->origins + brings;
    if (!before->any && asserts(a, at)) out->reasons |= REASON_NEW;
    if (denies(s) && s->own && !before->denied) out->reasons |= REASON_FIRST_DENIAL;
    if (brings && before->origins) out->reasons |= REASON_NEW_ORIGIN;
    if (s->own && ((denies(s) && before->other_asserted) || (asserts(a, at) && before->other_denied)))
        out->reasons |= REASON_CONTRADICTS;
    if (is_named(s) && asserts(a, at) && before->asserted && before->unnamed_alone) out->reasons |= REASON_NAMED;
}

Status changes_find(Ledger *ledger, const Statement *s, Arena *arena, Changes *out, Error *error)
{
    ClaimAnswer a;
    Before before = {.any = false};
    const Scope scope = {0};
    if (!s->claim) return SAYSO_OK;
    Status status = claim_answer(ledger, s->claim, &scope, arena, &a, error);
    if (status) return status;
    for (uint32_t i = 0; i < a.statements.count; i++) {
        if (a.statements.items[i].article != s->article || a.statements.items[i].number != s->number) continue;
        status = look_before(&a, i, arena, &before, error);
        if (!status) weigh(&a, i, &before, out);
        break;
    }
    return status;
}
