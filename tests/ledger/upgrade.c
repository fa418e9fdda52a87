/* A ledger of format 1, 2 or 3 is brought up to this one by whoever opens it: in one transaction, told in a sentence, and with all
 * that can be cited where it was. format1.db.gz and so on: what the programs of those formats made of data/sample. */
#include "unit.h"

#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "ledger/hand.h"
#include "public.h"

static char folder[64], path[96];
static Bytes formats[3]; /* files of formats 1, 2 and 3 */
static Bytes old;        /* the one that is brought up */

static void write_old(void)
{
    static const char *const endings[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < COUNT(endings); i++) {
        char name[128];
        snprintf(name, sizeof name, "%s%s", path, endings[i]);
        (void)unlink(name);
    }
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(old.data, 1, old.size, file), old.size);
    assert_int_equal(fclose(file), 0);
}

static int fresh(void **state)
{
    (void)state;
    assert_int_equal(chmod(folder, 0777), 0);
    old = formats[0];
    write_old();
    return 0;
}

static int fresh_2(void **state)
{
    (void)state;
    old = formats[1];
    write_old();
    return 0;
}

static int fresh_3(void **state)
{
    (void)state;
    old = formats[2];
    write_old();
    return 0;
}

static void run_sql(const char *sql)
{
    sqlite3 *db;
    char *message = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &message)) die(message, NULL);
    sqlite3_close(db);
}

static int64_t number(const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *q;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(q), SQLITE_ROW);
    int64_t value = sqlite3_column_int64(q, 0);
    sqlite3_finalize(q);
    sqlite3_close(db);
    return value;
}

static void is_old_still(void)
{
    assert_int_equal(number("PRAGMA user_version"), 1);
    assert_int_equal(number("SELECT count(*) FROM sqlite_schema WHERE name = 'form'"), 0);
    assert_int_equal(number("SELECT count(*) FROM attribution"), 235);
}

static void is_sound(Ledger *ledger)
{
    LedgerProof proof;
    assert_int_equal(ledger_verify(ledger, hand_tell, NULL, NULL, &proof, NULL), SAYSO_OK);
    assert_int_equal(proof.faults, 0);
    assert_int_equal(proof.articles, 15);
    assert_int_equal(proof.attributions, 235);
}

/* Whoever opens it, to ask or to keep, finds it in the new format; it is told once. */
static void who_opens_it_brings_it_up(void **state)
{
    (void)state;
    static const LedgerMode modes[] = {LEDGER_ASK, LEDGER_KEEP};
    for (size_t i = 0; i < COUNT(modes); i++) {
        LedgerMode mode = modes[i];
        write_old();
        Ledger *ledger = hand_ledger(path, mode);
        assert_non_null(ledger_told(ledger));
        assert_non_null(strstr(ledger_told(ledger), "brought up to format 4"));
        is_sound(ledger);
        ledger_close(ledger);
        assert_int_equal(number("PRAGMA user_version"), LEDGER_FORMAT);
        assert_int_equal(number("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'old_%' OR name IN ('actor_word', 'claim_words')"), 0);
        ledger = hand_ledger(path, mode);
        assert_null(ledger_told(ledger));
        is_sound(ledger);
        ledger_close(ledger);
    }
}

static void who_looks_leaves_it(void **state)
{
    (void)state;
    Ledger *ledger;
    Error error;
    write_old();
    assert_int_equal(ledger_open(path, LEDGER_LOOK, 1000, &ledger, &error), SAYSO_ERROR_IO);
    assert_non_null(strstr(error.message, "has to be brought up to format 4, which a dry run does not do"));
    assert_int_equal(number("PRAGMA user_version"), 1);
    ledger_close(hand_ledger(path, LEDGER_ASK));
    ledger_close(hand_ledger(path, LEDGER_LOOK));
}

/* Articles, and the claims that were cited, have the numbers that they had; each claim is still said. */
static void numbers_stay(void **state)
{
    (void)state;
    char sql[300];
    snprintf(sql, sizeof sql, "ATTACH '%s' AS was", unit_path("SAYSO_FORMAT1"));
    ledger_close(hand_ledger(path, LEDGER_KEEP));
    static const char *const none[] = {
        "SELECT count(*) FROM was.article o LEFT JOIN main.article n ON n.id = o.id WHERE n.sha256 IS NOT o.sha256 OR n.story IS NOT"
        " o.story OR n.revision IS NOT o.revision OR n.current IS NOT o.current OR n.label IS NOT o.label OR n.url IS NOT o.url OR"
        " n.added IS NOT o.added OR n.published IS NOT o.published OR n.family IS NOT o.family OR n.maker IS NOT o.maker",
        "SELECT count(*) FROM was.claim o LEFT JOIN main.claim n ON n.id = o.id WHERE n.text IS NOT o.text OR (n.statements = 0 AND"
        " n.same_as = 0)",
        "SELECT count(*) FROM was.attribution o LEFT JOIN main.attribution n ON n.article = o.article AND n.number = o.number"
        " WHERE n.contents IS NOT o.contents OR n.act IS NOT o.act OR n.kind IS NOT o.kind OR n.manner IS NOT o.form OR n.day IS NOT"
        " o.day OR n.source_begin IS NOT o.source_begin OR n.entity IS NOT o.entity OR n.within IS NOT o.within",
        /* what was one claim and is another now: an outer and its inner alone */
        "SELECT count(*) > 5 FROM was.attribution o JOIN main.attribution n ON n.article = o.article AND n.number = o.number WHERE"
        " o.claim IS NOT NULL AND n.claim IS NOT o.claim",
        "SELECT count(*) FROM was.reprint o LEFT JOIN main.reprint n ON n.article = o.article AND n.of = o.of WHERE n.words IS NOT o.words",
    };
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    for (size_t i = 0; i < COUNT(none); i++) {
        sqlite3_stmt *q;
        assert_int_equal(sqlite3_prepare_v2(db, none[i], -1, &q, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_step(q), SQLITE_ROW);
        if (sqlite3_column_int64(q, 0)) print_error("%s: %lld\n", none[i], (long long)sqlite3_column_int64(q, 0));
        assert_int_equal(sqlite3_column_int64(q, 0), 0);
        sqlite3_finalize(q);
    }
    sqlite3_close(db);
}

/* What was known is known: who, what, who copied whom; and adding goes on. */
static void it_answers_and_goes_on(void **state)
{
    (void)state;
    Book h = {.ledger = hand_ledger(path, LEDGER_KEEP)};
    WhoAnswer who;
    AboutAnswer about;
    StatsAnswer stats;
    arena_init(&h.arena, &libc_allocator, SIZE_MAX / 2);
    arena_init(&h.scratch, &libc_allocator, SIZE_MAX / 2);
    assert_int_equal(ledger_who(h.ledger, "threlk", &(Scope){0}, &h.arena, &who, NULL), SAYSO_OK);
    assert_true(text_is(who.actors.items[0].name, "Ansel Threlk"));
    assert_true(who.said[0].all > 5);
    assert_int_equal(ledger_about(h.ledger, "dredger mooring", &(Scope){0}, &h.arena, &about, NULL), SAYSO_OK);
    assert_true(about.found > 5 && about.count > 0);
    assert_int_equal(ledger_stats(h.ledger, &(Scope){0}, &h.arena, &stats, NULL), SAYSO_OK);
    assert_int_equal(stats.articles, 14);
    assert_int_equal(stats.revisions, 1);
    assert_int_equal(stats.attributions, 228);
    KeptArticle kept;
    assert_int_equal(ledger_article(h.ledger, 1, &h.arena, &kept, NULL), SAYSO_OK);
    assert_int_equal(kept.format, 1); /* until it is read anew */
    HandSaid said = {.name = "Ansel Threlk", .content = "that 19 ships had been ordered to anchor outside the breakwater"};
    HandArticle article = {.label = "new", .outlet = "Lantern", .said = &said, .count = 1, .before = "What follows is new here."};
    assert_int_equal(hand_add(&h, &article), 16);
    LedgerRemoved gone;
    assert_int_equal(ledger_remove(h.ledger, 11, &h.scratch, &gone, NULL), SAYSO_OK);
    assert_int_equal(gone.current, 15);
    hand_prove(h.ledger);
    ledger_close(h.ledger);
    arena_free(&h.arena);
    arena_free(&h.scratch);
}

/* ---- two at once ---- */

static void run_opener(int ready, LedgerMode mode)
{
    char byte;
    Ledger *ledger;
    if (read(ready, &byte, 1) < 0) _exit(2);
    if (ledger_open(path, mode, 20000, &ledger, NULL)) _exit(1);
    int told = ledger_told(ledger) != NULL;
    ledger_close(ledger);
    _exit(told ? 10 : 0);
}

static void several_open_it_at_once(void **state)
{
    (void)state;
    for (int round = 0; round < 5; round++) {
        int ready[2], status, told = 0;
        pid_t children[4];
        write_old();
        assert_int_equal(pipe(ready), 0);
        for (size_t i = 0; i < COUNT(children); i++)
            if (!(children[i] = fork())) {
                close(ready[1]);
                run_opener(ready[0], i % 2 ? LEDGER_ASK : LEDGER_KEEP);
            }
        close(ready[1]); /* all of them go on at this moment */
        close(ready[0]);
        for (size_t i = 0; i < COUNT(children); i++) {
            assert_int_equal(waitpid(children[i], &status, 0), children[i]);
            assert_true(WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 10));
            told += WEXITSTATUS(status) == 10;
        }
        assert_true(told >= 1);
        Ledger *ledger = hand_ledger(path, LEDGER_ASK);
        is_sound(ledger);
        ledger_close(ledger);
    }
}

/* ---- what goes wrong on the way leaves it as it was ---- */

static void refused(LedgerMode mode, const char *sentence)
{
    Ledger *ledger = (Ledger *)(uintptr_t)1;
    Error error = {.message = ""};
    assert_int_equal(ledger_open(path, mode, 100, &ledger, &error), SAYSO_ERROR_IO);
    assert_null(ledger);
    if (!strstr(error.message, sentence)) assert_string_equal(error.message, sentence);
}

static void a_damaged_one_is_refused(void **state)
{
    (void)state;
    static const char *const damages[] = {
        "UPDATE attribution SET contents = x'0000000000ffff7f' WHERE article = 3 AND number = 2",
        "UPDATE attribution SET source_begin = 2000000000, source_end = 2100000000 WHERE article = 9",
        "UPDATE attribution SET entity = 999 WHERE article = 15",
        "UPDATE attribution SET kind = 77 WHERE article = 1",
        "UPDATE entity SET mentions = x'ffffff00ffffff7f' WHERE article = 5",
        "UPDATE claim SET gist = x'00'",
        "DROP TABLE attribution",
        "DROP TABLE claim",
    };
    for (size_t i = 0; i < COUNT(damages); i++) {
        write_old();
        run_sql(damages[i]);
        for (LedgerMode mode = LEDGER_ASK; mode <= LEDGER_KEEP; mode++) {
            refused(mode, path);
            assert_int_equal(number("PRAGMA user_version"), 1);
            assert_int_equal(number("SELECT count(*) FROM sqlite_schema WHERE name = 'form'"), 0);
        }
    }
}

static void another_writer_is_waited_for(void **state)
{
    (void)state;
    sqlite3 *other;
    assert_int_equal(sqlite3_open(path, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    refused(LEDGER_KEEP, "another program is writing");
    refused(LEDGER_ASK, "of an older format and cannot be brought up to this one");
    assert_int_equal(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(other);
    is_old_still();
    ledger_close(hand_ledger(path, LEDGER_ASK));
}

static void as_nobody(LedgerMode mode, const char *sentence)
{
    int status;
    pid_t child = fork();
    if (!child) {
        Ledger *ledger;
        Error error = {.message = ""};
        if (!geteuid() && (setgid(65534) || setuid(65534))) _exit(3);
        if (ledger_open(path, mode, 100, &ledger, &error) != SAYSO_ERROR_IO) _exit(4);
        if (!strstr(error.message, sentence)) fprintf(stderr, "%s\n", error.message);
        _exit(strstr(error.message, sentence) ? 0 : 5);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void one_that_may_not_be_written_is_refused(void **state)
{
    (void)state;
    ledger_close(NULL);
    assert_int_equal(chmod(path, 0444), 0);
    assert_int_equal(chmod(folder, 0555), 0);
    as_nobody(LEDGER_ASK, "of an older format and cannot be brought up to this one");
    as_nobody(LEDGER_KEEP, "read-only");
    assert_int_equal(chmod(folder, 0777), 0);
    assert_int_equal(chmod(path, 0644), 0);
    is_old_still();
}

/* No room for the new tables: whatever was written is taken back, and with room it is brought up. */
static void a_full_disk_takes_it_back(void **state)
{
    (void)state;
    for (rlim_t most = 4096; most < 700000; most += 45000) {
        int status;
        write_old();
        pid_t child = fork();
        if (!child) {
            Ledger *ledger;
            Error error = {.message = ""};
            const struct rlimit limit = {most, most};
            (void)signal(SIGXFSZ, SIG_IGN);
            if (setrlimit(RLIMIT_FSIZE, &limit)) _exit(3);
            Status opened = ledger_open(path, LEDGER_KEEP, 100, &ledger, &error);
            if (!opened) ledger_close(ledger);
            _exit(!opened ? 10 : opened == SAYSO_ERROR_IO && strstr(error.message, path) ? 0 : 4);
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 10));
        if (!WEXITSTATUS(status)) is_old_still();
        Ledger *ledger = hand_ledger(path, LEDGER_KEEP);
        is_sound(ledger);
        ledger_close(ledger);
    }
}

/* ---- format 2: it has no events, and lacks nothing else ---- */

static void is_format_2_still(void)
{
    assert_int_equal(number("PRAGMA user_version"), 2);
    assert_int_equal(number("SELECT count(*) FROM sqlite_schema WHERE name IN ('event', 'party', 'eventful')"), 0);
    assert_int_equal(number("SELECT count(*) FROM attribution"), 230);
}

static void prove(Ledger *ledger, uint64_t faults)
{
    LedgerProof proof;
    assert_int_equal(ledger_verify(ledger, faults ? NULL : hand_tell, NULL, NULL, &proof, NULL), SAYSO_OK);
    assert_int_equal(proof.faults, faults);
    assert_int_equal(proof.attributions, 230);
}

static void format_2_gets_events(void **state)
{
    (void)state;
    static const LedgerMode modes[] = {LEDGER_ASK, LEDGER_KEEP};
    for (size_t i = 0; i < COUNT(modes); i++) {
        write_old();
        int64_t rows = number("SELECT sum(hex(seal) <> '') FROM attribution");
        Ledger *ledger = hand_ledger(path, modes[i]);
        assert_non_null(strstr(ledger_told(ledger), "brought up to format 4, which keeps events and watches"));
        prove(ledger, 0);
        ledger_close(ledger);
        assert_int_equal(number("PRAGMA user_version"), LEDGER_FORMAT);
        assert_int_equal(number("SELECT count(*) FROM attribution WHERE seal IS NOT NULL"), rows);
        ledger = hand_ledger(path, modes[i]);
        assert_null(ledger_told(ledger));
        ledger_close(ledger);
    }
}

/* That articles have no events yet is known of each, and adding goes on. */
static void format_2_has_none_until_it_is_read(void **state)
{
    (void)state;
    Book h = {.ledger = hand_ledger(path, LEDGER_KEEP)};
    KeptArticle kept;
    arena_init(&h.arena, &libc_allocator, SIZE_MAX / 2);
    arena_init(&h.scratch, &libc_allocator, SIZE_MAX / 2);
    assert_int_equal(ledger_article(h.ledger, 5, &h.arena, &kept, NULL), SAYSO_OK);
    assert_false(kept.has_events);
    assert_int_equal(kept.event_count, 0);
    HandSaid said = {.name = "Ansel Threlk", .content = "that 19 ships had been ordered to anchor outside the breakwater"};
    HandArticle article = {.label = "new", .said = &said, .count = 1, .before = "What follows is new here."};
    assert_int_equal(hand_add(&h, &article), 15);
    hand_prove(h.ledger);
    ledger_close(h.ledger);
    arena_free(&h.arena);
    arena_free(&h.scratch);
}

/* What was changed behind the program's back before is not sealed as it is now. */
static void damage_of_format_2_is_told(void **state)
{
    (void)state;
    run_sql("UPDATE attribution SET act = 1 WHERE article = 4 AND number = 2");
    Ledger *ledger = hand_ledger(path, LEDGER_KEEP);
    prove(ledger, 3); /* the row's seal, the tallies of two acts */
    ledger_close(ledger);
}

static void a_format_2_that_cannot_be_written_is_refused(void **state)
{
    (void)state;
    sqlite3 *other;
    assert_int_equal(sqlite3_open(path, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    refused(LEDGER_KEEP, "another program is writing");
    refused(LEDGER_ASK, "of an older format and cannot be brought up to this one");
    assert_int_equal(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(other);
    refused(LEDGER_LOOK, "of format 2 and has to be brought up to format 4, which a dry run does not do");
    is_format_2_still();
}

/* ---- format 3: it has no watches, and lacks nothing else ---- */

static void format_3_gets_watches(void **state)
{
    (void)state;
    static const LedgerMode modes[] = {LEDGER_ASK, LEDGER_KEEP};
    for (size_t i = 0; i < COUNT(modes); i++) {
        write_old();
        int64_t events = number("SELECT count(*) FROM event WHERE seal IS NOT NULL");
        assert_true(events > 0);
        Ledger *ledger = hand_ledger(path, modes[i]);
        assert_string_equal(ledger_told(ledger), "the ledger was brought up to format 4, which keeps watches, and its actors were joined anew");
        prove(ledger, 0);
        ledger_close(ledger);
        assert_int_equal(number("PRAGMA user_version"), LEDGER_FORMAT);
        assert_int_equal(number("SELECT count(*) FROM event WHERE seal IS NOT NULL"), events);
        assert_int_equal(number("SELECT count(*) FROM watch"), 0);
        ledger = hand_ledger(path, modes[i]);
        assert_null(ledger_told(ledger));
        ledger_close(ledger);
    }
}

static void damage_of_format_3_is_told(void **state)
{
    (void)state;
    run_sql("UPDATE event SET status = 0 WHERE article = 5 AND number = 1");
    Ledger *ledger = hand_ledger(path, LEDGER_KEEP);
    prove(ledger, 1);
    ledger_close(ledger);
}

static void a_format_3_that_cannot_be_written_is_refused(void **state)
{
    (void)state;
    sqlite3 *other;
    assert_int_equal(sqlite3_open(path, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    refused(LEDGER_KEEP, "another program is writing");
    refused(LEDGER_ASK, "of an older format and cannot be brought up to this one");
    assert_int_equal(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(other);
    refused(LEDGER_LOOK, "of format 3 and has to be brought up to format 4, which a dry run does not do");
    assert_int_equal(number("PRAGMA user_version"), 3);
    assert_int_equal(number("SELECT count(*) FROM sqlite_schema WHERE name IN ('watch', 'alert', 'teller', 'feed')"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(who_opens_it_brings_it_up, fresh),
        cmocka_unit_test_setup(who_looks_leaves_it, fresh),
        cmocka_unit_test_setup(numbers_stay, fresh),
        cmocka_unit_test_setup(it_answers_and_goes_on, fresh),
        cmocka_unit_test_setup(several_open_it_at_once, fresh),
        cmocka_unit_test_setup(a_damaged_one_is_refused, fresh),
        cmocka_unit_test_setup(another_writer_is_waited_for, fresh),
        cmocka_unit_test_setup(one_that_may_not_be_written_is_refused, fresh),
        cmocka_unit_test_setup(a_full_disk_takes_it_back, fresh),
        cmocka_unit_test_setup(format_2_gets_events, fresh_2),
        cmocka_unit_test_setup(format_2_has_none_until_it_is_read, fresh_2),
        cmocka_unit_test_setup(damage_of_format_2_is_told, fresh_2),
        cmocka_unit_test_setup(a_format_2_that_cannot_be_written_is_refused, fresh_2),
        cmocka_unit_test_setup(format_3_gets_watches, fresh_3),
        cmocka_unit_test_setup(damage_of_format_3_is_told, fresh_3),
        cmocka_unit_test_setup(a_format_3_that_cannot_be_written_is_refused, fresh_3),
    };
    snprintf(folder, sizeof folder, "/tmp/sayso-upgrade-XXXXXX");
    if (!mkdtemp(folder)) die("no temporary folder", NULL);
    snprintf(path, sizeof path, "%s/ledger.db", folder);
    formats[0] = read_bytes(unit_path("SAYSO_FORMAT1"));
    formats[1] = read_bytes(unit_path("SAYSO_FORMAT2"));
    formats[2] = read_bytes(unit_path("SAYSO_FORMAT3"));
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    hand_unlink(path);
    (void)rmdir(folder);
    free(formats[0].data);
    free(formats[1].data);
    free(formats[2].data);
    return failed;
}
