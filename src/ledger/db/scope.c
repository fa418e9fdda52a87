/* What of the ledger a question may see: days, and the ledger as it was. */
#include "ledger/db/scope.h"

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

uint32_t scope_limit(const Scope *scope)
{
    return scope->limit ? scope->limit : 20;
}

bool scope_is_open(const Scope *s)
{
    return !s->since && !s->until && !s->added_since && !s->as_of && !s->by && !s->outlet && !s->has_act;
}
