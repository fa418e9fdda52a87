/* An article in a JSON object, by jansson: where it stands by the user's paths, by the names that are usual, as ninjs
 * has it, or as our own records have.
 *
 * jansson refuses bytes that are not UTF-8 and halves of surrogate pairs; news feeds hold both. They are mended in a
 * copy when it has refused, with a warning. Its nesting is limited, so that the stack is too. */
#include <jansson.h>
#include <strings.h>

#include "intake/cut.h"

#define MOST_DEPTH 16u /* of a path */

typedef struct Reading {
    const IntakeOptions *options;
    Arena *arena;
    Found *out;
    Error *error;
    json_t *root;
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
    if (!(real > -1e15 && real < 1e15)) return true;
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
static json_t *at_path(json_t *value, const char *path)
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

/* ---- HTML in a field ---- */

static bool is_letter(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

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
    if (n == words.size && n == 13) words.size = 10; /* milliseconds */
    if (!words.size) return SAYSO_OK;
    if (date_read(words, NULL, day))
        return arena_text(r->arena, text_of(day, 10), &r->out->published) ? SAYSO_OK : fail_memory(r->error);
    found_warn(r->out, r->arena, "the date of publication \"%.*s\" is none that can be; it is left out",
               (int)(words.size < 60 ? words.size : 60), words.data);
    return SAYSO_OK;
}

/* ---- fields ---- */

static const char *const usual[INTAKE_FIELDS][12] = {
    [FIELD_TEXT] = {"text", "body", "content", "article", "articleBody", "body_text", "maintext", "content_html",
                    "content_text", "full_text", "article_text", "description"},
    [FIELD_ID] = {"id", "guid", "uri"},
    [FIELD_URL] = {"url", "link", "canonical_url"},
    [FIELD_TITLE] = {"title", "headline"},
    [FIELD_OUTLET] = {"outlet", "source", "publisher", "publication", "site_name", "media_name", "site", "domain"},
    [FIELD_BYLINE] = {"byline", "author", "authors"},
    [FIELD_PUBLISHED] = {"published", "date", "date_published", "publish_date", "pubDate", "published_at",
                         "publication_date", "versioncreated"}};

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

/* The user's path, or the first of the usual names that has something. */
static Status find(Reading *r, IntakeField field, Text *out)
{
    const char *path = r->options->fields[field];
    *out = (Text){0};
    if (path && !words_of(r, field, at_path(r->root, path), out)) return fail_memory(r->error);
    for (size_t i = 0; !path && !out->size && i < COUNT(usual[field]) && usual[field][i]; i++)
        if (!words_of(r, field, usual_member(r->root, usual[field][i]), out)) return fail_memory(r->error);
    return SAYSO_OK;
}

static Status no_text(Reading *r)
{
    const char *path = r->options->fields[FIELD_TEXT];
    if (path) return fail(r->error, SAYSO_ERROR_INPUT, NO_OFFSET, "the object has no text at '%s'", path);
    for (size_t i = 0; i < COUNT(usual[FIELD_TEXT]); i++)
        if (json_is_string(json_object_get(r->root, usual[FIELD_TEXT][i])))
            return fail(r->error, SAYSO_ERROR_INPUT, NO_OFFSET, "its text, '%s', is empty: it is no article", usual[FIELD_TEXT][i]);
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
        if (!status && (i == FIELD_TEXT || i == FIELD_TITLE)) status = plain(r, *out, out);
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
    static const char *const dates[] = {"contentcreated", "firstcreated", "versioncreated"};
    Found *f = r->out;
    json_t *title = item_value(member(r->root, "headlines"), "main");
    Text published = {0};
    Status status = take_words(r, ninjs_body(r->root), &f->text);
    if (!status) status = take_words(r, title ? title : member(r->root, "headline"), &f->title);
    if (!status) status = take_words(r, member(r->root, "uri"), &f->id);
    if (!status) status = ninjs_people(r);
    for (size_t i = 0; !status && i < COUNT(dates); i++) status = take_words(r, member(r->root, dates[i]), &published);
    if (text_starts(f->id, "http://") || text_starts(f->id, "https://")) f->url = f->id;
    if (!status) status = ninjs_overrule(r, &published);
    if (!status) status = plain(r, f->text, &f->text);
    if (!status) status = plain(r, f->title, &f->title);
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

static int hex_at(Text t, size_t at)
{
    int n = 0;
    if (at + 6 > t.size || t.data[at] != '\\' || t.data[at + 1] != 'u') return -1;
    for (size_t i = at + 2; i < at + 6; i++) {
        int digit = hex_digit(t.data[i]);
        if (digit < 0) return -1;
        n = n * 16 + digit;
    }
    return n;
}

static bool is_high(int c)
{
    return c >= 0xD800 && c < 0xDC00;
}
static bool is_low(int c)
{
    return c >= 0xDC00 && c < 0xE000;
}

/* One character or escape of `in`, mended, into `out` (at most three times as long): where the next begins. */
static size_t mend_one(Text in, size_t at, char *out, size_t *size)
{
    int c = hex_at(in, at);
    size_t next = at + 1;
    if (c >= 0) {
        bool pair = is_high(c) && is_low(hex_at(in, at + 6)), lone = !pair && (is_high(c) || is_low(c));
        next = at + (pair ? 12 : 6);
        memcpy(out + *size, lone ? "\\ufffd" : in.data + at, next - at);
        *size += next - at;
    } else if (in.data[at] == '\\' && at + 1 < in.size && (uint8_t)in.data[at + 1] < 0x80) {
        memcpy(out + *size, in.data + at, 2);
        *size += 2;
        next = at + 2;
    } else
        *size += utf8_put(utf8_at(in, at, &next), out + *size);
    return next;
}

/* Escapes stand in strings alone, and bytes that are not UTF-8 are wrong anywhere: no need to know which is which. */
static bool mend(Text in, Arena *arena, Text *out)
{
    char *copy = arena_take(arena, in.size + 4, 3);
    if (!copy) return false;
    size_t size = 0;
    for (size_t at = 0; at < in.size;) at = mend_one(in, at, copy, &size);
    *out = text_of(copy, size);
    return true;
}

static json_t *load(Text in, json_error_t *why)
{
    return json_loadb(in.data, in.size, JSON_ALLOW_NUL, why);
}

static Status not_json(const json_error_t *why, Error *error)
{
    return fail(error, SAYSO_ERROR_INPUT, why->position > 0 ? (uint64_t)why->position : 0,
                "this is not JSON at line %d, column %d: %.120s", why->line, why->column, why->text);
}

static Status parse(const Piece *piece, Arena *arena, Found *out, json_t **root, Error *error)
{
    json_error_t why;
    Text in = text_of(piece->data, piece->size), mended;
    if (text_starts(in, "\xEF\xBB\xBF")) in = text_of(in.data + 3, in.size - 3);
    if ((*root = load(in, &why))) return SAYSO_OK;
    enum json_error_code code = json_error_code(&why);
    if (code == json_error_out_of_memory) return fail_memory(error);
    if (code != json_error_invalid_utf8 && code != json_error_invalid_syntax) return not_json(&why, error);
    if (!mend(in, arena, &mended)) return fail_memory(error);
    if (text_equal(in, mended) || !(*root = load(mended, &why))) return not_json(&why, error);
    found_warn(out, arena, "the JSON holds characters that are none; they are shown as U+FFFD");
    return SAYSO_OK;
}

Status json_read(const Piece *piece, const IntakeOptions *options, Arena *arena, Found *out, Error *error)
{
    json_t *root = NULL;
    Status status = parse(piece, arena, out, &root, error);
    if (status) return status;
    Reading r = {options, arena, out, error, root};
    if (json_is_object(root))
        status = read_kind(&r, kind_of(piece, options, root));
    else
        status = fail(error, SAYSO_ERROR_INPUT, NO_OFFSET, "it is no JSON object, which an article is");
    json_decref(root);
    return status;
}
