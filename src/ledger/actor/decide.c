/* Merging, splitting, renaming. A decision names forms by keys, which mean the same in another ledger and after a
 * reading anew; what it does is worked out where blocks are settled (settle.c), or, where it is about one article, by
 * giving what the article calls so a form with that article's mark. */
#include "ledger/actor/settle.h"

/* ---- keys ---- */

/* What all keys of the form's name begin with where the name is this actor's alone; else the form's own key. */
static Status key_of(Db *db, const FormRow *row, Arena *arena, Text *out, Error *error)
{
    Status status;
    Text base;
    *out = row->text;
    if (form_is_bare(&row->key) || row->key.mark.size) return SAYSO_OK;
    if (!form_base(&row->key, arena, &base)) return fail_memory(error);
    Query *q = db_query(db, "SELECT 1 FROM form WHERE key >= ?1 AND key < ?1 || '~' AND actor <> ?2 LIMIT 1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, base);
    bind_int(q, 2, row->actor);
    bool shared = query_next(q, &status, error);
    query_end(q);
    if (!shared) *out = base;
    return status;
}

static Status read_form(Db *db, int64_t id, Arena *arena, FormRow *out, Error *error)
{
    FormRows rows;
    Status status = form_row(db, id, arena, &rows, error);
    if (!status && !rows.count)
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "there is no form #%lld in the ledger", (long long)id);
    if (!status) *out = rows.items[0];
    return status;
}

/* The key by which an actor is named: of its heaviest form that is no surname laid to it. */
static Status key_of_actor(Db *db, int64_t number, Arena *arena, int64_t *actor, Text *out, Error *error)
{
    FormRows rows = {0};
    Status status = actors_now(db, number, actor, error);
    if (status) return status;
    Query *q =
        db_query(db,
                 "SELECT " FORM_COLUMNS " FROM form f WHERE f.actor = ?1 ORDER BY f.inferred, substr(f.block, 1, 1)"
                 " IN ('s', 'i'), f.level DESC, f.id <> f.actor, f.key LIMIT 1",
                 error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, *actor);
    status = form_rows(q, arena, &rows, error);
    if (!status && !rows.count)
        return fail(error, SAYSO_ERROR_IO, NO_OFFSET, "actor #%lld has no form", (long long)*actor);
    return status ? status : key_of(db, &rows.items[0], arena, out, error);
}

/* ---- rows ---- */

Status decision_write(Db *db, const Decision *d, const uint8_t *sha256, Text was, int64_t *out, Error *error)
{
    Query *q = db_query(db,
                        "INSERT INTO decision (kind, made, undone, subject, object, label, sha256, number, words, claim, was)"
                        " VALUES (?1, coalesce(?2, strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, d->kind);
    bind_text(q, 2, d->made);
    bind_text(q, 3, d->undone);
    bind_text(q, 4, d->subject);
    bind_text(q, 5, d->object);
    bind_text(q, 6, d->label);
    if (sha256) bind_blob(q, 7, sha256, 32);
    bind_int(q, 8, d->number);
    bind_text(q, 9, d->words);
    bind_id(q, 10, d->claim);
    bind_text(q, 11, was);
    Status status = query_run(q, error);
    *out = db_last_id(db);
    return status;
}

static Status end(Db *db, Arena *arena, Status status, Error *error)
{
    if (!status) status = db_commit(db, error);
    if (status) db_rollback(db);
    arena_free(arena);
    return status;
}

/* ---- in an article ---- its rows name another form, and what is counted of the two follows */

static const char *const moves[] = {
    "UPDATE entity SET form = ?3 WHERE article = ?1 AND form = ?2",
    "UPDATE joint SET form = ?3 WHERE article = ?1 AND form = ?2",
    "UPDATE attribution SET to_form = ?3 WHERE article = ?1 AND to_form = ?2",
    "UPDATE attribution SET via_form = ?3 WHERE article = ?1 AND via_form = ?2",
    "UPDATE attribution SET form = ?3 WHERE article = ?1 AND form = ?2",
};

#define SAID_IN                                                                                                        \
    "(SELECT count(*) FROM attribution t JOIN article r ON r.id = t.article WHERE t.article = ?1 AND t.form = ?2 AND"  \
    " r.current AND NOT t.dropped) + (SELECT count(*) FROM joint j JOIN attribution t ON t.article = j.article AND"    \
    " t.number = j.number JOIN article r ON r.id = t.article WHERE j.article = ?1 AND j.form = ?2 AND r.current AND "  \
    "NOT t.dropped)"

static Status count_in(Db *db, int64_t article, int64_t form, int by, Error *error)
{
    static const char *const counts[] = {
        "UPDATE actor SET statements = statements + ?3 * (" SAID_IN
        ") WHERE id = (SELECT actor FROM form WHERE id = ?2)",
        "UPDATE form SET statements = statements + ?3 * (" SAID_IN ") WHERE id = ?2",
        "INSERT INTO talk (source, target, count) SELECT t.form, t.to_form, ?3 * count(*) FROM attribution t JOIN "
        "article r ON"
        " r.id = t.article WHERE t.article = ?1 AND (t.form = ?2 OR t.to_form = ?2) AND t.within = 0 AND t.form IS NOT "
        "NULL AND"
        " t.to_form IS NOT NULL AND t.form <> t.to_form AND r.current AND NOT t.dropped GROUP BY t.form, t.to_form"
        " ON CONFLICT (source, target) DO UPDATE SET count = count + excluded.count",
    };
    Status status = SAYSO_OK;
    for (size_t i = 0; i < COUNT(counts) && !status; i++) {
        Query *q = db_query(db, counts[i], error);
        if (!q) return SAYSO_ERROR_IO;
        bind_int(q, 1, article);
        bind_int(q, 2, form);
        bind_int(q, 3, by);
        status = query_run(q, error);
    }
    return status;
}

static Status reassign(Db *db, int64_t article, int64_t from, int64_t to, Error *error)
{
    Status status = count_in(db, article, from, -1, error);
    for (size_t i = 0; i < COUNT(moves) && !status; i++) {
        Query *q = db_query(db, moves[i], error);
        if (!q) return SAYSO_ERROR_IO;
        bind_int(q, 1, article);
        bind_int(q, 2, from);
        bind_int(q, 3, to);
        status = query_run(q, error);
    }
    if (!status) status = count_in(db, article, to, 1, error);
    Query *none = db_query(db, "DELETE FROM talk WHERE count = 0 AND (source = ?1 OR target = ?1)", error);
    if (status || !none) return status ? status : SAYSO_ERROR_IO;
    bind_int(none, 1, from);
    return query_run(none, error);
}

/* The forms of the name in one article get the article's marked ones, or lose them. */
static Status mark_article(Db *db, int64_t article, Text subject, Text mark, bool marked, Arena *arena, Error *error)
{
    FormRows rows = {0};
    Query *q = db_query(
        db, "SELECT DISTINCT " FORM_COLUMNS " FROM entity e JOIN form f ON f.id = e.form WHERE e.article = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    Status status = form_rows(q, arena, &rows, error);
    for (uint32_t i = 0; i < rows.count && !status; i++) {
        FormRow plain = rows.items[i];
        int64_t to = 0;
        if (!text_equal(plain.key.mark, marked ? (Text){0} : mark)) continue;
        plain.key.mark = (Text){0};
        if (!form_key(&plain.key, arena, &plain.text)) return fail_memory(error);
        if (!choice_names(subject, &plain, arena)) continue;
        plain.key.mark = marked ? mark : (Text){0};
        status = actors_form(db, &plain.key, plain.type, plain.name, plain.country, arena, &to, error);
        if (!status) status = reassign(db, article, plain.id, to, error);
    }
    return status;
}

/* In all articles of that text. */
static Status mark_articles(Db *db, Text subject, const void *sha256, bool marked, Arena *arena, Error *error)
{
    Text mark;
    Status status = SAYSO_OK;
    if (!actors_mark(sha256, arena, &mark)) return fail_memory(error);
    for (int64_t article = 0; !status;) {
        Query *q = db_query(db, "SELECT id FROM article WHERE sha256 = ?1 AND id > ?2 ORDER BY id LIMIT 1", error);
        if (!q) return SAYSO_ERROR_IO;
        bind_blob(q, 1, sha256, 32);
        bind_int(q, 2, article);
        if (!query_next(q, &status, error)) break;
        article = column_int(q, 0);
        query_end(q);
        status = mark_article(db, article, subject, mark, marked, arena, error);
    }
    return status;
}

/* ---- what a decision does ---- */

static Status stir_named(Pass *pass, Text key, Error *error)
{
    FormRows rows = {0};
    Status status = choice_forms(pass->db, key, pass->arena, &rows, error);
    for (uint32_t i = 0; i < rows.count && !status; i++)
        status = pass_form(pass, rows.items[i].block, rows.items[i].id, error);
    return status;
}

Status actors_decided(Db *db, int64_t decision, Arena *scratch, Error *error)
{
    Pass pass;
    Text subject, object;
    uint8_t sha256[32];
    size_t size;
    Status status;
    Query *q = db_query(db, "SELECT kind, subject, object, sha256, undone IS NULL FROM decision WHERE id = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, decision);
    if (!query_next(q, &status, error))
        return status ? status
                      : fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "there is no decision %lld", (long long)decision);
    DecisionKind kind = (DecisionKind)column_int(q, 0);
    bool kept = keep_text(scratch, column_text(q, 1), &subject) && keep_text(scratch, column_text(q, 2), &object);
    const void *blob = column_blob(q, 3, &size);
    bool here = size == sizeof sha256, holds = column_int(q, 4) != 0;
    if (here) memcpy(sha256, blob, sizeof sha256);
    query_end(q);
    if (!kept) return fail_memory(error);
    if (kind > DECISION_RENAME) return SAYSO_OK;
    if (here) return mark_articles(db, subject, sha256, holds, scratch, error);
    status = pass_begin(&pass, db, scratch, error);
    if (!status) status = stir_named(&pass, subject, error);
    if (!status && kind != DECISION_RENAME) status = stir_named(&pass, object, error);
    return status ? status : pass_run(&pass, error);
}

static Status decide(Ledger *ledger, const Decision *d, const uint8_t *sha256, Arena *arena, int64_t *decision, Error *error)
{
    Status status = decision_write(ledger->db, d, sha256, (Text){0}, decision, error);
    return status ? status : actors_decided(ledger->db, *decision, arena, error);
}

Status ledger_merge(Ledger *ledger, int64_t a, int64_t b, int64_t *decision, Error *error)
{
    Arena arena;
    Decision d = {.kind = DECISION_MERGE};
    int64_t x = 0, y = 0;
    *decision = 0;
    Status status = db_begin(ledger->db, error);
    if (status) return status;
    arena_init(&arena, &libc_allocator, SIZE_MAX / 2);
    status = key_of_actor(ledger->db, a, &arena, &x, &d.subject, error);
    if (!status) status = key_of_actor(ledger->db, b, &arena, &y, &d.object, error);
    if (!status && x == y)
        status = fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "#%lld and #%lld are one actor already", (long long)a,
                      (long long)b);
    if (!status) status = decide(ledger, &d, NULL, &arena, decision, error);
    return end(ledger->db, &arena, status, error);
}

static Status read_source(Db *db, int64_t article, Arena *arena, uint8_t sha256[32], Text *label, Error *error)
{
    Status status;
    size_t size;
    Query *q = db_query(db, "SELECT sha256, label FROM article WHERE id = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    if (!query_next(q, &status, error))
        return status ? status
                      : fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "there is no article %lld in the ledger",
                             (long long)article);
    const void *blob = column_blob(q, 0, &size);
    if (size == 32) memcpy(sha256, blob, 32);
    bool kept = keep_text(arena, column_text(q, 1), label);
    query_end(q);
    if (size != 32) return fail(error, SAYSO_ERROR_IO, NO_OFFSET, "article %lld has no hash", (long long)article);
    return kept ? SAYSO_OK : fail_memory(error);
}

static Status split(Ledger *ledger, int64_t actor, int64_t form, int64_t article, Arena *arena, int64_t *decision,
                    Error *error)
{
    Decision d = {.kind = DECISION_SPLIT};
    FormRow row = {0};
    uint8_t sha256[32];
    int64_t now = 0;
    Status status = key_of_actor(ledger->db, actor, arena, &now, &d.object, error);
    if (!status) status = read_form(ledger->db, form, arena, &row, error);
    if (status) return status;
    if (row.actor != now)
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "form #%lld is not one of actor #%lld", (long long)form,
                    (long long)actor);
    d.subject = row.text;
    if (article) status = read_source(ledger->db, article, arena, sha256, &d.label, error);
    return status ? status : decide(ledger, &d, article ? sha256 : NULL, arena, decision, error);
}

Status ledger_split(Ledger *ledger, int64_t actor, int64_t form, int64_t article, int64_t *decision, Error *error)
{
    Arena arena;
    *decision = 0;
    Status status = db_begin(ledger->db, error);
    if (status) return status;
    arena_init(&arena, &libc_allocator, SIZE_MAX / 2);
    status = split(ledger, actor, form, article, &arena, decision, error);
    return end(ledger->db, &arena, status, error);
}

#define LONGEST_NAME 1000u /* bytes: it stands in every list */

Status ledger_rename(Ledger *ledger, int64_t actor, const char *name, int64_t *decision, Error *error)
{
    Arena arena;
    Decision d = {.kind = DECISION_RENAME, .object = text_literal(name)};
    int64_t now = 0;
    *decision = 0;
    if (!d.object.size || !utf8_valid(d.object, NULL))
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "a name is some words in UTF-8");
    if (d.object.size > LONGEST_NAME)
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "a name is at most %u bytes long", LONGEST_NAME);
    Status status = db_begin(ledger->db, error);
    if (status) return status;
    arena_init(&arena, &libc_allocator, SIZE_MAX / 2);
    status = key_of_actor(ledger->db, actor, &arena, &now, &d.subject, error);
    if (!status) status = decide(ledger, &d, NULL, &arena, decision, error);
    return end(ledger->db, &arena, status, error);
}
