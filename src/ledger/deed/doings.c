/* Who does what to whom: events that their articles tell as done, between two who are settled, counted by the pair and the
 * type. What several articles tell counts as often as it is told. */
#include "ledger/deed/deed.h"

/* To whom: a recipient; of those who meet, each of the others. */
#define OTHER                                                                                                              \
    "b.article = e.article AND b.number = e.number AND (b.side = 1 OR (b.place <> p.place AND NOT EXISTS"                  \
    " (SELECT 1 FROM party w WHERE w.article = e.article AND w.number = e.number AND w.side = 1)))"
/* from: the events that are counted, e. Those of one who is asked for are looked up; all others are walked over. */
#define MOST_OF(from)                                                                                                      \
    "WITH k AS MATERIALIZED (SELECT f.actor AS source, g.actor AS target, p.type AS type, count(*) AS count, max(e.day) AS last," \
    " min(e.day) AS first FROM " from " JOIN article r ON r.id = e.article LEFT JOIN outlet o ON o.id = r.outlet"          \
    " JOIN party p ON p.article = e.article AND p.number = e.number AND p.side = 0 JOIN form f ON f.id = p.form"           \
    " JOIN party b ON " OTHER " JOIN form g ON g.id = b.form"                                                              \
    " LEFT JOIN attribution t ON t.article = e.article AND t.number = e.said"                                              \
    " WHERE e.status >= 5 AND f.actor <> g.actor AND (?1 IS NULL OR f.actor = ?1 OR g.actor = ?1) AND (e.said = 0 OR " STANDS \
    ") AND " CURRENT " AND " SEEN " AND " IN_DAYS("e.day") " AND (?14 IS NULL OR o.key = ?14)"                             \
    " GROUP BY f.actor, g.actor, p.type)"                                                                                  \
    " SELECT s.id, s.name, s.type, s.country, s.statements, d.id, d.name, d.type, d.country, d.statements, m.type, m.count," \
    " m.first, m.last, (SELECT count(*) FROM k) FROM (SELECT * FROM k ORDER BY count DESC, source, target, type LIMIT ?2) m" \
    " JOIN actor s ON s.id = m.source JOIN actor d ON d.id = m.target ORDER BY m.count DESC, m.source, m.target, m.type"
static const char all_sql[] = MOST_OF("event e");
static const char of_sql[] = MOST_OF("(SELECT DISTINCT n.article, n.number FROM form h JOIN party n ON n.form = h.id AND n.side IN (0, 1)"
                                     " WHERE h.actor = ?1) q CROSS JOIN event e ON e.article = q.article AND e.number = q.number");
_Static_assert(SAYSO_STATUS_REPORTED == 5 && SAYSO_STATUS_ASSERTED == 6, "what is told as done");

static bool read_actor(Query *q, int at, Arena *arena, Actor *a)
{
    *a = (Actor){.id = column_int(q, at),
                 .type = (sayso_type)column_int(q, at + 2),
                 .statements = (uint64_t)column_int(q, at + 4)};
    return keep_text(arena, column_text(q, at + 1), &a->name) && keep_text(arena, column_text(q, at + 3), &a->country);
}

static Status read_doings(Query *q, Arena *arena, DoingsAnswer *out, Error *error)
{
    Status status = SAYSO_OK;
    uint32_t capacity = 0;
    while (query_next(q, &status, error)) {
        void *items = out->items;
        out->all = (uint64_t)column_int(q, 14);
        bool kept = arena_grow(arena, &items, &capacity, out->count + 1, sizeof *out->items);
        Doing *d = NULL;
        if (kept) {
            out->items = items;
            d = &out->items[out->count++];
            *d = (Doing){.type = (sayso_event_type)column_int(q, 10), .count = (uint64_t)column_int(q, 11)};
        }
        if (d && read_actor(q, 0, arena, &d->from) && read_actor(q, 5, arena, &d->to) &&
            keep_text(arena, column_text(q, 12), &d->first_day) && keep_text(arena, column_text(q, 13), &d->last_day))
            continue;
        query_end(q);
        return fail_memory(error);
    }
    return status;
}

/* ---- the latest ---- */

static const char latest_sql[] =
    "SELECT e.article, e.number FROM form f JOIN party p ON p.form = f.id AND p.side = 0 AND p.type = ?3 AND p.day IS ?4"
    " JOIN event e ON e.article = p.article AND e.number = p.number JOIN article r ON r.id = e.article LEFT JOIN outlet o"
    " ON o.id = r.outlet LEFT JOIN attribution t ON t.article = e.article AND t.number = e.said WHERE f.actor = ?1 AND e.status >= 5"
    " AND EXISTS (SELECT 1 FROM party b JOIN form g ON g.id = b.form WHERE " OTHER " AND g.actor = ?2) AND (e.said = 0 OR " STANDS ") AND " CURRENT " AND " SEEN " AND (?14 IS NULL OR o.key = ?14)"
    " ORDER BY e.article DESC, e.number LIMIT 1";

static Status find_latest(Ledger *ledger, const Scope *scope, Arena *arena, Doing *d, Error *error)
{
    Status status;
    Query *q = db_query(ledger->db, latest_sql, error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, d->from.id);
    bind_int(q, 2, d->to.id);
    bind_int(q, 3, d->type);
    bind_text(q, 4, d->last_day);
    if (!bind_scope(q, scope, arena)) return fail_memory(error);
    while (query_next(q, &status, error)) {
        d->article = column_int(q, 0);
        d->number = (uint32_t)column_int(q, 1);
    }
    return status;
}

static Status add_latest(Desk *desk, const Scope *scope, Doing *d)
{
    uint32_t event;
    Status status = find_latest(desk->ledger, scope, desk->arena, d, desk->error);
    if (status || !d->article) return status;
    status = desk_event(desk, d->article, d->number, &event);
    if (!status && event != NONE) d->words = desk->items[event]->telling.evidence;
    return status;
}

Status ledger_doings(Ledger *ledger, const char *name, const Scope *scope, Arena *arena, DoingsAnswer *out, Error *error)
{
    Desk desk;
    Actors meant = {0};
    Scope whole = {.as_of = scope->as_of};
    *out = (DoingsAnswer){0};
    if (!desk_make(ledger, &whole, arena, error, &desk)) return fail_memory(error);
    Status status = name ? actors_find(ledger->db, name, 1, arena, &meant, error) : SAYSO_OK;
    Query *q = status ? NULL : db_query(ledger->db, name ? of_sql : all_sql, error);
    if (!q) return status ? status : SAYSO_ERROR_IO;
    if (name) bind_int(q, 1, meant.items[0].id);
    bind_int(q, 2, scope_limit(scope));
    if (!bind_scope(q, scope, arena)) return fail_memory(error);
    status = read_doings(q, arena, out, error);
    for (uint32_t i = 0; i < out->count && !status; i++) status = add_latest(&desk, scope, &out->items[i]);
    return status;
}
