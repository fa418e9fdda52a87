/* Sentences and the events that they tell, the whole way: type, mode, status, trigger | actors | recipients | date @
 * place. A sentence that should tell none has no lines. What the way cannot do yet is not here. */
#include "unit.h"

#include "public.h"

typedef struct Case {
    const char *text, *events; /* a line an event */
} Case;

#include "deeds_cases.h"

static void put(Bytes *out, const char *text)
{
    (void)bytes_add(out, text, strlen(text));
}
static void put_text(Bytes *out, sayso_text text)
{
    (void)bytes_add(out, text.data, text.size);
}
static void put_span(Bytes *out, const sayso_document *d, sayso_span span)
{
    (void)bytes_add(out, sayso_document_text(d).data + span.begin, span.end - span.begin);
}

static void put_side(Bytes *out, const sayso_document *d, const sayso_event_party *side, uint32_t count)
{
    put(out, " |");
    for (uint32_t i = 0; i < count; i++) {
        put(out, i ? "; " : " ");
        put_span(out, d, side[i].words);
        put(out, side[i].country.size || side[i].sector.size ? " " : "");
        put_text(out, side[i].country);
        put(out, "/");
        put_text(out, side[i].sector);
    }
}

static void put_event(Bytes *out, const sayso_document *d, const sayso_event *e)
{
    put(out, sayso_event_type_name(e->type));
    if (e->mode.size) put(out, " ");
    put_text(out, e->mode);
    put(out, " ");
    put(out, sayso_event_status_name(e->status));
    for (uint32_t i = 0; i < e->told_count; i++) {
        put(out, i ? " + " : " ");
        put_span(out, d, e->triggers[i]);
    }
    put_side(out, d, e->actors, e->actor_count);
    put_side(out, d, e->recipients, e->recipient_count);
    if (e->date.size) put(out, " | ");
    put_text(out, e->date);
    if (e->place.end) put(out, " @ ");
    put_span(out, d, e->place);
    put(out, "\n");
}

static Bytes told(sayso_session *session, const char *text)
{
    sayso_article article = {.size = sizeof article, .bytes = {text, strlen(text)}, .published = {"2026-03-06", 10}};
    sayso_document *document;
    sayso_error error;
    Bytes out = {0};
    if (sayso_analyse(session, &article, &document, &error)) die("cannot read", &error);
    for (size_t i = 0; i < sayso_document_events(document); i++) {
        sayso_event e;
        if (sayso_document_event(document, i, &e, sizeof e)) die("no such event", NULL);
        put_event(&out, document, &e);
    }
    sayso_document_free(document);
    (void)bytes_add(&out, "", 1);
    return out;
}

int main(int count, char **arguments)
{
    sayso_engine *engine = open_engine();
    sayso_session *session = open_session(engine);
    size_t wrong = 0;
    if (count > 1) { /* to see what is told of a sentence of one's own */
        Bytes out = told(session, arguments[1]);
        fputs(out.data, stdout);
        free(out.data);
    }
    for (size_t i = 0; i < COUNT(cases) && count == 1; i++) {
        Bytes out = told(session, cases[i].text);
        if (strcmp(out.data, cases[i].events)) {
            printf("%s\n  should tell\n%s  but tells\n%s\n", cases[i].text, cases[i].events, out.data);
            wrong++;
        }
        free(out.data);
    }
    sayso_session_close(session);
    sayso_engine_close(engine);
    return wrong != 0;
}
