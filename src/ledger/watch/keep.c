/* A watch goes into the ledger and out of it. Claims are known by their words where they are not here yet. */
#include <stdio.h>
#include <stdlib.h>

#include "ledger/watch/watch.h"

/* ---- reading ---- */

#define WATCH                                                                                                          \
    "SELECT id, name, made, who, about, outlet, claim_text, claim, type, act, kind, wants, (SELECT count(*) FROM "     \
    "alert a WHERE"                                                                                                    \
    " a.watch = w.id) FROM watch w "

static bool read_watch(Query *q, Arena *arena, Watch *out)
{
    *out = (Watch){.id = column_int(q, 0),
                   .claim = column_int(q, 7),
                   .has_type = !column_null(q, 8),
                   .type = (sayso_event_type)column_int(q, 8),
                   .has_act = !column_null(q, 9),
                   .act = (sayso_act)column_int(q, 9),
                   .has_kind = !column_null(q, 10),
                   .kind = (sayso_kind)column_int(q, 10),
                   .new_origin = column_int(q, 11) & 1,
                   .contradicts = column_int(q, 11) & 2,
                   .alerts = (uint64_t)column_int(q, 12)};
    Text *const texts[] = {&out->name, &out->made, &out->who, &out->about, &out->outlet, &out->claim_text};
    for (size_t i = 0; i < COUNT(texts); i++)
        if (!keep_text(arena, column_text(q, (int)i + 1), texts[i])) return false;
    return true;
}

static Status read_rows(Query *q, Arena *arena, Watch **out, uint32_t *count, Error *error)
{
    Status status;
    void *items = NULL;
    uint32_t capacity = 0;
    *count = 0;
    while (query_next(q, &status, error)) {
        Watch w;
        if (!read_watch(q, arena, &w) || !arena_grow(arena, &items, &capacity, *count + 1, sizeof w)) {
            query_end(q);
            return fail_memory(error);
        }
        ((Watch *)items)[(*count)++] = w;
    }
    *out = items;
    return status;
}

Status watches_read(Db *db, Arena *arena, Watch **out, uint32_t *count, Error *error)
{
    *count = 0;
    Query *q = db_query(db, WATCH "ORDER BY id", error);
    return q ? read_rows(q, arena, out, count, error) : SAYSO_ERROR_IO;
}

static Status read_named(Db *db, Text name, Arena *arena, Watch **out, uint32_t *count, Error *error)
{
    *count = 0;
    Query *q = db_query(db, WATCH "WHERE name = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, name);
    return read_rows(q, arena, out, count, error);
}

static Status read_numbered(Db *db, int64_t id, Arena *arena, Watch **out, uint32_t *count, Error *error)
{
    *count = 0;
    Query *q = db_query(db, WATCH "WHERE id = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, id);
    return read_rows(q, arena, out, count, error);
}

Status ledger_watches(Ledger *ledger, Arena *arena, Watch **out, uint32_t *count, Error *error)
{
    return watches_read(ledger->db, arena, out, count, error);
}

static bool is_number(const char *typed, int64_t *out)
{
    char *rest;
    *out = strtoll(typed, &rest, 10);
    return *typed >= '0' && *typed <= '9' && !*rest && *out > 0;
}

Status ledger_watch_find(Ledger *ledger, const char *typed, Arena *arena, Watch *out, Error *error)
{
    Watch *all;
    uint32_t count;
    int64_t id;
    Status status = read_named(ledger->db, text_literal(typed), arena, &all, &count, error);
    if (!status && !count && is_number(typed, &id)) status = read_numbered(ledger->db, id, arena, &all, &count, error);
    if (!status && count) *out = all[0];
    return status || count ? status
                           : fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET,
                                  "there is no watch '%.80s'; 'sayso watch list' has those that there are", typed);
}

/* ---- a name for what has none ---- */

#define MOST_NAME 200u

typedef struct Namer {
    char data[MOST_NAME + 1];
    size_t size;
} Namer;

static void put(Namer *n, const char *before, Text words)
{
    size_t size = strlen(before), room = MOST_NAME - n->size;
    if (!words.size) return;
    if (n->size) {
        if (size > room) size = room;
        memcpy(n->data + n->size, before, size);
        n->size += size;
    }
    room = MOST_NAME - n->size;
    if (words.size > room) words.size = room;
    while (words.size && words.size == room && ((uint8_t)words.data[words.size - 1] & 0xC0) == 0x80)
        words.size--; /* half a letter */
    memcpy(n->data + n->size, words.data, words.size);
    n->size += words.size;
}

static void name_of(const Watch *w, Namer *n)
{
    char claim[40];
    (void)snprintf(claim, sizeof claim, "claim %lld", (long long)w->claim);
    put(n, "", w->who);
    put(n, ": ", w->about);
    if (w->claim) put(n, ", ", text_literal(claim));
    if (!w->claim) put(n, ", ", w->claim_text);
    put(n, " in ", w->outlet);
    if (w->has_type) put(n, ", ", text_literal(sayso_event_type_name(w->type)));
    if (w->has_act) put(n, ", ", text_literal(sayso_act_name(w->act)));
    if (w->has_kind) put(n, ", ", text_literal(sayso_kind_name(w->kind)));
    if (w->new_origin) put(n, ", ", text_literal("new origin"));
    if (w->contradicts) put(n, ", ", text_literal("contradicts"));
}

/* ---- checking ---- */

static Status check_words(const Watch *w, Arena *scratch, Error *error)
{
    WordAt *words;
    uint32_t count;
    const struct {
        Text text;
        const char *option;
    } texts[] = {{w->who, "--who"}, {w->about, "--about"}, {w->outlet, "--outlet"}};
    for (size_t i = 0; i < COUNT(texts); i++) {
        if (!texts[i].text.size) continue;
        if (!words_of(texts[i].text, scratch, &words, &count)) return fail_memory(error);
        if (!count)
            return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "there is no word in %s '%.*s'", texts[i].option,
                        (int)(texts[i].text.size < 60 ? texts[i].text.size : 60), texts[i].text.data);
    }
    return SAYSO_OK;
}

static Status check(const Watch *w, Arena *scratch, Error *error)
{
    bool of_claim = w->claim || w->claim_text.size;
    if (!w->who.size && !w->about.size && !of_claim && !w->outlet.size && !w->has_type)
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET,
                    "a watch has to say for what: by --who, --about, --claim, --outlet or --event");
    if (w->has_type && (of_claim || w->has_act || w->has_kind || w->new_origin || w->contradicts))
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET,
                    "--event asks for events, and --claim, --act, --kind, --new-origin and --contradicts for "
                    "statements; make two watches");
    return check_words(w, scratch, error);
}

/* ---- writing ---- */

/* Its words, so that another ledger knows it; and what it was found to be. */
static Status settle_claim(Db *db, Watch *w, Arena *scratch, Error *error)
{
    Status status;
    if (!w->claim) return SAYSO_OK;
    Query *q = db_query(db, "SELECT text FROM claim WHERE id = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, w->claim);
    if (!query_next(q, &status, error))
        return status ? status
                      : fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET,
                             "there is no claim %lld; 'sayso about' numbers them", (long long)w->claim);
    bool kept = keep_text(scratch, column_text(q, 0), &w->claim_text);
    query_end(q);
    return kept ? claim_now(db, &w->claim, error) : fail_memory(error);
}

static bool same_conditions(const Watch *a, const Watch *b)
{
    return text_equal(a->who, b->who) && text_equal(a->about, b->about) && text_equal(a->outlet, b->outlet) &&
           (text_equal(a->claim_text, b->claim_text) || (a->claim && a->claim == b->claim)) &&
           a->has_type == b->has_type && a->has_act == b->has_act && a->has_kind == b->has_kind &&
           (!a->has_type || a->type == b->type) && (!a->has_act || a->act == b->act) &&
           (!a->has_kind || a->kind == b->kind) && a->new_origin == b->new_origin && a->contradicts == b->contradicts;
}

/* *there: one of this name and these conditions is. */
static Status check_name(Db *db, const Watch *w, Arena *scratch, bool *there, Error *error)
{
    Watch *all;
    uint32_t count;
    Status status = read_named(db, w->name, scratch, &all, &count, error);
    *there = !status && count;
    if (!*there || same_conditions(&all[0], w)) return status;
    return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET,
                "there is a watch '%.*s' already, with other conditions; --name gives this one another",
                (int)(w->name.size < 80 ? w->name.size : 80), w->name.data);
}

static void bind_choice(Query *q, int at, bool has, int value)
{
    if (has) bind_int(q, at, value);
}

static Status insert(Db *db, const Watch *w, int64_t *out, Error *error)
{
    Query *q =
        db_query(db,
                 "INSERT INTO watch (name, made, who, about, claim, claim_text, outlet, type, act, kind, wants) VALUES"
                 " (coalesce(?1, ''), strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                 error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, w->name);
    bind_text(q, 2, w->who);
    bind_text(q, 3, w->about);
    bind_id(q, 4, w->claim);
    bind_text(q, 5, w->claim_text);
    bind_text(q, 6, w->outlet);
    bind_choice(q, 7, w->has_type, (int)w->type);
    bind_choice(q, 8, w->has_act, (int)w->act);
    bind_choice(q, 9, w->has_kind, (int)w->kind);
    bind_int(q, 10, w->new_origin | w->contradicts << 1);
    Status status = query_run(q, error);
    *out = db_last_id(db);
    return status;
}

/* What is there when a watch comes, and there is no other, is not new to it. */
static Status begin_mark(Db *db, Error *error)
{
    return db_script(
        db,
        "INSERT OR IGNORE INTO ledger (key, value) VALUES ('watched', '0'), ('alerts', '0');"
        "UPDATE ledger SET value = (SELECT max(coalesce(max(id), 0), CAST(ledger.value AS INTEGER)) FROM article)"
        " WHERE key = 'watched' AND NOT EXISTS (SELECT 1 FROM watch)",
        error);
}

static Status add(Db *db, Watch *w, Arena *scratch, int64_t *out, Error *error)
{
    bool there;
    Namer name = {.size = 0};
    Status status = settle_claim(db, w, scratch, error);
    if (status) return status;
    if (!w->name.size) {
        name_of(w, &name);
        w->name = text_of(name.data, name.size);
    }
    status = check_name(db, w, scratch, &there, error);
    *out = 0;
    if (status || there) return status;
    status = begin_mark(db, error);
    return status ? status : insert(db, w, out, error);
}

Status ledger_watch_add(Ledger *ledger, const Watch *watch, Arena *scratch, int64_t *out, Error *error)
{
    Watch w = *watch;
    ArenaMark mark = arena_mark(scratch);
    Status status = check(&w, scratch, error);
    if (!status) status = db_begin(ledger->db, error);
    if (!status) {
        status = add(ledger->db, &w, scratch, out, error);
        if (!status) status = db_commit(ledger->db, error);
        if (status) db_rollback(ledger->db);
    }
    arena_rewind(scratch, mark);
    return status;
}

static Status run_of(Db *db, const char *sql, int64_t id, Error *error)
{
    Query *q = db_query(db, sql, error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, id);
    return query_run(q, error);
}

Status ledger_watch_remove(Ledger *ledger, int64_t watch, Error *error)
{
    Db *db = ledger->db;
    Status status = db_begin(db, error);
    if (status) return status;
    status = run_of(db, "DELETE FROM alert WHERE watch = ?1", watch, error);
    if (!status) status = run_of(db, "DELETE FROM watch WHERE id = ?1", watch, error);
    if (!status) status = db_commit(db, error);
    if (status) db_rollback(db);
    return status;
}
