/* What an entity's name is a form of, and keys put together and taken apart. */
#include <stdio.h>

#include "ledger/actor/form.h"

#define MOST_FIELDS 9u

/* ---- keys ---- */

bool form_is_full(const FormKey *k)
{
    return k->person && k->given.size > 1;
}
bool form_is_initial(const FormKey *k)
{
    return k->person && k->given.size == 1;
}
bool form_is_bare(const FormKey *k)
{
    return k->person && !k->given.size;
}

bool form_same_name(const FormKey *a, const FormKey *b)
{
    return text_equal(a->given, b->given) && text_equal(a->middles, b->middles) && text_equal(a->suffix, b->suffix) &&
           text_equal(a->surname, b->surname);
}

bool form_may_be(const FormKey *a, const FormKey *b)
{
    return given_agree(a->given, b->given) && middles_agree(a->middles, b->middles) && suffix_agree(a->suffix, b->suffix);
}

static const char *const genders[] = {
    [SAYSO_GENDER_UNKNOWN] = "", [SAYSO_GENDER_FEMALE] = "f", [SAYSO_GENDER_MALE] = "m", [SAYSO_GENDER_OTHER] = "o"};

Text gender_letter(int64_t gender)
{
    return text_literal(gender > 0 && gender < (int64_t)COUNT(genders) ? genders[gender] : "");
}

sayso_gender gender_of(Text letter)
{
    size_t gender = COUNT(genders) - 1;
    while (gender && !text_is(letter, genders[gender])) gender--;
    return (sayso_gender)gender;
}

FormKey form_split(Text key)
{
    Text fields[MOST_FIELDS] = {{0}};
    size_t at = 2, n = 0;
    for (size_t i = 2; i <= key.size && n < MOST_FIELDS; i++) {
        if (i < key.size && key.data[i] != '|') continue;
        fields[n++] = text_of(key.data + at, i - at);
        at = i + 1;
    }
    FormKey k = {.person = text_starts(key, "p:"), .surname = fields[0], .given = fields[1], .mark = fields[2]};
    if (!k.person) return k;
    k.middles = fields[2];
    k.suffix = fields[3];
    k.gender = fields[4];
    k.office = fields[5];
    k.mark = fields[6];
    k.span = fields[7];
    k.country = fields[8];
    return k;
}

bool form_key(const FormKey *k, Arena *arena, Text *out)
{
    Text bar = text_literal("|");
    if (!k->person) {
        const Text parts[] = {text_literal("b:"), k->surname, bar, k->given, bar, k->mark};
        return text_join(arena, parts, COUNT(parts), out);
    }
    const Text parts[] = {
        text_literal("p:"), k->surname, bar,       k->given, bar,     k->middles, bar,     k->suffix, bar,
        k->gender,          bar,        k->office, bar,      k->mark, bar,        k->span, bar,       k->country};
    return text_join(arena, parts, form_is_bare(k) ? COUNT(parts) : COUNT(parts) - 4, out);
}

bool form_block(const FormKey *k, Arena *arena, Text *out)
{
    Text bar = text_literal("|");
    const Text body[] = {text_literal("b:"), k->surname};
    const Text bare[] = {text_literal("s:"), k->surname, bar, k->span, bar, k->country};
    const Text named[] = {text_literal(form_is_initial(k) ? "i:" : "p:"), k->surname, bar, given_root(k->given)};
    if (!k->person) return text_join(arena, body, COUNT(body), out);
    return form_is_bare(k) ? text_join(arena, bare, COUNT(bare), out) : text_join(arena, named, COUNT(named), out);
}

bool form_base(const FormKey *k, Arena *arena, Text *out)
{
    Text bar = text_literal("|");
    const Text body[] = {text_literal("b:"), k->surname, bar};
    const Text parts[] = {text_literal("p:"), k->surname, bar, k->given, bar, k->middles, bar, k->suffix, bar};
    return k->person ? text_join(arena, parts, COUNT(parts), out) : text_join(arena, body, COUNT(body), out);
}

/* ---- days ---- */

#define BEFORE_1970 719468 /* days since 0000-03-01: stands in keys */

int64_t span_of(Text day)
{
    char room[DAY_SIZE];
    return first_day(day, room) ? (day_count(text_literal(room)) + BEFORE_1970) / SPAN_DAYS : 0; /* never 0 of a day */
}

/* ---- bodies ---- */

/* What a company's name may end in without being another's. */
static Text without_ending(Text key)
{
    static const char *const endings[] = {" inc", " corp",        " ltd",          " co",      " llc",
                                          " plc", " corporation", " incorporated", " company", " limited"};
    for (size_t i = 0; i < COUNT(endings); i++) {
        size_t n = strlen(endings[i]);
        if (key.size > n + 2 && !memcmp(key.data + key.size - n, endings[i], n)) return text_of(key.data, key.size - n);
    }
    return key;
}

static const char *type_letter(sayso_type type)
{
    return type == SAYSO_TYPE_OUTLET         ? "n"
           : type == SAYSO_TYPE_COUNTRY      ? "c"
           : type == SAYSO_TYPE_ORGANIZATION ? "o"
                                             : "u";
}

bool form_of_body(Text name, sayso_type type, Arena *arena, FormKey *key)
{
    Text whole;
    if (!name_key(name, arena, &whole)) return false;
    for (size_t i = 0; i < whole.size; i++) /* a key that is all signs may have a bar */
        if (whole.data[i] == '|') whole.size = i;
    *key = (FormKey){.surname = without_ending(whole), .given = text_literal(type_letter(type))};
    return true;
}

bool body_is_short(Text name)
{
    size_t letters = 0;
    for (size_t i = 0; i < name.size; i++) {
        if (char_is_upper((uint8_t)name.data[i]))
            letters++;
        else if (name.data[i] != '.')
            return false;
    }
    return letters >= 2 && letters <= 8;
}

#define MOST_INITIALS 8u

/* How many there are; the first of them. */
static size_t initials_of(Text key, char out[MOST_INITIALS])
{
    static const char *const small[] = {"of", "the", "and", "for", "in", "on", "to", "a"};
    size_t n = 0;
    for (size_t at = 0, end; at < key.size; at = end + 1) {
        for (end = at; end < key.size && key.data[end] != ' ';) end++;
        if (end == at || AMONG(text_of(key.data + at, end - at), small)) continue;
        if (n < MOST_INITIALS) out[n] = key.data[at];
        n++;
    }
    return n;
}

bool body_stands_for(Text letters, Text key)
{
    char initials[MOST_INITIALS];
    size_t n = initials_of(key, initials);
    return n == letters.size && n >= 2 && n <= MOST_INITIALS && !memcmp(initials, letters.data, n);
}

bool body_initials(Text key, Arena *arena, Text *out)
{
    char initials[MOST_INITIALS];
    size_t n = initials_of(key, initials);
    return arena_text(arena, text_of(initials, n >= 3 && n <= MOST_INITIALS ? n : 0), out);
}

static size_t spaces(Text t)
{
    size_t n = 0;
    for (size_t i = 0; i < t.size; i++) n += t.data[i] == ' ';
    return n;
}

bool form_counterpart(const FormKey *of, Arena *arena, FormKey *out)
{
    const FormKey copy = *of, *k = &copy; /* `out` may be the same */
    *out = (FormKey){0};
    if (k->person) {
        const Text parts[] = {k->given, text_literal(" "), k->surname};
        if (!form_is_full(k) || k->middles.size || k->suffix.size) return true;
        return text_join(arena, parts, COUNT(parts), &out->surname);
    }
    if (spaces(k->surname) != 1) return true;
    size_t at = (size_t)((const char *)memchr(k->surname.data, ' ', k->surname.size) - k->surname.data);
    *out = (FormKey){.person = true,
                     .given = text_of(k->surname.data, at),
                     .surname = text_of(k->surname.data + at + 1, k->surname.size - at - 1)};
    if (out->given.size < 2) *out = (FormKey){0};
    return true;
}

Text form_double(const FormKey *key, Arena *arena)
{
    size_t begin = key->middles.size;
    Text out = {0};
    while (begin && key->middles.data[begin - 1] != ' ') begin--;
    const Text parts[] = {text_of(key->middles.data + begin, key->middles.size - begin), text_literal(" "),
                          key->surname};
    if (parts[0].size > 1 && parts[0].data[0] != '<' && !text_join(arena, parts, COUNT(parts), &out)) return (Text){0};
    return out;
}

/* ---- entities ---- */

static bool of_person(Text text, const sayso_entity *e, const ActorScene *scene, Arena *arena, FormKey *key, Name *name)
{
    bool told = e->gender_by == SAYSO_EVIDENCE_PRONOUN || e->gender_by == SAYSO_EVIDENCE_TITLE;
    if (!name_parse(e->name, arena, name)) return false;
    *key = (FormKey){.person = true,
                     .surname = name->surname,
                     .given = name->given,
                     .middles = name->middles,
                     .suffix = name->suffix};
    if (told) key->gender = gender_letter(e->gender);
    if (!office_of(text, e, arena, &key->office)) return false;
    if (!form_is_bare(key)) return true;
    char number[24];
    int64_t span = span_of(scene->published);
    int n = span ? snprintf(number, sizeof number, "%lld", (long long)span) : 0;
    key->office = (Text){0};
    key->country = scene->country;
    return arena_text(arena, text_of(number, (size_t)n), &key->span);
}

bool form_of(Text text, const sayso_entity *e, const ActorScene *scene, Arena *arena, FormKey *key, Name *name)
{
    *name = (Name){0};
    if (e->type == SAYSO_TYPE_PERSON) return of_person(text, e, scene, arena, key, name);
    name->shown = e->name;
    return form_of_body(e->name, e->type, arena, key);
}
