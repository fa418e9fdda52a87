/* The record as JSON, by jansson, a member and an attribution at a time, so that a long article's tree never stands in
 * memory whole. Indented, an attribution is a line: as long as the record's, easier to read than forty.
 *
 * jansson's memory comes from malloc: its allocator is one for the whole process, so setting it would be a global of
 * ours in somebody else's program. */
#include <jansson.h>

#include "record/internal.h"

typedef struct Maker {
    const Reading *reading;
    Points points;
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

static json_t *article(Maker *m)
{
    const Article *a = &m->reading->article;
    json_t *object = json_object();
    if (a->id.size) set(m, object, "id", string(a->id));
    uint8_t digest[32];
    char hex[65];
    sha256(a->text.data, a->text.size, digest);
    for (size_t i = 0; i < sizeof digest; i++) {
        hex[2 * i] = "0123456789abcdef"[digest[i] >> 4];
        hex[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
    }
    set(m, object, "sha256", string(text_of(hex, 64)));
    if (a->published.size) set(m, object, "published", string(a->published));
    set(m, object, "language", json_string("en"));
    if (!a->warning_count) return object;
    json_t *warnings = json_array();
    for (uint32_t i = 0; i < a->warning_count; i++) append(m, warnings, string(a->warnings[i]));
    set(m, object, "warnings", warnings);
    return object;
}

static json_t *attribution(Maker *m, uint32_t index)
{
    const Attribution *a = &m->reading->attributions.items[index];
    json_t *object = json_object(), *contents = json_array();
    Span source = source_bytes(m->reading, a), cue = cue_bytes(m->reading, a);
    set(m, object, "id", json_integer((json_int_t)index + 1));
    if (!absent(source)) set(m, object, "source", slice(m, source));
    if (!absent(cue)) set(m, object, "cue", slice(m, cue));
    for (uint32_t i = 0; i < a->content_count; i++) append(m, contents, slice(m, content_bytes(m->reading, a, i)));
    set(m, object, "content", contents);
    set(m, object, "form", json_string(form_name(a->form)));
    set(m, object, "confidence", json_real((double)confidence_of(a)));
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

void write_json(const Reading *reading, bool lines, Arena *scratch, Out *out)
{
    Maker m = {.reading = reading};
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
    out_string(out, lines ? ",\"attributions\":[" : ",\n \"attributions\": [");
    for (uint32_t i = 0; i < reading->attributions.count && !out->status; i++) {
        if (i) out_string(out, ",");
        if (!lines) out_string(out, "\n  ");
        dump(&m, attribution(&m, i), out);
    }
    out_string(out, lines || !reading->attributions.count ? "]" : "\n ]");
    out_string(out, lines ? "}\n" : "\n}\n");
}
