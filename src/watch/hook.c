/* A webhook: an alert is one POST of its JSON, signed as Standard Webhooks has it, so that whoever takes it can prove
 * where it comes from with a library that is there:
 *
 *   webhook-id: alert-12-3f9c…          the same each time that this alert is sent: who has taken it passes it over
 *   webhook-timestamp: 1780000000
 *   webhook-signature: v1,BASE64        HMAC-SHA256 of "ID.TIMESTAMP.BODY" with the secret
 *
 * The secret is read from a file or from SAYSO_WEBHOOK_SECRET, never from the command line, which others can see. */
#include <errno.h>
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "watch/watch.h"

#define MOST_SECRET 512u

typedef struct Hook {
    Channel channel; /* first */
    const char *url;
    uint8_t secret[MOST_SECRET];
    size_t secret_size; /* 0: it is not signed */
    bool allow_private;
} Hook;

void hook_sign(const uint8_t *secret, size_t size, const char *id, int64_t at, Text body, char out[48])
{
    crypto_auth_hmacsha256_state state;
    uint8_t hash[crypto_auth_hmacsha256_BYTES];
    char head[160];
    int n = snprintf(head, sizeof head, "%s.%lld.", id, (long long)at);
    (void)crypto_auth_hmacsha256_init(&state, secret, size);
    (void)crypto_auth_hmacsha256_update(&state, (const uint8_t *)head, (unsigned long long)n);
    (void)crypto_auth_hmacsha256_update(&state, (const uint8_t *)body.data, body.size);
    (void)crypto_auth_hmacsha256_final(&state, hash);
    (void)sodium_bin2base64(out, 48, hash, sizeof hash, sodium_base64_VARIANT_ORIGINAL);
    sodium_memzero(&state, sizeof state);
}

static Sent post(Hook *h, json_t *object, const char *id, Error *error)
{
    char signature[48], lines[4][200];
    const char *headers[4];
    size_t count = 0;
    int64_t now = (int64_t)time(NULL);
    char *body = object ? json_dumps(object, JSON_COMPACT) : NULL;
    json_decref(object);
    if (!body) return (void)fail_memory(error), SENT_BROKEN;
    Text text = text_literal(body);
    (void)snprintf(lines[count++], sizeof lines[0], "Content-Type: application/json");
    (void)snprintf(lines[count++], sizeof lines[0], "webhook-id: %s", id);
    (void)snprintf(lines[count++], sizeof lines[0], "webhook-timestamp: %lld", (long long)now);
    if (h->secret_size) {
        hook_sign(h->secret, h->secret_size, id, now, text, signature);
        (void)snprintf(lines[count++], sizeof lines[0], "webhook-signature: v1,%s", signature);
    }
    for (size_t i = 0; i < count; i++) headers[i] = lines[i];
    const Post what = {h->url, headers, count, text, h->allow_private};
    char why[sizeof h->channel.problem];
    const char *problem = send_post(&what, why, sizeof why, &h->channel.retry_after);
    free(body);
    if (!problem) return SENT_DONE;
    memcpy(h->channel.problem, why, sizeof why);
    return SENT_LATER;
}

static Sent send_hook(Channel *c, Ledger *ledger, const Alert *alerts, uint32_t count, int64_t *told, Arena *arena,
                      Error *error)
{
    char id[64], mark[17];
    (void)count; /* one */
    alert_mark(alerts, mark);
    (void)snprintf(id, sizeof id, "alert-%lld-%s", (long long)alerts->id, mark);
    json_t *object = json_of_alert(ledger, alerts, arena, error);
    *told = alerts->id;
    return object ? post((Hook *)c, object, id, error) : SENT_BROKEN;
}

static Sent send_held(Channel *c, const Alert *rows, uint32_t count, int64_t last, Error *error)
{
    char id[64];
    (void)snprintf(id, sizeof id, "held-%lld", (long long)last);
    return post((Hook *)c, json_of_held(rows, count, last), id, error);
}

static void close_hook(Channel *c)
{
    sodium_memzero(((Hook *)c)->secret, MOST_SECRET);
    free(c);
}

/* "whsec_BASE64" is what Standard Webhooks calls a secret; any other text is itself. */
static bool take_secret(Hook *h, const char *text)
{
    static const char prefix[] = "whsec_";
    size_t size = strcspn(text, "\r\n");
    if (!strncmp(text, prefix, sizeof prefix - 1))
        return !sodium_base642bin(h->secret, MOST_SECRET, text + sizeof prefix - 1, size - (sizeof prefix - 1), NULL,
                                  &h->secret_size, NULL, sodium_base64_VARIANT_ORIGINAL) &&
               h->secret_size;
    if (!size || size > MOST_SECRET) return false;
    memcpy(h->secret, text, size);
    h->secret_size = size;
    return true;
}

static bool read_secret(Hook *h, const char *path)
{
    char text[MOST_SECRET + 16] = "";
    const char *from = getenv("SAYSO_WEBHOOK_SECRET");
    if (!path && (!from || !*from)) return true; /* nobody wants it signed */
    if (path) {
        FILE *file = fopen(path, "re");
        if (!file) return complain(path, reason(errno)), false;
        if (!fgets(text, sizeof text, file)) text[0] = 0;
        (void)fclose(file);
    } else
        (void)snprintf(text, sizeof text, "%s", from);
    bool good = take_secret(h, text);
    sodium_memzero(text, sizeof text);
    if (!good)
        complain(path ? path : "SAYSO_WEBHOOK_SECRET",
                 "there is no secret in it: one line of 1 to 512 bytes, or whsec_ and base64");
    return good;
}

/* What the ledger calls it: an address may hold a secret of its own, which nobody should read there. */
static void name_hook(Channel *c, const char *url)
{
    uint8_t hash[32];
    sha256(url, strlen(url), hash);
    const char *host = strstr(url, "://");
    size_t size = host ? strcspn(host + 3, "/?#") : 0;
    const char *at = host ? memrchr(host + 3, '@', size) : NULL;
    if (at) size -= (size_t)(at + 1 - (host + 3));
    (void)snprintf(c->name, sizeof c->name, "webhook %.*s %02x%02x%02x%02x", (int)(size < 80 ? size : 80),
                   at     ? at + 1
                   : host ? host + 3
                          : "",
                   hash[0], hash[1], hash[2], hash[3]);
}

Channel *hook_open(const char *url, const char *secret_file, bool allow_private)
{
    if (strncasecmp(url, "http://", 7) && strncasecmp(url, "https://", 8))
        return complain(NULL, "--webhook takes an http or https URL"), NULL;
    Hook *h = calloc(1, sizeof *h);
    if (!h) return complain(NULL, "out of memory"), NULL;
    h->channel = (Channel){.send = send_hook, .held = send_held, .close = close_hook};
    h->url = url;
    h->allow_private = allow_private;
    name_hook(&h->channel, url);
    if (read_secret(h, secret_file)) return &h->channel;
    close_hook(&h->channel);
    return NULL;
}
