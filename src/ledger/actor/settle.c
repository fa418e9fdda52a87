/* A block is settled: its forms are read, grouped, and where a form is of another actor than before it is moved. What
 * is settled depends on the rows alone, so that whoever settles the block again finds nothing to do (prove.c). */
#include "ledger/actor/settle.h"

#define MOST_ROWS 1024u /* of all blocks that decisions join */

/* ---- a block and what decisions join to it ---- */

static bool has_row(const FormRows *rows, int64_t id)
{
    for (uint32_t i = 0; i < rows->count; i++)
        if (rows->items[i].id == id) return true;
    return false;
}

typedef struct Work { /* rows: blocks one after another */
    FormRows rows;
    Choice *choices;
    uint32_t choice_count, choice_room;
} Work;

static Status load_block(Pass *pass, Text block, Work *w, Error *error)
{
    uint32_t from = w->rows.count;
    Query *q =
        db_query(pass->db,
                 "SELECT " FORM_COLUMNS " FROM form f WHERE f.block = ?1 ORDER BY f.level DESC, f.key LIMIT ?2", error);
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

#define MANY 16u

/* "Tom Orr Jr.", where many times as many articles say "Tom Orr", is told from his father so. With a middle initial it is but the
 * full name. */
static void part_rare_suffixes(FormRows *rows, uint32_t from, uint32_t count)
{
    for (uint32_t i = from; i < from + count; i++) {
        FormRow *r = &rows->items[i], plain = *r;
        if (!r->key.suffix.size || r->key.middles.size) continue;
        plain.key.suffix = (Text){0};
        if (suffix_weight(rows, &plain, false) >= MANY * (suffix_weight(rows, r, false) + 1)) r->apart = true;
    }
}

/* X Jr. is another than X where one in four articles on him has both. */
static Status load_apart(Pass *pass, Text block, Work *w, Error *error)
{
    Status status;
    uint64_t articles[MOST_ROWS + MOST_TOGETHER] = {0};
    Query *q = db_query(pass->db,
                        "SELECT b.b, b.articles FROM form f CROSS JOIN form_bond b ON b.b = f.id AND b.same = 0"
                        " WHERE f.block = ?1",
                        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, block);
    while (query_next(q, &status, error))
        for (uint32_t i = 0; i < w->rows.count && i < COUNT(articles); i++)
            if (w->rows.items[i].id == column_int(q, 0)) articles[i] += weight_of(level_of(column_int(q, 1)));
    for (uint32_t i = 0; i < w->rows.count && i < COUNT(articles) && !status; i++) {
        uint64_t both = 0;
        for (uint32_t k = 0; articles[i] && k < w->rows.count && k < COUNT(articles); k++)
            if (articles[k] && text_equal(w->rows.items[k].key.suffix, w->rows.items[i].key.suffix))
                both += articles[k];
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
        if (!arena_grow(pass->arena, &items, &w->choice_room, w->choice_count + 1, sizeof(Choice)))
            return fail_memory(error);
        w->choices = items;
        uint32_t at = w->choice_count++;
        for (; at && (text_compare(found[i].made, w->choices[at - 1].made) < 0 ||
                      (text_equal(found[i].made, w->choices[at - 1].made) && found[i].id < w->choices[at - 1].id));
             at--)
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
    for (uint32_t at = 0; pass->decided && !status && at < w->rows.count; at++) { /* rows come meanwhile */
        FormRow row = w->rows.items[at];
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
            if (suffixed) part_rare_suffixes(&w->rows, begin, end - begin);
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
    for (uint32_t i = 0; i < w->rows.count && !merged && !to && !status; i++)
        if (group_root(r, i) == group && !r[i].alone) status = lean_short(pass, &r[i], &to, error);
    if (!status && !to) status = pass_describe(pass, id, r, w->rows.count, group, error);
    for (uint32_t i = 0; i < w->rows.count && !status; i++)
        if (group_root(r, i) == group)
            status = pass_move(pass, &r[i], to ? to : id, to && form_is_bare(&r[i].key), error);
    return status;
}

/* The first that are too light to be compared: one of them may have been heavy enough before. */
static Status note_next(Pass *pass, Text block, Error *error)
{
    Status status;
    Query *q =
        db_query(pass->db, "SELECT id FROM form WHERE block = ?1 ORDER BY level DESC, key LIMIT 4 OFFSET ?2", error);
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

Status settle_block(Pass *pass, Text block, Error *error)
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
Status settle_light(Pass *pass, int64_t id, Error *error)
{
    FormRows rows;
    Status status = form_row(pass->db, id, pass->arena, &rows, error);
    if (status || !rows.count || !text_starts(rows.items[0].block, "p:")) return status;
    FormRow *row = &rows.items[0];
    Query *q = db_query(
        pass->db,
        "SELECT count(*) FROM (SELECT 1 FROM form WHERE block = ?1 AND (level > ?2 OR (level = ?2 AND key < ?3))"
        " LIMIT ?4)",
        error);
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
                 "SELECT id, actor FROM form WHERE key >= ?1 AND key < ?1 || '~' AND block = ?2 ORDER BY level DESC, "
                 "key LIMIT 1",
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
