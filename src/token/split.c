/* Text -> words, the way of the Universal Dependencies treebanks EWT and GUM. White space separates chunks;
 * within a chunk words are taken from the left:
 *
 *   “state-of-the-art”,   ->  “  state  -  of  -  the  -  art  ”  ,
 *   don't  U.S.'s  $5bn   ->  do|n't  U.S.|'s  $  5  bn          | joins words of one surface token
 *
 * A word runs over letters and digits, and over a mark between two of them where `joins` says so (O'Brien,
 * 1,000.5, U.S, e-mail). No test looks farther than LOOK bytes, so a chunk of megabytes costs no more a byte. */
#include "token/internal.h"

#define LOOK 80

typedef struct Splitter {
    Text text;
    size_t start, end; /* of the chunk */
    bool single_open;  /* a single quotation mark waits for its close */
    uint8_t pending;   /* flags of the next word: SPACE, PARAGRAPH */
    WordList *out;
} Splitter;

/* ---- characters ---- */

/* The code point at `i` of the chunk, 0 past its end. */
static inline uint32_t peek(const Splitter *s, size_t i, size_t *next)
{
    if (i >= s->end) {
        *next = i;
        return 0;
    }
    uint8_t b = (uint8_t)s->text.data[i];
    *next = i + 1;
    return b < 0x80 ? b : utf8_at(s->text, i, next);
}
static inline uint32_t look(const Splitter *s, size_t i)
{
    size_t next;
    return peek(s, i, &next);
}
static inline uint8_t byte_at(const Splitter *s, size_t i) { return i < s->end ? (uint8_t)s->text.data[i] : 0; }

static inline bool is_alpha(uint32_t c) { return c < 0x80 ? (c | 32) >= 'a' && (c | 32) <= 'z' : char_is_letter(c); }
static inline bool is_digit(uint32_t c) { return c >= '0' && c <= '9'; }
static inline bool is_word(uint32_t c) { return is_alpha(c) || is_digit(c); }
static inline bool is_upper(uint32_t c) { return c < 0x80 ? c >= 'A' && c <= 'Z' : char_is_upper(c); }
static inline bool is_apostrophe(uint32_t c) { return c == '\'' || c == 0x2019 || c == '`' || c == 0xB4; }
static inline bool is_terminal(uint32_t c) { return c == '.' || c == '!' || c == '?' || c == 0x2026; }

/* The code point that ends before `i`; the chunk's start has none. */
static uint32_t look_back(const Splitter *s, size_t i)
{
    if (i <= s->start) return 0;
    size_t at = i - 1;
    while (at > s->start && ((uint8_t)s->text.data[at] & 0xC0) == 0x80) at--;
    return look(s, at);
}

/* ---- word lists: facts of English, lower case, between spaces ---- */

/* Whether text[begin, end) in lower case is in the list. */
static bool listed(const Splitter *s, size_t begin, size_t end, const char *list)
{
    char word[20];
    size_t n = 0;
    if (begin >= end || end > s->end || end - begin > sizeof word - 3) return false;
    word[n++] = ' ';
    for (size_t i = begin; i < end; i++) {
        uint8_t b = (uint8_t)s->text.data[i];
        word[n++] = (char)(b >= 'A' && b <= 'Z' ? b + 32 : b);
    }
    word[n++] = ' ';
    word[n] = 0;
    return strstr(list, word);
}

/* Words that are written with a full stop at the end, wherever they stand. */
static const char abbreviations[] =
    " mr mrs ms dr prof rev fr sr jr st ft mt hon pres gov sen rep reps sens amb gen col lt maj capt cpl sgt pvt cmdr adm brig supt det insp "
    "jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri "
    "inc corp ltd co cos bros llc assn assoc dept univ intl natl govt "
    "ave blvd rd hwy vs etc approx est ca cf al ed eds vol vols pp no nos fig figs ext attn esp mins hrs yrs lbs oz "
    "ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa penn tenn tex va vt wash wis wyo "
    "ph eg ie ps para sec spec div mlle mme ph.d m.sc arrv messrs esq ret rtd ";
/* Those of them that are words, or end sentences as words do: only before what cannot begin a sentence. */
static const char doubtful[] = " no nos co al est mar jun sat sun wed fri sec ed fig ill ind la miss mass mo pa ga ark del det ext hon pres col wash ore mont div spec para ps oz dept ie eg ret mt fr rd gen cos ";
static const char prefixes[] =
    " e co re pre post non anti pro mid semi multi sub ex un inter intra trans ultra counter neo mini micro macro mega pan "
    "over socio psycho quasi pseudo cross bi tri eco euro ";
static const char units[] = " am pm a.m p.m a.m. p.m. k m mm cm km kg g mg lb lbs ft in x bn mn mph kph min hr hrs mw kw gb mb kb ghz mhz hz kwh gw tn pc yd yds oz ml ";
static const char ordinals[] = " st nd rd th s ";
static const char endings[] =
    " com org net gov edu mil uk us ca au de fr ru cn jp eu io co info biz tv me doc docx pdf xls xlsx txt jpg jpeg png gif zip exe htm html url ppt php asp js py ";
static const char dollars[] = " us a c hk nz s u can au r ";
static const char elided[] = " em til tis twas cause n round bout cuz nuff ";

/* ---- what may stand inside a word ---- */

static bool digits_hyphen(const Splitter *s, size_t start)
{ /* 713-853-3989 and 646-8420, but not the range 3-4 */
    size_t groups = 1, length = 0, i = start;
    for (; i < start + LOOK && (is_digit(byte_at(s, i)) || byte_at(s, i) == '-'); i++) {
        if (byte_at(s, i) == '-') {
            if (!length || !is_digit(byte_at(s, i + 1))) return false;
            groups++;
            length = 0;
        } else
            length++;
    }
    if (is_alpha(look(s, i))) return false;
    return groups >= 3 || (groups == 2 && length == 4 && i - start == 8);
}

static bool hyphen_joins(const Splitter *s, size_t start, size_t at)
{
    if (is_digit(look(s, at + 1)) && is_digit(byte_at(s, at - 1))) return digits_hyphen(s, start);
    return listed(s, start, at, prefixes);
}

static bool domain_follows(const Splitter *s, size_t at)
{ /* the letters after the last dot of cnn.com, report.final.doc */
    size_t i = at, last = at;
    for (; i < at + LOOK; i++) {
        uint8_t b = byte_at(s, i);
        if (b == '.' && is_word(byte_at(s, i + 1)))
            last = i;
        else if (!is_word(b) || b >= 0x80)
            break;
    }
    return listed(s, last + 1, i, endings);
}

static bool dot_joins(const Splitter *s, size_t start, size_t segment, size_t at)
{
    uint32_t before = look_back(s, at), after = look(s, at + 1);
    if (is_digit(before) && is_digit(after)) return true;
    if (!is_word(after)) return false;
    size_t next;
    (void)peek(s, at + 1, &next);
    bool letter_before = at - segment == 1 && is_alpha(before), letter_after = is_alpha(after) && !is_word(look(s, next));
    if (letter_before && (letter_after || segment > start)) return true; /* U.S, and the D of Ph.D.s */
    if (letter_before && is_upper(before) && is_upper(after)) return false; /* J.Smith */
    if (at - start == 2 && listed(s, start, at, " ph ")) return true;
    if (!is_upper(after) && listed(s, start, segment > start ? segment - 1 : at, " alt comp misc rec soc sci talk biomed ")) return true;
    return domain_follows(s, at);
}

static bool comma_joins(const Splitter *s, size_t at)
{
    if (!is_digit(look_back(s, at))) return false;
    for (size_t i = 1; i <= 3; i++)
        if (!is_digit(byte_at(s, at + i))) return false;
    return !is_digit(byte_at(s, at + 4));
}

static bool apostrophe_joins(const Splitter *s, size_t at, size_t next)
{
    return is_alpha(look(s, next)) && is_word(look_back(s, at));
}

static bool ampersand_joins(const Splitter *s, size_t start, size_t at)
{
    return at - start <= 4 && is_upper(look_back(s, at)) && is_upper(look(s, at + 1));
}

/* Whether the mark c at `at`, which `next` follows, is inside the word that began at `start`. */
static bool joins(const Splitter *s, size_t start, size_t segment, size_t at, uint32_t c, size_t next)
{
    uint32_t after = look(s, next);
    switch (c) {
    case '.': return dot_joins(s, start, segment, at);
    case ',': return comma_joins(s, at);
    case ':': return is_digit(look_back(s, at)) && is_digit(after);
    case '/': return is_digit(look_back(s, at)) ? is_digit(after) : at - start == 1 && listed(s, start, next + 1, " w/o c/o s/he w/i ") && is_alpha(after);
    case '\'': case '`': case 0xB4: case 0x2019: return apostrophe_joins(s, at, next);
    case 0x2018: return false;
    case '&': return ampersand_joins(s, start, at);
    case '-': case 0x2010: case 0x2011: return next == at + 1 && is_word(after) && hyphen_joins(s, start, at);
    case '_': return is_word(after);
    case '*': return is_alpha(look_back(s, at)) && (is_alpha(after) || after == '*');
    default: return char_is_unseen(c) && is_word(after);
    }
}

/* ---- the end of a word, its last dot ---- */

/* What stands after the chunk and its white space, 0 where that is too far or nothing. */
static uint32_t next_chunk(const Splitter *s)
{
    for (size_t i = s->end, next; i < s->text.size && i < s->end + LOOK; i = next) {
        uint32_t c = utf8_at(s->text, i, &next);
        if (!char_is_space(c)) return c;
    }
    return 0;
}

static bool digit_follows(const Splitter *s, size_t dot) { return dot + 1 == s->end ? is_digit(next_chunk(s)) : is_digit(look(s, dot + 1)); }

/* Whether a sentence could go on after the dot: a comma or the like stands behind it, or the next word is lower case
 * or a number. */
static bool goes_on(const Splitter *s, size_t dot)
{
    uint32_t c = look(s, dot + 1);
    if (dot + 1 < s->end) return c == ',' || c == ';' || c == ':' || c == '-' || c == '?' || c == '!';
    c = next_chunk(s);
    return char_is_lower(c) || is_digit(c);
}

static bool takes_dot(const Splitter *s, size_t start, size_t segment, size_t at)
{
    uint32_t after = look(s, at + 1);
    if (after == '.' || is_word(after)) return false;
    if (at - segment == 1 && segment > start && is_alpha(byte_at(s, segment))) return true; /* U.S. */
    if (at - start == 1 && is_upper(byte_at(s, start))) return byte_at(s, start) != 'I' || goes_on(s, at) || after == 0; /* W. */
    if (at - start == 1 && listed(s, start, at, " b c d p v ")) return digit_follows(s, at); /* c. 1818 */
    if (!listed(s, start, at, abbreviations)) return false;
    return goes_on(s, at) || !listed(s, start, at, doubtful) || (is_upper(byte_at(s, start)) && !listed(s, start, at, " no co al est sat sun miss ill "));
}

static size_t word_end(const Splitter *s, size_t start)
{
    size_t at = start, segment = start, next;
    for (;;) {
        uint32_t c = peek(s, at, &next);
        if (!is_word(c)) {
            if (at >= s->end || !joins(s, start, segment, at, c, next)) break;
            if (c == '.') segment = next;
        }
        at = next;
    }
    if (byte_at(s, at) == '.' && takes_dot(s, start, segment, at)) at++;
    return at;
}

/* ---- web addresses, faces ---- */

static bool starts_fold(const Splitter *s, size_t at, const char *lower)
{
    for (size_t i = 0; lower[i]; i++) {
        uint8_t b = byte_at(s, at + i);
        if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != (uint8_t)lower[i]) return false;
    }
    return true;
}

static bool starts_with(const Splitter *s, size_t at, const char *literal)
{
    size_t n = strlen(literal);
    return n <= s->end - at && !memcmp(s->text.data + at, literal, n);
}

/* The end of the web or mail address at `at`; `at` itself where there is none. */
static size_t address_end(const Splitter *s, size_t at)
{
    if (!starts_fold(s, at, "http://") && !starts_fold(s, at, "https://") && !starts_fold(s, at, "www.") && !starts_fold(s, at, "ftp://"))
        return at;
    size_t end = at;
    while (end < s->end && !strchr("<>\"{}|^", s->text.data[end]) && s->text.data[end]) end++;
    while (end > at && strchr(".,;:!?)]'", s->text.data[end - 1])) end--;
    return end;
}

static size_t mail_end(const Splitter *s, size_t at)
{
    size_t i = at;
    while (i < at + LOOK && (is_word(byte_at(s, i)) || (byte_at(s, i) && strchr("._%+-", byte_at(s, i))))) i++;
    if (i == at || byte_at(s, i) != '@') return at;
    size_t domain = i + 1, end = domain;
    for (i = domain; i < domain + LOOK; i++) {
        if (byte_at(s, i) < 0x80 && is_word(byte_at(s, i)))
            end = i + 1;
        else if (!byte_at(s, i) || !strchr(".-_", byte_at(s, i)))
            break;
    }
    return end > domain ? end : at;
}

static size_t face_end(const Splitter *s, size_t at)
{
    if (!strchr(":;=<>^(", s->text.data[at]) || !s->text.data[at]) return at;
    static const char *const faces[] = {":-)", ":-(", ";-)", ":'(", ":-/", ":-D", ":-P", ">:(", "^_^", ":)", ":(", ";)", ":D",
                                        ":P",  ":p",  "=)",  "=(",  "<3",  ":/",  ":|",  ";P", "(:"};
    for (size_t i = 0; i < COUNT(faces); i++)
        if (starts_with(s, at, faces[i])) {
            size_t end = at + strlen(faces[i]);
            return is_word(look(s, end)) || byte_at(s, end) == '/' ? at : end;
        }
    return at;
}

/* ---- giving out words ---- */

static void give(Splitter *s, size_t begin, size_t end, uint8_t flags)
{
    WordList *list = s->out;
    if (list->failed || begin >= end) return;
    if (list->count == list->capacity &&
        !arena_grow(list->arena, (void **)&list->items, &list->capacity, list->count + 1, sizeof *list->items)) {
        list->failed = true;
        return;
    }
    list->items[list->count++] = (Word){.begin = (uint32_t)begin, .end = (uint32_t)end, .flags = flags | s->pending};
    s->pending = 0;
}

/* ---- contractions ---- */

typedef struct Contraction {
    const char *word;
    uint8_t at; /* where its second word begins */
} Contraction;
static const Contraction contractions[] = {
    {"cannot", 3}, {"gonna", 3}, {"wanna", 3}, {"gotta", 3}, {"lemme", 3}, {"gimme", 3}, {"dont", 2}, {"didnt", 3},
    {"doesnt", 4}, {"isnt", 2}, {"wasnt", 3}, {"arent", 3}, {"werent", 4}, {"couldnt", 5}, {"wouldnt", 5}, {"shouldnt", 6},
    {"havent", 4}, {"hasnt", 3}, {"hadnt", 3}, {"cant", 2}, {"wont", 2}, {"im", 1}, {"ive", 1}, {"youre", 3}, {"theyre", 4},
    {"youll", 3}, {"theres", 5}, {"thats", 4}, {"whats", 4}, {"y'all", 2}, {"c'mon", 3}, {"tis", 1}, {"aint", 2},
};

static size_t whole_contraction(const Splitter *s, size_t begin, size_t end)
{
    if (end - begin < 2 || end - begin > 8) return 0;
    for (size_t i = 0; i < COUNT(contractions); i++) {
        const char *w = contractions[i].word;
        if (strlen(w) != end - begin || !starts_fold(s, begin, w)) continue;
        if (!strcmp(w, "im") && byte_at(s, begin + 1) == 'M') return 0; /* IM */
        return begin + contractions[i].at;
    }
    return 0;
}

/* Where the last clitic of text[begin, end) begins: 's 'm 'd 'll 're 've, n't; 0 where it has none. */
static size_t clitic(const Splitter *s, size_t begin, size_t end)
{
    size_t letters = 0, at = end;
    while (at > begin && letters < 3 && (uint8_t)s->text.data[at - 1] < 0x80 && is_alpha((uint8_t)s->text.data[at - 1])) {
        at--;
        letters++;
    }
    if (!letters || letters > 2 || at == begin) return 0;
    size_t mark = at - 1; /* to the first byte of the apostrophe */
    while (mark > begin && ((uint8_t)s->text.data[mark] & 0xC0) == 0x80) mark--;
    if (mark == begin || !is_apostrophe(look(s, mark))) return 0;
    if (!listed(s, at, end, " s m d ll re ve t ")) return 0;
    char c = s->text.data[at] | 32;
    if (c == 's' || c == 'd')
        return c == 'd' && is_upper(look_back(s, mark)) && mark - begin > 1 ? 0 : is_digit(look_back(s, mark)) && s->text.data[mark - 1] == '0' ? 0 : mark;
    if (c == 't') return (s->text.data[mark - 1] | 32) == 'n' && mark - 1 > begin ? mark - 1 : 0;
    return mark;
}

/* Gives out text[begin, end) as words joined to one surface token. */
static void give_split(Splitter *s, size_t begin, size_t end)
{
    size_t cut[4], cuts = 0, last = end;
    while (cuts < 3) {
        size_t at = clitic(s, begin, last);
        if (!at) break;
        cut[cuts++] = last = at;
    }
    size_t whole = whole_contraction(s, begin, last);
    if (whole) cut[cuts++] = whole;
    uint8_t flags = 0;
    while (cuts) {
        size_t at = cut[--cuts];
        give(s, begin, at, flags);
        flags = WORD_JOINED;
        begin = at;
    }
    give(s, begin, end, flags);
}

/* ---- the word at a place ---- */

/* Digits and their unit are two words (5bn, 10km, 6pm); ordinals and decades are one. */
static size_t unit_start(const Splitter *s, size_t begin, size_t end)
{
    if (!is_digit(byte_at(s, begin))) return 0;
    size_t at = begin;
    while (at < end && (is_digit(byte_at(s, at)) || strchr(".,:", byte_at(s, at)))) at++;
    if (at == end || !is_alpha(byte_at(s, at)) || listed(s, at, end, ordinals)) return 0;
    return listed(s, at, end, units) ? at : 0;
}

/* The apostrophe after "workers" makes a possessive, unless a quotation in single marks is open. */
static size_t possessive_end(const Splitter *s, size_t end)
{
    size_t next;
    uint32_t c = peek(s, end, &next), before = look_back(s, end);
    bool sibilant = (before | 32) == 's' || (before | 32) == 'z' || (before | 32) == 'x';
    if (!is_apostrophe(c) || c == '`' || !sibilant || s->single_open || is_apostrophe(look(s, next))) return end;
    return next;
}

static size_t take_word(Splitter *s, size_t at)
{
    size_t end = address_end(s, at);
    if (end == at) end = mail_end(s, at);
    if (end > at) {
        give(s, at, end, 0);
        return end;
    }
    end = word_end(s, at);
    size_t unit = unit_start(s, at, end);
    if (unit) {
        give(s, at, unit, 0);
        give(s, unit, end, 0);
        return end;
    }
    if (byte_at(s, end) == '$' && listed(s, at, end, dollars)) end++;
    if (byte_at(s, end) == '/' && end - at == 1 && listed(s, at, end, " w ")) end++;
    give_split(s, at, end);
    size_t possessive = possessive_end(s, end);
    if (possessive > end) give(s, end, possessive, WORD_JOINED);
    return possessive;
}

/* ---- the mark at a place ---- */

static size_t run_end(const Splitter *s, size_t at, uint32_t c)
{
    size_t next;
    while (peek(s, at, &next) == c && at < s->end) at = next;
    return at;
}

/* An apostrophe that begins a word (’90s, 'em, rock 'n' roll), or a clitic that stands after a mark. */
static size_t apostrophe_word(const Splitter *s, size_t at, size_t next, uint8_t *flags)
{
    uint32_t c = look(s, at), before = look_back(s, at);
    size_t end = next;
    while (end < next + 8 && is_word(look(s, end)) && byte_at(s, end) < 0x80) end++;
    if (end == next) return at;
    bool after_word = at > s->start && !is_word(before) && before != '(' && before != '[' && before != '-' && before != 0x201C && before != '"';
    if (after_word && listed(s, next, end, " s ll re ve d m ")) {
        *flags = WORD_JOINED;
        return end;
    }
    if (is_digit(byte_at(s, next)) && is_digit(byte_at(s, next + 1)) && !is_digit(byte_at(s, next + 2)) && !is_word(before)) return end;
    if (c != 0x2018 && c != '`' && listed(s, next, end, elided)) return byte_at(s, end) == '\'' && end - next == 1 ? end + 1 : end;
    return at;
}

static size_t take_apostrophe(Splitter *s, size_t at, size_t next)
{
    uint32_t c = look(s, at);
    if (look(s, next) == c) { /* '' `` ’’ */
        (void)peek(s, next, &next);
        give(s, at, next, 0);
        return next;
    }
    uint8_t flags = 0;
    size_t end = apostrophe_word(s, at, next, &flags);
    if (end > at) {
        give(s, at, end, flags);
        return end;
    }
    bool opens = c == 0x2018 || (c != 0x2019 && !is_word(look_back(s, at)) && !is_terminal(look_back(s, at)) && next < s->end);
    s->single_open = opens;
    give(s, at, next, 0);
    return next;
}

static bool runs(uint32_t c)
{
    return (c < 0x80 && c && strchr("-*=_~+<>#|", (int)c)) || c == 0x2014 || c == 0x2015;
}

static size_t take_terminal(Splitter *s, size_t at)
{
    size_t end = at, next;
    for (uint32_t c; is_terminal(c = peek(s, end, &next));) {
        (void)c;
        end = next;
    }
    give(s, at, end, 0);
    return end;
}

static size_t take_mark(Splitter *s, size_t at)
{
    size_t next, end;
    uint32_t c = peek(s, at, &next), after = look(s, next);
    if (is_apostrophe(c) || c == 0x2018) return take_apostrophe(s, at, next);
    if (c == '.' && is_digit(after) && !is_word(look_back(s, at)))
        end = word_end(s, next);
    else if (is_terminal(c))
        return take_terminal(s, at);
    else if ((c == '@' || c == '#') && (is_alpha(after) || after == '_') && !is_word(look_back(s, at)))
        end = word_end(s, next);
    else if (c == '-' && is_digit(after) && at == s->start)
        end = next;
    else if ((end = face_end(s, at)) > at)
        ;
    else
        end = runs(c) ? run_end(s, at, c) : next;
    give(s, at, end, 0);
    return end;
}

static void split_chunk(Splitter *s, size_t start, size_t end)
{
    s->start = start;
    s->end = end;
    for (size_t at = start; at < end;) {
        uint32_t c = look(s, at);
        at = is_word(c) ? take_word(s, at) : take_mark(s, at);
    }
}

uint32_t split_bound(Text text)
{
    uint32_t bound = 0;
    bool inside = false;
    for (size_t i = 0; i < text.size; i++) {
        uint8_t b = (uint8_t)text.data[i];
        bool word = b >= 0x80 || is_word(b);
        bound += word ? (inside ? 0 : 2) : b > ' ' || (b != ' ' && (b < 9 || b > 13));
        inside = word;
    }
    return bound;
}

/* What is unseen at a chunk's edges is left outside it: "Ada\u200B" is Ada. */
static void split_seen(Splitter *s, size_t begin, size_t end)
{
    size_t next, last = end;
    while (begin < end && char_is_unseen(utf8_at(s->text, begin, &next))) begin = next;
    while (last > begin) {
        size_t at = last - 1;
        while (at > begin && ((uint8_t)s->text.data[at] & 0xC0) == 0x80) at--;
        if (!char_is_unseen(utf8_at(s->text, at, &next))) break;
        last = at;
    }
    if (begin < last) split_chunk(s, begin, last);
}

void split_paragraph(Text text, Span paragraph, WordList *out)
{
    Splitter s = {.text = text, .out = out, .pending = WORD_PARAGRAPH};
    s.text.size = paragraph.end;
    size_t at = paragraph.begin, next;
    while (at < paragraph.end && !out->failed) {
        uint32_t c = (uint8_t)text.data[at];
        next = at + 1;
        if (c >= 0x80) c = utf8_at(s.text, at, &next);
        if (char_is_space(c)) {
            at = next;
            continue;
        }
        size_t end = at;
        for (; end < paragraph.end; end = next) {
            c = (uint8_t)text.data[end];
            next = end + 1;
            if (c >= 0x80) c = utf8_at(s.text, end, &next);
            if (char_is_space(c)) break;
        }
        s.pending |= WORD_SPACE;
        split_seen(&s, at, end);
        at = end;
    }
}
