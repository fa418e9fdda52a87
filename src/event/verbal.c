/* Acts by words. What an attribution's act is, its event's type is: accusing and condemning ACCUSE, praising SUPPORT,
 * urging REQUEST, refusing and dismissing REJECT, promising AGREE, threatening THREATEN. A listed verb that is an
 * attribution's cue is that attribution's act; and what is demanded, promised, refused or threatened is no deed beside
 * it but tells to whom and how. */
#include "event/internal.h"

/* ---- what an act is ---- */

static uint8_t type_of_act(uint8_t act)
{
    switch (act) {
    case ACT_ACCUSE:
    case ACT_CONDEMN:
        return EVENT_ACCUSE;
    case ACT_PRAISE:
        return EVENT_SUPPORT;
    case ACT_URGE:
        return EVENT_REQUEST;
    case ACT_DECLINE:
    case ACT_DISMISS:
        return EVENT_REJECT;
    case ACT_PROMISE:
        return EVENT_AGREE;
    case ACT_WARN:
        return EVENT_THREATEN;
    default:
        return EVENT_TYPES;
    }
}

static bool is_verbal(uint8_t type)
{
    return type == EVENT_AGREE || type == EVENT_SUPPORT || type == EVENT_REQUEST || type == EVENT_ACCUSE ||
           type == EVENT_REJECT || type == EVENT_THREATEN || type == EVENT_CONCEDE;
}

/* Its complement is what it is about, and no deed beside it. */
static bool swallows(uint8_t type)
{
    return type == EVENT_AGREE || type == EVENT_REQUEST || type == EVENT_REJECT || type == EVENT_THREATEN ||
           type == EVENT_CONCEDE;
}

static bool is_cooperative(uint8_t type)
{
    return type == EVENT_CONSULT || type == EVENT_SUPPORT || type == EVENT_COOPERATE || type == EVENT_AID ||
           type == EVENT_AGREE || type == EVENT_CONCEDE || type == EVENT_RETREAT;
}

static bool is_force(uint8_t type)
{
    return type == EVENT_ASSAULT || type == EVENT_COERCE || type == EVENT_SANCTION || type == EVENT_MOBILIZE;
}

static uint8_t mode_named(uint8_t type, const char *name)
{
    uint8_t mode;
    return event_mode_find(type, text_literal(name), &mode) ? mode : 0;
}

/* The mode of an act by words, by the type of what it is about. */
static uint8_t mode_about(uint8_t type, uint8_t inner)
{
    if (type == EVENT_THREATEN)
        return mode_named(type, inner == EVENT_ASSAULT    ? "violence"
                                : inner == EVENT_COERCE   ? "restrict"
                                : inner == EVENT_SANCTION ? "relations"
                                                          : "");
    if (type != EVENT_REQUEST && type != EVENT_REJECT) return 0;
    switch (inner) {
    case EVENT_AID:
    case EVENT_COOPERATE:
    case EVENT_SUPPORT:
        return mode_named(type, "assist");
    case EVENT_CONSULT:
        return mode_named(type, "meet");
    case EVENT_RETREAT:
    case EVENT_CONCEDE:
        return mode_named(type, "yield");
    default:
        return mode_named(type, "change");
    }
}

/* ---- parties ---- */

static uint32_t head_in(const Scene *s, Span words)
{
    for (uint32_t i = words.begin; i < words.end; i++)
        if (head_of(s, i) == NONE || !span_has(words, head_of(s, i)))
            if (s->tokens->words[i].flags & WORD_LETTERS) return i;
    return words.begin < words.end ? words.begin : NONE;
}

uint32_t source_head(const Scene *s, uint32_t a)
{
    uint32_t mention = s->standings->items[a].mention;
    Span source = s->attributions->items[a].source;
    if (mention != NONE && span_has(source, s->entities->mentions[mention].head))
        return s->entities->mentions[mention].head;
    return head_in(s, source);
}

/* The source, in place of what the tree had for a subject. */
static void set_speaker(const Scene *s, uint32_t a, Deed *d)
{
    uint32_t head = source_head(s, a);
    if (head == NONE) return;
    d->actor_count = 0;
    side_add_all(s, d->actors, &d->actor_count, head);
}

static uint32_t content_head(const Scene *s, uint32_t a)
{
    Span content = s->attributions->contents[s->attributions->items[a].content_first];
    return head_in(s, content);
}

bool is_source(const Scene *s, uint32_t a, uint32_t head)
{
    EventParty party;
    uint32_t entity = s->standings->items[a].entity;
    return party_of(s, head, true, &party) && entity != NONE && party.entity == entity;
}

static void add_to(const Scene *s, uint32_t a, Deed *d)
{
    uint32_t mention = s->standings->items[a].to.mention;
    EventParty party; /* what reporters are told is for all */
    if (mention == NONE || !party_of(s, s->entities->mentions[mention].head, false, &party) ||
        party.sector == SECTOR_JRN)
        return;
    side_add_all(s, d->recipients, &d->recipient_count, s->entities->mentions[mention].head);
}

/* Whom the words are about: the first political party of the content's subject, object or what is within them. */
uint32_t subject_matter(const Scene *s, uint32_t a)
{
    uint32_t head = content_head(s, a);
    if (head == NONE) return NONE;
    bool clause = s->syntax->upos[head] == UPOS_VERB || child_with(s, head, REL_NSUBJ) != NONE;
    if (!clause) return party_within(s, head);
    uint32_t found = party_within(s, subject_of(s, head));
    if (found == NONE || is_source(s, a, found)) found = party_within(s, child_with(s, head, REL_NSUBJ_PASS));
    if (found == NONE || is_source(s, a, found)) found = party_within(s, child_with(s, head, REL_OBJ));
    return found != NONE && is_source(s, a, found) ? NONE : found;
}

/* ---- what it is about ---- */

/* As a clause, an object or a half of one is by its head. */
static bool is_governed(uint8_t relation)
{
    switch (relation) {
    case REL_XCOMP:
    case REL_CCOMP:
    case REL_OBJ:
    case REL_OBL:
    case REL_CONJ:
    case REL_NMOD:
    case REL_ACL:
    case REL_NSUBJ_PASS:
        return true;
    default:
        return false;
    }
}

/* Whether the way up from `w` to `over` stays within what `over` governs: objects, infinitives, clauses, and what is
 * coordinated. */
static bool hangs_on(const Scene *s, uint32_t w, uint32_t over)
{
    for (uint32_t i = 0; i < CLIMB && w != NONE; i++) {
        if (w == over) return i > 0;
        if (!is_governed(relation_of(s, w))) return false;
        w = head_of(s, w);
    }
    return false;
}

/* Whether it is what the content says itself: the way up from it leaves the content through what its clauses and
 * objects govern. */
static bool opens_content(const Scene *s, uint32_t a, const Deed *inner)
{
    if (a == NONE || attribution_round(s, inner->head) != a) return false;
    uint32_t content = s->inside[inner->head], w = inner->head;
    for (uint32_t i = 0; i < CLIMB; i++) {
        uint32_t head = head_of(s, w);
        if (head == NONE || s->inside[head] != content) return true;
        if (!is_governed(relation_of(s, w))) return false;
        w = head;
    }
    return false;
}

static bool is_beneath(const Scene *s, const Deed *outer, const Deed *inner)
{
    uint32_t from = outer->object != NONE && hangs_on(s, inner->head, outer->object) ? outer->object : outer->head;
    if (hangs_on(s, inner->head, from)) return true;
    if (outer->over != NONE && hangs_on(s, inner->head, outer->head)) return true;
    return opens_content(s, outer->attribution, inner);
}

static void add_side(const Scene *s, Deed *outer, const uint32_t *side, uint8_t count)
{
    for (uint8_t i = 0; i < count; i++) {
        bool own = false;
        for (uint8_t k = 0; k < outer->actor_count; k++) own |= outer->actors[k] == side[i];
        EventParty party;
        if (!own && party_of(s, side[i], true, &party)) side_add(outer->recipients, &outer->recipient_count, side[i]);
    }
}

/* Who is asked to do it; to whom it is promised, refused, threatened; of a meeting all others. */
static void add_sides(const Scene *s, Deed *outer, const Deed *inner)
{
    if (outer->type == EVENT_REQUEST || inner->frame & FRAME_BOTH)
        add_side(s, outer, inner->actors, inner->actor_count);
    if (outer->type != EVENT_REQUEST) add_side(s, outer, inner->recipients, inner->recipient_count);
}

static void drop_deed(Deed *outer, uint32_t noun)
{
    uint8_t kept = 0;
    for (uint8_t i = 0; i < outer->recipient_count; i++)
        if (outer->recipients[i] != noun) outer->recipients[kept++] = outer->recipients[i];
    outer->recipient_count = kept;
}

/* "Rejected Vellan demands": what is rejected is another's deed, told too. */
static bool is_of_another(const Scene *s, const Deed *outer, const Deed *inner)
{
    if ((outer->type != EVENT_REJECT && outer->type != EVENT_AGREE && outer->type != EVENT_CONCEDE) || !inner->noun)
        return false;
    if (!is_verbal(inner->type) || !inner->actor_count || !outer->actor_count) return false;
    EventParty one, other;
    if (!party_of(s, inner->actors[0], true, &one) || party_weight(s, &one) < 1) return false;
    if (!party_of(s, outer->actors[0], true, &other)) return true;
    return one.entity == NONE || one.entity != other.entity;
}

/* Deeds stand in the order of their words, verbs first: what a verb governs is near it, so that the search is short. */
#define SEARCH 48u

/* "Rejected a Vellan request to leave", "vetoed a Council resolution that calls on Tolva …": whose it is, and nobody
 * further in. */
static bool add_object_owner(const Scene *s, Deed *outer)
{
    if ((outer->type != EVENT_REJECT && outer->type != EVENT_AGREE && outer->type != EVENT_CONCEDE) || outer->noun)
        return false;
    uint32_t object = outer->object != NONE ? outer->object : child_with(s, outer->head, REL_OBJ);
    EventParty party;
    if (object == NONE || (party_of(s, object, false, &party) && party.sector)) return false;
    uint32_t c = s->child[object];
    for (uint32_t n = 0; c != NONE && n < KIN; n++, c = s->next[c]) {
        uint8_t r = relation_of(s, c);
        bool owns = r == REL_NMOD_POSS || r == REL_COMPOUND || r == REL_AMOD ||
                    (r == REL_NMOD && (case_of(s, c) == s->model->lemma.by || case_of(s, c) == s->model->lemma.from));
        if (!owns || !party_of(s, c, true, &party) || party_weight(s, &party) <= 0) continue;
        outer->recipient_count = 0;
        side_add_all(s, outer->recipients, &outer->recipient_count, c);
        return true;
    }
    return false;
}

static void swallow(const Scene *s, Deeds *deeds, uint32_t index)
{
    Deed *outer = &deeds->items[index];
    bool own = add_object_owner(s, outer);
    Sentence x = s->tokens->sentences[s->sentence[outer->head]];
    uint32_t end = x.end - outer->head > SEARCH ? outer->head + SEARCH : x.end;
    uint32_t begin = outer->head - x.first > SEARCH ? outer->head - SEARCH : x.first;
    bool first = true;
    for (uint32_t w = begin; w < end; w++) {
        uint32_t i = s->deed_at[w];
        if (i == NONE || i == index || deeds->items[i].gone || !is_beneath(s, outer, &deeds->items[i])) continue;
        Deed *inner = &deeds->items[i];
        if (is_of_another(s, outer, inner)) continue;
        if (outer->type == EVENT_REQUEST) drop_deed(outer, inner->head); /* "called for the release of" */
        if (!own) add_sides(s, outer, inner);
        if (first && outer->type == EVENT_AGREE && !outer->noun && is_force(inner->type)) { /* "vowed to strike back" */
            outer->type = EVENT_THREATEN;
            outer->mode = 0;
        }
        if (first && (!outer->mode || outer->type == EVENT_REQUEST || outer->type == EVENT_REJECT))
            outer->mode = mode_about(outer->type, inner->type);
        first = false;
        outer->about |= is_cooperative(inner->type);
        inner->gone = true;
    }
}

/* ---- attributions ---- */

static bool attacks_by_words(const Scene *s, const Deed *d)
{
    return s->lemma[d->head] == s->model->lemma.attack && (!d->actor_count || fights_by_words(s, d->actors[0], true));
}

static uint32_t deed_in_cue(const Scene *s, const Deeds *deeds, Span cue)
{
    for (uint32_t i = cue.begin; i < cue.end; i++)
        if (s->deed_at[i] != NONE &&
            (is_verbal(deeds->items[s->deed_at[i]].type) || attacks_by_words(s, &deeds->items[s->deed_at[i]])))
            return s->deed_at[i];
    return NONE;
}

static bool is_speech_word(const Scene *s, uint32_t w)
{
    DeedSlot slot = deeds_look_up(&s->model->deeds, deeds_step(deeds_start(DEED_VERB), s->lemma[w]));
    return slot.value == DEED_NOTHING;
}

/* "declined to comment", "would not say whether" */
static bool is_refusal_to_speak(const Scene *s, uint32_t a)
{
    uint32_t head = content_head(s, a);
    Span cue = s->attributions->items[a].cue;
    for (uint32_t i = cue.begin; i < cue.end; i++)
        if (is_speech_word(s, i)) return true;
    return head == NONE || is_speech_word(s, head);
}

/* Brings a listed verb and the act of the attribution whose cue it is together. */
static void reconcile(const Scene *s, uint32_t a, Deed *d)
{
    const Standing *st = &s->standings->items[a];
    uint8_t type = type_of_act(st->act);
    Span content = s->attributions->contents[s->attributions->items[a].content_first];
    d->attribution = a;
    if (d->type == EVENT_ASSAULT) { /* "attacked the plan as reckless" */
        d->type = EVENT_ACCUSE;
        d->mode = mode_named(EVENT_ACCUSE, "disapprove");
    }
    if (st->act == ACT_DENY && d->object == NONE) d->gone = true; /* that a thing is true: no refusal */
    if (d->type == EVENT_AGREE && type == EVENT_TYPES && s->lemma[content.begin] == s->model->lemma.that)
        d->gone = true;
    if (d->type == EVENT_CONCEDE && st->act == ACT_CONFIRM && st->clause)
        d->gone = true; /* "conceded that it was late" */
    if (d->type == EVENT_CONCEDE || type == EVENT_TYPES) return;
    if (type == EVENT_THREATEN && d->type != EVENT_THREATEN) return; /* a warning threatens only where its verb does */
    if (type == EVENT_REJECT && is_refusal_to_speak(s, a)) d->gone = true;
    if (type == EVENT_AGREE && d->type != EVENT_AGREE) return; /* "plans", "decided": what is planned tells */
    if (d->type == type || (d->type == EVENT_ACCUSE && type == EVENT_REQUEST)) return; /* "summoned the envoy" */
    if (d->type == EVENT_SUPPORT && type == EVENT_ACCUSE) return;                      /* "did not endorse" */
    d->type = type;
    d->mode = mode_named(type, st->act == ACT_ACCUSE ? "allege" : st->act == ACT_CONDEMN ? "disapprove" : "");
}

static bool decided_by_cue(const Scene *s, uint32_t a)
{
    Span words = s->standings->items[a].act_words, cue = s->attributions->items[a].cue;
    return words.begin >= words.end || (cue.begin <= words.begin && words.end <= cue.end);
}

static Deed deed_of_cue(const Scene *s, uint32_t a, uint8_t type)
{
    Span cue = s->attributions->items[a].cue;
    uint32_t head = NONE, noun = cue.end - 1;
    for (uint32_t i = cue.begin; i < cue.end; i++) {
        if (s->syntax->upos[i] == UPOS_NOUN) noun = i;
        if (s->syntax->upos[i] == UPOS_VERB) head = i;
    }
    if (head == NONE) head = noun;
    uint8_t act = s->standings->items[a].act;
    const char *mode = act == ACT_ACCUSE ? "allege" : act == ACT_CONDEMN ? "disapprove" : "";
    return (Deed){.head = head,
                  .object = NONE,
                  .over = NONE,
                  .words = {head, head + 1},
                  .type = type,
                  .mode = mode_named(type, mode),
                  .unlisted = true,
                  .attribution = a,
                  .by = NONE,
                  .part_of = NONE};
}

/* The first deed of the content's main clause, or NONE. */
static uint32_t main_deed(const Scene *s, const Deeds *deeds, uint32_t a)
{
    Span content = s->attributions->contents[s->attributions->items[a].content_first];
    uint32_t end = content.end - content.begin > SEARCH ? content.begin + SEARCH : content.end;
    for (uint32_t w = content.begin; w < end; w++)
        if (s->deed_at[w] != NONE && !deeds->items[s->deed_at[w]].gone &&
            opens_content(s, a, &deeds->items[s->deed_at[w]]))
            return s->deed_at[w];
    return NONE;
}

static bool is_negated(const Scene *s, uint32_t w)
{
    return has_lemma_child(s, w, REL_ADVMOD, s->model->lemma.not ) ||
           has_lemma_child(s, w, REL_ADVMOD, s->model->lemma.n_t) ||
           has_lemma_child(s, w, REL_ADVMOD, s->model->lemma.never);
}

/* "Insisted that the president step aside" */
static bool is_subjunctive(const Scene *s, uint32_t a)
{
    uint32_t head = content_head(s, a), subject = head == NONE ? NONE : child_with(s, head, REL_NSUBJ);
    if (subject == NONE || s->syntax->xpos[head] != XPOS_VB || child_with(s, head, REL_AUX) != NONE) return false;
    uint8_t tag = s->syntax->xpos[subject]; /* "they leave" may be no more than said */
    return has_lemma_child(s, head, REL_MARK, s->model->lemma.that) && (tag == XPOS_NNP || tag == XPOS_NN);
}

/* The type that an attribution's act makes where no list has its cue; EVENT_TYPES: none. */
static uint8_t type_unlisted(const Scene *s, const Deeds *deeds, uint32_t a)
{
    uint8_t type = type_of_act(s->standings->items[a].act);
    if (type == EVENT_TYPES && is_subjunctive(s, a)) type = EVENT_REQUEST;
    uint32_t inner = main_deed(s, deeds, a);
    switch (type) {
    case EVENT_REQUEST:
        if (decided_by_cue(s, a)) return type;
        return subject_matter(s, a) != NONE ? type : EVENT_TYPES; /* "said that Tolva must leave" */
    case EVENT_ACCUSE:
    case EVENT_SUPPORT:
        return decided_by_cue(s, a) && subject_matter(s, a) != NONE ? type : EVENT_TYPES;
    case EVENT_AGREE: /* "said it would help" */
        if (inner == NONE) return EVENT_TYPES;
        if (is_cooperative(deeds->items[inner].type) && is_negated(s, deeds->items[inner].head)) return EVENT_REJECT;
        if (is_cooperative(deeds->items[inner].type))
            return deeds->items[inner].type == EVENT_RETREAT || deeds->items[inner].type == EVENT_CONCEDE
                       ? EVENT_CONCEDE
                       : type;
        return deeds->items[inner].type == EVENT_ASSAULT ? EVENT_THREATEN : EVENT_TYPES;
    case EVENT_THREATEN: /* "warned Tolva that it would use force" */
        if (inner == NONE || !deeds->items[inner].actor_count || !is_source(s, a, deeds->items[inner].actors[0]))
            return EVENT_TYPES;
        return is_force(deeds->items[inner].type) ? type : EVENT_TYPES;
    default:
        return EVENT_TYPES;
    }
}

static bool add_unlisted(Scene *s, Arena *scratch, Deeds *deeds, uint32_t a)
{
    uint8_t type = type_unlisted(s, deeds, a);
    if (type == EVENT_TYPES) return true;
    Deed d = deed_of_cue(s, a, type);
    if (s->deed_at[d.head] != NONE) return true;
    return deed_add(s, scratch, deeds, &d);
}

/* "Demanded that Tolva leave": Tolva. */
static void add_who_should(const Scene *s, uint32_t a, Deed *d)
{
    uint32_t head = content_head(s, a), who = NONE;
    if (head != NONE && s->syntax->upos[head] == UPOS_VERB) who = subject_of(s, head);
    EventParty party;
    if (who != NONE && !is_source(s, a, who) && party_of(s, who, false, &party) && party_weight(s, &party) > 0)
        side_add_all(s, d->recipients, &d->recipient_count, who);
}

static void complete(const Scene *s, Deed *d)
{
    uint32_t a = d->attribution;
    set_speaker(s, a, d);
    if (d->type == EVENT_REQUEST || d->type == EVENT_THREATEN || d->type == EVENT_AGREE) add_to(s, a, d);
    if (d->type == EVENT_REQUEST && !d->recipient_count) add_who_should(s, a, d);
}

/* "Refused to consider the president's nominee": whom the infinitive names. */
static void add_from_infinitive(const Scene *s, Deed *d)
{
    uint32_t inner = child_with(s, d->head, REL_XCOMP);
    if (inner == NONE) return;
    uint32_t c = s->child[inner];
    for (uint32_t n = 0; c != NONE && n < KIN; n++, c = s->next[c]) {
        uint8_t r = relation_of(s, c);
        uint32_t within = r == REL_OBJ || r == REL_OBL || r == REL_IOBJ ? party_within(s, c) : NONE;
        EventParty party;
        if (within == NONE || !party_of(s, within, false, &party) || party_weight(s, &party) < 1) continue;
        side_add_all(s, d->recipients, &d->recipient_count, within);
        return;
    }
}

/* Where nobody stands on the other side yet, the one whom the words are about. */
static void complete_recipients(const Scene *s, Deed *d)
{
    EventParty party;
    for (uint8_t i = 0; i < d->recipient_count; i++)
        if (party_of(s, d->recipients[i], false, &party) && party_weight(s, &party) > 0) return;
    for (uint8_t i = 0; i < d->recipient_count; i++) {
        uint32_t within = party_within(s, d->recipients[i]);
        if (within == NONE) continue;
        d->recipients[i] = within;
        return;
    }
    if (!d->recipient_count && (d->type == EVENT_REJECT || d->type == EVENT_THREATEN)) {
        add_from_infinitive(s, d);
        if (d->recipient_count) return;
    }
    uint32_t about = d->attribution == NONE || d->type == EVENT_AGREE ? NONE : subject_matter(s, d->attribution);
    if (about != NONE) side_add_all(s, d->recipients, &d->recipient_count, about);
}

bool verbal_find(Scene *s, Arena *scratch, Deeds *deeds)
{
    for (uint32_t a = 0; a < s->attributions->count; a++) {
        if (s->attributions->items[a].cue.begin >= s->attributions->items[a].cue.end) continue;
        uint32_t listed = deed_in_cue(s, deeds, s->attributions->items[a].cue);
        if (listed != NONE)
            reconcile(s, a, &deeds->items[listed]);
        else if (!add_unlisted(s, scratch, deeds, a))
            return false;
    }
    for (uint32_t i = 0; i < deeds->count; i++)
        if (deeds->items[i].attribution != NONE && !deeds->items[i].gone) complete(s, &deeds->items[i]);
    for (uint32_t i = 0; i < deeds->count; i++) {
        Deed *d = &deeds->items[i];
        if (!d->gone && swallows(d->type)) swallow(s, deeds, i);
    }
    for (uint32_t i = 0; i < deeds->count; i++)
        if (!deeds->items[i].gone && is_verbal(deeds->items[i].type)) complete_recipients(s, &deeds->items[i]);
    return true;
}
