/* The checked cursor: what fits is read, what does not is 0, and it never goes on after that. */
#include "unit.h"

static const uint8_t bytes[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

static void reads_little_endian(void **state)
{
    (void)state;
    Cursor c = {.data = bytes, .size = sizeof bytes};
    assert_int_equal(cursor_u8(&c), 1);
    assert_int_equal(cursor_u16(&c), 0x0302);
    assert_int_equal(cursor_u32(&c), 0x07060504);
    assert_int_equal(cursor_u64(&c), 0x0f0e0d0c0b0a0908);
    assert_false(c.failed);
    assert_int_equal(c.at, sizeof bytes);
    assert_int_equal(cursor_u8(&c), 0);
    assert_true(c.failed);
}

static void high_bytes(void **state)
{
    (void)state;
    static const uint8_t high[] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    Cursor c = {.data = high, .size = sizeof high};
    assert_int_equal(cursor_u64(&c), UINT64_MAX);
    c.at = 0;
    assert_int_equal(cursor_u32(&c), UINT32_MAX);
    assert_int_equal(cursor_u16(&c), UINT16_MAX);
    assert_int_equal(cursor_u8(&c), UINT8_MAX);
}

/* Half a number is no number: 0, though some of its bytes are there. */
static void failure_stays(void **state)
{
    (void)state;
    for (size_t size = 0; size < 8; size++) {
        Cursor c = {.data = bytes, .size = size};
        assert_int_equal(cursor_u64(&c), 0);
        assert_true(c.failed);
        assert_int_equal(cursor_u8(&c), 0);
        assert_null(cursor_bytes(&c, 0));
    }
    Cursor c = {.data = bytes, .size = 3};
    assert_int_equal(cursor_u32(&c), 0);
}

static void pieces(void **state)
{
    (void)state;
    Cursor c = {.data = bytes, .size = sizeof bytes};
    assert_ptr_equal(cursor_bytes(&c, 0), bytes);
    assert_ptr_equal(cursor_bytes(&c, 15), bytes);
    assert_non_null(cursor_bytes(&c, 0));
    assert_false(c.failed);
    assert_null(cursor_bytes(&c, SIZE_MAX));
    assert_true(c.failed);
    assert_int_equal(c.at, 15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_little_endian),
        cmocka_unit_test(high_bytes),
        cmocka_unit_test(failure_stays),
        cmocka_unit_test(pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
