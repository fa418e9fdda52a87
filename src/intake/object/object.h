/* object: an article in a JSON object. A walk over JSON's text as far as it is there, which knows strings and depth alone; the list of articles in it; what
 * is mended in it. */
#ifndef SAYSO_INTAKE_OBJECT_H
#define SAYSO_INTAKE_OBJECT_H

#include "intake/intake.h"

/* As piece_read, of a piece in JSON. */
Status json_read(const Piece *piece, const IntakeOptions *options, Arena *arena, Found *out, Error *error);
/* The field for which a member's or a column's name is usual, whatever its case and what parts its words ("Publish
 * Date", "publish_date"); INTAKE_FIELDS where there is none. */
IntakeField usual_field(Text name);

typedef struct Walk {
    Text text;
    size_t at;
} Walk;

static inline bool walk_is_white(uint8_t c) { return c == ' ' || (c >= 9 && c <= 13); }
void walk_white(Walk *walk);
char walk_here(const Walk *walk); /* 0 at the end */
/* A string's inside; false where it does not end. */
bool walk_string(Walk *walk, Text *inside);
/* From a member's name to its value; false where none is there. */
bool walk_name(Walk *walk, Text *name);
/* A value begins here, as far as it is there. */
bool walk_is_value(const Walk *walk);
/* Past a value; false where it does not end. */
bool walk_value(Walk *walk);

/* The list's path in an object that is there as far as `data` has it; NULL where it is no list, or memory ran out. The
 * caller frees it. */
char *json_list(const uint8_t *data, size_t size, const IntakeOptions *options);
/* What a path says of an item of `list`, which may be NULL: the path itself where it does not begin with it. */
const char *path_in_list(const char *path, const char *list);

/* JSON with what jansson refuses mended. `lost`: characters became U+FFFD; `foreign`: bytes were not UTF-8. false when
 * memory ran out. */
bool json_amend(Text in, Arena *arena, Text *out, bool *lost, bool *foreign);

#endif
