/* The contents as an article of their own, in which each of their sentences is a paragraph: with the words, tags and
 * trees that they have, but for what hangs on words outside; so what is said inside others' words can be read as what
 * is said outside. */
#include "attribution/internal.h"

#define INNER_LEAST 3u /* words of a content that is read */
#define HEARD_FAINT 3.0f /* another label is so much likelier (in logits): no cue begins there */
#define HEARD_CUE 0.05f /* threshold of choose_spans for the cues that the encoder sees */

typedef struct Piece {
    Span words;
    uint32_t content;
} Piece;

/* Without the quotation marks and commas round it, and without "that". */
static Span bare(const Grammar *g, Span s)
{
    const View *v = g->v;
    while (s.begin < s.end && v->mark[s.begin] >= MARK_QUOTE_OPEN && v->mark[s.begin] <= MARK_COMMA) s.begin++;
    while (s.begin < s.end && v->mark[s.end - 1] >= MARK_QUOTE_OPEN && v->mark[s.end - 1] <= MARK_COMMA) s.end--;
    if (s.begin < s.end && v->lemma[s.begin] == g->lexeme[LEX_THAT] && v->base[s.begin] == REL_MARK) s.begin++;
    return s;
}

/* Contents of attributions that stand inside others' are out of order. */
static bool comes_before(const void *x, const void *y)
{
    const Piece *a = x, *b = y;
    if (a->words.begin != b->words.begin) return a->words.begin < b->words.begin;
    return a->words.end > b->words.end;
}

/* The outermost contents, ascending; what lies in one is not taken again. */
static Piece *outermost(const Grammar *g, const Attributions *a, Arena *scratch, uint32_t *count)
{
    Piece *p = TAKE(scratch, Piece, (size_t)a->content_count + 1);
    uint32_t n = 0, kept = 0;
    *count = 0;
    if (!p) return NULL;
    for (uint32_t i = 0; i < a->content_count; i++) {
        Span s = bare(g, a->contents[i]);
        if (s.begin + INNER_LEAST <= s.end) p[n++] = (Piece){s, i};
    }
    sort_in_place(p, n, sizeof *p, comes_before);
    for (uint32_t i = 0; i < n; i++)
        if (!kept || p[i].words.begin >= p[kept - 1].words.end) p[kept++] = p[i];
    *count = kept;
    return p;
}

/* Whether the encoder takes the word, by itself, for the beginning of a cue at all. */
static bool may_be_heard(const Encoded *e, uint32_t w)
{
    const float *scores = e->inside + (size_t)w * ENCODER_SPOT;
    for (uint32_t y = 0; y < ENCODER_SPOT; y++)
        if (scores[y] > scores[1 + 2 * ROLE_CUE] + HEARD_FAINT) return false;
    return true;
}

static bool has_candidate(const View *v, const Encoded *encoded, Span s)
{
    for (uint32_t w = (uint32_t)s.begin; w < s.end; w++)
        if (encoded ? may_be_heard(encoded, w) : may_report(v, w)) return true;
    return false;
}

/* The sentences of the contents in which some word may report: the others need not be read. */
static bool sentences_of(const View *v, const Encoded *encoded, const Piece *contents, uint32_t count, Arena *scratch,
                         Piece **out, uint32_t *n, uint32_t *words)
{
    uint32_t capacity = 0;
    *out = NULL;
    *n = *words = 0;
    for (uint32_t i = 0; i < count; i++) {
        Span c = contents[i].words;
        for (uint32_t w = (uint32_t)c.begin, end; w < c.end; w = end) {
            uint32_t last = v->tokens->sentences[v->sentence[w]].end;
            end = last < c.end ? last : (uint32_t)c.end;
            if (end < w + INNER_LEAST || !has_candidate(v, encoded, (Span){w, end})) continue;
            if (!arena_grow(scratch, (void **)out, &capacity, *n + 1, sizeof **out)) return false;
            (*out)[(*n)++] = (Piece){{w, end}, contents[i].content};
            *words += end - w;
        }
    }
    return true;
}

static bool take(Arena *scratch, uint32_t words, uint32_t hidden, Inner *out)
{
    size_t n = (size_t)words + 1;
    *out = (Inner){.origin = TAKE(scratch, uint32_t, n), .content = TAKE(scratch, uint32_t, n)};
    out->tokens.words = TAKE(scratch, Word, n);
    out->tokens.sentences = TAKE(scratch, Sentence, n);
    Syntax *x = &out->syntax;
    *x = (Syntax){.upos = TAKE(scratch, uint8_t, n),
                  .xpos = TAKE(scratch, uint8_t, n),
                  .relation = TAKE(scratch, uint8_t, n),
                  .head = TAKE(scratch, uint32_t, n),
                  .hidden = TAKE(scratch, uint8_t, n *hidden),
                  .hidden_width = hidden,
                  .lemma_hash = TAKE(scratch, uint32_t, n)};
    return out->origin && out->content && out->tokens.words && out->tokens.sentences && x->upos && x->xpos &&
           x->relation && x->head && x->hidden && x->lemma_hash;
}

static void copy(const View *v, const Piece *p, uint32_t paragraph, Inner *out)
{
    const Syntax *from = v->syntax;
    Syntax *to = &out->syntax;
    Tokens *t = &out->tokens;
    uint32_t first = t->word_count, base = (uint32_t)p->words.begin;
    for (uint32_t w = base; w < p->words.end; w++) {
        uint32_t i = t->word_count++, head = from->head[w];
        bool begins = w == base || v->sentence[w] != v->sentence[w - 1];
        bool inside = head != NONE && head >= base && head < p->words.end && v->sentence[head] == v->sentence[w];
        out->origin[i] = w;
        out->content[i] = p->content;
        t->words[i] = v->tokens->words[w];
        t->words[i].flags = (uint8_t)((t->words[i].flags & ~(WORD_SENTENCE | WORD_PARAGRAPH)) |
                                      (begins ? WORD_SENTENCE : 0) | (w == base ? WORD_PARAGRAPH : 0));
        if (begins) t->sentences[t->sentence_count++] = (Sentence){i, i, paragraph};
        t->sentences[t->sentence_count - 1].end = i + 1;
        to->upos[i] = from->upos[w];
        to->xpos[i] = from->xpos[w];
        to->lemma_hash[i] = from->lemma_hash[w];
        memcpy(to->hidden + (size_t)i * to->hidden_width, from->hidden + (size_t)w * to->hidden_width,
               to->hidden_width);
        to->head[i] = inside ? first + head - base : NONE;
        to->relation[i] = inside ? from->relation[w] : REL_ROOT;
    }
}

static bool hear(const AttributionModel *m, const Encoded *article, uint32_t words, Arena *scratch, Inner *out)
{
    return encoder_inside(article, out->origin, words, scratch, &out->encoded) &&
           spotted_take(scratch, words, &out->heard) && spot(&out->view, m, &out->encoded, scratch, &out->heard) &&
           choose_spans(&out->heard.spans[ROLE_CUE], HEARD_CUE, scratch);
}

bool inner_make(const Grammar *g, const AttributionModel *m, const Encoded *encoded, const Attributions *a,
                Arena *scratch, Inner *out)
{
    uint32_t contents, count, words;
    Piece *c = outermost(g, a, scratch, &contents), *p;
    if (!c || !sentences_of(g->v, encoded, c, contents, scratch, &p, &count, &words)) return false;
    if (!take(scratch, words, g->v->syntax->hidden_width, out)) return false;
    for (uint32_t i = 0; i < count; i++) copy(g->v, &p[i], i, out);
    return !words || (view_make(&out->tokens, &out->syntax, lexicon_of(m), scratch, &out->view) &&
                      spotted_take(scratch, words, &out->spotted) && spot(&out->view, m, NULL, scratch, &out->spotted) &&
                      grammar_make(&out->view, scratch, &out->grammar) &&
                      (!encoded || hear(m, encoded, words, scratch, out)));
}
