/* The events below the table: type and mode, who to whom, status, the clause, and on whose word it rests. */
#include <stdio.h>

#include "record/internal.h"

static size_t side_size(const Reading *r, Run run)
{
    size_t size = 8;
    for (uint32_t i = 0; i < run.count; i++) {
        Span shown = shown_of(r, bytes_of(r, r->events.parties[run.first + i].words));
        size += shown.end - shown.begin + 16;
    }
    return size;
}

/* "the rebels (TOL REB), their allies" */
static void put_side(const Reading *r, Run run, Cell *cell)
{
    if (!run.count) cell_text(cell, text_literal("—"), LOOK_ASIDE);
    for (uint32_t i = 0; i < run.count; i++) {
        const EventParty *p = &r->events.parties[run.first + i];
        const char *sector = sector_name(p->sector);
        if (i) cell_text(cell, text_literal(", "), LOOK_OWN);
        cell_text(cell, span_text(r, shown_of(r, bytes_of(r, p->words))), LOOK_OWN);
        if (!*p->country && !sector) continue;
        cell_text(cell, text_literal(" ("), LOOK_ASIDE);
        cell_text(cell, text_literal(p->country), LOOK_ASIDE);
        if (*p->country && sector) cell_text(cell, text_literal(" "), LOOK_ASIDE);
        cell_text(cell, text_literal(sector ? sector : ""), LOOK_ASIDE);
        cell_text(cell, text_literal(")"), LOOK_ASIDE);
    }
}

static void put_head(const Event *e, Cell *cell)
{
    char head[128];
    const char *mode = event_mode_name(e->mode);
    int n = snprintf(head, sizeof head, "%s%s%s, %s", event_type_name(e->type), mode ? " " : "", mode ? mode : "",
                     event_status_name(e->status));
    cell_text(cell, text_of(head, (size_t)n), LOOK_OWN);
    if (*e->date) {
        cell_text(cell, text_literal(", "), LOOK_OWN);
        cell_text(cell, text_literal(e->date), LOOK_OWN);
    }
    if (e->told.count > 1) {
        n = snprintf(head, sizeof head, ", told %u times", e->told.count);
        cell_text(cell, text_of(head, (size_t)n), LOOK_OWN);
    }
}

static Text source_of(const Reading *r, uint32_t attribution)
{
    Span source = source_bytes(r, &r->attributions.items[attribution]);
    return absent(source) ? text_literal("somebody") : span_text(r, shown_of(r, source));
}

static void put_by(const Reading *r, const Event *e, Cell *cell)
{
    for (uint32_t i = 0; i < e->by.count; i++) {
        cell_text(cell, text_literal(i ? ", through " : "says "), LOOK_ASIDE);
        cell_text(cell, source_of(r, r->events.by[e->by.first + i]), LOOK_OWN);
    }
}

static void event_rows(Sheet *sheet, const Event *e)
{
    const Reading *r = sheet->reading;
    ArenaMark mark = arena_mark(sheet->scratch);
    Cell head, sides, clause, by;
    Span evidence = shown_of(r, bytes_of(r, r->events.evidence[e->told.first]));
    bool made = cell_make(sheet, 256, &head) &&
                cell_make(sheet, side_size(r, e->actors) + side_size(r, e->recipients) + 8, &sides) &&
                cell_make(sheet, evidence.end - evidence.begin + 8u, &clause) &&
                cell_make(sheet, (size_t)e->by.count * (MENTION_SHOWN + 16) + 8, &by);
    if (made) {
        put_head(e, &head);
        put_side(r, e->actors, &sides);
        cell_text(&sides, text_literal(" → "), LOOK_ASIDE);
        put_side(r, e->recipients, &sides);
        cell_span(sheet, &clause, evidence);
        put_by(r, e, &by);
        out_string(sheet->out, "\n");
        cell_print(sheet, &head, 0, BOLD);
        cell_print(sheet, &sides, 2, "");
        cell_print(sheet, &clause, 4, "");
        cell_print(sheet, &by, 4, "");
    }
    arena_rewind(sheet->scratch, mark);
}

void write_event_rows(const Reading *reading, uint32_t width, bool colour, Arena *scratch, Out *out)
{
    Sheet sheet;
    if (!sheet_make(reading, width, colour, scratch, out, &sheet)) return;
    out_format(out, "\n%u event%s\n", reading->events.count, reading->events.count == 1 ? "" : "s");
    for (uint32_t i = 0; i < reading->events.count && !out->status; i++) event_rows(&sheet, &reading->events.items[i]);
}
