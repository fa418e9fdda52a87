/* gumbo's tree -> elements and blocks.
 *
 * gumbo cannot be told that there is no memory: it writes to what it is given. So it has one piece that a page of its
 * size needs only if it was made for that, and when three quarters are gone it is told to end after the next token: its
 * option to stop at an error is switched on, the page having begun with one. The last quarter is enough for any token:
 * a text's buffer that doubles and its copy take 3 times the page, a list of children that doubles a tenth of the pool,
 * since an element takes ten entries' room, and attributes are short (markup.c). Nothing is given back singly, and
 * gumbo's own destructor, which calls itself for each level, is not needed.
 *
 * Were that sum wrong, this page alone would be lost: gumbo is left by a longjmp out of its allocator. All that it has
 * lies in the pool, which is thrown away; it holds no lock, file or static state that would stay half done. */
#include <setjmp.h>
#include <stdlib.h>

#include "intake/page/internal.h"

/* Of the page's size: a cell of a table with a digit in it takes 100 times its bytes, a usual page 10 times. What is
 * not touched costs nothing. */
#define DENSE 192u
#define LARGE 14u /* of a page whose pool would be larger than POOL_MOST */
#define POOL_LEAST ((size_t)4 << 20)
#define POOL_MOST ((size_t)512 << 20)

typedef struct Pool {
    char *data;
    size_t used, size;
    GumboOptions options;
    jmp_buf full; /* where to go when it is */
} Pool;

static void *pool_take(void *context, size_t size)
{
    Pool *pool = context;
    size = (size + 15) / 16 * 16;
    if (pool->used > pool->size / 4 * 3) pool->options.stop_on_first_error = true;
    if (pool->size - pool->used < size) longjmp(pool->full, 1);
    void *p = pool->data + pool->used;
    pool->used += size;
    return p;
}

static void pool_give(void *context, void *pointer)
{
    (void)context;
    (void)pointer;
}

static size_t pool_size(size_t html)
{
    size_t dense = DENSE * html, large = LARGE * html;
    return POOL_LEAST + (dense < POOL_MOST ? dense : large > POOL_MOST ? large : POOL_MOST);
}

/* NULL when the pool was full. What changes between setjmp and longjmp is the caller's: it has its value after both. */
static const GumboNode *parse_in(Pool *pool, Text html)
{
    if (setjmp(pool->full)) return NULL;
    return gumbo_parse_with_options(&pool->options, html.data, html.size)->root;
}

static const GumboNode *parse(Text html, size_t size, Arena *arena, bool *cut)
{
    Pool pool = {.size = size, .options = kGumboDefaultOptions};
    if (!(pool.data = arena_take(arena, size, 1))) return NULL;
    pool.options.allocator = pool_take;
    pool.options.deallocator = pool_give;
    pool.options.userdata = &pool;
    pool.options.max_errors = 0;
    const GumboNode *root = parse_in(&pool, html);
    *cut = !root || pool.options.stop_on_first_error;
    return root;
}

/* ---- the walk ---- */

typedef struct Walk {
    Tree *tree;
    Arena *arena;
    uint32_t at;    /* the element that it stands in */
    uint32_t *next; /* of each element, the child that comes next */
    uint32_t next_capacity;
    char *chars; /* blocks, a line end after each */
    size_t size, room;
    size_t begin; /* of the block */
    uint32_t owner, linked;
    uint32_t unspaced; /* of what is in links, characters of writing without blanks */
    uint32_t lines; /* line breaks since the last word */
    bool gap;       /* white space since then */
    bool failed;
} Walk;

/* Chinese and Japanese are written without blanks: two characters are a word. */
static bool is_unspaced(uint32_t c)
{
    return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF);
}

static uint32_t count_unspaced(Text t)
{
    uint32_t count = 0;
    for (size_t at = 0; at < t.size;) {
        if ((uint8_t)t.data[at] < 0xE3) { /* none of theirs begins so */
            at++;
            continue;
        }
        count += is_unspaced(utf8_at(t, at, &at));
    }
    return count;
}

/* clang-format off */
static const char *const stop_words[] = {
    "a", "about", "after", "all", "also", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "do",
    "for", "from", "had", "has", "have", "he", "her", "his", "how", "i", "if", "in", "into", "is", "it", "its",
    "more", "my", "no", "not", "of", "on", "one", "or", "our", "out", "she", "so", "than", "that", "the", "their",
    "them", "there", "they", "this", "to", "up", "was", "we", "were", "what", "when", "which", "who", "will", "with",
    "would", "you", "your"};
/* clang-format on */

static int by_word(const void *key, const void *item)
{
    const Text *word = key;
    const char *other = *(const char *const *)item;
    int order = strncasecmp(word->data, other, word->size);
    return order ? order : -(int)(other[word->size] != 0);
}

static bool is_stop_word(Text word)
{
    return word.size <= 5 && bsearch(&word, stop_words, COUNT(stop_words), sizeof *stop_words, by_word);
}

static void count_words(Block *block)
{
    Text t = block->text;
    block->words = count_unspaced(t) / 2;
    for (size_t at = 0; at < t.size;) {
        const char *gap = memchr(t.data + at, ' ', t.size - at);
        size_t end = gap ? (size_t)(gap - t.data) : t.size;
        block->words++;
        block->stops += is_stop_word(text_of(t.data + at, end - at));
        at = end + 1;
    }
}

static void add_block(Walk *w, Text text)
{
    Tree *tree = w->tree;
    Block block = {.owner = w->owner, .text = text, .linked = w->linked + w->unspaced / 2};
    if (tree->elements[w->owner].tag == GUMBO_TAG_TITLE) return;
    if (!arena_grow(w->arena, (void **)&tree->blocks, &tree->block_capacity, tree->block_count + 1, sizeof block)) {
        w->failed = true;
        return;
    }
    count_words(&block);
    tree->blocks[tree->block_count++] = block;
}

/* The block ends; the next one is the element `owner`'s. */
static void end_block(Walk *w, uint32_t owner)
{
    Text text = text_of(w->chars + w->begin, w->size - w->begin);
    if (text.size) {
        add_block(w, text);
        w->chars[w->size++] = '\n';
    }
    w->begin = w->size;
    w->owner = owner;
    w->linked = w->unspaced = w->lines = 0;
    w->gap = false;
}

/* What no reader sees: soft hyphens, zero widths, marks of direction and of byte order. */
static bool is_invisible(uint32_t c)
{
    return c == 0xAD || (c >= 0x200B && c <= 0x200F && c != 0x200C && c != 0x200D) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x2064) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF || c < 0x20 ||
           (c >= 0x7F && c < 0xA0);
}

static bool ends_sentence(const Walk *w)
{
    return w->size > w->begin && strchr(".!?:\"", w->chars[w->size - 1]);
}

/* Before a word that comes after line breaks: two end a paragraph, and so does one at a sentence's end, but where lines
 * were wrapped by hand. */
static void after_breaks(Walk *w)
{
    bool pre = w->tree->elements[w->at].pre;
    if (w->lines > 1 || (w->lines && !pre && ends_sentence(w))) end_block(w, w->owner);
}

static void add_character(Walk *w, uint32_t c)
{
    const Element *e = &w->tree->elements[w->at];
    if (char_is_space(c)) {
        w->lines += c == '\n' && e->pre;
        w->gap = true;
        return;
    }
    if (is_invisible(c) || w->room - w->size < 8) return;
    bool gap = w->gap;
    after_breaks(w);
    if (w->size == w->begin || gap) {
        if (w->size > w->begin) w->chars[w->size++] = ' ';
        w->linked += e->link;
    }
    w->gap = false;
    w->lines = 0;
    w->unspaced += e->link && is_unspaced(c);
    w->size += utf8_put(c, w->chars + w->size);
}

static void add_text(Walk *w, const char *data)
{
    Text t = text_literal(data);
    for (size_t at = 0; at < t.size;) add_character(w, utf8_at(t, at, &at));
}

/* On the page as a whole the word means that a script will show it. */
static bool holds_the_page(GumboTag tag)
{
    return tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_BODY || tag == GUMBO_TAG_MAIN || tag == GUMBO_TAG_ARTICLE;
}

/* What shows when a name in the text is pointed at: a card on whom it names, a note. */
static bool is_card(const Element *e)
{
    static const char *const names[] = {"hovercard", "hover-card", "popover-content", "tooltip-content", "tooltiptext",
                                        "tooltip-text", "tooltip-body", "popup-content"};
    Text all = element_attribute(e, "class");
    for (size_t at = 0, end; at < all.size; at = end + 1) {
        for (end = at; end < all.size && (uint8_t)all.data[end] > ' '; end++) {
        }
        Text name = text_of(all.data + at, end - at);
        for (size_t i = 0; i < COUNT(names); i++)
            if (text_is_case(name, names[i])) return true;
        bool block = name.size > 6 && text_is_case(text_of(name.data + name.size - 6, 6), "-block");
        if (block && text_starts_case(name, "rollover-")) return true;
    }
    return false;
}

static Element new_element(const Walk *w, const GumboNode *node, uint32_t index)
{
    const Element *around = w->at == NONE ? NULL : &w->tree->elements[w->at];
    Element e = {.node = node, .tag = node->v.element.tag, .parent = w->at};
    e.box = around && markup_is_inline(e.tag) ? around->box : index;
    e.hidden = (around && around->hidden) || (!holds_the_page(e.tag) && element_attribute(&e, "hidden").data) || is_card(&e);
    e.link = (around && around->link) || (e.tag == GUMBO_TAG_A && element_attribute(&e, "href").data);
    e.pre = (around && around->pre) || e.tag == GUMBO_TAG_PRE;
    return e;
}

static void open_element(Walk *w, const GumboNode *node)
{
    Tree *tree = w->tree;
    uint32_t index = tree->element_count;
    if (!arena_grow(w->arena, (void **)&tree->elements, &tree->element_capacity, index + 1, sizeof *tree->elements) ||
        !arena_grow(w->arena, (void **)&w->next, &w->next_capacity, index + 1, sizeof *w->next)) {
        w->failed = true;
        return;
    }
    tree->elements[index] = new_element(w, node, index);
    tree->element_count++;
    w->next[index] = 0;
    w->at = index;
    Element *e = &tree->elements[index];
    if (e->tag == GUMBO_TAG_BR) {
        w->lines++;
        w->gap = true;
    }
    if (e->box == index) end_block(w, index);
    e->block = tree->block_count;
    e->text = text_of(w->chars + w->size, w->size);
}

static void close_element(Walk *w)
{
    Tree *tree = w->tree;
    Element *e = &tree->elements[w->at];
    w->at = e->parent;
    e->text.size = w->size - e->text.size;
    if (e->box == (uint32_t)(e - tree->elements)) end_block(w, w->at == NONE ? NONE : tree->elements[w->at].box);
    e->block_end = tree->block_count;
    e->end = tree->element_count;
}

static void step(Walk *w)
{
    const Element *e = &w->tree->elements[w->at];
    const GumboVector *children = &e->node->v.element.children;
    if (w->next[w->at] == children->length) {
        close_element(w);
        return;
    }
    const GumboNode *child = children->data[w->next[w->at]++];
    if (child->type == GUMBO_NODE_ELEMENT || child->type == GUMBO_NODE_TEMPLATE)
        open_element(w, child);
    else if (child->type != GUMBO_NODE_COMMENT && !e->hidden)
        add_text(w, child->v.text.text);
}

Text element_attribute(const Element *element, const char *name)
{
    const GumboAttribute *a = gumbo_get_attribute(&element->node->v.element.attributes, name);
    return a ? text_literal(a->value) : (Text){0};
}

bool tree_make_in(Text html, size_t pool, Arena *gumbo, Arena *arena, Tree *out)
{
    *out = (Tree){0};
    const GumboNode *root = parse(html, pool, gumbo, &out->cut);
    Walk w = {.tree = out, .arena = arena, .at = NONE, .owner = NONE, .room = 2 * html.size + 64};
    if (!root || !(w.chars = arena_take(arena, w.room, 1))) return false;
    open_element(&w, root);
    while (w.at != NONE && !w.failed) step(&w);
    out->cut &= !w.failed;
    return !w.failed;
}

bool tree_make(Text html, Arena *gumbo, Arena *arena, Tree *out)
{
    return tree_make_in(html, pool_size(html.size), gumbo, arena, out);
}
