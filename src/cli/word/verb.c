/* Commands of several verbs: "sayso actor merge". The verb stands before its options, as a command does. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/word/word.h"

static const Verb *find_verb(const Verb *verbs, size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp(word, verbs[i].name)) return &verbs[i];
    return NULL;
}

bool verb_is(const Verb *verbs, size_t count, const char *word)
{
    return find_verb(verbs, count, word) != NULL;
}

static void print_verbs(FILE *to, const char *command, const Verb *verbs, size_t count)
{
    fprintf(to, "Usage: %s VERB [OPTION...] [ARGUMENT]...\n\n", command);
    for (size_t i = 0; i < count; i++) fprintf(to, "  %-8s %s\n", verbs[i].name, verbs[i].about);
    fprintf(to, "\n'%s VERB --help' tells a verb's options.\n", command);
}

static int unknown(const char *command, const Verb *verbs, size_t count, const char *typed)
{
    const char *names[16];
    size_t known = count < COUNT(names) ? count : COUNT(names);
    for (size_t i = 0; i < known; i++) names[i] = verbs[i].name;
    const char *nearest = nearest_name(typed, names, known);
    char sentence[256];
    if (typed[0] == '-')
        snprintf(sentence, sizeof sentence, "options stand after the verb: %s %s %.100s …", command, names[0], typed);
    else if (nearest)
        snprintf(sentence, sizeof sentence, "there is no '%s %.40s'; did you mean '%s'?", command, typed, nearest);
    else
        snprintf(sentence, sizeof sentence, "there is no '%s %.40s'; '%s --help' lists what there is", command, typed,
                 command);
    complain(NULL, sentence);
    return EXIT_USAGE;
}

int verb_run(const Verb *verbs, size_t count, int argc, char **argv)
{
    static char title[64];
    const char *command = argv[0], *word = argc > 1 ? argv[1] : NULL;
    bool help = word && (!strcmp(word, "--help") || !strcmp(word, "-?"));
    if (!word || help) {
        print_verbs(word ? stdout : stderr, command, verbs, count);
        return word ? EXIT_READ : EXIT_USAGE;
    }
    const Verb *verb = find_verb(verbs, count, word);
    if (!verb) return unknown(command, verbs, count, word);
    snprintf(title, sizeof title, "%s %s", command, verb->name);
    argv[1] = program_invocation_name = program_invocation_short_name = title;
    return verb->run(argc - 1, argv + 1);
}
