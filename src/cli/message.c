/* What the program says on standard error, the buffer that holds it until its turn, and the end of stdio. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

/* File names are anybody's: what could steer a terminal is not passed on. */
static void put_safe(const char *s)
{
    for (; *s; s++) putc((unsigned char)*s < 32 || *s == 127 ? '?' : *s, stderr);
}

void complain(const char *file, const char *sentence)
{
    flockfile(stderr);
    fputs("sayso: ", stderr);
    if (file) {
        put_safe(file);
        fputs(": ", stderr);
    }
    put_safe(sentence);
    putc('\n', stderr);
    funlockfile(stderr);
}

void complain_error(const char *file, const sayso_error *error) { complain(file, error->message); }

int finish_standard_output(int code)
{
    errno = 0;
    if (!fflush(stdout) && !ferror(stdout)) return code;
    if (errno != EPIPE) complain("standard output", strerror(errno ? errno : EIO));
    return EXIT_UNREAD;
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
