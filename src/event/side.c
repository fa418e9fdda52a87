/* Who stands on a side of a deed: the noun phrases that the tree gives, read as parties; pronouns as those for whom
 * they stand; and, where the tree gives nobody to whom it is done, the other country that its clause speaks of. */
#include "event/internal.h"

bool party_same(const EventParty *a, const EventParty *b)
{
    if (a->entity != NONE && b->entity != NONE) return a->entity == b->entity;
    if (a->words.begin == b->words.begin) return true;
    return *a->country && !strcmp(a->country, b->country) && a->sector == b->sector;
}

void party_add(EventParty *side, uint8_t *count, const EventParty *party)
{
    for (uint8_t i = 0; i < *count; i++)
        if (party_same(&side[i], party)) return;
    if (*count < CAST) side[(*count)++] = *party;
}

bool is_locative(const Scene *s, uint32_t lemma)
{
    return lemma == s->model->lemma.in || lemma == s->model->lemma.at || lemma == s->model->lemma.near ||
           lemma == s->model->lemma.inside || lemma == s->model->lemma.outside || lemma == s->model->lemma.across ||
           lemma == s->model->lemma.within;
}

/* A place that stands after "in", "at", "near". */
bool is_where(const Scene *s, const EventParty *p)
{
    if (p->mention == NONE || p->entity == NONE) return false;
    uint8_t type = s->entities->items[p->entity].type;
    return (type == ENTITY_PLACE || type == ENTITY_COUNTRY) &&
           is_locative(s, case_of(s, s->entities->mentions[p->mention].head));
}

static bool names_place(const Scene *s, const EventParty *p)
{
    if (p->mention != NONE && *p->country && s->entities->lists &&
        noun_class(s->entities->lists, s->lemma[s->entities->mentions[p->mention].head]) & NOUN_PLACE)
        return true;
    if (p->entity == NONE) return false;
    uint8_t type = s->entities->items[p->entity].type;
    return type == ENTITY_PLACE || type == ENTITY_COUNTRY || type == ENTITY_PEOPLE;
}

/* "Tolvan and Vellan troops" are two. */
static void add_other_countries(const Scene *s, uint32_t head, const EventParty *party, EventParty *side,
                                uint8_t *count)
{
    uint32_t c = s->child[head];
    for (uint32_t n = 0; c != NONE && n < KIN; n++, c = s->next[c]) {
        if (relation_of(s, c) != REL_AMOD && relation_of(s, c) != REL_COMPOUND) continue;
        uint32_t g = s->child[c];
        for (uint32_t k = 0; g != NONE && k < KIN; k++, g = s->next[g]) {
            EventParty other;
            if (relation_of(s, g) != REL_CONJ || !party_of(s, g, true, &other) || !*other.country) continue;
            if (!strcmp(other.country, party->country)) continue;
            other.sector = party->sector;
            party_add(side, count, &other);
        }
    }
}

static bool reads(Text t, const char *lower)
{
    size_t size = strlen(lower);
    return t.size == size && (t.data[0] | 0x20) == lower[0] && !memcmp(t.data + 1, lower + 1, size - 1);
}

typedef enum Number { NUMBER_NONE, NUMBER_HE, NUMBER_SHE, NUMBER_THEY } Number;

static Number number_of(const Scene *s, uint32_t w)
{
    static const char *const forms[][3] = {{"he", "him", "his"}, {"she", "her", "hers"}, {"they", "them", "their"}};
    Text t = word_text(s->article, &s->tokens->words[w]);
    for (size_t i = 0; i < COUNT(forms); i++)
        for (size_t k = 0; k < 3; k++)
            if (reads(t, forms[i][k])) return (Number)(NUMBER_HE + i);
    return NUMBER_NONE;
}

static bool may_be(uint16_t flags, Number number)
{
    if (number == NUMBER_THEY) return flags & MENTION_PLURAL;
    uint16_t other = number == NUMBER_HE ? MENTION_FEMALE : MENTION_MALE;
    return flags & MENTION_HUMAN && !(flags & (MENTION_PLURAL | other));
}

/* "Threatening them", "accused him" where nobody settled who that is: the nearest who could be meant, before it in its
 * sentence or the one before, and on no side of the deed; or NONE. */
static uint32_t stands_for(const Scene *s, const Deed *d, uint32_t w)
{
    Number number = number_of(s, w);
    uint32_t x = s->sentence[w], first = s->tokens->sentences[x ? x - 1 : 0].first;
    if (!number) return NONE;
    for (uint32_t i = w, n = 0; i-- > first && n < 2 * KIN; n++) {
        uint32_t m = s->entities->of_head[i];
        if (m == NONE || s->entities->mentions[m].kind == MENTION_PRONOUN) continue;
        EventParty party;
        bool side = false;
        for (uint8_t k = 0; k < d->actor_count; k++) side |= d->actors[k] == i;
        for (uint8_t k = 0; k < d->recipient_count; k++) side |= d->recipients[k] == i;
        if (!side && may_be(s->entities->mentions[m].flags, number) && party_of(s, i, true, &party)) return i;
    }
    return NONE;
}

static bool read_party(const Scene *s, const Deed *d, uint32_t head, bool acts, EventParty *party)
{
    bool found = party_of(s, head, acts, party);
    if (found && (party->entity != NONE || *party->country || (party->sector && party->sector != SECTOR_UNK)))
        return true;
    uint32_t meant = stands_for(s, d, head);
    if (meant == NONE) return found;
    Span words = {head, head + 1};
    if (!party_of(s, meant, acts, party)) return found;
    if (s->sentence[meant] != s->sentence[head]) party->words = words;
    return true;
}

/* "Withdraw its soldiers": nobody to whom it is done. */
static bool is_own_force(const Scene *s, const Deed *d, uint32_t head, const EventParty *party)
{
    uint32_t owner = child_with(s, head, REL_NMOD_POSS);
    bool own = owner != NONE && s->syntax->upos[owner] == UPOS_PRON && party->sector == SECTOR_MIL;
    return own && d->type != EVENT_ASSAULT && d->type != EVENT_COERCE && d->type != EVENT_ACCUSE &&
           d->type != EVENT_SUPPORT;
}

void side_read(const Scene *s, const Deed *d, const uint32_t *heads, uint8_t head_count, bool acts, EventParty *side,
               uint8_t *count)
{
    const char *mode = event_mode_name(d->mode);
    bool looks_within =
        d->type != EVENT_RETREAT || !mode || strcmp(mode, "release") != 0; /* a video of his is not he */
    for (uint8_t i = 0; i < head_count; i++) {
        EventParty party;
        if (!read_party(s, d, heads[i], acts, &party) || (!acts && is_own_force(s, d, heads[i], &party))) continue;
        if (!acts && !party.sector) { /* "the assets of Tolva": Tolva */
            uint32_t within = looks_within ? party_within(s, heads[i]) : NONE;
            if (within != NONE && within != heads[i] && !party_of(s, within, true, &party)) continue;
            if (!party.sector && !names_place(s, &party)) continue;
        }
        party_add(side, count, &party);
        add_other_countries(s, heads[i], &party, side, count);
    }
    if (*count || !looks_within) return;
    for (uint8_t i = 0; i < head_count; i++) { /* "seized the assets of Tolva": Tolva */
        EventParty party;
        uint32_t within = party_within(s, heads[i]);
        if (within == NONE || !party_of(s, within, true, &party)) continue;
        if (acts || !is_own_force(s, d, within, &party)) party_add(side, count, &party);
    }
}

/* ---- the other country, or one's own government ---- */

/* What may lie between a deed and a country that it is done to: objects, infinitives, what prepositions lead to. */
static bool leads_on(const Scene *s, const Deed *d, uint32_t w)
{
    uint32_t bit = frame_of_case(s, case_of(s, w));
    switch (relation_of(s, w)) {
    case REL_OBJ:
    case REL_IOBJ:
    case REL_XCOMP:
    case REL_ACL:
    case REL_AMOD:
    case REL_COMPOUND:
    case REL_NMOD_POSS:
    case REL_NSUBJ_PASS:
        return true;
    case REL_CCOMP:
        return d->attribution != NONE;
    case REL_ADVCL: /* "to help Tolva"; "will strike if Tolva moves" */
        return has_lemma_child(s, w, REL_MARK, s->model->lemma.to) ||
               (d->type == EVENT_THREATEN && (has_lemma_child(s, w, REL_MARK, s->model->lemma.if_) ||
                                              has_lemma_child(s, w, REL_MARK, s->model->lemma.unless)));
    case REL_OBL_AGENT: /* "land claimed by Tolva" */
        return head_of(s, w) != d->head && head_of(s, w) != d->over;
    case REL_NSUBJ: /* of the clause that it is about */
        return head_of(s, w) != d->head && head_of(s, w) != d->over;
    case REL_NMOD:
        return bit && bit != FRAME_BY;
    case REL_OBL:
        if (head_of(s, w) != d->head && head_of(s, w) != d->over) return bit && bit != FRAME_BY;
        return bit && bit != FRAME_BY && !is_locative(s, case_of(s, w));
    default:
        return false;
    }
}

static bool is_reached(const Scene *s, const Deed *d, uint32_t w)
{
    for (uint32_t i = 0; i < CLIMB && w != NONE; i++) {
        if (i && (w == d->head || w == d->over)) return true;
        if (!leads_on(s, d, w)) return false;
        w = head_of(s, w);
    }
    return false;
}

static bool is_foreign(const EventParty *party, const EventParty *actors, uint8_t actor_count)
{
    for (uint8_t i = 0; i < actor_count; i++)
        if (!strcmp(party->country, actors[i].country) || (party->entity != NONE && party->entity == actors[i].entity))
            return false;
    return *party->country != 0;
}

void side_add_foreign(const Scene *s, const Deed *d, const EventParty *actors, uint8_t actor_count, EventParty *side,
                      uint8_t *count)
{
    const char *mode = event_mode_name(d->mode);
    bool alone = d->type == EVENT_RETREAT && mode && !strcmp(mode, "resign");
    if (*count || !actor_count || alone || (d->frame & FRAME_BOTH && actor_count > 1)) return;
    uint32_t at = d->over != NONE ? d->over : d->head;
    Sentence x = s->tokens->sentences[s->sentence[at]];
    uint32_t end = x.end - at > KIN ? at + KIN : x.end;
    uint32_t begin = !d->noun ? at + 1 : at - x.first > KIN ? at - KIN : x.first;
    for (uint32_t w = begin; w < end; w++) {
        EventParty party;
        bool upper = s->tokens->words[w].flags & WORD_UPPER;
        if ((!upper && d->type != EVENT_PROTEST) || !is_reached(s, d, w) || !party_of(s, w, true, &party)) continue;
        bool ruler = d->type == EVENT_PROTEST && party.sector == SECTOR_GOV; /* whom one's own people protest against */
        if (!ruler && (!upper || !is_foreign(&party, actors, actor_count))) continue;
        party_add(side, count, &party);
        return;
    }
}

/* ---- pronouns ---- */

static bool is_pronoun(const Scene *s, Span words)
{
    return words.end == words.begin + 1 && s->syntax->upos[words.begin] == UPOS_PRON;
}

/* The nearest mention of the same one in the sentence that is no pronoun: the mention, or NONE. */
static uint32_t named_near(const Scene *s, const EventParty *p, uint32_t near)
{
    Sentence x = s->tokens->sentences[s->sentence[near]];
    uint32_t begin = near > x.first + KIN ? near - KIN : x.first, end = x.end - near > KIN ? near + KIN : x.end;
    uint32_t best = NONE, distance = 0;
    for (uint32_t w = begin; w < end; w++) {
        uint32_t m = s->entities->of_head[w];
        if (m == NONE || s->entities->mentions[m].kind == MENTION_PRONOUN) continue;
        const Mention *mention = &s->entities->mentions[m];
        bool same = p->entity != NONE ? mention->entity == p->entity
                                      : p->mention != NONE && s->entities->mentions[p->mention].same_as == m;
        uint32_t away = w > near ? w - near : near - w;
        if (!same || (best != NONE && away >= distance)) continue;
        best = m;
        distance = away;
    }
    return best;
}

void side_name(const Scene *s, const Deed *d, EventParty *side, uint8_t count)
{
    for (uint8_t i = 0; i < count; i++) {
        if (!is_pronoun(s, side[i].words)) continue;
        uint32_t m = named_near(s, &side[i], d->head);
        if (m == NONE) continue;
        side[i].words = s->entities->mentions[m].words;
        side[i].mention = m;
    }
}
