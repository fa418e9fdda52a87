/* Offices that tell their holder from others of the name. Few do: American honorifics persist ("Secretary Clinton"
 * after her term), politicians change seats and hold several, and "president" may be of anything. What two people of
 * one name are told apart by in news is that one is a police chief, judge, coach or soldier and the other sits in a
 * parliament, or that they are mayors of different places at one time. A minister and a mayor of one name in the same
 * weeks are two. */
#include "ledger/actor/form.h"

typedef struct Title {
    const char *word; /* the last of the role's words before "of" */
    const char *office;
} Title;

static const Title titles[] = {
    {"sheriff", "police"},   {"detective", "police"},     {"constable", "police"},  {"trooper", "police"},
    {"judge", "judge"},      {"justice", "judge"},        {"magistrate", "judge"},  {"rev", "clergy"},
    {"reverend", "clergy"},  {"pastor", "pastor"},        {"bishop", "clergy"},     {"archbishop", "clergy"},
    {"cardinal", "clergy"},  {"imam", "clergy"},          {"rabbi", "clergy"},      {"pope", "clergy"},
    {"coach", "sport"},      {"quarterback", "sport"},    {"pitcher", "sport"},     {"goalkeeper", "sport"},
    {"midfielder", "sport"}, {"linebacker", "sport"},     {"gen", "army"},          {"general", "army"},
    {"col", "army"},         {"colonel", "army"},         {"maj", "army"},          {"adm", "army"},
    {"admiral", "army"},     {"brigadier", "army"},       {"sen", "house"},         {"senator", "house"},
    {"rep", "house"},        {"representative", "house"}, {"congressman", "house"}, {"congresswoman", "house"},
    {"gov", "house"},        {"governor", "house"},       {"minister", "house"},    {"mayor", "mayor"},
};

/* What one person does not hold at once. */
static const char *const apart[][2] = {
    {"police", "judge"}, {"police", "clergy"}, {"police", "sport"}, {"police", "house"}, {"police", "mayor"},
    {"judge", "clergy"}, {"judge", "sport"},   {"judge", "house"},  {"judge", "mayor"},  {"judge", "army"},
    {"sport", "clergy"}, {"sport", "house"},   {"sport", "mayor"},  {"sport", "army"},   {"mayor", "house"},
    /* a pastor has a church now; "Rev." stays a senator's all his life */
    {"pastor", "house"}, {"pastor", "police"}, {"pastor", "judge"}, {"pastor", "sport"},  {"pastor", "mayor"},
};

static Text class_of(Text office)
{
    const char *colon = office.size ? memchr(office.data, ':', office.size) : NULL;
    return colon ? text_of(office.data, (size_t)(colon - office.data)) : office;
}

bool office_agree(Text a, Text b)
{
    if (!a.size || !b.size || text_equal(a, b)) return true;
    Text x = class_of(a), y = class_of(b);
    if (text_equal(x, y)) return x.size == a.size || y.size == b.size; /* mayors of two places are not one */
    for (size_t i = 0; i < COUNT(apart); i++)
        if ((text_is(x, apart[i][0]) && text_is(y, apart[i][1])) ||
            (text_is(x, apart[i][1]) && text_is(y, apart[i][0])))
            return false;
    return true;
}

/* Not the office itself, or not now. */
static const char *const notyet[] = {"former", "then",       "ex",     "candidate", "nominee", "hopeful",
                                     "late",   "retired",    "deputy", "attorney",  "surgeon", "advocate",
                                     "lt",     "lieutenant", "elect",  "vice",      "emeritus"};
static const char *const links[] = {"of", "for", "to", "in", "at", "from", "and", "with", "on", "s"};

/* The word of `key` that begins at *at, which moves behind it; empty at the end. */
static Text word_at(Text key, size_t *at)
{
    size_t begin = *at, end = begin;
    while (end < key.size && key.data[end] != ' ') end++;
    *at = end < key.size ? end + 1 : end;
    return text_of(key.data + begin, end - begin);
}

typedef struct Role {
    Text head, before, after; /* the last word before a link, what stands before it, what after the link */
    bool now, police;
} Role;

static Role role_of(Text key)
{
    Role r = {.now = true};
    for (size_t at = 0; at < key.size;) {
        size_t begin = at;
        Text word = word_at(key, &at);
        if (AMONG(word, notyet)) r.now = false;
        if (text_is(word, "police")) r.police = true;
        if (AMONG(word, links)) {
            r.after = text_of(key.data + at, key.size - at);
            break;
        }
        r.before = text_of(key.data, begin ? begin - 1 : 0);
        r.head = word;
    }
    return r;
}

/* "new york" of "mayor of new york city", "the democratic new york mayor". */
static Text place_of(const Role *r)
{
    static const char *const noise[] = {"democratic", "republican", "independent", "democrat", "the",  "acting",
                                        "city",       "longtime",   "muslim",      "black",    "gay",  "female",
                                        "first",      "new",        "popular",     "current",  "local"};
    Text place = r->after.size ? r->after : r->before;
    for (size_t at = 0; at < place.size;) {
        size_t next = at;
        bool newer = text_starts(text_of(place.data + at, place.size - at), "new "); /* "new york" */
        if (!AMONG(word_at(place, &next), noise) || newer)
            return text_of(place.data + at, place.size - at);
        at = next;
    }
    return (Text){0};
}

static bool mayor_of(const Role *r, Arena *arena, Text *out)
{
    Text place = place_of(r);
    if (place.size > 5 && !memcmp(place.data + place.size - 5, " city", 5)) place.size -= 5;
    const Text parts[] = {text_literal(place.size ? "mayor:" : "mayor"), place};
    return text_join(arena, parts, 2, out);
}

static bool read_role(Text words, Arena *arena, Text *out)
{
    Text key;
    *out = (Text){0};
    if (!name_key(words, arena, &key)) return false;
    Role r = role_of(key);
    if (!r.now) return true;
    if (r.police && (text_is(r.head, "chief") || text_is(r.head, "officer") || text_is(r.head, "commissioner")))
        *out = text_literal("police");
    for (size_t i = 0; i < COUNT(titles); i++)
        if (text_is(r.head, titles[i].word)) *out = text_literal(titles[i].office);
    return text_is(*out, "mayor") ? mayor_of(&r, arena, out) : true;
}

bool office_of(Text text, const sayso_entity *e, Arena *arena, Text *out)
{
    *out = (Text){0};
    for (uint32_t i = 0; i < e->role_count; i++) {
        Text office;
        if (e->roles[i].end > text.size || !read_role(text_slice(text, e->roles[i]), arena, &office)) return false;
        if (!office.size || text_equal(*out, office)) continue;
        bool finer = office.size > out->size && text_equal(class_of(office), *out); /* a mayor's place is told */
        if (out->size && !finer && !text_equal(class_of(*out), office)) {           /* several: none tells */
            *out = (Text){0};
            return true;
        }
        if (!out->size || finer) *out = office;
    }
    return true;
}
