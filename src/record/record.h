/* record: what the stages found, in the forms that leave the program. Each form is a leaf that reads a Reading. */
#ifndef SAYSO_RECORD_H
#define SAYSO_RECORD_H

#include "event/event.h"

#define RECORD_FORMAT 2 /* of the JSON record: a change of its meaning is a change of this */

/* All that is known of one article. */
typedef struct Reading {
    Article article;
    Tokens tokens;
    Syntax syntax;
    Entities entities;
    Attributions attributions;
    Standings standings;
    Events events;
} Reading;

/* The article's writer: as its text names him or her, else as the caller did; may be empty. */
Text writer_of(const Reading *reading);

typedef struct Sink {
    int (*write)(void *context, const char *data, size_t size); /* nonzero stops */
    void *context;
} Sink;

/* `scratch` is for the rendering's own needs. */
Status record_write(const Reading *reading, sayso_format format, const sayso_write_options *options, Sink sink,
                    Arena *scratch, Error *error);

/* What stands once before the first article of a format; "" for most. Static. */
const char *record_heading(sayso_format format);

#endif
