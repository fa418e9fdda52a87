/* The whole way: any bytes are read and written in every form. What must hold: a status, never a crash; the checks of
 * every stage (compiled in by SAYSO_CHECKS); spans lie inside the text; the JSON parses, and every text in it is the slice that
 * its span says; a second reading gives the same bytes. */
#include <jansson.h>

#include "fuzz.h"

static sayso_engine *engine;
static sayso_session *session;

static void start(void)
{
    if (session) return;
    sayso_engine_options options = {.size = sizeof options, .model_path = fuzz_model_path()};
    PROPERTY(!sayso_engine_open(&options, &engine, NULL));
    PROPERTY(!sayso_session_open(engine, NULL, &session, NULL));
}

static sayso_document *analyse(const uint8_t *data, size_t size)
{
    size_t id_size = size < 20 ? size : 20; /* the caller's name for it is hostile too */
    sayso_article article = {.size = sizeof article,
                             .bytes = {(const char *)data, size},
                             .id = {(const char *)data, id_size}};
    sayso_document *document;
    sayso_error error = {0};
    sayso_status status = sayso_analyse(session, &article, &document, &error);
    if (status == SAYSO_ERROR_ARGUMENT) {
        article.id.size = 0;
        status = sayso_analyse(session, &article, &document, &error);
        PROPERTY(status != SAYSO_ERROR_ARGUMENT);
    }
    if (!status) return document;
    PROPERTY(!document && error.status == status && error.message[0]);
    if (status != SAYSO_ERROR_INPUT && status != SAYSO_ERROR_LIMIT) fprintf(stderr, "%s\n", error.message);
    PROPERTY(status == SAYSO_ERROR_INPUT || status == SAYSO_ERROR_LIMIT);
    return NULL;
}

static Rendering render_with(const sayso_document *document, sayso_format format, const sayso_write_options *options)
{
    Rendering r = {0};
    PROPERTY(!sayso_document_write(document, format, options, rendering_add, &r, NULL));
    PROPERTY(utf8_valid(text_of(r.data, r.size), NULL));
    return r;
}

static Rendering render(const sayso_document *document, sayso_format format)
{
    return render_with(document, format, NULL);
}

static bool inside(sayso_span s, size_t size) { return s.begin <= s.end && s.end <= size; }

static void check_spans(const sayso_document *d)
{
    Text text = sayso_document_text(d);
    PROPERTY(utf8_valid(text, NULL));
    for (size_t i = 0; i < sayso_document_attributions(d); i++) {
        sayso_attribution a;
        PROPERTY(!sayso_document_attribution(d, i, &a, sizeof a));
        PROPERTY(a.id == i + 1 && a.content_count > 0 && a.confidence >= 0.0f && a.confidence <= 1.0f);
        PROPERTY(inside(a.source, text.size) && inside(a.cue, text.size));
        for (uint32_t k = 0; k < a.content_count; k++) {
            PROPERTY(inside(a.contents[k], text.size) && a.contents[k].begin < a.contents[k].end);
            PROPERTY(k == 0 || a.contents[k - 1].end <= a.contents[k].begin);
        }
    }
}

static void check_standings(const sayso_document *d)
{
    size_t size = sayso_document_text(d).size, count = sayso_document_attributions(d);
    size_t known = sayso_document_entities(d);
    for (size_t i = 0; i < count; i++) {
        sayso_attribution a;
        PROPERTY(!sayso_document_attribution(d, i, &a, sizeof a));
        PROPERTY(inside(a.to.words, size) && inside(a.via.words, size) && inside(a.when, size));
        PROPERTY(inside(a.anonymity, size) && (a.date.size == 0 || a.when.begin < a.when.end));
        PROPERTY(a.entity <= known && a.to.entity <= known && a.via.entity <= known);
        PROPERTY(a.within <= count && a.within != a.id && *sayso_act_name(a.act));
        PROPERTY(!a.entities == !a.entity_count && (!a.entity_count || a.entities[0] == a.entity));
        for (uint32_t k = 0; k < a.entity_count; k++) PROPERTY(a.entities[k] > 0 && a.entities[k] <= known);
        PROPERTY((a.negated | 1) == 1 && (a.clause | 1) == 1 && a.confidence_who < 0 && a.confidence_act < 0);
    }
}

static void check_sides(const sayso_document *d, const sayso_event_party *side, uint32_t count)
{
    size_t size = sayso_document_text(d).size;
    PROPERTY(!side == !count);
    for (uint32_t i = 0; i < count; i++) {
        PROPERTY(inside(side[i].words, size) && side[i].words.begin < side[i].words.end);
        PROPERTY(side[i].entity <= sayso_document_entities(d) && (!side[i].country.size || side[i].country.size == 3));
    }
}

static void check_events(const sayso_document *d)
{
    size_t size = sayso_document_text(d).size;
    for (size_t i = 0; i < sayso_document_events(d); i++) {
        sayso_event e;
        PROPERTY(!sayso_document_event(d, i, &e, sizeof e));
        PROPERTY(e.id == i + 1 && e.told_count && *sayso_event_type_name(e.type) && *sayso_event_status_name(e.status));
        PROPERTY(e.actor_count + e.recipient_count && e.confidence >= 0 && e.confidence <= 1);
        check_sides(d, e.actors, e.actor_count);
        check_sides(d, e.recipients, e.recipient_count);
        for (uint32_t k = 0; k < e.told_count; k++) {
            PROPERTY(inside(e.evidence[k], size) && e.evidence[k].begin <= e.triggers[k].begin);
            PROPERTY(e.triggers[k].begin < e.triggers[k].end && e.triggers[k].end <= e.evidence[k].end);
        }
        for (uint32_t k = 0; k < e.according_to_count; k++)
            PROPERTY(e.according_to[k] && e.according_to[k] <= sayso_document_attributions(d));
        PROPERTY(inside(e.when, size) && inside(e.place, size) && e.place_entity <= sayso_document_entities(d));
        PROPERTY(!e.date.size || e.when.begin < e.when.end);
        PROPERTY(e.status != SAYSO_STATUS_REPORTED || e.according_to_count);
    }
}

static void check_entities(const sayso_document *d)
{
    size_t size = sayso_document_text(d).size;
    for (size_t i = 0; i < sayso_document_entities(d); i++) {
        sayso_entity e;
        PROPERTY(!sayso_document_entity(d, i, &e, sizeof e));
        PROPERTY(e.id == i + 1 && e.name.size && e.mention_count && (e.country.size == 0 || e.country.size == 3));
        PROPERTY(!e.gender == !e.gender_by && (!e.gender || e.type == SAYSO_TYPE_PERSON));
        for (uint32_t k = 0; k < e.mention_count; k++)
            PROPERTY(inside(e.mentions[k], size) && e.mentions[k].begin < e.mentions[k].end);
        for (uint32_t k = 0; k < e.role_count; k++)
            PROPERTY(inside(e.roles[k], size) && e.roles[k].begin < e.roles[k].end);
    }
    for (size_t i = 0; i < sayso_document_credits(d); i++) PROPERTY(sayso_document_credit(d, i));
}

/* Code points [begin, end) of a text, counted the slow way. */
static Text slice(Text text, size_t begin, size_t end)
{
    size_t at = 0, from = 0;
    for (size_t n = 0; n < end; n++) {
        if (n == begin) from = at;
        PROPERTY(at < text.size);
        (void)utf8_at(text, at, &at);
    }
    return text_of(text.data + from, at - from);
}

static Text string_of(const json_t *string) { return text_of(json_string_value(string), json_string_length(string)); }

/* Anywhere in the record, an object with a span and a text. */
static void check_slices(json_t *value, Text text)
{
    json_t *span = json_object_get(value, "span"), *words = json_object_get(value, "text");
    if (json_array_size(span) == 2 && json_is_string(words)) {
        size_t begin = (size_t)json_integer_value(json_array_get(span, 0));
        size_t end = (size_t)json_integer_value(json_array_get(span, 1));
        PROPERTY(begin < end && text_equal(slice(text, begin, end), string_of(words)));
    }
    const char *key;
    json_t *item;
    size_t i;
    json_object_foreach(value, key, item) check_slices(item, text);
    json_array_foreach(value, i, item) check_slices(item, text);
}

static void check_json(Text json, Text text)
{
    json_error_t error;
    json_t *record = json_loadb(json.data, json.size, JSON_ALLOW_NUL, &error);
    if (!record) fprintf(stderr, "%s at %d\n", error.text, error.position);
    PROPERTY(record);
    PROPERTY(text_equal(string_of(json_object_get(record, "text")), text));
    check_slices(record, text);
    json_decref(record);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    start();
    sayso_document *document = analyse(data, size);
    if (!document) return 0;
    check_spans(document);
    check_standings(document);
    check_events(document);
    check_entities(document);
    for (int format = SAYSO_FORMAT_TABLE; format <= SAYSO_FORMAT_DUMP_EVENT; format++) {
        Rendering r = render(document, (sayso_format)format);
        if (format == SAYSO_FORMAT_JSON || format == SAYSO_FORMAT_JSONL)
            check_json(text_of(r.data, r.size), sayso_document_text(document));
        free(r.data);
    }
    for (int format = SAYSO_FORMAT_TABLE; format <= SAYSO_FORMAT_JSON; format++) {
        sayso_write_options options = {
            .size = sizeof options, .width = 20 + (uint32_t)size % 100, .colour = 1, .explain = 1};
        Rendering r = render_with(document, (sayso_format)format, &options);
        free(r.data);
    }
    Rendering first = render(document, SAYSO_FORMAT_JSONL);
    sayso_document_free(document);
    document = analyse(data, size);
    PROPERTY(document);
    Rendering second = render(document, SAYSO_FORMAT_JSONL);
    PROPERTY(text_equal(text_of(first.data, first.size), text_of(second.data, second.size)));
    free(first.data);
    free(second.data);
    sayso_document_free(document);
    return 0;
}
