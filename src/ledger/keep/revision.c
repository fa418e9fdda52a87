/* An article's earlier self. */
#include "ledger/keep/keep.h"

Status ledger_before(Ledger *ledger, int64_t article, int64_t *out, Error *error)
{
    *out = 0;
    Query *q = db_query(ledger->db,
                        "SELECT b.id FROM article a JOIN article b ON b.story = a.story AND b.revision < a.revision"
                        " WHERE a.id = ?1 ORDER BY b.revision DESC LIMIT 1",
                        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    return query_number(q, out, error);
}
