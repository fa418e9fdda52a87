/* A spreadsheet (.xlsx): the parts of its zip, and what of them every sheet needs. */
#ifndef SAYSO_INTAKE_BOOK_H
#define SAYSO_INTAKE_BOOK_H

#include "intake/archive/archive.h"

/* ---- the zip that it lies in ---- archive.c's, which can be sought in and outlives what is made of it */
typedef struct Unpacker Unpacker;
/* The member of that name from its beginning; NULL: there is none, or it cannot be had and `error` has a sentence. */
Opened *archive_again(Unpacker *archive, const char *name, Error *error);
/* So many bytes more came of the archive than were unpacked: false with the sentence where that is too much. */
bool archive_gave(Unpacker *archive, uint64_t bytes, Error *error);
/* Its sheets one after the other, a row an article. NULL when memory ran out. */
Way *way_book(Unpacker *archive, const IntakeOptions *options, const char *label);

/* ---- parts in XML ---- */
typedef struct BookXml {
    /* `name` without its prefix; attribute by book_attribute */
    void (*begin)(void *context, const char *name, const void *attributes);
    void (*end)(void *context, const char *name);
    void (*words)(void *context, const char *words, size_t size);
} BookXml;
typedef struct BookParser BookParser; /* libxml2's, pushed */
BookParser *book_parser(const BookXml *calls, void *context);
/* false: it is no XML that can be read. `last`: nothing follows. */
bool book_parse(BookParser *parser, const char *data, size_t size, bool last);
void book_parser_free(BookParser *parser); /* NULL is allowed */
/* The attribute's value, cut to fit `size` with its NUL; false where it is not there. */
bool book_attribute(const void *attributes, const char *name, char *out, size_t size);
/* "_x000D_" -> the character that it stands for, in place; the new size. */
size_t book_unescape(char *data, size_t size);

/* ---- what every sheet needs ---- */
typedef struct Book {
    Spool texts, places; /* the shared texts; where each begins, 8 bytes, and one more for the end of the last */
    uint64_t text_count;
    bool *dates;         /* of a cell's style: its number is a day */
    uint32_t style_count;
    bool from_1904;      /* days are counted from then */
    size_t most;         /* bytes of a text that are kept, one more than can be used */
} Book;

/* The rows as CSV: every cell in quotation marks, an empty row as one empty cell, from the first row that is not empty.
 * The stream takes `xml` over and borrows the others. */
Opened *open_sheet(Opened *xml, const Book *book, Unpacker *archive);

#endif
