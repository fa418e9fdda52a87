/* How many statements of each outlet, month, kind and so on there are, and how sure that is; a sample of them to be
 * read by eye. A statement counts where it is the article's own, or, with `inner`, also where another's content holds
 * it.
 *
 * Each statement is right with its confidence p, and they are taken as independent: of n of them Σp are expected to be
 * right, with variance Σp(1-p). A part's share of what is right, S = A / T, has the variance of a ratio, (Σ over the
 * part p(1-p) (1-S)² + Σ over the rest p(1-p) S²) / T² The confidence is of spans that are right to the letter, which a
 * short quotation has sooner than a long paraphrase: S leans to what is easily cut, and a part's share of all that was
 * found is nearer to the truth (docs/counting.md). So both are given, and what lies between them is not known. */
#include "ledger/ask/ask.h"

#define MOST_GROUPS 1000000u

/* ---- what is counted by ---- */

/* SQL of each; t: the attribution, r: the article, o: its outlet, s: the actor who is the source. */
static const char *const expressions[TRAITS] = {
    [TRAIT_SOURCE] = "iif(s.id IS NULL, '', s.name || ' #' || s.id)",
    [TRAIT_OUTLET] = "coalesce(o.name, '')",
    [TRAIT_MONTH] = "coalesce(substr(r.published, 1, 7), '')",
    [TRAIT_KIND] = "t.kind",
    [TRAIT_FORM] = "t.manner",
    [TRAIT_ACT] = "2 * t.act + t.negated",
    [TRAIT_GENDER] = "iif(t.kind = 1, coalesce(s.gender, 0), iif(t.kind IN (0, 2), 0, -1))",
    [TRAIT_COUNTRY] = "coalesce(s.country, '')",
    [TRAIT_NAMED] =
        "iif(t.kind = 2, iif(t.anonymity_begin < t.anonymity_end, 2, 1), iif(t.kind = 3, 3, iif(t.kind = 0, 4, 0)))"};
_Static_assert(SAYSO_KIND_PERSON == 1 && SAYSO_KIND_UNNAMED == 2 && SAYSO_KIND_GROUP == 3, "kinds in SQL");

const char *trait_name(Trait trait)
{
    static const char *const names[TRAITS] = {
        [TRAIT_SOURCE] = "source", [TRAIT_OUTLET] = "outlet",   [TRAIT_MONTH] = "month",
        [TRAIT_KIND] = "kind",     [TRAIT_FORM] = "form",       [TRAIT_ACT] = "act",
        [TRAIT_GENDER] = "gender", [TRAIT_COUNTRY] = "country", [TRAIT_NAMED] = "named"};
    return (unsigned)trait < TRAITS ? names[trait] : "";
}

static const char *act_value(int64_t key)
{
    static const char *const negated[] = {
        "state, negated",   "claim, negated",  "confirm, negated", "deny, negated",    "decline, negated",
        "dismiss, negated", "accuse, negated", "condemn, negated", "praise, negated",  "warn, negated",
        "promise, negated", "urge, negated",   "ask, negated",     "suggest, negated", "think, negated"};
    int64_t act = key / 2;
    if (act < 0 || act > SAYSO_ACT_THINK) return "";
    return key % 2 && (size_t)act < COUNT(negated) ? negated[act] : sayso_act_name((sayso_act)act);
}

/* Static; "": not known. */
static const char *word_of(Trait trait, int64_t key)
{
    static const char *const forms[] = {"indirect", "mixed", "direct"};
    static const char *const named[] = {"named", "unnamed", "unnamed, with a reason", "group", "no source"};
    switch (trait) {
    case TRAIT_KIND:
        return key > 0 ? sayso_kind_name((sayso_kind)key) : "no source";
    case TRAIT_FORM:
        return key >= 0 && key < 3 ? forms[key] : "";
    case TRAIT_ACT:
        return act_value(key);
    case TRAIT_GENDER:
        return key < 0 ? "not a person" : key ? sayso_gender_name((sayso_gender)key) : "not told";
    case TRAIT_NAMED:
        return key >= 0 && key < 5 ? named[key] : "";
    case TRAIT_SOURCE:
    case TRAIT_OUTLET:
    case TRAIT_MONTH:
    case TRAIT_COUNTRY:
    case TRAITS:
    default:
        return "";
    }
}

static bool is_text(Trait t)
{
    return t == TRAIT_SOURCE || t == TRAIT_OUTLET || t == TRAIT_MONTH || t == TRAIT_COUNTRY;
}

static bool read_value(Query *q, int at, Trait trait, Arena *arena, Text *out)
{
    if (is_text(trait)) {
        Text value = column_text(q, at);
        if (value.size) return keep_text(arena, value, out);
        *out = text_literal(trait == TRAIT_SOURCE ? "not settled" : "not told");
        return true;
    }
    *out = text_literal(word_of(trait, column_int(q, at)));
    return true;
}

/* ---- the query ---- */

#define FROM_STATEMENTS                                                                                                \
    " FROM attribution t JOIN article r ON r.id = t.article LEFT JOIN outlet o ON o.id = r.outlet"                     \
    " LEFT JOIN form f ON f.id = t.form LEFT JOIN actor s ON s.id = f.actor WHERE " CURRENT " AND " STANDS             \
    " AND " SEEN " AND " IN_DAYS("t.day") " AND " IN_KIND " AND (?1 OR t.within = 0)"

static Query *open_query(Ledger *ledger, const Trait *by, uint32_t count, Arena *arena, Error *error)
{
    static const char counts[] = "count(*), count(DISTINCT t.article), count(DISTINCT s.id), sum(t.confidence),"
                                 " sum(t.confidence * (1 - t.confidence))" FROM_STATEMENTS " GROUP BY ";
    size_t room = sizeof counts + 64;
    for (uint32_t i = 0; i < count; i++) room += strlen(expressions[by[i]]) + 8;
    char *sql = TAKE(arena, char, room);
    if (!sql) {
        (void)fail_memory(error);
        return NULL;
    }
    char *at = stpcpy(sql, "SELECT ");
    for (uint32_t i = 0; i < count; i++) at = stpcpy(stpcpy(at, expressions[by[i]]), ", ");
    at = stpcpy(at, counts);
    for (uint32_t i = 0; i < count; i++) {
        *at++ = (char)('1' + i);
        *at++ = i + 1 < count ? ',' : 0;
    }
    return db_query(ledger->db, sql, error);
}

static bool read_group(Query *q, const CountAnswer *of, Arena *arena, Group *out)
{
    int at = (int)of->trait_count;
    *out = (Group){.statements = (uint64_t)column_int(q, at),
                   .articles = (uint64_t)column_int(q, at + 1),
                   .sources = (uint64_t)column_int(q, at + 2),
                   .right = column_real(q, at + 3),
                   .variance = column_real(q, at + 4)};
    for (uint32_t i = 0; i < of->trait_count; i++)
        if (!read_value(q, (int)i, of->traits[i], arena, &out->values[i])) return false;
    return true;
}

static Status read_groups(Ledger *ledger, const Scope *scope, bool inner, Arena *arena, CountAnswer *out, Error *error)
{
    Query *q = open_query(ledger, out->traits, out->trait_count, arena, error);
    if (!q) return error->status ? error->status : SAYSO_ERROR_IO;
    bind_int(q, 1, inner);
    Status status = SAYSO_OK;
    uint32_t capacity = 0;
    void *items = NULL;
    bool kept = bind_scope(q, scope, arena);
    while (kept && query_next(q, &status, error)) {
        if (out->count == MOST_GROUPS) {
            query_end(q);
            return fail(error, SAYSO_ERROR_LIMIT, NO_OFFSET, "there are more than %u groups; count by less",
                        MOST_GROUPS);
        }
        kept = arena_grow(arena, &items, &capacity, out->count + 1, sizeof(Group));
        out->items = items;
        kept = kept && read_group(q, out, arena, &out->items[out->count]);
        if (kept) out->count++;
    }
    if (kept) return status;
    query_end(q);
    return fail_memory(error);
}

/* ---- order ---- */

/* The most first; months one after the other. A part is the statements that share the first trait's value. */
static bool comes_before(const void *a, const void *b)
{
    const Group *x = a, *y = b;
    if (x->part != y->part) return x->part > y->part;
    int order = text_compare(x->values[0], y->values[0]);
    if (order) return order < 0;
    if (x->statements != y->statements) return x->statements > y->statements;
    for (uint32_t i = 1; !order && i < MOST_TRAITS; i++) order = text_compare(x->values[i], y->values[i]);
    return order < 0;
}

static bool by_value(const void *a, const void *b)
{
    const Group *x = a, *y = b;
    int order = 0;
    for (uint32_t i = 0; !order && i < MOST_TRAITS; i++) order = text_compare(x->values[i], y->values[i]);
    return order < 0;
}

static void add_up(Group *to, const Group *from)
{
    to->statements += from->statements;
    to->right += from->right;
    to->variance += from->variance;
    to->articles = to->sources = 0; /* not known: one may be in both */
}

/* Laid together where all values are alike; the groups lie by value. */
static void join_alike(CountAnswer *out)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < out->count; i++) {
        if (n && !by_value(&out->items[n - 1], &out->items[i])) {
            add_up(&out->items[n - 1], &out->items[i]);
            continue;
        }
        out->items[n++] = out->items[i];
    }
    out->count = n;
}

/* Trait `at`'s value and the first change places. */
static void swap_values(CountAnswer *out, uint32_t at)
{
    for (uint32_t i = 0; i < out->count; i++) {
        Text first = out->items[i].values[0];
        out->items[i].values[0] = out->items[i].values[at];
        out->items[i].values[at] = first;
    }
}

/* Each group's part; the groups lie by value then. */
static void find_parts(CountAnswer *out)
{
    sort_in_place(out->items, out->count, sizeof *out->items, by_value);
    for (uint32_t i = 0, end; i < out->count; i = end) {
        uint64_t part = 0;
        for (end = i; end < out->count && text_equal(out->items[i].values[0], out->items[end].values[0]); end++)
            part += out->items[end].statements;
        for (uint32_t k = i; k < end; k++) out->items[k].part = part;
    }
}

/* Of the first trait the `top` values with most statements stay; the others are one. */
static void fold(CountAnswer *out, uint32_t top)
{
    find_parts(out);
    sort_in_place(out->items, out->count, sizeof *out->items, comes_before);
    uint32_t seen = 0;
    Text last = {0};
    for (uint32_t i = 0; i < out->count; i++) {
        Text *value = &out->items[i].values[0];
        seen += !i || !text_equal(last, *value);
        last = *value;
        if (seen > top) *value = text_literal(TRAIT_OTHERS);
    }
    sort_in_place(out->items, out->count, sizeof *out->items, by_value);
    join_alike(out);
}

static void put_in_order(CountAnswer *out)
{
    if (out->traits[0] == TRAIT_MONTH)
        for (uint32_t i = 0; i < out->count; i++) out->items[i].part = 0;
    else
        find_parts(out);
    for (uint32_t i = 0; i < out->count; i++) /* what is left over stands last */
        if (text_is(out->items[i].values[0], TRAIT_OTHERS)) out->items[i].part = 0;
    sort_in_place(out->items, out->count, sizeof *out->items, comes_before);
}

static void find_shares(CountAnswer *out)
{
    for (uint32_t i = 0; i < out->count; i++) {
        out->statements += out->items[i].statements;
        out->right += out->items[i].right;
        out->variance += out->items[i].variance;
    }
    for (uint32_t i = 0; i < out->count && out->right > 0; i++) {
        Group *g = &out->items[i];
        double s = g->right / out->right, rest = out->variance - g->variance;
        g->share = (double)g->statements / (double)out->statements;
        g->share_right = s;
        g->share_variance =
            (g->variance * (1 - s) * (1 - s) + (rest > 0 ? rest : 0) * s * s) / (out->right * out->right);
    }
}

Status ledger_count(Ledger *ledger, const Trait *by, uint32_t count, const Scope *scope, bool inner, Arena *arena,
                    CountAnswer *out, Error *error)
{
    *out = (CountAnswer){.trait_count = count};
    *error = (Error){0};
    memcpy(out->traits, by, count * sizeof *by);
    Status status = scope_check(ledger->db, scope, arena, error);
    if (!status) status = read_groups(ledger, scope, inner, arena, out, error);
    if (status) return status;
    uint32_t at = count > 1 && by[0] == TRAIT_MONTH;
    if (scope->limit && by[at] != TRAIT_MONTH) {
        swap_values(out, at);
        fold(out, scope->limit);
        swap_values(out, at);
    }
    put_in_order(out);
    find_shares(out);
    return SAYSO_OK;
}

/* ---- a sample ---- */

typedef struct Drawn {
    uint64_t lot;
    int64_t article;
    uint32_t number;
} Drawn;

static bool higher(const Drawn *a, const Drawn *b)
{
    if (a->lot != b->lot) return a->lot > b->lot;
    return a->article != b->article ? a->article > b->article : a->number > b->number;
}

/* A heap with the highest lot on top: `size` lowest lots stay. */
static void keep_lowest(Drawn *heap, uint32_t *count, uint32_t size, Drawn drawn)
{
    uint32_t at;
    if (*count < size) {
        for (at = (*count)++; at && higher(&drawn, &heap[(at - 1) / 2]); at = (at - 1) / 2)
            heap[at] = heap[(at - 1) / 2];
        heap[at] = drawn;
        return;
    }
    if (!higher(&heap[0], &drawn)) return;
    for (at = 0;;) {
        uint32_t child = 2 * at + 1;
        if (child + 1 < size && higher(&heap[child + 1], &heap[child])) child++;
        if (child >= size || !higher(&heap[child], &drawn)) break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = drawn;
}

static bool in_order(const void *a, const void *b)
{
    const Drawn *x = a, *y = b;
    return x->article != y->article ? x->article < y->article : x->number < y->number;
}

/* Each statement draws a lot out of its article's text and its number, so that the sample is the same wherever, and
 * grows by what is added. */
static Status draw(Ledger *ledger, uint32_t size, uint64_t seed, const Scope *scope, bool inner, Arena *arena,
                   Drawn *heap, uint32_t *count, uint64_t *all, Error *error)
{
    Query *q = db_query(ledger->db, "SELECT t.article, t.number, r.sha256" FROM_STATEMENTS, error);
    Status status = SAYSO_OK;
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, inner);
    if (!bind_scope(q, scope, arena)) {
        query_end(q);
        return fail_memory(error);
    }
    while (query_next(q, &status, error)) {
        size_t bytes;
        const void *sha = column_blob(q, 2, &bytes);
        uint64_t number = (uint64_t)column_int(q, 1);
        uint64_t lot = hash_mix(hash_bytes(sha, bytes, seed) ^ hash_mix(number + 1));
        keep_lowest(heap, count, size, (Drawn){lot, column_int(q, 0), (uint32_t)number});
        ++*all;
    }
    return status;
}

Status ledger_sample(Ledger *ledger, uint32_t size, uint64_t seed, const Scope *scope, bool inner, Arena *arena,
                     Statements *out, Error *error)
{
    *out = (Statements){0};
    uint32_t count = 0;
    uint64_t all = 0;
    Drawn *heap = TAKE(arena, Drawn, size);
    if (!heap) return fail_memory(error);
    Status status = scope_check(ledger->db, scope, arena, error);
    if (!status) status = draw(ledger, size, seed, scope, inner, arena, heap, &count, &all, error);
    sort_in_place(heap, count, sizeof *heap, in_order);
    for (uint32_t i = 0; i < count && !status; i++)
        status = statement_read(ledger->db, heap[i].article, heap[i].number, scope, arena, out, error);
    out->all = all;
    return status;
}
