/* Counts as a picture, drawn by gnuplot as SVG: a bar for each value, cut in pieces by a second trait; lines where the
 * first is the month. Names go to gnuplot in its data alone, never in its commands, and without what it would take for
 * a sign: a report chooses its own names.
 *
 * Legible in print: each piece and line differs in lightness or in its dashes and points, not in its colour alone. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/ask/ask.h"

#define MOST_SERIES 8u
#define MOST_BARS 60u
#define LONGEST_NAME 44u /* characters */

typedef struct Chart {
    const Counting *counting;
    const CountAnswer *answer;
    Text series[MOST_SERIES]; /* the second trait's values, those with most first; the last stands for all others */
    uint64_t totals[MOST_SERIES];
    uint32_t series_count;
    Text bars[MOST_BARS]; /* the first trait's, in their order */
    uint32_t bar_count;
} Chart;

static const char *const fills[MOST_SERIES] = {"#1f3b5c", "#9db8d9", "#c4622d", "#f0c98f",
                                               "#4d7a4b", "#bcd9b4", "#77507a", "#cfcfcf"};
static const char *const inks[MOST_SERIES] = {"#1f3b5c", "#c4622d", "#4d7a4b", "#77507a",
                                              "#9a7b1f", "#3f8a99", "#a33a55", "#555555"};

/* ---- what stands where ---- */

static Text second(const Chart *c, const Group *g)
{
    return c->answer->trait_count > 1 ? g->values[1] : text_literal("statements");
}

static uint32_t find(const Text *names, uint32_t count, Text name)
{
    for (uint32_t i = 0; i < count; i++)
        if (text_equal(names[i], name)) return i;
    return NONE;
}

typedef struct Named {
    Text name;
    uint64_t total;
} Named;

static bool more(const void *a, const void *b)
{
    const Named *x = a, *y = b;
    bool x_rest = text_is(x->name, TRAIT_OTHERS), y_rest = text_is(y->name, TRAIT_OTHERS);
    if (x_rest != y_rest) return y_rest;
    return x->total != y->total ? x->total > y->total : text_compare(x->name, y->name) < 0;
}

static int by_name(const void *a, const void *b)
{
    return text_compare(((const Named *)a)->name, ((const Named *)b)->name);
}

/* The second trait's values with most statements; the last place is all others' where there are more. */
static bool find_series(Chart *c)
{
    uint32_t count = 0;
    const CountAnswer *a = c->answer;
    Named *all = calloc(a->count + 1, sizeof *all);
    if (!all) return false;
    for (uint32_t i = 0; i < a->count; i++) all[i] = (Named){second(c, &a->items[i]), a->items[i].statements};
    qsort(all, a->count, sizeof *all, by_name);
    for (uint32_t i = 0; i < a->count; i++) {
        if (count && text_equal(all[count - 1].name, all[i].name))
            all[count - 1].total += all[i].total;
        else
            all[count++] = all[i];
    }
    sort_in_place(all, count, sizeof *all, more);
    c->series_count = count < MOST_SERIES ? count : MOST_SERIES;
    for (uint32_t i = 0; i < c->series_count; i++) c->series[i] = all[i].name;
    if (count > MOST_SERIES) c->series[MOST_SERIES - 1] = text_literal(TRAIT_OTHERS);
    free(all);
    return true;
}

static uint32_t series_of(const Chart *c, const Group *g)
{
    uint32_t i = find(c->series, c->series_count, second(c, g));
    return i == NONE ? c->series_count - 1 : i;
}

/* ---- names in gnuplot's data ---- */

static void put_name(FILE *to, Text name)
{
    char bytes[4];
    uint32_t count = 0;
    putc('"', to);
    for (size_t at = 0, next; at < name.size; at = next) {
        uint32_t c = utf8_at(name, at, &next);
        if (++count == LONGEST_NAME && next < name.size) {
            fputs("…", to);
            break;
        }
        if (char_steers(c) || c == 0xFFFE || c == 0xFFFF)
            putc(char_is_space(c) ? ' ' : '?', to);
        else if (c == '"' || c == '`')
            putc('\'', to);
        else if (c == '\\')
            putc('/', to);
        else
            fwrite(bytes, 1, utf8_put(c, bytes), to);
    }
    putc('"', to);
}

/* ---- the script ---- */

static void put_head(FILE *to, const Chart *c, unsigned height)
{
    const Scope *s = &c->counting->ask.scope;
    fprintf(to,
            "set terminal svg size 800,%u font 'Helvetica,14' noenhanced background '#ffffff' dashlength 0.7\n"
            "set encoding utf8\nset datafile separator whitespace\nset border 0\nset tics nomirror scale 0\n"
            "set title 'Statements by %s",
            height, trait_name(c->answer->traits[0]));
    if (c->answer->trait_count > 1) fprintf(to, " and %s", trait_name(c->answer->traits[1]));
    if (s->since) fprintf(to, ", from %s", s->since); /* a day: options_parse saw to it */
    if (s->until) fprintf(to, " up to %s", s->until);
    fprintf(to, " (%llu)'\n", (unsigned long long)c->answer->statements);
    if (c->series_count > 1)
        fputs("set key outside bottom center horizontal reverse Left samplen 1.5\n", to);
    else
        fputs("unset key\n", to);
}

/* The statements of one bar up to series `until`, from the first on. */
static uint64_t sum(const Chart *c, Text bar, uint32_t until)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < c->answer->count; i++)
        if (text_equal(c->answer->items[i].values[0], bar) && series_of(c, &c->answer->items[i]) < until)
            n += c->answer->items[i].statements;
    return n;
}

static void put_bar_series(FILE *to, const Chart *c, uint32_t series)
{
    put_name(to, c->series[series]);
    fputs(" 0 0 0 0 0\n", to);
    for (uint32_t i = 0; i < c->bar_count; i++) {
        unsigned long long low = sum(c, c->bars[i], series), high = sum(c, c->bars[i], series + 1);
        fprintf(to, "%llu %d %llu %llu %.1f %.1f ", high, -(int)i, low, high, -(double)i - 0.38, -(double)i + 0.38);
        put_name(to, c->bars[i]);
        putc('\n', to);
    }
    fputs("e\n", to);
}

static void put_bar_totals(FILE *to, const Chart *c)
{
    for (uint32_t i = 0; i < c->bar_count; i++) {
        unsigned long long n = sum(c, c->bars[i], c->series_count);
        fprintf(to, "%llu %d \"%llu (%.0f%%)\"\n", n, -(int)i, n, 100 * (double)n / (double)c->answer->statements);
    }
    fputs("e\n", to);
}

static void write_bars(FILE *to, const void *what)
{
    const Chart *c = what;
    uint64_t most = 1;
    for (uint32_t i = 0; i < c->bar_count; i++) {
        uint64_t n = sum(c, c->bars[i], c->series_count);
        most = n > most ? n : most;
    }
    put_head(to, c, 90 + 24 * c->bar_count + (c->series_count > 1 ? 50 : 0));
    fprintf(to, "set yrange [%.1f:0.6]\nset xrange [0:%.1f]\nunset xtics\nplot ", -(double)c->bar_count + 0.4,
            (double)most * 1.18);
    for (uint32_t s = 0; s < c->series_count; s++)
        fprintf(to,
                "'-' using 1:2:3:4:5:6:ytic(stringcolumn(7)) with boxxyerror fill solid 1 border lc rgb '#222222' lw "
                "0.6 fc rgb '%s' "
                "title columnheader(1), ",
                fills[s]);
    fputs("'-' using 1:2:3 with labels left offset 0.6,0 notitle\n", to);
    for (uint32_t s = 0; s < c->series_count; s++) put_bar_series(to, c, s);
    put_bar_totals(to, c);
}

/* ---- lines ---- */

static bool is_month(Text t)
{
    return t.size == 7 && t.data[4] == '-';
}

static unsigned month_of(Text t)
{
    return (unsigned)(12 * atoi((char[5]){t.data[0], t.data[1], t.data[2], t.data[3], 0}) +
                      atoi((char[3]){t.data[5], t.data[6], 0}) - 1);
}

static bool months(const Chart *c, unsigned *first, unsigned *last)
{
    bool any = false;
    for (uint32_t i = 0; i < c->answer->count; i++) {
        if (!is_month(c->answer->items[i].values[0])) continue;
        unsigned m = month_of(c->answer->items[i].values[0]);
        *first = !any || m < *first ? m : *first;
        *last = !any || m > *last ? m : *last;
        any = true;
    }
    return any;
}

/* Months in which nothing was said, too. */
static void put_line_series(FILE *to, const Chart *c, uint32_t series, unsigned first, unsigned last)
{
    put_name(to, c->series[series]);
    fputs(" 0\n", to);
    for (unsigned m = first; m <= last; m++) {
        uint64_t n = 0;
        for (uint32_t i = 0; i < c->answer->count; i++) {
            const Group *g = &c->answer->items[i];
            if (is_month(g->values[0]) && month_of(g->values[0]) == m && series_of(c, g) == series) n += g->statements;
        }
        fprintf(to, "%04u-%02u %llu\n", m / 12, m % 12 + 1, (unsigned long long)n);
    }
    fputs("e\n", to);
}

static void write_lines(FILE *to, const void *what)
{
    const Chart *c = what;
    unsigned first = 0, last = 0;
    (void)months(c, &first, &last);
    put_head(to, c, 460);
    fputs("set xdata time\nset timefmt '%Y-%m'\nset grid ytics lc rgb '#cccccc'\nset yrange [0:*]\n", to);
    if (last - first < 14)
        fprintf(to, "set xtics %u\nset format x \"%%b\\n%%Y\"\n", last - first < 7 ? 2629746u : 2u * 2629746u);
    else
        fputs("set format x '%Y-%m'\n", to);
    fprintf(to, "set xrange ['%04u-%02u':'%04u-%02u']\nplot ", (first - (first == last)) / 12,
            (first - (first == last)) % 12 + 1, (last + (first == last)) / 12, (last + (first == last)) % 12 + 1);
    for (uint32_t s = 0; s < c->series_count; s++)
        fprintf(to, "%s'-' using 1:2 with linespoints lw 2 dt %u pt %u ps 0.7 lc rgb '%s' title columnheader(1)",
                s ? ", " : "", s % 5 + 1, 2 * s % 13 + 4, inks[s]);
    putc('\n', to);
    for (uint32_t s = 0; s < c->series_count; s++) put_line_series(to, c, s, first, last);
}

/* ---- all ---- */

static void find_bars(Chart *c)
{
    for (uint32_t i = 0; i < c->answer->count && c->bar_count < MOST_BARS; i++)
        if (find(c->bars, c->bar_count, c->answer->items[i].values[0]) == NONE)
            c->bars[c->bar_count++] = c->answer->items[i].values[0];
}

Status draw_counts(const Counting *counting, const CountAnswer *answer, Error *error)
{
    static const char *const gnuplot[] = {"gnuplot", "--default-settings", NULL};
    Chart c = {.counting = counting, .answer = answer};
    unsigned first, last;
    bool lines = answer->traits[0] == TRAIT_MONTH;
    if (!answer->count || (lines && !months(&c, &first, &last)))
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "nothing was found that could be drawn");
    if (!find_series(&c)) return fail_memory(error);
    find_bars(&c);
    int status = draw(gnuplot, lines ? write_lines : write_bars, &c, counting->ask.to);
    if (!status) return SAYSO_OK;
    return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET,
                status == DRAW_MISSING
                    ? "a picture is drawn by gnuplot, which is not here: install gnuplot-nox, or ask for --format=csv"
                    : "gnuplot could not draw it; ask for --format=csv, and draw that");
}
