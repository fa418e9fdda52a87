/* A person's name taken apart: "Police Chief José A. van Hollen, Jr." is van hollen, jose, a, jr. Titles and
 * occupations that a reader left on the name come off; what is no word of the name (quoted nicknames, brackets) goes.
 */
#include "ledger/actor/form.h"

#define MOST_TOKENS 16u

typedef struct Token {
    Text key, raw;
    bool small;    /* begins with a small letter */
    bool initials; /* "J.", "H.W." */
} Token;

typedef struct Tokens {
    Token items[MOST_TOKENS];
    uint32_t count;
} Tokens;

/* ---- tokens ---- */

static bool is_joined(uint32_t c) /* within a word, and no letter of its key */
{
    return c == '\'' || c == 0x2018 || c == 0x2019 || c == 0x2BC || c == 0xAD || (c >= 0x300 && c <= 0x36F);
}

static bool is_initials(Text raw)
{
    size_t letters = 0;
    if (raw.size < 2 || raw.size > 8 || raw.data[raw.size - 1] != '.')
        return raw.size == 1 && char_is_upper((uint8_t)raw.data[0]);
    for (size_t i = 0; i < raw.size; i++) {
        if (char_is_upper((uint8_t)raw.data[i])) {
            if (i && raw.data[i - 1] != '.') return false;
            letters++;
        } else if (raw.data[i] != '.') {
            return false;
        }
    }
    return letters > 0;
}

static void add_token(Text raw, Arena *arena, Tokens *out, bool *failed)
{
    char *key = arena_take(arena, raw.size * 3 + 3, 1);
    size_t n = 0;
    if (!key) *failed = true;
    if (!key || out->count >= MOST_TOKENS) return;
    for (size_t i = 0, next; i < raw.size; i = next) {
        uint32_t c = utf8_at(raw, i, &next);
        if (char_is_digit(c) || (char_is_letter(c) && !is_joined(c)))
            n += utf8_put(char_folded(c), key + n);
        else if (c == '-' && n && next < raw.size)
            key[n++] = '-';
    }
    size_t next;
    if (!n) return;
    out->items[out->count++] = (Token){.key = text_of(key, n),
                                       .raw = raw,
                                       .small = char_is_lower(utf8_at(raw, 0, &next)),
                                       .initials = is_initials(raw)};
}

static bool is_mark(uint32_t c)
{
    return c == '"' || c == 0x201C || c == 0x201D || c == '(' || c == ')' || c == '[' || c == ']';
}

static bool cut(Text raw, Arena *arena, Tokens *out)
{
    bool failed = false, aside = false;
    size_t begin = 0;
    out->count = 0;
    for (size_t i = 0, next; i <= raw.size; i = next) {
        next = i + 1;
        uint32_t c = i < raw.size ? utf8_at(raw, i, &next) : ' ';
        if (!char_is_space(c) && !is_mark(c) && c != ',' && c != '|' && c != ';') continue;
        if (i > begin && !aside) add_token(text_slice(raw, (Span){(uint32_t)begin, (uint32_t)i}), arena, out, &failed);
        if (is_mark(c)) aside = !aside;
        begin = next;
    }
    return !failed;
}

/* ---- what comes off ---- */

static const char *const titles[] = {"mr",
                                     "mrs",
                                     "ms",
                                     "miss",
                                     "dr",
                                     "sir",
                                     "dame",
                                     "lord",
                                     "lady",
                                     "sen",
                                     "sens",
                                     "senator",
                                     "senators",
                                     "rep",
                                     "reps",
                                     "representative",
                                     "representatives",
                                     "congressman",
                                     "congresswoman",
                                     "gov",
                                     "governor",
                                     "president",
                                     "pres",
                                     "vice",
                                     "vice-president",
                                     "secretary",
                                     "sec",
                                     "mayor",
                                     "minister",
                                     "premier",
                                     "chancellor",
                                     "ambassador",
                                     "commissioner",
                                     "councilman",
                                     "councilwoman",
                                     "councillor",
                                     "speaker",
                                     "leader",
                                     "chairman",
                                     "chairwoman",
                                     "chair",
                                     "director",
                                     "ceo",
                                     "cfo",
                                     "justice",
                                     "attorney",
                                     "ag",
                                     "general",
                                     "gen",
                                     "col",
                                     "colonel",
                                     "maj",
                                     "capt",
                                     "captain",
                                     "lt",
                                     "lieutenant",
                                     "sgt",
                                     "sergeant",
                                     "cpl",
                                     "pvt",
                                     "adm",
                                     "admiral",
                                     "commander",
                                     "cmdr",
                                     "officer",
                                     "detective",
                                     "det",
                                     "sheriff",
                                     "constable",
                                     "inspector",
                                     "superintendent",
                                     "rev",
                                     "reverend",
                                     "fr",
                                     "sister",
                                     "pastor",
                                     "rabbi",
                                     "imam",
                                     "archbishop",
                                     "cardinal",
                                     "prof",
                                     "professor",
                                     "engineer",
                                     "engineers",
                                     "doctor",
                                     "nurse",
                                     "lawyer",
                                     "coach",
                                     "spokesman",
                                     "spokeswoman",
                                     "spokesperson",
                                     "economist",
                                     "strategist",
                                     "pollster",
                                     "analyst",
                                     "historian",
                                     "author",
                                     "actor",
                                     "actress",
                                     "singer",
                                     "comedian",
                                     "journalist",
                                     "reporter",
                                     "editor",
                                     "columnist",
                                     "anchor",
                                     "host",
                                     "republican",
                                     "republicans",
                                     "democrat",
                                     "democrats",
                                     "democratic",
                                     "independent",
                                     "conservative",
                                     "liberal",
                                     "state",
                                     "police",
                                     "prime",
                                     "foreign",
                                     "former",
                                     "then-sen",
                                     "then-secretary",
                                     "ex-president",
                                     "deputy",
                                     "assistant",
                                     "house",
                                     "senate",
                                     "majority",
                                     "minority",
                                     "celebrities",
                                     "candidate",
                                     "nominee",
                                     "rival",
                                     "billionaire",
                                     "businessman",
                                     "fellow",
                                     "president-elect",
                                     "captains",
                                     "pilot",
                                     "harbourmaster",
                                     "harbormaster",
                                     "fisherman",
                                     "teacher",
                                     "farmer",
                                     "trustee",
                                     "principal",
                                     "producer",
                                     "designer",
                                     "scientist",
                                     "researcher",
                                     "chemist",
                                     "surgeon",
                                     "mechanic",
                                     "inspector-general",
                                     "navy",
                                     "seal",
                                     "seals",
                                     "army",
                                     "us",
                                     "acting",
                                     "interim",
                                     "co-host",
                                     "co-founder",
                                     "founder",
                                     "ceos",
                                     "citizen",
                                     "prosecutor",
                                     "judges",
                                     "del",
                                     "supt",
                                     "hon",
                                     "honorable",
                                     "congresspersons",
                                     "congressmember",
                                     "assemblyman",
                                     "assemblywoman",
                                     "alderman",
                                     "treasurer",
                                     "comptroller",
                                     "auditor",
                                     "envoy"};
/* given names and surnames too: off alone where a given name and a surname are left */
static const char *const doubtful[] = {"chief",  "dean",    "judge",  "king",    "queen",  "prince",  "princess",
                                       "pope",   "duke",    "major",  "marshal", "bishop", "baron",   "earl",
                                       "count",  "father",  "top",    "team",    "brother", "page",
                                       "deacon", "abbot",   "sultan", "sheikh",  "emperor"};
static const char *const suffixes[] = {"jr", "sr", "ii", "iii", "iv"};
static const char *const degrees[] = {"phd", "md", "esq", "mp", "mep", "qc", "kc", "dds", "jd", "rn", "ret"};
static const char *const particles[] = {"de",  "del", "della", "di",  "da",  "dos", "das", "du",
                                        "la",  "le",  "van",   "von", "der", "den", "ter", "ten",
                                        "bin", "ibn", "st",    "san", "abu", "ben", "y",   "dela"};
static const char *const articles[] = {"al", "el"}; /* "al-Assad" and "Assad" are one surname */
static const char *const links[] = {"of", "for", "to", "the", "in", "at", "and", "on"};
/* surnames that stand first, where what follows shows it */
static const char *const first_surnames[] = {"kim", "xi", "ban", "park", "moon", "mao", "deng", "hu", "jang", "ri"};

bool name_is_title(Text key)
{
    return AMONG(key, titles) || AMONG(key, doubtful);
}

static void drop_first(Tokens *t, uint32_t count)
{
    t->count -= count;
    memmove(t->items, t->items + count, t->count * sizeof t->items[0]);
}

/* "Director of Government Affairs Phil Smith", "Ambassador to the United States Ruth Amary": the last two words. */
static void drop_phrase(Tokens *t)
{
    for (uint32_t i = 1; i + 2 < t->count; i++)
        if (t->items[i].small && AMONG(t->items[i].key, links)) {
            drop_first(t, t->count - 2);
            return;
        }
}

static void drop_titles(Tokens *t)
{
    drop_phrase(t);
    while (t->count > 1) {
        Text first = t->items[0].key;
        bool sure = AMONG(first, titles) && !t->items[0].initials;
        if (!sure && !(t->count > 2 && AMONG(first, doubtful))) break;
        if (AMONG(t->items[1].key, particles) && t->count == 2 && AMONG(first, particles)) break;
        drop_first(t, 1);
    }
}

static void take_suffix(Tokens *t, Name *out)
{
    while (t->count > 1) {
        Text last = t->items[t->count - 1].key;
        if (AMONG(last, suffixes))
            out->suffix = last;
        else if (!AMONG(last, degrees))
            return;
        t->count--;
    }
}

/* ---- given, middle, surname ---- */

static Text without_article(Text key)
{
    for (size_t i = 0; i < COUNT(articles); i++) {
        size_t n = strlen(articles[i]);
        if (key.size > n + 1 && key.data[n] == '-' && !memcmp(key.data, articles[i], n))
            return text_of(key.data + n + 1, key.size - n - 1);
    }
    return key;
}

static bool take_surname(Tokens *t, Arena *arena, Name *out)
{
    out->surname = without_article(t->items[--t->count].key);
    if (t->count && AMONG(t->items[t->count - 1].key, articles)) t->count--;
    while (t->count && AMONG(t->items[t->count - 1].key, particles) && !t->items[t->count - 1].initials &&
           (t->count > 1 || !given_known(t->items[0].key) || t->items[0].small)) {
        const Text parts[] = {t->items[t->count - 1].key, text_literal(" "), out->surname};
        if (!text_join(arena, parts, COUNT(parts), &out->surname)) return false;
        t->count--;
    }
    return true;
}

static bool is_surname_first(const Tokens *t)
{
    if (t->count < 2 || !AMONG(t->items[0].key, first_surnames)) return false;
    Text last = t->items[t->count - 1].key;
    bool joined = memchr(last.data, '-', last.size) != NULL;
    return joined || text_is(t->items[0].key, "xi") || (t->count == 3 && text_is(t->items[0].key, "kim"));
}

static bool append(Arena *arena, Text *list, Text item)
{
    const Text parts[] = {*list, text_literal(list->size ? " " : ""), item};
    return text_join(arena, parts, COUNT(parts), list);
}

/* "H.W.", "HW": letters each for itself. */
static bool add_middle(const Token *token, Arena *arena, Name *out)
{
    bool letters =
        token->initials || (token->key.size == 2 && token->raw.size == 2 &&
                            char_is_upper((uint8_t)token->raw.data[0]) && char_is_upper((uint8_t)token->raw.data[1]));
    if (!letters) return append(arena, &out->middles, token->key);
    for (size_t i = 0; i < token->key.size; i++)
        if (!append(arena, &out->middles, text_of(token->key.data + i, 1))) return false;
    return true;
}

/* "J.D. Vance", "J. D. Vance": the letters together are the given name. */
static uint32_t lead_letters(const Tokens *t)
{
    uint32_t n = 0;
    while (n < t->count && t->items[n].initials) n++;
    return n;
}

static bool take_given(Tokens *t, Arena *arena, Name *out)
{
    uint32_t letters = lead_letters(t), at = 0;
    if (letters && letters == t->count) {
        for (; at < letters; at++) {
            const Text parts[] = {out->given, t->items[at].key};
            if (!text_join(arena, parts, 2, &out->given)) return false;
        }
        return true;
    }
    for (; at < letters; at++) { /* "J. Christopher Stevens" goes by the second */
        const Text parts[] = {text_literal("<"), t->items[at].key};
        Text before;
        if (!text_join(arena, parts, 2, &before) || !append(arena, &out->middles, before)) return false;
    }
    if (at < t->count) out->given = t->items[at++].key;
    for (; at < t->count; at++)
        if (!add_middle(&t->items[at], arena, out)) return false;
    return true;
}

static bool take_eastern(Tokens *t, Arena *arena, Name *out)
{
    out->surname = t->items[0].key;
    for (uint32_t i = 1; i < t->count; i++) {
        const Text parts[] = {out->given, text_literal(out->given.size ? "-" : ""), t->items[i].key};
        if (!text_join(arena, parts, COUNT(parts), &out->given)) return false;
    }
    return true;
}

/* The words as the article has them, titles off, spaces one. */
static bool take_shown(const Tokens *t, Text suffix, Text raw, Arena *arena, Name *out)
{
    Text shown = {0};
    for (uint32_t i = 0; i < t->count; i++)
        if (!append(arena, &shown, t->items[i].raw)) return false;
    out->shown = shown;
    if (!suffix.size || !t->count) return true;
    const char *end = t->items[t->count - 1].raw.data + t->items[t->count - 1].raw.size;
    Text rest = text_of(end, (size_t)(raw.data + raw.size - end));
    const Text parts[] = {shown, rest};
    return text_join(arena, parts, COUNT(parts), &out->shown);
}

bool name_parse(Text raw, Arena *arena, Name *out)
{
    Tokens t;
    *out = (Name){0};
    if (!cut(raw, arena, &t)) return false;
    take_suffix(&t, out);
    drop_titles(&t);
    if (!t.count) return true;
    if (!take_shown(&t, out->suffix, raw, arena, out)) return false;
    if (is_surname_first(&t)) return take_eastern(&t, arena, out);
    return take_surname(&t, arena, out) && take_given(&t, arena, out);
}

/* ---- agreeing ---- */

static Text next_word(Text *list)
{
    size_t n = 0;
    while (n < list->size && list->data[n] != ' ') n++;
    Text word = text_of(list->data, n);
    size_t skip = n < list->size ? n + 1 : n;
    *list = text_of(list->data + skip, list->size - skip);
    return word;
}

static bool middle_agree(Text a, Text b)
{
    if (a.size == 1 || b.size == 1) return a.data[0] == b.data[0];
    return text_equal(a, b);
}

/* All of the shorter list stand in the longer, in order; an initial at its own place alone: "W." is not the W of "H.W."
 */
static bool within(Text shorter, Text longer)
{
    for (bool shifted = false; shorter.size; shifted = false) {
        Text word = next_word(&shorter);
        for (;; shifted = true) {
            if (!longer.size) return false;
            Text other = next_word(&longer);
            if (middle_agree(word, other) && (!shifted || (word.size > 1 && other.size > 1))) break;
        }
    }
    return true;
}

/* "W.H." and "H.W.": the same initials, in another order. */
static bool same_turned(Text a, Text b)
{
    int letters[128] = {0};
    if (a.size != b.size || a.size < 3) return false;
    for (size_t i = 0; i < a.size; i++) {
        bool letters_here = char_is_lower((uint8_t)a.data[i]) && char_is_lower((uint8_t)b.data[i]);
        if (i % 2 ? a.data[i] != ' ' || b.data[i] != ' ' : !letters_here) return false;
        letters[a.data[i] & 127]++;
        letters[b.data[i] & 127]--;
    }
    for (size_t i = 0; i < COUNT(letters); i++)
        if (letters[i]) return false;
    return true;
}

bool middles_agree(Text a, Text b)
{
    return !a.size || !b.size || within(a, b) || within(b, a) || same_turned(a, b);
}
bool suffix_agree(Text a, Text b)
{
    return !a.size || !b.size || text_equal(a, b);
}

/* ---- spelling ---- */

static uint32_t oddity(Text name) /* words in capitals, two capitals and a small letter behind */
{
    uint32_t odd = 0, run = 0;
    for (size_t i = 0, next; i < name.size; i = next) {
        uint32_t c = utf8_at(name, i, &next);
        if (char_is_lower(c) && run > 1) odd++;
        if (c == ' ' && run > 3) odd++;
        run = char_is_upper(c) ? run + 1 : 0;
    }
    return odd + (run > 3);
}

static uint32_t marks(Text name)
{
    uint32_t n = 0;
    for (size_t i = 0; i < name.size; i++) n += (uint8_t)name.data[i] >= 0xC0;
    return n;
}

bool spelling_better(Text a, Text b)
{
    uint32_t x = oddity(a), y = oddity(b);
    if (x != y) return x < y;
    x = marks(a), y = marks(b);
    return x != y ? x > y : text_compare(a, b) < 0;
}
