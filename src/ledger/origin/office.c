/* One who speaks for another is one with that other: "Fallon, a Clinton campaign spokesman" and "the Clinton campaign", "FBI
 * Director Comey" and "the FBI", "the Dorn campaign" and Dorn. Offices are in the article's words, as its entity has them.
 *
 *   FBI director ──> fbi · fbi director · director ──> whoever of the origins has that name
 *
 * Only what would be an origin of its own is looked at, its root's article alone. */
#include "ledger/origin/trace.h"

#define MOST_WORDS 5u   /* of a body's name in an office */
#define LONGEST_ROLE 40u /* words that are looked at */

#define SEED_WHOLE 11u
#define SEED_LAST 12u /* a person's surname, "the Clinton campaign's" */

typedef struct Offices {
    Tracer *t;
    Keyed *names; /* of origins: key of a name, order: its rank, item: the root */
    uint32_t count;
} Offices;

static bool is_any(Text word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(word, list[i])) return true;
    return false;
}

/* Does not speak for what is named beside. */
static bool is_outside(Text word)
{
    static const char *const words[] = {"former", "ex",     "critic", "opponent", "rival",  "foe",  "member",
                                        "donor",  "victim", "voter",  "student",  "backer", "fan",  "nominee",
                                        "client", "challenger", "supporter"};
    return is_any(word, words, COUNT(words));
}

/* Speaks for a person. */
static bool is_voice(Text word)
{
    static const char *const words[] = {"spokesman", "spokeswoman", "spokesperson", "campaign", "press",   "lawyer",
                                        "attorney",  "aide",        "adviser",      "advisor",  "counsel", "surrogate"};
    return is_any(word, words, COUNT(words));
}

/* "the Dorn campaign", whose is the word before it. */
static bool is_camp(Text word)
{
    static const char *const words[] = {"campaign", "camp", "team", "administration", "office"};
    return is_any(word, words, COUNT(words));
}

/* ---- words of a folded name ---- */

typedef struct Words {
    Text items[LONGEST_ROLE];
    uint32_t count;
} Words;

static void split(Text key, Words *out)
{
    out->count = 0;
    for (size_t at = 0; at < key.size && out->count < LONGEST_ROLE;) {
        const char *space = memchr(key.data + at, ' ', key.size - at);
        size_t end = space ? (size_t)(space - key.data) : key.size;
        if (end > at) out->items[out->count++] = text_of(key.data + at, end - at);
        at = end + 1;
    }
}

static Text run_of(const Words *w, uint32_t begin, uint32_t end)
{
    Text first = w->items[begin], last = w->items[end - 1];
    return text_of(first.data, (size_t)(last.data + last.size - first.data));
}

static uint64_t key_of(Text name, uint64_t seed) { return hash_bytes(name.data, name.size, seed); }

/* ---- origins by name ---- */

static bool is_origin(const Tracer *t, uint32_t index)
{
    return t->parties[index].asserts && t->parties[index].kind == PARTY_NAMED && !is_led(t, index);
}

static bool put_names(Offices *o, uint32_t index)
{
    const Party *p = &o->t->parties[index];
    Text key;
    Words words;
    if (!name_key(p->name, o->t->arena, &key)) return false;
    split(key, &words);
    if (!words.count) return true;
    o->names[o->count++] = (Keyed){key_of(key, SEED_WHOLE), o->t->rank[index], index};
    if (p->source == SAYSO_KIND_PERSON)
        o->names[o->count++] = (Keyed){key_of(words.items[words.count - 1], SEED_LAST), o->t->rank[index], index};
    return true;
}

static bool lead_to_name(Offices *o, uint32_t index, Text name, uint64_t seed, sayso_kind kind)
{
    uint64_t key = key_of(name, seed);
    for (uint32_t at = keyed_first(o->names, o->count, key); at < o->count && o->names[at].key == key; at++)
        if (o->t->parties[o->names[at].item].source == kind) return lead(o->t, index, o->names[at].item, HAND_SAME);
    return false;
}

/* ---- offices ---- */

static bool follow_role(Offices *o, uint32_t index, Text role)
{
    Text key;
    Words w;
    bool voice = false;
    if (!name_key(role, o->t->arena, &key)) return false;
    split(key, &w);
    for (uint32_t i = 0; i < w.count; i++) {
        voice = voice || is_voice(w.items[i]);
        if (is_outside(w.items[i])) return true;
    }
    for (uint32_t n = MOST_WORDS; n >= 1; n--)
        for (uint32_t i = 0; i + n <= w.count; i++)
            if (lead_to_name(o, index, run_of(&w, i, i + n), SEED_WHOLE, SAYSO_KIND_ORGANIZATION)) return true;
    for (uint32_t i = 0; voice && i < w.count; i++)
        if (lead_to_name(o, index, w.items[i], SEED_LAST, SAYSO_KIND_PERSON)) return true;
    return true;
}

static bool follow_roles(Offices *o, uint32_t index, Cursor *spans, Text text)
{
    while (spans->size - spans->at >= 8) {
        Span s;
        s.begin = cursor_u32(spans);
        s.end = cursor_u32(spans);
        if (s.begin >= s.end || s.end > text.size) continue; /* what the ledger holds is not believed */
        if (!follow_role(o, index, text_slice(text, s))) return false;
    }
    return true;
}

static Status follow_person(Offices *o, uint32_t index)
{
    static const char sql[] = "SELECT e.roles, r.text FROM entity e JOIN article r ON r.id = e.article"
                              " WHERE e.article = ?1 AND e.number = ?2 AND length(e.roles) > 0";
    const Statement *s = statement(o->t, index);
    Status status;
    Query *q = db_query(o->t->ledger->db, sql, o->t->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, s->article);
    bind_int(q, 2, s->a.entity);
    if (!query_next(q, &status, o->t->error)) return status;
    Cursor spans = {0};
    spans.data = column_blob(q, 0, &spans.size);
    bool followed = follow_roles(o, index, &spans, column_text(q, 1));
    query_end(q);
    return followed ? SAYSO_OK : fail_memory(o->t->error);
}

static bool follow_camp(Offices *o, uint32_t index)
{
    Text key;
    Words w;
    if (!name_key(o->t->parties[index].name, o->t->arena, &key)) return false;
    split(key, &w);
    if (w.count > 1 && is_camp(w.items[w.count - 1]))
        (void)lead_to_name(o, index, w.items[w.count - 2], SEED_LAST, SAYSO_KIND_PERSON);
    return true;
}

Status leads_office(Tracer *t)
{
    Offices o = {.t = t, .names = TAKE(t->arena, Keyed, t->count * (size_t)2 + 1)};
    if (!o.names) return fail_memory(t->error);
    for (uint32_t i = 0; i < t->count; i++)
        if (is_origin(t, i) && !put_names(&o, i)) return fail_memory(t->error);
    if (!keyed_sort(o.names, o.count, t->arena)) return fail_memory(t->error);
    for (uint32_t i = 0; i < t->count; i++) {
        if (!is_origin(t, i)) continue;
        Status status = SAYSO_OK;
        sayso_kind kind = t->parties[i].source;
        if (kind == SAYSO_KIND_PERSON && statement(t, i)->a.entity) status = follow_person(&o, i);
        if (kind == SAYSO_KIND_ORGANIZATION && !follow_camp(&o, i)) status = fail_memory(t->error);
        if (status) return status;
    }
    return SAYSO_OK;
}
