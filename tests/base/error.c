/* Errors: whatever is quoted in a message, it stays one NUL-terminated piece of UTF-8. */
#include "unit.h"

static void filled(void **state)
{
    (void)state;
    Error error;
    assert_int_equal(fail(&error, SAYSO_ERROR_MODEL, 24, "cut off at %d", 7), SAYSO_ERROR_MODEL);
    assert_int_equal(error.status, SAYSO_ERROR_MODEL);
    assert_int_equal(error.offset, 24);
    assert_string_equal(error.message, "cut off at 7");
    assert_int_equal(fail(NULL, SAYSO_ERROR_IO, 0, "nobody reads this"), SAYSO_ERROR_IO);
    assert_int_equal(fail_memory(&error), SAYSO_ERROR_MEMORY);
    assert_int_equal(error.offset, NO_OFFSET);
}

static void long_messages_end_at_a_letter(void **state)
{
    (void)state;
    char letters[1201];
    for (size_t i = 0; i + 3 < sizeof letters; i += 3) memcpy(letters + i, "\xe2\x82\xac", 3); /* euro signs */
    letters[1200] = 0;
    for (int shift = 0; shift < 8; shift++) {
        Error error;
        (void)fail(&error, SAYSO_ERROR_IO, 0, "%.*s%s", shift, "abcdefgh", letters);
        Text message = text_literal(error.message);
        assert_true(utf8_valid(message, NULL));
        assert_true(message.size > 250 && message.size < sizeof error.message);
        assert_int_equal((message.size - (size_t)shift) % 3, 0);
    }
}

static void other_bytes_become_marks(void **state)
{
    (void)state;
    Error error;
    (void)fail(&error, SAYSO_ERROR_IO, 0, "cannot open %s", "caf\xe9.txt");
    assert_string_equal(error.message, "cannot open caf?.txt");
    char bytes[301];
    memset(bytes, 0xff, 300);
    bytes[300] = 0;
    (void)fail(&error, SAYSO_ERROR_IO, 0, "%s", bytes);
    assert_true(utf8_valid(text_literal(error.message), NULL));
}

static void a_long_name_leaves_the_reason(void **state)
{
    (void)state;
    Error error;
    char path[4097];
    for (size_t size = 200; size < sizeof path; size += 131) {
        for (size_t i = 0; i < size; i += 2) memcpy(path + i, "\xc3\xa9", 2);
        path[size & ~(size_t)1] = 0;
        (void)fail(&error, SAYSO_ERROR_IO, 0, "%s: the file is read-only", path);
        Text message = text_literal(error.message);
        assert_true(utf8_valid(message, NULL));
        assert_non_null(strstr(error.message, ": the file is read-only"));
        assert_int_equal(memcmp(message.data, path, 60), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(filled),
        cmocka_unit_test(long_messages_end_at_a_letter),
        cmocka_unit_test(other_bytes_become_marks),
        cmocka_unit_test(a_long_name_leaves_the_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
