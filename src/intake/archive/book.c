/* Excel's .xlsx: a zip of XML. Each of its visible sheets is a table, whose rows sheet.c writes as CSV, so that table.c
 * finds columns and articles in them as in any CSV, and the same rows give the same records.
 *
 *   xl/workbook.xml             the sheets' names, in their order, hidden or not
 *   xl/_rels/workbook.xml.rels  in which part each lies, and where texts and styles do
 *   xl/styles.xml               which styles make a number a day
 *   xl/sharedStrings.xml        texts that cells name by number: kept in a file without a name, not in memory
 *   xl/worksheets/sheet1.xml    the rows, streamed
 *
 * By libarchive and libxml2, which are here anyway: what Debian 12 packages for reading .xlsx is one library of C++
 * that holds the whole book in memory. Names of XML are taken without their prefixes, of which the standard has two
 * sets. */
#include <libxml/parser.h>
#include <string.h>

#include "intake/archive/book.h"

#define PART ((size_t)16 << 10)
#define MOST_SHEETS 1000u
#define MOST_STYLES 65536u

/* ---- XML ---- */

struct BookParser {
    xmlParserCtxtPtr parser;
    BookXml calls;
    void *context;
};

/* libxml2's rows of five: name, prefix, URI, the value's begin and end. */
typedef struct Attributes {
    const xmlChar **rows;
    int count;
} Attributes;

static void on_begin(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int count,
                     const xmlChar **namespaces, int attribute_count, int defaulted, const xmlChar **attributes)
{
    (void)prefix, (void)uri, (void)count, (void)namespaces, (void)defaulted;
    BookParser *p = context;
    p->calls.begin(p->context, (const char *)name, &(Attributes){attributes, attribute_count});
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    (void)prefix, (void)uri;
    BookParser *p = context;
    if (p->calls.end) p->calls.end(p->context, (const char *)name);
}

static void on_words(void *context, const xmlChar *words, int size)
{
    BookParser *p = context;
    if (p->calls.words && size > 0) p->calls.words(p->context, (const char *)words, (size_t)size);
}

static void on_problem(void *context, const char *format, ...)
{
    (void)context, (void)format;
}

BookParser *book_parser(const BookXml *calls, void *context)
{
    BookParser *p = calloc(1, sizeof *p);
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
                         .startElementNs = on_begin,
                         .endElementNs = on_end,
                         .characters = on_words,
                         .cdataBlock = on_words,
                         .warning = on_problem,
                         .error = on_problem};
    if (!p) return NULL;
    p->calls = *calls;
    p->context = context;
    p->parser = xmlCreatePushParserCtxt(&sax, p, NULL, 0, NULL);
    if (!p->parser) {
        free(p);
        return NULL;
    }
    /* No entity is ever declared, as nobody listens for that: what is replaced is &amp; and the like in attributes. */
    xmlCtxtUseOptions(p->parser, XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    return p;
}

bool book_parse(BookParser *p, const char *data, size_t size, bool last)
{
    return !xmlParseChunk(p->parser, data, (int)size, last);
}

void book_parser_free(BookParser *p)
{
    if (!p) return;
    if (p->parser->myDoc) xmlFreeDoc(p->parser->myDoc); /* libxml2 makes one for a DTD, and leaves it */
    xmlFreeParserCtxt(p->parser);
    free(p);
}

bool book_attribute(const void *attributes, const char *name, char *out, size_t size)
{
    const Attributes *a = attributes;
    for (int i = 0; i < a->count; i++) {
        const xmlChar **row = a->rows + 5 * i;
        if (strcmp((const char *)row[0], name)) continue;
        size_t n = (size_t)(row[4] - row[3]);
        if (n >= size) n = size - 1;
        memcpy(out, row[3], n);
        out[n] = 0;
        return true;
    }
    return false;
}

static int escaped(const char *s, size_t size)
{
    int c = 0;
    if (size < 7 || s[0] != '_' || s[1] != 'x' || s[6] != '_') return -1;
    for (size_t i = 2; i < 6; i++) {
        int digit = hex_digit(s[i]);
        if (digit < 0) return -1;
        c = c * 16 + digit;
    }
    return c;
}

size_t book_unescape(char *data, size_t size)
{
    size_t to = 0;
    for (size_t at = 0; at < size;) {
        int c = data[at] == '_' ? escaped(data + at, size - at) : -1;
        if (c < 0 || (c >= 0xD800 && c < 0xE000)) {
            data[to++] = data[at++];
            continue;
        }
        if (c >= ' ' || c == '\t' || c == '\n' || c == '\r') to += utf8_put((uint32_t)c, data + to);
        at += 7;
    }
    return to;
}

/* ---- a part, whole ---- */

typedef struct Books {
    Way way;
    Unpacker *archive;
    const IntakeOptions *options;
    char *label;
    Book book;
    struct BookSheet {
        char *name, id[64], part[256];
        bool hidden;
    } * sheets;
    size_t count, room, at, hidden;
    char texts[256], styles[256]; /* the parts' names; "": none */
    Way *table;                   /* of the sheet that is read */
    bool begun, failed, ended;    /* failed: memory ran out */
} Books;

/* Reads a part through `calls`; a part that is not there is none, unless it is `needed`. */
static Status read_part(Books *b, const char *name, bool needed, const BookXml *calls, void *context, Error *error)
{
    Opened *part = archive_again(b->archive, name, error);
    if (!part && error->message[0]) return SAYSO_ERROR_INPUT;
    if (!part && !needed) return SAYSO_OK;
    if (!part) return fail(error, SAYSO_ERROR_INPUT, NO_OFFSET, "the spreadsheet is damaged: it has no part %s", name);
    BookParser *parser = book_parser(calls, context);
    char data[PART];
    ssize_t n = parser ? 1 : 0;
    bool good = true;
    while (n > 0 && good) {
        n = stream_read(&part->stream, data, sizeof data, error);
        if (n >= 0) good = book_parse(parser, data, (size_t)n, !n);
    }
    book_parser_free(parser);
    stream_close(&part->stream);
    if (!parser || b->failed) return fail_memory(error);
    if (n < 0) return SAYSO_ERROR_INPUT;
    return good ? SAYSO_OK
                : fail(error, SAYSO_ERROR_INPUT, NO_OFFSET, "the spreadsheet is damaged: its part %s cannot be read",
                       name);
}

/* ---- which sheets, and where ---- */

static void see_workbook(void *context, const char *name, const void *attributes)
{
    Books *b = context;
    char value[512];
    if (!strcmp(name, "workbookPr"))
        b->book.from_1904 = book_attribute(attributes, "date1904", value, sizeof value) &&
                            (!strcmp(value, "1") || !strcmp(value, "true"));
    if (strcmp(name, "sheet") || b->count >= MOST_SHEETS) return;
    struct BookSheet sheet = {0};
    if (!book_attribute(attributes, "id", sheet.id, sizeof sheet.id)) return;
    if (!book_attribute(attributes, "name", value, sizeof value)) strcpy(value, "sheet");
    char state[16];
    sheet.hidden = book_attribute(attributes, "state", state, sizeof state) && strcmp(state, "visible");
    sheet.name = safe_copy(value, strlen(value));
    if (!sheet.name || !items_grow((void **)&b->sheets, b->count, &b->room, sizeof *b->sheets)) {
        free(sheet.name);
        b->failed = true;
        return;
    }
    b->sheets[b->count++] = sheet;
}

/* A target lies beside the workbook, unless it begins at the top. */
static bool part_name(char *out, size_t size, const char *target)
{
    int n = snprintf(out, size, "%s%s", *target == '/' ? "" : "xl/", *target == '/' ? target + 1 : target);
    return n > 0 && (size_t)n < size;
}

static void see_relation(void *context, const char *name, const void *attributes)
{
    Books *b = context;
    char id[64], type[256], target[256], part[256];
    if (strcmp(name, "Relationship") || !book_attribute(attributes, "Id", id, sizeof id) ||
        !book_attribute(attributes, "Type", type, sizeof type) ||
        !book_attribute(attributes, "Target", target, sizeof target) || !part_name(part, sizeof part, target))
        return;
    if (name_ends(type, "/sharedStrings")) strcpy(b->texts, part);
    if (name_ends(type, "/styles")) strcpy(b->styles, part);
    if (!name_ends(type, "/worksheet")) return;
    for (size_t i = 0; i < b->count; i++)
        if (!strcmp(b->sheets[i].id, id)) strcpy(b->sheets[i].part, part);
}

/* ---- which numbers are days ---- */

typedef struct Styles {
    Books *books;
    uint32_t *formats; /* of one's own that are days */
    size_t count, room;
    bool cells; /* within cellXfs */
} Styles;

/* What is in quotation marks or brackets, or behind a backslash, is shown as it is. */
static bool is_day_format(const char *code)
{
    bool month = false, clock = false;
    for (; *code; code++) {
        if (*code == '"' || *code == '[') {
            const char *end = strchr(code + 1, *code == '"' ? '"' : ']');
            if (!end) break;
            code = end;
        } else if ((*code == '\\' || *code == '_' || *code == '*') && code[1])
            code++;
        else if (strchr("yYdD", *code))
            return true;
        else {
            month |= (*code | 32) == 'm';
            clock |= (*code | 32) == 'h' || (*code | 32) == 's';
        }
    }
    return month && !clock;
}

/* ECMA-376, part 1, 18.8.30. */
static bool is_day_number(uint32_t id)
{
    return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) ||
           (id >= 57 && id <= 58);
}

static bool keep_style(Styles *s, uint32_t id)
{
    Book *b = &s->books->book;
    if (b->style_count >= MOST_STYLES) return true;
    size_t room = b->style_count ? (size_t)b->style_count : 0;
    if (!(room & (room - 1))) { /* a power of two, or nothing: it is full */
        bool *grown = realloc(b->dates, (room ? 2 * room : 1) * sizeof *grown);
        if (!grown) return false;
        b->dates = grown;
    }
    bool day = is_day_number(id);
    for (size_t i = 0; i < s->count; i++) day |= s->formats[i] == id;
    b->dates[b->style_count++] = day;
    return true;
}

static void see_style(void *context, const char *name, const void *attributes)
{
    Styles *s = context;
    char value[512];
    s->cells |= !strcmp(name, "cellXfs");
    bool format = !strcmp(name, "numFmt"), style = s->cells && !strcmp(name, "xf");
    if (!format && !style) return;
    uint32_t id = book_attribute(attributes, "numFmtId", value, sizeof value) ? (uint32_t)strtoul(value, NULL, 10) : 0;
    if (style && !keep_style(s, id)) s->books->failed = true;
    if (!format || s->count >= MOST_STYLES || !book_attribute(attributes, "formatCode", value, sizeof value) ||
        !is_day_format(value))
        return;
    if (items_grow((void **)&s->formats, s->count, &s->room, sizeof *s->formats))
        s->formats[s->count++] = id;
    else
        s->books->failed = true;
}

static void leave_style(void *context, const char *name)
{
    if (!strcmp(name, "cellXfs")) ((Styles *)context)->cells = false;
}

/* ---- the shared texts ---- */

typedef struct Texts {
    Books *books;
    Bytes text;
    bool words;     /* within a <t> that counts */
    unsigned aside; /* within what tells how it is read aloud */
    Status status;
    Error error;
} Texts;

static void begin_text(void *context, const char *name, const void *attributes)
{
    (void)attributes;
    Texts *t = context;
    if (!strcmp(name, "rPh")) t->aside++;
    t->words = !strcmp(name, "t") && !t->aside;
}

static void add_words(void *context, const char *words, size_t size)
{
    Texts *t = context;
    if (t->words && t->text.size <= t->books->book.most && !bytes_add(&t->text, words, size)) t->books->failed = true;
}

static void end_text(void *context, const char *name)
{
    Texts *t = context;
    Book *b = &t->books->book;
    t->words = false;
    if (!strcmp(name, "rPh") && t->aside) t->aside--;
    if (strcmp(name, "si") || t->status) return;
    size_t size = t->text.size ? book_unescape(t->text.data, t->text.size) : 0;
    t->status = spool_add(&b->places, &b->texts.size, sizeof b->texts.size, &t->error);
    if (!t->status) t->status = spool_add(&b->texts, t->text.data, size, &t->error);
    b->text_count++;
    t->text.size = 0;
}

static Status read_texts(Books *b, Error *error)
{
    static const BookXml calls = {begin_text, end_text, add_words};
    Texts t = {.books = b};
    Status status = spool_begin(&b->book.texts, error);
    if (!status) status = spool_begin(&b->book.places, error);
    if (!status && *b->texts) status = read_part(b, b->texts, false, &calls, &t, error);
    if (!status && t.status) {
        status = t.status;
        *error = t.error;
    }
    bytes_free(&t.text);
    if (!status) status = spool_add(&b->book.places, &b->book.texts.size, sizeof b->book.texts.size, error);
    if (!status) status = spool_whole(&b->book.places, error);
    return status ? status : spool_whole(&b->book.texts, error);
}

static Status read_styles(Books *b, Error *error)
{
    static const BookXml calls = {see_style, leave_style, NULL};
    Styles s = {.books = b};
    Status status = *b->styles ? read_part(b, b->styles, false, &calls, &s, error) : SAYSO_OK;
    free(s.formats);
    return status;
}

static Status read_book(Books *b, Error *error)
{
    static const BookXml workbook = {see_workbook, NULL, NULL}, relations = {see_relation, NULL, NULL};
    Status status = read_part(b, "xl/workbook.xml", true, &workbook, b, error);
    if (!status) status = read_part(b, "xl/_rels/workbook.xml.rels", true, &relations, b, error);
    if (!status) status = read_styles(b, error);
    if (!status) status = read_texts(b, error);
    for (size_t i = 0; i < b->count; i++) b->hidden += b->sheets[i].hidden;
    return status;
}

/* ---- the sheets ---- */

static bool tell(Books *b, Piece *out, const char *sheet, const char *sentence)
{
    char *label = sheet ? format_words("%s: %s", b->label, sheet) : strdup(b->label);
    piece_begin(out, label, label ? id_of_label(label) : NULL);
    piece_problem(out, "%s", sentence);
    return true;
}

/* The next visible sheet's table, or a piece with the sentence why there is none. */
static bool begin_sheet(Books *b, Piece *out)
{
    const struct BookSheet *sheet = &b->sheets[b->at++];
    bool several = b->count - b->hidden > 1;
    Error error = {0};
    if (sheet->hidden || !*sheet->part) return false; /* a sheet that is a chart has no rows */
    Opened *xml = archive_again(b->archive, sheet->part, &error);
    if (!xml)
        return tell(b, out, sheet->name,
                    error.message[0] ? error.message : "the spreadsheet is damaged: the sheet's part is not in it");
    Opened *rows = open_sheet(xml, &b->book, b->archive);
    if (!rows || !opened_look(rows)) {
        if (rows) stream_close(&rows->stream);
        return tell(b, out, sheet->name, "out of memory");
    }
    if (several && !rows->stream.ahead_size && !rows->failed) {
        stream_close(&rows->stream);
        return false;
    }
    char *label = several ? format_words("%s: %s", b->label, sheet->name) : strdup(b->label);
    b->table = label ? way_rows(&rows->stream, b->options, label) : NULL;
    if (!label) stream_close(&rows->stream);
    free(label);
    return !b->table && tell(b, out, sheet->name, "out of memory");
}

static bool finish(Books *b, Piece *out)
{
    b->ended = true;
    if (!b->count) return tell(b, out, NULL, "the spreadsheet has no sheets");
    if (!b->hidden) return false;
    char sentence[80];
    snprintf(sentence, sizeof sentence, "%zu hidden sheet%s not read", b->hidden, b->hidden > 1 ? "s are" : " is");
    tell(b, out, NULL, sentence);
    out->remark = true;
    return true;
}

static bool book_next(Way *way, Piece *out)
{
    Books *b = (Books *)way;
    Error error = {0};
    if (!b->begun) {
        b->begun = true;
        b->ended = read_book(b, &error) != SAYSO_OK;
        if (b->ended) return tell(b, out, NULL, error.message);
    }
    while (!b->ended) {
        if (b->table && b->table->next(b->table, out)) return true;
        way_close(b->table);
        b->table = NULL;
        if (b->at == b->count) return finish(b, out);
        if (begin_sheet(b, out)) return true;
    }
    return false;
}

static void book_close(Way *way)
{
    Books *b = (Books *)way;
    way_close(b->table);
    for (size_t i = 0; i < b->count; i++) free(b->sheets[i].name);
    free(b->sheets);
    free(b->book.dates);
    spool_end(&b->book.texts);
    spool_end(&b->book.places);
    free(b->label);
    free(b);
}

Way *way_book(Unpacker *archive, const IntakeOptions *options, const char *label)
{
    Books *b = calloc(1, sizeof *b);
    if (!b) return NULL;
    *b = (Books){.way = {book_next, book_close},
                 .archive = archive,
                 .options = options,
                 .label = strdup(label),
                 .book.most = limit_of(options, INTAKE_JSON)};
    if (b->label) return &b->way;
    free(b);
    return NULL;
}
