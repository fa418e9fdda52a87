/* A record as brat's standoff annotation, in the form that src/record/brat.c draws and the library writes of a reading;
 * here it is made of a record, since a ledger keeps no reading. tests/cli holds the two to the same bytes. */
#include <jansson.h>
#include <stdio.h>

#include "cli/form/form.h"

typedef struct Brat {
    FILE *to;
    const json_t *entities;
    unsigned texts, attributes, notes; /* T, A and # lines so far */
} Brat;

/* Line ends are spaces, one for one, so that offsets hold. */
static void put_words(FILE *to, const json_t *string)
{
    const char *s = json_string_value(string);
    for (size_t i = 0; i < json_string_length(string); i++) putc(s[i] == '\n' || s[i] == '\r' ? ' ' : s[i], to);
}

static void put_offsets(FILE *to, const json_t *slice)
{
    const json_t *span = json_object_get(slice, "span");
    fprintf(to, "%lld %lld", json_integer_value(json_array_get(span, 0)), json_integer_value(json_array_get(span, 1)));
}

/* The number of the line of one slice; 0 where there is none. */
static unsigned span_line(Brat *b, const char *type, const json_t *slice)
{
    if (!slice) return 0;
    fprintf(b->to, "T%u\t%s ", ++b->texts, type);
    put_offsets(b->to, slice);
    putc('\t', b->to);
    put_words(b->to, json_object_get(slice, "text"));
    putc('\n', b->to);
    return b->texts;
}

static unsigned content_line(Brat *b, const json_t *pieces)
{
    size_t i;
    const json_t *piece;
    fprintf(b->to, "T%u\tContent ", ++b->texts);
    json_array_foreach((json_t *)(uintptr_t)pieces, i, piece)
    {
        if (i) putc(';', b->to);
        put_offsets(b->to, piece);
    }
    json_array_foreach((json_t *)(uintptr_t)pieces, i, piece)
    {
        putc(i ? ' ' : '\t', b->to);
        put_words(b->to, json_object_get(piece, "text"));
    }
    putc('\n', b->to);
    return b->texts;
}

static void put_attribute(Brat *b, const char *name, char of, size_t line, const json_t *value)
{
    if (line && value) fprintf(b->to, "A%u\t%s %c%zu %s\n", ++b->attributes, name, of, line, json_string_value(value));
}

static void put_note(Brat *b, unsigned line, const json_t *string)
{
    if (!line || !json_string_length(string)) return;
    fprintf(b->to, "#%u\tAnnotatorNotes T%u\t", ++b->notes, line);
    put_words(b->to, string);
    putc('\n', b->to);
}

static void note_entity(Brat *b, unsigned line, const json_t *number)
{
    json_int_t id = json_integer_value(number);
    if (id > 0) put_note(b, line, json_object_get(json_array_get(b->entities, (size_t)id - 1), "name"));
}

/* Who that is, a note each of several. */
static void note_name(Brat *b, unsigned line, const json_t *slice)
{
    size_t i;
    const json_t *number;
    note_entity(b, line, json_object_get(slice, "entity"));
    json_array_foreach(json_object_get(slice, "entities"), i, number) note_entity(b, line, number);
}

enum { OF_TO, OF_VIA, OF_WHEN, OF_ANONYMITY, OTHERS };
static const char *const members[OTHERS] = {"to", "via", "when", "anonymity"};
static const char *const roles[OTHERS] = {"To", "Via", "When", "Anonymity"};

static void put_attribution(Brat *b, size_t id, const json_t *a)
{
    const json_t *source = json_object_get(a, "source"), *cue = json_object_get(a, "cue");
    const json_t *pieces = json_object_get(a, "content"), *within = json_object_get(a, "within");
    const char *type = source ? "Attribution" : "Attribution-no-source";
    unsigned source_line = span_line(b, "Source", source), cue_line = span_line(b, "Cue", cue), lines[OTHERS];
    unsigned content = content_line(b, pieces), trigger = span_line(b, type, cue ? cue : json_array_get(pieces, 0));
    for (size_t i = 0; i < OTHERS; i++) lines[i] = span_line(b, roles[i], json_object_get(a, members[i]));
    fprintf(b->to, "E%zu\t%s:T%u Content:T%u", id, type, trigger, content);
    if (cue_line) fprintf(b->to, " Cue:T%u", cue_line);
    if (source_line) fprintf(b->to, " Source:T%u", source_line);
    for (size_t i = 0; i < OTHERS; i++)
        if (lines[i]) fprintf(b->to, " %s:T%u", roles[i], lines[i]);
    if (within) fprintf(b->to, " Within:E%lld", json_integer_value(within));
    putc('\n', b->to);
    put_attribute(b, "Kind", 'T', source_line, json_object_get(source, "kind"));
    put_attribute(b, "Form", 'E', id, json_object_get(a, "form"));
    put_attribute(b, "Act", 'E', id, json_object_get(a, "act"));
    if (json_is_true(json_object_get(a, "negated"))) fprintf(b->to, "A%u\tNegated E%zu\n", ++b->attributes, id);
    note_name(b, source_line, source);
    note_name(b, lines[OF_TO], json_object_get(a, "to"));
    note_name(b, lines[OF_VIA], json_object_get(a, "via"));
    put_note(b, lines[OF_WHEN], json_object_get(json_object_get(a, "when"), "date"));
}

void brat_of_record(FILE *to, const json_t *record)
{
    Brat b = {.to = to, .entities = json_object_get(record, "entities")};
    size_t i;
    const json_t *a;
    json_array_foreach(json_object_get(record, "attributions"), i, a) put_attribution(&b, i + 1, a);
}
