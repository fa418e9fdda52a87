/* Decisions of another ledger name a claim by its words. Where nothing here says so yet, they wait for the article that does. */
#include "ledger/keep/decide.h"

/* ---- a claim by its words ---- */

/* The first words side by side, as the index of words takes them. */
static bool phrase_of(Text text, Arena *arena, Text *out)
{
    WordAt *words;
    uint32_t count;
    *out = (Text){0};
    if (!words_of(text, arena, &words, &count)) return false;
    if (!count) return true;
    uint32_t begin = words[0].span.begin, end = words[count < 12 ? count - 1 : 11].span.end;
    char *phrase = arena_take(arena, end - begin + 3u, 1);
    if (!phrase) return false;
    phrase[0] = phrase[end - begin + 1] = '"';
    for (uint32_t i = begin; i < end; i++) phrase[i - begin + 1] = text.data[i] == '"' ? ' ' : text.data[i];
    *out = text_of(phrase, end - begin + 2u);
    return true;
}

/* Marks, capitals and accents aside. false: no memory. */
static bool words_equal(Text a, Text b, Arena *arena, bool *out)
{
    WordAt *here, *there;
    uint32_t count, other;
    ArenaMark mark = arena_mark(arena);
    *out = false;
    if (!words_of(a, arena, &here, &count) || !words_of(b, arena, &there, &other)) return false;
    *out = count && count == other;
    for (uint32_t i = 0; i < count && *out; i++) *out = here[i].hash == there[i].hash;
    arena_rewind(arena, mark);
    return true;
}

static Status claim_if_said(Db *db, int64_t article, uint32_t number, Text text, Arena *arena, int64_t *out, Error *error)
{
    KeptArticle kept;
    Text words;
    bool same;
    Status status = article_read(db, article, false, arena, &kept, error);
    if (status || !number || number > kept.attribution_count) return status;
    if (!contents_join(kept.text, &kept.attributions[number - 1], arena, &words) || !words_equal(words, text, arena, &same))
        return fail_memory(error);
    return same ? claim_of(db, article, number, out, error) : SAYSO_OK;
}

#define MOST_SAID 64u

/* Its claim may have been said in other words first. */
static Status claim_by_statement(Db *db, Text text, Arena *arena, int64_t *out, Error *error)
{
    Status status = SAYSO_OK;
    Text phrase;
    int64_t hits[MOST_SAID];
    uint32_t count = 0;
    if (!phrase_of(text, arena, &phrase)) return fail_memory(error);
    Query *q = phrase.size ? db_query(db, "SELECT rowid FROM said WHERE said MATCH ?1 ORDER BY rowid LIMIT ?2", error) : NULL;
    if (!q) return phrase.size ? SAYSO_ERROR_IO : SAYSO_OK;
    bind_text(q, 1, phrase);
    bind_int(q, 2, MOST_SAID);
    while (query_next(q, &status, error)) hits[count++] = column_int(q, 0);
    for (uint32_t i = 0; i < count && !status && !*out; i++) {
        ArenaMark mark = arena_mark(arena);
        status = claim_if_said(db, hits[i] >> SAID_BITS, (uint32_t)(hits[i] & ((1 << SAID_BITS) - 1)), text, arena, out, error);
        arena_rewind(arena, mark);
    }
    return status;
}

Status claim_by_text(Db *db, Text text, Arena *arena, int64_t *out, Error *error)
{
    Query *q = db_query(db, "SELECT min(id) FROM claim WHERE text = ?1", error);
    *out = 0;
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, text);
    Status status = query_number(q, out, error);
    if (!status && !*out) status = claim_by_statement(db, text, arena, out, error);
    return status || !*out ? status : claim_now(db, out, error);
}

/* ---- what waits ---- */

Status articles_of(Db *db, const uint8_t sha256[32], Arena *arena, int64_t **out, uint32_t *count, Error *error)
{
    Status status;
    void *items = NULL;
    uint32_t capacity = 0;
    *count = 0;
    Query *q = db_query(db, "SELECT id FROM article WHERE sha256 = ?1 ORDER BY id", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_blob(q, 1, sha256, 32);
    bool kept = true;
    while (query_next(q, &status, error)) {
        kept = kept && arena_grow(arena, &items, &capacity, *count + 1, sizeof(int64_t));
        if (kept) ((int64_t *)items)[(*count)++] = column_int(q, 0);
    }
    *out = items;
    return kept ? status : fail_memory(error);
}

typedef struct Waiting { /* a decision on a claim that was not here when it was brought in */
    int64_t id;
    Text claim_text;
    uint8_t sha256[32]; /* of its own article */
    bool found;
} Waiting;

static Status read_waiting(Db *db, Arena *arena, Waiting **out, uint32_t *count, Error *error)
{
    Status status;
    void *items = NULL;
    uint32_t capacity = 0;
    *count = 0;
    Query *q = db_query(db, "SELECT id, was, sha256 FROM decision WHERE kind IN (3, 4) AND claim IS NULL AND undone IS NULL"
                            " AND was IS NOT NULL ORDER BY id", error);
    if (!q) return SAYSO_ERROR_IO;
    while (query_next(q, &status, error)) {
        size_t size;
        Waiting w = {.id = column_int(q, 0)};
        const void *hash = column_blob(q, 2, &size);
        if (size == sizeof w.sha256) memcpy(w.sha256, hash, size);
        if (keep_text(arena, column_text(q, 1), &w.claim_text) && arena_grow(arena, &items, &capacity, *count + 1, sizeof w)) {
            ((Waiting *)items)[(*count)++] = w;
            continue;
        }
        query_end(q);
        return fail_memory(error);
    }
    *out = items;
    return status;
}

static Status find_claim(Db *db, Waiting *w, int64_t claim, Error *error)
{
    Query *q = db_query(db, "UPDATE decision SET claim = ?2, was = NULL WHERE id = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, w->id);
    bind_int(q, 2, claim);
    w->found = true;
    return query_run(q, error);
}

static Status match_waiting(Db *db, int64_t article, const Told *told, Waiting *waiting, uint32_t count, Arena *arena,
                            Error *error)
{
    Status status = SAYSO_OK;
    for (uint32_t i = 0; i < told->attribution_count && !status; i++) {
        Text words;
        int64_t claim = 0;
        if (!contents_join(told->text, &told->attributions[i], arena, &words)) return fail_memory(error);
        for (uint32_t k = 0; k < count && !status; k++) {
            bool same;
            if (waiting[k].found) continue;
            if (!words_equal(waiting[k].claim_text, words, arena, &same)) return fail_memory(error);
            if (!same) continue;
            status = claim_of(db, article, i + 1, &claim, error);
            if (!status && claim) status = find_claim(db, &waiting[k], claim, error);
        }
    }
    return status;
}

static Status decide_anew(Db *db, int64_t article, Arena *arena, Error *error)
{
    KeptArticle kept;
    Told told;
    Held held;
    Status status = article_read(db, article, false, arena, &kept, error);
    if (!status && !told_of_kept(&kept, arena, &told)) return fail_memory(error);
    if (!status) status = decisions_held(db, kept.sha256, arena, &held, error);
    return status ? status : decided_claims(db, article, &held, &told, arena, error);
}

Status decided_later(Db *db, int64_t article, const Told *told, Arena *arena, Error *error)
{
    Waiting *waiting = NULL;
    uint32_t count = 0;
    Status status = read_waiting(db, arena, &waiting, &count, error);
    if (!status && count) status = match_waiting(db, article, told, waiting, count, arena, error);
    for (uint32_t i = 0; i < count && !status; i++) {
        int64_t *articles;
        uint32_t n = 0;
        if (!waiting[i].found) continue;
        status = articles_of(db, waiting[i].sha256, arena, &articles, &n, error);
        for (uint32_t k = 0; k < n && !status; k++) status = decide_anew(db, articles[k], arena, error);
    }
    return status;
}
