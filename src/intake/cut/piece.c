/* Pieces: their labels and sentences, and what is read out of one. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <strings.h>

#include "intake/cut/cut.h"

char *id_of(const char *name)
{
    if (!strcmp(name, "-") || !strcmp(name, "standard input")) return copy_of("stdin", 5);
    const char *slash = strrchr(name, '/');
    if (slash) name = slash + 1;
    const char *dot = strrchr(name, '.');
    return copy_of(name, dot && dot > name ? (size_t)(dot - name) : strlen(name));
}

char *id_of_label(const char *label)
{
    for (const char *next; (next = strstr(label, ": "));) label = next + 2;
    return id_of(label);
}

void piece_begin(Piece *out, char *label, char *id)
{
    *out = (Piece){.label = label, .id = id};
}

void piece_problem(Piece *out, const char *format, ...)
{
    free(out->data);
    free(out->problem);
    out->data = out->problem = NULL;
    out->size = 0;
    va_list arguments;
    va_start(arguments, format);
    if (vasprintf(&out->problem, format, arguments) < 0) out->problem = NULL;
    va_end(arguments);
    if (out->problem) utf8_mend(out->problem, strlen(out->problem)); /* what a server sends need be none */
}

void piece_from(Piece *out, const char *address)
{
    if (!(out->from = strdup(address))) piece_problem(out, "out of memory");
}

void piece_data(Piece *out, IntakeFormat format, Bytes *bytes)
{
    out->format = format;
    out->data = bytes_take(bytes, &out->size);
}

void piece_free(Piece *p)
{
    char *all[] = {p->label,  p->id,     p->data,      p->url,     p->title,
                   p->outlet, p->byline, p->published, p->charset, p->from, p->problem, p->list};
    for (size_t i = 0; i < COUNT(all); i++) free(all[i]);
    *p = (Piece){0};
}

size_t limit_of(const IntakeOptions *options, IntakeFormat format)
{
    size_t most = options->max_article;
    if (format != INTAKE_TEXT) most = most > SIZE_MAX / 8 / PAGE_FACTOR ? SIZE_MAX / 8 : most * PAGE_FACTOR;
    return most;
}

/* ---- what a piece holds ---- */

static Status too_long(size_t size, size_t most, Error *error)
{
    return fail(error, SAYSO_ERROR_LIMIT, most,
                "the article is %zu bytes long and the limit is %zu; raise it with --max-article", size, most);
}

static Status too_large(const Piece *p, size_t most, Error *error)
{
    bool known = p->length > most;
    return fail(error, SAYSO_ERROR_LIMIT, most,
                "what the article lies in is %s%llu bytes long and the limit is %zu, %u times an article's; raise it "
                "with --max-article",
                known ? "" : "at least ", known ? (unsigned long long)p->length : p->size, most, PAGE_FACTOR);
}

/* What the way in knew, where the article itself does not say. */
static void add_known(const Piece *p, Arena *arena, Found *out)
{
    const struct {
        const char *from;
        Text *to;
    } all[] = {{p->id, &out->id},
               {p->url, &out->url},
               {p->title, &out->title},
               {p->outlet, &out->outlet},
               {p->byline, &out->byline}};
    for (size_t i = 0; i < COUNT(all); i++)
        if (!all[i].to->size && all[i].from) *all[i].to = text_literal(all[i].from);
    if (out->published.size || !p->published || !*p->published) return;
    char day[11];
    Text copy;
    if (!date_read(text_literal(p->published), NULL, day))
        found_warn_date(out, arena, text_literal(p->published));
    else if (arena_text(arena, text_of(day, 10), &copy))
        out->published = copy;
}

/* Of many that were fetched from one address each is known by what it calls itself there. */
static Status identify(const Piece *p, Arena *arena, Found *out, Error *error)
{
    Text from = p->from ? text_literal(p->from) : (Text){0}, url = out->url;
    out->fetched = from.size;
    out->identity = url;
    if (!from.size || !url.size || same_domain(url, from)) return SAYSO_OK;
    char *both = TAKE(arena, char, from.size + url.size + 1);
    if (!both) return fail_memory(error);
    memcpy(both, from.data, from.size);
    both[from.size] = ' ';
    memcpy(both + from.size + 1, url.data, url.size);
    out->identity = text_of(both, from.size + 1 + url.size);
    if (!out->told.size) out->told = url;
    return SAYSO_OK;
}

/* Its own URL is another's: a person should know. */
static Status warn_told(Arena *arena, const Piece *p, Found *out, Error *error)
{
    if (!out->told.size || p->format != INTAKE_PAGE || p->fragment) return SAYSO_OK;
    int n = (int)(out->told.size < 80 ? out->told.size : 80);
    return found_warn(out, arena, "the page calls itself %.*s, of another domain; it is known by its own address", n,
                      out->told.data)
               ? SAYSO_OK
               : fail_memory(error);
}

static Status read_fragment(const Piece *p, Arena *arena, Found *out, Error *error)
{
    Text html = text_of(p->data, p->size);
    bool twice;
    if (!text_untwice(html, arena, &html, &twice) ||
        (twice && !found_warn(out, arena, "the text was encoded twice; it is mended")))
        return fail_memory(error);
    return page_text(html, arena, &out->text, error);
}

static Status read_as(const Piece *p, const IntakeOptions *options, Arena *arena, Found *out, Error *error)
{
    switch (p->format) {
    case INTAKE_PAGE:
        return p->fragment ? read_fragment(p, arena, out, error) : page_read(p, options, arena, out, error);
    case INTAKE_JSON:
    case INTAKE_NINJS: {
        Status status = json_read(p, options, arena, out, error);
        return status || found_untwice(out, arena) ? status : fail_memory(error);
    }
    case INTAKE_RECORD: /* its text is as it was kept */
        return json_read(p, options, arena, out, error);
    default:
        out->text = text_of(p->data, p->size);
        return SAYSO_OK;
    }
}

Status piece_read(const Piece *p, const IntakeOptions *options, Arena *arena, Found *out, Error *error)
{
    *out = (Found){0};
    if (!p->data) return fail_memory(error);
    size_t limit = limit_of(options, p->format);
    bool is_text = p->format == INTAKE_TEXT; /* the library says of what is too long whether it is text at all */
    if (p->size > limit && !is_text) return too_large(p, limit, error);
    Status status = read_as(p, options, arena, out, error);
    if (!status && !is_text && out->text.size > options->max_article)
        status = too_long(out->text.size, options->max_article, error);
    if (!status) add_known(p, arena, out);
    if (!status) status = identify(p, arena, out, error);
    return status ? status : warn_told(arena, p, out, error);
}
