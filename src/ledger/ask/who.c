/* All that somebody said. Who has the name as a whole comes first; then those among whose names all its words stand, so
 * that a surname finds its bearers. Who said most is answered for, the others are named: the ledger never mixes two. */
#include "ledger/ask/ask.h"

#define OTHERS 10u

static Status read_actors(Query *q, Arena *arena, Actor *out, uint32_t limit, uint32_t *count, Error *error)
{
    Status status = SAYSO_OK;
    while (*count < limit && query_next(q, &status, error)) {
        Actor *a = &out[(*count)++];
        *a = (Actor){
            .id = column_int(q, 0), .type = (sayso_type)column_int(q, 1), .statements = (uint64_t)column_int(q, 4)};
        if (keep_text(arena, column_text(q, 2), &a->name) && keep_text(arena, column_text(q, 3), &a->country)) continue;
        query_end(q);
        return fail_memory(error);
    }
    query_end(q);
    return status;
}

static Status find_whole(Ledger *ledger, Text key, uint32_t limit, Arena *arena, Actor *out, uint32_t *count,
                         Error *error)
{
    Query *q = db_query(
        ledger->db, "SELECT id, type, name, country, statements FROM actor WHERE key = ?1 ORDER BY statements DESC, id",
        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, key);
    return read_actors(q, arena, out, limit, count, error);
}

/* The key's words, at most four: they are asked for with AND, the first as the way in. */
#define MOST_WORDS 4u
static uint32_t cut_words(Text key, Text words[MOST_WORDS])
{
    uint32_t count = 0;
    for (size_t at = 0; at < key.size && count < MOST_WORDS; at++) {
        size_t begin = at;
        while (at < key.size && key.data[at] != ' ') at++;
        if (at > begin) words[count++] = text_of(key.data + begin, at - begin);
    }
    return count;
}

static Status find_by_words(Ledger *ledger, Text key, uint32_t limit, Arena *arena, Actor *out, uint32_t *count,
                            Error *error)
{
    Text words[MOST_WORDS];
    uint32_t n = cut_words(key, words);
    Query *q =
        db_query(ledger->db,
                 "SELECT a.id, a.type, a.name, a.country, a.statements FROM actor_word w JOIN actor a ON a.id = w.actor"
                 " WHERE w.word = ?1 AND a.key <> ?5"
                 " AND (?2 IS NULL OR EXISTS (SELECT 1 FROM actor_word x WHERE x.word = ?2 AND x.actor = a.id))"
                 " AND (?3 IS NULL OR EXISTS (SELECT 1 FROM actor_word x WHERE x.word = ?3 AND x.actor = a.id))"
                 " AND (?4 IS NULL OR EXISTS (SELECT 1 FROM actor_word x WHERE x.word = ?4 AND x.actor = a.id))"
                 " ORDER BY a.statements DESC, a.id",
                 error);
    if (!q) return SAYSO_ERROR_IO;
    for (uint32_t i = 0; i < n; i++) bind_text(q, (int)i + 1, words[i]);
    bind_text(q, 5, key); /* found as a whole */
    return read_actors(q, arena, out, limit, count, error);
}

Status actors_find(Ledger *ledger, const char *name, uint32_t limit, Arena *arena, Actor **out, uint32_t *count,
                   Error *error)
{
    Text key;
    *count = 0;
    *out = TAKE(arena, Actor, limit);
    if (!*out || !name_key(text_literal(name), arena, &key)) return fail_memory(error);
    Status status = find_whole(ledger, key, limit, arena, *out, count, error);
    if (!status && *count < limit) status = find_by_words(ledger, key, limit, arena, *out, count, error);
    if (status || *count) return status;
    return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "nobody of the name '%.100s' is in the ledger", name);
}

/* The query gives an article's statements from the last to the first, as the index has them; they are read the other
 * way. */
static void turn_articles(Statement *items, uint32_t count)
{
    for (uint32_t begin = 0, end; begin < count; begin = end) {
        for (end = begin; end < count && items[end].article == items[begin].article;) end++;
        for (uint32_t i = begin, k = end - 1; i < k; i++, k--) {
            Statement swap = items[i];
            items[i] = items[k];
            items[k] = swap;
        }
    }
}

/* x is t again: an index (attribution_actor) has all that chooses, so that rows are read for those that are shown
 * alone. */
#define SAID(within)                                                                                                   \
    STATEMENT_SELECT                                                                                                   \
        "JOIN attribution x ON x.article = t.article AND x.number = t.number WHERE x.actor = ?1 AND " within           \
        " AND r.current AND " SCOPE_OF_DAY("x.day", "?2", "?3") " ORDER BY x.day DESC, x.article DESC, x.number DESC"

/* Own words, or what others report of them: newest first. */
static Status add_said(Ledger *ledger, int64_t actor, bool own, const Scope *scope, Arena *arena, Statements *out,
                       Error *error)
{
    uint32_t before = out->count;
    Query *q = db_query(ledger->db, own ? SAID("x.within = 0") : SAID("x.within > 0"), error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, actor);
    bind_scope(q, 2, scope);
    Status status = statements_read(q, scope_limit(scope), arena, out, error);
    if (out->count > before) turn_articles(out->items + before, out->count - before);
    return status;
}

Status ledger_who(Ledger *ledger, const char *name, const Scope *scope, Arena *arena, WhoAnswer *out, Error *error)
{
    *out = (WhoAnswer){0};
    Actor *actors;
    uint32_t count;
    Status status = actors_find(ledger, name, OTHERS + 1, arena, &actors, &count, error);
    if (status) return status;
    out->actor = actors[0];
    out->others = actors + 1;
    out->other_count = count - 1;
    status = add_said(ledger, actors[0].id, true, scope, arena, &out->said, error);
    return status ? status : add_said(ledger, actors[0].id, false, scope, arena, &out->said, error);
}
