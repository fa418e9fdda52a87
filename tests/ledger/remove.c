/* Taking an article out: with all that joined it to others, whichever revision it is, and without a trace in what comes
 * after. */
#include "ledger/hand.h"

#define HALEKO "Dorrit Haleko"
#define DREDGER "that the dredger left its mooring on nine of the 212 days"
#define PROSE                                                                                                          \
    "Rain fell on Greyling all week and the clerks of the port counted gulls for want of ships to count while nobody in the" \
    " taverns of the northern quay could remember a colder winter or a longer strike or so many lamps lit before noon"

static Book hand;

static int fresh(void **state)
{
    (void)state;
    hand_open(&hand);
    return 0;
}

static int done(void **state)
{
    (void)state;
    hand_close(&hand);
    return 0;
}

static int64_t number(const char *sql) { return hand_number(&hand, sql, 0, 0); }

static LedgerRemoved take_out(int64_t article)
{
    LedgerRemoved gone;
    Error error = {.message = ""};
    Status status = ledger_remove(hand.ledger, article, &hand.scratch, &gone, &error);
    if (status) print_error("%s\n", error.message);
    assert_int_equal(status, SAYSO_OK);
    hand_prove(hand.ledger);
    return gone;
}

static const char *text_of_revision(int i)
{
    static const char *const texts[] = {"first", "second", "third"};
    return texts[i];
}

/* Three revisions of one story, whose ids are 1, 2 and 3. */
static void three_revisions(void)
{
    for (int i = 0; i < 3; i++) {
        HandSaid said[] = {{.name = HALEKO, .content = DREDGER}, {.name = HALEKO, .content = "that it was the harbour's word", .source = text_of_revision(i)}};
        HandArticle a = {.label = "story", .url = "https://m.example/1", .outlet = "Meridian", .said = said, .count = 2, .before = hand_prose(&hand)};
        assert_int_equal(hand_add(&hand, &a), i + 1);
    }
}

static void a_middle_revision_goes(void **state)
{
    (void)state;
    three_revisions();
    LedgerRemoved gone = take_out(2);
    assert_int_equal(gone.statements, 2);
    assert_int_equal(gone.claims, 0);
    assert_int_equal(gone.current, 3);
    assert_int_equal(number("SELECT revision FROM article WHERE id = 3"), 1);
    assert_int_equal(number("SELECT count(*) FROM article WHERE current"), 1);
    int64_t before;
    assert_int_equal(ledger_before(hand.ledger, 3, &before, NULL), SAYSO_OK);
    assert_int_equal(before, 1);
}

static void the_current_revision_goes(void **state)
{
    (void)state;
    three_revisions();
    LedgerRemoved gone = take_out(3);
    assert_int_equal(gone.current, 2);
    assert_int_equal(number("SELECT id FROM article WHERE current"), 2);
    assert_int_equal(number("SELECT count FROM tally WHERE name = 'attribution'"), 2);
    HandSaid said = {.name = HALEKO, .content = "that it was all a hoax by Tolvany"};
    HandArticle a = {.label = "story", .url = "https://m.example/1", .outlet = "Meridian", .said = &said, .count = 1};
    assert_int_equal(hand_add(&hand, &a), 4); /* no number is given twice */
    assert_int_equal(number("SELECT revision FROM article WHERE id = 4"), 2);
}

static void the_first_revision_goes(void **state)
{
    (void)state;
    three_revisions();
    (void)take_out(1);
    assert_int_equal(number("SELECT count(*) FROM article WHERE story = 2"), 2);
    assert_int_equal(number("SELECT revision FROM article WHERE id = 2"), 0);
    assert_int_equal(number("SELECT revision FROM article WHERE id = 3"), 1);
    (void)take_out(3);
    assert_int_equal(number("SELECT current FROM article WHERE id = 2"), 1);
    LedgerRemoved gone = take_out(2);
    assert_int_equal(gone.current, 0);
    assert_int_equal(gone.claims, 2);
}

/* One that others are copies of: they are copies of the next. */
static void the_first_of_a_family_goes(void **state)
{
    (void)state;
    HandSaid said = {.name = HALEKO, .content = DREDGER};
    HandArticle a = {.label = "a", .outlet = "Meridian", .said = &said, .count = 1, .before = PROSE};
    HandArticle b = {.label = "b", .outlet = "Northlight", .said = &said, .count = 1, .before = PROSE " and more rain"};
    HandArticle c = {.label = "c", .outlet = "Lantern", .said = &said, .count = 1, .before = PROSE " and more fog"};
    int64_t x = hand_add(&hand, &a), y = hand_add(&hand, &b), z = hand_add(&hand, &c);
    assert_int_equal(number("SELECT count(*) FROM article WHERE family = 1"), 3);
    LedgerRemoved gone = take_out(x);
    assert_int_equal(gone.copies, 2);
    assert_int_equal(gone.claims, 0);
    assert_int_equal(hand_number(&hand, "SELECT count(*) FROM article WHERE family = ?1", y, 0), 2);
    AuditAnswer audit;
    assert_int_equal(ledger_audit(hand.ledger, z, &hand.arena, &audit, NULL), SAYSO_OK);
    for (uint32_t i = 0; i < audit.copied_count; i++) assert_int_not_equal(audit.copied[i].article, x);
    ClaimAnswer claim;
    assert_int_equal(ledger_claim(hand.ledger, hand_claim(&hand, y, 1), &(Scope){0}, &hand.arena, &claim, NULL), SAYSO_OK);
    assert_int_equal(claim.claim.origin_count, 1);
    assert_int_equal(claim.statements.count, 2);
    /* the same article again is a new one, and the latest of the family */
    int64_t again = hand_add(&hand, &a);
    assert_true(again > z);
    hand_prove(hand.ledger);
    gone = take_out(y);
    (void)take_out(z);
    gone = take_out(again);
    assert_int_equal(gone.claims, 1);
}

/* Numbers are given once, also after all are gone and the ledger was closed; what was posted by who is gone troubles nobody. */
static void nothing_of_it_comes_back(void **state)
{
    (void)state;
    HandSaid said = {.name = HALEKO, .content = "“" DREDGER " and nobody in Greyling had asked why”"};
    HandArticle a = {.label = "a", .outlet = "Meridian", .said = &said, .count = 1, .before = PROSE};
    int64_t last = 0;
    for (int i = 0; i < 20; i++) {
        int64_t id = hand_add(&hand, &a);
        assert_true(id > last);
        last = id;
        assert_int_equal(hand_number(&hand, "SELECT family FROM article WHERE id = ?1", id, 0), id);
        (void)take_out(id);
        assert_int_equal(number("SELECT count(*) FROM article") + number("SELECT count(*) FROM attribution") +
                             number("SELECT count(*) FROM entity") + number("SELECT count(*) FROM reprint") +
                             number("SELECT count(*) FROM claim WHERE statements > 0"),
                         0);
        if (i % 5) continue;
        ledger_close(hand.ledger);
        hand.ledger = hand_ledger(hand.path, LEDGER_KEEP);
    }
    WhoAnswer who;
    AboutAnswer about;
    StatsAnswer stats;
    assert_int_equal(ledger_about(hand.ledger, "dredger", &(Scope){0}, &hand.arena, &about, NULL), SAYSO_OK);
    assert_int_equal(about.found, 0);
    Status status = ledger_who(hand.ledger, HALEKO, &(Scope){0}, &hand.arena, &who, NULL);
    assert_true(status == SAYSO_ERROR_ARGUMENT || !who.said[0].all);
    assert_int_equal(ledger_stats(hand.ledger, &(Scope){0}, &hand.arena, &stats, NULL), SAYSO_OK);
    assert_int_equal(stats.articles + stats.attributions + stats.claims + stats.reprints + stats.words, 0);
    LedgerRemoved gone;
    Error error;
    assert_int_equal(ledger_remove(hand.ledger, last, &hand.scratch, &gone, &error), SAYSO_ERROR_ARGUMENT);
}

/* Of many, any, in any order, among articles that come: verify is clean at every step. */
static void any_of_many_in_any_order(void **state)
{
    (void)state;
    static const char *const names[] = {HALEKO, "Ansel Threlk", "Linnet Abaroa", "D. Haleko", "Haleko"};
    static const char *const contents[] = {DREDGER, "“the cranes were never inspected by anybody before the storm came down”",
                                           "that “the cranes were never inspected by anybody” in Greyling", "the minister lied"};
    uint64_t seed = 3;
    int64_t ids[400];
    uint32_t count = 0;
    for (int i = 0; i < 120; i++) {
        HandSaid said[3];
        for (size_t k = 0; k < COUNT(said); k++) {
            said[k] = (HandSaid){.name = names[unit_below(&seed, COUNT(names))], .content = contents[unit_below(&seed, COUNT(contents))]};
            if (unit_below(&seed, 4) == 0) said[k].to = names[unit_below(&seed, 3)];
            if (unit_below(&seed, 4) == 0) said[k].other = names[unit_below(&seed, 3)];
        }
        char url[64] = "";
        if (unit_below(&seed, 2)) snprintf(url, sizeof url, "https://m.example/%u", unit_below(&seed, 8));
        HandArticle a = {.label = "x", .url = url, .outlet = unit_below(&seed, 2) ? "Meridian" : "Northlight", .said = said, .count = 3,
                         .before = unit_below(&seed, 2) ? hand_prose(&hand) : PROSE};
        int64_t id = hand_add(&hand, &a);
        bool known = false;
        for (uint32_t k = 0; k < count; k++) known |= ids[k] == id;
        if (!known) ids[count++] = id;
        if (unit_below(&seed, 2)) {
            uint32_t at = unit_below(&seed, count);
            (void)take_out(ids[at]);
            ids[at] = ids[--count];
        }
    }
    while (count) (void)take_out(ids[--count]);
    assert_int_equal(number("SELECT count(*) FROM article"), 0);
    assert_int_equal(number("SELECT coalesce(sum(abs(count)), 0) FROM tally"), 0);
    assert_int_equal(number("SELECT sum(statements) FROM actor"), 0);
}

/* What a person decided of it stays, and does nothing; it bears again when the text comes back. */
static void decisions_outlive_it(void **state)
{
    (void)state;
    HandSaid said = {.name = HALEKO, .content = DREDGER};
    HandArticle a = {.label = "a", .outlet = "Meridian", .said = &said, .count = 1, .before = PROSE};
    int64_t id = hand_add(&hand, &a), decision;
    assert_int_equal(ledger_fix(hand.ledger, id, 1, "act", "deny", &decision, NULL), SAYSO_OK);
    (void)take_out(id);
    Decision *all;
    uint32_t count;
    assert_int_equal(ledger_decisions(hand.ledger, false, &hand.arena, &all, &count, NULL), SAYSO_OK);
    assert_int_equal(count, 1);
    assert_int_equal(all[0].article, 0);
    id = hand_add(&hand, &a);
    Statements s;
    assert_int_equal(ledger_statements(hand.ledger, id, &hand.arena, &s, NULL), SAYSO_OK);
    assert_int_equal(s.items[0].a.act, SAYSO_ACT_DENY);
    (void)take_out(id);
    assert_int_equal(ledger_undo(hand.ledger, decision, NULL), SAYSO_OK); /* without an article */
}

#define IN_A_LEDGER(test) cmocka_unit_test_setup_teardown(test, fresh, done)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_LEDGER(a_middle_revision_goes),     IN_A_LEDGER(the_current_revision_goes), IN_A_LEDGER(the_first_revision_goes),
        IN_A_LEDGER(the_first_of_a_family_goes), IN_A_LEDGER(nothing_of_it_comes_back),  IN_A_LEDGER(any_of_many_in_any_order),
        IN_A_LEDGER(decisions_outlive_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
