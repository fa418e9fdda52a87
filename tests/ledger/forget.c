/* forget: to be preloaded (LD_PRELOAD) into the program. All that it does to files of one folder is done, and told to a
 * log, in its order; so is each line that it has told (fflush). power.py then makes of the log what a disk may hold
 * that lost its power at some moment: what was synced, and of what was not some, none or all.
 *
 *   SAYSO_FORGET_FOLDER, SAYSO_FORGET_LOG
 *
 * A record: one letter, sizes of the name and of the data, an offset, all as uint32, uint32, uint64; then the name and
 * the data. W write   T truncate to offset   S synced   C created   U unlinked   R renamed, L linked (data: the new
 * name)   D folder synced F what was told is out */
#undef _FILE_OFFSET_BITS /* open and open64 are two names here */
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MOST_FILES 1024

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char
    *names[MOST_FILES]; /* of each descriptor that is watched, relative to the folder; "" is the folder itself */
static int log_file = -2;

#define REAL(name) (__extension__(__typeof__(&name)) dlsym(RTLD_NEXT, #name))

static void put(const void *data, size_t size)
{
    for (const char *p = data; size;) {
        long n = syscall(SYS_write, log_file, p, size);
        if (n <= 0) abort();
        p += n;
        size -= (size_t)n;
    }
}

static void tell(char what, const char *name, const void *data, size_t size, uint64_t offset)
{
    uint32_t sizes[2] = {(uint32_t)strlen(name), (uint32_t)size};
    pthread_mutex_lock(&lock);
    if (log_file == -2) {
        const char *path = getenv("SAYSO_FORGET_LOG");
        log_file =
            path ? (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666) : -1;
    }
    if (log_file >= 0) {
        put(&what, 1);
        put(sizes, sizeof sizes);
        put(&offset, sizeof offset);
        put(name, sizes[0]);
        put(data, size);
    }
    pthread_mutex_unlock(&lock);
}

/* What of the path lies under the folder; NULL: it does not. */
static const char *watched(const char *path)
{
    const char *folder = getenv("SAYSO_FORGET_FOLDER");
    size_t size = folder ? strlen(folder) : 0;
    if (!size || strncmp(path, folder, size) != 0 || (path[size] && path[size] != '/')) return NULL;
    return path[size] ? path + size + 1 : "";
}

static const char *name_of(int file)
{
    return file >= 0 && file < MOST_FILES ? names[file] : NULL;
}

static int opened(int file, const char *path, bool made)
{
    const char *name = watched(path);
    if (file < 0 || file >= MOST_FILES) return file;
    free(names[file]);
    names[file] = name ? strdup(name) : NULL;
    if (name && made) tell('C', name, "", 0, 0);
    return file;
}

static int open_file(const char *path, int flags, mode_t mode)
{
    struct stat st;
    bool made = (flags & O_CREAT) && stat(path, &st);
    int file = (int)syscall(SYS_openat, AT_FDCWD, path, flags | O_LARGEFILE, mode);
    if (file >= 0 && (flags & O_TRUNC) && watched(path) && !made) tell('T', watched(path), "", 0, 0);
    return opened(file, path, made);
}

static mode_t mode_of(int flags, va_list more)
{
    return flags & (O_CREAT | O_TMPFILE) ? (mode_t)va_arg(more, int) : 0;
}

#define OPEN(name)                                                                                                     \
    int name(const char *path, int flags, ...)                                                                         \
    {                                                                                                                  \
        va_list more;                                                                                                  \
        va_start(more, flags);                                                                                         \
        mode_t mode = mode_of(flags, more);                                                                            \
        va_end(more);                                                                                                  \
        return open_file(path, flags, mode);                                                                           \
    }
OPEN(open)
OPEN(open64)

int close(int file)
{
    if (file >= 0 && file < MOST_FILES) {
        free(names[file]);
        names[file] = NULL;
    }
    return (int)syscall(SYS_close, file);
}

static ssize_t written(int file, const void *data, ssize_t size, off_t offset)
{
    const char *name = name_of(file);
    if (name && size > 0) tell('W', name, data, (size_t)size, (uint64_t)offset);
    return size;
}

ssize_t pwrite(int file, const void *data, size_t size, off_t offset)
{
    return written(file, data, syscall(SYS_pwrite64, file, data, size, offset), offset);
}
ssize_t pwrite64(int file, const void *data, size_t size, off64_t offset)
{
    return pwrite(file, data, size, offset);
}

ssize_t write(int file, const void *data, size_t size)
{
    off_t offset = name_of(file) ? lseek(file, 0, SEEK_CUR) : 0;
    return written(file, data, syscall(SYS_write, file, data, size), offset);
}

int ftruncate(int file, off_t size)
{
    int failed = (int)syscall(SYS_ftruncate, file, size);
    if (!failed && name_of(file)) tell('T', name_of(file), "", 0, (uint64_t)size);
    return failed;
}
int ftruncate64(int file, off64_t size)
{
    return ftruncate(file, size);
}

static int synced(int file, int failed)
{
    const char *name = name_of(file);
    if (!failed && name) tell(*name ? 'S' : 'D', name, "", 0, 0);
    return failed;
}

int fsync(int file)
{
    return synced(file, 0);
} /* the real disk need not wait: this one is made of the log */
int fdatasync(int file)
{
    return synced(file, 0);
}

int unlink(const char *path)
{
    int failed = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    if (!failed && watched(path)) tell('U', watched(path), "", 0, 0);
    return failed;
}

int rename(const char *from, const char *to)
{
    int failed = REAL(rename)(from, to);
    if (!failed && watched(from) && watched(to)) tell('R', watched(from), watched(to), strlen(watched(to)), 0);
    return failed;
}

int link(const char *from, const char *to)
{
    int failed = REAL(link)(from, to);
    if (!failed && watched(from) && watched(to)) tell('L', watched(from), watched(to), strlen(watched(to)), 0);
    return failed;
}

int fflush(FILE *stream)
{
    int failed = REAL(fflush)(stream);
    if (!failed && stream == stdout) tell('F', "", "", 0, 0);
    return failed;
}
