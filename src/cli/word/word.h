/* word: what was typed, and what is told on standard error or shown on a terminal.
 *
 *   arguments.c config.c verb.c              what was typed, and what the user's config file says in its place
 *   message.c notes.c progress.c             what is told on standard error; the buffer
 *   look.c terminal.c                        what a terminal is like, and what it must not be shown */
#ifndef SAYSO_CLI_WORD_H
#define SAYSO_CLI_WORD_H

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include "cli/cli.h"
#include "intake/intake.h"

/* ---- verbs ---- what can be done with an actor, a claim, a statement, a decision: "sayso actor merge" */
typedef struct Verb {
    const char *name, *about;
    int (*run)(int argc, char **argv); /* argv[0] is "sayso actor merge" */
} Verb;
/* Runs the verb that argv[1] names; --help and a word that is none are answered here. */
int verb_run(const Verb *verbs, size_t count, int argc, char **argv);
bool verb_is(const Verb *verbs, size_t count, const char *word);

/* ---- arguments ---- */
typedef struct Options {
    sayso_format format;
    const char *model, *names, *published, *output; /* NULL where not given */
    IntakeOptions intake;                   /* the inputs, and how they are to be taken */
    double min_confidence;                  /* 0 to 1 */
    unsigned jobs;                          /* 0: not given */
    bool quiet, explain, careful, events, no_sandbox;
    int coded;  /* read: one of form.h's Coded instead of `format`, and 1 added; 0: none */
    bool stage; /* dump: a stage was named */
    const char *ledger; /* add */
    unsigned wait_s;
    char **inputs;
    size_t input_count;
} Options;

/* What --help ends with, where a command reads inputs. */
#define INPUTS_AND_STATUS                                                                                             \
    "Of a folder every file in it is read, by name, with -r also those in its folders; of an archive every member, "   \
    "of a feed every item, of a table every row. '-', or no name "                                                     \
    "at all, is standard input. The exit status is 0 when all was read, 1 when some of it could not be, 2 for a mistake " \
    "in the command."

enum {
    KEY_MODEL = 0x100, KEY_PUBLISHED, KEY_MAX_ARTICLE, KEY_STAGE, KEY_JSON, KEY_EXPLAIN, KEY_EVENTS, KEY_NAMES, KEY_MIN_CONFIDENCE,
    KEY_INPUT, KEY_FIELD, KEY_FOLLOW, KEY_PRIVATE, KEY_LEDGER, KEY_WAIT, KEY_SINCE, KEY_UNTIL, KEY_LIMIT, KEY_ALL,
    KEY_CAREFUL, KEY_ADDED_SINCE, KEY_AS_OF, KEY_ACT, KEY_OUTLET, KEY_BY, KEY_ORDER, KEY_ARTICLE, KEY_TOP, KEY_SAMPLE, KEY_SEED,
    KEY_DURABLE, KEY_WHO, KEY_TO, KEY_TYPE, KEY_MODE, KEY_STATUS, KEY_COUNTRY, KEY_PLACE, KEY_ABOUT, KEY_DEEDS,
    KEY_NO_SANDBOX
};
/* The options of every command that takes inputs, for its list of options. */
#define INPUT_OPTIONS                                                                                                  \
    {"input", KEY_INPUT, "FORMAT", 0,                                                                                  \
     "text, page, feed, json, jsonl, ninjs, record, table, sgml, pdf, warc or archive, where looking at an input does not tell", 0},     \
    {"field", KEY_FIELD, "NAME=PATH", 0,                                                                               \
     "where text, id, url, title, outlet, byline or published stand in JSON, as in text=content.body, or in a table, as "  \
     "in text=body; may be repeated", \
     0},                                                                                                               \
    {"recursive", 'r', NULL, 0, "of a folder the folders in it, too", 0},                                              \
    {"follow", KEY_FOLLOW, NULL, 0, "fetch the pages that a feed names", 0},                                           \
    {"allow-private", KEY_PRIVATE, NULL, 0, "fetch from private addresses, too", 0},                                   \
    {"published", KEY_PUBLISHED, "YYYY-MM-DD", 0, "the day of publication; it overrules a text's own date line", 0},   \
    {"max-article", KEY_MAX_ARTICLE, "BYTES", 0,                                                                       \
     "the longest article, 1M unless told otherwise; K, M and G may follow the number", 0},                            \
    {"names", KEY_NAMES, "FILE", 0,                                                                                    \
     "a list of names of your own, which overrules the one that came with the program", 0},                            \
    {"careful", KEY_CAREFUL, NULL, 0, "read with the careful model, too: better, and much slower", 0},                 \
    {"model", KEY_MODEL, "FILE", 0, "the model file, instead of the one that came with the program", 0},              \
    {"no-sandbox", KEY_NO_SANDBOX, NULL, 0, "read with all rights of who calls", 0}
/* The options that several commands have. */
error_t options_parse(int key, char *argument, struct argp_state *state);
Options options_usual(void); /* what holds unless it is told otherwise */
void options_take_inputs(Options *options); /* once all is parsed */
/* Parses a command's arguments, which the caller gives back with options_free. */
void options_parse_all(const struct argp *argp, int argc, char **argv, Options *out);
void options_free(Options *options);
/* A whole number from `least` to `most`, or a usage error that ends the program. */
uint64_t number_parse(const char *name, const char *typed, uint64_t least, uint64_t most, struct argp_state *state);
bool is_day(const char *typed); /* YYYY-MM-DD, from 1400 to 2200 */
const char *day_parse(const char *name, const char *typed, struct argp_state *state);
/* The name among `names` that is nearest to what was typed, or NULL where none is near. */
const char *nearest_name(const char *typed, const char *const *names, size_t count);
typedef struct Names { /* what an option's argument may be */
    const char *kind; /* "format" */
    const char *const *items;
    size_t count;
    const char *all; /* "table, json and csv" */
} Names;
/* The index of the name that was typed; any other is a usage error that ends the program. */
size_t choice_parse(const Names *names, const char *typed, struct argp_state *state);

/* ---- the user's config file ---- config.c */
bool config_read(const char *command); /* what it says to the command; false after a complaint */
/* argp_parse, with the options that the file gives in front of those that are typed. What it parses may be kept: it lives as
 * long as the program. */
void config_parse(const struct argp *argp, int argc, char **argv, void *input);
bool config_says(void); /* in a parser: the option comes from the file, nobody typed it */

/* ---- messages ---- on standard error, "sayso: FILE: SENTENCE"; what could steer a terminal is shown as '?' */
/* File names and cards are anybody's: what could steer a terminal becomes "?". */
void put_safe(FILE *to, const char *text);
void complain(const char *file, const char *sentence);
/* The same of many items of a file, said once. */
typedef struct Note {
    char *label, *sentence;
    size_t item; /* where in the label the item begins */
    unsigned long long first, last, count;
} Note;
typedef struct Notes {
    Note waiting[16];
    size_t count;
} Notes;
void notes_add(Notes *notes, const char *label, const char *sentence);
void notes_flush(Notes *notes);
/* What could steer who shows it, or ends a line there. */
static inline bool char_steers(uint32_t c) { return char_is_unsafe(c) || c == 0x2028 || c == 0x2029; }
const char *reason(int error); /* what an errno says of a file, as a sentence's end. Static, or strerror's */
/* For atexit, since argp ends the program by itself after --help: what stdio held is written, or the status is
 * EXIT_UNREAD. */
void finish_standard_output(void);

/* As put_safe; white space of any kind is one space. */
void put_safe_text(FILE *to, Text text);

/* ---- how it looks ---- the width of the terminal (or COLUMNS, or 100), and whether colours are wanted there */
sayso_write_options look_of(int file);

/* ---- buffer ---- */
typedef struct Buffer {
    char *data;
    size_t size, capacity;
} Buffer;
bool buffer_reserve(Buffer *buffer, size_t more); /* false when memory ran out */
bool buffer_add(Buffer *buffer, const char *data, size_t size);
void buffer_clear(Buffer *buffer); /* gives back what is large */
void buffer_free(Buffer *buffer);

/* ---- a terminal ---- in any form: what could steer it is "?". colours: ours, in a table, pass. terminal.c */
bool terminal_safe(Text text, bool colours, Buffer *out); /* and links; adds; false when memory ran out */
/* What is written to the stream goes to `to` so, line by line; fclose ends it. NULL when memory ran out. */
FILE *terminal_open(FILE *to, bool colours);
bool terminal_has_links(void); /* it says that it knows OSC 8; FORCE_HYPERLINK=1 or 0 says it for it */
/* A link to the address, until link_end; false, and nothing is written, where it is none that a terminal should be given. */
bool link_begin(FILE *to, Text url);
void link_end(FILE *to);

/* ---- progress ---- one line on a terminal's standard error: "12 articles read, 98000 words a second" */
typedef struct Progress {
    bool shown, wanted;
    double started, drawn;
    const char *done; /* "read", "added" */
    uint64_t articles, words;
} Progress;
void progress_begin(Progress *progress, bool wanted, const char *done);
void progress_draw(Progress *progress);
void progress_hide(Progress *progress);

#endif
