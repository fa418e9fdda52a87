/* A row an attribution, RFC 4180: CRLF, a cell in quotation marks where it must be. Pieces of a content are
 * joined by " … "; their offsets stand as in brat, "346 387;397 479". `who`, `to` and `via` are names where the article
 * settles who is meant, of several together joined by "; "; `to` and `via` the article's words where it does not.
 *
 * Text that a spreadsheet would take for a formula has an apostrophe in front (cell_is_formula). */
#include "record/internal.h"

static bool must_quote(Text t)
{
    for (size_t i = 0; i < t.size; i++)
        if (t.data[i] == '"' || t.data[i] == ',' || t.data[i] == '\r' || t.data[i] == '\n') return true;
    return t.size && (t.data[0] == ' ' || t.data[t.size - 1] == ' ' || cell_is_formula(t));
}

static void guard(Out *out, Text t)
{
    if (cell_is_formula(t)) out_string(out, "'");
}

/* A cell's inside: quotation marks doubled, NUL (which many readers take for the end) as U+FFFD. */
static void inside(Out *out, Text t)
{
    size_t start = 0;
    for (size_t i = 0; i < t.size; i++) {
        if (t.data[i] && t.data[i] != '"') continue;
        out_bytes(out, t.data + start, i - start);
        out_string(out, t.data[i] ? "\"\"" : "\xEF\xBF\xBD");
        start = i + 1;
    }
    if (start < t.size) out_bytes(out, t.data + start, t.size - start);
}

static void cell(Out *out, Text t)
{
    bool quote = must_quote(t);
    if (quote) out_string(out, "\"");
    guard(out, t);
    inside(out, t);
    out_string(out, quote ? "\"," : ",");
}

static void contents(const Reading *r, const Attribution *a, Out *out)
{
    out_string(out, "\"");
    if (a->content_count) guard(out, span_text(r, content_bytes(r, a, 0)));
    for (uint32_t i = 0; i < a->content_count; i++) {
        if (i) out_string(out, " … ");
        inside(out, span_text(r, content_bytes(r, a, i)));
    }
    out_string(out, "\",");
}

static void offsets(const Points *points, Span bytes, Out *out)
{
    if (absent(bytes))
        out_string(out, ",,");
    else
        out_format(out, "%u,%u,", points_at(points, bytes.begin), points_at(points, bytes.end));
}

/* printf's decimal point follows the locale of the program that we are in. */
static void confidence(Out *out, float p)
{
    unsigned parts = (unsigned)(p * 10000 + 0.5f);
    out_format(out, ",%u.%04u,", parts / 10000, parts % 10000);
}

/* ---- what is known of who speaks ---- */

static const char *gender_of(const Entity *e)
{
    return gender_name(e->gender);
}
static const char *evidence_of(const Entity *e)
{
    return e->gender ? evidence_name(e->gender_by) : NULL;
}
static const char *country_of(const Entity *e)
{
    return e->country;
}

static const char *fact(const Reading *r, uint32_t entity, const char *(*of)(const Entity *entity))
{
    const char *word = entity == NONE ? NULL : of(&r->entities.items[entity]);
    return word ? word : "";
}

/* Of several together as many, in the order of `who`; nothing where none is known. */
static void facts(const Reading *r, const Standing *s, const char *(*of)(const Entity *entity), Out *out)
{
    bool known = false;
    for (uint32_t i = 0; i < s->joint_count; i++) known |= *fact(r, joint_of(r, s)[i], of) != 0;
    out_string(out, fact(r, s->entity, of));
    for (uint32_t i = 0; known && i < s->joint_count; i++)
        out_format(out, "%s%s", i ? "; " : "", fact(r, joint_of(r, s)[i], of));
}

/* Of the article; what claim it is and where it comes from a ledger alone knows. */
static void article(const Article *a, Out *out)
{
    cell(out, a->outlet);
    cell(out, a->published);
    cell(out, a->url);
    cell(out, a->title);
    out_string(out, ",");
}

static void standing(const Reading *r, const Standing *s, Arena *scratch, Out *out)
{
    const char *kind = kind_name(s->kind);
    out_format(out, ",%s,%s,", kind ? kind : "", act_name(s->act));
    cell(out, who_text(r, s, scratch));
    cell(out, party_text(r, &s->to));
    cell(out, party_text(r, &s->via));
    cell(out, span_text(r, bytes_of(r, s->when)));
    out_format(out, "%s,", s->date);
    cell(out, span_text(r, bytes_of(r, s->anonymity)));
    if (s->within != NONE) out_format(out, "%u", s->within + 1);
    out_string(out, s->negated_rule ? ",true," : ",,");
    facts(r, s, gender_of, out);
    out_string(out, ",");
    facts(r, s, evidence_of, out);
    out_string(out, ",");
    facts(r, s, country_of, out);
    out_string(out, ",");
}

static void row(const Reading *r, uint32_t index, const Points *points, Arena *scratch, Out *out)
{
    const Attribution *a = &r->attributions.items[index];
    Span source = source_bytes(r, a), cue = cue_bytes(r, a);
    cell(out, r->article.id);
    out_format(out, "%u,", index + 1);
    cell(out, span_text(r, source));
    cell(out, span_text(r, cue));
    contents(r, a, out);
    out_string(out, form_name(a->form));
    confidence(out, confidence_of(a));
    offsets(points, source, out);
    offsets(points, cue, out);
    for (uint32_t i = 0; i < a->content_count; i++) {
        Span s = content_bytes(r, a, i);
        out_format(out, "%s%u %u", i ? ";" : "", points_at(points, s.begin), points_at(points, s.end));
    }
    ArenaMark mark = arena_mark(scratch);
    standing(r, &r->standings.items[index], scratch, out);
    arena_rewind(scratch, mark);
    article(&r->article, out);
    out_string(out, "\r\n");
}

void write_csv(const Reading *reading, Arena *scratch, Out *out)
{
    Points points;
    if (!points_make(reading->article.text, scratch, &points)) {
        out_memory(out);
        return;
    }
    for (uint32_t i = 0; i < reading->attributions.count; i++) row(reading, i, &points, scratch, out);
}
