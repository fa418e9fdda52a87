/* The arguments one after the other, folders opened when their turn comes: at any time the names of one folder
 * are in memory. What cannot be opened comes out in its turn too, with its reason. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/cli.h"

struct Inputs {
    const Options *options;
    Place output; /* skipped in folders: it would be read the next time */
    size_t argument;
    const char *folder; /* NULL: none is open */
    char **names;
    size_t name, name_count;
};

Place place_of_file(int directory, const char *path)
{
    struct stat st;
    if (fstatat(directory, path, &st, 0)) return (Place){0};
    return (Place){true, st.st_dev, st.st_ino};
}

bool same_place(Place a, Place b) { return a.known && b.known && a.device == b.device && a.number == b.number; }

static bool is_folder(const char *path)
{
    struct stat st;
    return strcmp(path, "-") && !stat(path, &st) && S_ISDIR(st.st_mode);
}

bool inputs_are_many(const Options *options)
{
    return options->input_count > 1 || (options->input_count && is_folder(options->inputs[0]));
}

Inputs *inputs_open(const Options *options, Place output)
{
    Inputs *inputs = calloc(1, sizeof *inputs);
    if (!inputs) return NULL;
    inputs->options = options;
    inputs->output = output;
    return inputs;
}

static void close_folder(Inputs *inputs)
{
    for (size_t i = 0; i < inputs->name_count; i++) free(inputs->names[i]);
    free(inputs->names);
    inputs->names = NULL;
    inputs->folder = NULL;
    inputs->name = inputs->name_count = 0;
}

void inputs_close(Inputs *inputs)
{
    if (!inputs) return;
    close_folder(inputs);
    free(inputs);
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* A regular file, also at the end of a link, that is not hidden. */
static bool is_wanted(const Inputs *inputs, int directory, const char *name)
{
    struct stat st;
    if (name[0] == '.' || fstatat(directory, name, &st, 0) || !S_ISREG(st.st_mode)) return false;
    return !same_place(inputs->output, (Place){true, st.st_dev, st.st_ino});
}

static bool add_name(Inputs *inputs, size_t *capacity, const char *name)
{
    if (inputs->name_count == *capacity) {
        size_t more = *capacity ? *capacity * 2 : 64;
        char **names = realloc(inputs->names, more * sizeof *names);
        if (!names) return false;
        inputs->names = names;
        *capacity = more;
    }
    char *copy = strdup(name);
    if (copy) inputs->names[inputs->name_count++] = copy;
    return copy;
}

/* 0, or the errno of what went wrong. */
static int open_folder(Inputs *inputs, const char *path)
{
    DIR *directory = opendir(path);
    if (!directory) return errno;
    size_t capacity = 0;
    int problem = 0;
    for (struct dirent *entry; !problem;) {
        errno = 0;
        if (!(entry = readdir(directory))) {
            problem = errno;
            break;
        }
        if (is_wanted(inputs, dirfd(directory), entry->d_name) && !add_name(inputs, &capacity, entry->d_name))
            problem = ENOMEM;
    }
    closedir(directory);
    if (inputs->name_count) qsort(inputs->names, inputs->name_count, sizeof *inputs->names, by_bytes);
    inputs->folder = path;
    if (problem) close_folder(inputs);
    return problem;
}

static char *join(const char *folder, const char *name)
{
    size_t n = strlen(folder);
    const char *slash = n && folder[n - 1] == '/' ? "" : "/";
    char *path;
    return asprintf(&path, "%s%s%s", folder, slash, name) < 0 ? NULL : path;
}

static bool give(Input *out, char *path, const char *problem, int error)
{
    *out = (Input){path, problem, path ? error : ENOMEM};
    return true;
}

bool inputs_next(Inputs *inputs, Input *out)
{
    for (;;) {
        if (inputs->name < inputs->name_count)
            return give(out, join(inputs->folder, inputs->names[inputs->name++]), NULL, 0);
        close_folder(inputs);
        if (!inputs->options->input_count && !inputs->argument++) return give(out, strdup("-"), NULL, 0);
        if (inputs->argument >= inputs->options->input_count) return false;
        char *argument = inputs->options->inputs[inputs->argument++];
        if (!is_folder(argument)) return give(out, strdup(argument), NULL, 0);
        int problem = open_folder(inputs, argument);
        if (problem) return give(out, strdup(argument), NULL, problem);
        if (!inputs->name_count)
            return give(out, strdup(argument), "the folder holds no files (those in its own folders are not read)", 0);
    }
}

const char *input_label(const Input *input)
{
    if (!input->path) return "a file";
    return !*input->path ? "''" : !strcmp(input->path, "-") ? "standard input" : input->path;
}

sayso_text input_id(const Input *input)
{
    if (!strcmp(input->path, "-")) return (sayso_text){"stdin", 5};
    const char *slash = strrchr(input->path, '/'), *name = slash ? slash + 1 : input->path;
    const char *dot = strrchr(name, '.');
    return (sayso_text){name, dot && dot > name ? (size_t)(dot - name) : strlen(name)};
}
