/* Claims in a real ledger: what joins, what does not, and that the counts of claims are those of their statements. */
#include "unit.h"

#include "ledger/keep/keep.h"
#include "ledger/shelf.h"

static Shelf shelf;
static Ledger *ledger;

static int fresh(void **state)
{
    (void)state;
    shelf_clear(&shelf);
    ledger = shelf_ledger(&shelf, LEDGER_KEEP);
    return 0;
}

static int done(void **state)
{
    (void)state;
    ledger_close(ledger);
    return 0;
}

static int64_t number(const char *sql)
{
    Status status;
    Query *q = db_query(ledger->db, sql, NULL);
    assert_non_null(q);
    int64_t out = query_next(q, &status, NULL) ? column_int(q, 0) : 0;
    assert_int_equal(status, SAYSO_OK);
    query_end(q);
    return out;
}

/* What each claim says of its statements is so. */
static void counts_hold(void)
{
    assert_int_equal(
        number("SELECT count(*) FROM claim c WHERE statements <> (SELECT count(*) FROM attribution WHERE claim = c.id)"
               " OR first_day IS NOT (SELECT min(day) FROM attribution WHERE claim = c.id)"
               " OR last_day IS NOT (SELECT max(day) FROM attribution WHERE claim = c.id)"),
        0);
    assert_int_equal(
        db_script(ledger->db, "INSERT INTO said (said) VALUES ('integrity-check')", NULL),
        SAYSO_OK);
}

static LedgerAdded add(const char *text) { return shelf_add(&shelf, ledger, text, "", ""); }

#define WALL "“The sea wall has moved eleven centimetres towards the harbour since Christmas,” Ansel Threlk said."

static void the_same_words_are_known(void **state)
{
    (void)state;
    LedgerAdded a = add("date 2026-03-03 " WALL "\n"), b = add("date 2027-03-03 The quay was shut. " WALL "\n");
    assert_int_equal(a.claims_new, 1);
    assert_int_equal(a.claims_known, 0);
    assert_int_equal(b.claims_new, 0);
    assert_int_equal(b.claims_known, 1);
    assert_int_equal(number("SELECT count(*) FROM claim"), 1);
    assert_int_equal(number("SELECT count(*) FROM said WHERE said MATCH 'centimetres'"), 2);
    counts_hold();
}

static void a_shorter_quotation_is_the_same_claim(void **state)
{
    (void)state;
    (void)add("date 2026-03-03 " WALL "\n");
    LedgerAdded b =
        add("date 2026-03-05 “The sea wall has moved eleven centimetres towards the harbour,” Threlk said.\n");
    assert_int_equal(b.claims_known, 1);
    LedgerAdded c =
        add("date 2026-03-06 “The sea wall has moved fourteen centimetres towards the harbour,” Threlk said.\n");
    assert_int_equal(c.claims_known, 0);
    assert_int_equal(c.claims_new, 1);
    counts_hold();
}

/* Near words are looked up in their own weeks, before and after; what came in without order is found too. */
static void near_words_are_found_weeks_apart(void **state)
{
    (void)state;
    (void)add("date 2026-03-03 " WALL "\n");
    static const char cut[] = "Ansel Threlk said that the sea wall had moved eleven centimetres towards the harbour.";
    static const char quoted[] = "“The sea wall has moved eleven centimetres towards the harbour,” Ansel Threlk said.";
    char text[400];
    static const struct {
        const char *day, *words;
        uint32_t known;
    } days[] = {{"2026-03-15", cut, 1}, {"2026-02-20", cut, 1},   {"2026-03-17", cut, 1},
                {"2027-06-01", cut, 0}, {"2028-06-01", quoted, 1}}; /* the same one's quoted words: however far apart */
    for (size_t i = 0; i < COUNT(days); i++) {
        snprintf(text, sizeof text, "date %s It was report %zu. %s\n", days[i].day, i, days[i].words);
        assert_int_equal(add(text).claims_known, days[i].known);
    }
    counts_hold();
}

static void words_that_lean_on_their_day_are_new_later(void **state)
{
    (void)state;
    static const char words[] = "Ansel Threlk said that the dredging barges and cranes will sail on Monday.";
    char text[400];
    static const struct {
        const char *day;
        uint32_t known;
    } days[] = {{"2026-03-03", 0}, {"2026-03-05", 1}, {"2026-02-27", 1}, {"2026-04-03", 0}, {"2026-04-04", 1}};
    for (size_t i = 0; i < COUNT(days); i++) {
        snprintf(text, sizeof text, "date %s It was report %zu. %s\n", days[i].day, i, words);
        assert_int_equal(add(text).claims_known, days[i].known);
    }
    assert_int_equal(number("SELECT count(*) FROM claim"), 2);
    counts_hold();
}

/* Under one exact key lies a claim a month, more than are looked at: the newest are. */
static void words_of_every_month_are_found_in_theirs(void **state)
{
    (void)state;
    static const char words[] = "Ansel Threlk said that the dredging barges and cranes will sail on Monday.";
    char text[400];
    for (int month = 0; month < 84; month++) {
        snprintf(text, sizeof text, "date %d-%02d-03 It was report %d. %s\n", 2010 + month / 12, month % 12 + 1, month, words);
        assert_int_equal(add(text).claims_new, 1);
        snprintf(text, sizeof text, "date %d-%02d-05 So said report %d. %s\n", 2010 + month / 12, month % 12 + 1, month, words);
        assert_int_equal(add(text).claims_known, 1);
    }
    assert_int_equal(number("SELECT count(*) FROM claim"), 84);
    counts_hold();
}

static void an_article_that_repeats_itself_has_one_claim(void **state)
{
    (void)state;
    LedgerAdded a = add("date 2026-03-03 " WALL "\n" WALL "\n");
    assert_int_equal(a.claims_new, 1);
    assert_int_equal(a.claims_known, 0); /* nobody else had said it */
    assert_int_equal(number("SELECT statements FROM claim"), 2);
    counts_hold();
}

static void what_is_read_anew_leaves_and_comes_back(void **state)
{
    (void)state;
    shelf_add_samples(&shelf, ledger);
    counts_hold();
    int64_t claims = number("SELECT count(*) FROM claim"), statements = number("SELECT sum(statements) FROM claim");
    assert_true(claims > 50);
    for (size_t i = 0; i < shelf.count; i++) {
        Draft *draft;
        sayso_document *document = shelf_document(&shelf, shelf.sources[i].data, shelf.sources[i].size, "");
        Report report = shelf_report(document, shelf.labels[i], "");
        assert_int_equal(ledger_draft(&report, &shelf.arena, &draft, NULL), SAYSO_OK);
        assert_int_equal(ledger_replace(ledger, (int64_t)i + 1, draft, &shelf.scratch, NULL), SAYSO_OK);
        sayso_document_free(document);
        counts_hold();
    }
    assert_int_equal(number("SELECT count(*) FROM claim"), claims);
    assert_int_equal(number("SELECT sum(statements) FROM claim"), statements);
}

/* Of the samples: 02 is a reprint of 01, and 08 and 10 share no claim with any. */
static void the_samples_join_as_a_reader_would(void **state)
{
    (void)state;
    shelf_add_samples(&shelf, ledger);
    static const char shared[] =
        "SELECT count(DISTINCT a.claim) FROM attribution a JOIN attribution b ON b.claim = a.claim"
        " WHERE a.article = 1 AND b.article = 2";
    assert_in_range(number(shared), 9, 12); /* of the reprint's sixteen, nine long enough stand in both word by word */
    assert_int_equal(
        number("SELECT count(*) FROM attribution a JOIN attribution b ON b.claim = a.claim AND b.article <> a.article"
               " WHERE a.article IN (8, 10)"),
        0);
    assert_int_equal(number("SELECT count(*) FROM attribution WHERE article = 4 AND claim IN (SELECT claim FROM "
                            "attribution WHERE article = 1)"),
                     0);
}

#define NINE_DAYS "dredger left its mooring on nine of the 212 days it billed for"

static void add_by(const char *outlet, const char *text)
{
    sayso_document *document = shelf_document(&shelf, text, strlen(text), "");
    Report report = shelf_report(document, outlet, "");
    report.outlet = text_literal(outlet);
    (void)shelf_add_report(&shelf, ledger, &report);
    sayso_document_free(document);
}

/* The Gazette's officials, the paper that passes the Gazette on, a copy of that paper, and the auditor, who has it from her
 * own letter: two origins. Tarn denies it. */
static void four_reports_come_down_to_two_origins(void **state)
{
    (void)state;
    static const char passed[] = " The contractor's only " NINE_DAYS ", the Harbour Gazette said on Thursday."
                                 " Dockers on the northern quay laughed at the audit and went on mending their nets.\n";
    char text[600];
    add_by("Harbour Gazette", "date 2026-03-05 The contractor's only " NINE_DAYS
                              ", two officials briefed on a confidential audit said.\n");
    snprintf(text, sizeof text, "date 2026-03-07%s", passed);
    add_by("Ostrel Mirror", text);
    snprintf(text, sizeof text, "date 2026-03-08%sMore rain is expected.\n", passed);
    add_by("Lantern Post", text);
    add_by("Northlight", "date 2026-03-13 Rain fell on the capital all week. Clerks of the parliament counted nine hundred letters"
                         " from the fishing villages, weighed them, and carried them down to a cellar where the archive keeps"
                         " what it has no shelf for. Nobody could remember a longer sitting, or a colder one; the lamps went out"
                         " twice, and the ushers brought blankets.\nAuditor-General Linnet Abaroa confirmed on Friday that the contractor's only " NINE_DAYS
                         ".\nHesper Tarn denied that the contractor's only " NINE_DAYS ".\n");
    ClaimAnswer answer;
    Scope scope = {.limit = 0};
    int64_t claim = number("SELECT claim FROM attribution WHERE article = 1 AND claim IS NOT NULL");
    assert_int_equal(ledger_claim(ledger, claim, &scope, &shelf.arena, &answer, NULL), SAYSO_OK);
    assert_int_equal(answer.claim.article_count, 4);
    assert_int_equal(answer.claim.origin_count, 2);
    assert_int_equal(answer.origin_count, 2);
    assert_int_equal(answer.claim.confirmed, 1);
    assert_int_equal(answer.claim.denied, 1);
    counts_hold();
}

static int open_shelf(void **state)
{
    (void)state;
    shelf_open(&shelf);
    return 0;
}

static int close_shelf(void **state)
{
    (void)state;
    shelf_close(&shelf);
    return 0;
}

#define IN_A_LEDGER(test) cmocka_unit_test_setup_teardown(test, fresh, done)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_LEDGER(the_same_words_are_known),
        IN_A_LEDGER(a_shorter_quotation_is_the_same_claim),
        IN_A_LEDGER(near_words_are_found_weeks_apart),
        IN_A_LEDGER(words_that_lean_on_their_day_are_new_later),
        IN_A_LEDGER(words_of_every_month_are_found_in_theirs),
        IN_A_LEDGER(an_article_that_repeats_itself_has_one_claim),
        IN_A_LEDGER(what_is_read_anew_leaves_and_comes_back),
        IN_A_LEDGER(the_samples_join_as_a_reader_would),
        IN_A_LEDGER(four_reports_come_down_to_two_origins),
    };
    return cmocka_run_group_tests(tests, open_shelf, close_shelf);
}
