/* One article's rows: entities and whom they are across articles, attributions, and what is counted of them. */
#include "ledger/keep/keep.h"

/* ---- actors and outlets ---- a row that is there under its key, or a new one */

static Status find_id(Query *q, int64_t *out, Error *error)
{
    Status status;
    *out = 0;
    if (query_next(q, &status, error)) {
        *out = column_int(q, 0);
        query_end(q);
    }
    return status;
}

Status rows_maker(Db *db, const Report *r, int64_t *out, Error *error)
{
    Query *find = db_query(db,
                           "SELECT id FROM maker WHERE program = coalesce(?1, '') AND model = coalesce(?2, '') AND"
                           " format = ?3",
                           error);
    Query *add = db_query(
        db, "INSERT INTO maker (program, model, format) VALUES (coalesce(?1, ''), coalesce(?2, ''), ?3)", error);
    if (!find || !add) return SAYSO_ERROR_IO;
    Query *both[] = {find, add};
    for (size_t i = 0; i < COUNT(both); i++) {
        bind_text(both[i], 1, r->program);
        bind_text(both[i], 2, r->model);
        bind_int(both[i], 3, r->format);
    }
    Status status = find_id(find, out, error);
    if (status || *out) return status;
    status = query_run(add, error);
    *out = db_last_id(db);
    return status;
}

Status rows_outlet(Db *db, Text name, Arena *scratch, int64_t *out, Error *error)
{
    Text key;
    *out = 0;
    if (!name.size) return SAYSO_OK;
    if (!name_key(name, scratch, &key)) return fail_memory(error);
    Query *find = db_query(db, "SELECT id FROM outlet WHERE key = ?1", error);
    if (!find) return SAYSO_ERROR_IO;
    bind_text(find, 1, key);
    Status status = find_id(find, out, error);
    if (status || *out) return status;
    Query *add = db_query(db, "INSERT INTO outlet (key, name) VALUES (?1, ?2)", error);
    if (!add) return SAYSO_ERROR_IO;
    bind_text(add, 1, key);
    bind_text(add, 2, name);
    status = query_run(add, error);
    *out = db_last_id(db);
    return status;
}

static Status add_actor_words(Db *db, int64_t actor, Text key, Error *error)
{
    Status status = SAYSO_OK;
    for (size_t at = 0, end; at < key.size && !status; at = end + 1) {
        for (end = at; end < key.size && key.data[end] != ' ';) end++;
        Query *q = db_query(db, "INSERT OR IGNORE INTO actor_word (word, actor) VALUES (?1, ?2)", error);
        if (!q) return SAYSO_ERROR_IO;
        bind_text(q, 1, text_of(key.data + at, end - at));
        bind_int(q, 2, actor);
        if (end > at) status = query_run(q, error);
    }
    return status;
}

static Status add_actor(Db *db, const sayso_entity *e, Text key, int64_t *out, Error *error)
{
    Query *q = db_query(db, "INSERT INTO actor (key, type, name, country) VALUES (?1, ?2, ?3, ?4)", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, key);
    bind_int(q, 2, e->type);
    bind_text(q, 3, e->name);
    bind_text(q, 4, e->country);
    Status status = query_run(q, error);
    *out = db_last_id(db);
    return status ? status : add_actor_words(db, *out, key, error);
}

/* Somebody who can speak and be spoken to. Places, peoples and documents are none, whatever they "said"; a name of
 * which the article does not tell what it is, is one where it speaks or is spoken to. */
static bool can_act(const sayso_entity *e, bool party)
{
    return e->type == SAYSO_TYPE_PERSON || e->type == SAYSO_TYPE_ORGANIZATION || e->type == SAYSO_TYPE_COUNTRY ||
           e->type == SAYSO_TYPE_OUTLET || (e->type == SAYSO_TYPE_UNKNOWN && party);
}

/* By entity: whether an attribution has it as source, addressee or outlet. */
static bool *parties_of(const Told *told, Arena *scratch)
{
    bool *party = TAKE(scratch, bool, (size_t)told->entity_count + 1);
    if (!party) return NULL;
    memset(party, 0, (size_t)told->entity_count + 1);
    for (uint32_t i = 0; i < told->attribution_count; i++) {
        const sayso_attribution *a = &told->attributions[i];
        const uint32_t ids[] = {a->entity, a->to.entity, a->via.entity};
        for (size_t k = 0; k < COUNT(ids); k++) party[ids[k] <= told->entity_count ? ids[k] : 0] = true;
    }
    return party;
}

static Status place_actor(Db *db, const sayso_entity *e, bool party, Arena *scratch, int64_t *out, Error *error)
{
    Text key;
    *out = 0;
    if (!can_act(e, party) || !e->name.size) return SAYSO_OK;
    if (!name_key(e->name, scratch, &key)) return fail_memory(error);
    Query *find = db_query(db, "SELECT id FROM actor WHERE key = ?1 AND type = ?2", error);
    if (!find) return SAYSO_ERROR_IO;
    bind_text(find, 1, key);
    bind_int(find, 2, e->type);
    Status status = find_id(find, out, error);
    return status || *out ? status : add_actor(db, e, key, out, error);
}

/* ---- entities ---- */

static Status add_entity(Db *db, int64_t article, const sayso_entity *e, int64_t actor, Arena *scratch, Error *error)
{
    const void *mentions, *roles;
    size_t mentions_size, roles_size;
    if (!pack_spans(e->mentions, e->mention_count, scratch, &mentions, &mentions_size) ||
        !pack_spans(e->roles, e->role_count, scratch, &roles, &roles_size))
        return fail_memory(error);
    Query *q = db_query(db,
                        "INSERT INTO entity (article, number, type, name, country, actor, mentions, roles)"
                        " VALUES (?1, ?2, ?3, coalesce(?4, ''), ?5, ?6, ?7, ?8)",
                        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    bind_int(q, 2, e->id);
    bind_int(q, 3, e->type);
    bind_text(q, 4, e->name);
    bind_text(q, 5, e->country);
    bind_id(q, 6, actor);
    bind_blob(q, 7, mentions, mentions_size);
    bind_blob(q, 8, roles, roles_size);
    return query_run(q, error);
}

Status rows_entities(Db *db, int64_t article, const Told *told, Arena *scratch, Actors *out, Error *error)
{
    out->count = told->entity_count;
    out->items = TAKE(scratch, int64_t, out->count);
    const bool *party = parties_of(told, scratch);
    if (!out->items || !party) return fail_memory(error);
    for (uint32_t i = 0; i < out->count; i++) {
        const sayso_entity *e = &told->entities[i];
        Status status = place_actor(db, e, party[i + 1], scratch, &out->items[i], error);
        if (!status) status = add_entity(db, article, e, out->items[i], scratch, error);
        if (status) return status;
    }
    return SAYSO_OK;
}

/* ---- attributions ---- */

static const char add_attribution_sql[] =
    "INSERT INTO attribution (article, number, source_begin, source_end, entity, actor, kind, cue_begin, cue_end, "
    "contents,"
    " form, act, to_begin, to_end, to_entity, to_actor, via_begin, via_end, via_entity, via_actor, when_begin, "
    "when_end,"
    " date, day, anonymity_begin, anonymity_end, within, confidence, claim) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,"
    " ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29)";

static void bind_span(Query *q, int at, Span s)
{
    bind_int(q, at, s.begin);
    bind_int(q, at + 1, s.end);
}

static void bind_who(Query *q, int at, uint32_t entity, const Actors *actors)
{
    bind_int(q, at, entity);
    bind_id(q, at + 1, entity && entity <= actors->count ? actors->items[entity - 1] : 0);
}

static void bind_standing(Query *q, const sayso_attribution *a, const Actors *actors)
{
    bind_who(q, 5, a->entity, actors);
    bind_int(q, 7, a->kind);
    bind_int(q, 11, a->form);
    bind_int(q, 12, a->act);
    bind_span(q, 13, a->to.words);
    bind_who(q, 15, a->to.entity, actors);
    bind_span(q, 17, a->via.words);
    bind_who(q, 19, a->via.entity, actors);
    bind_span(q, 21, a->when);
    bind_text(q, 23, a->date);
    bind_span(q, 25, a->anonymity);
    bind_int(q, 27, a->within);
    bind_real(q, 28, (double)a->confidence);
}

static Status add_attribution(Query *q, int64_t article, const sayso_attribution *a, Text published,
                              const Actors *actors, int64_t claim, Arena *scratch, Error *error)
{
    char room[DAY_SIZE];
    const void *contents;
    size_t size;
    if (!pack_spans(a->contents, a->content_count, scratch, &contents, &size)) return fail_memory(error);
    bind_int(q, 1, article);
    bind_int(q, 2, a->id);
    bind_span(q, 3, a->source);
    bind_span(q, 8, a->cue);
    bind_blob(q, 10, contents, size);
    bind_standing(q, a, actors);
    bind_text(q, 24, statement_day(a, published, room));
    bind_id(q, 29, claim);
    return query_run(q, error);
}

Status rows_attributions(Db *db, int64_t article, const Draft *draft, const Actors *actors, const int64_t *claims,
                         Arena *scratch, Error *error)
{
    Status status = SAYSO_OK;
    for (uint32_t i = 0; i < draft->told.attribution_count && !status; i++) {
        Query *q = db_query(db, add_attribution_sql, error);
        if (!q) return SAYSO_ERROR_IO;
        status = add_attribution(q, article, &draft->told.attributions[i], draft->report.published, actors, claims[i],
                                 scratch, error);
    }
    return status;
}

/* ---- counts ---- */

#define UPSERT " ON CONFLICT (name, key) DO UPDATE SET count = count + excluded.count"
#define OF_ARTICLE " FROM article WHERE id = ?1"
#define OF_STATEMENTS " FROM attribution WHERE article = ?1"

static const char *const counts[] = {
    "INSERT INTO tally (name, key, count) SELECT 'current', 0, ?2" OF_ARTICLE UPSERT,
    "INSERT INTO tally (name, key, count) SELECT 'words', 0, ?2 * words" OF_ARTICLE UPSERT,
    "INSERT INTO tally (name, key, count) SELECT 'outlet', outlet, ?2" OF_ARTICLE " AND outlet IS NOT NULL" UPSERT,
    "INSERT INTO tally (name, key, count) SELECT 'attribution', 0, ?2 * count(*)" OF_STATEMENTS
    " GROUP BY article" UPSERT,
    "INSERT INTO tally (name, key, count) SELECT 'kind', kind, ?2 * count(*)" OF_STATEMENTS " GROUP BY kind" UPSERT,
    "INSERT INTO tally (name, key, count) SELECT 'act', act, ?2 * count(*)" OF_STATEMENTS " GROUP BY act" UPSERT,
    "UPDATE actor SET statements = statements + ?2 * n FROM (SELECT actor AS who, count(*) AS n" OF_STATEMENTS
    " AND actor IS NOT NULL GROUP BY actor) AS said WHERE id = who",
    "INSERT INTO talk (source, target, count) SELECT actor, to_actor, ?2 * count(*)" OF_STATEMENTS
    " AND within = 0 AND actor IS NOT NULL AND to_actor IS NOT NULL AND actor <> to_actor GROUP BY actor, to_actor"
    " ON CONFLICT (source, target) DO UPDATE SET count = count + excluded.count",
};

Status rows_count(Db *db, int64_t article, int by, Error *error)
{
    for (size_t i = 0; i < COUNT(counts); i++) {
        Query *q = db_query(db, counts[i], error);
        if (!q) return SAYSO_ERROR_IO;
        bind_int(q, 1, article);
        bind_int(q, 2, by);
        Status status = query_run(q, error);
        if (status) return status;
    }
    return by > 0 ? SAYSO_OK : db_script(db, "DELETE FROM talk WHERE count = 0", error);
}
