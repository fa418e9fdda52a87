/* A person decides on statements: what is decided is written down, and done. Taking it back does what is left of the
 * decisions anew, on the statement as it was read: the article's statements are placed again from what is kept, so that
 * there is one way by which decisions come to bear. */
#include <stdio.h>
#include <string.h>

#include "ledger/keep/decide.h"

typedef struct Subject { /* the statement that is decided on */
    KeptArticle kept;
    Told told;
    Text words;
} Subject;

static Status read_told(Ledger *ledger, int64_t article, Arena *arena, KeptArticle *kept, Told *out, Error *error)
{
    Status status = ledger_article(ledger, article, arena, kept, error);
    return status || told_of_kept(kept, arena, out) ? status : fail_memory(error);
}

static Status read_subject(Ledger *ledger, int64_t article, uint32_t number, Arena *arena, Subject *out, Error *error)
{
    Status status = read_told(ledger, article, arena, &out->kept, &out->told, error);
    if (status) return status;
    if (!number || number > out->kept.attribution_count)
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "article %lld has no statement %u: they are numbered from 1 to %u",
                    (long long)article, number, out->kept.attribution_count);
    return contents_join(out->kept.text, &out->kept.attributions[number - 1], arena, &out->words) ? SAYSO_OK
                                                                                                  : fail_memory(error);
}

/* ---- placing again ---- */

static Status place_again(Db *db, const KeptArticle *kept, const Told *told, Arena *arena, Error *error)
{
    Status status = kept->current ? rows_count(db, kept->id, -1, error) : SAYSO_OK;
    if (!status) status = rows_clear(db, kept->id, kept, arena, error);
    return status ? status : kept_place(db, kept, told, NULL, arena, error);
}

/* ---- deciding ---- */

typedef struct Wish { /* of a person */
    DecisionKind kind;
    const char *field, *value;
    int64_t claim;
} Wish;

static Status check_claim(Db *db, int64_t article, uint32_t number, const Wish *wish, Error *error)
{
    bool there;
    int64_t now;
    Status status = claim_is_there(db, wish->claim, &there, error);
    if (!status && !there)
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "there is no claim %lld; 'sayso about' finds claims",
                    (long long)wish->claim);
    if (!status) status = claim_of(db, article, number, &now, error);
    if (status || (wish->kind == DECISION_JOIN) != (now == wish->claim)) return status;
    if (wish->kind == DECISION_PART) return SAYSO_OK; /* a related one is rejected */
    return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "statement %lld:%u is of claim %lld already", (long long)article, number,
                (long long)wish->claim);
}

/* Said twice, taken back once: it would hold still, and nobody would know why. */
static Status check_new(Db *db, const Subject *s, uint32_t number, const Wish *wish, Arena *arena, Error *error)
{
    Held held;
    int64_t now = 0;
    const Decision *said = NULL;
    Status status = decisions_held(db, s->kept.sha256, arena, &held, error);
    if (!status) status = claim_of(db, s->kept.id, number, &now, error);
    if (status || wish->kind == DECISION_JOIN || (wish->kind == DECISION_PART && now == wish->claim)) return status;
    for (uint32_t i = 0; i < held.count; i++) {
        const Decision *d = &held.items[i];
        uint32_t at;
        if (d->kind != wish->kind || d->claim != wish->claim || !text_is(d->subject, wish->field ? wish->field : "")) continue;
        if (!find_again(&s->told, d, arena, &at)) return fail_memory(error);
        if (at + 1 == number) said = d;
    }
    if (!said || (wish->kind == DECISION_FIX && !text_is(said->object, wish->value))) return SAYSO_OK;
    return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "decision %lld says so of statement %lld:%u already", (long long)said->id,
                (long long)s->kept.id, number);
}

static Status write_wish(Ledger *ledger, const Subject *s, uint32_t number, const Wish *wish, Arena *arena, int64_t *out,
                         Error *error)
{
    Text was = {0};
    Decision d = {.kind = wish->kind,
                  .subject = text_literal(wish->field ? wish->field : ""),
                  .object = text_literal(wish->value ? wish->value : ""),
                  .label = s->kept.label,
                  .number = number,
                  .words = s->words,
                  .claim = wish->claim};
    if (wish->kind == DECISION_FIX && !field_get(wish->field, &s->kept.attributions[number - 1], arena, &was))
        return fail_memory(error);
    return decision_write(ledger->db, &d, s->kept.sha256, was, out, error);
}

static Status decide(Ledger *ledger, int64_t article, uint32_t number, const Wish *typed, int64_t *out, Error *error)
{
    Subject s;
    Arena arena;
    Wish wish = *typed;
    arena_init(&arena, &libc_allocator, SIZE_MAX);
    Status status = read_subject(ledger, article, number, &arena, &s, error);
    if (!status && wish.kind == DECISION_FIX) {
        sayso_attribution tried = s.kept.attributions[number - 1];
        status = field_set(&s.told, wish.field, text_literal(wish.value), &arena, &tried, error);
    }
    if (!status && wish.claim) status = claim_now(ledger->db, &wish.claim, error);
    if (!status && wish.claim) status = check_claim(ledger->db, article, number, &wish, error);
    if (!status) status = check_new(ledger->db, &s, number, &wish, &arena, error);
    if (!status) status = db_begin(ledger->db, error);
    if (!status) {
        status = write_wish(ledger, &s, number, &wish, &arena, out, error);
        if (!status) status = place_again(ledger->db, &s.kept, &s.told, &arena, error);
        if (!status) status = keep_commit(ledger->db, error);
        if (status) keep_rollback(ledger->db);
    }
    arena_free(&arena);
    return status;
}

Status ledger_fix(Ledger *ledger, int64_t article, uint32_t number, const char *field, const char *value, int64_t *decision,
                  Error *error)
{
    Wish wish = {.kind = DECISION_FIX, .field = field, .value = value};
    return decide(ledger, article, number, &wish, decision, error);
}

Status ledger_drop(Ledger *ledger, int64_t article, uint32_t number, int64_t *decision, Error *error)
{
    Wish wish = {.kind = DECISION_DROP};
    return decide(ledger, article, number, &wish, decision, error);
}

Status ledger_join(Ledger *ledger, int64_t article, uint32_t number, int64_t claim, int64_t *decision, Error *error)
{
    Wish wish = {.kind = DECISION_JOIN, .claim = claim};
    return decide(ledger, article, number, &wish, decision, error);
}

Status ledger_part(Ledger *ledger, int64_t article, uint32_t number, int64_t claim, int64_t *decision, Error *error)
{
    Wish wish = {.kind = DECISION_PART, .claim = claim};
    return decide(ledger, article, number, &wish, decision, error);
}

/* ---- taking back ---- */

static bool is_of_actors(DecisionKind kind)
{
    return kind == DECISION_MERGE || kind == DECISION_SPLIT || kind == DECISION_RENAME;
}

/* Later ones of the same field have as what was read what this one had. */
static Status hand_on(Db *db, const Decision *d, const uint8_t sha256[32], Text was, Error *error)
{
    Query *q = db_query(db, "UPDATE decision SET was = ?5 WHERE id = (SELECT min(id) FROM decision WHERE id > ?1 AND"
                            " kind = ?2 AND sha256 = ?3 AND subject = ?4 AND words = ?6 AND undone IS NULL)", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, d->id);
    bind_int(q, 2, d->kind);
    bind_blob(q, 3, sha256, 32);
    bind_text(q, 4, d->subject);
    bind_text(q, 5, was);
    bind_text(q, 6, d->words);
    return query_run(q, error);
}

/* The statement as it was before the decision, if it is there. */
static Status restore(Ledger *ledger, int64_t article, const Decision *d, Text was, Arena *arena, Error *error)
{
    Subject s;
    uint32_t at;
    Status status = read_told(ledger, article, arena, &s.kept, &s.told, error);
    if (status) return status;
    sayso_attribution *attributions = TAKE(arena, sayso_attribution, s.kept.attribution_count + 1u);
    if (!attributions || !find_again(&s.told, d, arena, &at)) return fail_memory(error);
    if (s.kept.attribution_count)
        memcpy(attributions, s.kept.attributions, s.kept.attribution_count * sizeof *attributions);
    s.told.attributions = attributions;
    if (at != NONE && d->kind == DECISION_FIX && !field_restore(&s.told, d->subject.data, was, arena, &attributions[at]))
        return fail_memory(error);
    return place_again(ledger->db, &s.kept, &s.told, arena, error);
}

typedef struct Row { /* of table decision */
    Decision decision;
    uint8_t sha256[32];
    Text was;
} Row;

static Status read_row(Db *db, int64_t id, Arena *arena, Row *out, Error *error)
{
    Status status;
    size_t size;
    *out = (Row){.decision.id = id};
    Query *q = db_query(db, "SELECT kind, subject, number, words, sha256, was, undone FROM decision WHERE id = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, id);
    if (!query_next(q, &status, error))
        return status ? status
                      : fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "there is no decision %lld; 'sayso decision list' has them",
                             (long long)id);
    Decision *d = &out->decision;
    d->kind = (DecisionKind)column_int(q, 0);
    d->number = (uint32_t)column_int(q, 2);
    const void *hash = column_blob(q, 4, &size);
    if (size == 32) memcpy(out->sha256, hash, 32);
    bool kept = keep_text(arena, column_text(q, 1), &d->subject) && keep_text(arena, column_text(q, 3), &d->words) &&
                keep_text(arena, column_text(q, 5), &out->was) && keep_text(arena, column_text(q, 6), &d->undone);
    query_end(q);
    if (!kept) return fail_memory(error);
    if (!d->undone.size) return SAYSO_OK;
    return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "decision %lld was taken back before, on %.*s", (long long)id,
                (int)d->undone.size, d->undone.data);
}

static Status take_back(Ledger *ledger, const Row *row, Arena *arena, Error *error)
{
    const Decision *d = &row->decision;
    int64_t *articles;
    uint32_t count;
    Query *q = db_query(ledger->db, "UPDATE decision SET undone = strftime('%Y-%m-%dT%H:%M:%SZ', 'now') WHERE id = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, d->id);
    Status status = query_run(q, error);
    if (status) return status;
    if (is_of_actors(d->kind)) return actors_decided(ledger->db, d->id, arena, error);
    if (d->kind == DECISION_FIX) status = hand_on(ledger->db, d, row->sha256, row->was, error);
    if (!status) status = articles_of(ledger->db, row->sha256, arena, &articles, &count, error);
    for (uint32_t i = 0; !status && i < count; i++) status = restore(ledger, articles[i], d, row->was, arena, error);
    return status;
}

Status ledger_undo(Ledger *ledger, int64_t decision, Error *error)
{
    Row row;
    Arena arena;
    arena_init(&arena, &libc_allocator, SIZE_MAX);
    Status status = read_row(ledger->db, decision, &arena, &row, error);
    if (!status) status = db_begin(ledger->db, error);
    if (!status) {
        status = take_back(ledger, &row, &arena, error);
        if (!status) status = keep_commit(ledger->db, error);
        if (status) keep_rollback(ledger->db);
    }
    arena_free(&arena);
    return status;
}

/* ---- out and in ---- */

/* Of the form of that key, or of the first that has its beginning (actor/decided.c). */
#define NAME(key) "(SELECT name FROM form WHERE d.kind <= 2 AND form.key >= d." key " AND form.key < d." key " || '~' ORDER BY form.key LIMIT 1)"
static const char all_sql[] =
    "SELECT d.id, d.kind, d.number, d.made, d.undone, d.subject, d.object, d.label, lower(hex(d.sha256)), d.words,"
    " (SELECT min(id) FROM article WHERE article.sha256 = d.sha256), d.claim,"
    " coalesce(c.text, CASE WHEN d.kind IN (3, 4) THEN d.was END), " NAME("subject") ", " NAME("object")
    " FROM decision d"
    " LEFT JOIN claim c ON c.id = d.claim WHERE d.undone IS NULL OR ?1 ORDER BY d.id";

static Status read_decisions(Query *q, Arena *arena, Decision **out, uint32_t *count, Error *error)
{
    Status status;
    void *items = NULL;
    uint32_t capacity = 0;
    *count = 0;
    while (query_next(q, &status, error)) {
        Decision d = {.id = column_int(q, 0),
                      .kind = (DecisionKind)column_int(q, 1),
                      .number = (uint32_t)column_int(q, 2),
                      .article = column_int(q, 10),
                      .claim = column_int(q, 11)};
        Text *const places[] = {&d.made, &d.undone, &d.subject, &d.object, &d.label, &d.sha256, &d.words};
        bool kept = arena_grow(arena, &items, &capacity, *count + 1, sizeof d) &&
                    keep_text(arena, column_text(q, 12), &d.claim_text) &&
                    keep_text(arena, column_text(q, 13), &d.subject_name) && keep_text(arena, column_text(q, 14), &d.object_name);
        for (size_t i = 0; i < COUNT(places) && kept; i++) kept = keep_text(arena, column_text(q, 3 + (int)i), places[i]);
        if (!kept) {
            query_end(q);
            return fail_memory(error);
        }
        ((Decision *)items)[(*count)++] = d;
    }
    *out = items;
    return status;
}

Status ledger_decisions(Ledger *ledger, bool undone, Arena *arena, Decision **out, uint32_t *count, Error *error)
{
    Query *q = db_query(ledger->db, all_sql, error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, undone);
    return read_decisions(q, arena, out, count, error);
}

static int digit_of(char c)
{
    const char *digits = "0123456789abcdef", *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

static bool read_hash(Text hex, uint8_t out[32])
{
    for (size_t i = 0; i < 32 && hex.size == 64; i++) {
        int high = digit_of(hex.data[2 * i]), low = digit_of(hex.data[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        out[i] = (uint8_t)(high << 4 | low);
    }
    return hex.size == 64;
}

static Status is_there(Db *db, const Decision *d, const uint8_t *hash, bool *out, Error *error)
{
    Status status;
    Query *q = db_query(db, "SELECT 1 FROM decision WHERE kind = ?1"
                            " AND (made = ?2 OR (?1 = 6 AND undone IS NULL AND ?8 IS NULL))"
                            " AND coalesce(subject, '') = coalesce(?3, '') AND coalesce(words, '') = coalesce(?4, '')"
                            " AND coalesce(sha256, x'') = coalesce(?5, x'')"
                            " AND number = ?6 AND (?1 = 4 OR coalesce(object, '') = coalesce(?7, ''))", error);
    *out = false;
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, d->kind);
    bind_text(q, 2, d->made);
    bind_text(q, 3, d->subject);
    bind_text(q, 4, d->words);
    if (hash) bind_blob(q, 5, hash, 32);
    bind_int(q, 6, d->number);
    bind_text(q, 7, d->object); /* but of PART: there it is the other ledger's number */
    bind_text(q, 8, d->undone); /* that a statement is none is said once, whoever says it */
    *out = query_next(q, &status, error);
    query_end(q);
    return status;
}

static Status bring_in(Ledger *ledger, const Decision *d, const uint8_t *hash, Arena *arena, int64_t *out, Error *error)
{
    int64_t *articles;
    uint32_t count;
    Decision own = *d;
    Text waits = {0}; /* for a claim of these words */
    own.claim = 0; /* as claims are numbered in the other ledger */
    Status status = d->claim_text.size ? claim_by_text(ledger->db, d->claim_text, arena, &own.claim, error) : SAYSO_OK;
    if (own.kind == DECISION_PART) own.object = (Text){0}; /* the other ledger's number of its own claim */
    if (!is_of_actors(d->kind) && !own.claim) waits = d->claim_text;
    if (!status) status = decision_write(ledger->db, &own, hash, waits, out, error);
    if (status || d->undone.size) return status;
    if (is_of_actors(d->kind)) return actors_decided(ledger->db, *out, arena, error);
    status = articles_of(ledger->db, hash, arena, &articles, &count, error);
    for (uint32_t i = 0; !status && i < count; i++) {
        KeptArticle kept;
        Told told;
        status = read_told(ledger, articles[i], arena, &kept, &told, error);
        if (!status) status = place_again(ledger->db, &kept, &told, arena, error);
    }
    return status;
}

Status ledger_decide(Ledger *ledger, const Decision *d, Arena *arena, int64_t *out, Error *error)
{
    uint8_t hash[32];
    bool there, of_statement = !is_of_actors(d->kind);
    *out = 0;
    char day[DAY_SIZE];
    bool names = d->kind != DECISION_JOIN && d->kind != DECISION_PART && d->kind != DECISION_DROP;
    if (d->kind > DECISION_DROP || !first_day(d->made, day) || (names && !d->subject.size) ||
        (!of_statement && !d->object.size))
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "this is no decision: it lacks its day, or whom or what it is about");
    if (of_statement && !read_hash(d->sha256, hash))
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "a decision on a statement needs its article's SHA-256");
    Status status = db_begin(ledger->db, error);
    if (!status) {
        status = is_there(ledger->db, d, of_statement ? hash : NULL, &there, error);
        if (!status && !there) status = bring_in(ledger, d, of_statement ? hash : NULL, arena, out, error);
        if (!status) status = keep_commit(ledger->db, error);
        if (status) keep_rollback(ledger->db);
    }
    return status;
}
