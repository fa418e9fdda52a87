/* A page's parts among themselves.
 *
 *   bytes ── charset.c ──> UTF-8 ── markup.c ──> tame HTML ── gumbo, tree.c ──> Tree ── hints.c, blocks.c ──> text
 *                                       └──────> JSON-LD ──── ld.c ──> Linked ───────── meta.c, link.c ─────> title, …
 *
 * The tree is two arrays: the elements in the order of their start tags, and the blocks of text between two places
 * where a browser would begin a line. Nothing here calls itself: a page decides how deep it is nested. */
#ifndef SAYSO_INTAKE_PAGE_INTERNAL_H
#define SAYSO_INTAKE_PAGE_INTERNAL_H

#include <gumbo.h>

#include "intake/page/page.h"
#include "intake/word/word.h"

/* ---- charset.c ---- The page as UTF-8, in `work`; a warning, in `arena`, where it is not what it says of itself.
 * false: memory ran out. */
bool charset_read(Text bytes, const char *charset, Arena *work, Arena *arena, Found *found, Text *out);

/* ---- markup.c ----
 * HTML that gumbo reads in time and memory that its size bounds: no scripts, styles, pictures and controls, of
 * attributes those that tell something here, and elements nested no deeper than MARKUP_DEPTH. */
#define MARKUP_DEPTH 400u
#define MARKUP_SCRIPTS 24u
typedef struct Markup {
    Text html;
    Text scripts[MARKUP_SCRIPTS]; /* what stood in <script type="application/ld+json"> */
    uint32_t script_count;
    bool flattened; /* tags were left out since they nested too deep */
} Markup;
bool markup_tame(Text page, Arena *arena, Markup *out); /* false: memory ran out */
/* What an element is to a line of text, of the tags that are left. */
bool markup_is_inline(GumboTag tag);

/* ---- tree.c ---- */
typedef struct Element {
    const GumboNode *node;
    GumboTag tag;
    uint32_t parent;           /* NONE: the root */
    uint32_t box;              /* itself or the innermost around it that is not inline */
    uint32_t end;              /* the first element after it that is not inside it */
    uint32_t block, block_end; /* the blocks that begin inside it */
    Text text;                 /* all inside it that is not hidden */
    bool hidden, link, pre;    /* it, or one around it */
} Element;

typedef struct Block {
    uint32_t owner;                /* the innermost element that is not inline */
    Text text;                     /* white space is one blank; never empty */
    uint32_t words, linked, stops; /* words, of them in links, of them the commonest of English */
} Block;

typedef struct Tree {
    Element *elements;
    uint32_t element_count, element_capacity;
    Block *blocks;
    uint32_t block_count, block_capacity;
    bool cut; /* gumbo was stopped: it took too much memory */
} Tree;
/* `gumbo` holds what gumbo makes, and has to live as long as the tree. false: memory ran out, or, where `cut` is set,
 * gumbo took more than it could be stopped at. */
bool tree_make(Text html, Arena *gumbo, Arena *arena, Tree *out);
bool tree_make_in(Text html, size_t pool, Arena *gumbo, Arena *arena, Tree *out); /* with a pool of so many bytes */
Text element_attribute(const Element *element, const char *name); /* empty where there is none */

/* ---- ld.c ---- What the page says of its article in JSON-LD; strings lie in the arena. */
#define LD_AUTHORS 8u
typedef struct Linked {
    Text headline, outlet, published, url, body;
    Text authors[LD_AUTHORS];
    uint32_t author_count;
} Linked;
bool linked_read(const Markup *markup, Arena *arena, Linked *out); /* false: memory ran out */

/* ---- hints.c ---- */
typedef enum Hint {
    HINT_NONE,
    HINT_BAD,      /* a menu, a caption, a form for a newsletter, … */
    HINT_COMMENTS, /* of readers */
    HINT_BODY      /* the article's text */
} Hint;
Hint hint_of(const Tree *tree, uint32_t element);

/* ---- blocks.c ----
 * The article's text among the tree's blocks; empty where there is none. `body`: the text as JSON-LD has it. */
bool blocks_choose(const Tree *tree, Text body, Arena *arena, Text *out);
/* All blocks that are not hidden. */
bool blocks_all(const Tree *tree, Arena *arena, Text *out);

/* ---- meta.c ---- Fills title, byline, outlet, published and url where the piece does not know them better. */
bool meta_read(const Tree *tree, const Linked *linked, const Piece *piece, Arena *arena, Found *found);

/* ---- link.c ---- */
/* `link` as it stands on the page at `base`, without fragment and what only counts visitors; false for all that is no
 * http or https URL. */
bool page_link(Text base, Text link, Arena *arena, Text *out);
Text page_authority(Text url); /* host and port */
Text page_host(Text url); /* "www.example.com" -> "example.com"; empty where there is none */

/* ---- build.c ---- */
/* Builds text in an arena; `failed` once memory ran out. */
typedef struct Builder {
    Arena *arena;
    char *data;
    uint32_t size, capacity;
    bool failed;
} Builder;
void build(Builder *b, Text text);

/* HTML's white space. */
static inline bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r'; }
Text text_trim(Text text); /* white space at its ends, of any kind */
/* A line for people: entities are not read, white space is one blank, at its ends none. */
bool text_line(Text text, Arena *arena, Text *out);

#endif
