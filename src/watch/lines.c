/* Alerts as JSON Lines, to standard output or behind what a file has. The last line of a file tells whether a run that
 * was killed had written the alert that it was about to tell: then it is not written again. Half a line is taken away.
 */
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "watch/watch.h"

#define MOST_LINE (16u << 20) /* so far back the last line is looked for */

typedef struct Lines {
    Channel channel; /* first */
    FILE *to;
    bool file; /* whose end can be looked at */
} Lines;

static Sent failed(Channel *c, Error *error)
{
    (void)snprintf(c->problem, sizeof c->problem, "it cannot be written: %s", reason(errno));
    if (errno == EPIPE)
        return (void)fail(error, SAYSO_ERROR_IO, NO_OFFSET, "standard output: nobody reads any more"), SENT_BROKEN;
    return SENT_LATER;
}

/* A line whole or, where it fails, none: what of it was written is taken away again. */
static Sent put_line(Lines *l, json_t *object, Error *error)
{
    char *line = json_dumps(object, JSON_COMPACT);
    off_t before = l->file ? lseek(fileno(l->to), 0, SEEK_END) : 0;
    json_decref(object);
    if (!line) return (void)fail_memory(error), SENT_BROKEN;
    bool written = fprintf(l->to, "%s\n", line) > 0 && !fflush(l->to);
    int why = errno;
    free(line);
    if (written) return SENT_DONE;
    clearerr(l->to);
    if (l->file && ftruncate(fileno(l->to), before)) why = errno;
    errno = why;
    return failed(&l->channel, error);
}

static Sent send_lines(Channel *c, Ledger *ledger, const Alert *alerts, uint32_t count, int64_t *told, Arena *arena,
                       Error *error)
{
    (void)count; /* one */
    json_t *object = json_of_alert(ledger, alerts, arena, error);
    *told = alerts->id;
    return object ? put_line((Lines *)c, object, error) : SENT_BROKEN;
}

json_t *json_of_held(const Alert *rows, uint32_t count, int64_t last)
{
    json_t *object = json_object(), *watches = json_array();
    uint64_t all = 0;
    for (uint32_t i = 0; i < count; i++) {
        json_t *row = json_object();
        set_integer(row, "id", rows[i].watch);
        set_text(row, "name", rows[i].watch_name);
        set_integer(row, "alerts", rows[i].copies);
        json_array_append_new(watches, row);
        all += rows[i].copies;
    }
    set_integer(object, "held_back", (int64_t)all);
    set_integer(object, "up_to", last);
    json_object_set_new_nocheck(object, "watches", watches);
    return object;
}

static Sent send_held(Channel *c, const Alert *rows, uint32_t count, int64_t last, Error *error)
{
    return put_line((Lines *)c, json_of_held(rows, count, last), error);
}

/* ---- what a file has ---- */

/* The last whole line, to be freed; what stands behind it is taken away. NULL: there is none. */
static char *last_line(int file)
{
    struct stat st;
    if (fstat(file, &st) || !S_ISREG(st.st_mode) || !st.st_size) return NULL;
    size_t size = st.st_size < (off_t)MOST_LINE ? (size_t)st.st_size : MOST_LINE;
    char *data = malloc(size + 1);
    if (!data || pread(file, data, size, st.st_size - (off_t)size) != (ssize_t)size) return free(data), NULL;
    char *end = memrchr(data, '\n', size);
    if (!end && size == (size_t)st.st_size) end = data - 1; /* half a line, and nothing else */
    if (end && end + 1 < data + size && ftruncate(file, st.st_size - (data + size - (end + 1)))) end = NULL;
    if (!end || end < data) return free(data), NULL;
    *end = 0;
    char *begin = memrchr(data, '\n', (size_t)(end - data)), *line = strdup(begin ? begin + 1 : data);
    free(data);
    return line;
}

/* A number that was held back is of this ledger, and of what waits, if it is what the ledger counts. */
static Status recover_held(Ledger *ledger, Teller *teller, int64_t held, int64_t up_to, Arena *arena, Error *error)
{
    Alert *rows;
    uint32_t count;
    int64_t all = 0;
    WatchStatus now;
    Status status = ledger_watch_status(ledger, &now, error);
    if (!status) status = ledger_alerts_waiting(ledger, teller->told, up_to, arena, &rows, &count, error);
    for (uint32_t i = 0; !status && i < count; i++) all += rows[i].copies;
    if (!status && up_to <= now.last && held == all) teller->told = up_to;
    return status;
}

/* The alert that comes next was written, if the last line is of it. */
static Status recover(Channel *c, Ledger *ledger, Teller *teller, Arena *arena, Error *error)
{
    Lines *l = (Lines *)c;
    Alert *next;
    uint32_t count;
    char *line = l->file ? last_line(fileno(l->to)) : NULL;
    json_t *object = line ? json_loads(line, 0, NULL) : NULL;
    Status status = ledger_alerts(ledger, 0, teller->told, false, 1, arena, &next, &count, error);
    json_int_t id = json_integer_value(json_object_get(object, "alert")),
               held = json_integer_value(json_object_get(object, "held_back")),
               up_to = json_integer_value(json_object_get(object, "up_to"));
    const char *found = json_string_value(json_object_get(object, "found"));
    if (!status && count && id == next->id && found && text_is(next->made, found)) teller->told = id;
    if (!status && count && up_to >= next->id) status = recover_held(ledger, teller, held, up_to, arena, error);
    json_decref(object);
    free(line);
    return status;
}

static void close_lines(Channel *c)
{
    Lines *l = (Lines *)c;
    if (l->to != stdout) (void)fclose(l->to);
    free(l);
}

/* Two that write to one file would tell all twice. The lock ends with the process, however that ends. */
static bool locked(int file)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    return !fcntl(file, F_SETLK, &lock) || (errno != EACCES && errno != EAGAIN);
}

Channel *lines_open(const char *path)
{
    struct stat st;
    Lines *l = calloc(1, sizeof *l);
    if (!l) return complain(NULL, "out of memory"), NULL;
    l->channel = (Channel){.send = send_lines, .held = send_held, .recover = recover, .close = close_lines};
    (void)snprintf(l->channel.name, sizeof l->channel.name, "%s", path ? path : "standard output");
    int file = path ? open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0666) : STDOUT_FILENO;
    l->to = path ? file < 0 ? NULL : fdopen(file, "a") : stdout;
    l->file = path && l->to && !fstat(file, &st) && S_ISREG(st.st_mode);
    if (l->to && (!l->file || locked(file))) return &l->channel;
    complain(path, l->to ? "another 'sayso watch run' writes to it" : reason(errno));
    if (l->to && path) (void)fclose(l->to);
    free(l);
    return NULL;
}
