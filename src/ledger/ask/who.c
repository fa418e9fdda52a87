/* All that somebody said: of everyone who may be meant, those who said most first. An actor has several forms of a name, and each
 * form an index of its statements by day: the newest of each are laid together, and only what is shown is read. */
#include <stdlib.h>

#include "ledger/ask/ask.h"

#define MOST_MEANT 10u    /* actors */
#define MOST_COUNTED 100u /* of whom a scope chooses them */
#define FEW 5u            /* statements of each but the first */

typedef struct Place { /* of a statement */
    char day[DAY_SIZE];
    int64_t article;
    uint32_t number;
} Place;

typedef struct Places {
    Place *items;
    uint32_t count, capacity;
} Places;

/* x has what is looked up by, t the rest; both tables have the same columns for it. */
#define FROM(table)                                                                                                    \
    "FROM " table " x JOIN attribution t ON t.article = x.article AND t.number = x.number JOIN article r ON r.id = x.article" \
    " LEFT JOIN outlet o ON o.id = r.outlet WHERE x.form = ?1 AND (x.within > 0) = ?2 AND " CURRENT " AND " STANDS " AND " \
    SEEN " AND " IN_DAYS("x.day") " AND " IN_KIND
/* Of a day the later article first, and its statements in their order; ?3 to ?5: after which one. */
#define NEWEST(table)                                                                                                  \
    "SELECT x.day, x.article, x.number " FROM(table) " AND (?3 IS NULL OR coalesce(x.day, '0') < ?3 OR (coalesce(x.day, '0') = ?3 AND" \
    " (x.article < ?4 OR (x.article = ?4 AND x.number > ?5)))) ORDER BY x.day DESC, x.article DESC, x.number"
#define NUMBER(table) "SELECT count(*) " FROM(table)

static const char *const newest[] = {NEWEST("attribution"), NEWEST("joint")};
static const char *const numbers[] = {NUMBER("attribution"), NUMBER("joint")};

typedef struct Search {
    Db *db;
    const Scope *scope;
    Arena *arena;
    Error *error;
    uint32_t limit;
    bool reported; /* what others report of them, not their own words */
} Search;

static Query *query_of(const Search *s, const char *sql, int64_t form)
{
    Query *q = db_query(s->db, sql, s->error);
    if (!q) return NULL;
    bind_int(q, 1, form);
    bind_int(q, 2, s->reported);
    return q;
}

static bool add_place(const Search *s, Query *q, Places *out)
{
    void *items = out->items;
    if (!arena_grow(s->arena, &items, &out->capacity, out->count + 1, sizeof(Place))) return false;
    out->items = items;
    Place *p = &out->items[out->count++];
    Text day = column_text(q, 0);
    *p = (Place){.article = column_int(q, 1), .number = (uint32_t)column_int(q, 2)};
    memcpy(p->day, day.data, day.size < DAY_SIZE ? day.size : DAY_SIZE - 1);
    return true;
}

/* "0" is before every day. */
static void bind_after(Query *q, const StatementKey *after)
{
    bind_text(q, 3, text_literal(*after->day ? after->day : "0"));
    bind_int(q, 4, after->article);
    bind_int(q, 5, after->number);
}

static Status add_newest(const Search *s, const char *sql, int64_t form, Places *out)
{
    Status status = SAYSO_OK;
    Query *q = query_of(s, sql, form);
    const StatementKey *after = s->scope->after;
    if (!q) return SAYSO_ERROR_IO;
    if (after && after->reported == s->reported) bind_after(q, after);
    if (!bind_scope(q, s->scope, s->arena)) return fail_memory(s->error);
    for (uint32_t n = 0; n < s->limit && query_next(q, &status, s->error); n++) {
        if (add_place(s, q, out)) continue;
        query_end(q);
        return fail_memory(s->error);
    }
    query_end(q);
    return status;
}

static Status add_number(const Search *s, const char *sql, int64_t form, uint64_t *out)
{
    Status status;
    Query *q = query_of(s, sql, form);
    if (!q) return SAYSO_ERROR_IO;
    if (!bind_scope(q, s->scope, s->arena)) return fail_memory(s->error);
    while (query_next(q, &status, s->error)) *out += (uint64_t)column_int(q, 0);
    return status;
}

/* Newest days first; of a day the later article first, and its statements in their order. */
static int by_day(const void *a, const void *b)
{
    const Place *x = a, *y = b;
    int days = strcmp(y->day, x->day);
    if (days) return days;
    if (x->article != y->article) return x->article < y->article ? 1 : -1;
    return (x->number > y->number) - (x->number < y->number);
}

static Status read_places(const Search *s, Places *places, Statements *out)
{
    Status status = SAYSO_OK;
    if (places->count) qsort(places->items, places->count, sizeof *places->items, by_day);
    for (uint32_t i = 0, kept = 0; i < places->count && kept < s->limit && !status; i++) {
        const Place *p = &places->items[i];
        if (i && p[-1].article == p->article && p[-1].number == p->number) continue; /* two of its forms, together */
        status = statement_read(s->db, p->article, p->number, s->scope, s->arena, out, s->error);
        kept++;
    }
    return status;
}

static Status add_said(const Search *s, const Form *forms, uint32_t count, Statements *out)
{
    Places places = {0};
    Status status = SAYSO_OK;
    for (uint32_t i = 0; i < count && !status; i++)
        for (size_t k = 0; k < COUNT(newest) && !status; k++) status = add_newest(s, newest[k], forms[i].id, &places);
    return status ? status : read_places(s, &places, out);
}

static Status said_by(Ledger *ledger, const Actor *actor, const Scope *scope, uint32_t limit, Arena *arena, Statements *out,
                      Error *error)
{
    Form *forms;
    uint32_t count;
    Search search = {ledger->db, scope, arena, error, limit, false};
    Status status = ledger_forms(ledger, actor->id, arena, &forms, &count, error);
    if (!status && !(scope->after && scope->after->reported)) status = add_said(&search, forms, count, out);
    search.reported = true;
    search.limit -= out->count;
    if (!status) status = add_said(&search, forms, count, out);
    out->all = actor->statements > out->count ? actor->statements : out->count;
    return status;
}

/* ---- whom ---- */

static Status count_said(Ledger *ledger, Actor *actor, const Scope *scope, Arena *arena, Error *error)
{
    Form *forms;
    uint32_t count;
    Search search = {ledger->db, scope, arena, error, 0, false};
    Status status = ledger_forms(ledger, actor->id, arena, &forms, &count, error);
    actor->statements = 0;
    if (status) return status;
    for (int reported = 0; reported < 2; reported++) {
        search.reported = reported;
        for (uint32_t i = 0; i < count && !status; i++)
            for (size_t k = 0; k < COUNT(numbers) && !status; k++)
                status = add_number(&search, numbers[k], forms[i].id, &actor->statements);
    }
    return status;
}

static int by_statements(const void *a, const void *b)
{
    const Actor *x = a, *y = b;
    if (x->statements != y->statements) return x->statements < y->statements ? 1 : -1;
    return (x->id > y->id) - (x->id < y->id);
}

/* Counts are kept of all; of a scope they are made, and who said most is another one there. */
static Status find_meant(Ledger *ledger, const char *name, const Scope *scope, Arena *arena, Actors *out, Error *error)
{
    bool open = scope_is_open(scope);
    Status status = scope_check(ledger->db, scope, arena, error);
    if (!status) status = actors_find(ledger->db, name, open ? MOST_MEANT : MOST_COUNTED, arena, out, error);
    for (uint32_t i = 0; i < out->count && !open && !status; i++)
        status = count_said(ledger, &out->items[i], scope, arena, error);
    if (!status && !open) qsort(out->items, out->count, sizeof *out->items, by_statements);
    if (out->count > MOST_MEANT) out->count = MOST_MEANT;
    return status;
}

Status ledger_who(Ledger *ledger, const char *name, const Scope *scope, Arena *arena, WhoAnswer *out, Error *error)
{
    *out = (WhoAnswer){0};
    Status status = find_meant(ledger, name, scope, arena, &out->actors, error);
    if (status) return status;
    out->said = TAKE(arena, Statements, out->actors.count + 1u);
    if (!out->said) return fail_memory(error);
    for (uint32_t i = 0; i < out->actors.count && !status; i++) {
        uint32_t limit = scope_limit(scope);
        out->said[i] = (Statements){0};
        status = said_by(ledger, &out->actors.items[i], scope, i && limit > FEW ? FEW : limit, arena, &out->said[i], error);
    }
    return status;
}
