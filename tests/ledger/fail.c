/* fail: to be preloaded into the program. One call of a kind fails, or all from that one on: fault.py lets each fail in
 * its turn.
 *
 *   SAYSO_FAIL=KIND:N[:on]    KIND: alloc, sql, write, read. The Nth since the arguments were parsed, from 1 on; 0:
 * none SAYSO_FAIL_FOLDER         of whose files writes and reads are counted SAYSO_FAIL_COUNT          a file: it gets,
 * when the program ends, how many there were
 *
 * What a call fails with goes round with N: memory, a full disk, a disk that reports an error, a damaged file. */
#undef _FILE_OFFSET_BITS /* open and open64 are two names here */
#include <argp.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define REAL(name) (__extension__(__typeof__(&name)) dlsym(RTLD_NEXT, #name))
#define MOST_FILES 1024

static atomic_bool begun;
static atomic_long calls;
static char kind; /* the first letter */
static long which;
static bool on;
static bool watched[MOST_FILES]; /* of each descriptor: it is of the folder */

static bool fails(char of)
{
    if (!atomic_load(&begun) || of != kind) return false;
    long n = atomic_fetch_add(&calls, 1) + 1;
    return which && (n == which || (on && n > which));
}

/* ---- from when to when ---- */

static long count_file = -1; /* open before the sandbox is entered */

static void tell_count(void)
{
    char line[40];
    int size = snprintf(line, sizeof line, "%ld\n", atomic_load(&calls));
    if (count_file >= 0) (void)syscall(SYS_write, count_file, line, size);
}

error_t argp_parse(const struct argp *argp, int argc, char **argv, unsigned flags, int *index, void *input)
{
    error_t failed = REAL(argp_parse)(argp, argc, argv, flags, index, input);
    const char *what = getenv("SAYSO_FAIL");
    if (what && !atomic_load(&begun)) {
        const char *number = strchr(what, ':');
        char *rest = NULL;
        kind = *what;
        which = number ? strtol(number + 1, &rest, 10) : 0;
        on = rest && *rest;
        const char *path = getenv("SAYSO_FAIL_COUNT");
        if (path) count_file = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
        if (atexit(tell_count)) abort();
        atomic_store(&begun, true);
    }
    return failed;
}

/* ---- memory ---- the C library's own allocator under its other names */

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);

static void *no_memory(void)
{
    errno = ENOMEM;
    return NULL;
}

void *malloc(size_t size)
{
    return fails('a') ? no_memory() : __libc_malloc(size);
}
void *calloc(size_t count, size_t size)
{
    return fails('a') ? no_memory() : __libc_calloc(count, size);
}
void *realloc(void *old, size_t size)
{
    return fails('a') ? no_memory() : __libc_realloc(old, size);
}

/* ---- the database ---- what the program asks of it: its own index of words asks in the same way, and believes what it
 * is told at the end */

static int find_library(struct dl_phdr_info *info, size_t size, void *out)
{
    uintptr_t *range = out;
    (void)size;
    if (!strstr(info->dlpi_name, "libsqlite3")) return 0;
    for (unsigned i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        if (part->p_type != PT_LOAD) continue;
        if (!range[0] || info->dlpi_addr + part->p_vaddr < range[0]) range[0] = info->dlpi_addr + part->p_vaddr;
        if (info->dlpi_addr + part->p_vaddr + part->p_memsz > range[1])
            range[1] = info->dlpi_addr + part->p_vaddr + part->p_memsz;
    }
    return 1;
}

static bool sql_fails(const void *caller)
{
    static uintptr_t range[2];
    if (kind != 's') return false;
    if (!range[1]) (void)dl_iterate_phdr(find_library, range);
    uintptr_t at = (uintptr_t)caller;
    return (at < range[0] || at >= range[1]) && fails('s');
}
#define SQL_FAILS() sql_fails(__builtin_return_address(0))

static int sql_code(void)
{
    static const int codes[] = {SQLITE_NOMEM,   SQLITE_FULL,       SQLITE_IOERR_WRITE,
                                SQLITE_CORRUPT, SQLITE_IOERR_READ, SQLITE_BUSY};
    return codes[(size_t)which % (sizeof codes / sizeof *codes)];
}

int sqlite3_step(sqlite3_stmt *statement)
{
    return SQL_FAILS() ? sql_code() : REAL(sqlite3_step)(statement);
}

int sqlite3_exec(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **), void *context, char **message)
{
    if (!SQL_FAILS()) return REAL(sqlite3_exec)(db, sql, row, context, message);
    if (message) *message = NULL;
    return sql_code();
}

int sqlite3_prepare_v3(sqlite3 *db, const char *sql, int size, unsigned flags, sqlite3_stmt **statement,
                       const char **rest)
{
    if (!SQL_FAILS()) return REAL(sqlite3_prepare_v3)(db, sql, size, flags, statement, rest);
    *statement = NULL;
    return sql_code();
}

/* ---- files ---- */

static int opened(int file, const char *path)
{
    const char *folder = getenv("SAYSO_FAIL_FOLDER");
    if (file >= 0 && file < MOST_FILES) watched[file] = folder && !strncmp(path, folder, strlen(folder));
    return file;
}

static int disk_fails(void)
{
    errno = which % 2 ? ENOSPC : EIO;
    return -1;
}

static bool is_watched(int file)
{
    return file >= 0 && file < MOST_FILES && watched[file];
}

#define OPEN(name)                                                                                                     \
    int name(const char *path, int flags, ...)                                                                         \
    {                                                                                                                  \
        va_list more;                                                                                                  \
        va_start(more, flags);                                                                                         \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? (mode_t)va_arg(more, int) : 0;                                   \
        va_end(more);                                                                                                  \
        return opened((int)syscall(SYS_openat, AT_FDCWD, path, flags | O_LARGEFILE, mode), path);                      \
    }
OPEN(open)
OPEN(open64)

int close(int file)
{
    if (file >= 0 && file < MOST_FILES) watched[file] = false;
    return (int)syscall(SYS_close, file);
}

ssize_t pwrite(int file, const void *data, size_t size, off_t offset)
{
    if (is_watched(file) && fails('w')) return disk_fails();
    return syscall(SYS_pwrite64, file, data, size, offset);
}
ssize_t pwrite64(int file, const void *data, size_t size, off64_t offset)
{
    return pwrite(file, data, size, offset);
}

ssize_t pread(int file, void *data, size_t size, off_t offset)
{
    if (is_watched(file) && fails('r')) {
        errno = EIO;
        return -1;
    }
    return syscall(SYS_pread64, file, data, size, offset);
}
ssize_t pread64(int file, void *data, size_t size, off64_t offset)
{
    return pread(file, data, size, offset);
}

int ftruncate(int file, off_t size)
{
    return is_watched(file) && fails('w') ? disk_fails() : (int)syscall(SYS_ftruncate, file, size);
}
int ftruncate64(int file, off64_t size)
{
    return ftruncate(file, size);
}

int fsync(int file)
{
    return is_watched(file) && fails('w') ? disk_fails() : 0;
}
int fdatasync(int file)
{
    return is_watched(file) && fails('w') ? disk_fails() : 0;
}
