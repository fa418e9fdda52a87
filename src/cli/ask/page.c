/* sayso report: an article or a claim as a web page (src/show), for a browser, for paper, to be sent to somebody. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/ask/ask.h"
#include "show/show.h"

/* The page is made whole before a file is touched. */
typedef struct Page {
    char *data;
    size_t size;
    FILE *to;
} Page;

static Status begin(Page *page, Error *error)
{
    *page = (Page){0};
    page->to = open_memstream(&page->data, &page->size);
    return page->to ? SAYSO_OK : fail_memory(error);
}

static Status write_file(const Page *page, const char *path, Error *error)
{
    FILE *to = fopen(path, "w");
    bool good = to && fwrite(page->data, 1, page->size, to) == page->size;
    if (to && fclose(to)) good = false;
    return good ? SAYSO_OK
                : fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "'%.200s' cannot be written: %s", path,
                       !to && errno == ENOENT ? "its folder is not there; make that first" : reason(errno));
}

static bool is_same_file(const char *a, const char *b)
{
    return a && b && same_place(place_of_file(AT_FDCWD, a), place_of_file(AT_FDCWD, b));
}

/* The page never takes the place of what it was made from: the ledger, an input, a list or model that was named. */
static bool is_needed(const Drafting *d, const char *output)
{
    char *ledger = ledger_path(d->ask.path, false);
    bool needed = is_same_file(output, ledger) || is_same_file(output, d->options.names) || is_same_file(output, d->options.model);
    free(ledger);
    for (size_t i = 0; i < d->ask.word_count; i++) needed |= is_same_file(output, d->ask.words[i]);
    for (size_t i = 0; i < d->options.input_count; i++) needed |= is_same_file(output, d->options.inputs[i]);
    return needed;
}

static Status finish(const Drafting *d, Page *page, Status status, Error *error)
{
    bool bad = ferror(page->to);
    if (fclose(page->to) || bad) status = status ? status : fail_memory(error);
    if (!status && d->options.output && is_needed(d, d->options.output))
        status = fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "'%.200s' is the ledger, an input or what was read by; name another output",
                      d->options.output);
    else if (!status && d->options.output)
        status = write_file(page, d->options.output, error);
    else if (!status)
        fwrite(page->data, 1, page->size, d->ask.to); /* what fails is told at the end */
    free(page->data);
    return status;
}

static Status put_article(Drafting *d, const KeptArticle *k, Error *error)
{
    Page page;
    Status status = begin(&page, error);
    return status ? status : finish(d, &page, show_article(page.to, NULL, k, NULL, d->ask.arena, error), error);
}

static Status draft(Drafting *d, const AuditAnswer *a, Error *error)
{
    return put_article(d, &a->article, error);
}

static Status kept(Drafting *d, int64_t article, Error *error)
{
    KeptArticle k;
    Status status = ledger_article(d->ask.ledger, article, d->ask.arena, &k, error);
    return status ? status : put_article(d, &k, error);
}

static Status put_claim(Drafting *d, const char *typed, Error *error)
{
    int64_t id;
    ClaimAnswer claim;
    Page page;
    if (!d->ask.ledger) return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "there is no ledger yet that has claims");
    Status status = drafting_refuse(d, "this claim", error);
    if (!status) status = find_claim(&d->ask, typed, &id, error);
    if (!status) status = ledger_claim(d->ask.ledger, id, &d->ask.scope, d->ask.arena, &claim, error);
    if (!status) status = begin(&page, error);
    return status ? status : finish(d, &page, show_claim(page.to, NULL, &claim, d->ask.arena, error), error);
}

/* As tables print it: "claim 31". */
static bool names_claim(const Ask *ask)
{
    return ask->word_count == 2 && !strcmp(ask->words[0], "claim");
}

static Status answer(Ask *ask, Error *error)
{
    if (names_claim(ask)) return put_claim((Drafting *)ask, ask->words[1], error);
    return drafting_answer(ask, error);
}

static const struct argp_option arguments[] = {
    {"output", 'o', "FILE", 0, "write the page there instead of to standard output", 0},
    ASK_OPTIONS,
    INPUT_OPTIONS,
    {"quiet", 'q', NULL, 0, "no progress, no warnings; what cannot be read is still named", 0},
    {0}};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    Drafting *d = state->input;
    if (key == ARGP_KEY_ARG && d->ask.word_count == 1 && !strcmp(d->ask.words[0], "claim"))
        return ask_parse(key, argument, state);
    if (key == ARGP_KEY_END && d->ask.word_count == 1 && !strcmp(d->ask.words[0], "claim") && access("claim", F_OK))
        argp_error(state, "say which claim, as in: sayso report claim 31");
    if (key == ARGP_KEY_END && !d->options.output && isatty(STDOUT_FILENO))
        argp_error(state, "a page is nothing for a terminal: send it to a file, as in -o page.html");
    return drafting_parse(key, argument, state);
}

int command_report(int argc, char **argv)
{
    static const struct argp argp = {arguments,
                                     parse,
                                     "FILE|URL|-|ARTICLE\nclaim CLAIM",
                                     "Writes a web page, whole in itself: an article with its statements marked, and "
                                     "what is known of each; or a claim, who "
                                     "stands how to it, and the chain by which it came. A file, or a page that the "
                                     "ledger does not have, is read and not kept; any "
                                     "other name is an article's of the ledger.\v" LEDGER_STATUS,
                                     NULL,
                                     NULL,
                                     NULL};
    Drafting d = {.ask = {.optional = true, .raw = true},
                  .options = options_usual(),
                  .done = "shown",
                  .draft = draft,
                  .kept = kept};
    return ask_run(&argp, argc, argv, &d.ask, answer);
}
