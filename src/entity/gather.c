/* Gathering: bearers become entities, numbered by their first mention, with their mentions, roles and country. */
#include "entity/internal.h"

static bool number_bearers(Survey *s, Entities *out)
{
    for (uint32_t i = 0; i < s->mention_count; i++) {
        uint32_t b = s->bearer_of[i];
        if (b == NONE) continue;
        if (s->bearers[b].number == NONE) s->bearers[b].number = out->count++;
        s->mentions[i].entity = s->bearers[b].number;
        s->mentions[i].type = s->bearers[b].type;
    }
    out->items = TAKE(s->arena, Entity, (size_t)out->count + 1);
    out->mentioned = TAKE(s->arena, uint32_t, (size_t)s->mention_count + 1);
    out->roles = TAKE(s->arena, Span, (size_t)s->role_count + 1);
    return out->items && out->mentioned && out->roles;
}

/* The fullest form that the article has, as the list spells it: "The Washington Post", but "AFP" where no more is said.
 * Of countries' abbreviations the list's name is taken. */
static Text name_of(const Survey *s, const Bearer *b)
{
    const Name *full = &s->names[b->full];
    bool abbreviated = b->type == ENTITY_COUNTRY
                           ? b->abbreviated
                           : full->flags & NAME_CAPITALS && full->words.end - full->words.begin > 1;
    if (b->list_entry != NONE && b->type != ENTITY_PEOPLE && (b->canonical || abbreviated))
        return list_entry(&s->model->lists, b->list_entry).name;
    Text name = span_text(s, full->words);
    bool article = text_starts(name, "the ");
    return article ? text_of(name.data + 4, name.size - 4) : name;
}

static void group_mentions(Survey *s, Entities *out)
{
    for (uint32_t i = 0; i < s->mention_count; i++)
        if (s->mentions[i].entity != NONE) out->items[s->mentions[i].entity].mention_count++;
    uint32_t at = 0;
    for (uint32_t k = 0; k < out->count; k++) {
        out->items[k].mention_first = at;
        at += out->items[k].mention_count;
        out->items[k].mention_count = 0;
    }
    for (uint32_t i = 0; i < s->mention_count; i++) {
        if (s->mentions[i].entity == NONE) continue;
        Entity *e = &out->items[s->mentions[i].entity];
        out->mentioned[e->mention_first + e->mention_count++] = i;
    }
}

/* ---- roles ---- */

static bool same_words(const Survey *s, Span a, Span b)
{
    if (a.end - a.begin != b.end - b.begin) return false;
    for (uint32_t i = 0; i < a.end - a.begin; i++)
        if (s->tokens->words[a.begin + i].lower != s->tokens->words[b.begin + i].lower) return false;
    return true;
}

#define ROLES_KEPT 8u /* of one entity */

static void keep_role(const Survey *s, Entities *out, Entity *e, Span words)
{
    for (uint32_t i = 0; i < e->role_count; i++)
        if (same_words(s, out->roles[e->role_first + i], words)) return;
    if (e->role_count < ROLES_KEPT) out->roles[e->role_first + e->role_count++] = words;
}

static void group_roles(Survey *s, Entities *out)
{
    for (uint32_t i = 0; i < s->role_count; i++) {
        uint32_t number = s->bearers[s->roles[i].bearer].number;
        if (number != NONE) out->items[number].role_count++;
    }
    uint32_t total = 0;
    for (uint32_t k = 0; k < out->count; k++) {
        out->items[k].role_first = total;
        total += out->items[k].role_count;
        out->items[k].role_count = 0;
    }
    for (uint32_t i = 0; i < s->role_count; i++) {
        uint32_t number = s->bearers[s->roles[i].bearer].number;
        if (number != NONE) keep_role(s, out, &out->items[number], s->roles[i].words);
    }
    uint32_t kept = 0; /* close the gaps that repeated roles left */
    for (uint32_t k = 0; k < out->count; k++) {
        Entity *e = &out->items[k];
        memmove(out->roles + kept, out->roles + e->role_first, e->role_count * sizeof *out->roles);
        e->role_first = kept;
        kept += e->role_count;
    }
    out->role_count = kept;
}

/* ---- countries ---- */

/* The one country that words speak of: "Iranian Foreign Minister", "White House Press Secretary". */
static void country_in(const Survey *s, Span words, char out[4])
{
    for (uint32_t i = words.begin; i < words.end;) {
        ListMatch m = list_match(&s->model->lists, &s->tokens->words[i], words.end - i);
        if (!m.words) {
            i++;
            continue;
        }
        i += m.words;
        ListEntry e = list_entry(&s->model->lists, m.entry);
        bool tells = e.type == ENTITY_COUNTRY || e.type == ENTITY_ORGANIZATION;
        if (!tells || !e.country[0] || m.as & LIST_AMBIGUOUS) continue;
        memcpy(out, e.country, 4);
        return;
    }
}

static void set_country(const Survey *s, const Bearer *b, const Entities *out, Entity *e)
{
    if (b->list_entry != NONE && !(b->vague && b->type == ENTITY_PLACE))
        memcpy(e->country, list_entry(&s->model->lists, b->list_entry).country, 4);
    if (e->country[0]) return;
    if (b->type == ENTITY_ORGANIZATION) country_in(s, s->names[b->full].words, e->country);
    for (uint32_t i = 0; b->type == ENTITY_PERSON && i < e->role_count && !e->country[0]; i++)
        country_in(s, out->roles[e->role_first + i], e->country);
}

static bool list_credits(Survey *s, Entities *out)
{
    out->credits = TAKE(s->arena, uint32_t, (size_t)out->count + 1);
    bool *credited = TAKE(s->scratch, bool, (size_t)out->count + 1);
    if (!out->credits || !credited) return false;
    for (uint32_t i = 0; i < s->bearer_count; i++)
        if (s->bearers[i].number != NONE) credited[s->bearers[i].number] = s->bearers[i].credited;
    for (uint32_t k = 0; k < out->count; k++)
        if (credited[k]) out->credits[out->credit_count++] = k;
    return true;
}

bool survey_gather(Survey *s, Entities *out)
{
    if (!number_bearers(s, out)) return false;
    for (uint32_t i = 0; i < s->bearer_count; i++) {
        const Bearer *b = &s->bearers[i];
        if (b->number == NONE) continue;
        out->items[b->number] = (Entity){.name = name_of(s, b), .type = b->type, .list_entry = b->list_entry};
    }
    group_mentions(s, out);
    group_roles(s, out);
    for (uint32_t i = 0; i < s->bearer_count; i++)
        if (s->bearers[i].number != NONE) set_country(s, &s->bearers[i], out, &out->items[s->bearers[i].number]);
    if (!list_credits(s, out)) return false;
    out->mentions = s->mentions;
    out->mention_count = s->mention_count;
    return true;
}
