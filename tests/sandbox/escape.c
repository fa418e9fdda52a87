/* escape: to be preloaded into the program. Its parser of pages is one that somebody has taken over: it tries to get
 * out, and tells on standard error what it could do ("exec: done", "write: refused"); then it parses. escape.py runs
 * it.
 *
 * ESCAPE_FOLDER: of the tries; ESCAPE_PORT: where somebody listens */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <gumbo.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void tell(const char *what, bool done)
{
    char line[100];
    int size = snprintf(line, sizeof line, "%s: %s\n", what, done ? "done" : "refused");
    if (write(STDERR_FILENO, line, (size_t)size) < 0) abort();
}

static const char *in_folder(const char *name)
{
    static char path[4096];
    snprintf(path, sizeof path, "%s/%s", getenv("ESCAPE_FOLDER"), name);
    return path;
}

static bool can_start(const char *program)
{
    int status = 0;
    pid_t child = fork();
    if (!child) {
        char *const command[] = {(char[]){"x"}, (char[]){"-c"}, (char[]){"exit 7"}, NULL};
        char *const nothing[] = {NULL}; /* nor this file preloaded */
        execve(program, command, nothing);
        _exit(1);
    }
    return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 7;
}

static bool can_open(const char *name, int flags)
{
    int file = open(in_folder(name), flags | O_CLOEXEC, 0666);
    if (file >= 0) close(file);
    return file >= 0;
}

static bool can_connect(void)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(getenv("ESCAPE_PORT")))};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int file = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool done = file >= 0 && !connect(file, (const struct sockaddr *)&to, sizeof to);
    if (file >= 0) close(file);
    return done;
}

static void try_all(void)
{
    char there[4096];
    snprintf(there, sizeof there, "%s", in_folder("there"));
    tell("exec", can_start("/bin/sh"));
    tell("make", can_open("made", O_CREAT | O_WRONLY));
    tell("write", can_open("there", O_WRONLY));
    tell("append", can_open("there", O_WRONLY | O_APPEND));
    tell("empty", !truncate(there, 0));
    tell("rights", !chmod(there, 0777));
    tell("rename", !rename(there, in_folder("renamed")));
    tell("folder", !mkdir(in_folder("folder"), 0777));
    tell("link", !symlink("/etc", in_folder("link")));
    tell("remove", !unlink(in_folder("gone")));
    tell("connect", can_connect());
    tell("signal", !kill(getppid(), 0));
}

GumboOutput *gumbo_parse_with_options(const GumboOptions *options, const char *buffer, size_t length)
{
    GumboOutput *(*parse)(const GumboOptions *, const char *, size_t);
    *(void **)&parse = dlsym(RTLD_NEXT, "gumbo_parse_with_options");
    try_all();
    return parse(options, buffer, length);
}
