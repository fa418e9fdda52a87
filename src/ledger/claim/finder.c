/* What is kept while many claims are asked about: statements and bodies, each read once; and what the claim that is asked
 * about itself says. At MOST_KEPT it forgets them and begins anew. */
#include "ledger/claim/finder.h"

#define MOST_KEPT 65536u
#define DECISION_IS_PART "4"

/* ---- shelves ---- */

Kept *shelf_slot(const Shelf *s, int64_t key)
{
    uint32_t at = (uint32_t)hash_mix((uint64_t)key) & (s->size - 1);
    while (s->slots[at].key && s->slots[at].key != key) at = (at + 1) & (s->size - 1);
    return &s->slots[at];
}

bool shelf_make(Shelf *s, uint32_t size, Arena *arena)
{
    *s = (Shelf){.slots = TAKE(arena, Kept, size), .size = size};
    if (s->slots) memset(s->slots, 0, size * sizeof *s->slots);
    return s->slots != NULL;
}

bool shelf_put(Shelf *s, int64_t key, void *item, Arena *arena)
{
    if (s->count * 2 >= s->size) {
        Shelf larger;
        if (!shelf_make(&larger, s->size * 2, arena)) return false;
        for (uint32_t i = 0; i < s->size; i++)
            if (s->slots[i].key) *shelf_slot(&larger, s->slots[i].key) = s->slots[i];
        larger.count = s->count;
        *s = larger;
    }
    *shelf_slot(s, key) = (Kept){key, item};
    s->count++;
    return true;
}

int64_t pair_key(int64_t a, int64_t b)
{
    uint64_t low = (uint64_t)(a < b ? a : b), high = (uint64_t)(a < b ? b : a);
    return (int64_t)(hash_mix(hash_mix(low) + high) | 1);
}

/* What a person found not to say the same, either way round. */
static Status take_parted(Finder *f)
{
    Status status = SAYSO_OK;
    Query *q = db_query(f->db,
                        "SELECT d.claim, t.claim FROM decision d JOIN article a ON a.sha256 = d.sha256"
                        " JOIN attribution t ON t.article = a.id AND t.number = d.number WHERE d.kind = " DECISION_IS_PART
                        " AND " HELD " AND d.claim IS NOT NULL AND t.claim IS NOT NULL",
                        f->error);
    if (!q) return SAYSO_ERROR_IO;
    if (!bind_scope(q, f->scope, f->arena)) return fail_memory(f->error);
    while (query_next(q, &status, f->error)) {
        int64_t key = pair_key(column_int(q, 0), column_int(q, 1));
        if (shelf_slot(&f->parted, key)->key || shelf_put(&f->parted, key, f, f->arena)) continue;
        query_end(q);
        return fail_memory(f->error);
    }
    return status;
}

static Status forget(Finder *f)
{
    arena_rewind(f->arena, f->empty);
    bool good = (f->senses = senses_make(f->arena)) && shelf_make(&f->statements, 1024, f->arena) &&
                shelf_make(&f->bodies, 1024, f->arena) && shelf_make(&f->parted, 64, f->arena) &&
                (f->own = TAKE(f->arena, Spoken, MOST_OWN));
    return good ? take_parted(f) : fail_memory(f->error);
}

Status finder_make(Db *db, const Scope *scope, Arena *arena, Finder **out, Error *error)
{
    Finder *f = *out = TAKE(arena, Finder, 1);
    if (!f) return fail_memory(error);
    *f = (Finder){.db = db, .scope = scope, .arena = arena, .error = error};
    f->empty = arena_mark(arena);
    return forget(f);
}

static Spoken *read_spoken(Finder *f, Query *q)
{
    int64_t key = statement_key(column_int(q, 0), (uint32_t)column_int(q, 1));
    Kept *kept = shelf_slot(&f->statements, key);
    if (kept->key) return kept->item;
    Spoken *s = TAKE(f->arena, Spoken, 1);
    if (!s) return NULL;
    *s = (Spoken){.article = column_int(q, 0),
                  .number = (uint32_t)column_int(q, 1),
                  .claim = column_int(q, 2),
                  .within = (uint32_t)column_int(q, 3),
                  .direct = column_int(q, 7) == SAYSO_FORM_DIRECT};
    s->saying = (Uttered){.kind = (sayso_kind)column_int(q, 4),
                         .act = (sayso_act)column_int(q, 5),
                         .negated = column_int(q, 6) != 0,
                         .day = day_count(column_text(q, 8)),
                         .actor = column_int(q, 9),
                         .name = name_term(column_text(q, 10))};
    return shelf_put(&f->statements, key, s, f->arena) ? s : NULL;
}

Status finder_body(Finder *f, Spoken *s)
{
    Status status = SAYSO_OK;
    int64_t key = s->claim << 1 | s->direct;
    if ((s->saying.body = shelf_slot(&f->bodies, key)->item)) return SAYSO_OK;
    Query *q = db_query(f->db, "SELECT text, gist FROM claim WHERE id = ?1", f->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, s->claim);
    if (!query_next(q, &status, f->error))
        return status ? status : fail(f->error, SAYSO_ERROR_IO, NO_OFFSET, "a statement's claim is missing");
    size_t size;
    const void *data = column_blob(q, 1, &size);
    Gist gist;
    Body *body = TAKE(f->arena, Body, 1);
    bool good = body && gist_read(data, size, f->scratch, &gist) &&
                body_make(column_text(q, 0), &gist, s->direct, f->senses, f->arena, body) &&
                shelf_put(&f->bodies, key, body, f->arena);
    query_end(q);
    s->saying.body = body;
    return good ? SAYSO_OK : fail_memory(f->error);
}

static bool take_found(Finder *f, const Spoken *s, int64_t speaker)
{
    int64_t key = statement_key(s->article, s->number);
    if (s->claim == f->claim || shelf_slot(&f->seen, key)->key) return true;
    void *found = f->found;
    if (!shelf_put(&f->seen, key, f, f->scratch) ||
        !arena_grow(f->scratch, &found, &f->found_capacity, f->found_count + 1, sizeof *f->found))
        return false;
    f->found = found;
    f->found[f->found_count] = *s;
    if (speaker) f->found[f->found_count].saying.actor = speaker;
    f->found_count++;
    return true;
}

Status finder_take(Finder *f, Query *q, int64_t speaker)
{
    Status status = SAYSO_OK;
    if (!bind_scope(q, f->scope, f->arena)) return fail_memory(f->error);
    while (query_next(q, &status, f->error)) {
        const Spoken *s = read_spoken(f, q);
        if (s && take_found(f, s, speaker)) continue;
        query_end(q);
        return fail_memory(f->error);
    }
    return status;
}

/* ---- the claim's own ---- */

/* Of one actor the first and the last. */
static void take_speaker(Finder *f, const Spoken *s)
{
    uint32_t have = 0, last = 0;
    for (uint32_t i = 0; i < f->speaker_count; i++) {
        if (f->speakers[i].actor != s->saying.actor) continue;
        have++;
        last = i;
    }
    if (have < 2 && f->speaker_count < MOST_SPEAKERS)
        f->speakers[f->speaker_count++] = s->saying;
    else if (have == 2)
        f->speakers[last] = s->saying;
}

static Status take_own(Finder *f)
{
    Status status = SAYSO_OK;
    Query *q = db_query(f->db,
                        SPOKEN " FROM attribution t" SPOKEN_FROM "t.claim = ?1 ORDER BY t.day, t.article, t.number LIMIT ?2",
                        f->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, f->claim);
    bind_int(q, 2, MOST_OWN);
    if (!bind_scope(q, f->scope, f->arena)) return fail_memory(f->error);
    f->own_count = f->speaker_count = 0;
    while (query_next(q, &status, f->error)) {
        Spoken *s = read_spoken(f, q);
        if (!s) {
            query_end(q);
            return fail_memory(f->error);
        }
        f->own[f->own_count++] = *s;
    }
    for (uint32_t i = 0; i < f->own_count && !status; i++) {
        status = finder_body(f, &f->own[i]);
        take_speaker(f, &f->own[i]);
    }
    return status;
}

static Status take_text(Finder *f)
{
    Status status = SAYSO_OK;
    Query *q = db_query(f->db, "SELECT text FROM claim WHERE id = ?1", f->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, f->claim);
    if (!query_next(q, &status, f->error))
        return status ? status : fail(f->error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "there is no claim %lld", (long long)f->claim);
    bool good = arena_text(f->scratch, column_text(q, 0), &f->text);
    query_end(q);
    return good ? SAYSO_OK : fail_memory(f->error);
}

Status finder_begin(Finder *f, int64_t claim, Arena *scratch, Error *error)
{
    f->error = error;
    f->claim = claim;
    f->scratch = scratch;
    f->found = NULL;
    f->found_count = f->found_capacity = 0;
    Status status = f->statements.count + f->bodies.count > MOST_KEPT ? forget(f) : SAYSO_OK;
    if (status) return status;
    if (!shelf_make(&f->seen, 2048, scratch)) return fail_memory(error);
    status = take_text(f);
    return status ? status : take_own(f);
}
