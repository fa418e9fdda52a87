/* cut: what the ways that cut streams share.
 *
 *   way.h      a stream; a way in that yields pieces
 *   opened.c   bytes from a file, standard input, memory: all can be looked at before they are read
 *   gzip.c     gzip's members inflated, behind a damaged one too
 *   wide.c     UTF-16 -> UTF-8
 *   spool.c    what is read more than once, or waits, in a file (spool.h)
 *   sniff.c look.c kind.c   which format it is; what kind of table; what XML is refused by name
 *   piece.c    labels, problems, what is read out of a piece */
#ifndef SAYSO_INTAKE_CUT_H
#define SAYSO_INTAKE_CUT_H

#include <stdlib.h>

#include "intake/cut/look.h"
#include "intake/cut/spool.h"
#include "intake/cut/way.h"
#include "intake/object/object.h"
#include "intake/page/page.h"
#include "intake/word/word.h"

#define LOOK ((size_t)64 << 10) /* how far a format is looked for */
#define DEEPEST 3u              /* archives in archives */

/* ---- a buffer that grows ---- */
typedef struct Bytes {
    char *data;
    size_t size, capacity;
} Bytes;
bool bytes_add(Bytes *bytes, const void *data, size_t size); /* false when memory ran out */
void bytes_free(Bytes *bytes);
/* What the buffer holds, now the caller's; never NULL but when memory ran out. The buffer is empty again. */
char *bytes_take(Bytes *bytes, size_t *size);

/* An array of `count` items of `size` bytes has room for one more: false when memory ran out. */
bool items_grow(void **items, size_t count, size_t *capacity, size_t size);

/* ---- streams ---- All of ours are an Opened: read gives what was looked at first, then what `more` has. A failure
 * ends it, but for one of open_inflated. */
typedef struct Opened Opened;
struct Opened {
    Stream stream;
    ssize_t (*more)(Opened *opened, void *data, size_t size, Error *error);
    int64_t (*seek)(Opened *opened, int64_t offset, int whence); /* the new position or -1; NULL where nobody can */
    void (*end)(Opened *opened);                                 /* frees it */
    uint8_t *look; /* LOOK bytes */
    uint64_t given; /* bytes that `more` gave */
    Error failure;  /* met while looking: told by the read that gets there */
    bool failed;
};
void opened_init(Opened *opened);
Opened *opened_of(Stream *stream); /* NULL: it is not one of ours */
/* Looks at the first bytes, LOOK of them unless there are fewer; false when memory ran out. */
bool opened_look(Opened *opened);
void opened_forget(Opened *opened); /* what was looked at: `seek` does so */
void stream_close(Stream *stream); /* NULL is allowed */
/* As stream->read, whoever made the stream. */
ssize_t stream_read(Stream *stream, void *data, size_t size, Error *error);

/* "-" is standard input. *length is 0 where it is not known. On failure `error` has the sentence. */
Opened *open_file(const char *path, IntakePlace *place, uint64_t *length, Error *error);
Opened *open_memory(char *data, size_t size); /* takes `data` over, also on failure */
/* Inflates gzip members one after the other, taking `under` over. A read does not run over a member's end, and after a
 * failure reading goes on at the next member. *members: how many have begun, what was read last being the last one's.
 * `lone`: what follows the members and is none is the end, and no failure. */
Opened *open_inflated(Stream *under, bool lone, const uint64_t **members);

/* UTF-16 as UTF-8, taking `under`, which sniff_wide knows, over. What is no character is U+FFFD. NULL when memory ran
 * out. */
Opened *open_narrowed(Opened *under);

/* What errno says of a file, as a sentence's end. Static, or strerror's. */
const char *reason_of(int error);

/* ---- a buffered reader ---- */
typedef struct Reader {
    Stream *stream; /* owned */
    uint8_t *data;
    size_t at, end;
    uint64_t before; /* bytes of the stream before data[0] */
    const uint64_t *members; /* as of open_inflated, or NULL */
    uint64_t member;
    bool fresh; /* data[0] begins a gzip member */
} Reader;
bool reader_init(Reader *reader, Stream *stream); /* takes the stream over, also on failure */
void reader_close(Reader *reader);
/* Whether there are bytes at data[at]: 1; 0 at the end; -1 on a failure. */
int reader_fill(Reader *reader, Error *error);
uint64_t reader_offset(const Reader *reader);
bool reader_seek(Reader *reader, uint64_t offset); /* false where nobody can */

/* ---- pieces ---- */
/* A file's or a member's name without its folders and its last ending; "stdin" for "-" and "standard input". */
char *id_of(const char *name);
/* The same of what a label names last. */
char *id_of_label(const char *label);
/* An empty piece with its label and id, taken over. A piece with neither data nor a problem says that memory ran
 * out. */
void piece_begin(Piece *out, char *label, char *id);
void piece_problem(Piece *out, const char *format, ...) PRINTF_LIKE(2, 3);
void piece_from(Piece *out, const char *address); /* it was fetched from there */
void piece_data(Piece *out, IntakeFormat format, Bytes *bytes); /* takes the bytes over */

size_t limit_of(const IntakeOptions *options, IntakeFormat format); /* most bytes of a piece */

/* What a stream holds, by looking or as options->format says: one piece or many. In intake.c, which knows all rooms. Takes
 * the stream over. `name` breaks ties and gives the id, `length` is the whole's where known. NULL when memory ran out. */
Way *way_open(Opened *opened, const IntakeOptions *options, const char *label, const char *name, uint64_t length,
              unsigned depth);
/* The XML of a .docx or .odt, taken over: its text is the article. */
Way *way_office(Opened *opened, const IntakeOptions *options, const char *label);
void way_close(Way *way); /* NULL is allowed */
/* The sentence with which XML of a kind that nobody here reads is refused; NULL: it is none. `t` as it begins, `root`
 * from its first element on, within it. The caller frees it. */
char *kind_refused(Text t, Text root, bool whole);
char *sniff_refused(const uint8_t *data, size_t size);

/* Whether JSON stands an object a line: the first line is an object, and a second one follows. */
bool sniff_lines(const uint8_t *data, size_t size, const char *name);
bool sniff_gzip(const uint8_t *data, size_t size);
bool sniff_arc(const uint8_t *data, size_t size); /* of what is a WARC by sniff, also packed */
/* UTF-16, with its mark or, without one, because it is ASCII in every other byte. */
typedef enum Wide { WIDE_NOT, WIDE_MARKED_LITTLE, WIDE_MARKED_BIG, WIDE_LITTLE, WIDE_BIG } Wide;
Wide sniff_wide(const uint8_t *data, size_t size);
bool name_ends(const char *name, const char *ending); /* without regard to case */

/* ---- formats by looking ---- The first bytes (at least 4 KiB where there are so many) and the name. */
IntakeFormat sniff(const uint8_t *data, size_t size, const char *name);

#endif
