/* The matter of an event: what its clauses tell beside who did what to whom, when and where. "Accused him of fraud" and
 * "accused him of sloth" are two deeds, of one day and the same parties; only the matter tells them apart. */
#include "ledger/deed/deed.h"

/* Of grammar, and what is said of whoever speaks. */
static const char *const small[] = {
    "a",       "about",    "above",   "according", "across",  "after",  "again",      "against",    "ago",
    "all",     "almost",   "alone",   "along",     "already", "also",   "although",   "always",     "am",
    "among",   "an",       "and",     "another",   "any",     "anyone", "anything",   "are",        "around",
    "as",      "asked",    "at",      "away",      "back",    "be",     "became",     "because",    "become",
    "been",    "before",   "began",   "behind",    "being",   "below",  "beside",     "besides",    "best",
    "between", "both",     "but",     "by",        "call",    "called", "came",       "can",        "cannot",
    "come",    "could",    "did",     "do",        "does",    "doing",  "don",        "done",       "down",
    "during",  "each",     "either",  "else",      "even",    "ever",   "every",      "far",        "few",
    "for",     "from",     "further", "gave",      "get",     "give",   "given",      "go",         "going",
    "gone",    "got",      "had",     "has",       "have",    "having", "he",         "her",        "here",
    "hers",    "herself",  "him",     "himself",   "his",     "how",    "however",    "i",          "if",
    "in",      "into",     "is",      "it",        "its",     "itself", "just",       "less",       "like",
    "ll",      "made",     "make",    "making",    "many",    "may",    "me",         "might",      "more",
    "most",    "much",     "must",    "my",        "near",    "never",  "new",        "no",         "nor",
    "not",     "nothing",  "now",     "of",        "off",     "often",  "on",         "once",       "one",
    "only",    "onto",     "or",      "other",     "others",  "our",    "out",        "over",       "own",
    "part",    "people",   "per",     "put",       "quite",   "rather", "re",         "repeatedly", "said",
    "same",    "say",      "saying",  "says",      "several", "shall",  "she",        "should",     "since",
    "so",      "some",     "someone", "something", "soon",    "still",  "such",       "take",       "taken",
    "tell",    "than",     "that",    "the",       "their",   "them",   "themselves", "then",       "there",
    "these",   "they",     "thing",   "this",      "those",   "though", "through",    "thus",       "time",
    "to",      "together", "told",    "too",       "took",    "toward", "towards",    "two",        "under",
    "until",   "up",       "upon",    "us",        "ve",      "very",   "via",        "was",        "way",
    "we",      "well",     "went",    "were",      "what",    "when",   "where",      "whether",    "which",
    "while",   "who",      "whom",    "whose",     "why",     "will",   "with",       "within",     "without",
    "would",   "yet",      "you",     "your"};

/* What stands beside names, and people called for where they come from. */
static const char *const offices[] = {"administration",
                                      "ambassador",
                                      "american",
                                      "authority",
                                      "british",
                                      "campaign",
                                      "candidate",
                                      "chair",
                                      "chairman",
                                      "chancellor",
                                      "chief",
                                      "congressman",
                                      "congresswoman",
                                      "country",
                                      "danish",
                                      "democrat",
                                      "democratic",
                                      "dr",
                                      "dutch",
                                      "english",
                                      "foreign",
                                      "former",
                                      "french",
                                      "general",
                                      "governor",
                                      "government",
                                      "head",
                                      "king",
                                      "leader",
                                      "leadership",
                                      "lord",
                                      "mayor",
                                      "minister",
                                      "ministry",
                                      "mr",
                                      "mrs",
                                      "ms",
                                      "nation",
                                      "national",
                                      "nominee",
                                      "official",
                                      "opponent",
                                      "party",
                                      "premier",
                                      "president",
                                      "presidential",
                                      "prime",
                                      "prince",
                                      "queen",
                                      "republican",
                                      "rep",
                                      "representative",
                                      "rival",
                                      "secretary",
                                      "sen",
                                      "senator",
                                      "sir",
                                      "spokesman",
                                      "spokeswoman",
                                      "state",
                                      "u",
                                      "uk",
                                      "vice"};

static const char *const days[] = {
    "monday",  "tuesday", "wednesday", "thursday",   "friday",    "saturday",  "sunday",  "january",  "february",
    "march",   "april",   "june",      "july",       "august",    "september", "october", "november", "december",
    "jan",     "feb",     "mar",       "apr",        "jun",       "jul",       "aug",     "sep",      "sept",
    "oct",     "nov",     "dec",       "today",      "yesterday", "tomorrow",  "tonight", "day",      "night",
    "morning", "noon",    "afternoon", "evening",    "hour",      "minute",    "week",    "weekend",  "month",
    "year",    "early",   "late",      "earlier",    "later",     "last",      "next",    "recent",   "recently",
    "first",   "second",  "previous",  "previously", "overnight", "midnight",  "days",    "weeks"};

/* Any deed of a type is called so: they say no more than its trigger does. */
static const char *const deeds[] = {
    "accord",     "accusation",  "action",    "act",         "agree",        "agreed",   "agreement",   "aid",
    "allegation", "arrest",      "assault",   "assistance",  "attack",       "attacked", "backing",     "ban",
    "call",       "charge",      "claim",     "comment",     "condemnation", "contract", "cooperation", "criticism",
    "deal",       "decision",    "demand",    "endorsement", "fight",        "force",    "hit",         "impose",
    "imposed",    "issue",       "issued",    "launch",      "launched",     "measure",  "meeting",     "memorandum",
    "move",       "offensive",   "operation", "pact",        "plan",         "protest",  "raid",        "remark",
    "request",    "resignation", "response",  "sanction",    "sign",         "signed",   "signing",     "speech",
    "statement",  "step",        "strike",    "struck",      "support",      "talk",     "threat",      "threaten",
    "treaty",     "visit",       "vote",      "war",         "warn",         "warned",   "warning"};

bool folded_akin(const Folded *a, const Folded *b)
{
    size_t shorter = a->size < b->size ? a->size : b->size, common = 0;
    while (common < shorter && a->data[common] == b->data[common]) common++;
    return (common == shorter && a->size == b->size) || (common >= 5 && common + 2 >= shorter);
}

/* As told, and by its stem. */
static bool is_listed(const Folded *word, const char *const *list, size_t count)
{
    Folded stemmed = *word;
    stem(&stemmed);
    for (size_t i = 0; i < count; i++) {
        Folded item;
        bool denies;
        if (word->data[0] != list[i][0]) continue;
        if (text_is(text_of(word->data, word->size), list[i])) return true;
        fold_word(text_literal(list[i]), &item, &denies);
        stem(&item);
        if (item.size == stemmed.size && item.size > 3 && !memcmp(item.data, stemmed.data, item.size)) return true;
    }
    return false;
}

/* A day of a month, a year. */
static bool is_date_number(const Folded *word)
{
    for (size_t i = 0; i < word->size; i++)
        if (word->data[i] < '0' || word->data[i] > '9') return false;
    return word->size <= 2 || (word->size == 4 && (!memcmp(word->data, "19", 2) || !memcmp(word->data, "20", 2)));
}

/* ---- what others tell: parties, place, day, trigger ---- */

typedef struct Said {
    Folded *words;
    uint32_t count, capacity;
} Said;

static bool add_said(Text text, Arena *arena, Said *out)
{
    WordAt *words;
    uint32_t count;
    bool denies;
    void *items = out->words;
    if (!words_of(text, arena, &words, &count) ||
        !arena_grow(arena, &items, &out->capacity, out->count + count + 1, sizeof *out->words))
        return false;
    out->words = items;
    for (uint32_t i = 0; i < count; i++) {
        fold_word(text_slice(text, words[i].span), &out->words[out->count], &denies);
        stem(&out->words[out->count++]);
    }
    return true;
}

static bool add_parties(const DeedParty *parties, uint32_t count, Arena *arena, Said *out)
{
    for (uint32_t i = 0; i < count; i++)
        if (!add_said(parties[i].words, arena, out) || !add_said(parties[i].name, arena, out)) return false;
    return true;
}

/* "Chinese" beside "China". */
static bool is_said(const Folded *word, bool capital, const Said *said)
{
    for (uint32_t i = 0; i < said->count; i++) {
        const Folded *other = &said->words[i];
        if (folded_akin(word, other)) return true;
        if (capital && word->size >= 3 && other->size >= 3 && !memcmp(word->data, other->data, 3)) return true;
    }
    return false;
}

/* ---- the matter ---- */

static bool is_matter(Text word, const Said *said, Folded *out)
{
    bool denies;
    size_t next = 0;
    uint32_t c = utf8_at(word, 0, &next);
    fold_word(word, out, &denies);
    if (out->size < 2 || denies || is_date_number(out)) return false;
    if (is_listed(out, small, COUNT(small)) || is_listed(out, offices, COUNT(offices)) ||
        is_listed(out, days, COUNT(days)) || is_listed(out, deeds, COUNT(deeds)))
        return false;
    stem(out);
    return !is_said(out, char_lower(c) != c, said);
}

static bool add_clause(Text clause, const Said *said, Arena *arena, uint32_t *capacity, Kin *out)
{
    WordAt *words;
    uint32_t count;
    void *items = out->matter;
    if (!words_of(clause, arena, &words, &count) ||
        !arena_grow(arena, &items, capacity, out->matter_count + count + 1, sizeof *out->matter))
        return false;
    out->matter = items;
    for (uint32_t i = 0; i < count; i++) {
        Folded word;
        if (is_matter(text_slice(clause, words[i].span), said, &word))
            out->matter[out->matter_count++] = word_hash(text_of(word.data, word.size));
    }
    return true;
}

bool matter_make(const Telling *t, Arena *arena, Kin *out)
{
    Said said = {0};
    uint32_t capacity = 0;
    return add_said(t->trigger, arena, &said) && add_said(t->place, arena, &said) && add_said(t->when, arena, &said) &&
           add_parties(t->actors, t->e.actor_count, arena, &said) &&
           add_parties(t->recipients, t->e.recipient_count, arena, &said) &&
           add_clause(t->evidence, &said, arena, &capacity, out);
}

bool matter_common(const Kin *a, const Kin *b)
{
    for (uint32_t i = 0; i < a->matter_count; i++)
        for (uint32_t k = 0; k < b->matter_count; k++)
            if (a->matter[i] == b->matter[k]) return true;
    return false;
}
