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

static bool is_word(const Sight *s, uint32_t i, const char *word)
{
    return text_is(word_text(s->article, &s->tokens->words[i]), word);
}

/* Newspapers' archives write '' at either end of a quotation, which the tokens hold for no mark. */
static bool is_quote_mark(const Sight *s, uint32_t i)
{
    uint8_t mark = s->tokens->words[i].mark;
    return (mark >= MARK_QUOTE_OPEN && mark <= MARK_SINGLE_CLOSE) || is_word(s, i, "''");
}

static bool in_quotes(const Sight *s, uint32_t i)
{
    if (s->quoted[i] || s->inside[i] == NONE) return s->quoted[i];
    uint32_t begin = s->attributions->contents[s->inside[i]].begin;
    bool open = false;
    if (i - begin > 2 * REACH) return false;
    for (uint32_t k = begin; k < i; k++) open ^= is_word(s, k, "''");
    return open;
}

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
        return is_quote_mark(s, i);
    case UPOS_PRON:
        return s->syntax->xpos[i] == XPOS_PRPS;
    case UPOS_ADJ:
        return true;
    case UPOS_VERB:
        return s->syntax->relation[i] == REL_AMOD; /* "some pointed advice" */
    case UPOS_NUM:                                 /* "voted 6-1 for" */
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

/* The verb that the word would be without that ending. */
static Verdict of_stem(const Sight *s, uint32_t i, const char *ending)
{
    Text t = word_text(s->article, &s->tokens->words[i]);
    size_t cut = strlen(ending);
    if (t.size < cut + 3 || memcmp(t.data + t.size - cut, ending, cut) != 0) return undecided;
    uint32_t stem = lemma_hash(text_of(t.data, t.size - cut));
    CueSlot slot = cues_look_up(&s->model->cues, cues_step(cues_start(CUE_VERB), stem));
    return slot.act ? (Verdict){(uint8_t)(slot.act - 1), WHY_ACT_CUE, {i, i + 1}} : undecided;
}

/* "Defends" in a headline is tagged as a name. */
static Verdict of_headline(const Sight *s, uint32_t i)
{
    return s->tokens->words[i].flags & WORD_UPPER ? of_stem(s, i, "s") : undecided;
}

static bool ends_with(const Sight *s, uint32_t i, const char *ending)
{
    Text t = word_text(s->article, &s->tokens->words[i]);
    size_t size = strlen(ending);
    return t.size > size + 2 && memcmp(t.data + t.size - size, ending, size) == 0;
}

static bool is_participle(const Sight *s, uint32_t i) /* not the "long" of "long hours" */
{
    return ends_with(s, i, "ed") || ends_with(s, i, "ing") || ends_with(s, i, "en");
}

/* The tagger may err between participle and adjective: the other root is tried where the first has nothing. */
static Verdict match_word(const Sight *s, uint32_t i, uint32_t end)
{
    uint32_t root = root_of(s, i);
    Verdict v = root ? match(s, root, i, end) : undecided;
    if (v.act == ACT_COUNT && root == CUE_VERB) v = match(s, CUE_ADJECTIVE, i, end);
    if (v.act == ACT_COUNT && root == CUE_ADJECTIVE && is_participle(s, i)) v = match(s, CUE_VERB, i, end);
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
    if (is_sense(s, i, LEXIS_LIGHT) && (v.rule != WHY_ACT_PHRASE || v.act == ACT_STATE)) {
        Verdict noun = noun_after(s, i + 1, end);
        if (noun.act != ACT_COUNT && noun.act != ACT_STATE) return noun;
    }
    return v;
}

/* What is told as not done, by the verb at `i`: the act that the list says the negation makes of it, or else the one that
 * it would have been, negated. Of "did not mince words" the list says that it was done, and of litotes the class. */
static Verdict turned(const Sight *s, Span cue, uint32_t i, uint32_t end, Verdict plain)
{
    Verdict v = match(s, CUE_NEGATED, i, end);
    if (v.act == ACT_COUNT && i >= cue.end) return v;
    if (v.act == ACT_COUNT && plain.act == ACT_CONFIRM) /* "has not verified": that is left open */
        return (Verdict){ACT_DECLINE, WHY_ACT_NEGATED, {i, i + 1}};
    bool said = s->syntax->upos[i] != UPOS_ADJ; /* "it isn't funny that": what is said of it is negated, not the saying */
    bool listed = v.act != ACT_COUNT, done = v.act == ACT_STATE && plain.act == ACT_COUNT;
    done |= is_sense(s, i, LEXIS_LITOTES);
    if (!listed || v.act == ACT_STATE) {
        v.act = plain.act == ACT_COUNT ? ACT_STATE : plain.act;
        v.words = listed ? v.words : (Span){i, i + 1};
    }
    done |= !said && !listed && plain.words.begin != i; /* nor "it is not hard to see" */
    v.rule = !done && (!listed || v.act == plain.act) ? WHY_ACT_UNDONE : WHY_ACT_NEGATED;
    return v;
}

static Verdict negated(const Sight *s, Span cue, uint32_t not, uint32_t end, Verdict plain)
{
    if (neither_nor(s, cue)) return (Verdict){.act = ACT_DECLINE, .rule = WHY_ACT_NEITHER, .words = cue};
    for (uint32_t i = not +1; i < end && i < not +MATCH_REACH; i++) {
        if (means_nothing(s, i) || (light(s, i) && s->syntax->upos[i] != UPOS_ADJ)) continue;
        if (plain.act == ACT_COUNT && i < cue.end) plain = match_word(s, i, end);
        Verdict v = turned(s, cue, i, end, plain);
        v.words.begin = not ;
        return v;
    }
    return undecided;
}

/* "Acknowledge" or "warns" taken for a name, or for an adjective: where nothing else says anything, any word counts as
 * the verb that it is written like. */
static Verdict of_mistagged(const Sight *s, Span cue)
{
    if (cue.end - cue.begin > 2) return undecided;
    bool verb = false; /* "turned back" backs nothing */
    for (uint32_t i = cue.begin; i < cue.end; i++) verb |= is_verb(s, i);
    for (uint32_t i = cue.begin; i < cue.end; i++) {
        Text t = word_text(s->article, &s->tokens->words[i]);
        if (root_of(s, i) == CUE_VERB || (!root_of(s, i) && verb) || t.size < 4) continue;
        Verdict v = match(s, CUE_VERB, i, cue.end);
        if (v.act == ACT_COUNT) v = of_stem(s, i, "s");
        if (v.act == ACT_COUNT) v = of_stem(s, i, "ed");
        if (v.act == ACT_COUNT) v = of_stem(s, i, "d");
        if (v.act != ACT_COUNT) return v;
    }
    return undecided;
}

/* A noun that says more behind a verb of saying: "released a statement in opposition to", "chimed in with criticism".
 */
static bool says_more(const Sight *s, uint32_t i)
{
    bool joined = i && (s->lemma[i - 1] == s->model->in || s->lemma[i - 1] == s->model->with);
    return joined && s->syntax->upos[i] == UPOS_NOUN;
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
        if (first.act != ACT_COUNT && !is_verb(s, i) && !says_more(s, i)) continue;
        Verdict v = of_verb(s, i, end);
        bool adorns = s->syntax->relation[i] == REL_AMOD && i + 1 < cue.end; /* "pointed critique of" */
        if (adorns && v.act == ACT_STATE) continue;
        if (v.act == ACT_COUNT && is_sense(s, i, LEXIS_ALTERS) && is_verb(s, i))
            return (Verdict){ACT_STATE, WHY_ACT_CUE, {i, i + 1}}; /* "revised his proposal" */
        if (v.act == ACT_COUNT) continue;
        if (v.rule == WHY_ACT_PHRASE && not != NONE && not >= i) return v; /* the negation is the phrase's own */
        if (first.act == ACT_COUNT || v.act != ACT_STATE) first = v;
        if (v.act != ACT_STATE) break; /* "went on to rebut", "wrote a letter calling" */
    }
    if (not != NONE && (first.act == ACT_COUNT || not < first.words.begin || not < cue.end)) {
        Verdict v = negated(s, cue, not, end, first);
        if (v.act != ACT_COUNT && (first.act == ACT_COUNT || not <= first.words.begin)) return v;
    }
    return first.act == ACT_COUNT && not == NONE ? of_mistagged(s, cue) : first;
}

/* ---- the content, under a neutral cue ---- */

/* "But", he said, "…"; "the act, which he called a …" */
static bool only_joins(const Sight *s, Span words)
{
    if (words.end - words.begin > 4) return false;
    for (uint32_t i = words.begin; i < words.end; i++) {
        uint8_t upos = s->syntax->upos[i];
        if (upos != UPOS_PUNCT && upos != UPOS_CCONJ && upos != UPOS_SCONJ && upos != UPOS_ADV && upos != UPOS_INTJ &&
            !is_sense(s, i, LEXIS_WHO))
            return false;
    }
    return true;
}

/* "If it rains", he said, "the board must act": the second piece is the main clause. */
static bool is_aside(const Sight *s, Span words)
{
    for (uint32_t i = words.begin; i < words.end; i++) {
        uint32_t head = s->syntax->head[i];
        if (head != NONE && span_has(words, head)) continue;
        if (s->syntax->relation[i] == REL_ADVCL) return head != NONE && head >= words.end;
        if (s->tokens->words[i].flags & WORD_LETTERS && s->syntax->upos[i] != UPOS_SCONJ) return false;
    }
    return false;
}

/* The first sentence of the first content that has more than a conjunction: what the attribution comes to. */
static Span main_words(const Sight *s, uint32_t attribution)
{
    const Attribution *a = &s->attributions->items[attribution];
    Span c = s->attributions->contents[a->content_first];
    if (a->content_count > 1 && (only_joins(s, c) || is_aside(s, c)))
        c = s->attributions->contents[a->content_first + 1];
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

/* "aides": no "he" is these. */
static bool is_plural_source(const Sight *s, uint32_t attribution)
{
    Span source = s->attributions->items[attribution].source;
    if (source.begin >= source.end) return false;
    uint8_t xpos = s->syntax->xpos[phrase_head(s, source)];
    return xpos == XPOS_NNS || xpos == XPOS_NNPS;
}

/* "Six in ten voters", "a majority": what they say on being asked is an answer. */
static bool was_polled(const Sight *s, uint32_t attribution)
{
    Span source = s->attributions->items[attribution].source;
    bool number = false, polled = false;
    if (s->standings[attribution].kind != KIND_GROUP) return false;
    for (uint32_t i = source.begin; i < source.end; i++) {
        polled |= is_sense(s, i, LEXIS_PERCENT) || is_word(s, i, "respondents") || is_word(s, i, "majorities");
        polled |= number && s->lemma[i] == s->model->in;
        number = s->syntax->upos[i] == UPOS_NUM;
    }
    return polled;
}

/* "Elling": no "they" is she. */
static bool is_one_person(const Sight *s, uint32_t attribution)
{
    Span source = s->attributions->items[attribution].source;
    if (s->standings[attribution].kind != KIND_PERSON || is_plural_source(s, attribution)) return false;
    for (uint32_t i = source.begin; i < source.end; i++)
        if (s->syntax->upos[i] == UPOS_CCONJ || s->lemma[i] == s->model->they || is_sense(s, i, LEXIS_WHO))
            return false;
    return source.begin < source.end;
}

/* "She said he would sail" */
static bool is_unlike(const Sight *s, uint32_t attribution, uint32_t i)
{
    Span source = s->attributions->items[attribution].source;
    if (source.end != source.begin + 1) return false;
    uint32_t speaker = s->lemma[source.begin];
    return (speaker == s->model->he || speaker == s->model->she) && speaker != s->lemma[i];
}

/* What was said in quotation marks speaks of its speaker as I and we; what was reported, as he, she, it, they. */
static bool speaks_of_source(const Sight *s, uint32_t attribution, uint32_t i)
{
    if (s->syntax->upos[i] == UPOS_PROPN) { /* "Dorn will stay", says Dorn */
        uint32_t named = s->entities->of_head[i], own = s->standings[attribution].entity;
        return own != NONE && named != NONE && s->entities->mentions[named].entity == own;
    }
    if (is_sense(s, i, LEXIS_FIRST)) return in_quotes(s, i);
    if (!is_sense(s, i, LEXIS_THIRD) || in_quotes(s, i)) return false;
    const Standing *st = &s->standings[attribution];
    bool singular = s->lemma[i] == s->model->he || s->lemma[i] == s->model->she;
    if (singular && is_plural_source(s, attribution)) return false;
    if (singular && is_unlike(s, attribution, i)) return false;
    if (s->lemma[i] == s->model->they && is_one_person(s, attribution)) return false;
    uint32_t m = s->entities->of_head[i];
    bool human = s->lemma[i] != s->model->it;
    if (!human && (st->kind == KIND_PERSON || st->kind == KIND_UNNAMED || st->kind == KIND_GROUP)) return false;
    uint32_t entity = m == NONE ? NONE : s->entities->mentions[m].entity;
    return singular || entity == NONE || st->entity == NONE || entity == st->entity;
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

/* A pronoun that stands for a known other. */
static bool is_other(const Sight *s, uint32_t attribution, uint32_t i)
{
    uint32_t named = s->entities->of_head[i], own = s->standings[attribution].entity;
    return !is_sense(s, i, LEXIS_FIRST) && named != NONE && own != NONE && s->entities->mentions[named].entity != own;
}

/* "With this letter we will end it": the subject by the tree. */
static uint32_t subject_of(const Sight *s, uint32_t attribution, Span words, uint32_t top)
{
    for (uint32_t i = words.begin; top != NONE && i < words.end && i < top; i++)
        if (s->syntax->head[i] == top && s->syntax->relation[i] == REL_NSUBJ && speaks_of_source(s, attribution, i) &&
            !is_other(s, attribution, i))
            return i;
    return NONE;
}

/* What a negation makes of what the source says it does: "do not support", "would not back". */
static Verdict of_own_negated(const Sight *s, Span words, uint32_t i)
{
    while (i < words.end && (s->syntax->upos[i] == UPOS_AUX || s->syntax->upos[i] == UPOS_CCONJ ||
                             s->syntax->upos[i] == UPOS_ADV || is_sense(s, i, LEXIS_NEGATION)))
        i++; /* "cannot and will not" */
    Verdict v = match(s, CUE_NEGATED, i, words.end);
    v.rule = WHY_ACT_OWN;
    return v.act == ACT_CONDEMN || v.act == ACT_DISMISS ? v : undecided;
}

/* "the group", "the company", "my office", said by who speaks for it: what it will do binds it. */
static uint32_t body_of_source(const Sight *s, uint32_t attribution, Span words, uint32_t top)
{
    const Standing *st = &s->standings[attribution];
    if (st->kind == KIND_GROUP || st->kind == KIND_DOCUMENT || st->kind == KIND_OUTLET) return NONE;
    for (uint32_t i = words.begin + 1; top != NONE && i < top && i < words.begin + 6; i++) {
        if (s->syntax->head[i] != top || s->syntax->relation[i] != REL_NSUBJ || in_quotes(s, i)) continue;
        uint32_t first = i - 1; /* "the security team" */
        while (first > words.begin && (s->syntax->upos[first] == UPOS_NOUN || s->syntax->upos[first] == UPOS_ADJ))
            first--;
        bool his = s->lemma[first] == s->model->the || s->syntax->xpos[first] == XPOS_PRPS;
        bool plain = s->syntax->upos[i] == UPOS_NOUN && his;
        return plain && (noun_of(s, i) & NOUN_BODY) ? i : NONE;
    }
    return NONE;
}

static Verdict future(const Sight *s, Span words, uint32_t will)
{
    bool never = false;
    for (uint32_t i = will + 1; i < words.end && i < will + 5; i++) {
        bool adverb = s->syntax->upos[i] == UPOS_ADV;
        if (adverb && is_sense(s, i, LEXIS_STATIVE)) return undecided; /* "would rather" */
        if (is_word(s, i, "likely") || is_word(s, i, "probably") || is_word(s, i, "perhaps")) return undecided;
        never |= is_sense(s, i, LEXIS_NEGATION);
        if (is_sense(s, i, LEXIS_NEGATION) || adverb || s->syntax->upos[i] == UPOS_PUNCT) continue;
        Verdict turned = never ? of_own_negated(s, words, i) : undecided;
        if (turned.act != ACT_COUNT) return turned;
        if (is_sense(s, i, LEXIS_TELLER) && i + 1 < words.end && s->lemma[i + 1] == s->model->you) return undecided;
        Verdict own = match(s, CUE_OWN, i, words.end); /* "would welcome it" */
        if (own.act != ACT_COUNT && !never) return (Verdict){own.act, WHY_ACT_OWN, {will, own.words.end}};
        bool doing = s->lemma[i] == s->model->be && i + 1 < words.end && s->syntax->xpos[i + 1] == XPOS_VBG;
        if (is_word(s, i, "take") && i + 1 < words.end && s->syntax->upos[i + 1] == UPOS_NUM) return undecided;
        bool does = s->syntax->xpos[i] == XPOS_VB && (doing || !is_sense(s, i, LEXIS_STATIVE));
        return does ? (Verdict){ACT_PROMISE, WHY_ACT_FUTURE, {will, i + 1}} : undecided;
    }
    return undecided;
}

/* "I am going to support her" supports, "I plan to act" promises, "I'm going to think about it" does neither. */
static Verdict of_plan(const Sight *s, Span words, Verdict v)
{
    uint32_t next = v.words.end;
    v.rule = WHY_ACT_OWN;
    if (v.act != ACT_PROMISE || next >= words.end || s->lemma[next - 1] != s->model->to) return v;
    Verdict own = match(s, CUE_OWN, next, words.end);
    if (own.act != ACT_COUNT) return (Verdict){own.act, WHY_ACT_OWN, {v.words.begin, own.words.end}};
    return is_sense(s, next, LEXIS_STATIVE) ? undecided : v;
}

static bool is_self(const Sight *s, uint32_t i) /* "I" */
{
    return is_sense(s, i, LEXIS_FIRST) && sense_number(s, i) == 1;
}

static bool judges(uint8_t act)
{
    return act == ACT_CONDEMN || act == ACT_PRAISE;
}

static Verdict of_own(const Sight *s, uint32_t attribution, Span words, uint32_t top)
{
    uint32_t subject = own_subject(s, attribution, words);
    if (subject == NONE) subject = subject_of(s, attribution, words, top);
    bool body = subject == NONE; /* "the union was wrong" may be said by another: its plans alone are its speaker's */
    if (body) subject = body_of_source(s, attribution, words, top);
    if (subject == NONE) return undecided;
    bool had = false, supposed = false;
    uint32_t start = s->attributions->contents[s->attributions->items[attribution].content_first].begin;
    for (uint32_t i = start; i < subject && i < start + 3; i++) supposed |= is_word(s, i, "if") || is_word(s, i, "If");
    for (uint32_t i = subject + 1; i < words.end && i < subject + 6; i++) {
        if (is_quote_mark(s, i)) continue;
        if (supposed && is_word(s, i, "would")) return undecided; /* "if it were a ship, he would sail" */
        Verdict v = match(s, CUE_OWN, i, words.end);
        had |= is_word(s, i, "had");
        if (s->syntax->upos[i] == UPOS_ADP) v = undecided;                                /* "is like" */
        if (had && judges(v.act)) return undecided;                                       /* "had once backed him" */
        bool passive = s->syntax->xpos[i] == XPOS_VBN && s->lemma[i - 1] == s->model->be; /* "was advised to go" */
        passive |= is_word(s, i - 1, "get") || is_word(s, i - 1, "got");                  /* "get endorsed by" */
        if (v.act != ACT_COUNT && !passive) return body && v.act != ACT_PROMISE ? undecided : of_plan(s, words, v);
        if (is_sense(s, i, LEXIS_WILL)) /* what voters say they will do binds nobody */
            return s->standings[attribution].kind == KIND_GROUP ? undecided : future(s, words, i);
        if (is_sense(s, i, LEXIS_NEGATION)) return body ? undecided : of_own_negated(s, words, i + 1);
        bool helps = s->syntax->upos[i] == UPOS_AUX || s->syntax->upos[i] == UPOS_ADV;
        if (!helps || is_sense(s, i, LEXIS_MUST)) return undecided;
    }
    return undecided;
}

/* The main clause's own predicate, in the active: "is nonsense", "condemn", not "asked for support". */
static bool is_predicate(const Sight *s, uint32_t i, uint32_t top)
{
    uint8_t relation = s->syntax->relation[i];
    bool made = relation == REL_XCOMP && is_word(s, top, "make");          /* "to make the town great" */
    bool hard = relation == REL_XCOMP && s->syntax->upos[top] == UPOS_ADJ; /* "hard to blame" */
    bool joined = (relation == REL_CONJ || relation == REL_XCOMP) && s->syntax->head[i] == top && !made && !hard;
    bool passive = s->syntax->xpos[i] == XPOS_VBN && i && s->lemma[i - 1] == s->model->be;
    return (i == top || joined) && !passive;
}

static bool not_only(const Sight *s, Span words, uint32_t i) /* "not only right" */
{
    if (!is_sense(s, i, LEXIS_NEGATION) || i + 1 >= words.end) return false;
    return is_word(s, i + 1, "only") || is_word(s, i + 1, "just") || is_word(s, i + 1, "merely");
}

static bool negated_before(const Sight *s, Span words, uint32_t i)
{
    for (uint32_t k = i; k-- > words.begin && i - k <= 4;)
        if (is_sense(s, k, LEXIS_NEGATION) && !not_only(s, words, k)) return true;
    return false;
}

/* In a clause of its own behind "and" or "but": the first is what is said. */
static bool in_second_half(const Sight *s, Span words, uint32_t top, uint32_t i)
{
    uint32_t verb = i;
    for (uint32_t steps = 0; steps < 3 && verb != top && verb != NONE && s->syntax->head[verb] != top; steps++)
        verb = s->syntax->head[verb];
    if (verb == NONE || verb == top || s->syntax->head[verb] != top) return false;
    if (s->syntax->relation[verb] != REL_CONJ && s->syntax->relation[verb] != REL_PARATAXIS) return false;
    for (uint32_t k = top + 1; k < words.end; k++)
        if (s->syntax->head[k] == verb && s->syntax->relation[k] == REL_NSUBJ) return true;
    return false;
}

/* "I am a lucky man", "he was unprepared", said of oneself, is no judgement; "he is a strong leader" praises all the
 * same. */
static bool judges_self(const Sight *s, uint32_t attribution, uint8_t act, uint32_t top)
{
    Span content = sentence_span(s, top);
    bool copula = s->syntax->upos[top] == UPOS_AUX || is_word(s, top, "feel") || is_word(s, top, "understand");
    uint32_t subject = NONE;
    for (uint32_t i = content.begin; i < content.end; i++) {
        if (s->syntax->head[i] != top) continue;
        copula |= s->syntax->relation[i] == REL_COP;
        if (s->syntax->relation[i] == REL_NSUBJ && i < top) subject = i;
    }
    if (subject == NONE) return false;
    if (is_sense(s, subject, LEXIS_FIRST)) return copula && in_quotes(s, subject);
    uint32_t named = s->entities->of_head[subject], own = s->standings[attribution].entity;
    if (act != ACT_CONDEMN || in_quotes(s, subject)) return false;
    if (s->lemma[subject] == s->model->they && is_plural_source(s, attribution)) return true;
    return named != NONE && own != NONE && s->entities->mentions[named].entity == own;
}

/* "She is a great captain"; not "I am a proud man", nor "a great storm came". */
static bool praises_another(const Sight *s, Span words, uint32_t top)
{
    bool copula = false, self = false;
    for (uint32_t i = words.begin; i < words.end; i++) {
        if (s->syntax->head[i] != top) continue;
        copula |= s->syntax->relation[i] == REL_COP;
        self |= s->syntax->relation[i] == REL_NSUBJ && is_sense(s, i, LEXIS_FIRST);
    }
    return copula && !self;
}

/* "Dorn lied", "they have stolen it"; not "I lied", and no deed that is only supposed or yet to come. */
static bool accuses_another(const Sight *s, Span words, uint32_t i)
{
    if (i + 1 < words.end && s->lemma[i + 1] == s->model->by) return false; /* "felt betrayed by" */
    for (uint32_t k = words.begin; k < i; k++) {
        if (is_sense(s, k, LEXIS_FIRST) && s->syntax->relation[k] == REL_NSUBJ) return false;
        if (is_word(s, k, "anyone") || is_word(s, k, "Anyone") || is_word(s, k, "whoever")) return false;
        if (s->syntax->xpos[k] == XPOS_MD && i - k < 4) return false;
    }
    return true;
}

/* "I need to go", "Dorn said he needed to go" */
static bool is_needed_self(const Sight *s, uint32_t attribution, uint32_t top)
{
    for (uint32_t i = top; i-- > 0 && top - i < 8;) {
        if (s->syntax->head[i] != top || s->syntax->relation[i] != REL_NSUBJ) continue;
        uint32_t named = s->entities->of_head[i], own = s->standings[attribution].entity;
        if (is_self(s, i)) return in_quotes(s, i);
        bool he = s->lemma[i] == s->model->he || s->lemma[i] == s->model->she;
        return he && !in_quotes(s, i) && named != NONE && own != NONE && s->entities->mentions[named].entity == own;
    }
    return false;
}

/* "My decision was a mistake", "said her choice was a mistake" */
static bool is_own_deed(const Sight *s, uint32_t attribution, uint32_t top)
{
    for (uint32_t i = top; i-- > 0 && top - i < 16;) {
        uint32_t head = s->syntax->head[i];
        if (s->syntax->relation[i] != REL_NMOD_POSS || head == NONE || s->syntax->head[head] != top) continue;
        uint32_t named = s->entities->of_head[i], own = s->standings[attribution].entity;
        if (is_sense(s, i, LEXIS_FIRST)) return in_quotes(s, i);
        return named != NONE && own != NONE && s->entities->mentions[named].entity == own;
    }
    return false;
}

static bool has_object(const Sight *s, Span words, uint32_t verb)
{
    for (uint32_t i = verb + 1; i < words.end; i++)
        if (s->syntax->head[i] == verb && s->syntax->relation[i] == REL_OBJ) return true;
    return false;
}

static bool is_bidden(const Sight *s, Span words, uint32_t i) /* "should disqualify him" */
{
    for (uint32_t k = words.begin; k < i; k++)
        if (is_sense(s, k, LEXIS_MUST) && s->syntax->head[k] == i) return true;
    return false;
}

static Verdict of_sequences(const Sight *s, uint32_t attribution, Span words, uint32_t top)
{
    for (uint32_t i = words.begin; i < words.end; i++) {
        Verdict v = match(s, CUE_CONTENT, i, words.end);
        if (v.act == ACT_COUNT || !in_main_clause(s, words, i) || not_only(s, words, i)) continue;
        if (judges(v.act) && judges_self(s, attribution, v.act, top)) continue;
        bool phrase = v.words.end > i + 1;
        if (judges(v.act) && !phrase && s->syntax->xpos[i] == XPOS_JJR) continue;
        bool judged = judges(v.act) && s->syntax->relation[i] == REL_AMOD && s->syntax->head[i] == top &&
                      (v.act == ACT_CONDEMN || praises_another(s, words, top));
        if (!phrase && !judged && !is_predicate(s, i, top)) continue; /* "it's a phony system" */
        if (v.act == ACT_URGE && s->syntax->upos[i] == UPOS_NOUN && is_word(s, i, "need")) continue; /* "the need to" */
        if (negation_in(s, v.words) == NONE && negated_before(s, words, i)) continue;
        if (v.act == ACT_ACCUSE && !accuses_another(s, words, i)) continue;
        if (judges(v.act) && is_bidden(s, words, i)) continue;
        if (in_second_half(s, words, top, i)) continue;
        if (v.act == ACT_CONDEMN && is_word(s, v.words.end - 1, "mistake") && is_own_deed(s, attribution, top))
            v.act = ACT_CONFIRM;
        if (v.act == ACT_URGE && is_needed_self(s, attribution, top)) continue;
        if (v.act == ACT_ACCUSE && is_word(s, i, "misleading") && !has_object(s, words, i)) v.act = ACT_CONDEMN;
        v.rule = WHY_ACT_CONTENT;
        return v;
    }
    return undecided;
}

/* "has to act", "have got to act", of others or of all; not "had to act", "I have to say", "would have to act". */
static Verdict of_having_to(const Sight *s, Span words, uint32_t top)
{
    for (uint32_t i = words.begin; i < words.end && i <= top; i++) {
        bool gotta = is_word(s, i, "gotta") || (i + 1 < words.end && is_word(s, i, "got") && is_word(s, i + 1, "ta"));
        bool got = i > words.begin && i + 2 < words.end && is_word(s, i, "got") && s->lemma[i + 1] == s->model->to &&
                   s->syntax->xpos[i + 2] == XPOS_VB && !is_sense(s, i - 1, LEXIS_NEGATION);
        bool myself = i > words.begin + 1 && is_self(s, i - 2);
        if (gotta || (got && !myself)) return (Verdict){ACT_URGE, WHY_ACT_MODAL, {i, i + 1}};
        uint8_t xpos = s->syntax->xpos[i];
        if (s->lemma[i] != s->model->have || xpos == XPOS_VBD || xpos == XPOS_VB || xpos == XPOS_VBN) continue;
        uint32_t to = i + 1;
        if (to < words.end && is_word(s, to, "yet")) continue; /* "has yet to act" */
        while (to < words.end && (s->syntax->upos[to] == UPOS_PUNCT || s->syntax->upos[to] == UPOS_ADV)) to++;
        if (to + 1 >= words.end || s->lemma[to] != s->model->to || s->syntax->xpos[to + 1] != XPOS_VB) continue;
        if (!in_main_clause(s, words, i) || (i && is_sense(s, i - 1, LEXIS_NEGATION))) continue;
        bool self = i > words.begin && is_self(s, i - 1);
        return self ? undecided : (Verdict){ACT_URGE, WHY_ACT_MODAL, {i, to + 1}};
    }
    return undecided;
}

/* The second half of "it is hard, but he should try": the first is what is said. */
static bool joins_after(const Sight *s, uint32_t top, uint32_t head)
{
    return head != NONE && head != top && head > top && s->syntax->head[head] == top &&
           s->syntax->relation[head] == REL_CONJ;
}

/* "must resign", "should be released"; not "must have known". */
static Verdict of_modal(const Sight *s, Span words, uint32_t top)
{
    for (uint32_t i = words.begin; i < words.end; i++) {
        if (!is_sense(s, i, LEXIS_MUST) || (s->syntax->head[i] != top && !in_main_clause(s, words, i))) continue;
        if (s->syntax->upos[i] == UPOS_NOUN) continue;      /* "sees the need to act" */
        if (i > words.begin && is_self(s, i - 1)) continue; /* "I should say" */
        if (joins_after(s, top, s->syntax->head[i])) continue;
        for (uint32_t k = i + 1; k < words.end && k < i + 4; k++)
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
    if (s->lemma[words.begin] != s->model->that || in_quotes(s, words.begin)) return undecided;
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
    Verdict v = of_modal(s, words, second);
    return v.act == ACT_COUNT ? of_sequences(s, attribution, words, second) : v;
}

/* "Let the people in", "Count the spoons": a bare verb that begins what is said in quotation marks and has no subject.
 */
static Verdict of_imperative(const Sight *s, Span words, uint32_t top)
{
    for (uint32_t i = top + 1; i < words.end && i < top + 4; i++) /* "Let's say" */
        if (is_word(s, i, "say") || is_word(s, i, "suppose") || is_word(s, i, "assume")) return undecided;
    uint32_t first = words.begin; /* "Be careful" */
    while (first < top && s->syntax->upos[first] == UPOS_PUNCT) first++;
    if (first < top && is_word(s, first, "Be") && s->syntax->head[first] == top && in_quotes(s, first + 1))
        return (Verdict){ACT_URGE, WHY_ACT_MODAL, {first, first + 1}};
    if (s->syntax->xpos[top] != XPOS_VB || !in_quotes(s, top) || is_sense(s, top, LEXIS_STATIVE)) return undecided;
    for (uint32_t i = words.begin; i < top; i++)
        if (s->syntax->upos[i] != UPOS_PUNCT && !is_sense(s, i, LEXIS_NEGATION) && s->syntax->upos[i] != UPOS_INTJ &&
            s->syntax->upos[i] != UPOS_AUX && s->syntax->upos[i] != UPOS_ADV && s->syntax->upos[i] != UPOS_CCONJ)
            return undecided;
    uint8_t after = top + 1 < words.end ? s->syntax->xpos[top + 1] : XPOS_VB; /* "Hate destroys" */
    if (after == XPOS_VBZ || after == XPOS_VBD) return undecided;
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

static bool is_asked(const Sight *s, Span words)
{
    for (uint32_t i = words.end; i-- > words.begin && !(s->tokens->words[i].flags & WORD_LETTERS);)
        if (is_word(s, i, "?")) return true;
    return false;
}

/* "How he would tackle it", "which candidate was better", "who deserves it": no clause of its own. */
static bool is_embedded(const Sight *s, uint32_t attribution, Span words)
{
    uint32_t i = words.begin;
    if (in_quotes(s, i) || i >= words.end || is_quote_mark(s, i)) return false;
    if (is_word(s, i, "who")) return s->attributions->items[attribution].content_count == 1;
    return is_word(s, i, "how") || is_word(s, i, "why") || (is_word(s, i, "which") && s->syntax->upos[i] == UPOS_DET);
}

/* "Yes, we met" */
static Verdict of_yes(const Sight *s, Span words)
{
    uint32_t i = words.begin;
    while (i < words.end && s->syntax->upos[i] == UPOS_PUNCT) i++;
    bool yes = i + 3 < words.end && (is_word(s, i, "yes") || is_word(s, i, "Yes"));
    bool comma = yes && is_word(s, i + 1, ",");
    return comma ? (Verdict){ACT_CONFIRM, WHY_ACT_CONTENT, {i, i + 1}} : undecided;
}

/* Past "I think", "they believed that": the clause behind them is the one that is said. */
static Span past_thinking(const Sight *s, uint32_t attribution, Span words)
{
    static const char *const thinks[] = {"think",    "thinks", "thought", "believe", "believes",
                                         "believed", "know",   "knows",   "knew"};
    uint32_t verb = own_subject(s, attribution, words);
    if (verb == NONE || ++verb + 2 >= words.end) return words;
    while (verb + 2 < words.end && s->syntax->upos[verb] == UPOS_ADV && !is_sense(s, verb, LEXIS_NEGATION)) verb++;
    for (size_t k = 0; k < COUNT(thinks); k++)
        if (is_word(s, verb, thinks[k])) return (Span){verb + 1, words.end};
    return words;
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

static Verdict of_content(const Sight *s, uint32_t attribution)
{
    Span words = past_thinking(s, attribution, main_words(s, attribution));
    uint32_t top = top_of(s, words);
    if (s->lemma[words.begin] == s->model->whether || is_embedded(s, attribution, words))
        return undecided; /* leaves it open */
    if (was_polled(s, attribution)) return undecided;
    if (is_asked(s, words)) return of_question(s, attribution, words);
    Verdict v = of_yes(s, words);
    Verdict own = of_own(s, attribution, words, top); /* "Yes, I support him" */
    if (v.act == ACT_COUNT || judges(own.act)) v = own;
    if (v.act == ACT_COUNT && top != NONE) v = of_sequences(s, attribution, words, top);
    if (v.act == ACT_COUNT && top != NONE) v = of_modal(s, words, top);
    if (v.act == ACT_COUNT && top != NONE) v = of_having_to(s, words, top);
    if (v.act == ACT_COUNT && top != NONE) v = of_imperative(s, words, top);
    if (v.act == ACT_COUNT && top != NONE) v = of_subjunctive(s, words, top);
    if (v.act == ACT_COUNT) v = of_second_piece(s, attribution, top);
    return v;
}

static bool is_reflexive(const Sight *s, uint32_t i)
{
    return s->syntax->upos[i] == UPOS_PRON && (ends_with(s, i, "self") || ends_with(s, i, "selves"));
}

/* "described his gifts" names nothing, "described him as a thief" and "was described as" do. */
static bool needs_role(const Sight *s, Span cue)
{
    bool needs = false;
    for (uint32_t i = cue.begin; i < cue.end; i++) {
        if (is_sense(s, i, LEXIS_ROLE)) return false;
        needs |= is_sense(s, i, LEXIS_NEEDS_AS);
    }
    return needs;
}

/* What something is called: "called it a disgrace". The first word of judgement that no negation precedes. */
static Verdict of_verdict(const Sight *s, uint32_t attribution)
{
    Span words = main_words(s, attribution);
    uint32_t from = words.begin;
    bool needs = needs_role(s, s->attributions->items[attribution].cue), as = !needs;
    for (uint32_t i = words.begin; i < words.end; i++) { /* what is called so stands before "as" or the first mark */
        bool role = is_sense(s, i, LEXIS_ROLE);
        bool mark = !needs && (s->tokens->words[i].mark == MARK_QUOTE_OPEN || is_word(s, i, "''"));
        if (!role && !mark) continue;
        from = i + 1;
        as = true;
        break;
    }
    if (!as) return undecided;
    for (uint32_t i = words.begin; i <= from && i < words.end; i++)
        if (is_reflexive(s, i)) return undecided; /* what it calls itself */
    for (uint32_t i = from; i < words.end; i++) {
        if (is_sense(s, i, LEXIS_NEGATION)) return undecided;
        bool clause = s->syntax->upos[i] == UPOS_SCONJ || is_sense(s, i, LEXIS_WHO);
        if (clause && i > from && !is_sense(s, i, LEXIS_ROLE)) return undecided; /* "a reminder that harm was done" */
        if (is_word(s, i, "rights")) continue;
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

static bool foretells(const Sight *s, Span cue) /* "predicted it would sail" */
{
    for (uint32_t i = cue.begin; i < cue.end; i++)
        if (is_word(s, i, "predicted") || is_word(s, i, "predicts") || is_word(s, i, "predicting")) return true;
    return false;
}

/* A cue that says no more than that it was said: a verb of saying, a colon, none. Nouns and findings are no such cues.
 */
static bool neutral(const Sight *s, uint32_t attribution)
{
    Span cue = s->attributions->items[attribution].cue;
    uint8_t kind = s->standings[attribution].kind;
    bool speaks = kind == KIND_PERSON || kind == KIND_UNNAMED || kind == KIND_ORGANIZATION; /* "she indicated" */
    bool verb = false, word = false;
    for (uint32_t i = cue.begin; i < cue.end; i++) {
        if (is_sense(s, i, LEXIS_FINDING) && !speaks) return false;
        uint8_t relation = s->syntax->relation[i]; /* "the letter read" is taken for a noun at times */
        verb |= s->syntax->upos[i] == UPOS_VERB || s->syntax->upos[i] == UPOS_AUX || relation == REL_PARATAXIS;
        bool said = s->syntax->upos[i] == UPOS_NOUN && !is_sense(s, i, LEXIS_PAPER);
        word |= (s->tokens->words[i].flags & WORD_LETTERS) != 0 && !said;
    }
    return verb || !word;
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

static bool is_clause(const Sight *s, uint32_t attribution) /* "declared it was time"; not "declared him a fool" */
{
    Span words = main_words(s, attribution);
    uint32_t top = top_of(s, words);
    for (uint32_t i = words.begin; i < words.end; i++) {
        uint8_t xpos = s->syntax->xpos[i];
        bool finite = xpos == XPOS_VBD || xpos == XPOS_VBZ || xpos == XPOS_VBP || xpos == XPOS_MD;
        if (finite && (i == top || s->syntax->head[i] == top)) return true;
    }
    return false;
}

/* "proposed building a mole", "his proposal to build it" is a plan of one's own. */
static bool proposes_to_do(const Sight *s, uint32_t attribution, Verdict v)
{
    if (v.act != ACT_URGE || v.words.end != v.words.begin + 1) return false;
    Text cue = word_text(s->article, &s->tokens->words[v.words.begin]);
    uint32_t first = main_words(s, attribution).begin;
    bool does = s->syntax->xpos[first] == XPOS_VBG || s->lemma[first] == s->model->to;
    return does && cue.size > 6 && memcmp(cue.data, "propos", 6) == 0;
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
        if (upos == UPOS_PART && s->lemma[i] == s->model->to)
            return s->syntax->xpos[i + 1] == XPOS_VB || s->syntax->upos[i + 1] == UPOS_ADV;
        bool person = upos == UPOS_DET || upos == UPOS_ADJ || upos == UPOS_NOUN || upos == UPOS_PROPN ||
                      upos == UPOS_PRON || is_sense(s, i, LEXIS_NEGATION);
        if (!person || s->quoted[i]) return false;
    }
    return false;
}

static bool by_negation(Verdict v) { return v.rule == WHY_ACT_NEGATED || v.rule == WHY_ACT_UNDONE; }

/* "No one said", "nobody", "none of them", "no official": the act of nobody. */
static bool says_nobody(const Sight *s, uint32_t attribution)
{
    Span source = s->attributions->items[attribution].source;
    if (source.begin >= source.end) return false;
    static const char *const none[] = {"nobody", "Nobody", "none", "None", "nothing", "Nothing"};
    bool relative = source.begin + 2 < source.end && is_sense(s, source.begin + 2, LEXIS_WHO);
    if (relative) return false; /* "three, none of whom would be named, complained" */
    for (size_t i = 0; i < COUNT(none); i++)
        if (is_word(s, source.begin, none[i])) return true;
    if (!is_word(s, source.begin, "no") && !is_word(s, source.begin, "No")) return false;
    uint32_t next = source.begin + 1; /* "no fewer than ten", "No. 10" */
    return next < source.end && s->syntax->xpos[next] != XPOS_JJR && s->syntax->upos[next] != UPOS_PUNCT &&
           s->syntax->upos[next] != UPOS_ADV;
}

/* The cue with the negation that the reading left before it: "has not yet | accused". */
static Span with_negation(const Sight *s, uint32_t attribution, Span cue)
{
    uint32_t first = sight_reach(s, cue.begin).begin, verb = cue.begin;
    while (verb < cue.end && !is_verb(s, verb)) verb++;
    for (uint32_t i = cue.begin; verb < cue.end && i-- > first && cue.begin - i <= 5;) {
        uint8_t upos = s->syntax->upos[i];
        if (in_contents(s, attribution, i) || span_has(s->attributions->items[attribution].source, i)) break;
        if (is_sense(s, i, LEXIS_NEGATION) && s->syntax->head[i] == verb) return (Span){i, cue.end};
        if (upos != UPOS_AUX && upos != UPOS_ADV && upos != UPOS_PART && !is_quote_mark(s, i)) break;
    }
    return cue;
}

/* "Neither government has confirmed" */
static Verdict of_neither(const Sight *s, uint32_t attribution, Span cue, Verdict v)
{
    Span source = s->attributions->items[attribution].source;
    bool neither = source.begin < source.end &&
                   (is_word(s, source.begin, "neither") || is_word(s, source.begin, "Neither"));
    if (!neither || v.act == ACT_COUNT || by_negation(v)) return v;
    return turned(s, cue, v.words.begin, sight_reach(s, v.words.begin).end, v);
}

/* "Don't forget that": bids, and tells of nothing that did not take place. */
static bool is_imperative(const Sight *s, Span cue)
{
    return is_word(s, cue.begin, "Do") || is_word(s, cue.begin, "do");
}

static Verdict of_whole_cue(const Sight *s, uint32_t attribution, Span cue)
{
    if (cue.begin >= cue.end) return undecided;
    Verdict v = of_neither(s, attribution, cue, of_cue(s, with_negation(s, attribution, cue)));
    Span source = s->attributions->items[attribution].source;
    if (v.rule != WHY_ACT_UNDONE || source.begin < source.end) return v;
    bool bids = is_imperative(s, cue);
    bool clear = s->syntax->upos[v.words.end - 1] == UPOS_ADJ; /* "it is not clear that" */
    if (bids || clear) v.rule = WHY_ACT_NEGATED;
    if (bids && v.act != ACT_THINK) v.act = ACT_STATE;
    return v;
}

/* A turn that ends with its question is one, whatever stands before it. */
static bool asks_in_turn(const Sight *s, uint32_t attribution)
{
    const Attribution *a = &s->attributions->items[attribution];
    return a->turn && is_word(s, s->attributions->contents[a->content_first + a->content_count - 1].end - 1, "?");
}

void act_find(Sight *s, uint32_t attribution)
{
    Span cue = s->attributions->items[attribution].cue;
    Verdict v = of_whole_cue(s, attribution, cue);
    if (announces_fact(s, attribution, v)) v = undecided;
    if (proposes_to_do(s, attribution, v)) v.act = ACT_PROMISE;
    if ((v.act == ACT_STATE || v.act == ACT_ASK) && !by_negation(v) && bids(s, attribution)) {
        v.act = ACT_URGE;
        v.rule = WHY_ACT_BIDDING;
    }
    bool plain = v.act == ACT_COUNT || (v.act == ACT_STATE && !by_negation(v));
    bool naming = names_something(s, cue) && plain;
    Verdict more = naming ? of_verdict(s, attribution) : undecided;
    if (more.act == ACT_COUNT && plain && neutral(s, attribution) && (!naming || is_clause(s, attribution)))
        more = of_content(s, attribution);
    if (more.act == ACT_PROMISE && foretells(s, cue)) more = undecided;
    if (more.act != ACT_COUNT) v = more;
    if (asks_in_turn(s, attribution)) v = (Verdict){ACT_ASK, WHY_ACT_QUESTION, cue};
    if (v.act == ACT_COUNT) v = (Verdict){ACT_STATE, WHY_ACT_DEFAULT, cue};
    Standing *st = &s->standings[attribution];
    st->act = v.act;
    st->act_rule = v.rule;
    st->act_words = v.words;
    st->negated_rule = v.rule == WHY_ACT_UNDONE ? WHY_ACT_UNDONE : WHY_NONE;
    if (!st->negated_rule && says_nobody(s, attribution)) st->negated_rule = WHY_ACT_NOBODY;
}
