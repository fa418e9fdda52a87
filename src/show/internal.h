/* show among itself.
 *
 *   page.c     a page's beginning and end, its looks; the one place that escapes
 *   marks.c    a text with its spans marked, nested, paragraph by paragraph
 *   article.c  claim.c */
#ifndef SAYSO_SHOW_INTERNAL_H
#define SAYSO_SHOW_INTERNAL_H

#include "show/show.h"

/* ---- page.c ---- */
/* A page's beginning, up to its looks, to which CSS of its own may be added until page_rules_end opens the body. */
void page_open(FILE *to, Text title);
void page_rules_end(FILE *to);
void page_close(FILE *to); /* the footer, and the end */
/* As text or in an attribute's quotation marks. What could steer who shows it is U+FFFD, what has no width is left out. */
void put_escaped(FILE *to, Text text);
/* A link where it is an address of http or https, else its words. */
void put_address(FILE *to, Text url);
const char *plural(uint64_t count); /* "" or "s" */

/* ---- marks.c ---- */
typedef enum MarkKind { MARK_CONTENT, MARK_SOURCE, MARK_CUE } MarkKind; /* the outermost first, where two are alike */
typedef struct Mark {
    Span span;
    uint32_t statement; /* index in the article */
    MarkKind kind;
    bool last; /* the end of the statement's first stretch: its number stands there */
} Mark;
typedef struct Marker {
    FILE *to;
    void *context;
    /* An element that is opened and closed by these may be closed and opened again, where spans cross. */
    void (*open)(const struct Marker *marker, const Mark *mark);
    void (*close)(const struct Marker *marker, const Mark *mark);
    void (*number)(const struct Marker *marker, const Mark *mark); /* within the element, at its end */
} Marker;
/* Writes the lines of `text` that are not blank as paragraphs. Sorts the marks. */
Status marks_write(const Marker *marker, Text text, Mark *marks, uint32_t count, Arena *arena, Error *error);

#endif
