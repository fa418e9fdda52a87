/* What goes wrong on the way: a full disk, a file that may not grow, another writer, bytes overwritten. Each time a
 * sentence, and the ledger as it was. */
#include "unit.h"

#include <signal.h>
#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "ledger/shelf.h"

static Shelf shelf;

static int fresh(void **state)
{
    (void)state;
    shelf_clear(&shelf);
    return 0;
}

/* Of ten sentences; the same number gives the same text. */
static void write_text(unsigned number, char *text, size_t size)
{
    size_t used = 0;
    for (unsigned i = 0; i < 10; i++) {
        int n = snprintf(text + used, size - used, "“Berth %u of quay %u holds %u barges,” Minister Corvane said.\n",
                         number, i, number * 7 + i);
        used += (size_t)n;
    }
}

static Status try_add(Ledger *ledger, unsigned number, LedgerAdded *added, sayso_error *error)
{
    char text[4096];
    Draft *draft;
    write_text(number, text, sizeof text);
    sayso_document *document = shelf_document(&shelf, text, strlen(text), "2026-03-06");
    Report report = shelf_report(document, "", "");
    if (ledger_draft(&report, &shelf.arena, &draft, error)) die("draft", error);
    Status status = ledger_add(ledger, draft, &shelf.scratch, added, error);
    sayso_document_free(document);
    arena_reset(&shelf.arena);
    return status;
}

/* Adds until it fails or `most` are added; returns how many were. */
static unsigned add_until(Ledger *ledger, unsigned first, unsigned most, Status *status, sayso_error *error)
{
    LedgerAdded added;
    unsigned count = 0;
    *status = SAYSO_OK;
    while (count < most && !(*status = try_add(ledger, first + count, &added, error))) count++;
    return count;
}

static void print_fault(void *context, int64_t article, const char *sentence)
{
    (void)context;
    fprintf(stderr, "%lld: %s\n", (long long)article, sentence);
}

static LedgerProof proof_of(const char *path)
{
    Ledger *ledger;
    LedgerProof proof;
    sayso_error error;
    if (ledger_open(path, LEDGER_ASK, 1000, &ledger, &error)) die("open", &error);
    if (ledger_verify(ledger, print_fault, NULL, NULL, &proof, &error)) die("verify", &error);
    ledger_close(ledger);
    return proof;
}

/* ---- no room ---- */

/* Also after a failure: a file system that stays would outlive the test. */
static int unmount(void **state)
{
    (void)state;
    char folder[128];
    snprintf(folder, sizeof folder, "%s/small", shelf.folder);
    (void)umount2(folder, MNT_DETACH);
    return 0;
}

/* A folder of 3 MB: the disk fills up while articles are added. After room was made, adding goes on. */
static void full_disk(void **state)
{
    (void)state;
    char folder[128], path[200], ballast[200];
    snprintf(folder, sizeof folder, "%s/small", shelf.folder);
    snprintf(path, sizeof path, "%s/ledger.db", folder);
    snprintf(ballast, sizeof ballast, "%s/ballast", folder);
    assert_int_equal(mkdir(folder, 0777), 0);
    if (mount("tmpfs", folder, "tmpfs", 0, "size=3m")) skip(); /* not allowed here: no_larger_file stands for it */
    FILE *file = fopen(ballast, "wb");
    for (int i = 0; i < 600000; i++) (void)fputc('x', file);
    fclose(file);
    Ledger *ledger;
    Status status;
    sayso_error error;
    assert_int_equal(ledger_open(path, LEDGER_KEEP, 100, &ledger, &error), SAYSO_OK);
    unsigned count = add_until(ledger, 0, 2000, &status, &error);
    assert_true(count > 3 && count < 2000);
    assert_int_equal(status, SAYSO_ERROR_IO);
    assert_non_null(strstr(error.message, "the disk is full"));
    assert_int_equal(proof_of(path).articles, count);
    assert_int_equal(proof_of(path).faults, 0);
    assert_int_equal(unlink(ballast), 0);
    assert_int_equal(add_until(ledger, count, 3, &status, &error), 3);
    ledger_close(ledger);
    LedgerProof proof = proof_of(path);
    assert_int_equal(proof.articles, count + 3);
    assert_int_equal(proof.faults, 0);
}

/* In a process of its own, whose files may not be larger than 400 kB. Ends with how many were added. */
static void add_with_a_limit(void)
{
    Ledger *ledger;
    Status status;
    sayso_error error;
    const struct rlimit limit = {400000, 400000};
    if (setrlimit(RLIMIT_FSIZE, &limit)) _exit(250);
    (void)signal(SIGXFSZ, SIG_IGN);
    if (ledger_open(shelf.path, LEDGER_KEEP, 100, &ledger, &error)) _exit(251);
    unsigned count = add_until(ledger, 0, 200, &status, &error);
    if (status != SAYSO_ERROR_IO || !strstr(error.message, shelf.path) || !strstr(error.message, "disk")) _exit(252);
    LedgerAdded added;
    if (!try_add(ledger, 1000, &added, &error)) _exit(253); /* nor does it go on as if nothing were */
    _exit((int)count);
}

static void no_larger_file(void **state)
{
    (void)state;
    int status;
    pid_t child = fork();
    if (!child) add_with_a_limit();
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_in_range(WEXITSTATUS(status), 2, 199);
    LedgerProof proof = proof_of(shelf.path);
    assert_int_equal(proof.faults, 0);
    assert_int_equal(proof.articles, WEXITSTATUS(status));
}

/* ---- another writer ---- */

static void second_writer(void **state)
{
    (void)state;
    sqlite3 *other;
    Ledger *ledger;
    LedgerAdded added;
    KeptArticle kept;
    sayso_error error;
    assert_int_equal(ledger_open(shelf.path, LEDGER_KEEP, 50, &ledger, &error), SAYSO_OK);
    assert_int_equal(try_add(ledger, 1, &added, &error), SAYSO_OK);
    assert_int_equal(sqlite3_open(shelf.path, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(try_add(ledger, 2, &added, &error), SAYSO_ERROR_IO);
    assert_non_null(strstr(error.message, "another program is writing"));
    assert_int_equal(ledger_article(ledger, 1, &shelf.arena, &kept, &error), SAYSO_OK); /* who asks does not wait */
    assert_int_equal(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(try_add(ledger, 2, &added, &error), SAYSO_OK);
    assert_int_equal(added.article, 2);
    sqlite3_close(other);
    ledger_close(ledger);
    assert_int_equal(proof_of(shelf.path).faults, 0);
}

static void write_beside(unsigned first)
{
    Ledger *ledger;
    Status status;
    sayso_error error;
    if (ledger_open(shelf.path, LEDGER_KEEP, 20000, &ledger, &error)) die("open", &error);
    unsigned count = add_until(ledger, first, 25, &status, &error);
    ledger_close(ledger);
    _exit(count == 25 ? 0 : 1);
}

/* Three processes add at the same time, and wait for each other. */
static void many_writers(void **state)
{
    (void)state;
    pid_t children[3];
    for (unsigned i = 0; i < 3; i++)
        if (!(children[i] = fork())) write_beside(i * 1000);
    for (unsigned i = 0; i < 3; i++) {
        int status;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
    LedgerProof proof = proof_of(shelf.path);
    assert_int_equal(proof.articles, 75);
    assert_int_equal(proof.faults, 0);
}

/* ---- damage ---- */

static void count_faults(void *context, int64_t article, const char *sentence)
{
    (void)article;
    assert_true(*sentence);
    ++*(size_t *)context;
}

static bool verify_tells(size_t *told)
{
    Ledger *ledger;
    LedgerProof proof;
    sayso_error error;
    *told = 0;
    if (ledger_open(shelf.path, LEDGER_ASK, 100, &ledger, &error)) return *error.message != 0;
    Status status = ledger_verify(ledger, count_faults, NULL, told, &proof, &error);
    ledger_close(ledger);
    return status ? *error.message != 0 : proof.faults > 0 && proof.faults == *told;
}

/* A page at a time is overwritten. Whatever was hit, nothing crashes, verify tells it or it was an unused page, and adding
 * either goes on or says that the ledger is damaged. */
static void damaged_pages(void **state)
{
    (void)state;
    uint64_t seed = 42;
    Status status;
    sayso_error error;
    size_t told, seen = 0;
    Ledger *ledger = shelf_ledger(&shelf, LEDGER_KEEP);
    assert_int_equal(add_until(ledger, 0, 30, &status, &error), 30);
    ledger_close(ledger);
    Bytes whole = read_bytes(shelf.path);
    size_t pages = whole.size / 4096, tries = 40;
    assert_true(pages > 40);
    for (size_t i = 0; i < tries; i++) {
        char noise[4096];
        for (size_t k = 0; k < sizeof noise; k++) noise[k] = (char)unit_random(&seed);
        FILE *file = fopen(shelf.path, "wb");
        assert_int_equal(fwrite(whole.data, 1, whole.size, file), whole.size);
        assert_int_equal(fseek(file, (long)(1 + unit_below(&seed, (uint32_t)pages - 1)) * 4096, SEEK_SET), 0);
        assert_int_equal(fwrite(noise, 1, sizeof noise, file), sizeof noise);
        fclose(file);
        seen += verify_tells(&told);
        if (ledger_open(shelf.path, LEDGER_KEEP, 100, &ledger, &error)) continue;
        (void)add_until(ledger, 500, 3, &status, &error);
        if (status) assert_true(status == SAYSO_ERROR_IO && strstr(error.message, shelf.path));
        ledger_close(ledger);
    }
    assert_int_equal(seen, tries);
    free(whole.data);
}

static void cut_file(void **state)
{
    (void)state;
    Status status;
    sayso_error error;
    size_t told;
    Ledger *ledger = shelf_ledger(&shelf, LEDGER_KEEP);
    assert_int_equal(add_until(ledger, 0, 10, &status, &error), 10);
    ledger_close(ledger);
    struct stat st;
    assert_int_equal(stat(shelf.path, &st), 0);
    assert_int_equal(truncate(shelf.path, st.st_size / 2), 0);
    assert_true(verify_tells(&told));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(full_disk, fresh, unmount),
        cmocka_unit_test_setup(no_larger_file, fresh),
        cmocka_unit_test_setup(second_writer, fresh), cmocka_unit_test_setup(many_writers, fresh),
        cmocka_unit_test_setup(damaged_pages, fresh), cmocka_unit_test_setup(cut_file, fresh),
    };
    shelf_open(&shelf);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    shelf_close(&shelf);
    return failed;
}
