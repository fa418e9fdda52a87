/* Bytes -> article: refused, decoded, dated, cut into paragraphs. One copy of the text is made, in decode.c. */
#include <stdarg.h>
#include <stdio.h>

#include "input/internal.h"

#define MAX_WARNINGS 8u

Status input_warn(Article *article, Arena *arena, Error *error, const char *format, ...)
{
    if (article->warning_count == MAX_WARNINGS) return SAYSO_OK;
    if (!article->warnings) article->warnings = TAKE(arena, Text, MAX_WARNINGS);
    if (!article->warnings) return fail_memory(error);
    char sentence[256];
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    size_t size = n < 0 ? 0 : (size_t)n < sizeof sentence ? (size_t)n : sizeof sentence - 1;
    if (!arena_text(arena, text_of(sentence, size), &article->warnings[article->warning_count]))
        return fail_memory(error);
    article->warning_count++;
    return SAYSO_OK;
}

static Status too_long(size_t size, size_t limit, Error *error)
{
    return fail(error, SAYSO_ERROR_LIMIT, limit,
                "the article is %zu bytes long and the limit is %zu; split it, or raise max_article_bytes", size,
                limit);
}

/* A file's name or a page's title need not be UTF-8, the record must be: what is not becomes U+FFFD. */
static Status copy_said(Text said, const char *what, Arena *arena, Article *article, Text *out, Error *error)
{
    size_t bad;
    if (utf8_valid(said, &bad)) return arena_text(arena, said, out) ? SAYSO_OK : fail_memory(error);
    char *copy = arena_take(arena, said.size, 3);
    if (!copy) return fail_memory(error);
    size_t size = 0;
    for (size_t at = 0; at < said.size;) size += utf8_put(utf8_at(said, at, &at), copy + size);
    *out = text_of(copy, size);
    return input_warn(article, arena, error, "the article's %s is not UTF-8 at byte %zu; the record shows it with U+FFFD",
                      what, bad);
}

static Status copy_all_said(const sayso_article *in, Arena *arena, Article *out, Error *error)
{
    Status status = copy_said(in->id, "name", arena, out, &out->id, error);
    if (!status) status = copy_said(in->url, "URL", arena, out, &out->url, error);
    if (!status) status = copy_said(in->title, "title", arena, out, &out->title, error);
    if (!status) status = copy_said(in->outlet, "outlet", arena, out, &out->outlet, error);
    return status ? status : copy_said(in->byline, "byline", arena, out, &out->byline, error);
}

static Status copy_published(Text published, Arena *arena, Article *out, Error *error)
{
    if (!published.size) return SAYSO_OK;
    if (!input_date_valid(published))
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET,
                    "the date of publication \"%.*s\" is none; give a day as YYYY-MM-DD, from 1400 to 2200",
                    (int)(published.size < 40 ? published.size : 40), published.data);
    return arena_text(arena, published, &out->published) ? SAYSO_OK : fail_memory(error);
}

Status input_read(const sayso_article *in, size_t max_bytes, Arena *arena, Arena *scratch, Article *out, Error *error)
{
    (void)scratch;
    *out = (Article){0};
    Text bytes = in->bytes.size ? in->bytes : text_literal("");
    Status status = copy_published(in->published, arena, out, error);
    if (status) return status;
    /* A picture is a picture at any length: the clearer refusal comes first. */
    if ((status = input_refuse(bytes, error))) return status;
    if (bytes.size > max_bytes) return too_long(bytes.size, max_bytes, error);
    if ((status = copy_all_said(in, arena, out, error))) return status;
    if ((status = input_decode(bytes, arena, out, error))) return status;
    if ((status = input_header(arena, out, error))) return status;
    return input_paragraphs(arena, out, error);
}

static bool broken(Error *error, size_t at, const char *what)
{
    (void)fail(error, SAYSO_ERROR_INTERNAL, at, "input broke its promise at byte %zu: %s", at, what);
    return false;
}

static bool edges_are_words(Text paragraph)
{
    size_t next, last = paragraph.size - 1;
    while (last && ((uint8_t)paragraph.data[last] & 0xC0) == 0x80) last--;
    return !char_is_space(utf8_at(paragraph, 0, &next)) && !char_is_space(utf8_at(paragraph, last, &next));
}

bool input_check(const Article *article, Error *error)
{
    size_t bad = 0, end = 0;
    if (!utf8_valid(article->text, &bad)) return broken(error, bad, "the text is not UTF-8");
    const Text said[] = {article->id, article->url, article->title, article->outlet, article->byline};
    for (size_t i = 0; i < COUNT(said); i++)
        if (!utf8_valid(said[i], &bad)) return broken(error, bad, "what was said of the article is not UTF-8");
    if (article->published.size && !input_date_valid(article->published)) return broken(error, 0, "the date is none");
    for (uint32_t i = 0; i < article->paragraph_count; i++) {
        Span p = article->paragraphs[i];
        if (p.begin < end || p.end <= p.begin || p.end > article->text.size)
            return broken(error, p.begin, "a paragraph is empty, outside the text or over another");
        if (!edges_are_words(text_slice(article->text, p)))
            return broken(error, p.begin, "a paragraph begins or ends with white space");
        end = p.end;
    }
    return true;
}
