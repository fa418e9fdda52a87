/* Finding an article by what a person types, and what servers said at earlier visits. */
#include "unit.h"

#include "ledger/shelf.h"

static Shelf shelf;
static Ledger *ledger;

#define LONG "https://wire.example/a/long/way/to/an/article/that/has/more/than/forty/bytes"
static const char url[] = "https://gazette.example/denial";

static int filled(void **state)
{
    (void)state;
    shelf_clear(&shelf);
    ledger = shelf_ledger(&shelf, LEDGER_KEEP);
    (void)shelf_add(&shelf, ledger, "“One,” Ansel Threlk said.", "04-denial", "");                              /* 1 */
    (void)shelf_add(&shelf, ledger, "“Two,” Ansel Threlk said.", "05-follow-up", url);                          /* 2 */
    (void)shelf_add(&shelf, ledger, "“Three,” Ansel Threlk said.", "05-follow-up", url);                        /* 3 */
    (void)shelf_add(&shelf, ledger, "“Four,” Ansel Threlk said.", "twin", "https://gazette.example/four");      /* 4 */
    (void)shelf_add(&shelf, ledger, "“Five,” Ansel Threlk said.", "twin", "https://echo.example/five");         /* 5 */
    (void)shelf_add(&shelf, ledger, "“Six,” Ansel Threlk said.", "v1.2", "");                                   /* 6 */
    (void)shelf_add(&shelf, ledger, "“Seven,” Ansel Threlk said.", "wire:7", LONG);                              /* 7 */
    (void)shelf_add(&shelf, ledger, "“Eight,” Ansel Threlk said.", LONG, "");                                    /* 8 */
    return 0;
}

static int emptied(void **state)
{
    (void)state;
    ledger_close(ledger);
    return 0;
}

static void finds(const char *typed, int64_t wanted)
{
    int64_t id;
    sayso_error error;
    if (ledger_find_article(ledger, typed, &id, &error)) die(typed, &error);
    assert_int_equal(id, wanted);
}

static void finds_none(const char *typed, const char *sentence)
{
    int64_t id = 7;
    sayso_error error;
    assert_int_equal(ledger_find_article(ledger, typed, &id, &error), SAYSO_ERROR_ARGUMENT);
    assert_int_equal(id, 0);
    if (!strstr(error.message, sentence)) assert_string_equal(error.message, sentence);
}

static void finds_by_what_is_typed(void **state)
{
    (void)state;
    finds("1", 1);
    finds("2", 2); /* an earlier revision, by its number */
    finds(url, 3);
    finds("HTTPS://GAZETTE.example:443/denial#end", 3);
    finds("04-denial", 1);
    finds("reports/04-denial.txt", 1);
    finds("/04-denial.html", 1);
    finds("05-follow-up.txt", 3);
    finds("v1.2", 6);
    finds("v1.2.txt", 6);
}

static void finds_what_is_printed(void **state)
{
    (void)state;
    static const struct {
        const char *typed;
        int64_t article;
        uint32_t number;
    } wanted[] = {{"article 1", 1, 0},  {"article 1:1", 1, 1}, {"1:1", 1, 1},  {"04-denial:1", 1, 1},
                  {"wire:7", 7, 0},     {"wire:7:1", 7, 1},    {LONG, 7, 0},   {LONG ":1", 7, 1}};
    for (size_t i = 0; i < COUNT(wanted); i++) {
        int64_t article;
        uint32_t number;
        sayso_error error;
        if (ledger_find_statement(ledger, wanted[i].typed, &article, &number, &error)) die(wanted[i].typed, &error);
        assert_int_equal(article, wanted[i].article);
        assert_int_equal(number, wanted[i].number);
    }
    finds_none("https://wire.example/", "(nearest: article 8)");
}

static void tells_what_is_near(void **state)
{
    (void)state;
    finds_none("twin", "2 articles are called 'twin'");
    finds_none("twin.txt", "4 (https://gazette.example/four), 5 (https://echo.example/five)");
    finds_none("77", "there is no article 77; they are numbered from 1 to 8");
    finds_none("04-denials", "(nearest: 04-denial)");
    finds_none("zebra", "is in the ledger; 'sayso about' and");
    finds_none("", "no article ''");
    finds_none("/", "no article '/'");
    finds_none("99999999999999999999", "no article '99999999999999999999'");
}

static void lists_articles(void **state)
{
    (void)state;
    int64_t ids[4];
    size_t count;
    assert_int_equal(ledger_articles(ledger, 0, false, ids, 4, &count, NULL), SAYSO_OK);
    assert_int_equal(count, 4);
    assert_int_equal(ids[3], 4);
    assert_int_equal(ledger_articles(ledger, 4, false, ids, 4, &count, NULL), SAYSO_OK);
    assert_int_equal(count, 4);
    assert_int_equal(ids[0], 5);
    assert_int_equal(ledger_articles(ledger, 0, true, ids, 4, &count, NULL), SAYSO_OK);
    assert_int_equal(count, 4);
    assert_int_equal(ids[1], 3); /* 2 is no current revision */
    assert_int_equal(ledger_articles(ledger, 8, true, ids, 4, &count, NULL), SAYSO_OK);
    assert_int_equal(count, 0);
}

static void knows_no_article(void **state)
{
    (void)state;
    KeptArticle kept;
    sayso_error error;
    assert_int_equal(ledger_article(ledger, 77, &shelf.arena, &kept, &error), SAYSO_ERROR_ARGUMENT);
    assert_string_equal(error.message, "no article 77 is in the ledger");
}

static void remembers_visits(void **state)
{
    (void)state;
    char etag[16] = "", modified[16] = "";
    assert_false(ledger_visit_load(ledger, url, etag, modified, sizeof etag));
    assert_int_equal(ledger_visit_keep(ledger, url, "\"one\"", NULL, NULL), SAYSO_OK);
    assert_true(ledger_visit_load(ledger, url, etag, modified, sizeof etag));
    assert_string_equal(etag, "\"one\"");
    assert_string_equal(modified, "");
    assert_int_equal(ledger_visit_keep(ledger, url, "\"a tag that is too long\"", "Friday", NULL), SAYSO_OK);
    assert_true(ledger_visit_load(ledger, url, etag, modified, sizeof etag));
    assert_string_equal(etag, "");
    assert_string_equal(modified, "Friday");
    assert_false(ledger_visit_load(ledger, "https://echo.example/", etag, modified, sizeof etag));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(finds_by_what_is_typed, filled, emptied),
        cmocka_unit_test_setup_teardown(finds_what_is_printed, filled, emptied),
        cmocka_unit_test_setup_teardown(tells_what_is_near, filled, emptied),
        cmocka_unit_test_setup_teardown(lists_articles, filled, emptied),
        cmocka_unit_test_setup_teardown(knows_no_article, filled, emptied),
        cmocka_unit_test_setup_teardown(remembers_visits, filled, emptied),
    };
    shelf_open(&shelf);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    shelf_close(&shelf);
    return failed;
}
