/* Landlock by its system calls: the C library has no names for them, and the kernel's header may be older than the
 * kernel. */
#include "sandbox/calls.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- Landlock ---- */

enum { /* of files, as the kernel counts them; behind each the version that knows it */
       FILE_EXECUTE = 1 << 0,
       FILE_WRITE = 1 << 1,
       FILE_READ = 1 << 2,
       FOLDER_READ = 1 << 3,
       FOLDER_REMOVE = 1 << 4,
       FILE_REMOVE = 1 << 5,
       MAKE_CHAR = 1 << 6,
       MAKE_FOLDER = 1 << 7,
       MAKE_FILE = 1 << 8,
       MAKE_SOCKET = 1 << 9,
       MAKE_FIFO = 1 << 10,
       MAKE_BLOCK = 1 << 11,
       MAKE_SYMLINK = 1 << 12,
       REFER = 1 << 13,         /* 2 */
       FILE_TRUNCATE = 1 << 14, /* 3 */
       TCP_BIND = 1 << 0,
       TCP_CONNECT = 1 << 1, /* 4 */
       SCOPE_ABSTRACT = 1 << 0,
       SCOPE_SIGNAL = 1 << 1 /* 6 */
};
#define MAKING (MAKE_CHAR | MAKE_FOLDER | MAKE_FILE | MAKE_SOCKET | MAKE_FIFO | MAKE_BLOCK | MAKE_SYMLINK)
#define WRITING (FILE_WRITE | FOLDER_REMOVE | FILE_REMOVE | MAKING | REFER | FILE_TRUNCATE)
#define OF_FILES (FILE_EXECUTE | FILE_WRITE | FILE_READ | FILE_TRUNCATE) /* what a rule on a file may say */

typedef struct Ruleset { /* as the kernel has it; a version knows the first members */
    uint64_t files, tcp, scopes;
} Ruleset;

typedef struct Beneath { /* packed, as the kernel has it */
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed)) Beneath;

static long version_here(void)
{
#ifdef SYS_landlock_create_ruleset
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, 1);
    return version > 0 ? version : 0;
#else
    return 0;
#endif
}

typedef struct Lock { /* one that is being made */
    int file;         /* -1: the kernel has none */
    uint64_t handled;
    bool failed;
} Lock;

static Lock lock_begin(uint64_t files, bool tcp, bool scopes)
{
    Lock lock = {.file = -1};
#ifdef SYS_landlock_create_ruleset
    long version = version_here();
    if (!version) return lock;
    if (version < 2) files &= ~(uint64_t)REFER;
    if (version < 3) files &= ~(uint64_t)FILE_TRUNCATE;
    Ruleset set = {files, tcp ? TCP_BIND | TCP_CONNECT : 0, scopes ? SCOPE_ABSTRACT | SCOPE_SIGNAL : 0};
    size_t size = version < 4 ? offsetof(Ruleset, tcp) : version < 6 ? offsetof(Ruleset, scopes) : sizeof set;
    lock.file = (int)syscall(SYS_landlock_create_ruleset, &set, size, 0);
    lock.handled = files;
    lock.failed = lock.file < 0;
#else
    (void)files, (void)tcp, (void)scopes;
#endif
    return lock;
}

/* What is not there needs no rule: nothing can be done with it. */
static void lock_allow(Lock *lock, const char *path, uint64_t allowed)
{
#ifdef SYS_landlock_add_rule
    struct stat st;
    if (lock->file < 0 || !path) return;
    Beneath beneath = {allowed & lock->handled, open(path, O_PATH | O_CLOEXEC)};
    if (beneath.parent < 0) return;
    if (!fstat(beneath.parent, &st) && !S_ISDIR(st.st_mode)) beneath.allowed &= OF_FILES;
    if (beneath.allowed && syscall(SYS_landlock_add_rule, lock->file, 1, &beneath, 0)) lock->failed = true;
    (void)close(beneath.parent);
#else
    (void)lock, (void)path, (void)allowed;
#endif
}

static bool lock_end(Lock *lock)
{
#ifdef SYS_landlock_restrict_self
    if (lock->file < 0) return !lock->failed;
    bool good =
        !lock->failed && !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) && !syscall(SYS_landlock_restrict_self, lock->file, 0);
    (void)close(lock->file);
    return good;
#else
    return !lock->failed;
#endif
}

/* ---- what is needed ---- */

/* Files without a name (O_TMPFILE) are written, not made; where a file system has none they get a name, and lose it. */
static uint64_t temporary_rights(const char *folder)
{
    int file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file >= 0) (void)close(file);
    return file >= 0 ? FILE_WRITE : FILE_WRITE | MAKE_FILE | FILE_REMOVE;
}

static const char *temporary_folder(void)
{
    const char *folder = getenv("TMPDIR");
    return folder && *folder ? folder : "/tmp";
}

static int find_interpreter(struct dl_phdr_info *info, size_t size, void *out)
{
    (void)size;
    for (unsigned i = 0; i < info->dlpi_phnum; i++)
        if (info->dlpi_phdr[i].p_type == PT_INTERP) {
            union {
                ElfW(Addr) address;
                const char *text;
            } path = {info->dlpi_addr + info->dlpi_phdr[i].p_vaddr};
            *(const char **)out = path.text;
        }
    return 1; /* the first is the program itself */
}

static void allow_program(Lock *lock, const char *name)
{
    const char *folders = getenv("PATH");
    for (const char *at = folders; at && *at;) {
        char path[PATH_MAX];
        size_t n = strcspn(at, ":");
        int size = snprintf(path, sizeof path, "%.*s/%s", (int)n, at, name);
        if (*at == '/' && size > 0 && (size_t)size < sizeof path && !access(path, X_OK)) {
            lock_allow(lock, path, FILE_EXECUTE | FILE_READ);
            return;
        }
        at += n + (at[n] == ':');
    }
}

/* ---- the program ---- */

/* Before threads begin, and read by them. */
static bool entered;
static const char *loader; /* who loads programs is started with each */

static bool lock_program(const SandboxNeeds *needs)
{
    Lock lock = lock_begin(FILE_EXECUTE | WRITING, !needs->network, true);
    for (size_t i = 0; i < SANDBOX_MOST; i++) {
        lock_allow(&lock, needs->folders[i], WRITING);
        lock_allow(&lock, needs->files[i], FILE_WRITE | FILE_TRUNCATE);
        if (needs->programs[i]) allow_program(&lock, needs->programs[i]);
    }
    lock_allow(&lock, needs->emptied, FILE_REMOVE);
    if (needs->programs[0]) lock_allow(&lock, loader, FILE_EXECUTE);
    lock_allow(&lock, temporary_folder(), temporary_rights(temporary_folder()));
    lock_allow(&lock, "/dev/null", FILE_WRITE | FILE_TRUNCATE);
    return lock_end(&lock);
}

Status sandbox_enter(const SandboxNeeds *needs, Error *error)
{
    if (needs->off) return SAYSO_OK;
    entered = true;
    (void)dl_iterate_phdr(find_interpreter, &loader);
    if (calls_make(needs->network, needs->programs[0] != NULL) && lock_program(needs) && calls_confine(CALLS_PROGRAM))
        return SAYSO_OK;
    return fail(error, SAYSO_ERROR_INTERNAL, NO_OFFSET,
                "the sandbox cannot be entered: %s; --no-sandbox goes without it", strerror(errno));
}

bool sandbox_children(void)
{
    entered = true;
    (void)dl_iterate_phdr(find_interpreter, &loader);
    return calls_make(true, true);
}

bool sandbox_reader(void)
{
    if (!entered) return true;
    Lock lock = lock_begin(WRITING, false, false);
    lock_allow(&lock, temporary_folder(), temporary_rights(temporary_folder()));
    lock_allow(&lock, "/dev/null", FILE_WRITE | FILE_TRUNCATE);
    return lock_end(&lock) && calls_confine(CALLS_READER);
}

/* ---- a child ---- */

bool sandbox_child(const char *program)
{
    static const char *const folders[] = {"/usr", "/lib", "/lib32", "/lib64", "/bin", "/etc", "/opt", "/nix/store"};
    if (!entered) return true;
    Lock lock = lock_begin(FILE_EXECUTE | FILE_READ | FOLDER_READ | WRITING, true, true);
    for (size_t i = 0; i < COUNT(folders); i++) lock_allow(&lock, folders[i], FILE_READ | FOLDER_READ);
    lock_allow(&lock, program, FILE_EXECUTE | FILE_READ);
    lock_allow(&lock, loader, FILE_EXECUTE | FILE_READ);
    lock_allow(&lock, "/dev/null", FILE_READ | FILE_WRITE);
    return lock_end(&lock) && calls_confine(CALLS_CHILD);
}

const char *sandbox_kinds(char *out, size_t size)
{
    long version = version_here();
    if (version)
        (void)snprintf(out, size, "Landlock %ld%s", version, calls_are_here() ? ", system calls" : "");
    else
        (void)snprintf(out, size, "%s", calls_are_here() ? "system calls" : "none");
    return out;
}
