/* Quotations that the chains left to nobody, since they stand in a paragraph or sentence without a cue:
 *
 *   The mayor said it would close. ¶ “We have no choice.”   the speaker of the paragraph before: an attribution without a
 *                                                           cue; where his quotation ends it, more of that content
 *   He told the hall, to applause: ¶ “We are many.”         who is introduced
 *   “It is late.” ¶ “And dark,” said Bell.                  the speaker after, where nobody speaks before
 *   Bell has run the mill for years. “You learn to hear.”   the person of the sentence before
 *   Bell wrote on Tuesday: ¶ The court has failed us.       who wrote: the paragraph is the post, without marks
 *
 * Where two speak in turn, or somebody else is told of in between, nobody is guessed. */
#include "attribution/internal.h"

#define QUOTED_LEAST 4u   /* words of a quotation, its marks among them; a term or title has fewer */
#define EXCHANGE_MOST 12u /* words of a quotation in an exchange of two */
#define STILL_RIGHT 0.9f  /* how often what was right is so with a further quotation */
#define LOOK_BACK 8u      /* attributions of a paragraph that are looked at */

typedef struct Orphans {
    const View *v;
    const Grammar *g;
    Attributions *a;
    bool *taken;         /* by quote: some content has words of it */
    uint32_t *last;      /* by paragraph: the last attribution with its cue or source in it, or NONE */
    uint32_t *first;     /* likewise the first */
    uint32_t *heir;      /* by quote: the attribution whose content it becomes, or NONE */
    uint32_t *paragraph; /* by word */
    Reported *found;
    uint32_t *found_of; /* by quote: index into found, or NONE */
    uint32_t count, capacity;
    Arena *scratch;
    bool failed; /* memory ran out */
} Orphans;

/* ---- what is looked at ---- */

static uint32_t place(const Attribution *x)
{
    return x->cue.begin < x->cue.end ? x->cue.begin : x->source.begin;
}

/* Where an attribution ends: its source, cue and what it has of contents in its paragraph. */
static uint32_t end_of(const Orphans *o, const Attribution *x)
{
    uint32_t end = x->cue.end > x->source.end ? x->cue.end : x->source.end, paragraph = o->v->paragraph_end[place(x)];
    for (uint32_t k = 0; k < x->content_count; k++) {
        Span c = o->a->contents[x->content_first + k];
        if (c.begin < paragraph && c.end > end) end = c.end < paragraph ? c.end : paragraph;
    }
    return end;
}

static bool in_content(const Orphans *o, const Attribution *x, uint32_t word)
{
    for (uint32_t k = 0; k < x->content_count; k++) {
        Span c = o->a->contents[x->content_first + k];
        if (c.begin <= word && word < c.end) return true;
    }
    return false;
}

static uint32_t root_of(const View *v, uint32_t sentence)
{
    const Sentence *s = &v->tokens->sentences[sentence];
    for (uint32_t w = s->first; w < s->end; w++)
        if (v->head[w] == v->count) return w;
    return s->first;
}

/* "The DNC apologized for the emails, which had aides suggesting it": of several in one sentence the one whose source
 * is the sentence's subject. */
static uint32_t main_of(const Orphans *o, uint32_t at)
{
    const View *v = o->v;
    uint32_t sentence = v->sentence[place(&o->a->items[at])], subject = o->g->subject[root_of(v, sentence)];
    for (uint32_t k = at > LOOK_BACK ? at - LOOK_BACK : 0; subject != NONE && k < at; k++) {
        const Attribution *x = &o->a->items[k];
        if (x->source.begin <= subject && subject < x->source.end && v->sentence[place(x)] == sentence) return k;
    }
    return at;
}

/* The last attribution of the paragraph that is no part of another's content; NONE. */
static uint32_t speaking(const Orphans *o, uint32_t first, uint32_t before)
{
    const Attributions *a = o->a;
    uint32_t at = o->last[o->paragraph[first]];
    for (uint32_t steps = 0; at != NONE && steps < LOOK_BACK; steps++) {
        const Attribution *x = &a->items[at];
        uint32_t p = place(x);
        if (p < first) return NONE;
        bool inner = o->v->quote[p] != NONE;
        for (uint32_t k = at > LOOK_BACK ? at - LOOK_BACK : 0; k < a->count && k <= at + LOOK_BACK && !inner; k++)
            inner = k != at && in_content(o, &a->items[k], p);
        if (p < before && !inner && x->source.begin < x->source.end) return main_of(o, at);
        at = at ? at - 1 : NONE;
    }
    return NONE;
}

/* All of the paragraph stands in quotation marks. */
static bool is_all_quoted(const View *v, uint32_t first)
{
    for (uint32_t w = first; w < v->paragraph_end[first]; w++)
        if (v->quote[w] == NONE && v->mark[w] == MARK_NONE) return false;
    return v->quote[first] != NONE;
}

/* A sentence, and no heading, title or term. */
static bool is_said(const View *v, const Quote *q)
{
    bool heading = q->single && q->end - q->open < EXCHANGE_MOST && q->open == v->paragraph_first[q->open];
    if (q->end - q->open < QUOTED_LEAST || heading) return false;
    for (uint32_t w = q->end - 1; w > q->open && w + 3 > q->end; w--)
        if (v->mark[w] == MARK_TERMINAL) return true;
    return !q->closed || q->end - q->open > 2 * EXCHANGE_MOST;
}

static bool is_whole_sentence(const View *v, const Quote *q)
{
    bool begins = v->tokens->words[q->open].flags & WORD_SENTENCE;
    return begins && (q->end == v->paragraph_end[q->open] || v->tokens->words[q->end].flags & WORD_SENTENCE);
}

/* He, she or a name: who may speak. */
static bool is_person(const View *v, uint32_t w)
{
    return v->tag[w] == XPOS_NNP || (v->tag[w] == XPOS_PRP && (v->relation[w] == REL_NSUBJ));
}

static bool is_negated(const Grammar *g, uint32_t verb)
{
    for (uint32_t c = g->child[verb]; c != NONE && c < verb; c = g->sibling[c])
        if (negates(g, c)) return true;
    return false;
}

/* Of whom the sentence tells: its main subject, where that is a person by name or "he", "she". */
static bool subject_of_sentence(const Orphans *o, uint32_t sentence, Span *out)
{
    const View *v = o->v;
    uint32_t root = root_of(v, sentence), s = o->g->subject[root];
    if (s == NONE || !is_person(v, s) || v->quote[s] != NONE || is_passive(o->g, root) || is_negated(o->g, root))
        return false;
    if (v->tag[s] == XPOS_PRP) {
        Lexeme others[] = {LEX_IT, LEX_I, LEX_WE, LEX_YOU};
        for (size_t i = 0; i < COUNT(others); i++)
            if (v->lemma[s] == o->g->lexeme[others[i]]) return false;
    }
    return phrase_of(o->g, s, out);
}

static bool same_words(const View *v, Span a, Span b)
{
    for (uint32_t i = a.begin; i < a.end; i++)
        for (uint32_t k = b.begin; k < b.end; k++)
            if (v->lemma[i] == v->lemma[k] && v->tag[i] == XPOS_NNP && v->tag[k] == XPOS_NNP) return true;
    return false;
}

/* ---- to whom it goes ---- */

/* Whether it was placed; what places it says so, and so do the ways below. */
static bool add_found(Orphans *o, const Reported *r)
{
    if (!arena_grow(o->scratch, (void **)&o->found, &o->capacity, o->count + 1, sizeof *o->found))
        o->failed = true;
    else
        o->found[o->count++] = *r;
    return true;
}

static bool add_alone(Orphans *o, uint32_t quote, Span source, Span cue)
{
    const Quote *q = &o->v->quotes[quote];
    Reported r = {.source = source, .cue = cue, .count = 1, .reading = READ_ORPHAN, .contents = {{q->open, q->end}}};
    o->found_of[quote] = o->count;
    o->taken[quote] = true;
    return add_found(o, &r);
}

static bool add_to(Orphans *o, uint32_t quote, uint32_t attribution)
{
    o->heir[quote] = attribution;
    o->taken[quote] = true;
    return true;
}

/* More of what was found before, as far as there is room. */
static bool add_more(Orphans *o, uint32_t quote, uint32_t found)
{
    Reported *r = &o->found[found];
    if (r->count == REPORTED_PIECES) return false;
    r->contents[r->count++] = (Span){o->v->quotes[quote].open, o->v->quotes[quote].end};
    o->taken[quote] = true;
    return true;
}

/* Whoever is asked may answer: a short quotation behind a quoted question. */
static bool may_answer(const View *v, const Quote *q)
{
    uint32_t w = q->open;
    if (q->end - q->open >= EXCHANGE_MOST || w < 3) return false;
    for (uint32_t i = w - 1; i > 0 && v->paragraph_first[i] == v->paragraph_first[w - 1]; i--)
        if (v->quote_state[i] == QUOTE_CLOSE) return v->lemma[i - 1] == lemma_hash(text_literal("?"));
    return false;
}

/* It has a verb of saying, and so a speaker; who declined, or has never said, is none. */
static bool is_saying(const Grammar *g, const Attribution *x)
{
    bool says = false;
    for (uint32_t w = x->cue.begin; w < x->cue.end; w++) {
        if (g->v->act[w] == CUE_DECLINE || negates(g, w)) return false;
        says |= g->v->bucket[w] >= 5;
    }
    return says;
}

static bool has_quoted_end(const Orphans *o, const Attribution *x)
{
    Span last = o->a->contents[x->content_first + x->content_count - 1];
    for (uint32_t w = last.begin; w < last.end; w++)
        if (o->v->quote[w] != NONE) return true;
    return false;
}

/* "Bell told the hall, to applause:" The last verb that introduces, its subject the source. */
static bool introduced(Orphans *o, uint32_t quote, uint32_t sentence)
{
    const View *v = o->v;
    const Sentence *s = &v->tokens->sentences[sentence];
    Span source;
    for (uint32_t w = s->end; w-- > s->first;)
        if (v->bucket[w] >= 5 && is_verb(v, w) && v->quote[w] == NONE && speaker_of(o->g, w, &source))
            return add_alone(o, quote, source, cue_of(o->g, w));
    return false;
}

static bool after_colon(Orphans *o, uint32_t quote, uint32_t first, uint32_t end)
{
    const View *v = o->v;
    uint32_t sentence = v->sentence[end - 1], root = root_of(v, sentence), at = speaking(o, first, end);
    if (at != NONE && v->sentence[place(&o->a->items[at])] == sentence && !is_passive(o->g, root)) {
        const Attribution *x = &o->a->items[at];
        bool main = x->cue.begin <= root && root < x->cue.end;
        if (main || end_of(o, x) + 1 >= end) return add_to(o, quote, at);
    }
    if (introduced(o, quote, sentence)) return true;
    Span source;
    bool may_tell = v->act[root] || v->bucket[root] >= 4;
    return may_tell && subject_of_sentence(o, sentence, &source) && add_alone(o, quote, source, (Span){0, 0});
}

/* "Bell is selling the gun. ¶ “It was given back.” ¶ Bell said he had offers.": whom the paragraph before tells of
 * speaks next. */
static bool speaks_next(const Orphans *o, uint32_t quote, Span source)
{
    const View *v = o->v;
    uint32_t next = v->paragraph_end[v->quotes[quote].open];
    uint32_t at = next < v->count ? o->first[o->paragraph[next]] : NONE;
    if (at == NONE) return false;
    return v->tag[source.begin] == XPOS_PRP || same_words(v, source, o->a->items[at].source);
}

/* The paragraph before, which has words of its own: [first, end). */
static bool after_paragraph(Orphans *o, uint32_t quote, uint32_t first, uint32_t end)
{
    const View *v = o->v;
    Span told_of, none = {0, 0};
    if (v->mark[end - 1] == MARK_COLON) return after_colon(o, quote, first, end);
    uint32_t at = speaking(o, first, end), sentence = v->sentence[end - 1];
    bool told = subject_of_sentence(o, sentence, &told_of);
    if (at == NONE) return told && speaks_next(o, quote, told_of) && add_alone(o, quote, told_of, none);
    const Attribution *x = &o->a->items[at];
    if (!is_saying(o->g, x) || may_answer(v, &v->quotes[quote])) return false;
    uint32_t x_end = end_of(o, x);
    bool quoted = has_quoted_end(o, x);
    if (v->sentence[x_end - 1] >= sentence || (quoted && x_end == end))
        return quoted ? add_to(o, quote, at) : add_alone(o, quote, x->source, none);
    bool same = told && (v->tag[told_of.begin] == XPOS_PRP || same_words(v, told_of, x->source));
    return same && add_alone(o, quote, told_of, none); /* else somebody or something stands in between */
}

/* The paragraph before was all quotation, and has its speaker. */
static bool after_quotation(Orphans *o, uint32_t quote, uint32_t before)
{
    const Quote *a = &o->v->quotes[before], *b = &o->v->quotes[quote];
    bool exchange = a->closed && (a->end - a->open < EXCHANGE_MOST || b->end - b->open < EXCHANGE_MOST);
    if (exchange) return false;
    if (o->heir[before] != NONE) return add_to(o, quote, o->heir[before]);
    uint32_t f = o->found_of[before];
    if (f == NONE || !add_more(o, quote, f)) return false;
    o->found_of[quote] = f;
    return true;
}

/* The paragraph after has the tag: “…,” said Bell. */
static bool before_tag(Orphans *o, uint32_t quote, uint32_t next)
{
    const View *v = o->v;
    uint32_t at = next < v->count ? o->first[o->paragraph[next]] : NONE;
    if (at == NONE || v->quote_state[next] != QUOTE_OPEN || may_answer(v, &v->quotes[v->quote[next]])) return false;
    const Attribution *x = &o->a->items[at];
    bool opens = x->source.begin < x->source.end && o->a->contents[x->content_first].begin <= next + 1;
    return opens && add_to(o, quote, at);
}

static bool is_placed(Orphans *o, uint32_t quote, uint32_t first, uint32_t before)
{
    const View *v = o->v;
    bool follows = before != NONE && is_all_quoted(v, before);
    if (follows && after_quotation(o, quote, v->quote[before])) return true;
    if (before != NONE && !follows && after_paragraph(o, quote, before, first)) return true;
    bool nobody = before == NONE || speaking(o, before, first) == NONE;
    return nobody && before_tag(o, quote, v->paragraph_end[first]);
}

static void of_paragraph(Orphans *o, uint32_t first, uint32_t before)
{
    const View *v = o->v;
    uint32_t quote = v->quote[first], end = v->paragraph_end[first];
    if (!is_placed(o, quote, first, before) || o->failed) return;
    for (uint32_t q = quote + 1; q < v->quote_count && v->quotes[q].open < end; q++) { /* the paragraph's others */
        if (o->taken[q]) continue;
        o->taken[q] = true;
        o->heir[q] = o->heir[quote];
        if (o->found_of[quote] != NONE) (void)add_more(o, q, o->found_of[quote]);
    }
}

/* A quoted sentence among others: its paragraph's speaker, or the person of the sentence before. */
static void of_sentence(Orphans *o, uint32_t quote)
{
    const View *v = o->v;
    const Quote *q = &v->quotes[quote];
    uint32_t first = v->paragraph_first[q->open], at = speaking(o, first, q->open);
    Span source;
    if (q->open == first || !is_whole_sentence(v, q)) return;
    uint32_t before = v->sentence[q->open - 1];
    bool told = subject_of_sentence(o, before, &source);
    if (at == NONE) {
        if (told && o->last[o->paragraph[first]] == NONE) (void)add_alone(o, quote, source, (Span){0, 0});
        return;
    }
    const Attribution *x = &o->a->items[at];
    bool same = told && (v->tag[source.begin] == XPOS_PRP || same_words(v, source, x->source));
    if (same || v->sentence[end_of(o, x) - 1] >= before) (void)add_to(o, quote, at);
}

/* ---- posts and letters ---- */

/* "Oden wrote on Tuesday:" before a paragraph without quotation marks: the last verb of writing in the sentence, or
 * NONE. */
static uint32_t writes(const Orphans *o, uint32_t sentence)
{
    const View *v = o->v;
    const Sentence *s = &v->tokens->sentences[sentence];
    static const Lexeme verbs[] = {LEX_WRITE, LEX_TWEET, LEX_POST};
    for (uint32_t w = s->end; w-- > s->first;)
        for (size_t i = 0; i < COUNT(verbs); i++)
            if (v->lemma[w] == o->g->lexeme[verbs[i]] && v->tag[w] >= XPOS_VBD && v->tag[w] <= XPOS_VBZ &&
                v->quote[w] == NONE)
                return w;
    return NONE;
}

/* A paragraph of its own that is what was written: no list, no label, no quotation. */
static bool is_set_off(const View *v, uint32_t first)
{
    uint32_t end = v->paragraph_end[first];
    uint8_t mark = v->mark[first];
    bool opens = mark == MARK_DASH || mark == MARK_OTHER || mark == MARK_QUOTE_OPEN || mark == MARK_SINGLE_OPEN;
    return !opens && end - first >= QUOTED_LEAST &&
           (v->mark[end - 1] == MARK_TERMINAL || v->mark[end - 1] == MARK_CLOSE);
}

static bool has_cue(const Orphans *o, uint32_t word)
{
    for (uint32_t i = o->first[o->paragraph[word]]; i != NONE && i < o->a->count && place(&o->a->items[i]) <= word; i++)
        if (o->a->items[i].cue.begin <= word && word < o->a->items[i].cue.end) return true;
    return false;
}

static void of_post(Orphans *o, uint32_t first, uint32_t before)
{
    const View *v = o->v;
    if (v->mark[first - 1] != MARK_COLON || v->quote[first - 1] != NONE || !is_set_off(v, first)) return;
    uint32_t verb = writes(o, v->sentence[first - 1]);
    if (verb == NONE || verb < before || v->children[verb] >> REL_OBJ & 1 || has_cue(o, verb)) return;
    Reported r = {
        .cue = cue_of(o->g, verb), .count = 1, .reading = READ_POST, .contents = {{first, v->paragraph_end[first]}}};
    if (speaker_of(o->g, verb, &r.source)) (void)add_found(o, &r);
}

/* ---- all of them ---- */

static bool measure(Orphans *o)
{
    const View *v = o->v;
    Arena *scratch = o->scratch;
    uint32_t paragraphs = 0;
    o->taken = quotes_taken(v, o->a, scratch);
    o->heir = TAKE(scratch, uint32_t, (size_t)v->quote_count + 1);
    o->found_of = TAKE(scratch, uint32_t, (size_t)v->quote_count + 1);
    o->paragraph = TAKE(scratch, uint32_t, (size_t)v->count + 1);
    if (!o->taken || !o->heir || !o->found_of || !o->paragraph) return false;
    for (uint32_t w = 0; w < v->count; w++)
        o->paragraph[w] = w == v->paragraph_first[w] ? paragraphs++ : paragraphs - 1;
    o->first = TAKE(scratch, uint32_t, (size_t)paragraphs + 1);
    o->last = TAKE(scratch, uint32_t, (size_t)paragraphs + 1);
    if (!o->first || !o->last) return false;
    for (uint32_t q = 0; q < v->quote_count; q++) o->heir[q] = o->found_of[q] = NONE;
    for (uint32_t p = 0; p < paragraphs; p++) o->first[p] = o->last[p] = NONE;
    for (uint32_t i = 0; i < o->a->count; i++) {
        const Attribution *x = &o->a->items[i];
        uint32_t p = o->paragraph[place(x)];
        if (o->first[p] == NONE) o->first[p] = i;
        o->last[p] = i;
    }
    return true;
}

/* The contents anew, each with the quotations that it inherits. */
static bool inherit(const Orphans *o, Arena *arena)
{
    Arena *scratch = o->scratch;
    Attributions *a = o->a;
    uint32_t quotes = o->v->quote_count, total = a->content_count;
    uint32_t *extra = TAKE(scratch, uint32_t, (size_t)a->count + 1);
    Span *out = TAKE(arena, Span, (size_t)a->content_count + quotes + 1);
    if (!extra || !out) return false;
    memset(extra, 0, a->count * sizeof *extra);
    for (uint32_t q = 0; q < quotes; q++)
        if (o->heir[q] != NONE) extra[o->heir[q]]++;
    uint32_t *at = TAKE(scratch, uint32_t, (size_t)a->count + 1);
    if (!at) return false;
    uint32_t n = 0;
    for (uint32_t i = 0; i < a->count; i++) {
        Attribution *x = &a->items[i];
        memcpy(out + n, a->contents + x->content_first, x->content_count * sizeof *out);
        at[i] = n + x->content_count;
        x->content_first = n;
        n += x->content_count + extra[i];
    }
    for (uint32_t q = 0; q < quotes; q++) {
        if (o->heir[q] == NONE) continue;
        Attribution *x = &a->items[o->heir[q]];
        Span s = {o->v->quotes[q].open, o->v->quotes[q].end};
        uint32_t k = at[o->heir[q]]++;
        for (; k > x->content_first && out[k - 1].begin > s.begin; k--) out[k] = out[k - 1];
        out[k] = s;
        x->confidence *= STILL_RIGHT;
        x->content_count++;
        total++;
    }
    a->contents = out;
    a->content_count = total;
    return true;
}

static uint32_t place_found(const Reported *r)
{
    return (uint32_t)(r->cue.begin < r->cue.end ? r->cue.begin : r->contents[0].begin);
}

/* By place, as they are added. They are found by their contents: only a cue stands out of turn, in the paragraph
 * before. */
static void sort_found(Reported *found, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        Reported r = found[i];
        uint32_t k = i;
        for (; k && place_found(&found[k - 1]) > place_found(&r); k--) found[k] = found[k - 1];
        found[k] = r;
    }
}

/* One paragraph: all of it a quotation, a post, or quotations among its sentences. */
static void look_through(Orphans *o, uint32_t first, uint32_t before, uint32_t *next)
{
    const View *v = o->v;
    uint32_t quote = v->quote[first];
    bool whole = quote != NONE && !o->taken[quote] && is_all_quoted(v, first);
    if (whole && is_said(v, &v->quotes[quote])) of_paragraph(o, first, before);
    if (first && quote == NONE) of_post(o, first, before);
    for (; *next < v->quote_count && v->quotes[*next].open < v->paragraph_end[first]; ++*next)
        if (!o->taken[*next] && is_said(v, &v->quotes[*next])) of_sentence(o, *next);
}

bool orphans_place(const Grammar *g, Arena *arena, Arena *scratch, Attributions *a)
{
    const View *v = g->v;
    Orphans o = {.v = v, .g = g, .a = a, .scratch = scratch};
    uint32_t next = 0;
    if (!measure(&o)) return false;
    for (uint32_t first = 0, before = NONE; first < v->count; before = first, first = v->paragraph_end[first])
        look_through(&o, first, before, &next);
    if (o.failed || !inherit(&o, arena)) return false;
    sort_found(o.found, o.count);
    return !o.count || add_reported(o.found, o.count, arena, scratch, a);
}
