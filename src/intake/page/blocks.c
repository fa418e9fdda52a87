/* Which of a page's blocks are its article. Three steps, each a pass over the arrays of the tree:
 *
 *   weigh   each block: its words where it reads as prose, less than nothing where it is links or a label
 *   root    the element whose blocks weigh the most together: menus and lists of teasers make a larger one weigh less,
 * so that it is the smallest that holds the article; elements that say that they are the article are preferred choose
 * inside the root, all but what calls itself something else (a caption, a comment, a newsletter's form), what is mostly
 * links, and headings with nothing under them
 *
 * After Kohlschütter et al., Boilerplate Detection using Shallow Text Features, 2010,
 * for the weights, and Bar-Yossef and Rajagopalan's template detection for the sum over subtrees. */
#include <stdlib.h>

#include "intake/page/internal.h"

#define PROSE 12u            /* words without a link from which on a block may be prose */
#define LEAST_ARTICLE 25     /* words of prose */
#define LONG_ARTICLE 150     /* likewise: no teaser has so many */
#define SMALL_PART 35        /* percent of the prose that may be thrown away by its name */
#define COMMENTS_PART 90     /* percent: comments are often longer than the article */
#define STANDFIRST_REACH 40u /* blocks */

typedef struct Chooser {
    const Tree *tree;
    Arena *arena;
    int32_t *weights; /* of blocks */
    int64_t *sums;    /* of the weights of all blocks before; block_count + 1 of them */
    int64_t *prose;   /* the same over positive weights */
    bool *dropped;    /* elements */
    uint32_t root;
    bool failed;
} Chooser;

/* ---- weights ---- */

static bool is_heading(GumboTag tag)
{
    return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6;
}

static bool ends_sentence(Text t)
{
    static const char *const ends[] = {
        ".", "!", "?", ":", "\"", "\xE2\x80\x9D", "\xE2\x80\x99", "\xE2\x80\xA6", ".)", "'", "\xE3\x80\x82"};
    for (size_t i = 0; i < COUNT(ends); i++) {
        size_t n = strlen(ends[i]);
        if (t.size >= n && !memcmp(t.data + t.size - n, ends[i], n)) return true;
    }
    return false;
}

static bool is_prose(const Block *b)
{
    uint32_t plain = b->words - b->linked;
    if (plain >= PROSE && b->linked * 10 <= b->words * 7 && ends_sentence(b->text)) return true;
    if (b->linked * 2 > b->words) return false;
    if (plain >= 5 && ends_sentence(b->text)) return true;
    return plain >= PROSE && b->stops * 8 >= b->words;
}

static int32_t weigh(const Tree *tree, const Block *b)
{
    if (is_heading(tree->elements[b->owner].tag)) return 0;
    if (is_prose(b)) return (int32_t)(b->words - b->linked);
    if (b->linked * 2 > b->words) return -(int32_t)(b->linked < 8 ? b->linked + 2 : 10);
    return b->words < PROSE ? -2 : -1;
}

static int64_t over(const int64_t *sums, const Element *e)
{
    return sums[e->block_end] - sums[e->block];
}

static void weigh_all(Chooser *c)
{
    const Tree *t = c->tree;
    c->weights = TAKE(c->arena, int32_t, t->block_count);
    c->sums = TAKE(c->arena, int64_t, (size_t)t->block_count + 1);
    c->prose = TAKE(c->arena, int64_t, (size_t)t->block_count + 1);
    c->dropped = TAKE(c->arena, bool, t->element_count);
    if (!c->weights || !c->sums || !c->prose || !c->dropped) {
        c->failed = true;
        return;
    }
    c->sums[0] = c->prose[0] = 0;
    for (uint32_t i = 0; i < t->block_count; i++) {
        c->weights[i] = weigh(t, &t->blocks[i]);
        c->sums[i + 1] = c->sums[i] + c->weights[i];
        c->prose[i + 1] = c->prose[i] + (c->weights[i] > 0 ? c->weights[i] : 0);
    }
}

/* ---- the root ---- */

static bool is_dropped(const Chooser *c, uint32_t e, int64_t all)
{
    const Element *element = &c->tree->elements[e];
    if (element->box != e || element->hidden) return element->hidden;
    int64_t part = over(c->prose, element) * 100;
    switch (hint_of(c->tree, e)) {
    case HINT_BAD:
        return part <= all * SMALL_PART;
    case HINT_COMMENTS:
        return part <= all * COMMENTS_PART;
    default:
        return false;
    }
}

/* What is dropped weighs nothing. */
static void drop(Chooser *c)
{
    const Tree *t = c->tree;
    int64_t all = c->prose[t->block_count];
    for (uint32_t e = 0; e < t->element_count; e++) {
        uint32_t parent = t->elements[e].parent;
        c->dropped[e] = (parent != NONE && c->dropped[parent]) || is_dropped(c, e, all);
    }
    for (uint32_t i = 0; i < t->block_count; i++) {
        if (c->dropped[t->blocks[i].owner]) c->weights[i] = 0;
        c->sums[i + 1] = c->sums[i] + c->weights[i];
        c->prose[i + 1] = c->prose[i] + (c->weights[i] > 0 ? c->weights[i] : 0);
    }
}

/* How surely an element says that it is the article; 0: not at all. */
static unsigned claim(const Tree *tree, uint32_t index)
{
    const Element *e = &tree->elements[index];
    if (hint_of(tree, index) == HINT_BODY) return 3;
    if (e->tag == GUMBO_TAG_ARTICLE) return 2;
    return e->tag == GUMBO_TAG_MAIN || text_is_case(element_attribute(e, "role"), "main") ? 1 : 0;
}

typedef struct Claims {
    uint32_t best, end;  /* the heaviest; where the last one ends */
    int64_t prose;       /* of all that are not inside another */
    int64_t first, next; /* the two largest of them */
} Claims;

static void note_claim(const Chooser *c, uint32_t index, Claims *claims)
{
    const Element *e = &c->tree->elements[index];
    if (claims->best == NONE || over(c->sums, e) > over(c->sums, &c->tree->elements[claims->best]))
        claims->best = index;
    if (index < claims->end) return;
    int64_t prose = over(c->prose, e);
    claims->prose += prose;
    claims->end = e->end;
    if (prose > claims->first) {
        claims->next = claims->first;
        claims->first = prose;
    } else if (prose > claims->next)
        claims->next = prose;
}

/* One that is long and much longer than all others that claim the same: they are teasers, however many. */
static bool stands_out(const Chooser *c, const Claims *claims)
{
    int64_t prose = over(c->prose, &c->tree->elements[claims->best]);
    return prose >= LONG_ARTICLE && prose >= 4 * claims->next && prose * 10 >= 9 * claims->first;
}

/* A front page: teaser after teaser, each below a heading that leads to its article. */
static bool is_list_of_teasers(const Chooser *c, uint32_t e)
{
    const Tree *t = c->tree;
    const Element *root = &t->elements[e];
    int64_t headings = 0;
    for (uint32_t i = root->block; i < root->block_end; i++) {
        const Block *b = &t->blocks[i];
        headings +=
            is_heading(t->elements[b->owner].tag) && b->words > 2 && b->linked == b->words && !c->dropped[b->owner];
    }
    return headings >= 5 && over(c->prose, root) < 50 * headings;
}

/* The heaviest, of equals the innermost. One with a claim may weigh less, since teasers and comments are outside it;
 * but not where several claim the same, for then the article is in parts. One that stands out may be outweighed by what
 * a page has of others below it. Among teasers only a claim tells a short article. */
static void find_root(Chooser *c)
{
    /* percent of the heaviest's prose */
    static const int64_t least[] = {100, 70, 60, 50}, least_out[] = {100, 45, 40, 25};
    const Tree *t = c->tree;
    Claims claims[4] = {{.best = NONE}, {.best = NONE}, {.best = NONE}, {.best = NONE}};
    for (uint32_t e = 0; e < t->element_count; e++) {
        if (c->dropped[e] || t->elements[e].box != e) continue;
        unsigned k = claim(t, e);
        if (c->root == NONE || over(c->sums, &t->elements[e]) >= over(c->sums, &t->elements[c->root])) c->root = e;
        if (k) note_claim(c, e, &claims[k]);
    }
    if (c->root == NONE) return;
    bool teasers = is_list_of_teasers(c, c->root);
    int64_t all = teasers ? LEAST_ARTICLE : over(c->prose, &t->elements[c->root]);
    for (unsigned k = 3; k; k--) {
        if (claims[k].best == NONE) continue;
        int64_t prose = over(c->prose, &t->elements[claims[k].best]);
        bool out = stands_out(c, &claims[k]);
        if (prose * 100 < all * (out ? least_out : least)[k]) continue;
        if (!out && prose * 100 < claims[k].prose * 70) continue;
        c->root = claims[k].best;
        return;
    }
}

/* What says that it is the article's body may have headings amid the text that lead elsewhere. */
static bool is_article(const Chooser *c)
{
    if (c->root == NONE) return false;
    int64_t prose = over(c->prose, &c->tree->elements[c->root]);
    bool body = prose >= LONG_ARTICLE && claim(c->tree, c->root) == 3;
    return prose >= LEAST_ARTICLE && (body || !is_list_of_teasers(c, c->root));
}

/* ---- the choice ---- */

/* Links alone, or words that lead to other pages: "Read more: …". */
static bool is_links(const Block *b)
{
    return b->linked * 10 > b->words * 7 || (b->linked == b->words && b->words);
}

static bool has_one_of(Text t, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_has_case(t, words[i])) return true;
    return false;
}

static bool is_word_at(Text t, size_t at, const char *word)
{
    size_t end = at + strlen(word);
    if (!text_starts_case(text_of(t.data + at, t.size - at), word)) return false;
    if (end < t.size && (t.data[end] | 32) == 's') end++;
    return !is_letter(word[strlen(word) - 1]) || end >= t.size || !is_letter(t.data[end]);
}

/* One of the words stands there as a whole, or as several: "us" is not in "previous", nor "subscribe" in "subscribers". */
static bool has_word_of(Text t, const char *const *words, size_t count)
{
    for (size_t at = 0; at < t.size; at++) {
        if (at && is_letter(t.data[at - 1])) continue;
        for (size_t i = 0; i < count; i++)
            if (is_word_at(t, at, words[i])) return true;
    }
    return false;
}

/* What a page says to its reader amid the article: somebody is spoken to, and it is about the page. */
static bool is_appeal(const Block *b)
{
    static const char *const readers[] = {"you", "your", "our", "us", "please", "sign up", "subscribe", "click"};
    static const char *const matters[] = {
        "newsletter",       "subscribe",  "subscriber",  "subscription", "signing up",    "sign up",        "privacy policy",
        "terms of service", "cookie",     "javascript",   "ad blocker",    "ad-blocker",     "follow us",
        "follow him",       "your inbox", "your email",   "our app",       "app.",          "download",
        "donate",           "log in",     "latest news",  "comment below", "comments below", "leave a comment",
        "affiliate",        "commission", "click here",   "support our",    "letters to the editor"};
    static const char *const networks[] = {"facebook", "twitter", "instagram"};
    Text t = b->text;
    if (b->words > 40 || memchr(t.data, '"', t.size) || text_has_case(t, "\xE2\x80\x9C")) return false;
    if (text_starts_case(t, "follow ") && has_word_of(t, networks, COUNT(networks))) return true;
    return has_word_of(t, readers, COUNT(readers)) && has_word_of(t, matters, COUNT(matters));
}

static bool has_letter(Text t)
{
    for (size_t at = 0; at < t.size;)
        if (char_is_letter(utf8_at(t, at, &at))) return true;
    return false;
}

/* "By Ana Quill, March 7, 2026", "7 March 2026" */
static bool is_credit(const Block *b)
{
    char day[11];
    bool signs = text_has_case(b->text, "(@"); /* a post */
    if (b->words <= 8 && !signs && date_read(b->text, NULL, day)) return true;
    bool by = text_is_case(b->text, "by") || text_starts(b->text, "By ") || text_starts(b->text, "BY ");
    return by && b->words <= PROSE && !ends_sentence(b->text);
}

/* "Published: 10:48, Tue, Nov 19, 2019 | Updated: 11:05" */
static bool is_stamp(const Block *b)
{
    bool stamp = text_starts_case(b->text, "published:") || text_starts_case(b->text, "updated:") ||
                 text_starts_case(b->text, "last updated") || text_starts_case(b->text, "posted:");
    return stamp && b->words <= 16 && !ends_sentence(b->text);
}

/* "The port on Tuesday (Image: Keel)": a caption without a caption's name. */
static bool is_caption(const Block *b)
{
    static const char *const marks[] = {"(image:", "(photo:", "(picture:", "(pic:", "(image credit:", "(photo credit:"};
    size_t size = b->text.size < 80 ? b->text.size : 80;
    Text tail = text_of(b->text.data + b->text.size - size, size);
    return b->words <= 40 && size && tail.data[size - 1] == ')' && has_one_of(tail, marks, COUNT(marks));
}

static bool is_item(GumboTag tag)
{
    return tag == GUMBO_TAG_LI || tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH || tag == GUMBO_TAG_PRE;
}

static bool is_furniture(const Block *b)
{
    static const char *const lines[] = {"advertisement",
                                        "ad",
                                        "share",
                                        "tweet",
                                        "print",
                                        "email",
                                        "comments",
                                        "read more",
                                        "related",
                                        "sign up",
                                        "subscribe",
                                        "loading...",
                                        "story continues below",
                                        "share this article",
                                        "share this:",
                                        "like this:",
                                        "follow us",
                                        "related articles",
                                        "article continues below",
                                        "text size",
                                        "all rights reserved",
                                        "all rights reserved."};
    for (size_t i = 0; i < COUNT(lines); i++)
        if (text_is_case(b->text, lines[i])) return true;
    if (text_has_case(b->text, "non-commercial use only")) return true; /* of the copy that one reads */
    Text head = text_of(b->text.data, b->text.size < 24 ? b->text.size : 24);
    if (is_credit(b) || is_stamp(b) || is_caption(b)) return true;
    return text_starts(head, "\xC2\xA9") || text_has_case(head, "advertisement") || is_appeal(b);
}

/* "Read more: …": words that lead elsewhere, though they stand amid the text. */
static bool leads_away(Text t)
{
    static const char *const leads[] = {
        "read ", "read:", "also ", "see ", "see:", "related", "more:", "more on", "more from", "watch", "click",
        "listen", "next", "previous", "in pictures", "in depth", "from the archive", "opinion", "explainer",
        "analysis:", "live:", "exclusive:", "subscribe", "sign up", "follow", "download", "share"};
    for (size_t i = 0; i < COUNT(leads); i++)
        if (text_starts_case(t, leads[i])) return true;
    return false;
}

/* The nearest block on one side that is a paragraph of text, past others that are links as a whole. */
static bool has_text_beside(const Chooser *c, uint32_t i, bool after)
{
    const Tree *t = c->tree;
    const Element *root = &t->elements[c->root];
    for (unsigned steps = 0; steps < 4; steps++) {
        if (after ? ++i >= root->block_end : i-- == root->block) return false;
        const Block *b = &t->blocks[i];
        if (c->dropped[b->owner] || t->elements[b->owner].tag != GUMBO_TAG_P) return false;
        if (c->weights[i] > 0) return true;
        if (!is_links(b) || b->words < PROSE) return false;
    }
    return false;
}

/* Of what says that it is the article's body. */
static bool is_first_paragraph(const Chooser *c, uint32_t i)
{
    const Tree *t = c->tree;
    uint32_t begin = t->elements[c->root].block;
    if (claim(t, c->root) < 3) return false;
    for (; begin < i; begin++) {
        uint32_t owner = t->blocks[begin].owner;
        if (!c->dropped[owner] && t->elements[owner].tag == GUMBO_TAG_P) break;
    }
    return begin == i;
}

/* A paragraph that is a link as a whole, or mostly, and a sentence of the text all the same: a newsroom links whole
 * paragraphs to the report that they tell of. A teaser stands in a list, is no sentence, or says where it leads. */
static bool is_linked_text(const Chooser *c, uint32_t i)
{
    const Block *b = &c->tree->blocks[i];
    return c->tree->elements[b->owner].tag == GUMBO_TAG_P && b->words >= PROSE && ends_sentence(b->text) &&
           b->stops * 8 >= b->words && !leads_away(b->text) &&
           (is_first_paragraph(c, i) || has_text_beside(c, i, false)) && has_text_beside(c, i, true);
}

/* A link and a sentence or two behind it, in a list of such, amid the text. */
static bool is_linked_item(const Chooser *c, uint32_t i)
{
    const Tree *t = c->tree;
    const Block *b = &t->blocks[i];
    const Element *root = &t->elements[c->root];
    if (!is_item(t->elements[b->owner].tag) || b->words - b->linked < 5 || !ends_sentence(b->text)) return false;
    bool before = false, after = false;
    for (uint32_t step = 1; step <= 3; step++) {
        before |= i >= root->block + step && c->weights[i - step] > 0;
        after |= i + step < root->block_end && c->weights[i + step] > 0;
    }
    return before && after;
}

static bool is_wanted(const Chooser *c, uint32_t i)
{
    const Block *b = &c->tree->blocks[i];
    GumboTag tag = c->tree->elements[b->owner].tag;
    if (c->dropped[b->owner] || tag == GUMBO_TAG_H1 || (!is_item(tag) && !has_letter(b->text))) return false;
    return !is_furniture(b) && (!is_links(b) || is_linked_text(c, i) || is_linked_item(c, i));
}

/* Whether it can be the first block of an article: the byline and the date are too short for it. */
static bool opens(const Chooser *c, uint32_t i)
{
    const Block *b = &c->tree->blocks[i];
    return c->weights[i] > 0 || (is_heading(c->tree->elements[b->owner].tag) && b->words >= PROSE) ||
           (is_links(b) && is_linked_text(c, i));
}

/* A large first letter that stands in a block of its own: "T", "he council". */
static bool is_initial(const Tree *tree, uint32_t block)
{
    Text t = tree->blocks[block].text;
    size_t next;
    if (block + 1 == tree->block_count || !char_is_upper(utf8_at(t, 0, &next)) || next < t.size) return false;
    return char_is_lower(utf8_at(tree->blocks[block + 1].text, 0, &next));
}

/* A list that is written as a paragraph of lines, in what says that it is the article's body. */
static bool is_list_in_lines(const Chooser *c, uint32_t i)
{
    const Block *b = &c->tree->blocks[i];
    return c->tree->elements[b->owner].tag == GUMBO_TAG_P && b->words >= 2 * PROSE && b->linked * 4 < b->words &&
           claim(c->tree, c->root) == 3;
}

/* "More great stories", "Related": what follows it at an article's end is the page's. */
static bool leads_to_others(Text t)
{
    return text_starts_case(t, "more ") || text_starts_case(t, "related") || text_starts_case(t, "read next") ||
           text_starts_case(t, "recommended") || text_starts_case(t, "you may also") || text_starts_case(t, "most read") ||
           text_starts_case(t, "most popular") || text_starts_case(t, "also on ");
}

/* Where such a list begins, its label too, behind which nothing but items stands; `end` where there is none. */
static uint32_t others_begin(const Chooser *c, const bool *wanted, uint32_t first, uint32_t end)
{
    const Tree *t = c->tree;
    for (uint32_t i = end; i-- > first;) {
        const Block *b = &t->blocks[i];
        if (!is_item(t->elements[b->owner].tag) && b->words < PROSE && !ends_sentence(b->text) && leads_to_others(b->text)) return i;
        if (wanted[i] && !is_item(t->elements[b->owner].tag)) return end;
    }
    return end;
}

/* What stands before the first and after the last prose is the page's again; but a list may end an article. */
static void trim(const Chooser *c, bool *wanted, uint32_t begin, uint32_t end)
{
    const Tree *t = c->tree;
    uint32_t first = begin, last = end;
    while (first < end && (!wanted[first] || !opens(c, first))) first++;
    if (first > begin && first < end && wanted[first - 1] && is_initial(t, first - 1)) first--;
    while (last > first && (!wanted[last - 1] || c->weights[last - 1] <= 0)) last--;
    uint32_t others = others_begin(c, wanted, first, end);
    for (uint32_t i = begin; i < end; i++)
        if (i < first || i >= others ||
            (i >= last && !is_item(t->elements[t->blocks[i].owner].tag) && !is_list_in_lines(c, i)))
            wanted[i] = false;
}

/* A heading with no text of its own below it is dropped; one that is a sentence is text. */
static void choose(const Chooser *c, bool *wanted, uint32_t begin, uint32_t end)
{
    const Tree *t = c->tree;
    for (uint32_t i = begin; i < end; i++) wanted[i] = is_wanted(c, i);
    trim(c, wanted, begin, end);
    bool below = false;
    for (uint32_t i = end; i-- > begin;) {
        const Block *b = &t->blocks[i];
        bool heading = is_heading(t->elements[b->owner].tag) && b->words < PROSE;
        if (heading && !below) wanted[i] = false;
        if (wanted[i]) below = !heading;
    }
}

/* The row of a table that the block's cell is in, if it is one of data; else NONE. */
static uint32_t row_of(const Tree *tree, uint32_t block)
{
    uint32_t cell = tree->blocks[block].owner;
    while (cell != NONE && tree->elements[cell].tag != GUMBO_TAG_TD && tree->elements[cell].tag != GUMBO_TAG_TH)
        cell = tree->elements[cell].tag == GUMBO_TAG_P ? tree->elements[cell].parent : NONE;
    if (cell == NONE || tree->elements[cell].block_end - tree->elements[cell].block > 1) return NONE;
    return tree->blocks[block].words < PROSE * 2 ? tree->elements[cell].parent : NONE;
}

/* The blocks that are wanted (NULL: all); `lead` before them, unless it is NONE. */
static bool write_blocks(const Tree *tree, const bool *wanted, uint32_t lead, uint32_t begin, uint32_t end,
                         Arena *arena, Text *out)
{
    Builder b = {.arena = arena};
    if (lead != NONE) build(&b, tree->blocks[lead].text);
    uint32_t last = NONE;
    bool initial = false;
    for (uint32_t i = begin; i < end; i++) {
        if (wanted && !wanted[i]) continue;
        uint32_t row = row_of(tree, i);
        const char *between = !b.size || initial ? "" : row != NONE && row == last ? " | " : "\n\n";
        build(&b, text_literal(between));
        build(&b, tree->blocks[i].text);
        last = row;
        initial = is_initial(tree, i);
    }
    *out = text_of(b.data, b.size);
    return !b.failed;
}

/* ---- the standfirst ---- */

static Text description_of(const Tree *tree, Arena *arena)
{
    Text line = {0};
    for (uint32_t e = 0; e < tree->element_count && !line.size; e++) {
        const Element *element = &tree->elements[e];
        if (element->tag != GUMBO_TAG_META) continue;
        bool described = text_is_case(element_attribute(element, "name"), "description") ||
                         text_is_case(element_attribute(element, "property"), "og:description");
        if (described && !text_line(element_attribute(element, "content"), arena, &line)) return (Text){0};
    }
    return line;
}

/* What stands above the root and is the page's own summary word for word: the block, or NONE. */
static uint32_t find_standfirst(const Tree *tree, uint32_t begin, Arena *arena)
{
    Text description = description_of(tree, arena);
    for (uint32_t i = begin; i && begin - i < STANDFIRST_REACH;) {
        const Block *b = &tree->blocks[--i];
        if (b->words >= PROSE && !b->linked && text_equal(b->text, description)) return i;
    }
    return NONE;
}

static uint32_t count_words(Text t)
{
    uint32_t words = 0;
    for (size_t i = 0; i < t.size; i++) words += (uint8_t)t.data[i] > ' ' && (!i || (uint8_t)t.data[i - 1] <= ' ');
    return words;
}

bool blocks_choose(const Tree *tree, Text body, Arena *arena, Text *out)
{
    Chooser c = {.tree = tree, .arena = arena, .root = NONE};
    *out = (Text){0};
    weigh_all(&c);
    if (c.failed) return false;
    drop(&c);
    find_root(&c);
    if (is_article(&c)) {
        const Element *root = &tree->elements[c.root];
        bool *wanted = TAKE(arena, bool, tree->block_count);
        if (!wanted) return false;
        choose(&c, wanted, root->block, root->block_end);
        uint32_t lead = find_standfirst(tree, root->block, arena);
        if (!write_blocks(tree, wanted, lead, root->block, root->block_end, arena, out)) return false;
    }
    if (count_words(body) > 100 && count_words(body) > 2 * count_words(*out)) *out = body;
    return true;
}

bool blocks_all(const Tree *tree, Arena *arena, Text *out)
{
    return write_blocks(tree, NULL, NONE, 0, tree->block_count, arena, out);
}
