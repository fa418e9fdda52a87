/* Claims, by their id and by their words. Which claims have the words is the full-text index's business; which of them
 * are shown first is ours: those with the most independent origins. Origins cost, so they are worked out for the most
 * repeated of the newest POOL alone: the first page of a common word does not walk over the whole ledger. */
#include "ledger/ask/ask.h"

#include <stdlib.h>

#define POOL 400u             /* claims looked at for a page */
#define MOST_STATEMENTS 5000u /* of one claim */
#define PAGE_STATEMENTS 100u  /* of each claim of a page */

/* ---- one claim ---- */

static Status read_claim(Ledger *ledger, int64_t id, Arena *arena, Claim *out, Error *error)
{
    Query *q =
        db_query(ledger->db,
                 "SELECT c.text, c.first_day, c.last_day, count(r.id), count(DISTINCT r.id) FROM claim c"
                 " LEFT JOIN attribution a ON a.claim = c.id LEFT JOIN article r ON r.id = a.article AND r.current"
                 " WHERE c.id = ?1 GROUP BY c.id",
                 error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, id);
    Status status;
    if (!query_next(q, &status, error))
        return status ? status
                      : fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET,
                             "there is no claim %lld; 'sayso about' finds claims", (long long)id);
    *out =
        (Claim){.id = id, .statement_count = (uint64_t)column_int(q, 3), .article_count = (uint64_t)column_int(q, 4)};
    bool kept = keep_text(arena, column_text(q, 0), &out->text) &&
                keep_text(arena, column_text(q, 1), &out->first_day) &&
                keep_text(arena, column_text(q, 2), &out->last_day);
    query_end(q);
    return kept ? SAYSO_OK : fail_memory(error);
}

static Status answer_claim(Ledger *ledger, int64_t id, const Scope *scope, uint32_t limit, Arena *arena,
                           ClaimAnswer *out, Error *error)
{
    *out = (ClaimAnswer){0};
    Status status = read_claim(ledger, id, arena, &out->claim, error);
    if (status) return status;
    Query *q =
        db_query(ledger->db,
                 STATEMENT_SELECT
                 "WHERE t.claim = ?1 AND " SCOPE_OF_DAY("t.day", "?2", "?3") " ORDER BY t.day, t.article, t.number",
                 error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, id);
    bind_scope(q, 2, scope);
    status = statements_read(q, limit, arena, &out->statements, error);
    if (!status) status = origins_find(ledger, arena, out, error);
    return status ? status : holders_find(ledger, arena, out, error);
}

Status ledger_claim(Ledger *ledger, int64_t id, const Scope *scope, Arena *arena, ClaimAnswer *out, Error *error)
{
    return answer_claim(ledger, id, scope, MOST_STATEMENTS, arena, out, error);
}

/* ---- by words ---- */

static bool is_word_byte(char c)
{
    uint8_t b = (uint8_t)c;
    return b >= 0x80 || char_is_digit(b) || char_is_upper(b) || char_is_lower(b);
}

/* What a person types -> FTS5's query language: words in quotation marks of its own, so that no sign in them is an
 * operator; what stood in quotation marks stays a phrase. NULL when memory ran out, "" where there is no word. */
static char *match_of(const char *typed, Arena *arena)
{
    size_t size = strlen(typed), at = 0;
    char *match = arena_take(arena, 4 * size + 4, 1);
    if (!match) return NULL;
    bool phrase = false, word = false, open = false;
    for (const char *p = typed; *p; p++) {
        bool mark = *p == '"', in = is_word_byte(*p);
        if (in && !open) {
            match[at++] = '"';
            open = true;
        }
        if (in)
            match[at++] = *p;
        else if (open && phrase && !mark)
            match[at++] = ' ';
        else if (open) {
            match[at++] = '"';
            match[at++] = ' ';
            open = false;
        }
        word = word || in;
        phrase = mark ? !phrase : phrase;
    }
    if (open) match[at++] = '"';
    match[word ? at : 0] = 0;
    return match;
}

typedef struct Candidate {
    int64_t id;
    uint64_t statements;
} Candidate;

static int by_statements(const void *a, const void *b)
{
    const Candidate *x = a, *y = b;
    if (x->statements != y->statements) return x->statements < y->statements ? 1 : -1;
    return (x->id < y->id) - (x->id > y->id);
}

static Status find_candidates(Ledger *ledger, Text match, const Scope *scope, Candidate pool[POOL], uint32_t *count,
                              Error *error)
{
    Query *q = db_query(ledger->db,
                        "SELECT c.id, c.statements FROM claim_words w JOIN claim c ON c.id = w.rowid"
                        " WHERE claim_words MATCH ?1 AND c.statements > 0 AND (?2 IS NULL OR c.last_day >= ?2)"
                        " AND (?3 IS NULL OR c.first_day <= ?3) ORDER BY w.rowid DESC",
                        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, match);
    bind_scope(q, 2, scope);
    Status status = SAYSO_OK;
    for (*count = 0; *count < POOL && query_next(q, &status, error); ++*count)
        pool[*count] = (Candidate){column_int(q, 0), (uint64_t)column_int(q, 1)};
    query_end(q);
    return status;
}

static int by_origins(const void *a, const void *b)
{
    const ClaimAnswer *x = a, *y = b;
    if (x->claim.origin_count != y->claim.origin_count) return x->claim.origin_count < y->claim.origin_count ? 1 : -1;
    if (x->claim.statement_count != y->claim.statement_count)
        return x->claim.statement_count < y->claim.statement_count ? 1 : -1;
    return (x->claim.id < y->claim.id) - (x->claim.id > y->claim.id);
}

Status ledger_about(Ledger *ledger, const char *words, const Scope *scope, Arena *arena, AboutAnswer *out, Error *error)
{
    *out = (AboutAnswer){0};
    char *match = match_of(words, arena);
    Candidate *pool = TAKE(arena, Candidate, POOL);
    uint32_t count = 0, limit = scope_limit(scope);
    if (!match || !pool) return fail_memory(error);
    if (!*match) return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "there is no word in what is asked for");
    Status status = find_candidates(ledger, text_literal(match), scope, pool, &count, error);
    if (status) return status;
    qsort(pool, count, sizeof *pool, by_statements);
    out->more = count > limit;
    if (count > limit) count = limit;
    out->items = TAKE(arena, ClaimAnswer, count + 1);
    if (!out->items) return fail_memory(error);
    for (; !status && out->count < count; out->count += !status)
        status =
            answer_claim(ledger, pool[out->count].id, scope, PAGE_STATEMENTS, arena, &out->items[out->count], error);
    qsort(out->items, out->count, sizeof *out->items, by_origins);
    return status;
}
