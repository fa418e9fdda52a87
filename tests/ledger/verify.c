/* Verify: nothing to tell of a sound ledger; each thing that is broken in the file is told, of the right article. */
#include "unit.h"

#include <sqlite3.h>

#include "ledger/shelf.h"

static Shelf shelf;

typedef struct Heard {
    char text[20000];
    size_t size, count;
    int64_t first; /* the article of the first fault */
} Heard;

static void tell(void *context, int64_t article, const char *sentence)
{
    Heard *t = context;
    if (!t->count++) t->first = article;
    int n = snprintf(t->text + t->size, sizeof t->text - t->size, "%lld: %s\n", (long long)article, sentence);
    if (n > 0 && (size_t)n < sizeof t->text - t->size) t->size += (size_t)n;
}

static LedgerProof verify(Heard *told, LedgerMode mode)
{
    LedgerProof proof;
    sayso_error error;
    Ledger *ledger = shelf_ledger(&shelf, mode);
    *told = (Heard){.size = 0};
    if (ledger_verify(ledger, tell, NULL, told, &proof, &error)) die("verify", &error);
    ledger_close(ledger);
    assert_int_equal(proof.faults, told->count);
    return proof;
}

static void run_sql(const char *sql)
{
    sqlite3 *db;
    char *message = NULL;
    assert_int_equal(sqlite3_open(shelf.path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &message)) die(message, NULL);
    assert_true(sqlite3_total_changes(db) > 0);
    sqlite3_close(db);
}

static const char revised[] = "Minister Ilsabet Corvane told Senator Rufus Quennerby on Friday that the audit was lost.\n";
static const char revision[] = "Minister Ilsabet Corvane told Senator Rufus Quennerby on Friday that the audit was found.\n";

static Bytes sound; /* the file, as it is before something is broken */

static void fill(void)
{
    Ledger *ledger = shelf_ledger(&shelf, LEDGER_KEEP);
    shelf_add_samples(&shelf, ledger);
    (void)shelf_add(&shelf, ledger, revised, "", "https://gazette.example/audit");
    (void)shelf_add(&shelf, ledger, revision, "", "https://gazette.example/audit");
    ledger_close(ledger);
}

static int filled(void **state)
{
    (void)state;
    shelf_clear(&shelf);
    if (!sound.data) {
        fill();
        sound = read_bytes(shelf.path);
        return 0;
    }
    FILE *file = fopen(shelf.path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(sound.data, 1, sound.size, file), sound.size);
    return fclose(file);
}

static void finds_nothing_in_a_sound_ledger(void **state)
{
    (void)state;
    Heard told;
    LedgerProof proof = verify(&told, LEDGER_ASK);
    assert_string_equal(told.text, "");
    assert_int_equal(proof.articles, shelf.count + 2);
    assert_true(proof.attributions > 50);
    assert_true(proof.spans > 4 * proof.attributions);
}

static void finds_nothing_after_reading_anew(void **state)
{
    (void)state;
    Heard told;
    Ledger *ledger = shelf_ledger(&shelf, LEDGER_KEEP);
    for (int64_t id = 1; id <= (int64_t)shelf.count + 2; id++) { /* the last but one is no current revision */
        KeptArticle kept;
        Draft *draft;
        assert_int_equal(ledger_article(ledger, id, &shelf.arena, &kept, NULL), SAYSO_OK);
        sayso_document *document = shelf_document(&shelf, kept.text.data, kept.text.size, "2026-03-20");
        Report report = shelf_report(document, "", "");
        assert_int_equal(ledger_draft(&report, &shelf.arena, &draft, NULL), SAYSO_OK);
        assert_int_equal(ledger_replace(ledger, id, draft, &shelf.scratch, NULL), SAYSO_OK);
        sayso_document_free(document);
    }
    ledger_close(ledger);
    LedgerProof proof = verify(&told, LEDGER_KEEP);
    assert_string_equal(told.text, "");
    assert_int_equal(proof.articles, shelf.count + 2);
}

static void refuses_to_read_another_text_anew(void **state)
{
    (void)state;
    Heard told;
    Draft *draft;
    sayso_error error;
    Ledger *ledger = shelf_ledger(&shelf, LEDGER_KEEP);
    sayso_document *document = shelf_document(&shelf, revised, sizeof revised - 1, "");
    Report report = shelf_report(document, "", "");
    assert_int_equal(ledger_draft(&report, &shelf.arena, &draft, NULL), SAYSO_OK);
    assert_int_equal(ledger_replace(ledger, 1, draft, &shelf.scratch, &error), SAYSO_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "article 1 "));
    assert_int_equal(ledger_replace(ledger, 99, draft, &shelf.scratch, &error), SAYSO_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "article 99 "));
    sayso_document_free(document);
    ledger_close(ledger);
    (void)verify(&told, LEDGER_ASK);
    assert_string_equal(told.text, "");
}

/* A ledger of before there were seals: it cannot be proved, is sealed by who writes to it, and can be then. */
static void seals_are_made(void **state)
{
    (void)state;
    static const char *const tables[] = {"maker", "outlet", "article", "identity", "reprint", "stretch", "entity", "attribution",
                                         "joint", "claim", "quote", "form", "actor", "decision", "posting", "fresh"};
    Heard told;
    char sql[100];
    for (size_t i = 0; i < COUNT(tables); i++) {
        snprintf(sql, sizeof sql, "ALTER TABLE %s DROP COLUMN seal; DELETE FROM ledger WHERE key <> 'sayso'", tables[i]);
        sqlite3 *db;
        assert_int_equal(sqlite3_open(shelf.path, &db), SQLITE_OK);
        assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
        sqlite3_close(db);
    }
    (void)verify(&told, LEDGER_ASK);
    assert_int_equal(told.count, 1);
    assert_non_null(strstr(told.text, "has no seals yet"));
    ledger_close(shelf_ledger(&shelf, LEDGER_KEEP));
    (void)verify(&told, LEDGER_ASK);
    assert_string_equal(told.text, "");
    run_sql("UPDATE outlet SET country = 'XXX'; UPDATE entity SET name = name || 'x' WHERE article = 5 AND number = 1");
    (void)verify(&told, LEDGER_ASK);
    assert_non_null(strstr(told.text, "5: entity 1 is not what was kept"));
}

typedef struct Break {
    const char *sql;
    int64_t article; /* of the first fault; 0: of none, or whichever */
    const char *sentence;
} Break;

static const Break breaks[] = {
    {"UPDATE article SET text = replace(text, 'a', 'e') WHERE id = 3", 3, "the hash differs"},
    {"UPDATE article SET text = CAST(x'80' || substr(CAST(text AS BLOB), 2) AS TEXT) WHERE id = 3", 3, "not UTF-8"},
    {"UPDATE article SET words = words + 1 WHERE id = 3", 0, "words"},
    {"UPDATE article SET story = 99 WHERE id = 3", 3, "story is article 99"},
    {"UPDATE article SET current = 0 WHERE id = 3", 3, "not marked as current"},
    {"UPDATE article SET family = 77 WHERE id = 3", 3, "article 77, which is not there"},
    {"UPDATE article SET family = 1 WHERE id = 3", 3, "has nothing in common"},
    {"UPDATE tally SET count = 9 WHERE name = 'copy'", 0, "tally of copy 0"},
    {"UPDATE article SET byline_end = 9999 WHERE id = 3", 3, "the byline 1, bytes"},
    {"UPDATE article SET credits = x'63000000' WHERE id = 3", 3, "credit 1 is entity 99"},
    {"UPDATE attribution SET source_end = 99999 WHERE article = 4 AND number = 2", 4, "lies outside the text"},
    {"UPDATE attribution SET source_begin = source_end + 1 WHERE article = 4 AND number = 2", 4, "ends before it begins"},
    {"UPDATE attribution SET contents = substr(contents, 1, 7) WHERE article = 4 AND number = 2", 4, "are cut"},
    {"UPDATE attribution SET contents = x'' WHERE article = 4 AND number = 2", 4, "has no content"},
    {"UPDATE attribution SET contents = CAST(contents || contents AS BLOB) WHERE article = 4 AND number = 2", 4,
     "does not come after"},
    {"UPDATE attribution SET contents = x'0500000005000000' WHERE article = 4 AND number = 2", 4, "is empty"},
    {"UPDATE attribution SET entity = 99 WHERE article = 4 AND number = 2", 4, "which is not there"},
    {"UPDATE attribution SET within = 99 WHERE article = 4 AND number = 2", 4, "lies within 99"},
    {"UPDATE attribution SET kind = 42 WHERE article = 4 AND number = 2", 0, "that is none"},
    {"UPDATE attribution SET act = (act + 1) % 15 WHERE article = 4 AND number = 2", 0, "tally of act"},
    {"UPDATE attribution SET day = '1999-01-01' WHERE article = 4 AND number = 2", 0, "is not that of its date"},
    {"UPDATE attribution SET form = (SELECT max(id) FROM form) WHERE article = 4 AND number = 1", 4, "not the form of its entity"},
    {"UPDATE attribution SET joint = 3 WHERE article = 4 AND number = 1", 4, "counts 3 sources"},
    {"INSERT INTO joint (article, number, place, entity, form, day, within) VALUES (4, 1, 1, 1, (SELECT form FROM entity WHERE article = 4 AND number = 1), NULL, 0)", 4,
     "counts 0 sources and has 2"},
    {"UPDATE attribution SET dropped = 7 WHERE article = 4 AND number = 1", 4, "dropped by decision 7, which does not say so"},
    {"UPDATE attribution SET claim = 99999 WHERE article = 4 AND number = 2", 0, "table claim that is not there"},
    {"DELETE FROM attribution WHERE article = 4 AND number = 2", 4, "not numbered from 1"},
    {"UPDATE entity SET mentions = x'0000000001000000000000000f270000' WHERE article = 5 AND number = 1", 5,
     "a mention of entity 1, bytes 0 to 9999, lies outside"},
    {"UPDATE entity SET form = (SELECT max(id) FROM form) WHERE article = 5 AND number = 1", 0, "articles and stands in"},
    {"UPDATE form SET actor = 99999 WHERE id = 1", 0, "of an actor that is not there"},
    {"UPDATE form SET actor = (SELECT max(id) FROM actor) WHERE id = 1", 0, "actor"},
    {"UPDATE form SET level = level + 1 WHERE id = 1", 0, "has a level that is not of its articles"},
    {"DELETE FROM form_word WHERE form = 1", 0, "has no words"},
    {"INSERT INTO form_word VALUES ('nobody', 99999)", 0, "is not there"},
    {"INSERT INTO form_way VALUES ('i:nobody', 99999)", 0, "is not there"},
    {"DELETE FROM entity WHERE article = 5 AND number = 1", 5, "not numbered from 1"},
    {"UPDATE claim SET statements = statements + 3 WHERE id = 2", 0, "claim 2 counts"},
    {"UPDATE claim SET same_as = 1 WHERE id = 2", 0, "claim 2 was found to be claim 1, and has statements"},
    {"UPDATE quote SET words = substr(words, 1, 3)", 0, "is cut"},
    {"INSERT INTO said (said, rowid, text) VALUES ('delete', 4 << 20 | 1, (SELECT text FROM article WHERE id = 4))", 4, "is not found by its word"},
    {"UPDATE form SET statements = statements + 1 WHERE id = 1", 0, "form 1 counts"},
    {"UPDATE claim SET last_day = '2031-01-01' WHERE id = 2", 0, "of other days"},
    {"UPDATE actor SET statements = statements + 1 WHERE id = 1", 0, "another number of statements than its forms"},
    {"UPDATE talk SET count = count + 1", 0, "too many talks"},
    {"DELETE FROM talk", 0, "too many talks"},
    {"UPDATE tally SET count = count + 1 WHERE name = 'words'", 0, "tally of words 0 is 1 too high"},
    {"DELETE FROM tally WHERE name = 'article'", 0, "tally of article 0"},
    {"UPDATE article SET outlet = NULL, title = 'x' WHERE id = 3", 3, "it is not what was kept"},
    {"UPDATE article SET byline = CAST(x'c3' AS TEXT) WHERE id = 3", 3, "it is not what was kept"},
    {"UPDATE attribution SET confidence = confidence - 0.01 WHERE article = 4 AND number = 2", 4, "attribution 2 is not what was kept"},
    {"UPDATE entity SET name = CAST(x'41ff' AS TEXT) WHERE article = 5 AND number = 1", 5, "entity 1 is not what was kept"},
    {"UPDATE entity SET country = 'XXX' WHERE article = 5 AND number = 1", 5, "entity 1 is not what was kept"},
    {"UPDATE entity SET seal = NULL WHERE article = 5 AND number = 1", 5, "entity 1 has no seal"},
    {"UPDATE maker SET model = 'another'", 0, "is not what was kept"},
    {"UPDATE actor SET name = 'Nobody' WHERE id = 1", 0, "actor 1 (Nobody) is not what was kept"},
    {"UPDATE form SET gender = 1 - gender WHERE id = 1", 0, "is not what was kept"},
    {"UPDATE claim SET text = 'Nothing.' WHERE id = 2", 0, "claim 2 is not what was kept"},
    {"UPDATE reprint SET share = 0.5 WHERE article = 2 AND of = 1", 2, "what it has in common with article 1 is not what was kept"},
    {"UPDATE posting SET items = CAST(items || x'0000000000000000' AS BLOB)", 0, "a list of fingerprints is not what was kept"},
    {"UPDATE fresh SET items = x''", 0, "a list of fingerprints that waits is not what was kept"},
    {"DELETE FROM form_word WHERE word = 'corvane'", 0, "a row of table form_word is gone"},
    {"UPDATE form_way SET way = way || 'x'", 0, "a row of table form_way is gone"},
    {"DELETE FROM identity", 0, "a row of table identity is gone"},
    {"DROP INDEX claim_said; UPDATE ledger SET value = value WHERE key = 'schema'", 0, "the tables of the ledger are not those"},
    {"INSERT INTO said (rowid, text) VALUES (4 << 20 | 1, 'quagmire')", 0, "the index of words"},
    {"UPDATE event SET evidence = x'0000000000000000' WHERE article = 6 AND number = 1", 6, "does not lie in its clause"},
    {"UPDATE event SET triggers = substr(triggers, 1, 7) WHERE article = 6 AND number = 1", 6, "the words of event 1 are cut"},
    {"UPDATE event SET place_end = 999999 WHERE article = 6 AND number = 1", 6, "the place of event 1, bytes 0 to 999999, lies outside"},
    {"UPDATE event SET when_begin = 9, when_end = 3 WHERE article = 6 AND number = 1", 6, "ends before it begins"},
    {"UPDATE event SET said = 99 WHERE article = 6 AND number = 1", 6, "event 1 rests on attribution 99, which is not there"},
    {"UPDATE event SET type = 16, status = 7 WHERE article = 6 AND number = 1", 6, "a type, status or confidence that is none"},
    {"UPDATE event SET day = '1999-01-01' WHERE article = 6 AND number = 1", 6, "is of another type or day"},
    {"UPDATE event SET place_entity = 99 WHERE article = 6 AND number = 1", 6, "is entity 99, which is not there"},
    {"UPDATE event SET mode = 'aerial' WHERE article = 6 AND number = 1", 6, "event 1 is not what was kept"},
    {"DELETE FROM event WHERE article = 6 AND number = 1", 0, "its events are not numbered from 1"},
    {"DELETE FROM event WHERE article = 6 AND number = (SELECT max(number) FROM event WHERE article = 6)", 0, "it is said to have"},
    {"DELETE FROM eventful WHERE article = 6", 0, "its events are not numbered from 1"},
    {"DELETE FROM party WHERE article = 6; DELETE FROM event WHERE article = 6; DELETE FROM eventful WHERE article = 6", 0,
     "a row of table eventful is gone"},
    {"UPDATE party SET words_end = 999999 WHERE article = 6 AND number = 3 AND side = 0", 6, "an actor of event 3, bytes"},
    {"UPDATE party SET form = (SELECT max(id) FROM form) WHERE article = 6 AND number = 3 AND side = 0", 6,
     "a party of event 3 is not the form of its entity"},
    {"UPDATE party SET place = 4 WHERE article = 6 AND number = 3 AND side = 0", 6, "the parties of event 3 are not numbered from 0"},
    {"UPDATE party SET country = 'XXX' WHERE article = 6 AND number = 3 AND side = 0", 6, "actor 1 of event 3 is not what was kept"},
    {"DELETE FROM party WHERE article = 6 AND number = 3 AND side = 1", 6, "its events are said to have"},
    {"DELETE FROM stretch", 2, "in common with article 1 is not there"},
    {"UPDATE stretch SET stretches = substr(stretches, 1, 19)", 2, "are cut"},
    {"UPDATE stretch SET stretches = CAST(substr(stretches, 1, 16) || x'ff0f0000' AS BLOB) WHERE article = 2 AND of = 1", 2,
     "words in common, not 4095"},
};

static void tells_what_is_broken(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(breaks); i++) {
        Heard told;
        assert_int_equal(filled(NULL), 0);
        run_sql(breaks[i].sql);
        (void)verify(&told, LEDGER_KEEP);
        if (!strstr(told.text, breaks[i].sentence) || (breaks[i].article && told.first != breaks[i].article)) {
            fprintf(stderr, "%s\ntells:\n%s", breaks[i].sql, told.text);
            assert_true(false);
        }
    }
}

/* A letter of two bytes, cut in its middle. */
static void tells_a_cut_letter(void **state)
{
    (void)state;
    static const char text[] = "“The audit is lost,” Ansel Threlk said.";
    Heard told;
    Ledger *ledger = shelf_ledger(&shelf, LEDGER_KEEP);
    LedgerAdded added = shelf_add(&shelf, ledger, text, "", "");
    ledger_close(ledger);
    char sql[200];
    snprintf(sql, sizeof sql, "UPDATE attribution SET when_begin = 1, when_end = 6 WHERE article = %lld",
             (long long)added.article);
    run_sql(sql);
    (void)verify(&told, LEDGER_ASK);
    assert_int_equal(told.count, 2); /* the seal, and what is wrong */
    assert_int_equal(told.first, added.article);
    assert_non_null(strstr(told.text, "bytes 1 to 6, cuts a letter"));
}

static bool stop_at_three(void *context, uint64_t done, uint64_t all)
{
    assert_non_null(context);
    assert_int_equal(all, shelf.count + 2);
    return done < 3;
}

static void stops_when_told(void **state)
{
    (void)state;
    LedgerProof proof;
    Heard told = {.size = 0};
    Ledger *ledger = shelf_ledger(&shelf, LEDGER_ASK);
    assert_int_equal(ledger_verify(ledger, tell, stop_at_three, &told, &proof, NULL), SAYSO_OK);
    assert_int_equal(proof.articles, 3);
    ledger_close(ledger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(finds_nothing_in_a_sound_ledger, filled),
        cmocka_unit_test_setup(finds_nothing_after_reading_anew, filled),
        cmocka_unit_test_setup(refuses_to_read_another_text_anew, filled),
        cmocka_unit_test_setup(tells_a_cut_letter, filled),
        cmocka_unit_test_setup(stops_when_told, filled),
        cmocka_unit_test_setup(seals_are_made, filled),
        cmocka_unit_test(tells_what_is_broken),
    };
    shelf_open(&shelf);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    shelf_close(&shelf);
    free(sound.data);
    return failed;
}
