/* feed: RSS, RDF and Atom, an item a piece. */
#ifndef SAYSO_INTAKE_FEED_H
#define SAYSO_INTAKE_FEED_H

#include "intake/net/net.h"

/* Each takes the stream over and closes it. `label` names it in messages. NULL when memory ran out. */
Way *way_feed(Stream *stream, const IntakeOptions *options, const char *label, const char *url);
/* As way_feed, and the items' pages are fetched by `fetcher`, which is borrowed, so that the second between two
 * requests to a host is kept over feed and pages. */
Way *way_feed_by(Stream *stream, const IntakeOptions *options, const char *label, const char *url,
                 Fetcher *fetcher);

#endif
