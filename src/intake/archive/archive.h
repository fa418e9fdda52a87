/* archive: what has members, each looked at and cut in its turn: archives of any kind (archive.c), web archives (warc.c);
 * and documents that are zips of XML: spreadsheets (book.c, sheet.c), texts (office.c). */
#ifndef SAYSO_INTAKE_ARCHIVE_H
#define SAYSO_INTAKE_ARCHIVE_H

#include "intake/rows/rows.h"

/* Each takes the stream over and closes it. `label` names it in messages, `depth` counts archives in
 * archives. NULL when memory ran out. */
Way *way_warc(Stream *stream, const IntakeOptions *options, const char *label);
Way *way_archive(Stream *stream, const IntakeOptions *options, const char *label, unsigned depth);
/* The paragraphs of such XML, until they are more than `most` bytes; false with the sentence where it cannot be
 * read. */
bool office_read(Stream *stream, size_t most, Bytes *out, Error *error);

#endif
