/* Cells: text that was made fit for a terminal (no control characters: pages may hold escape sequences, and their
 * writers may mean it), wrapped by the columns that its characters take, and printed a line at a time. */
#include <stdio.h>

#include "record/internal.h"

/* A byte of text becomes at most three: a control character is shown as U+FFFD. */
bool cell_make(Sheet *t, size_t bytes, Cell *out)
{
    *out = (Cell){.data = arena_take(t->scratch, bytes, 3), .look = arena_take(t->scratch, bytes, 3)};
    if (!out->data || !out->look) out_memory(t->out);
    return out->data && out->look;
}

static void cell_put(Cell *cell, uint32_t c, uint8_t look)
{
    if (c == 0xAD) return; /* a soft hyphen, which terminals show or not */
    if (char_is_space(c)) {
        if (!cell->size || cell->data[cell->size - 1] == ' ' || cell->data[cell->size - 1] == '\n') return;
        c = ' ';
    } else if (char_is_unsafe(c)) {
        c = 0xFFFD;
    }
    size_t n = utf8_put(c, cell->data + cell->size);
    memset(cell->look + cell->size, look, n);
    cell->size += n;
}

void cell_text(Cell *cell, Text text, uint8_t look)
{
    for (size_t at = 0; at < text.size;) cell_put(cell, utf8_at(text, at, &at), look);
}

/* What comes next stands on a line of its own. */
void cell_break(Cell *cell)
{
    cell->look[cell->size] = LOOK_OWN;
    cell->data[cell->size++] = '\n';
}

void cell_span(Sheet *t, Cell *cell, Span bytes)
{
    Text text = t->reading->article.text;
    for (size_t at = bytes.begin, next; at < bytes.end; at = next) {
        uint32_t c = utf8_at(text, at, &next);
        cell_put(cell, c, t->colour && quoted_at(&t->quoted, (uint32_t)at) ? LOOK_QUOTED : LOOK_OWN);
    }
}

/* The bytes of the next line of at most `width` columns, from cell->at: cut at the last space that fits, within
 * a word that alone is longer; at least one character. */
static size_t cell_line(const Cell *cell, size_t width, size_t *columns)
{
    Text text = text_of(cell->data, cell->size);
    size_t used = 0, space = 0, space_columns = 0;
    for (size_t at = cell->at, next; at < text.size; at = next) {
        uint32_t c = utf8_at(text, at, &next);
        if (c == '\n') {
            *columns = used;
            return at - cell->at;
        }
        if (c == ' ') {
            space = at;
            space_columns = used;
        }
        if (used + char_columns(c) > width && at > cell->at) {
            *columns = space ? space_columns : used;
            return (space ? space : at) - cell->at;
        }
        used += char_columns(c);
    }
    *columns = used;
    return text.size - cell->at;
}

/* ---- lines ---- */

void sheet_style(const Sheet *t, const char *code)
{
    if (t->colour) out_string(t->out, code);
}

void sheet_pad(Sheet *t, size_t columns)
{
    static const char spaces[] = "                                ";
    for (size_t n; columns; columns -= n) {
        n = columns < sizeof spaces - 1 ? columns : sizeof spaces - 1;
        out_bytes(t->out, spaces, n);
    }
}

/* Quoted stretches in green, words of ours dim, the rest in the column's own style. */
static void print_styled(Sheet *t, const Cell *cell, size_t size, const char *code)
{
    for (size_t at = cell->at, end = at + size, next; at < end; at = next) {
        for (next = at + 1; next < end && cell->look[next] == cell->look[at];) next++;
        const char *colour = cell->look[at] == LOOK_QUOTED ? GREEN : cell->look[at] == LOOK_ASIDE ? DIM : code;
        sheet_style(t, colour);
        out_bytes(t->out, cell->data + at, next - at);
        if (*colour) sheet_style(t, PLAIN);
    }
}

/* Prints the cell's next line and moves on; returns the columns it took. */
size_t cell_print_line(Sheet *t, Cell *cell, size_t width, const char *code)
{
    size_t columns = 0, size = cell_line(cell, width, &columns);
    print_styled(t, cell, size, code);
    cell->at += size;
    while (cell->at < cell->size && cell->data[cell->at] == ' ') cell->at++;
    if (cell->at < cell->size && cell->data[cell->at] == '\n') cell->at++;
    return columns;
}

void cell_print(Sheet *t, Cell *cell, size_t indent, const char *code)
{
    size_t width = t->width > indent + 8 ? t->width - indent : 8;
    while (cell->at < cell->size) {
        sheet_pad(t, indent);
        (void)cell_print_line(t, cell, width, code);
        out_string(t->out, "\n");
    }
}

void cell_print_beside(Sheet *t, Cell *cell, const char *field, size_t field_width)
{
    bool beside = t->width >= 2 * (2 + field_width);
    size_t indent = beside ? 2 + field_width : 4;
    sheet_pad(t, 2);
    sheet_style(t, CYAN);
    out_string(t->out, field);
    sheet_style(t, PLAIN);
    if (beside) {
        sheet_pad(t, field_width - strlen(field));
        (void)cell_print_line(t, cell, t->width - indent, "");
    }
    out_string(t->out, "\n");
    cell_print(t, cell, indent, "");
}

/* ---- the sheet ---- */

bool sheet_make(const Reading *reading, uint32_t width, bool colour, Arena *scratch, Out *out, Sheet *sheet)
{
    width = width < 10 ? 10 : width > 1000 ? 1000 : width;
    *sheet = (Sheet){.reading = reading, .out = out, .scratch = scratch, .colour = colour, .width = width};
    if (!colour || quoted_make(reading, scratch, &sheet->quoted)) return true;
    out_memory(out);
    return false;
}

void sheet_title(Sheet *t)
{
    const Reading *r = t->reading;
    ArenaMark mark = arena_mark(t->scratch);
    char figures[96];
    Cell cell;
    if (!cell_make(t, r->article.id.size + r->article.published.size + sizeof figures + 16, &cell)) return;
    cell_text(&cell, r->article.id.size ? r->article.id : text_literal("article"), LOOK_OWN);
    if (r->article.published.size) {
        cell_text(&cell, text_literal(" · "), LOOK_OWN);
        cell_text(&cell, r->article.published, LOOK_OWN);
    }
    size_t words = text_words(r->article.text);
    uint32_t found = r->attributions.count;
    int n = snprintf(figures, sizeof figures, " · %zu word%s · %u attribution%s", words, words == 1 ? "" : "s", found,
                     found == 1 ? "" : "s");
    cell_text(&cell, text_of(figures, (size_t)n), LOOK_OWN);
    cell_print(t, &cell, 0, BOLD);
    arena_rewind(t->scratch, mark);
    sheet_style(t, DIM);
    for (uint32_t i = 0; i < t->width; i++) out_string(t->out, "─");
    sheet_style(t, PLAIN);
    out_string(t->out, "\n");
}
