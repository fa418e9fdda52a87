/* What is no article and no prose either, though no format of ours: XML of an unknown kind, told by its root, with what
 * to do instead. */
#include "intake/cut/cut.h"

static const struct {
    const char *root, *sentence;
} known[] = {
    {"urlset", "it is a sitemap, which lists pages and holds none; give the pages that it names, one URL each"},
    {"sitemapindex", "it is an index of sitemaps, which lists pages and holds none; give the pages, one URL each"},
    {"opml", "it is a list of feeds; give the feeds that it names, one URL each"},
    {"svg", "it is a picture; give text"},
    {"Error",
     "it is an answer in XML that says of an error (<Error>), as stores of files give it; fetch the file again"},
    {"mediawiki", "it is a dump of a wiki; take its pages' text out with a program for that, as JSON Lines"},
    {"DOC", "it is SGML whose first <DOC> has no <TEXT> that is near; --input sgml takes it for reports all the same"},
};

/* The name of the tag that `t` begins with, its prefix left out. */
static Text root_name(Text t)
{
    size_t n = 1, from = 1;
    for (; n < t.size && t.data[n] && (is_letter(t.data[n]) || strchr("0123456789:-_.", t.data[n])); n++)
        if (t.data[n] == ':') from = n + 1;
    bool ends = n < t.size && (t.data[n] == '>' || t.data[n] == '/' || walk_is_white((uint8_t)t.data[n]));
    return ends && n > from ? text_of(t.data + from, n - from) : text_of("", 0);
}

static bool is_of_html(Text name)
{
    static const char *const all[] = {"a",  "abbr", "b",  "big", "br", "center", "cite", "code", "em",   "font",
                                      "h4", "h5",   "h6", "hr",  "i",  "img",    "li",   "ol",   "pre",  "q",
                                      "s",  "small", "span", "strong", "sub", "sup", "u", "ul"};
    for (size_t i = 0; i < COUNT(all); i++)
        if (text_is_case(name, all[i])) return true;
    return false;
}

/* `t` ends with </NAME>, whatever its prefix. */
static bool ends_with_tag(Text t, Text name)
{
    t = text_strip(t);
    size_t n = name.size;
    if (t.size < n + 3 || t.data[t.size - 1] != '>' || memcmp(t.data + t.size - 1 - n, name.data, n)) return false;
    char before = t.data[t.size - 2 - n];
    return before == '/' || before == ':';
}

/* Prose may begin with what looks like a tag; XML has a declaration or a comment before it, or ends with the root's. */
static bool is_xml(Text t, Text root, Text name, bool whole)
{
    return root.data > t.data || (whole && ends_with_tag(t, name));
}

char *kind_refused(Text t, Text root, bool whole)
{
    Text name = root.size && root.data[0] == '<' ? root_name(root) : text_of("", 0);
    if (!name.size || is_of_html(name)) return NULL;
    for (size_t i = 0; i < COUNT(known); i++)
        if (text_is(name, known[i].root) && is_xml(t, root, name, whole)) return strdup(known[i].sentence);
    if (!is_xml(t, root, name, whole)) return NULL;
    char *safe = safe_copy(name.data, name.size < 40 ? name.size : 40);
    char *sentence = safe ? format_words("it is XML of a kind that is not known here (<%s>); give its text, or a page, "
                                         "a feed or JSON with the same report; --input text reads it as it stands",
                                         safe)
                          : NULL;
    free(safe);
    return sentence;
}
