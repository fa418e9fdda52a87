/* sayso serve: the ledger over HTTP, until a signal ends it. */
#include <errno.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sandbox/sandbox.h"
#include "serve/serve.h"

enum { KEY_PORT = 0x400, KEY_BIND, KEY_HOST, KEY_KEYED, KEY_RATE };

typedef struct Serving {
    Server server;
    const char *path; /* of the ledger, as it was typed */
    const char **hosts;
} Serving;

static const struct argp_option arguments[] = {
    {"port", KEY_PORT, "N", 0, "the port, 7331 unless told otherwise; 0 takes a free one", 0},
    {"bind", KEY_BIND, "ADDRESS", 0, "the address, 127.0.0.1 unless told otherwise: this machine alone", 0},
    {"keyed", KEY_KEYED, NULL, 0, "who reads needs a key, too: 'sayso key add NAME --read' makes one", 0},
    {"rate", KEY_RATE, "N", 0,
     "so many requests a second from one address or key, and ten times as many at once: 200 unless told otherwise, 0 "
     "for any",
     0},
    {"model", KEY_MODEL, "FILE", 0,
     "the model file that reads what is tried, instead of the one that came with the program", 0},
    {"host", KEY_HOST, "NAME", 0, "a name by which it is called, where a proxy stands before it; may be repeated", 0},
    ASK_OPTIONS_WAITING("5"),
    {0}};

static bool is_loopback(const char *bind)
{
    return !strncmp(bind, "127.", 4) || !strcmp(bind, "::1") || !strcmp(bind, "[::1]");
}

static void add_host(Serving *s, const char *name, struct argp_state *state)
{
    const char **hosts = realloc(s->hosts, (s->server.host_count + 1) * sizeof *hosts);
    if (!hosts) argp_failure(state, EXIT_UNREAD, ENOMEM, "the arguments");
    s->hosts = hosts;
    s->hosts[s->server.host_count++] = name;
    s->server.hosts = s->hosts;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    Serving *s = state->input;
    switch (key) {
    case KEY_PORT:
        s->server.port = (uint16_t)number_parse("port", argument, 0, 65535, state);
        return 0;
    case KEY_KEYED:
        s->server.keyed = true;
        return 0;
    case KEY_RATE:
        s->server.rate = (unsigned)number_parse("rate", argument, 0, 1000000, state);
        return 0;
    case KEY_BIND:
        s->server.bind = argument;
        return 0;
    case KEY_HOST:
        add_host(s, argument, state);
        return 0;
    case KEY_MODEL:
        s->server.model = argument;
        return 0;
    case KEY_LEDGER:
        s->path = argument;
        return 0;
    case KEY_WAIT:
        s->server.wait_s = (unsigned)number_parse("wait", argument, 0, 86400, state);
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "it takes no arguments; --ledger names the ledger");
        return 0;
    case ARGP_KEY_END:
        s->server.loopback = is_loopback(s->server.bind);
        s->server.keyed |= !s->server.loopback;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* Who is to be told of a ledger that cannot be asked is told before anything listens. */
static int try_ledger(const Server *s)
{
    Ledger *ledger;
    Error error;
    Status status = ledger_open(s->ledger, LEDGER_ASK, s->wait_s * 1000, &ledger, &error);
    if (status) return ledger_failed(&error);
    ledger_close(ledger);
    return EXIT_READ;
}

static int run(Server *s)
{
    sigset_t ends;
    int which;
    (void)sigemptyset(&ends);
    (void)sigaddset(&ends, SIGTERM);
    (void)sigaddset(&ends, SIGINT);
    (void)pthread_sigmask(SIG_BLOCK, &ends, NULL); /* of all threads to come */
    (void)signal(SIGPIPE, SIG_IGN);
    if (!sandbox_children()) return complain(NULL, "the sandbox of what reads PDF cannot be made"), EXIT_UNREAD;
    if (sodium_init() < 0) return complain(NULL, "libsodium cannot be used here"), EXIT_UNREAD;
    keys_check(s->ledger);
    Listener *listener = listener_open(s);
    if (!listener) return EXIT_UNREAD;
    bool colon = strchr(s->bind, ':') && *s->bind != '[';
    printf("listening on http://%s%s%s:%u\n", colon ? "[" : "", s->bind, colon ? "]" : "", s->port);
    (void)fflush(stdout);
    while (sigwait(&ends, &which)) continue;
    listener_close(listener);
    return EXIT_READ;
}

int command_serve(int argc, char **argv)
{
    static const struct argp argp = {
        arguments,
        parse,
        NULL,
        "Shows the ledger to a browser and answers programs over HTTP, on this machine alone. Who writes needs a key, "
        "and at another "
        "address who reads, too: 'sayso key' makes them. The first line of output is the address. SIGTERM and SIGINT "
        "end it, once what "
        "is under way is answered. /api/v1/openapi.json describes what programs can ask.\vThe exit status is 0 when it "
        "was ended by a signal, 1 when it could not listen, 2 for a "
        "mistake in the command, 3 when the ledger cannot be read.",
        NULL,
        NULL,
        NULL};
    Serving s = {.server = {.bind = "127.0.0.1", .port = 7331, .wait_s = 5, .rate = 200}};
    config_parse(&argp, argc, argv, &s);
    char *path = ledger_path(s.path, false);
    s.server.ledger = path;
    int code = path ? try_ledger(&s.server) : EXIT_USAGE;
    if (!code && (!(s.server.trial = trial_open()) || !(s.server.kept = kept_open()) ||
                  !(s.server.gate = gate_open()) || !(s.server.sessions = sessions_open())))
        code = EXIT_UNREAD;
    if (!code) code = run(&s.server);
    trial_close(s.server.trial);
    kept_close(s.server.kept);
    gate_close(s.server.gate);
    sessions_close(s.server.sessions);
    free(path);
    free(s.hosts);
    return code;
}
