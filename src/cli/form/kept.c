/* The record of an article (record.md), out of what the ledger keeps of it: the same members in the same order as a
 * reading gives, so that an export can be read again by whatever reads records. An article that was read before format 2
 * keeps the record that it had; one that was kept when a ledger had no events has none. */
#include <jansson.h>

#include "cli/form/form.h"

static json_t *span_of(const Points *p, Span s)
{
    json_t *array = json_array();
    json_array_append_new(array, json_integer(code_point_at(p, s.begin)));
    json_array_append_new(array, json_integer(code_point_at(p, s.end)));
    return array;
}

static json_t *slice_of(const Points *p, Span s)
{
    json_t *object = json_object();
    Text words = text_slice(p->text, s);
    json_object_set_new_nocheck(object, "span", span_of(p, s));
    json_object_set_new_nocheck(object, "text", json_stringn_nocheck(words.data, words.size));
    return object;
}

static void set_slice(json_t *object, const char *key, const Points *p, Span s, uint32_t entity)
{
    if (s.begin >= s.end) return;
    json_t *slice = slice_of(p, s);
    if (entity) json_object_set_new_nocheck(slice, "entity", json_integer(entity));
    json_object_set_new_nocheck(object, key, slice);
}

static json_t *article_of(const KeptArticle *k)
{
    json_t *object = json_object(), *credits = json_array(), *warnings = json_array();
    char hex[65];
    for (size_t i = 0; i < 32; i++) snprintf(hex + 2 * i, 3, "%02x", k->sha256[i]);
    set_text(object, "id", k->label);
    json_object_set_new_nocheck(object, "sha256", json_string(hex));
    set_text(object, "url", k->url);
    set_text(object, "title", k->title);
    set_text(object, "outlet", k->outlet);
    set_text(object, "byline", k->byline);
    set_text(object, "published", k->published);
    json_object_set_new_nocheck(object, "language", json_string("en"));
    for (uint32_t i = 0; i < k->credit_count; i++) {
        uint32_t entity = k->credits[i];
        Text name = entity && entity <= k->entity_count ? k->entities[entity - 1].name : (Text){0};
        if (name.size) json_array_append_new(credits, json_stringn_nocheck(name.data, name.size));
    }
    if (json_array_size(credits)) json_object_set_nocheck(object, "credits", credits);
    for (uint32_t i = 0; i < k->warning_count; i++)
        json_array_append_new(warnings, json_stringn(k->warnings[i].data, k->warnings[i].size));
    if (k->warning_count) json_object_set_nocheck(object, "warnings", warnings);
    json_decref(credits);
    json_decref(warnings);
    return object;
}

static json_t *entity_of(const KeptArticle *k, const Points *p, uint32_t index)
{
    const KeptEntity *e = &k->entities[index];
    json_t *object = json_object(), *roles = json_array(), *mentions = json_array();
    json_object_set_new_nocheck(object, "id", json_integer((json_int_t)index + 1));
    json_object_set_new_nocheck(object, "name", json_stringn_nocheck(e->name.data, e->name.size));
    set_text(object, "type", text_literal(sayso_type_name(e->type)));
    for (uint32_t i = 0; i < e->role_count; i++) {
        Text words = text_slice(k->text, e->roles[i]);
        json_array_append_new(roles, json_stringn_nocheck(words.data, words.size));
    }
    if (e->role_count) json_object_set_nocheck(object, "roles", roles);
    json_decref(roles);
    set_text(object, "country", e->country);
    if (k->format >= 2 && e->gender)
        json_object_set_new_nocheck(object, "gender", json_pack("{ss ss}", "value", sayso_gender_name(e->gender), "by",
                                                                sayso_evidence_name(e->gender_by)));
    for (uint32_t i = 0; i < e->mention_count; i++) json_array_append_new(mentions, span_of(p, e->mentions[i]));
    json_object_set_new_nocheck(object, "mentions", mentions);
    return object;
}

/* Of several together the ids of all that are settled, instead of the first one's. */
static json_t *source_of(const Points *p, const sayso_attribution *a, uint32_t format)
{
    json_t *object = slice_of(p, a->source);
    if (format >= 2 && a->entity_count) {
        json_t *ids = json_array();
        for (uint32_t i = 0; i < a->entity_count; i++) json_array_append_new(ids, json_integer(a->entities[i]));
        json_object_set_new_nocheck(object, "entities", ids);
    } else if (a->entity) {
        json_object_set_new_nocheck(object, "entity", json_integer(a->entity));
    }
    set_text(object, "kind", text_literal(sayso_kind_name(a->kind)));
    return object;
}

static void set_probability(json_t *object, const char *key, float p)
{
    if (p >= 0) json_object_set_new_nocheck(object, key, json_real((double)p));
}

static json_t *confidence_of(const sayso_attribution *a, uint32_t format)
{
    if (format < 2) return json_real((double)a->confidence);
    json_t *object = json_object();
    set_probability(object, "spans", a->confidence);
    set_probability(object, "who", a->confidence_who);
    set_probability(object, "act", a->confidence_act);
    return object;
}

static json_t *attribution_of(const Points *p, const sayso_attribution *a, uint32_t format)
{
    json_t *object = json_object(), *contents = json_array();
    json_object_set_new_nocheck(object, "id", json_integer(a->id));
    if (a->source.begin < a->source.end) json_object_set_new_nocheck(object, "source", source_of(p, a, format));
    set_slice(object, "cue", p, a->cue, 0);
    for (uint32_t i = 0; i < a->content_count; i++) json_array_append_new(contents, slice_of(p, a->contents[i]));
    json_object_set_new_nocheck(object, "content", contents);
    json_object_set_new_nocheck(object, "form", json_string(name_of_form(a->form)));
    json_object_set_new_nocheck(object, "act", json_string(sayso_act_name(a->act)));
    if (format >= 2 && a->negated) json_object_set_new_nocheck(object, "negated", json_true());
    set_slice(object, "to", p, a->to.words, a->to.entity);
    set_slice(object, "via", p, a->via.words, a->via.entity);
    set_slice(object, "when", p, a->when, 0);
    if (a->date.size) set_text(json_object_get(object, "when"), "date", a->date);
    set_slice(object, "anonymity", p, a->anonymity, 0);
    if (a->within) json_object_set_new_nocheck(object, "within", json_integer(a->within));
    json_object_set_new_nocheck(object, "confidence", confidence_of(a, format));
    return object;
}

/* ---- events ---- */

static json_t *spans_of(const Points *p, const Span *spans, uint32_t count)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < count; i++) json_array_append_new(array, span_of(p, spans[i]));
    return array;
}

static json_t *parties_of(const Points *p, const sayso_event_party *parties, uint32_t count)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < count; i++) {
        json_t *object = json_object();
        json_object_set_new_nocheck(object, "span", span_of(p, parties[i].words));
        if (parties[i].entity) json_object_set_new_nocheck(object, "entity", json_integer(parties[i].entity));
        set_text(object, "country", parties[i].country);
        set_text(object, "sector", parties[i].sector);
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *event_of(const Points *p, const sayso_event *e)
{
    json_t *object = json_object(), *by = json_array();
    json_object_set_new_nocheck(object, "id", json_integer(e->id));
    json_object_set_new_nocheck(object, "type", json_string(sayso_event_type_name(e->type)));
    set_text(object, "mode", e->mode);
    json_object_set_new_nocheck(object, "status", json_string(sayso_event_status_name(e->status)));
    json_object_set_new_nocheck(object, "evidence", spans_of(p, e->evidence, e->told_count));
    json_object_set_new_nocheck(object, "trigger", spans_of(p, e->triggers, e->told_count));
    json_object_set_new_nocheck(object, "actors", parties_of(p, e->actors, e->actor_count));
    json_object_set_new_nocheck(object, "recipients", parties_of(p, e->recipients, e->recipient_count));
    set_slice(object, "when", p, e->when, 0);
    if (e->date.size) set_text(json_object_get(object, "when"), "date", e->date);
    set_slice(object, "place", p, e->place, e->place_entity);
    for (uint32_t i = 0; i < e->according_to_count; i++) json_array_append_new(by, json_integer(e->according_to[i]));
    if (e->according_to_count) json_object_set_nocheck(object, "according_to", by);
    json_decref(by);
    json_object_set_new_nocheck(object, "confidence", json_real((double)e->confidence));
    return object;
}

json_t *json_of_kept(const KeptArticle *k)
{
    Points points;
    if (!code_points_make(k->text, &points)) return NULL;
    json_t *object = json_object(), *entities = json_array(), *attributions = json_array(), *events = json_array();
    json_object_set_new_nocheck(object, "format", json_integer(k->format));
    json_object_set_new_nocheck(object, "article", article_of(k));
    json_object_set_new_nocheck(object, "text", json_stringn_nocheck(k->text.data, k->text.size));
    for (uint32_t i = 0; i < k->entity_count; i++) json_array_append_new(entities, entity_of(k, &points, i));
    json_object_set_new_nocheck(object, "entities", entities);
    for (uint32_t i = 0; i < k->attribution_count; i++)
        json_array_append_new(attributions, attribution_of(&points, &k->attributions[i], k->format));
    json_object_set_new_nocheck(object, "attributions", attributions);
    for (uint32_t i = 0; i < k->event_count; i++) json_array_append_new(events, event_of(&points, &k->events[i]));
    if (k->has_events) json_object_set_nocheck(object, "events", events);
    json_decref(events);
    code_points_free(&points);
    return object;
}
