/* The stage: the scene, then the parts in the order of internal.h. */
#include "event/internal.h"

/* Cooperation that is still to come is an agreement to it; a retreat to come is a concession; force to come in the mouth of who
 * would use it is a threat. The promise is the deed then, and it has taken place. */
static void settle_future(const Scene *s, Deed *d)
{
    if (d->status != STATUS_FUTURE) return;
    bool cooperative = d->type == EVENT_CONSULT || d->type == EVENT_SUPPORT || d->type == EVENT_COOPERATE || d->type == EVENT_AID;
    if (cooperative || d->type == EVENT_AGREE) {
        d->type = EVENT_AGREE;
        d->mode = 0;
        d->status = d->by != NONE ? STATUS_REPORTED : STATUS_ASSERTED;
        return;
    }
    if (d->type == EVENT_RETREAT) {
        d->type = EVENT_CONCEDE;
        d->mode = 0;
        d->status = d->by != NONE ? STATUS_REPORTED : STATUS_ASSERTED;
        return;
    }
    bool force = d->type == EVENT_ASSAULT || d->type == EVENT_COERCE || d->type == EVENT_SANCTION;
    if (!force || d->by == NONE || !d->actor_count) return;
    EventParty party;
    uint32_t speaker = s->standings->items[d->by].entity;
    if (speaker == NONE || !party_of(s, d->actors[0], true, &party) || party.entity != speaker) return;
    static const char *const modes[] = {"violence", "restrict", "relations"};
    (void)event_mode_find(EVENT_THREATEN,
                          text_literal(modes[d->type == EVENT_ASSAULT ? 0 : d->type == EVENT_COERCE ? 1 : 2]), &d->mode);
    d->type = EVENT_THREATEN;
    d->by = s->standings->items[d->by].within;
    d->status = d->by != NONE ? STATUS_REPORTED : STATUS_ASSERTED;
}

/* A politician who attacks somebody does it by words. */
static void settle_attack(const Scene *s, Deed *d)
{
    if (d->type != EVENT_ASSAULT || d->mode || !d->actor_count) return;
    if (!(d->frame & FRAME_VIOLENT) && s->lemma[d->head] != s->model->lemma.attack) return;
    for (uint8_t i = 0; i < d->actor_count; i++) {
        EventParty party;
        if (!party_of(s, d->actors[i], true, &party) || party.entity == NONE) return;
        if (s->entities->items[party.entity].type != ENTITY_PERSON || party.sector == SECTOR_REB || party.sector == SECTOR_UAF ||
            party.sector == SECTOR_MIL || party.sector == SECTOR_CRM)
            return;
    }
    d->type = EVENT_ACCUSE;
    (void)event_mode_find(EVENT_ACCUSE, text_literal("disapprove"), &d->mode);
}

/* Troops that arrive do not visit: peacekeepers help, others are sent. */
static void settle_arrival(const Scene *s, Deed *d)
{
    if (d->type != EVENT_CONSULT || d->frame & FRAME_BOTH || !d->actor_count) return;
    EventParty party;
    if (!party_of(s, d->actors[0], true, &party)) return;
    bool peace = party.sector == SECTOR_IGO && party.entity == NONE;
    if (party.sector != SECTOR_MIL && !peace) return;
    d->type = peace ? EVENT_AID : EVENT_MOBILIZE;
    d->mode = 0;
}

/* "Opened fire on a bus, killing seven", "marched to protest": one deed told by two verbs, with the parties of both. */
static void join_result(const Scene *s, Deeds *deeds, Deed *d)
{
    uint8_t r = relation_of(s, d->head);
    uint32_t head = head_of(s, d->head);
    if (d->noun || head == NONE || child_with(s, d->head, REL_NSUBJ) != NONE) return;
    if (r != REL_ADVCL && r != REL_XCOMP && r != REL_ACL) return;
    if (s->deed_at[head] == NONE) { /* "launched a strike to protest" */
        uint32_t above = head_of(s, head);
        if (above == NONE || s->deed_at[above] == NONE || deeds->items[s->deed_at[above]].object != head) return;
        head = above;
    }
    Deed *over = &deeds->items[s->deed_at[head]];
    if (over->type != d->type || over->gone || over->noun) return;
    for (uint8_t i = 0; i < d->recipient_count; i++) side_add(over->recipients, &over->recipient_count, d->recipients[i]);
    if (!over->mode) over->mode = d->mode;
    d->gone = true;
}

/* "Killed in an attack": the attack is the killing's manner, and its parties are the killing's. */
static void join_manner(const Scene *s, Deeds *deeds, Deed *d)
{
    uint32_t c = s->child[d->head];
    for (uint32_t n = 0; !d->noun && c != NONE && n < KIN; n++, c = s->next[c]) {
        uint8_t r = relation_of(s, c);
        bool manner = r == REL_NSUBJ || r == REL_OBL || r == REL_OBL_AGENT;
        if (!manner || s->deed_at[c] == NONE) continue;
        Deed *noun = &deeds->items[s->deed_at[c]];
        if (!noun->noun || noun->gone || noun->type != d->type) continue;
        for (uint8_t i = 0; i < d->actor_count; i++)
            if (d->actors[i] == c) d->actors[i] = d->actors[--d->actor_count];
        for (uint8_t i = 0; i < noun->actor_count; i++) side_add(d->actors, &d->actor_count, noun->actors[i]);
        for (uint8_t i = 0; i < noun->recipient_count; i++) side_add(d->recipients, &d->recipient_count, noun->recipients[i]);
        if (!d->mode) d->mode = noun->mode;
        noun->gone = true;
    }
}

Status event_run(const Article *article, const Tokens *tokens, const Syntax *syntax, const Entities *entities,
                 const Attributions *attributions, const Standings *standings, const EventModel *model, Arena *arena,
                 Arena *scratch, Events *out, Error *error)
{
    *out = (Events){0};
    if (!model->deeds.slot_count) return SAYSO_OK;
    Scene s = {.article = article,
               .tokens = tokens,
               .syntax = syntax,
               .entities = entities,
               .attributions = attributions,
               .standings = standings,
               .model = model};
    Deeds deeds;
    if (!scene_make(&s, scratch)) return fail_memory(error);
    scene_topic(&s);
    if (!deeds_find(&s, scratch, &deeds)) return fail_memory(error);
    for (uint32_t i = 0; i < deeds.count; i++) cast_find(&s, &deeds.items[i]);
    for (uint32_t i = 0; i < deeds.count; i++) {
        join_manner(&s, &deeds, &deeds.items[i]);
        join_result(&s, &deeds, &deeds.items[i]);
    }
    if (!verbal_find(&s, scratch, &deeds)) return fail_memory(error);
    for (uint32_t i = 0; i < deeds.count; i++) {
        if (deeds.items[i].gone) continue;
        settle_attack(&s, &deeds.items[i]);
        settle_arrival(&s, &deeds.items[i]);
        status_find(&s, &deeds.items[i]);
        settle_future(&s, &deeds.items[i]);
    }
    return events_join(&s, &deeds, arena, scratch, out, error);
}

/* ---- promises ---- */

static bool broken(Error *error, uint32_t i, const char *what)
{
    (void)fail(error, SAYSO_ERROR_INTERNAL, NO_OFFSET, "event %u: %s", i, what);
    return false;
}

static bool run_in(Run run, uint32_t count) { return run.first <= count && run.count <= count - run.first; }

static bool span_in(const Tokens *t, Span s) { return s.begin <= s.end && s.end <= t->word_count; }

static bool parties_in(const Tokens *t, const Entities *e, const Events *events, Run run)
{
    if (!run_in(run, events->party_count)) return false;
    for (uint32_t i = 0; i < run.count; i++) {
        const EventParty *p = &events->parties[run.first + i];
        if (!span_in(t, p->words) || p->words.begin == p->words.end || p->sector >= SECTORS || p->country[3]) return false;
        if (p->mention != NONE && p->mention >= e->mention_count) return false;
        if (p->entity != NONE && p->entity >= e->count) return false;
    }
    return true;
}

static bool told_in(const Tokens *t, const Events *events, const Event *e)
{
    if (!e->told.count || !run_in(e->told, events->told_count)) return false;
    for (uint32_t i = e->told.first; i < e->told.first + e->told.count; i++) {
        Span trigger = events->triggers[i], evidence = events->evidence[i];
        if (!span_in(t, evidence) || trigger.begin >= trigger.end) return false;
        if (trigger.begin < evidence.begin || trigger.end > evidence.end) return false;
    }
    return true;
}

static bool mode_fits(const Event *e)
{
    const char *name = event_mode_name(e->mode);
    uint8_t mode;
    return !e->mode || (name && event_mode_find(e->type, text_literal(name), &mode) && mode == e->mode);
}

bool event_check(const Tokens *tokens, const Entities *entities, const Attributions *attributions, const Events *events,
                 Error *error)
{
    for (uint32_t i = 0; i < events->count; i++) {
        const Event *e = &events->items[i];
        if (e->type >= EVENT_TYPES || e->status >= STATUSES || !mode_fits(e)) return broken(error, i, "its type, mode or status is none");
        if (!told_in(tokens, events, e)) return broken(error, i, "its evidence is out of place");
        if (!parties_in(tokens, entities, events, e->actors) || !parties_in(tokens, entities, events, e->recipients) ||
            !(e->actors.count + e->recipients.count))
            return broken(error, i, "a party is out of place, or there is none");
        if (!run_in(e->by, events->by_count)) return broken(error, i, "what it rests on is out of place");
        for (uint32_t k = 0; k < e->by.count; k++)
            if (events->by[e->by.first + k] >= attributions->count) return broken(error, i, "no such attribution");
        if (!span_in(tokens, e->when) || !span_in(tokens, e->place)) return broken(error, i, "a span lies outside the text");
        if (*e->date && e->when.begin == e->when.end) return broken(error, i, "it has a date without words");
        if (e->place_entity != NONE && e->place_entity >= entities->count) return broken(error, i, "no such place");
        if (!(e->confidence >= 0 && e->confidence <= 1)) return broken(error, i, "its confidence is none");
    }
    return true;
}
