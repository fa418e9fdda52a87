/* A way in: bytes from wherever, cut into pieces. */
#ifndef SAYSO_INTAKE_WAY_H
#define SAYSO_INTAKE_WAY_H

#include "intake/intake.h"

#define PAGE_FACTOR 8u /* a page or a JSON object may be so many times as long as an article */

/* ---- bytes from wherever ---- */
/* Reads at most `size` bytes into `data`: how many, 0 at the end, -1 on a failure, which `error` then tells. */
typedef struct Stream Stream;
struct Stream {
    ssize_t (*read)(Stream *stream, void *data, size_t size, Error *error);
    void (*close)(Stream *stream); /* may be NULL */
    /* what was looked at and is read again first */
    const uint8_t *ahead;
    size_t ahead_size;
};

/* ---- a way in that yields many pieces ---- */
typedef struct Way Way;
struct Way {
    bool (*next)(Way *way, Piece *out); /* false at the end; a failure is a piece with a problem, then the end */
    void (*close)(Way *way);
};

#endif
