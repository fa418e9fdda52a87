/* Who is meant: one walk over the mentions in the text's order, with the people and things in mind. The rules go from
 * the surest to the least sure (sieves: Raghunathan et al. 2010, Lee et al. 2013), and where none applies a mention
 * stays without a bearer. Within a sentence what stands outside quotations comes first, for the speaker of a quotation
 * is known from there. */
#include "entity/internal.h"

#define THINGS 16u        /* bodies, countries, outlets in mind */
#define OFFICES 8u        /* holders of an office that are looked at */
#define MODIFIERS 12u     /* words of a phrase that are compared with a role */
#define UNNAMED_REACH 15u /* sentences over which "the official" is an official of before */
#define UNLIKELY 0.05f    /* a person: no candidate */
#define LATELY 2u         /* sentences within which a thing is in mind */
#define OPENING 3u /* sentences that an article opens with */
#define SEVERAL (NONE - 1)

enum { KEY_OFFICE = 1, KEY_UNNAMED, KEY_BODY, KEY_ROLES };

typedef struct Thing {
    uint32_t bearer, sentence, subject_sentence; /* of its last mention, of its last one as the main subject */
} Thing;

typedef struct Opener { /* a nominal of the first sentences, and who it is */
    uint32_t mention, bearer;
} Opener;

typedef struct Mind {
    Survey *survey;
    Referent people[REFERENTS]; /* the latest first */
    Thing things[THINGS];
    uint32_t people_count, thing_count;
    Opener *opener; /* by sentence */
    uint32_t speaker, speaker_paragraph; /* who was last said to speak */
    uint32_t active, active_sentence;    /* the person who was last a main subject or a speaker; NONE: not named */
    KeyMap map;
    uint32_t *office_next; /* by role: an earlier role of the same noun */
    uint32_t *role_next;   /* by role: an earlier role of the same bearer */
    uint32_t *appositive;  /* by mention: the mention in apposition to it, or to which it is, or NONE */
    uint32_t *referent_of; /* by mention of an unnamed person: the first mention */
    bool white_paper;      /* "a white paper" was spoken of: "the paper" may be it */
} Mind;

static uint32_t *at(Mind *mind, uint32_t kind, uint32_t a) { return map_at(&mind->map, (MapKey){kind, a, 0}); }
static ListEntry entry_of(const Survey *s, uint32_t bearer)
{
    return list_entry(&s->model->lists, s->bearers[bearer].list_entry);
}

/* ---- offices and bodies ---- */

static bool is_of(const Survey *s, uint32_t i) { return s->syntax->lemma_hash[i] == s->model->glossary.of; }

/* The noun of a role or a body's name: the last word, or the one before the first "of" or "for". */
static uint32_t noun_of(const Survey *s, Span words)
{
    for (uint32_t i = words.begin + 1; i < words.end; i++)
        if (s->syntax->upos[i] == UPOS_ADP || is_of(s, i)) return i - 1;
    return words.end - 1;
}

static uint32_t office_at(const Survey *s, uint32_t word)
{
    return office_word(&s->model->glossary, s->syntax->lemma_hash[word]);
}

static bool has_word(const Survey *s, Span role, uint32_t word)
{
    for (uint32_t k = role.begin; k < role.end; k++)
        if (s->tokens->words[k].lower == s->tokens->words[word].lower || office_at(s, k) == office_at(s, word))
            return true;
    return false;
}

static void learn_office(Mind *mind, uint32_t role)
{
    Survey *s = mind->survey;
    uint32_t *first = at(mind, KEY_OFFICE, office_at(s, noun_of(s, s->roles[role].words)));
    mind->office_next[role] = *first;
    *first = role;
    uint32_t *own = at(mind, KEY_ROLES, s->roles[role].bearer);
    mind->role_next[role] = *own;
    *own = role;
}

static void learn_body(Mind *mind, uint32_t name)
{
    Survey *s = mind->survey;
    const Name *n = &s->names[name];
    if (n->bearer == NONE || n->words.end - n->words.begin < 2) return;
    uint8_t type = s->bearers[n->bearer].type;
    if (type != ENTITY_ORGANIZATION && type != ENTITY_OUTLET && type != ENTITY_NONE && type != ENTITY_DOCUMENT) return;
    uint32_t *known = at(mind, KEY_BODY, s->tokens->words[noun_of(s, n->words)].lower);
    *known = *known == NONE || *known == n->bearer ? n->bearer : SEVERAL;
}

/* Whether the role has every word of the phrase but its article: "the defense secretary", "U.S. Defense Secretary". */
static bool role_covers(const Survey *s, Span role, Span phrase)
{
    if (phrase.end - phrase.begin > MODIFIERS) return false;
    for (uint32_t i = phrase.begin; i < phrase.end; i++) {
        uint8_t upos = s->syntax->upos[i];
        if (upos == UPOS_DET || s->tokens->words[i].mark) continue;
        if (!has_word(s, role, i)) return false;
    }
    return true;
}

static uint32_t holder_of(Mind *mind, const Mention *m)
{
    Survey *s = mind->survey;
    uint32_t role = *at(mind, KEY_OFFICE, office_at(s, m->head)), holder = NONE;
    uint32_t before = NONE, holders = 0;
    for (uint32_t seen = 0; role != NONE && seen < OFFICES * 8; role = mind->office_next[role], seen++) {
        const Role *r = &s->roles[role];
        holders += r->bearer != before;
        before = r->bearer;
        if (holders > OFFICES) break;
        if (!role_covers(s, r->words, m->words)) continue;
        if (holder != NONE && holder != r->bearer) return SEVERAL;
        holder = r->bearer;
    }
    return holder;
}

/* ---- what is in mind ---- */

static uint8_t sex_of_mention(const Mention *m)
{
    return (uint8_t)((m->flags & MENTION_MALE ? GIVEN_MALE : 0) | (m->flags & MENTION_FEMALE ? GIVEN_FEMALE : 0));
}

static uint32_t place_of(const Mind *mind, uint32_t bearer, uint32_t first)
{
    for (uint32_t i = 0; i < mind->people_count; i++) {
        const Referent *r = &mind->people[i];
        if (bearer != NONE ? r->bearer == bearer : r->bearer == NONE && r->first == first) return i;
    }
    return NONE;
}

static bool holds_mention(const Survey *s, uint32_t outer, uint32_t inner)
{
    Span a = s->mentions[outer].words, b = s->mentions[inner].words;
    return a.begin <= b.begin && b.end <= a.end;
}

/* Puts somebody in front: he was spoken of just now. */
static void touch_person(Mind *mind, uint32_t mention, uint32_t bearer, uint32_t first, float likely)
{
    Survey *s = mind->survey;
    const Mention *m = &s->mentions[mention];
    uint32_t known = place_of(mind, bearer, first), k = known;
    Referent r = k != NONE ? mind->people[k] : (Referent){.bearer = bearer, .first = first, .subject_sentence = NONE};
    if (k == NONE) k = mind->people_count < REFERENTS ? mind->people_count++ : REFERENTS - 1;
    memmove(mind->people + 1, mind->people, k * sizeof r);
    bool inside = known != NONE && bearer != NONE && holds_mention(s, r.mention, mention); /* "a minister, Jane Roe" */
    if (!inside) r.mention = mention;
    r.sentence = s->sentence[m->head];
    if (is_subject(s->syntax->relation[m->head])) r.subject_sentence = r.sentence;
    r.count += !inside;
    r.likely = likely;
    r.human |= likely >= 1;
    r.quoted = s->quote[m->head] != 0;
    if (!r.gender)
        r.gender = bearer != NONE && s->bearers[bearer].gender ? s->bearers[bearer].gender : sex_of_mention(m);
    mind->people[0] = r;
}

/* A person, or what no list and no title has told to be something else. */
static float chance_of_person(const Survey *s, uint32_t bearer)
{
    const Bearer *b = &s->bearers[bearer];
    if (b->type == ENTITY_PERSON && b->sure) return 1;
    if (b->sure || b->list_entry != NONE) return 0;
    float guess = guess_person(s->model, b->guess);
    if (b->type == ENTITY_PERSON && guess < 0.5f) return 0.5f;
    return guess < UNLIKELY ? 0 : guess;
}

static bool is_thing(uint8_t type)
{
    return type == ENTITY_ORGANIZATION || type == ENTITY_COUNTRY || type == ENTITY_OUTLET || type == ENTITY_DOCUMENT ||
           type == ENTITY_PLACE;
}

/* The subject of the sentence's root, so far as the tree says so. */
static bool is_main_subject(const Survey *s, uint32_t word)
{
    uint32_t h = s->syntax->head[word];
    return is_subject(s->syntax->relation[word]) && h != NONE && s->syntax->head[h] == NONE && !s->quote[word];
}

static void touch_thing(Mind *mind, uint32_t mention, uint32_t bearer)
{
    Survey *s = mind->survey;
    uint32_t head = s->mentions[mention].head, k = 0;
    while (k < mind->thing_count && mind->things[k].bearer != bearer) k++;
    Thing t = k < mind->thing_count ? mind->things[k] : (Thing){bearer, 0, NONE};
    if (k == mind->thing_count) k = mind->thing_count < THINGS ? mind->thing_count++ : THINGS - 1;
    memmove(mind->things + 1, mind->things, k * sizeof t);
    t.sentence = s->sentence[head];
    if (is_main_subject(s, head)) t.subject_sentence = t.sentence;
    mind->things[0] = t;
}

static void note_active(Mind *mind, uint32_t mention, uint32_t bearer)
{
    Survey *s = mind->survey;
    uint32_t head = s->mentions[mention].head, verb = s->syntax->head[head];
    if (!is_subject(s->syntax->relation[head]) || verb == NONE || s->quote[head]) return;
    if (!(s->class[verb] & WORD_SAYS) && !is_main_subject(s, head)) return;
    mind->active = bearer;
    mind->active_sentence = s->sentence[head];
}

static void note_speaker(Mind *mind, uint32_t mention, uint32_t bearer)
{
    Survey *s = mind->survey;
    uint32_t head = s->mentions[mention].head, verb = s->syntax->head[head];
    if (!is_subject(s->syntax->relation[head]) || verb == NONE || !(s->class[verb] & WORD_SAYS) || s->quote[head])
        return;
    mind->speaker = bearer;
    mind->speaker_paragraph = s->tokens->sentences[s->sentence[head]].paragraph;
}

static void settle(Mind *mind, uint32_t mention, uint32_t bearer, uint8_t rule)
{
    Survey *s = mind->survey;
    Mention *m = &s->mentions[mention];
    s->bearer_of[mention] = bearer;
    m->rule = rule;
    uint8_t type = s->bearers[bearer].type;
    float likely = chance_of_person(s, bearer);
    if (likely > 0) touch_person(mind, mention, bearer, NONE, likely);
    if (likely > 0) note_active(mind, mention, bearer);
    if (is_thing(type) || (type == ENTITY_NONE && m->kind == MENTION_NAME)) touch_thing(mind, mention, bearer);
    note_speaker(mind, mention, bearer);
}

/* ---- nominals ---- */

/* The one thing in mind lately that passes; SEVERAL where two do. */
static uint32_t only_thing(const Mind *mind, uint32_t here, uint32_t reach,
                           bool passes(const Survey *, uint32_t bearer))
{
    uint32_t found = NONE;
    for (uint32_t i = 0; i < mind->thing_count; i++) {
        const Thing *t = &mind->things[i];
        if (here - t->sentence > reach || !passes(mind->survey, t->bearer)) continue;
        if (found != NONE) return SEVERAL;
        found = t->bearer;
    }
    return found;
}

/* The only one in mind, or else the only one lately. */
static uint32_t thing_meant(const Mind *mind, uint32_t here, bool passes(const Survey *, uint32_t bearer))
{
    uint32_t found = NONE;
    for (uint32_t reach = 0; reach <= LATELY; reach++) {
        found = only_thing(mind, here, reach, passes);
        if (found != NONE) return found;
    }
    return only_thing(mind, here, NONE, passes);
}

static bool is_published(const Survey *s, uint32_t b) { return s->bearers[b].type == ENTITY_OUTLET; }
static bool is_outlet(const Survey *s, uint32_t b)
{
    return s->bearers[b].type == ENTITY_OUTLET &&
           (s->bearers[b].list_entry == NONE || !(entry_of(s, b).flags & LIST_SOCIAL));
}
static bool is_agency(const Survey *s, uint32_t b)
{
    return s->bearers[b].type == ENTITY_OUTLET && s->bearers[b].list_entry != NONE &&
           entry_of(s, b).flags & LIST_AGENCY;
}
static bool is_social(const Survey *s, uint32_t b)
{
    return s->bearers[b].type == ENTITY_OUTLET && s->bearers[b].list_entry != NONE &&
           entry_of(s, b).flags & LIST_SOCIAL;
}
static bool is_country(const Survey *s, uint32_t b) { return s->bearers[b].type == ENTITY_COUNTRY; }
/* Whether the article is on it from the beginning. */
static bool opens_with(const Survey *s, uint32_t b)
{
    uint32_t first = s->bearers[b].first;
    return first != NONE && s->sentence[s->names[first].words.begin] < OPENING;
}

static bool is_firm(const Survey *s, uint32_t b)
{
    if (is_social(s, b)) return opens_with(s, b);
    if (s->bearers[b].type != ENTITY_ORGANIZATION) return false;
    uint32_t last = s->class[noun_of(s, s->names[s->bearers[b].full].words)];
    if (s->bearers[b].list_entry == NONE) return !(last & WORD_ORGAN) || last & (WORD_FIRM | WORD_GENERIC);
    return entry_of(s, b).flags & LIST_COMPANY;
}

static bool plain(const Survey *s, const Mention *m) /* "the newspaper", with no word that tells it from others */
{
    return m->words.end - m->words.begin <= 2 && m->flags & MENTION_DEFINITE && !(m->flags & MENTION_PLURAL) &&
           s->syntax->relation[m->words.begin] != REL_NMOD_POSS;
}

/* "This newspaper" is the article's own, which it seldom names. */
static bool points_at_itself(const Survey *s, const Mention *m)
{
    return s->syntax->lemma_hash[m->words.begin] == lemma_hash(text_literal("this"));
}

static uint32_t thing_nominal(Mind *mind, const Mention *m, uint8_t *rule)
{
    Survey *s = mind->survey;
    uint32_t class = s->class[m->head], here = s->sentence[m->head];
    *rule = RULE_OUTLET;
    if (class & NOUN_OUTLET && points_at_itself(s, m)) return NONE;
    if (class & NOUN_OUTLET && class & NOUN_DOCUMENT && mind->white_paper) return NONE;
    *rule = RULE_BODY;
    uint32_t b = class & (NOUN_BODY | NOUN_DOCUMENT | NOUN_OUTLET | WORD_ORGAN)
                     ? *at(mind, KEY_BODY, s->tokens->words[m->head].lower)
                     : NONE;
    if (b != NONE) return b;
    if (class & NOUN_OUTLET) {
        *rule = RULE_OUTLET;
        if (class & WORD_ONLINE) return only_thing(mind, here, LATELY, is_published);
        return thing_meant(mind, here, class & NOUN_BODY ? is_agency : is_outlet);
    }
    *rule = RULE_COUNTRY;
    if (class & NOUN_COUNTRY && !(class & WORD_SITE)) /* "the state" may be any of fifty */
        return only_thing(mind, here, 1, is_country);
    *rule = RULE_BODY;
    return class & WORD_GENERIC ? thing_meant(mind, here, is_firm) : NONE;
}

/* "The social media company" */
static bool is_social_nominal(const Survey *s, const Mention *m)
{
    if (m->head < m->words.begin + 2 || m->flags & MENTION_PLURAL || !(s->class[m->head] & WORD_GENERIC)) return false;
    Text before = word_text(s->article, &s->tokens->words[m->head - 1]);
    return text_is(before, "media") || text_is(before, "networking") || text_is(before, "network");
}

/* "A white paper", "a research paper" */
static bool is_white_paper(const Survey *s, const Mention *m)
{
    static const char *const kinds[] = {"white", "research", "position", "working", "discussion", "academic", "policy"};
    uint32_t class = s->class[m->head];
    if (!(class & NOUN_OUTLET) || !(class & NOUN_DOCUMENT) || m->head == m->words.begin) return false;
    Text before = word_text(s->article, &s->tokens->words[m->head - 1]);
    for (size_t k = 0; k < COUNT(kinds); k++)
        if (text_is(before, kinds[k])) return true;
    return false;
}

/* ---- descriptions ---- "the billionaire", "the Vermont senator": who of the people named just now */

/* The party, people or country that words speak of, as a list entry; NONE. */
static uint32_t following_in(const Survey *s, Span words, uint8_t type)
{
    for (uint32_t i = words.begin; i < words.end && i < words.begin + MODIFIERS; i++) {
        if (!is_upper(s, i)) continue;
        ListMatch m = list_match(&s->model->lists, &s->tokens->words[i], words.end - i);
        if (m.words && !(m.as & LIST_AMBIGUOUS) && list_entry(&s->model->lists, m.entry).type == type) return m.entry;
    }
    return NONE;
}

typedef struct Fit {
    bool clashes; /* another party, another country */
    bool fits;    /* a role of the bearer has the noun */
} Fit;

static Fit fit_of(Mind *mind, const Mention *m, uint32_t bearer)
{
    Survey *s = mind->survey;
    static const uint8_t types[] = {ENTITY_PEOPLE, ENTITY_COUNTRY};
    bool met[COUNT(types)] = {false}, other[COUNT(types)] = {false};
    Fit fit = {false, false};
    uint32_t role = *at(mind, KEY_ROLES, bearer);
    for (uint32_t seen = 0; role != NONE && seen < OFFICES; role = mind->role_next[role], seen++) {
        fit.fits |= has_word(s, s->roles[role].words, m->head);
        for (size_t t = 0; t < COUNT(types); t++) {
            uint32_t here = following_in(s, m->words, types[t]);
            uint32_t there = following_in(s, s->roles[role].words, types[t]);
            met[t] |= here != NONE && here == there;
            other[t] |= here != NONE && there != NONE && here != there;
        }
    }
    for (size_t t = 0; t < COUNT(types); t++) fit.clashes |= other[t] && !met[t];
    return fit;
}

/* "Roe said the senator …": the subject above a clause is not spoken of so within it. */
static bool governed_by(const Survey *s, uint32_t word, const Mention *subject)
{
    uint32_t verb = s->syntax->head[subject->head];
    if (verb == NONE || !is_subject(s->syntax->relation[subject->head])) return false;
    for (uint32_t step = 0; step < 12 && word != NONE; step++, word = s->syntax->head[word])
        if (word == verb) return true;
    return false;
}

static bool may_be_described(const Mind *mind, const Mention *m, const Referent *r)
{
    const Survey *s = mind->survey;
    const Mention *last = &s->mentions[r->mention];
    uint32_t here = s->sentence[m->head];
    uint8_t sex = sex_of_mention(m);
    if (r->bearer == NONE || r->likely < 0.5f || here - r->sentence > LATELY) return false;
    if (sex && r->gender && !(sex & r->gender)) return false;
    if (last->words.begin < m->words.end && m->words.begin < last->words.end) return false;
    return r->sentence != here || !governed_by(s, m->head, last);
}

/* Whether the phrase may be another word for somebody named: "the candidate", a subject, told of outside quotations;
 * no "senator who votes for it", and nobody introduced as "a senator". */
static bool describes(Mind *mind, const Mention *m)
{
    Survey *s = mind->survey;
    uint32_t after = m->head + 1, *first = at(mind, KEY_UNNAMED, s->syntax->lemma_hash[m->head]);
    if (!(s->class[m->head] & WORD_DESCRIBES) || s->quote[m->head] || !is_subject(s->syntax->relation[m->head]))
        return false;
    if (s->syntax->relation[m->words.begin] != REL_DET || s->syntax->head[m->words.begin] != m->head) return false;
    bool restricted = after < s->count && (s->syntax->xpos[after] == XPOS_WP || s->syntax->xpos[after] == XPOS_WDT);
    bool introduced = *first != NONE && !(s->mentions[*first].flags & MENTION_DEFINITE) &&
                      s->sentence[m->head] - s->sentence[s->mentions[*first].head] <= UNNAMED_REACH;
    return !restricted && !introduced;
}

/* The only one who may be meant; or else the only one whose role has the noun, or he of whom the article goes on. */
static uint32_t described(Mind *mind, const Mention *m)
{
    uint32_t only = NONE, fit = NONE, active = NONE;
    if (!describes(mind, m)) return NONE;
    for (uint32_t k = 0; k < mind->people_count; k++) {
        const Referent *r = &mind->people[k];
        if (!may_be_described(mind, m, r)) continue;
        Fit f = fit_of(mind, m, r->bearer);
        if (f.clashes) continue;
        only = only == NONE ? r->bearer : SEVERAL;
        if (f.fits) fit = fit == NONE ? r->bearer : SEVERAL;
        if (r->bearer == mind->active) active = r->bearer;
    }
    if (only != SEVERAL) return only;
    return fit != NONE && fit != SEVERAL ? fit : active;
}

/* ---- openings ---- "A lawmaker wants the ferry closed. (…) Jane Roe said on Monday": somebody of whom the headline
 * or the first sentence tells is named in the next ones. */

#define OPENING_REACH 4u /* sentences within which the name comes */

static bool is_owned(const Survey *s, const Mention *m)
{
    for (uint32_t i = m->words.begin + 1; i < m->head; i++)
        if (s->syntax->xpos[i] == XPOS_POS) return s->syntax->upos[m->words.begin] == UPOS_PROPN;
    return false;
}

static bool opens_article(const Mind *mind, uint32_t mention)
{
    const Survey *s = mind->survey;
    const Mention *m = &s->mentions[mention];
    bool owned = m->flags & MENTION_DEFINITE && is_owned(s, m); /* "Roe's campaign manager" */
    if (m->kind != MENTION_NOMINAL || m->flags & MENTION_PLURAL || s->quote[m->head]) return false;
    if (m->flags & MENTION_DEFINITE && !owned) return false;
    if (!(s->class[m->head] & (NOUN_PERSON | NOUN_OUTLET)) || s->class[m->head] & (NOUN_KIN | WORD_PREDICATE))
        return false;
    if (!is_subject(s->syntax->relation[m->head]) || mind->appositive[mention] != NONE) return false;
    const Word *first = &s->tokens->words[m->words.begin];
    uint8_t upos = s->syntax->upos[m->words.begin];
    bool article = upos == UPOS_DET && first->end - first->begin <= 2;
    return article || owned || (s->sentence[m->head] == 0 && upos != UPOS_DET && upos != UPOS_NUM);
}

static bool role_has(Mind *mind, uint32_t bearer, uint32_t noun)
{
    const Survey *s = mind->survey;
    uint32_t role = *at(mind, KEY_ROLES, bearer);
    for (uint32_t seen = 0; role != NONE && seen < OFFICES; role = mind->role_next[role], seen++)
        if (office_at(s, noun_of(s, s->roles[role].words)) == office_at(s, noun)) return true;
    return false;
}

/* Whether a person is named here for the first time, as a subject: whose role has the noun, or who speaks and has no
 * other role; or the outlet, where the noun is one of outlets. */
static bool names_opener(Mind *mind, uint32_t mention, uint32_t noun)
{
    const Survey *s = mind->survey;
    const Mention *m = &s->mentions[mention];
    uint32_t b = s->bearer_of[mention];
    bool person = s->class[noun] & NOUN_PERSON;
    if (m->kind != MENTION_NAME || b == NONE || s->quote[m->head]) return false;
    if (person ? s->bearers[b].type != ENTITY_PERSON : !is_outlet(s, b)) return false;
    if (s->bearers[b].first != s->name_at[m->name.begin]) return false;
    uint32_t top = s->syntax->relation[m->head] == REL_APPOS ? s->syntax->head[m->head] : m->head;
    uint32_t verb = s->syntax->head[top];
    if (!is_subject(s->syntax->relation[top]) || verb == NONE) return false;
    if (!person || role_has(mind, b, noun)) return true;
    return *at(mind, KEY_ROLES, b) == NONE && s->class[verb] & WORD_SAYS;
}

static void find_opener(Mind *mind, uint32_t mention)
{
    Survey *s = mind->survey;
    const Mention *m = &s->mentions[mention];
    uint32_t here = s->sentence[m->head], i = mention + 1;
    mind->opener[here].mention = mention;
    for (; i < s->mention_count && s->sentence[s->mentions[i].head] <= here + OPENING_REACH; i++) {
        if (s->sentence[s->mentions[i].head] == here || !names_opener(mind, i, m->head)) continue;
        mind->opener[here].bearer = s->bearer_of[i];
        return;
    }
}

/* "___", "9:30 p.m.": a line between the sections of an article. */
static bool is_separator(const Survey *s, uint32_t sentence)
{
    Sentence x = s->tokens->sentences[sentence];
    if (x.end - x.first > 4) return false;
    Text t = word_text(s->article, &s->tokens->words[x.first]);
    return t.size && (t.data[0] == '_' || t.data[0] == '*' || (t.data[0] >= '0' && t.data[0] <= '9'));
}

static bool may_open(const Survey *s, uint32_t sentence)
{
    return sentence < OPENING || is_separator(s, sentence - 1);
}

/* Kin and friends are no office; "no friend of his" is no role. */
static bool tells_role(const Survey *s, const Mention *m)
{
    if (!(s->class[m->head] & NOUN_PERSON) || s->class[m->head] & NOUN_KIN || m->flags & MENTION_PLURAL) return false;
    return !text_is(word_text(s->article, &s->tokens->words[m->words.begin]), "no");
}

/* What the article opens with is a role of the one whom it then names: "the minister" is him from there on. */
static void keep_opener(Mind *mind, const Opener *o)
{
    Survey *s = mind->survey;
    const Mention *m = &s->mentions[o->mention];
    if (s->bearers[o->bearer].type != ENTITY_PERSON || !tells_role(s, m)) return;
    uint32_t before = s->role_count;
    if (add_role(s, o->bearer, role_words(s, m->words, m->head)) && s->role_count > before) learn_office(mind, before);
}

static void find_openers(Mind *mind)
{
    Survey *s = mind->survey;
    for (uint32_t k = 0; k < s->tokens->sentence_count; k++) mind->opener[k] = (Opener){NONE, NONE};
    for (uint32_t i = 0; i < s->mention_count; i++) {
        uint32_t here = s->sentence[s->mentions[i].head];
        if (!may_open(s, here) || mind->opener[here].mention != NONE) continue;
        if (opens_article(mind, i)) find_opener(mind, i);
        if (mind->opener[here].bearer != NONE) keep_opener(mind, &mind->opener[here]);
    }
}

static uint32_t opener_of(const Mind *mind, uint32_t mention)
{
    const Opener *o = &mind->opener[mind->survey->sentence[mind->survey->mentions[mention].head]];
    return o->mention == mention ? o->bearer : NONE;
}

/* "Senator quits": a headline leaves the article out, and introduces nobody. */
static bool is_bare(const Survey *s, uint32_t mention)
{
    const Mention *m = &s->mentions[mention];
    uint8_t first = s->syntax->upos[m->words.begin];
    return !(m->flags & MENTION_PLURAL) && first != UPOS_DET && first != UPOS_NUM;
}

/* A person without a name: an earlier one if "the" and the noun say so, else somebody new. */
static void unnamed_nominal(Mind *mind, uint32_t mention)
{
    Survey *s = mind->survey;
    Mention *m = &s->mentions[mention];
    uint32_t *last = at(mind, KEY_UNNAMED, s->syntax->lemma_hash[m->head]);
    bool again =
        plain(s, m) && *last != NONE && s->sentence[m->head] - s->sentence[s->mentions[*last].head] <= UNNAMED_REACH;
    bool behind = *last != NONE && *last > mention; /* "The official is tired," an official said */
    if (again) {
        uint16_t flags = s->mentions[*last].flags;
        bool anew = !(flags & MENTION_DEFINITE) && !is_bare(s, *last);
        if (anew || flags & MENTION_INTRODUCED) m->flags |= MENTION_INTRODUCED;
    }
    if (again && !behind) {
        m->same_as = *last;
        m->rule = RULE_UNNAMED;
    }
    mind->referent_of[mention] = again ? mind->referent_of[*last] : mention;
    if (!behind) *last = mention;
    touch_person(mind, mention, NONE, mind->referent_of[mention], 1);
    note_active(mind, mention, NONE);
    note_speaker(mind, mention, NONE);
}

#define BODIES 64u /* bearers that are looked at */

/* "The budget office", after the Merrin Budget Office: the one body whose name ends so. */
static uint32_t tail_of(const Survey *s, const Mention *m)
{
    uint32_t length = m->words.end - m->words.begin, found = NONE;
    if (length < 3 || m->head + 1 != m->words.end) return NONE;
    for (uint32_t b = 0; b < s->bearer_count && b < BODIES; b++) {
        Span full = s->names[s->bearers[b].full].words;
        if (full.end - full.begin < length || s->bearers[b].type == ENTITY_PERSON || full.begin > m->words.begin)
            continue;
        uint32_t i = 1;
        while (i < length && s->tokens->words[full.end - i].lower == s->tokens->words[m->words.end - i].lower) i++;
        if (i < length) continue;
        if (found != NONE) return SEVERAL;
        found = b;
    }
    return found;
}

/* A newspaper beside a person is no apposition, whatever the tree says. */
static bool may_be_beside(const Survey *s, uint32_t noun, uint32_t bearer)
{
    const Bearer *b = &s->bearers[bearer];
    const uint32_t things =
        NOUN_OUTLET | NOUN_DOCUMENT | NOUN_BODY | NOUN_COUNTRY | NOUN_PLACE | NOUN_VENUE | NOUN_SPEECH;
    bool human = s->class[noun] & NOUN_PERSON && !(s->class[noun] & things);
    if (human && b->list_entry != NONE && is_thing(b->type)) return false; /* "Russia, the minister" */
    return b->type != ENTITY_PERSON || !b->sure || s->class[noun] & NOUN_PERSON || !(s->class[noun] & things);
}

static void nominal(Mind *mind, uint32_t mention)
{
    Survey *s = mind->survey;
    Mention *m = &s->mentions[mention];
    uint32_t beside = mind->appositive[mention], b = NONE;
    uint8_t rule = RULE_APPOS;
    if (beside != NONE) b = s->bearer_of[beside];
    if (b != NONE && !may_be_beside(s, m->head, b)) b = NONE;
    mind->white_paper |= is_white_paper(s, m);
    bool person = s->class[m->head] & NOUN_PERSON,
         definite = m->flags & MENTION_DEFINITE && !(m->flags & MENTION_PLURAL);
    if (b == NONE && definite && person) {
        b = holder_of(mind, m);
        rule = RULE_HOLDER;
        if (b == NONE && (b = described(mind, m)) != NONE) rule = RULE_DESCRIBED;
    } else if (b == NONE && plain(s, m)) {
        b = thing_nominal(mind, m, &rule);
    } else if (b == NONE && definite && is_social_nominal(s, m)) {
        b = thing_meant(mind, s->sentence[m->head], is_social);
        rule = RULE_OUTLET;
    } else if (b == NONE && definite && (b = tail_of(s, m)) != NONE) {
        rule = RULE_BODY;
    }
    if (b == NONE && (b = opener_of(mind, mention)) != NONE) rule = RULE_OPENING;
    if (b == SEVERAL) m->rule = RULE_RIVALS;
    if (b != NONE && b != SEVERAL)
        settle(mind, mention, b, rule);
    else if (person && !(m->flags & MENTION_PLURAL) && !(s->class[m->head] & WORD_PREDICATE))
        unnamed_nominal(mind, mention);
}

/* ---- pronouns ---- */

typedef enum Form { FORM_OTHER, FORM_HE, FORM_SHE, FORM_IT, FORM_THEY, FORM_SPEAKER, FORM_RELATIVE } Form;

static Form form_of(const Survey *s, uint32_t word)
{
    static const struct {
        const char *text;
        Form form;
    } forms[] = {{"he", FORM_HE},        {"him", FORM_HE},        {"his", FORM_HE},         {"himself", FORM_HE},
                 {"she", FORM_SHE},      {"her", FORM_SHE},       {"hers", FORM_SHE},       {"herself", FORM_SHE},
                 {"it", FORM_IT},        {"its", FORM_IT},        {"itself", FORM_IT},      {"they", FORM_THEY},
                 {"them", FORM_THEY},    {"their", FORM_THEY},    {"theirs", FORM_THEY},    {"themselves", FORM_THEY},
                 {"who", FORM_RELATIVE}, {"whom", FORM_RELATIVE}, {"whose", FORM_RELATIVE}, {"which", FORM_RELATIVE},
                 {"that", FORM_RELATIVE}};
    Text t = word_text(s->article, &s->tokens->words[word]);
    char lower[12];
    if (t.size >= sizeof lower) return FORM_OTHER;
    for (size_t i = 0; i < t.size; i++)
        lower[i] = (char)(t.data[i] >= 'A' && t.data[i] <= 'Z' ? t.data[i] + 32 : t.data[i]);
    Text l = text_of(lower, t.size);
    for (size_t i = 0; i < COUNT(forms); i++)
        if (text_is(l, forms[i].text)) return forms[i].form;
    uint8_t x = s->syntax->xpos[word];
    return x == XPOS_PRP || x == XPOS_PRPS ? FORM_SPEAKER : FORM_OTHER;
}

static void person_pronoun(Mind *mind, uint32_t mention, uint8_t gender)
{
    Survey *s = mind->survey;
    Mention *m = &s->mentions[mention];
    m->flags |= MENTION_HUMAN | (gender == GIVEN_MALE ? MENTION_MALE : MENTION_FEMALE);
    bool speaks = s->quote[m->head] && mind->speaker_paragraph == s->tokens->sentences[s->sentence[m->head]].paragraph;
    uint32_t speaker = speaks ? mind->speaker : NONE;
    uint32_t active = s->sentence[m->head] - mind->active_sentence <= LATELY ? mind->active : NONE;
    Scene scene = {s, mind->people, mind->people_count, speaker, active};
    uint32_t k = pronoun_choose(&scene, mention, gender, &m->rule);
    if (k == NONE) return;
    Referent *r = &mind->people[k];
    m->same_as = r->mention < mention ? r->mention : NONE;
    if (!r->gender) r->gender = gender;
    if (r->bearer != NONE) {
        Bearer *b = &s->bearers[r->bearer];
        if (!b->gender) b->gender = gender;
        if (!b->sure) b->type = ENTITY_PERSON;
        settle(mind, mention, r->bearer, RULE_PRONOUN);
        return;
    }
    mind->referent_of[mention] = r->first;
    touch_person(mind, mention, NONE, r->first, 1);
    note_active(mind, mention, NONE);
    note_speaker(mind, mention, NONE);
}

/* "It is clear that", "it was reported that": stands for nothing. */
static bool is_empty_it(const Survey *s, uint32_t word)
{
    uint32_t h = s->syntax->head[word];
    if (s->syntax->relation[word] == REL_EXPL || h == NONE) return true;
    return is_subject(s->syntax->relation[word]) && s->syntax->upos[h] == UPOS_ADJ;
}

static bool speaks_for(uint8_t type)
{
    return type == ENTITY_ORGANIZATION || type == ENTITY_COUNTRY || type == ENTITY_OUTLET || type == ENTITY_NONE;
}

/* The subject that governs the pronoun's clause in its sentence, else that of the sentence before: a body, country or
 * outlet of which the article goes on to speak. */
static void thing_pronoun(Mind *mind, uint32_t mention)
{
    Survey *s = mind->survey;
    Mention *m = &s->mentions[mention];
    uint32_t here = s->sentence[m->head], found = NONE;
    m->rule = RULE_NOBODY;
    bool owner = s->syntax->relation[m->head] == REL_NMOD_POSS;
    if (s->quote[m->head] || is_empty_it(s, m->head) || !(owner || is_subject(s->syntax->relation[m->head]))) return;
    bool subject = is_main_subject(s, m->head);
    for (uint32_t i = 0; i < mind->thing_count; i++) {
        const Thing *t = &mind->things[i];
        if (t->subject_sentence == NONE || !speaks_for(s->bearers[t->bearer].type)) continue;
        bool fit = subject ? t->subject_sentence + 1 == here : t->subject_sentence == here;
        if (fit) found = found == NONE ? t->bearer : SEVERAL;
    }
    if (found == SEVERAL) m->rule = RULE_RIVALS;
    if (found != NONE && found != SEVERAL) settle(mind, mention, found, RULE_SUBJECT);
}

/* The noun of the relative clause that the pronoun stands in. */
static void relative_pronoun(Mind *mind, uint32_t mention)
{
    Survey *s = mind->survey;
    Mention *m = &s->mentions[mention];
    uint32_t word = m->head;
    for (uint32_t step = 0; step < 8; step++) {
        uint8_t r = s->syntax->relation[word];
        word = s->syntax->head[word];
        if (word == NONE) return;
        if (r != REL_ACL_RELCL) continue;
        uint32_t of = s->of_head[word];
        if (of == NONE || of >= mention) return;
        m->same_as = of;
        m->rule = RULE_RELATIVE;
        m->flags |= s->mentions[of].flags & (MENTION_HUMAN | MENTION_PLURAL | MENTION_MALE | MENTION_FEMALE);
        s->bearer_of[mention] = s->bearer_of[of];
        return;
    }
}

static void pronoun(Mind *mind, uint32_t mention)
{
    Mention *m = &mind->survey->mentions[mention];
    switch (form_of(mind->survey, m->head)) {
    case FORM_HE: person_pronoun(mind, mention, GIVEN_MALE); break;
    case FORM_SHE: person_pronoun(mind, mention, GIVEN_FEMALE); break;
    case FORM_IT: thing_pronoun(mind, mention); break;
    case FORM_THEY: m->flags |= MENTION_PLURAL; break;
    case FORM_SPEAKER: m->rule = RULE_SPEAKER; break;
    case FORM_RELATIVE: relative_pronoun(mind, mention); break;
    case FORM_OTHER: break;
    }
}

/* ---- the walk ---- */

static void name(Mind *mind, uint32_t mention)
{
    Survey *s = mind->survey;
    uint32_t b = s->bearer_of[mention];
    if (b != NONE) settle(mind, mention, b, s->mentions[mention].rule);
}

static void consider(Mind *mind, uint32_t mention)
{
    switch (mind->survey->mentions[mention].kind) {
    case MENTION_NAME: name(mind, mention); break;
    case MENTION_NOMINAL: nominal(mind, mention); break;
    default: pronoun(mind, mention); break;
    }
}

static void sentence(Mind *mind, uint32_t first, uint32_t end)
{
    Survey *s = mind->survey;
    for (int quoted = 0; quoted < 2; quoted++)
        for (uint32_t i = first; i < end; i++)
            if ((s->quote[s->mentions[i].head] != 0) == quoted) consider(mind, i);
}

/* "The minister, Jane Roe" and "Jane Roe, a minister": each of the two mentions knows the other, and the role is kept. */
static bool pair_appositions(Mind *mind)
{
    Survey *s = mind->survey;
    for (uint32_t i = 0; i < s->mention_count; i++) mind->appositive[i] = NONE;
    for (uint32_t i = 0; i < s->count; i++) {
        uint32_t up = s->syntax->head[i];
        bool beside = s->syntax->relation[i] == REL_APPOS || s->syntax->relation[i] == REL_FLAT ||
                      s->syntax->relation[i] == REL_NMOD_DESC;
        if (!beside || up == NONE) continue;
        uint32_t a = s->of_head[up], b = s->of_head[i];
        if (a == NONE || b == NONE) continue;
        if (s->mentions[a].kind == MENTION_NAME) {
            uint32_t swap = a;
            a = b;
            b = swap;
        }
        if (s->mentions[a].kind != MENTION_NOMINAL || s->mentions[b].kind != MENTION_NAME) continue;
        mind->appositive[a] = b;
        Span name_words = s->mentions[b].name;
        if (span_holds(s->mentions[a].words, name_words.begin) && span_holds(s->mentions[a].words, name_words.end - 1))
            s->mentions[a].name = name_words;
        uint32_t bearer = s->bearer_of[b], noun = s->mentions[a].head;
        if (bearer == NONE || !(s->class[noun] & NOUN_PERSON) || s->mentions[a].flags & MENTION_PLURAL) continue;
        if (!s->bearers[bearer].type) s->bearers[bearer].type = ENTITY_PERSON;
        if (!s->bearers[bearer].gender) s->bearers[bearer].gender = sex_of_mention(&s->mentions[a]);
        if (s->bearers[bearer].type == ENTITY_PERSON && tells_role(s, &s->mentions[a]) &&
            !add_role(s, bearer, role_words(s, s->mentions[a].words, noun)))
            return false;
    }
    return true;
}

static bool take_mind(Mind *mind)
{
    Survey *s = mind->survey;
    mind->appositive = TAKE(s->scratch, uint32_t, s->mention_count);
    mind->referent_of = TAKE(s->scratch, uint32_t, s->mention_count);
    mind->opener = TAKE(s->scratch, Opener, s->tokens->sentence_count);
    return mind->appositive && mind->referent_of && mind->opener &&
           map_take(s->scratch, s->count + s->name_count + s->mention_count + s->role_count + 1, &mind->map);
}

static bool learn(Mind *mind)
{
    Survey *s = mind->survey;
    size_t most = (size_t)s->role_count + s->tokens->sentence_count + 1; /* of openers one a sentence */
    mind->office_next = TAKE(s->scratch, uint32_t, most);
    mind->role_next = TAKE(s->scratch, uint32_t, most);
    if (!mind->office_next || !mind->role_next) return false;
    for (uint32_t i = 0; i < s->role_count; i++) learn_office(mind, i);
    for (uint32_t i = 0; i < s->name_count; i++) learn_body(mind, i);
    return true;
}

bool survey_resolve(Survey *s)
{
    if (!s->mention_count) return true;
    Mind *mind = TAKE(s->scratch, Mind, 1);
    if (!mind) return false;
    *mind = (Mind){.survey = s, .speaker = NONE, .active = NONE};
    if (!take_mind(mind) || !pair_appositions(mind) || !learn(mind)) return false;
    find_openers(mind);
    for (uint32_t i = 0, end; i < s->mention_count; i = end) {
        uint32_t here = s->sentence[s->mentions[i].words.begin];
        for (end = i; end < s->mention_count && s->sentence[s->mentions[end].words.begin] == here;) end++;
        sentence(mind, i, end);
    }
    return true;
}
