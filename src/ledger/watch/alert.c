/* Alerts come out as they were found; and the numbers that stand beside the rows. */
#include "ledger/watch/watch.h"

Status alert_number(Db *db, const char *name, int64_t *out, Error *error)
{
    Query *q = db_query(db, "SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM ledger WHERE key = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, text_literal(name));
    return query_number(q, out, error);
}

Status alert_number_keep(Db *db, const char *name, int64_t number, Error *error)
{
    Query *q = db_query(
        db, "INSERT INTO ledger (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, text_literal(name));
    bind_int(q, 2, number);
    return query_run(q, error);
}

#define ALERT                                                                                                          \
    "SELECT a.id, a.watch, a.article, a.number, a.sort, a.reasons, a.claim, a.origins, a.copies, a.fields, w.name, "   \
    "a.words,"                                                                                                         \
    " a.made FROM alert a JOIN watch w ON w.id = a.watch WHERE (?1 IS NULL OR a.watch = ?1) AND a.id > ?2 ORDER BY "   \
    "a.id"

static bool read_alert(Query *q, Arena *arena, Alert *out)
{
    *out = (Alert){.id = column_int(q, 0),
                   .watch = column_int(q, 1),
                   .article = column_int(q, 2),
                   .number = (uint32_t)column_int(q, 3),
                   .sort = (AlertSort)column_int(q, 4),
                   .reasons = (unsigned)column_int(q, 5),
                   .claim = column_int(q, 6),
                   .origins = (uint32_t)column_int(q, 7),
                   .copies = (uint32_t)column_int(q, 8)};
    Text *const texts[] = {&out->fields, &out->watch_name, &out->words, &out->made};
    for (size_t i = 0; i < COUNT(texts); i++)
        if (!keep_text(arena, column_text(q, (int)i + 9), texts[i])) return false;
    return true;
}

static Status read_alerts(Query *q, Arena *arena, bool (*read)(Query *q, Arena *arena, Alert *out), Alert **out,
                          uint32_t *count, Error *error)
{
    Status status;
    void *items = NULL;
    uint32_t capacity = 0;
    *count = 0;
    while (query_next(q, &status, error)) {
        Alert alert;
        if (!read(q, arena, &alert) || !arena_grow(arena, &items, &capacity, *count + 1, sizeof alert)) {
            query_end(q);
            return fail_memory(error);
        }
        ((Alert *)items)[(*count)++] = alert;
    }
    *out = items;
    return status;
}

Status ledger_alerts(Ledger *ledger, int64_t watch, int64_t after, bool newest, uint32_t limit, Arena *arena,
                     Alert **out, uint32_t *count, Error *error)
{
    Query *q =
        newest ? db_query(ledger->db, ALERT " DESC LIMIT ?3", error) : db_query(ledger->db, ALERT " LIMIT ?3", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_id(q, 1, watch);
    bind_int(q, 2, after);
    bind_int(q, 3, limit);
    return read_alerts(q, arena, read_alert, out, count, error);
}

static bool read_waiting(Query *q, Arena *arena, Alert *out)
{
    *out = (Alert){.watch = column_int(q, 0), .copies = (uint32_t)column_int(q, 2)};
    return keep_text(arena, column_text(q, 1), &out->watch_name);
}

Status ledger_alerts_waiting(Ledger *ledger, int64_t after, int64_t last, Arena *arena, Alert **out, uint32_t *count,
                             Error *error)
{
    Query *q = db_query(
        ledger->db,
        "SELECT w.id, w.name, count(*) FROM alert a JOIN watch w ON w.id = a.watch WHERE a.id > ?1 AND a.id <= ?2"
        " GROUP BY w.id ORDER BY count(*) DESC, w.id",
        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, after);
    bind_int(q, 2, last);
    return read_alerts(q, arena, read_waiting, out, count, error);
}

/* ---- how it stands ---- */

static Status count_of(Db *db, const char *sql, uint64_t *out, Error *error)
{
    int64_t n = 0;
    Query *q = db_query(db, sql, error);
    Status status = q ? query_number(q, &n, error) : SAYSO_ERROR_IO;
    *out = (uint64_t)n;
    return status;
}

Status ledger_watch_status(Ledger *ledger, WatchStatus *out, Error *error)
{
    Db *db = ledger->db;
    *out = (WatchStatus){0};
    Status status = count_of(db, "SELECT count(*) FROM watch", &out->watches, error);
    if (!status) status = count_of(db, "SELECT count(*) FROM alert", &out->alerts, error);
    if (!status && out->watches)
        status =
            count_of(db,
                     "SELECT count(*) FROM article WHERE id > (SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM"
                     " ledger WHERE key = 'watched')",
                     &out->waiting, error);
    return status ? status : alert_number(db, "alerts", &out->last, error);
}
