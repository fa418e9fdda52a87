/* What has to be read more than once, or kept while something else is read: in a file without a name, in TMPDIR or
 * /tmp, which is gone with the program. Memory stays flat whatever comes. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "intake/cut/cut.h"

static Status spool_failed(Error *error)
{
    int why = errno;
    return fail(error, SAYSO_ERROR_IO, NO_OFFSET,
                "nothing can be kept in the temporary folder: %s; TMPDIR names another",
                why == ENOSPC ? "it is full" : reason_of(why));
}

/* A file that has no name from the beginning; where the file system knows none, it loses its own at once. */
static int open_nameless(void)
{
    const char *folder = getenv("TMPDIR");
    if (!folder || !*folder) folder = "/tmp";
    int file = open(folder, O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
    if (file >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL)) return file;
    char *path = format_words("%s/sayso-XXXXXX", folder);
    if (!path) {
        errno = ENOMEM;
        return -1;
    }
    file = mkostemp(path, O_CLOEXEC);
    if (file >= 0) unlink(path);
    free(path);
    return file;
}

Status spool_begin(Spool *spool, Error *error)
{
    *spool = (Spool){0};
    int file = open_nameless();
    if (file < 0) return spool_failed(error);
    if ((spool->file = fdopen(file, "w+b"))) return SAYSO_OK;
    close(file);
    return fail_memory(error);
}

Status spool_add(Spool *spool, const void *data, size_t size, Error *error)
{
    if (size && fwrite(data, 1, size, spool->file) != size) return spool_failed(error);
    spool->size += size;
    return SAYSO_OK;
}

Status spool_whole(Spool *spool, Error *error)
{
    return fflush(spool->file) ? spool_failed(error) : SAYSO_OK;
}

Status spool_read(const Spool *spool, uint64_t at, void *data, size_t size, Error *error)
{
    for (size_t have = 0; have < size;) {
        ssize_t n = pread(fileno(spool->file), (char *)data + have, size - have, (off_t)(at + have));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return spool_failed(error);
        have += (size_t)n;
    }
    return SAYSO_OK;
}

void spool_end(Spool *spool)
{
    if (spool->file) fclose(spool->file);
    *spool = (Spool){0};
}

/* ---- a stream that can be read again ---- */

typedef struct Again {
    Opened opened;
    Opened *under; /* NULL: it has been read */
    Spool spool;
    uint64_t at;
} Again;

/* What comes of `under` until a failure, which is told when reading gets there. */
static Status take_all(Again *a, Error *error)
{
    char part[16 << 10];
    Status status = SAYSO_OK;
    for (ssize_t n = 1; n > 0 && !status;) {
        n = stream_read(&a->under->stream, part, sizeof part, error);
        if (n > 0) status = spool_add(&a->spool, part, (size_t)n, error);
        if (n < 0) status = SAYSO_ERROR_INPUT;
    }
    stream_close(&a->under->stream);
    a->under = NULL;
    return status ? status : spool_whole(&a->spool, error);
}

static ssize_t again_more(Opened *opened, void *data, size_t size, Error *error)
{
    Again *a = (Again *)opened;
    uint64_t left = a->spool.size - a->at;
    size_t n = size < left ? size : (size_t)left;
    if (n && spool_read(&a->spool, a->at, data, n, error)) return -1;
    a->at += n;
    return (ssize_t)n;
}

static int64_t again_seek(Opened *opened, int64_t offset, int whence)
{
    Again *a = (Again *)opened;
    int64_t from = whence == SEEK_END ? (int64_t)a->spool.size : 0;
    if (whence == SEEK_CUR || offset < -from || offset > (int64_t)a->spool.size - from) return -1;
    opened_forget(opened);
    a->at = (uint64_t)(from + offset);
    return from + offset;
}

static void again_end(Opened *opened)
{
    Again *a = (Again *)opened;
    if (a->under) stream_close(&a->under->stream);
    spool_end(&a->spool);
    free(a);
}

Opened *open_again(Opened *under, Error *error)
{
    Again *a = calloc(1, sizeof *a);
    if (!a) {
        (void)fail_memory(error);
        stream_close(&under->stream);
        return NULL;
    }
    opened_init(&a->opened);
    a->opened.more = again_more;
    a->opened.seek = again_seek;
    a->opened.end = again_end;
    a->under = under;
    if (!spool_begin(&a->spool, error) && !take_all(a, error)) return &a->opened;
    stream_close(&a->opened.stream);
    return NULL;
}
