/* The first page: a search and what it found, or what is new. */
#include <string.h>

#include "show/internal.h"

static void put_article(FILE *to, const NewArticle *n)
{
    fprintf(to, "<li><p><a href=\"/article/%lld\">", (long long)n->id);
    put_escaped(to, n->title.size ? n->title : n->label.size ? n->label : text_literal("untitled"));
    fputs("</a></p><p class=\"dim\">", to);
    const Text parts[] = {n->outlet, n->published};
    for (size_t i = 0; i < COUNT(parts); i++) {
        put_escaped(to, parts[i]);
        if (parts[i].size) fputs(" · ", to);
    }
    fprintf(to, "%u words · <a href=\"/article/%lld#list\">%u statement%s</a></p></li>\n", n->words, (long long)n->id,
            n->statements, plural(n->statements));
}

static void put_newest(FILE *to, const Site *site, const NewArticles *newest)
{
    fputs("<section aria-labelledby=\"new\">\n<h2 id=\"new\">What came in last</h2>\n<ul class=\"rows\">\n", to);
    for (uint32_t i = 0; i < newest->count; i++) put_article(to, &newest->items[i]);
    fputs("</ul>\n", to);
    if (!newest->count) fputs("<p>There is no article.</p>\n", to);
    put_next(to, site, "Older articles");
    fputs("</section>\n", to);
}

static void put_claim(FILE *to, const ClaimAnswer *a)
{
    const Claim *c = &a->claim;
    fprintf(to, "<li><p><a href=\"/claim/%lld\">", (long long)c->id);
    put_escaped(to, c->text);
    fprintf(to, "</a></p><p class=\"dim\"><a href=\"/claim/%lld#chain\">%llu statement%s in %llu article%s</a> · ",
            (long long)c->id, (unsigned long long)c->statement_count, plural(c->statement_count),
            (unsigned long long)c->article_count, plural(c->article_count));
    if (c->origin_count)
        fprintf(to, "at least %u independent origin%s", c->origin_count, plural(c->origin_count));
    else
        fputs("no origin is settled", to);
    if (c->confirmed) fprintf(to, " · <span class=\"good\">%u confirmed</span>", c->confirmed);
    if (c->denied) fprintf(to, " · <span class=\"bad\">%u denied or dismissed</span>", c->denied);
    if (c->first_day.size) fputs(" · ", to);
    put_escaped(to, c->first_day);
    fputs("</p></li>\n", to);
}

static void put_claims(FILE *to, const Site *site, const AboutAnswer *found)
{
    fprintf(to, "<section aria-labelledby=\"claims\">\n<h2 id=\"claims\">Claims (%llu)</h2>\n",
            (unsigned long long)found->all);
    if (!found->count) fputs("<p>No claim has all of these words.</p>\n", to);
    fputs("<ol class=\"rows\">\n", to);
    for (uint32_t i = 0; i < found->count; i++) put_claim(to, &found->items[i]);
    fputs("</ol>\n", to);
    if (found->all > found->count) put_next(to, site, "More of them");
    if (found->more) fputs("<p class=\"about\">There are still more: rarer words, or days, would tell.</p>\n", to);
    fputs("</section>\n", to);
    if (!found->statements.count) return;
    fprintf(
        to,
        "<section aria-labelledby=\"said\">\n<h2 id=\"said\">Said, and no claim (%llu)</h2>\n<ul class=\"cards\">\n",
        (unsigned long long)found->statements.all);
    for (uint32_t i = 0; i < found->statements.count; i++) {
        fputs("<li>", to);
        put_statement(to, site, &found->statements.items[i], "", (Words){0});
        fputs("</li>\n", to);
    }
    fputs("</ul>\n</section>\n", to);
}

static void put_meant(FILE *to, const Actors *meant)
{
    if (!meant || !meant->count) return;
    fputs("<section aria-labelledby=\"meant\">\n<h2 id=\"meant\">People and bodies of that name</h2>\n<ul "
          "class=\"rows\">\n",
          to);
    for (uint32_t i = 0; i < meant->count; i++) put_actor(to, &meant->items[i]);
    fputs("</ul>\n</section>\n", to);
}

void show_home(FILE *to, const Site *site, const Home *h)
{
    char title[80];
    snprintf(title, sizeof title, "%.60s", h->words ? h->words : "Who said what");
    page_open(to, site, text_literal(title));
    fputs(statement_rules, to);
    page_rules_end(to, site);
    fprintf(to, "<header>\n<h1>%s</h1>\n", h->words ? "Search" : "Who said what");
    put_search(to, h->words, h->scope);
    fputs("</header>\n<main id=\"main\">\n", to);
    if (h->fault) {
        fputs("<p class=\"note\">", to);
        put_escaped(to, text_literal(h->fault));
        fputs("</p>\n", to);
    }
    put_meant(to, h->meant);
    if (h->found) put_claims(to, site, h->found);
    if (h->newest) put_newest(to, site, h->newest);
    fputs("</main>\n", to);
    page_close(to, site);
}

void show_problem(FILE *to, const Site *site, unsigned status, const char *title, const char *detail)
{
    page_open(to, site, text_literal(title));
    page_rules_end(to, site);
    fprintf(to, "<main id=\"main\">\n<h1>%s</h1>\n<p class=\"note\">", title);
    put_escaped(to, text_literal(detail));
    fprintf(to, "</p>\n<p class=\"about\">HTTP status %u</p>\n</main>\n", status);
    page_close(to, site);
}
