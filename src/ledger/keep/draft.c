/* What can be worked out of a report without the ledger, by as many threads as there are. */
#include "ledger/keep/keep.h"

/* Names of files and what servers send need not be UTF-8; the ledger is, all of it. */
static bool clean(Text in, Arena *arena, Text *out)
{
    if (utf8_valid(in, NULL)) {
        *out = in;
        return true;
    }
    char *data = TAKE(arena, char, in.size * 3);
    if (!data) return false;
    size_t size = 0;
    for (size_t at = 0; at < in.size;) size += utf8_put(utf8_at(in, at, &at), data + size);
    *out = text_of(data, size);
    return true;
}

/* A URL, or an address, a blank and a URL; a blank in what is no URL parts nothing. */
static bool clean_identity(Text in, Arena *arena, Text *out)
{
    Text all, parts[3] = {{0}, {" ", 1}, {0}};
    if (!clean(in, arena, &all)) return false;
    const char *blank = all.size ? memchr(all.data, ' ', all.size) : NULL;
    if (!blank) return url_key(all, arena, out);
    size_t size = (size_t)(blank - all.data);
    return url_key(text_of(all.data, size), arena, &parts[0]) &&
           url_key(text_of(blank + 1, all.size - size - 1), arena, &parts[2]) &&
           text_join(arena, parts, COUNT(parts), out);
}

static bool clean_report(const Report *in, Arena *arena, Report *out)
{
    *out = *in;
    const Text from[] = {in->label, in->title, in->outlet, in->byline, in->program, in->model};
    Text *to[] = {&out->label, &out->title, &out->outlet, &out->byline, &out->program, &out->model};
    for (size_t i = 0; i < COUNT(to); i++)
        if (!clean(from[i], arena, to[i])) return false;
    Text url;
    return clean(in->url, arena, &url) && url_key(url, arena, &out->url) &&
           clean_identity(in->identity.size ? in->identity : in->url, arena, &out->identity);
}

static Status check(const Report *report, Error *error)
{
    char day[DAY_SIZE];
    if (!report->document)
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "a report for the ledger needs a document");
    if (report->published.size && (report->published.size != DAY_SIZE - 1 || !first_day(report->published, day)))
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "'%.*s' is no day: YYYY-MM-DD",
                    (int)(report->published.size < 40 ? report->published.size : 40), report->published.data);
    return SAYSO_OK;
}

static bool read_entities(const sayso_document *d, Arena *arena, Told *out)
{
    size_t count = sayso_document_entities(d);
    sayso_entity *items = TAKE(arena, sayso_entity, count + 1);
    if (!items) return false;
    for (size_t i = 0; i < count; i++)
        if (sayso_document_entity(d, i, &items[i], sizeof items[i])) return false;
    out->entities = items;
    out->entity_count = (uint32_t)count;
    return true;
}

bool ledger_take_attributions(const sayso_document *d, Arena *arena, const sayso_attribution **out, uint32_t *out_count)
{
    size_t count = sayso_document_attributions(d);
    sayso_attribution *items = TAKE(arena, sayso_attribution, count + 1);
    if (!items) return false;
    for (size_t i = 0; i < count; i++)
        if (sayso_document_attribution(d, i, &items[i], sizeof items[i])) return false;
    *out = items;
    *out_count = (uint32_t)count;
    return true;
}

bool ledger_take_events(const sayso_document *d, Arena *arena, const sayso_event **out, uint32_t *out_count)
{
    size_t count = sayso_document_events(d);
    sayso_event *items = TAKE(arena, sayso_event, count + 1);
    if (!items) return false;
    for (size_t i = 0; i < count; i++)
        if (sayso_document_event(d, i, &items[i], sizeof items[i])) return false;
    *out = items;
    *out_count = (uint32_t)count;
    return true;
}

static bool read_rest(const sayso_document *d, Arena *arena, Told *out)
{
    uint32_t credit_count = (uint32_t)sayso_document_credits(d), warning_count = (uint32_t)sayso_document_warnings(d);
    uint32_t *credits = TAKE(arena, uint32_t, credit_count + 1u);
    Text *warnings = TAKE(arena, Text, warning_count + 1u);
    if (!credits || !warnings) return false;
    for (uint32_t i = 0; i < credit_count; i++) credits[i] = sayso_document_credit(d, i);
    for (uint32_t i = 0; i < warning_count; i++) warnings[i] = sayso_document_warning(d, i);
    out->credits = credits;
    out->credit_count = credit_count;
    out->warnings = warnings;
    out->warning_count = warning_count;
    out->byline = sayso_document_byline(d);
    return true;
}

Status ledger_draft(const Report *report, Arena *arena, Draft **out, Error *error)
{
    *out = NULL;
    Status status = check(report, error);
    if (status) return status;
    const sayso_document *d = report->document;
    Draft *draft = TAKE(arena, Draft, 1);
    if (!draft || !clean_report(report, arena, &draft->report) ||
        !url_loose(draft->report.identity, arena, &draft->loose))
        return fail_memory(error);
    draft->told = (Told){.text = sayso_document_text(d), .has_events = true};
    draft->copy = (CopyInput){0};
    sha256(draft->told.text.data, draft->told.text.size, draft->sha256);
    WordAt *words;
    if (!words_of(draft->told.text, arena, &words, &draft->copy.word_count) ||
        !fingerprints_make(words, draft->copy.word_count, arena, &draft->copy.fingerprints) ||
        !read_entities(d, arena, &draft->told) ||
        !ledger_take_attributions(d, arena, &draft->told.attributions, &draft->told.attribution_count) ||
        !ledger_take_events(d, arena, &draft->told.events, &draft->told.event_count) ||
        !read_rest(d, arena, &draft->told) || !gists_make(&draft->told, arena, &draft->gists))
        return fail_memory(error);
    draft->copy.words = words;
    *out = draft;
    return SAYSO_OK;
}
