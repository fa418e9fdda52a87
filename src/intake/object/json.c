/* An article in a JSON object, by jansson: where it stands by the user's paths, by the names that are usual, as ninjs
 * has it, or as our own records have.
 *
 * jansson refuses bytes that are not UTF-8, halves of surrogate pairs, numbers of more than 64 bits; news feeds hold
 * all of them. They are mended in a copy when it has refused (amend.c). Its nesting is limited, so that the stack is
 * too. */
#include <jansson.h>
#include <strings.h>

#include "intake/object/object.h"
#include "intake/page/page.h"
#include "intake/word/word.h"

#define MOST_DEPTH 16u /* of a path */

typedef struct Reading {
    const IntakeOptions *options;
    Arena *arena;
    Found *out;
    Error *error;
    json_t *root;
    const char *list; /* that it is an item of, in paths; may be NULL */
} Reading;

/* ---- values ---- */

/* The member, whatever its letters' case where there is none exactly so: ninjs 2 and 3 differ by that alone. */
static json_t *member(json_t *object, const char *name)
{
    json_t *exact = json_object_get(object, name), *value;
    const char *key;
    if (exact) return exact;
    json_object_foreach(object, key, value)
    {
        if (!strcasecmp(key, name)) return value;
    }
    return NULL;
}

static Text string_of(json_t *value)
{
    return text_of(json_string_value(value), json_string_length(value));
}

static bool number_words(json_t *value, Arena *arena, Text *out)
{
    double real = json_number_value(value);
    if (!json_is_integer(value) && !(real > -1e15 && real < 1e15)) return true;
    json_int_t n = json_is_integer(value) ? json_integer_value(value) : (json_int_t)real;
    char digits[24];
    int size = snprintf(digits, sizeof digits, "%lld", (long long)n);
    return arena_text(arena, text_of(digits, (size_t)size), out);
}

/* What may stand for what is looked for: a text, a name, or a name that may be a number. */
typedef enum Wanted { WANT_TEXT, WANT_NAME, WANT_NUMBER } Wanted;

/* The member of an object that stands for it: {"name": …}, {"rendered": …}. */
static json_t *essence(json_t *value, Wanted wanted)
{
    static const char *const texts[] = {"text", "value", "rendered", "html", "body"}, *const names[] = {
                                                                                          "name", "rendered", "value",
                                                                                          "text", "title",    "byline",
                                                                                          "main", "original",
                                                                                          "@id"};
    bool text = wanted == WANT_TEXT;
    for (size_t i = 0; json_is_object(value) && i < (text ? COUNT(texts) : COUNT(names)); i++) {
        json_t *inside = json_object_get(value, text ? texts[i] : names[i]);
        if (json_is_string(inside)) return inside;
    }
    return value;
}

static bool one_words(json_t *value, Wanted wanted, Arena *arena, Text *out)
{
    value = essence(value, wanted);
    *out = (Text){0};
    if (json_is_string(value)) return arena_text(arena, string_of(value), out);
    return wanted != WANT_NUMBER || !json_is_number(value) || number_words(value, arena, out);
}

/* One, or an array of them: texts apart by an empty line, names by commas. false when memory ran out. The strings are
 * measured first: joining two by two would cost the square of a hostile array. */
static bool words_in(json_t *value, Wanted wanted, Arena *arena, Text *out)
{
    if (!json_is_array(value)) return one_words(value, wanted, arena, out);
    const char *between = wanted == WANT_TEXT ? "\n\n" : ", ";
    size_t size = 0, at = 0;
    for (size_t i = 0; i < json_array_size(value); i++)
        size += json_string_length(essence(json_array_get(value, i), wanted)) + 2;
    char *all = arena_take(arena, size + 1, 1);
    if (!all) return false;
    for (size_t i = 0; i < json_array_size(value); i++) {
        Text one = string_of(essence(json_array_get(value, i), wanted));
        if (!one.size) continue;
        if (at) memcpy(all + at, between, 2);
        at += at ? 2 : 0;
        memcpy(all + at, one.data, one.size);
        at += one.size;
    }
    all[at] = 0;
    *out = text_of(all, at);
    return true;
}

/* "content.body.0": the members and indexes one after the other; a name that itself holds points first. */
static json_t *follow(json_t *value, const char *path)
{
    for (unsigned depth = 0; value && depth < MOST_DEPTH; depth++) {
        json_t *whole = member(value, path);
        const char *point = strchr(path, '.');
        if (whole || (!point && json_is_object(value))) return whole;
        char *name = copy_of(path, point ? (size_t)(point - path) : strlen(path)), *end = NULL;
        if (!name) return NULL;
        size_t index = strtoull(name, &end, 10);
        value = json_is_array(value) ? (*name && !*end ? json_array_get(value, index) : NULL)
                                     : member(value, name);
        free(name);
        if (!point) return value;
        path = point + 1;
    }
    return NULL;
}

/* "a[0].b" -> "a.0.b" */
static char *with_points(const char *path)
{
    char *copy = strdup(path);
    size_t n = 0;
    for (size_t i = 0; copy && path[i]; i++)
        if (path[i] != ']') copy[n++] = path[i] == '[' ? '.' : path[i];
    if (copy) copy[n] = 0;
    return copy;
}

/* A new reference, or NULL. Behind a "*" it is what all of a list have there, as a list. */
static json_t *spread(json_t *value, const char *path, unsigned depth)
{
    while (path[0] == '*' && path[1] == '.' && json_is_object(value)) path += 2; /* of the list that it is an item of */
    const char *star = strchr(path, '*');
    if (!star || depth > MOST_DEPTH) return json_incref(follow(value, path));
    char *before = copy_of(path, star > path ? (size_t)(star - path - 1) : 0);
    json_t *list = !before ? NULL : *before ? follow(value, before) : value;
    json_t *all = json_is_array(list) ? json_array() : NULL;
    free(before);
    for (size_t i = 0; all && i < json_array_size(list); i++) {
        json_t *one = json_array_get(list, i), *found = star[1] ? spread(one, star + 2, depth + 1) : json_incref(one);
        if (found && json_is_array(found))
            (void)json_array_extend(all, found);
        else if (found)
            (void)json_array_append(all, found);
        json_decref(found);
    }
    return all;
}

static json_t *at_path(const Reading *r, const char *path)
{
    path = path_in_list(path, r->list);
    json_t *exact = member(r->root, path);
    if (exact) return json_incref(exact);
    char *points = with_points(path);
    json_t *found = points ? spread(r->root, points, 0) : NULL;
    free(points);
    return found;
}

/* ---- HTML in a field ---- */

/* Whether at `at` a tag of HTML stands whole: "<p>", "</em>", "<a href=…>". */
static bool is_tag(Text t, size_t at)
{
    static const char *const names[] = {
        "p",  "br", "div", "span", "a",   "em",      "strong",  "b",          "i",      "ul",    "ol",   "li",  "h1",
        "h2", "h3", "h4",  "hr",   "img", "article", "section", "blockquote", "figure", "table", "html", "body"};
    size_t from = at + 1 + (at + 1 < t.size && t.data[at + 1] == '/'), n = 0;
    while (from + n < t.size && (is_letter(t.data[from + n]) || char_is_digit((uint8_t)t.data[from + n]))) n++;
    if (!n || from + n >= t.size || !strchr("> /\t\r\n", t.data[from + n]) || !t.data[from + n]) return false;
    size_t end = from + n, most = at + 2048 < t.size ? at + 2048 : t.size;
    while (end < most && t.data[end] != '>' && t.data[end] != '<') end++;
    if (end >= most || t.data[end] != '>') return false;
    for (size_t i = 0; i < COUNT(names); i++)
        if (strlen(names[i]) == n && !strncasecmp(names[i], t.data + from, n)) return true;
    return false;
}

static bool is_html(Text t)
{
    const char *p = t.size ? memchr(t.data, '<', t.size) : NULL;
    for (; p; p = memchr(p + 1, '<', t.size - (size_t)(p + 1 - t.data)))
        if (is_tag(t, (size_t)(p - t.data))) return true;
    return false;
}

/* "&#8220;", "&amp;": a title has them where it came out of a page. */
static bool has_entity(Text t)
{
    const char *p = t.size ? memchr(t.data, '&', t.size) : NULL;
    for (; p; p = memchr(p + 1, '&', t.size - (size_t)(p + 1 - t.data))) {
        size_t left = t.size - (size_t)(p + 1 - t.data), n = 0;
        while (n < left && n < 12 && (is_letter(p[1 + n]) || char_is_digit((uint8_t)p[1 + n]) || p[1 + n] == '#')) n++;
        if (n > 1 && n < left && p[1 + n] == ';') return true;
    }
    return false;
}

static Status plain_line(Reading *r, Text in, Text *out)
{
    *out = in;
    return is_html(in) || has_entity(in) ? page_text(in, r->arena, out, r->error) : SAYSO_OK;
}

static Status plain(Reading *r, Text in, Text *out)
{
    *out = in;
    return is_html(in) ? page_text(in, r->arena, out, r->error) : SAYSO_OK;
}

/* ---- dates ---- */

static Status take_date(Reading *r, Text words)
{
    char day[11];
    size_t n = 0;
    while (n < words.size && char_is_digit((uint8_t)words.data[n])) n++;
    if (n == words.size && (n == 13 || n == 16)) words.size = 10; /* milli- or microseconds */
    if (!words.size) return SAYSO_OK;
    if (date_read(words, NULL, day))
        return arena_text(r->arena, text_of(day, 10), &r->out->published) ? SAYSO_OK : fail_memory(r->error);
    found_warn_date(r->out, r->arena, words);
    return SAYSO_OK;
}

/* ---- fields ---- */

static const char *const usual[INTAKE_FIELDS][16] = {
    [FIELD_TEXT] = {"text", "body", "content", "article", "articleBody", "body_text", "maintext", "content_html",
                    "content_text", "full_text", "article_text", "fields.bodyText", "fields.body", "description"},
    [FIELD_ID] = {"id", "guid", "uri"},
    [FIELD_URL] = {"url", "link", "canonical_url", "web_url", "permalink", "mainEntityOfPage", "source"},
    [FIELD_TITLE] = {"title", "headline", "web_title"},
    [FIELD_OUTLET] = {"outlet", "source", "publisher", "publication", "site_name", "media_name", "source_name",
                      "source_hostname", "site", "domain", "source_domain", "hostname"},
    [FIELD_BYLINE] = {"byline", "author", "authors", "fields.byline", "creator"},
    [FIELD_PUBLISHED] = {"published", "date", "date_published", "publish_date", "pubDate", "date_publish",
                         "published_at", "publication_date", "web_publication_date", "versioncreated", "created_at"}};

/* "Publish Date", "publishDate" and "publish_date" are one name. */
static bool is_same_name(Text a, const char *b)
{
    size_t i = 0;
    for (;; i++, b++) {
        while (i < a.size && strchr("_- ", a.data[i]) && a.data[i]) i++;
        while (*b == '_') b++;
        if (i == a.size || !*b) return i == a.size && !*b;
        if (char_lower((uint8_t)a.data[i]) != char_lower((uint8_t)*b)) return false;
    }
}

IntakeField usual_field(Text name)
{
    for (unsigned field = 0; name.size && field < INTAKE_FIELDS; field++)
        for (size_t i = 0; i < COUNT(usual[field]) && usual[field][i]; i++)
            if (is_same_name(name, usual[field][i])) return (IntakeField)field;
    return INTAKE_FIELDS;
}

/* The member of a usual name: as it stands, or written in another way. */
static json_t *usual_member(json_t *object, const char *name)
{
    json_t *exact = json_object_get(object, name), *value;
    const char *key;
    size_t size;
    if (exact) return exact;
    if (strchr(name, '.')) return follow(object, name);
    json_object_keylen_foreach(object, key, size, value)
    {
        if (is_same_name(text_of(key, size), name)) return value;
    }
    return NULL;
}

static Text *place_of(Reading *r, IntakeField field, Text *published)
{
    Found *f = r->out;
    Text *const all[INTAKE_FIELDS] = {&f->text, &f->id, &f->url, &f->title, &f->outlet, &f->byline, published};
    return all[field];
}

static bool words_of(Reading *r, IntakeField field, json_t *value, Text *out)
{
    bool number = field == FIELD_ID || field == FIELD_PUBLISHED;
    return words_in(value, number ? WANT_NUMBER : field == FIELD_TEXT ? WANT_TEXT : WANT_NAME, r->arena, out);
}

/* "source" is the outlet's name or the page's address. */
static bool fits(IntakeField field, const char *name, Text value)
{
    if (field == FIELD_OUTLET) return !text_is_address(value);
    return field != FIELD_URL || strcmp(name, "source") || text_is_address(value);
}

/* The user's path, or the first of the usual names that has something. */
static Status find(Reading *r, IntakeField field, Text *out)
{
    const char *path = r->options->fields[field];
    *out = (Text){0};
    json_t *asked = path ? at_path(r, path) : NULL;
    bool ok = !path || words_of(r, field, asked, out);
    json_decref(asked);
    if (!ok) return fail_memory(r->error);
    for (size_t i = 0; !path && !out->size && i < COUNT(usual[field]) && usual[field][i]; i++) {
        const char *name = usual[field][i];
        if (!words_of(r, field, usual_member(r->root, name), out)) return fail_memory(r->error);
        if (!fits(field, name, *out)) *out = (Text){0};
    }
    return SAYSO_OK;
}

static Status no_text(Reading *r)
{
    const char *path = r->options->fields[FIELD_TEXT];
    if (path) return fail(r->error, SAYSO_ERROR_INPUT, NO_OFFSET, "the object has no text at '%s'", path);
    for (size_t i = 0; i < COUNT(usual[FIELD_TEXT]); i++)
        if (json_is_string(json_object_get(r->root, usual[FIELD_TEXT][i])))
            return fail(r->error, SAYSO_ERROR_INPUT, NO_OFFSET, "its text, '%s', is empty: it is no article",
                        usual[FIELD_TEXT][i]);
    return fail(r->error, SAYSO_ERROR_INPUT, NO_OFFSET,
                "the object has no article under a usual name; say where it is, as in --field text=content.body");
}

static Status read_fields(Reading *r)
{
    Text published = {0};
    Status status = SAYSO_OK;
    for (unsigned i = 0; !status && i < INTAKE_FIELDS; i++) {
        Text *out = place_of(r, i, &published);
        status = find(r, i, out);
        if (!status && i == FIELD_TEXT) status = plain(r, *out, out);
        if (!status && (i == FIELD_TITLE || i == FIELD_OUTLET || i == FIELD_BYLINE)) status = plain_line(r, *out, out);
    }
    return status ? status : take_date(r, published);
}

/* ---- ninjs ---- */

/* The value of an array's item that `role` says, or of its first; `plainly`: text before HTML. */
static json_t *item_value(json_t *array, const char *role)
{
    json_t *best = NULL;
    for (size_t i = 0; i < json_array_size(array); i++) {
        json_t *item = json_array_get(array, i), *value = member(item, "value");
        if (!json_is_string(value)) continue;
        const char *its = json_string_value(member(item, "role"));
        if (!best || (its && !strcasecmp(its, role))) best = value;
        if (its && !strcasecmp(its, role)) break;
    }
    return best;
}

static Status take_words(Reading *r, json_t *value, Text *out)
{
    if (out->size || !value) return SAYSO_OK;
    return words_in(value, WANT_NAME, r->arena, out) ? SAYSO_OK : fail_memory(r->error);
}

static json_t *ninjs_body(json_t *root)
{
    static const char *const names[] = {"body_text", "body_xhtml", "body_html"};
    json_t *value = item_value(member(root, "bodies"), "main");
    for (size_t i = 0; !value && i < COUNT(names); i++) value = member(root, names[i]);
    const char *key;
    json_t *other;
    json_object_foreach(root, key, other)
    { /* ninjs 1 allows body_ and any word */
        if (!value && !strncasecmp(key, "body_", 5) && json_is_string(other)) value = other;
    }
    return value;
}

static Status ninjs_people(Reading *r)
{
    static const char *const bylines[] = {"byline", "by", "bylines"}, *const outlets[] = {"provider", "providers",
                                                                                          "infosources", "source",
                                                                                          "copyrightholder"};
    Status status = SAYSO_OK;
    for (size_t i = 0; !status && i < COUNT(bylines); i++)
        status = take_words(r, member(r->root, bylines[i]), &r->out->byline);
    for (size_t i = 0; !status && i < COUNT(outlets); i++) {
        json_t *value = member(r->root, outlets[i]);
        status = take_words(r, json_is_array(value) ? json_array_get(value, 0) : value, &r->out->outlet);
    }
    return status;
}

/* The user's paths overrule. */
static Status ninjs_overrule(Reading *r, Text *published)
{
    Status status = SAYSO_OK;
    for (unsigned i = 0; !status && i < INTAKE_FIELDS; i++)
        if (r->options->fields[i]) status = find(r, i, place_of(r, i, published));
    return status;
}

static Status read_ninjs(Reading *r)
{
    static const char *const dates[] = {"contentcreated", "versioncreated", "firstcreated"};
    Found *f = r->out;
    json_t *title = item_value(member(r->root, "headlines"), "main");
    Text published = {0};
    Status status = take_words(r, ninjs_body(r->root), &f->text);
    if (!status) status = take_words(r, title ? title : member(r->root, "headline"), &f->title);
    if (!status) status = take_words(r, member(r->root, "uri"), &f->id);
    if (!status) status = ninjs_people(r);
    for (size_t i = 0; !status && i < COUNT(dates); i++) status = take_words(r, member(r->root, dates[i]), &published);
    if (text_is_address(f->id)) f->url = f->id;
    if (!status) status = ninjs_overrule(r, &published);
    if (!status) status = plain(r, f->text, &f->text);
    if (!status) status = plain_line(r, f->title, &f->title);
    return status ? status : take_date(r, published);
}

/* ---- our own records ---- */

static Status read_record(Reading *r)
{
    static const char *const names[INTAKE_FIELDS] = {NULL, "id", "url", "title", "outlet", "byline", "published"};
    json_t *article = json_object_get(r->root, "article");
    Text published = {0};
    Status status = take_words(r, json_object_get(r->root, "text"), &r->out->text);
    for (unsigned i = 1; !status && i < INTAKE_FIELDS; i++)
        status = take_words(r, json_object_get(article, names[i]), place_of(r, i, &published));
    return status ? status : take_date(r, published);
}

/* ---- which of them it is ---- */

static bool looks_like_record(json_t *root)
{
    json_int_t format = json_integer_value(json_object_get(root, "format"));
    return (format == 1 || format == 2) && json_is_object(json_object_get(root, "article")) && json_is_string(json_object_get(root, "text"));
}

static bool looks_like_ninjs(json_t *root)
{
    static const char *const names[] = {"body_text", "body_xhtml", "bodies", "headlines", "versioncreated"};
    bool any = false;
    for (size_t i = 0; i < COUNT(names); i++) any |= member(root, names[i]) != NULL;
    return any && json_is_string(json_object_get(root, "uri"));
}

/* In a file of many kinds each object tells for itself, unless the user said what it is. */
static IntakeFormat kind_of(const Piece *piece, const IntakeOptions *options, json_t *root)
{
    if (options->format == INTAKE_NINJS || options->format == INTAKE_RECORD) return options->format;
    if (options->format != INTAKE_JSON && options->format != INTAKE_JSONL) {
        if (looks_like_record(root)) return INTAKE_RECORD;
        if (looks_like_ninjs(root)) return INTAKE_NINJS;
    }
    return piece->format == INTAKE_RECORD ? INTAKE_JSON : piece->format;
}

static Status read_kind(Reading *r, IntakeFormat kind)
{
    Status status = kind == INTAKE_RECORD ? read_record(r) : kind == INTAKE_NINJS ? read_ninjs(r) : read_fields(r);
    return status ? status : r->out->text.size ? SAYSO_OK : no_text(r);
}

/* ---- parsing ---- */

static json_t *load(Text in, json_error_t *why)
{
    return json_loadb(in.data, in.size, JSON_ALLOW_NUL, why);
}

static Status not_json(const json_error_t *why, bool one_line, Error *error)
{
    uint64_t at = why->position > 0 ? (uint64_t)why->position : 0;
    if (one_line)
        return fail(error, SAYSO_ERROR_INPUT, at, "this is not JSON at column %d: %.120s", why->column, why->text);
    return fail(error, SAYSO_ERROR_INPUT, at, "this is not JSON at line %d, column %d: %.120s", why->line, why->column,
                why->text);
}

static Status parse(const Piece *piece, Arena *arena, Found *out, json_t **root, Error *error)
{
    json_error_t why;
    Text in = text_of(piece->data, piece->size), amended;
    if (text_starts(in, "\xEF\xBB\xBF")) in = text_of(in.data + 3, in.size - 3);
    if ((*root = load(in, &why))) return SAYSO_OK;
    bool lost, foreign, one_line = !in.size || !memchr(in.data, '\n', in.size);
    if (json_error_code(&why) == json_error_out_of_memory) return fail_memory(error);
    if (json_error_code(&why) == json_error_stack_overflow) return not_json(&why, one_line, error);
    if (!json_amend(in, arena, &amended, &lost, &foreign)) return fail_memory(error);
    if (!(*root = load(amended, &why))) return not_json(&why, one_line, error);
    if (lost) found_warn(out, arena, "the JSON holds characters that are none; they are shown as U+FFFD");
    if (foreign) found_warn(out, arena, "bytes that are not UTF-8 are read as Windows-1252");
    return SAYSO_OK;
}

/* Of a member that an article's part may be in and that stands there twice the last is read, as most programs do: that is
 * worth a word where the two differ. */
static void warn_twice(Text in, Arena *arena, Found *out)
{
    struct {
        Text name, value;
    } seen[16];
    size_t count = 0;
    Walk w = {in, 0};
    walk_white(&w);
    if (walk_here(&w) != '{') return;
    w.at++;
    for (Text name; count < COUNT(seen);) {
        walk_white(&w);
        if (!walk_name(&w, &name)) return;
        size_t begin = w.at;
        if (!walk_value(&w)) return;
        Text value = text_of(in.data + begin, w.at - begin);
        for (size_t i = 0; i < count; i++)
            if (text_equal(seen[i].name, name) && !text_equal(seen[i].value, value)) {
                int n = (int)(name.size < 40 ? name.size : 40);
                (void)found_warn(out, arena, "the object has '%.*s' twice; the last is read", n, name.data);
                return;
            }
        if (usual_field(name) < INTAKE_FIELDS) {
            seen[count].name = name;
            seen[count++].value = value;
        }
        walk_white(&w);
        if (walk_here(&w) != ',') return;
        w.at++;
    }
}

/* JSON-LD may hold its things in a graph, Elasticsearch what it indexed in a member of its own. */
static json_t *inner(json_t *root)
{
    json_t *graph = json_object_get(root, "@graph"), *source = json_object_get(root, "_source");
    if (json_is_object(source)) return source;
    for (size_t i = 0; i < json_array_size(graph); i++)
        if (json_is_string(json_object_get(json_array_get(graph, i), "articleBody"))) return json_array_get(graph, i);
    return root;
}

Status json_read(const Piece *piece, const IntakeOptions *options, Arena *arena, Found *out, Error *error)
{
    json_t *root = NULL;
    Status status = parse(piece, arena, out, &root, error);
    if (status) return status;
    Reading r = {options, arena, out, error, inner(root), piece->list};
    warn_twice(text_of(piece->data, piece->size), arena, out);
    if (json_is_object(root))
        status = read_kind(&r, kind_of(piece, options, r.root));
    else
        status = fail(error, SAYSO_ERROR_INPUT, NO_OFFSET, "it is no JSON object, which an article is");
    json_decref(root);
    return status;
}
