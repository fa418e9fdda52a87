/* Paragraphs. In most files of news a line is a paragraph. Others were wrapped to a width, with blank lines
 * between paragraphs: there a line's end inside a paragraph means nothing.
 *
 * Three things tell wrapped text, each counted over the breaks between two lines that touch: the line breaks off
 * amid a sentence; the next begins in lower case; and the line with the next one's first word would reach
 * near the longest line of all, for who wraps text breaks where a word did not fit. "Near", since some count
 * bytes and some look for even lines. Lists, verse and headlines fail one of them, lines that are paragraphs the
 * first. Two passes measure, two more count and write; no memory is needed but for the result. */
#include "input/internal.h"

#define WRAP_MIN 40u  /* columns of the longest line */
#define WRAP_MAX 100u

typedef struct Lines { /* walks over the lines that hold something */
    Text text;
    size_t at;
} Lines;

typedef struct Line {
    Span span;       /* without white space at its ends */
    uint32_t breaks; /* line ends between it and the line before it */
} Line;

static bool ends_line(uint32_t c) { return (c >= 10 && c <= 13) || c == 0x85 || c == 0x2028 || c == 0x2029; }

static void skip_break(Lines *lines, uint32_t c)
{
    if (c == '\r' && lines->at < lines->text.size && lines->text.data[lines->at] == '\n') lines->at++;
}

static bool next_line(Lines *lines, Line *line)
{
    *line = (Line){0};
    bool found = false;
    while (lines->at < lines->text.size) {
        size_t here = lines->at;
        uint32_t c = utf8_at(lines->text, here, &lines->at);
        if (ends_line(c)) {
            if (found) {
                lines->at = here; /* the next call counts this break */
                return true;
            }
            line->breaks++;
            skip_break(lines, c);
        } else if (!char_is_space(c)) {
            if (!found) line->span.begin = (uint32_t)here;
            line->span.end = (uint32_t)lines->at;
            found = true;
        }
    }
    return found;
}

static size_t first_word(Text line)
{
    size_t points = 0;
    for (size_t at = 0; at < line.size; points++)
        if (char_is_space(utf8_at(line, at, &at))) break;
    return points;
}

static bool ends_sentence(Text line)
{
    size_t last = line.size - 1, next;
    while (last && ((uint8_t)line.data[last] & 0xC0) == 0x80) last--;
    uint32_t c = utf8_at(line, last, &next);
    return c == '.' || c == '!' || c == '?' || c == ':' || c == '"' || c == 0x2026 || c == 0x201D || c == 0x2019;
}

/* 0 where a line is too long for wrapped text. */
static size_t longest_line(Text text)
{
    size_t longest = 0;
    Line line;
    for (Lines lines = {.text = text}; next_line(&lines, &line);) {
        size_t points = utf8_count(text_slice(text, line.span));
        if (points > WRAP_MAX) return 0;
        if (points > longest) longest = points;
    }
    return longest;
}

static bool is_wrapped(Text text)
{
    size_t longest = longest_line(text), inner = 0, full = 0, amid = 0, small = 0, next;
    if (longest < WRAP_MIN) return false;
    Lines lines = {.text = text};
    Line line;
    for (Text before = {0}; next_line(&lines, &line); before = text_slice(text, line.span)) {
        Text now = text_slice(text, line.span);
        if (!before.size || line.breaks > 1) continue;
        inner++;
        full += (utf8_count(before) + 1 + first_word(now)) * 5 > longest * 4;
        amid += !ends_sentence(before);
        small += char_is_lower(utf8_at(now, 0, &next));
    }
    return inner && full * 5 >= inner * 4 && amid * 5 >= inner * 3 && small * 5 >= inner * 2;
}

/* Writes the paragraphs where `out` is given; returns how many there are. */
static uint32_t cut(Text text, bool wrapped, Span *out)
{
    uint32_t count = 0;
    Line line;
    for (Lines lines = {.text = text}; next_line(&lines, &line);) {
        if (wrapped && count && line.breaks == 1) {
            if (out) out[count - 1].end = line.span.end;
            continue;
        }
        if (out) out[count] = line.span;
        count++;
    }
    return count;
}

Status input_paragraphs(Arena *arena, Article *article, Error *error)
{
    if (article->text.size >= NONE)
        return fail(error, SAYSO_ERROR_LIMIT, NONE, "the text is longer than 4 GiB; split it");
    bool wrapped = is_wrapped(article->text);
    article->paragraph_count = cut(article->text, wrapped, NULL);
    article->paragraphs = TAKE(arena, Span, article->paragraph_count);
    if (!article->paragraphs) return fail_memory(error);
    (void)cut(article->text, wrapped, article->paragraphs);
    return SAYSO_OK;
}
