/* Who a noun phrase is, by country and sector: from the entity that it stands for, its roles, its head noun, and the
 * peoples and places that qualify it. A list tells the nouns ("rebels", "the junta", "farmers") and the names. */
#include "event/internal.h"

/* ---- sectors of words ---- */

static DeedSlot name_slot(const Scene *s, Text name)
{
    return deeds_look_up(&s->model->deeds, deeds_step(deeds_start(DEED_NAME), deeds_name(name)));
}

static uint8_t sector_of_name(const Scene *s, Text name)
{
    DeedSlot slot = name_slot(s, name);
    return slot.value < SECTORS ? slot.value : SECTOR_NONE;
}

#define PARTY_GENERIC 1u /* frame: the noun takes the sector of what is before it: "Hamas official", "rebel forces" */

/* The listed run of words that ends with `last`, a noun, at most three, the longest. */
static DeedSlot sector_slot(const Scene *s, uint32_t first, uint32_t last)
{
    uint8_t tag = s->syntax->upos[last], r = relation_of(s, last);
    bool noun = tag == UPOS_NOUN || tag == UPOS_PROPN || r == REL_NSUBJ || r == REL_OBJ ||
                r == REL_NSUBJ_PASS; /* "the general" */
    if (!noun) return (DeedSlot){.value = NONE_ENDS};
    for (uint32_t from = last >= first + 2 ? last - 2 : first; from <= last; from++) {
        uint64_t key = deeds_start(DEED_PARTY);
        DeedSlot slot = {.value = NONE_ENDS};
        for (uint32_t i = from; i <= last; i++) {
            if (s->tokens->words[i].mark == MARK_HYPHEN) continue;
            key = deeds_step(key, s->lemma[i]);
            slot = deeds_look_up(&s->model->deeds, key);
            if (!slot.found) break;
        }
        if (slot.found && slot.value < SECTORS) return slot;
    }
    return (DeedSlot){.value = NONE_ENDS};
}

static uint8_t sector_of_entity(const Scene *s, const Entity *e, const Mention *m, bool acts);

/* The sector that the words before a generic noun give it. */
static uint8_t sector_before(const Scene *s, Span words, uint32_t head)
{
    for (uint32_t i = head; i-- > words.begin;) {
        DeedSlot slot = sector_slot(s, words.begin, i);
        if (slot.value != NONE_ENDS && !(slot.frame & PARTY_GENERIC)) return slot.value;
        uint32_t m = s->entities->of_head[i];
        if (m == NONE || s->entities->mentions[m].entity == NONE) continue;
        uint8_t named = sector_of_name(s, s->entities->items[s->entities->mentions[m].entity].name);
        if (named) return named;
    }
    return SECTOR_NONE;
}

/* "A group of diplomats", "members of the junta", "dozens of rebels": what comes after "of" says who they are. */
static uint32_t counted(const Scene *s, uint32_t head)
{
    uint32_t c = s->child[head];
    for (uint32_t n = 0; c != NONE && n < KIN; n++, c = s->next[c])
        if (relation_of(s, c) == REL_NMOD && c > head && case_of(s, c) == s->model->lemma.of) return c;
    return NONE;
}

/* Of a body that somebody belongs to. */
static uint8_t sector_of_member(const Scene *s, uint32_t body)
{
    uint32_t m = s->entities->of_head[body];
    if (m == NONE || s->entities->mentions[m].entity == NONE) return SECTOR_NONE;
    const Entity *e = &s->entities->items[s->entities->mentions[m].entity];
    uint8_t named = sector_of_name(s, e->name);
    if (named) return named;
    if (e->type != ENTITY_ORGANIZATION) return SECTOR_NONE;
    uint8_t sector = sector_of_entity(s, e, &s->entities->mentions[m], true);
    return sector ? sector : SECTOR_SOC;
}

static uint8_t sector_of_noun(const Scene *s, Span words, uint32_t head)
{
    DeedSlot slot = sector_slot(s, words.begin, head);
    bool generic = slot.value == NONE_ENDS || slot.frame & PARTY_GENERIC || slot.value == SECTOR_SOC;
    uint8_t before = slot.value != NONE_ENDS ? sector_before(s, words, head) : SECTOR_NONE;
    if (before && before != SECTOR_CVL && (generic || before == SECTOR_IGO)) return before;
    uint32_t of = generic ? counted(s, head) : NONE;
    if (of != NONE && s->syntax->upos[of] != UPOS_PROPN) {
        DeedSlot after = sector_slot(s, s->reach[of].begin, of);
        if (after.value != NONE_ENDS) return after.value;
    } else if (of != NONE) { /* "members of the Tolvan Front" */
        uint8_t named = sector_of_member(s, of);
        if (named) return named;
    }
    return slot.value == NONE_ENDS ? SECTOR_NONE : slot.value;
}

/* Any listed noun in a title or role: "U.S. Defense Secretary", "leader of the rebels". The first is the office. */
static uint8_t sector_of_title(const Scene *s, Span words)
{
    uint8_t people = SECTOR_NONE;
    for (uint32_t i = words.begin; i < words.end && i < words.begin + 12; i++) {
        DeedSlot slot = {.value = NONE_ENDS};
        uint32_t last = i;
        uint64_t key = deeds_start(DEED_PARTY);
        for (uint32_t k = i; k < words.end && k < i + 3; k++) {
            key = deeds_step(key, s->lemma[k]);
            DeedSlot longer = deeds_look_up(&s->model->deeds, key);
            if (!longer.found) break;
            if (longer.value < SECTORS) slot = longer, last = k;
        }
        if (slot.value == NONE_ENDS) continue;
        if (slot.value == SECTOR_CVL && !people) { /* "Israeli prime minister": the office */
            people = SECTOR_CVL;
            i = last;
            continue;
        }
        bool former = i > words.begin && s->lemma[i - 1] == s->model->lemma.former;
        uint8_t before = slot.frame & PARTY_GENERIC ? sector_before(s, (Span){words.begin, last}, i) : SECTOR_NONE;
        return former && slot.value != SECTOR_MIL ? SECTOR_ELI : before ? before : slot.value;
    }
    return people;
}

/* ---- entities ---- */

static uint8_t sector_of_flags(const Scene *s, const Entity *e)
{
    if (e->list_entry == NONE || !s->entities->lists) return SECTOR_NONE;
    uint16_t flags = list_entry(s->entities->lists, e->list_entry).flags;
    if (flags & LIST_PARTY) return SECTOR_PTY;
    if (flags & (LIST_GOVERNMENT | LIST_METONYM)) return SECTOR_GOV;
    return flags & LIST_COMPANY ? SECTOR_BUS : SECTOR_NONE;
}

static uint8_t sector_of_person(const Scene *s, const Entity *e)
{
    for (uint32_t i = 0; i < e->role_count; i++) {
        uint8_t sector = sector_of_title(s, s->entities->roles[e->role_first + i]);
        if (sector && sector != SECTOR_UNK) return sector;
    }
    return sector_of_name(s, e->name);
}

static uint8_t sector_of_entity(const Scene *s, const Entity *e, const Mention *m, bool acts)
{
    uint8_t sector = e->type == ENTITY_PERSON ? SECTOR_NONE : sector_of_name(s, e->name);
    if (sector) return sector;
    switch (e->type) {
    case ENTITY_COUNTRY:
        return SECTOR_GOV;
    case ENTITY_PERSON:
    case ENTITY_NONE:
        return sector_of_person(s, e);
    case ENTITY_OUTLET:
        return SECTOR_JRN;
    case ENTITY_PEOPLE:
        return SECTOR_CVL;
    case ENTITY_PLACE:
        return acts ? sector_of_flags(s, e) : SECTOR_NONE;
    case ENTITY_ORGANIZATION:
        sector = sector_of_flags(s, e);
        return sector || m->name.begin >= m->name.end ? sector : sector_of_noun(s, m->name, m->name.end - 1);
    default:
        return SECTOR_NONE;
    }
}

/* ---- countries ---- */

typedef struct Country {
    char code[4];
    bool people; /* "Israelis", "an Israeli" */
    bool named;  /* the country's own name or its adjective, no town in it */
} Country;

static Country country_in(const Scene *s, Span words)
{
    Country out = {0};
    const Lists *lists = s->entities->lists;
    for (uint32_t i = words.begin; lists && i < words.end && i < words.begin + 16; i++) {
        if (!(s->tokens->words[i].flags & WORD_UPPER)) continue;
        ListMatch match = list_match(lists, s->tokens->words + i, words.end - i);
        if (match.entry == NONE) continue;
        ListEntry entry = list_entry(lists, match.entry);
        if (*entry.country && entry.type != ENTITY_PERSON && entry.type != ENTITY_OUTLET) {
            memcpy(out.code, entry.country, 4);
            out.people = entry.type == ENTITY_COUNTRY && match.as & (LIST_AS_PERSON | LIST_AS_PEOPLE) &&
                         !(match.as & LIST_AS_ADJECTIVE);
            out.named = entry.type == ENTITY_COUNTRY;
            return out;
        }
        i += match.words - 1;
    }
    return out;
}

static bool set_country(EventParty *party, const char *code)
{
    if (!*code) return false;
    memcpy(party->country, code, 4);
    return true;
}

static bool country_of_entity(const Scene *s, uint32_t entity, EventParty *party)
{
    if (entity == NONE) return false;
    const Entity *e = &s->entities->items[entity];
    if (set_country(party, e->country)) return true;
    for (uint32_t i = 0; i < e->role_count; i++)
        if (set_country(party, country_in(s, s->entities->roles[e->role_first + i]).code)) return true;
    uint32_t packed = name_slot(s, e->name).frame;
    char code[4] = {(char)(packed >> 16 & 0x7F), (char)(packed >> 8 & 0x7F), (char)(packed & 0x7F), 0};
    return set_country(party, code);
}

/* "its troops", "Tolva's army", "rebels in Tolva", "the government of Tolva" */
static bool country_of_dependents(const Scene *s, uint32_t head, EventParty *party)
{
    uint32_t c = s->child[head];
    for (uint32_t n = 0; c != NONE && n < KIN; n++, c = s->next[c]) {
        uint8_t r = relation_of(s, c);
        if (r != REL_NMOD_POSS && r != REL_NMOD && r != REL_APPOS && r != REL_COMPOUND && r != REL_AMOD) continue;
        uint32_t m = s->entities->of_head[c];
        if (m != NONE && country_of_entity(s, s->entities->mentions[m].entity, party)) return true;
        if (set_country(party, country_in(s, s->reach[c]).code)) return true;
    }
    return false;
}

/* Of an article that speaks of one country alone, its courts, its police, its rebels are that country's. */
void one_country(Scene *s)
{
    const Lists *lists = s->entities->lists;
    char found[4] = "";
    for (uint32_t n = 0; lists && n < s->tokens->sentence_count; n++)
        for (uint32_t i = s->tokens->sentences[n].first; i < s->tokens->sentences[n].end; i++) {
            if (!(s->tokens->words[i].flags & WORD_UPPER)) continue;
            ListMatch match = list_match(lists, s->tokens->words + i, s->tokens->sentences[n].end - i);
            if (match.entry == NONE) continue;
            ListEntry entry = list_entry(lists, match.entry);
            i += match.words - 1;
            if (!*entry.country || entry.type == ENTITY_OUTLET) continue;
            if (*found && strcmp(found, entry.country)) return;
            memcpy(found, entry.country, 4);
        }
    memcpy(s->country, found, 4);
}

bool is_of_its_country(uint8_t sector)
{
    switch (sector) {
    case SECTOR_GOV:
    case SECTOR_MIL:
    case SECTOR_COP:
    case SECTOR_JUD:
    case SECTOR_LEG:
    case SECTOR_PTY:
    case SECTOR_OPP:
    case SECTOR_REB:
    case SECTOR_ELI:
    case SECTOR_CVL:
    case SECTOR_LAB:
    case SECTOR_AGR:
    case SECTOR_EDU:
        return true;
    default:
        return false;
    }
}

/* ---- the party ---- */

static Span phrase_of(const Scene *s, uint32_t head)
{
    uint32_t m = s->entities->of_head[head];
    if (m != NONE) return s->entities->mentions[m].words;
    Span words = {head, head + 1};
    if (s->syntax->upos[head] == UPOS_ADJ) { /* "U.S.-Israeli attacks": each by itself, but "North Korean" */
        bool first = head && head_of(s, head - 1) == head && s->tokens->words[head - 1].flags & WORD_UPPER;
        return (Span){head - first, head + 1};
    }
    uint32_t c = s->child[head];
    for (uint32_t n = 0; c != NONE && n < KIN && c < head; n++, c = s->next[c]) {
        uint8_t r = relation_of(s, c);
        bool inner = r == REL_COMPOUND || r == REL_AMOD || r == REL_DET || r == REL_NUMMOD || r == REL_NMOD_POSS ||
                     r == REL_FLAT;
        if (inner && s->reach[c].begin < words.begin) words.begin = s->reach[c].begin;
    }
    return words;
}

static uint32_t bearer(const Scene *s, uint32_t mention)
{
    for (uint32_t i = 0; mention != NONE && i < CLIMB; i++) {
        const Mention *m = &s->entities->mentions[mention];
        if (m->entity != NONE || m->same_as == NONE) return mention;
        mention = m->same_as;
    }
    return mention;
}

/* "I" and "we" in what somebody says are he and his. */
static bool is_first_person(const Scene *s, uint32_t w)
{
    uint32_t l = s->lemma[w];
    if (s->syntax->upos[w] != UPOS_PRON) return false;
    return l == s->model->lemma.i || l == s->model->lemma.we || l == s->model->lemma.us || l == s->model->lemma.our ||
           l == s->model->lemma.my || l == s->model->lemma.me;
}

static bool speaker_of(const Scene *s, uint32_t w, EventParty *out)
{
    uint32_t a = attribution_round(s, w);
    if (a == NONE) return false;
    Span source = s->attributions->items[a].source;
    uint32_t mention = s->standings->items[a].mention;
    uint32_t head = mention != NONE             ? s->entities->mentions[mention].head
                    : source.begin < source.end ? source.end - 1
                                                : NONE;
    if (head == NONE || is_first_person(s, head)) return false;
    Span words = out->words;
    if (!party_of(s, head, true, out)) return false;
    out->words = words;
    return true;
}

static bool is_reflexive(const Scene *s, uint32_t w)
{
    Text t = word_text(s->article, &s->tokens->words[w]);
    if (s->syntax->upos[w] != UPOS_PRON || t.size < 6) return false;
    return text_is(text_of(t.data + t.size - 4, 4), "self") || text_is(text_of(t.data + t.size - 6, 6), "selves");
}

static bool is_human(const Scene *s, uint32_t head, uint32_t mention)
{
    if (mention != NONE && s->entities->mentions[mention].flags & MENTION_HUMAN) return true;
    if (!s->entities->lists) return false;
    return noun_class(s->entities->lists, s->lemma[head]) & (NOUN_PERSON | NOUN_GROUP | NOUN_COLLECTIVE);
}

/* "To use force", "with force" */
static bool is_mere_force(const Scene *s, uint32_t head)
{
    return s->lemma[head] == s->model->lemma.force && s->syntax->xpos[head] == XPOS_NN &&
           child_with(s, head, REL_DET) == NONE && child_with(s, head, REL_AMOD) == NONE &&
           child_with(s, head, REL_COMPOUND) == NONE && child_with(s, head, REL_NMOD_POSS) == NONE;
}

/* "Tolva's Supreme Court" is not the Supreme Court of the country that the list has for the name. */
static bool owner_overrules(const Scene *s, uint32_t head, uint32_t entity)
{
    if (entity == NONE || s->entities->items[entity].type != ENTITY_ORGANIZATION) return false;
    uint32_t owner = child_with(s, head, REL_NMOD_POSS);
    const char *own = s->entities->items[entity].country;
    Country country = owner == NONE ? (Country){0} : country_in(s, s->reach[owner]);
    return *own && *country.code && strcmp(own, country.code) != 0;
}

bool party_of(const Scene *s, uint32_t head, bool acts, EventParty *out)
{
    uint32_t own = s->entities->of_head[head], m = bearer(s, own);
    *out = (EventParty){.words = phrase_of(s, head), .mention = own, .entity = NONE};
    if (is_first_person(s, head)) return speaker_of(s, head, out);
    if (s->lemma[head] == s->model->lemma.percent || is_reflexive(s, head)) return false;
    if (is_mere_force(s, head)) return false;
    const Mention *mention = m == NONE ? NULL : &s->entities->mentions[m];
    if (mention) out->entity = mention->entity;
    if (mention && own != NONE && s->entities->mentions[own].kind == MENTION_PRONOUN && m != own &&
        mention->entity == NONE) {
        Span words = out->words; /* a pronoun for somebody without a name: he is what his noun says */
        bool found = party_of(s, mention->head, acts, out);
        out->words = words;
        out->mention = own;
        return found;
    }
    if (out->entity != NONE) out->sector = sector_of_entity(s, &s->entities->items[out->entity], mention, acts);
    bool title = mention && mention->kind == MENTION_NAME && mention->name.begin > mention->words.begin;
    if (title && (!out->sector || out->sector == SECTOR_CVL)) {
        uint8_t by_title = sector_of_title(s, (Span){mention->words.begin, mention->name.begin});
        if (by_title) out->sector = by_title;
    }
    bool nominal = !mention || mention->kind != MENTION_NAME || !out->sector;
    if (nominal && s->syntax->upos[head] != UPOS_PRON) {
        uint8_t by_noun = sector_of_noun(s, out->words, head);
        if (by_noun && (!out->sector || (mention && mention->kind != MENTION_NAME && out->sector == SECTOR_CVL)))
            out->sector = by_noun;
    }
    Span words = out->words;
    if (words.end - words.begin > 16) words.begin = head >= 15 + words.begin ? head - 15 : words.begin;
    Country country = country_in(s, words);
    bool by_entity = !owner_overrules(s, head, out->entity) && country_of_entity(s, out->entity, out);
    if (!by_entity) by_entity = set_country(out, country.code);
    if (!by_entity) (void)country_of_dependents(s, head, out);
    if (!out->sector && country.people) out->sector = SECTOR_CVL;
    bool bare = s->syntax->upos[head] == UPOS_ADJ || relation_of(s, head) == REL_COMPOUND ||
                relation_of(s, head) == REL_NMOD_POSS;
    if (!out->sector && country.named && bare) out->sector = SECTOR_GOV;
    if (!out->sector && is_human(s, head, m)) out->sector = SECTOR_UNK;
    if (!out->sector && out->entity != NONE && s->entities->items[out->entity].type == ENTITY_ORGANIZATION)
        out->sector = SECTOR_SOC;
    return out->sector || *out->country;
}

static bool is_named_person(const Scene *s, const EventParty *p)
{
    if (p->entity != NONE) return s->entities->items[p->entity].type == ENTITY_PERSON;
    if (p->mention == NONE) return false;
    const Mention *m = &s->entities->mentions[p->mention];
    return m->kind == MENTION_NAME && m->flags & MENTION_HUMAN;
}

float party_weight(const Scene *s, const EventParty *p)
{
    switch (p->sector) {
    case SECTOR_GOV:
    case SECTOR_MIL:
    case SECTOR_LEG:
    case SECTOR_PTY:
    case SECTOR_OPP:
    case SECTOR_REB:
    case SECTOR_PRM:
    case SECTOR_SPY:
    case SECTOR_IGO:
    case SECTOR_IMG:
    case SECTOR_ELI:
    case SECTOR_PRE:
        return 2;
    case SECTOR_NGO:
        return 1.5f;
    case SECTOR_JUD:
    case SECTOR_COP:
    case SECTOR_UAF:
    case SECTOR_REF:
    case SECTOR_CVL:
    case SECTOR_JRN:
    case SECTOR_LAB:
    case SECTOR_ISM:
        return 1;
    case SECTOR_REL:
    case SECTOR_CRM:
    case SECTOR_AGR:
    case SECTOR_BUS:
    case SECTOR_MNC:
    case SECTOR_MED:
    case SECTOR_EDU:
    case SECTOR_SOC:
        return 0.5f;
    default: /* somebody whose office the article does not tell is of politics as far as the article is */
        return is_named_person(s, p) ? s->politics : 0;
    }
}

uint32_t party_within(const Scene *s, uint32_t head)
{
    EventParty party;
    if (head == NONE) return NONE;
    if (party_of(s, head, false, &party) && party_weight(s, &party) > 0) return head;
    uint32_t c = s->child[head];
    for (uint32_t n = 0; c != NONE && n < KIN; n++, c = s->next[c]) {
        uint8_t r = relation_of(s, c);
        if (r == REL_ACL && verb_is_passive(s, c)) { /* "farms owned by settlers" */
            uint32_t agent = subject_of(s, c);
            if (agent != NONE && party_of(s, agent, true, &party) && party_weight(s, &party) > 0) return agent;
        }
        if (r != REL_NMOD_POSS && r != REL_COMPOUND && r != REL_AMOD && r != REL_NMOD) continue;
        if (party_of(s, c, true, &party) && party_weight(s, &party) > 0) return c;
        if (r != REL_NMOD) continue;
        uint32_t g = s->child[c]; /* "a mosque in the Tolvan city of Orr" */
        for (uint32_t k = 0; g != NONE && k < KIN; k++, g = s->next[g]) {
            uint8_t q = relation_of(s, g);
            bool names = q == REL_NMOD_POSS || q == REL_COMPOUND || q == REL_AMOD || q == REL_NMOD;
            if (names && party_of(s, g, true, &party) && *party.country && party_weight(s, &party) > 0) return g;
        }
    }
    return NONE;
}
