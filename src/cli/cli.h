/* cli: the program. It stands on sayso.h, on the ways in and on the ledger, as any other user of them.
 *
 *   main ─┬ read, dump ──────┐
 *         ├ add ─────────────┴ work ── articles side by side, kept or written in their order
 *         ├ audit, report ── draft ── one article, kept or not yet
 *         ├ who about claim show talks stats ────────┬ ask: a ledger, a scope, a format
 *         ├ actor statement decision remove ─ verb ──┤ meant: whom and what the words mean
 *         ├ export diff verify reread ───────────────┘ sheet, paper: how answers look
 *         └ model */
#ifndef SAYSO_CLI_H
#define SAYSO_CLI_H

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdint.h>
#include <sys/types.h>

#include "intake/intake.h"
#include "ledger/ledger.h"
#include "sandbox/sandbox.h"

enum { EXIT_READ = 0, EXIT_UNREAD = 1, EXIT_USAGE = 2, EXIT_LEDGER = 3 };

/* ---- the commands ---- argv[0] is "sayso NAME" */
int command_read(int argc, char **argv);
int command_dump(int argc, char **argv);
int command_model(int argc, char **argv);
int command_add(int argc, char **argv);
int command_reread(int argc, char **argv);
int command_who(int argc, char **argv);
int command_about(int argc, char **argv);
int command_claim(int argc, char **argv);
int command_talks(int argc, char **argv);
int command_audit(int argc, char **argv);
int command_report(int argc, char **argv);
int command_stats(int argc, char **argv);
int command_export(int argc, char **argv);
int command_diff(int argc, char **argv);
int command_verify(int argc, char **argv);
int command_ledger(int argc, char **argv);
int ledger_run_rescue(int argc, char **argv); /* a verb of it */
int command_show(int argc, char **argv);
int command_actor(int argc, char **argv);
int command_statement(int argc, char **argv);
int command_decision(int argc, char **argv);
int command_remove(int argc, char **argv);

/* ---- verbs ---- what can be done with an actor, a claim, a statement, a decision: "sayso actor merge" */
typedef struct Verb {
    const char *name, *about;
    int (*run)(int argc, char **argv); /* argv[0] is "sayso actor merge" */
} Verb;
/* Runs the verb that argv[1] names; --help and a word that is none are answered here. */
int verb_run(const Verb *verbs, size_t count, int argc, char **argv);
bool verb_is(const Verb *verbs, size_t count, const char *word);
int verb_undo(int argc, char **argv); /* of decisions, and for actors, claims and statements too: a number is one everywhere */

/* ---- arguments ---- */
typedef struct Options {
    sayso_format format;
    const char *model, *names, *published, *output; /* NULL where not given */
    IntakeOptions intake;                   /* the inputs, and how they are to be taken */
    double min_confidence;                  /* 0 to 1 */
    unsigned jobs;                          /* 0: not given */
    bool quiet, explain, careful, events, no_sandbox;
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
    KEY_DURABLE, KEY_NO_SANDBOX
};
/* The options of every command that takes inputs, for its list of options. */
#define INPUT_OPTIONS                                                                                                  \
    {"input", KEY_INPUT, "FORMAT", 0,                                                                                  \
     "text, page, feed, json, jsonl, ninjs, record, table, warc or archive, where looking at an input does not tell", 0},     \
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
const char *day_parse(const char *name, const char *typed, struct argp_state *state);
/* Parses the arguments and writes what is read in a form. */
int options_read(const struct argp *argp, int argc, char **argv);
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

/* The command's arguments with the options of the user's config file in front; the same where there is none, NULL after a
 * complaint. config.c */
char **config_apply(const char *command, int *argc, char **argv);

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

/* ---- which file ---- not known where there is none; `directory`: what a relative path is relative to, or AT_FDCWD. output.c */
IntakePlace place_of_file(int directory, const char *path);
bool same_place(IntakePlace a, IntakePlace b);

/* ---- a terminal ---- in any form: what could steer it is "?". colours: ours, in a table, pass. terminal.c */
bool terminal_safe(Text text, bool colours, Buffer *out); /* and links; adds; false when memory ran out */
/* What is written to the stream goes to `to` so, line by line; fclose ends it. NULL when memory ran out. */
FILE *terminal_open(FILE *to, bool colours);
bool terminal_has_links(void); /* it says that it knows OSC 8; FORCE_HYPERLINK=1 or 0 says it for it */
/* A link to the address, until link_end; false, and nothing is written, where it is none that a terminal should be given. */
bool link_begin(FILE *to, Text url);
void link_end(FILE *to);

/* ---- model ---- the one in `wanted`, or the one in SAYSO_MODEL, or the first of the places where it is installed;
 * NULL after a complaint. careful: the careful model lies beside it, as in sayso-careful.model */
sayso_engine *engine_find(const sayso_engine_options *wanted, bool careful);
/* The same with the model and names that the arguments name. */
sayso_engine *engine_of(const Options *options);

/* Who reads: what is stored of an article says so. */
typedef struct Maker {
    char program[64], model[64];
    const sayso_engine *engine;
} Maker;
Maker maker_of(const sayso_engine *engine, bool names);
#define RECORD_READ 2u /* the format of the record that the library's readings have */
Report report_of(const sayso_document *document, const Maker *maker, Arena *arena);

/* ---- one article's result, and where it goes ---- */
typedef struct Result {
    Piece piece;
    Arena arena;  /* of all that follows, until the article's turn is over */
    Found found;
    sayso_document *document;
    Draft *draft; /* add */
    Buffer id, rendering, text; /* read; text: for brat's folders alone */
    Buffer notes; /* lines for standard error */
    uint64_t words;
    bool failed, ready;
} Result;

/* Its draft, in a worker; what has no word is no article. */
void result_draft(Result *r, const Maker *maker);

/* A file's name for any id, and its NUL: no path, no option, no escape; %XX are bytes (filename.c). false when memory ran
 * out. One that does not fit is cut. */
bool file_name(Text id, Buffer *out);
bool file_name_fits(const Buffer *name);

typedef struct Output Output;
Output *output_open(const Options *options); /* NULL after a complaint */
IntakePlace output_place(const Output *output);
bool output_to_terminal(const Output *output);
const char *output_folder(const Output *output); /* into which files are written; NULL: into none */
bool output_wants_text(const Output *output);
sayso_write_options output_look(const Output *output); /* width and colour */
/* false where writing has no more sense; the complaint has been made. */
bool output_result(Output *output, Result *result);
bool output_close(Output *output);

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

/* ---- work ---- reads all inputs, side by side, and uses them in order; returns the exit code */
typedef struct Use {
    void *context;
    const char *done; /* for the progress */
    /* What becomes of r->document, in a thread of its own; a failure is told by result_failed. */
    void (*make)(void *context, Result *r);
    /* In the articles' order, one at a time, of what has not failed. false: going on has no sense, and the complaint has
     * been made. */
    bool (*keep)(void *context, Result *r);
    bool on_terminal; /* keep writes to the terminal */
    SandboxNeeds needs; /* what keep, and what comes after it, writes to; work adds what reading needs */
} Use;
int work(const Options *options, const sayso_engine *engine, const Use *use);
/* What writing to a ledger that is open needs. The names lie in *out until then; false: they are too long. beside.c */
typedef struct Beside {
    char folder[4096], files[4][4096];
} Beside;
bool beside_of(Ledger *ledger, SandboxNeeds *needs, Beside *out);
/* The article cannot be used; the sentence is told in its turn. */
void result_failed(Result *r, const char *sentence);
/* "warning: ", or "" */
void result_note(Result *r, const char *kind, const char *sentence, size_t size);


/* ---- asking ---- */
typedef enum AskFormat { ASK_TABLE, ASK_JSON, ASK_CSV, ASK_GRAPHML, ASK_DOT, ASK_SVG, ASK_FORMATS } AskFormat;

typedef struct Ask {
    const char *path;   /* of the ledger, NULL: not named */
    unsigned wait_s;
    unsigned formats;   /* those that the command has: the first so many */
    AskFormat format;
    Scope scope;
    char **words;       /* the arguments */
    size_t word_count;
    bool all, quiet;
    bool optional;      /* without a ledger, and none named, it is answered too: `ledger` is NULL then */
    LedgerMode mode;
    bool raw;           /* no table is written: no colours either */
    bool links;         /* the terminal takes them */
    bool empty;         /* it was answered, and nothing is there: EXIT_UNREAD, as grep has it */
    /* while it is answered */
    Ledger *ledger;
    Arena *arena;
    FILE *to;
    sayso_write_options look;
} Ask;

#define ASK_OPTIONS                                                                                                    \
    {"ledger", KEY_LEDGER, "FILE", 0, "the ledger; SAYSO_LEDGER names one too, else it is your own, in your data folder", 0}, \
    {"wait", KEY_WAIT, "SECONDS", 0, "how long to wait for another program that writes to the ledger, 30 unless told otherwise", 0}
extern const struct argp_option ask_options[]; /* of a command that has no others: its format, and these */
#define DAY_OPTIONS                                                                                                    \
    {"since", KEY_SINCE, "YYYY-MM-DD", 0, "from this day on", 0}, {"until", KEY_UNTIL, "YYYY-MM-DD", 0, "up to this day", 0}, \
    {"added-since", KEY_ADDED_SINCE, "YYYY-MM-DD", 0, "what the ledger saw on this day or later", 0},                 \
    {"as-of", KEY_AS_OF, "YYYY-MM-DD", 0,                                                                              \
     "the ledger as it was when this day ended, so that a count can be made again", 0}
#define SCOPE_OPTIONS DAY_OPTIONS, {"limit", KEY_LIMIT, "N", 0, "at most so many rows, 20 unless told otherwise", 0}
#define CHOICE_OPTIONS                                                                                                 \
    {"act", KEY_ACT, "ACT", 0, "of this act alone: state, deny, confirm, warn and so on", 0},                          \
    {"outlet", KEY_OUTLET, "NAME", 0, "in this outlet's articles alone", 0}
#define LEDGER_STATUS                                                                                                  \
    "The exit status is 0 when it was answered, 1 when nothing was found or what is named is not there, 2 for a "      \
    "mistake in the command, 3 when the ledger cannot be read or written."

error_t ask_parse(int key, char *argument, struct argp_state *state);
/* Parses the arguments, opens the ledger, lets `answer` write to ask->to, tells failures; the exit status. */
int ask_run(const struct argp *argp, int argc, char **argv, Ask *ask, Status (*answer)(Ask *ask, Error *error));
bool ask_is_scoped(const Ask *ask); /* to days, an act, an outlet, a speaker */
/* The arguments as one text with spaces between. NULL when memory ran out. */
const char *ask_words(const Ask *ask);
/* What a person knows better is kept: tells it, its number, and how it is taken back. */
Status tell_decided(Ask *ask, int64_t decision, Error *error, const char *format, ...) PRINTF_LIKE(4, 5);
/* The path that `typed`, SAYSO_LEDGER or the user's data folder gives; its folder is made where `make`. NULL after a complaint. To be freed. */
char *ledger_path(const char *typed, bool make);
/* The exit status of a failure of the ledger, which is told. */
int ledger_failed(const Error *error);

/* ---- finding ---- what is meant by what was typed; SAYSO_ERROR_ARGUMENT with a sentence that names the remedy */
/* The arguments as the name of an actor: "17" is "#17". NULL when memory ran out. */
const char *actor_words(Ask *ask);
/* One actor: "#17", "17", or a name that means one alone, or is exactly one's. */
Status find_actor(Ask *ask, const char *typed, Actor *out, Error *error);
/* An article of the ledger: its number, its name, its URL, or the file from which it came, which is looked into. */
Status find_article(Ask *ask, const char *typed, int64_t *out, Error *error);
/* An article, or a statement of it: *number is 0 where none is told. */
Status find_place(Ask *ask, const char *typed, int64_t *article, uint32_t *number, Error *error);
Status find_statement(Ask *ask, const char *typed, int64_t *article, uint32_t *number, Error *error);
/* A claim's number, or the claim of the statement ARTICLE:N. */
Status find_claim(Ask *ask, const char *typed, int64_t *out, Error *error);
/* The index of the attribution of that number; SAYSO_ERROR_ARGUMENT where the article has none. */
Status find_number(const KeptArticle *article, uint32_t number, uint32_t *index, Error *error);

/* ---- one article, kept or not yet ---- draft.c */
typedef struct Drafting Drafting;
struct Drafting {
    Ask ask; /* first: the argument parser fills it */
    Options options;
    const char *done; /* "audited" */
    /* What is answered of an article that is in no ledger, and of one that is. */
    Status (*draft)(Drafting *drafting, const AuditAnswer *answer, Error *error);
    Status (*kept)(Drafting *drafting, int64_t article, Error *error);
    /* while it is read */
    Maker maker;
    uint32_t drafts;
    Status status;
    Error error;
};
error_t drafting_parse(int key, char *argument, struct argp_state *state);
Status drafting_answer(Ask *ask, Error *error);

/* ---- points ---- bytes of a text -> code points */
typedef struct Points {
    Text text;
    uint32_t *at; /* counted once at every so many bytes */
} Points;
bool code_points_make(Text text, Points *out); /* false when memory ran out */
uint32_t code_point_at(const Points *points, uint32_t byte);
void code_points_free(Points *points);

/* ---- paper ---- an answer as a table, for people */
typedef enum Ink { INK_PLAIN, INK_BOLD, INK_DIM, INK_GREEN, INK_RED } Ink;
typedef struct Paper {
    FILE *to;
    uint32_t width, column; /* column: where the line stands */
    uint32_t indent;        /* of the lines that follow */
    bool space;             /* one stands before the next word */
    bool colour;
    bool links;             /* what has an address may be a link to it */
} Paper;
Paper paper_of(const Ask *ask);
/* Words, wrapped at the width; white space between them is one space. Control characters are '?'. */
void paper_text(Paper *p, Ink ink, Text text);
void paper_format(Paper *p, Ink ink, const char *format, ...) PRINTF_LIKE(3, 4);
void paper_line(Paper *p, uint32_t indent); /* ends the line, begins the next at `indent` */
void paper_rule(Paper *p);
void paper_column(Paper *p, uint32_t column); /* spaces up to it */
/* Where `all` are more than are shown, a line that says how many. */
void paper_more(Paper *p, uint64_t shown, uint64_t all);
/* Right-aligned, so that its last digit stands before column `end`; two spaces follow, and the line's indent is there. */
void paper_number(Paper *p, Ink ink, uint32_t end, uint64_t number);

/* ---- pictures ---- */
#define DRAW_MISSING 127
/* What `write` writes goes to the program of that name, what that draws to `to`: its exit status, DRAW_MISSING where it is
 * not there, -1 where it could not be asked. draw.c */
int draw(const char *const *command, void (*write)(FILE *to, const void *what), const void *what, FILE *to);

/* ---- counts ---- sayso stats --by, --sample */
typedef struct Counting {
    Ask ask;
    Trait by[MOST_TRAITS];
    uint32_t count;  /* of traits; 0: what is in the ledger */
    bool picture;    /* --format=svg */
    bool top;        /* scope.limit was given */
    uint32_t sample; /* 0: none is drawn */
    uint64_t seed;
} Counting;
Status answer_counts(Counting *counting, Error *error);
Status answer_sample(Counting *counting, Error *error);
/* By gnuplot: bars, or lines over months. */
Status draw_counts(const Counting *counting, const CountAnswer *answer, Error *error);

/* ---- sheet ---- JSON and CSV by jansson: an answer is a JSON value, and its CSV the rows of an array of objects */
typedef struct json_t json_t;
/* Takes the rows. Columns are names of members, joined by points, separated by spaces: "article.label act". */
Status sheet_csv(FILE *to, json_t *rows, const char *columns, Error *error);
/* One row, taken over, without its heading; columns parted by blanks or commas. */
Status sheet_csv_row(FILE *to, json_t *row, const char *columns, Error *error);
/* The same rows as a spreadsheet, columns parted by commas. Numbers are numbers. What workbook_begin gives is given to
 * workbook_end, also on failure; that writes it where `whole`, and tells how many cells were longer than a sheet's may be. */
typedef struct Workbook Workbook;
Status workbook_begin(const char *columns, Workbook **out, Error *error);
Status workbook_row(Workbook *workbook, json_t *row, Error *error); /* takes the row */
Status workbook_end(Workbook *workbook, bool whole, FILE *to, uint64_t *cut, Error *error);
/* Takes the value; NULL is SAYSO_ERROR_MEMORY, a name that is no UTF-8 SAYSO_ERROR_IO. */
Status sheet_json(FILE *to, json_t *value, Error *error);
/* The same on one line, as JSON Lines have it. */
Status sheet_line(FILE *to, json_t *value, Error *error);
/* Why `value` could not be written to a file that took all it was given. */
Status json_failed(const json_t *value, Error *error);
void set_text(json_t *object, const char *key, Text text); /* not at all where it is empty */
json_t *json_of_texts(const Text *texts, uint32_t count);
const char *name_of_form(sayso_form form); /* as the record has it */
json_t *json_of_statement(const Statement *s);
json_t *json_of_statements(const Statements *all);
json_t *json_of_actor(const Actor *actor);
void set_integer(json_t *object, const char *key, int64_t value);
void set_flag(json_t *object, const char *key, bool value);
/* With so many of its statements, and the hands through which they came; NONE: without. */
json_t *json_of_claim(const ClaimAnswer *claim, uint32_t shown);
extern const char statement_columns[];
void paper_statement(Paper *p, const Statement *s);
/* A line: "Dorrit Haleko · person · HAL · 12 statements · #17". */
void paper_actor(Paper *p, const Actor *actor);
/* ---- a claim ---- for people */
void paper_claim_head(Paper *p, const ClaimAnswer *a); /* its text and its counts */
void paper_holders(Paper *p, const ClaimAnswer *a);
void paper_claim(Paper *p, const ClaimAnswer *a, uint32_t limit); /* 0: all */
void paper_hand(Paper *p, const ClaimAnswer *a, uint32_t statement); /* "a copy of 03-leaked-audit:4" */
json_t *json_of_hand(const ClaimAnswer *a, uint32_t statement);
/* "05-follow-up:11"; where the article's label is a URL or a number, or its latest revision is another, "12:11". As it is
 * printed it can be typed. */
void paper_place(Paper *p, const Statement *s);
/* The name by which an article is found: its label, or its number where that is a URL, another number, or empty. */
void paper_name(Paper *p, Ink ink, int64_t article, Text label);
/* The record of record.md, as a reading of the article gave it. */
json_t *json_of_kept(const KeptArticle *article);
/* What a person mended, as labels; each statement, as claims.md's figures have it: JSON Lines. */
Status export_labels(Ask *ask, Error *error);
Status export_statements(Ask *ask, Error *error);
Status export_rows(Ask *ask, Error *error); /* the same as a table */
Status export_workbook(Ask *ask, Error *error); /* and as a spreadsheet */
/* Such a record as brat's standoff annotation: what 'sayso read --format=brat' writes of the same article. */
void brat_of_record(FILE *to, const json_t *record);

#endif
