/* Who is meant to be asked. A page from elsewhere can make a browser send a request here, under a name of its own that
 * leads to this machine (DNS rebinding) or straight to the address: so the name must be ours, and who writes must come
 * from a page of ours. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "serve/serve.h"

/* "localhost:7331" -> "localhost" and ":7331"; "[::1]:7331" -> "[::1]"; "[" -> "". */
static size_t name_size(const char *host)
{
    const char *end = *host == '[' ? strchr(host, ']') : NULL;
    return end ? (size_t)(end - host) + 1 : *host == '[' ? 0 : strcspn(host, ":");
}

static bool is_name(const char *host, size_t size, const char *name)
{
    return strlen(name) == size && !strncasecmp(host, name, size);
}

static bool is_own(const Server *s, const char *host, size_t size)
{
    static const char *const names[] = {"localhost", "127.0.0.1", "[::1]"};
    char port[8];
    (void)snprintf(port, sizeof port, ":%u", s->port);
    if (host[size] && strcmp(host + size, port)) return false;
    if (!host[size] && s->port != 80) return false;
    for (size_t i = 0; i < COUNT(names) && s->loopback; i++)
        if (is_name(host, size, names[i])) return true;
    bool bare = *host == '[' && *s->bind != '['; /* an address of IPv6 as it was typed has no brackets, in a URL it has */
    return bare ? is_name(host + 1, size - 2, s->bind) : is_name(host, size, s->bind);
}

static bool is_known(const Server *s, const char *host)
{
    size_t size = name_size(host);
    if (is_own(s, host, size)) return true;
    for (size_t i = 0; i < s->host_count; i++)
        if (is_name(host, size, s->hosts[i])) return true;
    return false;
}

/* A page of ours: scheme and host of its address are those that were asked. */
static bool is_from_here(const Request *r)
{
    const char *end = r->origin ? strstr(r->origin, "://") : NULL;
    if (r->site && strcmp(r->site, "same-origin") && strcmp(r->site, "none")) return false;
    if (!r->origin) return true;
    bool web = !strncasecmp(r->origin, "http://", 7) || !strncasecmp(r->origin, "https://", 8);
    return web && end && !strcasecmp(end + 3, r->host);
}

const char *guard(const Request *r, unsigned *status)
{
    *status = 400;
    if (!r->host) return "the request names no host";
    *status = 421;
    if (!is_known(r->server, r->host))
        return "the server does not go by this name; 'sayso serve --host NAME' gives it one, where a proxy stands "
               "before it";
    *status = 403;
    if (r->method == METHOD_POST && !is_from_here(r)) return "what writes must come from a page of this server";
    return NULL;
}
