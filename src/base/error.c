/* Errors: one sentence in the caller's struct. */
#include <stdarg.h>
#include <stdio.h>

#include "base/base.h"

/* A message may quote a file's name or bytes of an article, and it may be cut in the middle of a letter:
 * what is not UTF-8 in it becomes "?", a cut letter goes. */
static void make_utf8(char *message, size_t size)
{
    size_t at;
    while (!utf8_valid(text_of(message, size), &at)) {
        bool cut = size == sizeof((Error *)0)->message - 1 && size - at < 4 && (uint8_t)message[at] >= 0xC0;
        if (cut) size = at;
        message[at] = cut ? 0 : '?';
    }
}

Status fail(Error *error, Status status, uint64_t offset, const char *format, ...)
{
    if (!error) return status;
    error->status = status;
    error->offset = offset;
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    if (n < 0) error->message[0] = 0;
    make_utf8(error->message, strlen(error->message));
    return status;
}

Status fail_memory(Error *error)
{
    return fail(error, SAYSO_ERROR_MEMORY, NO_OFFSET,
                "out of memory; read shorter articles, or raise the session's max_memory_bytes");
}
