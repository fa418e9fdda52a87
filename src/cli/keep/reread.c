/* sayso reread: the records of a ledger made anew, by this program and model, and what that changed. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/keep/keep.h"

typedef struct Rereader {
    Ask ask; /* first: the argument parser fills it */
    const char *model, *names;
    bool careful;
    bool dry; /* only told */
    sayso_engine *engine;
    sayso_session *session;
    Maker maker;
    uint64_t articles, read, changed, counts[CHANGE_NEW + 1];
    uint64_t events[2]; /* before, after */
} Rereader;

static Status analyse(Rereader *r, const KeptArticle *k, sayso_document **out, Error *error)
{
    sayso_article article = {.size = sizeof article,
                             .bytes = k->text,
                             .id = k->label,
                             .published = k->published,
                             .url = k->url,
                             .title = k->title,
                             .outlet = k->outlet,
                             .byline = k->byline};
    return sayso_analyse(r->session, &article, out, error);
}

static Status replace(Rereader *r, const KeptArticle *k, const sayso_document *document, Error *error)
{
    Draft *draft;
    Report report = report_of(document, &r->maker, r->ask.arena);
    report.label = k->label;
    report.url = k->url;
    report.title = k->title;
    report.outlet = k->outlet;
    report.published = k->published;
    Status status = ledger_draft(&report, r->ask.arena, &draft, error);
    return status ? status : ledger_replace(r->ask.ledger, k->id, draft, r->ask.arena, error);
}

static Status compare(Rereader *r, const KeptArticle *before, const sayso_document *document, bool *changed,
                      Error *error)
{
    KeptArticle after;
    Changed *changes;
    uint32_t count;
    Status status = document_kept(before, document, r->ask.arena, &after, error);
    if (!status) status = articles_compare(before, &after, r->ask.arena, &changes, &count, error);
    *changed = false;
    if (!status) r->events[0] += before->event_count;
    if (!status) r->events[1] += after.event_count;
    for (uint32_t i = 0; !status && i < count; i++) {
        r->counts[changes[i].change]++;
        *changed = *changed || changes[i].change != CHANGE_NONE;
    }
    return status;
}

static bool is_ours(const Rereader *r, const KeptArticle *k)
{
    return text_is(k->program, r->maker.program) && text_is(k->model, r->maker.model) && k->format == RECORD_READ &&
           k->has_events;
}

static Status reread_one(Rereader *r, int64_t id, Error *error)
{
    KeptArticle k;
    bool changed;
    arena_reset(r->ask.arena);
    Status status = ledger_article(r->ask.ledger, id, r->ask.arena, &k, error);
    r->articles++;
    if (status || (is_ours(r, &k) && !r->ask.all)) return status;
    sayso_document *document = NULL;
    status = analyse(r, &k, &document, error);
    if (!status) status = compare(r, &k, document, &changed, error);
    if (!status && !r->dry) status = replace(r, &k, document, error);
    sayso_document_free(document);
    r->read += !status;
    r->changed += !status && changed;
    return status;
}

#define BATCH 256u
static Status reread_all(Rereader *r, Error *error)
{
    int64_t ids[BATCH], after = 0;
    size_t count = 0;
    Progress progress;
    progress_begin(&progress, !r->ask.quiet, "read anew");
    Status status;
    do {
        status = ledger_articles(r->ask.ledger, after, false, ids, BATCH, &count, error);
        for (size_t i = 0; !status && i < count; i++) {
            status = reread_one(r, ids[i], error);
            after = ids[i];
            progress.articles++;
            progress_draw(&progress);
        }
    } while (!status && count == BATCH);
    progress_hide(&progress);
    return status;
}

static void put_summary(const Rereader *r)
{
    static const char *const names[] = {"the same", "moved", "with other fields", "reworded", "gone", "new"};
    printf("%llu of %llu articles read anew, %llu changed", (unsigned long long)r->read,
           (unsigned long long)r->articles, (unsigned long long)r->changed);
    for (size_t i = 0; i < COUNT(names); i++)
        printf("%s %llu %s", i ? "," : ": statements", (unsigned long long)r->counts[i], names[i]);
    if (r->events[0] != r->events[1])
        printf("; events %llu, before %llu", (unsigned long long)r->events[1], (unsigned long long)r->events[0]);
    puts(r->dry ? "; nothing was written" : "");
}

static Status answer(Ask *ask, Error *error)
{
    Rereader *r = (Rereader *)ask;
    sayso_session_options options = {.size = sizeof options, .max_article_bytes = (size_t)1 << 30};
    Status status = sayso_session_open(r->engine, &options, &r->session, error);
    if (!status && !ask->word_count) status = reread_all(r, error);
    for (size_t i = 0; !status && i < ask->word_count; i++) {
        int64_t id;
        status = find_article(ask, ask->words[i], &id, error);
        if (!status) status = reread_one(r, id, error);
    }
    sayso_session_close(r->session);
    if (!status) put_summary(r);
    return status;
}

enum { KEY_DRY = 'n' };
static const struct argp_option arguments[] = {
    {"dry-run", KEY_DRY, NULL, 0, "tell what would change, write nothing", 0},
    {"all", KEY_ALL, NULL, 0, "also what this program and model have read already", 0},
    {"names", KEY_NAMES, "FILE", 0, "a list of names of your own, which overrules the one that came with the program",
     0},
    {"careful", KEY_CAREFUL, NULL, 0, "read with the careful model, too: better, and much slower", 0},
    {"model", KEY_MODEL, "FILE", 0, "the model file, instead of the one that came with the program", 0},
    {"quiet", 'q', NULL, 0, "no progress", 0},
    ASK_OPTIONS,
    {0}};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    Rereader *r = state->input;
    switch (key) {
    case KEY_DRY:
        r->dry = true;
        r->ask.mode = LEDGER_LOOK;
        return 0;
    case KEY_NAMES:
        r->names = argument;
        return 0;
    case KEY_MODEL:
        r->model = argument;
        return 0;
    case KEY_CAREFUL:
        r->careful = true;
        return 0;
    default:
        return ask_parse(key, argument, state);
    }
}

static int open_engine(Rereader *r)
{
    sayso_engine_options wanted = {.size = sizeof wanted, .model_path = r->model, .names_path = r->names};
    r->engine = engine_find(&wanted, r->careful);
    if (!r->engine) return EXIT_UNREAD;
    r->maker = maker_of(r->engine, r->names != NULL);
    return EXIT_READ;
}

static Status open_and_answer(Ask *ask, Error *error)
{
    if (open_engine((Rereader *)ask)) return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "nothing was read anew");
    Status status = answer(ask, error);
    sayso_engine_close(((Rereader *)ask)->engine);
    return status;
}

int command_reread(int argc, char **argv)
{
    static const struct argp argp = {
        arguments,
        parse,
        "[ARTICLE]...",
        "Reads the articles of the ledger anew, those that this program and model have not read, "
        "and tells what changed. The texts stay as they are.\v" LEDGER_STATUS,
        NULL,
        NULL,
        NULL};
    Rereader r = {.ask = {.mode = LEDGER_KEEP}};
    return ask_run(&argp, argc, argv, &r.ask, open_and_answer);
}
