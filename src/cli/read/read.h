/* read: inputs are read side by side, and used in their order.
 *
 *   find.c card.c        the model, and its card
 *   work.c report.c      inputs -> readings, drafts for a ledger
 *   beside.c             what the sandbox leaves of the ledger's place
 *   output.c filename.c  where what is written goes
 *   read.c dump.c        the commands */
#ifndef SAYSO_CLI_READ_H
#define SAYSO_CLI_READ_H

#include "cli/form/form.h"
#include "sandbox/sandbox.h"

/* Parses the arguments and writes what is read in a form. */
int options_read(const struct argp *argp, int argc, char **argv);

/* ---- which file ---- not known where there is none; `directory`: what a relative path is relative to, or AT_FDCWD. output.c */
IntakePlace place_of_file(int directory, const char *path);
bool same_place(IntakePlace a, IntakePlace b);

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
/* What a document says, in the shape in which the ledger gives what it keeps; the article's own row is as in `article`, where that
 * is not NULL. Borrows what the document has. */
Status document_kept(const KeptArticle *article, const sayso_document *document, Arena *arena, KeptArticle *out, Error *error);

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
    bool untold; /* it failed, and there was no memory to say so */
} Result;

/* Its draft, in a worker; what has no word is no article. */
void result_draft(Result *r, const Maker *maker);

/* A draft and what it stands on, beyond its article's turn. All zero: none; its arena is kept for the next. */
typedef struct Drafted {
    Arena arena;
    sayso_document *document;
    Draft *draft;
} Drafted;
void result_take(Result *r, Drafted *out); /* out of the result, which has neither any more; `out` has none yet */
void drafted_end(Drafted *d);              /* none again */
void drafted_free(Drafted *d);

/* A file's name for any id, and its NUL: no path, no option, no escape; %XX are bytes (filename.c). false when memory ran
 * out. One that does not fit is cut. */
bool file_name(Text id, Buffer *out);
bool file_name_fits(const Buffer *name);

typedef struct Output Output;
Output *output_open(const Options *options); /* NULL after a complaint */
IntakePlace output_place(const Output *output);
bool output_to_terminal(const Output *output);
void output_needs(Output *output, SandboxNeeds *needs); /* what is written there, and what may be taken away; lies in it */
bool output_wants_text(const Output *output);
sayso_write_options output_look(const Output *output); /* width and colour */
/* false where writing has no more sense; the complaint has been made. */
bool output_result(Output *output, Result *result);
/* failed: not all could be read. Where nothing was, a file that was there is left as it is. */
bool output_close(Output *output, bool failed);

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
    /* In their order, of each, instead of telling its notes on standard error; NULL: they are told. */
    void (*tell)(void *context, const Result *r);
    SandboxNeeds needs; /* what keep, and what comes after it, writes to; work adds what reading needs */
} Use;
int work(const Options *options, const sayso_engine *engine, const Use *use);
/* The same in a process that has entered the sandbox already, or that goes without. */
int work_again(const Options *options, const sayso_engine *engine, const Use *use);
/* What writing to a ledger that is open needs. The names lie in *out until then; false: they are too long. */
typedef struct Beside {
    char folder[4096], files[4][4096];
} Beside;
bool beside_of(Ledger *ledger, SandboxNeeds *needs, Beside *out);
/* The article cannot be used; the sentence is told in its turn. */
void result_failed(Result *r, const char *sentence);
/* "warning: ", or "" */
void result_note(Result *r, const char *kind, const char *sentence, size_t size);

#endif
