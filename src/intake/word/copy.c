/* Words as strings of their own. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "intake/word/word.h"

char *copy_of(const char *text, size_t size)
{
    char *copy = malloc(size + 1);
    if (!copy) return NULL;
    if (size) memcpy(copy, text, size);
    copy[size] = 0;
    return copy;
}

/* Control characters, U+0080 to U+009F too, and the marks that turn a line's direction round. */
static bool is_unsafe(uint32_t c)
{
    return c < 32 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
           c == 0x2028 || c == 0x2029;
}

char *safe_copy(const char *text, size_t size)
{
    char *copy = copy_of(text, size);
    if (!copy) return NULL;
    utf8_mend(copy, size);
    size_t n = 0;
    for (size_t at = 0, next; at < size; at = next) {
        bool unsafe = is_unsafe(utf8_at(text_of(copy, size), at, &next));
        if (unsafe)
            copy[n++] = '?';
        else
            memmove(copy + n, copy + at, next - at);
        if (!unsafe) n += next - at;
    }
    copy[n] = 0;
    return copy;
}

char *format_words(const char *format, ...)
{
    char *text;
    va_list arguments;
    va_start(arguments, format);
    int n = vasprintf(&text, format, arguments);
    va_end(arguments);
    return n < 0 ? NULL : text;
}
