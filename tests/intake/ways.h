/* What the tests of ways in share: a temporary folder to stand in, files in it, and what comes of them in lines. */
#ifndef SAYSO_TEST_WAYS_H
#define SAYSO_TEST_WAYS_H

#include <dirent.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "intake/cut/cut.h"
#include "unit.h"

#define BYTES(literal) (literal), sizeof(literal) - 1

static char ways_folder[64];

static inline int ways_remove(const char *path, const struct stat *st, int flag, struct FTW *walk)
{
    (void)st, (void)flag, (void)walk;
    return remove(path);
}

/* Each test begins in an empty folder of its own, so that labels are short names. */
static inline int ways_begin(void **state)
{
    (void)state;
    strcpy(ways_folder, "/tmp/sayso-ways-XXXXXX");
    return !mkdtemp(ways_folder) || chdir(ways_folder);
}
static inline int ways_end(void **state)
{
    (void)state;
    return chdir("/") || nftw(ways_folder, ways_remove, 16, FTW_DEPTH | FTW_PHYS);
}

static inline void write_file(const char *name, const void *data, size_t size)
{
    FILE *file = fopen(name, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}
static inline void write_text(const char *name, const char *text) { write_file(name, text, strlen(text)); }

/* What was said, one line a piece: "LABEL [ID] FORMAT 'its beginning'" or "LABEL [ID] ! PROBLEM". */
typedef struct Said {
    char *text;
    size_t size;
    size_t pieces, problems, bytes;
} Said;

static inline void say_piece(FILE *to, const Piece *p)
{
    fprintf(to, "%s [%s] ", p->label, p->id);
    if (p->problem) {
        fprintf(to, "! %s\n", p->problem);
        return;
    }
    fprintf(to, "%s '", intake_format_name(p->format));
    for (size_t i = 0; i < p->size && i < 60; i++) fputc(p->data[i] < 32 ? '~' : p->data[i], to);
    fprintf(to, "'%s", p->size > 60 ? "…" : "");
    if (p->length && p->length != p->size) fprintf(to, " of %llu", (unsigned long long)p->length);
    if (p->url) fprintf(to, " <%s>", p->url);
    if (p->charset) fprintf(to, " (%s)", p->charset);
    fputc('\n', to);
}

static inline Said said_of(const IntakeOptions *options)
{
    Said said = {0};
    FILE *to = open_memstream(&said.text, &said.size);
    Intake *intake;
    Error error;
    assert_int_equal(intake_open(options, &intake, &error), SAYSO_OK);
    for (Piece p; intake_next(intake, &p); piece_free(&p)) {
        assert_non_null(p.label);
        assert_non_null(p.id);
        assert_true((p.problem != NULL) != (p.data != NULL));
        assert_true(p.data == NULL || p.size <= options->max_article * PAGE_FACTOR + 1);
        said.pieces++;
        said.problems += p.problem != NULL;
        said.bytes += p.size;
        if (said.pieces <= 100) say_piece(to, &p);
    }
    intake_close(intake);
    fclose(to);
    return said;
}

static inline Said said_by(const char *const *inputs, size_t count, IntakeFormat format, size_t max_article)
{
    IntakeOptions options = {.inputs = inputs, .input_count = count, .format = format, .max_article = max_article};
    return said_of(&options);
}

static inline Said said_by_one(const char *input, IntakeFormat format, size_t max_article)
{
    return said_by(&input, 1, format, max_article);
}

/* Reads one input, and what is said must be `expected`. */
#define assert_said(name, expected) assert_said_as((name), INTAKE_ANY, 1000, (expected))
#define assert_said_as(name, format, most, expected)                                                                  \
    do {                                                                                                              \
        Said said_ = said_by_one((name), (format), (most));                                                           \
        assert_string_equal(said_.text, (expected));                                                                  \
        free(said_.text);                                                                                             \
    } while (0)

/* ---- reading ---- */

typedef struct Read {
    Arena arena;
    Found found;
    Error error;
    Status status;
} Read;

static inline void read_begin(Read *r)
{
    *r = (Read){0};
    arena_init(&r->arena, &libc_allocator, (size_t)1 << 30);
}
/* The piece's bytes are a copy of their own size, so that a step over their end is seen. Of JSON nothing that is found
 * lies in the piece. */
static inline void read_json(Read *r, const IntakeOptions *options, const char *data, size_t size)
{
    Piece piece = {.format = INTAKE_JSON, .data = malloc(size ? size : 1), .size = size};
    assert_non_null(piece.data);
    memcpy(piece.data, data, size);
    arena_reset(&r->arena);
    r->error = (Error){0};
    r->status = piece_read(&piece, options, &r->arena, &r->found, &r->error);
    free(piece.data);
}

#define assert_text(text, expected) assert_text_is((text), (expected), __LINE__)
static inline void assert_text_is(Text text, const char *expected, int line)
{
    if (text_is(text, expected)) return;
    print_error("line %d: '%.*s' is not '%s'\n", line, (int)text.size, text.data ? text.data : "", expected);
    assert_true(text_is(text, expected));
}

#endif
