/* An article's entities get their forms. The usual case, a form that is known and whose weight does not double, is a
 * look, an update, and for a full name another; all else is told to a pass, which settles the blocks. */
#include "ledger/actor/place.h"

/* ---- a form ---- */

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
    Text block;
    if (!form_block(key, p->arena, &block)) return fail_memory(error);
    Query *q = db_query(p->db,
                        "INSERT INTO form (key, type, block, name, country, gender, actor, inferred, articles, level,"
                        " first_span, last_span) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, 0, 0, -1, ?7, ?7)",
                        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, text);
    bind_int(q, 2, type);
    bind_text(q, 3, block);
    bind_text(q, 4, name);
    bind_text(q, 5, country);
    bind_int(q, 6, gender_of(key->gender));
    bind_int(q, 7, p->span);
    Status status = query_run(q, error);
    *out = (Known){.id = db_last_id(p->db),
                   .first = p->span,
                   .last = p->span,
                   .name = name,
                   .fresh = true,
                   .named = country.size > 0};
    if (!status) status = add_words(p, out->id, name, error);
    if (!status) status = add_ways(p, out->id, key, error);
    return status ? status : pass_form(&p->pass, block, out->id, error);
}

Status place_form(Place *p, const FormKey *key, sayso_type type, Text name, Text country, Known *out, Error *error)
{
    Text text;
    Status status;
    if (!form_key(key, p->arena, &text)) return fail_memory(error);
    Query *q =
        db_query(p->db, "SELECT id, articles, first_span, last_span, name, country FROM form WHERE key = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, text);
    if (!query_next(q, &status, error))
        return status ? status : insert_form(p, key, text, type, name, country, out, error);
    *out = (Known){.id = column_int(q, 0),
                   .articles = column_int(q, 1),
                   .first = column_int(q, 2),
                   .last = column_int(q, 3),
                   .named = !column_null(q, 5)};
    bool kept = keep_text(p->arena, column_text(q, 4), &out->name);
    query_end(q);
    return kept ? SAYSO_OK : fail_memory(error);
}

/* What leans on the form, and its block, are settled anew. */
Status place_stir(Pass *pass, int64_t form, bool windows, Error *error)
{
    FormRows rows;
    Status status = form_row(pass->db, form, pass->arena, &rows, error);
    if (status || !rows.count) return status;
    status = pass_form(pass, rows.items[0].block, form, error);
    return status ? status : lean_note(pass, &rows.items[0], windows, error);
}

static Status count_one(Place *p, int64_t form, Error *error)
{
    Query *q = db_query(p->db,
                        "UPDATE form SET articles = articles + 1, first_span = iif(first_span = 0 OR (?2 > 0 AND ?2 <"
                        " first_span), ?2, first_span), last_span = max(last_span, ?2) WHERE id = ?1",
                        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, form);
    bind_int(q, 2, p->span);
    return query_run(q, error);
}

/* What stands in an index, or under the seal. */
static Status renew_form(Place *p, int64_t form, int level, Text name, Text country, Error *error)
{
    Query *q = db_query(p->db,
                        "UPDATE form SET level = ?2, name = coalesce(?3, name), country = coalesce(country, ?4) WHERE id = ?1",
                        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, form);
    bind_int(q, 2, level);
    bind_text(q, 3, name);
    bind_text(q, 4, country);
    return query_run(q, error);
}

/* SQLite writes an index anew for a column that is set to what it is: so the columns that seldom change are set apart. */
static Status count_article(Place *p, const Known *k, const FormKey *key, Text name, Text country, Error *error)
{
    bool better = spelling_better(name, k->name), known = !k->named && country.size;
    bool wider = p->span && (!k->first || p->span < k->first || p->span > k->last);
    int level = level_of(k->articles + 1);
    bool moved = level != level_of(k->articles) || better || known;
    Status status = count_one(p, k->id, error);
    if (!status && moved) status = renew_form(p, k->id, level, better ? name : (Text){0}, country, error);
    bool timed = key->office.size || (form_is_full(key) && given_known(key->given) && surname_common(key->surname));
    bool stirred = k->fresh || moved || (wider && timed);
    return status || !stirred ? status : place_stir(&p->pass, k->id, false, error);
}

/* ---- where a full name was seen ---- */

static const char seen_sql[] =
    "SELECT articles FROM form_seen WHERE surname = ?1 AND span = ?2 AND country = coalesce(?3, '') AND form = ?4";
static const char see_again_sql[] = "UPDATE form_seen SET articles = ?5 WHERE surname = ?1 AND span = ?2 AND country ="
                                    " coalesce(?3, '') AND form = ?4";
static const char see_first_sql[] =
    "INSERT INTO form_seen (surname, span, country, form, articles) VALUES (?1, ?2, coalesce(?3, ''), ?4, ?5)";

static Query *seen_query(Place *p, const char *sql, const FormKey *key, int64_t form, Error *error)
{
    Query *q = db_query(p->db, sql, error);
    if (!q) return NULL;
    bind_text(q, 1, key->surname);
    bind_int(q, 2, p->span);
    bind_text(q, 3, p->scene->country);
    bind_int(q, 4, form);
    return q;
}

/* In two steps: one that also tells what it wrote (RETURNING) keeps a journal of its own. */
static Status see(Place *p, const FormKey *key, int64_t form, Error *error)
{
    int64_t articles;
    if (!form_is_full(key) || !p->span || key->mark.size) return SAYSO_OK;
    Query *q = seen_query(p, seen_sql, key, form, error);
    if (!q) return SAYSO_ERROR_IO;
    Status status = query_number(q, &articles, error);
    if (status) return status;
    if (!(q = seen_query(p, articles ? see_again_sql : see_first_sql, key, form, error))) return SAYSO_ERROR_IO;
    bind_int(q, 5, ++articles);
    status = query_run(q, error);
    return status || !has_doubled(articles) ? status : lean_note_surname(&p->pass, key->surname, p->span, error);
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
    Status status = place_form(p, &item->key, e->type, item->name.shown, e->country, &known, error);
    if (status) return status;
    p->forms[index] = known.id;
    if (is_counted(p, index)) return SAYSO_OK;
    status = count_article(p, &known, &item->key, item->name.shown, e->country, error);
    if (!status) status = see(p, &item->key, known.id, error);
    return status;
}

Status actors_place(Db *db, const Told *told, const ActorScene *scene, Arena *scratch, int64_t *forms, Error *error)
{
    Place p = {
        .db = db, .told = told, .scene = scene, .arena = scratch, .forms = forms, .span = span_of(scene->published)};
    Status status = pass_begin(&p.pass, db, scratch, error);
    if (!status) status = place_names(&p, error);
    if (!status) status = place_splits(&p, error);
    for (uint32_t i = 0; i < told->entity_count; i++) forms[i] = 0;
    for (uint32_t i = 0; i < told->entity_count && !status; i++)
        if (p.items[i].acts && p.items[i].as == i) status = place_one(&p, i, error);
    for (uint32_t i = 0; i < told->entity_count && !status; i++)
        if (p.items[i].acts) forms[i] = forms[p.items[i].as];
    if (!status) status = place_bonds(&p, error);
    return status ? status : pass_run(&p.pass, error);
}

Status actors_form(Db *db, const FormKey *key, sayso_type type, Text name, Text country, Arena *scratch, int64_t *out,
                   Error *error)
{
    Known known = {0};
    Place p = {.db = db, .arena = scratch};
    Status status = pass_begin(&p.pass, db, scratch, error);
    if (!status) status = place_form(&p, key, type, name, country, &known, error);
    *out = known.id;
    return status ? status : pass_run(&p.pass, error);
}
