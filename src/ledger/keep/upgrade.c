/* Format 1 -> format 4. (Formats 2 and 3 lack but tables: schema_deeds, schema_watches.) What format 1 knew by itself (articles, outlets, claims' words, fingerprints, stretches) stays; who is
 * who and what says the same is worked out anew from the statements as they were read. The numbers of articles and claims
 * stay what they were. */
#include "ledger/keep/keep.h"

static const char *const before[] = {
    "ALTER TABLE entity RENAME TO old_entity",
    "ALTER TABLE attribution RENAME TO old_attribution",
    "DROP INDEX attribution_actor",
    "DROP INDEX attribution_claim",
    "DROP INDEX attribution_to",
    "DROP TABLE talk",
    "DROP TABLE claim_words",
    "DELETE FROM tally WHERE name NOT IN ('article', 'copy')",
    "UPDATE claim SET statements = 0, first_day = NULL, last_day = NULL",
};

/* The old actors go last: what is renamed still names them. */
static const char *const after[] = {"DROP TABLE old_attribution", "DROP TABLE old_entity", "DROP TABLE actor_word",
                                    "DROP TABLE old_actor"};

static Status run_all(Db *db, const char *const *sql, size_t count, Error *error)
{
    Status status = SAYSO_OK;
    for (size_t i = 0; i < count && !status; i++) status = db_script(db, sql[i], error);
    return status;
}

static Status place_anew(Db *db, int64_t article, Arena *scratch, Error *error)
{
    KeptArticle kept;
    Told told;
    Status status = article_read(db, article, true, scratch, &kept, error);
    if (!status) status = article_sound(db, &kept, error);
    if (status) return status;
    if (!told_of_kept(&kept, scratch, &told)) return fail_memory(error);
    return kept_place(db, &kept, &told, kept.claims, scratch, error);
}

static Status next_article(Db *db, int64_t after_id, int64_t *out, Error *error)
{
    Query *q = db_query(db, "SELECT id FROM article WHERE id > ?1 ORDER BY id LIMIT 1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, after_id);
    return query_number(q, out, error);
}

Status upgrade(Db *db, Arena *scratch, Error *error)
{
    int64_t article = 0;
    Status status = run_all(db, before, COUNT(before), error);
    if (!status) status = db_script(db, "ALTER TABLE actor RENAME TO old_actor; DROP INDEX actor_much", error);
    if (!status) status = schema_renew(db, error);
    if (!status) status = next_article(db, 0, &article, error);
    while (!status && article) {
        status = place_anew(db, article, scratch, error);
        if (!status && article % 256 == 0) status = words_flush(db, error);
        arena_reset(scratch);
        if (!status) status = next_article(db, article, &article, error);
    }
    return status ? status : run_all(db, after, COUNT(after), error);
}
