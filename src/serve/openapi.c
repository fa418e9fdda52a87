/* The document that describes the interface (OpenAPI 3.1), written from the table of routes: what is answered and what
 * is told of it cannot differ. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "serve/serve.h"

static const char *about_parameter(const char *name, size_t size)
{
    for (size_t i = 0; i < parameter_count; i++)
        if (strlen(parameters[i].name) == size && !memcmp(parameters[i].name, name, size)) return parameters[i].about;
    return "";
}

static bool is_number(const char *name, size_t size)
{
    static const char *const numbers[] = {"limit", "before", "top", "sample", "seed"};
    for (size_t i = 0; i < COUNT(numbers); i++)
        if (strlen(numbers[i]) == size && !memcmp(numbers[i], name, size)) return true;
    return false;
}

static json_t *parameter(const char *name, size_t size, const char *in, const char *about)
{
    bool number = !strcmp(in, "query") && is_number(name, size);
    json_t *schema = json_pack("{ss}", "type", number ? "integer" : "string");
    return json_pack("{ss# ss sb ss so}", "name", name, size, "in", in, "required", !strcmp(in, "path"), "description",
                     about, "schema", schema);
}

static json_t *parameters_of(const Route *route)
{
    json_t *all = json_array();
    const char *open = strchr(route->path, '{');
    if (open)
        json_array_append_new(
            all, parameter(open + 1, strcspn(open + 1, "}"), "path", "its number, or the name that the ledger has"));
    for (const char *at = route->parameters; *at;) {
        size_t n = strcspn(at, " ");
        json_array_append_new(all, parameter(at, n, "query", about_parameter(at, n)));
        at += n + (at[n] == ' ');
    }
    if (route->forms & (route->forms - 1))
        json_array_append_new(all, parameter("format", 6, "query", about_parameter("format", 6)));
    return all;
}

static json_t *content_of(const Route *route)
{
    static const struct {
        Media media;
        const char *type;
    } types[] = {{MEDIA_JSON, "application/json"},
                 {MEDIA_CSV, "text/csv"},
                 {MEDIA_ATOM, "application/atom+xml"},
                 {MEDIA_SVG, "image/svg+xml"},
                 {MEDIA_LINES, "application/jsonl"}};
    json_t *content = json_object();
    for (size_t i = 0; i < COUNT(types); i++)
        if (route->forms >> types[i].media & 1) json_object_set_new(content, types[i].type, json_object());
    return content;
}

static json_t *problem_reference(void)
{
    return json_pack("{ss s{s{s{ss}}}}", "description", "why it could not be answered (RFC 9457)", "content",
                     "application/problem+json", "schema", "$ref", "#/components/schemas/Problem");
}

static json_t *body_of(const Route *route)
{
    json_t *content = json_pack("{s{s{ss}}}", "application/json", "schema", "type", "object");
    if (route->answer == write_article) {
        json_object_set_new(content, "text/plain", json_object());
        json_object_set_new(content, "text/html", json_object());
    }
    return json_pack("{sb so}", "required", 1, "content", content);
}

static json_t *operation(const Route *route)
{
    bool writes = route->methods == METHOD_POST;
    json_t *answered = json_pack("{ss so}", "description", route->about, "content", content_of(route));
    json_t *object = json_pack("{ss so s{so so}}", "summary", route->about, "parameters", parameters_of(route),
                               "responses", writes ? "201" : "200", answered, "default", problem_reference());
    if (writes) json_object_set_new(object, "requestBody", body_of(route));
    if (writes) json_object_set_new(object, "security", json_pack("[{s[]}]", "key"));
    return object;
}

static json_t *paths(void)
{
    json_t *all = json_object();
    for (size_t i = 0; i < route_count; i++) {
        const Route *route = &routes[i];
        json_t *item = json_object_get(all, route->path);
        if (!route->about) continue;
        if (!item) json_object_set_new(all, route->path, item = json_object());
        json_object_set_new(item, route->methods == METHOD_POST ? "post" : "get", operation(route));
    }
    return all;
}

static json_t *components(void)
{
    return json_pack("{s{s{ss ss}} s{s{ss s{s{ss} s{ss} s{ss}} s[ss]}}}", "securitySchemes", "key", "type", "http",
                     "scheme", "bearer", "schemas", "Problem", "type", "object", "properties", "title", "type",
                     "string", "status", "type", "integer", "detail", "type", "string", "required", "title", "status");
}

Status serve_openapi(Request *r, Media media, Reply *reply, Error *error)
{
    (void)r, (void)media;
    json_t *info =
        json_pack("{ss ss ss}", "title", "sayso", "version", sayso_version(), "description",
                  "Who said what: a ledger of news reports, and questions to it. Answers are those of the program's "
                  "--format json and csv, byte for byte.");
    return sheet_json(
        reply->to,
        json_pack("{ss so so so}", "openapi", "3.1.0", "info", info, "paths", paths(), "components", components()),
        error);
}
