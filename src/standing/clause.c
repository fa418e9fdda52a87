/* Whether a content says something of something: "that the mole was safe", "to resign", "him a fool"; or only names it:
 * "her record", "the allegations against him", "what". By the tree of each stretch: a predicate at its top, or below a
 * noun that carries what is said ("the claim that X") rather than in a clause that tells which noun is meant ("the man
 * who left"). In time proportional to the words that are looked at. */
#include "standing/internal.h"

#define LOOKED_AT (4 * REACH) /* words of a stretch */
#define CLIMB 8u

enum { /* what hangs on a word, inside its stretch */
       HAS_SUBJECT = 1,
       HAS_COPULA = 2,
       HAS_TO = 4,
       HAS_THAT = 8,
       HAS_PREPOSITION = 16, /* of a gerund: "of ships sinking" */
       HAS_DETERMINER = 32,
       HAS_AUXILIARY = 64
};

static uint8_t note_of(const Sight *s, uint32_t i)
{
    switch (s->syntax->relation[i]) {
    case REL_NSUBJ:
    case REL_NSUBJ_PASS:
    case REL_NSUBJ_OUTER:
    case REL_CSUBJ:
    case REL_CSUBJ_PASS:
    case REL_EXPL:
        return HAS_SUBJECT;
    case REL_COP:
        return HAS_COPULA;
    case REL_AUX:
    case REL_AUX_PASS:
        return HAS_AUXILIARY;
    case REL_DET:
    case REL_NMOD_POSS:
        return HAS_DETERMINER;
    case REL_MARK:
    case REL_CASE:
        if (s->syntax->xpos[i] == XPOS_TO || s->syntax->upos[i] == UPOS_PART) return HAS_TO;
        if (s->lemma[i] == s->model->that || s->lemma[i] == s->model->whether) return HAS_THAT;
        return s->syntax->xpos[i] == XPOS_IN ? HAS_PREPOSITION : 0;
    default:
        return 0;
    }
}

static bool carries(const Sight *s, uint32_t noun) /* "claim", "promise", "plan" */
{
    if (noun_of(s, noun) & (NOUN_SPEECH | NOUN_DOCUMENT)) return true;
    return cues_look_up(&s->model->cues, cues_step(cues_start(CUE_NOUN), s->lemma[noun])).found;
}

/* A predicate in its own right: something is said of a subject, or left to be done. */
static bool predicates(const Sight *s, uint32_t i, uint8_t notes)
{
    bool verb = s->syntax->upos[i] == UPOS_VERB || s->syntax->upos[i] == UPOS_AUX;
    if (notes & HAS_COPULA) return true;
    return notes & HAS_SUBJECT ? s->syntax->relation[i] != REL_APPOS : verb && notes & HAS_TO;
}

/* "Urged the crews to wait", "expects the wind to ease", which the tree may hang on the crews and the wind. */
static bool is_told(const Sight *s, uint32_t noun)
{
    uint32_t verb = s->syntax->head[noun];
    if (verb == NONE || s->syntax->relation[noun] != REL_OBJ) return false;
    uint8_t act = cues_look_up(&s->model->cues, cues_step(cues_start(CUE_VERB), s->lemma[verb])).act;
    return is_sense(s, verb, LEXIS_TELLING) || act == ACT_THINK + 1 || act == ACT_URGE + 1;
}

/* What hangs on a noun so, tells which is meant, unless the noun carries what is said. */
static bool tells_which(const Sight *s, uint32_t i, uint8_t notes)
{
    switch (s->syntax->relation[i]) {
    case REL_ACL_RELCL: /* "a report that it had sat on an audit", if the tree errs */
        return !(notes & HAS_THAT) || !carries(s, s->syntax->head[i]);
    case REL_ADVCL_RELCL:
    case REL_ADVCL:
    case REL_AMOD:
    case REL_COMPOUND:
        return true;
    case REL_ACL:
        if (s->syntax->xpos[i] == XPOS_VBG && notes & HAS_PREPOSITION) return false;
        if (notes & HAS_THAT) return false;
        return !(notes & HAS_TO) || !(carries(s, s->syntax->head[i]) || is_told(s, s->syntax->head[i]));
    default:
        return false;
    }
}

/* Whether the word stands below a clause that only tells which noun is meant. */
static bool below_modifier(const Sight *s, Span x, const uint8_t *notes, uint32_t i)
{
    for (uint32_t steps = 0; steps < CLIMB; steps++) {
        uint32_t head = s->syntax->head[i];
        if (head == NONE || !span_has(x, head)) return false;
        if (tells_which(s, i, notes[i - x.begin])) return true;
        i = head;
    }
    return true;
}

static bool is_gerund_of(const Sight *s, uint32_t i, uint8_t notes) /* "of ignoring three warnings" */
{
    return s->syntax->xpos[i] == XPOS_VBG && notes & HAS_PREPOSITION && !(notes & HAS_DETERMINER) &&
           (s->syntax->upos[i] == UPOS_VERB || s->syntax->relation[i] == REL_ACL);
}

/* A verb that governs the stretch: "to resign", "resigning", "Count the spoons", "was never done". */
static bool governs(const Sight *s, uint32_t i, uint8_t notes, bool beside_noun)
{
    if (s->syntax->upos[i] != UPOS_VERB || notes & HAS_DETERMINER) return false;
    switch (s->syntax->relation[i]) {
    case REL_AMOD:
    case REL_COMPOUND:
    case REL_CASE:
    case REL_FLAT:
        return false;
    case REL_ADVCL: /* "the audit when it came" */
        return !beside_noun || s->syntax->xpos[i] == XPOS_VBG || notes & HAS_TO;
    case REL_ACL_RELCL:
        return !beside_noun;
    default:
        return true;
    }
}

static bool is_nominal(const Sight *s, uint32_t i)
{
    uint8_t upos = s->syntax->upos[i], relation = s->syntax->relation[i];
    bool noun = upos == UPOS_NOUN || upos == UPOS_PROPN || upos == UPOS_PRON || upos == UPOS_NUM;
    return noun && relation != REL_OBL_UNMARKED && relation != REL_NMOD_UNMARKED;
}

/* "Denounced the mayor's call": the call is the mayor's, and no name for him. */
static bool is_owned(const Sight *s, Span x, uint32_t i)
{
    while (i-- > x.begin && s->syntax->upos[i] == UPOS_ADJ) {}
    return i + 1 > x.begin && s->syntax->xpos[i] == XPOS_POS;
}

/* "Him a fool", "it as a shambles": a name that is given to what stands before it. The tree may take it for a second
 * object. */
static bool is_given_name(const Sight *s, Span x, uint32_t i, uint8_t notes, bool beside_noun)
{
    uint32_t head = s->syntax->head[i];
    uint8_t relation = s->syntax->relation[i];
    if (!beside_noun || is_owned(s, x, i)) return false;
    if (relation == REL_XCOMP || (relation == REL_OBJ && head != NONE && is_sense(s, head, LEXIS_NAMING))) return true;
    if (s->syntax->upos[i] != UPOS_ADJ && !(notes & HAS_DETERMINER)) return false; /* "her record as secretary" */
    for (uint32_t k = i; k-- > x.begin && i - k < 8;)
        if (s->syntax->head[k] == i && is_sense(s, k, LEXIS_ROLE)) return true;
    return false;
}

/* "That Dorn face charges", "how it sank", "to resign": the words say it, whatever the tree. */
static bool opens_clause(const Sight *s, Span x)
{
    uint32_t i = x.begin;
    while (i < x.end && s->syntax->upos[i] == UPOS_PUNCT) i++;
    if (i + 2 >= x.end) return i + 2 == x.end && s->syntax->xpos[i] == XPOS_TO && s->syntax->xpos[i + 1] == XPOS_VB;
    uint8_t next = s->syntax->upos[i + 1];
    bool joins = s->syntax->upos[i] == UPOS_SCONJ || next == UPOS_PRON || next == UPOS_PROPN || next == UPOS_DET;
    if (joins && s->lemma[i] == s->model->that) return true;
    bool asks = s->syntax->xpos[i] == XPOS_WRB && next != UPOS_PUNCT;
    return asks || (s->syntax->xpos[i] == XPOS_TO && s->syntax->xpos[i + 1] == XPOS_VB);
}

static bool says_something(const Sight *s, Span x, uint8_t *notes)
{
    bool beside_noun = false;
    if (opens_clause(s, x)) return true;
    memset(notes, 0, x.end - x.begin);
    for (uint32_t i = x.begin; i < x.end; i++) {
        uint32_t head = s->syntax->head[i];
        if (head != NONE && span_has(x, head)) notes[head - x.begin] |= note_of(s, i);
    }
    for (uint32_t i = x.begin; i < x.end; i++) {
        uint32_t head = s->syntax->head[i];
        uint8_t n = notes[i - x.begin];
        bool top = head == NONE || !span_has(x, head);
        if (top && (predicates(s, i, n) || governs(s, i, n, beside_noun) || is_given_name(s, x, i, n, beside_noun)) &&
            !(s->syntax->relation[i] == REL_ADVCL && beside_noun && n & HAS_SUBJECT && !(n & HAS_PREPOSITION)))
            return true;
        if (!top && (predicates(s, i, n) || is_gerund_of(s, i, n)) && !below_modifier(s, x, notes, i)) return true;
        beside_noun |= top && is_nominal(s, i);
    }
    return false;
}

bool claims_find(Sight *s, Arena *scratch)
{
    uint8_t *notes = TAKE(scratch, uint8_t, LOOKED_AT);
    if (!notes) return false;
    for (uint32_t i = 0; i < s->attributions->count; i++) {
        const Attribution *a = &s->attributions->items[i];
        for (uint32_t k = 0; k < a->content_count && !s->standings[i].clause; k++) {
            Span x = s->attributions->contents[a->content_first + k];
            if (x.end - x.begin > LOOKED_AT) x.end = x.begin + LOOKED_AT;
            s->standings[i].clause = says_something(s, x, notes);
        }
    }
    return true;
}
