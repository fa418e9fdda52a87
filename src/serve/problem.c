/* What could not be answered: a problem detail (RFC 9457) for programs, a page for people. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "serve/serve.h"

static const struct {
    unsigned status;
    const char *title;
} titles[] = {{200, "OK"},
              {201, "Created"},
              {202, "Accepted"},
              {304, "Not Modified"},
              {400, "Bad Request"},
              {401, "Unauthorized"},
              {403, "Forbidden"},
              {404, "Not Found"},
              {405, "Method Not Allowed"},
              {413, "Content Too Large"},
              {415, "Unsupported Media Type"},
              {421, "Misdirected Request"},
              {422, "Unprocessable Content"},
              {429, "Too Many Requests"},
              {500, "Internal Server Error"},
              {503, "Service Unavailable"}};

const char *status_title(unsigned status)
{
    for (size_t i = 0; i < COUNT(titles); i++)
        if (titles[i].status == status) return titles[i].title;
    return "Error";
}

/* A browser asks for HTML by name; whoever asks for a page of the interface, or in another form, is a program. */
static bool wants_page(const Request *r)
{
    return r->accept && strstr(r->accept, "text/html") && strncmp(r->path, "/api/", 5);
}

/* A sentence may have been cut in the middle of a letter: what is no UTF-8 is U+FFFD. */
static Text whole_letters(const char *sentence, char *room, size_t size)
{
    size_t n = 0, next;
    Text t = text_literal(sentence);
    for (size_t at = 0; at < t.size && n + 4 < size; at = next) n += utf8_put(utf8_at(t, at, &next), room + n);
    return text_of(room, n);
}

void problem(Request *r, Reply *reply, unsigned status, const char *detail)
{
    char room[1024];
    const char *title = status_title(status);
    reply->status = status;
    reply->more = NULL;
    reply_again(reply);
    if (wants_page(r)) {
        Site site = site_of(r, "");
        site.path = site.query = "";
        reply->type = "text/html; charset=utf-8";
        show_problem(reply->to, &site, status, title, detail);
        return;
    }
    reply->type = "application/problem+json";
    json_t *object = json_pack("{ss si}", "title", title, "status", (int)status);
    set_text(object, "detail", whole_letters(detail, room, sizeof room));
    (void)sheet_json(reply->to, object, NULL);
}
