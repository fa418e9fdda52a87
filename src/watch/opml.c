/* OPML, as feed readers export their lists: the xmlUrl of each outline, however deep. Read as a stream, without
 * entities of its own, without the network. */
#include <libxml/xmlreader.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "watch/watch.h"

#define MOST_FEEDS 10000u

static bool add(char ***urls, size_t *count, const char *url)
{
    char **more = *count < MOST_FEEDS ? realloc(*urls, (*count + 1) * sizeof *more) : NULL,
         *copy = more ? strdup(url) : NULL;
    if (more) *urls = more;
    if (copy) more[(*count)++] = copy;
    return copy;
}

static void silent(void *context, const char *message, xmlParserSeverities severity, xmlTextReaderLocatorPtr where)
{
    (void)context, (void)message, (void)severity, (void)where;
}

/* 0 at the end, below where it cannot be read. */
static int read_outlines(xmlTextReaderPtr reader, char ***urls, size_t *count)
{
    int more;
    while ((more = xmlTextReaderRead(reader)) == 1) {
        if (xmlTextReaderNodeType(reader) != XML_READER_TYPE_ELEMENT) continue;
        if (strcasecmp((const char *)xmlTextReaderConstLocalName(reader), "outline")) continue;
        xmlChar *url = xmlTextReaderGetAttribute(reader, (const xmlChar *)"xmlUrl");
        if (!url) url = xmlTextReaderGetAttribute(reader, (const xmlChar *)"xmlurl");
        bool good = !url || !*url || add(urls, count, (const char *)url);
        xmlFree(url);
        if (!good) return -2;
    }
    return more;
}

bool opml_read(const char *path, char ***urls, size_t *count)
{
    *urls = NULL;
    *count = 0;
    xmlTextReaderPtr reader = xmlReaderForFile(path, NULL, XML_PARSE_NONET | XML_PARSE_NOCDATA);
    if (!reader) return complain(path, "it cannot be opened; give an OPML file or a URL"), false;
    xmlTextReaderSetErrorHandler(reader, silent, NULL);
    int end = read_outlines(reader, urls, count);
    xmlFreeTextReader(reader);
    if (end == -2) complain(path, "it names more feeds than can be followed");
    if (end == -1) complain(path, "it is no OPML that can be read: its XML is broken");
    if (!end && !*count) complain(path, "no feed is named in it: an outline of OPML has its address in xmlUrl");
    if (!end && *count) return true;
    while (*count) free((*urls)[--*count]);
    free(*urls);
    *urls = NULL;
    return false;
}
