/* sayso export: what the ledger keeps, in forms that others read. The whole of it as JSON Lines, a record an article or
 * a statement a line, or what was mended as labels; single articles as brat's standoff annotation, in Citron's form, and
 * as schema.org's JSON-LD with W3C selectors. */
#include <jansson.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/out/out.h"

typedef enum ExportFormat {
    EXPORT_JSONL,
    EXPORT_CODED, /* four, in the order of Coded */
    EXPORT_BRAT = EXPORT_CODED + CODED_FORMS,
    EXPORT_CITRON,
    EXPORT_JSONLD,
    EXPORT_STATEMENTS,
    EXPORT_CSV,
    EXPORT_XLSX,
    EXPORT_LABELS
} ExportFormat;
static const char *const format_names[] = {"jsonl",  "plover", "petrarch",   "polecat", "gdelt", "brat",
                                           "citron", "jsonld", "statements", "csv",     "xlsx",  "labels"};

typedef struct Export {
    Ask ask;
    ExportFormat format;
    uint64_t unread; /* articles whose events were never read */
} Export;

static int write_to(const char *data, size_t size, void *to) { return fwrite(data, 1, size, to) == size ? 0 : -1; }

/* JSON-LD stands in a page's <script>: nothing in it may end that, or open another. In JSON a '<' is in a string. */
static int write_in_script(const char *data, size_t size, void *to)
{
    size_t start = 0;
    for (size_t i = 0; i < size; i++) {
        if (data[i] != '<') continue;
        if (write_to(data + start, i - start, to) || write_to("\\u003c", 6, to)) return -1;
        start = i + 1;
    }
    return write_to(data + start, size - start, to);
}

static Status put_whole(FILE *to, json_t *value, bool in_script, Error *error)
{
    int (*write)(const char *data, size_t size, void *to) = in_script ? write_in_script : write_to;
    bool good = value && !json_dump_callback(value, write, to, JSON_INDENT(1) | JSON_REAL_PRECISION(4));
    Status status = good || ferror(to) ? SAYSO_OK : json_failed(value, error);
    json_decref(value);
    if (!status) putc('\n', to);
    return status;
}

/* ---- the forms of one article ---- all are made of its record, so that offsets are code points */

/* Citron (BBC, 2021): quotes with their speaker, each with the name that it comes down to. */
static json_t *citron_of(const json_t *record)
{
    json_t *quotes = json_array();
    size_t i;
    const json_t *a, *entities = json_object_get(record, "entities");
    json_array_foreach(json_object_get(record, "attributions"), i, a)
    {
        json_t *quote = json_object(), *source = json_object_get(a, "source");
        json_t *who = json_object_get(source, "entity"), *joint = json_object_get(source, "entities");
        json_t *entity = json_array_get(entities, (size_t)json_integer_value(who ? who : json_array_get(joint, 0)) - 1);
        json_t *confidence = json_object_get(a, "confidence"), *spans = json_object_get(confidence, "spans");
        json_object_set_nocheck(quote, "spans", json_object_get(a, "content"));
        if (source) json_object_set_nocheck(quote, "speaker", source);
        if (json_object_get(a, "cue")) json_object_set_nocheck(quote, "cue", json_object_get(a, "cue"));
        if (entity) json_object_set_nocheck(quote, "coreference", json_object_get(entity, "name"));
        json_object_set_nocheck(quote, "confidence", spans ? spans : confidence);
        json_array_append_new(quotes, quote);
    }
    return json_pack("{sO? so}", "text", json_object_get(record, "text"), "quotes", quotes);
}

/* Thirty-two code points to either side, as the W3C's model (Web Annotation, 4.2) lets a reader find the words again.
 */
#define AROUND 32
static Text around(Text text, size_t byte, bool before)
{
    size_t at = byte;
    for (int i = 0; i < AROUND && (before ? at > 0 : at < text.size); i++) {
        if (before) do
                at--;
            while (at > 0 && ((uint8_t)text.data[at] & 0xC0) == 0x80);
        else
            (void)utf8_at(text, at, &at);
    }
    return before ? text_of(text.data + at, byte - at) : text_of(text.data + byte, at - byte);
}

static json_t *selectors(const KeptArticle *k, Span s, const json_t *slice)
{
    json_t *quote = json_object(), *span = json_object_get(slice, "span");
    json_object_set_new_nocheck(quote, "type", json_string("TextQuoteSelector"));
    set_text(quote, "exact", text_slice(k->text, s));
    set_text(quote, "prefix", around(k->text, s.begin, true));
    set_text(quote, "suffix", around(k->text, s.end, false));
    return json_pack("[o {ss sO sO}]", quote, "type", "TextPositionSelector", "start", json_array_get(span, 0), "end",
                     json_array_get(span, 1));
}

static const char *ld_type(sayso_kind kind)
{
    return kind == SAYSO_KIND_PERSON || kind == SAYSO_KIND_UNNAMED || kind == SAYSO_KIND_AUTHOR ? "Person"
           : kind == SAYSO_KIND_OUTLET   ? "NewsMediaOrganization"
           : kind == SAYSO_KIND_DOCUMENT ? "CreativeWork"
                                         : "Organization";
}

static json_t *speaker_of(const KeptArticle *k, const sayso_attribution *a)
{
    json_t *object = json_object();
    Text name =
        a->entity && a->entity <= k->entity_count ? k->entities[a->entity - 1].name : text_slice(k->text, a->source);
    json_object_set_new_nocheck(object, "@type", json_string(ld_type(a->kind)));
    set_text(object, "name", name);
    return object;
}

/* A whole quotation is a Quotation, all else a Claim that appears in the article. */
static json_t *ld_of_attribution(const KeptArticle *k, uint32_t index, const json_t *record)
{
    const sayso_attribution *a = &k->attributions[index];
    const json_t *from = json_array_get(json_object_get(record, "attributions"), index);
    const json_t *contents = json_object_get(from, "content");
    json_t *object = json_object(), *targets = json_array();
    bool quoted = a->form == SAYSO_FORM_DIRECT;
    json_object_set_new_nocheck(object, "@type", json_string(quoted ? "Quotation" : "Claim"));
    for (uint32_t i = 0; i < a->content_count; i++)
        json_array_append_new(targets, json_pack("{ss so}", "type", "SpecificResource", "selector",
                                                 selectors(k, a->contents[i], json_array_get(contents, i))));
    if (a->content_count == 1) set_text(object, "text", text_slice(k->text, a->contents[0]));
    if (a->source.begin < a->source.end)
        json_object_set_new_nocheck(object, quoted ? "spokenByCharacter" : "author", speaker_of(k, a));
    json_object_set_new_nocheck(object, "target", targets);
    return object;
}

static json_t *jsonld_of(const KeptArticle *k, const json_t *record)
{
    json_t *object = json_object(), *parts = json_array();
    json_object_set_new_nocheck(object, "@context",
                                json_pack("[ss]", "https://schema.org", "http://www.w3.org/ns/anno.jsonld"));
    json_object_set_new_nocheck(object, "@type", json_string("NewsArticle"));
    set_text(object, "url", k->url);
    set_text(object, "headline", k->title);
    set_text(object, "datePublished", k->published);
    if (k->outlet.size) {
        json_t *outlet = json_object();
        json_object_set_new_nocheck(outlet, "@type", json_string("NewsMediaOrganization"));
        set_text(outlet, "name", k->outlet);
        json_object_set_new_nocheck(object, "publisher", outlet);
    }
    for (uint32_t i = 0; i < k->attribution_count; i++) json_array_append_new(parts, ld_of_attribution(k, i, record));
    json_object_set_new_nocheck(object, "hasPart", parts);
    return object;
}

static bool is_coded(ExportFormat format) { return format >= EXPORT_CODED && format < EXPORT_BRAT; }

static Status put_coded(const Export *e, const KeptArticle *k, Error *error)
{
    Buffer rows = {0};
    bool made = coded_write(k, (Coded)(e->format - EXPORT_CODED), &rows);
    if (made) fwrite(rows.data, 1, rows.size, e->ask.to); /* what cannot be written is told at the end */
    buffer_free(&rows);
    return made ? SAYSO_OK : fail_memory(error);
}

static Status put_article(Export *e, int64_t id, Error *error)
{
    KeptArticle k;
    arena_reset(e->ask.arena);
    Status status = ledger_article(e->ask.ledger, id, e->ask.arena, &k, error);
    if (status) return status;
    if (is_coded(e->format)) {
        e->unread += !k.has_events;
        return put_coded(e, &k, error);
    }
    json_t *record = json_of_kept(&k);
    if (!record) return fail_memory(error);
    switch (e->format) {
    case EXPORT_BRAT:
        brat_of_record(e->ask.to, record);
        break;
    case EXPORT_CITRON:
        status = put_whole(e->ask.to, citron_of(record), false, error);
        break;
    case EXPORT_JSONLD:
        status = put_whole(e->ask.to, jsonld_of(&k, record), true, error);
        break;
    case EXPORT_JSONL:
    case EXPORT_CODED:
    case EXPORT_STATEMENTS:
    case EXPORT_CSV:
    case EXPORT_XLSX:
    case EXPORT_LABELS:
    default:
        return sheet_line(e->ask.to, record, error);
    }
    json_decref(record);
    return status;
}

/* ---- which articles ---- */

#define BATCH 256u
static Status put_all(Export *e, Error *error)
{
    int64_t ids[BATCH], after = 0;
    size_t count = 0;
    Status status;
    do {
        status = ledger_articles(e->ask.ledger, after, !e->ask.all, ids, BATCH, &count, error);
        for (size_t i = 0; !status && i < count && !ferror(e->ask.to); i++) {
            status = put_article(e, ids[i], error);
            after = ids[i];
        }
    } while (!status && count == BATCH && !ferror(e->ask.to));
    return status;
}

static void tell_unread(const Export *e)
{
    char sentence[160];
    snprintf(sentence, sizeof sentence, "%llu article%s came here before the ledger kept events: 'sayso reread' reads them anew",
             (unsigned long long)e->unread, e->unread == 1 ? "" : "s");
    complain(NULL, sentence);
}

static Status answer(Ask *ask, Error *error)
{
    Export *e = (Export *)ask;
    if (e->format == EXPORT_STATEMENTS) return export_statements(ask, error);
    if (e->format == EXPORT_CSV) return export_rows(ask, error);
    if (e->format == EXPORT_XLSX) return export_workbook(ask, error);
    if (e->format == EXPORT_LABELS) return export_labels(ask, error);
    if (is_coded(e->format)) fputs(coded_heading((Coded)(e->format - EXPORT_CODED)), ask->to);
    Status status = ask->word_count ? SAYSO_OK : put_all(e, error);
    for (size_t i = 0; !status && i < ask->word_count; i++) {
        int64_t id;
        status = find_article(ask, ask->words[i], &id, error);
        if (!status) status = put_article(e, id, error);
    }
    if (!status && e->unread) tell_unread(e);
    return status;
}

static const struct argp_option arguments[] = {
    {"format", 'f', "FORMAT", 0,
     "jsonl (the default), a record an article; statements, a statement a line with its claim and its origin; csv, "
     "the same as a table, with the columns that sayso read --format=csv has; xlsx, that table as a spreadsheet, to be sent "
     "to a file; labels, what was mended by hand; plover, petrarch, polecat or gdelt, the events as others code them; or brat, "
     "citron or jsonld of one article", 0},
    {"all", KEY_ALL, NULL, 0, "earlier revisions too", 0},
    ASK_OPTIONS,
    {0}};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    static const Names names = {"format", format_names, COUNT(format_names),
                                "jsonl, statements, csv, xlsx, labels, plover, petrarch, polecat, gdelt, brat, citron and jsonld"};
    Export *e = state->input;
    if (key == 'f')
        e->format = (ExportFormat)choice_parse(&names, argument, state);
    else if (key == ARGP_KEY_END && e->format >= EXPORT_STATEMENTS && e->ask.word_count)
        argp_error(state, "--format=%s is of the whole ledger: name no article", format_names[e->format]);
    else if (key == ARGP_KEY_END && e->format == EXPORT_XLSX && isatty(STDOUT_FILENO))
        argp_error(state, "a spreadsheet is nothing for a terminal: send it to a file, as in --format=xlsx > FILE.xlsx");
    else if (key == ARGP_KEY_END && e->format >= EXPORT_BRAT && e->format < EXPORT_STATEMENTS && e->ask.word_count != 1)
        argp_error(state, "--format=%s is of one article: name it", format_names[e->format]);
    else
        return ask_parse(key, argument, state);
    return 0;
}

int command_export(int argc, char **argv)
{
    static const struct argp argp = {
        arguments,
        parse,
        "[ARTICLE]...",
        "Prints the whole ledger as JSON Lines, a record an article or a statement a line, or the articles that are "
        "named, by number, URL or the name of a file.\v" LEDGER_STATUS,
        NULL,
        NULL,
        NULL};
    Export e = {.ask.raw = true};
    return ask_run(&argp, argc, argv, &e.ask, answer);
}
