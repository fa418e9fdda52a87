/* Whether two events, told by two articles, are surely one deed: the same type, the same settled parties on each side, and
 * then what tells when, where and in which words.
 *
 *                                           done once    done by words,    done by deeds,
 *                                                        over and over     over and over
 *   the same clause, word for word          one text, copied, tells it                            TIE_COPY
 *   both tell the day, the same one         -            a word or a place in common              TIE_DAY
 *   both tell the same days, or one a day
 *     of the other's week                   a word       a word            a word and a place     TIE_SOME
 *   one tells the day, the other was
 *     published then or the day after       a word       a word            a word and a place     TIE_SOME
 *   none tells it, both were published at
 *     most a day apart                      a word       -                 a word and a place     TIE_SOME
 *
 * and, but for the copied clause, a common matter each time (matter.c). By force at one place on one day it may be missing
 * where one of them tells none: TIE_SOME. A word: a trigger of the one and one of the other have a stem in common. A place:
 * both tell it, and it is one. Another day, place or mode speaks against it. Campaigns and wars are why so much is asked: in
 * two articles of one day A attacked B, and they mean two speeches, or two raids. */
#include <stdlib.h>

#include "ledger/deed/deed.h"

#define LEAST_COPY 6u    /* words of a clause that is one in two articles */
#define MOST_DAYS 1      /* between the articles that tell no day */
#define LONGEST_SPAN 7  /* days: in a month the same may have been done twice */

/* ---- what they are compared by ---- */

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static bool make_side(const DeedParty *parties, uint32_t count, Arena *arena, int64_t **out, uint32_t *out_count, bool *settled)
{
    int64_t *ids = *out = TAKE(arena, int64_t, count + (size_t)1);
    *out_count = 0;
    if (!ids) return false;
    for (uint32_t i = 0; i < count; i++) {
        *settled = *settled && parties[i].actor;
        ids[i] = parties[i].actor;
    }
    if (count) qsort(ids, count, sizeof *ids, by_number);
    for (uint32_t i = 0; i < count; i++)
        if (!i || ids[i] != ids[i - 1]) ids[(*out_count)++] = ids[i];
    return true;
}

static bool have_common(const Kin *k)
{
    for (uint32_t i = 0; i < k->counts[0]; i++)
        for (uint32_t j = 0; j < k->counts[1]; j++)
            if (k->sides[0][i] == k->sides[1][j]) return true;
    return false;
}

static bool make_parties(const Telling *t, Arena *arena, Kin *out)
{
    bool settled = true;
    if (!make_side(t->actors, t->e.actor_count, arena, &out->sides[0], &out->counts[0], &settled) ||
        !make_side(t->recipients, t->e.recipient_count, arena, &out->sides[1], &out->counts[1], &settled))
        return false;
    bool two = out->counts[0] && (out->counts[1] || out->counts[0] > 1); /* who met whom */
    out->whole = settled && two && !have_common(out);
    return true;
}

static void add_stem(Kin *k, const Folded *word)
{
    for (uint32_t i = 0; i < k->stem_count; i++)
        if (k->stems[i].size == word->size && !memcmp(k->stems[i].data, word->data, word->size)) return;
    if (k->stem_count < MOST_STEMS) k->stems[k->stem_count++] = *word;
}

/* "called again for": small words say nothing, unless there are no others. */
static void make_stems(Text trigger, const WordAt *words, uint32_t count, bool small, Kin *out)
{
    for (uint32_t i = 0; i < count; i++) {
        Folded word;
        bool denies;
        Text text = text_slice(trigger, words[i].span);
        if (!small && (text.size < 4 || text_is(text, "again"))) continue;
        fold_word(text, &word, &denies);
        stem(&word);
        add_stem(out, &word);
    }
}

static bool is_told_so(sayso_event_status status)
{
    return status == SAYSO_STATUS_ASSERTED || status == SAYSO_STATUS_REPORTED || status == SAYSO_STATUS_DENIED ||
           status == SAYSO_STATUS_NEGATED;
}

bool kin_make(Text text, const Telling *t, Arena *arena, Kin *out)
{
    WordAt *words;
    uint32_t count;
    *out = (Kin){.first = day_count(t->first_day), .last = day_count(t->last_day), .published = day_count(t->published)};
    if (!make_parties(t, arena, out) || !name_key(t->place, arena, &out->place) ||
        !words_of(t->trigger, arena, &words, &count))
        return false;
    make_stems(t->trigger, words, count, false, out);
    if (!out->stem_count) make_stems(t->trigger, words, count, true, out);
    Span clause = t->e.told_count ? t->e.evidence[0] : (Span){0};
    if (clause.begin > clause.end || clause.end > text.size) clause = (Span){0};
    if (!words_of(text_slice(text, clause), arena, &words, &out->word_count)) return false;
    out->words = words;
    if (!matter_make(t, arena, out)) return false;
    out->joins = out->whole && is_told_so(t->e.status) && (out->first != NO_DAY || out->published != NO_DAY);
    return true;
}

/* ---- parties, words, places ---- */

bool same_parties(const Kin *a, const Kin *b)
{
    for (int side = 0; side < 2; side++)
        if (a->counts[side] != b->counts[side] ||
            (a->counts[side] && memcmp(a->sides[side], b->sides[side], a->counts[side] * sizeof *a->sides[side]) != 0))
            return false;
    return true;
}

static bool share_word(const Kin *a, const Kin *b)
{
    for (uint32_t i = 0; i < a->stem_count; i++)
        for (uint32_t k = 0; k < b->stem_count; k++)
            if (folded_akin(&a->stems[i], &b->stems[k])) return true;
    return false;
}

static bool same_clause(const Kin *a, const Kin *b)
{
    if (a->word_count != b->word_count || a->word_count < LEAST_COPY) return false;
    for (uint32_t i = 0; i < a->word_count; i++)
        if (a->words[i].hash != b->words[i].hash) return false;
    return true;
}

/* Whole words: "kyiv" stands in "central kyiv". */
static bool stands_in(Text part, Text whole)
{
    for (size_t at = 0; at + part.size <= whole.size; at++) {
        bool begins = !at || whole.data[at - 1] == ' ', ends = at + part.size == whole.size || whole.data[at + part.size] == ' ';
        if (begins && ends && !memcmp(whole.data + at, part.data, part.size)) return true;
    }
    return false;
}

static bool places_differ(const Kin *a, const Kin *b)
{
    return a->place.size && b->place.size && !stands_in(a->place, b->place) && !stands_in(b->place, a->place);
}

static bool modes_differ(const Event *a, const Event *b)
{
    Text x = a->telling.e.mode, y = b->telling.e.mode;
    return x.size && y.size && !text_equal(x, y);
}

static bool places_agree(const Kin *a, const Kin *b) { return a->place.size && b->place.size && !places_differ(a, b); }

/* ---- days ---- */

static bool is_dated(const Kin *k) { return k->first != NO_DAY; }

static bool is_one_day(const Kin *k) { return is_dated(k) && k->first == k->last; }

static bool days_differ(const Kin *a, const Kin *b)
{
    return is_dated(a) && is_dated(b) && (a->first > b->last || b->first > a->last);
}

static bool lies_within(const Kin *a, const Kin *b) { return a->first >= b->first && a->last <= b->last; }

static bool is_short(const Kin *k) { return k->last - k->first < LONGEST_SPAN; }

/* The same days, or those of the one among a few of the other. */
static bool spans_agree(const Kin *a, const Kin *b)
{
    bool same = a->first == b->first && a->last == b->last;
    return same || (lies_within(a, b) && is_short(b)) || (lies_within(b, a) && is_short(a));
}

/* "On Tuesday" of the one; the other tells no day, and was published on that one or the next. */
static bool is_published_then(const Kin *dated, const Kin *other)
{
    return is_one_day(dated) && other->published != NO_DAY &&
           (other->published == dated->first || other->published == dated->first + 1);
}

static bool are_published_together(const Kin *a, const Kin *b)
{
    return a->published != NO_DAY && b->published != NO_DAY && abs(a->published - b->published) <= MOST_DAYS;
}

/* ---- a tie ---- */

typedef enum Habit { DONE_ONCE, BY_WORDS, BY_DEEDS } Habit; /* how such deeds are done, between two */

static Habit habit_of(sayso_event_type type)
{
    switch (type) {
    case SAYSO_EVENT_AGREE:
    case SAYSO_EVENT_SUPPORT:
    case SAYSO_EVENT_CONCEDE:
    case SAYSO_EVENT_RETREAT:
    case SAYSO_EVENT_SANCTION: return DONE_ONCE;
    case SAYSO_EVENT_REQUEST:
    case SAYSO_EVENT_ACCUSE:
    case SAYSO_EVENT_REJECT:
    case SAYSO_EVENT_THREATEN: return BY_WORDS;
    case SAYSO_EVENT_CONSULT:
    case SAYSO_EVENT_COOPERATE:
    case SAYSO_EVENT_AID:
    case SAYSO_EVENT_PROTEST:
    case SAYSO_EVENT_MOBILIZE:
    case SAYSO_EVENT_COERCE:
    case SAYSO_EVENT_ASSAULT:
    default: return BY_DEEDS;
    }
}

static bool is_denied(const Event *e)
{
    return e->telling.e.status == SAYSO_STATUS_DENIED || e->telling.e.status == SAYSO_STATUS_NEGATED;
}

static bool is_by_force(const Event *e)
{
    return e->telling.e.type == SAYSO_EVENT_ASSAULT || e->telling.e.type == SAYSO_EVENT_COERCE;
}

/* Days that both tell, or on which they came out, agree as far as such deeds ask for. */
static bool days_agree(const Kin *a, const Kin *b, Habit habit)
{
    if (is_dated(a) && is_dated(b)) return spans_agree(a, b);
    if (is_dated(a)) return is_published_then(a, b);
    if (is_dated(b)) return is_published_then(b, a);
    return habit != BY_WORDS && are_published_together(a, b);
}

/* Nothing speaks against it: does enough speak for it? */
static Tie tie_of(const Event *a, const Event *b, const char **why)
{
    const Kin *x = &a->kin, *y = &b->kin;
    Habit habit = habit_of(a->telling.e.type);
    bool word = share_word(x, y), place = places_agree(x, y), denies = is_denied(a) || is_denied(b);
    bool day = is_one_day(x) && is_one_day(y), silent = !x->matter_count || !y->matter_count;
    *why = silent ? "told without a matter in common" : "told of another matter";
    if (!matter_common(x, y)) return silent && day && place && !denies && is_by_force(a) ? TIE_SOME : TIE_NONE;
    *why = "told in other words";
    if (day && (word || (!denies && (place || habit == DONE_ONCE)))) return TIE_DAY;
    if (!word) return TIE_NONE;
    *why = "the articles tell no place in common, where such is done more than once";
    if (habit == BY_DEEDS && !place) return TIE_NONE;
    *why = "the articles do not tell the same day";
    return days_agree(x, y, habit) ? TIE_SOME : TIE_NONE;
}

Tie kin_tie(const Event *a, const Event *b, const char **why)
{
    const char *none;
    if (!why) why = &none;
    *why = "one of them is told as to come, in a condition, or demanded";
    if (a->telling.e.type != b->telling.e.type || !a->kin.joins || !b->kin.joins || !same_parties(&a->kin, &b->kin))
        return TIE_NONE;
    *why = "told of another day";
    if (days_differ(&a->kin, &b->kin)) return TIE_NONE;
    *why = "told of another place";
    if (places_differ(&a->kin, &b->kin)) return TIE_NONE;
    *why = "another mode";
    if (modes_differ(a, b)) return TIE_NONE;
    return same_clause(&a->kin, &b->kin) ? TIE_COPY : tie_of(a, b, why);
}

/* ---- all of them ---- */

/* Copies may have been published whenever. */
static bool any_differ(const Event *const *events, uint32_t count, Tie least)
{
    int32_t first = INT32_MIN, last = INT32_MAX, earliest = INT32_MAX, latest = INT32_MIN;
    const Event *placed = NULL, *moded = NULL;
    for (uint32_t i = 0; i < count; i++) {
        const Event *e = events[i];
        if (is_dated(&e->kin) && e->kin.first > first) first = e->kin.first;
        if (is_dated(&e->kin) && e->kin.last < last) last = e->kin.last;
        bool told_alone = !is_dated(&e->kin) && e->kin.published != NO_DAY;
        if (told_alone && e->kin.published < earliest) earliest = e->kin.published;
        if (told_alone && e->kin.published > latest) latest = e->kin.published;
        if (placed && places_differ(&placed->kin, &e->kin)) return true;
        if (moded && modes_differ(moded, e)) return true;
        if (e->kin.place.size && (!placed || e->kin.place.size > placed->kin.place.size)) placed = e;
        if (e->telling.e.mode.size) moded = e;
    }
    bool apart = (int64_t)latest - earliest > MOST_DAYS; /* one told the next day led to one of the day after */
    return first > last || (apart && least == TIE_SOME);
}

/* One that tells no matter leads from one matter to another as little as one that tells no day does. */
static bool matters_differ(const Event *const *events, uint32_t count)
{
    bool silent = false;
    for (uint32_t i = 0; i < count; i++) silent |= !events[i]->kin.matter_count;
    for (uint32_t i = 0; i < count && silent; i++)
        for (uint32_t k = 0; k < i; k++)
            if (events[i]->kin.matter_count && events[k]->kin.matter_count && !matter_common(&events[i]->kin, &events[k]->kin))
                return true;
    return false;
}

bool kin_contradict(const Event *const *events, uint32_t count, Tie least)
{
    for (uint32_t i = 1; i < count; i++) /* by article */
        if (events[i]->telling.article == events[i - 1]->telling.article) return true;
    return any_differ(events, count, least) || (least != TIE_COPY && matters_differ(events, count));
}
