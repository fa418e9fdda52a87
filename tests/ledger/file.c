/* The ledger as a file: a copy of one moment beside who writes, never over another file; room that is given back. */
#include "unit.h"

#include <sys/wait.h>

#include "ledger/shelf.h"

static Shelf shelf;

static int fresh(void **state)
{
    (void)state;
    shelf_clear(&shelf);
    return 0;
}

static void add_one(Ledger *ledger, unsigned number)
{
    char text[300];
    snprintf(text, sizeof text, "“Berth %u of quay %u is closed,” Minister Corvane said. Senator Quennerby denied on Friday that she"
                                " had closed %u.\n", number, number * 7, number * 3);
    (void)shelf_add(&shelf, ledger, text, "", "");
}

static void tell(void *context, int64_t article, const char *sentence)
{
    (void)context;
    print_error("%lld: %s\n", (long long)article, sentence);
}

static LedgerProof proof_of(const char *path)
{
    Ledger *ledger;
    LedgerProof proof;
    Error error;
    if (ledger_open(path, LEDGER_LOOK, 1000, &ledger, &error)) die("open", &error);
    if (ledger_verify(ledger, tell, NULL, NULL, &proof, &error)) die("verify", &error);
    ledger_close(ledger);
    return proof;
}

static void write_on(void)
{
    Ledger *ledger = shelf_ledger(&shelf, LEDGER_KEEP);
    for (unsigned i = 100; i < 140; i++) add_one(ledger, i);
    ledger_close(ledger);
    _exit(0);
}

/* While another process adds: each copy is sound, holds what was there, and no copy has less than the one before it. */
static void copies_beside_a_writer(void **state)
{
    (void)state;
    uint64_t last = 3;
    int status;
    Ledger *ledger = shelf_ledger(&shelf, LEDGER_KEEP);
    for (unsigned i = 0; i < 3; i++) add_one(ledger, i);
    ledger_close(ledger);
    pid_t child = fork();
    assert_true(child >= 0);
    if (!child) write_on();
    for (unsigned i = 0; i < 12; i++) {
        char copy[200];
        Error error;
        uint64_t articles;
        snprintf(copy, sizeof copy, "%s/copy-%u", shelf.folder, i);
        ledger = shelf_ledger(&shelf, LEDGER_LOOK);
        if (ledger_backup(ledger, copy, &articles, &error)) die("backup", &error);
        ledger_close(ledger);
        LedgerProof proof = proof_of(copy);
        assert_int_equal(proof.faults, 0);
        assert_int_equal(proof.articles, articles);
        assert_true(articles >= last);
        last = articles;
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(proof_of(shelf.path).articles, 43);
}

static void takes_no_files_place(void **state)
{
    (void)state;
    Error error;
    uint64_t articles;
    Ledger *ledger = shelf_ledger(&shelf, LEDGER_KEEP);
    add_one(ledger, 1);
    assert_int_equal(ledger_backup(ledger, shelf.path, &articles, &error), SAYSO_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "left as it is"));
    char nowhere[200];
    snprintf(nowhere, sizeof nowhere, "%s/no/copy", shelf.folder);
    assert_int_equal(ledger_backup(ledger, nowhere, &articles, &error), SAYSO_ERROR_IO);
    assert_non_null(strstr(error.message, "its folder is not there"));
    ledger_close(ledger);
    assert_int_equal(proof_of(shelf.path).articles, 1);
}

/* What was removed is given back; what is written afterwards is sealed as before. */
static void compact(void **state)
{
    (void)state;
    Error error;
    LedgerRemoved gone;
    uint64_t before, after;
    Ledger *ledger = shelf_ledger(&shelf, LEDGER_KEEP);
    assert_int_equal(ledger_durable(ledger, &error), SAYSO_OK);
    for (unsigned i = 0; i < 40; i++) add_one(ledger, i);
    for (int64_t id = 1; id <= 36; id++)
        if (ledger_remove(ledger, id, &shelf.scratch, &gone, &error)) die("remove", &error);
    if (ledger_compact(ledger, &before, &after, &error)) die("compact", &error);
    assert_true(after < before);
    add_one(ledger, 50);
    ledger_close(ledger);
    LedgerProof proof = proof_of(shelf.path);
    assert_int_equal(proof.faults, 0);
    assert_int_equal(proof.articles, 5);
    struct stat st;
    assert_int_equal(stat(shelf.path, &st), 0);
    assert_true((uint64_t)st.st_size < before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(copies_beside_a_writer, fresh),
        cmocka_unit_test_setup(takes_no_files_place, fresh),
        cmocka_unit_test_setup(compact, fresh),
    };
    shelf_open(&shelf);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    shelf_close(&shelf);
    return failed;
}
