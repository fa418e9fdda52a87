/* Whether what was found is a political event at all: a logistic model over its type and words, how political its
 * parties are, what is missing of them, how the clause stands, and what the article is about. train/event/weigh.py
 * learns it. */
#include "event/weigh.inc"
#include "event/internal.h"

typedef struct Side {
    float weight; /* of its most political party */
    bool country;
} Side;

static Side side_of(const Scene *s, const EventParty *parties, uint32_t count)
{
    Side out = {0};
    for (uint32_t i = 0; i < count; i++) {
        float w = party_weight(s, &parties[i]);
        if (w > out.weight) out.weight = w;
        out.country |= *parties[i].country != 0;
    }
    return out;
}

static bool is_police(const EventParty *side, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (side[i].sector == SECTOR_COP) return true;
    return false;
}

/* Deeds that are done to somebody: without him the word was another ("released findings", "seized the site"). */
static bool needs_recipient(const Deed *d)
{
    if (d->frame & FRAME_BOTH || d->object != NONE) return false;
    switch (d->type) {
    case EVENT_AID:
    case EVENT_COOPERATE:
    case EVENT_SANCTION:
    case EVENT_COERCE:
        return true;
    case EVENT_ASSAULT:
        return !d->noun && !(d->frame & FRAME_VIOLENT);
    case EVENT_RETREAT: {
        const char *mode = event_mode_name(d->mode);
        return !mode || !strcmp(mode, "release") || !strcmp(mode, "access");
    }
    default:
        return false;
    }
}

/* Who can bind a country by a promise alone, where a candidate cannot. */
static bool rules(const EventParty *p)
{
    return p->sector == SECTOR_GOV || p->sector == SECTOR_IGO || p->sector == SECTOR_REB || p->sector == SECTOR_MIL;
}

/* Acts by words that are done to somebody: who calls for better roads or defends a plan does nothing to anybody. */
static bool is_address(const Deed *d)
{
    if (d->type == EVENT_SUPPORT) return d->object == NONE; /* a treaty may be signed by itself */
    return d->type == EVENT_ACCUSE || d->type == EVENT_REQUEST || d->type == EVENT_REJECT || d->type == EVENT_THREATEN;
}

/* Nouns that say little by themselves: "offer", "support", "order". */
static bool needs_both(const Deed *d)
{
    bool verbal =
        d->type == EVENT_AGREE || d->type == EVENT_SUPPORT || d->type == EVENT_REQUEST || d->type == EVENT_REJECT;
    return d->noun && d->over == NONE && verbal && d->attribution == NONE;
}

static bool is_weapon(uint8_t mode)
{
    static const char *const weapons[] = {"explosives", "aerial", "drone", "heavy-weapons", "unconventional"};
    for (size_t i = 0; i < COUNT(weapons); i++)
        if (text_is(text_literal(event_mode_name(mode)), weapons[i])) return true;
    return false;
}

static bool is_plural(const Scene *s, const EventParty *p)
{
    return p->mention != NONE && s->entities->mentions[p->mention].flags & MENTION_PLURAL;
}

static bool governs_infinitive(const Scene *s, uint32_t w)
{
    uint32_t c = s->child[w];
    for (uint32_t n = 0; c != NONE && n < KIN; n++, c = s->next[c])
        if (c > w && has_lemma_child(s, c, REL_MARK, s->model->lemma.to)) return true;
    return false;
}

static bool is_one_person(const Scene *s, const EventParty *p)
{
    return p->entity != NONE && s->entities->items[p->entity].type == ENTITY_PERSON;
}

/* "Was indicted", "the investigation into the minister": nobody need be named. */
static bool is_charge(const Deed *d)
{
    const char *mode = event_mode_name(d->mode);
    return d->type == EVENT_ACCUSE && mode && strcmp(mode, "disapprove") != 0;
}

/* Whether what it is about is a deed itself, that the list has. */
static bool names_deed(const Scene *s, const Deed *d)
{
    if (d->type == EVENT_REJECT && d->about) return true;
    uint32_t object = d->type == EVENT_ACCUSE && !d->noun ? child_with(s, d->head, REL_OBJ) : NONE;
    return object != NONE && s->deed_at[object] != NONE;
}

/* "Often", "always": a habit. */
static bool is_habit(const Scene *s, uint32_t w)
{
    const EventModel *m = s->model;
    const uint32_t habits[] = {m->lemma.often,         m->lemma.always,     m->lemma.usually,   m->lemma.regularly,
                               m->lemma.traditionally, m->lemma.frequently, m->lemma.routinely, m->lemma.sometimes};
    for (size_t i = 0; i < COUNT(habits); i++)
        if (has_lemma_child(s, w, REL_ADVMOD, habits[i])) return true;
    return false;
}

#define NEARBY 24u /* words */

/* ---- what is missing ---- */

static bool meets_alone(const Scene *s, const EventParty *actors, uint32_t actor_count)
{
    return !(actor_count && is_plural(s, &actors[0]) && party_weight(s, &actors[0]) >= 2);
}

/* Whom the deed is done to could be anybody: "families", "drivers" alone are nobody in politics. */
static bool is_nobody_met(const Scene *s, const EventParty *recipients, uint32_t recipient_count)
{
    for (uint32_t i = 0; i < recipient_count; i++)
        if (party_weight(s, &recipients[i]) > 0 || *recipients[i].country) return false;
    return recipient_count > 0;
}

/* What they destroy or take may be a bridge. */
static bool is_armed(const Deed *d, const EventParty *actors, uint32_t actor_count)
{
    if (!actor_count || (d->type != EVENT_ASSAULT && d->type != EVENT_COERCE)) return false;
    uint8_t sector = actors[0].sector;
    if (sector == SECTOR_MIL || sector == SECTOR_REB || sector == SECTOR_PRM) return true;
    return sector == SECTOR_GOV && d->type == EVENT_ASSAULT && d->mode && is_weapon(d->mode);
}

/* ---- features ---- */

#define BUCKETS 256u       /* the words themselves, by their hash */
#define MOST_FEATURES 512u /* at least WEIGH_FEATURES; a table older than a new feature gives that no weight */

typedef struct Features {
    float at[MOST_FEATURES];
    uint32_t count;
} Features;

static void put(Features *f, float value)
{
    if (f->count < MOST_FEATURES) f->at[f->count++] = value;
}

static void put_one(Features *f, uint32_t value, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) put(f, i == value);
}

static void put_words(const Scene *s, const Deed *d, Features *f)
{
    bool several = d->words.end - d->words.begin > 1 || d->object != NONE;
    put_one(f, d->type, EVENT_TYPES);
    put(f, d->noun && d->over == NONE && !several);
    put(f, d->noun && d->over == NONE && several);
    put(f, d->over != NONE);
    put(f, !d->noun && several);
    put(f, d->unlisted);
    put(f, d->guessed);
    put(f, d->word && d->type == EVENT_ACCUSE);
    put(f, d->word && d->type == EVENT_SUPPORT);
    put(f, (d->frame & FRAME_WEAK) != 0);
    put(f, (d->frame & FRAME_HARD) != 0);
    put(f, (d->frame & FRAME_VIOLENT) != 0);
    put(f, d->mode != 0);
    put_one(f, d->status, STATUSES);
    put(f, d->attribution != NONE);
    put(f, d->by != NONE);
    put(f, d->about);
    put(f, names_deed(s, d));
}

static void put_grammar(const Scene *s, const Deed *d, Features *f)
{
    static const uint8_t tags[] = {XPOS_VBD, XPOS_VBN, XPOS_VBZ, XPOS_VBP, XPOS_VBG, XPOS_VB, XPOS_NN, XPOS_NNS};
    static const uint8_t relations[] = {REL_ROOT,      REL_CCOMP,      REL_XCOMP,    REL_ADVCL, REL_ACL,
                                        REL_ACL_RELCL, REL_CONJ,       REL_OBJ,      REL_OBL,   REL_NMOD,
                                        REL_NSUBJ,     REL_NSUBJ_PASS, REL_PARATAXIS};
    uint32_t w = d->head;
    for (size_t i = 0; i < COUNT(tags); i++) put(f, s->syntax->xpos[w] == tags[i]);
    for (size_t i = 0; i < COUNT(relations); i++) put(f, relation_of(s, w) == relations[i]);
    put(f, !d->noun && verb_is_passive(s, w));
    put(f, d->noun && has_lemma_child(s, w, REL_DET, s->model->lemma.the));
    put(f, d->noun && child_with(s, w, REL_DET) == NONE && child_with(s, w, REL_NMOD_POSS) == NONE);
    put(f, d->noun && child_with(s, w, REL_NMOD_POSS) != NONE);
    put(f, is_habit(s, d->over != NONE ? d->over : w));
    put(f, is_headline(s, w));
}

static void put_side(const Scene *s, const EventParty *side, uint32_t count, Features *f)
{
    static const uint8_t sectors[] = {SECTOR_GOV, SECTOR_MIL, SECTOR_COP, SECTOR_JUD, SECTOR_LEG, SECTOR_PTY,
                                      SECTOR_REB, SECTOR_OPP, SECTOR_IGO, SECTOR_NGO, SECTOR_CVL, SECTOR_JRN,
                                      SECTOR_BUS, SECTOR_UNK, SECTOR_CRM, SECTOR_UAF};
    float weight = side_of(s, side, count).weight;
    put(f, count == 0);
    put(f, count > 1);
    put(f, count && weight <= 0);
    put(f, weight > 0 && weight < 1);
    put(f, weight >= 1 && weight < 2);
    put(f, weight >= 2);
    put(f, side_of(s, side, count).country);
    for (size_t i = 0; i < COUNT(sectors); i++) put(f, count && side[0].sector == sectors[i]);
    put(f, count && is_one_person(s, &side[0]));
    put(f, count && side[0].entity == NONE);
    put(f, count && side[0].mention != NONE && s->entities->mentions[side[0].mention].kind == MENTION_PRONOUN);
}

static void put_both(const Scene *s, const Deed *d, const EventParty *actors, uint32_t actor_count,
                     const EventParty *recipients, uint32_t recipient_count, Features *f)
{
    Side a = side_of(s, actors, actor_count), r = side_of(s, recipients, recipient_count);
    float total = a.weight + r.weight;
    bool police =
        actor_count && recipient_count && (is_police(actors, actor_count) || is_police(recipients, recipient_count));
    put(f, total);
    put(f, a.country && r.country);
    put(f, a.weight >= 1 && r.weight >= 1);
    put(f, d->frame & FRAME_BOTH && actor_count > 1);
    put(f, police);
    put(f, is_address(d) && !actor_count && !is_charge(d));
    put(f, is_address(d) && !recipient_count);
    put(f, is_charge(d) && !actor_count);
    put(f, (is_address(d) || d->type == EVENT_SUPPORT) && is_nobody_met(s, recipients, recipient_count));
    put(f, needs_recipient(d) && !recipient_count);
    put(f, needs_recipient(d) && !recipient_count && is_armed(d, actors, actor_count));
    put(f, needs_both(d) && !(actor_count && recipient_count) && !(d->frame & FRAME_BOTH && actor_count > 1));
    put(f, d->type == EVENT_PROTEST && actor_count == 1 && is_one_person(s, &actors[0]));
    put(f, (d->type == EVENT_CONSULT || d->type == EVENT_COOPERATE) && actor_count + recipient_count < 2);
    put(f, d->type == EVENT_CONSULT && actor_count + recipient_count < 2 && meets_alone(s, actors, actor_count));
    put(f, d->type == EVENT_AGREE && !d->noun && !recipient_count && !d->about);
    put(f, d->type == EVENT_AGREE && governs_infinitive(s, d->head));
    put(f,
        (d->type == EVENT_REJECT || d->type == EVENT_THREATEN) && !recipient_count && actor_count && rules(&actors[0]));
}

/* "Per cent", "poll", "voters": what many think rather than what somebody does. */
static bool is_polled(const Scene *s, uint32_t w)
{
    Sentence x = s->tokens->sentences[s->sentence[w]];
    uint32_t begin = w > x.first + NEARBY ? w - NEARBY : x.first, end = x.end > w + NEARBY ? w + NEARBY : x.end;
    for (uint32_t i = begin; i < end; i++)
        if (s->lemma[i] == s->model->lemma.percent || s->lemma[i] == s->model->lemma.poll ||
            s->lemma[i] == s->model->lemma.voter)
            return true;
    return false;
}

/* By kind of deed, words or force, with or against: what its parties weigh. */
static void put_kinds(const Scene *s, const Deed *d, const EventParty *actors, uint32_t actor_count,
                      const EventParty *recipients, uint32_t recipient_count, Features *f)
{
    static const uint8_t kinds[EVENT_TYPES] = {0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3};
    Side a = side_of(s, actors, actor_count), r = side_of(s, recipients, recipient_count);
    bool political = a.weight >= 1.5f || r.weight >= 1.5f;
    bool law = actor_count && (actors[0].sector == SECTOR_COP || actors[0].sector == SECTOR_JUD);
    bool polled = is_polled(s, d->head);
    for (uint8_t kind = 0; kind < 4; kind++) {
        bool own = kinds[d->type] == kind;
        put(f, own ? a.weight + r.weight : 0);
        put(f, own && d->noun);
        put(f, own && !recipient_count);
        put(f, own && !actor_count);
        put(f, own ? s->politics : 0);
        put(f, own && s->idle);
        put(f, own && !political);
        put(f, own && !political ? 1 - s->politics : 0);
    }
    put(f, law && r.weight < 1);
    put(f, law && r.weight < 1 ? 1 - s->politics : 0);
    put(f, law && r.weight < 2);
    put(f, !actor_count && !political);
    put(f, !actor_count && !political && recipients[0].sector == SECTOR_CVL);
    put(f, polled);
    put(f, polled && d->type == EVENT_SUPPORT);
}

float deed_confidence(const Scene *s, const Deed *d, const EventParty *actors, uint32_t actor_count,
                      const EventParty *recipients, uint32_t recipient_count)
{
    Features f = {.count = 0};
    if (side_of(s, actors, actor_count).weight + side_of(s, recipients, recipient_count).weight <= 0) return 0;
    put(&f, 1);
    put_words(s, d, &f);
    put_grammar(s, d, &f);
    put_side(s, actors, actor_count, &f);
    put_side(s, recipients, recipient_count, &f);
    put_both(s, d, actors, actor_count, recipients, recipient_count, &f);
    put_kinds(s, d, actors, actor_count, recipients, recipient_count, &f);
    put_one(&f, s->lemma[d->object != NONE ? d->object : d->head] % BUCKETS, BUCKETS);
    float z = 0;
    for (uint32_t i = 0; i < f.count && i < WEIGH_FEATURES; i++) z += f.at[i] * weigh_weights[i];
    float p = sigmoid(z);
    if (s->model->watch) s->model->watch(s->model->watcher, d, f.at, f.count, p);
    return p;
}
