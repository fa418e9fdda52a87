/* sayso show: an article with what it says of whom, or one statement in its paragraph: what a person looks at before
 * believing it. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "cli/ask/ask.h"

typedef struct Show {
    KeptArticle k;
    Statements all;
    Points points;
    Span *paragraphs;
    uint32_t paragraph_count;
    const Statement *one; /* of `all`; NULL: the article */
    ClaimAnswer claim;    /* of the one, where it makes one */
    uint32_t in_claim;    /* its index there; NONE: it has none */
} Show;

/* ---- paragraphs ---- lines that are not blank */

static Status find_paragraphs(Show *s, Arena *arena, Error *error)
{
    Text text = s->k.text;
    uint32_t count = 1;
    for (size_t i = 0; i < text.size; i++) count += text.data[i] == '\n';
    s->paragraphs = TAKE(arena, Span, count);
    if (!s->paragraphs) return fail_memory(error);
    for (size_t at = 0, end; at < text.size; at = end + 1) {
        size_t begin = text.size, last = at, next;
        for (end = at; end < text.size && text.data[end] != '\n'; end = next) {
            if (char_is_space(utf8_at(text, end, &next))) continue;
            if (begin == text.size) begin = end;
            last = next;
        }
        if (begin < last) s->paragraphs[s->paragraph_count++] = (Span){(uint32_t)begin, (uint32_t)last};
    }
    return SAYSO_OK;
}

/* The number of the paragraph in which a byte stands, from 1. */
static uint32_t paragraph_of(const Show *s, uint32_t byte)
{
    uint32_t low = 0, high = s->paragraph_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (s->paragraphs[middle].end <= byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low + 1;
}

static void widen(Span *all, Span s)
{
    if (s.begin >= s.end) return;
    bool empty = all->begin >= all->end;
    if (empty || s.begin < all->begin) all->begin = s.begin;
    if (empty || s.end > all->end) all->end = s.end;
}

/* From the first of its words to the last. */
static Span extent(const sayso_attribution *a)
{
    Span all = {0};
    widen(&all, a->source);
    widen(&all, a->cue);
    for (uint32_t i = 0; i < a->content_count; i++) widen(&all, a->contents[i]);
    return all;
}

/* ---- for people: the text ---- what a byte is, in a paragraph that is painted layer on layer */

typedef enum Part { PART_NONE, PART_CONTENT, PART_CUE, PART_SOURCE } Part;
static const Ink part_inks[] = {[PART_CONTENT] = INK_GREEN, [PART_CUE] = INK_RED, [PART_SOURCE] = INK_BOLD};
static const char *const openers[] = {[PART_CONTENT] = "{", [PART_CUE] = "<", [PART_SOURCE] = "["};
static const char *const closers[] = {[PART_CONTENT] = "}", [PART_CUE] = ">", [PART_SOURCE] = "]"};

static void paint(uint8_t *parts, Span paragraph, Span s, Part part)
{
    uint32_t begin = s.begin > paragraph.begin ? s.begin : paragraph.begin;
    uint32_t end = s.end < paragraph.end ? s.end : paragraph.end;
    for (uint32_t i = begin; i < end; i++) parts[i - paragraph.begin] = (uint8_t)part;
}

static void paint_all(uint8_t *parts, Span paragraph, const sayso_attribution *a, bool contents)
{
    for (uint32_t i = 0; contents && i < a->content_count; i++) paint(parts, paragraph, a->contents[i], PART_CONTENT);
    if (contents) return;
    paint(parts, paragraph, a->cue, PART_CUE);
    paint(parts, paragraph, a->source, PART_SOURCE);
}

/* A piece of one part. Without colours, of one statement, signs stand for them. */
static void put_piece(Paper *p, Text words, Part part, bool signs)
{
    if (part && signs) paper_format(p, INK_DIM, "%s", openers[part]);
    paper_text(p, part_inks[part], words);
    if (part && signs) paper_format(p, INK_DIM, "%s", closers[part]);
}

static Status put_paragraph(const Ask *ask, Paper *p, const Show *s, uint32_t index, Error *error)
{
    Span paragraph = s->paragraphs[index];
    uint32_t size = paragraph.end - paragraph.begin;
    uint8_t *parts = arena_take(ask->arena, size, 1);
    if (!parts) return fail_memory(error);
    memset(parts, PART_NONE, size);
    for (int layer = 0; layer < 2; layer++)
        for (uint32_t i = 0; i < s->all.count; i++)
            if (!s->one || s->one == &s->all.items[i]) paint_all(parts, paragraph, &s->all.items[i].a, !layer);
    paper_number(p, INK_DIM, 4, index + 1);
    for (uint32_t at = 0, end; at < size; at = end) {
        for (end = at + 1; end < size && parts[end] == parts[at]; end++) {
        }
        Text words = text_of(s->k.text.data + paragraph.begin + at, end - at);
        put_piece(p, words, (Part)parts[at], s->one && !p->colour);
    }
    paper_line(p, 0);
    return SAYSO_OK;
}

static void put_head(Paper *p, const KeptArticle *k)
{
    paper_text(p, INK_BOLD, k->title.size ? k->title : k->label.size ? k->label : k->url);
    const Text parts[] = {k->outlet, k->published, k->byline, k->url};
    for (size_t i = 0; i < COUNT(parts); i++) {
        if (parts[i].size) paper_format(p, INK_DIM, " · ");
        paper_text(p, INK_DIM, parts[i]);
    }
    paper_format(p, INK_DIM, " · %u words · article %lld", k->words, (long long)k->id);
    if (k->revision || !k->current)
        paper_format(p, INK_DIM, " · revision %u%s", k->revision, k->current ? "" : ", not the latest");
    if (k->added.size) paper_format(p, INK_DIM, " · added ");
    paper_text(p, INK_DIM, text_of(k->added.data, k->added.size < 10 ? k->added.size : 10)); /* its day */
    paper_line(p, 0);
    paper_rule(p);
}

/* ---- for people: one statement, field by field ---- */

#define FIELD 12u

static void begin_field(Paper *p, const char *name)
{
    p->indent = 0;
    paper_format(p, INK_DIM, "%s", name);
    p->indent = FIELD;
    paper_column(p, FIELD);
}

static void put_offsets(Paper *p, const Show *s, Span span)
{
    paper_format(p, INK_DIM, " [%u, %u]", code_point_at(&s->points, span.begin), code_point_at(&s->points, span.end));
}

/* The words with their place; who that is, where it is settled. */
static void put_words(Paper *p, const Show *s, const char *name, Span span, Text who, int64_t actor)
{
    if (span.begin >= span.end && !who.size) return;
    begin_field(p, name);
    if (span.begin < span.end) {
        paper_text(p, INK_PLAIN, text_slice(s->k.text, span));
        put_offsets(p, s, span);
    }
    if (who.size && span.begin < span.end) paper_format(p, INK_DIM, " → ");
    paper_text(p, INK_BOLD, who);
    if (actor) paper_format(p, INK_DIM, " #%lld", (long long)actor);
    paper_line(p, 0);
}

static void put_field(Paper *p, const char *name, const char *value)
{
    if (!*value) return;
    begin_field(p, name);
    paper_format(p, INK_PLAIN, "%s", value);
    paper_line(p, 0);
}

static void put_source(Paper *p, const Show *s, const Statement *one)
{
    put_words(p, s, "source", one->a.source, one->who, one->actor);
    for (uint32_t i = 1; i < one->actor_count; i++) put_words(p, s, "", (Span){0}, one->names[i], one->actors[i]);
    if (one->inferred) put_field(p, "", "inferred: the article gives the surname to nobody");
    put_field(p, "kind", sayso_kind_name(one->a.kind));
    if (!one->own) put_words(p, s, "reported by", (Span){0}, one->reported_by, 0);
}

static void put_confidence(Paper *p, const sayso_attribution *a)
{
    begin_field(p, "confidence");
    paper_format(p, INK_PLAIN, "%.0f%% that the words are right", (double)a->confidence * 100);
    if (a->confidence_who >= 0) paper_format(p, INK_PLAIN, ", %.0f%% who it is", (double)a->confidence_who * 100);
    if (a->confidence_act >= 0) paper_format(p, INK_PLAIN, ", %.0f%% the act", (double)a->confidence_act * 100);
    paper_line(p, 0);
}

static void put_when(Paper *p, const Show *s, const Statement *one)
{
    put_words(p, s, "when", one->a.when, one->a.date, 0);
    if (!one->a.date.size && one->day.size) put_words(p, s, "day", (Span){0}, one->day, 0);
}

static void put_claim(Paper *p, const Show *s)
{
    if (s->in_claim == NONE) {
        put_field(p, "claim", "none: it is found by its words and by its speaker");
        return;
    }
    const Claim *c = &s->claim.claim;
    uint32_t origin = s->claim.origin_of[s->in_claim];
    begin_field(p, "claim");
    paper_format(p, INK_PLAIN, "%lld: ", (long long)c->id);
    paper_text(p, INK_PLAIN, c->text);
    paper_format(p, INK_DIM, " · at least %u independent origin%s", c->origin_count, c->origin_count == 1 ? "" : "s");
    paper_line(p, 0);
    begin_field(p, "origin");
    if (origin == NONE) {
        paper_format(p, INK_PLAIN, "it is none: denied, negated, asked, or not in the latest revision");
    } else {
        paper_text(p, INK_PLAIN, s->claim.origins[origin].name);
        paper_format(p, INK_DIM, " · ");
        paper_hand(p, &s->claim, s->in_claim);
        if (s->claim.origins[origin].open) paper_format(p, INK_DIM, " · left open, not counted");
    }
    paper_line(p, 0);
}

static void put_fields(Paper *p, const Show *s)
{
    const Statement *one = s->one;
    char act[48];
    snprintf(act, sizeof act, "%s%s", sayso_act_name(one->a.act), one->a.negated ? ", negated: told as not done" : "");
    put_source(p, s, one);
    put_words(p, s, "cue", one->a.cue, (Text){0}, 0);
    for (uint32_t i = 0; i < one->a.content_count; i++)
        put_words(p, s, i ? "" : "content", one->a.contents[i], (Text){0}, 0);
    put_field(p, "form", name_of_form(one->a.form));
    put_field(p, "act", act);
    put_words(p, s, "to", one->a.to.words, one->whom, one->to_actor);
    put_words(p, s, "via", one->a.via.words, one->through, one->via_actor);
    put_when(p, s, one);
    put_words(p, s, "unnamed", one->a.anonymity, (Text){0}, 0);
    put_confidence(p, &one->a);
    put_claim(p, s);
}

static Status write_one(const Ask *ask, Paper *p, const Show *s, Error *error)
{
    Span words = extent(&s->one->a);
    uint32_t first = paragraph_of(s, words.begin), last = paragraph_of(s, words.end ? words.end - 1 : 0);
    if (!p->colour) {
        paper_format(p, INK_DIM, "statement %u: [source] <cue> {content}", s->one->number);
        paper_line(p, 0);
    }
    for (uint32_t i = first; i <= last && i <= s->paragraph_count; i++) {
        Status status = put_paragraph(ask, p, s, i - 1, error);
        if (status) return status;
    }
    paper_rule(p);
    put_fields(p, s);
    return SAYSO_OK;
}

/* ---- for people: an article ---- */

static void put_row(Paper *p, const Show *s, const Statement *one)
{
    paper_number(p, INK_BOLD, 4, one->number);
    Text nobody = text_literal("(no source is named)");
    paper_text(p, INK_BOLD, one->who.size ? one->who : one->source.size ? one->source : nobody);
    paper_format(p, INK_PLAIN, " ");
    paper_text(p, INK_PLAIN, one->cue);
    paper_format(p, INK_DIM, " [%s%s] · paragraph %u", sayso_act_name(one->a.act), one->a.negated ? ", negated" : "",
                 paragraph_of(s, extent(&one->a).begin));
    if (one->claim) paper_format(p, INK_DIM, " · claim %lld", (long long)one->claim);
    paper_line(p, 0);
}

static Status write_article(const Ask *ask, Paper *p, const Show *s, Error *error)
{
    for (uint32_t i = 0; i < s->paragraph_count; i++) {
        ArenaMark mark = arena_mark(ask->arena);
        Status status = put_paragraph(ask, p, s, i, error);
        arena_rewind(ask->arena, mark);
        if (status) return status;
    }
    paper_rule(p);
    for (uint32_t i = 0; i < s->all.count; i++) put_row(p, s, &s->all.items[i]);
    if (s->all.count) return SAYSO_OK;
    paper_format(p, INK_PLAIN, "nobody is said to have said something");
    paper_line(p, 0);
    return SAYSO_OK;
}

/* ---- for programs ---- */

static json_t *points_of(const Show *s, Span span)
{
    return json_pack("[II]", (json_int_t)code_point_at(&s->points, span.begin),
                     (json_int_t)code_point_at(&s->points, span.end));
}

static json_t *json_of_paragraph(const Show *s, uint32_t number)
{
    json_t *object = json_object();
    set_integer(object, "number", number);
    if (number > s->paragraph_count) return object;
    Span span = s->paragraphs[number - 1];
    json_object_set_new_nocheck(object, "span", points_of(s, span));
    set_text(object, "text", text_slice(s->k.text, span));
    return object;
}

static void set_points(json_t *object, const char *key, const Show *s, Span span)
{
    if (span.begin < span.end) json_object_set_new_nocheck(object, key, points_of(s, span));
}

static json_t *json_of_points(const Show *s, const sayso_attribution *a)
{
    json_t *object = json_object(), *content = json_array();
    set_points(object, "source", s, a->source);
    set_points(object, "cue", s, a->cue);
    for (uint32_t i = 0; i < a->content_count; i++) json_array_append_new(content, points_of(s, a->contents[i]));
    json_object_set_new_nocheck(object, "content", content);
    set_points(object, "to", s, a->to.words);
    set_points(object, "via", s, a->via.words);
    set_points(object, "when", s, a->when);
    set_points(object, "anonymity", s, a->anonymity);
    return object;
}

static json_t *json_of_one(const Show *s)
{
    json_t *object = s->in_claim == NONE ? json_of_statement(s->one) : json_of_hand(&s->claim, s->in_claim);
    json_object_set_new_nocheck(object, "points", json_of_points(s, &s->one->a));
    json_object_set_new_nocheck(object, "paragraph", json_of_paragraph(s, paragraph_of(s, extent(&s->one->a).begin)));
    if (s->in_claim != NONE) json_object_set_new_nocheck(object, "claimed", json_of_claim(&s->claim, NONE));
    return object;
}

static json_t *json_of_article(const Show *s)
{
    json_t *object = json_object(), *paragraphs = json_array(), *statements = json_array();
    set_integer(object, "id", s->k.id);
    json_object_set_new_nocheck(object, "record", json_of_kept(&s->k));
    for (uint32_t i = 0; i < s->paragraph_count; i++) json_array_append_new(paragraphs, points_of(s, s->paragraphs[i]));
    json_object_set_new_nocheck(object, "paragraphs", paragraphs);
    for (uint32_t i = 0; i < s->all.count; i++) {
        json_t *row = json_of_statement(&s->all.items[i]);
        set_integer(row, "paragraph", paragraph_of(s, extent(&s->all.items[i].a).begin));
        json_array_append_new(statements, row);
    }
    json_object_set_new_nocheck(object, "statements", statements);
    return object;
}

/* ---- the command ---- */

static Status find_one(Ask *ask, Show *s, uint32_t number, Error *error)
{
    for (uint32_t i = 0; i < s->all.count; i++)
        if (s->all.items[i].number == number) s->one = &s->all.items[i];
    if (!s->one)
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET,
                    "article %lld has no statement %u; 'sayso show %lld' numbers them", (long long)s->k.id, number,
                    (long long)s->k.id);
    if (!s->one->claim) return SAYSO_OK;
    const Scope scope = {0};
    Status status = ledger_claim(ask->ledger, s->one->claim, &scope, ask->arena, &s->claim, error);
    for (uint32_t i = 0; !status && i < s->claim.statements.count; i++) {
        const Statement *t = &s->claim.statements.items[i];
        if (t->article == s->k.id && t->number == number) s->in_claim = i;
    }
    return status;
}

static Status write_answer(Ask *ask, const Show *s, Error *error)
{
    if (ask->format == ASK_JSON) return sheet_json(ask->to, s->one ? json_of_one(s) : json_of_article(s), error);
    Paper p = paper_of(ask);
    put_head(&p, &s->k);
    return s->one ? write_one(ask, &p, s, error) : write_article(ask, &p, s, error);
}

Status answer_show(Ask *ask, Error *error)
{
    Show s = {.in_claim = NONE};
    int64_t article;
    uint32_t number;
    Status status = find_place(ask, ask->words[0], &article, &number, error);
    if (!status) status = ledger_article(ask->ledger, article, ask->arena, &s.k, error);
    if (!status) status = ledger_statements(ask->ledger, article, ask->arena, &s.all, error);
    if (!status) status = find_paragraphs(&s, ask->arena, error);
    if (!status && number) status = find_one(ask, &s, number, error);
    if (status) return status;
    if (!code_points_make(s.k.text, &s.points)) return fail_memory(error);
    status = write_answer(ask, &s, error);
    code_points_free(&s.points);
    return status;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    const Ask *ask = state->input;
    if (key == ARGP_KEY_ARG && ask->word_count && !strcmp(ask->words[0], "claim"))
        argp_error(state, "a claim is shown by its own command: sayso claim %s", argument);
    if (key == ARGP_KEY_NO_ARGS || (key == ARGP_KEY_ARG && ask->word_count))
        argp_error(state, "name one article, or one of its statements, as in: sayso show 05-follow-up:11");
    return ask_parse(key, argument, state);
}

int command_show(int argc, char **argv)
{
    static const struct argp argp = {
        ask_options,
        parse,
        "ARTICLE[:N]",
        "Prints an article, its paragraphs and statements numbered; or one statement in its paragraph, with the places "
        "of its words in code points, all that is known of it, its claim and its origin. An article is named by its "
        "number, its URL or the name of its file.\v" LEDGER_STATUS,
        NULL,
        NULL,
        NULL};
    Ask ask = {.formats = ASK_JSON + 1};
    return ask_run(&argp, argc, argv, &ask, answer_show);
}
