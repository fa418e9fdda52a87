/* Opening: what is no ledger of ours is refused with a sentence and stays as it was, byte for byte, with nothing
 * beside it. */
#include "unit.h"

#include <dirent.h>
#include <sqlite3.h>
#include <sys/wait.h>

#include "ledger/shelf.h"

static Shelf shelf;

static int fresh(void **state)
{
    (void)state;
    shelf_clear(&shelf);
    return 0;
}

static size_t files_in(const char *folder)
{
    size_t count = 0;
    DIR *d = opendir(folder);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));) count += *e->d_name != '.';
    closedir(d);
    return count;
}

static void write_file(const char *path, const void *data, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, size, file), size);
    fclose(file);
}

static Status open_as(LedgerMode mode, sayso_error *error)
{
    Ledger *ledger = (Ledger *)(uintptr_t)1;
    *error = (sayso_error){0};
    Status status = ledger_open(shelf.path, mode, 100, &ledger, error);
    if (status)
        assert_null(ledger);
    else
        ledger_close(ledger);
    return status;
}

/* Both modes refuse it with that in the sentence, and leave it. */
static void refused(const char *sentence)
{
    sayso_error error;
    Bytes before = read_bytes(shelf.path);
    size_t files = files_in(shelf.folder);
    for (LedgerMode mode = LEDGER_ASK; mode <= LEDGER_KEEP; mode++) {
        assert_int_equal(open_as(mode, &error), SAYSO_ERROR_IO);
        assert_int_equal(error.status, SAYSO_ERROR_IO);
        assert_non_null(strstr(error.message, shelf.path));
        if (!strstr(error.message, sentence)) assert_string_equal(error.message, sentence);
        Bytes after = read_bytes(shelf.path);
        assert_int_equal(after.size, before.size);
        assert_memory_equal(after.data, before.data, before.size);
        free(after.data);
        assert_int_equal(files_in(shelf.folder), files);
    }
    free(before.data);
}

static void run_sql(const char *sql)
{
    sqlite3 *db;
    char *message = NULL;
    assert_int_equal(sqlite3_open(shelf.path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &message)) die(message, NULL);
    sqlite3_close(db);
}

static void make_ledger(void)
{
    Ledger *ledger = shelf_ledger(&shelf, LEDGER_KEEP);
    (void)shelf_add(&shelf, ledger, "“It rains,” Minister Ilsabet Corvane said.", "rain", "");
    ledger_close(ledger);
}

static void overwrite(long at, const void *data, size_t size)
{
    FILE *file = fopen(shelf.path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, at, SEEK_SET), 0);
    assert_int_equal(fwrite(data, 1, size, file), size);
    fclose(file);
}

/* ---- making and asking ---- */

static void asks_for_one_that_is_not_there(void **state)
{
    (void)state;
    sayso_error error;
    assert_int_equal(open_as(LEDGER_ASK, &error), SAYSO_ERROR_IO);
    assert_non_null(strstr(error.message, shelf.path));
    assert_non_null(strstr(error.message, "sayso add"));
    assert_int_equal(files_in(shelf.folder), 0);
}

static void makes_one_and_leaves_one_file(void **state)
{
    (void)state;
    sayso_error error;
    make_ledger();
    assert_int_equal(files_in(shelf.folder), 1);
    Bytes before = read_bytes(shelf.path);
    assert_int_equal(open_as(LEDGER_ASK, &error), SAYSO_OK);
    assert_int_equal(open_as(LEDGER_KEEP, &error), SAYSO_OK);
    Bytes after = read_bytes(shelf.path);
    assert_int_equal(after.size, before.size);
    assert_memory_equal(after.data, before.data, before.size);
    assert_int_equal(files_in(shelf.folder), 1);
    free(before.data);
    free(after.data);
}

static void makes_none_where_there_is_no_folder(void **state)
{
    (void)state;
    Ledger *ledger;
    sayso_error error;
    assert_int_equal(ledger_open("/tmp/sayso-no-such-folder/ledger.db", LEDGER_KEEP, 0, &ledger, &error), SAYSO_ERROR_IO);
    assert_non_null(strstr(error.message, "/tmp/sayso-no-such-folder/ledger.db"));
    assert_int_equal(ledger_open("", LEDGER_KEEP, 0, &ledger, &error), SAYSO_ERROR_ARGUMENT);
    assert_null(ledger);
}

static void does_not_write_when_it_asks(void **state)
{
    (void)state;
    make_ledger();
    Ledger *ledger = shelf_ledger(&shelf, LEDGER_ASK);
    sayso_document *document = shelf_document(&shelf, "He said so.", 11, "");
    Report report = shelf_report(document, "", "");
    Draft *draft;
    LedgerAdded added;
    sayso_error error;
    assert_int_equal(ledger_draft(&report, &shelf.arena, &draft, NULL), SAYSO_OK);
    assert_int_equal(ledger_add(ledger, draft, &shelf.scratch, &added, &error), SAYSO_ERROR_IO);
    assert_int_equal(added.article, 0);
    sayso_document_free(document);
    ledger_close(ledger);
}

/* A commit to a file that is nobody's any more is told as a failure, held or not, and what was put in its place stays as it is. */
static void tells_that_it_was_taken_away(void **state)
{
    (void)state;
    enum { REMOVED, REPLACED, EMPTIED, OVERWRITTEN, WAYS };
    static const char garbage[4096] = "this was a ledger, and is none";
    for (int turn = 0; turn < 2 * WAYS; turn++) {
        int way = turn / 2;
        bool held = turn % 2;
        char other[128];
        shelf_clear(&shelf);
        Ledger *ledger = shelf_ledger(&shelf, LEDGER_KEEP);
        (void)shelf_add(&shelf, ledger, "He said so.", "a", "");
        sayso_document *document = shelf_document(&shelf, "She said so, too.", 17, "");
        Report report = shelf_report(document, "b", "");
        Draft *draft;
        LedgerAdded added;
        sayso_error error = {0};
        (void)snprintf(other, sizeof other, "%s/other", shelf.folder);
        if (way == REMOVED) assert_int_equal(unlink(shelf.path), 0);
        if (way == REPLACED) {
            write_file(other, garbage, sizeof garbage);
            assert_int_equal(rename(other, shelf.path), 0);
        }
        if (way == EMPTIED) assert_int_equal(truncate(shelf.path, 0), 0);
        if (way == OVERWRITTEN) write_file(shelf.path, garbage, sizeof garbage);
        assert_int_equal(ledger_draft(&report, &shelf.arena, &draft, NULL), SAYSO_OK);
        Status status = held ? ledger_hold(ledger, &error) : SAYSO_OK;
        if (!status) status = ledger_add(ledger, draft, &shelf.scratch, &added, &error);
        if (!status && held) status = ledger_release(ledger, &error);
        assert_int_equal(status, SAYSO_ERROR_IO);
        assert_non_null(strstr(error.message, shelf.path));
        if (way <= REPLACED) assert_non_null(strstr(error.message, "removed or replaced"));
        ledger_close(ledger);
        sayso_document_free(document);
        assert_int_equal(access(shelf.path, F_OK), way == REMOVED ? -1 : 0);
        if (way != REPLACED) continue;
        Bytes after = read_bytes(shelf.path);
        assert_int_equal(after.size, sizeof garbage);
        assert_memory_equal(after.data, garbage, sizeof garbage);
        free(after.data);
    }
}

static void takes_names_as_they_are(void **state)
{
    (void)state;
    static const char *const names[] = {":memory:", "file:a?mode=memory", "a b#c%20.db", "-x"};
    char here[4096];
    assert_non_null(getcwd(here, sizeof here));
    assert_int_equal(chdir(shelf.folder), 0);
    for (size_t i = 0; i < COUNT(names); i++) {
        Ledger *ledger;
        assert_int_equal(ledger_open(names[i], LEDGER_KEEP, 0, &ledger, NULL), SAYSO_OK);
        ledger_close(ledger);
        assert_int_equal(access(names[i], F_OK), 0);
    }
    assert_int_equal(chdir(here), 0);
}

/* ---- two at once ---- */

static void run_maker(int ready)
{
    char byte;
    Ledger *ledger;
    Error error;
    if (read(ready, &byte, 1) < 0) _exit(2);
    if (ledger_open(shelf.path, LEDGER_KEEP, 5000, &ledger, &error)) {
        fprintf(stderr, "a maker: %s\n", error.message);
        _exit(1);
    }
    ledger_close(ledger);
    _exit(0);
}

static void two_make_one(void **state)
{
    (void)state;
    for (int round = 0; round < 20; round++) {
        int ready[2], status;
        pid_t children[4];
        shelf_clear(&shelf);
        assert_int_equal(pipe(ready), 0);
        for (size_t i = 0; i < COUNT(children); i++)
            if (!(children[i] = fork())) {
                close(ready[1]);
                run_maker(ready[0]);
            }
        close(ready[1]); /* all of them go on at this moment */
        close(ready[0]);
        for (size_t i = 0; i < COUNT(children); i++) {
            assert_int_equal(waitpid(children[i], &status, 0), children[i]);
            assert_int_equal(status, 0);
        }
        make_ledger();
    }
}

static void one_asks_while_another_writes(void **state)
{
    (void)state;
    KeptArticle kept;
    make_ledger();
    Ledger *reader = shelf_ledger(&shelf, LEDGER_ASK), *writer = shelf_ledger(&shelf, LEDGER_KEEP);
    for (int64_t id = 2; id < 6; id++) {
        char text[100];
        snprintf(text, sizeof text, "“It rains on day %d,” Minister Ilsabet Corvane said.", (int)id);
        assert_int_equal(shelf_add(&shelf, writer, text, "", "").article, id);
        Ledger *beside = shelf_ledger(&shelf, LEDGER_ASK); /* as it is now */
        assert_int_equal(ledger_article(beside, id, &shelf.arena, &kept, NULL), SAYSO_OK);
        ledger_close(beside);
        assert_int_equal(ledger_article(reader, 1, &shelf.arena, &kept, NULL), SAYSO_OK); /* as it was */
        assert_int_equal(ledger_article(reader, id, &shelf.arena, &kept, NULL), SAYSO_ERROR_ARGUMENT);
    }
    ledger_close(writer);
    assert_int_equal(ledger_article(reader, 5, &shelf.arena, &kept, NULL), SAYSO_ERROR_ARGUMENT);
    ledger_close(reader);
    reader = shelf_ledger(&shelf, LEDGER_ASK);
    assert_int_equal(ledger_article(reader, 5, &shelf.arena, &kept, NULL), SAYSO_OK);
    ledger_close(reader);
    ledger_close(shelf_ledger(&shelf, LEDGER_KEEP));
    assert_int_equal(files_in(shelf.folder), 1);
}

/* The WAL is not moved into the file that somebody reads alone, however long it grows. */
static void the_file_stays_while_it_is_read(void **state)
{
    (void)state;
    LedgerProof proof;
    make_ledger();
    Ledger *reader = shelf_ledger(&shelf, LEDGER_ASK), *writer = shelf_ledger(&shelf, LEDGER_KEEP);
    Bytes before = read_bytes(shelf.path);
    for (int i = 0; i < 11000; i++) {
        char url[64];
        snprintf(url, sizeof url, "https://a.example/%d", i);
        assert_int_equal(ledger_visit_keep(writer, url, "etag", "", NULL), SAYSO_OK);
    }
    struct stat wal;
    char name[200];
    snprintf(name, sizeof name, "%s-wal", shelf.path);
    assert_int_equal(stat(name, &wal), 0);
    assert_true(wal.st_size > 10000 * 4096); /* long enough */
    Bytes after = read_bytes(shelf.path);
    assert_int_equal(after.size, before.size);
    assert_memory_equal(after.data, before.data, before.size);
    assert_int_equal(ledger_verify(reader, NULL, NULL, NULL, &proof, NULL), SAYSO_OK);
    assert_int_equal(proof.articles, 1);
    assert_int_equal(proof.faults, 0);
    ledger_close(reader);
    (void)shelf_add(&shelf, writer, "“It rains,” Minister Ilsabet Corvane said.", "", "");
    ledger_close(writer);
    assert_int_equal(files_in(shelf.folder), 1);
    free(before.data);
    free(after.data);
}

/* ---- what is refused ---- */

static void refuses_what_is_no_ledger(void **state)
{
    (void)state;
    char noise[5000];
    memset(noise, 'x', sizeof noise);
    write_file(shelf.path, noise, sizeof noise);
    refused("no ledger of sayso");
    write_file(shelf.path, "short", 5);
    refused("no ledger of sayso");
}

static void refuses_anothers_database(void **state)
{
    (void)state;
    run_sql("CREATE TABLE ledger (key TEXT); INSERT INTO ledger VALUES ('sayso')");
    refused("another program's database");
    shelf_clear(&shelf);
    run_sql("PRAGMA application_id=77; PRAGMA user_version=1; CREATE TABLE t (x)");
    refused("another program's database");
    shelf_clear(&shelf);
    run_sql("PRAGMA journal_mode=WAL; CREATE TABLE t (x)");
    refused("another program's database");
}

static void refuses_a_newer_format(void **state)
{
    (void)state;
    make_ledger();
    run_sql("PRAGMA user_version=5");
    refused("newer sayso: its format is 5, this one knows 4; update");
}

static void refuses_a_damaged_head(void **state)
{
    (void)state;
    make_ledger();
    overwrite(60, "\0\0\0\0", 4);
    refused("does not tell its format");
    shelf_clear(&shelf);
    make_ledger();
    overwrite(0, "\xff\xff\xff\xff", 4);
    refused("its head is damaged");
}

static void refuses_a_folder(void **state)
{
    (void)state;
    sayso_error error;
    assert_int_equal(mkdir(shelf.path, 0777), 0);
    for (LedgerMode mode = LEDGER_ASK; mode <= LEDGER_KEEP; mode++) {
        assert_int_equal(open_as(mode, &error), SAYSO_ERROR_IO);
        assert_non_null(strstr(error.message, "a folder"));
    }
}

static void fills_an_empty_file(void **state)
{
    (void)state;
    sayso_error error;
    write_file(shelf.path, "", 0);
    assert_int_equal(open_as(LEDGER_ASK, &error), SAYSO_ERROR_IO);
    assert_non_null(strstr(error.message, "is empty"));
    assert_int_equal(open_as(LEDGER_KEEP, &error), SAYSO_OK);
    assert_int_equal(open_as(LEDGER_ASK, &error), SAYSO_OK);
}

/* ---- read-only ---- as a user whom permissions bind: root is not */

static void as_nobody(void (*act)(void))
{
    int status;
    pid_t child = fork();
    if (!child) {
        if (!geteuid() && (setgid(65534) || setuid(65534))) _exit(3);
        act();
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

#define IN_CHILD(condition) \
    if (!(condition)) {     \
        fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
        _exit(1);           \
    }

static void ask_works_keep_does_not(void)
{
    Ledger *ledger;
    KeptArticle kept;
    sayso_error error;
    IN_CHILD(!ledger_open(shelf.path, LEDGER_ASK, 100, &ledger, &error));
    IN_CHILD(!ledger_article(ledger, 1, &shelf.arena, &kept, &error));
    ledger_close(ledger);
    IN_CHILD(ledger_open(shelf.path, LEDGER_KEEP, 100, &ledger, &error) == SAYSO_ERROR_IO);
    IN_CHILD(strstr(error.message, "read-only"));
}

static void asks_of_a_read_only_file(void **state)
{
    (void)state;
    make_ledger();
    Bytes before = read_bytes(shelf.path);
    assert_int_equal(chmod(shelf.path, 0444), 0);
    assert_int_equal(chmod(shelf.folder, 0555), 0); /* with nothing beside it */
    as_nobody(ask_works_keep_does_not);
    assert_int_equal(chmod(shelf.folder, 0777), 0);
    as_nobody(ask_works_keep_does_not);
    assert_int_equal(chmod(shelf.folder, 0555), 0);
    as_nobody(ask_works_keep_does_not);
    Bytes after = read_bytes(shelf.path);
    assert_memory_equal(after.data, before.data, before.size);
    free(before.data);
    free(after.data);
}

static void ask_and_prove(void)
{
    Ledger *ledger;
    KeptArticle kept;
    LedgerProof proof;
    sayso_error error = {.message = ""};
    if (ledger_open(shelf.path, LEDGER_ASK, 100, &ledger, &error)) fprintf(stderr, "%s\n", error.message);
    IN_CHILD(ledger);
    IN_CHILD(!ledger_article(ledger, 1, &shelf.arena, &kept, &error));
    if (ledger_verify(ledger, NULL, NULL, NULL, &proof, &error)) fprintf(stderr, "%s\n", error.message);
    IN_CHILD(!*error.message && !proof.faults);
    ledger_close(ledger);
}

/* A ledger of 0644 in a folder of whatever rights: who asks needs neither to write nor to leave a file. */
static void others_ask_and_leave_nothing(void **state)
{
    (void)state;
    static const mode_t modes[] = {0755, 0555, 0777};
    make_ledger();
    assert_int_equal(chmod(shelf.path, 0644), 0);
    for (size_t i = 0; i < COUNT(modes); i++) {
        assert_int_equal(chmod(shelf.folder, modes[i]), 0);
        as_nobody(ask_and_prove);
        assert_int_equal(files_in(shelf.folder), 1);
        ask_and_prove();
        assert_int_equal(files_in(shelf.folder), 1);
    }
    for (size_t i = 0; i < COUNT(modes); i++) { /* beside a writer */
        assert_int_equal(chmod(shelf.folder, 0777), 0);
        Ledger *writer = shelf_ledger(&shelf, LEDGER_KEEP);
        char text[100];
        snprintf(text, sizeof text, "“It rains %zu times,” Minister Ilsabet Corvane said.", i);
        (void)shelf_add(&shelf, writer, text, "", "");
        assert_int_equal(chmod(shelf.folder, modes[i]), 0);
        as_nobody(ask_and_prove);
        (void)shelf_add(&shelf, writer, text + 3, "", ""); /* it is not locked out */
        assert_int_equal(chmod(shelf.folder, 0777), 0);
        ledger_close(writer);
        assert_int_equal(files_in(shelf.folder), 1);
    }
}

/* A program keeps an article, and ends without closing the ledger: the article lies in the WAL alone. */
static void keep_and_be_killed(void)
{
    int status;
    pid_t child = fork();
    if (!child) {
        Ledger *ledger = shelf_ledger(&shelf, LEDGER_KEEP);
        (void)shelf_add(&shelf, ledger, "“It snows,” Minister Ilsabet Corvane said.", "snow", "");
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

/* The WAL of one who was killed is read where it lies. */
static void others_ask_behind_one_who_was_killed(void **state)
{
    (void)state;
    make_ledger();
    keep_and_be_killed();
    assert_int_equal(chmod(shelf.path, 0644), 0);
    assert_int_equal(chmod(shelf.folder, 0555), 0);
    as_nobody(ask_and_prove);
    assert_int_equal(chmod(shelf.folder, 0777), 0);
    as_nobody(ask_and_prove);
    int64_t id;
    Ledger *ledger = shelf_ledger(&shelf, LEDGER_ASK);
    assert_int_equal(ledger_find_article(ledger, "snow", &id, NULL), SAYSO_OK);
    ledger_close(ledger);
    ledger = shelf_ledger(&shelf, LEDGER_KEEP);
    assert_int_equal(ledger_find_article(ledger, "snow", &id, NULL), SAYSO_OK);
    ledger_close(ledger);
    assert_int_equal(files_in(shelf.folder), 1);
}

static void is_told_of_the_wal(void)
{
    Ledger *ledger;
    sayso_error error;
    IN_CHILD(ledger_open(shelf.path, LEDGER_ASK, 100, &ledger, &error) == SAYSO_ERROR_IO);
    IN_CHILD(strstr(error.message, "-wal"));
}

/* A killed program left articles in the WAL, and nobody may write there: an answer without them would be wrong. */
static void does_not_ask_past_a_wal(void **state)
{
    (void)state;
    make_ledger();
    keep_and_be_killed();
    char wal[200], shared[200];
    snprintf(wal, sizeof wal, "%s-wal", shelf.path);
    snprintf(shared, sizeof shared, "%s-shm", shelf.path);
    assert_int_equal(access(wal, F_OK), 0);
    assert_int_equal(unlink(shared), 0);
    assert_int_equal(chmod(shelf.path, 0444), 0);
    assert_int_equal(chmod(shelf.folder, 0555), 0);
    as_nobody(is_told_of_the_wal);
    assert_int_equal(chmod(shelf.folder, 0777), 0);
    assert_int_equal(chmod(shelf.path, 0644), 0);
    Ledger *ledger = shelf_ledger(&shelf, LEDGER_ASK); /* and whoever may write has them */
    int64_t id;
    assert_int_equal(ledger_find_article(ledger, "snow", &id, NULL), SAYSO_OK);
    ledger_close(ledger);
}

/* What later versions have beside the format is made for whoever opens to write, whichever of it is missing. */
static void makes_what_later_versions_added(void **state)
{
    (void)state;
    static const char *const drops[] = {"DROP INDEX decision_waiting", "DROP INDEX article_at"};
    for (size_t i = 0; i < COUNT(drops); i++) {
        sayso_error error;
        make_ledger();
        run_sql(drops[i]);
        assert_int_equal(open_as(LEDGER_ASK, &error), SAYSO_OK);
        assert_int_equal(open_as(LEDGER_KEEP, &error), SAYSO_OK);
        run_sql(drops[i]); /* dies where it is not there again */
        shelf_clear(&shelf);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(asks_for_one_that_is_not_there, fresh),
        cmocka_unit_test_setup(makes_one_and_leaves_one_file, fresh),
        cmocka_unit_test_setup(makes_none_where_there_is_no_folder, fresh),
        cmocka_unit_test_setup(does_not_write_when_it_asks, fresh),
        cmocka_unit_test_setup(tells_that_it_was_taken_away, fresh),
        cmocka_unit_test_setup(takes_names_as_they_are, fresh),
        cmocka_unit_test_setup(two_make_one, fresh),
        cmocka_unit_test_setup(one_asks_while_another_writes, fresh),
        cmocka_unit_test_setup(the_file_stays_while_it_is_read, fresh),
        cmocka_unit_test_setup(refuses_what_is_no_ledger, fresh),
        cmocka_unit_test_setup(refuses_anothers_database, fresh),
        cmocka_unit_test_setup(refuses_a_newer_format, fresh),
        cmocka_unit_test_setup(refuses_a_damaged_head, fresh),
        cmocka_unit_test_setup(refuses_a_folder, fresh),
        cmocka_unit_test_setup(fills_an_empty_file, fresh),
        cmocka_unit_test_setup(asks_of_a_read_only_file, fresh),
        cmocka_unit_test_setup(others_ask_and_leave_nothing, fresh),
        cmocka_unit_test_setup(others_ask_behind_one_who_was_killed, fresh),
        cmocka_unit_test_setup(does_not_ask_past_a_wal, fresh),
        cmocka_unit_test_setup(makes_what_later_versions_added, fresh),
    };
    shelf_open(&shelf);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    shelf_close(&shelf);
    return failed;
}
