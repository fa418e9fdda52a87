/* show among itself.
 *
 *   page.c     a page's beginning and end, its looks; the one place that escapes
 *   site.c     what a served page has beside: the ways to the others, its other forms, a search
 *   statement.c
 *   marks.c    a text with its spans marked, nested, paragraph by paragraph
 *   article.c  claim.c  home.c  who.c  told.c  compare.c  deed.c
 *   table.c    tables, for narrow windows too
 *   decide.c   forms for who may write, what was decided, signing in */
#ifndef SAYSO_SHOW_INTERNAL_H
#define SAYSO_SHOW_INTERNAL_H

#include "show/show.h"

/* ---- page.c ---- */
/* A page's beginning, up to its looks, to which CSS of its own may be added until page_rules_end opens the body. */
void page_open(FILE *to, const Site *site, Text title);
void page_rules_end(FILE *to, const Site *site);
void page_close(FILE *to, const Site *site); /* the footer, and the end */
/* As text or in an attribute's quotation marks. What could steer who shows it is U+FFFD, what has no width is left out. */
void put_escaped(FILE *to, Text text);
/* A link where it is an address of http or https, else its words. */
void put_address(FILE *to, Text url);
const char *plural(uint64_t count); /* "" or "s" */
/* A link to "/claim/31"; false, and nothing is written, where the page is whole in itself or there is no such thing. */
bool link_open(FILE *to, const Site *site, const char *to_what, int64_t id);
void link_close(FILE *to, bool open);

/* ---- site.c ---- */
extern const char site_looks[];
void put_ways(FILE *to, const Site *site);
void put_forms(FILE *to, const Site *site); /* links to the page's other forms */
void put_form(FILE *to, const Site *site, const char *form); /* the address of one */
void put_next(FILE *to, const Site *site, const char *words); /* a link to the list's next page, where it has one */
void put_input(FILE *to, const char *name, const char *label, const char *kind, const char *value); /* of a form; value: or NULL */
void put_acts(FILE *to, const Scope *scope);
void put_search(FILE *to, const char *words, const Scope *scope); /* the form for a search, filled in */

/* ---- table.c ---- open, the caption's words, heads, head…, rows, then row, cell… and "</td>" each, "</tr>", close */
void open_table(FILE *to);
void open_heads(FILE *to);
void put_head_cell(FILE *to, Text words, bool number);
void open_rows(FILE *to);
void open_row(FILE *to);
void open_cell(FILE *to, Text column, const char *looks); /* column: its head's words. looks: a class, or "" */
void close_table(FILE *to);

/* ---- who.c ---- */
void put_actor(FILE *to, const Actor *actor); /* an item of a list */

/* ---- statement.c ---- */
extern const char statement_rules[];
void put_name(FILE *to, const Site *site, Text name, int64_t actor);
/* Day, outlet and place; who said it, how, to whom; the words; what is known of them. hand: how it came, or "". Words
 * among `marked` stand out. */
typedef struct Words {
    const Text *items;
    uint32_t count;
} Words;
void put_statement(FILE *to, const Site *site, const Statement *statement, const char *hand, Words marked);
void put_marked(FILE *to, Text text, Words marked);
void put_place(FILE *to, const Site *site, const Statement *statement); /* "05-follow-up:11", a link to the words */

/* ---- decide.c ---- each writes nothing where the site has no token */
void put_decide_person(FILE *to, const Site *site, const Person *person);
void put_part(FILE *to, const Site *site, int64_t claim, const Statement *statement); /* that it says something else */
void put_same(FILE *to, const Site *site, int64_t claim, const Statement *statement);
void put_join(FILE *to, const Site *site, int64_t claim);
void put_keep(FILE *to, const Site *site, const KeptArticle *draft);

/* ---- marks.c ---- */
typedef enum MarkKind { MARK_CONTENT, MARK_SOURCE, MARK_CUE } MarkKind; /* the outermost first, where two are alike */
typedef struct Mark {
    Span span;
    uint32_t statement; /* index in the article */
    MarkKind kind;
    bool last; /* the end of the statement's first stretch: its number stands there */
} Mark;
typedef struct Marker {
    FILE *to;
    void *context;
    /* An element that is opened and closed by these may be closed and opened again, where spans cross. */
    void (*open)(const struct Marker *marker, const Mark *mark);
    void (*close)(const struct Marker *marker, const Mark *mark);
    void (*number)(const struct Marker *marker, const Mark *mark); /* within the element, at its end */
} Marker;
/* Writes the lines of `text` that are not blank as paragraphs. Sorts the marks. */
Status marks_write(const Marker *marker, Text text, Mark *marks, uint32_t count, Arena *arena, Error *error);

#endif
