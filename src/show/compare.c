/* Several articles on one thing: whom each of them quotes, and whom it leaves out. */
#include <stdio.h>

#include "show/internal.h"

static void put_article(FILE *to, const Compared *a)
{
    Text title = a->title.size ? a->title : a->label.size ? a->label : text_literal("untitled");
    fprintf(to, "<th scope=\"col\"><a href=\"/article/%lld\">", (long long)a->id);
    put_escaped(to, a->outlet.size ? a->outlet : title);
    fputs("</a><br><span class=\"dim\">", to);
    put_escaped(to, a->published.size ? a->published : text_literal("undated"));
    fprintf(to, " · %lld</span></th>", (long long)a->id);
}

/* The numbers of the statements, each a link to its words. */
static void put_cell(FILE *to, const Comparison *c, const Voice *v, uint32_t article)
{
    bool any = false;
    fputs("<td>", to);
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
    fputs(".n{padding:.05rem .35rem;border:1px solid var(--line);border-radius:.8rem;font-size:.85rem}\n", to);
    page_rules_end(to, site);
    fputs(
        "<header>\n<h1>Compare</h1>\n<p class=\"about\">Whom each article quotes, by statement, and whom it leaves "
        "out. A claim's page leads "
        "here with the articles that have it.</p>\n<form action=\"/compare\" method=\"get\">\n<div class=\"fields\">\n",
        to);
    put_input(to, "articles", "articles, by their numbers, as in 5,11", "text", c->typed);
    fputs("<button>Compare</button></div>\n</form>\n</header>\n<main id=\"main\">\n", to);
    if (c->article_count) {
        fputs("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"the table\"><table>\n<caption>those "
              "whom the most articles quote "
              "first</caption>\n<thead><tr><th scope=\"col\">who</th>",
              to);
        for (uint32_t i = 0; i < c->article_count; i++) put_article(to, &c->articles[i]);
        fputs("</tr></thead>\n<tbody>\n", to);
        for (uint32_t i = 0; i < c->voice_count; i++) {
            fputs("<tr><th scope=\"row\">", to);
            put_name(to, site, c->voices[i].name, c->voices[i].actor);
            fputs("</th>", to);
            for (uint32_t k = 0; k < c->article_count; k++) put_cell(to, c, &c->voices[i], k);
            fputs("</tr>\n", to);
        }
        fputs("</tbody></table></div>\n", to);
        if (!c->voice_count) fputs("<p>None of them quotes anybody who is settled.</p>\n", to);
    }
    fputs("</main>\n", to);
    page_close(to, site);
}
