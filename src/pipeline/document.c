/* A document: what was read, answered piece by piece or written as a whole. Nothing in it changes. */
#include "pipeline/internal.h"

void sayso_document_free(sayso_document *d)
{
    if (!d) return;
    arena_free(&d->arena);
    sayso_allocator allocator = d->allocator;
    mem_give(&allocator, d);
}

sayso_text sayso_document_text(const sayso_document *d) { return d->reading.article.text; }

sayso_text sayso_document_id(const sayso_document *d) { return d->reading.article.id; }

sayso_text sayso_document_published(const sayso_document *d)
{
    Text published = d->reading.article.published;
    return published.size ? published : text_literal("");
}

size_t sayso_document_warnings(const sayso_document *d) { return d->reading.article.warning_count; }

sayso_text sayso_document_warning(const sayso_document *d, size_t index)
{
    const Article *a = &d->reading.article;
    return index < a->warning_count ? a->warnings[index] : text_literal("");
}

size_t sayso_document_words(const sayso_document *d) { return d->reading.tokens.word_count; }

size_t sayso_document_sentences(const sayso_document *d) { return d->reading.tokens.sentence_count; }

size_t sayso_document_attributions(const sayso_document *d) { return d->reading.attributions.count; }

sayso_status sayso_document_attribution(const sayso_document *d, size_t index, sayso_attribution *out, size_t size)
{
    if (!out || !size) return SAYSO_ERROR_ARGUMENT;
    memset(out, 0, size);
    if (!d || index >= d->reading.attributions.count) return SAYSO_ERROR_ARGUMENT;
    const Attribution *a = &d->reading.attributions.items[index];
    sayso_attribution full = {
        .id = (uint32_t)index + 1,
        .source = words_bytes(&d->reading.tokens, a->source),
        .cue = words_bytes(&d->reading.tokens, a->cue),
        .contents = d->contents + a->content_first,
        .content_count = a->content_count,
        .form = (sayso_form)a->form,
        .confidence = a->confidence,
    };
    memcpy(out, &full, size < sizeof full ? size : sizeof full);
    return SAYSO_OK;
}

const char *sayso_format_heading(sayso_format format) { return record_heading(format); }

sayso_status sayso_document_write(const sayso_document *d, sayso_format format, const sayso_write_options *given,
                                  int (*sink)(void *context, const char *data, size_t size), void *context,
                                  sayso_error *error)
{
    if (!d || !sink)
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "sayso_document_write needs a document and a sink");
    sayso_write_options options = {0};
    Status status =
        given ? take_options(&options, sizeof options, given, sizeof given->size, "sayso_write_options", error)
              : SAYSO_OK;
    if (status) return status;
    Arena scratch;
    arena_init(&scratch, &d->allocator, d->arena.ceiling);
    status = record_write(&d->reading, format, &options, (Sink){sink, context}, &scratch, error);
    arena_free(&scratch);
    return status;
}
