/* Contents -> gists: each word becomes the term that it means, or none.
 *
 *   names by the document's entities · pronouns by whom they stand for, "I" by the source · numbers by value ·
 *   negation, conditions, modals and passives as terms of their own · all other words as stems
 *
 * Keys are pairs of terms, the smallest two under each of a few hashes, where names and long words come first (weighted
 * MinHash): contents that share most of their terms share a pair, and a pair is seldom shared by others. */
#include <stdlib.h>

#include "ledger/claim/term.h"

#define FEWEST_TERMS 4u      /* of a claim in whoever's mouth */
#define FEWEST_SHORT 2u      /* of one that is its speaker's own: "the minister lied" */
#define MOST_INNER 16u       /* attributions within a content that are told apart from its own words */
#define FEWEST_NEAR_TERMS 5u /* of one that is joined to near ones */
#define FEWEST_QUOTED_WORDS 4u
#define MOST_TERMS 400u    /* what comes after is the business of `exact` alone */
#define LONGEST_CARRIER 6u /* words of "a newspaper report that" */

typedef struct Named { /* a mention by name or pronoun */
    Span span;
    Term name, given; /* given: 0 where there is none */
    bool pronoun;
} Named;

typedef struct Token {
    Folded word;
    Span span;
    bool denies; /* ends in n't */
    bool will;   /* ends in 'll */
    bool number; /* digits */
    double value;
} Token;

typedef struct Maker {
    Text text;
    Arena *arena;
    const Senses *senses;
    Named *bearers; /* of each entity: its name */
    uint32_t bearer_count;
    Named *named; /* ascending, the longer first */
    uint32_t named_count, named_capacity;
    /* the content that is being read */
    Term *terms;
    uint8_t *weights;
    uint32_t count, capacity, weight_capacity, words;
    Span inner[MOST_INNER]; /* cues of what others say within it */
    uint32_t inner_count;
    uint32_t *first, *next; /* of each attribution: its first inner one · the next of the same outer one; NONE */
    Term speaker; /* 0: not known */
    double value; /* of a number that may go on */
    bool counting, be, loose, failed;
} Maker;

/* ---- words ---- */

static bool is_apostrophe(uint32_t c) { return c == '\'' || c == 0x2019; }

static void fold(Folded *word, uint32_t c)
{
    if (word->size < LONGEST_WORD) word->size += utf8_put(char_folded(c), word->data + word->size);
}

/* "1,400", "7.30", "3:40": marks between digits. Returns where the number ends. */
static size_t read_digits(Text text, size_t at, size_t end, Token *out)
{
    double unit = 1;
    bool fraction = false;
    for (out->number = true; at < end; at++) {
        char c = text.data[at];
        if (c >= '0' && c <= '9') {
            if (fraction) unit /= 10;
            out->value = fraction ? out->value + unit * (c - '0') : out->value * 10 + (c - '0');
        } else if (!strchr(",.:", c) || at + 1 >= end || text.data[at + 1] < '0' || text.data[at + 1] > '9') {
            break;
        } else if (c != ',') {
            fraction = true;
        }
    }
    return at;
}

/* "st", "nd", "th" behind digits. */
static size_t skip_ordinal(Text text, size_t at, size_t end)
{
    static const char endings[][3] = {"st", "nd", "rd", "th"};
    size_t next;
    for (size_t i = 0; i < COUNT(endings); i++)
        if (at + 2 <= end && !memcmp(text.data + at, endings[i], 2) &&
            (at + 2 == end || !char_is_letter(utf8_at(text, at + 2, &next))))
            return at + 2;
    return at;
}

/* What stands behind the apostrophe: "n't" and "'ll" say something, "'s" and "'ve" do not. */
static void read_tail(Token *out, const Folded *tail)
{
    if (tail->size == 1 && tail->data[0] == 't' && out->word.size > 1 && out->word.data[out->word.size - 1] == 'n') {
        out->denies = true;
        out->word.size--;
        if (out->word.size == 2 && !memcmp(out->word.data, "ca", 2)) fold(&out->word, 'n');
    }
    out->will = tail->size == 2 && !memcmp(tail->data, "ll", 2);
}

static size_t read_letters(Text text, size_t at, size_t end, Token *out)
{
    Folded tail = {.size = 0};
    bool behind = false;
    for (size_t next; at < end; at = next) {
        uint32_t c = utf8_at(text, at, &next);
        if (is_apostrophe(c) && !behind && next < end && char_is_letter(utf8_at(text, next, &(size_t){0}))) {
            behind = true;
            continue;
        }
        if (is_apostrophe(c) || !char_is_letter(c)) break;
        fold(behind ? &tail : &out->word, c);
    }
    if (behind) read_tail(out, &tail);
    return at;
}

/* The token that begins at or after *at, which moves behind it. */
static bool next_token(Text text, size_t *at, size_t end, Token *out)
{
    *out = (Token){.word.size = 0};
    for (size_t i = *at, next; i < end; i = next) {
        uint32_t c = utf8_at(text, i, &next);
        out->span.begin = (uint32_t)i;
        if (c == '%') {
            memcpy(out->word.data, "cent", out->word.size = 4);
            *at = next;
        } else if (char_is_digit(c)) {
            *at = skip_ordinal(text, read_digits(text, i, end, out), end);
        } else if (char_is_letter(c) && !is_apostrophe(c)) {
            *at = read_letters(text, i, end, out);
        } else {
            continue;
        }
        out->span.end = (uint32_t)*at;
        return true;
    }
    return false;
}

Term term_turn(const char *sense) { return term_of_word(sense, strlen(sense), TERM_TURN); }

/* ---- names ---- */

static bool is_the(const Folded *w) { return w->size == 3 && !memcmp(w->data, "the", 3); }

/* The name's last word and its first: "Haleko" agrees with "Dorrit Haleko", "Jory Haleko" does not. */
static Named name_of(Text name)
{
    Named out = {.name = 0};
    Folded first = {.size = 0}, last = {.size = 0};
    Token token;
    for (size_t at = 0; next_token(name, &at, name.size, &token);) {
        if (token.number || is_the(&token.word)) continue;
        if (last.size && !first.size) first = last;
        last = token.word;
    }
    if (last.size) out.name = term_of_word(last.data, last.size, TERM_NAME);
    if (first.size) out.given = term_of_word(first.data, first.size, TERM_GIVEN);
    return out;
}

/* A nominal ("the ministry", "its dredger, the Patience") is left to its words: another article may not settle it.
 * With its title and all, a name is one term. */
static bool bears_name(Text mention, const Named *bearer)
{
    Token token;
    for (size_t at = 0, words = 0; next_token(mention, &at, mention.size, &token);) {
        if (is_the(&token.word)) continue;
        if (!words++ && !char_is_upper(utf8_at(mention, token.span.begin, &(size_t){0}))) return false;
        Term last = term_of_word(token.word.data, token.word.size, TERM_NAME);
        Term given = term_of_word(token.word.data, token.word.size, TERM_GIVEN);
        if (last == bearer->name || given == bearer->given) return true;
    }
    return false;
}

static bool is_pronoun(const Maker *m, Text mention)
{
    Token token;
    size_t at = 0;
    if (!next_token(mention, &at, mention.size, &token) || token.span.end != mention.size) return false;
    Role role = senses_find(m->senses, &token.word).role;
    return role == ROLE_PRONOUN || role == ROLE_FIRST;
}

static bool add_mention(Maker *m, const Named *bearer, Span span)
{
    Text words = text_slice(m->text, span);
    Named named = *bearer;
    named.span = span;
    named.pronoun = is_pronoun(m, words);
    if (!named.name || (!named.pronoun && !bears_name(words, bearer))) return true;
    void *items = m->named;
    if (!arena_grow(m->arena, &items, &m->named_capacity, m->named_count + 1, sizeof named)) return false;
    m->named = items;
    m->named[m->named_count++] = named;
    return true;
}

static int by_place(const void *a, const void *b)
{
    const Named *x = a, *y = b;
    if (x->span.begin != y->span.begin) return x->span.begin < y->span.begin ? -1 : 1;
    if (x->span.end != y->span.end) return x->span.end > y->span.end ? -1 : 1;
    return x->name < y->name ? -1 : x->name > y->name;
}

static bool find_names(Maker *m, const Told *in)
{
    m->bearer_count = in->entity_count;
    if (!(m->bearers = TAKE(m->arena, Named, m->bearer_count + 1u))) return false;
    for (uint32_t i = 0; i < m->bearer_count; i++) {
        const sayso_entity *entity = &in->entities[i];
        m->bearers[i] = name_of(entity->name);
        for (uint32_t k = 0; k < entity->mention_count; k++)
            if (!add_mention(m, &m->bearers[i], entity->mentions[k])) return false;
    }
    if (m->named_count) qsort(m->named, m->named_count, sizeof *m->named, by_place);
    return true;
}

/* The longest that begins at `begin` and lies within `end`. */
static const Named *name_at(const Maker *m, uint32_t begin, uint32_t end)
{
    uint32_t low = 0, high = m->named_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (m->named[middle].span.begin < begin)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < m->named_count && m->named[low].span.begin == begin; low++)
        if (m->named[low].span.end <= end) return &m->named[low];
    return NULL;
}

/* ---- terms ---- */

static void add_term(Maker *m, Term term, size_t weight)
{
    if (!term || m->count == MOST_TERMS) return;
    void *terms = m->terms, *weights = m->weights;
    if (!arena_grow(m->arena, &terms, &m->capacity, m->count + 1, sizeof term) ||
        !arena_grow(m->arena, &weights, &m->weight_capacity, m->count + 1, 1)) {
        m->failed = true;
        return;
    }
    m->terms = terms;
    m->weights = weights;
    m->terms[m->count] = term;
    m->weights[m->count++] = (uint8_t)(weight < 12 ? weight : 12);
}

static void end_number(Maker *m)
{
    if (!m->counting) return;
    uint64_t thousandths = m->value < 1e15 ? (uint64_t)(m->value * 1000 + 0.5) : UINT64_MAX;
    add_term(m, term_of(hash_mix(thousandths + 1), TERM_NUMBER), 5);
    m->counting = false;
}

/* "twenty one", "forty-one" */
static void take_number(Maker *m, double value)
{
    bool goes_on =
        m->counting && m->value >= 20 && m->value < 100 && value > 0 && value < 10 && (uint64_t)m->value % 10 == 0;
    if (!goes_on) end_number(m);
    m->value = goes_on ? m->value + value : value;
    m->counting = true;
}

static double value_of(Text digits)
{
    Token token = {.number = true};
    (void)read_digits(digits, 0, digits.size, &token);
    return token.value;
}

/* "k" and "m" scale only what is a number. */
static bool take_scale(Maker *m, const Token *token, Text sense)
{
    if (!m->counting && token->word.size < 3) return false;
    double scale = value_of(sense);
    m->value = m->counting ? m->value * scale : scale;
    m->counting = true;
    return true;
}

static bool ends_as_participle(const Folded *w) { return w->size > 4 && !memcmp(w->data + w->size - 2, "ed", 2); }

static void take_word(Maker *m, Folded word, Meaning meaning)
{
    if (m->be && (meaning.role == ROLE_FORM || ends_as_participle(&word))) add_term(m, term_turn("passive"), 0);
    m->be = false;
    if (meaning.role == ROLE_FORM) {
        word.size = meaning.sense.size < LONGEST_WORD ? meaning.sense.size : LONGEST_WORD;
        memcpy(word.data, meaning.sense.data, word.size);
    }
    size_t weight = word.size;
    stem(&word);
    TermKind kind = senses_find(m->senses, &word).role == ROLE_STRICT ? TERM_STRICT : TERM_STEM;
    add_term(m, term_of_word(word.data, word.size, kind), weight > 2 ? weight - 2 : 1);
}

/* "Trump's call for" is what another makes of Trump's saying. */
static void take_saying(Maker *m, size_t at, size_t end)
{
    Token token;
    if (!next_token(m->text, &at, end, &token)) return;
    Role role = senses_find(m->senses, &token.word).role;
    if (role == ROLE_SPEECH || role == ROLE_CARRIER) add_term(m, term_turn("says"), 0);
}

static void take_name(Maker *m, const Named *named)
{
    end_number(m);
    m->be = false;
    if (named->pronoun) {
        add_term(m, named->name >> 3 << 3 | TERM_WHO, 0);
    } else {
        add_term(m, named->name, 10);
        add_term(m, named->given, 0);
    }
}

static void take_speaker(Maker *m)
{
    if (m->speaker)
        add_term(m, m->speaker >> 3 << 3 | TERM_WHO, 0);
    else
        m->loose = true;
}

static void take_day(Maker *m, Meaning meaning)
{
    if (meaning.role == ROLE_DAY) m->loose = true;
    add_term(m, term_of_word(meaning.sense.data, meaning.sense.size, TERM_DAY), 0);
}

static void take_meaning(Maker *m, const Token *token, Meaning meaning)
{
    switch (meaning.role) {
    case ROLE_PASS:
    case ROLE_DETERMINER:
        break;
    case ROLE_BE:
        m->be = true;
        break;
    case ROLE_TURN:
        add_term(m, term_of_word(meaning.sense.data, meaning.sense.size, TERM_TURN), 0);
        break;
    case ROLE_DAY:
    case ROLE_MONTH:
        take_day(m, meaning);
        break;
    case ROLE_FIRST:
        take_speaker(m);
        break;
    case ROLE_PRONOUN:
        m->loose = true;
        break;
    default:
        take_word(m, token->word, meaning);
    }
    if (token->will) add_term(m, term_turn("will"), 0);
    if (token->denies) add_term(m, term_turn("not"), 0);
}

static bool is_word(const Token *token, const char *word)
{
    return text_is(text_of(token->word.data, token->word.size), word);
}

/* "May" and "March" inside a content are months, "one" is a number behind "twenty" alone. */
static Meaning meaning_of(const Maker *m, const Token *token)
{
    bool inside = m->words > 1 && char_is_upper((uint8_t)m->text.data[token->span.begin]);
    if (inside && (is_word(token, "may") || is_word(token, "march")))
        return (Meaning){ROLE_MONTH, text_of(token->word.data, token->word.size)};
    if (m->counting && is_word(token, "one")) return (Meaning){ROLE_NUMBER, text_literal("1")};
    return senses_find(m->senses, &token->word);
}

/* What A says that B says is not what B says, nor what A says. */
static void take_inner(Maker *m, const Token *token)
{
    for (uint32_t i = 0; i < m->inner_count; i++)
        if (m->inner[i].begin == token->span.begin) add_term(m, term_turn("says"), 0);
}

static void take_token(Maker *m, const Token *token)
{
    m->words++;
    if (m->inner_count) take_inner(m, token);
    if (token->number) {
        take_number(m, token->value);
        return;
    }
    Meaning meaning = meaning_of(m, token);
    if (meaning.role == ROLE_NUMBER) {
        take_number(m, value_of(meaning.sense));
        return;
    }
    if (meaning.role == ROLE_SCALE && take_scale(m, token, meaning.sense)) return;
    end_number(m);
    take_meaning(m, token, meaning);
    if (is_word(token, "cannot")) add_term(m, term_turn("not"), 0);
}

/* The "'s" of "Corvane's". */
static size_t skip_possessive(Text text, size_t at, size_t end)
{
    size_t next;
    if (at >= end || !is_apostrophe(utf8_at(text, at, &next))) return at;
    return next < end && text.data[next] == 's' ? next + 1 : at;
}

static void take_stretch(Maker *m, size_t at, size_t end)
{
    Token token;
    while (next_token(m->text, &at, end, &token)) {
        const Named *named = name_at(m, token.span.begin, (uint32_t)end);
        if (!named) {
            take_token(m, &token);
            continue;
        }
        take_name(m, named);
        m->words++;
        at = skip_possessive(m->text, named->span.end, end);
        if (at > named->span.end) take_saying(m, at, end);
    }
    end_number(m);
}

/* ---- contents ---- */

/* "a newspaper report that", "whether": the content is what follows, so that who denies it stands to what others
 * claim. */
static size_t skip_carrier(const Maker *m, const sayso_attribution *a)
{
    Span first = a->contents[0];
    Token token;
    size_t at = first.begin;
    bool carried = false;
    for (uint32_t i = 0; i < LONGEST_CARRIER && next_token(m->text, &at, first.end, &token); i++) {
        bool asks = a->act == SAYSO_ACT_ASK || a->act == SAYSO_ACT_DECLINE;
        if (!i && (is_word(&token, "whether") || (asks && is_word(&token, "if")))) return at;
        if (carried && is_word(&token, "that")) return at;
        carried = senses_find(m->senses, &token.word).role == ROLE_CARRIER;
    }
    return first.begin;
}

static Term name_of_source(const Maker *m, const sayso_attribution *a)
{
    return a->entity && a->entity <= m->bearer_count ? m->bearers[a->entity - 1].name : 0;
}

/* Each attribution's inner ones as a chain. */
static bool link_inner(Maker *m, const Told *told)
{
    uint32_t count = told->attribution_count;
    m->first = TAKE(m->arena, uint32_t, count + 1u);
    m->next = TAKE(m->arena, uint32_t, count + 1u);
    if (!m->first || !m->next) return false;
    memset(m->first, 0xFF, (count + 1u) * sizeof *m->first); /* NONE */
    for (uint32_t i = count; i-- > 0;) {
        uint32_t within = told->attributions[i].within;
        if (!within || within > count) continue;
        m->next[i] = m->first[within - 1];
        m->first[within - 1] = i;
    }
    return true;
}

static void find_inner(Maker *m, const Told *told, const sayso_attribution *a)
{
    m->inner_count = 0;
    if (!a->id || a->id > told->attribution_count) return;
    for (uint32_t i = m->first[a->id - 1]; i != NONE && m->inner_count < MOST_INNER; i = m->next[i])
        m->inner[m->inner_count++] = told->attributions[i].cue;
}

static void read_content(Maker *m, const sayso_attribution *a)
{
    m->count = m->words = 0;
    m->counting = m->be = m->loose = false;
    m->speaker = name_of_source(m, a);
    for (uint32_t i = 0; i < a->content_count; i++)
        take_stretch(m, i ? a->contents[i].begin : skip_carrier(m, a), a->contents[i].end);
}

/* A pronoun is the name of whom it stands for; whether the first name is given does not matter. */
static uint64_t hash_terms(const Maker *m, uint64_t hash)
{
    for (uint32_t i = 0; i < m->count; i++) {
        Term term = m->terms[i];
        if (term_kind(term) == TERM_GIVEN) continue;
        if (term_kind(term) == TERM_WHO) term = term_of(term >> 3, TERM_NAME);
        hash = hash_mix((hash ^ term) * 0x9e3779b97f4a7c15u);
    }
    return hash ? hash : 1;
}

static uint32_t count_kinds(const Maker *m, unsigned kinds)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < m->count; i++) n += (kinds >> term_kind(m->terms[i])) & 1u;
    return n;
}

#define OF_MEANING (1u << TERM_STEM | 1u << TERM_STRICT | 1u << TERM_NAME | 1u << TERM_NUMBER)
#define OF_WHOM_AND_WHEN (1u << TERM_WHO | 1u << TERM_DAY)

/* What voters say is of these voters: "voters in Ohio" and "voters in Texas" who say the same are two claims. */
static uint64_t group_of(const Maker *m, const sayso_attribution *a)
{
    Text words = text_slice(m->text, a->source);
    Token token;
    uint64_t hash = 1;
    for (size_t at = 0; next_token(words, &at, words.size, &token);) {
        if (!token.number && is_the(&token.word)) continue;
        hash = hash_mix(hash ^ hash_bytes(token.word.data, token.word.size, token.number ? (uint64_t)token.value + 1 : 0));
    }
    return hash;
}

/* The short words of a quotation, and few words, are their speaker's own: "I have asked twice", "the minister lied" are
 * other claims in other mouths, and of a speaker who is left open in every article. What says nothing of anything (a
 * topic, "what", "it") is no claim. */
static uint64_t exact_of(const Maker *m, const sayso_attribution *a)
{
    bool direct = a->form == SAYSO_FORM_DIRECT && m->words >= FEWEST_QUOTED_WORDS;
    unsigned kinds = OF_MEANING | OF_WHOM_AND_WHEN | (direct ? 1u << TERM_TURN : 0);
    if (!a->clause && a->act != SAYSO_ACT_ACCUSE) return 0; /* "accused them of fraud" says it of them */
    uint64_t whose = a->kind == SAYSO_KIND_GROUP ? group_of(m, a) : 0;
    if (count_kinds(m, OF_MEANING) && count_kinds(m, kinds) >= FEWEST_TERMS) return hash_terms(m, whose);
    if (!(direct && m->count) && (!count_kinds(m, OF_MEANING) || m->count < FEWEST_SHORT)) return 0;
    uint64_t own = m->speaker ? m->speaker : hash_bytes(m->text.data, m->text.size, a->id);
    return hash_terms(m, hash_mix(own));
}

/* ---- keys ---- */

typedef struct Choice {
    Term term;
    float rank;
} Choice;

/* An exponential variable of the rate `weight`: the smallest of all is each term's in proportion to its weight. */
static float rank_of(Term term, uint32_t turn, uint8_t weight)
{
    uint64_t h = hash_mix(((uint64_t)turn << 32 | term) * 0x9e3779b97f4a7c15u);
    return -log_portable(((float)(h >> 40) + 1.0f) / 16777217.0f) / (float)weight;
}

static bool two_smallest(const Maker *m, uint32_t turn, Choice two[2])
{
    two[0] = two[1] = (Choice){0, 1e30f};
    for (uint32_t i = 0; i < m->count; i++) {
        Term term = m->terms[i];
        if (!term_has_meaning(term) || term == two[0].term || term == two[1].term) continue;
        Choice c = {term, rank_of(term, turn, m->weights[i])};
        if (c.rank >= two[1].rank) continue;
        two[1] = c;
        if (c.rank < two[0].rank) {
            two[1] = two[0];
            two[0] = c;
        }
    }
    return two[1].term != 0;
}

static void add_key(Gist *gist, uint64_t key)
{
    for (uint32_t i = 0; i < gist->key_count; i++)
        if (gist->keys[i] == key) return;
    gist->keys[gist->key_count++] = key;
}

static void make_keys(const Maker *m, Gist *gist)
{
    Choice two[2];
    for (uint32_t turn = 0; turn < GIST_KEYS; turn++) {
        if (!two_smallest(m, turn, two)) return;
        Term low = two[0].term < two[1].term ? two[0].term : two[1].term, high = low ^ two[0].term ^ two[1].term;
        add_key(gist, hash_mix((uint64_t)low << 32 | high));
    }
}

/* ---- gists ---- */

static void add_speaker(const Maker *m, uint32_t entity, Gist *out)
{
    if (!entity || entity > m->bearer_count || !m->bearers[entity - 1].name) return;
    if (out->speaker_count < GIST_SPEAKERS) out->speakers[out->speaker_count++] = hash_mix(m->bearers[entity - 1].name);
}

static void find_speakers(const Maker *m, const sayso_attribution *a, Gist *out)
{
    for (uint32_t i = 0; i < a->entity_count; i++) add_speaker(m, a->entities[i], out);
    if (!a->entity_count) add_speaker(m, a->entity, out);
}

static bool is_of_inner(const Maker *m, const Told *told, const sayso_attribution *a, Span stretch)
{
    if (!a->id || a->id > told->attribution_count) return false;
    for (uint32_t i = m->first[a->id - 1], n = 0; i != NONE && n < MOST_INNER; i = m->next[i], n++) {
        const sayso_attribution *inner = &told->attributions[i];
        for (uint32_t k = 0; k < inner->content_count; k++)
            if (stretch.begin >= inner->contents[k].begin && stretch.end <= inner->contents[k].end) return true;
    }
    return false;
}

/* What A says that B said “in these words” are B's words, unless A is quoted as saying all of it. */
static bool make_quotes(Maker *m, const Told *told, const sayso_attribution *a, Gist *out)
{
    Span *stretches;
    uint32_t count, own = 0;
    if (!quotes_find(m->text, a, m->senses, m->arena, &stretches, &count)) return false;
    for (uint32_t i = 0; i < count; i++)
        if (!is_of_inner(m, told, a, stretches[i])) stretches[own++] = stretches[i];
    return quotes_make(m->text, stretches, own, m->senses, m->arena, &out->quotes);
}

static bool make_gist(Maker *m, const Told *told, const sayso_attribution *a, Gist *out)
{
    *out = (Gist){.exact = 0};
    find_speakers(m, a, out);
    if (!make_quotes(m, told, a, out)) return false;
    find_inner(m, told, a);
    read_content(m, a);
    out->exact = exact_of(m, a);
    if (m->failed || (!out->exact && !out->quotes.count)) return !m->failed;
    out->loose = m->loose || !count_kinds(m, 1u << TERM_NAME | 1u << TERM_NUMBER | 1u << TERM_WHO);
    out->term_count = m->count;
    if (!(out->terms = TAKE(m->arena, Term, m->count))) return false;
    if (m->count) memcpy(out->terms, m->terms, m->count * sizeof *m->terms);
    if (out->exact && count_kinds(m, OF_MEANING) >= FEWEST_NEAR_TERMS) make_keys(m, out);
    return true;
}

bool gists_make(const Told *told, Arena *arena, Gist **out)
{
    Maker m = {.text = told->text, .arena = arena, .senses = senses_make(arena)};
    *out = TAKE(arena, Gist, told->attribution_count + 1u);
    if (!*out || !m.senses || !find_names(&m, told) || !link_inner(&m, told)) return false;
    for (uint32_t i = 0; i < told->attribution_count; i++)
        if (!make_gist(&m, told, &told->attributions[i], &(*out)[i])) return false;
    return true;
}

/* ---- as the ledger keeps it ---- exact, a byte for loose, terms; little-endian */

#define HEADER 9u

static void put_u32(uint8_t *at, uint32_t x)
{
    for (unsigned i = 0; i < 4; i++) at[i] = (uint8_t)(x >> (8 * i));
}

bool gist_write(const Gist *gist, Arena *arena, const void **data, size_t *size)
{
    *size = HEADER + (size_t)gist->term_count * 4;
    uint8_t *bytes = arena_take(arena, *size, 1);
    *data = bytes;
    if (!bytes) return false;
    put_u32(bytes, (uint32_t)gist->exact);
    put_u32(bytes + 4, (uint32_t)(gist->exact >> 32));
    bytes[8] = gist->loose;
    for (uint32_t i = 0; i < gist->term_count; i++) put_u32(bytes + HEADER + (size_t)i * 4, gist->terms[i]);
    return true;
}

bool gist_read(const void *data, size_t size, Arena *arena, Gist *out)
{
    *out = (Gist){.exact = 0};
    if (size < HEADER || (size - HEADER) % 4 || (size - HEADER) / 4 > MOST_TERMS) return false;
    Cursor c = {.data = data, .size = size};
    out->exact = cursor_u64(&c);
    out->loose = cursor_u8(&c) != 0;
    out->term_count = (uint32_t)((size - HEADER) / 4);
    if (!(out->terms = TAKE(arena, Term, out->term_count + 1))) return false;
    for (uint32_t i = 0; i < out->term_count; i++) out->terms[i] = cursor_u32(&c);
    return !c.failed;
}
