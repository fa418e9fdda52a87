/* sayso model: the card that lies in the model file, JSON by whoever trained it. Its fields are the trainer's
 * affair: here it is laid out as it comes, a field a line, what it holds indented. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "cli/read/read.h"

#define DEEPEST 12

static bool is_plain(const json_t *value) { return !json_is_object(value) && !json_is_array(value); }

static void put_plain(const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_STRING: put_safe(stdout, json_string_value(value)); break;
    case JSON_INTEGER: printf("%" JSON_INTEGER_FORMAT, json_integer_value(value)); break;
    case JSON_REAL: printf("%.6g", json_real_value(value)); break;
    case JSON_TRUE: fputs("yes", stdout); break;
    case JSON_FALSE: fputs("no", stdout); break;
    default: putchar('-');
    }
}

static void indent(int depth) { printf("%*s", 2 * depth, ""); }

static bool all_plain(const json_t *array)
{
    size_t i;
    json_t *item;
    json_array_foreach(array, i, item) if (!is_plain(item)) return false;
    return true;
}

static void put_list(const json_t *array)
{
    size_t i;
    json_t *item;
    json_array_foreach(array, i, item)
    {
        if (i) fputs(", ", stdout);
        put_plain(item);
    }
}

/* As deep as the card nests, DEEPEST at most: what lies deeper is given as JSON. */
static void put_value(json_t *value, int depth);

static void put_fields(json_t *object, int depth)
{
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value)
    {
        indent(depth);
        put_safe(stdout, key);
        putchar(':');
        put_value(value, depth + 1);
    }
}

static void put_value(json_t *value, int depth)
{
    size_t i;
    json_t *item;
    if (is_plain(value)) {
        putchar(' ');
        put_plain(value);
        putchar('\n');
    } else if (depth >= DEEPEST) {
        putchar(' ');
        json_dumpf(value, stdout, JSON_COMPACT | JSON_ENSURE_ASCII);
        putchar('\n');
    } else if (json_is_object(value)) {
        putchar('\n');
        put_fields(value, depth);
    } else if (all_plain(value)) {
        putchar(' ');
        put_list(value);
        putchar('\n');
    } else {
        putchar('\n');
        json_array_foreach(value, i, item)
        {
            indent(depth);
            putchar('-');
            put_value(item, depth + 1);
        }
    }
}

typedef struct CardOptions {
    const char *model;
    bool json;
} CardOptions;

static int put_card(sayso_text card, bool as_json)
{
    json_error_t error;
    json_t *value = json_loadb(card.data, card.size, JSON_ALLOW_NUL, &error);
    if (!json_is_object(value)) {
        complain(NULL, "the model's card is no JSON object; install the model anew");
        json_decref(value);
        return EXIT_UNREAD;
    }
    if (as_json) {
        fwrite(card.data, 1, card.size, stdout);
        if (!card.size || card.data[card.size - 1] != '\n') putchar('\n');
    } else {
        put_fields(value, 0);
    }
    json_decref(value);
    return EXIT_READ;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    CardOptions *options = state->input;
    switch (key) {
    case KEY_MODEL: options->model = argument; return 0;
    case KEY_JSON: options->json = true; return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "'%s' is one argument too many; a model is named with --model", argument);
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

int command_model(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"model", KEY_MODEL, "FILE", 0, "the model file, instead of the one that came with the program", 0},
        {"json", KEY_JSON, NULL, 0, "the card as it is in the file", 0},
        {0}};
    static const struct argp argp = {
        list, parse, NULL, "Prints what the model file says of itself: version, corpora, scores, licences.",
        NULL, NULL, NULL};
    CardOptions options = {0};
    config_parse(&argp, argc, argv, &options);
    sayso_engine_options wanted = {.size = sizeof wanted, .model_path = options.model};
    sayso_engine *engine = engine_find(&wanted, false);
    if (!engine) return EXIT_UNREAD;
    int code = put_card(sayso_engine_card(engine), options.json);
    sayso_engine_close(engine);
    return code;
}
