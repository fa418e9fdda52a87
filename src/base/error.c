/* Errors: one sentence in the caller's struct. */
#include <stdarg.h>
#include <stdio.h>

#include "base/base.h"

/* A message may quote a file's name or bytes of an article, and it may be cut in the middle of a letter: what is not
 * UTF-8 in it becomes "?". */
static void make_utf8(char *message, size_t size)
{
    size_t at;
    while (!utf8_valid(text_of(message, size), &at)) message[at] = '?';
}

/* Up to `most` bytes of whole letters: from its beginning, or to its end. */
static size_t head(const char *text, size_t most)
{
    while (most && ((uint8_t)text[most] & 0xC0) == 0x80) most--;
    return most;
}

static size_t tail(const char *text, size_t size, size_t most)
{
    size_t at = size - most;
    while (at < size && ((uint8_t)text[at] & 0xC0) == 0x80) at++;
    return at;
}

/* "FILE: REASON": of what is too long the middle goes, so that a long name does not push the reason out. */
static void shorten(const char *all, size_t size, char *out, size_t room)
{
    static const char gap[] = "…";
    size_t begin = head(all, room / 3), end = tail(all, size, room - 1 - room / 3 - (sizeof gap - 1));
    memcpy(out, all, begin);
    memcpy(out + begin, gap, sizeof gap - 1);
    memcpy(out + begin + sizeof gap - 1, all + end, size - end);
    out[begin + sizeof gap - 1 + size - end] = 0;
}

Status fail(Error *error, Status status, uint64_t offset, const char *format, ...)
{
    char all[8192]; /* two paths, each as long as a path can be, are rare enough to be cut */
    if (!error) return status;
    error->status = status;
    error->offset = offset;
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(all, sizeof all, format, arguments);
    va_end(arguments);
    size_t size = n < 0 ? 0 : (size_t)n < sizeof all ? (size_t)n : sizeof all - 1;
    all[size] = 0;
    make_utf8(all, size);
    if (size < sizeof error->message)
        memcpy(error->message, all, size + 1);
    else
        shorten(all, size, error->message, sizeof error->message);
    return status;
}

Status fail_memory(Error *error)
{
    return fail(error, SAYSO_ERROR_MEMORY, NO_OFFSET,
                "out of memory; read shorter articles, or raise the session's max_memory_bytes");
}
