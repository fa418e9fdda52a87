/* The columns of characters of each kind, and tables whose ranges ascend. */
#include "record/internal.h"
#include "unit.h"

static void knows_each_kind(void **state)
{
    (void)state;
    static const uint32_t none[] = {0x300, 0x36F, 0x200B, 0x200D, 0xFE0F, 0xFEFF, 0x20E3, 0xE0101, 0x1160, 0x5B0};
    static const uint32_t one[] = {'a', 0xE9, 0x2014, 0x2026, 0x201C, 0xFFFD, 0x3B1, 0x416, 0x5D0, 0x2500, 0x1E900};
    static const uint32_t two[] = {0x1100, 0x3042, 0x4E2D, 0xAC00, 0xFF01, 0x1F600, 0x20000, 0x3000};
    for (size_t i = 0; i < COUNT(none); i++) assert_int_equal(char_columns(none[i]), 0);
    for (size_t i = 0; i < COUNT(one); i++) assert_int_equal(char_columns(one[i]), 1);
    for (size_t i = 0; i < COUNT(two); i++) assert_int_equal(char_columns(two[i]), 2);
    assert_int_equal(text_columns(text_literal("Cafe\u0301 中文")), 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(knows_each_kind)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
