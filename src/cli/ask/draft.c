/* Commands that take one article, kept or not yet: what lies here as a file, or a page that the ledger does not have,
 * is read, held beside the ledger, and left out of it; any other name is an article's of the ledger. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/ask/ask.h"

/* In a worker. */
static void make(void *context, Result *r)
{
    const Drafting *d = context;
    result_draft(r, &d->maker);
}

static bool take(void *context, Result *r)
{
    Drafting *d = context;
    AuditAnswer a;
    char sentence[80];
    if (d->drafts++) {
        snprintf(sentence, sizeof sentence, "one article is %s at a time; give this one by itself", d->done);
        result_failed(r, sentence);
        return false;
    }
    d->status = ledger_audit_draft(d->ask.ledger, r->draft, d->ask.arena, &a, &d->error);
    if (!d->status) d->status = d->draft(d, &a, &d->error);
    return !d->status;
}

typedef struct Place {
    Beside beside;
    char folder[4096];
} Place;

/* Beside the ledger, or beside one of a moment, the draft is added and taken back; then a page may be written. */
static void needs_of(const Drafting *d, Place *place, SandboxNeeds *needs)
{
    const char *output = d->options.output, *slash = output ? strrchr(output, '/') : NULL;
    if (d->ask.ledger && beside_of(d->ask.ledger, needs, &place->beside)) needs->folders[0] = place->beside.folder;
    if (!d->ask.ledger) needs->folders[1] = "/tmp";
    needs->files[SANDBOX_MOST - 1] = output;
    if (!output || !access(output, F_OK)) return;
    (void)snprintf(place->folder, sizeof place->folder, "%.*s", slash ? (int)(slash - output) + 1 : 1, slash ? output : ".");
    needs->folders[2] = place->folder;
}

static Status read_draft(Drafting *d, Error *error)
{
    Options *options = &d->options;
    options->inputs = d->ask.words;
    options->input_count = d->ask.word_count;
    options->quiet = d->ask.quiet;
    options_take_inputs(options);
    sayso_engine *engine = engine_of(options);
    if (!engine) return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "nothing was read");
    d->maker = maker_of(engine, options->names != NULL);
    Place place;
    Use use = {.context = d, .done = "read", .make = make, .keep = take};
    needs_of(d, &place, &use.needs);
    int code = work(options, engine, &use);
    sayso_engine_close(engine);
    *error = d->error;
    if (d->status) return d->status;
    if (!code && d->drafts) return SAYSO_OK;
    if (d->drafts) return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "not all of it was %s", d->done);
    if (code) return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "%s", ""); /* why has been told */
    return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "there is no article in it: nothing was %s", d->done);
}

static bool is_url(const char *typed)
{
    return !strncmp(typed, "http://", 7) || !strncmp(typed, "https://", 8);
}

/* What lies here as a file is meant before an article of that name; a page only where the ledger does not have it. */
static bool is_draft(const Drafting *d, const char *typed, int64_t *article)
{
    Error error;
    if (!strcmp(typed, "-") || !access(typed, F_OK)) return true;
    if (!is_url(typed)) return false;
    return !d->ask.ledger || ledger_find_article(d->ask.ledger, typed, article, &error) != SAYSO_OK;
}

static const char *option_name(int key)
{
    static const struct argp_option options[] = {INPUT_OPTIONS};
    for (size_t i = 0; i < COUNT(options); i++)
        if (options[i].key == key) return options[i].name;
    return NULL;
}

Status drafting_refuse(const Drafting *d, const char *what, Error *error)
{
    if (!d->reading) return SAYSO_OK;
    return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET,
                "--%s is for what is read now, and %s is in the ledger as it was read; 'sayso reread' reads anew, a file is named by its path",
                d->reading, what);
}

Status drafting_answer(Ask *ask, Error *error)
{
    Drafting *d = (Drafting *)ask;
    const char *typed = ask->words[0];
    int64_t article = 0;
    uint32_t number;
    if (is_draft(d, typed, &article)) return read_draft(d, error);
    if (!ask->ledger)
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET,
                    "'%.80s' is no file, and there is no ledger yet to look it up in", typed);
    Status status = article ? SAYSO_OK : find_place(ask, typed, &article, &number, error);
    if (!status) status = drafting_refuse(d, "this article", error);
    return status ? status : d->kept(d, article, error);
}

/* The options of a question first, then those of an input, whose arguments are the question's. */
error_t drafting_parse(int key, char *argument, struct argp_state *state)
{
    Drafting *d = state->input;
    if (key == ARGP_KEY_NO_ARGS || (key == ARGP_KEY_ARG && d->ask.word_count))
        argp_error(state, "name one article: a file, a URL, or its number or name in the ledger");
    error_t done = ask_parse(key, argument, state);
    if (done != ARGP_ERR_UNKNOWN) return done;
    state->input = &d->options;
    done = options_parse(key, argument, state);
    state->input = d;
    if (!done && option_name(key) && !config_says()) d->reading = option_name(key);
    return done;
}
