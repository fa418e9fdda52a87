/* The forms of the record among themselves: where their bytes go, and what several of them need. */
#ifndef SAYSO_RECORD_INTERNAL_H
#define SAYSO_RECORD_INTERNAL_H

#include "record/record.h"

/* ---- out: a buffer before the sink ----
 * Writing never fails half-way for its caller: the first failure is kept and all later writes do nothing, so
 * that a form is written without a test at each comma, and out_end tells how it went. */
typedef struct Out {
    Sink sink;
    Status status;
    size_t used;
    char buffer[4096];
} Out;

void out_begin(Out *out, Sink sink);
void out_bytes(Out *out, const char *data, size_t size);
void out_text(Out *out, Text text);
void out_string(Out *out, const char *literal);
void out_format(Out *out, const char *format, ...) PRINTF_LIKE(2, 3); /* at most 255 bytes */
void out_memory(Out *out);                                           /* what was to be written found no memory */
Status out_end(Out *out, Error *error);

/* On one line, for files of lines: what ends a line, and a tab, becomes a space, NUL becomes U+FFFD; one for one. */
void out_line(Out *out, Text text);

/* ---- points: byte offsets -> code points ----
 * One ascending walk notes the code points before every POINTS_STEP-th byte; a lookup counts the rest. */
#define POINTS_STEP 256u
typedef struct Points {
    Text text;
    uint32_t *before; /* code points before byte POINTS_STEP * i */
} Points;

bool points_make(Text text, Arena *scratch, Points *out);
uint32_t points_at(const Points *points, uint32_t byte);

/* ---- columns: the place a character takes on a terminal ---- */
unsigned
char_columns(uint32_t c); /* 0 for combining marks and other invisible ones, 2 for East Asian wide ones and emoji */
size_t text_columns(Text text);

/* ---- quoted: which bytes stand inside quotation marks, the marks too ---- */
typedef struct Quoted {
    Span *spans; /* ascending, apart */
    uint32_t count;
} Quoted;

bool quoted_make(const Reading *reading, Arena *scratch, Quoted *out);
bool quoted_at(const Quoted *quoted, uint32_t byte);

/* ---- what the forms share ---- */
const char *form_name(uint8_t form);
float confidence_of(const Attribution *attribution); /* within 0 and 1, whatever the model said */
static inline Text span_text(const Reading *r, Span bytes) { return text_slice(r->article.text, bytes); }
static inline Span bytes_of(const Reading *r, Span words) { return words_bytes(&r->tokens, words); }
static inline Span source_bytes(const Reading *r, const Attribution *a) { return words_bytes(&r->tokens, a->source); }
static inline Span cue_bytes(const Reading *r, const Attribution *a) { return words_bytes(&r->tokens, a->cue); }
static inline Span content_bytes(const Reading *r, const Attribution *a, uint32_t i)
{
    return words_bytes(&r->tokens, r->attributions.contents[a->content_first + i]);
}
static inline const uint32_t *joint_of(const Reading *r, const Standing *s) { return r->standings.joint + s->joint_first; }
/* The name of the source's entity, the names of several joined by "; ", or nothing. The arena is for several. */
Text who_text(const Reading *r, const Standing *s, Arena *scratch);
Text party_text(const Reading *r, const Party *party); /* the name, or the words where it is not known, or nothing */
/* At most MENTION_SHOWN bytes of a mention, whole characters: mentions nest, as deep as a hostile text likes, and all
 * of their words together may be the square of the text. */
#define MENTION_SHOWN 200u
Span shown_of(const Reading *r, Span bytes);
static inline bool absent(Span s) { return s.begin >= s.end; }

/* ---- cells: text made fit for a terminal, wrapped and printed a line at a time ---- */
typedef struct Sheet {
    const Reading *reading;
    Out *out;
    Arena *scratch;
    Quoted quoted; /* where there are colours */
    bool colour;
    uint32_t width;
} Sheet;

typedef struct Cell {
    char *data;
    uint8_t *look;   /* of each byte of data */
    size_t size, at; /* `at`: what is printed already */
} Cell;

enum { LOOK_OWN, LOOK_QUOTED, LOOK_ASIDE }; /* the cell's own style, quoted words, words of ours */

#define BOLD "\x1b[1m"
#define DIM "\x1b[2m"
#define CYAN "\x1b[36m"
#define GREEN "\x1b[32m"
#define PLAIN "\x1b[0m"

bool sheet_make(const Reading *reading, uint32_t width, bool colour, Arena *scratch, Out *out, Sheet *sheet);
void sheet_title(Sheet *sheet); /* the article's line, and the rule below it */
void sheet_style(const Sheet *sheet, const char *code);
void sheet_pad(Sheet *sheet, size_t columns);

bool cell_make(Sheet *sheet, size_t bytes, Cell *out); /* for so many bytes of text; false when memory ran out */
void cell_text(Cell *cell, Text text, uint8_t look);
void cell_span(Sheet *sheet, Cell *cell, Span bytes);
void cell_break(Cell *cell);                           /* what comes next stands on a line of its own */
size_t cell_print_line(Sheet *sheet, Cell *cell, size_t width, const char *code); /* the next; the columns it took */
void cell_print(Sheet *sheet, Cell *cell, size_t indent, const char *code);       /* all lines */

/* With a field's name in front of its first line, the others below one another. */
void cell_print_beside(Sheet *sheet, Cell *cell, const char *field, size_t field_width);

/* ---- explain: what decided each field of an attribution ---- */
typedef struct Reason {
    const char *field; /* as in the record */
    Span words;        /* bytes of the words that say it, or absent */
    bool cut;          /* they go on */
    Text value;        /* what was made of them: a name, a kind, a date; or empty */
    const char *why;   /* a phrase for people */
} Reason;

enum { REASON_CONTENT = 4, REASONS = 13 }; /* of a content the first piece alone has its words there */
typedef struct Reasons {
    Reason items[REASONS];
    char number[16];
    char names[256]; /* of several together, as many as fit */
} Reasons;
void reasons_make(const Reading *reading, uint32_t index, Reasons *out);

/* ---- the forms ---- `scratch` is theirs until they return */
void write_json(const Reading *reading, bool lines, bool explain, Arena *scratch, Out *out);
void write_brat(const Reading *reading, Arena *scratch, Out *out);
void write_csv(const Reading *reading, Arena *scratch, Out *out);
void write_conllu(const Reading *reading, Out *out);
void write_table(const Reading *reading, uint32_t width, bool colour, Arena *scratch, Out *out);
void write_event_rows(const Reading *reading, uint32_t width, bool colour, Arena *scratch, Out *out); /* below the table */
void write_explanation(const Reading *reading, uint32_t width, bool colour, Arena *scratch, Out *out);
void write_dump_token(const Reading *reading, Out *out);
void write_dump_syntax(const Reading *reading, Out *out);
void write_dump_attribution(const Reading *reading, Out *out);
void write_dump_entity(const Reading *reading, Out *out);
void write_dump_standing(const Reading *reading, Out *out);
void write_dump_event(const Reading *reading, Out *out);

#define CSV_HEADING                                                                                              \
    "id,attribution,source,cue,content,form,confidence,source_begin,source_end,cue_begin,cue_end,content_spans," \
    "kind,act,who,to,via,when,date,anonymity,within,negated,gender,gender_by,country,outlet,published,url,title,"   \
    "claim,origin\r\n"

#endif
