/* RSS, RDF and Atom, an item a piece, in flat memory: the stream's bytes are washed (wash.c) and pushed into libxml2,
 * whose events are read off a small automaton, a place for each open element. No tree is built, and no more than one
 * item and what one chunk of bytes gave is ever held.
 *
 *   places   TOP > ROOT (rss, RDF) > FEED (channel, feed) > ITEM (item, entry) > AUTHOR, SOURCE
 *
 * A table says what an element is by its place, its namespace and its name. What the table has as a field is captured:
 * text, and the tags inside it, written out again, since some feeds have HTML as text and some as elements. */
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/uri.h>
#include <strings.h>

#include "intake/feed/feed.h"
#include "intake/feed/wash.h"

#define CHUNK ((size_t)16 << 10)
#define DEEPEST_ELEMENT 256u
#define NAMES_MOST                                                                                                     \
    (1u << 20)           /* bytes of different names; libxml2 keeps them, and looks through them for each new one */
#define LINE_MOST 8192u  /* bytes of a title, a link … */
#define ENOUGH_TEXT 400u /* characters of an item that stand for its page */
#define LINE_MEMORY (64u << 20)

typedef enum Place { TOP, ROOT, FEED, ITEM, AUTHOR, FEED_AUTHOR, SOURCE, ELSEWHERE } Place;
typedef enum Family { RSS, ATOM, DC, CONTENT, RDF, OTHER } Family;
typedef enum Field { TITLE, LINK, ID, BODY, DATE, BYLINE, OUTLET, FEED_TITLE, FEED_BYLINE, FIELDS, NO_FIELD } Field;
typedef enum How { PLAIN, HTML, XHTML, BY_TYPE, HREF, USELESS } How;

static const struct {
    const char *uri, *prefix;
    Family family;
} families[] = {
    {"http://purl.org/rss/1.0/", NULL, RSS},
    {"http://my.netscape.com/rdf/simple/0.9/", NULL, RSS},
    {"http://channel.netscape.com/rdf/simple/0.9/", NULL, RSS},
    {"http://backend.userland.com/rss2", NULL, RSS},
    {"http://backend.userland.com/RSS2", NULL, RSS},
    {"http://blogs.law.harvard.edu/tech/rss", NULL, RSS},
    {"http://www.w3.org/2005/Atom", "atom", ATOM},
    {"http://purl.org/atom/ns#", NULL, ATOM},
    {"http://purl.org/dc/elements/1.1/", "dc", DC},
    {"http://purl.org/rss/1.0/modules/content/", "content", CONTENT},
    {"http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf", RDF},
};

/* Of several elements for one field the one of the lowest rank counts. */
static const struct {
    Place at;
    Family family;
    const char *name;
    Place to;
    Field field;
    unsigned rank;
    How how;
} rows[] = {
    {TOP, RSS, "rss", ROOT, NO_FIELD, 0, PLAIN},
    {TOP, RDF, "RDF", ROOT, NO_FIELD, 0, PLAIN},
    {TOP, RSS, "channel", FEED, NO_FIELD, 0, PLAIN},
    {TOP, ATOM, "feed", FEED, NO_FIELD, 0, PLAIN},
    {TOP, ATOM, "entry", ITEM, NO_FIELD, 0, PLAIN},
    {ROOT, RSS, "channel", FEED, NO_FIELD, 0, PLAIN},
    {ROOT, RSS, "item", ITEM, NO_FIELD, 0, PLAIN},
    {FEED, RSS, "item", ITEM, NO_FIELD, 0, PLAIN},
    {FEED, ATOM, "entry", ITEM, NO_FIELD, 0, PLAIN},
    {FEED, RSS, "title", ELSEWHERE, FEED_TITLE, 0, HTML},
    {FEED, ATOM, "title", ELSEWHERE, FEED_TITLE, 0, BY_TYPE},
    {FEED, ATOM, "author", FEED_AUTHOR, NO_FIELD, 0, PLAIN},
    {FEED_AUTHOR, ATOM, "name", ELSEWHERE, FEED_BYLINE, 0, PLAIN},
    {ITEM, RSS, "title", ELSEWHERE, TITLE, 0, HTML},
    {ITEM, ATOM, "title", ELSEWHERE, TITLE, 0, BY_TYPE},
    {ITEM, DC, "title", ELSEWHERE, TITLE, 1, PLAIN},
    {ITEM, RSS, "link", ELSEWHERE, LINK, 0, PLAIN},
    {ITEM, ATOM, "link", ELSEWHERE, LINK, 1, HREF},
    {ITEM, RSS, "guid", ELSEWHERE, ID, 0, PLAIN},
    {ITEM, ATOM, "id", ELSEWHERE, ID, 0, PLAIN},
    {ITEM, CONTENT, "encoded", ELSEWHERE, BODY, 0, HTML},
    {ITEM, ATOM, "content", ELSEWHERE, BODY, 0, BY_TYPE},
    {ITEM, RSS, "description", ELSEWHERE, BODY, 1, HTML},
    {ITEM, ATOM, "summary", ELSEWHERE, BODY, 1, BY_TYPE},
    {ITEM, DC, "description", ELSEWHERE, BODY, 2, HTML},
    {ITEM, RSS, "pubDate", ELSEWHERE, DATE, 0, PLAIN},
    {ITEM, DC, "date", ELSEWHERE, DATE, 1, PLAIN},
    {ITEM, ATOM, "published", ELSEWHERE, DATE, 2, PLAIN},
    {ITEM, ATOM, "issued", ELSEWHERE, DATE, 2, PLAIN},
    {ITEM, ATOM, "updated", ELSEWHERE, DATE, 3, PLAIN},
    {ITEM, ATOM, "modified", ELSEWHERE, DATE, 3, PLAIN},
    {ITEM, DC, "creator", ELSEWHERE, BYLINE, 0, HTML},
    {ITEM, RSS, "author", ELSEWHERE, BYLINE, 1, HTML},
    {ITEM, ATOM, "author", AUTHOR, NO_FIELD, 0, PLAIN},
    {AUTHOR, ATOM, "name", ELSEWHERE, BYLINE, 0, PLAIN},
    {ITEM, RSS, "source", ELSEWHERE, OUTLET, 0, HTML},
    {ITEM, ATOM, "source", SOURCE, NO_FIELD, 0, PLAIN},
    {SOURCE, ATOM, "title", ELSEWHERE, OUTLET, 0, BY_TYPE},
};

typedef struct Value {
    char *text; /* NULL: none */
    size_t size;
    unsigned rank;
} Value;

typedef struct Capture {
    bool on, is_link; /* is_link: a <guid> that is the item's URL too */
    Field field;
    unsigned rank, depth;
    How how;
    Bytes bytes;
    uint64_t length; /* of all, also of what did not fit */
} Capture;

typedef struct Feed {
    Way way;
    Stream *stream; /* owned */
    const IntakeOptions *options;
    char *label, *url; /* url: NULL for a file */
    Fetcher *fetcher;
    bool owns_fetcher;
    xmlParserCtxtPtr parser;
    Wash washer;
    Bytes washed;
    uint8_t *chunk;
    /* the open elements */
    unsigned depth;
    uint8_t places[DEEPEST_ELEMENT + 1];
    char *bases[DEEPEST_ELEMENT + 1]; /* xml:base as a URL, or NULL */
    Capture capture;
    /* the item, and what the feed says for all */
    bool in_item;
    unsigned item_depth;
    Value values[FIELDS];
    bool body_is_text; /* the body is plain text */
    uint64_t body_length, items;
    uint64_t bytes; /* read of the stream */
    /* what is ready */
    Piece *queue;
    size_t queue_at, queue_size, queue_capacity;
    /* how it ended */
    bool ended, no_memory;
    char *refusal; /* why the rest was not read */
    int broken_line;
    char *broken; /* libxml2's first complaint */
} Feed;

typedef struct Attributes { /* as libxml2 has them: name, prefix, URI, begin and end of the value */
    const xmlChar **all;
    int count;
} Attributes;

/* ---- small things ---- */

static void refuse(Feed *f, char *sentence)
{
    if (f->refusal)
        free(sentence);
    else
        f->refusal = sentence;
    if (!f->refusal) f->no_memory = true;
    xmlStopParser(f->parser);
}

static void memory_out(Feed *f)
{
    f->no_memory = true;
    xmlStopParser(f->parser);
}

static bool is(const xmlChar *a, const char *b)
{
    return a && !strcmp((const char *)a, b);
}

/* An undeclared prefix is taken for what it usually stands for. */
static Family family_of(const xmlChar *uri, const xmlChar *prefix)
{
    if (!uri && !prefix) return RSS;
    for (size_t i = 0; i < COUNT(families); i++) {
        const char *usual = families[i].prefix;
        if (uri ? is(uri, families[i].uri) : usual && is(prefix, usual)) return families[i].family;
    }
    return OTHER;
}

/* The value of an attribute, empty where there is none. `prefix` NULL: of none. */
static Text attribute(Attributes a, const char *prefix, const char *name)
{
    for (int i = 0; i < a.count; i++) {
        const xmlChar **one = a.all + (size_t)i * 5;
        if (is(one[0], name) && (prefix ? is(one[1], prefix) : !one[1]))
            return text_of((const char *)one[3], (size_t)(one[4] - one[3]));
    }
    return text_of("", 0);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Characters outside tags, a run of white space being none. */
static size_t visible(Text html)
{
    size_t count = 0;
    bool in_tag = false;
    for (size_t i = 0; i < html.size; i++) {
        uint8_t c = (uint8_t)html.data[i];
        uint8_t next = i + 1 < html.size ? (uint8_t)html.data[i + 1] : 0;
        if (c == '<' && (next == '/' || next == '!' || next >= 'A'))
            in_tag = true;
        else if (in_tag)
            in_tag = c != '>';
        else
            count += !is_blank((char)c) && (c & 0xC0) != 0x80;
    }
    return count;
}

/* ---- URLs ---- */

static const char *base_of(const Feed *f)
{
    for (unsigned d = f->depth; d; d--) {
        if (f->bases[d]) return f->bases[d];
    }
    return f->url;
}

/* A URL as the element that is open has it; NULL for what is none of http and https. */
static char *resolve(const Feed *f, Text link)
{
    link = text_strip(link);
    for (size_t i = 0; i < link.size; i++) {
        if ((uint8_t)link.data[i] <= ' ') return NULL;
    }
    bool usable = link.size && link.size < LINE_MOST && utf8_valid(link, NULL);
    char *copy = usable ? copy_of(link.data, link.size) : NULL;
    if (!copy || is_url(copy)) return copy;
    const char *base = base_of(f);
    bool fits = base && strlen(base) + link.size < LINE_MOST; /* bases in bases would grow */
    xmlChar *built = fits ? xmlBuildURI((const xmlChar *)copy, (const xmlChar *)base) : NULL;
    free(copy);
    copy = built && is_url((const char *)built) ? copy_of((const char *)built, strlen((const char *)built)) : NULL;
    xmlFree(built);
    return copy;
}

/* ---- what was captured becomes a value ---- */

static void set_value(Value *value, char *text, size_t size, unsigned rank)
{
    if (!text) return;
    if (value->text && value->rank <= rank) {
        free(text);
        return;
    }
    free(value->text);
    *value = (Value){text, size, rank};
}

static size_t squeeze(char *text, size_t size)
{
    size_t n = 0;
    for (size_t i = 0; i < size; i++) {
        char c = is_blank(text[i]) ? ' ' : text[i];
        if (c != ' ' || (n && text[n - 1] != ' ')) text[n++] = c;
    }
    while (n && text[n - 1] == ' ') n--;
    return n;
}

/* The text of HTML in one line, which most titles are not but some are. */
static char *line_of_html(Text html)
{
    Arena arena;
    Text text;
    char *line = NULL;
    arena_init(&arena, &libc_allocator, LINE_MEMORY);
    if (!page_text(html, &arena, &text, NULL)) line = copy_of(text.data, text.size);
    arena_free(&arena);
    return line;
}

/* A line that is not empty, or NULL. */
static char *line_of(Text t, How how)
{
    bool marked = t.size && (memchr(t.data, '<', t.size) || memchr(t.data, '&', t.size));
    char *line = marked && how != PLAIN ? line_of_html(t) : copy_of(t.data, t.size);
    if (!line) return NULL;
    size_t size = squeeze(line, strlen(line));
    line[size] = 0;
    if (size) return line;
    free(line);
    return NULL;
}

/* RSS's <author> is "desk@herald.example (Mara Voss)"; an address alone is nobody's name. */
static char *author_of(char *line)
{
    char *open = strchr(line, '('), *close = open ? strrchr(open, ')') : NULL;
    if (!strchr(line, '@')) return line;
    char *name = close ? line_of(text_of(open + 1, (size_t)(close - open - 1)), PLAIN) : NULL;
    free(line);
    return name;
}

static void add_byline(Value *value, char *name, unsigned rank)
{
    if (!name || !value->text || value->rank != rank) {
        set_value(value, name, name ? strlen(name) : 0, rank);
        return;
    }
    char *both = strlen(value->text) < LINE_MOST ? format_words("%s, %s", value->text, name) : NULL;
    free(name);
    if (!both) return;
    free(value->text);
    *value = (Value){both, strlen(both), rank};
}

static void keep_line(Feed *f, Field field, unsigned rank)
{
    Capture *c = &f->capture;
    Value *value = &f->values[field];
    char *line = line_of(text_of(c->bytes.data, c->bytes.size), c->how);
    char day[11];
    if (!line) return;
    if (field == BYLINE || field == FEED_BYLINE) {
        add_byline(value, author_of(line), rank);
        return;
    }
    /* a date that is none counts less than all that are, and is kept to be complained of */
    if (field == DATE && !date_read(text_literal(line), NULL, day)) rank += 100;
    set_value(value, line, strlen(line), rank);
}

static void keep_body(Feed *f)
{
    Capture *c = &f->capture;
    Value *value = &f->values[BODY];
    bool is_text = c->how == PLAIN;
    if (value->text && value->rank <= c->rank) return;
    if (is_text ? !text_strip(text_of(c->bytes.data, c->bytes.size)).size
                : !visible(text_of(c->bytes.data, c->bytes.size)))
        return;
    free(value->text);
    *value = (Value){.rank = c->rank};
    value->text = bytes_take(&c->bytes, &value->size);
    f->body_is_text = is_text;
    f->body_length = c->length;
}

static void keep_link(Feed *f, Text link, unsigned rank)
{
    char *url = resolve(f, link);
    set_value(&f->values[LINK], url, url ? strlen(url) : 0, rank);
}

static void end_capture(Feed *f)
{
    Capture *c = &f->capture;
    Text text = text_of(c->bytes.data, c->bytes.size);
    if (f->washer.encoding == WASH_OTHER) utf8_mend(c->bytes.data, c->bytes.size); /* iconv's word is not enough */
    c->on = false;
    if (c->field == BODY)
        keep_body(f);
    else if (c->field == LINK)
        keep_link(f, text, c->rank);
    else
        keep_line(f, c->field, c->rank);
    if (c->is_link) keep_link(f, text, 2);
    c->bytes.size = 0;
}

/* ---- an item becomes a piece ---- */

static char *take(Feed *f, Field field)
{
    char *text = f->values[field].text;
    f->values[field] = (Value){0};
    return text;
}

static char *copy_value(const Feed *f, Field field)
{
    const Value *v = &f->values[field];
    return v->text ? copy_of(v->text, v->size) : NULL;
}

static bool push(Feed *f, Piece piece)
{
    if (!items_grow((void **)&f->queue, f->queue_size, &f->queue_capacity, sizeof *f->queue)) {
        piece_free(&piece);
        return false;
    }
    f->queue[f->queue_size++] = piece;
    return true;
}

static char *id_of_item(Feed *f)
{
    if (f->values[ID].text) return take(f, ID);
    if (f->values[LINK].text) return copy_value(f, LINK);
    char *name = id_of_label(f->label);
    char *id = name ? format_words("%s-%llu", name, (unsigned long long)f->items) : NULL;
    free(name);
    return id;
}

static void finish_item(Feed *f)
{
    f->in_item = false;
    f->items++;
    Piece p;
    piece_begin(&p, format_words("%s: item %llu", f->label, (unsigned long long)f->items), id_of_item(f));
    p.format = f->body_is_text ? INTAKE_TEXT : INTAKE_PAGE;
    p.fragment = !f->body_is_text;
    p.size = f->values[BODY].size;
    p.length = f->body_length > p.size ? f->body_length : 0;
    p.data = take(f, BODY);
    p.url = take(f, LINK);
    p.title = take(f, TITLE);
    p.published = take(f, DATE);
    p.byline = f->values[BYLINE].text ? take(f, BYLINE) : copy_value(f, FEED_BYLINE);
    p.outlet = f->values[OUTLET].text ? take(f, OUTLET) : copy_value(f, FEED_TITLE);
    if (!p.data && !f->options->follow)
        piece_problem(&p, "the item has %s", p.url ? "no text; --follow fetches its page" : "neither text nor a link");
    if (!push(f, p)) memory_out(f);
}

static void begin_item(Feed *f, Attributes attributes)
{
    f->in_item = true;
    f->item_depth = f->depth;
    f->body_is_text = false;
    f->body_length = 0;
    Text about = attribute(attributes, "rdf", "about");
    if (about.size) keep_link(f, about, 3);
}

/* ---- libxml2's events ---- */

static void capture_bytes(Feed *f, const char *data, size_t size)
{
    Capture *c = &f->capture;
    size_t most = c->field != BODY ? LINE_MOST : limit_of(f->options, c->how == PLAIN ? INTAKE_TEXT : INTAKE_PAGE) + 1;
    size_t room = most - c->bytes.size;
    c->length += size;
    if (size > room) {
        size = room;
        while (c->field != BODY && size && ((uint8_t)data[size] & 0xC0) == 0x80) size--;
    }
    if (!bytes_add(&c->bytes, data, size)) memory_out(f);
}

static void capture_tag(Feed *f, const char *before, const xmlChar *name)
{
    if (f->capture.how == PLAIN) return;
    capture_bytes(f, before, strlen(before));
    capture_bytes(f, (const char *)name, strlen((const char *)name));
    capture_bytes(f, ">", 1);
}

/* As elements are text again, their text's own marks are escaped. */
static void capture_escaped(Feed *f, const char *data, size_t size)
{
    for (size_t at = 0; at < size; at++) {
        size_t run = 0;
        while (at + run < size && !strchr("<>&", data[at + run])) run++;
        if (run) capture_bytes(f, data + at, run);
        at += run;
        if (at == size) return;
        const char *mark = data[at] == '<' ? "&lt;" : data[at] == '>' ? "&gt;" : "&amp;";
        capture_bytes(f, mark, strlen(mark));
    }
}

static void on_text(void *context, const xmlChar *text, int size)
{
    Feed *f = context;
    if (!f->capture.on || size <= 0) return;
    if (f->capture.how == XHTML)
        capture_escaped(f, (const char *)text, (size_t)size);
    else
        capture_bytes(f, (const char *)text, (size_t)size);
}

/* Atom's type: "text", "html", "xhtml", or a media type. */
static How how_by_type(Attributes a)
{
    Text type = attribute(a, NULL, "type");
    if (text_is_case(attribute(a, NULL, "mode"), "base64") || attribute(a, NULL, "src").size) return USELESS;
    if (!type.size || text_is_case(type, "text") || text_is_case(type, "text/plain")) return PLAIN;
    if (text_is_case(type, "html") || text_is_case(type, "text/html")) return HTML;
    return text_is_case(type, "xhtml") || text_is_case(type, "application/xhtml+xml") ? XHTML : USELESS;
}

/* A <link> without rel is the page; of several pages the one in HTML counts. */
static void read_link(Feed *f, Attributes a, unsigned rank)
{
    Text rel = attribute(a, NULL, "rel"), type = attribute(a, NULL, "type");
    if (rel.size && !text_is_case(rel, "alternate")) return;
    bool html = !type.size || text_is_case(type, "text/html") || text_is_case(type, "application/xhtml+xml");
    keep_link(f, attribute(a, NULL, "href"), html ? rank : rank + 3);
}

static void begin_capture(Feed *f, size_t row, Attributes a)
{
    How how = rows[row].how == BY_TYPE ? how_by_type(a) : rows[row].how;
    if (how == USELESS) return;
    if (how == HREF) {
        read_link(f, a, rows[row].rank);
        return;
    }
    Capture *c = &f->capture;
    c->on = true;
    c->field = rows[row].field;
    c->rank = rows[row].rank;
    c->depth = f->depth;
    c->how = how;
    c->length = 0;
    c->bytes.size = 0;
    c->is_link = c->field == ID && rows[row].family == RSS && !text_is_case(attribute(a, NULL, "isPermaLink"), "false");
}

static size_t find_row(Place at, Family family, const xmlChar *name)
{
    size_t i = 0;
    while (i < COUNT(rows) && (rows[i].at != at || rows[i].family != family || !is(name, rows[i].name))) i++;
    return i;
}

/* An item inside an item: the first one's end tag is missing. */
static void close_open_item(Feed *f)
{
    if (f->capture.on) end_capture(f);
    f->places[f->item_depth] = ELSEWHERE;
    finish_item(f);
}

static void enter(Feed *f, Place parent, Family family, const xmlChar *name, Attributes a)
{
    size_t row = find_row(parent, family, name);
    f->places[f->depth] = ELSEWHERE;
    if (row == COUNT(rows)) {
        if (parent == TOP)
            refuse(f, format_words("its first element is <%.40s>, and a feed's is <rss>, <rdf:RDF> or <feed>",
                                   (const char *)name));
        return;
    }
    f->places[f->depth] = (uint8_t)rows[row].to;
    if (rows[row].to == ITEM)
        begin_item(f, a);
    else if (rows[row].field != NO_FIELD)
        begin_capture(f, row, a);
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespace_count,
                     const xmlChar **namespaces, int count, int defaulted, const xmlChar **attributes)
{
    (void)namespace_count, (void)namespaces, (void)defaulted;
    Feed *f = context;
    if (f->depth == DEEPEST_ELEMENT) {
        refuse(f, format_words("its elements lie more than %u deep in each other", DEEPEST_ELEMENT));
        return;
    }
    if (xmlDictGetUsage(f->parser->dict) > NAMES_MOST) {
        refuse(f, format_words("its elements have more different names than any feed's"));
        return;
    }
    Attributes a = {attributes, count};
    Family family = family_of(uri, prefix);
    Place parent = f->places[f->depth];
    Text base = attribute(a, "xml", "base");
    char *own = base.size ? resolve(f, base) : NULL;
    f->bases[++f->depth] = own;
    bool item = find_row(FEED, family, name) < COUNT(rows) && rows[find_row(FEED, family, name)].to == ITEM;
    if (item && f->in_item) {
        close_open_item(f);
        parent = FEED;
    }
    if (f->capture.on) {
        f->places[f->depth] = ELSEWHERE;
        capture_tag(f, "<", name);
    } else
        enter(f, parent, family, name, a);
}

/* HTML reads "</br>" as one more line break. */
static bool is_void(const xmlChar *name)
{
    static const char *const all[] = {"br", "hr", "img", "input", "wbr", "col", "area", "source", "embed", "track"};
    for (size_t i = 0; i < COUNT(all); i++) {
        if (is(name, all[i])) return true;
    }
    return false;
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    (void)prefix, (void)uri;
    Feed *f = context;
    if (!f->depth) return;
    if (f->capture.on && f->capture.depth == f->depth)
        end_capture(f);
    else if (f->capture.on && !is_void(name))
        capture_tag(f, "</", name);
    if (f->in_item && f->item_depth == f->depth) finish_item(f);
    free(f->bases[f->depth]);
    f->bases[f->depth--] = NULL;
}

/* wash.c lets none through; but an encoding that only libxml2 knows can hide one. */
static void on_type(void *context, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
    (void)name, (void)external, (void)system;
    refuse(context,
           format_words("it has a document type in an encoding where that is not looked at; write it in UTF-8"));
}

#if LIBXML_VERSION >= 21200
static void on_error(void *context, const xmlError *error)
#else
static void on_error(void *context, xmlErrorPtr error)
#endif
{
    Feed *f = context;
    if (f->broken || error->level < XML_ERR_ERROR || error->domain == XML_FROM_NAMESPACE) return;
    const char *message = error->message ? error->message : "";
    f->broken_line = error->line;
    f->broken = safe_copy(message, strcspn(message, "\n"));
}

/* ---- the stream ---- */

static bool parser_open(Feed *f)
{
    xmlSAXHandler sax = {
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = on_start,
        .endElementNs = on_end,
        .characters = on_text,
        .ignorableWhitespace = on_text,
        .cdataBlock = on_text,
        .internalSubset = on_type,
        .serror = on_error,
    };
    f->parser = xmlCreatePushParserCtxt(&sax, f, NULL, 0, NULL);
    return f->parser && !xmlCtxtUseOptions(f->parser, XML_PARSE_RECOVER | XML_PARSE_NONET);
}

/* The first complaint, be it libxml2's or ours. */
static char *broken_words(const Feed *f)
{
    bool ours = f->washer.mended && (!f->broken || (int)f->washer.mended <= f->broken_line);
    return format_words(
        f->items ? "the feed is no sound XML at line %d (%s); the items that can be made out are read, others may be "
                   "missing"
                 : "it is no sound XML at line %d (%s), and no item of a feed can be made out",
        ours ? (int)f->washer.mended : f->broken_line,
        ours ? "an end tag is not that of the last begun element" : f->broken);
}

static char *ending(const Feed *f, const Error *error)
{
    if (f->no_memory) return format_words("there was not enough memory to read the feed to its end");
    if (f->washer.refusal) return format_words("the feed is not read any further: %s", f->washer.refusal);
    if (f->refusal) return format_words("the feed is not read any further: %s", f->refusal);
    if (error->status) return format_words("the feed breaks off: %s", error->message);
    size_t most = limit_of(f->options, INTAKE_PAGE);
    if (f->url && f->bytes > most) /* as fetch.c leaves it */
        return format_words("the feed is longer than %zu bytes, and the rest was not fetched; raise --max-article",
                            most);
    if (f->broken || f->washer.mended) return broken_words(f);
    return f->items ? NULL : format_words("the feed has no items");
}

static void end(Feed *f, const Error *error)
{
    f->ended = true;
    char *words = ending(f, error), *sentence = words ? safe_copy(words, strlen(words)) : NULL;
    free(words); /* a name in them may have been cut within a character */
    if (!sentence) return;
    Piece p;
    piece_begin(&p, copy_of(f->label, strlen(f->label)), id_of_label(f->label));
    p.format = INTAKE_PAGE;
    p.problem = sentence;
    (void)push(f, p);
}

/* One chunk more. */
static void advance(Feed *f)
{
    Error error = {0};
    ssize_t n = stream_read(f->stream, f->chunk, CHUNK, &error);
    bool last = n <= 0;
    f->bytes += n > 0 ? (uint64_t)n : 0;
    f->washed.size = 0;
    if (!wash(&f->washer, f->chunk, n > 0 ? (size_t)n : 0, last, &f->washed)) f->no_memory = true;
    if (f->washed.size) xmlParseChunk(f->parser, f->washed.data, (int)f->washed.size, 0);
    bool stopped = f->no_memory || f->washer.refusal || f->refusal || f->parser->disableSAX;
    if (last && !stopped && n == 0) xmlParseChunk(f->parser, NULL, 0, 1);
    if (last || stopped) end(f, &error);
}

/* ---- the items' pages ---- */

static bool is_article(IntakeFormat format)
{
    return format == INTAKE_TEXT || format == INTAKE_PAGE || format == INTAKE_JSON || format == INTAKE_NINJS ||
           format == INTAKE_RECORD;
}

static void fetch_page(Feed *f, const char *url, Piece *page)
{
    *page = (Piece){0};
    if (!url) {
        piece_problem(page, "the item has no link to its page");
        return;
    }
    if (!f->fetcher) {
        f->fetcher = fetcher_open(f->options);
        f->owns_fetcher = f->fetcher;
    }
    if (f->fetcher) fetcher_get(f->fetcher, url, page);
    if (page->data && !is_article(page->format))
        piece_problem(page, "its page holds %s, no article", intake_format_name(page->format));
    if (!page->data && !page->unchanged && !page->problem) piece_problem(page, "out of memory");
}

static void exchange(char **a, char **b)
{
    char *c = *a;
    *a = *b;
    *b = c;
}

/* The page instead of the item's own text; what the feed said of it stays. */
static void become_page(Piece *item, Piece *page)
{
    exchange(&item->data, &page->data);
    exchange(&item->charset, &page->charset);
    exchange(&item->url, &page->url);
    if (item->url && item->data) piece_from(item, item->url);
    item->size = page->size;
    item->length = page->length;
    item->format = page->format;
    item->unchanged = page->unchanged;
    item->fragment = false;
}

static void follow(Feed *f, Piece *item)
{
    Piece page;
    fetch_page(f, item->url, &page);
    Text own = text_of(item->data ? item->data : "", item->size);
    if (!page.problem)
        become_page(item, &page);
    else if (visible(own) < ENOUGH_TEXT)
        piece_problem(item, "%s", page.problem);
    piece_free(&page);
}

/* ---- the way ---- */

static bool feed_next(Way *way, Piece *out)
{
    Feed *f = (Feed *)way;
    while (f->queue_at == f->queue_size) {
        f->queue_at = f->queue_size = 0;
        if (f->ended) return false;
        advance(f);
    }
    *out = f->queue[f->queue_at++];
    if (f->options->follow && !out->problem) follow(f, out);
    return true;
}

static void feed_close(Way *way)
{
    Feed *f = (Feed *)way;
    while (f->queue_at < f->queue_size) piece_free(&f->queue[f->queue_at++]);
    for (size_t i = 0; i < FIELDS; i++) free(f->values[i].text);
    for (size_t i = 0; i <= DEEPEST_ELEMENT; i++) free(f->bases[i]);
    if (f->owns_fetcher) fetcher_close(f->fetcher);
    xmlFreeParserCtxt(f->parser);
    wash_free(&f->washer);
    bytes_free(&f->washed);
    bytes_free(&f->capture.bytes);
    stream_close(f->stream);
    char *all[] = {f->label, f->url, f->refusal, f->broken};
    for (size_t i = 0; i < COUNT(all); i++) free(all[i]);
    free(f->chunk);
    free(f->queue);
    free(f);
}

Way *way_feed_by(Stream *stream, const IntakeOptions *options, const char *label, const char *url, Fetcher *fetcher)
{
    Feed *f = calloc(1, sizeof *f);
    if (!f) {
        stream_close(stream);
        return NULL;
    }
    f->way = (Way){feed_next, feed_close};
    f->stream = stream;
    f->options = options;
    f->fetcher = fetcher;
    f->label = copy_of(label, strlen(label));
    f->url = url ? copy_of(url, strlen(url)) : NULL;
    f->chunk = malloc(CHUNK);
    if (f->label && (f->url || !url) && f->chunk && parser_open(f)) return &f->way;
    feed_close(&f->way);
    return NULL;
}

Way *way_feed(Stream *stream, const IntakeOptions *options, const char *label, const char *url)
{
    return way_feed_by(stream, options, label, url, NULL);
}
