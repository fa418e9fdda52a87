/* What ledger_verify asks of actors: that rows agree with each other, and that settling again finds nothing to do; and settling all
 * again, where the rules have become others. */
#include <stdio.h>

#include "ledger/actor/settle.h"

typedef struct Rule {
    const char *sql; /* gives a number and a name a fault */
    const char *sentence;
} Rule;

static const Rule rules[] = {
    {"SELECT f.id, f.key FROM form f LEFT JOIN actor a ON a.id = f.actor WHERE a.id IS NULL",
     "form %lld (%.*s) is of an actor that is not there"},
    {"SELECT a.id, a.name FROM actor a LEFT JOIN form f ON f.id = a.id WHERE f.id IS NULL OR f.actor <> a.id",
     "actor %lld (%.*s) has not the form of its number"},
    {"SELECT a.id, a.name FROM actor a LEFT JOIN (SELECT actor, sum(statements) AS n FROM form GROUP BY actor) f ON "
     "f.actor ="
     " a.id WHERE a.statements <> coalesce(f.n, 0)",
     "actor %lld (%.*s) has another number of statements than its forms"},
    {"SELECT id, key FROM form WHERE articles < 0 OR (articles = 0) <> (level = -1) OR (articles > 0 AND (articles >> "
     "level) <> 1)",
     "form %lld (%.*s) has a level that is not of its articles"},
    {"SELECT id, name FROM form WHERE id IN (SELECT id FROM form EXCEPT SELECT form FROM form_word)",
     "form %lld (%.*s) has no words"},
    {"SELECT w.form, w.word FROM form_word w LEFT JOIN form f ON f.id = w.form WHERE f.id IS NULL",
     "word of form %lld (%.*s), which is not there"},
    {"SELECT w.form, w.way FROM form_way w LEFT JOIN form f ON f.id = w.form WHERE f.id IS NULL",
     "way to form %lld (%.*s), which is not there"},
};

static Status prove_rule(Db *db, const Rule *rule, FaultSink *sink, Error *error)
{
    Status status;
    Query *q = db_query(db, rule->sql, error);
    if (!q) return SAYSO_ERROR_IO;
    while (query_next(q, &status, error)) {
        char sentence[300];
        Text name = column_text(q, 1);
        const char *parts[2] = {rule->sentence, strstr(rule->sentence, "%lld")};
        (void)snprintf(sentence, sizeof sentence, "%.*s%lld (%.*s)%s", (int)(parts[1] - parts[0]), parts[0],
                       (long long)column_int(q, 0), (int)(name.size < 100 ? name.size : 100), name.data,
                       strstr(rule->sentence, "(%.*s)") + 6);
        fault_tell(sink, 0, "%s", sentence);
    }
    return status;
}

#define MOST_BLOCKS 512u /* held at once */

/* Settles the block; where it is to be proved it is settled without writing, and whatever would move is a fault. */
static Status take_block(Db *db, Text block, Arena *arena, FaultSink *sink, Error *error)
{
    Pass pass;
    Status status = pass_begin(&pass, db, arena, error);
    pass.proving = sink != NULL;
    if (!status) status = pass_block(&pass, block, error);
    if (!status) status = pass_run(&pass, error);
    if (!status && sink && pass.moved)
        fault_tell(sink, 0, "form %lld is of another actor than its block '%.*s' makes it", (long long)pass.moved,
                   (int)(block.size < 100 ? block.size : 100), block.data);
    return status;
}

static Status next_blocks(Db *db, Text after, Arena *arena, Text *out, uint32_t *count, Error *error)
{
    Status status;
    Query *q =
        db_query(db, "SELECT DISTINCT block FROM form WHERE block > coalesce(?1, '') ORDER BY block LIMIT ?2", error);
    *count = 0;
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, after);
    bind_int(q, 2, MOST_BLOCKS);
    while (query_next(q, &status, error))
        if (!keep_text(arena, column_text(q, 0), &out[(*count)++])) {
            query_end(q);
            return fail_memory(error);
        }
    return status;
}

static Status take_blocks(Db *db, FaultSink *sink, Error *error)
{
    Arena arena, names[2];
    Text blocks[MOST_BLOCKS], after = {0};
    uint32_t count = MOST_BLOCKS, turn = 0;
    Status status = SAYSO_OK;
    arena_init(&arena, &libc_allocator, SIZE_MAX / 2);
    for (size_t i = 0; i < COUNT(names); i++) arena_init(&names[i], &libc_allocator, SIZE_MAX / 2);
    while (!status && count == MOST_BLOCKS) {
        turn = !turn;
        arena_reset(&names[turn]); /* `after` lies in the other */
        status = next_blocks(db, after, &names[turn], blocks, &count, error);
        for (uint32_t i = 0; i < count && !status; i++) {
            status = take_block(db, blocks[i], &arena, sink, error);
            arena_reset(&arena);
        }
        if (count) after = blocks[count - 1];
    }
    arena_free(&arena);
    for (size_t i = 0; i < COUNT(names); i++) arena_free(&names[i]);
    return status;
}

Status actors_prove(Db *db, FaultSink *sink, Error *error)
{
    Status status = SAYSO_OK;
    for (size_t i = 0; i < COUNT(rules) && !status; i++) status = prove_rule(db, &rules[i], sink, error);
    return status ? status : take_blocks(db, sink, error);
}

Status actors_settle(Db *db, Error *error) { return take_blocks(db, NULL, error); }
