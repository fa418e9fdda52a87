/* How far each who is told was told, and how each feed that is followed was last read. */
#include "ledger/watch/watch.h"

/* ---- who is told ---- */

static bool read_teller(Query *q, Arena *arena, Teller *out)
{
    *out = (Teller){.told = column_int(q, 1),
                    .tries = (uint32_t)column_int(q, 2),
                    .due = column_int(q, 3),
                    .hour = column_int(q, 4),
                    .count = (uint32_t)column_int(q, 5)};
    return keep_text(arena, column_text(q, 0), &out->name) && keep_text(arena, column_text(q, 6), &out->problem);
}

#define TELLER "SELECT name, told, tries, due, hour, count, problem FROM teller"

Status ledger_teller(Ledger *ledger, const char *name, Arena *arena, Teller *out, Error *error)
{
    Status status;
    Db *db = ledger->db;
    Query *q = db_query(db,
                        "INSERT OR IGNORE INTO teller (name, told, tries, due, hour, count) VALUES (?1, (SELECT"
                        " coalesce(max(CAST(value AS INTEGER)), 0) FROM ledger WHERE key = 'alerts'), 0, 0, 0, 0)",
                        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, text_literal(name));
    status = query_run(q, error);
    q = status ? NULL : db_query(db, TELLER " WHERE name = ?1", error);
    if (!q) return status ? status : SAYSO_ERROR_IO;
    bind_text(q, 1, text_literal(name));
    *out = (Teller){0};
    bool kept = !query_next(q, &status, error) || read_teller(q, arena, out);
    query_end(q);
    return kept ? status : fail_memory(error);
}

Status ledger_teller_keep(Ledger *ledger, const Teller *t, Error *error)
{
    Query *q = db_query(
        ledger->db,
        "UPDATE teller SET told = ?2, tries = ?3, due = ?4, hour = ?5, count = ?6, problem = ?7 WHERE name = ?1",
        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, t->name);
    bind_int(q, 2, t->told);
    bind_int(q, 3, t->tries);
    bind_int(q, 4, t->due);
    bind_int(q, 5, t->hour);
    bind_int(q, 6, t->count);
    bind_text(q, 7, t->problem);
    return query_run(q, error);
}

Status ledger_tellers(Ledger *ledger, Arena *arena, Teller **out, uint32_t *count, Error *error)
{
    Status status;
    void *items = NULL;
    uint32_t capacity = 0;
    *count = 0;
    Query *q = db_query(ledger->db, TELLER " ORDER BY name", error);
    if (!q) return SAYSO_ERROR_IO;
    while (query_next(q, &status, error)) {
        Teller t;
        if (!read_teller(q, arena, &t) || !arena_grow(arena, &items, &capacity, *count + 1, sizeof t)) {
            query_end(q);
            return fail_memory(error);
        }
        ((Teller *)items)[(*count)++] = t;
    }
    *out = items;
    return status;
}

/* ---- feeds ---- */

#define FEED "SELECT url, seen, problem, due, failures FROM feed"

static bool read_feed(Query *q, Arena *arena, FeedState *out)
{
    *out = (FeedState){.due = column_int(q, 3), .failures = (uint32_t)column_int(q, 4)};
    return keep_text(arena, column_text(q, 0), &out->url) && keep_text(arena, column_text(q, 1), &out->seen) &&
           keep_text(arena, column_text(q, 2), &out->problem);
}

Status ledger_feed(Ledger *ledger, const char *url, Arena *arena, FeedState *out, Error *error)
{
    Status status;
    Query *q = db_query(ledger->db, FEED " WHERE url = ?1", error);
    *out = (FeedState){.url = text_literal(url)};
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, text_literal(url));
    bool kept = !query_next(q, &status, error) || read_feed(q, arena, out);
    query_end(q);
    return kept ? status : fail_memory(error);
}

Status ledger_feed_keep(Ledger *ledger, const FeedState *feed, bool well, Error *error)
{
    Query *q =
        db_query(ledger->db,
                 "INSERT INTO feed (url, seen, due, failures, problem) VALUES (coalesce(?1, ''), iif(?5,"
                 " strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), NULL), ?2, ?3, ?4) ON CONFLICT (url) DO UPDATE SET seen ="
                 " coalesce(excluded.seen, seen), due = excluded.due, failures = excluded.failures, problem ="
                 " excluded.problem",
                 error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, feed->url);
    bind_int(q, 2, feed->due);
    bind_int(q, 3, feed->failures);
    bind_text(q, 4, feed->problem);
    bind_int(q, 5, well);
    return query_run(q, error);
}

Status ledger_feeds(Ledger *ledger, Arena *arena, FeedState **out, uint32_t *count, Error *error)
{
    Status status;
    void *items = NULL;
    uint32_t capacity = 0;
    *count = 0;
    Query *q = db_query(ledger->db, FEED " ORDER BY url", error);
    if (!q) return SAYSO_ERROR_IO;
    while (query_next(q, &status, error)) {
        FeedState feed;
        if (!read_feed(q, arena, &feed) || !arena_grow(arena, &items, &capacity, *count + 1, sizeof feed)) {
            query_end(q);
            return fail_memory(error);
        }
        ((FeedState *)items)[(*count)++] = feed;
    }
    *out = items;
    return status;
}
