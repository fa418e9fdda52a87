/* Word's .docx and LibreOffice's .odt: of the XML in them the paragraphs. Both are zips; archive.c finds the member.
 *
 *   word/document.xml   w:p is a paragraph, w:t its words; w:tab, w:br, w:cr a blank
 *   content.xml         text:p and text:h are paragraphs; text:s, text:tab, text:line-break a blank
 *
 * What was deleted with the changes tracked, and what stands in notes and comments, is no text of the report. */
#include <libxml/parser.h>

#include "intake/cut.h"

#define PART ((size_t)16 << 10)

typedef struct Office {
    Way way;
    Opened *opened; /* owned; NULL: it has been read */
    const IntakeOptions *options;
    char *label, *id;
    /* while it is read: */
    Bytes text;
    size_t most;
    unsigned skipped; /* depth within an element that is no text */
    unsigned words;   /* depth within one that is */
    bool pending, failed;
} Office;

static bool is_one_of(const xmlChar *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp((const char *)name, names[i])) return true;
    return false;
}

static const char *const skipped[] = {"del", "delText", "instrText", "annotation", "note", "tracked-changes", "footnote", "comment",
                                      "Fallback", "forms", "sequence-decls"};
static const char *const blanks[] = {"tab", "br", "cr", "s", "line-break", "noBreakHyphen"};
static const char *const paragraphs[] = {"p", "h"};

static void add(Office *o, const char *data, size_t size)
{
    if (o->text.size > o->most) return;
    if (!bytes_add(&o->text, data, size)) o->failed = true;
}

static void on_begin(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int count,
                     const xmlChar **namespaces, int attribute_count, int defaulted, const xmlChar **attributes)
{
    (void)prefix, (void)uri, (void)count, (void)namespaces, (void)attribute_count, (void)defaulted, (void)attributes;
    Office *o = context;
    if (o->skipped || is_one_of(name, skipped, COUNT(skipped))) {
        o->skipped++;
        return;
    }
    if (is_one_of(name, paragraphs, COUNT(paragraphs))) {
        if (o->text.size) o->pending = true;
        o->words++;
    } else if (o->words && is_one_of(name, blanks, COUNT(blanks)))
        add(o, " ", 1);
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    (void)prefix, (void)uri;
    Office *o = context;
    if (o->skipped) {
        o->skipped--;
        return;
    }
    if (o->words && is_one_of(name, paragraphs, COUNT(paragraphs))) o->words--;
}

static void on_words(void *context, const xmlChar *words, int size)
{
    Office *o = context;
    if (o->skipped || !o->words || size <= 0) return;
    if (o->pending) add(o, "\n\n", 2);
    o->pending = false;
    add(o, (const char *)words, (size_t)size);
}

static void on_problem(void *context, const char *format, ...)
{
    (void)context, (void)format;
}

/* The whole member: false with the sentence where it cannot be read. */
static bool read_document(Office *o, Error *error)
{
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC, .startElementNs = on_begin, .endElementNs = on_end, .characters = on_words,
                         .cdataBlock = on_words, .warning = on_problem, .error = on_problem};
    xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&sax, o, NULL, 0, NULL);
    if (!parser) {
        (void)fail_memory(error);
        return false;
    }
    xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    char part[PART];
    ssize_t n = 1;
    int status = 0;
    while (n > 0 && !status && !o->failed && o->text.size <= o->most) {
        n = stream_read(&o->opened->stream, part, sizeof part, error);
        if (n >= 0) status = xmlParseChunk(parser, part, (int)n, !n);
    }
    xmlFreeParserCtxt(parser);
    if (o->failed) (void)fail_memory(error);
    if (status && n >= 0) (void)fail(error, SAYSO_ERROR_INPUT, NO_OFFSET, "the document is damaged: its XML cannot be read");
    return n >= 0 && !o->failed && !status;
}

static bool office_next(Way *way, Piece *out)
{
    Office *o = (Office *)way;
    if (!o->opened) return false;
    Error error = {0};
    bool read = read_document(o, &error);
    piece_begin(out, o->label, o->id);
    o->label = o->id = NULL;
    if (read)
        piece_data(out, INTAKE_TEXT, &o->text);
    else
        piece_problem(out, "%s", error.message);
    stream_close(&o->opened->stream);
    o->opened = NULL;
    return true;
}

static void office_close(Way *way)
{
    Office *o = (Office *)way;
    if (o->opened) stream_close(&o->opened->stream);
    bytes_free(&o->text);
    free(o->label);
    free(o->id);
    free(o);
}

Way *way_office(Opened *opened, const IntakeOptions *options, const char *label)
{
    Office *o = calloc(1, sizeof *o);
    if (!o) {
        stream_close(&opened->stream);
        return NULL;
    }
    *o = (Office){.way = {office_next, office_close}, .opened = opened, .options = options, .label = strdup(label),
                  .id = id_of_label(label), .most = limit_of(options, INTAKE_TEXT)};
    return &o->way;
}
