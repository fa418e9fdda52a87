/* Which article a draft is again. A page is known by where it was fetched from; what it says of itself is its word.
 *
 *   what was fetched       revises what was fetched there before, and what only said that it is from there
 *   what lies here         revises what only said so, too; never what was fetched
 *   nearly that address    (url_loose: ?utm_source=rss, http, www., amp, a last slash) likewise, where the texts agree
 *   none                   known by its text, but not where both tell an outlet, and not the same: then it is a copy
 *
 * Articles that were added before identities were kept have their URL alone, which they only said. */
#include "ledger/keep/keep.h"

#define MOST_LOOKED 64 /* current articles of nearly one address; those of the very address first */

typedef struct Candidate {
    Known known;
    bool exact, fetched;
} Candidate;

/* Half of what the shorter text is known by stands in the other. */
static bool shares_half(const Fingerprints *a, const Fingerprints *b)
{
    uint32_t shared = 0, less = a->count < b->count ? a->count : b->count;
    for (uint32_t i = 0, k = 0; i < a->count && k < b->count;) {
        shared += a->items[i] == b->items[k];
        if (a->items[i] <= b->items[k]) i++;
        else k++;
    }
    return less && 2 * shared >= less;
}

static Status texts_agree(Db *db, int64_t article, const Draft *draft, Arena *scratch, bool *out, Error *error)
{
    Status status;
    WordAt *words;
    uint32_t count;
    Fingerprints have;
    Query *q = db_query(db, "SELECT text FROM article WHERE id = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    if (!query_next(q, &status, error)) return status;
    bool made = words_of(column_text(q, 0), scratch, &words, &count) && fingerprints_make(words, count, scratch, &have);
    query_end(q);
    if (!made) return fail_memory(error);
    *out = shares_half(&have, &draft->copy.fingerprints);
    return SAYSO_OK;
}

/* same: its text, or, of what lies here, an earlier one of what was fetched: a dump that is imported again. */
static const char near_sql[] =
    "SELECT a.id, a.story, a.revision, a.sha256 = ?2 OR (NOT ?3 AND i.fetched AND EXISTS"
    " (SELECT 1 FROM article b WHERE b.story = a.story AND b.sha256 = ?2)), i.key = ?4, i.fetched"
    " FROM identity i JOIN article a ON a.id = i.article WHERE i.loose = ?1 AND a.current"
    " ORDER BY i.key = ?4 DESC, i.fetched = ?3 DESC, a.id DESC LIMIT ?5";

static Status read_near(Db *db, const Draft *draft, Arena *scratch, Candidate **out, uint32_t *count, Error *error)
{
    Status status;
    Query *q = db_query(db, near_sql, error);
    *out = TAKE(scratch, Candidate, MOST_LOOKED);
    if (!q || !*out) return *out ? SAYSO_ERROR_IO : fail_memory(error);
    bind_text(q, 1, draft->loose);
    bind_blob(q, 2, draft->sha256, sizeof draft->sha256);
    bind_int(q, 3, draft->report.fetched);
    bind_text(q, 4, draft->report.identity);
    bind_int(q, 5, MOST_LOOKED);
    for (*count = 0; query_next(q, &status, error) && *count < MOST_LOOKED; ++*count)
        (*out)[*count] = (Candidate){{column_int(q, 0), column_int(q, 1), column_int(q, 2), column_int(q, 3) != 0},
                                     column_int(q, 4) != 0, column_int(q, 5) != 0};
    return status;
}

static Status choose(Db *db, const Draft *draft, Arena *scratch, Known *out, Error *error)
{
    Candidate *all;
    uint32_t count = 0;
    Status status = read_near(db, draft, scratch, &all, &count, error);
    for (uint32_t i = 0; i < count && !status && !out->same; i++)
        if (all[i].known.same) *out = all[i].known;
    for (uint32_t i = 0; i < count && !status && !out->article; i++) {
        bool may = draft->report.fetched || !all[i].fetched, agree = all[i].exact;
        if (may && !agree) status = texts_agree(db, all[i].known.article, draft, scratch, &agree, error);
        if (!status && may && agree) *out = all[i].known;
    }
    return status;
}

/* The first row: id, story, revision, same. */
static Status first_known(Query *q, Known *out, Error *error)
{
    Status status;
    if (!query_next(q, &status, error)) return status;
    *out = (Known){column_int(q, 0), column_int(q, 1), column_int(q, 2), column_int(q, 3) != 0};
    query_end(q);
    return SAYSO_OK;
}

static Status known_of_old(Db *db, const Draft *draft, Known *out, Error *error)
{
    Query *q = db_query(db,
                        "SELECT id, story, revision, sha256 = ?2 FROM article WHERE url = ?1 AND current"
                        " AND id NOT IN (SELECT article FROM identity) ORDER BY id LIMIT 1",
                        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, draft->report.identity);
    bind_blob(q, 2, draft->sha256, sizeof draft->sha256);
    return first_known(q, out, error);
}

static const char by_text_sql[] =
    "SELECT a.id, a.story, a.revision, 1 FROM article a LEFT JOIN outlet o ON o.id = a.outlet WHERE a.sha256 = ?1"
    " AND (?2 IS NULL OR o.key IS NULL OR o.key = ?2) ORDER BY o.key IS NOT ?2, a.id LIMIT 1";

static Status known_by_text(Db *db, const Draft *draft, Arena *scratch, Known *out, Error *error)
{
    Text outlet;
    Query *q = db_query(db, by_text_sql, error);
    if (!q) return SAYSO_ERROR_IO;
    if (!name_key(draft->report.outlet, scratch, &outlet)) return fail_memory(error);
    bind_blob(q, 1, draft->sha256, sizeof draft->sha256);
    bind_text(q, 2, outlet);
    return first_known(q, out, error);
}

Status identity_known(Db *db, const Draft *draft, Arena *scratch, Known *out, Error *error)
{
    *out = (Known){0};
    if (!draft->report.identity.size) return known_by_text(db, draft, scratch, out, error);
    Status status = choose(db, draft, scratch, out, error);
    return status || out->article ? status : known_of_old(db, draft, out, error);
}

Status identity_keep(Db *db, int64_t article, const Draft *draft, Error *error)
{
    const Report *r = &draft->report;
    if (!r->identity.size) return SAYSO_OK;
    Query *q = db_query(db, "INSERT INTO identity (article, key, loose, fetched) VALUES (?1, ?2, ?3, ?4)", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    bind_text(q, 2, r->identity);
    bind_text(q, 3, draft->loose);
    bind_int(q, 4, r->fetched);
    return query_run(q, error);
}
