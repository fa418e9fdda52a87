/* Whom the label of an interview's turn stands for:
 *
 *   WALLACE: …       the person whose surname it is        AF We wait.   whose initials they are
 *   ((WN))  …        the outlet of which it has letters in their order, from the first
 *   A: …             the one person whom the article names before its first turn, where it names one alone
 *   Q: …  HOST: …    nobody whom the article names
 */
#include "standing/internal.h"

#define SHORT_MOST 4u      /* letters of a label that abbreviates */
#define TURNS_MOST 64u     /* in which a body may ask */
#define ENTITIES_MOST 512u /* that are looked through for each label */

static char low(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool same_letters(Text a, Text b)
{
    if (a.size != b.size) return false;
    for (size_t i = 0; i < a.size; i++)
        if (low(a.data[i]) != low(b.data[i])) return false;
    return true;
}

static Text last_word(Text name)
{
    size_t from = name.size;
    while (from && name.data[from - 1] != ' ') from--;
    return text_of(name.data + from, name.size - from);
}

static bool is_initials(Text letters, Text name)
{
    size_t k = 0;
    for (size_t i = 0; i < name.size; i++) {
        if (i && name.data[i - 1] != ' ' && name.data[i - 1] != '-') continue;
        if (k == letters.size || low(letters.data[k++]) != low(name.data[i])) return false;
    }
    return k == letters.size;
}

static bool has_letters(Text letters, Text name)
{
    size_t k = 0;
    for (size_t i = 0; i < name.size && k < letters.size; i++)
        k += low(letters.data[k]) == low(name.data[i]) && (k || !i);
    return k == letters.size && name.size > letters.size;
}

typedef bool Meets(const Entity *e, Text label);
static bool by_surname(const Entity *e, Text label)
{
    return e->type == ENTITY_PERSON && same_letters(last_word(e->name), last_word(label));
}
static bool by_initials(const Entity *e, Text label)
{
    return e->name.size > label.size && label.size >= 2 && label.size <= SHORT_MOST && e->type != ENTITY_PLACE &&
           is_initials(label, e->name);
}
static bool by_letters(const Entity *e, Text label)
{
    return label.size >= 2 && label.size <= SHORT_MOST &&
           (e->type == ENTITY_OUTLET || e->type == ENTITY_ORGANIZATION) && has_letters(label, e->name);
}
static bool by_name(const Entity *e, Text label)
{
    return same_letters(e->name, label);
}

/* The one entity that meets the label, or NONE. */
static uint32_t only(const Entities *e, Meets *meets, Text label)
{
    uint32_t found = NONE;
    for (uint32_t i = 0; i < e->count && i < ENTITIES_MOST; i++) {
        if (!meets(&e->items[i], label)) continue;
        if (found != NONE) return NONE;
        found = i;
    }
    return found;
}

uint32_t interviewee(const Sight *s)
{
    uint32_t turn = 0, found = NONE;
    while (turn < s->attributions->count && !s->attributions->items[turn].turn) turn++;
    if (turn == s->attributions->count) return NONE;
    uint32_t first = (uint32_t)s->attributions->items[turn].source.begin;
    for (uint32_t i = 0; i < s->entities->mention_count && s->entities->mentions[i].words.begin < first; i++) {
        uint32_t e = s->entities->mentions[i].entity;
        if (e == NONE || e == found || s->entities->items[e].type != ENTITY_PERSON) continue;
        if (found != NONE) return NONE;
        found = e;
    }
    return found;
}

static uint8_t kind_of_entity(uint8_t type)
{
    return type == ENTITY_PERSON || type == ENTITY_NONE ? KIND_PERSON
           : type == ENTITY_OUTLET                      ? KIND_OUTLET
                                                        : KIND_ORGANIZATION;
}

/* A body that asks is who publishes the interview. */
static bool asks(const Sight *s, uint32_t entity)
{
    for (uint32_t i = 0, turns = 0; i < s->attributions->count && turns < TURNS_MOST; i++) {
        const Attribution *a = &s->attributions->items[i];
        if (!a->turn) continue;
        turns++;
        uint32_t last = s->attributions->contents[a->content_first + a->content_count - 1].end - 1;
        if (s->standings[i].entity == entity && text_is(word_text(s->article, &s->tokens->words[last]), "?")) return true;
    }
    return false;
}

void turn_find(Sight *s, uint32_t attribution)
{
    static Meets *const ways[] = {by_surname, by_initials, by_letters, by_name};
    Standing *st = &s->standings[attribution];
    Span source = words_bytes(s->tokens, s->attributions->items[attribution].source);
    Text label = text_of(s->article->text.data + source.begin, source.end - source.begin);
    uint8_t turn = s->attributions->items[attribution].turn;
    uint32_t mention = mention_of(s->syntax, s->entities, s->attributions->items[attribution].source), found = NONE;
    st->kind_rule = WHY_KIND_TURN;
    if (turn == TURN_ANSWERS) found = s->interviewee;
    if (turn == TURN_NAMED && mention != NONE) found = s->entities->mentions[mention].entity;
    uint32_t own =
        found != NONE && label.size <= SHORT_MOST && same_letters(s->entities->items[found].name, label) ? found : NONE;
    if (own != NONE) found = NONE; /* "WN" is an abbreviation before it is a name */
    for (size_t i = 0; i < COUNT(ways) && found == NONE && turn == TURN_NAMED; i++)
        found = only(s->entities, ways[i], label);
    if (found == NONE) found = own;
    st->entity = found;
    st->mention = NONE;
    st->kind = found != NONE    ? kind_of_entity(s->entities->items[found].type)
               : turn == TURN_NAMED ? KIND_PERSON : KIND_UNNAMED;
    if (st->kind == KIND_ORGANIZATION && asks(s, found)) st->kind = KIND_OUTLET;
}
