/* Attributions inside another's content, to any depth that the text has, which the corpus that the chains learnt from
 * does not mark:
 *
 *   The agency said [that a guard had said [that the gate was open]].
 *
 * The contents are read as an article of their own (inner.c). For each word there that may lay something to somebody
 * the joiner reads what lies round it, and the grammar the tree; either's content may be taken, with either's source or
 * none. What tells a right one from a wrong one is a logistic model, learnt from articles whose inner attributions are
 * marked (again.inc). In each content the likeliest are taken first; another must agree with them: apart, or all of it
 * in one content.
 *
 * The careful way takes the cues that the encoder sees there instead, and what it joins with them. */
#include "attribution/internal.h"

#define PIECE_MOST 12u /* in one sentence; in no text are there so many */
#define BUDGET 4u      /* words that the joiner reads again for each word of a content; some 1 in news */
#define ACCEPT 0.3f    /* best for the F1 of all that is found, on what it was not learnt from */
#define PLAIN 0.5f
#define RIGHT 0.75f      /* of what is found so, as much has all of its words right */
#define RIGHT_HEARD 0.9f /* and of what the careful way finds */

/* again_weights[] */
#include "attribution/again.inc"

typedef struct Guess {
    Reported r;
    float p;
} Guess;

typedef struct Again {
    const View *v; /* of the contents */
    const Inner *in;
    const AttributionModel *m;
    const Spotted *outer;
    const Attributions *a;
    uint32_t *owner; /* by content: its attribution */
    bool *taken;     /* by word of the article: a cue's */
    Guess *guesses;  /* the best of each word, then those that are kept */
    uint32_t count, capacity;
    uint64_t budget;
    Guess best; /* of the word that is looked at */
} Again;

typedef struct Features {
    float at[AGAIN_FEATURES];
    uint32_t count;
} Features;

enum { SOURCE_NONE, SOURCE_JOINED, SOURCE_TREE, SOURCES };

typedef struct Look { /* what is known of one word */
    Span window;
    Features of_word;
    Draft draft;
    Reported read;
    bool reads, speaks;
    Span speaker;
} Look;

static bool lies_in(Span s, Span all)
{
    return s.begin >= all.begin && s.end <= all.end;
}
static bool is_empty(Span s)
{
    return s.begin >= s.end;
}
static bool same(Span a, Span b)
{
    return a.begin == b.begin && a.end == b.end;
}

/* ---- which words ---- */

/* Others are right once in fifty times and less. */
bool may_report(const View *v, uint32_t w)
{
    uint8_t r = v->base[w];
    bool verb = is_verb(v, w), noun = v->tag[w] == XPOS_NN || v->tag[w] == XPOS_NNS;
    if (r == REL_AUX || r == REL_COP || r == REL_CASE || r == REL_AMOD || r == REL_COMPOUND) return false;
    if (v->bucket[w] >= 4) return verb || noun;
    return v->act[w] && ((verb && v->bucket[w] == 3) || (noun && v->bucket[w] >= 2));
}

static bool is_candidate(const Again *s, uint32_t w)
{
    return !s->taken[s->in->origin[w]] && may_report(s->v, w);
}

/* ---- features: their order is that of the weights ---- */

static void put(Features *f, float x)
{
    if (f->count < AGAIN_FEATURES) f->at[f->count] = x;
    f->count++;
}

static void put_bit(Features *f, bool x)
{
    put(f, x ? 1.0f : 0.0f);
}

static void put_one_of(Features *f, uint32_t value, uint32_t values)
{
    for (uint32_t i = 0; i < values; i++) put_bit(f, i == value);
}

static uint32_t tag_class(const View *v, uint32_t w)
{
    uint8_t t = v->tag[w];
    return is_verb(v, w) ? (uint32_t)(t - XPOS_VB) : t == XPOS_NN ? 6 : t == XPOS_NNS ? 7 : 8;
}

static uint32_t relation_class(uint8_t base)
{
    static const uint8_t known[] = {REL_ROOT,      REL_CCOMP, REL_CONJ, REL_XCOMP, REL_ADVCL, REL_ACL,
                                    REL_PARATAXIS, REL_OBJ,   REL_OBL,  REL_NSUBJ, REL_NMOD,  REL_APPOS};
    for (uint32_t i = 0; i < COUNT(known); i++)
        if (known[i] == base) return i;
    return COUNT(known);
}

static void of_word(Features *f, const Again *s, uint32_t w)
{
    static const uint8_t telling[] = {REL_CCOMP, REL_XCOMP, REL_OBJ, REL_OBL, REL_MARK, REL_AUX, REL_ACL, REL_NMOD};
    const View *v = s->v;
    const Attribution *outer = &s->a->items[s->owner[s->in->content[w]]];
    put_one_of(f, v->bucket[w], 7);
    put_one_of(f, v->act[w], LEXICON_ACTS);
    put_one_of(f, tag_class(v, w), 9);
    put_one_of(f, relation_class(v->base[w]), 13);
    put_bit(f, is_passive(&s->in->grammar, w));
    put_bit(f, s->in->grammar.subject[w] != NONE);
    for (uint32_t i = 0; i < COUNT(telling); i++) put_bit(f, v->children[w] >> telling[i] & 1);
    put_bit(f, v->quote[w] != NONE);
    put(f, outer->confidence);
    put_bit(f, outer->turn || outer->set_off);
    put(f, s->in->spotted.role[ROLE_CUE][w]);
    put(f, s->in->spotted.begin[ROLE_CUE][w]);
    put(f, s->in->spotted.role[ROLE_CONTENT][w]);
    put(f, s->outer->role[ROLE_CUE][s->in->origin[w]]);
}

/* How much the contents of the grammar and of the joiner have in common. */
static float agreement(const Look *l)
{
    uint32_t in = 0, all = 0;
    for (uint32_t i = 0; l->reads && i < l->read.count; i++) {
        Span x = l->read.contents[i];
        all += (uint32_t)(x.end - x.begin);
        for (uint32_t k = 0; k < l->draft.contents.count; k++) {
            Span y = l->draft.contents.items[k].words;
            uint32_t low = (uint32_t)(x.begin > y.begin ? x.begin : y.begin);
            uint32_t high = (uint32_t)(x.end < y.end ? x.end : y.end);
            if (low < high) in += high - low;
        }
    }
    uint32_t both = all + l->draft.content_words - in;
    return l->reads && both ? (float)in / (float)both : 0;
}

static void of_readings(Features *f, const Look *l)
{
    float chosen[CHOICE_FEATURES];
    choice_features(&l->draft, chosen);
    for (uint32_t i = 1; i < CHOICE_FEATURES; i++) put(f, chosen[i]);
    put_bit(f, l->reads);
    put_one_of(f, l->reads ? l->read.reading : READINGS, READ_SIGNATURE);
    put_bit(f, l->reads && same(l->read.source, l->draft.source));
    put(f, agreement(l));
    put_bit(f, l->speaks);
}

static void of_source(Features *f, const Grammar *g, const Reported *r)
{
    const View *v = g->v;
    bool source = !is_empty(r->source);
    uint32_t last = source ? (uint32_t)r->source.end - 1 : 0;
    bool pronoun = source && (v->tag[last] == XPOS_PRP || v->tag[last] == XPOS_PRPS);
    bool self = pronoun && (v->lemma[last] == g->lexeme[LEX_I] || v->lemma[last] == g->lexeme[LEX_WE] ||
                            v->lemma[last] == g->lexeme[LEX_YOU]);
    put_bit(f, !source);
    put_bit(f, pronoun);
    put_bit(f, self);
    put_bit(f, self && v->act[r->head] == CUE_THINK);
    put_bit(f, source && v->tag[last] == XPOS_NNP);
    put_bit(f, source && (v->tag[last] == XPOS_WP || v->tag[last] == XPOS_WDT));
    put_bit(f, source && r->source.begin > r->cue.begin);
}

static void of_contents(Features *f, const Grammar *g, const Reported *r, Span window)
{
    const View *v = g->v;
    Span c = r->contents[0];
    uint32_t words = 0, verbs = 0;
    for (uint32_t i = 0; i < r->count; i++)
        for (uint32_t w = (uint32_t)r->contents[i].begin; w < r->contents[i].end; w++, words++) verbs += is_verb(v, w);
    put_one_of(f, distance_bucket(words), 9);
    put_bit(f, verbs > 0);
    put_bit(f, v->lemma[c.begin] == g->lexeme[LEX_THAT]);
    put_bit(f, v->lemma[c.begin] == g->lexeme[LEX_TO]);
    put_bit(f, v->quote_state[c.begin] == QUOTE_OPEN);
    put_bit(f, v->tag[c.begin] == XPOS_WP || v->tag[c.begin] == XPOS_WRB || v->tag[c.begin] == XPOS_WDT);
    put_bit(f, v->tag[c.begin] == XPOS_IN);
    put_bit(f, c.end <= r->cue.begin);
    put_bit(f, c.begin == r->cue.end);
    put_bit(f, r->contents[r->count - 1].end == window.end);
    put_bit(f, r->count > 1);
}

static float chance(const Features *f)
{
    float sum = 0;
    for (uint32_t i = 0; i < AGAIN_FEATURES; i++) sum += f->at[i] * again_weights[i];
    return sigmoid(sum);
}

/* ---- one word ---- */

static Span article_span(const Inner *in, Span s)
{
    if (is_empty(s)) return (Span){0, 0};
    return (Span){in->origin[s.begin], in->origin[s.end - 1] + 1};
}

static Reported in_article(const Inner *in, const Reported *r)
{
    Reported out = *r;
    out.source = article_span(in, r->source);
    out.cue = article_span(in, r->cue);
    for (uint32_t i = 0; i < r->count; i++) out.contents[i] = article_span(in, r->contents[i]);
    return out;
}

/* "Asked for help", of a verb: the content is no clause. Told to right ones and wrong ones (7 of 17 right) badly, it is
 * left. */
static bool is_thing(const View *v, const Reported *r)
{
    if (!is_verb(v, r->head)) return false;
    for (uint32_t i = 0; i < r->count; i++)
        for (uint32_t w = (uint32_t)r->contents[i].begin; w < r->contents[i].end; w++)
            if (is_verb(v, w)) return false;
    return true;
}

static void tell(const Again *s, const Reported *r, const float *features, uint32_t count, float p)
{
    if (!s->m->watch) return;
    Reported told = in_article(s->in, r);
    s->m->watch(s->m->watcher, &told, features, count, p);
}

static float likely(const Again *s, const Look *l, const Reported *r, bool by_grammar, uint32_t source)
{
    Features f = {.count = 0};
    put(&f, 1);
    put_bit(&f, by_grammar);
    put_one_of(&f, source, SOURCES);
    put_bit(&f, source == SOURCE_NONE && l->speaks);
    put_bit(&f, source == SOURCE_TREE && !is_empty(l->draft.source));
    for (uint32_t i = 0; i < l->of_word.count; i++) put(&f, l->of_word.at[i]);
    of_source(&f, &s->in->grammar, r);
    of_contents(&f, &s->in->grammar, r, l->window);
    float p = chance(&f);
    tell(s, r, f.at, f.count, p);
    return p;
}

static void weigh(Again *s, const Look *l, const Reported *r, bool by_grammar, uint32_t source)
{
    float p = likely(s, l, r, by_grammar, source);
    uint8_t act = s->v->act[r->head]; /* too rare to be learnt, and what a ledger must not miss: "denied the report" */
    bool plain = by_grammar && r->reading == READ_OBJECT && (act == CUE_DENY || act == CUE_CONFIRM);
    if (plain && p < PLAIN) p = PLAIN;
    if (!plain && is_thing(s->v, r)) return;
    if (p >= ACCEPT && p > s->best.p) s->best = (Guess){*r, p};
}

static bool fits(const Look *l, const Reported *r)
{
    bool source = !is_empty(r->source), in = r->count > 0 && (!source || lies_in(r->source, l->window));
    if (source && !spans_apart(r->source, r->cue)) return false;
    for (uint32_t i = 0; in && i < r->count; i++)
        in = lies_in(r->contents[i], l->window) && spans_apart(r->contents[i], r->cue) &&
             (!source || spans_apart(r->contents[i], r->source));
    return in;
}

/* The joiner's contents with each source that there may be. */
static void weigh_draft(Again *s, const Look *l, Reported r)
{
    const Span sources[SOURCES] = {{0, 0}, l->draft.source, l->speaker};
    bool there[SOURCES] = {true, !is_empty(l->draft.source), l->speaks && !same(l->draft.source, l->speaker)};
    for (uint32_t i = 0; i < SOURCES; i++) {
        r.source = sources[i];
        if (there[i] && fits(l, &r)) weigh(s, l, &r, false, i);
    }
}

/* What the grammar reads ends with the content that it lies in, whatever the tree hangs on the last word. */
static void clip(Reported *r, Span window)
{
    Span *last = &r->contents[r->count - 1];
    if (last->end > window.end && last->begin < window.end) last->end = window.end;
}

static Look look_round(const Again *s, uint32_t w)
{
    Look l = {.window = join_window(s->v, (Span){w, w + 1})};
    l.reads = grammar_read(&s->in->grammar, w, &l.read);
    l.speaks = speaker_of(&s->in->grammar, w, &l.speaker) && lies_in(l.speaker, l.window);
    return l;
}

static void take_contents(const Draft *d, Reported *r)
{
    for (uint32_t i = 0; i < d->contents.count && i < REPORTED_PIECES; i++)
        r->contents[r->count++] = d->contents.items[i].words;
}

static bool look_at(Again *s, uint32_t w, Arena *scratch)
{
    Look l = look_round(s, w);
    s->best.p = 0;
    Reported r = {.head = w, .cue = l.reads ? l.read.cue : cue_of(&s->in->grammar, w)};
    SpanChance cue = {.words = r.cue, .p = s->in->spotted.role[ROLE_CUE][w], .role = ROLE_CUE};
    uint64_t words = l.window.end - l.window.begin;
    if (!lies_in(r.cue, l.window) || words > s->budget) return true;
    s->budget -= words;
    if (!draft_read(s->v, s->m, NULL, &s->in->spotted, &cue, l.window, scratch, &l.draft)) return false;
    of_word(&l.of_word, s, w);
    of_readings(&l.of_word, &l);
    take_contents(&l.draft, &r);
    if (r.count) weigh_draft(s, &l, r);
    if (l.reads) clip(&l.read, l.window);
    if (l.reads && fits(&l, &l.read)) weigh(s, &l, &l.read, true, is_empty(l.read.source) ? SOURCE_NONE : SOURCE_TREE);
    return true;
}

/* ---- one content ---- */

static bool in_contents(const Reported *outer, const Reported *r)
{
    for (uint32_t k = 0; k < outer->count; k++) {
        bool in =
            lies_in(r->cue, outer->contents[k]) && (is_empty(r->source) || lies_in(r->source, outer->contents[k]));
        for (uint32_t i = 0; in && i < r->count; i++) in = lies_in(r->contents[i], outer->contents[k]);
        if (in) return true;
    }
    return false;
}

/* Apart but for a source that both have, or that the other's words begin with. */
static bool are_apart(const Reported *a, const Reported *b)
{
    bool shared = same(a->source, b->source) && !is_empty(a->source);
    if (!spans_apart(a->cue, b->cue) || !spans_apart(a->cue, b->source) || !spans_apart(b->cue, a->source))
        return false;
    if (!shared && !spans_apart(a->source, b->source)) return false;
    for (uint32_t i = 0; i < a->count; i++) {
        if (!spans_apart(a->contents[i], b->cue) || !spans_apart(a->contents[i], b->source)) return false;
        for (uint32_t k = 0; k < b->count; k++)
            if (!spans_apart(a->contents[i], b->contents[k])) return false;
    }
    for (uint32_t k = 0; k < b->count; k++)
        if (!spans_apart(b->contents[k], a->cue) || !spans_apart(b->contents[k], a->source)) return false;
    return true;
}

static bool agree(const Reported *a, const Reported *b)
{
    return in_contents(a, b) || in_contents(b, a) || are_apart(a, b);
}

/* Keeps of the guesses from `first` those that agree, the likeliest first, in the order of their cues. */
static void choose(Again *s, uint32_t first)
{
    Guess kept[PIECE_MOST];
    uint32_t count = 0;
    for (uint32_t n = s->count - first; n && count < PIECE_MOST; n--) {
        uint32_t best = NONE;
        for (uint32_t i = first; i < s->count; i++)
            if (s->guesses[i].p > 0 && (best == NONE || s->guesses[i].p > s->guesses[best].p)) best = i;
        if (best == NONE) break;
        Guess g = s->guesses[best];
        bool good = true;
        s->guesses[best].p = 0;
        for (uint32_t k = 0; k < count && good; k++) good = agree(&kept[k].r, &g.r);
        if (!good) continue;
        uint32_t at = count++;
        for (; at && kept[at - 1].r.cue.begin > g.r.cue.begin; at--) kept[at] = kept[at - 1];
        kept[at] = g;
    }
    memcpy(s->guesses + first, kept, count * sizeof *kept);
    s->count = first + count;
}

static bool look_at_words(Again *s, uint32_t begin, uint32_t end, Arena *scratch)
{
    uint32_t first = s->count;
    for (uint32_t w = begin; w < end && s->count - first < PIECE_MOST; w++) {
        if (!is_candidate(s, w)) continue;
        ArenaMark mark = arena_mark(scratch);
        bool good = look_at(s, w, scratch);
        arena_rewind(scratch, mark);
        if (!good) return false;
        if (s->best.p > 0) s->guesses[s->count++] = s->best;
    }
    return true;
}

/* ---- the careful way ---- */

/* What the encoder joins with a cue that it spots is weighed by what the fast way's model makes of it, how likely the
 * cue is and how likely it is by what was joined. */
static bool hear_cue(Again *s, const SpanChance *cue, Arena *scratch)
{
    uint32_t head = topmost(s->v, cue->words);
    Look l = look_round(s, head);
    uint64_t words = l.window.end - l.window.begin;
    s->best.p = 0;
    if (!lies_in(cue->words, l.window) || s->taken[s->in->origin[head]] || words > s->budget) return true;
    s->budget -= words;
    if (!draft_read(s->v, s->m, &s->in->encoded, &s->in->heard, cue, l.window, scratch, &l.draft)) return false;
    Reported r = {.head = head, .cue = cue->words, .source = l.draft.source};
    take_contents(&l.draft, &r);
    if (!r.count) return true;
    of_word(&l.of_word, s, head);
    of_readings(&l.of_word, &l);
    bool source = !is_empty(r.source);
    const float x[HEARD_FEATURES] = {1, logit(likely(s, &l, &r, false, source ? SOURCE_JOINED : SOURCE_NONE)),
                                     logit(cue->p), choice_logit(s->m->choice.accepting, &l.draft), source ? 0 : 1};
    float sum = 0;
    for (uint32_t i = 0; i < HEARD_FEATURES; i++) sum += s->m->hearing[i] * x[i];
    tell(s, &r, x, HEARD_FEATURES, sigmoid(sum));
    s->best = (Guess){r, sigmoid(sum)};
    return true;
}

static bool hear_cues(Again *s, uint32_t begin, uint32_t end, Arena *scratch)
{
    const SpanList *cues = &s->in->heard.spans[ROLE_CUE];
    uint32_t first = s->count;
    for (uint32_t i = spans_from(cues, begin); i < cues->count && cues->items[i].words.begin < end; i++) {
        if (s->count - first == PIECE_MOST) break;
        ArenaMark mark = arena_mark(scratch);
        bool good = hear_cue(s, &cues->items[i], scratch);
        arena_rewind(scratch, mark);
        if (!good) return false;
        if (s->best.p >= ACCEPT) s->guesses[s->count++] = s->best;
    }
    return true;
}

static bool look_through(Again *s, uint32_t begin, uint32_t end, Arena *scratch)
{
    uint32_t first = s->count;
    if (!(s->in->encoded.words ? hear_cues : look_at_words)(s, begin, end, scratch)) return false;
    choose(s, first);
    return true;
}

/* ---- all of them ---- */

static bool measure(Again *s, uint32_t words, Arena *scratch)
{
    const Attributions *a = s->a;
    s->owner = TAKE(scratch, uint32_t, (size_t)a->content_count + 1);
    s->taken = TAKE(scratch, bool, (size_t)words + 1);
    s->guesses = TAKE(scratch, Guess, (size_t)s->in->tokens.word_count + 1);
    if (!s->owner || !s->taken || !s->guesses) return false;
    memset(s->taken, 0, words);
    for (uint32_t i = 0; i < a->count; i++) {
        for (uint32_t k = 0; k < a->items[i].content_count; k++) s->owner[a->items[i].content_first + k] = i;
        for (uint32_t w = (uint32_t)a->items[i].cue.begin; w < a->items[i].cue.end; w++) s->taken[w] = true;
    }
    return true;
}

/* Words of the article; with the quotation mark that ends a quotation in them, where a content round it was bared of
 * it. */
static Reported finished(const Again *s, const View *article, const Reported *guess)
{
    Reported r = in_article(s->in, guess);
    Span round = s->a->contents[s->in->content[guess->cue.begin]];
    for (uint32_t i = 0; i < r.count; i++) {
        Span c = r.contents[i];
        fit_quotes(article, &c, (uint32_t)round.begin, (uint32_t)round.end);
        bool apart = spans_apart(c, r.cue) && spans_apart(c, r.source) && (!i || r.contents[i - 1].end <= c.begin);
        if (apart && (i + 1 == r.count || c.end <= r.contents[i + 1].begin)) r.contents[i] = c;
    }
    return r;
}

static bool add(const Again *s, const View *article, Arena *arena, Arena *scratch, Attributions *a)
{
    Attributions more = {.items = TAKE(scratch, Attribution, (size_t)s->count + 1),
                         .contents = TAKE(scratch, Span, (size_t)s->count * REPORTED_PIECES + 1)};
    float right = s->in->encoded.words ? RIGHT_HEARD : RIGHT;
    if (!more.items || !more.contents) return false;
    for (uint32_t i = 0; i < s->count; i++) {
        Reported r = finished(s, article, &s->guesses[i].r);
        more.items[more.count++] = (Attribution){.source = r.source,
                                                 .cue = r.cue,
                                                 .content_first = more.content_count,
                                                 .content_count = r.count,
                                                 .confidence = right * s->guesses[i].p};
        for (uint32_t k = 0; k < r.count; k++) more.contents[more.content_count++] = r.contents[k];
    }
    return attributions_merge(a, &more, arena);
}

bool look_again(const Grammar *g, const AttributionModel *m, const Encoded *encoded, const Spotted *spotted,
                Arena *arena, Arena *scratch, Attributions *a)
{
    Inner in;
    if (!inner_make(g, m, encoded, a, scratch, &in)) return false;
    uint32_t words = in.tokens.word_count;
    Again s = {.v = &in.view, .in = &in, .m = m, .outer = spotted, .a = a, .budget = (uint64_t)words * BUDGET};
    if (!measure(&s, g->v->count, scratch)) return false;
    for (uint32_t begin = 0; begin < words; begin = in.view.paragraph_end[begin])
        if (!look_through(&s, begin, in.view.paragraph_end[begin], scratch)) return false;
    return !s.count || add(&s, g->v, arena, scratch, a);
}
