/* sayso statement: what the reading got wrong of a statement, mended by hand; kept when its article is read anew. */
#include <stdio.h>
#include <string.h>

#include "cli/decide/decide.h"

/* ---- fix ---- each field is a decision of its own */

static const char *const field_names[] = {"act", "kind", "negated", "who", "to", "via", "date"};
static const Names fields = {"field", field_names, COUNT(field_names), "act, kind, negated, who, to, via and date"};

/* The text behind FIELD=; NULL where there is no '='. */
static char *value_of(char *word)
{
    char *equals = strchr(word, '=');
    return equals ? equals + 1 : NULL;
}

static Status fix_one(Ask *ask, int64_t article, uint32_t number, const char *word, Error *error)
{
    int64_t decision;
    const char *value = strchr(word, '=') + 1;
    char field[16];
    snprintf(field, sizeof field, "%.*s", (int)(value - 1 - word), word);
    Status status = ledger_fix(ask->ledger, article, number, field, value, &decision, error);
    if (status) return status;
    return tell_decided(ask, decision, error, "%s of statement %lld:%u is %.100s", field, (long long)article, number,
                        *value ? value : "not known");
}

Status answer_fix(Ask *ask, Error *error)
{
    int64_t article;
    uint32_t number;
    Status status = find_statement(ask, ask->words[0], &article, &number, error);
    for (size_t i = 1; !status && i < ask->word_count; i++)
        status = fix_one(ask, article, number, ask->words[i], error);
    return status;
}

static void check_field(char *word, struct argp_state *state)
{
    char *value = value_of(word);
    if (!value) {
        argp_error(state, "'%s' is no FIELD=VALUE, as in act=deny", word);
        return;
    }
    value[-1] = 0;
    (void)choice_parse(&fields, word, state);
    value[-1] = '=';
}

static error_t parse_fix(int key, char *argument, struct argp_state *state)
{
    const Ask *ask = state->input;
    if (key == ARGP_KEY_END && ask->word_count < 2)
        argp_error(state, "give a statement and what is right, as in: sayso statement fix 05-follow-up:11 act=deny");
    if (key == ARGP_KEY_ARG && ask->word_count) check_field(argument, state);
    return ask_parse(key, argument, state);
}

static int run_fix(int argc, char **argv)
{
    static const struct argp argp = {
        ask_options,
        parse_fix,
        "ARTICLE:N FIELD=VALUE...",
        "Keeps what is right of a statement. A field is act, kind, negated (yes or no), who, to or via (a name, or "
        "#17), or date (ISO 8601); an empty value says that it is not known.\v" LEDGER_STATUS,
        NULL,
        NULL,
        NULL};
    Ask ask = {.mode = LEDGER_KEEP, .formats = ASK_JSON + 1};
    return ask_run(&argp, argc, argv, &ask, answer_fix);
}

/* ---- drop ---- */

Status answer_drop(Ask *ask, Error *error)
{
    Status status = SAYSO_OK;
    for (size_t i = 0; !status && i < ask->word_count; i++) {
        int64_t article, decision;
        uint32_t number;
        status = find_statement(ask, ask->words[i], &article, &number, error);
        if (!status) status = ledger_drop(ask->ledger, article, number, &decision, error);
        if (!status) status = tell_decided(ask, decision, error, "%lld:%u is no statement", (long long)article, number);
    }
    return status;
}

static error_t parse_drop(int key, char *argument, struct argp_state *state)
{
    if (key == ARGP_KEY_NO_ARGS) argp_error(state, "give a statement, as in: sayso statement drop 05-follow-up:11");
    return ask_parse(key, argument, state);
}

static int run_drop(int argc, char **argv)
{
    static const struct argp argp = {
        ask_options,
        parse_drop,
        "ARTICLE:N...",
        "Keeps that what was read as a statement is none: it is in no answer and no count any more.\v" LEDGER_STATUS,
        NULL,
        NULL,
        NULL};
    Ask ask = {.mode = LEDGER_KEEP, .formats = ASK_JSON + 1};
    return ask_run(&argp, argc, argv, &ask, answer_drop);
}

int command_statement(int argc, char **argv)
{
    static const Verb verbs[] = {{"fix", "what is right of a misread one", run_fix},
                                 {"drop", "it is no statement", run_drop},
                                 {"undo", "take a decision back", verb_undo}};
    return verb_run(verbs, COUNT(verbs), argc, argv);
}
