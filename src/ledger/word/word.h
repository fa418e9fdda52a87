/* word: what every room reads texts with: words, days, names as keys, URLs, packed arrays. It knows no database. */
#ifndef SAYSO_LEDGER_WORD_H
#define SAYSO_LEDGER_WORD_H

#include "ledger/ledger.h"

/* ---- words ---- what fingerprints and gists are made of: letters and digits, folded, without punctuation */
typedef struct WordAt {
    Span span;
    uint64_t hash; /* of the folded word */
} WordAt;
/* All words of `text`, in order. false when memory ran out. */
bool words_of(Text text, Arena *arena, WordAt **out, uint32_t *count);
uint64_t word_hash(Text word);     /* of the first word of `word`, as words_of gives it; 0: there is none */
uint32_t char_folded(uint32_t c);  /* small, without the marks of Latin letters */

/* A folded word, cut to what tells words apart. */
#define LONGEST_WORD 40u
typedef struct Folded {
    char data[LONGEST_WORD + 4];
    size_t size;
} Folded;
/* A word of a text up to its apostrophe ("Corvane's", "don't"). *denies: it ends in n't. */
void fold_word(Text word, Folded *out, bool *denies);
/* Takes endings off: plural and third person, past, -ing, a last e. Conservative: what is left is no word, but the same
 * for all forms of one, and seldom for those of two. */
void stem(Folded *word);

/* The key under which a name is the same in all articles: folded, spaces one, dots of abbreviations and a leading "the" out. */
bool name_key(Text name, Arena *arena, Text *out);

/* ---- days ---- "2026-03-04" of that day, of 2026-03-04/2026-03-06; "2026-03-01" of 2026-03; the Monday of 2026-W10 */
#define DAY_SIZE 11
bool first_day(Text date, char out[DAY_SIZE]); /* false: none is told */
/* The first and the last day that `date` may mean: "2016-07-01" and "2016-07-31" of "2016-07". false: none is told. What
 * gives no readable end ("2016-07-01/") ends as its start does. */
bool interval_of(Text date, char first[DAY_SIZE], char last[DAY_SIZE]);
/* The day by which a statement or an event of that date is found: the first of it, else the article's; empty where both are
 * unknown. */
Text date_day(Text date, Text published, char room[DAY_SIZE]);
/* Days since 1970-01-01 of YYYY-MM-DD: NO_DAY of what is none. And back. */
#define NO_DAY INT32_MIN
#define DAY_ROOM 40 /* as much as the compiler can think of */
int32_t day_count(Text day);
Text day_name(int32_t day, char room[DAY_ROOM]);

/* ---- packed ---- arrays as blobs of little-endian uint32, which are what they were on every machine */
bool pack_numbers(const uint32_t *numbers, size_t count, Arena *arena, const void **data, size_t *size);
bool pack_spans(const Span *spans, size_t count, Arena *arena, const void **data, size_t *size);
bool pack_texts(const Text *texts, size_t count, Arena *arena, const void **data, size_t *size);
/* What a blob holds; false where memory ran out. What is no whole number of items is cut: ledger_verify tells. */
bool unpack_numbers(const void *data, size_t size, Arena *arena, const uint32_t **out, uint32_t *count);
bool unpack_spans(const void *data, size_t size, Arena *arena, const Span **out, uint32_t *count);
bool unpack_texts(const void *data, size_t size, Arena *arena, const Text **out, uint32_t *count);

/* ---- URLs ---- scheme and host small, without default port and fragment; what is no URL as it is */
bool url_key(Text url, Arena *arena, Text *out);
/* What may be the same page where the text agrees: without what only counts visitors, without "www.", "m." and "amp" of any
 * kind, scheme, a last slash. Of an address and a URL, each. */
bool url_loose(Text key, Arena *arena, Text *out);

/* What was read of one article, as sayso.h has it: of a document, or of what is kept. */
typedef struct Told {
    Text text;
    const sayso_entity *entities; /* id i + 1 is entities[i] */
    const sayso_attribution *attributions;
    const uint32_t *credits; /* entities' ids */
    const Text *warnings;
    const sayso_event *events;
    uint32_t entity_count, attribution_count, credit_count, warning_count, event_count;
    Span byline;
    bool has_events; /* they were read, be it none */
} Told;

/* Copies of texts that outlive what they are borrowed of. */
bool keep_text(Arena *arena, Text in, Text *out);
bool text_join(Arena *arena, const Text *parts, size_t count, Text *out);
bool text_among(Text text, const char *const *list, size_t count);
#define AMONG(text, list) text_among((text), (list), COUNT(list)) /* an array */
/* The stretches of its contents in `text`, " … " between them. */
bool contents_join(Text text, const sayso_attribution *a, Arena *arena, Text *out);

#endif
