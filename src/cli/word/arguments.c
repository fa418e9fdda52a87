/* The options that several commands share, and the guess at what was meant by a word that is none of ours. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/word/word.h"

#define DEFAULT_MAX_ARTICLE ((size_t)1 << 20)
#define HIGHEST_MAX_ARTICLE ((size_t)1 << 30)
#define MAX_JOBS 256u

/* Digits alone: strtoul would take a sign, blanks, and on some systems the locale's grouping. */
static bool parse_number(const char *s, uint64_t most, uint64_t *out, const char **rest)
{
    uint64_t n = 0;
    const char *start = s;
    for (; *s >= '0' && *s <= '9'; s++) {
        n = n * 10 + (uint64_t)(*s - '0');
        if (n > most) return false;
    }
    *out = n;
    *rest = s;
    return s > start;
}

static size_t parse_size(const char *argument, struct argp_state *state)
{
    static const char units[] = "KMG";
    const char *rest, *unit;
    uint64_t n;
    if (parse_number(argument, HIGHEST_MAX_ARTICLE, &n, &rest)) {
        if (*rest && (unit = strchr(units, *rest & ~0x20)) && *unit) {
            n <<= 10 * (unit - units + 1);
            rest++;
        }
        if (!*rest && n && n <= HIGHEST_MAX_ARTICLE) return (size_t)n;
    }
    argp_error(state, "--max-article is '%s'; give bytes, from 1 to 1G, as in 500K or 8M", argument);
    return 0;
}

/* Digits with a point between, whatever the locale. */
static double parse_confidence(const char *argument, struct argp_state *state)
{
    const char *rest;
    uint64_t whole = 0, part = 0, tens = 1;
    bool good = parse_number(argument, 1, &whole, &rest);
    if (good && *rest == '.') {
        const char *digits = rest + 1;
        good = parse_number(digits, 999999999, &part, &rest);
        for (; good && digits < rest; digits++) tens *= 10;
    }
    double p = (double)whole + (double)part / (double)tens;
    if (!good || *rest || p > 1)
        argp_error(state, "--min-confidence is '%s'; give a number from 0 to 1, as in 0.5", argument);
    return p;
}

uint64_t number_parse(const char *name, const char *typed, uint64_t least, uint64_t most, struct argp_state *state)
{
    const char *rest;
    uint64_t n;
    if (parse_number(typed, most, &n, &rest) && !*rest && n >= least) return n;
    argp_error(state, "--%s is '%s'; give a number from %llu to %llu", name, typed, (unsigned long long)least,
               (unsigned long long)most);
    return 0;
}

/* Told here, before anything is opened. The library knows days too, but tells one article after the other. */
bool is_day(const char *s)
{
    static const char form[] = "dddd-dd-dd", days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (strlen(s) != sizeof form - 1) return false;
    for (size_t i = 0; i < sizeof form - 1; i++)
        if (form[i] == 'd' ? s[i] < '0' || s[i] > '9' : s[i] != form[i]) return false;
    int year = atoi(s), month = atoi(s + 5), day = atoi(s + 8);
    bool leap = month == 2 && year % 4 == 0 && (year % 100 || year % 400 == 0);
    return year >= 1400 && year <= 2200 && month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] + leap;
}

const char *day_parse(const char *name, const char *typed, struct argp_state *state)
{
    if (!is_day(typed)) argp_error(state, "--%s is '%s'; give a day as YYYY-MM-DD, from 1400 to 2200", name, typed);
    return typed;
}

/* A mistake in the command, not in an input: the second time standard input would be empty, and pass for an article. */
static void refuse_second_dash(const Options *options, const char *argument, struct argp_state *state)
{
    for (size_t i = 0; i < options->input_count && !strcmp(argument, "-"); i++)
        if (!strcmp(options->inputs[i], "-")) argp_error(state, "'-' stands twice; standard input can be read once");
}

static void add_input(Options *options, char *argument, struct argp_state *state)
{
    refuse_second_dash(options, argument, state);
    if (!options->inputs) options->inputs = calloc((size_t)state->argc, sizeof *options->inputs);
    if (!options->inputs) argp_failure(state, EXIT_UNREAD, ENOMEM, "the arguments");
    options->inputs[options->input_count++] = argument;
}

static IntakeFormat parse_input(const char *argument, struct argp_state *state)
{
    const char *names[INTAKE_FORMATS];
    for (size_t i = INTAKE_TEXT; i < INTAKE_FORMATS; i++) names[i - INTAKE_TEXT] = intake_format_name((IntakeFormat)i);
    const Names known = {"input format", names, INTAKE_FORMATS - INTAKE_TEXT,
                         "text, page, feed, json, jsonl, ninjs, record, table, sgml, pdf, warc and archive"};
    return (IntakeFormat)(INTAKE_TEXT + choice_parse(&known, argument, state));
}

/* NAME=PATH: cut at the '='. */
static void parse_field(Options *options, char *argument, struct argp_state *state)
{
    static const Names known = {"field", intake_field_names, INTAKE_FIELDS,
                                "text, id, url, title, outlet, byline and published"};
    char *equals = strchr(argument, '=');
    if (!equals || !equals[1]) {
        argp_error(state, "--field is '%s'; give NAME=PATH, as in text=content.body", argument);
        return;
    }
    *equals = 0;
    options->intake.fields[choice_parse(&known, argument, state)] = equals + 1;
}

static error_t parse_intake(int key, char *argument, struct argp_state *state)
{
    Options *options = state->input;
    switch (key) {
    case KEY_INPUT: options->intake.format = parse_input(argument, state); return 0;
    case KEY_FIELD: parse_field(options, argument, state); return 0;
    case 'r': options->intake.recursive = true; return 0;
    case KEY_FOLLOW: options->intake.follow = true; return 0;
    case KEY_PRIVATE: options->intake.allow_private = true; return 0;
    case KEY_MAX_ARTICLE: options->intake.max_article = parse_size(argument, state); return 0;
    case ARGP_KEY_ARG: add_input(options, argument, state); return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

error_t options_parse(int key, char *argument, struct argp_state *state)
{
    Options *options = state->input;
    switch (key) {
    case KEY_MODEL: options->model = argument; return 0;
    case KEY_CAREFUL: options->careful = true; return 0;
    case KEY_NAMES: options->names = argument; return 0;
    case KEY_PUBLISHED: options->published = day_parse("published", argument, state); return 0;
    case KEY_MIN_CONFIDENCE: options->min_confidence = parse_confidence(argument, state); return 0;
    case KEY_LEDGER: options->ledger = argument; return 0;
    case KEY_WAIT: options->wait_s = (unsigned)number_parse("wait", argument, 0, 86400, state); return 0;
    case 'j': options->jobs = (unsigned)number_parse("jobs", argument, 1, MAX_JOBS, state); return 0;
    case 'o': options->output = argument; return 0;
    case 'q': options->quiet = true; return 0;
    case KEY_EXPLAIN: options->explain = true; return 0;
    case KEY_EVENTS: options->events = true; return 0;
    case KEY_NO_SANDBOX: options->no_sandbox = true; return 0;
    default: return parse_intake(key, argument, state);
    }
}

/* Edits (a letter more, less, another, two swapped) between short words. */
#define LONGEST 16u
static unsigned distance(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b);
    if (n > LONGEST || m > LONGEST) return LONGEST;
    unsigned d[LONGEST + 1][LONGEST + 1];
    for (size_t i = 0; i <= n; i++)
        for (size_t k = 0; k <= m; k++) {
            if (!i || !k) {
                d[i][k] = (unsigned)(i + k);
                continue;
            }
            unsigned best = d[i - 1][k - 1] + (a[i - 1] != b[k - 1]);
            if (d[i - 1][k] + 1 < best) best = d[i - 1][k] + 1;
            if (d[i][k - 1] + 1 < best) best = d[i][k - 1] + 1;
            bool swapped = i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1];
            if (swapped && d[i - 2][k - 2] + 1 < best) best = d[i - 2][k - 2] + 1;
            d[i][k] = best;
        }
    return d[n][m];
}

const char *nearest_name(const char *typed, const char *const *names, size_t count)
{
    const char *best = NULL;
    unsigned least = 3;
    for (size_t i = 0; i < count; i++) {
        unsigned d = distance(typed, names[i]);
        bool prefix = *typed && !strncmp(typed, names[i], strlen(typed));
        if (prefix) d = 1;
        if (d < least && 2 * d <= strlen(names[i])) { /* more than half of it is another word */
            least = d;
            best = names[i];
        }
    }
    return best;
}

size_t choice_parse(const Names *names, const char *typed, struct argp_state *state)
{
    for (size_t i = 0; i < names->count; i++)
        if (!strcmp(typed, names->items[i])) return i;
    const char *nearest = nearest_name(typed, names->items, names->count);
    if (nearest) argp_error(state, "there is no %s '%s'; did you mean '%s'?", names->kind, typed, nearest);
    argp_error(state, "there is no %s '%s'; there are %s", names->kind, typed, names->all);
    return 0;
}

Options options_usual(void)
{
    return (Options){.intake = {.max_article = DEFAULT_MAX_ARTICLE}, .wait_s = 30};
}

void options_take_inputs(Options *options)
{
    options->intake.inputs = (const char *const *)options->inputs;
    options->intake.input_count = options->input_count;
}

void options_parse_all(const struct argp *argp, int argc, char **argv, Options *out)
{
    *out = options_usual();
    config_parse(argp, argc, argv, out);
    options_take_inputs(out);
}

void options_free(Options *options) { free(options->inputs); }
