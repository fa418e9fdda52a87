/* What a person decides holds: beside what is read later, over an earlier decision, until it is undone. */
#include "cast.h"

static int64_t put(Cast *c, const char *entity)
{
    cast_place(c, "2026-03-01", "USA", entity);
    return c->forms[0];
}

static void undo(Cast *c, int64_t decision)
{
    (void)cast_number(c, "UPDATE decision SET undone = '2026-03-02T00:00:00Z' WHERE id = ?1", decision);
    assert_int_equal(actors_decided(c->ledger.db, decision, &c->arena, NULL), SAYSO_OK);
}

static bool one(Cast *c, int64_t a, int64_t b)
{
    return cast_actor(c, a) == cast_actor(c, b);
}

static void test_merge(void **state)
{
    Cast c;
    int64_t decision;
    (void)state;
    cast_open(&c);
    int64_t bradley = put(&c, "Bradley Manning"), chelsea = put(&c, "Chelsea Manning"),
            other = put(&c, "Maureen Manning");
    cast_say(&c, bradley, 2);
    cast_say(&c, chelsea, 3);
    assert_false(one(&c, bradley, chelsea));
    assert_int_equal(ledger_merge(&c.ledger, bradley, chelsea, &decision, NULL), SAYSO_OK);
    assert_true(one(&c, bradley, chelsea));
    assert_false(one(&c, bradley, other));
    assert_int_equal(cast_number(&c, "SELECT statements FROM actor WHERE id = ?1", cast_actor(&c, chelsea)), 5);
    cast_prove(&c);
    int64_t later = put(&c, "Bradley E. Manning"), told = put(&c, "Chelsea Manning~f");
    assert_true(one(&c, later, chelsea) && one(&c, told, bradley)); /* forms that come later are of it */
    assert_int_equal(ledger_merge(&c.ledger, bradley, chelsea, &decision, NULL), SAYSO_ERROR_ARGUMENT);
    undo(&c, 1);
    assert_false(one(&c, bradley, chelsea));
    assert_true(one(&c, later, bradley) && one(&c, told, chelsea));
    cast_close(&c);
}

static void test_merge_leaning(void **state)
{
    Cast c;
    int64_t decision;
    (void)state;
    cast_open(&c);
    int64_t whole = put(&c, "Bernie Sanders"), given = put(&c, "Bernie"), body = put(&c, "Our Movement@o");
    assert_false(one(&c, whole, given));
    assert_int_equal(ledger_merge(&c.ledger, given, whole, &decision, NULL), SAYSO_OK);
    assert_true(one(&c, whole, given));
    assert_int_equal(ledger_merge(&c.ledger, body, whole, &decision, NULL), SAYSO_OK);
    assert_true(one(&c, whole, body) && one(&c, whole, given));
    undo(&c, 1);
    assert_true(one(&c, whole, body) && !one(&c, whole, given));
    cast_close(&c);
}

static void test_split(void **state)
{
    Cast c;
    int64_t decision;
    (void)state;
    cast_open(&c);
    int64_t plain = put(&c, "James Lewis"), middle = put(&c, "James A. Lewis"), short_form = put(&c, "Jim Lewis");
    assert_true(one(&c, plain, middle) && one(&c, plain, short_form));
    assert_int_equal(ledger_split(&c.ledger, cast_actor(&c, plain), middle, 0, &decision, NULL), SAYSO_OK);
    assert_false(one(&c, plain, middle));
    assert_true(one(&c, plain, short_form));
    put(&c, "James A. Lewis");
    assert_false(one(&c, plain, middle)); /* still, when it is read again */
    assert_int_equal(ledger_merge(&c.ledger, plain, middle, &decision, NULL), SAYSO_OK); /* the later one holds */
    assert_true(one(&c, plain, middle));
    undo(&c, decision);
    assert_false(one(&c, plain, middle));
    undo(&c, 1);
    assert_true(one(&c, plain, middle));
    assert_int_equal(ledger_split(&c.ledger, 999, middle, 0, &decision, NULL), SAYSO_ERROR_ARGUMENT);
    cast_close(&c);
}

static void check_name(Cast *c, int64_t form, const char *expected)
{
    Actors found;
    char number[24];
    snprintf(number, sizeof number, "#%lld", (long long)form);
    assert_int_equal(actors_find(c->ledger.db, number, 1, &c->arena, &found, NULL), SAYSO_OK);
    assert_true(text_is(found.items[0].name, expected));
}

static void test_rename(void **state)
{
    Cast c;
    int64_t first, second;
    (void)state;
    cast_open(&c);
    int64_t form = put(&c, "Adolph Verne");
    assert_int_equal(ledger_rename(&c.ledger, form, "Adolf Verne", &first, NULL), SAYSO_OK);
    check_name(&c, form, "Adolf Verne");
    assert_int_equal(ledger_rename(&c.ledger, form, "A. Verne", &second, NULL), SAYSO_OK);
    check_name(&c, form, "A. Verne");
    put(&c, "Adolph Verne");
    check_name(&c, form, "A. Verne");
    undo(&c, second);
    check_name(&c, form, "Adolf Verne");
    undo(&c, first);
    check_name(&c, form, "Adolph Verne");
    assert_int_equal(ledger_rename(&c.ledger, form, "", &first, NULL), SAYSO_ERROR_ARGUMENT);
    cast_close(&c);
}

/* A decision that was brought in before anybody of its names is known. */
static void test_brought_in(void **state)
{
    Cast c;
    (void)state;
    cast_open(&c);
    assert_int_equal(
        db_script(c.ledger.db,
                  "INSERT INTO decision (kind, made, subject, object, number) VALUES (0, '2026-01-01T00:00:00Z',"
                  " 'p:manning|bradley|||', 'p:manning|chelsea|||', 0)",
                  NULL),
        SAYSO_OK);
    assert_int_equal(actors_decided(c.ledger.db, 1, &c.arena, NULL), SAYSO_OK);
    int64_t chelsea = put(&c, "Chelsea Manning"), bradley = put(&c, "Bradley Manning");
    assert_true(one(&c, bradley, chelsea));
    cast_close(&c);
}

/* What one article calls so is another's: its rows change hands, and do again when it is read anew. */
static void test_split_article(void **state)
{
    static const uint8_t sha256[32] = {1, 2, 3};
    Cast c;
    int64_t decision;
    (void)state;
    cast_open(&c);
    int64_t form = put(&c, "James Lewis");
    cast_say(&c, form, 1);
    assert_int_equal(
        db_script(c.ledger.db,
                  "INSERT INTO maker (id, program, model, format) VALUES (1, 'sayso', 'hand', 1);"
                  "INSERT INTO article (id, story, revision, current, label, added, maker, sha256, words, family,"
                  " byline_begin, byline_end, text) VALUES (7, 7, 0, 1, 'seven', '2026-03-01', 1,"
                  " x'0102030000000000000000000000000000000000000000000000000000000000', 1, 7, 0, 0, '')",
                  NULL),
        SAYSO_OK);
    cast_place_hash(&c, "2026-03-01", "USA", "James Lewis", sha256);
    assert_int_equal(c.forms[0], form);
    assert_int_equal(
        db_script(c.ledger.db,
                  "INSERT INTO entity (article, number, type, name, country, gender, gender_by, form, mentions, roles) VALUES (7, 1, 1, 'James Lewis', NULL, 0, 0, 1, x'', x'');"
                  "INSERT INTO attribution (article, number, source_begin, source_end, entity, form, kind, cue_begin,"
                  " cue_end, contents, manner, act, negated, to_begin, to_end, to_entity, via_begin, via_end,"
                  " via_entity, when_begin, when_end, anonymity_begin, anonymity_end, within, confidence, clause,"
                  " joint, dropped) VALUES (7, 1, 0, 0, 1, 1, 1, 0, 0, x'', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,"
                  " 0.5, 1, 0, 0)",
                  NULL),
        SAYSO_OK);
    cast_say(&c, form, 1);
    assert_int_equal(ledger_split(&c.ledger, form, form, 7, &decision, NULL), SAYSO_OK);
    int64_t marked = cast_number(&c, "SELECT form FROM entity WHERE article = ?1", 7);
    assert_true(marked != form && !one(&c, marked, form));
    assert_int_equal(cast_number(&c, "SELECT statements FROM form WHERE id = ?1", marked), 1);
    assert_int_equal(cast_number(&c, "SELECT statements FROM form WHERE id = ?1", form), 1);
    assert_int_equal(cast_number(&c, "SELECT form FROM attribution WHERE article = ?1", 7), marked);
    cast_place_hash(&c, "2026-03-01", "USA", "James Lewis~m", sha256);
    assert_false(one(&c, c.forms[0], form));
    cast_place(&c, "2026-03-01", "USA", "James Lewis");
    assert_int_equal(c.forms[0], form);
    undo(&c, decision);
    assert_int_equal(cast_number(&c, "SELECT form FROM entity WHERE article = ?1", 7), form);
    assert_int_equal(cast_number(&c, "SELECT statements FROM form WHERE id = ?1", form), 2);
    cast_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_merge),  cmocka_unit_test(test_merge_leaning), cmocka_unit_test(test_split),
        cmocka_unit_test(test_rename), cmocka_unit_test(test_brought_in),    cmocka_unit_test(test_split_article),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
