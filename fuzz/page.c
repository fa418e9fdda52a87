/* A page of any bytes, in any encoding that its header may claim: an article in UTF-8 that is not empty, or a sentence
 * that says why there is none; a second reading gives the same. As an item's fragment too. The first byte picks the
 * encoding. */
#include "found.h"

static const char *const charsets[] = {NULL,        "utf-8",       "windows-1252", "utf-16",  "shift_jis",
                                       "gb18030",   "iso-2022-jp", "utf-7",        "koi8-r",  "big5-hkscs",
                                       "no-such-1", "euc-kr",      "macintosh",    "ibm1364", "utf-32"};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const IntakeOptions options = {.max_article = FOUND_MOST};
    const char *charset = size ? charsets[*data % COUNT(charsets)] : NULL;
    char *bytes = malloc(size ? size : 1), *name = charset ? strdup(charset) : NULL;
    char url[] = "https://halmere.example/news/1";
    PROPERTY(bytes && (name || !charset));
    if (size) memcpy(bytes, data + 1, size - 1);
    Piece piece = {.format = INTAKE_PAGE, .data = bytes, .size = size ? size - 1 : 0, .charset = name, .url = url};
    Arena arenas[2];
    Found found[2];
    Status status[2];
    for (size_t i = 0; i < 2; i++) {
        arena_init(&arenas[i], &libc_allocator, (size_t)1 << 30);
        status[i] = check_read(&piece, &options, &arenas[i], &found[i]);
    }
    PROPERTY(status[0] == status[1]);
    PROPERTY(status[0] || text_equal(found[0].text, found[1].text));
    PROPERTY(status[0] || text_equal(found[0].title, found[1].title));
    if (utf8_valid(text_of(bytes, piece.size), NULL)) {
        piece.fragment = true;
        (void)check_read(&piece, &options, &arenas[0], &found[0]);
    }
    for (size_t i = 0; i < 2; i++) arena_free(&arenas[i]);
    free(bytes);
    free(name);
    return 0;
}
