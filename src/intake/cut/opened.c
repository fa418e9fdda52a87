/* Bytes from a file, standard input, memory, gzip members: all are an Opened, which can be looked at before it is read.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "intake/cut/cut.h"

/* ---- buffers ---- */

bool bytes_add(Bytes *b, const void *data, size_t size)
{
    if (size > SIZE_MAX / 4 - b->size) return false;
    if (!b->data || b->size + size > b->capacity) {
        size_t capacity = b->capacity < 256 ? 256 : b->capacity;
        while (capacity < b->size + size) capacity *= 2;
        char *grown = realloc(b->data, capacity);
        if (!grown) return false;
        b->data = grown;
        b->capacity = capacity;
    }
    if (size) memcpy(b->data + b->size, data, size);
    b->size += size;
    return true;
}

void bytes_free(Bytes *b)
{
    free(b->data);
    *b = (Bytes){0};
}

char *bytes_take(Bytes *b, size_t *size)
{
    *size = 0;
    if (!b->data && !bytes_add(b, "", 0)) return NULL;
    char *data = realloc(b->data, b->size ? b->size : 1); /* a piece waits for its turn: no more than it needs */
    if (!data) data = b->data;
    *size = b->size;
    *b = (Bytes){0};
    return data;
}

bool items_grow(void **items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity) return true;
    size_t more = *capacity ? *capacity * 2 : 16;
    void *grown = realloc(*items, more * size);
    if (!grown) return false;
    *items = grown;
    *capacity = more;
    return true;
}

/* ---- what all have ---- */

static size_t take_ahead(Stream *stream, void *data, size_t size)
{
    size_t n = size < stream->ahead_size ? size : stream->ahead_size;
    if (n) memcpy(data, stream->ahead, n);
    stream->ahead += n;
    stream->ahead_size -= n;
    return n;
}

static ssize_t more_of(Opened *o, void *data, size_t size, Error *error)
{
    ssize_t n = o->more(o, data, size, error);
    if (n > 0) o->given += (uint64_t)n;
    return n;
}

static ssize_t opened_read(Stream *stream, void *data, size_t size, Error *error)
{
    Opened *o = (Opened *)(void *)stream;
    if (stream->ahead_size) return (ssize_t)take_ahead(stream, data, size);
    if (!o->failed) return more_of(o, data, size, error);
    if (error) *error = o->failure;
    o->failed = false;
    return -1;
}

static void opened_close(Stream *stream)
{
    Opened *o = (Opened *)(void *)stream;
    free(o->look);
    o->look = NULL;
    o->end(o);
}

void opened_init(Opened *o)
{
    o->stream.read = opened_read;
    o->stream.close = opened_close;
}

Opened *opened_of(Stream *stream)
{
    return stream->read == opened_read ? (Opened *)(void *)stream : NULL;
}

bool opened_look(Opened *o)
{
    if (o->look) return true;
    if (!(o->look = malloc(LOOK))) return false;
    size_t size = 0;
    for (ssize_t n = 1; n > 0 && size < LOOK;) {
        n = more_of(o, o->look + size, LOOK - size, &o->failure);
        if (n > 0) size += (size_t)n;
        o->failed = n < 0;
    }
    o->stream.ahead = o->look;
    o->stream.ahead_size = size;
    return true;
}

void stream_close(Stream *stream)
{
    if (stream && stream->close) stream->close(stream);
}

ssize_t stream_read(Stream *stream, void *data, size_t size, Error *error)
{
    if (stream->ahead_size) return (ssize_t)take_ahead(stream, data, size);
    return stream->read(stream, data, size, error);
}

void opened_forget(Opened *o)
{
    free(o->look);
    o->look = NULL;
    o->stream.ahead_size = 0;
    o->failed = false;
}

/* ---- a file ---- */

typedef struct File {
    Opened opened;
    int file;
    bool pipe, any; /* a named pipe; some bytes came */
} File;

const char *reason_of(int error)
{
    switch (error) {
    case ENOENT:
        return "there is no such file";
    case EACCES:
        return "it may not be opened by you";
    case EISDIR:
        return "it is a folder";
    case ENXIO:
        return "it is a socket or a device, not a file";
    case EBADF:
        return "it is closed";
    default:
        return strerror(error);
    }
}

#define SILENCE 600000 /* milliseconds that a named pipe may be silent */

/* Standard input may take its time. A file that has nothing now, as /proc/kmsg, may have nothing for ever. */
static bool wait_for(const File *f)
{
    struct pollfd p = {.fd = f->file, .events = POLLIN};
    int ready = poll(&p, 1, f->file == STDIN_FILENO ? -1 : f->pipe ? SILENCE : 0);
    if (ready) return ready > 0 || errno == EINTR;
    errno = EAGAIN;
    return false;
}

static ssize_t file_more(Opened *opened, void *data, size_t size, Error *error)
{
    File *f = (File *)opened;
    ssize_t n;
    while ((n = read(f->file, data, size)) < 0)
        if (errno != EINTR && (errno != EAGAIN || !wait_for(f))) {
            bool silent = errno == EAGAIN;
            (void)fail(error, SAYSO_ERROR_IO, NO_OFFSET, "%s", silent ? "nothing comes from it" : reason_of(errno));
            return -1;
        }
    if (!n && f->pipe && !f->any) {
        (void)fail(error, SAYSO_ERROR_IO, NO_OFFSET, "it is a pipe that nobody writes to");
        return -1;
    }
    f->any |= n > 0;
    return n;
}

static int64_t file_seek(Opened *opened, int64_t offset, int whence)
{
    opened_forget(opened);
    return lseek(((File *)opened)->file, offset, whence);
}

static void file_end(Opened *opened)
{
    File *f = (File *)opened;
    if (f->file != STDIN_FILENO) close(f->file);
    free(f);
}

static bool is_link(const char *path)
{
    struct stat st;
    return !lstat(path, &st) && S_ISLNK(st.st_mode);
}

/* "ftp://…" */
static bool has_scheme(const char *path)
{
    const char *at = path;
    while (is_letter(*at)) at++;
    return at > path && !strncmp(at, "://", 3);
}

Opened *open_file(const char *path, IntakePlace *place, uint64_t *length, Error *error)
{
    bool standard = !strcmp(path, "-");
    /* Not to wait: opening a named pipe that nobody writes to would last for ever. */
    int file = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct stat st = {0};
    File *f = NULL;
    if (file < 0 && errno == ENOENT && is_link(path))
        (void)fail(error, SAYSO_ERROR_IO, NO_OFFSET, "it is a link to a file that is not there");
    else if (file < 0 && errno == ENOENT && has_scheme(path))
        (void)fail(error, SAYSO_ERROR_IO, NO_OFFSET,
                   "there is no such file, and of URLs those of http and https alone are fetched; fetch it yourself");
    else if (file < 0 || fstat(file, &st))
        (void)fail(error, SAYSO_ERROR_IO, NO_OFFSET, "%s", reason_of(errno));
    else if (S_ISDIR(st.st_mode))
        (void)fail(error, SAYSO_ERROR_IO, NO_OFFSET, "%s", reason_of(EISDIR));
    else if (!(f = calloc(1, sizeof *f)))
        (void)fail_memory(error);
    if (!f) {
        if (file > STDIN_FILENO) close(file);
        return NULL;
    }
    bool regular = S_ISREG(st.st_mode);
    *place = (IntakePlace){true, st.st_dev, st.st_ino};
    *length = regular && st.st_size > 0 ? (uint64_t)st.st_size : 0;
    opened_init(&f->opened);
    f->opened.more = file_more;
    f->opened.seek = regular && !standard ? file_seek : NULL;
    f->opened.end = file_end;
    f->file = file;
    f->pipe = S_ISFIFO(st.st_mode) && !standard;
    return &f->opened;
}

/* ---- memory ---- */

typedef struct Memory {
    Opened opened;
    char *data;
    size_t size, at;
} Memory;

static ssize_t memory_more(Opened *opened, void *data, size_t size, Error *error)
{
    (void)error;
    Memory *m = (Memory *)opened;
    size_t n = size < m->size - m->at ? size : m->size - m->at;
    if (n) memcpy(data, m->data + m->at, n);
    m->at += n;
    return (ssize_t)n;
}

static int64_t memory_seek(Opened *opened, int64_t offset, int whence)
{
    Memory *m = (Memory *)opened;
    int64_t from = whence == SEEK_END ? (int64_t)m->size : 0;
    if (whence == SEEK_CUR || offset < -from || offset > (int64_t)m->size - from) return -1;
    opened_forget(opened);
    m->at = (size_t)(from + offset);
    return from + offset;
}

static void memory_end(Opened *opened)
{
    free(((Memory *)opened)->data);
    free(opened);
}

Opened *open_memory(char *data, size_t size)
{
    Memory *m = calloc(1, sizeof *m);
    if (!m) {
        free(data);
        return NULL;
    }
    opened_init(&m->opened);
    m->opened.more = memory_more;
    m->opened.seek = memory_seek;
    m->opened.end = memory_end;
    m->data = data;
    m->size = size;
    return &m->opened;
}

/* ---- a buffered reader ---- */

bool reader_init(Reader *r, Stream *stream)
{
    *r = (Reader){.stream = stream, .data = malloc(LOOK)};
    if (r->data) return true;
    reader_close(r);
    return false;
}

void reader_close(Reader *r)
{
    stream_close(r->stream);
    free(r->data);
    *r = (Reader){0};
}

int reader_fill(Reader *r, Error *error)
{
    if (r->at < r->end) return 1;
    r->before += r->end;
    r->at = r->end = 0;
    r->fresh = false;
    ssize_t n = stream_read(r->stream, r->data, LOOK, error);
    if (n <= 0) return (int)n;
    r->end = (size_t)n;
    r->fresh = r->members && *r->members != r->member;
    if (r->members) r->member = *r->members;
    return 1;
}

uint64_t reader_offset(const Reader *r)
{
    return r->before + r->at;
}

bool reader_seek(Reader *r, uint64_t offset)
{
    Opened *o = opened_of(r->stream);
    if (offset >= r->before && offset <= r->before + r->end) {
        r->at = (size_t)(offset - r->before);
        return true;
    }
    if (!o || !o->seek || offset > INT64_MAX || o->seek(o, (int64_t)offset, SEEK_SET) < 0) return false;
    r->before = offset;
    r->at = r->end = 0;
    return true;
}
