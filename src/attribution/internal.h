/* The parts of the attribution stage, in the order in which the words walk through them:
 *
 *   words, tags, trees
 *     -> View       what features look at, computed once an article (view.c)
 *     -> spotting   a linear-chain CRF over each paragraph: where cues, sources, contents may be (spot.c)
 *     -> joining    for each likely cue, a second CRF over the words round it: whose words, which words (join.c)
 *     -> rescoring  each of those spans looked at whole (span.c)
 *     -> choosing   attributions with their confidence (choose.c, attribution.c)
 *     -> signing    quotes with a name under them (sign.c)
 *     -> carrying   quotes that run over paragraphs (carry.c)
 *     -> mending    what a whole sentence's grammar settles (mend.c)
 *     -> inverting  parentheses with the verb first (invert.c)
 *     -> turns      of interviews (turn.c)
 *     -> orphans    quotations without a cue (orphan.c)
 *     -> again      what stands inside contents: read as an article of their own (inner.c, again.c)
 *     -> alone      what the chains missed and the grammar leaves no doubt of (grammar.c, alone.c)
 *
 * The trainer includes this header and calls the same functions, so that it learns what the program will see. */
#ifndef SAYSO_ATTRIBUTION_INTERNAL_H
#define SAYSO_ATTRIBUTION_INTERNAL_H

#include "attribution/attribution.h"
#include "encoder/encoder.h"
#include "net/net.h"

/* ---- chain.c: a linear-chain conditional random field ----
 * Scores of a step: emissions[step][label] + edges[kind of step][label before][label]. Illegal edges hold
 * CHAIN_NEVER. Label 0 is "outside". Probabilities are floats summed in a fixed order. */
#define CHAIN_LABELS 7u
#define CHAIN_KINDS 12u
#define CHAIN_NEVER (-1e9f)

typedef struct Chain {
    uint32_t labels; /* at most CHAIN_LABELS */
    float edges[CHAIN_KINDS][CHAIN_LABELS][CHAIN_LABELS];
    float start[CHAIN_LABELS];
} Chain;

static inline size_t cell(uint32_t step, uint32_t label) { return (size_t)step * CHAIN_LABELS + label; }

typedef struct Lattice { /* arrays of n * CHAIN_LABELS, but for scale and kind, which are of n */
    uint32_t n;
    float *emission;    /* in: scores. After chain_forward_backward: exp(score - the step's largest) */
    float *alpha, *beta; /* scaled: alpha sums to 1 a step */
    float *scale;       /* n: the sums that alpha was divided by */
    uint8_t *kind;      /* n: kind of the edge that enters the step */
    float peaks; /* the sum of the steps' largest scores */
} Lattice;

bool lattice_take(Arena *arena, uint32_t n, Lattice *out);
/* `edges` hold exp(edge): chain_exponentiate makes them once a model. */
void chain_exponentiate(const Chain *in, Chain *out);
void chain_forward_backward(const Chain *exponentiated, Lattice *lattice);
float chain_log_z(const Lattice *lattice); /* the logarithm of the sum over all paths; for learning */
/* P(label) at a step. */
static inline float chain_marginal(const Lattice *l, uint32_t step, uint32_t label)
{
    float p = l->alpha[cell(step, label)] * l->beta[cell(step, label)];
    return p < 1 ? p : 1; /* rounding, and what a damaged model's weights overflow to */
}
typedef struct SpanChance {
    Span words; /* steps */
    float p;
    uint8_t role;
} SpanChance;
static inline bool spans_apart(Span a, Span b) { return a.end <= b.begin || b.end <= a.begin; }
typedef struct SpanList {
    SpanChance *items;
    uint32_t count, capacity;
} SpanList;
/* Appends to `out` every span whose labels are begin, inside, inside … with probability >= least; stops a span early
 * once it cannot reach that. `first` is added to the steps, to make words of them. False when memory ran out. */
bool chain_spans(const Chain *exponentiated, const Lattice *lattice, uint32_t begin_label, uint8_t role, float least,
                 uint32_t first, Arena *arena, SpanList *out);

/* ---- view.c ---- */
enum { QUOTE_OUT, QUOTE_OPEN, QUOTE_IN, QUOTE_CLOSE };

typedef struct Quote { /* the words from an opening mark to its closing one, both in */
    uint32_t open, end; /* half-open; where the closing mark is left out, the paragraph's end */
    bool closed, single;
} Quote;

/* One entry a word, and one more (index word_count) that stands for "beyond the paragraph". */
typedef struct View {
    const Tokens *tokens;
    const Syntax *syntax;
    uint32_t count;
    uint32_t *lemma, *form, *shape, *suffix3; /* hashes */
    uint8_t *tag, *relation, *base, *bucket, *mark; /* base: the relation without its subtype */
    uint8_t *act; /* the kind of cue that the word list calls it, from 1; 0: none */
    uint16_t *cluster;
    uint32_t *head;
    uint32_t *sentence, *paragraph_first, *paragraph_end;
    /* quotation */
    Quote *quotes;
    uint32_t quote_count, quote_capacity;
    uint32_t *quote; /* index into quotes, or NONE */
    uint8_t *quote_state;
    /* tree */
    uint32_t *sub_first, *sub_end;   /* the words that a word governs, itself in */
    uint32_t *top_start, *top_end;   /* the topmost word whose subtree starts, ends (with this word) here; NONE */
    uint64_t *children;              /* set of base relations of the children, as bits */
    uint8_t *depth;
    uint32_t *order;                 /* words, each before those that it governs */
    /* the nearest reporting word by the tree: ups + 1.5 downs */
    uint32_t *near;
    uint8_t *ups, *downs;
    uint8_t *near_relation;          /* the topmost relation on the way up from the word */
    uint32_t *near_path;             /* hash of the relations down to it and of the three ups nearest to it */
    uint32_t *left, *right;          /* the nearest reporting word on each side in the paragraph, or count */
    uint8_t *left_between, *right_between; /* what stands between: bits BETWEEN_… */
} View;

enum { BETWEEN_COMMA = 1, BETWEEN_QUOTE = 2, BETWEEN_THAT = 4, BETWEEN_DASH = 8, BETWEEN_VERB = 16, BETWEEN_NOUN = 32 };

#define LEXICON_PROBES 64u /* slots that are looked at, at most */
#define LEXICON_REPORTING 32u /* of LexiconEntry.p: one in four */
uint64_t lexicon_key(uint32_t lemma_hash, uint8_t upos);
static inline uint8_t lexicon_bucket(uint32_t p)
{
    return p == 0 ? 0 : p < 4 ? 1 : p < 13 ? 2 : p < LEXICON_REPORTING ? 3 : p < 64 ? 4 : p < 96 ? 5 : 6;
}

/* What is known of a word as a cue. p: how often a lemma of a coarse tag is (part of) one, cues / (cues + others + 3), times
 * 127. act: that under which data/words/cues.tsv lists it, which also tells the cues that no article has shown yet. */
typedef struct LexiconEntry {
    uint8_t p, act;
} LexiconEntry;
#define LEXICON_ACTS 16u
/* The model's table, or the trainer's counts without the article at hand. */
typedef struct Lexicon {
    LexiconEntry (*look_up)(const void *context, uint64_t key);
    const void *context;
} Lexicon;
bool view_make(const Tokens *tokens, const Syntax *syntax, Lexicon lexicon, Arena *arena,
               View *out);

static inline uint32_t view_at(const View *v, uint32_t word, int32_t step) /* within the paragraph, else count */
{
    int64_t k = (int64_t)word + step;
    return k < (int64_t)v->paragraph_first[word] || k >= (int64_t)v->paragraph_end[word] ? v->count : (uint32_t)k;
}
static inline bool is_verb(const View *v, uint32_t w) { return v->tag[w] >= XPOS_VB && v->tag[w] <= XPOS_VBZ; }
static inline bool is_noun(const View *v, uint32_t w) { return v->tag[w] >= XPOS_NN && v->tag[w] <= XPOS_NNPS; }
static inline bool is_relative(const View *v, uint32_t w) { return v->tag[w] == XPOS_WP || v->tag[w] == XPOS_WDT; }
/* The children's relations as a feature value. */
static inline uint32_t children_of(const View *v, uint32_t word) { return (uint32_t)hash_mix(v->children[word]); }
/* 0 0, 1 1, 2 2, 3 3, 4-5 4, 6-8 5, 9-14 6, 15-25 7, more 8 */
uint32_t distance_bucket(uint32_t distance);
/* The kind of the edge from word - 1 to word: the marks on its two sides. Below CHAIN_KINDS. */
uint8_t edge_kind(const View *v, uint32_t word);

/* Features are numbered by the place of their template: lines are appended, and an order changed is another model. */
typedef struct Maker {
    uint64_t *out;
    uint32_t count, template;
} Maker;
static inline void f1(Maker *m, uint32_t a) { m->out[m->count++] = feature(m->template++, a, 0, 0); }
static inline void f2(Maker *m, uint32_t a, uint32_t b) { m->out[m->count++] = feature(m->template++, a, b + 1, 0); }
static inline void f3(Maker *m, uint32_t a, uint32_t b, uint32_t c)
{
    m->out[m->count++] = feature(m->template++, a, b + 1, c + 1);
}

/* ---- spot.c ---- labels: 0 outside, 1 + 2 * role begin, 2 + 2 * role inside */
enum { ROLE_SOURCE, ROLE_CUE, ROLE_CONTENT, ROLES };
enum { BEGIN_SOURCE = 1, IN_SOURCE, BEGIN_CUE, IN_CUE, BEGIN_CONTENT, IN_CONTENT };
#define SPOT_FEATURES 192u /* at most */
uint32_t spot_features(const View *v, uint32_t word, uint64_t out[SPOT_FEATURES]);

/* What the net beside the linear part sees of a word, a hash each; the count is the same for every word. */
uint32_t spot_inputs(const View *v, uint32_t word, uint64_t out[NET_INPUTS]);

/* What spotting says of each word, for joining; one entry more than words, as in the View. */
typedef struct Spotted {
    float *role[ROLES];    /* P(the word is in that role) */
    float *begin[ROLES];   /* P(it begins one) */
    float *end[ROLES];     /* P(it is the last of one) */
    SpanList spans[ROLES]; /* the likely spans, in the order of their beginnings */
} Spotted;

/* ---- join.c ---- labels: 0 outside, begin and inside of source and of content, as in spotting without the cue */
enum { JOIN_BEGIN_SOURCE = 1, JOIN_IN_SOURCE, JOIN_BEGIN_CONTENT, JOIN_IN_CONTENT, JOIN_LABELS };
#define JOIN_REACH 150u /* words on each side of the cue that are read */
Span join_window(const View *v, Span cue);
/* The topmost of some words: the one with the fewest steps to the root, the first of equals, punctuation aside. */
uint32_t topmost(const View *v, Span words);
/* Everything about the cue that a word's features need, once a cue. */
typedef struct JoinCue {
    Span words;
    uint32_t head;      /* its topmost word */
    uint32_t lemma;     /* its head's lemma; a hash of all its lemmas in `phrase` */
    uint32_t phrase;
    uint8_t chance;     /* bucket of its spotting probability */
    uint32_t *path;     /* per word of the window: hash of the way through the tree to the cue */
    uint8_t *steps;     /* ups * 16 + downs, each below 12; 255: too far, or another sentence */
    uint8_t *top;       /* the topmost relation on the way up */
    Span window;
} JoinCue;
bool join_prepare(const View *v, Span cue, float chance, Span window, Arena *arena, JoinCue *out);
/* What the net sees of a word, at most NET_INPUTS. */
uint32_t join_inputs(const View *v, const Spotted *spotted, const JoinCue *cue, uint32_t word,
                     uint64_t out[NET_INPUTS]);

/* Spans less likely than these are not looked at. */
#define CUE_LEAST 0.05f
#define SPOTTED_LEAST 0.02f
#define SPOTTED_CANDIDATE 0.1f /* of a spotted span that joining does not think of */
#define CANDIDATE_LEAST 0.01f
#define MOST_CANDIDATES 64u /* of one role and cue */

/* ---- span.c ---- */
#define SPAN_FEATURES 64u
/* The number of the feature that every span of the role has. */
static inline uint32_t span_template(uint8_t role) { return 2000 + 200u * role; }
typedef struct SpanContext { /* what the other candidates of the same role and cue say of a span, and what spotting does
                              */
    float begin, end; /* chance that one begins, ends where it does */
    float rival;      /* the likeliest that overlaps it */
    uint32_t rank;    /* how many that overlap it are likelier */
    float spotted, spotted_rival;
} SpanContext;
void span_context(const Spotted *spotted, const SpanList *list, uint32_t at, SpanContext *out);
/* The first span of the list that begins at or after `begin`. */
uint32_t spans_from(const SpanList *list, uint32_t begin);
uint32_t span_features(const View *v, const Spotted *spotted, const JoinCue *cue, const SpanChance *span,
                       const SpanContext *context, uint64_t out[SPAN_FEATURES]);
/* The model's table, or the trainer's weights: P(the span is right). */
typedef struct Rescorer {
    float (*rescore)(const void *context, const uint64_t *features, uint32_t count);
    const void *context;
} Rescorer;

/* ---- choose.c ---- */

/* Keeps of `list` the best set of spans that do not overlap, ascending. */
bool choose_spans(SpanList *list, float threshold, Arena *scratch);

/* An attribution that may be: a cue with what joining found for it. */
typedef struct Draft {
    Span cue, source;
    SpanList contents; /* words, ascending; empty: no attribution */
    uint32_t content_words;
    float cue_p, begin_p;           /* spotting: P(exactly this cue), P(some cue begins here) */
    float source_p, any_source_p;   /* joining: of the source taken, of all together */
    float content_p, best_content_p; /* product over the contents, the best of them */
    float nothing_p;                /* P(the cue has neither source nor content) */
} Draft;

#define CHOICE_FEATURES 12u
typedef struct Choice {
    float cue, source, content; /* thresholds of choose_spans */
    float accept;               /* least probability of being an attribution */
    float accepting[CHOICE_FEATURES], trusting[CHOICE_FEATURES]; /* logistic models of it, and of being all right */
} Choice;
/* What joining's chain and lattice say of one cue, as candidates: words of the article. */
typedef struct Candidates {
    SpanList sources, contents;
    float nothing_p;
} Candidates;
/* Those of joining, and those of spotting in the window that joining does not think of. */
bool candidates_make(const Chain *join, const Lattice *l, const Spotted *spotted, const JoinCue *cue, Arena *arena,
                     Candidates *out);
bool candidates_rescore(const View *v, const Spotted *spotted, const JoinCue *cue, Rescorer rescorer, Arena *scratch,
                        SpanList *list);
/* Consumes the candidates. */
bool draft_make(const SpanChance *cue, float begin_p, Candidates *candidates, const Choice *choice, Arena *arena,
                Draft *out);
float logit(float p); /* p as if between 0.001 and 0.999 */
void choice_features(const Draft *draft, float out[CHOICE_FEATURES]);
float choice_logit(const float weights[CHOICE_FEATURES], const Draft *draft);
static inline float choice_score(const float weights[CHOICE_FEATURES], const Draft *draft)
{
    return sigmoid(choice_logit(weights, draft));
}

/* ---- carry.c ---- */

/* Adds to contents in quotes left open at a paragraph's end, or taken up at its beginning, the rest of those quotes. */
bool carry_quotes(const View *v, Arena *arena, Arena *scratch, Attributions *attributions);

/* ---- grammar.c ---- */

enum { /* View.act: the acts of data/words/cues.tsv, from 1 */
    CUE_STATE = 1, CUE_CLAIM, CUE_CONFIRM, CUE_DENY, CUE_DECLINE, CUE_DISMISS, CUE_ACCUSE, CUE_CONDEMN, CUE_PRAISE,
    CUE_WARN, CUE_PROMISE, CUE_URGE, CUE_ASK, CUE_SUGGEST, CUE_THINK
};

/* Lemmas that the readings know. Neighbours are asked for as ranges: prepositions of an object's second half, persons,
 * negations, verbs that lead an infinitive, verbs that make a claim, occasions, conditions, … */
#define LEXEME_LIST(X) \
    X(THAT, "that") X(THIS, "this") X(TO, "to") X(OF, "of") X(AS, "as") X(FOR, "for") X(OVER, "over") X(BY, "by")          \
    X(FROM, "from") X(IT, "it") X(I, "i") X(WE, "we") X(YOU, "you") X(NOT, "not") X(NEVER, "never")        \
    X(NEITHER, "neither") X(ACCORDING, "according") X(ACCORD, "accord") X(USE, "use") X(GO, "go")          \
    X(CONTINUE, "continue") X(MAKE, "make") X(ISSUE, "issue") X(VOICE, "voice") X(EXPRESS, "express")      \
    X(REPEAT, "repeat") X(GIVE, "give") X(SHARE, "share") X(RAISE, "raise") X(NEED, "need") X(SAY, "say")  \
    X(REPORT, "report") X(ESTIMATE, "estimate") X(FIND, "find") X(RUMOR, "rumor") X(RUMOUR, "rumour")      \
    X(INTERVIEW, "interview") X(SPEECH, "speech") X(BRIEFING, "briefing") X(RECORD, "record")              \
    X(DECISION, "decision") X(IF, "if") X(UNLESS, "unless") X(SHOULD, "should") X(MUST, "must")            \
    X(CAN, "can") X(COULD, "could") X(MAY, "may") X(MIGHT, "might") X(SUPPOSE, "suppose") X(KNOW, "know")  \
    X(MEAN, "mean") X(SHOW, "show") X(PROVE, "prove") X(EXPLAIN, "explain") X(ILLUSTRATE, "illustrate")                      \
    X(DEMONSTRATE, "demonstrate") X(ATTACK, "attack") X(HIT, "hit") X(APPEAR, "appear") X(SEEM, "seem")    \
    X(LIKE, "like") X(UNLIKE, "unlike") X(SIGN, "sign") X(REFER, "refer") X(DOUBT, "doubt")                \
    X(QUESTION, "question") X(PLAN, "plan") X(INTENTION, "intention") X(COMMITMENT, "commitment")          \
    X(ENSURE, "ensure") X(TELL, "tell") X(ADVISE, "advise") X(INFORM, "inform") X(ASK, "ask")              \
    X(REMIND, "remind") X(ASSURE, "assure") X(WARN, "warn") X(WOULD, "would") X(BECAUSE, "because")          \
    X(WRITE, "write") X(TWEET, "tweet") X(POST, "post")
#define ENUM_LEXEME(id, lemma) LEX_##id,
typedef enum Lexeme { LEXEME_LIST(ENUM_LEXEME) LEXEMES } Lexeme;

typedef struct Grammar {
    const View *v;
    uint32_t *child, *sibling; /* the first word that a word governs; the next one of the same governor; or NONE */
    uint32_t *subject;         /* the first one it governs as nsubj, or NONE */
    uint32_t lexeme[LEXEMES];  /* lemma hashes */
} Grammar;

enum { READ_CLAUSE, READ_PARENTHESIS, READ_QUOTATION, READ_INFINITIVE, READ_OBJECT, READ_PASSIVE, READ_ADJECTIVE,
       READ_NOUN, READ_NOUN_PHRASE, READ_ACCORDING, READ_SIGNATURE, READ_ORPHAN, READ_POST, READINGS };
#define REPORTED_PIECES 2u
typedef struct Reported { /* an attribution as the tree has it; words */
    uint32_t head;  /* the cue's governing word */
    Span source, cue; /* source: begin == end where none is named */
    Span contents[REPORTED_PIECES]; /* ascending */
    uint32_t count;
    uint8_t reading;
    bool self;        /* the source is "I", "we" or "you" */
    bool own_subject; /* the source is the cue's own subject, not that of a verb that it stands beside */
} Reported;

bool negates(const Grammar *g, uint32_t word); /* not, never, neither */
/* Whether the cue tells of a mind, not of a saying: "I think". */
bool thinks(const Grammar *g, Span cue);
static inline bool can_report(const View *v, uint32_t word) { return v->act[word] || v->bucket[word] >= 4; }
bool grammar_make(const View *v, Arena *scratch, Grammar *out);
/* Whether the word lays something to somebody, and what to whom. */
bool grammar_read(const Grammar *g, uint32_t word, Reported *out);

/* The noun phrase of a word, as a source has it; false where it has none. */
bool is_passive(const Grammar *g, uint32_t word);
/* The word as a cue: with its auxiliaries, negations, its particle. */
Span cue_of(const Grammar *g, uint32_t word);
/* Who does what a word tells, by the tree: the subject of a verb, a passive's agent, the owner of a noun. */
bool speaker_of(const Grammar *g, uint32_t word, Span *out);
bool phrase_of(const Grammar *g, uint32_t noun, Span *out);
/* A quotation mark whose fellow lies within two words beyond a span's edge, from `least` to `most`, belongs with it. */
void fit_quotes(const View *v, Span *words, uint32_t least, uint32_t most);
/* The noun that a relative pronoun, whose verb is `verb`, stands for: what its clause hangs on, or the noun right before it; or
 * NONE. */
uint32_t antecedent(const View *v, uint32_t pronoun, uint32_t verb);

/* ---- list.c ---- */

/* Where an attribution stands among the others: at its cue, or, without one, at its content. */
static inline uint32_t cue_place(const Attributions *a, const Attribution *x)
{
    return x->cue.begin < x->cue.end ? x->cue.begin : a->contents[x->content_first].begin;
}
/* Two lists as one; both ascending by place. */
bool attributions_merge(Attributions *a, const Attributions *more, Arena *arena);
/* Adds attributions, ascending by cue, or, without one, by content, to those that are there. */
bool add_reported(const Reported *found, uint32_t count, Arena *arena, Arena *scratch, Attributions *a);
/* By quote: some content has words of it. NULL when memory ran out. */
bool *quotes_taken(const View *v, const Attributions *a, Arena *scratch);
/* Contents whose attribution is gone go too. */
bool attributions_compact(Attributions *attributions, Arena *scratch);

/* ---- alone.c ---- */
/* Adds what the grammar finds outside all contents. */
bool alone_find(const Grammar *g, Arena *arena, Arena *scratch, Attributions *a);

/* ---- attribution.c ---- */
/* Is told what again.c weighs: words of the article, the features, and how likely it is. */
typedef void GuessWatch(void *context, const Reported *guess, const float *features, uint32_t count, float p);
void attribution_watch(AttributionModel *model, GuessWatch *watch, void *watcher);
/* The chains of one way of reading: the fast one, or the careful one, where the encoder says its part too, or that inside contents.
 * Exponentiated. */
typedef struct Way {
    Chain spot_chain, join_chain;
} Way;
/* Of the encoder in what spotting and joining say; the rest is the fast model's. Inside contents it spots alone. And what the careful
 * way's confidence is: of the fast model's logit x, shift + slope * x. */
typedef struct Shares {
    float spot, join, shift, slope;
} Shares;
#define HEARD_FEATURES 5u /* of what the encoder finds inside a content: see again.c */
struct AttributionModel {
    NetModel *spot_net, *join_net;
    Table spot, span;
    Way fast, careful, inside;
    EncoderModel *encoder; /* NULL: there is no careful way */
    Shares shares;
    float hearing[HEARD_FEATURES]; /* a logistic model of its being right */
    Choice choice;
    const uint8_t *lexicon; /* LexiconSlots; key 0 is empty */
    uint32_t lexicon_mask;
    GuessWatch *watch; /* NULL, but for the trainer of again.c's model */
    void *watcher;
};

Lexicon lexicon_of(const AttributionModel *model);
/* What the chain and the net make of every word; `encoded`: what the encoder does, or NULL for the fast way. */
bool spot(const View *v, const AttributionModel *model, const Encoded *encoded, Arena *scratch, Spotted *spotted);
static inline const Way *way_of(const AttributionModel *m, const Encoded *encoded)
{
    return !encoded ? &m->fast : encoded->inside ? &m->careful : &m->inside;
}

/* ---- draft.c ---- */
void syntax_side(const void *view, uint32_t word, uint8_t *out); /* a NetSide */
/* Reads the words of `window`, the cue among them. `encoded`: as in spot. */
bool draft_read(const View *v, const AttributionModel *model, const Encoded *encoded, const Spotted *spotted, const SpanChance *cue,
                Span window, Arena *scratch, Draft *out);

/* ---- inner.c ---- */
typedef struct Inner { /* the contents as an article; its words are numbered anew */
    Tokens tokens;
    Syntax syntax;
    uint32_t *origin;  /* by word: in the article */
    uint32_t *content; /* by word: of which content it is, an index into Attributions.contents */
    View view;
    Spotted spotted; /* what the fast way sees */
    Grammar grammar;
    Encoded encoded; /* and, where the article is read carefully, what the encoder sees: */
    Spotted heard;
} Inner;
/* All of it in the scratch. `g`, `encoded` (or NULL): of the article. */
bool inner_make(const Grammar *g, const AttributionModel *model, const Encoded *encoded, const Attributions *a, Arena *scratch,
                Inner *out);

/* ---- again.c ---- */
/* Whether the word is worth a look: what is looked at there is a matter of time. */
bool may_report(const View *v, uint32_t word);
/* Adds what stands inside the contents. `spotted`, `encoded` (or NULL): of the article. */
bool look_again(const Grammar *g, const AttributionModel *model, const Encoded *encoded, const Spotted *spotted, Arena *arena,
                Arena *scratch, Attributions *a);

/* ---- sign.c ---- */
/* Adds the quotations that are signed: “…” — Hesper Tarn. */
bool sign_quotes(const View *v, Arena *arena, Arena *scratch, Attributions *attributions);

/* ---- turn.c ---- */
/* Puts an interview's turns among the attributions, and takes out those that they make false. */
bool turns_find(const Grammar *g, const Article *article, Arena *arena, Arena *scratch, Attributions *a);

/* ---- orphan.c ---- */
/* Lays the quotations that are nobody's to who speaks round them. */
bool orphans_place(const Grammar *g, Arena *arena, Arena *scratch, Attributions *a);

/* ---- invert.c ---- */
/* Adds parentheses with the verb first, and takes out what the chains made of their verbs. */
bool inversions_find(const Grammar *g, Arena *arena, Arena *scratch, Attributions *a);

/* ---- mend.c ---- */
/* What a whole sentence settles about what the chains found. */
void mend(const Grammar *g, Attributions *attributions);

/* ---- attribution.c ---- */

/* The parts of the model file, as the trainer writes and the stage reads them: little-endian floats in this order. */
#define CHAIN_FLOATS (CHAIN_KINDS * CHAIN_LABELS * CHAIN_LABELS + CHAIN_LABELS)
#define CHOICE_FLOATS (4 + 2 * CHOICE_FEATURES)

/* Reads what spotting's lattice says of words [first, first + l->n) into `out`, its spans as words of the article. */
bool spot_collect(const Chain *chain, const Lattice *l, uint32_t first, Arena *arena, Spotted *out);
bool spotted_take(Arena *arena, uint32_t words, Spotted *out);

#endif
