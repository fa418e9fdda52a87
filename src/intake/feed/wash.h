/* A feed's parts among themselves: wash.c makes of a feed's bytes XML that libxml2 can read, feed.c cuts it. */
#ifndef SAYSO_INTAKE_WASH_H
#define SAYSO_INTAKE_WASH_H

#include "intake/cut/cut.h"

#define WASH_DEPTH 300u /* below it, tags are not paired; feed.c goes less deep */

typedef enum WashState { WASH_TEXT, WASH_TAG, WASH_QUOTED, WASH_CDATA, WASH_COMMENT, WASH_INSTRUCTION } WashState;

/* An element's begin and end tag; <!DOCTYPE …>; another <! …>. All but the first are left out. */
typedef enum WashTag { TAG_BEGIN, TAG_END, TAG_TYPE, TAG_OTHER } WashTag;

typedef struct Wash {
    Bytes raw, text; /* bytes as they came; decoded: what waits for the bytes after it */
    enum { WASH_UTF8, WASH_WESTERN, WASH_UTF16_LITTLE, WASH_UTF16_BIG, WASH_OTHER } encoding;
    bool begun;
    bool declares; /* what is in the works is the XML declaration of an encoding that libxml2 has to know */
    WashState state;
    /* the tag in the works */
    WashTag kind;
    bool in_name;
    char quote, before; /* the quotation mark that is open; the character before */
    unsigned attributes;
    Bytes name;
    /* the open elements: their names one after the other, each ended by NUL, and where each begins */
    Bytes open;
    size_t open_at[WASH_DEPTH];
    unsigned depth;
    /* how it went */
    unsigned line;       /* lines that were washed */
    unsigned mended;     /* the line of the first end tag that fitted nothing, from 1; 0: all did */
    const char *refusal; /* a sentence, static: the rest is not to be read */
} Wash;

/* Appends to `out` what `size` more bytes become; some wait for the next call, unless it is the `last`. false when
 * memory ran out. */
bool wash(Wash *wash, const void *data, size_t size, bool last, Bytes *out);
void wash_free(Wash *wash);

#endif
