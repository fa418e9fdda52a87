/* Deeds: a list of who did what to whom, and one with each telling. */
#include "show/internal.h"

/* ---- what they share ---- */

static void put_party(FILE *to, const Site *site, const DeedParty *p)
{
    put_name(to, site, p->name.size ? p->name : p->words, p->actor);
    if (!p->country.size && !p->sector.size) return;
    fputs(" <span class=\"dim\">(", to);
    put_escaped(to, p->country);
    if (p->country.size && p->sector.size) fputs(" ", to);
    put_escaped(to, p->sector);
    fputs(")</span>", to);
}

static void put_side(FILE *to, const Site *site, const DeedParty *parties, uint32_t count)
{
    if (!count) fputs("nobody named", to);
    for (uint32_t i = 0; i < count; i++) {
        if (i) fputs(i + 1 < count ? ", " : " and ", to);
        put_party(to, site, &parties[i]);
    }
}

static void put_parties(FILE *to, const Site *site, const Telling *t)
{
    put_side(to, site, t->actors, t->e.actor_count);
    if (!t->e.recipient_count && t->e.actor_count > 1) return; /* with one another */
    fputs(" → ", to);
    put_side(to, site, t->recipients, t->e.recipient_count);
}

/* Where its own is not told, the day on which it was told. */
static void put_day(FILE *to, const Telling *t)
{
    Text told = t->published.size > 10 ? text_of(t->published.data, 10) : t->published;
    put_escaped(to, t->e.date.size ? t->e.date : told.size ? told : text_literal("undated"));
    if (!t->e.date.size && told.size) fputs(" (told)", to);
}

static void put_status(FILE *to, sayso_event_status status)
{
    bool bad = status == SAYSO_STATUS_DENIED || status == SAYSO_STATUS_NEGATED;
    fprintf(to, "<span%s>%s</span>", bad ? " class=\"bad\"" : "", sayso_event_status_name(status));
}

static void put_kind(FILE *to, const Telling *t)
{
    fputs(sayso_event_type_name(t->e.type), to);
    if (t->e.mode.size) fputs(", ", to);
    put_escaped(to, t->e.mode);
}

static void put_event_link(FILE *to, int64_t article, uint32_t number)
{
    fprintf(to, "<a href=\"/event/%lld:%u\">", (long long)article, number);
}

/* "ASSAULT, aerial · reported · Tehran", where linked a link to the deed. */
static void put_what(FILE *to, const Telling *t, bool linked)
{
    if (linked) put_event_link(to, t->article, t->e.id);
    put_kind(to, t);
    link_close(to, linked);
    fputs(" · ", to);
    put_status(to, t->e.status);
    if (t->place.size) fputs(" · ", to);
    put_escaped(to, t->place);
}

/* inner: on the deed's own page. Each number leads to what it counts. */
static void put_counts(FILE *to, const Deed *d, bool inner)
{
    char page[64] = "";
    const Telling *t = &d->tellings[d->head];
    const Claim *c = &d->rests.claim;
    if (!inner) (void)snprintf(page, sizeof page, "/event/%lld:%u", (long long)t->article, t->e.id);
    if (t->e.status < SAYSO_STATUS_REPORTED) {
        fprintf(to, "<a href=\"%s#told\">told %u time%s</a>, not as done", page, d->count, plural(d->count));
    } else {
        fprintf(to, "<a href=\"%s#told\">told in %u article%s</a> · ", page, d->articles, plural(d->articles));
        if (c->origin_count)
            fprintf(to, "<b>at least <a href=\"%s#origins\">%u independent origin%s</a></b>", page, c->origin_count,
                    plural(c->origin_count));
        else
            fputs("<b>no origin is settled</b>", to);
        if (c->open_count) fprintf(to, " · %u left open, not counted", c->open_count);
    }
    if (!d->denial_count) return;
    fprintf(to, " · <a class=\"bad\" href=\"%s#denied\">denied by ", page);
    put_escaped(to, d->denials[0].name.size ? d->denials[0].name : text_literal("somebody not named"));
    if (d->denial_count > 1) fprintf(to, " and %u more", d->denial_count - 1);
    fputs("</a>", to);
}

/* ---- a list ---- */

/* A row's begin: when and where it is told, of whom, what, and the words. */
static void put_told(FILE *to, const Site *site, const Telling *t)
{
    fputs("<li><p class=\"dim\">", to);
    put_day(to, t);
    if (t->outlet.size) fputs(" · ", to);
    put_escaped(to, t->outlet);
    fputs("</p><p><b>", to);
    put_parties(to, site, t);
    fputs("</b></p><p>", to);
    put_what(to, t, true);
    fputs("</p><p>", to);
    put_escaped(to, t->evidence);
}

static void put_deed(FILE *to, const Site *site, const Deed *d)
{
    put_told(to, site, &d->tellings[d->head]);
    fputs("</p><p>", to);
    put_counts(to, d, false);
    fputs("</p></li>\n", to);
}

static void put_types(FILE *to, const DeedScope *w)
{
    fputs("<div><label for=\"f-type\">what</label><select id=\"f-type\" name=\"type\"><option value=\"\">any</option>",
          to);
    for (int i = 0; i <= SAYSO_EVENT_ASSAULT; i++)
        fprintf(to, "<option%s>%s</option>", w->has_type && (int)w->type == i ? " selected" : "",
                sayso_event_type_name((sayso_event_type)i));
    fputs("</select></div>\n", to);
}

static void put_statuses(FILE *to, const DeedScope *w)
{
    fputs("<div><label for=\"f-status\">told as</label><select id=\"f-status\" name=\"status\"><option "
          "value=\"\">any</option>",
          to);
    for (int i = SAYSO_STATUS_ASSERTED; i >= SAYSO_STATUS_NEGATED; i--)
        fprintf(to, "<option%s>%s</option>", w->has_status && (int)w->status == i ? " selected" : "",
                sayso_event_status_name((sayso_event_status)i));
    fputs("</select></div>\n", to);
}

static void put_asked(FILE *to, const DeedList *l)
{
    const DeedScope *w = l->which;
    const Scope *s = l->scope;
    bool narrowed = w->has_status || w->about || w->place || w->country || w->mode || s->outlet || l->article ||
                    s->since || s->until || s->order == ORDER_ORIGINS;
    fputs("<form action=\"/events\" method=\"get\" role=\"search\">\n<div class=\"fields\">\n", to);
    put_input(to, "who", "who", "text", w->who);
    put_types(to, w);
    put_input(to, "to", "to whom", "text", w->to);
    fprintf(to, "<button>Show</button></div>\n<details%s><summary>Narrow it</summary>\n<div class=\"fields\">\n",
            narrowed ? " open" : "");
    put_statuses(to, w);
    put_input(to, "about", "with the words", "text", w->about);
    put_input(to, "place", "where", "text", w->place);
    put_input(to, "country", "country, as IRN", "text", w->country);
    put_input(to, "mode", "mode of the type", "text", w->mode);
    put_input(to, "outlet", "outlet", "text", s->outlet);
    put_input(to, "article", "article", "text", l->article);
    put_input(to, "since", "from day", "date", s->since);
    put_input(to, "until", "up to day", "date", s->until);
    fprintf(to,
            "<div><label for=\"f-order\">order</label><select id=\"f-order\" name=\"order\"><option "
            "value=\"date\">newest</option><option value=\"origins\"%s>most origins</option></select></div>\n"
            "</div></details>\n</form>\n",
            s->order == ORDER_ORIGINS ? " selected" : "");
}

static void put_notes(FILE *to, const DeedsAnswer *a)
{
    if (a->more)
        fprintf(to, "<p class=\"about\">Of the newest %llu events alone: days or names would tell more.</p>\n",
                (unsigned long long)a->found);
    if (a->unread)
        fprintf(to,
                "<p class=\"about\">%llu article%s came here before the ledger kept events: <code>sayso reread</code> "
                "reads them anew.</p>\n",
                (unsigned long long)a->unread, plural(a->unread));
}

void show_deeds(FILE *to, const Site *site, const DeedList *l)
{
    const DeedsAnswer *a = l->found;
    page_open(to, site, text_literal("Events"));
    page_rules_end(to, site);
    fputs("<header>\n<h1>Events: who did what to whom</h1>\n", to);
    put_asked(to, l);
    fputs("</header>\n<main id=\"main\">\n", to);
    if (l->fault) {
        fputs("<p class=\"note\">", to);
        put_escaped(to, text_literal(l->fault));
        fputs("</p>\n", to);
    }
    if (a->count) {
        fprintf(to, "<p class=\"about\">%u of %llu</p>\n<ol class=\"rows\">\n", a->count, (unsigned long long)a->all);
        for (uint32_t i = 0; i < a->count; i++) put_deed(to, site, &a->items[i]);
        fputs("</ol>\n", to);
    } else if (!l->fault) {
        fputs("<p>No event of this kind is in the ledger.</p>\n", to);
    }
    put_notes(to, a);
    put_next(to, site, "More of them");
    fputs("</main>\n", to);
    page_close(to, site);
}

/* ---- one ---- */

static void put_denial(FILE *to, const Site *site, const Denial *d)
{
    fputs("<li><p><b>", to);
    put_name(to, site, d->name.size ? d->name : text_literal("somebody not named"), d->actor);
    fputs("</b>", to);
    if (d->day.size) fputs(" · ", to);
    put_escaped(to, d->day);
    if (d->outlet.size) fputs(" · ", to);
    put_escaped(to, d->outlet);
    if (d->statement)
        fprintf(to, " · <a href=\"/article/%lld#s%u\">%s%lld:%u</a>", (long long)d->article, d->statement,
                d->of_claim ? "denies the statement that tells it, " : "statement ", (long long)d->article,
                d->statement);
    else
        fprintf(to, " · <a href=\"/article/%lld\">article %lld</a>", (long long)d->article, (long long)d->article);
    fputs("</p></li>\n", to);
}

static void put_denials(FILE *to, const Site *site, const Deed *d)
{
    if (!d->denial_count) return;
    fputs("<section aria-labelledby=\"denied\">\n<h2 id=\"denied\">Denied by</h2>\n<ul class=\"rows\">\n", to);
    for (uint32_t i = 0; i < d->denial_count; i++) put_denial(to, site, &d->denials[i]);
    fputs("</ul>\n</section>\n", to);
}

static void put_origins(FILE *to, const Deed *d)
{
    const ClaimAnswer *a = &d->rests;
    if (!a->statements.count) return;
    fputs("<section aria-labelledby=\"origins\">\n<h2 id=\"origins\">Origins</h2>\n", to);
    fputs(a->claim.origin_count
              ? "<p class=\"about\">Each telling was followed back to whoever first says it on their own "
                "word. Copies add nothing, and there may be more that the reports do not tell.</p>\n"
              : "<p>Nobody who is settled is known to have told it.</p>\n",
          to);
    if (a->origin_count) fputs("<ul class=\"rows\">\n", to);
    for (uint32_t i = 0; i < a->origin_count; i++) {
        const Origin *o = &a->origins[i];
        fputs("<li><b>", to);
        put_escaped(to, o->name);
        fprintf(to, "</b> <span class=\"dim\">· in %u article%s%s%s</span></li>\n", o->article_count,
                plural(o->article_count), o->open ? " · the article leaves open who it is: not counted" : "",
                o->possibly_one ? " · possibly one with another" : "");
    }
    if (a->origin_count) fputs("</ul>\n", to);
    fputs("</section>\n", to);
}

/* On whose word: the article's own, or a statement's, which is linked. */
static void put_source(FILE *to, const Site *site, const Deed *d, uint32_t i)
{
    const Telling *t = &d->tellings[i];
    const Statement *s = i < d->rests.statements.count ? &d->rests.statements.items[i] : NULL;
    if (!t->e.according_to_count) {
        fprintf(to, "on <a href=\"/article/%lld\">the article</a>’s own word", (long long)t->article);
        return;
    }
    if (s) {
        fputs("<b>", to);
        put_name(to, site,
                 s->who.size      ? s->who
                 : s->source.size ? s->source
                                  : text_literal("a source not named"),
                 s->actor);
        fputs("</b>, ", to);
    }
    fprintf(to, "<a href=\"/article/%lld#s%u\">statement %lld:%u</a>", (long long)t->article, t->e.according_to[0],
            (long long)t->article, t->e.according_to[0]);
}

static void put_telling(FILE *to, const Site *site, const Deed *d, uint32_t i)
{
    const Telling *t = &d->tellings[i];
    fputs("<li><div class=\"node\"><p class=\"dim\">", to);
    put_escaped(to, t->published.size ? t->published : text_literal("undated"));
    if (t->outlet.size) fputs(" · ", to);
    put_escaped(to, t->outlet);
    fprintf(to, " · event %lld:%u</p><p>", (long long)t->article, t->e.id);
    put_status(to, t->e.status);
    fputs(" · ", to);
    put_source(to, site, d, i);
    fputs("</p><p>", to);
    put_escaped(to, t->evidence);
    fprintf(to, "</p><p class=\"dim\">%.0f%%", (double)t->e.confidence * 100);
    if (t->when.size) fputs(" · ", to);
    put_escaped(to, t->when);
    if (!t->current) fputs(" · in an earlier revision", to);
    if (t->url.size) fputs(" · ", to);
    put_address(to, t->url);
    fputs("</p></div></li>\n", to);
}

static void put_related(FILE *to, const Site *site, const Deed *d)
{
    if (!d->related_count) return;
    fputs("<section aria-labelledby=\"beside\">\n<h2 id=\"beside\">Perhaps the same, and counted nowhere</h2>\n<ul "
          "class=\"rows\">\n",
          to);
    for (uint32_t i = 0; i < d->related_count; i++) {
        put_told(to, site, &d->related[i].telling);
        fprintf(to, "</p><p>Not taken for it: %s</p></li>\n", d->related[i].why);
    }
    fputs("</ul>\n</section>\n", to);
}

void show_deed(FILE *to, const Site *site, const Deed *d)
{
    const Telling *t = &d->tellings[d->head];
    page_open(to, site, t->evidence);
    fputs(statement_rules, to);
    page_rules_end(to, site);
    fputs("<header>\n<h1>", to);
    put_escaped(to, t->evidence);
    fputs("</h1>\n<p><b>", to);
    put_parties(to, site, t);
    fputs("</b></p>\n<p>", to);
    put_what(to, t, false);
    fputs(" · ", to);
    put_day(to, t);
    fputs("</p>\n<p>", to);
    put_counts(to, d, true);
    fputs("</p>\n</header>\n<main id=\"main\">\n<section aria-labelledby=\"told\">\n<h2 id=\"told\">Who tells "
          "it</h2>\n<ol "
          "class=\"cards\">\n",
          to);
    for (uint32_t i = 0; i < d->count; i++) put_telling(to, site, d, i);
    fputs("</ol>\n</section>\n", to);
    put_denials(to, site, d);
    put_origins(to, d);
    put_related(to, site, d);
    fputs("</main>\n", to);
    page_close(to, site);
}
