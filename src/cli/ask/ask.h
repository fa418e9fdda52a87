/* ask: a question to the ledger, a file a question; ask.c has what they share, meant.c what is meant by what was typed,
 * draft.c an article that is not kept yet. */
#ifndef SAYSO_CLI_ASK_H
#define SAYSO_CLI_ASK_H

#include <jansson.h>
#include "cli/form/form.h"
#include "cli/read/read.h"

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
    bool makes;         /* a ledger is made where there is none: `mode` is LEDGER_KEEP */
    bool raw;           /* no table is written: no colours either */
    bool links;         /* the terminal takes them */
    bool empty;         /* it was answered, and nothing is there: EXIT_UNREAD, as grep has it */
    bool elsewhere;     /* who asks is elsewhere: what was typed names no file of this machine */
    /* while it is answered */
    Ledger *ledger;
    Arena *arena;
    FILE *to;
    sayso_write_options look;
} Ask;

#define ASK_OPTIONS ASK_OPTIONS_WAITING("30")
#define ASK_OPTIONS_WAITING(SECONDS)                                                                                   \
    {"ledger", KEY_LEDGER, "FILE", 0, "the ledger; SAYSO_LEDGER names one too, else it is your own, in your data folder", 0}, \
    {"wait", KEY_WAIT, "SECONDS", 0, "how long to wait for another program that writes to the ledger, " SECONDS " unless told otherwise", 0}
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

/* ---- import.c ---- what an export printed, taken in: a JSON object a line. The first line that is wrong ends it. */
typedef struct Import {
    Ask ask;                         /* first: the argument parser fills it */
    const char *wrote;               /* the command that prints such lines */
    const char *one, *several;       /* what is taken in */
    const char *name;                /* of the file, in messages */
    uint64_t line, taken, known;     /* the line that is read, from 1 · what `take` counts */
    size_t most_line, flags;         /* bytes of a line · jansson's */
    Status (*take)(struct Import *in, const json_t *object, Error *error);
} Import;
Status import_bad_line(const Import *in, const char *why, Error *error);
Status import_answer(Ask *ask, Error *error); /* for ask_run, as import_parse is */
error_t import_parse(int key, char *argument, struct argp_state *state);
bool ask_is_scoped(const Ask *ask); /* to days, an act, an outlet, a speaker */
/* The arguments as one text with spaces between. NULL when memory ran out. */
const char *ask_words(const Ask *ask);
/* The path that `typed`, SAYSO_LEDGER or the user's data folder gives; its folder is made where `make`. NULL after a complaint. To be freed. */
char *ledger_path(const char *typed, bool make);
/* The exit status of a failure of the ledger, which is told. */
int ledger_failed(const Error *error);

Paper paper_of(const Ask *ask);

/* ---- the questions ---- each answers what ask->words, the scope and the format ask, to ask->to. So does the server, with the
 * same bytes. Of answer_stats the Ask is a Counting's, of answer_events a DeedAsk's. */
Status answer_who(Ask *ask, Error *error);
Status answer_about(Ask *ask, Error *error);
Status answer_talks(Ask *ask, Error *error);
Status answer_doings(Ask *ask, Error *error); /* who does what to whom: talks --deeds */
Status answer_events(Ask *ask, Error *error); /* all, or those of an article, or one */
Status answer_show(Ask *ask, Error *error);
Status answer_audit(Ask *ask, Error *error); /* of an article that is kept */
Status answer_diff(Ask *ask, Error *error);
Status answer_stats(Ask *ask, Error *error);

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
/* An article, or an event of it: *number is 0 where none is told. */
Status find_event(Ask *ask, const char *typed, int64_t *article, uint32_t *number, Error *error);
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
    const char *reading; /* an option that was typed and is for what is read now; NULL: none */
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
/* SAYSO_ERROR_ARGUMENT where an option was typed that only what is read now can use. */
Status drafting_refuse(const Drafting *drafting, const char *what, Error *error);

/* ---- events ---- */
typedef struct DeedAsk {
    Ask ask; /* first: the argument parser fills it */
    DeedScope which;
    char country[4]; /* where which.country points to, if anywhere */
} DeedAsk;
sayso_event_type event_type_parse(const char *typed, struct argp_state *state); /* any other is a usage error */
bool country_read(const char *typed, char out[4]); /* "irn" is IRN; false: no three letters */

/* ---- counts ---- sayso stats --by, --sample */
typedef struct Counting {
    Ask ask;
    Trait by[MOST_TRAITS];
    uint32_t count;  /* of traits; 0: what is in the ledger */
    bool picture;    /* --format=svg */
    bool top;        /* scope.limit was given */
    bool limited, seeded; /* --limit, --seed were typed */
    uint32_t sample; /* 0: none is drawn */
    uint64_t seed;
} Counting;
Status answer_counts(Counting *counting, Error *error);
Status answer_sample(Counting *counting, Error *error);
/* By gnuplot: bars, or lines over months. */
Status draw_counts(const Counting *counting, const CountAnswer *answer, Error *error);

#endif
