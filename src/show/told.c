/* Talks, counts, a lot of statements: a form, a picture where there is one, and a table whose numbers lead to what they
 * count. */
#include <stdio.h>
#include <string.h>

#include "show/internal.h"

/* As a value in an address: what is no letter or digit of ASCII is %XX. */
static void put_encoded(FILE *to, Text t)
{
    for (size_t i = 0; i < t.size; i++) {
        uint8_t b = (uint8_t)t.data[i];
        bool plain =
            char_is_digit(b) || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '-' || b == '.' || b == '_';
        fprintf(to, plain ? "%c" : "%%%02X", b);
    }
}

/* A picture of the same answer, in a frame that scrolls. What it shows stands in the table below, too. */
static void put_picture(FILE *to, const Site *site, const char *what)
{
    fputs("<div class=\"drawn\" tabindex=\"0\" role=\"region\" aria-label=\"the picture\"><img alt=\"", to);
    put_escaped(to, text_literal(what));
    fputs("; the table below has the same\" src=\"", to);
    put_form(to, site, "svg");
    fputs("\"></div>\n<p class=\"about\"><a href=\"", to);
    put_form(to, site, "svg");
    fputs("\">The picture alone</a>, to be enlarged.</p>\n", to);
}

static void put_days(FILE *to, const Scope *scope)
{
    put_input(to, "since", "from day", "date", scope->since);
    put_input(to, "until", "up to day", "date", scope->until);
}

/* ---- talks ---- */

static const char *const heads[] = {"who", "to whom", "times", "last", "the latest words"};
static const char *const heads_of_deeds[] = {"who", "to whom", "what", "times", "last", "the latest words"};

static void put_heads(FILE *to, const char *const *words, size_t count)
{
    open_heads(to);
    for (size_t i = 0; i < count; i++) put_head_cell(to, text_literal(words[i]), !strcmp(words[i], "times"));
    open_rows(to);
}

static void put_one(FILE *to, const Site *site, const char *column, const Actor *actor)
{
    open_cell(to, text_literal(column), "");
    put_name(to, site, actor->name, actor->id);
    fputs("</td>", to);
}

/* How often, when last, and the latest words, which lead to where they stand. */
static void put_times(FILE *to, uint64_t count, Text day, Text words, const char *what, int64_t article)
{
    open_cell(to, text_literal("times"), "number");
    fprintf(to, "%llu</td>", (unsigned long long)count);
    open_cell(to, text_literal("last"), "day");
    put_escaped(to, day.size ? day : text_literal("undated"));
    fputs("</td>", to);
    open_cell(to, text_literal("the latest words"), "");
    if (article) fprintf(to, "<a href=\"%s\">", what);
    put_escaped(to, words.size ? words : text_literal("the latest"));
    link_close(to, article != 0);
    fputs("</td></tr>\n", to);
}

static void put_talk(FILE *to, const Site *site, const Talk *t)
{
    char address[64];
    (void)snprintf(address, sizeof address, "/article/%lld#s%u", (long long)t->article, t->number);
    open_row(to);
    put_one(to, site, "who", &t->from);
    put_one(to, site, "to whom", &t->to);
    put_times(to, t->count, t->last_day, t->words, address, t->article);
}

static void put_doing(FILE *to, const Site *site, const Doing *d)
{
    char address[64];
    (void)snprintf(address, sizeof address, "/event/%lld:%u", (long long)d->article, d->number);
    open_row(to);
    put_one(to, site, "who", &d->from);
    put_one(to, site, "to whom", &d->to);
    open_cell(to, text_literal("what"), "");
    fprintf(to, "%s</td>", sayso_event_type_name(d->type));
    put_times(to, d->count, d->last_day, d->words, address, d->article);
}

static void begin_talks(FILE *to, const Site *site, const Talks *t)
{
    const char *title = t->deeds ? "Who does what to whom" : "Who talks to whom";
    page_open(to, site, text_literal(title));
    page_rules_end(to, site);
    fprintf(to,
            "<header>\n<h1>%s</h1>\n<form action=\"/talks\" method=\"get\">\n<div class=\"fields\">\n<div><label "
            "for=\"f-deeds\">what</label><select id=\"f-deeds\" name=\"deeds\"><option value=\"\">words</option>"
            "<option value=\"yes\"%s>deeds</option></select></div>\n",
            title, t->deeds ? " selected" : "");
    put_input(to, "name", "with", "text", t->name);
    put_days(to, t->scope);
    fputs("<button>Show</button></div>\n</form>\n</header>\n<main id=\"main\">\n", to);
}

static void put_pairs(FILE *to, const Site *site, const Talks *t, uint32_t count, uint64_t all)
{
    if (t->drawn)
        put_picture(to, site, t->deeds ? "who does what to whom, as a graph" : "who talks to whom, as a graph");
    open_table(to);
    fprintf(to, "%u of %llu %s, the most first", count, (unsigned long long)all,
            t->deeds ? "pairs and what one did to the other" : "pairs");
    if (t->deeds)
        put_heads(to, heads_of_deeds, COUNT(heads_of_deeds));
    else
        put_heads(to, heads, COUNT(heads));
    for (uint32_t i = 0; i < count; i++)
        if (t->deeds)
            put_doing(to, site, &t->deeds->items[i]);
        else
            put_talk(to, site, &t->words->items[i]);
    close_table(to);
}

void show_talks(FILE *to, const Site *site, const Talks *t)
{
    uint32_t count = t->deeds ? t->deeds->count : t->words->count;
    begin_talks(to, site, t);
    if (count)
        put_pairs(to, site, t, count, t->deeds ? t->deeds->all : t->words->all);
    else
        fputs(t->deeds ? "<p>Nobody is told to have done something to somebody named.</p>\n"
                       : "<p>Nobody is said to have spoken to somebody named.</p>\n",
              to);
    put_next(to, site, "More of them");
    fputs("</main>\n", to);
    page_close(to, site);
}

/* ---- counts ---- */

static void put_traits(FILE *to, const char *name, const char *label, const CountAnswer *a, uint32_t at,
                       const char *none)
{
    fprintf(to, "<div><label for=\"f-%s\">%s</label><select id=\"f-%s\" name=\"%s\">", name, label, name, name);
    if (none) fprintf(to, "<option value=\"\">%s</option>", none);
    for (int i = 0; i < TRAITS; i++)
        fprintf(to, "<option%s>%s</option>", at < a->trait_count && a->traits[at] == (Trait)i ? " selected" : "",
                trait_name((Trait)i));
    fputs("</select></div>\n", to);
}

static bool is_act(Text t)
{
    for (int i = 0; i <= SAYSO_ACT_THINK; i++)
        if (text_is(t, sayso_act_name((sayso_act)i))) return true;
    return false;
}

/* A question for an act has what is told as not done, too ("state, negated"), which is counted beside it; of `others`
 * nobody knows what they are. */
static bool is_whole_act(const CountAnswer *a, uint32_t trait, Text act)
{
    if (!is_act(act)) return false;
    for (uint32_t i = 0; i < a->count; i++) {
        Text other = a->items[i].values[trait];
        bool negated = other.size > act.size && !memcmp(other.data, act.data, act.size) && other.data[act.size] == ',';
        if (negated || text_is(other, TRAIT_OTHERS)) return false;
    }
    return true;
}

/* Whether a question can be asked that has just the statements of a group: of outlets and acts alone. */
static bool can_be_asked(const CountAnswer *a, const Group *g)
{
    for (uint32_t t = 0; t < a->trait_count; t++) {
        Text v = g->values[t];
        bool outlet = a->traits[t] == TRAIT_OUTLET && !text_is(v, TRAIT_OTHERS) && !text_is(v, "not told");
        if (!outlet && !(a->traits[t] == TRAIT_ACT && is_whole_act(a, t, v))) return false;
    }
    return true;
}

static bool has_trait(const CountAnswer *a, Trait trait)
{
    for (uint32_t t = 0; t < a->trait_count; t++)
        if (a->traits[t] == trait) return true;
    return false;
}

static void put_value(FILE *to, const char *name, Text value)
{
    fprintf(to, "&#38;%s=", name);
    put_encoded(to, value);
}

static void put_question(FILE *to, const CountAnswer *a, const Group *g, const Scope *scope)
{
    fputs("/lot?limit=20", to);
    for (uint32_t t = 0; t < a->trait_count; t++) put_value(to, trait_name(a->traits[t]), g->values[t]);
    if (scope->outlet && !has_trait(a, TRAIT_OUTLET)) put_value(to, "outlet", text_literal(scope->outlet));
    if (scope->has_act && !has_trait(a, TRAIT_ACT)) put_value(to, "act", text_literal(sayso_act_name(scope->act)));
    if (scope->since) put_value(to, "since", text_literal(scope->since));
    if (scope->until) put_value(to, "until", text_literal(scope->until));
}

static void put_group(FILE *to, const CountAnswer *a, const Group *g, const Scope *scope)
{
    bool asked = can_be_asked(a, g);
    open_row(to);
    for (uint32_t t = 0; t < a->trait_count; t++) {
        bool known = a->traits[t] == TRAIT_SOURCE && !text_is(g->values[t], TRAIT_OTHERS) &&
                     !text_is(g->values[t], "not settled");
        open_cell(to, text_literal(trait_name(a->traits[t])), "");
        if (known) fputs("<a href=\"/people?name=", to), put_encoded(to, g->values[t]), fputs("\">", to);
        put_escaped(to, g->values[t]);
        link_close(to, known);
        fputs("</td>", to);
    }
    open_cell(to, text_literal("statements"), "number");
    if (asked) fputs("<a href=\"", to), put_question(to, a, g, scope), fputs("\">", to);
    fprintf(to, "%llu", (unsigned long long)g->statements);
    link_close(to, asked);
    fputs("</td>", to);
    open_cell(to, text_literal("share"), "number");
    fprintf(to, "%.1f%%</td>", g->share * 100);
    open_cell(to, text_literal("likely right"), "number");
    fprintf(to, "%.0f</td></tr>\n", g->right);
}

static void put_groups(FILE *to, const CountAnswer *a, const Scope *scope)
{
    open_table(to);
    fprintf(to, "%llu statements, %.0f of which are expected to be right in source, cue and content",
            (unsigned long long)a->statements, a->right);
    open_heads(to);
    for (uint32_t t = 0; t < a->trait_count; t++) put_head_cell(to, text_literal(trait_name(a->traits[t])), false);
    put_head_cell(to, text_literal("statements"), true);
    put_head_cell(to, text_literal("share"), true);
    put_head_cell(to, text_literal("likely right"), true);
    open_rows(to);
    for (uint32_t i = 0; i < a->count; i++) put_group(to, a, &a->items[i], scope);
    close_table(to);
}

void show_counts(FILE *to, const Site *site, const Scope *scope, const CountAnswer *a, bool drawn)
{
    page_open(to, site, text_literal("Counts"));
    page_rules_end(to, site);
    fputs("<header>\n<h1>Counts</h1>\n<form action=\"/counts\" method=\"get\">\n<div class=\"fields\">\n", to);
    put_traits(to, "by", "statements by", a, 0, NULL);
    put_traits(to, "then", "and by", a, 1, "nothing else");
    put_input(to, "outlet", "outlet", "text", scope->outlet);
    put_acts(to, scope);
    put_days(to, scope);
    fputs("<button>Count</button></div>\n</form>\n</header>\n<main id=\"main\">\n", to);
    if (!a->count) fputs("<p>There is no such statement.</p>\n", to);
    if (a->count && drawn) put_picture(to, site, "statements, as a chart");
    if (a->count) put_groups(to, a, scope);
    fputs("</main>\n", to);
    page_close(to, site);
}

/* ---- a lot ---- */

void show_lot(FILE *to, const Site *site, const Statements *all)
{
    page_open(to, site, text_literal("Statements by lot"));
    fputs(statement_rules, to);
    page_rules_end(to, site);
    fprintf(to,
            "<header>\n<h1>Statements by lot</h1>\n<p class=\"about\">%u of %llu, each as likely as any "
            "other</p>\n</header>\n"
            "<main id=\"main\">\n<ul class=\"cards\">\n",
            all->count, (unsigned long long)all->all);
    for (uint32_t i = 0; i < all->count; i++) {
        fputs("<li>", to);
        put_statement(to, site, &all->items[i], "", (Words){0});
        fputs("</li>\n", to);
    }
    fputs("</ul>\n", to);
    put_next(to, site, "Another lot");
    fputs("</main>\n", to);
    page_close(to, site);
}

/* ---- try ---- */

void show_try(FILE *to, const Site *site, const char *fault)
{
    page_open(to, site, text_literal("Try it"));
    page_rules_end(to, site);
    fputs("<header>\n<h1>Try it</h1>\n<p class=\"about\">A report is read at once, held beside the ledger, and not "
          "kept",
          to);
    fputs(site->visitor == VISITOR_WRITES ? " before you say so.</p>\n</header>\n<main id=\"main\">\n"
                                          : ".</p>\n</header>\n<main id=\"main\">\n",
          to);
    if (fault) {
        fputs("<p class=\"note\">", to);
        put_escaped(to, text_literal(fault));
        fputs("</p>\n", to);
    }
    fputs("<form action=\"/try\" method=\"post\">\n<label for=\"text\">The text of a report, in English</label>\n"
          "<textarea id=\"text\" name=\"text\"></textarea>\n<label for=\"url\">or the address of one</label>\n"
          "<div class=\"fields\"><input id=\"url\" type=\"url\" name=\"url\"><button>Read "
          "it</button></div>\n</form>\n</main>\n",
          to);
    page_close(to, site);
}

/* ---- the interface ---- */

void show_interface(FILE *to, const Site *site, const Offer *offers, size_t count)
{
    page_open(to, site, text_literal("For programs"));
    page_rules_end(to, site);
    fputs("<header>\n<h1>For programs</h1>\n<p class=\"about\">Answers are JSON, and CSV where <code>format=csv</code> "
          "asks for it: those of the "
          "program's own <code>--format</code>. What cannot be answered is a problem detail (RFC 9457). "
          "<a href=\"/api/v1/openapi.json\">The same as an OpenAPI document</a>; docs/serve.md has "
          "examples.</p>\n</header>\n"
          "<main id=\"main\">\n<ul class=\"rows\">\n",
          to);
    for (size_t i = 0; i < count; i++) {
        fprintf(to, "<li><p><b>%s</b> <code>%s</code></p><p>%s</p>", offers[i].method, offers[i].path, offers[i].about);
        if (*offers[i].parameters) fprintf(to, "<p class=\"dim\">%s</p>", offers[i].parameters);
        fputs("</li>\n", to);
    }
    fputs("</ul>\n</main>\n", to);
    page_close(to, site);
}
