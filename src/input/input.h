/* input: bytes -> article. What came is made valid UTF-8 text with paragraphs; nothing is mangled silently. */
#ifndef SAYSO_INPUT_H
#define SAYSO_INPUT_H

#include "base/base.h"

typedef struct Article {
    Text id, text;    /* text: valid UTF-8, otherwise as it stood: its line ends, spaces and NULs too */
    Text published;   /* YYYY-MM-DD or empty */
    Text url, title, outlet, byline; /* as the caller said; valid UTF-8, may be empty */
    Span *paragraphs; /* bytes of text, ascending, apart; none empty, none begins or ends with white space */
    uint32_t paragraph_count;
    Text *warnings; /* sentences for people: "the text was not UTF-8 at byte 17; it is read as Windows-1252" */
    uint32_t warning_count;
} Article;

/* `arena` owns what is returned, `scratch` what is needed on the way. */
Status input_read(const sayso_article *in, size_t max_bytes, Arena *arena, Arena *scratch, Article *out, Error *error);

/* Whether `article` keeps its promises above; if not, `error` says which is broken. */
bool input_check(const Article *article, Error *error);

/* Adds a sentence to article->warnings. */
Status input_warn(Article *article, Arena *arena, Error *error, const char *format, ...) PRINTF_LIKE(4, 5);

/* Whether `date` is a day of the calendar, YYYY-MM-DD, from 1400 to 2200. */
bool input_date_valid(Text date);

#endif
