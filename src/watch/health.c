/* How it goes, over HTTP on this machine alone, while it runs: /healthz for who restarts what hangs, /metrics for
 * Prometheus. Nothing that is told there names a feed, a watch or an article. */
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "watch/watch.h"

#define HANGS_S 600 /* so long nothing has gone on */

struct Health {
    const Counts *counts;
    struct MHD_Daemon *daemon;
};

static unsigned long long resident_bytes(void)
{
    unsigned long long all = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (!file) return 0;
    if (fscanf(file, "%llu %llu", &all, &resident) != 2) resident = 0;
    (void)fclose(file);
    return resident * (unsigned long long)sysconf(_SC_PAGESIZE);
}

static void put_metrics(FILE *to, const Counts *c)
{
    const struct {
        const char *name, *help, *type;
        unsigned long long value;
    } rows[] = {
        {"rounds_total", "Rounds gone", "counter", c->rounds},
        {"fetches_total", "Feeds that were asked", "counter", c->fetches},
        {"fetch_failures_total", "Feeds that failed when they were asked", "counter", c->fetch_failures},
        {"articles_total", "Articles that were added or revised", "counter", c->articles},
        {"alerts_total", "Alerts that were found", "counter", c->alerts},
        {"copies_total", "Found again in copies, and not told", "counter", c->copies},
        {"told_total", "Alerts that were told, by all ways", "counter", c->told},
        {"tell_failures_total", "Tries to tell that failed", "counter", c->tell_failures},
        {"held_back_total", "Alerts that a limit held back", "counter", c->held},
        {"feeds", "Feeds that are followed", "gauge", c->feeds},
        {"feeds_failing", "Feeds whose last try failed", "gauge", c->feeds_failing},
        {"alerts_waiting", "Alerts that somebody is still to be told", "gauge", c->waiting},
        {"ledger_failing", "The ledger cannot be written", "gauge", c->ledger_fails},
        {"idle_seconds", "Since it last went on", "gauge", (unsigned long long)(monotonic_ms() / 1000 - c->beat)},
        {"resident_bytes", "Memory in use", "gauge", resident_bytes()},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        fprintf(to, "# HELP sayso_watch_%s %s\n# TYPE sayso_watch_%s %s\nsayso_watch_%s %llu\n", rows[i].name,
                rows[i].help, rows[i].name, rows[i].type, rows[i].name, rows[i].value);
}

static unsigned put_health(FILE *to, const Counts *c)
{
    bool hangs = monotonic_ms() / 1000 - c->beat > HANGS_S, fails = c->ledger_fails;
    fputs(hangs ? "it hangs\n" : fails ? "the ledger cannot be written\n" : "ok\n", to);
    return hangs || fails ? 503 : 200;
}

static enum MHD_Result answer(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *data, size_t *size, void **kept)
{
    const Health *h = context;
    char *text = NULL;
    size_t text_size = 0;
    (void)version, (void)data, (void)kept;
    if (*size) return *size = 0, MHD_YES;
    FILE *to = open_memstream(&text, &text_size);
    if (!to) return MHD_NO;
    unsigned status = 404;
    if (strcmp(method, "GET") && strcmp(method, "HEAD"))
        status = 405;
    else if (!strcmp(url, "/healthz"))
        status = put_health(to, h->counts);
    else if (!strcmp(url, "/metrics"))
        put_metrics(to, h->counts), status = 200;
    if (status == 404 || status == 405) fputs("there is /healthz and /metrics\n", to);
    if (fclose(to)) return free(text), MHD_NO;
    struct MHD_Response *response = MHD_create_response_from_buffer(text_size, text, MHD_RESPMEM_MUST_FREE);
    if (!response) return free(text), MHD_NO;
    (void)MHD_add_response_header(response, "Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    (void)MHD_add_response_header(response, "Cache-Control", "no-store");
    enum MHD_Result sent = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return sent;
}

Health *health_open(unsigned port, const Counts *counts, unsigned *taken)
{
    const struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    char sentence[160];
    Health *h = calloc(1, sizeof *h);
    if (!h) return complain(NULL, "out of memory"), NULL;
    h->counts = counts;
    h->daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, answer, h, MHD_OPTION_SOCK_ADDR,
                                 &address, MHD_OPTION_CONNECTION_LIMIT, 64u, MHD_OPTION_CONNECTION_TIMEOUT, 15u,
                                 MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)16 << 10, MHD_OPTION_END);
    const union MHD_DaemonInfo *info = h->daemon ? MHD_get_daemon_info(h->daemon, MHD_DAEMON_INFO_BIND_PORT) : NULL;
    if (info) return *taken = info->port, h;
    (void)snprintf(sentence, sizeof sentence,
                   "port %u of 127.0.0.1 cannot be had: %s; --status-port 0 takes a free one", port, reason(errno));
    complain(NULL, sentence);
    free(h);
    return NULL;
}

void health_close(Health *h)
{
    if (!h) return;
    MHD_stop_daemon(h->daemon);
    free(h);
}
