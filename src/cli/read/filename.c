/* A file's name for any id: what JSON, a feed or a WARC calls an article is anybody's word, never a path.
 *
 *   id    2026/03:the ../quay%     ->  2026%2F03%3Athe ..%2Fquay%25
 *         (empty)                  ->  %
 *         longer than PART bytes   ->  PART bytes and "%", a folder; in it the rest
 *
 * Two ids never share a name, and %XX read back as bytes, folders joined without their "%", is the id. */
#include "cli/read/read.h"

#define PART 200u   /* of a name, which file systems allow 255 bytes */
#define MOST 3000u  /* of a path, which programs allow 4,096 */

/* What some system takes for a path, an option, a pattern or a hidden file, and what nobody sees. */
static bool is_plain(uint32_t c, bool first)
{
    if (char_steers(c)) return false;
    return c >= 0x80 || (!strchr("/\\:*?\"<>|%", (int)c) && (!first || (c != '.' && c != '-' && c != ' ')));
}

static bool add_escaped(Buffer *out, Text bytes)
{
    static const char digits[] = "0123456789ABCDEF";
    bool ok = true;
    for (size_t i = 0; ok && i < bytes.size; i++) {
        uint8_t byte = (uint8_t)bytes.data[i];
        ok = buffer_add(out, (const char[]){'%', digits[byte >> 4], digits[byte & 15]}, 3);
    }
    return ok;
}

static bool add_piece(Buffer *out, size_t *part, Text piece, bool plain)
{
    size_t size = plain ? piece.size : 3 * piece.size;
    if (*part + size > PART) {
        if (!buffer_add(out, "%/", 2)) return false;
        *part = 0;
    }
    *part += size;
    return plain ? buffer_add(out, piece.data, piece.size) : add_escaped(out, piece);
}

bool file_name(Text id, Buffer *out)
{
    size_t part = 0;
    if (!id.size) return buffer_add(out, "%", 2);
    for (size_t at = 0, next; at < id.size && out->size <= MOST; at = next) {
        uint32_t c = utf8_at(id, at, &next);
        Text piece = text_of(id.data + at, next - at);
        bool broken = next - at == 1 && c >= 0x80, first = !part || part + piece.size > PART;
        if (!add_piece(out, &part, piece, !broken && is_plain(c, first))) return false;
    }
    return buffer_add(out, "", 1);
}

bool file_name_fits(const Buffer *name) { return name->size <= MOST; }
