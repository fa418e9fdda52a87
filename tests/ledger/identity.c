/* Which article a page is again: where it was fetched decides, not what it says of itself. */
#include "unit.h"

#include "ledger/shelf.h"
#include "ledger/word/word.h"

static Shelf shelf;

#define BODY                                                                                                           \
    " The harbour council of Port Vellan closed the old bridge on Monday for a week of repairs. Ferries will run in its place " \
    "every ten minutes, the council said, and they will be free for all who live on either bank of the river."
static const char first[] = "Minister Ilsabet Corvane said on Friday that the audit was lost." BODY;
static const char mended[] = "Minister Ilsabet Corvane denied on Friday that the audit was lost." BODY;
static const char other[] = "Mayor Rufus Quennerby said on Tuesday that the school would open in the autumn, and that no teacher "
                            "would have to leave. He praised the work of the builders, who had been at it since the spring.";

typedef struct Step {
    const char *text, *identity;
    bool fetched;
    LedgerOutcome outcome;
    int64_t of; /* KNOWN: the article; REVISED: its story */
} Step;

static LedgerAdded add(Shelf *s, Ledger *ledger, const Step *step)
{
    sayso_document *document = shelf_document(s, step->text, strlen(step->text), "");
    Report report = shelf_report(document, "x", step->identity);
    const char *blank = strchr(step->identity, ' ');
    if (blank) report.url = text_literal(blank + 1); /* as a feed's item has it */
    report.identity = text_literal(step->identity);
    report.fetched = step->fetched;
    LedgerAdded added = shelf_add_report(s, ledger, &report);
    sayso_document_free(document);
    return added;
}

static void walk(Shelf *s, const Step *steps, size_t count)
{
    shelf_clear(s);
    Ledger *ledger = shelf_ledger(s, LEDGER_KEEP);
    for (size_t i = 0; i < count; i++) {
        LedgerAdded added = add(s, ledger, &steps[i]);
        KeptArticle kept;
        Error error;
        if (added.outcome != steps[i].outcome) print_error("step %zu: %s\n", i, steps[i].identity);
        assert_int_equal(added.outcome, steps[i].outcome);
        assert_int_equal(ledger_article(ledger, added.article, &s->arena, &kept, &error), SAYSO_OK);
        if (steps[i].outcome == LEDGER_KNOWN) assert_int_equal(added.article, steps[i].of);
        if (steps[i].outcome == LEDGER_REVISED) assert_int_equal(kept.story, steps[i].of);
    }
    ledger_close(ledger);
}

#define WALK(...)                                                                                                      \
    do {                                                                                                               \
        static const Step steps[] = {__VA_ARGS__};                                                                     \
        (void)state;                                                                                                   \
        walk(&shelf, steps, COUNT(steps));                                                                             \
    } while (0)
#define A "https://real.example/story"

static void fetched_is_retired_by_what_is_fetched_there(void **state)
{
    WALK({first, A, true, LEDGER_ADDED, 0}, {first, A, true, LEDGER_KNOWN, 1}, {mended, A, true, LEDGER_REVISED, 1},
         {other, A, true, LEDGER_REVISED, 1});
}

static void a_word_retires_nothing_that_was_fetched(void **state)
{
    WALK({first, A, true, LEDGER_ADDED, 0}, {other, A, false, LEDGER_ADDED, 0}, {mended, A, false, LEDGER_REVISED, 2},
         {first, A, false, LEDGER_KNOWN, 1}, {other, "https://feed.example/all " A, true, LEDGER_ADDED, 0},
         {mended, "https://feed.example/all " A, true, LEDGER_REVISED, 4}, {first, A, true, LEDGER_KNOWN, 1});
}

/* Without an address: forty outlets are forty articles, of which the later ones are copies; who tells none may be any. */
static void a_text_of_another_outlet_is_a_copy(void **state)
{
    static const struct {
        const char *outlet;
        LedgerOutcome outcome;
        int64_t of; /* KNOWN: the article; ADDED: the one that it is a copy of */
    } steps[] = {{"Vellan Post", LEDGER_ADDED, 0},    {"The Vellan Post", LEDGER_KNOWN, 1}, {"Orsk Courier", LEDGER_ADDED, 1},
                 {"Orsk Courier", LEDGER_KNOWN, 2},   {"", LEDGER_KNOWN, 1},                {"Harbour Times", LEDGER_ADDED, 1},
                 {"Harbour Times", LEDGER_KNOWN, 3}};
    (void)state;
    shelf_clear(&shelf);
    Ledger *ledger = shelf_ledger(&shelf, LEDGER_KEEP);
    for (size_t i = 0; i < COUNT(steps); i++) {
        sayso_document *document = shelf_document(&shelf, first, strlen(first), "");
        Report report = shelf_report(document, "x", "");
        report.url = report.identity = (Text){0};
        report.outlet = text_literal(steps[i].outlet);
        LedgerAdded added = shelf_add_report(&shelf, ledger, &report);
        sayso_document_free(document);
        if (added.outcome != steps[i].outcome) print_error("step %zu: %s\n", i, steps[i].outlet);
        assert_int_equal(added.outcome, steps[i].outcome);
        assert_int_equal(added.outcome == LEDGER_KNOWN ? added.article : added.reprint_of, steps[i].of);
    }
    ledger_close(ledger);
}

static void a_dump_is_imported_again(void **state)
{
    WALK({first, A, false, LEDGER_ADDED, 0}, {first, A, false, LEDGER_KNOWN, 1}, {mended, A, false, LEDGER_REVISED, 1},
         {other, A, true, LEDGER_REVISED, 1}, {first, A, false, LEDGER_KNOWN, 3});
}

static void one_page_is_one_article(void **state)
{
    WALK({first, A, true, LEDGER_ADDED, 0}, {first, A "?utm_source=rss&fbclid=7", true, LEDGER_KNOWN, 1},
         {first, "http://www.real.example/story/", true, LEDGER_KNOWN, 1},
         {first, "https://m.real.example/amp/story?gclid=1", true, LEDGER_KNOWN, 1},
         {mended, A "?utm_source=rss", true, LEDGER_REVISED, 1}, {other, A "?utm_source=rss&x=1", true, LEDGER_ADDED, 0},
         {other, "http://www.real.example/story", true, LEDGER_ADDED, 0},
         {first, "https://real.example/story?id=2", true, LEDGER_ADDED, 0});
}

static void reads_loosely(void **state)
{
    Shelf *s = &shelf;
    (void)state;
    static const char *const cases[][2] = {
        {"https://www.a.example/x/?utm_source=rss&id=1&fbclid=2", "a.example/x?id=1"},
        {"http://a.example/", "a.example"},
        {"https://m.example/x", "m.example/x"},
        {"https://amp.a.example/x.amp.html?amp=1", "a.example/x.html"},
        {"https://a.example/x?ampere=1", "a.example/x?ampere=1"},
        {"tag:a.example,2026:x", "tag:a.example,2026:x"},
        {"https://www.f.example/all/ https://www.a.example/x/", "f.example/all a.example/x"},
        {"", ""},
        {"http://", "http://"},
        {"https:///", "https:///"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        Text out;
        assert_true(url_loose(text_literal(cases[i][0]), &s->arena, &out));
        if (!text_is(out, cases[i][1])) print_error("%s: %.*s\n", cases[i][0], (int)out.size, out.data);
        assert_true(text_is(out, cases[i][1]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fetched_is_retired_by_what_is_fetched_there),
        cmocka_unit_test(a_word_retires_nothing_that_was_fetched),
        cmocka_unit_test(a_dump_is_imported_again), cmocka_unit_test(a_text_of_another_outlet_is_a_copy),
        cmocka_unit_test(one_page_is_one_article),
        cmocka_unit_test(reads_loosely),
    };
    shelf_open(&shelf);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    shelf_close(&shelf);
    return failed;
}
