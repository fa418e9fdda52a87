/* Fetching, against a real server (server.py), which tells what it was asked and when. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "intake/feed/feed.h"
#include "unit.h"

#define ARTICLE 2000u /* max_article */
#define MOST (ARTICLE * PAGE_FACTOR + 1)

static const char page[] = "<!DOCTYPE html><title>Port Vellan</title><p>The harbour opened, said Mara Voss.</p>";

static struct {
    pid_t pid;
    int in, out;
    struct {
        char name[16];
        unsigned port;
    } ports[8];
    size_t count;
    char log[1 << 16];
} server;

static IntakeOptions options = {.max_article = ARTICLE, .allow_private = true};
/* Where a machine is at work, a server of ours is slow; what must end in time has a pace of its own. */
static const FetchPace quick = {.connect = 20000, .whole = 60000, .stall = 30000, .crawl_delay = 2000, .retry = 2000};
static Fetcher *fetcher;
static Piece got;

/* ---- the server ---- */

static int start_server(void)
{
    int in[2], out[2];
    char script[4096];
    snprintf(script, sizeof script, "%s/tests/intake/net/server.py", unit_path("SAYSO_SOURCE_ROOT"));
    if (pipe2(in, O_CLOEXEC) || pipe2(out, O_CLOEXEC)) return -1;
    server.pid = fork();
    if (!server.pid) {
        dup2(in[0], STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        execlp("python3", "python3", script, (char *)NULL);
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    server.in = in[1];
    server.out = out[0];
    return server.pid < 0;
}

/* A line of its output; false at its end. */
static bool read_line(char *line, size_t size)
{
    size_t n = 0;
    for (char c; n + 1 < size && read(server.out, &c, 1) == 1;) {
        if (c == '\n') {
            line[n] = 0;
            return true;
        }
        line[n++] = c;
    }
    return false;
}

static int begin_all(void **state)
{
    (void)state;
    static const char *const proxies[] = {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};
    char line[256];
    for (size_t i = 0; i < COUNT(proxies); i++) unsetenv(proxies[i]);
    if (start_server()) return -1;
    while (read_line(line, sizeof line)) {
        if (!strcmp(line, "ready")) return 0;
        if (sscanf(line, "%15s %u", server.ports[server.count].name, &server.ports[server.count].port) == 2)
            server.count++;
    }
    return -1;
}

static int end_all(void **state)
{
    (void)state;
    int status = 0;
    close(server.in);
    waitpid(server.pid, &status, 0);
    close(server.out);
    return !WIFEXITED(status) || WEXITSTATUS(status);
}

static unsigned port_of(const char *name)
{
    for (size_t i = 0; i < server.count; i++) {
        if (!strcmp(server.ports[i].name, name)) return server.ports[i].port;
    }
    return 0;
}

/* What it was asked since the last call, a line a request. */
static const char *asked(void)
{
    size_t n = 0;
    struct pollfd p = {.fd = server.out, .events = POLLIN};
    while (n + 1 < sizeof server.log && poll(&p, 1, 0) == 1) {
        ssize_t more = read(server.out, server.log + n, sizeof server.log - 1 - n);
        if (more <= 0) break;
        n += (size_t)more;
    }
    server.log[n] = 0;
    return server.log;
}

static size_t count_of(const char *text, const char *word)
{
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, word)); at++) n++;
    return n;
}

/* The shortest time between two requests in a log, in milliseconds. */
static long shortest_gap(const char *log)
{
    long shortest = 1000000, last = -1;
    for (const char *line = log; line && *line; line = strchr(line, '\n'), line += line != NULL) {
        long now = strtol(line, NULL, 10);
        if (last >= 0 && now - last < shortest) shortest = now - last;
        last = now;
    }
    return shortest;
}

/* ---- fetching ---- */

static int begin(void **state)
{
    (void)state;
    (void)asked();
    fetcher = fetcher_open_at(&options, &quick);
    return !fetcher;
}

static int end(void **state)
{
    (void)state;
    piece_free(&got);
    fetcher_close(fetcher);
    return 0;
}

static const char *url_of(const char *name, const char *path)
{
    static char url[512];
    snprintf(url, sizeof url, "http://127.0.0.1:%u%s", port_of(name), path);
    return url;
}

static void get_url(const char *url)
{
    piece_free(&got);
    fetcher_get(fetcher, url, &got);
    assert_string_equal(got.label, url);
    assert_string_equal(got.id, url);
}

static void get(const char *name, const char *path)
{
    get_url(url_of(name, path));
}

static void gets_page(const char *name, const char *path)
{
    get(name, path);
    if (got.problem) print_error("%s: %s\n", path, got.problem);
    assert_null(got.problem);
    assert_false(got.unchanged);
    assert_int_equal(got.size, strlen(page));
    assert_memory_equal(got.data, page, got.size);
}

/* It has a problem, no bytes, and the sentence says this. */
static void has_problem(const char *words)
{
    assert_non_null(got.problem);
    assert_null(got.data);
    if (!strstr(got.problem, words)) print_error("\"%s\" and not \"%s\"\n", got.problem, words);
    assert_non_null(strstr(got.problem, words));
}

static void fails(const char *name, const char *path, const char *words)
{
    get(name, path);
    has_problem(words);
}

static void gets_a_page(void **state)
{
    (void)state;
    gets_page("open", "/page/1#part");
    assert_int_equal(got.format, INTAKE_PAGE);
    assert_string_equal(got.url, url_of("open", "/page/1"));
    assert_string_equal(got.charset, "utf-8");
    gets_page("open", "/page/2?a=b&c");
    const char *log = asked();
    assert_int_equal(count_of(log, "\n"), 3);
    assert_int_equal(count_of(log, " /robots.txt "), 1);
    assert_int_equal(count_of(log, " open /page/2?a=b&c "), 1);
    assert_int_equal(count_of(log, "User-Agent=sayso/" SAYSO_VERSION " "), 3);
    assert_int_equal(count_of(log, "gzip"), 3);
}

static void keeps_nothing_between_pages(void **state)
{
    (void)state;
    gets_page("open", "/cookie");
    gets_page("open", "/page");
    assert_int_equal(count_of(asked(), "Cookie="), 0);
}

static void follows_redirects(void **state)
{
    (void)state;
    gets_page("open", "/chain/4"); /* 4, 3, 2, 1, 0, /page */
    assert_string_equal(got.url, url_of("open", "/page"));
    fails("open", "/chain/5", "more than 5 times");
    fails("open", "/loop", "more than 5 times");
    assert_int_equal(count_of(asked(), " /loop "), 6);
    fails("open", "/to/as/ftp://127.0.0.1/x", "no http or https URL");
    fails("open", "/to/as/file:///etc/hostname", "no http or https URL");
    fails("open", "/to/as/http://mara:voss@127.0.0.1/x", "password");
    gets_page("open", "/to/rules/page");
    assert_string_equal(got.url, url_of("rules", "/page"));
}

static void asks_each_hosts_robots(void **state)
{
    (void)state;
    gets_page("rules", "/page");
    fails("rules", "/private", "robots.txt asks not to fetch it; give the page as a file");
    fails("open", "/to/rules/private/1", "robots.txt asks not to fetch it");
    assert_int_equal(count_of(asked(), " rules /private"), 0);
    fails("down", "/page", "robots.txt cannot be had (HTTP 503)");
    fails("down", "/page", "robots.txt cannot be had (HTTP 503)");
    const char *log = asked();
    assert_int_equal(count_of(log, " down /page"), 0);
    assert_int_equal(count_of(log, " down /robots.txt"), 1);
    gets_page("moved", "/page");
    fails("moved", "/private", "robots.txt asks not to fetch it");
    gets_page("long", "/page");
    fails("long", "/private", "robots.txt asks not to fetch it");
    gets_page("open", "/private"); /* where there is none */
}

static void leaves_hosts_alone(void **state)
{
    (void)state;
    FetchPace pace = quick;
    pace.gap = 120;
    fetcher_close(fetcher);
    fetcher = fetcher_open_at(&options, &pace);
    gets_page("open", "/chain/1");
    gets_page("moved", "/page"); /* another port is the same machine */
    const char *log = asked();
    assert_int_equal(count_of(log, "\n"), 7);
    assert_in_range(shortest_gap(log), 120, 10000);
    gets_page("rules", "/page");
    (void)asked();
    gets_page("rules", "/page/1");
    gets_page("rules", "/page/2");
    assert_in_range(shortest_gap(asked()), 300, 10000);
    pace.crawl_delay = 10; /* it asks for more than we are ready to wait */
    pace.gap = 0;
    fetcher_close(fetcher);
    fetcher = fetcher_open_at(&options, &pace);
    gets_page("rules", "/page");
}

static void waits_once_where_it_is_told(void **state)
{
    (void)state;
    gets_page("open", "/later/1/1");
    const char *log = asked();
    assert_int_equal(count_of(log, " /later/1/1 "), 2);
    assert_in_range(shortest_gap(strstr(log, "/robots.txt") ? strchr(log, '\n') + 1 : log), 1000, 10000);
    fails("open", "/later/1/9", "fewer requests (HTTP 429)");
    assert_int_equal(count_of(asked(), " /later/1/9 "), 2);
    fails("open", "/later/999/9", "asks to wait 999 seconds");
    fails("open", "/later//9", "fewer requests (HTTP 429)");
    fails("open", "/later/99999999999999999999999/9", "HTTP 429");
    assert_int_equal(count_of(asked(), " /later/"), 3);
}

/* ---- visits ---- */

typedef struct Visits {
    char url[256], etag[64], modified[64];
    bool known;
    int kept;
} Visits;

static bool load_visit(void *context, const char *url, char *etag, char *modified, size_t size)
{
    Visits *v = context;
    if (!v->known || strcmp(v->url, url)) return false;
    snprintf(etag, size, "%s", v->etag);
    snprintf(modified, size, "%s", v->modified);
    return true;
}

static void keep_visit(void *context, const char *url, const char *etag, const char *modified)
{
    Visits *v = context;
    snprintf(v->url, sizeof v->url, "%s", url);
    snprintf(v->etag, sizeof v->etag, "%s", etag);
    snprintf(v->modified, sizeof v->modified, "%s", modified);
    v->known = true;
    v->kept++;
}

static void asks_whether_it_changed(void **state)
{
    (void)state;
    Visits visits = {0};
    IntakeOptions with = options;
    with.load_visit = load_visit;
    with.keep_visit = keep_visit;
    with.visit_context = &visits;
    fetcher_close(fetcher);
    fetcher = fetcher_open_at(&with, &quick);
    gets_page("open", "/page"); /* says nothing that could be asked by */
    assert_int_equal(visits.kept, 0);
    gets_page("open", "/visit");
    assert_int_equal(visits.kept, 1);
    assert_string_equal(visits.etag, "\"seven\"");
    assert_string_equal(visits.modified, "Sat, 07 Mar 2026 09:00:00 GMT");
    (void)asked();
    get("open", "/visit");
    assert_true(got.unchanged);
    assert_null(got.problem);
    assert_null(got.data);
    assert_int_equal(visits.kept, 1);
    assert_int_equal(count_of(asked(), "If-None-Match=\"seven\" If-Modified-Since=Sat, 07 Mar 2026 09:00:00 GMT"), 1);
    fails("open", "/always-304", "no page (HTTP 304)"); /* where nothing was asked */
    strcpy(visits.etag, "\"x\"\r\nCookie: a=b");        /* a spoilt ledger writes no header lines */
    visits.modified[0] = 0;
    gets_page("open", "/visit");
    assert_int_equal(count_of(asked(), "Cookie"), 0);
}

/* ---- bodies ---- */

static void stops_at_the_limit(void **state)
{
    (void)state;
    get("open", "/large/15997"); /* and <p> */
    assert_null(got.problem);
    assert_int_equal(got.size, MOST - 1);
    assert_int_equal(got.length, 0);
    get("open", "/large/30000000");
    assert_null(got.problem);
    assert_int_equal(got.size, MOST);
    assert_int_equal(got.length, 30000003);
    get("open", "/gzip-bomb");
    assert_null(got.problem);
    assert_int_equal(got.size, MOST);
    assert_int_equal(got.length, 0);
    gets_page("open", "/page"); /* on a connection of its own again */
}

static void refuses_long_headers(void **state)
{
    (void)state;
    fails("open", "/long-header", "the header of the server's answer is too long; give the page as a file");
    gets_page("open", "/page");
}

static void undoes_compression(void **state)
{
    (void)state;
    gets_page("open", "/gzip");
    fails("open", "/gzip-broken", "compression is broken");
}

static void believes_types_but_looks(void **state)
{
    (void)state;
    get("open", "/charset");
    assert_string_equal(got.charset, "ISO-8859-1");
    assert_int_equal(got.format, INTAKE_PAGE);
    get("open", "/text-feed");
    assert_int_equal(got.format, INTAKE_FEED);
    get("open", "/feed/own");
    assert_int_equal(got.format, INTAKE_FEED);
    gets_page("open", "/type/application/rss+xml");
    assert_int_equal(got.format, INTAKE_PAGE);
    gets_page("open", "/type/");
    assert_int_equal(got.format, INTAKE_PAGE);
    fails("open", "/type/image/png", "sends image/png, which is no page");
    fails("open", "/type/audio/mpeg; a=b", "sends audio/mpeg, which is no page");
}

static void says_what_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *path, *words;
    } cases[] = {
        {"/status/401", "lets only some see it (HTTP 401); give the page as a file"},
        {"/status/403", "lets only some see it (HTTP 403)"},
        {"/status/404", "no such page (HTTP 404); check the URL"},
        {"/status/410", "taken away (HTTP 410)"},
        {"/status/418", "does not accept the request (HTTP 418)"},
        {"/status/451", "legal reasons (HTTP 451)"},
        {"/status/500", "fails (HTTP 500); try later"},
        {"/status/503", "fails (HTTP 503); try later"},
        {"/status/300", "no page (HTTP 300)"},
        {"/empty", "an empty page"},
        {"/short", "broke off"},
        {"/silent", "without an answer"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) fails("open", cases[i].path, cases[i].words);
    get_url("http://127.0.0.1:1/");
    has_problem("takes no connection");
    /* a label of more than 63 letters is no name, and nobody has to be asked */
    get_url("http://a123456789012345678901234567890123456789012345678901234567890123456789.example/");
    has_problem("cannot be found");
}

static void does_not_wait_for_ever(void **state)
{
    (void)state;
    FetchPace pace = quick;
    pace.whole = 400;
    fetcher_close(fetcher);
    fetcher = fetcher_open_at(&options, &pace);
    fails("open", "/drip", "takes too long");
    pace.whole = 20000;
    pace.stall = 1000;
    fetcher_close(fetcher);
    fetcher = fetcher_open_at(&options, &pace);
    fails("open", "/drip", "takes too long");
}

/* ---- what is refused ---- */

static void refuses_urls(void **state)
{
    (void)state;
    static const struct {
        const char *url, *words;
    } cases[] = {
        {"ftp://halmere.example/", "no http or https URL"},
        {"http://", "cannot be read as a URL"},
        {"http://[::1/x", "cannot be read as a URL"},
        {"http://halmere.example:99999/", "cannot be read as a URL"},
        {"http://mara@halmere.example/", "password"},
        {"https://mara:voss@halmere.example/", "password"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        get_url(cases[i].url);
        has_problem(cases[i].words);
    }
    char *url = calloc(1, 10000);
    assert_non_null(url);
    memset(url, 'a', 9999);
    memcpy(url, "http://halmere.example/", 23);
    get_url(url);
    has_problem("longer than 8192 bytes");
    free(url);
}

static void refuses_private_addresses(void **state)
{
    (void)state;
    static const char *const names[] = {"127.0.0.1",  "localhost",       "127.1",        "0x7f.0.0.1",
                                        "2130706433", "0.0.0.0",         "[::1]",        "[::ffff:127.0.0.1]",
                                        "10.0.0.1",   "169.254.169.254", "[fe80::1%251]"};
    IntakeOptions public = options;
    public.allow_private = false;
    fetcher_close(fetcher);
    fetcher = fetcher_open_at(&public, &quick);
    for (size_t i = 0; i < COUNT(names); i++) {
        char url[128];
        snprintf(url, sizeof url, "http://%s:%u/page", names[i], port_of("open"));
        get_url(url);
        has_problem("is private; --allow-private lets it be fetched");
    }
    assert_string_equal(asked(), "");
}

static bool is_private(const char *words)
{
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, words, &v4.sin_addr) == 1) return address_is_private((struct sockaddr *)&v4);
    assert_int_equal(inet_pton(AF_INET6, words, &v6.sin6_addr), 1);
    return address_is_private((struct sockaddr *)&v6);
}

static void knows_private_addresses(void **state)
{
    (void)state;
    static const char *const private[] = {
        "0.0.0.0",
        "0.255.255.255",
        "10.0.0.0",
        "10.255.255.255",
        "100.64.0.0",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.255",
        "169.254.0.0",
        "169.254.169.254",
        "172.16.0.0",
        "172.31.255.255",
        "192.0.0.0",
        "192.0.0.255",
        "192.168.0.0",
        "192.168.255.255",
        "198.18.0.0",
        "198.19.255.255",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.0",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:10.1.2.3",
        "::ffff:127.0.0.1",
        "64:ff9b::192.168.1.1",
        "64:ff9b:1::1",
        "fc00::",
        "fdff::1",
        "fe80::1",
        "febf::1",
        "fec0::1",
        "ff02::1",
        "::ffff:0:10.1.2.3",
        "::ffff:0:8.8.8.8",
        "2001::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:1ff::1",
        "2001:db8::1",
        "100::1",
        "2002:7f00:1::",
        "2002:a00:1::",
    };
    static const char *const public[] = {
        "1.0.0.0",        "9.255.255.255",    "11.0.0.0",     "100.63.255.255", "100.128.0.0", "126.255.255.255",
        "128.0.0.0",      "169.253.255.255",  "169.255.0.0",  "172.15.255.255", "172.32.0.0",  "191.255.255.255",
        "192.0.1.0",      "192.167.255.255",  "192.169.0.0",  "198.17.255.255", "198.20.0.0",  "223.255.255.255",
        "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2001:4860::1", "2001:200::1", "fbff::1",        "fe00::1",     "2002:808:808::",
    };
    for (size_t i = 0; i < COUNT(private); i++) {
        if (!is_private(private[i])) print_error("%s\n", private[i]);
        assert_true(is_private(private[i]));
    }
    for (size_t i = 0; i < COUNT(public); i++) {
        if (is_private(public[i])) print_error("%s\n", public[i]);
        assert_false(is_private(public[i]));
    }
    assert_true(address_is_private(&(struct sockaddr){.sa_family = AF_UNIX}));
}

static void knows_urls(void **state)
{
    (void)state;
    assert_true(is_url("http://halmere.example/"));
    assert_true(is_url("HTTPS://halmere.example/"));
    assert_false(is_url("http:/halmere.example/"));
    assert_false(is_url("httpd.txt"));
    assert_false(is_url("ftp://halmere.example/"));
    assert_false(is_url(""));
}

/* Then the socket leads to the proxy: its address counts, and the host's where it is written in the URL. */
static void minds_the_proxy(void **state)
{
    (void)state;
    char proxy[64];
    IntakeOptions public = options;
    public.allow_private = false;
    snprintf(proxy, sizeof proxy, "http://127.0.0.1:%u", port_of("open"));
    setenv("http_proxy", proxy, 1);
    get_url("http://halmere.example/page");
    has_problem("no such page (HTTP 404)");
    assert_int_equal(count_of(asked(), " http://halmere.example/robots.txt "), 1);
    fetcher_close(fetcher);
    fetcher = fetcher_open_at(&public, &quick);
    get_url("http://halmere.example/page");
    has_problem("its address, or that of the proxy in $http_proxy, is private");
    get_url("http://10.0.0.1/page");
    has_problem("is private");
    assert_string_equal(asked(), "");
    unsetenv("http_proxy");
}

/* More hosts than are remembered: the first one's robots.txt is asked again, and nothing is lost on the way. */
static void forgets_the_oldest_hosts(void **state)
{
    (void)state;
    gets_page("open", "/page");
    for (unsigned port = 1; port <= 260; port++) {
        char url[64];
        snprintf(url, sizeof url, "http://127.0.0.1:%u/", port);
        get_url(url);
        assert_non_null(got.problem);
    }
    (void)asked();
    gets_page("open", "/page");
    gets_page("open", "/page");
    assert_int_equal(count_of(asked(), " /robots.txt "), 1);
}

/* ---- a feed's pages ---- */

typedef struct Memory {
    Stream stream;
    char *data;
    size_t size, at;
} Memory;

static ssize_t memory_read(Stream *stream, void *data, size_t size, Error *error)
{
    (void)error;
    Memory *m = (Memory *)stream;
    size_t n = size < m->size - m->at ? size : m->size - m->at;
    memcpy(data, m->data + m->at, n);
    m->at += n;
    return (ssize_t)n;
}

/* The feed that the server has under this name, its items' pages followed. */
static Way *follow(const char *path, const IntakeOptions *with, Memory *memory)
{
    get("open", path);
    assert_int_equal(got.format, INTAKE_FEED);
    *memory = (Memory){{.read = memory_read}, got.data, got.size, 0};
    Way *way = way_feed_by(&memory->stream, with, "the feed", got.url, fetcher);
    assert_non_null(way);
    return way;
}

static void follows_items_to_their_pages(void **state)
{
    (void)state;
    IntakeOptions with = options;
    with.follow = true;
    Memory memory;
    Way *way = follow("/feed/own", &with, &memory);
    Piece p;
    for (int i = 1; i <= 2; i++) {
        char path[32], title[32];
        snprintf(path, sizeof path, "/page/%d", i);
        snprintf(title, sizeof title, "Report %d", i);
        assert_true(way->next(way, &p));
        assert_null(p.problem);
        assert_int_equal(p.format, INTAKE_PAGE);
        assert_false(p.fragment);
        assert_int_equal(p.size, strlen(page));
        assert_memory_equal(p.data, page, p.size);
        assert_string_equal(p.url, url_of("open", path));
        assert_string_equal(p.title, title);
        assert_string_equal(p.outlet, "Halmere Herald");
        assert_string_equal(p.charset, "utf-8");
        piece_free(&p);
    }
    assert_false(way->next(way, &p));
    way->close(way);
}

static void falls_back_to_the_items_own_text(void **state)
{
    (void)state;
    IntakeOptions with = options;
    with.follow = true;
    static const char *const problems[] = {NULL, "no link to its page", "no such page (HTTP 404)", NULL,
                                           "holds feed, no article"};
    Memory memory;
    Way *way = follow("/feed/mixed", &with, &memory);
    Piece p;
    for (size_t i = 0; i < COUNT(problems); i++) {
        assert_true(way->next(way, &p));
        assert_int_equal(!p.problem, !problems[i]);
        if (p.problem) assert_non_null(strstr(p.problem, problems[i]));
        assert_int_equal(!p.data, !!problems[i]);
        assert_int_equal(p.fragment, i != 0);
        if (i == 3) assert_memory_equal(p.data, "The council of Halmere votes on Monday. ", 40);
        piece_free(&p);
    }
    assert_false(way->next(way, &p));
    way->close(way);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(gets_a_page),
        TEST(keeps_nothing_between_pages),
        TEST(follows_redirects),
        TEST(asks_each_hosts_robots),
        TEST(leaves_hosts_alone),
        TEST(waits_once_where_it_is_told),
        TEST(asks_whether_it_changed),
        TEST(stops_at_the_limit),
        TEST(refuses_long_headers),
        TEST(undoes_compression),
        TEST(believes_types_but_looks),
        TEST(says_what_is_wrong),
        TEST(does_not_wait_for_ever),
        TEST(refuses_urls),
        TEST(refuses_private_addresses),
        TEST(minds_the_proxy),
        cmocka_unit_test(knows_private_addresses),
        cmocka_unit_test(knows_urls),
        TEST(forgets_the_oldest_hosts),
        TEST(follows_items_to_their_pages),
        TEST(falls_back_to_the_items_own_text),
    };
    return cmocka_run_group_tests(tests, begin_all, end_all);
}
