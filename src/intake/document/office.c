/* Word's .docx and LibreOffice's .odt: of the XML in them the paragraphs. Both are zips; archive.c finds the member.
 *
 *   word/document.xml   w:p is a paragraph, w:t its words; w:tab, w:br, w:cr a blank
 *   content.xml         text:p and text:h are paragraphs; text:s, text:tab, text:line-break a blank
 *
 * What was deleted with the changes tracked, and what stands in notes and comments, is no text of the report. */
#include <libxml/parser.h>

#include "intake/document/document.h"

#define PART ((size_t)16 << 10)

typedef struct Office {
    Bytes *text;
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

static const char *const skipped[] = {"del", "delText", "instrText", "annotation", "note", "tracked-changes",
                                      "footnote", "comment", "Fallback", "forms", "sequence-decls"};
static const char *const blanks[] = {"tab", "br", "cr", "s", "line-break", "noBreakHyphen"};
static const char *const paragraphs[] = {"p", "h"};

static void add(Office *o, const char *data, size_t size)
{
    if (o->text->size > o->most) return;
    if (!bytes_add(o->text, data, size)) o->failed = true;
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
        if (o->text->size) o->pending = true;
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

bool office_read(Stream *stream, size_t most, Bytes *out, Error *error)
{
    Office o = {.text = out, .most = most};
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC, .startElementNs = on_begin, .endElementNs = on_end,
                         .characters = on_words, .cdataBlock = on_words, .warning = on_problem, .error = on_problem};
    xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&sax, &o, NULL, 0, NULL);
    if (!parser) {
        (void)fail_memory(error);
        return false;
    }
    xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    char part[PART];
    ssize_t n = 1;
    int status = 0;
    while (n > 0 && !status && !o.failed && out->size <= most) {
        n = stream_read(stream, part, sizeof part, error);
        if (n >= 0) status = xmlParseChunk(parser, part, (int)n, !n);
    }
    if (parser->myDoc) xmlFreeDoc(parser->myDoc); /* libxml2 makes one for a DTD, and leaves it */
    xmlFreeParserCtxt(parser);
    if (o.failed) (void)fail_memory(error);
    if (status && n >= 0)
        (void)fail(error, SAYSO_ERROR_INPUT, NO_OFFSET, "the document is damaged: its XML cannot be read");
    return n >= 0 && !o.failed && !status;
}
