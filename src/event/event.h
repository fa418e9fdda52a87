/* event: trees, who is who, who said what -> who did what to whom, and on whose word that rests.
 *
 * An event is a deed between political actors, of one of PLOVER's sixteen types, told once or several times. Its words
 * are the article's; who is meant by a party, and what the article's own voice does not vouch for, earlier stages say. */
#ifndef SAYSO_EVENT_H
#define SAYSO_EVENT_H

#include "standing/standing.h"

/* PLOVER 2.0's types: identifier, their modes by name, the first of each type's own; see mode_of */
#define EVENT_TYPE_LIST(X)                                                                                          \
    X(AGREE) X(CONSULT) X(SUPPORT) X(CONCEDE) X(COOPERATE) X(AID) X(RETREAT) X(REQUEST) X(ACCUSE) X(REJECT)            \
    X(THREATEN) X(PROTEST) X(SANCTION) X(MOBILIZE) X(COERCE) X(ASSAULT)
#define ENUM_EVENT(id) EVENT_##id,
typedef enum EventType { EVENT_TYPE_LIST(ENUM_EVENT) EVENT_TYPES } EventType;

typedef enum EventStatus { /* record.md, in the order in which they win over one another */
    STATUS_NEGATED, STATUS_DENIED, STATUS_DEMANDED, STATUS_HYPOTHETICAL, STATUS_FUTURE, STATUS_REPORTED, STATUS_ASSERTED,
    STATUSES
} EventStatus;

/* PLOVER's sectors, and its international actors where no country is told */
#define SECTOR_LIST(X)                                                                                               \
    X(NONE) X(GOV) X(MIL) X(COP) X(JUD) X(LEG) X(PTY) X(OPP) X(REB) X(PRM) X(SPY) X(UAF) X(ELI) X(IGO) X(IMG) X(NGO)     \
    X(CVL) X(REF) X(JRN) X(LAB) X(AGR) X(REL) X(EDU) X(MED) X(BUS) X(MNC) X(SOC) X(CRM) X(PRE) X(ISM) X(UNK)
#define ENUM_SECTOR(id) SECTOR_##id,
typedef enum Sector { SECTOR_LIST(ENUM_SECTOR) SECTORS } Sector;

typedef struct EventParty {
    Span words;                /* the noun phrase */
    uint32_t mention, entity;  /* or NONE */
    char country[4];           /* ISO 3166-1 alpha-3, or "" */
    uint8_t sector;            /* Sector; SECTOR_NONE: not known */
} EventParty;

typedef struct Run { /* a stretch of one of the arrays of Events */
    uint32_t first, count;
} Run;

typedef struct Event {
    uint8_t type, mode;      /* EventType; a mode of event_mode_name, 0: none told */
    uint8_t status;          /* EventStatus, of the first time that it is told */
    Run told;                /* into triggers and evidence, at least one: each time that the article tells it */
    Run actors, recipients;  /* into parties; one of them is not empty */
    Run by;                  /* into by: the attributions on which it rests, the innermost first */
    Span when;               /* words; begin == end: absent */
    char date[DATE_SIZE];    /* ISO 8601; "" where the words do not resolve */
    Span place;              /* words, or absent */
    uint32_t place_entity;   /* or NONE */
    float confidence;        /* from 0 to 1 that type and parties are right */
} Event;

typedef struct Events {
    Event *items;        /* in the order of their first triggers */
    Span *triggers;      /* words that name the deed */
    Span *evidence;      /* the clause of each trigger; holds it */
    EventParty *parties;
    uint32_t *by;        /* attributions */
    uint32_t count, told_count, party_count, by_count;
} Events;

const char *event_type_name(uint8_t type);     /* "ASSAULT"; static; NULL for what is none */
const char *event_mode_name(uint8_t mode);     /* "heavy-weapons"; NULL for 0 and for what is none */
const char *event_status_name(uint8_t status); /* "reported" */
const char *sector_name(uint8_t sector);       /* "GOV"; NULL for SECTOR_NONE */
bool event_type_find(Text name, uint8_t *out); /* false where there is none of that name */
bool event_status_find(Text name, uint8_t *out);
bool event_mode_find(uint8_t type, Text name, uint8_t *out); /* a mode of that type */
bool sector_find(Text name, uint8_t *out);

typedef struct EventModel EventModel; /* the lists of deeds and of sectors, in the model file */

Status event_open(const Model *model, const sayso_allocator *allocator, EventModel **out, Error *error);
void event_close(EventModel *model, const sayso_allocator *allocator);
Status event_run(const Article *article, const Tokens *tokens, const Syntax *syntax, const Entities *entities,
                 const Attributions *attributions, const Standings *standings, const EventModel *model, Arena *arena,
                 Arena *scratch, Events *out, Error *error);
bool event_check(const Tokens *tokens, const Entities *entities, const Attributions *attributions, const Events *events,
                 Error *error);

#endif
