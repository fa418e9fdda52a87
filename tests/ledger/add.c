/* Adding: who an article is, what of it comes back, and what is counted. */
#include "unit.h"

#include <sqlite3.h>

#include "ledger/shelf.h"

static Shelf shelf;

static int fresh(void **state)
{
    (void)state;
    shelf_clear(&shelf);
    return 0;
}

static const char first[] = "“We have seen the audit,” Commissioner Ansel Threlk said on Friday.\n";
static const char second[] = "“We have not seen the audit,” Commissioner Ansel Threlk said on Friday.\n";

/* ---- who an article is ---- */

static void knows_a_text_again(void **state)
{
    (void)state;
    Ledger *ledger = shelf_ledger(&shelf, LEDGER_KEEP);
    LedgerAdded a = shelf_add(&shelf, ledger, first, "a", ""), b = shelf_add(&shelf, ledger, first, "b", "");
    LedgerAdded c = shelf_add(&shelf, ledger, second, "a", "");
    assert_int_equal(a.outcome, LEDGER_ADDED);
    assert_int_equal(b.outcome, LEDGER_KNOWN);
    assert_int_equal(b.article, a.article);
    assert_int_equal(c.outcome, LEDGER_ADDED);
    assert_true(c.article != a.article);
    ledger_close(ledger);
}

static void knows_a_text_with_a_url(void **state)
{
    (void)state;
    Ledger *ledger = shelf_ledger(&shelf, LEDGER_KEEP);
    LedgerAdded a = shelf_add(&shelf, ledger, first, "", "http://gazette.example/1");
    assert_int_equal(shelf_add(&shelf, ledger, first, "", "HTTP://Gazette.Example:80/1#top").outcome, LEDGER_KNOWN);
    LedgerAdded bare = shelf_add(&shelf, ledger, first, "a", "");
    assert_int_equal(bare.outcome, LEDGER_KNOWN);
    assert_int_equal(bare.article, a.article);
    LedgerAdded elsewhere = shelf_add(&shelf, ledger, first, "", "http://echo.example/1"); /* a reprint */
    assert_int_equal(elsewhere.outcome, LEDGER_ADDED);
    ledger_close(ledger);
}

static void keeps_revisions(void **state)
{
    (void)state;
    static const char url[] = "https://gazette.example/audit";
    Ledger *ledger = shelf_ledger(&shelf, LEDGER_KEEP);
    LedgerAdded a = shelf_add(&shelf, ledger, first, "", url), b = shelf_add(&shelf, ledger, second, "", url);
    LedgerAdded c = shelf_add(&shelf, ledger, second, "", url), d = shelf_add(&shelf, ledger, first, "", url);
    assert_int_equal(a.outcome, LEDGER_ADDED);
    assert_int_equal(b.outcome, LEDGER_REVISED);
    assert_int_equal(c.outcome, LEDGER_KNOWN);
    assert_int_equal(c.article, b.article);
    assert_int_equal(d.outcome, LEDGER_REVISED); /* back to what it was: told again, at another time */
    const int64_t ids[] = {a.article, b.article, d.article};
    for (uint32_t i = 0; i < 3; i++) {
        KeptArticle kept;
        assert_int_equal(ledger_article(ledger, ids[i], &shelf.arena, &kept, NULL), SAYSO_OK);
        assert_int_equal(kept.story, a.article);
        assert_int_equal(kept.revision, i);
        assert_int_equal(kept.current, i == 2);
        assert_int_equal(kept.attribution_count, 1);
    }
    ledger_close(ledger);
}

/* ---- what comes back ---- */

static void same_text(Text a, Text b)
{
    assert_int_equal(a.size, b.size);
    if (a.size) assert_memory_equal(a.data, b.data, a.size);
}

static void same_span(Span a, Span b)
{
    assert_int_equal(a.begin, b.begin);
    assert_int_equal(a.end, b.end);
}

static void same_spans(const Span *a, uint32_t a_count, const Span *b, uint32_t b_count)
{
    assert_int_equal(a_count, b_count);
    for (uint32_t i = 0; i < a_count; i++) same_span(a[i], b[i]);
}

static void same_attribution(const sayso_attribution *a, const sayso_attribution *b)
{
    assert_int_equal(a->id, b->id);
    same_span(a->source, b->source);
    same_span(a->cue, b->cue);
    same_spans(a->contents, a->content_count, b->contents, b->content_count);
    assert_int_equal(a->form, b->form);
    assert_memory_equal(&a->confidence, &b->confidence, sizeof a->confidence);
    assert_int_equal(a->entity, b->entity);
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->act, b->act);
    same_span(a->to.words, b->to.words);
    assert_int_equal(a->to.entity, b->to.entity);
    same_span(a->via.words, b->via.words);
    assert_int_equal(a->via.entity, b->via.entity);
    same_span(a->when, b->when);
    same_text(a->date, b->date);
    same_span(a->anonymity, b->anonymity);
    assert_int_equal(a->within, b->within);
}

static void same_entities(const sayso_document *document, const KeptArticle *kept)
{
    assert_int_equal(kept->entity_count, sayso_document_entities(document));
    for (uint32_t i = 0; i < kept->entity_count; i++) {
        const KeptEntity *b = &kept->entities[i];
        sayso_entity a;
        assert_int_equal(sayso_document_entity(document, i, &a, sizeof a), SAYSO_OK);
        assert_int_equal(a.type, b->type);
        same_text(a.name, b->name);
        same_text(a.country, b->country);
        same_spans(a.mentions, a.mention_count, b->mentions, b->mention_count);
        same_spans(a.roles, a.role_count, b->roles, b->role_count);
    }
}

static void same_document(const sayso_document *document, const KeptArticle *kept)
{
    same_text(sayso_document_text(document), kept->text);
    same_text(sayso_document_published(document), kept->published);
    same_span(sayso_document_byline(document), kept->byline_span);
    assert_int_equal(kept->credit_count, sayso_document_credits(document));
    for (uint32_t i = 0; i < kept->credit_count; i++)
        assert_int_equal(kept->credits[i], sayso_document_credit(document, i));
    assert_int_equal(kept->warning_count, sayso_document_warnings(document));
    for (uint32_t i = 0; i < kept->warning_count; i++)
        same_text(kept->warnings[i], sayso_document_warning(document, i));
    same_entities(document, kept);
    assert_int_equal(kept->attribution_count, sayso_document_attributions(document));
    for (uint32_t i = 0; i < kept->attribution_count; i++) {
        sayso_attribution a;
        assert_int_equal(sayso_document_attribution(document, i, &a, sizeof a), SAYSO_OK);
        same_attribution(&a, &kept->attributions[i]);
    }
}

static void comes_back(const char *label, const char *bytes, size_t size)
{
    Ledger *ledger = shelf_ledger(&shelf, LEDGER_KEEP);
    sayso_document *document = shelf_document(&shelf, bytes, size, "");
    Report report = shelf_report(document, label, "");
    report.outlet = text_literal("The Harbour Gazette");
    report.title = text_literal("A title");
    report.byline = text_literal("By Maren Oft");
    LedgerAdded added = shelf_add_report(&shelf, ledger, &report);
    KeptArticle kept;
    ledger_close(ledger);
    ledger = shelf_ledger(&shelf, LEDGER_ASK); /* from the file alone */
    assert_int_equal(ledger_article(ledger, added.article, &shelf.arena, &kept, NULL), SAYSO_OK);
    same_document(document, &kept);
    same_text(kept.label, report.label);
    same_text(kept.outlet, report.outlet);
    same_text(kept.title, report.title);
    same_text(kept.byline, report.byline);
    same_text(kept.program, report.program);
    same_text(kept.model, report.model);
    assert_int_equal(kept.format, 1);
    assert_int_equal(kept.added.size, strlen("2026-03-06T12:00:00Z"));
    sayso_document_free(document);
    ledger_close(ledger);
}

static void gives_back_every_sample(void **state)
{
    (void)state;
    for (size_t i = 0; i < shelf.count; i++)
        comes_back(shelf.labels[i], shelf.sources[i].data, shelf.sources[i].size);
}

static void gives_back_odd_articles(void **state)
{
    (void)state;
    comes_back("empty", "", 0);
    comes_back("windows", "\x93We agree,\x94 Ansel Threlk said.", 29); /* with a warning */
    comes_back("nul", "Ansel Threlk said\0 that it rains.", 33);
}

/* ---- what is counted ---- */

static int64_t number(const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *q;
    assert_int_equal(sqlite3_open(shelf.path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(q), SQLITE_ROW);
    int64_t value = sqlite3_column_int64(q, 0);
    sqlite3_finalize(q);
    sqlite3_close(db);
    return value;
}

#define OF_CORVANE "(SELECT id FROM actor WHERE name = 'Ilsabet Corvane')"

/* Said three times, in two articles, one of them with an earlier revision: that one does not count. */
static void counts_current_revisions(void **state)
{
    (void)state;
    static const char url[] = "https://gazette.example/audit";
    Ledger *ledger = shelf_ledger(&shelf, LEDGER_KEEP);
    (void)shelf_add(&shelf, ledger, "Ilsabet Corvane told Martin Quennerby that the audit was lost.", "", url);
    (void)shelf_add(&shelf, ledger, "Ilsabet Corvane told Martin Quennerby that the audit was found.", "", url);
    (void)shelf_add(&shelf, ledger,
                    "date 2026-03-06 Ilsabet Corvane told Martin Quennerby that it rained. “It snows,” Ilsabet Corvane"
                    " said.",
                    "", "");
    ledger_close(ledger);
    assert_int_equal(number("SELECT count(*) FROM actor WHERE name LIKE '%Corvane'"), 1);
    assert_int_equal(number("SELECT statements FROM actor WHERE id = " OF_CORVANE), 3);
    assert_int_equal(number("SELECT sum(count) FROM talk JOIN form ON form.id = source WHERE actor = " OF_CORVANE), 2);
    assert_true(number("SELECT count(*) FROM form_word WHERE word = 'corvane'") > 0);
    assert_int_equal(number("SELECT count FROM tally WHERE name = 'article'"), 3);
    assert_int_equal(number("SELECT count FROM tally WHERE name = 'current'"), 2);
    assert_int_equal(number("SELECT count FROM tally WHERE name = 'attribution'"), 3);
    assert_int_equal(number("SELECT count FROM tally WHERE name = 'kind' AND key = 1"), 3);
    assert_int_equal(number("SELECT count FROM tally WHERE name = 'words'"), 10 + 13);
    assert_int_equal(number("SELECT count(*) FROM attribution WHERE day = '2026-03-06'"), 2);
    assert_int_equal(number("SELECT count(*) FROM attribution WHERE day IS NULL"), 2);
}

/* ---- what is refused or mended ---- */

static void cleans_names_that_are_no_utf8(void **state)
{
    (void)state;
    Ledger *ledger = shelf_ledger(&shelf, LEDGER_KEEP);
    KeptArticle kept;
    LedgerAdded added = shelf_add(&shelf, ledger, first, "caf\xe9", "");
    assert_int_equal(ledger_article(ledger, added.article, &shelf.arena, &kept, NULL), SAYSO_OK);
    same_text(kept.label, text_literal("caf\xef\xbf\xbd"));
    ledger_close(ledger);
}

static void refuses_a_bad_day(void **state)
{
    (void)state;
    sayso_document *document = shelf_document(&shelf, first, strlen(first), "");
    Report report = shelf_report(document, "a", "");
    Draft *draft;
    static const char *const days[] = {"2026-02-30", "2026-03", "yesterday", "2026-W10"};
    for (size_t i = 0; i < COUNT(days); i++) {
        report.published = text_literal(days[i]);
        assert_int_equal(ledger_draft(&report, &shelf.arena, &draft, NULL), SAYSO_ERROR_ARGUMENT);
        assert_null(draft);
    }
    sayso_document_free(document);
}

/* ---- many at once ---- */

/* It borrows of the document. */
static Draft *draft_of(const sayso_document *document)
{
    Draft *draft;
    Report report = {.document = document};
    assert_int_equal(ledger_draft(&report, &shelf.arena, &draft, NULL), SAYSO_OK);
    return draft;
}

/* One that fails takes back what waits; all can be added again. */
static void holds_and_takes_back(void **state)
{
    (void)state;
    Ledger *ledger = shelf_ledger(&shelf, LEDGER_KEEP);
    sayso_document *documents[] = {shelf_document(&shelf, first, strlen(first), ""), shelf_document(&shelf, second, strlen(second), "")};
    const Draft *drafts[] = {draft_of(documents[0]), draft_of(documents[1])};
    LedgerAdded added;
    Arena none;
    arena_init(&none, &libc_allocator, 64);
    assert_int_equal(ledger_hold(ledger, NULL), SAYSO_OK);
    assert_int_equal(ledger_add(ledger, drafts[0], &shelf.scratch, &added, NULL), SAYSO_OK);
    assert_int_equal(ledger_add(ledger, drafts[1], &none, &added, NULL), SAYSO_ERROR_MEMORY);
    assert_false(ledger_holds(ledger)); /* the first was taken back, too */
    for (int i = 0; i < 2; i++) {
        assert_int_equal(ledger_add(ledger, drafts[i], &shelf.scratch, &added, NULL), SAYSO_OK);
        assert_int_equal(added.outcome, LEDGER_ADDED);
        assert_int_equal(added.article, i + 1);
    }
    assert_int_equal(ledger_hold(ledger, NULL), SAYSO_OK);
    assert_int_equal(ledger_release(ledger, NULL), SAYSO_OK);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(ledger_add(ledger, drafts[i], &shelf.scratch, &added, NULL), SAYSO_OK);
        assert_int_equal(added.outcome, LEDGER_KNOWN);
    }
    arena_free(&none);
    for (size_t i = 0; i < COUNT(documents); i++) sayso_document_free(documents[i]);
    ledger_close(ledger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(knows_a_text_again, fresh),     cmocka_unit_test_setup(knows_a_text_with_a_url, fresh),
        cmocka_unit_test_setup(keeps_revisions, fresh),        cmocka_unit_test_setup(gives_back_every_sample, fresh),
        cmocka_unit_test_setup(gives_back_odd_articles, fresh), cmocka_unit_test_setup(cleans_names_that_are_no_utf8, fresh),
        cmocka_unit_test_setup(holds_and_takes_back, fresh),
        cmocka_unit_test_setup(refuses_a_bad_day, fresh),      cmocka_unit_test_setup(counts_current_revisions, fresh),
    };
    shelf_open(&shelf);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    shelf_close(&shelf);
    return failed;
}
