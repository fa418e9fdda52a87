/* The index of words is proved whole: it gives each word with its statement and place, and of the statements' own texts an
 * index is made anew, a batch at a time. What both hold is summed up by hashes, in whatever order, and the sums are compared. */
#include "ledger/keep/keep.h"

#define BATCH 4096u /* statements */

static const char *const begin[] = {
    ("CREATE VIRTUAL TABLE temp.said_again USING fts5(text, content='', columnsize=0,"
     " tokenize='porter unicode61 remove_diacritics 2')"),
    "CREATE VIRTUAL TABLE temp.said_again_words USING fts5vocab(temp, said_again, instance)",
    "CREATE VIRTUAL TABLE temp.said_words USING fts5vocab(main, said, instance)",
};

static Status sum_of(Db *db, const char *sql, int64_t *out, Error *error)
{
    Query *q = db_query(db, sql, error);
    return q ? query_number(q, out, error) : SAYSO_ERROR_IO;
}

Status said_begin(SaidProof *p, Db *db, Error *error)
{
    Status status = SAYSO_OK;
    *p = (SaidProof){.db = db};
    for (size_t i = 0; i < COUNT(begin) && !status; i++) status = db_script(db, begin[i], error);
    if (status) p->db = NULL;
    return status;
}

static Status add_up(SaidProof *p, Error *error)
{
    int64_t sum;
    Status status = sum_of(p->db, "SELECT seal_sum(term, doc, \"offset\") FROM temp.said_again_words", &sum, error);
    p->sum += (uint64_t)sum;
    p->waiting = 0;
    return status ? status : db_script(p->db, "INSERT INTO temp.said_again (said_again) VALUES ('delete-all')", error);
}

Status said_put(SaidProof *p, int64_t row, Text words, Error *error)
{
    if (!p->db) return SAYSO_OK;
    Query *q = db_query(p->db, "INSERT INTO temp.said_again (rowid, text) VALUES (?1, ?2)", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, row);
    bind_text(q, 2, words);
    Status status = query_run(q, error);
    return status || ++p->waiting < BATCH ? status : add_up(p, error);
}

Status said_end(SaidProof *p, bool *same, Error *error)
{
    int64_t held = 0;
    *same = true;
    if (!p->db) return SAYSO_OK;
    Status status = add_up(p, error);
    if (!status) status = sum_of(p->db, "SELECT seal_sum(term, doc, \"offset\") FROM temp.said_words", &held, error);
    *same = !status && (uint64_t)held == p->sum;
    return status;
}
