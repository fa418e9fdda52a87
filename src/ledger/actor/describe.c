/* What an actor is called and is, by what weighs most of its forms; and the name that a person gave it. */
#include "ledger/actor/settle.h"

static uint64_t weight_of_name(const FormRow *items, uint32_t count, uint32_t group, const FormRow *of)
{
    uint64_t weight = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (group_root(items, i) == group && form_same_name(&items[i].key, &of->key)) weight += items[i].weight;
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
        if (group_root(items, i) == group && (size_t)items[i].type < COUNT(weights))
            weights[items[i].type] += items[i].weight + 1;
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

Status pass_describe(Pass *pass, int64_t id, const FormRow *items, uint32_t count, uint32_t group, Error *error)
{
    const FormRow *best = NULL;
    for (uint32_t i = 0; i < count; i++)
        if (group_root(items, i) == group && (!best || name_before(items, count, group, &items[i], best)))
            best = &items[i];
    if (!best) return SAYSO_OK;
    Described d = {.name = best->name,
                   .country = heaviest(items, count, group, false),
                   .gender = heaviest(items, count, group, true),
                   .type = heaviest_type(items, count, group)};
    Status status = renamed(pass, items, count, group, &d.name, error);
    if (status || pass->proving) return status;
    Query *q = db_query(pass->db,
                        "INSERT INTO actor (id, type, name, country, gender) VALUES (?1, ?2, coalesce(?3, ''), ?4, ?5)"
                        " ON CONFLICT (id) DO UPDATE SET type = excluded.type, name = excluded.name,"
                        " country = excluded.country, gender = excluded.gender WHERE type <> excluded.type OR"
                        " name <> excluded.name OR country IS NOT excluded.country OR gender <> excluded.gender RETURNING id",
                        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, id);
    bind_int(q, 2, d.type);
    bind_text(q, 3, d.name);
    bind_text(q, 4, d.country);
    bind_int(q, 5, gender_of(d.gender));
    bool changed = query_next(q, &status, error);
    query_end(q);
    /* a surname alone looks at its bearers' genders */
    for (uint32_t i = 0; i < count && changed && !status; i++)
        if (group_root(items, i) == group) status = lean_note(pass, &items[i], true, error);
    return status;
}
