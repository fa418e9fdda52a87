/* What a host said of a page's or a feed's age is asked again the next time. A page's is kept once its article is, a
 * feed's and whatever else holds several when all is added: were it kept before, a run that is killed would never fetch
 * again what it had not yet added. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/keep/keep.h"

struct Visited {
    char *url, *etag, *modified;
};

/* A feed that was read without its pages has not been read with them: that is another visit. */
static char *visit_of(const Visits *v, const char *url)
{
    char *name = NULL;
    if (asprintf(&name, "%s%s", url, v->follow ? "#follow" : "") < 0) return NULL;
    return name;
}

static bool load_visit(void *context, const char *url, char *etag, char *modified, size_t size)
{
    Visits *v = context;
    char *name = visit_of(v, url);
    pthread_mutex_lock(&v->lock);
    bool known = name && ledger_visit_load(v->ledger, name, etag, modified, size);
    pthread_mutex_unlock(&v->lock);
    free(name);
    return known;
}

static void visited_free(Visited *v)
{
    free(v->url);
    free(v->etag);
    free(v->modified);
}

static void keep_visit(void *context, const char *url, const char *etag, const char *modified)
{
    Visits *v = context;
    Visited visit = {visit_of(v, url), strdup(etag), strdup(modified)};
    pthread_mutex_lock(&v->lock);
    Visited *more = realloc(v->items, (v->count + 1) * sizeof *more);
    if (more) v->items = more;
    if (more && visit.url && visit.etag && visit.modified)
        more[v->count++] = visit;
    else
        visited_free(&visit);
    pthread_mutex_unlock(&v->lock);
}

void visits_begin(Visits *v, Ledger *ledger, IntakeOptions *options)
{
    v->ledger = ledger;
    v->follow = options->follow;
    options->load_visit = load_visit;
    options->keep_visit = keep_visit;
    options->visit_context = v;
}

/* A visit that is not kept is made again: no failure here is told. */
static void end_visit(Visits *v, size_t i, bool keep_it)
{
    Visited *one = &v->items[i];
    Error error;
    if (keep_it) (void)ledger_visit_keep(v->ledger, one->url, one->etag, one->modified, &error);
    visited_free(one);
    *one = v->items[--v->count];
}

/* What waits is few: feeds, pages that cannot be read, and those under way. */
void visits_end_page(Visits *v, const Piece *piece)
{
    if (!v->count || !piece->url || piece->format != INTAKE_PAGE || piece->fragment) return;
    char *name = visit_of(v, piece->url);
    for (size_t i = v->count; name && i--;) {
        if (strcmp(v->items[i].url, name)) continue;
        end_visit(v, i, true);
        break;
    }
    free(name);
}

void visits_end(Visits *v, bool keep_them)
{
    while (v->count) end_visit(v, v->count - 1, keep_them);
    free(v->items);
    v->items = NULL;
}
