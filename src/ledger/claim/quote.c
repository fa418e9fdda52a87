/* The quoted words of a content, and whether two have them in common.
 *
 *   “We have no choice. The bolts . . . are gone,” he said ──> we have no choice the bolts │ are gone
 *                                                              hashes of words; 0 (│) where a stretch ends
 *
 * Two quote the same words where they have six in a row in common (RUN of saying.c), or where all of one's stretch, with
 * two words that say something, stands in a stretch of the other, or each of several that are shorter. Not so where what
 * the one has beside the run turns it: “nine people died” and “seven people died”, “is not qualified to” and “is qualified
 * to”. Outlets cut a quotation where they like, and speak round it as they like: nothing else is looked at. What stands in
 * square brackets is the outlet's, and is passed over.
 *
 * Found by keys: for whoever speaks, pairs of neighbouring words that say something, with the speaker; and, for a speaker
 * who is left open, one of each few runs of LONG_RUN words (winnowing, as in copy/fingerprint.c), such that a run of nine
 * words in common is always found. */
#include "ledger/claim/term.h"

#define LONG_RUN 6u      /* words that are hashed together */
#define LONG_WINDOW 4u   /* of so many such runs one is chosen */
#define MOST_WORDS 600u  /* of a content: what is quoted after them joins nothing */
#define MOST_BETWEEN 3u  /* words of grammar between the two of a pair */
#define BEFORE 3u        /* words in front of a run in which a negation turns it */
#define BEHIND 2u
#define MOST_ASIDE 8u    /* words of an aside that says a denial again: "nobody, not you, not I, has asked" */
#define ROUND_ASIDE 4u   /* words on either side of it that both have */
#define DENIED_BEFORE 8u /* words of these in front of it, in which both deny */

/* ---- where the quotation marks are ---- */

typedef enum Mark { MARK_NONE, MARK_OPEN, MARK_CLOSE, MARK_EITHER } Mark;

/* The mark that stands at `at`; *next: behind it. A single one counts at the edge of a word alone: elsewhere it is an
 * apostrophe. */
static Mark mark_at(Text t, size_t at, size_t *next)
{
    uint32_t c = utf8_at(t, at, next);
    if (c == 0x201C) return MARK_OPEN;
    if (c == 0x201D) return MARK_CLOSE;
    if (c == '"' || c == 0xAB || c == 0xBB) return MARK_EITHER; /* «French», »German« */
    if ((c == '\'' || c == '`') && *next < t.size && t.data[*next] == (char)c) {
        ++*next;
        return c == '`' ? MARK_OPEN : MARK_EITHER;
    }
    return MARK_NONE;
}

typedef struct Stretches {
    Span *items;
    uint32_t count, capacity;
    Arena *arena;
    bool failed;
} Stretches;

static void add_stretch(Stretches *s, size_t begin, size_t end)
{
    if (begin >= end) return;
    void *items = s->items;
    if (!arena_grow(s->arena, &items, &s->capacity, s->count + 1, sizeof(Span))) {
        s->failed = true;
        return;
    }
    s->items = items;
    s->items[s->count++] = (Span){(uint32_t)begin, (uint32_t)end};
}

/* A quotation that the content begins inside of is closed by the first mark; one that stays open goes on to its end. */
static void cut(Text text, Span content, bool whole, Stretches *out)
{
    Text t = text_of(text.data, content.end);
    bool open = whole, seen = false;
    size_t begin = content.begin;
    for (size_t at = content.begin, next; at < content.end; at = next) {
        Mark mark = mark_at(t, at, &next);
        if (mark == MARK_NONE) continue;
        bool closes = mark == MARK_CLOSE || (mark == MARK_EITHER && (open && seen));
        if (closes && (open || !seen)) add_stretch(out, begin, at);
        open = !closes;
        seen = true;
        begin = next;
    }
    if (open) add_stretch(out, begin, content.end);
}

static bool is_within(const Stretches *s, uint32_t first, uint32_t at)
{
    for (uint32_t i = first; i < s->count; i++)
        if (at >= s->items[i].begin && at < s->items[i].end) return true;
    return false;
}

/* "Haleko's", "the port’s", and not "today's" */
static bool is_possessive(const Senses *senses, Text word)
{
    Folded folded;
    bool denies;
    size_t mark = word.size > 2 && word.data[word.size - 2] == '\'' ? 2 : 4;
    if (word.size <= mark || word.data[word.size - 1] != 's') return false;
    if (mark == 4 && memcmp(word.data + word.size - 4, "\xE2\x80\x99", 3) != 0) return false;
    fold_word(word, &folded, &denies);
    return senses_find(senses, &folded).role != ROLE_DAY;
}

static bool is_saying(const Senses *senses, Text word)
{
    Folded folded;
    bool denies;
    fold_word(word, &folded, &denies);
    Role role = senses_find(senses, &folded).role;
    return role == ROLE_SPEECH || role == ROLE_CARRIER;
}

/* "The rally denounced Haleko's call for “a truce at any price”": what is quoted behind such a noun, from the stretch
 * `first` on, are Haleko's words and not the rally's. */
static bool leave_to_others(Text text, Span content, const Senses *senses, Stretches *s, uint32_t first)
{
    WordAt *words;
    uint32_t count;
    Text own = text_slice(text, content);
    if (first == s->count) return true;
    if (!words_of(own, s->arena, &words, &count)) return false;
    for (uint32_t i = 0; i + 1 < count; i++) {
        uint32_t at = content.begin + words[i + 1].span.begin;
        Text owner = text_slice(own, words[i].span), noun = text_slice(own, words[i + 1].span);
        if (at >= s->items[s->count - 1].begin) break;
        if (!is_possessive(senses, owner) || !is_saying(senses, noun) || is_within(s, first, at)) continue;
        while (s->count > first && s->items[s->count - 1].begin > at) s->count--;
        break;
    }
    return true;
}

bool quotes_find(Text text, const sayso_attribution *a, const Senses *senses, Arena *arena, Span **out, uint32_t *count)
{
    Stretches s = {.arena = arena};
    bool direct = a->form == SAYSO_FORM_DIRECT;
    for (uint32_t i = 0; i < a->content_count; i++) {
        uint32_t first = s.count;
        cut(text, a->contents[i], direct, &s);
        if (!direct && !leave_to_others(text, a->contents[i], senses, &s, first)) s.failed = true;
    }
    *out = s.items;
    *count = s.count;
    return !s.failed;
}

/* ---- their words ---- */

static bool says_something(const Senses *senses, Text word)
{
    Folded folded;
    bool denies;
    fold_word(word, &folded, &denies);
    if (folded.size < 2) return false;
    Role role = senses_find(senses, &folded).role;
    return role != ROLE_PASS && role != ROLE_DETERMINER && role != ROLE_BE && role != ROLE_FIRST && role != ROLE_PRONOUN &&
           role != ROLE_TURN;
}

/* A word that turns what is said tells so in its hash: what is kept of a claim's quotations has no other words. */
enum { CLASS_WORD, CLASS_NUMBER, CLASS_DENIES, CLASS_OPPOSITE };

static uint32_t word_class(uint32_t hash) { return hash & 3u; }

static uint32_t class_of(const Senses *senses, Text word)
{
    Folded folded, root;
    bool denies;
    if (char_is_digit((uint8_t)word.data[0])) return CLASS_NUMBER;
    fold_word(word, &folded, &denies);
    Meaning meaning = senses_find(senses, &folded);
    if (denies || (meaning.role == ROLE_TURN && text_is(meaning.sense, "not"))) return CLASS_DENIES;
    if (meaning.role == ROLE_NUMBER || meaning.role == ROLE_SCALE) return CLASS_NUMBER;
    root = folded;
    stem(&root);
    return senses_find(senses, &root).role == ROLE_STRICT ? CLASS_OPPOSITE : CLASS_WORD;
}

static uint32_t hash_of_word(const Senses *senses, Text word, uint64_t hash)
{
    uint32_t own = (uint32_t)(hash >> 32) & ~3u;
    return (own ? own : 4u) | class_of(senses, word);
}

/* "don't", "I'm": words of grammar, whatever their letters. */
static bool is_contraction(Text word)
{
    return memchr(word.data, '\'', word.size) || memmem(word.data, word.size, "\xE2\x80\x99", 3);
}

typedef struct Maker {
    Text text;
    const Senses *senses;
    Quotes *out;
    uint32_t capacity, said_capacity;
    Arena *arena;
} Maker;

static bool put(Maker *m, uint32_t hash, bool says)
{
    Quotes *q = m->out;
    void *words = q->words, *said = q->says;
    if (!arena_grow(m->arena, &words, &m->capacity, q->count + 1, sizeof *q->words) ||
        !arena_grow(m->arena, &said, &m->said_capacity, q->count + 1, 1))
        return false;
    q->words = words;
    q->says = said;
    q->words[q->count] = hash;
    q->says[q->count++] = says;
    return true;
}

static bool end_stretch(Maker *m) { return !m->out->count || !m->out->words[m->out->count - 1] || put(m, 0, false); }

/* What stands between two words: dots in a row leave something out, brackets hold what the outlet put in. */
static bool leaves_out(Text between)
{
    uint32_t dots = 0;
    for (size_t i = 0, next; i < between.size; i = next) {
        uint32_t c = utf8_at(between, i, &next);
        dots += c == '.';
        if (c == 0x2026 || dots > 2) return true;
    }
    return false;
}

static uint32_t brackets(Text between, uint32_t depth)
{
    for (size_t i = 0; i < between.size; i++) {
        if (between.data[i] == '[') depth = 1;
        if (between.data[i] == ']') depth = 0;
    }
    return depth;
}

static bool take_words(Maker *m, Span stretch)
{
    WordAt *words;
    uint32_t count, depth = 0, at = stretch.begin;
    if (!words_of(text_slice(m->text, stretch), m->arena, &words, &count)) return false;
    for (uint32_t i = 0; i < count && m->out->count < MOST_WORDS; i++) {
        Span s = {words[i].span.begin + stretch.begin, words[i].span.end + stretch.begin};
        Text between = text_slice(m->text, (Span){at, s.begin}), word = text_slice(m->text, s);
        at = s.end;
        depth = brackets(between, depth);
        if (leaves_out(between) && !end_stretch(m)) return false;
        if (depth) continue;
        bool says = !is_contraction(word) && says_something(m->senses, word);
        if (!put(m, hash_of_word(m->senses, word, words[i].hash), says)) return false;
    }
    return end_stretch(m);
}

/* ---- keys ---- */

static void add_key(uint64_t *keys, uint32_t *count, uint64_t key)
{
    for (uint32_t i = *count > 8 ? *count - 8 : 0; i < *count; i++)
        if (keys[i] == key) return;
    keys[(*count)++] = key;
}

static bool make_pairs(Quotes *q, Arena *arena)
{
    q->pairs = TAKE(arena, uint64_t, q->count + 1);
    if (!q->pairs) return false;
    uint32_t last = NONE;
    for (uint32_t i = 0; i < q->count; i++) {
        if (!q->says[i]) continue;
        if (last != NONE && i - last <= MOST_BETWEEN + 1)
            add_key(q->pairs, &q->pair_count, hash_mix((uint64_t)q->words[last] << 32 | q->words[i]));
        last = i;
    }
    return true;
}

static uint64_t run_hash(const uint32_t *words)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < LONG_RUN; i++) sum = hash_mix((sum ^ words[i]) * 0x9e3779b97f4a7c15u);
    return sum;
}

/* The lowest of each window of runs, the last of equal ones. */
static void choose_runs(Quotes *q, uint32_t begin, uint32_t end)
{
    for (uint32_t i = begin; i + LONG_RUN + LONG_WINDOW - 1 <= end; i++) {
        uint64_t lowest = UINT64_MAX;
        for (uint32_t k = i; k < i + LONG_WINDOW; k++) {
            uint64_t hash = run_hash(q->words + k);
            if (hash <= lowest) lowest = hash;
        }
        add_key(q->runs, &q->run_count, lowest);
    }
}

static bool make_runs(Quotes *q, Arena *arena)
{
    q->runs = TAKE(arena, uint64_t, q->count + 1);
    if (!q->runs) return false;
    for (uint32_t begin = 0, end; begin < q->count; begin = end + 1) {
        for (end = begin; end < q->count && q->words[end];) end++;
        choose_runs(q, begin, end);
    }
    return true;
}

bool quotes_make(Text text, const Span *stretches, uint32_t count, const Senses *senses, Arena *arena, Quotes *out)
{
    Maker m = {.text = text, .senses = senses, .out = out, .arena = arena};
    *out = (Quotes){0};
    for (uint32_t i = 0; i < count; i++)
        if (!take_words(&m, stretches[i])) return false;
    return make_pairs(out, arena) && make_runs(out, arena);
}

/* ---- in common ---- */

/* The words that agree in a row from there on. */
static uint32_t agree(const uint32_t *a, uint32_t a_count, const uint32_t *b, uint32_t b_count)
{
    uint32_t n = 0;
    while (n < a_count && n < b_count && a[n] && a[n] == b[n]) n++;
    return n;
}

/* Up to BEFORE words in front of `at` deny; where a stretch begins there, the last of the one before it. */
static bool denies_before(const uint32_t *words, uint32_t at)
{
    if (at && !words[at - 1]) at--;
    for (uint32_t i = at, n = 0; i-- > 0 && words[i] && n < BEFORE; n++)
        if (word_class(words[i]) == CLASS_DENIES) return true;
    return false;
}

static bool denies_from(const uint32_t *words, uint32_t count, uint32_t at)
{
    for (uint32_t i = at; i < count && words[i] && i < at + BEHIND; i++)
        if (word_class(words[i]) == CLASS_DENIES) return true;
    return false;
}

/* "Nine" for "seven", "rise" for "fall". */
static bool replaces(uint32_t a, uint32_t b)
{
    return a && b && a != b && word_class(a) == word_class(b) && word_class(a) != CLASS_WORD;
}

static uint32_t agree_back(const uint32_t *a, uint32_t a_at, const uint32_t *b, uint32_t b_at)
{
    uint32_t n = 0;
    while (n < a_at && n < b_at && a[a_at - n - 1] && a[a_at - n - 1] == b[b_at - n - 1]) n++;
    return n;
}

/* "There has never been anybody, not me, not you, more tired of it": what both deny already one denies once more, in an
 * aside from `a[begin]` to `a[end]` that the other, at `b[at]`, does without. */
static bool is_aside(const uint32_t *a, uint32_t a_count, uint32_t begin, uint32_t end, const uint32_t *b,
                     uint32_t b_count, uint32_t at)
{
    uint32_t before = agree_back(a, begin, b, at);
    if (before < ROUND_ASIDE || agree(a + end, a_count - end, b + at, b_count - at) < ROUND_ASIDE) return false;
    for (uint32_t i = 1; i <= before && i <= DENIED_BEFORE; i++)
        if (word_class(b[at - i]) == CLASS_DENIES) return true;
    return false;
}

static bool goes_aside(const uint32_t *a, uint32_t a_count, uint32_t begin, const uint32_t *b, uint32_t b_count,
                       uint32_t at)
{
    for (uint32_t n = 1; n <= MOST_ASIDE && begin + n < a_count && a[begin + n - 1]; n++)
        if (is_aside(a, a_count, begin, begin + n, b, b_count, at)) return true;
    return false;
}

static bool comes_from_aside(const uint32_t *a, uint32_t a_count, uint32_t end, const uint32_t *b, uint32_t b_count,
                             uint32_t at)
{
    for (uint32_t n = 1; n <= MOST_ASIDE && n <= end && a[end - n]; n++)
        if (is_aside(a, a_count, end - n, end, b, b_count, at)) return true;
    return false;
}

/* What stands at the ends of a run turns what it says in one of the two alone: who was cut off there may have turned it, too,
 * in front of it, where a negation stands, and not behind it. */
static bool is_turned(const uint32_t *a, uint32_t a_count, const uint32_t *b, uint32_t b_count, const Run *run)
{
    uint32_t i = run->a, k = run->b;
    bool aside = comes_from_aside(a, a_count, i, b, b_count, k) || comes_from_aside(b, b_count, k, a, a_count, i);
    if (!aside && denies_before(a, i) != denies_before(b, k)) return true;
    if (i && k && replaces(a[i - 1], b[k - 1])) return true;
    i += run->size;
    k += run->size;
    if (i >= a_count || k >= b_count || !a[i] || !b[k]) return false;
    aside = goes_aside(a, a_count, i, b, b_count, k) || goes_aside(b, b_count, k, a, a_count, i);
    return (!aside && denies_from(a, a_count, i) != denies_from(b, b_count, k)) || replaces(a[i], b[k]);
}

Run longest_run(const uint32_t *a, uint32_t a_count, const uint32_t *b, uint32_t b_count, uint32_t most)
{
    Run longest = {.size = 0};
    for (uint32_t i = 0; i + longest.size < a_count && longest.size < most; i++) {
        for (uint32_t k = 0; k + longest.size < b_count && longest.size < most; k++) {
            if (!a[i] || a[i] != b[k] || (i && k && a[i - 1] && a[i - 1] == b[k - 1])) continue;
            uint32_t n = agree(a + i, a_count - i, b + k, b_count - k);
            if (n > longest.size) longest = (Run){i, k, n < most ? n : most};
        }
    }
    return longest;
}

uint32_t quotes_run(const uint32_t *a, uint32_t a_count, const uint32_t *b, uint32_t b_count, bool *turned)
{
    Run run = longest_run(a, a_count, b, b_count, UINT32_MAX);
    *turned = run.size && is_turned(a, a_count, b, b_count, &run);
    return run.size;
}

/* Where `piece` stands in `in`; NONE: nowhere. */
static uint32_t place_in(const uint32_t *piece, uint32_t size, const uint32_t *in, uint32_t count)
{
    for (uint32_t i = 0; i + size <= count; i++)
        if (!memcmp(in + i, piece, size * sizeof *piece)) return i;
    return NONE;
}

bool quotes_hold(const uint32_t *all, uint32_t all_count, const uint32_t *some, uint32_t some_count)
{
    for (uint32_t begin = 0, end; begin < some_count; begin = end + 1) {
        for (end = begin; end < some_count && some[end];) end++;
        if (end > begin && place_in(some + begin, end - begin, all, all_count) == NONE) return false;
    }
    return true;
}

static uint32_t says_from(const Quotes *q, uint32_t at, uint32_t size)
{
    uint32_t n = 0;
    for (uint32_t i = at; i < at + size; i++) n += q->says[i];
    return n;
}

/* “loser,” a “liar” and a “whiner”: each of the pieces stands in the other, and together they say enough. */
static uint32_t all_pieces(const uint32_t *of, uint32_t of_count, const Quotes *in, uint32_t *says)
{
    uint32_t words = 0, pieces = 0;
    *says = 0;
    for (uint32_t begin = 0, end; begin < of_count; begin = end + 1) {
        for (end = begin; end < of_count && of[end];) end++;
        uint32_t at = end > begin ? place_in(of + begin, end - begin, in->words, in->count) : NONE;
        uint32_t n = at == NONE ? 0 : says_from(in, at, end - begin);
        if (!n) return 0;
        *says += n;
        words += end - begin;
        pieces++;
    }
    return pieces > 1 && *says > 1 ? words : 0;
}

uint32_t quotes_piece(const Quotes *a, const uint32_t *b, uint32_t b_count, uint32_t *says)
{
    uint32_t longest = *says = 0;
    for (int turned = 0; turned < 2; turned++) {
        const uint32_t *of = turned ? b : a->words, *in = turned ? a->words : b;
        uint32_t of_count = turned ? b_count : a->count, in_count = turned ? a->count : b_count;
        for (uint32_t begin = 0, end; begin < of_count; begin = end + 1) {
            for (end = begin; end < of_count && of[end];) end++;
            uint32_t at = end - begin > longest ? place_in(of + begin, end - begin, in, in_count) : NONE;
            uint32_t n = at == NONE ? 0 : says_from(a, turned ? at : begin, end - begin);
            if (n < 2) continue;
            longest = end - begin;
            *says = n;
        }
    }
    return longest ? longest : all_pieces(b, b_count, a, says);
}
