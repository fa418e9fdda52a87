/* JSON-LD: what a page says of its article to search engines. All objects of all scripts are laid out in one list,
 * since they stand in @graph, in arrays and in each other, and name each other by @id; the one that is most surely an
 * article is read. Scripts that are no JSON are passed over. */
#include <jansson.h>

#include "intake/page/internal.h"

#define MOST_OBJECTS 2000u
#define MOST_AUTHORS 64u /* that are looked at: each may be sought among all objects */

typedef struct Objects {
    json_t *items[MOST_OBJECTS]; /* objects and arrays, borrowed from the scripts' trees */
    uint32_t count;
} Objects;

/* ---- the scripts ---- */

/* What stands between the marks <![CDATA[ and ]]>, or all. */
static Text without_marks(Text script)
{
    static const char begins[] = "<![CDATA[", ends[] = "]]>";
    const char *begin = script.size ? memmem(script.data, script.size, begins, sizeof begins - 1) : NULL;
    if (!begin) return script;
    begin += sizeof begins - 1;
    size_t size = script.size - (size_t)(begin - script.data);
    while (size >= 3 && memcmp(begin + size - 3, ends, 3)) size--;
    return text_of(begin, size >= 3 ? size - 3 : 0);
}

/* From the first bracket to the last: comments and semicolons stay outside. Line ends inside strings are forbidden and
 * frequent. */
static json_t *parse(Text words, Arena *arena)
{
    Text script = without_marks(words);
    size_t begin = 0, end = script.size;
    while (begin < end && script.data[begin] != '{' && script.data[begin] != '[') begin++;
    while (end > begin && script.data[end - 1] != '}' && script.data[end - 1] != ']') end--;
    Text copy;
    if (begin == end || !arena_text(arena, text_of(script.data + begin, end - begin), &copy)) return NULL;
    char *data = (char *)(uintptr_t)copy.data;
    for (size_t i = 0; i < copy.size; i++)
        if ((uint8_t)data[i] < 0x20) data[i] = ' ';
    return json_loadb(data, copy.size, JSON_ALLOW_NUL, NULL);
}

static void lay_out(json_t *root, Objects *out)
{
    uint32_t at = out->count;
    if (root && out->count < MOST_OBJECTS) out->items[out->count++] = root;
    for (; at < out->count; at++) {
        json_t *item = out->items[at], *value;
        const char *key;
        size_t index;
        (void)key;
        if (json_is_array(item)) {
            json_array_foreach(item, index, value) if (!json_is_string(value) && out->count < MOST_OBJECTS)
                out->items[out->count++] = value;
        } else {
            json_object_foreach(item, key, value) if ((json_is_object(value) || json_is_array(value)) &&
                                                      out->count < MOST_OBJECTS) out->items[out->count++] = value;
        }
    }
}

/* ---- fields ---- */

static Text string_of(const json_t *value)
{
    return json_is_string(value) ? text_of(json_string_value(value), json_string_length(value)) : (Text){0};
}

static Text field(const json_t *object, const char *key)
{
    return string_of(json_object_get(object, key));
}

/* The object itself, or the one elsewhere that has its @id and says more. */
static const json_t *resolve(const Objects *all, const json_t *value)
{
    Text id = field(value, "@id");
    if (!id.size || json_object_get(value, "name")) return value;
    for (uint32_t i = 0; i < all->count; i++)
        if (json_object_get(all->items[i], "name") && text_equal(field(all->items[i], "@id"), id)) return all->items[i];
    return value;
}

static const json_t *first_of(const json_t *value)
{
    return json_is_array(value) ? json_array_get(value, 0) : value;
}

static unsigned rank_of_type(Text type)
{
    static const struct {
        const char *ending;
        unsigned rank;
    } kinds[] = {{"NewsArticle", 4},     {"Article", 3}, {"BlogPosting", 3}, {"Report", 3},
                 {"LiveBlogPosting", 3}, {"Posting", 2}, {"WebPage", 1}};
    for (size_t i = 0; i < COUNT(kinds); i++) {
        size_t n = strlen(kinds[i].ending);
        if (type.size >= n && !memcmp(type.data + type.size - n, kinds[i].ending, n)) return kinds[i].rank;
    }
    return 0;
}

static unsigned rank_of(const json_t *object)
{
    const json_t *types = json_object_get(object, "@type");
    if (!types) types = json_object_get(object, "type");
    unsigned best = rank_of_type(string_of(types));
    for (size_t i = 0; i < json_array_size(types) && i < 8; i++) {
        unsigned rank = rank_of_type(string_of(json_array_get(types, i)));
        if (rank > best) best = rank;
    }
    return best;
}

/* ---- the article ---- */

/* Strings of JSON-LD are often HTML. */
static bool plain(Text from, Arena *arena, Text *out)
{
    from = text_trim(from);
    if (!from.size) return true;
    if (!memchr(from.data, '&', from.size) && !memchr(from.data, '<', from.size)) return arena_text(arena, from, out);
    return !page_text(from, arena, out, NULL);
}

static bool line(Text from, Arena *arena, Text *out)
{
    return plain(from, arena, out) && (!out->size || text_line(*out, arena, out));
}

/* Of text that is HTML only in its entities the line ends still are paragraphs'. */
static bool read_body(Text from, Arena *arena, Text *out)
{
    if (!from.size || !memchr(from.data, '&', from.size) || memchr(from.data, '<', from.size))
        return plain(from, arena, out);
    Builder b = {.arena = arena};
    while (from.size) {
        const char *end = memchr(from.data, '\n', from.size);
        size_t size = end ? (size_t)(end - from.data) : from.size;
        build(&b, text_of(from.data, size));
        if (end) build(&b, text_literal("<br><br>"));
        size += end != NULL;
        from = text_of(from.data + size, from.size - size);
    }
    return !b.failed && plain(text_of(b.data, b.size), arena, out);
}

static bool add_author(const Objects *all, const json_t *value, Arena *arena, Linked *out)
{
    Text name = string_of(value);
    if (!name.size) name = string_of(first_of(json_object_get(resolve(all, value), "name")));
    if (!name.size || out->author_count == LD_AUTHORS) return true;
    return line(name, arena, &out->authors[out->author_count++]);
}

static bool read_authors(const Objects *all, const json_t *article, Arena *arena, Linked *out)
{
    const json_t *authors = json_object_get(article, "author");
    if (!authors) authors = json_object_get(article, "creator");
    if (!json_is_array(authors)) return add_author(all, authors, arena, out);
    bool ok = true;
    for (size_t i = 0; i < json_array_size(authors) && i < MOST_AUTHORS && ok; i++)
        ok = add_author(all, json_array_get(authors, i), arena, out);
    return ok;
}

static Text url_of(const json_t *article)
{
    const json_t *page = json_object_get(article, "mainEntityOfPage");
    Text url = field(article, "url");
    if (!url.size) url = string_of(page);
    if (!url.size) url = field(page, "@id");
    return url;
}

static bool read_article(const Objects *all, const json_t *article, bool is_page, Arena *arena, Linked *out)
{
    Text headline = field(article, "headline");
    if (!headline.size && !is_page) headline = field(article, "name");
    Text outlet = field(resolve(all, first_of(json_object_get(article, "publisher"))), "name");
    return line(headline, arena, &out->headline) && line(outlet, arena, &out->outlet) &&
           line(field(article, "datePublished"), arena, &out->published) && line(url_of(article), arena, &out->url) &&
           read_body(field(article, "articleBody"), arena, &out->body) && read_authors(all, article, arena, out);
}

static const json_t *best_of(const Objects *all, unsigned *rank)
{
    const json_t *best = NULL;
    *rank = 0;
    for (uint32_t i = 0; i < all->count; i++) {
        unsigned here = rank_of(all->items[i]);
        if (here <= *rank) continue;
        *rank = here;
        best = all->items[i];
    }
    return best;
}

bool linked_read(const Markup *markup, Arena *arena, Linked *out)
{
    *out = (Linked){0};
    if (!markup->script_count) return true;
    json_t *roots[MARKUP_SCRIPTS];
    Objects *all = TAKE(arena, Objects, 1);
    if (!all) return false;
    all->count = 0;
    for (uint32_t i = 0; i < markup->script_count; i++) lay_out(roots[i] = parse(markup->scripts[i], arena), all);
    unsigned rank;
    const json_t *article = best_of(all, &rank);
    bool ok = !article || read_article(all, article, rank == 1, arena, out);
    for (uint32_t i = 0; i < markup->script_count; i++) json_decref(roots[i]);
    return ok;
}
