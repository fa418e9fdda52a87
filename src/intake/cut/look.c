/* What kind of table it is, by its first bytes: each delimiter and each way to quote is tried with libcsv, and the one
 * that parts the rows alike is taken. Then the header, and the column that is the article's text where no name
 * tells. */
#include <csv.h>

#include "intake/cut/cut.h"

#define MOST_ROWS 200u      /* that are looked at */
#define LONGEST_NAME 80u    /* of a column */
#define SHORTEST_TEXT 60u   /* bytes, on the average, of what can be an article's text without a name that says so */

/* ---- rows, counted ---- */

typedef struct Tally {
    uint64_t rows, alike; /* alike: with as many cells as the first */
    uint32_t cells, first;
} Tally;

static void count_cell(void *cell, size_t size, void *context)
{
    (void)cell, (void)size;
    ((Tally *)context)->cells++;
}

static void count_row(int end, void *context)
{
    (void)end;
    Tally *t = context;
    if (!t->rows) t->first = t->cells;
    t->alike += t->cells == t->first;
    t->rows++;
    t->cells = 0;
}

static Text rows_of(const uint8_t *data, size_t size, const TableLook *look)
{
    return text_of((const char *)data + look->skip, size - look->skip);
}

static uint32_t score(Text t, bool whole, uint8_t delimiter, uint8_t quote, uint32_t *columns)
{
    struct csv_parser p;
    Tally tally = {0};
    if (csv_init(&p, CSV_STRICT | CSV_STRICT_FINI)) return 0;
    csv_set_delim(&p, delimiter);
    csv_set_quote(&p, quote);
    size_t done = csv_parse(&p, t.data, t.size, count_cell, count_row, &tally);
    bool bad = done < t.size, open = false;
    if (!bad && whole) open = csv_fini(&p, count_cell, count_row, &tally) != 0;
    if (!tally.rows && tally.cells) count_row(0, &tally); /* of a row that is longer than what is there */
    csv_free(&p);
    *columns = tally.first;
    if (!tally.rows || tally.first < 2 || tally.first > MOST_COLUMNS || tally.alike * 2 < tally.rows) return 0;
    uint32_t points = (uint32_t)(1000 * tally.alike / tally.rows) + (tally.first < 100 ? tally.first : 100);
    return points - (bad ? 300 : open ? 100 : 0);
}

/* "sep=;" is Excel's word to itself. */
static void pass_front(Text t, TableLook *out)
{
    if (text_starts(t, "\xEF\xBB\xBF")) out->skip = 3;
    t = text_of(t.data + out->skip, t.size - out->skip);
    if (t.size < 6 || !text_starts(t, "sep=") || (t.data[5] != '\r' && t.data[5] != '\n')) return;
    out->delimiter = (uint8_t)t.data[4];
    out->skip += t.data[5] == '\r' && t.size > 6 && t.data[6] == '\n' ? 7 : 6;
}

static void choose_form(Text t, bool whole, TableLook *out)
{
    static const uint8_t delimiters[] = {',', '\t', ';', '|'}, quotes[] = {'"', 0, '\''};
    uint8_t said = out->delimiter;
    uint32_t best = 0;
    for (size_t i = 0; i < COUNT(delimiters); i++)
        for (size_t j = 0; j < COUNT(quotes); j++) {
            uint32_t columns, points = score(t, whole, said ? said : delimiters[i], quotes[j], &columns);
            if (points <= best) continue;
            best = points;
            out->delimiter = said ? said : delimiters[i];
            out->quote = quotes[j];
            out->columns = columns;
        }
}

/* ---- cells ---- */

/* The first row's names, and what the cells under them are like. */
typedef struct Cells {
    const IntakeOptions *options;
    uint32_t column;
    uint64_t row, sizes[MOST_COLUMNS];
    uint32_t urls[MOST_COLUMNS], days[MOST_COLUMNS];
    size_t first_sizes[MOST_COLUMNS];
    bool fields[INTAKE_FIELDS];
    bool named, names; /* named: a name that is usual or asked for; names: all could be names */
} Cells;

static bool is_day(Text t)
{
    char day[11];
    return t.size >= 8 && t.size <= 40 && date_read(t, NULL, day);
}

static void take_name(Cells *c, Text name)
{
    IntakeField field = usual_field(name);
    if (field < INTAKE_FIELDS) c->fields[field] = true;
    c->named |= field < INTAKE_FIELDS;
    for (unsigned i = 0; i < INTAKE_FIELDS; i++)
        c->named |= c->options->fields[i] && name.size && text_is_case(name, c->options->fields[i]);
    bool letter = false;
    for (size_t i = 0; i < name.size; i++) letter |= (uint8_t)name.data[i] >= 'A';
    /* A column without a name is what some programs number the rows with. */
    if (name.size && (!letter || name.size > LONGEST_NAME || text_is_address(name) || is_day(name))) c->names = false;
}

static void see_cell(void *cell, size_t size, void *context)
{
    Cells *c = context;
    uint32_t column = c->column++;
    if (column >= MOST_COLUMNS || c->row > MOST_ROWS) return;
    Text t = text_of(cell ? cell : "", size);
    if (!c->row) {
        take_name(c, text_strip(t));
        c->first_sizes[column] = size;
        return;
    }
    c->sizes[column] += size;
    c->urls[column] += text_is_address(t);
    c->days[column] += is_day(t);
}

static void see_row(int end, void *context)
{
    (void)end;
    Cells *c = context;
    c->row++;
    c->column = 0;
}

static uint32_t most_of(const uint32_t *counts, uint32_t columns, uint64_t rows)
{
    for (uint32_t i = 0; i < columns; i++)
        if (rows && counts[i] * 2 > rows) return i;
    return NOWHERE;
}

static void judge(Cells *c, TableLook *out)
{
    uint64_t below = c->row ? (c->row <= MOST_ROWS ? c->row : MOST_ROWS + 1) - 1 : 0;
    uint32_t longest = 0;
    for (uint32_t i = 1; i < out->columns; i++)
        if (c->sizes[i] > c->sizes[longest]) longest = i;
    bool taller = below && c->sizes[longest] / below > 3 * c->first_sizes[longest];
    out->header = c->named || (c->names && taller);
    for (unsigned i = 0; i < INTAKE_FIELDS; i++) out->known += c->fields[i];
    out->rows = c->row;
    out->text = out->url = out->published = NOWHERE;
    uint64_t rows = below + !out->header, size = c->sizes[longest] + (out->header ? 0 : c->first_sizes[longest]);
    if (rows && size / rows >= SHORTEST_TEXT && !c->fields[FIELD_TEXT]) out->text = longest;
    if (out->header) return;
    out->url = most_of(c->urls, out->columns, below);
    out->published = most_of(c->days, out->columns, below);
}

static void look_at_cells(Text t, bool whole, const IntakeOptions *options, TableLook *out)
{
    struct csv_parser p;
    Cells *c = calloc(1, sizeof *c);
    if (!c || csv_init(&p, 0)) {
        free(c);
        return;
    }
    c->options = options;
    c->names = true;
    csv_set_delim(&p, out->delimiter);
    csv_set_quote(&p, out->quote);
    (void)csv_parse(&p, t.data, t.size, see_cell, see_row, c);
    if (whole || !c->row) (void)csv_fini(&p, see_cell, see_row, c);
    csv_free(&p);
    judge(c, out);
    free(c);
}

/* \" within cells, as some databases write it, and nowhere "", which is the rule. */
static bool has_backslashes(Text t)
{
    bool any = false;
    for (size_t i = 1; i + 1 < t.size; i++) {
        if (t.data[i] != '"') continue;
        char before = t.data[i - 1];
        any |= before == '\\';
        if (before != '\\' && t.data[i + 1] == '"' && !strchr(",;|\t\r\n\"", before)) return false;
    }
    return any;
}

static bool is_one_column(Text t, const IntakeOptions *options)
{
    size_t n = 0;
    while (n < t.size && t.data[n] != '\n' && t.data[n] != '\r') n++;
    Text name = text_strip(text_of(t.data, n));
    if (name.size >= 2 && name.data[0] == '"' && name.data[name.size - 1] == '"')
        name = text_of(name.data + 1, name.size - 2);
    return name.size &&
           (usual_field(name) == FIELD_TEXT ||
            (options->fields[FIELD_TEXT] && text_is_case(name, options->fields[FIELD_TEXT])));
}

void table_look(const uint8_t *data, size_t size, bool whole, const IntakeOptions *options, TableLook *out)
{
    *out = (TableLook){.text = NOWHERE, .url = NOWHERE, .published = NOWHERE};
    pass_front(text_of((const char *)data, size), out);
    Text t = rows_of(data, size, out);
    char *mended = NULL;
    out->backslash = has_backslashes(t);
    if (out->backslash && (mended = copy_of(t.data, t.size))) {
        for (size_t i = 0; i + 1 < t.size; i++)
            if (mended[i] == '\\' && mended[i + 1] == '"') mended[i++] = '"';
        t.data = mended;
    }
    choose_form(t, whole, out);
    if (!out->columns && is_one_column(t, options)) {
        out->delimiter = ',';
        out->quote = '"';
        out->columns = 1;
    }
    if (out->columns) look_at_cells(t, whole, options, out);
    free(mended);
}

void table_look_plain(const uint8_t *data, size_t size, bool whole, const IntakeOptions *options, TableLook *out)
{
    *out = (TableLook){.text = NOWHERE, .url = NOWHERE, .published = NOWHERE, .delimiter = ',', .quote = '"'};
    Text t = text_of((const char *)data, size);
    (void)score(t, whole, ',', '"', &out->columns);
    if (out->columns && out->columns <= MOST_COLUMNS) look_at_cells(t, whole, options, out);
}

bool table_is_plain(const TableLook *look)
{
    if (look->columns < 2 || (look->quote == '\'')) return false;
    if (look->header && look->known >= 2) return true;
    return look->delimiter == '\t' && look->columns >= 3 && look->rows >= 4 && look->text != NOWHERE;
}
