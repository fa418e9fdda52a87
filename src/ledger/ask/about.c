/* Claims by their words. Which statements have the words is the full-text index's business; which of their claims are shown
 * first is ours. The newest LOOKED_AT statements in scope are looked at, and said to be: the first page of a common word
 * does not walk over the whole ledger. */
#include <stdlib.h>

#include "ledger/ask/ask.h"

#define LOOKED_AT 2000u
#define MOST_PASSED 12000u /* statements that have the words and are not in scope */
#define MOST_ANSWERED 100u /* claims whose origins are worked out, to find those that have the most */

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

/* ---- statements that have the words ---- */

typedef struct Hit {
    int64_t article, claim;
    uint32_t number;
} Hit;

typedef struct Search {
    Ledger *ledger;
    const Scope *scope;
    Arena *arena;
    Error *error;
    Hit *hits;
    uint32_t count;
    bool more;
    int64_t *by; /* actors */
    uint32_t by_count;
} Search;

static Status find_speaker(Search *s)
{
    Actors meant = {0};
    if (!s->scope->by) return SAYSO_OK;
    Status status = actors_find(s->ledger->db, s->scope->by, 20, s->arena, &meant, s->error);
    if (status) return status;
    if (!(s->by = TAKE(s->arena, int64_t, meant.count + 1u))) return fail_memory(s->error);
    for (uint32_t i = 0; i < meant.count; i++) s->by[s->by_count++] = meant.items[i].id;
    return SAYSO_OK;
}

static Status is_joint_by(Search *s, const Hit *hit, bool *out)
{
    Status status;
    Query *q = db_query(s->ledger->db, "SELECT f.actor FROM joint j JOIN form f ON f.id = j.form WHERE j.article = ?1"
                                       " AND j.number = ?2", s->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, hit->article);
    bind_int(q, 2, hit->number);
    while (query_next(q, &status, s->error))
        for (uint32_t i = 0; i < s->by_count; i++) *out |= s->by[i] == column_int(q, 0);
    return status;
}

static Status is_by(Search *s, const Hit *hit, int64_t actor, bool joint, bool *out)
{
    *out = !s->by;
    for (uint32_t i = 0; i < s->by_count; i++) *out |= s->by[i] == actor;
    return *out || !joint ? SAYSO_OK : is_joint_by(s, hit, out);
}

/* Newest articles first, as the index gives them backward: the order is asked for outside, SQLite drops an inner one. */
static const char said_sql[] =
    "SELECT t.article, t.number, t.claim, f.actor, t.joint, t.day FROM (SELECT rowid AS at FROM said WHERE said MATCH ?1) w CROSS JOIN"
    " attribution t ON t.article = w.at >> 20 AND t.number = w.at & 1048575 LEFT JOIN form f ON f.id = t.form ORDER BY w.at DESC";
/* The scope is told row by row, so that what is passed over can be counted. */
static const char in_scope_sql[] = "SELECT " CURRENT " AND " STANDS " AND " SEEN " AND " IN_DAYS("t.day") " AND " IN_KIND
                                   " FROM attribution t JOIN article r ON r.id = t.article LEFT JOIN outlet o ON o.id = r.outlet"
                                   " WHERE t.article = ?1 AND t.number = ?2";

static Status is_in_scope(Search *s, const Hit *hit, bool *out)
{
    Status status;
    *out = false;
    Query *q = db_query(s->ledger->db, in_scope_sql, s->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, hit->article);
    bind_int(q, 2, hit->number);
    if (!bind_scope(q, s->scope, s->arena)) return fail_memory(s->error);
    while (query_next(q, &status, s->error)) *out = column_int(q, 0) != 0;
    return status;
}

static bool is_in_days(const Scope *scope, Text day)
{
    char room[DAY_SIZE] = "";
    if (!scope->since && !scope->until) return true;
    if (day.size != DAY_SIZE - 1) return false;
    memcpy(room, day.data, day.size);
    return (!scope->since || strcmp(room, scope->since) >= 0) && (!scope->until || strcmp(room, scope->until) <= 0);
}

static Status find_hits(Search *s, const char *match)
{
    Status status = SAYSO_OK;
    uint32_t passed = 0;
    if (!(s->hits = TAKE(s->arena, Hit, LOOKED_AT))) return fail_memory(s->error);
    Query *q = db_query(s->ledger->db, said_sql, s->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, text_literal(match));
    while (query_next(q, &status, s->error)) {
        Hit hit = {column_int(q, 0), column_int(q, 2), (uint32_t)column_int(q, 1)};
        bool taken, by;
        s->more = s->count == LOOKED_AT || passed == MOST_PASSED;
        if (s->more) break;
        status = is_by(s, &hit, column_int(q, 3), column_int(q, 4) != 0, &by);
        taken = is_in_days(s->scope, column_text(q, 5));
        if (!status && by && taken) status = is_in_scope(s, &hit, &taken);
        if (status) break;
        if (by && taken)
            s->hits[s->count++] = hit;
        else
            passed++;
    }
    query_end(q);
    return status;
}

/* ---- their claims ---- */

typedef struct Candidate {
    int64_t claim;
    uint32_t hits, newest; /* newest: the place of its first hit */
} Candidate;

static int by_claim(const void *a, const void *b)
{
    const Candidate *x = a, *y = b;
    if (x->claim != y->claim) return x->claim < y->claim ? -1 : 1;
    return (x->newest > y->newest) - (x->newest < y->newest);
}

static int by_hits(const void *a, const void *b)
{
    const Candidate *x = a, *y = b;
    if (x->hits != y->hits) return x->hits < y->hits ? 1 : -1;
    return (x->newest > y->newest) - (x->newest < y->newest);
}

static int by_newest(const void *a, const void *b)
{
    const Candidate *x = a, *y = b;
    return (x->newest > y->newest) - (x->newest < y->newest);
}

static uint32_t gather(const Search *s, Candidate *out)
{
    uint32_t count = 0, kept = 0;
    for (uint32_t i = 0; i < s->count; i++)
        if (s->hits[i].claim) out[count++] = (Candidate){s->hits[i].claim, 1, i};
    if (count) qsort(out, count, sizeof *out, by_claim);
    for (uint32_t i = 0; i < count; i++) {
        if (kept && out[kept - 1].claim == out[i].claim)
            out[kept - 1].hits++;
        else
            out[kept++] = out[i];
    }
    return kept;
}

static int by_origins(const void *a, const void *b)
{
    const ClaimAnswer *x = a, *y = b;
    if (x->claim.origin_count != y->claim.origin_count) return x->claim.origin_count < y->claim.origin_count ? 1 : -1;
    if (x->claim.statement_count != y->claim.statement_count)
        return x->claim.statement_count < y->claim.statement_count ? 1 : -1;
    return (x->claim.id < y->claim.id) - (x->claim.id > y->claim.id);
}

/* The scope chooses claims; how one stands is told by all of its statements. */
static Scope whole(const Scope *scope) { return (Scope){.as_of = scope->as_of}; }

static Status answer_claims(const Search *s, Candidate *pool, uint32_t count, uint32_t limit, AboutAnswer *out)
{
    bool by_date = s->scope->order == ORDER_DATE;
    Scope scope = whole(s->scope);
    Status status = SAYSO_OK;
    if (count) qsort(pool, count, sizeof *pool, by_date ? by_newest : by_hits);
    uint32_t most = by_date || limit > MOST_ANSWERED ? limit : MOST_ANSWERED;
    if (count < most) most = count;
    if (!(out->items = TAKE(s->arena, ClaimAnswer, most + 1u))) return fail_memory(s->error);
    for (uint32_t i = 0; i < most && !status; i++, out->count++)
        status = claim_answer(s->ledger, pool[i].claim, &scope, s->arena, &out->items[i], s->error);
    if (!by_date) qsort(out->items, out->count, sizeof *out->items, by_origins);
    if (out->count > limit) out->count = limit;
    return status;
}

static Status read_others(const Search *s, uint32_t limit, Statements *out)
{
    Status status = SAYSO_OK;
    uint64_t all = 0;
    for (uint32_t i = 0; i < s->count && !status; i++) {
        if (s->hits[i].claim) continue;
        if (all++ < limit)
            status = statement_read(s->ledger->db, s->hits[i].article, s->hits[i].number, s->scope, s->arena, out, s->error);
    }
    out->all = all;
    return status;
}

Status ledger_about(Ledger *ledger, const char *words, const Scope *scope, Arena *arena, AboutAnswer *out, Error *error)
{
    *out = (AboutAnswer){0};
    Search s = {.ledger = ledger, .scope = scope, .arena = arena, .error = error};
    char *match = match_of(words, arena);
    if (!match) return fail_memory(error);
    if (!*match) return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "there is no word in what is asked for; give some, as in: audit dredging");
    Status status = scope_check(ledger->db, scope, arena, error);
    if (!status) status = find_speaker(&s);
    if (!status) status = find_hits(&s, match);
    if (status) return status;
    Candidate *pool = TAKE(arena, Candidate, s.count + 1u);
    if (!pool) return fail_memory(error);
    uint32_t count = gather(&s, pool), limit = scope_limit(scope);
    out->all = count;
    out->found = s.count;
    out->more = s.more;
    status = answer_claims(&s, pool, count, limit, out);
    return status ? status : read_others(&s, limit, &out->statements);
}
