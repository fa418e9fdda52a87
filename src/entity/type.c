/* What a name is the name of: by the list, its title, its last word, the given name in front, what stands beside it. */
#include "entity/internal.h"

#define LIKELY_GUESS 0.6f
#define SURE_GUESS 0.9f /* overrules what stands beside the name */

static uint32_t class_of_last(const Survey *s, const Name *n)
{
    uint32_t class = s->class[n->words.end - 1];
    if (class & WORD_FIRM || n->words.end - n->words.begin < 2) return class & WORD_FIRM;
    for (uint32_t i = n->words.begin + 1; i + 1 < n->words.end; i++) /* "Ministry of Health": the noun before "of" */
        if (s->syntax->lemma_hash[i] == s->model->glossary.of) return s->class[i - 1] ? s->class[i - 1] : class;
    return class;
}

static uint8_t type_of_class(uint32_t class)
{
    if (class & (WORD_ORGAN | WORD_FIRM)) return ENTITY_ORGANIZATION;
    if (class & WORD_WORK) return ENTITY_DOCUMENT;
    if (class & WORD_SITE) return ENTITY_PLACE;
    if (class & WORD_PAPER) return ENTITY_OUTLET;
    if (class & NOUN_PERSON) return ENTITY_NONE;
    return class & NOUN_BODY ? ENTITY_ORGANIZATION : class & NOUN_DOCUMENT ? ENTITY_DOCUMENT : ENTITY_NONE;
}

static uint8_t given_at(const Survey *s, uint32_t i) { return given_name(&s->model->lists, &s->tokens->words[i]); }

/* "Roe, 42,", "Roe, who", "Roe, a lawyer", "Roe, the mayor", "Roe, spokesman for": what follows a person's name. */
static bool person_follows(const Survey *s, const Name *n)
{
    uint32_t end = sentence_end(s, n->words.begin), i = n->words.end;
    if (i + 1 >= end || s->tokens->words[i].mark != MARK_COMMA) return false;
    i++;
    uint8_t xpos = s->syntax->xpos[i];
    if (xpos == XPOS_WP || xpos == XPOS_WPS) return true;
    if (xpos == XPOS_CD)
        return i + 1 < end && s->tokens->words[i + 1].mark == MARK_COMMA &&
               s->tokens->words[i].end - s->tokens->words[i].begin == 2;
    for (uint32_t k = i; k < end && k < i + 6; k++) {
        uint8_t upos = s->syntax->upos[k];
        if (s->class[k] & NOUN_PERSON && s->syntax->xpos[k] == XPOS_NN) return true;
        if (upos != UPOS_DET && upos != UPOS_ADJ && upos != UPOS_NOUN && upos != UPOS_PROPN && upos != UPOS_PART &&
            upos != UPOS_PRON && s->tokens->words[k].mark != MARK_HYPHEN)
            return false;
    }
    return false;
}

/* "Roe Action, a group of …", "Roe & Co, the lobbying firm": the last noun of the apposition is a body. */
static bool body_follows(const Survey *s, const Name *n)
{
    uint32_t end = sentence_end(s, n->words.begin), i = n->words.end, last = NONE;
    if (i + 2 >= end || s->tokens->words[i].mark != MARK_COMMA || s->syntax->upos[i + 1] != UPOS_DET) return false;
    for (i += 2; i < end && i < n->words.end + 8; i++) {
        uint8_t upos = s->syntax->upos[i];
        bool joined = s->tokens->words[i - 1].mark == MARK_HYPHEN || s->tokens->words[i].mark == MARK_HYPHEN;
        if (s->syntax->xpos[i] == XPOS_POS) return false; /* "the club's president" */
        if (upos != UPOS_NOUN && upos != UPOS_PROPN && upos != UPOS_ADJ && upos != UPOS_CCONJ && !joined) break;
        if (upos == UPOS_NOUN) last = i;
    }
    if (i < end && (s->syntax->upos[i] == UPOS_VERB || s->syntax->upos[i] == UPOS_AUX)) return false; /* its subject */
    return last != NONE && s->class[last] & NOUN_BODY && !(s->class[last] & NOUN_PERSON);
}

/* "Its secretary, Jane Roe, said": an apposition to a noun for a person. */
static bool person_precedes(const Survey *s, const Name *n)
{
    uint32_t first = sentence_first(s, n->words.begin), end = sentence_end(s, n->words.begin), b = n->words.begin;
    for (uint32_t i = n->words.begin; i < n->words.end; i++) {
        uint32_t h = s->syntax->head[i];
        if (s->syntax->relation[i] == REL_APPOS && h != NONE && h < b && s->class[h] & NOUN_PERSON &&
            s->syntax->xpos[h] == XPOS_NN)
            return true;
    }
    if (b < first + 2 || s->tokens->words[b - 1].mark != MARK_COMMA || n->words.end >= end) return false;
    return s->class[b - 2] & NOUN_PERSON && s->syntax->xpos[b - 2] == XPOS_NN &&
           s->tokens->words[n->words.end].mark == MARK_COMMA;
}

static bool speaks(const Survey *s, const Name *n)
{
    for (uint32_t i = n->words.begin; i < n->words.end; i++) {
        uint32_t h = s->syntax->head[i];
        if (s->syntax->relation[i] == REL_NSUBJ && h != NONE && s->class[h] & WORD_SAYS) return true;
    }
    return false;
}

static bool in_place(const Survey *s, const Name *n)
{
    uint32_t first = sentence_first(s, n->words.begin);
    if (n->words.begin == first) return false;
    Text t = word_text(s->article, &s->tokens->words[n->words.begin - 1]);
    return text_is(t, "in") || text_is(t, "near") || text_is(t, "outside");
}

static void sex_of_given(const Survey *s, Name *n)
{
    uint8_t given = given_at(s, n->words.begin);
    if (n->flags & (NAME_MALE | NAME_FEMALE) || !given || given == (GIVEN_MALE | GIVEN_FEMALE)) return;
    n->flags |= given == GIVEN_MALE ? NAME_MALE : NAME_FEMALE;
}

/* "editors of The Advocate": the article is part of the name, and the word is one of newspapers' names. */
static bool is_paper(const Survey *s, const Name *n)
{
    uint32_t word = n->words.begin;
    return n->words.end == word + 1 && n->flags & NAME_ARTICLE && is_upper(s, word - 1) && is_upper(s, word) &&
           s->class[word] & WORD_PAPER && !(s->class[word] & NOUN_TIME);
}

/* "Northern News Service" */
static bool is_service(const Survey *s, const Name *n)
{
    if (n->words.end - n->words.begin < 3) return false;
    Text last = word_text(s->article, &s->tokens->words[n->words.end - 1]);
    Text before = word_text(s->article, &s->tokens->words[n->words.end - 2]);
    bool news = text_is(before, "News") || text_is(before, "Press") || text_is(before, "Radio");
    return news && (text_is(last, "Service") || text_is(last, "Agency") || text_is(last, "Network"));
}

/* "Radio Vellan Sports", "Merrin News Saturday": a branch or a programme of an outlet on the list */
static bool is_branch(const Survey *s, const Name *n)
{
    static const char *const branches[] = {"Sports",  "Business", "Politics", "Online", "Saturday",
                                           "Sunday",  "Daily",    "Weekend",  "Live",   "Tonight",
                                           "Digital", "Radio",    "Magazine", "Morning"};
    uint32_t length = n->words.end - n->words.begin;
    ListMatch m = list_match(&s->model->lists, &s->tokens->words[n->words.begin], length);
    if (!m.words || m.words >= length || list_entry(&s->model->lists, m.entry).type != ENTITY_OUTLET) return false;
    Text last = word_text(s->article, &s->tokens->words[n->words.end - 1]);
    for (size_t i = 0; i < COUNT(branches); i++)
        if (text_is(last, branches[i])) return true;
    return false;
}

/* "Roe's book Ebb and Flood", "the newspaper Vellan Oggi": the noun before the name says what it names. */
static uint8_t type_by_noun_before(const Survey *s, const Name *n)
{
    static const char *const works[] = {"book", "film", "movie", "documentary", "novel", "memoir", "musical"};
    static const char *const papers[] = {"newspaper", "daily", "magazine", "tabloid", "weekly"};
    if (n->words.begin <= sentence_first(s, n->words.begin) || n->flags & NAME_ARTICLE) return ENTITY_NONE;
    uint32_t before = n->words.begin - 1, end = n->words.end;
    if (s->syntax->upos[before] != UPOS_NOUN) return ENTITY_NONE;
    bool clause = end < s->count && (s->syntax->upos[end] == UPOS_VERB || s->syntax->upos[end] == UPOS_AUX);
    Text t = word_text(s->article, &s->tokens->words[before]);
    for (size_t k = 0; k < COUNT(works); k++)
        if (text_is(t, works[k])) return clause ? ENTITY_NONE : ENTITY_DOCUMENT; /* "the book Roe wrote" */
    bool given = given_at(s, n->words.begin) != 0;
    for (size_t k = 0; k < COUNT(papers); k++)
        if (text_is(t, papers[k])) return given || (clause && end - n->words.begin == 1) ? ENTITY_NONE : ENTITY_OUTLET;
    return ENTITY_NONE;
}

/* "Mara Lake said", "Jon Church, a clerk": what only a person does or is. */
static bool is_told_of(const Survey *s, const Name *n)
{
    return !(class_of_last(s, n) & WORD_FIRM) && (speaks(s, n) || person_follows(s, n) || person_precedes(s, n));
}

/* "Greyling & Tarn": a firm, whoever they were. */
static bool has_sign(const Survey *s, const Name *n)
{
    for (uint32_t i = n->words.begin; i < n->words.end; i++)
        if (text_is(word_text(s->article, &s->tokens->words[i]), "&")) return true;
    return false;
}

/* "Port Vellan", "Lake Ostrel": the word for what it is stands first. */
static bool opens_as_place(const Survey *s, const Name *n)
{
    static const char *const firsts[] = {"Port", "Fort", "Mount", "Lake", "Cape", "Isle", "Camp"};
    if (n->words.end - n->words.begin < 2 || n->flags & NAME_ARTICLE) return false;
    Text first = word_text(s->article, &s->tokens->words[n->words.begin]);
    for (size_t i = 0; i < COUNT(firsts); i++)
        if (text_is(first, firsts[i])) return true;
    return false;
}

static uint8_t type_by_form(const Survey *s, const Name *n)
{
    uint32_t length = n->words.end - n->words.begin;
    if (is_paper(s, n) || is_service(s, n) || is_branch(s, n)) return ENTITY_OUTLET;
    uint8_t by_class = type_of_class(class_of_last(s, n));
    bool sign = has_sign(s, n), given = given_at(s, n->words.begin) && !(n->flags & NAME_ARTICLE) && !sign;
    bool common = !(class_of_last(s, n) & (WORD_ORGAN | WORD_FIRM | WORD_WORK | WORD_SITE)); /* "Jane Band" */
    if ((by_class == ENTITY_OUTLET || common) && by_class && given && length <= 4) return ENTITY_PERSON;
    bool hyphen = length >= 2 && s->tokens->words[n->words.end - 2].mark == MARK_HYPHEN; /* "All-Star" */
    if (by_class && given && length == 2 && is_told_of(s, n)) return ENTITY_PERSON;
    if (by_class && !hyphen) return by_class;
    if (sign) return ENTITY_ORGANIZATION;
    if (!given && opens_as_place(s, n)) return ENTITY_PLACE;
    if (length >= 2 && length <= 5 && given) return ENTITY_PERSON;
    return ENTITY_NONE;
}

/* "OSTREL, March 9 (…) —" */
static bool opens_dateline(const Survey *s, const Name *n)
{
    uint32_t end = sentence_end(s, n->words.begin);
    if (!(s->tokens->words[n->words.begin].flags & WORD_PARAGRAPH) || n->words.end >= end) return false;
    uint8_t mark = s->tokens->words[n->words.end].mark;
    return mark == MARK_COMMA || mark == MARK_OPEN || mark == MARK_DASH;
}

/* "JANE ROE: …" in a transcript */
static bool opens_speech(const Survey *s, const Name *n)
{
    bool opens = s->tokens->words[n->words.begin].flags & WORD_PARAGRAPH;
    return opens && n->words.end < s->count && text_is(word_text(s->article, &s->tokens->words[n->words.end]), ":");
}

static uint8_t type_by_neighbours(const Survey *s, const Name *n)
{
    uint32_t length = n->words.end - n->words.begin;
    if (!(n->flags & NAME_ARTICLE) && (person_follows(s, n) || person_precedes(s, n))) return ENTITY_PERSON;
    if (n->flags & NAME_CAPITALS && length > 1 && opens_speech(s, n)) return ENTITY_PERSON;
    if (n->flags & NAME_CAPITALS && opens_dateline(s, n)) return ENTITY_PLACE;
    if (n->flags & NAME_CAPITALS && length == 1 &&
        s->tokens->words[n->words.begin].end - s->tokens->words[n->words.begin].begin <= 6)
        return ENTITY_ORGANIZATION;
    if (!(n->flags & NAME_ARTICLE) && length >= 2 && length <= 4 && speaks(s, n)) return ENTITY_PERSON;
    if (in_place(s, n)) return ENTITY_PLACE;
    return ENTITY_NONE;
}

void name_type(Survey *s, Name *n)
{
    if (n->list_entry != NONE && n->words.end) {
        uint8_t type = n->type ? n->type : list_entry(&s->model->lists, n->list_entry).type;
        n->type = type;
        n->flags |= NAME_TYPED;
        n->rule = RULE_LIST;
        return;
    }
    if (n->flags & NAME_TITLED) n->type = ENTITY_PERSON;
    if (!n->type) n->type = type_by_noun_before(s, n);
    if (!n->type) n->type = type_by_form(s, n);
    bool typed_so = n->type && n->type != ENTITY_DOCUMENT; /* "the Vellan Report, a research firm" */
    if (!typed_so && !given_at(s, n->words.begin) && body_follows(s, n)) n->type = ENTITY_ORGANIZATION;
    if (n->type) n->flags |= NAME_TYPED;
    if (!n->type) n->type = type_by_neighbours(s, n);
    if (n->type == ENTITY_PERSON && n->words.end - n->words.begin > 1 && person_follows(s, n)) n->flags |= NAME_TYPED;
    if (!(n->flags & NAME_TYPED)) {
        guess_name(s, n);
        uint8_t guess = guess_type(s->model, n->guess, n->type ? SURE_GUESS : LIKELY_GUESS);
        if (guess) n->type = guess;
    }
    if (n->type == ENTITY_PERSON || !n->type) sex_of_given(s, n);
}
