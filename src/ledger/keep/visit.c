/* What a server said at an earlier fetch, so that the next one may be answered "not modified". */
#include <stdio.h>

#include "ledger/keep/keep.h"

/* A value that does not fit is no value: half an ETag matches nothing. */
static void copy(Text value, char *out, size_t size)
{
    (void)snprintf(out, size, "%.*s", value.size < size ? (int)value.size : 0, value.data);
}

bool ledger_visit_load(Ledger *ledger, const char *url, char *etag, char *modified, size_t size)
{
    Status status;
    Query *q = db_query(ledger->db, "SELECT etag, modified FROM visit WHERE url = ?1", NULL);
    if (!q) return false;
    bind_text(q, 1, text_literal(url));
    if (!query_next(q, &status, NULL)) return false;
    copy(column_text(q, 0), etag, size);
    copy(column_text(q, 1), modified, size);
    query_end(q);
    return true;
}

Status ledger_visit_keep(Ledger *ledger, const char *url, const char *etag, const char *modified, Error *error)
{
    Query *q = db_query(ledger->db,
                        "INSERT INTO visit (url, etag, modified, seen) VALUES (coalesce(?1, ''), ?2, ?3,"
                        " strftime('%Y-%m-%dT%H:%M:%SZ', 'now')) ON CONFLICT (url) DO UPDATE SET etag = excluded.etag,"
                        " modified = excluded.modified, seen = excluded.seen",
                        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, text_literal(url));
    bind_text(q, 2, text_literal(etag ? etag : ""));
    bind_text(q, 3, text_literal(modified ? modified : ""));
    return query_run(q, error);
}
