/* Links on a page -> whole URLs, without what only counts visitors. */
#include "intake/page/internal.h"

#define LONGEST 2048u

static size_t scheme_size(Text url) /* with :// */
{
    if (url.size > 7 && !strncasecmp(url.data, "http://", 7)) return 7;
    return url.size > 8 && !strncasecmp(url.data, "https://", 8) ? 8 : 0;
}

/* Nothing comes from nothing: a step of 0 from NULL is no step in C. */
static Text from(Text t, size_t at)
{
    return at < t.size ? text_of(t.data + at, t.size - at) : (Text){"", 0};
}

/* Up to the first of `marks`. */
static size_t until(Text t, const char *marks)
{
    size_t at = 0;
    while (at < t.size && !(t.data[at] && strchr(marks, t.data[at]))) at++;
    return at;
}

static Text host_with_port(Text url)
{
    size_t scheme = scheme_size(url);
    Text rest = from(url, scheme);
    return scheme ? text_of(rest.data, until(rest, "/?#")) : (Text){0};
}

Text page_authority(Text url) { return host_with_port(url); }

Text page_host(Text url)
{
    Text host = host_with_port(url);
    for (size_t i = 0; i < host.size; i++)
        if (host.data[i] == '@') {
            host = from(host, i + 1);
            break;
        }
    host.size = until(host, ":");
    return host.size > 4 && !strncasecmp(host.data, "www.", 4) ? from(host, 4) : host;
}

static bool has_scheme(Text t)
{
    size_t at = until(t, ":/?#");
    return at < t.size && t.data[at] == ':';
}

static bool counts_visitors(Text parameter)
{
    static const char *const begins[] = {
        "utm_", "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "mc_cid", "mc_eid", "igshid", "yclid",
        "twclid", "cmpid", "_ga", "ocid", "smid", "ns_mchannel", "ns_source", "ns_campaign", "at_medium",
        "at_campaign", "taid", "__twitter_impression", "xtor", "partner=", "ftag"};
    for (size_t i = 0; i < COUNT(begins); i++)
        if (text_starts_case(parameter, begins[i])) return true;
    return false;
}

static void build_query(Builder *b, Text query)
{
    bool any = false;
    while (query.size) {
        size_t end = until(query, "&");
        Text parameter = text_of(query.data, end);
        query = from(query, end < query.size ? end + 1 : end);
        if (!parameter.size || counts_visitors(parameter)) continue;
        build(b, text_literal(any ? "&" : "?"));
        build(b, parameter);
        any = true;
    }
}

/* "/a/./b/../c" -> "/a/c": RFC 3986, 5.2.4. What is built stays from `root` on, the place of the path's first slash. */
static void build_path(Builder *b, Text path)
{
    uint32_t root = b->size;
    build(b, text_literal("/"));
    while (path.size && !b->failed) {
        size_t end = until(path, "/");
        Text name = text_of(path.data, end);
        bool last = end == path.size;
        path = from(path, last ? end : end + 1);
        if (text_is(name, "..")) {
            if (b->size > root + 1) b->size--;
            while (b->size > root + 1 && b->data[b->size - 1] != '/') b->size--;
        } else if (!text_is(name, ".")) {
            build(b, name);
            if (!last) build(b, text_literal("/"));
        }
    }
}

/* The path that a relative one begins from: up to the last slash, without the first. */
static Text folder_of(Text base)
{
    Text path = from(base, scheme_size(base) + host_with_port(base).size);
    path.size = until(path, "?#");
    while (path.size && path.data[path.size - 1] != '/') path.size--;
    return path.size ? from(path, 1) : path;
}

static void build_lower(Builder *b, Text t)
{
    for (size_t i = 0; i < t.size; i++) {
        char c = t.data[i] >= 'A' && t.data[i] <= 'Z' ? (char)(t.data[i] + 32) : t.data[i];
        build(b, text_of(&c, 1));
    }
}

/* A relative link's path with the base's folder before it. */
static bool join_path(Text base, Text path, Arena *arena, Text *out)
{
    Builder b = {.arena = arena};
    if (path.size && path.data[0] == '/') {
        *out = from(path, 1);
        return true;
    }
    build(&b, folder_of(base));
    build(&b, path);
    *out = text_of(b.data, b.size);
    return !b.failed;
}

static bool is_plain(Text link)
{
    for (size_t i = 0; i < link.size; i++)
        if ((uint8_t)link.data[i] <= ' ' || link.data[i] == '"' || link.data[i] == '<' || link.data[i] == '>' ||
            link.data[i] == 0x7F)
            return false;
    return link.size && link.size <= LONGEST && utf8_valid(link, NULL);
}

typedef struct Target {
    bool secure, relative; /* its path begins at the base's folder */
    Text host, rest;       /* of the link, after the host */
} Target;

static bool target_of(Text base, Text link, Target *out)
{
    size_t scheme = scheme_size(link), slashes = scheme || !text_starts(link, "//") ? 0 : 2;
    if (!is_plain(link) || (!scheme && has_scheme(link))) return false;
    *out = (Target){.secure = scheme_size(scheme ? link : base) != 7, .relative = !scheme && !slashes};
    Text after = from(link, scheme + slashes);
    out->host = out->relative ? host_with_port(base) : text_of(after.data, until(after, "/?#"));
    out->rest = out->relative ? link : from(after, out->host.size);
    return out->host.size;
}

bool page_link(Text base, Text link, Arena *arena, Text *out)
{
    Target t;
    if (!target_of(base, text_trim(link), &t)) return false;
    Text path = text_of(t.rest.data, until(t.rest, "?#")), query = from(t.rest, path.size);
    if (query.size)
        query = query.data[0] == '?' ? text_of(query.data + 1, until(from(query, 1), "#")) : from(query, query.size);
    if (!t.relative) path = from(path, 1);
    if (t.relative && !join_path(base, path, arena, &path)) return false;
    Builder b = {.arena = arena};
    build(&b, text_literal(t.secure ? "https://" : "http://"));
    build_lower(&b, t.host);
    build_path(&b, path);
    build_query(&b, query);
    *out = text_of(b.data, b.size);
    return !b.failed;
}
