/* A feed of any bytes: pieces with their text or a problem, all of it UTF-8, no more of them than there are items, and
 * an end. */
#include "found.h"
#include "intake/feed/feed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const IntakeOptions options = {.max_article = FOUND_MOST};
    Way *way = way_feed(&stream_of(data, size)->stream, &options, "feed.xml", "https://halmere.example/feed");
    size_t pieces = check_way(way, &options, SIZE_MAX);
    PROPERTY(pieces <= size / (sizeof "<item>" - 1) + 1); /* the one is how it ended */
    return 0;
}
