/* A deed for people.
 *
 *   2026-03-06  Israel (ISR MIL) → Iran (IRN)
 *               ASSAULT, aerial · reported · Tehran
 *               aircraft struck a depot near the airport
 *               05-follow-up:3 · Meridian · told in 3 articles · at least 2 independent origins · denied by 1 */
#include <stdio.h>

#include "cli/form/form.h"

#define DAY_WIDTH 12u

static const char *plural(uint64_t count) { return count == 1 ? "" : "s"; }

/* ---- who, to whom ---- */

static void put_codes(Paper *p, const DeedParty *party)
{
    if (!party->country.size && !party->sector.size) return;
    paper_format(p, INK_DIM, " (");
    paper_text(p, INK_DIM, party->country);
    if (party->country.size && party->sector.size) paper_format(p, INK_DIM, " ");
    paper_text(p, INK_DIM, party->sector);
    paper_format(p, INK_DIM, ")");
}

static void put_side(Paper *p, const DeedParty *parties, uint32_t count)
{
    if (!count) paper_format(p, INK_DIM, "—");
    for (uint32_t i = 0; i < count; i++) {
        if (i) paper_format(p, INK_PLAIN, i + 1 < count ? ", " : " and ");
        paper_text(p, parties[i].name.size ? INK_BOLD : INK_PLAIN, parties[i].name.size ? parties[i].name : parties[i].words);
        put_codes(p, &parties[i]);
    }
}

static void put_parties(Paper *p, const Telling *t)
{
    put_side(p, t->actors, t->e.actor_count);
    if (!t->e.recipient_count && t->e.actor_count > 1) return; /* with one another */
    paper_format(p, INK_PLAIN, " → ");
    put_side(p, t->recipients, t->e.recipient_count);
}

static Ink ink_of(sayso_event_status status)
{
    return status == SAYSO_STATUS_DENIED || status == SAYSO_STATUS_NEGATED ? INK_RED
           : status >= SAYSO_STATUS_REPORTED                               ? INK_PLAIN
                                                                           : INK_DIM;
}

static void put_kind(Paper *p, const Telling *t)
{
    paper_format(p, INK_PLAIN, "%s", sayso_event_type_name(t->e.type));
    if (t->e.mode.size) paper_format(p, INK_PLAIN, ", ");
    paper_text(p, INK_PLAIN, t->e.mode);
    paper_format(p, INK_DIM, " · ");
    paper_format(p, ink_of(t->e.status), "%s", sayso_event_status_name(t->e.status));
    if (t->place.size) paper_format(p, INK_DIM, " · ");
    paper_text(p, INK_PLAIN, t->place);
}

static void put_place(Paper *p, const Telling *t)
{
    bool linked = p->links && link_begin(p->to, t->url);
    paper_name(p, INK_DIM, t->article, t->current ? t->label : (Text){0});
    paper_format(p, INK_DIM, ":%u", t->e.id);
    if (linked) link_end(p->to);
}

/* ---- how often, on whose word ---- */

static bool is_counted(const Telling *t) { return t->e.status >= SAYSO_STATUS_REPORTED; }

static void put_counts(Paper *p, const Deed *d)
{
    const Claim *c = &d->rests.claim;
    if (!is_counted(&d->tellings[d->head])) return;
    paper_format(p, INK_DIM, " · told in %u article%s · ", d->articles, plural(d->articles));
    if (c->origin_count)
        paper_format(p, INK_BOLD, "at least %u independent origin%s", c->origin_count, plural(c->origin_count));
    else
        paper_format(p, INK_BOLD, "no origin is settled");
    if (c->open_count) paper_format(p, INK_DIM, " · %u left open, not counted", c->open_count);
}

static void put_denied(Paper *p, const Deed *d)
{
    if (!d->denial_count) return;
    paper_format(p, INK_RED, " · denied by ");
    paper_text(p, INK_RED, d->denials[0].name);
    if (d->denial_count > 1) paper_format(p, INK_RED, " and %u more", d->denial_count - 1);
}

static void put_head(Paper *p, const Telling *t)
{
    p->indent = 0;
    paper_text(p, t->e.date.size ? INK_PLAIN : INK_DIM, t->e.date.size ? t->e.date : t->published.size ? t->published : text_literal("undated"));
    if (!t->e.date.size && t->published.size) paper_format(p, INK_DIM, "?"); /* the day on which it was told */
    p->indent = DAY_WIDTH;
    paper_column(p, DAY_WIDTH);
    put_parties(p, t);
    paper_line(p, DAY_WIDTH);
    paper_column(p, DAY_WIDTH);
    put_kind(p, t);
    paper_line(p, DAY_WIDTH);
    paper_column(p, DAY_WIDTH);
    paper_text(p, INK_PLAIN, t->evidence);
    paper_line(p, DAY_WIDTH);
    paper_column(p, DAY_WIDTH);
    put_place(p, t);
    if (t->outlet.size) paper_format(p, INK_DIM, " · ");
    paper_text(p, INK_DIM, t->outlet);
}

void paper_deed_head(Paper *p, const Deed *d)
{
    put_head(p, &d->tellings[d->head]);
    put_counts(p, d);
    put_denied(p, d);
    paper_line(p, 0);
}

/* ---- all of it ---- */

static void put_title(Paper *p, const char *title)
{
    paper_line(p, 0);
    paper_format(p, INK_BOLD, "%s", title);
    paper_line(p, 0);
}

static void put_denial(Paper *p, const Denial *d)
{
    p->indent = 4;
    paper_column(p, 4);
    paper_text(p, INK_BOLD, d->name);
    if (d->day.size) paper_format(p, INK_DIM, " · ");
    paper_text(p, INK_DIM, d->day);
    if (d->outlet.size) paper_format(p, INK_DIM, " · ");
    paper_text(p, INK_DIM, d->outlet);
    if (d->of_claim) paper_format(p, INK_DIM, " · denies the statement that tells it, %lld:%u", (long long)d->article, d->statement);
    else if (d->statement) paper_format(p, INK_DIM, " · statement %lld:%u", (long long)d->article, d->statement);
    paper_line(p, 0);
}

static void put_denials(Paper *p, const Deed *d)
{
    if (!d->denial_count) return;
    put_title(p, "denied by");
    for (uint32_t i = 0; i < d->denial_count; i++) put_denial(p, &d->denials[i]);
}

/* On whose word: "its own word", or the source's. */
static void put_source(Paper *p, const Deed *d, uint32_t i)
{
    const Telling *t = &d->tellings[i];
    const Statement *s = i < d->rests.statements.count ? &d->rests.statements.items[i] : NULL;
    if (!s || !t->e.according_to_count) {
        paper_format(p, INK_DIM, "its own word");
        return;
    }
    Text name = s->who.size ? s->who : s->source.size ? s->source : text_literal("a source not named");
    paper_text(p, INK_PLAIN, name);
    if (s->who.size && !text_equal(s->who, s->source) && s->source.size) {
        paper_format(p, INK_DIM, " (");
        paper_text(p, INK_DIM, s->source);
        paper_format(p, INK_DIM, ")");
    }
    paper_format(p, INK_DIM, ", statement %u", s->number);
}

static void put_hand(Paper *p, const Deed *d, uint32_t i)
{
    const ClaimAnswer *a = &d->rests;
    if (i >= a->statements.count || a->origin_of[i] == NONE) return;
    const Origin *o = &a->origins[a->origin_of[i]];
    paper_format(p, INK_DIM, " · %s", o->open ? "open who, not counted" : hand_words(a->hand[i]));
    if (o->open || a->hand[i] == HAND_FIRST || a->hand_from[i] == i) return;
    paper_format(p, INK_DIM, " ");
    put_place(p, &d->tellings[a->hand_from[i]]);
}

static void put_telling(Paper *p, const Deed *d, uint32_t i)
{
    const Telling *t = &d->tellings[i];
    p->indent = 0;
    paper_text(p, INK_DIM, t->published.size ? t->published : text_literal("undated"));
    p->indent = DAY_WIDTH;
    paper_column(p, DAY_WIDTH);
    paper_format(p, ink_of(t->e.status), "%s", sayso_event_status_name(t->e.status));
    paper_format(p, INK_DIM, ": ");
    put_source(p, d, i);
    put_hand(p, d, i);
    paper_line(p, DAY_WIDTH);
    paper_column(p, DAY_WIDTH);
    paper_text(p, INK_PLAIN, t->evidence);
    paper_line(p, DAY_WIDTH);
    paper_column(p, DAY_WIDTH);
    put_place(p, t);
    if (t->outlet.size) paper_format(p, INK_DIM, " · ");
    paper_text(p, INK_DIM, t->outlet);
    if (t->when.size) paper_format(p, INK_DIM, " · ");
    paper_text(p, INK_DIM, t->when);
    if (!t->current) paper_format(p, INK_RED, " · in an earlier revision");
    paper_format(p, INK_DIM, " · %.0f%%", (double)t->e.confidence * 100);
    paper_line(p, 0);
}

static void put_origins(Paper *p, const Deed *d)
{
    const ClaimAnswer *a = &d->rests;
    char title[64];
    if (!a->statements.count) return;
    snprintf(title, sizeof title, "origins: at least %u", a->claim.origin_count);
    put_title(p, a->claim.origin_count ? title : "origins: nobody who is settled is known to have told it");
    for (uint32_t i = 0; i < a->origin_count; i++) {
        const Origin *o = &a->origins[i];
        if (!o->open) paper_number(p, INK_BOLD, 2, i + 1);
        p->indent = 4;
        paper_column(p, 4);
        paper_text(p, o->open ? INK_PLAIN : INK_BOLD, o->name);
        paper_format(p, INK_DIM, " · in %u article%s", o->article_count, plural(o->article_count));
        if (o->open) paper_format(p, INK_DIM, " · the article leaves open who it is: not counted");
        if (o->possibly_one) paper_format(p, INK_RED, " · possibly one with another");
        paper_line(p, 0);
    }
}

static void put_related(Paper *p, const Deed *d)
{
    if (!d->related_count) return;
    put_title(p, "related, perhaps the same: counted nowhere");
    for (uint32_t i = 0; i < d->related_count; i++) {
        put_head(p, &d->related[i].telling);
        paper_format(p, INK_DIM, " · %s", d->related[i].why);
        paper_line(p, 0);
    }
}

void paper_deed(Paper *p, const Deed *d, uint32_t limit)
{
    uint32_t shown = limit && limit < d->count ? limit : d->count;
    paper_deed_head(p, d);
    paper_rule(p);
    put_denials(p, d);
    put_origins(p, d);
    put_title(p, "told");
    for (uint32_t i = 0; i < shown; i++) put_telling(p, d, i);
    paper_more(p, shown, d->count);
    put_related(p, d);
}
