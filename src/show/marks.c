/* A text with its spans marked. Spans of one statement may cross those of another; elements may not. So what is open is
 * a stack, and where a span ends that is not on top, those above it are closed and opened again.
 *
 *   [ a  ( b ] c )      ->      <a> a <b> b </b></a><b> c </b>
 *
 * At a paragraph's end all are closed, and opened again in the next. */
#include "show/internal.h"

#define DEEPEST 64u /* elements in each other; what is deeper is not marked */

typedef struct Writing {
    const Marker *marker;
    Text text;
    const Mark *marks;
    uint32_t count, next; /* next: the first that has not begun */
    const Mark *open[DEEPEST];
    uint32_t depth;
} Writing;

static bool comes_before(const void *a, const void *b)
{
    const Mark *x = a, *y = b;
    if (x->span.begin != y->span.begin) return x->span.begin < y->span.begin;
    if (x->span.end != y->span.end) return x->span.end > y->span.end;
    if (x->kind != y->kind) return x->kind < y->kind;
    return x->statement < y->statement;
}

static uint32_t least_end(const Writing *w)
{
    uint32_t end = UINT32_MAX;
    for (uint32_t i = 0; i < w->depth; i++)
        if (w->open[i]->span.end < end) end = w->open[i]->span.end;
    return end;
}

/* Those that end here, and for a while those above them. */
static void close_at(Writing *w, uint32_t at)
{
    uint32_t lowest = w->depth, kept = 0;
    for (uint32_t i = w->depth; i--;)
        if (w->open[i]->span.end <= at) lowest = i;
    for (uint32_t i = w->depth; i-- > lowest;) {
        if (w->open[i]->span.end <= at && w->open[i]->last) w->marker->number(w->marker, w->open[i]);
        w->marker->close(w->marker, w->open[i]);
    }
    for (uint32_t i = lowest; i < w->depth; i++)
        if (w->open[i]->span.end > at) {
            w->marker->open(w->marker, w->open[i]);
            w->open[lowest + kept++] = w->open[i];
        }
    w->depth = lowest + kept;
}

static void open_at(Writing *w, uint32_t at)
{
    for (; w->next < w->count && w->marks[w->next].span.begin <= at; w->next++) {
        const Mark *m = &w->marks[w->next];
        if (m->span.end <= at || w->depth == DEEPEST) continue;
        w->marker->open(w->marker, m);
        w->open[w->depth++] = m;
    }
}

static void write_paragraph(Writing *w, Span p)
{
    FILE *to = w->marker->to;
    fputs("<p>", to);
    for (uint32_t i = 0; i < w->depth; i++) w->marker->open(w->marker, w->open[i]);
    for (uint32_t at = p.begin; at < p.end;) {
        close_at(w, at);
        open_at(w, at);
        uint32_t end = least_end(w);
        if (w->next < w->count && w->marks[w->next].span.begin < end) end = w->marks[w->next].span.begin;
        if (end > p.end) end = p.end;
        put_escaped(to, text_slice(w->text, (Span){at, end}));
        at = end;
    }
    close_at(w, p.end);
    for (uint32_t i = w->depth; i--;) w->marker->close(w->marker, w->open[i]);
    fputs("</p>\n", to);
}

static bool is_blank(Text t)
{
    for (size_t at = 0; at < t.size;)
        if (!char_is_space(utf8_at(t, at, &at))) return false;
    return true;
}

Status marks_write(const Marker *marker, Text text, Mark *marks, uint32_t count, Arena *arena, Error *error)
{
    Writing *w = TAKE(arena, Writing, 1);
    if (!w) return fail_memory(error);
    *w = (Writing){.marker = marker, .text = text, .marks = marks, .count = count};
    sort_in_place(marks, count, sizeof *marks, comes_before);
    for (uint32_t begin = 0, end; begin < text.size; begin = end + 1) {
        for (end = begin; end < text.size && text.data[end] != '\n'; end++) {
        }
        Span line = {begin, end};
        if (!is_blank(text_slice(text, line))) write_paragraph(w, line);
    }
    return SAYSO_OK;
}
