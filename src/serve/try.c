/* A text that is read at once by the library, held beside the ledger, and not kept. The model is opened when the first
 * is read, and one is read at a time: what reading costs is bounded whoever asks. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "serve/serve.h"

#define MOST_TEXT ((size_t)1 << 20) /* bytes of an article */

struct Trial {
    pthread_mutex_t lock;
    sayso_engine *engine;
    sayso_session *session;
    Maker maker;
};

Trial *trial_open(void)
{
    Trial *trial = calloc(1, sizeof *trial);
    if (trial) pthread_mutex_init(&trial->lock, NULL);
    return trial;
}

void trial_close(Trial *trial)
{
    if (!trial) return;
    sayso_session_close(trial->session);
    sayso_engine_close(trial->engine);
    pthread_mutex_destroy(&trial->lock);
    free(trial);
}

static Status open_model(Trial *trial, const char *model, Error *error)
{
    if (trial->session) return SAYSO_OK;
    const sayso_engine_options wanted = {.size = sizeof wanted, .model_path = model};
    if (!trial->engine) trial->engine = engine_find(&wanted, false);
    if (!trial->engine) return fail(error, SAYSO_ERROR_MODEL, NO_OFFSET, "there is no model here to read by");
    trial->maker = maker_of(trial->engine, false);
    return sayso_session_open(trial->engine, NULL, &trial->session, error);
}

/* ---- what came ---- */

Status tried_fetch(Request *r, const char *url, Tried *t, Error *error)
{
    Intake *intake;
    const IntakeOptions options = {.inputs = &url, .input_count = 1, .max_article = MOST_TEXT};
    if (strncmp(url, "http://", 7) && strncmp(url, "https://", 8))
        return fail(error, SAYSO_ERROR_INPUT, NO_OFFSET, "'%.80s' is no address of the web", url);
    Status status = intake_open(&options, &intake, error);
    if (status) return status;
    if (!intake_next(intake, &t->piece))
        status = fail(error, SAYSO_ERROR_INPUT, NO_OFFSET, "there is no article at this address");
    else if (t->piece.problem)
        status = fail(error, SAYSO_ERROR_INPUT, NO_OFFSET, "%.200s", t->piece.problem);
    intake_close(intake);
    return status ? status : tried_read(r, t, error);
}

static Status read_found(Request *r, Trial *trial, Tried *t, Error *error)
{
    const Found *f = &t->found;
    const sayso_article article = {.size = sizeof article,
                                   .bytes = f->text,
                                   .id = f->id,
                                   .published = f->published,
                                   .url = f->url,
                                   .title = f->title,
                                   .outlet = f->outlet,
                                   .byline = f->byline};
    Status status = open_model(trial, r->server->model, error);
    if (!status) status = sayso_analyse(trial->session, &article, &t->document, error);
    if (!status && !text_words(sayso_document_text(t->document)))
        status = fail(error, SAYSO_ERROR_INPUT, NO_OFFSET, "there is no word in it: it is no article");
    return status;
}

Status tried_read(Request *r, Tried *t, Error *error)
{
    const IntakeOptions options = {.max_article = MOST_TEXT};
    Trial *trial = r->server->trial;
    Status status = t->piece.data ? piece_read(&t->piece, &options, &r->arena, &t->found, error) : SAYSO_OK;
    Report *report = TAKE(&r->arena, Report, 1);
    if (!status && !report) status = fail_memory(error);
    if (!status && t->found.text.size > MOST_TEXT)
        status = fail(error, SAYSO_ERROR_LIMIT, NO_OFFSET, "the text is longer than a megabyte");
    if (status) return status;
    pthread_mutex_lock(&trial->lock);
    status = read_found(r, trial, t, error);
    pthread_mutex_unlock(&trial->lock);
    if (status) return status;
    *report = report_of(t->document, &trial->maker, &r->arena);
    report->identity = t->found.identity;
    report->fetched = t->found.fetched;
    return ledger_draft(report, &r->arena, &t->draft, error);
}

void tried_free(Tried *t)
{
    piece_free(&t->piece);
    sayso_document_free(t->document);
}

/* ---- the page ---- */

static Status answer_post(Request *r, Reply *reply, Error *error)
{
    Tried t = {.document = NULL};
    AuditAnswer audit;
    const Site site = site_of(r, "");
    const char *text = argument_of(r, "text"), *url = argument_of(r, "url");
    Status status = SAYSO_OK;
    if (text) t.found.text = text_literal(text);
    if (text)
        status = tried_read(r, &t, error);
    else if (url)
        status = tried_fetch(r, url, &t, error);
    else
        status = fail(error, SAYSO_ERROR_INPUT, NO_OFFSET, "there is neither a text nor an address");
    /* not before: a host that is slow would keep all waiting who write */
    if (!status) status = request_ask(r, true, error);
    if (!status) status = ledger_audit_draft(r->ledger, t.draft, &r->arena, &audit, error);
    if (!status) status = show_article(reply->to, &site, &audit.article, &audit, &r->arena, error);
    tried_free(&t);
    return status;
}

Status page_try(Request *r, Media media, Reply *reply, Error *error)
{
    const Site site = site_of(r, "");
    (void)media;
    if (r->method == METHOD_GET) {
        show_try(reply->to, &site, NULL);
        return SAYSO_OK;
    }
    Status status = form_read(r, error);
    if (status) return status;
    status = answer_post(r, reply, error);
    if (status != SAYSO_ERROR_INPUT && status != SAYSO_ERROR_LIMIT) return status;
    reply_again(reply);
    reply->status = 422;
    show_try(reply->to, &site, error->message);
    return SAYSO_OK;
}
