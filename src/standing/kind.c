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

static bool is_text(const Sight *s, uint32_t i, const char *text)
{
    return text_is(word_text(s->article, &s->tokens->words[i]), text);
}

static bool is_human(uint8_t kind)
{
    return kind == KIND_PERSON || kind == KIND_UNNAMED || kind == KIND_GROUP;
}

static bool is_thing(uint8_t kind)
{
    return kind == KIND_ORGANIZATION || kind == KIND_OUTLET || kind == KIND_DOCUMENT;
}

static bool plural(const Sight *s, uint32_t i)
{
    uint8_t tag = s->syntax->xpos[i];
    return tag == XPOS_NNS || tag == XPOS_NNPS;
}

/* ---- nouns ---- */

/* "Two dozen", "six million", "six-million" */
static bool is_scaled(const Sight *s, uint32_t number)
{
    uint32_t next = number + 1;
    if (next < s->tokens->word_count && s->tokens->words[next].mark == MARK_HYPHEN) next++;
    if (next >= s->tokens->word_count) return false;
    return s->syntax->upos[next] == UPOS_NUM || is_sense(s, next, LEXIS_MEASURE);
}

/* "Two in three", "two out of three" */
static bool is_share(const Sight *s, uint32_t number)
{
    uint32_t next = number + 1;
    return next < s->tokens->word_count && (s->lemma[next] == s->model->in || is_text(s, next, "out"));
}

/* "two senators" are individuals; "sixty senators" are not. */
static bool few(const Sight *s, Span words, uint32_t head)
{
    for (uint32_t i = words.begin; i < head; i++)
        if (s->syntax->upos[i] == UPOS_NUM) {
            bool share = is_share(s, i); /* "eight in 10 voters" */
            return !share && !is_scaled(s, i) && is_sense(s, i, LEXIS_NUMBER) && sense_number(s, i) <= 6;
        }
    return false;
}

static bool definite(const Sight *s, Span words, uint32_t head)
{
    if (words.begin >= head) return false;
    return s->lemma[words.begin] == s->model->the || is_sense(s, words.begin, LEXIS_WHICH) ||
           s->syntax->xpos[words.begin] == XPOS_PRPS;
}

/* "familiar with", "close to", "with direct knowledge of", "in Elling's orbit": they speak from inside. */
static bool stand_close(const Sight *s, uint32_t next)
{
    if (next >= s->tokens->word_count) return false;
    if (is_sense(s, next, LEXIS_CLOSE)) return true;
    if (s->syntax->upos[next] != UPOS_ADP) return false;
    for (uint32_t i = next + 1; i < s->tokens->word_count && i <= next + 4; i++)
        if (is_sense(s, i, s->lemma[next] == s->model->with ? LEXIS_KNOWLEDGE : LEXIS_ORBIT)) return true;
    return false;
}

/* "people briefed", "two people": individuals; "people", "people polled": anybody. */
static bool speak_for_themselves(const Sight *s, Span words, uint32_t head)
{
    uint32_t next = head + 1;
    if (few(s, words, head) || stand_close(s, next)) return true;
    if (next >= s->tokens->word_count || is_sense(s, next, LEXIS_POLLED)) return false;
    return s->syntax->upos[next] == UPOS_ADJ || s->syntax->xpos[next] == XPOS_VBN;
}

/* Its lemma is that of "that". */
static bool is_those(const Sight *s, uint32_t i)
{
    return is_text(s, i, "those") || is_text(s, i, "Those");
}

/* Whether the article spoke of somebody by an indefinite phrase first: "a caller … the caller". */
static bool introduced(const Sight *s, uint32_t head)
{
    uint32_t m = s->entities->of_head[head];
    return m != NONE && s->entities->mentions[m].flags & MENTION_INTRODUCED;
}

/* "the 46-year-old" */
static bool is_age(const Sight *s, uint32_t i)
{
    Text t = word_text(s->article, &s->tokens->words[i]);
    if (text_is(t, "old")) return i && s->tokens->words[i - 1].mark == MARK_HYPHEN;
    return t.size > 8 && !memcmp(t.data + t.size - 8, "year-old", 8);
}

/* "the 57-year-old baker" has a name. */
static bool tells_age(const Sight *s, Span words, uint32_t head)
{
    if (s->lemma[words.begin] != s->model->the) return false;
    for (uint32_t i = words.begin; i <= head; i++)
        if (is_age(s, i)) return true;
    return false;
}

/* Headlines leave the article out: "Governor says boats must wait". */
static bool is_bare(const Sight *s, Span words, uint32_t head)
{
    for (uint32_t i = words.begin; i < head; i++)
        if (s->syntax->upos[i] != UPOS_NOUN && s->syntax->upos[i] != UPOS_PROPN && s->syntax->upos[i] != UPOS_ADJ)
            return false;
    return true;
}

static bool is_owned(const Sight *s, Span words, uint32_t head)
{
    for (uint32_t i = words.begin; i < head; i++)
        if (s->syntax->xpos[i] == XPOS_POS || s->syntax->xpos[i] == XPOS_PRPS) return true;
    return false;
}

/* "son" of "son of the pilot" */
static uint32_t role_head(const Sight *s, Span role)
{
    for (uint32_t i = role.begin + 1; i < role.end; i++)
        if (s->lemma[i] == s->model->of) return i - 1;
    return role.end - 1;
}

#define ROLES 256u /* of an article, that are looked at */

/* Whether somebody whom the article names has that role: "Elling's campaign manager", and elsewhere "campaign manager
 * Jon Dorn". A noun before the last is the same in both. */
static bool is_role(const Sight *s, Span words, uint32_t head)
{
    const Entities *e = s->entities;
    if (!is_owned(s, words, head)) return false;
    bool compound = s->syntax->upos[head - 1] == UPOS_NOUN;
    for (uint32_t k = 0; k < e->role_count && k < ROLES; k++) {
        Span role = e->roles[k];
        uint32_t last = role_head(s, role);
        if (role.begin >= role.end || s->syntax->lemma_hash[last] != s->syntax->lemma_hash[head]) continue;
        bool both = last > role.begin && s->syntax->upos[last - 1] == UPOS_NOUN;
        if (both == compound && (!both || s->syntax->lemma_hash[last - 1] == s->syntax->lemma_hash[head - 1]))
            return true;
    }
    return false;
}

/* "The attorney general" holds an office. */
static bool is_insider(const Sight *s, uint32_t i)
{
    bool general = i + 1 < s->tokens->word_count && is_text(s, i + 1, "general");
    return is_sense(s, i, LEXIS_INSIDER) && !general;
}

/* "Neither man", "both candidates"; not "both dockers and pilots" */
static bool is_one_of_two(const Sight *s, Span words, uint32_t head)
{
    uint32_t next = head + 1;
    if (words.begin >= head || !is_sense(s, words.begin, LEXIS_PAIR) || s->lemma[words.begin] == s->model->each)
        return false;
    if (s->syntax->upos[words.begin + 1] == UPOS_DET) return false;
    return next >= s->tokens->word_count || s->syntax->upos[next] != UPOS_CCONJ;
}

/* "The two candidates", "all three governors" are those whom the article has named; "the two officials" are not. */
static bool are_known(const Sight *s, Span words, uint32_t head)
{
    uint32_t next = head + 1;
    bool all =
        s->lemma[words.begin] == s->model->the || is_text(s, words.begin, "all") || is_text(s, words.begin, "All");
    bool told = next < s->tokens->word_count && (is_sense(s, next, LEXIS_WHO) || s->syntax->xpos[next] == XPOS_VBN ||
                                                 s->syntax->xpos[next] == XPOS_VBG);
    return all && !told && s->lemma[head] != s->model->person && !is_insider(s, head);
}

/* "the president", "the businessman" is mostly one whom the article names; "the official" is anybody. */
static Kind of_person(const Sight *s, Span words, uint32_t head, uint32_t noun)
{
    if (s->names_person && is_one_of_two(s, words, head)) return (Kind){KIND_PERSON, WHY_KIND_WORD};
    if (plural(s, head)) {
        if (few(s, words, head) && s->names_person && are_known(s, words, head))
            return (Kind){KIND_PERSON, WHY_KIND_OFFICE};
        if (few(s, words, head)) return (Kind){KIND_UNNAMED, WHY_KIND_COUNTED};
        if (s->lemma[head] == s->model->person && speak_for_themselves(s, words, head))
            return (Kind){KIND_UNNAMED, WHY_KIND_NOUN};
        return is_insider(s, head) ? (Kind){KIND_UNNAMED, WHY_KIND_NOUN} : (Kind){KIND_GROUP, WHY_KIND_PLURAL};
    }
    bool office = (noun & NOUN_OFFICE) || s->syntax->xpos[words.begin] != XPOS_PRPS; /* "his mother" is named nowhere */
    bool the =
        definite(s, words, head) || (noun & NOUN_OFFICE && (is_bare(s, words, head) || is_owned(s, words, head)));
    bool known = !introduced(s, head) || is_sense(s, head, LEXIS_REIGNS); /* "any pope … the pope" */
    bool holder = s->names_person && office && !(noun & NOUN_UNNAMED) && !is_insider(s, head) && the && known;
    if (s->names_person && tells_age(s, words, head)) holder = true;
    if (!holder && !is_insider(s, head) && is_role(s, words, head)) return (Kind){KIND_PERSON, WHY_KIND_ROLE};
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

/* "Party figures" are people, "the latest figures" are numbers. */
static bool is_figure(const Sight *s, Span words, uint32_t head)
{
    if (s->lemma[head] != s->model->figure) return false;
    for (uint32_t i = words.begin; i < head; i++)
        if (is_sense(s, i, LEXIS_RANKED)) return true;
    return false;
}

/* "Half of the voters" are many; half of the officials are as many who speak for themselves. */
static Kind of_share(const Sight *s, uint32_t head)
{
    for (uint32_t i = head + 1; i < s->tokens->word_count && i <= head + 5; i++) {
        if (plural(s, i)) return (Kind){is_insider(s, i) ? KIND_UNNAMED : KIND_GROUP, WHY_KIND_NOUN};
        if (s->tokens->words[i].mark) break;
    }
    return (Kind){KIND_GROUP, WHY_KIND_NOUN};
}

/* "Multiple reports", "news reports" without a writer: the media. */
static bool is_news_report(const Sight *s, Span words, uint32_t head)
{
    if (head == words.begin || !plural(s, head) || s->lemma[head] != s->model->report) return false;
    return is_sense(s, head - 1, LEXIS_PRESS) || is_text(s, head - 1, "published") || is_text(s, head - 1, "multiple");
}

/* "The party's platform", "the Republican platform": what a party adopts, no place to publish. */
static bool is_programme(const Sight *s, Span words, uint32_t head)
{
    if (s->lemma[head] != s->model->platform) return false;
    for (uint32_t i = words.begin; i < head; i++)
        if (is_sense(s, i, LEXIS_RANKED) && !is_sense(s, i, LEXIS_PRESS)) return true;
    return false;
}

static Kind of_noun(const Sight *s, Span words, uint32_t head)
{
    uint32_t noun = is_figure(s, words, head) ? NOUN_PERSON : noun_of(s, head);
    uint32_t m = s->entities->of_head[head];
    uint16_t flags = m == NONE ? 0 : s->entities->mentions[m].flags;
    if (is_sense(s, head, LEXIS_PERCENT)) return of_share(s, head);
    if (noun & NOUN_PERSON) return of_person(s, words, head, noun);
    if (is_sense(s, head, LEXIS_PAPER)) return (Kind){KIND_DOCUMENT, WHY_KIND_NOUN};
    if (s->white_paper && s->lemma[head] == s->model->paper) return (Kind){KIND_DOCUMENT, WHY_KIND_NOUN};
    if (is_sense(s, head, LEXIS_STAFF)) return (Kind){KIND_ORGANIZATION, WHY_KIND_NOUN};
    if (noun & NOUN_COLLECTIVE && !(noun & (NOUN_BODY | NOUN_OUTLET))) return (Kind){KIND_GROUP, WHY_KIND_PLURAL};
    if (is_sense(s, head, LEXIS_PAGE)) return (Kind){KIND_DOCUMENT, WHY_KIND_NOUN};
    if (is_either(s, words, head, noun)) return unknown;
    if (is_programme(s, words, head)) return (Kind){KIND_DOCUMENT, WHY_KIND_NOUN};
    if (is_news_report(s, words, head)) return (Kind){KIND_OUTLET, WHY_KIND_NOUN};
    bool news = head > words.begin && is_text(s, head - 1, "news"); /* "a news organization" */
    if (noun & NOUN_OUTLET ? sells_news(s, words, head, noun) : flags & MENTION_OUTLET || (news && noun & NOUN_BODY))
        return (Kind){KIND_OUTLET, WHY_KIND_NOUN};
    if (noun & NOUN_DOCUMENT || flags & MENTION_DOCUMENT) return (Kind){KIND_DOCUMENT, WHY_KIND_NOUN};
    if (noun & (NOUN_BODY | NOUN_COUNTRY | NOUN_PLACE) || flags & MENTION_BODY)
        return (Kind){KIND_ORGANIZATION, WHY_KIND_NOUN};
    if (noun & (NOUN_SPEECH | NOUN_VENUE)) return (Kind){KIND_DOCUMENT, WHY_KIND_NOUN};
    if (flags & MENTION_HUMAN)
        return plural(s, head) ? (Kind){KIND_GROUP, WHY_KIND_PLURAL} : (Kind){KIND_UNNAMED, WHY_KIND_NOUN};
    return unknown;
}

static bool ends_in(const Sight *s, uint32_t i, const char *const *endings, size_t count)
{
    Text t = word_text(s->article, &s->tokens->words[i]);
    for (size_t k = 0; k < count; k++) {
        size_t n = strlen(endings[k]);
        if (t.size > n + 2 && !memcmp(t.data + t.size - n, endings[k], n)) return true;
    }
    return false;
}

static bool ends_like_a_person(const Sight *s, uint32_t i)
{
    static const char *const endings[] = {"er", "or", "ist", "ian", "man", "eer", "ant", "eon"};
    return ends_in(s, i, endings, COUNT(endings));
}

/* "hypotheses", "practices", "missteps": what many do or say, rather than many. */
static bool ends_like_a_deed(const Sight *s, uint32_t i)
{
    static const char *const endings[] = {"ions", "ments", "nesses", "ities", "ences", "ances", "ings",  "isms",
                                          "ices", "eses",  "aphics", "ories", "urns",  "ures",  "sults", "eps"};
    static const char *const numbers[] = {"illions"};
    return ends_in(s, i, endings, COUNT(endings)) && !ends_in(s, i, numbers, COUNT(numbers));
}

/* "Sanders" may be tagged as people who sand: whether somebody whom the article names is called so. */
static bool bears_surname(const Sight *s, Text word)
{
    for (uint32_t k = 0; k < s->entities->count && k < 256; k++) {
        Text name = s->entities->items[k].name;
        bool person = s->entities->items[k].type == ENTITY_PERSON && name.size > word.size &&
                      name.data[name.size - word.size - 1] == ' ';
        if (person && !memcmp(name.data + name.size - word.size, word.data, word.size)) return true;
    }
    return false;
}

static bool is_surname(const Sight *s, uint32_t i)
{
    return s->tokens->words[i].flags & WORD_UPPER && bears_surname(s, word_text(s->article, &s->tokens->words[i]));
}

/* "The Dorns", where the article names a Dorn. */
static bool is_family(const Sight *s, Span words, uint32_t head)
{
    if (head != words.begin + 1 || s->lemma[words.begin] != s->model->the || !plural(s, head)) return false;
    Text t = word_text(s->article, &s->tokens->words[head]);
    return t.size > 3 && t.data[t.size - 1] == 's' && bears_surname(s, text_of(t.data, t.size - 1));
}

/* "a German", "the poor"; but not "the other", "the last" */
static Kind of_adjective(const Sight *s, Span words, uint32_t head)
{
    bool upper = s->tokens->words[head].flags & WORD_UPPER;
    bool which = is_sense(s, head, LEXIS_WHICH | LEXIS_LONE | LEXIS_SOME) || is_text(s, head, "other");
    if (upper && sense_number(s, words.begin) == 1) return (Kind){KIND_UNNAMED, WHY_KIND_LOOKS};
    return s->lemma[words.begin] == s->model->the && !which ? (Kind){KIND_GROUP, WHY_KIND_LOOKS} : unknown;
}

/* What no list knows, by its looks: a name; else people, since it is they who mostly speak. */
static Kind by_looks(const Sight *s, Span words, uint32_t head)
{
    uint32_t m = s->entities->of_head[head];
    bool article = s->syntax->upos[words.begin] == UPOS_DET; /* "the Sandovals" are many, "Sanders" is one */
    if (m != NONE && s->entities->mentions[m].kind == MENTION_NAME && !article)
        return (Kind){KIND_PERSON, WHY_KIND_LOOKS};
    if (is_surname(s, head)) return (Kind){KIND_PERSON, WHY_KIND_LOOKS};
    if (is_age(s, head)) return of_person(s, words, head, 0);
    if (noun_of(s, head) & NOUN_BODY)
        return unknown; /* "the agency", of which is_either says that it may be two things */
    if (s->syntax->upos[head] == UPOS_ADJ && words.begin < head) return of_adjective(s, words, head);
    bool name = s->tokens->words[head].flags & WORD_UPPER && words.end == words.begin + 1; /* "Sessions" */
    if (s->syntax->xpos[head] == XPOS_NNS && !name && ends_like_a_deed(s, head))
        return (Kind){KIND_DOCUMENT, WHY_KIND_LOOKS};
    if (s->syntax->xpos[head] == XPOS_NNS)
        return (Kind){few(s, words, head) ? KIND_UNNAMED : KIND_GROUP, WHY_KIND_LOOKS};
    if (s->syntax->xpos[head] == XPOS_NN && ends_like_a_person(s, head)) return (Kind){KIND_UNNAMED, WHY_KIND_LOOKS};
    if (s->syntax->xpos[head] == XPOS_NNPS && article) return (Kind){KIND_GROUP, WHY_KIND_LOOKS};
    if (s->syntax->upos[head] == UPOS_PROPN) return (Kind){KIND_PERSON, WHY_KIND_LOOKS};
    return unknown;
}

/* ---- pronouns ---- */

/* What "them" or "the companies" stands for, if it is a name or a noun: not "some of them" again, however long the
 * chain. */
static Kind of_whole(const Sight *s, uint32_t head)
{
    uint32_t first = s->entities->of_head[head];
    if (first == NONE) return of_noun(s, (Span){head, head + 1}, head);
    const Mention *m = &s->entities->mentions[first];
    for (uint32_t steps = 0; steps < 64 && m->entity == NONE && m->same_as != NONE; steps++)
        m = &s->entities->mentions[m->same_as];
    if (m->entity != NONE) return (Kind){kind_of_type(s->entities->items[m->entity].type), WHY_KIND_NAME};
    return m->kind == MENTION_NOMINAL ? of_noun(s, m->words, m->head) : unknown;
}

/* "many of the companies", "one of the papers", "some of them": bodies and papers in part are what they are whole. */
static Kind of_part(const Sight *s, Span words, uint32_t i)
{
    if (i + 2 >= words.end || s->lemma[i + 1] != s->model->of) return unknown;
    Span rest = phrase_at(s, i + 2, words.end);
    uint32_t head = rest.begin < rest.end ? phrase_head(s, rest) : i + 2;
    if (!plural(s, head) && s->syntax->upos[head] != UPOS_PRON) return unknown;
    if (plural(s, head) && is_insider(s, head)) return (Kind){KIND_UNNAMED, WHY_KIND_NOUN};
    Kind k = of_whole(s, head);
    return is_thing(k.kind) ? k : unknown;
}

/* "Both", "the two", "each", "neither": mostly of people whom the article has just named. */
static bool is_pair(const Sight *s, Span words, uint32_t i)
{
    if (!s->names_person || i + 1 != words.end) return false;
    bool the = i == words.begin + 1 && s->lemma[words.begin] == s->model->the;
    bool two = s->syntax->upos[i] == UPOS_NUM && sense_number(s, i) == 2;
    return (i == words.begin && is_sense(s, i, LEXIS_PAIR)) || (the && two);
}

static Kind of_word(const Sight *s, Span words, uint32_t i)
{
    if (is_pair(s, words, i)) return (Kind){KIND_PERSON, WHY_KIND_WORD};
    if (is_those(s, i)) return (Kind){stand_close(s, i + 1) ? KIND_UNNAMED : KIND_GROUP, WHY_KIND_WORD};
    bool counts = s->syntax->upos[i] == UPOS_NUM || is_sense(s, i, LEXIS_SOME | LEXIS_LONE);
    if (counts) {
        Kind k = of_part(s, words, i);
        if (k.kind) return k;
    }
    bool share = counts && i + 2 < s->tokens->word_count && s->lemma[i + 1] == s->model->in &&
                 s->syntax->upos[i + 2] == UPOS_NUM;
    if (share) return (Kind){KIND_GROUP, WHY_KIND_WORD}; /* "one in four" */
    bool none = i && is_sense(s, i - 1, LEXIS_NEGATION); /* "no one" */
    if (is_text(s, i, "ones")) return (Kind){KIND_GROUP, WHY_KIND_WORD};
    if (is_sense(s, i, LEXIS_LONE)) return (Kind){none ? KIND_GROUP : KIND_UNNAMED, WHY_KIND_WORD};
    if (is_sense(s, i, LEXIS_SOME))
        return (Kind){speak_for_themselves(s, words, i) ? KIND_UNNAMED : KIND_GROUP, WHY_KIND_WORD};
    if (s->syntax->upos[i] == UPOS_NUM)
        return (Kind){few(s, words, i + 1) ? KIND_UNNAMED : KIND_GROUP, WHY_KIND_COUNTED};
    return unknown;
}

static Kind of_first_person(const Sight *s, uint32_t attribution, uint32_t i)
{
    uint32_t outer = s->standings[attribution].within;
    bool one = sense_number(s, i) == 1;
    if (outer == NONE && !s->quoted[i]) return (Kind){KIND_AUTHOR, WHY_KIND_WRITER};
    if (outer == NONE && one && s->names_person) return (Kind){KIND_PERSON, WHY_KIND_WORD};
    if (outer == NONE) return one ? unknown : (Kind){KIND_GROUP, WHY_KIND_WORD};
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

static uint32_t noun_before(const Sight *s, uint32_t i)
{
    uint32_t first = sentence_span(s, i).begin;
    for (uint32_t w = i; w-- > first && i - w < 4;)
        if (s->syntax->upos[w] == UPOS_NOUN || s->syntax->upos[w] == UPOS_PROPN || is_those(s, w)) return w;
    return NONE;
}

/* The noun that a relative pronoun stands for governs its clause, and stands before it. */
static uint32_t antecedent(const Sight *s, uint32_t i)
{
    for (uint32_t w = i, steps = 0; steps < 6 && w != NONE; steps++, w = s->syntax->head[w])
        if (s->syntax->relation[w] == REL_ACL_RELCL && s->syntax->head[w] < i) return s->syntax->head[w];
    return noun_before(s, i);
}

/* "A victory for Roe, who": where the tree's noun is no human, "who" stands for the one beside it. */
static Kind of_nearest(const Sight *s, uint32_t who)
{
    uint32_t noun = noun_before(s, who);
    if (noun == NONE) return unknown;
    Kind k = of_phrase(s, (Span){noun, noun + 1}, noun);
    bool upper = s->tokens->words[noun].flags & WORD_UPPER;
    if (is_human(k.kind)) return k;
    if (upper) return (Kind){KIND_PERSON, WHY_KIND_RELATIVE};
    bool one = who + 1 < s->tokens->word_count && s->syntax->xpos[who + 1] == XPOS_VBZ; /* "who says" */
    return (Kind){one ? KIND_UNNAMED : KIND_GROUP, WHY_KIND_RELATIVE};
}

static Kind of_relative(const Sight *s, uint32_t i)
{
    uint32_t noun = antecedent(s, i);
    if (noun == NONE) return unknown;
    uint32_t m = s->entities->of_head[noun], named = s->syntax->head[noun];
    Span words = m == NONE ? (Span){noun, noun + 1} : s->entities->mentions[m].words;
    if (s->syntax->relation[noun] == REL_APPOS && named != NONE && s->entities->of_head[named] != NONE)
        m = s->entities->of_head[named]; /* "Dorn, a skipper who" */
    if (m != NONE && mention_type(s, m) == ENTITY_PERSON) return (Kind){KIND_PERSON, WHY_KIND_RELATIVE};
    Kind k = of_phrase(s, words, noun);
    if (!k.kind && s->syntax->xpos[noun] == XPOS_NN) k.kind = KIND_DOCUMENT;
    if (s->syntax->xpos[i] == XPOS_WDT && k.kind == KIND_GROUP && k.rule == WHY_KIND_LOOKS)
        k.kind = KIND_DOCUMENT; /* "the spots, which" */
    if (s->syntax->xpos[i] == XPOS_WP && !is_human(k.kind)) k = of_nearest(s, i);
    if (s->syntax->xpos[i] == XPOS_WDT && k.kind == KIND_PERSON && k.rule == WHY_KIND_LOOKS) k.kind = KIND_ORGANIZATION;
    if (s->syntax->xpos[i] == XPOS_WDT && is_sense(s, noun, LEXIS_LONE)) k.kind = KIND_DOCUMENT;
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

/* "One company says … another says": the noun that "one", "another" leave out, where a body or paper of before was
 * counted so. */
static Kind of_left_out(const Sight *s, uint32_t attribution, uint32_t i)
{
    for (uint32_t a = attribution; a-- > 0 && attribution - a <= 4;) {
        Span source = s->attributions->items[a].source;
        if (source.begin >= source.end || source.begin >= i) continue;
        if (s->sentence[i] - s->sentence[source.begin] > 1) break;
        bool counted = is_sense(s, source.begin, LEXIS_LONE) || sense_number(s, source.begin) == 1;
        if (counted && is_thing(s->standings[a].kind)) return (Kind){s->standings[a].kind, WHY_KIND_PRONOUN};
        if (is_human(s->standings[a].kind)) break;
    }
    return unknown;
}

/* "People close to Roe … these people": those whom the article called so as they spoke for themselves. */
static bool spoke_for_themselves(const Sight *s, uint32_t attribution, Span source, uint32_t head)
{
    bool again = source.begin < head && (is_sense(s, source.begin, LEXIS_WHICH) || is_those(s, source.begin) ||
                                         is_text(s, source.begin, "these") || is_text(s, source.begin, "These") ||
                                         s->lemma[source.begin] == s->model->the);
    if (!again || source.end != head + 1 || !plural(s, head)) return false;
    for (uint32_t a = attribution; a-- > 0 && attribution - a <= 6;) {
        Span before = s->attributions->items[a].source;
        for (uint32_t i = before.begin; i < before.end && i < head && i - before.begin < 6; i++)
            if (s->tokens->words[i].lower == s->tokens->words[head].lower && plural(s, i))
                return s->standings[a].kind == KIND_UNNAMED;
    }
    return false;
}

/* "Roe and Dorn": the first governs the others. */
static bool has_others(const Sight *s, uint32_t word)
{
    for (uint32_t i = word + 1; i < s->tokens->word_count && i < word + 12; i++)
        if (s->syntax->relation[i] == REL_CONJ && s->syntax->head[i] == word) return true;
    return false;
}

/* What the word is, if it is a subject for which the pronoun can stand. */
static Kind of_subject(const Sight *s, uint32_t word, uint32_t pronoun, bool they)
{
    uint8_t relation = s->syntax->relation[word], upos = s->syntax->upos[word];
    bool subject = relation == REL_NSUBJ || relation == REL_NSUBJ_PASS;
    if (!subject || (upos != UPOS_NOUN && upos != UPOS_PROPN) || s->quoted[word] != s->quoted[pronoun]) return unknown;
    uint32_t m = s->entities->of_head[word];
    Span words = m == NONE ? (Span){word, word + 1} : s->entities->mentions[m].words;
    if (they != (several(s, words) || has_others(s, word))) return unknown;
    Kind k = of_phrase(s, words, word);
    return k.kind && (they ? k.kind != KIND_DOCUMENT : is_thing(k.kind)) ? (Kind){k.kind, WHY_KIND_PRONOUN} : unknown;
}

/* The nearest subject in this sentence or the one before that "they" or "it" can stand for; of a long sentence the one
 * that it begins with. */
static Kind of_subject_before(const Sight *s, uint32_t i, bool they)
{
    uint32_t first = sentence_span(s, i).begin;
    if (first) first = sentence_span(s, first - 1).begin;
    uint32_t far = i - first > REACH ? i - REACH : first;
    for (uint32_t w = i; w-- > far;) {
        Kind k = of_subject(s, w, i, they);
        if (k.kind) return k;
    }
    for (uint32_t w = first; w < far && w < first + REACH; w++) {
        Kind k = of_subject(s, w, i, they);
        if (k.kind) return k;
    }
    return unknown;
}

/* "It describes", "it suggests" */
static bool evinces(const Sight *s, uint32_t attribution)
{
    Span cue = s->attributions->items[attribution].cue;
    for (uint32_t i = cue.begin; i < cue.end; i++)
        if (is_verb(s, i)) return is_sense(s, i, LEXIS_EVINCES);
    return false;
}

static bool is_named_person(const Sight *s, uint32_t word)
{
    uint32_t m = s->entities->of_head[word];
    return m != NONE && s->entities->mentions[m].kind == MENTION_NAME && mention_type(s, m) == ENTITY_PERSON;
}

/* "Roe met Dorn and Elling on Friday. They …", "the two sail as they": two who are named, and no other people since.
 */
static bool is_pair_before(const Sight *s, uint32_t i)
{
    uint32_t first = sentence_span(s, i).begin;
    if (first) first = sentence_span(s, first - 1).begin;
    for (uint32_t w = i; w-- > first && i - w <= REACH;) {
        uint32_t head = s->syntax->head[w];
        bool joined = s->syntax->relation[w] == REL_CONJ && head != NONE && head >= first;
        if (joined && is_named_person(s, w) && is_named_person(s, head)) return true;
        if (s->syntax->upos[w] == UPOS_NUM && w > first && is_pair(s, (Span){w - 1, w + 1}, w)) return true;
        if (plural(s, w) && noun_of(s, w) & (NOUN_PERSON | NOUN_COLLECTIVE | NOUN_BODY)) return false;
        uint32_t m = s->entities->of_head[w];
        if (m != NONE && mention_type(s, m) == ENTITY_PEOPLE) return false;
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
        if (source.begin >= source.end || source.begin >= i) continue;
        uint32_t sentences = s->sentence[i] - s->sentence[source.begin];
        bool near = it ? sentences <= 1 : i - source.begin <= REACH || sentences <= 2;
        if (!near) continue;
        uint8_t kind = s->standings[a].kind;
        if (kind && (they ? kind != KIND_DOCUMENT && several(s, source) : is_thing(kind) && !several(s, source)))
            return (Kind){kind, WHY_KIND_PRONOUN};
    }
    Kind k = of_subject_before(s, i, they);
    if (k.kind) return k;
    if (they && is_pair_before(s, i)) return (Kind){KIND_PERSON, WHY_KIND_PRONOUN};
    if (they) return (Kind){KIND_GROUP, WHY_KIND_WORD};
    return (Kind){evinces(s, attribution) ? KIND_DOCUMENT : KIND_ORGANIZATION, WHY_KIND_WORD};
}

/* "Which" is nobody: a name before it that looks like a person's is a body's, or a title where it recounts. */
static Kind of_which(const Sight *s, uint32_t attribution, uint32_t i)
{
    Kind k = of_relative(s, i);
    if (k.kind != KIND_PERSON && k.kind != KIND_UNNAMED) return k;
    return (Kind){evinces(s, attribution) ? KIND_DOCUMENT : KIND_ORGANIZATION, WHY_KIND_RELATIVE};
}

static bool is_his(const Sight *s, uint32_t i)
{
    Text t = word_text(s->article, &s->tokens->words[i]);
    return s->syntax->xpos[i] == XPOS_PRPS && t.size == 3 && (t.data[0] | 0x20) == 'h';
}

/* Where nothing says for whom it stands: "he" is mostly one whom the article names, "it" a body, "they" people. */
static Kind of_pronoun(const Sight *s, uint32_t attribution, Span words, uint32_t i)
{
    if (is_sense(s, i, LEXIS_FIRST)) return of_first_person(s, attribution, i);
    if (is_those(s, i)) return of_word(s, words, i);
    uint32_t m = s->entities->of_head[i];
    Kind k = m == NONE ? unknown : of_chain(s, m);
    if (s->syntax->xpos[i] == XPOS_WP && !is_human(k.kind)) k = unknown;
    bool which = s->syntax->xpos[i] == XPOS_WDT && (is_text(s, i, "which") || is_text(s, i, "Which"));
    if (which && (k.kind == KIND_PERSON || k.kind == KIND_UNNAMED)) k = unknown;
    if (!k.kind && which) return of_which(s, attribution, i);
    if (!k.kind && is_sense(s, i, LEXIS_WHO)) return of_relative(s, i);
    if (s->syntax->xpos[i] == XPOS_WDT && k.kind == KIND_UNNAMED && k.rule == WHY_KIND_WORD)
        k.kind = KIND_DOCUMENT; /* "another that said" */
    if (k.kind) return (Kind){k.kind, WHY_KIND_PRONOUN};
    if (s->lemma[i] == s->model->you) { /* in a quotation mostly the one spoken to, but in "if you" anybody */
        bool general = !s->quoted[i] || !s->names_person || (i && s->syntax->xpos[i - 1] == XPOS_IN);
        return (Kind){general ? KIND_GROUP : KIND_PERSON, WHY_KIND_WORD};
    }
    bool human = s->lemma[i] == s->model->he || s->lemma[i] == s->model->she || is_his(s, i);
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

/* "The Saudis" and no more words, in news from elsewhere, are their government. */
static bool is_government(const Sight *s, Span words, uint32_t head, uint32_t mention)
{
    uint32_t entity = s->entities->mentions[mention].entity;
    if (entity == NONE || head != words.begin + 1 || words.end != head + 1) return false;
    if (s->lemma[words.begin] != s->model->the || !plural(s, head)) return false;
    const char *country = s->entities->items[entity].country;
    uint32_t next = head + 1;
    bool told = next < s->tokens->word_count && (s->syntax->upos[next] == UPOS_ADP || is_sense(s, next, LEXIS_WHO));
    return country[0] && strcmp(country, "USA") && !told;
}

/* "The former Head of Roe & Co": in upper case like a name, and yet a person's office. */
static bool is_holder(const Sight *s, uint32_t mention)
{
    Span name = s->entities->mentions[mention].name;
    return name.end - name.begin > 2 && s->lemma[name.begin + 1] == s->model->of &&
           noun_of(s, name.begin) & NOUN_PERSON;
}

/* A common noun for people and nothing else: no body's or country's, whatever name stands beside it. */
static bool is_just_human(const Sight *s, uint32_t mention)
{
    const Mention *m = &s->entities->mentions[mention];
    const uint32_t things = NOUN_BODY | NOUN_OUTLET | NOUN_DOCUMENT | NOUN_COUNTRY | NOUN_PLACE | NOUN_COLLECTIVE;
    uint32_t noun = noun_of(s, m->head);
    return m->kind == MENTION_NOMINAL && s->syntax->upos[m->head] == UPOS_NOUN && noun & NOUN_PERSON &&
           !(noun & things);
}

/* "vellan-today.com" */
static bool is_domain(const Sight *s, uint32_t i)
{
    Text t = word_text(s->article, &s->tokens->words[i]);
    size_t dot = t.size;
    while (dot > 0 && t.data[dot - 1] != '.') dot--;
    if (dot < 4 || t.size - dot < 2 || t.size - dot > 4) return false;
    for (size_t k = dot; k < t.size; k++)
        if (t.data[k] < 'a' || t.data[k] > 'z') return false;
    return true;
}

static Kind of_phrase(const Sight *s, Span words, uint32_t head)
{
    uint32_t m = s->entities->of_head[head];
    uint8_t type = m == NONE ? ENTITY_NONE : mention_type(s, m);
    if (is_domain(s, head) && (type == ENTITY_NONE || type == ENTITY_PERSON))
        return (Kind){KIND_OUTLET, WHY_KIND_LOOKS};
    if (is_sense(s, head, LEXIS_SOME) && s->syntax->upos[head] != UPOS_PROPN) return of_word(s, words, head);
    if (is_family(s, words, head)) return (Kind){KIND_PERSON, WHY_KIND_LOOKS};
    bool lone = words.end - words.begin == 1; /* "Will", where the article names Jon Will */
    bool noun = m == NONE || s->entities->mentions[m].kind == MENTION_NOMINAL;
    if (lone && noun && is_surname(s, head)) return (Kind){KIND_PERSON, WHY_KIND_LOOKS};
    if (m != NONE && s->entities->mentions[m].kind != MENTION_PRONOUN) {
        uint8_t kind = kind_of_type(mention_type(s, m));
        bool named = s->entities->mentions[m].entity != NONE || s->entities->mentions[m].kind == MENTION_NAME;
        if (is_thing(kind) && is_just_human(s, m)) named = false;
        if (s->white_paper && s->lemma[head] == s->model->paper) named = false;
        if (kind == KIND_GROUP && named && is_government(s, words, head, m))
            return (Kind){KIND_ORGANIZATION, WHY_KIND_NAME};
        if (kind == KIND_GROUP && named && is_one_of_a_people(s, words, head)) return of_person(s, words, head, 0);
        if (kind && named && is_holder(s, m))
            return of_person(s, words, s->entities->mentions[m].name.begin, NOUN_OFFICE);
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

/* "University of York": no "of" that governs. */
static bool is_inside_name(const Sight *s, Span source, uint32_t i)
{
    bool before = i > source.begin && s->syntax->upos[i - 1] == UPOS_PROPN;
    return before && i + 1 < source.end && s->syntax->upos[i + 1] == UPOS_PROPN && s->lemma[i] == s->model->of;
}

static bool ends_phrase(const Sight *s, uint32_t i)
{
    uint8_t upos = s->syntax->upos[i];
    bool year = i + 1 < s->tokens->word_count && s->syntax->upos[i + 1] == UPOS_NUM; /* "a May 4, 2011, letter" */
    bool comma = s->tokens->words[i].mark == MARK_COMMA && !(year && i && s->syntax->upos[i - 1] == UPOS_NUM);
    return upos == UPOS_ADP || upos == UPOS_VERB || upos == UPOS_PRON || comma;
}

static bool ends_front(const Sight *s, Span source, uint32_t i, uint32_t last)
{
    uint8_t upos = s->syntax->upos[i];
    bool after_noun = last != NONE && s->syntax->upos[last] == UPOS_NOUN;
    bool joined = i > source.begin && s->tokens->words[i - 1].mark == MARK_HYPHEN; /* "the crowd-sourced campaign" */
    bool name = i + 1 < source.end && s->syntax->upos[i + 1] == UPOS_PROPN;
    if (upos == UPOS_PRON && s->syntax->xpos[i] == XPOS_PRPS) return false;
    if (upos == UPOS_ADP) return !is_inside_name(s, source, i);
    if (upos == UPOS_CCONJ) return after_noun || (last != NONE && !name); /* "Dorn and Elling aides" */
    if (upos == UPOS_ADV) return after_noun && !joined;
    if (upos == UPOS_VERB && (last == NONE || joined)) return false; /* "a publishing house" */
    return ends_phrase(s, i);
}

/* The last noun before any "of", clause or comma, by the words alone: it governs the phrase. NONE: there is none. */
static uint32_t front_noun(const Sight *s, Span source)
{
    uint32_t last = NONE;
    for (uint32_t i = source.begin; i < source.end && i - source.begin < REACH && !ends_front(s, source, i, last); i++)
        if (s->syntax->upos[i] == UPOS_NOUN || s->syntax->upos[i] == UPOS_PROPN || is_sense(s, i, LEXIS_PERCENT))
            last = i;
    bool one = last != NONE && last > source.begin + 1 && plural(s, last) && sense_number(s, source.begin) == 1 &&
               s->syntax->upos[source.begin] == UPOS_DET;
    bool clause = last != NONE && last + 1 < source.end && is_verb(s, last + 1);
    if (one && clause && s->syntax->upos[last - 1] == UPOS_NOUN) return last - 1; /* "a letter dockers wrote" */
    return last;
}

/* "polling by the Gazette", "new reporting on" */
static bool is_gerund(const Sight *s, Span source)
{
    uint32_t i = source.begin;
    while (i < source.end && (s->syntax->upos[i] == UPOS_DET || s->syntax->upos[i] == UPOS_ADJ)) i++;
    return i < source.end && s->syntax->xpos[i] == XPOS_VBG && noun_of(s, i) & NOUN_DOCUMENT;
}

/* "A Post poll": the last word before any "of" or clause is a common noun for a document, whatever name stands before
 * it. */
static bool is_document(const Sight *s, Span source)
{
    uint32_t last = front_noun(s, source);
    if (last == NONE) return is_gerund(s, source);
    if (is_news_report(s, source, last)) return false;
    if (last == source.begin && source.end == last + 1 && is_surname(s, last)) return false; /* "Page said" */
    uint32_t m = s->entities->of_head[last];
    if (s->syntax->upos[last] != UPOS_NOUN && m != NONE && mention_type(s, m) == ENTITY_ORGANIZATION) return false;
    if ((s->syntax->upos[last] != UPOS_NOUN && !is_poll(s, last)) || is_sense(s, last, LEXIS_MEASURE)) return false;
    uint32_t noun = is_figure(s, source, last) ? NOUN_PERSON : noun_of(s, last);
    return (noun & NOUN_DOCUMENT) && !(noun & (NOUN_PERSON | NOUN_OUTLET | NOUN_BODY));
}

/* What stands beside the name of somebody or something that no list knows: "Roe Action, a group that …". */
static Kind of_apposition(const Sight *s, Span source)
{
    uint32_t i = source.begin;
    while (i < source.end && i - source.begin < REACH && s->tokens->words[i].mark != MARK_COMMA) i++;
    bool name = i > source.begin && s->tokens->words[i - 1].flags & WORD_UPPER;
    bool comma = i + 2 < source.end && s->tokens->words[i].mark == MARK_COMMA;
    if (!name || !comma || s->syntax->upos[i + 1] != UPOS_DET) return unknown;
    uint32_t head = NONE; /* "a law and lobbying firm": the last */
    for (i++; i < source.end && (!ends_phrase(s, i) || s->tokens->words[i - 1].mark == MARK_HYPHEN); i++)
        if (s->syntax->upos[i] == UPOS_NOUN) head = i;
    uint32_t noun = head == NONE || plural(s, head) ? 0 : noun_of(s, head);
    if (noun & NOUN_PERSON) return (Kind){KIND_PERSON, WHY_KIND_APPOSITION};
    if (noun & NOUN_BODY) return (Kind){KIND_ORGANIZATION, WHY_KIND_APPOSITION};
    if (noun & NOUN_OUTLET) return (Kind){KIND_OUTLET, WHY_KIND_APPOSITION};
    return noun & NOUN_DOCUMENT ? (Kind){KIND_DOCUMENT, WHY_KIND_APPOSITION} : unknown;
}

/* "Roe, who …", "Roe, a teacher of …": no body, though its name looks like one. */
static bool is_told_as_human(const Sight *s, Span source, uint32_t head)
{
    uint32_t comma = head + 1;
    if (comma + 1 >= source.end || s->tokens->words[comma].mark != MARK_COMMA || plural(s, head)) return false;
    if (!(s->tokens->words[head].flags & WORD_UPPER) || s->lemma[source.begin] == s->model->the) return false;
    if (is_text(s, comma + 1, "who")) return true;
    return of_apposition(s, (Span){source.begin, source.end}).kind == KIND_PERSON;
}

/* "the two pilots, Jon Dorn and Mara Elling,": right behind the comma, and to the end. */
static bool apposes(const Sight *s, Span source, uint32_t mention)
{
    Mention m = s->entities->mentions[mention];
    if (m.words.begin <= source.begin || s->tokens->words[m.words.begin - 1].mark != MARK_COMMA) return false;
    for (uint32_t i = m.name.end; i < source.end; i++)
        if (s->syntax->upos[i] == UPOS_ADP || s->syntax->upos[i] == UPOS_PRON || is_verb(s, i)) return false;
    return true;
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

/* "Film-maker and author Mara Elling": the mention of a person's name that is nobody's possession, office or business
 * in the phrase, and of no second one in a row; or NONE. */
static uint32_t bears_name(const Sight *s, Span source)
{
    const Entities *e = s->entities;
    uint32_t clause = source.begin; /* the first "who", or the end */
    while (clause < source.end && !is_sense(s, clause, LEXIS_WHO)) clause++;
    for (uint32_t m = first_mention(s, source.begin); m < e->mention_count && e->mentions[m].words.begin < source.end;
         m++) {
        const Mention *x = &e->mentions[m];
        uint32_t begin = x->words.begin;
        if (x->kind != MENTION_NAME || mention_type(s, m) != ENTITY_PERSON || x->name.begin >= source.end) continue;
        if (begin > clause && s->tokens->words[begin - 1].mark != MARK_COMMA) continue;
        bool governed = (begin > source.begin && s->syntax->upos[begin - 1] == UPOS_ADP) ||
                        s->syntax->upos[begin] == UPOS_ADP || s->syntax->upos[begin] == UPOS_SCONJ;
        uint8_t next = x->name.end < source.end ? s->syntax->upos[x->name.end] : UPOS_PUNCT;
        bool within = next == UPOS_PART || next == UPOS_NOUN || next == UPOS_ADJ; /* "the Dorn campaign" */
        if (!governed && !within) return x->name.begin < x->name.end ? m : NONE;
    }
    return NONE;
}

/* "Vellan harbor master Jon Dorn": the tree may take the town for what governs, but the name comes last. */
static bool is_last(const Sight *s, Span source, uint32_t mention, uint32_t head)
{
    Mention m = s->entities->mentions[mention];
    uint32_t first = m.words.begin > source.begin ? m.words.begin : source.begin;
    for (uint32_t i = head; i < m.name.begin; i++)
        if (s->tokens->words[i].mark || s->syntax->upos[i] == UPOS_CCONJ || s->syntax->upos[i] == UPOS_PART ||
            s->syntax->upos[i] == UPOS_VERB)
            return false;
    uint8_t next = m.name.end < source.end ? s->syntax->upos[m.name.end] : UPOS_PUNCT;
    bool clause = next == UPOS_VERB || next == UPOS_AUX; /* "the vote Roe lost" */
    return head < m.name.begin && first <= m.name.begin && !clause;
}

/* "a handful of officials" are officials. */
static uint32_t measured(const Sight *s, Span source, uint32_t head)
{
    if (!is_sense(s, head, LEXIS_MEASURE) || head + 2 >= source.end || s->lemma[head + 1] != s->model->of) return head;
    Span rest = phrase_at(s, head + 2, source.end);
    uint32_t inner = rest.begin < rest.end ? phrase_head(s, rest) : head;
    return plural(s, inner) || noun_of(s, inner) & NOUN_COLLECTIVE ? inner : head;
}

/* What no list knows and no person is, speaks as something said or written: "the court's decision", "the rhetoric". */
static Kind of_thing(const Sight *s, Span source, uint32_t head)
{
    uint32_t last =
        front_noun(s, source); /* "veterans interviewed at the rally this week": what governs stands first */
    if (last != NONE && last != head && plural(s, last)) return of_phrase(s, source, last);
    bool noun = s->syntax->xpos[head] == XPOS_NN || s->syntax->xpos[head] == XPOS_VBG;
    bool opens = !head || s->sentence[head - 1] != s->sentence[head]; /* a capital says nothing there */
    bool name = s->tokens->words[head].flags & WORD_UPPER && !opens && !s->quoted[head];
    if (noun && name && source.end == source.begin + 1) return (Kind){KIND_PERSON, WHY_KIND_LOOKS};
    return noun ? (Kind){KIND_DOCUMENT, WHY_KIND_LOOKS} : unknown;
}

/* The word that governs the source, where it heads no mention: "an executive" that the tagger took for an adjective. */
static uint32_t top_noun(const Sight *s, Span source)
{
    for (uint32_t i = source.begin; i < source.end && i - source.begin < REACH; i++) {
        uint32_t head = s->syntax->head[i];
        if ((head == NONE || !span_has(source, head)) && noun_of(s, i) & NOUN_PERSON) return i;
    }
    return phrase_head(s, source);
}

/* "Website" of "the secretary of state's website", or NONE. */
static uint32_t owned_by_office(const Sight *s, Span source, uint32_t front)
{
    uint32_t i = front + 4;
    if (i >= source.end || s->lemma[front + 1] != s->model->of || s->syntax->upos[front + 2] != UPOS_NOUN ||
        s->syntax->xpos[front + 3] != XPOS_POS)
        return NONE;
    while (i + 1 < source.end && s->syntax->upos[i] == UPOS_ADJ) i++;
    while (i + 1 < source.end && s->syntax->upos[i + 1] == UPOS_NOUN) i++;
    return s->syntax->upos[i] == UPOS_NOUN ? i : NONE;
}

/* What governs the source by its tree, unless the words say plainly that another noun does: one before the "of" or
 * clause where the tree's stands, or a common noun that ends the phrase ("White House and ministry spokesmen"). */
static uint32_t governor(const Sight *s, Span source, uint32_t head)
{
    uint32_t front = front_noun(s, source);
    if (front == NONE && (is_those(s, source.begin) || is_sense(s, source.begin, LEXIS_SOME | LEXIS_LONE)))
        return source.begin; /* "those in the trade", "many of the people asked" */
    if (front == NONE) return head;
    bool share = is_sense(s, front, LEXIS_PERCENT) && front > source.begin && s->syntax->upos[front - 1] == UPOS_NUM;
    bool common =
        share || (s->syntax->upos[front] == UPOS_NOUN && noun_of(s, front) && !(noun_of(s, front) & NOUN_TIME));
    uint32_t owned = owned_by_office(s, source, front);
    if (owned != NONE) return owned;
    if (head >= front && common) return front;
    return head < front && common && s->syntax->upos[head] == UPOS_PROPN ? front : head;
}

/* "The agency", where no chain of mentions tells which: one of a state, rather than of news. */
static Kind of_either(const Sight *s, Span source, uint32_t head)
{
    uint32_t noun = noun_of(s, head);
    uint8_t kind = s->lemma[head] == s->model->network ? KIND_OUTLET : KIND_ORGANIZATION;
    return is_either(s, source, head, noun) ? (Kind){kind, WHY_KIND_NOUN} : unknown;
}

/* "The dredger's owner, Greyling & Tarn,": the mention of a body's name that stands beside a noun for one person, which
 * it then is; or NONE. */
static uint32_t body_beside(const Sight *s, Span source, uint32_t head)
{
    const Entities *e = s->entities;
    if (s->syntax->upos[head] != UPOS_NOUN || !(noun_of(s, head) & NOUN_PERSON) || plural(s, head)) return NONE;
    for (uint32_t m = first_mention(s, head + 1); m < e->mention_count && e->mentions[m].words.begin < source.end; m++) {
        const Mention *x = &e->mentions[m];
        bool ends = x->name.end == source.end || (x->name.end + 1 == source.end && s->tokens->words[x->name.end].mark);
        if (x->kind != MENTION_NAME || mention_type(s, m) != ENTITY_ORGANIZATION || !ends || !apposes(s, source, m)) continue;
        bool told = s->syntax->relation[x->head] == REL_APPOS && s->syntax->head[x->head] == head;
        if (told || x->words.begin == head + 2) return m;
    }
    return NONE;
}

static Kind of_source(const Sight *s, uint32_t attribution, Span source, uint32_t *mention)
{
    if (is_document(s, source)) return (Kind){KIND_DOCUMENT, WHY_KIND_NOUN};
    uint32_t m = mention_of(s->syntax, s->entities, source);
    uint32_t head = m == NONE ? top_noun(s, source) : s->entities->mentions[m].head;
    head = measured(s, source, governor(s, source, head));
    uint8_t upos = s->syntax->upos[head];
    if (is_sense(s, head, LEXIS_LONE) && source.begin == head && source.end == head + 1) {
        Kind out = of_left_out(s, attribution, head);
        if (out.kind) return out;
    }
    if (upos == UPOS_PRON || upos == UPOS_DET || is_sense(s, head, LEXIS_FIRST))
        return of_pronoun(s, attribution, source, head);
    Kind k = of_phrase(s, source, head);
    if (k.kind == KIND_GROUP && spoke_for_themselves(s, attribution, source, head))
        return (Kind){KIND_UNNAMED, WHY_KIND_PRONOUN};
    if (!k.kind && m != NONE && s->entities->mentions[m].same_as != NONE) k = of_chain(s, m);
    uint32_t named = bears_name(s, source);
    bool last = named != NONE && is_last(s, source, named, head);
    if (named != NONE && k.kind == KIND_GROUP && definite(s, source, head) && apposes(s, source, named)) last = true;
    if (named != NONE && (last || (k.kind == KIND_UNNAMED && k.rule != WHY_KIND_PRONOUN))) {
        if (last) *mention = named;
        return (Kind){KIND_PERSON, WHY_KIND_NAME};
    }
    uint32_t body = is_human(k.kind) ? body_beside(s, source, head) : NONE;
    if (body != NONE) {
        *mention = body;
        return (Kind){KIND_ORGANIZATION, WHY_KIND_NAME};
    }
    bool office = k.rule == WHY_KIND_OFFICE && s->tokens->words[head].flags & WORD_UPPER; /* "the Sailor, a daily" */
    if (!k.kind || k.rule == WHY_KIND_LOOKS || office) {
        Kind beside = of_apposition(s, source);
        if (beside.kind) return beside;
    }
    if ((!k.kind || (k.rule == WHY_KIND_NAME && is_thing(k.kind))) && is_told_as_human(s, source, head))
        return (Kind){KIND_PERSON, WHY_KIND_APPOSITION};
    if (!k.kind) k = of_first_name(s, source);
    if (!k.kind) k = of_either(s, source, head);
    return k.kind ? k : of_thing(s, source, head);
}

static void kind_find(Sight *s, uint32_t attribution)
{
    Standing *st = &s->standings[attribution];
    Span source = s->attributions->items[attribution].source;
    if (source.begin >= source.end) return;
    if (s->attributions->items[attribution].turn) {
        turn_find(s, attribution);
        return;
    }
    st->mention = mention_of(s->syntax, s->entities, source);
    Kind k = of_source(s, attribution, source, &st->mention);
    if (st->mention != NONE) st->entity = s->entities->mentions[st->mention].entity;
    st->kind = k.kind;
    st->kind_rule = k.rule;
    uint8_t type = st->entity == NONE ? KIND_NONE : kind_of_type(s->entities->items[st->entity].type);
    bool other = (is_human(k.kind) && is_thing(type)) || (is_thing(k.kind) && type == KIND_PERSON) ||
                 (k.kind == KIND_DOCUMENT && type == KIND_OUTLET);
    if (other) st->entity = NONE; /* "Vellan, the pilot said": whatever the tree has beside the pilot */
    if (k.rule == WHY_KIND_SPEAKER) st->entity = s->standings[st->within].entity;
    bool people = st->entity != NONE && s->entities->items[st->entity].type == ENTITY_PEOPLE;
    if (people && (k.kind == KIND_GROUP || k.kind == KIND_ORGANIZATION))
        st->entity = NONE; /* "Democrats" are many, and nobody in particular */
}

/* Twice, since "I" inside a quotation has the kind of its speaker, who may stand after it. */
void kinds_find(Sight *s)
{
    s->interviewee = interviewee(s);
    for (uint32_t i = 0; i < s->attributions->count; i++) kind_find(s, i);
    for (uint32_t i = 0; i < s->attributions->count; i++)
        if (s->standings[i].kind_rule == WHY_KIND_SPEAKER) kind_find(s, i);
}
