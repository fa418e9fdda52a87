/* What came out of a damaged ledger goes into a new one, as if it were added today, but for what its row proves: its
 * number, its story and the day on which it was added. */
#include "ledger/keep/keep.h"

/* The latest revision of its story that is here. */
static Status find_earlier(Db *db, const Salvaged *salvaged, Known *out, Error *error)
{
    Status status;
    Query *q = db_query(db, "SELECT id, revision FROM article WHERE story = ?1 ORDER BY revision DESC LIMIT 1", error);
    *out = (Known){0};
    if (!q || !salvaged->story) return q ? SAYSO_OK : SAYSO_ERROR_IO;
    bind_int(q, 1, salvaged->story);
    if (query_next(q, &status, error)) *out = (Known){column_int(q, 0), salvaged->story, column_int(q, 1), false};
    query_end(q);
    return status;
}

static Status keep_day(Db *db, int64_t article, Text added, Error *error)
{
    char day[DAY_SIZE];
    if (added.size < DAY_SIZE - 1 || !first_day(text_of(added.data, DAY_SIZE - 1), day)) return SAYSO_OK;
    Query *q = db_query(db, "UPDATE article SET added = ?2 WHERE id = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    bind_text(q, 2, added);
    return query_run(q, error);
}

/* A number is its own where it is behind all that are here. */
static Status number(Db *db, const Salvaged *salvaged, int64_t *out, Error *error)
{
    Status status = next_article_id(db, out, error);
    if (!status && salvaged->id > *out) *out = salvaged->id;
    return status;
}

static Status bring_in(Db *db, const Salvaged *salvaged, const Draft *draft, Arena *scratch, int64_t *article,
                       Error *error)
{
    Known known;
    LedgerAdded added = {0};
    Status status = find_earlier(db, salvaged, &known, error);
    if (!status) status = number(db, salvaged, &added.article, error);
    if (!status) status = draft_add_as(db, draft, &known, scratch, &added, error);
    if (!status) status = keep_day(db, added.article, salvaged->added, error);
    *article = added.article;
    return status;
}

Status ledger_rescue(Ledger *to, const Salvaged *salvaged, const Draft *draft, Arena *scratch, int64_t *article,
                     Error *error)
{
    ArenaMark mark = arena_mark(scratch);
    Status status = db_begin(to->db, error);
    if (!status) status = bring_in(to->db, salvaged, draft, scratch, article, error);
    if (!status) status = keep_commit(to->db, error);
    if (status) keep_rollback(to->db);
    arena_rewind(scratch, mark);
    return status;
}

Status ledger_reserve(Ledger *to, int64_t last, Error *error)
{
    Query *q = db_query(to->db,
                        "INSERT INTO ledger (key, value) VALUES ('removed', ?1) ON CONFLICT (key) DO UPDATE SET value ="
                        " max(CAST(value AS INTEGER), CAST(excluded.value AS INTEGER))",
                        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, last);
    return query_run(q, error);
}
