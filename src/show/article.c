/* An article: its text with statements marked, and what is known of each. A statement's card is shown while a pointer
 * or the focus is on its marks, by CSS alone: a rule a statement; the innermost lies on top. */
#include "show/internal.h"

#define MOST_CARDS 400u /* of more statements there are no cards: the list has them all */

typedef struct View {
    FILE *to;
    const Site *site;
    const KeptArticle *k;
    const AuditAnswer *audit; /* NULL: none is shown */
    uint32_t *depths;         /* of each attribution: in how many others it lies, 0 of the article's own */
} View;

static const char rules[] =
    ".text{font:1.0625rem/1.75 Georgia,'Liberation Serif',serif}.text p{margin:0 0 1rem;unicode-bidi:isolate}\n"
    ".q{background:var(--other);border-radius:.15em;padding:.1em "
    "0;-webkit-box-decoration-break:clone;box-decoration-break:clone}\n"
    ".person,.organization,.document,.outlet,.author{background:var(--named)}.unnamed{background:var(--unnamed)}"
    ".group{background:var(--group)}\n"
    ".in{box-shadow:inset 0 -2px 0 var(--dim)}\n"
    ".who{font-weight:700}.cue{border-bottom:2px dotted var(--dim)}\n"
    ".n{font:700 .72rem/1 system-ui,'Liberation Sans',Arial,sans-serif;padding:.18rem .42rem;margin:0 "
    ".15rem;border:1px solid var(--line);border-radius:.8rem;background:var(--paper);color:var(--link);"
    "text-decoration:none;vertical-align:.12em}\n"
    ".key{display:flex;flex-wrap:wrap;gap:.3rem 1rem;margin:.8rem 0 0;font-size:.875rem}.key "
    "li{display:flex;gap:.4rem;align-items:center}"
    ".key .q{padding:.1rem .4rem}\n"
    ".list>li{border-top:1px solid var(--line);padding:.8rem 0}.list>li:target{background:var(--card)}.list "
    "p{margin:.15rem 0}\n"
    ".card.deep1{z-index:2}.card.deep2{z-index:3}.card.deep3{z-index:4}.card.deep4{z-index:5}\n"
    ".list .deep{margin-left:1.2rem}.f{color:var(--dim);font-size:.9rem}.f b{color:var(--ink);font-weight:600}\n"
    ".card{display:none;z-index:1;position:fixed;left:0;right:0;bottom:0;padding:.8rem 1rem "
    "1rem;background:var(--card);border-top:2px solid "
    "var(--strong);font-size:.95rem;max-height:45vh;overflow:hidden}.card p{margin:.1rem 0;max-width:44rem}\n"
    ".counts li{padding:.1rem 0}.audit li p{margin:.1rem 0}.audit ul li{padding:.3rem 0}\n"
    "@media (min-width:78rem){.card{left:auto;right:1.5rem;top:6rem;bottom:auto;width:calc((100vw - 47rem)/2 - "
    "2.5rem);max-width:24rem;border:1px solid var(--line);border-top:3px solid var(--strong);border-radius:.3rem}}\n";
/* Served: the list stands beside the text, where there is room, and the cards below. */
static const char side_rules[] =
    "@media screen and (min-width:78rem){body{max-width:86rem}.beside-text{display:grid;grid-template-columns:44rem "
    "1fr;gap:2.5rem}"
    ".side{position:sticky;top:1rem;align-self:start;max-height:calc(100vh - 2rem);overflow:auto}.side "
    "h2:first-child{margin-top:0}"
    ".card{left:0;right:0;top:auto;bottom:0;width:auto;max-width:none;border:0;border-top:2px solid "
    "var(--strong);border-radius:0}}\n";
static const char print_rules[] =
    "@media print{.card{display:none!important}.q{background:none;border-bottom:1px solid #000}.in{box-shadow:inset 0 "
    "-3px 0 -1px "
    "#000}.unnamed{border-bottom-style:dashed}.n{border:0;padding:0;min-width:0;margin:0 "
    ".1rem;vertical-align:super;font-size:7pt;background:none;color:#000}.text{font-size:11pt}}\n";

/* ---- what is known of a statement ---- */

static Text name_of(const View *v, uint32_t entity)
{
    return entity && entity <= v->k->entity_count ? v->k->entities[entity - 1].name : (Text){0};
}

static int64_t actor_of(const View *v, uint32_t entity)
{
    return entity && entity <= v->k->entity_count ? v->k->entities[entity - 1].actor : 0;
}

static Text words_of(const View *v, Span s)
{
    return s.begin < s.end ? text_slice(v->k->text, s) : (Text){0};
}

static const char *kind_class(const sayso_attribution *a)
{
    return a->kind ? sayso_kind_name(a->kind) : "open";
}

/* linked: in the list; cards have no links, since nobody can reach them. */
static void put_who(const View *v, const sayso_attribution *a, bool linked)
{
    const Site *site = linked ? v->site : NULL;
    Text name = name_of(v, a->entity), words = words_of(v, a->source);
    fputs("<b>", v->to);
    if (a->entity_count)
        for (uint32_t i = 0; i < a->entity_count; i++) {
            if (i) fputs(i + 1 < a->entity_count ? ", " : " and ", v->to);
            put_name(v->to, site, name_of(v, a->entities[i]), actor_of(v, a->entities[i]));
        }
    else
        put_name(v->to, site,
                 name.size    ? name
                 : words.size ? words
                              : text_literal("no source is named"),
                 name.size ? actor_of(v, a->entity) : 0);
    fputs("</b>", v->to);
    if (!words.size || (!a->entity_count && (!name.size || text_equal(name, words)))) return;
    fputs(" (", v->to);
    put_escaped(v->to, words);
    fputs(")", v->to);
}

static void put_head(const View *v, const sayso_attribution *a, bool linked)
{
    put_who(v, a, linked);
    fputs(" <i>", v->to);
    put_escaped(v->to, words_of(v, a->cue));
    fputs("</i>", v->to);
}

static void put_field(const View *v, const char *name, Text words, Text settled)
{
    if (!words.size && !settled.size) return;
    fprintf(v->to, " · %s <b>", name);
    put_escaped(v->to, settled.size ? settled : words);
    fputs("</b>", v->to);
}

static void put_chance(const View *v, float chance, const char *of)
{
    if (chance >= 0) fprintf(v->to, " · <b>%.0f%%</b> %s", (double)chance * 100, of);
}

static void put_claim(const View *v, int64_t claim, bool linked)
{
    if (!claim) return;
    fputs(" · ", v->to);
    bool open = linked && link_open(v->to, v->site, "claim", claim);
    fprintf(v->to, "claim <b>%lld</b>", (long long)claim);
    link_close(v->to, open);
}

static void put_fields(const View *v, uint32_t index, bool linked)
{
    static const char *const forms[] = {"indirect", "partly quoted", "quoted"};
    const sayso_attribution *a = &v->k->attributions[index];
    fprintf(v->to, "act <b>%s%s</b>", sayso_act_name(a->act), a->negated ? ", told as not done" : "");
    fprintf(v->to, " · <b>%s</b>", forms[a->form < COUNT(forms) ? a->form : 0]);
    if (a->kind) fprintf(v->to, " · source <b>%s</b>", sayso_kind_name(a->kind));
    put_field(v, "unnamed:", words_of(v, a->anonymity), (Text){0});
    put_field(v, "to", words_of(v, a->to.words), name_of(v, a->to.entity));
    put_field(v, "via", words_of(v, a->via.words), name_of(v, a->via.entity));
    put_field(v, "when", words_of(v, a->when), (Text){0});
    if (a->date.size && a->when.begin < a->when.end) {
        fputs(" (", v->to);
        put_escaped(v->to, a->date);
        fputs(")", v->to);
    }
    if (a->within) fprintf(v->to, " · within statement <b>%u</b>", a->within);
    if (v->k->claims) put_claim(v, v->k->claims[index], linked);
    put_chance(v, a->confidence, "sure of the words");
    put_chance(v, a->confidence_who, "of who it is");
    put_chance(v, a->confidence_act, "of the act");
}

/* ---- marks ---- */

static void open_mark(const Marker *m, const Mark *mark)
{
    const View *v = m->context;
    const sayso_attribution *a = &v->k->attributions[mark->statement];
    if (mark->kind == MARK_CONTENT)
        fprintf(m->to, "<span class=\"q %s s%u%s\">", kind_class(a), a->id, v->depths[mark->statement] ? " in" : "");
    else
        fprintf(m->to, "<span class=\"%s s%u\">", mark->kind == MARK_SOURCE ? "who" : "cue", a->id);
}

static void close_mark(const Marker *m, const Mark *mark)
{
    (void)mark;
    fputs("</span>", m->to);
}

static void number_mark(const Marker *m, const Mark *mark)
{
    const View *v = m->context;
    const sayso_attribution *a = &v->k->attributions[mark->statement];
    fprintf(m->to, "<a class=\"n s%u\" id=\"m%u\" href=\"#s%u\" aria-label=\"statement %u: ", a->id, a->id, a->id,
            a->id);
    Text name = name_of(v, a->entity), words = words_of(v, a->source);
    put_escaped(m->to, name.size ? name : words.size ? words : text_literal("no source is named"));
    fprintf(m->to, ", %s\">%u</a>", sayso_act_name(a->act), a->id);
}

static void add(Mark *marks, uint32_t *count, Span span, uint32_t statement, MarkKind kind, bool last)
{
    if (span.begin < span.end) marks[(*count)++] = (Mark){span, statement, kind, last};
}

static Status put_text(const View *v, Arena *arena, Error *error)
{
    const KeptArticle *k = v->k;
    uint32_t room = 0, count = 0;
    for (uint32_t i = 0; i < k->attribution_count; i++) room += k->attributions[i].content_count + 2;
    Mark *marks = TAKE(arena, Mark, room + 1);
    if (!marks) return fail_memory(error);
    for (uint32_t i = 0; i < k->attribution_count; i++) {
        const sayso_attribution *a = &k->attributions[i];
        for (uint32_t c = 0; c < a->content_count; c++) add(marks, &count, a->contents[c], i, MARK_CONTENT, !c);
        add(marks, &count, a->source, i, MARK_SOURCE, false);
        add(marks, &count, a->cue, i, MARK_CUE, false);
    }
    const Marker marker = {v->to, (void *)(uintptr_t)v, open_mark, close_mark, number_mark};
    fputs("<section class=\"text\" aria-label=\"the text\">\n", v->to);
    Status status = marks_write(&marker, k->text, marks, count, arena, error);
    fputs("</section>\n", v->to);
    return status;
}

/* ---- the page's parts ---- */

static void put_about(const View *v)
{
    const KeptArticle *k = v->k;
    const Text parts[] = {k->outlet, k->published, k->byline};
    bool any = false;
    fputs("<p class=\"about\">", v->to);
    for (size_t i = 0; i < COUNT(parts); i++) {
        if (!parts[i].size) continue;
        if (any) fputs(" · ", v->to);
        put_escaped(v->to, parts[i]);
        any = true;
    }
    fprintf(v->to, "%s%u words", any ? " · " : "", k->words);
    if (k->id) fprintf(v->to, " · article %lld", (long long)k->id);
    if (k->id && !k->current) fputs(" · an earlier revision", v->to);
    if (v->site && k->id && k->event_count)
        fprintf(v->to, " · <a href=\"/events?article=%lld\">%u event%s</a>", (long long)k->id, k->event_count,
                plural(k->event_count));
    fputs("</p>\n", v->to);
    if (!k->url.size) return;
    fputs("<p class=\"about\">", v->to);
    put_address(v->to, k->url);
    fputs("</p>\n", v->to);
}

/* How many statements there are of each kind, which is what the colours mean. */
static void put_key(const View *v)
{
    static const struct {
        const char *look, *words;
        unsigned kinds;
    } all[] = {{"person", "of a named source",
                1u << SAYSO_KIND_PERSON | 1u << SAYSO_KIND_ORGANIZATION | 1u << SAYSO_KIND_OUTLET |
                    1u << SAYSO_KIND_DOCUMENT | 1u << SAYSO_KIND_AUTHOR},
               {"unnamed", "of an unnamed person", 1u << SAYSO_KIND_UNNAMED},
               {"group", "of a group", 1u << SAYSO_KIND_GROUP},
               {"open", "no source is named", 1u}};
    uint32_t count = v->k->attribution_count;
    fprintf(v->to, "<p class=\"about\">%u statement%s%s</p>\n<ul class=\"key\">", count, plural(count),
            count ? ":" : ": nobody is said to have said something");
    for (size_t i = 0; i < COUNT(all); i++) {
        uint32_t n = 0;
        for (uint32_t k = 0; k < count; k++) n += all[i].kinds >> v->k->attributions[k].kind & 1;
        if (n) fprintf(v->to, "<li><span class=\"q %s\">%u</span> %s</li>", all[i].look, n, all[i].words);
    }
    fputs("</ul>\n", v->to);
}

static void put_list(const View *v)
{
    if (!v->k->attribution_count) return;
    fputs("<section aria-labelledby=\"list\">\n<h2 id=\"list\">Who said what</h2>\n<ol class=\"list\">\n", v->to);
    for (uint32_t i = 0; i < v->k->attribution_count; i++) {
        const sayso_attribution *a = &v->k->attributions[i];
        fprintf(v->to,
                "<li id=\"s%u\"%s><p><a class=\"n\" href=\"#m%u\" aria-label=\"statement %u in the text\">%u</a> ",
                a->id, v->depths[i] ? " class=\"deep\"" : "", a->id, a->id, a->id);
        put_head(v, a, true);
        fputs("</p>\n<p>", v->to);
        for (uint32_t c = 0; c < a->content_count; c++) {
            if (c) fputs(" … ", v->to);
            put_escaped(v->to, text_slice(v->k->text, a->contents[c]));
        }
        fputs("</p>\n<p class=\"f\">", v->to);
        put_fields(v, i, true);
        fputs("</p></li>\n", v->to);
    }
    fputs("</ol>\n</section>\n", v->to);
}

static bool has_cards(const View *v)
{
    return v->k->attribution_count <= MOST_CARDS;
}

static void put_cards(const View *v)
{
    static const char *const deep[] = {"", " deep1", " deep2", " deep3", " deep4"}; /* the innermost lies on top */
    if (!has_cards(v)) return;
    fputs("<div aria-hidden=\"true\">\n", v->to);
    for (uint32_t i = 0; i < v->k->attribution_count; i++) {
        const sayso_attribution *a = &v->k->attributions[i];
        fprintf(v->to, "<div class=\"card%s\" id=\"c%u\"><p>%u ",
                deep[v->depths[i] < COUNT(deep) ? v->depths[i] : COUNT(deep) - 1], a->id, a->id);
        put_head(v, a, false);
        fputs("</p><p class=\"f\">", v->to);
        put_fields(v, i, false);
        fputs("</p></div>\n", v->to);
    }
    fputs("</div>\n", v->to);
}

static void put_rules(const View *v)
{
    fputs(rules, v->to);
    if (v->site) fputs(side_rules, v->to);
    fputs(print_rules, v->to);
    if (!has_cards(v)) return;
    for (uint32_t i = 0; i < v->k->attribution_count; i++) {
        uint32_t id = v->k->attributions[i].id;
        fprintf(v->to, "body:has(.s%u:hover) #c%u,body:has(.s%u:focus-visible) #c%u{display:block}\n", id, id, id, id);
    }
}

/* Ids ascend, and some may be missing. */
static uint32_t index_of(const KeptArticle *k, uint32_t id)
{
    uint32_t low = 0, high = k->attribution_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (k->attributions[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < k->attribution_count && k->attributions[low].id == id ? low : NONE;
}

#define DEEPEST 100u

static Status find_depths(View *v, Arena *arena, Error *error)
{
    const KeptArticle *k = v->k;
    if (!(v->depths = TAKE(arena, uint32_t, k->attribution_count + 1))) return fail_memory(error);
    for (uint32_t i = 0; i < k->attribution_count; i++) {
        uint32_t depth = 0, around = i;
        while (depth < DEEPEST && k->attributions[around].within &&
               (around = index_of(k, k->attributions[around].within)) != NONE)
            depth++;
        v->depths[i] = depth;
    }
    return SAYSO_OK;
}

/* ---- audit ---- */

static void put_count(const View *v, uint32_t count, const char *what)
{
    if (count) fprintf(v->to, "<li><b>%u</b> %s</li>\n", count, what);
}

static void put_counts(const View *v)
{
    const AuditAnswer *a = v->audit;
    fputs("<ul class=\"counts\">\n", v->to);
    put_count(v, a->sources_named, a->sources_named == 1 ? "named source" : "named sources");
    put_count(v, a->sources_unnamed, a->sources_unnamed == 1 ? "unnamed source" : "unnamed sources");
    put_count(v, a->named, "statements of named persons");
    put_count(v, a->organizations, "of organizations");
    put_count(v, a->unnamed, "of unnamed persons");
    put_count(v, a->unnamed_with_reason, "of these with the reason why they are unnamed");
    put_count(v, a->groups, "of groups");
    put_count(v, a->documents, "of documents");
    put_count(v, a->outlets, "of other outlets");
    put_count(v, a->unknown, "whose source is not named in the sentence, or not settled");
    fputs("</ul>\n", v->to);
}

static void put_found(const View *v, const char *title, const Statements *all)
{
    if (!all->count) return;
    fprintf(v->to, "<h3>%s (%u)</h3>\n<ul>\n", title, all->count);
    for (uint32_t i = 0; i < all->count; i++) {
        const Statement *s = &all->items[i];
        fprintf(v->to, "<li><a class=\"n\" href=\"#s%u\" aria-label=\"statement %u\">%u</a> ", s->number, s->number,
                s->number);
        put_escaped(v->to, s->source);
        fputs(": ", v->to);
        put_escaped(v->to, s->content);
        put_claim(v, s->claim, true);
        fputs("</li>\n", v->to);
    }
    fputs("</ul>\n", v->to);
}

static void put_copies(const View *v)
{
    const AuditAnswer *a = v->audit;
    if (!a->copied_count) return;
    fprintf(v->to, "<h3>Passages that other articles have too (%u)</h3>\n", a->copied_count);
    if (a->copied_share > 0)
        fprintf(v->to, "<p class=\"about\">%.0f%% of its text stands in earlier articles.</p>\n",
                a->copied_share * 100);
    fputs("<ul>\n", v->to);
    for (uint32_t i = 0; i < a->copied_count; i++) {
        const Copied *c = &a->copied[i];
        fprintf(v->to, "<li><p class=\"dim\">%s ", c->earlier ? "from" : "also later in");
        bool open = link_open(v->to, v->site, "article", c->article);
        put_escaped(v->to, c->label.size ? c->label : text_literal("another article"));
        link_close(v->to, open);
        const Text parts[] = {c->outlet, c->published};
        for (size_t k = 0; k < COUNT(parts); k++) {
            if (parts[k].size) fputs(" · ", v->to);
            put_escaped(v->to, parts[k]);
        }
        fprintf(v->to, " · %u words</p><p>", c->words);
        put_escaped(v->to, text_slice(v->k->text, c->here));
        fputs("</p></li>\n", v->to);
    }
    fputs("</ul>\n", v->to);
}

static void put_audit(const View *v)
{
    if (!v->audit) return;
    fputs("<section class=\"audit\" aria-labelledby=\"audit\">\n<h2 id=\"audit\">On whose say-so it stands</h2>\n",
          v->to);
    put_counts(v);
    put_found(v, "Unnamed without a reason", &v->audit->unexplained);
    put_found(v, "Claims that rest on one unnamed source in the whole ledger", &v->audit->single);
    put_copies(v);
    fputs("</section>\n", v->to);
}

/* ---- all ---- */

Status show_article(FILE *to, const Site *site, const KeptArticle *k, const AuditAnswer *audit, Arena *arena,
                    Error *error)
{
    View v = {.to = to, .site = site, .k = k, .audit = audit};
    Text title = k->title.size ? k->title : k->label.size ? k->label : k->url;
    Status status = find_depths(&v, arena, error);
    if (status) return status;
    page_open(to, site, title);
    put_rules(&v);
    page_rules_end(to, site);
    fputs("<header>\n<h1>", to);
    put_escaped(to, title.size ? title : text_literal("untitled"));
    fputs("</h1>\n", to);
    put_about(&v);
    put_key(&v);
    fprintf(to, "</header>\n<main id=\"main\"%s>\n", site ? " class=\"beside-text\"" : "");
    status = put_text(&v, arena, error);
    fputs("<div class=\"side\">\n", to);
    put_list(&v);
    put_audit(&v);
    put_keep(to, site, k);
    fputs("</div>\n</main>\n", to);
    put_cards(&v);
    page_close(to, site);
    return status;
}
