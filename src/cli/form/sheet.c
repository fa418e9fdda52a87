/* Answers for programs: JSON, and CSV (RFC 4180) of the rows in it. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/form/form.h"

void set_text(json_t *object, const char *key, Text text)
{
    if (text.size) json_object_set_new_nocheck(object, key, json_stringn_nocheck(text.data, text.size));
}

json_t *json_of_texts(const Text *texts, uint32_t count)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < count; i++)
        json_array_append_new(array, json_stringn_nocheck(texts[i].data, texts[i].size));
    return array;
}

void set_integer(json_t *object, const char *key, int64_t value)
{
    json_object_set_new_nocheck(object, key, json_integer(value));
}

void set_flag(json_t *object, const char *key, bool value)
{
    json_object_set_new_nocheck(object, key, json_boolean(value));
}

Status json_failed(const json_t *value, Error *error)
{
    if (!value) return fail_memory(error);
    return fail(error, SAYSO_ERROR_IO, NO_OFFSET,
                "the answer cannot be written as JSON: a name in the ledger is damaged, or memory ran out");
}

Status sheet_json(FILE *to, json_t *value, Error *error)
{
    if (!value || json_dumpf(value, to, JSON_INDENT(1) | JSON_REAL_PRECISION(4) | JSON_ENCODE_ANY)) {
        Status status =
            ferror(to) ? SAYSO_OK : json_failed(value, error); /* what cannot be written is told at the end */
        json_decref(value);
        return status;
    }
    json_decref(value);
    putc('\n', to);
    return SAYSO_OK;
}

Status sheet_line(FILE *to, json_t *value, Error *error)
{
    bool good = value && !json_dumpf(value, to, JSON_COMPACT | JSON_REAL_PRECISION(4));
    Status status = good || ferror(to) ? SAYSO_OK : json_failed(value, error);
    json_decref(value);
    if (!status) putc('\n', to);
    return status;
}

static const json_t *member(const json_t *row, const char *path, size_t size)
{
    while (row && size) {
        const char *point = memchr(path, '.', size);
        size_t n = point ? (size_t)(point - path) : size;
        row = json_object_getn(row, path, n);
        path += point ? n + 1 : n;
        size -= point ? n + 1 : n;
    }
    return row;
}

/* A name may hold a NUL. Text that a spreadsheet would take for a formula has an apostrophe in front. */
static void put_string(FILE *to, const char *s, size_t size)
{
    bool formula = cell_is_formula(text_of(s, size)), quote = formula || (size && *s == ' ');
    for (size_t i = 0; i < size; i++) quote = quote || s[i] == '"' || s[i] == ',' || s[i] == '\r' || s[i] == '\n';
    if (quote) putc('"', to);
    if (formula) putc('\'', to);
    for (size_t i = 0; i < size; i++) {
        if (s[i] == '"') putc('"', to);
        putc(s[i], to);
    }
    if (quote) putc('"', to);
}

static void put_cell(FILE *to, const json_t *value)
{
    if (json_is_string(value))
        put_string(to, json_string_value(value), json_string_length(value));
    else if (json_is_integer(value))
        fprintf(to, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    else if (json_is_real(value))
        fprintf(to, "%.4f", json_real_value(value));
    else if (json_is_boolean(value))
        fputs(json_is_true(value) ? "yes" : "no", to);
}

static void put_row(FILE *to, const json_t *row, const char *columns)
{
    for (const char *at = columns; *at && *at != '\r';) {
        size_t n = strcspn(at, " ,\r");
        if (row)
            put_cell(to, member(row, at, n));
        else
            fwrite(at, 1, n, to);
        at += n + (at[n] == ' ' || at[n] == ',');
        fputs(*at && *at != '\r' ? "," : "\r\n", to);
    }
}

Status sheet_csv(FILE *to, json_t *rows, const char *columns, Error *error)
{
    if (!rows) return fail_memory(error);
    put_row(to, NULL, columns);
    size_t i;
    const json_t *row;
    json_array_foreach(rows, i, row) put_row(to, row, columns);
    json_decref(rows);
    return SAYSO_OK;
}

Status sheet_csv_row(FILE *to, json_t *row, const char *columns, Error *error)
{
    if (!row) return fail_memory(error);
    put_row(to, row, columns);
    json_decref(row);
    return SAYSO_OK;
}
