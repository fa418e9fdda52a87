/* A program that draws (Graphviz's dot, gnuplot), without a shell between: it reads what we write, and what it draws
 * passes through us, so that a full disk is told. It draws when it has read all: first we write, then we read. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/form/form.h"

typedef struct Drawer {
    pid_t child;
    int to[2], from[2]; /* read end, write end; -1: none */
} Drawer;

static void close_end(int *end)
{
    if (*end >= 0) close(*end);
    *end = -1;
}

/* Of the processor; of the clock twice as many: then an alarm, which outlasts exec, ends it. */
#define MOST_SECONDS 20u

/* Our environment, but what it is given is UTF-8. Made before the fork: after it another thread's locks would stay
 * locked. */
static char **environment_of(void)
{
    static char utf8[] = "LC_ALL=C.UTF-8";
    size_t count = 0, kept = 0;
    while (environ[count]) count++;
    char **own = calloc(count + 2, sizeof *own);
    for (size_t i = 0; own && i < count; i++)
        if (strncmp(environ[i], utf8, 7)) own[kept++] = environ[i];
    if (own) own[kept] = utf8;
    return own;
}

/* execvpe takes pointers to what it does not change. */
static void become(const char *const *command, char **environment)
{
    const struct rlimit time = {MOST_SECONDS, MOST_SECONDS};
    union {
        const char *const *in;
        char *const *out;
    } words = {command};
    sigset_t none;
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    (void)setrlimit(RLIMIT_CPU, &time);
    (void)signal(SIGALRM, SIG_DFL);
    (void)alarm(2 * MOST_SECONDS);
    execvpe(command[0], words.out, environment);
    _exit(DRAW_MISSING);
}

static bool drawer_begin(Drawer *d, const char *const *command)
{
    *d = (Drawer){-1, {-1, -1}, {-1, -1}};
    (void)signal(SIGPIPE, SIG_IGN); /* a program that is not there must not end us in silence */
    if (pipe2(d->to, O_CLOEXEC) || pipe2(d->from, O_CLOEXEC)) return false;
    char **environment = environment_of();
    if (!environment) return false;
    d->child = fork();
    if (!d->child) {
        dup2(d->to[0], STDIN_FILENO);
        dup2(d->from[1], STDOUT_FILENO);
        become(command, environment);
    }
    free(environment);
    close_end(&d->to[0]);
    close_end(&d->from[1]);
    return d->child > 0;
}

static int drawer_end(Drawer *d)
{
    int status = -1;
    for (int i = 0; i < 2; i++) {
        close_end(&d->to[i]);
        close_end(&d->from[i]);
    }
    return d->child > 0 && waitpid(d->child, &status, 0) == d->child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static bool give(Drawer *d, void (*write)(FILE *to, const void *what), const void *what)
{
    FILE *to = fdopen(d->to[1], "w");
    if (!to) return false;
    d->to[1] = -1;
    write(to, what);
    return !fclose(to);
}

static void take(Drawer *d, FILE *to)
{
    char bytes[8192];
    for (ssize_t n; (n = read(d->from[0], bytes, sizeof bytes)) > 0;) fwrite(bytes, 1, (size_t)n, to);
}

int draw(const char *const *command, void (*write)(FILE *to, const void *what), const void *what, FILE *to)
{
    Drawer d;
    if (drawer_begin(&d, command) && give(&d, write, what)) take(&d, to);
    return drawer_end(&d);
}
