/* What a person knows better, from a page: forms for who may write, the list of what was decided, signing in. A form
 * carries the token that tells that it is ours; without one (Site.token) no form is written. */
#include "show/internal.h"

/* As a form sends it back: nothing is left out or replaced, as put_escaped does, since nobody is shown it. */
static void put_value(FILE *to, Text t)
{
    for (size_t i = 0; i < t.size; i++) {
        char c = t.data[i];
        if (c == '&' || c == '<' || c == '>' || c == '"' || c == '\'' || c == '`' || c == '\r')
            fprintf(to, "&#%d;", c);
        else
            putc(c ? c : ' ', to);
    }
}

static void put_hidden(FILE *to, const char *name, Text value)
{
    fprintf(to, "<input type=\"hidden\" name=\"%s\" value=\"", name);
    put_value(to, value);
    fputs("\">", to);
}

static void open_form(FILE *to, const Site *site, const char *action, const char *kind)
{
    fprintf(to, "<form class=\"hand\" action=\"%s\" method=\"post\">", action);
    put_hidden(to, "token", text_literal(site->token));
    if (kind) put_hidden(to, "kind", text_literal(kind));
}

static void put_number(FILE *to, const char *name, int64_t value)
{
    fprintf(to, "<input type=\"hidden\" name=\"%s\" value=\"%lld\">", name, (long long)value);
}

static void put_field(FILE *to, const char *id, const char *name, const char *label, Text value)
{
    fprintf(to, "<div><label for=\"d-%s\">%s</label><input id=\"d-%s\" name=\"%s\" value=\"", id, label, id, name);
    put_value(to, value);
    fputs("\"></div>", to);
}

/* ---- a person or body ---- */

static void put_split(FILE *to, const Site *site, const Person *p)
{
    open_form(to, site, "/decide", "split");
    put_number(to, "actor", p->actor->id);
    fputs("<div class=\"fields\"><div><label for=\"d-form\">this name</label><select id=\"d-form\" name=\"form\">"
          "<option value=\"\">whatever the article calls them</option>",
          to);
    for (uint32_t i = 0; i < p->form_count; i++) {
        fputs("<option value=\"", to);
        put_value(to, p->forms[i].name);
        fputs("\">", to);
        put_escaped(to, p->forms[i].name);
        fputs("</option>", to);
    }
    fputs("</select></div>", to);
    put_field(to, "article", "article", "in this article alone: its number, or nothing", text_literal(""));
    fputs("<button>is somebody else</button></div></form>\n", to);
}

void put_decide_person(FILE *to, const Site *site, const Person *p)
{
    if (!site->token) return;
    fputs("<section aria-labelledby=\"better\">\n<h2 id=\"better\">What you know better</h2>\n", to);
    open_form(to, site, "/decide", "rename");
    put_number(to, "actor", p->actor->id);
    fputs("<div class=\"fields\">", to);
    put_field(to, "name", "name", "shown by the name", p->actor->name);
    fputs("<button>Rename</button></div></form>\n", to);
    open_form(to, site, "/decide", "merge");
    put_number(to, "actor", p->actor->id);
    fputs("<div class=\"fields\">", to);
    put_field(to, "other", "other", "one with: a name, or a number as #17", text_literal(""));
    fputs("<button>Merge</button></div></form>\n", to);
    put_split(to, site, p);
    fputs("</section>\n", to);
}

/* ---- a claim ---- */

static void put_statement_form(FILE *to, const Site *site, int64_t claim, const Statement *s, const char *kind,
                               const char *words)
{
    if (!site || !site->token) return;
    open_form(to, site, "/decide", kind);
    put_number(to, "claim", claim);
    fprintf(to,
            "<input type=\"hidden\" name=\"statement\" value=\"%lld:%u\"><button class=\"small\" aria-label=\"%s: "
            "statement %lld:%u\">%s</button></form>",
            (long long)s->article, s->number, words, (long long)s->article, s->number, words);
}

void put_part(FILE *to, const Site *site, int64_t claim, const Statement *s)
{
    put_statement_form(to, site, claim, s, "part", "Says something else");
}

void put_same(FILE *to, const Site *site, int64_t claim, const Statement *s)
{
    put_statement_form(to, site, claim, s, "join", "Says the same");
}

void put_join(FILE *to, const Site *site, int64_t claim)
{
    if (!site || !site->token) return;
    fputs("<section aria-labelledby=\"better\">\n<h2 id=\"better\">What you know better</h2>\n", to);
    open_form(to, site, "/decide", "join");
    put_number(to, "claim", claim);
    fputs("<div class=\"fields\">", to);
    put_field(to, "statement", "statement", "says the same: a statement's number, as 5:11", text_literal(""));
    fputs("<button>Join</button></div></form>\n</section>\n", to);
}

/* ---- an article that was tried ---- */

void put_keep(FILE *to, const Site *site, const KeptArticle *k)
{
    if (!site || !site->token || k->id) return;
    fputs("<section aria-labelledby=\"keep\">\n<h2 id=\"keep\">Keep it</h2>\n<p class=\"about\">It was read, and is "
          "not in the ledger.</p>\n",
          to);
    open_form(to, site, "/keep", NULL);
    put_hidden(to, "text", k->text);
    put_hidden(to, "byline", k->byline);
    fputs("<div class=\"fields\">", to);
    put_field(to, "id", "id", "the name by which the ledger knows it", text_literal(""));
    put_field(to, "title", "title", "title", k->title);
    put_field(to, "outlet", "outlet", "outlet", k->outlet);
    put_field(to, "published", "published", "day, YYYY-MM-DD",
              text_of(k->published.data, k->published.size < 10 ? k->published.size : 10));
    put_field(to, "url", "url", "its address", k->url);
    fputs("<button>Keep</button></div></form>\n</section>\n", to);
}

/* ---- what was decided ---- */

static void put_part_of(FILE *to, Text t)
{
    fputs("<b>", to);
    put_escaped(to, t.size ? t : text_literal("(no name)"));
    fputs("</b>", to);
}

static void put_claim(FILE *to, const Decision *d)
{
    if (d->claim)
        fprintf(to, "<a href=\"/claim/%lld\">claim %lld</a> ", (long long)d->claim, (long long)d->claim);
    else
        fputs("a claim that is not here ", to);
    put_escaped(to, d->claim_text);
}

static void put_sentence(FILE *to, const Decision *d)
{
    Text subject = d->subject_name.size ? d->subject_name : d->subject;
    Text object = d->object_name.size ? d->object_name : d->object;
    switch (d->kind) {
    case DECISION_MERGE:
        put_part_of(to, subject), fputs(" and ", to), put_part_of(to, object), fputs(" are one", to);
        return;
    case DECISION_SPLIT:
        put_part_of(to, subject), fputs(" is another than ", to), put_part_of(to, object);
        return;
    case DECISION_RENAME:
        put_part_of(to, subject), fputs(" is shown as ", to), put_part_of(to, object);
        return;
    case DECISION_JOIN:
        put_part_of(to, d->words), fputs(" says the same as ", to), put_claim(to, d);
        return;
    case DECISION_PART:
        put_part_of(to, d->words), fputs(" does not say the same as ", to), put_claim(to, d);
        return;
    case DECISION_FIX:
        put_escaped(to, subject), fputs(" is ", to), put_part_of(to, object);
        return;
    case DECISION_DROP:
        put_part_of(to, d->words), fputs(" is no statement", to);
        return;
    }
}

static void put_decision(FILE *to, const Site *site, const Decision *d)
{
    fprintf(to, "<li id=\"d%lld\"><p>", (long long)d->id);
    put_sentence(to, d);
    fprintf(to, "</p><p class=\"dim\">%lld · ", (long long)d->id);
    put_escaped(to, text_of(d->made.data, d->made.size < 10 ? d->made.size : 10));
    if (d->article && d->number)
        fprintf(to, " · <a href=\"/article/%lld#s%u\">%lld:%u</a>", (long long)d->article, d->number,
                (long long)d->article, d->number);
    fputs("</p>", to);
    if (site->token) {
        open_form(to, site, "/decide", "undo");
        put_number(to, "decision", d->id);
        fprintf(to, "<button class=\"small\" aria-label=\"Take it back: %lld\">Take it back</button></form>",
                (long long)d->id);
    }
    fputs("</li>\n", to);
}

void show_decisions(FILE *to, const Site *site, const Decision *all, uint32_t count)
{
    page_open(to, site, text_literal("Decisions"));
    page_rules_end(to, site);
    fputs("<header>\n<h1>Decisions</h1>\n<p class=\"about\">What people know better than what was read, the newest "
          "first. Each can be taken back.</p>\n</header>\n<main id=\"main\">\n<ol class=\"rows\">\n",
          to);
    for (uint32_t i = count; i--;) put_decision(to, site, &all[i]);
    fputs(count ? "</ol>\n" : "</ol>\n<p>Nothing was decided by hand.</p>\n", to);
    if (!site->token)
        fputs("<p class=\"about\"><a href=\"/login\">Who has a key that may write</a> decides on the pages of persons "
              "and claims.</p>\n",
              to);
    fputs("</main>\n", to);
    page_close(to, site);
}

/* ---- signing in ---- */

void show_login(FILE *to, const Site *site, const char *fault)
{
    page_open(to, site, text_literal("Sign in"));
    page_rules_end(to, site);
    fprintf(to, "<header>\n<h1>%s</h1>\n</header>\n<main id=\"main\">\n",
            site->visitor == VISITOR_UNKNOWN ? "Sign in" : "Signed in");
    if (fault) {
        fputs("<p class=\"note\" role=\"alert\">", to);
        put_escaped(to, text_literal(fault));
        fputs("</p>\n", to);
    }
    if (site->visitor == VISITOR_UNKNOWN)
        fputs("<p>A key opens what it may: <code>sayso key add NAME --write</code> makes one that may merge, split and "
              "rename, join and part, and keep what was tried.</p>\n"
              "<form action=\"/login\" method=\"post\">\n<label for=\"key\">Key</label>\n<div class=\"fields\"><input "
              "id=\"key\" name=\"key\" type=\"password\" autocomplete=\"current-password\" required><button>Sign "
              "in</button></div>\n</form>\n",
              to);
    else
        fprintf(to,
                "<p>Your key may %s.</p>\n<form action=\"/logout\" method=\"post\"><button>Sign out</button></form>\n",
                site->visitor == VISITOR_WRITES ? "read and write: persons, claims and what was tried have forms for it"
                                                : "read");
    fputs("</main>\n", to);
    page_close(to, site);
}
