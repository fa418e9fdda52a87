/* Forms that say too little by themselves are laid to the one whom they may mean, if there is exactly one: a surname to
 * its bearer in that country and those weeks, an initial to the given name, an acronym to its body, a body's name that
 * is a person's to the person. They are no bridges: no two full names are one because a surname may mean either. */
#include "ledger/actor/settle.h"

#define MOST_BEARERS 64u /* more are surely not one */
#define CLEAR 8u         /* so many times the articles of all others make one the one who is meant */
#define FEW 16u          /* below so many articles nobody is */

typedef struct Bearer {
    int64_t actor;
    uint64_t weight;
} Bearer;

typedef struct Bearers {
    Bearer items[MOST_BEARERS];
    uint32_t count;
    bool many;
} Bearers;

static void add_bearer(Bearers *b, int64_t actor, uint64_t weight)
{
    uint32_t i = 0;
    while (i < b->count && b->items[i].actor != actor) i++;
    if (i == MOST_BEARERS) b->many = true;
    if (i == MOST_BEARERS || !actor) return;
    if (i == b->count) b->items[b->count++] = (Bearer){.actor = actor};
    b->items[i].weight += weight;
}

/* Exactly one, or one of whom so much more is told that the others need their given names. */
static int64_t the_one(const Bearers *b)
{
    uint64_t all = 0, most = 0;
    int64_t actor = 0;
    for (uint32_t i = 0; i < b->count; i++) {
        all += b->items[i].weight;
        if (b->items[i].weight <= most && actor) continue;
        most = b->items[i].weight;
        actor = b->items[i].actor;
    }
    if (b->many || !b->count) return 0;
    return b->count == 1 || (most >= FEW && most >= CLEAR * (all - most)) ? actor : 0;
}

static bool gender_fits(Text told, int64_t known)
{
    Text letter = gender_letter(known);
    return !told.size || !letter.size || text_equal(told, letter);
}

/* ---- a surname ---- */

/* Given names that are surnames as well: alone they are read as such. Other given names alone are nobody's surname. */
static bool is_given_alone(Text name)
{
    static const char *const both[] = {
        "clinton",   "warren",   "scott",   "perry",    "nelson",    "sherman",   "spencer", "franklin",
        "jefferson", "harrison", "stewart", "stuart",   "bradley",   "roosevelt", "cameron", "douglas",
        "gordon",    "lewis",    "martin",  "thomas",   "howard",    "russell",   "jordan",  "clay",
        "prescott",  "newton",   "wallace", "mitchell", "murray",    "bennett",   "page",    "fletcher",
        "moses",     "rose",     "hu",      "mercedes", "john-paul", "lambert",   "mercer",  "vernon",
        "grover",    "emerson",  "elliott", "clement",  "lester",    "wendell",   "winston", "quincy",
        "marcus",    "rich",     "jack",    "barnard",  "theo",      "dolly",     "rocky"};
    return !AMONG(name, both) && given_known(name);
}

#define NEAR_BY                                                                                                        \
    "SELECT f.actor, a.gender, s.articles FROM form_seen s CROSS JOIN form f ON f.id = s.form CROSS JOIN actor a"      \
    " ON a.id = f.actor WHERE s.surname = ?1 AND s.span IN (?2 - 1, ?2, ?2 + 1)"

Status lean_surname(Pass *pass, const FormRow *row, int64_t *to, Error *error)
{
    Status status;
    Bearers bearers = {.count = 0};
    int64_t span = 0, rows = 0;
    *to = 0;
    for (size_t i = 0; i < row->key.span.size; i++) span = span * 10 + (row->key.span.data[i] - '0');
    if (!span || is_given_alone(row->key.surname)) return SAYSO_OK;
    bool everywhere = !row->key.country.size;
    Query *q = everywhere ? db_query(pass->db, NEAR_BY " LIMIT 257", error)
                          : db_query(pass->db, NEAR_BY " AND s.country IN (?3, '') LIMIT 257", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, row->key.surname);
    bind_int(q, 2, span);
    if (!everywhere) bind_text(q, 3, row->key.country);
    for (; query_next(q, &status, error); rows++)
        if (gender_fits(row->key.gender, column_int(q, 1)))
            add_bearer(&bearers, column_int(q, 0), weight_of(level_of(column_int(q, 2))));
    pass->steps += (uint64_t)rows;
    if (rows < 257) *to = the_one(&bearers);
    return status;
}

/* ---- ways ---- */

/* Whoever has this way; `as`: the form that looks. */
static Status by_way(Pass *pass, Text way, const FormRow *as, Bearers *out, Error *error)
{
    Status status;
    uint32_t rows = 0;
    Query *q = db_query(
        pass->db,
        "SELECT f.key, f.actor, f.level, a.gender, a.country FROM form_way w CROSS JOIN form f ON f.id = w.form"
        " CROSS JOIN actor a ON a.id = f.actor WHERE w.way = ?1 LIMIT 257",
        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, way);
    for (; query_next(q, &status, error); rows++) {
        FormKey key = form_split(column_text(q, 0));
        Text country = column_text(q, 4);
        if (key.person && (!middles_agree(key.middles, as->key.middles) || !suffix_agree(key.suffix, as->key.suffix) ||
                           !gender_fits(as->key.gender, column_int(q, 3))))
            continue;
        if (!key.person && as->country.size && country.size && !text_equal(country, as->country)) continue;
        add_bearer(out, column_int(q, 1), weight_of((int)column_int(q, 2)));
    }
    pass->steps += rows;
    out->many |= rows == 257;
    return status;
}

Status lean_initial(Pass *pass, const FormRow *row, int64_t *to, Error *error)
{
    Bearers bearers = {.count = 0};
    Status status = by_way(pass, row->block, row, &bearers, error);
    *to = the_one(&bearers);
    return status;
}

/* What articles themselves tell: one of whom four in five say so. Of a body whose initials are others, two must. */
static Status by_bond(Pass *pass, const FormRow *row, int64_t *to, Error *error)
{
    Status status;
    Bearers bearers = {.count = 0};
    uint64_t all = 0;
    Query *q = db_query(pass->db,
                        "SELECT f.actor, o.articles, f.key FROM form s CROSS JOIN form_bond o ON o.a = s.id AND o.same "
                        "CROSS JOIN form f"
                        " ON f.id = o.b WHERE s.block = ?1 LIMIT 257",
                        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, row->block);
    while (query_next(q, &status, error)) {
        FormKey key = form_split(column_text(q, 2));
        if (!key.person && column_int(q, 1) < 2 && !body_stands_for(row->key.surname, key.surname)) continue;
        add_bearer(&bearers, column_int(q, 0), weight_of(level_of(column_int(q, 1))));
    }
    *to = 0;
    for (uint32_t i = 0; i < bearers.count; i++) all += bearers.items[i].weight;
    for (uint32_t i = 0; i < bearers.count; i++)
        if (bearers.items[i].weight * 5 >= all * 4 && all) *to = bearers.items[i].actor;
    return status;
}

/* ---- persons and bodies taken for each other ---- */

typedef struct Heap {
    uint64_t weight;
    int64_t actor; /* of the heaviest */
} Heap;

static Status weigh_base(Pass *pass, const FormKey *key, Heap *out, Error *error)
{
    Status status;
    Text base;
    *out = (Heap){0};
    if (!form_base(key, pass->arena, &base)) return fail_memory(error);
    Query *q = db_query(
        pass->db, "SELECT actor, level FROM form WHERE key >= ?1 AND key < ?1 || '~' ORDER BY level DESC, key LIMIT 64",
        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, base);
    while (query_next(q, &status, error)) {
        if (!out->actor) out->actor = column_int(q, 0);
        out->weight += weight_of((int)column_int(q, 1));
    }
    return status;
}

/* The other's actor where the two-word name is rather that: a person as soon as as many articles say so, a body only
 * against eight times as many. */
static Status by_counterpart(Pass *pass, const FormRow *row, int64_t *to, Error *error)
{
    FormKey other;
    Heap mine, theirs;
    *to = 0;
    if (!form_counterpart(&row->key, pass->arena, &other)) return fail_memory(error);
    if (!other.surname.size) return SAYSO_OK;
    Status status = weigh_base(pass, &row->key, &mine, error);
    if (!status) status = weigh_base(pass, &other, &theirs, error);
    if (status || !theirs.weight) return status;
    bool person = row->key.person;
    if (person ? theirs.weight >= CLEAR * mine.weight && mine.weight : theirs.weight >= mine.weight) *to = theirs.actor;
    return SAYSO_OK;
}

Status lean_bodies(Pass *pass, const FormRow *row, int64_t *to, Error *error)
{
    Bearers bearers = {.count = 0};
    Text way, key = row->key.surname;
    Status status = by_counterpart(pass, row, to, error);
    if (status || *to || (key.size && memchr(key.data, ' ', key.size))) return status;
    status = by_bond(pass, row, to, error);
    if (status || *to || key.size < 3 || !body_is_short(row->name)) return status;
    const Text parts[] = {text_literal("a:"), key};
    if (!text_join(pass->arena, parts, COUNT(parts), &way)) return fail_memory(error);
    status = by_way(pass, way, row, &bearers, error);
    *to = bearers.count == 1 && !bearers.many ? bearers.items[0].actor : 0;
    return status;
}

Status lean_person(Pass *pass, const FormRow *row, int64_t *to, Error *error)
{
    *to = 0;
    if (row->key.middles.size || row->key.suffix.size) return SAYSO_OK;
    Status status = by_counterpart(pass, row, to, error);
    if (!status && !*to) status = by_bond(pass, row, to, error);
    return status || *to ? status : lean_slip(pass, row, to, error);
}

/* ---- a name of initials ---- */

/* Of John Ellis Bush the one Jeb Bush: the short form is the better known, so the full one goes to it. */
Status lean_short(Pass *pass, const FormRow *row, int64_t *to, Error *error)
{
    Status status;
    Bearers bearers = {.count = 0};
    char room[MOST_SHORT];
    FormKey short_key = {.person = true, .surname = row->key.surname, .given = given_short(&row->key, room)};
    Text base;
    *to = 0;
    if (!short_key.given.size) return SAYSO_OK;
    if (!form_base(&short_key, pass->arena, &base)) return fail_memory(error);
    Query *q = db_query(pass->db, "SELECT f.key, f.actor, f.level, a.gender FROM form f CROSS JOIN actor a ON a.id = f.actor"
                                  " WHERE f.key >= ?1 AND f.key < ?1 || '~' LIMIT 257", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, base);
    for (; query_next(q, &status, error); pass->steps++) {
        FormKey key = form_split(column_text(q, 0));
        if (key.mark.size || !gender_fits(row->key.gender, column_int(q, 3)) ||
            !office_agree(key.office, row->key.office))
            continue;
        add_bearer(&bearers, column_int(q, 1), weight_of((int)column_int(q, 2)));
    }
    *to = the_one(&bearers);
    return status;
}

/* ---- who leans on a form ---- */

static Status note_blocks(Pass *pass, Query *q, Error *error)
{
    Status status;
    while (query_next(q, &status, error)) {
        status = pass_block(pass, column_text(q, 0), error);
        if (!status) continue;
        query_end(q);
        return status;
    }
    return status;
}

Status lean_note_surname(Pass *pass, Text surname, int64_t span, Error *error)
{
    Query *q = db_query(pass->db,
                        "SELECT DISTINCT block FROM form WHERE block >= 's:' || ?1 || '|' || (?2 - 1) || '|' AND"
                        " block < 's:' || ?1 || '|' || (?2 + 2)",
                        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, surname);
    bind_int(q, 2, span);
    return note_blocks(pass, q, error);
}

static const char note_bonds_sql[] =
    "SELECT DISTINCT f.block FROM form_bond o CROSS JOIN form f ON f.id = o.a WHERE o.b = ?1 AND o.same";
static const char note_longer_sql[] =
    "SELECT DISTINCT f.block FROM form s CROSS JOIN form_way w ON w.way = s.block CROSS JOIN form f ON f.id = w.form"
    " WHERE s.id = ?1";
static const char note_seen_sql[] = "SELECT DISTINCT f.block FROM form_seen s CROSS JOIN form f ON f.block >= 's:' || "
                                    "s.surname || '|' || (s.span - 1) || '|'"
                                    " AND f.block < 's:' || s.surname || '|' || (s.span + 2) WHERE s.form = ?1";

static Status note(Pass *pass, const char *sql, int64_t form, Error *error)
{
    Query *q = db_query(pass->db, sql, error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, form);
    return note_blocks(pass, q, error);
}

static Status note_counterpart(Pass *pass, const FormRow *row, Error *error)
{
    FormKey other;
    Text block;
    if (!form_counterpart(&row->key, pass->arena, &other)) return fail_memory(error);
    if (!other.surname.size) return SAYSO_OK;
    if (!form_block(&other, pass->arena, &block)) return fail_memory(error);
    return pass_block(pass, block, error);
}

bool form_ways(const FormKey *key, Arena *arena, Text out[MOST_LETTERS], uint32_t *count)
{
    char letters[MOST_LETTERS];
    *count = 0;
    if (key->mark.size || (key->person && !form_is_full(key))) return true;
    if (!key->person) {
        Text initials;
        if (!body_initials(key->surname, arena, &initials)) return false;
        const Text parts[] = {text_literal("a:"), initials};
        *count = initials.size > 0;
        return !initials.size || text_join(arena, parts, COUNT(parts), &out[0]);
    }
    *count = given_letters(key->given, letters);
    for (size_t i = 0; i < key->middles.size && *count < MOST_LETTERS; i++) /* "W. Bush" */
        if ((!i || key->middles.data[i - 1] == ' ') && key->middles.data[i] != '<' &&
            !memchr(letters, key->middles.data[i], *count))
            letters[(*count)++] = key->middles.data[i];
    for (uint32_t i = 0; i < *count; i++) {
        const Text parts[] = {text_literal("i:"), key->surname, text_literal("|"), text_of(letters + i, 1)};
        if (!text_join(arena, parts, COUNT(parts), &out[i])) return false;
    }
    char room[MOST_SHORT];
    Text whole = given_short(key, room); /* "p:bush|jeb" */
    if (!whole.size || *count == MOST_LETTERS) return true;
    const Text parts[] = {text_literal("p:"), key->surname, text_literal("|"), whole};
    return text_join(arena, parts, COUNT(parts), &out[(*count)++]);
}

static Status note_ways(Pass *pass, const FormRow *row, Error *error)
{
    Text ways[MOST_LETTERS];
    uint32_t count;
    if (!form_ways(&row->key, pass->arena, ways, &count)) return fail_memory(error);
    for (uint32_t i = 0; i < count; i++) {
        const Text body[] = {text_literal("b:"), text_of(ways[i].data + 2, ways[i].size - 2)};
        if (!row->key.person && !text_join(pass->arena, body, COUNT(body), &ways[i])) return fail_memory(error);
        Status status = pass_block(pass, ways[i], error);
        if (status) return status;
    }
    return SAYSO_OK;
}

Status lean_note(Pass *pass, const FormRow *row, bool windows, Error *error)
{
    if (row->key.person && !form_is_full(&row->key)) return SAYSO_OK;
    Status status = note_ways(pass, row, error);
    if (!status) status = lean_note_slips(pass, row, error);
    if (!status) status = note(pass, note_bonds_sql, row->id, error);
    if (!status && row->key.person) status = note(pass, note_longer_sql, row->id, error);
    if (!status && windows && row->key.person) status = note(pass, note_seen_sql, row->id, error);
    return status ? status : note_counterpart(pass, row, error);
}
