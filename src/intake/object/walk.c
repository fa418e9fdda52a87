#include "intake/object/object.h"
#include "intake/word/word.h"

void walk_white(Walk *w)
{
    while (w->at < w->text.size && walk_is_white((uint8_t)w->text.data[w->at])) w->at++;
}

char walk_here(const Walk *w)
{
    return w->at < w->text.size ? w->text.data[w->at] : 0;
}

bool walk_string(Walk *w, Text *inside)
{
    size_t begin = ++w->at;
    for (; w->at < w->text.size && w->text.data[w->at] != '"'; w->at++)
        if (w->text.data[w->at] == '\\') w->at++;
    if (w->at >= w->text.size) return false;
    *inside = text_of(w->text.data + begin, w->at++ - begin);
    return true;
}

bool walk_name(Walk *w, Text *name)
{
    if (walk_here(w) != '"' || !walk_string(w, name)) return false;
    walk_white(w);
    if (walk_here(w) != ':') return false;
    w->at++;
    walk_white(w);
    return walk_is_value(w);
}

bool walk_is_value(const Walk *w)
{
    static const char *const names[] = {"true", "false", "null", "NaN", "Infinity", "-Infinity"};
    const char *data = w->text.data + w->at;
    size_t left = w->at < w->text.size ? w->text.size - w->at : 0;
    if (left && strchr("\"{[-0123456789", *data)) return *data;
    for (size_t i = 0; i < COUNT(names); i++) {
        size_t n = strlen(names[i]);
        if (left && !memcmp(data, names[i], left < n ? left : n)) return true;
    }
    return false;
}

bool walk_value(Walk *w)
{
    size_t depth = 0;
    Text inside;
    for (char c; w->at < w->text.size;) {
        c = walk_here(w);
        bool opens = c == '{' || c == '[', closes = c == '}' || c == ']';
        if (!depth && (c == ',' || closes)) return true;
        if (c == '"' && !walk_string(w, &inside)) return false;
        if (c != '"') w->at++;
        depth = depth + opens - closes;
        if (!depth && (c == '"' || closes)) return true;
    }
    return false;
}
