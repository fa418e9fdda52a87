/* A request, whole, as it was sent: its line, headers, query, form or JSON. What answers it is the server's own, from
 * the check of Host and Origin down to the page; sockets and libmicrohttpd are left out (tests/serve/hostile.py has
 * them).
 *
 * Whatever comes, there is an answer: its status is one that is meant, what is text is UTF-8, a page has no element and
 * no attribute but those that ours have, so no script, and who has no key that may write has written nothing.
 *
 * In an input "Cookie: S" is a visit that may write, and "token=T" the token of its forms. Nothing is fetched, and
 * nothing drawn, so that no input starts a program or asks another machine. */
#include <fcntl.h>
#include <unistd.h>

#include "fuzz.h"
#include "serve/serve.h"

static const char texts[][256] = {
    "PORT VELLAN, March 3 (Meridian) - Minister Dorrit Haleko said on Tuesday that the dredger left its mooring.\n"
    "Haleko told Senator Rufus Quennerby that the <b>audit</b> was found.\n",
    "Senator Rufus Quennerby endorsed Maud Ellersby on Tuesday. Haleko denied that the dredger left its mooring.\n"};

static char path[64], names[5][80], cookie[COOKIE_ROOM], csrf[TOKEN_ROOM];
static Server server;
static uint8_t *whole;
static size_t whole_size;

/* ---- a ledger of two articles, and a key ---- */

static void clear(void)
{
    for (size_t i = 0; i < COUNT(names); i++) (void)unlink(names[i]);
}

static void add_text(Ledger *ledger, sayso_session *session, size_t i)
{
    sayso_document *document;
    Draft *draft;
    LedgerAdded added;
    Arena scratch;
    char label[20];
    arena_init(&scratch, &libc_allocator, (size_t)1 << 30);
    (void)snprintf(label, sizeof label, "<i>%zu", i);
    const sayso_article in = {.size = sizeof in, .bytes = text_literal(texts[i]), .id = text_literal(label)};
    PROPERTY(!sayso_analyse(session, &in, &document, NULL));
    const Report report = {.document = document,
                           .label = in.id,
                           .url = text_literal("javascript:alert(1)"),
                           .outlet = text_literal("\"><script>"),
                           .published = text_literal("2026-03-03"),
                           .program = text_literal("sayso"),
                           .model = text_literal("fuzz"),
                           .format = 3};
    PROPERTY(!ledger_draft(&report, &scratch, &draft, NULL) && !ledger_add(ledger, draft, &scratch, &added, NULL));
    sayso_document_free(document);
    arena_free(&scratch);
}

static void read_file(void)
{
    FILE *file = fopen(path, "rb");
    PROPERTY(file && !fseek(file, 0, SEEK_END));
    whole_size = (size_t)ftell(file);
    rewind(file);
    whole = malloc(whole_size);
    PROPERTY(whole && fread(whole, 1, whole_size, file) == whole_size);
    fclose(file);
}

static void begin_again(void)
{
    gate_close(server.gate);
    for (size_t i = 1; i < 4; i++) (void)unlink(names[i]);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    PROPERTY(file >= 0 && write(file, whole, whole_size) == (ssize_t)whole_size && !close(file));
    PROPERTY((server.gate = gate_open()));
}

static void add_key(const char *key)
{
    char hash[KEY_HASH_ROOM];
    FILE *keys = fopen(names[4], "w");
    PROPERTY(keys);
    key_hash(key, hash);
    fprintf(keys, "{\"name\":\"a\",\"may\":\"write\",\"made\":\"2026-03-03\",\"hash\":\"%s\"}\n", hash);
    PROPERTY(!fclose(keys));
}

static void start(void)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal", ".keys"};
    sayso_engine *engine;
    sayso_session *session;
    Ledger *ledger;
    if (whole) return;
    const sayso_engine_options options = {.size = sizeof options, .model_path = fuzz_model_path()};
    const sayso_session_options usual = {.size = sizeof usual};
    (void)snprintf(path, sizeof path, "/tmp/sayso-fuzz-serve-%ld.db", (long)getpid());
    for (size_t i = 0; i < COUNT(ends); i++) (void)snprintf(names[i], sizeof names[i], "%s%s", path, ends[i]);
    clear();
    PROPERTY(!atexit(clear));
    PROPERTY(!sayso_engine_open(&options, &engine, NULL) && !sayso_session_open(engine, &usual, &session, NULL));
    PROPERTY(!ledger_open(path, LEDGER_KEEP, 0, &ledger, NULL));
    for (size_t i = 0; i < COUNT(texts); i++) add_text(ledger, session, i);
    ledger_close(ledger);
    sayso_session_close(session);
    sayso_engine_close(engine);
    read_file();
    add_key("k");
    server = (Server){.ledger = path, .wait_s = 5, .bind = "127.0.0.1", .port = 7331, .loopback = true};
    server.model = fuzz_model_path();
    PROPERTY((server.trial = trial_open()) && (server.kept = kept_open()) && (server.gate = gate_open()) &&
             (server.sessions = sessions_open()));
    PROPERTY(session_begin(&server, "k", false, cookie));
    *strchr(cookie, ';') = 0;
    PROPERTY(session_may(&server, cookie, csrf) == MAY_WRITE);
}

/* ---- a request ---- */

/* To the end of a line, which is NUL then; *at is moved behind it. */
static char *line_of(char **at, const char *end)
{
    char *line = *at, *n = memchr(line, '\n', (size_t)(end - line));
    *at = n ? n + 1 : (char *)(uintptr_t)end;
    if (n) *n = 0;
    if (n && n > line && n[-1] == '\r') n[-1] = 0;
    return line;
}

static void take_header(Request *r, char *line)
{
    const struct {
        const char *name, **value;
    } headers[] = {{"Host", &r->host},     {"Origin", &r->origin},     {"Sec-Fetch-Site", &r->site},
                   {"Accept", &r->accept}, {"Content-Type", &r->type}, {"Authorization", &r->authorization},
                   {"Cookie", &r->cookies}};
    char *colon = strchr(line, ':');
    if (!colon) return;
    *colon = 0;
    for (size_t i = 0; i < COUNT(headers); i++)
        if (!strcasecmp(line, headers[i].name)) *headers[i].value = colon + 1 + strspn(colon + 1, " ");
    if (r->cookies && !strcmp(r->cookies, "S")) r->cookies = cookie;
}

/* "GET /claim/1?a=b HTTP/1.1" */
static void take_first(Request *r, char *line)
{
    char *target = strchr(line, ' ');
    if (target) *target++ = 0;
    r->method = !strcmp(line, "GET") ? METHOD_GET : !strcmp(line, "POST") ? METHOD_POST : 0;
    r->path = target ? target : "";
    if (target) target[strcspn(target, " ")] = 0;
    char *query = target ? strchr(target, '?') : NULL;
    if (query) *query++ = 0;
    for (char *at = query, *next; at; at = next) {
        if ((next = strchr(at, '&'))) *next++ = 0;
        char *value = strchr(at, '=');
        if (value) *value++ = 0;
        if (!*at && !value) continue;
        if (!argument_add(r, at, value ? value : "", value ? strlen(value) : 0)) r->bad = "it cannot be read";
    }
    const char *anew = query_without(r, "");
    r->query = anew ? anew : "";
}

static void take_body(Request *r, const char *body, size_t size)
{
    static const char mark[] = "token=T";
    char *room = arena_take(&r->arena, size + TOKEN_ROOM + 1, 1);
    const char *at = memmem(body, size, mark, sizeof mark - 1);
    PROPERTY(room);
    size_t before = at ? (size_t)(at - body) + sizeof mark - 2 : size, n = before;
    memcpy(room, body, before);
    if (at) memcpy(room + n, csrf, TOKEN_ROOM - 1), n += TOKEN_ROOM - 1;
    if (at) memcpy(room + n, body + before + 1, size - before - 1), n += size - before - 1;
    r->body = text_of(room, n);
}

static bool has(Text t, const char *words)
{
    return t.size && memmem(t.data, t.size, words, strlen(words));
}

/* What would fetch, or start a program that draws. */
static bool leads_out(const Request *r)
{
    return has(r->body, "url") || strstr(r->path, "svg") || strstr(r->query, "svg") || has(r->body, "%");
}

/* ---- what it is answered ---- */

static bool is_among(const char *name, size_t size, const char *all)
{
    for (const char *at = all; *at; at += strcspn(at, " "), at += *at == ' ')
        if (strcspn(at, " ") == size && !memcmp(at, name, size)) return true;
    return false;
}

static void check_tag(const char *at, size_t size)
{
    static const char elements[] =
        "!DOCTYPE html head meta title link style body a nav p b i h1 h2 h3 ul ol li header main footer section form "
        "label input select option textarea button details summary div span table caption thead tbody tr th td img br "
        "code mark";
    static const char attributes[] =
        "html lang charset name content rel type title href id class for value action method role aria-label "
        "aria-hidden "
        "aria-labelledby aria-current tabindex scope src alt selected open required autocomplete data-label";
    size_t begin = *at == '/', n = begin;
    while (n < size && at[n] != ' ') n++;
    PROPERTY(is_among(at + begin, n - begin, elements));
    while (n < size) {
        n += strspn(at + n, " \n");
        size_t from = n;
        while (n < size && at[n] != '=' && at[n] != ' ') n++;
        bool ours = n == from || is_among(at + from, n - from, attributes);
        if (!ours) fprintf(stderr, "<%.*s>\n", (int)size, at);
        PROPERTY(ours);
        if (n >= size || at[n] != '=') continue;
        PROPERTY(at[n + 1] == '"');
        const char *close = memchr(at + n + 2, '"', size - n - 2);
        PROPERTY(close);
        const char *value = at + n + 2;
        bool leads = is_among(at + from, n - from, "href src action");
        PROPERTY(!leads || *value == '/' || *value == '#' || !strncmp(value, "http://", 7) ||
                 !strncmp(value, "https://", 8));
        n = (size_t)(close - at) + 1;
    }
}

/* A value has no ">", so that a tag ends at the first. The looks hold some. */
static void check_page(const char *data, size_t size)
{
    const char *end = size ? data + size : NULL;
    for (const char *at = size ? data : NULL; at && (at = memchr(at, '<', (size_t)(end - at)));) {
        const char *close = memchr(at, '>', (size_t)(end - at));
        PROPERTY(close);
        check_tag(at + 1, (size_t)(close - at) - 1);
        bool looks = (size_t)(end - at) > 7 && !memcmp(at, "<style>", 7);
        at = looks ? memmem(at, (size_t)(end - at), "</style>", 8) : close;
        PROPERTY(at);
    }
}

static void check(const Request *r, const Reply *reply, bool knows)
{
    static const unsigned meant[] = {200, 201, 202, 303, 400, 401, 403, 404, 405, 413, 415, 421, 422, 503};
    bool known = false;
    for (size_t i = 0; i < COUNT(meant); i++) known |= reply->status == meant[i];
    if (!known) fprintf(stderr, "status %u: %.*s\n", reply->status, (int)reply->size, reply->data);
    PROPERTY(known && reply->type);
    PROPERTY(utf8_valid(text_of(reply->data, reply->size), NULL));
    PROPERTY(reply->status != 201 &&
             (reply->status != 303 || knows || r->method == METHOD_GET || strstr(r->path, "log")));
    if (!strncmp(reply->type, "text/html", 9)) check_page(reply->data, reply->size);
    PROPERTY(!reply->location || *reply->location == '/');
}

static void ask(const uint8_t *data, size_t size)
{
    Request r = {.server = &server, .path = "", .query = ""};
    Reply reply = {.status = 500};
    arena_init(&r.arena, &libc_allocator, (size_t)256 << 20);
    char *copy = arena_take(&r.arena, size + 1, 1);
    PROPERTY(copy);
    memcpy(copy, data, size);
    copy[size] = 0;
    char *at = copy, *end = copy + size, *line = line_of(&at, end);
    take_first(&r, line);
    while (at < end && *(line = line_of(&at, end))) take_header(&r, line);
    take_body(&r, at, (size_t)(end - at));
    if (!leads_out(&r)) {
        PROPERTY(reply_begin(&reply));
        bool knows = r.cookies == cookie;
        (void)request_weight(&r);
        request_answer(&r, &reply);
        PROPERTY(reply_end(&reply));
        check(&r, &reply, knows);
        if (r.method == METHOD_POST && reply.status == 303) begin_again();
        if (reply.cookie) PROPERTY(session_begin(&server, "k", false, cookie));
        if (reply.cookie) *strchr(cookie, ';') = 0, (void)session_may(&server, cookie, csrf);
        reply_free(&reply);
    }
    arena_free(&r.arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    start();
    if (size <= 1u << 16) ask(data, size);
    return 0;
}
