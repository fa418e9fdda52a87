/* A deed for programs: JSON, of whose parts the rows of a spreadsheet are made. */
#include <jansson.h>

#include "cli/form/form.h"

const char deed_columns[] = "id day date type mode status actors actor_countries actor_sectors recipients recipient_countries "
                            "recipient_sectors place trigger evidence article_count origin_count open_count denied_by "
                            "article.label article.outlet article.published article.url confidence";

static json_t *place_of(const Telling *t) { return json_sprintf("%lld:%u", (long long)t->article, t->e.id); }

static json_t *parties_of(const DeedParty *parties, uint32_t count)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < count; i++) {
        json_t *object = json_object();
        set_text(object, "text", parties[i].words);
        set_text(object, "name", parties[i].name);
        if (parties[i].actor) set_integer(object, "actor", parties[i].actor);
        set_text(object, "country", parties[i].country);
        set_text(object, "sector", parties[i].sector);
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *article_of(const Telling *t)
{
    json_t *object = json_object();
    set_integer(object, "id", t->article);
    set_text(object, "label", t->label);
    set_text(object, "url", t->url);
    set_text(object, "title", t->title);
    set_text(object, "outlet", t->outlet);
    set_text(object, "published", t->published);
    set_text(object, "added", t->added);
    return object;
}

static void set_told(json_t *object, const Telling *t)
{
    json_object_set_new_nocheck(object, "id", place_of(t));
    json_object_set_new_nocheck(object, "article", article_of(t));
    set_text(object, "status", text_literal(sayso_event_status_name(t->e.status)));
    set_text(object, "mode", t->e.mode);
    json_object_set_new_nocheck(object, "actors", parties_of(t->actors, t->e.actor_count));
    json_object_set_new_nocheck(object, "recipients", parties_of(t->recipients, t->e.recipient_count));
    set_text(object, "trigger", t->trigger);
    set_text(object, "evidence", t->evidence);
    set_text(object, "when", t->when);
    set_text(object, "date", t->e.date);
    set_text(object, "place", t->place);
    set_flag(object, "current", t->current);
    json_object_set_new_nocheck(object, "confidence", json_real((double)t->e.confidence));
}

/* On whose word it is told: a statement of the article, and who speaks there. */
static void set_source(json_t *object, const Deed *d, uint32_t i)
{
    const ClaimAnswer *a = &d->rests;
    if (i >= a->statements.count) return;
    const Statement *s = &a->statements.items[i];
    if (d->tellings[i].e.according_to_count) {
        json_t *source = json_object();
        set_text(source, "text", s->source);
        set_text(source, "name", s->who);
        if (s->actor) set_integer(source, "actor", s->actor);
        set_text(source, "kind", text_literal(sayso_kind_name(s->a.kind)));
        json_object_set_new_nocheck(source, "statement", json_sprintf("%lld:%u", (long long)s->article, s->number));
        json_object_set_new_nocheck(object, "according_to", source);
    }
    if (a->origin_of[i] == NONE) return;
    set_integer(object, "origin", a->origin_of[i] + 1);
    set_text(object, "hand", text_literal(hand_name(a->hand[i])));
    if (a->hand_from[i] != i) json_object_set_new_nocheck(object, "from", place_of(&d->tellings[a->hand_from[i]]));
}

static json_t *tellings_of(const Deed *d)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < d->count; i++) {
        json_t *object = json_object();
        set_told(object, &d->tellings[i]);
        set_source(object, d, i);
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *denials_of(const Deed *d)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < d->denial_count; i++) {
        const Denial *one = &d->denials[i];
        json_t *object = json_object();
        set_text(object, "name", one->name);
        if (one->actor) set_integer(object, "actor", one->actor);
        set_text(object, "day", one->day);
        set_text(object, "outlet", one->outlet);
        if (one->statement)
            json_object_set_new_nocheck(object, "statement", json_sprintf("%lld:%u", (long long)one->article, one->statement));
        if (one->event)
            json_object_set_new_nocheck(object, "event", json_sprintf("%lld:%u", (long long)one->article, one->event));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *origins_of(const Deed *d)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < d->rests.origin_count; i++) json_array_append_new(array, json_of_origin(&d->rests.origins[i]));
    return array;
}

static json_t *related_of(const Deed *d)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < d->related_count; i++) {
        json_t *object = json_object();
        set_told(object, &d->related[i].telling);
        set_text(object, "why_not", text_literal(d->related[i].why));
        json_array_append_new(array, object);
    }
    return array;
}

json_t *json_of_deed(const Deed *d, bool whole)
{
    json_t *object = json_object();
    const Telling *head = &d->tellings[d->head];
    set_text(object, "type", text_literal(sayso_event_type_name(head->e.type)));
    set_told(object, head);
    set_text(object, "day", head->day);
    set_integer(object, "article_count", d->articles);
    set_integer(object, "telling_count", d->told);
    set_integer(object, "origin_count", d->rests.claim.origin_count);
    set_integer(object, "open_count", d->rests.claim.open_count);
    json_object_set_new_nocheck(object, "denials", denials_of(d));
    if (!whole) return object;
    json_object_set_new_nocheck(object, "origins", origins_of(d));
    json_object_set_new_nocheck(object, "tellings", tellings_of(d));
    json_object_set_new_nocheck(object, "related", related_of(d));
    return object;
}
