/* A page -> HTML that gumbo may see. One pass, no memory but the result's, of which a page's scripts, pictures and
 * attributes are the larger part, so that gumbo has the less to do.
 *
 * It cuts tags where the standard's tokenizer does, by a table of what becomes of each. It keeps a stack of the
 * elements that may be open, which is at least as deep as gumbo's own: an entry goes only where gumbo too has surely
 * closed the element. At MARKUP_DEPTH, or when what gumbo has to search through its stack would take too long, a start
 * tag is left out; where it would have begun a line, a <p> stands instead. gumbo searches its stack anew for many a
 * tag, so that 100,000 nested elements would take it 10^10 steps, and its lists of what to open again are bounded in
 * number of elements with different attributes: those elements lose theirs. */
#include "intake/page/internal.h"

#define MOST_STEPS ((uint64_t)1 << 29) /* the sum of the stack's depth over all bytes of text and TAG_STEPS a tag */
#define TAG_STEPS 8u
#define MOST_TAGS 1000000u

typedef enum Kind {
    TAG_UNKNOWN, /* an element of the page's own: a span */
    TAG_INLINE,
    TAG_FORMAT, /* inline, and opened again by gumbo after what it was open in has ended */
    TAG_LINK,   /* <a>: as formatting, but only one is ever open */
    TAG_BLOCK,
    TAG_TABLE,
    TAG_ROW,  /* parts of a table: they end all that is open in the table */
    TAG_ITEM, /* closed by the next of its kind; so is p */
    TAG_PAGE, /* html, head, body: there is one each */
    TAG_VOID,
    TAG_TITLE,
    TAG_SKIP, /* the tag is left out, what it holds stays */
    TAG_CUT,  /* left out with all that it holds */
    TAG_RAW   /* the same, and what it holds is no markup: without an end tag it reaches to the page's end */
} Kind;

typedef struct Rule {
    uint8_t kind;
    GumboTag as; /* 0 (html): itself */
} Rule;

/* clang-format off */
static const Rule rules[GUMBO_TAG_LAST + 1] = {
    [GUMBO_TAG_HTML] = {TAG_PAGE, 0}, [GUMBO_TAG_HEAD] = {TAG_PAGE, 0}, [GUMBO_TAG_BODY] = {TAG_PAGE, 0},
    [GUMBO_TAG_TITLE] = {TAG_TITLE, 0},
    [GUMBO_TAG_META] = {TAG_VOID, 0}, [GUMBO_TAG_LINK] = {TAG_VOID, 0}, [GUMBO_TAG_BASE] = {TAG_VOID, 0},
    [GUMBO_TAG_BR] = {TAG_VOID, 0}, [GUMBO_TAG_HR] = {TAG_VOID, 0},

    [GUMBO_TAG_ADDRESS] = {TAG_BLOCK, 0}, [GUMBO_TAG_ARTICLE] = {TAG_BLOCK, 0}, [GUMBO_TAG_ASIDE] = {TAG_BLOCK, 0},
    [GUMBO_TAG_BLOCKQUOTE] = {TAG_BLOCK, 0}, [GUMBO_TAG_CENTER] = {TAG_BLOCK, GUMBO_TAG_DIV},
    [GUMBO_TAG_DETAILS] = {TAG_BLOCK, 0}, [GUMBO_TAG_DIV] = {TAG_BLOCK, 0},
    [GUMBO_TAG_DIR] = {TAG_BLOCK, GUMBO_TAG_UL}, [GUMBO_TAG_DL] = {TAG_BLOCK, GUMBO_TAG_UL},
    [GUMBO_TAG_FIELDSET] = {TAG_BLOCK, GUMBO_TAG_DIV}, [GUMBO_TAG_FIGCAPTION] = {TAG_BLOCK, 0},
    [GUMBO_TAG_FIGURE] = {TAG_BLOCK, 0}, [GUMBO_TAG_FOOTER] = {TAG_BLOCK, 0},
    [GUMBO_TAG_FORM] = {TAG_BLOCK, GUMBO_TAG_DIV},
    [GUMBO_TAG_H1] = {TAG_BLOCK, 0}, [GUMBO_TAG_H2] = {TAG_BLOCK, 0}, [GUMBO_TAG_H3] = {TAG_BLOCK, 0},
    [GUMBO_TAG_H4] = {TAG_BLOCK, 0}, [GUMBO_TAG_H5] = {TAG_BLOCK, 0}, [GUMBO_TAG_H6] = {TAG_BLOCK, 0},
    [GUMBO_TAG_HEADER] = {TAG_BLOCK, 0}, [GUMBO_TAG_HGROUP] = {TAG_BLOCK, GUMBO_TAG_DIV},
    [GUMBO_TAG_LISTING] = {TAG_BLOCK, GUMBO_TAG_PRE}, [GUMBO_TAG_MAIN] = {TAG_BLOCK, 0},
    [GUMBO_TAG_MENU] = {TAG_BLOCK, GUMBO_TAG_UL}, [GUMBO_TAG_NAV] = {TAG_BLOCK, 0}, [GUMBO_TAG_OL] = {TAG_BLOCK, 0},
    [GUMBO_TAG_PRE] = {TAG_BLOCK, 0}, [GUMBO_TAG_SECTION] = {TAG_BLOCK, 0}, [GUMBO_TAG_SUMMARY] = {TAG_BLOCK, 0},
    [GUMBO_TAG_UL] = {TAG_BLOCK, 0},
    [GUMBO_TAG_P] = {TAG_ITEM, 0}, [GUMBO_TAG_LI] = {TAG_ITEM, 0}, [GUMBO_TAG_DT] = {TAG_ITEM, GUMBO_TAG_LI},
    [GUMBO_TAG_DD] = {TAG_ITEM, GUMBO_TAG_LI},
    [GUMBO_TAG_TABLE] = {TAG_TABLE, 0}, [GUMBO_TAG_TR] = {TAG_ROW, 0}, [GUMBO_TAG_TD] = {TAG_ROW, 0},
    [GUMBO_TAG_TH] = {TAG_ROW, 0}, [GUMBO_TAG_THEAD] = {TAG_ROW, 0}, [GUMBO_TAG_TBODY] = {TAG_ROW, 0},
    [GUMBO_TAG_TFOOT] = {TAG_ROW, 0}, [GUMBO_TAG_CAPTION] = {TAG_ROW, 0},

    [GUMBO_TAG_A] = {TAG_LINK, 0}, [GUMBO_TAG_B] = {TAG_FORMAT, 0}, [GUMBO_TAG_BIG] = {TAG_FORMAT, 0},
    [GUMBO_TAG_CODE] = {TAG_FORMAT, 0}, [GUMBO_TAG_EM] = {TAG_FORMAT, 0}, [GUMBO_TAG_FONT] = {TAG_FORMAT, 0},
    [GUMBO_TAG_I] = {TAG_FORMAT, 0}, [GUMBO_TAG_S] = {TAG_FORMAT, 0}, [GUMBO_TAG_SMALL] = {TAG_FORMAT, 0},
    [GUMBO_TAG_STRIKE] = {TAG_FORMAT, 0}, [GUMBO_TAG_STRONG] = {TAG_FORMAT, 0}, [GUMBO_TAG_TT] = {TAG_FORMAT, 0},
    [GUMBO_TAG_U] = {TAG_FORMAT, 0}, [GUMBO_TAG_NOBR] = {TAG_INLINE, GUMBO_TAG_SPAN},
    [GUMBO_TAG_SPAN] = {TAG_INLINE, 0}, [GUMBO_TAG_ABBR] = {TAG_INLINE, 0}, [GUMBO_TAG_CITE] = {TAG_INLINE, 0},
    [GUMBO_TAG_Q] = {TAG_INLINE, 0}, [GUMBO_TAG_TIME] = {TAG_INLINE, 0}, [GUMBO_TAG_SUB] = {TAG_INLINE, 0},
    [GUMBO_TAG_SUP] = {TAG_INLINE, 0}, [GUMBO_TAG_LABEL] = {TAG_INLINE, 0}, [GUMBO_TAG_INS] = {TAG_INLINE, 0},

    [GUMBO_TAG_RUBY] = {TAG_SKIP, 0}, [GUMBO_TAG_RB] = {TAG_SKIP, 0}, [GUMBO_TAG_RT] = {TAG_SKIP, 0},
    [GUMBO_TAG_RTC] = {TAG_SKIP, 0}, [GUMBO_TAG_RP] = {TAG_SKIP, 0}, [GUMBO_TAG_WBR] = {TAG_SKIP, 0},
    [GUMBO_TAG_IMG] = {TAG_SKIP, 0}, [GUMBO_TAG_IMAGE] = {TAG_SKIP, 0},
    [GUMBO_TAG_INPUT] = {TAG_SKIP, 0}, [GUMBO_TAG_AREA] = {TAG_SKIP, 0}, [GUMBO_TAG_PARAM] = {TAG_SKIP, 0},
    [GUMBO_TAG_SOURCE] = {TAG_SKIP, 0}, [GUMBO_TAG_TRACK] = {TAG_SKIP, 0}, [GUMBO_TAG_EMBED] = {TAG_SKIP, 0},
    [GUMBO_TAG_KEYGEN] = {TAG_SKIP, 0}, [GUMBO_TAG_FRAME] = {TAG_SKIP, 0}, [GUMBO_TAG_FRAMESET] = {TAG_SKIP, 0},
    [GUMBO_TAG_COL] = {TAG_SKIP, 0}, [GUMBO_TAG_COLGROUP] = {TAG_SKIP, 0}, [GUMBO_TAG_OPTION] = {TAG_SKIP, 0},
    [GUMBO_TAG_OPTGROUP] = {TAG_SKIP, 0}, [GUMBO_TAG_LEGEND] = {TAG_SKIP, 0}, [GUMBO_TAG_ISINDEX] = {TAG_SKIP, 0},
    [GUMBO_TAG_MARQUEE] = {TAG_SKIP, 0}, [GUMBO_TAG_BGSOUND] = {TAG_SKIP, 0}, [GUMBO_TAG_MENUITEM] = {TAG_SKIP, 0},
    [GUMBO_TAG_PLAINTEXT] = {TAG_SKIP, 0}, [GUMBO_TAG_XMP] = {TAG_SKIP, 0}, [GUMBO_TAG_APPLET] = {TAG_SKIP, 0},

    [GUMBO_TAG_SVG] = {TAG_CUT, 0}, [GUMBO_TAG_MATH] = {TAG_CUT, 0}, [GUMBO_TAG_NOSCRIPT] = {TAG_SKIP, 0},
    [GUMBO_TAG_TEMPLATE] = {TAG_CUT, 0}, [GUMBO_TAG_OBJECT] = {TAG_CUT, 0}, [GUMBO_TAG_CANVAS] = {TAG_CUT, 0},
    [GUMBO_TAG_AUDIO] = {TAG_CUT, 0}, [GUMBO_TAG_VIDEO] = {TAG_CUT, 0}, [GUMBO_TAG_SELECT] = {TAG_CUT, 0},
    [GUMBO_TAG_BUTTON] = {TAG_CUT, 0}, [GUMBO_TAG_DATALIST] = {TAG_CUT, 0}, [GUMBO_TAG_MAP] = {TAG_CUT, 0},
    [GUMBO_TAG_SCRIPT] = {TAG_RAW, 0}, [GUMBO_TAG_STYLE] = {TAG_RAW, 0}, [GUMBO_TAG_TEXTAREA] = {TAG_RAW, 0},
    [GUMBO_TAG_IFRAME] = {TAG_RAW, 0}, [GUMBO_TAG_NOEMBED] = {TAG_RAW, 0}, [GUMBO_TAG_NOFRAMES] = {TAG_RAW, 0},
};
/* clang-format on */

bool markup_is_inline(GumboTag tag)
{
    Kind kind = rules[tag].kind;
    return kind == TAG_UNKNOWN || kind == TAG_INLINE || kind == TAG_FORMAT || kind == TAG_LINK ||
           (kind == TAG_VOID && tag != GUMBO_TAG_HR);
}

typedef enum Name { NAME_NONE, NAME_TYPE, NAME_STYLE, NAME_HIDDEN, NAME_ARIA, NAME_KEPT } Name;

/* An attribute that tells something about the article; of the others nothing is kept. */
typedef struct AttributeName {
    const char *name;
    Name as;
} AttributeName;
/* clang-format off */
static const AttributeName attribute_names[] = {
    {"class", NAME_KEPT}, {"id", NAME_KEPT}, {"href", NAME_KEPT}, {"rel", NAME_KEPT}, {"role", NAME_KEPT},
    {"itemprop", NAME_KEPT}, {"name", NAME_KEPT}, {"property", NAME_KEPT}, {"content", NAME_KEPT},
    {"datetime", NAME_KEPT}, {"pubdate", NAME_KEPT}, {"type", NAME_TYPE}, {"style", NAME_STYLE},
    {"hidden", NAME_HIDDEN}, {"aria-hidden", NAME_ARIA},
};
/* clang-format on */

#define MOST_ATTRIBUTES 12u
#define LONGEST_VALUE 1024u    /* bytes; gumbo copies them whenever it opens an element again */
#define LONGEST_CONTENT 65536u /* of <meta>, which it does not */
typedef struct Attribute {
    const char *name;
    Text value;
} Attribute;

typedef struct Tag {
    bool closes, hidden, linked_data;
    GumboTag tag, as;
    Kind kind;
    size_t end; /* after the > */
    Attribute attributes[MOST_ATTRIBUTES];
    uint32_t attribute_count;
} Tag;

typedef struct Tamer {
    Text page;
    size_t at;
    char *out;
    size_t size, room;
    Markup *result;
    uint8_t stack[MARKUP_DEPTH]; /* tags, as they were written */
    uint32_t depth, tags;
    uint32_t dropped[GUMBO_TAG_LAST + 1]; /* start tags that were left out, whose end tags will be too */
    uint64_t steps;
    bool titled, unended[GUMBO_TAG_LAST + 1]; /* no end tag of the kind follows */
} Tamer;

_Static_assert(GUMBO_TAG_LAST < 256, "a tag is a byte");

/* ---- writing ---- */

static void put(Tamer *t, Text text)
{
    size_t n = t->room - t->size < text.size ? 0 : text.size;
    if (n) memcpy(t->out + t->size, text.data, n);
    t->size += n;
}

static void put_word(Tamer *t, const char *word)
{
    put(t, text_literal(word));
}

/* A < that began no tag must not begin one because what stood behind it is gone. NUL is no character of a page. */
static void put_words(Tamer *t, Text text)
{
    if (!text.size) return;
    uint8_t first = (uint8_t)text.data[0];
    if (t->out[t->size - 1] == '<' && (is_letter(first) || strchr("/!?", first))) put_word(t, " ");
    while (text.size) {
        const char *nul = memchr(text.data, 0, text.size);
        size_t size = nul ? (size_t)(nul - text.data) : text.size;
        put(t, text_of(text.data, size));
        if (nul) put_word(t, " ");
        size += nul != NULL;
        text = text_of(text.data + size, text.size - size);
    }
}

static size_t value_size(Text value)
{
    size_t size = value.size;
    for (size_t i = 0; i < value.size; i++) size += value.data[i] == '"' ? 5u : 0u;
    return size;
}

static void put_value(Tamer *t, Text value)
{
    put_word(t, "=\"");
    size_t begin = 0;
    for (size_t i = 0; i < value.size; i++) {
        if (value.data[i] && value.data[i] != '"') continue;
        put(t, text_of(value.data + begin, i - begin));
        if (value.data[i]) put_word(t, "&quot;");
        begin = i + 1;
    }
    put(t, text_of(value.data + begin, value.size - begin));
    put_word(t, "\"");
}

/* Whole or not at all: half a tag would swallow what follows. */
static void put_tag(Tamer *t, const Tag *tag)
{
    size_t need = 64;
    for (uint32_t i = 0; i < tag->attribute_count; i++) need += 32 + value_size(tag->attributes[i].value);
    if (t->room - t->size < need) return;
    put_word(t, tag->closes ? "</" : "<");
    put_word(t, gumbo_normalized_tagname(tag->as));
    bool bare = tag->closes || tag->kind == TAG_FORMAT;
    for (uint32_t i = 0; i < tag->attribute_count && !bare; i++) {
        put_word(t, " ");
        put_word(t, tag->attributes[i].name);
        bool target = tag->kind == TAG_LINK && !strcmp(tag->attributes[i].name, "href");
        put_value(t, target ? text_of("", 0) : tag->attributes[i].value); /* that it leads somewhere is enough */
    }
    if (tag->hidden && !bare) put_word(t, " hidden");
    put_word(t, ">");
}

/* Of empty paragraphs and of line breaks more than a few in a row say nothing. */
static bool repeats(const Tamer *t, const char *tag, size_t times)
{
    size_t n = strlen(tag);
    if (t->size < n * times) return false;
    for (size_t i = 1; i <= times; i++)
        if (memcmp(t->out + t->size - i * n, tag, n)) return false;
    return true;
}

static void put_paragraph(Tamer *t)
{
    if (!repeats(t, "<p>", 1)) put_word(t, "<p>");
}

/* ---- reading ---- */

/* What stands in a style without blanks is looked for. */
static bool hides(Text style)
{
    char tight[256];
    size_t n = 0;
    for (size_t i = 0; i < style.size && n < sizeof tight; i++)
        if (!is_blank(style.data[i])) tight[n++] = style.data[i];
    Text t = text_of(tight, n);
    return text_has_case(t, "display:none") || text_has_case(t, "visibility:hidden");
}

static void note_attribute(Tag *tag, Text name, Text value)
{
    for (size_t i = 0; i < COUNT(attribute_names); i++) {
        const AttributeName *a = &attribute_names[i];
        if (!text_is_case(name, a->name)) continue;
        if (a->as == NAME_TYPE) tag->linked_data = text_has_case(value, "ld+json");
        if (a->as == NAME_STYLE) tag->hidden |= hides(value);
        if (a->as == NAME_HIDDEN) tag->hidden |= !text_is_case(value, "false") && !text_is_case(value, "until-found");
        if (a->as == NAME_ARIA) tag->hidden |= text_is_case(value, "true");
        for (uint32_t k = 0; k < tag->attribute_count; k++)
            if (tag->attributes[k].name == a->name) return; /* the first one counts */
        size_t most = tag->kind == TAG_VOID ? LONGEST_CONTENT : LONGEST_VALUE;
        if (value.size > most) value.size = most;
        if (a->as == NAME_KEPT && tag->attribute_count < MOST_ATTRIBUTES)
            tag->attributes[tag->attribute_count++] = (Attribute){a->name, value};
        return;
    }
}

static Text slice(Text t, size_t begin, size_t end)
{
    return text_of(t.data + begin, end - begin);
}

/* The value at `at`, after the =; where it ends. */
static size_t read_value(Text page, size_t at, Text *value)
{
    while (at < page.size && is_blank(page.data[at])) at++;
    if (at == page.size) return at;
    char quote = page.data[at];
    if (quote == '"' || quote == '\'') {
        const char *end = memchr(page.data + at + 1, quote, page.size - at - 1);
        size_t stop = end ? (size_t)(end - page.data) : page.size;
        *value = slice(page, at + 1, stop);
        return end ? stop + 1 : stop;
    }
    size_t begin = at;
    while (at < page.size && !is_blank(page.data[at]) && page.data[at] != '>') at++;
    *value = slice(page, begin, at);
    return at;
}

/* Attributes up to the >; false where the page ends before it. */
static bool read_attributes(Text page, size_t at, Tag *tag)
{
    for (;;) {
        while (at < page.size && (is_blank(page.data[at]) || page.data[at] == '/')) at++;
        if (at == page.size) return false;
        if (page.data[at] == '>') break;
        size_t begin = at++; /* a name may begin with = */
        while (at < page.size && !is_blank(page.data[at]) && !strchr("/>=", page.data[at])) at++;
        Text name = slice(page, begin, at), value = text_of("", 0);
        while (at < page.size && is_blank(page.data[at])) at++;
        if (at < page.size && page.data[at] == '=') at = read_value(page, at + 1, &value);
        note_attribute(tag, name, value);
    }
    tag->end = at + 1;
    return true;
}

/* The tag whose < stands at `at`. */
static bool read_tag(Text page, size_t at, Tag *tag)
{
    *tag = (Tag){.closes = page.data[at + 1] == '/'};
    size_t begin = at + 1 + tag->closes, end = begin;
    while (end < page.size && !is_blank(page.data[end]) && page.data[end] != '/' && page.data[end] != '>')
        end++;
    tag->tag = end - begin < 32 ? gumbo_tagn_enum(page.data + begin, (unsigned)(end - begin)) : GUMBO_TAG_UNKNOWN;
    if (tag->tag > GUMBO_TAG_LAST) tag->tag = GUMBO_TAG_UNKNOWN;
    tag->kind = rules[tag->tag].kind;
    tag->as = tag->kind == TAG_UNKNOWN ? GUMBO_TAG_SPAN : rules[tag->tag].as ? rules[tag->tag].as : tag->tag;
    return read_attributes(page, end, tag);
}

/* Where `</name` stands from `at` on, or the page's size. */
static size_t find_end(Text page, size_t at, const char *name)
{
    size_t n = strlen(name);
    while (at < page.size) {
        const char *p = memchr(page.data + at, '<', page.size - at);
        if (!p) break;
        at = (size_t)(p - page.data);
        if (page.size - at > n + 2 && p[1] == '/' && !strncasecmp(p + 2, name, n) && !is_letter(p[n + 2]))
            return at;
        at++;
    }
    return page.size;
}

static size_t after(Text page, size_t at, const char *mark)
{
    const char *p = at < page.size ? memmem(page.data + at, page.size - at, mark, strlen(mark)) : NULL;
    return p ? (size_t)(p - page.data) + strlen(mark) : page.size;
}

/* <!-- … -->, <!DOCTYPE …>, <? … >; where it ends. */
static size_t skip_declaration(Text page, size_t at)
{
    Text rest = slice(page, at, page.size);
    if (!text_starts(rest, "<!--")) return after(page, at, ">");
    if (text_starts(rest, "<!-->")) return at + 5;
    if (text_starts(rest, "<!--->")) return at + 6;
    return after(page, at + 4, "-->");
}

/* ---- the stack ---- */

static void push(Tamer *t, GumboTag tag)
{
    t->stack[t->depth++] = (uint8_t)tag;
}

/* A table's parts end all that is open in it; NONE where none is open. */
static uint32_t innermost(const Tamer *t, GumboTag as)
{
    for (uint32_t i = t->depth; i--;) {
        if (t->stack[i] == as) return i;
        if (t->stack[i] == GUMBO_TAG_TABLE) return NONE;
    }
    return NONE;
}

/* An end tag of a block ends all that is open in it, one of an inline element perhaps not: <b><i></b>. */
static void pop(Tamer *t, const Tag *tag, uint32_t at)
{
    if (at == NONE) return;
    if (tag->kind == TAG_BLOCK || tag->kind == TAG_TABLE || at + 1 == t->depth) t->depth = at;
}

static bool too_deep(Tamer *t)
{
    t->steps += (uint64_t)t->depth * TAG_STEPS;
    return t->depth == MARKUP_DEPTH || t->steps > MOST_STEPS || ++t->tags > MOST_TAGS;
}

/* ---- what becomes of a tag ---- */

static void cut_element(Tamer *t, const Tag *tag)
{
    const char *name = gumbo_normalized_tagname(tag->tag);
    size_t end = t->unended[tag->tag] ? t->page.size : find_end(t->page, tag->end, name);
    if (end == t->page.size) t->unended[tag->tag] = true;
    if (tag->linked_data && tag->tag == GUMBO_TAG_SCRIPT && t->result->script_count < MARKUP_SCRIPTS)
        t->result->scripts[t->result->script_count++] = slice(t->page, tag->end, end);
    if (end < t->page.size || tag->kind == TAG_RAW) t->at = end < t->page.size ? after(t->page, end, ">") : end;
}

static void open_tag(Tamer *t, const Tag *tag)
{
    bool counted = tag->kind <= TAG_TABLE;
    if (tag->tag == GUMBO_TAG_P && repeats(t, "<p>", 1)) return;
    if (!too_deep(t)) {
        if (tag->kind == TAG_ROW) {
            uint32_t table = innermost(t, GUMBO_TAG_TABLE);
            if (table != NONE) t->depth = table + 1;
        }
        put_tag(t, tag);
        if (counted) push(t, tag->as);
        return;
    }
    t->result->flattened = true;
    if (counted) t->dropped[tag->as]++;
    if (!markup_is_inline(tag->tag)) put_paragraph(t);
}

/* Without an open element of its name. A heading's end tag ends any heading, and formatting may be open though the
 * element that it was begun in is not. */
static bool closes_nothing(const Tag *tag)
{
    bool heading = tag->as >= GUMBO_TAG_H1 && tag->as <= GUMBO_TAG_H6;
    return tag->kind <= TAG_TABLE && tag->kind != TAG_FORMAT && tag->kind != TAG_LINK && !heading;
}

static void close_tag(Tamer *t, const Tag *tag)
{
    t->steps += (uint64_t)t->depth * TAG_STEPS;
    if (t->dropped[tag->as]) {
        t->dropped[tag->as]--;
        if (!markup_is_inline(tag->tag)) put_paragraph(t);
        return;
    }
    if (t->steps > MOST_STEPS) return;
    uint32_t at = tag->kind <= TAG_TABLE ? innermost(t, tag->as) : NONE;
    if (at == NONE && closes_nothing(tag)) return;
    put_tag(t, tag);
    pop(t, tag, at);
}

static void take_tag(Tamer *t, const Tag *tag)
{
    t->at = tag->end;
    switch (tag->kind) {
    case TAG_SKIP:
        return;
    case TAG_CUT:
    case TAG_RAW:
        if (!tag->closes) cut_element(t, tag);
        return;
    case TAG_TITLE:
        if (!tag->closes && t->titled) {
            cut_element(t, tag);
        } else {
            put_tag(t, tag);
            t->titled = true;
        }
        return;
    case TAG_VOID:
        if (tag->tag == GUMBO_TAG_BR && repeats(t, "<br>", 2)) return;
        if (tag->tag == GUMBO_TAG_BR || (!tag->closes && (tag->attribute_count || tag->tag == GUMBO_TAG_HR)))
            put_tag(t, tag);
        return;
    default:
        if (tag->closes)
            close_tag(t, tag);
        else
            open_tag(t, tag);
    }
}

/* From a < on: what it begins. */
static void take_mark(Tamer *t)
{
    uint8_t c = t->at + 1 < t->page.size ? (uint8_t)t->page.data[t->at + 1] : 0;
    uint8_t d = t->at + 2 < t->page.size ? (uint8_t)t->page.data[t->at + 2] : 0;
    Tag tag;
    if (c == '!' || c == '?' || (c == '/' && d && !is_letter(d))) {
        t->at = skip_declaration(t->page, t->at);
    } else if (is_letter(c) || (c == '/' && is_letter(d))) {
        if (read_tag(t->page, t->at, &tag))
            take_tag(t, &tag);
        else
            t->at = t->page.size;
    } else {
        put_word(t, "<");
        t->at++;
    }
}

bool markup_tame(Text page, Arena *arena, Markup *out)
{
    *out = (Markup){0};
    Tamer *t = TAKE(arena, Tamer, 1);
    if (!t) return false;
    *t = (Tamer){.page = page, .room = 2 * page.size + 4096, .result = out};
    if (!(t->out = arena_take(arena, t->room, 1))) return false;
    /* gumbo can be told to end after an error, and remembers that there was one: the end tag is one */
    put_word(t, "<!DOCTYPE html></p>");
    while (t->at < page.size) {
        const char *mark = memchr(page.data + t->at, '<', page.size - t->at);
        size_t end = mark ? (size_t)(mark - page.data) : page.size;
        put_words(t, slice(page, t->at, end));
        t->steps += (uint64_t)t->depth * (end - t->at);
        if ((t->at = end) < page.size) take_mark(t);
    }
    out->html = text_of(t->out, t->size);
    return true;
}
