/* Two sayings -> the probability that both say the same: a logistic model. Each feature is the same whichever comes first.
 *
 * What its weights may do is bounded by how it was learnt (likeness.inc's card), and some rules stand above it, which are
 * claims.md's and not a matter of likelihood: what is negated in one alone, what names numbers that do not agree, what one
 * denies or asks, what each of two says of himself is at most CEILING likely. */
#include "ledger/claim/likeness.h"

#define CEILING 0.3f
#define LONGEST_RUN 12u

/* likeness_weights[] */
#include "ledger/claim/likeness.inc"

enum {
    F_ONE,
    F_SHORTER,
    F_LONGER,
    F_SHARED,
    F_RAREST,
    F_SECOND,
    F_THIRD,
    F_COUNT,
    F_PAIRS,
    F_PAIR_SHARE,
    F_RUN,
    F_RUN_4,
    F_RUN_6,
    F_RUN_SHARE,
    F_OTHER_QUOTE,
    F_SAME_ACTOR,
    F_OPEN,
    F_SAME_DAYS,
    F_OTHER_DAYS,
    F_SAME_AT_ONCE,
    F_OTHER_AT_ONCE,
    F_NO_DAY,
    F_NAMES,
    F_NAMES_PART,
    F_NAMES_LEFT,
    F_NUMBERS,
    F_NUMBERS_PART,
    F_NUMBERS_LEFT,
    F_NOT,
    F_IF,
    F_MODAL,
    F_TURNS,
    F_DENIED,
    F_ASKED,
    F_SAME_ACT,
    F_STRICT,
    F_STRICT_PART,
    F_LENGTH,
    F_RATIO,
    F_ROOTS,
    F_KIND,
    F_SAME_SHORTER,
    F_SAME_LONGER,
    F_NEAR_SHORTER,
    F_SHORT_SHARED,
    F_DICE,
    F_SMALL,
    F_ROOT_LONGER,
    F_BARE,
    F_NAMED,
    F_LEFT_LEAST,
    F_LEFT_MOST,
    F_OPEN_SHORTER,
    F_LAST
};
_Static_assert((int)F_LAST <= (int)LIKENESS_FEATURES, "a feature has no room");

const char *const likeness_names[LIKENESS_FEATURES] = {
    [F_ONE] = "one",
    [F_SHORTER] = "share of the lighter",
    [F_LONGER] = "share of the heavier",
    [F_SHARED] = "shared weight, log",
    [F_RAREST] = "rarest shared",
    [F_SECOND] = "second rarest shared",
    [F_THIRD] = "third rarest shared",
    [F_COUNT] = "shared terms, log",
    [F_PAIRS] = "neighbours in both, log",
    [F_PAIR_SHARE] = "neighbours in both, share",
    [F_RUN] = "longest quoted run",
    [F_RUN_4] = "quoted run of 4",
    [F_RUN_6] = "quoted run of 6",
    [F_RUN_SHARE] = "quoted run, share",
    [F_OTHER_QUOTE] = "both quote, other words",
    [F_SAME_ACTOR] = "same speaker",
    [F_OPEN] = "a speaker is open",
    [F_SAME_DAYS] = "days apart, same speaker, log",
    [F_OTHER_DAYS] = "days apart, else, log",
    [F_SAME_AT_ONCE] = "a day apart at most, same speaker",
    [F_OTHER_AT_ONCE] = "a day apart at most, else",
    [F_NO_DAY] = "a day is not known",
    [F_NAMES] = "names in both",
    [F_NAMES_PART] = "both have names, none in both",
    [F_NAMES_LEFT] = "names in one alone, share",
    [F_NUMBERS] = "numbers in both",
    [F_NUMBERS_PART] = "both have numbers, none in both",
    [F_NUMBERS_LEFT] = "numbers in one alone",
    [F_NOT] = "one negates",
    [F_IF] = "one has a condition",
    [F_MODAL] = "may, can, must, will differ",
    [F_TURNS] = "other turns differ",
    [F_DENIED] = "one denies or is negated",
    [F_ASKED] = "one asks",
    [F_SAME_ACT] = "same act",
    [F_STRICT] = "words with opposites in one alone",
    [F_STRICT_PART] = "words with opposites left on both sides",
    [F_LENGTH] = "terms of the shorter, log",
    [F_RATIO] = "longer to shorter, log",
    [F_ROOTS] = "roots in both, share of the lighter",
    [F_ROOT_LONGER] = "roots in both, share of the heavier",
    [F_BARE] = "one is but a noun phrase, it seems",
    [F_NAMED] = "one names the other's speaker",
    [F_LEFT_LEAST] = "rarest of one alone, the lesser",
    [F_LEFT_MOST] = "rarest of one alone, the greater",
    [F_OPEN_SHORTER] = "a speaker is open x share of the lighter",
    [F_KIND] = "same kind of source",
    [F_SAME_SHORTER] = "same speaker x share of the lighter",
    [F_SAME_LONGER] = "same speaker x share of the heavier",
    [F_NEAR_SHORTER] = "within three days x share of the lighter",
    [F_SHORT_SHARED] = "share of the lighter x shared weight, log",
    [F_DICE] = "share of both, squared",
    [F_SMALL] = "fewer than three terms in one",
};

/* ---- what both have ---- */

typedef struct Common {
    float weight, names;  /* sums of rarity */
    float rarest[3];      /* falling */
    float left_a, left_b; /* the rarest of one alone */
    uint32_t count, numbers, strict;
} Common;

static void rank(Common *c, float rarity)
{
    for (uint32_t i = 0; i < COUNT(c->rarest); i++) {
        if (rarity <= c->rarest[i]) continue;
        float next = c->rarest[i];
        c->rarest[i] = rarity;
        rarity = next;
    }
}

static void leave(float *left, const Weighed *w)
{
    if (w->rarity > *left) *left = w->rarity;
}

static void count_common(const Body *a, const Body *b, Common *c)
{
    uint32_t i = 0, j = 0;
    while (i < a->term_count && j < b->term_count) {
        const Weighed *x = &a->terms[i], *y = &b->terms[j];
        i += x->term <= y->term;
        j += y->term <= x->term;
        if (x->term < y->term) leave(&c->left_a, x);
        if (x->term > y->term) leave(&c->left_b, y);
        if (x->term != y->term) continue;
        TermKind kind = term_kind(x->term);
        c->count++;
        c->weight += x->rarity;
        if (kind == TERM_NAME) c->names += x->rarity;
        c->numbers += kind == TERM_NUMBER;
        c->strict += kind == TERM_STRICT;
        rank(c, x->rarity);
    }
    for (; i < a->term_count; i++) leave(&c->left_a, &a->terms[i]);
    for (; j < b->term_count; j++) leave(&c->left_b, &b->terms[j]);
}

static float common_roots(const Body *a, const Body *b)
{
    float weight = 0;
    for (uint32_t i = 0, j = 0; i < a->root_count && j < b->root_count;) {
        Term x = a->roots[i].term, y = b->roots[j].term;
        if (x == y) weight += a->roots[i].rarity;
        i += x <= y;
        j += y <= x;
    }
    return weight;
}

static bool has_name(const Body *body, Term name)
{
    for (uint32_t i = 0; i < body->term_count && name; i++)
        if (body->terms[i].term == name) return true;
    return false;
}

static uint32_t in_both(const uint32_t *a, uint32_t a_count, const uint32_t *b, uint32_t b_count)
{
    uint32_t n = 0;
    for (uint32_t i = 0, j = 0; i < a_count && j < b_count;) {
        uint32_t x = a[i], y = b[j];
        n += x == y;
        i += x <= y;
        j += y <= x;
    }
    return n;
}

/* The longest run of quoted words in both, to LONGEST_RUN. */
static uint32_t common_run(const Body *a, const Body *b)
{
    return longest_run(a->quoted, a->quoted_count, b->quoted, b->quoted_count, LONGEST_RUN).size;
}

bool bodies_touch(const Body *a, const Body *b)
{
    for (uint32_t i = 0, j = 0; i < a->term_count && j < b->term_count;) {
        Term x = a->terms[i].term, y = b->terms[j].term;
        if (x == y) return true;
        i += x < y;
        j += y < x;
    }
    return common_roots(a, b) > 0 || common_run(a, b) >= 2;
}

/* ---- features ---- */

static float log_of(float x) { return log_portable(1.0f + x); }
static float share(float part, float whole) { return whole > 0 ? part / whole : 0; }
static float lesser(float a, float b) { return a < b ? a : b; }
static float greater(float a, float b) { return a > b ? a : b; }
static uint32_t fewer(uint32_t a, uint32_t b) { return a < b ? a : b; }
static uint32_t more(uint32_t a, uint32_t b) { return a > b ? a : b; }

static uint32_t count_bits(uint32_t bits)
{
    uint32_t n = 0;
    for (; bits; bits &= bits - 1) n++;
    return n;
}

static void of_terms(const Body *a, const Body *b, const Common *c, float f[])
{
    uint32_t short_count = fewer(a->term_count, b->term_count), long_count = more(a->term_count, b->term_count);
    uint32_t pairs = in_both(a->pairs, a->pair_count, b->pairs, b->pair_count);
    float roots = common_roots(a, b);
    f[F_SHORTER] = share(c->weight, lesser(a->weight, b->weight));
    f[F_LONGER] = share(c->weight, greater(a->weight, b->weight));
    f[F_SHARED] = log_of(c->weight);
    f[F_RAREST] = c->rarest[0] / 8;
    f[F_SECOND] = c->rarest[1] / 8;
    f[F_THIRD] = c->rarest[2] / 8;
    f[F_COUNT] = log_of((float)c->count);
    f[F_PAIRS] = log_of((float)pairs);
    f[F_PAIR_SHARE] = share((float)pairs, (float)fewer(a->pair_count, b->pair_count));
    f[F_LENGTH] = log_of((float)short_count);
    f[F_RATIO] = log_portable((1.0f + (float)long_count) / (1.0f + (float)short_count));
    f[F_ROOTS] = share(roots, lesser(a->root_weight, b->root_weight));
    f[F_ROOT_LONGER] = share(roots, greater(a->root_weight, b->root_weight));
    f[F_LEFT_LEAST] = lesser(c->left_a, c->left_b) / 8;
    f[F_LEFT_MOST] = greater(c->left_a, c->left_b) / 8;
    f[F_BARE] = a->bare || b->bare;
    f[F_SHORT_SHARED] = f[F_SHORTER] * f[F_SHARED];
    f[F_DICE] = share(2 * c->weight, a->weight + b->weight);
    f[F_DICE] *= f[F_DICE];
    f[F_SMALL] = short_count < 3;
}

static void of_quotes(const Body *a, const Body *b, float f[])
{
    uint32_t run = common_run(a, b), least = fewer(a->quoted_words, b->quoted_words);
    f[F_RUN] = (float)run / LONGEST_RUN;
    f[F_RUN_4] = run >= 4;
    f[F_RUN_6] = run >= 6;
    f[F_RUN_SHARE] = run >= 2 ? share((float)run, (float)fewer(least, LONGEST_RUN)) : 0;
    f[F_OTHER_QUOTE] = least >= 2 && run < 2;
}

static void of_names(const Body *a, const Body *b, const Common *c, float f[])
{
    float names = a->name_weight + b->name_weight;
    f[F_NAMES] = log_of(c->names);
    f[F_NAMES_PART] = a->name_weight > 0 && b->name_weight > 0 && !(c->names > 0);
    f[F_NAMES_LEFT] = share(names - 2 * c->names, a->weight + b->weight);
    f[F_NUMBERS] = log_of((float)c->numbers);
    f[F_NUMBERS_PART] = a->numbers && b->numbers && !c->numbers;
    f[F_NUMBERS_LEFT] = a->numbers != b->numbers && (!a->numbers || !b->numbers);
    f[F_STRICT] = share((float)(a->strict + b->strict - 2 * c->strict), (float)(a->term_count + b->term_count));
    f[F_STRICT_PART] = a->strict > c->strict && b->strict > c->strict;
}

enum { TURN_NOT = 1, TURN_IF = 2, TURN_MODAL = 4 | 8 | 16 | 32 };

static void of_turns(const Body *a, const Body *b, float f[])
{
    uint32_t differ = a->turns ^ b->turns;
    f[F_NOT] = (differ & TURN_NOT) != 0;
    f[F_IF] = (differ & TURN_IF) != 0;
    f[F_MODAL] = log_of((float)count_bits(differ & TURN_MODAL));
    f[F_TURNS] = log_of((float)count_bits(differ & ~(uint32_t)(TURN_NOT | TURN_IF | TURN_MODAL)));
}

static bool denies(const Uttered *s)
{
    return s->negated || s->act == SAYSO_ACT_DENY || s->act == SAYSO_ACT_DISMISS || s->act == SAYSO_ACT_DECLINE;
}

static void of_speakers(const Uttered *a, const Uttered *b, float f[])
{
    bool same = a->actor && a->actor == b->actor, dated = a->day != NO_DAY && b->day != NO_DAY;
    int64_t days = !dated ? 30 : a->day > b->day ? (int64_t)a->day - b->day : (int64_t)b->day - a->day;
    float apart = log_of(days < 1000 ? (float)days : 1000.0f);
    f[F_SAME_ACTOR] = same;
    f[F_OPEN] = !a->actor || !b->actor;
    f[same ? F_SAME_DAYS : F_OTHER_DAYS] = apart;
    if (days <= 1) f[same ? F_SAME_AT_ONCE : F_OTHER_AT_ONCE] = 1;
    f[F_NO_DAY] = !dated;
    f[F_DENIED] = denies(a) != denies(b);
    f[F_ASKED] = (a->act == SAYSO_ACT_ASK) != (b->act == SAYSO_ACT_ASK);
    f[F_SAME_ACT] = a->act == b->act;
    f[F_KIND] = a->kind == b->kind;
    f[F_SAME_SHORTER] = same ? f[F_SHORTER] : 0;
    f[F_SAME_LONGER] = same ? f[F_LONGER] : 0;
    f[F_NEAR_SHORTER] = days <= 3 ? f[F_SHORTER] : 0;
    f[F_OPEN_SHORTER] = f[F_OPEN] * f[F_SHORTER];
    f[F_NAMED] = !same && (has_name(a->body, b->name) || has_name(b->body, a->name));
}

void likeness_features(const Uttered *a, const Uttered *b, float out[LIKENESS_FEATURES])
{
    Common c = {.weight = 0};
    count_common(a->body, b->body, &c);
    for (uint32_t i = 0; i < LIKENESS_FEATURES; i++) out[i] = 0;
    out[F_ONE] = 1;
    of_terms(a->body, b->body, &c, out);
    of_quotes(a->body, b->body, out);
    of_names(a->body, b->body, &c, out);
    of_turns(a->body, b->body, out);
    of_speakers(a, b, out);
}

/* "I am going to be the nominee" of two speakers. */
static bool speak_of_themselves(const Uttered *a, const Uttered *b)
{
    return a->name && b->name && a->name != b->name && has_name(a->body, a->name) && has_name(b->body, b->name);
}

float likeness(const Uttered *a, const Uttered *b)
{
    float f[LIKENESS_FEATURES], sum = 0;
    likeness_features(a, b, f);
    for (uint32_t i = 0; i < LIKENESS_FEATURES; i++) sum += f[i] * likeness_weights[i];
    float p = sigmoid(sum);
    bool quoted = f[F_RUN_6] > 0;
    bool unlike = f[F_NOT] > 0 || f[F_NUMBERS_PART] > 0 || speak_of_themselves(a, b);
    bool apart = f[F_DENIED] > 0 || f[F_ASKED] > 0 || (unlike && !quoted);
    return apart && p > CEILING ? CEILING : p;
}
