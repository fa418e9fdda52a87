/* Where in a JSON object the list of its articles stands: by the user's paths, "response.results[*].fields.bodyText",
 * or by looking: what news services answer with, {"status": "ok", "articles": [{…}]}. */
#include "intake/object/object.h"
#include "intake/word/word.h"

#define LONGEST 200u /* of a path */
#define DEEPEST_LIST 3u

/* ---- by the user's word ---- */

/* The first "*", with or without its brackets. */
static const char *star_of(const char *path)
{
    const char *star = path ? strchr(path, '*') : NULL;
    if (!star || star == path) return NULL;
    bool bracket = star[-1] == '[' && star[1] == ']', point = star[-1] == '.' && (!star[1] || star[1] == '.');
    return (bracket && star - path >= 2) || (point && star - path >= 2) ? star - 1 : NULL;
}

const char *path_in_list(const char *path, const char *list)
{
    size_t n = list ? strlen(list) : 0;
    const char *star = star_of(path);
    if (!n || !star || (size_t)(star - path) != n || strncmp(path, list, n)) return path;
    star += *star == '[' ? 3 : 2;
    return star + (*star == '.');
}

/* ---- by looking ---- */

static const char *const lists[] = {"articles", "results", "items", "docs", "posts", "stories", "entries", "records",
                                    "documents", "news", "data", "hits", "value"};
static const char *const holders[] = {"response", "data", "result", "results", "hits", "feed", "rss", "channel"};

static bool is_one_of(Text key, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_is_case(key, names[i])) return true;
    return false;
}

/* To the next member's value: false at the object's end, or where nothing more is there. */
static bool next_member(Walk *w, Text *key)
{
    walk_white(w);
    if (walk_here(w) == ',') w->at++;
    walk_white(w);
    return walk_name(w, key);
}

/* The list's first object has what articles have. */
static bool is_of_articles(Text t, size_t at, const IntakeOptions *options)
{
    Walk w = {t, at + 1};
    unsigned known = 0;
    walk_white(&w);
    if (walk_here(&w) != '{') return false;
    w.at++;
    for (Text key; next_member(&w, &key);) {
        const char *asked = options->fields[FIELD_TEXT];
        size_t n = asked ? strcspn(asked, ".[") : 0;
        if (n && n == key.size && !memcmp(asked, key.data, n)) return true;
        if (text_is(key, "_source") || text_is(key, "webUrl")) return true;
        IntakeField field = usual_field(key);
        if (field == FIELD_TEXT && walk_here(&w) != 'n') return true;
        known += field == FIELD_TITLE || field == FIELD_URL || field == FIELD_PUBLISHED;
        if (!walk_value(&w)) break;
    }
    return known >= 2;
}

/* An object that is an article itself has its text in a string. */
static bool is_text(Text key, const Walk *w)
{
    return usual_field(key) == FIELD_TEXT && walk_here(w) == '"' && !text_is_case(key, "description");
}

static bool look(Text t, size_t at, unsigned depth, const IntakeOptions *options, char *path, size_t used)
{
    Walk w = {t, at + 1};
    for (Text key; next_member(&w, &key);) {
        size_t n = used + (used > 0) + key.size;
        char c = walk_here(&w);
        if (!depth && is_text(key, &w)) return false;
        bool list = c == '[' && is_one_of(key, lists, COUNT(lists)) && is_of_articles(t, w.at, options);
        bool holder = c == '{' && depth + 1 < DEEPEST_LIST && is_one_of(key, holders, COUNT(holders));
        if (n < LONGEST && (list || holder)) {
            if (used) path[used] = '.';
            memcpy(path + n - key.size, key.data, key.size);
            path[n] = 0;
            if (list || look(t, w.at, depth + 1, options, path, n)) return true;
        }
        if (!walk_value(&w)) return false;
    }
    return false;
}

char *json_list(const uint8_t *data, size_t size, const IntakeOptions *options)
{
    for (unsigned i = 0; i < INTAKE_FIELDS; i++) {
        const char *star = star_of(options->fields[i]);
        if (star) return copy_of(options->fields[i], (size_t)(star - options->fields[i]));
    }
    char path[LONGEST + 1] = "";
    Walk w = {text_of((const char *)data, size), 0};
    if (text_starts(w.text, "\xEF\xBB\xBF")) w.at = 3;
    walk_white(&w);
    if (walk_here(&w) != '{' || !look(w.text, w.at, 0, options, path, 0)) return NULL;
    return strdup(path);
}
