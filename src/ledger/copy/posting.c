/* Which articles have posted which fingerprints, and which claims lie under which keys.
 *
 * A row a posting would be a page written a posting: hashes fall anywhere, and an article has two hundred. Here they
 * wait until there are many for each page. What is new is one row of table `fresh`, and is kept in memory too, in
 * SLICES slices by hash. Each article that is added sweeps the next slice: what waits there moves, sorted, into the few
 * pages of table `posting` that it falls into. After SLICES more articles nothing of a row waits any longer, and it is
 * deleted.
 *
 *   added    n-4095 … n-1  n      rows of fresh; n sweeps the slice n % SLICES, of all rows before it, then posts its
 * own slices   0 1 2 … ▲ … 4095     in memory: what was not swept yet ▼ leaves   [0 … [f1 … [f2 …     rows of posting:
 * sorted postings from `first` up to the next row's, a page each
 *
 * A posting is one number: what it is of (PostingOf), the upper 34 bits of the hash, then 28 of the id; the postings of
 * a hash lie together, and in one leaf. What is in memory is there as long as the ledger is open, and is read anew when
 * the last row of `fresh` is not the one that it was (another process has added, or a transaction was taken back), or
 * where a row was begun and not ended. So is what is known of the leaves (bins.c). */
#include <stdlib.h>

#include "ledger/copy/bins.h"

#ifndef SLICE_BITS
#define SLICE_BITS 12u
#endif
#define SLICES (1u << SLICE_BITS)
#define HASH_BITS 34u
#define ID_BITS 28u
#define MOST_ID (((uint64_t)1 << ID_BITS) - 1)
#define MOST_IN_BINS 8000000u /* of what leaves hold, in memory: 48 MB */
#define LEAF_MOST 500u /* postings: a page of 4096 bytes holds a row of them */

typedef struct Slice {
    uint64_t *items;
    uint32_t count, capacity;
} Slice;

struct Postings { /* the Db's cache: what waits */
    Db *db;
    Slice slices[SLICES];
    Bins *bins;         /* what leaves hold, as far as is known; may be NULL */
    Slice row;          /* what is being added */
    int64_t last;       /* the last row of fresh, 0: none; -1: not known */
    uint64_t last_hash; /* of its items */
    int64_t next;       /* the row that is being added */
    Arena *scratch;     /* of the transaction */
    uint32_t learnt;    /* how often bins were */
};

static uint64_t posting_of(PostingOf of, uint64_t hash, uint64_t id)
{
    return ((uint64_t)of << HASH_BITS | hash >> (64 - HASH_BITS)) << ID_BITS | id;
}

static uint32_t slice_of(uint64_t posting) { return (uint32_t)(posting >> (63 - SLICE_BITS)); }

static uint64_t get_u64(const uint8_t *at)
{
    uint64_t value = 0;
    for (int i = 0; i < 8; i++) value |= (uint64_t)at[i] << 8 * i;
    return value;
}

static void put_u64(uint8_t *at, uint64_t value)
{
    for (int i = 0; i < 8; i++) at[i] = (uint8_t)(value >> 8 * i);
}

/* ---- what waits ---- */

static void waiting_free(void *cache)
{
    Postings *w = cache;
    for (uint32_t i = 0; i < SLICES; i++) free(w->slices[i].items);
    free(w->row.items);
    bins_free(w->bins);
    free(w);
}

static bool slice_put(Slice *s, uint64_t posting)
{
    if (s->count == s->capacity) {
        uint32_t capacity = s->capacity ? s->capacity * 2 : 32;
        uint64_t *items = realloc(s->items, capacity * sizeof *items);
        if (!items) return false;
        s->items = items;
        s->capacity = capacity;
    }
    s->items[s->count++] = posting;
    return true;
}

static bool wait_in_slice(Postings *w, uint64_t posting) { return slice_put(&w->slices[slice_of(posting)], posting); }

/* Those of a row that no article from the one after it to `last` has swept. */
static bool wait_for_row(Postings *w, int64_t row, const uint8_t *items, size_t size)
{
    for (size_t i = 0; i + 8 <= size; i += 8) {
        uint64_t posting = get_u64(items + i);
        int64_t until = (int64_t)((slice_of(posting) - (uint64_t)row - 1) % SLICES);
        if (posting >> 63 == 0 && row + 1 + until > w->last && !wait_in_slice(w, posting)) return false;
    }
    return true;
}

static Status read_last(Db *db, int64_t *row, uint64_t *hash, Error *error)
{
    *row = 0;
    *hash = 0;
    Query *q = db_query(db, "SELECT id, items FROM fresh ORDER BY id DESC LIMIT 1", error);
    if (!q) return SAYSO_ERROR_IO;
    Status status;
    if (!query_next(q, &status, error)) return status;
    size_t size;
    *row = column_int(q, 0);
    const void *items = column_blob(q, 1, &size);
    *hash = hash_bytes(items, size, 0);
    query_end(q);
    return SAYSO_OK;
}

static Status read_all(Db *db, Postings *w, Error *error)
{
    for (uint32_t i = 0; i < SLICES; i++) w->slices[i].count = 0;
    Query *q = db_query(db, "SELECT id, items FROM fresh ORDER BY id", error);
    if (!q) return SAYSO_ERROR_IO;
    Status status;
    while (query_next(q, &status, error)) {
        size_t size;
        const void *items = column_blob(q, 1, &size);
        if (wait_for_row(w, column_int(q, 0), items, size)) continue;
        query_end(q);
        return fail_memory(error);
    }
    return status;
}

/* What waits, as the ledger has it now. */
static Status waiting_of(Db *db, Postings **out, Error *error)
{
    int64_t last;
    uint64_t hash;
    Status status = read_last(db, &last, &hash, error);
    if (status) return status;
    Postings *w = *out = db_slot(db, DB_POSTINGS);
    if (w && w->last == last && w->last_hash == hash) return SAYSO_OK;
    if (!w) {
        *out = w = calloc(1, sizeof *w);
        if (!w) return fail_memory(error);
        w->db = db;
        w->bins = bins_make(MOST_IN_BINS);
        db_keep_slot(db, DB_POSTINGS, w, waiting_free);
    }
    w->last = last;
    w->last_hash = hash;
    if (w->bins) bins_clear(w->bins);
    status = read_all(db, w, error);
    if (status) w->last = -1; /* no row: read again */
    return status;
}

/* ---- leaves ---- */

typedef struct Leaf {
    int64_t first;
    const uint8_t *items; /* borrowed of the query */
    uint32_t count;
} Leaf;

/* The leaf in which `posting` lies or would lie. NULL: there is none, or *status tells. */
static Query *leaf_at(Db *db, uint64_t posting, Leaf *out, Status *status, Error *error)
{
    Query *q = db_query(db, "SELECT first, items FROM posting WHERE first <= ?1 ORDER BY first DESC LIMIT 1", error);
    *status = SAYSO_ERROR_IO;
    *out = (Leaf){0};
    if (!q) return NULL;
    bind_int(q, 1, (int64_t)posting);
    if (!query_next(q, status, error)) return NULL;
    size_t size;
    out->first = column_int(q, 0);
    out->items = column_blob(q, 1, &size);
    out->count = (uint32_t)(size / 8);
    return q;
}

static uint32_t leaf_lower(const Leaf *leaf, uint64_t posting)
{
    uint32_t low = 0, high = leaf->count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (get_u64(leaf->items + (size_t)middle * 8) < posting)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The first posting that lies in a later leaf. */
static Status leaf_end(Db *db, int64_t first, uint64_t *out, Error *error)
{
    Query *q = db_query(db, "SELECT first FROM posting WHERE first > ?1 ORDER BY first LIMIT 1", error);
    Status status;
    *out = UINT64_MAX;
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, first);
    if (!query_next(q, &status, error)) return status;
    *out = (uint64_t)column_int(q, 0);
    query_end(q);
    return SAYSO_OK;
}

static Status leaf_write(Db *db, int64_t first, const uint8_t *items, uint32_t count, Error *error)
{
    Query *q = db_query(db,
                        "INSERT INTO posting (" SEALED_POSTING ", seal) VALUES (?1, ?2, mark('posting', ?1, ?2))"
                        " ON CONFLICT (first) DO UPDATE SET items = excluded.items, seal = excluded.seal",
                        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, first);
    bind_blob(q, 2, items, (size_t)count * 8);
    return query_run(q, error);
}

/* Writes a leaf, in as many as it needs, all about as full. The postings of a hash stay together. */
static Status leaf_split(Db *db, int64_t first, const uint8_t *items, uint32_t count, Error *error)
{
    uint32_t parts = count <= LEAF_MOST ? 1 : count / (LEAF_MOST * 3 / 4) + 1, size = count / parts + 1;
    Status status = SAYSO_OK;
    for (uint32_t at = 0, end; at < count && !status; at = end) {
        end = at + size < count ? at + size : count;
        while (end < count &&
               get_u64(items + (size_t)end * 8) >> ID_BITS == get_u64(items + (size_t)(end - 1) * 8) >> ID_BITS)
            end++;
        uint64_t key = at ? get_u64(items + (size_t)at * 8) >> ID_BITS << ID_BITS : (uint64_t)first;
        status = leaf_write(db, (int64_t)key, items + (size_t)at * 8, end - at, error);
    }
    return status;
}

static uint8_t *merge(const Leaf *leaf, const uint64_t *more, uint32_t count, Arena *arena)
{
    uint8_t *out = arena_take(arena, (size_t)leaf->count + count, 8), *at = out;
    for (uint32_t i = 0, k = 0; out && (i < leaf->count || k < count); at += 8) {
        uint64_t old = i < leaf->count ? get_u64(leaf->items + (size_t)i * 8) : UINT64_MAX;
        bool is_old = k == count || old <= more[k];
        put_u64(at, is_old ? old : more[k]);
        *(is_old ? &i : &k) += 1;
    }
    return out;
}

/* Puts the first of `postings` (ascending) and those that fall into the same leaf there; *done: how many. */
static Status put_in_leaf(Db *db, const uint64_t *postings, uint32_t count, Arena *arena, uint32_t *done, Error *error)
{
    Leaf leaf;
    Status status;
    Query *q = leaf_at(db, postings[0], &leaf, &status, error);
    if (status) return status;
    uint64_t end;
    status = leaf_end(db, q ? leaf.first : -1, &end, error);
    if (status) return status;
    for (*done = 0; *done < count && postings[*done] < end;) ++*done;
    uint8_t *items = merge(&leaf, postings, *done, arena);
    if (q) query_end(q);
    return items ? leaf_split(db, leaf.first, items, leaf.count + *done, error) : fail_memory(error);
}

static Status sweep(Postings *w, Slice *slice, Arena *arena, Error *error)
{
    Db *db = w->db;
    Status status = SAYSO_OK;
    ArenaMark mark = arena_mark(arena);
    if (slice->count) qsort(slice->items, slice->count, sizeof *slice->items, u64_compare);
    for (uint32_t i = 0; w->bins && i < slice->count; i++) bins_put(w->bins, slice->items[i]);
    for (uint32_t at = 0, done; at < slice->count && !status; at += done) {
        status = put_in_leaf(db, slice->items + at, slice->count - at, arena, &done, error);
        arena_rewind(arena, mark);
    }
    slice->count = 0;
    return status;
}

/* ---- finding ---- */

/* The leaves that have the bin's postings, mostly one, and all bins that they hold whole. */
static const char bin_sql[] = "SELECT first, items, (SELECT min(n.first) FROM posting n WHERE n.first > p.first) FROM posting p"
                              " WHERE first >= coalesce((SELECT max(first) FROM posting WHERE first <= ?1), 0) AND first <= ?2"
                              " ORDER BY first";

/* Who asks often learns more at once: leaves that lie beside each other are read in a row. */
#define OFTEN 2048u
#define MORE 32u /* bins, a power of two */

static Status learn_bin(Postings *w, uint32_t bin, Arena *arena, Error *error)
{
    Status status;
    uint32_t many = w->learnt++ < OFTEN || bins_full(w->bins) ? 1 : MORE;
    uint64_t begin = (uint64_t)(bin & ~(many - 1)) << BIN_WIDTH, end = begin + ((uint64_t)many << BIN_WIDTH), from = begin;
    void *all = NULL;
    uint32_t capacity = 0, size = 0;
    Query *q = db_query(w->db, bin_sql, error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, (int64_t)begin);
    bind_int(q, 2, (int64_t)(end - 1)); /* of the last bin 2^63 - 1, beyond which no number of SQLite's is */
    while (query_next(q, &status, error)) {
        size_t more;
        const void *items = column_blob(q, 1, &more);
        if (!size) from = (uint64_t)column_int(q, 0);
        end = column_null(q, 2) ? (uint64_t)1 << POSTING_BITS : (uint64_t)column_int(q, 2);
        if (!arena_grow(arena, &all, &capacity, size + (uint32_t)more + 1, 1)) {
            query_end(q);
            return fail_memory(error);
        }
        memcpy((uint8_t *)all + size, items, more);
        size += (uint32_t)more;
    }
    if (!status) bins_learn(w->bins, all, size / 8, from, end, bin);
    return status;
}

static Status find_in_leaf(Postings *w, uint64_t from, const PostingSink *sink, Error *error)
{
    Leaf leaf;
    Status status;
    Query *q = leaf_at(w->db, from, &leaf, &status, error);
    if (!q) return status;
    for (uint32_t i = leaf_lower(&leaf, from); i < leaf.count && !status; i++) {
        uint64_t posting = get_u64(leaf.items + (size_t)i * 8);
        if (posting >> ID_BITS != from >> ID_BITS) break;
        if (!sink->take(sink->context, (int64_t)(posting & MOST_ID))) status = fail_memory(error);
    }
    query_end(q);
    return status;
}

static Status find_in_leaves(Postings *w, uint64_t from, const PostingSink *sink, Error *error)
{
    uint32_t bin = bin_of(from);
    if (w->bins && !bins_know(w->bins, bin)) {
        ArenaMark mark = arena_mark(w->scratch);
        Status status = learn_bin(w, bin, w->scratch, error);
        arena_rewind(w->scratch, mark);
        if (status) return status;
    }
    if (!w->bins || !bins_know(w->bins, bin)) return find_in_leaf(w, from, sink, error);
    return bins_find(w->bins, from, ID_BITS, sink, error);
}

Status postings_find(Postings *w, PostingOf of, uint64_t hash, const PostingSink *sink, Error *error)
{
    uint64_t from = posting_of(of, hash, 0);
    const Slice *slice = &w->slices[slice_of(from)];
    for (uint32_t i = 0; i < slice->count; i++)
        if (slice->items[i] >> ID_BITS == from >> ID_BITS &&
            !sink->take(sink->context, (int64_t)(slice->items[i] & MOST_ID)))
            return fail_memory(error);
    return find_in_leaves(w, from, sink, error);
}

/* ---- adding ---- */

/* The sweep comes first: what this row will post into the slice goes on waiting, as wait_for_row has it. */
Status postings_begin(Db *db, Arena *scratch, Postings **out, Error *error)
{
    Postings *w;
    Status status = waiting_of(db, &w, error);
    *out = NULL;
    if (status) return status;
    w->next = w->last + 1;
    w->last = -1; /* until all has gone well */
    w->row.count = 0;
    w->scratch = scratch;
    status = sweep(w, &w->slices[(uint64_t)w->next % SLICES], scratch, error);
    if (!status) *out = w;
    return status;
}

Status postings_put(Postings *w, PostingOf of, uint64_t hash, int64_t id, Error *error)
{
    if ((uint64_t)id > MOST_ID) return SAYSO_OK;
    uint64_t posting = posting_of(of, hash, (uint64_t)id);
    return slice_put(&w->row, posting) && wait_in_slice(w, posting) ? SAYSO_OK : fail_memory(error);
}

static Status add_row(Db *db, int64_t row, const uint8_t *items, size_t size, Error *error)
{
    Query *q = db_query(db, "INSERT INTO fresh (" SEALED_FRESH ", seal) VALUES (?1, ?2, mark('fresh', ?1, ?2))", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, row);
    bind_blob(q, 2, items, size);
    Status status = query_run(q, error);
    if (status) return status;
    if (!(q = db_query(db, "DELETE FROM fresh WHERE id <= ?1", error))) return SAYSO_ERROR_IO;
    bind_int(q, 1, row - (int64_t)SLICES);
    return query_run(q, error);
}

/* A row without items is added too: it has swept its slice, and the next row sweeps the next. */
Status postings_end(Postings *w, Arena *scratch, Error *error)
{
    size_t size = (size_t)w->row.count * 8;
    uint8_t *items = arena_take(scratch, size + 1, 1);
    if (!items) return fail_memory(error);
    for (uint32_t i = 0; i < w->row.count; i++) put_u64(items + (size_t)i * 8, w->row.items[i]);
    Status status = add_row(w->db, w->next, items, size, error);
    if (status) return status;
    w->last = w->next;
    w->last_hash = hash_bytes(items, size, 0);
    return SAYSO_OK;
}
