/* The kind of a source: of its name, of what its pronoun stands for, or of its noun. What nothing tells is left out. */
#include "standing/internal.h"

typedef struct Kind {
    uint8_t kind, rule;
} Kind;
static const Kind unknown = {KIND_NONE, WHY_KIND_UNKNOWN};

static uint8_t kind_of_type(uint8_t type)
{
    static const uint8_t of[ENTITY_TYPES] = {
        [ENTITY_PERSON] = KIND_PERSON,
        [ENTITY_ORGANIZATION] = KIND_ORGANIZATION,
        [ENTITY_COUNTRY] = KIND_ORGANIZATION,
        [ENTITY_PLACE] = KIND_ORGANIZATION, /* a place that speaks stands for its government */
        [ENTITY_OUTLET] = KIND_OUTLET,
        [ENTITY_DOCUMENT] = KIND_DOCUMENT,
        [ENTITY_PEOPLE] = KIND_GROUP};
    return type < ENTITY_TYPES ? of[type] : KIND_NONE;
}

static bool plural(const Sight *s, uint32_t i)
{
    uint8_t tag = s->syntax->xpos[i];
    return tag == XPOS_NNS || tag == XPOS_NNPS;
}

/* ---- nouns ---- */

/* "two senators" are individuals; "sixty senators" are not. */
static bool few(const Sight *s, Span words, uint32_t head)
{
    for (uint32_t i = words.begin; i < head; i++)
        if (s->syntax->upos[i] == UPOS_NUM) {
            bool share = i + 1 < s->tokens->word_count && s->lemma[i + 1] == s->model->in; /* "eight in 10 voters" */
            return !share && is_sense(s, i, LEXIS_NUMBER) && sense_number(s, i) <= 6;
        }
    return false;
}

static bool definite(const Sight *s, Span words, uint32_t head)
{
    if (words.begin >= head) return false;
    return s->lemma[words.begin] == s->model->the || is_sense(s, words.begin, LEXIS_WHICH) ||
           s->syntax->xpos[words.begin] == XPOS_PRPS;
}

/* "people familiar with", "two people": individuals; "people": anybody. */
static bool speak_for_themselves(const Sight *s, Span words, uint32_t head)
{
    if (few(s, words, head)) return true;
    if (head + 1 >= s->tokens->word_count) return false;
    uint8_t next = s->syntax->upos[head + 1];
    return next == UPOS_ADJ || s->syntax->xpos[head + 1] == XPOS_VBN; /* "familiar", "briefed" */
}

/* Whether the article spoke of somebody by an indefinite phrase first: "a caller … the caller". */
static bool introduced(const Sight *s, uint32_t head)
{
    uint32_t m = s->entities->of_head[head];
    return m != NONE && s->entities->mentions[m].flags & MENTION_INTRODUCED;
}

/* "the president", "the businessman" is mostly one whom the article names; "the official" is anybody. */
static Kind of_person(const Sight *s, Span words, uint32_t head, uint32_t noun)
{
    if (plural(s, head)) {
        if (few(s, words, head)) return (Kind){KIND_UNNAMED, WHY_KIND_COUNTED};
        if (s->lemma[head] == s->model->person && speak_for_themselves(s, words, head))
            return (Kind){KIND_UNNAMED, WHY_KIND_NOUN};
        bool insiders = is_sense(s, head, LEXIS_INSIDER);
        return insiders ? (Kind){KIND_UNNAMED, WHY_KIND_NOUN} : (Kind){KIND_GROUP, WHY_KIND_PLURAL};
    }
    bool office = (noun & NOUN_OFFICE) || s->syntax->xpos[words.begin] != XPOS_PRPS; /* "his mother" is named nowhere */
    bool holder = s->names_person && office && !(noun & NOUN_UNNAMED) && !is_sense(s, head, LEXIS_INSIDER) &&
                  definite(s, words, head) && !introduced(s, head);
    return holder ? (Kind){KIND_PERSON, WHY_KIND_OFFICE} : (Kind){KIND_UNNAMED, WHY_KIND_NOUN};
}

/* "the agency" may be a government's or one that sells news, "the news agency" may not. */
static bool is_either(const Sight *s, Span words, uint32_t head, uint32_t noun)
{
    if (!(noun & NOUN_OUTLET) || !(noun & NOUN_BODY)) return false;
    for (uint32_t i = words.begin; i < head; i++)
        if (s->syntax->upos[i] == UPOS_NOUN || s->syntax->upos[i] == UPOS_PROPN || s->syntax->upos[i] == UPOS_ADJ)
            return false;
    return true;
}

/* "The law enforcement agency", "his agency" sell no news: the word before says what it does. */
static bool sells_news(const Sight *s, Span words, uint32_t head, uint32_t noun)
{
    if (!(noun & NOUN_BODY)) return true;
    return head > words.begin && is_sense(s, head - 1, LEXIS_PRESS);
}

static Kind of_noun(const Sight *s, Span words, uint32_t head)
{
    uint32_t noun = noun_of(s, head);
    uint32_t m = s->entities->of_head[head];
    uint16_t flags = m == NONE ? 0 : s->entities->mentions[m].flags;
    if (is_sense(s, head, LEXIS_PERCENT)) return (Kind){KIND_GROUP, WHY_KIND_NOUN};
    if (noun & NOUN_PERSON) return of_person(s, words, head, noun);
    if (is_sense(s, head, LEXIS_PAPER)) return (Kind){KIND_DOCUMENT, WHY_KIND_NOUN};
    if (is_sense(s, head, LEXIS_STAFF)) return (Kind){KIND_ORGANIZATION, WHY_KIND_NOUN};
    if (noun & NOUN_COLLECTIVE && !(noun & NOUN_BODY)) return (Kind){KIND_GROUP, WHY_KIND_PLURAL};
    if (is_sense(s, head, LEXIS_PAGE)) return (Kind){KIND_DOCUMENT, WHY_KIND_NOUN};
    if (is_either(s, words, head, noun)) return unknown;
    if ((noun & NOUN_OUTLET && sells_news(s, words, head, noun)) || flags & MENTION_OUTLET)
        return (Kind){KIND_OUTLET, WHY_KIND_NOUN};
    if (noun & NOUN_DOCUMENT || flags & MENTION_DOCUMENT) return (Kind){KIND_DOCUMENT, WHY_KIND_NOUN};
    if (noun & (NOUN_BODY | NOUN_COUNTRY | NOUN_PLACE) || flags & MENTION_BODY)
        return (Kind){KIND_ORGANIZATION, WHY_KIND_NOUN};
    if (noun & NOUN_SPEECH) return (Kind){KIND_DOCUMENT, WHY_KIND_NOUN};
    if (flags & MENTION_HUMAN)
        return plural(s, head) ? (Kind){KIND_GROUP, WHY_KIND_PLURAL} : (Kind){KIND_UNNAMED, WHY_KIND_NOUN};
    return unknown;
}

static bool ends_like_a_person(const Sight *s, uint32_t i)
{
    static const char *const endings[] = {"er", "or", "ist", "ian", "man", "eer", "ant", "eon"};
    Text t = word_text(s->article, &s->tokens->words[i]);
    for (size_t k = 0; k < COUNT(endings); k++) {
        size_t n = strlen(endings[k]);
        if (t.size > n + 2 && !memcmp(t.data + t.size - n, endings[k], n)) return true;
    }
    return false;
}

/* "Sanders" may be tagged as people who sand: whether somebody whom the article names is called so. */
static bool is_surname(const Sight *s, uint32_t i)
{
    Text word = word_text(s->article, &s->tokens->words[i]);
    if (!(s->tokens->words[i].flags & WORD_UPPER)) return false;
    for (uint32_t k = 0; k < s->entities->count && k < 256; k++) {
        Text name = s->entities->items[k].name;
        bool person = s->entities->items[k].type == ENTITY_PERSON && name.size > word.size;
        if (person && !memcmp(name.data + name.size - word.size, word.data, word.size)) return true;
    }
    return false;
}

/* What no list knows, by its looks: a name; else people, since it is they who mostly speak. */
static Kind by_looks(const Sight *s, Span words, uint32_t head)
{
    uint32_t m = s->entities->of_head[head];
    bool article = s->syntax->upos[words.begin] == UPOS_DET; /* "the Sandovals" are many, "Sanders" is one */
    if (m != NONE && s->entities->mentions[m].kind == MENTION_NAME && !article)
        return (Kind){KIND_PERSON, WHY_KIND_LOOKS};
    if (is_surname(s, head)) return (Kind){KIND_PERSON, WHY_KIND_LOOKS};
    if (s->syntax->xpos[head] == XPOS_NNS)
        return (Kind){few(s, words, head) ? KIND_UNNAMED : KIND_GROUP, WHY_KIND_LOOKS};
    if (s->syntax->xpos[head] == XPOS_NN && ends_like_a_person(s, head)) return (Kind){KIND_UNNAMED, WHY_KIND_LOOKS};
    if (s->syntax->xpos[head] == XPOS_NNPS && article) return (Kind){KIND_GROUP, WHY_KIND_LOOKS};
    if (s->syntax->upos[head] == UPOS_PROPN) return (Kind){KIND_PERSON, WHY_KIND_LOOKS};
    return unknown;
}

/* ---- pronouns ---- */

static Kind of_word(const Sight *s, Span words, uint32_t i)
{
    bool share = i + 2 < s->tokens->word_count && s->lemma[i + 1] == s->model->in && s->syntax->upos[i + 2] == UPOS_NUM;
    if (share) return (Kind){KIND_GROUP, WHY_KIND_WORD}; /* "one in four" */
    if (is_sense(s, i, LEXIS_LONE)) return (Kind){KIND_UNNAMED, WHY_KIND_WORD};
    if (is_sense(s, i, LEXIS_SOME))
        return (Kind){speak_for_themselves(s, words, i) ? KIND_UNNAMED : KIND_GROUP, WHY_KIND_WORD};
    if (s->syntax->upos[i] == UPOS_NUM)
        return (Kind){few(s, words, i + 1) ? KIND_UNNAMED : KIND_GROUP, WHY_KIND_COUNTED};
    return unknown;
}

static Kind of_first_person(const Sight *s, uint32_t attribution, uint32_t i)
{
    uint32_t outer = s->standings[attribution].within;
    if (outer == NONE) return s->quoted[i] ? unknown : (Kind){KIND_AUTHOR, WHY_KIND_WRITER};
    bool one = sense_number(s, i) == 1;
    return one ? (Kind){s->standings[outer].kind, WHY_KIND_SPEAKER} : (Kind){KIND_GROUP, WHY_KIND_WORD};
}

static Kind of_phrase(const Sight *s, Span words, uint32_t head);

/* What the mention stands for: its entity, or the nominal at the chain's beginning. */
static Kind of_chain(const Sight *s, uint32_t mention)
{
    const Entities *e = s->entities;
    uint32_t m = mention;
    for (uint32_t steps = 0; steps < 64; steps++) {
        uint8_t kind = kind_of_type(mention_type(s, m));
        if (kind && (e->mentions[m].entity != NONE || e->mentions[m].kind == MENTION_NAME))
            return (Kind){kind, WHY_KIND_NAME};
        if (e->mentions[m].same_as == NONE || e->mentions[m].same_as >= m) break;
        m = e->mentions[m].same_as;
    }
    if (e->mentions[m].kind == MENTION_PRONOUN) return unknown;
    return of_phrase(s, e->mentions[m].words, e->mentions[m].head);
}

/* The noun that a relative pronoun stands for governs its clause, and stands before it. */
static uint32_t antecedent(const Sight *s, uint32_t i)
{
    for (uint32_t w = i, steps = 0; steps < 6 && w != NONE; steps++, w = s->syntax->head[w])
        if (s->syntax->relation[w] == REL_ACL_RELCL && s->syntax->head[w] < i) return s->syntax->head[w];
    uint32_t first = sentence_span(s, i).begin;
    for (uint32_t w = i; w-- > first && i - w < 4;)
        if (s->syntax->upos[w] == UPOS_NOUN || s->syntax->upos[w] == UPOS_PROPN) return w;
    return NONE;
}

static Kind of_relative(const Sight *s, uint32_t i)
{
    uint32_t noun = antecedent(s, i);
    if (noun == NONE) return unknown;
    uint32_t m = s->entities->of_head[noun];
    Span words = m == NONE ? (Span){noun, noun + 1} : s->entities->mentions[m].words;
    Kind k = of_phrase(s, words, noun);
    if (k.kind) k.rule = WHY_KIND_RELATIVE;
    return k;
}

/* Whether the source speaks in the plural: a plural noun, several joined by "and", "some". */
static bool several(const Sight *s, Span source)
{
    for (uint32_t i = source.begin; i < source.end && i - source.begin < REACH; i++) {
        if (s->tokens->words[i].mark == MARK_COMMA) break;
        if (plural(s, i) || s->syntax->upos[i] == UPOS_CCONJ || is_sense(s, i, LEXIS_SOME)) return true;
    }
    return false;
}

/* "They" and "it" mostly go on with who spoke last, in this sentence or the one before; else "they" are people, "it" a
 * body. */
static Kind of_source_before(const Sight *s, uint32_t attribution, uint32_t i)
{
    bool they = s->lemma[i] == s->model->they, it = s->lemma[i] == s->model->it;
    if (s->syntax->xpos[i] == XPOS_PRPS) {
        Text word = word_text(s->article, &s->tokens->words[i]);
        they = word.size == 5, it = word.size == 3 && (word.data[0] == 'i' || word.data[0] == 'I');
    }
    if (!they && !it) return unknown;
    for (uint32_t a = attribution; a-- > 0 && attribution - a <= 4;) {
        Span source = s->attributions->items[a].source;
        if (source.begin >= source.end || source.begin >= i || i - source.begin > REACH) continue;
        uint8_t kind = s->standings[a].kind;
        bool body = kind == KIND_ORGANIZATION || kind == KIND_OUTLET || kind == KIND_DOCUMENT;
        if (kind && (they ? kind != KIND_DOCUMENT && several(s, source) : body && !several(s, source)))
            return (Kind){kind, WHY_KIND_PRONOUN};
    }
    return (Kind){they ? KIND_GROUP : KIND_ORGANIZATION, WHY_KIND_WORD};
}

/* Where nothing says for whom it stands: "he" is mostly one whom the article names, "it" a body, "they" people. */
static Kind of_pronoun(const Sight *s, uint32_t attribution, Span words, uint32_t i)
{
    if (is_sense(s, i, LEXIS_FIRST)) return of_first_person(s, attribution, i);
    uint32_t m = s->entities->of_head[i];
    Kind k = m == NONE ? unknown : of_chain(s, m);
    if (!k.kind && is_sense(s, i, LEXIS_WHO)) return of_relative(s, i);
    if (k.kind) return (Kind){k.kind, WHY_KIND_PRONOUN};
    if (s->lemma[i] == s->model->you && !s->quoted[i]) return (Kind){KIND_GROUP, WHY_KIND_WORD};
    bool human = s->lemma[i] == s->model->he || s->lemma[i] == s->model->she;
    if (human && s->names_person) return (Kind){KIND_PERSON, WHY_KIND_GENDER};
    k = of_word(s, words, i);
    return k.kind ? k : of_source_before(s, attribution, i);
}

/* "One Democrat", "the Texan" is one; "Democrats", "the French" are many. */
static bool is_one_of_a_people(const Sight *s, Span words, uint32_t head)
{
    static const char *const endings[] = {"an", "crat", "ive", "eral", "slim", "ew"};
    bool determined =
        words.begin < head && (s->syntax->upos[words.begin] == UPOS_DET || sense_number(s, words.begin) == 1);
    if (!determined || plural(s, head)) return false;
    Text t = word_text(s->article, &s->tokens->words[head]);
    for (size_t k = 0; k < COUNT(endings); k++) {
        size_t n = strlen(endings[k]);
        if (t.size > n && !memcmp(t.data + t.size - n, endings[k], n)) return true;
    }
    return false;
}

static Kind of_phrase(const Sight *s, Span words, uint32_t head)
{
    uint32_t m = s->entities->of_head[head];
    if (is_sense(s, head, LEXIS_SOME) && s->syntax->upos[head] != UPOS_PROPN) return of_word(s, words, head);
    if (m != NONE && s->entities->mentions[m].kind != MENTION_PRONOUN) {
        uint8_t kind = kind_of_type(mention_type(s, m));
        bool named = s->entities->mentions[m].entity != NONE || s->entities->mentions[m].kind == MENTION_NAME;
        if (kind == KIND_GROUP && named && is_one_of_a_people(s, words, head)) return of_person(s, words, head, 0);
        if (kind && named) return (Kind){kind, WHY_KIND_NAME};
    }
    Kind k = of_word(s, words, head);
    if (!k.kind) k = of_noun(s, words, head);
    return k.kind ? k : by_looks(s, words, head);
}

/* "A Post Poll", "the Monmouth Survey": capitals make no name of it. */
static bool is_poll(const Sight *s, uint32_t i)
{
    Text t = word_text(s->article, &s->tokens->words[i]);
    return (t.size == 4 && !memcmp(t.data, "Poll", 4)) || (t.size == 6 && !memcmp(t.data, "Survey", 6));
}

/* "A Post poll": the last word before any "of" or clause is a common noun for a document, whatever name stands before
 * it. */
static bool is_document(const Sight *s, Span source)
{
    uint32_t last = NONE;
    for (uint32_t i = source.begin; i < source.end; i++) {
        uint8_t upos = s->syntax->upos[i];
        if (upos == UPOS_ADP || upos == UPOS_VERB || upos == UPOS_PRON || s->tokens->words[i].mark == MARK_COMMA) break;
        if (upos == UPOS_NOUN || upos == UPOS_PROPN) last = i;
    }
    if (last == NONE || (s->syntax->upos[last] != UPOS_NOUN && !is_poll(s, last)) || is_sense(s, last, LEXIS_MEASURE))
        return false;
    uint32_t noun = noun_of(s, last);
    return (noun & NOUN_DOCUMENT) && !(noun & (NOUN_PERSON | NOUN_OUTLET | NOUN_BODY));
}

/* Where the tree does not say what governs the source: the name that it begins with, or the first of several. */
static Kind of_first_name(const Sight *s, Span source)
{
    uint32_t m = mention_at(s, source.begin);
    if (m == NONE || s->entities->mentions[m].kind != MENTION_NAME) return unknown;
    Span name = s->entities->mentions[m].name;
    bool possessor = name.end < s->tokens->word_count && s->syntax->xpos[name.end] == XPOS_POS; /* "Elling's op-ed" */
    if (possessor || name.begin >= name.end) return unknown;
    uint8_t kind = kind_of_type(mention_type(s, m));
    return (Kind){kind ? kind : KIND_PERSON, kind ? WHY_KIND_NAME : WHY_KIND_LOOKS};
}

/* "Film-maker and author Mara Elling": a person's name that is nobody's possession, office or business in the phrase.
 */
static bool bears_name(const Sight *s, Span source)
{
    for (uint32_t i = source.begin; i < source.end && !is_sense(s, i, LEXIS_WHO); i++) {
        uint32_t m = mention_at(s, i);
        if (m == NONE || s->entities->mentions[m].kind != MENTION_NAME || mention_type(s, m) != ENTITY_PERSON) continue;
        Span name = s->entities->mentions[m].name;
        uint32_t first = s->entities->mentions[m].words.begin > source.begin ? s->entities->mentions[m].words.begin : i;
        bool governed = first > source.begin && s->syntax->upos[first - 1] == UPOS_ADP;
        uint8_t next = name.end < source.end ? s->syntax->upos[name.end] : UPOS_PUNCT;
        if (!governed && next != UPOS_PART && next != UPOS_NOUN) return name.begin < name.end;
    }
    return false;
}

/* "a handful of officials" are officials. */
static uint32_t measured(const Sight *s, Span source, uint32_t head)
{
    if (!is_sense(s, head, LEXIS_MEASURE) || head + 2 >= source.end || s->lemma[head + 1] != s->model->of) return head;
    Span rest = phrase_at(s, head + 2, source.end);
    return rest.begin < rest.end ? phrase_head(s, rest) : head;
}

/* What no list knows and no person is, speaks as something said or written: "the court's decision", "the rhetoric". */
static Kind of_thing(const Sight *s, Span source, uint32_t head)
{
    uint32_t last = NONE; /* "veterans interviewed at the rally this week": what governs stands first */
    for (uint32_t i = source.begin; i < source.end && i - source.begin < REACH; i++) {
        uint8_t upos = s->syntax->upos[i];
        if (upos == UPOS_ADP || upos == UPOS_VERB || upos == UPOS_PRON || s->tokens->words[i].mark == MARK_COMMA) break;
        if (upos == UPOS_NOUN || upos == UPOS_PROPN) last = i;
    }
    if (last != NONE && last != head && plural(s, last)) return of_phrase(s, source, last);
    bool noun = s->syntax->xpos[head] == XPOS_NN || s->syntax->xpos[head] == XPOS_VBG;
    return noun ? (Kind){KIND_DOCUMENT, WHY_KIND_LOOKS} : unknown;
}

static Kind of_source(const Sight *s, uint32_t attribution, Span source)
{
    if (is_document(s, source)) return (Kind){KIND_DOCUMENT, WHY_KIND_NOUN};
    uint32_t m = mention_of(s->syntax, s->entities, source);
    uint32_t head = m == NONE ? phrase_head(s, source) : s->entities->mentions[m].head;
    head = measured(s, source, head);
    uint8_t upos = s->syntax->upos[head];
    if (upos == UPOS_PRON || upos == UPOS_DET || is_sense(s, head, LEXIS_FIRST))
        return of_pronoun(s, attribution, source, head);
    Kind k = of_phrase(s, source, head);
    if (!k.kind && m != NONE && s->entities->mentions[m].same_as != NONE) k = of_chain(s, m);
    if (k.kind == KIND_UNNAMED && k.rule != WHY_KIND_PRONOUN && bears_name(s, source))
        return (Kind){KIND_PERSON, WHY_KIND_NAME};
    if (!k.kind) k = of_first_name(s, source);
    return k.kind ? k : of_thing(s, source, head);
}

static void kind_find(Sight *s, uint32_t attribution)
{
    Standing *st = &s->standings[attribution];
    Span source = s->attributions->items[attribution].source;
    if (source.begin >= source.end) return;
    st->mention = mention_of(s->syntax, s->entities, source);
    if (st->mention != NONE) st->entity = s->entities->mentions[st->mention].entity;
    Kind k = of_source(s, attribution, source);
    st->kind = k.kind;
    st->kind_rule = k.rule;
    if (k.rule == WHY_KIND_SPEAKER) st->entity = s->standings[st->within].entity;
    if (k.kind == KIND_GROUP && st->entity != NONE && s->entities->items[st->entity].type == ENTITY_PEOPLE)
        st->entity = NONE; /* "Democrats" are many, and nobody in particular */
}

/* Twice, since "I" inside a quotation has the kind of its speaker, who may stand after it. */
void kinds_find(Sight *s)
{
    for (uint32_t i = 0; i < s->attributions->count; i++) kind_find(s, i);
    for (uint32_t i = 0; i < s->attributions->count; i++)
        if (s->standings[i].kind_rule == WHY_KIND_SPEAKER) kind_find(s, i);
}
