/* sayso audit: one article under a standards editor's eye, kept or not yet: a draft is read, held beside the ledger,
 * and left out of it. */
#include <jansson.h>

#include "cli/ask/ask.h"

static void put_count(Paper *p, uint32_t count, const char *what)
{
    paper_number(p, INK_BOLD, 6, count);
    paper_format(p, INK_PLAIN, "%s", what);
    paper_line(p, 0);
}

static void put_title(Paper *p, const char *title, uint32_t count)
{
    if (!count) return;
    paper_line(p, 0);
    paper_format(p, INK_BOLD, "%s (%u)", title, count);
    paper_line(p, 0);
}

static void put_statements(Paper *p, const char *title, const Statements *all)
{
    put_title(p, title, all->count);
    for (uint32_t i = 0; i < all->count; i++) paper_statement(p, &all->items[i]);
}

static void put_copy(Paper *p, Text text, const Copied *c)
{
    p->indent = 4;
    paper_column(p, 4);
    paper_format(p, c->earlier ? INK_RED : INK_DIM, c->earlier ? "from " : "also later in ");
    paper_name(p, INK_PLAIN, c->article, c->label);
    if (c->outlet.size) paper_format(p, INK_DIM, " · ");
    paper_text(p, INK_DIM, c->outlet);
    if (c->published.size) paper_format(p, INK_DIM, " · ");
    paper_text(p, INK_DIM, c->published);
    paper_format(p, INK_DIM, " · %u words", c->words);
    paper_line(p, 8);
    paper_column(p, 8);
    paper_text(p, INK_PLAIN, text_slice(text, c->here));
    paper_line(p, 0);
}

static void write_table(const Ask *ask, const AuditAnswer *a)
{
    Paper p = paper_of(ask);
    const KeptArticle *k = &a->article;
    paper_text(&p, INK_BOLD, k->title.size ? k->title : k->label.size ? k->label : k->url);
    if (k->outlet.size) paper_format(&p, INK_DIM, " · ");
    paper_text(&p, INK_DIM, k->outlet);
    if (k->published.size) paper_format(&p, INK_DIM, " · ");
    paper_text(&p, INK_DIM, k->published);
    paper_format(&p, INK_DIM, " · %u words · %u statement%s", k->words, a->statements,
                 a->statements == 1 ? "" : "s");
    if (k->id) paper_format(&p, INK_DIM, " · article %lld", (long long)k->id);
    if (!k->id) paper_format(&p, INK_DIM, " · a draft, in no ledger");
    paper_line(&p, 0);
    paper_rule(&p);
    put_count(&p, a->sources_named, a->sources_named == 1 ? "named source" : "named sources");
    put_count(&p, a->sources_unnamed, a->sources_unnamed == 1 ? "unnamed source" : "unnamed sources");
    put_count(&p, a->named, "statements of named persons");
    put_count(&p, a->organizations, "of organizations");
    put_count(&p, a->unnamed, "of unnamed persons");
    put_count(&p, a->unnamed_with_reason, "of these with the reason why they are unnamed");
    put_count(&p, a->groups, "of groups");
    put_count(&p, a->documents, "of documents");
    put_count(&p, a->outlets, "of other outlets");
    put_count(&p, a->unknown, "whose source is not named in the sentence, or not settled");
    put_statements(&p, "unnamed without a reason", &a->unexplained);
    put_statements(&p, "claims that rest on one unnamed source in the whole ledger", &a->single);
    put_title(&p, "passages that other articles have too", a->copied_count);
    for (uint32_t i = 0; i < a->copied_count; i++) put_copy(&p, k->text, &a->copied[i]);
    if (a->copied_share > 0) {
        paper_format(&p, INK_PLAIN, "%.0f%% of its text stands in earlier articles", a->copied_share * 100);
        paper_line(&p, 0);
    }
}

static json_t *json_of_copy(Text text, const Copied *c)
{
    json_t *object = json_object();
    json_object_set_new_nocheck(object, "article", json_integer(c->article));
    set_text(object, "label", c->label);
    set_text(object, "outlet", c->outlet);
    set_text(object, "published", c->published);
    json_object_set_new_nocheck(object, "earlier", json_boolean(c->earlier));
    json_object_set_new_nocheck(object, "words", json_integer(c->words));
    json_object_set_new_nocheck(object, "bytes", json_pack("[ii]", (int)c->here.begin, (int)c->here.end));
    set_text(object, "text", text_slice(text, c->here));
    return object;
}

static json_t *json_of_counts(const AuditAnswer *a)
{
    return json_pack("{si si si si si si si si si si}", "named_sources", a->sources_named, "unnamed_sources",
                     a->sources_unnamed, "named", a->named, "organizations", a->organizations, "unnamed", a->unnamed,
                     "unnamed_with_reason", a->unnamed_with_reason, "groups", a->groups, "documents", a->documents,
                     "outlets", a->outlets, "unsettled", a->unknown);
}

static json_t *to_json(const AuditAnswer *a)
{
    json_t *object = json_object(), *copies = json_array();
    if (a->article.id) set_integer(object, "article", a->article.id); /* a draft has no number */
    set_text(object, "label", a->article.label);
    set_text(object, "url", a->article.url);
    json_object_set_new_nocheck(object, "counts", json_of_counts(a));
    json_object_set_new_nocheck(object, "unnamed_without_reason", json_of_statements(&a->unexplained));
    json_object_set_new_nocheck(object, "resting_on_one_unnamed", json_of_statements(&a->single));
    for (uint32_t i = 0; i < a->copied_count; i++)
        json_array_append_new(copies, json_of_copy(a->article.text, &a->copied[i]));
    json_object_set_new_nocheck(object, "passages", copies);
    json_object_set_new_nocheck(object, "copied_share", json_real(a->copied_share));
    return object;
}

/* One row a finding. */
static json_t *rows_of(const AuditAnswer *a)
{
    json_t *rows = json_array();
    const struct {
        const char *finding;
        const Statements *all;
    } lists[] = {{"unnamed without a reason", &a->unexplained}, {"rests on one unnamed source", &a->single}};
    for (size_t l = 0; l < COUNT(lists); l++)
        for (uint32_t i = 0; i < lists[l].all->count; i++) {
            json_t *row = json_of_statement(&lists[l].all->items[i]);
            json_object_set_new_nocheck(row, "finding", json_string(lists[l].finding));
            json_array_append_new(rows, row);
        }
    for (uint32_t i = 0; i < a->copied_count; i++) {
        json_t *row = json_of_copy(a->article.text, &a->copied[i]);
        json_object_set_new_nocheck(
            row, "finding", json_string(a->copied[i].earlier ? "from an earlier article" : "in a later article"));
        json_array_append_new(rows, row);
    }
    return rows;
}

static Status write_audit(Ask *ask, const AuditAnswer *a, Error *error)
{
    if (ask->format == ASK_JSON) return sheet_json(ask->to, to_json(a), error);
    if (ask->format == ASK_TABLE) {
        write_table(ask, a);
        return SAYSO_OK;
    }
    return sheet_csv(ask->to, rows_of(a), "finding id source.text cue content claim label outlet published words text",
                     error);
}

/* ---- the command ---- */

static Status draft(Drafting *d, const AuditAnswer *a, Error *error) { return write_audit(&d->ask, a, error); }

static Status answer_kept(Ask *ask, int64_t article, Error *error)
{
    AuditAnswer a;
    Status status = ledger_audit(ask->ledger, article, ask->arena, &a, error);
    return status ? status : write_audit(ask, &a, error);
}

static Status kept(Drafting *d, int64_t article, Error *error) { return answer_kept(&d->ask, article, error); }

Status answer_audit(Ask *ask, Error *error)
{
    int64_t article;
    Status status = find_article(ask, ask->words[0], &article, error);
    return status ? status : answer_kept(ask, article, error);
}

static const struct argp_option arguments[] = {
    {"format", 'f', "FORMAT", 0, "table (the default), json or csv", 0},
    ASK_OPTIONS,
    INPUT_OPTIONS,
    {"quiet", 'q', NULL, 0, "no progress, no warnings; what cannot be read is still named", 0},
    {0}};

int command_audit(int argc, char **argv)
{
    static const struct argp argp = {
        arguments,
        drafting_parse,
        "FILE|URL|-|ARTICLE",
        "Prints on whose say-so an article stands: its named and unnamed sources, claims that "
        "rest on one unnamed source, passages that other articles have. A file, or a page that the ledger does not "
        "have, is read and held beside the ledger, and not kept; any other name is an article's of the ledger: its "
        "number, its "
        "URL or the name of its file. Where a file has that name, the file is meant.\v" LEDGER_STATUS,
        NULL,
        NULL,
        NULL};
    Drafting d = {.ask = {.optional = true}, .options = options_usual(), .done = "audited", .draft = draft, .kept = kept};
    return ask_run(&argp, argc, argv, &d.ask, drafting_answer);
}
