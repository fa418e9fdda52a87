/* brat standoff, as the PolNeAR corpus has it:
 *
 *   T1	Source 0 35	U.S. Defense Secretary Pete Hegseth
 *   T2	Cue 36 40	said
 *   T3	Content 48 80;90 207	that … | …           pieces of one content, their texts joined by a space
 *   T4	Attribution 36 40	said                    the event's trigger: the cue, or the content without one
 *   E1	Attribution:T4 Content:T3 Cue:T2 Source:T1
 *
 * An attribution without a source is an Attribution-no-source. Line ends in a text are spaces, one for one, so
 * that offsets hold. */
#include "record/internal.h"

typedef struct Brat {
    const Reading *reading;
    Points points;
    Out *out;
    uint32_t texts; /* T lines so far */
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

static void attribution(Brat *b, uint32_t index, Span *pieces)
{
    const Attribution *a = &b->reading->attributions.items[index];
    Span source = source_bytes(b->reading, a), cue = cue_bytes(b->reading, a);
    for (uint32_t i = 0; i < a->content_count; i++) pieces[i] = content_bytes(b->reading, a, i);
    const char *type = absent(source) ? "Attribution-no-source" : "Attribution";
    uint32_t source_line = absent(source) ? 0 : span_line(b, "Source", &source, 1);
    uint32_t cue_line = absent(cue) ? 0 : span_line(b, "Cue", &cue, 1);
    uint32_t content_line = span_line(b, "Content", pieces, a->content_count);
    uint32_t trigger = span_line(b, type, absent(cue) ? &pieces[0] : &cue, 1);
    out_format(b->out, "E%u\t%s:T%u Content:T%u", index + 1, type, trigger, content_line);
    if (cue_line) out_format(b->out, " Cue:T%u", cue_line);
    if (source_line) out_format(b->out, " Source:T%u", source_line);
    out_string(b->out, "\n");
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
