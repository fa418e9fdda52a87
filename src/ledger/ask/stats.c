/* What is in the ledger: counts that are kept up to date at each addition (table tally), so that asking costs the same
 * however much there is. */
#include "ledger/ask/ask.h"

static Status read_tallies(Ledger *ledger, StatsAnswer *out, Error *error)
{
    Query *q = db_query(ledger->db, "SELECT name, key, count FROM tally WHERE name <> 'outlet'", error);
    if (!q) return SAYSO_ERROR_IO;
    uint64_t all = 0;
    const struct {
        const char *name;
        uint64_t *counts;
        size_t size;
    } tallies[] = {{"article", &all, 1},
                   {"current", &out->articles, 1},
                   {"words", &out->words, 1},
                   {"attribution", &out->attributions, 1},
                   {"kind", out->kinds, COUNT(out->kinds)},
                   {"act", out->acts, COUNT(out->acts)}};
    Status status;
    while (query_next(q, &status, error)) {
        uint64_t key = (uint64_t)column_int(q, 1);
        for (size_t i = 0; i < COUNT(tallies); i++)
            if (key < tallies[i].size && text_is(column_text(q, 0), tallies[i].name))
                tallies[i].counts[key] = (uint64_t)column_int(q, 2);
    }
    out->revisions = all - out->articles;
    return status;
}

static Status read_number(Ledger *ledger, const char *sql, uint64_t *out, Error *error)
{
    Query *q = db_query(ledger->db, sql, error);
    if (!q) return SAYSO_ERROR_IO;
    Status status;
    while (query_next(q, &status, error)) *out = (uint64_t)column_int(q, 0);
    return status;
}

static Status read_text(Ledger *ledger, const char *sql, Arena *arena, Text *out, Error *error)
{
    Query *q = db_query(ledger->db, sql, error);
    if (!q) return SAYSO_ERROR_IO;
    Status status;
    bool kept = true;
    while (query_next(q, &status, error)) kept = keep_text(arena, column_text(q, 0), out);
    return kept ? status : fail_memory(error);
}

static Status read_top(Ledger *ledger, const char *sql, uint32_t limit, Arena *arena, Tally **out, uint32_t *count,
                       Error *error)
{
    *out = TAKE(arena, Tally, limit);
    Query *q = db_query(ledger->db, sql, error);
    if (!*out || !q) return *out ? SAYSO_ERROR_IO : fail_memory(error);
    Status status = SAYSO_OK;
    while (*count < limit && query_next(q, &status, error)) {
        Tally *t = &(*out)[(*count)++];
        t->count = (uint64_t)column_int(q, 1);
        if (keep_text(arena, column_text(q, 0), &t->name)) continue;
        query_end(q);
        return fail_memory(error);
    }
    query_end(q);
    return status;
}

/* Those with many statements have an index (actor_much); where they do not fill the page, the ledger is small. */
static Status read_sources(Ledger *ledger, uint32_t limit, Arena *arena, StatsAnswer *out, Error *error)
{
    Status status =
        read_top(ledger, "SELECT name, statements FROM actor WHERE statements >= 16 ORDER BY statements DESC, id",
                 limit, arena, &out->sources, &out->source_count, error);
    if (status || out->source_count == limit) return status;
    out->source_count = 0;
    return read_top(ledger, "SELECT name, statements FROM actor WHERE statements > 0 ORDER BY statements DESC, id",
                    limit, arena, &out->sources, &out->source_count, error);
}

static Status read_readers(Ledger *ledger, Arena *arena, StatsAnswer *out, Error *error)
{
    Query *q = db_query(ledger->db, "SELECT program || ', model ' || model FROM maker GROUP BY program, model ORDER BY min(id)", error);
    if (!q) return SAYSO_ERROR_IO;
    uint32_t capacity = 0;
    Status status = SAYSO_OK;
    while (query_next(q, &status, error)) {
        bool fits = arena_grow(arena, (void **)&out->readers, &capacity, out->reader_count + 1, sizeof *out->readers);
        if (fits && keep_text(arena, column_text(q, 0), &out->readers[out->reader_count++])) continue;
        query_end(q);
        return fail_memory(error);
    }
    return status;
}

Status ledger_stats(Ledger *ledger, const Scope *scope, Arena *arena, StatsAnswer *out, Error *error)
{
    *out = (StatsAnswer){0};
    uint32_t limit = scope_limit(scope);
    const struct {
        const char *sql;
        uint64_t *out;
    } numbers[] = {{"SELECT count(*) FROM claim INDEXED BY claim_said WHERE statements > 0", &out->claims},
                   {"SELECT count(*) FROM actor", &out->actors},
                   {"SELECT count(*) FROM tally WHERE name = 'outlet' AND count > 0", &out->outlets},
                   {"SELECT count(*) FROM reprint", &out->reprints},
                   {"SELECT page_count * page_size FROM pragma_page_count, pragma_page_size", &out->bytes}};
    Status status = read_tallies(ledger, out, error);
    for (size_t i = 0; !status && i < COUNT(numbers); i++)
        status = read_number(ledger, numbers[i].sql, numbers[i].out, error);
    if (!status) status = read_text(ledger, "SELECT min(published) FROM article", arena, &out->first_day, error);
    if (!status) status = read_text(ledger, "SELECT max(published) FROM article", arena, &out->last_day, error);
    if (!status) status = read_sources(ledger, limit, arena, out, error);
    if (!status) status = read_readers(ledger, arena, out, error);
    if (status) return status;
    return read_top(
        ledger,
        "SELECT o.name, t.count FROM tally t JOIN outlet o ON o.id = t.key WHERE t.name = 'outlet' AND t.count > 0"
        " ORDER BY t.count DESC, o.id",
        limit, arena, &out->top_outlets, &out->outlet_count, error);
}
