/* What is plainly no article, told by its first bytes or by its many control bytes, with what to do instead.
 * A few NULs and control bytes are not enough: old wires and bad conversions hold them, and they are answered. */
#include "input/internal.h"

typedef struct Magic {
    const char *bytes;
    size_t size;
    const char *what, *remedy;
} Magic;

#define BYTES(literal) literal, sizeof(literal) - 1

static const Magic magics[] = {
    {BYTES("%PDF-"), "a PDF file", "give its text, as pdftotext makes it"},
    {BYTES("\x89PNG\r\n"), "a PNG picture", "give text"},
    {BYTES("\xFF\xD8\xFF"), "a JPEG picture", "give text"},
    {BYTES("GIF8"), "a GIF picture", "give text"},
    {BYTES("PK\x03\x04"), "a ZIP archive or an office document", "unpack it, or save the document as plain text"},
    {BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "an old office document", "save it as plain text"},
    {BYTES("{\\rtf"), "an RTF document", "save it as plain text"},
    {BYTES("\x1F\x8B"), "gzip-compressed", "unpack it, as zcat does"},
    {BYTES("BZh"), "bzip2-compressed", "unpack it, as bzcat does"},
    {BYTES("\xFD" "7zXZ"), "xz-compressed", "unpack it, as xzcat does"},
    {BYTES("\x28\xB5\x2F\xFD"), "zstd-compressed", "unpack it, as zstdcat does"},
    {BYTES("\x7F" "ELF"), "a program", "give text"},
    {BYTES("SQLite format 3"), "a database", "give text"},
    {BYTES("\xFF\xFE\0\0"), "UTF-32 text", "convert it to UTF-8, as iconv does"},
    {BYTES("\0\0\xFE\xFF"), "UTF-32 text", "convert it to UTF-8, as iconv does"},
};

static Status refuse(Error *error, const char *what, const char *remedy)
{
    return fail(error, SAYSO_ERROR_INPUT, 0, "this is %s, not plain text; %s", what, remedy);
}

static bool starts_folded(Text t, const char *lower)
{
    size_t n = strlen(lower);
    if (t.size < n) return false;
    for (size_t i = 0; i < n; i++)
        if (char_lower((uint8_t)t.data[i]) != (uint8_t)lower[i]) return false;
    return true;
}

static Text without_front(Text t)
{
    if (text_starts(t, "\xEF\xBB\xBF")) t = text_of(t.data + 3, t.size - 3);
    while (t.size && strchr(" \t\r\n", t.data[0]) && t.data[0]) t = text_of(t.data + 1, t.size - 1);
    return t;
}

/* More than one control byte in twenty of the first 64 KiB, and at least 32: random bytes have one in nine.
 * UTF-16 has its own marks and is no matter of this. */
#define LOOK ((size_t)64 << 10)
static Status refuse_binary(Text t, Error *error)
{
    size_t look = t.size < LOOK ? t.size : LOOK, controls = 0, zeros = 0;
    for (size_t i = 0; i < look; i++) {
        uint8_t c = (uint8_t)t.data[i];
        controls += (c < 9 || (c > 13 && c < 32) || c == 127);
        zeros += !c;
    }
    if (controls < 32 || controls * 20 <= look) return SAYSO_OK;
    if (zeros * 5 > look * 2 && zeros * 5 < look * 3)
        return refuse(error, "binary data, perhaps UTF-16 without its mark", "convert it to UTF-8, as iconv does");
    return refuse(error, "binary data", "give text");
}

Status input_refuse(Text bytes, Error *error)
{
    for (size_t i = 0; i < COUNT(magics); i++)
        if (bytes.size >= magics[i].size && !memcmp(bytes.data, magics[i].bytes, magics[i].size))
            return refuse(error, magics[i].what, magics[i].remedy);
    Text front = without_front(bytes);
    if (starts_folded(front, "<!doctype html") || starts_folded(front, "<html"))
        return refuse(error, "a web page", "give the article's text, or have it read as a page");
    if (starts_folded(front, "<?xml"))
        return refuse(error, "an XML document", "give the article's text");
    if (text_starts(bytes, "\xFF\xFE") || text_starts(bytes, "\xFE\xFF")) return SAYSO_OK;
    return refuse_binary(bytes, error);
}
