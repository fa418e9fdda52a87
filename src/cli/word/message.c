/* What the program says on standard error, the buffer that holds it until its turn, and the end of stdio. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/word/word.h"

void put_safe(FILE *to, const char *s)
{
    Text t = text_literal(s);
    for (size_t at = 0, next; at < t.size; at = next) {
        uint32_t c = utf8_at(t, at, &next);
        bool broken = next - at == 1 && (uint8_t)t.data[at] >= 0x80;
        if (broken || char_is_unsafe(c))
            putc('?', to);
        else
            fwrite(t.data + at, 1, next - at, to);
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
    case EFBIG: return "it would be larger than a file may be here; raise 'ulimit -f'";
    case EBADF: return "it is closed";
    default: return strerror(error);
    }
}

static void put_complaint(FILE *to, const char *file, const char *sentence)
{
    fputs("sayso: ", to);
    if (file) {
        put_safe(to, file);
        fputs(": ", to);
    }
    put_safe(to, sentence);
    putc('\n', to);
}

/* One write a line: what several programs say does not mix, and a million lines cost a million writes, not as many as letters. Where there
 * is no memory for it, letter by letter. */
void complain(const char *file, const char *sentence)
{
    char *line = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&line, &size);
    if (to) put_complaint(to, file, sentence);
    flockfile(stderr);
    fflush(stderr);
    if (!to || ferror(to) || fclose(to)) {
        put_complaint(stderr, file, sentence);
    } else {
        for (size_t at = 0; at < size;) {
            ssize_t n = write(STDERR_FILENO, line + at, size - at);
            if (n <= 0 && errno != EINTR) break;
            if (n > 0) at += (size_t)n;
        }
    }
    funlockfile(stderr);
    free(line);
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
