/* Whom a typed name may mean. Everyone of whom all its words tell is found by words; who has the name as a whole, under
 * a nickname, an initial or without his middle name too, by keys. Those with statements come first, whole names before
 * others, then who said most. */
#include <stdlib.h>

#include "ledger/actor/settle.h"

#define MOST_HITS 20000u /* a word has as many forms as a ledger has bearers of it */
#define MOST_WORDS 4u

typedef struct Hit {
    int64_t actor, statements;
    bool whole;
} Hit;

typedef struct Hits {
    Db *db;
    Arena *arena;
    Hit *items;
    uint32_t count, room;
    sayso_gender gender; /* that the title tells */
} Hits;

/* Columns: actor, its statements, its gender, the form's key. `like`: only names that may be this one's. */
static Status add_hits(Hits *h, Query *q, bool whole, const FormKey *like, Error *error)
{
    Status status;
    while (query_next(q, &status, error)) {
        sayso_gender gender = (sayso_gender)column_int(q, 2);
        FormKey key = form_split(column_text(q, 3));
        if (h->gender && gender && gender != h->gender) continue;
        if (like && !form_may_be(&key, like)) continue;
        void *items = h->items;
        bool fits = arena_grow(h->arena, &items, &h->room, h->count + 1, sizeof(Hit));
        h->items = items;
        if (!fits) {
            query_end(q);
            return fail_memory(error);
        }
        h->items[h->count++] = (Hit){.actor = column_int(q, 0), .statements = column_int(q, 1), .whole = whole};
    }
    return status;
}

#define HIT "SELECT a.id, a.statements, a.gender, f.key FROM "
#define OF_ACTOR " CROSS JOIN actor a ON a.id = f.actor "

static Status by_base(Hits *h, const FormKey *key, Error *error)
{
    Text base;
    if (!form_base(key, h->arena, &base)) return fail_memory(error);
    Query *q = db_query(h->db, HIT "form f" OF_ACTOR "WHERE f.key >= ?1 AND f.key < ?1 || '~' LIMIT 512", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, base);
    return add_hits(h, q, true, NULL, error);
}

/* All of the surname whose given name may be this one. */
static Status by_block(Hits *h, const FormKey *key, Error *error)
{
    Text block;
    if (!form_block(key, h->arena, &block)) return fail_memory(error);
    Query *q = form_is_initial(key) ? db_query(h->db,
                                               HIT "form_way w CROSS JOIN form f ON f.id = w.form" OF_ACTOR
                                                   "WHERE w.way = ?1 LIMIT 4096",
                                               error)
                                    : db_query(h->db, HIT "form f" OF_ACTOR "WHERE f.block = ?1 LIMIT 4096", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, block);
    return add_hits(h, q, false, form_is_initial(key) ? NULL : key, error);
}

static uint32_t cut_words(Text key, Text words[MOST_WORDS])
{
    uint32_t count = 0;
    for (size_t end = key.size; end && count < MOST_WORDS;) { /* from the last: it is rarer than a given name */
        size_t begin = end;
        while (begin && key.data[begin - 1] != ' ') begin--;
        if (end > begin) words[count++] = text_of(key.data + begin, end - begin);
        end = begin ? begin - 1 : 0;
    }
    return count;
}

#define HAS(n) " AND (" n " IS NULL OR EXISTS (SELECT 1 FROM form_word x WHERE x.word = " n " AND x.form = f.id))"

static Status by_words(Hits *h, Text name, Error *error)
{
    Text key, words[MOST_WORDS];
    if (!name_key(name, h->arena, &key)) return fail_memory(error);
    uint32_t count = cut_words(key, words);
    Query *q = db_query(h->db,
                        HIT "form_word w CROSS JOIN form f ON f.id = w.form" OF_ACTOR "WHERE w.word = ?1" HAS("?2")
                            HAS("?3") HAS("?4") " LIMIT ?5",
                        error);
    if (!q) return SAYSO_ERROR_IO;
    for (uint32_t i = 0; i < count; i++) bind_text(q, (int)i + 1, words[i]);
    bind_int(q, 5, MOST_HITS);
    return add_hits(h, q, false, NULL, error);
}

static Status by_number(Hits *h, const char *digits, Error *error)
{
    Query *q = db_query(h->db, HIT "form f" OF_ACTOR "WHERE f.id = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, strtoll(digits, NULL, 10));
    return add_hits(h, q, true, NULL, error);
}

/* ---- the names that a person has given ---- no form has their words */

typedef struct Given {
    Text subject, object, key; /* key: of object */
} Given;

static bool has_word(Text key, Text word)
{
    for (size_t at = 0; at + word.size <= key.size; at++) {
        bool begins = !at || key.data[at - 1] == ' ', ends = at + word.size == key.size || key.data[at + word.size] == ' ';
        if (begins && ends && !memcmp(key.data + at, word.data, word.size)) return true;
    }
    return false;
}

static bool has_words(Text key, Text typed)
{
    Text words[MOST_WORDS];
    uint32_t count = cut_words(typed, words);
    for (uint32_t i = 0; i < count; i++)
        if (!has_word(key, words[i])) return false;
    return count > 0;
}

static Status read_given(Hits *h, Text typed, Given **out, uint32_t *count, Error *error)
{
    Status status;
    void *items = NULL;
    uint32_t capacity = 0;
    *count = 0;
    Query *q = db_query(h->db, "SELECT subject, object FROM decision WHERE kind = 2 AND undone IS NULL", error);
    if (!q) return SAYSO_ERROR_IO;
    while (query_next(q, &status, error)) {
        Given g;
        bool kept = keep_text(h->arena, column_text(q, 0), &g.subject) && keep_text(h->arena, column_text(q, 1), &g.object) &&
                    name_key(g.object, h->arena, &g.key) && arena_grow(h->arena, &items, &capacity, *count + 1, sizeof g);
        if (!kept) {
            query_end(q);
            return fail_memory(error);
        }
        if (has_words(g.key, typed)) ((Given *)items)[(*count)++] = g;
    }
    *out = items;
    return status;
}

static Status by_given(Hits *h, const Given *g, bool whole, Error *error)
{
    FormRows rows = {0};
    Status status = choice_forms(h->db, g->subject, h->arena, &rows, error);
    for (uint32_t i = 0; i < rows.count && !status; i++) {
        Query *q = db_query(h->db, HIT "form f" OF_ACTOR "WHERE f.id = ?1 AND a.name = ?2", error);
        if (!q) return SAYSO_ERROR_IO;
        bind_int(q, 1, rows.items[i].id);
        bind_text(q, 2, g->object);
        status = add_hits(h, q, whole, NULL, error);
    }
    return status;
}

static Status by_given_names(Hits *h, Text typed, Error *error)
{
    Given *given = NULL;
    Text key;
    uint32_t count = 0;
    if (!name_key(typed, h->arena, &key)) return fail_memory(error);
    Status status = read_given(h, key, &given, &count, error);
    for (uint32_t i = 0; i < count && !status; i++)
        status = by_given(h, &given[i], text_equal(given[i].key, key), error);
    return status;
}

static sayso_gender title_gender(const char *name)
{
    static const char *const titles[] = {"ms ", "ms. ", "mrs ", "mrs. ", "miss ", "lady ", "mr ", "mr. ", "sir "};
    char low[8] = {0};
    for (size_t i = 0; i < sizeof low - 1 && name[i]; i++)
        low[i] = (char)((uint8_t)name[i] < 0x80 ? char_lower((uint8_t)name[i]) : 0);
    for (size_t i = 0; i < COUNT(titles); i++)
        if (!strncmp(low, titles[i], strlen(titles[i]))) return i < 6 ? SAYSO_GENDER_FEMALE : SAYSO_GENDER_MALE;
    return SAYSO_GENDER_UNKNOWN;
}

static Status gather(Hits *h, const char *typed, Error *error)
{
    Name name;
    FormKey body;
    Text text = text_literal(typed);
    if (typed[0] == '#') return by_number(h, typed + 1, error);
    if (!name_parse(text, h->arena, &name) || !form_of_body(text, SAYSO_TYPE_UNKNOWN, h->arena, &body))
        return fail_memory(error);
    FormKey key = {
        .person = true, .surname = name.surname, .given = name.given, .middles = name.middles, .suffix = name.suffix};
    h->gender = title_gender(typed);
    Status status = by_base(h, &body, error);
    if (!status && key.given.size) status = by_base(h, &key, error);
    if (!status && key.given.size) status = by_block(h, &key, error);
    if (!status) status = by_given_names(h, text, error);
    return status || !name.shown.size ? status : by_words(h, name.shown, error);
}

/* ---- the order ---- */

static int by_actor(const void *a, const void *b)
{
    const Hit *x = a, *y = b;
    if (x->actor != y->actor) return x->actor < y->actor ? -1 : 1;
    return (int)y->whole - (int)x->whole;
}

static int by_rank(const void *a, const void *b)
{
    const Hit *x = a, *y = b;
    if ((x->statements > 0) != (y->statements > 0)) return x->statements > 0 ? -1 : 1;
    if (x->whole != y->whole) return x->whole ? -1 : 1;
    if (x->statements != y->statements) return x->statements > y->statements ? -1 : 1;
    return x->actor < y->actor ? -1 : x->actor > y->actor;
}

static void order(Hits *h)
{
    uint32_t kept = 0;
    if (!h->count) return;
    qsort(h->items, h->count, sizeof(Hit), by_actor);
    for (uint32_t i = 0; i < h->count; i++)
        if (!kept || h->items[kept - 1].actor != h->items[i].actor) h->items[kept++] = h->items[i];
    h->count = kept;
    qsort(h->items, h->count, sizeof(Hit), by_rank);
}

static Status read_actor(Db *db, int64_t id, Arena *arena, Actor *out, Error *error)
{
    Status status;
    Query *q = db_query(db, "SELECT type, name, country, gender, statements FROM actor WHERE id = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, id);
    if (!query_next(q, &status, error))
        return status ? status : fail(error, SAYSO_ERROR_IO, NO_OFFSET, "actor %lld is not there", (long long)id);
    *out = (Actor){.id = id,
                   .type = (sayso_type)column_int(q, 0),
                   .gender = (sayso_gender)column_int(q, 3),
                   .statements = (uint64_t)column_int(q, 4)};
    bool kept = keep_text(arena, column_text(q, 1), &out->name) && keep_text(arena, column_text(q, 2), &out->country);
    query_end(q);
    return kept ? SAYSO_OK : fail_memory(error);
}

Status actors_find(Db *db, const char *name, uint32_t limit, Arena *arena, Actors *out, Error *error)
{
    Hits h = {.db = db, .arena = arena};
    *out = (Actors){0};
    Status status = gather(&h, name, error);
    if (status) return status;
    if (!h.count && !*name)
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "the name is empty; 'sayso actor list' has those who said most");
    if (!h.count && *name == '#')
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "nobody has the number %.60s; 'sayso actor list' has those who said most", name);
    if (!h.count)
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET,
                    "nobody of the name '%.100s' is in the ledger; 'sayso actor list' has those who said most, 'sayso about'"
                    " finds words", name);
    order(&h);
    out->all = h.count;
    out->items = TAKE(arena, Actor, h.count < limit ? h.count : limit);
    if (!out->items) return fail_memory(error);
    for (uint32_t i = 0; i < h.count && i < limit && !status; i++)
        status = read_actor(db, h.items[i].actor, arena, &out->items[out->count++], error);
    return status;
}

/* ---- the door's ---- */

#define USUAL_LIMIT 20u

static Status count_all(Db *db, int64_t *out, Error *error)
{
    Query *q = db_query(db, "SELECT count(*) FROM actor WHERE statements > 0", error);
    return q ? query_number(q, out, error) : SAYSO_ERROR_IO;
}

/* Those with many statements have an index (actor_much); where they do not fill the page, the ledger is small. */
static Status most_quoted(Db *db, uint32_t limit, Arena *arena, Actors *out, Error *error)
{
    static const char *const tries[] = {
        "SELECT id FROM actor WHERE statements >= 16 ORDER BY statements DESC, id LIMIT ?1",
        "SELECT id FROM actor WHERE statements > 0 ORDER BY statements DESC, id LIMIT ?1"};
    *out = (Actors){.items = TAKE(arena, Actor, limit + 1u)};
    int64_t all;
    if (!out->items) return fail_memory(error);
    Status status = count_all(db, &all, error);
    out->all = (uint64_t)all;
    for (size_t i = 0; i < COUNT(tries) && !status && out->count < limit && out->count < out->all; i++) {
        Query *q = db_query(db, tries[i], error);
        if (!q) return SAYSO_ERROR_IO;
        bind_int(q, 1, limit);
        for (out->count = 0; out->count < limit && query_next(q, &status, error);)
            out->items[out->count++].id = column_int(q, 0);
        query_end(q);
    }
    for (uint32_t i = 0; i < out->count && !status; i++) status = read_actor(db, out->items[i].id, arena, &out->items[i], error);
    return status;
}

Status ledger_actors(Ledger *ledger, const char *name, const Scope *scope, Arena *arena, Actors *out, Error *error)
{
    uint32_t limit = scope && scope->limit ? scope->limit : USUAL_LIMIT;
    return name ? actors_find(ledger->db, name, limit, arena, out, error) : most_quoted(ledger->db, limit, arena, out, error);
}

Status actors_now(Db *db, int64_t number, int64_t *out, Error *error)
{
    Status status;
    Query *q = db_query(db, "SELECT actor FROM form WHERE id = ?1", error);
    *out = 0;
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, number);
    if (query_next(q, &status, error)) *out = column_int(q, 0);
    query_end(q);
    return status || *out ? status
                          : fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "there is no actor #%lld in the ledger",
                                 (long long)number);
}

Status ledger_forms(Ledger *ledger, int64_t actor, Arena *arena, Form **out, uint32_t *count, Error *error)
{
    int64_t now;
    void *items = NULL;
    uint32_t room = 0;
    *out = NULL;
    *count = 0;
    Status status = actors_now(ledger->db, actor, &now, error);
    if (status) return status;
    Query *q = db_query(ledger->db,
                        "SELECT id, name, inferred, statements FROM form WHERE actor = ?1 ORDER BY statements DESC, id",
                        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, now);
    while (query_next(q, &status, error)) {
        Form form = {
            .id = column_int(q, 0), .inferred = column_int(q, 2) != 0, .statements = (uint64_t)column_int(q, 3)};
        if (!keep_text(arena, column_text(q, 1), &form.name) ||
            !arena_grow(arena, &items, &room, *count + 1, sizeof form)) {
            query_end(q);
            return fail_memory(error);
        }
        ((Form *)items)[(*count)++] = form;
    }
    *out = items;
    return status;
}
