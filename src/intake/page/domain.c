/* Whose a URL is: the public suffix list tells where a domain is sold, and what is below is one owner's. */
#include <libpsl.h>

#include "intake/page/internal.h"

#define LONGEST_HOST 255u

/* Small letters, without a last dot; false for what is no host. */
static bool host_of(Text url, char out[LONGEST_HOST + 1])
{
    Text host = page_host(url);
    if (host.size && host.data[host.size - 1] == '.') host.size--;
    if (!host.size || host.size > LONGEST_HOST) return false;
    for (size_t i = 0; i < host.size; i++) {
        char c = host.data[i];
        out[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    out[host.size] = 0;
    return !memchr(out, 0, host.size);
}

/* "127.0.0.1", "[::1]": the list would take the last numbers for a domain. */
static bool is_address(const char *host)
{
    return strchr("[0123456789", host[0]) && !host[strspn(host, "[]:.0123456789abcdef")];
}

static const char *registrable(const char *host)
{
    const psl_ctx_t *list = psl_builtin();
    return list && !is_address(host) ? psl_registrable_domain(list, host) : NULL;
}

bool same_domain(Text url, Text other)
{
    char a[LONGEST_HOST + 1], b[LONGEST_HOST + 1];
    if (!host_of(url, a) || !host_of(other, b)) return false;
    const char *x = registrable(a), *y = registrable(b);
    if (x || y) return x && y && !strcmp(x, y);
    return text_equal(page_authority(url), page_authority(other));
}
