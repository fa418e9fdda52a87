/* A buffer before the sink, and the first failure kept until the end. */
#include <stdarg.h>
#include <stdio.h>

#include "record/internal.h"

void out_begin(Out *out, Sink sink)
{
    out->sink = sink;
    out->status = SAYSO_OK;
    out->used = 0;
}

static void flush(Out *out)
{
    size_t size = out->used;
    out->used = 0;
    if (!out->status && size && out->sink.write(out->sink.context, out->buffer, size)) out->status = SAYSO_ERROR_IO;
}

void out_bytes(Out *out, const char *data, size_t size)
{
    if (size > sizeof out->buffer - out->used) flush(out);
    if (out->status || !size) return;
    if (size > sizeof out->buffer) {
        if (out->sink.write(out->sink.context, data, size)) out->status = SAYSO_ERROR_IO;
        return;
    }
    memcpy(out->buffer + out->used, data, size);
    out->used += size;
}

void out_text(Out *out, Text text) { out_bytes(out, text.data, text.size); }

void out_string(Out *out, const char *literal) { out_bytes(out, literal, strlen(literal)); }

void out_format(Out *out, const char *format, ...)
{
    char piece[256];
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(piece, sizeof piece, format, arguments);
    va_end(arguments);
    if (n > 0) out_bytes(out, piece, (size_t)n < sizeof piece ? (size_t)n : sizeof piece - 1);
}

void out_memory(Out *out)
{
    if (!out->status) out->status = SAYSO_ERROR_MEMORY;
}

Status out_end(Out *out, Error *error)
{
    flush(out);
    if (out->status == SAYSO_ERROR_MEMORY) return fail_memory(error);
    if (out->status) return fail(error, out->status, NO_OFFSET, "the rendering was stopped by its receiver");
    return SAYSO_OK;
}

void out_line(Out *out, Text text)
{
    size_t start = 0;
    for (size_t at = 0, next; at < text.size; at = next) {
        uint32_t c = utf8_at(text, at, &next);
        bool space = (c >= 9 && c <= 13) || c == 0x85 || c == 0x2028 || c == 0x2029;
        if (c && !space) continue;
        out_bytes(out, text.data + start, at - start);
        out_string(out, space ? " " : "\xEF\xBF\xBD");
        start = next;
    }
    out_bytes(out, text.data + start, text.size - start);
}
