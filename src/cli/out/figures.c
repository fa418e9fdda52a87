/* sayso export --format=statements, csv and xlsx: a statement a line, with its claim, its origin and what is related: what figures
 * are reckoned from. The members and their order are claims.md's; what is not known is null. A claim's statements come
 * together, so that each claim is asked once, and memory holds one claim at a time. */
#include <jansson.h>

#include "cli/out/out.h"

/* Strings of the ledger are UTF-8: what is not is told when it is written. */
static json_t *string_or_null(Text t)
{
    return t.size ? json_stringn_nocheck(t.data, t.size) : json_null();
}

static json_t *integer_or_null(int64_t value)
{
    return value ? json_integer(value) : json_null();
}

static void set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new_nocheck(object, key, value);
}

/* The article's name, which "ARTICLE:N" repeats. */
static json_t *label_of(const Statement *s)
{
    return s->label.size ? json_stringn_nocheck(s->label.data, s->label.size)
                         : json_sprintf("%lld", (long long)s->article);
}

static json_t *place_of(const Statement *s)
{
    if (!s) return json_null();
    json_t *label = label_of(s), *place = json_sprintf("%s:%u", json_string_value(label), s->number);
    json_decref(label);
    return place;
}

/* All that are settled of a source, also of one alone. */
static json_t *holders_of(const Statement *s)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < s->actor_count; i++) json_array_append_new(array, json_integer(s->actors[i]));
    if (!s->actor_count && s->actor) json_array_append_new(array, json_integer(s->actor));
    if (json_array_size(array)) return array;
    json_decref(array);
    return json_null();
}

static json_t *content_of(const Statement *s)
{
    json_t *array = json_array();
    for (uint32_t i = 0; s->points && i < s->a.content_count; i++)
        json_array_append_new(array, json_pack("[II]", (json_int_t)s->points[i].begin, (json_int_t)s->points[i].end));
    return array;
}

static json_t *related_of(const Related *related, uint32_t count)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < count; i++)
        if (related[i].claim)
            json_array_append_new(array, json_pack("[If]", (json_int_t)related[i].claim, related[i].probability));
    return array;
}

static json_t *authorities_of(const Related *related, uint32_t count)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < count; i++)
        if (related[i].authority) json_array_append_new(array, json_integer(related[i].claim));
    return array;
}

static void set_article(json_t *object, const Statement *s)
{
    set(object, "article", label_of(s));
    set(object, "number", json_integer(s->number));
    set(object, "outlet", string_or_null(s->outlet));
    set(object, "published", string_or_null(s->published));
    set(object, "added", string_or_null(s->added));
    set(object, "url", string_or_null(s->url));
    set(object, "family", integer_or_null(s->family));
}

static void set_source(json_t *object, const Statement *s)
{
    set(object, "source", string_or_null(s->source));
    set(object, "who", string_or_null(s->who));
    set(object, "actor", integer_or_null(s->actor));
    set(object, "holders", holders_of(s));
    set(object, "kind", string_or_null(text_literal(sayso_kind_name(s->a.kind))));
    set(object, "country", string_or_null(s->country));
    set(object, "gender", string_or_null(text_literal(sayso_gender_name(s->gender))));
}

static void set_standing(json_t *object, const Statement *s)
{
    set(object, "form", json_string(name_of_form(s->a.form)));
    set(object, "act", json_string(sayso_act_name(s->a.act)));
    set(object, "negated", json_boolean(s->a.negated));
    set(object, "to", string_or_null(s->whom.size ? s->whom : s->to));
    set(object, "via", string_or_null(s->through.size ? s->through : s->via));
    set(object, "when", string_or_null(s->a.date));
    set(object, "confidence", json_real((double)s->a.confidence));
}

/* ---- a row of a table ---- the columns are those of sayso read --format=csv, by sayso_format_heading */

static void set_span(json_t *row, const char *begin, const char *end, Span bytes, Span points)
{
    if (bytes.begin >= bytes.end) return;
    set(row, begin, json_integer(points.begin));
    set(row, end, json_integer(points.end));
}

static json_t *spans_of(const Statement *s)
{
    json_t *all = json_string("");
    for (uint32_t i = 0; s->points && i < s->a.content_count; i++) {
        json_t *next = json_sprintf("%s%s%u %u", json_string_value(all), i ? ";" : "", s->points[i].begin, s->points[i].end);
        json_decref(all);
        all = next;
    }
    return all;
}

/* The ledger has one name where the article settles who is meant, and the words where it does not. */
static json_t *row_of(const Statement *s, const Statement *origin)
{
    json_t *row = json_object();
    set(row, "id", label_of(s));
    set(row, "attribution", json_integer(s->number));
    set_text(row, "source", s->source);
    set_text(row, "cue", s->cue);
    set_text(row, "content", s->content);
    set(row, "form", json_string(name_of_form(s->a.form)));
    set(row, "confidence", json_real((double)s->a.confidence));
    set_span(row, "source_begin", "source_end", s->a.source, s->source_points);
    set_span(row, "cue_begin", "cue_end", s->a.cue, s->cue_points);
    set(row, "content_spans", spans_of(s));
    set_text(row, "kind", text_literal(sayso_kind_name(s->a.kind)));
    set_text(row, "act", text_literal(sayso_act_name(s->a.act)));
    set_text(row, "who", s->who);
    set_text(row, "to", s->whom.size ? s->whom : s->to);
    set_text(row, "via", s->through.size ? s->through : s->via);
    set_text(row, "when", s->when);
    set_text(row, "date", s->a.date);
    set_text(row, "anonymity", s->anonymity);
    if (s->a.within) set(row, "within", json_integer(s->a.within));
    if (s->a.negated) set(row, "negated", json_string("true"));
    set_text(row, "gender", text_literal(sayso_gender_name(s->gender)));
    set_text(row, "gender_by", text_literal(sayso_evidence_name(s->gender_by)));
    set_text(row, "country", s->country);
    set_text(row, "outlet", s->outlet);
    set_text(row, "published", s->published);
    set_text(row, "url", s->url);
    set_text(row, "title", s->title);
    if (s->claim) set(row, "claim", json_integer(s->claim));
    if (origin) set(row, "origin", place_of(origin));
    return row;
}

static Status put_row(void *context, const Statement *s, const Statement *origin, const Related *related, uint32_t related_count,
                      Error *error)
{
    (void)related, (void)related_count;
    Ask *ask = context;
    return sheet_csv_row(ask->to, row_of(s, origin), sayso_format_heading(SAYSO_FORMAT_CSV), error);
}

Status export_rows(Ask *ask, Error *error)
{
    fputs(sayso_format_heading(SAYSO_FORMAT_CSV), ask->to);
    return ledger_export_statements(ask->ledger, !ask->all, ask->arena, put_row, ask, error);
}

/* ---- as a spreadsheet ---- */

static Status put_sheet_row(void *context, const Statement *s, const Statement *origin, const Related *related,
                            uint32_t related_count, Error *error)
{
    (void)related, (void)related_count;
    return workbook_row(context, row_of(s, origin), error);
}

Status export_workbook(Ask *ask, Error *error)
{
    Workbook *w;
    uint64_t cut;
    Status status = workbook_begin(sayso_format_heading(SAYSO_FORMAT_CSV), &w, error);
    if (!status) status = ledger_export_statements(ask->ledger, !ask->all, ask->arena, put_sheet_row, w, error);
    Status ended = workbook_end(w, !status, ask->to, &cut, status ? NULL : error);
    if (!status && cut) {
        char sentence[120];
        snprintf(sentence, sizeof sentence, "%llu cell%s longer than a sheet takes, 32767 characters, and end%s with …",
                 (unsigned long long)cut, cut > 1 ? "s are" : " is", cut > 1 ? "" : "s");
        complain(NULL, sentence);
    }
    return status ? status : ended;
}

/* ---- a line of JSON ---- */

typedef struct Figures {
    Ask *ask;
    Arena quotes; /* of one statement */
} Figures;

static Status put_statement(void *context, const Statement *s, const Statement *origin, const Related *related,
                            uint32_t related_count, Error *error)
{
    Figures *f = context;
    const Text *quotes;
    uint32_t count;
    arena_reset(&f->quotes);
    Status status = ledger_quotes(s, &f->quotes, &quotes, &count, error);
    if (status) return status;
    json_t *object = json_object();
    set_article(object, s);
    set_source(object, s);
    set(object, "cue", string_or_null(s->cue));
    set(object, "text", string_or_null(s->content));
    set(object, "quoted", json_of_texts(quotes, count));
    set(object, "content", content_of(s));
    set_standing(object, s);
    set(object, "claim", integer_or_null(s->claim));
    set(object, "origin", place_of(origin));
    set(object, "related", related_of(related, related_count));
    set(object, "authorities", authorities_of(related, related_count));
    return sheet_line(f->ask->to, object, error);
}

Status export_statements(Ask *ask, Error *error)
{
    Figures f = {.ask = ask};
    arena_init(&f.quotes, &libc_allocator, (size_t)1 << 30);
    Status status = ledger_export_statements(ask->ledger, !ask->all, ask->arena, put_statement, &f, error);
    arena_free(&f.quotes);
    return status;
}
