/* A statement of the ledger, for people, for programs and for spreadsheets. */
#include <jansson.h>
#include <stdio.h>

#include "cli/form/form.h"

/* ---- for people ----
 *
 *   2026-03-06  Dorrit Haleko (Its spokeswoman) denied, to reporters, through the Harbour Gazette
 *               that the minister had received no audit
 *               05-follow-up:11 · Meridian · claim 31 · 69% */

#define DAY_WIDTH 12u

static void put_party(Paper *p, const char *before, Text name, Text words)
{
    if (!name.size && !words.size) return;
    paper_format(p, INK_PLAIN, "%s", before);
    paper_text(p, INK_PLAIN, name.size ? name : words);
}

static bool says_who(const Statement *s)
{
    return s->who.size && !text_equal(s->who, s->source);
}

/* Joint sources, all that are settled: "Dorn, Elling and Ruth Amary". */
static void put_names(Paper *p, const Statement *s)
{
    for (uint32_t i = 0; i < s->actor_count; i++) {
        if (i) paper_format(p, INK_BOLD, i + 1 < s->actor_count ? ", " : " and ");
        paper_text(p, INK_BOLD, s->names[i]);
    }
}

/* Of a bare surname that the article gives to nobody: "Ryan, taken for Paul Ryan". */
static void put_inferred(Paper *p, const Statement *s)
{
    paper_text(p, INK_BOLD, s->source);
    paper_format(p, INK_DIM, ", taken for ");
    paper_text(p, INK_BOLD, s->who);
}

static void put_who(Paper *p, const Statement *s)
{
    if (s->inferred && s->who.size && s->source.size) {
        put_inferred(p, s);
        return;
    }
    bool joint = s->actor_count > 1;
    Text one = s->who.size ? s->who : s->source.size ? s->source : text_literal("(no source is named)");
    if (joint)
        put_names(p, s);
    else
        paper_text(p, INK_BOLD, one);
    if ((joint || says_who(s)) && s->source.size) {
        paper_format(p, INK_DIM, " (");
        paper_text(p, INK_DIM, s->source);
        paper_format(p, INK_DIM, ")");
    }
}

static void put_act(Paper *p, const Statement *s)
{
    if (s->a.act != SAYSO_ACT_STATE || s->a.negated)
        paper_format(p, INK_PLAIN, " [%s%s]", sayso_act_name(s->a.act), s->a.negated ? ", negated" : "");
}

static void put_head(Paper *p, const Statement *s)
{
    p->indent = 0;
    paper_text(p, INK_DIM, s->day.size ? s->day : text_literal("undated"));
    p->indent = DAY_WIDTH;
    paper_column(p, DAY_WIDTH);
    put_who(p, s);
    paper_format(p, INK_PLAIN, " ");
    paper_text(p, INK_PLAIN, s->cue);
    put_act(p, s);
    put_party(p, ", to ", s->whom, s->to);
    put_party(p, ", through ", s->through, s->via);
    put_party(p, ", as reported by ", s->reported_by, (Text){0});
}

static bool is_number(Text label)
{
    for (size_t i = 0; i < label.size; i++)
        if (!char_is_digit((uint8_t)label.data[i])) return false;
    return true;
}

void paper_name(Paper *p, Ink ink, int64_t article, Text label)
{
    if (is_number(label) || text_starts(label, "http"))
        paper_format(p, ink, "%lld", (long long)article);
    else
        paper_text(p, ink, label);
}

/* On a terminal that can, a link to where the report stands. */
void paper_place(Paper *p, const Statement *s)
{
    bool linked = p->links && link_begin(p->to, s->url);
    paper_name(p, INK_DIM, s->article, s->current ? s->label : (Text){0});
    paper_format(p, INK_DIM, ":%u", s->number);
    if (linked) link_end(p->to);
}

static void put_foot(Paper *p, const Statement *s)
{
    paper_place(p, s);
    if (s->outlet.size) paper_format(p, INK_DIM, " · ");
    paper_text(p, INK_DIM, s->outlet);
    if (s->claim) paper_format(p, INK_DIM, " · claim %lld", (long long)s->claim);
    if (s->a.kind == SAYSO_KIND_UNNAMED) paper_format(p, INK_DIM, s->anonymity.size ? " · unnamed: " : " · unnamed");
    paper_text(p, INK_DIM, s->anonymity);
    if (!s->current) paper_format(p, INK_RED, " · in an earlier revision");
    paper_format(p, INK_DIM, " · %.0f%%", (double)s->a.confidence * 100);
}

void paper_actor(Paper *p, const Actor *actor)
{
    paper_text(p, INK_BOLD, actor->name);
    if (actor->type) paper_format(p, INK_PLAIN, " · %s", sayso_type_name(actor->type));
    if (actor->country.size) paper_format(p, INK_PLAIN, " · ");
    paper_text(p, INK_PLAIN, actor->country);
    paper_format(p, INK_PLAIN, " · %llu statement%s", (unsigned long long)actor->statements,
                 actor->statements == 1 ? "" : "s");
    paper_format(p, INK_DIM, " · #%lld", (long long)actor->id);
    paper_line(p, 0);
}

void paper_statement(Paper *p, const Statement *s)
{
    put_head(p, s);
    paper_line(p, DAY_WIDTH);
    paper_column(p, DAY_WIDTH);
    paper_text(p, INK_PLAIN, s->content);
    paper_line(p, DAY_WIDTH);
    paper_column(p, DAY_WIDTH);
    put_foot(p, s);
    paper_line(p, 0);
}

/* ---- for programs ---- */

const char statement_columns[] =
    "id article.id article.label article.outlet article.published article.added day source.text source.name source.actor "
    "source.inferred source.kind cue act negated form content to.text to.name via.text via.name when.text when.date "
    "anonymity reported_by confidence claim article.url current";

static json_t *party(Text words, Text name, int64_t actor)
{
    json_t *object = json_object();
    set_text(object, "text", words);
    set_text(object, "name", name);
    if (actor) json_object_set_new_nocheck(object, "actor", json_integer(actor));
    return object;
}

static void set_party(json_t *object, const char *key, Text words, Text name, int64_t actor)
{
    if (words.size || name.size) json_object_set_new_nocheck(object, key, party(words, name, actor));
}

static json_t *joint_of(const Statement *s)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < s->actor_count; i++) {
        json_t *object = json_object();
        set_text(object, "name", s->names[i]);
        set_integer(object, "actor", s->actors[i]);
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *source_of(const Statement *s)
{
    json_t *object = party(s->source, s->who, s->actor);
    set_text(object, "kind", text_literal(sayso_kind_name(s->a.kind)));
    set_text(object, "country", s->country);
    set_text(object, "gender", text_literal(sayso_gender_name(s->gender)));
    if (s->inferred) set_flag(object, "inferred", true);
    if (s->actor_count > 1) json_object_set_new_nocheck(object, "joint", joint_of(s));
    return object;
}

static json_t *article_of(const Statement *s)
{
    json_t *object = json_object();
    json_object_set_new_nocheck(object, "id", json_integer(s->article));
    set_text(object, "label", s->label);
    set_text(object, "url", s->url);
    set_text(object, "title", s->title);
    set_text(object, "outlet", s->outlet);
    set_text(object, "published", s->published);
    set_text(object, "added", s->added);
    return object;
}

static json_t *span_of(Span s)
{
    return json_pack("[ii]", (int)s.begin, (int)s.end);
}

/* Where the words stand: bytes of the article's text in UTF-8. */
static json_t *bytes_of(const Statement *s)
{
    json_t *object = json_object(), *contents = json_array();
    if (s->source.size) json_object_set_new_nocheck(object, "source", span_of(s->a.source));
    if (s->cue.size) json_object_set_new_nocheck(object, "cue", span_of(s->a.cue));
    for (uint32_t i = 0; i < s->a.content_count; i++) json_array_append_new(contents, span_of(s->a.contents[i]));
    json_object_set_new_nocheck(object, "content", contents);
    return object;
}

static void set_when(json_t *object, const Statement *s)
{
    if (!s->when.size) return;
    json_t *when = json_object();
    set_text(when, "text", s->when);
    set_text(when, "date", s->a.date);
    json_object_set_new_nocheck(object, "when", when);
}

const char *name_of_form(sayso_form form)
{
    return form == SAYSO_FORM_DIRECT ? "direct" : form == SAYSO_FORM_MIXED ? "mixed" : "indirect";
}

json_t *json_of_statement(const Statement *s)
{
    char id[48];
    if (s->article)
        snprintf(id, sizeof id, "%lld:%u", (long long)s->article, s->number);
    else /* of a draft */
        snprintf(id, sizeof id, "%u", s->number);
    json_t *object = json_object();
    json_object_set_new_nocheck(object, "id", json_string(id));
    json_object_set_new_nocheck(object, "article", article_of(s));
    set_text(object, "day", s->day);
    json_object_set_new_nocheck(object, "source", source_of(s));
    set_text(object, "cue", s->cue);
    set_text(object, "content", s->content);
    set_text(object, "act", text_literal(sayso_act_name(s->a.act)));
    if (s->a.negated) set_flag(object, "negated", true);
    set_text(object, "form", text_literal(name_of_form(s->a.form)));
    set_party(object, "to", s->to, s->whom, s->to_actor);
    set_party(object, "via", s->via, s->through, s->via_actor);
    set_when(object, s);
    set_text(object, "anonymity", s->anonymity);
    set_text(object, "reported_by", s->reported_by);
    json_object_set_new_nocheck(object, "confidence", json_real((double)s->a.confidence));
    if (s->a.confidence_who >= 0)
        json_object_set_new_nocheck(object, "confidence_who", json_real((double)s->a.confidence_who));
    if (s->a.confidence_act >= 0)
        json_object_set_new_nocheck(object, "confidence_act", json_real((double)s->a.confidence_act));
    if (s->claim) json_object_set_new_nocheck(object, "claim", json_integer(s->claim));
    json_object_set_new_nocheck(object, "current", json_boolean(s->current));
    json_object_set_new_nocheck(object, "bytes", bytes_of(s));
    return object;
}

json_t *json_of_statements(const Statements *all)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < all->count; i++) json_array_append_new(array, json_of_statement(&all->items[i]));
    return array;
}

json_t *json_of_actor(const Actor *actor)
{
    json_t *object = json_object();
    json_object_set_new_nocheck(object, "id", json_integer(actor->id));
    set_text(object, "name", actor->name);
    set_text(object, "type", text_literal(sayso_type_name(actor->type)));
    set_text(object, "country", actor->country);
    set_text(object, "gender", text_literal(sayso_gender_name(actor->gender)));
    json_object_set_new_nocheck(object, "statements", json_integer((json_int_t)actor->statements));
    return object;
}
