/* An article goes: its forms stand in one article less, and were seen once less where it stood. */
#include "ledger/actor/place.h"

typedef struct Gone {
    int64_t form, articles, span;
    Text country;
} Gone;

static Status leave_form(Pass *pass, const Gone *g, Error *error)
{
    Query *q = db_query(pass->db, "UPDATE form SET articles = max(articles - 1, 0), level = ?2 WHERE id = ?1", error);
    Query *seen = db_query(
        pass->db,
        "UPDATE form_seen SET articles = articles - 1 WHERE surname = (SELECT substr(key, 3, instr(key, '|') - 3)"
        " FROM form WHERE id = ?1) AND span = ?2 AND country = coalesce(?3, '') AND form = ?1",
        error);
    Query *none = db_query(pass->db, "DELETE FROM form_seen WHERE form = ?1 AND articles <= 0", error);
    if (!q || !seen || !none) return SAYSO_ERROR_IO;
    bind_int(q, 1, g->form);
    bind_int(q, 2, level_of(g->articles > 0 ? g->articles - 1 : 0));
    bind_int(seen, 1, g->form);
    bind_int(seen, 2, g->span);
    bind_text(seen, 3, g->country);
    bind_int(none, 1, g->form);
    Status status = query_run(q, error);
    /* before it goes from where it was seen, what leans on it there is noted */
    if (!status) status = place_stir(pass, g->form, true, error);
    if (!status) status = query_run(seen, error);
    return status ? status : query_run(none, error);
}

Status actors_leave(Db *db, int64_t article, Arena *scratch, Error *error)
{
    Pass pass;
    void *items = NULL;
    uint32_t room = 0, count = 0;
    Status status = pass_begin(&pass, db, scratch, error);
    if (status) return status;
    Query *q =
        db_query(db,
                 "SELECT DISTINCT f.id, f.articles, r.published, o.country FROM entity e JOIN form f ON f.id = e.form"
                 " JOIN article r ON r.id = e.article LEFT JOIN outlet o ON o.id = r.outlet WHERE e.article = ?1",
                 error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    while (query_next(q, &status, error)) {
        Gone g = {.form = column_int(q, 0), .articles = column_int(q, 1), .span = span_of(column_text(q, 2))};
        if (!arena_grow(scratch, &items, &room, count + 1, sizeof g) ||
            !keep_text(scratch, column_text(q, 3), &g.country)) {
            query_end(q);
            return fail_memory(error);
        }
        ((Gone *)items)[count++] = g;
    }
    for (uint32_t i = 0; i < count && !status; i++) status = leave_form(&pass, &((Gone *)items)[i], error);
    return status ? status : pass_run(&pass, error);
}
