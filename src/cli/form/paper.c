/* Text on lines of a width: words are set one after the other, and a word that does not fit begins the next line. */
#include <stdarg.h>
#include <stdio.h>

#include "cli/form/form.h"

static const char *const inks[] = {"", "\x1b[1m", "\x1b[2m", "\x1b[32m", "\x1b[31m"};

static void begin_ink(const Paper *p, Ink ink)
{
    if (p->colour && ink) fputs(inks[ink], p->to);
}

static void end_ink(const Paper *p, Ink ink)
{
    if (p->colour && ink) fputs("\x1b[0m", p->to);
}

void paper_line(Paper *p, uint32_t indent)
{
    putc('\n', p->to);
    p->column = 0;
    p->indent = indent;
    p->space = false;
}

void paper_column(Paper *p, uint32_t column)
{
    p->space = false;
    while (p->column < column) {
        putc(' ', p->to);
        p->column++;
    }
}

void paper_number(Paper *p, Ink ink, uint32_t end, uint64_t number)
{
    char digits[24];
    uint32_t size = (uint32_t)snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    paper_column(p, end > size ? end - size : 0);
    begin_ink(p, ink);
    fputs(digits, p->to);
    end_ink(p, ink);
    p->column += size;
    p->indent = end + 2;
    paper_column(p, end + 2);
}

void paper_more(Paper *p, uint64_t shown, uint64_t all)
{
    if (all <= shown) return;
    paper_format(p, INK_DIM, "… %llu more: --limit", (unsigned long long)(all - shown));
    paper_line(p, 0);
}

void paper_rule(Paper *p)
{
    begin_ink(p, INK_DIM);
    for (uint32_t i = 0; i < p->width; i++) fputs("─", p->to);
    end_ink(p, INK_DIM);
    paper_line(p, 0);
}

/* A space is set with the word behind it, so that no line ends in one. */
static void set_word(Paper *p, Ink ink, Text word, bool space)
{
    uint32_t size = (uint32_t)utf8_count(word);
    if (p->column > p->indent && p->column + space + size > p->width) paper_line(p, p->indent);
    if (!p->column) {
        paper_column(p, p->indent);
    } else if (space && p->column > p->indent) {
        putc(' ', p->to);
        p->column++;
    }
    begin_ink(p, ink);
    put_safe_text(p->to, word);
    end_ink(p, ink);
    p->column += size;
}

void paper_text(Paper *p, Ink ink, Text text)
{
    for (size_t at = 0, next; at < text.size;) {
        size_t begin = at;
        while (at < text.size && !char_is_space(utf8_at(text, at, &next))) at = next;
        if (at > begin) {
            set_word(p, ink, text_of(text.data + begin, at - begin), p->space);
            p->space = false;
        }
        for (; at < text.size && char_is_space(utf8_at(text, at, &next)); at = next) p->space = true;
    }
}

void paper_format(Paper *p, Ink ink, const char *format, ...)
{
    char sentence[512];
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    size_t size = n < 0 ? 0 : (size_t)n < sizeof sentence ? (size_t)n : sizeof sentence - 1;
    paper_text(p, ink, text_of(sentence, size));
}
