/* The three handles, opened. They see each other here and nowhere else. */
#ifndef SAYSO_PIPELINE_INTERNAL_H
#define SAYSO_PIPELINE_INTERNAL_H

#include "record/record.h"

#define DEFAULT_MAX_ARTICLE ((size_t)1 << 20)
#define HIGHEST_MAX_ARTICLE ((size_t)1 << 30)
#define DEFAULT_MAX_MEMORY ((uint64_t)4 << 30)

struct sayso_engine {
    sayso_allocator allocator;
    Model model, careful; /* careful: all zero where there is none */
    char name[17];
    TokenModel *token;
    SyntaxModel *syntax;
    EntityModel *entity;
    AttributionModel *attribution;
    StandingModel *standing;
    EventModel *event;
};

struct sayso_session {
    const sayso_engine *engine;
    size_t max_article, max_memory;
    float min_confidence;
    Arena scratch;
};

struct sayso_document {
    sayso_allocator allocator; /* its own copy: a document outlives its engine */
    Arena arena;               /* holds all below */
    Reading reading;
    sayso_span *contents; /* bytes, one for each of reading.attributions.contents */
    sayso_span *mentions; /* likewise of reading.entities.mentioned */
    sayso_span *roles;    /* likewise of reading.entities.roles */
    uint32_t *joint;      /* ids, likewise of reading.standings.joint */
    sayso_span *triggers, *evidence; /* bytes, likewise of reading.events */
    sayso_event_party *parties;      /* likewise */
    uint32_t *according_to;          /* ids, likewise of reading.events.by */
};

/* Reads a caller's struct that begins with its size into ours, of `size` bytes: what the caller's header did not
 * know keeps its default, what ours does not know must be zero. `least`: the bytes that no version goes without. */
Status take_options(void *ours, size_t size, const void *theirs, size_t least, const char *name, Error *error);

#endif
