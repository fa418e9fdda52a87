/* Who talks to whom: the source of a statement and the one it was spoken to, both settled. Own words alone: that A said
 * that B told C is no talk of B with C. Without a scope the counts are kept ready (table talk); with one they are
 * counted. */
#include "ledger/ask/ask.h"

static bool read_actor(Query *q, int at, Arena *arena, Actor *a)
{
    *a = (Actor){.id = column_int(q, at),
                 .type = (sayso_type)column_int(q, at + 2),
                 .statements = (uint64_t)column_int(q, at + 4)};
    return keep_text(arena, column_text(q, at + 1), &a->name) && keep_text(arena, column_text(q, at + 3), &a->country);
}

#define ACTORS "s.id, s.name, s.type, s.country, s.statements, d.id, d.name, d.type, d.country, d.statements"

static Status read_talks(Query *q, uint32_t limit, Arena *arena, TalksAnswer *out, Error *error)
{
    Status status = SAYSO_OK;
    uint32_t capacity = 0;
    while (query_next(q, &status, error)) {
        if (out->count == limit) {
            out->more = true;
            query_end(q);
            break;
        }
        bool kept = arena_grow(arena, (void **)&out->items, &capacity, out->count + 1, sizeof *out->items);
        Talk *t = kept ? &out->items[out->count++] : NULL;
        if (t) *t = (Talk){.count = (uint64_t)column_int(q, 10)};
        if (t && read_actor(q, 0, arena, &t->from) && read_actor(q, 5, arena, &t->to)) continue;
        query_end(q);
        return fail_memory(error);
    }
    return status;
}

/* x is t again, as in who.c. */
#define OF_THE_TWO                                                                                                     \
    "x.to_actor = ?1 AND x.actor = ?2 AND x.within = 0 AND r.current AND " SCOPE_OF_DAY("x.day", "?3", "?4")
static const char latest_sql[] =
    STATEMENT_SELECT "JOIN attribution x ON x.article = t.article AND x.number = t.number WHERE " OF_THE_TWO
                     " ORDER BY x.day DESC, x.article DESC, x.number DESC";
static const char first_sql[] = "SELECT x.day FROM attribution x JOIN article r ON r.id = x.article WHERE " OF_THE_TWO
                                " AND x.day IS NOT NULL ORDER BY x.day LIMIT 1";

static Query *query_of(Ledger *ledger, const char *sql, const Scope *scope, const Talk *t, Error *error)
{
    Query *q = db_query(ledger->db, sql, error);
    if (!q) return NULL;
    bind_int(q, 1, t->to.id);
    bind_int(q, 2, t->from.id);
    bind_scope(q, 3, scope);
    return q;
}

/* The latest of their talks, and the day of the first. */
static Status add_latest(Ledger *ledger, const Scope *scope, Arena *arena, Talk *t, Error *error)
{
    Statements latest = {0};
    Query *q = query_of(ledger, latest_sql, scope, t, error);
    Status status = q ? statements_read(q, 1, arena, &latest, error) : SAYSO_ERROR_IO;
    if (status || !latest.count) return status;
    t->last_day = latest.items[0].day;
    t->words = latest.items[0].content;
    t->article = latest.items[0].article;
    t->number = latest.items[0].number;
    if (!(q = query_of(ledger, first_sql, scope, t, error))) return SAYSO_ERROR_IO;
    bool kept = true;
    while (query_next(q, &status, error)) kept = keep_text(arena, column_text(q, 0), &t->first_day) && kept;
    return kept ? status : fail_memory(error);
}

#define IN_ORDER " JOIN actor s ON s.id = k.source JOIN actor d ON d.id = k.target ORDER BY k.count DESC, s.id, d.id"
#define PAIRS_OF                                                                                                       \
    "(SELECT source, target, count FROM talk WHERE source = ?1 UNION SELECT source, target, count FROM talk WHERE "    \
    "target = ?1)"
/* An index (attribution_to) has all of it. */
#define IN_SCOPE                                                                                                       \
    "t.within = 0 AND t.article NOT IN (SELECT id FROM article WHERE NOT current) AND " SCOPE_OF_DAY("t.day", "?2",    \
                                                                                                     "?3")

static const char kept[] = "SELECT " ACTORS ", k.count FROM talk k" IN_ORDER;
static const char kept_of[] = "SELECT " ACTORS ", k.count FROM " PAIRS_OF " k" IN_ORDER;
static const char counted[] =
    "SELECT " ACTORS
    ", k.count FROM (SELECT t.actor AS source, t.to_actor AS target, count(*) AS count FROM attribution t"
    " WHERE t.to_actor IS NOT NULL AND t.actor <> t.to_actor AND " IN_SCOPE " GROUP BY t.to_actor, t.actor) k" IN_ORDER;
static const char counted_of[] =
    "SELECT " ACTORS
    ", k.count FROM (SELECT p.source AS source, p.target AS target, (SELECT count(*) FROM attribution t"
    " WHERE t.to_actor = p.target AND t.actor = p.source AND " IN_SCOPE ") AS count FROM " PAIRS_OF " p) k"
    " JOIN actor s ON s.id = k.source JOIN actor d ON d.id = k.target WHERE k.count > 0 ORDER BY k.count DESC, s.id, "
    "d.id";

Status ledger_talks(Ledger *ledger, const char *name, const Scope *scope, Arena *arena, TalksAnswer *out, Error *error)
{
    *out = (TalksAnswer){0};
    Actor *actor = NULL;
    uint32_t count;
    Status status = name ? actors_find(ledger, name, 1, arena, &actor, &count, error) : SAYSO_OK;
    if (status) return status;
    bool scoped = scope->since || scope->until;
    Query *q = db_query(ledger->db, scoped ? (name ? counted_of : counted) : (name ? kept_of : kept), error);
    if (!q) return SAYSO_ERROR_IO;
    if (name) bind_int(q, 1, actor->id);
    if (scoped) bind_scope(q, 2, scope);
    status = read_talks(q, scope_limit(scope), arena, out, error);
    for (uint32_t i = 0; !status && i < out->count; i++)
        status = add_latest(ledger, scope, arena, &out->items[i], error);
    return status;
}
