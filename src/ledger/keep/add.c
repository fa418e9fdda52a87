/* Adding: one transaction an article, in this order, so that each step finds the rows that it needs.
 *
 *   article ──> fingerprints, reprints, family ──> forms, entities ──> claims ──> attributions ──> events ──> counts
 *
 * Which article it is, identity.c tells. */
#include "ledger/keep/keep.h"

/* ---- the article's row ---- */

/* The number of what was removed is given to no other. */
Status next_article_id(Db *db, int64_t *out, Error *error)
{
    Query *q = db_query(db, "SELECT max((SELECT coalesce(max(id), 0) FROM article),"
                            " (SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM ledger WHERE key = 'removed')) + 1", error);
    return q ? query_number(q, out, error) : SAYSO_ERROR_IO;
}

static Status retire(Db *db, int64_t article, Error *error)
{
    Status status = rows_count(db, article, -1, error);
    Query *q = status ? NULL : db_query(db, "UPDATE article SET current = 0 WHERE id = ?1", error);
    if (!q) return status ? status : SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    return query_run(q, error);
}

/* What of a reading stands in the article's row: parameters 1 to 5. */
static Status bind_reading(Query *q, const Told *told, int64_t maker, Arena *scratch, Error *error)
{
    const void *data[2];
    size_t size[2];
    if (!pack_numbers(told->credits, told->credit_count, scratch, &data[0], &size[0]) ||
        !pack_texts(told->warnings, told->warning_count, scratch, &data[1], &size[1]))
        return fail_memory(error);
    bind_int(q, 1, maker);
    bind_int(q, 2, told->byline.begin);
    bind_int(q, 3, told->byline.end);
    bind_blob(q, 4, data[0], size[0]);
    bind_blob(q, 5, data[1], size[1]);
    return SAYSO_OK;
}

static void bind_report(Query *q, const Draft *draft)
{
    const Report *r = &draft->report;
    bind_text(q, 10, r->label);
    bind_text(q, 11, r->url);
    bind_text(q, 12, r->title);
    bind_text(q, 13, r->byline);
    bind_text(q, 14, r->published);
    bind_blob(q, 15, draft->sha256, sizeof draft->sha256);
    bind_int(q, 16, draft->copy.word_count);
    bind_text(q, 17, draft->told.text);
}

static const char add_article_sql[] =
    "INSERT INTO article (maker, byline_begin, byline_end, credits, warnings, id, story, revision, outlet, label, url,"
    " title, byline, published, sha256, words, text, family, current, added) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,"
    " ?12, ?13, ?14, ?15, ?16, coalesce(?17, ''), ?6, 1, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))";

static Status add_article(Db *db, const Draft *draft, const Known *known, int64_t id, Arena *scratch, Error *error)
{
    int64_t maker, outlet = 0;
    Status status = rows_maker(db, &draft->report, &maker, error);
    if (!status) status = rows_outlet(db, draft->report.outlet, draft->report.country, scratch, &outlet, error);
    if (status) return status;
    Query *q = db_query(db, add_article_sql, error);
    if (!q) return SAYSO_ERROR_IO;
    status = bind_reading(q, &draft->told, maker, scratch, error);
    if (status) return status;
    bind_int(q, 6, id);
    bind_int(q, 7, known->article ? known->story : id);
    bind_int(q, 8, known->article ? known->revision + 1 : 0);
    bind_id(q, 9, outlet);
    bind_report(q, draft);
    return query_run(q, error);
}

static Status count_article(Db *db, Error *error)
{
    Query *q = db_query(db,
                        "INSERT INTO tally (name, key, count) VALUES ('article', 0, 1)"
                        " ON CONFLICT (name, key) DO UPDATE SET count = count + 1",
                        error);
    return q ? query_run(q, error) : SAYSO_ERROR_IO;
}

/* ---- all of it ---- */

typedef struct Placed { /* of each entity, of each attribution */
    int64_t *forms, *claims, *dropped;
    sayso_attribution *attributions;
} Placed;

static bool take_room(const Told *told, Arena *scratch, Placed *out)
{
    size_t count = (size_t)told->attribution_count + 1;
    *out = (Placed){TAKE(scratch, int64_t, told->entity_count + 1u), TAKE(scratch, int64_t, count),
                    TAKE(scratch, int64_t, count), TAKE(scratch, sayso_attribution, count)};
    if (!out->forms || !out->claims || !out->dropped || !out->attributions) return false;
    if (told->attribution_count)
        memcpy(out->attributions, told->attributions, told->attribution_count * sizeof *out->attributions);
    memset(out->dropped, 0, count * sizeof *out->dropped);
    return true;
}

Status statements_place(Db *db, Postings *postings, int64_t article, const Placing *in, Arena *scratch, LedgerAdded *out,
                        Error *error)
{
    Placed placed;
    if (!take_room(in->told, scratch, &placed)) return fail_memory(error);
    Told told = *in->told;
    told.attributions = placed.attributions;
    Held held;
    Status status = decisions_held(db, in->scene.sha256, scratch, &held, error);
    if (!status)
        status = decided_before(db, &held, in->fresh, in->told, placed.attributions, placed.dropped, scratch, error);
    if (!status) status = actors_place(db, &told, &in->scene, scratch, placed.forms, error);
    if (!status) status = rows_entities(db, article, &told, placed.forms, scratch, error);
    ClaimScene scene = {&told, in->gists, placed.forms, in->scene.published, in->claims};
    if (!status) status = claims_place(db, postings, &scene, scratch, placed.claims, out, error);
    RowsInput rows = {&told, placed.forms, placed.claims, placed.dropped, in->scene.published};
    if (!status) status = rows_attributions(db, article, &rows, scratch, error);
    if (!status) status = rows_events(db, article, &told, placed.forms, in->scene.published, scratch, error);
    if (!status) status = decided_claims(db, article, &held, in->told, scratch, error);
    if (!status) status = decided_later(db, article, in->told, scratch, error);
    return status ? status : rows_count(db, article, 1, error);
}

static Status place_alone(Db *db, int64_t article, const Placing *in, bool current, Arena *scratch, Error *error)
{
    Postings *postings;
    LedgerAdded counts = {0};
    Status status = postings_begin(db, scratch, &postings, error);
    if (!status) status = statements_place(db, postings, article, in, scratch, &counts, error);
    if (!status) status = postings_end(postings, scratch, error);
    return status || current ? status : rows_count(db, article, -1, error);
}

Status kept_place(Db *db, const KeptArticle *kept, const Told *told, const int64_t *claims, Arena *scratch, Error *error)
{
    Gist *gists;
    if (!gists_make(told, scratch, &gists)) return fail_memory(error);
    Placing in = {
        .told = told, .gists = gists, .scene = {kept->published, kept->country, kept->sha256}, .claims = claims};
    return place_alone(db, kept->id, &in, kept->current, scratch, error);
}

static Placing placing_of(const Draft *draft, Text published, Text country)
{
    return (Placing){
        .told = &draft->told, .gists = draft->gists, .scene = {published, country, draft->sha256}, .fresh = true};
}

/* What joins it to others, and its statements. */
static Status join(Db *db, const Draft *draft, Arena *scratch, LedgerAdded *out, Error *error)
{
    Postings *postings;
    Placing in = placing_of(draft, draft->report.published, draft->report.country);
    Status status = postings_begin(db, scratch, &postings, error);
    if (!status)
        status = reprints_find(db, postings, out->article, &draft->copy, scratch, &out->reprint_of, &out->copied, error);
    if (!status) status = statements_place(db, postings, out->article, &in, scratch, out, error);
    return status ? status : postings_end(postings, scratch, error);
}

Status draft_add_as(Db *db, const Draft *draft, const Known *known, Arena *scratch, LedgerAdded *out, Error *error)
{
    out->outcome = known->article ? LEDGER_REVISED : LEDGER_ADDED;
    Status status = known->article ? retire(db, known->article, error) : SAYSO_OK;
    if (!status) status = add_article(db, draft, known, out->article, scratch, error);
    if (!status) status = identity_keep(db, out->article, draft, error);
    if (!status) status = join(db, draft, scratch, out, error);
    return status ? status : count_article(db, error);
}

Status draft_add(Db *db, const Draft *draft, Arena *scratch, LedgerAdded *out, Error *error)
{
    Known known = {0};
    Status status = identity_known(db, draft, scratch, &known, error);
    if (status) return status;
    if (known.same) {
        *out = (LedgerAdded){.outcome = LEDGER_KNOWN, .article = known.article};
        return SAYSO_OK;
    }
    status = next_article_id(db, &out->article, error);
    return status ? status : draft_add_as(db, draft, &known, scratch, out, error);
}

Status ledger_hold(Ledger *ledger, Error *error)
{
    if (ledger->held) return SAYSO_OK;
    Status status = db_begin(ledger->db, error);
    ledger->held = !status;
    return status;
}

Status ledger_release(Ledger *ledger, Error *error)
{
    if (!ledger->held) return SAYSO_OK;
    ledger->held = false;
    Status status = keep_commit(ledger->db, error);
    if (status) keep_rollback(ledger->db);
    return status;
}

bool ledger_holds(const Ledger *ledger) { return ledger->held; }

/* A point to go back to for each of many would cost a copy of each page that it writes. */
Status ledger_add(Ledger *ledger, const Draft *draft, Arena *scratch, LedgerAdded *out, Error *error)
{
    *out = (LedgerAdded){0};
    ArenaMark mark = arena_mark(scratch);
    Db *db = ledger->db;
    Status status = ledger->held ? SAYSO_OK : db_begin(db, error);
    if (!status) status = draft_add(db, draft, scratch, out, error);
    if (!status && !ledger->held) status = keep_commit(db, error);
    if (status) {
        keep_rollback(db);
        ledger->held = false;
        *out = (LedgerAdded){0};
    }
    arena_rewind(scratch, mark);
    return status;
}

/* ---- reading anew ---- */

static Status update_article(Db *db, int64_t article, const Draft *draft, Arena *scratch, Error *error)
{
    int64_t maker;
    Status status = rows_maker(db, &draft->report, &maker, error);
    if (status) return status;
    Query *q = db_query(db,
                        "UPDATE article SET maker = ?1, byline_begin = ?2, byline_end = ?3, credits = ?4, warnings = ?5"
                        " WHERE id = ?6",
                        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 6, article);
    status = bind_reading(q, &draft->told, maker, scratch, error);
    return status ? status : query_run(q, error);
}

/* The article's own day stays, whatever the new report says: it dates the statements. */
static Status replace(Db *db, int64_t article, const Draft *draft, Arena *scratch, Error *error)
{
    KeptArticle kept;
    Status status = article_read(db, article, false, scratch, &kept, error);
    if (!status && memcmp(kept.sha256, draft->sha256, sizeof kept.sha256) != 0)
        status = fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "article %lld cannot be read anew from another text",
                      (long long)article);
    if (!status) status = article_sound(db, &kept, error);
    if (status) return status;
    Placing in = placing_of(draft, kept.published, kept.country);
    if (kept.current) status = rows_count(db, article, -1, error);
    if (!status) status = rows_clear(db, article, &kept, scratch, error);
    if (!status) status = update_article(db, article, draft, scratch, error);
    return status ? status : place_alone(db, article, &in, kept.current, scratch, error);
}

Status ledger_replace(Ledger *ledger, int64_t article, const Draft *draft, Arena *scratch, Error *error)
{
    ArenaMark mark = arena_mark(scratch);
    Status status = db_begin(ledger->db, error);
    if (!status) status = replace(ledger->db, article, draft, scratch, error);
    if (!status) status = keep_commit(ledger->db, error);
    if (status) keep_rollback(ledger->db);
    arena_rewind(scratch, mark);
    return status;
}
