/* The outlet through which the words came. */
#include "standing/internal.h"

static bool is_outlet_mention(const Sight *s, uint32_t mention)
{
    return mention_type(s, mention) == ENTITY_OUTLET || (s->entities->mentions[mention].flags & MENTION_OUTLET);
}

static bool is_outlet(const Sight *s, Party p)
{
    return p.mention != NONE && is_outlet_mention(s, p.mention);
}

/* A preposition before it, past the words of its phrase: "in an interview with NBC", "in a CBS interview". */
static bool has_preposition(const Sight *s, uint32_t begin, uint32_t first)
{
    for (uint32_t i = begin, steps = 0; i > first && steps < 5; steps++, i--) {
        uint8_t upos = s->syntax->upos[i - 1];
        uint32_t lemma = s->lemma[i - 1];
        if (upos == UPOS_ADP && lemma == s->model->by)
            return i > first + 1 && is_sense(s, i - 2, LEXIS_CARRIES | LEXIS_QUOTES);
        if (upos == UPOS_ADP || (upos == UPOS_SCONJ && lemma == s->model->on))
            return lemma == s->model->via || lemma == s->model->in || lemma == s->model->on || lemma == s->model->to ||
                   lemma == s->model->with || lemma == s->model->at || lemma == s->model->for_;
        if (upos == UPOS_VERB || upos == UPOS_AUX || s->tokens->words[i - 1].mark == MARK_COMMA) return false;
    }
    return false;
}

/* The article's own outlet stands in its dateline; what is told to it comes through nobody else. */
static bool own_outlet(const Sight *s, uint32_t entity)
{
    if (entity == NONE || !s->entities->items[entity].mention_count) return false;
    uint32_t m = s->entities->mentioned[s->entities->items[entity].mention_first];
    uint32_t end = s->entities->mentions[m].words.end;
    return end < 16 && end < s->tokens->word_count && s->tokens->words[end].mark == MARK_CLOSE;
}

static bool same_innermost(const Sight *s, uint32_t a, uint32_t b)
{
    return s->inside[a] == s->inside[b];
}

/* "Speaking Sunday on CNN, the mayor admitted": what opens the sentence, up to a comma before the source. */
static bool opens(const Sight *s, uint32_t attribution, Span words, Span x)
{
    const Attribution *a = &s->attributions->items[attribution];
    uint32_t to = span_empty(a->source) || a->source.begin > a->cue.begin ? a->cue.begin : a->source.begin;
    if (words.end >= to || s->tokens->words[to - 1].mark != MARK_COMMA) return false;
    for (uint32_t i = x.begin; i < to; i++) {
        bool finite = is_verb(s, i) && s->syntax->xpos[i] != XPOS_VBG && s->syntax->xpos[i] != XPOS_VBN;
        if (finite || s->cue[i] || s->inside[i] != s->inside[a->cue.begin]) return false;
    }
    return true;
}

static bool is_venue(const Sight *s, uint32_t attribution, uint32_t mention, Span x)
{
    const Attribution *a = &s->attributions->items[attribution];
    const Mention *m = &s->entities->mentions[mention];
    if (!is_outlet_mention(s, mention) || own_outlet(s, m->entity)) return false;
    bool social = m->head > m->words.begin && s->lemma[m->head - 1] == s->model->social; /* "on social media" */
    if (m->entity == NONE && !social && is_sense(s, m->head, LEXIS_PAGE | LEXIS_PRESS))
        return false; /* "on its website", "a press call" */
    bool compound =
        m->words.end < x.end && s->tokens->words[m->words.end].mark == MARK_HYPHEN; /* "at a Post-sponsored talk" */
    if (compound) return false;
    if (span_has(a->source, m->head) || in_contents(s, attribution, m->head)) return false;
    if (!same_innermost(s, m->head, a->cue.begin) || !has_preposition(s, m->words.begin, x.begin)) return false;
    if (m->entity != NONE && m->entity == s->standings[attribution].entity) return false;
    return climbs_to_cue(s, attribution, m->head) || beside_cue(s, attribution, m->words) ||
           opens(s, attribution, m->words, x);
}

static Party find_venue(const Sight *s, uint32_t attribution)
{
    Span x = sight_reach(s, s->attributions->items[attribution].cue.begin);
    const Entities *e = s->entities;
    for (uint32_t m = first_mention(s, x.begin), seen = 0; m < e->mention_count && seen < 2 * REACH; m++, seen++) {
        if (e->mentions[m].words.begin >= x.end) break;
        if (!is_venue(s, attribution, m, x)) continue;
        Span words = without_time(s, e->mentions[m].words), source = s->attributions->items[attribution].source;
        if (source.begin > words.begin && source.begin < words.end) words.end = source.begin; /* "in the programme Roe said" */
        return (Party){words, m, e->mentions[m].entity};
    }
    return nobody;
}

/* "told a CBS reporter": the outlet inside the phrase of the one who was told. */
static Party outlet_of(const Sight *s, Span words)
{
    const Entities *e = s->entities;
    for (uint32_t m = first_mention(s, words.begin), seen = 0; m < e->mention_count && seen < 8; m++, seen++) {
        if (e->mentions[m].words.begin >= words.end) break;
        if (is_outlet_mention(s, m)) return (Party){e->mentions[m].words, m, e->mentions[m].entity};
    }
    return nobody;
}

/* ---- its name ---- */

#define MOST_QUOTED 7u /* words of a programme's name */

/* "the podcast “Below the Weir,”": the words in the quotation marks. */
static Span quoted_name(const Sight *s, uint32_t at, uint32_t end)
{
    uint8_t open = s->tokens->words[at].mark;
    if (open != MARK_QUOTE_OPEN && open != MARK_SINGLE_OPEN) return (Span){at, at};
    uint32_t i = at + 1;
    while (i < end && i - at <= MOST_QUOTED && s->tokens->words[i].mark != open + 1) i++;
    if (i >= end || s->tokens->words[i].mark != open + 1) return (Span){at, at};
    while (i > at + 1 && s->tokens->words[i - 1].mark) i--; /* a comma, a full stop */
    bool name = s->syntax->upos[at + 1] == UPOS_PROPN || (i > at + 1 && s->syntax->upos[i - 1] == UPOS_PROPN);
    return name ? (Span){at + 1, i} : (Span){at, at};
}

/* The first outlet that the words name, if it is not all of them: "Radio Vellan's “Morning”", "the Merrin station TV
 * 3". */
static uint32_t named_inside(const Sight *s, Span words)
{
    const Entities *e = s->entities;
    for (uint32_t m = first_mention(s, words.begin), seen = 0; m < e->mention_count && seen < 8; m++, seen++) {
        Span inner = e->mentions[m].words;
        if (inner.begin >= words.end) break;
        bool all = inner.begin == words.begin && inner.end >= words.end;
        if (!all && e->mentions[m].kind == MENTION_NAME && mention_type(s, m) == ENTITY_OUTLET) return m;
    }
    return NONE;
}

static bool owns(const Sight *s, Span owner)
{
    return owner.end < s->tokens->word_count && s->syntax->xpos[owner.end] == XPOS_POS;
}

/* Of an outlet and its programme the outlet; of a noun and its name the name; a channel with its number. */
static Party by_name(const Sight *s, Party p)
{
    if (p.mention == NONE) return p;
    const Mention *m = &s->entities->mentions[p.mention];
    uint32_t end = sight_reach(s, p.words.begin).end, after = m->words.end, inside = named_inside(s, m->words);
    bool noun = m->kind != MENTION_NAME;
    if (inside != NONE && (noun || owns(s, s->entities->mentions[inside].words)))
        return (Party){s->entities->mentions[inside].words, inside, s->entities->mentions[inside].entity};
    if (after >= end) return p;
    if (!noun && s->syntax->upos[after] == UPOS_NUM)
        return (Party){.words = {m->words.begin, after + 1}, .mention = NONE, .entity = NONE};
    if (!noun || m->flags & MENTION_PLURAL) return p;
    Span quoted = quoted_name(s, after, end);
    if (!span_empty(quoted)) return (Party){.words = quoted, .mention = NONE, .entity = NONE};
    uint32_t beside = mention_at(s, after);
    bool name = beside != NONE && s->entities->mentions[beside].kind == MENTION_NAME &&
                mention_type(s, beside) != ENTITY_PERSON;
    return name ? (Party){s->entities->mentions[beside].words, beside, s->entities->mentions[beside].entity} : p;
}

static bool is_it(const Sight *s, uint32_t attribution)
{
    Span source = s->attributions->items[attribution].source;
    if (source.end - source.begin != 1) return false;
    return s->lemma[source.begin] == s->model->it || is_sense(s, source.begin, LEXIS_FIRST);
}

/* "said in a CNN interview that …, adding …": what the same source says in the same sentence behind it. */
void via_pass_on(Sight *s)
{
    for (uint32_t i = 1; i < s->attributions->count; i++) {
        const Attribution *a = &s->attributions->items[i], *b = a - 1;
        Standing *st = &s->standings[i], *before = st - 1;
        bool same = !span_empty(a->source) && a->source.begin == b->source.begin && a->source.end == b->source.end;
        bool behind = same && has_cue(s, i) && has_cue(s, i - 1) && b->cue.begin < a->cue.begin &&
                      s->sentence[b->cue.begin] == s->sentence[a->cue.begin] && st->within == before->within;
        if (!behind || !span_empty(st->via.words) || !span_empty(st->to.words) || before->via_rule == WHY_VIA_WITHIN)
            continue;
        st->via = before->via;
        st->via_rule = before->via_rule;
    }
}

void via_find(Sight *s, uint32_t attribution)
{
    Standing *st = &s->standings[attribution];
    bool told = is_outlet(s, st->to);
    st->via = told ? st->to : span_empty(st->to.words) ? nobody : outlet_of(s, st->to.words);
    st->via_rule = told ? WHY_VIA_TOLD : WHY_VIA_REPORTER;
    if (own_outlet(s, st->via.entity)) st->via = nobody;
    if (span_empty(st->via.words) && has_cue(s, attribution)) {
        st->via = find_venue(s, attribution);
        st->via_rule = WHY_VIA_VENUE;
    }
    const Standing *outer = st->within == NONE ? NULL : &s->standings[st->within];
    bool itself = outer && (st->kind == KIND_OUTLET || is_it(s, attribution)); /* "Twitter said it condemned …" */
    bool said = st->act != ACT_THINK && st->act != ACT_PROMISE && st->act != ACT_DECLINE; /* no attitudes, no plans */
    if (span_empty(st->via.words) && outer && outer->kind == KIND_OUTLET && !itself && said) {
        st->via = party_at(s, s->attributions->items[st->within].source);
        st->via_rule = WHY_VIA_WITHIN;
    }
    if (span_empty(st->via.words))
        st->via_rule = WHY_NONE;
    else if (st->via_rule != WHY_VIA_WITHIN)
        st->via = by_name(s, st->via);
}
