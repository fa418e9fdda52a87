/* A PDF's text, by poppler's pdftotext. It seeks in what it reads, so that the PDF lies in a file without a name first. */
#include <stdio.h>
#include <unistd.h>

#include "intake/document/document.h"

#define LARGEST ((uint64_t)128 << 20) /* most of it may be pictures */
#define SECONDS 30u
#define MEMORY ((size_t)1 << 30)

static Status keep(Stream *stream, Spool *spool, Error *error)
{
    char part[16 << 10];
    Status status = spool_begin(spool, error);
    for (ssize_t n = 1; !status && n > 0;) {
        if ((n = stream_read(stream, part, sizeof part, error)) < 0) return SAYSO_ERROR_IO;
        if (spool->size + (size_t)n > LARGEST)
            return fail(error, SAYSO_ERROR_LIMIT, NO_OFFSET,
                        "the PDF is longer than %llu MB; give its text, as pdftotext makes it",
                        (unsigned long long)(LARGEST >> 20));
        if (n && !spool->size && !memmem(part, (size_t)n < 1024 ? (size_t)n : 1024, "%PDF-", 5))
            return fail(error, SAYSO_ERROR_INPUT, NO_OFFSET, "it is no PDF");
        if (n) status = spool_add(spool, part, (size_t)n, error);
    }
    if (!status && !spool->size) return fail(error, SAYSO_ERROR_INPUT, NO_OFFSET, "it is empty: it is no article");
    return status ? status : spool_whole(spool, error);
}

static bool take(void *context, const char *data, size_t size) { return layout_add(context, data, size); }

/* What the end and pdftotext's exit status say; NULL: all is well. */
static const char *fault_of(ChildEnd end, int status)
{
    switch (end) {
    case CHILD_MISSING:
        return "this is a PDF file, which is read by pdftotext: install that (Debian's poppler-utils), or give its text";
    case CHILD_SLOW: return "the PDF takes too long: pdftotext was stopped; give its text";
    case CHILD_STOPPED: return "the PDF's words are too many, or out of memory; split it";
    case CHILD_FAILED: return "pdftotext failed at this PDF; it may be damaged, or need more than 1 GB of memory";
    default: break;
    }
    if (status == 3) return "the PDF's owner does not permit its text to be taken out";
    return status ? "the PDF is damaged, or needs a password: pdftotext cannot read it" : NULL;
}

static bool read_spooled(const Spool *spool, size_t most, Bytes *out, Error *error)
{
    static const char *const command[] = {"pdftotext", "-bbox-layout", "-enc", "UTF-8", "-q", "-", "-", NULL};
    int status;
    unsigned pages = 0;
    Layout *layout = layout_new();
    if (!layout) {
        (void)fail_memory(error);
        return false;
    }
    Child child = {command, fileno(spool->file), SECONDS, MEMORY, take, layout};
    const char *fault = lseek(child.input, 0, SEEK_SET) ? "the PDF cannot be read a second time" : NULL;
    if (!fault) {
        ChildEnd end = child_run(&child, &status);
        fault = fault_of(end, status);
    }
    if (!fault && !layout_end(layout, out, &pages)) fault = "what pdftotext makes of the PDF cannot be read";
    if (!fault && !out->size)
        fault = "there is no text in the PDF, pictures alone: let a program recognize it first, as ocrmypdf does";
    layout_free(layout);
    if (fault) (void)fail(error, SAYSO_ERROR_INPUT, NO_OFFSET, "%s", fault);
    if (out->size > most + 1) out->size = most + 1; /* enough to know that it is too long */
    return !fault;
}

bool pdf_read(Stream *stream, size_t most, Bytes *out, Error *error)
{
    Spool spool = {0};
    bool good = !keep(stream, &spool, error) && read_spooled(&spool, most, out, error);
    spool_end(&spool);
    return good;
}
