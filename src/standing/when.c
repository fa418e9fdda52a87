/* The time of speaking: a time in the cue's own clause, outside contents and source. */
#include "standing/internal.h"

/* "since Friday", "by Friday", "of Friday's attack" say when something else was. */
static bool of_something_else(const Sight *s, Moment m, uint32_t first)
{
    uint32_t i = m.words.begin;
    if (i > first && s->lemma[i - 1] == s->model->the) i--;
    return i > first && is_sense(s, i - 1, LEXIS_NOT_THEN);
}

static bool eligible(const Sight *s, uint32_t attribution, Moment m, Span x)
{
    const Attribution *a = &s->attributions->items[attribution];
    if (in_contents(s, attribution, m.words.begin)) return false;
    bool document = s->standings[attribution].kind == KIND_DOCUMENT; /* "a poll released Sunday", "a survey in March" */
    if (span_has(a->source, m.words.begin) && !document) return false;
    if (s->inside[m.words.begin] != s->inside[a->cue.begin]) return false;
    return !of_something_else(s, m, x.begin);
}

static bool has_verb(const Sight *s, Span cue)
{
    for (uint32_t i = cue.begin; i < cue.end; i++)
        if (is_verb(s, i)) return true;
    return false;
}

static uint32_t first_moment(const Sight *s, uint32_t word)
{
    uint32_t low = 0, high = s->moment_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (s->moments[middle].words.begin < word)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void take(Standing *st, Moment m, uint8_t rule)
{
    st->when = m.words;
    st->when_rule = m.rule ? m.rule : rule;
    memcpy(st->date, m.date, sizeof st->date);
}

/* Whether the time hangs on a verb that is neither the cue's nor the content's. */
static bool of_another(const Sight *s, uint32_t attribution, uint32_t word)
{
    Span cue = s->attributions->items[attribution].cue;
    uint32_t w = s->syntax->head[word];
    for (uint32_t steps = 0; w != NONE && steps < 6; steps++, w = s->syntax->head[w])
        if (is_verb(s, w) && !is_transparent(s, w)) return !span_has(cue, w) && !in_contents(s, attribution, w);
    return false;
}

/* "MOSCOW, March 7 (Agency)": the day of writing. */
static bool in_dateline(const Sight *s, Moment m, Span x)
{
    return m.words.end < x.end && s->tokens->words[m.words.end].mark == MARK_OPEN && m.words.begin < REACH;
}

static uint32_t gap(Span a, Span b)
{
    return a.begin >= b.end ? a.begin - b.end : b.begin >= a.end ? b.begin - a.end : 0;
}

/* "She hit back in March, attacking the plan": the verb that a participle hangs on, of the same subject. */
static bool of_main_verb(const Sight *s, uint32_t attribution, uint32_t word)
{
    Span cue = s->attributions->items[attribution].cue;
    uint32_t verb = cue.begin;
    if (s->syntax->xpos[verb] != XPOS_VBG || s->syntax->relation[verb] != REL_ADVCL) return false;
    uint32_t main = s->syntax->head[verb], up = s->syntax->head[word];
    bool here = main != NONE && main < verb && is_verb(s, main) && word < verb;
    for (uint32_t steps = 0; here && up != NONE && steps < 3; steps++, up = s->syntax->head[up]) {
        if (up == main) return true;
        if (is_verb(s, up)) return false;
    }
    return false;
}

/* "On Friday he said … and urged …": the time before both verbs of one source is that of both. */
static void inherit(Sight *s, uint32_t attribution)
{
    if (!attribution) return;
    const Attribution *a = &s->attributions->items[attribution], *before = a - 1;
    if (a->source.begin >= a->source.end || a->source.begin != before->source.begin) return;
    const Standing *first = &s->standings[attribution - 1];
    if (first->when.begin >= first->when.end || first->when.begin >= before->cue.begin) return;
    if (s->sentence[before->cue.begin] != s->sentence[a->cue.begin] || before->cue.begin >= a->cue.begin) return;
    Standing *st = &s->standings[attribution];
    st->when = first->when;
    st->when_rule = WHY_WHEN_SHARED;
    memcpy(st->date, first->date, sizeof st->date);
}

void when_find(Sight *s, uint32_t attribution)
{
    Span cue = s->attributions->items[attribution].cue, x = sight_reach(s, place_of(s, attribution));
    if (!has_cue(s, attribution)) return;
    bool verb = has_verb(s, cue);
    uint32_t nearest = NONE;
    for (uint32_t k = first_moment(s, x.begin), seen = 0; k < s->moment_count && seen < REACH; k++, seen++) {
        Moment m = s->moments[k];
        if (m.words.begin >= x.end) break;
        if (gap(m.words, cue) >= nearest || !eligible(s, attribution, m, x) || in_dateline(s, m, x)) continue;
        bool beside = verb && beside_cue(s, attribution, m.words) && !of_another(s, attribution, m.head);
        if (!beside && !climbs_to_cue(s, attribution, m.head) && !of_main_verb(s, attribution, m.head)) continue;
        take(&s->standings[attribution], m, beside ? WHY_WHEN_BESIDE : WHY_WHEN_TREE);
        nearest = gap(m.words, cue);
    }
    if (nearest == NONE) inherit(s, attribution);
}
