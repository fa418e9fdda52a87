/* A sheet's XML -> its rows as CSV, streamed.
 *
 *   <row r="2"><c r="A2" t="s"><v>7</v></c><c r="C2"><v>45000</v></c></row>      "…","","2023-03-15"
 *
 * A shared text stands in what waits to be given out as a mark and its number, and is fetched when its turn comes: few
 * bytes of XML can name a long text many times, and memory stays flat. */
#include <stdio.h>

#include "intake/archive/book.h"

#define PART ((size_t)16 << 10)
#define MARK '\x01' /* never in XML's text */
#define LAST_ROW 1048576u

typedef enum Type { TYPE_NUMBER, TYPE_SHARED, TYPE_TEXT, TYPE_BOOLEAN } Type;

typedef struct Sheet {
    Opened opened;
    Opened *xml; /* owned; NULL: it has been read */
    const Book *book;
    Unpacker *archive;
    BookParser *parser;
    Bytes made; /* CSV, with marks for shared texts */
    size_t made_at;
    uint64_t text_at, text_end; /* of the shared text that is given out */
    Bytes ready;                /* CSV */
    size_t ready_at;
    /* the cell that is read */
    Bytes cell;
    Type type;
    uint32_t row, column, style;
    bool words;
    unsigned aside;
    uint32_t written, given; /* rows that were written, cells of this one */
    bool begun, failed;      /* begun: a row was written; failed: memory ran out */
    uint64_t lost;           /* cells whose text is not in the book */
    char first_lost[24];
    char fault[160]; /* what is wrong with the sheet; then it ends */
} Sheet;

/* ---- cells' values ---- */

/* Howard Hinnant's civil_from_days: of days since 1970-01-01. */
static void civil(int64_t days, int *year, unsigned *month, unsigned *day)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    unsigned doe = (unsigned)(days - era * 146097), yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    *day = doy - (153 * mp + 2) / 5 + 1;
    *month = mp < 10 ? mp + 3 : mp - 9;
    *year = (int)((int64_t)yoe + era * 400) + (*month <= 2);
}

/* Day 60 of those counted from 1900 is 29 February of that year, which never was. */
static bool put_day(double serial, bool from_1904, char *out, size_t size)
{
    if (!(serial >= 1 && serial < 2958466)) return false;
    int64_t whole = (int64_t)serial, seconds = (int64_t)((serial - (double)whole) * 86400 + 0.5);
    int64_t days = from_1904 ? whole - 24107 : whole - (whole > 59 ? 25569 : 25568);
    days += seconds / 86400;
    seconds %= 86400;
    int year;
    unsigned month, day;
    civil(days, &year, &month, &day);
    int n = snprintf(out, size, "%04d-%02u-%02u", year, month, day);
    if (seconds)
        snprintf(out + n, size - (size_t)n, "T%02d:%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60),
                 (int)(seconds % 60));
    return true;
}

/* As the sheet shows it: to fifteen digits, a whole number without a power of ten. What has more digits stays. */
static bool put_number(double number, char *out, size_t size)
{
    bool whole = number > -1e15 && number < 1e15 && number == (double)(int64_t)number;
    int n = whole ? snprintf(out, size, "%lld", (long long)number) : snprintf(out, size, "%.15g", number);
    return n > 0 && (size_t)n < size;
}

static bool is_plain(Text t)
{
    for (size_t i = 0; i < t.size; i++)
        if (!char_is_digit((uint8_t)t.data[i])) return false;
    return t.size;
}

static Text number_text(const Sheet *s, Text t, char *out, size_t size)
{
    bool day = s->style < s->book->style_count && s->book->dates[s->style];
    if ((!day && is_plain(t)) || t.size >= 40) return t;
    char copy[40], *end;
    memcpy(copy, t.data, t.size);
    copy[t.size] = 0;
    double number = strtod(copy, &end);
    if (*end || end == copy) return t;
    if (day ? put_day(number, s->book->from_1904, out, size) || put_number(number, out, size)
            : put_number(number, out, size))
        return text_literal(out);
    return t;
}

/* ---- rows ---- */

static void make(Sheet *s, const char *data, size_t size)
{
    s->failed |= !bytes_add(&s->made, data, size);
}

static bool add_escaped(Bytes *to, const char *data, size_t size)
{
    for (size_t at = 0; at < size;) {
        const char *mark = memchr(data + at, '"', size - at);
        size_t n = mark ? (size_t)(mark - data) - at + 1 : size - at;
        if (!bytes_add(to, data + at, n) || (mark && !bytes_add(to, "\"", 1))) return false;
        at += n;
    }
    return true;
}

/* The rows and cells that are passed over, and the cell's first quotation mark. */
static void open_cell(Sheet *s)
{
    for (; s->begun && s->written + 1 < s->row; s->written++) make(s, "\"\"\n", 3);
    s->begun = true;
    s->written = s->row;
    for (; s->given < s->column; s->given++) make(s, &",\"\""[!s->given], 3 - !s->given);
    make(s, &",\""[!s->given], 2 - !s->given);
    s->given++;
}

static void cell_name(const Sheet *s, char *out, size_t size)
{
    char letters[8];
    unsigned n = sizeof letters - 1;
    letters[n] = 0;
    for (uint32_t c = s->column + 1; c; c = (c - 1) / 26) letters[--n] = (char)('A' + (c - 1) % 26);
    snprintf(out, size, "%s%u", letters + n, s->row);
}

static void lose_cell(Sheet *s)
{
    if (!s->lost++) cell_name(s, s->first_lost, sizeof s->first_lost);
}

static void give_cell(Sheet *s)
{
    Text t = text_of(s->cell.data, s->cell.size);
    char number[64];
    if (!t.size) return;
    if (s->type == TYPE_SHARED) {
        uint64_t which = is_plain(t) && t.size < 19 ? 0 : UINT64_MAX;
        for (size_t i = 0; !(which >> 63) && i < t.size; i++) which = which * 10 + (uint64_t)(t.data[i] - '0');
        if (which >= s->book->text_count) {
            lose_cell(s);
            return;
        }
        open_cell(s);
        char mark = MARK;
        make(s, &mark, 1);
        make(s, (const char *)&which, sizeof which);
    } else {
        if (s->type == TYPE_NUMBER) t = number_text(s, t, number, sizeof number);
        if (s->type == TYPE_BOOLEAN) t = text_literal(text_is(t, "1") ? "TRUE" : "FALSE");
        if (s->type == TYPE_TEXT) t.size = book_unescape(s->cell.data, s->cell.size);
        open_cell(s);
        s->failed |= !add_escaped(&s->made, t.data, t.size);
    }
    make(s, "\"", 1);
}

static void end_row(Sheet *s)
{
    if (s->given) make(s, "\n", 1);
    s->given = 0;
}

/* ---- what the XML says ---- */

static void find_fault(Sheet *s, const char *what, const char *where)
{
    if (!*s->fault)
        snprintf(s->fault, sizeof s->fault, "the sheet is damaged: %s %.20s; what comes before is read", what, where);
}

static void begin_row(Sheet *s, const void *attributes)
{
    char value[24];
    uint64_t row = s->row + 1;
    if (book_attribute(attributes, "r", value, sizeof value)) {
        if (!is_plain(text_literal(value)) || (row = strtoull(value, NULL, 10)) <= s->row || row > LAST_ROW) {
            find_fault(s, "no row can have the number", value);
            return;
        }
    }
    if (row > LAST_ROW) find_fault(s, "it has more rows than", "1048576");
    s->row = (uint32_t)row;
    s->column = 0;
    s->given = 0;
}

/* "BC17": the column, from 0; false where it names none, or another row. */
static bool read_reference(const Sheet *s, const char *name, uint32_t *column)
{
    uint64_t n = 0;
    const char *at = name;
    for (; is_letter(*at) && n <= LAST_ROW; at++) n = n * 26 + (uint64_t)((*at | 32) - 'a' + 1);
    if (at == name || !is_plain(text_literal(at)) || strtoull(at, NULL, 10) != s->row || n > LAST_ROW) return false;
    *column = (uint32_t)n - 1;
    return true;
}

static void begin_cell(Sheet *s, const void *attributes)
{
    char value[24];
    if (book_attribute(attributes, "r", value, sizeof value)) {
        uint32_t column;
        if (!read_reference(s, value, &column) || column < s->column) {
            find_fault(s, "no cell can stand at", value);
            return;
        }
        s->column = column;
    }
    s->style = book_attribute(attributes, "s", value, sizeof value) && is_plain(text_literal(value))
                   ? (uint32_t)strtoul(value, NULL, 10)
                   : UINT32_MAX;
    s->type = TYPE_NUMBER;
    if (book_attribute(attributes, "t", value, sizeof value))
        s->type = !strcmp(value, "s")   ? TYPE_SHARED
                  : !strcmp(value, "b") ? TYPE_BOOLEAN
                  : !strcmp(value, "n") ? TYPE_NUMBER
                                        : TYPE_TEXT;
    s->cell.size = 0;
}

static void end_cell(Sheet *s)
{
    if (s->cell.size && s->column >= MOST_COLUMNS) {
        char name[24];
        cell_name(s, name, sizeof name);
        find_fault(s, "a table has at most 1024 columns, and there is a cell", name);
        return;
    }
    give_cell(s);
    s->cell.size = 0;
    s->column++;
}

static void on_begin(void *context, const char *name, const void *attributes)
{
    Sheet *s = context;
    s->words = false;
    if (*s->fault) return;
    if (!strcmp(name, "row"))
        begin_row(s, attributes);
    else if (!strcmp(name, "c"))
        begin_cell(s, attributes);
    else if (!strcmp(name, "rPh"))
        s->aside++;
    else
        s->words = s->row && !s->aside && (!strcmp(name, "v") || !strcmp(name, "t"));
}

static void on_end(void *context, const char *name)
{
    Sheet *s = context;
    s->words = false;
    if (*s->fault) return;
    if (!strcmp(name, "c"))
        end_cell(s);
    else if (!strcmp(name, "row"))
        end_row(s);
    else if (!strcmp(name, "rPh") && s->aside)
        s->aside--;
}

static void on_words(void *context, const char *words, size_t size)
{
    Sheet *s = context;
    if (s->words && s->cell.size <= s->book->most) s->failed |= !bytes_add(&s->cell, words, size);
}

/* ---- the stream ---- */

/* All has been given: 0, or what there is to be said at the end. */
static int end(Sheet *s, Error *error)
{
    if (*s->fault) return (void)fail(error, SAYSO_ERROR_INPUT, NO_OFFSET, "%s", s->fault), -1;
    if (!s->lost) return 0;
    unsigned long long lost = s->lost;
    s->lost = 0;
    (void)fail(error, SAYSO_ERROR_INPUT, NO_OFFSET,
               "the spreadsheet is damaged: %llu cell%s, the first %s, name%s a text that is not in it, and %s read as "
               "empty",
               lost, lost > 1 ? "s" : "", s->first_lost, lost > 1 ? "" : "s", lost > 1 ? "are" : "is");
    return -1;
}

/* More XML: 1; 0 at its end; -1. */
static int parse_more(Sheet *s, Error *error)
{
    char part[PART];
    s->made.size = s->made_at = 0;
    if (!s->xml || *s->fault) return 0;
    ssize_t n = stream_read(&s->xml->stream, part, sizeof part, error);
    bool good = n >= 0 && book_parse(s->parser, part, (size_t)n, !n);
    if (s->failed) return (void)fail_memory(error), -1;
    if (n > 0 && good) return 1;
    stream_close(&s->xml->stream);
    s->xml = NULL;
    if (n < 0) return -1;
    snprintf(part, sizeof part, "%u", s->row);
    if (!good) find_fault(s, "its XML cannot be read behind row", part);
    return 1;
}

static Status find_text(Sheet *s, uint64_t which, Error *error)
{
    uint64_t ends[2];
    Status status = spool_read(&s->book->places, which * sizeof *ends, ends, sizeof ends, error);
    s->text_at = ends[0];
    s->text_end = ends[1];
    return status;
}

/* Fills `ready`: 1; 0 at the end; -1. */
static int make_ready(Sheet *s, Error *error)
{
    char part[PART];
    s->ready.size = s->ready_at = 0;
    if (s->text_at < s->text_end) {
        uint64_t left = s->text_end - s->text_at;
        size_t n = left < sizeof part ? (size_t)left : sizeof part;
        if (spool_read(&s->book->texts, s->text_at, part, n, error)) return -1;
        s->text_at += n;
        s->failed |= !add_escaped(&s->ready, part, n);
    } else if (s->made_at < s->made.size && s->made.data[s->made_at] == MARK) {
        uint64_t which;
        memcpy(&which, s->made.data + s->made_at + 1, sizeof which);
        s->made_at += 1 + sizeof which;
        if (find_text(s, which, error)) return -1;
    } else if (s->made_at < s->made.size) {
        const char *from = s->made.data + s->made_at, *mark = memchr(from, MARK, s->made.size - s->made_at);
        size_t n = mark ? (size_t)(mark - from) : s->made.size - s->made_at;
        s->failed |= !bytes_add(&s->ready, from, n);
        s->made_at += n;
    } else {
        int more = parse_more(s, error);
        return more ? more : end(s, error);
    }
    if (s->failed) return (void)fail_memory(error), -1;
    return archive_gave(s->archive, s->ready.size, error) ? 1 : -1;
}

static ssize_t sheet_more(Opened *opened, void *data, size_t size, Error *error)
{
    Sheet *s = (Sheet *)opened;
    while (s->ready_at == s->ready.size) {
        int more = make_ready(s, error);
        if (more <= 0) return more;
    }
    size_t left = s->ready.size - s->ready_at, n = size < left ? size : left;
    memcpy(data, s->ready.data + s->ready_at, n);
    s->ready_at += n;
    return (ssize_t)n;
}

static void sheet_end(Opened *opened)
{
    Sheet *s = (Sheet *)opened;
    if (s->xml) stream_close(&s->xml->stream);
    book_parser_free(s->parser);
    bytes_free(&s->made);
    bytes_free(&s->ready);
    bytes_free(&s->cell);
    free(s);
}

Opened *open_sheet(Opened *xml, const Book *book, Unpacker *archive)
{
    static const BookXml calls = {on_begin, on_end, on_words};
    Sheet *s = calloc(1, sizeof *s);
    if (s) s->parser = book_parser(&calls, s);
    if (!s || !s->parser) {
        stream_close(&xml->stream);
        free(s);
        return NULL;
    }
    opened_init(&s->opened);
    s->opened.more = sheet_more;
    s->opened.end = sheet_end;
    s->xml = xml;
    s->book = book;
    s->archive = archive;
    return &s->opened;
}
