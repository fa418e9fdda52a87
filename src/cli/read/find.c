/* The model file: named, or looked for where a build and an installation put it. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/read/read.h"
#include "cli/read/place.h" /* SAYSO_DATADIR, made by meson */

/* DIR/sayso.model -> DIR/sayso-careful.model */
static void careful_beside(const char *model, char *out, size_t room)
{
    size_t stem = strlen(model);
    if (stem > 6 && !strcmp(model + stem - 6, ".model")) stem -= 6;
    snprintf(out, room, "%.*s-careful.model", (int)stem, model);
}

static bool is_careful(const char *path)
{
    static const char end[] = "-careful.model";
    size_t n = strlen(path);
    return n >= sizeof end - 1 && !strcmp(path + n - (sizeof end - 1), end);
}

static bool opens_alone(sayso_engine_options options)
{
    options.careful_path = NULL;
    options.warn = NULL;
    sayso_engine *engine;
    bool opens = !sayso_engine_open(&options, &engine, NULL);
    if (opens) sayso_engine_close(engine);
    return opens;
}

static sayso_engine *open_engine(const char *path, const sayso_engine_options *wanted, bool careful)
{
    sayso_engine_options options = *wanted;
    char beside[PATH_MAX + 64];
    options.model_path = path;
    if (careful) {
        careful_beside(path, beside, sizeof beside);
        options.careful_path = beside;
    }
    sayso_engine *engine;
    sayso_error error;
    if (!sayso_engine_open(&options, &engine, &error)) return engine;
    if (careful && opens_alone(options)) path = beside; /* the fault is the careful one's */
    if (access(path, F_OK) && path == beside)
        complain(path, "there is no such file: the careful model has to lie beside the other; read without --careful");
    else if (access(path, F_OK))
        complain(path, "there is no such file; --model and SAYSO_MODEL name a model file, and without them the one is read "
                       "that came with the program");
    else if (path != beside && is_careful(path))
        complain(path, "this is a careful model, which reads beside another: name that one, and give --careful");
    else
        complain(error.status == SAYSO_ERROR_MODEL ? path : NULL, error.message);
    return NULL;
}

/* The folder above the program's, in `out`; false where the system does not tell it. */
static bool find_prefix(char out[PATH_MAX])
{
    ssize_t n = readlink("/proc/self/exe", out, PATH_MAX - 1);
    out[n > 0 ? n : 0] = 0;
    for (int up = 0; up < 2; up++) {
        char *slash = strrchr(out, '/');
        if (slash) *slash = 0;
    }
    return n > 0;
}

sayso_engine *engine_find(const sayso_engine_options *wanted, bool careful)
{
    const char *environment = getenv("SAYSO_MODEL");
    if (wanted->model_path) return open_engine(wanted->model_path, wanted, careful);
    if (environment && *environment) return open_engine(environment, wanted, careful);
    static const char *const beside[] = {"/share/sayso/sayso.model", "/models/sayso.model"};
    char prefix[PATH_MAX], place[3][PATH_MAX + 64];
    size_t count = 0;
    bool found = find_prefix(prefix);
    for (size_t i = 0; i < COUNT(beside) && found; i++)
        snprintf(place[count++], sizeof place[0], "%s%s", prefix, beside[i]);
    snprintf(place[count++], sizeof place[0], "%s/sayso.model", SAYSO_DATADIR);
    for (size_t i = 0; i < count; i++)
        if (!access(place[i], F_OK)) return open_engine(place[i], wanted, careful);
    Buffer sentence = {0};
    static const char start[] = "there is no model file at ", end[] = "; name one with --model FILE or SAYSO_MODEL";
    bool fits = buffer_add(&sentence, start, sizeof start - 1);
    for (size_t i = 0; i < count; i++)
        fits = fits && (!i || buffer_add(&sentence, ", ", 2)) && buffer_add(&sentence, place[i], strlen(place[i]));
    if (fits && buffer_add(&sentence, end, sizeof end)) complain(NULL, sentence.data);
    buffer_free(&sentence);
    return NULL;
}

static void warn(void *context, const char *sentence)
{
    (void)context;
    complain(NULL, sentence);
}

sayso_engine *engine_of(const Options *options)
{
    sayso_engine_options wanted = {.size = sizeof wanted,
                                   .model_path = options->model,
                                   .names_path = options->names,
                                   .warn = options->quiet ? NULL : warn};
    return engine_find(&wanted, options->careful);
}
