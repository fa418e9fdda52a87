/* What is told goes out by libcurl: an HTTP request, a mail. What is fetched may not lead into a private network unless
 * that was allowed, and neither may what is sent: the address is looked at when the socket is made. No redirect is
 * followed: who moves says so to whoever set it up. A mail goes to the server that was named, wherever it is: it is
 * usually this machine. */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "intake/net/net.h"
#include "watch/watch.h"

#define MOST_ANSWER (64u << 10) /* bytes of an answer that are taken: nobody reads them */

typedef struct Guard {
    bool allow_private, refused;
} Guard;

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    Guard *g = context;
    (void)purpose;
    if (!g->allow_private && address_is_private(&address->addr)) {
        g->refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t pass_over(char *data, size_t one, size_t size, void *context)
{
    size_t *taken = context;
    (void)data, (void)one;
    *taken += size;
    return *taken > MOST_ANSWER ? 0 : size;
}

static void set_usual(CURL *curl, size_t *taken, char *why)
{
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 10L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 30L);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, pass_over);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, taken);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, why);
}

/* ---- HTTP ---- */

static struct curl_slist *headers_of(const Post *post)
{
    struct curl_slist *list = curl_slist_append(NULL, "Expect:");
    for (size_t i = 0; list && i < post->header_count; i++) {
        struct curl_slist *grown = curl_slist_append(list, post->headers[i]);
        if (!grown) curl_slist_free_all(list);
        list = grown;
    }
    return list;
}

static void set_post(CURL *curl, const Post *post, struct curl_slist *headers, Guard *guard)
{
#if LIBCURL_VERSION_NUM >= 0x075500
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
    curl_easy_setopt(curl, CURLOPT_URL, post->url);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "sayso/" SAYSO_VERSION);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, post->body.data);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)post->body.size);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, guard);
}

const char *send_post(const Post *post, char *problem, size_t size, int64_t *retry_after)
{
    char why[CURL_ERROR_SIZE] = "";
    size_t taken = 0;
    long status = 0;
    curl_off_t retry = 0;
    Guard guard = {post->allow_private, false};
    CURL *curl = curl_easy_init();
    struct curl_slist *headers = headers_of(post);
    CURLcode code = CURLE_OUT_OF_MEMORY;
    if (curl && headers) {
        set_usual(curl, &taken, why);
        set_post(curl, post, headers, &guard);
        code = curl_easy_perform(curl);
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
        curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &retry);
    }
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    *retry_after = retry;
    if (code == CURLE_WRITE_ERROR && taken > MOST_ANSWER) code = CURLE_OK; /* it says more than anybody reads */
    if (!code && status / 100 == 2) return NULL;
    if (guard.refused)
        (void)snprintf(problem, size, "its address is private; --allow-private lets it be told");
    else if (code)
        (void)snprintf(problem, size, "it cannot be told: %s", *why ? why : curl_easy_strerror(code));
    else
        (void)snprintf(problem, size, "it does not take alerts (HTTP %ld)", status);
    return problem;
}

/* ---- mail ---- */

typedef struct Left {
    Text left;
} Left;

static size_t give(char *out, size_t one, size_t room, void *context)
{
    Left *r = context;
    size_t size = r->left.size < one * room ? r->left.size : one * room;
    if (size) memcpy(out, r->left.data, size);
    r->left.data += size;
    r->left.size -= size;
    return size;
}

static void set_letter(CURL *curl, const Letter *letter, struct curl_slist *to, Left *reader)
{
    char from[300];
    (void)snprintf(from, sizeof from, "<%s>", letter->from);
#if LIBCURL_VERSION_NUM >= 0x075500
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
#else
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS, (long)(CURLPROTO_SMTP | CURLPROTO_SMTPS));
#endif
    curl_easy_setopt(curl, CURLOPT_URL, letter->server);
    /* a password is never sent in the clear */
    curl_easy_setopt(curl, CURLOPT_USE_SSL, letter->password ? (long)CURLUSESSL_ALL : (long)CURLUSESSL_TRY);
    if (letter->user) curl_easy_setopt(curl, CURLOPT_USERNAME, letter->user);
    if (letter->password) curl_easy_setopt(curl, CURLOPT_PASSWORD, letter->password);
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(curl, CURLOPT_READDATA, reader);
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)letter->text.size);
}

const char *send_letter(const Letter *letter, char *problem, size_t size)
{
    char why[CURL_ERROR_SIZE] = "", whom[300];
    size_t taken = 0;
    Left reader = {letter->text};
    (void)snprintf(whom, sizeof whom, "<%s>", letter->to);
    CURL *curl = curl_easy_init();
    struct curl_slist *to = curl_slist_append(NULL, whom);
    CURLcode code = CURLE_OUT_OF_MEMORY;
    if (curl && to) {
        set_usual(curl, &taken, why);
        set_letter(curl, letter, to, &reader);
        code = curl_easy_perform(curl);
    }
    curl_slist_free_all(to);
    curl_easy_cleanup(curl);
    if (!code) return NULL;
    (void)snprintf(problem, size, "the mail cannot be sent: %s", *why ? why : curl_easy_strerror(code));
    return problem;
}
