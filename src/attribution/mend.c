/* What the grammar of a whole sentence settles about what the chains found, which look at spans a word at a time:
 *
 *   Bell called it “a start”, though much was open, the paper noted.   the paper's words begin with the sentence
 *   said in a Radio Nine “Early Hour” interview that …                  a title inside a noun phrase begins no content
 *   The ministry, like the port, played it down                         "like …" is not of the source
 *   Bell, who denied it, said …                                         who denies is Bell, who is there already
 *   The pilots have been accused of sinking it                          who accuses is not told; the pilots do not
 *
 * and two verbs that the corpus counts and the record does not, since nothing is said by them: to sign what contains
 * something, to refer to something on the side. */
#include "attribution/internal.h"

#define TITLE_GAP 6u    /* words between a title and the clause that follows its noun phrase */
#define SOURCE_MOST 60u /* words of a source that are looked through */

static bool is(const Grammar *g, uint32_t word, Lexeme x)
{
    return g->v->lemma[word] == g->lexeme[x];
}

static Span sentence_of(const View *v, uint32_t word)
{
    const Sentence *s = &v->tokens->sentences[v->sentence[word]];
    return (Span){s->first, s->end};
}

/* Source and cue together, if they stand behind the content, a comma before them, and end the sentence. */
static bool closes_sentence(const View *v, const Attribution *x, Span content)
{
    if (x->source.begin == x->source.end || x->cue.begin == x->cue.end) return false;
    uint32_t low = x->source.begin < x->cue.begin ? x->source.begin : x->cue.begin;
    uint32_t high = x->source.end > x->cue.end ? x->source.end : x->cue.end;
    Span sentence = sentence_of(v, low);
    bool comma = content.end + 1 == low && v->mark[content.end] == MARK_COMMA;
    return comma && high < sentence.end && v->mark[high] == MARK_TERMINAL && high + 1 == sentence.end;
}

/* A subordinate clause alone is nobody's statement: who ends the sentence with "…, he noted" vouches for its main
 * clause too. */
static void widen(const Grammar *g, const Attribution *x, Span *content)
{
    const View *v = g->v;
    uint32_t first = content->begin;
    bool subordinate = v->base[first] == REL_MARK && !is(g, first, LEX_THAT) && !is(g, first, LEX_TO);
    if (!subordinate || x->content_count != 1 || !closes_sentence(v, x, *content)) return;
    Span sentence = sentence_of(v, first);
    if (sentence.begin < first && v->sentence[content->end] == v->sentence[first]) content->begin = sentence.begin;
}

static bool in_noun_phrase(const View *v, const Quote *q)
{
    if (q->open == v->paragraph_first[q->open] || q->end >= v->paragraph_end[q->open]) return false;
    uint8_t before = v->tag[q->open - 1], after = v->tag[q->end];
    bool nominal =
        before == XPOS_DT || before == XPOS_PRPS || before == XPOS_POS || before == XPOS_NNP || before == XPOS_JJ;
    return nominal && (after == XPOS_NN || after == XPOS_NNS);
}

static void skip_title(const Grammar *g, Span *content)
{
    const View *v = g->v;
    if (v->quote_state[content->begin] != QUOTE_OPEN) return;
    const Quote *q = &v->quotes[v->quote[content->begin]];
    if (!q->closed || q->end + 1 >= content->end || !in_noun_phrase(v, q)) return;
    for (uint32_t i = q->end + 1; i < content->end && i < q->end + TITLE_GAP; i++)
        if (is(g, i, LEX_THAT) && v->base[i] == REL_MARK) {
            content->begin = i;
            return;
        }
}

static void cut_likeness(const Grammar *g, Span *source)
{
    for (uint32_t i = source->begin + 1; i + 1 < source->end && i < source->begin + SOURCE_MOST; i++)
        if (g->v->mark[i] == MARK_COMMA && (is(g, i + 1, LEX_LIKE) || is(g, i + 1, LEX_UNLIKE))) source->end = i;
}

static bool says_nothing(const Grammar *g, const Attribution *x)
{
    for (uint32_t w = x->cue.begin; w < x->cue.end; w++) {
        if (is(g, w, LEX_SIGN)) return true;
        if (is(g, w, LEX_REFER) && g->v->tag[w] == XPOS_VBG && g->v->base[w] == REL_ADVCL) return true;
    }
    return false;
}

#define NEIGHBOURS 2u /* attributions before and after among which the one with the antecedent is looked for */

/* The cue's word that its other words hang on. */
static uint32_t head_of(const View *v, Span cue)
{
    for (uint32_t w = cue.begin; w < cue.end; w++)
        if (v->head[w] < cue.begin || v->head[w] >= cue.end) return w;
    return cue.begin;
}

/* "N, who spoke …, described it": behind the second comma and without an "and" the verb is the noun's, not the pronoun's. */
static bool is_behind(const View *v, uint32_t pronoun, uint32_t verb)
{
    bool fellow = v->base[verb] == REL_CONJ && v->head[verb] == v->head[pronoun] && verb > pronoun + 1;
    return fellow && !(v->children[verb] >> REL_CC & 1) && v->mark[verb - 1] == MARK_COMMA && pronoun &&
           v->mark[pronoun - 1] == MARK_COMMA;
}

/* A relative pronoun inside the subject of the cue is the subject of another verb: the source is the whole subject. */
static bool take_subject(const Grammar *g, Span cue, uint32_t pronoun, Span *source)
{
    const View *v = g->v;
    uint32_t subject = cue.begin < cue.end ? g->subject[head_of(v, cue)] : NONE;
    if (subject == NONE && cue.begin < cue.end && is_behind(v, pronoun, head_of(v, cue)))
        subject = antecedent(v, pronoun, v->head[pronoun]);
    if (subject == NONE || subject == pronoun) return false;
    return v->sub_first[subject] <= pronoun && pronoun < v->sub_end[subject] && phrase_of(g, subject, source);
}

/* A relative pronoun gives way to what it stands for where that is another attribution's source. */
static void share_source(const Grammar *g, const Attributions *a, uint32_t index)
{
    const View *v = g->v;
    Span *source = &a->items[index].source;
    uint32_t pronoun = source->begin;
    bool relative = source->end == pronoun + 1 && (v->tag[pronoun] == XPOS_WP || v->tag[pronoun] == XPOS_WDT);
    if (relative && take_subject(g, a->items[index].cue, pronoun, source)) return;
    uint32_t noun = relative && v->head[pronoun] < v->count ? antecedent(v, pronoun, v->head[pronoun]) : NONE;
    if (noun == NONE) return;
    uint32_t first = index > NEIGHBOURS ? index - NEIGHBOURS : 0;
    for (uint32_t i = first; i < a->count && i <= index + NEIGHBOURS; i++) {
        Span s = a->items[i].source;
        if (i == index || noun < s.begin || noun >= s.end || s.end > pronoun) continue;
        *source = s;
        return;
    }
}

enum { /* what is done to somebody: a passive's subject does not do it */
       ACTS_DONE_TO = 1 << CUE_DENY | 1 << CUE_ACCUSE | 1 << CUE_CONDEMN | 1 << CUE_PRAISE | 1 << CUE_URGE
};

/* The source is the subject of a passive: it is accused, praised, urged. Not "is opposed to", "is convinced that". */
static bool is_done_to_source(const Grammar *g, const Attribution *x)
{
    const View *v = g->v;
    if (x->source.begin >= x->source.end || x->cue.begin >= x->cue.end || x->source.begin > x->cue.begin) return false;
    uint32_t verb = head_of(v, x->cue), subject = g->subject[verb];
    bool subject_is_source = subject != NONE && x->source.begin <= subject && subject < x->source.end;
    if (v->tag[verb] != XPOS_VBN || !(ACTS_DONE_TO >> v->act[verb] & 1) || !subject_is_source) return false;
    for (uint32_t w = verb + 1; w < x->cue.end; w++)
        if (is(g, w, LEX_TO)) return false;
    return is_passive(g, verb) && !is(g, verb + 1, LEX_TO) && !(v->children[verb] >> REL_CCOMP & 1);
}

/* "Were denied visas": kept from them, and nothing said. */
static bool is_kept_from(const Grammar *g, const Attribution *x, const Span *contents)
{
    const View *v = g->v;
    uint32_t verb = head_of(v, x->cue);
    if (v->act[verb] != CUE_DENY) return false;
    for (uint32_t w = contents[0].begin; w < contents[0].end; w++)
        if (v->head[w] == verb) return v->base[w] == REL_OBJ || v->base[w] == REL_XCOMP;
    return false;
}

void mend(const Grammar *g, Attributions *a)
{
    for (uint32_t i = 0; i < a->count; i++) share_source(g, a, i);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < a->count; i++) {
        Attribution *x = &a->items[i];
        if (says_nothing(g, x)) continue;
        Span *contents = a->contents + x->content_first;
        widen(g, x, &contents[0]);
        skip_title(g, &contents[0]);
        cut_likeness(g, &x->source);
        if (is_done_to_source(g, x)) {
            if (is_kept_from(g, x, contents)) continue;
            x->source = (Span){0, 0};
        }
        a->items[kept++] = *x;
    }
    a->count = kept;
}
