/* One article's rows: entities with the forms that they have across articles, attributions with their words, and what is
 * counted of them. */
#include <stdlib.h>

#include "ledger/keep/keep.h"

/* ---- makers and outlets ---- a row that is there under its key, or a new one */

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
    Status status = query_number(find, out, error);
    if (status || *out) return status;
    status = query_run(add, error);
    *out = db_last_id(db);
    return status;
}

static Status set_country(Db *db, int64_t outlet, Text country, Error *error)
{
    Query *q = db_query(db, "UPDATE outlet SET country = ?2 WHERE id = ?1 AND country IS NULL", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, outlet);
    bind_text(q, 2, country);
    return query_run(q, error);
}

Status rows_outlet(Db *db, Text name, Text country, Arena *scratch, int64_t *out, Error *error)
{
    Text key;
    *out = 0;
    if (!name.size) return SAYSO_OK;
    if (!name_key(name, scratch, &key)) return fail_memory(error);
    Query *find = db_query(db, "SELECT id FROM outlet WHERE key = ?1", error);
    if (!find) return SAYSO_ERROR_IO;
    bind_text(find, 1, key);
    Status status = query_number(find, out, error);
    if (!status && *out && country.size) status = set_country(db, *out, country, error);
    if (status || *out) return status;
    Query *add = db_query(db, "INSERT INTO outlet (key, name, country) VALUES (?1, ?2, ?3)", error);
    if (!add) return SAYSO_ERROR_IO;
    bind_text(add, 1, key);
    bind_text(add, 2, name);
    bind_text(add, 3, country);
    status = query_run(add, error);
    *out = db_last_id(db);
    return status;
}

/* ---- entities ---- */

static Status add_entity(Db *db, int64_t article, const sayso_entity *e, int64_t form, Arena *scratch, Error *error)
{
    const void *mentions, *roles;
    size_t mentions_size, roles_size;
    if (!pack_spans(e->mentions, e->mention_count, scratch, &mentions, &mentions_size) ||
        !pack_spans(e->roles, e->role_count, scratch, &roles, &roles_size))
        return fail_memory(error);
    Query *q = db_query(db,
                        "INSERT INTO entity (" SEALED_ENTITY ", seal) VALUES (?1, ?2, ?3, coalesce(?4, ''), ?5, ?6, ?7, ?8,"
                        " ?9, ?10, seal('entity', ?1, ?2, ?3, coalesce(?4, ''), ?5, ?6, ?7, ?8, ?9, ?10))",
                        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    bind_int(q, 2, e->id);
    bind_int(q, 3, e->type);
    bind_text(q, 4, e->name);
    bind_text(q, 5, e->country);
    bind_int(q, 6, e->gender);
    bind_int(q, 7, e->gender_by);
    bind_id(q, 8, form);
    bind_blob(q, 9, mentions, mentions_size);
    bind_blob(q, 10, roles, roles_size);
    return query_run(q, error);
}

Status rows_entities(Db *db, int64_t article, const Told *told, const int64_t *forms, Arena *scratch, Error *error)
{
    Status status = SAYSO_OK;
    for (uint32_t i = 0; i < told->entity_count && !status; i++)
        status = add_entity(db, article, &told->entities[i], forms[i], scratch, error);
    return status;
}

/* ---- attributions ---- */

#define VALUES                                                                                                         \
    "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24,"   \
    " ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35"
static const char add_attribution_sql[] =
    "INSERT INTO attribution (" SEALED_ATTRIBUTION ", seal) VALUES (" VALUES ", seal('attribution', " VALUES "))";

typedef struct Writer {
    Db *db;
    int64_t article;
    const Told *told;
    const int64_t *forms, *claims, *dropped;
    Text published;
    Arena *scratch;
    Error *error;
} Writer;

static void bind_span(Query *q, int at, Span s)
{
    bind_int(q, at, s.begin);
    bind_int(q, at + 1, s.end);
}

static int64_t form_of(const Writer *w, uint32_t entity)
{
    return entity && entity <= w->told->entity_count ? w->forms[entity - 1] : 0;
}

static void bind_party(const Writer *w, Query *q, int at, const sayso_party *party)
{
    bind_span(q, at, party->words);
    bind_int(q, at + 2, party->entity);
    bind_id(q, at + 3, form_of(w, party->entity));
}

static void bind_chance(Query *q, int at, float chance)
{
    if (chance >= 0) bind_real(q, at, (double)chance);
}

static void bind_standing(const Writer *w, Query *q, const sayso_attribution *a)
{
    bind_int(q, 5, a->entity);
    bind_id(q, 6, form_of(w, a->entity));
    bind_int(q, 7, a->kind);
    bind_int(q, 11, a->form);
    bind_int(q, 12, a->act);
    bind_int(q, 13, a->negated != 0);
    bind_party(w, q, 14, &a->to);
    bind_party(w, q, 18, &a->via);
    bind_span(q, 22, a->when);
    bind_text(q, 24, a->date);
    bind_span(q, 26, a->anonymity);
    bind_int(q, 28, a->within);
    bind_real(q, 29, (double)a->confidence);
    bind_chance(q, 30, a->confidence_who);
    bind_chance(q, 31, a->confidence_act);
    bind_int(q, 32, a->clause != 0);
    bind_int(q, 33, a->entity_count);
}

/* Of those who are named together all but the first, which the attribution's own row has. */
static Status add_joint(const Writer *w, const sayso_attribution *a, Text day)
{
    Status status = SAYSO_OK;
    for (uint32_t i = 1; i < a->entity_count && !status; i++) {
        Query *q = db_query(w->db,
                            "INSERT INTO joint (article, number, place, entity, form, day, within)"
                            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                            w->error);
        if (!q) return SAYSO_ERROR_IO;
        bind_int(q, 1, w->article);
        bind_int(q, 2, a->id);
        bind_int(q, 3, i);
        bind_int(q, 4, a->entities[i]);
        bind_id(q, 5, form_of(w, a->entities[i]));
        bind_text(q, 6, day);
        bind_int(q, 7, a->within);
        status = query_run(q, w->error);
    }
    return status;
}

static Status add_words(const Writer *w, const sayso_attribution *a)
{
    Text words;
    if (!contents_join(w->told->text, a, w->scratch, &words)) return fail_memory(w->error);
    return words_wait(w->db, w->article, a->id, words, w->error);
}

static Status add_attribution(const Writer *w, uint32_t index)
{
    const sayso_attribution *a = &w->told->attributions[index];
    char room[DAY_SIZE];
    const void *contents;
    size_t size;
    Text day = date_day(a->date, w->published, room);
    Query *q = db_query(w->db, add_attribution_sql, w->error);
    if (!q) return SAYSO_ERROR_IO;
    if (!pack_spans(a->contents, a->content_count, w->scratch, &contents, &size)) return fail_memory(w->error);
    bind_int(q, 1, w->article);
    bind_int(q, 2, a->id);
    bind_span(q, 3, a->source);
    bind_span(q, 8, a->cue);
    bind_blob(q, 10, contents, size);
    bind_standing(w, q, a);
    bind_text(q, 25, day);
    bind_int(q, 34, w->dropped[index]);
    bind_id(q, 35, w->claims[index]);
    Status status = query_run(q, w->error);
    if (!status && a->entity_count > 1) status = add_joint(w, a, day);
    return status ? status : add_words(w, a);
}

Status rows_attributions(Db *db, int64_t article, const RowsInput *in, Arena *scratch, Error *error)
{
    Writer w = {db, article, in->told, in->forms, in->claims, in->dropped, in->published, scratch, error};
    Status status = SAYSO_OK;
    for (uint32_t i = 0; i < in->told->attribution_count && !status; i++) {
        ArenaMark mark = arena_mark(scratch);
        status = add_attribution(&w, i);
        arena_rewind(scratch, mark);
    }
    return status;
}

/* ---- taking out ---- */

/* The index of words has no words of its own to forget: it is told them. */
static Status forget_words(Db *db, int64_t article, const KeptArticle *kept, Arena *scratch, Error *error)
{
    Status status = SAYSO_OK;
    for (uint32_t i = 0; i < kept->attribution_count && !status; i++) {
        Text words;
        if (!contents_join(kept->text, &kept->attributions[i], scratch, &words)) return fail_memory(error);
        Query *q = db_query(db, "INSERT INTO said (said, rowid, text) VALUES ('delete', ?1, ?2)", error);
        if (!q) return SAYSO_ERROR_IO;
        bind_int(q, 1, said_row(article, kept->attributions[i].id));
        bind_text(q, 2, words);
        status = query_run(q, error);
    }
    return status;
}

Status rows_clear(Db *db, int64_t article, const KeptArticle *kept, Arena *scratch, Error *error)
{
    static const char *const rows[] = {"DELETE FROM party WHERE article = ?1",       "DELETE FROM event WHERE article = ?1",
                                       "DELETE FROM eventful WHERE article = ?1",    "DELETE FROM joint WHERE article = ?1",
                                       "DELETE FROM attribution WHERE article = ?1", "DELETE FROM entity WHERE article = ?1"};
    Status status = forget_words(db, article, kept, scratch, error);
    if (!status) status = claims_leave(db, article, error);
    if (!status) status = actors_leave(db, article, scratch, error);
    for (size_t i = 0; i < COUNT(rows) && !status; i++) {
        Query *q = db_query(db, rows[i], error);
        if (!q) return SAYSO_ERROR_IO;
        bind_int(q, 1, article);
        status = query_run(q, error);
    }
    return status;
}

/* ---- counts ---- */

#define UPSERT " ON CONFLICT (name, key) DO UPDATE SET count = count + excluded.count"
#define OF_ARTICLE " FROM article WHERE id = ?1"
#define OF_STATEMENTS " FROM attribution WHERE article = ?1 AND dropped = 0"
#define SAID                                                                                                           \
    "SELECT form" OF_STATEMENTS " AND form IS NOT NULL UNION ALL SELECT j.form FROM joint j JOIN attribution a"       \
    " ON a.article = j.article AND a.number = j.number WHERE j.article = ?1 AND j.form IS NOT NULL AND a.dropped = 0"

static const char *const upserts[] = {
    "INSERT INTO tally (name, key, count) SELECT 'words', 0, ?2 * words" OF_ARTICLE UPSERT,
    "INSERT INTO tally (name, key, count) SELECT 'outlet', outlet, ?2" OF_ARTICLE " AND outlet IS NOT NULL" UPSERT,
    "INSERT INTO talk (source, target, count) SELECT form, to_form, ?2 * count(*)" OF_STATEMENTS
    " AND within = 0 AND form IS NOT NULL AND to_form IS NOT NULL AND form <> to_form GROUP BY form, to_form"
    " ON CONFLICT (source, target) DO UPDATE SET count = count + excluded.count",
};

/* A statement that may fail half-way costs the database a journal of its own; one row by its key costs a page. */
static Status add_to(Db *db, const char *sql, Text name, int64_t key, int64_t count, Error *error)
{
    Query *q = db_query(db, sql, error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, key);
    bind_int(q, 2, count);
    if (name.size) bind_text(q, 3, name);
    return query_run(q, error);
}

static const char tally_sql[] = "INSERT INTO tally (name, key, count) VALUES (?3, ?1, ?2)" UPSERT;
static const char form_sql[] = "UPDATE form SET statements = statements + ?2 WHERE id = ?1";
static const char actor_sql[] =
    "UPDATE actor SET statements = statements + ?2 WHERE id = (SELECT actor FROM form WHERE id = ?1)";

typedef struct Sums { /* of an article's statements */
    int64_t kinds[SAYSO_KIND_AUTHOR + 1], acts[SAYSO_ACT_THINK + 1], all;
    int64_t *forms; /* one for each time that it is a source */
    uint32_t form_count, form_capacity;
} Sums;

static bool add_form(Sums *s, int64_t form, Arena *arena)
{
    void *items = s->forms;
    if (!arena_grow(arena, &items, &s->form_capacity, s->form_count + 1, sizeof form)) return false;
    s->forms = items;
    s->forms[s->form_count++] = form;
    return true;
}

static Status sum_up(Db *db, int64_t article, Arena *arena, Sums *out, Error *error)
{
    Status status;
    Query *q = db_query(db, "SELECT kind, act" OF_STATEMENTS, error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    for (; query_next(q, &status, error); out->all++) {
        uint64_t kind = (uint64_t)column_int(q, 0), act = (uint64_t)column_int(q, 1);
        if (kind < COUNT(out->kinds)) out->kinds[kind]++;
        if (act < COUNT(out->acts)) out->acts[act]++;
    }
    if (status || !(q = db_query(db, SAID, error))) return status ? status : SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    while (query_next(q, &status, error)) {
        if (add_form(out, column_int(q, 0), arena)) continue;
        query_end(q);
        return fail_memory(error);
    }
    return status;
}

static int by_id(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static Status count_forms(Db *db, Sums *s, int by, Error *error)
{
    Status status = SAYSO_OK;
    if (s->form_count) qsort(s->forms, s->form_count, sizeof *s->forms, by_id);
    for (uint32_t i = 0, end; i < s->form_count && !status; i = end) {
        for (end = i; end < s->form_count && s->forms[end] == s->forms[i];) end++;
        int64_t count = (int64_t)(end - i) * by;
        status = add_to(db, form_sql, (Text){0}, s->forms[i], count, error);
        if (!status) status = add_to(db, actor_sql, (Text){0}, s->forms[i], count, error);
    }
    return status;
}

static Status count_kinds(Db *db, const Sums *s, int by, Error *error)
{
    Status status = add_to(db, tally_sql, text_literal("current"), 0, by, error);
    if (!status && s->all) status = add_to(db, tally_sql, text_literal("attribution"), 0, s->all * by, error);
    for (size_t i = 0; i < COUNT(s->kinds) && !status; i++)
        if (s->kinds[i]) status = add_to(db, tally_sql, text_literal("kind"), (int64_t)i, s->kinds[i] * by, error);
    for (size_t i = 0; i < COUNT(s->acts) && !status; i++)
        if (s->acts[i]) status = add_to(db, tally_sql, text_literal("act"), (int64_t)i, s->acts[i] * by, error);
    return status;
}

static Status count_rows(Db *db, int64_t article, int by, Arena *arena, Error *error)
{
    Sums sums = {.all = 0};
    Status status = sum_up(db, article, arena, &sums, error);
    if (!status) status = count_kinds(db, &sums, by, error);
    if (!status) status = count_forms(db, &sums, by, error);
    for (size_t i = 0; i < COUNT(upserts) && !status; i++) status = add_to(db, upserts[i], (Text){0}, article, by, error);
    if (status || by > 0) return status;
    Query *q = db_query(db, "DELETE FROM talk WHERE count = 0 AND (source, target) IN (SELECT form, to_form" OF_STATEMENTS ")",
                        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    return query_run(q, error);
}

Status rows_count(Db *db, int64_t article, int by, Error *error)
{
    Arena arena;
    arena_init(&arena, &libc_allocator, SIZE_MAX);
    Status status = count_rows(db, article, by, &arena, error);
    arena_free(&arena);
    return status;
}
