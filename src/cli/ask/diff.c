/* sayso diff: which statements of an article moved, changed, vanished or came between two of its revisions. */
#include <jansson.h>

#include "cli/ask/ask.h"

static const char *const names[] = {[CHANGE_NONE] = "same",      [CHANGE_MOVED] = "moved", [CHANGE_FIELDS] = "changed",
                                    [CHANGE_WORDS] = "reworded", [CHANGE_GONE] = "gone",   [CHANGE_NEW] = "new"};

typedef struct Pair {
    KeptArticle before, after;
    Changed *changes;
    uint32_t count;
} Pair;

/* From the first of its stretches to the end of the last. */
static Text content_of(const KeptArticle *k, uint32_t index)
{
    const sayso_attribution *a = &k->attributions[index];
    if (!a->content_count) return (Text){0};
    return text_slice(k->text, (Span){a->contents[0].begin, a->contents[a->content_count - 1].end});
}

static Text part(const KeptArticle *k, Span s)
{
    return s.begin < s.end ? text_slice(k->text, s) : (Text){0};
}

static void put_side(Paper *p, Ink ink, const char *sign, const KeptArticle *k, uint32_t index)
{
    const sayso_attribution *a = &k->attributions[index];
    p->indent = 12;
    paper_column(p, 10);
    paper_format(p, ink, "%s", sign);
    paper_column(p, 12);
    paper_text(p, ink, part(k, a->source));
    paper_format(p, ink, a->source.begin < a->source.end ? " " : "");
    paper_text(p, ink, part(k, a->cue));
    paper_format(p, ink, ": ");
    paper_text(p, ink, content_of(k, index));
    paper_format(p, INK_DIM, " [%s]", sayso_act_name(a->act));
    paper_line(p, 0);
}

static void put_change(Paper *p, const Pair *pair, const Changed *c)
{
    p->indent = 0;
    paper_format(p, INK_BOLD, "%s", names[c->change]);
    p->indent = 10;
    if (*c->fields) {
        paper_column(p, 10);
        paper_format(p, INK_DIM, "%s", c->fields);
        paper_line(p, 0);
    }
    bool two = c->before != NONE && c->after != NONE, alike = c->change == CHANGE_NONE || c->change == CHANGE_MOVED;
    if (c->before != NONE && !(two && alike)) put_side(p, INK_RED, "-", &pair->before, c->before);
    if (c->after != NONE) put_side(p, alike ? INK_PLAIN : INK_GREEN, alike ? " " : "+", &pair->after, c->after);
}

static void write_table(const Ask *ask, const Pair *pair)
{
    Paper p = paper_of(ask);
    uint32_t shown = 0, counts[CHANGE_NEW + 1] = {0};
    for (uint32_t i = 0; i < pair->count; i++) {
        counts[pair->changes[i].change]++;
        if (pair->changes[i].change == CHANGE_NONE && !ask->all) continue;
        put_change(&p, pair, &pair->changes[i]);
        shown++;
    }
    if (shown) paper_rule(&p);
    if (pair->before.story == pair->after.story)
        paper_format(&p, INK_PLAIN, "article %lld, revision %u to %u:", (long long)pair->after.story,
                     pair->before.revision, pair->after.revision);
    else
        paper_format(&p, INK_PLAIN, "article %lld to article %lld:", (long long)pair->before.id,
                     (long long)pair->after.id);
    for (size_t i = 0; i < COUNT(counts); i++)
        paper_format(&p, INK_PLAIN, " %u %s%s", counts[i], names[i], i < CHANGE_NEW ? "," : "");
    paper_line(&p, 0);
}

static json_t *side_of(const KeptArticle *k, uint32_t index)
{
    if (index == NONE) return NULL;
    const sayso_attribution *a = &k->attributions[index];
    json_t *object = json_object();
    json_object_set_new_nocheck(object, "id", json_integer(a->id));
    set_text(object, "source", part(k, a->source));
    set_text(object, "cue", part(k, a->cue));
    set_text(object, "content", content_of(k, index));
    set_text(object, "act", text_literal(sayso_act_name(a->act)));
    return object;
}

static json_t *rows_of(const Ask *ask, const Pair *pair)
{
    json_t *rows = json_array();
    for (uint32_t i = 0; i < pair->count; i++) {
        const Changed *c = &pair->changes[i];
        if (c->change == CHANGE_NONE && !ask->all) continue;
        json_t *row = json_object(), *before = side_of(&pair->before, c->before);
        json_t *after = side_of(&pair->after, c->after);
        json_object_set_new_nocheck(row, "change", json_string(names[c->change]));
        set_text(row, "fields", text_literal(c->fields));
        if (before) json_object_set_new_nocheck(row, "before", before);
        if (after) json_object_set_new_nocheck(row, "after", after);
        json_array_append_new(rows, row);
    }
    return rows;
}

static Status find_pair(Ask *ask, Pair *pair, Error *error)
{
    int64_t before = 0, after;
    Status status = find_article(ask, ask->words[ask->word_count - 1], &after, error);
    if (!status) status = ledger_article(ask->ledger, after, ask->arena, &pair->after, error);
    if (!status && ask->word_count == 2) status = find_article(ask, ask->words[0], &before, error);
    if (!status && ask->word_count == 1) status = ledger_before(ask->ledger, after, &before, error);
    if (status) return status;
    if (!before)
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET,
                    "article %lld has one revision; name two articles to compare them", (long long)after);
    return ledger_article(ask->ledger, before, ask->arena, &pair->before, error);
}

Status answer_diff(Ask *ask, Error *error)
{
    Pair pair = {0};
    Status status = find_pair(ask, &pair, error);
    if (!status) status = articles_compare(&pair.before, &pair.after, ask->arena, &pair.changes, &pair.count, error);
    if (status) return status;
    if (ask->format == ASK_TABLE) {
        write_table(ask, &pair);
        return SAYSO_OK;
    }
    json_t *rows = rows_of(ask, &pair);
    if (ask->format == ASK_JSON) return sheet_json(ask->to, rows, error);
    return sheet_csv(ask->to, rows,
                     "change fields before.id before.source before.cue before.content before.act after.id after.source"
                     " after.cue after.content after.act",
                     error);
}

static const struct argp_option arguments[] = {{"format", 'f', "FORMAT", 0, "table (the default), json or csv", 0},
                                               {"all", KEY_ALL, NULL, 0, "what did not change, too", 0},
                                               ASK_OPTIONS,
                                               {0}};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    const Ask *ask = state->input;
    if (key == ARGP_KEY_NO_ARGS || (key == ARGP_KEY_ARG && ask->word_count == 2))
        argp_error(state, "name an article to compare it with its revision before, or two articles");
    return ask_parse(key, argument, state);
}

int command_diff(int argc, char **argv)
{
    static const struct argp argp = {
        arguments,
        parse,
        "[EARLIER] ARTICLE",
        "Prints which statements moved, changed, vanished or are new in the latest revision of an "
        "article, or between two articles.\v" LEDGER_STATUS,
        NULL,
        NULL,
        NULL};
    Ask ask = {0};
    return ask_run(&argp, argc, argv, &ask, answer_diff);
}
