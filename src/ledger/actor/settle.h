/* settle: which forms are one actor, block by block. A pass is the work of one transaction: blocks that changed are
 * noted, then settled, surest first; what leans on a form that moved is settled after it. */
#ifndef SAYSO_ACTOR_SETTLE_H
#define SAYSO_ACTOR_SETTLE_H

#include "ledger/actor/form.h"

/* A row of `form`, and what is worked out of it. */
typedef struct FormRow {
    int64_t id, actor, first, last, statements;
    Text text, block, name, country; /* text: of its key */
    FormKey key;
    sayso_type type;
    int level;       /* floor(log2(articles)); -1: none */
    uint32_t weight; /* 2^level; 0 of none */
    bool inferred;
    bool alone;     /* a person said that it is another's, or it is of one article */
    bool apart;     /* of its suffix: articles have the other, without it, beside it */
    uint32_t group; /* the forms of one actor have one */
} FormRow;

#define FORM_COLUMNS                                                                                                   \
    "f.id, f.key, f.type, f.block, f.name, f.country, f.actor, f.inferred, f.level, f.first_span, f.last_span,"        \
    " f.statements"
typedef struct FormRows {
    FormRow *items;
    uint32_t count, capacity;
} FormRows;
/* All rows of a query that selects FORM_COLUMNS; texts are copied. */
Status form_rows(Query *q, Arena *arena, FormRows *out, Error *error);
Status form_row(Db *db, int64_t id, Arena *arena, FormRows *out, Error *error); /* the one of that id, or none */

/* Of articles only a doubling matters. */
int level_of(int64_t articles); /* floor(log2); -1 of none */
uint32_t weight_of(int level);  /* 2^level, to 2^30; 0 of none */
bool has_doubled(int64_t articles); /* with the last of them */

/* ---- graph.c ---- a pure function of the rows: no matter in which order they came, no matter their ids */
#define MOST_TOGETHER                                                                                                  \
    128u /* heavier forms of a block that are compared with each other; others go by their name alone */
/* Sets group of items[from .. from + count), which are full names of one block; a row's group is the index of one of
 * them. */
bool graph_group(FormRow *items, uint32_t from, uint32_t count, Arena *arena);
uint32_t group_root(const FormRow *items, uint32_t at);
void group_join(FormRow *items, uint32_t a, uint32_t b);

/* ---- pass.c ---- */
typedef struct Pass {
    Db *db;
    Arena *arena;
    Text *blocks;
    uint8_t *visits; /* of each block: bit 7: waits; else how often it was settled */
    uint32_t block_count, block_room, visit_room;
    int64_t *left; /* actors that forms have left */
    uint32_t left_count, left_room;
    int64_t *light; /* forms that may be beyond those of their block that are compared */
    uint32_t light_count, light_room;
    bool full;      /* a block was settled that has more forms than are compared */
    bool decided;   /* there are decisions on actors */
    bool proving;   /* nothing is written: */
    int64_t moved;  /* the last form that would be of another actor */
    uint64_t steps; /* rows looked at: what a test counts */
} Pass;
Status pass_begin(Pass *pass, Db *db, Arena *arena, Error *error);
Status pass_block(Pass *pass, Text block, Error *error);
Status pass_light(Pass *pass, int64_t form, Error *error);
Status pass_form(Pass *pass, Text block, int64_t form, Error *error); /* both */
Status pass_run(Pass *pass, Error *error);
/* The form is of actor `to`, whose row is there: sums move with it, and what leans on it is noted. */
Status pass_move(Pass *pass, FormRow *row, int64_t to, bool inferred, Error *error);
/* describe.c. The actor `id` of these rows (of one group): its row is made or put right. */
Status pass_describe(Pass *pass, int64_t id, const FormRow *items, uint32_t count, uint32_t group, Error *error);

/* ---- settle.c ---- */
Status settle_block(Pass *pass, Text block, Error *error);
Status settle_light(Pass *pass, int64_t form,
                    Error *error); /* a form beyond those that are compared: it goes with its name */

/* ---- lean.c ---- forms that are laid to others */
/* Whom a block of bodies, of initials or of surnames leads to: of each row, 0: nobody else. */
Status lean_bodies(Pass *pass, const FormRow *row, int64_t *to, Error *error);
Status lean_person(Pass *pass, const FormRow *row, int64_t *to,
                   Error *error); /* a full name: of a double surname, or a body's */
Status lean_short(Pass *pass, const FormRow *row, int64_t *to, Error *error); /* a full name that has three words or more */
Status lean_initial(Pass *pass, const FormRow *row, int64_t *to, Error *error);
Status lean_surname(Pass *pass, const FormRow *row, int64_t *to, Error *error);
/* slip.c. The form's given name is a rare misspelling of another's, whose actor *to is; notes the blocks of those that are such
 * of `row`. */
Status lean_slip(Pass *pass, const FormRow *row, int64_t *to, Error *error);
Status lean_note_slips(Pass *pass, const FormRow *row, Error *error);
/* The other ways to a form, as form_way has them: "i:sanders|b", "a:fbi". */
bool form_ways(const FormKey *key, Arena *arena, Text out[MOST_LETTERS], uint32_t *count);
/* Notes the blocks that lean on this form. windows: also those of surnames wherever it was seen. */
Status lean_note(Pass *pass, const FormRow *row, bool windows, Error *error);
Status lean_note_surname(Pass *pass, Text surname, int64_t span, Error *error);

/* ---- decided.c ---- */
typedef struct Choice { /* a decision that touches a row */
    int64_t id;
    DecisionKind kind;
    Text made, subject, object;
} Choice;
/* Those in force that name the row, or all of its name. */
Status choices_of(Pass *pass, const FormRow *row, Choice **out, uint32_t *count, Error *error);
/* The forms that a decision's key names: the form, else all of the name. */
Status choice_forms(Db *db, Text key, Arena *arena, FormRows *out, Error *error);
bool choice_names(Text key, const FormRow *row, Arena *arena);

/* ---- article.c, place.c, find.c ---- */
bool actors_mark(const uint8_t *sha256, Arena *arena, Text *out); /* what sets the forms of an article's names apart */
/* The form of that key, made and settled where it is not there. */
Status actors_form(Db *db, const FormKey *key, sayso_type type, Text name, Text country, Arena *scratch, int64_t *out,
                   Error *error);
/* The actor that a form, or an actor that was merged, is now; SAYSO_ERROR_ARGUMENT where there is none such. */
Status actors_now(Db *db, int64_t number, int64_t *out, Error *error);

#endif
