/* Deeds become events: their parties, times, places and evidence; one deed told several times is one event. */
#include "event/internal.h"

#define LEAST_CONFIDENCE 0.13f /* of words: a missed one costs more than a wrong one */
#define LEAST_MATERIAL 0.5f    /* of deeds of force and of help, which people count */
#define BACK 64u               /* earlier events that one is compared with */

typedef struct Draft {    /* an event before it is joined to others */
    uint32_t deed, event; /* index of the event that it is, once known */
    EventParty actors[CAST], recipients[CAST];
    uint8_t actor_count, recipient_count;
    float confidence;
    uint32_t time;  /* into Standings.times, or NONE */
    uint32_t place; /* the head of its noun phrase, or NONE */
} Draft;

typedef struct Joiner {
    const Scene *scene;
    const Deeds *deeds;
    Draft *drafts; /* in the order of their words */
    uint32_t count, capacity;
} Joiner;

/* ---- parties ---- */

/* Where somebody undergoes it, the place where it happened does not. */
static void drop_places(const Scene *s, Draft *d)
{
    bool people = false;
    for (uint8_t i = 0; i < d->recipient_count; i++)
        people |= d->recipients[i].sector && !is_where(s, &d->recipients[i]);
    uint8_t kept = 0;
    for (uint8_t i = 0; i < d->recipient_count; i++)
        if (!people || !is_where(s, &d->recipients[i])) d->recipients[kept++] = d->recipients[i];
    d->recipient_count = kept;
}

/* Nobody stands on both sides. */
static void part_sides(Draft *d)
{
    uint8_t kept = 0;
    for (uint8_t i = 0; i < d->recipient_count; i++) {
        bool acts = false;
        for (uint8_t k = 0; k < d->actor_count; k++)
            acts |= d->actors[k].words.begin == d->recipients[i].words.begin ||
                    (d->actors[k].entity != NONE && d->actors[k].entity == d->recipients[i].entity);
        if (!acts) d->recipients[kept++] = d->recipients[i];
    }
    d->recipient_count = kept;
}

/* ---- time and place ---- */

static uint32_t clause_of(const Scene *s, const Deed *d)
{
    uint32_t w = d->over != NONE ? d->over : d->head;
    for (uint32_t i = 0; i < CLIMB && s->syntax->upos[w] != UPOS_VERB; i++) {
        if (head_of(s, w) == NONE || s->inside[head_of(s, w)] != s->inside[w]) break;
        w = head_of(s, w);
    }
    return w;
}

static uint32_t first_time(const Scene *s, uint32_t word)
{
    uint32_t low = 0, high = s->standings->time_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (s->standings->times[middle].words.begin < word)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* A time that hangs on the deed or on its clause. */
static uint32_t time_of(const Scene *s, const Deed *d)
{
    uint32_t clause = clause_of(s, d);
    Span room = clip(s, s->reach[clause], d->head);
    if (room.begin >= room.end) return NONE;
    if (room.end - room.begin > 64) {
        if (d->head > room.begin + 32) room.begin = d->head - 32;
        if (room.end > d->head + 32) room.end = d->head + 32;
    }
    for (uint32_t i = first_time(s, room.begin);
         i < s->standings->time_count && s->standings->times[i].words.begin < room.end; i++) {
        uint32_t head = s->standings->times[i].head;
        for (uint32_t k = 0; k < 4 && head != NONE; k++, head = head_of(s, head))
            if (head == clause || head == d->head || (d->object != NONE && head == d->object)) return i;
    }
    return NONE;
}

static bool is_place(const Scene *s, uint32_t w)
{
    uint32_t m = s->entities->of_head[w];
    if (m == NONE) return false;
    const Mention *mention = &s->entities->mentions[m];
    uint8_t type = mention->entity != NONE ? s->entities->items[mention->entity].type : mention->type;
    return type == ENTITY_PLACE || type == ENTITY_COUNTRY;
}

static uint32_t place_under(const Scene *s, uint32_t w)
{
    uint32_t c = s->child[w];
    for (uint32_t n = 0; c != NONE && n < KIN; n++, c = s->next[c]) {
        uint8_t r = relation_of(s, c);
        if ((r == REL_OBL || r == REL_NMOD) && is_place(s, c) && is_locative(s, case_of(s, c))) return c;
    }
    return NONE;
}

static uint32_t scene_of(const Scene *s, const Deed *d)
{
    uint32_t found = place_under(s, d->head);
    if (found == NONE && d->over != NONE) found = place_under(s, d->over);
    if (found == NONE && d->object != NONE) found = place_under(s, d->object);
    uint32_t object = d->noun ? NONE : child_with(s, d->head, REL_OBJ);
    if (found == NONE && object != NONE) found = place_under(s, object);
    return found;
}

/* ---- drafts ---- */

/* Deeds that are done to whoever is there: "a curfew in Tolva"; not "arrests in Tolva". */
static bool falls_on_place(const Deed *d)
{
    if (d->type == EVENT_COERCE) {
        const char *mode = event_mode_name(d->mode);
        return mode && (!strcmp(mode, "curfew") || !strcmp(mode, "martial-law") || !strcmp(mode, "restrict"));
    }
    return d->type == EVENT_CONCEDE || d->type == EVENT_RETREAT || d->type == EVENT_ASSAULT ||
           d->type == EVENT_MOBILIZE || d->type == EVENT_AID;
}

static bool names_country(const Scene *s, const EventParty *side, uint8_t count)
{
    for (uint8_t i = 0; i < count; i++)
        if (side[i].entity != NONE && s->entities->items[side[i].entity].type == ENTITY_COUNTRY &&
            !strcmp(side[i].country, s->country))
            return true;
    return false;
}

/* In an article that speaks of one country alone the court is its court; but who accuses that country may be anybody.
 */
static void adopt_country(const Scene *s, EventParty *side, uint8_t count, const EventParty *other, uint8_t other_count)
{
    if (!*s->country || names_country(s, other, other_count)) return;
    for (uint8_t i = 0; i < count; i++)
        if (!*side[i].country && is_of_its_country(side[i].sector)) memcpy(side[i].country, s->country, 4);
}

/* In an article that speaks of one country alone, whom its soldiers shoot at are its people. */
static void adopt_own(const Scene *s, EventParty *side, uint8_t count, const EventParty *other, uint8_t other_count)
{
    if (!other_count || !*s->country || strcmp(other[0].country, s->country)) return;
    for (uint8_t i = 0; i < count; i++)
        if (!*side[i].country && side[i].entity == NONE && side[i].sector == SECTOR_UNK)
            memcpy(side[i].country, s->country, 4);
}

/* Civilians, police, protesters without a country are those of where it happens. */
static void adopt_place(const Scene *s, const Draft *d, EventParty *side, uint8_t count)
{
    EventParty place;
    if (d->place == NONE || !party_of(s, d->place, false, &place) || !*place.country) return;
    for (uint8_t i = 0; i < count; i++) {
        uint8_t sector = side[i].sector;
        bool local = sector == SECTOR_CVL || sector == SECTOR_UNK || sector == SECTOR_REF || sector == SECTOR_JRN ||
                     sector == SECTOR_MED || sector == SECTOR_REL || sector == SECTOR_COP || sector == SECTOR_LAB ||
                     sector == SECTOR_AGR || sector == SECTOR_EDU || sector == SECTOR_OPP;
        if (local && !*side[i].country) memcpy(side[i].country, place.country, 4);
    }
}

static bool is_inland(uint8_t type)
{
    return type == EVENT_COERCE || type == EVENT_ASSAULT || type == EVENT_PROTEST || type == EVENT_CONCEDE ||
           type == EVENT_SANCTION;
}

/* Police, courts, governments deal with their own; so do protesters, strikers, rebels. Armies, and countries as such,
 * need not. */
static bool deals_with_its_own(const Scene *s, const EventParty *p)
{
    if (p->entity != NONE && s->entities->items[p->entity].type == ENTITY_COUNTRY) return false;
    return p->sector == SECTOR_COP || p->sector == SECTOR_JUD || p->sector == SECTOR_GOV || p->sector == SECTOR_REB ||
           p->sector == SECTOR_OPP || p->sector == SECTOR_CVL || p->sector == SECTOR_EDU || p->sector == SECTOR_LAB ||
           p->sector == SECTOR_AGR || p->sector == SECTOR_PRM;
}

static bool is_of_their_country(uint8_t sector)
{
    return is_of_its_country(sector) || sector == SECTOR_JRN || sector == SECTOR_UNK || sector == SECTOR_CRM ||
           sector == SECTOR_REL;
}

/* Who is silenced, arrested or tried is of the country whose government does it, but for soldiers and governments. */
static bool is_repression(const Deed *d, const EventParty *other, uint8_t other_count)
{
    return d->type == EVENT_COERCE && other_count && *other[0].country && other[0].sector == SECTOR_GOV;
}

static void adopt_repressed(EventParty *side, uint8_t count, const EventParty *other)
{
    for (uint8_t i = 0; i < count; i++) {
        uint8_t sector = side[i].sector;
        bool own = sector == SECTOR_JRN || sector == SECTOR_OPP || sector == SECTOR_PTY || sector == SECTOR_LAB ||
                   sector == SECTOR_EDU || sector == SECTOR_REL || sector == SECTOR_LEG || sector == SECTOR_ELI ||
                   sector == SECTOR_AGR;
        if (own && !*side[i].country) memcpy(side[i].country, other[0].country, 4);
    }
}

static void adopt_other(const Scene *s, EventParty *side, uint8_t count, const EventParty *other, uint8_t other_count)
{
    if (!other_count || !*other[0].country || !deals_with_its_own(s, &other[0])) return;
    for (uint8_t i = 1; i < other_count; i++)
        if (strcmp(other[i].country, other[0].country)) return;
    for (uint8_t i = 0; i < count; i++)
        if (!*side[i].country && side[i].entity == NONE && is_of_their_country(side[i].sector))
            memcpy(side[i].country, other[0].country, 4);
}

/* "Ambushed a Vellan convoy, killing eight soldiers": Vellan ones. */
static void adopt_beside(EventParty *side, uint8_t count)
{
    for (uint8_t i = 1; i < count; i++)
        if (!*side[i].country && side[i].entity == NONE &&
            (is_of_its_country(side[i].sector) || side[i].sector == SECTOR_UNK))
            memcpy(side[i].country, side[0].country, 4);
}

static void draft_make(const Scene *s, uint32_t index, const Deed *d, Draft *out)
{
    *out = (Draft){.deed = index, .event = NONE, .time = time_of(s, d), .place = scene_of(s, d)};
    side_read(s, d, d->actors, d->actor_count, true, out->actors, &out->actor_count);
    side_read(s, d, d->recipients, d->recipient_count, false, out->recipients, &out->recipient_count);
    drop_places(s, out);
    part_sides(out);
    if (!out->recipient_count && out->place != NONE && falls_on_place(d)) {
        EventParty party;
        if (party_of(s, out->place, false, &party)) party_add(out->recipients, &out->recipient_count, &party);
        part_sides(out);
    }
    side_add_foreign(s, d, out->actors, out->actor_count, out->recipients, &out->recipient_count);
    adopt_country(s, out->actors, out->actor_count, out->recipients, out->recipient_count);
    adopt_country(s, out->recipients, out->recipient_count, out->actors, out->actor_count);
    if (is_inland(d->type)) adopt_own(s, out->recipients, out->recipient_count, out->actors, out->actor_count);
    adopt_place(s, out, out->actors, out->actor_count);
    adopt_place(s, out, out->recipients, out->recipient_count);
    adopt_beside(out->recipients, out->recipient_count);
    if (is_repression(d, out->actors, out->actor_count))
        adopt_repressed(out->recipients, out->recipient_count, out->actors);
    if (is_inland(d->type) || (d->type == EVENT_REQUEST && out->actor_count && out->actors[0].sector == SECTOR_JUD)) {
        adopt_other(s, out->recipients, out->recipient_count, out->actors, out->actor_count);
        adopt_other(s, out->actors, out->actor_count, out->recipients, out->recipient_count);
    }
    out->confidence = deed_confidence(s, d, out->actors, out->actor_count, out->recipients, out->recipient_count);
    side_name(s, d, out->actors, out->actor_count);
    side_name(s, d, out->recipients, out->recipient_count);
}

/* ---- one deed, several times told ---- */

static bool sides_agree(const EventParty *a, uint8_t a_count, const EventParty *b, uint8_t b_count)
{
    if (!a_count || !b_count) return true;
    for (uint8_t i = 0; i < a_count; i++)
        for (uint8_t k = 0; k < b_count; k++)
            if (party_same(&a[i], &b[k])) return true;
    return false;
}

#define HEADLINE_MOST 24u /* words */

bool is_headline(const Scene *s, uint32_t word)
{
    Sentence x = s->tokens->sentences[s->sentence[word]];
    return x.first == 0 && x.end <= HEADLINE_MOST && x.end < s->tokens->word_count &&
           s->tokens->words[x.end].flags & WORD_PARAGRAPH;
}

static const char *date_of(const Scene *s, const Draft *d)
{
    return d->time == NONE ? "" : s->standings->times[d->time].date;
}

static bool is_speech(uint8_t type)
{
    return type == EVENT_ACCUSE || type == EVENT_SUPPORT || type == EVENT_REQUEST || type == EVENT_REJECT ||
           type == EVENT_THREATEN || type == EVENT_AGREE || type == EVENT_CONCEDE;
}

/* Words alone differ by what was said: they are one act only where a headline tells what the text tells again. */
static bool is_same(const Joiner *j, const Draft *a, const Draft *b)
{
    const Deed *x = &j->deeds->items[a->deed], *y = &j->deeds->items[b->deed];
    if (x->type != y->type) return false;
    bool judges =
        x->type == EVENT_ACCUSE || x->type == EVENT_SUPPORT; /* one's blame of one is one event in an article */
    bool titled = is_headline(j->scene, x->head) != is_headline(j->scene, y->head);
    bool named = y->noun && y->over == NONE && a->actor_count && b->actor_count; /* "demanded …; the demand" */
    if (is_speech(x->type) && !judges && !titled && !named) return false;
    if (x->mode && y->mode && x->mode != y->mode && !((x->frame | y->frame) & FRAME_VIOLENT)) return false;
    if ((x->status == STATUS_NEGATED) != (y->status == STATUS_NEGATED) ||
        (x->status == STATUS_DENIED) != (y->status == STATUS_DENIED) ||
        (x->status == STATUS_FUTURE) != (y->status == STATUS_FUTURE))
        return false;
    const char *first = date_of(j->scene, a), *second = date_of(j->scene, b);
    if (*first && *second && strcmp(first, second)) return false;
    bool full = a->actor_count && a->recipient_count && b->actor_count && b->recipient_count;
    if (!sides_agree(a->actors, a->actor_count, b->actors, b->actor_count) ||
        !sides_agree(a->recipients, a->recipient_count, b->recipients, b->recipient_count))
        return false;
    if (full) return true;
    if (named && is_speech(x->type)) return true;
    if (judges && !titled) return false;
    /* with a side missing, the same word or a general one must say it again */
    bool meet = (a->actor_count && b->actor_count) || (a->recipient_count && b->recipient_count);
    return meet && (j->scene->lemma[x->head] == j->scene->lemma[y->head] || (x->frame | y->frame) & FRAME_VIOLENT ||
                    (x->noun != y->noun && x->mode == y->mode));
}

typedef struct Order {
    uint32_t begin, deed;
} Order;

static bool stands_before(const void *x, const void *y)
{
    const Order *a = x, *b = y;
    return a->begin != b->begin ? a->begin < b->begin : a->deed < b->deed;
}

#define LEAST_POLITICS 0.5f /* an article with less of it must be surer */
#define IDLE 0.4f           /* the surer, in one of sport, weather, accidents, crime */
#define LEAST_ALONE 0.15f   /* of short texts */
#define SHORT 80u           /* words; what shorter articles are about, nobody can tell by their parties */
#define ELSEWHERE 0.5f      /* the surer, in one with none */

static float least_of(const Scene *s, const Deed *d)
{
    bool material = d->type == EVENT_ASSAULT || d->type == EVENT_COERCE || d->type == EVENT_PROTEST ||
                    d->type == EVENT_MOBILIZE || d->type == EVENT_AID;
    if (s->tokens->word_count < SHORT) return LEAST_ALONE;
    float least = material && d->status >= STATUS_REPORTED ? LEAST_MATERIAL : LEAST_CONFIDENCE;
    if (s->idle) least += IDLE * (1 - s->politics / 2);
    return s->politics < LEAST_POLITICS ? least + ELSEWHERE * (1 - s->politics / LEAST_POLITICS) : least;
}

static bool drafts_make(Joiner *j, Arena *scratch)
{
    Order *order = TAKE(scratch, Order, j->deeds->count);
    if (!order) return false;
    uint32_t n = 0;
    for (uint32_t i = 0; i < j->deeds->count; i++)
        if (!j->deeds->items[i].gone) order[n++] = (Order){j->deeds->items[i].words.begin, i};
    sort_in_place(order, n, sizeof *order, stands_before);
    for (uint32_t i = 0; i < n; i++) {
        Draft d;
        draft_make(j->scene, order[i].deed, &j->deeds->items[order[i].deed], &d);
        if (d.confidence < least_of(j->scene, &j->deeds->items[order[i].deed]) || !(d.actor_count + d.recipient_count))
            continue;
        if (!arena_grow(scratch, (void **)&j->drafts, &j->capacity, j->count + 1, sizeof d)) return false;
        j->drafts[j->count++] = d;
    }
    return true;
}

static uint32_t group(Joiner *j)
{
    uint32_t events = 0;
    for (uint32_t i = 0; i < j->count; i++) {
        for (uint32_t k = i; k-- > 0 && i - k <= BACK;)
            if (is_same(j, &j->drafts[k], &j->drafts[i])) {
                j->drafts[i].event = j->drafts[k].event;
                break;
            }
        if (j->drafts[i].event == NONE) j->drafts[i].event = events++;
    }
    return events;
}

/* ---- events ---- */

static bool take_arrays(const Joiner *j, uint32_t events, Arena *arena, Events *out)
{
    uint32_t told = j->count;
    size_t parties = 0;
    for (uint32_t i = 0; i < told; i++) parties += (size_t)j->drafts[i].actor_count + j->drafts[i].recipient_count;
    out->items = TAKE(arena, Event, events);
    out->triggers = TAKE(arena, Span, told);
    out->evidence = TAKE(arena, Span, told);
    out->parties = TAKE(arena, EventParty, parties);
    out->by = TAKE(arena, uint32_t, (size_t)events * CLIMB);
    return out->items && out->triggers && out->evidence && out->parties && out->by;
}

static Span evidence_of(const Scene *s, const Deed *d)
{
    Span words = clip(s, s->reach[clause_of(s, d)], d->head);
    if (d->words.begin < words.begin) words.begin = d->words.begin;
    if (d->words.end > words.end) words.end = d->words.end;
    while (words.begin < d->words.begin && text_is(word_text(s->article, &s->tokens->words[words.begin]), ","))
        words.begin++;
    while (words.end > d->words.end && !(s->tokens->words[words.end - 1].flags & WORD_LETTERS)) words.end--;
    return words;
}

static void add_rest(const Scene *s, Events *out, Event *e, uint32_t by)
{
    e->by.first = out->by_count;
    for (uint32_t i = 0; i < CLIMB && by != NONE; i++, by = s->standings->items[by].within)
        out->by[out->by_count++] = by;
    e->by.count = out->by_count - e->by.first;
}

static Run add_parties(Events *out, const EventParty *side, uint8_t count)
{
    Run run = {out->party_count, count};
    memcpy(out->parties + out->party_count, side, count * sizeof *side);
    out->party_count += count;
    return run;
}

/* All that was told of the event `number`, from its first draft on. */
static void write_event(const Joiner *j, uint32_t first, uint32_t end, Events *out)
{
    const Scene *s = j->scene;
    Draft all = j->drafts[first];
    const Deed *d = &j->deeds->items[all.deed];
    Event *e = &out->items[out->count++];
    *e = (Event){.type = d->type,
                 .mode = d->mode,
                 .status = d->status,
                 .told = {.first = out->told_count},
                 .place_entity = NONE};
    for (uint32_t i = first; i < end; i++) {
        const Draft *one = &j->drafts[i];
        const Deed *deed = &j->deeds->items[one->deed];
        if (one->event != all.event) continue;
        out->triggers[out->told_count] = deed->words;
        out->evidence[out->told_count++] = evidence_of(s, deed);
        for (uint8_t k = 0; k < one->actor_count; k++) party_add(all.actors, &all.actor_count, &one->actors[k]);
        for (uint8_t k = 0; k < one->recipient_count; k++)
            party_add(all.recipients, &all.recipient_count, &one->recipients[k]);
        if (!e->mode) e->mode = deed->mode;
        if (all.time == NONE) all.time = one->time;
        if (all.place == NONE) all.place = one->place;
        if (one->confidence > all.confidence) all.confidence = one->confidence;
    }
    part_sides(&all);
    e->told.count = out->told_count - e->told.first;
    e->actors = add_parties(out, all.actors, all.actor_count);
    e->recipients = add_parties(out, all.recipients, all.recipient_count);
    add_rest(s, out, e, d->by);
    e->confidence = all.confidence;
    if (all.time != NONE) {
        e->when = s->standings->times[all.time].words;
        memcpy(e->date, s->standings->times[all.time].date, DATE_SIZE);
    }
    if (all.place == NONE) return;
    uint32_t m = s->entities->of_head[all.place];
    e->place = s->entities->mentions[m].words;
    e->place_entity = s->entities->mentions[m].entity;
}

Status events_join(const Scene *s, const Deeds *deeds, Arena *arena, Arena *scratch, Events *out, Error *error)
{
    Joiner j = {.scene = s, .deeds = deeds};
    if (!drafts_make(&j, scratch)) return fail_memory(error);
    uint32_t events = group(&j), *last = TAKE(scratch, uint32_t, events);
    if (!last || !take_arrays(&j, events, arena, out)) return fail_memory(error);
    for (uint32_t i = 0; i < j.count; i++) last[j.drafts[i].event] = i;
    uint32_t next = 0;
    for (uint32_t i = 0; i < j.count; i++) {
        if (j.drafts[i].event != next) continue;
        write_event(&j, i, last[next] + 1, out);
        next++;
    }
    return SAYSO_OK;
}
