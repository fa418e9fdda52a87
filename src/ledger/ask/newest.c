/* What came in last: the articles by their numbers, which ascend as they come in. Nothing of their texts is read. */
#include "ledger/ask/ask.h"

static const char newest_sql[] = "SELECT r.id, r.label, r.url, r.title, o.name, r.published, r.added, r.words, (SELECT "
                                 "count(*) FROM attribution t WHERE"
                                 " t.article = r.id AND t.dropped = 0) FROM article r LEFT JOIN outlet o ON o.id = "
                                 "r.outlet WHERE r.current AND r.id < ?1"
                                 " ORDER BY r.id DESC LIMIT ?2";

static bool read_article(Query *q, Arena *arena, NewArticle *out)
{
    *out = (NewArticle){
        .id = column_int(q, 0), .words = (uint32_t)column_int(q, 7), .statements = (uint32_t)column_int(q, 8)};
    Text *const texts[] = {&out->label, &out->url, &out->title, &out->outlet, &out->published, &out->added};
    for (size_t i = 0; i < COUNT(texts); i++)
        if (!keep_text(arena, column_text(q, (int)i + 1), texts[i])) return false;
    return true;
}

Status ledger_newest(Ledger *ledger, int64_t before, uint32_t limit, Arena *arena, NewArticles *out, Error *error)
{
    Status status;
    *out = (NewArticles){.items = TAKE(arena, NewArticle, limit + 1u)};
    if (!out->items) return fail_memory(error);
    Query *q = db_query(ledger->db, newest_sql, error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, before > 0 ? before : INT64_MAX);
    bind_int(q, 2, (int64_t)limit + 1);
    while (query_next(q, &status, error)) {
        if (out->count == limit) {
            out->more = true;
        } else if (!read_article(q, arena, &out->items[out->count++])) {
            query_end(q);
            return fail_memory(error);
        }
    }
    return status;
}
