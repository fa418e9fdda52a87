/* sayso claim: one claim, and what a person knows better of what is the same. */
#include <jansson.h>
#include <stdio.h>

#include "cli/decide/decide.h"

/* The limit cuts what is shown, not what is asked: the origins stay what they are. */
static uint32_t shown_of(const Ask *ask, const ClaimAnswer *a)
{
    return ask->scope.limit && ask->scope.limit < a->statements.count ? ask->scope.limit : a->statements.count;
}

static Status write_rows(Ask *ask, const ClaimAnswer *a, Error *error)
{
    json_t *rows = json_array();
    char columns[1024];
    for (uint32_t i = 0; i < shown_of(ask, a); i++) json_array_append_new(rows, json_of_hand(a, i));
    snprintf(columns, sizeof columns, "origin hand from %s", statement_columns);
    return sheet_csv(ask->to, rows, columns, error);
}

Status answer_claim(Ask *ask, Error *error)
{
    ClaimAnswer a;
    int64_t id;
    Status status = find_claim(ask, ask->words[0], &id, error);
    if (!status) status = ledger_claim(ask->ledger, id, &ask->scope, ask->arena, &a, error);
    if (status) return status;
    ask->empty = !a.statements.count;
    if (ask->format == ASK_JSON) return sheet_json(ask->to, json_of_claim(&a, shown_of(ask, &a)), error);
    if (ask->format == ASK_CSV) return write_rows(ask, &a, error);
    Paper p = paper_of(ask);
    paper_claim(&p, &a, ask->scope.limit);
    return SAYSO_OK;
}

static const struct argp_option arguments[] = {
    {"format", 'f', "FORMAT", 0, "table (the default), json or csv", 0},
    DAY_OPTIONS,
    {"limit", KEY_LIMIT, "N", 0, "at most so many statements, and related ones of a table; all unless told otherwise", 0},
    ASK_OPTIONS,
    {0}};

/* ---- join, part ---- */

typedef Status Decide(Ledger *ledger, int64_t article, uint32_t number, int64_t claim, int64_t *decision, Error *error);

static Status decide(Ask *ask, Decide *take, const char *says, Error *error)
{
    int64_t claim, article, decision;
    uint32_t number;
    Status status = find_claim(ask, ask->words[0], &claim, error);
    if (!status) status = find_statement(ask, ask->words[1], &article, &number, error);
    if (!status) status = take(ask->ledger, article, number, claim, &decision, error);
    if (status) return status;
    return tell_decided(ask, decision, error, "statement %lld:%u %s claim %lld", (long long)article, number, says,
                        (long long)claim);
}

Status answer_join(Ask *ask, Error *error)
{
    return decide(ask, ledger_join, "says the same as", error);
}

Status answer_part(Ask *ask, Error *error)
{
    return decide(ask, ledger_part, "does not say the same as", error);
}

static error_t parse_pair(int key, char *argument, struct argp_state *state)
{
    const Ask *ask = state->input;
    if ((key == ARGP_KEY_END && ask->word_count != 2) || (key == ARGP_KEY_ARG && ask->word_count == 2))
        argp_error(state, "give a claim and a statement, as in: %s 31 05-follow-up:11", state->name);
    return ask_parse(key, argument, state);
}

static int run_join(int argc, char **argv)
{
    static const struct argp argp = {
        ask_options,
        parse_pair,
        "CLAIM ARTICLE:N",
        "Keeps that a statement says the same as a claim; it is counted there from now on.\v" LEDGER_STATUS,
        NULL,
        NULL,
        NULL};
    Ask ask = {.mode = LEDGER_KEEP, .formats = ASK_JSON + 1};
    return ask_run(&argp, argc, argv, &ask, answer_join);
}

static int run_part(int argc, char **argv)
{
    static const struct argp argp = {
        ask_options,
        parse_pair,
        "CLAIM ARTICLE:N",
        "Keeps that a statement does not say the same as a claim: it is neither joined nor related to "
        "it.\v" LEDGER_STATUS,
        NULL,
        NULL,
        NULL};
    Ask ask = {.mode = LEDGER_KEEP, .formats = ASK_JSON + 1};
    return ask_run(&argp, argc, argv, &ask, answer_part);
}

static const Verb verbs[] = {{"join", "a statement says the same as a claim", run_join},
                             {"part", "a statement does not say the same as a claim", run_part},
                             {"undo", "take a decision back", verb_undo}};

/* ---- the command ---- */

static error_t parse(int key, char *argument, struct argp_state *state)
{
    const Ask *ask = state->input;
    if (key == ARGP_KEY_ARG && verb_is(verbs, COUNT(verbs), argument))
        argp_error(state, "'%s' stands before the options: sayso claim %s …", argument, argument);
    if (key == ARGP_KEY_NO_ARGS || (key == ARGP_KEY_ARG && ask->word_count))
        argp_error(state, "give one claim's number, as 'sayso about' prints it, or a statement, ARTICLE:N");
    return ask_parse(key, argument, state);
}

int command_claim(int argc, char **argv)
{
    static const struct argp argp = {
        arguments,
        parse,
        "CLAIM|ARTICLE:N\njoin CLAIM ARTICLE:N\npart CLAIM ARTICLE:N\nundo DECISION",
        "Prints one claim: who stands how to it, what is perhaps the same, its independent origins, through which "
        "hands each "
        "came, and every statement with its words. What is perhaps the same is counted nowhere; 'join' and 'part' keep "
        "what a person knows better.\v" LEDGER_STATUS,
        NULL,
        NULL,
        NULL};
    Ask ask = {0};
    if (argc > 1 && verb_is(verbs, COUNT(verbs), argv[1])) return verb_run(verbs, COUNT(verbs), argc, argv);
    return ask_run(&argp, argc, argv, &ask, answer_claim);
}
