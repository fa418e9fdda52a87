/* A file's bytes, one more than the limit at most: enough to know that there are too many. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"

#define PIECE ((size_t)64 << 10)

static bool wait_for(int file)
{
    struct pollfd p = {.fd = file, .events = POLLIN};
    return poll(&p, 1, -1) >= 0 || errno == EINTR;
}

static bool read_all(int file, size_t limit, size_t expected, Buffer *out)
{
    while (out->size <= limit) {
        size_t left = limit + 1 - out->size, piece = out->size < expected ? expected - out->size + 1 : PIECE;
        if (piece > left) piece = left;
        if (!buffer_reserve(out, piece)) {
            errno = ENOMEM;
            return false;
        }
        ssize_t n = read(file, out->data + out->size, piece);
        if (n > 0)
            out->size += (size_t)n;
        else if (!n)
            return true;
        else if (errno != EINTR && (errno != EAGAIN || !wait_for(file)))
            return false;
    }
    return true;
}

/* Not to wait: opening a named pipe that nobody writes to would last for ever. */
static int open_input(const Input *input)
{
    if (!strcmp(input->path, "-")) return STDIN_FILENO;
    return open(input->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
}

bool bytes_read(const Input *input, size_t limit, Buffer *out, Place *place, uint64_t *length, const char **sentence)
{
    buffer_clear(out);
    int file = open_input(input);
    struct stat st = {0};
    if (file < 0 || fstat(file, &st)) {
        *sentence = reason(errno);
        if (file > STDIN_FILENO) close(file);
        return false;
    }
    *place = (Place){true, st.st_dev, st.st_ino};
    bool regular = S_ISREG(st.st_mode), ok = !S_ISDIR(st.st_mode);
    size_t expected = regular && st.st_size > 0 && (uint64_t)st.st_size <= limit ? (size_t)st.st_size : 0;
    if (!ok)
        *sentence = "it is a folder";
    else if (!(ok = read_all(file, limit, expected, out)))
        *sentence = reason(errno);
    else if (S_ISFIFO(st.st_mode) && file != STDIN_FILENO && !(ok = out->size > 0))
        *sentence = "it is a pipe that nobody writes to";
    if (file != STDIN_FILENO) close(file);
    *length = !regular ? 0 : (uint64_t)st.st_size > out->size ? (uint64_t)st.st_size : out->size;
    return ok;
}
