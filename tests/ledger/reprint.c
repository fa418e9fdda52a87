/* Who copied whom, in a real ledger: articles of invented words, of which any four in a row stand in one article alone
 * unless a test copies them. */
#include <unistd.h>

#include "unit.h"

#include "ledger/keep/keep.h"

static char path[64];
static Db *db;
static Arena scratch;
static uint64_t seed;

typedef struct Copy {
    int64_t of;
    double share;
} Copy;

static int open_ledger(void **state)
{
    (void)state;
    seed = 7;
    arena_reset(&scratch);
    unlink(path);
    assert_int_equal(db_open(path, LEDGER_KEEP, 0, &db, NULL), SAYSO_OK);
    assert_int_equal(schema_make(db, NULL), SAYSO_OK);
    assert_int_equal(db_script(db, "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF", NULL), SAYSO_OK);
    assert_int_equal(db_script(db, "INSERT INTO maker (id, program, model, format) VALUES (1, 'test', '', 1)", NULL), SAYSO_OK);
    return 0;
}

static int close_ledger(void **state)
{
    (void)state;
    db_close(db);
    return 0;
}

static int64_t number(const char *sql, int64_t a, int64_t b)
{
    Status status;
    Query *q = db_query(db, sql, NULL);
    assert_non_null(q);
    if (a) bind_int(q, 1, a);
    if (b) bind_int(q, 2, b);
    if (!query_next(q, &status, NULL)) return -1;
    int64_t value = column_int(q, 0);
    query_end(q);
    return value;
}

static int64_t family(int64_t article) { return number("SELECT family FROM article WHERE id = ?1", article, 0); }
static int64_t common(int64_t article, int64_t of)
{
    return number("SELECT words FROM reprint WHERE article = ?1 AND of = ?2", article, of);
}

/* Adds an article; story 0: its own. In the caller's transaction. */
static int64_t add_open(const char *text, const char *day, int64_t story, Copy *out)
{
    int64_t id = number("SELECT coalesce(max(id), 0) + 1 FROM article", 0, 0);
    Query *q = db_query(db,
                        "INSERT INTO article (id, story, revision, current, published, added, maker, sha256, words, family,"
                        " byline_begin, byline_end, text)"
                        " VALUES (?1, ?2, (SELECT count(*) FROM article WHERE story = ?2), 1, ?3, '', 1, x'', 0, ?1, 0, 0,"
                        " coalesce(?4, ''))",
                        NULL);
    assert_non_null(q);
    bind_int(q, 1, id);
    bind_int(q, 2, story ? story : id);
    bind_text(q, 3, text_literal(day));
    bind_text(q, 4, text_literal(text));
    assert_int_equal(query_run(q, NULL), SAYSO_OK);
    CopyInput draft = {0};
    assert_true(words_of(text_literal(text), &scratch, &draft.words, &draft.word_count));
    assert_true(fingerprints_make(draft.words, draft.word_count, &scratch, &draft.fingerprints));
    Postings *postings;
    assert_int_equal(postings_begin(db, &scratch, &postings, NULL), SAYSO_OK);
    assert_int_equal(reprints_find(db, postings, id, &draft, &scratch, &out->of, &out->share, NULL), SAYSO_OK);
    assert_int_equal(postings_end(postings, &scratch, NULL), SAYSO_OK);
    return id;
}

static int64_t add_story(const char *text, const char *day, int64_t story, Copy *out)
{
    assert_int_equal(db_begin(db, NULL), SAYSO_OK);
    int64_t id = add_open(text, day, story, out);
    assert_int_equal(db_commit(db, NULL), SAYSO_OK);
    return id;
}

static int64_t add(const char *text, const char *day, Copy *out) { return add_story(text, day, 0, out); }

/* ---- texts ---- */

static char *join(const char *a, const char *b)
{
    char *text = arena_take(&scratch, strlen(a) + strlen(b) + 1, 1);
    assert_non_null(text);
    memcpy(text, a, strlen(a));
    memcpy(text + strlen(a), b, strlen(b) + 1);
    return text;
}

/* "belo tarimu …", of six letters each. */
static char *words(uint32_t count)
{
    char *text = arena_take(&scratch, count + 1, 7), *at = text;
    assert_non_null(text);
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t k = 0; k < 3; k++) {
            *at++ = "bdfgklmnprstvz"[unit_below(&seed, 14)];
            *at++ = "aeiou"[unit_below(&seed, 5)];
        }
        *at++ = i % 15 == 14 ? '\n' : ' ';
    }
    *at = 0;
    return text;
}

/* Every so many words is another. */
static char *replaced(const char *text, uint32_t every)
{
    char *copy = join(text, "");
    for (size_t i = 0, n = 0; copy[i]; i += 7, n++)
        if (n % every == 0) memcpy(copy + i, "replac", 6);
    return copy;
}

static char *part(const char *text, uint32_t from, uint32_t count)
{
    char *copy = join(text + (size_t)from * 7, "");
    copy[(size_t)count * 7] = 0;
    return copy;
}

/* ---- tests ---- */

static void strangers(void **state)
{
    (void)state;
    Copy c;
    int64_t a = add(words(300), "2026-03-02", &c), b = add(words(300), "2026-03-03", &c);
    int64_t e = add("", "", &c), f = add("Halmere waits.", "", &c);
    assert_int_equal(c.of, 0);
    assert_true(family(a) == a && family(b) == b && family(e) == e && family(f) == f);
    assert_int_equal(number("SELECT count(*) FROM reprint", 0, 0), 0);
}

static void a_copy(void **state)
{
    (void)state;
    Copy c;
    const char *text = words(300);
    int64_t a = add(text, "2026-03-02", &c);
    assert_int_equal(c.of, 0);
    int64_t b = add(text, "2026-03-02", &c);
    assert_int_equal(c.of, a);
    assert_true(c.share == 1.0);
    assert_int_equal(family(b), a);
    assert_int_equal(common(b, a), 300);
    int64_t d = add(replaced(text, 5), "2026-03-04", &c);
    assert_int_equal(c.of, a);
    assert_true(c.share > 0.75 && c.share < 0.82);
    assert_int_equal(family(d), a);
    int64_t e = add(part(text, 0, 150), "", &c);
    assert_int_equal(c.of, a);
    assert_true(c.share == 1.0);
    assert_int_equal(family(e), a);
}

/* The bytes of the stretches hold the same words. */
static void evidence(void **state)
{
    (void)state;
    Copy c;
    const char *quote = words(20), *first = join(words(100), join(quote, words(100)));
    const char *second = join(words(200), join(quote, words(33)));
    int64_t a = add(first, "2026-03-02", &c), b = add(second, "2026-03-03", &c);
    Status status;
    Query *q = db_query(db, "SELECT stretches FROM stretch WHERE article = ?1 AND of = ?2", NULL);
    bind_int(q, 1, b);
    bind_int(q, 2, a);
    assert_true(query_next(q, &status, NULL));
    size_t size;
    Cursor cursor = {.data = column_blob(q, 0, &size)};
    assert_int_equal(size, 20);
    cursor.size = size;
    uint32_t v[5];
    for (size_t i = 0; i < 5; i++) v[i] = cursor_u32(&cursor);
    query_end(q);
    assert_int_equal(v[0], 200 * 7);
    assert_int_equal(v[1], 220 * 7 - 1);
    assert_int_equal(v[2], 100 * 7);
    assert_int_equal(v[3], 120 * 7 - 1);
    assert_int_equal(v[4], 20);
    assert_memory_equal(second + v[0], first + v[2], 19);
}

/* A quotation that two reports share is evidence, and makes no copy of either; nor does a brief report in a long one. */
static void a_shared_passage(void **state)
{
    (void)state;
    Copy c;
    const char *quote = words(25), *brief = words(60);
    int64_t a = add(join(words(200), quote), "2026-03-02", &c), b = add(join(quote, words(150)), "2026-03-03", &c);
    assert_int_equal(c.of, 0);
    assert_int_equal(family(b), b);
    assert_int_equal(common(b, a), 25);
    int64_t d = add(brief, "2026-03-02", &c), e = add(join(words(900), brief), "2026-03-03", &c);
    assert_int_equal(c.of, 0);
    assert_int_equal(family(e), e);
    assert_int_equal(common(e, d), 60);
}

/* The first by its day is the family's first, whenever it was added. */
static void first_by_day(void **state)
{
    (void)state;
    Copy c;
    const char *text = words(200);
    int64_t a = add(text, "2026-03-05", &c), b = add(join(text, words(20)), "2026-03-06", &c);
    int64_t d = add(join(text, words(30)), "2026-03-07", &c);
    assert_true(family(b) == a && family(d) == a);
    assert_int_equal(number("SELECT sum(count) FROM tally WHERE name = 'copy'", 0, 0), 2);
    int64_t first = add(join(text, words(40)), "2026-03-01", &c);
    assert_int_equal(c.of, 0);
    assert_int_equal(family(first), first);
    assert_true(family(a) == first && family(b) == first && family(d) == first);
    assert_int_equal(common(a, first), 200); /* the later one is the copy, though it was there before */
    assert_int_equal(number("SELECT count(*) FROM reprint WHERE article = ?1", first, 0), 0);
    assert_int_equal(number("SELECT sum(count) FROM tally WHERE name = 'copy'", 0, 0), 3); /* a has become one */
    int64_t late = add(text, "2026-03-09", &c);
    assert_int_equal(family(late), first);
}

static void revisions(void **state)
{
    (void)state;
    Copy c;
    const char *text = words(200);
    int64_t a = add(text, "2026-03-05", &c);
    int64_t a2 = add_story(join(text, words(100)), "2026-03-05", a, &c);
    assert_int_equal(c.of, 0);
    assert_int_equal(family(a2), a2);
    assert_int_equal(number("SELECT count(*) FROM reprint", 0, 0), 0);
    const char *changed = replaced(text, 9);
    int64_t b = add(changed, "2026-03-06", &c);
    assert_int_equal(family(b), a); /* also where it is most like the revision */
    int64_t a3 = add_story(join(changed, words(90)), "2026-03-07", a, &c);
    assert_int_equal(c.of, 0); /* not a copy of its copy */
    assert_int_equal(family(a3), a3);
}

static void a_copy_of_a_revision(void **state)
{
    (void)state;
    Copy c;
    const char *text = words(200), *more = words(200);
    int64_t a = add(text, "2026-03-05", &c);
    int64_t a2 = add_story(join(text, more), "2026-03-05", a, &c), b = add(more, "2026-03-06", &c);
    assert_int_equal(c.of, a2);
    assert_int_equal(family(b), a);
}

/* More copies than a common phrase has postings, and each is found; and after them a copy that was cut. */
static void many_copies(void **state)
{
    (void)state;
    Copy c;
    const char *text = words(150);
    int64_t a = add(text, "2026-03-05", &c);
    for (int i = 0; i < 80; i++) {
        int64_t b = add(join(words(15), join(text, words(10))), "2026-03-06", &c);
        assert_int_equal(family(b), a);
    }
    assert_int_equal(family(add(part(text, 70, 80), "2026-03-07", &c)), a);
}

/* Each list of a text's fingerprints is filled with posts that hold a tenth of it each: its copy is found all the same. */
static void junk_hides_nothing(void **state)
{
    (void)state;
    Copy c;
    const char *text = words(300);
    int64_t a = add(text, "2026-03-05", &c);
    for (uint32_t i = 0; i < 600; i++) {
        uint32_t at = i * 27 % 331, from = at < 30 ? 0 : at - 30 < 270 ? at - 30 : 270;
        (void)add(join(words(100), part(text, from, 30)), "2026-03-06", &c);
    }
    int64_t b = add(replaced(text, 100), "2026-03-07", &c);
    assert_int_equal(c.of, a);
    assert_int_equal(family(b), a);
}

/* What a site prints under everything is evidence of nothing. */
static void a_footer(void **state)
{
    (void)state;
    Copy c;
    const char *footer = words(30);
    int64_t last = 0;
    for (int i = 0; i < 60; i++) {
        last = add(join(words(100), footer), "2026-03-05", &c);
        assert_int_equal(c.of, 0);
        assert_int_equal(family(last), last);
    }
    assert_int_equal(number("SELECT count(*) FROM reprint WHERE article = ?1", last, 0), 0);
}

static void taken_back(void **state)
{
    (void)state;
    Copy c;
    const char *text = words(200);
    int64_t a = add(text, "2026-03-05", &c);
    assert_int_equal(db_begin(db, NULL), SAYSO_OK);
    (void)add_open(join(text, words(99)), "2026-03-01", 0, &c);
    db_rollback(db);
    assert_int_equal(family(a), a);
    assert_int_equal(number("SELECT count(*) FROM reprint", 0, 0), 0);
    const char *other = words(200);
    assert_int_equal(db_begin(db, NULL), SAYSO_OK);
    (void)add_open(other, "", 0, &c);
    db_rollback(db);
    assert_int_equal(family(add(other, "", &c)), 2); /* what was taken back has left no posting */
    assert_int_equal(family(add(text, "", &c)), a);
}

/* Of a hundred others' sentences: a few of them are looked at. A megabyte twice; a word without end. */
static void hostile(void **state)
{
    (void)state;
    Copy c;
    char *patchwork = join("", "");
    for (int i = 0; i < 100; i++) {
        const char *text = words(60);
        (void)add(text, "2026-03-05", &c);
        patchwork = join(patchwork, part(text, 20, 20));
    }
    int64_t p = add(patchwork, "2026-03-06", &c);
    assert_int_equal(family(p), p);
    assert_in_range(number("SELECT count(*) FROM reprint WHERE article = ?1", p, 0), 1, 8);
    const char *long_text = words(150000);
    int64_t a = add(long_text, "2026-03-05", &c), b = add(long_text, "2026-03-06", &c);
    assert_int_equal(family(b), a);
    assert_int_equal(common(b, a), 150000);
    char *same = arena_take(&scratch, 1000000, 1);
    for (size_t i = 0; i < 1000000; i++) same[i] = i % 5 ? "said "[i % 5] : 's';
    same[999999] = 0;
    a = add(same, "2026-03-05", &c);
    b = add(same, "2026-03-06", &c);
    assert_int_equal(family(b), a);
}

int main(void)
{
    char folder[] = "/tmp/sayso-reprint-XXXXXX";
    if (!mkdtemp(folder)) return 1;
    snprintf(path, sizeof path, "%s/ledger", folder);
    arena_init(&scratch, &libc_allocator, SIZE_MAX);
#define LEDGER_TEST(name) cmocka_unit_test_setup_teardown(name, open_ledger, close_ledger)
    const struct CMUnitTest tests[] = {
        LEDGER_TEST(strangers),    LEDGER_TEST(a_copy),       LEDGER_TEST(evidence),
        LEDGER_TEST(a_shared_passage), LEDGER_TEST(first_by_day), LEDGER_TEST(revisions),
        LEDGER_TEST(a_copy_of_a_revision), LEDGER_TEST(many_copies), LEDGER_TEST(junk_hides_nothing), LEDGER_TEST(a_footer),
        LEDGER_TEST(taken_back),   LEDGER_TEST(hostile),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&scratch);
    unlink(path);
    rmdir(folder);
    return failed;
}
