/* The stages as they are, for debugging and golden files: one fact a line, offsets in bytes, so that a
 * change shows as the lines that it changed. Control bytes and backslashes are escaped. */
#include "record/internal.h"

static void escaped(Out *out, Text t)
{
    for (size_t i = 0; i < t.size; i++) {
        uint8_t c = (uint8_t)t.data[i];
        if (c == '\n')
            out_string(out, "\\n");
        else if (c == '\\')
            out_string(out, "\\\\");
        else if (c < 32 || c == 127)
            out_format(out, "\\x%02x", c);
        else
            out_bytes(out, t.data + i, 1);
    }
}

static void heading(const Reading *r, Out *out)
{
    const Article *a = &r->article;
    out_string(out, "article ");
    escaped(out, a->id);
    out_format(out, "\nbytes %zu\npublished ", a->text.size);
    out_text(out, a->published.size ? a->published : text_literal("-"));
    out_string(out, "\n");
    for (uint32_t i = 0; i < a->warning_count; i++) {
        out_string(out, "warning ");
        escaped(out, a->warnings[i]);
        out_string(out, "\n");
    }
}

static const char *mark_name(uint8_t mark)
{
    static const char *const names[] = {"-",     "other",    "quote-open", "quote-close", "single-open", "single-close",
                                        "comma", "terminal", "colon",      "dash",        "hyphen",      "open",
                                        "close"};
    return mark < COUNT(names) ? names[mark] : "?";
}

static void flags(Out *out, uint8_t set)
{
    static const char *const names[] = {"space", "joined", "sentence", "paragraph", "upper", "letters"};
    const char *between = "";
    for (unsigned i = 0; i < COUNT(names); i++)
        if (set & 1u << i) {
            out_format(out, "%s%s", between, names[i]);
            between = " ";
        }
}

static void sentence_line(const Reading *r, uint32_t index, Out *out)
{
    const Sentence *s = &r->tokens.sentences[index];
    Span bytes = words_bytes(&r->tokens, (Span){s->first, s->end});
    if (!index || s->paragraph != s[-1].paragraph) {
        Span p = r->article.paragraphs[s->paragraph];
        out_format(out, "\nparagraph %u\t%u-%u\n", s->paragraph + 1, p.begin, p.end);
    }
    out_format(out, "sentence %u\t%u-%u\n", index + 1, bytes.begin, bytes.end);
}

void write_dump_token(const Reading *r, Out *out)
{
    heading(r, out);
    for (uint32_t s = 0; s < r->tokens.sentence_count; s++) {
        sentence_line(r, s, out);
        for (uint32_t i = r->tokens.sentences[s].first; i < r->tokens.sentences[s].end; i++) {
            const Word *w = &r->tokens.words[i];
            out_format(out, "%u-%u\t", w->begin, w->end);
            escaped(out, word_text(&r->article, w));
            out_format(out, "\t%s\t", mark_name(w->mark));
            flags(out, w->flags);
            out_string(out, "\n");
        }
    }
}

void write_dump_syntax(const Reading *r, Out *out)
{
    heading(r, out);
    for (uint32_t s = 0; s < r->tokens.sentence_count; s++) {
        uint32_t first = r->tokens.sentences[s].first;
        sentence_line(r, s, out);
        for (uint32_t i = first; i < r->tokens.sentences[s].end; i++) {
            uint32_t head = r->syntax.head[i];
            out_format(out, "%u\t", i - first + 1);
            escaped(out, word_text(&r->article, &r->tokens.words[i]));
            out_string(out, "\t");
            escaped(out, r->syntax.lemma[i]);
            out_format(out, "\t%s\t%s\t%u\t%s\n", upos_name(r->syntax.upos[i]), xpos_name(r->syntax.xpos[i]),
                       head == NONE ? 0 : head - first + 1, relation_name(r->syntax.relation[i]));
        }
    }
}

static void part(const Reading *r, const char *name, Span words, Out *out)
{
    Span bytes = words_bytes(&r->tokens, words);
    out_format(out, "%s\t", name);
    if (absent(bytes)) {
        out_string(out, "-\n");
        return;
    }
    out_format(out, "%u-%u\twords %u-%u\t", bytes.begin, bytes.end, words.begin, words.end);
    escaped(out, span_text(r, bytes));
    out_string(out, "\n");
}

void write_dump_attribution(const Reading *r, Out *out)
{
    heading(r, out);
    for (uint32_t i = 0; i < r->attributions.count; i++) {
        const Attribution *a = &r->attributions.items[i];
        out_format(out, "\nattribution %u\t%s\t%u%%\n", i + 1, form_name(a->form),
                   (unsigned)(confidence_of(a) * 100 + 0.5f));
        part(r, "source", a->source, out);
        part(r, "cue", a->cue, out);
        for (uint32_t k = 0; k < a->content_count; k++)
            part(r, "content", r->attributions.contents[a->content_first + k], out);
    }
}
