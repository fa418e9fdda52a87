/* Names: runs of words in upper case, cut where a title ends and the name begins.
 *
 *   U.S. Defense Secretary Pete Hegseth      spokesman   John Roe     the   White House
 *   |---------- role ----| |-- name --|      |- role -|  |- name -|         |- name -|
 *
 * Tags and lists say where a run begins; the tree is not asked, since it is most often wrong inside names. */
#include "entity/internal.h"

#define HITS 16u      /* listed names in a run that are kept */
#define ROLE_REACH 8u /* words of a title in lower case before a name */
#define NAME_WORDS 12u /* of the longest name */

typedef struct Hit {
    uint32_t begin, end;
    ListMatch match;
} Hit;

typedef struct Run {
    uint32_t begin, end;
    Hit hits[HITS];
    uint32_t hit_count;
} Run;

static const Word *word_at(const Survey *s, uint32_t i) { return &s->tokens->words[i]; }

/* An outlet's name that is an ordinary word too is a name where the tagger says so and no sentence begins. */
static ListMatch match_at(const Survey *s, uint32_t i, uint32_t end)
{
    ListMatch m = list_match(&s->model->lists, word_at(s, i), end - i);
    bool plain = m.as & LIST_AS_WORD && (i == sentence_first(s, i) || s->syntax->upos[i] != UPOS_PROPN);
    return plain ? (ListMatch){NONE, 0, 0} : m;
}

/* ---- where a run begins and ends ---- */

static bool is_content(uint8_t upos)
{
    return upos == UPOS_NOUN || upos == UPOS_VERB || upos == UPOS_ADJ || upos == UPOS_ADV;
}

static bool is_capitals(const Survey *s, Span words)
{
    Text t = span_text(s, words);
    uint32_t letters = 0;
    for (size_t i = 0; i < t.size; i++) {
        if (t.data[i] >= 'a' && t.data[i] <= 'z') return false;
        letters += t.data[i] >= 'A' && t.data[i] <= 'Z';
    }
    return letters > 1;
}

/* Headlines write every word in upper case, so that case says nothing: no noun, verb or adjective is in lower case, and
 * some word that is in no name is in upper; or all letters are capitals. */
static bool is_headline(const Survey *s, uint32_t first, uint32_t end)
{
    uint32_t upper = 0, others = 0;
    for (uint32_t i = first; i < end; i++) {
        uint8_t upos = s->syntax->upos[i];
        if (!(word_at(s, i)->flags & WORD_LETTERS)) continue;
        if (!is_upper(s, i) && is_content(upos)) return false;
        upper += is_upper(s, i);
        others += is_upper(s, i) && i > first && upos != UPOS_PROPN && upos != UPOS_NOUN && upos != UPOS_ADJ &&
                  upos != UPOS_PRON;
    }
    return upper > 2 && (others || (upper > 3 && is_capitals(s, (Span){first, end})));
}

static bool may_name(uint8_t upos) /* tags that a word in upper case has inside a name, where the tagger errs too */
{
    return upos == UPOS_PROPN || upos == UPOS_NOUN || upos == UPOS_ADJ || upos == UPOS_X || upos == UPOS_VERB;
}

static bool is_name_word(const Survey *s, uint32_t i)
{
    uint8_t xpos = s->syntax->xpos[i];
    if (!is_upper(s, i)) return false;
    if (xpos == XPOS_NNP || xpos == XPOS_NNPS) return true;
    return may_name(s->syntax->upos[i]);
}

static bool begins_name(const Survey *s, uint32_t i, uint32_t end)
{
    if (!is_name_word(s, i)) return false;
    if (s->class[i] & NOUN_TIME)
        return i + 1 < end && is_upper(s, i + 1) && given_name(&s->model->lists, word_at(s, i)); /* April, May */
    if (s->syntax->upos[i] == UPOS_PROPN) return true;
    bool opens =
        i == sentence_first(s, i) || (s->tokens->words[i - 1].mark && !(s->tokens->words[i - 1].mark == MARK_COMMA));
    if (!opens) return s->syntax->upos[i] != UPOS_VERB;
    /* upper case says nothing where a sentence opens, unless a name goes on */
    return s->syntax->upos[i] != UPOS_VERB && i + 1 < end && is_upper(s, i + 1) && s->syntax->upos[i + 1] == UPOS_PROPN;
}

static bool is_lemma(const Survey *s, uint32_t i, uint32_t hash) { return s->syntax->lemma_hash[i] == hash; }

/* The nouns after which "of" and "for" go on with a name. */
static bool heads_name(const Survey *s, uint32_t i)
{
    return s->class[i] & (WORD_ORGAN | WORD_WORK | NOUN_BODY | NOUN_OFFICE | NOUN_DOCUMENT | WORD_SITE);
}

/* Whether a name of its own begins there: a listed one, a person's, a title, "Bank of"; "Iranian" begins none. Behind
 * "for" and "on" more may: "Foundation for Middle East Peace", "Committee on Homeland Security". */
static bool begins_another(const Survey *s, uint32_t i, uint32_t end, bool and)
{
    const Lists *lists = &s->model->lists;
    ListMatch m = match_at(s, i, end);
    ListTitle title = list_title(lists, word_at(s, i), end - i);
    if (given_name(lists, word_at(s, i))) return true;
    if (m.words && !(m.as & LIST_AS_ADJECTIVE)) {
        bool whole = i + m.words >= end || !is_name_word(s, i + m.words);
        return and || (whole && list_entry(lists, m.entry).type != ENTITY_ORGANIZATION);
    }
    if (title.words) return and || (i + title.words < end && is_name_word(s, i + title.words));
    return i + 1 < end && heads_name(s, i) && is_lemma(s, i + 1, s->model->glossary.of);
}

/* "the State Department and Tarn": what follows is coordinated with the whole run, not with a word within it. */
static bool is_coordinated(const Survey *s, const Run *r, uint32_t i, uint32_t end)
{
    for (uint32_t k = i + 1; k < end && k <= i + NAME_WORDS && is_upper(s, k); k++) {
        uint32_t first = s->syntax->head[k];
        if (s->syntax->relation[k] != REL_CONJ || first == NONE || first >= i) continue;
        uint32_t above = s->syntax->head[first];
        return first < r->begin || above == NONE || above < r->begin || above >= i;
    }
    return false;
}

static bool ends_hit(const Run *r, uint32_t i) { return r->hit_count && r->hits[r->hit_count - 1].end == i; }

/* "Ministry of Health" before "and Welfare" */
static bool is_of_body(const Survey *s, const Run *r, uint32_t i)
{
    for (uint32_t k = r->begin + 1; k + 1 < i && k < r->begin + NAME_WORDS; k++)
        if (is_lemma(s, k, s->model->glossary.of) && heads_name(s, k - 1)) return true;
    return false;
}

/* "University of York", "Ministry of Health and Welfare", but not "Smith of York": the word before is a noun of such
 * names. */
static bool may_link(const Survey *s, const Run *r, uint32_t i, uint32_t end)
{
    const Glossary *g = &s->model->glossary;
    if (is_lemma(s, i, g->the)) return i - 1 > r->begin && is_lemma(s, i - 1, g->of);
    bool and = is_lemma(s, i, g->and), of = is_lemma(s, i, g->of);
    if (!of && (i + 1 >= end || begins_another(s, i + 1, end, and))) return false;
    if (!and) return heads_name(s, i - 1);
    if (ends_hit(r, i) || given_name(&s->model->lists, word_at(s, i - 1))) return false;
    return is_of_body(s, r, i) && !is_coordinated(s, r, i, end);
}

static bool is_quote(uint8_t mark) { return mark >= MARK_QUOTE_OPEN && mark <= MARK_SINGLE_CLOSE; }

/* C.L. "Butch" Otter */
static bool opens_nickname(const Survey *s, uint32_t i, uint32_t end)
{
    return i + 3 < end && is_quote(word_at(s, i)->mark) && is_quote(word_at(s, i + 2)->mark) && is_upper(s, i + 1) &&
           is_name_word(s, i + 3) && s->syntax->upos[i + 3] == UPOS_PROPN && is_upper(s, i - 1);
}

/* How many words that are in no upper case lead on to the next one of the name; 0: it ends. */
static uint32_t link_length(const Survey *s, const Run *r, uint32_t i, uint32_t end)
{
    const Word *w = word_at(s, i);
    uint32_t length = 1;
    if (i == r->begin || i + 1 >= end) return 0;
    if (w->mark == MARK_HYPHEN) {
        if (w->flags & WORD_SPACE) return 0;
    } else if (s->class[i] & WORD_LINK) {
        if (is_upper(s, i) || !may_link(s, r, i, end)) return 0;
        if (i + 2 < end && is_lemma(s, i + 1, s->model->glossary.the) && is_lemma(s, i, s->model->glossary.of))
            length = 2;
    } else if (opens_nickname(s, i, end)) {
        return 1;
    } else if (i > r->begin + 2 && opens_nickname(s, i - 2, end)) {
        return 1;
    } else if (w->mark == MARK_COMMA) {
        return s->class[i + 1] & (WORD_JUNIOR | WORD_FIRM) && is_upper(s, i + 1);
    } else if (!(s->class[i] & WORD_PARTICLE)) {
        bool amp = w->end - w->begin == 1 && s->article->text.data[w->begin] == '&';
        if (!amp) return 0;
    }
    return i + length < end && is_name_word(s, i + length) && !(s->class[i + length] & NOUN_TIME) ? length : 0;
}

static void keep_hit(Run *r, uint32_t begin, ListMatch m)
{
    if (r->hit_count < HITS) r->hits[r->hit_count++] = (Hit){begin, begin + m.words, m};
}

/* "the Roe campaign" names a body; in "Roe campaign manager" the words are part of another's role. */
static void run_on_campaign(const Survey *s, Run *r, uint32_t end)
{
    uint32_t i = r->end;
    if (r->end == r->begin || r->hit_count || i >= end || !is_lemma(s, i, s->model->glossary.campaign)) return;
    bool compound = s->syntax->relation[i] == REL_COMPOUND || s->syntax->upos[i] != UPOS_NOUN || is_upper(s, i);
    if (!compound && s->syntax->relation[i - 1] != REL_NMOD_POSS && s->syntax->head[i - 1] != NONE &&
        s->syntax->xpos[i] == XPOS_NN && s->syntax->upos[i - 1] == UPOS_PROPN)
        r->end = i + 1;
}

/* A month that is a surname, "Theresa May", "Mrs. May": behind a given name or a title, and no day follows. */
static bool is_month_surname(const Survey *s, const Run *r, uint32_t i, uint32_t end)
{
    Text t = word_text(s->article, word_at(s, i));
    bool weekday = t.size > 3 && !memcmp(t.data + t.size - 3, "day", 3);
    if (weekday || (i + 1 < end && s->syntax->upos[i + 1] == UPOS_NUM)) return false;
    if (given_name(&s->model->lists, word_at(s, i - 1))) return true;
    for (uint32_t k = i - r->begin < 4 ? r->begin : i - 4; k < i; k++)
        if (list_title(&s->model->lists, word_at(s, k), i - k).words == i - k) return true;
    return false;
}

static void run_on(const Survey *s, Run *r, uint32_t end)
{
    for (uint32_t i = r->begin; i < end;) {
        ListMatch m = match_at(s, i, end);
        if (m.words && (is_upper(s, i) || i == r->begin) && !(m.as & LIST_AS_EPITHET && i > r->begin)) {
            keep_hit(r, i, m);
            r->end = i += m.words;
            continue;
        }
        bool time = i > r->begin && s->class[i] & NOUN_TIME && s->syntax->upos[i] == UPOS_PROPN;
        bool goes_on = is_name_word(s, i) && (!time || is_month_surname(s, r, i, end));
        uint32_t step = goes_on ? 1 : link_length(s, r, i, end);
        if (!step) return;
        i += step;
        if (goes_on) r->end = i;
    }
}

/* ---- words by number ---- */

enum { KNOWN_WORD = 1, KNOWN_SURNAME }; /* of names that the article has elsewhere */

#define USUAL_WORD 128u /* bytes */

/* Of words in a row, in whatever case: by their letters, not by a hash, so that no name can be made to pass for another. */
static uint32_t words_number(Survey *s, uint32_t begin, uint32_t end)
{
    uint32_t number = 0;
    for (uint32_t i = begin; i < end; i++) {
        char room[2 * USUAL_WORD];
        Text word = word_text(s->article, word_at(s, i));
        char *folded = word.size <= USUAL_WORD ? room : arena_take(s->scratch, word.size, 2);
        if (!folded) s->numbers.failed = true;
        number = folded ? numbering_of(&s->numbers, number, text_of(folded, word_fold(word, folded))) : 0;
    }
    return number;
}

/* A listed name, or words of names that the article has elsewhere. */
static void run_on_known(Survey *s, Run *r, uint32_t end, KeyMap *known)
{
    ListMatch m = match_at(s, r->begin, end);
    if (m.words && !(m.as & LIST_AS_EPITHET)) {
        keep_hit(r, r->begin, m);
        r->end = r->begin + m.words;
        return;
    }
    while (r->end < end && is_upper(s, r->end) && !(r->end > r->begin && match_at(s, r->end, end).words) &&
           *map_at(known, (MapKey){KNOWN_WORD, words_number(s, r->end, r->end + 1), 0}) == 1)
        r->end++;
}

/* ---- adding ---- */


static uint16_t surroundings(const Survey *s, Span words)
{
    uint16_t flags = 0;
    uint32_t first = sentence_first(s, words.begin), end = sentence_end(s, words.begin);
    bool article = words.begin > first && is_lemma(s, words.begin - 1, s->model->glossary.the);
    if (article && s->syntax->head[words.begin - 1] != NONE && span_holds(words, s->syntax->head[words.begin - 1]))
        flags |= NAME_ARTICLE; /* "the Roe campaign" has the campaign's */
    if (words.begin > first && words.end < end && word_at(s, words.begin - 1)->mark == MARK_OPEN &&
        word_at(s, words.end)->mark == MARK_CLOSE)
        flags |= NAME_BRACKETS;
    return is_capitals(s, words) ? flags | NAME_CAPITALS : flags;
}

static bool add_name(Survey *s, Name n)
{
    if (n.words.end - n.words.begin > NAME_WORDS) return true;
    if (!arena_grow(s->scratch, (void **)&s->names, &s->name_capacity, s->name_count + 1, sizeof n)) return false;
    uint32_t last = n.words.end - 1;
    if (last > n.words.begin && s->class[last] & WORD_JUNIOR) last--;
    if (last > n.words.begin && word_at(s, last)->mark == MARK_COMMA) last--;
    n.key = words_number(s, n.words.begin, n.words.end);
    n.first = words_number(s, n.words.begin, n.words.begin + 1);
    n.last = words_number(s, last, last + 1);
    n.rest = n.words.end - n.words.begin > 2 ? words_number(s, n.words.begin + 1, n.words.end) : 0;
    n.flags |= surroundings(s, n.words);
    n.bearer = NONE;
    n.sentence = s->sentence[n.words.begin];
    name_type(s, &n);
    for (uint32_t i = n.words.begin; i < n.words.end; i++)
        if (s->name_at[i] == NONE) s->name_at[i] = s->name_count;
    for (uint32_t i = n.role.begin; i < n.role.end; i++) s->class[i] |= WORD_IN_ROLE;
    s->names[s->name_count++] = n;
    return true;
}

static Name listed(const Hit *h)
{
    Name n = {.words = {h->begin, h->end}, .list_entry = h->match.entry};
    if (h->match.as & LIST_AS_EPITHET) n.flags |= NAME_EPITHET;
    if (h->match.as & LIST_AMBIGUOUS) n.flags |= NAME_VAGUE;
    if (h->match.as & (LIST_AS_PERSON | LIST_AS_PEOPLE)) n.type = ENTITY_PEOPLE;
    return n;
}

/* "Iranian forces", "a Democratic senator": no bearer of the words is spoken of. */
static bool is_adjective(const Survey *s, const Hit *h)
{
    uint32_t last = h->end - 1;
    uint8_t relation = s->syntax->relation[last], xpos = s->syntax->xpos[last];
    if (h->match.as & LIST_AS_PEOPLE && xpos == XPOS_NNPS) return false;
    if (!(h->match.as & (LIST_AS_ADJECTIVE | LIST_AS_PERSON))) return false;
    if (h->match.as & LIST_AS_PEOPLE && !(h->match.as & LIST_AS_ADJECTIVE)) return false;
    return relation == REL_AMOD || relation == REL_COMPOUND || relation == REL_NMOD_DESC || relation == REL_FLAT ||
           s->syntax->upos[last] == UPOS_ADJ;
}

/* The listed names inside words that are no name themselves: "White House" in a title, the parts of "U.S.-Israeli". */
static bool add_hits(Survey *s, const Run *r, uint32_t begin, uint32_t end)
{
    for (uint32_t k = 0; k < r->hit_count; k++) {
        const Hit *h = &r->hits[k];
        bool member = h->end == end && end < r->end && h->match.as & LIST_AS_PERSON; /* "Democrat Jane Roe" */
        if (h->begin < begin || h->end > end || member || is_adjective(s, h)) continue;
        if (!add_name(s, listed(h))) return false;
    }
    return true;
}

/* ---- titles ---- */

typedef struct Title {
    uint32_t begin, end; /* the last title's words; end NONE: there is none */
    uint32_t flags;      /* of all */
} Title;

static const Hit *hit_over(const Run *r, uint32_t i)
{
    for (uint32_t k = 0; k < r->hit_count; k++)
        if (i >= r->hits[k].begin && i < r->hits[k].end) return &r->hits[k];
    return NULL;
}

/* "Republican Jane Roe" */
static bool is_member(const Survey *s, const Run *r, const Hit *h, uint32_t i)
{
    return h && h->begin == i && h->match.as & LIST_AS_PERSON && h->end + 1 < r->end && is_upper(s, h->end + 1) &&
           given_name(&s->model->lists, word_at(s, h->end));
}

/* "Stephen King", "Mr. Prince": a word that is a surname as well, and ends the run. */
static bool is_surname(const Survey *s, const Run *r, const Title *t, uint32_t i)
{
    if (!(s->class[i] & WORD_SURNAME) || i == r->begin || i + 1 != r->end) return false;
    const Word *before = word_at(s, i - 1);
    bool initial = before->end - before->begin == 2 && s->article->text.data[before->end - 1] == '.';
    return initial || (t->end == i && t->flags & TITLE_HONORIFIC) || given_name(&s->model->lists, before);
}

/* "Engineer Odile Marchand": a trade before two words that are nothing else. */
static bool is_trade(const Survey *s, const Run *r, uint32_t i)
{
    if (i != r->begin || r->end != i + 3 || given_name(&s->model->lists, word_at(s, i))) return false;
    for (uint32_t k = i + 1; k < r->end; k++)
        if (s->class[k] || hit_over(r, k) || s->syntax->upos[k] != UPOS_PROPN || word_at(s, k)->mark) return false;
    return true;
}

/* "Harry M. Reid": an initial, not "M. Reid", the Frenchman. */
static bool is_initial(const Survey *s, const Run *r, uint32_t i)
{
    const Word *w = word_at(s, i);
    return i > r->begin && w->end - w->begin == 2 && given_name(&s->model->lists, word_at(s, i - 1));
}

static Title title_in(const Survey *s, const Run *r)
{
    Title t = {NONE, NONE, 0};
    for (uint32_t i = r->begin; i < r->end;) {
        const Hit *h = hit_over(r, i);
        ListTitle l = list_title(&s->model->lists, word_at(s, i), r->end - i);
        bool person_noun = s->class[i] & NOUN_PERSON && !h && i + 1 < r->end &&
                           (given_name(&s->model->lists, word_at(s, i + 1)) || is_trade(s, r, i));
        if (!l.words && is_member(s, r, h, i)) l = (ListTitle){h->end - i, TITLE_OFFICE};
        if (!l.words && person_noun && !(s->class[i] & (NOUN_KIN | WORD_ORGAN | WORD_PAPER)))
            l = (ListTitle){1, TITLE_OFFICE};
        if (!l.words || (h && h->begin < i) || (h && h->end > i + l.words) || is_surname(s, r, &t, i) ||
            is_initial(s, r, i)) {
            i++;
            continue;
        }
        if (t.end == NONE) t.begin = i;
        t.end = i + l.words;
        t.flags |= l.flags;
        i = t.end;
    }
    return t;
}

static bool names_body(const Survey *s, uint32_t i)
{
    return s->class[i] & (WORD_ORGAN | WORD_PAPER | WORD_WORK | WORD_SITE) && !(s->class[i] & NOUN_PERSON);
}

/* A listed title of several words that ends there, and "former" and the like before it: "former secretary of state". */
static Span title_before(const Survey *s, uint32_t begin)
{
    uint32_t first = sentence_first(s, begin), i = begin > first + ROLE_REACH ? begin - ROLE_REACH : first;
    while (i + 1 < begin && list_title(&s->model->lists, word_at(s, i), begin - i).words != begin - i) i++;
    if (i + 1 >= begin || s->syntax->upos[i] == UPOS_DET) return (Span){0, 0};
    while (i > first && begin - i < ROLE_REACH && s->syntax->upos[i - 1] == UPOS_ADJ) i--;
    return (Span){i, begin};
}

/* The words in lower case before a name that say what its bearer is: "spokesman", "former mayor", "CNN anchor". */
static Span role_before(const Survey *s, uint32_t begin)
{
    uint32_t first = sentence_first(s, begin), i = begin;
    Span title = title_before(s, begin);
    if (!span_empty(title)) return title;
    if (i == first || !(s->class[i - 1] & NOUN_PERSON) || s->syntax->upos[i - 1] != UPOS_NOUN ||
        s->syntax->xpos[i - 1] == XPOS_NNS)
        return (Span){0, 0};
    for (; i > first && begin - i < ROLE_REACH; i--) {
        uint8_t upos = s->syntax->upos[i - 1];
        bool hyphen = word_at(s, i - 1)->mark == MARK_HYPHEN;
        if (!hyphen && upos != UPOS_NOUN && upos != UPOS_PROPN && upos != UPOS_ADJ) break;
    }
    while (i < begin && word_at(s, i)->mark) i++;
    return (Span){i, begin};
}

static uint16_t sex_of_title(uint32_t flags)
{
    return (uint16_t)((flags & TITLE_MALE ? NAME_MALE : 0) | (flags & TITLE_FEMALE ? NAME_FEMALE : 0));
}

static uint16_t sex_of_role(const Survey *s, Span role)
{
    uint32_t class = span_empty(role) ? 0 : s->class[role.end - 1];
    return (uint16_t)((class & NOUN_MALE ? NAME_MALE : 0) | (class & NOUN_FEMALE ? NAME_FEMALE : 0));
}

/* ---- cutting ---- */

static uint32_t skip_hyphen(const Survey *s, uint32_t i, uint32_t end)
{
    return i < end && word_at(s, i)->mark ? i + 1 : i;
}

/* Where the person begins before whom a run names a place or body, or an office with its "of": "Vermont Ada Finch", "Prime Minister
 * of Halmere Ada Finch": at the given name of the run's last two or three words. `i` where nobody does. */
static uint32_t person_in(const Survey *s, const Run *r, uint32_t i)
{
    if (r->end - i < 3 || names_body(s, r->end - 1) || given_name(&s->model->lists, word_at(s, i))) return i;
    uint32_t last = r->end - 2, from = r->end - i > 3 ? r->end - 3 : last;
    bool office = false;
    for (uint32_t k = i; k < from; k++) office |= k > i && s->syntax->lemma_hash[k] == s->model->glossary.of;
    office = office && list_title(&s->model->lists, word_at(s, i), r->end - i).words;
    for (uint32_t k = from; k <= last; k++) {
        const Hit *before = hit_over(r, k - 1);
        bool named = before && before->begin == i && before->end == k && !hit_over(r, k);
        if (k > i && given_name(&s->model->lists, word_at(s, k)) && !word_at(s, k + 1)->mark && (named || office)) return k;
    }
    return i;
}

/* The rest of a run behind its title: one listed name, listed names side by side, or a name that no list has. */
static bool add_rest(Survey *s, const Run *r, uint32_t begin, Name n)
{
    for (uint32_t i = begin; i < r->end;) {
        const Hit *h = hit_over(r, i);
        bool alone = h && h->begin == i && (h->end == r->end || word_at(s, h->end)->mark == MARK_HYPHEN);
        if (alone && (h->end != r->end || i == begin || word_at(s, i - 1)->mark)) {
            Name hit = listed(h);
            hit.role = n.role;
            hit.title = n.title;
            hit.flags |= n.flags;
            /* a title before a listed place is somebody else's: "President Washington" */
            if (n.flags & NAME_TITLED && s->model &&
                list_entry(&s->model->lists, h->match.entry).type != ENTITY_PERSON) {
                hit.list_entry = NONE;
                hit.type = ENTITY_NONE;
            }
            if ((hit.flags & NAME_TITLED || !is_adjective(s, h)) && !add_name(s, hit)) return false;
            i = skip_hyphen(s, h->end, r->end);
            continue;
        }
        uint32_t person = person_in(s, r, i);
        n.words = (Span){person, r->end};
        n.list_entry = NONE;
        return (person == i || add_hits(s, r, i, person)) && add_name(s, n) && add_hits(s, r, person, r->end);
    }
    return true;
}

/* "(R-Tex.)": a party and a state. */
static bool is_party_mark(const Survey *s, const Run *r)
{
    const Word *w = word_at(s, r->begin);
    return r->end - r->begin > 2 && w->end - w->begin == 1 && w[1].mark == MARK_HYPHEN && r->begin &&
           w[-1].mark == MARK_OPEN;
}

/* "the Utah Republican": one who is not named, behind names that are listed. */
static bool is_one_of(const Survey *s, const Run *r)
{
    uint32_t at = r->begin, first = sentence_first(s, r->begin);
    for (uint32_t k = 0; k < r->hit_count && r->hits[k].begin == at; k++) at = r->hits[k].end;
    const Hit *last = r->hit_count ? &r->hits[r->hit_count - 1] : NULL;
    return r->hit_count > 1 && at == r->end && last->match.as & LIST_AS_PERSON && r->begin > first &&
           (s->syntax->upos[r->begin - 1] == UPOS_DET || s->syntax->upos[r->begin - 1] == UPOS_NUM);
}

/* "Poll: Roe leads" */
static bool is_noun_alone(const Survey *s, const Run *r)
{
    uint32_t nouns = NOUN_PERSON | NOUN_DOCUMENT | NOUN_OUTLET;
    return r->end == r->begin + 1 && !r->hit_count && r->begin == sentence_first(s, r->begin) &&
           s->class[r->begin] & nouns && r->end < sentence_end(s, r->begin) && word_at(s, r->end)->mark == MARK_COLON;
}

static bool cut(Survey *s, const Run *r)
{
    if (is_party_mark(s, r) || is_noun_alone(s, r)) return true;
    if (is_one_of(s, r)) return add_hits(s, r, r->begin, r->hits[r->hit_count - 1].begin);
    Title t = title_in(s, r);
    if (t.end == r->end && (t.begin > r->begin || r->end - r->begin == t.end - t.begin)) /* a title without a name */
        return names_body(s, r->end - 1) ? add_rest(s, r, r->begin, (Name){0}) : add_hits(s, r, r->begin, r->end);
    bool titled = t.end != NONE && t.end < r->end && !names_body(s, r->end - 1) &&
                  word_at(s, t.end)->mark != MARK_HYPHEN && !(s->class[t.end] & WORD_LINK);
    if (!titled) {
        Name n = {.role = role_before(s, r->begin)};
        bool whole = r->hit_count == 1 && r->hits[0].begin == r->begin && r->hits[0].end == r->end;
        if (whole && list_entry(&s->model->lists, r->hits[0].match.entry).type != ENTITY_PERSON) n.role = (Span){0, 0};
        if (names_body(s, r->end - 1)) n.role = (Span){0, 0};
        n.title = n.role;
        n.flags = (uint16_t)((span_empty(n.role) ? 0 : NAME_TITLED) | sex_of_role(s, n.role));
        return add_rest(s, r, r->begin, n);
    }
    Name n = {.flags = (uint16_t)(NAME_TITLED | sex_of_title(t.flags))};
    for (uint32_t i = r->begin; i < t.end; i++) s->class[i] |= WORD_IN_ROLE; /* "Mr." is no role, and no mention */
    Span lower = role_before(s, r->begin);
    n.title = (Span){span_empty(lower) ? r->begin : lower.begin, t.end};
    if (t.flags & TITLE_OFFICE || !span_empty(lower)) n.role = n.title;
    return add_hits(s, r, r->begin, t.end) && add_rest(s, r, t.end, n);
}

static bool names_in(Survey *s, uint32_t first, uint32_t end, KeyMap *known)
{
    bool headline = known != NULL;
    for (uint32_t i = first; i < end;) {
        Run r = {.begin = i, .end = i};
        if (!(word_at(s, i)->flags & WORD_LETTERS)) {
            i++;
            continue;
        }
        if (headline)
            run_on_known(s, &r, end, known);
        else if (begins_name(s, i, end) || match_at(s, i, end).words)
            run_on(s, &r, end), run_on_campaign(s, &r, end);
        if (r.end > i && !cut(s, &r)) return false;
        i = r.end > i ? r.end : i + 1;
    }
    return true;
}

/* ---- headlines ---- what names there are is known from the text below them */

static bool learn_words(Survey *s, KeyMap *known)
{
    uint32_t words = 0;
    for (uint32_t k = 0; k < s->name_count; k++) words += s->names[k].words.end - s->names[k].words.begin;
    if (!map_take(s->scratch, words * 2 + s->name_count + s->count * 2, known)) return false;
    for (uint32_t k = 0; k < s->name_count; k++)
        for (uint32_t i = s->names[k].words.begin; i < s->names[k].words.end; i++)
            if (is_upper(s, i)) *map_at(known, (MapKey){KNOWN_WORD, words_number(s, i, i + 1), 0}) = 1;
    return true;
}

static void learn_surnames(Survey *s, KeyMap *known)
{
    for (uint32_t k = 0; k < s->name_count; k++) {
        const Name *n = &s->names[k];
        if (n->type != ENTITY_PERSON || n->words.end - n->words.begin < 2) continue;
        *map_at(known, (MapKey){KNOWN_SURNAME, words_number(s, n->words.end - 1, n->words.end), 0}) = 1;
    }
}

/* "Baker said …", where Jane Baker is in the article: the tagger took the name for a noun, since a sentence opens. */
static bool open_with_surname(Survey *s, uint32_t first, uint32_t end, KeyMap *known)
{
    uint32_t i = first;
    while (i < end && is_quote(word_at(s, i)->mark)) i++;
    if (i + 1 >= end || s->name_at[i] != NONE || s->name_at[i + 1] != NONE || !is_upper(s, i)) return true;
    uint8_t upos = s->syntax->upos[i];
    bool noun = upos == UPOS_NOUN || upos == UPOS_PROPN || upos == UPOS_ADJ || upos == UPOS_X;
    if (!noun || *map_at(known, (MapKey){KNOWN_SURNAME, words_number(s, i, i + 1), 0}) != 1) return true;
    Run r = {.begin = i, .end = i + 1};
    return cut(s, &r);
}

static void swap_names(Survey *s, uint32_t middle, Name *other)
{
    uint32_t i = 0, k = middle, n = 0;
    while (i < middle || k < s->name_count) {
        bool second = i == middle || (k < s->name_count && s->names[k].words.begin < s->names[i].words.begin);
        other[n++] = s->names[second ? k++ : i++];
    }
    memcpy(s->names, other, n * sizeof *other);
}

/* The names of headlines were found last; all are put into the text's order. */
static bool merge_names(Survey *s, uint32_t middle)
{
    Name *other = TAKE(s->scratch, Name, s->name_count);
    if (!other) return false;
    swap_names(s, middle, other);
    for (uint32_t i = 0; i < s->count; i++) s->name_at[i] = NONE;
    for (uint32_t k = 0; k < s->name_count; k++)
        for (uint32_t i = s->names[k].words.begin; i < s->names[k].words.end; i++)
            if (s->name_at[i] == NONE) s->name_at[i] = k;
    return true;
}

bool survey_names(Survey *s)
{
    const Tokens *t = s->tokens;
    KeyMap known;
    for (uint32_t k = 0; k < t->sentence_count; k++) {
        bool headline = is_headline(s, t->sentences[k].first, t->sentences[k].end);
        if (!headline && !names_in(s, t->sentences[k].first, t->sentences[k].end, NULL)) return false;
    }
    uint32_t middle = s->name_count;
    if (!learn_words(s, &known)) return false;
    learn_surnames(s, &known);
    for (uint32_t k = 0; k < t->sentence_count; k++) {
        uint32_t first = t->sentences[k].first, end = t->sentences[k].end;
        bool headline = is_headline(s, first, end);
        bool good = headline ? names_in(s, first, end, &known) : open_with_surname(s, first, end, &known);
        if (!good) return false;
    }
    return !s->numbers.failed && (s->name_count == middle || merge_names(s, middle));
}
