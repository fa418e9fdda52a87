/* Whether the deed took place: what negates it, puts it off or supposes it, going up the tree as far as it is one
 * thought; and on whose word it rests, from the attribution whose content holds it. */
#include "event/internal.h"

#define OPEN STATUSES /* nothing says yet that it did not take place */

uint32_t attribution_round(const Scene *s, uint32_t word)
{
    uint32_t c = s->inside[word];
    return c == NONE ? NONE : s->owner[c];
}

static uint8_t least(uint8_t a, uint8_t b)
{
    return a < b ? a : b;
}

static bool is_negation(const Scene *s, uint32_t lemma)
{
    return lemma == s->model->lemma.not || lemma == s->model->lemma.never || lemma == s->model->lemma.n_t ||
           lemma == s->model->lemma.neither || lemma == s->model->lemma.nor;
}

static bool is_nobody(const Scene *s, uint32_t lemma)
{
    return lemma == s->model->lemma.no || lemma == s->model->lemma.nobody || lemma == s->model->lemma.none ||
           lemma == s->model->lemma.nothing || lemma == s->model->lemma.neither;
}

static uint8_t status_of_auxiliary(const Scene *s, uint32_t lemma)
{
    if (lemma == s->model->lemma.will || lemma == s->model->lemma.shall) return STATUS_FUTURE;
    if (lemma == s->model->lemma.must || lemma == s->model->lemma.should || lemma == s->model->lemma.ought)
        return STATUS_DEMANDED;
    bool may = lemma == s->model->lemma.would || lemma == s->model->lemma.could || lemma == s->model->lemma.may ||
               lemma == s->model->lemma.might || lemma == s->model->lemma.can;
    return may ? STATUS_HYPOTHETICAL : OPEN;
}

static bool supposes(const Scene *s, uint32_t lemma)
{
    return lemma == s->model->lemma.if_ || lemma == s->model->lemma.unless || lemma == s->model->lemma.whether;
}

/* What a verb or noun says of the deed that hangs on it: an EventStatus, or OPEN; `unknown` where no list has it. */
static uint8_t status_over(const Scene *s, uint32_t over, uint8_t unknown)
{
    DeedSlot slot = deeds_look_up(&s->model->deeds, deeds_step(deeds_start(DEED_OVER), s->lemma[over]));
    return slot.value <= OPEN ? slot.value : unknown;
}

/* "Nearly attacked", "allegedly attacked" */
static uint8_t status_of_adverb(const Scene *s, uint32_t w)
{
    uint8_t out = status_over(s, w, OPEN);
    return out == STATUS_NEGATED || out == STATUS_REPORTED ? out : OPEN;
}

/* "Not only did they leave, they …" */
static bool is_not_only(const Scene *s, uint32_t w)
{
    return w + 1 < s->tokens->sentences[s->sentence[w]].end &&
           (s->lemma[w + 1] == s->model->lemma.only || s->lemma[w + 1] == s->model->lemma.just);
}

/* What the words that hang on the verb or noun itself say. */
static uint8_t own_status(const Scene *s, uint32_t w)
{
    uint8_t out = OPEN;
    uint32_t c = s->child[w];
    for (uint32_t n = 0; c != NONE && n < KIN; n++, c = s->next[c]) {
        uint32_t lemma = s->lemma[c];
        switch (relation_of(s, c)) {
        case REL_ADVMOD:
        case REL_CC_PRECONJ:
            if (is_negation(s, lemma) && !is_not_only(s, c)) out = STATUS_NEGATED;
            out = least(out, status_of_adverb(s, c));
            break;
        case REL_DET:
            if (is_nobody(s, lemma)) out = STATUS_NEGATED;
            if (lemma == s->model->lemma.any) out = least(out, STATUS_HYPOTHETICAL);
            break;
        case REL_NSUBJ:
        case REL_NSUBJ_PASS:
        case REL_OBJ:
            if (is_nobody(s, lemma) || has_lemma_child(s, c, REL_DET, s->model->lemma.no)) out = STATUS_NEGATED;
            break;
        case REL_AUX:
            out = least(out, status_of_auxiliary(s, lemma));
            break;
        case REL_MARK:
            if (supposes(s, lemma)) out = least(out, STATUS_HYPOTHETICAL);
            if (lemma == s->model->lemma.without) out = STATUS_NEGATED;
            break;
        case REL_CASE:
            if (lemma == s->model->lemma.without) out = STATUS_NEGATED;
            break;
        default:
            break;
        }
    }
    return out;
}

static bool is_infinitive(const Scene *s, uint32_t w)
{
    return s->syntax->xpos[w] == XPOS_VB && has_lemma_child(s, w, REL_MARK, s->model->lemma.to);
}

/* "Refrained from criticism", "called for an attack" */
static bool is_complement(const Scene *s, uint32_t w)
{
    return frame_of_case(s, case_of(s, w)) &
           (FRAME_FROM | FRAME_FOR | FRAME_OF | FRAME_TO | FRAME_WITH | FRAME_AGAINST);
}

static bool is_existential(const Scene *s, uint32_t verb)
{
    return child_with(s, verb, REL_EXPL) != NONE;
}

/* "Prevented from attacking", "short of attacking", "warned against attacking" */
static bool is_kept_from(const Scene *s, uint32_t w)
{
    return has_lemma_child(s, w, REL_MARK, s->model->lemma.from) ||
           has_lemma_child(s, w, REL_MARK, s->model->lemma.of) ||
           has_lemma_child(s, w, REL_MARK, s->model->lemma.against);
}

/* "Came close to attacking" */
static bool is_close_to(const Scene *s, uint32_t w)
{
    uint32_t head = head_of(s, w);
    return s->syntax->xpos[w] == XPOS_VBG && has_lemma_child(s, w, REL_MARK, s->model->lemma.to) &&
           (s->lemma[head] == s->model->lemma.close || has_lemma_child(s, head, REL_ADVMOD, s->model->lemma.close) ||
            has_lemma_child(s, head, REL_ADVMOD, s->model->lemma.near));
}

/* One step up the tree: the next word of the same thought, or NONE; and what the step itself says. */
static uint32_t step(const Scene *s, uint32_t w, uint8_t *says)
{
    uint32_t head = head_of(s, w);
    *says = OPEN;
    if (head == NONE || s->inside[head] != s->inside[w]) return NONE;
    bool infinitive = is_infinitive(s, w);
    uint8_t unknown = infinitive ? STATUS_HYPOTHETICAL : OPEN;
    switch (relation_of(s, w)) {
    case REL_CONJ:
        if (child_with(s, w, REL_NSUBJ) != NONE || child_with(s, w, REL_NSUBJ_PASS) != NONE) return NONE;
        return head;
    case REL_XCOMP:
        *says = status_over(s, head, unknown);
        return head;
    case REL_CCOMP:
    case REL_CSUBJ:
        *says = status_over(s, head, OPEN);
        return head;
    case REL_ACL_RELCL: /* "it is a myth that …", misread */
        if (status_over(s, head, OPEN) != STATUS_DENIED || !has_lemma_child(s, head, REL_NSUBJ, s->model->lemma.it))
            return NONE;
        *says = STATUS_DENIED;
        return head;
    case REL_ACL:
        if (has_lemma_child(s, w, REL_MARK, s->model->lemma.that) && status_over(s, head, OPEN) == STATUS_DENIED) {
            *says = STATUS_DENIED; /* "it is a myth that …" */
            return head;
        }
        if (!infinitive) return NONE;
        *says = status_over(s, head, STATUS_HYPOTHETICAL);
        return NONE;
    case REL_ADVCL:
        if (is_close_to(s, w) ||
            (s->lemma[head] == s->model->lemma.keep &&
             has_lemma_child(s, w, REL_MARK, s->model->lemma.from))) { /* "kept them from leaving" */
            *says = STATUS_NEGATED;
            return head;
        }
        if (is_kept_from(s, w)) {
            *says = status_over(s, head, OPEN);
            return *says == OPEN ? NONE : head;
        }
        *says = infinitive ? STATUS_HYPOTHETICAL : OPEN;
        return infinitive || child_with(s, w, REL_MARK) != NONE || child_with(s, w, REL_NSUBJ) != NONE ? NONE : head;
    case REL_NMOD:
    case REL_OBL: /* "was sworn in after the resignation": the resignation took place */
        if (!is_complement(s, w)) return NONE;
        *says = status_over(s, head, OPEN);
        return *says == OPEN && !is_existential(s, head) ? NONE : head;
    case REL_OBJ:
    case REL_NSUBJ_PASS:
    case REL_NSUBJ:
        *says = status_over(s, head, OPEN);
        return *says == OPEN && !is_existential(s, head) ? NONE : head; /* "if there is an attack" */
    default:
        return NONE;
    }
}

/* Also whether the way ends at the content's main clause, so that an act upon the content is one upon the deed; and
 * whether what negates it is itself negated: "failed to prevent". */
static uint8_t climb(const Scene *s, uint32_t w, uint32_t *top, bool *twice)
{
    uint8_t out = own_status(s, w);
    for (uint32_t i = 0; i < CLIMB; i++) {
        uint8_t says;
        uint32_t up = step(s, w, &says);
        *twice |= out <= STATUS_DENIED && says <= STATUS_DENIED;
        out = least(out, says);
        if (up == NONE) break;
        uint8_t over = own_status(s, up);
        *twice |= relation_of(s, w) != REL_CONJ && out <= STATUS_DENIED && over == STATUS_NEGATED;
        out = least(out, over);
        w = up;
    }
    *top = w;
    return out;
}

static bool is_main(const Scene *s, uint32_t top)
{
    uint32_t head = head_of(s, top);
    uint8_t r = relation_of(s, top);
    bool side = r == REL_ACL_RELCL || r == REL_NMOD_POSS || r == REL_ADVCL || r == REL_NMOD || r == REL_COMPOUND ||
                r == REL_NSUBJ;
    return !side && (head == NONE || s->inside[head] != s->inside[top]);
}

/* "Would retaliate if …" */
static bool is_conditional(const Scene *s, uint32_t w)
{
    uint32_t c = s->child[w];
    for (uint32_t n = 0; c != NONE && n < KIN; n++, c = s->next[c])
        if (relation_of(s, c) == REL_ADVCL && (has_lemma_child(s, c, REL_MARK, s->model->lemma.if_) ||
                                               has_lemma_child(s, c, REL_MARK, s->model->lemma.unless)))
            return true;
    return false;
}

/* What the act of the one whose words it stands in says of it. */
static uint8_t status_of_act(const Scene *s, uint32_t a, const Deed *d, uint32_t top)
{
    const Standing *st = &s->standings->items[a];
    switch (st->act) {
    case ACT_DENY:
        return STATUS_DENIED;
    case ACT_ASK:
        return STATUS_HYPOTHETICAL;
    case ACT_URGE:
        return !d->noun && is_main(s, top) ? STATUS_DEMANDED : OPEN;
    case ACT_PROMISE:
        return is_infinitive(s, top) && is_main(s, top) ? STATUS_FUTURE : OPEN;
    case ACT_THINK:
    case ACT_DISMISS:
        return is_infinitive(s, top) && is_main(s, top) ? STATUS_HYPOTHETICAL : OPEN;
    case ACT_DECLINE: /* "did not say that …" */
        if (has_lemma_child(s, top, REL_MARK, s->model->lemma.that) && is_main(s, top)) return STATUS_HYPOTHETICAL;
        return is_infinitive(s, top) && is_main(s, top) ? STATUS_HYPOTHETICAL : OPEN;
    default:
        return OPEN;
    }
}

/* "Rejected a Vellan request": that there was one, nobody says but the writer. */
static bool is_refused(const Scene *s, const Deed *d)
{
    const Standing *st = &s->standings->items[d->by];
    uint32_t over = head_of(s, d->head);
    if (over == NONE || (st->act != ACT_DECLINE && st->act != ACT_DISMISS)) return false;
    return relation_of(s, d->head) == REL_OBJ && span_has(s->attributions->items[d->by].cue, over);
}

/* "Did Tolva attack?": the question does not say so. What is asked about a deed that is told is another thing. */
static bool is_asked(const Scene *s, uint32_t top)
{
    if (relation_of(s, top) != REL_ROOT && relation_of(s, top) != REL_CCOMP && relation_of(s, top) != REL_PARATAXIS)
        return false;
    Sentence x = s->tokens->sentences[s->sentence[top]];
    for (uint32_t i = x.end; i-- > x.first && x.end - i <= 3;) {
        Text t = word_text(s->article, &s->tokens->words[i]);
        if (text_is(t, "?")) return true;
        if (s->tokens->words[i].flags & WORD_LETTERS) return false;
    }
    return false;
}

/* "In the film, Tolva bombed …" */
static bool is_fiction(const Scene *s, uint32_t w)
{
    uint32_t c = s->child[w];
    for (uint32_t n = 0; c != NONE && c < w && n < KIN; n++, c = s->next[c]) {
        uint32_t lemma = s->lemma[c];
        bool tells = lemma == s->model->lemma.novel || lemma == s->model->lemma.film ||
                     lemma == s->model->lemma.movie || lemma == s->model->lemma.game ||
                     lemma == s->model->lemma.simulation;
        if (tells && relation_of(s, c) == REL_OBL && case_of(s, c) == s->model->lemma.in) return true;
    }
    return false;
}

uint32_t claim_before(const Scene *s, uint32_t word)
{
    uint32_t first = s->tokens->sentences[s->sentence[word]].first;
    for (uint32_t i = word, n = 0; i-- > first && n < KIN; n++) {
        uint32_t lemma = s->lemma[i];
        bool claim = lemma == s->model->lemma.claim || lemma == s->model->lemma.report ||
                     lemma == s->model->lemma.rumor || lemma == s->model->lemma.rumour ||
                     lemma == s->model->lemma.allegation || lemma == s->model->lemma.suggestion ||
                     lemma == s->model->lemma.story;
        if (claim && i + 1 < word && s->lemma[i + 1] == s->model->lemma.that) return i;
    }
    return NONE;
}

/* "Claims that Tolva attacked are untrue": the word that says so of the deed, or NONE. */
static uint32_t called_untrue(const Scene *s, uint32_t deed)
{
    uint32_t claim = claim_before(s, deed), end = s->tokens->sentences[s->sentence[deed]].end;
    for (uint32_t i = deed + 1; claim != NONE && i < end && i - deed < KIN; i++) {
        uint32_t is = status_over(s, i, OPEN) == STATUS_DENIED ? child_with(s, i, REL_COP) : NONE;
        if (is != NONE && is > deed && own_status(s, i) != STATUS_NEGATED && claim_before(s, i) == claim) return i;
    }
    return NONE;
}

/* "Nobody believes that …", "no one saw …" */
static bool is_of_nobody(const Scene *s, uint32_t a)
{
    Span source = s->attributions->items[a].source;
    return source.begin < source.end && is_nobody(s, s->lemma[source.begin]);
}

void status_find(const Scene *s, Deed *d)
{
    uint32_t at = d->over != NONE ? d->over : d->head, top = at;
    bool twice = false;
    uint8_t out = climb(s, at, &top, &twice);
    if (twice || is_fiction(s, at) || is_fiction(s, top)) {
        d->gone = true;
        return;
    }
    if (d->over != NONE || d->object != NONE) out = least(out, own_status(s, d->over != NONE ? d->head : d->object));
    if (d->attribution !=
        NONE) { /* the attribution says whether the act took place: "did not support" is another act */
        if (s->standings->items[d->attribution].negated_rule)
            out = STATUS_NEGATED;
        else if (out == STATUS_NEGATED)
            out = OPEN;
    }
    if (is_asked(s, top)) out = least(out, STATUS_HYPOTHETICAL);
    d->by = attribution_round(s, d->head);
    if (d->by == d->attribution && d->by != NONE)
        d->by = s->standings->items[d->by].within; /* its own words do not vouch for it */
    if (d->by != NONE && d->noun && is_refused(s, d)) d->by = s->standings->items[d->by].within;
    uint32_t untrue = called_untrue(s, d->head);
    if (untrue != NONE) { /* what is called untrue rests on the word of who calls it so */
        uint32_t claim = claim_before(s, untrue);
        out = least(out, STATUS_DENIED);
        d->by = attribution_round(s, untrue);
        if (d->by != NONE && span_has(s->attributions->items[d->by].cue, claim))
            d->by = s->standings->items[d->by].within;
    }
    if (d->by != NONE && s->standings->items[d->by].negated_rule && !d->word) {
        if (is_of_nobody(s, d->by)) d->gone = true;
        out = least(out, STATUS_HYPOTHETICAL);
    }
    if (out == STATUS_DENIED && d->by == NONE) out = STATUS_NEGATED; /* the writer says so */
    if (d->by != NONE) {
        out = least(out, status_of_act(s, d->by, d, top));
        /* "said it would bomb": put off rather than supposed */
        if (out == STATUS_HYPOTHETICAL && !is_conditional(s, top) &&
            has_lemma_child(s, top, REL_AUX, s->model->lemma.would))
            out = STATUS_FUTURE;
    }
    d->status = out < OPEN ? out : d->by != NONE ? STATUS_REPORTED : STATUS_ASSERTED;
}
