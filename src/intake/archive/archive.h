/* archive: what has members, each looked at and cut in its turn: archives of any kind (archive.c), web archives (warc.c);
 * and spreadsheets, zips of XML (book.c, sheet.c). */
#ifndef SAYSO_INTAKE_ARCHIVE_H
#define SAYSO_INTAKE_ARCHIVE_H

#include "intake/rows/rows.h"

/* Each takes the stream over and closes it. `label` names it in messages, `depth` counts archives in
 * archives. NULL when memory ran out. */
Way *way_warc(Stream *stream, const IntakeOptions *options, const char *label);
Way *way_archive(Stream *stream, const IntakeOptions *options, const char *label, unsigned depth);

#endif
