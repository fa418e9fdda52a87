/* One who speaks for another is one with that other: "Marl, a Dorn campaign spokesman" and "the Dorn campaign", "Harbour
 * Authority officials" and "the Harbour Authority", "the Dorn campaign" and Dorn. Offices are in the article's words, as its
 * entity has them; of the unnamed, their own words.
 *
 *   Harbour Authority director ──> harbour authority director · harbour authority · … ──> the origin of that name
 *
 * Only what would be an origin of its own is looked at, and of its articles the first few. */
#include "ledger/origin/trace.h"

#define MOST_WORDS 5u   /* of a body's name in an office */
#define LONGEST_ROLE 40u /* words that are looked at */
#define MOST_ARTICLES 4u /* of one person */

#define SEED_WHOLE 11u
#define SEED_LAST 12u /* a person's surname, "the Clinton campaign's" */

typedef struct Offices {
    Tracer *t;
    Keyed *names; /* of origins: key of a name, order: its rank, item: the root */
    uint32_t count;
    uint8_t *looked; /* of each root: articles */
} Offices;

/* Does not speak for what is named beside. */
static bool is_outside(Text word)
{
    static const char *const words[] = {"former", "ex",     "critic", "opponent", "rival",  "foe",  "member",
                                        "donor",  "victim", "voter",  "student",  "backer", "fan",  "nominee",
                                        "client", "challenger", "supporter"};
    return AMONG(word, words);
}

/* Speaks for a person. */
static bool is_voice(Text word)
{
    static const char *const words[] = {"spokesman", "spokeswoman", "spokesperson", "campaign", "press",   "lawyer",
                                        "attorney",  "aide",        "adviser",      "advisor",  "counsel", "surrogate",
                                        "aides",     "advisers",    "advisors",     "close"};
    return AMONG(word, words);
}

/* "the Dorn campaign", whose is the word before it. */
static bool is_camp(Text word)
{
    static const char *const words[] = {"campaign", "camp", "team", "administration", "office"};
    return AMONG(word, words);
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
    o->names[o->count++] = (Keyed){key_of_name(o->t, SEED_WHOLE, key), o->t->rank[index], index};
    if (p->source == SAYSO_KIND_PERSON)
        o->names[o->count++] = (Keyed){key_of_name(o->t, SEED_LAST, words.items[words.count - 1]), o->t->rank[index], index};
    return true;
}

static bool lead_to_name(Offices *o, uint32_t index, Text name, uint64_t seed, sayso_kind kind)
{
    uint64_t key = key_of_name(o->t, seed, name);
    if (!key) return false;
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

static Status follow_person(Offices *o, uint32_t index, uint32_t root)
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
    bool followed = follow_roles(o, root, &spans, column_text(q, 1));
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

/* A statement of the root's own party that tells an office; another one's word of it does not. */
static bool tells_office(Offices *o, uint32_t index, uint32_t root)
{
    const Tracer *t = o->t;
    const Statement *s = statement(t, index);
    const Party *p = &t->parties[index];
    if (!p->asserts || t->group[index] != t->group[root] || is_led(t, root)) return false;
    if (p->kind != PARTY_NAMED || p->source != SAYSO_KIND_PERSON || !s->a.entity || p->actor != s->actor) return false;
    if (o->looked[root] >= MOST_ARTICLES) return false;
    o->looked[root]++;
    return true;
}

static Status follow(Offices *o, uint32_t index)
{
    Tracer *t = o->t;
    const Party *p = &t->parties[index];
    uint32_t root = root_of(t, index);
    if (tells_office(o, index, root)) return follow_person(o, index, root);
    if (root != index || !p->asserts) return SAYSO_OK;
    bool good = true;
    if (p->kind == PARTY_NAMED && p->source == SAYSO_KIND_ORGANIZATION) good = follow_camp(o, index);
    if (p->kind == PARTY_UNNAMED) good = follow_role(o, index, p->name);
    return good ? SAYSO_OK : fail_memory(t->error);
}

Status leads_office(Tracer *t)
{
    Offices o = {.t = t,
                 .names = TAKE(t->arena, Keyed, t->count * (size_t)2 + 1),
                 .looked = TAKE(t->arena, uint8_t, t->count + (size_t)1)};
    if (!o.names || !o.looked) return fail_memory(t->error);
    memset(o.looked, 0, t->count);
    for (uint32_t i = 0; i < t->count; i++)
        if (is_origin(t, i) && !put_names(&o, i)) return fail_memory(t->error);
    if (!keyed_sort(o.names, o.count, t->arena)) return fail_memory(t->error);
    Status status = SAYSO_OK;
    for (uint32_t i = 0; i < t->count && !status; i++) status = follow(&o, i);
    return status;
}
