/* sayso verify: proves that what the ledger says stands in the texts that it keeps. */
#include <jansson.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/keep/keep.h"

typedef struct Told {
    const Ask *ask;
    json_t *faults;
    bool shown;
} Told;

static void hide(Told *t)
{
    if (t->shown) fputs("\r\x1b[K", stderr);
    t->shown = false;
}

static void tell(void *context, int64_t article, const char *sentence)
{
    Told *t = context;
    hide(t);
    json_t *row = json_object();
    if (article) json_object_set_new_nocheck(row, "article", json_integer(article));
    json_object_set_new(row, "fault", json_string(sentence));
    json_array_append_new(t->faults, row);
    if (t->ask->format != ASK_TABLE) return;
    if (article) fprintf(t->ask->to, "article %lld: ", (long long)article);
    put_safe_text(t->ask->to, text_literal(sentence));
    putc('\n', t->ask->to);
}

static bool progress(void *context, uint64_t done, uint64_t all)
{
    Told *t = context;
    if (t->ask->quiet || !isatty(STDERR_FILENO) || done % 100) return true;
    t->shown = true;
    fprintf(stderr, "\r%llu of %llu articles\x1b[K", (unsigned long long)done, (unsigned long long)all);
    return true;
}

static json_t *to_json(const LedgerProof *proof, json_t *faults)
{
    return json_pack("{sI sI sI so}", "articles", (json_int_t)proof->articles, "attributions",
                     (json_int_t)proof->attributions, "spans", (json_int_t)proof->spans, "faults", faults);
}

static Status answer(Ask *ask, Error *error)
{
    Told told = {.ask = ask, .faults = json_array()};
    LedgerProof proof;
    if (!told.faults) return fail_memory(error);
    Status status = ledger_verify(ask->ledger, tell, progress, &told, &proof, error);
    hide(&told);
    if (status || ask->format == ASK_TABLE) {
        json_decref(told.faults);
        if (!status)
            fprintf(ask->to, "%llu articles, %llu attributions, %llu spans: %llu fault%s\n",
                    (unsigned long long)proof.articles, (unsigned long long)proof.attributions,
                    (unsigned long long)proof.spans, (unsigned long long)proof.faults, proof.faults == 1 ? "" : "s");
    } else if (ask->format == ASK_JSON) {
        status = sheet_json(ask->to, to_json(&proof, told.faults), error);
    } else {
        status = sheet_csv(ask->to, told.faults, "article fault", error);
    }
    if (!status && proof.faults)
        return fail(error, SAYSO_ERROR_IO, NO_OFFSET,
                    "the ledger has faults; keep the file, and bring out what holds: 'sayso ledger rescue FILE -o NEW'");
    return status;
}

static const struct argp_option arguments[] = {{"format", 'f', "FORMAT", 0, "table (the default), json or csv", 0},
                                               {"quiet", 'q', NULL, 0, "no progress", 0},
                                               ASK_OPTIONS,
                                               {0}};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    if (key == ARGP_KEY_ARG) argp_error(state, "it takes no names: the whole ledger is proved");
    return ask_parse(key, argument, state);
}

int command_verify(int argc, char **argv)
{
    static const struct argp argp = {
        arguments, parse, "",  "Proves every text against its hash and every span against its text.\v" LEDGER_STATUS,
        NULL,      NULL,  NULL};
    Ask ask = {0};
    return ask_run(&argp, argc, argv, &ask, answer);
}
