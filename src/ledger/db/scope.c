/* What of the ledger a question may see: days, and the ledger as it was. */
#include "ledger/db/db.h"

static bool bind_name(Query *q, int at, const char *name, Arena *arena)
{
    Text key;
    if (!name) return true;
    if (!name_key(text_literal(name), arena, &key)) return false;
    bind_text(q, at, key);
    return true;
}

bool bind_scope(Query *q, const Scope *scope, Arena *arena)
{
    const char *const days[] = {scope->as_of, scope->added_since, scope->since, scope->until};
    int last = query_parameters(q);
    for (int i = 0; i < (int)COUNT(days); i++)
        if (9 + i <= last && days[i]) bind_text(q, 9 + i, text_literal(days[i]));
    if (last >= 13 && scope->has_act) bind_int(q, 13, scope->act);
    return last < 14 || bind_name(q, 14, scope->outlet, arena);
}

Status scope_check(Db *db, const Scope *scope, Arena *arena, Error *error)
{
    Text key;
    int64_t found = 0;
    if (!scope->outlet) return SAYSO_OK;
    if (!name_key(text_literal(scope->outlet), arena, &key)) return fail_memory(error);
    Query *q = db_query(db, "SELECT 1 FROM outlet WHERE key = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, key);
    Status status = query_number(q, &found, error);
    if (status || found) return status;
    return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET,
                "no article of an outlet '%.100s' is in the ledger; 'sayso stats' names those of the most", scope->outlet);
}

uint32_t scope_limit(const Scope *scope)
{
    return scope->limit ? scope->limit : 20;
}

bool scope_is_open(const Scope *s)
{
    return !s->since && !s->until && !s->added_since && !s->as_of && !s->by && !s->outlet && !s->has_act;
}
