/* What can be worked out of a report without the ledger, by as many threads as there are. */
#include "ledger/internal.h"

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

static bool clean_report(const Report *in, Arena *arena, Report *out)
{
    *out = *in;
    const Text from[] = {in->label, in->title, in->outlet, in->byline, in->program, in->model};
    Text *to[] = {&out->label, &out->title, &out->outlet, &out->byline, &out->program, &out->model};
    for (size_t i = 0; i < COUNT(to); i++)
        if (!clean(from[i], arena, to[i])) return false;
    Text url;
    return clean(in->url, arena, &url) && url_key(url, arena, &out->url);
}

static Status check(const Report *report, Error *error)
{
    char day[DAY_SIZE];
    if (!report->document) return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "a report for the ledger needs a document");
    if (report->published.size && (report->published.size != DAY_SIZE - 1 || !first_day(report->published, day)))
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "'%.*s' is no day: YYYY-MM-DD",
                    (int)(report->published.size < 40 ? report->published.size : 40), report->published.data);
    return SAYSO_OK;
}

Status ledger_draft(const Report *report, Arena *arena, Draft **out, Error *error)
{
    *out = NULL;
    Status status = check(report, error);
    if (status) return status;
    Draft *draft = TAKE(arena, Draft, 1);
    Report *own = TAKE(arena, Report, 1);
    if (!draft || !own || !clean_report(report, arena, own)) return fail_memory(error);
    *draft = (Draft){.report = own, .text = sayso_document_text(report->document)};
    sha256(draft->text.data, draft->text.size, draft->sha256);
    if (!words_of(draft->text, arena, &draft->words, &draft->word_count) ||
        !fingerprints_make(draft->words, draft->word_count, arena, &draft->fingerprints))
        return fail_memory(error);
    status = gists_make(report->document, arena, &draft->gists, error);
    if (!status) *out = draft;
    return status;
}
