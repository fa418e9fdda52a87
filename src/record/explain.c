/* For each field of an attribution: which words say it and what decided it, or why it was left out. For people, below
 * the article's title:
 *
 *   attribution 3 · 91%
 *     source     “One official”: found by the learnt reading
 *     entity     —: the article does not settle who that is
 *     cue        “described”: found by the learnt reading
 *
 * and for the record, whose JSON has the same phrases. */
#include <stdio.h>

#include "record/internal.h"

static const char learnt[] = "found by the learnt reading",
                  grammar[] = "found by the grammar of its words";

/* A rule's own phrase, where it has one. */
static const char *reason(const char *rule, const char *otherwise) { return *rule ? rule : otherwise; }

static const char *explain_form(uint8_t form)
{
    return form == SAYSO_FORM_DIRECT  ? "all of the content stands inside quotation marks"
           : form == SAYSO_FORM_MIXED ? "some of the content stands inside quotation marks"
                                      : "none of the content stands inside quotation marks";
}

static uint32_t paragraph_of(const Tokens *t, uint32_t word)
{
    uint32_t low = 0, high = t->sentence_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (t->sentences[middle].first <= word)
            low = middle;
        else
            high = middle;
    }
    return t->sentences[low].paragraph;
}

static const char *explain_span(const Attribution *a, Span bytes)
{
    if (absent(bytes)) return a->by_grammar ? "its grammar names none" : "the learnt reading found none";
    return a->by_grammar ? grammar : learnt;
}

/* The chains read one paragraph at a time: what lies in another than the cue's was carried on. */
static bool is_carried(const Reading *r, const Attribution *a, uint32_t content)
{
    uint32_t begin = r->attributions.contents[a->content_first + content].begin;
    return !absent(a->cue) && paragraph_of(&r->tokens, begin) != paragraph_of(&r->tokens, a->cue.begin);
}

static const char *explain_content(const Reading *r, const Attribution *a)
{
    for (uint32_t i = 0; i < a->content_count; i++)
        if (is_carried(r, a, i))
            return "found by the learnt reading; what stands in other paragraphs is carried on from a quotation left "
                   "open";
    return a->by_grammar ? grammar : learnt;
}

/* "Dorn; Elling", as many whole names as fit. */
static Text joint_names(const Reading *r, const Standing *s, char *out, size_t size)
{
    size_t at = 0;
    for (uint32_t i = 0; i < s->joint_count; i++) {
        Text name = r->entities.items[joint_of(r, s)[i]].name;
        if (at + name.size + 2 > size) break;
        if (i) memcpy(out + at, "; ", 2), at += 2;
        memcpy(out + at, name.data, name.size);
        at += name.size;
    }
    return text_of(out, at);
}

static Reason explain_negated(const Reading *r, const Standing *s)
{
    bool by_cue = s->negated_rule && s->negated_rule == s->act_rule;
    return (Reason){.field = "negated",
                    .words = bytes_of(r, by_cue ? s->act_words : (Span){0, 0}),
                    .value = text_literal(s->negated_rule ? "true" : ""),
                    .why = reason(standing_rule_text(s->negated_rule), "nothing says that it did not take place")};
}

static Reason explain_entity(const Reading *r, const Standing *s, Reasons *out)
{
    if (s->joint_count)
        return (Reason){.field = "entity",
                        .value = joint_names(r, s, out->names, sizeof out->names),
                        .why = "named together; of these the article settles who that is"};
    const char *rule = s->mention == NONE ? "" : entity_rule_text(r->entities.mentions[s->mention].rule);
    if (s->entity == NONE)
        return (Reason){.field = "entity", .why = reason(rule, s->kind == KIND_UNNAMED || s->kind == KIND_GROUP
                                                                   ? "nobody whom the article names"
                                                                   : "the article does not settle who that is")};
    return (Reason){.field = "entity", .value = r->entities.items[s->entity].name, .why = reason(rule, "named here")};
}

static Reason explain_party(const Reading *r, const char *field, const Party *p, uint8_t rule)
{
    Reason reason_of = {.field = field, .words = bytes_of(r, p->words)};
    bool none = absent(reason_of.words);
    if (!none && p->entity != NONE) reason_of.value = r->entities.items[p->entity].name;
    reason_of.why = reason(standing_rule_text(rule), none ? "no words say so" : "these words");
    return reason_of;
}

static Reason explain_when(const Reading *r, const Standing *s)
{
    Span words = bytes_of(r, s->when);
    const char *otherwise = absent(words) ? "no words say so" : *s->date ? "these words" : "these words give no day";
    return (Reason){.field = "when",
                    .words = words,
                    .value = text_literal(s->date),
                    .why = reason(standing_rule_text(s->when_rule), otherwise)};
}

static Reason explain_within(const Standing *s, char *number, size_t size)
{
    if (s->within == NONE) return (Reason){.field = "within", .why = "inside no other's content"};
    int n = snprintf(number, size, "%u", s->within + 1);
    return (Reason){.field = "within", .value = text_of(number, (size_t)n), .why = "inside the content of that one"};
}

void reasons_make(const Reading *r, uint32_t index, Reasons *out)
{
    const Attribution *a = &r->attributions.items[index];
    const Standing *s = &r->standings.items[index];
    Span source = source_bytes(r, a), cue = cue_bytes(r, a), why = bytes_of(r, s->anonymity);
    const char *kind = kind_name(s->kind);
    const Reason all[REASONS] = {
        {.field = "source", .words = source, .why = explain_span(a, source)},
        explain_entity(r, s, out),
        {.field = "kind",
         .value = text_literal(kind ? kind : ""),
         .why = reason(standing_rule_text(s->kind_rule), kind ? "by its words" : "the words do not tell")},
        {.field = "cue", .words = cue, .why = explain_span(a, cue)},
        [REASON_CONTENT] = {.field = "content", .words = content_bytes(r, a, 0), .why = explain_content(r, a)},
        {.field = "form", .value = text_literal(form_name(a->form)), .why = explain_form(a->form)},
        {.field = "act",
         .words = bytes_of(r, s->act_words),
         .value = text_literal(act_name(s->act)),
         .why =
             reason(standing_rule_text(s->act_rule), s->act == ACT_STATE ? "nothing tells otherwise" : "these words")},
        explain_negated(r, s),
        explain_party(r, "to", &s->to, s->to_rule),
        explain_party(r, "via", &s->via, s->via_rule),
        explain_when(r, s),
        {.field = "anonymity", .words = why, .why = absent(why) ? "no words say so" : "these words say it"},
        explain_within(s, out->number, sizeof out->number)};
    memcpy(out->items, all, sizeof all);
}

/* ---- for people ---- */

#define FIELD_WIDTH 11u

/* In quotation marks, where the words do not begin with their own. */
static void cell_quote(Sheet *t, Cell *cell, Span bytes, bool cut)
{
    Text words = span_text(t->reading, bytes);
    bool own = text_starts(words, "“") || text_starts(words, "\"");
    if (!own) cell_text(cell, text_literal("“"), LOOK_ASIDE);
    cell_span(t, cell, bytes);
    if (cut) cell_text(cell, text_literal("…"), LOOK_ASIDE);
    if (!own) cell_text(cell, text_literal("”"), LOOK_ASIDE);
}

/* “words” → value: why */
static void print_reason(Sheet *t, const Reason *reason_of)
{
    ArenaMark mark = arena_mark(t->scratch);
    Span words = reason_of->words;
    Cell cell;
    if (!cell_make(t, words.end - words.begin + reason_of->value.size + strlen(reason_of->why) + 32, &cell)) return;
    if (!absent(words)) cell_quote(t, &cell, words, reason_of->cut);
    if (!absent(words) && reason_of->value.size) cell_text(&cell, text_literal(" → "), LOOK_ASIDE);
    cell_text(&cell, reason_of->value, LOOK_OWN);
    if (!cell.size) cell_text(&cell, text_literal("—"), LOOK_OWN);
    cell_text(&cell, text_literal(": "), LOOK_ASIDE);
    cell_text(&cell, text_literal(reason_of->why), LOOK_ASIDE);
    cell_print_beside(t, &cell, reason_of->field, FIELD_WIDTH);
    arena_rewind(t->scratch, mark);
}

static void print_heading(Sheet *t, const char *heading)
{
    out_string(t->out, "\n");
    sheet_style(t, BOLD);
    out_string(t->out, heading);
    sheet_style(t, PLAIN);
    out_string(t->out, "\n");
}

static void print_contents(Sheet *t, const Attribution *a)
{
    const char *alone = a->by_grammar ? grammar : learnt;
    for (uint32_t i = 0; i < a->content_count && !t->out->status; i++)
        print_reason(t,
                     &(Reason){.field = i ? "" : "content",
                               .words = content_bytes(t->reading, a, i),
                               .why = is_carried(t->reading, a, i) ? "carried on from a quotation left open" : alone});
}

static void print_attribution(Sheet *t, uint32_t index)
{
    const Attribution *a = &t->reading->attributions.items[index];
    Reasons reasons;
    char heading[64];
    unsigned percent = (unsigned)(confidence_of(a) * 100 + 0.5f);
    snprintf(heading, sizeof heading, "attribution %u · %u%%", index + 1, percent);
    print_heading(t, heading);
    reasons_make(t->reading, index, &reasons);
    for (uint32_t i = 0; i < REASONS; i++)
        if (i == REASON_CONTENT)
            print_contents(t, a);
        else
            print_reason(t, &reasons.items[i]);
}

static void print_mention(Sheet *t, const char *field, const Mention *m)
{
    Span bytes = bytes_of(t->reading, m->words), words = shown_of(t->reading, bytes);
    print_reason(t, &(Reason){.field = field,
                              .words = words,
                              .cut = words.end < bytes.end,
                              .why = reason(entity_rule_text(m->rule), "named here")});
}

static void print_gender(Sheet *t, const Entity *e)
{
    static const char *const why[EVIDENCES] = {"", "by the pronouns that stand for this person",
                                               "by a title, or a noun for this person", "by the list of given names"};
    if (!e->gender) return;
    print_reason(t, &(Reason){.field = "gender", .value = text_literal(gender_name(e->gender)), .why = why[e->gender_by]});
}

static void print_entity(Sheet *t, uint32_t index)
{
    const Entities *all = &t->reading->entities;
    const Entity *e = &all->items[index];
    const char *type = entity_type_name(e->type);
    Cell cell;
    ArenaMark mark = arena_mark(t->scratch);
    out_string(t->out, "\n");
    if (!cell_make(t, e->name.size + 64, &cell)) return;
    cell_text(&cell, e->name, LOOK_OWN);
    cell_text(&cell, text_literal(" · "), LOOK_OWN);
    cell_text(&cell, text_literal(type ? type : "of no known type"), LOOK_OWN);
    if (*e->country) cell_text(&cell, text_literal(" · "), LOOK_OWN);
    cell_text(&cell, text_literal(e->country), LOOK_OWN);
    cell_print(t, &cell, 0, BOLD);
    arena_rewind(t->scratch, mark);
    print_gender(t, e);
    for (uint32_t i = 0; i < e->role_count; i++)
        print_reason(t, &(Reason){.field = "role",
                                  .words = bytes_of(t->reading, all->roles[e->role_first + i]),
                                  .why = "stands with the name"});
    for (uint32_t i = 0; i < e->mention_count; i++)
        print_mention(t, "mention", &all->mentions[all->mentioned[e->mention_first + i]]);
}

/* What stands for somebody, who the article does not settle: where the entity stage abstained, it says why. */
static void print_unsettled(Sheet *t)
{
    const Entities *e = &t->reading->entities;
    bool begun = false;
    for (uint32_t i = 0; i < e->mention_count && !t->out->status; i++) {
        const Mention *m = &e->mentions[i];
        if (m->entity != NONE || m->same_as != NONE || !*entity_rule_text(m->rule)) continue;
        if (!begun) print_heading(t, "left open");
        begun = true;
        print_mention(t, "mention", m);
    }
}

void write_explanation(const Reading *reading, uint32_t width, bool colour, Arena *scratch, Out *out)
{
    Sheet sheet;
    if (!sheet_make(reading, width, colour, scratch, out, &sheet)) return;
    sheet_title(&sheet);
    for (uint32_t i = 0; i < reading->attributions.count && !out->status; i++) print_attribution(&sheet, i);
    for (uint32_t i = 0; i < reading->entities.count && !out->status; i++) print_entity(&sheet, i);
    print_unsettled(&sheet);
}
