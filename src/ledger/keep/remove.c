/* An article is taken out, with all that joined it to others. What it was first in goes to who came next. */
#include "ledger/keep/keep.h"

static Status number_of(Db *db, const char *sql, int64_t article, int64_t *out, Error *error)
{
    Query *q = db_query(db, sql, error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    return query_number(q, out, error);
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
    int64_t first = 0;
    Status status = number_of(db, "SELECT min(id) FROM article WHERE family = ?1 AND family <> id", article, &first, error);
    Query *q = status || !first ? NULL : db_query(db, "UPDATE article SET family = ?2 WHERE family = ?1 AND family <> id", error);
    if (!q) return status || first ? (status ? status : SAYSO_ERROR_IO) : SAYSO_OK;
    bind_int(q, 1, article);
    bind_int(q, 2, first);
    return query_run(q, error);
}

static const char *const rows[] = {
    /* what had something in common with this one alone is nobody's copy any more */
    "UPDATE article SET family = id WHERE id <> ?1 AND family <> id AND id IN (SELECT of FROM reprint WHERE article = ?1 UNION"
    " SELECT article FROM reprint WHERE of = ?1) AND NOT EXISTS (SELECT 1 FROM reprint AS p WHERE (p.article = article.id AND"
    " p.of <> ?1) OR (p.of = article.id AND p.article <> ?1))",
    "DELETE FROM stretch WHERE article = ?1 OR (article, of) IN (SELECT article, of FROM reprint WHERE of = ?1)",
    "DELETE FROM identity WHERE article = ?1",
    "DELETE FROM alert WHERE article = ?1",
    "DELETE FROM reprint WHERE article = ?1 OR of = ?1",
    "UPDATE ledger SET value = max(CAST(value AS INTEGER), ?1) WHERE key = 'removed'",
    "INSERT OR IGNORE INTO ledger (key, value) VALUES ('removed', ?1)",
    "UPDATE tally SET count = count - (?1 > 0) WHERE name = 'article' AND key = 0",
};

typedef struct Place { /* in its story */
    int64_t story, revision;
    bool current;
} Place;

/* The later revisions move up; where the first goes, the next is the story's first. One at a time, from the lowest: their
 * numbers are told apart at every moment. */
static Status move_up(Db *db, Place *place, Error *error)
{
    static const char move[] = "UPDATE article SET revision = revision - 1 WHERE story = ?1 AND revision = ?2";
    int64_t most = 0, first = 0, story = place->story;
    Query *q;
    Status status = number_of(db, "SELECT max(revision) FROM article WHERE story = ?1", story, &most, error);
    for (int64_t i = place->revision + 1; i <= most && !status; i++) {
        if (!(q = db_query(db, move, error))) return SAYSO_ERROR_IO;
        bind_int(q, 1, story);
        bind_int(q, 2, i);
        status = query_run(q, error);
    }
    if (status || place->revision) return status;
    status = number_of(db, "SELECT id FROM article WHERE story = ?1 AND revision = 0", story, &first, error);
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
    static const char latest[] = "SELECT id FROM article WHERE story = ?1 ORDER BY revision DESC LIMIT 1";
    Status status = number_of(db, latest, place->story, out, error);
    if (status || !*out || !place->current) return status;
    status = run_of(db, "UPDATE article SET current = 1 WHERE id = ?1", *out, error);
    return status ? status : rows_count(db, *out, 1, error);
}

static Status remove_article(Db *db, int64_t article, Arena *scratch, LedgerRemoved *out, Error *error)
{
    KeptArticle kept;
    int64_t copies, claims = 0;
    Status status = article_read(db, article, false, scratch, &kept, error);
    if (!status) status = article_sound(db, &kept, error); /* the words that are to be taken out must be the ones that went in */
    if (status) return status;
    Place place = {kept.story, kept.revision, kept.current};
    out->statements = kept.attribution_count;
    out->entities = kept.entity_count;
    status = number_of(db, "SELECT count(*) FROM article WHERE family = ?1 AND family <> id", article, &copies, error);
    if (!status)
        status = number_of(db,
                          "SELECT count(*) FROM claim WHERE id IN (SELECT claim FROM attribution WHERE article = ?1)"
                          " AND NOT EXISTS (SELECT 1 FROM attribution o WHERE o.claim = claim.id AND o.article <> ?1)",
                          article, &claims, error);
    if (status) return status;
    out->copies = (uint32_t)copies;
    out->claims = (uint32_t)claims;
    if (place.current) status = rows_count(db, article, -1, error);
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
