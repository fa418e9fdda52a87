/* found: what must hold of every piece, and of what is read out of it, whatever it came from. */
#ifndef SAYSO_FUZZ_FOUND_H
#define SAYSO_FUZZ_FOUND_H

#include "fuzz.h"
#include "intake/cut/cut.h"

#define FOUND_MOST ((size_t)32 << 10) /* max_article */

static inline bool is_utf8(const char *words) { return !words || utf8_valid(text_literal(words), NULL); }

/* "YYYY-MM-DD" of a day that was. */
static inline void check_day(Text day)
{
    static const unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    unsigned year, month, date;
    char copy[11] = {0}, again[11];
    PROPERTY(day.size == 10);
    memcpy(copy, day.data, 10);
    PROPERTY(sscanf(copy, "%4u-%2u-%2u", &year, &month, &date) == 3);
    PROPERTY(snprintf(again, sizeof again, "%04u-%02u-%02u", year % 10000, month % 100, date % 100) == 10);
    PROPERTY(!strcmp(copy, again) && year >= 1700 && month >= 1 && month <= 12 && date >= 1);
    bool leap = year % 4 == 0 && (year % 100 || year % 400 == 0);
    PROPERTY(date <= days[month - 1] + (leap && month == 2));
}

static inline void check_found(const Found *f, bool decoded)
{
    const Text all[] = {f->id, f->url, f->title, f->outlet, f->byline, f->published};
    PROPERTY(f->text.size <= FOUND_MOST + !decoded && f->warning_count <= COUNT(f->warnings));
    PROPERTY(!decoded || utf8_valid(f->text, NULL));
    for (size_t i = 0; i < COUNT(all); i++) PROPERTY(utf8_valid(all[i], NULL));
    for (uint32_t i = 0; i < f->warning_count; i++)
        PROPERTY(f->warnings[i].size && utf8_valid(f->warnings[i], NULL));
    if (f->published.size) check_day(f->published);
}

/* A success has an article, but for an empty file of text, which the library refuses. A failure has its sentence. */
static inline Status check_read(const Piece *piece, const IntakeOptions *options, Arena *arena, Found *out)
{
    Error error = {0};
    bool decoded = piece->format != INTAKE_TEXT;
    Status status = piece_read(piece, options, arena, out, &error);
    if (!status) {
        check_found(out, decoded);
        PROPERTY(!decoded || piece->fragment || out->text.size);
        return status;
    }
    if (status != SAYSO_ERROR_INPUT && status != SAYSO_ERROR_LIMIT) fprintf(stderr, "%s\n", error.message);
    PROPERTY(status == SAYSO_ERROR_INPUT || status == SAYSO_ERROR_LIMIT);
    PROPERTY(error.status == status && error.message[0] && is_utf8(error.message));
    return status;
}

static inline void check_piece(const Piece *p, const IntakeOptions *options)
{
    const char *const words[] = {p->label, p->id, p->url, p->title, p->outlet, p->byline, p->published, p->problem};
    PROPERTY(p->label && p->id && (p->problem != NULL) != (p->data != NULL) && !p->unchanged);
    PROPERTY(!p->problem || *p->problem);
    PROPERTY(p->size <= options->max_article * PAGE_FACTOR + 1);
    for (size_t i = 0; i < COUNT(words); i++) PROPERTY(is_utf8(words[i]));
}

/* Takes at most `most` pieces of a way and closes it; how many there were. */
static inline size_t check_way(Way *way, const IntakeOptions *options, size_t most)
{
    size_t count = 0;
    Arena arena;
    arena_init(&arena, &libc_allocator, (size_t)1 << 30);
    PROPERTY(way);
    for (Piece piece; count < most && way->next(way, &piece); count++) {
        Found found;
        check_piece(&piece, options);
        if (!piece.problem) (void)check_read(&piece, options, &arena, &found);
        arena_reset(&arena);
        piece_free(&piece);
    }
    way_close(way);
    arena_free(&arena);
    return count;
}

/* The bytes as a stream; a copy of their own size, so that a step over their end is seen. */
static inline Opened *stream_of(const uint8_t *data, size_t size)
{
    char *copy = malloc(size ? size : 1);
    PROPERTY(copy);
    if (size) memcpy(copy, data, size);
    Opened *opened = open_memory(copy, size);
    PROPERTY(opened);
    return opened;
}

#endif
