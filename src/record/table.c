/* The table, for people:
 *
 *   01-wire · 2026-03-03 · 325 words · 12 attributions
 *   ────────────────────────────────────────────────────────────
 *   source          cue       content
 *
 *   Threlk          said      “I would rather explain a queue    97%
 *                             than a funeral,” … “The wall has
 *                             moved …”
 *
 * Below LIST_WIDTH columns the three stand one under the other. A cell is first made fit for a terminal (no
 * control characters: pages may hold escape sequences, and their writers may mean it), then wrapped by the
 * columns that its characters take. */
#include <stdio.h>

#include "record/internal.h"

#define LIST_WIDTH 56u
#define GUTTER 2u
#define CONFIDENCE 4u /* "100%" */

typedef struct Cell {
    char *data;
    uint8_t *quoted; /* a byte each of data */
    size_t size, at; /* `at`: what is printed already */
} Cell;

typedef struct Sheet {
    const Reading *reading;
    Out *out;
    Arena *scratch;
    Quoted quoted;
    bool colour;
    uint32_t width, source, cue, content;
} Sheet;

static const char bold[] = "\x1b[1m", dim[] = "\x1b[2m", cyan[] = "\x1b[36m", green[] = "\x1b[32m", plain[] = "\x1b[0m";

/* ---- cells ---- */

/* A byte of text becomes at most three: a control character is shown as U+FFFD. */
static bool cell_make(Sheet *t, size_t bytes, Cell *out)
{
    *out = (Cell){.data = arena_take(t->scratch, bytes, 3), .quoted = arena_take(t->scratch, bytes, 3)};
    if (!out->data || !out->quoted) out_memory(t->out);
    return out->data && out->quoted;
}

/* Left-to-right overrides and the like could make a line read as what it is not. */
static bool is_unsafe(uint32_t c)
{
    return c < 32 || (c >= 127 && c < 160) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static void cell_put(Cell *cell, uint32_t c, bool quoted)
{
    if (c == 0xAD) return; /* a soft hyphen, which terminals show or not */
    if (char_is_space(c)) {
        if (!cell->size || cell->data[cell->size - 1] == ' ') return;
        c = ' ';
    } else if (is_unsafe(c)) {
        c = 0xFFFD;
    }
    size_t n = utf8_put(c, cell->data + cell->size);
    memset(cell->quoted + cell->size, quoted, n);
    cell->size += n;
}

static void cell_text(Cell *cell, Text text)
{
    for (size_t at = 0; at < text.size;) cell_put(cell, utf8_at(text, at, &at), false);
}

static void cell_span(Sheet *t, Cell *cell, Span bytes)
{
    Text text = t->reading->article.text;
    for (size_t at = bytes.begin, next; at < bytes.end; at = next) {
        uint32_t c = utf8_at(text, at, &next);
        cell_put(cell, c, t->colour && quoted_at(&t->quoted, (uint32_t)at));
    }
}

static bool cell_of(Sheet *t, Span bytes, Cell *out)
{
    if (!cell_make(t, bytes.end - bytes.begin + 1u, out)) return false;
    if (absent(bytes))
        cell_text(out, text_literal("—"));
    else
        cell_span(t, out, bytes);
    return true;
}

static bool cell_of_contents(Sheet *t, const Attribution *a, Cell *out)
{
    static const char between[] = " … ";
    size_t bytes = 0;
    for (uint32_t i = 0; i < a->content_count; i++) {
        Span s = content_bytes(t->reading, a, i);
        bytes += s.end - s.begin + sizeof between;
    }
    if (!cell_make(t, bytes, out)) return false;
    for (uint32_t i = 0; i < a->content_count; i++) {
        if (i) cell_text(out, text_literal(between));
        cell_span(t, out, content_bytes(t->reading, a, i));
    }
    return true;
}

/* The bytes of the next line of at most `width` columns, from cell->at: cut at the last space that fits, within
 * a word that alone is longer; at least one character. */
static size_t cell_line(const Cell *cell, size_t width, size_t *columns)
{
    Text text = text_of(cell->data, cell->size);
    size_t used = 0, space = 0, space_columns = 0;
    for (size_t at = cell->at, next; at < text.size; at = next) {
        uint32_t c = utf8_at(text, at, &next);
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

static void style(const Sheet *t, const char *code)
{
    if (t->colour) out_string(t->out, code);
}

static void pad(Sheet *t, size_t columns)
{
    static const char spaces[] = "                                ";
    for (size_t n; columns; columns -= n) {
        n = columns < sizeof spaces - 1 ? columns : sizeof spaces - 1;
        out_bytes(t->out, spaces, n);
    }
}

/* Quoted stretches in green, the rest in the cell's own style. */
static void print_styled(Sheet *t, const Cell *cell, size_t size, const char *code)
{
    for (size_t at = cell->at, end = at + size, next; at < end; at = next) {
        for (next = at + 1; next < end && cell->quoted[next] == cell->quoted[at];) next++;
        const char *colour = cell->quoted[at] ? green : code;
        style(t, colour);
        out_bytes(t->out, cell->data + at, next - at);
        if (*colour) style(t, plain);
    }
}

/* Prints the cell's next line and moves on; returns the columns it took. */
static size_t print_line(Sheet *t, Cell *cell, size_t width, const char *code)
{
    size_t columns = 0, size = cell_line(cell, width, &columns);
    print_styled(t, cell, size, code);
    cell->at += size;
    while (cell->at < cell->size && cell->data[cell->at] == ' ') cell->at++;
    return columns;
}

static void print_block(Sheet *t, Cell *cell, size_t indent, const char *code)
{
    size_t width = t->width > indent + 8 ? t->width - indent : 8;
    while (cell->at < cell->size) {
        pad(t, indent);
        (void)print_line(t, cell, width, code);
        out_string(t->out, "\n");
    }
}

static void print_confidence(Sheet *t, const Attribution *a)
{
    style(t, dim);
    out_format(t->out, "%3u%%", (unsigned)(confidence_of(a) * 100 + 0.5f));
    style(t, plain);
}

/* ---- rows ---- */

static bool unfinished(const Cell *cell) { return cell->at < cell->size; }

static void print_row(Sheet *t, const Attribution *a, Cell *source, Cell *cue, Cell *content)
{
    for (bool first = true; first || unfinished(source) || unfinished(cue) || unfinished(content); first = false) {
        size_t used = print_line(t, source, t->source, bold);
        bool more = unfinished(cue) || unfinished(content);
        if (more) pad(t, t->source + GUTTER - used);
        used = unfinished(cue) ? print_line(t, cue, t->cue, cyan) : 0;
        if (unfinished(content)) {
            pad(t, t->cue + GUTTER - used);
            used = print_line(t, content, t->content, "");
        }
        if (first) {
            pad(t, t->content + GUTTER - used);
            print_confidence(t, a);
        }
        out_string(t->out, "\n");
    }
}

static void print_item(Sheet *t, const Attribution *a, Cell *source, Cell *cue, Cell *content)
{
    print_block(t, source, 0, bold);
    print_block(t, cue, 2, cyan);
    print_block(t, content, 4, "");
    pad(t, 4);
    print_confidence(t, a);
    out_string(t->out, "\n");
}

static void row(Sheet *t, const Attribution *a)
{
    ArenaMark mark = arena_mark(t->scratch);
    Cell source, cue, content;
    if (cell_of(t, source_bytes(t->reading, a), &source) && cell_of(t, cue_bytes(t->reading, a), &cue) &&
        cell_of_contents(t, a, &content)) {
        out_string(t->out, "\n");
        (t->width < LIST_WIDTH ? print_item : print_row)(t, a, &source, &cue, &content);
    }
    arena_rewind(t->scratch, mark);
}

/* ---- the whole ---- */

static void title(Sheet *t)
{
    const Reading *r = t->reading;
    ArenaMark mark = arena_mark(t->scratch);
    char figures[96];
    Cell cell;
    if (!cell_make(t, r->article.id.size + r->article.published.size + sizeof figures + 16, &cell)) return;
    cell_text(&cell, r->article.id.size ? r->article.id : text_literal("article"));
    if (r->article.published.size) {
        cell_text(&cell, text_literal(" · "));
        cell_text(&cell, r->article.published);
    }
    uint32_t words = r->tokens.word_count, found = r->attributions.count;
    int n = snprintf(figures, sizeof figures, " · %u word%s · %u attribution%s", words, words == 1 ? "" : "s", found,
                     found == 1 ? "" : "s");
    cell_text(&cell, text_of(figures, (size_t)n));
    print_block(t, &cell, 0, bold);
    arena_rewind(t->scratch, mark);
    style(t, dim);
    for (uint32_t i = 0; i < t->width; i++) out_string(t->out, "─");
    style(t, plain);
    out_string(t->out, "\n");
}

static void column_names(Sheet *t)
{
    style(t, dim);
    out_string(t->out, "source");
    pad(t, t->source + GUTTER - 6);
    out_string(t->out, "cue");
    pad(t, t->cue + GUTTER - 3);
    out_string(t->out, "content");
    style(t, plain);
    out_string(t->out, "\n");
}

static uint32_t share(uint32_t of, uint32_t percent, uint32_t least, uint32_t most)
{
    uint32_t n = of * percent / 100;
    return n < least ? least : n > most ? most : n;
}

static void lay_out(Sheet *t, uint32_t width)
{
    t->width = width < 10 ? 10 : width > 1000 ? 1000 : width;
    if (t->width < LIST_WIDTH) return;
    uint32_t rest = t->width - CONFIDENCE - 3 * GUTTER;
    t->source = share(rest, 28, 9, 40);
    t->cue = share(rest, 16, 11, 24); /* the least: "acknowledge" */
    t->content = rest - t->source - t->cue;
}

void write_table(const Reading *reading, uint32_t width, bool colour, Arena *scratch, Out *out)
{
    Sheet t = {.reading = reading, .out = out, .scratch = scratch, .colour = colour};
    if (colour && !quoted_make(reading, scratch, &t.quoted)) {
        out_memory(out);
        return;
    }
    lay_out(&t, width);
    title(&t);
    if (reading->attributions.count && t.width >= LIST_WIDTH) column_names(&t);
    for (uint32_t i = 0; i < reading->attributions.count; i++) row(&t, &reading->attributions.items[i]);
}
