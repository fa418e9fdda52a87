/* CSV and TSV: a row an article. libcsv cuts the cells; each row becomes a JSON object with the columns' names, so that
 * an article is found in it as in JSON, side by side with others, and the same rows as JSON Lines give the same
 * records.
 *
 *   id,title,text          {"id":"7","title":"Pier","text":"…"}    FILE: row 1   STEM-1
 *   7,Pier,"…"
 *
 * A quotation mark that is never closed makes one cell of all that follows: of a cell no more is kept than tells that
 * it is too long. */
#include <csv.h>

#include "intake/rows/rows.h"

#define PART ((size_t)4 << 10) /* bytes that are given to libcsv at once: its rows wait in memory */

typedef struct Row {
    Bytes json;
    uint64_t length; /* of the whole */
    uint64_t number;
    uint32_t cells;  /* up to the last one that is not empty */
} Row;

typedef struct Table {
    Way way;
    const IntakeOptions *options;
    char *label, *base;
    Reader reader;
    struct csv_parser parser;
    bool parses; /* the parser is there */
    TableLook look;
    char **names; /* a column's name, as JSON has it; NULL: it is left out */
    uint32_t name_count;
    bool begun, ended, failed; /* failed: memory ran out */
    bool slash;                /* the last byte was a backslash */
    bool guarded;              /* an apostrophe before what would be a formula is the writer's (cell_is_formula) */
    char *problem;             /* that the whole table has; told at once */
    Bytes heads;               /* the names for people: "id, title, text" */
    size_t most;               /* bytes of a row */
    uint64_t number;           /* of rows so far, the header not counted */
    uint32_t column, last;     /* in the row that is read; behind its last cell that is not empty */
    Row row;
    Row *rows; /* whole, and not yet given */
    size_t row_count, row_room, row_at;
} Table;

/* ---- rows -> JSON ---- */

static void add(Table *t, Row *r, const char *data, size_t size)
{
    size_t room = r->json.size <= t->most ? t->most + 1 - r->json.size : 0;
    r->length += size;
    if (!bytes_add(&r->json, data, size < room ? size : room)) t->failed = true;
}

static void add_escaped(Table *t, Row *r, Text text)
{
    for (size_t at = 0, end; at < text.size; at = end + 1) {
        for (end = at; end < text.size; end++) {
            uint8_t c = (uint8_t)text.data[end];
            if (c < 32 || c == '"' || c == '\\') break;
        }
        add(t, r, text.data + at, end - at);
        if (end == text.size) break;
        char escape[8];
        int n = (uint8_t)text.data[end] < 32 ? snprintf(escape, sizeof escape, "\\u%04x", (unsigned)text.data[end])
                                             : snprintf(escape, sizeof escape, "\\%c", text.data[end]);
        add(t, r, escape, (size_t)n);
    }
}

static void add_member(Table *t, uint32_t column, Text value)
{
    if (column >= t->name_count || !t->names[column]) return;
    add(t, &t->row, t->row.json.size ? "," : "{", 1);
    add(t, &t->row, t->names[column], strlen(t->names[column]));
    add(t, &t->row, ":\"", 2);
    add_escaped(t, &t->row, value);
    add(t, &t->row, "\"", 1);
}

/* ---- the columns' names ---- */

/* A column's name without its quotation marks; empty where it is left out. */
static Text name_of(const Table *t, uint32_t column)
{
    const char *name = t->names[column];
    return name ? text_of(name + 1, strlen(name) - 2) : text_of("", 0);
}

static bool is_known(const Table *t, const char *name)
{
    for (uint32_t i = 0; i < t->name_count; i++)
        if (t->names[i] && !strcmp(t->names[i], name)) return true;
    return false;
}

/* The name in its quotation marks. Of two columns with one name the first is taken. */
static void add_name(Table *t, Text name)
{
    Row escaped = {0};
    char **names = realloc(t->names, (t->name_count + 1) * sizeof *names);
    if (!names) {
        t->failed = true;
        return;
    }
    t->names = names;
    add(t, &escaped, "\"", 1);
    add_escaped(t, &escaped, name);
    add(t, &escaped, "\"", 1);
    size_t size;
    char *word = bytes_add(&escaped.json, "", 1) ? bytes_take(&escaped.json, &size) : NULL;
    t->failed |= !word;
    bool wanted = word && name.size && !is_known(t, word);
    t->names[t->name_count++] = wanted ? word : NULL;
    if (!wanted) {
        free(word);
        return;
    }
    char *safe = safe_copy(name.data, name.size < 60 ? name.size : 60);
    if (t->heads.size < 400 && safe && !(bytes_add(&t->heads, ", ", t->heads.size ? 2 : 0) &&
                                         bytes_add(&t->heads, safe, strlen(safe))))
        t->failed = true;
    free(safe);
}

static bool is_asked_for(const Table *t, uint32_t column)
{
    char name[16];
    snprintf(name, sizeof name, "%u", column + 1);
    for (unsigned i = 0; i < INTAKE_FIELDS; i++)
        if (t->options->fields[i] && !strcmp(t->options->fields[i], name)) return true;
    return false;
}

/* A table without names has numbers for them, but for what looks like a text, an address, a day. */
static void number_columns(Table *t)
{
    const TableLook *l = &t->look;
    for (uint32_t i = 0; i < l->columns; i++) {
        char number[16];
        snprintf(number, sizeof number, "%u", i + 1);
        const char *name = is_asked_for(t, i)  ? number
                           : i == l->text      ? "text"
                           : i == l->url       ? "url"
                           : i == l->published ? "published"
                                               : number;
        add_name(t, text_literal(name));
    }
}

/* What none of the names says is the text is the longest column. */
static void name_text(Table *t)
{
    uint32_t i = t->look.text;
    if (!t->look.header || t->options->fields[FIELD_TEXT] || i >= t->name_count) return;
    free(t->names[i]);
    t->names[i] = strdup("\"text\"");
    t->failed |= !t->names[i];
}

static bool has_column(const Table *t, const char *path)
{
    for (uint32_t i = 0; i < t->name_count; i++)
        if (t->names[i] && text_is_case(name_of(t, i), path)) return true;
    return false;
}

/* What has to be there: the columns that were asked for, and a text. */
static void check_columns(Table *t)
{
    const char *heads = t->look.header && bytes_add(&t->heads, "", 1) ? t->heads.data : NULL;
    for (unsigned i = 0; i < INTAKE_FIELDS && !t->problem; i++) {
        const char *path = t->options->fields[i];
        if (!path || has_column(t, path)) continue;
        t->problem = heads ? format_words("the table has no column '%s'; its columns are %s", path, heads)
                           : format_words("the table has no column '%s': its first row has no names; the columns are "
                                          "1 to %u",
                                          path, t->look.columns);
    }
    bool text = t->options->fields[FIELD_TEXT] || t->look.text != NOWHERE;
    for (uint32_t i = 0; i < t->name_count && !text; i++)
        text = usual_field(name_of(t, i)) == FIELD_TEXT;
    if (text || t->problem) return;
    t->problem = heads ? format_words("none of the table's columns, %s, is known to hold an article's text; say which "
                                      "does, as in --field text=NAME",
                                      heads)
                       : format_words("none of the table's %u columns looks like an article's text; say which is, as "
                                      "in --field text=2, or read it as it stands with --input text",
                                      t->look.columns);
}

/* ---- what libcsv calls ---- */

static void take_cell(void *cell, size_t size, void *context)
{
    Table *t = context;
    Text value = text_of(cell ? cell : "", size);
    uint32_t column = t->column++;
    if (t->look.header && !t->begun) {
        add_name(t, text_strip(value));
        return;
    }
    if (size) t->last = column + 1;
    if (t->guarded && size && *value.data == '\'' && cell_is_formula(value)) value = text_of(value.data + 1, size - 1);
    add_member(t, column, value);
}

static bool keep_row(Table *t)
{
    if (!items_grow((void **)&t->rows, t->row_count, &t->row_room, sizeof *t->rows)) return false;
    t->row.cells = t->last;
    t->row.number = t->number;
    t->rows[t->row_count++] = t->row;
    t->row = (Row){0};
    return true;
}

static void begin_rows(Table *t)
{
    t->begun = true;
    name_text(t);
    check_columns(t);
}

static void take_row(int end, void *context)
{
    (void)end;
    Table *t = context;
    if (!t->begun) {
        begin_rows(t);
        t->column = 0;
        return;
    }
    t->number++;
    for (uint32_t i = t->column; i < t->name_count; i++) add_member(t, i, text_of("", 0));
    add(t, &t->row, "}", 1);
    if (!t->last) { /* of empty cells alone, as spreadsheets leave them */
        t->row.json.size = 0;
        t->row.length = 0;
    } else if (!keep_row(t))
        t->failed = true;
    t->column = t->last = 0;
}

/* ---- the stream ---- */

/* \" -> "" */
static void mend_backslashes(Table *t, uint8_t *data, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        bool mark = t->slash && data[i] == '"';
        if (mark && i) data[i - 1] = '"';
        t->slash = data[i] == '\\' && !t->slash;
    }
}

/* Gives the next bytes to libcsv: 1; 0 at the end; -1 on a failure. */
static int feed(Table *t, Error *error)
{
    Reader *r = &t->reader;
    int more = reader_fill(r, error);
    if (more <= 0) return more;
    size_t n = r->end - r->at < PART ? r->end - r->at : PART;
    uint8_t *data = r->data + r->at;
    if (t->look.backslash) {
        if (data[n - 1] == '\\' && n > 1) n--; /* it and what follows together */
        mend_backslashes(t, data, n);
    }
    r->at += n;
    size_t done = csv_parse(&t->parser, data, n, take_cell, take_row, t);
    if (done < n || t->failed) {
        (void)fail_memory(error);
        return -1;
    }
    size_t most = t->most + t->parser.spaces; /* libcsv takes the blanks at a cell's end off again */
    if (t->parser.entry_pos > most) {
        t->row.length += t->parser.entry_pos - most;
        t->parser.entry_pos = most;
    }
    return 1;
}

/* Row `number`, or with 0 the whole table. */
static void begin_piece(const Table *t, Piece *out, uint64_t number)
{
    unsigned long long n = number;
    if (n)
        piece_begin(out, format_words("%s: row %llu", t->label, n), format_words("%s-%llu", t->base, n));
    else
        piece_begin(out, strdup(t->label), strdup(t->base));
}

static bool tell(const Table *t, Piece *out, uint64_t number, const char *sentence)
{
    begin_piece(t, out, number);
    piece_problem(out, "%s", sentence);
    return true;
}

static bool tell_end(Table *t, Piece *out, uint64_t number, const char *sentence)
{
    t->ended = true;
    return tell(t, out, number, sentence);
}

static bool give_row(Table *t, Piece *out)
{
    Row *r = &t->rows[t->row_at++];
    if (r->cells > t->name_count) {
        char *sentence = format_words("it has %u cells under %u columns: a delimiter or a quotation mark in it is not "
                                      "written as the rest of the table has it; it is left out",
                                      r->cells, t->name_count);
        tell(t, out, r->number, sentence ? sentence : "out of memory");
        free(sentence);
        bytes_free(&r->json);
        return true;
    }
    begin_piece(t, out, r->number);
    piece_data(out, INTAKE_JSON, &r->json);
    if (r->length > out->size) out->length = r->length;
    return true;
}

/* The last row, which need not end with a line's end. */
static bool finish(Table *t, Piece *out)
{
    t->ended = true;
    csv_set_opts(&t->parser, CSV_STRICT | CSV_STRICT_FINI); /* no more cells are cut: it judges the end alone */
    if (csv_fini(&t->parser, take_cell, take_row, t))
        return tell(t, out, t->number + 1,
                    "a quotation mark opens a cell here that does not end: it and what follows are left out");
    return false;
}

static bool table_next(Way *way, Piece *out)
{
    Table *t = (Table *)way;
    Error error = {0};
    for (;;) {
        if (t->problem && !t->ended) return tell_end(t, out, 0, t->problem);
        if (t->row_at < t->row_count && !t->problem) return give_row(t, out);
        for (; t->row_at < t->row_count; t->row_at++) /* of a table that is refused */
            bytes_free(&t->rows[t->row_at].json);
        t->row_at = t->row_count = 0;
        if (t->ended) return false;
        int more = feed(t, &error);
        if (more < 0) return tell_end(t, out, t->begun ? t->number + 1 : 0, error.message);
        if (!more && finish(t, out)) return true;
        if (!more && t->problem) return tell(t, out, 0, t->problem);
    }
}

static void table_close(Way *way)
{
    Table *t = (Table *)way;
    for (size_t i = t->row_at; i < t->row_count; i++) bytes_free(&t->rows[i].json);
    for (uint32_t i = 0; i < t->name_count; i++) free(t->names[i]);
    free(t->rows);
    free(t->names);
    bytes_free(&t->row.json);
    bytes_free(&t->heads);
    if (t->parses) csv_free(&t->parser);
    reader_close(&t->reader);
    free(t->problem);
    free(t->label);
    free(t->base);
    free(t);
}

static const char no_table[] =
    "as a table it cannot be read: nothing parts its first rows into the same columns; save it as CSV, a row an article "
    "and the columns' names in the first, or read it as it stands with --input text";

/* What was looked at lies ahead in the stream: the front is passed by reading it. */
static bool pass_front(Table *t)
{
    Error error;
    size_t left = t->look.skip;
    while (left && reader_fill(&t->reader, &error) > 0) {
        size_t n = t->reader.end - t->reader.at < left ? t->reader.end - t->reader.at : left;
        t->reader.at += n;
        left -= n;
    }
    if (t->look.header) return true;
    number_columns(t);
    begin_rows(t);
    return !t->failed;
}

/* `look` tells the form. */
static Way *open_table(Stream *stream, const IntakeOptions *options, const char *label, TableLooker *look)
{
    Opened *o = opened_of(stream);
    Table *t = calloc(1, sizeof *t);
    if (!t || (o && !opened_look(o))) {
        stream_close(stream);
        free(t);
        return NULL;
    }
    t->way = (Way){table_next, table_close};
    t->options = options;
    t->most = limit_of(options, INTAKE_JSON);
    t->guarded = look == table_look;
    if (stream->ahead_size) /* the look itself lies in it until it is read */
        look(stream->ahead, stream->ahead_size, stream->ahead_size < LOOK, options, &t->look);
    bool fails = !stream->ahead_size && o && o->failed; /* at its first byte: told when that is read */
    t->look.header |= fails;
    bool empty = !stream->ahead_size;
    t->label = strdup(label);
    t->base = id_of_label(label);
    t->parses = !csv_init(&t->parser, 0);
    if (!reader_init(&t->reader, stream) || !t->parses || !t->label || !t->base) {
        table_close(&t->way);
        return NULL;
    }
    csv_set_delim(&t->parser, t->look.delimiter);
    csv_set_quote(&t->parser, t->look.quote);
    if (empty && !fails)
        t->problem = strdup("it is empty");
    else if (!t->look.columns && !fails)
        t->problem = strdup(no_table);
    else if (!pass_front(t)) {
        table_close(&t->way);
        return NULL;
    }
    return &t->way;
}

Way *way_table(Stream *stream, const IntakeOptions *options, const char *label)
{
    return open_table(stream, options, label, table_look);
}

Way *way_rows(Stream *stream, const IntakeOptions *options, const char *label)
{
    return open_table(stream, options, label, table_look_plain);
}
