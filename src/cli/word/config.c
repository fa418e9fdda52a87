/* What one would type each time, from a file: $XDG_CONFIG_HOME/sayso/config, or ~/.config/sayso/config.
 *
 *   # a line each
 *   ledger = ~/news.sqlite
 *   jobs = 2
 *   read.format = jsonl
 *
 * They become options in front of those that are typed, so that what is typed holds; SAYSO_LEDGER and SAYSO_MODEL hold
 * before them too. A name alone goes to every command that has such an option, "read.format" to the one. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/word/word.h"

/* Which commands have an option that may stand without a command's name. */
static const struct {
    const char *option, *commands, *environment;
} everywhere[] = {
    {"ledger",
     " add audit who about claim show talks stats report serve key mcp actor statement decision remove reread diff export verify ",
     "SAYSO_LEDGER"},
    {"wait",
     " add audit who about claim show talks stats report serve key mcp actor statement decision remove reread diff export verify ",
     NULL},
    {"model", " read add audit report serve reread dump ", "SAYSO_MODEL"},
    {"names", " read add audit report reread dump ", NULL},
    {"jobs", " read add reread ", NULL},
    {"max-article", " read add audit report dump ", NULL},
    {"min-confidence", " read ", NULL},
};

typedef struct Config {
    const char *command;
    char *path;
    char **options; /* "--ledger=…", owned */
    size_t count;
    unsigned line;
} Config;

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

static bool config_fails(const Config *c, const char *sentence)
{
    char place[40];
    char *label;
    snprintf(place, sizeof place, ": line %u", c->line);
    if (asprintf(&label, "%s%s", c->path, place) >= 0) {
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
static bool add_option(Config *c, const char *option, const char *value)
{
    const char *home = getenv("HOME");
    bool tilde = value[0] == '~' && value[1] == '/' && home;
    char **options = realloc(c->options, (c->count + 1) * sizeof *options);
    if (!options) return config_fails(c, "out of memory");
    c->options = options;
    if (asprintf(&options[c->count], "--%s=%s%s", option, tilde ? home : "", tilde ? value + 1 : value) < 0)
        return config_fails(c, "out of memory");
    c->count++;
    return true;
}

static bool is_set(const char *variable)
{
    const char *value = variable ? getenv(variable) : NULL;
    return value && *value;
}

static bool take_everywhere(Config *c, const char *option, const char *value)
{
    const char *names[COUNT(everywhere)];
    char word[40], sentence[160];
    snprintf(word, sizeof word, " %s ", c->command);
    for (size_t i = 0; i < COUNT(everywhere); i++) {
        names[i] = everywhere[i].option;
        if (strcmp(option, names[i])) continue;
        bool wanted = strstr(everywhere[i].commands, word) && !is_set(everywhere[i].environment);
        return !wanted || add_option(c, option, value);
    }
    const char *nearest = nearest_name(option, names, COUNT(everywhere));
    if (nearest)
        snprintf(sentence, sizeof sentence, "there is no '%.40s'; did you mean '%s'?", option, nearest);
    else
        snprintf(sentence, sizeof sentence,
                 "'%.40s' is no option of several commands; one of a command's own is written with its name, as in "
                 "read.format",
                 option);
    return config_fails(c, sentence);
}

static bool take_line(Config *c, char *line)
{
    char *option = trimmed(line), *equals = strchr(option, '='), *point;
    if (!*option || *option == '#') return true;
    if (!equals) return config_fails(c, "this is no 'name = value', as in: ledger = ~/news.sqlite");
    *equals = 0;
    char *value = trimmed(equals + 1);
    option = trimmed(option);
    if (!(point = strchr(option, '.'))) return take_everywhere(c, option, value);
    *point = 0;
    return strcmp(option, c->command) || add_option(c, point + 1, value);
}

static bool read_config(Config *c)
{
    struct stat about;
    bool regular = stat(c->path, &about) || S_ISREG(about.st_mode);
    if (!regular) return complain(c->path, "it is no file; a config file is one"), false;
    FILE *file = fopen(c->path, "r");
    char *line = NULL;
    size_t room = 0;
    bool good = true;
    if (!file) {
        if (errno == ENOENT || errno == ENOTDIR) return true;
        complain(c->path, reason(errno));
        return false;
    }
    while (good && getline(&line, &room, file) >= 0) {
        c->line++;
        good = take_line(c, line);
    }
    free(line);
    fclose(file);
    return good;
}

/* A verb comes before the options: "sayso actor merge --ledger=…". */
static int place_of_options(const char *command, int argc, char **argv)
{
    static const char verbs[] = " actor statement decision claim ";
    char word[40];
    snprintf(word, sizeof word, " %s ", command);
    return strstr(verbs, word) && argc > 1 && argv[1][0] != '-' ? 2 : 1;
}

static char **lasting; /* the arguments that the file gave: they live as long as the program */

char **config_apply(const char *command, int *argc, char **argv)
{
    Config c = {.command = command, .path = config_path()};
    if (!c.path) return argv;
    bool good = read_config(&c);
    char **all = good ? calloc((size_t)*argc + c.count + 1, sizeof *all) : NULL;
    if (all) {
        int at = place_of_options(command, *argc, argv);
        memcpy(all, argv, (size_t)at * sizeof *all);
        if (c.count) memcpy(all + at, c.options, c.count * sizeof *all);
        memcpy(all + at + c.count, argv + at, (size_t)(*argc - at) * sizeof *all);
        *argc += (int)c.count;
    }
    lasting = c.options;
    free(c.path);
    return all;
}
