/* URLs among the arguments, from a real server: a page, and whatever holds many. */
#include <signal.h>
#include <sys/wait.h>

#include "intake/ways.h"

static pid_t server;
static char base[64];

/* Python's own server of the folder, at a port that is free; it says which. */
static bool start_server(void)
{
    int out[2];
    if (pipe(out)) return false;
    server = fork();
    if (!server) {
        dup2(out[1], STDOUT_FILENO);
        if (!freopen("/dev/null", "w", stderr)) _exit(127);
        execlp("python3", "python3", "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", (char *)NULL);
        _exit(127);
    }
    close(out[1]);
    char line[256] = "";
    FILE *from = fdopen(out[0], "r");
    unsigned port = 0;
    bool ok = from && fgets(line, sizeof line, from) && sscanf(line, "Serving HTTP on %*s port %u", &port) == 1;
    snprintf(base, sizeof base, "http://127.0.0.1:%u", port);
    return ok; /* the pipe stays: the server writes to it */
}

static int stop_server(void **state)
{
    if (server > 0) {
        kill(server, SIGTERM);
        waitpid(server, NULL, 0);
    }
    return ways_end(state);
}

/* `expected` with "@" for the server's address. */
static void assert_said_of(const char *name, IntakeFormat format, size_t most, const char *expected)
{
    char url[128], whole[2048];
    size_t n = 0;
    snprintf(url, sizeof url, "%s/%s", base, name);
    for (const char *p = expected; *p && n < sizeof whole - sizeof base; p++)
        if (*p == '@')
            n += (size_t)sprintf(whole + n, "%s", base);
        else
            whole[n++] = *p;
    whole[n] = 0;
    const char *inputs[] = {url};
    IntakeOptions options = {
        .inputs = inputs, .input_count = 1, .format = format, .max_article = most, .allow_private = true};
    Said said = said_of(&options);
    assert_string_equal(said.text, whole);
    free(said.text);
}

static void reads_urls(void **state)
{
    (void)state;
    write_text("p.html", "<html><p>Page.</p>");
    write_text("l.json", "[{\"text\": \"One.\"}, {\"text\": \"Two.\"}]");
    write_text("w.warc",
               "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nOne\r\n\r\n");
    write_text("f.xml", "<rss version=\"2.0\"><channel><title>Halmere Herald</title><item>"
                        "<guid isPermaLink=\"false\">g1</guid><title>Rain</title>"
                        "<description>It rains.</description></item></channel></rss>");
    assert_true(start_server());
    assert_said_of("p.html", INTAKE_ANY, 1000, "@/p.html [@/p.html] page '<html><p>Page.</p>' <@/p.html>\n");
    assert_said_of("p.html", INTAKE_TEXT, 1000, "@/p.html [@/p.html] text '<html><p>Page.</p>' <@/p.html>\n");
    assert_said_of("l.json", INTAKE_ANY, 1000,
                   "@/l.json: item 1 [l-1] json '{\"text\": \"One.\"}'\n"
                   "@/l.json: item 2 [l-2] json '{\"text\": \"Two.\"}'\n");
    assert_said_of("l.json", INTAKE_JSONL, 1000,
                   "@/l.json: line 1 [l-1] json '[{\"text\": \"One.\"}, {\"text\": \"Two.\"}]'\n");
    assert_said_of("w.warc", INTAKE_ANY, 1000, "@/w.warc: record 1 [w-1] text 'One'\n");
    assert_said_of("f.xml", INTAKE_ANY, 1000, "@/f.xml: item 1 [g1] page 'It rains.'\n");
    assert_said_of(
        "l.json", INTAKE_ANY, 4,
        "@/l.json [@/l.json] ! it is longer than what is fetched, 32 bytes; raise --max-article, or fetch it "
        "yourself\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(reads_urls, ways_begin, stop_server)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
