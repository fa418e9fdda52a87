/* sayso ledger rescue: what is left of a damaged ledger goes into a new one. Texts are proved by their hashes and read
 * anew, names and days are believed where their row's seal holds, and what is lost is named. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/keep/keep.h"

typedef struct Rescue {
    const char *from, *to, *model, *names;
    bool careful, quiet, json;
    Salvage *salvage;
    Ledger *ledger;
    sayso_session *session;
    Maker maker;
    Arena arena, scratch;
    json_t *rows; /* of what did not come out whole */
    uint64_t out, alone, lost, decisions, decisions_lost, watches;
} Rescue;

/* ---- what is told ---- */

static Text name_of(const Salvaged *a)
{
    return a->title.size ? a->title : a->label.size ? a->label : a->url.size ? a->url : a->identity;
}

static void tell(Rescue *r, const Salvaged *a, const char *what, const char *sentence)
{
    json_t *row = json_object();
    Text name = name_of(a);
    json_object_set_new_nocheck(row, "article", json_integer(a->id));
    json_object_set_new_nocheck(row, "out", json_string(what));
    set_text(row, "title", a->title);
    set_text(row, "label", a->label);
    set_text(row, "url", a->url.size ? a->url : a->identity);
    json_object_set_new(row, "why", json_string(sentence));
    json_array_append_new(r->rows, row);
    if (r->json) return;
    printf("article %lld", (long long)a->id);
    if (name.size) fputs(" (", stdout);
    put_safe_text(stdout, name);
    printf("%s: ", name.size ? ")" : "");
    put_safe(stdout, sentence);
    putchar('\n');
}

static void tell_gaps(Rescue *r)
{
    int64_t after = 0, first, last;
    while (salvage_gap(r->salvage, &after, &first, &last)) {
        json_array_append_new(r->rows,
                              json_pack("{sI sI ss ss}", "article", (json_int_t)first, "to", (json_int_t)last, "out",
                                        "nothing", "why", "nothing tells of it: lost, or removed before"));
        if (r->json) continue;
        if (first == last)
            printf("article %lld: nothing tells of it: lost, or removed before\n", (long long)first);
        else
            printf("articles %lld to %lld: nothing tells of them: lost, or removed before\n", (long long)first,
                   (long long)last);
    }
}

static Status tell_all(Rescue *r, Error *error)
{
    if (r->json)
        return sheet_json(stdout,
                          json_pack("{sI sI sI sI sI sI sO}", "articles", (json_int_t)r->out, "texts_alone",
                                    (json_int_t)r->alone, "lost", (json_int_t)r->lost, "decisions",
                                    (json_int_t)r->decisions, "decisions_lost", (json_int_t)r->decisions_lost,
                                    "watches", (json_int_t)r->watches, "not_whole", r->rows),
                          error);
    printf("%llu article%s brought out and read anew", (unsigned long long)r->out, r->out == 1 ? "" : "s");
    if (r->alone) printf(", %llu of them without a name", (unsigned long long)r->alone);
    printf("; %llu lost", (unsigned long long)r->lost);
    if (r->decisions || r->decisions_lost)
        printf("; %llu decision%s brought out, %llu lost", (unsigned long long)r->decisions,
               r->decisions == 1 ? "" : "s", (unsigned long long)r->decisions_lost);
    if (r->watches) printf("; %llu watch%s brought out", (unsigned long long)r->watches, r->watches == 1 ? "" : "es");
    putchar('\n');
    return SAYSO_OK;
}

/* ---- one article ---- */

/* What its row does not prove is not carried on: then its text is all that there is. */
static Salvaged believed(const Salvaged *a)
{
    if (a->state != SALVAGE_TEXT) return *a;
    return (Salvaged){.id = a->id, .story = a->id, .state = a->state, .text = a->text};
}

static Status read_anew(Rescue *r, const Salvaged *a, Draft **out, sayso_document **document, Error *error)
{
    sayso_article article = {.size = sizeof article,
                             .bytes = a->text,
                             .id = a->label,
                             .published = a->published,
                             .url = a->url,
                             .title = a->title,
                             .outlet = a->outlet,
                             .byline = a->byline};
    Status status = sayso_analyse(r->session, &article, document, error);
    if (status) return status;
    Report report = report_of(*document, &r->maker, &r->arena);
    report.label = a->label;
    report.url = a->url;
    report.title = a->title;
    report.outlet = a->outlet;
    report.byline = a->byline;
    report.published = a->published;
    report.country = a->country;
    report.identity = a->identity;
    report.fetched = a->fetched;
    return ledger_draft(&report, &r->arena, out, error);
}

static void tell_out(Rescue *r, const Salvaged *a)
{
    r->out++;
    r->alone += a->state == SALVAGE_TEXT;
    if (a->state == SALVAGE_TEXT)
        tell(r, a, "text",
             a->renumbered
                 ? "the text alone, under a new number: its row is not what was kept, so its name, day and address are"
                   " not carried on"
                 : "the text alone: its row is not what was kept, so its name, day and address are not carried on");
    else if (a->outlet_lost)
        tell(r, a, "all but its outlet", "all but the name of its outlet");
}

/* A failure of the new ledger ends it all; what cannot be read anew is lost alone. */
static Status bring_out(Rescue *r, uint32_t index, Error *error)
{
    Salvaged a;
    Draft *draft;
    int64_t number;
    sayso_document *document = NULL;
    Error why;
    arena_reset(&r->arena);
    Status status = salvage_article(r->salvage, index, &r->arena, &a, error);
    if (status) return status;
    if (a.state == SALVAGE_NAMED || a.state == SALVAGE_LOST) {
        r->lost++;
        tell(r, &a, "nothing", name_of(&a).size ? "lost: its text is damaged" : "lost");
        return SAYSO_OK;
    }
    const Salvaged from = believed(&a);
    if (read_anew(r, &from, &draft, &document, &why)) {
        r->lost++;
        tell(r, &a, "nothing", why.message);
    } else {
        status = ledger_rescue(r->ledger, &from, draft, &r->scratch, &number, error);
        if (!status) tell_out(r, &a);
    }
    sayso_document_free(document);
    return status;
}

static Status bring_out_articles(Rescue *r, Error *error)
{
    Status status = SAYSO_OK;
    Progress progress;
    progress_begin(&progress, !r->quiet && !isatty(STDOUT_FILENO), "brought out");
    for (uint32_t i = 0; i < salvage_articles(r->salvage) && !status; i++) {
        status = bring_out(r, i, error);
        progress.articles++;
        progress_draw(&progress);
    }
    progress_hide(&progress);
    return status ? status : ledger_reserve(r->ledger, salvage_last(r->salvage), error);
}

static Status bring_out_decisions(Rescue *r, Error *error)
{
    Arena all;
    Decision *decisions;
    uint32_t count = 0, lost = 0;
    arena_init(&all, &libc_allocator, SIZE_MAX);
    Status status = salvage_decisions(r->salvage, &all, &decisions, &count, &lost, error);
    r->decisions_lost = lost;
    for (uint32_t i = 0; i < count && !status; i++) {
        int64_t number;
        arena_reset(&r->arena);
        status = ledger_decide(r->ledger, &decisions[i], &r->arena, &number, error);
        r->decisions += !status;
        r->decisions_lost += status == SAYSO_ERROR_ARGUMENT;
        if (status == SAYSO_ERROR_ARGUMENT) status = SAYSO_OK; /* it names what is not there any more */
    }
    arena_free(&all);
    return status;
}

/* Behind the articles: what was there before is new to none of them. */
static Status bring_out_watches(Rescue *r, Error *error)
{
    Arena all;
    Watch *watches;
    uint32_t count = 0;
    arena_init(&all, &libc_allocator, SIZE_MAX);
    Status status = salvage_watches(r->salvage, &all, &watches, &count, error);
    for (uint32_t i = 0; i < count && !status; i++) {
        int64_t id;
        status = ledger_watch_add(r->ledger, &watches[i], &r->scratch, &id, error);
        r->watches += !status;
        if (status == SAYSO_ERROR_ARGUMENT) status = SAYSO_OK; /* an older one of the same name */
    }
    arena_free(&all);
    return status;
}

/* ---- all of it ---- */

static Status fill(Rescue *r, const char *made, Error *error)
{
    Status status = ledger_open(made, LEDGER_KEEP, 0, &r->ledger, error);
    if (!status) status = bring_out_articles(r, error);
    if (!status) status = bring_out_decisions(r, error);
    if (!status) status = bring_out_watches(r, error);
    ledger_close(r->ledger);
    return status;
}

static Status rescue(Rescue *r, Error *error)
{
    char *made;
    Status status = ledger_file_begin(r->to, &made, error);
    if (status) return status;
    status = fill(r, made, error);
    if (!status) status = ledger_file_end(made, r->to, error);
    if (status) ledger_file_drop(made);
    free(made);
    if (status) return status;
    tell_gaps(r);
    if (!salvage_is_sealed(r->salvage) && !r->quiet)
        complain(r->from, "the ledger has no seals yet: names, days and addresses are as they stand in it");
    return tell_all(r, error);
}

static Status with_session(Rescue *r, const sayso_engine *engine, Error *error)
{
    sayso_session_options options = {.size = sizeof options, .max_article_bytes = (size_t)1 << 30};
    r->maker = maker_of(engine, r->names != NULL);
    r->rows = json_array();
    if (!r->rows) return fail_memory(error);
    Status status = sayso_session_open(engine, &options, &r->session, error);
    if (!status) status = salvage_open(r->from, &r->salvage, error);
    arena_init(&r->arena, &libc_allocator, (size_t)4 << 30);
    arena_init(&r->scratch, &libc_allocator, (size_t)4 << 30);
    if (!status) status = rescue(r, error);
    arena_free(&r->arena);
    arena_free(&r->scratch);
    salvage_close(r->salvage);
    sayso_session_close(r->session);
    json_decref(r->rows);
    return status;
}

static const struct argp_option arguments[] = {
    {"output", 'o', "NEW", 0, "the new ledger; there is no file of that name yet", 0},
    {"format", 'f', "FORMAT", 0, "table (the default) or json", 0},
    {"names", KEY_NAMES, "FILE", 0, "a list of names of your own, which overrules the one that came with the program",
     0},
    {"careful", KEY_CAREFUL, NULL, 0, "read with the careful model, too: better, and much slower", 0},
    {"model", KEY_MODEL, "FILE", 0, "the model file, instead of the one that came with the program", 0},
    {"quiet", 'q', NULL, 0, "no progress", 0},
    /* a config file gives them to every verb of ledger */
    {"ledger", KEY_LEDGER, "FILE", OPTION_HIDDEN, NULL, 0},
    {"wait", KEY_WAIT, "SECONDS", OPTION_HIDDEN, NULL, 0},
    {0}};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    static const char *const formats[] = {"table", "json"};
    static const Names names = {"format", formats, COUNT(formats), "table and json"};
    Rescue *r = state->input;
    switch (key) {
    case 'o':
        r->to = argument;
        return 0;
    case 'f':
        r->json = choice_parse(&names, argument, state) == 1;
        return 0;
    case 'q':
        r->quiet = true;
        return 0;
    case KEY_LEDGER:
    case KEY_WAIT:
        return 0;
    case KEY_NAMES:
        r->names = argument;
        return 0;
    case KEY_CAREFUL:
        r->careful = true;
        return 0;
    case KEY_MODEL:
        r->model = argument;
        return 0;
    case ARGP_KEY_ARG:
        if (r->from) argp_error(state, "name one damaged ledger");
        r->from = argument;
        return 0;
    case ARGP_KEY_END:
        if (!r->from) argp_error(state, "name the damaged ledger, and the new one with -o NEW");
        if (!r->to) argp_error(state, "name the new ledger with -o NEW: the damaged one is left as it is");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int ledger_run_rescue(int argc, char **argv)
{
    static const struct argp argp = {arguments,
                                     parse,
                                     "DAMAGED -o NEW",
                                     "Brings out of a damaged ledger what is left of it, into a new one: each article "
                                     "whose text its hash proves is read anew, "
                                     "and has its name, day and address where its row's seal holds. What is lost is "
                                     "named. The damaged file is only read.\v"
                                     "The exit status is 0 when all of it came out whole, 1 when something was lost, 2 "
                                     "for a mistake in the command, 3 when "
                                     "nothing is left in the damaged ledger or the new one cannot be written.",
                                     NULL,
                                     NULL,
                                     NULL};
    Error error = {0};
    Rescue r = {0};
    argp_parse(&argp, argc, argv, 0, NULL, &r);
    sayso_engine_options wanted = {.size = sizeof wanted, .model_path = r.model, .names_path = r.names};
    sayso_engine *engine = engine_find(&wanted, r.careful);
    if (!engine) return EXIT_UNREAD;
    Status status = with_session(&r, engine, &error);
    sayso_engine_close(engine);
    if (status) return ledger_failed(&error);
    return r.lost || r.alone || r.decisions_lost ? EXIT_UNREAD : EXIT_READ;
}
