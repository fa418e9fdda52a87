/* Postings in a real database against a plain list of them, over more articles than wait at a time, with transactions
 * taken back before and after their row is whole, the ledger opened anew, and a second hand that adds in between. */
#include <unistd.h>

#include "unit.h"

#include "ledger/copy/copy.h"

#define KINDS 3000u /* different hashes */
#define EACH 8u     /* an article */
#define MOST 12000u

static char path[64];
static Arena scratch;
static uint32_t posted[MOST][EACH]; /* kinds, of each article from 1 */
static uint32_t count;

typedef enum Fate { KEPT, TAKEN_BACK, BROKEN_OFF } Fate; /* BROKEN_OFF: taken back before its row is ended */

/* Two kinds share a hash, one a fingerprint and one a key. The first is the lowest that there is, and the last the highest. */
static uint64_t hash_of(uint32_t kind)
{
    return kind < 2 ? 0 : kind >= KINDS - 2 ? UINT64_MAX : hash_mix(kind / 2 + 1);
}
static PostingOf of(uint32_t kind) { return kind % 2 ? POSTING_CLAIM : POSTING_FINGERPRINT; }

static Db *open_db(void)
{
    Db *db;
    assert_int_equal(db_open(path, LEDGER_KEEP, 1000, &db, NULL), SAYSO_OK);
    return db;
}

static bool take(void *context, int64_t article)
{
    uint8_t *seen = context;
    assert_in_range(article, 1, MOST);
    seen[article]++;
    return true;
}

/* Of the first `known` articles. */
static void finds_all(Postings *postings, uint32_t kind, uint32_t known)
{
    static uint8_t seen[MOST + 1];
    PostingSink sink = {take, seen};
    memset(seen, 0, sizeof seen);
    assert_int_equal(postings_find(postings, of(kind), hash_of(kind), &sink, NULL), SAYSO_OK);
    for (uint32_t a = 0; a < MOST; a++) {
        bool has = false;
        for (uint32_t i = 0; i < EACH && a < known; i++) has |= posted[a][i] == kind;
        assert_int_equal(seen[a + 1], has);
    }
}

static Postings *begin(Db *db)
{
    Postings *postings;
    assert_int_equal(postings_begin(db, &scratch, &postings, NULL), SAYSO_OK);
    return postings;
}

static void look(Db *db, uint32_t kind)
{
    assert_int_equal(db_begin(db, NULL), SAYSO_OK);
    finds_all(begin(db), kind, count);
    db_rollback(db);
}

/* The next article; where it is taken back, nothing has changed. */
static void add(Db *db, uint64_t *seed, Fate fate, bool looks)
{
    ArenaMark mark = arena_mark(&scratch);
    assert_int_equal(db_begin(db, NULL), SAYSO_OK);
    Postings *postings = begin(db);
    if (looks) finds_all(postings, unit_below(seed, KINDS), count);
    for (uint32_t i = 0; i < EACH; i++) { /* each once an article */
        uint32_t kind = posted[count][i] = unit_below(seed, KINDS / EACH) * EACH + i;
        assert_int_equal(postings_put(postings, of(kind), hash_of(kind), count + 1, NULL), SAYSO_OK);
    }
    if (looks) finds_all(postings, posted[count][0], count + 1);
    if (fate != BROKEN_OFF) assert_int_equal(postings_end(postings, &scratch, NULL), SAYSO_OK);
    if (fate == KEPT) {
        assert_int_equal(db_commit(db, NULL), SAYSO_OK);
        count++;
    } else {
        db_rollback(db);
    }
    arena_rewind(&scratch, mark);
}

static int64_t number(Db *db, const char *sql)
{
    Status status;
    Query *q = db_query(db, sql, NULL);
    assert_non_null(q);
    assert_true(query_next(q, &status, NULL));
    int64_t value = column_int(q, 0);
    query_end(q);
    return value;
}

static void against_a_list(void **state)
{
    (void)state;
    uint64_t seed = 3;
    Db *db = open_db(), *other = open_db();
    assert_int_equal(schema_make(db, NULL), SAYSO_OK);
    assert_int_equal(db_script(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF", NULL), SAYSO_OK);
    while (count < MOST - 100) {
        uint32_t what = unit_below(&seed, 1000);
        add(what < 5 ? other : db, &seed, what >= 20 ? KEPT : what % 2 ? TAKEN_BACK : BROKEN_OFF, what % 50 == 0);
        if (what != 999) continue;
        db_close(db);
        db = open_db();
    }
    for (uint32_t kind = 0; kind < KINDS; kind += 7) look(db, kind), look(other, kind);
    look(db, KINDS - 1);
    assert_int_equal(number(db, "SELECT count(*) FROM fresh"), 4096);
    assert_true(number(db, "SELECT count(*) FROM posting") > 50);
    assert_true(number(db, "SELECT max(length(items)) FROM posting") <= 4000);
    db_close(db);
    db_close(other);
}

/* What was taken back is not mistaken for what another has added in its place. */
static void another_in_its_place(void **state)
{
    (void)state;
    uint64_t seed = 7;
    Db *db = open_db(), *other = open_db();
    add(db, &seed, KEPT, true);
    for (uint32_t round = 0; round < 20; round++) {
        add(db, &seed, round % 2 ? TAKEN_BACK : BROKEN_OFF, false);
        uint32_t mine = posted[count][0];
        add(other, &seed, KEPT, false);
        look(db, mine);
        look(db, posted[count - 1][0]);
    }
    db_close(db);
    db_close(other);
}

static void add_one(Db *db, PostingOf what, uint64_t hash, int64_t id)
{
    Postings *postings = begin(db);
    assert_int_equal(postings_put(postings, what, hash, id, NULL), SAYSO_OK);
    assert_int_equal(postings_end(postings, &scratch, NULL), SAYSO_OK);
    arena_reset(&scratch);
}

/* How often `id` has posted it, modulo 256. */
static uint8_t times(Postings *postings, PostingOf what, uint64_t hash, int64_t id)
{
    static uint8_t seen[MOST + 1];
    PostingSink sink = {take, seen};
    memset(seen, 0, sizeof seen);
    assert_int_equal(postings_find(postings, what, hash, &sink, NULL), SAYSO_OK);
    return seen[id];
}

/* A row posts into the very slice that it sweeps: there it waits for the next round, whoever reads it. */
static void where_it_sweeps(void **state)
{
    (void)state;
    Db *db = open_db();
    uint64_t slice = (uint64_t)(number(db, "SELECT max(id) FROM fresh") + 1) % 4096, hash = slice << 53 | 12345;
    PostingOf what = slice < 2048 ? POSTING_FINGERPRINT : POSTING_CLAIM;
    assert_int_equal(db_begin(db, NULL), SAYSO_OK);
    add_one(db, what, hash, 77);
    assert_int_equal(db_commit(db, NULL), SAYSO_OK);
    db_close(db);
    db = open_db();
    for (uint32_t round = 0; round < 3; round++) {
        assert_int_equal(db_begin(db, NULL), SAYSO_OK);
        Postings *postings = begin(db);
        assert_int_equal(times(postings, what, hash, 77), 1);
        assert_int_equal(times(postings, 1 - what, hash, 77), 0);
        db_rollback(db);
        assert_int_equal(db_begin(db, NULL), SAYSO_OK);
        for (uint32_t i = 0; i < 2048; i++) add_one(db, what, ~hash, 78);
        assert_int_equal(db_commit(db, NULL), SAYSO_OK);
    }
    db_close(db);
}

/* Of many articles, or of one long one. */
static void a_common_hash(void **state)
{
    (void)state;
    enum { LONG = 100000 };
    Db *db = open_db();
    assert_int_equal(db_begin(db, NULL), SAYSO_OK);
    Postings *postings = begin(db);
    for (uint32_t i = 0; i < LONG; i++)
        assert_int_equal(postings_put(postings, POSTING_CLAIM, hash_mix(1000000 + i), 1, NULL), SAYSO_OK);
    assert_int_equal(postings_end(postings, &scratch, NULL), SAYSO_OK);
    uint64_t seed = 5, common = hash_mix(1000000);
    for (uint32_t i = 0; i < 5000; i++) /* until all of it is swept */
        add_one(db, POSTING_CLAIM, i % 10 ? unit_random(&seed) >> 1 : common, 2);
    postings = begin(db);
    for (uint32_t i = 1; i < LONG; i += 997) {
        assert_int_equal(times(postings, POSTING_CLAIM, hash_mix(1000000 + i), 1), 1);
        assert_int_equal(times(postings, POSTING_FINGERPRINT, hash_mix(1000000 + i), 1), 0);
    }
    assert_int_equal(times(postings, POSTING_CLAIM, common, 1), 1);
    assert_int_equal(times(postings, POSTING_CLAIM, common, 2), (uint8_t)500);
    db_rollback(db);
    db_close(db);
}

int main(void)
{
    char folder[] = "/tmp/sayso-posting-XXXXXX";
    if (!mkdtemp(folder)) return 1;
    snprintf(path, sizeof path, "%s/ledger", folder);
    arena_init(&scratch, &libc_allocator, SIZE_MAX);
    const struct CMUnitTest tests[] = {cmocka_unit_test(against_a_list), cmocka_unit_test(another_in_its_place),
                                       cmocka_unit_test(where_it_sweeps), cmocka_unit_test(a_common_hash)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&scratch);
    unlink(path);
    rmdir(folder);
    return failed;
}
