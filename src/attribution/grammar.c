/* What the grammar alone says of who says what. The chains learn outermost attributions, as their corpus holds them;
 * this reads the tree at one word, wherever that word stands:
 *
 *   he has said that …                  verb, subject, clause            "…", he said · …, he says, …
 *   neither confirmed nor denied it     verbs that share subject and object
 *   vowed to … · condemned it as …      infinitive, object: for acts whose infinitive or object is what is said
 *   it is said that … · is said to …    passive
 *   is confident that …                 adjective
 *   her claim that …                    noun; without a source where none is named
 *   according to her, …
 *
 * A word is read in time proportional to what it governs and to SOURCE_WORDS. */
#include "attribution/internal.h"

#define EDGE_MOST 8u     /* marks at an edge that are looked past: one tail of marks may end a thousand contents */
#define SOURCE_WORDS 40u /* a longer one is a tree gone wrong */
#define CLIMB_MOST 8u
#define FELLOW_GAP 4u    /* words from a verb to one that shares its object */
#define QUOTE_WORDS 100u /* that a quotation inside a quotation has, at most */
#define CONTENT_LEAST 2u /* words */
#define SCARE_WORDS 5u   /* a quotation behind a cue has as many words, marks among them; a term or title fewer */
#define NOUN_GAP 12u     /* words between a noun and its clause, at most */

enum { /* of data/words/cues.tsv, as the View has them */
       ACTS_OBJECT = 1 << CUE_CONFIRM | 1 << CUE_DENY | 1 << CUE_DISMISS | 1 << CUE_ACCUSE | 1 << CUE_CONDEMN,
       ACTS_INFINITIVE = 1 << CUE_CLAIM | 1 << CUE_WARN | 1 << CUE_PROMISE,
       ACTS_NOUN_INFINITIVE = 1 << CUE_CLAIM | 1 << CUE_WARN | 1 << CUE_PROMISE | 1 << CUE_URGE,
       ACTS_NOUN_OF = 1 << CUE_CLAIM | 1 << CUE_ACCUSE,
       ACTS_PASSIVE = 1 << CUE_CLAIM | 1 << CUE_SUGGEST | 1 << CUE_THINK | 1 << CUE_WARN,
       ACTS_OF_MIND = 1 << CUE_PRAISE | 1 << CUE_THINK | 1 << CUE_SUGGEST | 1 << CUE_PROMISE | 1 << CUE_DECLINE |
                      1 /* no act: known from use */
};

#define LEXEME_TEXT(id, lemma) lemma,
static const char *const lexemes[LEXEMES] = {LEXEME_LIST(LEXEME_TEXT)};

bool grammar_make(const View *v, Arena *scratch, Grammar *out)
{
    size_t n = (size_t)v->count + 1;
    *out = (Grammar){.v = v,
                     .child = TAKE(scratch, uint32_t, n),
                     .sibling = TAKE(scratch, uint32_t, n),
                     .subject = TAKE(scratch, uint32_t, n)};
    if (!out->child || !out->sibling || !out->subject) return false;
    for (uint32_t i = 0; i < LEXEMES; i++) out->lexeme[i] = lemma_hash(text_literal(lexemes[i]));
    for (size_t i = 0; i < n; i++) out->child[i] = out->subject[i] = NONE;
    for (uint32_t i = v->count; i-- > 0;) {
        uint32_t up = v->head[i];
        out->sibling[i] = out->child[up];
        out->child[up] = i;
        bool nearer = out->subject[up] == NONE || out->subject[up] > up; /* of several the one right before the verb */
        if (v->base[i] == REL_NSUBJ && nearer) out->subject[up] = i;
    }
    return true;
}

/* ---- words ---- */

static bool is(const Grammar *g, uint32_t word, Lexeme x)
{
    return g->v->lemma[word] == g->lexeme[x];
}

static bool is_any(const Grammar *g, uint32_t word, Lexeme first, Lexeme last)
{
    for (Lexeme x = first; x <= last; x++)
        if (is(g, word, x)) return true;
    return false;
}

static bool acts(const Grammar *g, uint32_t word, uint32_t set)
{
    return set >> g->v->act[word] & 1;
}

/* What stands where nouns stand is a noun, whatever its tag says. */
static bool stands_as_noun(const View *v, uint32_t w)
{
    uint8_t r = v->base[w];
    return is_noun(v, w) || r == REL_OBL || r == REL_OBJ || r == REL_NMOD || r == REL_IOBJ || r == REL_NSUBJ;
}

static uint32_t child_of(const Grammar *g, uint32_t word, uint8_t base)
{
    if (!(g->v->children[word] >> base & 1)) return NONE;
    uint32_t c = g->child[word];
    while (c != NONE && g->v->base[c] != base) c = g->sibling[c];
    return c;
}

/* The first word governed in that relation whose preposition is that one. */
static uint32_t child_with_case(const Grammar *g, uint32_t word, uint8_t base, Lexeme preposition)
{
    if (!(g->v->children[word] >> base & 1)) return NONE;
    for (uint32_t c = g->child[word]; c != NONE; c = g->sibling[c])
        if (g->v->base[c] == base && is(g, g->v->sub_first[c], preposition)) return c;
    return NONE;
}

bool is_passive(const Grammar *g, uint32_t w)
{
    const View *v = g->v;
    if (g->subject[w] != NONE && v->relation[g->subject[w]] == REL_NSUBJ_PASS) return true;
    if (!(v->children[w] >> REL_AUX & 1)) return false;
    for (uint32_t c = g->child[w]; c != NONE; c = g->sibling[c])
        if (v->relation[c] == REL_AUX_PASS) return true;
    return false;
}

/* ---- spans ---- */

static bool is_edge(uint8_t mark)
{
    return mark == MARK_COMMA || mark == MARK_DASH || mark == MARK_COLON || mark == MARK_OTHER || mark == MARK_TERMINAL;
}

static bool opens(uint8_t mark)
{
    return mark == MARK_QUOTE_OPEN || mark == MARK_SINGLE_OPEN;
}

/* A quotation mark whose fellow lies on the other side of a span's edge belongs with it, and the words between them. */
void fit_quotes(const View *v, Span *s, uint32_t least, uint32_t most)
{
    uint32_t first = v->quote[s->begin], last = v->quote[s->end - 1];
    if (first != NONE && v->quotes[first].open + 1 == s->begin && v->quotes[first].end <= s->end + 2 &&
        v->quotes[first].open >= least)
        s->begin--;
    if (last != NONE && v->quotes[last].closed && v->quotes[last].open >= s->begin && v->quotes[last].end > s->end &&
        v->quotes[last].end <= s->end + 2 && v->quotes[last].end <= most)
        s->end = v->quotes[last].end;
}

/* A quotation that opens a content right behind the cue is content to its end, wherever the tree lets it end; another
 * that goes on beyond the content is somebody else's, and its mark too. */
static void fit_opening(const View *v, Span *s, uint32_t least, uint32_t most)
{
    if (v->quote_state[s->begin] != QUOTE_OPEN) return;
    const Quote *q = &v->quotes[v->quote[s->begin]];
    if (q->end <= s->end + 2) return;
    if (q->closed && s->begin <= least + 1 && least > 0 && q->end <= most)
        s->end = q->end;
    else
        s->begin++;
}

/* Whether a closing mark closes something opened at or after `begin`, or right before it. */
static bool closes_within(const View *v, uint32_t mark, uint32_t begin)
{
    uint8_t opening = v->mark[mark] == MARK_QUOTE_CLOSE ? MARK_QUOTE_OPEN : MARK_SINGLE_OPEN;
    if (v->quote_state[mark] == QUOTE_CLOSE) return v->quotes[v->quote[mark]].open + 1 >= begin;
    for (uint32_t i = mark; i-- > begin && mark - i < QUOTE_WORDS;)
        if (v->mark[i] == opening) return true;
    return false;
}

/* Commas and ends of sentences at a content's edges fall away, but for those before a closing quotation mark; and marks
 * whose fellow is outside. */
static void trim_front(const View *v, Span *s)
{
    for (uint32_t k = 0; k < EDGE_MOST && s->begin < s->end; k++, s->begin++)
        if (!is_edge(v->mark[s->begin]) && v->quote_state[s->begin] != QUOTE_CLOSE) return;
}

static void trim_back(const View *v, Span *s)
{
    for (uint32_t k = 0; k < EDGE_MOST && s->begin < s->end; k++, s->end--) {
        uint8_t mark = v->mark[s->end - 1];
        bool closes = mark == MARK_QUOTE_CLOSE || mark == MARK_SINGLE_CLOSE;
        bool dangles = closes && !closes_within(v, s->end - 1, s->begin);
        if (!is_edge(mark) && !opens(mark) && !dangles) return;
    }
}

/* The same for a quotation inside a quotation, which the View does not pair. */
static void fit_inner(const View *v, Span *s, uint32_t least, uint32_t most)
{
    uint32_t open = s->begin;
    if (!opens(v->mark[open]) || v->quote_state[open] != QUOTE_IN) return;
    uint8_t closing = v->mark[open] == MARK_QUOTE_OPEN ? MARK_QUOTE_CLOSE : MARK_SINGLE_CLOSE;
    uint32_t end = v->quotes[v->quote[open]].end < most ? v->quotes[v->quote[open]].end : most, close = open + 1;
    while (close < end && close < open + QUOTE_WORDS && v->mark[close] != closing) close++;
    if (close >= end || v->mark[close] != closing) return;
    if (close <= s->end + 1 || (open <= least + 1 && least > 0)) s->end = close < s->end ? s->end : close + 1;
}

static bool trim_content(const View *v, Span *s, uint32_t least, uint32_t most)
{
    trim_front(v, s);
    if (s->begin < s->end) fit_opening(v, s, least, most);
    trim_back(v, s);
    if (s->begin >= s->end || is_edge(v->mark[s->end - 1])) return false;
    fit_quotes(v, s, least, most);
    fit_inner(v, s, least, most);
    return true;
}

static void add_content(const View *v, Reported *out, uint32_t begin, uint32_t end, uint32_t least, uint32_t most)
{
    Span s = {begin, end};
    if (out->count == REPORTED_PIECES || begin >= end || !trim_content(v, &s, least, most)) return;
    out->contents[out->count++] = s;
}

/* The clause's own subject may hang on the cue, as its object: "believes him fit", "thinks Bell has won". */
static uint32_t clause_begin(const Grammar *g, const Reported *out, uint32_t top)
{
    const View *v = g->v;
    uint32_t begin = v->sub_first[top], before = begin ? v->top_end[begin - 1] : NONE;
    bool own = g->subject[top] != NONE || v->children[top] >> REL_MARK & 1 || v->mark[begin] ||
               !acts(g, out->head, 1 << CUE_THINK);
    if (own || before == NONE || before < out->cue.end || (v->base[before] != REL_OBJ && v->base[before] != REL_IOBJ))
        return begin;
    return v->sub_first[before] >= out->cue.end ? v->sub_first[before] : begin;
}

/* "which he believes was late", "all they said would come": the clause's subject stands outside it. */
static bool has_gap(const View *v, uint32_t top, uint32_t begin)
{
    uint64_t subject = (uint64_t)1 << REL_NSUBJ | (uint64_t)1 << REL_CSUBJ | (uint64_t)1 << REL_EXPL;
    bool finite = v->tag[top] == XPOS_VBD || v->tag[top] == XPOS_VBZ || v->tag[top] == XPOS_VBP ||
                  v->children[top] >> REL_AUX & 1 || v->children[top] >> REL_COP & 1;
    return finite && begin == v->sub_first[top] && !(v->children[top] & subject) &&
           !(v->children[top] >> REL_MARK & 1) && !v->mark[begin] && !is_relative(v, begin);
}

/* The clause that `top` governs, without what lies between its own words of cue and source. */
static void add_clause(const Grammar *g, Reported *out, uint32_t top)
{
    const View *v = g->v;
    bool source = out->source.begin < out->source.end;
    uint32_t mark = child_of(g, top, REL_MARK);
    bool asks = is(g, out->head, LEX_KNOW) || is(g, out->head, LEX_SAY) || acts(g, out->head, 1 << CUE_ASK);
    if (mark != NONE && (is(g, mark, LEX_BECAUSE) || (is(g, mark, LEX_IF) && !asks))) return; /* an adverbial */
    uint32_t begin = clause_begin(g, out, top), end = v->sub_end[top];
    if (begin >= out->cue.end && has_gap(v, top, begin)) return;
    uint32_t low = source && out->source.begin < out->cue.begin ? out->source.begin : out->cue.begin;
    uint32_t high = source && out->source.end > out->cue.end ? out->source.end : out->cue.end;
    if (begin >= high || end <= low) {
        add_content(v, out, begin, end, end <= low ? 0 : high, end <= low ? low : v->count);
    } else if (top < low) { /* the clause comes first; what the tree hangs on it from beyond is uncertain */
        add_content(v, out, begin, low, 0, low);
    } /* else a word of it stands before the cue, and is what a relative clause is about: "which he says was late" */
}

/* ---- sources ---- */

/* Where the noun phrase of `noun` ends: before a relative clause, or what a comma sets apart that is no apposition. */
static uint32_t phrase_end(const View *v, uint32_t noun)
{
    uint32_t end = v->sub_end[noun];
    uint32_t most = end < noun + SOURCE_WORDS ? end : noun + SOURCE_WORDS;
    for (uint32_t i = noun + 1; i < most && i < end; i++) {
        uint32_t first = v->sub_first[i];
        bool comma = first > noun && (v->mark[first] == MARK_COMMA || v->mark[first - 1] == MARK_COMMA);
        bool clause =
            v->base[i] == REL_PARATAXIS || v->base[i] == REL_ADVCL || v->base[i] == REL_CCOMP || v->base[i] == REL_DEP;
        bool apart =
            comma && v->head[i] == noun && (v->base[i] == REL_ACL || v->base[i] == REL_NMOD || v->base[i] == REL_OBL);
        if (is_relative(v, i))
            end = i;
        else if ((v->relation[i] == REL_ACL_RELCL || clause || apart) && first > noun && first < end)
            end = first;
    }
    return end;
}

static uint32_t phrase_begin(const Grammar *g, uint32_t noun)
{
    const View *v = g->v;
    uint32_t i = v->sub_first[noun];
    for (; i < noun; i++) {
        bool adverb = v->base[i] == REL_ADVMOD && v->mark[i + 1] == MARK_COMMA;
        bool quote = v->quote[i] != NONE && v->quotes[v->quote[i]].end > v->sub_end[noun];
        bool outside =
            v->base[i] == REL_CC || v->base[i] == REL_MARK || v->base[i] == REL_CASE || v->base[i] == REL_FIXED;
        if (!is_edge(v->mark[i]) && !adverb && !outside && !(opens(v->mark[i]) && quote)) break;
    }
    return i;
}

bool phrase_of(const Grammar *g, uint32_t noun, Span *out)
{
    const View *v = g->v;
    if (v->tag[noun] == XPOS_PRP || v->tag[noun] == XPOS_PRPS) {
        *out = (Span){noun, noun + 1};
        return true;
    }
    if (noun - v->sub_first[noun] > SOURCE_WORDS) return false;
    Span s = {phrase_begin(g, noun), phrase_end(v, noun)};
    if (s.begin >= s.end || s.end - s.begin > SOURCE_WORDS) return false;
    while (s.end > s.begin && (is_edge(v->mark[s.end - 1]) || v->base[s.end - 1] == REL_CC)) s.end--;
    *out = s;
    return s.begin < s.end;
}

uint32_t antecedent(const View *v, uint32_t pronoun, uint32_t verb)
{
    uint32_t up = v->head[verb], w = pronoun;
    if (v->base[verb] == REL_ACL && up < pronoun) return up;
    if (w > v->paragraph_first[pronoun] && v->mark[w - 1] == MARK_COMMA) w--;
    if (w == v->paragraph_first[pronoun] || !is_noun(v, w - 1)) return NONE;
    w--;
    for (uint32_t i = 0; i < CLIMB_MOST; i++) {
        uint8_t r = v->base[w];
        if ((r != REL_FLAT && r != REL_COMPOUND && r != REL_APPOS && r != REL_NMOD) || v->head[w] > pronoun) break;
        w = v->head[w];
    }
    return is_noun(v, w) ? w : NONE;
}

/* The subject of a verb, or of the verb that it stands beside or under without one of its own. */
static uint32_t subject_of(const Grammar *g, uint32_t verb)
{
    const View *v = g->v;
    for (uint32_t i = 0; i < CLIMB_MOST; i++) {
        if (g->subject[verb] != NONE) return g->subject[verb];
        bool shares = v->base[verb] == REL_CONJ || v->base[verb] == REL_XCOMP ||
                      (v->base[verb] == REL_ADVCL && v->tag[verb] == XPOS_VBG && !(v->children[verb] >> REL_MARK & 1));
        if (v->base[verb] == REL_ACL && v->tag[verb] == XPOS_VBG && !(v->children[verb] >> REL_MARK & 1))
            return v->head[verb];
        if (!shares || v->head[verb] == v->count || !is_verb(v, v->head[verb])) return NONE;
        verb = v->head[verb];
    }
    return NONE;
}

static bool can_speak(const View *v, uint32_t w)
{
    uint8_t t = v->tag[w];
    return is_noun(v, w) || t == XPOS_PRP || t == XPOS_DT || t == XPOS_CD || t == XPOS_JJ || t == XPOS_JJS ||
           t == XPOS_JJR;
}

bool negates(const Grammar *g, uint32_t w)
{
    return is_any(g, w, LEX_NOT, LEX_NEITHER);
}

/* "used to say", "went on to claim", "refuses to say" */
static bool is_led(const Grammar *g, uint32_t verb)
{
    uint32_t up = g->v->head[verb];
    return up < verb && verb - up <= 3 && (is_any(g, up, LEX_USE, LEX_CONTINUE) || acts(g, up, 1 << CUE_DECLINE));
}

/* What somebody should say, wants to say, or says if …, has not been said. */
static bool is_supposed(const Grammar *g, uint32_t verb)
{
    const View *v = g->v;
    bool bare = v->tag[verb] == XPOS_VB && !(v->children[verb] >> REL_AUX & 1), would = false, negated = false;
    if (bare && !(v->base[verb] == REL_XCOMP && is_led(g, verb))) return true;
    for (uint32_t c = g->child[verb]; c != NONE && c < verb; c = g->sibling[c]) {
        if (v->base[c] == REL_MARK && v->base[verb] == REL_ADVCL && is_any(g, c, LEX_IF, LEX_UNLESS)) return true;
        if (v->base[c] == REL_AUX && is_any(g, c, LEX_SHOULD, LEX_MIGHT)) return true;
        if (v->base[c] == REL_AUX && c < g->subject[verb] && g->subject[verb] < verb) return true; /* a question */
        would = would || is(g, c, LEX_WOULD);
        negated = negated || negates(g, c);
    }
    return would && !negated;
}

static bool tells(const View *v, Span s) /* some verb is finite in it, or it asks: no noun phrase */
{
    for (uint32_t i = s.begin; i < s.end; i++)
        if (v->tag[i] == XPOS_WRB || v->tag[i] == XPOS_VBD || v->tag[i] == XPOS_VBP || v->tag[i] == XPOS_VBZ ||
            v->tag[i] == XPOS_MD)
            return true;
    return false;
}

/* "what she calls …", "all that they say": what is said lies outside the clause. */
static bool is_free_relative(const View *v, uint32_t source)
{
    return source > 0 && v->sentence[source - 1] == v->sentence[source] && is_relative(v, source - 1);
}

/* Things that show or appear have said nothing; but polls show, and letters explain. */
static bool is_mute(const Grammar *g, uint32_t subject, uint32_t verb)
{
    const View *v = g->v;
    bool it = is(g, subject, LEX_IT), person = v->tag[subject] == XPOS_NNP || (v->tag[subject] == XPOS_PRP && !it);
    bool paper = is_noun(v, subject) && can_report(v, subject);
    if (!person && !paper && is_any(g, verb, LEX_MEAN, LEX_DEMONSTRATE)) return true;
    if (v->tag[subject] == XPOS_DT && is_any(g, subject, LEX_THAT, LEX_THIS)) return true;
    return it && is_any(g, verb, LEX_APPEAR, LEX_SEEM);
}

bool thinks(const Grammar *g, Span cue)
{
    for (uint32_t w = cue.begin; w < cue.end; w++)
        if (can_report(g->v, w) && g->v->base[w] != REL_AUX) return acts(g, w, ACTS_OF_MIND);
    return cue.begin < cue.end;
}

/* The speaker of a quote, of whose mind the quote itself tells ("I think", "we know"), or anybody ("when you say"). */
static bool is_no_source(const Grammar *g, uint32_t subject, uint32_t verb, Reported *out)
{
    out->self = is_any(g, subject, LEX_I, LEX_YOU);
    if (is(g, subject, LEX_YOU) && g->v->tag[verb] == XPOS_VBP) return true;
    return (out->self && acts(g, out->head, ACTS_OF_MIND)) || !can_speak(g->v, subject);
}

static bool read_source(const Grammar *g, uint32_t verb, Reported *out)
{
    const View *v = g->v;
    uint32_t s = subject_of(g, verb);
    if (s == NONE || is_mute(g, s, verb)) return false;
    out->own_subject = s == g->subject[verb];
    /* "nothing he said", "the tone he says …": what is said is the noun before the clause */
    if (v->relation[verb] == REL_ACL_RELCL && !is_relative(v, s) && v->head[verb] < s) return false;
    bool missed = !out->own_subject && verb > 0 && v->tag[verb - 1] == XPOS_PRP && verb - 1 != s;
    if (is_relative(v, s)) s = antecedent(v, s, v->head[s]);
    if (missed || s == NONE || is_no_source(g, s, verb, out) || !phrase_of(g, s, &out->source)) return false;
    if (v->base[verb] == REL_ACL && s < verb && out->source.end > v->sub_first[verb])
        out->source.end = v->sub_first[verb];
    return out->source.begin < out->source.end && !tells(v, out->source) && !is_free_relative(v, out->source.begin);
}

static bool read_agent(const Grammar *g, uint32_t verb, Reported *out)
{
    const View *v = g->v;
    uint32_t agent = child_with_case(g, verb, REL_OBL, LEX_BY);
    if (agent == NONE || agent <= verb || !can_speak(v, agent)) return false;
    uint8_t first = v->tag[v->sub_first[agent] + 1];
    bool bare = v->tag[agent] == XPOS_NN && first != XPOS_DT && first != XPOS_PRPS && first != XPOS_NNP;
    if (bare && v->relation[agent] != REL_OBL_AGENT) return false; /* "told by telephone" */
    return phrase_of(g, agent, &out->source);
}

/* ---- cues ---- */

/* The auxiliaries and negations right before a word, with the adverbs between them. */
static uint32_t cue_begin(const Grammar *g, uint32_t word)
{
    const View *v = g->v;
    uint32_t begin = word, first = v->tokens->sentences[v->sentence[word]].first;
    for (uint32_t i = word; i > first && v->head[i - 1] == word; i--) {
        uint8_t r = v->base[i - 1];
        if (r == REL_AUX || negates(g, i - 1))
            begin = i - 1;
        else if (r != REL_ADVMOD)
            break;
    }
    return begin;
}

/* The verb that shares this one's subject and complement: "confirmed nor denied it". */
static uint32_t fellow(const Grammar *g, uint32_t verb)
{
    const View *v = g->v;
    uint32_t c = child_of(g, verb, REL_CONJ);
    if (c == NONE || c > verb + FELLOW_GAP || !is_verb(v, c) || !can_report(v, c) || g->subject[c] != NONE) return NONE;
    for (uint32_t i = verb + 1; i < c; i++)
        if (v->base[i] != REL_CC && v->base[i] != REL_ADVMOD && v->base[i] != REL_AUX) return NONE;
    return c;
}

static void read_cue(const Grammar *g, uint32_t word, uint32_t last, Reported *out)
{
    const View *v = g->v;
    uint32_t particle = child_of(g, last, REL_COMPOUND);
    out->cue = (Span){cue_begin(g, word), last + 1};
    if (particle == last + 1 && v->relation[particle] == REL_COMPOUND_PRT) out->cue.end++;
    if (v->base[word] == REL_XCOMP && v->head[word] < word && is_led(g, word)) out->cue.begin = cue_begin(g, v->head[word]);
}

Span cue_of(const Grammar *g, uint32_t word)
{
    Reported r;
    read_cue(g, word, word, &r);
    return r.cue;
}

/* ---- verbs ---- */

/* …, he said, …: the clause that the words with the verb stand in, without them. */
static void read_parenthesis(const Grammar *g, uint32_t verb, Reported *out)
{
    const View *v = g->v;
    uint32_t top = v->head[verb];
    if (out->self || v->bucket[verb] < 5 || v->tag[verb] == XPOS_VB) return;
    if (v->base[verb] != REL_PARATAXIS || top == v->count || v->sub_end[verb] - v->sub_first[verb] > SOURCE_WORDS)
        return;
    out->reading = READ_PARENTHESIS;
    add_content(v, out, v->sub_first[top], v->sub_first[verb], 0, v->sub_first[verb]);
    add_content(v, out, v->sub_end[verb], v->sub_end[top], v->sub_end[verb], v->count);
}

/* A quotation right behind the cue, or right before the words of source and cue. */
static void read_quotation(const Grammar *g, Reported *out)
{
    const View *v = g->v;
    uint32_t low = (uint32_t)(out->source.begin < out->cue.begin ? out->source.begin : out->cue.begin);
    uint32_t high = (uint32_t)(out->source.end > out->cue.end ? out->source.end : out->cue.end);
    if (v->bucket[out->head] < 5) return;
    if (high < v->count && (v->mark[high] == MARK_COLON || v->mark[high] == MARK_COMMA)) high++;
    out->reading = READ_QUOTATION;
    const Quote *q = high < v->count && v->quote_state[high] == QUOTE_OPEN ? &v->quotes[v->quote[high]] : NULL;
    if (q && q->end - q->open >= SCARE_WORDS)
        add_content(v, out, q->open, q->end, high, v->count);
    else if (low > 1 && v->quote_state[low - 1] == QUOTE_CLOSE && v->sentence[low - 1] == v->sentence[out->head] &&
             (v->mark[low - 2] == MARK_COMMA || v->mark[low - 2] == MARK_TERMINAL))
        add_content(v, out, v->quotes[v->quote[low - 1]].open, low, 0, low);
}

/* A verb of saying whose object is what is said. */
static bool condemns(const Grammar *g, uint32_t verb)
{
    return g->v->bucket[verb] >= 4 && acts(g, verb, ACTS_OBJECT);
}

/* The object, with what is said of it: "condemned the raid as …", "accused her of …". */
static void read_object(const Grammar *g, uint32_t verb, Reported *out)
{
    const View *v = g->v;
    uint32_t object = child_of(g, verb, REL_OBJ);
    if (object == NONE || object < verb || is_relative(v, object) || v->tag[verb] == XPOS_VBG) return;
    uint32_t end = v->sub_end[object];
    bool more = false;
    for (uint32_t c = g->child[verb]; c != NONE; c = g->sibling[c]) {
        uint32_t first = v->sub_first[c];
        bool says = v->base[c] == REL_OBL && is_any(g, first, LEX_OF, LEX_OVER);
        says = says || (v->base[c] == REL_ADVCL && is_any(g, first, LEX_OF, LEX_OVER)) || v->base[c] == REL_XCOMP;
        if (c <= object || first != end || !says) continue;
        end = v->sub_end[c];
        more = is(g, first, LEX_AS);
    }
    bool of = end > v->sub_end[object] || (object + 1 < end && is_any(g, object + 1, LEX_OF, LEX_OVER));
    if (more && v->bucket[verb] < 5) return;
    if (!more && (out->self || !condemns(g, verb))) return;
    if (!of && (is_any(g, verb, LEX_ATTACK, LEX_HIT) || acts(g, verb, 1 << CUE_ACCUSE))) return; /* arms; fees */
    out->reading = READ_OBJECT;
    add_content(v, out, v->sub_first[object], end, out->cue.end, v->count);
}

static void read_infinitive(const Grammar *g, uint32_t verb, uint32_t set, uint8_t relation, Reported *out)
{
    const View *v = g->v;
    uint32_t c = child_of(g, verb, relation);
    if (c == NONE || c < verb || !acts(g, verb, set) || !is(g, v->sub_first[c], LEX_TO)) return;
    out->reading = READ_INFINITIVE;
    add_content(v, out, v->sub_first[c], v->sub_end[c], out->cue.end, v->count);
}

static bool read_active(const Grammar *g, uint32_t verb, Reported *out)
{
    uint32_t other = fellow(g, verb), last = other == NONE ? verb : other;
    if (!read_source(g, verb, out) || is_supposed(g, verb)) return false;
    read_cue(g, verb, last, out);
    uint32_t clause = child_of(g, last, REL_CCOMP);
    if (clause == NONE) clause = child_of(g, verb, REL_CCOMP);
    if (clause != NONE) add_clause(g, out, clause);
    if (!out->count) read_parenthesis(g, verb, out);
    if (!out->count) read_quotation(g, out);
    if (!out->count) read_infinitive(g, last, ACTS_INFINITIVE, REL_XCOMP, out);
    if (!out->count) read_object(g, last, out);
    if (!out->count && last != verb) read_object(g, verb, out);
    return true;
}

/* What is said of a passive's subject: "to have left", "of hiding it". NONE where there is none. */
static uint32_t said_of_subject(const Grammar *g, uint32_t verb)
{
    uint32_t infinitive = child_of(g, verb, REL_XCOMP), rest = NONE;
    bool said = acts(g, verb, ACTS_PASSIVE) && !is_any(g, verb, LEX_RAISE, LEX_NEED);
    said = said || is_any(g, verb, LEX_SAY, LEX_RUMOUR);
    if (said && infinitive > verb && infinitive != NONE && is(g, g->v->sub_first[infinitive], LEX_TO))
        return infinitive;
    if (!condemns(g, verb)) return NONE;
    rest = child_with_case(g, verb, REL_OBL, LEX_OF);
    if (rest == NONE) rest = child_with_case(g, verb, REL_ADVCL, LEX_OF);
    if (rest == NONE) rest = child_with_case(g, verb, REL_ADVCL, LEX_FOR);
    return rest != NONE && rest > verb ? rest : NONE;
}

/* The pact is said to … · he was accused of …: what is said begins with the subject. */
static bool read_subject_as_content(const Grammar *g, uint32_t verb, bool agent, Reported *out)
{
    const View *v = g->v;
    uint32_t subject = g->subject[verb], rest = said_of_subject(g, verb);
    if (subject == NONE || subject > verb || is(g, subject, LEX_IT)) return false;
    if (rest == NONE && !(agent && condemns(g, verb))) return false;
    Span s;
    if (!is_relative(v, subject) && phrase_of(g, subject, &s)) out->contents[out->count++] = s;
    if (rest != NONE) add_content(v, out, v->sub_first[rest], v->sub_end[rest], out->cue.end, v->count);
    return true;
}

/* It is said that … · …, it is said, … · they were told that … */
static bool read_passive(const Grammar *g, uint32_t verb, Reported *out)
{
    const View *v = g->v;
    uint32_t subject = g->subject[verb], clause = child_of(g, verb, REL_CCOMP);
    bool somebody = subject != NONE && !is(g, subject, LEX_IT);
    if (is(g, verb, LEX_SUPPOSE) || is(g, verb, LEX_MEAN) || is_supposed(g, verb)) return false; /* "is supposed to": should */
    if (clause == NONE) clause = child_of(g, verb, REL_CSUBJ);
    if (clause != NONE && somebody && !is_any(g, verb, LEX_TELL, LEX_WARN)) return false; /* "was convinced that" */
    read_cue(g, verb, verb, out);
    bool agent = read_agent(g, verb, out);
    out->reading = READ_PASSIVE;
    if (clause != NONE) add_clause(g, out, clause);
    if (clause != NONE) return true;
    if (v->base[verb] != REL_PARATAXIS || somebody) return read_subject_as_content(g, verb, agent, out);
    read_parenthesis(g, verb, out);
    return true;
}

static bool read_verb(const Grammar *g, uint32_t verb, Reported *out)
{
    const View *v = g->v;
    if (v->base[verb] == REL_CONJ && is_verb(v, v->head[verb]) && can_report(v, v->head[verb]) &&
        verb <= v->head[verb] + FELLOW_GAP && fellow(g, v->head[verb]) == verb)
        return false; /* read with its fellow */
    if (is(g, verb, LEX_ENSURE)) return false;
    if (v->base[verb] == REL_AMOD || v->base[verb] == REL_COMPOUND || v->base[verb] == REL_CASE) return false;
    return is_passive(g, verb) ? read_passive(g, verb, out) : read_active(g, verb, out);
}

/* ---- adjectives and nouns ---- */

static bool read_adjective(const Grammar *g, uint32_t word, Reported *out)
{
    uint32_t clause = child_of(g, word, REL_CCOMP);
    if (clause == NONE || clause < word || is(g, g->v->head[word], LEX_MAKE)) return false; /* makes sure */
    if (g->v->tag[word] < XPOS_JJ || g->v->tag[word] > XPOS_JJS) return false;
    if (!read_source(g, word, out)) return false;
    read_cue(g, word, word, out);
    out->reading = READ_ADJECTIVE;
    add_clause(g, out, clause);
    return true;
}

/* Whose it is: "her claim", "the claim of the mayor", "a report by …"; or who makes it. */
static void read_owner(const Grammar *g, uint32_t noun, uint32_t clause, Reported *out)
{
    const View *v = g->v;
    uint32_t owner = NONE, up = v->head[noun];
    for (uint32_t c = g->child[noun]; c != NONE && owner == NONE; c = g->sibling[c]) {
        bool by = v->base[c] == REL_NMOD && is_any(g, v->sub_first[c], LEX_BY, LEX_FROM);
        if ((v->relation[c] == REL_NMOD_POSS && c < noun) || (by && c > noun && c < clause)) owner = c;
    }
    if (owner == NONE && v->base[noun] == REL_OBJ && is_any(g, up, LEX_MAKE, LEX_RAISE) && g->subject[up] < up) {
        (void)read_source(g, up, out);
        return;
    }
    if (owner == NONE || !phrase_of(g, owner, &out->source)) out->source = (Span){0, 0};
    if (out->source.end > out->cue.begin && out->source.begin < out->cue.end) out->source = (Span){0, 0};
}

bool speaker_of(const Grammar *g, uint32_t word, Span *out)
{
    const View *v = g->v;
    Reported r = {.head = word, .cue = cue_of(g, word)};
    if (stands_as_noun(v, word)) {
        read_owner(g, word, v->sub_end[word], &r);
    } else if (is_passive(g, word)) {
        if (!read_agent(g, word, &r)) return false;
    } else {
        uint32_t s = subject_of(g, word);
        if (s == NONE) return false;
        if (is_relative(v, s))
            r.source = (Span){s, s + 1};
        else if (!phrase_of(g, s, &r.source))
            return false;
        if (v->base[word] == REL_ACL && s < word && r.source.end > v->sub_first[word])
            r.source.end = v->sub_first[word];
    }
    *out = r.source;
    return r.source.begin < r.source.end && spans_apart(r.source, r.cue);
}

/* The clause of the "that" right behind an object or subject: "made the claim that …". Hung on the verb, it is the
 * noun's all the same. NONE where there is none, or where it is the verb's: "told the press that …". */
static uint32_t stray_clause(const Grammar *g, uint32_t noun)
{
    const View *v = g->v;
    uint32_t next = noun + 1;
    if (next >= v->count || !is(g, next, LEX_THAT) || v->base[next] != REL_MARK) return NONE;
    if (v->base[noun] != REL_OBJ && v->base[noun] != REL_NSUBJ) return NONE;
    uint32_t top = v->head[next];
    bool full = top < v->count && v->sub_first[top] == next && g->subject[top] != NONE;
    return full && v->base[top] != REL_CCOMP && v->head[top] != noun ? top : NONE;
}

/* Whether a word that hangs on a noun says what the noun is about: "that" and not a relative pronoun; for some "to",
 * "of". */
static bool is_about(const Grammar *g, uint32_t noun, uint32_t c)
{
    const View *v = g->v;
    uint32_t first = v->sub_first[c];
    if (c <= noun || first <= noun || first - noun > NOUN_GAP) return false;
    if (v->base[c] == REL_NMOD) return is(g, first, LEX_OF) && acts(g, noun, ACTS_NOUN_OF);
    bool clause = v->base[c] == REL_ACL || v->base[c] == REL_CCOMP; /* a relative clause's "that" is no mark */
    if (!clause || v->base[first] != REL_MARK) return false;
    if (is(g, first, LEX_TO)) return acts(g, noun, ACTS_NOUN_INFINITIVE);
    return is(g, first, LEX_THAT) && g->subject[c] != NONE;
}

static uint32_t noun_clause(const Grammar *g, uint32_t noun)
{
    uint32_t stray = stray_clause(g, noun), c = g->child[noun];
    if (stray != NONE) return stray;
    while (c != NONE && !is_about(g, noun, c)) c = g->sibling[c];
    return c;
}

static bool read_noun(const Grammar *g, uint32_t noun, Reported *out)
{
    const View *v = g->v;
    uint32_t top = noun_clause(g, noun), first = top == NONE ? NONE : g->v->sub_first[top];
    if (top == NONE || is_any(g, noun, LEX_INTERVIEW, LEX_DECISION))
        return false; /* their clauses say something else */
    if (is(g, first, LEX_THAT) ? is_any(g, noun, LEX_DOUBT, LEX_QUESTION) : is_any(g, noun, LEX_PLAN, LEX_COMMITMENT))
        return false;
    out->reading = is(g, first, LEX_THAT) ? READ_NOUN : READ_NOUN_PHRASE;
    out->cue = (Span){noun, noun + 1};
    read_owner(g, noun, top, out);
    if (out->reading == READ_NOUN_PHRASE && out->source.begin == out->source.end) return false;
    add_content(v, out, first, v->sub_end[top], out->cue.end, v->count);
    return true;
}

/* According to X: X says the clause that the phrase stands in. */
static bool read_according(const Grammar *g, uint32_t word, Reported *out)
{
    const View *v = g->v;
    if (word + 2 >= v->count || !is(g, word + 1, LEX_TO)) return false;
    uint32_t source = v->base[word] == REL_CASE ? v->head[word] : child_of(g, word, REL_OBL);
    if (source == NONE || source <= word || source == v->count) return false;
    uint32_t top = v->base[word] == REL_CASE ? v->head[source] : v->head[word];
    for (uint32_t i = 0; i < CLIMB_MOST && top < v->count; i++) {
        uint8_t r = v->base[top];
        if (r != REL_NMOD && r != REL_OBJ && r != REL_OBL && r != REL_NSUBJ && r != REL_APPOS && r != REL_AMOD) break;
        top = v->head[top];
    }
    if (top == v->count || !phrase_of(g, source, &out->source)) return false;
    uint32_t end = v->sub_end[source] > out->source.end ? v->sub_end[source] : out->source.end;
    out->cue = (Span){word, word + 2};
    if (out->source.begin < out->cue.end) out->source.begin = out->cue.end;
    if (out->source.begin >= out->source.end) return false;
    out->reading = READ_ACCORDING;
    add_content(v, out, v->sub_first[top], word, 0, word);
    add_content(v, out, end, v->sub_end[top], end, v->count);
    return true;
}

/* ---- one word ---- */

static bool apart(const Reported *r)
{
    bool source = r->source.begin < r->source.end;
    if (source && !spans_apart(r->source, r->cue)) return false;
    for (uint32_t i = 0; i < r->count; i++) {
        if (!spans_apart(r->contents[i], r->cue) || (source && !spans_apart(r->contents[i], r->source))) return false;
        if (i && r->contents[i].begin < r->contents[i - 1].end) return false;
    }
    return r->count > 0;
}

static uint32_t content_words(const Reported *r)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->count; i++) n += r->contents[i].end - r->contents[i].begin;
    return n;
}

bool grammar_read(const Grammar *g, uint32_t word, Reported *out)
{
    const View *v = g->v;
    *out = (Reported){.head = word, .reading = READ_CLAUSE};
    bool according = is_any(g, word, LEX_ACCORDING, LEX_ACCORD) && v->base[word] != REL_ROOT;
    if (!according && !can_report(v, word)) return false;
    bool read = according                                                 ? read_according(g, word, out)
                : stands_as_noun(v, word)                                 ? read_noun(g, word, out)
                : is_verb(v, word) && !(v->children[word] >> REL_COP & 1) ? read_verb(g, word, out)
                                                                          : read_adjective(g, word, out);
    return read && apart(out) && content_words(out) >= CONTENT_LEAST;
}
