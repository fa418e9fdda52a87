/* The allocator fails at its first call, at its second, at its third, until none fails: each time the answer is
 * SAYSO_ERROR_MEMORY, nothing leaks, and the next try with memory gives the same bytes as ever. */
#include "unit.h"

#include "public.h"

static UnitMemory memory;
static const sayso_allocator allocator = {unit_resize, &memory};

/* Long enough for several blocks an arena. */
static sayso_text news(void)
{
    static char text[60000];
    static const char paragraph[] =
        "“We have seen the audit,” Commissioner Ansel Threlk said on Friday. The ministry denied "
        "the report, according to two officials who asked not to be named.\n";
    size_t size = 0;
    for (; size + sizeof paragraph < sizeof text; size += sizeof paragraph - 1)
        memcpy(text + size, paragraph, sizeof paragraph - 1);
    return (sayso_text){text, size};
}

static sayso_status open_with(sayso_engine **engine)
{
    sayso_engine_options options = {
        .size = sizeof options, .model_path = unit_path("SAYSO_MODEL_FILE"), .allocator = &allocator};
    return sayso_engine_open(&options, engine, NULL);
}

static void fail_from(size_t call)
{
    memory.calls = 0;
    memory.fail_at = call;
}

static void opening_survives(void **state)
{
    (void)state;
    sayso_engine *engine;
    sayso_status status = SAYSO_ERROR_MEMORY;
    size_t n = 0;
    while (status) {
        fail_from(++n);
        status = open_with(&engine);
        if (!status) break;
        assert_int_equal(status, SAYSO_ERROR_MEMORY);
        assert_null(engine);
        assert_int_equal(memory.live, 0);
    }
    assert_true(n > 1);
    fail_from(0);
    sayso_engine_close(engine);
    assert_int_equal(memory.live, 0);
}

static Bytes analyse_and_write(sayso_session *session, sayso_status *status)
{
    sayso_article article = {.size = sizeof article, .bytes = news(), .id = {"x", 1}, .published = {"2026-03-07", 10}};
    sayso_document *document;
    Bytes out = {0};
    *status = sayso_analyse(session, &article, &document, NULL);
    if (*status) {
        assert_null(document);
        return out;
    }
    static const sayso_format formats[] = {SAYSO_FORMAT_TABLE, SAYSO_FORMAT_JSONL, SAYSO_FORMAT_BRAT, SAYSO_FORMAT_CSV};
    sayso_write_options options = {.size = sizeof options, .colour = 1};
    for (size_t i = 0; i < COUNT(formats) && !*status; i++)
        *status = sayso_document_write(document, formats[i], &options, bytes_add, &out, NULL);
    sayso_document_free(document);
    return out;
}

static void assert_same(Bytes a, Bytes b)
{
    assert_int_equal(a.size, b.size);
    assert_memory_equal(a.data, b.data, a.size);
}

/* A new session each time, so that no block is left from the time before. */
static void analysing_survives(void **state)
{
    (void)state;
    sayso_engine *engine;
    sayso_session *session;
    assert_int_equal(open_with(&engine), SAYSO_OK);
    size_t live = memory.live, n = 0;
    sayso_status status;
    assert_int_equal(sayso_session_open(engine, NULL, &session, NULL), SAYSO_OK);
    Bytes wanted = analyse_and_write(session, &status);
    assert_int_equal(status, SAYSO_OK);
    sayso_session_close(session);
    for (status = SAYSO_ERROR_MEMORY; status;) {
        fail_from(++n);
        status = sayso_session_open(engine, NULL, &session, NULL);
        if (!status) {
            Bytes got = analyse_and_write(session, &status);
            if (!status) assert_same(got, wanted);
            free(got.data);
            fail_from(0);
            sayso_status again;
            got = analyse_and_write(session, &again);
            assert_int_equal(again, SAYSO_OK);
            assert_same(got, wanted);
            free(got.data);
            sayso_session_close(session);
        }
        assert_true(!status || status == SAYSO_ERROR_MEMORY);
        assert_int_equal(memory.live, live);
    }
    assert_true(n > 5);
    free(wanted.data);
    sayso_engine_close(engine);
    assert_int_equal(memory.live, 0);
}

int main(void)
{
    sayso_engine_close(open_engine()); /* ends as skipped where there is no model */
    const struct CMUnitTest tests[] = {cmocka_unit_test(opening_survives), cmocka_unit_test(analysing_survives)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
