/* Comparing two revisions, and two readings of one text: what moved, what changed, what is gone and new. */
#include "unit.h"

#include "ledger/shelf.h"

static Shelf shelf;

#define AUDIT "“We have seen the audit of the dredging,” Commissioner Ansel Threlk said on Friday.\n"
#define DENIAL "Minister Ilsabet Corvane denied that the harbour had paid for idle days.\n"
#define VOTE "Senator Rufus Quennerby told reporters that the committee would vote on Monday.\n"
#define FILLER "The harbour lies at the mouth of the river, and the ferries leave it twice a day in the summer months.\n"

static KeptArticle keep(const char *text)
{
    KeptArticle kept;
    shelf_clear(&shelf);
    Ledger *ledger = shelf_ledger(&shelf, LEDGER_KEEP);
    LedgerAdded added = shelf_add(&shelf, ledger, text, "", "");
    assert_int_equal(ledger_article(ledger, added.article, &shelf.arena, &kept, NULL), SAYSO_OK);
    ledger_close(ledger);
    return kept;
}

typedef struct Wanted {
    Change change;
    int before, after; /* -1: none */
    const char *fields;
} Wanted;

static void expect(const char *before, const char *after, const Wanted *wanted, uint32_t count)
{
    KeptArticle a = keep(before), b = keep(after);
    Changed *changed;
    uint32_t found;
    assert_int_equal(articles_compare(&a, &b, &shelf.arena, &changed, &found, NULL), SAYSO_OK);
    assert_int_equal(found, count);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(changed[i].change, wanted[i].change);
        assert_int_equal(changed[i].before, (uint32_t)wanted[i].before);
        assert_int_equal(changed[i].after, (uint32_t)wanted[i].after);
        assert_string_equal(changed[i].fields, wanted[i].fields);
    }
}

static void finds_no_change_in_the_same(void **state)
{
    (void)state;
    const Wanted all[] = {{CHANGE_NONE, 0, 0, ""}, {CHANGE_NONE, 1, 1, ""}, {CHANGE_NONE, 2, 2, ""}};
    expect(AUDIT DENIAL VOTE, AUDIT DENIAL VOTE, all, 3);
    for (size_t i = 0; i < shelf.count; i++) {
        (void)bytes_add(&shelf.sources[i], "", 1);
        KeptArticle a = keep(shelf.sources[i].data);
        Changed *changed;
        uint32_t found;
        assert_int_equal(articles_compare(&a, &a, &shelf.arena, &changed, &found, NULL), SAYSO_OK);
        assert_int_equal(found, a.attribution_count);
        for (uint32_t k = 0; k < found; k++) {
            assert_int_equal(changed[k].change, CHANGE_NONE);
            assert_int_equal(changed[k].before, k);
            assert_int_equal(changed[k].after, k);
        }
        shelf.sources[i].size--;
    }
}

static void is_not_misled_by_what_is_put_in_above(void **state)
{
    (void)state;
    const Wanted all[] = {{CHANGE_NONE, 0, 0, ""}, {CHANGE_NONE, 1, 1, ""}};
    expect(AUDIT DENIAL, FILLER AUDIT FILLER DENIAL, all, 2);
}

static void sees_what_moved(void **state)
{
    (void)state;
    const Wanted all[] = {{CHANGE_NONE, 1, 0, ""}, {CHANGE_NONE, 2, 1, ""}, {CHANGE_MOVED, 0, 2, ""}};
    expect(AUDIT DENIAL FILLER VOTE, DENIAL FILLER VOTE AUDIT, all, 3);
}

/* One statement alone: its place is told by the text around it. */
static void sees_a_single_one_move(void **state)
{
    (void)state;
    const Wanted all[] = {{CHANGE_MOVED, 0, 0, ""}};
    expect(DENIAL FILLER, FILLER DENIAL, all, 1);
}

static void sees_what_is_gone_and_new(void **state)
{
    (void)state;
    const Wanted all[] = {{CHANGE_NONE, 0, 0, ""}, {CHANGE_GONE, 1, -1, ""}, {CHANGE_NEW, -1, 1, ""}};
    expect(AUDIT DENIAL, AUDIT VOTE, all, 3);
    const Wanted first_gone[] = {{CHANGE_GONE, 0, -1, ""}, {CHANGE_NONE, 1, 0, ""}};
    expect(AUDIT DENIAL, DENIAL, first_gone, 2);
    const Wanted none_left[] = {{CHANGE_GONE, 0, -1, ""}, {CHANGE_GONE, 1, -1, ""}};
    expect(AUDIT DENIAL, FILLER, none_left, 2);
    expect(FILLER, FILLER, NULL, 0);
}

static void sees_changed_words(void **state)
{
    (void)state;
    const Wanted content[] = {{CHANGE_WORDS, 0, 0, "content"}, {CHANGE_NONE, 1, 1, ""}};
    expect(AUDIT DENIAL,
           "“We have seen the whole audit of the dredging,” Commissioner Ansel Threlk said on Friday.\n" DENIAL, content, 2);
    const Wanted cue[] = {{CHANGE_WORDS, 0, 0, "cue, act"}};
    expect(DENIAL, "Minister Ilsabet Corvane confirmed that the harbour had paid for idle days.\n", cue, 1);
}

/* The same words about who says what, with another day beside them. */
static void sees_changed_fields(void **state)
{
    (void)state;
    const Wanted when[] = {{CHANGE_FIELDS, 0, 0, "when"}};
    expect(AUDIT, "“We have seen the audit of the dredging,” Commissioner Ansel Threlk said on Monday.\n", when, 1);
}

/* A second reading of the same text that lost one statement, cut another and judged a third otherwise. */
static void compares_readings_of_one_text(void **state)
{
    (void)state;
    KeptArticle a = keep(AUDIT DENIAL VOTE), b = a;
    assert_int_equal(a.attribution_count, 3);
    sayso_attribution cut[2] = {a.attributions[0], a.attributions[2]};
    Span shorter = {cut[0].contents[0].begin, cut[0].contents[0].end - 14};
    cut[0].contents = &shorter;
    cut[0].content_count = 1;
    cut[1].id = 2;
    cut[1].kind = SAYSO_KIND_GROUP;
    b.attributions = cut;
    b.attribution_count = 2;
    Changed *changed;
    uint32_t found;
    assert_int_equal(articles_compare(&a, &b, &shelf.arena, &changed, &found, NULL), SAYSO_OK);
    assert_int_equal(found, 3);
    assert_int_equal(changed[0].change, CHANGE_WORDS);
    assert_string_equal(changed[0].fields, "content");
    assert_int_equal(changed[1].change, CHANGE_GONE);
    assert_int_equal(changed[1].before, 1);
    assert_int_equal(changed[2].change, CHANGE_FIELDS);
    assert_string_equal(changed[2].fields, "kind");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_no_change_in_the_same),   cmocka_unit_test(is_not_misled_by_what_is_put_in_above),
        cmocka_unit_test(sees_what_moved),               cmocka_unit_test(sees_a_single_one_move),
        cmocka_unit_test(sees_what_is_gone_and_new),     cmocka_unit_test(sees_changed_words),
        cmocka_unit_test(sees_changed_fields),           cmocka_unit_test(compares_readings_of_one_text),
    };
    shelf_open(&shelf);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    shelf_close(&shelf);
    return failed;
}
