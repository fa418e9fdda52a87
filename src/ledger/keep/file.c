/* The ledger as a file: a copy of it, its room, and what it outlasts. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "ledger/keep/keep.h"

/* The folder's own entry, so that the name outlasts a loss of power, too; where that cannot be, no more can be done. */
static void sync_folder(const char *path)
{
    char *folder = strdup(path), *slash = folder ? strrchr(folder, '/') : NULL;
    if (slash) slash[slash == folder] = 0;
    int handle = folder ? open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (handle >= 0) (void)fsync(handle);
    if (handle >= 0) (void)close(handle);
    free(folder);
}

static Status cannot(const char *to, Error *error)
{
    if (errno == EEXIST)
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "%s: there is a file of that name; it is left as it is", to);
    if (errno == ENOENT || errno == ENOTDIR)
        return fail(error, SAYSO_ERROR_IO, NO_OFFSET, "%s: its folder is not there; make that first", to);
    return fail(error, SAYSO_ERROR_IO, NO_OFFSET, "%s: %s", to, strerror(errno));
}

/* Under a name that is nobody's until it is whole. A file system without links (FAT) has renaming alone. */
static Status give_name(const char *made, const char *to, Error *error)
{
    if (link(made, to) && (errno == EEXIST || access(to, F_OK) == 0 || rename(made, to))) return cannot(to, error);
    (void)unlink(made);
    sync_folder(to);
    return SAYSO_OK;
}

static Status count_articles(Ledger *ledger, uint64_t *out, Error *error)
{
    int64_t count;
    Query *q = db_query(ledger->db, "SELECT count(*) FROM article", error);
    Status status = q ? query_number(q, &count, error) : SAYSO_ERROR_IO;
    *out = status ? 0 : (uint64_t)count;
    return status;
}

static Status copy_as(Ledger *ledger, char *made, const char *to, uint64_t *articles, Error *error)
{
    Ledger *copy;
    Status status = db_backup(ledger->db, made, to, error);
    if (!status) status = ledger_open(made, LEDGER_LOOK, 0, &copy, error);
    if (status) return status;
    status = count_articles(copy, articles, error); /* of the copy: another may have added one by now */
    ledger_close(copy);
    return status ? status : give_name(made, to, error);
}

Status ledger_file_begin(const char *to, char **made, Error *error)
{
    *made = NULL;
    if (!access(to, F_OK)) {
        errno = EEXIST;
        return cannot(to, error);
    }
    if (asprintf(made, "%s%s.XXXXXX", *to == ':' || !strncmp(to, "file:", 5) ? "./" : "", to) < 0) {
        *made = NULL;
        return fail_memory(error);
    }
    int handle = mkstemp(*made);
    if (handle >= 0) return close(handle), SAYSO_OK;
    free(*made);
    *made = NULL;
    return cannot(to, error);
}

/* What lies beside it goes first: without the file nobody knows what it is. No memory is needed. */
void ledger_file_drop(const char *made)
{
    static const char *const ends[] = {"-wal", "-shm", "-journal", ""};
    char name[PATH_MAX];
    for (size_t i = 0; made && i < COUNT(ends); i++) {
        int size = snprintf(name, sizeof name, "%s%s", made, ends[i]);
        if (size > 0 && (size_t)size < sizeof name) (void)unlink(name);
    }
}

/* A WAL that is left holds what could not be written into the file when it was closed. */
Status ledger_file_end(const char *made, const char *to, Error *error)
{
    if (pages_wal(made)) {
        errno = EIO;
        return cannot(to, error);
    }
    int handle = open(made, O_RDWR | O_CLOEXEC);
    if (handle < 0) return cannot(to, error);
    int failed = fsync(handle);
    if (close(handle) || failed) return cannot(to, error);
    Status status = give_name(made, to, error);
    if (!status) ledger_file_drop(made); /* an empty one may be there still */
    return status;
}

Status ledger_backup(Ledger *ledger, const char *to, uint64_t *articles, Error *error)
{
    char *made;
    Status status = ledger_file_begin(to, &made, error);
    if (status) return status;
    status = copy_as(ledger, made, to, articles, error);
    if (status) ledger_file_drop(made);
    free(made);
    return status;
}

Status ledger_compact(Ledger *ledger, uint64_t *before, uint64_t *after, Error *error)
{
    Status status = db_compact(ledger->db, before, after, error);
    return status ? status : seal_watch(ledger->db, error); /* where temporary files lie was changed: its triggers went */
}

Status ledger_durable(Ledger *ledger, Error *error) { return db_script(ledger->db, "PRAGMA synchronous=FULL", error); }

Status ledger_lean(Ledger *ledger, Error *error)
{
    return db_script(ledger->db, "PRAGMA cache_size=-16384", error);
}
