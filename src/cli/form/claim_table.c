/* A claim for people: who stands how to it, what is perhaps the same, and the independent origins with the hands
 * through which each came. */
#include <stdio.h>

#include "cli/form/form.h"

/* ---- its head ---- */

static const char *plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

static void put_first(Paper *p, const Claim *c)
{
    if (!c->first_day.size) return;
    paper_format(p, INK_DIM, c->surely_first ? " · first " : " · first, as far as dated, ");
    paper_text(p, INK_DIM, c->first_day);
}

static void put_counts(Paper *p, const Claim *c)
{
    paper_format(p, INK_DIM, "claim %lld · %llu statement%s in %llu article%s · ", (long long)c->id,
                 (unsigned long long)c->statement_count, plural(c->statement_count),
                 (unsigned long long)c->article_count, plural(c->article_count));
    if (c->origin_count)
        paper_format(p, INK_BOLD, "at least %u independent origin%s", c->origin_count, plural(c->origin_count));
    else
        paper_format(p, INK_BOLD, "no origin is settled");
    if (c->open_count) paper_format(p, INK_DIM, " · %u left open, not counted", c->open_count);
    if (c->confirmed) paper_format(p, INK_GREEN, " · %u confirmed", c->confirmed);
    if (c->denied) paper_format(p, INK_RED, " · %u denied or dismissed", c->denied);
    put_first(p, c);
    paper_line(p, 0);
    if (!c->told_alone) return;
    paper_format(p, INK_DIM,
                 "by the days on which the ledger saw them another statement would be the first: the order is the days "
                 "that the articles tell");
    paper_line(p, 0);
}

void paper_claim_head(Paper *p, const ClaimAnswer *a)
{
    p->indent = 0;
    paper_text(p, INK_BOLD, a->claim.text);
    paper_line(p, 0);
    put_counts(p, &a->claim);
}

/* ---- its holders ---- */

static Ink ink_of(const Holder *h)
{
    sayso_act act = h->act;
    return h->negated                                                                      ? INK_DIM
           : act == SAYSO_ACT_CONFIRM                                                      ? INK_GREEN
           : act == SAYSO_ACT_DENY || act == SAYSO_ACT_DISMISS || act == SAYSO_ACT_DECLINE ? INK_RED
                                                                                           : INK_PLAIN;
}

/* A source's words may end in the comma of an apposition. */
static Text without_comma(Text name)
{
    while (name.size && (name.data[name.size - 1] == ',' || name.data[name.size - 1] == ' ')) name.size--;
    return name;
}

static void put_holder(Paper *p, const Holder *h)
{
    p->indent = 4;
    paper_column(p, 4);
    paper_text(p, INK_BOLD, h->name.size ? without_comma(h->name) : text_literal("(no source is named)"));
    if (h->kind == SAYSO_KIND_UNNAMED) paper_format(p, INK_DIM, " (unnamed)");
    paper_format(p, INK_DIM, ": ");
    paper_format(p, ink_of(h), "%s%s", sayso_act_name(h->act), h->negated ? ", negated" : "");
    if (h->times > 1) paper_format(p, INK_DIM, " ×%u", h->times);
    if (h->day.size) paper_format(p, INK_DIM, " · ");
    paper_text(p, INK_DIM, h->day);
    if (h->outlet.size) paper_format(p, INK_DIM, " · ");
    paper_text(p, INK_DIM, h->outlet);
    if (h->reported) {
        paper_format(p, INK_DIM, " · merely reported by ");
        paper_text(p, INK_DIM, h->reported_by.size ? h->reported_by : text_literal("another source"));
    }
    paper_line(p, 0);
}

void paper_holders(Paper *p, const ClaimAnswer *a)
{
    for (uint32_t i = 0; i < a->holder_count; i++) put_holder(p, &a->holders[i]);
}

static void put_title(Paper *p, const char *title)
{
    paper_line(p, 0);
    paper_format(p, INK_BOLD, "%s", title);
    paper_line(p, 0);
}

/* ---- what is related ----
 *
 *   81% likely the same · another authority
 *   2026-03-06  Juno Astaby told, to Radio Fathom
 *               that the only dredger left its mooring on nine of the 212 days
 *               14-fathom:1 · Radio Fathom · claim 12
 *               both         dredger, mooring, nine
 *               here alone   contractor, billed          there alone  owner, paid */

#define LABEL 12u
#define WORDS 25u

static uint32_t width_of(const Text *words, uint32_t count)
{
    uint32_t width = 0;
    for (uint32_t i = 0; i < count; i++) width += (uint32_t)utf8_count(words[i]) + (i ? 2 : 0);
    return width;
}

static void put_words(Paper *p, Ink ink, uint32_t column, const char *label, const Text *words, uint32_t count)
{
    p->indent = column;
    paper_column(p, column);
    paper_format(p, INK_DIM, "%s", label);
    p->indent = column + WORDS - LABEL;
    paper_column(p, p->indent);
    for (uint32_t i = 0; i < count; i++) {
        if (i) paper_format(p, INK_DIM, ", ");
        paper_text(p, ink, words[i]);
    }
    if (!count) paper_format(p, INK_DIM, "nothing");
}

/* Side by side where both fit. */
static void put_differing(Paper *p, const Related *r)
{
    uint32_t middle = LABEL + (p->width - LABEL) / 2, room = middle > WORDS + 2 ? middle - WORDS - 2 : 0;
    bool fits = width_of(r->here, r->here_count) <= room && width_of(r->there, r->there_count) <= room;
    put_words(p, INK_RED, LABEL, "here alone", r->here, r->here_count);
    if (!fits) paper_line(p, 0);
    put_words(p, INK_GREEN, fits ? middle : LABEL, "there alone", r->there, r->there_count);
    paper_line(p, 0);
}

static void put_related(Paper *p, const Related *r)
{
    p->indent = 0;
    paper_format(p, INK_BOLD, "%.0f%% likely the same", r->probability * 100);
    if (r->authority) paper_format(p, INK_DIM, " · another authority");
    paper_line(p, 0);
    paper_statement(p, &r->statement);
    put_words(p, INK_PLAIN, LABEL, "both", r->shared, r->shared_count);
    paper_line(p, 0);
    put_differing(p, r);
}

static void put_all_related(Paper *p, const ClaimAnswer *a, uint32_t most)
{
    if (!a->related_count) return;
    uint32_t shown = most && most < a->related_count ? most : a->related_count;
    put_title(p, "related, perhaps the same: counted nowhere");
    for (uint32_t i = 0; i < shown; i++) put_related(p, &a->related[i]);
    paper_more(p, shown, a->related_count);
    if (!a->authorities) return;
    paper_format(p, INK_BOLD, "other authorities: %u", a->authorities);
    paper_format(p, INK_DIM,
                 ", other settled speakers of what is at least as likely as not the same; no origins of this claim");
    paper_line(p, 0);
}

/* ---- where it comes from ---- */

static const char *const hands[] = {[HAND_FIRST] = "the origin",
                                    [HAND_SAME] = "the same source as in",
                                    [HAND_UTTERED] = "the same utterance as in",
                                    [HAND_REPRINT] = "a copy of",
                                    [HAND_PASSED] = "passed on from",
                                    [HAND_ANOTHER] = "an unnamed source through the same outlet as in"};

const char *hand_words(Hand hand) { return hands[hand]; }

void paper_hand(Paper *p, const ClaimAnswer *a, uint32_t i)
{
    uint32_t from = a->hand_from[i];
    paper_format(p, INK_DIM, "%s", hands[a->hand[i]]);
    if (a->hand[i] != HAND_FIRST && from != i) {
        paper_format(p, INK_DIM, " ");
        paper_place(p, &a->statements.items[from]);
    }
}

static void put_origin_head(Paper *p, const Origin *o, uint32_t number)
{
    if (!o->open) paper_number(p, INK_BOLD, 2, number);
    p->indent = 4;
    paper_column(p, 4);
    paper_text(p, o->open ? INK_PLAIN : INK_BOLD, o->name);
    paper_format(p, INK_DIM, " · %u statement%s in %u article%s", o->statement_count, plural(o->statement_count),
                 o->article_count, plural(o->article_count));
    if (o->open) paper_format(p, INK_DIM, " · the article leaves open who it is: not counted");
    if (o->possibly_one) paper_format(p, INK_RED, " · possibly one with the other unnamed");
    paper_line(p, 0);
}

/* An origin, and each hand through which it came, oldest first. */
static void put_origin(Paper *p, const ClaimAnswer *a, uint32_t index, uint32_t shown)
{
    put_origin_head(p, &a->origins[index], index + 1);
    uint32_t count = 0, all = 0;
    for (uint32_t i = 0; i < a->statements.count; i++) {
        if (a->origin_of[i] != index) continue;
        all++;
        if (i >= shown) continue;
        count++;
        const Statement *s = &a->statements.items[i];
        p->indent = 4;
        paper_column(p, 4);
        paper_text(p, INK_PLAIN, s->day.size ? s->day : text_literal("undated"));
        p->indent = 16;
        paper_column(p, 16);
        paper_text(p, INK_PLAIN, s->outlet.size ? s->outlet : s->label);
        paper_format(p, INK_DIM, " · ");
        paper_place(p, s);
        paper_format(p, INK_DIM, " · ");
        paper_hand(p, a, i);
        paper_line(p, 0);
    }
    p->indent = 4;
    paper_column(p, all > count ? 4 : 0);
    paper_more(p, count, all);
}

static void put_origins(Paper *p, const ClaimAnswer *a, uint32_t shown)
{
    char title[64];
    snprintf(title, sizeof title, "origins: at least %u", a->claim.origin_count);
    put_title(p, a->claim.origin_count ? title : "origins: nobody who is settled is known to have asserted it");
    for (uint32_t i = 0; i < a->origin_count; i++) put_origin(p, a, i, shown);
}

void paper_claim(Paper *p, const ClaimAnswer *a, uint32_t limit)
{
    uint32_t shown = limit && limit < a->statements.count ? limit : a->statements.count;
    paper_claim_head(p, a);
    paper_rule(p);
    paper_format(p, INK_BOLD, "standing");
    paper_line(p, 0);
    paper_holders(p, a);
    put_all_related(p, a, limit);
    put_origins(p, a, shown);
    put_title(p, "statements");
    for (uint32_t i = 0; i < shown; i++) paper_statement(p, &a->statements.items[i]);
    paper_more(p, shown, a->statements.count);
}
