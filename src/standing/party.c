/* The one spoken to. */
#include "standing/internal.h"

/* A time or place at its end is none of the phrase's: "CNN on Sunday", "his supporters at a rally". */
Span without_time(const Sight *s, Span words)
{
    uint32_t head = phrase_head(s, words);
    for (uint32_t i = head + 1; i < words.end; i++)
        if (s->syntax->upos[i] == UPOS_ADP &&
            (s->lemma[i] == s->model->at || s->lemma[i] == s->model->in || s->lemma[i] == s->model->on))
            return (Span){words.begin, i};
        else if (is_sense(s, i, LEXIS_WEEKDAY | LEXIS_DAY | LEXIS_MONTH | LEXIS_WHICH)) {
            uint32_t end = s->syntax->upos[i - 1] == UPOS_ADP ? i - 1 : i;
            return (Span){words.begin, end > head ? end : head + 1};
        }
    return words;
}

Party party_at(const Sight *s, Span words)
{
    words = without_time(s, words);
    Party p = {.words = words, .mention = NONE, .entity = NONE};
    p.mention = mention_of(s->syntax, s->entities, words);
    if (p.mention != NONE) p.entity = s->entities->mentions[p.mention].entity;
    return p;
}

/* ---- what a phrase stands for ---- */

/* Somebody who can be spoken to; with `gathering` also a news conference, a rally. */
static bool can_hear(const Sight *s, Span words, bool gathering)
{
    uint32_t head = phrase_head(s, words), m = s->entities->of_head[head];
    if (s->syntax->upos[head] == UPOS_PRON) {
        Text word = word_text(s->article, &s->tokens->words[head]);
        static const char *const accusative[] = {"me", "him", "her", "us", "them", "you"};
        for (size_t i = 0; i < COUNT(accusative); i++)
            if (text_is(word, accusative[i])) return true;
        return is_sense(s, head, LEXIS_SOME | LEXIS_LONE);
    }
    uint32_t noun = noun_of(s, head);
    if (noun & NOUN_TIME || s->sense[head] & (LEXIS_WEEKDAY | LEXIS_MONTH | LEXIS_DAY)) return false;
    uint32_t hearers = NOUN_PERSON | NOUN_COLLECTIVE | NOUN_OUTLET | NOUN_BODY | (gathering ? NOUN_VENUE : 0);
    if (noun & hearers) return true;
    if (!noun && s->syntax->xpos[head] == XPOS_NNS) return true; /* of nouns that no list has, people are told most */
    if (m == NONE) return s->syntax->upos[head] == UPOS_PROPN;
    uint8_t type = mention_type(s, m);
    if (type) return type != ENTITY_PLACE && type != ENTITY_DOCUMENT;
    return (s->entities->mentions[m].flags & (MENTION_HUMAN | MENTION_OUTLET | MENTION_BODY)) ||
           s->syntax->upos[head] == UPOS_PROPN;
}

/* ---- to ---- */

static bool calls_on(const Sight *s, uint32_t verb)
{
    uint32_t next = verb + 1;
    return s->lemma[verb] == s->model->call && next < s->tokens->word_count &&
           (s->lemma[next] == s->model->on || s->lemma[next] == s->model->upon);
}

static uint32_t telling_verb(const Sight *s, Span cue)
{
    for (uint32_t i = cue.end; i-- > cue.begin;)
        if (is_verb(s, i) && (is_sense(s, i, LEXIS_TELLING) || calls_on(s, i))) return i;
    return NONE;
}

static bool passive(const Sight *s, uint32_t verb, Span cue)
{
    if (s->syntax->xpos[verb] != XPOS_VBN) return false;
    for (uint32_t i = cue.begin; i < verb; i++)
        if (s->lemma[i] == s->model->be) return true;
    return false;
}

static bool begins_with_verb(const Sight *s, uint32_t i, uint32_t end)
{
    return i < end && (s->syntax->upos[i] == UPOS_VERB || s->syntax->upos[i] == UPOS_AUX);
}

/* "warned Iran would …": Iran is the subject of what is said. "urged both governments to …": they are spoken to. */
static bool is_object(const Sight *s, uint32_t attribution, uint32_t verb, Span words, uint32_t end)
{
    if (!in_contents(s, attribution, words.begin)) return !begins_with_verb(s, words.end, end);
    uint32_t next = words.end;
    if (next < end && s->tokens->words[next].mark == MARK_OPEN) /* "Gov. Ada Finch (R) to resign" */
        while (next < end && s->tokens->words[next++].mark != MARK_CLOSE) {
        }
    if (next < end && is_sense(s, next, LEXIS_NEGATION)) next++;
    if (next >= end) return false;
    uint8_t upos = s->syntax->upos[next];
    bool clause = s->lemma[next] == s->model->to || s->lemma[next] == s->model->that;
    bool of = is_sense(s, verb, LEXIS_TELLS_OF) && s->lemma[next] == s->model->of;
    return of || (clause && (upos == UPOS_PART || upos == UPOS_SCONJ));
}

/* "reminded voters of the flood": the tree may hang the flood on the voters. */
static Span without_matter(const Sight *s, uint32_t verb, Span words)
{
    if (!is_sense(s, verb, LEXIS_TELLS_OF)) return words;
    for (uint32_t i = words.begin + 1; i < words.end; i++)
        if (s->syntax->upos[i] == UPOS_ADP && s->lemma[i] == s->model->of) return (Span){words.begin, i};
    return words;
}

/* "She was asked by reporters", "customers who were told": the subject of the passive. */
static Party find_subject(const Sight *s, uint32_t attribution, uint32_t verb)
{
    Span x = sight_reach(s, verb), source = s->attributions->items[attribution].source;
    for (uint32_t i = verb; i-- > x.begin;) {
        if (s->syntax->head[i] != verb || s->syntax->relation[i] != REL_NSUBJ_PASS) continue;
        uint32_t m = s->entities->of_head[i];
        Span words = m == NONE ? (Span){i, i + 1} : s->entities->mentions[m].words;
        return span_has(source, i) || in_contents(s, attribution, i) || words.end > verb ? nobody : party_at(s, words);
    }
    return nobody;
}

static Party find_object(const Sight *s, uint32_t attribution)
{
    Span cue = s->attributions->items[attribution].cue, source = s->attributions->items[attribution].source;
    uint32_t verb = telling_verb(s, cue);
    if (verb == NONE) return nobody;
    if (passive(s, verb, cue)) return find_subject(s, attribution, verb);
    uint32_t end = sight_reach(s, verb).end, i = verb + 1;
    if (s->lemma[verb] == s->model->call) i++; /* "called on" */
    while (i < end && s->syntax->upos[i] == UPOS_ADV) i++;
    Span words = without_matter(s, verb, phrase_at(s, i, end));
    if (span_empty(words) || span_has(source, i)) return nobody;
    if (!can_hear(s, words, true) || !is_object(s, attribution, verb, words, end)) return nobody;
    return party_at(s, words);
}

/* The noun or verb that a preposition goes with, where that may be spoken to somebody: not "in response to". */
static bool speaks_to(const Sight *s, Span cue, uint32_t preposition)
{
    uint32_t before = preposition - 1;
    if (is_sense(s, before, LEXIS_NOT_TO)) return false;
    uint32_t noun = noun_of(s, before);
    if (span_has(cue, before)) return is_listed_verb(s, before) || (noun & (NOUN_VENUE | NOUN_SPEECH | NOUN_DOCUMENT));
    return is_verb(s, before) || (noun & (NOUN_VENUE | NOUN_SPEECH | NOUN_DOCUMENT)) ||
           is_sense(s, before, LEXIS_MEETING);
}

/* "confirmed his identity to reporters": the one whom the cue itself governs */
static bool governs(const Sight *s, Span cue, uint32_t i)
{
    if (s->lemma[i] != s->model->to || s->syntax->upos[i] != UPOS_ADP || is_sense(s, i - 1, LEXIS_NOT_TO)) return false;
    uint32_t noun = s->syntax->head[i];
    if (noun == NONE || noun < i || s->syntax->relation[noun] != REL_OBL) return false;
    uint32_t verb = s->syntax->head[noun];
    return verb != NONE && span_has(cue, verb) && is_verb(s, verb);
}

static bool introduces(const Sight *s, Span cue, uint32_t i)
{
    uint32_t lemma = s->lemma[i];
    if (s->syntax->upos[i] == UPOS_PART && s->syntax->xpos[i + 1] == XPOS_VB) return false; /* "to leave" */
    if (s->syntax->upos[i] != UPOS_ADP && s->syntax->upos[i] != UPOS_SCONJ && s->syntax->upos[i] != UPOS_PART)
        return false;
    if (lemma == s->model->to) return speaks_to(s, cue, i) || governs(s, cue, i);
    if (lemma == s->model->with) return is_sense(s, i - 1, LEXIS_MEETING);
    return lemma == s->model->before && span_has(cue, i - 1);
}

/* "Asked whether he would stay, Threlk said": the one who answers, behind the comma, is the one who was asked. */
static Party find_asked(const Sight *s, uint32_t attribution)
{
    const Attribution *a = &s->attributions->items[attribution];
    uint32_t verb = a->cue.begin, last = s->attributions->contents[a->content_first + a->content_count - 1].end;
    uint8_t tag = s->syntax->xpos[verb];
    bool by = a->source.begin > verb + 1 && s->lemma[a->source.begin - 1] == s->model->by;
    bool asked =
        is_sense(s, verb, LEXIS_TELLER) && (tag == XPOS_VBN || tag == XPOS_VBD) && (span_empty(a->source) || by);
    uint32_t end = sight_reach(s, last - 1).end;
    if (!asked || last < verb || last + 1 >= end || s->tokens->words[last].mark != MARK_COMMA) return nobody;
    Span words = phrase_at(s, last + 1, end);
    return span_empty(words) ? nobody : party_at(s, words);
}

static Party find_after_preposition(const Sight *s, uint32_t attribution)
{
    const Attribution *a = &s->attributions->items[attribution];
    Span x = sight_reach(s, a->cue.end - 1);
    bool before = !span_empty(a->source) && a->source.end <= a->cue.begin && a->source.end > x.begin;
    for (uint32_t i = before ? a->source.end : a->cue.begin + 1; i + 1 < x.end; i++) {
        if (!i || !introduces(s, a->cue, i) || in_contents(s, attribution, i) || span_has(a->source, i)) continue;
        Span words = phrase_at(s, i + 1, x.end);
        if (span_empty(words) || !can_hear(s, words, false) || begins_with_verb(s, words.end, x.end)) continue;
        if (climbs_to_cue(s, attribution, phrase_head(s, words)) || beside_cue(s, attribution, words))
            return party_at(s, words);
    }
    return nobody;
}

/* "Officials who spoke with reporters said", "a source speaking to the Courier said" */
static Party find_in_source(const Sight *s, uint32_t attribution)
{
    Span source = s->attributions->items[attribution].source;
    for (uint32_t i = source.begin; i + 2 < source.end; i++) {
        bool speaks = is_verb(s, i) && is_sense(s, i, LEXIS_SPEAKING);
        if (!speaks || (s->lemma[i + 1] != s->model->to && s->lemma[i + 1] != s->model->with)) continue;
        Span words = phrase_at(s, i + 2, source.end);
        if (!span_empty(words) && can_hear(s, words, false)) return party_at(s, words);
    }
    return nobody;
}

void party_find(Sight *s, uint32_t attribution)
{
    Standing *st = &s->standings[attribution];
    if (!has_cue(s, attribution)) {
        via_find(s, attribution);
        return;
    }
    st->to = find_object(s, attribution);
    st->to_rule = WHY_TO_OBJECT;
    if (span_empty(st->to.words)) {
        st->to = find_after_preposition(s, attribution);
        st->to_rule = WHY_TO_PREPOSITION;
    }
    if (span_empty(st->to.words)) {
        st->to = find_asked(s, attribution);
        st->to_rule = WHY_TO_ASKED;
    }
    if (span_empty(st->to.words)) {
        st->to = find_in_source(s, attribution);
        st->to_rule = span_empty(st->to.words) ? WHY_NONE : WHY_TO_PREPOSITION;
    }
    via_find(s, attribution);
}
