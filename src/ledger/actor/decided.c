/* Which decisions name a form: by its whole key, or by what all keys of its name begin with ("p:clinton|hillary|||"),
 * which a decision says where the name is one actor's: it then holds for forms that come later, and in another ledger.
 */
#include "ledger/actor/settle.h"

static uint32_t bars(Text key)
{
    uint32_t n = 0;
    for (size_t i = 0; i < key.size; i++) n += key.data[i] == '|';
    return n;
}

static bool is_base(Text key)
{
    return bars(key) == (text_starts(key, "p:") ? 4u : 1u);
}

static bool base_of(const FormRow *row, Arena *arena, Text *out)
{
    *out = row->text;
    return form_is_bare(&row->key) || row->key.mark.size ? true : form_base(&row->key, arena, out);
}

bool choice_names(Text key, const FormRow *row, Arena *arena)
{
    Text base;
    if (text_equal(key, row->text)) return true;
    return is_base(key) && base_of(row, arena, &base) && text_equal(key, base);
}

Status choices_of(Pass *pass, const FormRow *row, Choice **out, uint32_t *count, Error *error)
{
    Status status;
    Text base;
    void *items = NULL;
    uint32_t room = 0;
    *count = 0;
    *out = NULL;
    if (!base_of(row, pass->arena, &base)) return fail_memory(error);
    Query *q =
        db_query(pass->db,
                 "SELECT id, kind, made, subject, object FROM decision WHERE kind <= 2 AND undone IS NULL AND sha256 IS"
                 " NULL AND subject IN (?1, ?2) UNION SELECT id, kind, made, subject, object FROM decision WHERE kind"
                 " <= 2 AND undone IS NULL AND sha256 IS NULL AND object IN (?1, ?2) ORDER BY 3, 1",
                 error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, row->text);
    bind_text(q, 2, base);
    while (query_next(q, &status, error)) {
        Choice c = {.id = column_int(q, 0), .kind = (DecisionKind)column_int(q, 1)};
        if (arena_grow(pass->arena, &items, &room, *count + 1, sizeof c) &&
            keep_text(pass->arena, column_text(q, 2), &c.made) &&
            keep_text(pass->arena, column_text(q, 3), &c.subject) &&
            keep_text(pass->arena, column_text(q, 4), &c.object)) {
            ((Choice *)items)[(*count)++] = c;
            continue;
        }
        query_end(q);
        return fail_memory(error);
    }
    *out = items;
    return status;
}

Status choice_forms(Db *db, Text key, Arena *arena, FormRows *out, Error *error)
{
    Query *q = is_base(key)
                   ? db_query(db,
                              "SELECT " FORM_COLUMNS " FROM form f WHERE f.key >= ?1 AND f.key < ?1 || '~' ORDER BY"
                              " f.key LIMIT 64",
                              error)
                   : db_query(db, "SELECT " FORM_COLUMNS " FROM form f WHERE f.key = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, key);
    return form_rows(q, arena, out, error);
}
