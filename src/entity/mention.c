/* Mentions: every noun phrase and pronoun, one for each word that heads one. Names come from the runs of words that
 * name.c found, whatever the tree made of them; the tree says how far the phrase round them goes. */
#include "entity/internal.h"

#define LONGEST_NOMINAL 40u /* words before a noun among which its article is looked for */
#define LONGEST_ROLE 16u    /* words; a longer apposition is a description, no role */

bool is_subject(uint8_t relation)
{
    return relation == REL_NSUBJ || relation == REL_NSUBJ_PASS || relation == REL_NSUBJ_OUTER;
}

static bool is_nominal_relation(uint8_t r)
{
    switch (r) {
    case REL_NSUBJ:
    case REL_NSUBJ_PASS:
    case REL_NSUBJ_OUTER:
    case REL_OBJ:
    case REL_IOBJ:
    case REL_OBL:
    case REL_OBL_AGENT:
    case REL_NMOD:
    case REL_NMOD_POSS:
    case REL_APPOS:
    case REL_CONJ:
    case REL_ROOT:
    case REL_VOCATIVE:
    case REL_DISLOCATED:
    case REL_PARATAXIS:
    case REL_LIST:
    case REL_ORPHAN:
    case REL_DEP: return true;
    default: return false;
    }
}

/* ---- where a phrase is governed ---- */

/* The word of a name or its title that the others hang on. */
static uint32_t top_word(const Survey *s, Span name, Span title)
{
    Span all = span_join(name, title);
    uint32_t top = name.end - 1;
    bool found = false;
    for (uint32_t i = name.begin; i < name.end; i++) {
        uint32_t h = s->syntax->head[i];
        if ((h != NONE && span_holds(name, h)) || s->tokens->words[i].mark) continue;
        bool second = found && s->syntax->relation[i] == REL_CONJ; /* "Greyling & Tarn", taken for two */
        if (!found || (is_nominal_relation(s->syntax->relation[i]) && !second)) top = i;
        found = true;
    }
    for (uint32_t step = all.begin; step < all.end; step++) { /* into the title, where the tree hangs the name on it */
        uint32_t h = s->syntax->head[top];
        bool other = h != NONE && s->name_at[h] != NONE && !span_holds(name, h); /* "Vellan" before "Mayor Jon Dorn" */
        if (h == NONE || !span_holds(all, h) || other) break;
        top = h;
    }
    return top;
}

/* ---- flags ---- */

static bool is_definite(const Survey *s, Span phrase, uint32_t head)
{
    uint32_t first = head - phrase.begin > LONGEST_NOMINAL ? head - LONGEST_NOMINAL : phrase.begin;
    for (uint32_t i = first; i < head; i++) {
        if (s->syntax->head[i] != head) continue;
        if (s->syntax->relation[i] == REL_NMOD_POSS) return true;
        if (s->syntax->relation[i] != REL_DET) continue;
        Text t = word_text(s->article, &s->tokens->words[i]);
        return t.size >= 3 && (t.data[0] == 't' || t.data[0] == 'T'); /* the, this, that, these, those */
    }
    return false;
}

static uint16_t class_flags(uint32_t class)
{
    return (uint16_t)((class & (NOUN_PERSON | NOUN_COLLECTIVE) ? MENTION_HUMAN : 0) |
                      (class & NOUN_MALE ? MENTION_MALE : 0) | (class & NOUN_FEMALE ? MENTION_FEMALE : 0) |
                      (class & NOUN_OUTLET ? MENTION_OUTLET : 0) | (class & NOUN_DOCUMENT ? MENTION_DOCUMENT : 0) |
                      (class & NOUN_BODY ? MENTION_BODY : 0));
}

static bool is_plural(uint8_t xpos) { return xpos == XPOS_NNS || xpos == XPOS_NNPS; }

/* ---- collecting ---- */

static bool add_mention(Survey *s, Mention m, uint32_t bearer)
{
    if (s->of_head[m.head] != NONE) return true;
    if (!arena_grow(s->arena, (void **)&s->mentions, &s->mention_capacity, s->mention_count + 1, sizeof m) ||
        !arena_grow(s->scratch, (void **)&s->bearer_of, &s->bearer_of_capacity, s->mention_count + 1, sizeof bearer))
        return false;
    m.entity = m.same_as = NONE;
    s->of_head[m.head] = s->mention_count;
    s->bearer_of[s->mention_count] = bearer;
    s->mentions[s->mention_count++] = m;
    return true;
}

static bool add_name_mention(Survey *s, const Name *n)
{
    uint32_t head = top_word(s, n->words, n->title);
    Mention m = {.words = span_join(s->phrase[head], span_join(n->words, n->title)),
                 .name = n->words,
                 .head = head,
                 .kind = MENTION_NAME,
                 .type = n->type,
                 .rule = n->rule};
    if (n->type == ENTITY_PERSON || n->type == ENTITY_PEOPLE) m.flags |= MENTION_HUMAN;
    if (n->type == ENTITY_PEOPLE && is_plural(s->syntax->xpos[n->words.end - 1])) m.flags |= MENTION_PLURAL;
    if (n->flags & NAME_MALE) m.flags |= MENTION_MALE;
    if (n->flags & NAME_FEMALE) m.flags |= MENTION_FEMALE;
    if (n->flags & NAME_ARTICLE) m.flags |= MENTION_DEFINITE;
    return add_mention(s, m, n->bearer);
}

static bool is_pronoun(const Survey *s, uint32_t i)
{
    uint8_t x = s->syntax->xpos[i];
    return x == XPOS_PRP || x == XPOS_PRPS || x == XPOS_WP || x == XPOS_WPS ||
           (x == XPOS_WDT && is_subject(s->syntax->relation[i]));
}

static bool heads_nominal(const Survey *s, uint32_t i)
{
    uint8_t upos = s->syntax->upos[i], relation = s->syntax->relation[i];
    if (!(s->tokens->words[i].flags & WORD_LETTERS) || s->name_at[i] != NONE || s->class[i] & WORD_IN_ROLE)
        return false;
    if (upos == UPOS_NOUN || upos == UPOS_PROPN)
        return is_nominal_relation(relation) || relation == REL_NMOD_DESC || s->class[i] & (NOUN_PERSON | NOUN_OUTLET);
    bool other = upos == UPOS_NUM || upos == UPOS_ADJ || upos == UPOS_DET || upos == UPOS_PRON;
    return other && (is_subject(relation) || relation == REL_OBJ || relation == REL_IOBJ || relation == REL_OBL_AGENT);
}

static bool add_word_mention(Survey *s, uint32_t i)
{
    Mention m = {.words = {i, i + 1}, .name = {i, i}, .head = i};
    if (is_pronoun(s, i)) {
        m.kind = MENTION_PRONOUN;
        return add_mention(s, m, NONE);
    }
    if (!heads_nominal(s, i)) return true;
    m.kind = MENTION_NOMINAL;
    m.words = s->phrase[i];
    m.name = (Span){m.words.begin, m.words.begin};
    m.flags = class_flags(s->class[i]);
    if (is_plural(s->syntax->xpos[i])) m.flags |= MENTION_PLURAL;
    if (is_definite(s, m.words, i)) m.flags |= MENTION_DEFINITE;
    return add_mention(s, m, NONE);
}

/* ---- order ---- ascending by begin, then the longer first: two stable counting sorts, for phrases may all begin at
 * one word */

static bool sort_by(Survey *s, Mention *from, uint32_t *from_bearer, Mention *to, uint32_t *to_bearer, bool ends)
{
    size_t n = (size_t)s->count + 2;
    uint32_t *place = TAKE(s->scratch, uint32_t, n);
    if (!place) return false;
    memset(place, 0, n * sizeof *place);
    for (uint32_t i = 0; i < s->mention_count; i++)
        place[(ends ? s->count - from[i].words.end : from[i].words.begin) + 1]++;
    for (size_t i = 1; i < n; i++) place[i] += place[i - 1];
    for (uint32_t i = 0; i < s->mention_count; i++) {
        uint32_t k = place[ends ? s->count - from[i].words.end : from[i].words.begin]++;
        to[k] = from[i];
        to_bearer[k] = from_bearer[i];
    }
    return true;
}

static bool sort_mentions(Survey *s)
{
    Mention *other = TAKE(s->scratch, Mention, s->mention_count);
    uint32_t *bearers = TAKE(s->scratch, uint32_t, s->mention_count);
    if (!other || !bearers || !sort_by(s, s->mentions, s->bearer_of, other, bearers, true) ||
        !sort_by(s, other, bearers, s->mentions, s->bearer_of, false))
        return false;
    for (uint32_t i = 0; i < s->mention_count; i++) s->of_head[s->mentions[i].head] = i;
    return true;
}

/* ---- roles ---- */

bool add_role(Survey *s, uint32_t bearer, Span words)
{
    if (span_empty(words) || words.end - words.begin > LONGEST_ROLE) return true;
    if (!arena_grow(s->scratch, (void **)&s->roles, &s->role_capacity, s->role_count + 1, sizeof *s->roles))
        return false;
    s->roles[s->role_count++] = (Role){bearer, words};
    return true;
}

Span role_words(const Survey *s, Span phrase, uint32_t head)
{
    Span r = phrase;
    if (phrase.end - phrase.begin > 2 * LONGEST_NOMINAL) return (Span){head, head + 1};
    for (uint32_t i = phrase.begin; i < head; i++) {
        uint8_t upos = s->syntax->upos[i], x = s->syntax->xpos[i];
        bool opens = i == r.begin && (upos == UPOS_DET || x == XPOS_PRPS);
        if (opens || x == XPOS_POS || s->tokens->words[i].mark == MARK_COMMA) r.begin = i + 1;
    }
    for (uint32_t i = head + 1; i < r.end; i++)
        if (s->tokens->words[i].mark == MARK_COMMA || s->tokens->words[i].mark == MARK_DASH) r.end = i;
    return r;
}

bool survey_mentions(Survey *s)
{
    for (uint32_t i = 0; i < s->count; i++) s->of_head[i] = NONE;
    for (uint32_t k = 0; k < s->name_count; k++) {
        const Name *n = &s->names[k];
        if (!add_name_mention(s, n)) return false;
        if (n->bearer != NONE && !add_role(s, n->bearer, n->role)) return false;
    }
    for (uint32_t i = 0; i < s->count; i++)
        if (!add_word_mention(s, i)) return false;
    return s->mention_count == 0 || sort_mentions(s);
}
