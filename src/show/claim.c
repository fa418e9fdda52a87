/* A claim: who stands how to it, and its chain, drawn as trees: each origin, and below each statement those that it was
 * passed on to, copied or said again in. */
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
    ".node{background:var(--card);border:1px solid var(--line);border-left:4px solid "
    "var(--strong);border-radius:.25rem;padding:.5rem .7rem}\n"
    ".node p{margin:0}.node .hand{font-weight:600}.standing li,.beside li{padding:.35rem 0;border-top:1px solid "
    "var(--line)}\n"
    ".standing p,.beside p{margin:.1rem 0}\n"
    "@media print{.node{background:none}.tree ul>li:last-child::after{background:#fff}}\n";

static const char *const hands[] = {
    [HAND_FIRST] = "the origin",           [HAND_SAME] = "the same source again",
    [HAND_UTTERED] = "the same utterance", [HAND_REPRINT] = "a copy",
    [HAND_PASSED] = "passed on",           [HAND_ANOTHER] = "an unnamed source through the same outlet"};

/* ---- one statement ---- */

static void put_place(FILE *to, const Statement *s)
{
    bool known = s->label.size && !text_starts(s->label, "http");
    if (known)
        put_escaped(to, s->label);
    else
        fprintf(to, "%lld", (long long)s->article);
    fprintf(to, ":%u", s->number);
}

static void put_said(FILE *to, const Statement *s)
{
    fputs("<b>", to);
    put_escaped(to, s->who.size ? s->who : s->source.size ? s->source : text_literal("no source is named"));
    fputs("</b>", to);
    if (s->who.size && s->source.size && !text_equal(s->who, s->source)) {
        fputs(" (", to);
        put_escaped(to, s->source);
        fputs(")", to);
    }
    fputs(" <i>", to);
    put_escaped(to, s->cue);
    fputs("</i>", to);
    if (s->whom.size || s->to.size) fputs(", to ", to);
    put_escaped(to, s->whom.size ? s->whom : s->to);
    if (s->through.size || s->via.size) fputs(", through ", to);
    put_escaped(to, s->through.size ? s->through : s->via);
    if (s->reported_by.size) fputs(", as reported by ", to);
    put_escaped(to, s->reported_by);
}

static void put_statement(FILE *to, const Statement *s, const char *hand)
{
    fputs("<div class=\"node\"><p class=\"dim\">", to);
    put_escaped(to, s->day.size ? s->day : text_literal("undated"));
    if (s->outlet.size) fputs(" · ", to);
    put_escaped(to, s->outlet);
    fputs(" · ", to);
    put_place(to, s);
    if (*hand) fprintf(to, " · <span class=\"hand\">%s</span>", hand);
    fputs("</p><p>", to);
    put_said(to, s);
    fputs("</p><p>", to);
    put_escaped(to, s->content);
    fprintf(to, "</p><p class=\"dim\">%s%s", sayso_act_name(s->a.act), s->a.negated ? ", told as not done" : "");
    if (s->a.kind == SAYSO_KIND_UNNAMED) fputs(s->anonymity.size ? " · unnamed: " : " · unnamed", to);
    put_escaped(to, s->anonymity);
    if (!s->current) fputs(" · in an earlier revision", to);
    fprintf(to, " · %.0f%%", (double)s->a.confidence * 100);
    if (s->url.size) fputs(" · ", to);
    put_address(to, s->url);
    fputs("</p></div>", to);
}

/* ---- the chain ---- */

typedef struct Tree {       /* of statements: indices, NONE: nothing */
    uint32_t *child, *next; /* the first that leads back to it; the next beside it */
    uint32_t *up;
} Tree;

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

static void put_node(FILE *to, const ClaimAnswer *a, uint32_t i)
{
    fputs("<li>", to);
    put_statement(to, &a->statements.items[i], hands[a->hand[i]]);
}

/* From the root downwards, without recursion: how deep a chain is, reports decide. */
static void put_tree(FILE *to, const ClaimAnswer *a, const Tree *t, uint32_t root)
{
    uint32_t depth = 0;
    put_node(to, a, root);
    for (uint32_t at = root;;) {
        if (t->child[at] != NONE) {
            fputs(depth < DEEPEST ? "\n<ul>" : "</li>\n", to);
            depth++;
            at = t->child[at];
            put_node(to, a, at);
            continue;
        }
        fputs("</li>\n", to);
        for (; at != root && t->next[at] == NONE; at = t->up[at], depth--)
            if (depth <= DEEPEST) fputs("</ul></li>\n", to);
        if (at == root) return;
        at = t->next[at];
        put_node(to, a, at);
    }
}

static void put_origin(FILE *to, const ClaimAnswer *a, const Tree *t, uint32_t index)
{
    const Origin *o = &a->origins[index];
    fputs("<h3>", to);
    if (!o->open) fprintf(to, "%u. ", index + 1);
    put_escaped(to, o->name);
    fprintf(to, "</h3>\n<p class=\"about\">%u statement%s in %u article%s", o->statement_count,
            plural(o->statement_count), o->article_count, plural(o->article_count));
    if (o->open) fputs(" · the article leaves open who it is: not counted", to);
    if (o->possibly_one) fputs(" · <span class=\"bad\">possibly one with the other unnamed</span>", to);
    fputs("</p>\n<ul class=\"tree\">\n", to);
    for (uint32_t i = 0; i < a->statements.count; i++)
        if (a->origin_of[i] == index && t->up[i] == NONE) put_tree(to, a, t, i);
    fputs("</ul>\n", to);
}

static void put_chain(FILE *to, const ClaimAnswer *a, const Tree *t)
{
    fputs("<section aria-labelledby=\"chain\">\n<h2 id=\"chain\">How it came</h2>\n", to);
    if (!a->claim.origin_count) fputs("<p>Nobody who is settled is known to have asserted it.</p>\n", to);
    for (uint32_t i = 0; i < a->origin_count; i++) put_origin(to, a, t, i);
    uint32_t others = 0;
    for (uint32_t i = 0; i < a->statements.count; i++) others += a->origin_of[i] == NONE;
    if (others)
        fputs("<h3>No origins: denials, questions, what no latest revision says</h3>\n<ul class=\"tree\">\n", to);
    for (uint32_t i = 0; i < a->statements.count; i++) {
        if (a->origin_of[i] != NONE) continue;
        fputs("<li>", to);
        put_statement(to, &a->statements.items[i], "");
        fputs("</li>\n", to);
    }
    fputs(others ? "</ul>\n</section>\n" : "</section>\n", to);
}

/* ---- who stands how to it ---- */

static const char *class_of(const Holder *h)
{
    if (h->negated) return "dim";
    if (h->act == SAYSO_ACT_CONFIRM) return "good";
    return h->act == SAYSO_ACT_DENY || h->act == SAYSO_ACT_DISMISS || h->act == SAYSO_ACT_DECLINE ? "bad" : "";
}

static void put_holder(FILE *to, const Holder *h)
{
    fputs("<li><p><b>", to);
    put_escaped(to, h->name.size ? h->name : text_literal("no source is named"));
    fprintf(to, "</b>%s: <b class=\"%s\">%s%s</b>", h->kind == SAYSO_KIND_UNNAMED ? " (unnamed)" : "", class_of(h),
            sayso_act_name(h->act), h->negated ? ", told as not done" : "");
    if (h->times > 1) fprintf(to, " ×%u", h->times);
    fputs("</p><p class=\"dim\">", to);
    put_escaped(to, h->day);
    if (h->day.size && h->outlet.size) fputs(" · ", to);
    put_escaped(to, h->outlet);
    if (h->reported) {
        fputs(" · merely reported by ", to);
        put_escaped(to, h->reported_by.size ? h->reported_by : text_literal("another source"));
    }
    fputs("</p></li>\n", to);
}

static void put_words(FILE *to, const char *title, const Text *words, uint32_t count)
{
    fprintf(to, "<p class=\"dim\">%s: ", title);
    for (uint32_t i = 0; i < count; i++) {
        if (i) fputs(", ", to);
        put_escaped(to, words[i]);
    }
    fputs(count ? "</p>" : "nothing</p>", to);
}

static void put_related(FILE *to, const ClaimAnswer *a)
{
    if (!a->related_count) return;
    fputs("<section aria-labelledby=\"beside\">\n<h2 id=\"beside\">Perhaps the same, and counted nowhere</h2>\n<ul "
          "class=\"beside\">\n",
          to);
    for (uint32_t i = 0; i < a->related_count; i++) {
        const Related *r = &a->related[i];
        fprintf(to, "<li><p><b>%.0f%%</b> likely the same%s%s", r->probability * 100,
                r->authority ? " · another authority" : "", r->claim ? "" : " · no claim");
        if (r->claim) fprintf(to, " · claim %lld", (long long)r->claim);
        fputs("</p>", to);
        put_statement(to, &r->statement, "");
        put_words(to, "both", r->shared, r->shared_count);
        put_words(to, "here alone", r->here, r->here_count);
        put_words(to, "there alone", r->there, r->there_count);
        fputs("</li>\n", to);
    }
    fputs("</ul>\n</section>\n", to);
}

static void put_head(FILE *to, const Claim *c)
{
    fputs("<header>\n<h1>", to);
    put_escaped(to, c->text);
    fprintf(to, "</h1>\n<p class=\"about\">claim %lld · %llu statement%s in %llu article%s</p>\n<p>", (long long)c->id,
            (unsigned long long)c->statement_count, plural(c->statement_count), (unsigned long long)c->article_count,
            plural(c->article_count));
    if (c->origin_count)
        fprintf(to, "<b>At least %u independent origin%s</b>", c->origin_count, plural(c->origin_count));
    else
        fputs("<b>No origin is settled</b>", to);
    if (c->open_count) fprintf(to, " · %u left open, not counted", c->open_count);
    if (c->confirmed) fprintf(to, " · <span class=\"good\">%u confirmed</span>", c->confirmed);
    if (c->denied) fprintf(to, " · <span class=\"bad\">%u denied or dismissed</span>", c->denied);
    if (c->first_day.size) {
        fputs(c->surely_first ? " · first " : " · first, as far as dated, ", to);
        put_escaped(to, c->first_day);
    }
    fputs("</p>\n", to);
    if (c->told_alone)
        fputs("<p class=\"about\">By the days on which the ledger saw them another statement would be the first: the "
              "order is the "
              "days that the articles tell.</p>\n",
              to);
    fputs("</header>\n", to);
}

Status show_claim(FILE *to, const ClaimAnswer *a, Arena *arena, Error *error)
{
    Tree t;
    if (!grow(a, arena, &t)) return fail_memory(error);
    page_open(to, a->claim.text);
    fputs(rules, to);
    page_rules_end(to);
    put_head(to, &a->claim);
    fputs("<main>\n<section aria-labelledby=\"standing\">\n<h2 id=\"standing\">Who stands how to it</h2>\n<ul "
          "class=\"standing\">\n",
          to);
    for (uint32_t i = 0; i < a->holder_count; i++) put_holder(to, &a->holders[i]);
    fputs("</ul>\n</section>\n", to);
    put_chain(to, a, &t);
    put_related(to, a);
    fputs("</main>\n", to);
    page_close(to);
    return SAYSO_OK;
}
