/* The Model Context Protocol: JSON-RPC 2.0, a message a line over standard input and output, or one a request over
 * HTTP. Of the protocol there are tools, and nothing is kept between messages. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "serve/serve.h"

#define LONGEST ((size_t)1 << 20) /* bytes of a message's line */
#define MOST_OF_BATCH 20u
#define MOST_OF_BATCH_WORDS "20"

enum { BAD_JSON = -32700, BAD_REQUEST = -32600, NO_METHOD = -32601, BAD_PARAMETERS = -32602 };

static const char *const versions[] = {"2025-06-18", "2025-03-26", "2024-11-05"};

/* The client's where we know it, else our newest: then the client decides. */
static const char *version_for(const char *asked)
{
    for (size_t i = 0; asked && i < COUNT(versions); i++)
        if (!strcmp(asked, versions[i])) return versions[i];
    return versions[0];
}

static json_t *initialize(const json_t *given)
{
    const char *version = version_for(json_string_value(json_object_get(given, "protocolVersion")));
    return json_pack(
        "{ss s{s{}} s{ss ss} ss}", "protocolVersion", version, "capabilities", "tools", "serverInfo", "name", "sayso",
        "version", sayso_version(), "instructions",
        "A ledger of news reports: who said what, with the words as evidence. Counts of origins are lower bounds. Cite "
        "statements by their number and address.");
}

static json_t *failure(json_t *id, int code, const char *sentence)
{
    return json_pack("{ss sO s{si ss}}", "jsonrpc", "2.0", "id", id, "error", "code", code, "message", sentence);
}

static json_t *success(json_t *id, json_t *result)
{
    return json_pack("{ss sO so}", "jsonrpc", "2.0", "id", id, "result", result);
}

static json_t *call(const McpServer *server, json_t *id, const json_t *given)
{
    const json_t *arguments = json_object_get(given, "arguments");
    if (arguments && !json_is_object(arguments)) return failure(id, BAD_PARAMETERS, "arguments is no object");
    Error wrong = {0};
    json_t *result = tool_call(server, json_string_value(json_object_get(given, "name")), arguments, &wrong);
    return result ? success(id, result) : failure(id, BAD_PARAMETERS, wrong.message);
}

static json_t *answer(const McpServer *server, json_t *id, const char *method, const json_t *given)
{
    if (!strcmp(method, "initialize")) return success(id, initialize(given));
    if (!strcmp(method, "ping")) return success(id, json_object());
    if (!strcmp(method, "tools/list")) return success(id, tools_list());
    if (!strcmp(method, "tools/call")) return call(server, id, given);
    return failure(id, NO_METHOD, "there is no such method");
}

/* Without an id it is a notification, or an answer to what we never ask. */
static json_t *reply_to(const McpServer *server, const json_t *message)
{
    json_t *id = json_object_get(message, "id");
    const char *method = json_string_value(json_object_get(message, "method"));
    if (!json_is_object(message)) return failure(json_null(), BAD_REQUEST, "a message is an object");
    if (!method)
        return id && !json_object_get(message, "result") && !json_object_get(message, "error")
                   ? failure(id, BAD_REQUEST, "there is no method")
                   : NULL;
    if (!id) return NULL;
    if (!json_is_string(id) && !json_is_integer(id))
        return failure(json_null(), BAD_REQUEST, "an id is a string or a whole number");
    return answer(server, id, method, json_object_get(message, "params"));
}

/* A batch is answered by one, in its order (JSON-RPC, and the protocol up to 2025-03-26): each message but
 * notifications. */
static json_t *reply_to_batch(const McpServer *server, const json_t *messages)
{
    size_t i;
    const json_t *one;
    json_t *replies = json_array();
    if (!json_array_size(messages) || json_array_size(messages) > MOST_OF_BATCH) {
        json_decref(replies);
        return failure(json_null(), BAD_REQUEST, "a batch has from one to " MOST_OF_BATCH_WORDS " messages");
    }
    json_array_foreach(messages, i, one)
    {
        const char *method = json_string_value(json_object_get(one, "method"));
        bool begins = method && !strcmp(method, "initialize");
        json_t *id = json_object_get(one, "id"),
               *reply = begins ? failure(id ? id : json_null(), BAD_REQUEST, "initialize comes alone")
                               : reply_to(server, one);
        if (reply) json_array_append_new(replies, reply);
    }
    if (json_array_size(replies)) return replies;
    json_decref(replies);
    return NULL;
}

char *mcp_answer(const McpServer *server, const char *message, size_t size)
{
    json_t *parsed = json_loadb(message, size, JSON_REJECT_DUPLICATES, NULL);
    json_t *reply = !parsed                 ? failure(json_null(), BAD_JSON, "this is no JSON in UTF-8")
                    : json_is_array(parsed) ? reply_to_batch(server, parsed)
                                            : reply_to(server, parsed);
    char *line = reply ? json_dumps(reply, JSON_COMPACT) : NULL;
    json_decref(parsed);
    json_decref(reply);
    return line;
}

/* ---- over HTTP ---- */

Status serve_mcp(Request *r, Media media, Reply *reply, Error *error)
{
    const McpServer server = {r->server->ledger, r->server->wait_s, r->server};
    (void)media;
    if (!r->type || strncasecmp(r->type, "application/json", 16))
        return fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG, "a message is sent as application/json");
    char *line = mcp_answer(&server, r->body.data ? r->body.data : "", r->body.size);
    reply->status = line ? 200 : 202;
    if (line) fputs(line, reply->to);
    free(line);
    return SAYSO_OK;
}

/* ---- over standard input and output ---- */

static size_t span_of_blanks(const char *line, size_t size)
{
    size_t n = 0;
    while (n < size && memchr(" \t\r\n", line[n], 4)) n++;
    return n;
}

/* Reads a line into `line`, of LONGEST bytes, to its end; of what is longer the rest is passed over. Returns its size,
 * 0 at the end of the input, LONGEST + 1 where it was longer. */
static size_t read_line(char *line)
{
    size_t size = 0;
    for (int c; (c = getc_unlocked(stdin)) != EOF;) {
        if (size < LONGEST)
            line[size++] = (char)c;
        else if (c != '\n')
            size = LONGEST + 1;
        if (c == '\n') break;
    }
    return size;
}

static char *too_long(void)
{
    json_t *reply = failure(json_null(), BAD_REQUEST, "a message is longer than a megabyte");
    char *line = json_dumps(reply, JSON_COMPACT);
    json_decref(reply);
    return line;
}

static int run(const McpServer *server)
{
    char *line = malloc(LONGEST);
    if (!line) return complain(NULL, "out of memory"), EXIT_UNREAD;
    for (size_t n; (n = read_line(line));) {
        bool fits = n <= LONGEST;
        if (fits && span_of_blanks(line, n) == n) continue;
        char *reply = fits ? mcp_answer(server, line, n) : too_long();
        if (reply) printf("%s\n", reply);
        free(reply);
        if (fflush(stdout)) break;
    }
    free(line);
    return ferror(stdin) ? EXIT_UNREAD : EXIT_READ;
}

typedef struct Speaking {
    const char *ledger;
    unsigned wait_s;
} Speaking;

static error_t parse(int key, char *argument, struct argp_state *state)
{
    Speaking *s = state->input;
    switch (key) {
    case KEY_LEDGER:
        s->ledger = argument;
        return 0;
    case KEY_WAIT:
        s->wait_s = (unsigned)number_parse("wait", argument, 0, 86400, state);
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "it takes no arguments; --ledger names the ledger");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int command_mcp(int argc, char **argv)
{
    static const struct argp_option arguments[] = {ASK_OPTIONS_WAITING("5"), {0}};
    static const struct argp argp = {
        arguments,
        parse,
        NULL,
        "Speaks the Model Context Protocol over standard input and output: an assistant asks the ledger, and writes "
        "nothing. What starts "
        "the assistant names this command.\vThe exit status is 0 when the input ended, 2 for a mistake in the command.",
        NULL,
        NULL,
        NULL};
    Speaking s = {.wait_s = 5};
    config_parse(&argp, argc, argv, &s);
    char *path = ledger_path(s.ledger, false);
    const McpServer server = {path, s.wait_s, NULL};
    int code = path ? run(&server) : EXIT_USAGE;
    free(path);
    return code;
}
