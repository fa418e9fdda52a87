/* An article's entities get their forms. The usual case, a form that is known and whose weight does not double, is a look, an
 * update, and for a full name another; all else is told to a pass, which settles the blocks. */
#include <stdio.h>

#include "ledger/actor/settle.h"

typedef struct Placed { /* an entity */
    FormKey key;
    Name name;
    bool acts;
    uint32_t as; /* the entity whose form it has: its own, or who bears the surname in this article */
} Placed;

typedef struct Place {
    Db *db;
    const Told *told;
    const ActorScene *scene;
    Arena *arena;
    Pass pass;
    Placed *items;
    int64_t *forms;
    int64_t span;
    Text mark; /* of this article, where a person said that some of its names are others' */
} Place;

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

/* ---- within the article ---- */

static bool may_be(const FormKey *less, const FormKey *full)
{
    if (!form_is_full(full) || !text_equal(less->surname, full->surname)) return false;
    if (less->gender.size && full->gender.size && !text_equal(less->gender, full->gender)) return false;
    return given_agree(less->given, full->given) && suffix_agree(less->suffix, full->suffix) &&
           middles_agree(less->middles, full->middles);
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
        if (both.size == key->given.size + 1 + key->surname.size && !memcmp(both.data, key->given.data, key->given.size) &&
            both.data[key->given.size] == ' ')
            return i;
    }
    return index;
}

static Status read_names(Place *p, Error *error)
{
    uint32_t count = p->told->entity_count;
    p->items = TAKE(p->arena, Placed, count);
    const bool *party = parties_of(p->told, p->arena);
    if (!p->items || !party) return fail_memory(error);
    for (uint32_t i = 0; i < count; i++) {
        const sayso_entity *e = &p->told->entities[i];
        p->items[i] = (Placed){.as = i, .acts = can_act(e, party[i + 1]) && e->name.size};
        if (!p->items[i].acts) continue;
        if (!form_of(p->told->text, e, p->scene, p->arena, &p->items[i].key, &p->items[i].name)) return fail_memory(error);
        p->items[i].acts = p->items[i].key.surname.size > 0;
    }
    for (uint32_t i = 0; i < count; i++)
        if (p->items[i].acts && p->items[i].key.person)
            p->items[i].as = form_is_full(&p->items[i].key) ? double_of(p, i) : bearer_of(p, i);
    return SAYSO_OK;
}

/* ---- decisions about this article ---- */

bool actors_mark(const uint8_t *sha256, Arena *arena, Text *out)
{
    char hex[17];
    for (size_t i = 0; i < 8; i++) (void)snprintf(hex + 2 * i, 3, "%02x", sha256[i]);
    return arena_text(arena, text_of(hex, 16), out);
}

static Status read_splits(Place *p, Error *error)
{
    Status status;
    if (!p->pass.decided || !p->scene->sha256) return SAYSO_OK;
    Text mark;
    if (!actors_mark(p->scene->sha256, p->arena, &mark)) return fail_memory(error);
    Query *q = db_query(p->db, "SELECT subject FROM decision WHERE sha256 = ?1 AND kind = ?2 AND undone IS NULL", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_blob(q, 1, p->scene->sha256, 32);
    bind_int(q, 2, DECISION_SPLIT);
    while (query_next(q, &status, error)) {
        FormKey said = form_split(column_text(q, 0));
        for (uint32_t i = 0; i < p->told->entity_count; i++) {
            FormKey *k = &p->items[i].key;
            if (p->items[i].acts && k->person == said.person && text_equal(k->surname, said.surname) &&
                (!k->person || (text_equal(k->given, said.given) && text_equal(k->middles, said.middles) &&
                                text_equal(k->suffix, said.suffix))))
                k->mark = mark;
        }
    }
    return status;
}

/* ---- a form ---- */

typedef struct Known {
    int64_t id, articles, first, last;
    Text name; /* copied */
    bool fresh, named; /* named: it has a country */
} Known;

static Status add_words(Place *p, int64_t form, Text name, Error *error)
{
    Text key;
    Status status = SAYSO_OK;
    if (!name_key(name, p->arena, &key)) return fail_memory(error);
    for (size_t at = 0, end; at < key.size && !status; at = end + 1) {
        for (end = at; end < key.size && key.data[end] != ' ';) end++;
        Query *q = db_query(p->db, "INSERT OR IGNORE INTO form_word (word, form) VALUES (?1, ?2)", error);
        if (!q) return SAYSO_ERROR_IO;
        bind_text(q, 1, text_of(key.data + at, end - at));
        bind_int(q, 2, form);
        if (end > at) status = query_run(q, error);
    }
    return status;
}

static Status add_ways(Place *p, int64_t form, const FormKey *key, Error *error)
{
    Text ways[MOST_LETTERS];
    uint32_t count;
    Status status = SAYSO_OK;
    if (!form_ways(key, p->arena, ways, &count)) return fail_memory(error);
    for (uint32_t i = 0; i < count && !status; i++) {
        Query *q = db_query(p->db, "INSERT OR IGNORE INTO form_way (way, form) VALUES (?1, ?2)", error);
        if (!q) return SAYSO_ERROR_IO;
        bind_text(q, 1, ways[i]);
        bind_int(q, 2, form);
        status = query_run(q, error);
    }
    return status;
}

static Status insert_form(Place *p, const FormKey *key, Text text, sayso_type type, Text name, Text country, Known *out,
                          Error *error)
{
    static const char genders[] = "-fmo";
    Text block;
    if (!form_block(key, p->arena, &block)) return fail_memory(error);
    Query *q = db_query(p->db,
                        "INSERT INTO form (key, type, block, name, country, gender, actor, inferred, articles, level,"
                        " first_span, last_span) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, 0, 0, -1, ?7, ?7)",
                        error);
    if (!q) return SAYSO_ERROR_IO;
    const char *gender = key->gender.size ? strchr(genders, key->gender.data[0]) : NULL;
    bind_text(q, 1, text);
    bind_int(q, 2, type);
    bind_text(q, 3, block);
    bind_text(q, 4, name);
    bind_text(q, 5, country);
    bind_int(q, 6, gender ? gender - genders : 0);
    bind_int(q, 7, p->span);
    Status status = query_run(q, error);
    *out = (Known){.id = db_last_id(p->db), .first = p->span, .last = p->span, .name = name, .fresh = true, .named = country.size > 0};
    if (!status) status = add_words(p, out->id, name, error);
    if (!status) status = add_ways(p, out->id, key, error);
    if (!status) status = pass_block(&p->pass, block, error);
    return status ? status : pass_light(&p->pass, out->id, error);
}

static Status find_form(Place *p, const FormKey *key, sayso_type type, Text name, Text country, Known *out, Error *error)
{
    Text text;
    Status status;
    if (!form_key(key, p->arena, &text)) return fail_memory(error);
    Query *q = db_query(p->db, "SELECT id, articles, first_span, last_span, name, country FROM form WHERE key = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, text);
    if (!query_next(q, &status, error))
        return status ? status : insert_form(p, key, text, type, name, country, out, error);
    *out = (Known){.id = column_int(q, 0), .articles = column_int(q, 1), .first = column_int(q, 2), .last = column_int(q, 3),
                   .named = !column_null(q, 5)};
    bool kept = keep_text(p->arena, column_text(q, 4), &out->name);
    query_end(q);
    return kept ? SAYSO_OK : fail_memory(error);
}

static int level_of(int64_t articles)
{
    int level = -1;
    for (; articles > 0; articles >>= 1) level++;
    return level;
}

/* What leans on the form, and its block, are settled anew. */
static Status stir(Pass *pass, int64_t form, bool windows, Error *error)
{
    FormRows rows = {0};
    Query *q = db_query(pass->db, "SELECT " FORM_COLUMNS " FROM form f WHERE f.id = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, form);
    Status status = form_rows(q, pass->arena, &rows, error);
    if (status || !rows.count) return status;
    status = pass_block(pass, rows.items[0].block, error);
    if (!status) status = pass_light(pass, form, error);
    return status ? status : lean_note(pass, &rows.items[0], windows, error);
}

static Status count_article(Place *p, const Known *k, const FormKey *key, Text name, Text country, Error *error)
{
    bool better = spelling_better(name, k->name), known = !k->named && country.size;
    bool wider = p->span && (!k->first || p->span < k->first || p->span > k->last);
    int level = level_of(k->articles + 1);
    Query *q = db_query(p->db,
                        "UPDATE form SET articles = articles + 1, level = ?2, first_span = iif(first_span = 0 OR (?3 > 0 AND ?3 <"
                        " first_span), ?3, first_span), last_span = max(last_span, ?3), name = coalesce(?4, name), country ="
                        " coalesce(country, ?5) WHERE id = ?1",
                        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, k->id);
    bind_int(q, 2, level);
    bind_int(q, 3, p->span);
    if (better) bind_text(q, 4, name);
    bind_text(q, 5, country);
    Status status = query_run(q, error);
    bool stirred = k->fresh || level != level_of(k->articles) || better || known || (wider && key->office.size);
    return status || !stirred ? status : stir(&p->pass, k->id, false, error);
}

/* ---- where a full name was seen ---- */

static Status see(Place *p, const FormKey *key, int64_t form, Error *error)
{
    Status status;
    if (!form_is_full(key) || !p->span || key->mark.size) return SAYSO_OK;
    Query *q = db_query(p->db,
                        "INSERT INTO form_seen (surname, span, country, form, articles) VALUES (?1, ?2, coalesce(?3, ''), ?4, 1)"
                        " ON CONFLICT DO UPDATE SET articles = articles + 1 RETURNING articles",
                        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, key->surname);
    bind_int(q, 2, p->span);
    bind_text(q, 3, p->scene->country);
    bind_int(q, 4, form);
    int64_t articles = query_next(q, &status, error) ? column_int(q, 0) : 0;
    query_end(q);
    bool doubled = articles && !(articles & (articles - 1));
    return status || !doubled ? status : lean_note_surname(&p->pass, key->surname, p->span, error);
}

/* ---- what the article itself tells of two forms ---- */

static Status bind_forms(Place *p, int64_t a, int64_t b, bool same, Error *error)
{
    Status status;
    if (a == b) return SAYSO_OK;
    Query *q = db_query(p->db,
                        "INSERT INTO form_bond (a, b, same, articles) VALUES (?1, ?2, ?3, 1) ON CONFLICT DO UPDATE SET articles ="
                        " articles + 1 RETURNING articles",
                        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, a);
    bind_int(q, 2, b);
    bind_int(q, 3, same);
    int64_t articles = query_next(q, &status, error) ? column_int(q, 0) : 0;
    query_end(q);
    bool doubled = articles && !(articles & (articles - 1));
    return status || !doubled ? status : stir(&p->pass, a, false, error);
}

/* "X Jr." beside "X", as two. */
static Status part_suffixes(Place *p, uint32_t index, Error *error)
{
    Status status = SAYSO_OK;
    const FormKey *with = &p->items[index].key;
    for (uint32_t i = 0; i < p->told->entity_count && !status; i++) {
        const FormKey *k = &p->items[i].key;
        if (p->items[i].acts && !k->suffix.size && form_is_full(k) && text_equal(k->surname, with->surname) &&
            given_agree(k->given, with->given) && middles_agree(k->middles, with->middles))
            status = bind_forms(p, p->forms[i], p->forms[index], false, error);
    }
    return status;
}

/* "NBC" is NBC News; "MTV" is not MTV Unplugged. */
static bool is_longer(Text own, Text key)
{
    static const char *const kinds[] = {" news", " radio", " television", " tv", " network", " sports"};
    if (own.size < key.size + 2 || memcmp(own.data, key.data, key.size) || own.data[key.size] != ' ') return true;
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (text_is(text_of(own.data + key.size, own.size - key.size), kinds[i])) return true;
    return false;
}

/* Whether `mention` is another name of a body: its acronym, or its long form. */
static bool other_name(const Placed *item, Text mention, Text key, bool *longer)
{
    Text own = item->key.surname;
    *longer = false;
    if (item->key.person || text_equal(own, key) || !key.size) return false;
    if (memchr(own.data, ' ', own.size))
        return body_is_short(mention) && key.data[0] == own.data[0] && own.size > key.size && is_longer(own, key);
    *longer = true;
    return body_is_short(item->name.shown) && body_stands_for(own, key);
}

#define MOST_MENTIONS 16u

static Status bind_mention(Place *p, uint32_t index, Text mention, Error *error)
{
    Placed *item = &p->items[index];
    Text key, shown, doubled = item->key.person ? form_double(&item->key, p->arena) : (Text){0};
    FormKey other;
    Known known;
    bool longer = false;
    if (item->key.person ? !doubled.size : mention.size > 80) return SAYSO_OK;
    if (!name_key(mention, p->arena, &key)) return fail_memory(error);
    bool twofold = doubled.size && text_equal(key, doubled);
    if (!twofold && !other_name(item, mention, key, &longer)) return SAYSO_OK;
    if (!form_of_body(mention, p->told->entities[index].type, p->arena, &other, &shown)) return fail_memory(error);
    if (twofold && !form_counterpart(&other, p->arena, &other)) return fail_memory(error);
    if (!other.surname.size) return SAYSO_OK;
    Status status = find_form(p, &other, p->told->entities[index].type, mention, (Text){0}, &known, error);
    if (status) return status;
    return bind_forms(p, longer ? p->forms[index] : known.id, longer ? known.id : p->forms[index], true, error);
}

static Status bind_mentions(Place *p, uint32_t index, Error *error)
{
    Status status = SAYSO_OK;
    const sayso_entity *e = &p->told->entities[index];
    Text seen[MOST_MENTIONS];
    uint32_t count = 0;
    if (p->items[index].key.mark.size || (p->items[index].key.person && !p->items[index].key.middles.size)) return SAYSO_OK;
    for (uint32_t i = 0; i < e->mention_count && count < MOST_MENTIONS && !status; i++) {
        Text mention = e->mentions[i].end <= p->told->text.size ? text_slice(p->told->text, e->mentions[i]) : (Text){0};
        bool again = text_equal(mention, e->name);
        for (uint32_t k = 0; k < count; k++) again |= text_equal(seen[k], mention);
        if (again) continue;
        seen[count++] = mention;
        status = bind_mention(p, index, mention, error);
    }
    return status;
}

/* ---- placing ---- */

static bool is_counted(const Place *p, uint32_t index)
{
    for (uint32_t i = 0; i < index; i++)
        if (p->forms[i] == p->forms[index]) return true;
    return false;
}

static Status place_one(Place *p, uint32_t index, Error *error)
{
    const sayso_entity *e = &p->told->entities[index];
    const Placed *item = &p->items[index];
    Known known;
    Status status = find_form(p, &item->key, e->type, item->name.shown, e->country, &known, error);
    if (status) return status;
    p->forms[index] = known.id;
    if (is_counted(p, index)) return SAYSO_OK;
    status = count_article(p, &known, &item->key, item->name.shown, e->country, error);
    if (!status) status = see(p, &item->key, known.id, error);
    return status;
}

static Status tell_bonds(Place *p, Error *error)
{
    Status status = SAYSO_OK;
    for (uint32_t i = 0; i < p->told->entity_count && !status; i++) {
        if (!p->items[i].acts) continue;
        if (p->items[i].as != i) {
            if (form_is_full(&p->items[i].key)) status = bind_mention(p, p->items[i].as, p->items[i].name.shown, error);
            continue;
        }
        if (p->items[i].key.suffix.size && form_is_full(&p->items[i].key)) status = part_suffixes(p, i, error);
        if (!status) status = bind_mentions(p, i, error);
    }
    return status;
}

Status actors_place(Db *db, const Told *told, const ActorScene *scene, Arena *scratch, int64_t *forms, Error *error)
{
    Place p = {.db = db, .told = told, .scene = scene, .arena = scratch, .forms = forms, .span = span_of(scene->published)};
    Status status = pass_begin(&p.pass, db, scratch, error);
    if (!status) status = read_names(&p, error);
    if (!status) status = read_splits(&p, error);
    for (uint32_t i = 0; i < told->entity_count; i++) forms[i] = 0;
    for (uint32_t i = 0; i < told->entity_count && !status; i++)
        if (p.items[i].acts && p.items[i].as == i) status = place_one(&p, i, error);
    for (uint32_t i = 0; i < told->entity_count && !status; i++)
        if (p.items[i].acts) forms[i] = forms[p.items[i].as];
    if (!status) status = tell_bonds(&p, error);
    return status ? status : pass_run(&p.pass, error);
}

Status actors_form(Db *db, const FormKey *key, sayso_type type, Text name, Text country, Arena *scratch, int64_t *out,
                   Error *error)
{
    Known known = {0};
    Place p = {.db = db, .arena = scratch};
    Status status = pass_begin(&p.pass, db, scratch, error);
    if (!status) status = find_form(&p, key, type, name, country, &known, error);
    *out = known.id;
    return status ? status : pass_run(&p.pass, error);
}

/* ---- leaving ---- */

typedef struct Gone {
    int64_t form, articles, span;
    Text country;
} Gone;

static Status leave_form(Pass *pass, const Gone *g, Error *error)
{
    Query *q = db_query(pass->db, "UPDATE form SET articles = max(articles - 1, 0), level = ?2 WHERE id = ?1", error);
    Query *seen = db_query(pass->db,
                           "UPDATE form_seen SET articles = articles - 1 WHERE surname = (SELECT substr(key, 3, instr(key, '|') - 3)"
                           " FROM form WHERE id = ?1) AND span = ?2 AND country = coalesce(?3, '') AND form = ?1",
                           error);
    Query *none = db_query(pass->db, "DELETE FROM form_seen WHERE form = ?1 AND articles <= 0", error);
    if (!q || !seen || !none) return SAYSO_ERROR_IO;
    bind_int(q, 1, g->form);
    bind_int(q, 2, level_of(g->articles > 0 ? g->articles - 1 : 0));
    bind_int(seen, 1, g->form);
    bind_int(seen, 2, g->span);
    bind_text(seen, 3, g->country);
    bind_int(none, 1, g->form);
    Status status = query_run(q, error);
    /* before it goes from where it was seen, what leans on it there is noted */
    if (!status) status = stir(pass, g->form, true, error);
    if (!status) status = query_run(seen, error);
    return status ? status : query_run(none, error);
}

Status actors_leave(Db *db, int64_t article, Arena *scratch, Error *error)
{
    Pass pass;
    void *items = NULL;
    uint32_t room = 0, count = 0;
    Status status = pass_begin(&pass, db, scratch, error);
    if (status) return status;
    Query *q = db_query(db,
                        "SELECT DISTINCT f.id, f.articles, r.published, o.country FROM entity e JOIN form f ON f.id = e.form"
                        " JOIN article r ON r.id = e.article LEFT JOIN outlet o ON o.id = r.outlet WHERE e.article = ?1",
                        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    while (query_next(q, &status, error)) {
        Gone g = {.form = column_int(q, 0), .articles = column_int(q, 1), .span = span_of(column_text(q, 2))};
        if (!arena_grow(scratch, &items, &room, count + 1, sizeof g) || !keep_text(scratch, column_text(q, 3), &g.country)) {
            query_end(q);
            return fail_memory(error);
        }
        ((Gone *)items)[count++] = g;
    }
    for (uint32_t i = 0; i < count && !status; i++) status = leave_form(&pass, &((Gone *)items)[i], error);
    return status ? status : pass_run(&pass, error);
}
