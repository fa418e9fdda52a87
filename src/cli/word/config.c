/* What one would type each time, from a file: $XDG_CONFIG_HOME/sayso/config, or ~/.config/sayso/config.
 *
 *   # a line each
 *   ledger = ~/news.sqlite
 *   jobs = 2
 *   careful = yes
 *   read.format = jsonl
 *
 * They become options in front of those that are typed, so that what is typed holds; SAYSO_LEDGER and SAYSO_MODEL hold
 * before them too. A name alone goes to every command that has such an option, "read.format" to the one. What cannot be
 * parsed is told with its line: argp ends the program where it meets it, so that the line is told behind that. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/word/word.h"

/* Which options may stand without a command's name; and what goes before them. */
static const struct {
    const char *option, *environment;
} everywhere[] = {
    {"ledger", "SAYSO_LEDGER"}, {"wait", NULL},      {"model", "SAYSO_MODEL"}, {"names", NULL},
    {"jobs", NULL},             {"max-article", NULL}, {"min-confidence", NULL}, {"careful", NULL},
    {"recursive", NULL},        {"follow", NULL},    {"allow-private", NULL},  {"quiet", NULL},
};

typedef struct Setting {
    char *option, *value;
    char *typed; /* "--ledger=…", while a command's arguments are parsed; NULL: it has no such option */
    unsigned line;
    bool own;    /* with the command's name before it */
} Setting;

static struct {
    char *path;
    Setting *items; /* they live as long as the program: its options point into them */
    size_t count;
    const Setting *now; /* the one that is parsed */
    const struct argp *argp; /* while it parses what was typed */
    char **typed;
    argp_parser_t parse;
} config;

static char *config_path(void)
{
    const char *folder = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    char *path = NULL;
    int n = -1;
    if (folder && *folder == '/')
        n = asprintf(&path, "%s/sayso/config", folder);
    else if (home && *home == '/')
        n = asprintf(&path, "%s/.config/sayso/config", home);
    return n < 0 ? NULL : path;
}

static bool config_fails(unsigned line, const char *sentence)
{
    char *label;
    if (asprintf(&label, "%s: line %u", config.path, line) >= 0) {
        complain(label, sentence);
        free(label);
    }
    return false;
}

static char *trimmed(char *s)
{
    s += strspn(s, " \t\r\n");
    size_t n = strlen(s);
    while (n && strchr(" \t\r\n", s[n - 1])) s[--n] = 0;
    return s;
}

/* "~/" is the home folder's. */
static bool add_setting(unsigned line, const char *option, const char *value, bool own)
{
    const char *home = getenv("HOME");
    bool tilde = value[0] == '~' && value[1] == '/' && home;
    Setting *items = realloc(config.items, (config.count + 1) * sizeof *items);
    if (!items) return config_fails(line, "out of memory");
    config.items = items;
    Setting *s = &items[config.count];
    *s = (Setting){.option = strdup(option), .line = line, .own = own};
    if (!s->option || asprintf(&s->value, "%s%s", tilde ? home : "", tilde ? value + 1 : value) < 0)
        return config_fails(line, "out of memory");
    config.count++;
    return true;
}

static bool is_set(const char *variable)
{
    const char *value = variable ? getenv(variable) : NULL;
    return value && *value;
}

static bool take_everywhere(unsigned line, const char *option, const char *value)
{
    const char *names[COUNT(everywhere)];
    char sentence[240];
    for (size_t i = 0; i < COUNT(everywhere); i++) {
        names[i] = everywhere[i].option;
        if (!strcmp(option, names[i])) return is_set(everywhere[i].environment) || add_setting(line, option, value, false);
    }
    const char *nearest = nearest_name(option, names, COUNT(everywhere));
    if (nearest)
        snprintf(sentence, sizeof sentence, "there is no '%.40s'; did you mean '%s'?", option, nearest);
    else
        snprintf(sentence, sizeof sentence,
                 "'%.40s' is no option of several commands; one of a command's own is written with its name, as in "
                 "read.format",
                 option);
    return config_fails(line, sentence);
}

static bool take_line(const char *command, unsigned at, char *line)
{
    char *option = trimmed(line), *equals = strchr(option, '='), *point;
    if (!*option || *option == '#') return true;
    if (!equals) return config_fails(at, "this is no 'name = value', as in: ledger = ~/news.sqlite");
    *equals = 0;
    char *value = trimmed(equals + 1);
    option = trimmed(option);
    if (!(point = strchr(option, '.'))) return take_everywhere(at, option, value);
    *point = 0;
    return strcmp(option, command) || add_setting(at, point + 1, value, true);
}

static const struct argp_option *find_option(const struct argp *argp, const char *name, size_t size, bool begins)
{
    for (const struct argp_option *o = argp->options; o && (o->name || o->key || o->doc || o->group); o++)
        if (o->name && !strncmp(o->name, name, size) && (begins || !o->name[size])) return o;
    return NULL;
}

/* Of what was typed the first option that there is not, where one is like it. */
static void tell_nearest(void)
{
    const char *names[64];
    size_t count = 0;
    for (const struct argp_option *o = config.argp->options; o && (o->name || o->key || o->doc || o->group); o++)
        if (o->name && count < COUNT(names)) names[count++] = o->name;
    for (char **at = config.typed; *at && strcmp(*at, "--"); at++) {
        char name[40], sentence[160];
        size_t n = strncmp(*at, "--", 2) ? 0 : strcspn(*at + 2, "=");
        if (!n || n >= sizeof name || find_option(config.argp, *at + 2, n, true)) continue;
        snprintf(name, sizeof name, "%.*s", (int)n, *at + 2);
        const char *nearest = nearest_name(name, names, count);
        if (!nearest) continue;
        snprintf(sentence, sizeof sentence, "there is no option '--%s'; did you mean '--%s'?", name, nearest);
        complain(NULL, sentence);
        return;
    }
}

/* argp ends the program by itself, after its own sentence. */
static void tell_line(int status, void *context)
{
    (void)context;
    if (status == EXIT_USAGE && !config.now && config.argp) tell_nearest();
    char sentence[140];
    if (status != EXIT_USAGE || !config.now) return;
    snprintf(sentence, sizeof sentence, "it is said here: %.40s = %.60s", config.now->option, config.now->value);
    (void)config_fails(config.now->line, sentence);
}

bool config_read(const char *command)
{
    struct stat about;
    if (on_exit(tell_line, NULL) || !(config.path = config_path())) return true;
    bool regular = stat(config.path, &about) || S_ISREG(about.st_mode);
    if (!regular) return complain(config.path, "it is no file; a config file is one"), false;
    FILE *file = fopen(config.path, "r");
    char *line = NULL;
    size_t room = 0;
    bool good = true;
    if (!file) {
        if (errno == ENOENT || errno == ENOTDIR) return true;
        complain(config.path, reason(errno));
        return false;
    }
    for (unsigned at = 1; good && getline(&line, &room, file) >= 0; at++) good = take_line(command, at, line);
    free(line);
    fclose(file);
    return good;
}

/* ---- while a command's arguments are parsed ---- */

bool config_says(void) { return config.now != NULL; }

/* A flag stands or does not. */
static bool type_flag(Setting *s)
{
    bool yes = !strcmp(s->value, "yes"), no = !strcmp(s->value, "no");
    if (!yes && !no) return config_fails(s->line, "it takes no value but 'yes' and 'no'");
    return no || asprintf(&s->typed, "--%s", s->option) >= 0;
}

/* Of a command's verbs each has its own options: what one does not have may be another's. */
static bool type_setting(const struct argp *argp, Setting *s, const char *command, bool verb)
{
    const struct argp_option *option = find_option(argp, s->option, strlen(s->option), false);
    char sentence[400];
    if (option) return option->arg ? asprintf(&s->typed, "--%s=%s", s->option, s->value) >= 0 : type_flag(s);
    if (!s->own || verb) return true;
    snprintf(sentence, sizeof sentence, "'%s' has no option '%.40s'; '%s --help' lists them", command, s->option, command);
    return config_fails(s->line, sentence);
}

static error_t watch(int key, char *argument, struct argp_state *state)
{
    const char *typed = state->next > 0 && state->next <= state->argc ? state->argv[state->next - 1] : NULL;
    config.now = NULL;
    for (size_t i = 0; i < config.count && typed; i++)
        if (config.items[i].typed == typed) config.now = &config.items[i];
    return config.parse(key, argument, state);
}

void config_parse(const struct argp *argp, int argc, char **argv, void *input)
{
    const char *blank = strchr(argv[0], ' ');
    bool verb = blank && strchr(blank + 1, ' '), good = true;
    char **all = calloc((size_t)argc + config.count + 1, sizeof *all);
    int count = 0;
    if (!all) exit(EXIT_USAGE);
    all[count++] = argv[0];
    for (size_t i = 0; good && i < config.count; i++) {
        good = type_setting(argp, &config.items[i], argv[0], verb);
        if (config.items[i].typed) all[count++] = config.items[i].typed;
    }
    if (!good) exit(EXIT_USAGE);
    memcpy(all + count, argv + 1, (size_t)(argc - 1) * sizeof *all);
    struct argp watched = *argp;
    watched.parser = watch;
    config.parse = argp->parser;
    config.argp = argp;
    config.typed = argv + 1;
    argp_parse(&watched, count + argc - 1, all, 0, NULL, input);
    config.now = NULL;
    config.argp = NULL;
    free(all);
}
