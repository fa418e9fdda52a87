/* A block is settled: its forms are read, grouped, and where a form is of another actor than before it is moved. What is
 * settled depends on the rows alone, so that whoever settles the block again finds nothing to do (prove.c). */
#include "ledger/actor/settle.h"

#define MOST_VISITS 4u
#define MOST_ROWS 1024u /* of all blocks that decisions join */

/* ---- rows ---- */

static uint32_t weight_of(int level) { return level < 0 ? 0 : level > 30 ? 1u << 30 : 1u << level; }

static bool read_row(Query *q, Arena *arena, FormRow *out)
{
    *out = (FormRow){.id = column_int(q, 0), .type = (sayso_type)column_int(q, 2), .actor = column_int(q, 6),
                     .inferred = column_int(q, 7) != 0, .level = (int)column_int(q, 8), .first = column_int(q, 9),
                     .last = column_int(q, 10), .statements = column_int(q, 11)};
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

static bool has_row(const FormRows *rows, int64_t id)
{
    for (uint32_t i = 0; i < rows->count; i++)
        if (rows->items[i].id == id) return true;
    return false;
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
    Query *q = db_query(db, "SELECT 1 FROM decision WHERE kind <= 2 AND undone IS NULL AND subject > '' LIMIT 1", error);
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

/* ---- describing an actor ---- */

static uint64_t weight_of_name(const FormRow *items, uint32_t count, uint32_t group, const FormRow *of)
{
    uint64_t weight = 0;
    for (uint32_t i = 0; i < count; i++) {
        const FormKey *a = &items[i].key, *b = &of->key;
        if (group_root(items, i) == group && text_equal(a->given, b->given) && text_equal(a->middles, b->middles) &&
            text_equal(a->suffix, b->suffix) && text_equal(a->surname, b->surname))
            weight += items[i].weight;
    }
    return weight;
}

/* A full name before an initial or a surname, then the one that most articles use, then the better spelling. */
static bool name_before(const FormRow *items, uint32_t count, uint32_t group, const FormRow *a, const FormRow *b)
{
    if (form_is_bare(&a->key) != form_is_bare(&b->key)) return !form_is_bare(&a->key);
    if (form_is_initial(&a->key) != form_is_initial(&b->key)) return !form_is_initial(&a->key);
    uint64_t x = weight_of_name(items, count, group, a), y = weight_of_name(items, count, group, b);
    return x != y ? x > y : spelling_better(a->name, b->name);
}

typedef struct Described {
    Text name, country, gender;
    sayso_type type;
} Described;

/* The value that weighs most; at a tie the smaller. */
static Text heaviest(const FormRow *items, uint32_t count, uint32_t group, bool gender)
{
    Text best = {0};
    uint64_t most = 0;
    for (uint32_t i = 0; i < count; i++) {
        Text value = gender ? items[i].key.gender : items[i].country;
        uint64_t weight = 0;
        if (group_root(items, i) != group || !value.size) continue;
        for (uint32_t k = 0; k < count; k++)
            if (group_root(items, k) == group && text_equal(gender ? items[k].key.gender : items[k].country, value))
                weight += items[k].weight + 1;
        if (weight < most || (weight == most && text_compare(value, best) >= 0)) continue;
        most = weight;
        best = value;
    }
    return best;
}

static sayso_type heaviest_type(const FormRow *items, uint32_t count, uint32_t group)
{
    uint64_t weights[SAYSO_TYPE_PEOPLE + 1] = {0};
    size_t best = SAYSO_TYPE_UNKNOWN;
    for (uint32_t i = 0; i < count; i++)
        if (group_root(items, i) == group && (size_t)items[i].type < COUNT(weights)) weights[items[i].type] += items[i].weight + 1;
    for (size_t i = 1; i < COUNT(weights); i++) /* what no article tells weighs nothing */
        if (weights[i] > (best ? weights[best] : 0)) best = i;
    return (sayso_type)best;
}

static Status renamed(Pass *pass, const FormRow *items, uint32_t count, uint32_t group, Text *name, Error *error)
{
    Choice latest = {0};
    for (uint32_t i = 0; i < count && pass->decided; i++) {
        Choice *choices;
        uint32_t n;
        if (group_root(items, i) != group) continue;
        Status status = choices_of(pass, &items[i], &choices, &n, error);
        if (status) return status;
        for (uint32_t k = 0; k < n; k++) {
            if (choices[k].kind != DECISION_RENAME) continue;
            int order = text_compare(choices[k].made, latest.made);
            if (order > 0 || (!order && choices[k].id > latest.id)) latest = choices[k];
        }
    }
    if (latest.object.size) *name = latest.object;
    return SAYSO_OK;
}

static sayso_gender gender_of(Text letter)
{
    return text_is(letter, "f") ? SAYSO_GENDER_FEMALE : text_is(letter, "m") ? SAYSO_GENDER_MALE
           : text_is(letter, "o") ? SAYSO_GENDER_OTHER : SAYSO_GENDER_UNKNOWN;
}

Status pass_describe(Pass *pass, int64_t id, const FormRow *items, uint32_t count, uint32_t group, Error *error)
{
    const FormRow *best = NULL;
    for (uint32_t i = 0; i < count; i++)
        if (group_root(items, i) == group && (!best || name_before(items, count, group, &items[i], best))) best = &items[i];
    if (!best) return SAYSO_OK;
    Described d = {.name = best->name, .country = heaviest(items, count, group, false),
                   .gender = heaviest(items, count, group, true), .type = heaviest_type(items, count, group)};
    Status status = renamed(pass, items, count, group, &d.name, error);
    if (status || pass->proving) return status;
    Query *q = db_query(pass->db,
                        "INSERT INTO actor (id, type, name, country, gender) VALUES (?1, ?2, coalesce(?3, ''), ?4, ?5)"
                        " ON CONFLICT (id) DO UPDATE SET type = excluded.type, name = excluded.name,"
                        " country = excluded.country, gender = excluded.gender WHERE type <> excluded.type OR"
                        " name <> excluded.name OR country IS NOT excluded.country OR gender <> excluded.gender",
                        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, id);
    bind_int(q, 2, d.type);
    bind_text(q, 3, d.name);
    bind_text(q, 4, d.country);
    bind_int(q, 5, gender_of(d.gender));
    return query_run(q, error);
}

/* ---- a block and what decisions join to it ---- */

typedef struct Work { /* rows: blocks one after another */
    FormRows rows;
    Choice *choices;
    uint32_t choice_count, choice_room;
    uint32_t done; /* rows whose decisions were read */
} Work;

static uint64_t floor_power(uint64_t n)
{
    while (n & (n - 1)) n &= n - 1;
    return n;
}

static Status load_block(Pass *pass, Text block, Work *w, Error *error)
{
    uint32_t from = w->rows.count;
    Query *q = db_query(pass->db, "SELECT " FORM_COLUMNS " FROM form f WHERE f.block = ?1 ORDER BY f.level DESC, f.key LIMIT ?2",
                        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, block);
    bind_int(q, 2, MOST_TOGETHER);
    Status status = form_rows(q, pass->arena, &w->rows, error);
    pass->steps += w->rows.count - from;
    pass->full |= w->rows.count - from >= MOST_TOGETHER;
    return status;
}

/* How heavy all forms of a suffix are whose given name and middles agree with this one's. */
static uint64_t suffix_weight(const FormRows *rows, const FormRow *of, bool mark)
{
    uint64_t weight = 0;
    for (uint32_t i = 0; i < rows->count; i++) {
        FormRow *r = &rows->items[i];
        if (!text_equal(r->key.suffix, of->key.suffix) || !text_equal(r->block, of->block) ||
            !given_agree(r->key.given, of->key.given) || !middles_agree(r->key.middles, of->key.middles))
            continue;
        weight += r->weight;
        if (mark) r->apart = true;
    }
    return weight;
}

/* X Jr. is another than X where one in four articles on him has both. */
static Status load_apart(Pass *pass, Text block, Work *w, Error *error)
{
    Status status;
    uint64_t articles[MOST_ROWS + MOST_TOGETHER] = {0};
    Query *q = db_query(pass->db, "SELECT b.b, b.articles FROM form f CROSS JOIN form_bond b ON b.b = f.id AND b.same = 0"
                                  " WHERE f.block = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, block);
    while (query_next(q, &status, error))
        for (uint32_t i = 0; i < w->rows.count && i < COUNT(articles); i++)
            if (w->rows.items[i].id == column_int(q, 0)) articles[i] += floor_power((uint64_t)column_int(q, 1));
    for (uint32_t i = 0; i < w->rows.count && i < COUNT(articles) && !status; i++) {
        uint64_t both = 0;
        for (uint32_t k = 0; articles[i] && k < w->rows.count && k < COUNT(articles); k++)
            if (articles[k] && text_equal(w->rows.items[k].key.suffix, w->rows.items[i].key.suffix)) both += articles[k];
        if (both && both * 4 >= suffix_weight(&w->rows, &w->rows.items[i], false))
            (void)suffix_weight(&w->rows, &w->rows.items[i], true);
    }
    return status;
}

static Status add_choices(Pass *pass, Work *w, const FormRow *row, Error *error)
{
    Choice *found;
    uint32_t count;
    Status status = choices_of(pass, row, &found, &count, error);
    for (uint32_t i = 0; i < count && !status; i++) {
        bool there = found[i].kind == DECISION_RENAME;
        for (uint32_t k = 0; k < w->choice_count; k++) there |= w->choices[k].id == found[i].id;
        if (there) continue;
        void *items = w->choices;
        if (!arena_grow(pass->arena, &items, &w->choice_room, w->choice_count + 1, sizeof(Choice))) return fail_memory(error);
        w->choices = items;
        uint32_t at = w->choice_count++;
        for (; at && (text_compare(found[i].made, w->choices[at - 1].made) < 0 ||
                      (text_equal(found[i].made, w->choices[at - 1].made) && found[i].id < w->choices[at - 1].id)); at--)
            w->choices[at] = w->choices[at - 1];
        w->choices[at] = found[i];
    }
    return status;
}

/* The forms that a merge names, with all of their blocks. */
static Status load_named(Pass *pass, Text key, Work *w, Error *error)
{
    FormRows named = {0};
    Status status = choice_forms(pass->db, key, pass->arena, &named, error);
    for (uint32_t i = 0; i < named.count && !status && w->rows.count < MOST_ROWS; i++)
        if (!has_row(&w->rows, named.items[i].id)) status = load_block(pass, named.items[i].block, w, error);
    return status;
}

static Status load_work(Pass *pass, Text block, Work *w, Error *error)
{
    Status status = load_block(pass, block, w, error);
    for (; pass->decided && !status && w->done < w->rows.count; w->done++) {
        FormRow row = w->rows.items[w->done];
        uint32_t before = w->choice_count;
        status = add_choices(pass, w, &row, error);
        if (w->choice_count == before) continue;
        for (uint32_t i = 0; i < w->choice_count && !status; i++) {
            if (w->choices[i].kind != DECISION_MERGE) continue;
            Text both[] = {w->choices[i].subject, w->choices[i].object};
            for (size_t k = 0; k < COUNT(both) && !status; k++) status = load_named(pass, both[k], w, error);
        }
    }
    return status;
}

/* ---- grouping ---- */

static void part_split(Pass *pass, Work *w)
{
    for (uint32_t c = 0; c < w->choice_count; c++)
        for (uint32_t i = 0; i < w->rows.count && w->choices[c].kind == DECISION_SPLIT; i++)
            if (choice_names(w->choices[c].subject, &w->rows.items[i], pass->arena)) w->rows.items[i].alone = true;
}

/* A later split of one of its sides undoes a merge. */
static bool is_undone(Pass *pass, const Work *w, uint32_t merge)
{
    for (uint32_t c = merge + 1; c < w->choice_count; c++) {
        if (w->choices[c].kind != DECISION_SPLIT) continue;
        Text s = w->choices[c].subject;
        if (text_equal(s, w->choices[merge].subject) || text_equal(s, w->choices[merge].object)) return true;
        for (uint32_t i = 0; i < w->rows.count; i++)
            if (choice_names(s, &w->rows.items[i], pass->arena) &&
                (choice_names(w->choices[merge].subject, &w->rows.items[i], pass->arena) ||
                 choice_names(w->choices[merge].object, &w->rows.items[i], pass->arena)))
                return true;
    }
    return false;
}

static void join_merged(Pass *pass, Work *w, bool *merged)
{
    for (uint32_t c = 0; c < w->choice_count; c++) {
        uint32_t first = NONE;
        if (w->choices[c].kind != DECISION_MERGE || is_undone(pass, w, c)) continue;
        for (uint32_t i = 0; i < w->rows.count; i++) {
            if (!choice_names(w->choices[c].subject, &w->rows.items[i], pass->arena) &&
                !choice_names(w->choices[c].object, &w->rows.items[i], pass->arena))
                continue;
            if (first != NONE) group_join(w->rows.items, first, i);
            if (first != NONE) merged[first] = merged[i] = true;
            first = first == NONE ? i : first;
        }
    }
}

/* Rows of one block stand together. */
static Status group_blocks(Pass *pass, Work *w, Error *error)
{
    FormRow *r = w->rows.items;
    for (uint32_t begin = 0, end; begin < w->rows.count; begin = end) {
        for (end = begin + 1; end < w->rows.count && text_equal(r[end].block, r[begin].block);) end++;
        if (text_starts(r[begin].block, "p:")) {
            bool suffixed = false;
            for (uint32_t i = begin; i < end; i++) suffixed |= r[i].key.suffix.size > 0;
            Status status = suffixed ? load_apart(pass, r[begin].block, w, error) : SAYSO_OK;
            if (status) return status;
            if (!graph_group(r, begin, end - begin, pass->arena)) return fail_memory(error);
        }
        uint32_t first = NONE;
        for (uint32_t i = begin; i < end && text_starts(r[begin].block, "b:"); i++) {
            if (r[i].alone) continue;
            if (first != NONE) group_join(r, first, i);
            first = first == NONE ? i : first;
        }
    }
    return SAYSO_OK;
}

static Status lean_of(Pass *pass, const FormRow *row, int64_t *to, Error *error)
{
    *to = 0;
    if (row->alone) return SAYSO_OK;
    if (text_starts(row->block, "b:")) return lean_bodies(pass, row, to, error);
    if (text_starts(row->block, "i:")) return lean_initial(pass, row, to, error);
    if (text_starts(row->block, "s:")) return lean_surname(pass, row, to, error);
    return lean_person(pass, row, to, error);
}

static Status settle_group(Pass *pass, Work *w, uint32_t group, bool merged, Error *error)
{
    FormRow *r = w->rows.items, *heavy = NULL;
    int64_t id = 0, to = 0;
    Status status = SAYSO_OK;
    for (uint32_t i = 0; i < w->rows.count; i++) {
        if (group_root(r, i) != group) continue;
        if (!id || r[i].id < id) id = r[i].id;
        if (!heavy || r[i].weight > heavy->weight ||
            (r[i].weight == heavy->weight && text_compare(r[i].text, heavy->text) < 0))
            heavy = &r[i];
    }
    if (heavy && !merged) status = lean_of(pass, heavy, &to, error);
    if (!status && !to) status = pass_describe(pass, id, r, w->rows.count, group, error);
    for (uint32_t i = 0; i < w->rows.count && !status; i++)
        if (group_root(r, i) == group)
            status = pass_move(pass, &r[i], to ? to : id, to && form_is_bare(&r[i].key) && r[i].key.person, error);
    return status;
}

/* The first that are too light to be compared: one of them may have been heavy enough before. */
static Status note_next(Pass *pass, Text block, Error *error)
{
    Status status;
    Query *q = db_query(pass->db, "SELECT id FROM form WHERE block = ?1 ORDER BY level DESC, key LIMIT 4 OFFSET ?2", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, block);
    bind_int(q, 2, MOST_TOGETHER);
    while (query_next(q, &status, error)) {
        status = pass_light(pass, column_int(q, 0), error);
        if (!status) continue;
        query_end(q);
        return status;
    }
    return status;
}

static Status settle_block(Pass *pass, Text block, Error *error)
{
    Work w = {0};
    Status status = load_work(pass, block, &w, error);
    if (status || !w.rows.count) return status;
    bool *merged = TAKE(pass->arena, bool, w.rows.count);
    if (!merged) return fail_memory(error);
    memset(merged, 0, w.rows.count);
    part_split(pass, &w);
    status = group_blocks(pass, &w, error);
    if (!status) join_merged(pass, &w, merged);
    if (!status && w.rows.count >= MOST_TOGETHER) status = note_next(pass, block, error);
    for (uint32_t i = 0; i < w.rows.count; i++)
        if (merged[i]) merged[group_root(w.rows.items, i)] = true;
    for (uint32_t i = 0; i < w.rows.count && !status; i++)
        if (group_root(w.rows.items, i) == i) status = settle_group(pass, &w, i, merged[i], error);
    return status;
}

/* ---- forms beyond those that are compared ---- */

/* It goes with the heaviest form of its name. */
static Status settle_light(Pass *pass, int64_t id, Error *error)
{
    FormRows rows = {0};
    Query *q = db_query(pass->db, "SELECT " FORM_COLUMNS " FROM form f WHERE f.id = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, id);
    Status status = form_rows(q, pass->arena, &rows, error);
    if (status || !rows.count || !text_starts(rows.items[0].block, "p:")) return status;
    FormRow *row = &rows.items[0];
    q = db_query(pass->db,
                 "SELECT count(*) FROM (SELECT 1 FROM form WHERE block = ?1 AND (level > ?2 OR (level = ?2 AND key < ?3))"
                 " LIMIT ?4)", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, row->block);
    bind_int(q, 2, row->level);
    bind_text(q, 3, row->text);
    bind_int(q, 4, MOST_TOGETHER);
    bool light = query_next(q, &status, error) && column_int(q, 0) >= MOST_TOGETHER;
    query_end(q);
    pass->steps += MOST_TOGETHER;
    Text base;
    if (status || !light) return status;
    if (!form_base(&row->key, pass->arena, &base)) return fail_memory(error);
    q = db_query(pass->db,
                 "SELECT id, actor FROM form WHERE key >= ?1 AND key < ?1 || '~' AND block = ?2 ORDER BY level DESC, key LIMIT 1",
                 error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, base);
    bind_text(q, 2, row->block);
    int64_t to = row->id;
    if (query_next(q, &status, error) && !row->alone) to = column_int(q, 0) == row->id ? row->id : column_int(q, 1);
    query_end(q);
    if (!status && (to == row->id || !to)) status = pass_describe(pass, row->id, row, 1, 0, error);
    return status ? status : pass_move(pass, row, to ? to : row->id, false, error);
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
    for (uint32_t i = 0; i < rows.count && !status; i++) {
        status = pass_block(pass, rows.items[i].block, error);
        if (!status) status = pass_light(pass, rows.items[i].id, error);
    }
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
        if ((pass->visits[i] & WAITS) && (best == NONE || rank_of(pass->blocks[i]) < rank_of(pass->blocks[best]))) best = i;
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
    for (int round = 0; round < MOST_ROUNDS && !status && ((pass->full && pass->light_count) || pass->left_count); round++) {
        for (uint32_t i = 0; pass->full && i < pass->light_count && !status; i++) status = settle_light(pass, pass->light[i], error);
        uint32_t count = pass->left_count;
        int64_t *left = pass->left;
        pass->light_count = pass->left_count = pass->left_room = 0;
        pass->left = NULL;
        for (uint32_t i = 0; i < count && !status; i++) status = end_actor(pass, left[i], error);
        if (!status) status = run_blocks(pass, error);
    }
    return status;
}
