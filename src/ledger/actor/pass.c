/* A pass: which blocks wait, in which order they are settled, and what moves between actors. */
#include "ledger/actor/settle.h"

#define MOST_VISITS 4u /* of a block in one pass: what leans on what is no circle */

/* ---- rows ---- */

int level_of(int64_t articles)
{
    int level = -1;
    for (; articles > 0; articles >>= 1) level++;
    return level;
}

uint32_t weight_of(int level)
{
    return level < 0 ? 0 : level > 30 ? 1u << 30 : 1u << level;
}

bool has_doubled(int64_t articles)
{
    return level_of(articles) != level_of(articles - 1);
}

static bool read_row(Query *q, Arena *arena, FormRow *out)
{
    *out = (FormRow){.id = column_int(q, 0),
                     .type = (sayso_type)column_int(q, 2),
                     .actor = column_int(q, 6),
                     .inferred = column_int(q, 7) != 0,
                     .level = (int)column_int(q, 8),
                     .first = column_int(q, 9),
                     .last = column_int(q, 10),
                     .statements = column_int(q, 11)};
    if (!keep_text(arena, column_text(q, 1), &out->text) || !keep_text(arena, column_text(q, 3), &out->block) ||
        !keep_text(arena, column_text(q, 4), &out->name) || !keep_text(arena, column_text(q, 5), &out->country))
        return false;
    out->key = form_split(out->text);
    out->weight = weight_of(out->level);
    out->alone = out->key.mark.size > 0;
    return true;
}

Status form_rows(Query *q, Arena *arena, FormRows *out, Error *error)
{
    Status status = SAYSO_OK;
    while (query_next(q, &status, error)) {
        void *items = out->items;
        bool fits = arena_grow(arena, &items, &out->capacity, out->count + 1, sizeof(FormRow));
        out->items = items;
        if (fits && read_row(q, arena, &out->items[out->count])) {
            out->items[out->count].group = out->count;
            out->count++;
            continue;
        }
        query_end(q);
        return fail_memory(error);
    }
    return status;
}

Status form_row(Db *db, int64_t id, Arena *arena, FormRows *out, Error *error)
{
    *out = (FormRows){0};
    Query *q = db_query(db, "SELECT " FORM_COLUMNS " FROM form f WHERE f.id = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, id);
    return form_rows(q, arena, out, error);
}

/* ---- pass ---- */

static bool grow(Arena *arena, int64_t **items, uint32_t *room, uint32_t count)
{
    void *grown = *items;
    bool fits = arena_grow(arena, &grown, room, count + 1, sizeof(int64_t));
    *items = grown;
    return fits;
}

Status pass_begin(Pass *pass, Db *db, Arena *arena, Error *error)
{
    Status status;
    *pass = (Pass){.db = db, .arena = arena};
    Query *q =
        db_query(db, "SELECT 1 FROM decision WHERE kind <= 2 AND undone IS NULL AND subject > '' LIMIT 1", error);
    if (!q) return SAYSO_ERROR_IO;
    pass->decided = query_next(q, &status, error);
    query_end(q);
    return status;
}

#define WAITS 0x80u

Status pass_block(Pass *pass, Text block, Error *error)
{
    for (uint32_t i = 0; i < pass->block_count; i++)
        if (text_equal(pass->blocks[i], block)) {
            if (pass->visits[i] < MOST_VISITS) pass->visits[i] |= WAITS;
            return SAYSO_OK;
        }
    void *blocks = pass->blocks, *visits = pass->visits;
    if (!arena_grow(pass->arena, &blocks, &pass->block_room, pass->block_count + 1, sizeof(Text)) ||
        !arena_grow(pass->arena, &visits, &pass->visit_room, pass->block_count + 1, 1))
        return fail_memory(error);
    pass->blocks = blocks;
    pass->visits = visits;
    if (!keep_text(pass->arena, block, &pass->blocks[pass->block_count])) return fail_memory(error);
    pass->visits[pass->block_count++] = WAITS;
    return SAYSO_OK;
}

Status pass_light(Pass *pass, int64_t form, Error *error)
{
    if (!grow(pass->arena, &pass->light, &pass->light_room, pass->light_count)) return fail_memory(error);
    pass->light[pass->light_count++] = form;
    return SAYSO_OK;
}

Status pass_form(Pass *pass, Text block, int64_t form, Error *error)
{
    Status status = pass_block(pass, block, error);
    return status ? status : pass_light(pass, form, error);
}

static Status add_statements(Pass *pass, int64_t actor, int64_t by, Error *error)
{
    Query *q = db_query(pass->db, "UPDATE actor SET statements = statements + ?2 WHERE id = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, actor);
    bind_int(q, 2, by);
    return query_run(q, error);
}

static Status leave(Pass *pass, int64_t actor, Error *error)
{
    for (uint32_t i = 0; i < pass->left_count; i++)
        if (pass->left[i] == actor) return SAYSO_OK;
    if (!grow(pass->arena, &pass->left, &pass->left_room, pass->left_count)) return fail_memory(error);
    pass->left[pass->left_count++] = actor;
    return SAYSO_OK;
}

Status pass_move(Pass *pass, FormRow *row, int64_t to, bool inferred, Error *error)
{
    int64_t from = row->actor;
    if (from == to && row->inferred == inferred) return SAYSO_OK;
    if (pass->proving) {
        pass->moved = row->id;
        return SAYSO_OK;
    }
    Query *q = db_query(pass->db, "UPDATE form SET actor = ?2, inferred = ?3 WHERE id = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, row->id);
    bind_int(q, 2, to);
    bind_int(q, 3, inferred);
    Status status = query_run(q, error);
    row->actor = to;
    row->inferred = inferred;
    if (status || from == to) return status;
    if (row->statements) {
        if (from) status = add_statements(pass, from, -row->statements, error);
        if (!status) status = add_statements(pass, to, row->statements, error);
    }
    if (!status && from) status = leave(pass, from, error);
    return status ? status : lean_note(pass, row, true, error);
}

/* ---- running ---- */

/* Forms still laid to an actor that is none any more are settled anew; when none is left the actor goes. */
static Status end_actor(Pass *pass, int64_t id, Error *error)
{
    Status status;
    FormRows rows = {0};
    Query *q = db_query(pass->db, "SELECT " FORM_COLUMNS " FROM form f WHERE f.actor = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, id);
    status = form_rows(q, pass->arena, &rows, error);
    for (uint32_t i = 0; i < rows.count; i++)
        if (rows.items[i].id == id) return status; /* it is still one */
    for (uint32_t i = 0; i < rows.count && !status; i++)
        status = pass_form(pass, rows.items[i].block, rows.items[i].id, error);
    if (status || rows.count) return status ? status : leave(pass, id, error);
    q = db_query(pass->db, "DELETE FROM actor WHERE id = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, id);
    return query_run(q, error);
}

/* Full names first, then bodies, acronyms, initials, surnames: what is leaned on before what leans. */
static int rank_of(Text block)
{
    if (text_starts(block, "p:")) return 0;
    if (text_starts(block, "b:")) return memchr(block.data, ' ', block.size) ? 1 : 2;
    return text_starts(block, "i:") ? 3 : 4;
}

static uint32_t next_block(const Pass *pass)
{
    uint32_t best = NONE;
    for (uint32_t i = 0; i < pass->block_count; i++)
        if ((pass->visits[i] & WAITS) && (best == NONE || rank_of(pass->blocks[i]) < rank_of(pass->blocks[best])))
            best = i;
    return best;
}

static Status run_blocks(Pass *pass, Error *error)
{
    Status status = SAYSO_OK;
    for (uint32_t at; !status && (at = next_block(pass)) != NONE;) {
        pass->visits[at] = (uint8_t)((pass->visits[at] & ~WAITS) + 1);
        status = settle_block(pass, pass->blocks[at], error);
    }
    return status;
}

#define MOST_ROUNDS 8

Status pass_run(Pass *pass, Error *error)
{
    Status status = run_blocks(pass, error);
    for (int round = 0; round < MOST_ROUNDS && !status && ((pass->full && pass->light_count) || pass->left_count);
         round++) {
        for (uint32_t i = 0; pass->full && i < pass->light_count && !status; i++)
            status = settle_light(pass, pass->light[i], error);
        uint32_t count = pass->left_count;
        int64_t *left = pass->left;
        pass->light_count = pass->left_count = pass->left_room = 0;
        pass->left = NULL;
        for (uint32_t i = 0; i < count && !status; i++) status = end_actor(pass, left[i], error);
        if (!status) status = run_blocks(pass, error);
    }
    return status;
}
