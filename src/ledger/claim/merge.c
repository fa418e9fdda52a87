/* Two claims that a later statement shows to be one: the statements of the higher number become the lower one's, and who names
 * the higher is led to the lower. */
#include "ledger/claim/saying.h"

static Status run_both(Db *db, const char *sql, int64_t from, int64_t to, Error *error)
{
    Query *q = db_query(db, sql, error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, from);
    bind_int(q, 2, to);
    return query_run(q, error);
}

static const char *const moves[] = {
    "UPDATE attribution SET claim = ?2 WHERE claim = ?1",
    ("UPDATE quote SET claim = ?2, number = number + 1 + (SELECT coalesce(max(number), -1) FROM quote WHERE claim = ?2)"
     " WHERE claim = ?1"),
    "UPDATE claim SET statements = statements + (SELECT statements FROM claim WHERE id = ?1),"
    " first_day = coalesce(min(first_day, (SELECT first_day FROM claim WHERE id = ?1)), first_day,"
    " (SELECT first_day FROM claim WHERE id = ?1)), last_day = coalesce(max(last_day, (SELECT last_day FROM claim"
    " WHERE id = ?1)), last_day, (SELECT last_day FROM claim WHERE id = ?1)) WHERE id = ?2",
    "UPDATE claim SET statements = 0, first_day = NULL, last_day = NULL, same_as = ?2 WHERE id = ?1",
};

#define MOST_LOOKED_AT 64 /* statements of the claim that has fewer */

/* Each statement of the claim that has fewer is looked up in its article: whether it stands within one of the other, or
 * the other way round. */
static const char *const inner_sql =
    "SELECT EXISTS (SELECT 1 FROM (SELECT article, number, within FROM attribution WHERE claim = ?1 LIMIT ?3) s"
    " JOIN attribution o ON o.article = s.article AND o.claim = ?2 AND (o.number = s.within OR o.within = s.number))";

static Status has_fewer(Db *db, int64_t a, int64_t b, int64_t *out, Error *error)
{
    Query *q = db_query(db,
                        "SELECT (SELECT statements FROM claim WHERE id = ?1) <"
                        " (SELECT statements FROM claim WHERE id = ?2)",
                        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, a);
    bind_int(q, 2, b);
    return query_number(q, out, error);
}

static bool here_one_holds_other(const Told *told, const int64_t *claims, uint32_t count, int64_t a, int64_t b)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t outer = told->attributions[i].within;
        if (!outer || outer > count) continue;
        int64_t x = claims[i], y = claims[outer - 1];
        if ((x == a && y == b) || (x == b && y == a)) return true;
    }
    return false;
}

Status claims_hold(Db *db, int64_t a, int64_t b, const Told *told, const int64_t *claims, uint32_t count, bool *out,
                   Error *error)
{
    int64_t fewer, found;
    if ((*out = here_one_holds_other(told, claims, count, a, b))) return SAYSO_OK;
    Status status = has_fewer(db, a, b, &fewer, error);
    if (status) return status;
    Query *q = db_query(db, inner_sql, error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, fewer ? a : b);
    bind_int(q, 2, fewer ? b : a);
    bind_int(q, 3, MOST_LOOKED_AT);
    status = query_number(q, &found, error);
    *out = found != 0;
    return status;
}

Status claims_merge(Db *db, int64_t a, int64_t b, int64_t *claims, uint32_t count, int64_t *out, Error *error)
{
    int64_t to = a < b ? a : b, from = a < b ? b : a;
    Status status = SAYSO_OK;
    *out = to;
    for (size_t i = 0; i < COUNT(moves) && !status && from != to; i++) status = run_both(db, moves[i], from, to, error);
    for (uint32_t i = 0; i < count; i++)
        if (claims[i] == from) claims[i] = to;
    return status;
}

Status claim_now(Db *db, int64_t *claim, Error *error)
{
    Status status = SAYSO_OK;
    for (int64_t next = *claim; next && !status;) {
        *claim = next;
        next = 0;
        Query *q = db_query(db, "SELECT same_as FROM claim WHERE id = ?1", error);
        if (!q) return SAYSO_ERROR_IO;
        bind_int(q, 1, *claim);
        if (query_next(q, &status, error)) {
            next = column_int(q, 0) < *claim ? column_int(q, 0) : 0;
            query_end(q);
        }
    }
    return status;
}
