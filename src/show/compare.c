/* Several articles on one thing: whom each of them quotes, and whom it leaves out. */
#include <stdio.h>

#include "show/internal.h"

/* "Meridian, 2026-03-05 (11)": short enough for a column. */
static Text name_of(const Compared *a, char *room, size_t size)
{
    Text title = a->outlet.size  ? a->outlet
                 : a->title.size ? a->title
                 : a->label.size ? a->label
                                 : text_literal("untitled");
    int n = snprintf(room, size, "%.*s, %.*s (%lld)", (int)(title.size < 80 ? title.size : 80), title.data,
                     a->published.size ? (int)(a->published.size < 10 ? a->published.size : 10) : 7,
                     a->published.size ? a->published.data : "undated", (long long)a->id);
    return text_of(room, n < 0 ? 0 : (size_t)n < size ? (size_t)n : size - 1);
}

static void put_articles(FILE *to, const Comparison *c)
{
    fputs("<ul class=\"rows\">\n", to);
    for (uint32_t i = 0; i < c->article_count; i++) {
        const Compared *a = &c->articles[i];
        fprintf(to, "<li><a href=\"/article/%lld\">", (long long)a->id);
        put_escaped(to, a->title.size ? a->title : a->label.size ? a->label : text_literal("untitled"));
        fputs("</a> <span class=\"dim\">· ", to);
        put_escaped(to, a->outlet);
        fputs(a->outlet.size ? " · " : "", to);
        put_escaped(to, a->published.size ? a->published : text_literal("undated"));
        fprintf(to, " · %lld</span></li>\n", (long long)a->id);
    }
    fputs("</ul>\n", to);
}

/* The numbers of the statements, each a link to its words. */
static void put_cell(FILE *to, const Comparison *c, const Voice *v, uint32_t article)
{
    bool any = false;
    char room[160];
    open_cell(to, name_of(&c->articles[article], room, sizeof room), "");
    for (uint32_t i = 0; i < v->count; i++) {
        const Statement *s = v->statements[i];
        if (s->article != c->articles[article].id) continue;
        fprintf(to, "%s<a class=\"n\" href=\"/article/%lld#s%u\" aria-label=\"statement %lld:%u\">%u</a>",
                any ? " " : "", (long long)s->article, s->number, (long long)s->article, s->number, s->number);
        any = true;
    }
    fputs(any ? "</td>" : "<span class=\"dim\">left out</span></td>", to);
}

void show_comparison(FILE *to, const Site *site, const Comparison *c)
{
    page_open(to, site, text_literal("Compare"));
    fputs("th{white-space:normal}.n{padding:.05rem .35rem;border:1px solid "
          "var(--line);border-radius:.8rem;font-size:.85rem}\n",
          to);
    page_rules_end(to, site);
    fputs(
        "<header>\n<h1>Compare</h1>\n<p class=\"about\">Whom each article quotes, by statement, and whom it leaves "
        "out. A claim's page leads "
        "here with the articles that have it.</p>\n<form action=\"/compare\" method=\"get\">\n<div class=\"fields\">\n",
        to);
    put_input(to, "articles", "articles, by their numbers, as in 5,11", "text", c->typed);
    fputs("<button>Compare</button></div>\n</form>\n</header>\n<main id=\"main\">\n", to);
    if (c->article_count) {
        char room[160];
        put_articles(to, c);
        open_table(to);
        fputs("those whom the most articles quote first", to);
        open_heads(to);
        put_head_cell(to, text_literal("who"), false);
        for (uint32_t i = 0; i < c->article_count; i++)
            put_head_cell(to, name_of(&c->articles[i], room, sizeof room), false);
        open_rows(to);
        for (uint32_t i = 0; i < c->voice_count; i++) {
            open_row(to);
            fputs("<th scope=\"row\" role=\"rowheader\">", to);
            put_name(to, site, c->voices[i].name, c->voices[i].actor);
            fputs("</th>", to);
            for (uint32_t k = 0; k < c->article_count; k++) put_cell(to, c, &c->voices[i], k);
            fputs("</tr>\n", to);
        }
        close_table(to);
        if (!c->voice_count) fputs("<p>None of them quotes anybody who is settled.</p>\n", to);
    }
    fputs("</main>\n", to);
    page_close(to, site);
}
