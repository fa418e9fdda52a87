/* sayso read: its arguments. */
#include <stdio.h>
#include <unistd.h>

#include "cli/cli.h"

static const char *const format_names[] = {"table", "json", "jsonl", "brat", "csv", "conllu"};
static const sayso_format formats[] = {SAYSO_FORMAT_TABLE, SAYSO_FORMAT_JSON, SAYSO_FORMAT_JSONL,
                                       SAYSO_FORMAT_BRAT,  SAYSO_FORMAT_CSV,  SAYSO_FORMAT_CONLLU};

static const struct argp_option options_read[] = {
    {"format", 'f', "FORMAT", 0, "table (the default), json, jsonl, brat, csv or conllu", 0},
    {"output", 'o', "PATH", 0,
     "write to this file; with --format=brat, into this folder: NAME.txt and NAME.ann for each article", 0},
    {"jobs", 'j', "N", 0, "articles read side by side; as many as there are processors unless told otherwise", 0},
    {"published", KEY_PUBLISHED, "YYYY-MM-DD", 0, "the day of publication; it overrules a text's own date line", 0},
    {"max-article", KEY_MAX_ARTICLE, "BYTES", 0,
     "the longest article, 1M unless told otherwise; K, M and G may follow the number", 0},
    {"min-confidence", KEY_MIN_CONFIDENCE, "P", 0,
     "leave out the attributions whose confidence is below P, a number from 0 to 1: fewer, and more of them right", 0},
    {"explain", KEY_EXPLAIN, NULL, 0,
     "tell for each field which words and which rule decided it, and what was left open; with table, json and jsonl", 0},
    {"names", KEY_NAMES, "FILE", 0,
     "a list of names of your own, which overrules the one that came with the program", 0},
    {"model", KEY_MODEL, "FILE", 0, "the model file, instead of the one that came with the program", 0},
    {"quiet", 'q', NULL, 0, "no progress, no warnings; what cannot be read is still named", 0},
    {0}};

static sayso_format parse_format(const char *name, struct argp_state *state)
{
    static const Names names = {"format", format_names, COUNT(format_names), "table, json, jsonl, brat, csv and conllu"};
    return formats[name_parse(&names, name, state)];
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    Options *options = state->input;
    if (key == 'f')
        options->format = parse_format(argument, state);
    else if (key == ARGP_KEY_NO_ARGS && isatty(STDIN_FILENO))
        argp_error(state, "name a file or a folder, or give text on standard input");
    else if (key == ARGP_KEY_END && options->explain && options->format > SAYSO_FORMAT_JSONL)
        argp_error(state, "--explain goes with the formats table, json and jsonl");
    else
        return options_parse(key, argument, state);
    return 0;
}

int command_read(int argc, char **argv)
{
    static const struct argp argp = {
        options_read, parse, "[FILE|DIR|-]...",
        "Reads news reports and says who said what.\v" INPUTS_AND_STATUS,
        NULL, NULL, NULL};
    return options_work(&argp, argc, argv);
}
