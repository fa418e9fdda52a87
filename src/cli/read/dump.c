/* sayso dump: what one stage makes of an article. */
#include <stdio.h>
#include <unistd.h>

#include "cli/read/read.h"

static const char *const stage_names[] = {"token", "syntax", "entity", "attribution", "standing", "event"};
static const sayso_format stages[] = {SAYSO_FORMAT_DUMP_TOKEN, SAYSO_FORMAT_DUMP_SYNTAX, SAYSO_FORMAT_DUMP_ENTITY,
                                      SAYSO_FORMAT_DUMP_ATTRIBUTION, SAYSO_FORMAT_DUMP_STANDING,
                                      SAYSO_FORMAT_DUMP_EVENT};
#define ALL_STAGES(last) "token, syntax, entity, attribution, standing " last " event"

static const struct argp_option options_dump[] = {
    {"stage", KEY_STAGE, "STAGE", 0, ALL_STAGES("or"), 0},
    {"output", 'o', "FILE", 0, "write to this file", 0},
    INPUT_OPTIONS,
    {"quiet", 'q', NULL, 0, "no warnings", 0},
    {0}};

static sayso_format parse_stage(const char *name, struct argp_state *state)
{
    static const Names names = {"stage", stage_names, COUNT(stage_names), ALL_STAGES("and")};
    return stages[choice_parse(&names, name, state)];
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    Options *options = state->input;
    if (key == KEY_STAGE) {
        options->format = parse_stage(argument, state);
        options->stage = true;
    } else if (key == ARGP_KEY_NO_ARGS && isatty(STDIN_FILENO)) {
        argp_error(state, "name a file, or give text on standard input");
    } else if (key == ARGP_KEY_END && !options->stage) {
        argp_error(state, "name a stage: --stage=" ALL_STAGES("or"));
    } else {
        return options_parse(key, argument, state);
    }
    return 0;
}

int command_dump(int argc, char **argv)
{
    static const struct argp argp = {options_dump, parse, "[FILE|DIR|URL|-]...",
                                     "Prints what a stage makes of an article: one fact a line, offsets in bytes.\v"
                                     INPUTS_AND_STATUS, NULL, NULL, NULL};
    return options_read(&argp, argc, argv);
}
