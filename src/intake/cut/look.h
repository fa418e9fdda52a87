/* A table's form, told by its first bytes. */
#ifndef SAYSO_INTAKE_LOOK_H
#define SAYSO_INTAKE_LOOK_H

#include "intake/intake.h"

#define MOST_COLUMNS 1024u
#define NOWHERE UINT32_MAX

typedef struct TableLook {
    uint8_t delimiter, quote; /* quote 0: nothing is quoted */
    bool backslash;           /* \" stands for a quotation mark in a quoted field */
    size_t skip;              /* bytes before the first row: a byte order mark, Excel's "sep=;" */
    uint32_t columns;         /* of the first row; 0: nothing parts its rows alike */
    bool header;              /* the first row has the columns' names */
    uint32_t known;           /* of the names: how many fields they are usual for */
    uint32_t text, url, published; /* columns that look like these; NOWHERE. text where no name says so */
    uint64_t rows;            /* that were looked at */
} TableLook;

/* `whole`: what is not there is not in the table either. */
typedef void TableLooker(const uint8_t *data, size_t size, bool whole, const IntakeOptions *options, TableLook *out);
TableLooker table_look;
TableLooker table_look_plain; /* of CSV that was written here, as RFC 4180 has it */
/* Whether it is a table for sure, without a name that says so: known column names, or tabs alike in every line. */
bool table_is_plain(const TableLook *look);

#endif
