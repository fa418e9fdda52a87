/* Whether two contents say the same. Their terms are laid side by side (a longest common subsequence); what is left
 * over decides:
 *
 *   A:  NAME corvane · STEM receiv · TURN not · STEM audit
 *   B:  NAME corvane · STEM receiv · TURN not · STEM audit │ TURN not · STEM summary · …
 *       ───────────────── matched ──────────────────────── │ tail, of one side alone: B goes on where A was cut
 *
 *  - a name, a number, a negation, a word with an opposite left over between two matches parts them;
 *  - at the end one side may go on, as where an outlet cut a quotation shorter, but not to a "not" or an "if";
 *  - what both have must stand in the same order, so that who accuses is not who is accused.
 *
 * The matrix has a byte a pair of terms: at most 128 of each side, 16 KiB of stack. */
#include "ledger/claim/term.h"

#define MOST_COMPARED 128u
#define FEWEST_NEAR 5u    /* terms with meaning of the shorter */
#define FEWEST_CUT 6u     /* where the longer goes on to names and numbers */
#define TERMS_A_CHANGE 8u /* one word in so many may be another */
#define LONGEST_CHANGE 2u /* terms */
#define LONGEST_HEAD 3u

typedef struct Side {
    Term terms[MOST_COMPARED]; /* without days */
    uint32_t count, meaning;
    Term days[8];
    uint32_t day_count;
} Side;

typedef struct Gap { /* what is left over between two matches */
    const Term *a, *b;
    uint32_t a_count, b_count;
    bool head, tail;
} Gap;

typedef struct Verdict {
    uint32_t matched, changed, added; /* terms with meaning: in both, in place of others, on one side alone */
    bool parted;
    uint32_t least; /* the shorter side's terms with meaning */
} Verdict;

static void take_side(const Gist *gist, Side *out)
{
    out->count = out->meaning = out->day_count = 0;
    for (uint32_t i = 0; i < gist->term_count && out->count < MOST_COMPARED; i++) {
        Term term = gist->terms[i];
        if (term_kind(term) == TERM_DAY) {
            if (out->day_count < COUNT(out->days)) out->days[out->day_count++] = term;
            continue;
        }
        out->terms[out->count++] = term;
        out->meaning += term_has_meaning(term);
    }
}

static bool has_term(const Term *terms, uint32_t count, Term term)
{
    for (uint32_t i = 0; i < count; i++)
        if (terms[i] == term) return true;
    return false;
}

/* One may be silent on the day; if both name days, the one's are among the other's. */
static bool days_agree(const Side *a, const Side *b)
{
    const Side *few = a->day_count <= b->day_count ? a : b, *many = few == a ? b : a;
    for (uint32_t i = 0; i < few->day_count; i++)
        if (!has_term(many->days, many->day_count, few->days[i])) return false;
    return true;
}

/* A pronoun agrees with the name of whom it stands for. */
static bool agree(Term a, Term b)
{
    if (a == b) return true;
    TermKind x = term_kind(a), y = term_kind(b);
    return a >> 3 == b >> 3 && ((x == TERM_WHO && y == TERM_NAME) || (x == TERM_NAME && y == TERM_WHO));
}

static bool any_kind(const Term *terms, uint32_t count, unsigned kinds)
{
    for (uint32_t i = 0; i < count; i++)
        if (1u << term_kind(terms[i]) & kinds) return true;
    return false;
}

#define HARD (1u << TERM_NAME | 1u << TERM_NUMBER | 1u << TERM_TURN | 1u << TERM_STRICT)

static uint32_t meaning_of(const Term *terms, uint32_t count)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < count; i++) n += term_has_meaning(terms[i]);
    return n;
}

/* Two pronouns, two first names: somebody else is meant. */
static bool other_person(const Gap *g)
{
    return (any_kind(g->a, g->a_count, 1u << TERM_WHO) && any_kind(g->b, g->b_count, 1u << TERM_WHO)) ||
           (any_kind(g->a, g->a_count, 1u << TERM_GIVEN) && any_kind(g->b, g->b_count, 1u << TERM_GIVEN));
}

static bool turns_at_the_end(const Term *terms, uint32_t count)
{
    return has_term(terms, count, term_turn("not")) || has_term(terms, count, term_turn("if"));
}

/* Whether what one side alone has, before the first or behind the last match, leaves the other what it was. */
static bool goes_on(const Gap *g, uint32_t least)
{
    const Term *terms = g->a_count ? g->a : g->b;
    uint32_t count = g->a_count + g->b_count;
    if (g->head) return count <= LONGEST_HEAD && !any_kind(terms, count, HARD);
    if (turns_at_the_end(terms, count)) return false;
    return least >= FEWEST_CUT || !any_kind(terms, count, HARD);
}

static void judge(const Gap *g, Verdict *v)
{
    uint32_t a = meaning_of(g->a, g->a_count), b = meaning_of(g->b, g->b_count);
    if (other_person(g)) v->parted = true;
    if ((g->head || g->tail) && (!g->a_count || !g->b_count)) {
        if (g->a_count + g->b_count && !goes_on(g, v->least)) v->parted = true;
        return;
    }
    if (any_kind(g->a, g->a_count, HARD) || any_kind(g->b, g->b_count, HARD)) v->parted = true;
    if (a && b) {
        if (g->head || g->tail || a > LONGEST_CHANGE || b > LONGEST_CHANGE) v->parted = true;
        v->changed += a > b ? a : b;
    } else {
        v->added += a + b;
    }
}

typedef uint8_t Matrix[MOST_COMPARED + 1][MOST_COMPARED + 1]; /* [i][j]: matches of a from i on with b from j on */

static void align_terms(const Side *a, const Side *b, Matrix m)
{
    for (uint32_t i = a->count + 1; i-- > 0;) {
        for (uint32_t j = b->count + 1; j-- > 0;) {
            if (i == a->count || j == b->count)
                m[i][j] = 0;
            else if (agree(a->terms[i], b->terms[j]))
                m[i][j] = (uint8_t)(m[i + 1][j + 1] + 1);
            else
                m[i][j] = m[i + 1][j] > m[i][j + 1] ? m[i + 1][j] : m[i][j + 1];
        }
    }
}

static Gap gap_between(const Side *a, uint32_t from_a, uint32_t to_a, const Side *b, uint32_t from_b, uint32_t to_b)
{
    return (Gap){a->terms + from_a, b->terms + from_b,  to_a - from_a,
                 to_b - from_b,     !from_a && !from_b, to_a == a->count && to_b == b->count};
}

static void walk(const Side *a, const Side *b, Matrix m, Verdict *v)
{
    uint32_t i = 0, j = 0, from_a = 0, from_b = 0;
    while (i < a->count && j < b->count && m[i][j]) {
        if (agree(a->terms[i], b->terms[j])) {
            Gap gap = gap_between(a, from_a, i, b, from_b, j);
            judge(&gap, v);
            v->matched += term_has_meaning(a->terms[i]) && term_has_meaning(b->terms[j]);
            from_a = ++i;
            from_b = ++j;
        } else if (m[i + 1][j] >= m[i][j + 1]) {
            i++;
        } else {
            j++;
        }
    }
    Gap gap = gap_between(a, from_a, a->count, b, from_b, b->count);
    judge(&gap, v);
}

/* Terms with meaning that both have, wherever they stand. */
static uint32_t shared(const Side *a, const Side *b)
{
    bool taken[MOST_COMPARED] = {false};
    uint32_t n = 0;
    for (uint32_t i = 0; i < a->count; i++) {
        if (!term_has_meaning(a->terms[i])) continue;
        for (uint32_t j = 0; j < b->count; j++) {
            if (taken[j] || a->terms[i] != b->terms[j]) continue;
            taken[j] = true;
            n++;
            break;
        }
    }
    return n;
}

uint32_t gist_meaning(const Gist *gist)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < gist->term_count; i++) n += term_has_meaning(gist->terms[i]);
    return n;
}

uint32_t gists_shared(const Gist *a, const Gist *b)
{
    Side x, y;
    take_side(a, &x);
    take_side(b, &y);
    return shared(&x, &y);
}

static bool near(const Side *a, const Side *b)
{
    Matrix m;
    Verdict v = {.least = a->meaning < b->meaning ? a->meaning : b->meaning};
    uint32_t most = a->meaning < b->meaning ? b->meaning : a->meaning;
    align_terms(a, b, m);
    walk(a, b, m, &v);
    if (v.parted || v.changed > v.least / TERMS_A_CHANGE || v.added > v.least / TERMS_A_CHANGE) return false;
    if (v.matched * 100 < v.least * 85 || v.matched * 2 < most) return false;
    return shared(a, b) <= v.matched + (v.least >= TERMS_A_CHANGE);
}

/* Of two that are the same but for first names: where both give one, it is the same. */
static bool first_names_agree(const Gist *a, const Gist *b)
{
    for (uint32_t i = 0, j = 0; i < a->term_count && j < b->term_count; i++, j++) {
        bool x = term_kind(a->terms[i]) == TERM_GIVEN, y = term_kind(b->terms[j]) == TERM_GIVEN;
        if (x && y && a->terms[i] != b->terms[j]) return false;
        if (x && !y) i++;
        if (y && !x) j++;
    }
    return true;
}

bool gists_same(const Gist *a, const Gist *b)
{
    if (!a->exact || !b->exact) return false;
    if (a->exact == b->exact) return first_names_agree(a, b);
    Side x, y;
    take_side(a, &x);
    take_side(b, &y);
    if (x.meaning < FEWEST_NEAR || y.meaning < FEWEST_NEAR || !days_agree(&x, &y)) return false;
    return near(&x, &y);
}
