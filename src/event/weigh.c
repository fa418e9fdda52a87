/* Whether what was found is a political event at all: by how political its parties are, and how much the words alone
 * say. A table of weights, so that learnt ones can take their place. */
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

/* The least that both sides together must weigh. */
static float needed(const Scene *s, const Deed *d)
{
    float least = d->type == EVENT_PROTEST ? 0.5f : d->frame & FRAME_HARD ? 1 : 2;
    if (d->frame & FRAME_WEAK) least = 3;
    if (s->idle) least += 1.5f;
    return least;
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

/* Whether enough take part for the kind of deed that it is. */
static bool is_peopled(const Scene *s, const Deed *d, const EventParty *actors, uint32_t actor_count,
                       const EventParty *recipients, uint32_t recipient_count)
{
    if (is_address(d) && !actor_count && !is_charge(d)) return false; /* "was praised" */
    bool met = false; /* "families", "drivers" alone are nobody in politics */
    for (uint32_t i = 0; i < recipient_count; i++) met |= party_weight(s, &recipients[i]) > 0 || *recipients[i].country;
    if ((is_address(d) || d->type == EVENT_SUPPORT) && recipient_count && !met) return false;
    if (d->type == EVENT_PROTEST && actor_count == 1 && is_one_person(s, &actors[0]))
        return false; /* nobody demonstrates alone */
    if (d->type == EVENT_COOPERATE && actor_count + recipient_count < 2) return false;
    if (d->type == EVENT_AID && !recipient_count) return false;
    bool armed = actor_count &&
                 (actors[0].sector == SECTOR_MIL || actors[0].sector == SECTOR_REB || actors[0].sector == SECTOR_PRM);
    bool bombs = actor_count && actors[0].sector == SECTOR_GOV && d->mode;
    if ((armed && (d->type == EVENT_ASSAULT || d->type == EVENT_COERCE)) ||
        (bombs && d->type == EVENT_ASSAULT && is_weapon(d->mode)))
        return true; /* what they destroy or take may be a bridge */
    bool alone = (d->type == EVENT_REJECT || d->type == EVENT_THREATEN) && actor_count && rules(&actors[0]);
    alone |= actor_count && names_deed(s, d); /* "condemned the attack", "refused to meet" */
    if ((needs_recipient(d) || (is_address(d) && !alone)) && !recipient_count) return false;
    if (needs_both(d) && !(actor_count && recipient_count) && !(d->frame & FRAME_BOTH && actor_count > 1)) return false;
    if (d->type == EVENT_CONSULT && actor_count + recipient_count < 2) /* nobody meets alone */
        return actor_count && is_plural(s, &actors[0]) && party_weight(s, &actors[0]) >= 2;
    if (d->type == EVENT_AGREE && !d->noun && !recipient_count)
        return d->about || d->object != NONE || actor_count > 1 ||
               (actor_count && governs_infinitive(s, d->head) && rules(&actors[0]));
    return true;
}

float deed_confidence(const Scene *s, const Deed *d, const EventParty *actors, uint32_t actor_count,
                      const EventParty *recipients, uint32_t recipient_count)
{
    Side a = side_of(s, actors, actor_count), r = side_of(s, recipients, recipient_count);
    float total = a.weight + r.weight;
    if (d->frame & FRAME_BOTH && actor_count > 1 && a.weight >= 2) total += 1;
    bool police = d->type == EVENT_ASSAULT && actor_count && recipient_count &&
                  (is_police(actors, actor_count) || is_police(recipients, recipient_count));
    bool crime = police && (recipients[0].sector == SECTOR_UAF ||
                            recipients[0].sector == SECTOR_CRM); /* the police and a gunman, not a crowd */
    if (total < needed(s, d) - (crime ? -0.5f : police ? 0.5f : 0)) return 0;
    if (d->frame & FRAME_WEAK && !(a.weight >= 1 && (r.weight >= 1 || (d->frame & FRAME_BOTH && actor_count > 1))))
        return 0;
    if (!is_peopled(s, d, actors, actor_count, recipients, recipient_count)) return 0;
    if (d->type == EVENT_CONSULT && actor_count + recipient_count > 1 && total < 3) return 0;
    if (d->attribution != NONE && a.weight < 0.5f) return 0;
    float score = 0.3f + 0.4f * (total - 2);
    if (!actor_count) score -= 0.8f;
    if (!recipient_count && !(d->frame & FRAME_BOTH)) score -= 0.3f;
    if (d->noun && d->over == NONE) score -= 0.5f;
    if (d->frame & FRAME_WEAK) score -= 0.4f;
    score += 0.8f * (s->politics - 0.5f);
    return sigmoid(score);
}
