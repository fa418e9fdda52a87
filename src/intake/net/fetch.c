/* http and https by libcurl, politely: one request at a time, what robots.txt asks is done, and a host is left alone
 * for a while after each answer.
 *
 * Redirects are followed here and not by libcurl, so that each hop's URL and each new host's robots.txt is looked at
 * before anything is asked. The address is looked at when the socket is made, after the name was resolved: a name that
 * leads into a private network is refused at whatever hop, and however the resolver changes its mind.
 *
 * Through a proxy (http_proxy and its kin, which libcurl obeys) the socket leads to the proxy. Then it is the proxy's
 * address that must be public or allowed, and what names lead to is the proxy's affair; addresses written in a URL are
 * looked at all the same. */
#include <arpa/inet.h>
#include <curl/curl.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>

#include "intake/net/net.h"

#define PRODUCT "sayso"
#define MAX_HOSTS 256u
#define MAX_HOPS 5u
#define MAX_URL 8192u
#define ROBOTS_BYTES (500u * 1024u) /* more of a robots.txt is not read (RFC 9309, 2.5) */
#define RULES_BYTES (16u << 20)     /* the rules of all hosts together; over it those of the oldest are forgotten */
#define RULES_FRESH (24 * 3600 * 1000ll)
#define FAILURE_FRESH (300 * 1000ll)
#define ACCEPT                                                                                                         \
    "Accept: text/html,application/xhtml+xml,application/atom+xml,application/rss+xml,"                                \
    "application/xml;q=0.9,*/*;q=0.5"

static const FetchPace usual_pace = {10000, 60000, 20000, 1000, 30000, 60000};

typedef struct Host {
    char *origin; /* "https://halmere.example:443" */
    char *name;   /* "halmere.example" */
    Robots *robots;
    char *problem;    /* why nothing may be asked there; NULL */
    bool known;       /* robots and problem are */
    int64_t fresh_to; /* ms; then they are no longer known */
    int64_t asked;    /* ms: when the last answer was there; 0: never */
    uint64_t used;
} Host;

struct Fetcher {
    const IntakeOptions *options;
    FetchPace pace;
    CURL *curl;
    Host hosts[MAX_HOSTS];
    size_t host_count, rules_bytes;
    uint64_t ticks;
    IntakeFetch last; /* how the last hop went; its texts are not set */
};

typedef struct Target {         /* a URL taken apart */
    char *url;                  /* as libcurl writes it, without a fragment */
    char *origin, *name, *path; /* the path with its query */
} Target;

typedef struct Visit { /* what an earlier fetch left behind */
    char etag[512], modified[512];
} Visit;

typedef struct Answer {
    CURLcode code;
    long status;
    Bytes body;
    size_t limit;
    bool full, refused; /* there is more than the limit; its address is private */
    bool no_memory, conditional, headed; /* headed: a header has begun */
    Visit visit;
    char type[256]; /* Content-Type */
    bool encoded;
    char *location; /* a redirect's, absolute */
    uint64_t length;
    int64_t retry_after;       /* seconds; 0: not said */
    int64_t max_age;           /* of Cache-Control; likewise */
    char why[CURL_ERROR_SIZE]; /* libcurl's words */
} Answer;

bool is_url(const char *input)
{
    return !strncasecmp(input, "http://", 7) || !strncasecmp(input, "https://", 8);
}

static const char no_memory[] = "there was not enough memory to fetch it";

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void sleep_until(int64_t ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) == EINTR) {
    }
}

/* ---- a URL taken apart ---- */

static void target_free(Target *target)
{
    free(target->url);
    free(target->origin);
    free(target->name);
    free(target->path);
    *target = (Target){0};
}

static bool is_private_literal(const char *name)
{
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    char plain[INET6_ADDRSTRLEN] = "";
    if (*name == '[') snprintf(plain, sizeof plain, "%.*s", (int)strcspn(name + 1, "]%"), name + 1);
    if (inet_pton(AF_INET, name, &v4.sin_addr) == 1) return address_is_private((struct sockaddr *)&v4);
    return inet_pton(AF_INET6, plain, &v6.sin6_addr) == 1 && address_is_private((struct sockaddr *)&v6);
}

static char *private_words(void)
{
    static const char *const proxies[] = {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};
    for (size_t i = 0; i < COUNT(proxies); i++) {
        if (getenv(proxies[i]))
            return format_words(
                "its address, or that of the proxy in $%s, is private; --allow-private lets it be fetched", proxies[i]);
    }
    return format_words("its address is private; --allow-private lets it be fetched");
}

static char *url_part(CURLU *u, CURLUPart part, unsigned flags)
{
    char *owned = NULL, *copy;
    if (curl_url_get(u, part, &owned, flags)) return NULL;
    copy = strdup(owned);
    curl_free(owned);
    return copy;
}

static void lower(char *s)
{
    for (; *s; s++) *s = (char)(*s >= 'A' && *s <= 'Z' ? *s + 'a' - 'A' : *s);
}

static bool has_part(CURLU *u, CURLUPart part)
{
    char *value = url_part(u, part, 0);
    free(value);
    return value;
}

static bool fill_target(CURLU *u, Target *out)
{
    char *scheme = url_part(u, CURLUPART_SCHEME, 0), *port = url_part(u, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    char *path = url_part(u, CURLUPART_PATH, 0), *query = url_part(u, CURLUPART_QUERY, 0);
    out->url = url_part(u, CURLUPART_URL, 0);
    out->name = url_part(u, CURLUPART_HOST, 0);
    if (scheme && port && path && out->url && out->name) {
        lower(scheme);
        lower(out->name);
        out->origin = format_words("%s://%s:%s", scheme, out->name, port);
        out->path = format_words("%s%s%s", path, query ? "?" : "", query ? query : "");
    }
    free(scheme);
    free(port);
    free(path);
    free(query);
    return out->origin && out->path;
}

/* NULL, or why nothing is asked there. */
static char *read_target(const Fetcher *f, CURLU *u, const char *url, Target *out)
{
    if (!is_url(url)) return format_words("it is no http or https URL, and only these are fetched");
    if (strlen(url) > MAX_URL) return format_words("the URL is longer than %u bytes", MAX_URL);
    if (!u) return strdup(no_memory);
    if (curl_url_set(u, CURLUPART_URL, url, CURLU_URLENCODE))
        return format_words("it cannot be read as a URL; check its spelling");
    if (has_part(u, CURLUPART_USER) || has_part(u, CURLUPART_PASSWORD))
        return format_words("the URL holds a user's name or a password, which are never sent; give it without them");
    (void)curl_url_set(u, CURLUPART_FRAGMENT, NULL, 0);
    if (!fill_target(u, out)) return strdup(no_memory);
    if (!f->options->allow_private && is_private_literal(out->name)) return private_words();
    return NULL;
}

static char *target_read(const Fetcher *f, const char *url, Target *out)
{
    *out = (Target){0};
    CURLU *u = curl_url();
    char *problem = read_target(f, u, url, out);
    curl_url_cleanup(u);
    if (problem) target_free(out);
    return problem;
}

/* ---- one request ---- */

typedef struct Socket {
    const Fetcher *fetcher;
    Answer *answer;
} Socket;

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    (void)purpose;
    const Socket *s = context;
    if (!s->fetcher->options->allow_private && address_is_private(&address->addr)) {
        s->answer->refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* Stops the transfer, by taking less than it got, where the limit is reached. */
static size_t take_body(char *data, size_t one, size_t size, void *context)
{
    Answer *a = context;
    (void)one;
    size_t room = a->limit - a->body.size, taken = size < room ? size : room;
    if (!bytes_add(&a->body, data, taken)) {
        a->no_memory = true;
        return 0;
    }
    a->full = a->body.size == a->limit;
    return a->full ? 0 : size;
}

static bool is_header(const char *line, size_t size, const char *name, Text *value)
{
    size_t n = strlen(name);
    if (size <= n || line[n] != ':' || strncasecmp(line, name, n)) return false;
    const char *begin = line + n + 1, *end = line + size;
    while (begin < end && (*begin == ' ' || *begin == '\t')) begin++;
    while (end > begin && (uint8_t)end[-1] <= ' ') end--;
    *value = text_of(begin, (size_t)(end - begin));
    return true;
}

/* What does not fit is left out: half an ETag is none. */
static void put(char *out, size_t room, Text value)
{
    if (value.size >= room) value.size = 0;
    memcpy(out, value.data, value.size);
    out[value.size] = 0;
}

/* max-age of a Cache-Control that lets be kept; 0: none. */
static int64_t age_of(Text value)
{
    static const char name[] = "max-age=";
    const char *at = NULL;
    int64_t age = 0;
    for (size_t i = 0; i + sizeof name - 1 < value.size; i++)
        if (!strncasecmp(value.data + i, name, sizeof name - 1) && (!i || strchr(" ,", value.data[i - 1]))) at = value.data + i + sizeof name - 1;
    for (; at && at < value.data + value.size && *at >= '0' && *at <= '9' && age < INT32_MAX; at++) age = age * 10 + (*at - '0');
    return age;
}

static size_t take_header(char *line, size_t one, size_t size, void *context)
{
    Answer *a = context;
    (void)one;
    Text value;
    a->headed = true;
    if (size > 5 && !memcmp(line, "HTTP/", 5)) { /* after a "100 Continue" */
        a->visit = (Visit){0};
        a->type[0] = 0;
        a->encoded = false;
        a->max_age = 0;
    } else if (is_header(line, size, "ETag", &value))
        put(a->visit.etag, sizeof a->visit.etag, value);
    else if (is_header(line, size, "Last-Modified", &value))
        put(a->visit.modified, sizeof a->visit.modified, value);
    else if (is_header(line, size, "Content-Type", &value))
        put(a->type, sizeof a->type, value);
    else if (is_header(line, size, "Content-Encoding", &value))
        a->encoded = true;
    else if (is_header(line, size, "Cache-Control", &value))
        a->max_age = age_of(value);
    return size;
}

static bool is_sendable(const char *value)
{
    for (const char *c = value; *c; c++) {
        if ((uint8_t)*c < ' ' || *c == 0x7F) return false;
    }
    return *value;
}

/* Appends "NAME: VALUE" where there is a value. */
static bool add_header(struct curl_slist **list, const char *name, const char *value)
{
    if (!is_sendable(value)) return true;
    char *line = format_words("%s: %s", name, value);
    struct curl_slist *grown = line ? curl_slist_append(*list, line) : NULL;
    free(line);
    if (grown) *list = grown;
    return grown;
}

static struct curl_slist *request_headers(const Visit *visit)
{
    struct curl_slist *list = curl_slist_append(NULL, ACCEPT);
    if (list && visit &&
        (!add_header(&list, "If-None-Match", visit->etag) ||
         !add_header(&list, "If-Modified-Since", visit->modified))) {
        curl_slist_free_all(list);
        list = NULL;
    }
    return list;
}

static void set_protocols(CURL *curl)
{
#if LIBCURL_VERSION_NUM >= 0x075500
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

static void set_pace(CURL *curl, const FetchPace *pace)
{
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)pace->connect);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)pace->whole);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 100L);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)(pace->stall + 999) / 1000);
}

static void set_request(const Fetcher *f, const char *url, struct curl_slist *headers, Answer *a, Socket *s)
{
    CURL *curl = f->curl;
    curl_easy_reset(curl); /* its connections stay */
    set_protocols(curl);
    set_pace(curl, &f->pace);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, ""); /* whatever this libcurl can undo */
    curl_easy_setopt(curl, CURLOPT_USERAGENT, PRODUCT "/" SAYSO_VERSION);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, a);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, a);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, s);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, a->why);
}

static void read_info(CURL *curl, Answer *a)
{
    char *location = NULL;
    curl_off_t length = -1, retry = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &a->status);
    curl_easy_getinfo(curl, CURLINFO_REDIRECT_URL, &location);
    curl_easy_getinfo(curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
    curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &retry);
    if (location && !(a->location = strdup(location))) a->no_memory = true;
    if (length > 0 && !a->encoded) a->length = (uint64_t)length;
    a->retry_after = retry;
}

static void answer_free(Answer *a)
{
    bytes_free(&a->body);
    free(a->location);
    *a = (Answer){0};
}

static void perform(const Fetcher *f, const char *url, size_t limit, const Visit *visit, Answer *a)
{
    *a = (Answer){.limit = limit};
    struct curl_slist *headers = request_headers(visit);
    if (!headers) {
        a->no_memory = true;
        return;
    }
    Socket s = {f, a};
    a->conditional = visit;
    set_request(f, url, headers, a, &s);
    a->code = curl_easy_perform(f->curl);
    if (a->full && a->code == CURLE_WRITE_ERROR) a->code = CURLE_OK;
    read_info(f->curl, a);
    curl_easy_setopt(f->curl, CURLOPT_ERRORBUFFER, NULL);
    curl_slist_free_all(headers);
}

/* ---- what went wrong, in words ---- */

static const struct {
    CURLcode code;
    const char *words;
} transport[] = {
    {CURLE_COULDNT_RESOLVE_HOST, "its host cannot be found; check the URL and the network"},
    {CURLE_COULDNT_RESOLVE_PROXY, "the proxy that the environment names cannot be found; check http_proxy"},
    {CURLE_COULDNT_CONNECT, "its host takes no connection; check the URL and the network, or try later"},
    {CURLE_OPERATION_TIMEDOUT, "the server takes too long; try later, or give the page as a file"},
    {CURLE_PEER_FAILED_VERIFICATION, "the server's certificate is not to be trusted; give the page as a file"},
    {CURLE_SSL_CONNECT_ERROR, "no safe connection to the server comes about; give the page as a file"},
    {CURLE_PARTIAL_FILE, "the connection broke off in the middle; try again"},
    {CURLE_RECV_ERROR, "the connection broke off in the middle; try again"},
    {CURLE_GOT_NOTHING, "the server closed the connection without an answer; try later"},
    {CURLE_BAD_CONTENT_ENCODING, "the server's compression is broken; give the page as a file"},
    {CURLE_OUT_OF_MEMORY, no_memory},
};

static char *transport_words(const Answer *a)
{
    if (a->no_memory) return strdup(no_memory);
    if (a->refused) return private_words();
    /* libcurl says of a header that is longer than it takes that memory ran out; later versions that it is too large
     * (100) */
    if (a->headed && !a->body.size && (a->code == CURLE_OUT_OF_MEMORY || (int)a->code == 100))
        return strdup("the header of the server's answer is too long; give the page as a file");
    for (size_t i = 0; i < COUNT(transport); i++) {
        if (transport[i].code == a->code) return strdup(transport[i].words);
    }
    return format_words("it cannot be fetched (%s); give the page as a file",
                        *a->why ? a->why : curl_easy_strerror(a->code));
}

static const struct {
    long from, to;
    const char *what, *remedy;
} statuses[] = {
    {401, 403, "the server lets only some see it", "give the page as a file"},
    {404, 404, "the server has no such page", "check the URL"},
    {410, 410, "the page was taken away", "an archive may have it"},
    {429, 429, "the host asks for fewer requests", "try later"},
    {451, 451, "the server may not show it, for legal reasons", "give the page as a file"},
    {400, 499, "the server does not accept the request", "give the page as a file"},
    {500, 599, "the server fails", "try later"},
    {0, 999, "the server answers with no page", "give the page as a file"},
};

static char *status_words(long status)
{
    size_t i = 0;
    while (i + 1 < COUNT(statuses) && (status < statuses[i].from || status > statuses[i].to)) i++;
    return format_words("%s (HTTP %ld); %s", statuses[i].what, status, statuses[i].remedy);
}

/* ---- hosts ---- */

static void forget_rules(Fetcher *f, Host *host)
{
    f->rules_bytes -= robots_size(host->robots);
    robots_free(host->robots);
    free(host->problem);
    host->robots = NULL;
    host->problem = NULL;
    host->known = false;
}

static void host_clear(Fetcher *f, Host *host)
{
    forget_rules(f, host);
    free(host->origin);
    free(host->name);
    *host = (Host){0};
}

static Host *oldest(Fetcher *f, const Host *but)
{
    Host *best = NULL;
    for (size_t i = 0; i < f->host_count; i++) {
        Host *h = &f->hosts[i];
        if (h != but && (!but || h->robots) && (!best || h->used < best->used)) best = h;
    }
    return best;
}

static Host *find_host(Fetcher *f, const char *origin)
{
    for (size_t i = 0; i < f->host_count; i++) {
        if (!strcmp(f->hosts[i].origin, origin)) return &f->hosts[i];
    }
    return NULL;
}

/* NULL when memory ran out. The one used longest ago makes room. */
static Host *host_of(Fetcher *f, const Target *target)
{
    Host *host = find_host(f, target->origin);
    if (!host) {
        char *origin = strdup(target->origin), *name = strdup(target->name);
        if (!origin || !name) {
            free(origin);
            free(name);
            return NULL;
        }
        host = f->host_count < MAX_HOSTS ? &f->hosts[f->host_count++] : oldest(f, NULL);
        host_clear(f, host);
        host->origin = origin;
        host->name = name;
    }
    host->used = ++f->ticks;
    return host;
}

/* A host by its name, whatever the port: robots.txt is a port's affair, the load is the machine's. */
static int64_t last_asked(const Fetcher *f, const char *name)
{
    int64_t last = 0;
    for (size_t i = 0; i < f->host_count; i++) {
        const Host *h = &f->hosts[i];
        if (h->asked > last && !strcmp(h->name, name)) last = h->asked;
    }
    return last;
}

static void leave_alone(const Fetcher *f, const Host *host)
{
    int64_t gap = robots_delay(host->robots), last = last_asked(f, host->name);
    if (gap > f->pace.crawl_delay) gap = f->pace.crawl_delay;
    if (gap < f->pace.gap) gap = f->pace.gap;
    if (last) sleep_until(last + gap);
}

static void ask(Fetcher *f, const Target *target, size_t limit, const Visit *visit, Answer *out)
{
    *out = (Answer){.no_memory = true};
    Host *host = host_of(f, target);
    if (!host) return;
    leave_alone(f, host);
    perform(f, target->url, limit, visit, out);
    host->asked = now_ms();
}

/* ---- robots.txt ---- */

static void keep_rules(Fetcher *f, Host *host, Text file, bool cut)
{
    /* half a rule would forbid more than the whole one */
    while (cut && file.size && file.data[file.size - 1] != '\n') file.size--;
    host->robots = robots_read(file, PRODUCT);
    if (!host->robots) host->problem = strdup(no_memory);
    f->rules_bytes += robots_size(host->robots);
    for (Host *old; f->rules_bytes > RULES_BYTES && (old = oldest(f, host));) forget_rules(f, old);
}

static bool is_redirect(const Answer *a)
{
    static const long statuses_on[] = {301, 302, 303, 307, 308};
    for (size_t i = 0; i < COUNT(statuses_on); i++) {
        if (a->status == statuses_on[i]) return !a->code && a->location;
    }
    return false;
}

/* RFC 9309, 2.3.1: what is not there allows all, what cannot be reached allows nothing. */
static void take_robots(Fetcher *f, Host *host, const Answer *a)
{
    if (a->code || a->no_memory)
        host->problem = transport_words(a);
    else if (a->status / 100 == 2)
        keep_rules(f, host, text_of(a->body.data, a->body.size), a->full);
    else if (a->status >= 500)
        host->problem = format_words(
            "the host's robots.txt cannot be had (HTTP %ld), so that nothing may be asked; try later", a->status);
}

static void fetch_robots(Fetcher *f, Host *host)
{
    char *url = format_words("%s/robots.txt", host->origin);
    if (!url) host->problem = strdup(no_memory);
    for (unsigned hop = 0; url && hop <= MAX_HOPS; hop++) {
        Target target;
        Answer answer = {0};
        if (!(host->problem = target_read(f, url, &target))) ask(f, &target, ROBOTS_BYTES, NULL, &answer);
        target_free(&target);
        free(url);
        url = NULL;
        if (is_redirect(&answer)) {
            url = answer.location;
            answer.location = NULL;
        } else if (!host->problem)
            take_robots(f, host, &answer);
        answer_free(&answer);
    }
    free(url);
}

/* NULL, or why it may not be asked for. */
static char *ask_leave(Fetcher *f, const Target *target)
{
    Host *host = host_of(f, target);
    if (!host) return strdup(no_memory);
    if (host->known && now_ms() >= host->fresh_to) forget_rules(f, host);
    if (!host->known) {
        fetch_robots(f, host);
        host->known = true;
        host->fresh_to = now_ms() + (host->problem ? FAILURE_FRESH : RULES_FRESH);
    }
    if (host->problem) return strdup(host->problem);
    if (robots_allow(host->robots, text_literal(target->path))) return NULL;
    return format_words("the host's robots.txt asks not to fetch it; give the page as a file");
}

/* ---- a page ---- */

/* Once more where the host says when. */
static char *ask_again(Fetcher *f, const Target *target, size_t limit, const Visit *visit, Answer *a)
{
    if (a->retry_after > f->pace.retry / 1000)
        return format_words("the host asks to wait %lld seconds (HTTP %ld); try later", (long long)a->retry_after,
                            a->status);
    sleep_until(now_ms() + a->retry_after * 1000);
    answer_free(a);
    ask(f, target, limit, visit, a);
    return NULL;
}

static char *ask_page(Fetcher *f, const Target *target, Answer *out)
{
    const IntakeOptions *o = f->options;
    size_t limit = limit_of(o, INTAKE_PAGE) + 1;
    Visit visit = {0};
    bool seen = o->load_visit &&
                o->load_visit(o->visit_context, target->url, visit.etag, visit.modified, sizeof visit.modified);
    ask(f, target, limit, seen ? &visit : NULL, out);
    bool later = !out->code && (out->status == 429 || out->status == 503) && out->retry_after > 0;
    return later ? ask_again(f, target, limit, seen ? &visit : NULL, out) : NULL;
}

static bool is_type(const char *type, const char *name)
{
    size_t n = strlen(name);
    return !strncasecmp(type, name, n) && (name[n - 1] == '/' || !type[n] || strchr("; \t", type[n]));
}

static char *charset_of(const char *type)
{
    char charset[64];
    (void)media_format(type, charset, sizeof charset);
    return *charset ? strdup(charset) : NULL;
}

/* What the server calls it is believed where looking finds nothing better: feeds are sent as text/html, and pages as
 * text/plain. */
static IntakeFormat format_of(const char *type, const char *path, const Answer *a)
{
    char *name = strndup(path, strcspn(path, "?"));
    IntakeFormat seen = sniff((const uint8_t *)a->body.data, a->body.size, name ? name : "");
    free(name);
    if (is_type(type, "text/html") || is_type(type, "application/xhtml+xml"))
        return seen == INTAKE_FEED ? INTAKE_FEED : INTAKE_PAGE;
    if (is_type(type, "application/rss+xml") || is_type(type, "application/atom+xml"))
        return seen == INTAKE_PAGE ? INTAKE_PAGE : INTAKE_FEED;
    return seen;
}

static char *useless_type(const char *type)
{
    static const char *const useless[] = {"image/", "audio/", "video/", "font/"};
    for (size_t i = 0; i < COUNT(useless); i++) {
        if (is_type(type, useless[i]))
            return format_words("the server sends %.*s, which is no page; give its text as a file",
                                (int)strcspn(type, "; \t"), type);
    }
    return NULL;
}

static void keep_visit(const IntakeOptions *o, const Target *target, const Answer *a)
{
    if (o->keep_visit && !a->full && (*a->visit.etag || *a->visit.modified))
        o->keep_visit(o->visit_context, target->url, a->visit.etag, a->visit.modified);
}

static char *deliver(const Fetcher *f, const Target *target, Answer *a, Piece *out)
{
    if (a->code || a->no_memory) return transport_words(a);
    if ((out->unchanged = a->conditional && a->status == 304)) return NULL;
    if (a->status / 100 != 2) return status_words(a->status);
    if (!a->body.size) return format_words("the server sends an empty page; give it as a file");
    char *problem = useless_type(a->type);
    if (problem) return problem;
    out->charset = charset_of(a->type);
    out->length = a->full && a->length > a->body.size ? a->length : 0;
    piece_data(out, format_of(a->type, target->path, a), &a->body);
    keep_visit(f->options, target, a);
    return NULL;
}

static void note(Fetcher *f, const Answer *a)
{
    f->last = (IntakeFetch){.status = a->code ? 0 : (unsigned)a->status, .retry_after = a->retry_after, .max_age = a->max_age};
}

/* One hop: gives the problem, or NULL with `next` set where it goes on there. */
static char *hop_to(Fetcher *f, const char *url, Piece *out, char **next)
{
    Target target;
    Answer answer = {0};
    char *problem = target_read(f, url, &target);
    if (problem) return problem;
    problem = ask_leave(f, &target);
    if (!problem) {
        problem = ask_page(f, &target, &answer);
        note(f, &answer);
        if (!problem && is_redirect(&answer)) {
            *next = answer.location;
            answer.location = NULL;
        } else if (!problem)
            problem = deliver(f, &target, &answer, out);
    }
    free(out->url);
    out->url = strdup(target.url);
    answer_free(&answer);
    target_free(&target);
    return problem;
}

void fetcher_get(Fetcher *f, const char *url, Piece *out)
{
    *out = (Piece){.format = INTAKE_PAGE, .label = strdup(url), .id = strdup(url)};
    char *at = strdup(url);
    f->last = (IntakeFetch){.status = 0};
    if (!at) out->problem = strdup(no_memory);
    for (unsigned hop = 0; at && !out->problem; hop++) {
        char *next = NULL;
        if (hop <= MAX_HOPS)
            out->problem = hop_to(f, at, out, &next);
        else
            out->problem = format_words("the server sends us on more than %u times; check the URL", MAX_HOPS);
        free(at);
        at = next;
    }
    free(at);
    if (!f->options->tell_fetch) return;
    f->last.url = url;
    f->last.unchanged = out->unchanged;
    f->last.problem = out->problem;
    f->options->tell_fetch(f->options->fetch_context, &f->last);
}

/* ---- open and close ---- */

Fetcher *fetcher_open_at(const IntakeOptions *options, const FetchPace *pace)
{
    Fetcher *f = calloc(1, sizeof *f);
    if (!f) return NULL;
    f->options = options;
    f->pace = *pace;
    if (!curl_global_init(CURL_GLOBAL_DEFAULT)) {
        if ((f->curl = curl_easy_init())) return f;
        curl_global_cleanup();
    }
    free(f);
    return NULL;
}

Fetcher *fetcher_open(const IntakeOptions *options)
{
    return fetcher_open_at(options, &usual_pace);
}

void fetcher_close(Fetcher *f)
{
    if (!f) return;
    for (size_t i = 0; i < f->host_count; i++) host_clear(f, &f->hosts[i]);
    curl_easy_cleanup(f->curl);
    curl_global_cleanup();
    free(f);
}

/* ---- what is kept of hosts ---- */

struct IntakeHosts {
    FetchPace pace;
    Fetcher *fetcher;
};

IntakeHosts *intake_hosts_open(unsigned pace)
{
    IntakeHosts *hosts = calloc(1, sizeof *hosts);
    if (!hosts) return NULL;
    hosts->pace = usual_pace;
    hosts->pace.retry = 0;
    hosts->pace.gap /= pace;
    hosts->pace.crawl_delay /= pace;
    if (pace > 1) hosts->pace.connect = hosts->pace.whole = hosts->pace.stall = 3000; /* who tests does not wait for who hangs */
    return hosts;
}

void intake_hosts_close(IntakeHosts *hosts)
{
    if (!hosts) return;
    fetcher_close(hosts->fetcher);
    free(hosts);
}

Fetcher *hosts_fetcher(IntakeHosts *hosts, const IntakeOptions *options)
{
    if (!hosts->fetcher) hosts->fetcher = fetcher_open_at(options, &hosts->pace);
    if (hosts->fetcher) hosts->fetcher->options = options;
    return hosts->fetcher;
}
