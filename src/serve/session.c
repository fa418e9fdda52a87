/* Who has signed in with a browser. The key comes once, in a form; what the browser keeps is a token by lot, in a
 * cookie that no script can read and that no page from elsewhere makes it send. Here its hash alone is kept, with the
 * hash of the key: whose key is taken away is out at the next request. A second token, which stands in each form that
 * writes, tells that it was ours (CSRF). All of it is in memory, and gone when the server ends. */
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "serve/serve.h"

#define MOST_SESSIONS 256u
#define IDLE_S (12 * 3600)    /* without a request */
#define LONGEST_S (7 * 86400) /* all in all */
#define TOKEN_BYTES 32u
#define HASH_BYTES 32u

typedef struct Session {
    uint8_t hash[HASH_BYTES]; /* of the token in the cookie */
    char key[KEY_HASH_ROOM], csrf[TOKEN_ROOM];
    time_t begun, used; /* used: 0, it is none */
} Session;

struct Sessions {
    pthread_mutex_t lock;
    Session items[MOST_SESSIONS];
};

static time_t now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + 1; /* 0 is none */
}

Sessions *sessions_open(void)
{
    Sessions *all = calloc(1, sizeof *all);
    if (all) pthread_mutex_init(&all->lock, NULL);
    return all;
}

void sessions_close(Sessions *all)
{
    if (!all) return;
    pthread_mutex_destroy(&all->lock);
    sodium_memzero(all->items, sizeof all->items);
    free(all);
}

static void draw_token(char out[TOKEN_ROOM])
{
    uint8_t bytes[TOKEN_BYTES];
    randombytes_buf(bytes, sizeof bytes);
    (void)sodium_bin2base64(out, TOKEN_ROOM, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(bytes, sizeof bytes);
}

static void hash_token(const char *token, size_t size, uint8_t out[HASH_BYTES])
{
    (void)crypto_generichash(out, HASH_BYTES, (const uint8_t *)token, size, NULL, 0);
}

/* Cookies do not tell ports apart: a server at each has a name of its own. */
static size_t name_of(const Server *s, char out[16])
{
    return (size_t)snprintf(out, 16, "sayso-%u=", s->port);
}

/* The token among "a=b; sayso-7331=…"; NULL where there is none. */
static const char *token_in(const Server *s, const char *cookies, size_t *size)
{
    char name[16];
    size_t n = name_of(s, name);
    for (const char *at = cookies; at && *at; at = strchr(at, ';'), at = at ? at + 1 : NULL) {
        at += strspn(at, " ");
        if (strncmp(at, name, n)) continue;
        *size = strcspn(at + n, "; ");
        return at + n;
    }
    return NULL;
}

static bool is_over(const Session *one, time_t t)
{
    return one->used && (t - one->used > IDLE_S || t - one->begun > LONGEST_S);
}

/* Every one is compared, each in constant time. Under the lock. */
static Session *find(Sessions *all, const Server *s, const char *cookies)
{
    size_t size = 0;
    uint8_t hash[HASH_BYTES];
    Session *found = NULL;
    time_t t = now();
    const char *token = token_in(s, cookies, &size);
    if (!token) return NULL;
    hash_token(token, size, hash);
    for (size_t i = 0; i < MOST_SESSIONS; i++) {
        Session *one = &all->items[i];
        if (is_over(one, t)) sodium_memzero(one, sizeof *one);
        if (!sodium_memcmp(one->hash, hash, HASH_BYTES) && one->used) found = one;
    }
    return found;
}

May session_may(const Server *s, const char *cookies, char csrf[TOKEN_ROOM])
{
    char key[KEY_HASH_ROOM];
    Sessions *all = s->sessions;
    pthread_mutex_lock(&all->lock);
    Session *found = find(all, s, cookies);
    if (found) {
        memcpy(key, found->key, sizeof key);
        memcpy(csrf, found->csrf, TOKEN_ROOM);
        found->used = now();
    }
    pthread_mutex_unlock(&all->lock);
    return found ? key_hash_may(s->ledger, key) : MAY_NOTHING;
}

/* An empty place, or that of whom nothing was heard the longest. */
static Session *place_for_one(Sessions *all)
{
    Session *oldest = &all->items[0];
    for (size_t i = 1; i < MOST_SESSIONS; i++)
        if (all->items[i].used < oldest->used) oldest = &all->items[i];
    return oldest;
}

bool session_begin(const Server *s, const char *key, bool secure, char cookie[COOKIE_ROOM])
{
    char token[TOKEN_ROOM], name[16];
    Session new = {.begun = now(), .used = now()};
    key_hash(key, new.key);
    if (key_hash_may(s->ledger, new.key) == MAY_NOTHING) return false;
    draw_token(token);
    draw_token(new.csrf);
    hash_token(token, strlen(token), new.hash);
    pthread_mutex_lock(&s->sessions->lock);
    *place_for_one(s->sessions) = new;
    pthread_mutex_unlock(&s->sessions->lock);
    (void)name_of(s, name);
    (void)snprintf(cookie, COOKIE_ROOM, "%s%s; Path=/; HttpOnly; SameSite=Strict%s", name, token,
                   secure ? "; Secure" : "");
    sodium_memzero(token, sizeof token);
    sodium_memzero(&new, sizeof new);
    return true;
}

void session_end(const Server *s, const char *cookies, char cookie[COOKIE_ROOM])
{
    char name[16];
    pthread_mutex_lock(&s->sessions->lock);
    Session *found = find(s->sessions, s, cookies);
    if (found) sodium_memzero(found, sizeof *found);
    pthread_mutex_unlock(&s->sessions->lock);
    (void)name_of(s, name);
    (void)snprintf(cookie, COOKIE_ROOM, "%s; Path=/; HttpOnly; SameSite=Strict; Max-Age=0", name);
}
