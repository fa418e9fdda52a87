/* CoNLL-U: words, tags, trees. A word is a slice of the text; one that belongs to a surface token of several
 * words stands under that token's range ("1-2 don't"). The text of a sentence is given with each stretch of
 * white space as one space, which is what SpaceAfter can say. */
#include "record/internal.h"

static bool joined(const Tokens *t, uint32_t word, uint32_t end)
{
    return word < end && (t->words[word].flags & WORD_JOINED);
}

/* Nothing between this word's end and the next one's beginning. */
static bool space_after(const Tokens *t, uint32_t word)
{
    return word + 1 >= t->word_count || t->words[word].end < t->words[word + 1].begin;
}

static void field(Out *out, Text t)
{
    if (t.size)
        out_line(out, t);
    else
        out_string(out, "_");
    out_string(out, "\t");
}

static void text_comment(const Reading *r, const Sentence *s, Out *out)
{
    out_string(out, "# text = ");
    for (uint32_t i = s->first; i < s->end; i++) {
        out_line(out, word_text(&r->article, &r->tokens.words[i]));
        if (i + 1 < s->end && space_after(&r->tokens, i)) out_string(out, " ");
    }
    out_string(out, "\n");
}

static void range_line(const Reading *r, const Sentence *s, uint32_t first, Out *out)
{
    uint32_t end = first + 1;
    while (joined(&r->tokens, end, s->end)) end++;
    out_format(out, "%u-%u\t", first - s->first + 1, end - s->first);
    field(out, span_text(r, words_bytes(&r->tokens, (Span){first, end})));
    out_string(out, "_\t_\t_\t_\t_\t_\t_\t");
    out_string(out, space_after(&r->tokens, end - 1) ? "_\n" : "SpaceAfter=No\n");
}

static void word_line(const Reading *r, const Sentence *s, uint32_t i, Out *out)
{
    const Tokens *t = &r->tokens;
    const Syntax *y = &r->syntax;
    bool in_range = (t->words[i].flags & WORD_JOINED) || joined(t, i + 1, s->end);
    uint32_t head = y->head[i] == NONE ? 0 : y->head[i] - s->first + 1;
    out_format(out, "%u\t", i - s->first + 1);
    field(out, word_text(&r->article, &t->words[i]));
    field(out, y->lemma[i]);
    out_format(out, "%s\t%s\t_\t%u\t%s\t_\t", upos_name(y->upos[i]), xpos_name(y->xpos[i]), head,
               relation_name(y->relation[i]));
    out_string(out, in_range || space_after(t, i) ? "_\n" : "SpaceAfter=No\n");
}

static void sentence(const Reading *r, uint32_t index, Out *out)
{
    const Sentence *s = &r->tokens.sentences[index];
    if (!index || s->paragraph != s[-1].paragraph) out_string(out, "# newpar\n");
    out_string(out, "# sent_id = ");
    if (r->article.id.size) {
        out_line(out, r->article.id);
        out_string(out, "-");
    }
    out_format(out, "%u\n", index + 1);
    text_comment(r, s, out);
    for (uint32_t i = s->first; i < s->end; i++) {
        if (!joined(&r->tokens, i, s->end) && joined(&r->tokens, i + 1, s->end)) range_line(r, s, i, out);
        word_line(r, s, i, out);
    }
    out_string(out, "\n");
}

void write_conllu(const Reading *reading, Out *out)
{
    for (uint32_t i = 0; i < reading->tokens.sentence_count; i++) {
        if (!i) {
            out_string(out, "# newdoc id = ");
            out_line(out, reading->article.id);
            out_string(out, "\n");
        }
        sentence(reading, i, out);
    }
}
