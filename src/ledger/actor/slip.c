/* A given name that a few articles misspell: "Dorirt Haleko" beside a hundred of Dorrit. Its form leans on the one of the
 * surname who is named so often that a slip of a letter is likelier than another person. One letter is another, missing,
 * too many, or has changed places; not the first, by which the names are looked up, nor the last, which tells Paula from
 * Paulo; and not where the list of given names has it. */
#include "ledger/actor/settle.h"

#define LONG_NAME 6u    /* letters: short names have too many neighbours */
#define MOST_SLIPS 1    /* level of a form that may be one: at most three articles */
#define SLIPS_BELOW 5   /* levels between the two: 32 times as many articles */
#define MOST_NAMES 257  /* of a surname and a letter; where there are more nobody is meant */

static bool is_slip(Text a, Text b)
{
    const Text *few = a.size <= b.size ? &a : &b, *many = few == &a ? &b : &a;
    size_t same = 0, back = 0;
    if (many->size < LONG_NAME || many->size - few->size > 1 || text_equal(a, b)) return false;
    while (same < few->size && few->data[same] == many->data[same]) same++;
    while (back < few->size - same && few->data[few->size - back - 1] == many->data[many->size - back - 1]) back++;
    size_t left = few->size - same - back, more = many->size - same - back;
    if (!same || !back) return false;
    if (left <= 1 && more == 1) return true;
    return left == 2 && more == 2 && few->data[same] == many->data[same + 1] && few->data[same + 1] == many->data[same];
}

static bool may_be_slip(const FormRow *row)
{
    return form_is_full(&row->key) && row->level >= 0 && row->level <= MOST_SLIPS && !row->key.mark.size &&
           row->key.given.size >= LONG_NAME - 1 && !given_known(row->key.given);
}

static bool slip_of(const FormRow *slip, const FormRow *name)
{
    const FormKey *a = &slip->key, *b = &name->key;
    if (!may_be_slip(slip) || name->level < slip->level + SLIPS_BELOW || b->mark.size || !is_slip(a->given, b->given))
        return false;
    return middles_agree(a->middles, b->middles) && suffix_agree(a->suffix, b->suffix) &&
           office_agree(a->office, b->office) &&
           (!a->gender.size || !b->gender.size || text_equal(a->gender, b->gender));
}

/* All full names of the surname whose given name begins with the same letter. */
static Status neighbours(Pass *pass, const FormRow *row, FormRows *out, Error *error)
{
    Text way;
    *out = (FormRows){0};
    const Text letter = text_slice(row->key.given, (Span){0, 1});
    const Text parts[] = {text_literal("i:"), row->key.surname, text_literal("|"), letter};
    if (!text_join(pass->arena, parts, COUNT(parts), &way)) return fail_memory(error);
    Query *q = db_query(pass->db,
                        "SELECT " FORM_COLUMNS " FROM form_way w CROSS JOIN form f ON f.id = w.form WHERE w.way = ?1"
                        " LIMIT ?2",
                        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, way);
    bind_int(q, 2, MOST_NAMES);
    Status status = form_rows(q, pass->arena, out, error);
    pass->steps += out->count;
    if (out->count == MOST_NAMES) out->count = 0;
    return status;
}

Status lean_slip(Pass *pass, const FormRow *row, int64_t *to, Error *error)
{
    FormRows others;
    *to = 0;
    if (!may_be_slip(row)) return SAYSO_OK;
    Status status = neighbours(pass, row, &others, error);
    for (uint32_t i = 0; i < others.count && !status; i++) {
        if (!slip_of(row, &others.items[i])) continue;
        int64_t actor = others.items[i].actor;
        if (*to && *to != actor) {
            *to = 0; /* of two names: nobody's */
            return SAYSO_OK;
        }
        *to = actor;
    }
    return status;
}

Status lean_note_slips(Pass *pass, const FormRow *row, Error *error)
{
    FormRows others;
    if (!form_is_full(&row->key) || row->level < SLIPS_BELOW) return SAYSO_OK;
    Status status = neighbours(pass, row, &others, error);
    for (uint32_t i = 0; i < others.count && !status; i++)
        if (slip_of(&others.items[i], row)) status = pass_block(pass, others.items[i].block, error);
    return status;
}
