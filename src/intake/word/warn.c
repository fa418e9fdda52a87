/* The warnings that an article bears. */
#include <stdarg.h>
#include <stdio.h>

#include "intake/word/word.h"

bool found_warn(Found *found, Arena *arena, const char *format, ...)
{
    if (found->warning_count == COUNT(found->warnings)) return true;
    char sentence[256];
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    size_t size = n < 0 ? 0 : (size_t)n < sizeof sentence ? (size_t)n : sizeof sentence - 1;
    utf8_mend(sentence, size); /* what it quotes may have been cut within a character */
    if (!arena_text(arena, text_of(sentence, size), &found->warnings[found->warning_count])) return false;
    found->warning_count++;
    return true;
}

bool found_warn_date(Found *found, Arena *arena, Text words)
{
    return found_warn(found, arena, "the date of publication \"%.*s\" %s; it is left out",
                      (int)(words.size < 60 ? words.size : 60), words.data, date_fault(words));
}
