/* Which path is answered by whom. The table is the whole of it; the document that describes the interface is written
 * from it (openapi.c). */
#include <stdio.h>
#include <string.h>

#include "serve/serve.h"

#define PAGE (1u << MEDIA_PAGE)
#define JSON (1u << MEDIA_JSON)
#define CSV (1u << MEDIA_CSV)
#define ATOM (1u << MEDIA_ATOM)
#define SVG (1u << MEDIA_SVG)
#define LINES (1u << MEDIA_LINES)
#define DAYS "since until added-since as-of"
#define CHOICE " act outlet limit"
#define DEEDS DAYS " outlet limit order who to type mode status country place about article"

const Route routes[] = {
    {"/", METHOD_GET, PAGE, MEDIA_PAGE, page_home, NULL, DAYS CHOICE " q by order before", false},
    {"/home", METHOD_GET, JSON | CSV | ATOM, MEDIA_JSON, page_home, NULL, DAYS CHOICE " q by order before", false},
    {"/people", METHOD_GET, PAGE | JSON | CSV, MEDIA_PAGE, page_people, NULL, "name limit", false},
    {"/who/{actor}", METHOD_GET, PAGE | JSON | CSV | ATOM, MEDIA_PAGE, page_person, NULL, DAYS CHOICE " after", false},
    {"/article/{article}", METHOD_GET, PAGE | JSON, MEDIA_PAGE, page_article, NULL, "", false},
    {"/statement/{statement}", METHOD_GET, PAGE | JSON, MEDIA_PAGE, page_statement, NULL, "", false},
    {"/claim/{claim}", METHOD_GET, PAGE | JSON | CSV, MEDIA_PAGE, page_claim, NULL, DAYS " limit", false},
    {"/talks", METHOD_GET, PAGE | JSON | CSV | SVG, MEDIA_PAGE, page_talks, NULL, DAYS " limit name deeds", true},
    {"/events", METHOD_GET, PAGE | JSON | CSV | ATOM, MEDIA_PAGE, page_events, NULL, DEEDS, false},
    {"/event/{event}", METHOD_GET, PAGE | JSON | CSV, MEDIA_PAGE, page_event, NULL, "as-of", false},
    {"/counts", METHOD_GET, PAGE | JSON | CSV | SVG, MEDIA_PAGE, page_counts, NULL, DAYS " act outlet by then top",
     true},
    {"/lot", METHOD_GET, PAGE | JSON | CSV, MEDIA_PAGE, page_lot, NULL, DAYS CHOICE " seed", true},
    {"/compare", METHOD_GET, PAGE | JSON, MEDIA_PAGE, page_compare, NULL, "articles", false},
    {"/try", METHOD_GET | METHOD_POST, PAGE, MEDIA_PAGE, page_try, NULL, "", true},
    {"/decisions", METHOD_GET, PAGE | JSON | CSV, MEDIA_PAGE, page_decisions, NULL, "", false},
    {"/decide", METHOD_POST, PAGE, MEDIA_PAGE, page_decide, NULL, "", true},
    {"/keep", METHOD_POST, PAGE, MEDIA_PAGE, page_keep, NULL, "", true},
    {"/login", METHOD_GET | METHOD_POST, PAGE, MEDIA_PAGE, page_login, NULL, "", false},
    {"/logout", METHOD_POST, PAGE, MEDIA_PAGE, page_logout, NULL, "", false},
    {"/api", METHOD_GET, PAGE, MEDIA_PAGE, page_interface, NULL, "", false},
    {"/mcp", METHOD_POST, JSON, MEDIA_JSON, serve_mcp, NULL, "", false},
    {"/healthz", METHOD_GET, JSON, MEDIA_JSON, serve_health, NULL, "", false},

    {"/api/v1/about", METHOD_GET, JSON | CSV, MEDIA_JSON, serve_about,
     "Claims that have all of the words, their standing and origins; then statements with them that are no claim.",
     DAYS CHOICE " q by order", false},
    {"/api/v1/who", METHOD_GET, JSON | CSV | LINES, MEDIA_JSON, serve_who,
     "All that everybody said whom a name may mean, the newest first; as JSON Lines all of one actor.",
     DAYS CHOICE " name", false},
    {"/api/v1/actors", METHOD_GET, JSON | CSV, MEDIA_JSON, serve_actors,
     "Those who said most, or those whom a name may mean.", "name limit", false},
    {"/api/v1/actors/{actor}", METHOD_GET, JSON | CSV, MEDIA_JSON, serve_actor,
     "A person or body, and the names that articles have.", "limit", false},
    {"/api/v1/claims/{claim}", METHOD_GET, JSON | CSV, MEDIA_JSON, serve_claim,
     "One claim: who stands how to it, its origins, what is perhaps the same, every statement.", DAYS " limit", false},
    {"/api/v1/statements/{statement}", METHOD_GET, JSON, MEDIA_JSON, serve_statement,
     "One statement in its paragraph, its claim and its origin.", "", false},
    {"/api/v1/articles", METHOD_GET, JSON | CSV | ATOM | LINES, MEDIA_JSON, serve_articles,
     "The articles that came in last; as JSON Lines all of them.", "before limit", false},
    {"/api/v1/statements", METHOD_GET, LINES, MEDIA_LINES, serve_statements,
     "All statements as JSON Lines, article by article, the one that came in last first.", "before limit", false},
    {"/api/v1/articles", METHOD_POST, JSON, MEDIA_JSON, write_article,
     "Keeps an article: a text, a page, a JSON object with its text, or with its url alone, which is fetched.",
     "id url title outlet byline published", true},
    {"/api/v1/decisions", METHOD_POST, JSON, MEDIA_JSON, write_decision,
     "Keeps what a person knows better: an object with a kind (merge, split, rename, join, part, fix, drop, undo) and "
     "what it "
     "is of.",
     "", true},
    {"/api/v1/articles/{article}", METHOD_GET, JSON, MEDIA_JSON, serve_article, "An article's text and statements.", "",
     false},
    {"/api/v1/articles/{article}/audit", METHOD_GET, JSON | CSV, MEDIA_JSON, serve_audit,
     "On whose say-so an article stands.", "", false},
    {"/api/v1/articles/{article}/diff", METHOD_GET, JSON | CSV, MEDIA_JSON, serve_diff,
     "What changed between an article's latest revision and the one before.", "", false},
    {"/api/v1/talks", METHOD_GET, JSON | CSV | SVG, MEDIA_JSON, serve_talks,
     "Who talks to whom, or does what to whom, and the latest of their words; a picture has 200 pairs at most.",
     DAYS " limit name deeds", true},
    {"/api/v1/events", METHOD_GET, JSON | CSV, MEDIA_JSON, serve_events, "Who did what to whom, the newest first.",
     DEEDS, false},
    {"/api/v1/events/{event}", METHOD_GET, JSON | CSV, MEDIA_JSON, serve_events,
     "One event, who tells of it and on whose word; or an article's.", "as-of", false},
    {"/api/v1/stats", METHOD_GET, JSON | CSV | SVG, MEDIA_JSON, serve_stats,
     "What is in the ledger; by traits, how many statements there are of each; a sample of them.",
     DAYS CHOICE " by top sample seed", true},
    {"/api/v1/decisions", METHOD_GET, JSON | CSV, MEDIA_JSON, serve_decisions,
     "What people know better than what was read.", "", false},
    {"/api/v1/openapi.json", METHOD_GET, JSON, MEDIA_JSON, serve_openapi, NULL, "", false},
};
const size_t route_count = COUNT(routes);

const Parameter parameters[] = {
    {"id", "the name by which the ledger is to know it"},
    {"url", "its address"},
    {"title", "its title"},
    {"byline", "who wrote it"},
    {"published", "its day, YYYY-MM-DD"},
    {"q", "words; in quotation marks, side by side"},
    {"name", "a name, a surname, or an actor's number, as in #17"},
    {"deeds", "yes: who does what to whom, instead of who talks to whom"},
    {"by", "of stats: traits with commas between; else the name of who says it"},
    {"since", "from this day on, YYYY-MM-DD"},
    {"until", "up to this day, YYYY-MM-DD"},
    {"added-since", "what the ledger saw on this day or later"},
    {"as-of", "the ledger as it was when this day ended"},
    {"act", "of this act alone: state, deny, confirm, warn and so on"},
    {"who", "the name of who does it, or an actor's number"},
    {"to", "the name of whom it is done to, likewise"},
    {"type", "events of this type alone: ASSAULT, ACCUSE, AGREE and so on"},
    {"mode", "of this mode of the type alone"},
    {"status", "told so alone: asserted, reported, denied, negated, hypothetical, future, demanded"},
    {"country", "where one of this country takes part, ISO 3166-1: IRN"},
    {"place", "that took place there, in an article's words"},
    {"about", "whose clause has all of these words"},
    {"article", "that this article tells of: its number, or the name that the ledger has"},
    {"outlet", "in this outlet's articles alone"},
    {"order", "origins or date"},
    {"limit", "at most so many rows"},
    {"before", "articles before this number"},
    {"after", "what follows this place of a list"},
    {"top", "so many values of a trait, the others together"},
    {"sample", "so many statements, drawn by lot"},
    {"seed", "another lot"},
    {"format", "json, csv, atom, svg or jsonl, of those that the answer has"},
};
const size_t parameter_count = COUNT(parameters);

/* ---- matching ---- */

/* What stands in `path` for {…}, from *place on, *size bytes of it; false where the path is another's. */
static bool matches(const char *pattern, const char *path, size_t path_size, const char **place, size_t *size)
{
    const char *open = strchr(pattern, '{');
    *place = NULL;
    *size = 0;
    if (!open) return strlen(pattern) == path_size && !memcmp(pattern, path, path_size);
    size_t before = (size_t)(open - pattern), after = strlen(strchr(open, '}') + 1);
    if (path_size <= before + after || memcmp(pattern, path, before)) return false;
    if (memcmp(path + path_size - after, pattern + strlen(pattern) - after, after)) return false;
    *place = path + before;
    *size = path_size - before - after;
    return !memchr(*place, '/', *size);
}

static const char *const endings[] = {[MEDIA_JSON] = ".json",
                                      [MEDIA_CSV] = ".csv",
                                      [MEDIA_ATOM] = ".atom",
                                      [MEDIA_SVG] = ".svg",
                                      [MEDIA_LINES] = ".jsonl"};

typedef struct Match {
    const Route *route;
    Media media;
    size_t path_size; /* without the ending */
    const char *place;
    size_t place_size;
} Match;

/* Of a path there may be a route a method: `method` is preferred, any other tells that this one cannot be. */
static bool match_as(const char *path, size_t size, Media media, unsigned method, Match *out)
{
    bool found = false;
    for (size_t i = 0; i < route_count; i++) {
        const Route *route = &routes[i];
        const char *place;
        size_t place_size;
        if (found && !(route->methods & method)) continue;
        if (media != MEDIAS && !(route->forms >> media & 1)) continue;
        if (!matches(route->path, path, size, &place, &place_size)) continue;
        *out = (Match){route, media == MEDIAS ? route->first : media, size, place, place_size};
        found = true;
        if (route->methods & method) break;
    }
    return found;
}

/* Whole, or with an ending that names one of its forms. */
static bool match(const char *path, unsigned method, Match *out)
{
    size_t size = strlen(path);
    if (match_as(path, size, MEDIAS, method, out) && !out->place) return true;
    for (Media m = MEDIA_JSON; m < MEDIAS; m++) {
        size_t end = strlen(endings[m]);
        if (strncmp(path, "/api/", 5) && size > end && !strcmp(path + size - end, endings[m]) &&
            match_as(path, size - end, m, method, out))
            return true;
    }
    return match_as(path, size, MEDIAS, method, out);
}

/* ---- checks ---- */

static bool takes(const Route *route, const char *name)
{
    size_t size = strlen(name);
    for (const char *at = route->parameters; size && (at = strstr(at, name)); at += size)
        if ((at == route->parameters || at[-1] == ' ') && (at[size] == ' ' || !at[size])) return true;
    return !strcmp(name, "format") && (route->forms & (route->forms - 1)) && !strncmp(route->path, "/api/", 5);
}

static Status check_arguments(const Request *r, const Route *route, Error *error)
{
    if (r->bad) return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "%s", r->bad);
    for (uint32_t i = 0; i < r->argument_count; i++) {
        const char *name = r->arguments[i].name;
        if (!takes(route, name))
            return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "there is no '%.40s' to be asked here", name);
        for (uint32_t k = 0; k < i; k++)
            if (!strcmp(r->arguments[k].name, name))
                return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "'%.40s' stands twice", name);
    }
    return SAYSO_OK;
}

static Status choose_media(const Request *r, Match *m, Error *error)
{
    static const char *const names[] = {[MEDIA_JSON] = "json",
                                        [MEDIA_CSV] = "csv",
                                        [MEDIA_ATOM] = "atom",
                                        [MEDIA_SVG] = "svg",
                                        [MEDIA_LINES] = "jsonl"};
    const char *asked = argument_of(r, "format");
    if (!asked) return SAYSO_OK;
    for (Media i = MEDIA_JSON; i < MEDIAS; i++) {
        if (strcmp(asked, names[i]) || !(m->route->forms >> i & 1)) continue;
        m->media = i;
        return SAYSO_OK;
    }
    return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "there is no format '%.40s' of it", asked);
}

/* ---- answering ---- */

static const char *const types[] = {[MEDIA_PAGE] = "text/html; charset=utf-8",
                                    [MEDIA_JSON] = "application/json",
                                    [MEDIA_CSV] = "text/csv; charset=utf-8",
                                    [MEDIA_ATOM] = "application/atom+xml; charset=utf-8",
                                    [MEDIA_SVG] = "image/svg+xml",
                                    [MEDIA_LINES] = "application/jsonl"};

/* What is named in the path and is not there is not found; what stands after "?" is a mistake in asking. */
static unsigned status_of(const Request *r, const Error *error)
{
    bool named = r->place || argument_of(r, "name") || argument_of(r, "articles");
    switch (error->status) {
    case SAYSO_ERROR_ARGUMENT:
        return named && error->offset == NO_OFFSET ? 404 : 400;
    case SAYSO_ERROR_IO:
        return 503;
    case SAYSO_ERROR_LIMIT:
        return 413;
    case SAYSO_ERROR_INPUT:
        return 422;
    case SAYSO_ERROR_MEMORY:
        return 503;
    default:
        return 500;
    }
}

typedef enum Need { NEED_NOTHING, NEED_READ, NEED_WRITE, NEED_VISIT } Need; /* VISIT: signed in, to write from a page */

static Need need_of(const Route *route)
{
    if (route->answer == write_article || route->answer == write_decision) return NEED_WRITE;
    if (route->answer == page_decide || route->answer == page_keep) return NEED_VISIT;
    return route->answer == serve_health || route->answer == page_login || route->answer == page_logout ? NEED_NOTHING
                                                                                                        : NEED_READ;
}

/* Who writes opens it to be written, for as long as that takes; what is tried is read, and perhaps fetched, before. */
static bool needs_ledger(const Route *route)
{
    return need_of(route) == NEED_READ && route->answer != page_interface && route->answer != serve_mcp &&
           route->answer != serve_openapi && route->answer != page_try;
}

/* A key that is sent opens what it may, and what the browser has signed in with; a password that a browser sends of its
 * own accord opens nothing that writes. */
static May may_of(const Request *r, Need need)
{
    char hash[KEY_HASH_ROOM];
    if (need == NEED_VISIT) return r->visitor;
    bool sent = key_hash_of(r->authorization, need == NEED_READ, hash);
    May may = sent ? key_hash_may(r->server->ledger, hash) : MAY_NOTHING;
    return may || need == NEED_WRITE ? may : r->visitor;
}

/* 0, or the status of who may not, with a sentence. */
static unsigned refused(const Request *r, const Route *route, const char **why)
{
    Need need = need_of(route);
    if (need == NEED_NOTHING || (need == NEED_READ && !r->server->keyed)) return 0;
    May may = may_of(r, need);
    *why = need == NEED_WRITE
               ? "who writes needs a key that may, sent as Authorization: Bearer KEY; 'sayso key add NAME "
                 "--write' makes one"
           : need == NEED_VISIT ? "sign in first, at /login, with a key that may write"
                                : "a key is needed: sign in at /login; 'sayso key add NAME --read' makes one";
    if (may == MAY_NOTHING) return need == NEED_VISIT ? 403 : 401;
    return need != NEED_READ && may != MAY_WRITE ? 403 : 0;
}

Status request_ask(Request *r, bool slow, Error *error)
{
    Status status = gate_ask(r->server, slow, &r->asked, error);
    r->ledger = r->asked.ledger;
    return status;
}

static Status ask(Request *r, const Match *m, Reply *reply, Error *error)
{
    Status status = SAYSO_OK;
    if (needs_ledger(m->route)) status = request_ask(r, m->route->slow, error);
    if (!status) status = m->route->answer(r, m->media, reply, error);
    /* a count writes its SQL anew, and a ledger knows its questions by their addresses (ledger/db): it is not asked
     * twice */
    gate_asked(r->server, &r->asked, !m->route->slow && r->method == METHOD_GET && status != SAYSO_ERROR_IO);
    r->ledger = NULL;
    return status;
}

static const char *key_of(Request *r, const Match *m)
{
    size_t size = m->path_size + strlen(r->query) + 8;
    char *key = arena_take(&r->arena, size, 1);
    if (key)
        (void)snprintf(key, size, "%d%d%.*s?%s", (int)m->media, (int)r->visitor, (int)m->path_size, r->path, r->query);
    return key;
}

static Status answer(Request *r, const Match *m, Reply *reply, Error *error)
{
    Stamp stamp;
    Kept *kept = r->server->kept;
    const char *key = m->route->slow && r->method == METHOD_GET ? key_of(r, m) : NULL;
    if (!key) return ask(r, m, reply, error);
    *r->csrf = 0; /* what is kept for others has no forms that write */
    stamp_of(r->server->ledger, &stamp);
    if (kept_find(kept, key, &stamp, reply->to)) return SAYSO_OK;
    Status status = ask(r, m, reply, error);
    if (!status && reply->status == 200 && !fflush(reply->to) && !reply->full)
        kept_add(kept, key, &stamp, reply->data, reply->size);
    return status;
}

/* What looks for words, or for claims that are perhaps the same. */
static bool is_middling(const Request *r, const Route *route)
{
    return route->answer == page_claim || route->answer == serve_claim || route->answer == serve_about ||
           route->answer == serve_mcp || (route->answer == page_home && argument_of(r, "q"));
}

/* Who has signed in is known later, and waits as if it were not kept. */
static bool is_kept(Request *r, const Match *m)
{
    Stamp stamp;
    const char *key = r->method == METHOD_GET && !r->cookies ? key_of(r, m) : NULL;
    if (!key) return false;
    stamp_of(r->server->ledger, &stamp);
    return kept_has(r->server->kept, key, &stamp);
}

Weight request_weight(Request *r)
{
    Match m;
    if (!match(r->path, r->method, &m) || (r->method == METHOD_GET && m.route->answer == page_try)) return WEIGHT_QUICK;
    if (is_middling(r, m.route)) return WEIGHT_MIDDLING;
    return m.route->slow && !is_kept(r, &m) ? WEIGHT_SLOW : WEIGHT_QUICK;
}

bool request_is_health(const Request *r)
{
    Match m;
    return match(r->path, r->method, &m) && m.route->answer == serve_health;
}

bool request_is_trial(const Request *r)
{
    Match m;
    return r->method == METHOD_POST && match(r->path, r->method, &m) && m.route->answer == page_try;
}

static void answer_match(Request *r, Match *m, Reply *reply)
{
    Error error = {0};
    char *path = arena_take(&r->arena, m->path_size + 1, 1);
    if (!path || (m->place && !decode(&r->arena, m->place, m->place_size, false, &r->place))) {
        problem(r, reply, path ? 400 : 503, path ? "the path is no UTF-8" : "out of memory");
        return;
    }
    memcpy(path, r->path, m->path_size);
    path[m->path_size] = 0;
    r->path = path;
    if (!(m->route->methods & r->method)) {
        reply->allow = m->route->methods == METHOD_GET    ? "GET, HEAD"
                       : m->route->methods == METHOD_POST ? "POST"
                                                          : "GET, HEAD, POST";
        problem(r, reply, 405, "this cannot be done here");
        return;
    }
    const char *why;
    if (r->cookies && strncmp(r->path, "/api/", 5)) r->visitor = session_may(r->server, r->cookies, r->csrf);
    unsigned no = refused(r, m->route, &why);
    if (no) {
        problem(r, reply, no, why);
        return;
    }
    Status status = check_arguments(r, m->route, &error);
    if (!status) status = choose_media(r, m, &error);
    if (status) {
        problem(r, reply, 400, error.message);
        return;
    }
    reply->status = 200;
    reply->type = types[m->media];
    status = answer(r, m, reply, &error);
    if (status) problem(r, reply, status_of(r, &error), error.message);
    if (!status && (fflush(reply->to) || reply->full))
        problem(r, reply, 503, "the answer takes more memory than there is; ask for fewer rows, or come again");
}

Status request_go_on(Request *r, Reply *reply, Error *error)
{
    Status (*more)(Request *, Reply *, Error *) = reply->more;
    reply->more = NULL;
    Status status = request_ask(r, false, error);
    if (!status) status = more(r, reply, error);
    gate_asked(r->server, &r->asked, status != SAYSO_ERROR_IO);
    r->ledger = NULL;
    return status;
}

void request_answer(Request *r, Reply *reply)
{
    unsigned status;
    Match m;
    const char *why = guard(r, &status);
    if (why)
        problem(r, reply, status, why);
    else if (!match(r->path, r->method, &m))
        problem(r, reply, 404, "there is nothing at this address");
    else
        answer_match(r, &m, reply);
}
