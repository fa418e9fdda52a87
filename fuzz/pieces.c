/* Any bytes as a file: its format by looking or as the first byte says, archives unpacked, WARC, JSON and feeds cut.
 * What must hold: pieces with data of bounded size or with a problem; what is read out of them is UTF-8, and an empty
 * article is no success. */
#include "found.h"

#define MOST_PIECES 2000u /* of an archive that unpacks to much more; also, closing a way amid its pieces */

static const char *const names[] = {"a", "a.json", "a.jsonl", "a.html", "a.warc.gz"};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t pick = size ? *data : 0;
    IntakeOptions options = {.max_article = FOUND_MOST, .format = (IntakeFormat)(pick / COUNT(names) % INTAKE_FORMATS)};
    if (size) data++, size--;
    Opened *opened = stream_of(data, size);
    (void)check_way(way_open(opened, &options, "a", names[pick % COUNT(names)], size, 0), &options, MOST_PIECES);
    return 0;
}
