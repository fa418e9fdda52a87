/* A content -> what likeness lays side by side: its terms weighed by rarity, their neighbours, the roots of its words, what
 * of it is quoted. A function of the words alone, so that a claim's body can be kept while many are compared with it. */
#include <stdlib.h>

#include "ledger/claim/likeness.h"

#define ROOT_LETTERS 5u
#define FEWEST_LETTERS 3u
#define MOST_QUOTED 400u

/* ---- rarity ---- */

typedef struct Rarity {
    Term term;
    uint8_t sixteenths; /* of the logarithm */
} Rarity;

/* RARITY_OF_UNSEEN, rarities[] ascending by term */
#include "ledger/claim/rarity.inc"

float rarity_of(Term term)
{
    size_t low = 0, high = COUNT(rarities);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (rarities[middle].term < term)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < COUNT(rarities) && rarities[low].term == term;
    return found ? (float)rarities[low].sixteenths / 16.0f : RARITY_OF_UNSEEN;
}

/* ---- terms ---- */

static int by_term(const void *a, const void *b)
{
    const Weighed *x = a, *y = b;
    return x->term < y->term ? -1 : x->term > y->term;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static uint32_t each_once(uint32_t *items, uint32_t count)
{
    uint32_t kept = 0;
    if (count) qsort(items, count, sizeof *items, by_number);
    for (uint32_t i = 0; i < count; i++)
        if (!kept || items[i] != items[kept - 1]) items[kept++] = items[i];
    return kept;
}

/* What a term counts as here: a pronoun is the name of whom it stands for. 0: nothing. */
static Term counted_as(Term term)
{
    if (term_kind(term) == TERM_WHO) return term_of(term >> 3, TERM_NAME);
    return term_has_meaning(term) ? term : 0;
}

static uint32_t fold_terms(Weighed *terms, uint32_t count)
{
    uint32_t kept = 0;
    if (count) qsort(terms, count, sizeof *terms, by_term);
    for (uint32_t i = 0; i < count; i++) {
        if (kept && terms[kept - 1].term == terms[i].term)
            terms[kept - 1].times++;
        else
            terms[kept++] = terms[i];
    }
    return kept;
}

static void weigh(Body *out, Weighed *terms, uint32_t count)
{
    out->term_count = fold_terms(terms, count);
    out->terms = terms;
    for (uint32_t i = 0; i < out->term_count; i++) {
        TermKind kind = term_kind(terms[i].term);
        terms[i].rarity = rarity_of(terms[i].term);
        out->weight += terms[i].rarity;
        if (kind == TERM_NAME) out->name_weight += terms[i].rarity;
        out->numbers += kind == TERM_NUMBER;
        out->strict += kind == TERM_STRICT;
    }
}

/* Those that turn the most have a bit of their own, in this order; the others share the rest. */
static const char *const turn_names[] = {"not", "if", "will", "can", "may", "must"};

static uint32_t bit_of_turn(Term term)
{
    for (uint32_t i = 0; i < COUNT(turn_names); i++)
        if (term_turn(turn_names[i]) == term) return 1u << i;
    return 1u << (COUNT(turn_names) + (term >> 3) % (32 - COUNT(turn_names)));
}

static bool take_terms(const Gist *gist, Arena *arena, Body *out)
{
    Weighed *terms = TAKE(arena, Weighed, gist->term_count + 1u);
    uint32_t *pairs = TAKE(arena, uint32_t, gist->term_count + 1u), count = 0;
    if (!terms || !pairs) return false;
    for (uint32_t i = 0; i < gist->term_count; i++) {
        Term term = counted_as(gist->terms[i]);
        if (term_kind(gist->terms[i]) == TERM_TURN) out->turns |= bit_of_turn(gist->terms[i]);
        if (!term) continue;
        terms[count++] = (Weighed){.term = term, .times = 1};
        if (count > 1) pairs[count - 2] = (uint32_t)hash_mix((uint64_t)terms[count - 2].term << 32 | term);
    }
    out->pairs = pairs;
    out->pair_count = count ? each_once(pairs, count - 1) : 0;
    weigh(out, terms, count);
    return true;
}

/* ---- words ---- */

static bool is_generation(const Folded *word)
{
    Text text = text_of(word->data, word->size);
    return text_is(text, "jr") || text_is(text, "sr") || text_is(text, "ii") || text_is(text, "iii");
}

bool role_is_of_content(Role role)
{
    return role == ROLE_NONE || role == ROLE_STRICT || role == ROLE_FORM || role == ROLE_NUMBER || role == ROLE_CARRIER ||
           role == ROLE_SPEECH;
}

Term name_term(Text name)
{
    Folded last = {.size = 0}, word;
    for (size_t at = 0, end; at < name.size; at = end + 1) {
        bool denies;
        for (end = at; end < name.size && name.data[end] != ' ' && name.data[end] != '-'; end++) continue;
        fold_word((Text){name.data + at, end - at}, &word, &denies);
        if (word.size && !is_generation(&word)) last = word;
    }
    return last.size ? term_of_word(last.data, last.size, TERM_NAME) : 0;
}

/* Roots are kept in the table of rarities as terms of a kind that has no rarity of its own. */
static Term root_of(const Folded *word)
{
    size_t size = word->size < ROOT_LETTERS ? word->size : ROOT_LETTERS;
    return term_of_word(word->data, size, TERM_GIVEN);
}

static bool tells_a_clause(const Folded *word, Role role)
{
    static const char *const words[] = {"to", "that", "have", "has", "had", "do", "does", "did", "i", "we", "he", "she", "they"};
    return role == ROLE_BE || AMONG(text_of(word->data, word->size), words);
}

static bool take_roots(Text content, const WordAt *words, uint32_t count, const Senses *senses, Arena *arena, Body *out)
{
    Weighed *roots = TAKE(arena, Weighed, count + 1u);
    uint32_t n = 0;
    if (!roots) return false;
    out->bare = true;
    for (uint32_t i = 0; i < count; i++) {
        Folded word;
        bool denies;
        fold_word(text_slice(content, words[i].span), &word, &denies);
        Role role = senses_find(senses, &word).role;
        if (denies || tells_a_clause(&word, role)) out->bare = false;
        if (word.size >= FEWEST_LETTERS && role_is_of_content(role))
            roots[n++] = (Weighed){.term = root_of(&word), .times = 1};
    }
    out->root_count = fold_terms(roots, n);
    out->roots = roots;
    for (uint32_t i = 0; i < out->root_count; i++) out->root_weight += roots[i].rarity = rarity_of(roots[i].term);
    return true;
}

/* ---- quotations ---- between marks; a stretch that is not closed goes to the end of its paragraph */

static bool opens_or_closes(uint32_t c) { return c == '"' || c == 0x201C || c == 0x201D; }

typedef struct Quoter {
    Text content;
    size_t at;
    bool inside, any; /* of a quotation · there was a mark */
} Quoter;

/* Moves on to `end`; whether there is a mark or the end of a paragraph between here and there. */
static bool pass(Quoter *q, size_t end)
{
    bool breaks = false;
    while (q->at < end) {
        uint32_t c = utf8_at(q->content, q->at, &q->at);
        if (opens_or_closes(c)) {
            q->inside = c == 0x201C || (c == '"' && !q->inside);
            q->any = breaks = true;
        } else if (c == '\n') {
            q->inside = false;
            breaks = true;
        }
    }
    return breaks;
}

static bool take_quoted(Text content, const WordAt *words, uint32_t count, bool direct, Arena *arena, Body *out)
{
    uint32_t *quoted = TAKE(arena, uint32_t, 2 * (size_t)count + 2), n = 0;
    Quoter q = {.content = content};
    if (!quoted) return false;
    (void)pass(&q, content.size);
    bool all = direct && !q.any;
    q = (Quoter){.content = content};
    for (uint32_t i = 0; i < count && n + 2 < MOST_QUOTED; i++) {
        if (pass(&q, words[i].span.begin) && n && quoted[n - 1]) quoted[n++] = 0;
        q.at = words[i].span.end;
        if (!q.inside && !all) continue;
        uint32_t hash = (uint32_t)hash_mix(words[i].hash);
        quoted[n++] = hash ? hash : 1;
        out->quoted_words++;
    }
    out->quoted = quoted;
    out->quoted_count = n;
    return true;
}

bool body_make(Text content, const Gist *gist, bool direct, const Senses *senses, Arena *arena, Body *out)
{
    WordAt *words;
    uint32_t count;
    *out = (Body){.weight = 0};
    return words_of(content, arena, &words, &count) && take_terms(gist, arena, out) &&
           take_roots(content, words, count, senses, arena, out) &&
           take_quoted(content, words, count, direct, arena, out);
}
