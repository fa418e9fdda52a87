/* brat standoff, as the PolNeAR corpus has it:
 *
 *   T1	Source 0 35	U.S. Defense Secretary Pete Hegseth
 *   T2	Cue 36 40	said
 *   T3	Content 48 80;90 207	that … | …           pieces of one content, their texts joined by a space
 *   T4	Attribution 36 40	said                    the event's trigger: the cue, or the content without one
 *   T5	When 41 47	Friday                            likewise To, Via, Anonymity
 *   E1	Attribution:T4 Content:T3 Cue:T2 Source:T1 When:T5 Within:E2
 *   A1	Kind T1 person
 *   A2	Form E1 mixed
 *   A3	Act E1 dismiss
 *   A4	Negated E1                              where the act did not take place
 *   #1	AnnotatorNotes T1	Pete Hegseth           who that is, a note each of several; likewise of To and Via
 *   #2	AnnotatorNotes T5	2026-03-06
 *
 * An attribution without a source is an Attribution-no-source. Line ends in a text are spaces, one for one, so
 * that offsets hold. */
#include "record/internal.h"

typedef struct Brat {
    const Reading *reading;
    Points points;
    Out *out;
    uint32_t texts, attributes, notes; /* T, A and # lines so far */
} Brat;

static uint32_t span_line(Brat *b, const char *type, const Span *pieces, uint32_t count)
{
    out_format(b->out, "T%u\t%s ", ++b->texts, type);
    for (uint32_t i = 0; i < count; i++)
        out_format(b->out, "%s%u %u", i ? ";" : "", points_at(&b->points, pieces[i].begin),
                   points_at(&b->points, pieces[i].end));
    for (uint32_t i = 0; i < count; i++) {
        out_string(b->out, i ? " " : "\t");
        out_line(b->out, span_text(b->reading, pieces[i]));
    }
    out_string(b->out, "\n");
    return b->texts;
}

/* A span that there may be; 0 where it is not. */
static uint32_t line_of(Brat *b, const char *type, Span bytes)
{
    return absent(bytes) ? 0 : span_line(b, type, &bytes, 1);
}

static void argument(Brat *b, const char *role, uint32_t line)
{
    if (line) out_format(b->out, " %s:T%u", role, line);
}

static void attribute(Brat *b, const char *name, char of, uint32_t line, const char *value)
{
    if (line && value) out_format(b->out, "A%u\t%s %c%u %s\n", ++b->attributes, name, of, line, value);
}

static void note(Brat *b, uint32_t line, Text text)
{
    if (!line || !text.size) return;
    out_format(b->out, "#%u\tAnnotatorNotes T%u\t", ++b->notes, line);
    out_line(b->out, text);
    out_string(b->out, "\n");
}

static void note_name(Brat *b, uint32_t line, uint32_t entity)
{
    if (entity != NONE) note(b, line, b->reading->entities.items[entity].name);
}

static const char *event_type(uint32_t source_line) { return source_line ? "Attribution" : "Attribution-no-source"; }

typedef struct Lines { /* the T lines of one attribution; 0 where there is none */
    uint32_t source, cue, content, trigger, to, via, when, anonymity;
} Lines;

static Lines write_lines(Brat *b, const Attribution *a, const Standing *s, Span *pieces)
{
    const Reading *r = b->reading;
    Span source = source_bytes(r, a), cue = cue_bytes(r, a);
    for (uint32_t i = 0; i < a->content_count; i++) pieces[i] = content_bytes(r, a, i);
    Lines l;
    l.source = line_of(b, "Source", source);
    l.cue = line_of(b, "Cue", cue);
    l.content = span_line(b, "Content", pieces, a->content_count);
    l.trigger = span_line(b, event_type(l.source), absent(cue) ? &pieces[0] : &cue, 1);
    l.to = line_of(b, "To", bytes_of(r, s->to.words));
    l.via = line_of(b, "Via", bytes_of(r, s->via.words));
    l.when = line_of(b, "When", bytes_of(r, s->when));
    l.anonymity = line_of(b, "Anonymity", bytes_of(r, s->anonymity));
    return l;
}

static void write_event(Brat *b, uint32_t id, const Lines *l, const Standing *s)
{
    out_format(b->out, "E%u\t%s:T%u Content:T%u", id, event_type(l->source), l->trigger, l->content);
    argument(b, "Cue", l->cue);
    argument(b, "Source", l->source);
    argument(b, "To", l->to);
    argument(b, "Via", l->via);
    argument(b, "When", l->when);
    argument(b, "Anonymity", l->anonymity);
    if (s->within != NONE) out_format(b->out, " Within:E%u", s->within + 1);
    out_string(b->out, "\n");
}

static void attribution(Brat *b, uint32_t index, Span *pieces)
{
    const Attribution *a = &b->reading->attributions.items[index];
    const Standing *s = &b->reading->standings.items[index];
    Lines l = write_lines(b, a, s, pieces);
    write_event(b, index + 1, &l, s);
    attribute(b, "Kind", 'T', l.source, kind_name(s->kind));
    attribute(b, "Form", 'E', index + 1, form_name(a->form));
    attribute(b, "Act", 'E', index + 1, act_name(s->act));
    if (s->negated_rule) out_format(b->out, "A%u\tNegated E%u\n", ++b->attributes, index + 1);
    note_name(b, l.source, s->entity);
    for (uint32_t i = 0; i < s->joint_count; i++) note_name(b, l.source, joint_of(b->reading, s)[i]);
    note_name(b, l.to, s->to.entity);
    note_name(b, l.via, s->via.entity);
    note(b, l.when, text_literal(s->date));
}

void write_brat(const Reading *reading, Arena *scratch, Out *out)
{
    Brat b = {.reading = reading, .out = out};
    Span *pieces = TAKE(scratch, Span, reading->attributions.content_count);
    if (!pieces || !points_make(reading->article.text, scratch, &b.points)) {
        out_memory(out);
        return;
    }
    for (uint32_t i = 0; i < reading->attributions.count; i++) attribution(&b, i, pieces);
}
