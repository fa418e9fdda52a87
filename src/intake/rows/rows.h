/* rows: many articles in one stream, an object or a row each: JSON Lines, an array (lines.c), a table (table.c), SGML
 * (sgml.c). */
#ifndef SAYSO_INTAKE_ROWS_H
#define SAYSO_INTAKE_ROWS_H

#include "intake/cut/cut.h"

/* Each takes the stream over and closes it. `label` names it in messages. NULL when memory ran out. */
Way *way_lines(Stream *stream, const IntakeOptions *options, const char *label, IntakeFormat format);
/* `list`: the path of the list whose items they are, in an object; NULL: none. Taken over. */
Way *way_array(Stream *stream, const IntakeOptions *options, const char *label, IntakeFormat format, char *list);
/* A row an article, each an object in JSON. */
Way *way_table(Stream *stream, const IntakeOptions *options, const char *label);
/* A <DOC> an article. */
Way *way_sgml(Stream *stream, const IntakeOptions *options, const char *label);
/* As way_table, of CSV that was written here. */
Way *way_rows(Stream *stream, const IntakeOptions *options, const char *label);

#endif
