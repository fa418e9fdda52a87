/* sayso stats --by: how many statements of each outlet, month, kind and so on, how sure that is; and --sample: some of
 * them, to be read by eye. */
#include <jansson.h>
#include <math.h>
#include <stdio.h>

#include "cli/ask/ask.h"

#define SURE 1.96 /* standard deviations: 95 in 100 lie within them */

typedef struct Interval {
    double low, high;
} Interval;

static Interval around(double value, double variance, double most)
{
    double reach = SURE * sqrt(variance > 0 ? variance : 0);
    return (Interval){value > reach ? value - reach : 0, value + reach < most ? value + reach : most};
}

/* The share of all that was found, and that of what is right: it lies where either may be. */
static Interval share_of(const Group *g)
{
    double less = g->share < g->share_right ? g->share : g->share_right;
    double more = g->share + g->share_right - less;
    return (Interval){around(less, g->share_variance, 1).low, around(more, g->share_variance, 1).high};
}

/* ---- for people ---- */

static void write_table(const Counting *c, const CountAnswer *a)
{
    Paper p = paper_of(&c->ask);
    Interval right = around(a->right, a->variance, (double)a->statements);
    paper_format(&p, INK_BOLD, "%llu statements", (unsigned long long)a->statements);
    if (a->count)
        paper_format(&p, INK_PLAIN, ", of which %.0f to %.0f are expected to be right in source, cue and content",
                     right.low, right.high);
    paper_line(&p, 0);
    if (!a->count) return;
    paper_line(&p, 0);
    paper_format(&p, INK_DIM, "statements   share  likely");
    p.indent = 32;
    paper_column(&p, 32);
    for (uint32_t t = 0; t < a->trait_count; t++)
        paper_format(&p, INK_DIM, t ? " · %s" : "%s", trait_name(a->traits[t]));
    paper_line(&p, 0);
    for (uint32_t i = 0; i < a->count; i++) {
        const Group *g = &a->items[i];
        Interval share = share_of(g);
        fprintf(p.to, "%10llu  %5.1f%%  %4.1f-%.1f%%", (unsigned long long)g->statements, g->share * 100,
                share.low * 100, share.high * 100);
        p.column = 20 + (uint32_t)snprintf(NULL, 0, "%4.1f-%.1f%%", share.low * 100, share.high * 100);
        p.indent = 32;
        paper_column(&p, 32);
        for (uint32_t t = 0; t < a->trait_count; t++) {
            if (t) paper_format(&p, INK_DIM, " · ");
            paper_text(&p, INK_PLAIN, g->values[t]);
        }
        paper_line(&p, 0);
    }
}

/* ---- for programs ---- */

static void set_interval(json_t *object, const char *low, const char *high, Interval interval)
{
    json_object_set_new_nocheck(object, low, json_real(interval.low));
    json_object_set_new_nocheck(object, high, json_real(interval.high));
}

static json_t *json_of_group(const CountAnswer *a, const Group *g)
{
    json_t *object = json_object();
    for (uint32_t t = 0; t < a->trait_count; t++) set_text(object, trait_name(a->traits[t]), g->values[t]);
    set_integer(object, "statements", (int64_t)g->statements);
    if (g->articles) set_integer(object, "articles", (int64_t)g->articles);
    if (g->articles) set_integer(object, "sources", (int64_t)g->sources);
    json_object_set_new_nocheck(object, "share", json_real(g->share));
    set_interval(object, "share_low", "share_high", share_of(g));
    json_object_set_new_nocheck(object, "right", json_real(g->right));
    set_interval(object, "right_low", "right_high", around(g->right, g->variance, (double)g->statements));
    return object;
}

static json_t *rows_of(const CountAnswer *a)
{
    json_t *rows = json_array();
    for (uint32_t i = 0; i < a->count; i++) json_array_append_new(rows, json_of_group(a, &a->items[i]));
    return rows;
}

static json_t *to_json(const CountAnswer *a)
{
    json_t *object = json_object(), *by = json_array();
    for (uint32_t t = 0; t < a->trait_count; t++) json_array_append_new(by, json_string(trait_name(a->traits[t])));
    json_object_set_new_nocheck(object, "by", by);
    set_integer(object, "statements", (int64_t)a->statements);
    json_object_set_new_nocheck(object, "right", json_real(a->right));
    set_interval(object, "right_low", "right_high", around(a->right, a->variance, (double)a->statements));
    json_object_set_new_nocheck(object, "rows", rows_of(a));
    return object;
}

static Status write_csv(const Counting *c, const CountAnswer *a, Error *error)
{
    char columns[200] = "";
    for (uint32_t t = 0; t < a->trait_count; t++) strcat(strcat(columns, trait_name(a->traits[t])), " ");
    strcat(columns, "statements articles sources share share_low share_high right right_low right_high");
    return sheet_csv(c->ask.to, rows_of(a), columns, error);
}

/* In a table and a picture few are shown: of a picture's lines and pieces fewer. */
static uint32_t most_values(const Counting *c)
{
    if (c->top || c->ask.format == ASK_JSON || c->ask.format == ASK_CSV) return c->ask.scope.limit;
    return c->picture && c->count > 1 && c->by[0] == TRAIT_MONTH ? 6 : 20;
}

Status answer_counts(Counting *c, Error *error)
{
    CountAnswer a;
    Scope scope = c->ask.scope;
    scope.limit = most_values(c);
    Status status = ledger_count(c->ask.ledger, c->by, c->count, &scope, c->ask.all, c->ask.arena, &a, error);
    if (status) return status;
    c->ask.empty = !a.count;
    if (c->picture) return draw_counts(c, &a, error);
    if (c->ask.format == ASK_JSON) return sheet_json(c->ask.to, to_json(&a), error);
    if (c->ask.format == ASK_CSV) return write_csv(c, &a, error);
    write_table(c, &a);
    return SAYSO_OK;
}

/* ---- a sample ---- */

Status answer_sample(Counting *c, Error *error)
{
    Statements all;
    Status status =
        ledger_sample(c->ask.ledger, c->sample, c->seed, &c->ask.scope, c->ask.all, c->ask.arena, &all, error);
    if (status) return status;
    c->ask.empty = !all.count;
    if (c->ask.format == ASK_JSON) return sheet_json(c->ask.to, json_of_statements(&all), error);
    if (c->ask.format == ASK_CSV) {
        char columns[1000];
        snprintf(columns, sizeof columns, "%s right", statement_columns); /* a column to be filled in */
        return sheet_csv(c->ask.to, json_of_statements(&all), columns, error);
    }
    Paper p = paper_of(&c->ask);
    paper_format(&p, INK_BOLD, "%u of %llu statements", all.count, (unsigned long long)all.all);
    paper_format(&p, INK_PLAIN, "; 'sayso show' prints one in its paragraph, by the name that stands below it");
    paper_line(&p, 0);
    for (uint32_t i = 0; i < all.count; i++) {
        paper_line(&p, 0);
        paper_statement(&p, &all.items[i]);
    }
    return SAYSO_OK;
}
