/* cli: the program. It stands on sayso.h alone, as any other user of the library.
 *
 *   main ─ read, dump ─ work ─┬─ inputs   the arguments, folders opened, one by one
 *        └ card               ├─ bytes    a file's bytes, never more than the limit
 *                             ├─ output   standard output, a file, a folder of brat's pairs
 *                             └─ progress */
#ifndef SAYSO_CLI_H
#define SAYSO_CLI_H

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdint.h>
#include <sys/types.h>

#include "sayso.h"

enum { EXIT_READ = 0, EXIT_UNREAD = 1, EXIT_USAGE = 2 };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* ---- the commands ---- argv[0] is "sayso NAME" */
int command_read(int argc, char **argv);
int command_dump(int argc, char **argv);
int command_model(int argc, char **argv);

/* ---- arguments ---- */
typedef struct Options {
    sayso_format format;
    const char *model, *names, *published, *output; /* NULL where not given */
    size_t max_article;                     /* bytes */
    double min_confidence;                  /* 0 to 1 */
    unsigned jobs;                          /* 0: not given */
    bool quiet, explain;
    bool stage; /* dump: a stage was named */
    char **inputs;
    size_t input_count;
} Options;

/* What --help ends with, where a command reads inputs. */
#define INPUTS_AND_STATUS                                                                                             \
    "Of a folder every file in it is read, by name. '-', or no name at all, is standard input. The exit status is 0 " \
    "when all was read, 1 when some of it could not be, 2 for a mistake in the command."

enum { KEY_MODEL = 0x100, KEY_PUBLISHED, KEY_MAX_ARTICLE, KEY_STAGE, KEY_JSON, KEY_EXPLAIN, KEY_NAMES, KEY_MIN_CONFIDENCE };
/* The options that several commands have. */
error_t options_parse(int key, char *argument, struct argp_state *state);
/* Parses a command's arguments and does its work; the program's exit status. */
int options_work(const struct argp *argp, int argc, char **argv);
/* The name among `names` that is nearest to what was typed, or NULL where none is near. */
const char *nearest_name(const char *typed, const char *const *names, size_t count);
typedef struct Names { /* what an option's argument may be */
    const char *kind; /* "format" */
    const char *const *items;
    size_t count;
    const char *all; /* "table, json and csv" */
} Names;
/* The index of the name that was typed; any other is a usage error that ends the program. */
size_t name_parse(const Names *names, const char *typed, struct argp_state *state);

/* ---- messages ---- on standard error, "sayso: FILE: SENTENCE"; what could steer a terminal is shown as '?' */
/* File names and cards are anybody's: what could steer a terminal becomes "?". */
void put_safe(FILE *to, const char *text);
void complain(const char *file, const char *sentence);
const char *reason(int error); /* what an errno says of a file, as a sentence's end. Static, or strerror's */
/* For atexit, since argp ends the program by itself after --help: what stdio held is written, or the status is
 * EXIT_UNREAD. */
void finish_standard_output(void);

/* ---- buffer ---- */
typedef struct Buffer {
    char *data;
    size_t size, capacity;
} Buffer;
bool buffer_reserve(Buffer *buffer, size_t more); /* false when memory ran out */
bool buffer_add(Buffer *buffer, const char *data, size_t size);
void buffer_clear(Buffer *buffer); /* gives back what is large */
void buffer_free(Buffer *buffer);

/* ---- model ---- the one in `wanted`, or the one in SAYSO_MODEL, or the first of the places where it is installed;
 * NULL after a complaint */
sayso_engine *engine_find(const sayso_engine_options *wanted);

/* ---- inputs ---- */
typedef struct Place { /* a file's identity, however it is named */
    bool known;
    dev_t device;
    ino_t number;
} Place;
Place place_of_file(int directory, const char *path);
bool same_place(Place a, Place b);

typedef struct Input {
    char *path;           /* owned; "-" is standard input */
    const char *problem;  /* a sentence, or NULL: why it cannot be read at all. Static */
    int error;            /* an errno, or 0; likewise */
} Input;
typedef struct Inputs Inputs;
Inputs *inputs_open(const Options *options, Place output); /* NULL when memory ran out */
bool inputs_next(Inputs *inputs, Input *out);              /* false at the end */
void inputs_close(Inputs *inputs);
/* Several articles may come: several arguments, or a folder among them. */
bool inputs_are_many(const Options *options);
const char *input_label(const Input *input);
/* The file's name without its folder and its last ending; "stdin". */
sayso_text input_id(const Input *input);

/* ---- bytes ---- Reads at most limit + 1 bytes, so that who sees more than `limit` knows that there are more.
 * *length is the file's own, 0 where that is not known. On failure *sentence says why. */
bool bytes_read(const Input *input, size_t limit, Buffer *out, Place *place, uint64_t *length, const char **sentence);

/* ---- one article's result, and where it goes ---- */
typedef struct Result {
    Input input;
    Place place;  /* the input's */
    Buffer id, rendering, text; /* text: for brat's folders alone */
    Buffer notes; /* lines for standard error */
    uint64_t words;
    bool failed, ready;
} Result;

typedef struct Output Output;
Output *output_open(const Options *options); /* NULL after a complaint */
Place output_place(const Output *output);
bool output_to_terminal(const Output *output);
bool output_wants_text(const Output *output);
sayso_write_options output_look(const Output *output); /* width and colour */
/* false where writing has no more sense; the complaint has been made. */
bool output_result(Output *output, Result *result);
bool output_close(Output *output);

/* ---- progress ---- */
typedef struct Progress {
    bool shown, wanted;
    double started, drawn;
    uint64_t articles, words;
} Progress;
void progress_begin(Progress *progress, bool wanted);
void progress_draw(Progress *progress);
void progress_hide(Progress *progress);

/* ---- work ---- reads all inputs, side by side, writes in order; returns the exit code */
int work(const Options *options);

#endif
