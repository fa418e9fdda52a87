/* The names of types, modes, statuses and sectors, as PLOVER 2.0 and the record have them. */
#include "event/internal.h"

#define NAME_EVENT(id) #id,
static const char *const type_names[EVENT_TYPES] = {EVENT_TYPE_LIST(NAME_EVENT)};
static const char *const status_names[STATUSES] = {"negated", "denied",   "demanded", "hypothetical",
                                                   "future",  "reported", "asserted"};
#define NAME_SECTOR(id) #id,
static const char *const sector_names[SECTORS] = {SECTOR_LIST(NAME_SECTOR)};

typedef struct Mode {
    const char *name;
    uint32_t types; /* bits by EventType */
} Mode;
#define OF(id) (1u << EVENT_##id)
static const Mode modes[] = {{NULL, 0},
                             {"visit", OF(CONSULT)},
                             {"third-party", OF(CONSULT)},
                             {"multilateral", OF(CONSULT)},
                             {"phone", OF(CONSULT)},
                             {"withdraw", OF(RETREAT) | OF(SANCTION)},
                             {"release", OF(RETREAT)},
                             {"disarm", OF(RETREAT)},
                             {"ceasefire", OF(RETREAT)},
                             {"access", OF(RETREAT)},
                             {"resign", OF(RETREAT)},
                             {"assist", OF(REQUEST) | OF(REJECT)},
                             {"change", OF(REQUEST) | OF(REJECT)},
                             {"yield", OF(REQUEST) | OF(REJECT)},
                             {"meet", OF(REQUEST) | OF(REJECT)},
                             {"disapprove", OF(ACCUSE)},
                             {"investigate", OF(ACCUSE)},
                             {"allege", OF(ACCUSE)},
                             {"restrict", OF(THREATEN) | OF(COERCE)},
                             {"arrest", OF(THREATEN) | OF(COERCE)},
                             {"relations", OF(THREATEN)},
                             {"expel", OF(THREATEN) | OF(SANCTION)},
                             {"territory", OF(THREATEN)},
                             {"violence", OF(THREATEN)},
                             {"demo", OF(PROTEST)},
                             {"riot", OF(PROTEST)},
                             {"strike", OF(PROTEST)},
                             {"hunger", OF(PROTEST)},
                             {"boycott", OF(PROTEST)},
                             {"obstruct", OF(PROTEST)},
                             {"vandalize", OF(PROTEST)},
                             {"convict", OF(SANCTION)},
                             {"discontinue", OF(SANCTION)},
                             {"troops", OF(MOBILIZE)},
                             {"weapons", OF(MOBILIZE)},
                             {"police", OF(MOBILIZE)},
                             {"militia", OF(MOBILIZE)},
                             {"seize", OF(COERCE)},
                             {"censor", OF(COERCE)},
                             {"curfew", OF(COERCE)},
                             {"martial-law", OF(COERCE)},
                             {"deport", OF(COERCE)},
                             {"withhold", OF(COERCE)},
                             {"misinformation", OF(COERCE)},
                             {"cyber", OF(COERCE)},
                             {"abduct", OF(ASSAULT)},
                             {"beat", OF(ASSAULT)},
                             {"torture", OF(ASSAULT)},
                             {"sexual", OF(ASSAULT)},
                             {"targeted", OF(ASSAULT)},
                             {"destroy", OF(ASSAULT)},
                             {"primitive", OF(ASSAULT)},
                             {"firearms", OF(ASSAULT)},
                             {"explosives", OF(ASSAULT)},
                             {"suicide-attack", OF(ASSAULT)},
                             {"aerial", OF(ASSAULT)},
                             {"drone", OF(ASSAULT)},
                             {"heavy-weapons", OF(ASSAULT)},
                             {"crowd-control", OF(ASSAULT)},
                             {"unconventional", OF(ASSAULT)}};

const char *event_type_name(uint8_t type)
{
    return type < EVENT_TYPES ? type_names[type] : NULL;
}

const char *event_mode_name(uint8_t mode)
{
    return mode < COUNT(modes) ? modes[mode].name : NULL;
}

const char *event_status_name(uint8_t status)
{
    return status < STATUSES ? status_names[status] : NULL;
}

const char *sector_name(uint8_t sector)
{
    return sector && sector < SECTORS ? sector_names[sector] : NULL;
}

static bool find(const char *const *names, uint8_t first, uint8_t count, Text name, uint8_t *out)
{
    for (*out = first; *out < count; ++*out)
        if (text_is(name, names[*out])) return true;
    return false;
}

bool event_type_find(Text name, uint8_t *out)
{
    return find(type_names, 0, EVENT_TYPES, name, out);
}

bool event_status_find(Text name, uint8_t *out)
{
    return find(status_names, 0, STATUSES, name, out);
}

bool sector_find(Text name, uint8_t *out)
{
    return find(sector_names, 1, SECTORS, name, out);
}

bool event_mode_find(uint8_t type, Text name, uint8_t *out)
{
    for (*out = 1; *out < COUNT(modes); ++*out)
        if (text_is(name, modes[*out].name)) return type < EVENT_TYPES && modes[*out].types >> type & 1;
    return false;
}
