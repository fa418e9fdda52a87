/* Bearers: which names are one bearer's. Full names first, over the whole article, for a headline says "Roe" before the
 * text says "Jane Roe"; then short ones in the text's order, each to the one bearer whose short name it is:
 *
 *   Jane Roe                             <- Roe, Jane, Ms. Roe
 *   International Atomic Energy Agency   <- IAEA, the Agency
 *   The Washington Post                  <- the Post
 *
 * Where several bearers have the short name, a title or nearness must tell them apart, or it stays without one. */
#include "entity/internal.h"

#define SEVERAL (NONE - 1)
#define NAMESAKES 8u /* people of one surname that are looked at */
#define NEAR 2u      /* sentences within which one namesake is in mind */
#define FAR 8u       /* sentences after which one is not */
#define LIKELY_GUESS 0.6f

enum {
    KEY_LISTED = 1,
    KEY_PERSON,
    KEY_WORDS,
    KEY_SURNAME,
    KEY_GIVEN,
    KEY_INITIALS,
    KEY_FIRST_WORD,
    KEY_LAST_WORD,
    KEY_SINGLE,
    KEY_OTHER_SEX, /* a second bearer of a single name: "Mrs. Smith" after "Mr. Smith" */
    KEY_TITLED_SEX /* by bearer of a single name: what its titles say */
};

typedef struct Census {
    KeyMap map;
    uint32_t *namesake; /* by bearer: an earlier one of the same surname, or NONE */
} Census;

/* ---- the map ---- */

bool map_take(Arena *arena, uint32_t most, KeyMap *out)
{
    uint32_t slots = 16;
    while (slots < (uint64_t)most * 2 && slots < 1u << 31) slots *= 2;
    *out = (KeyMap){.keys = TAKE(arena, MapKey, slots), .values = TAKE(arena, uint32_t, slots), .mask = slots - 1};
    if (!out->keys || !out->values) return false;
    memset(out->keys, 0, (size_t)slots * sizeof *out->keys);
    hash_seed(&out->seed);
    return true;
}

static bool keys_equal(MapKey a, MapKey b) { return a.kind == b.kind && a.a == b.a && a.b == b.b; }

uint32_t *map_at(KeyMap *map, MapKey key)
{
    uint32_t i = (uint32_t)hash_keyed(&key, sizeof key, &map->seed) & map->mask;
    while (map->keys[i].kind && !keys_equal(map->keys[i], key)) i = (i + 1) & map->mask;
    if (!map->keys[i].kind) {
        map->keys[i] = key;
        map->values[i] = NONE;
    }
    return &map->values[i];
}

static uint32_t *at(Census *c, uint32_t kind, uint32_t a) { return map_at(&c->map, (MapKey){kind, a, 0}); }

/* One bearer of the key, or SEVERAL. */
static void claim(uint32_t *value, uint32_t bearer) { *value = *value == NONE || *value == bearer ? bearer : SEVERAL; }

/* ---- full names ---- */

static uint32_t length_of(const Name *n) { return n->words.end - n->words.begin; }

static MapKey full_key(const Name *n)
{
    if (n->list_entry != NONE) return (MapKey){KEY_LISTED, n->list_entry, n->type == ENTITY_PEOPLE};
    return (MapKey){KEY_WORDS, n->key, 0};
}

/* "Donald J. Trump" and "Donald Trump". */
static MapKey person_key(const Name *n) { return (MapKey){KEY_PERSON, n->first, n->last}; }

/* Initials that the list knows as another's: "CNS" may be short for a name of this article. */
static bool is_initials(const Survey *s, const Name *n)
{
    if (!(n->flags & NAME_CAPITALS) || length_of(n) > 1 || n->list_entry == NONE) return false;
    if (n->type != ENTITY_ORGANIZATION && n->type != ENTITY_OUTLET) return false;
    Text own = list_entry(&s->model->lists, n->list_entry).name;
    return memchr(own.data, ' ', own.size) != NULL;
}

/* "The Times", which the list has of no one country: in this article it may be short for a longer name. */
static bool is_last_word(const Survey *s, const Name *n)
{
    if (n->list_entry == NONE || n->type != ENTITY_OUTLET || length_of(n) != 2) return false;
    ListEntry e = list_entry(&s->model->lists, n->list_entry);
    return text_starts(e.name, "The ") && !e.country[0];
}

/* "De Brandt", "Finch-Bloom": a surname of several words, without a given name. */
static bool is_compound(const Survey *s, const Name *n)
{
    uint32_t length = length_of(n), first = n->words.begin;
    if (n->list_entry != NONE || length < 2 || length > 4) return false;
    if (s->class[first] & WORD_PARTICLE) return true;
    return length == 3 && s->tokens->words[first + 1].mark == MARK_HYPHEN;
}

/* Whether the bearer's full name ends with the words of the other. */
static bool ends_so(const Survey *s, const Name *full, const Name *n)
{
    uint32_t length = length_of(n);
    if (length_of(full) <= length) return false;
    for (uint32_t i = 1; i <= length; i++)
        if (s->tokens->words[full->words.end - i].lower != s->tokens->words[n->words.end - i].lower) return false;
    return true;
}

static bool is_full(const Survey *s, const Name *n)
{
    if (n->flags & NAME_EPITHET || is_initials(s, n) || is_last_word(s, n) || is_compound(s, n)) return false;
    if (n->list_entry != NONE) return !((n->flags & NAME_VAGUE || n->type == ENTITY_PLACE) && length_of(n) == 1);
    return length_of(n) > 1;
}

static bool add_bearer(Survey *s, uint32_t name, uint32_t *out)
{
    if (!arena_grow(s->scratch, (void **)&s->bearers, &s->bearer_capacity, s->bearer_count + 1, sizeof *s->bearers))
        return false;
    const Name *n = &s->names[name];
    s->bearers[s->bearer_count] =
        (Bearer){.full = name, .first = NONE, .list_entry = n->list_entry, .last_sentence = NONE,
                 .subject_sentence = NONE, .number = NONE};
    *out = s->bearer_count++;
    return true;
}

static uint8_t sex_of(uint16_t flags)
{
    return (uint8_t)((flags & NAME_MALE ? GIVEN_MALE : 0) | (flags & NAME_FEMALE ? GIVEN_FEMALE : 0));
}

/* A name that is sure of its type tells the bearer's; of two forms the one of more words is the fuller. */
static bool is_canonical(const Survey *s, const Name *n)
{
    Text own = list_entry(&s->model->lists, n->list_entry).name;
    if (text_starts(own, "The ")) own = text_of(own.data + 4, own.size - 4);
    Text here = span_text(s, n->words);
    if (text_starts(here, "The ") || text_starts(here, "the ")) here = text_of(here.data + 4, here.size - 4);
    return text_equal(own, here);
}

static void join_name(Survey *s, uint32_t name, uint32_t bearer, uint8_t rule)
{
    Name *n = &s->names[name];
    Bearer *b = &s->bearers[bearer];
    const Name *full = &s->names[b->full];
    n->bearer = bearer;
    if (!n->rule || rule != RULE_NAME) n->rule = rule;
    b->names++;
    b->clear += length_of(n) > 1;
    b->vague |= (n->flags & NAME_VAGUE) != 0;
    b->abbreviated |= (n->flags & NAME_CAPITALS) != 0;
    if (n->list_entry != NONE && n->list_entry == b->list_entry) b->canonical |= is_canonical(s, n);
    bool typed = n->flags & NAME_TYPED;
    if (n->type && (!b->type || (typed && !b->sure))) b->type = n->type;
    b->sure |= typed;
    for (uint32_t i = 0; i < GUESS_CLASSES; i++) b->guess[i] += n->guess[i] / 4;
    if (!b->gender) b->gender = sex_of(n->flags);
    bool quieter = full->flags & NAME_CAPITALS && !(n->flags & NAME_CAPITALS) && length_of(n) >= length_of(full);
    if (length_of(n) > length_of(full) || quieter) b->full = name;
}

/* The number of its capital letters in a row, after those of `before`. */
static uint32_t letters_number(Survey *s, Text t, uint32_t before, bool first_alone)
{
    for (size_t i = 0; i < t.size; i++) {
        if (t.data[i] < 'A' || t.data[i] > 'Z') continue;
        before = numbering_of(&s->numbers, before, text_of(t.data + i, 1));
        if (first_alone) break;
    }
    return before;
}

static uint32_t initials_number(Survey *s, Span words)
{
    uint32_t number = 0;
    for (uint32_t i = words.begin; i < words.end; i++)
        if (is_upper(s, i)) number = letters_number(s, word_text(s->article, &s->tokens->words[i]), number, true);
    return number;
}

static void claim_person(Census *c, uint32_t bearer, const Name *n)
{
    uint32_t *surname = at(c, KEY_SURNAME, n->last);
    c->namesake[bearer] = NONE;
    if (*surname != bearer) {
        c->namesake[bearer] = *surname;
        *surname = bearer;
    }
    claim(at(c, KEY_GIVEN, n->first), bearer);
}

static void claim_body(Survey *s, Census *c, uint32_t bearer, const Name *n)
{
    claim(at(c, KEY_INITIALS, initials_number(s, n->words)), bearer);
    if (is_upper(s, n->words.end - 1)) claim(at(c, KEY_FIRST_WORD, n->first), bearer); /* no "Roe campaign" */
    claim(at(c, KEY_LAST_WORD, n->last), bearer);
}

static bool has_link(const Survey *s, const Name *n) /* "Greyling & Tarn", but not "C.L. "Butch" Otter" */
{
    for (uint32_t i = n->words.begin; i < n->words.end; i++) {
        uint8_t mark = s->tokens->words[i].mark;
        bool quote = mark >= MARK_QUOTE_OPEN && mark <= MARK_SINGLE_CLOSE;
        bool inner = quote || mark == MARK_HYPHEN || mark == MARK_COMMA;
        if (!is_upper(s, i) && !(s->class[i] & WORD_PARTICLE) && !inner) return true;
    }
    return false;
}

/* ---- people of one first and last name ---- */

#define MIDDLE 4u /* initials that are compared */

/* The initials between the first and the last name: "WH" of "William Henry", "HW" of "H.W."; a nickname has none. */
static uint32_t middle_of(const Survey *s, const Name *n, char out[MIDDLE])
{
    uint32_t count = 0, end = n->words.end - 1;
    while (end > n->words.begin && (s->class[end] & WORD_JUNIOR || s->tokens->words[end].mark)) end--;
    for (uint32_t i = n->words.begin + 1; i < end; i++) {
        Text t = word_text(s->article, &s->tokens->words[i]);
        uint8_t before = s->tokens->words[i - 1].mark;
        if (!is_upper(s, i) || (before >= MARK_QUOTE_OPEN && before <= MARK_SINGLE_CLOSE)) continue;
        bool initials = t.size > 1 && t.data[1] == '.';
        for (size_t k = 0; k < (initials ? t.size : 1) && count < MIDDLE; k++)
            if (t.data[k] != '.') out[count++] = t.data[k];
    }
    return count;
}

static uint32_t junior_of(const Survey *s, const Name *n)
{
    uint32_t last = n->words.end - 1;
    if (!(s->class[last] & WORD_JUNIOR)) return 0;
    Text t = word_text(s->article, &s->tokens->words[last]);
    if (t.size && t.data[t.size - 1] == '.') t.size--;
    return lemma_hash(t);
}

static bool may_be_same(const Survey *s, const Name *a, const Name *b)
{
    char x[MIDDLE], y[MIDDLE];
    uint32_t m = middle_of(s, a, x), n = middle_of(s, b, y), j = junior_of(s, a), k = junior_of(s, b);
    return !memcmp(x, y, m < n ? m : n) && (!j || !k || j == k);
}

/* Of the people of that first and last name the one who may have the middle one, too; SEVERAL. */
static uint32_t person_meant(const Survey *s, Census *c, const Name *n, uint32_t first)
{
    uint32_t found = NONE, seen = 0;
    if (first == NONE) return NONE;
    for (uint32_t b = *at(c, KEY_SURNAME, n->last); b != NONE && seen++ < NAMESAKES; b = c->namesake[b]) {
        const Name *full = &s->names[s->bearers[b].full];
        if (s->bearers[b].type != ENTITY_PERSON || full->list_entry != NONE || full->first != n->first) continue;
        if (may_be_same(s, n, full)) found = found == NONE ? b : SEVERAL;
    }
    return found == NONE && may_be_same(s, n, &s->names[s->bearers[first].full]) ? first : found;
}

static bool take_full(Survey *s, Census *c, uint32_t name)
{
    const Name *n = &s->names[name];
    bool person = n->list_entry == NONE && n->type == ENTITY_PERSON;
    uint32_t *known = map_at(&c->map, full_key(n)), *namesake = person ? map_at(&c->map, person_key(n)) : known;
    uint32_t bearer = *known != NONE || !person ? *known : person_meant(s, c, n, *namesake);
    bool fresh = bearer == NONE;
    if (bearer == SEVERAL) return true; /* a short name: take_short */
    if (fresh && !add_bearer(s, name, &bearer)) return false;
    *known = *namesake = bearer;
    join_name(s, name, bearer, fresh ? RULE_NAME : RULE_SAME);
    if (!fresh) return true;
    c->namesake[bearer] = NONE;
    if ((n->type == ENTITY_PERSON || n->type == ENTITY_NONE) && length_of(n) > 1 && !has_link(s, n))
        claim_person(c, bearer, n);
    if ((n->type == ENTITY_ORGANIZATION || n->type == ENTITY_OUTLET || n->type == ENTITY_NONE) && length_of(n) > 1)
        claim_body(s, c, bearer, n);
    return true;
}

/* "More Jane Roe", "Ex-Lawyer Jane Roe": the article has the name without the first word, which is no given name. */
static bool may_be_longer(const Survey *s, const Name *n)
{
    bool person = n->list_entry == NONE && (n->type == ENTITY_PERSON || n->type == ENTITY_NONE);
    return n->rest && person && !given_name(&s->model->lists, &s->tokens->words[n->words.begin]);
}

static bool take_longer(Survey *s, Census *c, uint32_t name)
{
    Name *n = &s->names[name];
    uint32_t b = *at(c, KEY_WORDS, n->rest);
    if (b == NONE || s->bearers[b].type != ENTITY_PERSON) return take_full(s, c, name);
    n->words.begin++;
    join_name(s, name, b, RULE_SAME);
    return true;
}

static bool take_full_names(Survey *s, Census *c)
{
    for (uint32_t i = 0; i < s->name_count; i++)
        if (is_full(s, &s->names[i]) && !may_be_longer(s, &s->names[i]) && !take_full(s, c, i)) return false;
    for (uint32_t i = 0; i < s->name_count; i++)
        if (is_full(s, &s->names[i]) && may_be_longer(s, &s->names[i]) && !take_longer(s, c, i)) return false;
    return true;
}

/* ---- short names ---- */

static bool sexes_differ(uint8_t a, uint8_t b) { return a && b && !(a & b); }

/* Whether the name is the subject of a clause. */
static bool names_subject(const Survey *s, const Name *n)
{
    for (uint32_t i = n->words.begin; i < n->words.end; i++) {
        uint32_t up = s->syntax->head[i];
        if (is_subject(s->syntax->relation[i])) return true;
        if (s->syntax->relation[i] == REL_APPOS && up != NONE && is_subject(s->syntax->relation[up])) return true;
    }
    return false;
}

/* Whether the bearer was named lately, or long ago. Sentences ahead do not count. */
static bool within(const Survey *s, uint32_t bearer, uint32_t sentence, uint32_t distance)
{
    uint32_t last = s->bearers[bearer].last_sentence;
    return last != NONE && sentence - last <= distance;
}

/* A surname may be a given name, too, and says nothing of the sex then: "Kennedy". */
static uint8_t sex_of_surname(const Survey *s, const Name *n)
{
    bool given = length_of(n) > 1 && !is_compound(s, n);
    return n->flags & NAME_TITLED || given ? sex_of(n->flags) : 0;
}

/* Of two the one that has all the clear names of the article (full ones, given ones) but for a first one or two. */
static bool outweighs(const Survey *s, uint32_t a, uint32_t b)
{
    return s->bearers[b].clear <= 2 && s->bearers[a].clear >= 2 * s->bearers[b].clear + 1;
}

typedef struct Namesakes { /* the people of one surname whose sex fits */
    uint32_t fit, near, spoke, leader, usual;
    uint32_t fits, recent, speakers, usuals; /* usual: the surname alone was taken for him before */
    bool led;                                /* the leader outweighs all others */
} Namesakes;

static void weigh_namesake(const Survey *s, const Name *n, uint32_t b, Namesakes *all)
{
    bool near = within(s, b, n->sentence, NEAR);
    uint32_t subject = s->bearers[b].subject_sentence;
    all->fit = b;
    all->fits++;
    if (near) all->near = b;
    all->recent += within(s, b, n->sentence, FAR);
    if (near && subject != NONE && n->sentence - subject <= NEAR) {
        all->spoke = b;
        all->speakers++;
    }
    if (s->bearers[b].bare) {
        all->usual = b;
        all->usuals++;
    }
    bool over = all->leader == NONE || outweighs(s, b, all->leader);
    all->led = all->leader == NONE || (all->led && (over || outweighs(s, all->leader, b)));
    if (over) all->leader = b;
}

/* Whether some of the people were named in full before; those who are only named later are not meant then. */
static bool any_met(const Survey *s, const Census *c, uint32_t first, const Name *n)
{
    uint32_t seen = 0;
    for (uint32_t b = first; b != NONE && seen++ < NAMESAKES; b = c->namesake[b])
        if (s->bearers[b].last_sentence != NONE && !sexes_differ(s->bearers[b].gender, sex_of_surname(s, n)))
            return true;
    return false;
}

/* Of the people of a surname the only one whose sex fits; among several, the one named just now where all others are
 * long past, the only one that was a subject just now, the only one who is ever called so, or the one of whom the
 * article is. SEVERAL: it cannot be told. */
static uint32_t namesake_meant(const Survey *s, const Census *c, uint32_t first, const Name *n)
{
    Namesakes all = {NONE, NONE, NONE, NONE, NONE, 0, 0, 0, 0, false};
    uint32_t seen = 0;
    bool met = any_met(s, c, first, n);
    for (uint32_t b = first; b != NONE && seen++ < NAMESAKES; b = c->namesake[b]) {
        if (sexes_differ(s->bearers[b].gender, sex_of_surname(s, n))) continue;
        if (!met || s->bearers[b].last_sentence != NONE) weigh_namesake(s, n, b, &all);
    }
    if (all.fits == 1) return all.fit;
    if (!all.fits) return NONE;
    if (all.near != NONE && all.recent == 1) return all.near;
    if (all.speakers == 1 && names_subject(s, n)) return all.spoke;
    if (all.usuals == 1 && s->bearers[all.usual].bare > 1) return all.usual;
    return all.led ? all.leader : SEVERAL;
}

/* "Washington said", but not "in Washington", where a Denzel Washington is in the article. */
static bool may_be_person(const Survey *s, const Name *n)
{
    if (n->flags & NAME_ARTICLE) return false;
    if (n->type == ENTITY_PERSON || n->type == ENTITY_NONE) return true;
    if (n->list_entry == NONE && !(n->flags & NAME_TYPED)) return true;
    bool after = n->words.begin && s->syntax->upos[n->words.begin - 1] == UPOS_ADP;
    return !after && (n->type == ENTITY_PLACE || n->flags & NAME_VAGUE);
}

static uint32_t by_person(const Survey *s, Census *c, const Name *n, uint8_t *rule)
{
    if (!may_be_person(s, n)) return NONE;
    uint32_t first = *at(c, KEY_SURNAME, n->last);
    uint32_t b = first == NONE ? NONE : namesake_meant(s, c, first, n);
    *rule = b == SEVERAL ? RULE_RIVALS : RULE_SHORT;
    if (is_compound(s, n) && (b == SEVERAL || (b != NONE && !ends_so(s, &s->names[s->bearers[b].full], n))))
        return NONE;
    if (b != NONE) return b;
    if (n->list_entry != NONE) return NONE;
    *rule = RULE_GIVEN;
    b = *at(c, KEY_GIVEN, n->first);
    return b == SEVERAL || (b != NONE && n->flags & NAME_TITLED) ? NONE : b;
}

static uint32_t by_body(Survey *s, Census *c, uint32_t name, uint8_t *rule)
{
    const Name *n = &s->names[name];
    *rule = RULE_ACRONYM;
    if (n->flags & NAME_CAPITALS) {
        if (n->flags & NAME_BRACKETS && name && s->names[name - 1].words.end + 1 == n->words.begin)
            return s->names[name - 1].bearer;
        uint32_t b =
            *at(c, KEY_INITIALS, letters_number(s, word_text(s->article, &s->tokens->words[n->words.begin]), 0, false));
        if (b != NONE && b != SEVERAL) return b;
    }
    *rule = RULE_SHORT;
    if (n->type == ENTITY_PERSON) return NONE;
    uint32_t last = n->flags & NAME_ARTICLE ? *at(c, KEY_LAST_WORD, n->last) : NONE;
    if (last != NONE && last != SEVERAL) return last;
    uint32_t first = n->flags & NAME_ARTICLE ? NONE : *at(c, KEY_FIRST_WORD, n->first);
    bool firm = first != NONE && first != SEVERAL && s->bearers[first].type == ENTITY_ORGANIZATION;
    return firm && n->list_entry == NONE && !given_name(&s->model->lists, &s->tokens->words[n->words.begin]) ? first
                                                                                                             : NONE;
}

/* What "Mr." says; that Kennedy is a given name of girls says nothing. */
static uint8_t sex_of_title(const Survey *s, const Name *n)
{
    uint32_t flags = 0;
    for (uint32_t i = n->title.begin; i < n->title.end; i++)
        flags |= list_title(&s->model->lists, &s->tokens->words[i], n->title.end - i).flags;
    return (uint8_t)((flags & TITLE_MALE ? GIVEN_MALE : 0) | (flags & TITLE_FEMALE ? GIVEN_FEMALE : 0));
}

static bool take_short(Survey *s, Census *c, uint32_t name)
{
    Name *n = &s->names[name];
    uint8_t rule = RULE_NAME;
    uint32_t bearer = is_initials(s, n) ? *map_at(&c->map, full_key(n)) : NONE;
    if (bearer != NONE) rule = RULE_LIST;
    if (is_last_word(s, n)) {
        bearer = *at(c, KEY_LAST_WORD, n->last);
        rule = RULE_SHORT;
        if (bearer != NONE && (bearer == SEVERAL || s->bearers[bearer].type != ENTITY_OUTLET)) bearer = NONE;
    }
    if (bearer == NONE) bearer = by_person(s, c, n, &rule);
    if (bearer == NONE) bearer = by_body(s, c, name, &rule);
    if (bearer == SEVERAL) {
        n->rule = RULE_RIVALS;
        return true;
    }
    if (bearer != NONE) {
        s->bearers[bearer].bare += rule == RULE_SHORT;
        join_name(s, name, bearer, rule);
        return true;
    }
    uint32_t *known = n->list_entry != NONE ? map_at(&c->map, full_key(n)) : at(c, KEY_SINGLE, n->key);
    if (n->list_entry == NONE && *known != NONE) {
        uint32_t *other = at(c, KEY_OTHER_SEX, n->key);
        uint8_t sex = sex_of_title(s, n);
        if (!sex && *other != NONE) {
            n->rule = RULE_RIVALS;
            return true;
        }
        uint32_t titled = *at(c, KEY_TITLED_SEX, *known);
        if (titled != NONE && sexes_differ((uint8_t)titled, sex)) known = other;
    }
    bool fresh = *known == NONE;
    if (fresh && !add_bearer(s, name, known)) return false;
    if (fresh) c->namesake[*known] = NONE;
    uint32_t *titled = at(c, KEY_TITLED_SEX, *known);
    if (*titled == NONE && sex_of_title(s, n)) *titled = sex_of_title(s, n);
    join_name(s, name, *known, fresh ? RULE_NAME : RULE_SAME);
    return true;
}

/* "the Islamic republic": its bearer where the article names it. */
static void take_epithet(Survey *s, Census *c, uint32_t name)
{
    Name *n = &s->names[name];
    uint32_t b = *map_at(&c->map, (MapKey){KEY_LISTED, n->list_entry, 0});
    n->rule = b == NONE ? RULE_NOBODY : RULE_EPITHET;
    if (b == NONE) return;
    n->bearer = b;
    s->bearers[b].names++;
}

/* All names of a bearer together tell its type better than the first one did. */
static void guess_bearers(Survey *s)
{
    for (uint32_t i = 0; i < s->bearer_count; i++) {
        Bearer *b = &s->bearers[i];
        uint8_t type = b->sure || b->names < 2 ? ENTITY_NONE : guess_type(s->model, b->guess, LIKELY_GUESS);
        if (type) b->type = type;
        if (b->vague && b->type == ENTITY_COUNTRY) b->type = ENTITY_PLACE; /* Georgia, the country or the state */
    }
}

/* "Jane" is Jane Roe and nobody else. */
static void count_given(Survey *s, Census *c)
{
    for (uint32_t i = 0; i < s->name_count; i++) {
        const Name *n = &s->names[i];
        if (length_of(n) > 1 || n->list_entry != NONE || *at(c, KEY_SURNAME, n->last) != NONE) continue;
        uint32_t b = *at(c, KEY_GIVEN, n->first);
        if (b != NONE && b != SEVERAL) s->bearers[b].clear++;
    }
}

bool survey_bearers(Survey *s)
{
    Census c;
    if (!map_take(s->scratch, s->name_count * 8 + 1, &c.map)) return false;
    if (!(c.namesake = TAKE(s->scratch, uint32_t, (size_t)s->name_count + 1))) return false;
    if (!take_full_names(s, &c)) return false;
    count_given(s, &c);
    for (uint32_t i = 0; i < s->name_count; i++) {
        Name *n = &s->names[i];
        if (n->flags & NAME_EPITHET)
            take_epithet(s, &c, i);
        else if (n->bearer == NONE && !take_short(s, &c, i))
            return false;
        if (n->bearer == NONE) continue;
        if (s->bearers[n->bearer].first == NONE) s->bearers[n->bearer].first = i;
        s->bearers[n->bearer].last_sentence = n->sentence;
        if (names_subject(s, n)) s->bearers[n->bearer].subject_sentence = n->sentence;
    }
    guess_bearers(s);
    return !s->numbers.failed;
}
