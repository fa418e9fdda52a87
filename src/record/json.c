/* The record as JSON, by jansson, a member, an entity and an attribution at a time, so that a long article's tree never
 * stands in memory whole; mentions, of which one entity may have a million, are written without a tree. Indented, an
 * entity or attribution is a line: as long as the record's, easier to read than forty.
 *
 * jansson's memory comes from malloc: its allocator is one for the whole process, so setting it would be a global of
 * ours in somebody else's program. */
#include <jansson.h>

#include "record/internal.h"

typedef struct Maker {
    const Reading *reading;
    Points points;
    bool explain;
    bool failed; /* some piece found no memory; the whole is then thrown away */
} Maker;

/* jansson sets a NULL value as an error and takes the value in any case: nothing leaks on a failure. */
static void set(Maker *m, json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new_nocheck(object, key, value)) m->failed = true;
}

static void append(Maker *m, json_t *array, json_t *value)
{
    if (json_array_append_new(array, value)) m->failed = true;
}

/* The stages keep text valid UTF-8, so it is not checked again. */
static json_t *string(Text t) { return json_stringn_nocheck(t.size ? t.data : "", t.size); }

static json_t *slice(Maker *m, Span bytes)
{
    json_t *object = json_object(), *span = json_array();
    append(m, span, json_integer(points_at(&m->points, bytes.begin)));
    append(m, span, json_integer(points_at(&m->points, bytes.end)));
    set(m, object, "span", span);
    set(m, object, "text", string(span_text(m->reading, bytes)));
    return object;
}

static json_t *strings(Maker *m, const Text *items, uint32_t count)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < count; i++) append(m, array, string(items[i]));
    return array;
}

static json_t *credits(Maker *m)
{
    const Entities *e = &m->reading->entities;
    json_t *array = json_array();
    for (uint32_t i = 0; i < e->credit_count; i++) append(m, array, string(e->items[e->credits[i]].name));
    return array;
}

static void set_said(Maker *m, json_t *object, const char *key, Text said)
{
    if (said.size) set(m, object, key, string(said));
}

static json_t *article(Maker *m)
{
    const Article *a = &m->reading->article;
    json_t *object = json_object();
    set_said(m, object, "id", a->id);
    uint8_t digest[32];
    char hex[65];
    sha256(a->text.data, a->text.size, digest);
    for (size_t i = 0; i < sizeof digest; i++) {
        hex[2 * i] = "0123456789abcdef"[digest[i] >> 4];
        hex[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
    }
    set(m, object, "sha256", string(text_of(hex, 64)));
    set_said(m, object, "url", a->url);
    set_said(m, object, "title", a->title);
    set_said(m, object, "outlet", a->outlet);
    set_said(m, object, "byline", writer_of(m->reading));
    set_said(m, object, "published", a->published);
    set(m, object, "language", json_string("en"));
    if (m->reading->entities.credit_count) set(m, object, "credits", credits(m));
    if (a->warning_count) set(m, object, "warnings", strings(m, a->warnings, a->warning_count));
    return object;
}

/* Entities and attributions have ids from 1. */
static json_t *id_of(uint32_t index) { return json_integer((json_int_t)index + 1); }

static json_t *ids_of(Maker *m, const uint32_t *indices, uint32_t count)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < count; i++) append(m, array, id_of(indices[i]));
    return array;
}

static json_t *source_of(Maker *m, Span bytes, const Standing *s)
{
    json_t *object = slice(m, bytes);
    if (s->entity != NONE) set(m, object, "entity", id_of(s->entity));
    if (s->joint_count) set(m, object, "entities", ids_of(m, joint_of(m->reading, s), s->joint_count));
    if (s->kind != KIND_NONE) set(m, object, "kind", json_string(kind_name(s->kind)));
    return object;
}

static void set_party(Maker *m, json_t *object, const char *key, const Party *party)
{
    Span bytes = bytes_of(m->reading, party->words);
    if (absent(bytes)) return;
    json_t *value = slice(m, bytes);
    if (party->entity != NONE) set(m, value, "entity", id_of(party->entity));
    set(m, object, key, value);
}

static void set_when(Maker *m, json_t *object, const Standing *s)
{
    Span bytes = bytes_of(m->reading, s->when);
    if (absent(bytes)) return;
    json_t *value = slice(m, bytes);
    if (*s->date) set(m, value, "date", json_string(s->date));
    set(m, object, "when", value);
}

static void set_standing(Maker *m, json_t *object, const Standing *s)
{
    set(m, object, "act", json_string(act_name(s->act)));
    if (s->negated_rule) set(m, object, "negated", json_true());
    set_party(m, object, "to", &s->to);
    set_party(m, object, "via", &s->via);
    set_when(m, object, s);
    Span anonymity = bytes_of(m->reading, s->anonymity);
    if (!absent(anonymity)) set(m, object, "anonymity", slice(m, anonymity));
    if (s->within != NONE) set(m, object, "within", id_of(s->within));
}

static json_t *explanation(Maker *m, uint32_t index)
{
    Reasons reasons;
    json_t *object = json_object();
    reasons_make(m->reading, index, &reasons);
    for (uint32_t i = 0; i < REASONS; i++) set(m, object, reasons.items[i].field, json_string(reasons.items[i].why));
    return object;
}

/* Of who it is and of the act nothing tells the probability yet. */
static json_t *confidence(Maker *m, const Attribution *a)
{
    json_t *object = json_object();
    set(m, object, "spans", json_real((double)confidence_of(a)));
    return object;
}

static json_t *attribution(Maker *m, uint32_t index)
{
    const Attribution *a = &m->reading->attributions.items[index];
    const Standing *s = &m->reading->standings.items[index];
    json_t *object = json_object(), *contents = json_array();
    Span source = source_bytes(m->reading, a), cue = cue_bytes(m->reading, a);
    set(m, object, "id", id_of(index));
    if (!absent(source)) set(m, object, "source", source_of(m, source, s));
    if (!absent(cue)) set(m, object, "cue", slice(m, cue));
    for (uint32_t i = 0; i < a->content_count; i++) append(m, contents, slice(m, content_bytes(m->reading, a, i)));
    set(m, object, "content", contents);
    set(m, object, "form", json_string(form_name(a->form)));
    set_standing(m, object, s);
    set(m, object, "confidence", confidence(m, a));
    if (m->explain) set(m, object, "explain", explanation(m, index));
    return object;
}

static int put(const char *data, size_t size, void *context)
{
    Out *out = context;
    out_bytes(out, data, size);
    return out->status ? -1 : 0;
}

/* Four digits: a calibrated probability has no more, and 0.97 is written 0.97. Takes the value. */
static void dump(Maker *m, json_t *value, Out *out)
{
    size_t flags = JSON_REAL_PRECISION(4) | JSON_COMPACT | JSON_ENCODE_ANY;
    if (!out->status && (!value || m->failed || json_dump_callback(value, put, out, flags)) && !out->status)
        out_memory(out);
    json_decref(value);
}

static void write_mentions(Maker *m, const Entity *e, Out *out)
{
    const Entities *all = &m->reading->entities;
    for (uint32_t i = 0; i < e->mention_count && !out->status; i++) {
        Span bytes = bytes_of(m->reading, all->mentions[all->mentioned[e->mention_first + i]].words);
        out_format(out, "%s[%u,%u]", i ? "," : "", points_at(&m->points, bytes.begin),
                   points_at(&m->points, bytes.end));
    }
}

static json_t *roles(Maker *m, const Entity *e)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < e->role_count; i++) {
        Span bytes = bytes_of(m->reading, m->reading->entities.roles[e->role_first + i]);
        append(m, array, string(span_text(m->reading, bytes)));
    }
    return array;
}

static void write_entity(Maker *m, uint32_t index, Out *out)
{
    const Entity *e = &m->reading->entities.items[index];
    out_format(out, "{\"id\":%u,\"name\":", index + 1);
    dump(m, string(e->name), out);
    if (e->type != ENTITY_NONE) out_format(out, ",\"type\":\"%s\"", entity_type_name(e->type));
    if (e->role_count) {
        out_string(out, ",\"roles\":");
        dump(m, roles(m, e), out);
    }
    if (*e->country) out_format(out, ",\"country\":\"%s\"", e->country);
    if (e->gender)
        out_format(out, ",\"gender\":{\"value\":\"%s\",\"by\":\"%s\"}", gender_name(e->gender),
                   evidence_name(e->gender_by));
    out_string(out, ",\"mentions\":[");
    write_mentions(m, e, out);
    out_string(out, "]}");
}

/* ---- events ---- */

static json_t *pair(Maker *m, Span bytes)
{
    json_t *span = json_array();
    append(m, span, json_integer(points_at(&m->points, bytes.begin)));
    append(m, span, json_integer(points_at(&m->points, bytes.end)));
    return span;
}

static json_t *spans_of(Maker *m, const Span *words, Run run)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < run.count; i++) append(m, array, pair(m, bytes_of(m->reading, words[run.first + i])));
    return array;
}

static json_t *parties(Maker *m, Run run)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < run.count; i++) {
        const EventParty *p = &m->reading->events.parties[run.first + i];
        json_t *object = json_object();
        set(m, object, "span", pair(m, shown_of(m->reading, bytes_of(m->reading, p->words))));
        if (p->entity != NONE) set(m, object, "entity", id_of(p->entity));
        if (*p->country) set(m, object, "country", json_string(p->country));
        if (sector_name(p->sector)) set(m, object, "sector", json_string(sector_name(p->sector)));
        append(m, array, object);
    }
    return array;
}

static void set_event_when(Maker *m, json_t *object, const Event *e)
{
    Span bytes = bytes_of(m->reading, e->when);
    if (absent(bytes)) return;
    json_t *value = slice(m, bytes);
    if (*e->date) set(m, value, "date", json_string(e->date));
    set(m, object, "when", value);
}

static void set_place(Maker *m, json_t *object, const Event *e)
{
    Span bytes = bytes_of(m->reading, e->place);
    if (absent(bytes)) return;
    json_t *value = slice(m, shown_of(m->reading, bytes));
    if (e->place_entity != NONE) set(m, value, "entity", id_of(e->place_entity));
    set(m, object, "place", value);
}

static json_t *event(Maker *m, uint32_t index)
{
    const Events *all = &m->reading->events;
    const Event *e = &all->items[index];
    json_t *object = json_object();
    set(m, object, "id", id_of(index));
    set(m, object, "type", json_string(event_type_name(e->type)));
    if (e->mode) set(m, object, "mode", json_string(event_mode_name(e->mode)));
    set(m, object, "status", json_string(event_status_name(e->status)));
    set(m, object, "evidence", spans_of(m, all->evidence, e->told));
    set(m, object, "trigger", spans_of(m, all->triggers, e->told));
    set(m, object, "actors", parties(m, e->actors));
    set(m, object, "recipients", parties(m, e->recipients));
    set_event_when(m, object, e);
    set_place(m, object, e);
    if (e->by.count) set(m, object, "according_to", ids_of(m, all->by + e->by.first, e->by.count));
    set(m, object, "confidence", json_real((double)e->confidence));
    return object;
}

static void write_event(Maker *m, uint32_t index, Out *out) { dump(m, event(m, index), out); }

static void write_attribution(Maker *m, uint32_t index, Out *out) { dump(m, attribution(m, index), out); }

static void write_all(Maker *m, bool lines, const char *key, uint32_t count,
                      void (*write)(Maker *m, uint32_t index, Out *out), Out *out)
{
    out_format(out, lines ? ",\"%s\":[" : ",\n \"%s\": [", key);
    for (uint32_t i = 0; i < count && !out->status; i++) {
        if (i) out_string(out, ",");
        if (!lines) out_string(out, "\n  ");
        write(m, i, out);
    }
    out_string(out, lines || !count ? "]" : "\n ]");
}

void write_json(const Reading *reading, bool lines, bool explain, Arena *scratch, Out *out)
{
    Maker m = {.reading = reading, .explain = explain};
    if (!points_make(reading->article.text, scratch, &m.points)) {
        out_memory(out);
        return;
    }
    out_string(out, lines ? "{\"format\":" : "{\n \"format\": ");
    dump(&m, json_integer(RECORD_FORMAT), out);
    out_string(out, lines ? ",\"article\":" : ",\n \"article\": ");
    dump(&m, article(&m), out);
    out_string(out, lines ? ",\"text\":" : ",\n \"text\": ");
    dump(&m, string(reading->article.text), out);
    write_all(&m, lines, "entities", reading->entities.count, write_entity, out);
    write_all(&m, lines, "attributions", reading->attributions.count, write_attribution, out);
    write_all(&m, lines, "events", reading->events.count, write_event, out);
    out_string(out, lines ? "}\n" : "\n}\n");
}
