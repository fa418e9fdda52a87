/* Where renderings go: standard output, a file, or for brat a folder of NAME.txt beside NAME.ann (filename.c), since its
 * offsets count in the document's text, from which a date line is gone. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/read/read.h"

struct Output {
    const Options *options;
    int file; /* or the folder */
    bool folder, named, many, begun;
    bool made; /* the file was not there before */
    char place[4096]; /* its folder, where it was made */
    void *names;   /* of the pairs written into a folder; a search tree */
    IntakePlace *inputs; /* the files that are named as inputs, sorted */
    size_t input_count;
};

/* ---- opening ---- */

static void complain_of(const Output *o, int error)
{
    const char *sentence = reason(error);
    if (o->named && error == ENOENT) sentence = "its folder is not there; make that first";
    if (o->folder && error == ENOTDIR) sentence = "it is no folder; with --format=brat, --output must name a folder";
    complain(o->named ? o->options->output : "standard output", sentence);
}

IntakePlace place_of_file(int directory, const char *path)
{
    struct stat st;
    if (fstatat(directory, path, &st, 0)) return (IntakePlace){0};
    return (IntakePlace){true, st.st_dev, st.st_ino};
}

bool same_place(IntakePlace a, IntakePlace b)
{
    return a.known && b.known && a.device == b.device && a.number == b.number;
}

/* Standard input is one too, where it is a file. */
static IntakePlace place_of_input(const char *path)
{
    struct stat st;
    if (strcmp(path, "-")) return place_of_file(AT_FDCWD, path);
    if (fstat(STDIN_FILENO, &st) || !S_ISREG(st.st_mode)) return (IntakePlace){0};
    return (IntakePlace){true, st.st_dev, st.st_ino};
}

static int compare_places(const void *a, const void *b)
{
    const IntakePlace *x = a, *y = b;
    if (x->known != y->known) return x->known < y->known ? -1 : 1;
    if (x->device != y->device) return x->device < y->device ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

static bool remember_inputs(Output *o, const Options *options)
{
    const char *const lists[] = {options->names, options->model};
    size_t count = options->input_count ? options->input_count : 1;
    o->inputs = calloc(count + COUNT(lists), sizeof *o->inputs);
    if (!o->inputs) return false;
    for (size_t i = 0; i < count; i++)
        o->inputs[o->input_count++] = place_of_input(options->input_count ? options->inputs[i] : "-");
    for (size_t i = 0; i < COUNT(lists); i++)
        if (lists[i]) o->inputs[o->input_count++] = place_of_file(AT_FDCWD, lists[i]);
    qsort(o->inputs, o->input_count, sizeof *o->inputs, compare_places);
    return true;
}

/* What is written must not be an input: it would be emptied before it is read, or after. */
static bool is_input(const Output *o, IntakePlace place)
{
    return place.known && bsearch(&place, o->inputs, o->input_count, sizeof place, compare_places);
}

/* What is there is not emptied yet: perhaps nothing can be read that would take its place. */
static int open_named(Output *o)
{
    const char *path = o->options->output;
    if (o->folder) {
        if (mkdir(path, 0777) && errno != EEXIST) return -1;
        return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    }
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    o->made = file >= 0;
    return file < 0 && errno == EEXIST ? open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666) : file;
}

/* Devices and pipes have nothing to empty. */
static bool empty_named(const Output *o)
{
    struct stat st;
    return !o->named || o->folder || fstat(o->file, &st) || !S_ISREG(st.st_mode) || !ftruncate(o->file, 0);
}

static void output_free(Output *o)
{
    tdestroy(o->names, free);
    free(o->inputs);
    free(o);
}

Output *output_open(const Options *options)
{
    Output *o = calloc(1, sizeof *o);
    if (!o || !remember_inputs(o, options)) {
        complain(NULL, "out of memory");
        free(o);
        return NULL;
    }
    o->options = options;
    o->named = options->output;
    o->folder = o->named && options->format == SAYSO_FORMAT_BRAT;
    o->many = intake_is_many(&options->intake);
    o->file = STDOUT_FILENO;
    if (o->named && is_input(o, place_of_file(AT_FDCWD, options->output))) {
        complain(options->output, "it is the output and an input; name another output");
        output_free(o);
        return NULL;
    }
    if (o->named) o->file = open_named(o);
    if (o->file >= 0) return o;
    complain_of(o, errno);
    output_free(o);
    return NULL;
}

IntakePlace output_place(const Output *o)
{
    struct stat st;
    if (o->folder || fstat(o->file, &st) || !S_ISREG(st.st_mode)) return (IntakePlace){0};
    return (IntakePlace){true, st.st_dev, st.st_ino};
}

/* A file that was made for nothing is taken away again. */
void output_needs(Output *o, SandboxNeeds *needs)
{
    const char *path = o->options->output, *slash = o->made ? strrchr(path, '/') : NULL;
    if (o->folder) needs->folders[0] = path;
    if (!o->made) return;
    (void)snprintf(o->place, sizeof o->place, "%.*s", slash ? (int)(slash - path) + 1 : 1, slash ? path : ".");
    needs->emptied = o->place;
}

bool output_to_terminal(const Output *o) { return !o->folder && isatty(o->file); }

bool output_wants_text(const Output *o) { return o->folder; }

sayso_write_options output_look(const Output *o)
{
    return o->folder ? (sayso_write_options){.size = sizeof(sayso_write_options)} : look_of(o->file);
}

/* ---- writing ---- */

static bool write_all(int file, const char *data, size_t size)
{
    while (size) {
        ssize_t n = write(file, data, size);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && errno == EAGAIN && poll(&(struct pollfd){.fd = file, .events = POLLOUT}, 1, -1) >= 0) continue;
        if (n <= 0) return false;
        data += n;
        size -= (size_t)n;
    }
    return true;
}

static bool write_pair_file(const Output *o, const char *name, const Buffer *bytes)
{
    int file = openat(o->file, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0) return false;
    bool ok = write_all(file, bytes->data, bytes->size);
    int error = ok ? 0 : errno;
    ok = !close(file) && ok;
    if (!ok && error) errno = error;
    return ok;
}

static int compare_names(const void *a, const void *b) { return strcmp(a, b); }

/* 1 the first of that name, 0 not the first, -1 out of memory */
static int remember(Output *o, const char *id)
{
    char *copy = strdup(id), **found = copy ? tsearch(copy, &o->names, compare_names) : NULL;
    bool first = found && *found == copy;
    if (!first) free(copy);
    return found ? first : -1;
}

static bool refuse_pair(Result *r, const char *sentence)
{
    complain(r->piece.label, sentence);
    r->failed = true;
    return true;
}

/* The folders of a name that is long; those that are there already are as good. */
static bool make_folders(const Output *o, char *name)
{
    for (char *slash = name; (slash = strchr(slash, '/')); slash++) {
        *slash = 0;
        bool made = !mkdirat(o->file, name, 0777) || errno == EEXIST;
        *slash = '/';
        if (!made) return false;
    }
    return true;
}

/* The next article would fare no better. */
static bool is_final(int error) { return error == ENOSPC || error == EDQUOT || error == EROFS || error == EIO; }

static bool write_pair(Output *o, Result *r, char *name, const char *text, const char *annotation)
{
    if (make_folders(o, name) && write_pair_file(o, text, &r->text) && write_pair_file(o, annotation, &r->rendering))
        return true;
    if (!is_final(errno)) return refuse_pair(r, reason(errno));
    complain_of(o, errno);
    return false;
}

static bool output_named(Output *o, Result *r, char *name)
{
    char text[4096], annotation[4096];
    int first = remember(o, name);
    if (first < 0) return refuse_pair(r, "out of memory");
    if (!first) return refuse_pair(r, "another input has the same name; brat's two files of that one are kept");
    snprintf(text, sizeof text, "%s.txt", name);
    snprintf(annotation, sizeof annotation, "%s.ann", name);
    IntakePlace a = place_of_file(o->file, text), b = place_of_file(o->file, annotation);
    if (is_input(o, a) || is_input(o, b) || same_place(r->piece.place, a) || same_place(r->piece.place, b))
        return refuse_pair(r, "the output would overwrite an input; name another folder");
    return write_pair(o, r, name, text, annotation);
}

static bool output_pair(Output *o, Result *r)
{
    Buffer name = {0};
    bool going;
    if (!file_name(text_of(r->id.data, r->id.size - 1), &name))
        going = refuse_pair(r, "out of memory");
    else if (!file_name_fits(&name))
        going = refuse_pair(r, "its name is too long for brat's two files");
    else
        going = output_named(o, r, name.data);
    buffer_free(&name);
    return going;
}

/* "# ID", one line whatever the id holds. */
static bool write_heading(Output *o, const Result *r)
{
    Buffer line = {0};
    bool ok = buffer_add(&line, "# ", 2) && buffer_add(&line, r->id.data, r->id.size - 1) && buffer_add(&line, "\n", 1);
    for (size_t i = 0; ok && i + 1 < line.size; i++)
        if (line.data[i] == '\n' || line.data[i] == '\r' || !line.data[i]) line.data[i] = ' ';
    if (!ok) errno = ENOMEM;
    Buffer safe = {0};
    if (ok && output_to_terminal(o)) {
        ok = terminal_safe(text_of(line.data, line.size), false, &safe);
        buffer_free(&line);
        line = safe;
    }
    ok = ok && write_all(o->file, line.data, line.size);
    buffer_free(&line);
    return ok;
}

/* What stands once before all. */
static const char *heading_of(const Options *options)
{
    return options->coded ? coded_heading((Coded)(options->coded - 1)) : sayso_format_heading(options->format);
}

/* What stands between two articles, or before the first. */
static bool write_between(Output *o, const Result *r)
{
    const char *heading = o->begun ? "" : heading_of(o->options);
    if (!o->begun && !empty_named(o)) return false;
    if (o->begun && o->options->format == SAYSO_FORMAT_TABLE) heading = "\n";
    o->begun = true;
    if (!write_all(o->file, heading, strlen(heading))) return false;
    if (o->options->format != SAYSO_FORMAT_BRAT || !o->many) return true;
    return write_heading(o, r);
}

/* In the form of people it is safe as it is, and has colours. */
static bool make_safe(const Output *o, Result *r)
{
    Buffer safe = {0};
    if (!output_to_terminal(o)) return true;
    bool colours = o->options->format == SAYSO_FORMAT_TABLE;
    if (!terminal_safe(text_of(r->rendering.data, r->rendering.size), colours, &safe)) return false;
    buffer_free(&r->rendering);
    r->rendering = safe;
    return true;
}

bool output_result(Output *o, Result *r)
{
    if (o->folder) return output_pair(o, r);
    if (!make_safe(o, r)) return refuse_pair(r, "out of memory; split the article, or read with fewer --jobs");
    if (write_between(o, r) && write_all(o->file, r->rendering.data, r->rendering.size)) return true;
    if (errno != EPIPE) complain_of(o, errno);
    return false;
}

bool output_close(Output *o, bool failed)
{
    bool ok = true, nothing = !o->begun && !o->folder;
    if (nothing && !(failed && o->named)) {
        const char *heading = heading_of(o->options);
        if (!(ok = empty_named(o) && write_all(o->file, heading, strlen(heading))) && errno != EPIPE) complain_of(o, errno);
    }
    if (nothing && failed && o->made) (void)unlink(o->options->output);
    if (o->named && close(o->file) && ok) {
        complain_of(o, errno);
        ok = false;
    }
    output_free(o);
    return ok;
}
