/* A person or body: what they said, to whom, through whom, and by which names; and lists of them. */
#include "show/internal.h"

void put_actor(FILE *to, const Actor *a)
{
    fprintf(to, "<li><p><a href=\"/who/%lld\"><b>", (long long)a->id);
    put_escaped(to, a->name);
    fputs("</b></a>", to);
    if (a->type) fprintf(to, " · %s", sayso_type_name(a->type));
    if (a->country.size) fputs(" · ", to);
    put_escaped(to, a->country);
    fprintf(to, " · <a href=\"/who/%lld#said\">%llu statement%s</a></p></li>\n", (long long)a->id,
            (unsigned long long)a->statements, plural(a->statements));
}

void show_people(FILE *to, const Site *site, const char *name, const Actors *all)
{
    page_open(to, site, text_literal("People and bodies"));
    page_rules_end(to, site);
    fputs("<header>\n<h1>People and bodies</h1>\n<form action=\"/people\" method=\"get\" role=\"search\">\n"
          "<label for=\"name\">A name, a surname</label>\n<div class=\"fields\"><input id=\"name\" type=\"search\" "
          "name=\"name\" value=\"",
          to);
    put_escaped(to, text_literal(name ? name : ""));
    fputs("\"><button>Find</button></div>\n</form>\n</header>\n<main id=\"main\">\n", to);
    fprintf(to, "<h2>%s</h2>\n<ol class=\"rows\">\n", name ? "Who may be meant" : "Who said most");
    for (uint32_t i = 0; i < all->count; i++) put_actor(to, &all->items[i]);
    fputs("</ol>\n", to);
    if (!all->count) fputs("<p>Nobody of that name is in the ledger.</p>\n", to);
    if (all->all > all->count) put_next(to, site, "More of them");
    fputs("</main>\n", to);
    page_close(to, site);
}

/* ---- one ---- */

static void put_head(FILE *to, const Person *p)
{
    const Actor *a = p->actor;
    fputs("<header>\n<h1>", to);
    put_escaped(to, a->name);
    fprintf(to, "</h1>\n<p class=\"about\">%s", a->type ? sayso_type_name(a->type) : "of no settled type");
    if (a->country.size) fputs(" · ", to);
    put_escaped(to, a->country);
    if (a->gender) fprintf(to, " · %s", sayso_gender_name(a->gender));
    fprintf(to,
            " · <a href=\"#said\">%llu statement%s</a> · #%lld</p>\n<p class=\"about\">Events: <a "
            "href=\"/events?who=%%23%lld\">what they do</a> · <a href=\"/events?to=%%23%lld\">what is done to "
            "them</a></p>\n</header>\n",
            (unsigned long long)a->statements, plural(a->statements), (long long)a->id, (long long)a->id,
            (long long)a->id);
}

static void put_forms_of(FILE *to, const Person *p)
{
    if (!p->form_count) return;
    fputs("<section aria-labelledby=\"forms\">\n<h2 id=\"forms\">Names that articles have</h2>\n<ul class=\"rows\">\n",
          to);
    for (uint32_t i = 0; i < p->form_count; i++) {
        fputs("<li>", to);
        put_escaped(to, p->forms[i].name);
        fprintf(to, " <span class=\"dim\">· %llu statement%s%s</span></li>\n",
                (unsigned long long)p->forms[i].statements, plural(p->forms[i].statements),
                p->forms[i].inferred ? " · inferred: a surname alone, where nobody else bore it" : "");
    }
    fputs("</ul>\n</section>\n", to);
}

static void put_talk(FILE *to, const Site *site, const Talk *t)
{
    fputs("<li><p>", to);
    put_name(to, site, t->from.name, t->from.id);
    fputs(" → ", to);
    put_name(to, site, t->to.name, t->to.id);
    fprintf(to, " <span class=\"dim\">· %llu ×", (unsigned long long)t->count);
    if (t->last_day.size) fputs(" · ", to);
    put_escaped(to, t->last_day);
    fputs("</span></p><p>", to);
    if (t->article) fprintf(to, "<a href=\"/article/%lld#s%u\">the latest</a>: ", (long long)t->article, t->number);
    put_escaped(to, t->words);
    fputs("</p></li>\n", to);
}

static void put_talks(FILE *to, const Site *site, const Person *p)
{
    if (!p->talks || !p->talks->count) return;
    fputs("<section aria-labelledby=\"talks\">\n<h2 id=\"talks\">To whom, and who to them</h2>\n<ul class=\"rows\">\n",
          to);
    for (uint32_t i = 0; i < p->talks->count; i++) put_talk(to, site, &p->talks->items[i]);
    fputs("</ul>\n</section>\n", to);
}

void show_person(FILE *to, const Site *site, const Person *p)
{
    page_open(to, site, p->actor->name);
    fputs(statement_rules, to);
    page_rules_end(to, site);
    put_head(to, p);
    fputs("<main id=\"main\">\n<section aria-labelledby=\"said\">\n<h2 id=\"said\">What they said</h2>\n<ul "
          "class=\"cards\">\n",
          to);
    for (uint32_t i = 0; i < p->said->count; i++) {
        fputs("<li>", to);
        put_statement(to, site, &p->said->items[i], "", (Words){0});
        fputs("</li>\n", to);
    }
    fputs("</ul>\n", to);
    if (!p->said->count) fputs("<p>Named in the ledger, and nothing is known to be said.</p>\n", to);
    put_next(to, site, "Older statements");
    fputs("</section>\n", to);
    put_talks(to, site, p);
    put_forms_of(to, p);
    put_decide_person(to, site, p);
    fputs("</main>\n", to);
    page_close(to, site);
}
