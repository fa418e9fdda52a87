/* A program that reads what anybody may have written, as a child with few rights: it sees its input, its output and
 * what lies in the file system for all to read; its memory, time and files are bounded, and it ends with us.
 *
 *   parent ── input, a file ──> child ── pipe ──> parent, which reads until the end or the time is over */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "intake/document/document.h"
#include "sandbox/sandbox.h"

/* Between fork and exec, where other threads have stopped: system calls alone. */
static void confine(const Child *child, const char *path)
{
    /* Of the processor's time a second more: at the first it is told so, at the second it would be killed without a
     * word. */
    const struct {
        int what;
        rlim_t most, last;
    } limits[] = {{RLIMIT_CPU, child->seconds, child->seconds + 1},
                  {RLIMIT_AS, child->memory, child->memory},
                  {RLIMIT_FSIZE, 0, 0},
                  {RLIMIT_CORE, 0, 0},
                  {RLIMIT_NOFILE, 32, 32}};
    for (size_t i = 0; i < COUNT(limits); i++) {
        struct rlimit limit = {limits[i].most, limits[i].last};
        if (setrlimit((__rlimit_resource_t)limits[i].what, &limit)) _exit(126);
    }
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_PDEATHSIG, SIGKILL) || chdir("/")) _exit(126);
    if (!sandbox_child(path)) _exit(126);
}

static _Noreturn void become(const Child *child, const char *path, int output)
{
    static char *const nothing[] = {NULL};
    int null = open("/dev/null", O_WRONLY);
    if (dup2(child->input, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 || dup2(null, STDERR_FILENO) < 0)
        _exit(126);
    if (close_range(3, ~0u, 0)) _exit(126);
    confine(child, path);
    union {
        const char *const *given;
        char **taken; /* execve promises not to write to them */
    } command = {child->command};
    execve(path, command.taken, nothing);
    _exit(127);
}

/* To be freed; NULL: it is in no folder of PATH. */
static char *find_program(const char *name)
{
    const char *folders = getenv("PATH");
    for (const char *at = folders; at && *at;) {
        size_t n = strcspn(at, ":");
        char *path = n && *at == '/' ? format_words("%.*s/%s", (int)n, at, name) : NULL;
        if (path && !access(path, X_OK)) return path;
        free(path);
        at += n + (at[n] == ':');
    }
    return NULL;
}

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Until the end of what it writes. */
static ChildEnd listen_to(const Child *child, int from)
{
    char part[16 << 10];
    int64_t until = now_ms() + (int64_t)child->seconds * 2000;
    for (;;) {
        int64_t left = until - now_ms();
        struct pollfd poller = {.fd = from, .events = POLLIN};
        int ready = left > 0 ? poll(&poller, 1, (int)left) : 0;
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) return ready ? CHILD_FAILED : CHILD_SLOW;
        ssize_t n = read(from, part, sizeof part);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return n ? CHILD_FAILED : CHILD_DONE;
        if (!child->take(child->context, part, (size_t)n)) return CHILD_STOPPED;
    }
}

static ChildEnd wait_for(pid_t pid, ChildEnd end, int *status)
{
    int how = 0;
    if (end != CHILD_DONE) (void)kill(pid, SIGKILL);
    while (waitpid(pid, &how, 0) < 0)
        if (errno != EINTR) return CHILD_FAILED;
    if (end != CHILD_DONE) return end;
    if (WIFSIGNALED(how) && WTERMSIG(how) == SIGXCPU) return CHILD_SLOW;
    if (!WIFEXITED(how) || WEXITSTATUS(how) >= 126) return CHILD_FAILED;
    *status = WEXITSTATUS(how);
    return CHILD_DONE;
}

ChildEnd child_run(const Child *child, int *status)
{
    int ends[2];
    char *path = find_program(child->command[0]);
    *status = -1;
    if (!path) return CHILD_MISSING;
    if (pipe2(ends, O_CLOEXEC)) {
        free(path);
        return CHILD_FAILED;
    }
    pid_t pid = fork();
    if (!pid) become(child, path, ends[1]);
    close(ends[1]);
    free(path);
    ChildEnd end = pid < 0 ? CHILD_FAILED : listen_to(child, ends[0]);
    close(ends[0]);
    return pid < 0 ? end : wait_for(pid, end, status);
}
