/* Opening an engine: what is wrong with the options or the file is said, and nothing is left behind. No model
 * file is needed. */
#include <unistd.h>

#include "unit.h"

static void assert_refused(const sayso_engine_options *options, sayso_status expected)
{
    sayso_engine *engine = (sayso_engine *)(uintptr_t)1;
    sayso_error error = {0};
    assert_int_equal(sayso_engine_open(options, &engine, &error), expected);
    assert_null(engine);
    assert_int_equal(error.status, expected);
    assert_true(error.message[0]);
    assert_int_equal(sayso_engine_open(options, &engine, NULL), expected);
}

static void refuses_bad_options(void **state)
{
    (void)state;
    sayso_engine_options options = {.size = sizeof options};
    sayso_allocator allocator = {0};
    assert_int_equal(sayso_engine_open(&options, NULL, NULL), SAYSO_ERROR_ARGUMENT);
    assert_refused(NULL, SAYSO_ERROR_ARGUMENT);
    assert_refused(&options, SAYSO_ERROR_ARGUMENT);
    options.model_path = "no such file";
    options.allocator = &allocator;
    assert_refused(&options, SAYSO_ERROR_ARGUMENT);
    options.allocator = NULL;
    options.size = 0;
    assert_refused(&options, SAYSO_ERROR_ARGUMENT);
    options.size = sizeof options.size;
    assert_refused(&options, SAYSO_ERROR_ARGUMENT);
}

/* A caller with a later header: its new fields must be zero. One with an earlier header: ours keep defaults. */
static void takes_options_of_other_headers(void **state)
{
    (void)state;
    struct {
        sayso_engine_options known;
        size_t later;
    } options = {.known = {.size = sizeof options, .model_path = "no such file"}};
    assert_refused(&options.known, SAYSO_ERROR_IO);
    options.later = 1;
    assert_refused(&options.known, SAYSO_ERROR_ARGUMENT);
    sayso_allocator wrong = {0};
    sayso_engine_options earlier = {.size = offsetof(sayso_engine_options, allocator), .model_path = "no such file",
                                    .allocator = &wrong};
    assert_refused(&earlier, SAYSO_ERROR_IO);
}

static void refuses_what_is_no_model(void **state)
{
    (void)state;
    char path[] = "/tmp/sayso-test-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    sayso_engine_options options = {.size = sizeof options, .model_path = path};
    assert_refused(&options, SAYSO_ERROR_IO); /* empty */
    assert_int_equal(write(file, "Once upon a time there was a text file.", 39), 39);
    assert_refused(&options, SAYSO_ERROR_MODEL);
    options.model_path = "/";
    assert_refused(&options, SAYSO_ERROR_IO);
    close(file);
    unlink(path);
}

static void ends_without_memory(void **state)
{
    (void)state;
    UnitMemory memory = {.fail_at = 1};
    sayso_allocator allocator = {unit_resize, &memory};
    sayso_engine_options options = {.size = sizeof options, .model_path = "no such file", .allocator = &allocator};
    sayso_engine *engine;
    assert_int_equal(sayso_engine_open(&options, &engine, NULL), SAYSO_ERROR_MEMORY);
    assert_int_equal(sayso_engine_open(&options, &engine, NULL), SAYSO_ERROR_IO);
    assert_int_equal(memory.live, 0);
}

static void names_statuses(void **state)
{
    (void)state;
    assert_string_equal(sayso_status_name(SAYSO_OK), "ok");
    assert_string_equal(sayso_status_name(SAYSO_ERROR_INTERNAL), "internal");
    assert_string_equal(sayso_status_name((sayso_status)99), "unknown");
    assert_string_equal(sayso_version(), SAYSO_VERSION);
    assert_string_equal(sayso_format_heading(SAYSO_FORMAT_TABLE), "");
    assert_true(!strncmp(sayso_format_heading(SAYSO_FORMAT_CSV), "id,attribution,", 15));
}

static void frees_nothing(void **state)
{
    (void)state;
    sayso_engine_close(NULL);
    sayso_session_close(NULL);
    sayso_document_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_bad_options),      cmocka_unit_test(takes_options_of_other_headers),
        cmocka_unit_test(refuses_what_is_no_model), cmocka_unit_test(ends_without_memory),
        cmocka_unit_test(names_statuses),           cmocka_unit_test(frees_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
