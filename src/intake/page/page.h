/* page: a web page -> its article, and what it says of it. */
#ifndef SAYSO_INTAKE_PAGE_H
#define SAYSO_INTAKE_PAGE_H

#include "intake/intake.h"

/* As piece_read, of a piece whose format is INTAKE_PAGE. */
Status page_read(const Piece *piece, const IntakeOptions *options, Arena *arena, Found *out, Error *error);
/* HTML of a feed's item or a JSON field -> its text, paragraphs apart by an empty line. */
Status page_text(Text html, Arena *arena, Text *out, Error *error);
/* Whether both are of one registrable domain ("news.a.co.uk" and "www.a.co.uk"), by the public suffix list; of hosts
 * that have none ("localhost", an address) host and port alike. */
bool same_domain(Text url, Text other);

#endif
