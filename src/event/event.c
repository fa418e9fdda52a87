/* The stage: the scene, then the parts in the order of internal.h. */
#include "event/internal.h"

static uint8_t open_status(const Deed *d)
{
    return d->by != NONE ? STATUS_REPORTED : STATUS_ASSERTED;
}

static void become(Deed *d, uint8_t type, const char *mode)
{
    d->type = type;
    if (!event_mode_find(type, text_literal(mode), &d->mode)) d->mode = 0;
    d->status = open_status(d);
}

static bool is_cooperation(uint8_t type)
{
    return type == EVENT_CONSULT || type == EVENT_SUPPORT || type == EVENT_COOPERATE || type == EVENT_AID ||
           type == EVENT_AGREE;
}

/* A minister speaks for his country. */
static bool speaks_for(const Scene *s, uint32_t a, const EventParty *party)
{
    uint32_t head = source_head(s, a);
    EventParty speaker;
    if (head == NONE || party->sector != SECTOR_GOV || party->entity == NONE ||
        s->entities->items[party->entity].type == ENTITY_PERSON)
        return false;
    return party_of(s, head, true, &speaker) && *party->country && !strcmp(speaker.country, party->country) &&
           (speaker.sector == SECTOR_GOV || speaker.sector == SECTOR_MIL);
}

/* Whether the one who does it is the one who says so; an "it" that nobody settles is he. */
static bool speaks_of_own(const Scene *s, const Deed *d)
{
    if (d->by == NONE || !d->actor_count) return false;
    uint32_t head = d->actors[0], speaker = s->standings->items[d->by].entity;
    EventParty party;
    bool known = party_of(s, head, true, &party);
    if (known && speaks_for(s, d->by, &party)) return true;
    if (known && party.entity != NONE) return speaker != NONE && party.entity == speaker;
    uint32_t lemma = s->lemma[head];
    return s->syntax->upos[head] == UPOS_PRON && (lemma == s->model->lemma.it || lemma == s->model->lemma.they ||
                                                  lemma == s->model->lemma.we || lemma == s->model->lemma.i);
}

static void speak_for_own(const Scene *s, Deed *d)
{
    uint32_t mention = s->standings->items[d->by].mention;
    EventParty party;
    if (party_of(s, d->actors[0], true, &party) && party.entity != NONE) return;
    if (mention != NONE) d->actors[0] = s->entities->mentions[mention].head;
}

/* Cooperation that is still to come is an agreement to it, a retreat to come a concession. The promise is the deed
 * then, and it has taken place. */
static void settle_promise(Deed *d)
{
    if (d->status != STATUS_FUTURE) return;
    if (is_cooperation(d->type))
        become(d, EVENT_AGREE, "");
    else if (d->type == EVENT_RETREAT)
        become(d, EVENT_CONCEDE, "");
}

/* "Will not talk with the rebels": of all who would take part the ones with whom are refused. */
static void part_others(const Scene *s, Deed *d)
{
    uint8_t kept = 0;
    for (uint8_t i = 0; i < d->actor_count; i++) {
        if (i && case_of(s, d->actors[i]) == s->model->lemma.with)
            side_add(d->recipients, &d->recipient_count, d->actors[i]);
        else
            d->actors[kept++] = d->actors[i];
    }
    d->actor_count = kept;
}

/* Cooperation that somebody says he will not give is refused. */
static void settle_refusal(const Scene *s, Deed *d)
{
    uint32_t verb = d->over != NONE ? d->over : d->head;
    bool cooperative = is_cooperation(d->type) || d->type == EVENT_RETREAT || d->type == EVENT_CONCEDE;
    if (d->status != STATUS_NEGATED || !cooperative || !d->actor_count || d->attribution != NONE) return;
    if (!has_lemma_child(s, verb, REL_AUX, s->model->lemma.will) &&
        !has_lemma_child(s, verb, REL_AUX, s->model->lemma.would))
        return;
    become(d, EVENT_REJECT,
           d->type == EVENT_CONSULT                               ? "meet"
           : d->type == EVENT_RETREAT || d->type == EVENT_CONCEDE ? "yield"
           : d->type == EVENT_AGREE                               ? "change"
                                                                  : "assist");
    part_others(s, d);
}

/* "Warned Tolva that it would use force": whom the words are told to. */
static void add_told(const Scene *s, Deed *d)
{
    uint32_t mention = s->standings->items[d->by].to.mention;
    Span cue = s->attributions->items[d->by].cue;
    uint32_t told = mention != NONE ? s->entities->mentions[mention].head : NONE;
    for (uint32_t w = cue.begin; w < cue.end && told == NONE; w++) told = child_with(s, w, REL_OBJ);
    EventParty party;
    if (told == NONE || !party_of(s, told, false, &party) || party.sector == SECTOR_JRN) return;
    d->recipient_count = 0;
    side_add_all(s, d->recipients, &d->recipient_count, told);
}

/* Force to come in the mouth of who would use it is a threat. */
static void settle_threat(const Scene *s, Deed *d)
{
    bool force = d->type == EVENT_ASSAULT || d->type == EVENT_COERCE || d->type == EVENT_SANCTION;
    if ((d->status != STATUS_FUTURE && d->status != STATUS_HYPOTHETICAL) || !force || !speaks_of_own(s, d)) return;
    if (d->status == STATUS_HYPOTHETICAL && child_with(s, d->head, REL_AUX) == NONE) return;
    speak_for_own(s, d);
    add_told(s, d);
    d->by = s->standings->items[d->by].within;
    become(d, EVENT_THREATEN,
           d->type == EVENT_ASSAULT  ? "violence"
           : d->type == EVENT_COERCE ? "restrict"
                                     : "relations");
}

static bool is_attack(const Scene *s, uint32_t w)
{
    const EventModel *m = s->model;
    return s->lemma[w] == m->lemma.attack || s->lemma[w] == m->lemma.assault || s->lemma[w] == m->lemma.offensive ||
           s->lemma[w] == m->lemma.counteroffensive;
}

static bool is_country(const Scene *s, uint32_t head)
{
    EventParty party;
    return party_of(s, head, false, &party) && party.entity != NONE &&
           s->entities->items[party.entity].type == ENTITY_COUNTRY;
}

static bool is_known_person(const Scene *s, uint32_t head)
{
    EventParty party;
    return party_of(s, head, true, &party) && party.entity != NONE &&
           s->entities->items[party.entity].type == ENTITY_PERSON;
}

/* "France beat Spain", "Trump beat Rubio": a match, a vote. */
static void settle_contest(const Scene *s, Deed *d)
{
    const char *mode = event_mode_name(d->mode);
    if (d->noun || d->type != EVENT_ASSAULT || !mode || strcmp(mode, "beat") != 0) return;
    for (uint8_t i = 0; i < d->recipient_count; i++)
        if (is_country(s, d->recipients[i]) ||
            (d->actor_count && is_known_person(s, d->actors[0]) && is_known_person(s, d->recipients[i])))
            d->gone = true;
    if (d->actor_count && is_country(s, d->actors[0])) d->gone = true;
}

/* Politicians, parties, members of parliament; no soldiers, rebels or gunmen. */
bool fights_by_words(const Scene *s, uint32_t head, bool acts)
{
    EventParty party;
    if (!party_of(s, head, acts, &party)) return false;
    switch (party.sector) {
    case SECTOR_PTY:
    case SECTOR_LEG:
        return true;
    case SECTOR_REB:
    case SECTOR_UAF:
    case SECTOR_MIL:
    case SECTOR_CRM:
    case SECTOR_COP:
        return false;
    default:
        return party.entity != NONE && s->entities->items[party.entity].type == ENTITY_PERSON;
    }
}

/* "Have been on strike" */
static void settle_strike(const Scene *s, Deed *d)
{
    if (!d->noun || d->type != EVENT_ASSAULT || s->lemma[d->head] != s->model->lemma.strike ||
        case_of(s, d->head) != s->model->lemma.on)
        return;
    d->type = EVENT_PROTEST;
    (void)event_mode_find(EVENT_PROTEST, text_literal("strike"), &d->mode);
}

/* A politician who attacks somebody does it by words. */
static void settle_attack(const Scene *s, Deed *d)
{
    if (d->type != EVENT_ASSAULT || d->mode || !(d->actor_count + d->recipient_count)) return;
    if (!is_attack(s, d->head)) return;
    for (uint8_t i = 0; i < d->actor_count; i++)
        if (!fights_by_words(s, d->actors[i], true)) return;
    for (uint8_t i = 0; !d->actor_count && i < d->recipient_count; i++)
        if (!fights_by_words(s, d->recipients[i], false)) return;
    d->type = EVENT_ACCUSE;
    (void)event_mode_find(EVENT_ACCUSE, text_literal("disapprove"), &d->mode);
}

/* Soldiers who come under fire are shot at. */
static void settle_fire(const Scene *s, Deed *d)
{
    EventParty party;
    if (d->type != EVENT_ACCUSE || !(d->frame & FRAME_SWAP) || !d->recipient_count) return;
    if (!party_of(s, d->recipients[0], false, &party) || party.sector != SECTOR_MIL) return;
    d->type = EVENT_ASSAULT;
    (void)event_mode_find(EVENT_ASSAULT, text_literal("firearms"), &d->mode);
}

/* "Would be a disaster" blames as "is" does; what is denied does not. */
static void settle_word(Deed *d)
{
    if (!d->word || d->status >= STATUS_REPORTED) return;
    if (d->status == STATUS_HYPOTHETICAL || d->status == STATUS_FUTURE)
        d->status = open_status(d);
    else
        d->gone = true;
}

/* Troops that arrive do not visit: peacekeepers help, others are sent. */
static void settle_arrival(const Scene *s, Deed *d)
{
    if (d->type != EVENT_CONSULT || d->frame & FRAME_BOTH || !d->actor_count) return;
    EventParty party;
    if (!party_of(s, d->actors[0], true, &party)) return;
    const EventModel *m = s->model;
    uint32_t l = s->lemma[d->actors[0]];
    bool soldiers = l == m->lemma.peacekeeper || l == m->lemma.troop || l == m->lemma.troops || l == m->lemma.force ||
                    l == m->lemma.soldier || l == m->lemma.contingent;
    bool peace = party.sector == SECTOR_IGO && party.entity == NONE && soldiers;
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
    bool aim =
        over->type == EVENT_PROTEST && (d->type == EVENT_REQUEST || d->type == EVENT_ACCUSE); /* "marched to demand" */
    if ((over->type != d->type && !aim) || over->gone || over->noun) return;
    for (uint8_t i = 0; i < d->recipient_count; i++)
        side_add(over->recipients, &over->recipient_count, d->recipients[i]);
    if (!over->mode && !aim) over->mode = d->mode;
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
        for (uint8_t i = 0; i < noun->recipient_count; i++)
            side_add(d->recipients, &d->recipient_count, noun->recipients[i]);
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
    if (!verbal_find(&s, scratch, &deeds) || !blame_find(&s, scratch, &deeds)) return fail_memory(error);
    for (uint32_t i = 0; i < deeds.count; i++) {
        if (deeds.items[i].gone) continue;
        settle_contest(&s, &deeds.items[i]);
        if (deeds.items[i].gone) continue;
        settle_attack(&s, &deeds.items[i]);
        settle_strike(&s, &deeds.items[i]);
        settle_fire(&s, &deeds.items[i]);
        settle_arrival(&s, &deeds.items[i]);
        status_find(&s, &deeds.items[i]);
        settle_word(&deeds.items[i]);
        settle_promise(&deeds.items[i]);
        settle_refusal(&s, &deeds.items[i]);
        settle_threat(&s, &deeds.items[i]);
    }
    return events_join(&s, &deeds, arena, scratch, out, error);
}

/* ---- promises ---- */

static bool broken(Error *error, uint32_t i, const char *what)
{
    (void)fail(error, SAYSO_ERROR_INTERNAL, NO_OFFSET, "event %u: %s", i, what);
    return false;
}

static bool run_in(Run run, uint32_t count)
{
    return run.first <= count && run.count <= count - run.first;
}

static bool span_in(const Tokens *t, Span s)
{
    return s.begin <= s.end && s.end <= t->word_count;
}

static bool parties_in(const Tokens *t, const Entities *e, const Events *events, Run run)
{
    if (!run_in(run, events->party_count)) return false;
    for (uint32_t i = 0; i < run.count; i++) {
        const EventParty *p = &events->parties[run.first + i];
        if (!span_in(t, p->words) || p->words.begin == p->words.end || p->sector >= SECTORS || p->country[3])
            return false;
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
        if (e->type >= EVENT_TYPES || e->status >= STATUSES || !mode_fits(e))
            return broken(error, i, "its type, mode or status is none");
        if (!told_in(tokens, events, e)) return broken(error, i, "its evidence is out of place");
        if (!parties_in(tokens, entities, events, e->actors) || !parties_in(tokens, entities, events, e->recipients) ||
            !(e->actors.count + e->recipients.count))
            return broken(error, i, "a party is out of place, or there is none");
        if (!run_in(e->by, events->by_count)) return broken(error, i, "what it rests on is out of place");
        for (uint32_t k = 0; k < e->by.count; k++)
            if (events->by[e->by.first + k] >= attributions->count) return broken(error, i, "no such attribution");
        if (!span_in(tokens, e->when) || !span_in(tokens, e->place))
            return broken(error, i, "a span lies outside the text");
        if (*e->date && e->when.begin == e->when.end) return broken(error, i, "it has a date without words");
        if (e->place_entity != NONE && e->place_entity >= entities->count) return broken(error, i, "no such place");
        if (!(e->confidence >= 0 && e->confidence <= 1)) return broken(error, i, "its confidence is none");
    }
    return true;
}
