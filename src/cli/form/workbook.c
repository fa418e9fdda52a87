/* Rows as a spreadsheet (.xlsx) by libxlsxwriter: the same cells as CSV, whole numbers and probabilities as numbers,
 * all else as text, so that nothing is taken for a formula. Rows go to a temporary file as they come; the book is put
 * together at its end. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "cli/form/form.h"

#define MOST_CHARACTERS 32767u /* of a cell */
#define MOST_ROWS 1048576u

struct Workbook {
    char *path; /* of the book, while it is made */
    lxw_workbook *book;
    lxw_worksheet *sheet;
    const char *columns;
    lxw_row_t row;
    uint64_t cut; /* cells that are longer than a sheet's may be */
};

static Status failed(Error *error, lxw_error why)
{
    return why == LXW_ERROR_MEMORY_MALLOC_FAILED
               ? fail_memory(error)
               : fail(error, SAYSO_ERROR_IO, NO_OFFSET, "the spreadsheet cannot be written: %s", lxw_strerror(why));
}

static const char *folder(void)
{
    const char *named = getenv("TMPDIR");
    return named && *named ? named : "/tmp";
}

/* A name that is nobody else's. */
static bool make_path(Workbook *w)
{
    int file = asprintf(&w->path, "%s/sayso-XXXXXX", folder()) < 0 ? -1 : mkstemp(w->path);
    if (file >= 0) close(file);
    return file >= 0;
}

static void put_heading(Workbook *w)
{
    lxw_format *bold = workbook_add_format(w->book);
    lxw_col_t column = 0;
    if (bold) format_set_bold(bold);
    for (const char *at = w->columns; *at && *at != '\r'; column++) {
        char name[64];
        size_t n = strcspn(at, ",\r"), kept = n < sizeof name ? n : sizeof name - 1;
        memcpy(name, at, kept);
        name[kept] = 0;
        (void)worksheet_write_string(w->sheet, 0, column, name, bold);
        at += n + (at[n] == ',');
    }
    worksheet_freeze_panes(w->sheet, 1, 0);
    w->row = 1;
}

Status workbook_begin(const char *columns, Workbook **out, Error *error)
{
    Workbook *w = *out = calloc(1, sizeof *w);
    if (!w) return fail_memory(error);
    w->columns = columns;
    if (!make_path(w))
        return fail(error, SAYSO_ERROR_IO, NO_OFFSET, "nothing can be written in %s; TMPDIR names another folder",
                    folder());
    char *place = strdup(folder());
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = place};
    w->book = workbook_new_opt(w->path, &options);
    free(place); /* it is copied */
    w->sheet = w->book ? workbook_add_worksheet(w->book, "statements") : NULL;
    if (!w->sheet) return fail_memory(error);
    put_heading(w);
    return SAYSO_OK;
}

/* As long as a cell may be; a NUL would end it, and a noncharacter is none of XML's. */
static char *cell_text(Workbook *w, const char *from, size_t size)
{
    Text t = text_of(from, size);
    char *to = malloc(3 * size + 4);
    size_t n = 0, units = 0;
    for (size_t at = 0, next; to && at < size; at = next) {
        uint32_t c = utf8_at(t, at, &next);
        units += c > 0xFFFF ? 2 : 1;
        if (units >= MOST_CHARACTERS && next < size) {
            n += utf8_put(0x2026, to + n);
            w->cut++;
            break;
        }
        n += utf8_put(!c || c == 0xFFFE || c == 0xFFFF ? 0xFFFD : c, to + n);
    }
    if (to) to[n] = 0;
    return to;
}

static lxw_error put_cell(Workbook *w, lxw_col_t column, const json_t *value)
{
    if (json_is_number(value)) return worksheet_write_number(w->sheet, w->row, column, json_number_value(value), NULL);
    if (!json_is_string(value) || !json_string_length(value)) return LXW_NO_ERROR;
    char *text = cell_text(w, json_string_value(value), json_string_length(value));
    lxw_error why =
        text ? worksheet_write_string(w->sheet, w->row, column, text, NULL) : LXW_ERROR_MEMORY_MALLOC_FAILED;
    free(text);
    return why;
}

Status workbook_row(Workbook *w, json_t *row, Error *error)
{
    if (!row) return fail_memory(error);
    lxw_error why = LXW_NO_ERROR;
    lxw_col_t column = 0;
    if (w->row >= MOST_ROWS) {
        json_decref(row);
        return fail(error, SAYSO_ERROR_LIMIT, NO_OFFSET,
                    "a sheet has room for %u statements, and the ledger has more; --format=csv takes all",
                    MOST_ROWS - 1);
    }
    for (const char *at = w->columns; *at && *at != '\r' && !why; column++) {
        size_t n = strcspn(at, ",\r");
        why = put_cell(w, column, json_object_getn(row, at, n));
        at += n + (at[n] == ',');
    }
    w->row++;
    json_decref(row);
    return why ? failed(error, why) : SAYSO_OK;
}

static Status copy(const char *path, FILE *to, Error *error)
{
    char part[16 << 10];
    FILE *from = fopen(path, "rb");
    size_t n = 0;
    while (from && (n = fread(part, 1, sizeof part, from))) fwrite(part, 1, n, to); /* what fails is told at the end */
    bool good = from && !ferror(from);
    if (from) fclose(from);
    return good ? SAYSO_OK
                : fail(error, SAYSO_ERROR_IO, NO_OFFSET, "the spreadsheet cannot be read back from %s", folder());
}

Status workbook_end(Workbook *w, bool whole, FILE *to, uint64_t *cut, Error *error)
{
    Status status = SAYSO_OK;
    *cut = 0;
    if (!w) return status;
    lxw_error why = w->book ? workbook_close(w->book) : LXW_NO_ERROR;
    if (whole && why) status = failed(error, why);
    if (whole && !status) status = copy(w->path, to, error);
    if (w->path) unlink(w->path);
    *cut = w->cut;
    free(w->path);
    free(w);
    return status;
}
