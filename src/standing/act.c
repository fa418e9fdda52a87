/* What the source does with the content: the list of cues says it of the cue, with what negates it; where the cue is
 * neutral, what the content itself says may say more ("is not concerned", "we will build it", "must resign"). */
#include "standing/internal.h"

#define SKIPS 3u        /* words that may stand between two of a sequence */
#define MATCH_REACH 10u /* words that a sequence may stretch over */

typedef struct Verdict {
    uint8_t act; /* ACT_COUNT: none */
    uint8_t rule;
    Span words;
} Verdict;
static const Verdict undecided = {.act = ACT_COUNT};

/* ---- sequences of lemmas ---- */

/* Adverbs, articles, possessives, quotation marks: what may stand inside "play (sharply) down (the) report". */
static bool light(const Sight *s, uint32_t i)
{
    switch (s->syntax->upos[i]) {
    case UPOS_ADV:
        return !is_sense(s, i, LEXIS_NEGATION);
    case UPOS_DET:
        return !is_sense(s, i, LEXIS_NEGATION);
    case UPOS_PUNCT:
        return s->tokens->words[i].mark >= MARK_QUOTE_OPEN && s->tokens->words[i].mark <= MARK_SINGLE_CLOSE;
    case UPOS_PRON:
        return s->syntax->xpos[i] == XPOS_PRPS;
    case UPOS_ADJ:
        return true;
    case UPOS_PROPN:
        return true; /* "rejected Elling's claim" */
    case UPOS_PART:
        return s->syntax->xpos[i] == XPOS_POS;
    case UPOS_NOUN:
        return i + 1 < s->tokens->word_count && s->syntax->upos[i + 1] == UPOS_NOUN; /* "a newspaper report" */
    default:
        return false;
    }
}

/* The longest sequence of that root which begins at `from`; from itself must be its first word. */
static Verdict match(const Sight *s, uint32_t root, uint32_t from, uint32_t end)
{
    Verdict best = undecided;
    uint64_t key = cues_start(root);
    uint32_t skipped = 0;
    if (end > from + MATCH_REACH) end = from + MATCH_REACH;
    for (uint32_t i = from; i < end; i++) {
        uint64_t next = cues_step(key, s->lemma[i]);
        CueSlot slot = cues_look_up(&s->model->cues, next);
        if (!slot.found) {
            if (i == from || !light(s, i) || ++skipped > SKIPS) break;
            continue;
        }
        key = next;
        if (slot.act) best = (Verdict){(uint8_t)(slot.act - 1), WHY_ACT_CUE, {from, i + 1}};
        if (!slot.continues) break;
    }
    if (best.act != ACT_COUNT && best.words.end > best.words.begin + 1) best.rule = WHY_ACT_PHRASE;
    return best;
}

static uint32_t root_of(const Sight *s, uint32_t i)
{
    switch (s->syntax->upos[i]) {
    case UPOS_VERB:
    case UPOS_AUX:
        return CUE_VERB;
    case UPOS_NOUN:
    case UPOS_PROPN:
        return CUE_NOUN;
    case UPOS_ADJ:
        return CUE_ADJECTIVE;
    default:
        return 0;
    }
}

/* "Defends" in a headline is tagged as a name. */
static Verdict of_headline(const Sight *s, uint32_t i)
{
    Text t = word_text(s->article, &s->tokens->words[i]);
    bool candidate = (s->tokens->words[i].flags & WORD_UPPER) && t.size > 3 && t.data[t.size - 1] == 's';
    if (!candidate) return undecided;
    uint32_t stem = lemma_hash(text_of(t.data, t.size - 1));
    CueSlot slot = cues_look_up(&s->model->cues, cues_step(cues_start(CUE_VERB), stem));
    return slot.act ? (Verdict){(uint8_t)(slot.act - 1), WHY_ACT_CUE, {i, i + 1}} : undecided;
}

/* The tagger may err between participle and adjective: the other root is tried where the first has nothing. */
static Verdict match_word(const Sight *s, uint32_t i, uint32_t end)
{
    uint32_t root = root_of(s, i);
    Verdict v = root ? match(s, root, i, end) : undecided;
    if (v.act == ACT_COUNT && root == CUE_VERB) v = match(s, CUE_ADJECTIVE, i, end);
    if (v.act == ACT_COUNT && root == CUE_ADJECTIVE) v = match(s, CUE_VERB, i, end);
    return v.act == ACT_COUNT ? of_headline(s, i) : v;
}

/* ---- the cue ---- */

static bool means_nothing(const Sight *s, uint32_t i) /* an auxiliary, or what no cue can be */
{
    return s->syntax->upos[i] == UPOS_AUX && s->syntax->relation[i] != REL_ROOT && !is_sense(s, i, LEXIS_MUST);
}

static uint32_t negation_in(const Sight *s, Span words)
{
    for (uint32_t i = words.begin; i < words.end; i++) {
        if (!is_sense(s, i, LEXIS_NEGATION)) continue;
        bool only = i + 1 < words.end && text_is(word_text(s->article, &s->tokens->words[i + 1]), "only");
        if (!only) return i;
    }
    return NONE;
}

/* "would neither confirm nor deny", "did not confirm or deny" */
static bool neither_nor(const Sight *s, Span cue)
{
    bool confirm = false, deny = false;
    for (uint32_t i = cue.begin; i < cue.end; i++) {
        confirm |= s->lemma[i] == s->model->confirm;
        deny |= s->lemma[i] == s->model->deny;
    }
    return confirm && deny;
}

/* A light verb's noun ("voiced support") stands within a few words. */
static Verdict noun_after(const Sight *s, uint32_t from, uint32_t end)
{
    if (end > from + 5) end = from + 5;
    for (uint32_t i = from; i < end; i++) {
        if (s->syntax->upos[i] != UPOS_NOUN) {
            if (!light(s, i)) return undecided;
            continue;
        }
        Verdict v = match(s, CUE_NOUN, i, end);
        if (v.act != ACT_COUNT && v.act != ACT_STATE) v.rule = WHY_ACT_NOUN;
        if (v.act != ACT_COUNT) return v;
        if (i + 1 >= end || s->syntax->upos[i + 1] != UPOS_NOUN) return undecided; /* not the first of a compound */
    }
    return undecided;
}

static Verdict of_verb(const Sight *s, uint32_t i, uint32_t end)
{
    Verdict v = match_word(s, i, end);
    if (is_sense(s, i, LEXIS_LIGHT) && v.rule != WHY_ACT_PHRASE) {
        Verdict noun = noun_after(s, i + 1, end);
        if (noun.act != ACT_COUNT && noun.act != ACT_STATE) return noun;
    }
    return v;
}

static Verdict negated(const Sight *s, Span cue, uint32_t not, uint32_t end)
{
    if (neither_nor(s, cue)) return (Verdict){ACT_DECLINE, WHY_ACT_NEITHER, cue};
    for (uint32_t i = not +1; i < end && i < not +MATCH_REACH; i++) {
        if (means_nothing(s, i) || (light(s, i) && s->syntax->upos[i] != UPOS_ADJ)) continue;
        Verdict v = match(s, CUE_NEGATED, i, end);
        if (v.act == ACT_COUNT && i < cue.end) v = (Verdict){.act = ACT_STATE, .words = {i, i + 1}};
        v.rule = WHY_ACT_NEGATED;
        v.words.begin = not ;
        return v;
    }
    return undecided;
}

/* The cue's first word that the list knows decides, and after a verb of saying the next verb that says more. */
static Verdict of_cue(const Sight *s, Span cue)
{
    uint32_t end = sight_reach(s, cue.end - 1).end;
    uint32_t not = negation_in(s, cue);
    Verdict first = undecided;
    for (uint32_t i = cue.begin; i < cue.end; i++) {
        if (means_nothing(s, i) && i + 1 < cue.end) {
            Verdict phrase = match(s, CUE_VERB, i, end); /* "is concerned", "has yet to comment" */
            if (phrase.rule == WHY_ACT_PHRASE && not == NONE) return phrase;
            continue;
        }
        if (first.act != ACT_COUNT && !is_verb(s, i)) continue;
        Verdict v = of_verb(s, i, end);
        if (v.act == ACT_COUNT && is_sense(s, i, LEXIS_ALTERS) && is_verb(s, i))
            return (Verdict){ACT_STATE, WHY_ACT_CUE, {i, i + 1}}; /* "revised his proposal" */
        if (v.act == ACT_COUNT) continue;
        if (v.rule == WHY_ACT_PHRASE && not != NONE && not >= i) return v; /* the negation is the phrase's own */
        if (first.act == ACT_COUNT || v.act != ACT_STATE) first = v;
        if (v.act != ACT_STATE) break; /* "went on to rebut", "wrote a letter calling" */
    }
    if (not != NONE && (first.act == ACT_COUNT || not < first.words.begin || not < cue.end)) {
        Verdict v = negated(s, cue, not, end);
        if (v.act != ACT_COUNT && (first.act == ACT_COUNT || not <= first.words.begin)) return v;
    }
    return first;
}

/* ---- the content, under a neutral cue ---- */

/* "But", he said, "…" */
static bool only_joins(const Sight *s, Span words)
{
    if (words.end - words.begin > 4) return false;
    for (uint32_t i = words.begin; i < words.end; i++) {
        uint8_t upos = s->syntax->upos[i];
        if (upos != UPOS_PUNCT && upos != UPOS_CCONJ && upos != UPOS_SCONJ && upos != UPOS_ADV && upos != UPOS_INTJ)
            return false;
    }
    return true;
}

/* The first sentence of the first content that has more than a conjunction: what the attribution comes to. */
static Span main_words(const Sight *s, uint32_t attribution)
{
    const Attribution *a = &s->attributions->items[attribution];
    Span c = s->attributions->contents[a->content_first];
    if (a->content_count > 1 && only_joins(s, c)) c = s->attributions->contents[a->content_first + 1];
    Span x = sentence_span(s, c.begin);
    if (x.end < c.end) c.end = x.end;
    if (c.end - c.begin > REACH) c.end = c.begin + REACH;
    return c;
}

/* The word that the others hang on. A clause that hangs on the cue itself ("If it rains, the board should act") comes
 * after the one that is said. */
static uint32_t top_of(const Sight *s, Span words)
{
    uint32_t first = NONE;
    for (uint32_t i = words.begin; i < words.end; i++) {
        uint8_t upos = s->syntax->upos[i], relation = s->syntax->relation[i];
        bool inner = s->syntax->head[i] != NONE && span_has(words, s->syntax->head[i]);
        if (inner || !(s->tokens->words[i].flags & WORD_LETTERS) || upos == UPOS_SCONJ || upos == UPOS_CCONJ) continue;
        if (first == NONE) first = i;
        bool aside = s->syntax->relation[first] == REL_ADVCL || s->syntax->relation[first] == REL_OBL;
        bool said = relation == REL_CCOMP || relation == REL_ROOT || relation == REL_PARATAXIS;
        if (!aside) return first;
        if (said) return i;
    }
    return first;
}

/* The word belongs to the main clause: no relative or adverbial clause, and no clause that somebody else says, lies
 * between. */
static bool in_main_clause(const Sight *s, Span words, uint32_t i)
{
    for (uint32_t steps = 0; steps < 8; steps++) {
        uint32_t head = s->syntax->head[i];
        if (head == NONE || !span_has(words, head)) return true;
        switch (s->syntax->relation[i]) {
        case REL_ACL:
        case REL_ACL_RELCL:
        case REL_ADVCL:
        case REL_ADVCL_RELCL:
        case REL_CCOMP:
        case REL_NMOD:
        case REL_APPOS:
        case REL_NMOD_POSS:
        case REL_NSUBJ_PASS:
        case REL_CSUBJ:
            return false;
        case REL_NSUBJ:
            if (i < head) return false; /* behind its verb: "there is no truth in it" */
            i = head;
            break;
        default:
            i = head;
        }
    }
    return false;
}

/* What was said in quotation marks speaks of its speaker as I and we; what was reported, as he, she, it, they. */
static bool speaks_of_source(const Sight *s, uint32_t attribution, uint32_t i)
{
    if (is_sense(s, i, LEXIS_FIRST)) return s->quoted[i];
    if (!is_sense(s, i, LEXIS_THIRD) || s->quoted[i]) return false;
    const Standing *st = &s->standings[attribution];
    uint32_t m = s->entities->of_head[i];
    bool human = s->lemma[i] != s->model->it;
    if (!human && (st->kind == KIND_PERSON || st->kind == KIND_UNNAMED || st->kind == KIND_GROUP)) return false;
    uint32_t entity = m == NONE ? NONE : s->entities->mentions[m].entity;
    return entity == NONE || st->entity == NONE || entity == st->entity;
}

/* The subject that the content begins with, past "that", conjunctions, adverbs and marks; NONE where it is not the
 * source. */
static uint32_t own_subject(const Sight *s, uint32_t attribution, Span words)
{
    for (uint32_t i = words.begin; i < words.end && i < words.begin + 8; i++) {
        if (speaks_of_source(s, attribution, i)) return i;
        uint8_t upos = s->syntax->upos[i];
        bool passed =
            upos == UPOS_PUNCT || upos == UPOS_SCONJ || upos == UPOS_CCONJ || upos == UPOS_ADV || upos == UPOS_INTJ;
        if (!passed) return NONE;
    }
    return NONE;
}

/* "With this letter we will end it": the subject by the tree. */
static uint32_t subject_of(const Sight *s, uint32_t attribution, Span words, uint32_t top)
{
    for (uint32_t i = words.begin; top != NONE && i < words.end && i < top; i++)
        if (s->syntax->head[i] == top && s->syntax->relation[i] == REL_NSUBJ && speaks_of_source(s, attribution, i))
            return i;
    return NONE;
}

static Verdict future(const Sight *s, Span words, uint32_t will)
{
    for (uint32_t i = will + 1; i < words.end && i < will + 5; i++) {
        bool adverb = s->syntax->upos[i] == UPOS_ADV;
        if (adverb && is_sense(s, i, LEXIS_STATIVE)) return undecided; /* "would rather" */
        if (is_sense(s, i, LEXIS_NEGATION) || adverb) continue;
        if (is_sense(s, i, LEXIS_TELLER) && i + 1 < words.end && s->lemma[i + 1] == s->model->you) return undecided;
        Verdict own = match(s, CUE_OWN, i, words.end); /* "would welcome it" */
        if (own.act != ACT_COUNT) return (Verdict){own.act, WHY_ACT_OWN, {will, own.words.end}};
        bool does = s->syntax->xpos[i] == XPOS_VB && !is_sense(s, i, LEXIS_STATIVE);
        return does ? (Verdict){ACT_PROMISE, WHY_ACT_FUTURE, {will, i + 1}} : undecided;
    }
    return undecided;
}

static Verdict of_own(const Sight *s, uint32_t attribution, Span words, uint32_t top)
{
    uint32_t subject = own_subject(s, attribution, words);
    if (subject == NONE) subject = subject_of(s, attribution, words, top);
    if (subject == NONE) return undecided;
    for (uint32_t i = subject + 1; i < words.end && i < subject + 6; i++) {
        Verdict v = match(s, CUE_OWN, i, words.end);
        if (v.act != ACT_COUNT) {
            v.rule = WHY_ACT_OWN;
            return v;
        }
        if (is_sense(s, i, LEXIS_WILL)) /* what voters say they will do binds nobody */
            return s->standings[attribution].kind == KIND_GROUP ? undecided : future(s, words, i);
        if (is_sense(s, i, LEXIS_NEGATION)) {
            v = match(s, CUE_NEGATED, i + 1, words.end);
            v.rule = WHY_ACT_OWN;
            return v.act == ACT_CONDEMN || v.act == ACT_DISMISS ? v : undecided;
        }
        if (s->syntax->upos[i] != UPOS_AUX && s->syntax->upos[i] != UPOS_ADV) return undecided;
    }
    return undecided;
}

/* The main clause's own predicate, in the active: "is nonsense", "condemn", not "asked for support". */
static bool is_predicate(const Sight *s, uint32_t i, uint32_t top)
{
    uint8_t relation = s->syntax->relation[i];
    bool joined = (relation == REL_CONJ || relation == REL_XCOMP) && s->syntax->head[i] == top;
    bool passive = s->syntax->xpos[i] == XPOS_VBN && i && s->lemma[i - 1] == s->model->be;
    return (i == top || joined) && !passive;
}

static bool negated_before(const Sight *s, Span words, uint32_t i)
{
    for (uint32_t k = i; k-- > words.begin && i - k <= 4;)
        if (is_sense(s, k, LEXIS_NEGATION)) return true;
    return false;
}

static Verdict of_sequences(const Sight *s, Span words, uint32_t top)
{
    for (uint32_t i = words.begin; i < words.end; i++) {
        Verdict v = match(s, CUE_CONTENT, i, words.end);
        if (v.act == ACT_COUNT || !in_main_clause(s, words, i)) continue;
        bool phrase = v.words.end > i + 1;
        bool judged = v.act == ACT_CONDEMN && s->syntax->relation[i] == REL_AMOD && s->syntax->head[i] == top;
        if (!phrase && !judged && !is_predicate(s, i, top)) continue; /* "it's a phony system" */
        if (negation_in(s, v.words) == NONE && negated_before(s, words, i)) continue;
        v.rule = WHY_ACT_CONTENT;
        return v;
    }
    return undecided;
}

/* "must resign", "should be released"; not "must have known". */
static Verdict of_modal(const Sight *s, Span words, uint32_t top)
{
    for (uint32_t i = words.begin; i < words.end; i++) {
        if (!is_sense(s, i, LEXIS_MUST) || (s->syntax->head[i] != top && !in_main_clause(s, words, i))) continue;
        if (s->syntax->upos[i] == UPOS_NOUN) continue; /* "sees the need to act" */
        for (uint32_t k = i + 1; k < words.end && k <= top; k++)
            if (s->lemma[k] == s->model->have || s->lemma[k] == s->model->able) return undecided;
        return (Verdict){ACT_URGE, WHY_ACT_MODAL, {i, i + 1}};
    }
    return undecided;
}

/* One thing, so that a bare verb behind it is no plural's: no "majority of voters", no "she and the board". */
static bool is_singular(const Sight *s, uint32_t i, uint32_t end)
{
    uint8_t xpos = s->syntax->xpos[i];
    if (i + 1 < end && s->lemma[i + 1] == s->model->of) return false;
    for (uint32_t k = i + 1; k < end; k++)
        if (s->syntax->head[k] == i && s->syntax->relation[k] == REL_CONJ) return false;
    return xpos == XPOS_NN || xpos == XPOS_NNP || s->lemma[i] == s->model->he || s->lemma[i] == s->model->she ||
           s->lemma[i] == s->model->it;
}

/* "insisted that the mole be closed", "that she go": a subjunctive. */
static Verdict of_subjunctive(const Sight *s, Span words, uint32_t top)
{
    uint32_t subject = NONE, verb = top;
    if (s->lemma[words.begin] != s->model->that || s->quoted[words.begin]) return undecided;
    for (uint32_t i = words.begin; i < top; i++) {
        if (s->syntax->head[i] != top) continue;
        if (s->syntax->relation[i] == REL_NSUBJ || s->syntax->relation[i] == REL_NSUBJ_PASS) subject = i;
        bool helps = s->syntax->relation[i] == REL_AUX || s->syntax->relation[i] == REL_COP ||
                     s->syntax->relation[i] == REL_AUX_PASS;
        if (helps && verb != top) return undecided;
        if (helps) verb = i;
    }
    bool bare = s->syntax->xpos[verb] == XPOS_VB || (s->syntax->xpos[verb] == XPOS_VBP && verb == top);
    if (subject == NONE || !is_singular(s, subject, verb) || !bare) return undecided;
    return (Verdict){ACT_URGE, WHY_ACT_MODAL, {verb, verb + 1}};
}

/* "Those who have a boat", he said, "must sail": the first piece is the subject of the second. */
static Verdict of_second_piece(const Sight *s, uint32_t attribution, uint32_t top)
{
    const Attribution *a = &s->attributions->items[attribution];
    if (a->content_count < 2 || (top != NONE && s->syntax->relation[top] != REL_NSUBJ)) return undecided;
    Span words = s->attributions->contents[a->content_first + 1];
    if (words.end - words.begin > REACH) words.end = words.begin + REACH;
    uint32_t second = top_of(s, words);
    if (second == NONE || top == NONE || s->syntax->head[top] != second) return undecided;
    Verdict v = of_sequences(s, words, second);
    return v.act == ACT_COUNT ? of_modal(s, words, second) : v;
}

/* "Let the people in", "Count the spoons": a bare verb that begins what is said in quotation marks and has no subject.
 */
static Verdict of_imperative(const Sight *s, Span words, uint32_t top)
{
    if (s->syntax->xpos[top] != XPOS_VB || !s->quoted[top] || is_sense(s, top, LEXIS_STATIVE)) return undecided;
    for (uint32_t i = words.begin; i < top; i++)
        if (s->syntax->upos[i] != UPOS_PUNCT && !is_sense(s, i, LEXIS_NEGATION) && s->syntax->upos[i] != UPOS_INTJ &&
            s->syntax->upos[i] != UPOS_AUX)
            return undecided;
    return (Verdict){ACT_URGE, WHY_ACT_MODAL, {top, top + 1}};
}

/* The whole content is one question to somebody; one among other sentences, or to nobody, is rhetoric. */
static Verdict of_question(const Sight *s, uint32_t attribution, Span words)
{
    const Attribution *a = &s->attributions->items[attribution];
    if (a->content_count > 1 || s->attributions->contents[a->content_first].end > words.end) return undecided;
    bool somebody = false;
    for (uint32_t i = words.begin; i < words.end && !somebody; i++) somebody = s->lemma[i] == s->model->you;
    if (!somebody) return undecided;
    for (uint32_t i = words.end; i-- > words.begin && !(s->tokens->words[i].flags & WORD_LETTERS);)
        if (text_is(word_text(s->article, &s->tokens->words[i]), "?"))
            return (Verdict){ACT_ASK, WHY_ACT_QUESTION, {i, i + 1}};
    return undecided;
}

static Verdict of_content(const Sight *s, uint32_t attribution)
{
    Span words = main_words(s, attribution);
    uint32_t top = top_of(s, words);
    if (s->lemma[words.begin] == s->model->whether) return undecided; /* leaves it open */
    Verdict v = of_own(s, attribution, words, top);
    if (v.act == ACT_COUNT && top != NONE) v = of_sequences(s, words, top);
    if (v.act == ACT_COUNT && top != NONE) v = of_modal(s, words, top);
    if (v.act == ACT_COUNT && top != NONE) v = of_imperative(s, words, top);
    if (v.act == ACT_COUNT && top != NONE) v = of_subjunctive(s, words, top);
    if (v.act == ACT_COUNT) v = of_second_piece(s, attribution, top);
    if (v.act == ACT_COUNT) v = of_question(s, attribution, words);
    return v;
}

/* What something is called: "called it a disgrace". The first word of judgement that no negation precedes. */
static Verdict of_verdict(const Sight *s, uint32_t attribution)
{
    Span words = main_words(s, attribution);
    uint32_t from = words.begin;
    for (uint32_t i = words.begin; i < words.end; i++) /* what is called so stands before "as" or the first mark */
        if (is_sense(s, i, LEXIS_ROLE) || s->tokens->words[i].mark == MARK_QUOTE_OPEN) {
            from = i + 1;
            break;
        }
    for (uint32_t i = from; i < words.end; i++) {
        if (is_sense(s, i, LEXIS_NEGATION)) return undecided;
        Verdict v = match(s, CUE_VERDICT, i, words.end);
        v.rule = WHY_ACT_VERDICT;
        if (v.act != ACT_COUNT) return v;
    }
    return undecided;
}

static bool names_something(const Sight *s, Span cue)
{
    for (uint32_t i = cue.begin; i < cue.end; i++)
        if (is_sense(s, i, LEXIS_NAMING) && is_verb(s, i)) return true;
    return false;
}

/* A cue that says no more than that it was said: a verb of saying, a colon, none. Nouns and findings are no such cues.
 */
static bool neutral(const Sight *s, Span cue)
{
    bool verb = false, word = false;
    for (uint32_t i = cue.begin; i < cue.end; i++) {
        if (is_sense(s, i, LEXIS_FINDING)) return false;
        uint8_t relation = s->syntax->relation[i]; /* "the letter read" is taken for a noun at times */
        verb |= s->syntax->upos[i] == UPOS_VERB || s->syntax->upos[i] == UPOS_AUX || relation == REL_PARATAXIS;
        word |= (s->tokens->words[i].flags & WORD_LETTERS) != 0;
    }
    return verb || !word;
}

/* "that it was lawful", "that the board acts"; not "that they stay" */
static bool is_indicative(const Sight *s, Span words, uint32_t top)
{
    for (uint32_t i = words.begin; i < words.end; i++) {
        bool finite = s->syntax->xpos[i] == XPOS_VBD || s->syntax->xpos[i] == XPOS_VBZ;
        if (finite && (i == top || s->syntax->head[i] == top) && s->syntax->relation[i] != REL_ADVCL) return true;
    }
    return false;
}

/* "announced that it had rained" tells a fact, "advised that it was lawful" too; "announced a new ferry" what will be.
 */
static bool announces_fact(const Sight *s, uint32_t attribution, Verdict v)
{
    bool announces = v.act == ACT_PROMISE &&
                     (s->lemma[v.words.begin] == s->model->announce || s->lemma[v.words.begin] == s->model->determine);
    bool advises = v.act == ACT_URGE && s->lemma[v.words.begin] == s->model->advise;
    if (!announces && !advises) return false;
    Span words = main_words(s, attribution);
    uint32_t top = top_of(s, words);
    if (advises && !is_indicative(s, words, top)) return false;
    if (s->syntax->upos[words.begin] == UPOS_SCONJ || s->quoted[words.begin]) return true;
    for (uint32_t i = words.begin; i < words.end; i++)
        if (s->syntax->head[i] == top && s->syntax->relation[i] == REL_NSUBJ) return true;
    return false;
}

/* "told him to leave", "asked the board to act": the content, or what stands before it, has the infinitive. */
static bool bids(const Sight *s, uint32_t attribution)
{
    const Attribution *a = &s->attributions->items[attribution];
    bool teller = false;
    for (uint32_t i = a->cue.begin; i < a->cue.end; i++) teller |= is_sense(s, i, LEXIS_TELLER) && is_verb(s, i);
    Span words = main_words(s, attribution);
    for (uint32_t i = words.begin; teller && i + 1 < words.end && i < words.begin + 7; i++) {
        uint8_t upos = s->syntax->upos[i];
        if (upos == UPOS_PART && s->lemma[i] == s->model->to) return s->syntax->xpos[i + 1] == XPOS_VB;
        bool person = upos == UPOS_DET || upos == UPOS_ADJ || upos == UPOS_NOUN || upos == UPOS_PROPN ||
                      upos == UPOS_PRON || is_sense(s, i, LEXIS_NEGATION);
        if (!person || s->quoted[i]) return false;
    }
    return false;
}

void act_find(Sight *s, uint32_t attribution)
{
    Span cue = s->attributions->items[attribution].cue;
    Verdict v = cue.begin < cue.end ? of_cue(s, cue) : undecided;
    if (announces_fact(s, attribution, v)) v = undecided;
    if ((v.act == ACT_STATE || v.act == ACT_ASK) && v.rule != WHY_ACT_NEGATED && bids(s, attribution)) {
        v.act = ACT_URGE;
        v.rule = WHY_ACT_BIDDING;
    }
    bool plain = v.act == ACT_COUNT || (v.act == ACT_STATE && v.rule != WHY_ACT_NEGATED);
    bool naming = names_something(s, cue) && (plain || v.act == ACT_THINK);
    Verdict more = naming                     ? of_verdict(s, attribution)
                   : plain && neutral(s, cue) ? of_content(s, attribution)
                                              : undecided;
    if (more.act != ACT_COUNT) v = more;
    if (v.act == ACT_COUNT) v = (Verdict){ACT_STATE, WHY_ACT_DEFAULT, cue};
    Standing *st = &s->standings[attribution];
    st->act = v.act;
    st->act_rule = v.rule;
    st->act_words = v.words;
}
