/* Words on pages -> paragraphs. pdftotext tells where each word stands, in the order of reading, columns one after the other:
 *
 *   <page width= height=> <flow> <block xMin= …> <line xMin= yMin= xMax= yMax=> <word …>Nobody</word> …
 *
 * A line at a page's edge that other pages have too, but for its numbers, is the page's and not the text's; so is a number
 * alone. A paragraph ends where a line is indented, stands off, is set larger or smaller, or where the line before is short
 * and ends a sentence; one that a column's or page's end cuts goes on. A word that a line's end parts is whole again,
 * unless it stands with its hyphen elsewhere.
 *
 * Lines are kept as their boxes and their words in one buffer: some 60 bytes a line. */
#include <libxml/parser.h>
#include <math.h>

#include "intake/document/document.h"

#define LARGEST ((size_t)16 << 20) /* bytes of words */
#define LONGEST ((size_t)256 << 20) /* bytes that tell of them */
#define EDGE 0.12f                 /* of a page's height, above and below */

typedef struct Line {
    float left, right, top, bottom;
    uint32_t page, block;
    size_t at, size; /* of its words */
    bool furniture;
} Line;

typedef struct Block {
    float left, right, gap; /* gap: the least between two of its lines */
    uint32_t lines;
} Block;

struct Layout {
    xmlSAXHandler sax;
    xmlParserCtxtPtr parser;
    Bytes words;
    Line *lines;
    size_t line_count, line_room;
    Block *blocks;
    size_t block_count, block_room;
    float *heights; /* of pages */
    size_t page_count, page_room;
    size_t seen; /* bytes */
    bool in_word, failed;
};

/* ---- what pdftotext says ---- */

/* Attributes by fives: name, prefix, URI, value's begin and end. Numbers have a point, whatever the locale. */
static float number_of(const xmlChar **attributes, int count, const char *name)
{
    for (int i = 0; i < count; i++) {
        if (strcmp((const char *)attributes[5 * i], name)) continue;
        const char *at = (const char *)attributes[5 * i + 3], *end = (const char *)attributes[5 * i + 4];
        bool negative = at < end && *at == '-';
        float value = 0, unit = 1;
        for (at += negative; at < end && char_is_digit((uint8_t)*at); at++) value = value * 10 + (float)(*at - '0');
        if (at < end && *at == '.') at++;
        for (; at < end && char_is_digit((uint8_t)*at); at++) value += (float)(*at - '0') * (unit /= 10);
        return negative ? -value : value;
    }
    return 0;
}

static void begin_line(Layout *l, const xmlChar **a, int n)
{
    if (!l->block_count || !l->page_count || !items_grow((void **)&l->lines, l->line_count, &l->line_room, sizeof *l->lines)) {
        l->failed = true;
        return;
    }
    l->lines[l->line_count++] = (Line){.left = number_of(a, n, "xMin"), .right = number_of(a, n, "xMax"),
                                       .top = number_of(a, n, "yMin"), .bottom = number_of(a, n, "yMax"),
                                       .page = (uint32_t)l->page_count, .block = (uint32_t)l->block_count - 1,
                                       .at = l->words.size};
}

static void on_begin(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int count,
                     const xmlChar **namespaces, int attribute_count, int defaulted, const xmlChar **attributes)
{
    (void)prefix, (void)uri, (void)count, (void)namespaces, (void)defaulted;
    Layout *l = context;
    const char *tag = (const char *)name;
    if (l->failed) return;
    if (!strcmp(tag, "page")) {
        l->failed = !items_grow((void **)&l->heights, l->page_count, &l->page_room, sizeof *l->heights);
        if (!l->failed) l->heights[l->page_count++] = number_of(attributes, attribute_count, "height");
    } else if (!strcmp(tag, "block")) {
        l->failed = !items_grow((void **)&l->blocks, l->block_count, &l->block_room, sizeof *l->blocks);
        if (!l->failed) l->blocks[l->block_count++] = (Block){.gap = INFINITY};
    } else if (!strcmp(tag, "line"))
        begin_line(l, attributes, attribute_count);
    else if (!strcmp(tag, "word") && l->line_count) {
        Line *line = &l->lines[l->line_count - 1];
        if (l->words.size > line->at) l->failed |= !bytes_add(&l->words, " ", 1);
        l->in_word = true;
    }
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    (void)prefix, (void)uri;
    Layout *l = context;
    if (!strcmp((const char *)name, "word")) l->in_word = false;
    if (strcmp((const char *)name, "line") || !l->line_count || l->failed) return;
    Line *line = &l->lines[l->line_count - 1];
    line->size = l->words.size - line->at;
    if (!line->size) l->line_count--;
    l->failed |= !bytes_add(&l->words, "\n", 1); /* no word goes from one line into the next */
}

/* Letters that are set as one are as many as they are: ff fi fl ffi ffl, U+FB00 to U+FB04. */
static void on_words(void *context, const xmlChar *words, int size)
{
    static const char *const ligatures[] = {"ff", "fi", "fl", "ffi", "ffl"};
    Layout *l = context;
    const char *at = (const char *)words, *end = at + size;
    if (!l->in_word || l->failed) return;
    if (l->words.size + (size_t)size > LARGEST) l->failed = true;
    while (at < end && !l->failed) {
        const char *from = at;
        while (at < end && !(end - at >= 3 && at[0] == '\xEF' && at[1] == '\xAC' && (uint8_t)at[2] - 0x80u < COUNT(ligatures))) at++;
        l->failed |= !bytes_add(&l->words, from, (size_t)(at - from));
        if (at == end) break;
        const char *letters = ligatures[(uint8_t)at[2] - 0x80u];
        l->failed |= !bytes_add(&l->words, letters, strlen(letters));
        at += 3;
    }
}

static void on_problem(void *context, const char *format, ...)
{
    (void)context, (void)format;
}

Layout *layout_new(void)
{
    Layout *l = calloc(1, sizeof *l);
    if (!l) return NULL;
    l->sax = (xmlSAXHandler){.initialized = XML_SAX2_MAGIC, .startElementNs = on_begin, .endElementNs = on_end,
                             .characters = on_words, .cdataBlock = on_words, .warning = on_problem, .error = on_problem};
    l->parser = xmlCreatePushParserCtxt(&l->sax, l, NULL, 0, NULL);
    if (l->parser) xmlCtxtUseOptions(l->parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_RECOVER);
    if (l->parser) return l;
    free(l);
    return NULL;
}

void layout_free(Layout *l)
{
    if (!l) return;
    if (l->parser->myDoc) xmlFreeDoc(l->parser->myDoc);
    xmlFreeParserCtxt(l->parser);
    bytes_free(&l->words);
    free(l->lines);
    free(l->blocks);
    free(l->heights);
    free(l);
}

bool layout_add(Layout *l, const char *data, size_t size)
{
    if ((l->seen += size) > LONGEST) l->failed = true;
    if (!l->failed) (void)xmlParseChunk(l->parser, data, (int)size, 0);
    return !l->failed;
}

/* ---- what is the page's ---- */

static Text words_of(const Layout *l, const Line *line) { return text_of(l->words.data + line->at, line->size); }

static bool at_edge(const Layout *l, const Line *line)
{
    float height = l->heights[line->page - 1];
    return line->top < height * EDGE || line->bottom > height * (1 - EDGE);
}

/* With each number as one "#". */
static Text mask(Text in, char out[120])
{
    size_t n = 0;
    for (size_t i = 0; i < in.size && n < 120; i++) {
        bool digit = char_is_digit((uint8_t)in.data[i]);
        if (!digit || !n || out[n - 1] != '#') out[n++] = digit ? '#' : in.data[i];
    }
    return text_of(out, n);
}

/* "7", "- 7 -", "Page 7 of 12", "7/12" */
static bool is_number(Text masked)
{
    bool number = false;
    for (size_t i = 0; i < masked.size; i++) {
        Text rest = text_of(masked.data + i, masked.size - i);
        if (masked.data[i] == '#')
            number = true;
        else if (text_starts_case(rest, "page"))
            i += 3;
        else if (text_starts_case(rest, "of"))
            i += 1;
        else if (text_starts(rest, "–"))
            i += strlen("–") - 1;
        else if (!masked.data[i] || !strchr(" -|/.", masked.data[i]))
            return false;
    }
    return number;
}

typedef struct Edge {
    uint64_t key; /* of its masked words */
    uint32_t page;
    Line *line;
} Edge;

static int by_key(const void *a, const void *b)
{
    const Edge *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return (x->page > y->page) - (x->page < y->page);
}

static bool find_furniture(Layout *l)
{
    Edge *edges = calloc(l->line_count + 1, sizeof *edges);
    size_t count = 0;
    char masked[120];
    if (!edges) return false;
    for (size_t i = 0; i < l->line_count; i++) {
        Line *line = &l->lines[i];
        line->furniture = !line->size; /* it was not ended */
        if (line->furniture || !at_edge(l, line)) continue;
        Text m = mask(words_of(l, line), masked);
        line->furniture = is_number(m);
        edges[count++] = (Edge){hash_bytes(m.data, m.size, 0), line->page, line};
    }
    qsort(edges, count, sizeof *edges, by_key);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && edges[end].key == edges[i].key; end++) {
        }
        bool many = edges[end - 1].page != edges[i].page;
        for (size_t k = i; k < end && many; k++) edges[k].line->furniture = true;
    }
    free(edges);
    return true;
}

static void measure_blocks(Layout *l)
{
    const Line *before = NULL;
    for (size_t i = 0; i < l->line_count; i++) {
        const Line *line = &l->lines[i];
        if (line->furniture) continue;
        Block *b = &l->blocks[line->block];
        if (!b->lines || line->left < b->left) b->left = line->left;
        if (!b->lines || line->right > b->right) b->right = line->right;
        float gap = before && before->block == line->block ? line->top - before->bottom : INFINITY;
        if (gap < b->gap) b->gap = gap;
        b->lines++;
        before = line;
    }
}

/* ---- paragraphs ---- */

static float height_of(const Line *line) { return line->bottom - line->top; }

/* A sentence may end here: its mark, and what closes behind it. */
static bool ends_sentence(Text t)
{
    static const char *const closing[] = {"\"", "'", ")", "”", "’", "»", "]"};
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < COUNT(closing) && !more; i++) {
            size_t n = strlen(closing[i]);
            more = t.size > n && !memcmp(t.data + t.size - n, closing[i], n);
            if (more) t.size -= n;
        }
    }
    return t.size && strchr(".!?:", t.data[t.size - 1]);
}

static bool begins_lower(Text t)
{
    size_t next;
    return t.size && char_is_lower(utf8_at(t, 0, &next));
}

static bool same_type(const Line *a, const Line *b)
{
    float x = height_of(a), y = height_of(b);
    return fabsf(x - y) < 0.15f * (x > y ? x : y);
}

static bool goes_on_in_block(const Layout *l, const Line *before, const Line *line)
{
    const Block *b = &l->blocks[line->block];
    float height = height_of(line);
    if (!same_type(before, line) || line->top - before->bottom > b->gap + 0.5f * height) return false;
    if (line->left > b->left + 0.7f * height && before->left <= b->left + 0.7f * height) return false;
    bool is_short = before->right < b->right - 0.2f * (b->right - b->left);
    return !(is_short && ends_sentence(words_of(l, before)) && !begins_lower(words_of(l, line)));
}

static bool ends_with_hyphen(Text t, size_t *size)
{
    static const char *const hyphens[] = {"-", "\xC2\xAD", "\xE2\x80\x90"};
    for (size_t i = 0; i < COUNT(hyphens); i++) {
        size_t n = strlen(hyphens[i]);
        if (t.size <= n || memcmp(t.data + t.size - n, hyphens[i], n)) continue;
        *size = n;
        size_t at = t.size - n - 1, next;
        while (at && ((uint8_t)t.data[at] & 0xC0) == 0x80) at--;
        return char_is_letter(utf8_at(t, at, &next));
    }
    return false;
}

/* From one column or page to the next. */
static bool goes_on_elsewhere(const Layout *l, const Line *before, const Line *line)
{
    const Block *b = &l->blocks[before->block], *next = &l->blocks[line->block];
    Text last = words_of(l, before), first = words_of(l, line);
    size_t hyphen;
    if (!same_type(before, line) || ends_sentence(last)) return false;
    if (begins_lower(first)) return true;
    bool full = b->lines > 2 && before->right > b->right - height_of(before);
    bool indented = line->left > next->left + 0.7f * height_of(line);
    return !ends_with_hyphen(last, &hyphen) && full && !indented && next->lines > 2;
}

/* Where the hyphenated word stands whole in a line. */
static bool is_hyphenated(const Layout *l, Text stem, Text rest)
{
    char word[120];
    size_t from = stem.size, n = 0;
    while (from && !strchr(" (\"'", stem.data[from - 1])) from--;
    while (n < rest.size && is_letter(rest.data[n])) n++;
    int size = snprintf(word, sizeof word, "%.*s-%.*s", (int)(stem.size - from), stem.data + from, (int)n, rest.data);
    return size > 0 && (size_t)size < sizeof word && memmem(l->words.data, l->words.size, word, (size_t)size);
}

static bool join(const Layout *l, Bytes *out, Text line)
{
    Text all = text_of(out->data, out->size);
    size_t hyphen = 0;
    if (!ends_with_hyphen(all, &hyphen)) return bytes_add(out, " ", 1) && bytes_add(out, line.data, line.size);
    bool soft = hyphen == 2; /* U+00AD */
    if (begins_lower(line) && (soft || !is_hyphenated(l, text_of(all.data, all.size - hyphen), line))) out->size -= hyphen;
    return bytes_add(out, line.data, line.size);
}

bool layout_end(Layout *l, Bytes *out, unsigned *pages)
{
    const Line *before = NULL;
    (void)xmlParseChunk(l->parser, NULL, 0, 1);
    *pages = (unsigned)l->page_count;
    if (l->failed || !l->page_count || !find_furniture(l)) return false;
    measure_blocks(l);
    for (size_t i = 0; i < l->line_count; i++) {
        const Line *line = &l->lines[i];
        if (line->furniture) continue;
        Text words = words_of(l, line);
        bool on = before && (before->block == line->block ? goes_on_in_block : goes_on_elsewhere)(l, before, line);
        bool good = on        ? join(l, out, words)
                    : !before ? bytes_add(out, words.data, words.size)
                              : bytes_add(out, "\n\n", 2) && bytes_add(out, words.data, words.size);
        if (!good) return false;
        before = line;
    }
    return true;
}
