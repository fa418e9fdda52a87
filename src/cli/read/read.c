/* sayso read: its arguments, and what becomes of each article: a rendering, written in its turn. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/read/read.h"

/* ---- what is done with an article ---- */

typedef struct Reader {
    const Options *options;
    Output *output;
    sayso_write_options look;
} Reader;

static int to_buffer(void *context, const char *data, size_t size)
{
    return !buffer_add(context, data, size);
}

/* In a form in which others code events. */
static void render_coded(const Reader *reader, Result *r)
{
    KeptArticle kept;
    sayso_text id = sayso_document_id(r->document);
    bool made = buffer_add(&r->id, id.data, id.size) && buffer_add(&r->id, "", 1) &&
                !document_kept(NULL, r->document, &r->arena, &kept, NULL) &&
                coded_write(&kept, (Coded)(reader->options->coded - 1), &r->rendering);
    if (!made) result_failed(r, "out of memory; split the article, or read with fewer --jobs");
}

static void render(void *context, Result *r)
{
    const Reader *reader = context;
    sayso_error error = {0};
    if (reader->options->coded) {
        render_coded(reader, r);
        return;
    }
    sayso_text id = sayso_document_id(r->document), text = sayso_document_text(r->document);
    bool kept = buffer_add(&r->id, id.data, id.size) && buffer_add(&r->id, "", 1) &&
                (!output_wants_text(reader->output) || buffer_add(&r->text, text.data, text.size));
    if (!kept ||
        sayso_document_write(r->document, reader->options->format, &reader->look, to_buffer, &r->rendering, &error))
        result_failed(r, "out of memory; split the article, or read with fewer --jobs");
}

static bool write_out(void *context, Result *r)
{
    return output_result(((Reader *)context)->output, r);
}

static int read_to(Options *options)
{
    sayso_engine *engine = engine_of(options);
    Reader reader = {options, engine ? output_open(options) : NULL, {0}};
    if (!reader.output) {
        sayso_engine_close(engine);
        return EXIT_UNREAD;
    }
    reader.look = output_look(reader.output);
    reader.look.explain = options->explain;
    reader.look.events = options->events;
    options->intake.output = output_place(reader.output);
    Use use = {.context = &reader, .done = "read", .make = render, .keep = write_out, .on_terminal = output_to_terminal(reader.output)};
    output_needs(reader.output, &use.needs);
    int code = work(options, engine, &use);
    sayso_engine_close(engine);
    if (!output_close(reader.output, code != EXIT_READ) && code == EXIT_READ) code = EXIT_UNREAD;
    return code;
}

int options_read(const struct argp *argp, int argc, char **argv)
{
    Options options;
    options_parse_all(argp, argc, argv, &options);
    int code = read_to(&options);
    options_free(&options);
    return code;
}

/* ---- arguments ---- */

static const char *const format_names[] = {"table", "json", "jsonl", "brat", "csv", "conllu", "plover", "petrarch", "polecat", "gdelt"};
static const sayso_format formats[] = {SAYSO_FORMAT_TABLE, SAYSO_FORMAT_JSON, SAYSO_FORMAT_JSONL,
                                       SAYSO_FORMAT_BRAT,  SAYSO_FORMAT_CSV,  SAYSO_FORMAT_CONLLU};

static const struct argp_option arguments[] = {
    {"format", 'f', "FORMAT", 0,
     "table (the default), json, jsonl, brat, csv or conllu; or who did what to whom as others code it: plover, petrarch, polecat "
     "or gdelt", 0},
    {"output", 'o', "PATH", 0,
     "write to this file; with --format=brat, into this folder: NAME.txt and NAME.ann for each article", 0},
    {"jobs", 'j', "N", 0, "articles read side by side; as many as there are processors unless told otherwise", 0},
    {"min-confidence", KEY_MIN_CONFIDENCE, "P", 0,
     "leave out the attributions whose confidence is below P, a number from 0 to 1: fewer, and more of them right", 0},
    {"explain", KEY_EXPLAIN, NULL, 0,
     "tell for each field which words and which rule decided it, and what was left open; with table, json and jsonl",
     0},
    {"events", KEY_EVENTS, NULL, 0, "the table with who did what to whom below it; the two JSON formats have that always", 0},
    INPUT_OPTIONS,
    {"quiet", 'q', NULL, 0, "no progress, no warnings; what cannot be read is still named", 0},
    {0}};

static void parse_format(const char *name, Options *options, struct argp_state *state)
{
    static const Names names = {"format", format_names, COUNT(format_names),
                                "table, json, jsonl, brat, csv, conllu, plover, petrarch, polecat and gdelt"};
    size_t at = choice_parse(&names, name, state);
    options->format = at < COUNT(formats) ? formats[at] : SAYSO_FORMAT_CSV; /* rows are written as its are */
    options->coded = at < COUNT(formats) ? 0 : (int)(at - COUNT(formats)) + 1;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    Options *options = state->input;
    if (key == 'f')
        parse_format(argument, options, state);
    else if (key == ARGP_KEY_NO_ARGS && isatty(STDIN_FILENO))
        argp_error(state, "name a file, a folder or a URL, or give text on standard input");
    else if (key == ARGP_KEY_END && options->explain && options->format > SAYSO_FORMAT_JSONL)
        argp_error(state, "--explain goes with the formats table, json and jsonl");
    else if (key == ARGP_KEY_END && options->events && options->format != SAYSO_FORMAT_TABLE)
        argp_error(state, "--events goes with the table; json and jsonl have the events always");
    else
        return options_parse(key, argument, state);
    return 0;
}

int command_read(int argc, char **argv)
{
    static const struct argp argp = {
        arguments, parse, "[FILE|DIR|URL|-]...", "Reads news reports and says who said what.\v" INPUTS_AND_STATUS, NULL,
        NULL,      NULL};
    return options_read(&argp, argc, argv);
}
