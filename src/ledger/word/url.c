/* URLs as keys: what the standard (RFC 3986, 6.2.2 and 6.2.3) says is the same, and no more. "/news" and "/news/", or the
 * order of a query, are the site's own business. */
#include "ledger/word/word.h"

static size_t find(Text t, size_t from, const char *any)
{
    while (from < t.size && !strchr(any, t.data[from] ? t.data[from] : ' ')) from++;
    return from;
}

/* The bytes of "https://", 0 where it is no URL. */
static size_t scheme_size(Text url)
{
    size_t colon = find(url, 0, ":/?# ");
    Text rest = text_of(url.data + colon, url.size - colon);
    return colon && text_starts(rest, "://") ? colon + 3 : 0;
}

/* ":80" of http and ":443" of https, and a lonely ":". */
static size_t without_port(Text url, size_t scheme, size_t host_end)
{
    Text host = text_of(url.data + scheme, host_end - scheme);
    Text name = text_of(url.data, scheme);
    const char *ports[] = {":", text_is(name, "http://") ? ":80" : text_is(name, "https://") ? ":443" : ":"};
    for (size_t i = 0; i < COUNT(ports); i++) {
        size_t n = strlen(ports[i]);
        if (host.size > n && !memcmp(host.data + host.size - n, ports[i], n)) return host_end - n;
    }
    return host_end;
}

static void lower(char *data, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++) data[i] = (char)(data[i] >= 'A' && data[i] <= 'Z' ? data[i] + 32 : data[i]);
}

bool url_key(Text url, Arena *arena, Text *out)
{
    if (!arena_text(arena, url, out)) return false;
    size_t scheme = scheme_size(url), end = find(url, scheme, "/?#");
    if (!scheme) return true;
    char *data = TAKE(arena, char, url.size + 2);
    if (!data) return false;
    memcpy(data, url.data, url.size);
    size_t user = scheme; /* "user:PASSWORD@" keeps its letters */
    for (size_t i = scheme; i < end; i++)
        if (url.data[i] == '@') user = i + 1;
    lower(data, 0, scheme);
    lower(data, user, end);
    size_t host = without_port(text_of(data, url.size), scheme, end), fragment = find(url, end, "#");
    size_t slash = end == fragment; /* "http://a.example" is "http://a.example/" */
    if (slash) data[host] = '/';
    else memmove(data + host, data + end, fragment - end);
    data[host + slash + (fragment - end)] = 0;
    *out = text_of(data, host + slash + (fragment - end));
    return true;
}
