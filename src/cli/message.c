/* What the program says on standard error, the buffer that holds it until its turn, and the end of stdio. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

/* The bytes of the UTF-8 character at `p`; 0 where there is none. */
static size_t character(const unsigned char *p)
{
    size_t n = *p < 0x80 ? 1 : *p < 0xC2 ? 0 : *p < 0xE0 ? 2 : *p < 0xF0 ? 3 : *p < 0xF5 ? 4 : 0;
    for (size_t i = 1; i < n; i++)
        if ((p[i] & 0xC0) != 0x80) return 0;
    bool overlong = (p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xF0 && p[1] < 0x90);
    bool beyond = (p[0] == 0xED && p[1] > 0x9F) || (p[0] == 0xF4 && p[1] > 0x8F);
    return overlong || beyond ? 0 : n;
}

/* As in the table: control characters, U+0080 to U+009F too, and the marks that turn a line's direction round. */
static bool is_unsafe(const unsigned char *p)
{
    if (p[0] == 0xC2) return p[1] < 0xA0;
    if (p[0] == 0xE2 && p[1] == 0x80) return p[2] >= 0xAA && p[2] <= 0xAE;
    if (p[0] == 0xE2 && p[1] == 0x81) return p[2] >= 0xA6 && p[2] <= 0xA9;
    return p[0] < 32 || p[0] == 127;
}

void put_safe(FILE *to, const char *s)
{
    for (size_t n; *s; s += n ? n : 1) {
        n = character((const unsigned char *)s);
        if (!n || is_unsafe((const unsigned char *)s))
            putc('?', to);
        else
            fwrite(s, 1, n, to);
    }
}

void put_safe_text(FILE *to, Text t)
{
    bool space = false;
    for (size_t at = 0, next; at < t.size; at = next) {
        uint32_t c = utf8_at(t, at, &next);
        char piece[5] = {0};
        bool blank = char_is_space(c);
        if (blank && !space) putc(' ', to);
        space = blank;
        if (blank) continue;
        memcpy(piece, t.data + at, next - at);
        put_safe(to, *piece ? piece : "?");
    }
}

const char *reason(int error)
{
    switch (error) {
    case ENOENT: return "there is no such file";
    case EACCES: return "it may not be opened by you";
    case EISDIR: return "it is a folder";
    case ENXIO: return "it is a socket or a device, not a file";
    case EBADF: return "it is closed";
    default: return strerror(error);
    }
}

void complain(const char *file, const char *sentence)
{
    flockfile(stderr);
    fputs("sayso: ", stderr);
    if (file) {
        put_safe(stderr, file);
        fputs(": ", stderr);
    }
    put_safe(stderr, sentence);
    putc('\n', stderr);
    funlockfile(stderr);
}

void finish_standard_output(void)
{
    errno = 0;
    if (!fflush(stdout) && !ferror(stdout)) return;
    if (errno != EPIPE) complain("standard output", reason(errno ? errno : EIO));
    _exit(EXIT_UNREAD);
}

#define KEEP ((size_t)1 << 20)

bool buffer_reserve(Buffer *b, size_t more)
{
    if (more <= b->capacity - b->size) return true;
    if (more > SIZE_MAX / 2 - b->size) return false;
    size_t capacity = b->size + more > 2 * b->capacity ? b->size + more : 2 * b->capacity;
    char *data = realloc(b->data, capacity);
    if (!data) return false;
    b->data = data;
    b->capacity = capacity;
    return true;
}

bool buffer_add(Buffer *b, const char *data, size_t size)
{
    if (!buffer_reserve(b, size)) return false;
    if (size) memcpy(b->data + b->size, data, size);
    b->size += size;
    return true;
}

void buffer_clear(Buffer *b)
{
    b->size = 0;
    if (b->capacity > KEEP) buffer_free(b);
}

void buffer_free(Buffer *b)
{
    free(b->data);
    *b = (Buffer){0};
}
