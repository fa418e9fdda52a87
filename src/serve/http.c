/* libmicrohttpd: connections, times, sizes, the queue.
 *
 *   peer      a connection. It is READING until a request has come whole, ANSWERING while a worker has it, SENDING
 * until all of the answer is gone; each but the second has its time, and who takes longer is cut off, however lively
 * they drip job       a request: filled as it comes, laid in the queue when it is whole (its connection is put aside),
 * answered by a worker, sent by the thread that reads and writes
 *
 * What costs memory is bounded: connections, a request's head and body, the queue, an answer's arena. */
#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "serve/serve.h"

#define MOST_CONNECTIONS 4096u
#define MOST_WAITING 256u /* requests; more are told to come again */
#define MOST_TRIALS 4u    /* texts that are read or wait for it; they are read one by one */
#define MOST_WORKERS 8u
#define MOST_HEAD (16u << 10) /* bytes of a request's line and headers, as libmicrohttpd keeps them */
#define MOST_BODY ((size_t)8 << 20)
#define MOST_BODIES ((size_t)64 << 20)  /* bytes of all that are here at once, whoever sends them */
#define MOST_ANSWER ((size_t)128 << 20) /* bytes of an answer's arena */
#define PART_SENT ((size_t)32 << 10)    /* bytes of a list's part that are handed on at once */
#define READING_S 15                    /* for a head, or idle */
#define READING_FULL_S 3                /* the same when few connections are left */
#define BODY_S 60
#define SENDING_S 60
#define TICK_MS 250
#define CLOSING_S 10 /* for what is under way when we end */

typedef enum PeerState { PEER_READING, PEER_BODY, PEER_ANSWERING, PEER_SENDING } PeerState;
typedef struct Peer Peer;
struct Peer {
    int fd;
    PeerState state;
    time_t since;
    Peer *before, *after;
};

typedef struct Job Job;
struct Job {
    Listener *listener;
    struct MHD_Connection *connection;
    Peer *peer;
    Job *next;
    Request request;
    Reply reply;
    Buffer body;
    bool head, whole, answered, refused, trial;
    Weight weight;
    bool streams, broken; /* it is sent in parts; the next could not be made */
    size_t sent;          /* of a part */
    ArenaMark mark;       /* where the request ends and its parts begin */
    unsigned retry;       /* seconds */
    char location[256], cookie[COOKIE_ROOM];
    char etag[40], policy[200];
    const char *if_none_match;
};

struct Listener {
    Server *server;
    struct MHD_Daemon *daemon;
    pthread_mutex_t lock;      /* of all below */
    pthread_cond_t wake, over; /* over: that we end, for who watches */
    Job *first, *last;
    uint32_t waiting, trials, under_way, peer_count, peer_most;
    uint32_t busy[WEIGHT_SLOW + 1]; /* workers that have such a request */
    Peer *peers;
    bool ending;
    size_t bodies; /* bytes; of libmicrohttpd's thread alone, as are the rates */
    Rates *rates;
    pthread_t workers[MOST_WORKERS], watch;
    uint32_t worker_count;
};

static time_t now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec;
}

/* ---- peers ---- */

static void peer_is(Listener *l, Peer *p, PeerState state)
{
    if (!p) return;
    pthread_mutex_lock(&l->lock);
    p->state = state;
    p->since = now();
    pthread_mutex_unlock(&l->lock);
}

static void peer_begin(Listener *l, struct MHD_Connection *connection, void **context)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    Peer *p = calloc(1, sizeof *p);
    *context = p;
    if (!p || !info) return;
    p->fd = info->connect_fd;
    p->since = now();
    pthread_mutex_lock(&l->lock);
    p->after = l->peers;
    if (l->peers) l->peers->before = p;
    l->peers = p;
    l->peer_count++;
    pthread_mutex_unlock(&l->lock);
}

static void peer_end(Listener *l, Peer *p)
{
    if (!p) return;
    pthread_mutex_lock(&l->lock);
    if (p->before) p->before->after = p->after;
    if (p->after) p->after->before = p->before;
    if (l->peers == p) l->peers = p->after;
    l->peer_count--;
    pthread_mutex_unlock(&l->lock);
    free(p);
}

static void on_connection(void *context, struct MHD_Connection *connection, void **peer,
                          enum MHD_ConnectionNotificationCode what)
{
    if (what == MHD_CONNECTION_NOTIFY_STARTED)
        peer_begin(context, connection, peer);
    else
        peer_end(context, *peer);
}

static int allowed(const Listener *l, PeerState state)
{
    if (state == PEER_READING) return l->peer_count > l->peer_most / 4 * 3 ? READING_FULL_S : READING_S;
    return state == PEER_BODY ? BODY_S : state == PEER_SENDING ? SENDING_S : INT32_MAX;
}

/* Four times a second: who has taken too long is cut off. The socket stays libmicrohttpd's, which finds it ended. */
static void *watch(void *context)
{
    Listener *l = context;
    struct timespec at;
    pthread_mutex_lock(&l->lock);
    while (!l->ending) {
        time_t t = now();
        for (Peer *p = l->peers; p; p = p->after)
            if (t - p->since > allowed(l, p->state)) (void)shutdown(p->fd, SHUT_RDWR);
        pthread_mutex_unlock(&l->lock);
        gate_tidy(l->server);
        pthread_mutex_lock(&l->lock);
        if (l->ending) break;
        (void)clock_gettime(CLOCK_REALTIME, &at);
        at.tv_nsec += TICK_MS * 1000000L;
        if (at.tv_nsec >= 1000000000L) at.tv_sec++, at.tv_nsec -= 1000000000L;
        (void)pthread_cond_timedwait(&l->over, &l->lock, &at);
    }
    pthread_mutex_unlock(&l->lock);
    return NULL;
}

/* ---- what goes with an answer ---- */

/* A page's looks stand in it, once: their hash is what the policy allows. */
static void allow_style(Job *j)
{
    static const char open[] = "<style>", close[] = "</style>";
    const char *begin = memmem(j->reply.data, j->reply.size, open, sizeof open - 1);
    const char *end =
        begin ? memmem(begin, (size_t)(j->reply.data + j->reply.size - begin), close, sizeof close - 1) : NULL;
    uint8_t hash[32];
    char text[64];
    if (!end) return;
    begin += sizeof open - 1;
    sha256(begin, (size_t)(end - begin), hash);
    (void)sodium_bin2base64(text, sizeof text, hash, sizeof hash, sodium_base64_VARIANT_ORIGINAL);
    (void)snprintf(j->policy, sizeof j->policy,
                   "default-src 'none'; style-src 'sha256-%s'; img-src 'self'; form-action 'self'; base-uri 'none'; "
                   "frame-ancestors 'none'",
                   text);
}

/* A picture that is looked at by itself may have looks of its own, and nothing else. */
static const char policy_of_pictures[] =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

/* What is told beside the body is kept, and the rest of the memory that it took to make it is given back, however long
 * the answer is taken. */
static const char *keep_header(const char *value, char *room, size_t size)
{
    if (value) (void)snprintf(room, size, "%s", value);
    return value ? room : NULL;
}

static void give_back(Job *j)
{
    j->reply.location = keep_header(j->reply.location, j->location, sizeof j->location);
    j->reply.cookie = keep_header(j->reply.cookie, j->cookie, sizeof j->cookie);
    if (j->reply.more)
        j->mark = arena_mark(&j->request.arena);
    else
        arena_free(&j->request.arena);
}

static void finish(Job *j)
{
    uint8_t hash[16];
    char digits[2 * sizeof hash + 1];
    if (!reply_end(&j->reply)) j->reply.status = 503;
    give_back(j);
    j->streams = j->reply.more != NULL;
    if (!j->reply.data || j->streams) return;
    if (j->reply.type && !strncmp(j->reply.type, "text/html", 9)) allow_style(j);
    if (j->reply.type && !strcmp(j->reply.type, "image/svg+xml")) strcpy(j->policy, policy_of_pictures);
    (void)crypto_generichash(hash, sizeof hash, (const uint8_t *)j->reply.data, j->reply.size, NULL, 0);
    (void)snprintf(j->etag, sizeof j->etag, "\"%s\"", sodium_bin2hex(digits, sizeof digits, hash, sizeof hash));
}

/* One worker is left for what is quick, and another for what is not slow, where there are so many. */
static bool may_begin(const Listener *l, Weight weight)
{
    uint32_t slow = l->busy[WEIGHT_SLOW], longer = slow + l->busy[WEIGHT_MIDDLING], all = l->worker_count;
    if (weight == WEIGHT_QUICK) return true;
    if (longer && longer + 1 >= all) return false;
    return weight == WEIGHT_MIDDLING || !slow || slow + 2 < all;
}

/* The first that may be answered now. */
static Job *take_job(Listener *l)
{
    Job **at = &l->first, *before = NULL;
    while (*at && !may_begin(l, (*at)->weight)) {
        before = *at;
        at = &(*at)->next;
    }
    Job *j = *at;
    if (!j) return NULL;
    *at = j->next;
    if (l->last == j) l->last = before;
    l->waiting--;
    l->busy[j->weight]++;
    return j;
}

/* Who asked has hung up: what takes long need not be begun. Of what writes nobody knows that it is not wanted. */
static bool is_gone(const Job *j)
{
    if (!j->peer || j->weight != WEIGHT_SLOW || (j->request.method != METHOD_GET && !j->trial)) return false;
    struct pollfd peer = {.fd = j->peer->fd, .events = POLLRDHUP};
    return poll(&peer, 1, 0) > 0 && peer.revents & (POLLRDHUP | POLLHUP | POLLERR);
}

static void begin_answer(Job *j)
{
    if (is_gone(j))
        problem(&j->request, &j->reply, 503, "you had hung up");
    else
        request_answer(&j->request, &j->reply);
    finish(j);
    j->answered = true;
}

/* The next part, in the place of the one that was taken. */
static void go_on(Job *j)
{
    Error error = {0};
    budget_free(j->reply.data);
    arena_rewind(&j->request.arena, j->mark);
    j->sent = 0;
    j->broken = !reply_begin(&j->reply);
    if (j->broken) return;
    if (request_go_on(&j->request, &j->reply, &error)) j->broken = true;
    if (!reply_end(&j->reply)) j->broken = true;
    peer_is(j->listener, j->peer, PEER_SENDING);
}

static void *work_on(void *context)
{
    Listener *l = context;
    pthread_mutex_lock(&l->lock);
    for (;;) {
        Job *j = take_job(l);
        if (!j && l->ending) break;
        if (!j) {
            pthread_cond_wait(&l->wake, &l->lock);
            continue;
        }
        Weight weight = j->weight; /* the job is gone when its answer is sent */
        bool trial = j->trial && !j->answered;
        pthread_mutex_unlock(&l->lock);
        if (j->answered)
            go_on(j);
        else
            begin_answer(j);
        MHD_resume_connection(j->connection);
        pthread_mutex_lock(&l->lock);
        l->busy[weight]--;
        l->trials -= trial;
        if (weight != WEIGHT_QUICK) pthread_cond_broadcast(&l->wake);
    }
    pthread_mutex_unlock(&l->lock);
    return NULL;
}

/* ---- sending ---- */

static void add_headers(const Job *j, struct MHD_Response *response, bool ending)
{
    char retry[16];
    (void)snprintf(retry, sizeof retry, "%u", j->retry ? j->retry : 2);
    const struct {
        const char *name, *value;
    } headers[] = {{"Content-Type", j->reply.type},
                   {"Content-Security-Policy",
                    *j->policy ? j->policy : "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"},
                   {"X-Content-Type-Options", "nosniff"},
                   {"X-Frame-Options", "DENY"},
                   {"Referrer-Policy", "same-origin"}, /* with none a browser does not tell where our forms come from */
                   {"Cross-Origin-Resource-Policy", "same-origin"},
                   {"Cross-Origin-Opener-Policy", "same-origin"},
                   {"Cache-Control", j->reply.status == 200 && !j->request.visitor ? "no-cache" : "no-store"},
                   {"Vary", "Accept, Cookie"},
                   {"Set-Cookie", j->reply.cookie},
                   {"ETag", j->reply.status == 200 && *j->etag ? j->etag : NULL},
                   {"Location", j->reply.location},
                   {"Allow", j->reply.allow},
                   {"WWW-Authenticate", j->reply.status == 401 ? "Basic realm=\"sayso\", charset=\"UTF-8\"" : NULL},
                   {"Retry-After", j->reply.status == 503 || j->reply.status == 429 ? retry : NULL},
                   {"Connection", ending ? "close" : NULL}};
    for (size_t i = 0; i < COUNT(headers); i++)
        if (headers[i].value) (void)MHD_add_response_header(response, headers[i].name, headers[i].value);
}

/* Under the lock. */
static void add_job(Listener *l, Job *j)
{
    MHD_suspend_connection(j->connection);
    j->next = NULL;
    if (l->last)
        l->last->next = j;
    else
        l->first = j;
    l->last = j;
    l->waiting++;
    if (j->peer) j->peer->state = PEER_ANSWERING;
    pthread_cond_broadcast(&l->wake);
}

/* Of a list that is sent in parts: who has taken one waits for the next as for an answer. */
static ssize_t read_part(void *context, uint64_t place, char *to, size_t most)
{
    Job *j = context;
    Listener *l = j->listener;
    size_t size = j->reply.size - j->sent;
    (void)place;
    if (size) {
        if (size > most) size = most;
        memcpy(to, j->reply.data + j->sent, size);
        j->sent += size;
        return (ssize_t)size;
    }
    if (j->broken) return MHD_CONTENT_READER_END_WITH_ERROR;
    if (!j->reply.more) return MHD_CONTENT_READER_END_OF_STREAM;
    pthread_mutex_lock(&l->lock);
    bool ending = l->ending;
    if (!ending) add_job(l, j);
    pthread_mutex_unlock(&l->lock);
    return ending ? MHD_CONTENT_READER_END_WITH_ERROR : 0;
}

static enum MHD_Result send_reply(Job *j)
{
    Listener *l = j->listener;
    bool same = j->reply.status == 200 && j->if_none_match && *j->etag && strstr(j->if_none_match, j->etag);
    size_t size = same ? 0 : j->reply.size;
    struct MHD_Response *response =
        j->streams               ? MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, PART_SENT, read_part, j, NULL)
        : same || !j->reply.data ? MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT)
                                 : MHD_create_response_from_buffer_with_free_callback(size, j->reply.data, budget_free);
    if (!response) return MHD_NO;
    if (!same && !j->streams) j->reply.data = NULL; /* the response's now */
    pthread_mutex_lock(&l->lock);
    bool ending = l->ending || j->refused;
    pthread_mutex_unlock(&l->lock);
    add_headers(j, response, ending);
    peer_is(l, j->peer, PEER_SENDING);
    enum MHD_Result sent = MHD_queue_response(j->connection, same ? 304 : j->reply.status, response);
    MHD_destroy_response(response);
    return sent;
}

/* Without a worker: what need not be looked at. */
static enum MHD_Result refuse(Job *j, unsigned status, const char *why)
{
    j->refused = j->answered = true;
    problem(&j->request, &j->reply, status, why);
    finish(j);
    return send_reply(j);
}

/* ---- receiving ---- */

static const char *header(Job *j, const char *name)
{
    return MHD_lookup_connection_value(j->connection, MHD_HEADER_KIND, name);
}

static Job *job_begin(Listener *l, struct MHD_Connection *connection, const char *url, const char *method)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    Job *j = calloc(1, sizeof *j);
    Text path;
    if (!j) return NULL;
    *j = (Job){.listener = l, .connection = connection, .peer = info ? info->socket_context : NULL};
    Request *r = &j->request;
    arena_init(&r->arena, &budget, MOST_ANSWER);
    r->server = l->server;
    r->method = !strcmp(method, "GET") || !strcmp(method, "HEAD") ? METHOD_GET
                : !strcmp(method, "POST")                         ? METHOD_POST
                                                                  : 0;
    bool good = arena_text(&r->arena, text_literal(url), &path);
    r->path = good ? path.data : "";
    r->query = "";
    r->host = header(j, "Host");
    r->origin = header(j, "Origin");
    r->site = header(j, "Sec-Fetch-Site");
    r->accept = header(j, "Accept");
    r->type = header(j, "Content-Type");
    r->authorization = header(j, "Authorization");
    r->cookies = header(j, "Cookie");
    j->if_none_match = header(j, "If-None-Match");
    j->reply.status = 500;
    if (good && reply_begin(&j->reply)) return j;
    arena_free(&r->arena);
    free(j);
    return NULL;
}

static void job_end(Job *j)
{
    reply_free(&j->reply);
    j->listener->bodies -= j->body.size;
    buffer_free(&j->body);
    arena_free(&j->request.arena);
    free(j);
}

static enum MHD_Result take_argument(void *context, enum MHD_ValueKind kind, const char *name, const char *value)
{
    Job *j = context;
    (void)kind;
    if (!*name && (!value || !*value)) return MHD_YES; /* "&&" */
    if (!argument_add(&j->request, name, value ? value : "", value ? strlen(value) : 0))
        j->request.bad = "what stands after '?' cannot be read: names and values in UTF-8, not too many of them";
    return MHD_YES;
}

/* The body's announced length; SIZE_MAX where it is none that we take. */
static bool is_too_long(Job *j)
{
    const char *length = header(j, "Content-Length");
    if (!length) return false;
    size_t digits = strspn(length, "0123456789");
    return !digits || digits > 12 || strtoull(length, NULL, 10) > MOST_BODY;
}

typedef struct Heads {
    unsigned hosts, lengths, codings;
} Heads;

static enum MHD_Result count_head(void *context, enum MHD_ValueKind kind, const char *name, const char *value)
{
    Heads *heads = context;
    (void)kind, (void)value;
    heads->hosts += !strcasecmp(name, "Host");
    heads->lengths += !strcasecmp(name, "Content-Length");
    heads->codings += !strcasecmp(name, "Transfer-Encoding");
    return MHD_YES;
}

/* Whose name, or whose length, a proxy before us may read otherwise than we do. */
static bool is_ambiguous(Job *j)
{
    Heads heads = {0};
    (void)MHD_get_connection_values(j->connection, MHD_HEADER_KIND, count_head, &heads);
    return heads.hosts > 1 || heads.lengths + heads.codings > 1;
}

static const struct sockaddr *address_of_peer(const Job *j)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(j->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    return info ? info->client_addr : NULL;
}

static enum MHD_Result take_head(Job *j)
{
    j->head = true;
    if (is_ambiguous(j)) return refuse(j, 400, "Host, or how long the body is, is told twice");
    (void)MHD_get_connection_values(j->connection, MHD_GET_ARGUMENT_KIND, take_argument, j);
    const char *query = query_without(&j->request, "");
    if (query) j->request.query = query;
    if (!request_is_health(&j->request))
        j->retry = rate_take(j->listener->rates, address_of_peer(j), j->request.authorization);
    if (j->retry) return refuse(j, 429, "you ask more often than this server lets one; come again later");
    if (is_too_long(j)) return refuse(j, 413, "the body is longer than 8 MB");
    if (!j->request.method) {
        j->reply.allow = "GET, HEAD, POST";
        return refuse(j, 405, "this cannot be done here");
    }
    if (j->request.method == METHOD_POST && j->listener->bodies > MOST_BODIES / 2)
        return refuse(j, 503, "too many are sending at once; come again");
    if (j->request.method == METHOD_POST) peer_is(j->listener, j->peer, PEER_BODY);
    return MHD_YES;
}

static enum MHD_Result take_body(Job *j, const char *data, size_t *size)
{
    size_t *all = &j->listener->bodies;
    bool fits = j->body.size + *size <= MOST_BODY && *all + *size <= MOST_BODIES && buffer_add(&j->body, data, *size);
    if (fits) *all += *size;
    *size = 0;
    return fits ? MHD_YES : MHD_NO; /* it did not say how long it is, or too many send: the connection ends */
}

static enum MHD_Result lay_in_queue(Job *j)
{
    Listener *l = j->listener;
    j->whole = true;
    j->request.body = text_of(j->body.data, j->body.size);
    if (request_is_health(&j->request)) {
        request_answer(&j->request, &j->reply);
        finish(j);
        j->answered = true;
        return send_reply(j);
    }
    j->weight = request_weight(&j->request);
    j->trial = request_is_trial(&j->request);
    pthread_mutex_lock(&l->lock);
    bool full = l->waiting >= MOST_WAITING || (j->trial && l->trials >= MOST_TRIALS);
    if (!full) {
        l->trials += j->trial;
        add_job(l, j);
    }
    pthread_mutex_unlock(&l->lock);
    return full ? refuse(j, 503, "too many are asking at once; come again") : MHD_YES;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                                  const char *version, const char *data, size_t *size, void **kept)
{
    Listener *l = context;
    Job *j = *kept;
    (void)version;
    if (!j) {
        if (!(j = *kept = job_begin(l, connection, url, method))) return MHD_NO;
        pthread_mutex_lock(&l->lock);
        l->under_way++;
        pthread_mutex_unlock(&l->lock);
    }
    if (j->answered) return send_reply(j);
    if (!j->head) return take_head(j);
    if (*size) return take_body(j, data, size);
    return j->whole ? MHD_YES : lay_in_queue(j);
}

static void on_end(void *context, struct MHD_Connection *connection, void **kept, enum MHD_RequestTerminationCode why)
{
    Listener *l = context;
    Job *j = *kept;
    (void)connection, (void)why;
    if (!j) return;
    *kept = NULL;
    peer_is(l, j->peer, PEER_READING);
    job_end(j);
    pthread_mutex_lock(&l->lock);
    l->under_way--;
    pthread_cond_broadcast(&l->wake);
    pthread_mutex_unlock(&l->lock);
}

/* Paths and arguments are decoded by us, once. */
static size_t leave_encoded(void *context, struct MHD_Connection *connection, char *text)
{
    (void)context, (void)connection;
    return strlen(text);
}

/* ---- beginning and end ---- */

static uint32_t most_connections(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit)) return 256;
    limit.rlim_cur = limit.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &limit);
    if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur < 256) return 64;
    return limit.rlim_cur > MOST_CONNECTIONS + 128 ? MOST_CONNECTIONS : (uint32_t)limit.rlim_cur - 128;
}

static bool begin_threads(Listener *l)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    uint32_t wanted = cores < 4 ? 4 : cores > (long)MOST_WORKERS ? MOST_WORKERS : (uint32_t)cores;
    uint32_t count = 0;
    if (pthread_create(&l->watch, NULL, watch, l)) return false;
    while (count < wanted && !pthread_create(&l->workers[count], NULL, work_on, l)) count++;
    pthread_mutex_lock(&l->lock);
    l->worker_count = count;
    pthread_cond_broadcast(&l->wake);
    pthread_mutex_unlock(&l->lock);
    return count > 0;
}

static void end_threads(Listener *l)
{
    pthread_mutex_lock(&l->lock);
    l->ending = true;
    pthread_cond_broadcast(&l->wake);
    pthread_cond_broadcast(&l->over);
    pthread_mutex_unlock(&l->lock);
    for (uint32_t i = 0; i < l->worker_count; i++) pthread_join(l->workers[i], NULL);
    pthread_join(l->watch, NULL);
}

static struct MHD_Daemon *begin_daemon(Listener *l, const struct sockaddr *address)
{
    unsigned flags =
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | (address->sa_family == AF_INET6 ? MHD_USE_IPv6 : 0u);
    return MHD_start_daemon(flags, 0, NULL, NULL, on_request, l, MHD_OPTION_SOCK_ADDR, address,
                            MHD_OPTION_NOTIFY_COMPLETED, on_end, l, MHD_OPTION_NOTIFY_CONNECTION, on_connection, l,
                            MHD_OPTION_UNESCAPE_CALLBACK, leave_encoded, NULL, MHD_OPTION_CONNECTION_LIMIT,
                            l->peer_most, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SENDING_S,
                            MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MOST_HEAD, MHD_OPTION_LISTEN_BACKLOG_SIZE,
                            1024u, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
}

static struct addrinfo *address_of(const Server *s)
{
    const struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    char port[8], name[128];
    size_t size = strlen(s->bind);
    bool brackets = *s->bind == '[' && size > 2 && s->bind[size - 1] == ']';
    (void)snprintf(port, sizeof port, "%u", s->port);
    (void)snprintf(name, sizeof name, "%.*s", (int)(brackets ? size - 2 : size < 100 ? size : 100), s->bind + brackets);
    return getaddrinfo(name, port, &hints, &found) ? NULL : found;
}

Listener *listener_open(Server *server)
{
    char sentence[200];
    struct addrinfo *address = address_of(server);
    Listener *l = address ? calloc(1, sizeof *l) : NULL;
    if (!l) {
        (void)snprintf(sentence, sizeof sentence, "'%.60s' is no address; give one in numbers, as in 127.0.0.1 or ::1",
                       server->bind);
        complain(NULL, address ? "out of memory" : sentence);
        if (address) freeaddrinfo(address);
        return NULL;
    }
    l->server = server;
    l->peer_most = most_connections();
    l->rates = rates_open(server->rate);
    pthread_mutex_init(&l->lock, NULL);
    pthread_cond_init(&l->wake, NULL);
    pthread_cond_init(&l->over, NULL);
    if (l->rates) l->daemon = begin_daemon(l, address->ai_addr);
    int why = errno;
    freeaddrinfo(address);
    const union MHD_DaemonInfo *info = l->daemon ? MHD_get_daemon_info(l->daemon, MHD_DAEMON_INFO_BIND_PORT) : NULL;
    if (!info) {
        (void)snprintf(sentence, sizeof sentence, "port %u of %.60s cannot be had: %s; --port 0 takes a free one",
                       server->port, server->bind, reason(why));
        complain(NULL, sentence);
        rates_close(l->rates);
        free(l);
        return NULL;
    }
    server->port = info->port;
    if (begin_threads(l)) return l;
    complain(NULL, "no thread can be had");
    exit(EXIT_UNREAD);
}

static void wait_for_all(Listener *l)
{
    struct timespec until;
    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += CLOSING_S;
    pthread_mutex_lock(&l->lock);
    while (l->under_way && pthread_cond_timedwait(&l->wake, &l->lock, &until) != ETIMEDOUT) continue;
    pthread_mutex_unlock(&l->lock);
}

void listener_close(Listener *l)
{
    int socket = MHD_quiesce_daemon(l->daemon);
    if (socket >= 0) (void)close(socket);
    wait_for_all(l);
    end_threads(l);
    MHD_stop_daemon(l->daemon);
    pthread_mutex_destroy(&l->lock);
    pthread_cond_destroy(&l->wake);
    pthread_cond_destroy(&l->over);
    rates_close(l->rates);
    free(l);
}
