/* An article is taken out, with all that joined it to others. What it was first in goes to who came next. */
#include "ledger/keep/keep.h"

static Status count_of(Db *db, const char *sql, int64_t article, uint32_t *out, Error *error)
{
    Status status;
    Query *q = db_query(db, sql, error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    while (query_next(q, &status, error)) *out = (uint32_t)column_int(q, 0);
    return status;
}

static Status run_of(Db *db, const char *sql, int64_t article, Error *error)
{
    Query *q = db_query(db, sql, error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    return query_run(q, error);
}

static Status run_each(Db *db, const char *const *sql, size_t count, int64_t article, Error *error)
{
    Status status = SAYSO_OK;
    for (size_t i = 0; i < count && !status; i++) status = run_of(db, sql[i], article, error);
    return status;
}

/* Its copies are copies of the first of them from now on. */
static Status move_family(Db *db, int64_t article, Error *error)
{
    uint32_t first = 0;
    Status status = count_of(db, "SELECT min(id) FROM article WHERE family = ?1 AND id <> ?1", article, &first, error);
    Query *q = status || !first ? NULL : db_query(db, "UPDATE article SET family = ?2 WHERE family = ?1 AND id <> ?1", error);
    if (!q) return status || first ? (status ? status : SAYSO_ERROR_IO) : SAYSO_OK;
    bind_int(q, 1, article);
    bind_int(q, 2, first);
    return query_run(q, error);
}

static const char *const rows[] = {
    /* what had something in common with this one alone is nobody's copy any more */
    ("UPDATE article SET family = id WHERE id <> ?1 AND family <> id AND id IN (SELECT of FROM reprint WHERE article = ?1 UNION"
     " SELECT article FROM reprint WHERE of = ?1) AND NOT EXISTS (SELECT 1 FROM reprint AS p WHERE (p.article = article.id AND"
     " p.of <> ?1) OR (p.of = article.id AND p.article <> ?1))"),
    "DELETE FROM stretch WHERE article = ?1 OR (article, of) IN (SELECT article, of FROM reprint WHERE of = ?1)",
    "DELETE FROM reprint WHERE article = ?1 OR of = ?1",
    "UPDATE ledger SET value = max(CAST(value AS INTEGER), ?1) WHERE key = 'removed'",
    "INSERT OR IGNORE INTO ledger (key, value) VALUES ('removed', ?1)",
    ("INSERT INTO tally (name, key, count) VALUES ('article', 0, -(?1 > 0)) ON CONFLICT (name, key) DO UPDATE SET count = count"
     " - 1"),
};

typedef struct Place { /* in its story */
    int64_t story, revision;
    bool current;
} Place;

static Status read_place(Db *db, int64_t article, Place *out, Error *error)
{
    Status status;
    Query *q = db_query(db, "SELECT story, revision, current FROM article WHERE id = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    if (!query_next(q, &status, error))
        return status ? status
                      : fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "no article %lld is in the ledger", (long long)article);
    *out = (Place){column_int(q, 0), column_int(q, 1), column_int(q, 2) != 0};
    query_end(q);
    return SAYSO_OK;
}

/* The later revisions move up; where the first goes, the next is the story's first. One at a time, from the lowest: their
 * numbers are told apart at every moment. */
static Status move_up(Db *db, Place *place, Error *error)
{
    static const char move[] = "UPDATE article SET revision = revision - 1 WHERE story = ?1 AND revision = ?2";
    Status status = SAYSO_OK;
    int64_t most = 0;
    Query *q = db_query(db, "SELECT max(revision) FROM article WHERE story = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, place->story);
    while (query_next(q, &status, error)) most = column_int(q, 0);
    for (int64_t i = place->revision + 1; i <= most && !status; i++) {
        if (!(q = db_query(db, move, error))) return SAYSO_ERROR_IO;
        bind_int(q, 1, place->story);
        bind_int(q, 2, i);
        status = query_run(q, error);
    }
    if (status || place->revision) return status;
    int64_t first = 0, story = place->story;
    if (!(q = db_query(db, "SELECT id FROM article WHERE story = ?1 AND revision = 0", error))) return SAYSO_ERROR_IO;
    bind_int(q, 1, story);
    while (query_next(q, &status, error)) first = column_int(q, 0);
    if (status || !first) return status;
    place->story = first;
    if (!(q = db_query(db, "UPDATE article SET story = ?2 WHERE story = ?1", error))) return SAYSO_ERROR_IO;
    bind_int(q, 1, story);
    bind_int(q, 2, first);
    return query_run(q, error);
}

/* The revision before it is the latest again. */
static Status make_current(Db *db, const Place *place, int64_t *out, Error *error)
{
    Status status;
    Query *q = db_query(db, "SELECT id FROM article WHERE story = ?1 ORDER BY revision DESC LIMIT 1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, place->story);
    while (query_next(q, &status, error)) *out = column_int(q, 0);
    if (status || !*out || !place->current) return status;
    status = run_of(db, "UPDATE article SET current = 1 WHERE id = ?1", *out, error);
    return status ? status : rows_count(db, *out, 1, error);
}

static Status remove_article(Db *db, int64_t article, Arena *scratch, LedgerRemoved *out, Error *error)
{
    Place place = {0};
    KeptArticle kept;
    Status status = read_place(db, article, &place, error);
    if (!status) status = article_read(db, article, false, scratch, &kept, error);
    if (!status) status = article_sound(db, &kept, error); /* the words that are to be taken out must be the ones that went in */
    if (status) return status;
    out->statements = kept.attribution_count;
    out->entities = kept.entity_count;
    status = count_of(db, "SELECT count(*) FROM article WHERE family = ?1 AND id <> ?1", article, &out->copies, error);
    if (!status)
        status = count_of(db,
                          "SELECT count(*) FROM claim WHERE id IN (SELECT claim FROM attribution WHERE article = ?1)"
                          " AND NOT EXISTS (SELECT 1 FROM attribution o WHERE o.claim = claim.id AND o.article <> ?1)",
                          article, &out->claims, error);
    if (!status && place.current) status = rows_count(db, article, -1, error);
    if (!status) status = rows_clear(db, article, &kept, scratch, error);
    if (!status) status = move_family(db, article, error);
    if (!status) status = run_of(db, "UPDATE article SET family = id, current = 0 WHERE id = ?1", article, error);
    if (!status) status = run_each(db, rows, COUNT(rows), article, error);
    if (!status) status = run_of(db, "DELETE FROM article WHERE id = ?1", article, error);
    if (!status) status = move_up(db, &place, error);
    return status ? status : make_current(db, &place, &out->current, error);
}

Status ledger_remove(Ledger *ledger, int64_t article, Arena *scratch, LedgerRemoved *out, Error *error)
{
    *out = (LedgerRemoved){0};
    ArenaMark mark = arena_mark(scratch);
    Status status = db_begin(ledger->db, error);
    if (!status) status = remove_article(ledger->db, article, scratch, out, error);
    if (!status) status = keep_commit(ledger->db, error);
    if (status) keep_rollback(ledger->db);
    arena_rewind(scratch, mark);
    return status;
}
