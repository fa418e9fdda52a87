/* Who acts in an article, under which name, and whose surname stands alone there. */
#include <stdio.h>

#include "ledger/actor/place.h"

/* ---- who can act ---- */

/* Somebody who can speak and be spoken to. Places, peoples and documents are none, whatever they "said"; a name of
 * which the article does not tell what it is, is one where it speaks or is spoken to. */
static bool can_act(const sayso_entity *e, bool party)
{
    return e->type == SAYSO_TYPE_PERSON || e->type == SAYSO_TYPE_ORGANIZATION || e->type == SAYSO_TYPE_COUNTRY ||
           e->type == SAYSO_TYPE_OUTLET || (e->type == SAYSO_TYPE_UNKNOWN && party);
}

/* By entity: whether an attribution has it as source, addressee or outlet. */
static bool *parties_of(const Told *told, Arena *arena)
{
    bool *party = TAKE(arena, bool, (size_t)told->entity_count + 1);
    if (!party) return NULL;
    memset(party, 0, (size_t)told->entity_count + 1);
    for (uint32_t i = 0; i < told->attribution_count; i++) {
        const sayso_attribution *a = &told->attributions[i];
        const uint32_t ids[] = {a->entity, a->to.entity, a->via.entity};
        for (size_t k = 0; k < COUNT(ids); k++) party[ids[k] <= told->entity_count ? ids[k] : 0] = true;
        for (uint32_t k = 0; a->entities && k < a->entity_count; k++)
            party[a->entities[k] <= told->entity_count ? a->entities[k] : 0] = true;
    }
    return party;
}

/* ---- a surname that the text does not leave alone ---- readers miss given names that are words, and "Roe v. Wade" is
 * nobody */

static bool ends(Text t, size_t at, const char *with)
{
    size_t n = strlen(with);
    return at >= n && !memcmp(t.data + at - n, with, n);
}

static bool begins(Text t, size_t at, const char *with)
{
    size_t n = strlen(with);
    return t.size - at >= n && !memcmp(t.data + at, with, n);
}

static bool is_of_case(Text text, Span m)
{
    return begins(text, m.end, " v. ") || begins(text, m.end, " vs. ") || ends(text, m.begin, " v. ") ||
           ends(text, m.begin, " vs. ");
}

/* The word that ends before the space at `at` - 1; empty: there is none. */
static Text word_before(Text text, size_t at)
{
    if (!at || text.data[at - 1] != ' ') return (Text){0};
    size_t begin = --at;
    while (begin && (char_is_letter((uint8_t)text.data[begin - 1]) || text.data[begin - 1] == '-' ||
                     text.data[begin - 1] == '.'))
        begin--;
    return text_of(text.data + begin, at - begin);
}

static bool is_initial(Text word)
{
    return word.size == 2 && char_is_upper((uint8_t)word.data[0]) && word.data[1] == '.';
}

/* Headlines begin these with a capital too. */
static bool is_small_word(Text key)
{
    static const char *const words[] = {
        "and",      "with",   "but",     "for",    "from",   "why",     "how",     "when",      "what",     "who",
        "that",     "the",    "this",    "yes",    "not",    "now",     "then",    "says",      "said",     "sees",
        "say",      "pro",    "anti",    "does",   "did",    "will",    "can",     "should",    "would",    "could",
        "was",      "has",    "had",     "after",  "before", "against", "about",   "over",      "under",    "into",
        "like",     "than",   "while",   "where",  "which",  "because", "calls",   "tells",     "told",     "asks",
        "makes",    "gets",   "hits",    "blames", "backs",  "monday",  "tuesday", "wednesday", "thursday", "friday",
        "saturday", "sunday", "showing", "team",   "late",   "dear",    "never",   "stop",      "even",     "only",
        "also",     "poor",   "young",   "old"};
    return AMONG(key, words);
}

/* "Hope" of "spokeswoman Hope Hicks", not the "But" of "But Hicks". */
static bool is_given(Text text, Text word, bool initial, Arena *arena)
{
    Text key;
    size_t begin = (size_t)(word.data - text.data);
    if (word.size < 3 || !char_is_upper((uint8_t)word.data[0]) || !char_is_lower((uint8_t)word.data[1]) ||
        memchr(word.data, '.', word.size) || !name_key(word, arena, &key) || name_is_title(key) ||
        (is_small_word(key) && !initial))
        return false;
    bool within = begin >= 2 && text.data[begin - 1] == ' ' &&
                  (char_is_lower((uint8_t)text.data[begin - 2]) || text.data[begin - 2] == ',');
    return initial || within || given_known(key);
}

#define MENTIONS_READ 4u

/* "Don Orr" in "Orr", and in "spokesman Don Orr", which a reader may have taken for his office. */
static bool ends_in(Text mention, Text name)
{
    size_t before = mention.size - name.size;
    return name.size <= mention.size && !memcmp(mention.data + before, name.data, name.size) &&
           (!before || mention.data[before - 1] == ' ');
}

/* The name with the given name that stands before a mention of it; as it is where there is none. */
static Text whole_name(Text text, const sayso_entity *e, Arena *arena)
{
    for (uint32_t i = 0; i < e->mention_count && i < MENTIONS_READ; i++) {
        Span m = e->mentions[i];
        if (m.end > text.size || m.begin > m.end || !ends_in(text_slice(text, m), e->name)) continue;
        Text word = word_before(text, m.end - e->name.size);
        bool initial = word.size && is_initial(word);
        if (initial) word = word_before(text, (size_t)(word.data - text.data));
        if (word.size && is_given(text, word, initial, arena))
            return text_of(word.data, (size_t)(text.data + m.end - word.data));
    }
    return e->name;
}

static bool read_surname(Place *p, const sayso_entity *e, Placed *out)
{
    sayso_entity whole = *e;
    whole.name = whole_name(p->told->text, e, p->arena);
    if (e->mention_count && e->mentions[0].end <= p->told->text.size && is_of_case(p->told->text, e->mentions[0]))
        out->acts = false;
    if (text_equal(whole.name, e->name)) return true;
    return form_of(p->told->text, &whole, p->scene, p->arena, &out->key, &out->name);
}

/* ---- within the article ---- */

static bool may_be(const FormKey *less, const FormKey *full)
{
    if (!form_is_full(full) || !text_equal(less->surname, full->surname)) return false;
    if (less->gender.size && full->gender.size && !text_equal(less->gender, full->gender)) return false;
    return form_may_be(less, full);
}

/* The one full name that a surname or an initial is short for here; forms of one name are one. */
static uint32_t bearer_of(const Place *p, uint32_t index)
{
    uint32_t found = NONE;
    for (uint32_t i = 0; i < p->told->entity_count; i++) {
        if (!p->items[i].acts || i == index || !may_be(&p->items[index].key, &p->items[i].key)) continue;
        if (found != NONE && !may_be(&p->items[i].key, &p->items[found].key)) return index;
        if (found == NONE) found = i;
    }
    return found == NONE ? index : found;
}

/* Who bears as a double surname what stands here as a given name and a surname. */
static uint32_t double_of(const Place *p, uint32_t index)
{
    const FormKey *key = &p->items[index].key;
    if (key->middles.size || key->suffix.size) return index;
    for (uint32_t i = 0; i < p->told->entity_count; i++) {
        const FormKey *k = &p->items[i].key;
        if (!p->items[i].acts || !k->middles.size || !text_equal(k->surname, key->surname)) continue;
        Text both = form_double(k, p->arena);
        if (both.size == key->given.size + 1 + key->surname.size &&
            !memcmp(both.data, key->given.data, key->given.size) && both.data[key->given.size] == ' ')
            return i;
    }
    return index;
}

/* A surname alone of whom the article does not tell, who says nothing and is told nothing, need be nobody's: "the Brady bill", "Lord
 * & Taylor". */
Status place_names(Place *p, Error *error)
{
    uint32_t count = p->told->entity_count;
    p->items = TAKE(p->arena, Placed, count);
    const bool *party = parties_of(p->told, p->arena);
    if (!p->items || !party) return fail_memory(error);
    for (uint32_t i = 0; i < count; i++) {
        const sayso_entity *e = &p->told->entities[i];
        p->items[i] = (Placed){.as = i, .acts = can_act(e, party[i + 1]) && e->name.size};
        if (!p->items[i].acts) continue;
        if (!form_of(p->told->text, e, p->scene, p->arena, &p->items[i].key, &p->items[i].name))
            return fail_memory(error);
        p->items[i].acts = p->items[i].key.surname.size > 0;
        if (form_is_bare(&p->items[i].key) && !read_surname(p, e, &p->items[i])) return fail_memory(error);
    }
    for (uint32_t i = 0; i < count; i++)
        if (p->items[i].acts && p->items[i].key.person)
            p->items[i].as = form_is_full(&p->items[i].key) ? double_of(p, i) : bearer_of(p, i);
    for (uint32_t i = 0; i < count; i++)
        if (p->items[i].acts && p->items[i].as == i && form_is_bare(&p->items[i].key) && !party[i + 1]) p->items[i].acts = false;
    return SAYSO_OK;
}

/* ---- decisions about this article ---- */

bool actors_mark(const uint8_t *sha256, Arena *arena, Text *out)
{
    char hex[17];
    for (size_t i = 0; i < 8; i++) (void)snprintf(hex + 2 * i, 3, "%02x", sha256[i]);
    return arena_text(arena, text_of(hex, 16), out);
}

Status place_splits(Place *p, Error *error)
{
    Status status;
    if (!p->pass.decided || !p->scene->sha256) return SAYSO_OK;
    Text mark;
    if (!actors_mark(p->scene->sha256, p->arena, &mark)) return fail_memory(error);
    Query *q =
        db_query(p->db, "SELECT subject FROM decision WHERE sha256 = ?1 AND kind = ?2 AND undone IS NULL", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_blob(q, 1, p->scene->sha256, 32);
    bind_int(q, 2, DECISION_SPLIT);
    while (query_next(q, &status, error)) {
        FormKey said = form_split(column_text(q, 0));
        for (uint32_t i = 0; i < p->told->entity_count; i++) {
            FormKey *k = &p->items[i].key;
            if (!p->items[i].acts || k->person != said.person) continue;
            if (k->person ? form_same_name(k, &said) : text_equal(k->surname, said.surname)) k->mark = mark;
        }
    }
    return status;
}
