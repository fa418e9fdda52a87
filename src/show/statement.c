/* One statement as a card: where it stands, who said it, the words. */
#include "show/internal.h"

const char statement_rules[] =
    ".node{background:var(--card);border:1px solid var(--line);border-left:4px solid "
    "var(--strong);border-radius:.25rem;padding:.5rem .7rem}\n"
    ".node p{margin:0}.node .hand{font-weight:600}"
    "mark{background:none;color:inherit;font-weight:700;text-decoration:underline;text-decoration-thickness:2px}\n"
    "@media print{.node{background:none}}\n";

void put_name(FILE *to, const Site *site, Text name, int64_t actor)
{
    bool open = link_open(to, site, "who", actor);
    put_escaped(to, name);
    link_close(to, open);
}

void put_place(FILE *to, const Site *site, const Statement *s)
{
    bool known = s->label.size && !text_starts(s->label, "http");
    if (site) fprintf(to, "<a href=\"/article/%lld#s%u\">", (long long)s->article, s->number);
    if (known)
        put_escaped(to, s->label);
    else
        fprintf(to, "%lld", (long long)s->article);
    fprintf(to, ":%u", s->number);
    link_close(to, site != NULL);
}

/* Joint sources, all that are settled. */
static void put_names(FILE *to, const Site *site, const Statement *s)
{
    for (uint32_t i = 0; i < s->actor_count; i++) {
        if (i) fputs(i + 1 < s->actor_count ? ", " : " and ", to);
        put_name(to, site, s->names[i], s->actors[i]);
    }
}

static void put_said(FILE *to, const Site *site, const Statement *s)
{
    bool joint = s->actor_count > 1;
    fputs("<b>", to);
    if (joint)
        put_names(to, site, s);
    else
        put_name(to, site,
                 s->who.size      ? s->who
                 : s->source.size ? s->source
                                  : text_literal("no source is named"),
                 s->actor);
    fputs("</b>", to);
    if (s->source.size && (joint || (s->who.size && !text_equal(s->who, s->source)))) {
        fputs(" (", to);
        put_escaped(to, s->source);
        fputs(")", to);
    }
    if (s->inferred) fputs(", inferred", to);
    fputs(" <i>", to);
    put_escaped(to, s->cue);
    fputs("</i>", to);
    if (s->whom.size || s->to.size) fputs(", to ", to);
    put_name(to, site, s->whom.size ? s->whom : s->to, s->to_actor);
    if (s->through.size || s->via.size) fputs(", through ", to);
    put_name(to, site, s->through.size ? s->through : s->via, s->via_actor);
    if (s->reported_by.size) fputs(", as reported by ", to);
    put_escaped(to, s->reported_by);
}

/* ---- words that stand out ---- */

static bool is_letter_at(Text t, size_t at)
{
    size_t next;
    uint32_t c = utf8_at(t, at, &next);
    return char_is_letter(c) || char_is_digit(c);
}

/* How long the word is that begins at `at` and is among the marked; 0: none. */
static size_t marked_at(Text t, size_t at, Words marked)
{
    for (uint32_t i = 0; i < marked.count; i++) {
        Text w = marked.items[i];
        bool fits = w.size && at + w.size <= t.size && !memcmp(t.data + at, w.data, w.size);
        if (fits && (at + w.size == t.size || !is_letter_at(t, at + w.size))) return w.size;
    }
    return 0;
}

void put_marked(FILE *to, Text t, Words marked)
{
    bool inside = false;
    size_t plain = 0;
    for (size_t at = 0, next; at < t.size; at = next) {
        size_t size = inside ? 0 : marked_at(t, at, marked);
        inside = is_letter_at(t, at);
        (void)utf8_at(t, at, &next);
        if (!size) continue;
        put_escaped(to, text_of(t.data + plain, at - plain));
        fputs("<mark>", to);
        put_escaped(to, text_of(t.data + at, size));
        fputs("</mark>", to);
        plain = next = at + size;
    }
    put_escaped(to, text_of(t.data + plain, t.size - plain));
}

/* ---- the card ---- */

static void put_foot(FILE *to, const Site *site, const Statement *s)
{
    fprintf(to, "<p class=\"dim\">%s%s", sayso_act_name(s->a.act), s->a.negated ? ", told as not done" : "");
    if (s->a.kind == SAYSO_KIND_UNNAMED) fputs(s->anonymity.size ? " · unnamed: " : " · unnamed", to);
    put_escaped(to, s->anonymity);
    if (!s->current) fputs(" · in an earlier revision", to);
    fprintf(to, " · %.0f%%", (double)s->a.confidence * 100);
    if (site && s->claim)
        fprintf(to, " · <a href=\"/claim/%lld\">claim %lld</a>", (long long)s->claim, (long long)s->claim);
    if (s->url.size) fputs(" · ", to);
    put_address(to, s->url);
    fputs("</p>", to);
}

void put_statement(FILE *to, const Site *site, const Statement *s, const char *hand, Words marked)
{
    fputs("<div class=\"node\"><p class=\"dim\">", to);
    put_escaped(to, s->day.size ? s->day : text_literal("undated"));
    if (s->outlet.size) fputs(" · ", to);
    put_escaped(to, s->outlet);
    fputs(" · ", to);
    put_place(to, site, s);
    if (*hand) fprintf(to, " · <span class=\"hand\">%s</span>", hand);
    fputs("</p><p>", to);
    put_said(to, site, s);
    fputs("</p><p>", to);
    put_marked(to, s->content, marked);
    fputs("</p>", to);
    put_foot(to, site, s);
    fputs("</div>", to);
}
