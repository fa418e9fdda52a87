/* sayso decision: what people know better than what was read, kept by the day: listed, taken back, carried from one
 * ledger to another. */
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/decide/decide.h"

Status tell_decided(Ask *ask, int64_t decision, Error *error, const char *format, ...)
{
    char sentence[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    if (ask->format == ASK_JSON) {
        json_t *object = json_object();
        set_integer(object, "decision", decision);
        set_text(object, "says", text_literal(sentence));
        return sheet_line(ask->to, object, error);
    }
    fprintf(ask->to, "decision %lld: ", (long long)decision);
    put_safe(ask->to, sentence);
    fprintf(ask->to, "; 'sayso decision undo %lld' takes it back\n", (long long)decision);
    return SAYSO_OK;
}

/* ---- list ---- */

static const char *const kinds[] = {
    [DECISION_MERGE] = "merge", [DECISION_SPLIT] = "split", [DECISION_RENAME] = "rename", [DECISION_JOIN] = "join",
    [DECISION_PART] = "part",   [DECISION_FIX] = "fix",     [DECISION_DROP] = "drop"};

static bool of_statement(const Decision *d)
{
    return d->label.size || d->sha256.size;
}

static void put_place(Paper *p, const Decision *d)
{
    if (!of_statement(d)) return;
    paper_text(p, INK_PLAIN, d->label.size ? d->label : text_literal("(an article without a name)"));
    if (d->number) paper_format(p, INK_PLAIN, ":%u", d->number);
    paper_format(p, INK_PLAIN, " ");
}

/* "P. Ryan and Paul Ryan are one": what it says, as a sentence. */
static void put_sentence(Paper *p, const Decision *d)
{
    static const char *const verbs[] = {[DECISION_MERGE] = " and ",
                                        [DECISION_SPLIT] = " is another than ",
                                        [DECISION_RENAME] = " is shown as ",
                                        [DECISION_JOIN] = " says the same as ",
                                        [DECISION_PART] = " does not say the same as ",
                                        [DECISION_FIX] = " is ",
                                        [DECISION_DROP] = " is no statement"};
    put_place(p, d);
    bool says = d->kind == DECISION_JOIN || d->kind == DECISION_PART || d->kind == DECISION_DROP;
    Text subject = d->subject_name.size ? d->subject_name : d->subject, object = d->object_name.size ? d->object_name : d->object;
    paper_text(p, INK_BOLD, says ? d->words : subject);
    paper_format(p, INK_PLAIN, "%s", verbs[d->kind]);
    bool of_claim = d->kind == DECISION_JOIN || d->kind == DECISION_PART;
    if (of_claim && d->claim) paper_format(p, INK_BOLD, "claim %lld ", (long long)d->claim);
    if (of_claim && !d->claim) paper_format(p, INK_BOLD, "a claim that is not here yet, ");
    if (d->kind != DECISION_DROP) paper_text(p, of_claim ? INK_PLAIN : INK_BOLD, of_claim ? d->claim_text : object);
    if (d->kind == DECISION_MERGE) paper_format(p, INK_PLAIN, " are one");
}

static Text day_of(Text moment)
{
    return text_of(moment.data, moment.size < 10 ? moment.size : 10);
}

static void put_decision(Paper *p, const Decision *d)
{
    paper_number(p, INK_BOLD, 5, (uint64_t)d->id);
    paper_text(p, INK_DIM, day_of(d->made));
    paper_column(p, 19);
    paper_format(p, INK_PLAIN, "%s", kinds[d->kind]);
    paper_column(p, 27);
    p->indent = 27;
    put_sentence(p, d);
    if (d->undone.size) paper_format(p, INK_RED, " · taken back on ");
    paper_text(p, INK_RED, day_of(d->undone));
    if (of_statement(d) && !d->article) paper_format(p, INK_DIM, " · its article is not in this ledger");
    paper_line(p, 0);
}

static json_t *json_of_decision(const Decision *d)
{
    json_t *object = json_object();
    set_integer(object, "id", d->id);
    set_text(object, "kind", text_literal(kinds[d->kind]));
    set_text(object, "made", d->made);
    set_text(object, "undone", d->undone);
    set_text(object, "subject", d->subject);
    set_text(object, "object", d->object);
    if (d->claim) set_integer(object, "claim", d->claim);
    set_text(object, "claim_text", d->claim_text);
    set_text(object, "label", d->label);
    set_text(object, "sha256", d->sha256);
    if (d->number) set_integer(object, "number", d->number);
    set_text(object, "words", d->words);
    return object;
}

Status answer_decisions(Ask *ask, Error *error)
{
    Decision *all;
    uint32_t count;
    Status status = ledger_decisions(ask->ledger, ask->all, ask->arena, &all, &count, error);
    if (status) return status;
    if (ask->format != ASK_TABLE) {
        json_t *rows = json_array();
        for (uint32_t i = 0; i < count; i++) json_array_append_new(rows, json_of_decision(&all[i]));
        if (ask->format == ASK_JSON) return sheet_json(ask->to, rows, error);
        return sheet_csv(ask->to, rows, "id kind made undone subject object claim claim_text label number words", error);
    }
    Paper p = paper_of(ask);
    for (uint32_t i = 0; i < count; i++) put_decision(&p, &all[i]);
    if (count) return SAYSO_OK;
    paper_format(&p, INK_PLAIN, "nothing was decided by hand");
    paper_line(&p, 0);
    return SAYSO_OK;
}

static error_t parse_none(int key, char *argument, struct argp_state *state)
{
    if (key == ARGP_KEY_ARG) argp_error(state, "it takes no names");
    return ask_parse(key, argument, state);
}

static int run_list(int argc, char **argv)
{
    static const struct argp_option arguments[] = {{"format", 'f', "FORMAT", 0, "table (the default), json or csv", 0},
                                                   {"all", KEY_ALL, NULL, 0, "those that were taken back, too", 0},
                                                   ASK_OPTIONS,
                                                   {0}};
    static const struct argp argp = {
        arguments, parse_none, NULL,  "Prints what was decided by hand, by its number and day.\v" LEDGER_STATUS,
        NULL,      NULL,       NULL};
    Ask ask = {0};
    return ask_run(&argp, argc, argv, &ask, answer_decisions);
}

/* ---- undo ---- */

static Status number_of(const char *typed, int64_t *out, Error *error)
{
    char *rest;
    *out = strtoll(typed, &rest, 10);
    if (*typed >= '0' && *typed <= '9' && !*rest && *out > 0 && *out < INT64_MAX) return SAYSO_OK;
    return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET,
                "'%.40s' is no decision's number; 'sayso decision list' numbers them", typed);
}

Status answer_undo(Ask *ask, Error *error)
{
    Status status = SAYSO_OK;
    for (size_t i = 0; !status && i < ask->word_count; i++) {
        int64_t id;
        status = number_of(ask->words[i], &id, error);
        if (!status) status = ledger_undo(ask->ledger, id, error);
        if (!status && !ask->quiet) fprintf(ask->to, "decision %lld is taken back\n", (long long)id);
    }
    return status;
}

static error_t parse_undo(int key, char *argument, struct argp_state *state)
{
    if (key == ARGP_KEY_NO_ARGS) argp_error(state, "give a decision's number, as 'sayso decision list' prints it");
    return ask_parse(key, argument, state);
}

int verb_undo(int argc, char **argv)
{
    static const struct argp_option arguments[] = {{"quiet", 'q', NULL, 0, "print nothing", 0}, ASK_OPTIONS, {0}};
    static const struct argp argp = {
        arguments,     parse_undo,
        "DECISION...", "Takes decisions back: what was read holds again. Which were is kept.\v" LEDGER_STATUS,
        NULL,          NULL,
        NULL};
    Ask ask = {.mode = LEDGER_KEEP};
    return ask_run(&argp, argc, argv, &ask, answer_undo);
}

/* ---- export, import ---- */

static Status answer_export(Ask *ask, Error *error)
{
    Decision *all;
    uint32_t count;
    Status status = ledger_decisions(ask->ledger, ask->all, ask->arena, &all, &count, error);
    for (uint32_t i = 0; !status && i < count; i++) status = sheet_line(ask->to, json_of_decision(&all[i]), error);
    return status;
}

static int run_export(int argc, char **argv)
{
    static const struct argp_option arguments[] = {
        {"all", KEY_ALL, NULL, 0, "those that were taken back, too", 0}, ASK_OPTIONS, {0}};
    static const struct argp argp = {arguments,
                                     parse_none,
                                     NULL,
                                     "Prints what was decided by hand as JSON Lines, for 'sayso decision import' on "
                                     "another ledger.\v" LEDGER_STATUS,
                                     NULL,
                                     NULL,
                                     NULL};
    Ask ask = {0};
    return ask_run(&argp, argc, argv, &ask, answer_export);
}

static Text member_text(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_string(value) ? text_of(json_string_value(value), json_string_length(value)) : (Text){0};
}

static bool kind_of(const json_t *object, DecisionKind *out)
{
    Text name = member_text(object, "kind");
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (!text_is(name, kinds[i])) continue;
        *out = (DecisionKind)i;
        return true;
    }
    return false;
}

static Status take_object(Import *in, const json_t *object, Error *error)
{
    json_int_t number = json_integer_value(json_object_get(object, "number"));
    Decision d = {.made = member_text(object, "made"),
                  .undone = member_text(object, "undone"),
                  .subject = member_text(object, "subject"),
                  .object = member_text(object, "object"),
                  .label = member_text(object, "label"),
                  .sha256 = member_text(object, "sha256"),
                  .number = number > 0 && number < UINT32_MAX ? (uint32_t)number : 0,
                  .words = member_text(object, "words"),
                  .claim_text = member_text(object, "claim_text")};
    int64_t id;
    if (!kind_of(object, &d.kind))
        return import_bad_line(in, "it is no decision, as 'sayso decision export' prints them", error);
    Status status = ledger_decide(in->ask.ledger, &d, in->ask.arena, &id, error);
    in->taken += !status && id;
    in->known += !status && !id;
    return status;
}

static int run_import(int argc, char **argv)
{
    static const struct argp_option arguments[] = {ASK_OPTIONS, {0}};
    static const struct argp argp = {arguments,
                                     import_parse,
                                     "FILE|-",
                                     "Takes in what 'sayso decision export' printed of another ledger. What is there "
                                     "already is left as it is; what is "
                                     "said of an article or a claim that is not here waits for it.\v" LEDGER_STATUS,
                                     NULL,
                                     NULL,
                                     NULL};
    Import in = {.ask = {.mode = LEDGER_KEEP},
                 .wrote = "sayso decision export",
                 .one = "decision",
                 .several = "decisions",
                 .most_line = SIZE_MAX - 1,
                 .take = take_object};
    return ask_run(&argp, argc, argv, &in.ask, import_answer);
}

int command_decision(int argc, char **argv)
{
    static const Verb verbs[] = {{"list", "what was decided by hand", run_list},
                                 {"undo", "take a decision back", verb_undo},
                                 {"export", "print all as JSON Lines", run_export},
                                 {"import", "take in those of another ledger", run_import}};
    return verb_run(verbs, COUNT(verbs), argc, argv);
}
