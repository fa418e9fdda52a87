/* A claim: who stands how to it, and its chain, drawn as trees: each origin, and below each statement those that it was
 * passed on to, copied or said again in; when it was said; what is perhaps the same. */
#include "show/internal.h"

#define DEEPEST 12u /* hands below each other; what is deeper stands beside the twelfth */

static const char rules[] =
    "h1{font-weight:600}h1::before{content:'\\201C'}h1::after{content:'\\201D'}\n"
    ".tree ul{margin-left:.55rem;padding-left:1.1rem;border-left:2px solid var(--strong)}\n"
    ".tree li{position:relative;padding:.35rem 0}\n"
    ".tree ul>li::before{content:'';position:absolute;left:-1.1rem;top:1.2rem;width:.9rem;border-top:2px solid "
    "var(--strong)}\n"
    ".tree ul>li:last-child::after{content:'';position:absolute;left:calc(-1.1rem - 2px);top:calc(1.2rem + "
    "2px);bottom:0;width:2px;background:var(--paper)}\n"
    ".standing li,.beside li{padding:.35rem 0;border-top:1px solid var(--line)}\n"
    ".standing p,.beside p{margin:.1rem 0}\n"
    ".days{border-left:2px solid var(--strong);margin-left:.4rem}.days li{position:relative;padding:.15rem 0 .15rem "
    "1rem}"
    ".days li::before{content:'';position:absolute;left:calc(-.35rem - "
    "1px);top:.7rem;width:.7rem;height:.7rem;border-radius:50%;"
    "background:var(--strong)}.days .against::before{background:var(--bad)}\n"
    "@media print{.tree ul>li:last-child::after{background:#fff}}\n";

static const char *const hands[] = {
    [HAND_FIRST] = "the origin",           [HAND_SAME] = "the same source again",
    [HAND_UTTERED] = "the same utterance", [HAND_REPRINT] = "a copy",
    [HAND_PASSED] = "passed on",           [HAND_ANOTHER] = "an unnamed source through the same outlet"};

/* ---- the chain ---- */

typedef struct Tree {       /* of statements: indices, NONE: nothing */
    uint32_t *child, *next; /* the first that leads back to it; the next beside it */
    uint32_t *up;
} Tree;

typedef struct View {
    FILE *to;
    const Site *site;
    const ClaimAnswer *a;
    Tree t;
} View;

/* Children in their order: oldest first. */
static bool grow(const ClaimAnswer *a, Arena *arena, Tree *t)
{
    uint32_t n = a->statements.count;
    t->child = TAKE(arena, uint32_t, n + 1);
    t->next = TAKE(arena, uint32_t, n + 1);
    t->up = TAKE(arena, uint32_t, n + 1);
    if (!t->child || !t->next || !t->up) return false;
    for (uint32_t i = 0; i < n; i++) t->child[i] = t->next[i] = t->up[i] = NONE;
    for (uint32_t i = n; i--;) {
        if (a->origin_of[i] == NONE || a->hand_from[i] == i) continue;
        uint32_t from = a->hand_from[i];
        t->up[i] = from;
        t->next[i] = t->child[from];
        t->child[from] = i;
    }
    return true;
}

static void put_item(const View *v, uint32_t i, const char *hand)
{
    fprintf(v->to, "<li id=\"h%u\">", i + 1);
    put_statement(v->to, v->site, &v->a->statements.items[i], hand, (Words){0});
    if (v->a->statements.count > 1) put_part(v->to, v->site, v->a->claim.id, &v->a->statements.items[i]);
}

static void put_node(const View *v, uint32_t i)
{
    put_item(v, i, hands[v->a->hand[i]]);
}

/* From the root downwards, without recursion: how deep a chain is, reports decide. */
static void put_tree(const View *v, uint32_t root)
{
    uint32_t depth = 0;
    const Tree *t = &v->t;
    put_node(v, root);
    for (uint32_t at = root;;) {
        if (t->child[at] != NONE) {
            fputs(depth < DEEPEST ? "\n<ul>" : "</li>\n", v->to);
            depth++;
            at = t->child[at];
            put_node(v, at);
            continue;
        }
        fputs("</li>\n", v->to);
        for (; at != root && t->next[at] == NONE; at = t->up[at], depth--)
            if (depth <= DEEPEST) fputs("</ul></li>\n", v->to);
        if (at == root) return;
        at = t->next[at];
        put_node(v, at);
    }
}

static void put_origin(const View *v, uint32_t index)
{
    const Origin *o = &v->a->origins[index];
    fputs("<h3>", v->to);
    if (!o->open) fprintf(v->to, "%u. ", index + 1);
    put_name(v->to, v->site, o->name, o->actor);
    fprintf(v->to, "</h3>\n<p class=\"about\">%u statement%s in %u article%s", o->statement_count,
            plural(o->statement_count), o->article_count, plural(o->article_count));
    if (o->open) fputs(" · the article leaves open who it is: not counted", v->to);
    if (o->possibly_one) fputs(" · <span class=\"bad\">possibly one with the other unnamed</span>", v->to);
    fputs("</p>\n<ul class=\"tree\">\n", v->to);
    for (uint32_t i = 0; i < v->a->statements.count; i++)
        if (v->a->origin_of[i] == index && v->t.up[i] == NONE) put_tree(v, i);
    fputs("</ul>\n", v->to);
}

static void put_chain(const View *v)
{
    const ClaimAnswer *a = v->a;
    fputs("<section aria-labelledby=\"chain\">\n<h2 id=\"chain\">How it came</h2>\n", v->to);
    if (!a->claim.origin_count) fputs("<p>Nobody who is settled is known to have asserted it.</p>\n", v->to);
    for (uint32_t i = 0; i < a->origin_count; i++) put_origin(v, i);
    uint32_t others = 0;
    for (uint32_t i = 0; i < a->statements.count; i++) others += a->origin_of[i] == NONE;
    if (others)
        fputs("<h3>No origins: denials, questions, what no latest revision says</h3>\n<ul class=\"tree\">\n", v->to);
    for (uint32_t i = 0; i < a->statements.count; i++) {
        if (a->origin_of[i] != NONE) continue;
        put_item(v, i, "");
        fputs("</li>\n", v->to);
    }
    fputs(others ? "</ul>\n</section>\n" : "</section>\n", v->to);
}

/* ---- when ---- */

static bool is_against(sayso_act act)
{
    return act == SAYSO_ACT_DENY || act == SAYSO_ACT_DISMISS || act == SAYSO_ACT_DECLINE;
}

static void put_day(const View *v, uint32_t i)
{
    const Statement *s = &v->a->statements.items[i];
    Text nobody = text_literal("no source is named");
    fprintf(v->to, "<li%s><a href=\"#h%u\">", is_against(s->a.act) ? " class=\"against\"" : "", i + 1);
    put_escaped(v->to, s->day.size ? s->day : text_literal("undated"));
    fputs("</a> ", v->to);
    put_escaped(v->to, s->who.size ? s->who : s->source.size ? s->source : nobody);
    fprintf(v->to, ": %s%s", sayso_act_name(s->a.act), s->a.negated ? ", told as not done" : "");
    if (s->outlet.size) fputs(" <span class=\"dim\">· ", v->to);
    put_escaped(v->to, s->outlet);
    fputs(s->outlet.size ? "</span></li>\n" : "</li>\n", v->to);
}

/* The statements stand in their order, oldest first. Of one there is nothing to see that the chain does not show. */
static void put_days(const View *v)
{
    if (!v->site || v->a->statements.count < 2) return;
    fputs("<section aria-labelledby=\"days\">\n<h2 id=\"days\">When</h2>\n<ol class=\"days\">\n", v->to);
    for (uint32_t i = 0; i < v->a->statements.count; i++) put_day(v, i);
    fputs("</ol>\n</section>\n", v->to);
}

/* ---- who stands how to it ---- */

static const char *class_of(const Holder *h)
{
    if (h->negated) return "dim";
    if (h->act == SAYSO_ACT_CONFIRM) return "good";
    return is_against(h->act) ? "bad" : "";
}

static void put_holder(const View *v, const Holder *h)
{
    FILE *to = v->to;
    fputs("<li><p><b>", to);
    put_name(to, v->site, h->name.size ? h->name : text_literal("no source is named"), h->actor);
    fprintf(to, "</b>%s: <b class=\"%s\">%s%s</b>", h->kind == SAYSO_KIND_UNNAMED ? " (unnamed)" : "", class_of(h),
            sayso_act_name(h->act), h->negated ? ", told as not done" : "");
    if (h->times > 1) fprintf(to, " ×%u", h->times);
    fputs("</p><p class=\"dim\">", to);
    if (h->last < v->a->statements.count) fprintf(to, "<a href=\"#h%u\">", h->last + 1);
    put_escaped(to, h->day.size ? h->day : text_literal("undated"));
    link_close(to, h->last < v->a->statements.count);
    if (h->outlet.size) fputs(" · ", to);
    put_escaped(to, h->outlet);
    if (h->reported) {
        fputs(" · merely reported by ", to);
        put_escaped(to, h->reported_by.size ? h->reported_by : text_literal("another source"));
    }
    fputs("</p></li>\n", to);
}

static void put_standing(const View *v)
{
    fputs("<section aria-labelledby=\"standing\">\n<h2 id=\"standing\">Who stands how to it</h2>\n<ul "
          "class=\"standing\">\n",
          v->to);
    for (uint32_t i = 0; i < v->a->holder_count; i++) put_holder(v, &v->a->holders[i]);
    fputs("</ul>\n</section>\n", v->to);
}

/* ---- what is perhaps the same ---- */

static void put_words(FILE *to, const char *title, const Text *words, uint32_t count)
{
    fprintf(to, "<p class=\"dim\">%s: ", title);
    for (uint32_t i = 0; i < count; i++) {
        if (i) fputs(", ", to);
        put_escaped(to, words[i]);
    }
    fputs(count ? "</p>" : "nothing</p>", to);
}

static void put_one_related(const View *v, const Related *r)
{
    FILE *to = v->to;
    fprintf(to, "<li><p><b>%.0f%%</b> likely the same%s%s", r->probability * 100,
            r->authority ? " · another authority" : "", r->claim ? "" : " · no claim");
    if (r->claim && !v->site) fprintf(to, " · claim %lld", (long long)r->claim);
    fputs("</p>", to);
    put_statement(to, v->site, &r->statement, "", (Words){r->there, r->there_count});
    put_words(to, "both", r->shared, r->shared_count);
    put_words(to, "here alone", r->here, r->here_count);
    put_words(to, "there alone", r->there, r->there_count);
    put_same(to, v->site, v->a->claim.id, &r->statement);
    fputs("</li>\n", to);
}

static void put_related(const View *v)
{
    if (!v->a->related_count) return;
    fputs("<section aria-labelledby=\"beside\">\n<h2 id=\"beside\">Perhaps the same, and counted nowhere</h2>\n"
          "<p class=\"about\">Words that the other has alone are underlined.</p>\n<ul class=\"beside\">\n",
          v->to);
    for (uint32_t i = 0; i < v->a->related_count; i++) put_one_related(v, &v->a->related[i]);
    fputs("</ul>\n</section>\n", v->to);
}

/* ---- its words and its counts ---- */

static void put_counts(const View *v)
{
    FILE *to = v->to;
    const Claim *c = &v->a->claim;
    fprintf(to, "<p class=\"about\">claim %lld · <a href=\"#chain\">%llu statement%s in %llu article%s</a></p>\n<p>",
            (long long)c->id, (unsigned long long)c->statement_count, plural(c->statement_count),
            (unsigned long long)c->article_count, plural(c->article_count));
    if (c->origin_count)
        fprintf(to, "<b>At least <a href=\"#chain\">%u independent origin%s</a></b>", c->origin_count,
                plural(c->origin_count));
    else
        fputs("<b>No origin is settled</b>", to);
    if (c->open_count) fprintf(to, " · %u left open, not counted", c->open_count);
    if (c->confirmed) fprintf(to, " · <a class=\"good\" href=\"#standing\">%u confirmed</a>", c->confirmed);
    if (c->denied) fprintf(to, " · <a class=\"bad\" href=\"#standing\">%u denied or dismissed</a>", c->denied);
    if (c->first_day.size) {
        fputs(c->surely_first ? " · first " : " · first, as far as dated, ", to);
        put_escaped(to, c->first_day);
    }
    fputs("</p>\n", to);
}

#define MOST_COMPARED 8u

/* To the articles that have it, where they are several: the first eight. */
static void put_compare(const View *v)
{
    int64_t ids[MOST_COMPARED];
    uint32_t count = 0;
    for (uint32_t i = 0; i < v->a->statements.count && count < MOST_COMPARED; i++) {
        bool known = !v->a->statements.items[i].current;
        for (uint32_t k = 0; k < count; k++) known |= ids[k] == v->a->statements.items[i].article;
        if (!known) ids[count++] = v->a->statements.items[i].article;
    }
    if (!v->site || count < 2) return;
    fputs("<p><a href=\"/compare?articles=", v->to);
    for (uint32_t i = 0; i < count; i++) fprintf(v->to, "%s%lld", i ? "%2C" : "", (long long)ids[i]);
    fputs("\">Compare the articles that have it</a>: whom each quotes, and whom it leaves out.</p>\n", v->to);
}

/* What the number means, of this claim. */
static void put_meaning(const View *v)
{
    const ClaimAnswer *a = v->a;
    if (!a->claim.origin_count) return;
    fprintf(
        v->to,
        "<p class=\"about\">At least %u: each statement was followed back to whoever first says it on their own word. ",
        a->claim.origin_count);
    if (a->claim.statement_count > a->claim.origin_count)
        fputs("Copies, reports passed on and the same source again add nothing. ", v->to);
    fprintf(v->to, "%sThere may be more that the reports do not tell.</p>\n",
            a->claim.open_count ? "A source that its article leaves open is listed, and not counted. " : "");
}

static void put_head(const View *v)
{
    fputs("<header>\n<h1>", v->to);
    put_escaped(v->to, v->a->claim.text);
    fputs("</h1>\n", v->to);
    put_counts(v);
    put_meaning(v);
    put_compare(v);
    if (v->a->claim.told_alone)
        fputs("<p class=\"about\">By the days on which the ledger saw them another statement would be the first: the "
              "order is the "
              "days that the articles tell.</p>\n",
              v->to);
    fputs("</header>\n", v->to);
}

Status show_claim(FILE *to, const Site *site, const ClaimAnswer *a, Arena *arena, Error *error)
{
    View v = {.to = to, .site = site, .a = a};
    if (!grow(a, arena, &v.t)) return fail_memory(error);
    page_open(to, site, a->claim.text);
    fputs(rules, to);
    fputs(statement_rules, to);
    page_rules_end(to, site);
    put_head(&v);
    fputs("<main id=\"main\">\n", to);
    put_standing(&v);
    put_days(&v);
    put_chain(&v);
    put_related(&v);
    put_join(to, site, a->claim.id);
    fputs("</main>\n", to);
    page_close(to, site);
    return SAYSO_OK;
}
