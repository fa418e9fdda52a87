/* word: what all ways in ask of words: dates of whatever form, text of whatever case, what was encoded twice; and the warnings that an
 * article bears. */
#ifndef SAYSO_INTAKE_WORD_H
#define SAYSO_INTAKE_WORD_H

#include "intake/intake.h"

/* ---- dates ---- ISO 8601, RFC 822, "March 7, 2026", "7 Mar 2026 14:05 EST", a Unix time -> YYYY-MM-DD in `out` (11
 * bytes); the day as its own time zone has it. false for what is no date, before 1700, or later than the day after
 * `today` (YYYY-MM-DD, or NULL for the clock's): refused as a date, not stored. */
bool date_read(Text words, const char *today, char out[11]);

/* Why date_read takes no date of them, as a sentence's end: "is still to come". Static. */
const char *date_fault(Text words);
bool found_warn_date(Found *found, Arena *arena, Text words); /* that they are left out, and why */

/* ---- words.c ---- */
bool text_is_case(Text text, const char *word); /* as ASCII, whatever the case */
bool text_starts_case(Text text, const char *word);
bool text_has_case(Text text, const char *word);
bool text_is_address(Text text);                /* "http://…", "https://…" */
Text text_strip(Text text);                     /* without ASCII's blanks and controls at its ends */
static inline bool is_letter(int c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; } /* of ASCII */
int hex_digit(char c);                          /* 0 to 15; -1 for what is none */
uint32_t windows_1252(uint32_t c);              /* 0x80 to 0x9F, U+FFFD where it has nothing; others as they are */
/* Bytes that are not UTF-8 become "?", in place. */
void utf8_mend(char *data, size_t size);

/* ---- copy.c ---- to be freed */
char *copy_of(const char *text, size_t size); /* NUL-terminated; NULL when memory ran out */
char *safe_copy(const char *text, size_t size); /* what is not UTF-8 or could steer a terminal as "?" */
char *format_words(const char *format, ...) PRINTF_LIKE(1, 2); /* NULL when memory ran out */

/* ---- twice.c ---- */
/* Text whose UTF-8 was taken for Windows-1252 and written anew, "â€™" for "’": as it was. false: memory ran out. */
bool text_untwice(Text in, Arena *arena, Text *out, bool *mended);
/* The same of the article's parts, with a warning where it was so. */
bool found_untwice(Found *found, Arena *arena);

/* ---- warn.c ---- A sentence that the article bears; no more than it has room for. false: memory ran out. */
bool found_warn(Found *found, Arena *arena, const char *format, ...) PRINTF_LIKE(3, 4);

#endif
