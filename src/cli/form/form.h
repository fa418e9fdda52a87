/* form: how an answer looks. It knows of no ledger that is open, and asks nothing.
 *
 *   paper.c                                        words on lines, for people
 *   sheet.c workbook.c                             JSON, CSV, a spreadsheet
 *   draw.c                                         a picture, by another program
 *   statement.c claim_table.c claim_sheet.c        a statement, a claim
 *   deed.c deed_sheet.c                            a deed
 *   codes.c coded.c                                events as others code them
 *   kept.c brat.c points.c                         an article's record, as reading it gave it */
#ifndef SAYSO_CLI_FORM_H
#define SAYSO_CLI_FORM_H

#include "cli/word/word.h"
#include "ledger/ledger.h"

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
#define PAPER_NARROWEST 40u
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
const char *hand_words(Hand hand);                           /* "a copy of"; static */
const char *hand_name(Hand hand);                            /* "reprint"; static */
json_t *json_of_origin(const Origin *origin);
/* ---- a deed ---- */
void paper_deed_head(Paper *p, const Deed *deed); /* who did what to whom, how often and on whose word it is told */
void paper_deed(Paper *p, const Deed *deed, uint32_t limit); /* all of it, at most so many tellings; 0: all */
json_t *json_of_deed(const Deed *deed, bool whole); /* whole: with its tellings, and what is related */
extern const char deed_columns[];
/* "05-follow-up:11"; where the article's label is a URL or a number, or its latest revision is another, "12:11". As it is
 * printed it can be typed. */
void paper_place(Paper *p, const Statement *s);
/* The name by which an article is found: its label, or its number where that is a URL, another number, or empty. */
void paper_name(Paper *p, Ink ink, int64_t article, Text label);
/* The record of record.md, as a reading of the article gave it. */
json_t *json_of_kept(const KeptArticle *article);


/* ---- events as others code them ---- */
typedef struct EventCode {
    const char *root, *code; /* CAMEO's: "17" · "173"; NULL where no mode tells more than the root */
    unsigned quad;           /* PLOVER's category: 1 verbal, 2 material cooperation, 3 verbal, 4 material conflict */
    double score;            /* PLOVER's, from -10 (conflict) to 10 */
    bool scored;             /* there is one */
} EventCode;
EventCode event_code(sayso_event_type type, Text mode);
const char *quad_name(unsigned quad);  /* "MATERIAL CONFLICT"; static */
unsigned cameo_quad(const char *root); /* of a root code, as GDELT has it */
const char *cameo_sector(Text sector); /* CAMEO's code for it; "" where it has none. Static */
typedef enum Coded { CODED_PLOVER, CODED_PETRARCH, CODED_POLECAT, CODED_GDELT, CODED_FORMS } Coded;
extern const char *const coded_names[CODED_FORMS];
const char *coded_heading(Coded coded); /* what stands once before all; "" for none. Static */
/* Adds the article's events that are asserted or reported. false: no memory. */
bool coded_write(const KeptArticle *article, Coded coded, Buffer *out);

/* Such a record as brat's standoff annotation: what 'sayso read --format=brat' writes of the same article. */
void brat_of_record(FILE *to, const json_t *record);

#endif
