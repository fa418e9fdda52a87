/* URLs as keys. url_key: what the standard (RFC 3986, 6.2.2 and 6.2.3) says is the same, and no more; "/news" and "/news/", or
 * the order of a query, are the site's own business. url_loose: what often is the same, for who looks at the texts too. */
#include "ledger/word/word.h"

static size_t find(Text t, size_t from, const char *any)
{
    while (from < t.size && !strchr(any, t.data[from] ? t.data[from] : ' ')) from++;
    return from;
}

/* The bytes of "https://", 0 where it is no URL. */
static size_t scheme_size(Text url)
{
    size_t colon = url.size ? find(url, 0, ":/?# ") : 0;
    Text rest = colon ? text_of(url.data + colon, url.size - colon) : url;
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

/* ---- one page, many URLs ---- */

static const char *const visitors[] = {
    "utm_", "fbclid=", "gclid=", "dclid=", "gbraid=", "wbraid=", "msclkid=", "mc_cid=", "mc_eid=", "igshid=", "yclid=",
    "twclid=", "ttclid=", "li_fat_id=", "cmpid=", "_ga=", "_gl=", "ocid=", "smid=", "ns_mchannel=", "ns_source=",
    "ns_campaign=", "at_medium=", "at_campaign=", "taid=", "__twitter_impression=", "xtor=", "partner=", "ftag=", "ref=",
    "amp=", "outputtype=amp"};
static const char *const hosts[] = {"www.", "m.", "mobile.", "amp."};

static bool begins(Text t, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; i < n; i++)
        if (i >= t.size || (t.data[i] >= 'A' && t.data[i] <= 'Z' ? t.data[i] + 32 : t.data[i]) != word[i]) return false;
    return true;
}

static bool ends(Text t, const char *word)
{
    size_t n = strlen(word);
    return t.size >= n && !memcmp(t.data + t.size - n, word, n);
}

static bool counts_visitors(Text parameter)
{
    if (text_is(parameter, "amp")) return true;
    for (size_t i = 0; i < COUNT(visitors); i++)
        if (begins(parameter, visitors[i])) return true;
    return false;
}

static Text without_prefix(Text host)
{
    for (size_t i = 0; i < COUNT(hosts); i++) {
        size_t n = strlen(hosts[i]);
        Text rest = host.size > n ? text_of(host.data + n, host.size - n) : (Text){"", 0};
        if (text_starts(host, hosts[i]) && memchr(rest.data, '.', rest.size)) host = rest;
    }
    return host;
}

static size_t put(char *to, size_t at, Text t)
{
    if (t.size) memcpy(to + at, t.data, t.size);
    return at + t.size;
}

static size_t put_query(char *to, size_t at, Text query)
{
    char mark = '?';
    for (size_t begin = 0, end; begin < query.size; begin = end + 1) {
        end = find(query, begin, "&");
        Text parameter = text_of(query.data + begin, end - begin);
        if (!parameter.size || counts_visitors(parameter)) continue;
        to[at++] = mark;
        at = put(to, at, parameter);
        mark = '&';
    }
    return at;
}

static size_t put_path(char *to, size_t at, Text path)
{
    if (begins(path, "/amp/")) path = text_of(path.data + 4, path.size - 4);
    while (path.size && path.data[path.size - 1] == '/') path.size--;
    if (ends(path, "/amp")) path.size -= 4;
    bool page = ends(path, ".amp.html");
    at = put(to, at, page ? text_of(path.data, path.size - 9) : ends(path, ".amp") ? text_of(path.data, path.size - 4) : path);
    return page ? put(to, at, text_literal(".html")) : at;
}

/* What is no URL as it is. */
static size_t put_loose(char *to, size_t at, Text key)
{
    size_t scheme = scheme_size(key), host = find(key, scheme, "/?#"), path = find(key, host, "?");
    if (!scheme) return put(to, at, key);
    at = put(to, at, without_prefix(text_of(key.data + scheme, host - scheme)));
    at = put_path(to, at, text_of(key.data + host, path - host));
    return path < key.size ? put_query(to, at, text_of(key.data + path + 1, key.size - path - 1)) : at;
}

bool url_loose(Text key, Arena *arena, Text *out)
{
    size_t blank = 0;
    for (size_t i = 0; i < key.size; i++)
        if (key.data[i] == ' ') blank = i;
    char *data = TAKE(arena, char, key.size + 2);
    if (!data) return false;
    size_t size = blank ? put_loose(data, 0, text_of(key.data, blank)) : 0;
    if (blank) data[size++] = ' ';
    size_t from = blank ? blank + 1 : 0;
    size = put_loose(data, size, text_of(key.data + from, key.size - from));
    *out = size ? text_of(data, size) : key; /* "http://" alone: who has an identity has a loose one */
    return true;
}
