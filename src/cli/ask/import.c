/* What an export printed, taken in: JSON Lines, an object after the other. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/ask/ask.h"

Status import_bad_line(const Import *in, const char *why, Error *error)
{
    return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "%.80s: line %llu: %.300s; what stands before it was taken in",
                in->name, (unsigned long long)in->line, why);
}

static Status take_line(Import *in, const char *line, size_t size, Error *error)
{
    json_error_t why;
    if (strspn(line, " \t\r\n") == size) return SAYSO_OK;
    json_t *object = json_loadb(line, size, in->flags, &why);
    Status status = json_is_object(object) ? in->take(in, object, error)
                                           : import_bad_line(in, "it is no JSON object on a line of its own", error);
    json_decref(object);
    arena_reset(in->ask.arena);
    return status;
}

typedef struct Line {
    char *data; /* ends with NUL, too */
    size_t size, room;
} Line;

/* false: memory ran out. As many bytes as the line has, one more than `most` where it is longer; 0 at the end. */
static bool next_line(FILE *from, size_t most, Line *line)
{
    line->size = 0;
    for (int byte = 0; line->size <= most && byte != '\n' && (byte = getc_unlocked(from)) != EOF;) {
        if (line->size + 1 >= line->room) {
            size_t room = line->room ? line->room * 2 : 4096;
            char *more = realloc(line->data, room);
            if (!more) return false;
            line->data = more;
            line->room = room;
        }
        line->data[line->size++] = (char)byte;
    }
    if (line->data) line->data[line->size] = 0;
    return true;
}

static Status take_lines(Import *in, FILE *from, Error *error)
{
    Line line = {0};
    Status status = SAYSO_OK;
    while (!status) {
        if (!next_line(from, in->most_line, &line))
            status = fail_memory(error);
        else if (!line.size)
            break;
        else if (in->line++, line.size > in->most_line)
            status = import_bad_line(in, "it is longer than a megabyte", error);
        else
            status = take_line(in, line.data, line.size, error);
    }
    if (!status && ferror(from))
        status = fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "%.80s: %s", in->name, reason(errno));
    free(line.data);
    return status;
}

Status import_answer(Ask *ask, Error *error)
{
    Import *in = (Import *)ask;
    bool standard = !strcmp(ask->words[0], "-");
    in->name = standard ? "standard input" : ask->words[0];
    FILE *from = standard ? stdin : fopen(ask->words[0], "re");
    if (!from) return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "%.80s: %s", in->name, reason(errno));
    Status status = take_lines(in, from, error);
    if (!standard) fclose(from);
    if (!status)
        fprintf(ask->to, "%llu %s taken in, %llu already there\n", (unsigned long long)in->taken,
                in->taken == 1 ? in->one : in->several, (unsigned long long)in->known);
    return status;
}

error_t import_parse(int key, char *argument, struct argp_state *state)
{
    const Import *in = state->input;
    if (key == ARGP_KEY_NO_ARGS || (key == ARGP_KEY_ARG && in->ask.word_count))
        argp_error(state, "name one file that '%s' wrote, or - for standard input", in->wrote);
    return ask_parse(key, argument, state);
}
