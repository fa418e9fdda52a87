/* Who talks to whom: the source of a statement and the one it was spoken to, both settled. Own words alone: that A said
 * that B told C is no talk of B with C. Without a scope the counts are kept ready (table pair); with one they are
 * counted. */
#include "ledger/ask/ask.h"

static bool read_actor(Query *q, int at, Arena *arena, Actor *a)
{
    *a = (Actor){.id = column_int(q, at),
                 .type = (sayso_type)column_int(q, at + 2),
                 .statements = (uint64_t)column_int(q, at + 4)};
    return keep_text(arena, column_text(q, at + 1), &a->name) && keep_text(arena, column_text(q, at + 3), &a->country);
}

static Status read_talks(Query *q, Arena *arena, TalksAnswer *out, Error *error)
{
    Status status = SAYSO_OK;
    uint32_t capacity = 0;
    while (query_next(q, &status, error)) {
        out->all = (uint64_t)column_int(q, 11);
        bool kept = arena_grow(arena, (void **)&out->items, &capacity, out->count + 1, sizeof *out->items);
        Talk *t = kept ? &out->items[out->count++] : NULL;
        if (t) *t = (Talk){.count = (uint64_t)column_int(q, 10)};
        if (t && read_actor(q, 0, arena, &t->from) && read_actor(q, 5, arena, &t->to)) continue;
        query_end(q);
        return fail_memory(error);
    }
    return status;
}

/* ---- the latest of two's talks ---- by pairs of their forms, of which each has its own index */

typedef struct Latest {
    char day[DAY_SIZE], first[DAY_SIZE];
    int64_t article;
    uint32_t number;
} Latest;

static const char pairs_sql[] = "SELECT k.source, k.target FROM talk k JOIN form a ON a.id = k.source JOIN form b ON b.id = k.target"
                                " WHERE a.actor = ?1 AND b.actor = ?2";
#define OF_THE_TWO                                                                                                     \
    "FROM attribution t JOIN article r ON r.id = t.article LEFT JOIN outlet o ON o.id = r.outlet WHERE t.to_form = ?1 AND"  \
    " t.form = ?2 AND t.within = 0 AND " CURRENT " AND " STANDS " AND " SEEN " AND " IN_DAYS("t.day") " AND " IN_KIND
static const char latest_sql[] = "SELECT t.day, t.article, t.number " OF_THE_TWO
                                 " ORDER BY t.day DESC, t.article DESC, t.number DESC LIMIT 1";
static const char first_sql[] = "SELECT t.day " OF_THE_TWO " AND t.day IS NOT NULL ORDER BY t.day LIMIT 1";

typedef struct Asker {
    Ledger *ledger;
    const Scope *scope;
    Arena *arena;
    Error *error;
} Asker;

static Query *query_of(const Asker *a, const char *sql, int64_t source, int64_t target)
{
    Query *q = db_query(a->ledger->db, sql, a->error);
    if (!q) return NULL;
    bind_int(q, 1, target);
    bind_int(q, 2, source);
    if (bind_scope(q, a->scope, a->arena)) return q;
    (void)fail_memory(a->error);
    return NULL;
}

static void copy_day(char to[DAY_SIZE], Text day) { memcpy(to, day.data, day.size < DAY_SIZE ? day.size : DAY_SIZE - 1); }

static Status look_at(const Asker *a, int64_t source, int64_t target, Latest *out)
{
    Status status;
    Latest one = {.article = 0};
    Query *q = query_of(a, latest_sql, source, target);
    if (!q) return SAYSO_ERROR_IO;
    while (query_next(q, &status, a->error)) {
        one.article = column_int(q, 1);
        one.number = (uint32_t)column_int(q, 2);
        copy_day(one.day, column_text(q, 0));
    }
    if (status || !one.article) return status;
    if (!(q = query_of(a, first_sql, source, target))) return SAYSO_ERROR_IO;
    while (query_next(q, &status, a->error)) copy_day(one.first, column_text(q, 0));
    int later = strcmp(one.day, out->day);
    if (one.first[0] && (!out->first[0] || strcmp(one.first, out->first) < 0)) memcpy(out->first, one.first, DAY_SIZE);
    if (out->article && (later < 0 || (!later && one.article < out->article))) return status;
    memcpy(out->day, one.day, DAY_SIZE);
    out->article = one.article;
    out->number = one.number;
    return status;
}

static Status latest_of(const Asker *a, const Talk *t, Latest *out)
{
    Status status, failed;
    Query *q = db_query(a->ledger->db, pairs_sql, a->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, t->from.id);
    bind_int(q, 2, t->to.id);
    while (query_next(q, &status, a->error)) {
        failed = look_at(a, column_int(q, 0), column_int(q, 1), out);
        if (!failed) continue;
        query_end(q);
        return failed;
    }
    return status;
}

static Status add_latest(const Asker *a, Talk *t)
{
    Latest latest = {.article = 0};
    Statements words = {0};
    Status status = latest_of(a, t, &latest);
    if (status || !latest.article) return status;
    t->article = latest.article;
    t->number = latest.number;
    status = statement_read(a->ledger->db, latest.article, latest.number, a->scope, a->arena, &words, a->error);
    if (status || !words.count) return status;
    t->words = words.items[0].content;
    bool kept = keep_text(a->arena, text_of(latest.first, strlen(latest.first)), &t->first_day) &&
                keep_text(a->arena, text_of(latest.day, strlen(latest.day)), &t->last_day);
    return kept ? SAYSO_OK : fail_memory(a->error);
}

/* ---- all pairs ---- */

/* Of `pairs` those of most talks, ?2 at most, and how many there are. What is counted for the question is counted once,
 * and named when it is chosen. */
#define MOST_OF(pairs, kept)                                                                                           \
    "WITH k AS " kept " (SELECT source, target, count FROM " pairs "), most AS MATERIALIZED"                       \
    " (SELECT * FROM k ORDER BY count DESC, source, target LIMIT ?2)"                                                  \
    " SELECT s.id, s.name, s.type, s.country, s.statements, d.id, d.name, d.type, d.country, d.statements, m.count,"   \
    " (SELECT count(*) FROM k) FROM most m JOIN actor s ON s.id = m.source JOIN actor d ON d.id = m.target"            \
    " ORDER BY m.count DESC, m.source, m.target"
#define ALL_KEPT "(SELECT source, target, count FROM pair WHERE count > 0)"
#define OF_ONE                                                                                                         \
    "(SELECT source, target, count FROM pair WHERE source = ?1 AND count > 0 UNION"                                    \
    " SELECT source, target, count FROM pair WHERE target = ?1 AND count > 0)"
/* Counted of talks in scope. Days alone are told by an index (attribution_to), and what else they must be by two more. */
#define SUMMED(of)                                                                                                     \
    "(SELECT a.actor AS source, b.actor AS target, sum(c.count) AS count FROM " of " c JOIN form a ON a.id = c.source" \
    " JOIN form b ON b.id = c.target WHERE a.actor <> b.actor AND (?1 IS NULL OR a.actor = ?1 OR b.actor = ?1)"        \
    " GROUP BY a.actor, b.actor)"
#define IN_THESE_DAYS                                                                                                  \
    "(SELECT t.form AS source, t.to_form AS target, count(*) AS count FROM attribution t WHERE t.to_form IS NOT NULL AND" \
    " t.form <> t.to_form AND t.within = 0 AND " IN_DAYS("t.day") " AND t.article NOT IN (SELECT id FROM article WHERE"  \
    " NOT current) AND (t.article << 20 | t.number) NOT IN (SELECT article << 20 | number FROM attribution WHERE"      \
    " dropped <> 0) GROUP BY t.to_form, t.form)"
#define IN_ALL_SCOPE                                                                                                   \
    "(SELECT t.form AS source, t.to_form AS target, count(*) AS count FROM attribution t JOIN article r ON r.id = t.article" \
    " LEFT JOIN outlet o ON o.id = r.outlet WHERE t.to_form IS NOT NULL AND t.form <> t.to_form AND t.within = 0 AND " \
    IN_DAYS("t.day") " AND " CURRENT " AND " STANDS " AND " SEEN " AND " IN_KIND " GROUP BY t.to_form, t.form)"

enum { KEPT, KEPT_OF, DAYS, SCOPED };
static const char *const lists[] = {[KEPT] = MOST_OF(ALL_KEPT, "NOT MATERIALIZED"),
                                    [KEPT_OF] = MOST_OF(OF_ONE, "MATERIALIZED"),
                                    [DAYS] = MOST_OF(SUMMED(IN_THESE_DAYS), "MATERIALIZED"),
                                    [SCOPED] = MOST_OF(SUMMED(IN_ALL_SCOPE), "MATERIALIZED")};

static bool is_of_days(const Scope *s) { return !s->added_since && !s->as_of && !s->outlet && !s->has_act; }

static Query *list_of(const Asker *a, const char *sql, int64_t actor)
{
    Query *q = db_query(a->ledger->db, sql, a->error);
    if (!q) return NULL;
    if (actor) bind_int(q, 1, actor);
    bind_int(q, 2, scope_limit(a->scope));
    if (bind_scope(q, a->scope, a->arena)) return q;
    (void)fail_memory(a->error);
    return NULL;
}

Status ledger_talks(Ledger *ledger, const char *name, const Scope *scope, Arena *arena, TalksAnswer *out, Error *error)
{
    *out = (TalksAnswer){0};
    Actors meant = {0};
    Asker asker = {ledger, scope, arena, error};
    Status status = name ? actors_find(ledger->db, name, 1, arena, &meant, error) : SAYSO_OK;
    if (status) return status;
    int64_t actor = name ? meant.items[0].id : 0;
    int which = scope_is_open(scope) ? (name ? KEPT_OF : KEPT) : is_of_days(scope) ? DAYS : SCOPED;
    Query *q = list_of(&asker, lists[which], actor);
    if (!q) return SAYSO_ERROR_IO;
    status = read_talks(q, arena, out, error);
    for (uint32_t i = 0; !status && i < out->count; i++) status = add_latest(&asker, &out->items[i]);
    return status;
}
